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
from skolkit.analysis.rows import Cost, Incident, Place, counted

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
    key: str  # cost_id, incident_id or event_id
    text_sv: str
    text_en: str  # empty where the record has none
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
    made = [
        *(
            _row(
                row.place,
                day_span(row.as_of) or _period(row),
                row.as_of,
                sort="cost",
                key=row.cost_id,
                texts=(row.scope, ""),
                source_ids=(row.source_id,) if row.source_id else (),
                amount=row.amount,
                qualifier=row.qualifier,
            )
            for row in counted(costs)
            if row.row_kind == "row"
        ),
        *(
            _row(
                row.place,
                day_span(row.date),
                row.date,
                sort="incident",
                key=row.incident_id,
                texts=(row.summary_sv, row.summary_en),
                source_ids=row.source_ids,
                severity=row.severity,
            )
            for row in counted(incidents)
        ),
        *(
            _row(
                row.place,
                day_span(row.date),
                row.date,
                sort="event",
                key=row.event_id,
                texts=(row.event_sv, row.event_en),
                source_ids=row.source_ids,
            )
            for row in counted(events)
        ),
    ]
    dated = sorted(
        (one for one in made if isinstance(one, DatedRow)),
        key=lambda one: (one.when, _ORDER[one.sort], one.key, one.row_id),
    )
    return DatedRows(tuple(dated), tuple(one for one in made if isinstance(one, str)))


def _row(
    place: Place,
    when: DaySpan | None,
    date: str,
    *,
    sort: Sort,
    key: str,
    texts: tuple[str, str],
    source_ids: tuple[str, ...],
    amount: Decimal | None = None,
    qualifier: str = "",
    severity: str = "",
) -> DatedRow | str:
    """The row with its days, or its id if it has none."""
    if when is None:
        return place.row_id
    return DatedRow(
        when=when,
        date=date or when.iso,
        sort=sort,
        key=key,
        text_sv=texts[0],
        text_en=texts[1],
        amount=amount,
        qualifier=qualifier,
        severity=severity,
        source_ids=source_ids,
        row_id=place.row_id,
        demo=place.demo,
    )


def _period(cost: Cost) -> DaySpan | None:
    first, last = (day_span(text) for text in cost.period)
    if first is None or last is None or last.last < first.first:
        return None
    return DaySpan(first.first, last.last)
