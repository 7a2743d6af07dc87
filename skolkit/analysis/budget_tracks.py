"""Outcomes beside the budget of the time: printed budget lines, and invoices against budgets.

A budget is compared with the outcome of its own period, or from the day that it was told until the
next one was. What was billed under an account need not be all that the budget line covers; the
result says what was summed, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from skolkit.analysis.bounds import KnownSum, known_sum, together
from skolkit.analysis.cost_trends import Trend, trend
from skolkit.analysis.published import path_of
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import BudgetLine, Cost, Invoice, row_ids
from skolkit.analysis.spans import Span, first_day, last_day


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """A budget, and the partial date from which it is told."""

    since: str
    amount: Decimal
    qualifiers: tuple[str, ...]  # of the sources, each one once
    row_ids: tuple[str, ...]  # all rows that tell this amount, the oldest first


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """Where the outcome stood at the end of a period."""

    period: str
    outcome: KnownSum | None  # None: no row of this period
    cumulative: KnownSum
    budget: BudgetStep | None  # in force at the end; None if none is told or sources disagree
    gaps: tuple[str, ...]  # periods so far without any row: the outcome may be higher

    @property
    def left(self) -> Decimal | None:
        """Budget minus cumulative outcome, in kronor."""
        return None if self.budget is None else self.budget.amount - self.cumulative.amount

    @property
    def share(self) -> Decimal | None:
        """Cumulative outcome as a part of the budget, 1 for all of it."""
        if self.budget is None or not self.budget.amount:
            return None
        return self.cumulative.amount / self.budget.amount

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The rows of the outcome and of the budget."""
        return self.cumulative.row_ids + (self.budget.row_ids if self.budget else ())


@dataclass(frozen=True, slots=True)
class Track:
    """The outcome of one line, project or account over time."""

    key: str
    points: tuple[TrackPoint, ...]
    unplaced: KnownSum | None  # rows without an exact enough date; None if there can be none
    why_none: str = ""  # why there are no points


@dataclass(frozen=True, slots=True)
class LineResult:
    """One printed budget line: what was planned, and what came of it; in kronor."""

    row_id: str
    key: str
    period: tuple[str, str]
    budget: Decimal | None
    outcome: Decimal | None
    forecast: Decimal | None
    difference: Decimal | None  # budget minus outcome, ours; below 0 if more was spent
    printed: Decimal | None  # the deviation as printed, with the sign of the source


def published_budgets(
    rows: Sequence[Cost], path: str, *, category: str = "budget", decided_only: bool = True
) -> tuple[BudgetStep, ...]:
    """The published budgets of one series, oldest first; sources that tell the same are one step.

    A step holds from the first day of the date that its source gives. When the decision was taken
    may not be known: the public record does not tell when 340 became 695 million.

    Args:
        rows: Rows of the costs table.
        path: The series, e.g. ``platform/project``; its parts are not among the steps.
        category: Kind of amount.
        decided_only: Leave out estimates and what a source does not state as decided.
    """
    chosen = [
        row
        for row in rows
        if path_of(row) == path
        and row.category == category
        and row.row_kind == "row"
        and not row.duplicate_of
        and row.amount is not None
        and row.as_of
        and not (decided_only and row.is_estimate is not False)
    ]
    steps: list[list[Cost]] = []
    for row in sorted(chosen, key=lambda each: (first_day(each.as_of), each.cost_id)):
        if steps and steps[-1][0].amount == row.amount:
            steps[-1].append(row)
        else:
            steps.append([row])
    return tuple(
        BudgetStep(
            since=own[0].as_of,
            amount=own[0].amount or Decimal(0),
            qualifiers=tuple(dict.fromkeys(row.qualifier for row in own)),
            row_ids=row_ids(own),
        )
        for own in steps
    )


def against_budgets(found: Trend, steps: Sequence[BudgetStep], *, key: str = "") -> Track:
    """Cumulate a trend beside the budget that was told last at the end of each period.

    A gap adds nothing, and every later point names it: the outcome is then what was read, not all.
    """
    points = []
    so_far: list[KnownSum] = []
    gaps: list[str] = []
    for period, outcome in found.points():
        if outcome is None:
            gaps.append(period)
        else:
            so_far.append(outcome)
        held = in_force(steps, last_day(period))
        points.append(TrackPoint(period, outcome, together(so_far), held, tuple(gaps)))
    dateless = found.unplaced.row_ids or found.unplaced.unread
    why = "no row has a date that is exact enough" if dateless else "there are no rows"
    why = "" if points else why
    return Track(key, tuple(points), found.unplaced, why)


def invoices_against_lines(
    invoices: Sequence[Invoice],
    lines: Sequence[BudgetLine],
    span: Span,
    *,
    lost: Sequence[Missing] = (),
) -> tuple[Track, ...]:
    """Cumulate invoices under each budget line with the same account, within its period.

    Limits: the account is compared as printed. Salaries, depreciation and invoices that were not
    disclosed are in the budget and not in the outcome, so that a low share proves nothing.

    Returns:
        One track by line that has an account, a budget and a period; without points if no invoice
        falls under it.
    """
    tracks = []
    for line in lines:
        first, last = line.period
        if line.row_kind != "row" or line.place.duplicate_of or line.budget is None:
            continue
        if not (line.account and first and last):
            continue
        own = [row for row in invoices if row.account == line.account and _inside(row.date, line)]
        step = BudgetStep(first, line.budget, ("exakt",), (line.place.row_id,))
        tracks.append(against_budgets(trend(own, span, lost=lost), [step], key=line_key(line)))
    return tuple(tracks)


def line_results(lines: Sequence[BudgetLine]) -> tuple[LineResult, ...]:
    """Each printed line with budget minus outcome, our arithmetic beside the printed deviation."""
    return tuple(
        LineResult(
            row_id=line.place.row_id,
            key=line_key(line),
            period=line.period,
            budget=line.budget,
            outcome=line.outcome,
            forecast=line.forecast,
            difference=None
            if line.budget is None or line.outcome is None
            else line.budget - line.outcome,
            printed=line.deviation,
        )
        for line in lines
        if line.row_kind == "row" and not line.place.duplicate_of
    )


def printed_tracks(lines: Sequence[BudgetLine]) -> tuple[Track, ...]:
    """Cumulate the printed outcomes of each line over its periods, year by year.

    Lines are the same if document, account, description, cost centre and project agree. The budget
    is the one of the line whose period covers that of the outcome; a budget of a single quarter is
    not held against the outcome of the year.

    Returns:
        One track by line and year. Where the periods of a line overlap, outcomes would be counted
        twice: the track has no points and says so.
    """
    groups: dict[tuple[str, ...], list[BudgetLine]] = {}
    for line in lines:
        if line.row_kind == "row" and not line.place.duplicate_of and all(line.period):
            place = (line.place.document, line.account, line.description)
            key = (*place, line.cost_centre, line.project, line.period[0][:4])
            groups.setdefault(key, []).append(line)
    tracks = []
    for own in groups.values():
        billed = sorted((each for each in own if each.outcome is not None), key=_period)
        name = f"{line_key(own[0])} {own[0].period[0][:4]}"
        overlap = any(after.period[0] <= before.period[1] for before, after in pairwise(billed))
        if overlap or not billed:
            why = "the periods overlap" if overlap else "no outcome was read"
            tracks.append(Track(name, (), None, why))
            continue
        points = []
        holes: list[str] = []
        for count, line in enumerate(billed, start=1):
            if count > 1:
                holes += _hole(billed[count - 2], line)
            whole = _covering(own, billed[0].period[0], billed[-1].period[1])
            points.append(
                TrackPoint(
                    period="–".join(line.period),
                    outcome=_outcome(billed[count - 1 : count]),
                    cumulative=_outcome(billed[:count]),
                    budget=whole,
                    gaps=tuple(holes),
                )
            )
        tracks.append(Track(name, tuple(points), None))
    return tuple(tracks)


def line_key(line: BudgetLine) -> str:
    """What a budget line is called: project, account and description, as far as printed."""
    return " ".join(part for part in (line.project, line.account, line.description) if part)


def _outcome(lines: Sequence[BudgetLine]) -> KnownSum:
    return known_sum(lines, lambda line: line.outcome, "outcome_sek")


def _covering(lines: Sequence[BudgetLine], first: str, last: str) -> BudgetStep | None:
    """The budget whose period holds all of the outcomes."""
    for line in lines:
        if line.budget is not None and line.period[0] <= first and last <= line.period[1]:
            return BudgetStep(line.period[0], line.budget, ("exakt",), (line.place.row_id,))
    return None


def in_force(steps: Sequence[BudgetStep], day: str) -> BudgetStep | None:
    """The budget that was told last on a day, ``YYYY-MM-DD``; ``None`` if two of one day differ."""
    told = [each for each in steps if first_day(each.since) <= day]
    since = max((first_day(each.since) for each in told), default="")
    held = [each for each in told if first_day(each.since) == since]
    return held[0] if len({each.amount for each in held}) == 1 else None


def _hole(before: BudgetLine, after: BudgetLine) -> list[str]:
    """The days between two periods, for which no outcome was read."""
    first = date.fromisoformat(before.period[1][:10]) + timedelta(days=1)
    last = date.fromisoformat(after.period[0][:10]) - timedelta(days=1)
    return [f"{first}–{last}"] if first <= last else []


def _period(line: BudgetLine) -> tuple[str, str]:
    return line.period


def _inside(when: str, line: BudgetLine) -> bool:
    if not when[:4].isdigit():
        return False
    return line.period[0] <= first_day(when) and last_day(when) <= line.period[1]
