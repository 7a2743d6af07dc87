"""Invoice lines -> sums by year, quarter or month, and by account, project or supplier.

A period without a row is a gap: nobody knows whether nothing was billed or a page is missing. It is
listed and never written as 0. Rows that cannot be placed are summed apart, so that the parts always
give the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from skolkit.analysis.bounds import KnownSum, net_sum
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice
from skolkit.analysis.spans import Span, period_of, periods_between
from skolkit.analysis.suppliers import by_frequency, printed_names, supplier_key

Group = Literal["category", "account", "cost_centre", "project", "supplier"]
GROUPS: tuple[Group, ...] = ("category", "account", "cost_centre", "project", "supplier")


@dataclass(frozen=True, slots=True)
class PeriodSum:
    """What was billed in one period."""

    period: str  # 2019, 2019-Q3 or 2019-08
    sum: KnownSum


@dataclass(frozen=True, slots=True)
class Trend:
    """Sums by period, oldest first, without the periods that have no row."""

    span: Span
    periods: tuple[PeriodSum, ...]
    gaps: tuple[str, ...]  # periods between the first and the last without any row
    unplaced: KnownSum  # rows whose date is unknown or not known so exactly

    def points(self) -> tuple[tuple[str, KnownSum | None], ...]:
        """All periods from the first to the last; ``None`` for a gap, so that a line breaks."""
        known = {each.period: each.sum for each in self.periods}
        return tuple((period, known.get(period)) for period in sorted([*known, *self.gaps]))


@dataclass(frozen=True, slots=True)
class GroupSum:
    """What was billed under one account, project or supplier."""

    key: str  # the account, or the id of the supplier; empty where the rows name none
    names: tuple[str, ...]  # as printed, the most frequent first
    sum: KnownSum


@dataclass(frozen=True, slots=True)
class GroupTrend:
    """Sums by period of one account, project or supplier."""

    key: str
    names: tuple[str, ...]
    trend: Trend


def trend(rows: Iterable[Invoice], span: Span, *, lost: Sequence[Missing] = ()) -> Trend:
    """Sum net amounts by year, quarter or month of the invoice date.

    The date is the printed one: an invoice of January may bill work of December.

    Args:
        rows: Invoice lines of one or several documents.
        span: Length of a period.
        lost: Missing pages; which period they belong to is not known, so that they leave the
            bounds of every period open.
    """
    groups: dict[str, list[Invoice]] = {}
    for row in rows:
        groups.setdefault(period_of(row.date, span), []).append(row)
    unplaced = net_sum(groups.pop("", ()), lost=lost)
    made = tuple(
        PeriodSum(period, net_sum(own, lost=lost))
        for period, own in sorted(groups.items())
        if any(_counts(row) for row in own)
    )
    inside = periods_between(made[0].period, made[-1].period, span) if made else ()
    present = {each.period for each in made}
    return Trend(span, made, tuple(each for each in inside if each not in present), unplaced)


def grouped(
    rows: Iterable[Invoice], by: Group, *, lost: Sequence[Missing] = ()
) -> tuple[GroupSum, ...]:
    """Sum net amounts by category, account, cost centre, project (module) or supplier.

    Suppliers are told apart by ``supplier_id``; where nobody gave one, by the printed name. All
    printed names are kept.

    Returns:
        The groups, largest first; rows that name none are one group with an empty key.
    """
    return tuple(
        sorted(
            (
                GroupSum(key, _names(own, by), net_sum(own, lost=lost))
                for key, own in split(rows, by).items()
                if any(_counts(row) for row in own)
            ),
            key=lambda each: (-each.sum.amount, each.key),
        )
    )


def grouped_trends(
    rows: Iterable[Invoice], by: Group, span: Span, *, lost: Sequence[Missing] = ()
) -> tuple[GroupTrend, ...]:
    """The trend of each group, in the order of ``grouped``."""
    rows = tuple(rows)
    parts = split(rows, by)
    return tuple(
        GroupTrend(group.key, group.names, trend(parts[group.key], span, lost=lost))
        for group in grouped(rows, by, lost=lost)
    )


def split(rows: Iterable[Invoice], by: Group) -> dict[str, list[Invoice]]:
    """The rows of each group by its key, in the order in which the keys are met."""
    parts: dict[str, list[Invoice]] = {}
    for row in rows:
        parts.setdefault(_KEYS[by](row), []).append(row)
    return parts


_KEYS: dict[Group, Callable[[Invoice], str]] = {
    "category": lambda row: row.category,
    "account": lambda row: row.account,
    "cost_centre": lambda row: row.cost_centre,
    "project": lambda row: row.project,
    "supplier": supplier_key,
}


def _names(rows: Iterable[Invoice], by: Group) -> tuple[str, ...]:
    return printed_names(rows) if by == "supplier" else by_frequency(map(_KEYS[by], rows))


def _counts(row: Invoice) -> bool:
    return row.row_kind == "row" and not row.place.duplicate_of
