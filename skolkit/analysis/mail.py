"""E-mail logs -> messages by month and direction, counterparts, and gaps in the numbering.

A log says that a message passed, when and between whom; never what it said. Each document is judged
alone, since the same log may have been delivered as a print and as a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.day_spans import day_span, each_day, months_between
from skolkit.analysis.rows import Message, counted
from skolkit.analysis.words import day, number, plural

_DOMAIN = re.compile(r"@([\w.-]+\.[a-zåäö]{2,})", re.IGNORECASE)
_LABEL = re.compile(r"\[[a-zåäö-]+(?: uppgift)? [0-9a-f]+\]")  # of what is masked
_SEVERAL = (
    "Ett meddelande till flera räknas hos var och en; domänernas tal får inte läggas ihop.",
    "A message to several counts for each; the numbers of the domains must not be added.",
)
_NUMBER = re.compile(r"(\D*)(\d+)")
_NO_NUMBER = "message_no:not-a-number"


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Messages of one month; a month inside the period without messages is kept as zero."""

    month: str
    incoming: tuple[str, ...]  # row ids
    outgoing: tuple[str, ...]  # row ids

    @property
    def messages(self) -> int:
        """Messages of the month in both directions."""
        return len(self.incoming) + len(self.outgoing)


@dataclass(frozen=True, slots=True)
class DayCount:
    """Messages of one day; a day inside the period without messages is kept, with none."""

    day: date
    incoming: tuple[str, ...]  # row ids
    outgoing: tuple[str, ...]  # row ids
    other: tuple[str, ...]  # row ids: the direction was not read

    @property
    def messages(self) -> int:
        """All messages of the day."""
        return len(self.incoming) + len(self.outgoing) + len(self.other)


@dataclass(frozen=True, slots=True)
class DayCounts:
    """The days from the first message to the last; every counted message is in one of the two."""

    days: tuple[DayCount, ...]
    undated: tuple[str, ...]  # row ids: no day that could be read


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the running numbers say: which are missing between the first and last, which recur."""

    first: int
    last: int
    missing: tuple[int, ...]
    repeated: tuple[int, ...]
    unread: int  # messages whose number is no number
    doubted: int = 0  # of those read, how many carry a doubt


def months(rows: Sequence[Message]) -> tuple[MonthCount, ...]:
    """Count messages by month and direction, over all months from the first to the last."""
    table: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if row.month:
            table.setdefault(row.month, {}).setdefault(row.direction, []).append(row.place.row_id)
    if not table:
        return ()
    made = []
    for month in months_between(min(table), max(table)):
        held = table.get(month, {})
        made.append(MonthCount(month, tuple(held.get("in", ())), tuple(held.get("ut", ()))))
    return tuple(made)


def days(rows: Sequence[Message]) -> DayCounts:
    """Count messages by day and direction; a row that repeats another is left out.

    Limits: a day is that of the printed time. A log of one mailbox is not all mail of its owner.
    """
    table: dict[date, dict[str, list[str]]] = {}
    undated = []
    for row in counted(rows):
        when = day_span(row.sent)
        if when is None or not when.exact:
            undated.append(row.place.row_id)
        else:
            table.setdefault(when.first, {}).setdefault(row.direction, []).append(row.place.row_id)
    if not table:
        return DayCounts((), tuple(undated))
    made = []
    for one in each_day(min(table), max(table)):
        held = table.get(one, {})
        other = (name for way, names in held.items() if way not in ("in", "ut") for name in names)
        made.append(
            DayCount(one, tuple(held.get("in", ())), tuple(held.get("ut", ())), tuple(other))
        )
    return DayCounts(tuple(made), tuple(undated))


def domains(text: str) -> tuple[str, ...]:
    """The e-mail domains in a text, each once, lower case."""
    return tuple(dict.fromkeys(found.lower() for found in _DOMAIN.findall(text)))


def counterparts(rows: Sequence[Message]) -> tuple[tuple[str, int], ...]:
    """Count messages by the other side's domain: the sender's if incoming, else the recipients'.

    A message to several domains counts once for each; one without an address counts for none.
    """
    table: Counter[str] = Counter()
    for row in rows:
        table.update(domains(_other_side(row)))
    return tuple(sorted(table.items(), key=lambda item: (-item[1], item[0])))


def _other_side(row: Message) -> str:
    return row.sender if row.direction == "in" else ";".join(row.recipients)


def numbering(rows: Sequence[Message]) -> Numbering | None:
    """Look for gaps and repeats in the running numbers; ``None`` if no number was read."""
    found: Counter[int] = Counter()
    doubted = 0
    for row in rows:
        match = _NUMBER.fullmatch(row.number)
        if match and _NO_NUMBER not in row.place.doubts:
            found[int(match[2])] += 1
            doubted += row.place.doubts_on("message_no")
    if not found:
        return None
    first, last = min(found), max(found)
    return Numbering(
        first=first,
        last=last,
        missing=tuple(at for at in range(first, last + 1) if at not in found),
        repeated=tuple(sorted(at for at, times in found.items() if times > 1)),
        unread=len(rows) - found.total(),
        doubted=doubted,
    )


def mail_findings(rows: Sequence[Message], prefix: str) -> tuple[Finding, ...]:
    """Make the findings on one log; ``prefix`` keeps claim ids apart, e.g. ``M1``."""
    if not rows:
        return ()
    made = (_volume(rows, prefix), _gaps(rows, prefix), _counterparts(rows, prefix))
    return tuple(claim for claim in made if claim is not None)


def _volume(rows: Sequence[Message], prefix: str) -> Finding:
    incoming = sum(row.direction == "in" for row in rows)
    outgoing = sum(row.direction == "ut" for row in rows)
    sent = sorted(row.sent for row in rows if row.month)
    other = len(rows) - incoming - outgoing
    period_sv = f" från {day(sent[0], 'sv')} till {day(sent[-1], 'sv')}" if sent else ""
    period_en = f" from {day(sent[0], 'en')} to {day(sent[-1], 'en')}" if sent else ""
    tail_sv = f"; {other} utan läst riktning" if other else ""
    tail_en = f"; {other} without a direction that was read" if other else ""
    return finding(
        f"{prefix}.1",
        rows,
        sv=f"Loggen har {number(len(rows), 'sv')} meddelanden{period_sv}: "
        f"{number(incoming, 'sv')} inkommande och {number(outgoing, 'sv')} utgående{tail_sv}.",
        en=f"The log holds {number(len(rows), 'en')} messages{period_en}: "
        f"{number(incoming, 'en')} incoming and {number(outgoing, 'en')} outgoing{tail_en}.",
        number=len(rows),
        unit="messages",
    )


def _gaps(rows: Sequence[Message], prefix: str) -> Finding | None:
    found = numbering(rows)
    if found is None:
        return None
    span = f"{found.first}–{found.last}"
    missing = ranges(found.missing)
    repeated = ", ".join(map(str, found.repeated))
    said_sv = [
        f"saknade: {len(found.missing)} ({missing})" if found.missing else "inget saknas",
        f"flera gånger: {len(found.repeated)} ({repeated})"
        if found.repeated
        else "inget förekommer två gånger",
    ]
    said_en = [
        f"missing: {len(found.missing)} ({missing})" if found.missing else "none is missing",
        f"more than once: {len(found.repeated)} ({repeated})"
        if found.repeated
        else "none occurs twice",
    ]
    if found.unread:
        said_sv.append(f"olästa: {found.unread}")
        said_en.append(f"unread: {found.unread}")
    if found.doubted:
        said_sv.append(f"lästa med tvivel: {found.doubted}")
        said_en.append(f"read with a doubt: {found.doubted}")
    return finding(
        f"{prefix}.2",
        rows,
        sv=f"Löpnumren går {span}: {', '.join(said_sv)}.",
        en=f"The running numbers go {span}: {', '.join(said_en)}.",
        number=len(found.missing),
        unit="numbers",
        caveat=(
            "Ett nummer som saknas kan vara feläst eller utelämnat; jämför med papperet.",
            "A missing number may be misread or left out; compare with the paper.",
        ),
    )


def ranges(numbers: Sequence[int], *, most: int = 12) -> str:
    """Write sorted numbers as ranges, e.g. ``3, 7–9``; after ``most`` ranges the rest is dotted."""
    runs: list[list[int]] = []
    for at in numbers:
        if runs and at == runs[-1][-1] + 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    said = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(said[:most]) + ("\u00a0…" if len(said) > most else "")


def _counterparts(rows: Sequence[Message], prefix: str) -> Finding:
    found = counterparts(rows)
    without = [row for row in rows if not domains(_other_side(row))]
    masked = sum(_LABEL.search(_other_side(row)) is not None for row in without)
    silent = len(without) - masked
    messages_sv = plural(silent, "meddelande", "meddelanden")
    messages_en = plural(silent, "message lacks", "messages lack")
    tail_sv = f" {number(silent, 'sv')} {messages_sv} saknar en adress som gick att läsa."
    tail_en = f" {number(silent, 'en')} {messages_en} an address that could be read."
    tail_sv, tail_en = tail_sv * bool(silent), tail_en * bool(silent)
    if masked:
        masked_sv = plural(masked, "meddelande", "meddelanden")
        masked_en = plural(masked, "message has", "messages have")
        tail_sv += f" {number(masked, 'sv')} {masked_sv} har bara maskerade privata adresser där."
        tail_en += f" {number(masked, 'en')} {masked_en} only masked private addresses there."
    caveat = (
        "En adress räknas bara om tecknet @ gick att läsa; inget gissas.",
        "An address counts only if its @ sign could be read; nothing is guessed.",
    )
    if not found:
        return finding(
            f"{prefix}.3",
            rows,
            sv=f"Motparterna kan inte räknas.{tail_sv}",
            en=f"The other sides cannot be counted.{tail_en}",
            number=len(without),
            unit="messages",
            caveat=caveat,
        )
    top, times = found[0]
    several = sum(many for _, many in found) > len(rows) - len(without)
    said = [caveat] if silent else []
    said += [_SEVERAL] if several else []
    return finding(
        f"{prefix}.3",
        [row for row in rows if top in domains(_other_side(row))],
        sv=f"Flest meddelanden, {number(times, 'sv')}, har {top} som motpart; loggen har "
        f"{number(len(found), 'sv')} olika domäner på motsidan.{tail_sv}",
        en=f"Most messages, {number(times, 'en')}, have {top} as the other side; the log holds "
        f"{number(len(found), 'en')} different domains there.{tail_en}",
        number=times,
        unit="messages",
        caveat=(" ".join(sv for sv, _ in said), " ".join(en for _, en in said)),
    )
