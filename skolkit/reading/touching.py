"""Cells that touch are cut apart where the other rows show that a column begins or ends.

A spreadsheet prints a number flush right hard against the text of the next column, flush left. No
white parts them, and on a bad copy no line either; but the texts of the rows above and below begin
or end just there, and hardly any runs across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAR = 0.14  # of the glyph height: how far edges of one column may lie apart
NARROW, WIDE = 0.10, 0.45  # of the glyph height: the white between two cells
MANY, FEW = 6, 4  # rows that must begin or end there, for a narrow and for a wide gap
SELDOM, OFTEN = 0.08, 0.25  # share of texts that may run across, for a narrow and a wide gap


@dataclass(frozen=True, slots=True)
class Extents:
    """Where the texts of a page begin and end, in pixels, sorted apart."""

    lefts: NDArray[np.float64]
    rights: NDArray[np.float64]
    boxes: NDArray[np.float64]

    @classmethod
    def of(cls, spans: Sequence[tuple[float, float]]) -> Extents:
        """The extents of texts given by their left and right edges."""
        boxes = np.array(spans, dtype=np.float64).reshape(-1, 2)
        return cls(np.sort(boxes[:, 0]), np.sort(boxes[:, 1]), boxes)

    def beginning_at(self, x: float, near: float) -> int:
        """How many texts begin at this place."""
        return _within(self.lefts, x, near)

    def ending_at(self, x: float, near: float) -> int:
        """How many texts end at this place."""
        return _within(self.rights, x, near)

    def between(self, left: float, end: float, limit: float) -> int:
        """How many texts stand where the part left of a cut stands, and end before the limit.

        Of a number whose thousands stand alone there are few: in the other rows the place is empty
        or the number runs on. Of a column of its own there are many.
        """
        starts, ends = self.boxes[:, 0], self.boxes[:, 1]
        return int(((starts < end) & (ends > left) & (ends <= limit)).sum())

    def across(self, x: float, reach: float) -> int:
        """How many texts run across this place, by ``reach`` on both sides."""
        return int(((self.boxes[:, 0] < x - reach) & (self.boxes[:, 1] > x + reach)).sum())


def _within(places: NDArray[np.float64], x: float, near: float) -> int:
    low, high = np.searchsorted(places, (x - near, x + near))
    return int(high - low)


def cuts(glyphs: NDArray[np.int64], extents: Extents, usual: float) -> list[float]:
    """Where to cut one text: x in pixels between two of its glyphs.

    Args:
        glyphs: x, y, width, height of its glyphs, marks included.
        extents: where all texts of the page begin and end.
        usual: the page's glyph height in pixels.
    """
    found = []
    left = float(glyphs[:, 0].min())
    for end, start in _gaps(glyphs):
        gap, middle = (start - end) / usual, (start + end) / 2
        if gap < NARROW:
            continue
        near = NEAR * usual + 1
        support = max(extents.beginning_at(start, near), extents.ending_at(end, near))
        across = max(0, extents.across(middle, 0.5 * usual) - 1)  # itself not counted
        share = across / max(1, across + support)
        wide = gap >= WIDE and support >= FEW and share <= OFTEN
        column = extents.between(left, end, start + near) >= FEW
        if column and (wide or (support >= MANY and share <= SELDOM)):
            found.append(middle)
            left = start
    return found


def _gaps(glyphs: NDArray[np.int64]) -> list[tuple[float, float]]:
    """The white between glyphs from left to right: where one ends and the next begins."""
    order = np.argsort(glyphs[:, 0], kind="stable")
    gaps: list[tuple[float, float]] = []
    reached = None
    for x, _, width, _ in glyphs[order, :4].tolist():
        if reached is not None and x > reached:
            gaps.append((float(reached), float(x)))
        reached = x + width if reached is None else max(reached, x + width)
    return gaps
