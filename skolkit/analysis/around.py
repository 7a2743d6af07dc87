"""What happened before and after an incident -> counts and sums in windows of equal length.

A window before and one after are shown side by side. That something changed after an incident does
not say that it changed because of it: other things happened too, and which ones the rows know is
part of the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.rows import Incident, Invoice, Message, counted

SERIOUS = "4"
AROUND_CAVEAT = (
    "Före och efter är inte orsak och verkan: annat hände under samma tid, fakturor kommer senare "
    "än arbetet, och utgifter följer också budgetår och avtal.",
    "Before and after is not cause and effect: other things happened in the same time, invoices "
    "come later than the work, and spending also follows budget years and contracts.",
)


@dataclass(frozen=True, slots=True)
class Window:
    """What was invoiced in a span of days, in kronor without VAT."""

    days: DaySpan
    covered_days: int  # days that lie within the period of the ledger
    total: Decimal  # of rows whose dates lie wholly within
    row_ids: tuple[str, ...]
    perhaps: Decimal  # of rows whose dates may lie within
    perhaps_ids: tuple[str, ...]
    unread_ids: tuple[str, ...]  # within or perhaps, without an amount that could be read

    @property
    def covered(self) -> bool:
        """Whether the ledger's period holds the whole window."""
        return self.covered_days == self.days.days


@dataclass(frozen=True, slots=True)
class Spending:
    """Spending before and after one incident, in two windows of the same number of days."""

    incident: Incident
    on: DaySpan  # the days that its date may mean; they are in neither window
    before: Window
    after: Window
    others: tuple[str, ...]  # row ids of other serious incidents whose dates touch the windows
    undated: tuple[str, ...]  # row ids of invoices without a date that could be read
    caveat: tuple[str, str] = AROUND_CAVEAT

    @property
    def comparable(self) -> bool:
        """Whether both windows lie in the ledger, with all amounts read and no date in doubt."""
        clear = not (self.before.perhaps_ids or self.after.perhaps_ids or self.undated)
        read = not (self.before.unread_ids or self.after.unread_ids)
        return self.before.covered and self.after.covered and clear and read


@dataclass(frozen=True, slots=True)
class Week:
    """Messages of seven days before or after an incident, or of the days that its date may mean."""

    offset: int  # -1 is the week that ends the day before, 0 the date itself, 1 the week after it
    days: DaySpan
    covered_days: int  # days that lie between the log's first and last message
    incoming: tuple[str, ...]  # row ids
    outgoing: tuple[str, ...]  # row ids
    other: tuple[str, ...]  # row ids: the direction was not read

    @property
    def messages(self) -> int:
        """All messages of these days."""
        return len(self.incoming) + len(self.outgoing) + len(self.other)


@dataclass(frozen=True, slots=True)
class WeeksAround:
    """The weeks of a log around one incident."""

    incident: Incident
    weeks: tuple[Week, ...]
    undated: tuple[str, ...]  # row ids: in no week
    caveat: tuple[str, str] = AROUND_CAVEAT


def spending_around(
    invoices: Sequence[Invoice], incident: Incident, others: Sequence[Incident] = (), *, days: int
) -> Spending | None:
    """Sum invoices in equal windows before and after an incident.

    Formula: the window before ends the day before the first day that the incident's date may mean,
    the one after begins the day after the last; both have ``days`` days. Net amounts of rows of
    kind ``row``; printed sums and rows that repeat another are left out.

    Args:
        invoices: of one ledger. Published figures of costs do not fit: they overlap and are never
            added; ``dated_rows`` shows them in time.
        incident: the date decides; one that is only known to the year gives ``None``.
        others: the other incidents, of which the serious ones in the windows are told.
        days: length of each window; choose it before looking at the sums.

    Limits: no causal claim. The date of an invoice is not that of the work. The covered days run
    from the ledger's first to its last date, which is less than the period it was drawn for.

    Raises:
        ValueError: if ``days`` is not positive.
    """
    if days < 1:
        raise ValueError("a window has at least one day")
    on = day_span(incident.date)
    if on is None or on.days > 31:
        return None
    lines = [row for row in counted(invoices) if row.row_kind == "row"]
    dated = [(row, when) for row in lines if (when := day_span(row.date)) is not None]
    whole = (
        DaySpan(min(when.first for _, when in dated), max(when.last for _, when in dated))
        if dated
        else None
    )
    wide = timedelta(days=days - 1)
    eve, morrow = on.first - timedelta(days=1), on.last + timedelta(days=1)
    before, after = DaySpan(eve - wide, eve), DaySpan(morrow, morrow + wide)
    return Spending(
        incident=incident,
        on=on,
        before=_window(dated, before, whole),
        after=_window(dated, after, whole),
        others=tuple(
            row.place.row_id
            for row in counted(others)
            if row.severity == SERIOUS
            and row.place.row_id != incident.place.row_id
            and (when := day_span(row.date)) is not None
            and when.touches(DaySpan(before.first, after.last))
        ),
        undated=tuple(row.place.row_id for row in lines if day_span(row.date) is None),
    )


def _window(
    dated: Sequence[tuple[Invoice, DaySpan]], days: DaySpan, whole: DaySpan | None
) -> Window:
    sure = [row for row, when in dated if when.within(days)]
    perhaps = [row for row, when in dated if when.touches(days) and not when.within(days)]
    return Window(
        days=days,
        covered_days=_shared_days(days, whole),
        total=_sum(sure),
        row_ids=tuple(row.place.row_id for row in sure),
        perhaps=_sum(perhaps),
        perhaps_ids=tuple(row.place.row_id for row in perhaps),
        unread_ids=tuple(row.place.row_id for row in (*sure, *perhaps) if row.net is None),
    )


def _sum(rows: Sequence[Invoice]) -> Decimal:
    return sum((row.net for row in rows if row.net is not None), Decimal(0))


def _shared_days(one: DaySpan, other: DaySpan | None) -> int:
    if other is None or not one.touches(other):
        return 0
    return (min(one.last, other.last) - max(one.first, other.first)).days + 1


def weeks_around(rows: Sequence[Message], incident: Incident, *, weeks: int) -> WeeksAround | None:
    """Count messages in the weeks before and after an incident.

    Formula: weeks of seven days, counted back from the day before the first day that the date may
    mean and forward from the day after the last; the days of the date itself stand between them.

    Args:
        rows: one log; a row that repeats another is left out.
        incident: one that is only known to the year gives ``None``.
        weeks: how many before and after.

    Limits: a week with few ``covered_days`` lies partly outside the log; its count is no quiet.
    """
    on = day_span(incident.date)
    if on is None or on.days > 31:
        return None
    log = counted(rows)
    dated = [(row, w.first) for row in log if (w := day_span(row.sent)) is not None and w.exact]
    at = [day for _, day in dated]
    whole = DaySpan(min(at), max(at)) if at else None
    week = timedelta(days=7)
    spans = [(0, on)]
    for step in range(1, weeks + 1):
        first = on.first - week * step
        spans.insert(0, (-step, DaySpan(first, first + timedelta(days=6))))
        last = on.last + week * step
        spans.append((step, DaySpan(last - timedelta(days=6), last)))
    made = []
    for offset, days in spans:
        held = [row for row, day in dated if days.first <= day <= days.last]
        made.append(
            Week(
                offset=offset,
                days=days,
                covered_days=_shared_days(days, whole),
                incoming=tuple(row.place.row_id for row in held if row.direction == "in"),
                outgoing=tuple(row.place.row_id for row in held if row.direction == "ut"),
                other=tuple(r.place.row_id for r in held if r.direction not in ("in", "ut")),
            )
        )
    known = {row.place.row_id for row, _ in dated}
    undated = tuple(row.place.row_id for row in log if row.place.row_id not in known)
    return WeeksAround(incident, tuple(made), undated)
