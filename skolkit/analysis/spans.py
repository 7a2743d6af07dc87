"""Partial dates -> years, quarters and months, and the ones between two of them."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Literal

Span = Literal["year", "quarter", "month"]
SPANS: tuple[Span, ...] = ("year", "quarter", "month")


def period_of(when: str, span: Span) -> str:
    """The year, quarter or month of a partial ISO date.

    Args:
        when: ``2019``, ``2019-Q3``, ``2019-08`` or ``2019-08-21``.
        span: What to name.

    Returns:
        ``2019``, ``2019-Q3`` or ``2019-08``; empty if the date is not known so exactly. A year is
        never put into its first month.
    """
    if not when[:4].isdigit():
        return ""
    if span == "year":
        return when[:4]
    if when[5:6] == "Q":
        return when[:7] if span == "quarter" else ""
    if not when[5:7].isdigit():
        return ""
    return when[:7] if span == "month" else f"{when[:4]}-Q{(int(when[5:7]) + 2) // 3}"


def periods_between(first: str, last: str, span: Span) -> tuple[str, ...]:
    """All periods from ``first`` to ``last``, both included, as ``period_of`` writes them."""
    each = {"year": 1, "quarter": 4, "month": 12}[span]
    start, end = _count(first, each), _count(last, each)
    return tuple(_written(count, each) for count in range(start, end + 1))


def first_day(when: str) -> str:
    """The first day of a partial date."""
    if when[5:6] == "Q":
        return f"{when[:4]}-{int(when[6]) * 3 - 2:02d}-01"
    return when + "-01-01"[len(when) - 4 :] if len(when) < 10 else when[:10]


def last_day(when: str) -> str:
    """The last day of a partial date."""
    if len(when) >= 10:
        return when[:10]
    year = int(when[:4])
    month = int(when[6]) * 3 if when[5:6] == "Q" else int(when[5:7]) if len(when) == 7 else 12
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def day_of(when: str) -> date | None:
    """The day, if the date is known to the day and is one."""
    if len(when) < 10:
        return None
    try:
        return date.fromisoformat(when[:10])
    except ValueError:
        return None


def _count(period: str, each: int) -> int:
    part = period[5:].removeprefix("Q")
    return int(period[:4]) * each + (int(part) - 1 if part else 0)


def _written(count: int, each: int) -> str:
    year, part = divmod(count, each)
    if each == 1:
        return f"{year:04d}"
    return f"{year:04d}-Q{part + 1}" if each == 4 else f"{year:04d}-{part + 1:02d}"
