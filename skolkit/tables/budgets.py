"""Budgets and follow-ups to budget rows: one for each line and period that the headings name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from skolkit.model import Cell, Collection, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.extract import (
    RowReader,
    date_forms,
    fill_spans,
    left_out,
    unsure,
    unsure_values,
)
from skolkit.tables.matches import BARE_PERIOD
from skolkit.tables.period_groups import Group, groups_of, is_nothing
from skolkit.tables.period_kinds import year_told
from skolkit.tables.periods import Period, read_period
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import ROW, TOTAL, BudgetRow, provenance_fields
from skolkit.tables.sums import RowKind, label_in, last_settled, settled_kind, unlabelled_sums
from skolkit.tables.text import fold

MEASURES = ("budget", "outcome", "forecast", "deviation")
_LINE = ("account", "cost_centre", "project", "description")


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
    groups, reasons = groups_of(sheet, table, rows, (*MEASURES, BARE_PERIOD))
    filled = fill_spans({row: rows[row] for row in table.rows})
    forms = date_forms(table, filled)
    line = tuple(m for m in table.columns.used if m.field not in (*MEASURES, BARE_PERIOD))
    kinds = _kinds(sheet, collection, table, filled)
    amounts = [each.column for group in groups for each in group.columns]
    ordinary_rows = {row: kind.is_ordinary for row, kind in kinds.items()}
    for each in unlabelled_sums(amounts, filled, ordinary_rows):
        reasons.append(each.reason)
        if each.closes:
            kinds[each.row] = RowKind(TOTAL)
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
            reader = RowReader(sheet, collection, part, row, filled[row], forms)
            if not reader.filled(group.fields):
                continue
            taken = True
            if all(is_nothing(reader.cell(name)) for name in group.fields):
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
    problems.extend(unsure(sheet, table, reasons))
    return tuple(found), tuple(problems)


def _has_figures(cells: Mapping[int, Cell]) -> bool:
    return sum(isinstance(cell.value, Decimal) for cell in cells.values()) > 1


def _year_of(reader: RowReader, sheet: Sheet, rows: Rows, table: Table) -> Period | None:
    """The period that a line's own column names, else the year told around the table."""
    year = year_told(sheet, rows, table.first_heading)
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


def _budget_row(
    reader: RowReader, kind: RowKind, group: Group, measure: str, usual: Period | None
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
