"""Rows of the clean tables against their schemas: each violation becomes a problem, no row is lost.

pandera does the checking; it is imported only when there are rows, since that takes a second.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from skolkit.model import Box, Sheet, cell_id, column_letters
from skolkit.problems import Problem
from skolkit.tables.rows import Tables
from skolkit.tables.schema import Column, Kind, Schema
from skolkit.tables.schema_columns import ROWS, YEARS
from skolkit.tables.schemas import SCHEMAS

if typing.TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

_ROW = "row"
_READ_TABLES = ("costs", "invoices", "budgets", "incidents", "messages")
_MADE_TABLES = ("suppliers", "duplicates", "checks")
_CELL_ID = re.compile(r".*!R([0-9]+)C([0-9]+)")
_TYPES: Mapping[Kind, tuple[str, Callable[[Any], bool]]] = {
    Kind.TEXT: ("is not text", lambda value: isinstance(value, str)),
    Kind.LIST: ("is not a list", lambda value: isinstance(value, tuple)),
    Kind.INTEGER: (
        "is not a whole number",
        lambda value: isinstance(value, int) and not isinstance(value, bool),
    ),
    Kind.NUMBER: ("is not a number", lambda value: isinstance(value, float)),
    Kind.DECIMAL: (
        "is not a decimal number",
        lambda value: isinstance(value, Decimal) and value.is_finite(),
    ),
    Kind.BOOLEAN: ("is neither true nor false", lambda value: isinstance(value, bool)),
    Kind.DATE: (
        "is not a date",
        lambda value: isinstance(value, date) and not isinstance(value, datetime),
    ),
    Kind.DATETIME: ("is not a moment", lambda value: isinstance(value, datetime)),
    Kind.BOX: ("is not a box", lambda value: isinstance(value, Box)),
}


def table_violations(tables: Tables) -> tuple[Problem, ...]:
    """Check all rows that were read or made, and that what they refer to exists.

    Returns:
        One ``W_SCHEMA`` for each violation, by table and row.
    """
    names = {sheet.sheet_id: sheet.name for sheet in tables.sheets}
    rows = {name: getattr(tables, name) for name in (*_READ_TABLES, *_MADE_TABLES)}
    known = {
        "sheets.sheet_id": frozenset(names),
        "cells.cell_id": frozenset(_cell_ids(tables.sheets)),
        "suppliers.supplier_id": frozenset(row.supplier_id for row in tables.suppliers),
        ROWS: frozenset(row.row_id for name in _READ_TABLES for row in rows[name]),
    }
    found: list[Problem] = []
    for name, own in rows.items():
        found.extend(violations(name, own, names))
        found.extend(_dangling(SCHEMAS[name], own, known, names))
    return tuple(found)


def violations(
    table: str, rows: Iterable[Any], sheet_names: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Check rows against the schema of their table.

    Args:
        table: name of a clean table.
        rows: rows of its class.
        sheet_names: names of sheets by ``sheet_id``, for the places of the problems.

    Returns:
        One ``W_SCHEMA`` for each violation, in the order of the rows, with document, page, sheet,
        cells, column and rule. The value is told only where it is a number or a date that is not
        about people; text is never told.

    Raises:
        KeyError: if there is no such table.
    """
    schema, held = SCHEMAS[table], list(rows)
    if not held:
        return ()
    import pandas as pd
    import pandera.pandas as pa

    names = [column.name for column in schema.columns]
    frame = pd.DataFrame(
        [[_known(getattr(row, name)) for name in names] for row in held],
        columns=names,
        dtype=object,
    )
    try:
        _checker(schema).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failed:
        cases = failed.failure_cases
    else:
        return ()
    told: dict[tuple[int, str, str], None] = {}
    for context, column, check, index in zip(
        cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True
    ):
        place, rule = _broken(schema, str(context), str(column), str(check))
        told.setdefault((int(index), place, rule))
    order = {name: number for number, name in enumerate(names)}
    return tuple(
        _problem(schema, place, rule, held[index], sheet_names or {})
        for index, place, rule in sorted(told, key=lambda key: (key[0], order[key[1]], key[2]))
    )


def _known(value: object) -> object:
    """A value with unknown spelled one way; NaN is no way to do that, and breaks a rule."""
    if isinstance(value, float | Decimal) and value != value:
        return str(value)
    return None if value == "" or value == () else value


def _checker(schema: Schema) -> pa.DataFrameSchema:
    """The schema as pandera has it."""
    import pandera.pandas as pa

    single = schema.key[0] if len(schema.key) == 1 else ""
    columns = {
        column.name: pa.Column(
            object,
            [pa.Check(check, element_wise=True, name=rule) for rule, check in _rules(column)],
            nullable=not column.required,
            unique=column.name == single,
        )
        for column in schema.columns
    }
    across = [
        pa.Check(check, name=f"{column}: {rule}") for column, rule, check in _row_rules(schema)
    ]
    joint = list(schema.key) if len(schema.key) > 1 else None
    return pa.DataFrameSchema(columns, checks=across, unique=joint, strict=True)


def _rules(column: Column) -> list[tuple[str, Callable[[Any], bool]]]:
    """The rules for single values, each with its name; a value of a wrong type breaks one rule."""
    wrong_type, fits = _TYPES[column.kind]
    rules = [(wrong_type, fits)]

    def add(rule: str, check: Callable[[Any], bool]) -> None:
        rules.append((rule, lambda value: not fits(value) or check(value)))

    if column.allowed:
        allowed = frozenset(column.allowed)
        add("is none of the values that the column may hold", allowed.__contains__)
    if column.least is not None:
        least = column.least
        add(f"is less than {least}", lambda value: value >= least)
    if column.most is not None:
        most = column.most
        add(f"is more than {most}", lambda value: value <= most)
    if column.pattern and column.kind is not Kind.BOX:
        pattern = re.compile(column.pattern, re.DOTALL)
        add(
            "does not have the form that the column asks for",
            lambda value: all(
                pattern.fullmatch(str(part))
                for part in (value if isinstance(value, tuple) else (value,))
            ),
        )
    if column.kind in {Kind.DATE, Kind.DATETIME}:
        add(
            f"is not between {YEARS[0]} and {YEARS[1]}",
            lambda value: YEARS[0] <= value.year <= YEARS[1],
        )
    return rules


def _row_rules(
    schema: Schema,
) -> Iterable[tuple[str, str, Callable[[pd.DataFrame], pd.Series[bool]]]]:
    """The rules across the columns of a row: the column they are told of, their name, the check."""
    for first, second in schema.spans:

        def in_order(
            frame: pd.DataFrame, first: str = first, second: str = second
        ) -> pd.Series[bool]:
            return _each(
                frame,
                lambda row: (
                    not all(_is_day(row[name]) for name in (first, second))
                    or row[first] <= row[second]
                ),
            )

        yield second, f"is before {first}", in_order
    for column in schema.columns:
        if column.explained:

            def explained(frame: pd.DataFrame, name: str = column.name) -> pd.Series[bool]:
                return _each(frame, lambda row: _is_explained(row, name))

            yield column.name, "is unknown, and doubts does not say why", explained


def _each(frame: pd.DataFrame, check: Callable[[Any], bool]) -> pd.Series[bool]:
    import pandas as pd

    return pd.Series([check(row) for _, row in frame.iterrows()], index=frame.index, dtype=bool)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_explained(row: Any, name: str) -> bool:
    if row[name] is not None or row.get("row_kind", _ROW) != _ROW:
        return True
    return any(str(doubt).startswith(f"{name}:") for doubt in row["doubts"] or ())


def _broken(schema: Schema, context: str, column: str, check: str) -> tuple[str, str]:
    """The column and the rule in words, from what pandera tells."""
    if check == "not_nullable":
        return column, "is missing"
    if check == "field_uniqueness" or check == "multiple_fields_uniqueness":
        return schema.key[0], "is the key of more than one row"
    if context == "DataFrameSchema":
        place, _, rule = check.partition(": ")
        return place, rule
    return column, check


def _dangling(
    schema: Schema,
    rows: Sequence[Any],
    known: Mapping[str, frozenset[str]],
    sheet_names: Mapping[str, str],
) -> Iterable[Problem]:
    """Tell of what a row refers to and that is not there."""
    for column in schema.columns:
        there = known.get(column.reference)
        if there is None:
            continue
        for row in rows:
            value = getattr(row, column.name)
            named = value if isinstance(value, tuple) else (value,)
            if any(name and name not in there for name in named):
                rule = f"is not in {column.reference.partition('.')[0]}"
                yield _problem(schema, column.name, rule, row, sheet_names)


def _problem(
    schema: Schema, column: str, rule: str, row: Any, sheet_names: Mapping[str, str]
) -> Problem:
    value = getattr(row, column)
    told = schema.column(column).told and isinstance(value, int | Decimal | date)
    said = f" ({value})" if told and not isinstance(value, bool) else ""
    return Problem(
        "W_SCHEMA",
        getattr(row, "document", "") or getattr(row, "collection", ""),
        page=getattr(row, "page", None),
        sheet=sheet_names.get(getattr(row, "sheet_id", ""), ""),
        cell=_cells(getattr(row, "cell_ids", ())),
        detail=f"{schema.name}.{column}{said} {rule}",
    )


def _cells(cell_ids: Sequence[str]) -> str:
    """The cells of a row as a range, ``B7:F7``; empty if they lead nowhere."""
    places = [match for name in cell_ids if (match := _CELL_ID.fullmatch(name))]
    if not places or not all(int(place[2]) >= 1 for place in places):
        return ""
    rows, columns = [int(place[1]) for place in places], [int(place[2]) for place in places]
    first = f"{column_letters(min(columns))}{min(rows)}"
    last = f"{column_letters(max(columns))}{max(rows)}"
    return first if first == last else f"{first}:{last}"


def _cell_ids(sheets: Iterable[Sheet]) -> Iterable[str]:
    return (
        cell_id(sheet.sheet_id, cell.row, cell.column) for sheet in sheets for cell in sheet.cells
    )
