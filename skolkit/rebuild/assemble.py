"""The tiles of one sheet are put together: every cell at its row and column, titles once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from skolkit.model import Cell, GridCell, PageGrid
from skolkit.rebuild.axes import Axis
from skolkit.rebuild.columnaxis import column_axis, without_sliver
from skolkit.rebuild.rowaxis import row_axis
from skolkit.rebuild.tiling import Tile
from skolkit.rebuild.titles import Repeat, repeated_columns, repeated_like, repeated_rows

MOST_HIDDEN = 400  # rows or columns that a gap in printed headings may hide


@dataclass(frozen=True, slots=True)
class Line:
    """The places of one belt or strip as rows or columns of the sheet, from 1; None is dropped."""

    numbers: tuple[int | None, ...]
    axis: Axis

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last row or column that it holds."""
        held = [n for n in self.numbers if n is not None]
        return (min(held), max(held)) if held else None


@dataclass(frozen=True, slots=True)
class Assembled:
    """The cells of one sheet, where its parts lie, and where its repeated headings end.

    ``filled`` are the tiles (down, over) that a page fills.
    """

    cells: tuple[Cell, ...]
    belts: Mapping[int, Line]
    strips: Mapping[int, Line]
    filled: frozenset[tuple[int, int]]
    title_rows: int


def assemble(tiles: Sequence[Tile], grids: Sequence[PageGrid]) -> Assembled:
    """Put the pages of one sheet together.

    Args:
        tiles: which page lies where.
        grids: the pages that the tiles name by index.
    """
    downs = sorted({t.down for t in tiles})
    overs = sorted({t.over for t in tiles})
    by_down = {d: [t for t in _sorted(tiles) if t.down == d] for d in downs}
    by_over = {o: [t for t in _sorted(tiles) if t.over == o] for o in overs}
    rows = {d: row_axis([grids[t.index] for t in ts]) for d, ts in by_down.items()}
    columns = {o: column_axis([grids[t.index] for t in ts]) for o, ts in by_over.items()}
    for over in overs[1:]:
        held = [grids[t.index] for t in by_over[over]]
        columns[over] = without_sliver(columns[over], held)
    starts = _starts([columns[o] for o in overs])
    lefts = dict(zip(overs, starts, strict=True))
    texts = {
        d: _texts([(grids[t.index], lefts[t.over], columns[t.over]) for t in ts], rows[d])
        for d, ts in by_down.items()
    }
    skips = _title_columns(texts, overs, lefts, columns)
    repeats = _repeats(texts, rows, downs)
    belts = _belts(rows, repeats, _told_twice(texts, repeats, downs), downs)
    strips = _strips(columns, skips, overs)
    cells = _merged(
        cell
        for tile in _sorted(tiles)
        for cell in _cells(grids[tile.index], belts[tile.down], strips[tile.over])
    )
    filled = frozenset((t.down, t.over) for t in tiles)
    return Assembled(tuple(cells), belts, strips, filled, _title_end(belts[downs[0]], repeats))


def _sorted(tiles: Iterable[Tile]) -> list[Tile]:
    return sorted(tiles, key=lambda t: (t.down, t.over))


def _starts(axes: Sequence[Axis]) -> list[int]:
    """Where each strip begins if nothing is repeated, for comparing texts."""
    out, at = [], 0
    for axis in axes:
        out.append(at)
        at += axis.length
    return out


def _texts(pages: Sequence[tuple[PageGrid, int, Axis]], rows: Axis) -> dict[int, dict[int, str]]:
    """The texts of a belt by row place and column."""
    out: dict[int, dict[int, str]] = {}
    for page, left, columns in pages:
        for cell in page.cells:
            if cell.text:
                row = rows.place(page.page, cell.row, cell.box.y_mid)
                if row is None:
                    continue
                at = left + columns.places[page.page][cell.column]
                held = out.setdefault(row, {})
                held[at] = f"{held[at]} {cell.text}" if at in held else cell.text
    return {row: out[row] for row in sorted(out)}


def _title_columns(
    texts: Mapping[int, Mapping[int, Mapping[int, str]]],
    overs: Sequence[int],
    lefts: Mapping[int, int],
    columns: Mapping[int, Axis],
) -> dict[int, int]:
    """How many columns at the left of each strip repeat those of the first."""
    whole = {
        (down, row): by_column for down, held in texts.items() for row, by_column in held.items()
    }
    numbered = dict(enumerate(whole.values()))
    first = columns[overs[0]].length
    out = {overs[0]: 0}
    for over in overs[1:]:
        most = min(first, columns[over].length - 1)
        left = lefts[over]
        found = repeated_columns(
            {n: {c: t for c, t in held.items() if c < first} for n, held in numbered.items()},
            {n: {c: t for c, t in held.items() if c >= left} for n, held in numbered.items()},
            left,
        )
        out[over] = max(0, min(most, found))
    return out


def _repeats(
    texts: Mapping[int, Mapping[int, Mapping[int, str]]],
    rows: Mapping[int, Axis],
    downs: Sequence[int],
) -> dict[int, Repeat | None]:
    """The repeated headings of each belt; a belt whose own were misread is told by the others."""
    out = {down: repeated_rows(texts[downs[0]], texts[down]) for down in downs[1:]}
    for down in [d for d, found in out.items() if found is None]:
        for mate, known in list(out.items()):
            if known is not None and repeated_like(
                texts[mate], rows[mate].sizes, texts[down], rows[down].sizes, known.end
            ):
                out[down] = known
                break
    return out


def _told_twice(
    texts: Mapping[int, Mapping[int, Mapping[int, str]]],
    repeats: Mapping[int, Repeat | None],
    downs: Sequence[int],
) -> dict[int, set[int]]:
    """Rows at a page break that only say once more what stands on the other side of it.

    A merged cell that is cut by the break is printed on both pages, each time with its text.
    """
    out: dict[int, set[int]] = {down: set() for down in downs}
    for above, below in pairwise(downs):
        repeat = repeats.get(below)
        under = [r for r in sorted(texts[below]) if repeat is None or r >= repeat.end]
        over = sorted(texts[above])
        if len(over) < 3 or len(under) < 3:
            continue
        if _says_it(texts[above][over[-1]], [texts[below][r] for r in under[:2]]):
            out[above].add(over[-1])
        elif _says_it(texts[below][under[0]], [texts[above][r] for r in over[-2:]]):
            out[below].add(under[0])
    return out


def _says_it(row: Mapping[int, str], others: Sequence[Mapping[int, str]]) -> bool:
    """Whether a row holds one text only, and another row holds it in the same column with more."""
    if len(row) != 1:
        return False
    [(column, text)] = row.items()
    return any(other.get(column) == text and len(other) > 1 for other in others)


def _belts(
    rows: Mapping[int, Axis],
    repeats: Mapping[int, Repeat | None],
    gone: Mapping[int, set[int]],
    downs: Sequence[int],
) -> dict[int, Line]:
    out: dict[int, Line] = {}
    at = 1
    titled = [d for d, repeat in repeats.items() if repeat is not None]
    sure = 2 * len(titled) > len(repeats)
    for down in downs:
        repeat = repeats.get(down) if sure else None
        skipped = {*range(repeat.end if repeat else 0), *gone[down]}
        numbers = _numbers(rows[down], skipped, at)
        out[down] = Line(numbers, rows[down])
        at = max([n + 1 for n in numbers if n is not None], default=at)
    return out


def _strips(
    columns: Mapping[int, Axis], skips: Mapping[int, int], overs: Sequence[int]
) -> dict[int, Line]:
    out: dict[int, Line] = {}
    at = 1
    for over in overs:
        numbers = _numbers(columns[over], set(range(skips[over])), at)
        out[over] = Line(numbers, columns[over])
        at = max([n + 1 for n in numbers if n is not None], default=at)
    return out


def _numbers(axis: Axis, skipped: set[int], at: int) -> tuple[int | None, ...]:
    """The sheet's number of each place: as printed, or else counted on from ``at``."""
    printed = _rising(axis.headings)
    if not printed or max(n - place for place, n in printed.items()) + axis.length < at:
        kept = [n for n in range(axis.length) if n not in skipped]
        places = {n: at + i for i, n in enumerate(kept)}
        return tuple(places.get(n) for n in range(axis.length))
    out: list[int | None] = []
    first = min(printed)
    for place in range(axis.length):
        if place in printed:
            out.append(printed[place])
        elif place < first:
            number = printed[first] - (first - place)
            out.append(number if number > 0 else None)
        else:
            out.append((out[-1] or 0) + 1)
    return tuple(out)


def _rising(headings: Sequence[int | None]) -> dict[int, int]:
    """The printed numbers that rise along the axis at least as fast as the places: the most."""
    known = [(place, n) for place, n in enumerate(headings) if n is not None]
    best: list[tuple[int, int]] = []
    chains: list[list[tuple[int, int]]] = []
    for place, number in known:
        options = [
            c for c in chains if 0 <= (number - place) - (c[-1][1] - c[-1][0]) <= MOST_HIDDEN
        ]
        # Of equally long chains, the one that needs the smallest gap.
        longest = max(options, key=lambda c: (len(c), c[-1][1] - c[-1][0]), default=[])
        chains.append([*longest, (place, number)])
        if len(chains[-1]) > len(best):
            best = chains[-1]
    return dict(best)


def _title_end(first: Line, repeats: Mapping[int, Repeat | None]) -> int:
    """The sheet's row at which the repeated headings end, 0 where nothing is repeated."""
    found = [r for r in repeats.values() if r is not None]
    if not found or 2 * len(found) <= len(repeats):
        return 0
    ends = [r.last for r in found]
    place = max(set(ends), key=ends.count) - 1
    return first.numbers[place] or 0


def _cells(page: PageGrid, belt: Line, strip: Line) -> list[Cell]:
    columns = strip.axis.places[page.page]
    out = []
    for cell in page.cells:
        place = belt.axis.place(page.page, cell.row, cell.box.y_mid)
        row = None if place is None else belt.numbers[place]
        column = strip.numbers[columns[cell.column]]
        if row is not None and column is not None:
            out.append(_cell(cell, row, column, page.page))
    return out


def _cell(cell: GridCell, row: int, column: int, page: int) -> Cell:
    return Cell(
        row=row,
        column=column,
        raw=cell.text,
        doubt=cell.doubt,
        confidence=cell.confidence,
        method=cell.method,
        page=page,
        box=cell.box,
        row_span=cell.row_span,
        column_span=cell.column_span,
        rivals=cell.rivals,
    )


def _merged(cells: Iterable[Cell]) -> list[Cell]:
    """One cell a place. Texts of one page that fell together are joined, so that nothing is lost.

    What another page prints once more at the place, as headings, is the same cell.
    """
    held: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        key = (cell.row, cell.column)
        if key not in held or not held[key].raw:
            held[key] = cell
        elif cell.raw and cell.page == held[key].page:
            raw = f"{held[key].raw} {cell.raw}".strip()
            held[key] = replace(held[key], raw=raw, doubt=held[key].doubt or cell.doubt)
    return [held[key] for key in sorted(held)]
