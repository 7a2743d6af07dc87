"""Columns and their headings, and what was found of them: the words between reading and judging."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from skolkit.tables.periods import Period

BARE_PERIOD = "amount"  # the field of headings that are nothing but a period
BY_PART = 70.0  # score of a heading that is known only by a part of it
ABBREVIATED = 85.0  # of a heading whose words are the beginnings of a known one's
HELD = 69.0  # of a column that is known by what it holds
LED = 75.0  # of a column that is known by its place
SURE = 90.0  # a required heading matched below this makes the recognition unsure
WEAK = 92.0  # of one that counts only where no other stands for its field
# What the cells of a column mostly are, if that tells its field.
WORDS, SWEDISH, NUMBERS, CODES = "words", "words in Swedish", "numbers", "codes"
SHARES = "per cents"
WORDED = frozenset({WORDS, SWEDISH})

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; ``texts`` are its readings, the fullest first (two-row headings)."""

    column: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column that was recognised as a field."""

    field: str
    column: int
    score: float  # 100 if exact once folded
    unit: str = ""  # canonical, "" if none was printed, "?" if unclear
    factor: Decimal = _ONE
    period: Period | None = None  # that the heading names, of fields with a column for each period
    is_sum: bool = False  # holds the sum over the other periods ("Totalt", "Total ram")


@dataclass(frozen=True, slots=True)
class Matched:
    """What a row of headings gave."""

    used: tuple[ColumnMatch, ...]
    known: tuple[tuple[int, str], ...]  # columns the profile knows, with the field, used or not
    headings: int
    reasons: tuple[str, ...]  # why the match is unsure; places and fields, no cell text

    @property
    def named(self) -> frozenset[str]:
        """The fields that some heading speaks of, carried or not."""
        return frozenset(field for _, field in self.known)

    @property
    def present(self) -> frozenset[str]:
        """The fields that were found."""
        return frozenset(match.field for match in self.used)

    @property
    def weak(self) -> frozenset[str]:
        """The fields that only a weak heading stands for."""
        return frozenset(match.field for match in self.used if match.score == WEAK)

    @property
    def whole(self) -> int:
        """How many columns were found by their headings as a whole."""
        return sum(match.score > BY_PART for match in self.used)

    @property
    def weight(self) -> float:
        """How many fields were found, each counted by its score.

        An amount under a bare period counts a little less: a heading that says what it is, in
        another row, is worth more than the title of the sheet. So does a weak heading: "Nr" below
        "Verifikation" is worth more if both rows are read.
        """
        bare = sum(each.field == BARE_PERIOD and each.period is not None for each in self.used)
        sure = sum(1.0 if each.score >= SURE else each.score / 100 for each in self.used)
        weak = sum(each.score == WEAK for each in self.used)
        return sure - (bare + weak) / 100

    @property
    def known_share(self) -> float:
        """Share of the headings that the profile knows."""
        return len(self.known) / self.headings if self.headings else 0.0
