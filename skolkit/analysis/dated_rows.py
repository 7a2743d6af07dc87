"""Costs, incidents and events -> one list in the order of time, as exact as each date is.

The list sets things beside each other and adds nothing. A row that is dated by its year stands at
the year's beginning and says that it may belong anywhere in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.events import Event
from skolkit.analysis.rows import Cost, Incident, counted

Sort = Literal["cost", "incident", "event"]
DATED_CAVEAT = (
    "Att två rader följer på varandra säger inget om orsak. Ett datum kan vara det för en "
    "publicering eller ett beslut, och belopp får inte läggas ihop.",
    "That two rows follow each other says nothing about a cause. A date may be that of a "
    "publication or decision, and amounts must not be added.",
)
_ORDER: dict[Sort, int] = {"event": 0, "incident": 1, "cost": 2}


@dataclass(frozen=True, slots=True)
class DatedRow:
    """One row with the days that its date may mean."""

    when: DaySpan
    date: str  # as precise as known
    sort: Sort
    key: str  # cost_id or incident_id; empty for events
    text_sv: str
    text_en: str
    amount: Decimal | None  # of a cost, in kronor
    qualifier: str  # of a cost: exakt, cirka, golv or tak
    severity: str  # of an incident
    source_ids: tuple[str, ...]
    row_id: str
    demo: bool

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.when.exact


@dataclass(frozen=True, slots=True)
class DatedRows:
    """All dated rows, oldest first; every counted row is in one of the two."""

    rows: tuple[DatedRow, ...]
    undated: tuple[str, ...]  # row ids
    caveat: tuple[str, str] = DATED_CAVEAT

    def touching(self, days: DaySpan) -> tuple[DatedRow, ...]:
        """The rows whose dates may lie within the days."""
        return tuple(one for one in self.rows if one.when.touches(days))


def dated_rows(
    costs: Sequence[Cost] = (), incidents: Sequence[Incident] = (), events: Sequence[Event] = ()
) -> DatedRows:
    """Put costs, incidents and events into the order of time.

    Formula: by the first day that a date may mean; on the same day the more exact date first, then
    events, incidents, costs.

    Args:
        costs: published figures, by ``as_of``; printed sums are left out. One without ``as_of``
            stands by the period that it covers.
        incidents: incidents or tickets, by ``date``.
        events: of a time line.

    Limits: rows that repeat another are left out; rows of different sources on the same matter
    are not, and stand side by side.
    """
    made: list[DatedRow] = []
    undated: list[str] = []
    for cost in counted(costs):
        if cost.row_kind != "row":
            continue
        when = day_span(cost.as_of) or _period(cost)
        if when is None:
            undated.append(cost.place.row_id)
            continue
        made.append(
            DatedRow(
                when=when,
                date=cost.as_of or when.iso,
                sort="cost",
                key=cost.cost_id,
                text_sv=cost.scope,
                text_en="",
                amount=cost.amount,
                qualifier=cost.qualifier,
                severity="",
                source_ids=(cost.source_id,) if cost.source_id else (),
                row_id=cost.place.row_id,
                demo=cost.place.demo,
            )
        )
    for incident in counted(incidents):
        when = day_span(incident.date)
        if when is None:
            undated.append(incident.place.row_id)
            continue
        made.append(
            DatedRow(
                when=when,
                date=incident.date,
                sort="incident",
                key=incident.incident_id,
                text_sv=incident.summary_sv,
                text_en=incident.summary_en,
                amount=None,
                qualifier="",
                severity=incident.severity,
                source_ids=incident.source_ids,
                row_id=incident.place.row_id,
                demo=incident.place.demo,
            )
        )
    for event in counted(events):
        when = day_span(event.date)
        if when is None:
            undated.append(event.place.row_id)
            continue
        made.append(
            DatedRow(
                when=when,
                date=event.date,
                sort="event",
                key="",
                text_sv=event.event_sv,
                text_en=event.event_en,
                amount=None,
                qualifier="",
                severity="",
                source_ids=event.source_ids,
                row_id=event.place.row_id,
                demo=event.place.demo,
            )
        )
    made.sort(key=lambda one: (one.when, _ORDER[one.sort], one.key, one.row_id))
    return DatedRows(tuple(made), tuple(undated))


def _period(cost: Cost) -> DaySpan | None:
    first, last = (day_span(text) for text in cost.period)
    if first is None or last is None or last.last < first.first:
        return None
    return DaySpan(first.first, last.last)
