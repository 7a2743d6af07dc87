"""A page image becomes an upright page whose lines are known and whose ink is in segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skolkit.reading import linenet
from skolkit.reading.broken import take_out_broken_lines
from skolkit.reading.image import Grey, PixelBox, PixelRuling, ink_mask, open_black_fills
from skolkit.reading.rulings import take_out_rulings
from skolkit.reading.scratches import part_scratches
from skolkit.reading.segments import Segment, Segmented, segment
from skolkit.reading.upright import glyphs_lie, lines_run_down, skew_of, straighten, turned

SAMPLE = 60  # segments that are read both ways up to tell which way is up
ENOUGH = 12  # segments of three letters and more, that tell which way is up by themselves
FEWEST = 3
TURNED = 1.3  # times as much is read upside down, for the page to be turned
MOST_LABELS = 40  # pieces of ink in a segment; more are no line of letters
LEGIBLE = 0.2  # letters surely read for each piece of ink: less is no evidence
CLEARLY = 1.2  # times as legible: on less a page stays as it was delivered
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
    scratches: tuple[PixelRuling, ...]
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

    A page is turned on clear evidence only: a quarter by how its letters stand to each other and
    by their shapes, half by reading a sample both ways up.
    """
    laid = _stood(even, dpi)
    if not _upside_down(laid):
        return laid
    # Half a turn leaves both slopes as they were.
    pose = _Pose(laid.turn + 180, laid.skew, laid.shear)
    grey = turned(even, laid.turn) if laid.turn else even
    return _taken_apart(turned(_straight(grey, pose), 180), dpi, pose)


def _stood(even: Grey, dpi: float) -> LaidPage:
    """The page with its lines running across, and straight.

    A column of single digits looks like a line that runs down. Where the shapes of the letters
    gainsay their places, a sample is read both ways.
    """
    ink = ink_mask(open_black_fills(even, dpi).grey)
    by_place, by_shape = lines_run_down(ink, dpi), glyphs_lie(ink, dpi)
    if not by_place and not by_shape:
        return _posed(even, dpi, quarter=False)
    if by_place and by_shape:
        return _posed(even, dpi, quarter=True)
    as_is, aside = (_posed(even, dpi, quarter=quarter) for quarter in (False, True))
    least = max(LEGIBLE, CLEARLY * _legible(as_is))
    return aside if _legible(aside) > least else as_is


def _posed(even: Grey, dpi: float, *, quarter: bool) -> LaidPage:
    grey, turn = (turned(even, 90), 90) if quarter else (even, 0)
    skew, shear = skew_of(ink_mask(grey))
    if max(abs(skew), abs(shear)) < LEAST_SKEW:
        skew = shear = 0.0
    pose = _Pose(turn, skew, shear)
    return _taken_apart(_straight(grey, pose), dpi, pose)


def _straight(grey: Grey, pose: _Pose) -> Grey:
    return straighten(grey, pose.skew, pose.shear) if pose.skew or pose.shear else grey


def _taken_apart(grey: Grey, dpi: float, pose: _Pose) -> LaidPage:
    opened = open_black_fills(grey, dpi)
    ruled = take_out_rulings(opened.grey, ink_mask(opened.grey), dpi)
    ink, broken = take_out_broken_lines(ruled.ink, dpi)
    ruled.grey[ruled.ink & ~ink] = 255
    lines = (*ruled.lines, *broken)
    levels = [line.at for line in lines if line.horizontal]
    kept, scratches = part_scratches(lines, levels, ruled.ink, dpi, ruled.scratches)
    return LaidPage(
        even=opened.grey,
        clean=ruled.grey,
        dpi=dpi,
        turn=pose.turn,
        skew=pose.skew,
        shear=pose.shear,
        covered=opened.covered,
        lines=tuple(kept),
        scratches=tuple(scratches),
        parts=segment(ink, tuple(kept), dpi),
        ink_share=float(ruled.ink.mean()),
    )


def _upside_down(laid: LaidPage) -> bool:
    """Whether a sample of the page reads clearly better upside down.

    Words tell it best. A page of short figures has few of them, so there pairs of digits count too:
    upside down a 69 stays one, and a 36 is no number. Single digits alone tell little, and only
    have to agree.
    """
    pieces = [piece for piece in laid.parts.segments if not piece.marks]
    wordy = [piece for piece in pieces if 3 <= len(piece.labels) <= MOST_LABELS]
    if len(wordy) < ENOUGH:
        wordy += _sample([piece for piece in pieces if len(piece.labels) == 2])
    if len(wordy) >= FEWEST:
        this, other = _both_ways(laid, wordy)
        return other > TURNED * this
    this, other = _both_ways(laid, wordy)
    single, single_turned = _both_ways(laid, [p for p in pieces if len(p.labels) == 1])
    return other > TURNED * this and single_turned >= single


def _legible(laid: LaidPage) -> float:
    """How many letters and digits are read for each piece of ink, counted by how surely.

    Upside down much is illegible either way; so the better half turn counts.
    """
    pieces = [piece for piece in laid.parts.segments if len(piece.labels) <= MOST_LABELS]
    labels = sum(len(piece.labels) for piece in _sample(pieces))
    return max(_both_ways(laid, pieces)) / max(1, labels)


def _both_ways(laid: LaidPage, pieces: Sequence[Segment]) -> tuple[float, float]:
    """How much is read of a sample as it stands and upside down: characters by how surely."""
    windows = linenet.line_windows(laid.even, laid.parts, _sample(pieces))
    if not windows:
        return 0.0, 0.0
    read = linenet.read_lines([*windows, *(turned(window, 180) for window in windows)])
    said = [r.probability * sum(c.isalnum() for c in r.text) for r in read]
    return float(np.sum(said[: len(windows)])), float(np.sum(said[len(windows) :]))


def _sample(pieces: Sequence[Segment]) -> list[Segment]:
    return list(pieces[:: max(1, len(pieces) // SAMPLE)])[:SAMPLE]
