"""Numbers that are built like a personnummer to those of a diary, by check digits and by years.

A diary number such as ``20200115-1234`` has a check digit that holds in one of ten cases, by
chance; that of a personnummer holds unless a digit was misread. So a column of references whose
check digits hold about as often as chance has it is a diary. In it a number whose check digit holds
is kept as well, if the diary may hold it: its date is not before the first year of the others, as
the birth of a pupil is, and it fits where the others do: in a running order, in rows that are
sorted by date, to a date in its own row, to the size of the running numbers. A number that does
not fit is somebody's, and is masked.

What this cannot tell apart: a child that was born in the years of a diary whose numbers and rows
run in no order, that has no dates beside them, and whose running numbers go up to 9999.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
_NEAR = 31  # days between a number and the date in its row, or the rows around it
_STRANGERS = 0.01  # of the others may stand out of their place, and the place still tells
_LARGER = 1.5  # times the largest running number of the others is none of theirs
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
    row: int = 0  # by the order of the column

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
    beside: Sequence[Collection[date]] = (),
) -> list[list[Span]] | None:
    """What was found in a column of references, with the numbers kept that its diary may hold.

    Args:
        texts: of its filled cells.
        spans: what was found in each of them by itself.
        is_headed: whether its heading calls it a diary; any other needs five numbers.
        years: of other dates on the sheet, none of them of birth.
        beside: for each text the dates in its row, none of them of birth; or nothing.

    Returns:
        The spans, those kept by the rule ``diary-column``; ``None`` if it is no diary.
    """
    forms = [
        replace(form, row=row)
        for row, (text, each) in enumerate(zip(texts, spans, strict=True))
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
    own, runs = [form for form in others if form.year >= first], _runs(running)
    settled = {
        id(form.span): replace(form.span, rule=RULE, decision=Decision.KEEP)
        for form in held
        if form.year >= first
        and (_fits(form, running) if runs else not _is_out_of_place(form, own, beside))
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


def _runs(running: Sequence[tuple[int, int]]) -> bool:
    """Whether the numbers of each year follow each other by date."""
    pairs = _pairs(running)
    ordered = sum(one[1] <= other[1] for one, other in pairs)
    return len(pairs) >= _LEAST_ORDERED and ordered >= len(pairs) * _ORDERED


def _pairs(running: Sequence[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [
        (one, other)
        for one, other in pairwise(running)
        if one[0] // 10_000 == other[0] // 10_000 and one[0] < other[0]
    ]


def _fits(form: _Form, running: Sequence[tuple[int, int]]) -> bool:
    """Whether a number stands between its neighbours in a running order."""
    same = [each for each in running if each[0] // 10_000 == form.year]
    at = bisect_left(same, (form.day, form.four))
    low = same[at - 1][1] if at else 0
    high = same[at][1] if at < len(same) else None
    gap = max((other[1] - one[1] for one, other in _pairs(running)), default=0)
    return low - gap <= form.four <= (low if high is None else high) + gap


def _is_out_of_place(
    form: _Form, others: Sequence[_Form], beside: Sequence[Collection[date]]
) -> bool:
    """Whether a number stands where none of the others would: by its row, or by its size.

    Args:
        form: whose check digit holds, so that one in ten of the diary's own is asked about.
        others: numbers of the diary, in the order of their rows.
        beside: the dates in each row of the column.
    """
    if len(others) < _LEAST_ORDERED:
        return False
    few = int(len(others) * _STRANGERS)
    if beside and beside[form.row]:
        dated = [each for each in others if beside[each.row]]
        strange = sum(not _is_near(each, beside[each.row]) for each in dated)
        if len(dated) >= _LEAST_ORDERED and strange <= few and not _is_near(form, beside[form.row]):
            return True
    if len(others) >= _MANY and form.four > _LARGER * max(each.four for each in others):
        return True
    return any(_is_out_of_order(form, others, few, sign) for sign in (1, -1))


def _is_near(form: _Form, days: Collection[date]) -> bool:
    at = _count(form.day)
    return any(abs(at - _count(int(f"{day:%Y%m%d}"))) <= _NEAR for day in days)


def _count(day: int) -> int:
    """Days on a calendar of months of 31, on which also days are that there are not."""
    return day // 10_000 * 372 + day // 100 % 100 * 31 + day % 100


def _is_out_of_order(form: _Form, others: Sequence[_Form], few: int, sign: int) -> bool:
    """Whether the rows are sorted by date, from old to new or (-1) back, and a number is not."""
    days = [(each.row, sign * _count(each.day)) for each in others]
    slips = sum(later < earlier - _NEAR for (_, earlier), (_, later) in pairwise(days))
    if slips > few or days[-1][1] - days[0][1] <= 2 * _NEAR:
        return False
    day = sign * _count(form.day)
    before = [at for row, at in days if row < form.row]
    after = [at for row, at in days if row > form.row]
    return bool((before and day < before[-1] - _NEAR) or (after and day > after[0] + _NEAR))
