"""Rows of a ticket list -> tickets with a start and an end or none, and how many were open when.

A ticket without a closing date is open only if nothing speaks against it: one whose status says
"closed" was closed on an unknown day, and one whose date could not be read is unread. Both are kept
beside and counted, never taken for open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skolkit.analysis.day_spans import day_span
from skolkit.analysis.rows import Incident, counted

CLOSED_WORDS = frozenset(
    {"stängt", "stängd", "stängda", "avslutat", "avslutad", "avslutade", "löst", "klart", "klar"}
    | {"åtgärdat", "åtgärdad", "åtgärdade", "färdigt", "färdig", "makulerat", "makulerad"}
    | {"closed", "resolved", "done", "solved", "fixed"}
)
_NOT = frozenset({"ej", "inte", "icke", "delvis", "not", "partly", "nästan"})
TICKET_CAVEAT = (
    "Ett ärende är en rad i en lista; ett stängt ärende är inte ett löst fel, och en lista visar "
    "bara det som någon anmälde.",
    "A ticket is a row of a list; a closed ticket is no mended fault, and a list shows only what "
    "somebody reported.",
)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket with known days; ``closed`` is ``None`` while it is open."""

    row_id: str
    opened: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Tickets:
    """The tickets of a list whose days are known, and the rows that were left out, by reason.

    Every counted row is in exactly one of the fields.
    """

    tickets: tuple[Ticket, ...]
    no_start: tuple[str, ...]  # row ids: the start is not known to the day
    no_end: tuple[str, ...]  # row ids: closed, but the day is not known
    backwards: tuple[str, ...]  # row ids: closed before it was opened
    later: tuple[str, ...]  # row ids: opened after the last day that is looked at
    until: date

    @property
    def left_out(self) -> int:
        """How many rows are not among the tickets."""
        return sum(map(len, (self.no_start, self.no_end, self.backwards, self.later)))


@dataclass(frozen=True, slots=True)
class OpenDay:
    """What changed on a day, and how many were open when it ended."""

    day: date
    opened: tuple[str, ...]  # row ids
    closed: tuple[str, ...]  # row ids
    open: int


@dataclass(frozen=True, slots=True)
class OpenTickets:
    """The days on which the number of open tickets may have changed."""

    days: tuple[OpenDay, ...]
    tickets: Tickets
    caveat: tuple[str, str] = TICKET_CAVEAT

    @property
    def still_open(self) -> tuple[str, ...]:
        """Row ids of those that are open at the end of the last day."""
        return tuple(one.row_id for one in self.tickets.tickets if one.closed is None)

    @property
    def most(self) -> OpenDay | None:
        """The first day with the most open tickets."""
        return max(self.days, key=lambda one: one.open, default=None)


def last_day(rows: Sequence[Incident]) -> str:
    """The last day that a list speaks of, ``YYYY-MM-DD``; empty if it names none."""
    days = (day for one in rows for day in (one.date, one.closed) if len(day) == len("2021-01-01"))
    return max(days, default="")


def tickets(rows: Sequence[Incident], until: date) -> Tickets:
    """Read the days of tickets.

    Args:
        rows: one list of tickets; a row that repeats another is left out.
        until: the last day that the list covers, as a rule the day when it was taken out. What
            was closed later was open then.

    Limits: a closing date that carries a doubt and has no value is no sign that a ticket is open.
    A day whose reading is doubted is used if it has a value; ``place.doubts`` tells of it.
    """
    made, no_start, no_end, backwards, later = [], [], [], [], []
    for row in counted(rows):
        name = row.place.row_id
        start, end = day_span(row.date), day_span(row.closed)
        if start is None or not start.exact:
            no_start.append(name)
        elif start.first > until:
            later.append(name)
        elif end is None:
            if _was_closed(row):
                no_end.append(name)
            else:
                made.append(Ticket(name, start.first, None))
        elif not end.exact:
            no_end.append(name)
        elif end.first < start.first:
            backwards.append(name)
        else:
            made.append(Ticket(name, start.first, end.first if end.first <= until else None))
    return Tickets(
        tuple(made), tuple(no_start), tuple(no_end), tuple(backwards), tuple(later), until
    )


def _was_closed(row: Incident) -> bool:
    """Whether a row without a closing date may have one: by its status, or since it was unread."""
    unread = bool(row.closed) or row.place.doubts_on("closed")
    words = set(re.findall(r"\w+", row.status.casefold()))
    return unread or (bool(CLOSED_WORDS & words) and not words & _NOT)


def open_tickets(rows: Sequence[Incident], until: date) -> OpenTickets:
    """Count the open tickets at the end of each day on which one was opened or closed.

    Formula: open = opened to the day - closed to the day; what was opened and closed on the same
    day was not open at its end.

    Args:
        rows: one list of tickets.
        until: the last day that the list covers; see ``tickets``.

    Limits: tickets that were open before the list begins are not in it, so that its first weeks
    show too few.
    """
    read = tickets(rows, until)
    opened: dict[date, list[str]] = {}
    closed: dict[date, list[str]] = {}
    for one in read.tickets:
        opened.setdefault(one.opened, []).append(one.row_id)
        if one.closed is not None:
            closed.setdefault(one.closed, []).append(one.row_id)
    days, still = [], 0
    for day in sorted(opened.keys() | closed.keys()):
        came, went = tuple(opened.get(day, ())), tuple(closed.get(day, ()))
        still += len(came) - len(went)
        days.append(OpenDay(day, came, went, still))
    return OpenTickets(tuple(days), read)
