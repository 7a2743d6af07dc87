"""A printed heading to the ways in which it may be read: its words, its unit and its period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from skolkit.tables.heading_units import VAT_WORDS, split_unit
from skolkit.tables.matches import Heading
from skolkit.tables.periods import Period, read_period
from skolkit.tables.text import fold, join_lines

_TRAILING_YEAR = re.compile(r"(.*\D)\s(?:19|20)[0-9]{2}$")
_DAY = re.compile(r"(.*\D)\s(?:per |t\.?o\.?m\.? |at |as of )?(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$")
# Not "(T)": in accounting programs "Konto (T)" is the text of an account and not its number.
_ASIDE = re.compile(r"\s*[(\[](?!T[)\]])[^()\[\]]*[)\]]\s*$")
_SUM_OF = re.compile(r"^(?:summa av|sum of)\s+", re.IGNORECASE)
_RATE = re.compile(r"[0-9] ?%$")
_WHOLE_YEAR = re.compile(r"(?:helårs?|års|annual\s|full[- ]year\s)(\w+)", re.IGNORECASE)
_PERIOD_WORD = re.compile(r"\bperiod(?:en)?\b", re.IGNORECASE)
_MEASURE_LETTERS = {"b": "Budget", "u": "Utfall", "p": "Prognos"}  # beside a period: "B2020"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a heading: its words, and the unit and period that were parted."""

    words: str
    unit: str
    factor: Decimal
    period: Period | None = None

    @property
    def folded(self) -> str:
        """The words without case, accents, spaces and marks."""
        return fold(self.words)


def readings_of(heading: Heading, periods: bool) -> list[Reading]:
    """The readings of a heading, the fullest first; of nothing but a period no words are left."""
    readings: list[Reading] = []
    for text in heading.texts:
        rest, unit, factor = split_unit(text)
        # "Moms 25 %" names a rate, and its amounts are in kronor.
        whole_unit = "" if _RATE.search(text) else unit
        readings.append(Reading(join_lines(text), whole_unit, factor))
        readings.append(Reading(rest, unit, factor))
        if (of := _SUM_OF.sub("", rest)) != rest:  # of a pivot table
            readings.append(Reading(of, unit, factor))
        if day := _DAY.fullmatch(rest):
            readings.append(Reading(day[1], unit, factor))
        bare = _ASIDE.sub("", rest)
        if bare and bare != rest and not any(word in fold(rest) for word in VAT_WORDS):
            readings.append(Reading(bare, unit, factor))
        if periods:
            period, words = read_period(rest)
            if period is None and (whole := _WHOLE_YEAR.fullmatch(rest)):
                period, words = Period(), whole[1]
            if period is not None:
                words = _PERIOD_WORD.sub("", words).strip()
                words = _MEASURE_LETTERS.get(words.casefold(), words)
                readings.append(Reading(words, unit, factor, period))
        elif year := _TRAILING_YEAR.fullmatch(rest):
            readings.append(Reading(year[1], unit, factor))
    return [reading for reading in readings if reading.folded or reading.period]
