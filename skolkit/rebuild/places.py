"""What stands in the rows of a page: the small questions that stitching asks of a page grid."""

from __future__ import annotations

import re

from skolkit.model import PageGrid

FIGURE = re.compile(r"[-−–+(]?[€£$]?\d[\d\s.,:%\-/)]*")
YEAR = re.compile(r"(19|20)\d\d")


def row_texts(grid: PageGrid, row: int) -> dict[int, str]:
    """The texts of one row by column."""
    return {c.column: c.text for c in grid.cells if c.row == row and c.text}


def texts_by_row(grid: PageGrid) -> dict[int, dict[int, str]]:
    """The texts of all rows that hold any, by row and column, in order."""
    held: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        if cell.text:
            held.setdefault(cell.row, {})[cell.column] = cell.text
    return {row: held[row] for row in sorted(held)}


def filled_rows(grid: PageGrid) -> list[int]:
    """The rows that hold text, in order."""
    return sorted({c.row for c in grid.cells if c.text})
