"""The clean tables of a collection to one workbook for people.

First what the material is, then a sheet a table with what a reader wants in front and where it
comes from behind, last the dictionary. Unknown and doubtful values are coloured and say why.
Nothing is live: no formulas, no links. The same tables always give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from skolkit.publish.about import About, grouped
from skolkit.publish.dictionary import kind_words
from skolkit.publish.doubt_words import doubt_words
from skolkit.publish.tabular import Table, spell
from skolkit.publish.xlsx import (
    COMMENTS_AT_MOST,
    DEMO,
    MADE,
    TEXT_AT_MOST,
    encodable,
    exact_number,
    is_writable,
    mark_demo,
    new_book,
    sheet_names,
    write_text,
)
from skolkit.tables.schema import Column, Kind, Schema, Unit
from skolkit.tables.schema_columns import PROVENANCE
from skolkit.tables.schemas import SCHEMAS

ROWS_AT_MOST = 100_000  # of a table; more make the workbook too heavy to open
_WIDTH = (8, 52)  # of columns, in characters
_MEASURED = 500  # rows that decide the widths
_SWEDISH = "[$-41D]"  # how LibreOffice shows numbers; Excel follows the reader's own settings
_PLACES = frozenset({"page", "of_page", "row", "column", "start", "end", "severity"})
_BEHIND = ("document", "page", "row", "doubts", "duplicate_of")
_WORDS = {
    "sv": {
        "about": "Om materialet",
        "dictionary": "Ordlista",
        "counts": "Antal",
        "limits": "Läs detta före siffrorna",
        "sheets": "Blad i arbetsboken",
        "sheet_head": ("Blad", "Tabell", "Rader", "Vad en rad är"),
        "dictionary_head": ("Tabell", "Kolumn", "Typ", "Enhet", "Betydelse"),
        "cut": "{shown} av {rows}; resten står i csv/{name}.csv",
        "unsure": "Osäker",
        "long": "Texten är avkortad här; hela texten står i csv/.",
    },
    "en": {
        "about": "About",
        "dictionary": "Dictionary",
        "counts": "Counts",
        "limits": "Read this before the figures",
        "sheets": "Sheets of this workbook",
        "sheet_head": ("Sheet", "Table", "Rows", "What a row is"),
        "dictionary_head": ("Table", "Column", "Type", "Unit", "Meaning"),
        "cut": "{shown} of {rows}; the rest is in csv/{name}.csv",
        "unsure": "Unsure",
        "long": "The text is cut off here; the whole text is in csv/.",
    },
}


@dataclass(slots=True)
class _Book:
    """A workbook in the making: its formats, and how many notes may still be written."""

    book: Any
    language: str
    notes_left: int
    formats: dict[tuple[str, bool, str], Any] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, Any]:
        return _WORDS[self.language]

    def format(self, pattern: str = "", *, unsure: bool = False, style: str = "") -> Any:
        """A cell format, made once."""
        key = (pattern, unsure, style)
        if key not in self.formats:
            look: dict[str, object] = {"valign": "top"}
            if pattern:
                look["num_format"] = pattern
            if unsure:
                look |= {"bg_color": "#FFD966", "border": 1, "border_color": "#BF8F00"}
            if style == "head":
                look |= {"bold": True, "bg_color": "#D9E1F2", "bottom": 1}
            elif style == "title":
                look |= {"bold": True, "font_size": 16}
            elif style == "bold":
                look |= {"bold": True}
            elif style == "warning":
                look |= {"bold": True, "font_color": "#C00000"}
            if style in {"wrap", "warning"}:
                look["text_wrap"] = True
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def people_workbook(tables: Sequence[Table], told: About, *, language: str, demo: bool) -> bytes:
    """Make the workbook.

    Args:
        tables: the clean tables, masked, in order.
        told: what the package says of itself.
        language: ``sv``, else English.
        demo: whether DEMO must stand on every sheet.
    """
    language = language if language in _WORDS else "en"
    sink = io.BytesIO()
    book = new_book(sink)
    book.set_properties({"created": MADE, "title": DEMO if demo else ""})
    made = _Book(book, language, COMMENTS_AT_MOST)
    schemas = [SCHEMAS[table.name] for table in tables]
    wanted = [
        made.words["about"],
        *(schema.title(language) for schema in schemas),
        made.words["dictionary"],
    ]
    names = sheet_names(wanted)
    pages = [book.add_worksheet(name) for name in names]
    counts = [
        _write_table(made, page, table, schema)
        for page, table, schema in zip(pages[1:-1], tables, schemas, strict=True)
    ]
    _write_about(made, pages[0], told, list(zip(names[1:-1], schemas, counts, strict=True)))
    _write_dictionary(made, pages[-1], schemas)
    for page in pages if demo else ():
        mark_demo(page)
    book.close()
    return sink.getvalue()


def _write_table(made: _Book, page: Any, table: Table, schema: Schema) -> int:
    """Write a table's sheet; gives the number of all its rows, also of those left out."""
    columns = _ordered(schema)
    patterns = _patterns(table, columns)
    widths = [len(column.name) + 3 for column in columns]
    page.set_comments_author("skolkit")
    for at, column in enumerate(columns):
        page.write_string(0, at, column.name, made.format(style="head"))
        unit = column.unit.spelled(made.language)
        words = column.described(made.language) + (f" ({unit})" if unit else "")
        page.write_comment(0, at, words, {"x_scale": 2})
    count = 0
    for count, row in enumerate(table.rows(), start=1):
        if count > ROWS_AT_MOST:
            continue
        reasons = _reasons(row, made)
        for at, (column, pattern) in enumerate(zip(columns, patterns, strict=True)):
            value, why = getattr(row, column.name), reasons.get(column.name, "")
            shown = _write_value(made, page, (count, at), value, pattern, unsure=bool(why))
            if count <= _MEASURED:
                widths[at] = max(widths[at], min(shown, _WIDTH[1]))
            note = why if column.name != "raw" else ""
            if isinstance(value, str) and len(value) > TEXT_AT_MOST:
                note = " ".join(part for part in (note, made.words["long"]) if part)
            if note and made.notes_left:
                made.notes_left -= 1
                page.write_comment(count, at, note, {"x_scale": 1.3})
    if count > ROWS_AT_MOST:
        cut = _cut(made, schema, count)
        page.write_string(ROWS_AT_MOST + 1, 0, cut, made.format(style="warning"))
    for at, width in enumerate(widths):
        page.set_column(at, at, min(max(width + 2, _WIDTH[0]), _WIDTH[1]))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, min(count, ROWS_AT_MOST), len(columns) - 1)
    page.set_landscape()
    page.repeat_rows(0)
    return count


def _cut(made: _Book, schema: Schema, rows: int) -> str:
    """Say that a sheet holds the first rows only."""
    cut: str = made.words["cut"]
    return cut.format(shown=grouped(ROWS_AT_MOST), rows=grouped(rows), name=schema.name)


def _ordered(schema: Schema) -> list[Column]:
    """The columns as a reader wants them: what it says, where it stands, then keys."""
    provenance = {column.name for column in PROVENANCE}
    names = [column.name for column in schema.columns]
    if not provenance <= set(names):
        return list(schema.columns)
    own = [name for name in names if name not in provenance]
    rest = [name for name in names if name in provenance and name not in _BEHIND]
    return [schema.column(name) for name in (*own, *_BEHIND, *rest)]


def _patterns(table: Table, columns: Sequence[Column]) -> list[str]:
    """The number format of each column: thousands apart, and as many decimals as it needs."""
    decimals = dict.fromkeys((column.name for column in columns if _is_decimal(column)), 0)
    for row in table.rows():
        for name in decimals:
            value = getattr(row, name)
            if value is not None and value.is_finite():
                exponent = int(value.normalize().as_tuple().exponent)
                decimals[name] = max(decimals[name], min(-exponent, 10))
    return [_pattern(column, decimals.get(column.name, 0)) for column in columns]


def _is_decimal(column: Column) -> bool:
    return column.kind is Kind.DECIMAL


def _pattern(column: Column, decimals: int) -> str:
    if column.kind is Kind.DATE:
        return "yyyy-mm-dd"
    if column.kind is Kind.DATETIME:
        return "yyyy-mm-dd hh:mm"
    if column.kind is Kind.INTEGER:
        return "0" if column.name in _PLACES else f"{_SWEDISH}#,##0"
    if column.kind is Kind.DECIMAL:
        if column.unit in {Unit.SEK, Unit.SEK_PER_HOUR} and decimals:
            decimals = max(decimals, 2)
        return f"{_SWEDISH}#,##0" + ("." + "0" * decimals if decimals else "")
    return "0.###" if column.kind is Kind.NUMBER else ""


def _reasons(row: Any, made: _Book) -> dict[str, str]:
    """Why values of a row are not trusted, in words, by column."""
    found: dict[str, str] = {}
    for doubt in getattr(row, "doubts", ()):
        name, _, why = doubt.partition(":")
        words = doubt_words(why, made.language)
        found[name] = f"{found[name]}; {words}" if name in found else words
    doubt = getattr(row, "doubt", None)
    if doubt is not None:
        found["raw"] = doubt_words(doubt, made.language)
    return {name: f"{made.words['unsure']}: {words}." for name, words in found.items()}


def _write_value(
    made: _Book, page: Any, place: tuple[int, int], value: Any, pattern: str, *, unsure: bool
) -> int:
    """Write a value; gives the length of its text."""
    form = made.format(pattern, unsure=unsure)
    if isinstance(value, bool):
        page.write_boolean(*place, value, form)
        return 6
    if isinstance(value, int) and abs(value) < 10**15:
        page.write_number(*place, value, form)
        return len(f"{value:,}")
    if isinstance(value, float):
        page.write_number(*place, value, form)
        return 8
    if isinstance(value, Decimal) and (number := exact_number(value)) is not None:
        page.write_number(*place, number, form)
        return len(f"{value:,}")
    if isinstance(value, date) and is_writable(value):
        page.write_datetime(*place, value, form)
        return 16 if isinstance(value, datetime) else 10
    text = encodable(spell(value))
    if text:
        write_text(page, *place, text, form)
    elif unsure:
        page.write_blank(*place, None, form)
    return max((len(line) for line in text.splitlines()), default=0)


def _write_about(
    made: _Book, page: Any, told: About, sheets: Sequence[tuple[str, Schema, int]]
) -> None:
    page.set_column(0, 0, 30)
    page.set_column(1, 2, 26)
    page.set_column(3, 3, 90)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    write_text(page, 0, 0, told.title, made.format(style="title"))
    at = 2
    for label, text in (*told.facts, *told.counts):
        style = "warning" if label == DEMO else "bold"
        page.write_string(at, 0, label, made.format(style=style))
        write_text(page, at, 1, text, made.format())
        at += 1
    page.write_string(at + 1, 0, made.words["limits"], made.format(style="bold"))
    at += 2
    for limit in told.limits:
        page.merge_range(at, 0, at, 3, limit, made.format(style="wrap"))
        page.set_row(at, 32)
        at += 1
    page.write_string(at + 1, 0, made.words["sheets"], made.format(style="bold"))
    at += 2
    for column, word in enumerate(made.words["sheet_head"]):
        page.write_string(at, column, word, made.format(style="head"))
    for name, schema, rows in sheets:
        at += 1
        said = _cut(made, schema, rows) if rows > ROWS_AT_MOST else grouped(rows)
        described = schema.described(made.language)
        for column, text in enumerate((name, schema.name, said, described)):
            page.write_string(at, column, text, made.format())


def _write_dictionary(made: _Book, page: Any, schemas: Sequence[Schema]) -> None:
    for column, (word, width) in enumerate(
        zip(made.words["dictionary_head"], (16, 24, 30, 22, 100), strict=True)
    ):
        page.set_column(column, column, width)
        page.write_string(0, column, word, made.format(style="head"))
    at = 0
    for schema in schemas:
        for each in schema.columns:
            at += 1
            texts = (
                schema.name,
                each.name,
                kind_words(each.kind, made.language),
                each.unit.spelled(made.language),
                each.described(made.language),
            )
            for column, text in enumerate(texts):
                page.write_string(at, column, text, made.format())
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, at, len(made.words["dictionary_head"]) - 1)
