"""Opens SQLite and Parquet files: names, values of each type, statistics, and what was deleted.

An index for full text (FTS5) keeps words apart from the texts they were in, in a packed form, and
still holds them when the texts are gone. It is read word by word, in the order of the texts.
"""

from __future__ import annotations

import io
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from skolkit.privacy.leakcheck.model import Budget, CannotLookError, Data, Part, Text
from skolkit.privacy.leakcheck.strings import strings
from skolkit.privacy.leakcheck.texts import joined, whole
from skolkit.privacy.needles import BREAK, LEAST_LETTERS

_SQLITE = b"SQLite format 3\0"
_PARQUET = b"PAR1"
_VALUES = 50_000_000
_BATCH = 1 << 16
_STEPS = 100_000  # of SQLite's machine between two looks at the clock
_READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA})
# What opening an index for full text asks for, to say its columns; nothing is written by it.
_SCHEMAS = frozenset({"sqlite_master", "sqlite_temp_master"})
_VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL\s+TABLE\b", re.IGNORECASE)
_FULL_TEXT = re.compile(r"\bUSING\s+[\"'\[`]?fts5\b", re.IGNORECASE)


def fits_sqlite(data: bytes) -> bool:
    """Whether bytes are a SQLite database."""
    return data.startswith(_SQLITE)


def sqlite_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """The schema, the values of each table, and the pages that are no longer in use."""
    free = _free_pages(data)
    if free:
        yield Text("free pages", strings(free))
    head = bytearray(data)
    head[18:20] = b"\x01\x01"  # a write-ahead log is another file, and fails as such
    connection = sqlite3.connect(":memory:", isolation_level=None)
    end = time.monotonic() + budget.limits.page_seconds
    try:
        connection.deserialize(bytes(head))
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_progress_handler(lambda: int(time.monotonic() > end), _STEPS)
        connection.text_factory = lambda held: held.decode("utf-8", "replace")
        schema = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        tables = {name: str(sql) for kind, name, sql in schema if kind == "table"}
        indexes = [name for name, sql in tables.items() if _VIRTUAL.match(sql)]
        for number, name in enumerate(indexes):
            if not _FULL_TEXT.search(tables[name]):
                raise CannotLookError("a database with a virtual table that is no index of text")
            words = f"CREATE VIRTUAL TABLE temp.words{number} USING fts5vocab(main, ?, instance)"
            connection.execute(words.replace("?", _quoted(name)))
        connection.set_authorizer(_allowed)
        yield Text("schema", BREAK.join(str(sql or name) for _, name, sql in schema))
        for name in tables:
            if name not in indexes:
                yield from _table(connection, name, budget)
        for number, name in enumerate(indexes):
            alone = f"{name}_content" not in tables and _held_by(tables[name]) not in tables
            yield _index(connection, f"words{number}", name, budget, alone=alone)
    except sqlite3.Error as error:
        raise CannotLookError("a database that is damaged, or does not end") from error
    finally:
        connection.close()


def _allowed(action: int, one: str | None, other: str | None, *_: str | None) -> int:
    declares = action == sqlite3.SQLITE_UPDATE and one in _SCHEMAS
    searches = action == sqlite3.SQLITE_FUNCTION and other == "match"
    reads = action in _READS or declares or searches
    return sqlite3.SQLITE_OK if reads else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _table(connection: sqlite3.Connection, table: str, budget: Budget) -> Iterator[Part]:
    """Each distinct value of a table once, and its bytes."""
    cursor = connection.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 - a quoted name
    names = [column[0] for column in cursor.description]
    first: dict[str, str] = {}
    for number, row in enumerate(cursor, start=1):
        for name, value in zip(names, row, strict=True):
            if isinstance(value, bytes):
                budget.spend(len(value))
                if len(value) >= LEAST_LETTERS:  # fewer hold no value
                    budget.part()
                    yield Data(f"table {table}, {name}, row {number}", value, known=True)
            elif value is not None:
                text = whole(str(value))
                if text not in first:
                    budget.spend(len(text))
                    first[text] = f"{name}, row {number}"
    yield joined(f"table {table}", first)


def _held_by(sql: str) -> str:
    """The table that an index of text says its texts stand in; ``""`` if in none."""
    told = re.search(r"\bcontent\s*=\s*([\"'\[`]?)([^\"'\]`,)]*)", sql, re.IGNORECASE)
    return told[2].strip() if told else ""


def _index(
    connection: sqlite3.Connection, words: str, table: str, budget: Budget, *, alone: bool
) -> Text:
    """The words of an index of text, in their order, each text on a line of its own.

    Its words have no marks between them, so that patterns find numbers where dates stand side by
    side. They are looked for only where no table holds the texts themselves.

    Raises:
        CannotLookError: where the index does not say in what order its words stood.
    """
    cursor = connection.execute(
        f"SELECT doc, col, offset, term FROM temp.{words} ORDER BY doc, col, offset"  # noqa: S608 - our own name
    )
    texts: dict[tuple[object, object], list[str]] = {}
    for row, column, place, word in cursor:
        if place is None:
            raise CannotLookError("an index of text without the order of its words")
        budget.spend(len(word) + 1)
        texts.setdefault((row, column), []).append(word)
    lines = dict.fromkeys(" ".join(each) for each in texts.values())
    return Text(f"index {table}", BREAK.join(lines), prose=alone)


def _free_pages(data: bytes) -> bytes:
    """The pages on the list of free ones: what was deleted is still there."""
    size = int.from_bytes(data[16:18], "big")
    size = 65_536 if size == 1 else size
    trunk = int.from_bytes(data[32:36], "big")
    held: list[bytes] = []
    seen: set[int] = set()
    while size >= 512 and trunk and trunk not in seen and trunk * size <= len(data):
        seen.add(trunk)
        page = data[(trunk - 1) * size : trunk * size]
        count = min(int.from_bytes(page[4:8], "big"), size // 4 - 2)
        held.append(page[8 + 4 * count :])
        for entry in range(count):
            leaf = int.from_bytes(page[8 + 4 * entry : 12 + 4 * entry], "big")
            if leaf not in seen:
                seen.add(leaf)
                held.append(data[(leaf - 1) * size : leaf * size] if leaf else b"")
        trunk = int.from_bytes(page[:4], "big")
    return b"\0".join(held)


def fits_parquet(data: bytes) -> bool:
    """Whether bytes are a Parquet file."""
    return data[:4] == _PARQUET and data[-4:] == _PARQUET


def parquet_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """Names, metadata and statistics, and each distinct value of each column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data))
        facts = file.metadata
        if facts.num_rows * max(facts.num_columns, 1) > _VALUES:
            raise CannotLookError(f"more than {_VALUES} values")
        schema = file.schema_arrow
        yield Text("schema", BREAK.join(_named(schema)))
        for key, value in (facts.metadata or {}).items():
            yield Data(f"metadata {key.decode('utf-8', 'replace')}", value, known=True)
        yield Text("statistics", BREAK.join(_statistics(facts)))
        for name in schema.names:
            values: dict[str, str] = {}
            for batch in file.iter_batches(batch_size=_BATCH, columns=[name]):
                for value in _distinct(batch.column(0)):
                    budget.spend(len(value))
                    values.setdefault(value, f"column {name}")
            kind = schema.field(name).type
            told = pa.types.is_temporal(kind) or pa.types.is_boolean(kind)
            yield Text(f"column {name}", BREAK.join(values), prose=not told)
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise CannotLookError("a damaged Parquet file") from error


def _named(schema: Any) -> Iterator[str]:
    for field in schema:
        yield str(field.name)
        for key, value in (field.metadata or {}).items():
            yield f"{key.decode('utf-8', 'replace')}: {value.decode('utf-8', 'replace')}"


def _statistics(facts: Any) -> Iterator[str]:
    for group in range(facts.num_row_groups):
        for column in range(facts.num_columns):
            held = facts.row_group(group).column(column).statistics
            if held is not None and held.has_min_max:
                for value in (held.min, held.max):
                    yield whole(_spelled(value))


def _distinct(column: Any) -> Iterable[str]:
    with suppress(NotImplementedError):  # nested types
        column = column.unique()
    return dict.fromkeys(
        whole(_spelled(value)) for value in column.to_pylist() if value is not None
    )


def _spelled(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
