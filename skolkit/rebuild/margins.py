"""Page headers and footers are held against those of the other pages.

A printer sets its header and its footer on every page. So a text that one page took for a header,
and that no other page has at its edge, is the first row of the table; and a name that stands in
the headers of few pages names no sheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz.distance import Levenshtein

from skolkit.model import Band, Doubt, Furniture, FurnitureKind, GridCell, PageGrid
from skolkit.rebuild.furniture import PAGE_OF, page_numbers
from skolkit.rebuild.places import filled_rows

MISREAD = 5  # letters of a sheet's name, of which one may be misread
NEAR = 6.0  # points by which the heights of headers may differ
FEWEST = 0.5  # share of the pages that must have a header for it to be one
EDGES = (FurnitureKind.HEADER, FurnitureKind.FOOTER)


def settle_margins(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Give back to the tables what only few pages took for a header or footer.

    Args:
        grids: the pages of one document; a document of one page is left alone.
    """
    if len(grids) < 2:
        return list(grids)
    out = list(grids)
    for kind in EDGES:
        having = [g for g in out if any(f.kind is kind for f in g.furniture)]
        if having and len(having) < FEWEST * len(out):
            out = [_given_back(g, kind) if g in having else g for g in out]
            if kind is FurnitureKind.HEADER:
                out = [replace(g, sheet_name=None) for g in out]
        elif having:
            heights = [f.box.y_mid for g in having for f in g.furniture if f.kind is kind]
            out = [g if g in having else _taken(g, kind, median(heights)) for g in out]
    return out


def _taken(grid: PageGrid, kind: FurnitureKind, height: float) -> PageGrid:
    """The page without its outermost row, where that stands alone where the others' headers do."""
    rows = filled_rows(grid)
    if len(rows) < 2:
        return grid
    row = rows[0] if kind is FurnitureKind.HEADER else rows[-1]
    held = [c for c in grid.cells if c.row == row and c.text]
    if len(held) != 1 or abs(held[0].box.y_mid - height) > NEAR:
        return grid
    page, pages = page_numbers(held[0].text)
    name = grid.sheet_name
    if kind is FurnitureKind.HEADER and page is None:
        name = held[0].text
    return replace(
        grid,
        cells=tuple(c for c in grid.cells if c.row != row),
        furniture=(*grid.furniture, Furniture(kind, held[0].text, held[0].box)),
        sheet_name=name,
        printed_page=page or grid.printed_page,
        printed_pages=pages or grid.printed_pages,
    )


def _given_back(grid: PageGrid, kind: FurnitureKind) -> PageGrid:
    """The page with the texts of its header or footer as a row of cells."""
    taken = [f for f in grid.furniture if f.kind is kind]
    if not grid.columns or (kind is FurnitureKind.FOOTER and grid.printed_page is not None):
        return grid
    top = min(f.box.y0 for f in taken)
    bottom = max(f.box.y1 for f in taken)
    above = kind is FurnitureKind.HEADER
    row = 0 if above else len(grid.rows)
    cells = [replace(c, row=c.row + 1) if above else c for c in grid.cells]
    cells += [_cell(item, row, grid) for item in taken]
    band = Band(top, bottom)
    return replace(
        grid,
        rows=(band, *grid.rows) if above else (*grid.rows, band),
        cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))),
        furniture=tuple(f for f in grid.furniture if f.kind is not kind),
    )


def _cell(item: Furniture, row: int, grid: PageGrid) -> GridCell:
    starts = [b.start for b in grid.columns]
    column = max(0, sum(1 for x in starts if x <= item.box.x0 + 1) - 1)
    span = sum(1 for x in starts if item.box.x0 < x < item.box.x1 - 1 and x > starts[column])
    method = grid.cells[0].method if grid.cells else "ocr"
    return GridCell(
        row, column, item.text, item.box, None, Doubt.LOW_CONFIDENCE, method, column_span=1 + span
    )


def sheet_names(grids: Sequence[PageGrid]) -> list[tuple[str | None, list[int]]]:
    """Split pages, in order, where the header names another sheet; all in one where headers lack.

    A header that stands on all pages is a title; then the footers are asked, which may name the
    sheet beside the page's number.

    Returns:
        For each name the indexes of its pages; a page without a name goes with those before it.
    """
    footers = [_footer_name(grid) for grid in grids]
    by_header = _named(_without_misread([grid.sheet_name for grid in grids], footers))
    if len(by_header) > 1:
        return by_header
    by_footer = _named(footers)
    in_turn = all(held[-1] - held[0] + 1 == len(held) for _, held in by_footer)
    return by_footer if len(by_footer) > 1 and in_turn else by_header


def _without_misread(
    names: Sequence[str | None], footers: Sequence[str | None]
) -> list[str | None]:
    """The names; one between two pages of one name and with their footer is taken for it."""
    out = list(names)
    for n in range(1, len(names) - 1):
        before, name, after = out[n - 1], names[n], names[n + 1]
        if not (before and name and after and same_name(before, after)):
            continue
        told = [footers[k] for k in (n - 1, n, n + 1)]
        if told[0] and all(foot and same_name(told[0], foot) for foot in told):
            out[n] = before
    return out


def _footer_name(grid: PageGrid) -> str | None:
    """What a page's footer says beside the page's number, if it says anything."""
    for item in grid.furniture:
        if item.kind is FurnitureKind.FOOTER:
            rest = PAGE_OF.sub("", item.text).strip(" .,-–|")
            if rest != item.text.strip(" .,-–|") and sum(c.isalpha() for c in rest) >= 3:
                return rest
    return None


def _named(names: Sequence[str | None]) -> list[tuple[str | None, list[int]]]:
    groups: list[tuple[str | None, list[int]]] = []
    for index, name in enumerate(names):
        if name is None:
            home = groups[-1] if groups else None
        else:
            home = next((g for g in groups if g[0] and same_name(g[0], name)), None)
        if home is None:
            groups.append((name, [index]))
        else:
            home[1].append(index)
    return groups


def same_name(a: str, b: str) -> bool:
    """Whether two headers name one sheet, a misread letter allowed.

    "Blad1" and "Blad2", "Bilaga A" and "Bilaga B" are as alike as a word and its misreading, and
    are two: where only digits differ, or only a letter that stands alone, nothing was misread.
    """
    if a == b:
        return True
    if Levenshtein.distance(a, b) > max(len(a), len(b)) // MISREAD:
        return False
    if re.sub(r"\d", "", a) == re.sub(r"\d", "", b):
        return len(re.findall(r"\d", a)) != len(re.findall(r"\d", b))
    words = list(zip(a.split(), b.split(), strict=False))
    return not any(x != y and len(x) == len(y) == 1 for x, y in words)
