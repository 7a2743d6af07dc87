"""Headings to the unit that they print and the words beside it."""

from __future__ import annotations

import re
from decimal import Decimal

from skolkit.tables.numbers import parse_unit
from skolkit.tables.text import fold, join_lines

_ONE = Decimal(1)
VAT_WORDS = ("moms", "vat")
UNIT_UNCLEAR = "?"  # something stands where the unit does, and it is no unit known here
_BRACKETS = re.compile(r"(.*?)[(\[]([^()\[\]]*)[)\]]\s*$", re.DOTALL)
_IN_THOUSANDS = re.compile(r"^1[ \u00a0.]?000(?=\s?(?:-?tals?\s?)?(?:kr|sek))|^['\u2019]000", re.I)
_BEFORE_UNIT = re.compile(r"^[,;\s]*(?:in?\s+)?", re.IGNORECASE)
_INNER = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def split_unit(heading: str) -> tuple[str, str, Decimal]:
    """Part a heading from its unit: ``Belopp (tkr)`` is ``Belopp``, ``SEK``, 1000.

    Args:
        heading: as printed; ``Belopp i tkr``, ``Belopp, kr`` and ``Belopp (tkr, exkl. moms)`` too.

    Returns:
        The rest of the heading, the canonical unit (``""`` if none, ``"?"`` if what stands in the
        brackets is short and no unit) and the factor to it.
    """
    text = join_lines(heading)
    if match := _BRACKETS.fullmatch(text):
        rest, inside = match[1].strip(), match[2].strip()
        pieces = [piece.strip() for piece in re.split(r"[,;]", inside)]
        for piece in pieces:
            unit = stated_unit(re.sub(r"^(?:i|in)\s+", "", piece, flags=re.IGNORECASE))
            if unit:
                kept = " ".join(other for other in pieces if other != piece)
                return f"{rest} {kept}".strip(), *unit
        vat = any(word in fold(inside) for word in VAT_WORDS)
        if vat or inside.isdigit() or len(inside) > 6:
            return text, "", _ONE
        return rest, UNIT_UNCLEAR, _ONE
    for inner in _INNER.finditer(text):  # of the upper of two rows of headings
        if unit := stated_unit(inner[1]):
            return " ".join(f"{text[: inner.start()]} {text[inner.end() :]}".split()), *unit
    words = text.split(" ")
    for count in (3, 2, 1):
        if len(words) > count and words[-count - 1].casefold() == "per":
            break  # "Pris per timme" is no number of hours
        if len(words) > count and (unit := parse_unit(" ".join(words[-count:]))):
            rest = re.sub(r"(?:,|\s+i)$", "", " ".join(words[:-count]), flags=re.IGNORECASE)
            return rest, *unit
    return text, "", _ONE


def stated_unit(text: str) -> tuple[str, Decimal] | None:
    """Read a unit where nothing but a unit can stand: ``1 000 kr`` there means thousands.

    Args:
        text: e.g. what stands in the brackets of a heading, or after "belopp i".

    Returns:
        Canonical unit and the factor to it, or ``None``.
    """
    return parse_unit(_IN_THOUSANDS.sub("tusen", text.strip(), count=1))


def with_unit_aside(heading: str) -> str:
    """A heading with its unit in brackets, as it can stand before the words of a lower row.

    ``Januari-oktober, tkr`` is ``Januari-oktober (tkr)``; one without a unit stays as it is.
    """
    text = join_lines(heading)
    rest, unit, _ = split_unit(text)
    said = text.removeprefix(rest)
    if unit != "SEK" or not rest or said == text or "(" in said or "[" in said:
        return heading
    unit_alone = _BEFORE_UNIT.sub("", said)
    return f"{rest} ({unit_alone})"
