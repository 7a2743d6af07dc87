"""A log of messages -> days, numbers and pages that are missing by the log's own pattern.

A gap is a lead, no proof: a mailbox may rest, a number may be misread, a page may hold no row. Each
is shown with the counts that make it stand out, so that a person can judge and ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

import pandas as pd

from skolkit.analysis.base import by_document
from skolkit.analysis.frame_values import plain, records, whole
from skolkit.analysis.holidays import holiday
from skolkit.analysis.mail import Numbering, days, numbering
from skolkit.analysis.rows import Message, counted

USUAL = Fraction(4, 5)
LEAST_WEEKS = 4
GAP_CAVEAT = (
    "En lucka är ett uppslag och inget bevis: lådan kan ha vilat, ett nummer kan vara feläst och "
    "en sida kan sakna rader. Jämför med papperet och fråga myndigheten.",
    "A gap is a lead and no proof: the mailbox may have rested, a number may be misread and a page "
    "may hold no row. Compare with the paper and ask the authority.",
)


@dataclass(frozen=True, slots=True)
class Weekday:
    """The rhythm of one weekday in a log."""

    weekday: int  # 0 is Monday
    days: int  # such days in the period
    with_messages: int  # of these, with at least one message
    median: Fraction  # messages on such a day, in the middle

    @property
    def share(self) -> Fraction:
        """The share of such days that have messages."""
        return Fraction(self.with_messages, self.days) if self.days else Fraction(0)


@dataclass(frozen=True, slots=True)
class DayGap:
    """Days in a row without a message, of which one or more usually has some."""

    first: date
    last: date
    unusual: tuple[date, ...]  # days on whose weekday the log usually has messages
    holidays: tuple[tuple[date, str], ...]  # of the unusual ones, which explain themselves
    expected: Fraction  # sum of the medians of the unusual days
    before: tuple[str, ...]  # row ids of the last day with messages before
    after: tuple[str, ...]  # row ids of the first day with messages after

    @property
    def unexplained(self) -> int:
        """Unusual days that are no holiday."""
        return len(self.unusual) - len(self.holidays)


@dataclass(frozen=True, slots=True)
class PageGap:
    """Pages of a document between its first and last that hold nothing or were not delivered."""

    document: str
    first: int
    last: int
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LogGaps:
    """All that is missing in one log by its own pattern."""

    weekdays: tuple[Weekday, ...]
    days: tuple[DayGap, ...]
    numbers: Numbering | None
    pages: tuple[PageGap, ...] | None  # documents with missing pages; None: not looked at
    messages: int
    undated: tuple[str, ...]  # row ids: in no day, so that a gap may be theirs
    caveat: tuple[str, str] = GAP_CAVEAT


def log_gaps(
    rows: Sequence[Message],
    *,
    usual: Fraction = USUAL,
    filled: Mapping[str, frozenset[int]] | None = None,
) -> LogGaps:
    """Look for missing days, numbers and pages.

    Formula: a weekday is usual if at least the share ``usual`` of such days in the log's period
    has a message and the period holds at least four of them. Days without a message follow one
    another as one gap, over weekends too; a gap is told if one of its days is usual. Expected is
    the sum of the medians of its usual days. Missing numbers: ``mail.numbering``. Missing pages:
    ``page_gaps``.

    Args:
        rows: one log; a row that repeats another is left out.
        usual: from which share on a weekday is usual.
        filled: the pages of each document that hold cells, by ``filled_pages``. Without it pages
            are not judged: a message of a wide log stands on several pages, of which its row names
            the first.

    Limits: what is missing before the first and after the last message is not seen. A long gap
    lowers the shares that it is judged by. The log's own rhythm knows no school holidays.
    """
    log = counted(rows)
    counts = days(log)
    rhythm = []
    for weekday in range(7):
        such = [one.messages for one in counts.days if one.day.weekday() == weekday]
        middle = Fraction(median(such)) if such else Fraction(0)
        rhythm.append(Weekday(weekday, len(such), sum(many > 0 for many in such), middle))
    usually = {one.weekday for one in rhythm if one.days >= LEAST_WEEKS and one.share >= usual}
    gaps = []
    run: list[date] = []
    before: tuple[str, ...] = ()
    for one in counts.days:
        if not one.messages:
            run.append(one.day)
            continue
        names = (*one.incoming, *one.outgoing, *one.other)
        unusual = tuple(day for day in run if day.weekday() in usually)
        if unusual:
            gaps.append(
                DayGap(
                    first=run[0],
                    last=run[-1],
                    unusual=unusual,
                    holidays=tuple((day, holiday(day)) for day in unusual if holiday(day)),
                    expected=sum((rhythm[day.weekday()].median for day in unusual), Fraction(0)),
                    before=before,
                    after=names,
                )
            )
        run, before = [], names
    return LogGaps(
        weekdays=tuple(rhythm),
        days=tuple(gaps),
        numbers=numbering(log),
        pages=None if filled is None else page_gaps(log, filled),
        messages=len(log),
        undated=counts.undated,
    )


def filled_pages(frame: pd.DataFrame) -> dict[str, frozenset[int]]:
    """The pages of each document that hold at least one cell, from the table ``pages``."""
    found: dict[str, set[int]] = {}
    for record in records(frame):
        page = whole(record.get("page"))
        held = found.setdefault(plain(record.get("document")), set())
        if page is not None and (whole(record.get("cells")) or 0) > 0:
            held.add(page)
    return {name: frozenset(pages) for name, pages in found.items()}


def page_gaps(rows: Sequence[Message], filled: Mapping[str, frozenset[int]]) -> tuple[PageGap, ...]:
    """Pages without a cell between a document's first and last page with one.

    Args:
        rows: the messages; only their documents are looked at, and pages that hold one are filled.
        filled: as ``filled_pages`` gives it.

    Limits: pages are those of the file. What printed page numbers say is missing stands in the
    problems of the collection (W_MISSING_PAGE).
    """
    found = []
    for document, group in by_document(rows).items():
        held = {row.place.page for row in group if row.place.page is not None}
        held |= filled.get(document, frozenset())
        if not held:
            continue
        first, last = min(held), max(held)
        missing = tuple(page for page in range(first, last + 1) if page not in held)
        if missing:
            found.append(PageGap(document, first, last, missing))
    return tuple(found)
