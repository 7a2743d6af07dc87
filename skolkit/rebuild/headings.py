"""Printed headings (A, B, C and 1, 2, 3) are settled for all pages of a document together.

A printer prints headings on all pages of a sheet or on none, and as a band of the same width
everywhere. So a page whose headings were misread is told by the others', and a column of years
that looks like row numbers on one page out of many is taken for data again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from skolkit.model import Doubt, Furniture, FurnitureKind, GridCell, PageGrid
from skolkit.rebuild.furniture import heading_numbers

NEAR = 4.0  # points by which the width of the band may differ
LOOSE = 0.3  # share of the headings that must be read where the band is sure
FEWEST = 0.5  # share of the pages that must have headings
_LETTERS = re.compile(r"[A-Z]{1,3}")


def settle_headings(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Give all pages of a document their headings, or none; the headings' own bands are dropped.

    Args:
        grids: the pages, with the headings that each found for itself.
    """
    headed = [g for g in grids if is_headed(g)]
    if not headed:
        return list(grids)
    width = median(g.columns[0].end - g.columns[0].start for g in headed)
    height = median(g.rows[0].end - g.rows[0].start for g in headed)
    out: list[PageGrid] = []
    found = 0
    for grid in grids:
        if is_headed(grid):
            found += 1
            out.append(grid)
        else:
            out.append(_with_headings(grid, width, height))
            found += is_headed(out[-1])
    if found < FEWEST * len(grids):
        return [_without_headings(g) if is_headed(g) else g for g in grids]
    return [_without_bands(g) if is_headed(g) else g for g in out]


def is_headed(grid: PageGrid) -> bool:
    """Whether the page's bands bear printed numbers and letters."""
    return any(b.heading for b in grid.rows) and any(b.heading for b in grid.columns)


def _with_headings(grid: PageGrid, width: float, height: float) -> PageGrid:
    """The page with its headings, where it has bands of the size that the others' have."""
    if len(grid.columns) < 2 or abs(grid.columns[0].end - grid.columns[0].start - width) > NEAR:
        return grid
    for top in range(min(3, len(grid.rows) - 1)):
        band = grid.rows[top]
        texts = {c.column: c.text for c in grid.cells if c.row == top and c.text}
        if abs(band.end - band.start - height) <= NEAR and all(len(t) <= 3 for t in texts.values()):
            return _read_at(grid, top)
    return grid


def _read_at(grid: PageGrid, top: int) -> PageGrid:
    """Read the headings in the row ``top`` and in the first column."""
    above = {c.column: c.text for c in grid.cells if c.row == top}
    side = {c.row: c.text for c in grid.cells if c.column == 0}
    numbers = heading_numbers(
        [side.get(i, "") for i in range(top + 1, len(grid.rows))], letters=False, share=LOOSE
    )
    letters = [above.get(i, "") for i in range(1, len(grid.columns))]
    columns = heading_numbers(letters, letters=True, share=LOOSE)
    if columns is None and len(letters) == 1 and _LETTERS.fullmatch(letters[0]):
        columns = (ord(letters[0][0]) - 64,)
    if numbers is None:
        return grid
    names = columns or (None,) * len(letters)
    taken = [c for c in grid.cells if c.row <= top or c.column == 0]
    rows = [replace(grid.rows[i + top + 1], heading=n) for i, n in enumerate(numbers)]
    return replace(
        grid,
        rows=(grid.rows[top], *rows),
        columns=(
            grid.columns[0],
            *(replace(b, heading=n) for b, n in zip(grid.columns[1:], names, strict=True)),
        ),
        cells=tuple(
            replace(c, row=c.row - top) for c in grid.cells if c.row > top and c.column > 0
        ),
        furniture=(*grid.furniture, *(_furniture(c, top) for c in taken if c.text)),
    )


def _furniture(cell: GridCell, top: int) -> Furniture:
    if cell.row < top:
        return Furniture(FurnitureKind.HEADER, cell.text, cell.box)
    kind = FurnitureKind.COLUMN_HEADING if cell.row == top else FurnitureKind.ROW_HEADING
    return Furniture(kind, cell.text, cell.box)


def _without_bands(grid: PageGrid) -> PageGrid:
    """The page without the row and the column that only held headings."""
    rows = 0 if grid.rows[0].heading else 1
    columns = 0 if grid.columns[0].heading else 1
    return replace(
        grid,
        rows=grid.rows[rows:],
        columns=grid.columns[columns:],
        cells=tuple(
            replace(c, row=c.row - rows, column=c.column - columns)
            for c in grid.cells
            if c.row >= rows and c.column >= columns
        ),
    )


def _without_headings(grid: PageGrid) -> PageGrid:
    """The page with what was taken for headings as cells again, marked as doubtful."""
    kinds = (FurnitureKind.ROW_HEADING, FurnitureKind.COLUMN_HEADING)
    taken = [f for f in grid.furniture if f.kind in kinds]
    back = []
    for item in taken:
        row = next((i for i, b in enumerate(grid.rows) if b.start <= item.box.y_mid <= b.end), None)
        column = next(
            (i for i, b in enumerate(grid.columns) if b.start <= item.box.x_mid <= b.end), None
        )
        if row is not None and column is not None and item.text:
            back.append(
                GridCell(
                    row, column, item.text, item.box, None, Doubt.LOW_CONFIDENCE, _method(grid)
                )
            )
    return replace(
        grid,
        rows=tuple(replace(b, heading=None) for b in grid.rows),
        columns=tuple(replace(b, heading=None) for b in grid.columns),
        cells=tuple(sorted([*grid.cells, *back], key=lambda c: (c.row, c.column))),
        furniture=tuple(f for f in grid.furniture if f.kind not in kinds),
    )


def _method(grid: PageGrid) -> str:
    return grid.cells[0].method if grid.cells else "ocr"
