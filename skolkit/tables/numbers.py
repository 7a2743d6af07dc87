"""Text to exact numbers by one strict grammar; what does not fit is a doubt, not a guess.

The figure itself: digits plain or in threes, at most one decimal mark, as the declared form has it
(``number_forms``; Swedish unless told otherwise). Around it, at most one sign (before, after, or
parentheses) and at most one unit. Characters are compared as they stand: no Unicode folding, since
it would turn the footnote mark of ``214¹`` into a digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from skolkit.model import Doubt
from skolkit.tables.number_forms import NUMBER_FORMS, SWEDISH, NumberForm

MAX_CHARACTERS = 60  # no honest figure is longer; keeps every call cheap
SPACE = " \u00a0\u2009\u202f"  # ordinary, no-break, thin, narrow no-break
MINUS = "-\u2212\u2013"
_MARKS = ".,'\u2019"  # that any form uses
_EXACT = Context(prec=2 * MAX_CHARACTERS)  # the default of 28 digits would round

_TAL = ("tal", "tals", "-tal", "-tals", "s")  # "tusental kronor"
# Unit as printed -> (canonical unit, factor to it). Compared casefolded, inner spaces and full
# stops removed.
_PRINTED_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("kr", "kronor", "krona", "sek", ":-"), ("SEK", 1)),
    **dict.fromkeys(("tkr", "kkr", "ksek", "tsek", "tusenkr", "tusenkronor"), ("SEK", 10**3)),
    **dict.fromkeys(
        (f"tusen{tal}{kr}" for tal in _TAL for kr in ("kr", "kronor")),
        ("SEK", 10**3),
    ),
    **dict.fromkeys(
        ("sekthousand", "sekthousands", "thousandsek", "thousandssek", "thousandsofsek", "sekk"),
        ("SEK", 10**3),
    ),
    **dict.fromkeys(
        ("mkr", "mnkr", "msek", "miljkr", "milj", "mnsek", "miljonerkr", "miljonerkronor"),
        ("SEK", 10**6),
    ),
    **dict.fromkeys(("miljonkronor", "miljoner", "milkr", "millionsek"), ("SEK", 10**6)),
    **dict.fromkeys(("miljontalkronor", "miljontalskronor", "mnkronor"), ("SEK", 10**6)),
    **dict.fromkeys(
        ("sekmillion", "sekmillions", "millionssek", "millionsofsek", "sekm", "sekmn"),
        ("SEK", 10**6),
    ),
    **dict.fromkeys(("mdkr", "mdrkr", "miljarderkr", "miljarderkronor", "mdsek"), ("SEK", 10**9)),
    **dict.fromkeys(("€", "eur", "euro"), ("EUR", 1)),
    **dict.fromkeys(("£", "gbp"), ("GBP", 1)),
    **dict.fromkeys(("$", "usd"), ("USD", 1)),
    **dict.fromkeys(("dkk",), ("DKK", 1)),
    **dict.fromkeys(("nok",), ("NOK", 1)),
    **dict.fromkeys(("%", "procent"), ("%", 1)),
    **dict.fromkeys(("‰",), ("‰", 1)),
    **dict.fromkeys(("h", "tim", "timmar", "timme", "hours"), ("h", 1)),
    **dict.fromkeys(("kr/h", "kr/tim", "kr/timme", "sek/h", "sek/hour"), ("SEK/h", 1)),
    **dict.fromkeys(("kronorpertimme", "krpertimme"), ("SEK/h", 1)),
    **dict.fromkeys(("kb", "kib"), ("kB", 1)),
    **dict.fromkeys(("mb", "mib"), ("kB", 1000)),
    **dict.fromkeys(("st", "stycken", "antal", "personer", "pers", "elever"), ("count", 1)),
}
_UNITS: dict[str, tuple[str, Decimal]] = {
    **{printed: (unit, Decimal(factor)) for printed, (unit, factor) in _PRINTED_UNITS.items()},
    **dict.fromkeys(("b", "byte", "bytes"), ("kB", Decimal("0.001"))),
}
_CURRENCY = {"SEK", "EUR", "GBP", "USD", "DKK", "NOK"}
_PLAIN_UNITS = {*_CURRENCY, "%", "‰"}  # what a cell may carry and still be a plain number

_AROUND = re.compile(
    rf"(?P<open>\()?"
    rf"(?:(?P<before>[{MINUS}+])(?:(?<=\u2212)[{SPACE}])?)?"
    rf"(?P<prefix>(?:kr|SEK|EUR|GBP|USD|DKK|NOK|[€£$])\.?)?"
    rf"(?(prefix)[{SPACE}]?)"
    rf"(?P<between>[{MINUS}+])?"
    rf"(?P<figure>[0-9](?:[0-9{_MARKS}{SPACE}]*[0-9])?)"
    rf"(?P<after>[{MINUS}])?"
    rf"(?P<close>\))?"
    rf"(?:[{SPACE}]?(?P<suffix>%|‰|:-|[€£$]|[A-Za-zåäöÅÄÖ][A-Za-zåäöÅÄÖ./ \u00a0]*))?"
    rf"(?P<late>\))?",
    re.IGNORECASE,
)


_NO_DIGIT = re.compile(r"[^0-9]*")


@lru_cache(maxsize=16)
def _figure_pattern(decimal: str, groups: str) -> re.Pattern[str]:
    """A figure with the mark ``decimal``, plain or parted in threes by spaces or one of a mark."""
    marked = ""
    if groups:
        marked = (
            rf"|(?P<marked>[1-9][0-9]{{0,2}}(?P<mark>[{re.escape(groups)}])[0-9]{{3}}"
            rf"(?:(?P=mark)[0-9]{{3}})*)"
        )
    return re.compile(
        rf"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:[{SPACE}][0-9]{{3}})+{marked})"
        rf"(?:{re.escape(decimal)}(?P<part>[0-9]+))?"
    )


def _fitting(text: str, form: NumberForm) -> re.Match[str] | None:
    return _figure_pattern(form.decimal, form.groups).fullmatch(text)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with the unit that stood beside it: ``71,5 mkr`` is 71.5, SEK, 1 000 000."""

    number: Decimal
    unit: str = ""  # canonical: SEK, EUR, %, h, kB, count ... or "" if none was printed
    factor: Decimal = Decimal(1)

    @property
    def scaled(self) -> Decimal:
        """The number in its canonical unit: 71 500 000 for ``71,5 mkr``."""
        if self.factor == 1:
            return self.number
        scaled = _EXACT.multiply(self.number, self.factor)
        whole = scaled.to_integral_value(context=_EXACT)
        return whole if scaled == whole else scaled


def parse_unit(text: str) -> tuple[str, Decimal] | None:
    """Read a unit by itself, as it stands beside a figure or in a heading.

    Args:
        text: e.g. ``tkr``, ``miljoner kronor``, ``kr/tim``; case and full stops do not matter.

    Returns:
        Canonical unit and the factor to it, or ``None`` if it is no unit known here.
    """
    return _UNITS.get(re.sub(rf"[{SPACE}.]", "", text.casefold()))


def parse_figure(text: str, form: NumberForm = SWEDISH) -> Decimal | Doubt:
    """Read an unsigned figure without a unit.

    In Swedish a single full stop before three digits (``1.234``) may be a thousand or a decimal: it
    is ambiguous. Where a form that settles it is declared, ``1.234`` is 1234 in German and 1.234 in
    English. A figure that fits only another form than the declared one is ambiguous; a code with a
    leading zero (``0180``) is text, not a number.

    Args:
        text: the figure, without surrounding space.
        form: as declared for the collection, document or column.

    Returns:
        The exact number, or the doubt.
    """
    match = _fitting(text, form)
    if match is None:
        fits_another = any(_fitting(text, other) for other in NUMBER_FORMS)
        return Doubt.AMBIGUOUS_NUMBER if fits_another else Doubt.NOT_A_NUMBER
    marked, part = match.groupdict().get("marked"), match["part"]
    if marked and part is None and not form.one_group and marked.count(match["mark"]) == 1:
        return Doubt.AMBIGUOUS_NUMBER
    whole = re.sub(r"[^0-9]", "", match["whole"])
    return Decimal(f"{whole}.{part}" if part else whole)


def parse_quantity(text: str, form: NumberForm = SWEDISH) -> Quantity | Doubt:
    """Read a signed figure with at most one unit, e.g. ``−1 234,50 kr`` or ``71,5 mkr``.

    Args:
        text: any text; it is never an error.
        form: how numbers are written there.

    Returns:
        The quantity, or ``AMBIGUOUS_NUMBER``, ``UNIT_UNKNOWN`` (a figure and then a word that is
        no unit), or ``NOT_A_NUMBER``.
    """
    text = text.strip()
    if len(text) > MAX_CHARACTERS or _NO_DIGIT.fullmatch(text):
        return Doubt.NOT_A_NUMBER
    match = _AROUND.fullmatch(text)
    if match is None:
        return Doubt.NOT_A_NUMBER
    closes = [bool(match["close"]), bool(match["late"])]
    signs = [match["before"], match["between"], match["after"], match["open"]]
    if sum(closes) != bool(match["open"]) or sum(bool(sign) for sign in signs) > 1:
        return Doubt.NOT_A_NUMBER
    printed = [unit for unit in (match["prefix"], match["suffix"]) if unit]
    if len(printed) > 1:
        return Doubt.NOT_A_NUMBER
    number = parse_figure(match["figure"], form)
    if isinstance(number, Doubt):
        return number
    if "+" in signs and len(match["figure"]) > 7 and not any(mark in text for mark in _MARKS):
        return Doubt.NOT_A_NUMBER  # +46701740605 is a telephone, not a figure
    unit, factor = "", Decimal(1)
    if printed:
        known = parse_unit(printed[0])
        if known is None:
            return Doubt.UNIT_UNKNOWN
        unit, factor = known
    negative = any(sign and sign != "+" for sign in signs)
    return Quantity(number.copy_negate() if negative and number else number, unit, factor)


def parse_number(text: str, form: NumberForm = SWEDISH) -> Decimal | Doubt:
    """Read the number that a cell states; money and percent signs beside it are allowed.

    ``12,5 %`` is 12.5. A figure in thousands or millions (``3 tkr``) is none by itself, since 3
    would be wrong without its unit: ``parse_quantity`` reads it.

    Args:
        text: any text; it is never an error.
        form: how numbers are written there.

    Returns:
        The exact number, ``AMBIGUOUS_NUMBER`` or ``NOT_A_NUMBER``.
    """
    quantity = parse_quantity(text, form)
    if isinstance(quantity, Doubt):
        return quantity if quantity is Doubt.AMBIGUOUS_NUMBER else Doubt.NOT_A_NUMBER
    if quantity.factor != 1 or (quantity.unit and quantity.unit not in _PLAIN_UNITS):
        return Doubt.NOT_A_NUMBER
    return quantity.number


def is_code(text: str) -> bool:
    """Whether a text is digits with a leading zero, such as a municipality or school code."""
    text = text.strip()
    return len(text) > 1 and text[0] == "0" and text.isascii() and text.isdigit()


def fits_other_form_only(text: str, form: NumberForm) -> bool:
    """Whether a text is a number only in a form that is not the declared one."""
    return parse_number(text, form) is Doubt.AMBIGUOUS_NUMBER and any(
        isinstance(parse_number(text, other), Decimal)
        for other in NUMBER_FORMS
        if other != form and other.decimal != form.decimal
    )
