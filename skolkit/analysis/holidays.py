"""A year -> the days on which Swedish authorities are closed, besides Saturdays and Sundays.

Source: lag (1989:253) om allmänna helgdagar; the eves of Midsummer, Christmas and the New Year are
free at authorities by agreement and by semesterlagen (1977:480), 3 a §.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar.

    Formula: the anonymous algorithm, Nature 13 (1876), as in Meeus, Astronomical Algorithms,
    chapter 8.
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def swedish_holidays(year: int) -> dict[date, str]:
    """The holidays and free eves of a year, with their Swedish names.

    Limits: as the law stands since 2005, when the national day became a holiday and Whit Monday
    none. Bridge days ("klämdagar") and the school's holidays are not in it.
    """
    sunday = easter(year)
    midsummer = _first(date(year, 6, 20), _SATURDAY)
    return {
        date(year, 1, 1): "nyårsdagen",
        date(year, 1, 6): "trettondedag jul",
        sunday - timedelta(days=2): "långfredagen",
        sunday: "påskdagen",
        sunday + timedelta(days=1): "annandag påsk",
        date(year, 5, 1): "första maj",
        sunday + timedelta(days=39): "Kristi himmelsfärdsdag",
        sunday + timedelta(days=49): "pingstdagen",
        date(year, 6, 6): "nationaldagen",
        midsummer - timedelta(days=1): "midsommarafton",
        midsummer: "midsommardagen",
        _first(date(year, 10, 31), _SATURDAY): "alla helgons dag",
        date(year, 12, 24): "julafton",
        date(year, 12, 25): "juldagen",
        date(year, 12, 26): "annandag jul",
        date(year, 12, 31): "nyårsafton",
    }


def holiday(day: date) -> str:
    """The name of the holiday that a day is; empty for any other day."""
    return swedish_holidays(day.year).get(day, "")


def _first(day: date, weekday: int) -> date:
    """The first such weekday from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
