"""Numbers, amounts and dates -> Swedish or English words, for sentences and labels.

Swedish groups digits with U+00A0, so that an amount is never broken over two lines.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

Lang = Literal["sv", "en"]
LANGS: tuple[Lang, ...] = ("sv", "en")
_LOCALE = {"sv": "sv_SE", "en": "en_GB"}
_NBSP = "\u00a0"
_QUALIFIED = {
    "golv": {"sv": "mer än", "en": "more than"},
    "tak": {"sv": "högst", "en": "at most"},
    "cirka": {"sv": "omkring", "en": "about"},
}
# C0 (but tab and line feed), C1, and the marks that change the direction of text.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MILLION = Decimal(1_000_000)


def number(value: Decimal | int, lang: Lang, *, decimals: int = 0) -> str:
    """Write a number with at most ``decimals`` decimals, digits grouped as the language does."""
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return _signed(format_decimal(value, format=pattern, locale=_LOCALE[lang]))


def exact(value: Decimal | float, lang: Lang, *, grouped: bool = True) -> str:
    """Write a number with all its decimals, as it is; ``grouped`` parts its thousands."""
    held = Decimal(str(value))
    exponent = held.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    return _signed(format_decimal(held, format=pattern, locale=_LOCALE[lang]))


def some(count: int, lang: Lang, *, none: str) -> str:
    """Write a count, or the word for none: a sentence does not say "0 pages"."""
    return number(count, lang) if count else none


def kronor(amount: Decimal, lang: Lang) -> str:
    """Write an amount in kronor, with öre only where there are any."""
    whole = amount == amount.to_integral_value()
    pattern = "#,##0" if whole else "#,##0.00"
    written = _signed(format_decimal(amount, format=pattern, locale=_LOCALE[lang]))
    return f"{written}{_NBSP}kr" if lang == "sv" else f"SEK{_NBSP}{written}"


def _signed(written: str) -> str:
    """The number with a minus sign, which a hyphen is not."""
    return written.replace("-", "\u2212")


def millions(amount: Decimal, lang: Lang, *, decimals: int = 1) -> str:
    """Write an amount in million kronor."""
    written = number(amount / _MILLION, lang, decimals=decimals)
    if lang == "sv":
        return f"{written}{_NBSP}miljoner{_NBSP}kronor"
    return f"SEK{_NBSP}{written}{_NBSP}million"


def mnkr(amount: Decimal, lang: Lang, *, decimals: int = 1) -> str:
    """Write the figure alone in million kronor, for charts and tables that name the unit."""
    return number(amount / _MILLION, lang, decimals=decimals)


def qualified(words: str, qualifier: str, lang: Lang) -> str:
    """Put the source's reservation before an amount; an exact amount stands alone."""
    said = _QUALIFIED.get(qualifier)
    return f"{said[lang]} {words}" if said else words


def percent(part: Decimal | int, of: Decimal | int, lang: Lang, *, decimals: int = 0) -> str:
    """Write ``part`` as a share of ``of``.

    Raises:
        ValueError: when ``of`` is zero.
    """
    if not of:
        raise ValueError("a share of nothing has no value")
    share = Decimal(part) * 100 / Decimal(of)
    written = number(share, lang, decimals=decimals)
    return f"{written}{_NBSP}%" if lang == "sv" else f"{written}%"


def day(iso: str, lang: Lang) -> str:
    """Write a partial ISO date: a day, a month with its name, or a year."""
    if len(iso) >= 10:
        form = "d MMMM y"
        when = date.fromisoformat(iso[:10])
    elif len(iso) == 7:
        form, when = "MMMM y", date.fromisoformat(f"{iso}-01")
    else:
        return iso
    return str(format_date(when, format=form, locale=_LOCALE[lang]))


def printable(text: str) -> str:
    """Replace what could steer a terminal or turn text around: control and direction marks."""
    return _STEERING.sub("\ufffd", text)


def plural(count: int, one: str, many: str) -> str:
    """Choose the form of a noun after a count."""
    return one if count == 1 else many


def listed(parts: list[str] | tuple[str, ...], lang: Lang) -> str:
    """Join words as a sentence does: a, b och c."""
    if len(parts) < 2:
        return "".join(parts)
    joint = "och" if lang == "sv" else "and"
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
