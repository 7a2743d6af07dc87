"""The cells of a sheet to typed values: numbers and dates where the text says so, else text.

The grammars stand in ``numbers`` and ``dates`` and are offered here too. A cell is judged by its
own text first and then by its column: what stands among numbers and is none, or can be read two
ways there, gets a doubt and no value. Raw text is never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from skolkit.model import Cell, Doubt, Sheet, Value
from skolkit.tables.column_forms import declared_form, shared_forms, summed_form
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
from skolkit.tables.shape import (
    HALF,
    HEADER_ROWS,
    READ_TEXT,
    Typed,
    date_share,
    first_data_row,
    is_body,
    is_native,
    is_stored_text,
    number_share,
)
from skolkit.tables.text import fold, is_missing_mark, join_lines, total_label

__all__ = [
    "HEADER_ROWS",
    "UNKNOWN",
    "PartialDate",
    "Quantity",
    "as_text",
    "is_native",
    "parse_date",
    "parse_moment",
    "parse_number",
    "parse_quantity",
    "parse_time",
    "parse_unit",
    "type_cells",
]

MOSTLY = 0.8  # share of a column's cells that makes it a column of numbers
UNIFORM = 0.9  # share of a column's numbers that makes their count of decimals a rule
UNIFORM_LEAST = 5
# Doubts under which a figure is unknown. The two others, low confidence and a disagreeing text
# layer, leave a figure that is marked.
UNKNOWN = frozenset(Doubt) - {Doubt.LOW_CONFIDENCE, Doubt.TEXT_LAYER_DISAGREES}
# Doubts under which there is no text either, only what the printer or program put in its place.
_NO_TEXT = {Doubt.HASHES, Doubt.UNREADABLE, Doubt.ERROR_VALUE, Doubt.FORMULA_NO_VALUE}
_DATE_LOOK = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/. ][0-9]{2,4}")
_THREE_DECIMALS = re.compile(r"[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9]*")
_ID_LENGTH = 5  # digits, all as many in a column, that a workbook keeps as text: ids
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2}")


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


def _first_pass(cell: Cell, form: NumberForm) -> Typed:
    if is_native(cell) and not is_stored_text(cell):
        return Typed(cell, cell.value, None, is_body(cell))
    text = join_lines(cell.raw)
    if not text:
        return Typed(cell, None, None)
    value, doubt = _text_value(text, form)
    if cell.doubt in UNKNOWN and (cell.doubt in _NO_TEXT or not isinstance(value, str)):
        return Typed(cell, None, cell.doubt)
    return Typed(cell, value, doubt, is_body(cell))


def _is_code_column(body: list[Typed]) -> bool:
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


def _is_date_column(body: list[Typed]) -> bool:
    """Whether the numbers of a column may all be years or dates (``2013``, ``210413``)."""
    numbers = [typed.cell.raw.strip() for typed in body if typed.is_number]
    return sum(_is_date(text) for text in numbers) >= MOSTLY * len(numbers)


def _decimals(typed: Typed) -> int | None:
    """How many decimals a number read from a picture has."""
    if not isinstance(typed.value, Decimal) or not typed.cell.method.startswith("ocr"):
        return None
    return -int(typed.value.as_tuple().exponent)


def _usual_decimals(body: list[Typed]) -> int:
    """How many decimals nearly all numbers of a column have; 0 if it differs or is none."""
    counts = Counter(
        count for typed in body if typed.value and (count := _decimals(typed)) is not None
    )
    if counts.total() < UNIFORM_LEAST:
        return 0
    usual, many = counts.most_common(1)[0]
    return usual if many >= UNIFORM * counts.total() else 0


def _lost_mark(typed: Typed, usual: int) -> bool:
    """Whether a figure without decimals may be one whose decimal mark was not seen."""
    return _decimals(typed) == 0 and bool(typed.value) and usual > 0


def _judge_column(column: list[Typed], first_row: int, form: NumberForm) -> list[Typed]:
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
        share=number_share(column, first_row),
        dates=date_share(column, first_row),
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


def _judged(typed: Typed, seen: _Column, *, inside: bool) -> Typed:
    """Judge one cell by its column; a doubt that the reading gave is left as it is."""
    cell, text = typed.cell, typed.cell.raw.strip()
    as_text = replace(typed, value=cell.value if is_stored_text(cell) else text, doubt=None)
    if typed.doubt is Doubt.AMBIGUOUS_NUMBER and seen.share < HALF:
        return as_text  # "2.362" in prose
    if is_stored_text(cell) and (
        (typed.is_numberlike and (seen.share < HALF or seen.dated or not inside))
        or (typed.is_datelike and seen.dates < HALF)
    ):
        return as_text  # the workbook says text, and its column says nothing else
    if not inside or cell.doubt or not text or fold(text) in seen.headings:
        return typed
    if is_missing_mark(text) and max(seen.share, seen.dates) >= HALF:
        return replace(typed, value=None)  # nothing is there, and that is known
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


def _is_kept_as_ids(body: list[Typed]) -> bool:
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
) -> Sheet:
    """Give cells that were read as text (OCR, text layer, CSV) their values.

    Numbers become ``Decimal``, full days ``date``, moments ``datetime``; other text stays text and
    partial dates too. In a column of which at least 80 % of the cells below the headings are
    numbers, a cell that is none gets ``Doubt.NOT_A_NUMBER`` and no value, unless it is a label of a
    sum; from 50 % on a figure that does not fit the grammar does so, and a date that is none where
    at least half are dates. A mark for a missing value ("-") has no value there and no doubt.
    Evidence in a column against the declared form makes what can be read two ways ambiguous. A
    figure read from a picture that has no decimals where at least 90 % of its column have them may
    have lost its mark, and is ambiguous. A text in a workbook is read only below the headings of a
    column of which at least half is of its kind, and not where all are digits of one length (an
    id). Native cells keep what the workbook says, and a doubt that a cell already has is kept.

    Args:
        sheet: the sheet as read or rebuilt.
        form: how numbers are written in the document, as the collection declares.

    Returns:
        The same sheet with values and doubts, and the columns whose numbers declare another form,
        alone or together (``column_forms``), and were read in it; its cells keep their order.
    """
    columns: dict[int, list[Typed]] = {}
    alone = _lonely_rows(sheet.cells)
    for cell in sheet.cells:
        columns.setdefault(cell.column, []).append(_first_pass(cell, form))
    first_row = first_data_row(columns, sheet.title_rows)
    settled: dict[tuple[int, int], Typed] = {}
    forms: list[tuple[int, str]] = []
    texts = {number: tuple(_texts_below(column, first_row)) for number, column in columns.items()}
    sums = sorted({cell.row for cell in sheet.cells if total_label(join_lines(cell.raw))})
    summed = {
        own for column in columns.values() if (own := _form_by_sum(column, first_row, sums, form))
    }
    shared = shared_forms(texts, form, summed)
    for number, column in columns.items():
        own = declared_form(texts[number], form) or shared.get(number)
        if own is not None:
            forms.append((number, own.name))
            column = [_first_pass(typed.cell, own) for typed in column]
        for typed in _judge_column(column, first_row, own or form):
            if typed.doubt is Doubt.NOT_A_NUMBER and typed.cell.row in alone:
                typed = replace(typed, value=typed.cell.raw, doubt=None)
            settled[(typed.cell.row, typed.cell.column)] = typed
    cells = tuple(_final(settled[(cell.row, cell.column)]) for cell in sheet.cells)
    return replace(sheet, cells=cells, column_forms=tuple(sorted(forms)))


def _form_by_sum(
    column: Iterable[Typed], first_row: int, sums: Sequence[int], usual: NumberForm
) -> NumberForm | None:
    """The form in which alone a column adds up to the last sum of its sheet."""
    own = {
        typed.cell.row: typed.cell.raw.strip()
        for typed in column
        if typed.cell.row >= first_row and typed.body and not typed.is_fixed
    }
    if not sums or sums[-1] not in own:
        return None
    parts = [text for row, text in own.items() if row < sums[-1] and row not in sums]
    return summed_form(parts, own[sums[-1]], usual)


def _texts_below(column: Iterable[Typed], first_row: int) -> Iterator[str]:
    """The texts of a column's body that no workbook has typed."""
    for typed in column:
        if typed.cell.row >= first_row and typed.body and not typed.is_fixed:
            yield typed.cell.raw


def _lonely_rows(cells: Iterable[Cell]) -> frozenset[int]:
    """Rows with one text of several words and nothing else: titles and notes, not data."""
    texts: dict[int, list[str]] = {}
    for cell in cells:
        if cell.raw.strip():
            texts.setdefault(cell.row, []).append(cell.raw)
    return frozenset(
        row for row, raws in texts.items() if len(raws) == 1 and len(raws[0].split()) > 1
    )


def _final(typed: Typed) -> Cell:
    cell = typed.cell
    if typed.is_fixed:
        return cell
    if not is_stored_text(cell):
        return replace(cell, value=typed.value, doubt=cell.doubt or typed.doubt)
    if isinstance(typed.value, str) and typed.doubt is None:
        return cell  # to the letter, spaces and all
    method = f"{cell.method.split('/')[0]}/{READ_TEXT}"
    return replace(cell, value=typed.value, doubt=cell.doubt or typed.doubt, method=method)


def as_text(value: Value, raw: str) -> str:
    """The text of a cell for a text column: its lines joined, dates as ISO."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else join_lines(raw)
