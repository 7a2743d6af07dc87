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
from skolkit.tables.number_forms import SWEDISH, NumberForm
from skolkit.tables.numbers import (
    Quantity,
    fits_other_form_only,
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
_TEXT = "text"  # second part of the method of workbook cells whose text was read as a value
_ID_LENGTH = 5  # digits, all as many in a column, that a workbook keeps as text: ids
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2}")
HALF = 0.5  # share of a column's cells that makes it more numbers (or dates) than texts


def is_native(cell: Cell) -> bool:
    """Whether a cell came typed from a workbook, so that its value needs no parsing.

    A text in a workbook that was read as a number or date has the method ``xlsx/text``.
    """
    program, _, way = cell.method.partition("/")
    return program in _NATIVE and way != _TEXT


def is_stored_text(cell: Cell) -> bool:
    """Whether a workbook keeps the cell as text, which may be a number or date spelt out."""
    return cell.method.split("/")[0] in _NATIVE and isinstance(cell.value, str)


@dataclass(frozen=True, slots=True)
class _Typed:
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
        return isinstance(self.value, Decimal)

    @property
    def is_numberlike(self) -> bool:
        return self.is_number or self.doubt is Doubt.AMBIGUOUS_NUMBER


def _text_value(text: str, form: NumberForm) -> tuple[Value, Doubt | None]:
    """Type one text by itself; partial dates stay text, since a cell's date is a full day."""
    number = parse_number(text, form)
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


def _first_pass(cell: Cell, form: NumberForm) -> _Typed:
    if is_native(cell) and not is_stored_text(cell):
        return _Typed(cell, cell.value, None, _is_body(cell))
    text = join_lines(cell.raw)
    if not text:
        return _Typed(cell, None, None)
    value, doubt = _text_value(text, form)
    if cell.doubt in UNKNOWN and (cell.doubt in _NO_TEXT or not isinstance(value, str)):
        return _Typed(cell, None, cell.doubt)
    return _Typed(cell, value, doubt, _is_body(cell))


def _column_share(column: Iterable[_Typed], first_row: int) -> float:
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    return sum(typed.is_numberlike for typed in body) / len(body) if body else 0.0


def _date_share(column: Iterable[_Typed], first_row: int) -> float:
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    others = len(body) if first_row else len(body) - 1  # one of all is the heading
    return sum(typed.is_datelike for typed in body) / others if others > 0 else 0.0


def _looks_like_figure(typed: _Typed) -> bool:
    """Whether a cell is a number, a code, or a figure with misread signs (``l2``, ``1O4``)."""
    text = typed.cell.raw.strip()
    alike = sum(character in _FIGURE_LIKE for character in text)
    garbled = alike == len(text) and any(c.isdigit() or c in ",." for c in text)
    return typed.is_numberlike or is_code(text) or garbled


def _looks_like_date(typed: _Typed) -> bool:
    return typed.is_datelike


def _first_data_row(columns: Mapping[int, list[_Typed]], title_rows: int) -> int:
    """The first row in which at least half of the sheet's number columns hold a figure.

    On a sheet without such a column, its columns with dates.
    """
    if title_rows:
        return title_rows + 1  # the pages themselves said where the headings end
    numeric = [column for column in columns.values() if _column_share(column, 0) >= HALF]
    looks = _looks_like_figure
    if not numeric:  # a list of events: its dates stand where figures would
        numeric = [column for column in columns.values() if _date_share(column, 0) >= HALF]
        looks = _looks_like_date
    figures = [
        {typed.cell.row for typed in column if typed.cell.row <= HEADER_ROWS + 1 and looks(typed)}
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


def _judge_column(column: list[_Typed], first_row: int, form: NumberForm) -> list[_Typed]:
    """Give the cells of one column the doubts that follow from standing together."""
    body = [typed for typed in column if typed.cell.row >= first_row and typed.body]
    own = [typed for typed in body if not typed.is_fixed]
    if own and (_is_code_column(own) or _is_kept_as_ids(body)):
        return [
            typed
            if typed.is_fixed or typed.cell.doubt or not typed.cell.raw.strip().isdigit()
            else replace(typed, value=typed.cell.raw.strip(), doubt=None)
            for typed in column
        ]
    seen = _Column(
        share=_column_share(column, first_row),
        dates=_date_share(column, first_row),
        headings=frozenset(fold(typed.cell.raw) for typed in column if typed.cell.row < first_row),
        other_mark=any(
            typed.doubt is Doubt.AMBIGUOUS_NUMBER and fits_other_form_only(typed.cell.raw, form)
            for typed in own
        ),
        decimals=_usual_decimals(own),
        dated=_is_date_column(body),
    )
    return [
        typed if typed.is_fixed else _judged(typed, seen, inside=typed.cell.row >= first_row)
        for typed in column
    ]


@dataclass(frozen=True, slots=True)
class _Column:
    """What the cells of a column are when seen together."""

    share: float  # of numbers, or of what may be one
    dates: float  # share of full dates
    headings: frozenset[str]
    other_mark: bool  # it holds a number in another form, so that 1.234 and 1,234 say nothing
    decimals: int
    dated: bool  # its numbers may all be years or dates


def _judged(typed: _Typed, seen: _Column, *, inside: bool) -> _Typed:
    """Judge one cell by its column; a doubt that the reading gave is left as it is."""
    cell, text = typed.cell, typed.cell.raw.strip()
    as_text = replace(typed, value=cell.value if is_stored_text(cell) else text, doubt=None)
    if typed.doubt is Doubt.AMBIGUOUS_NUMBER and seen.share < HALF:
        return as_text  # "2.362" in prose
    if is_stored_text(cell) and (
        (typed.is_numberlike and seen.share < HALF) or (typed.is_datelike and seen.dates < HALF)
    ):
        return as_text  # the workbook says text, and its column says nothing else
    if not inside or cell.doubt or not text or fold(text) in seen.headings:
        return typed
    if (typed.is_number and seen.other_mark and _THREE_DECIMALS.fullmatch(text)) or _lost_mark(
        typed, seen.decimals
    ):
        return replace(typed, value=None, doubt=Doubt.AMBIGUOUS_NUMBER)
    if typed.is_numberlike or not typed.body or (seen.dated and _is_date(text)):
        return typed
    known = is_stored_text(cell)  # nobody misread it: a text among numbers may be a remark
    if (seen.share >= MOSTLY and not known) or (
        seen.share >= HALF and _is_garbled_figure(text, letters=not known)
    ):
        return replace(typed, value=None, doubt=Doubt.NOT_A_NUMBER)
    if seen.dates >= HALF and not typed.is_datelike and _is_garbled_date(text):
        return replace(typed, value=None, doubt=Doubt.NOT_A_DATE)
    return typed


def _is_kept_as_ids(body: list[_Typed]) -> bool:
    """Whether a workbook keeps a column of digits of one length as text: then they are ids."""
    texts = [typed.cell.raw.strip() for typed in body if is_stored_text(typed.cell)]
    digits = [text for text in texts if text.isascii() and text.isdigit()]
    return (
        len(digits) >= MOSTLY * len(body)
        and len({len(text) for text in digits}) == 1
        and len(digits[0]) >= _ID_LENGTH
        if digits
        else False
    )


def _is_garbled_figure(text: str, *, letters: bool) -> bool:
    """Whether a text is a figure that does not fit: ``<5``, ``1 23``, ``3 tkr``, ``½``.

    ``letters`` allows single letters in it, as a reader gives them: ``l2``, ``1e3``.
    """
    if isinstance(parse_quantity(text), Quantity) or fits_other_form_only(text, SWEDISH):
        return True
    pattern = _WORD if letters else _LETTER
    return any(sign.isnumeric() for sign in text) and pattern.search(text) is None


def _is_garbled_date(text: str) -> bool:
    """Whether a text is shaped like a date and is no full day: ``2019-13-45``, ``v. 14 2019``."""
    return any(sign.isdigit() for sign in text) and isinstance(parse_date(text), Doubt)


def type_cells(
    sheet: Sheet,
    form: NumberForm = SWEDISH,
    column_forms: Mapping[int, NumberForm] | None = None,
) -> Sheet:
    """Give cells that were read as text (OCR, text layer, CSV) their values.

    Numbers become ``Decimal``, full days ``date``, moments ``datetime``; other text stays text and
    partial dates too. In a column of which at least 80 % of the cells below the headings are
    numbers, a cell that is none gets ``Doubt.NOT_A_NUMBER`` and no value, unless it is a label of a
    sum or a mark for a missing value; from 50 % on a figure that does not fit the grammar does so,
    and a date that is none where at least half are dates. Evidence in a column against the
    declared form makes what can be read two ways ambiguous. A figure read from a picture that has
    no decimals where at least 90 % of its column have them may have lost its mark, and is
    ambiguous. A text in a workbook is read only in a column of which at least half is of its kind,
    and not where all are digits of one length (an id). Native cells keep what the workbook says,
    and a doubt that a cell already has is kept.

    Args:
        sheet: the sheet as read or rebuilt.
        form: how numbers are written in the document, as the collection declares.
        column_forms: columns for which a person has declared another form.

    Returns:
        The same sheet with values and doubts; its cells keep their order.
    """
    forms = column_forms or {}
    columns: dict[int, list[_Typed]] = {}
    alone = _lonely_rows(sheet.cells)
    for cell in sheet.cells:
        own = forms.get(cell.column, form)
        columns.setdefault(cell.column, []).append(_first_pass(cell, own))
    first_row = _first_data_row(columns, sheet.title_rows)
    settled: dict[tuple[int, int], _Typed] = {}
    for number, column in columns.items():
        for typed in _judge_column(column, first_row, forms.get(number, form)):
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
    cell = typed.cell
    if typed.is_fixed:
        return cell
    if not is_stored_text(cell):
        return replace(cell, value=typed.value, doubt=cell.doubt or typed.doubt)
    if isinstance(typed.value, str) and typed.doubt is None:
        return cell  # to the letter, spaces and all
    method = f"{cell.method.split('/')[0]}/{_TEXT}"
    return replace(cell, value=typed.value, doubt=cell.doubt or typed.doubt, method=method)


def as_text(value: Value, raw: str) -> str:
    """The text of a cell for a text column: its lines joined, dates as ISO."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else join_lines(raw)
