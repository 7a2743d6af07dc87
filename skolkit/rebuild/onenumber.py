"""Texts that may be one number in two pieces, or two numbers that would pass for one.

Thousands stand as far from their hundreds as some columns from each other, and rows whose line is
lost come together: either way another number comes of it that looks like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

from skolkit.model import Word

NUMBER = re.compile(r"[-−–+(]?[€£$]?\d[\d\s.,:%\-/)]*")
LEADING = re.compile(r"[-−–+(]?[€£$]?\d{1,3}( \d{3})*")  # what thousands begin with
GROUP = re.compile(r"\d{3}(?!\d)")  # and how they go on
FEWEST = 6  # figures of each kind, before they tell how wide characters are
EQUAL = 0.96  # of the width of a digit: characters of figures with a comma are as wide
SPACE = 1.45  # of a character: the white that a space leaves in type of equal widths
WORD_SPACE = 0.6  # of the word height: the widest space between words of one text


def one_number(words: Sequence[Word]) -> list[tuple[Word, Word]]:
    """Words beside each other on one level that read like thousands and hundreds."""
    space = _wide_space(words)
    leading = [w for w in words if LEADING.fullmatch(w.text)]
    groups = [w for w in words if GROUP.match(w.text)]
    return [
        (last, first)
        for last in leading
        for first in groups
        if 0 <= first.box.x0 - last.box.x1 <= max(space, WORD_SPACE * first.box.height)
        and abs(first.box.y_mid - last.box.y_mid) < 0.3 * first.box.height
    ]


def _wide_space(words: Sequence[Word]) -> float:
    """How wide a space is, in points, where all characters are equally wide; else 0.

    There a number with a comma is as wide as one of as many digits.
    """
    digits = [w.box.width / len(w.text) for w in words if re.fullmatch(r"\d{3,}", w.text)]
    marked = [w.box.width / len(w.text) for w in words if re.fullmatch(r"\d+[.,:]\d+", w.text)]
    if min(len(digits), len(marked)) < FEWEST:
        return 0.0
    step = median(marked)
    return SPACE * step if step >= EQUAL * median(digits) else 0.0


def glued(texts: Sequence[str]) -> bool:
    """Whether parts that stand apart in one cell and on one line could pass for one number.

    Two numbers of neighbouring columns read like thousands and hundreds; a speck before a number
    reads like its minus sign, which would stand close to it.
    """
    said = [text for text in texts if text]
    numbers = sum(bool(NUMBER.fullmatch(text)) for text in said)
    return len(said) >= 2 and numbers >= 1 and numbers + said.count("-") == len(said)


def stacked(parts: Mapping[tuple[int, int], Sequence[str]]) -> set[int]:
    """The columns that hold numbers on several lines: two rows that were taken for one.

    A number is never wrapped. Where several columns hold two, all that stand on several lines are
    of two rows.
    """
    lines: dict[int, list[str]] = {}
    for (column, _), texts in parts.items():
        lines.setdefault(column, []).append(" ".join(text for text in texts if text))
    several = {column for column, texts in lines.items() if len(texts) >= 2}
    numbers = {
        column
        for column in several
        if sum(bool(NUMBER.fullmatch(text)) for text in lines[column]) >= 2
    }
    return several if len(numbers) >= 2 else numbers
