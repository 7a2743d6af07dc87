"""Texts to candidates for personnummer and their kin, in all spellings that paper and people give.

A possible date and four digits is a candidate whatever its check digit says: readers break digits,
and a number with one wrong digit still points at a person. What a candidate is pardoned for stands
in ``decoys``.

Sources: the forms of personnummer and samordningsnummer (day + 60) are those of folkbokföringslagen
(1991:481) 18 and 18 a §; the month of an organisationsnummer is at least 20 (lag 1974:174). TF and
T numbers are those that school registers give to pupils without a personnummer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from skolkit.privacy.folding import View, lookalikes
from skolkit.privacy.model import Kind


class Shape(StrEnum):
    """How the digits of a candidate stand; part of the name of the rule that found it."""

    DATE_AND_FOUR = "date-and-four"
    LOOKALIKES = "look-alikes"  # letters among the digits
    SPREAD = "spread-digits"  # separators anywhere
    SPACED_DATE = "date-space-four"  # 2004-01-01 2398: may be a date and another number
    BROKEN = "broken-number"  # the shape of one, with a digit too many, too few or impossible
    LOST_ZERO = "lost-zero"  # nine digits
    POWER = "power-of-ten"  # 2,00401E+11
    TF = "tf-number"
    LMA = "lma-number"
    HALF_MASKED = "half-masked"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a number of a person, at ``start:end`` of a folded text."""

    kind: Kind
    start: int
    end: int
    shape: Shape
    digits: str  # those that were found, look-alikes folded
    dashed: bool = False  # a dash, or what readers make of one, stands before the last four
    checked: bool = False  # the check digit holds
    date_possible: bool = True


_BEFORE = r"(?<![0-9])(?<![0-9][.,])"
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_MASK = r"Xx*#•?_×"
_STRICT = re.compile(
    _BEFORE + rf"(?P<year>{_YEAR}|[0-9]{{2}}|[0-9]{{4}})(?P<gap>[-./ ]?)"
    r"(?P<month>[0-9]{2})(?P=gap)(?P<day>[0-9]{2})(?P<between>(?:\s{0,2}[-_.~=+/*'][\s-]{0,2}|\s{1,2})?)"
    r"(?P<four>[0-9]{2} ?[0-9]{2})(?![0-9]|[OolI|][0-9])"
)
_VAT = re.compile(r"SE ?(?P<ten>[0-9]{6}-?[0-9]{4})-?01(?![0-9])", re.IGNORECASE)
_RUN = re.compile(r"[0-9](?:[ \n\-./_~=+:]{0,3}[0-9])+")
_BROKEN = re.compile(
    r"(?<![0-9])(?<![0-9]-)(?P<date>(?:19|20)[0-9]{5,7}) ?[-+] ?(?P<four>[0-9]{3,5})"
    r"(?!-?[0-9])"
)
# A date and four with a space, misread in its century or else in its date.
_SPACED = re.compile(
    rf"(?<![0-9])(?<![0-9][-.,/ ])(?P<date>{_YEAR}[0-9]{{4}}|[0-9]{{4}}(?P<month>[0-9]{{2}})"
    r"(?P<day>[0-9]{2})) (?P<four>[0-9]{4})(?![0-9]| ?[-.,/:][0-9])"
)
_NINE = re.compile(r"\s*(?P<nine>[0-9]{9})(?:[.,]0*)?\s*")
_POWER = re.compile(r"(?<![0-9.,])([1-9])(?:[.,]([0-9]{1,11}))?[eE]\+?([0-9]{1,2})(?![0-9])")
_DAY = (
    rf"(?P<year>{_YEAR}|[0-9]{{2}})(?P<gap>[-./ ]?)(?P<month>[0-9]{{2}})(?P=gap)(?P<day>[0-9]{{2}})"
)
_TF = re.compile(
    _BEFORE
    + _DAY
    + r"(?: ?[-+ ] ?(?:T[FE]?|[IT17]F)[0-9OolI]{2,3}|T[FE][0-9OolI]{2,3}|T[0-9OolI]{3})"
    r"(?![0-9A-Za-z:])"
)
_HALF = re.compile(
    _BEFORE + _DAY + rf" ?[-+ ]? ?(?:[0-9]{{3}}[{_MASK}]|[0-9]{{0,2}}[{_MASK}]{{2,5}})(?![^\W_])"
)
_LMA = re.compile(
    r"(?:(?:LMA|dossier)[^\W\d_]*\.?[\s:#-]{0,3}(?P<told>[0-9](?:[ -]?[0-9]){5,11}(?:/[0-9])?)"
    r"|(?<![0-9-])(?:5[0-9]-[0-9]{6}(?:/[0-9])?|[0-9]{2}-[0-9]{6}/[0-9]))(?![0-9-])",
    re.IGNORECASE,
)
_ALIKE = "OoQDlIi|!ZzSsGbBgq&§"  # what readers take digits for
_DIGIT_LIKE = frozenset(f"0123456789{_ALIKE}")
_DIGIT_RUN = re.compile(
    rf"(?:(?<![^\W\d_])[{_ALIKE}]|[0-9])(?:[ \n\-./_~=+:]{{0,3}}[0-9{_ALIKE}TFXx*])*"
)
_LEAST_REAL = 6  # digits that must be digits where letters stand for the others


def check_digit_holds(ten: str) -> bool:
    """Whether the last of ten digits is the check digit of the others (modulus 10)."""
    total = 0
    for place, sign in enumerate(ten):
        product = int(sign) * (2 - place % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0


def possible_date(month: str, day: str) -> Kind | None:
    """The kind of number that a month and a day may stand in; ``None`` if they stand in none."""
    if not 1 <= int(month) <= 12:
        return None
    if 1 <= int(day) <= 31:
        return Kind.PERSONNUMMER
    return Kind.SAMORDNINGSNUMMER if 61 <= int(day) <= 91 else None


def candidates(view: View) -> list[Candidate]:
    """All candidates in a folded text, in the order of how surely they are numbers of persons.

    A later candidate never overlaps an earlier one.
    """
    found: list[Candidate] = []
    taken = bytearray(len(view.text))
    alike = lookalikes(view).text
    for each in (
        _half_masked(view.text),
        _tf(view.text),
        _strict(view.text),
        _strict_alike(view.text, alike),
        _broken(view.text),
        _spaced(view.text),
        _lma(view.text),
        _spread(view.text),
        _numbers(view.text),
    ):
        for one in each:
            if taken.find(1, one.start, one.end) < 0:
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
                found.append(one)
    return found


def _half_masked(text: str) -> Iterator[Candidate]:
    for match in _HALF.finditer(text):
        bare = match["year"] + match["month"] + match["day"]
        # 201001** is a month and the marks of two notes.
        if (
            match[0].startswith(bare)
            and len(bare) == 6
            and re.fullmatch(f"[{_MASK}]{{2,3}}", match[0][6:])
        ):
            continue
        if possible_date(match["month"], match["day"]):
            yield Candidate(
                Kind.FODELSEDATUM,
                *match.span(),
                Shape.HALF_MASKED,
                re.sub(r"[^0-9]", "", match[0]),
                dashed=True,
            )


def _tf(text: str) -> Iterator[Candidate]:
    for match in _TF.finditer(text):
        if possible_date(match["month"], match["day"]):
            digits = match["year"] + match["month"] + match["day"]
            yield Candidate(Kind.TF_NUMMER, *match.span(), Shape.TF, digits, dashed=True)


def _strict(text: str) -> Iterator[Candidate]:
    at = 0
    while match := _STRICT.search(text, at):
        one = _from_match(match, Shape.DATE_AND_FOUR)
        if one is None:
            at = match.start() + 1
            continue
        at = match.end()
        yield one
    for match in _VAT.finditer(text):
        ten = match["ten"].replace("-", "")
        if kind := possible_date(ten[2:4], ten[4:6]):
            yield Candidate(
                kind,
                match.start(),
                match.end(),
                Shape.DATE_AND_FOUR,
                ten,
                checked=check_digit_holds(ten),
            )


def _from_match(match: re.Match[str], shape: Shape) -> Candidate | None:
    """A candidate of a date and four; ``None`` if it has neither a possible date nor the form."""
    four = match["four"].replace(" ", "")
    digits = match["year"] + match["month"] + match["day"] + four
    between = match["between"].strip(" \n")
    kind = possible_date(match["month"], match["day"])
    whole = match["gap"] == "" or len(match["year"]) == 4
    if kind is None and not (whole and "-" in between):
        return None
    if not re.fullmatch(rf"{_YEAR}|[0-9]{{2}}", match["year"]):
        # A century that was misread: only with a dash before the four.
        if kind is None or "-" not in between:
            return None
        if match["gap"]:  # an account may be written so: 4521-10-20-1234
            return Candidate(kind, *match.span(), Shape.BROKEN, digits, date_possible=False)
        shape = Shape.BROKEN
    if match["gap"] and not between:
        # ``12 01 15 1234`` without a dash is as well a row of small numbers.
        if match["gap"] == " " and len(match["year"]) == 2:
            shape = Shape.SPREAD
        else:
            shape = Shape.SPACED_DATE
    return Candidate(
        kind or Kind.PERSONNUMMER,
        *match.span(),
        shape if kind else Shape.BROKEN,
        digits,
        dashed=bool(between),
        checked=check_digit_holds(digits[-10:]),
        date_possible=kind is not None,
    )


def _strict_alike(text: str, alike: str) -> Iterator[Candidate]:
    for match in _STRICT.finditer(alike):
        start, end = match.span()
        real = text[start:end]
        if alike[start:end] == real or _alnum(text, start - 1) or _alnum(text, end):
            continue
        date_real = sum(c.isdigit() for c in text[start : match.end("day")])
        four_real = sum(c.isdigit() for c in text[match.start("four") : end])
        if date_real + four_real < _LEAST_REAL or date_real < 3 or four_real < 1:
            continue
        one = _from_match(match, Shape.LOOKALIKES)
        if one is not None and one.shape in {Shape.LOOKALIKES, Shape.BROKEN}:
            yield one


def _alnum(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


def _broken(text: str) -> Iterator[Candidate]:
    for match in _BROKEN.finditer(text):
        if (len(match["date"]), len(match["four"])) != (8, 4):
            yield Candidate(
                Kind.PERSONNUMMER,
                *match.span(),
                Shape.BROKEN,
                match["date"] + match["four"],
                dashed=True,
                date_possible=False,
            )


def _spaced(text: str) -> Iterator[Candidate]:
    for match in _SPACED.finditer(text):
        if match["month"] is None or possible_date(match["month"], match["day"]):
            digits = match["date"] + match["four"]
            yield Candidate(
                Kind.PERSONNUMMER, *match.span(), Shape.BROKEN, digits, date_possible=False
            )


def _lma(text: str) -> Iterator[Candidate]:
    for match in _LMA.finditer(text):
        start, end = match.span("told") if match["told"] else match.span()
        digits = re.sub(r"[^0-9]", "", text[start:end])
        yield Candidate(Kind.LMA_NUMMER, start, end, Shape.LMA, digits)


def _spread(text: str) -> Iterator[Candidate]:
    for match in _RUN.finditer(text):
        digits = re.sub(r"[^0-9]", "", match[0])
        if len(digits) not in {10, 12} or match[0] == digits:
            continue
        if len(digits) == 12 and not re.match(_YEAR, digits):
            continue
        kind = possible_date(digits[-8:-6], digits[-6:-4])
        if kind:
            checked = check_digit_holds(digits[-10:])
            yield Candidate(kind, *match.span(), Shape.SPREAD, digits, checked=checked)


def _numbers(text: str) -> Iterator[Candidate]:
    if match := _NINE.fullmatch(text):
        ten = "0" + match["nine"]
        if kind := possible_date(ten[2:4], ten[4:6]):
            checked = check_digit_holds(ten)
            yield Candidate(kind, *match.span("nine"), Shape.LOST_ZERO, ten, checked=checked)
    for match in _POWER.finditer(text):
        known, places = match[1] + (match[2] or ""), int(match[3]) + 1
        if places not in {9, 10, 12} or not 4 <= len(known) <= places:
            continue
        digits = ("0" if places == 9 else "") + known.ljust(places, "0")
        month = digits[-8:-6]
        if (places == 12 and not re.match(_YEAR, digits)) or not 1 <= int(month) <= 12:
            continue
        yield Candidate(Kind.PERSONNUMMER, *match.span(), Shape.POWER, digits)


def digit_runs(text: str, least: int) -> Iterable[tuple[int, int]]:
    """Spans of a folded text that hold at least ``least`` digits or look-alikes in a row.

    Separators may stand between, and at least half must be digits. For columns that are known to
    hold such numbers, where anything of that kind is one.
    """
    for match in _DIGIT_RUN.finditer(text):
        real = sum(sign.isdigit() for sign in match[0])
        if real * 2 >= least and sum(sign in _DIGIT_LIKE for sign in match[0]) >= least:
            yield match.span()
