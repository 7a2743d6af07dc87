"""Pages beside each other get one set of rows, and pages below each other one set of columns.

A page alone cannot tell a row that is empty on it, nor always whether two lines of text are one
row; the pages beside it can. Positions are compared in points after the shift under which two
pages fit best, since no two sheets of paper are fed alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import numpy as np

from skolkit.model import GridCell, PageGrid
from skolkit.rebuild.evidence import (
    COLUMN_SHIFT,
    ROW_SHIFT,
    best_shift,
    is_ruled,
)
from skolkit.rebuild.places import FIGURE, texts_by_row

SHARED = 0.5  # share of the smaller of two bands that must overlap for both to be one
SPECKS = 0.34  # share of the columns that specks may be found in
EDGE_NEAR = 4.0
ALIGNED = 9.0  # points by which an edge between texts may lie elsewhere on two pages
MOSTLY = 0.7  # share of the edges that must lie alike
SLIT_WIDTH = 0.45  # of the usual width: narrower columns may be slits
SLIT_SHARE = 0.06  # texts of a slit, for each of the fullest column
SLIVER_WIDTH = 24.0  # points
SLIVER_SHARE = 0.25  # rows of a sliver, for each of the column beside it


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows of a belt of pages, or the columns of a strip, with the place of each page's own.

    ``places[page][band]`` is the place, from 0, of a page's band; ``headings[place]`` is the
    printed number, where it was read. ``starts[page][band]`` names the lower ends of the places
    into which a band falls that another page shows to be several, as heights on that page.
    ``sizes[place]`` is a row's height in points.
    """

    length: int
    places: Mapping[int, Mapping[int, int]]
    headings: tuple[int | None, ...]
    starts: Mapping[int, Mapping[int, tuple[float, ...]]] = field(default_factory=dict)
    sizes: tuple[float, ...] = ()

    def place(self, page: int, band: int, at: float) -> int | None:
        """The place of what stands at ``at`` points in a band of a page; None for mere specks."""
        place = self.places[page].get(band)
        ends = self.starts.get(page, {}).get(band, ())
        return None if place is None else place + sum(1 for end in ends if at > end)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row of one page, moved to where the belt's first page has it."""

    page: int
    row: int
    start: float
    end: float


def row_axis(pages: Sequence[PageGrid]) -> Axis:
    """The common rows of pages that lie beside each other.

    Args:
        pages: from left to right.
    """
    pieces, shifts = _moved_rows(pages)
    groups: list[list[_Piece]] = []
    splits: dict[int, dict[int, tuple[float, ...]]] = {}
    for group in _overlapping(pieces):
        if all(_is_speck(pages[piece.page], piece.row) for piece in group):
            continue
        parts = _parted(group, pages)
        for piece in group if len(parts) > 1 else ():
            ends = _inner_ends(piece, parts)
            if ends:
                moved = tuple(end + shifts[piece.page] for end in ends)
                splits.setdefault(pages[piece.page].page, {})[piece.row] = moved
        groups += parts
    places: dict[int, dict[int, int]] = {page.page: {} for page in pages}
    for place, group in enumerate(groups):
        for piece in group:
            places[pages[piece.page].page].setdefault(piece.row, place)
    sizes = tuple(max(_height(pages[p.page], p.row) for p in group) for group in groups)
    return Axis(len(groups), places, _row_headings(pages, places, len(groups)), splits, sizes)


def _height(page: PageGrid, row: int) -> float:
    return page.rows[row].end - page.rows[row].start


def _is_speck(page: PageGrid, row: int) -> bool:
    """Whether a row of a page is dirt: a few marks without a letter or digit, between no lines."""
    held = [cell for cell in page.cells if cell.row == row]
    if len(held) > max(1.0, SPECKS * len(page.columns)) or not held:
        return False
    if any(char.isalnum() for cell in held for char in cell.text):
        return False
    band, others = page.rows[row], [b for n, b in enumerate(page.rows) if n != row]
    touching = any(abs(band.start - b.end) < 0.6 or abs(b.start - band.end) < 0.6 for b in others)
    return not (touching and is_ruled(page))


def _inner_ends(piece: _Piece, parts: Sequence[Sequence[_Piece]]) -> list[float]:
    """Where the rows end into which a row of one page falls, the last excepted."""
    guides = [part[0] for part in parts]
    covered = [
        g
        for g in guides
        if min(piece.end, g.end) - max(piece.start, g.start) >= SHARED * (g.end - g.start)
    ]
    return [(above.end + below.start) / 2 for above, below in pairwise(covered)]


def _moved_rows(pages: Sequence[PageGrid]) -> tuple[list[_Piece], list[float]]:
    """The rows of all pages in the place of the page that has the most of them, and the shifts."""
    first = max(range(len(pages)), key=lambda n: (is_ruled(pages[n]), len(pages[n].rows)))
    target = np.array([(b.start + b.end) / 2 for b in pages[first].rows])
    out, shifts = [], []
    for number, page in enumerate(pages):
        own = np.array([(b.start + b.end) / 2 for b in page.rows])
        shift = 0.0 if number == first else best_shift(target, own, ROW_SHIFT)
        shifts.append(shift)
        out += [
            _Piece(number, row, start - shift, end - shift)
            for row, (start, end) in enumerate(_widened(page))
        ]
    return sorted(out, key=lambda p: (p.start + p.end, p.page)), shifts


def _widened(page: PageGrid) -> list[tuple[float, float]]:
    """The rows of a page, those that only reach round their text widened towards the next ones."""
    spans = [(band.start, band.end) for band in page.rows]
    steps = [b.start + b.end - a.start - a.end for a, b in pairwise(page.rows)]
    most = 0.2 * median(steps) if steps else 0.0
    gaps = [max(0.0, b[0] - a[1]) / 2 for a, b in pairwise(spans)]
    above, below = [0.0, *gaps], [*gaps, 0.0]
    return [
        (start - min(most, up), end + min(most, down))
        for (start, end), up, down in zip(spans, above, below, strict=True)
    ]


def _overlapping(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Rows that overlap by half, in groups from top to bottom."""
    owner = list(range(len(pieces)))

    def root(n: int) -> int:
        while owner[n] != n:
            n = owner[n]
        return n

    order = sorted(range(len(pieces)), key=lambda n: pieces[n].start)
    open_: list[int] = []
    for n in order:
        piece = pieces[n]
        open_ = [m for m in open_ if pieces[m].end > piece.start]
        for m in open_:
            other = pieces[m]
            shared = min(piece.end, other.end) - max(piece.start, other.start)
            smaller = min(piece.end - piece.start, other.end - other.start)
            if other.page != piece.page and shared >= SHARED * smaller:
                owner[root(n)] = root(m)
        open_.append(n)
    groups: dict[int, list[_Piece]] = {}
    for n in order:
        groups.setdefault(root(n), []).append(pieces[n])
    return sorted(groups.values(), key=lambda g: sum(p.start + p.end for p in g) / len(g))


def _parted(group: list[_Piece], pages: Sequence[PageGrid]) -> list[list[_Piece]]:
    """One group as one row, or as the rows of the page that shows that there are several.

    Lines of text that one page took for rows are one row where another page has them in one cell.
    But two rows with a figure each in one column, or between printed lines, are two.
    """
    by_page: dict[int, list[_Piece]] = {}
    for piece in group:
        by_page.setdefault(piece.page, []).append(piece)
    several = [
        held for number, held in by_page.items() if len(held) > 1 and _are_rows(pages[number], held)
    ]
    if not several:
        return [group]
    finest = several[0]
    for held in several[1:]:
        finest = held if len(held) > len(finest) else finest
    guide = sorted(finest, key=lambda p: p.start)
    out: list[list[_Piece]] = [[piece] for piece in guide]
    for piece in group:
        if piece not in guide:
            shares = [
                (min(piece.end, g.end) - max(piece.start, g.start)) / (g.end - g.start)
                for g in guide
            ]
            covered = [n for n, share in enumerate(shares) if share >= SHARED]
            most = max(range(len(guide)), key=lambda n: (round(shares[n], 2), -n))
            out[covered[0] if covered else most].append(piece)
    return out


def _are_rows(page: PageGrid, pieces: Sequence[_Piece]) -> bool:
    bands = [page.rows[row] for row in sorted(piece.row for piece in pieces)]
    if is_ruled(page) and all(abs(b.start - a.end) < 0.6 for a, b in pairwise(bands)):
        return True
    texts = texts_by_row(page)
    figures = [
        {c for c, t in texts.get(piece.row, {}).items() if FIGURE.fullmatch(t)} for piece in pieces
    ]
    # A speck beside a row of figures may read as one more figure: most of a row must face most.
    return any(
        len(a & b) >= max(1.0, SHARED * max(len(a), len(b)))
        for i, a in enumerate(figures)
        for b in figures[i + 1 :]
    )


def _row_headings(
    pages: Sequence[PageGrid], places: Mapping[int, Mapping[int, int]], length: int
) -> tuple[int | None, ...]:
    read: list[list[int]] = [[] for _ in range(length)]
    for page in pages:
        for row, place in places[page.page].items():
            heading = page.rows[row].heading
            if heading is not None:
                read[place].append(heading)
    return tuple(_usual(all_) for all_ in read)


def _usual(read: Sequence[int]) -> int | None:
    return max(set(read), key=read.count) if read else None


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
    return tuple(_usual(all_) for all_ in read)
