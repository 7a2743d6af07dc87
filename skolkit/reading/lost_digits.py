"""Numbers before which a digit's ink stands that is in no word are doubted: "33" for 133.

On a bad copy a thin first digit falls to pieces, and what is left of it goes to no segment or is
read by nobody. It is still on paper, as tall as a digit; specks and signs are not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from skolkit.reading.glyphs import Spelled
from skolkit.reading.image import Grey, PixelBox
from skolkit.reading.line_reading import is_numeric
from skolkit.reading.words import PixelWord, doubted

REACH = 1.1  # of the digit's height: how far before a number a lost digit begins
DARK = 0.5  # of the digit's darkness: what is ink
WIDE = 0.45  # of the digit's height: the width in which a digit's ink stands
TALL = 0.6  # of the digit's height: how many of its rows have ink there
LEVEL = 0.2  # of the digit's height: what stands as high as that beside it is on its line


def doubt_lost_digits(
    words: Sequence[PixelWord],
    spelled: Sequence[Spelled],
    marks: Sequence[PixelWord],
    clean: Grey,
) -> list[PixelWord]:
    """Doubt the numbers before which ink stands that may be a digit.

    Args:
        words: as settled, one for each of ``spelled``.
        spelled: the words as read, with the boxes of their letters and digits.
        marks: what else was read on the page.
        clean: the page without its lines.
    """
    boxes = np.array([(w.box.x0, w.box.y0, w.box.x1, w.box.y1) for w in (*words, *marks)])
    return doubted(
        words,
        {
            n
            for n, word in enumerate(words)
            if word.doubt is None
            and word.text[:1].isdecimal()
            and is_numeric(word.text)
            and spelled[n].glyphs
            and has_lost_digit(clean, spelled[n].glyphs[0], np.delete(boxes, n, axis=0))
        },
    )


def has_lost_digit(clean: Grey, digit: PixelBox, boxes: NDArray[np.int64]) -> bool:
    """Whether ink as tall as a digit stands before a number and in none of the boxes.

    Args:
        clean: the page without its lines.
        digit: the number's first.
        boxes: of the other words: left, top, right and bottom of each.
    """
    height = digit.height
    left, right = max(0, round(digit.x0 - REACH * height)), digit.x0 - 1
    wide = max(2, round(WIDE * height))
    if right - left < wide:
        return False
    rows = slice(digit.y0, digit.y1)
    dark = float(np.percentile(255.0 - clean[rows, digit.x0 : digit.x1], 90))
    ink = 255.0 - clean[rows, left:right] >= DARK * dark
    level = np.minimum(boxes[:, 3], digit.y1) - np.maximum(boxes[:, 1], digit.y0)
    for x0, _, x1, _ in boxes[level > LEVEL * height]:
        ink[:, max(0, x0 - 1 - left) : max(0, x1 + 1 - left)] = False
    windows = np.lib.stride_tricks.sliding_window_view(ink, wide, axis=1)
    return bool(windows.any(axis=2).mean(axis=0).max() >= TALL)
