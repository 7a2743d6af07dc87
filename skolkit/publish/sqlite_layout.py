"""The clean tables to the layout of a database: tables, columns, keys and what links them.

Besides the clean tables there are ``rows`` (every row that lies on a sheet), ``row_cells`` and
``check_cells`` (the cells that a row or check was made from), ``sheet_pages``, ``about`` and
``data_dictionary``. Text keys hold "#", which some programs cut links at; so rows and checks have
numbers too, and links go by these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from operator import itemgetter
from typing import Any

from skolkit.publish.about import About
from skolkit.publish.dictionary import kind_words
from skolkit.publish.tabular import Table, spell
from skolkit.publish.xlsx import encodable, exact_number
from skolkit.tables.schema import Column, Kind, Schema
from skolkit.tables.schema_columns import ROWS
from skolkit.tables.schemas import SCHEMAS

TEXT, INTEGER, REAL, NUMERIC = "TEXT", "INTEGER", "REAL", "NUMERIC"
READ = ("costs", "invoices", "budgets", "incidents", "messages")  # their rows lie on sheets
_TYPES = {
    Kind.INTEGER: INTEGER,
    Kind.NUMBER: REAL,
    Kind.DECIMAL: NUMERIC,
    Kind.BOOLEAN: INTEGER,
}
_LONGEST_INTEGER = 2**63


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the database: its SQLite type, how a row gives its value, what it refers to."""

    name: str
    type: str
    value: Callable[[Any], object]
    reference: str = ""  # "table.column"


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of the database. ``key`` is its one key column, or empty."""

    name: str
    fields: tuple[Field, ...]
    rows: Callable[[], Iterable[Any]]
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A row of a clean table and its number in it, from 1."""

    number: int
    row: Any


def layout(tables: Sequence[Table], told: About, language: str) -> tuple[Relation, ...]:
    """Lay out the database.

    Args:
        tables: the clean tables; all of them, also empty ones.
        told: what the package says of itself.
        language: of the descriptions; ``sv``, else English.

    Returns:
        The tables in the order in which they are to be filled. A reference to a column that is no
        key, since its values repeat, is left out: then there is nothing single to lead to.
    """
    by_name = {table.name: table for table in tables}
    numbers = _row_numbers(by_name)
    made = (
        *_notes(told, language),
        *(_clean(table, numbers) for table in tables),
        *_links(by_name, numbers),
    )
    keys = {f"{relation.name}.{relation.key}" for relation in made if relation.key}
    return tuple(
        Relation(
            relation.name,
            tuple(_leading(field, keys) for field in relation.fields),
            relation.rows,
            relation.key,
        )
        for relation in made
    )


def _leading(field: Field, keys: set[str]) -> Field:
    reference = field.reference if field.reference in keys else ""
    return Field(field.name, field.type, field.value, reference)


def _row_numbers(by_name: Mapping[str, Table]) -> dict[str, int]:
    """Number the rows that lie on sheets, by ``row_id``."""
    numbers: dict[str, int] = {}
    for name in READ:
        for row in by_name[name].rows():
            numbers.setdefault(row.row_id, len(numbers) + 1)
    return numbers


def _clean(table: Table, numbers: Mapping[str, int]) -> Relation:
    schema = SCHEMAS[table.name]
    names = {column.name for column in schema.columns}
    key = schema.key[0] if len(schema.key) == 1 else ""
    long = _too_long(table, schema)
    fields = [_stored(column, as_text=column.name in long) for column in schema.columns]
    for column in schema.columns:
        if column.reference == ROWS or (table.name in READ and column.name == "row_id"):
            fields.append(_number_of(column.name, numbers))
    if {"document", "page"} <= names:
        fields.append(
            Field(
                "page_id",
                TEXT,
                lambda item: _page_id(item.row.document, item.row.page),
                "" if table.name == "pages" else "pages.page_id",
            )
        )
    if table.name == "pages":
        key = "page_id"
    elif table.name == "checks":
        fields.insert(0, Field("check_no", INTEGER, lambda item: item.number))
        key = "check_no"

    def rows() -> Iterator[_Numbered]:
        return (_Numbered(number, row) for number, row in enumerate(table.rows(), start=1))

    return Relation(table.name, tuple(fields), rows, key if _is_single(fields, key, rows) else "")


def _is_single(fields: Sequence[Field], key: str, rows: Callable[[], Iterable[Any]]) -> bool:
    """Whether every row has the key, and each another one."""
    for field in fields:
        if field.name == key:
            values = [field.value(row) for row in rows()]
            return None not in values and len(set(values)) == len(values)
    return False


def _too_long(table: Table, schema: Schema) -> set[str]:
    """The columns of numbers of which one would lose a digit."""
    names = [column.name for column in schema.columns if column.kind in _TYPES]
    return {name for row in table.rows() for name in names if not _fits(getattr(row, name))}


def _stored(column: Column, *, as_text: bool) -> Field:
    """A column of a clean table. Unknown is NULL."""
    kind, name = _TYPES.get(column.kind, TEXT), column.name
    if as_text:
        kind = TEXT
    reference = "" if column.kind is Kind.LIST or column.reference == ROWS else column.reference
    if kind == TEXT:
        return Field(name, kind, lambda item: _text(getattr(item.row, name)), reference)
    return Field(name, kind, lambda item: _number(getattr(item.row, name)), reference)


def _fits(value: object) -> bool:
    """Whether a number column holds a value to its last digit."""
    if isinstance(value, Decimal):
        return exact_number(value) is not None
    return not isinstance(value, int) or abs(value) < _LONGEST_INTEGER


def _text(value: object) -> str | None:
    return encodable(spell(value)) or None


def _number(value: object) -> object:
    return exact_number(value) if isinstance(value, Decimal) else value


def _number_of(name: str, numbers: Mapping[str, int]) -> Field:
    """The number of a row that a column names: ``row_id`` -> ``row_no``."""
    return Field(
        name.removesuffix("_id") + "_no",
        INTEGER,
        lambda item: numbers.get(getattr(item.row, name)),
        "rows.row_no",
    )


def _page_id(document: str, page: int | str | None) -> str | None:
    return f"{encodable(document)}, {page}" if document and page is not None else None


def _links(by_name: Mapping[str, Table], numbers: Mapping[str, int]) -> Iterator[Relation]:
    def rows() -> Iterator[tuple[object, ...]]:
        left = dict(numbers)
        for name in READ:
            for row in by_name[name].rows():
                number = left.pop(row.row_id, None)
                if number is not None:
                    page = _page_id(row.document, row.page)
                    yield number, row.row_id, name, _text(row.document), row.sheet_id, page

    def row_cells() -> Iterator[tuple[object, ...]]:
        for name in READ:
            for row in by_name[name].rows():
                for cell in row.cell_ids:
                    yield numbers[row.row_id], cell

    def check_cells() -> Iterator[tuple[object, ...]]:
        for number, check in enumerate(by_name["checks"].rows(), start=1):
            for cell in check.cell_ids:
                yield number, cell

    def sheet_pages() -> Iterator[tuple[object, ...]]:
        for sheet in by_name["sheets"].rows():
            for page in sheet.pages:
                yield sheet.sheet_id, _page_id(sheet.document, page)

    row_no = ("row_no", INTEGER, "")
    cell = ("cell_id", TEXT, "cells.cell_id")
    sheet = ("sheet_id", TEXT, "sheets.sheet_id")
    page = ("page_id", TEXT, "pages.page_id")
    named = (("row_id", TEXT, ""), ("table_name", TEXT, ""))
    document = ("document", TEXT, "documents.document")
    yield _tuples("rows", (row_no, *named, document, sheet, page), rows, "row_no")
    yield _tuples("row_cells", (("row_no", INTEGER, "rows.row_no"), cell), row_cells)
    yield _tuples("check_cells", (("check_no", INTEGER, "checks.check_no"), cell), check_cells)
    yield _tuples("sheet_pages", (sheet, page), sheet_pages)


def _notes(told: About, language: str) -> Iterator[Relation]:
    def about() -> Iterator[tuple[object, ...]]:
        limits = ((str(number), text) for number, text in enumerate(told.limits, start=1))
        for name, value in chain((("title", told.title),), told.facts, told.counts, limits):
            yield name, encodable(value)

    def words() -> Iterator[tuple[object, ...]]:
        for schema in SCHEMAS.values():
            for column in schema.columns:
                kind, unit = kind_words(column.kind, language), column.unit.spelled(language)
                yield schema.name, column.name, kind, unit or None, column.described(language)

    yield _tuples("about", (("name", TEXT, ""), ("value", TEXT, "")), about)
    names = ("table", "column", "type", "unit", "description")
    yield _tuples("data_dictionary", tuple((name, TEXT, "") for name in names), words)


def _tuples(
    name: str,
    columns: Sequence[tuple[str, str, str]],
    rows: Callable[[], Iterable[tuple[object, ...]]],
    key: str = "",
) -> Relation:
    """A table whose rows are tuples; columns as name, type and reference."""
    fields = tuple(
        Field(column, kind, itemgetter(at), reference)
        for at, (column, kind, reference) in enumerate(columns)
    )
    return Relation(name, fields, rows, key)
