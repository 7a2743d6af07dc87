"""The page grids of a document become whole worksheets: the printer's tiling undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from skolkit.model import Cell, Document, GridCell, PageGrid, Sheet
from skolkit.problems import Problem
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.order import in_order, missing_pages, without_twins
from skolkit.rebuild.strips import (
    Strip,
    column_places,
    filled_rows,
    matched_rows,
    repeated_columns,
    side_by_side,
    strips_of,
)

SAME_NAME = 80.0
COLLISION = 0.2  # share of cells of a page that already stand there with another text


@dataclass(frozen=True, slots=True)
class Stitched:
    """The worksheets of a document and what was noticed while joining them."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def stitch(document: Document, grids: Sequence[PageGrid]) -> Stitched:
    """Join the pages of a document into worksheets.

    Decimal marks are settled first. Pages with printed headings are placed by them. Others are
    grouped by their columns, stacked in order, and put side by side where the rows match; repeated
    title rows and columns are kept once.

    Args:
        document: whose pages they are.
        grids: one for each page that was read, as scanned.
    """
    held = [g for g in settle_marks(grids) if g.cells and g.columns]
    held, problems = without_twins(held, document.name)
    ordered = in_order(held)
    problems += missing_pages(ordered, document.name)
    sheets: list[Sheet] = []
    for name, pages in _by_sheet_name(ordered):
        for cells in _sheets_of(pages):
            number = len(sheets) + 1
            sheets.append(_sheet(document, number, name or f"Blad{number}", cells))
    return Stitched(tuple(sheets), tuple(problems))


def _by_sheet_name(grids: Sequence[PageGrid]) -> list[tuple[str | None, list[PageGrid]]]:
    """Split the pages where the header names another sheet; all in one where headers lack."""
    groups: list[tuple[str | None, list[PageGrid]]] = []
    for grid in grids:
        name = grid.sheet_name
        home = None
        if name is None:
            home = groups[-1] if groups else None
        else:
            home = next((g for g in groups if g[0] and fuzz.ratio(g[0], name) >= SAME_NAME), None)
        if home is None:
            groups.append((name, [grid]))
        else:
            home[1].append(grid)
    return groups


@dataclass(frozen=True, slots=True)
class _Placed:
    """The cells of one sheet, and at which row the headings that pages repeat end."""

    cells: tuple[Cell, ...]
    title_rows: int


def _sheets_of(pages: Sequence[PageGrid]) -> list[_Placed]:
    headed = [p for p in pages if _is_headed(p)]
    plain = [p for p in pages if not _is_headed(p)]
    sheets = [_Placed(tuple(cells), 0) for cells in _by_headings(headed)]
    strips = strips_of(plain)
    for family in _families(strips):
        sheets.append(_beside(family) if len(family) > 1 else _stacked(family[0]))
    return [sheet for sheet in sheets if sheet.cells]


def _is_headed(page: PageGrid) -> bool:
    return any(b.heading for b in page.rows) and any(b.heading for b in page.columns)


def _by_headings(pages: Sequence[PageGrid]) -> list[list[Cell]]:
    """Place the pages by their printed headings; a page that collides starts a new sheet."""
    sheets: list[dict[tuple[int, int], Cell]] = []
    for page in pages:
        placed = _headed_cells(page)
        for sheet in sheets:
            clash = sum(
                (c.row, c.column) in sheet and sheet[c.row, c.column].raw != c.raw for c in placed
            )
            if clash <= COLLISION * len(placed):
                for cell in placed:
                    sheet.setdefault((cell.row, cell.column), cell)
                break
        else:
            sheets.append({(c.row, c.column): c for c in placed})
    return [list(sheet.values()) for sheet in sheets]


def _headed_cells(page: PageGrid) -> list[Cell]:
    rows = [band.heading for band in page.rows]
    columns = [band.heading for band in page.columns]
    out = []
    for cell in page.cells:
        row, column = rows[cell.row], columns[cell.column]
        if row is not None and column is not None:
            out.append(_cell(cell, row, column, page.page))
    return out


def _families(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Strips that belong side by side, together; the others each for itself."""
    if side_by_side(strips):
        return [list(strips)]
    families: list[list[Strip]] = []
    for strip in strips:
        home = next((f for f in families if side_by_side([*f, strip])), None)
        if home is None:
            families.append([strip])
        else:
            home.append(strip)
    return families


def _stacked(strip: Strip) -> _Placed:
    """Pages of one strip below each other, title rows once."""
    cells: list[Cell] = []
    top = 0
    widest = max(strip.pages, key=lambda page: len(page.columns))
    for number, page in enumerate(strip.pages):
        rows = _own_rows(page, strip.title_rows if number else 0)
        columns = column_places(page, widest)
        cells += _shifted(page, {row: top + i + 1 for i, row in enumerate(rows)}, columns, 0)
        top += len(rows)
    return _Placed(tuple(cells), strip.title_end)


def _beside(strips: Sequence[Strip]) -> _Placed:
    """Strips side by side: the rows of the first are the sheet's rows."""
    cells: list[Cell] = []
    top = 0
    first = strips[0]
    skipped = [0] + [repeated_columns(first, strip) for strip in strips[1:]]
    for number, page in enumerate(first.pages):
        rows = _own_rows(page, first.title_rows if number else 0)
        place = {row: top + i + 1 for i, row in enumerate(rows)}
        left = 0
        for strip, skip in zip(strips, skipped, strict=True):
            other = strip.pages[number]
            if strip is first:
                mapped = place
            else:
                pairs = matched_rows(page, other)
                mapped = {j: place[i] for i, j in pairs if i in place}
                mapped = _with_unmatched(other, mapped)
            hidden = strip.title_rows if number else 0
            drop = set(filled_rows(other)[:hidden])
            mapped = {row: at for row, at in mapped.items() if row not in drop}
            widest = max(strip.pages, key=lambda one: len(one.columns))
            columns = column_places(other, widest)
            cells += [c for c in _shifted(other, mapped, columns, left - skip) if c.column > left]
            left += strip.columns - skip
        top += len(rows)
    return _Placed(tuple(cells), first.title_end)


def _with_unmatched(page: PageGrid, mapped: dict[int, int]) -> dict[int, int]:
    """Give rows that match none the place of the matched row above; nothing may be lost."""
    full = dict(mapped)
    for row in filled_rows(page):
        if row not in full:
            above = [r for r in mapped if r < row]
            below = [r for r in mapped if r > row]
            if above:
                full[row] = mapped[max(above)]
            elif below:
                full[row] = mapped[min(below)]
    return full


def _own_rows(page: PageGrid, titles: int) -> list[int]:
    """The page's rows from the first filled to the last, without repeated title rows."""
    filled = filled_rows(page)
    own = filled[titles:]
    if not own:
        return []
    start = own[0] if titles else 0
    return list(range(start, filled[-1] + 1))


def _shifted(
    page: PageGrid, place: dict[int, int], columns: dict[int, int], right: int
) -> list[Cell]:
    return [
        _cell(cell, place[cell.row], columns[cell.column] + 1 + right, page.page)
        for cell in page.cells
        if cell.row in place
    ]


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
    )


def _merged(cells: Iterable[Cell]) -> list[Cell]:
    """One cell a place: texts that fell on one place are joined, so that nothing is lost."""
    held: dict[tuple[int, int], Cell] = {}
    for cell in cells:
        key = (cell.row, cell.column)
        if key in held and cell.raw:
            raw = f"{held[key].raw} {cell.raw}".strip()
            held[key] = replace(held[key], raw=raw, doubt=held[key].doubt or cell.doubt)
        elif key not in held:
            held[key] = cell
    return [held[key] for key in sorted(held)]


def _sheet(document: Document, number: int, name: str, placed: _Placed) -> Sheet:
    cells = _merged(placed.cells)
    pages = tuple(sorted({c.page for c in cells if c.page is not None}))
    return Sheet(
        sheet_id=f"{document.document_id}#{number}",
        document_id=document.document_id,
        document_name=document.name,
        name=name,
        cells=tuple(cells),
        pages=pages,
        title_rows=placed.title_rows,
    )
