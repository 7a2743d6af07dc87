"""The masked tables behind a report to a data package of each collection.

The tables are those that the report was made of: nothing stands here that an export would hide.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

import pandas as pd

from skolkit.analysis.base import TABLES, CollectionTables
from skolkit.analysis.frame_values import Record, records
from skolkit.model import Box
from skolkit.publish import datapackage
from skolkit.publish.exports import OutputFile
from skolkit.publish.package import package_name
from skolkit.publish.tabular import CsvText, csv_of
from skolkit.tables.schema import Column, Kind
from skolkit.tables.schemas import SCHEMAS

FOLDER = "data"


def package_folder(collection: str) -> str:
    """Where the package of a collection lies in the bundle."""
    return f"{FOLDER}/{package_name(collection)}"


def package_files(tables: Sequence[CollectionTables]) -> Iterator[OutputFile]:
    """Make the packages of collections, one after the other.

    Args:
        tables: masked, without small counts.

    Yields:
        ``data/NAME/csv/TABLE.csv`` and ``data/NAME/datapackage.json``, valid by the Data Package
        specification.
    """
    for one in tables:
        folder = package_folder(one.collection.name)
        described: list[datapackage.TableFile] = []
        for name in TABLES:
            text = table_csv(name, getattr(one, name))
            path = f"csv/{name}.csv"
            digest = hashlib.sha256(text.data).hexdigest()
            described.append(datapackage.TableFile(name, path, len(text.data), digest))
            yield OutputFile(f"{folder}/{path}", text.data, text.rows)
        package = package_name(one.collection.name)
        told = datapackage.descriptor(one.collection, package, described)
        yield OutputFile(f"{folder}/{datapackage.NAME}", told)


def table_csv(table: str, frame: pd.DataFrame) -> CsvText:
    """Write the frame of a clean table as the clean folder holds it, byte for byte.

    Args:
        table: its name; says which columns there are.
        frame: as ``skolkit.tables.frames.read_table`` gives it.
    """
    columns = SCHEMAS[table].columns
    rows = ([_value(row, column) for column in columns] for row in records(frame))
    return csv_of([column.name for column in columns], rows)


def _value(row: Record, column: Column) -> object:
    """A value as it is written; one that its label took out of its column's rule is left out."""
    value = row.get(column.name)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if not isinstance(value, str):
        return value
    if column.kind is Kind.BOX and value:
        return Box(*(float(side) for side in value.split()))
    if column.pattern and not column.required and not _follows(value, column):
        return None
    return value


def _follows(value: str, column: Column) -> bool:
    parts = value.split(";") if column.kind is Kind.LIST else [value]
    return not value or all(re.fullmatch(column.pattern, part) for part in parts)
