"""The schemas of the clean tables to a data dictionary in Markdown, in Swedish or English."""

from __future__ import annotations

from collections.abc import Iterable

from skolkit.model import Doubt
from skolkit.publish.doubt_words import doubt_words
from skolkit.publish.markdown import escaped, table
from skolkit.tables.schema import Column, Kind, Schema
from skolkit.tables.schema_columns import ROWS

NAMES = {"sv": "ordlista.md", "en": "data-dictionary.md"}
_WORDS = {
    "sv": {
        "title": "Ordlista: tabeller och kolumner",
        "intro": "Gjord ur samma schema som kontrollerar raderna. Tomt betyder okänt eller inte"
        " sagt, aldrig 0.",
        "key": "Nyckel",
        "head": ("Kolumn", "Typ", "Enhet", "Måste finnas", "Betydelse"),
        "yes": "ja",
        "allowed": "Värden",
        "refers": "Pekar på",
        "range": "Gränser",
        "doubts": "Tvivel",
        "doubt_head": ("Skäl", "Betydelse"),
    },
    "en": {
        "title": "Data dictionary: tables and columns",
        "intro": "Made from the same schema that checks the rows. Empty means unknown or not said,"
        " never 0.",
        "key": "Key",
        "head": ("Column", "Type", "Unit", "Required", "Meaning"),
        "yes": "yes",
        "allowed": "Values",
        "refers": "Refers to",
        "range": "Limits",
        "doubts": "Doubts",
        "doubt_head": ("Reason", "Meaning"),
    },
}
_TYPES = {
    Kind.TEXT: ("text", "text"),
    Kind.LIST: ("texter, ; mellan", "texts, ; between"),
    Kind.INTEGER: ("heltal", "whole number"),
    Kind.NUMBER: ("tal", "number"),
    Kind.DECIMAL: ("decimaltal, exakt", "decimal number, exact"),
    Kind.BOOLEAN: ("true eller false", "true or false"),
    Kind.DATE: ("datum, ÅÅÅÅ-MM-DD", "date, YYYY-MM-DD"),
    Kind.DATETIME: ("tidpunkt, ÅÅÅÅ-MM-DDTHH:MM:SS", "moment, YYYY-MM-DDTHH:MM:SS"),
    Kind.BOX: ("fyra tal", "four numbers"),
}
_MANY = 12  # allowed values that are listed; more stand in datapackage.json


def dictionary(schemas: Iterable[Schema], language: str) -> str:
    """Write the dictionary.

    Args:
        schemas: the tables, in order.
        language: ``sv``, else English.

    Returns:
        Markdown: a section for each table with a row for each column, then the doubts.
    """
    language = language if language in _WORDS else "en"
    words = _WORDS[language]
    lines = [f"# {words['title']}", "", str(words["intro"])]
    for schema in schemas:
        lines += [
            "",
            f"## {schema.name}: {escaped(schema.title(language))}",
            "",
            escaped(schema.described(language)),
            "",
        ]
        if schema.key:
            lines += [f"{words['key']}: {', '.join(f'`{name}`' for name in schema.key)}", ""]
        lines += table(words["head"], (_row(column, language) for column in schema.columns))
    lines += ["", f"## {words['doubts']}", ""]
    lines += table(
        words["doubt_head"],
        ((f"`{doubt.value}`", escaped(doubt_words(doubt, language))) for doubt in Doubt),
    )
    return "\n".join(lines) + "\n"


def kind_words(kind: Kind, language: str) -> str:
    """The type of a column in words."""
    return _TYPES[kind][0 if language == "sv" else 1]


def _row(column: Column, language: str) -> list[str]:
    words = _WORDS[language]
    meaning = [escaped(column.described(language))]
    if 0 < len(column.allowed) <= _MANY:
        meaning.append(f"{words['allowed']}: {', '.join(f'`{one}`' for one in column.allowed)}.")
    limits = [str(limit) for limit in (column.least, column.most) if limit is not None]
    if len(limits) == 2:
        meaning.append(f"{words['range']}: {limits[0]}–{limits[1]}.")
    if column.reference and column.reference != ROWS:
        meaning.append(f"{words['refers']} `{column.reference}`.")
    return [
        f"`{column.name}`",
        escaped(kind_words(column.kind, language)),
        escaped(column.unit.spelled(language)),
        str(words["yes"]) if column.required else "",
        " ".join(meaning),
    ]
