"""Printed text to comparable or clean text: lines joined, headings folded over OCR slips."""

from __future__ import annotations

import re
import unicodedata

# Letters that readers confuse, folded to one of them. Only for headings and labels, whose words
# are known beforehand; values are never folded.
_LOOKALIKES = str.maketrans("åäàáâöòóôéèêüïíiı1|!0", "aaaaaooooeeeulllllllo")
_NOT_WORD = re.compile(r"[^0-9a-z%/]+")
_SUSPENDED = re.compile(r"(?:och|eller|samt|respektive|resp|and|or)\b", re.IGNORECASE)
MISSING_MARKS = frozenset(
    {"", "-", "–", "—", "−", ".", "..", "...", "…", "*", "n/a", "#n/a", "na", "null", "nan"}
    | {"uppgift saknas", "saknas", "ej angivet", "ej aktuellt", "okänt", "okänd", "none", "unknown"}
)
_TOTAL_WORD = (
    r"delsumm\w*|del-summa|subtotal\w*|sub-total|mellansumma|summering|summa|total\w*|sum|s:a"
    r"|slutsumma|grand total|transport\w*|att transportera|sammanlagt|ackumulerat"
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


_TOTAL = re.compile(rf"(?P<word>{_TOTAL_WORD})\b[\s:.]*(?P<of>.*)", re.IGNORECASE | re.DOTALL)
_TOTAL_FOLDED = frozenset(
    fold(word) for word in ("delsumma", "subtotal", "totalt", "totalsumma", "slutsumma", "summa")
)
_LONGEST_LABEL = 120


def total_label(text: str) -> tuple[str, str] | None:
    """Read the label of a printed sum.

    Args:
        text: e.g. ``Delsumma Alfa AB``, ``Totalt``, ``S:a``.

    Returns:
        The kind, ``subtotal``, ``total`` or ``sum`` (a bare *Summa* is either, as its place
        decides), and what the sum is of (``Alfa AB``); ``None`` if it is no such label.
    """
    text = text.strip()
    if not text or not text[0].isalpha() or len(text) > _LONGEST_LABEL:
        return None
    text = join_lines(text)
    match = _TOTAL.match(text)
    word, rest = (match["word"], match["of"].strip()) if match else (text.split(" ")[0], "")
    folded = fold(word)
    if match is None:
        # A single misread letter (``Tota1t``, ``De1summa``) is still the label.
        if folded not in _TOTAL_FOLDED:
            return None
        rest = text[len(word) :].strip(" :")
    if folded.startswith(("del", "sub", "mel", "trans", "att")):
        return "subtotal", rest
    if folded.startswith(("tot", "slut", "grand", "samman", "ack")):
        return "total", rest
    if rest and fold(rest).startswith("tot"):
        return "total", ""
    return "sum", rest
