"""A page image becomes an upright page whose lines are known and whose ink is in segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skolkit.reading import linenet
from skolkit.reading.broken import take_out_broken_lines
from skolkit.reading.image import Grey, PixelBox, ink_mask, open_black_fills
from skolkit.reading.nets import Recognised
from skolkit.reading.rulings import PixelRuling, take_out_rulings
from skolkit.reading.segments import Segmented, segment
from skolkit.reading.upright import lines_run_down, skew_of, straighten, turned

SAMPLE = 60  # segments that are read both ways up to tell which way is up
FEWEST = 3
LEAST_SKEW = 0.02  # degrees; less is not worth the blur of undoing it


@dataclass(frozen=True, slots=True)
class LaidPage:
    """An upright page taken apart.

    ``even`` is the page turned and straightened, ``clean`` the same without its lines; ``turn`` and
    the slopes tell what was undone (degrees); ``ink_share`` is the share of ``clean`` that is ink.
    """

    even: Grey
    clean: Grey
    dpi: float
    turn: int
    skew: float
    shear: float
    covered: tuple[PixelBox, ...]
    lines: tuple[PixelRuling, ...]
    parts: Segmented
    ink_share: float


@dataclass(frozen=True, slots=True)
class _Pose:
    """What has been done to a page to make it stand upright."""

    turn: int
    skew: float
    shear: float


def lay_out(even: Grey, dpi: float) -> LaidPage:
    """Turn and straighten an evened page, take its lines out, and group its ink.

    A page is turned on clear evidence only: a quarter by how its letters stand to each other, half
    by reading a sample both ways up.
    """
    grey, turn = even, 0
    if lines_run_down(ink_mask(open_black_fills(even, dpi).grey), dpi):
        grey, turn = turned(even, 90), 90
    skew, shear = skew_of(ink_mask(grey))
    if max(abs(skew), abs(shear)) < LEAST_SKEW:
        skew = shear = 0.0
    else:
        grey = straighten(grey, skew, shear)
    laid = _taken_apart(grey, dpi, _Pose(turn, skew, shear))
    if not _upside_down(laid):
        return laid
    # Half a turn leaves both slopes as they were.
    return _taken_apart(turned(grey, 180), dpi, _Pose(turn + 180, skew, shear))


def _taken_apart(grey: Grey, dpi: float, pose: _Pose) -> LaidPage:
    opened = open_black_fills(grey, dpi)
    ruled = take_out_rulings(opened.grey, ink_mask(opened.grey), dpi)
    ink, broken = take_out_broken_lines(ruled.ink, dpi)
    ruled.grey[ruled.ink & ~ink] = 255
    lines = (*ruled.lines, *broken)
    return LaidPage(
        even=opened.grey,
        clean=ruled.grey,
        dpi=dpi,
        turn=pose.turn,
        skew=pose.skew,
        shear=pose.shear,
        covered=opened.covered,
        lines=lines,
        parts=segment(ink, lines, dpi),
        ink_share=float(ruled.ink.mean()),
    )


def _upside_down(laid: LaidPage) -> bool:
    """Whether a sample of the page reads clearly better upside down."""
    wordy = [piece for piece in laid.parts.segments if 3 <= len(piece.labels) <= 40]
    step = max(1, len(wordy) // SAMPLE)
    windows = linenet.line_windows(laid.even, laid.parts, wordy[::step][:SAMPLE])
    if len(windows) < FEWEST:
        return False
    read = linenet.read_lines([*windows, *(turned(window, 180) for window in windows)])
    this, other = _weight(read[: len(windows)]), _weight(read[len(windows) :])
    return other > 1.3 * this + 0.02 * len(windows)


def _weight(read: Sequence[Recognised]) -> float:
    """How sure readings are: those of two letters or digits and more count, the rest does not."""
    clear = [r.probability for r in read if sum(c.isalnum() for c in r.text) >= 2]
    return float(np.sum(clear))
