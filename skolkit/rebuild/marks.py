"""Decimal marks are settled for a document, and numbers that break their column's form are doubted.

Readers confuse comma and point far more than digits (measured: nearly all wrong texts of a good
digit reader on faxes). What a mark is follows from how the whole document prints its numbers. A
lost comma makes a number ten or a hundred times too large without looking odd, but its column
tells: where nearly all numbers have one decimal, one without is doubtful.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from skolkit.model import Doubt, GridCell, PageGrid

_DECIMAL = re.compile(r"([-−–+(]?[€£$]?\d[\d ]*)([.,])(\d{1,2})([ )%€]*)")
_WHOLE = re.compile(r"[-−–+(]?[€£$]?\d[\d ]*[ )%€]*")
FEWEST = 8  # numbers with a decimal mark, before the document is taken to have settled on one
SETTLED = 0.85
UNIFORM = 0.9


def settle_marks(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Give the numbers of a document one decimal mark, and doubt those that break the form.

    Only cells that were read from a picture are touched, and only where one mark stands before
    one or two last digits and no other mark is in the number. A cell that is changed keeps a
    doubt if it had one; its method tells that the mark was settled.

    Args:
        grids: the pages of one document.
    """
    votes: Counter[str] = Counter()
    for grid in grids:
        for cell in grid.cells:
            match = _decimal(cell)
            if match:
                votes[match[2]] += 1
    total = sum(votes.values())
    if total < FEWEST:
        return list(grids)
    mark, count = votes.most_common(1)[0]
    if count < SETTLED * total:
        return list(grids)
    return [_with_forms(_with_mark(grid, mark), mark) for grid in grids]


def _decimal(cell: GridCell) -> re.Match[str] | None:
    return _DECIMAL.fullmatch(cell.text) if cell.method.startswith("ocr") else None


def _with_mark(grid: PageGrid, mark: str) -> PageGrid:
    cells = []
    for cell in grid.cells:
        match = _decimal(cell)
        if match and match[2] != mark:
            text = f"{match[1]}{mark}{match[3]}{match[4]}"
            cells.append(replace(cell, text=text, method="ocr/mark"))
        else:
            cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _with_forms(grid: PageGrid, mark: str) -> PageGrid:
    """Doubt the numbers without decimals in columns where nearly all have as many."""
    forms: dict[int, Counter[int]] = {}
    for cell in grid.cells:
        places = _places(cell, mark)
        if places is not None:
            forms.setdefault(cell.column, Counter())[places] += 1
    usual = {
        column: counts.most_common(1)[0][0]
        for column, counts in forms.items()
        if counts.total() >= FEWEST
        and counts.most_common(1)[0][1] >= UNIFORM * counts.total()
        and counts.most_common(1)[0][0] > 0
    }
    cells = []
    for cell in grid.cells:
        places = _places(cell, mark)
        odd = cell.column in usual and places is not None and places != usual[cell.column]
        if odd and cell.doubt is None and cell.method.startswith("ocr"):
            cell = replace(cell, doubt=Doubt.AMBIGUOUS_NUMBER)
        cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _places(cell: GridCell, mark: str) -> int | None:
    """How many decimals a number has; None for what is no number."""
    match = _DECIMAL.fullmatch(cell.text)
    if match:
        return len(match[3]) if match[2] == mark else None
    return 0 if _WHOLE.fullmatch(cell.text) else None
