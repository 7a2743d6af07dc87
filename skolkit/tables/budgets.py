"""Budgets and follow-ups to budget rows: one for each line and period that the headings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from skolkit.model import Cell, Collection, Doubt, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.extract import RowReader, fill_spans, left_out, six_digit_columns, unsure_values
from skolkit.tables.matches import BARE_PERIOD, ColumnMatch
from skolkit.tables.periods import Period, read_period, union, year_in
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import ROW, TOTAL, BudgetRow, provenance_fields
from skolkit.tables.sums import RowKind, label_in, last_settled, settled_kind
from skolkit.tables.text import fold, is_missing_mark

LEAST_SUMMED = 2  # rows above one that may be their sum
MEASURES = ("budget", "outcome", "forecast", "deviation")
_LINE = ("account", "cost_centre", "project", "description")


@dataclass(frozen=True, slots=True)
class _Group:
    """The columns of amounts of one period."""

    period: Period | None
    columns: tuple[ColumnMatch, ...]
    is_sum: bool  # its amounts are sums over the other groups' periods

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(each.field for each in self.columns)


def budget_rows(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows
) -> tuple[tuple[BudgetRow, ...], tuple[Problem, ...]]:
    """Read the lines of a budget or follow-up.

    Args:
        sheet: the typed sheet.
        collection: names the rows' collection and its decimal mark.
        table: where the table stands on the sheet, with the periods of its headings.
        rows: the sheet's cells by row and column (``rows_of``).

    Returns:
        The rows top to bottom and period by period, and the problems met on the way. A line of no
        figures is a heading of those below and gives no row. A column that sums up other columns
        ("Helår", "Totalt") gives rows of kind ``total``.
    """
    groups, reasons = _groups(sheet, table, rows)
    filled = fill_spans({row: rows[row] for row in table.rows})
    six_digit = six_digit_columns(table, filled)
    line = tuple(m for m in table.columns.used if m.field not in (*MEASURES, BARE_PERIOD))
    kinds = _kinds(sheet, collection, table, filled)
    reasons.extend(_unlabelled_sums(table, filled, kinds))
    found: list[BudgetRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    for row in table.rows:
        kind = kinds.get(row)
        if kind is None:
            continue
        taken = False
        for group in groups:
            columns = replace(table.columns, used=(*line, *group.columns))
            part = replace(table, columns=columns)
            reader = RowReader(sheet, collection, part, row, filled[row], six_digit)
            if not reader.filled(group.fields):
                continue
            taken = True
            if all(_is_nothing(reader.cell(name)) for name in group.fields):
                continue
            made = _budget_row(
                reader, kind, group, table.measure, _year_of(reader, sheet, rows, table)
            )
            if len(groups) > 1:
                row_id = f"budgets:{sheet.sheet_id}!R{row}C{group.columns[0].column}"
                made = replace(made, row_id=row_id)
            found.append(made)
            problems.extend(reader.problems)
        if not taken and rows[row] and len(rows[row]) > 1 and _has_figures(rows[row]):
            dropped.append(row)
    ordinary = [each for each in found if each.row_kind == ROW]
    bad = sum(all(getattr(each, f"{name}_sek") is None for name in MEASURES) for each in ordinary)
    problems.extend(unsure_values(sheet, table, len(ordinary), bad, "amount"))
    problems.extend(left_out(sheet, table, dropped, "have figures and no amount of the budget"))
    page = sheet.pages[0] if sheet.pages else None
    problems.extend(
        Problem("W_UNSURE_TABLE", sheet.document_name, page, sheet.name, detail=f"budgets: {why}")
        for why in reasons
    )
    return tuple(found), tuple(problems)


def _is_nothing(cell: Cell | None) -> bool:
    """Whether there is no amount, and that is known: a dash says as much as an empty cell."""
    return cell is None or (cell.doubt is None and is_missing_mark(cell.raw))


def _has_figures(cells: Mapping[int, Cell]) -> bool:
    return sum(isinstance(cell.value, Decimal) for cell in cells.values()) > 1


def _groups(sheet: Sheet, table: Table, rows: Rows) -> tuple[list[_Group], list[str]]:
    """The columns of amounts by the period they are of, left to right, and what is unsure."""
    amounts = [m for m in table.columns.used if m.field in (*MEASURES, BARE_PERIOD)]
    amounts.sort(key=lambda each: each.column)
    year = _year(sheet, table, rows) or _only_year(amounts)
    reasons: list[str] = []
    periods: dict[int, Period | None] = {}
    for each in amounts:
        period = each.period
        if period is not None and not period.is_dated and year is not None:
            period = period.in_year(year)
        periods[each.column] = period
    dated = {period for period in periods.values() if period is not None}
    for each in amounts:
        if each.period is None and not each.is_sum and dated:
            periods[each.column] = _lent(each, amounts, periods, year, reasons)
    parts = [p for p in dated if p.is_dated]
    for each in amounts:
        if each.is_sum and parts:
            periods[each.column] = union(parts)
    if year is None and any(p is not None and not p.is_dated for p in periods.values()):
        reasons.append("nothing says of which year the amounts are")
    grouped: dict[tuple[Period | None, bool], list[ColumnMatch]] = {}
    for each in amounts:
        own = periods[each.column]
        parts_within = _parts(each, own, amounts, periods)
        sums = each.is_sum or len(parts_within) > 1
        if len(parts_within) == 1 and own is not None:
            reasons.append(
                f"{each.field} is told of {own.label} and of a part of it, which must not be added"
            )
        grouped.setdefault((own, sums), []).append(each)
    groups = [_Group(period, tuple(columns), sums) for (period, sums), columns in grouped.items()]
    return groups, reasons


def _parts(
    match: ColumnMatch,
    own: Period | None,
    amounts: Sequence[ColumnMatch],
    periods: Mapping[int, Period | None],
) -> set[Period]:
    """The periods within a column's own of which the same is told in other columns."""
    if own is None:
        return set()
    same = (periods[each.column] for each in amounts if each.field == match.field)
    return {period for period in same if period is not None and own.holds(period)}


def _lent(
    match: ColumnMatch,
    amounts: Sequence[ColumnMatch],
    periods: Mapping[int, Period | None],
    year: int | None,
    reasons: list[str],
) -> Period | None:
    """The period of a column whose heading names none, beside columns whose headings do."""
    left = [each for each in amounts if each.column < match.column and each.period is not None]
    told = {period for period in periods.values() if period is not None}
    letters = column_letters(match.column)
    if len(told) == 1:
        period = next(iter(told))
        if match.field != "deviation" and (period.first, period.last) != (1, 12):
            reasons.append(f"column {letters} names no period; that of the others was taken")
        return period
    if match.field == "deviation" and left:
        reasons.append(f"column {letters} was taken for the period of the column before it")
        return periods[left[-1].column]
    if year is not None:
        reasons.append(f"column {letters} names no period; the year of the title was taken")
        return Period(year, year)
    reasons.append(f"column {letters} names no period")
    return None


def _only_year(amounts: Sequence[ColumnMatch]) -> int | None:
    """The year that all headings with a year name, for those beside them that name months only."""
    years = {
        year
        for each in amounts
        if each.period is not None and each.period.is_dated
        for year in (each.period.first_year, each.period.last_year)
        if year
    }
    return years.pop() if len(years) == 1 else None


def _year(sheet: Sheet, table: Table, rows: Rows) -> int | None:
    """The year that the title, the sheet's name or the document's name tells."""
    above = (row for row in rows if row < table.first_heading)
    title = " ".join(cell.raw for row in above for cell in rows[row].values())
    years = (year_in(text) for text in (title, sheet.name, sheet.document_name))
    return next((year for year in years if year is not None), None)


def _year_of(reader: RowReader, sheet: Sheet, rows: Rows, table: Table) -> Period | None:
    """The period that a line's own column names, else the year told around the table."""
    year = _year(sheet, table, rows)
    text = reader.raw("year")
    if text:
        period, rest = read_period(text)
        if period is not None and not rest:
            return period if period.is_dated or year is None else period.in_year(year)
        day = reader.date("year", "period_start")
        if day is not None:
            return Period(day.value.year, day.last.year, day.value.month, day.last.month)
        return None
    return None if year is None else Period(year, year)


def _kinds(sheet: Sheet, collection: Collection, table: Table, filled: Rows) -> dict[int, RowKind]:
    """What each row is; rows without any amount are left out."""
    amounts = {m.column for m in table.columns.used if m.field in (*MEASURES, BARE_PERIOD)}
    own = {m.column for m in table.columns.used if m.field in _LINE}
    kinds: dict[int, RowKind] = {}
    names: set[str] = set()
    for row in table.rows:
        reader = RowReader(sheet, collection, table, row, filled[row])
        if not amounts.intersection(filled[row]):
            continue
        cells = {column: cell for column, cell in filled[row].items() if column in own}
        kind = label_in(table.profile.totals, row, cells)
        if kind is None:
            kind = RowKind(ROW) if reader.filled(_LINE) else RowKind("", unlabelled=True)
        if kind.is_ordinary:
            names.add(fold(reader.raw("description")))
        kinds[row] = kind
    last = last_settled([(row, kind.kind) for row, kind in kinds.items()])
    return {
        row: replace(
            kind, kind=settled_kind(kind.kind, row, last, kind.of, frozenset(names - {""}))
        )
        for row, kind in kinds.items()
    }


def _unlabelled_sums(table: Table, filled: Rows, kinds: Mapping[int, RowKind]) -> Iterable[str]:
    """Tell of ordinary rows whose every amount is the sum of the ordinary rows before it.

    Those since the last sum or all. Without a label nothing else tells a sum ("Verksamhetens
    kostnader"), and it would count twice.
    """
    columns = [m.column for m in table.columns.used if m.field in (*MEASURES, BARE_PERIOD)]
    before: list[dict[int, Decimal]] = []
    above: list[dict[int, Decimal]] = []
    for row in sorted(kinds):
        if not kinds[row].is_ordinary:
            before = []
            continue
        values = {column: filled[row][column].value for column in columns if column in filled[row]}
        own = {column: each for column, each in values.items() if isinstance(each, Decimal)}
        if any(own.values()) and any(_is_sum_of(own, each) for each in (before, above)):
            yield f"row {row} is the sum of those above it, and no label says so"
            before = []
        else:
            before.append(own)
            above.append(own)


def _is_sum_of(own: Mapping[int, Decimal], lines: Sequence[Mapping[int, Decimal]]) -> bool:
    sums = {
        column: sum((each.get(column, Decimal(0)) for each in lines), Decimal(0)) for column in own
    }
    return len(lines) >= LEAST_SUMMED and own == sums


def _budget_row(
    reader: RowReader, kind: RowKind, group: _Group, measure: str, usual: Period | None
) -> BudgetRow:
    amounts: dict[str, Decimal | None] = dict.fromkeys(MEASURES)
    for name in group.fields:
        target = measure if name == BARE_PERIOD else name
        amounts[target] = reader.quantity(name, f"{target}_sek")
    if kind.unlabelled:
        reader.doubt("row_kind", Doubt.MISSING, group.fields[0])
    period = group.period if group.period is not None else usual
    account, cost_centre = reader.text("account", key=True), reader.text("cost_centre", key=True)
    project, description = reader.text("project", key=True), reader.text("description")
    note = reader.text("note")
    if kind.label and not description:
        account, description = "" if account == kind.label else account, kind.label
    return BudgetRow(
        **provenance_fields(reader.provenance()),
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        description=description,
        account=account,
        cost_centre=cost_centre,
        project=project,
        budget_sek=amounts["budget"],
        outcome_sek=amounts["outcome"],
        forecast_sek=amounts["forecast"],
        deviation_sek=amounts["deviation"],
        amount_as_published=" | ".join(text for name in group.fields if (text := reader.raw(name))),
        note=note,
        row_kind=TOTAL if group.is_sum else kind.kind,
    )
