"""Dated rows and given days -> how many rows fall near those days, beside an even spread.

The measure is plain: rows within N days of the given days, and how many an even spread over the
period would put there. It says that rows gather, never why. Many rows are dated by the day of a
publication or a decision, and a period with much attention has more rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.rows import Incident, counted

CLUSTER_CAVEAT = (
    "Att rader ligger nära en dag säger inget om orsaken. Rader är inte incidenter, flera är "
    "daterade efter publicering eller beslut, och mycket uppmärksamhet ger fler rader.",
    "That rows lie near a day says nothing about the cause. Rows are not incidents, several are "
    "dated by publication or decision, and much attention makes more rows.",
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day, or a month of which the day is unknown, that rows may gather around."""

    name: str
    date: str  # as precise as known
    source: str  # where the date is from; a key of the list of sources, an address or a law
    name_en: str = ""  # as ``name`` if empty


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows near the given days, beside what an even spread would put there."""

    anchors: tuple[Anchor, ...]
    period: DaySpan
    before_days: int
    after_days: int
    days_near: int  # days of the period that lie near any of the given days, each counted once
    near: tuple[str, ...]  # row ids: all days that the date may mean lie near
    perhaps: tuple[str, ...]  # row ids: some of the days lie near, others do not
    far: tuple[str, ...]  # row ids: none lies near
    left_out: tuple[str, ...]  # row ids: undated, or not wholly within the period
    expected: Fraction  # of near + perhaps + far
    caveat: tuple[str, str] = CLUSTER_CAVEAT

    @property
    def rows(self) -> int:
        """The rows of the period that were judged."""
        return len(self.near) + len(self.perhaps) + len(self.far)

    @property
    def ratio(self) -> tuple[Fraction, Fraction] | None:
        """Least and most rows near, by the expected; ``None`` where none is expected."""
        if not self.expected:
            return None
        least = Fraction(len(self.near)) / self.expected
        return least, Fraction(len(self.near) + len(self.perhaps)) / self.expected


def cluster(
    rows: Sequence[Incident],
    anchors: Sequence[Anchor],
    period: DaySpan,
    *,
    before_days: int = 0,
    after_days: int = 14,
) -> Cluster:
    """Count rows near the given days.

    Formula: a day is near if it lies from ``before_days`` before to ``after_days`` after any of the
    given days. Expected = judged rows x days near / days of the period.

    Args:
        rows: incidents or tickets; a row that repeats another is left out.
        anchors: launch, term starts, grading days; each with its source. One that is only known
            to the month makes the whole month near, and days before and after it.
        period: what the rows could cover at all; choose it before looking at the counts.
        before_days: how many days before a given day are near it.
        after_days: how many days after a given day are near it.

    Limits: no test of chance is made. Rows that overlap are not independent, and with few rows
    nearly any picture is possible; read the counts, not the ratio alone.

    Raises:
        ValueError: without a given day, if one has no date, or if a number of days is negative.
    """
    if not anchors:
        raise ValueError("clusters need at least one day to gather around")
    if before_days < 0 or after_days < 0:
        raise ValueError("days before and after must not be negative")
    near_days = _near_days(anchors, period, before_days, after_days)
    near: list[str] = []
    perhaps: list[str] = []
    far: list[str] = []
    left_out: list[str] = []
    for row in counted(rows):
        when = day_span(row.date)
        if when is None or not when.within(period):
            left_out.append(row.place.row_id)
            continue
        hits = sum(when.first + timedelta(days=at) in near_days for at in range(when.days))
        chosen = near if hits == when.days else perhaps if hits else far
        chosen.append(row.place.row_id)
    judged = len(near) + len(perhaps) + len(far)
    return Cluster(
        anchors=tuple(anchors),
        period=period,
        before_days=before_days,
        after_days=after_days,
        days_near=len(near_days),
        near=tuple(near),
        perhaps=tuple(perhaps),
        far=tuple(far),
        left_out=tuple(left_out),
        expected=Fraction(judged * len(near_days), period.days),
    )


def _near_days(
    anchors: Sequence[Anchor], period: DaySpan, before: int, after: int
) -> frozenset[date]:
    found: set[date] = set()
    for anchor in anchors:
        when = day_span(anchor.date)
        if when is None:
            raise ValueError(f"{anchor.name}: {anchor.date!r} is no date")
        first = max(when.first - timedelta(days=before), period.first)
        last = min(when.last + timedelta(days=after), period.last)
        found.update(first + timedelta(days=at) for at in range((last - first).days + 1))
    return frozenset(found)
