"""How wide a chart is laid out: for a page, or for a telephone held upright.

A page's chart that is scaled down to a telephone has letters of six pixels. The narrow one is laid
out anew: shorter lines, fewer labels, and no letter smaller than eight points.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """A width and what fits into it."""

    width: float  # inches
    title: int  # characters a line
    unit: int
    source: int
    label: int  # characters a line of a label beside the plot
    smallest: float  # size of letters, points
    narrow: bool

    def size(self, points: float) -> float:
        """The size of letters that are ``points`` high on a page."""
        return max(points, self.smallest)

    def named(self, labels: Sequence[str], left: float) -> range:
        """Which positions of an axis to name, so that no two names touch.

        Args:
            labels: One for each position, in letters of 8 points.
            left: Room beside the plot, inches.
        """
        room = 0.068 * max(map(len, labels), default=0) + 0.12
        fits = max(1, int((self.width - left - 0.2) / room))
        return range(0, len(labels), max(1, -(-len(labels) // fits)))

    def most(self, wide: int, narrow: int) -> int:
        """How many of something there is room for."""
        return narrow if self.narrow else wide


def lines(text: str, width: int) -> list[str]:
    """Break a text into as few lines as it needs, and those as even as its words allow.

    Args:
        text: One paragraph.
        width: Characters that a line holds; only a word that is longer is broken.
    """
    broken = textwrap.wrap(text, width)
    for narrower in range(width - 1, 0, -1):
        tried = textwrap.wrap(text, narrower, break_long_words=False)
        if len(tried) > len(broken) or max(map(len, tried), default=0) > width:
            break
        broken = tried
    return broken


WIDE = Layout(5.6, 56, 76, 92, label=26, smallest=0.0, narrow=False)
PHONE = Layout(3.5, 33, 46, 52, label=18, smallest=8.0, narrow=True)
