"""Text to dates with their precision, times and moments; two-way readable dates are doubts.

A date states as much as its text does: ``april 2021`` is a month, not its first day. The first day
is kept for sorting, and ``precision`` says how far it may be trusted.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Literal

from skolkit.model import Doubt

Precision = Literal["day", "month", "quarter", "season", "year"]

FIRST_YEAR, LAST_YEAR = 1900, 2099
MAX_CHARACTERS = 40
_FIRST_PERIOD = 1950  # year and month in six digits is a thing of accounting programs

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb febr",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# First month of each season; school terms begin in January and in July (skollagen's year halves).
# Winter belongs to two years and is therefore not among them.
_SEASONS = {
    **dict.fromkeys(("vt", "vårterminen", "vårtermin"), 1),
    **dict.fromkeys(("ht", "höstterminen", "hösttermin"), 7),
    **dict.fromkeys(("våren", "vår", "spring"), 3),
    **dict.fromkeys(("sommaren", "sommar", "summer"), 6),
    **dict.fromkeys(("hösten", "höst", "autumn", "fall"), 9),
}
_LAST_MONTH = {1: 6, 7: 12, 3: 5, 6: 8, 9: 11}

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"([0-9]{4})")
_SIX = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_EIGHT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SWEDISH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})[ -]([0-9]{4})")  # 13/4 2021: always day/month
_SWEDISH_SHORT = re.compile(r"([0-9]{1,2})/([0-9]{1,2}) ?[-–] ?([0-9]{2})")  # 13/4-21
_DAY_NAMED = re.compile(r"([0-9]{1,2})([-/])([a-z]{3,9})\2([0-9]{4}|[0-9]{2})")  # 13/Apr/21
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "måndag mån må monday mon",
            "tisdag tis ti tuesday tue",
            "onsdag ons on wednesday wed",
            "torsdag tors tor to thursday thu",
            "fredag fre fr friday fri",
            "lördag lör lö saturday sat",
            "söndag sön sö sunday sun",
        )
    )
    for name in names.split()
}
_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAYS)})(?:en)?[.,]?(?: den)? (?=[0-9])")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4}
_QUARTERS = (
    re.compile(r"(?:kvartalet|kvartal|kvart\.|kv\.?|q) ?(?P<part>[1-4]),? ?(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[ -]?(?:kvartal |kv\.? ?|q)(?P<part>[1-4])"),
    re.compile(r"(?P<part>[1-4])(?::[ae])? (?:kvartalet|kvartal|kv\.?) (?P<year>[0-9]{4})"),
    re.compile(rf"(?P<part>{'|'.join(_ORDINALS)}) kvartalet (?P<year>[0-9]{{4}})"),
)
_WORDS = re.compile(r"(?:den )?(?:([0-9]{1,2})(?::?e|:a)?\.? )?([a-zåäö]+)\.? ([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2}),? ([0-9]{4})")
_SEASON = re.compile(r"([a-zåäö]+)[ -]?([0-9]{4}|[0-9]{2})")
_TIME = re.compile(
    r"(?:kl\.? ?)?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?: ?([ap])\.?m\.?)?"
)
_MOMENT = re.compile(
    r"(.*[0-9])(?:T|,? +(?:kl\.? ?)?)"
    r"([0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp]\.?[Mm]\.?)?)"
    r"(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2}))?"
)


class DateForm(Enum):
    """How a date is written that alone may be read in two ways."""

    DAYS = "yymmdd"
    MONTHS = "yyyymm"
    DAY_FIRST = "dd/mm/yyyy"
    MONTH_FIRST = "mm/dd/yyyy"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The first day of a day, month, quarter, season or year.

    Each of them lies within one calendar year. A week, a school year and a winter may not, and
    are therefore no dates here.
    """

    value: date
    precision: Precision

    @property
    def last(self) -> date:
        """The last day that it covers."""
        day = self.value
        if self.precision == "day":
            return day
        if self.precision == "year":
            return date(day.year, 12, 31)
        month = day.month
        if self.precision == "season":
            month = _LAST_MONTH.get(month, 12)
        elif self.precision == "quarter":
            month += 2
        return date(day.year, month, calendar.monthrange(day.year, month)[1])

    @property
    def iso(self) -> str:
        """As ISO text, cut to what is known: ``2021-04-13``, ``2021-04``, ``2021-Q2``, ``2021``."""
        if self.precision == "quarter":
            return f"{self.value.year}-Q{(self.value.month + 2) // 3}"
        cut = {"day": 10, "month": 7}.get(self.precision, 4)
        return self.value.isoformat()[:cut]


def _made(
    year: int, month: int = 1, day: int = 1, precision: Precision = "day"
) -> PartialDate | Doubt:
    """The date if there is such a day in a year that documents can speak of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return Doubt.NOT_A_DATE
    try:
        return PartialDate(date(year, month, day), precision)
    except ValueError:
        return Doubt.NOT_A_DATE


def _full_year(two_digits: int) -> int:
    """Century of a two-digit year: 70-99 are 1970-1999, as the machines that wrote them began."""
    return two_digits + (1900 if two_digits >= 70 else 2000)


def _one_of(*readings: PartialDate | Doubt) -> PartialDate | Doubt:
    """The only reading that is a date; several that differ are ambiguous."""
    dates = {reading for reading in readings if isinstance(reading, PartialDate)}
    if len(dates) > 1:
        return Doubt.AMBIGUOUS_DATE
    return dates.pop() if dates else Doubt.NOT_A_DATE


def two_readings(text: str) -> dict[DateForm, PartialDate | Doubt]:
    """Both readings of a date that has two: six digits, or day and month before a year.

    A column whose other dates settle which it is may then choose; ``parse_date`` does not.

    Args:
        text: a date, or a moment of which the day is read.

    Returns:
        The readings by form; empty for a text of any other shape.
    """
    return _two_ways(_day_of(text.strip()))


def _two_ways(text: str) -> dict[DateForm, PartialDate | Doubt]:
    if match := _SIX.fullmatch(text):
        year = int(match[1] + match[2])
        month = _made(year, int(match[3]), precision="month") if year >= _FIRST_PERIOD else None
        day = _made(_full_year(int(match[1])), int(match[2]), int(match[3]))
        return {DateForm.DAYS: day, DateForm.MONTHS: month or Doubt.NOT_A_DATE}
    if match := _DAY_FIRST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        return {
            DateForm.DAY_FIRST: _made(year, second, first),
            DateForm.MONTH_FIRST: _made(year, first, second),
        }
    return {}


def _day_of(text: str) -> str:
    """The day of a moment; the text itself if it is none."""
    match = _MOMENT.fullmatch(text) if len(text) <= MAX_CHARACTERS else None
    return match[1] if match else text


def _from_digits(text: str) -> PartialDate | Doubt | None:
    """Read dates that are digits and marks only; ``None`` if the text has another shape."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_MONTH.fullmatch(text):
        return _made(int(match[1]), int(match[2]), precision="month")
    if match := _YEAR.fullmatch(text):
        return _made(int(match[1]), precision="year")
    if match := _EIGHT.fullmatch(text):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if readings := _two_ways(text):
        # 210413 can only be a day; 200112 may be 12 January 2020 or December 2001.
        return _one_of(*readings.values())
    if match := _SWEDISH.fullmatch(text):
        return _made(int(match[3]), int(match[2]), int(match[1]))
    if match := _SWEDISH_SHORT.fullmatch(text):
        return _made(_full_year(int(match[3])), int(match[2]), int(match[1]))
    if _SHORT_YEAR.fullmatch(text):
        return Doubt.AMBIGUOUS_DATE  # 19-04-03: year, month and day in any order
    return None


def _from_words(text: str) -> PartialDate | Doubt:
    """Read dates with a month, quarter or season in words; ``text`` is casefolded."""
    if (match := _WORDS.fullmatch(text)) and match[2] in _MONTHS:
        month, year = _MONTHS[match[2]], int(match[3])
        return _made(year, month, int(match[1])) if match[1] else _made(year, month, 1, "month")
    if (match := _DAY_NAMED.fullmatch(text)) and match[3] in _MONTHS:
        year = int(match[4]) if len(match[4]) == 4 else _full_year(int(match[4]))
        return _made(year, _MONTHS[match[3]], int(match[1]))
    if (match := _MONTH_FIRST.fullmatch(text)) and match[1] in _MONTHS:
        return _made(int(match[3]), _MONTHS[match[1]], int(match[2]))
    if match := next(filter(None, (each.fullmatch(text) for each in _QUARTERS)), None):
        part = _ORDINALS.get(match["part"]) or int(match["part"])
        return _made(int(match["year"]), 3 * part - 2, 1, "quarter")
    if match := _SEASON.fullmatch(text):
        year = int(match[2]) if len(match[2]) == 4 else _full_year(int(match[2]))
        if match[1] in _SEASONS:
            return _made(year, _SEASONS[match[1]], 1, "season")
        if match[1] in {"vintern", "vinter", "winter"}:
            return Doubt.AMBIGUOUS_DATE
    return Doubt.NOT_A_DATE


def parse_date(text: str) -> PartialDate | Doubt:
    """Read a date with its precision.

    ``2021-04-13``, ``20210413``, ``210413``, ``13/4 2021``, ``13/4-21``, ``13 april 2021``,
    ``13/Apr/21`` are days, also after the weekday that they fall on (``ti 2021-04-13``);
    ``2021-04`` and ``april 2021`` months; ``Q1 2020`` and ``kvartal 1 2020`` quarters; ``ht 2018``
    and ``hösten 2018`` seasons; ``2021`` a year. Years run from 1900 to 2099.

    Args:
        text: any text; it is never an error.

    Returns:
        The date, ``AMBIGUOUS_DATE`` where two readings differ (``03/04/2021``, ``19-04-03``), or
        ``NOT_A_DATE``.
    """
    text = text.strip()
    if not text or len(text) > MAX_CHARACTERS:
        return Doubt.NOT_A_DATE
    text = re.sub(r"\s+", " ", text.casefold())
    weekday = _WEEKDAY.match(text)
    if weekday:
        text = text[weekday.end() :]
    read = _from_digits(text)
    read = read if read is not None else _from_words(text)
    if weekday and isinstance(read, PartialDate):
        fits = read.precision == "day" and read.value.weekday() == _WEEKDAYS[weekday[1]]
        return read if fits else Doubt.NOT_A_DATE  # one of the two is wrong
    return read


def parse_time(text: str) -> time | Doubt:
    """Read a time of day: ``08:14``, ``8.14``, ``08:14:22``, ``4:02 PM``; no parts of seconds."""
    match = _TIME.fullmatch(text.strip().casefold()) if len(text) <= MAX_CHARACTERS else None
    if match is None:
        return Doubt.NOT_A_DATE
    hour = int(match[1])
    if match[4]:
        if not 1 <= hour <= 12:
            return Doubt.NOT_A_DATE
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    try:
        return time(hour, int(match[2]), int(match[3] or 0))
    except ValueError:
        return Doubt.NOT_A_DATE


def parse_moment(text: str, form: DateForm | None = None) -> datetime | Doubt:
    """Read a day and a time from one text: ``2021-04-13 08:14``, ``13 april 2021 kl. 08.14``.

    The clock is taken as printed; no time zone is applied, also where one is printed after it
    (``2021-04-13T08:14:02.114Z``).

    Args:
        text: any text; it is never an error.
        form: how its day is written, where its column settles that.

    Returns:
        The moment, or a doubt. A day without a time is ``NOT_A_DATE``: midnight would be a guess.
    """
    text = text.strip()
    if len(text) > MAX_CHARACTERS:
        return Doubt.NOT_A_DATE
    match = _MOMENT.fullmatch(re.sub(r"\s+", " ", text))
    if match is None:
        return Doubt.NOT_A_DATE
    day, clock = parse_date(match[1]), parse_time(match[2])
    if day is Doubt.AMBIGUOUS_DATE and form is not None:
        day = _two_ways(match[1]).get(form, day)
    if isinstance(day, Doubt):
        return day
    if isinstance(clock, Doubt) or day.precision != "day":
        return Doubt.NOT_A_DATE
    return datetime.combine(day.value, clock)
