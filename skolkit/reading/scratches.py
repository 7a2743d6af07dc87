"""Scratches of a copier's drum are told from rulings: they run out of the table or through letters.

A scratch that passes for a column's edge parts the figures that it runs through, and both parts
look whole: 43 becomes 4 and 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Mask, PixelRuling

EDGE = 0.02  # of the page: nothing is printed so close to the paper's edge
FAR_INCH = 0.4  # out of the table, at both ends
FEWEST_LEVELS = 4  # horizontal rulings that make a table's frame
BAND_INCH = 0.12  # on both sides of a line: text that stands near it
NEAR_INCH = 0.012  # ink so near to a line touches it
TOUCHED = 2  # pixels down that ink touches a line on both sides, at least, where it goes through
ROW_INCH = (0.035, 0.30)  # heights of a line of text
STEP_INCH = 0.04  # sideways from piece to piece of a scratch
GAP_INCH = 0.5  # along it
FEWEST_CROSSED = 3  # lines of text
CROSSED = 0.4  # share of the lines of text near the line


def part_scratches(
    lines: Sequence[PixelRuling],
    levels: Sequence[float],
    ink: Mask,
    dpi: float,
    known: Sequence[PixelRuling] = (),
) -> tuple[list[PixelRuling], list[PixelRuling]]:
    """Part printed lines into rulings and scratches.

    A scratch runs down from edge to edge of the paper, or far out of the table at both ends. Where
    no horizontal rulings frame a table, it is also known by the letters that it runs through: a
    column's edge is printed where no text runs over it.

    Args:
        lines: as found.
        levels: where the page's horizontal rulings lie, in pixels.
        ink: of the page, lines and all.
        dpi: of the picture.
        known: scratches that were found before, which others may go on from.

    Returns:
        Rulings, and scratches, the known ones first.
    """
    framed = len(levels) >= FEWEST_LEVELS
    kept: list[PixelRuling] = []
    scratches = list(known)
    for line in lines:
        whole = ink.shape[1] if line.horizontal else ink.shape[0]
        scratch = line.start <= EDGE * whole and line.end >= (1 - EDGE) * whole
        if not line.horizontal:
            if framed:
                far = FAR_INCH * dpi
                scratch |= line.start < min(levels) - far and line.end > max(levels) + far
            else:
                scratch |= runs_through_letters(line, ink, dpi)
        (scratches if scratch else kept).append(line)
    grown = True
    while grown:  # a scratch that was found in pieces
        more = [line for line in kept if any(_goes_on(line, scratch, dpi) for scratch in scratches)]
        scratches += more
        kept = [line for line in kept if line not in more]
        grown = bool(more)
    return kept, scratches


def _goes_on(line: PixelRuling, scratch: PixelRuling, dpi: float) -> bool:
    """Whether a line goes on, nearly at the same place, where a scratch ends."""
    apart = max(line.start - scratch.end, scratch.start - line.end)
    return (
        line.horizontal == scratch.horizontal
        and abs(line.at - scratch.at) <= STEP_INCH * dpi
        and apart <= GAP_INCH * dpi
    )


def runs_through_letters(line: PixelRuling, ink: Mask, dpi: float) -> bool:
    """Whether a vertical line goes through much of the text that stands near it."""
    if line.horizontal:
        return False
    half = line.thickness // 2 + 1
    middle, near, band = round(line.at), max(2, round(dpi * NEAR_INCH)), round(dpi * BAND_INCH)
    left = ink[line.start : line.end, max(0, middle - band) : max(0, middle - half)]
    right = ink[line.start : line.end, middle + half + 1 : middle + band + 1]
    if not left.shape[1] or not right.shape[1]:
        return False
    touched = np.asarray(left[:, -near:].any(axis=1) & right[:, :near].any(axis=1))
    rows = _rows(np.asarray(left.any(axis=1) | right.any(axis=1)), dpi)
    crossed = sum(int(np.count_nonzero(touched[a:b])) >= TOUCHED for a, b in rows)
    return crossed >= max(FEWEST_CROSSED, CROSSED * len(rows))


def _rows(inked: NDArray[np.bool_], dpi: float) -> list[tuple[int, int]]:
    """Where lines of text begin and end, by the ink beside a line."""
    low, high = (dpi * inch for inch in ROW_INCH)
    steps = np.flatnonzero(np.diff(np.concatenate(([0], inked.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in list(pairwise(steps))[::2] if low <= b - a <= high]
