"""Columns of amounts to groups of one period each, and the year that is told around a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skolkit.model import Cell, Sheet, column_letters
from skolkit.tables.matches import ColumnMatch
from skolkit.tables.period_kinds import year_told
from skolkit.tables.periods import Period, union
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.text import is_missing_mark


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of amounts of one period."""

    period: Period | None
    columns: tuple[ColumnMatch, ...]
    is_sum: bool  # its amounts are sums over the other groups' periods

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its columns."""
        return tuple(each.field for each in self.columns)


def is_nothing(cell: Cell | None) -> bool:
    """Whether there is no amount, and that is known: a dash says as much as an empty cell."""
    return cell is None or (cell.doubt is None and is_missing_mark(cell.raw))


def groups_of(
    sheet: Sheet, table: Table, rows: Rows, fields: Sequence[str]
) -> tuple[list[Group], list[str]]:
    """The columns of amounts by the period they are of, and what is unsure.

    Args:
        sheet: its name, or that of its document, may tell the year.
        table: with the periods of its headings.
        rows: the sheet's cells.
        fields: the fields of the amounts.

    Returns:
        The groups left to right.
    """
    amounts = [m for m in table.columns.used if m.field in fields]
    amounts.sort(key=lambda each: each.column)
    year = year_told(sheet, rows, table.first_heading) or _only_year(amounts)
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
    groups = [Group(period, tuple(columns), sums) for (period, sums), columns in grouped.items()]
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
        whole = (period.first, period.last) == (1, 12) and period.first_year > 0
        if match.field != "deviation" and not whole:
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
