"""Dates as precise as they are known -> spans of days, and the days between two of them.

A month is a span of its days and never its first day. The days between two spans are therefore a
range, and exact only where both are single days.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = re.compile(r"([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?")


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """The days, first and last included, of which one is meant."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a span ends before it begins: {self.first} to {self.last}")

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1

    @property
    def iso(self) -> str:
        """The day, or the first and last day with a stroke between (ISO 8601)."""
        first, last = self.first.isoformat(), self.last.isoformat()
        return first if self.exact else f"{first}/{last}"

    def within(self, other: DaySpan) -> bool:
        """Whether all its days lie in the other."""
        return other.first <= self.first and self.last <= other.last

    def touches(self, other: DaySpan) -> bool:
        """Whether any of its days lies in the other."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days that lies from ``least`` to ``most``; ``None`` where no limit is known."""

    least: int
    most: int | None

    @property
    def exact(self) -> bool:
        """Whether the number is known."""
        return self.least == self.most

    @property
    def said(self) -> str:
        """The number, or its limits: ``58``, ``371–400``, ``≥ 365``."""
        if self.exact:
            return str(self.least)
        return f"\u2265\u00a0{self.least}" if self.most is None else f"{self.least}–{self.most}"


def day_span(text: str) -> DaySpan | None:
    """Read a date as the typed rows give it.

    Args:
        text: ``2019``, ``2019-Q3``, ``2019-08``, ``2019-08-21`` or with a time behind. A season
            stands in the rows as its year (``rows.partial_date``) and is a span of the year.

    Returns:
        Its days; ``None`` for an empty text and for one that is no date.
    """
    try:
        return _read(text.strip())
    except ValueError:
        return None


def _read(text: str) -> DaySpan | None:
    if found := _DAY.fullmatch(text):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return DaySpan(day, day)
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := _QUARTER.fullmatch(text):
        return _months(int(found[1]), int(found[2]) * 3 - 2, int(found[2]) * 3)
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12)
    return None


def _months(year: int, first: int, last: int) -> DaySpan:
    end = date(year, last, 1).replace(day=calendar.monthrange(year, last)[1])
    return DaySpan(date(year, first, 1), end)


def days_between(start: DaySpan, end: DaySpan) -> Days | None:
    """Count the days from a start to an end that cannot lie before it.

    Formula: least = first day of the end - last day of the start, never below 0; most = last day
    of the end - first day of the start. The same day gives 0.

    Limits: both spans are taken for independent; nothing says that a day in the middle of a month
    is likelier than another.

    Returns:
        The range; ``None`` if the end lies wholly before the start, which is an error in the data.
    """
    if end.last < start.first:
        return None
    return Days(max(0, (end.first - start.last).days), (end.last - start.first).days)


def each_day(first: date, last: date) -> tuple[date, ...]:
    """All days from the first to the last."""
    return tuple(first + timedelta(days=at) for at in range((last - first).days + 1))


def months_between(first: str, last: str) -> tuple[str, ...]:
    """All months, ``YYYY-MM``, from the first to the last."""
    start, stop = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, stop + 1))
