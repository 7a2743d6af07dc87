"""The clean tables to one SQLite database: keys down to cells, full-text search, views.

The same tables always give the same bytes with the same SQLite: rows go in in a fixed order,
without gaps in their ids, and the file is vacuumed. The database is built in memory, so that
nothing lies on the disk but what is published. Text stays as it is: a database runs no formulas.

Exact decimals up to 15 digits are held as numbers; a column with a longer one is held as text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any

from skolkit.publish.about import About
from skolkit.publish.dictionary import kind_words
from skolkit.publish.tabular import Table, spell
from skolkit.publish.xlsx import encodable, exact_number
from skolkit.tables.schema import Column, Kind, Schema
from skolkit.tables.schema_rows import ROWS
from skolkit.tables.schemas import SCHEMAS

_TYPES = {
    Kind.INTEGER: "INTEGER",
    Kind.NUMBER: "REAL",
    Kind.DECIMAL: "NUMERIC",
    Kind.BOOLEAN: "INTEGER",
}
_READ = ("costs", "invoices", "budgets", "incidents", "messages")  # their rows lie on sheets
_LONGEST_INTEGER = 2**63
_TOKENS = "unicode61 remove_diacritics 2"  # åäö are often lost in reading, and by searchers
_SETTINGS = (
    "PRAGMA page_size = 4096",
    "PRAGMA encoding = 'UTF-8'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA secure_delete = ON",
    "PRAGMA auto_vacuum = NONE",
    "PRAGMA foreign_keys = OFF",  # a row that breaks a rule is told of, and kept
)
_PAGE = Column("page_id", Kind.TEXT, "", "", reference="pages.page_id")
_LINKS = (  # name, columns and what they refer to
    ("rows", (("row_id", ""), ("table_name", ""), ("document", "documents.document"),
              ("sheet_id", "sheets.sheet_id"), ("page_id", "pages.page_id"))),
    ("row_cells", (("row_id", ROWS), ("cell_id", "cells.cell_id"))),
    ("check_cells", (("check_id", "checks.check_id"), ("cell_id", "cells.cell_id"))),
    ("sheet_pages", (("sheet_id", "sheets.sheet_id"), ("page_id", "pages.page_id"))),
)  # fmt: skip
_VIEWS = (
    (
        "costs_to_count",
        "SELECT demo, as_of, category, amount_sek, supplier, scope, qualifier, series, doubts,"
        " document, page, row_id FROM costs"
        " WHERE row_kind = 'row' AND duplicate_of IS NULL ORDER BY as_of, row_id",
    ),
    (
        "invoices_to_count",
        "SELECT demo, invoice_date, supplier, description, hours, rate_sek, net_sek, vat_sek,"
        " gross_sek, doubts, document, page, row_id FROM invoices"
        " WHERE row_kind = 'row' AND duplicate_of IS NULL ORDER BY invoice_date, row_id",
    ),
    (
        "invoices_by_supplier",
        "SELECT max(i.demo) AS demo, coalesce(s.name, i.supplier) AS supplier, count(*) AS rows,"
        " round(sum(i.net_sek), 2) AS net_sek, sum(i.net_sek IS NULL) AS rows_without_net_sek"
        " FROM invoices i LEFT JOIN suppliers s ON s.supplier_id = i.supplier_id"
        " WHERE i.row_kind = 'row' AND i.duplicate_of IS NULL"
        " GROUP BY coalesce(s.name, i.supplier) ORDER BY 4 DESC, 2",
    ),
    (
        "doubtful_cells",
        "SELECT demo, document, page, sheet, cell, raw, doubt, confidence, method, other_readings,"
        " cell_id FROM cells WHERE doubt IS NOT NULL ORDER BY cells.rowid",
    ),
    (
        "checks_that_differ",
        'SELECT demo, rule, document, page, "table", "column", printed, computed, difference,'
        " row_id FROM checks WHERE verdict = 'differs' ORDER BY abs(difference) DESC, check_id",
    ),
    (
        "rows_on_paper",
        "SELECT c.demo, r.row_id, r.table_name, c.document, c.page, c.sheet, c.cell, c.raw,"
        " c.doubt, c.box, c.cell_id FROM row_cells l JOIN rows r ON r.row_id = l.row_id"
        " JOIN cells c ON c.cell_id = l.cell_id ORDER BY l.rowid",
    ),
)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A column as the database holds it."""

    column: Column
    type: str


def database_bytes(tables: Sequence[Table], told: About, language: str) -> bytes:
    """Build the database.

    Args:
        tables: the clean tables, masked; all of them, also empty ones.
        told: what the package says of itself, for the table ``about``.
        language: of the table ``data_dictionary``; ``sv``, else English.

    Returns:
        The bytes of a database file: the tables by their names, ``rows``, ``row_cells``,
        ``check_cells`` and ``sheet_pages`` that link them, ``about``, ``data_dictionary``, an
        FTS5 table ``<table>_fts`` for each table with texts, and views.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        for setting in _SETTINGS:
            base.execute(setting)
        base.execute("BEGIN")
        _fill_notes(base, told, language)
        keys = {table.name: _single_key(table) for table in tables} | {"rows": "row_id"}
        for table in tables:
            _fill_table(base, table, keys)
        for name, linked in _LINKS:
            columns = [_Stored(_text(column, to), "TEXT") for column, to in linked]
            key = _first_key(name)
            _create(base, name, columns, (key,) if key else (), keys)
            _insert(base, name, len(columns), _links(name, tables))
        for table in tables:
            _make_searchable(base, SCHEMAS[table.name])
        for name, query in _VIEWS:
            base.execute(f"CREATE VIEW {_quoted(name)} AS {query}")
        base.execute("COMMIT")
        base.execute("VACUUM")
        return base.serialize()


def _text(name: str, reference: str = "") -> Column:
    return Column(name, Kind.TEXT, "", "", reference=reference)


def _first_key(link: str) -> str:
    return "row_id" if link == "rows" else ""


def _fill_notes(base: sqlite3.Connection, told: About, language: str) -> None:
    columns = [_Stored(_text(name), "TEXT") for name in ("name", "value")]
    _create(base, "about", columns, (), {})
    limits = ((str(number), text) for number, text in enumerate(told.limits, start=1))
    lines = chain((("", told.title),), told.facts, told.counts, limits)
    _insert(base, "about", len(columns), lines)
    names = ("table", "column", "type", "unit", "description")
    columns = [_Stored(_text(name), "TEXT") for name in names]
    _create(base, "data_dictionary", columns, (), {})
    words = (
        (
            schema.name,
            column.name,
            kind_words(column.kind, language),
            column.unit.spelled(language),
            column.described(language),
        )
        for schema in SCHEMAS.values()
        for column in schema.columns
    )
    _insert(base, "data_dictionary", len(columns), words)


def _fill_table(base: sqlite3.Connection, table: Table, keys: dict[str, str]) -> None:
    schema = SCHEMAS[table.name]
    columns = [_Stored(column, _type(table, column)) for column in schema.columns]
    names = {column.name for column in schema.columns}
    paged = {"document", "page"} <= names
    if paged:
        page = _PAGE if table.name != "pages" else _text("page_id")
        columns.append(_Stored(page, "TEXT"))
    key = (keys[table.name],) if keys[table.name] else ()
    _create(base, table.name, columns, key, keys)

    def lines() -> Iterator[list[object]]:
        for row in table.rows():
            line = [_held(getattr(row, stored.column.name), stored) for stored in columns_of_row]
            yield [*line, _page_id(row)] if paged else line

    columns_of_row = columns[:-1] if paged else columns
    _insert(base, table.name, len(columns), lines())


def _single_key(table: Table) -> str:
    """The one column by which other tables find a row; empty if there is none, or it repeats."""
    schema = SCHEMAS[table.name]
    if table.name == "pages":
        name, values = "page_id", [_page_id(row) for row in table.rows()]
    elif len(schema.key) == 1:
        name = schema.key[0]
        values = [getattr(row, name) for row in table.rows()]
    else:
        return ""
    return name if all(values) and len(set(values)) == len(values) else ""


def _page_id(row: Any) -> str | None:
    return None if row.page is None or not row.document else f"{row.document}#p{row.page}"


def _type(table: Table, column: Column) -> str:
    """The type of a column; text where a number would lose digits."""
    kind = _TYPES.get(column.kind, "TEXT")
    values = (getattr(row, column.name) for row in table.rows())
    if column.kind is Kind.DECIMAL:
        fits = all(value is None or exact_number(value) is not None for value in values)
    elif column.kind is Kind.INTEGER:
        fits = all(value is None or abs(value) < _LONGEST_INTEGER for value in values)
    else:
        return kind
    return kind if fits else "TEXT"


def _held(value: object, stored: _Stored) -> object:
    """A value as the database holds it; what is unknown is NULL, empty text too."""
    if value is None:
        return None
    if stored.type == "TEXT":
        return encodable(spell(value)) or None
    if isinstance(value, Decimal):
        return exact_number(value)
    return value


def _create(
    base: sqlite3.Connection,
    name: str,
    columns: Sequence[_Stored],
    key: tuple[str, ...],
    keys: dict[str, str],
) -> None:
    """Create a table with its key, what it refers to, and an index for each way to it."""
    lines, indexed = [], []
    for stored in columns:
        column = stored.column
        line = f"{_quoted(column.name)} {stored.type}"
        if key == (column.name,):
            line += " PRIMARY KEY NOT NULL"
        reference = "" if column.kind is Kind.LIST else column.reference
        if name in _READ and column.name == "row_id":
            reference = ROWS
        table, _, there = reference.partition(".")
        if table and keys.get(table) == there:
            line += f" REFERENCES {_quoted(table)} ({_quoted(there)})"
            if key != (column.name,):
                indexed.append(column.name)
        lines.append(line)
    base.execute(f"CREATE TABLE {_quoted(name)} (\n  " + ",\n  ".join(lines) + "\n)")
    for column_name in indexed:
        index = _quoted(f"{name}_{column_name}")
        base.execute(f"CREATE INDEX {index} ON {_quoted(name)} ({_quoted(column_name)})")


def _insert(
    base: sqlite3.Connection, name: str, width: int, rows: Iterable[Sequence[object]]
) -> None:
    marks = ", ".join("?" * width)
    base.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608


def _make_searchable(base: sqlite3.Connection, schema: Schema) -> None:
    if not schema.searched:
        return
    index, columns = _quoted(f"{schema.name}_fts"), ", ".join(map(_quoted, schema.searched))
    base.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5 ({columns}, content={_quoted(schema.name)},"
        f' tokenize="{_TOKENS}")'
    )
    for command in ("rebuild", "optimize"):
        base.execute(f"INSERT INTO {index} ({index}) VALUES (?)", (command,))  # noqa: S608


def _links(name: str, tables: Sequence[Table]) -> Iterator[tuple[object, ...]]:
    """The rows of a linking table, in the order of the tables."""
    by_name = {table.name: table for table in tables}
    seen: set[str] = set()
    if name == "sheet_pages":
        for sheet in by_name["sheets"].rows():
            for page in sheet.pages:
                yield sheet.sheet_id, f"{sheet.document}#p{page}"
    elif name == "check_cells":
        for check in by_name["checks"].rows():
            for cell in check.cell_ids:
                yield check.check_id, cell
    else:
        for table in (by_name[read] for read in _READ):
            for row in table.rows():
                if name == "row_cells":
                    for cell in row.cell_ids:
                        yield row.row_id, cell
                elif row.row_id not in seen:
                    seen.add(row.row_id)
                    yield row.row_id, table.name, row.document, row.sheet_id, _page_id(row)


def _quoted(name: str) -> str:
    """An identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'
