"""Rows by period to checks: sums over periods, and deviations under the sign the sheet uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from skolkit.tables.check_rows import (
    Conclusion,
    Prints,
    check_row,
    grouped,
    judged,
    state,
    undecided,
)
from skolkit.tables.covers import AGREES, DIFFERS, OPEN
from skolkit.tables.rows import ROW, SUBTOTAL, TOTAL, BudgetRow, CheckRow, CostRow

ROUNDING = Decimal("0.50")  # kronor
ByPeriod = BudgetRow | CostRow
_SUMMED = {
    "budgets": ("budget_sek", "outcome_sek", "forecast_sek"),
    "costs": ("amount_sek",),
}
MOSTLY = 0.5  # more than this share of the lines must agree on a sign
# How a deviation may be reckoned. Swedish authorities use both signs, and some reckon from the
# forecast.
_RECKONINGS: tuple[tuple[str, str, str], ...] = (
    ("budget - outcome", "budget_sek", "outcome_sek"),
    ("outcome - budget", "outcome_sek", "budget_sek"),
    ("budget - forecast", "budget_sek", "forecast_sek"),
    ("forecast - budget", "forecast_sek", "budget_sek"),
)


def line_kinds(rows: Sequence[ByPeriod]) -> dict[str, str]:
    """What each row is as a line of its own column, by row id.

    A sum over periods is of kind ``total`` in the table; down its column it is what its line is.
    """
    kinds: dict[str, str] = {}
    for line in grouped(rows, lambda row: (row.sheet_id, row.row)):
        held = {row.row_kind for row in line}
        kind = next((kind for kind in (ROW, SUBTOTAL) if kind in held), TOTAL)
        kinds.update({row.row_id: kind for row in line})
    return kinds


def _period(row: ByPeriod) -> tuple[object, object]:
    return row.period_start, row.period_end


def across_periods(
    prints: Prints, table: str, rows: Sequence[ByPeriod], kinds: Mapping[str, str]
) -> Iterable[CheckRow]:
    """Check sums over periods (``Helår``, ``Totalt``) against the periods beside them.

    Only where these fill the whole period: four quarters, not half a year beside a year.
    """
    sums = {_period(row) for row in rows if row.row_kind != kinds[row.row_id]}
    for line in grouped(rows, lambda row: row.row):
        for row in line:
            if _period(row) not in sums or row.period_start is None or row.period_end is None:
                continue
            parts = [each for each in line if _period(each) not in sums and _inside(each, row)]
            days = sum(_days(each) for each in parts)
            if len(parts) < 2 or days != _days(row):
                continue
            for column in _SUMMED[table]:
                found = _summed(prints, row, parts, column)
                if found is not None:
                    yield check_row("periods", table, row, column, found)


def _inside(part: ByPeriod, whole: ByPeriod) -> bool:
    if None in (part.period_start, part.period_end, whole.period_start, whole.period_end):
        return False
    return bool(
        whole.period_start <= part.period_start  # type: ignore[operator]
        and part.period_end <= whole.period_end  # type: ignore[operator]
    )


def _days(row: ByPeriod) -> int:
    if row.period_start is None or row.period_end is None:
        return 0
    return (row.period_end - row.period_start).days + 1


def _summed(
    prints: Prints, row: ByPeriod, parts: Sequence[ByPeriod], column: str
) -> Conclusion | None:
    printed, unread, _ = state(row, column)
    states = [state(each, column) for each in parts]
    known = [value for value, _, _ in states if value is not None]
    unknown = sum(lost or missing for _, lost, missing in states)
    if not known or (printed is None and not unread):
        return None
    total = sum(known, Decimal(0))
    if printed is None or unknown:
        return Conclusion(printed, total, OPEN, len(known) + unknown, unknown)
    found = judged(printed, total, ROUNDING, len(known))
    rounded = prints.step(row, printed) * (len(known) + 1) / 2
    if found.verdict == DIFFERS and abs(printed - total) <= rounded:
        return undecided(printed, total, len(known))
    return found


def deviations(prints: Prints, rows: Sequence[BudgetRow]) -> Iterable[CheckRow]:
    """Check the printed deviations of a sheet.

    The sign is the one under which more than half of its lines agree; the rule of the check says
    which. Without such a one nothing is decided.
    """
    reckoned = [row for row in rows if row.deviation_sek is not None]
    best: tuple[int, str, list[tuple[BudgetRow, Conclusion]]] = (0, "", [])
    for name, first, second in _RECKONINGS:
        found = [
            (row, made)
            for row in reckoned
            if (made := _deviation(prints, row, first, second)) is not None
        ]
        # A deviation of 0 agrees under both signs and speaks for neither.
        telling = [made for _, made in found if made.printed or made.computed]
        agreeing = sum(made.verdict == AGREES for made in telling)
        if found and (not best[2] or agreeing > best[0]):
            settled = agreeing > MOSTLY * len(telling) or not telling
            best = (agreeing, name if settled else "", found)
    for row, made in best[2]:
        if best[1]:
            yield check_row(f"deviation: {best[1]}", "budgets", row, "deviation_sek", made)
        elif made.printed is not None:
            open_one = undecided(made.printed, made.computed, made.parts)
            yield check_row("deviation", "budgets", row, "deviation_sek", open_one)


def _deviation(prints: Prints, row: BudgetRow, first: str, second: str) -> Conclusion | None:
    one: Decimal | None = getattr(row, first)
    other: Decimal | None = getattr(row, second)
    if one is None or other is None or row.deviation_sek is None:
        return None
    # Three figures, each rounded by half a step at most; whole steps apart, so by one.
    allowed = max(ROUNDING, *(prints.step(row, each) for each in (one, other, row.deviation_sek)))
    return judged(row.deviation_sek, one - other, allowed, 2)
