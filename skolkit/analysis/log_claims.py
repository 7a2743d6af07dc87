"""Results on a log of messages -> findings: one sentence each, with rows and reservation.

Claim ids go on from those of ``mail``: ``<prefix>.4`` and on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.class_claims import class_finding
from skolkit.analysis.log_gaps import log_gaps
from skolkit.analysis.parties import counterpart_organisations
from skolkit.analysis.replies import replies
from skolkit.analysis.rows import Message, counted, named
from skolkit.analysis.ticket_classes import subject_classes
from skolkit.analysis.words import number, plural, some
from skolkit.tables.organisations import PRIVATE


def log_findings(
    rows: Sequence[Message], prefix: str, filled: Mapping[str, frozenset[int]] | None = None
) -> tuple[Finding, ...]:
    """Say of one log who stood on the other side, what was answered, what is missing.

    Args:
        rows: one log; a row that repeats another is left out.
        prefix: keeps claim ids apart; the findings are ``<prefix>.4`` and on.
        filled: the pages of each document that hold cells; see ``log_gaps.filled_pages``. Without
            it nothing is said of pages.
    """
    rows = counted(rows)
    made = (
        _counterparts(rows, f"{prefix}.4"),
        _replies(rows, f"{prefix}.5"),
        _gaps(rows, filled, f"{prefix}.6"),
        class_finding(
            rows,
            subject_classes(rows),
            f"{prefix}.7",
            of=("meddelanden", "messages"),
            where=("ämnesraden", "the subject"),
            unit="messages",
        ),
    )
    return tuple(one for one in made if one is not None)


def _counterparts(rows: Sequence[Message], claim_id: str) -> Finding | None:
    found = counterpart_organisations(rows)
    if not found.organisations:
        return None
    top = found.organisations[0]
    sv, en = top.organisation, top.organisation
    lost = len(found.silent) + len(found.no_direction)
    lost_sv = f" {number(lost, 'sv')} går inte att placera." * bool(lost)
    lost_en = f" {number(lost, 'en')} cannot be placed." * bool(lost)
    if top.organisation == PRIVATE:
        sv, en = "privatpersoner", "private persons"
    return finding(
        claim_id,
        named(rows, (*top.incoming, *top.outgoing)),
        sv=f"Flest meddelanden har {sv} på andra sidan: "
        f"{number(len(top.incoming), 'sv')} därifrån och {number(len(top.outgoing), 'sv')} dit."
        f"{lost_sv}",
        en=f"Most messages have {en} on the other side: "
        f"{number(len(top.incoming), 'en')} from there and {number(len(top.outgoing), 'en')} to "
        f"it.{lost_en}",
        number=top.messages,
        unit="messages",
        caveat=found.caveat,
    )


def _replies(rows: Sequence[Message], claim_id: str) -> Finding | None:
    found = replies(rows)
    asked = found.questions
    if not asked:
        return None
    middle = found.median_hours
    time_sv = f" (mediantid {number(middle, 'sv', decimals=2)} timmar)" if middle else ""
    time_en = f" (median time {number(middle, 'en', decimals=2)} hours)" if middle else ""
    without = len(found.unanswered)
    answered = len(asked) - without
    return finding(
        claim_id,
        named(rows, (*asked, *(one.answer for one in found.exchanges))),
        sv=f"Av {number(len(asked), 'sv')} meddelanden som öppnar en sak har "
        f"{number(answered, 'sv')} ett svar i loggen{time_sv}; {number(without, 'sv')} har "
        "inget.",
        en=f"Of {number(len(asked), 'en')} messages that open a matter {number(answered, 'en')} "
        f"have an answer in the log{time_en}; {number(without, 'en')} have none.",
        number=answered,
        unit="messages",
        caveat=found.caveat,
    )


def _gaps(
    rows: Sequence[Message], filled: Mapping[str, frozenset[int]] | None, claim_id: str
) -> Finding | None:
    if not rows:
        return None
    found = log_gaps(rows, filled=filled)
    days = sum(one.unexplained for one in found.days)
    numbers = len(found.numbers.missing) if found.numbers else 0
    pages_sv = pages_en = ""
    if found.pages is not None:
        many = sum(len(one.missing) for one in found.pages)
        told_sv = plural(
            many or 1,
            "sida inne i loggen saknas eller är tom",
            "sidor inne i loggen saknas eller är tomma",
        )
        told_en = plural(
            many or 1,
            "page within the log is missing or empty",
            "pages within the log are missing or empty",
        )
        pages_sv = f", och {some(many, 'sv', none='ingen')} {told_sv}"
        pages_en = f", and {some(many, 'en', none='no')} {told_en}"
    rows_behind = [name for one in found.days for name in (*one.before, *one.after)]
    return finding(
        claim_id,
        named(rows, rows_behind) or rows,
        sv=f"{some(days, 'sv', none='Ingen')} {plural(days or 1, 'vanlig dag', 'vanliga dagar')} "
        "saknar meddelanden, mätt mot loggens egen rytm och med helgdagar oräknade; "
        f"{some(numbers, 'sv', none='inget')} löpnummer saknas{pages_sv}.",
        en=f"{some(days, 'en', none='No')} usual {plural(days or 1, 'day lacks', 'days lack')} "
        "messages by the log's own rhythm, holidays not counted; "
        f"{some(numbers, 'en', none='no')} running "
        f"{plural(numbers or 1, 'number is', 'numbers are')} missing{pages_en}.",
        number=days,
        unit="days",
        caveat=found.caveat,
    )
