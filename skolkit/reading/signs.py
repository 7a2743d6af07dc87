"""Minus signs that fade are seen before their numbers, and numbers that may have lost one doubted.

Negative amounts are often printed in red, and a short stroke fades before a digit does: it falls
below the level at which ink counts, or a copy leaves a dot of it or nothing, and every reader reads
the number without its sign. Only where a page prints such signs are they looked for. Where several
of them are faint, others are gone: then numbers without one are doubted in columns with signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.glyphs import Spelled
from skolkit.reading.image import Grey, PixelBox
from skolkit.reading.line_reading import is_numeric
from skolkit.reading.words import PixelWord, doubted

SIGNS = frozenset("-−–")
FEWEST = 2  # numbers with a sign on the page
REACH = 0.65  # of the digit's height: how far before a number its sign begins
MIDDLE = (0.32, 0.70)  # of the digit's height from its top: where a sign lies
LONG, THICK = 0.2, 0.09  # of the digit's height: the least of a sign
FAINT = 0.18  # of the digit's darkness
CLEAR = 0.5  # of the sign's darkness: what may lie above and below it
SHARED = 0.5  # of the narrower of two words: so much stands above the other in a column
GONE = 0.3  # share of faint signs, from which on a column may have lost all of its own
TINY = 1e-6
FADED, FADED_SHARE = 3, 0.15  # faint signs, and their share of all, from which on some are gone


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
    faint = [
        n
        for n in bare
        if spelled[n].glyphs
        and not _stands_behind(spelled[n].glyphs[0], boxes)
        and has_faint_sign(clean, spelled[n].glyphs[0])
    ]
    unsigned = set(faint)
    if len(faint) >= max(FADED, FADED_SHARE * (len(signed) + len(faint))):
        told = [(words[n], 1.0 / FEWEST) for n in signed] + [(words[n], 1.0 / FADED) for n in faint]
        gone = len(faint) >= GONE * (len(signed) + len(faint))
        unsigned |= {n for n in bare if _stands_among(words[n], told, anywhere=gone)}
    return doubted(words, unsigned)


def _is_signed(text: str) -> bool:
    return text[:1] in SIGNS and len(text) > 1 and is_numeric(text)


def _stands_behind(digit: PixelBox, boxes: NDArray[np.int64]) -> bool:
    """Whether a word ends where a number's sign would stand, as thousands do before hundreds."""
    ends = (boxes[:, 2] <= digit.x0 + 1) & (boxes[:, 2] >= digit.x0 - 2 * REACH * digit.height)
    level = np.minimum(boxes[:, 3], digit.y1) - np.maximum(boxes[:, 1], digit.y0)
    return bool((ends & (level > 0.3 * digit.height)).any())


def _stands_among(
    word: PixelWord, told: Sequence[tuple[PixelWord, float]], *, anywhere: bool
) -> bool:
    """Whether a number stands in a column of others with a sign and as many decimals.

    A few of them tell it, each by its weight: a speck may pass for a faint sign. Where so many are
    faint that a column may have lost all of them, any on the page do.
    """
    weights = [
        weight
        for other, weight in told
        if (anywhere or _shared(other.box, word.box) >= SHARED)
        and _decimals(other.text) == _decimals(word.text)
    ]
    return sum(weights) > 1 - TINY


def _shared(one: PixelBox, other: PixelBox) -> float:
    """What share of the narrower stands above or below the other."""
    return (min(one.x1, other.x1) - max(one.x0, other.x0)) / max(1, min(one.width, other.width))


def _decimals(text: str) -> int:
    """How many digits follow a number's last mark; 0 where that parts thousands."""
    found = re.search(r"[.,](\d{1,2})[)%]*$", text)
    return len(found[1]) if found else 0


def has_faint_sign(clean: Grey, digit: PixelBox) -> bool:
    """Whether a level stroke, or what is left of one, stands before a number.

    Args:
        clean: the page without its lines.
        digit: the number's first.
    """
    height = digit.height
    left = max(0, round(digit.x0 - REACH * height))
    ink = 255.0 - clean[digit.y0 : digit.y1, left : digit.x1].astype(np.float32)
    before = ink[:, : digit.x0 - left - 1]
    long, thick = max(2, round(LONG * height)), max(2, round(THICK * height))
    if before.shape[1] < long or height < 4 * thick:
        return False
    dark = float(np.percentile(ink[:, digit.x0 - left :], 90))
    strokes = np.asarray(cv2.blur(before, (long, thick), borderType=cv2.BORDER_CONSTANT))
    top, bottom = (round(share * height) for share in MIDDLE)
    middle = strokes[top:bottom]
    at = int(middle.max(axis=0).argmax())
    darkest = float(middle[:, at].max())
    near = slice(max(0, at - long), at + long + 1)
    outside = (strokes[: top - thick, near], strokes[bottom + thick :, near])
    rest = max(float(part.max(initial=0.0)) for part in outside)
    return darkest >= FAINT * dark and rest <= CLEAR * darkest
