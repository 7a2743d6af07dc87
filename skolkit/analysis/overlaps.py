"""Incident rows -> groups of rows that may tell of the same thing.

A row count is not an incident count. What can be said is how many rows there are, and into how many
groups they fall that nothing in the rows connects. Whether two connected rows are the same event, a
person must decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.incidents import NO_PART
from skolkit.analysis.milestones import Told, shipped_told
from skolkit.analysis.rows import Incident, counted

WITHIN_DAYS = 31
OVERLAP_CAVEAT = (
    "En grupp är rader som kan gälla samma händelse. En rad kan också sammanfatta flera händelser, "
    "så varken antalet rader eller antalet grupper är antalet incidenter.",
    "A group is rows that may tell of the same event. One row may also sum up several events, so "
    "neither the number of rows nor that of groups is the number of incidents.",
)


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows that may tell of the same thing, and why."""

    row_ids: tuple[str, str]
    reason: str  # "told": a row says so; "alike": same kind, part and time


@dataclass(frozen=True, slots=True)
class Groups:
    """All counted rows, each in one group; a row that is like no other is a group of its own."""

    groups: tuple[tuple[str, ...], ...]  # row ids
    links: tuple[Link, ...]
    rows: int
    repeated: int  # rows that repeat another one and are not counted
    caveat: tuple[str, str] = OVERLAP_CAVEAT

    def said(self, lang: str) -> str:
        """The count in words that claim no more than it knows."""
        if lang == "sv":
            return f"{self.rows} rader i {len(self.groups)} grupper som inget i raderna knyter ihop"
        return f"{self.rows} rows in {len(self.groups)} groups that nothing in the rows connects"


def groups(
    rows: Sequence[Incident], *, within_days: int = WITHIN_DAYS, told: Told | None = None
) -> Groups:
    """Group rows that may tell of the same thing.

    Formula: two rows are connected if a row or the record's README says so (``milestones.toml``),
    or if they are of the same kind, name the same part or one of them names none, and the days
    that their dates may mean lie at most ``within_days`` apart. Groups are what is connected,
    also over a third row.

    Limits: the rule sees no text. A row dated only by its year is near everything of that year, so
    the groups are few rather than many. Tickets are not meant: two like tickets are mostly two.
    """
    one_each = counted(rows)
    told = shipped_told() if told is None else told
    dated = [(row, day_span(row.date)) for row in one_each]
    links = [
        Link((a[0].place.row_id, b[0].place.row_id), reason)
        for at, a in enumerate(dated)
        for b in dated[at + 1 :]
        if (reason := _reason(a, b, within_days, told))
    ]
    head = {row.place.row_id: row.place.row_id for row in one_each}

    def top(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for link in links:
        first, second = (top(name) for name in link.row_ids)
        head[second] = first
    found: dict[str, list[str]] = {}
    for row in one_each:
        found.setdefault(top(row.place.row_id), []).append(row.place.row_id)
    return Groups(
        groups=tuple(tuple(group) for group in found.values()),
        links=tuple(links),
        rows=len(one_each),
        repeated=len(rows) - len(one_each),
    )


_Dated = tuple[Incident, DaySpan | None]


def _reason(one: _Dated, other: _Dated, within_days: int, told: Told) -> str:
    (a, first), (b, second) = one, other
    if a.source_ids and b.source_ids:
        names = {a.incident_id, b.incident_id}
        if any(names <= set(each.incident_ids) for each in told.overlaps):
            return "told"
    if a.kind != b.kind or first is None or second is None:
        return ""
    same_part = a.module == b.module or a.module in NO_PART or b.module in NO_PART
    return "alike" if same_part and _near(first, second, within_days) else ""


def _near(a: DaySpan, b: DaySpan, days: int) -> bool:
    wide = timedelta(days=days)
    return a.first <= b.last + wide and b.first <= a.last + wide
