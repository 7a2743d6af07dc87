"""Rows of any dataclass to CSV and Parquet bytes: the same rows always give the same bytes.

Columns and their types come from the dataclass. In CSV, text that a spreadsheet program would take
for a formula gets an apostrophe, and the columns where that was done are told; Parquet
keeps the text as it is.
"""

from __future__ import annotations

import io
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import islice
from typing import Any

from skolkit.model import Box
from skolkit.tables.apostrophes import defused

_BATCH = 50_000
_LEAST_SCALE = 2
_DECIMAL_DIGITS = 38  # that a Parquet decimal holds


@dataclass(frozen=True, slots=True)
class Table:
    """A table to write: its name, the dataclass of its rows, and a way to go through them."""

    name: str
    row_class: type
    rows: Callable[[], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class CsvText:
    """A finished CSV: its bytes, rows, and how many texts got an apostrophe, by column."""

    data: bytes
    rows: int
    guarded: tuple[tuple[str, int], ...]


@cache
def columns(row_class: type) -> tuple[tuple[str, type], ...]:
    """Names and plain types (str, int, float, bool, Decimal, date, datetime) of the columns."""
    hints = typing.get_type_hints(row_class)
    return tuple((field.name, _plain_type(hints[field.name])) for field in fields(row_class))


def csv_text(table: Table) -> CsvText:
    """Write a table as CSV: UTF-8, RFC 4180 quoting, line feeds, headings first."""
    names = [name for name, _ in columns(table.row_class)]
    return csv_of(names, ([getattr(row, name) for name in names] for row in table.rows()))


def csv_of(names: Sequence[str], rows: Iterable[Sequence[object]]) -> CsvText:
    """Write rows of values as CSV, as ``csv_text`` does.

    Args:
        names: of the columns.
        rows: a value for each column; texts, and tuples of texts, are made safe.
    """
    buffer = io.StringIO()
    buffer.write(csv_line(names))
    guarded: Counter[str] = Counter()
    count = 0
    for row in rows:
        count += 1
        cells = []
        for name, value in zip(names, row, strict=True):
            text = spell(value)
            safe = defused(text) if isinstance(value, str | tuple) else text
            guarded[name] += safe != text
            cells.append(safe)
        buffer.write(csv_line(cells))
    data = buffer.getvalue().encode("utf-8", "replace")
    return CsvText(data, count, tuple(sorted((+guarded).items())))


def csv_line(texts: Iterable[str]) -> str:
    """Write one line of CSV; quotes stand where RFC 4180 asks for them.

    The standard library's writer leaves a lone carriage return unquoted (before Python 3.13),
    which breaks the row for most readers.
    """
    return ",".join(_quoted(text) for text in texts) + "\n"


def _quoted(text: str) -> str:
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def parquet_bytes(table: Table) -> bytes:
    """Write a table as Parquet with typed columns; money stays decimal."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow: dict[type, Any] = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        date: pa.date32(),
        datetime: pa.timestamp("ms"),
    }
    named = columns(table.row_class)
    places = _decimal_places(table, [name for name, kind in named if kind is Decimal])
    long = _long_integers(table, [name for name, kind in named if kind is int])
    kinds: list[tuple[str, Any]] = []
    for name, kind in named:
        if kind is Decimal:
            before, after = places[name]
            fits = before + after <= _DECIMAL_DIGITS
            kinds.append((name, pa.decimal128(_DECIMAL_DIGITS, after) if fits else pa.string()))
        else:
            kinds.append((name, pa.string() if name in long else arrow[kind]))
    schema = pa.schema(kinds)
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, schema, compression="zstd", version="2.6") as writer:
        rows = iter(table.rows())
        while batch := list(islice(rows, _BATCH)):
            arrays = [
                pa.array(
                    [_cell(getattr(row, column.name), column.type == pa.string()) for row in batch],
                    column.type,
                )
                for column in schema
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return sink.getvalue()


def spell(value: object) -> str:
    """Spell a value for CSV: plain decimals, ISO dates, true/false, ";" between several."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Box):
        return " ".join(f"{side:.1f}" for side in (value.x0, value.y0, value.x1, value.y1))
    if isinstance(value, tuple):
        return ";".join(spell(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _cell(value: Any, as_text: bool) -> Any:
    """Give a value as pyarrow wants it."""
    if value is None:
        return None
    if as_text:
        return spell(value).encode("utf-8", "replace").decode("utf-8")
    return value


def _decimal_places(table: Table, names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The digits before and after the decimal mark that columns need so that none is lost."""
    places = dict.fromkeys(names, (1, _LEAST_SCALE))
    for row in table.rows() if names else ():
        for name in names:
            value = getattr(row, name)
            if value is not None and value.is_finite():
                before, after = places[name]
                own = -int(value.as_tuple().exponent)
                places[name] = max(before, value.adjusted() + 1), max(after, own)
    return places


def _long_integers(table: Table, names: Sequence[str]) -> set[str]:
    """The columns of whole numbers that no 64 bits hold."""
    rows = table.rows() if names else ()
    return {name for row in rows for name in names if abs(getattr(row, name) or 0) >= 2**63}


def _plain_type(hint: Any) -> type:
    """Reduce ``X | None``, enums, boxes and tuples to what a column can hold."""
    if isinstance(hint, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
        return _plain_type(kinds[0])
    if typing.get_origin(hint) is tuple or hint is Box:
        return str
    if isinstance(hint, type) and issubclass(hint, Enum):
        return str
    if hint not in {str, int, float, bool, Decimal, date, datetime}:
        raise TypeError(f"no column type for {hint}")
    return typing.cast(type, hint)
