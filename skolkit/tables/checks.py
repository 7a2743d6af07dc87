"""The clean tables to checks: printed figures beside what their parts give. Nothing is corrected.

Tolerances. A sum of kronor may be half a krona off, since invoices are rounded to whole kronor
(öresavrundning). A rate is printed to whole öre, so that hours times rate may be off by half an öre
more for each hour. Hours must add up exactly. Amounts printed in thousands or millions have each
been rounded: a difference that this can explain is ``open``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from skolkit.model import Collection
from skolkit.problems import Problem
from skolkit.tables.budget_checks import across_periods, deviations, line_kinds
from skolkit.tables.check_rows import (
    Checked,
    Conclusion,
    Prints,
    check_row,
    grouped,
    judged,
    state,
    undecided,
)
from skolkit.tables.covers import DIFFERS, OPEN, Figure, covered
from skolkit.tables.rows import HIDDEN, BudgetRow, CheckRow, CostRow, InvoiceRow, Tables
from skolkit.tables.sheet_checks import sheet_checks
from skolkit.tables.text import is_within

ROUNDING = Decimal("0.50")  # kronor
HALF_ORE = Decimal("0.005")
VAT_RATES = (Decimal("0.25"), Decimal("0.12"), Decimal("0.06"), Decimal(0))
HIGHEST_VAT = VAT_RATES[0]
TOLD_EACH = 20  # differences of one rule and document that are told one by one

_SUMMED = {
    "costs": ("amount_sek",),
    "invoices": ("hours", "net_sek", "vat_sek", "gross_sek"),
    "budgets": ("budget_sek", "outcome_sek", "forecast_sek", "deviation_sek"),
}


def check_tables(
    collection: Collection, tables: Tables
) -> tuple[tuple[CheckRow, ...], tuple[Problem, ...]]:
    """Check printed sums, products and VAT against their parts.

    Checked are the labelled sums of costs, invoices and budgets and those of sheets that are none
    of these, hours times rate, net plus VAT, the rate of VAT, and the deviations of budgets. A row
    that is in doubt counts as its value says; one without a value leaves the check open.

    Args:
        collection: names the checks of sheets that gave no rows.
        tables: the clean tables of a collection, with their typed sheets.

    Returns:
        One row for each check; and W_TOTAL_MISMATCH for each difference, both numbers in its
        detail. Past 20 of a rule and document the others are counted.
    """
    prints = Prints(tables.sheets)
    kinds = line_kinds((*tables.budgets, *tables.costs))
    found: list[CheckRow] = []
    lists: tuple[tuple[str, Sequence[Checked]], ...] = (
        ("costs", tables.costs),
        ("invoices", tables.invoices),
        ("budgets", tables.budgets),
    )
    for name, lines in lists:
        for own in grouped(lines, _table_key):
            found.extend(_sums(prints, name, own, kinds))
    for invoice in tables.invoices:
        found.extend(_invoice(invoice))
    for rows in grouped(tables.budgets, lambda row: row.sheet_id):
        found.extend(across_periods(prints, "budgets", rows, kinds))
        found.extend(deviations(prints, rows))
    for costs in grouped(tables.costs, lambda row: row.sheet_id):
        found.extend(across_periods(prints, "costs", costs, kinds))
    summed = {row.sheet_id for _, lines in lists for row in lines}
    for sheet in tables.sheets:
        if sheet.sheet_id not in summed:
            found.extend(sheet_checks(sheet, collection))
    return tuple(found), tuple(_told(tables, found))


def _table_key(row: Checked) -> tuple[Any, ...]:
    """What rows of one table share: sheet, place from left to right, and a budget's period."""
    beside = row.row_id.rpartition(f"R{row.row}")[2]
    if isinstance(row, BudgetRow):
        return row.sheet_id, beside, row.period_start, row.period_end
    return row.sheet_id, beside


def _label(row: Checked) -> str:
    return row.scope if isinstance(row, CostRow) else row.description


def _sums(
    prints: Prints, table: str, rows: Sequence[Checked], kinds: dict[str, str]
) -> Iterable[CheckRow]:
    """The labelled sums of one table."""
    for column in _SUMMED[table]:
        figures = [
            Figure(
                kinds.get(row.row_id, row.row_kind),
                *state(row, column),
                hidden=HIDDEN in row.doubts,
                apart=is_within(_label(row)),
            )
            for row in rows
        ]
        allowed = Decimal(0) if column == "hours" else ROUNDING
        for each in covered(figures, allowed):
            row, figure = rows[each.at], figures[each.at]
            if figure.value is None and not figure.unread:
                continue  # nothing is printed there
            verdict = each.verdict
            step = prints.step(row, figure.value)
            if verdict == DIFFERS and figure.value is not None:
                rounded = step * (len(each.parts) + 1) / 2
                verdict = OPEN if abs(figure.value - each.known) <= rounded else DIFFERS
            told = Conclusion(figure.value, each.known, verdict, len(each.parts), each.unknown)
            yield check_row(figure.kind, table, row, column, told)


def _invoice(row: InvoiceRow) -> Iterable[CheckRow]:
    """Hours times rate, net plus VAT and the rate of VAT on one line, printed sums too."""
    net, vat, gross = row.net_sek, row.vat_sek, row.gross_sek
    if row.hours is not None and row.rate_sek is not None and net is not None:
        allowed = ROUNDING + abs(row.hours) * HALF_ORE
        found = judged(net, row.hours * row.rate_sek, allowed, 2)
        yield check_row("hours-rate", "invoices", row, "net_sek", found)
    if net is not None and vat is not None and gross is not None:
        found = judged(gross, net + vat, ROUNDING, 2)
        yield check_row("net-vat", "invoices", row, "gross_sek", found)
    if net and vat is not None:
        yield check_row("vat-rate", "invoices", row, "vat_sek", _vat(net, vat))


def _vat(net: Decimal, vat: Decimal) -> Conclusion:
    """VAT beside the nearest of the Swedish rates (25, 12, 6 and 0 %; mervärdesskattelagen 9 kap.).

    Between 0 and 25 % it may be of several rates, and nothing is said.
    """
    nearest = min((net * rate for rate in VAT_RATES), key=lambda due: abs(vat - due))
    found = judged(vat, nearest, ROUNDING, 1)
    mixed = Decimal(0) <= vat / net <= HIGHEST_VAT
    return undecided(vat, nearest, 1) if found.verdict == DIFFERS and mixed else found


def _told(tables: Tables, found: Sequence[CheckRow]) -> Iterable[Problem]:
    """Tell of each difference with both numbers."""
    names = {sheet.sheet_id: sheet.name for sheet in tables.sheets}
    rows: tuple[Checked, ...] = (*tables.costs, *tables.invoices, *tables.budgets)
    places = {row.row_id: (row.sheet_id, f"row {row.row}") for row in rows}
    differing = [each for each in found if each.verdict == DIFFERS]
    for group in grouped(differing, lambda each: (each.document, each.rule)):
        for each in group[:TOLD_EACH]:
            sheet_id, place = places.get(each.row_id) or _place(each)
            detail = (
                f"{each.rule}, {each.column}: {_plain(each.printed)} is printed and its"
                f" {each.parts} parts give {_plain(each.computed)}"
            )
            name = names.get(sheet_id, "")
            yield Problem("W_TOTAL_MISMATCH", each.document, each.page, name, place, detail)
        if len(group) > TOLD_EACH:
            detail = f"{group[0].rule}: {len(group) - TOLD_EACH} more; see checks.csv"
            yield Problem("W_TOTAL_MISMATCH", group[0].document, detail=detail)


def _place(check: CheckRow) -> tuple[str, str]:
    """Sheet and address of a figure on a sheet that is no table; its id is that of its cell."""
    sheet_id, _, place = check.cell_ids[0].partition("!")
    return sheet_id, f"{check.column}{place.partition('C')[0].lstrip('R')}"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f")
