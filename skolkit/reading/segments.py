"""Ink becomes segments: runs of glyphs on one line with no ruling and no wide gap between them.

A segment is what is given to a reader: usually one line of one cell. Two cells of one row are one
segment only where they stand closer than a space and no line parts them.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.dots import full_stops
from skolkit.reading.image import Mask, PixelBox, PixelRuling
from skolkit.reading.touching import Extents, cuts

SMALL = 0.45  # of the usual glyph height: below it a glyph is a mark (comma, dot, dash) or a speck
HALF = 0.5  # of a letter: the most that an accent or another small part of it is
BAR = 2.4  # of the usual glyph height: a longer thin run down is no letter's stem
GAP = 0.80  # of the glyph height: a wider gap ends the segment
MARK = 0.08  # of the glyph height: the narrowest mark between letters
WIDE, CENTRED = (
    0.55,
    0.22,
)  # of it: white beside a mark in type of equal widths, how far it may vary
MIN_INCH, MAX_INCH = 0.012, 0.40  # heights of glyphs that are looked at


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of glyphs: its ink box, its usual glyph height in pixels, and its glyphs' labels.

    ``glyphs`` are the boxes of its letters and digits (not of its dots and commas), left to right.
    ``dashes`` are its marks that have the shape and the height of a minus sign.
    ``marks`` is what it says where it is made of marks alone ("-" or ".."), which no engine reads
    well and which shape alone tells.
    """

    box: PixelBox
    height: float
    labels: tuple[int, ...]
    marks: str = ""
    glyphs: tuple[PixelBox, ...] = ()
    dashes: tuple[PixelBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Segmented:
    """The segments of a page and the labelled ink they were made of."""

    segments: tuple[Segment, ...]
    labels: NDArray[np.int32]
    glyph_height: float


class _Union:
    """Union-find over glyph numbers."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        self.parent[self.root(i)] = self.root(j)


def glyph_height(boxes: NDArray[np.int64], dpi: float) -> float:
    """The usual height of letters and digits on the page, in pixels."""
    heights = boxes[:, 3]
    tall = heights[(heights > dpi * 0.03) & (heights < dpi * 0.25)]
    return float(np.median(tall)) if len(tall) >= 5 else dpi * 0.08


def _pieces(ink: Mask) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The connected pieces of ink: numbers by pixel; x, y, width, height and area of each."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    return np.asarray(labels, dtype=np.int32), stats[:, :5].astype(np.int64)


def _of_text_size(every: NDArray[np.int64], dpi: float) -> NDArray[np.int64]:
    """Numbers of the pieces that are neither dust nor larger than any text."""
    fits = (
        (np.maximum(every[:, 2], every[:, 3]) >= dpi * MIN_INCH)
        & (every[:, 3] <= dpi * MAX_INCH)
        & (every[:, 2] <= dpi * 3)
        & (every[:, 4] >= (dpi * 0.008) ** 2)
    )
    fits[0] = False
    return np.flatnonzero(fits)


def _bars(ink: Mask, usual: float) -> Mask:
    """What is left of upright rulings: thin runs down that are longer than any letter is tall.

    A letter that touches such a rest would join the lines of text beside it.
    """
    long = np.ones((round(BAR * usual), 1), np.uint8)
    runs = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, long)
    wide = np.ones((1, max(3, round(0.3 * usual))), np.uint8)
    thin = np.asarray((runs > 0) & (cv2.morphologyEx(runs, cv2.MORPH_OPEN, wide) == 0))
    # A line's ragged edge would be left standing as so many bars and dots.
    edged = cv2.dilate(thin.astype(np.uint8), np.ones((3, 5), np.uint8))
    return np.asarray((edged > 0) & ink)


def _no_letters(glyphs: NDArray[np.int64], usual: float) -> NDArray[np.bool_]:
    """Which pieces of ink are taller than text and not made like letters.

    The rest of a ruling is taller and thinner than any letter; a dark fill is solid, a pen stroke
    nearly empty. Each would join the lines of text that it touches.
    """
    width, height = glyphs[:, 2], glyphs[:, 3]
    filled = glyphs[:, 4] / (width * height)
    bar = (height > 1.9 * usual) & (width < 0.4 * usual)
    blot = (height > 1.9 * usual) & (width > 1.5 * usual) & ((filled > 0.6) | (filled < 0.13))
    return np.asarray(bar | blot)


def _barriers(lines: tuple[PixelRuling, ...]) -> NDArray[np.float64]:
    upright = [(r.at, r.start, r.end) for r in lines if not r.horizontal]
    return np.array(upright, dtype=np.float64).reshape(-1, 3)


def segment(ink: Mask, lines: tuple[PixelRuling, ...], dpi: float) -> Segmented:
    """Group the page's ink (rulings taken out) into segments.

    Args:
        ink: pixels that are ink.
        lines: the rulings; a vertical one parts what stands on both sides of it.
        dpi: of the picture.
    """
    labels, every = _pieces(ink)
    keep = _of_text_size(every, dpi)
    if not len(keep):
        return Segmented((), labels, dpi * 0.08)
    usual = glyph_height(every[keep], dpi)
    # A letter with a bar at it is narrow; the edge of a punch hole is a bar of something wide.
    bars = _bars(ink, usual) & (every[:, 2] <= 1.6 * usual)[labels]
    if bars.any():
        labels, every = _pieces(ink & ~bars)
        keep = _of_text_size(every, dpi)
    keep = keep[~_no_letters(every[keep], usual)]
    glyphs = every[keep]
    order = np.argsort(glyphs[:, 0], kind="stable")
    keep, glyphs = keep[order], glyphs[order]
    groups = _group(glyphs, _barriers(lines), usual)
    segments, lone = [], []
    for group in groups:
        for members in _by_line(group, glyphs, usual):
            made = _segment_of(glyphs[members], keep[members], usual)
            if made is not None:
                segments.append(made)
            elif len(members) == 1:
                lone += members
    specks = glyphs[lone]
    for i in full_stops(specks[:, :4], [_baseline(s) for s in segments if s.glyphs], usual):
        x, y, width, height = (int(v) for v in specks[i, :4])
        box = PixelBox(x, y, x + width, y + height)
        segments.append(Segment(box, usual, (int(keep[lone[i]]),), "."))
    extents = Extents.of([(s.box.x0, s.box.x1) for s in segments])
    segments = [part for s in segments for part in _cut_apart(s, every, extents, usual)]
    segments.sort(key=lambda s: (s.box.y0, s.box.x0))
    return Segmented(tuple(segments), labels, usual)


def _cut_apart(
    piece: Segment, every: NDArray[np.int64], extents: Extents, usual: float
) -> list[Segment]:
    """The cells that a segment runs together, each as a segment."""
    if len(piece.glyphs) < 2:
        return [piece]
    labels = np.array(piece.labels)
    at = cuts(every[labels], extents, usual)
    if not at:
        return [piece]
    middles = every[labels, 0] + every[labels, 2] / 2
    cell = np.searchsorted(at, middles)
    made = [_segment_of(every[labels[cell == n]], labels[cell == n], usual) for n in set(cell)]
    # A part that is no text of its own (a speck, half a letter) tells that the cut was wrong.
    return [piece] if None in made else [part for part in made if part is not None]


def _baseline(piece: Segment) -> tuple[float, float, float]:
    """Left, right and foot of a segment's letters: the foot is where most of them end."""
    foot = float(np.median([glyph.y1 for glyph in piece.glyphs]))
    return float(piece.box.x0), float(piece.box.x1), foot


def _group(
    glyphs: NDArray[np.int64], barriers: NDArray[np.float64], usual: float
) -> list[list[int]]:
    """Numbers of the glyphs of each segment. ``glyphs`` are sorted by their left edge."""
    x0, y0 = glyphs[:, 0].astype(float), glyphs[:, 1].astype(float)
    x1, y1 = x0 + glyphs[:, 2], y0 + glyphs[:, 3]
    tall = y1 - y0
    union = _Union(len(glyphs))
    small = np.maximum(tall, (x1 - x0) * 0.5) < SMALL * usual
    dash = small & (x1 - x0 >= 1.6 * tall)
    nearest: dict[int, tuple[float, int]] = {}
    reach = GAP * max(usual, float(np.percentile(tall, 99)))
    for i in range(len(glyphs)):
        stop = int(np.searchsorted(x0, x1[i] + reach, side="right"))
        if stop <= i + 1:
            continue
        near = slice(i + 1, stop)
        shared = np.minimum(y1[near], y1[i]) - np.maximum(y0[near], y0[i])
        low = np.minimum(tall[near], tall[i])
        high = np.maximum(np.maximum(tall[near], tall[i]), 0.8 * usual)
        gap = x0[near] - x1[i]
        both = small[near] & small[i]
        either = small[near] | small[i]
        # A dot or comma belongs to a digit only if it stands close; a dash may stand off a little.
        dashes = dash[near] | dash[i]
        limit = np.where(either, np.where(dashes, 0.65, np.where(both, 0.5, 0.33)), GAP)
        limit = limit * np.minimum(high, 2.2 * usual)
        # A comma hangs below its digit and a dot stands at its foot: little overlap is enough.
        linked = (shared >= np.where(either, 0.25, 0.4) * low) & (gap <= limit)
        # An underscore lies below its neighbours' feet and nearly touches them.
        hangs = np.where(dash[near], y0[near] - y1[i], np.where(dash[i], y0[i] - y1[near], np.nan))
        score = (dash[near] ^ dash[i]) & (np.abs(hangs - 0.1 * high) <= 0.22 * high)
        linked |= score & (gap <= 0.2 * high) & (gap >= -0.12 * high)
        # Accents and dots over a letter, and pieces of a broken glyph: above each other, close.
        beside = np.minimum(x1[near], x1[i]) - np.maximum(x0[near], x0[i])
        narrow = np.minimum(x1[near] - x0[near], x1[i] - x0[i])
        stacked = (beside >= 0.5 * narrow) & (-shared <= 0.30 * high) & (low < HALF * high)
        for j in np.flatnonzero(linked & ~stacked) + i + 1:
            if not _parted(x1[i], x0[j], max(y0[i], y0[j]), min(y1[i], y1[j]), barriers):
                union.join(i, int(j))
        for other in (np.flatnonzero(stacked) + i + 1).tolist():
            # A mark belongs to one letter: the nearest. So marks never join two lines of text.
            mark, letter = (i, other) if tall[i] < tall[other] else (other, i)
            distance = float(max(y0[i], y0[other]) - min(y1[i], y1[other]))
            if distance < nearest.get(mark, (1e9, 0))[0]:
                nearest[mark] = (distance, letter)
    for mark, (_, letter) in nearest.items():
        union.join(mark, letter)
    for left, mark, right in _wide_marks(glyphs, small & ~dash, usual):
        level = (y0[mark], y1[mark])
        if not _parted(x1[left], x0[right], *level, barriers):
            union.join(left, mark)
            union.join(mark, right)
    groups: dict[int, list[int]] = {}
    for i in range(len(glyphs)):
        groups.setdefault(union.root(i), []).append(i)
    return list(groups.values())


def _wide_marks(
    glyphs: NDArray[np.int64], marks: NDArray[np.bool_], usual: float
) -> list[tuple[int, int, int]]:
    """Marks in the middle between two letters, with those: left letter, mark, right letter.

    Where all characters are equally wide, a point has as much white on both sides as it needs to
    be as wide as a digit: more than parts texts elsewhere.
    """
    letters = np.flatnonzero(glyphs[:, 3] >= 0.7 * usual)
    left, top = glyphs[letters, 0], glyphs[letters, 1]
    right, foot = left + glyphs[letters, 2], top + glyphs[letters, 3]
    found = []
    for mark in np.flatnonzero(marks & (glyphs[:, 2] >= MARK * usual)).tolist():
        x, y, width, height = (int(v) for v in glyphs[mark, :4])
        level = (y >= top) & (y <= foot) & (y + height <= foot + 0.35 * usual)
        before = np.flatnonzero(level & (right <= x + 1) & (right >= x - WIDE * usual))
        after = np.flatnonzero(level & (left >= x + width - 1) & (left <= x + width + WIDE * usual))
        if not len(before) or not len(after):
            continue
        a = int(before[right[before].argmax()])
        b = int(after[left[after].argmin()])
        gaps = (x - right[a], left[b] - x - width)
        alike = abs(int(foot[a]) - int(foot[b])) <= 0.25 * usual
        if alike and abs(gaps[0] - gaps[1]) <= CENTRED * usual:
            found.append((int(letters[a]), mark, int(letters[b])))
    return found


def _by_line(group: list[int], glyphs: NDArray[np.int64], usual: float) -> list[list[int]]:
    """Split a group that holds several lines, joined where a glyph of one touches the next.

    Lines of text lie at least one and a half glyph heights apart; the ring of å lies closer.
    """
    top = glyphs[group, 1]
    bottom = top + glyphs[group, 3]
    if len(group) < 4 or bottom.max() - top.min() < 1.9 * usual:
        return [group]
    middle = (top + bottom) / 2
    height = bottom - top
    letter = (height >= SMALL * usual) & (height <= 1.6 * usual)
    levels = np.sort(middle[letter])
    cuts = np.flatnonzero(np.diff(levels) > 0.9 * usual)
    sizes = np.diff(np.concatenate(([0], cuts + 1, [len(levels)])))
    if not len(cuts):
        return [group]
    bounds = [(levels[i] + levels[i + 1]) / 2 for i in cuts]
    line = np.searchsorted(bounds, middle)
    # One glyph alone is a line if it is as tall as letters are; the ring of an å is not.
    tallest = [height[letter & (line == n)].max() for n in range(len(sizes))]
    if sizes.min() < 2 and min(tallest) < 0.75 * usual:
        return [group]
    return [[group[k] for k in np.flatnonzero(line == n)] for n in range(len(bounds) + 1)]


def _parted(
    left: float, right: float, top: float, bottom: float, barriers: NDArray[np.float64]
) -> bool:
    """Whether a vertical ruling stands between two glyphs at their height."""
    if not len(barriers) or right <= left - 2:
        return False
    middle = (top + bottom) / 2
    between = (barriers[:, 0] > left - 2.5) & (barriers[:, 0] < right + 2.5)
    along = (barriers[:, 1] <= middle) & (barriers[:, 2] >= middle)
    return bool((between & along).any())


def _segment_of(
    glyphs: NDArray[np.int64], labels: NDArray[np.int64], usual: float
) -> Segment | None:
    """One segment of these glyphs, or ``None`` if they are specks."""
    heights, widths = glyphs[:, 3], glyphs[:, 2]
    box = PixelBox(
        int(glyphs[:, 0].min()),
        int(glyphs[:, 1].min()),
        int((glyphs[:, 0] + widths).max()),
        int((glyphs[:, 1] + heights).max()),
    )
    tall = heights[heights >= SMALL * usual]
    numbers = tuple(int(v) for v in labels)
    if not len(tall):
        if _is_dash(glyphs, usual):
            return Segment(box, usual, numbers, "-")
        return Segment(box, usual, numbers, "." * len(glyphs)) if _is_dots(glyphs, usual) else None
    if len(glyphs) == 1:
        speck = glyphs[0, 4] < 0.05 * usual * usual
        blot = heights[0] > 1.8 * usual  # a punch hole, a staple
        splinter = widths[0] < 0.10 * heights[0]  # a piece of a ruling
        if speck or blot or splinter:
            return None
    height = float(np.percentile(tall, 80))
    letters = glyphs[heights >= SMALL * usual]
    boxes = sorted((int(x), int(y), int(w), int(h)) for x, y, w, h, _ in letters)
    shapes = tuple(PixelBox(x, y, x + w, y + h) for x, y, w, h in boxes)
    return Segment(box, height, numbers, glyphs=shapes, dashes=_dashes(glyphs, letters, height))


def _dashes(
    glyphs: NDArray[np.int64], letters: NDArray[np.int64], height: float
) -> tuple[PixelBox, ...]:
    """The marks that could be minus signs: flat, and at the middle of the letters' height."""
    foot = float(np.median(letters[:, 1] + letters[:, 3]))
    x, y, width, tall = glyphs[:, 0], glyphs[:, 1], glyphs[:, 2], glyphs[:, 3]
    middle = (foot - (y + tall / 2)) / height
    flat = (width >= 1.25 * tall) & (width >= 0.15 * height) & (width <= 0.9 * height)
    found = np.flatnonzero(flat & (tall < SMALL * height) & (middle > 0.2) & (middle < 0.65))
    return tuple(
        PixelBox(int(x[i]), int(y[i]), int(x[i] + width[i]), int(y[i] + tall[i])) for i in found
    )


def _is_dash(glyphs: NDArray[np.int64], usual: float) -> bool:
    """Whether marks alone are one dash, as stands for an empty value."""
    width, height = int(glyphs[0, 2]), int(glyphs[0, 3])
    return (
        len(glyphs) == 1 and 0.25 <= width / usual <= 1.5 and 0.06 * usual <= height < width / 1.8
    )


def _is_dots(glyphs: NDArray[np.int64], usual: float) -> bool:
    """Whether marks alone are two to four dots side by side, as statistics print for "missing"."""
    widths, heights = glyphs[:, 2], glyphs[:, 3]
    feet = glyphs[:, 1] + heights
    return bool(
        2 <= len(glyphs) <= 4
        and heights.min() >= 0.09 * usual
        and np.ptp(feet) <= 0.12 * usual
        and widths.max() <= 1.7 * heights.max()
        and np.diff(np.sort(glyphs[:, 0])).max() <= 0.6 * usual
    )
