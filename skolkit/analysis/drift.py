"""Published totals, budgets and forecasts over the years -> how they drifted, claim by claim.

Each claim keeps its date, source and reservation. Differences are taken only between successive
claims of one series, and of one category unless the caller asks for more. The difference of two
claims is no surer than the claims: its reservation follows from theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from skolkit.analysis.published import path_of, rule_of
from skolkit.analysis.rows import Cost
from skolkit.analysis.spans import first_day, last_day
from skolkit.tables.series_decisions import Rule


class Kind(StrEnum):
    """How exactly an amount, or a difference of two, is known."""

    POINT = "point"
    ABOUT = "about"
    FLOOR = "floor"  # at least
    CEILING = "ceiling"  # at most
    OPEN = "open"  # nothing bounds it


_KINDS = {"exakt": Kind.POINT, "cirka": Kind.ABOUT, "golv": Kind.FLOOR, "tak": Kind.CEILING}
# Only in these series does a later claim speak of what an earlier one spoke of.
_FOLLOWS = frozenset({Rule.SUCCESSIVE, Rule.SAME, Rule.COUNTS})


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says, when, and how exactly; ``amount`` in kronor."""

    row_id: str
    cost_id: str
    when: str  # as precise as known
    source_id: str
    category: str
    amount: Decimal
    published: str
    kind: Kind
    is_estimate: bool | None
    path: str


@dataclass(frozen=True, slots=True)
class Step:
    """From one claim to the next: later minus earlier, in kronor."""

    earlier: Claim
    later: Claim
    difference: Decimal | None  # None if nothing bounds it
    kind: Kind  # floor: the difference is at least this
    soft: bool  # whether one of the claims is rounded, so that a bound is about
    order_known: bool  # False if both may be of the same day: sources that disagree, no drift
    row_ids: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Drift:
    """The claims of one series, oldest first, and the steps between them."""

    path: str
    category: str  # empty if claims of several categories are compared
    claims: tuple[Claim, ...]
    steps: tuple[Step, ...]
    without_amount: tuple[str, ...]  # rows of the series that have none
    why_no_steps: str  # empty if there are steps or a single claim

    @property
    def row_ids(self) -> tuple[str, ...]:
        """All rows that the drift rests on."""
        return tuple(claim.row_id for claim in self.claims)


def drifts(
    rows: Sequence[Cost],
    *,
    categories: Collection[str] = (),
    decided_only: bool = False,
    across_categories: bool = False,
) -> tuple[Drift, ...]:
    """Follow each series of published amounts over the years.

    Rows that repeat another one, printed sums, and rows that nobody has placed in a series are
    left out: no claim is compared with one that may speak of something else.

    Args:
        rows: Rows of the costs table.
        categories: For instance ``{"budget", "forecast"}``; all if empty.
        decided_only: Leave out what is not known to be decided, invoiced or precisely stated.
        across_categories: Compare budgets with forecasts and totals of the same series too.

    Returns:
        One drift by series and category, in the order of the paths.
    """
    groups: dict[tuple[str, str], list[Cost]] = {}
    for row in rows:
        if row.row_kind != "row" or row.duplicate_of or rule_of(row) is None:
            continue
        if categories and row.category not in categories:
            continue
        if decided_only and row.is_estimate is not False:
            continue
        key = path_of(row), "" if across_categories else row.category
        groups.setdefault(key, []).append(row)
    return tuple(_drift(path, category, own) for (path, category), own in sorted(groups.items()))


def claim_of(row: Cost) -> Claim | None:
    """A row as a claim; ``None`` if it has no amount."""
    if row.amount is None:
        return None
    return Claim(
        row_id=row.place.row_id,
        cost_id=row.cost_id,
        when=row.as_of,
        source_id=row.source_id,
        category=row.category,
        amount=row.amount,
        published=row.published,
        kind=_KINDS.get(row.qualifier, Kind.OPEN),
        is_estimate=row.is_estimate,
        path=path_of(row),
    )


def step(earlier: Claim, later: Claim) -> Step:
    """The difference of two claims of one series.

    Formula: later minus earlier. At least minus at most is at least, at most minus at least is at
    most; at least minus at least bounds nothing, nor does at most minus at most.

    Raises:
        ValueError: if the claims are of different series.
    """
    if earlier.path != later.path:
        raise ValueError("claims of different series are not compared")
    kind = _difference(earlier.kind, later.kind)
    return Step(
        earlier=earlier,
        later=later,
        difference=None if kind is Kind.OPEN else later.amount - earlier.amount,
        kind=kind,
        soft=Kind.ABOUT in {earlier.kind, later.kind},
        order_known=_before(earlier.when, later.when),
        row_ids=(earlier.row_id, later.row_id),
    )


def _drift(path: str, category: str, rows: Sequence[Cost]) -> Drift:
    made = [claim for row in rows if (claim := claim_of(row)) is not None]
    claims = sorted(made, key=lambda each: (each.when, each.cost_id, each.row_id))
    rules = [rule for row in rows if (rule := rule_of(row)) is not None]
    apart = next((rule for rule in rules if rule not in _FOLLOWS), None)
    steps = [] if apart else [step(a, b) for a, b in pairwise(claims)]
    why = ""
    if apart and len(claims) > 1:
        why = apart.reason or "the rows are parts beside each other, not one amount over time"
    return Drift(
        path=path,
        category=category,
        claims=tuple(claims),
        steps=tuple(steps),
        without_amount=tuple(row.place.row_id for row in rows if row.amount is None),
        why_no_steps=why,
    )


def _difference(earlier: Kind, later: Kind) -> Kind:
    """What is known of later minus earlier."""
    flipped = {Kind.FLOOR: Kind.CEILING, Kind.CEILING: Kind.FLOOR}.get(earlier, earlier)
    kinds = {later, flipped}
    if Kind.OPEN in kinds or kinds >= {Kind.FLOOR, Kind.CEILING}:
        return Kind.OPEN
    for kind in (Kind.FLOOR, Kind.CEILING, Kind.ABOUT):
        if kind in kinds:
            return kind
    return Kind.POINT


def _before(earlier: str, later: str) -> bool:
    """Whether all of one partial date lies before the other."""
    if not earlier[:4].isdigit() or not later[:4].isdigit():
        return False
    return last_day(earlier) < first_day(later)
