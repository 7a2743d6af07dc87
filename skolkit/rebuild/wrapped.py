"""Rows of wrapped text without lines between them: which lines of text make one row.

Numbers are never wrapped, so a row holds one line of numbers; the text beside it is set to the top,
the middle or the bottom of the row, in all rows alike; and lines inside a row stand as close as
lines of text do. The division into rows that breaks these rules least is found by dynamic
programming over the level stretches of white between the lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median

import numpy as np

from skolkit.model import Box, Word
from skolkit.rebuild.columns import Edge
from skolkit.rebuild.lines import usual_height

NUMBER = re.compile(r"[-−–+(]?[€£$]?\d[\d\s.,:%\-/)]*|\.\.|[-−–]|N/A")
TALL = 1.6  # of the usual word height: a word of two lines, or a stamp's
LONGEST = 40  # stretches of lines in one row, at most
TRIM = 0.12  # of the word height: letters that hang down or stand up may touch the next line
CLOSER = 0.955  # of the distance of rows: lines of one cell stand closer than rows do
SPREAD = 1.12  # of the distance of lines in a cell: lines farther apart are hardly of one cell
SLACK = 0.35  # of the word height: by how much cells of a row may stand off its middle
TWO_NUMBERS, NO_NUMBER, NO_NUMBER_OUTSIDE, APART, CLOSE = 3.0, 1.0, 0.5, 1.5, 0.3
BRIDGED = 1.5  # cost of parting two lines that one word of both heights joins


class _Set(Enum):
    """To which part of its row the text of a cell is set."""

    TOP = 0
    MIDDLE = 1
    BOTTOM = 2


@dataclass(frozen=True, slots=True)
class _CellLine:
    """The words of one column on one line."""

    column: int
    top: float
    bottom: float
    words: tuple[Word, ...]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def is_number(self) -> bool:
        return bool(NUMBER.fullmatch(" ".join(w.text for w in self.words)))


@dataclass(frozen=True, slots=True)
class _Page:
    """What the division into rows is judged by; lengths in points."""

    slabs: tuple[tuple[_CellLine, ...], ...]
    height: float
    line_pitch: float
    row_pitch: float | None
    first: int  # slab with the first numbers
    last: int
    tall: tuple[Box, ...]  # words as high as several lines


def wrapped_rows(
    words: Sequence[Word],
    edges: Sequence[Edge],
    counting: int | None = None,
    blots: Sequence[Box] = (),
) -> list[list[Word]] | None:
    """Divide words into rows, where numbers tell the rows and other lines stand around them.

    Args:
        words: of a part of a page that no printed lines divide.
        edges: the column edges.
        counting: the column that counts the rows, if any, from 1.
        blots: where several lines of text were taken for one word, or a stamp lies.

    Returns:
        The words of each row from top to bottom; None where too few lines hold numbers, or nearly
        all do: then every line is a row.
    """
    height = usual_height(words)
    tall = [w for w in words if w.box.height > TALL * height and _spans_lines(w, words, height)]
    apart = {id(w) for w in tall}
    cells = _cell_lines([w for w in words if id(w) not in apart], edges, height)
    slabs = _slabs(cells, height)
    told = [
        i for i, slab in enumerate(slabs) if len(_numbers(slab)) >= 2 or counting in _numbers(slab)
    ]
    if len(told) < 2:
        return None
    lines = sum(_several_lines(slab, height) for slab in slabs)
    if not lines and len(slabs) - len(told) < max(2, 0.15 * len(told)):
        return None
    pitches = _pitches(cells)
    if not pitches:
        return None
    between = [
        min(d)
        for a, b in pairwise(told)
        if b == a + 1 and (d := _distances(slabs[a], slabs[b], numbers=True))
    ]
    page = _Page(
        tuple(slabs),
        height,
        float(np.percentile(pitches, 15)),
        median(between) if len(between) >= 3 else None,
        told[0],
        told[-1],
        (*(w.box for w in tall), *blots),
    )
    _, division = min((_divide(page, mode) for mode in _Set), key=lambda found: found[0])
    rows = [
        [w for slab in slabs[start:end] for cell in slab for w in cell.words]
        for start, end in division
    ]
    for word in tall:
        max(rows, key=lambda row: _shared(word, row)).append(word)
    return rows


def _spans_lines(word: Word, words: Sequence[Word], height: float) -> bool:
    """Whether a tall word stands beside two lines of text: a stamp, or two words read as one."""
    beside = [
        w.box.y_mid
        for w in words
        if word.box.y0 < w.box.y_mid < word.box.y1 and w.box.height <= TALL * height
    ]
    return bool(beside) and max(beside) - min(beside) > 0.7 * height


def _shared(word: Word, row: Sequence[Word]) -> float:
    """How much of its height a word shares with a row's words, in points."""
    top, bottom = min(w.box.y0 for w in row), max(w.box.y1 for w in row)
    return min(bottom, word.box.y1) - max(top, word.box.y0)


def _cell_lines(words: Sequence[Word], edges: Sequence[Edge], height: float) -> list[_CellLine]:
    columns: dict[int, list[Word]] = {}
    for word in words:
        columns.setdefault(sum(e.at < word.box.x_mid for e in edges), []).append(word)
    found = []
    for column, held in columns.items():
        group: list[Word] = []
        for word in sorted(held, key=lambda w: w.box.y_mid):
            if group and word.box.y_mid - group[-1].box.y_mid > 0.5 * height:
                found.append(_cell_line(column, group))
                group = []
            group.append(word)
        found.append(_cell_line(column, group))
    return found


def _cell_line(column: int, words: Sequence[Word]) -> _CellLine:
    ordered = tuple(sorted(words, key=lambda w: w.box.x0))
    return _CellLine(
        column, median(w.box.y0 for w in words), median(w.box.y1 for w in words), ordered
    )


def _slabs(cells: Sequence[_CellLine], height: float) -> list[tuple[_CellLine, ...]]:
    """Lines that overlap in height, together: no row ends inside such a stretch."""
    slabs: list[list[_CellLine]] = []
    reached = -1e9
    for cell in sorted(cells, key=lambda c: c.middle):
        trim = TRIM * height
        if slabs and cell.top + trim < reached - trim:
            slabs[-1].append(cell)
        else:
            slabs.append([cell])
        reached = max(reached, cell.bottom)
    return [tuple(slab) for slab in slabs]


def _several_lines(slab: Sequence[_CellLine], height: float) -> bool:
    """Whether cells of a stretch stand on different lines; letters alone set them off less."""
    middles = [c.middle for c in slab]
    return max(middles) - min(middles) > SLACK * height


def _numbers(slab: Sequence[_CellLine]) -> set[int]:
    return {c.column for c in slab if c.is_number}


def _pitches(cells: Sequence[_CellLine]) -> list[float]:
    """Distances between lines of text below each other in one column."""
    found = []
    for column in {c.column for c in cells}:
        held = sorted((c for c in cells if c.column == column), key=lambda c: c.middle)
        found += [
            b.middle - a.middle for a, b in pairwise(held) if not (a.is_number or b.is_number)
        ]
    return found


def _distances(
    above: Sequence[_CellLine], below: Sequence[_CellLine], *, numbers: bool = False
) -> list[float]:
    """Distances from the last line above to the first below, in the columns that hold both."""
    last: dict[int, float] = {}
    for cell in above:
        if cell.is_number or not numbers:
            last[cell.column] = max(last.get(cell.column, -1e9), cell.middle)
    first: dict[int, float] = {}
    for cell in below:
        if cell.is_number or not numbers:
            first[cell.column] = min(first.get(cell.column, 1e9), cell.middle)
    return [first[c] - last[c] for c in first.keys() & last.keys()]


def _divide(page: _Page, mode: _Set) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest division into rows and its cost, for one way of setting text."""
    count = len(page.slabs)
    inner = [0.0] * count  # cost of keeping slab i and the one before together
    split = [0.0] * count  # cost of parting them
    for i in range(1, count):
        inner[i], split[i] = _join_costs(page, i)
    best = [0.0] + [float("inf")] * count
    came = [0] * (count + 1)
    for end in range(1, count + 1):
        joined = 0.0
        for start in range(end - 1, max(-1, end - 1 - LONGEST), -1):
            cost = best[start] + joined + _row_cost(page, start, end, mode) + split[start]
            if cost < best[end]:
                best[end], came[end] = cost, start
            joined += inner[start]
    rows = []
    end = count
    while end:
        rows.append((came[end], end))
        end = came[end]
    return best[count], rows[::-1]


def _join_costs(page: _Page, i: int) -> tuple[float, float]:
    """What it costs to keep two neighbouring stretches together, and what to part them."""
    above, below = page.slabs[i - 1], page.slabs[i]
    gap = min(c.top for c in below) - max(c.bottom for c in above)
    ends, starts = max(c.bottom for c in above), min(c.top for c in below)
    if any(min(b.y1, starts) - max(b.y0, ends) > 0.5 * gap for b in page.tall):
        return 0.0, BRIDGED
    distances = _distances(above, below)
    if not distances:
        return (1.0 if gap > 0.9 * page.height else 0.0), 0.0
    nearest = min(distances)
    apart = min(1.0, max(0.0, (nearest / page.line_pitch - SPREAD) * 4)) * 2
    if page.row_pitch is not None and nearest > CLOSER * page.row_pitch:
        apart = max(apart, APART)
    close = nearest <= 1.03 * page.line_pitch
    return apart, (CLOSE if close else 0.0) - 0.3 * min(1.0, max(0.0, gap / page.height))


def _row_cost(page: _Page, start: int, end: int, mode: _Set) -> float:
    """How badly a stretch of lines makes a row."""
    columns: dict[int, list[_CellLine]] = {}
    for slab in page.slabs[start:end]:
        for cell in slab:
            columns.setdefault(cell.column, []).append(cell)
    cost = 0.0
    numbered = False
    for held in columns.values():
        numbers = sum(c.is_number for c in held)
        cost += TWO_NUMBERS * max(0, numbers - 1)
        numbered = numbered or numbers > 0
    if not numbered:
        outside = end <= page.first or start > page.last
        cost += NO_NUMBER_OUTSIDE if outside else NO_NUMBER
    firsts = {c: min(x.middle for x in held) for c, held in columns.items()}
    lasts = {c: max(x.middle for x in held) for c, held in columns.items()}
    tallest = max(columns, key=lambda c: lasts[c] - firsts[c])
    for column in columns:
        if mode is _Set.TOP:
            off = abs(firsts[column] - firsts[tallest])
        elif mode is _Set.BOTTOM:
            off = abs(lasts[column] - lasts[tallest])
        else:
            off = abs(firsts[column] + lasts[column] - firsts[tallest] - lasts[tallest]) / 2
        cost += min(1.5, max(0.0, off / page.height - SLACK))
    return cost
