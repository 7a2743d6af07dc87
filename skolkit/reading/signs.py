"""Minus signs that fade are seen before their numbers, and numbers that may have lost one doubted.

Negative amounts are often printed in red, and a short stroke fades before a digit does: it falls
below the level at which ink counts, or a copy leaves a dot of it or nothing, and every reader reads
the number without its sign. Only where a page prints such signs are they looked for. Where several
of them are faint, others are gone: then every number without a sign is doubted that stands below
or above one with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.model import Doubt
from skolkit.reading.glyphs import Spelled
from skolkit.reading.image import Grey, PixelBox
from skolkit.reading.line_reading import is_numeric
from skolkit.reading.words import PixelWord

SIGNS = frozenset("-−–")
FEWEST = 2  # numbers with a sign on the page
REACH = 0.65  # of the digit's height: how far before a number its sign begins
MIDDLE = (0.32, 0.70)  # of the digit's height from its top: where a sign lies
LONG, THICK = 0.2, 0.09  # of the digit's height: the least of a sign
FAINT = 0.18  # of the digit's darkness
CLEAR = 0.5  # of the sign's darkness: what may lie above and below it
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
    faint = [n for n in bare if spelled[n].glyphs and has_faint_sign(clean, spelled[n].glyphs[0])]
    doubted = set(faint)
    if len(faint) >= max(FADED, FADED_SHARE * (len(signed) + len(faint))):
        having = np.array([(words[n].box.x0, words[n].box.x1) for n in (*signed, *faint)])
        doubted |= {n for n in bare if _stands_among(words[n].box, having)}
    return [
        replace(word, doubt=Doubt.READERS_DISAGREE) if n in doubted and word.doubt is None else word
        for n, word in enumerate(words)
    ]


def _is_signed(text: str) -> bool:
    return text[:1] in SIGNS and len(text) > 1 and is_numeric(text)


def _stands_among(box: PixelBox, others: NDArray[np.int64]) -> bool:
    """Whether a word stands in a column of others, given by their left and right edges."""
    shared = np.minimum(others[:, 1], box.x1) - np.maximum(others[:, 0], box.x0)
    return bool((shared >= 0.5 * np.minimum(others[:, 1] - others[:, 0], box.width)).any())


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
