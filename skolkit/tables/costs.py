"""Tables of published amounts to cost rows; printed sums are kept apart from their parts.

Each row holds one published amount with its source and qualifier. Ledgers of invoices are read by
``invoices``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from skolkit.model import Collection, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.dates import PartialDate
from skolkit.tables.extract import (
    RowReader,
    date_forms,
    fill_spans,
    is_note,
    left_out,
    unsure,
    unsure_values,
)
from skolkit.tables.period_groups import Group, groups_of, is_nothing
from skolkit.tables.period_kinds import year_told
from skolkit.tables.periods import Period
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import ROW, TOTAL, CostRow, provenance_fields
from skolkit.tables.sums import (
    LEAST_CLOSED,
    LEAST_SUMMED,
    RowKind,
    RowRules,
    closed,
    kind_of,
    last_settled,
    settled_kind,
)
from skolkit.tables.text import fold

AMOUNT = "amount"
TITLED = "titled"  # the layout of a table whose title tells its year
QUALIFIERS = ("exakt", "cirka", "golv", "tak")
# The brackets are often misread as other upright marks; the word itself must be exact.
_QUALIFIER = re.compile(rf"(?:[^\w\s]|[fltTIE1])?\s*({'|'.join(QUALIFIERS)})\s*[\])|}}IlJ1]")
_SAID = {  # words of a column of its own
    "exakt": "exakt exact precis faktisk faktiskt säker säkert fastställd fastställt",
    "cirka": "cirka ca ca. circa c:a ungefär ungefärlig ungefärligt omkring about approx approx."
    " approximately runt uppskattad uppskattat estimate estimated",
    "golv": "golv minst lägst floor minimum min över",
    "tak": "tak högst maximalt max maximum ceiling under upp",
}
_WORDS = {word: meaning for meaning, words in _SAID.items() for word in words.split()}
_WORDS |= {"at least": "golv", "at most": "tak", "upp till": "tak", "up to": "tak"}
_SAID_BEFORE = re.compile(r"\s*(?P<word>[^\W\d_][^\d]{0,18}?)\s*(?P<figure>\d.*)", re.DOTALL)
# What a printed sum may be called of when it is of no supplier: "Summa kostnader".
_WORDS_FOR_ALL = """
kostnad kostnader utgifter utbetalt betalt belopp inköp året perioden
cost costs spending spend expenditure payments year
"""
_OF_ALL = frozenset(fold(word) for word in _WORDS_FOR_ALL.split())
_TEXTS = ("supplier", "scope", "category", "source_id", "note", "amount_as_published")


def cost_rows(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows
) -> tuple[tuple[CostRow, ...], tuple[Problem, ...]]:
    """Read the rows of a table of published amounts.

    Args:
        sheet: the typed sheet.
        collection: names the rows' collection and its decimal mark.
        table: where the table stands on the sheet.
        rows: the sheet's cells by row and column (``rows_of``).

    Returns:
        The rows top to bottom, and the problems met on the way.
    """
    filled = fill_spans({row: rows[row] for row in table.rows})
    forms = date_forms(table, filled)
    keys = table.profile.named(key=True)
    rules = RowRules(("amount",), keys, _TEXTS, ids=("cost_id",))
    found: list[CostRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    bad = 0
    if any(each.field == AMOUNT and each.period for each in table.columns.used):
        return _by_period(sheet, collection, table, rows, rules)
    year = year_told(sheet, rows, table.first_heading) if table.layout == TITLED else None
    usual = Group(Period(year, year), (), is_sum=False) if year is not None else None
    for row in table.rows:
        reader = RowReader(sheet, collection, table, row, filled[row], forms)
        kind = kind_of(reader, filled[row], rules)
        if kind is None:
            if not is_note(reader, rows[row]):
                dropped.append(row)
            continue
        made = _cost_row(reader, kind, usual)
        bad += made.row_kind == ROW and made.amount_sek is None
        found.append(made)
        problems.extend(reader.problems)
    amounts = (table.column_of(AMOUNT) or 0,)
    settled, reasons = closed(_settled(found), amounts, filled, LEAST_CLOSED)
    ordinary = [each for each in settled if each.row_kind == ROW]
    problems.extend(unsure_values(sheet, table, len(ordinary), bad, "amount_sek"))
    problems.extend(left_out(sheet, table, dropped, "have no key and no amount"))
    problems.extend(unsure(sheet, table, reasons))
    return settled, tuple(problems)


def _by_period(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows, rules: RowRules
) -> tuple[tuple[CostRow, ...], tuple[Problem, ...]]:
    """The rows of a table with a column of amounts for each period: one for each line and period.

    A column that sums up others ("Totalt") gives rows of kind ``total``.
    """
    groups, reasons = groups_of(sheet, table, rows, (AMOUNT,))
    filled = fill_spans({row: rows[row] for row in table.rows})
    forms = date_forms(table, filled)
    line = tuple(each for each in table.columns.used if each.field != AMOUNT)
    found: list[CostRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    for row in table.rows:
        taken = False
        for group in groups:
            columns = replace(table.columns, used=(*line, *group.columns))
            part = replace(table, columns=columns)
            reader = RowReader(sheet, collection, part, row, filled[row], forms)
            if not reader.filled((AMOUNT,)):
                continue
            taken = True
            kind = kind_of(reader, filled[row], rules)
            if kind is None or is_nothing(reader.cell(AMOUNT)):
                continue
            made = _cost_row(reader, kind, group)
            row_id = f"costs:{sheet.sheet_id}!R{row}C{group.columns[0].column}"
            found.append(replace(made, row_id=row_id))
            problems.extend(reader.problems)
        if not taken and len(rows[row]) > 1:
            dropped.append(row)
    amounts = [each.column for group in groups for each in group.columns]
    lines, told = closed(_settled(found), amounts, filled, LEAST_SUMMED)
    reasons.extend(told)
    sums = _sums(found, groups, sheet)
    settled = tuple(
        replace(each, row_kind=TOTAL) if each.row_id in sums else each for each in lines
    )
    ordinary = [each for each in settled if each.row_kind == ROW]
    bad = sum(each.amount_sek is None for each in ordinary)
    problems.extend(unsure_values(sheet, table, len(ordinary), bad, "amount_sek"))
    problems.extend(left_out(sheet, table, dropped, "have no amount"))
    problems.extend(unsure(sheet, table, reasons))
    return settled, tuple(problems)


def _sums(found: Sequence[CostRow], groups: Sequence[Group], sheet: Sheet) -> frozenset[str]:
    """The ids of rows that stand in columns of sums over other columns."""
    columns = {group.columns[0].column for group in groups if group.is_sum}
    return frozenset(
        row_id
        for each in found
        for column in columns
        if each.row_id == (row_id := f"costs:{sheet.sheet_id}!R{each.row}C{column}")
    )


def _settled(found: list[CostRow]) -> tuple[CostRow, ...]:
    ordinary = [each for each in found if each.row_kind == ROW]
    names = frozenset(
        fold(name)
        for each in ordinary
        for name in (each.supplier, each.scope, each.category)
        if name
    )
    last = last_settled([(each.row, each.row_kind) for each in found])
    return tuple(
        replace(each, row_kind=settled_kind(each.row_kind, each.row, last, each.supplier, names))
        for each in found
    )


def _cost_row(reader: RowReader, kind: RowKind, group: Group | None = None) -> CostRow:
    """One amount; ``group`` has its period, where headings or the title tell it."""
    ordinary = kind.is_ordinary
    said, figure = _said_before(reader.raw("amount"))
    amount = reader.quantity("amount", "amount_sek", text=figure)
    as_of = reader.date("as_of") if ordinary else None
    start = reader.date("period_start") if ordinary else None
    end = reader.date("period_end") if ordinary else None
    if as_of is None and start is not None and not reader.has_column("as_of"):
        as_of = start
    period = group.period if group is not None else None
    day: dt.date | None = as_of.value if as_of else None
    precision: str = as_of.precision if as_of else ""
    if day is None and period is not None and period.start is not None:
        day, precision = period.start, _precision(period)
    begin, last = start.value if start else None, _last_day(end)
    if period is not None and begin is None and last is None:
        begin, last = period.start, period.end
    note = reader.text("note")
    published = reader.text("amount_as_published")
    if not published and reader.cell("amount"):
        published = reader.raw("amount")
    cost_id = reader.text("cost_id", key=True) if ordinary else ""
    scope, supplier = reader.text("scope"), reader.text("supplier")
    if not ordinary and not kind.unlabelled:
        scope, supplier = kind.label, "" if fold(kind.of) in _OF_ALL else kind.of
    if ordinary and amount is None and not reader.filled(("amount",)):
        reader.doubt("amount_sek", Doubt.MISSING, "amount")
    if ordinary and day is None and not reader.filled(("as_of", "period_start")):
        reader.doubt("as_of", Doubt.MISSING, "as_of")
    if kind.unlabelled:
        reader.doubt("row_kind", Doubt.MISSING, "amount")
    category = reader.worded("category", "category") if ordinary else ""
    is_estimate = _flag(reader) if ordinary else None
    qualifier = _qualifier(reader, note) or said
    source_id = reader.source_ids("source_id")
    return CostRow(
        **provenance_fields(reader.provenance()),
        cost_id=cost_id,
        as_of=day,
        as_of_precision=precision,
        period_start=begin,
        period_end=last,
        category=category,
        amount_sek=amount,
        amount_as_published=published,
        scope=scope,
        supplier=supplier,
        supplier_id="",
        is_estimate=is_estimate,
        qualifier=qualifier,
        source_id=source_id,
        note=note,
        row_kind=kind.kind,
        series="",
    )


def _precision(period: Period) -> str:
    """How exactly a period tells a date; ``""`` where no word of the clean table does."""
    months = period.last - period.first + 1
    if period.first_year != period.last_year:
        return ""
    return {1: "month", 3: "quarter", 12: "year"}.get(months, "")


def _last_day(end: PartialDate | None) -> dt.date | None:
    return end.last if end else None


def _flag(reader: RowReader) -> bool | None:
    meaning = reader.coded("is_estimate", "flag")
    return None if meaning is None else meaning == "true"


def _said_before(text: str) -> tuple[str, str]:
    """What a word before an amount makes of it, and the amount: ``cirka``, ``70`` of ``ca 70``."""
    match = _SAID_BEFORE.match(text)
    word = " ".join(match["word"].casefold().split()).rstrip(".:") if match else ""
    meaning = word if word in QUALIFIERS else _WORDS.get(word, "")
    return (meaning, match["figure"]) if match and meaning else ("", "")


def _qualifier(reader: RowReader, note: str) -> str:
    """The qualifier, from its own column or from the beginning of the note."""
    for text in (reader.raw("qualifier"), note):
        word = text.casefold().strip("[]() ")
        match = _QUALIFIER.match(text)
        if word in QUALIFIERS or match:
            return match[1] if match else word
    return _WORDS.get(reader.raw("qualifier").casefold().strip("[]() "), "")
