"""Where a page's columns end: printed vertical lines, and rivers of white where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from skolkit.model import Box, Ruling, Word
from skolkit.rebuild.lines import Line, box_of, phrases_of, usual_height

NEAR = 2.5  # points: rulings closer than this are one edge
SHORTEST = 14.0  # points: shorter vertical lines are edges of a bar or strokes of a stamp
RIVER = 0.62  # of the usual word height: the narrowest white that parts two columns
STEP = 0.5  # points


@dataclass(frozen=True, slots=True)
class Edge:
    """A boundary between columns; ``spans`` are where a line is printed, empty for a river."""

    at: float
    spans: tuple[tuple[float, float], ...] = ()

    def printed_at(self, y: float) -> bool:
        """Whether the line is printed at this height."""
        return any(start - 2 <= y <= end + 2 for start, end in self.spans)

    def reaches(self, y: float) -> bool:
        """Whether the edge parts columns at this height: beside its lines, or where it is white."""
        if not self.spans:
            return True
        return min(s for s, _ in self.spans) - 2 <= y <= max(e for _, e in self.spans) + 2


def clusters(rulings: Sequence[Ruling], near: float = NEAR) -> list[list[Ruling]]:
    """Rulings of one direction that lie at one level, in order."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.at):
        if groups and ruling.at - groups[-1][-1].at <= near:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return groups


def covered_length(group: Sequence[Ruling]) -> float:
    """How much of its direction a group of rulings covers, overlaps counted once."""
    total, reached = 0.0, -1e9
    for ruling in sorted(group, key=lambda r: r.start):
        total += max(0.0, ruling.end - max(ruling.start, reached))
        reached = max(reached, ruling.end)
    return total


def level_of(group: Sequence[Ruling]) -> float:
    """The level of a group, longer rulings counting more."""
    weight = sum(r.end - r.start for r in group)
    return sum(r.at * (r.end - r.start) for r in group) / weight


def printed_edges(rulings: Sequence[Ruling]) -> list[Edge]:
    """Column edges from the vertical lines that are long enough to be a table's."""
    groups = clusters([r for r in rulings if not r.horizontal])
    lengths = [covered_length(g) for g in groups]
    longest = max(lengths, default=0.0)
    return [
        Edge(level_of(g), tuple((r.start, r.end) for r in g))
        for g, length in zip(groups, lengths, strict=True)
        if length >= max(SHORTEST, 0.12 * longest)
    ]


def river_edges(lines: Sequence[Line], left: float, right: float) -> list[Edge]:
    """Column edges from white that runs down between the words of nearly all lines.

    Lines with a single phrase (titles, notes) say nothing about columns and are left out. A river
    must be wider than a space, or thousands would be parted from their hundreds.
    """
    inside = [_within(line, left, right) for line in lines]
    told = [line for line in inside if line is not None and len(phrases_of(line)) >= 2]
    if len(told) < 2:
        return []
    height = usual_height([w for line in told for w in line.words])
    held = sorted(len(phrases_of(line)) for line in told)
    full = [
        line for line in told if len(phrases_of(line)) >= 0.55 * held[int(0.9 * (len(held) - 1))]
    ]
    words = _coverage([w.box for line in full for w in line.words], left, right)
    # A column of wrapped text may share no line with the numbers of its rows: it counts as well.
    aside = [box_of(p) for line in inside if line is not None for p in phrases_of(line)]
    clear = [b for b in aside if not words[_slot(b.x0, left) : _slot(b.x1, left) + 1].any()]
    words = words + _coverage(clear, left, right)
    phrases = _coverage([box_of(p) for line in told for p in phrases_of(line)], left, right)
    # One line, or one in twenty, may run across: a heading wider than its column.
    allowed = max(1, int(0.05 * len(full))) if len(full) >= 6 else 0
    return _rivers(words <= allowed, words * 4 + phrases, left, RIVER * height)


def _coverage(
    boxes: Sequence[Box], left: float, right: float
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many boxes cover each step of the width."""
    steps = max(1, int((right - left) / STEP)) + 2
    change = np.zeros(steps + 1, dtype=np.int64)
    for box in boxes:
        change[min(_slot(box.x0, left), steps)] += 1
        change[min(_slot(box.x1, left) + 1, steps)] -= 1
    return np.cumsum(change)[:steps]


def _rivers(
    free: np.ndarray[tuple[int], np.dtype[np.bool_]],
    count: np.ndarray[tuple[int], np.dtype[np.int64]],
    left: float,
    narrowest: float,
) -> list[Edge]:
    edges = []
    filled = np.flatnonzero(~free)
    if not len(filled):
        return []
    for before, after in pairwise(filled):
        if (after - before - 1) * STEP >= narrowest:
            part = count[before + 1 : after]
            edges.append(Edge(left + (before + 1 + _widest_low(part)) * STEP))
    return edges


def _widest_low(count: np.ndarray[tuple[int], np.dtype[np.int64]]) -> int:
    """The middle of the widest stretch of lowest count."""
    low = (count == count.min()).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], low, [0]))))
    starts, ends = edges[::2], edges[1::2]
    widest = int(np.argmax(ends - starts))
    return int((starts[widest] + ends[widest]) // 2)


def _slot(x: float, left: float) -> int:
    return max(0, int((x - left) / STEP))


def _within(line: Line, left: float, right: float) -> Line | None:
    words = tuple(w for w in line.words if left <= w.box.x_mid <= right)
    return Line(words, line.top, line.bottom) if words else None


def outside_frame(words: Sequence[Word], rulings: Sequence[Ruling]) -> list[Word]:
    """Words beside a ruled table that are too few to be a column: holes, staples, pen marks.

    A column that is printed beside the lines has words in at least three lines.
    """
    printed = printed_edges(rulings)
    if len(printed) < 3:
        return []
    stray: list[Word] = []
    for beside in (
        [w for w in words if w.box.x_mid < printed[0].at - 3],
        [w for w in words if w.box.x_mid > printed[-1].at + 3],
    ):
        ruled = [w for w in beside if _beside_lines(w, rulings)]
        if len({round(w.box.y_mid / 6) for w in ruled if w.text}) < 3:
            stray += ruled
    return stray


def _beside_lines(word: Word, rulings: Sequence[Ruling]) -> bool:
    """Whether a word stands at the height of the ruled table."""
    levels = [r.at for r in rulings if r.horizontal]
    return bool(levels) and min(levels) <= word.box.y_mid <= max(levels)


def _unprinted(lines: Sequence[Line], left: float, right: float) -> list[Edge]:
    """Edges between two printed ones, where a bad copy lost the line between two columns.

    Most lines of text must stand in two parts there; wrapped text or a wide gap in a cell does not
    make a column.
    """
    inside = [part for line in lines if (part := _within(line, left, right)) is not None]
    parted = [part for part in inside if len(phrases_of(part)) >= 2]
    if len(parted) < 4 or len(parted) < 0.6 * len(inside):
        return []
    return river_edges(lines, left, right)


def column_edges(
    words: Sequence[Word], rulings: Sequence[Ruling], lines: Sequence[Line]
) -> list[Edge]:
    """All column edges of a page, from left to right, the outermost included.

    Where vertical lines are printed they are the edges; what lies outside them, and pages without
    them, is parted by rivers.
    """
    if not words:
        return []
    left = min(w.box.x0 for w in words) - 1
    right = max(w.box.x1 for w in words) + 1
    printed = printed_edges(rulings)
    if len(printed) < 3:
        inner = river_edges(lines, left, right)
        return [Edge(left), *inner, Edge(right)]
    edges = [printed[0]]
    for before, after in pairwise(printed):
        edges += _unprinted(lines, before.at, after.at)
        edges.append(after)
    if left < printed[0].at - 3:
        edges = [Edge(left), *river_edges(lines, left, printed[0].at), *edges]
    if right > printed[-1].at + 3:
        edges = [*edges, *river_edges(lines, printed[-1].at, right), Edge(right)]
    return edges
