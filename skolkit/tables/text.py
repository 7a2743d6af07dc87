"""Printed text to comparable or clean text: lines joined, headings folded over OCR slips."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters that readers confuse, folded to one of them. Only for headings and labels, whose words
# are known beforehand; values are never folded.
_LOOKALIKES = str.maketrans("åäàáâöòóôéèêüïíiı1|!0", "aaaaaooooeeeulllllllo")
_NOT_WORD = re.compile(r"[^0-9a-z%/]+")
_SUSPENDED = re.compile(r"(?:och|eller|samt|respektive|resp|and|or)\b", re.IGNORECASE)
MISSING_MARKS = frozenset(
    {"", "-", "–", "—", "−", ".", "..", "...", "…", "*", "n/a", "#n/a", "na", "null", "nan"}
    | {"uppgift saknas", "saknas", "ej angivet", "ej aktuellt", "okänt", "okänd", "none", "unknown"}
)


def join_lines(text: str) -> str:
    """Join the lines of a wrapped cell into running text with single spaces.

    A spreadsheet wraps at spaces and after hyphens that are there, and adds none. So a line that
    ends in a hyphen is joined without a space, unless the next word shows a suspended compound
    (``barn-`` / ``och elevregister``).
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    if len(lines) == 1:
        return lines[0]
    joined = ""
    for line in filter(None, lines):
        tight = re.search(r"\w[-/]$", joined) is not None and not _SUSPENDED.match(line)
        joined = f"{joined}{line}" if tight or not joined else f"{joined} {line}"
    return joined


def is_missing_mark(text: str) -> bool:
    """Whether a text is one of the usual ways to print that there is no value."""
    return " ".join(text.split()).casefold() in MISSING_MARKS


def fold(text: str) -> str:
    """Reduce a heading or label to what survives an OCR slip: no accents, spaces or marks.

    ``Ärende-id`` and ``Arende ld`` fold alike, as do ``Timmar`` and ``Tirnmar``.
    """
    text = unicodedata.normalize("NFC", text).casefold()
    folded = _NOT_WORD.sub("", text.translate(_LOOKALIKES)).strip("/")
    return folded.replace("rn", "m")


_LONGEST_LABEL = 120
_SUM_SIGNS = re.compile(r"([∑Σ]+)(?!\w)\s*")  # one sums rows, several sum such sums
_WITHIN = re.compile(r"\s*[-–—]?\s*(?:varav|därav|of which)\b\s*", re.IGNORECASE)
_LONGEST_WORDS = 4  # words of the longest label
_SHORTEST_FOLDED = 4  # shorter labels must agree to the letter


@dataclass(frozen=True, slots=True)
class SumLabels:
    """How the labels of printed sums begin; ``*`` at the end of a word takes any ending.

    ``sums`` are either subtotals or totals, as their place decides.
    """

    subtotal: tuple[str, ...]
    total: tuple[str, ...]
    sums: tuple[str, ...]

    def read(self, text: str) -> tuple[str, str] | None:
        """Read the label of a printed sum.

        Args:
            text: e.g. ``Delsumma Alfa AB``, ``Totalt``, ``∑``; a misread letter is forgiven.

        Returns:
            The kind, ``subtotal``, ``total`` or ``sum``, and what the sum is of (``Alfa AB``);
            ``None`` if it is no such label. A part of the line above ("varav konsulter") is a
            ``subtotal``: it must not be added either.
        """
        text = text.strip()
        if signs := _SUM_SIGNS.match(text):
            return "total" if len(signs[1]) > 1 else "sum", text[signs.end() :]
        if within := _WITHIN.match(text):
            return "subtotal", text[within.end() :]
        # "[namn 1] totalt": a masked name, and still the label of a sum.
        if not text or not (text[0].isalpha() or text[0] == "[") or len(text) > _LONGEST_LABEL:
            return None
        words = join_lines(text).split(" ")
        known = _folded_labels(self)
        for count in range(min(_LONGEST_WORDS, len(words)), 0, -1):
            begin = " ".join(words[:count])
            kind = next((kind for each, kind in known if each.fits(begin, count)), "")
            if kind:
                rest = " ".join(words[count:]).strip(" :.")
                if kind == "sum" and fold(rest).startswith("tot"):
                    return "total", ""
                return kind, rest
        if 1 < len(words) <= _LONGEST_NAMED and fold(words[-1]) in _CLOSING:  # "Nämnden totalt"
            return "sum", " ".join(words[:-1]).strip(" :.,")
        return None


@dataclass(frozen=True, slots=True)
class _Label:
    """One label, ready to be compared."""

    words: int
    folded: str
    plain: str
    is_open: bool

    def fits(self, begin: str, words: int) -> bool:
        if words != self.words:
            return False
        if len(self.folded) < _SHORTEST_FOLDED:
            return begin.casefold().rstrip(":.,") == self.plain  # "Så" is no misread "S:a"
        folded = fold(begin)
        return folded.startswith(self.folded) if self.is_open else folded == self.folded


@lru_cache(maxsize=32)
def _folded_labels(labels: SumLabels) -> tuple[tuple[_Label, str], ...]:
    kinds = (("subtotal", labels.subtotal), ("total", labels.total), ("sum", labels.sums))
    return tuple(
        (
            _Label(
                len(label.split(" ")),
                fold(label.rstrip("*")),
                label.casefold().rstrip("*:.,"),
                label.endswith("*"),
            ),
            kind,
        )
        for kind, words in kinds
        for label in words
    )


_LONGEST_NAMED = 5  # words of a name and "totalt"
_CLOSING = frozenset(fold(word) for word in ("totalt", "summa", "sammanlagt"))
USUAL_LABELS = SumLabels(
    subtotal=("Delsumm*", "Del-summa", "Subtotal*", "Sub-total", "Mellansumma", "Transport*",
              "Att transportera"),
    total=("Total*", "Slutsumma", "Grand total", "Sammanlagt", "Ackumulerat"),
    sums=("Summa", "Summering", "Sum", "S:a"),
)  # fmt: skip


def is_within(label: str) -> bool:
    """Whether a line tells what part of the line above is ("varav konsulter"), and adds nothing."""
    return _WITHIN.match(label) is not None


def is_sum_sign(text: str) -> bool:
    """Whether a text begins with the sign of a sum, as accounting programs print it."""
    return _SUM_SIGNS.match(text.strip()) is not None


def total_label(text: str) -> tuple[str, str] | None:
    """Read the label of a printed sum by the usual words, where no profile is known yet."""
    return USUAL_LABELS.read(text)
