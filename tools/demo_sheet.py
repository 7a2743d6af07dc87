"""Describe the sheets of the demo and write them as Excel workbooks with their page setup."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Literal

import xlsxwriter

Cell = str | int | Decimal | date | time | None
Kind = Literal["text", "centre", "wrap", "int", "money", "hours", "date", "time"]

# LibreOffice draws columns this much wider than Excel's unit says.
_WIDER = 1.06
# Fixed, so that a rerun gives the same bytes.
CREATED = datetime(2021, 4, 13, 9, 0, 0)
INVENTED = "DEMO – påhittade uppgifter"
PUBLISHED = "DEMO – utskrift av publicerade uppgifter"

# "_-" keeps amounts off the ruling to their right, as Excel's own style for amounts does.
_NUMBER_FORMATS: dict[str, str] = {
    "int": "#,##0",
    "money": "#,##0.00_-",
    "hours": "#,##0.0_-",
    "date": "yyyy-mm-dd",
    "time": "hh:mm",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet; ``width`` in points."""

    heading: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How a sheet is printed on A4; margins in inches, ``scale`` in per cent."""

    landscape: bool = True
    scale: int = 100
    gridlines: bool = True
    headings: bool = False
    title_rows: bool = True
    title_column: bool = False
    over_first: bool = False
    margins: tuple[float, float, float, float] = (0.5, 0.4, 0.75, 0.7)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines above the table, headings, rows, and which rows are bold (from 0)."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()
    bold: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    page: PageSetup = field(default_factory=PageSetup)
    size: float = 9.0

    @property
    def heading_row(self) -> int:
        """The row of the headings, from 0; one row is left empty under the lines above."""
        return len(self.above) + 1 if self.above else 0


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; ``header`` is printed on top of every page."""

    name: str
    title: str
    sheets: tuple[Sheet, ...]
    header: str = INVENTED


def write_book(book: Book, path: Path, font: str = "Calibri") -> None:
    """Write a workbook as xlsx with page setup, always with the same bytes.

    Args:
        book: What to write.
        path: The xlsx file; overwritten.
        font: Name of the font, for a printing program that needs another name.
    """
    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties(
        {"title": book.title, "author": "skolkit", "comments": book.header, "created": CREATED}
    )
    for sheet in book.sheets:
        _write_sheet(workbook, book, sheet, font)
    workbook.close()


def _formats(
    workbook: xlsxwriter.Workbook, sheet: Sheet, font: str
) -> dict[tuple[str, bool], object]:
    made: dict[tuple[str, bool], object] = {}
    kinds = {column.kind for column in sheet.columns} | {"text"}
    for kind in sorted(kinds):
        for bold in (False, True):
            shape: dict[str, object] = {
                "font_name": font,
                "font_size": sheet.size,
                "bold": bold,
                "valign": "top" if "wrap" in kinds else "bottom",
            }
            if kind in _NUMBER_FORMATS:
                shape["num_format"] = _NUMBER_FORMATS[kind]
            if kind == "int":
                shape["align"], shape["indent"] = "right", 1
            if kind == "wrap":
                shape["text_wrap"] = True
            if kind in {"centre", "date", "time"}:
                shape["align"] = "center"
            made[kind, bold] = workbook.add_format(shape)
    made["heading", True] = workbook.add_format(
        {
            "font_name": font,
            "font_size": sheet.size,
            "bold": True,
            "text_wrap": True,
            "valign": "top",
            "bottom": 1,
        }
    )
    made["title", True] = workbook.add_format(
        {"font_name": font, "font_size": sheet.size + 3, "bold": True}
    )
    return made


def _write_sheet(workbook: xlsxwriter.Workbook, book: Book, sheet: Sheet, font: str) -> None:
    page = workbook.add_worksheet(sheet.name)
    formats = _formats(workbook, sheet, font)
    for number, line in enumerate(sheet.above):
        page.write_string(number, 0, line, formats["title", True] if number == 0 else None)
    first = sheet.heading_row
    for index, column in enumerate(sheet.columns):
        hidden = {"hidden": index in sheet.hidden_columns}
        page.set_column_pixels(index, index, round(column.width * 96 / 72 / _WIDER), None, hidden)
        page.write_string(first, index, column.heading, formats["heading", True])
    headings = [(column.heading, column.width) for column in sheet.columns]
    page.set_row(first, _height(headings, sheet.size * 1.1))
    for offset, row in enumerate(sheet.rows):
        wrapped = [
            (str(value), column.width)
            for column, value in zip(sheet.columns, row, strict=True)
            if column.kind == "wrap" and value is not None
        ]
        page.set_row(first + 1 + offset, _height(wrapped, sheet.size))
        for index, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            style = formats[column.kind, offset in sheet.bold]
            _write_cell(page, first + 1 + offset, index, value, style)
    _set_page(page, book, sheet)


def _height(texts: list[tuple[str, float]], size: float) -> float:
    """Height in points that holds the texts, each wrapped in its width in points."""
    most = 1
    for text, width in texts:
        room = max(1, int((width - 5) / (size * 0.47)))
        # A long word does not break, except that Calc breaks it where nothing else is possible.
        most = max(most, len(textwrap.wrap(text, room, break_on_hyphens=False)))
    return round(most * size * 1.23 + 1.2, 1)


def _write_cell(page: object, row: int, column: int, value: Cell, style: object) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(row, column, value, style)  # type: ignore[attr-defined]
    elif isinstance(value, int | Decimal):
        page.write_number(row, column, value, style)  # type: ignore[attr-defined]
    else:
        page.write_datetime(row, column, value, style)  # type: ignore[attr-defined]


def _set_page(page: object, book: Book, sheet: Sheet) -> None:
    setup = sheet.page
    page.set_paper(9)  # type: ignore[attr-defined]
    (page.set_landscape if setup.landscape else page.set_portrait)()  # type: ignore[attr-defined]
    left, right, top, bottom = setup.margins
    page.set_margins(left=left, right=right, top=top, bottom=bottom)  # type: ignore[attr-defined]
    page.set_print_scale(setup.scale)  # type: ignore[attr-defined]
    page.set_header(f"&L{book.header}&R{book.title}", {"margin": 0.25})  # type: ignore[attr-defined]
    page.set_footer("&L&A&RSida &P av &N", {"margin": 0.25})  # type: ignore[attr-defined]
    if setup.gridlines:
        page.hide_gridlines(0)  # type: ignore[attr-defined]
    if setup.headings:
        page.print_row_col_headers()  # type: ignore[attr-defined]
    if setup.title_rows:
        page.repeat_rows(sheet.heading_row)  # type: ignore[attr-defined]
    if setup.title_column:
        page.repeat_columns(0)  # type: ignore[attr-defined]
    if setup.over_first:
        page.print_across()  # type: ignore[attr-defined]
