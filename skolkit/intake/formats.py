"""Turns what a spreadsheet file stores for a cell into a value and the text a person would see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from enum import StrEnum

from skolkit.model import Doubt, Value

DIGITS = 15  # what a spreadsheet shows of a binary floating-point number
_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
_LONGEST_PLAIN = 21
_DAY_SECONDS = 86_400
_DATE_IDS = frozenset({14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58})
_TIME_IDS = frozenset({18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56})
_TOO_LONG = re.compile(r"-?[0-9]{16,}")
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class Look(StrEnum):
    """What a number format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    NOTHING = "nothing"  # ";;;" hides the value


@dataclass(frozen=True, slots=True)
class Stored:
    """A cell's value, the text a person would see, and why it is in doubt, if it is."""

    raw: str
    value: Value
    doubt: Doubt | None = None


def look_of(format_id: int, code: str | None) -> Look:
    """Tell what a number format shows: built-in formats by number, others by their code."""
    if code is None:
        if format_id in (9, 10):
            return Look.PERCENT
        if format_id == 22:
            return Look.DATETIME
        if format_id == 46:
            return Look.DURATION
        if format_id in _DATE_IDS:
            return Look.DATE
        return Look.TIME if format_id in _TIME_IDS else Look.NUMBER
    if code.strip() and not code.replace(";", "").strip():
        return Look.NOTHING
    bare = _LITERALS.sub("", code.split(";")[0]).lower()
    if "general" in bare or "@" in bare:
        return Look.NUMBER
    if re.search(r"\[(h+|m+|s+)\]", bare):
        return Look.DURATION
    counted = re.sub(r"s[.,]0+", "s", bare)
    if any(mark in counted for mark in "0#?"):
        return Look.PERCENT if "%" in bare else Look.NUMBER
    has_time = "h" in bare or "s" in bare
    has_date = "y" in bare or "d" in bare or ("m" in bare and not has_time)
    if has_date:
        return Look.DATETIME if has_time else Look.DATE
    return Look.TIME if has_time else Look.NUMBER


def exact(text: str) -> Decimal | None:
    """Read a stored number at 15 significant digits, as the spreadsheet itself does.

    Returns:
        ``None`` when the text is no finite number.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return tidy(_CONTEXT.plus(number)) if number.is_finite() else None


def tidy(number: Decimal) -> Decimal:
    """Drop zeros at the end of the decimals and exponents of whole numbers: 1E+2 -> 100."""
    if not number:
        return Decimal(0)
    shorter = number.normalize(Context(prec=60))
    exponent = shorter.as_tuple().exponent
    if isinstance(exponent, int) and 0 < exponent <= _LONGEST_PLAIN:
        return shorter.quantize(Decimal(1), context=Context(prec=60))
    return shorter


def spell(number: Decimal) -> str:
    """Spell a number as plain Swedish text: decimal comma, no group marks."""
    plain = format(number, "f")
    if len(plain) > _LONGEST_PLAIN + 2:
        plain = format(number, "E")
    return plain.replace(".", ",")


def number(text: str, look: Look, *, from_1904: bool = False) -> Stored:
    """Turn a stored number and its format into what it means."""
    value = exact(text)
    if value is None:
        return Stored(text, None, Doubt.NOT_A_NUMBER)
    if _TOO_LONG.fullmatch(text.strip()) and value != Decimal(text.strip()):
        # A whole number longer than a spreadsheet keeps: an id, and nobody knows its last digits.
        return Stored(text.strip(), None, Doubt.AMBIGUOUS_NUMBER)
    if look is Look.PERCENT:
        return Stored(f"{spell(tidy(value * 100))} %", value)
    if look in (Look.NUMBER, Look.NOTHING):
        return Stored(spell(value), value)
    return _moment(value, look, from_1904)


def _moment(serial: Decimal, look: Look, from_1904: bool) -> Stored:
    if look is Look.DURATION:
        return _duration(serial)
    day, seconds = _split(serial)
    if look is Look.TIME and day == 0:
        shown = _clock((datetime.min + timedelta(seconds=seconds)).time())
        return Stored(shown, shown)
    found = _day(day, from_1904)
    if found is None:
        return Stored(spell(serial), None, Doubt.AMBIGUOUS_DATE)
    if seconds == 0 and look is Look.DATE:
        return Stored(found.isoformat(), found)
    moment = datetime(found.year, found.month, found.day) + timedelta(seconds=seconds)
    return shown_moment(moment)


def _split(serial: Decimal) -> tuple[int, int]:
    """Whole days and seconds of a serial; 15 digits carry more than enough for seconds."""
    whole = int(serial.to_integral_value(rounding="ROUND_FLOOR"))
    seconds = int(((serial - whole) * _DAY_SECONDS).to_integral_value())
    return (whole + 1, 0) if seconds == _DAY_SECONDS else (whole, seconds)


def _day(day: int, from_1904: bool) -> date | None:
    """The date of a serial, or None where there is no such day (60 is 29 February 1900)."""
    if from_1904:
        start, usable = date(1904, 1, 1), day >= 0
    elif day < 60:
        start, usable = date(1899, 12, 31), day >= 1
    else:
        start, usable = date(1899, 12, 30), day > 60
    if not usable or day > 2_958_465:  # 31 December 9999
        return None
    return start + timedelta(days=day)


def _duration(serial: Decimal) -> Stored:
    total = int((serial * _DAY_SECONDS).to_integral_value())
    hours, rest = divmod(abs(total), 3600)
    minutes, seconds = divmod(rest, 60)
    sign = "-" if total < 0 else ""
    shown = f"{sign}{hours}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")
    return Stored(shown, shown)


def shown_moment(moment: datetime) -> Stored:
    """A date with a time of day, shown as Swedes write it."""
    return Stored(f"{moment.date().isoformat()} {_clock(moment.time())}", moment)


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def iso_moment(text: str) -> Stored:
    """Turn a stored ISO 8601 date or date and time into what it means."""
    readers: tuple[Callable[[str], Stored], ...] = (
        lambda told: Stored(date.fromisoformat(told).isoformat(), date.fromisoformat(told)),
        lambda told: shown_moment(datetime.fromisoformat(told).replace(tzinfo=None)),
    )
    for reader in readers:
        try:
            return reader(text.strip())
        except ValueError:
            continue
    return Stored(text, None, Doubt.AMBIGUOUS_DATE)


def truth(told: bool) -> Stored:
    """A truth value as Swedish Excel shows it."""
    return Stored("SANT" if told else "FALSKT", told)
