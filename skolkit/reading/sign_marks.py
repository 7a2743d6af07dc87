"""Level strokes before numbers: where a page's minus signs stand, and marks there and beside it.

A speck stands anywhere, what is left of a sign where signs stand: one page prints all of its signs
at one height and at one distance from their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Grey, PixelBox

REACH = 0.65  # of the digit's height: how far before a number its sign begins
FARTHEST = 1.2  # of the digit's height: the same for a sign that was read, as it may stand apart
MIDDLE = (0.32, 0.70)  # of the digit's height from its top: where a sign lies
LONG, THICK = 0.2, 0.09  # of the digit's height: the least of a sign
FAINT = 0.18  # of the digit's darkness
CLEAR = 0.5  # of the sign's darkness: what may lie above and below it
HALF = 0.5  # of a sign's darkness: its ends
LEVEL = 0.08  # of the digit's height: how far off the others' level a sign may lie
BEFORE, AFTER = 0.1, 0.05  # of the digit's height: how far beyond the others' ends it may go
BESIDE = (-0.3, 0.3)  # of the digit's height: how far above and below a sign's place noise is told
AROUND = 0.38  # of the digit's height: how far from its level a mark has to stand free

Strokes = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SignPlace:
    """Where signs stand, in heights of the first digit.

    ``level`` is from its top, ``start`` and ``end`` are before its left edge.
    """

    level: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a sign's place: how dark (of the digit's darkness; 0 is nothing).

    ``beside`` is in how many of the places above and below, which no sign has, something stands.
    """

    dark: float
    beside: int

    @property
    def is_there(self) -> bool:
        """Whether anything is at the place itself."""
        return self.dark > 0


def has_faint_sign(clean: Grey, digit: PixelBox) -> bool:
    """Whether a level stroke, or what is left of one, stands before a number.

    Args:
        clean: the page without its lines.
        digit: the number's first.
    """
    height = digit.height
    left = max(0, round(digit.x0 - REACH * height))
    rows = slice(digit.y0, digit.y1)
    strokes = _strokes(clean, rows, slice(left, digit.x0 - 1), height)
    top, bottom = (round(share * height) for share in MIDDLE)
    return _free_stroke(strokes, slice(top, bottom), slice(0, height), digit, clean) > 0


def sign_place(clean: Grey, digits: Iterable[PixelBox]) -> SignPlace | None:
    """Where the signs stand that were read; None where no stroke is seen before their numbers.

    Args:
        clean: the page without its lines.
        digits: the first digit of each number with a sign.
    """
    seen = [place for digit in digits if (place := _own_place(clean, digit)) is not None]
    if not seen:
        return None
    return SignPlace(
        median(place.level for place in seen),
        median(place.start for place in seen),
        median(place.end for place in seen),
    )


def mark_at(clean: Grey, digit: PixelBox, place: SignPlace) -> Mark:
    """What stands before a number where the signs of its page stand, and above and below that.

    Args:
        clean: the page without its lines.
        digit: the number's first.
        place: from ``sign_place``.
    """
    height = digit.height
    top = max(0, round(digit.y0 - AROUND * height))
    rows = slice(top, round(digit.y1 + AROUND * height))
    left = max(0, round(digit.x0 - (place.start + BEFORE) * height))
    right = min(digit.x0 - 1, round(digit.x0 - (place.end - AFTER) * height))
    strokes = _strokes(clean, rows, slice(left, right), height)
    wide, around = max(1, round(LEVEL * height)), round(AROUND * height)

    def dark(shift: float) -> float:
        middle = digit.y0 - top + round((place.level + shift) * height)
        band = slice(max(0, middle - wide), middle + wide + 1)
        near = slice(max(0, middle - around), middle + around + 1)
        return _free_stroke(strokes, band, near, digit, clean)

    return Mark(dark(0.0), sum(dark(shift) > 0 for shift in BESIDE))


def _size(height: int) -> tuple[int, int]:
    """Length and thickness of the least stroke, in pixels."""
    return max(2, round(LONG * height)), max(2, round(THICK * height))


def _strokes(clean: Grey, rows: slice, columns: slice, height: int) -> Strokes | None:
    """How dark the least stroke is around each pixel; None where the place is too small for it."""
    long, thick = _size(height)
    ink = 255.0 - clean[rows, columns].astype(np.float32)
    if ink.shape[1] < long or height < 4 * thick:
        return None
    blurred = cv2.blur(ink, (long, thick), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blurred, dtype=np.float32)


def _darkness(clean: Grey, digit: PixelBox) -> float:
    ink = 255.0 - clean[digit.y0 : digit.y1, digit.x0 : digit.x1].astype(np.float32)
    return max(1.0, float(np.percentile(ink, 90)))


def _free_stroke(
    strokes: Strokes | None, band: slice, near: slice, digit: PixelBox, clean: Grey
) -> float:
    """How dark, against its digit, the darkest stroke of a band of rows is; 0 where there is none.

    There is none where it is fainter than ``FAINT``, or where something as dark lies above or below
    it, within the rows ``near``.
    """
    if strokes is None or not strokes[band].size:
        return 0.0
    long, thick = _size(digit.height)
    middle = strokes[band]
    at = int(middle.max(axis=0).argmax())
    darkest = float(middle[:, at].max())
    beside = slice(max(0, at - long), at + long + 1)
    outside = (
        strokes[near.start : max(near.start, band.start - thick), beside],
        strokes[band.stop + thick : max(near.stop, band.stop + thick), beside],
    )
    rest = max(float(part.max(initial=0.0)) for part in outside)
    dark = darkest / _darkness(clean, digit)
    return dark if dark >= FAINT and rest <= CLEAR * darkest else 0.0


def _own_place(clean: Grey, digit: PixelBox) -> SignPlace | None:
    """Where one number's sign stands: the darkest stroke before it, to where it is half as dark."""
    height = digit.height
    left = max(0, round(digit.x0 - FARTHEST * height))
    columns = slice(left, digit.x0 - 1)
    strokes = _strokes(clean, slice(digit.y0, digit.y1), columns, height)
    if strokes is None:
        return None
    top, bottom = (round(share * height) for share in MIDDLE)
    middle = strokes[top:bottom]
    level, at = (int(n) for n in np.unravel_index(int(middle.argmax()), middle.shape))
    dark = float(middle[level, at])
    if dark < FAINT * _darkness(clean, digit):
        return None
    _, thick = _size(height)
    line = slice(digit.y0 + top + level - thick // 2, digit.y0 + top + level + thick // 2 + 1)
    inked = (255.0 - clean[line, columns].astype(np.float32)).max(axis=0) >= HALF * dark
    before, after = np.flatnonzero(~inked[:at]), np.flatnonzero(~inked[at:])
    first = int(before[-1]) + 1 if before.size else 0
    last = at + int(after[0]) - 1 if after.size else len(inked) - 1
    ends = ((len(inked) - n) / height for n in (first, last + 1))
    return SignPlace((top + level) / height, *ends)
