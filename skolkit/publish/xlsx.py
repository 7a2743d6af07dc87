"""The sheets of one document to an xlsx that opens in Excel, every cell at its place.

Doubtful cells are coloured and say why; a comment names the page that a cell was read from.
Nothing is live: no formulas, no links. The same sheets always give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from skolkit.model import Cell, Sheet
from skolkit.publish.doubt_words import doubt_words

COMMENTS_AT_MOST = 20_000  # more make the file too heavy to open; then each page is named once
TEXT_AT_MOST = 32_767  # characters of a cell
_ROWS, _COLUMNS, _NAME = 1_048_576, 16_384, 31
_WIDTH = (6, 48)  # of columns, in characters
_DIGITS = 15  # that a spreadsheet program keeps of a number
MADE = datetime(2000, 1, 1)  # a fixed date: the bytes must not tell the day
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheet programs count days wrongly
DEMO = "DEMO"
_DEMO_LINES = (
    "DEMO",
    "Det här är demonstrationsmaterial. Personer, organisationer, ärenden och fakturor är påhittade"
    " om inte annat sägs.",
    "This is demonstration material. People, organisations, tickets and invoices are invented"
    " unless it says otherwise.",
)


@dataclass(frozen=True, slots=True)
class _Look:
    """What decides a cell's format."""

    doubtful: bool
    hidden: bool
    pattern: str


def workbook_bytes(sheets: Sequence[Sheet], *, demo: bool) -> bytes:
    """Make the workbook of one document.

    Args:
        sheets: Its sheets, in order; at least one.
        demo: Whether DEMO must stand on it.
    """
    sink = io.BytesIO()
    book = new_book(sink)
    book.set_properties({"created": MADE, "title": DEMO if demo else ""})
    formats: dict[_Look, Any] = {}
    if demo:
        _write_demo(book)
    comments_everywhere = sum(len(sheet.cells) for sheet in sheets) <= COMMENTS_AT_MOST
    names = sheet_names([sheet.name for sheet in sheets], taken=(DEMO,) if demo else ())
    for sheet, name in zip(sheets, names, strict=True):
        page = book.add_worksheet(name)
        if demo:
            mark_demo(page)
        _write_sheet(book, page, sheet, formats, comments_everywhere)
    book.close()
    return sink.getvalue()


def new_book(sink: io.BytesIO) -> Any:
    """An empty workbook of which nothing that is written as text becomes a formula or a link."""
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    return xlsxwriter.Workbook(sink, options)


def write_text(page: Any, row: int, column: int, text: str, form: Any) -> None:
    """Write a text as it is, cut where a cell ends; with empty text nothing is written.

    Args:
        page: a worksheet.
        row: from 0.
        column: from 0.
        text: what it shall show.
        form: its format.
    """
    shown = encodable(text)[:TEXT_AT_MOST]
    if shown.startswith("<r>") and shown.endswith("</r>"):
        # xlsxwriter takes this for XML of its own making. In two pieces it escapes it.
        page.write_rich_string(row, column, shown[:1], form, shown[1:], form)
    elif shown:
        page.write_string(row, column, shown, form)


def sheet_names(wanted: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """Make names that spreadsheet programs accept: legal letters, 31 at most, no two alike."""
    used = {name.casefold() for name in taken} | {"history"}
    names: list[str] = []
    for number, name in enumerate(wanted, start=1):
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f\x7f]", "_", encodable(name)).strip().strip("'")
        base = plain[:_NAME].rstrip().rstrip("'") or f"Blad{number}"
        candidate, copy = base, 2
        while candidate.casefold() in used:
            ending = f" ({copy})"
            candidate, copy = base[: _NAME - len(ending)] + ending, copy + 1
        used.add(candidate.casefold())
        names.append(candidate)
    return names


def exact_number(value: Decimal) -> float | None:
    """The number as a spreadsheet program holds it, or ``None`` if it would lose a digit."""
    if not value.is_finite() or len(value.normalize().as_tuple().digits) > _DIGITS:
        return None
    number = float(value)
    return number if abs(number) < 1e300 and Decimal(repr(number)) == value else None


def _write_sheet(
    book: Any, page: Any, sheet: Sheet, formats: dict[_Look, Any], comments_everywhere: bool
) -> None:
    page.set_comments_author("skolkit")
    if sheet.title_rows:
        page.freeze_panes(sheet.title_rows, 0)
    widths: dict[int, int] = {}
    named_page: int | None = None
    for cell in sorted(sheet.cells, key=lambda c: (c.row, c.column)):
        if not 1 <= cell.row <= _ROWS or not 1 <= cell.column <= _COLUMNS:
            continue  # past the edge of any spreadsheet program; cells.csv has it
        look = _Look(cell.doubt is not None, cell.hidden or sheet.hidden, _pattern(cell))
        if look not in formats:
            formats[look] = _format(book, look)
        _write_value(page, cell, formats[look])
        longest = max((len(line) for line in cell.raw.splitlines()), default=0)
        widths[cell.column] = max(widths.get(cell.column, 0), longest)
        first_of_page = cell.page is not None and cell.page != named_page
        if cell.page is not None:
            named_page = cell.page
        note = _note(cell)
        if note and (comments_everywhere or cell.doubt is not None or first_of_page):
            page.write_comment(cell.row - 1, cell.column - 1, note, {"x_scale": 1.3})
    for column, width in sorted(widths.items()):
        page.set_column(column - 1, column - 1, min(max(width + 2, _WIDTH[0]), _WIDTH[1]))


def _write_value(page: Any, cell: Cell, form: Any) -> None:
    row, column, value = cell.row - 1, cell.column - 1, cell.value
    if isinstance(value, bool):
        page.write_boolean(row, column, value, form)
    elif isinstance(value, Decimal) and (number := exact_number(value)) is not None:
        page.write_number(row, column, number, form)
    elif isinstance(value, date) and is_writable(value):
        page.write_datetime(row, column, value, form)
    elif cell.raw:
        write_text(page, row, column, cell.raw, form)
    elif cell.doubt is not None:
        page.write_blank(row, column, None, form)


def is_writable(value: date) -> bool:
    """Whether a spreadsheet program can hold the date."""
    day = value.date() if isinstance(value, datetime) else value
    return day >= _FIRST_DAY and not (isinstance(value, datetime) and value.tzinfo is not None)


def _pattern(cell: Cell) -> str:
    """The number format that shows a value as it was printed."""
    value = cell.value
    if isinstance(value, datetime):
        return "yyyy-mm-dd" if value.time() == time.min else "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        decimals = min(-exponent, 10) if isinstance(exponent, int) and exponent < 0 else 0
        grouped = "#,##0" if re.search(r"\d[\s\u00a0\u202f]\d", cell.raw) else "0"
        return grouped + ("." + "0" * decimals if decimals else "")
    return ""


def _format(book: Any, look: _Look) -> Any:
    properties: dict[str, object] = {"valign": "top"}
    if look.pattern:
        properties["num_format"] = look.pattern
    if look.doubtful:
        properties |= {"bg_color": "#FFD966", "border": 1, "border_color": "#BF8F00"}
    if look.hidden:
        properties |= {"italic": True, "font_color": "#595959"}
    return book.add_format(properties)


def _note(cell: Cell) -> str:
    parts = []
    if cell.doubt is not None:
        parts.append(f"Osäker: {doubt_words(cell.doubt, 'sv')} ({cell.doubt.value}).")
    if cell.hidden:
        parts.append("Dold i originalet.")
    if len(cell.raw) > TEXT_AT_MOST:
        parts.append("Texten är avkortad här; hela texten står i cells.csv.")
    if cell.page is not None:
        parts.append(f"Sida {cell.page}.")
    return " ".join(parts)


def _write_demo(book: Any) -> None:
    page = book.add_worksheet(DEMO)
    mark_demo(page)
    bold = book.add_format({"bold": True, "font_size": 28, "font_color": "#C00000"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 80)
    for row, line in enumerate(_DEMO_LINES):
        page.write_string(row, 0, line, bold if row == 0 else wrapped)


def mark_demo(page: Any) -> None:
    """Put DEMO on a sheet's tab and on each page that it is printed on."""
    page.set_tab_color("#C00000")
    page.set_header("&C&14DEMO – demonstrationsmaterial")
    page.set_footer("&CDEMO – demonstrationsmaterial&RSida &P (&N)")


def encodable(text: str) -> str:
    """The text with what no file can hold as UTF-8 replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
