"""Printed headings of one page, A, B, C above and 1, 2, 3 beside it, become coordinates."""

from __future__ import annotations

import re
from dataclasses import replace

from skolkit.model import Furniture, FurnitureKind, GridCell, PageGrid
from skolkit.rebuild.furniture import heading_numbers

ABOVE = 3  # rows that a stamp or a header may put above the letters
BESIDE = 2  # columns that a staple or a punch hole may put left of the numbers
SURE_RUN = 4  # numbers that rise by one: then fewer of the letters need be read
LEAST = 0.5  # share of the headings that must fit their run, where both runs are long
MANY_ROWS, MANY_COLUMNS = 8, 4  # long runs, which no table has above and beside it by chance
_LETTER = re.compile(r"[A-Z]")


def with_headings(grid: PageGrid) -> PageGrid:
    """Recognise a page's printed headings, and take them from its cells.

    The band of letters is then the page's first row and the band of numbers its first column, both
    without a number of their own; what stands above or beside them is furniture.

    Args:
        grid: without headings.

    Returns:
        The same grid where it has none.
    """
    for top in range(min(ABOVE, len(grid.rows) - 1)):
        for left in range(min(BESIDE, len(grid.columns) - 1)):
            found = _numbers_at(grid, top, left)
            if found is not None:
                return _taken(grid, top, left, *found)
    return grid


def _numbers_at(
    grid: PageGrid, top: int, left: int
) -> tuple[tuple[int | None, ...], tuple[int | None, ...]] | None:
    """The numbers of rows and columns if the headings begin at this row and column, else None."""
    above = {c.column: c.text for c in grid.cells if c.row == top}
    side = {c.row: c.text for c in grid.cells if c.column == left}
    letters = [above.get(i, "") for i in range(left + 1, len(grid.columns))]
    numbers = [side.get(i, "") for i in range(top + 1, len(grid.rows))]
    by_row = heading_numbers(numbers, letters=False, share=LEAST)
    if by_row is None:
        return None
    if len(letters) > 1:
        by_column = heading_numbers(letters, letters=True, share=LEAST)
    else:
        by_column = _single(letters[0])
    if by_column is None:
        return None
    both = len(numbers) >= MANY_ROWS and len(letters) >= MANY_COLUMNS
    # A long run of row numbers makes it sure that the row above them holds the letters.
    fits = sum(text.strip() == str(n) for text, n in zip(numbers, by_row, strict=True))
    sure = fits >= max(SURE_RUN, 0.7 * len(numbers))
    many = heading_numbers(numbers, letters=False) is not None
    named = heading_numbers(letters, letters=True) is not None or len(letters) == 1
    return (by_row, by_column) if both or (many and (sure or named)) else None


def _single(text: str) -> tuple[int | None, ...] | None:
    """The heading of a page with one column, told by its letter alone."""
    words = [word.strip(" .,'|") for word in text.split()]
    letters = [word for word in words if _LETTER.fullmatch(word)]
    return (ord(letters[-1]) - 64,) if letters else None


def _taken(
    grid: PageGrid,
    top: int,
    left: int,
    by_row: tuple[int | None, ...],
    by_column: tuple[int | None, ...],
) -> PageGrid:
    inside = [c for c in grid.cells if c.row > top and c.column > left]
    outside = [c for c in grid.cells if not (c.row > top and c.column > left)]
    return replace(
        grid,
        rows=(
            grid.rows[top],
            *(replace(b, heading=n) for b, n in zip(grid.rows[top + 1 :], by_row, strict=True)),
        ),
        columns=(
            grid.columns[left],
            *(
                replace(b, heading=n)
                for b, n in zip(grid.columns[left + 1 :], by_column, strict=True)
            ),
        ),
        cells=tuple(replace(c, row=c.row - top, column=c.column - left) for c in inside),
        furniture=(*grid.furniture, *(_furniture(c, top, left) for c in outside)),
    )


def _furniture(cell: GridCell, top: int, left: int) -> Furniture:
    kind = FurnitureKind.STRAY
    if cell.row == top and cell.column > left:
        kind = FurnitureKind.COLUMN_HEADING
    elif cell.column == left and cell.row > top:
        kind = FurnitureKind.ROW_HEADING
    return Furniture(kind, cell.text, cell.box)
