"""A package's tables and files to ``datapackage.json``, after the Data Package specification 1.

Tables carry a Table Schema made from the declaration of their columns: types, constraints, keys.
Method: https://specs.frictionlessdata.io/data-package/ and /table-schema/.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skolkit.model import Collection
from skolkit.publish.about import LICENCES
from skolkit.tables.schema import Column, Kind, Schema
from skolkit.tables.schemas import SCHEMAS

NAME = "datapackage.json"
_TYPES = {
    Kind.TEXT: "string",
    Kind.LIST: "string",
    Kind.INTEGER: "integer",
    Kind.NUMBER: "number",
    Kind.DECIMAL: "number",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.DATETIME: "datetime",
    Kind.BOX: "string",
}
_DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table's CSV in the package: its path, size in bytes and SHA-256."""

    table: str
    path: str
    size: int
    sha256: str


def descriptor(collection: Collection, package: str, files: Sequence[TableFile]) -> bytes:
    """Describe a package.

    Args:
        collection: where the tables come from.
        package: the package's name, of a-z, 0-9, "-" and "_".
        files: the tables' CSV files, in order.

    Returns:
        JSON in UTF-8. Nothing in it tells the day or the machine.
    """
    lang = "sv" if collection.language == "sv" else "en"
    described: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": package,
        "title": collection.title_in(lang),
    }
    if collection.is_demo:
        described["description"] = "DEMO"
        described["keywords"] = ["DEMO"]
    if collection.licence:
        title, path = LICENCES.get(collection.licence, (collection.licence, ""))
        licence = {"name": collection.licence, "title": title, "path": path}
        described["licenses"] = [{key: value for key, value in licence.items() if value}]
    source = ", ".join(
        part
        for part in (collection.authority_in(lang), collection.diarienummer, collection.received)
        if part
    )
    if source:
        described["sources"] = [{"title": source}]
    here = {made.table for made in files}
    described["resources"] = [_resource(made, here, lang) for made in files]
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "replace")


def _resource(made: TableFile, here: set[str], language: str) -> dict[str, Any]:
    schema = SCHEMAS[made.table]
    return {
        "profile": "tabular-data-resource",
        "name": made.table,
        "path": made.path,
        "title": schema.title(language),
        "description": schema.described(language),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "bytes": made.size,
        "hash": f"sha256:{made.sha256}",
        "schema": table_schema(schema, here, language),
    }


def table_schema(schema: Schema, here: set[str], language: str) -> dict[str, Any]:
    """The Table Schema of a table.

    Args:
        schema: the table.
        here: tables that are in the package; a key to another is left out.
        language: ``sv`` or ``en``.
    """
    made: dict[str, Any] = {
        "fields": [_field(column, language) for column in schema.columns],
        "missingValues": [""],
    }
    if schema.key:
        made["primaryKey"] = list(schema.key)
    foreign = [key for column in schema.columns if (key := _foreign_key(column, schema, here))]
    if foreign:
        made["foreignKeys"] = foreign
    return made


def _field(column: Column, language: str) -> dict[str, Any]:
    unit = column.unit.spelled(language)
    description = column.described(language)
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.kind]}
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    field["description"] = f"{description} ({unit})" if unit else description
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.least is not None:
        constraints["minimum"] = column.least
    if column.most is not None:
        constraints["maximum"] = column.most
    if column.pattern:
        one = column.pattern
        constraints["pattern"] = f"({one})(;({one}))*" if column.kind is Kind.LIST else one
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(column: Column, schema: Schema, here: set[str]) -> dict[str, Any] | None:
    table, _, name = column.reference.partition(".")
    if table not in here or column.kind is Kind.LIST:
        return None
    resource = "" if table == schema.name else table
    return {"fields": column.name, "reference": {"resource": resource, "fields": name}}
