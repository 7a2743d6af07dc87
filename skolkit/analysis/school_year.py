"""A time line and the law -> the days that rows on a school platform may gather around.

The launch, and the end of the time that the platform could have incidents in, are events of the
time line. The school year begins in August and ends in June (skolförordningen (2011:185), 3 kap.);
marks are set at the end of each term (skollagen (2010:800), 10 kap.), which is December and June.
Which day of the month is the municipality's to decide and is not in the record, so that all days of
such a month are near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from skolkit.analysis.clusters import Anchor, Cluster, cluster
from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.events import Event
from skolkit.analysis.rows import Incident

LAUNCH, REPLACED = "2018-08", "2024-08"  # dates of the events of the time line
LAUNCH_DAYS = 30  # after the month of the launch
TERM_SOURCE = "skolförordningen (2011:185) 3 kap."
MARKS_SOURCE = "skollagen (2010:800) 10 kap."
CALENDAR_CAVEAT = (
    " Läsåret börjar i augusti (skolförordningen) och betyg sätts i slutet av varje termin "
    "(skollagen), i december och juni. Dagarna är inte kända, så hela månaden räknas.",
    " The school year begins in August (skolförordningen) and marks are set at the end of each "
    "term (skollagen), in December and June. The days are not known, so the whole month counts.",
)


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """The given days, and the time in which rows were looked for: launch to replacement."""

    period: DaySpan
    launch: tuple[Anchor, ...]
    term_starts: tuple[Anchor, ...]
    marks: tuple[Anchor, ...]


def school_days(events: Sequence[Event]) -> SchoolDays | None:
    """Find the days by a time line.

    Returns:
        The days; ``None`` if launch or replacement are not in the time line, or in that order.
    """
    by_date = {event.date: event for event in reversed(events)}
    if LAUNCH not in by_date or REPLACED not in by_date:
        return None
    start, end = day_span(LAUNCH), day_span(REPLACED)
    if start is None or end is None or end.first <= start.first:
        return None
    period = DaySpan(start.first, end.first - timedelta(days=1))
    source = next(iter(by_date[LAUNCH].source_ids), "")
    years = range(period.first.year, period.last.year + 1)
    return SchoolDays(
        period=period,
        launch=(Anchor("lanseringen", LAUNCH, source, "the launch"),),
        term_starts=_within(
            [
                Anchor(
                    "månaden då höstterminen börjar",
                    f"{year}-08",
                    TERM_SOURCE,
                    "the month in which the autumn term begins",
                )
                for year in years
            ],
            period,
        ),
        marks=_within(
            [
                Anchor(
                    "månaderna då betyg sätts",
                    f"{year}-{month}",
                    MARKS_SOURCE,
                    "the months in which marks are set",
                )
                for year in years
                for month in ("06", "12")
            ],
            period,
        ),
    )


def school_clusters(rows: Sequence[Incident], days: SchoolDays) -> dict[str, Cluster]:
    """Count rows near the launch, the starts of term and the months of marks.

    Returns:
        The counts by claim id: ``S10`` launch, ``S11`` starts of term, ``S12`` marks.
    """
    return {
        "S10": cluster(rows, days.launch, days.period, after_days=LAUNCH_DAYS),
        "S11": cluster(rows, days.term_starts, days.period, after_days=0),
        "S12": cluster(rows, days.marks, days.period, after_days=0),
    }


def _within(anchors: Sequence[Anchor], period: DaySpan) -> tuple[Anchor, ...]:
    return tuple(
        one for one in anchors if (when := day_span(one.date)) is not None and when.within(period)
    )
