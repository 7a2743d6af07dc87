"""Costs, serious incidents and events -> the rows of one time line, and what it shows.

The time line sets rows beside each other; it never says that one led to another. Its cost figures
are those for the project or the platform as a whole; its incidents the serious ones; its events the
decisions and turns of the record that are named here by their dates. Claim ids: T1 and T2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.costs import project_figures
from skolkit.analysis.dated_rows import DATED_CAVEAT, DatedRow, dated_rows
from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.events import Event
from skolkit.analysis.rows import Cost, Incident, counted, named
from skolkit.analysis.school_year import LAUNCH
from skolkit.analysis.words import day, some

SERIOUS = frozenset({"3", "4"})
# Decisions of the city and of authorities and courts, launch and replacement.
TURNS = (
    "2013-08",  # the council allots money
    "2016-11",  # PwC's review
    LAUNCH,
    "2019-05",  # supervision opened
    "2020-11-23",  # the fine
    "2021-02-12",  # the alternative app
    "2021-04-16",  # reported to the police
    "2021-08-16",  # no crime
    "2021-10-04",  # the fine cut
    "2022-02",  # new procurements
    "2022-09-16",  # the fine set
    "2023-09-13",  # leave to appeal refused
    "2024-08",  # replacement
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows that are drawn, oldest first, each in its lane."""

    rows: tuple[DatedRow, ...]

    def lane(self, sort: str) -> tuple[DatedRow, ...]:
        """The rows of one lane: ``cost``, ``incident`` or ``event``."""
        return tuple(row for row in self.rows if row.sort == sort)


@dataclass(frozen=True, slots=True)
class Sides:
    """Rows before, from and perhaps on either side of a day; row ids."""

    before: tuple[str, ...]
    since: tuple[str, ...]
    either: tuple[str, ...]  # the date is too vague to say


def timeline(
    costs: Sequence[Cost], incidents: Sequence[Incident], events: Sequence[Event]
) -> Timeline:
    """Choose the rows of the time line; those that repeat another and undated ones are left out.

    Args:
        costs: published figures; those for the whole project or platform are taken.
        incidents: published incidents; those of level 3 and 4 are taken.
        events: of the record; those of the dates in ``TURNS`` are taken.
    """
    found = dated_rows(
        project_figures(counted(costs)),
        [row for row in incidents if row.severity in SERIOUS],
        [event for event in events if event.date in TURNS],
    )
    return Timeline(found.rows)


def sides(rows: Sequence[DatedRow], of: DaySpan) -> Sides:
    """Sort rows by whether all their days lie before the first day of ``of``, or none."""
    first = of.first
    before = tuple(row.row_id for row in rows if row.when.last < first)
    since = tuple(row.row_id for row in rows if row.when.first >= first)
    known = {*before, *since}
    return Sides(before, since, tuple(row.row_id for row in rows if row.row_id not in known))


def timeline_findings(
    found: Timeline, costs: Sequence[Cost], incidents: Sequence[Incident]
) -> tuple[Finding, ...]:
    """Say how many cost figures and serious rows are dated before the launch and since.

    Args:
        found: as ``timeline`` made it; without the launch in it nothing is said.
        costs: the rows that it was made from.
        incidents: likewise.
    """
    launch = day_span(LAUNCH)
    if launch is None or not any(row.date == LAUNCH for row in found.lane("event")):
        return ()
    made = (
        _costs(sides(found.lane("cost"), launch), costs),
        _serious(sides(found.lane("incident"), launch), incidents),
    )
    return tuple(one for one in made if one is not None)


def _costs(found: Sides, costs: Sequence[Cost]) -> Finding | None:
    rows = named(costs, (*found.before, *found.since, *found.either))
    if not rows:
        return None
    return finding(
        "T1",
        rows,
        sv=f"{len(found.since)} av {len(rows)} uppgifter om vad hela projektet eller plattformen "
        f"kostar är från tiden efter lanseringen i {day(LAUNCH, 'sv')}, {len(found.before)} är "
        f"äldre och {len(found.either)} är bara kända till samma år.",
        en=f"{len(found.since)} of {len(rows)} figures for what the whole project or platform "
        f"costs are from the time since the launch in {day(LAUNCH, 'en')}, {len(found.before)} "
        f"are older and {len(found.either)} are only known to be of that year.",
        number=len(found.since),
        unit="rows",
        caveat=DATED_CAVEAT,
    )


def _serious(found: Sides, incidents: Sequence[Incident]) -> Finding | None:
    rows = named(incidents, (*found.before, *found.since, *found.either))
    if not rows:
        return None
    either = len(found.either)
    open_sv = f"; för {either} går det inte att avgöra" * bool(either)
    open_en = f"; for {either} it cannot be told" * bool(either)
    return finding(
        "T2",
        rows,
        sv=f"{len(found.since)} av {len(rows)} allvarliga rader (grad 3 och 4) är daterade från "
        f"och med lanseringen i {day(LAUNCH, 'sv')}, "
        f"{some(len(found.before), 'sv', none='ingen')} före den{open_sv}.",
        en=f"{len(found.since)} of {len(rows)} serious rows (levels 3 and 4) are dated since the "
        f"launch in {day(LAUNCH, 'en')}, {some(len(found.before), 'en', none='none')} before "
        f"it{open_en}.",
        number=len(found.since),
        unit="rows",
        caveat=DATED_CAVEAT,
    )
