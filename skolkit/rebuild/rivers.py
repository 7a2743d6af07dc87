"""Column edges that no line shows: rivers of white, and places where many texts end or begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from skolkit.model import Box, Word
from skolkit.rebuild.lines import PHRASE_GAP, Line, box_of, phrases_of, usual_height

RIVER = 0.62  # of the usual word height: the narrowest white that parts two columns
NOOK = 0.5  # of a river's least width: the narrowest white that a heading leaves of it
STEP = 0.5  # points
SPACE = 0.9  # of the word height: the widest space between thousands and hundreds
LEADING = re.compile(r"[-−–+(]?[€£$]?\d{1,3}")  # what thousands begin with
GROUP = re.compile(r"\d{3}(?!\d)")  # and how they go on
AT_ONE_PLACE = 1.2  # points by which words that are set to one edge may stand apart
ACROSS = 1.5  # points by which a phrase may begin left of its column
FEWEST = 4  # lines that must tell the same before an edge is taken from how words are set


@dataclass(frozen=True, slots=True)
class _Joint:
    """How one line of text passes a place between columns: the words beside it, and their runs."""

    before: Word
    after: Word
    run_start: float
    run_end: float

    @property
    def gap(self) -> float:
        """White between the two words, in points."""
        return self.after.box.x0 - self.before.box.x1


@dataclass(frozen=True, slots=True)
class _White:
    """A stretch of white in a river: its middle and how wide it is, in points."""

    at: float
    width: float


def within(line: Line, left: float, right: float) -> Line | None:
    """The part of a line between two places; None where it is empty."""
    words = tuple(w for w in line.words if left <= w.box.x_mid <= right)
    return Line(words, line.top, line.bottom) if words else None


def river_places(lines: Sequence[Line], left: float, right: float) -> list[float]:
    """Column edges from white that runs down between the words of nearly all lines.

    Lines with a single phrase (titles, notes) say nothing about columns and are left out. A river
    must be wider than a space, or thousands would be parted from their hundreds; and in some lines
    as wide as between columns, or beside words that are set to one edge, or words that many rows
    repeat would be columns.
    """
    inside = [within(line, left, right) for line in lines]
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
    rivers = _rivers(words <= allowed, words * 4 + phrases, left, RIVER * height)
    places = _settled(rivers, told, left, right)
    return [at for at in places if _is_river(full, at, left, right)]


def _is_river(lines: Sequence[Line], at: float, left: float, right: float) -> bool:
    """Whether the white at a place is more than the spaces of repeated words."""
    joints = [j for line in lines if (j := _joint(line, at, left, right)) is not None]
    if not joints:
        return True
    if _parts_thousands(joints):
        return False
    wide = sum(_is_wide(j) for j in joints)
    if wide >= 0.25 * len(joints):
        return True
    return _set_to([j.before.box.x1 for j in joints]) or _set_to([j.after.box.x0 for j in joints])


def _parts_thousands(joints: Sequence[_Joint]) -> bool:
    """Whether a place lies between the thousands and the hundreds of a column's longest numbers.

    All figures that end there go on close by with a group of three; in the other lines no figure
    ends near, as it would if a column of its own ended there.
    """
    split = [j for j in joints if j.gap <= SPACE * j.after.box.height and _is_split(j)]
    if not split:
        return False
    end = float(np.median([j.before.box.x1 for j in split]))
    height = float(np.median([j.after.box.height for j in split]))
    figures = [j for j in joints if any(c.isdigit() for c in j.before.text)]
    near = sum(end - 2.5 * height <= j.before.box.x1 <= end + 2 * AT_ONE_PLACE for j in figures)
    return near <= 1.1 * len(split)


def _is_split(joint: _Joint) -> bool:
    return bool(LEADING.fullmatch(joint.before.text) and GROUP.match(joint.after.text))


def aligned_places(
    lines: Sequence[Line], left: float, right: float, share: float = 0.25
) -> list[float]:
    """Column edges where words are set to one edge although the white beside them is narrow.

    Either nearly all words right of the place begin there and most stand far from what is left of
    them; or nearly all words left of it end there and all right of it begin there, while the texts
    that they belong to begin and end anywhere: one cell's text is set to one of its own ends, so
    two cells meet here.

    Args:
        lines: of text.
        left: where to look, in points.
        right: where to look, in points.
        share: how many of the lines that have words there must tell it.
    """
    told = [part for line in lines if (part := within(line, left, right)) is not None]
    if len(told) < FEWEST:
        return []
    starts = sorted(b.box.x0 for line in told for _, b in pairwise(line.words))
    ends = sorted(a.box.x1 for line in told for a, _ in pairwise(line.words))
    found: list[tuple[int, float]] = []
    for places, side in ((starts, -0.5), (ends, 0.5)):
        for place in _heaps(places):
            strength = _meeting(told, place + side, left, right, share)
            if strength:
                found.append((strength, place + side))
    chosen: list[float] = []
    for _, at in sorted(found, key=lambda item: (-item[0], item[1])):
        if all(abs(at - other) > 6.0 for other in chosen):
            chosen.append(at)
    return sorted(chosen)


def _heaps(places: Sequence[float]) -> list[float]:
    """Places at which at least ``FEWEST`` words stand."""
    found: list[float] = []
    group: list[float] = []
    for place in [*places, float("inf")]:
        if group and place - group[0] > 2 * AT_ONE_PLACE:
            if len(group) >= FEWEST:
                found.append(float(np.median(group)))
            group = []
        group.append(place)
    return found


def _meeting(lines: Sequence[Line], at: float, left: float, right: float, share: float) -> int:
    """How many lines tell that two columns meet at a place; 0 where too few do."""
    joints = [j for line in lines if (j := _joint(line, at, left, right)) is not None]
    cut = sum(_is_cut(line, at) for line in lines)
    if len(joints) < max(FEWEST, share * len(lines)) or cut > max(
        len(joints) >= 8, 0.07 * (len(joints) + cut)
    ):
        return 0
    begin_here = _set_to([j.after.box.x0 for j in joints])
    wide = sum(_is_wide(j) for j in joints)
    if begin_here and wide >= 0.5 * len(joints):
        return len(joints)
    kinds = {(round(j.run_start), round(j.run_end)) for j in joints}
    if (
        begin_here
        and _set_to([j.before.box.x1 for j in joints])
        and len(kinds) >= FEWEST
        and not _set_to([j.run_start for j in joints], 0.75)
        and not _set_to([j.run_end for j in joints], 0.75)
    ):
        return len(joints)
    return 0


def _is_wide(joint: _Joint) -> bool:
    return joint.gap >= 0.9 * PHRASE_GAP * max(joint.before.box.height, joint.after.box.height)


def _is_cut(line: Line, at: float) -> bool:
    return any(w.box.x0 < at - 1 and w.box.x1 > at + 1 for w in line.words)


def _joint(line: Line, at: float, left: float, right: float) -> _Joint | None:
    """The words of a line on both sides of a place; None where one side is empty or cut."""
    if _is_cut(line, at):
        return None
    before = [w for w in line.words if left <= w.box.x_mid < at]
    after = [w for w in line.words if at <= w.box.x_mid <= right]
    if not before or not after:
        return None
    start, end = before[-1], after[0]
    for word in reversed(before):
        if start.box.x0 - word.box.x1 <= PHRASE_GAP * word.box.height:
            start = word
    for word in after:
        if word.box.x0 - end.box.x1 <= PHRASE_GAP * word.box.height:
            end = word
    return _Joint(before[-1], after[0], start.box.x0, end.box.x1)


def _set_to(places: Sequence[float], share: float = 0.8) -> bool:
    """Whether nearly all places are one."""
    middle = float(np.median(places))
    return sum(abs(p - middle) <= AT_ONE_PLACE for p in places) >= share * len(places)


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
) -> list[list[_White]]:
    """For each river the stretches of white in it, where fewest lines run across."""
    filled = np.flatnonzero(~free)
    return [
        _whites(count[before + 1 : after], left + (before + 1) * STEP, NOOK * narrowest)
        for before, after in pairwise(filled)
        if (after - before - 1) * STEP >= narrowest
    ]


def _whites(
    count: np.ndarray[tuple[int], np.dtype[np.int64]], left: float, narrowest: float
) -> list[_White]:
    """The stretches of lowest count: those that are wide enough, or else the widest."""
    low = (count == count.min()).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], low, [0]))))
    found = [
        _White(left + int((start + end) // 2) * STEP, float(end - start) * STEP)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    widest = max(found, key=lambda white: white.width)
    return [white for white in found if white.width >= narrowest or white is widest]


def _settled(
    rivers: Sequence[Sequence[_White]], lines: Sequence[Line], left: float, right: float
) -> list[float]:
    """One place for each river: where fewest lines have two phrases in one column, then widest.

    A heading that stands apart from its column's numbers, set to the other end of its cell, lies in
    a river and parts it in two; the other headings of its line tell to which side it belongs.

    Args:
        rivers: from left to right, each with the places it may have.
        lines: of text, with two phrases at least.
        left: where the columns begin, in points.
        right: where they end, in points.
    """
    spots = [sorted(p[0].box.x0 + ACROSS for p in phrases_of(line)) for line in lines]
    ways: dict[float, tuple[float, float, tuple[float, ...]]] = {left - 1: (0, 0, ())}
    for whites in [*rivers, [_White(right + 1, 0.0)]]:
        ways = {
            white.at: min(
                (cost + _doubled(spots, before, white.at), narrow - white.width, (*path, white.at))
                for before, (cost, narrow, path) in ways.items()
            )
            for white in whites
        }
    (_, _, path) = min(ways.values())
    return list(path[:-1])


def _doubled(spots: Sequence[Sequence[float]], start: float, end: float) -> int:
    """How many phrases stand between two places beside another one of their line."""
    held = [bisect_left(line, end) - bisect_left(line, start) for line in spots]
    return sum(n - 1 for n in held if n > 1)


def _slot(x: float, left: float) -> int:
    return max(0, int((x - left) / STEP))
