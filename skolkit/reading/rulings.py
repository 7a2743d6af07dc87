"""Printed lines are found and taken out of the picture, so that no line is read as a digit."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Grey, Mask, PixelRuling
from skolkit.reading.scratches import part_scratches, runs_through_letters

LINE_INCH = 0.30  # the shortest run that is taken for a line: longer than any letter's stroke
CROWDED_INCH = 0.90  # over this length a line shows even where text touches it all along
THICK_INCH = 0.045  # the thickest line; thicker is a bar
JOIN_ROW_INCH = 0.60  # runs on one horizontal line closer than this are one line
JOIN_COLUMN_INCH = (
    0.09  # a vertical line is left out of a row across which text runs: keep that gap
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A found run: its level, start, end and thickness."""

    at: float
    start: int
    end: int
    thickness: int


def _runs(even: Grey, ink: Mask, dpi: float) -> NDArray[np.uint8]:
    """Ink that belongs to runs of at least LINE_INCH along x and is thin along y.

    A line has paper close above and below all along; a word of small letters has not, since its
    stems interrupt the paper. So a run counts when nearly all of it has paper on both sides.
    """
    length = max(9, round(dpi * LINE_INCH))
    found = np.zeros(ink.shape, np.uint8)
    for reach, share, least in ((0.018, 0.88, length), (THICK_INCH, 0.97, 2 * length)):
        step = max(3, round(dpi * reach))
        side = np.ones((step, 1), np.uint8)
        # The brightest pixel within `step` above, and below.
        above = cv2.dilate(even, side, anchor=(0, step - 1))
        below = cv2.dilate(even, side, anchor=(0, 0))
        paper = np.minimum(above, below)
        clear = cv2.subtract(paper, even) > np.maximum(24, paper // 5)
        thin = (ink & clear).astype(np.uint8) * 255
        # A line that leans by a pixel goes on one pixel higher or lower.
        fat = cv2.dilate(thin, np.ones((3, 1), np.uint8))
        filled = np.asarray(cv2.blur(fat, (least, 1), borderType=cv2.BORDER_CONSTANT))
        dense = (filled >= int(share * 255) + 1).astype(np.uint8)
        grown = cv2.dilate(dense, np.ones((1, least), np.uint8))
        found |= (grown > 0) & (thin > 0)
    return found | _crowded_runs(ink, dpi)


def _crowded_runs(ink: Mask, dpi: float) -> NDArray[np.uint8]:
    """Runs along x that text touches on both sides all along, as a column's edge is touched.

    Over a long stretch a line is ink nearly all through; letters beside it are ink at most two
    thirds of the way.
    """
    window = round(dpi * CROWDED_INCH)
    fat = cv2.dilate(ink.astype(np.uint8) * 255, np.ones((3, 1), np.uint8))
    density = np.asarray(cv2.blur(np.asarray(fat), (window, 1), borderType=cv2.BORDER_CONSTANT))
    off = max(5, round(dpi * 0.025))
    beside = np.maximum(np.roll(density, off, axis=0), np.roll(density, -off, axis=0))
    full, parted = int(0.94 * 255) + 1, int(0.22 * 255) + 1
    dense = ((density >= full) & (cv2.subtract(density, beside) >= parted)).astype(np.uint8)
    grown = cv2.dilate(dense, np.ones((1, window), np.uint8))
    return np.asarray((grown > 0) & ink, dtype=np.uint8)


def _levels(runs: NDArray[np.uint8], dpi: float) -> list[list[_Piece]]:
    """The runs (lying along x), grouped by the level at which they lie."""
    bridge = np.ones((3, max(3, round(dpi * 0.03))), np.uint8)
    whole = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, bridge)
    count, _, stats, centres = cv2.connectedComponentsWithStats(whole, connectivity=8)
    pieces = sorted(
        (
            _Piece(
                float(centres[i][1]),
                int(stats[i][0]),
                int(stats[i][0] + stats[i][2]),
                int(stats[i][3]),
            )
            for i in range(1, count)
            if stats[i][2] >= dpi * LINE_INCH / 3
        ),
        key=lambda piece: (piece.at, piece.start),
    )
    near = max(2.0, dpi * 0.012)
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and abs(_level(groups[-1]) - piece.at) <= near:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _level(pieces: list[_Piece]) -> float:
    lengths = [piece.end - piece.start for piece in pieces]
    return sum(p.at * n for p, n in zip(pieces, lengths, strict=True)) / sum(lengths)


def _spans(on: NDArray[np.bool_], join: int) -> list[tuple[int, int]]:
    """Start and end of the runs of True, runs closer than ``join`` taken together."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], on.astype(np.int8), [0]))))
    spans: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if spans and start - spans[-1][1] <= join:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _lines_from(
    runs: NDArray[np.uint8], ink: Mask, dpi: float, horizontal: bool
) -> list[PixelRuling]:
    """Follow each run along its level as far as the ink goes on, also past text that touches it."""
    lines: list[PixelRuling] = []
    window = max(5, round(dpi * 0.12))
    for group in _levels(runs, dpi):
        at = _level(group)
        low, high = max(0, round(at) - 2), round(at) + 3
        # Solid ink far to both sides is a blot (a punch hole, a bar): no line is followed through.
        off = max(6, round(dpi * 0.03))
        blot = np.asarray(ink[max(0, low - off) : high + off].all(axis=0))
        marked = np.asarray(ink[low:high].any(axis=0)) & ~blot
        there = marked.astype(np.float32)[None, :]
        blurred = cv2.blur(there, (window, 1), borderType=cv2.BORDER_CONSTANT)
        dense = np.asarray(blurred)[0] >= 0.85
        for piece in group:
            dense[piece.start : piece.end] = True
        join = JOIN_ROW_INCH if horizontal else JOIN_COLUMN_INCH
        for start, end in _spans(dense, round(dpi * join)):
            members = [p for p in group if p.start < end and p.end > start]
            if members and end - start >= dpi * LINE_INCH * 0.5:
                thick = int(np.median([p.thickness for p in members]))
                lines.append(PixelRuling(horizontal, at, start, end, thick))
    return lines


@dataclass(frozen=True, slots=True)
class Ruled:
    """The page without its lines, and the lines: those of the print, and a copier's scratches."""

    grey: Grey
    ink: Mask
    lines: tuple[PixelRuling, ...]
    scratches: tuple[PixelRuling, ...]


def _centre(runs: NDArray[np.uint8], window: int) -> NDArray[np.int64]:
    """The row of a line in each column of its strip, as it leans by a pixel or two.

    Told by the line's own pixels where text does not touch it, and carried over where it does.
    """
    count = runs.sum(axis=0)
    known = np.flatnonzero(count)
    if not len(known):
        return np.full(runs.shape[1], runs.shape[0] // 2)
    rows = np.arange(runs.shape[0])[:, None]
    middle = (runs * rows).sum(axis=0)[known] / count[known]
    filled = np.interp(np.arange(runs.shape[1]), known, middle)
    half = min(window, runs.shape[1]) // 2
    padded = np.pad(filled, half, mode="edge")
    smooth = np.convolve(padded, np.ones(2 * half + 1) / (2 * half + 1), "valid")
    return np.rint(smooth).astype(np.int64)


def _paint_out(
    even: Grey,
    ink: Mask,
    runs: NDArray[np.uint8],
    line: PixelRuling,
    dpi: float,
    *,
    is_crossed: bool,
) -> None:
    """Paint one line (lying along x) out of both pictures, in place.

    The line is followed as it leans by a pixel or two. Where ink goes on straight on both sides of
    a line that text may cross, a stroke crosses it and stays. No stroke crosses a column's edge:
    where text runs over it no line is printed, so ink on both sides belongs to two cells.
    """
    reach = max(4, round(dpi * 0.02) + line.thickness // 2)
    top = max(0, round(line.at) - reach)
    strip = even[top : round(line.at) + reach + 1, line.start : line.end]
    marks = ink[top : round(line.at) + reach + 1, line.start : line.end]
    if strip.shape[0] < 5 or strip.shape[1] < 5:
        return
    own = runs[top : round(line.at) + reach + 1, line.start : line.end]
    centre = _centre(own, round(dpi * 0.2))
    count = own.sum(axis=0)
    thick = float(np.median(count[count > 0])) if count.any() else line.thickness
    half = max(1, round(min(thick, dpi * THICK_INCH) / 2)) + (1 if thick > 3 else 0)
    rows = np.arange(strip.shape[0])[:, None]
    inside = np.abs(rows - centre[None, :]) <= half
    over = np.abs(rows - (centre[None, :] - half - 1)) <= 0
    under = np.abs(rows - (centre[None, :] + half + 1)) <= 0
    crossing = (marks & over).any(axis=0) & (marks & under).any(axis=0)
    crossing = np.convolve(crossing, np.ones(3), "same") > 0
    # A stroke is a few pixels wide; a longer "crossing" is the line itself, thicker than measured.
    wide = cv2.morphologyEx(
        crossing.astype(np.uint8)[None, :], cv2.MORPH_OPEN, np.ones((1, round(dpi * 0.05)))
    )[0]
    crossing &= (wide == 0) & is_crossed
    gone = inside & ~crossing[None, :]
    marks[gone] = False
    strip[gone] = 255
    edge = (np.abs(rows - centre[None, :]) <= half + 1) & ~marks & ~crossing[None, :]
    strip[edge] = 255


def take_out_rulings(even: Grey, ink: Mask, dpi: float) -> Ruled:
    """Find the printed lines and paint them out, keeping the strokes that cross them."""
    lines: list[PixelRuling] = []
    runs: dict[bool, NDArray[np.uint8]] = {}
    for horizontal in (True, False):
        page = even if horizontal else np.ascontiguousarray(even.T)
        picture = ink if horizontal else np.ascontiguousarray(ink.T)
        runs[horizontal] = _runs(page, picture, dpi)
        lines += _lines_from(runs[horizontal], picture, dpi, horizontal)
    levels = [line.at for line in lines if line.horizontal]
    lines, scratches = part_scratches(lines, levels, ink, dpi)
    grey, clean = even.copy(), ink.copy()
    for line in [*lines, *scratches]:
        through = line in scratches and runs_through_letters(line, ink, dpi)
        crossed = line.horizontal or through
        if line.horizontal:
            _paint_out(grey, clean, runs[True], line, dpi, is_crossed=crossed)
        else:
            _paint_out(grey.T, clean.T, runs[False], line, dpi, is_crossed=crossed)
    return Ruled(grey, clean, tuple(lines), tuple(scratches))
