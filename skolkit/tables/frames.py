"""Exported CSV files of the clean tables to pandas frames.

Money stays ``Decimal`` and dates stay dates, in columns of type object: pandas never guesses a
type here, so that ``0180`` remains text and 0.10 kronor remain exact.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas as pd

from skolkit.tables.apostrophes import freed
from skolkit.tables.schema import Kind
from skolkit.tables.schemas import SCHEMAS

_TYPES: dict[Kind, type] = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.DECIMAL: Decimal,
    Kind.BOOLEAN: bool,
    Kind.DATE: date,
    Kind.DATETIME: datetime,
}


def column_types(table: str) -> dict[str, type]:
    """The typed columns of a clean table; a column that is not named holds text.

    Args:
        table: name of a clean table, e.g. ``costs``; another name gives no typed columns.
    """
    schema = SCHEMAS.get(table)
    columns = schema.columns if schema else ()
    return {column.name: _TYPES[column.kind] for column in columns if column.kind in _TYPES}


def _truth(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(f"neither true nor false: {text!r}")
    return text == "true"


_READ: dict[type, Callable[[str], object]] = {
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    bool: _truth,
    int: int,
    float: float,
}


def read_table(path: Path) -> pd.DataFrame:
    """Read an exported CSV table; the file's name says which table it is.

    Args:
        path: e.g. ``data/clean/public-record/costs.csv``.

    Returns:
        All columns in the file's order, of type object: ``Decimal``, ``date``, ``datetime``,
        ``bool`` and whole numbers where the table has them, else text. Empty typed values are
        ``None``, empty texts ``""``.

    Raises:
        FileNotFoundError: if there is no such file.
        ValueError: if a row has more or fewer fields than the heading, or a typed value is not of
            its type; the row is named.
    """
    types = column_types(path.stem)
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        names = next(reader, [])
        converters = [_READ[types[name]] if name in types else None for name in names]
        records: list[list[object]] = []
        for written in reader:
            if len(written) != len(names):
                raise ValueError(
                    f"{path.name}, line {reader.line_num}: {len(written)} fields, "
                    f"{len(names)} headings"
                )
            try:
                records.append(
                    [
                        freed(text) if convert is None else (convert(text) if text else None)
                        for text, convert in zip(written, converters, strict=True)
                    ]
                )
            except (ArithmeticError, ValueError) as error:
                raise ValueError(f"{path.name}, line {reader.line_num}: {error}") from error
    return pd.DataFrame(records, columns=names, dtype=object)
