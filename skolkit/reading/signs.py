"""Minus signs that fade are seen before their numbers, and numbers that may have lost one doubted.

Negative amounts are often printed in red, and a short stroke fades before a digit does: it falls
below the level at which ink counts, or a copy leaves a dot of it or nothing, and every reader reads
the number without its sign. Only where a page prints such signs are they looked for. Where several
of them are faint, others are gone: then numbers without one are doubted in columns with signs.

A bad copy has specks everywhere, and a speck before a number looks like what is left of a sign. So
signs are said to be gone only where more marks stand in their place than above and below it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from skolkit.reading.glyphs import Spelled
from skolkit.reading.image import Grey, PixelBox
from skolkit.reading.line_reading import is_numeric
from skolkit.reading.sign_marks import (
    BESIDE,
    REACH,
    Mark,
    has_faint_sign,
    mark_at,
    sign_place,
)
from skolkit.reading.words import PixelWord, doubted

SIGNS = frozenset("-−–")
FEWEST = 2  # numbers with a sign on the page
SHARED = 0.5  # of the narrower of two words: so much stands above the other in a column
FADED = 3  # marks at the place of signs, from which on some signs are gone
FADED_SHARE = 0.08  # of all signs: as many of them at least are marks, specks taken off
BY_CHANCE = 0.15  # the greatest chance that specks alone are so many there
WEAK = 0.5  # of the digit's darkness: a mark that is little short of none
WEAK_SHARE = 0.25  # of the marks: where fewer are weak, no sign has faded as far as to be gone
GONE = 0.3  # share of faint signs, from which on a column may have lost all of its own
TINY = 1e-6


def doubt_faint_signs(
    words: Sequence[PixelWord], spelled: Sequence[Spelled], clean: Grey
) -> list[PixelWord]:
    """Doubt the numbers before which a level stroke is seen that nobody read.

    Args:
        words: as settled, one for each of ``spelled``.
        spelled: the words as read, with the boxes of their letters and digits.
        clean: the page without its lines.
    """
    signed = [n for n, word in enumerate(words) if _is_signed(word.text)]
    if len(signed) < FEWEST:
        return list(words)
    bare = [
        n for n, word in enumerate(words) if word.text[:1].isdecimal() and is_numeric(word.text)
    ]
    boxes = np.array([(w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in words])
    first = {n: one.glyphs[0] for n, one in enumerate(spelled) if one.glyphs}
    alone = [n for n in bare if n in first and not _stands_behind(first[n], boxes)]
    unsigned = {n for n in alone if has_faint_sign(clean, first[n])}
    if len(unsigned) >= FADED:
        place = sign_place(clean, [first[n] for n in signed if n in first])
        if place is not None:
            marks = {n: mark_at(clean, first[n], place) for n in alone}
            unsigned |= _gone(words, signed, bare, marks)
    return doubted(words, unsigned)


def _gone(
    words: Sequence[PixelWord],
    signed: Sequence[int],
    bare: Sequence[int],
    marks: Mapping[int, Mark],
) -> set[int]:
    """The numbers without a sign that may have lost one, of which nothing is left."""
    with_sign = [(words[n], 1.0 / FEWEST) for n in signed]
    beside_signs = [
        mark for n, mark in marks.items() if _weight(words[n], with_sign, anywhere=False) > 0
    ]
    shares = [
        share
        for group in (beside_signs, marks.values())
        if (share := _gone_share(group, len(signed))) is not None
    ]
    if not shares:
        return set()
    told = with_sign + [(words[n], 1.0 / FADED) for n, mark in marks.items() if mark.is_there]
    anywhere = max(shares) >= GONE
    return {n for n in bare if _weight(words[n], told, anywhere=anywhere) > 1 - TINY}


def _gone_share(marks: Collection[Mark], signed: int) -> float | None:
    """The share of faint signs where so many marks stand at their place that others are gone.

    None where that is not so: they have to be more than specks make by chance, as those in the
    places above and below tell; no few of all signs; and some of them nearly gone.
    """
    there = [mark.dark for mark in marks if mark.is_there]
    beside = sum(mark.beside for mark in marks)
    signs = len(there) - beside / len(BESIDE)
    if len(there) < FADED or signs < FADED_SHARE * (signed + signs):
        return None
    if sum(dark < WEAK for dark in there) < WEAK_SHARE * len(there):
        return None
    if _chance(len(there), len(there) + beside) >= BY_CHANCE:
        return None
    return signs / (signed + signs)


def _chance(there: int, marks: int) -> float:
    """The chance that as many of the marks are at a sign's place if each is anywhere alike.

    The exact test of two counts, given their sum (Przyborowski & Wilenski 1940).
    """
    share = 1.0 / (1 + len(BESIDE))
    return sum(
        comb(marks, n) * share**n * (1 - share) ** (marks - n) for n in range(there, marks + 1)
    )


def _is_signed(text: str) -> bool:
    return text[:1] in SIGNS and len(text) > 1 and is_numeric(text)


def _stands_behind(digit: PixelBox, boxes: NDArray[np.int64]) -> bool:
    """Whether a word ends where a number's sign would stand, as thousands do before hundreds."""
    ends = (boxes[:, 2] <= digit.x0 + 1) & (boxes[:, 2] >= digit.x0 - 2 * REACH * digit.height)
    level = np.minimum(boxes[:, 3], digit.y1) - np.maximum(boxes[:, 1], digit.y0)
    return bool((ends & (level > 0.3 * digit.height)).any())


def _weight(word: PixelWord, told: Sequence[tuple[PixelWord, float]], *, anywhere: bool) -> float:
    """How much tells of signs in a number's column, among numbers with as many decimals.

    A few of them tell it, each by its weight: a speck may pass for a faint sign. Where so many are
    faint that a column may have lost all of them, any on the page do.
    """
    return sum(
        weight
        for other, weight in told
        if (anywhere or _shared(other.box, word.box) >= SHARED)
        and _decimals(other.text) == _decimals(word.text)
    )


def _shared(one: PixelBox, other: PixelBox) -> float:
    """What share of the narrower stands above or below the other."""
    return (min(one.x1, other.x1) - max(one.x0, other.x0)) / max(1, min(one.width, other.width))


def _decimals(text: str) -> int:
    """How many digits follow a number's last mark; 0 where that parts thousands."""
    found = re.search(r"[.,](\d{1,2})[)%]*$", text)
    return len(found[1]) if found else 0
