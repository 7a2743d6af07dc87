"""What was published of persons affected -> ranges with their reservation, never summed.

"More than a thousand" is no thousand, "up to 500 000" is no 500 000, and 1 800 pages are no
persons. The same persons may stand behind several rows, so rows are never added; what can be said
of several rows is the largest number that one of them vouches for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from skolkit.analysis.rows import Incident, counted

Qualifier = Literal["exakt", "golv", "tak", "cirka", "spann"]
AFFECTED_CAVEAT = (
    "Samma personer kan finnas bakom flera rader; antalen läggs aldrig ihop.",
    "The same persons may stand behind several rows; the numbers are never added.",
)
_FLOOR = r"över|fler än|flera än|mer än|minst|åtminstone|drygt|more than|over|at least"
_CEILING = r"uppåt|upp till|upp emot|uppemot|högst|max(?:imalt)?|nästan|närmare|knappt|färre än"
_CEILING += r"|under|up to|at most|nearly|almost|fewer than"
_ABOUT = r"omkring|cirka|ca\.?|c:a|ungefär|runt|about|around|approximately|some"
_PERSONS = (
    r"elev\w*|barn\w*|anställda?|lärare\w*|person(?:er\w*)?|vårdnadshavare\w*|föräld\w*"
    r"|användare\w*|medarbetare\w*|pedagog\w*|individ\w*|registrerade|pupils?|students?|child(?:ren)?"
    r"|people|persons?|employees|teachers?|guardians?|parents?|users?|staff"
)
_TIMES = r"tusen|miljon(?:er)?|thousand|million"
_DIGITS = r"[0-9]{1,3}(?:[ \u00a0\u202f.,][0-9]{3})+|[0-9]+"
_WORDS = {"en": 1, "ett": 1, "one": 1, "a": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6}
_WORDS |= {"sju": 7, "åtta": 8, "nio": 9, "tio": 10, "two": 2, "three": 3, "four": 4, "five": 5}
_BEFORE = rf"(?:\b(?P<floor>{_FLOOR})\s+|\b(?P<ceiling>{_CEILING})\s+|\b(?P<about>{_ABOUT})\s+)?"
_RANGE = rf"(?P<low>{_DIGITS})\s*[-–—]\s*(?P<high>{_DIGITS})"
_ONE = rf"(?P<number>{_DIGITS})(?:[,.](?P<decimals>[0-9]{{1,2}})(?=\s+(?:{_TIMES})))?"
_COUNT = re.compile(
    rf"{_BEFORE}(?:(?<![0-9,.])(?:{_RANGE}|{_ONE})|\b(?P<word>{'|'.join(_WORDS)}))"
    rf"(?:\s+(?P<times>{_TIMES}))?\s+(?:[a-zåäö]+\s+)?(?:{_PERSONS})\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_BEFORE}(?:{_RANGE}|{_ONE})(?:\s+(?P<times>{_TIMES}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Affected:
    """How many persons one row says were affected."""

    incident: Incident
    least: int | None  # at least so many; None where the source names no lower limit
    most: int | None  # at most so many; None where the source names no upper limit
    about: int | None  # the number that the source calls approximate, which is no limit
    qualifier: Qualifier
    published: str  # in the words of the source
    agrees: bool  # False: the column affected_persons and the words give different numbers
    row_ids: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the source states the number without a reservation."""
        return self.least is not None and self.least == self.most

    def said(self, lang: str) -> str:
        """The range in words."""
        sv = lang == "sv"
        if self.about is not None:
            return f"{'omkring' if sv else 'about'} {self.about}"
        if self.exact:
            return f"{self.least}"
        if self.most is None:
            return f"{'minst' if sv else 'at least'} {self.least}"
        if self.least is None:
            return f"{'högst' if sv else 'at most'} {self.most}"
        return f"{self.least}–{self.most}"


@dataclass(frozen=True, slots=True)
class AffectedPersons:
    """The ranges of all counted rows, and what can be said of them together."""

    rows: tuple[Affected, ...]
    without: tuple[str, ...]  # row ids: no number of persons was published
    caveat: tuple[str, str] = AFFECTED_CAVEAT

    @property
    def largest_floor(self) -> Affected | None:
        """The row that vouches for most persons: together at least so many were affected.

        The union of sets is no smaller than the largest of them; no more can be said of rows whose
        overlap is unknown.
        """
        vouched = [one for one in self.rows if one.least is not None]
        return max(vouched, key=lambda one: one.least or 0, default=None)


def affected_persons(rows: Sequence[Incident]) -> AffectedPersons:
    """Read how many persons were affected, row by row.

    Source: ``affected_as_published``, else the column ``affected_persons``.

    Limits: only a number beside a word for persons is read ("1 000 elever"); other numbers (pages,
    hours, marks) are none of persons. "Drygt" is taken as a floor, "närmare" and "nästan" as a
    ceiling. What is approximate gets no limits, since the source names none. A round number
    without a reservation is exact by its words alone.
    """
    found, without = [], []
    for row in counted(rows):
        one = _read(row)
        if one is None:
            without.append(row.place.row_id)
        else:
            found.append(one)
    return AffectedPersons(tuple(found), tuple(without))


def _read(row: Incident) -> Affected | None:
    words = row.affected_as_published.strip()
    column = None if row.affected is None else int(row.affected)
    match = _COUNT.search(words)
    if match is None and column is not None:
        match = _BARE.fullmatch(words)  # the column says that the number is one of persons
    if match is None:
        if column is None:
            return None
        if words:  # a reservation that is not understood: the column has the lower limit
            return _made(row, column, None, None, "golv", agrees=True)
        return _made(row, column, column, None, "exakt", agrees=True)
    if match["low"]:
        low, high = (_number(match[name], "", match["times"]) for name in ("low", "high"))
        if low > high:
            return None
        return _made(row, low, high, None, "spann", agrees=column in (None, low))
    word = match.groupdict().get("word")
    number = _number(
        str(_WORDS[word.casefold()]) if word else match["number"],
        match["decimals"] or "",
        match["times"],
    )
    agrees = column in (None, number)
    if match["floor"]:
        return _made(row, number, None, None, "golv", agrees=agrees)
    if match["ceiling"]:
        return _made(row, None, number, None, "tak", agrees=agrees)
    if match["about"]:
        return _made(row, None, None, number, "cirka", agrees=agrees)
    return _made(row, number, number, None, "exakt", agrees=agrees)


def _made(
    row: Incident,
    least: int | None,
    most: int | None,
    about: int | None,
    qualifier: Qualifier,
    *,
    agrees: bool,
) -> Affected:
    return Affected(
        incident=row,
        least=least,
        most=most,
        about=about,
        qualifier=qualifier,
        published=row.affected_as_published,
        agrees=agrees,
        row_ids=(row.place.row_id,),
    )


def _number(digits: str, decimals: str, times: str | None) -> int:
    whole = Decimal(re.sub(r"[^0-9]", "", digits) + (f".{decimals}" if decimals else ""))
    word = (times or "").casefold()
    return int(whole * (1_000_000 if word.startswith("mil") else 1000 if word else 1))
