"""Published amounts -> sums where persons decided that they may be added, else refusals.

Nothing here adds by itself: ``skolkit.tables.series.total`` does, and refuses what overlaps, what
is no cost and what nobody has placed. A refusal is a result too, with its reason in words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.rows import Cost, row_ids
from skolkit.tables.series import NotSummable, counted_once, total
from skolkit.tables.series_decisions import RULES, Rule, SeriesDecisions

_UNITS = {"mnkr": 6, "mkr": 6, "miljon": 6, "miljoner": 6, "tkr": 3, "miljard": 9, "miljarder": 9}
_PRINTED = re.compile(r"(\d[\d .\u00a0]*)(?:,(\d+))?\s*([a-zå-ö]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublishedSum:
    """A sum of published amounts in kronor, and what must be said with it."""

    amount: Decimal
    bound_sv: str  # exakt, omkring, mer än, högst ...
    bound_en: str
    estimated: bool  # whether an estimate is among the rows
    ours: str  # why we added what no source adds; empty for parts of one whole
    row_ids: tuple[str, ...]
    low: Decimal | None  # what the rounding of the printed figures leaves open; None if not known
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows that are not added, and why."""

    reason: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeriesSum:
    """The amounts of one series, and their sum or why there is none."""

    path: str  # empty where nobody has decided
    rules: tuple[str, ...]
    row_ids: tuple[str, ...]
    left_out: tuple[str, ...]  # rows for which another one stands, repeats and printed sums
    result: PublishedSum | Refusal


@dataclass(frozen=True, slots=True)
class WholeAndParts:
    """A published whole beside the sum of its published parts: never added to each other."""

    whole: Decimal
    parts: PublishedSum
    difference: Decimal  # whole minus parts
    explained: bool | None  # by rounding of the parts; None if their rounding is not known
    row_ids: tuple[str, ...]  # the whole first


def published_sum(
    rows: Sequence[Cost], *, ours: str = "", decisions: SeriesDecisions | None = None
) -> PublishedSum:
    """Add published amounts, if they may be added.

    Limits: the bounds hold for exact figures only, printed with decimals of a million or thousand;
    half of the last digit either way (``rounding``). They say nothing of what a source left out.

    Args:
        rows: Rows of the costs table with their series.
        ours: Why we add amounts that no source adds; see ``series.total``.
        decisions: To name a person's reason in a refusal.

    Raises:
        NotSummable: if the rows overlap, are no costs, are unknown, repeat another or are unplaced.
        ValueError: for no rows.
    """
    made = total(rows, ours=ours, decisions=decisions)
    halves = [rounding(row) for row in rows]
    known = [half for half in halves if half is not None]
    half = sum(known, Decimal(0)) if len(known) == len(halves) else None
    return PublishedSum(
        amount=made.amount,
        bound_sv=made.bound("sv"),
        bound_en=made.bound("en"),
        estimated=made.estimated,
        ours=made.ours,
        row_ids=row_ids(rows),
        low=None if half is None else made.amount - half,
        high=None if half is None else made.amount + half,
    )


def summed_or_refused(
    rows: Sequence[Cost], *, ours: str = "", decisions: SeriesDecisions | None = None
) -> PublishedSum | Refusal:
    """The sum, or the refusal with its reason, for tables that show both.

    Raises:
        ValueError: for no rows.
    """
    try:
        return published_sum(rows, ours=ours, decisions=decisions)
    except NotSummable as refused:
        return Refusal(refused.reason, row_ids(rows))


def series_sums(
    rows: Sequence[Cost], *, decisions: SeriesDecisions | None = None
) -> tuple[SeriesSum, ...]:
    """Go through the series: the sum of each, or why it has none.

    Rows that repeat another one and printed sums are left out and told. Where one row of a series
    stands for all of them (a fine after appeals), only that one counts.
    """
    groups: dict[str, list[Cost]] = {}
    for row in rows:
        groups.setdefault(path_of(row), []).append(row)
    made = []
    for path, own in sorted(groups.items()):
        plain = [row for row in own if row.row_kind == "row" and not row.duplicate_of]
        held: list[Cost] = counted_once(plain)
        kept = set(row_ids(held))
        made.append(
            SeriesSum(
                path=path,
                rules=tuple(dict.fromkeys(rule.value for row in own if (rule := rule_of(row)))),
                row_ids=row_ids(held),
                left_out=tuple(row for row in row_ids(own) if row not in kept),
                result=_series_result(own, held, decisions),
            )
        )
    return tuple(made)


def whole_and_parts(whole: Cost, parts: Sequence[Cost], *, ours: str = "") -> WholeAndParts | None:
    """Hold a published whole against the sum of its published parts.

    The difference is ``whole - parts``; rounding explains it if it is at most the sum of half of
    the last printed digit of each part. ``ours`` says why we add the parts, if no source does.

    Returns:
        The comparison, or ``None`` if the whole has no amount.

    Raises:
        NotSummable: if the parts may not be added.
        ValueError: if the path of a part does not begin with that of the whole.
    """
    if whole.amount is None:
        return None
    inside = f"{path_of(whole)}/"
    if not path_of(whole) or not all(path_of(part).startswith(inside) for part in parts):
        raise ValueError("a part stands outside the series of the whole")
    summed = published_sum(parts, ours=ours)
    difference = whole.amount - summed.amount
    explained = None
    if summed.low is not None and summed.high is not None:
        explained = summed.low <= whole.amount <= summed.high
    return WholeAndParts(whole.amount, summed, difference, explained, row_ids((whole, *parts)))


def rounding(row: Cost) -> Decimal | None:
    """Half of the last digit that the source prints: 7,8 miljoner leaves 50 000 kr either way.

    Returns:
        Kronor; 0 for a figure in whole kronor. ``None`` if the source does not state an exact
        amount, or prints whole millions, of which nobody knows how they were rounded.
    """
    found = _PRINTED.search(row.published)
    if row.qualifier != "exakt" or row.amount is None or found is None:
        return None
    decimals, unit = found[2] or "", found[3].lower()
    if unit in {"kr", "kronor", "sek"}:
        return Decimal(0)
    if unit not in _UNITS or not decimals:
        return None
    return Decimal(5).scaleb(_UNITS[unit] - len(decimals) - 1)


def _series_result(
    own: Sequence[Cost], held: Sequence[Cost], decisions: SeriesDecisions | None
) -> PublishedSum | Refusal:
    if not held:
        return Refusal("every row repeats another one or is a printed sum", row_ids(own))
    never = next((rule for row in held if (rule := rule_of(row)) and rule.never), None)
    if never is not None:  # a single limit or offer is no cost either
        return Refusal(never.reason, row_ids(held))
    if not path_of(held[0]):
        return Refusal("nobody has decided what the amount is part of", row_ids(held))
    return summed_or_refused(held, decisions=decisions)


def rule_of(row: Cost) -> Rule | None:
    """The rule of a row's series: what its rows are to each other; ``None`` if undecided."""
    rule, colon, _ = row.series.partition(":")
    return Rule(rule) if colon and rule in RULES else None


def path_of(row: Cost) -> str:
    """The path of a row's series: what the amount is part of; empty if undecided."""
    return row.series.partition(":")[2]
