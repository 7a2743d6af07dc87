"""Courses of incidents -> days from start to discovery to end, as exact as the dates are.

A length between a day and a month is a range. A length of which one end is unknown is not made up;
the rows without any length are kept beside those with one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.analysis.day_spans import Days, days_between
from skolkit.analysis.milestones import Course, Stage
from skolkit.analysis.rows import Incident

LENGTH_CAVEAT = (
    "Tiden gäller det som raderna säger. Ett datum som bara anger månad eller år ger ett spann, "
    "och slutet är när bristen uppges vara åtgärdad, inte när någon sist utnyttjade den.",
    "The time is what the rows say. A date that is only a month or year gives a range, and the end "
    "is when the flaw is said to have been mended, not when somebody last used it.",
)
_PAIRS: tuple[tuple[Stage, Stage], ...] = (
    ("began", "discovered"),
    ("discovered", "ended"),
    ("began", "ended"),
)


@dataclass(frozen=True, slots=True)
class Length:
    """The days between two stages of one incident."""

    start: Stage
    end: Stage
    days: Days
    row_ids: tuple[str, ...]
    doubted: bool  # a date that it rests on carries a doubt of the reading

    @property
    def exact(self) -> bool:
        """Whether both days are known."""
        return self.days.exact


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is known of how long one incident lasted."""

    incident: Incident
    lengths: tuple[Length, ...]

    def length(self, start: Stage, end: Stage) -> Length | None:
        """The days between two stages; ``None`` if no row tells them."""
        return next((one for one in self.lengths if (one.start, one.end) == (start, end)), None)


@dataclass(frozen=True, slots=True)
class Exposures:
    """The lengths of all incidents of a list; every counted row is in exactly one of the three."""

    known: tuple[Exposure, ...]
    unknown: tuple[str, ...]  # row ids: no two stages are dated
    backwards: tuple[str, ...]  # row ids: an end lies before its start, which is an error somewhere
    caveat: tuple[str, str] = LENGTH_CAVEAT


def exposures(courses: Sequence[Course], *, kinds: frozenset[str] = frozenset()) -> Exposures:
    """Measure start to discovery, discovery to end, and start to end.

    Formula: ``days_between``; where a row tells a length without dates ("more than a year"), it
    lifts the least number of days of that pair of stages.

    Source: the courses; see ``milestones``.

    Limits: the two parts are ranges of their own, so their ends need not add up to those of the
    whole. That a flaw stood open does not say that anybody used it.

    Args:
        courses: one per counted row.
        kinds: only incidents of these kinds, e.g. ``confidentiality``; all if empty.
    """
    known, unknown, backwards = [], [], []
    for course in courses:
        if kinds and course.incident.kind not in kinds:
            continue
        lengths, wrong = _lengths(course)
        if wrong:
            backwards.append(course.incident.place.row_id)
        elif lengths:
            known.append(Exposure(course.incident, lengths))
        else:
            unknown.append(course.incident.place.row_id)
    return Exposures(tuple(known), tuple(unknown), tuple(backwards))


def _lengths(course: Course) -> tuple[tuple[Length, ...], bool]:
    made = []
    for start, end in _PAIRS:
        first, last = course.stamp(start), course.stamp(end)
        told = [one for one in course.lasting if (one.start, one.end) == (start, end)]
        least = max((one.least_days for one in told), default=None)
        if first is not None and last is not None:
            days = days_between(first.when, last.when)
            if days is None:
                return (), True
            if least is not None and least > days.least:
                if days.most is not None and least > days.most:
                    return (), True
                days = Days(least, days.most)
            rows = (*first.row_ids, *last.row_ids)
            doubted = first.doubted or last.doubted
        elif least is not None:
            days, rows, doubted = Days(least, None), (course.incident.place.row_id,), False
        else:
            continue
        made.append(Length(start, end, days, tuple(dict.fromkeys(rows)), doubted))
    return tuple(made), False
