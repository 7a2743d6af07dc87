"""Pages below each other get one set of columns.

A column that is empty on one page is missing there, and a lost line joins two; the other pages of
the strip show them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from skolkit.model import GridCell, PageGrid
from skolkit.rebuild.axes import Axis, usual_heading
from skolkit.rebuild.evidence import COLUMN_SHIFT, best_shift

EDGE_NEAR = 4.0
ALIGNED = 9.0  # points by which an edge between texts may lie elsewhere on two pages
MOSTLY = 0.7  # share of the edges that must lie alike
SLIT_WIDTH = 0.45  # of the usual width: narrower columns may be slits
SLIT_SHARE = 0.06  # texts of a slit, for each of the fullest column
SLIVER_WIDTH = 24.0  # points
SLIVER_SHARE = 0.25  # rows of a sliver, for each of the column beside it


def column_axis(pages: Sequence[PageGrid]) -> Axis:
    """The common columns of pages that lie below each other, from left to right.

    The page with the most columns gives the edges, but for those that few pages have and texts of
    others stand across; edges of other pages are added where two of their columns would fall into
    one. Each column takes the place at which its texts stand.

    Args:
        pages: from top to bottom.
    """
    fullest = max(pages, key=lambda p: len(p.columns))
    target = _edges(fullest)
    shifts = [best_shift(target, _edges(page), COLUMN_SHIFT) for page in pages]
    if all(_same_edges(target, _edges(p) - x) for p, x in zip(pages, shifts, strict=True)):
        same = {i: i for i in range(len(fullest.columns))}
        places: dict[int, dict[int, int]] = {page.page: dict(same) for page in pages}
        return Axis(len(same), places, _column_headings(pages, places, len(same)))
    edges = _upheld([float(x) for x in target], pages, shifts)
    for page, shift in zip(pages, shifts, strict=True):
        edges = _with_edges_of(page, shift, edges)
    edges = _without_slits(edges, pages, shifts)
    places = {}
    for page, shift in zip(pages, shifts, strict=True):
        slots = [_slot(at - shift, edges) for at in _column_middles(page)]
        places[page.page] = _in_order(slots, len(edges) - 1)
    return Axis(len(edges) - 1, places, _column_headings(pages, places, len(edges) - 1))


def _same_edges(
    first: np.ndarray[tuple[int], np.dtype[np.float64]],
    second: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> bool:
    """Whether two pages have as many columns, nearly all at the same places."""
    if len(first) != len(second):
        return False
    return float(np.mean(np.abs(first - second) <= ALIGNED)) >= MOSTLY


def _without_slits(
    edges: Sequence[float], pages: Sequence[PageGrid], shifts: Sequence[float]
) -> list[float]:
    """The edges without narrow columns that hold next to nothing, as specks at a border make."""
    kept = list(edges)
    usual = median(b - a for a, b in pairwise(edges))
    counts = [0] * (len(edges) - 1)
    for page, shift in zip(pages, shifts, strict=True):
        for cell in page.cells:
            if any(char.isalnum() for char in cell.text):
                counts[_slot(cell.box.x_mid - shift, edges)] += 1
    few = SLIT_SHARE * max(counts)
    for n, (left, right) in enumerate(pairwise(edges)):
        if right - left < SLIT_WIDTH * usual and counts[n] <= few and len(kept) > 3:
            kept.remove(
                left if n + 2 == len(edges) or (n and counts[n - 1] < counts[n + 1]) else right
            )
    return kept


def _upheld(
    edges: Sequence[float], pages: Sequence[PageGrid], shifts: Sequence[float]
) -> list[float]:
    """The edges without those that few pages have and that texts of the others stand across."""
    kept = []
    for edge in edges:
        without = [
            (page, shift)
            for page, shift in zip(pages, shifts, strict=True)
            if min(abs(float(x) - shift - edge) for x in _edges(page)) > EDGE_NEAR
        ]
        crossed = any(_crossed(page.cells, edge + shift) for page, shift in without)
        if 2 * len(without) < len(pages) or not crossed:
            kept.append(edge)
    return kept


def _with_edges_of(page: PageGrid, shift: float, edges: Sequence[float]) -> list[float]:
    """The edges, and those of a page that part two of its columns which stand beside each other."""
    slots = [_slot(at - shift, edges) for at in _column_middles(page)]
    filled: list[set[int]] = [set() for _ in page.columns]
    for cell in page.cells:
        if cell.text:
            filled[cell.column].add(cell.row)
    more = [
        page.columns[right].start - shift
        for left, right in pairwise(range(len(page.columns)))
        if slots[left] == slots[right] and filled[left] & filled[right]
    ]
    return sorted([*edges, *more])


def without_sliver(axis: Axis, pages: Sequence[PageGrid]) -> Axis:
    """A strip's columns, its first two as one where the first holds only what spilt into it.

    A long text at the right edge of the paper goes on at the left edge of the next page, and parts
    the first column there in two. Such a sliver is narrow, or texts run on out of it; it is hardly
    filled, and never in a row in which the column beside it is filled as well.
    """
    first: set[tuple[int, int]] = set()
    second: set[tuple[int, int]] = set()
    across = False
    widths: tuple[list[float], list[float]] = ([], [])
    for page in pages:
        for column, place in axis.places[page.page].items():
            if place < 2:
                widths[place].append(page.columns[column].end - page.columns[column].start)
        for cell in page.cells:
            if cell.text and axis.places[page.page][cell.column] < 2:
                held = second if axis.places[page.page][cell.column] else first
                held.add((page.page, cell.row))
                beyond = cell.box.x1 - page.columns[cell.column].end > EDGE_NEAR
                across = across or (held is first and beyond)
    if axis.length < 3 or not all(widths) or any(axis.headings[:2]):
        return axis
    narrow = max(widths[0]) <= min(SLIVER_WIDTH, 0.6 * min(widths[1]))
    if not (narrow or across) or first & second or len(first) > SLIVER_SHARE * len(second):
        return axis
    places = {
        page: {column: max(0, place - 1) for column, place in own.items()}
        for page, own in axis.places.items()
    }
    return Axis(axis.length - 1, places, axis.headings[1:])


def _edges(page: PageGrid) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([b.start for b in page.columns] + [page.columns[-1].end])


def _crossed(cells: Sequence[GridCell], at: float) -> bool:
    """Whether several texts of a page stand across ``at``."""
    across = sum(c.box.x0 < at - 2 and c.box.x1 > at + 2 for c in cells if c.column_span == 1)
    return across >= 2


def _slot(x: float, edges: Sequence[float]) -> int:
    return min(max(0, sum(1 for e in edges if e <= x) - 1), len(edges) - 2)


def _column_middles(page: PageGrid) -> list[float]:
    """Where the texts of each column stand; beside an empty column its band is too wide."""
    held: list[list[float]] = [[] for _ in page.columns]
    for cell in page.cells:
        if cell.text and cell.column_span == 1:
            held[cell.column].append(cell.box.x_mid)
    return [
        median(xs) if xs else (band.start + band.end) / 2
        for xs, band in zip(held, page.columns, strict=True)
    ]


def _in_order(slots: Sequence[int], length: int) -> dict[int, int]:
    """The place of each column, pushed on where two would take one and there is room."""
    places: dict[int, int] = {}
    last = -1
    for column, slot in enumerate(slots):
        place = slot
        if (
            place <= last
            and last + 1 < length
            and (column + 1 >= len(slots) or slots[column + 1] > last + 1)
        ):
            place = last + 1
        places[column] = max(place, max(last, 0))
        last = places[column]
    return places


def _column_headings(
    pages: Sequence[PageGrid], places: Mapping[int, Mapping[int, int]], length: int
) -> tuple[int | None, ...]:
    read: list[list[int]] = [[] for _ in range(length)]
    for page in pages:
        for column, place in places[page.page].items():
            heading = page.columns[column].heading
            if heading is not None:
                read[place].append(heading)
    return tuple(usual_heading(all_) for all_ in read)
