"""Printed names and numbers of companies to what is the same in all their spellings.

An organisationsnummer has ten digits, of which the third is at least 2 and the last is a check
digit (Luhn; Skatteverket, SKV 709). A number whose third digit is lower belongs to a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_FORMS = {
    "ab": "ab a8 aktiebolag aktiebolaget",
    "hb": "hb h8 handelsbolag handelsbolaget",
    "kb": "kb k8 kommanditbolag kommanditbolaget",
    "ekf": "ekf",
    "ef": "ef",
    "ltd": "ltd limited",
    "oy": "oy oyj",
    "as": "as asa",
    "aps": "aps",
    "gmbh": "gmbh",
    "inc": "inc incorporated",
    "llc": "llc",
    "plc": "plc",
    "bv": "bv",
}
_FORM_OF = {word: form for form, words in _FORMS.items() for word in words.split()}
_LEADING = {"ab": "ab", "aktiebolaget": "ab", "hb": "hb", "handelsbolaget": "hb", "kb": "kb"}
_SPELLED_OUT = (
    (re.compile(r"\bekonomisk forening\b|\bek for\b"), "ekf"),
    (re.compile(r"\benskild firma\b"), "ef"),
    (re.compile(r"\ba s\b(?=$)"), "as"),
    (re.compile(r"\bb v\b(?=$)"), "bv"),
)
_SPECIAL = str.maketrans({"ø": "o", "æ": "a", "ß": "ss", "&": " och ", "+": " och "})
_NUMBER = re.compile(r"(?<![0-9])(?:16)?[0-9]{6}\s?[-–—−]?\s?[0-9]{4}(?![0-9])")
_VAT_NUMBER = re.compile(r"SE\s?([0-9]{10})\s?[0-9]{2}", re.IGNORECASE)
_NUMBER_LABEL = re.compile(
    r"\(?\s*\b(?:org(?:anisations)?\.?[\s-]*(?:nr|nummer)\b\.?)?\s*:?\s*\)?\s*$", re.IGNORECASE
)
_MISREAD_DIGITS = str.maketrans("OoQDIl|!SBZ", "00001111582")
_LOOKALIKES = str.maketrans("i1|0584", "lllosba")


class NumberKind(StrEnum):
    """What a printed number is worth as evidence."""

    RIGHT = "right"  # an organisationsnummer with a right check digit
    WRONG = "wrong"  # would be one, but digits or check digit are wrong
    PERSON = "person"  # a person's number, of a sole trader


@dataclass(frozen=True, slots=True)
class CompanyNumber:
    """The digits of a printed number; ten where nothing is wrong with their count."""

    digits: str
    kind: NumberKind

    @property
    def spelled(self) -> str:
        """As usually printed: ``556677-8899``."""
        return f"{self.digits[:6]}-{self.digits[6:]}"


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A name without legal form, case, accents and marks; ``words`` keep their order."""

    words: tuple[str, ...]
    form: str  # ab, hb, kb ... or "" where none is printed
    accents: tuple[tuple[int, str], ...]  # place in ``key`` and letter of each å, ä and ö

    @property
    def key(self) -> str:
        """The words without spaces, which readers lose and add."""
        return "".join(self.words)

    @property
    def lookalikes(self) -> tuple[str, ...]:
        """The words with letters that look alike folded to one of them."""
        return tuple(
            word.replace("rn", "m").replace("vv", "w").translate(_LOOKALIKES) for word in self.words
        )

    @property
    def slug(self) -> str:
        """The name as part of an id: ``pahittade-konsulter-ab``."""
        return "-".join((*self.words, self.form) if self.form else self.words)


def has_right_check_digit(digits: str) -> bool:
    """Whether ten digits end in their check digit (Luhn)."""
    total = 0
    for place, digit in enumerate(digits):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return len(digits) == 10 and total % 10 == 0


def company_number(text: str) -> CompanyNumber | None:
    """Read a printed organisationsnummer, also with a century (16) or as a VAT number.

    Args:
        text: what stands in the column, read with its slips.

    Returns:
        Its digits and what they are worth; ``None`` for an empty text, a label of a masked number,
        or a text that is no number at all. Nothing is corrected: letters that look like digits are
        read as such only to compare.
    """
    bare = re.sub(r"[\s.\-–—−]", "", text)
    vat = _VAT_NUMBER.fullmatch(bare)
    if vat:
        bare = vat[1]
    digits = bare.translate(_MISREAD_DIGITS)
    is_read = bare == digits
    if not digits.isascii() or not digits.isdigit() or sum(c.isdigit() for c in bare) < 6:
        return None
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if len(digits) == 12 and digits[:2] in {"19", "20"}:
        return CompanyNumber(digits[2:], NumberKind.PERSON)
    if not 8 <= len(digits) <= 11:
        return None
    if len(digits) == 10 and digits[2] in "01":
        return CompanyNumber(digits, NumberKind.PERSON)
    right = is_read and has_right_check_digit(digits)
    return CompanyNumber(digits, NumberKind.RIGHT if right else NumberKind.WRONG)


def number_in_name(text: str) -> tuple[str, str]:
    """Part a printed name from an organisationsnummer that stands in it.

    Returns:
        The name without it, and the number as printed or the empty text.
    """
    found = _NUMBER.search(text)
    if found is None:
        return text, ""
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(_NUMBER_LABEL.sub("", rest).rstrip(" ,;:-").split()), found[0]


def company_name(text: str) -> CompanyName:
    """Reduce a printed name to what its spellings share.

    Legal forms are told apart from the name, at its end or before it; ``(publ)`` is dropped. The
    result has no words only if the text has no letters and digits.
    """
    spelled, accents = _plain(text)
    words = spelled.split()
    form = ""
    while len(words) > 1 and words[-1] in {"publ", *_FORM_OF}:
        last = words.pop()
        form = _FORM_OF.get(last, form)
    if len(words) > 1 and words[0] in _LEADING and not form:
        form = _LEADING[words[0]]
        accents = tuple((at - len(words[0]), letter) for at, letter in accents)
        words = words[1:]
    length = sum(len(word) for word in words)
    return CompanyName(tuple(words), form, tuple((at, a) for at, a in accents if 0 <= at < length))


def _plain(text: str) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Lower case without accents and marks, spelled-out forms short, and where å, ä, ö stood."""
    text = unicodedata.normalize("NFC", text).casefold().translate(_SPECIAL)
    out: list[str] = []
    accents: list[tuple[int, str]] = []
    place = 0
    for letter in text:
        base = unicodedata.normalize("NFKD", letter)[0]
        if base.isalnum():
            if letter in "åäö":
                accents.append((place, letter))
            out.append(base)
            place += 1
        elif letter not in "'’´`":
            out.append(" ")
    spelled = " ".join("".join(out).split())
    for pattern, form in _SPELLED_OUT:
        spelled = pattern.sub(form, spelled)
    return spelled, tuple(accents)


def accents_agree(first: CompanyName, second: CompanyName) -> bool:
    """Whether two names of one key differ at most by accents that one of them lacks."""
    ours, theirs = dict(first.accents), dict(second.accents)
    return all(theirs.get(place, letter) == letter for place, letter in ours.items())


def forms_agree(first: CompanyName, second: CompanyName) -> bool:
    """Whether two names have the same legal form, or one of them none."""
    return not first.form or not second.form or first.form == second.form
