"""Numbers that are built like a personnummer to those of a diary, by check digits and by years.

A diary number such as ``20200115-1234`` has a check digit that holds in one of ten cases, by
chance; that of a personnummer holds unless a digit was misread. So a column of references whose
check digits hold about as often as chance has it is a diary. In it a number whose check digit holds
is kept as well, if the diary may hold it: its date is not before the first year of the others, as
the birth of a pupil is, and its place in a running order fits. A number that does not fit is
somebody's, and is masked.

What this cannot tell apart: a child that was born in the years of a diary whose numbers run in no
order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import comb

from skolkit.privacy.folding import plain
from skolkit.privacy.model import Decision, Kind, Span

RULE = "diary-column"
TOLD = "told-diary-number"
_CHANCE = 0.1  # of check digits that hold where nobody made them hold
_UNLIKELY = 0.002  # a share of check digits that chance gives less often is no chance
_UNLIKELY_DATED = 0.0002  # where a heading and other dates on the sheet speak for a diary
_LEAST = 5  # numbers of a column that no heading calls a diary
_MANY = 20  # years that are known, from which the first of them is the first
_SOME = 10
_GAP = 3  # years without any number
_ORDERED = 0.95  # of neighbours by date, whose running numbers follow each other
_LEAST_ORDERED = 10
_CENTURY = 40  # two digits of a year up to it are of this century
_NUMBERS = {Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER}
_HEADING = re.compile(
    r"(?<![^\W\d_])(?:dnr|diarie-?(?:nr|nummer|beteckning)|diarieför\w*)(?![^\W\d_])", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:dnr|diarie-?(?:nr|nummer|beteckning))[\s.:#=]{0,4}(?:[A-ZÅÄÖ]{2,6}[\s:-])?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Form:
    """A number with a dash before its last four digits: its date, the four, and what it is."""

    day: int  # yyyymmdd
    four: int
    span: Span

    @property
    def year(self) -> int:
        return self.day // 10_000


def is_headed_so(heading: str) -> bool:
    """Whether a heading says that its column holds diary numbers."""
    return _HEADING.search(heading) is not None


def is_told(text: str, start: int) -> bool:
    """Whether a word right before a place of a folded text says that a diary number follows."""
    return _LABEL.search(text[max(0, start - 40) : start]) is not None


def may_be_chance(held: int, numbers: int, *, dated: bool = False) -> bool:
    """Whether so many of the check digits of numbers hold by chance (binomial, one in ten).

    ``dated``: a heading calls them diary numbers, and other dates tell the years of the diary.
    """
    return _at_least(held, numbers) >= (_UNLIKELY_DATED if dated else _UNLIKELY)


def _at_least(held: int, numbers: int) -> float:
    return sum(
        comb(numbers, k) * _CHANCE**k * (1 - _CHANCE) ** (numbers - k)
        for k in range(held, numbers + 1)
    )


def year_of(number: str) -> int:
    """The year that a number with a date and four begins with; 0 if it has none."""
    return _day(re.sub(r"[^0-9]", "", number)) // 10_000


def _day(digits: str) -> int:
    if len(digits) == 10:
        digits = ("20" if int(digits[:2]) <= _CENTURY else "19") + digits
    return int(digits[:8]) if len(digits) == 12 else 0


def kept_as_diary(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    *,
    is_headed: bool,
    years: Iterable[int] = (),
) -> list[list[Span]] | None:
    """What was found in a column of references, with the numbers kept that its diary may hold.

    Args:
        texts: of its filled cells.
        spans: what was found in each of them by itself.
        is_headed: whether its heading calls it a diary; any other needs five numbers.
        years: of other dates on the sheet, none of them of birth.

    Returns:
        The spans, those kept by the rule ``diary-column``; ``None`` if it is no diary.
    """
    forms = [
        form
        for text, each in zip(texts, spans, strict=True)
        for span in each
        if (form := _form(text, span))
    ]
    held = [form for form in forms if _holds(form.span)]
    others = [form for form in forms if not _holds(form.span)]
    years = tuple(years)
    told = (*(form.year for form in others), *years)
    enough = len(forms) >= _LEAST or is_headed
    by_chance = may_be_chance(len(held), len(forms), dated=is_headed and bool(years))
    if not (held and enough and told and by_chance):
        return None
    slack = 0 if len(told) >= _MANY else 1 if len(told) >= _SOME else 2
    first = _first_year(told) - slack
    running = sorted((form.day, form.four) for form in others if form.year >= first)
    settled = {
        id(form.span): replace(form.span, rule=RULE, decision=Decision.KEEP)
        for form in held
        if form.year >= first and _fits(form, running)
    } | {  # misread, and yet of a person: the diary is younger
        id(form.span): replace(form.span, rule="before-the-diary", decision=Decision.MASK)
        for form in others
        if form.year < first
    }
    return [[settled.get(id(span), span) for span in each] for each in spans]


def _first_year(years: Sequence[int]) -> int:
    """The first year of a diary; a single one long before all others is none of its."""
    counts = Counter(years)
    ordered = sorted(counts)
    few = len(years) // _MANY
    while len(ordered) > 1 and counts[ordered[0]] <= few and ordered[1] - ordered[0] >= _GAP:
        few -= counts[ordered.pop(0)]
    return ordered[0]


def _form(text: str, span: Span) -> _Form | None:
    folded = plain(text[span.start : span.end]).text
    digits = re.sub(r"[^0-9]", "", folded)
    if span.kind not in _NUMBERS or "-" not in folded or not (day := _day(digits)):
        return None
    return _Form(day, int(digits[-4:]), span)


def _holds(span: Span) -> bool:
    return span.decision is Decision.MASK and not span.rule.endswith("wrong-check")


def _fits(form: _Form, running: Sequence[tuple[int, int]]) -> bool:
    """Whether a number stands between its neighbours, if those of a year follow each other."""
    pairs = [
        (one, other)
        for one, other in pairwise(running)
        if one[0] // 10_000 == other[0] // 10_000 and one[0] < other[0]
    ]
    ordered = sum(one[1] <= other[1] for one, other in pairs)
    if len(pairs) < _LEAST_ORDERED or ordered < len(pairs) * _ORDERED:
        return True
    same = [each for each in running if each[0] // 10_000 == form.year]
    at = bisect_left(same, (form.day, form.four))
    low = same[at - 1][1] if at else 0
    high = same[at][1] if at < len(same) else None
    gap = max((other[1] - one[1] for one, other in pairs), default=0)
    return low - gap <= form.four <= (low if high is None else high) + gap
