"""Headings such as ``Utfall jan–jun 2020`` to the period they name and the words that are left.

A period is whole months of one or several years; ``Kvartal 1`` names its months and no year, which
then stands elsewhere on the sheet. What names a day (``2020-06-30``) is no period.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

_YEAR = r"(?<![0-9-])(?:19|20)[0-9]{2}(?![0-9]|-[0-9])"
_NAMES = (
    "januari|january|jan", "februari|february|febr|feb", "mars|march|mar", "april|apr", "maj|may",
    "juni|june|jun", "juli|july|jul", "augusti|august|aug", "september|sept|sep",
    "oktober|october|okt|oct", "november|nov", "december|dec",
)  # fmt: skip
_MONTHS = {name: at for at, names in enumerate(_NAMES, start=1) for name in names.split("|")}
_MONTH = rf"(?<!\w)(?:{'|'.join(_MONTHS)})(?!\w)\.?"
_DASH = r"\s*[-–—]{1,2}\s*"
_TO = r"(?:t\.?\s?o\.?\s?m\.?|till och med|through)"
_RANGE = re.compile(rf"({_MONTH}){_DASH}({_MONTH})")
_UNTIL = re.compile(rf"(?:{_TO}|(?<!\w)(?:ack\w*|ytd|per)\.?)\s+({_MONTH})")
_ONE_MONTH = re.compile(rf"({_MONTH})")
_YEAR_MONTHS = re.compile(
    rf"(?<![0-9-])((?:19|20)[0-9]{{2}})-(0[1-9]|1[0-2])"
    rf"(?:{_DASH}((?:19|20)[0-9]{{2}})-(0[1-9]|1[0-2]))?(?![0-9-])"
)
_PARTS = (
    (re.compile(r"(?<!\w)(?:kvartalet|kvartal|kv\.?|q)\s?([1-4])(?!\w)"), 3),
    (re.compile(r"(?<!\w)([1-4])(?::[ae])?\s(?:kvartalet|kvartal|kv)(?!\w)"), 3),
    (re.compile(r"(?<!\w)(?:tertialet|tertial|t)\s?([1-3])(?!\w)"), 4),
    (re.compile(r"(?<!\w)(?:halvår|h)\s?([12])(?!\w)"), 6),
    (re.compile(r"(?<!\w)([12])(?::a)?\s(?:halvåret|halvår)(?!\w)"), 6),
)
_TO_A_PART = re.compile(rf"(?<!\w)(?:{_TO}|ack\w*\.?|ytd)\s+$")
# "jan-21" and "jan-2021", as spreadsheets write months; "jan 21" may be a day.
_MONTH_OF_YEAR = re.compile(rf"({_MONTH})[-'\u2019](?:20)?([0-9]{{2}})(?![\w-])", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"(?<!\w)(?:helåret|helår|full year)(?!\w)")
_SPAN_OF_YEARS = re.compile(
    r"(?<![0-9-])((?:19|20)[0-9]{2})\s?[-–—]{1,2}\s?((?:19|20)[0-9]{2})(?![0-9-])"
)
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
# All that was before too: "Förbrukat t.o.m. 2021"; "--2021-06" is how a label spells it.
_UP_TO = re.compile(
    rf"(?<!\w){_TO}\s+(?:år\s+)?({_YEAR})"
    rf"|^(?:.*[^\s0-9]\s+)?--((?:19|20)[0-9]{{2}})(?:-(0[1-9]|1[0-2]))?$"
)
# The months of a year up to one: "Utfall t.o.m. 2021-08".
_UP_TO_MONTH = re.compile(
    rf"(?<!\w){_TO}\s+(?:period\s+)?((?:19|20)[0-9]{{2}})-(0[1-9]|1[0-2])(?![0-9-])"
)
_LOOSE = " \t,;:/()-–—"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole months, ``first`` of the first year to ``last`` of the last; years 0 are not told.

    A period that only the first year of is 0 has no beginning that is told: ``t.o.m. 2021``.
    """

    first_year: int = 0
    last_year: int = 0
    first: int = 1
    last: int = 12

    @property
    def is_dated(self) -> bool:
        """Whether it is known when the period ends."""
        return self.last_year > 0

    @property
    def start(self) -> date | None:
        """The first day, if the year is known."""
        return date(self.first_year, self.first, 1) if self.first_year else None

    @property
    def end(self) -> date | None:
        """The last day, if the year is known."""
        if not self.is_dated:
            return None
        return date(self.last_year, self.last, calendar.monthrange(self.last_year, self.last)[1])

    @property
    def label(self) -> str:
        """The period in short: ``2020``, ``2020-Q1``, ``2020-04``, ``2020-01--2020-06``, ``Q1``.

        ``--2021`` is all up to the end of 2021. ``read_period`` reads each of them back.
        """
        if self.is_dated and not self.first_year:
            return f"--{self.last_year}" + ("" if self.last == 12 else f"-{self.last:02}")
        year = f"{self.first_year}-" if self.is_dated else ""
        if self.first_year != self.last_year:
            if (self.first, self.last) == (1, 12):
                return f"{self.first_year}--{self.last_year}"
            return f"{year}{self.first:02}--{self.last_year}-{self.last:02}"
        if (self.first, self.last) == (1, 12):
            return year.rstrip("-") or "helår"
        if self.last - self.first == 2 and self.last % 3 == 0:
            return f"{year}Q{self.last // 3}"
        if not self.is_dated:
            first, last = (_NAMES[month - 1].split("|")[-1] for month in (self.first, self.last))
            return first if first == last else f"{first}-{last}"
        if self.first == self.last:
            return f"{year}{self.first:02}"
        return f"{year}{self.first:02}--{year}{self.last:02}"

    def in_year(self, year: int) -> Period:
        """The same months of a year, if the period has none of its own."""
        return self if self.is_dated else replace(self, first_year=year, last_year=year)

    def holds(self, other: Period) -> bool:
        """Whether another period lies within this one and is not the same."""
        own = (self.first_year, self.first), (self.last_year, self.last)
        its = (other.first_year, other.first), (other.last_year, other.last)
        return own != its and own[0] <= its[0] and its[1] <= own[1]


def union(periods: Iterable[Period]) -> Period:
    """The shortest period that holds all of some periods, of which there is at least one."""
    held = list(periods)
    start = min((each.first_year, each.first) for each in held)
    end = max((each.last_year, each.last) for each in held)
    return Period(start[0], end[0], start[1], end[1])


def read_period(text: str) -> tuple[Period | None, str]:
    """Part a heading from the period it names.

    Args:
        text: a heading without its unit, e.g. ``Budget helår 2020``, ``Kvartal 1``, ``2019``.

    Returns:
        The period (``None`` if there is none, or what stands there is a day) and the rest, empty
        for a heading that is nothing but a period.
    """
    text = re.sub(r"(?<=[0-9]{4})-(?=[Qq][1-4])", " ", text)
    text = _MONTH_OF_YEAR.sub(r"\1 20\2", text)
    lowered = text.casefold()
    if _DAY.search(lowered) or len(lowered) != len(text) or len(text) > 200:
        return None, text
    if (match := _UP_TO.search(lowered)) and _is_timeless(_cut(lowered, match.span())):
        period = Period(0, int(match[1] or match[2]), 1, int(match[3] or 12))
        return period, _without(text, match.span())
    if match := _UP_TO_MONTH.search(lowered):
        # To the end of a year may be from any beginning, as "t.o.m. 2021" is.
        begin = 0 if match[2] == "12" else int(match[1])
        period = Period(begin, int(match[1]), 1, int(match[2]))
        return period, _without(text, match.span())
    if match := _YEAR_MONTHS.search(lowered):
        last_year, last = match[3] or match[1], match[4] or match[2]
        period = Period(int(match[1]), int(last_year), int(match[2]), int(last))
        ordered = (period.first_year, period.first) <= (period.last_year, period.last)
        return (period, _without(text, match.span())) if ordered else (None, text)
    if match := _SPAN_OF_YEARS.search(lowered):
        period = Period(int(match[1]), int(match[2]))
        if period.first_year < period.last_year:
            return period, _without(text, match.span())
        return None, text
    months, rest = _months(text, lowered)
    years = list(dict.fromkeys(re.findall(_YEAR, rest)))
    if len(years) > 1 or (months is None and not years):
        return None, text
    period = months or Period()
    if years:
        period = period.in_year(int(years[0]))
        rest = re.sub(_YEAR, " ", rest)
    return period, _tidy(rest)


def _months(text: str, lowered: str) -> tuple[Period | None, str]:
    """The months that a heading names, and the heading without them."""
    if match := _RANGE.search(lowered):
        first, last = (_MONTHS[name.rstrip(".")] for name in match.groups())
        return (
            (Period(0, 0, first, last), _cut(text, match.span())) if first <= last else (None, text)
        )
    if match := _UNTIL.search(lowered):
        return Period(0, 0, 1, _MONTHS[match[1].rstrip(".")]), _cut(text, match.span())
    for pattern, length in _PARTS:
        if match := pattern.search(lowered):
            last = int(match[1]) * length
            if up_to := _TO_A_PART.search(lowered[: match.start()]):  # "t.o.m. T2"
                return Period(0, 0, 1, last), _cut(text, (up_to.start(), match.end()))
            return Period(0, 0, last - length + 1, last), _cut(text, match.span())
    if match := _WHOLE_YEAR.search(lowered):
        return Period(), _cut(text, match.span())
    if match := _ONE_MONTH.search(lowered):
        month = _MONTHS[match[1].rstrip(".")]
        return Period(0, 0, month, month), _cut(text, match.span())
    return None, text


def _is_timeless(lowered: str) -> bool:
    """Whether no year or month stands in what is left of a heading."""
    return re.search(_YEAR, lowered) is None and _months(lowered, lowered)[0] is None


def _cut(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]]} {text[span[1] :]}"


def _without(text: str, span: tuple[int, int]) -> str:
    return _tidy(_cut(text, span))


def _tidy(text: str) -> str:
    """A heading without the marks and small words that stood beside its period."""
    text = " ".join(text.split()).strip(_LOOSE)
    text = re.sub(r"(?:^|\s)FY(?=\s|$)", " ", text).strip(_LOOSE)
    return re.sub(r"^(?:år|för|i|under)$|\s(?:år|för|i|under|per)$|^(?:år)\s", "", text).strip(
        _LOOSE
    )


def year_in(text: str) -> int | None:
    """The only year that a title names, months as ``202309`` told; ``None`` if none or several."""
    years = set(re.findall(r"(?<![0-9])((?:19|20)[0-9]{2})(?:0[1-9]|1[0-2])?(?![0-9])", text))
    return int(years.pop()) if len(years) == 1 else None
