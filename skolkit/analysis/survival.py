"""Tickets, closed and still open -> the share that is open after so many days (Kaplan-Meier).

A mean over closed tickets alone is too short, since the slow ones are still open. Kaplan and Meier
use what an open ticket does tell: that it took longer than its age.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from skolkit.analysis.tickets import TICKET_CAVEAT, Tickets

Z_95 = 1.959963984540054  # the 97.5th percentile of the normal distribution


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a ticket took, or how old it was when last seen open."""

    row_id: str
    days: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A number of days after which tickets were closed."""

    days: int
    at_risk: int  # open so long, just before
    closed: tuple[str, ...]  # row ids
    open_share: Fraction  # S(t): the share that takes longer
    variance: Fraction | None  # Greenwood; None where all that were left were closed

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval, S +/- 1.96 x the root of the variance, kept within 0 and 1."""
        if self.variance is None:
            return None
        wide = Z_95 * math.sqrt(self.variance)
        share = float(self.open_share)
        return max(0.0, share - wide), min(1.0, share + wide)


@dataclass(frozen=True, slots=True)
class Survival:
    """The share of tickets that is still open, by days since they were opened."""

    steps: tuple[Step, ...]
    closed: tuple[str, ...]  # row ids
    still_open: tuple[str, ...]  # row ids
    longest: int | None  # days of the oldest that was seen, closed or open
    caveat: tuple[str, str] = TICKET_CAVEAT

    def open_share(self, days: int) -> Fraction | None:
        """The share that takes longer than ``days``; ``None`` beyond what was seen."""
        if self.longest is None or days > self.longest:
            return None
        reached = [one.open_share for one in self.steps if one.days <= days]
        return reached[-1] if reached else Fraction(1)

    @property
    def median(self) -> int | None:
        """The days after which half or more is closed; ``None`` if that was never reached."""
        half = Fraction(1, 2)
        return next((one.days for one in self.steps if one.open_share <= half), None)


def durations(found: Tickets) -> tuple[Duration, ...]:
    """How long each ticket took; an open one is as old as the last day of the list makes it."""
    return tuple(
        Duration(one.row_id, ((one.closed or found.until) - one.opened).days, bool(one.closed))
        for one in found.tickets
    )


def kaplan_meier(lengths: Sequence[Duration]) -> Survival:
    """Estimate the share of tickets that takes longer than t days.

    Formula: S(t) = product over t_i <= t of (1 - d_i / n_i), with d_i tickets closed after t_i days
    and n_i tickets that were open so long, those last seen open at t_i among them. Variance
    (Greenwood): S(t)^2 x sum of d_i / (n_i (n_i - d_i)).

    Source: Kaplan and Meier, Nonparametric Estimation from Incomplete Observations, Journal of the
    American Statistical Association 53 (1958), 457-481; Greenwood, The Natural Duration of Cancer,
    Reports on Public Health and Medical Subjects 33 (1926).

    Limits: holds only if a ticket is open at the end of the list for no reason that has to do with
    how long it takes. A list that was made of closed tickets breaks this. Days are whole: opened
    and closed on the same day is 0. Rows that ``tickets`` left out are not in it.
    """
    by_days: dict[int, list[Duration]] = {}
    for one in lengths:
        if one.days < 0:
            raise ValueError(f"{one.row_id} was closed before it was opened")
        by_days.setdefault(one.days, []).append(one)
    at_risk, share, terms = len(lengths), Fraction(1), Fraction(0)
    steps = []
    for days in sorted(by_days):
        closed = tuple(one.row_id for one in by_days[days] if one.closed)
        if closed:
            left = at_risk - len(closed)
            share *= Fraction(left, at_risk)
            if left:
                terms += Fraction(len(closed), at_risk * left)
            steps.append(
                Step(days, at_risk, closed, share, share * share * terms if left else None)
            )
        at_risk -= len(by_days[days])
    return Survival(
        steps=tuple(steps),
        closed=tuple(one.row_id for one in lengths if one.closed),
        still_open=tuple(one.row_id for one in lengths if not one.closed),
        longest=max(by_days, default=None),
    )
