"""A log of messages -> who answers whom, and after how many hours.

A log holds no thread and no text. An answer is found by its subject, with "Sv:" or the like before
it, and by swapped parties; so a matter may have been answered by telephone, under another subject
or from another mailbox, and stand here as unanswered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from skolkit.analysis.parties import address_key, recipient_organisations, sender_organisation
from skolkit.analysis.rows import Message, counted
from skolkit.tables.organisations import PRIVATE

REPLY_CAVEAT = (
    "Svar hittas på ämnesraden och på att parterna bytt plats. Den som svarat i telefon, under ett "
    "annat ämne eller från en annan låda räknas som obesvarad, och den som frågade sist i loggen "
    "hann kanske inte få svar. Alla meddelanden kräver inte svar.",
    "Answers are found by the subject and by swapped parties. Who answered by telephone, under "
    "another subject or from another mailbox counts as unanswered, and who asked last in the log "
    "may not have had the time to be answered. Not every message asks for an answer.",
)
_PREFIX = re.compile(
    r"\s*(?:(?P<reply>sv|re|aw|antw|svar)|(?P<forward>vb|fw|fwd|vs|wg))\s*(?:\[[0-9]+\])?\s*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message to one organisation, and the first answer that came from there."""

    asker: str  # organisation
    asked: str  # organisation
    question: str  # row id
    answer: str  # row id; empty if none is in the log
    hours: Decimal | None  # None without an answer, or if a time of day is missing


@dataclass(frozen=True, slots=True)
class Pair:
    """How one organisation answers another."""

    asker: str
    asked: str
    exchanges: tuple[Exchange, ...]

    @property
    def answered(self) -> tuple[Exchange, ...]:
        """Those with an answer in the log."""
        return tuple(one for one in self.exchanges if one.answer)

    @property
    def unanswered(self) -> tuple[Exchange, ...]:
        """Those without an answer in the log."""
        return tuple(one for one in self.exchanges if not one.answer)

    @property
    def median_hours(self) -> Decimal | None:
        """The middle of the times to the first answer; ``None`` if no time is known."""
        return _median(self.exchanges)


@dataclass(frozen=True, slots=True)
class Replies:
    """All that was asked in a log."""

    pairs: tuple[Pair, ...]  # most messages first
    loose: tuple[str, ...]  # row ids: answers and forwards to which the log has no question
    unplaced: tuple[str, ...]  # row ids: no time, party or subject that could be read
    caveat: tuple[str, str] = REPLY_CAVEAT

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All exchanges of all pairs."""
        return tuple(one for pair in self.pairs for one in pair.exchanges)

    @property
    def questions(self) -> tuple[str, ...]:
        """Row ids of all messages that open a matter, each once."""
        return tuple(dict.fromkeys(one.question for one in self.exchanges))

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Row ids of those that nobody who was asked answered."""
        answered = {one.question for one in self.exchanges if one.answer}
        return tuple(name for name in self.questions if name not in answered)

    @property
    def median_hours(self) -> Decimal | None:
        """The middle of all times to a first answer."""
        return _median(self.exchanges)


def bare_subject(subject: str) -> str:
    """A subject without all the "Sv:", "Re:", "VB:", "FW:" before it."""
    while found := _PREFIX.match(subject):
        subject = subject[found.end() :]
    return subject.strip()


def is_answer(subject: str) -> bool:
    """Whether a subject says that the message answers or forwards another."""
    return _PREFIX.match(subject) is not None


def replies(rows: Sequence[Message]) -> Replies:
    """Find the first answer to each message that opens a matter.

    Formula: a message without "Sv:" and the like before its subject opens a matter with each
    organisation that it went to. Its answer is the first later message with the same bare subject
    and a prefix, from that organisation back to the asker's. Of two matters with the same subject
    and parties an answer belongs to the latest before it; only the first answer counts. Within one
    organisation, and between private persons, the addresses themselves must have swapped. Hours
    are those between the printed times; the median is that of the middle exchange, or half way
    between the two in the middle.

    Args:
        rows: one log; a row that repeats another is left out.

    Limits: see ``REPLY_CAVEAT``. A forward that goes back to the asker counts as an answer, since
    logs show both prefixes so. Nights and weekends are hours too. Times are as printed; over the
    night of summer time they may be an hour off.
    """
    placed, unplaced = [], []
    for row in counted(rows):
        readable = row.sent[:4].isdigit() and bare_subject(row.subject)
        if readable and sender_organisation(row) and recipient_organisations(row):
            placed.append(row)
        else:
            unplaced.append(row.place.row_id)
    placed.sort(key=lambda row: (row.sent, is_answer(row.subject), row.place.row or 0))
    opened: dict[tuple[str, str, str], list[Message]] = {}
    answers: dict[tuple[str, str], Message] = {}  # of a question and an organisation
    asked: list[tuple[Message, str]] = []
    loose = []
    for row in placed:
        subject, sender = _folded(row.subject), sender_organisation(row)
        if not is_answer(row.subject):
            for other in recipient_organisations(row):
                opened.setdefault((subject, sender, other), []).append(row)
                asked.append((row, other))
            continue
        belongs = False
        for other in recipient_organisations(row):
            waiting = opened.get((subject, other, sender), [])
            latest = next(
                (one for one in reversed(waiting) if _swapped(one, row, sender, other)), None
            )
            belongs |= bool(latest or opened.get((subject, sender, other)))
            if latest is not None:
                answers.setdefault((latest.place.row_id, sender), row)
        if not belongs:
            loose.append(row.place.row_id)
    return Replies(_pairs(asked, answers), tuple(loose), tuple(unplaced))


def _pairs(
    asked: Sequence[tuple[Message, str]], answers: dict[tuple[str, str], Message]
) -> tuple[Pair, ...]:
    groups: dict[tuple[str, str], list[Exchange]] = {}
    for row, other in asked:
        answer = answers.get((row.place.row_id, other))
        one = Exchange(
            asker=sender_organisation(row),
            asked=other,
            question=row.place.row_id,
            answer=answer.place.row_id if answer else "",
            hours=_hours(row.sent, answer.sent) if answer else None,
        )
        groups.setdefault((one.asker, one.asked), []).append(one)
    pairs = [Pair(asker, asked, tuple(group)) for (asker, asked), group in groups.items()]
    return tuple(sorted(pairs, key=lambda one: (-len(one.exchanges), one.asker, one.asked)))


def _swapped(question: Message, answer: Message, sender: str, other: str) -> bool:
    """Whether the parties changed places, down to the address where organisations do not tell."""
    if sender != other and PRIVATE not in (sender, other):
        return True
    asker, by = address_key(question.sender), address_key(answer.sender)
    went = {address_key(one) for one in question.recipients}
    back = {address_key(one) for one in answer.recipients}
    if sender == other:
        return by != asker and by in went and asker in back
    return by in went if sender == PRIVATE else asker in back


def _folded(subject: str) -> str:
    return " ".join(unicodedata.normalize("NFC", bare_subject(subject)).casefold().split())


def _hours(first: str, last: str) -> Decimal | None:
    """Hours with two decimals; ``None`` if a time of day is missing or they stand backwards."""
    try:
        start, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    except ValueError:
        return None
    if len(first) <= 10 or len(last) <= 10 or end < start:
        return None
    return (Decimal(int((end - start).total_seconds())) / 3600).quantize(Decimal("0.01"))


def _median(exchanges: Sequence[Exchange]) -> Decimal | None:
    known = [one.hours for one in exchanges if one.hours is not None]
    return median(known) if known else None
