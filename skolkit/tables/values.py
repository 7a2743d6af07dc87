"""The cells of a sheet to typed values: numbers and dates where the text says so, else text.

The grammars stand in ``numbers`` and ``dates`` and are offered here too. A cell is judged by its
own text first and then by its column: what stands among numbers and is none, or can be read two
ways there, gets a doubt and no value. Raw text is never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from skolkit.model import Cell, Doubt, Sheet, Value
from skolkit.tables.dates import PartialDate, parse_date, parse_moment, parse_time
from skolkit.tables.numbers import (
    Quantity,
    fits_other_mark_only,
    is_code,
    parse_number,
    parse_quantity,
    parse_unit,
)
from skolkit.tables.text import fold, is_missing_mark, join_lines, total_label

__all__ = [
    "PartialDate",
    "Quantity",
    "parse_date",
    "parse_moment",
    "parse_number",
    "parse_quantity",
    "parse_time",
    "parse_unit",
    "type_cells",
]

HEADER_ROWS = 15  # headings stand within the first rows of a sheet
MOSTLY = 0.8  # share of a column's cells that makes it a column of numbers
UNIFORM = 0.9  # share of a column's numbers that makes their count of decimals a rule
UNIFORM_LEAST = 5
_NATIVE = ("xlsx", "xlsm", "xls", "ods")
# Doubts under which a figure is unknown. The two others, low confidence and a disagreeing text
# layer, leave a figure that is marked.
UNKNOWN = frozenset(Doubt) - {Doubt.LOW_CONFIDENCE, Doubt.TEXT_LAYER_DISAGREES}
# Doubts under which there is no text either, only what the printer or program put in its place.
_NO_TEXT = {Doubt.HASHES, Doubt.UNREADABLE, Doubt.ERROR_VALUE, Doubt.FORMULA_NO_VALUE}
_DATE_LOOK = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/. ][0-9]{2,4}")
_FIGURE_LIKE = frozenset("0123456789 .,-−–()lIOoSBZ|\u00a0\u2009\u202f")
_THREE_DECIMALS = re.compile(r"[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9]*")


def is_native(cell: Cell) -> bool:
    """Whether a cell came typed from a workbook, so that its value needs no parsing."""
    return cell.method.split("/")[0] in _NATIVE


@dataclass(frozen=True, slots=True)
class _Typed:
    """A cell with what its own text says, before its column is asked."""

    cell: Cell
    value: Value
    doubt: Doubt | None  # from the text alone: ambiguous number or date
    body: bool = False  # counts when the kind of its column is judged: no mark, no label, no doubt

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, Decimal)

    @property
    def is_numberlike(self) -> bool:
        return self.is_number or self.doubt is Doubt.AMBIGUOUS_NUMBER


def _text_value(text: str, decimal_mark: str) -> tuple[Value, Doubt | None]:
    """Type one text by itself; partial dates stay text, since a cell's date is a full day."""
    number = parse_number(text, decimal_mark)
    if isinstance(number, Decimal):
        return number, None
    if number is Doubt.AMBIGUOUS_NUMBER:
        return None, number
    moment = parse_moment(text)
    if isinstance(moment, datetime):
        return moment, None
    day = parse_date(text)
    if isinstance(day, PartialDate) and day.precision == "day":
        return day.value, None
    if day is Doubt.AMBIGUOUS_DATE and _DATE_LOOK.fullmatch(text):
        return None, day
    return text, None


def _is_body(cell: Cell) -> bool:
    return not cell.doubt and not is_missing_mark(cell.raw) and total_label(cell.raw) is None


def _first_pass(cell: Cell, decimal_mark: str) -> _Typed:
    if is_native(cell):
        return _Typed(cell, cell.value, None, _is_body(cell))
    text = join_lines(cell.raw)
    if not text:
        return _Typed(cell, None, None)
    value, doubt = _text_value(text, decimal_mark)
    if cell.doubt in UNKNOWN and (cell.doubt in _NO_TEXT or not isinstance(value, str)):
        return _Typed(cell, None, cell.doubt)
    return _Typed(cell, value, doubt, _is_body(cell))


def _column_share(column: Iterable[_Typed], first_row: int) -> float:
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    return sum(typed.is_numberlike for typed in body) / len(body) if body else 0.0


def _looks_like_figure(typed: _Typed) -> bool:
    """Whether a cell is a number, a code, or a figure with misread signs (``l2``, ``1O4``)."""
    text = typed.cell.raw.strip()
    alike = sum(character in _FIGURE_LIKE for character in text)
    garbled = alike == len(text) and any(c.isdigit() or c in ",." for c in text)
    return typed.is_numberlike or is_code(text) or garbled


def _first_data_row(columns: Mapping[int, list[_Typed]], title_rows: int) -> int:
    """The first row in which at least half of the sheet's number columns hold a figure."""
    if title_rows:
        return title_rows + 1  # the pages themselves said where the headings end
    numeric = [column for column in columns.values() if _column_share(column, 0) >= 0.5]
    figures = [
        {
            typed.cell.row
            for typed in column
            if typed.cell.row <= HEADER_ROWS + 1 and _looks_like_figure(typed)
        }
        for column in numeric
    ]
    for row in range(1, HEADER_ROWS + 2):
        hits = sum(row in rows for rows in figures)
        if hits and 2 * hits >= len(numeric):
            return row
    return 1


def _is_code_column(body: list[_Typed]) -> bool:
    """Whether plain digits stand with codes that have a leading zero: then all are codes."""
    texts = [typed.cell.raw.strip() for typed in body]
    digits = [text for text in texts if text.isascii() and text.isdigit()]
    return (
        any(is_code(text) for text in digits)
        and len(digits) >= MOSTLY * len(texts)
        and len({len(text) for text in digits}) == 1
    )


def _is_date(text: str) -> bool:
    return isinstance(parse_date(text), PartialDate)


def _is_date_column(body: list[_Typed]) -> bool:
    """Whether the numbers of a column may all be years or dates (``2013``, ``210413``)."""
    numbers = [typed.cell.raw.strip() for typed in body if typed.is_number]
    return sum(_is_date(text) for text in numbers) >= MOSTLY * len(numbers)


def _decimals(typed: _Typed) -> int | None:
    """How many decimals a number read from a picture has."""
    if not isinstance(typed.value, Decimal) or not typed.cell.method.startswith("ocr"):
        return None
    return -int(typed.value.as_tuple().exponent)


def _usual_decimals(body: list[_Typed]) -> int:
    """How many decimals nearly all numbers of a column have; 0 if it differs or is none."""
    counts = Counter(
        count for typed in body if typed.value and (count := _decimals(typed)) is not None
    )
    if counts.total() < UNIFORM_LEAST:
        return 0
    usual, many = counts.most_common(1)[0]
    return usual if many >= UNIFORM * counts.total() else 0


def _lost_mark(typed: _Typed, usual: int) -> bool:
    """Whether a figure without decimals may be one whose decimal mark was not seen."""
    return _decimals(typed) == 0 and bool(typed.value) and usual > 0


def _judge_column(column: list[_Typed], first_row: int, decimal_mark: str) -> list[_Typed]:
    """Give the cells of one column the doubts that follow from standing together."""
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    own = [typed for typed in body if not is_native(typed.cell)]
    if own and _is_code_column(own):
        return [
            typed
            if is_native(typed.cell) or typed.cell.doubt or not typed.cell.raw.strip().isdigit()
            else replace(typed, value=typed.cell.raw.strip(), doubt=None)
            for typed in column
        ]
    share = _column_share(column, first_row)
    headings = {fold(typed.cell.raw) for typed in column if typed.cell.row < first_row}
    dated = share >= MOSTLY and _is_date_column(body)
    other_mark = any(
        typed.doubt is Doubt.AMBIGUOUS_NUMBER and fits_other_mark_only(typed.cell.raw, decimal_mark)
        for typed in own
    )
    decimals = _usual_decimals(own)
    judged = []
    for typed in column:
        cell, text = typed.cell, typed.cell.raw.strip()
        inside = cell.row >= first_row and not cell.doubt and not is_native(cell)
        if typed.doubt is Doubt.AMBIGUOUS_NUMBER and share < 0.5:
            judged.append(replace(typed, value=text, doubt=None))  # "2.362" in prose
        elif inside and (
            (typed.is_number and other_mark and _THREE_DECIMALS.fullmatch(text))
            or _lost_mark(typed, decimals)
        ):
            judged.append(replace(typed, value=None, doubt=Doubt.AMBIGUOUS_NUMBER))
        elif (
            inside
            and share >= MOSTLY
            and not typed.is_numberlike
            and typed.body
            and fold(text) not in headings
            and not (dated and _is_date(text))
        ):
            judged.append(replace(typed, value=None, doubt=Doubt.NOT_A_NUMBER))
        else:
            judged.append(typed)
    return judged


def type_cells(sheet: Sheet, decimal_mark: str = ",") -> Sheet:
    """Give cells that were read as text (OCR, text layer, CSV) their values.

    Numbers become ``Decimal``, full days ``date``, moments ``datetime``; other text stays text and
    partial dates too. In a column of which at least 80 % of the cells below the headings are
    numbers, a cell that is none gets ``Doubt.NOT_A_NUMBER`` and no value, unless it is a label of a
    sum or a mark for a missing value. A figure read from a picture that has no decimals where at
    least 90 % of its column have them may have lost its mark, and is ambiguous. Native cells keep
    what the workbook says, and a doubt that a cell already has is kept.

    Args:
        sheet: the sheet as read or rebuilt.
        decimal_mark: ``,`` or ``.``, as the collection declares.

    Returns:
        The same sheet with values and doubts; its cells keep their order.
    """
    columns: dict[int, list[_Typed]] = {}
    alone = _lonely_rows(sheet.cells)
    for cell in sheet.cells:
        columns.setdefault(cell.column, []).append(_first_pass(cell, decimal_mark))
    first_row = _first_data_row(columns, sheet.title_rows)
    settled: dict[tuple[int, int], _Typed] = {}
    for column in columns.values():
        for typed in _judge_column(column, first_row, decimal_mark):
            if typed.doubt is Doubt.NOT_A_NUMBER and typed.cell.row in alone:
                typed = replace(typed, value=typed.cell.raw, doubt=None)
            settled[(typed.cell.row, typed.cell.column)] = typed
    cells = tuple(_final(settled[(cell.row, cell.column)]) for cell in sheet.cells)
    return replace(sheet, cells=cells)


def _lonely_rows(cells: Iterable[Cell]) -> frozenset[int]:
    """Rows with one text of several words and nothing else: titles and notes, not data."""
    texts: dict[int, list[str]] = {}
    for cell in cells:
        if cell.raw.strip():
            texts.setdefault(cell.row, []).append(cell.raw)
    return frozenset(
        row for row, raws in texts.items() if len(raws) == 1 and len(raws[0].split()) > 1
    )


def _final(typed: _Typed) -> Cell:
    if is_native(typed.cell):
        return typed.cell
    return replace(typed.cell, value=typed.value, doubt=typed.cell.doubt or typed.doubt)


def as_text(value: Value, raw: str) -> str:
    """The text of a cell for a text column: its lines joined, dates as ISO."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else join_lines(raw)
