"""Pages beside each other get one set of rows.

A page alone cannot tell a row that is empty on it, nor always whether two lines of text are one
row; the pages beside it can. Positions are compared in points after the shift under which two
pages fit best, since no two sheets of paper are fed alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from skolkit.model import PageGrid
from skolkit.rebuild.axes import Axis, usual_heading
from skolkit.rebuild.evidence import ROW_SHIFT, best_shift, is_ruled
from skolkit.rebuild.places import FIGURE, texts_by_row

SHARED = 0.5  # share of the smaller of two bands that must overlap for both to be one
UNIFORM = 0.06  # share of their height by which equally high rows may differ
MOST_ROWS = 0.55  # share of the rows that must be equally high
ABUT = 0.6  # points: rows that are parted by a printed line come as close
FITS = 0.3  # share of a row's height by which lost rows may miss their places
SPECKS = 0.34  # share of the columns that specks may be found in


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row of one page, moved to where the belt's first page has it.

    ``rows`` are the page's own rows that it is: several, where lines of text make one row.
    """

    page: int
    rows: tuple[int, ...]
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
        if all(_is_speck(pages[piece.page], row) for piece in group for row in piece.rows):
            continue
        parts = _parted(group, pages)
        for piece in group if len(parts) > 1 else ():
            ends = _inner_ends(piece, parts)
            if ends:
                moved = tuple(end + shifts[piece.page] for end in ends)
                split = splits.setdefault(pages[piece.page].page, {})
                split.update(dict.fromkeys(piece.rows, moved))
        groups += parts
    places: dict[int, dict[int, int]] = {page.page: {} for page in pages}
    for place, group in enumerate(groups):
        for piece in group:
            for row in piece.rows:
                places[pages[piece.page].page].setdefault(row, place)
    sizes = tuple(max(_height(pages[p.page], p.rows) for p in group) for group in groups)
    return Axis(len(groups), places, _row_headings(pages, places, len(groups)), splits, sizes)


def _height(page: PageGrid, rows: Sequence[int]) -> float:
    return max(page.rows[r].end for r in rows) - min(page.rows[r].start for r in rows)


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
            _Piece(number, rows, start - shift, end - shift)
            for rows, start, end in _row_spans(page)
        ]
    return sorted(out, key=lambda p: (p.start + p.end, p.page)), shifts


def _row_spans(page: PageGrid) -> list[tuple[tuple[int, ...], float, float]]:
    """The rows of a page with where they start and end.

    Where printed lines were lost, rows only reach round their text. They are widened towards the
    next ones; where all rows of the page are equally high, they take the places that the lost
    lines left, and lines of text that lie in one such place are one row.
    """
    spans = _widened(page)
    pitch = _common_height(page)
    out: list[tuple[tuple[int, ...], float, float]] = []
    row = 0
    while row < len(spans):
        stop = row
        while pitch and stop < len(spans) and not _is_whole(page, stop, pitch):
            stop += 1
        slots = _slots_between(page, row, stop, pitch) if pitch and stop > row else None
        if slots is None:
            stop = max(stop, row + 1)
            out += [((n,), *spans[n]) for n in range(row, stop)]
        else:
            out += slots
        row = stop
    return out


def _common_height(page: PageGrid) -> float | None:
    """The height that most rows of a page with printed lines have; None where they differ."""
    if not is_ruled(page):
        return None
    heights = [b.end - b.start for b in page.rows]
    usual = median(heights)
    alike = sum(abs(height - usual) <= UNIFORM * usual for height in heights)
    return usual if alike >= MOST_ROWS * len(heights) else None


def _is_whole(page: PageGrid, row: int, pitch: float) -> bool:
    band = page.rows[row]
    return abs(band.end - band.start - pitch) <= 2 * UNIFORM * pitch


def _slots_between(
    page: PageGrid, first: int, stop: int, pitch: float
) -> list[tuple[tuple[int, ...], float, float]] | None:
    """Rows without lines in the places between two rows with lines; None where these do not fit."""
    if first == 0 or stop >= len(page.rows):
        return None
    bands = page.rows[first - 1 : stop + 1]
    if all(below.start - above.end < ABUT for above, below in pairwise(bands)):
        return None  # printed lines part them, though they are not all of one height
    start, end = page.rows[first - 1].end, page.rows[stop].start
    count = round((end - start) / pitch)
    if count < 1 or abs(end - start - count * pitch) > FITS * pitch:
        return None
    size = (end - start) / count
    held: dict[int, list[int]] = {}
    for row in range(first, stop):
        band = page.rows[row]
        if band.end - band.start > (1 + FITS) * pitch:
            return None
        at = int(((band.start + band.end) / 2 - start) // size)
        held.setdefault(min(max(at, 0), count - 1), []).append(row)
    return [
        (tuple(rows), start + at * size, start + (at + 1) * size)
        for at, rows in sorted(held.items())
    ]


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
    bands = [page.rows[row] for row in sorted(row for piece in pieces for row in piece.rows)]
    if is_ruled(page) and all(abs(b.start - a.end) < 0.6 for a, b in pairwise(bands)):
        return True
    texts = texts_by_row(page)
    figures = [
        {c for r in piece.rows for c, t in texts.get(r, {}).items() if FIGURE.fullmatch(t)}
        for piece in pieces
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
    return tuple(usual_heading(all_) for all_ in read)
