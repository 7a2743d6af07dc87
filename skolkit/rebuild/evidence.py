"""How strongly two pages speak for having the same columns, or the same rows, of one sheet.

Both are told in natural log odds (0: the pages say nothing; 3: twenty to one), so that they can be
added over many pairs of pages. What is rare in the document weighs, and what is everywhere does
not: that all rows of two pages are 12.8 points high says nothing where all rows of the document
are, and a run of wrapped rows of odd heights that stands on two pages is as good as a fingerprint,
even where not a word of the text could be read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from rapidfuzz import fuzz

from skolkit.model import Band, PageGrid
from skolkit.rebuild.places import FIGURE, texts_by_row
from skolkit.rebuild.sortkeys import by_sort_keys
from skolkit.rebuild.titles import MOST_ABOVE, MOST_TITLES, repeated_rows

MOST = 6.0  # log odds that one kind of evidence may reach
STEP_MOST = 2.0  # log odds that one distance may add
ROW_SHIFT = 40.0  # points by which the print may lie higher on one page
COLUMN_SHIFT = 14.0
ROW_NEAR = 3.0  # points
EDGE_NEAR = 4.0
COMMON = 0.15  # log odds of a distance that nearly all neighbours have
MET = 0.75  # share of the rows of the sparser page that find their fellows, in a bad scan
MISSED_ROWS = 8.0  # log odds lost in proportion to what is missing from that share
MISSED_EDGE = 1.5
SAME_COUNT = 0.5  # as many rows or columns, each at its fellow's place
SHIFT_COST = 0.5  # a free shift makes chance fits likelier
SAME_HEADS = 4.0
OTHER_HEADS = 3.0
OTHER_KINDS = 2.0
OTHER_PAPER = 6.0
SAME_TITLES = 4.0
SAME_HEADINGS = 8.0
OTHER_BOTTOM = 2.0
COLUMNS_AGAINST = 0.5  # share of what speaks for the same columns, held against lying beside
ROWS_AGAINST = 0.3  # the same of rows, held against lying below: rows are alike by chance sooner
HAD_ROOM = 2.5  # against a page whose first row or column had fitted on the page before it
FULL_HEIGHT = 0.8  # share of the paper that a printer fills at least, where there is more to print
FULL_WIDTH = 0.86
TOP_ROWS = 6  # rows at the top among which headings are looked for


class Evidence:
    """Evidence on pairs of the pages given, each pair weighed once."""

    def __init__(self, grids: Sequence[PageGrid]) -> None:
        """Take the pages of one document, and learn which distances are common in it."""
        self.grids = grids
        self._rows = [np.array([(b.start + b.end) / 2 for b in g.rows]) for g in grids]
        self._edges = [np.array([b.start for b in g.columns] + [g.columns[-1].end]) for g in grids]
        self._anchors = [_anchors(g) for g in grids]
        self._row_rarity = _rarity(self._rows)
        self._edge_rarity = _rarity(self._edges)
        self._kinds = [_kinds(g) for g in grids]
        self._tops = [_top(g) for g in grids]
        self._ruled = [is_ruled(g) for g in grids]
        self._lowest = max(max(g.rows[-1].end, FULL_HEIGHT * g.height) for g in grids)
        self._rightmost = max(max(g.columns[-1].end, FULL_WIDTH * g.width) for g in grids)
        self._columns: dict[tuple[int, int], float] = {}
        self._same: dict[tuple[int, int], float] = {}

    def same_columns(self, a: int, b: int) -> float:
        """Log odds that two pages, by their index, show the same columns of one sheet."""
        key = (min(a, b), max(a, b))
        if key not in self._columns:
            self._columns[key] = self._weigh_columns(*key)
        return self._columns[key]

    def same_rows(self, a: int, b: int) -> float:
        """Log odds that two pages, by their index, show the same rows of one sheet."""
        key = (min(a, b), max(a, b))
        if key not in self._same:
            self._same[key] = self._weigh_rows(*key)
        return self._same[key]

    def headed(self, page: int) -> bool:
        """Whether a page's rows and columns bear printed numbers and letters."""
        grid = self.grids[page]
        return any(b.heading for b in grid.rows) and any(b.heading for b in grid.columns)

    def first_row(self, pages: Sequence[int]) -> float:
        """The printed number of the first row of pages; endless where none has any."""
        return _first([b.heading for p in pages for b in self.grids[p].rows])

    def first_column(self, pages: Sequence[int]) -> float:
        """The printed letter of the first column of pages, as a number; endless without any."""
        return _first([b.heading for p in pages for b in self.grids[p].columns])

    def sorted_pages(self, pages: Sequence[int]) -> list[int]:
        """Pages with the same columns as their contents are sorted; as given where none are."""
        if any(self.grids[p].printed_page is not None for p in pages):
            return list(pages)
        order = by_sort_keys([self.grids[p] for p in pages])
        return [pages[n] for n in order] if order else list(pages)

    def begins_again(self, first: int, later: int) -> bool:
        """Whether a page begins with all that the first page of a sheet begins with."""
        found = repeated_rows(self._texts(first), self._texts(later))
        return found is not None and found.first == min(self._texts(first))

    def _texts(self, page: int) -> dict[int, dict[int, str]]:
        held = texts_by_row(self.grids[page])
        return {row: held[row] for row in list(held)[: MOST_ABOVE + MOST_TITLES + 1]}

    def above(self, a: int, b: int) -> float:
        """Log odds that page b lies below page a: same columns, other rows, and no room on a."""
        first, second = self.grids[a], self.grids[b]
        gap = self._lowest - first.rows[-1].end
        needed = 1.5 * _pitch(first.rows) + max(x.end - x.start for x in second.rows[:3])
        fitted = self._ruled[a] and gap > needed
        alike = ROWS_AGAINST * min(MOST, max(0.0, self.same_rows(a, b)))
        return self.same_columns(a, b) - alike - (HAD_ROOM if fitted else 0.0)

    def beside(self, a: int, b: int) -> float:
        """Log odds that page b lies right of page a: same rows, other columns, and no room on a."""
        first, second = self.grids[a], self.grids[b]
        gap = self._rightmost - first.columns[-1].end
        fitted = self._ruled[a] and gap > 12 + max(x.end - x.start for x in second.columns[:2])
        alike = COLUMNS_AGAINST * min(MOST, max(0.0, self.same_columns(a, b)))
        return self.same_rows(a, b) - alike - (HAD_ROOM if fitted else 0.0)

    def _weigh_columns(self, a: int, b: int) -> float:
        first, second = self.grids[a], self.grids[b]
        told = _by_headings([x.heading for x in first.columns], [x.heading for x in second.columns])
        if told:
            return told
        if _other_paper(first, second):
            return -OTHER_PAPER
        heads = _heads_alike(self._tops[a], self._tops[b])
        edges = self._fit(self._edges[a], self._edges[b], COLUMN_SHIFT, self._edge_rarity)
        flush = self._flush(a, b)
        geometry = max(-MOST, min(MOST, max(edges, flush)))
        if heads > 0:
            return max(geometry, -1.0) + SAME_HEADS
        both = [c for c in self._kinds[a] if c in self._kinds[b]]
        if len(first.columns) == len(second.columns) and len(both) >= 2:
            agree = sum(self._kinds[a][c] == self._kinds[b][c] for c in both) / len(both)
            geometry -= OTHER_KINDS if agree < 0.7 else 0.0
        return geometry - (OTHER_HEADS if heads < 0 else 0.0)

    def _fit(
        self,
        first: np.ndarray[tuple[int], np.dtype[np.float64]],
        second: np.ndarray[tuple[int], np.dtype[np.float64]],
        reach: float,
        rarity: dict[int, float],
    ) -> float:
        shift = best_shift(first, second, reach)
        pairs = near_pairs(first, second - shift, EDGE_NEAR)
        gain = _step_gain(first, pairs, rarity)
        missed = len(first) + len(second) - 2 * len(pairs)
        return gain - 0.5 * MISSED_EDGE * missed + (SAME_COUNT if not missed else -SHIFT_COST)

    def _flush(self, a: int, b: int) -> float:
        """Columns told by where their texts begin or end: for pages without printed lines."""
        first, second = self._anchors[a], self._anchors[b]
        if not first or not second:
            return 0.0
        best = -MOST
        for shift in _shifts(first, second):
            pairs: list[tuple[int, int]] = []
            free = 0
            for j, (left, right) in enumerate(second):
                near = [
                    i
                    for i in range(free, len(first))
                    if min(abs(first[i][0] - left + shift), abs(first[i][1] - right + shift))
                    <= EDGE_NEAR
                ]
                if near:
                    pairs.append((near[0], j))
                    free = near[0] + 1
            lefts = np.array([x for x, _ in first])
            gain = _step_gain(lefts, pairs, self._edge_rarity)
            missed = len(first) + len(second) - 2 * len(pairs)
            best = max(best, gain - 0.5 * MISSED_EDGE * missed - SHIFT_COST)
        return best

    def _weigh_rows(self, a: int, b: int) -> float:
        first, second = self.grids[a], self.grids[b]
        told = _by_headings([x.heading for x in first.rows], [x.heading for x in second.rows])
        if told:
            return told
        if _other_paper(first, second) or not first.rows or not second.rows:
            return -OTHER_PAPER
        shift = best_shift(self._rows[a], self._rows[b], ROW_SHIFT)
        near = min(ROW_NEAR, max(1.5, 0.3 * _pitch(first.rows)))
        pairs = near_pairs(self._rows[a], self._rows[b] - shift, near)
        gain = _step_gain(self._rows[a], pairs, self._row_rarity)
        met = len(pairs) / min(len(first.rows), len(second.rows))
        even = len(first.rows) == len(second.rows) == len(pairs)
        weight = gain - MISSED_ROWS * max(0.0, MET - met) + (SAME_COUNT if even else -SHIFT_COST)
        weight += self._bottoms(first, second, shift)
        weight = max(-MOST, min(MOST, weight))
        return weight + (SAME_TITLES if _same_title_column(first, second, pairs) else 0.0)

    def _bottoms(self, first: PageGrid, second: PageGrid, shift: float) -> float:
        """A table that ends halfway down the page ends there in all its parts."""
        one, other = first.rows[-1].end, second.rows[-1].end - shift
        pitch = _pitch(first.rows)
        if abs(one - other) <= 0.5 * pitch:
            return OTHER_BOTTOM if max(one, other) < self._lowest - 2 * pitch else 0.0
        return -min(OTHER_BOTTOM, 0.5 * abs(one - other) / pitch)


def _first(headings: Sequence[int | None]) -> float:
    return min((h for h in headings if h), default=math.inf)


def is_ruled(grid: PageGrid) -> bool:
    """Whether the page's rows touch each other, as between printed lines, and not as text does."""
    touching = sum(abs(below.start - above.end) < 0.6 for above, below in pairwise(grid.rows))
    return len(grid.rows) > 2 and touching >= 0.7 * (len(grid.rows) - 1)


def _pitch(bands: Sequence[Band]) -> float:
    return (bands[-1].end - bands[0].start) / len(bands)


def best_shift(
    first: np.ndarray[tuple[int], np.dtype[np.float64]],
    second: np.ndarray[tuple[int], np.dtype[np.float64]],
    reach: float,
) -> float:
    """By how much the second page's positions must be lowered to meet most of the first's.

    Args:
        first: positions on a page, in points, rising.
        second: positions on the other.
        reach: the greatest shift, in points; the smallest of about equally good ones is taken.
    """
    gaps = (second[:, None] - first[None, :]).ravel()
    gaps = np.sort(gaps[np.abs(gaps) <= reach])
    if not len(gaps):
        return 0.0
    low = np.searchsorted(gaps, gaps - 1.5, "left")
    high = np.searchsorted(gaps, gaps + 1.5, "right")
    # Rows that all stand equally far apart fit nearly as well one row off.
    dear = max(0.03, 0.004 * min(len(first), len(second)))
    score = (high - low) - dear * np.abs(gaps)
    at = int(np.argmax(score))
    return float(np.median(gaps[low[at] : high[at]]))


def near_pairs(
    first: np.ndarray[tuple[int], np.dtype[np.float64]],
    second: np.ndarray[tuple[int], np.dtype[np.float64]],
    near: float,
) -> list[tuple[int, int]]:
    """Pairs of positions that lie within ``near`` points of each other, both in order."""
    pairs, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        if abs(first[i] - second[j]) <= near:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif first[i] < second[j]:
            i += 1
        else:
            j += 1
    return pairs


def _rarity(
    positions: Sequence[np.ndarray[tuple[int], np.dtype[np.float64]]],
) -> dict[int, float]:
    """Minus the logarithm of the share of each distance, in whole points, between neighbours."""
    seen: Counter[int] = Counter()
    for where in positions:
        seen.update(round(float(step)) for step in np.diff(where))
    total = sum(seen.values())
    return {
        step: min(STEP_MOST, -math.log(sum(seen[step + d] for d in (-1, 0, 1)) / total))
        for step in seen
    }


def _step_gain(
    where: np.ndarray[tuple[int], np.dtype[np.float64]],
    pairs: Sequence[tuple[int, int]],
    rarity: dict[int, float],
) -> float:
    gain = 0.0
    for (i, j), (k, m) in pairwise(pairs):
        if k == i + 1 and m == j + 1:
            gain += max(0.0, rarity.get(round(float(where[k] - where[i])), STEP_MOST) - COMMON)
    return gain


def _by_headings(first: Sequence[int | None], second: Sequence[int | None]) -> float:
    """Printed headings settle it, where both pages have them."""
    a, b = {x for x in first if x}, {x for x in second if x}
    if not a or not b:
        return 0.0
    return SAME_HEADINGS if len(a & b) > 0.5 * min(len(a), len(b)) else -SAME_HEADINGS


def _other_paper(a: PageGrid, b: PageGrid) -> bool:
    return abs(a.width - b.width) > 20 or abs(a.height - b.height) > 20


def _anchors(grid: PageGrid) -> list[tuple[float, float]]:
    """Where the texts of each filled column usually begin and end."""
    held: dict[int, list[tuple[float, float]]] = {}
    for cell in grid.cells:
        if cell.text and cell.column_span == 1:
            held.setdefault(cell.column, []).append((cell.box.x0, cell.box.x1))
    return [
        (median(x0 for x0, _ in spans), median(x1 for _, x1 in spans))
        for _, spans in sorted(held.items())
    ]


def _shifts(
    first: Sequence[tuple[float, float]], second: Sequence[tuple[float, float]]
) -> list[float]:
    """Shifts under which some text of one page begins where one of the other does."""
    gaps = sorted(b[0] - a[0] for a in first for b in second if abs(b[0] - a[0]) <= COLUMN_SHIFT)
    return sorted({0.0, *gaps[:: max(1, len(gaps) // 8)]}, key=abs)


def _kinds(grid: PageGrid) -> dict[int, bool]:
    """Per column with at least three texts: whether most are figures."""
    held: dict[int, list[bool]] = {}
    for cell in grid.cells:
        if cell.text:
            held.setdefault(cell.column, []).append(bool(FIGURE.fullmatch(cell.text)))
    return {c: sum(all_) * 2 >= len(all_) for c, all_ in held.items() if len(all_) >= 3}


@dataclass(frozen=True, slots=True)
class _Top:
    """What the rows at the top of a page say that look like headings."""

    said: tuple[str, ...]
    first_is_head: bool


def _top(grid: PageGrid) -> _Top:
    rows = list(texts_by_row(grid).values())
    said = []
    for texts in rows[:TOP_ROWS]:
        figures = sum(bool(FIGURE.fullmatch(t)) for t in texts.values())
        line = " ".join(texts.values())
        if len(texts) >= 2 and figures < 0.35 * len(texts) and len(line) >= 8:
            said.append(line)
    first = rows[0] if rows else {}
    head = (
        len(rows) >= 3
        and len(first) >= 2
        and not any(FIGURE.fullmatch(t) for t in first.values())
        and any(FIGURE.fullmatch(row.get(c, "")) for row in rows[1:6] for c in first)
    )
    return _Top(tuple(said), head)


def _heads_alike(a: _Top, b: _Top) -> int:
    """1 where a row of headings stands on both pages, -1 where each has its own, else 0."""
    pairs = [
        (one, other)
        for one in a.said
        for other in b.said
        if min(len(one), len(other)) > 0.5 * max(len(one), len(other))
    ]
    alike = max((fuzz.ratio(one, other) for one, other in pairs), default=0.0)
    if alike >= 85:
        return 1
    return -1 if alike < 55 and a.first_is_head and b.first_is_head else 0


def _same_title_column(a: PageGrid, b: PageGrid, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether the first column of two pages says the same, row by row, and not one thing always."""
    left = {c.row: c.text for c in a.cells if c.column == 0 and c.text}
    right = {c.row: c.text for c in b.cells if c.column == 0 and c.text}
    both = [(left[i], right[j]) for i, j in pairs if i in left and j in right]
    if len(both) < 5 or len({one for one, _ in both}) < max(3, 0.5 * len(both)):
        return False
    return sum(fuzz.ratio(one, other) for one, other in both) / len(both) >= 85
