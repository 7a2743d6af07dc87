"""One row of a recognised table to typed values, with its provenance, doubts and problems.

What does not fit a column leaves the field empty; the doubt is kept in the row and told of as
``W_VALUE`` with the place of the cell and never its contents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from skolkit.model import Box, Cell, Collection, Doubt, Sheet, cell_id, column_letters
from skolkit.problems import Problem
from skolkit.tables.dates import (
    DateForm,
    PartialDate,
    Precision,
    parse_date,
    parse_moment,
    two_readings,
)
from skolkit.tables.heading_units import UNIT_UNCLEAR
from skolkit.tables.matches import ColumnMatch
from skolkit.tables.number_forms import NumberForm, form_named, form_of
from skolkit.tables.numbers import Quantity, parse_quantity
from skolkit.tables.parties import is_broken_address, parties_in
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import Provenance
from skolkit.tables.shape import is_exact
from skolkit.tables.text import is_missing_mark
from skolkit.tables.values import UNKNOWN, as_text, is_native

# Doubts that typing gave from the text alone. A text column does not mind them, and a date column
# reads the text anew.
TYPING = frozenset(
    {Doubt.NOT_A_NUMBER, Doubt.AMBIGUOUS_NUMBER, Doubt.AMBIGUOUS_DATE, Doubt.NOT_A_DATE}
)
_VALUE_DOUBTS = TYPING.union(
    (Doubt.NOT_IN_LIST, Doubt.UNIT_UNKNOWN, Doubt.MISSING, Doubt.NOT_AN_ADDRESS)
)
# Dates that must show a form: days before months are known by the 13th and later days.
_LEAST_DATES = {
    DateForm.DAYS: 1, DateForm.MONTHS: 1, DateForm.DAY_FIRST: 3, DateForm.MONTH_FIRST: 3,
}  # fmt: skip


def fill_spans(rows: Mapping[int, Mapping[int, Cell]]) -> dict[int, dict[int, Cell]]:
    """Let a cell merged over several rows stand in each of them; other rows stay as they are."""
    filled = {row: dict(cells) for row, cells in rows.items()}
    for cells in rows.values():
        for cell in cells.values():
            for row in range(cell.row + 1, cell.row + cell.row_span):
                if row in filled:
                    filled[row].setdefault(cell.column, cell)
    return filled


def date_forms(table: Table, rows: Rows) -> dict[int, DateForm]:
    """How dates are written in columns of which some dates can be read in one way only.

    ``200112`` alone may be 12 January 2020 or December 2001; beside ``200131`` it is a day. Beside
    three dates like ``14.01.2019`` and none like ``01.14.2019``, ``03.04.2019`` is 3 April.
    """
    settled: dict[int, DateForm] = {}
    for match in table.columns.used:
        shown: Counter[DateForm] = Counter()
        for cells in rows.values():
            readings = two_readings(cells[match.column].raw) if match.column in cells else {}
            sure = [form for form, read in readings.items() if isinstance(read, PartialDate)]
            shown.update(sure if len(sure) == 1 else ())
        if len(shown) == 1 and shown.total() >= _LEAST_DATES[next(iter(shown))]:
            settled[match.column] = next(iter(shown))
    return settled


# Units of which nobody prints thousandths, with the factors of those that are printed.
_PRINTED_WHOLE: Mapping[str, tuple[int, ...]] = {"SEK": (1, 1000), "kB": (1,), "h": (1,)}


class RowReader:
    """Reads the fields of one row and gathers why some of them are unknown."""

    def __init__(
        self,
        sheet: Sheet,
        collection: Collection,
        table: Table,
        row: int,
        cells: Mapping[int, Cell],
        forms: Mapping[int, DateForm] | None = None,
    ) -> None:
        self._date_forms = forms or {}
        self._form = form_of(collection, sheet.document_name)
        self._column_forms = dict(sheet.column_forms)
        self.sheet = sheet
        self.collection = collection
        self.table = table
        self.row = row
        self.problems: list[Problem] = []
        self._matches: dict[str, ColumnMatch] = {m.field: m for m in table.columns.used}
        self._cells = {
            name: cells[match.column]
            for name, match in self._matches.items()
            if match.column in cells
        }
        self._carried = {  # told by a row above this one
            each.field: each.cell
            for each in table.groups
            if row in each.rows and each.field not in self._cells
        }
        self._doubts: list[str] = []

    def cell(self, field: str) -> Cell | None:
        """The cell of a field; ``None`` if there is no such column or it is empty here.

        A row that names what is below it gives the cell where no column does.
        """
        return self._cells.get(field) or self._carried.get(field)

    def has_column(self, field: str) -> bool:
        """Whether the table has a column for the field."""
        return field in self._matches or field in self._carried

    def filled(self, fields: Iterable[str]) -> bool:
        """Whether any of the fields holds something in this row."""
        return any(name in self._cells for name in fields)

    @property
    def count(self) -> int:
        """How many of the table's columns are filled in this row."""
        return len(self._cells)

    def raw(self, field: str) -> str:
        """The text of a field with its lines joined, doubts left aside."""
        cell = self.cell(field)
        return as_text(cell.value, cell.raw) if cell else ""

    def doubt(self, column: str, doubt: Doubt, field: str) -> None:
        """Note why a column is unknown or not trusted; tell of it if its value does not fit."""
        entry = f"{column}:{doubt.value}"
        if entry in self._doubts:
            return
        self._doubts.append(entry)
        if doubt not in _VALUE_DOUBTS:
            return  # the reading told of it
        cell = self.cell(field)
        match = self._matches.get(field)
        place = f"{column_letters(match.column)}{self.row}" if match else f"row {self.row}"
        page = cell.page if cell else self._page()
        name = self.sheet.document_name
        detail = f"{column}: {doubt.value}"
        self.problems.append(Problem("W_VALUE", name, page, self.sheet.name, place, detail))

    def text(self, field: str, column: str = "", *, key: bool = False) -> str:
        """A text column; a missing mark gives the empty string.

        Args:
            field: the profile's field.
            column: the clean column, if it is named otherwise.
            key: whether a text that stands out in its column is to be doubted, as for ids that were
                read from paper; in a workbook an id is what it is.
        """
        cell = self.cell(field)
        if cell is None:
            return ""
        if cell.doubt and ((key and not is_exact(cell)) or cell.doubt not in TYPING):
            self.doubt(column or field, cell.doubt, field)
        text = as_text(cell.value, cell.raw)
        return "" if text in {"-", "–", "—", "−", "..", "..."} else text

    def source_ids(self, field: str, column: str = "") -> str:
        """Ids of sources, ``;`` between; lines broken after a hyphen joined, no closing mark."""
        return re.sub(r"(?<=\w)-\s+(?=\w)", "-", self.text(field, column)).rstrip(".,;")

    def addresses(self, field: str, *, one: bool = False) -> str:
        """E-mail addresses or names (``parties_in``); ``one`` says that there is a single party."""
        cell = self.cell(field)
        if cell is None:
            return ""
        parties = parties_in(cell.raw, one=one)
        if any(map(is_broken_address, parties)):
            self.doubt(field, Doubt.NOT_AN_ADDRESS, field)  # the at sign was misread
        if cell.doubt and cell.doubt not in TYPING:
            self.doubt(field, cell.doubt, field)
        return "; ".join(parties)

    def quantity(self, field: str, column: str = "", *, text: str = "") -> Decimal | None:
        """A number in the unit of the clean column (kronor, hours, kB, persons).

        Args:
            field: the profile's field.
            column: the clean column, if it is named otherwise.
            text: the part of the cell's text that is the number; all of it if not given.

        The unit printed in the cell goes before the heading's. A mark for a missing value gives
        ``None`` without a doubt.
        """
        cell, column = self.cell(field), column or field
        if cell is None or (is_missing_mark(cell.raw) and cell.value in (None, cell.raw)):
            return None
        # A figure with the column's own unit ("240 h") is no plain number: it is read anew below.
        if cell.doubt and cell.doubt is not Doubt.NOT_A_NUMBER:
            self.doubt(column, cell.doubt, field)
            if cell.doubt in UNKNOWN:
                return None
        match = self._matches[field]
        if isinstance(cell.value, Decimal) and is_native(cell):
            read: Quantity | Doubt = Quantity(cell.value)
        else:
            read = parse_quantity(as_text(None, text or cell.raw), self._form_of(cell))
        if isinstance(read, Doubt):
            self.doubt(column, read, field)
            return None
        if not read.unit:
            read = replace(read, unit=match.unit, factor=match.factor)
        if not self._unit_fits(field, read.unit):
            self.doubt(column, Doubt.UNIT_UNKNOWN, field)
            return None
        if self._may_be_thousands(field, read) and not is_native(cell):
            self.doubt(column, Doubt.AMBIGUOUS_NUMBER, field)
            return None
        return read.scaled

    def _form_of(self, cell: Cell) -> NumberForm:
        own = self._column_forms.get(cell.column)
        return form_named(own) if own else self._form

    def _may_be_thousands(self, field: str, read: Quantity) -> bool:
        """Whether a figure has three decimals, as ``1,234`` that may be 1 234 has.

        No one prints kronor so, nor kilobytes or hours, and hardly anyone thousands of kronor:
        12,400 tkr is 12 400 kr in one number form and 12,4 million in another.
        """
        factors = _PRINTED_WHOLE.get(self.table.profile.field(field).unit, ())
        return read.factor in factors and read.number.as_tuple().exponent == -3

    def _unit_fits(self, field: str, unit: str) -> bool:
        wanted = self.table.profile.field(field).unit
        if not unit or not wanted:
            return unit != UNIT_UNCLEAR
        return unit == wanted or (unit == "SEK/h" and field == "rate")

    def integer(self, field: str, column: str = "") -> int | None:
        """A whole number; one with decimals is a doubt."""
        number = self.quantity(field, column)
        if number is None or number == number.to_integral_value():
            return None if number is None else int(number)
        self.doubt(column or field, Doubt.NOT_A_NUMBER, field)
        return None

    def date(self, field: str, column: str = "", precision: str = "") -> PartialDate | None:
        """A date with its precision.

        Args:
            field: the profile's field.
            column: the clean column, if it is named otherwise.
            precision: what a column of its own says of the precision; it may only lower it.
        """
        cell, column = self.cell(field), column or field
        if cell is None or is_missing_mark(cell.raw):
            return None
        if cell.doubt and cell.doubt not in TYPING:
            self.doubt(column, cell.doubt, field)
            if cell.doubt in UNKNOWN:
                return None
        read = self._any_date(cell)
        if isinstance(read, Doubt):
            self.doubt(column, read, field)
            return None
        return _lowered(read, precision)

    def _any_date(self, cell: Cell) -> PartialDate | Doubt:
        if is_native(cell):
            if isinstance(cell.value, datetime):
                return PartialDate(cell.value.date(), "day")
            if isinstance(cell.value, date):
                return PartialDate(cell.value, "day")
            if isinstance(cell.value, Decimal):
                return parse_date(format(cell.value.normalize(), "f"))
        text = as_text(None, cell.raw)
        read = parse_date(text)
        if isinstance(read, PartialDate):
            return read
        form = self._date_forms.get(cell.column)
        if read is Doubt.AMBIGUOUS_DATE and form is not None:
            chosen = two_readings(text).get(form)
            return chosen if isinstance(chosen, PartialDate) else read
        moment = parse_moment(text, form)
        return PartialDate(moment.date(), "day") if isinstance(moment, datetime) else read

    def moment(self, field: str) -> datetime | Doubt:
        """A day and a time from one text."""
        cell = self.cell(field)
        form = self._date_forms.get(cell.column) if cell else None
        return parse_moment(self.raw(field), form)

    def coded(self, field: str, vocabulary: str, column: str = "") -> str | None:
        """What a word of a coded column means; ``None`` and a doubt if it is not in the list."""
        cell, column = self.cell(field), column or field
        if cell is None:
            return None
        if cell.doubt and cell.doubt not in TYPING:
            self.doubt(column, cell.doubt, field)
        meaning = self.table.profile.vocabulary(vocabulary).meaning(cell.raw)
        if meaning is None and not is_missing_mark(cell.raw):
            self.doubt(column, Doubt.NOT_IN_LIST, field)
        return meaning

    def worded(self, field: str, vocabulary: str) -> str:
        """A word of an open list: its meaning where the profile knows it, else as printed."""
        text = self.text(field)
        return self.table.profile.vocabulary(vocabulary).meaning(text) or text if text else ""

    def _page(self) -> int | None:
        return next((cell.page for cell in self._ordered() if cell.page is not None), None)

    def _ordered(self) -> list[Cell]:
        return sorted(self._cells.values(), key=lambda cell: cell.column)

    def _all(self) -> list[Cell]:
        """The cells of the row, and those that rows above it told, which stand first."""
        return [*self._carried.values(), *self._ordered()]

    def provenance(self) -> Provenance:
        """Where the row comes from; call it last, when all doubts are known."""
        cells = self._ordered()
        page = self._page()
        boxes = [cell.box for cell in cells if cell.box is not None and cell.page == page]
        box: Box | None = None
        for each in boxes:
            box = each if box is None else box.union(each)
        sheet = self.sheet
        beside = f"C{self.table.span[0]}" if self.table.is_beside else ""
        return Provenance(
            row_id=f"{self.table.profile.table}:{sheet.sheet_id}!R{self.row}{beside}",
            collection=self.collection.name,
            demo=self.collection.is_demo,
            document=sheet.document_name,
            document_id=sheet.document_id,
            sheet_id=sheet.sheet_id,
            page=page,
            row=self.row,
            box=box,
            cell_ids=tuple(cell_id(sheet.sheet_id, cell.row, cell.column) for cell in self._all()),
            doubts=tuple(self._doubts),
            duplicate_of="",
        )


def _lowered(read: PartialDate, precision: str) -> PartialDate:
    """Lower the precision to what the sheet's own column says; it is never raised."""
    order: dict[str, int] = {"day": 4, "month": 3, "quarter": 2, "season": 1, "year": 0}
    levels: dict[str, Precision] = {"month": "month", "season": "season", "year": "year"}
    if precision == "season" and read.precision == "year":
        return replace(read, precision="season")
    if precision not in levels or order[precision] >= order[read.precision]:
        return read
    value = read.value.replace(day=1)
    return PartialDate(value.replace(month=1) if precision == "year" else value, levels[precision])


def is_note(reader: RowReader, cells: Mapping[int, Cell]) -> bool:
    """Whether a row is a note, a title or a group heading: one text alone, or no column of ours."""
    return len(cells) == 1 or reader.count == 0


def unsure_values(
    sheet: Sheet, table: Table, count: int, bad: int, column: str
) -> tuple[Problem, ...]:
    """Tell of a table most of whose values do not fit a column: it may be another table."""
    if count < 4 or bad * 2 <= count:
        return ()
    return unsure(sheet, table, [f"{bad} of {count} rows have no readable {column}"])


def left_out(sheet: Sheet, table: Table, rows: list[int], why: str) -> tuple[Problem, ...]:
    """Tell of rows that were not taken into the clean table."""
    if not rows:
        return ()
    told = ", ".join(str(row) for row in rows[:10]) + (" ..." if len(rows) > 10 else "")
    return unsure(sheet, table, [f"{len(rows)} rows {why} and were not taken: {told}"])


def unsure(sheet: Sheet, table: Table, reasons: Iterable[str]) -> tuple[Problem, ...]:
    """W_UNSURE_TABLE for each reason why a table, or a part of it, may have been read wrongly."""
    page, name = sheet.pages[0] if sheet.pages else None, table.profile.table
    return tuple(
        Problem("W_UNSURE_TABLE", sheet.document_name, page, sheet.name, detail=f"{name}: {why}")
        for why in reasons
    )
