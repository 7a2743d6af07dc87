"""Typed cells in their columns, to where the headings of a sheet end and its data begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from skolkit.model import Cell, Doubt, Sheet, Value
from skolkit.tables.numbers import is_code
from skolkit.tables.text import is_missing_mark, total_label

HEADER_ROWS = 15  # headings stand within the first rows of a sheet
HALF = 0.5  # share of a column's cells that makes it more numbers (or dates) than texts
_NATIVE = ("xlsx", "xlsm", "xls", "ods")
READ_TEXT = "text"  # second part of the method of workbook cells whose text was read as a value
_YEAR = re.compile(r"\s*(?:19|20)[0-9]{2}\s*")
_FIGURE_LIKE = frozenset("0123456789 .,-−–()lIOoSBZ|\u00a0\u2009\u202f")


def is_native(cell: Cell) -> bool:
    """Whether a cell came typed from a workbook, so that its value needs no parsing.

    A text in a workbook that was read as a number or date has the method ``xlsx/text``.
    """
    program, _, way = cell.method.partition("/")
    return program in _NATIVE and way != READ_TEXT


def is_exact(cell: Cell) -> bool:
    """Whether a cell's text came from a workbook or CSV file: no reader can have misread it."""
    return cell.method.split("/")[0] in {*_NATIVE, "csv"}


def is_stored_text(cell: Cell) -> bool:
    """Whether a workbook keeps the cell as text, which may be a number or date spelt out."""
    return cell.method.split("/")[0] in _NATIVE and isinstance(cell.value, str)


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell with what its own text says, before its column is asked."""

    cell: Cell
    value: Value
    doubt: Doubt | None  # from the text alone: ambiguous number or date
    body: bool = False  # counts when the kind of its column is judged: no mark, no label, no doubt

    @property
    def is_fixed(self) -> bool:
        """Whether a workbook said what it is."""
        return is_native(self.cell) and not is_stored_text(self.cell)

    @property
    def is_datelike(self) -> bool:
        """Whether it is a full day or moment, or would be but for its order."""
        return isinstance(self.value, date) or self.doubt is Doubt.AMBIGUOUS_DATE

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return isinstance(self.value, Decimal)

    @property
    def is_numberlike(self) -> bool:
        """Whether it is a number, or would be but for its marks."""
        return self.is_number or self.doubt is Doubt.AMBIGUOUS_NUMBER


def is_body(cell: Cell) -> bool:
    """Whether a cell counts when the kind of its column is judged."""
    return not cell.doubt and not is_missing_mark(cell.raw) and total_label(cell.raw) is None


def number_share(column: Iterable[Typed], first_row: int) -> float:
    """Share of a column's cells from ``first_row`` on that are or may be numbers."""
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    return sum(typed.is_numberlike for typed in body) / len(body) if body else 0.0


def date_share(column: Iterable[Typed], first_row: int) -> float:
    """Share of a column's cells from ``first_row`` on (0: below its heading) that are dates."""
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    others = len(body) if first_row else len(body) - 1  # one of all is the heading
    return sum(typed.is_datelike for typed in body) / others if others > 0 else 0.0


def _looks_like_figure(typed: Typed) -> bool:
    """Whether a cell is a number, a code, or a figure with misread signs (``l2``, ``1O4``)."""
    text = typed.cell.raw.strip()
    alike = sum(character in _FIGURE_LIKE for character in text)
    garbled = alike == len(text) and any(c.isdigit() or c in ",." for c in text)
    return typed.is_numberlike or is_code(text) or garbled


def _looks_like_date(typed: Typed) -> bool:
    return typed.is_datelike


def _is_year_of_heading(typed: Typed, column: Iterable[Typed]) -> bool:
    """Whether a year stands over a text in its column: it is the upper part of a heading."""
    if not _YEAR.fullmatch(typed.cell.raw):
        return False
    below = [each for each in column if each.cell.row > typed.cell.row and each.cell.raw.strip()]
    under = min(below, key=lambda each: each.cell.row, default=None)
    return under is not None and under.body and not _looks_like_figure(under)


def first_data_row(columns: Mapping[int, list[Typed]], title_rows: int) -> int:
    """The first row in which at least half of the sheet's number columns hold a figure.

    On a sheet without such a column, its columns with dates.
    """
    if title_rows:
        return title_rows + 1  # the pages themselves said where the headings end
    numeric = [column for column in columns.values() if number_share(column, 0) >= HALF]
    looks = _looks_like_figure
    if not numeric:  # a list of events: its dates stand where figures would
        numeric = [column for column in columns.values() if date_share(column, 0) >= HALF]
        looks = _looks_like_date
    figures = [
        {
            typed.cell.row
            for typed in column
            if typed.cell.row <= HEADER_ROWS + 1
            and looks(typed)
            and not _is_year_of_heading(typed, column)
        }
        for column in numeric
    ]
    for row in range(1, HEADER_ROWS + 2):
        hits = sum(row in rows for rows in figures)
        if hits and 2 * hits >= len(numeric):
            return row
    return 1


def data_begins(sheet: Sheet) -> int:
    """The row at which the data of a typed sheet begin; 1 where nothing tells.

    Args:
        sheet: a sheet as ``type_cells`` gives it.
    """
    columns: dict[int, list[Typed]] = {}
    for cell in sheet.cells:
        columns.setdefault(cell.column, []).append(
            Typed(cell, cell.value, cell.doubt, is_body(cell))
        )
    return first_data_row(columns, sheet.title_rows)
