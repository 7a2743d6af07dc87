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
from skolkit.analysis.words import number, plural
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
    if top.organisation == PRIVATE:
        sv, en = "privatpersoner", "private persons"
    return finding(
        claim_id,
        named(rows, (*top.incoming, *top.outgoing)),
        sv=f"Flest meddelanden har {sv} på andra sidan: "
        f"{number(len(top.incoming), 'sv')} därifrån och {number(len(top.outgoing), 'sv')} dit. "
        f"{number(len(found.silent) + len(found.no_direction), 'sv')} går inte att placera.",
        en=f"Most messages have {en} on the other side: "
        f"{number(len(top.incoming), 'en')} from there and {number(len(top.outgoing), 'en')} to "
        f"it. {number(len(found.silent) + len(found.no_direction), 'en')} cannot be placed.",
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
    time_sv = f" efter i mitten {number(middle, 'sv', decimals=2)} timmar" if middle else ""
    time_en = f", in the middle after {number(middle, 'en', decimals=2)} hours" if middle else ""
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
        pages_sv = f", {many} {plural(many, 'sida', 'sidor')} inne i loggen saknas eller är tomma"
        pages_en = f", {many} {plural(many, 'page', 'pages')} within the log missing or empty"
    rows_behind = [name for one in found.days for name in (*one.before, *one.after)]
    return finding(
        claim_id,
        named(rows, rows_behind) or rows,
        sv=f"Efter loggens egen rytm saknas meddelanden på {days} "
        f"{plural(days, 'vanlig dag', 'vanliga dagar')} utom helgdagar; {numbers} löpnummer "
        f"saknas{pages_sv}.",
        en=f"By the log's own rhythm messages are missing on {days} usual "
        f"{plural(days, 'day', 'days')} besides holidays; {numbers} running numbers are "
        f"missing{pages_en}.",
        number=days,
        unit="days",
        caveat=found.caveat,
    )
