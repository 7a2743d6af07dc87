"""A printer for tests: cuts a sheet into pages as a spreadsheet program does, as page grids."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from skolkit.model import Band, Box, Furniture, FurnitureKind, GridCell, PageGrid, Sheet

LEFT, TOP = 42.0, 42.0
SIZE = (842.0, 595.0)


@dataclass(frozen=True, slots=True)
class Print:
    """How a sheet is printed. Cuts are the first row or column of each tile, from 0."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    over: bool = False
    titles: int = 0  # rows repeated at the top of each page
    headings: bool = False
    numbers: str = "of"  # "of": printed page and total; "bare": a lone number; "" for none
    hidden: tuple[int, ...] = field(default=())  # columns that are not printed


def sheet_of(rows: int, columns: int, seed: int = 1) -> list[list[str]]:
    """A sheet of texts and figures with a row of headings, each cell unlike every other."""
    rng = random.Random(seed)  # noqa: S311
    head = [f"{rng.choice(WORDS)} {rng.choice(WORDS)}" for _ in range(columns)]
    body = [
        [
            f"{rng.choice(WORDS)} {r}" if c % 3 == 0 else str(1000 * r + 17 * c + seed)
            for c in range(columns)
        ]
        for r in range(1, rows)
    ]
    return [head, *body]


WORDS = ["Avser", "Belopp", "Kommun", "Nämnd", "Konsult", "Datum", "Faktura", "Konto", "Projekt"]


def layout_of(rows: int, columns: int, seed: int = 1) -> tuple[list[float], list[float]]:
    """Heights of rows, some of them wrapped, and widths of columns, in points."""
    rng = random.Random(f"layout {seed}")  # noqa: S311
    heights = [rng.choice([11.0, 11.0, 11.0, 22.0, 33.0]) for _ in range(rows)]
    return heights, [rng.choice([38.0, 52.0, 75.0, 96.0, 118.0]) for _ in range(columns)]


def printed(
    sheet: Sequence[Sequence[str]],
    layout: tuple[Sequence[float], Sequence[float]],
    how: Print,
    *,
    seed: int = 1,
) -> list[PageGrid]:
    """Print a sheet: its pages in printed order, each fed to the scanner a little askew."""
    rng = random.Random(f"paper {seed}")  # noqa: S311
    belts = list(pairwise([*how.rows, len(sheet)]))
    strips = list(pairwise([*how.columns, len(sheet[0])]))
    order = (
        [(b, s) for b in belts for s in strips]
        if how.over
        else [(b, s) for s in strips for b in belts]
    )
    pages = []
    for number, (belt, strip) in enumerate(order, 1):
        rows = [*(range(how.titles) if belt[0] else ()), *range(*belt)]
        columns = [c for c in range(*strip) if c not in how.hidden]
        shift = (rng.uniform(-4, 4), rng.uniform(-4, 4))
        pages.append(_page(sheet, layout, how, rows, columns, shift, number, len(order)))
    return pages


def _page(
    sheet: Sequence[Sequence[str]],
    layout: tuple[Sequence[float], Sequence[float]],
    how: Print,
    rows: Sequence[int],
    columns: Sequence[int],
    shift: tuple[float, float],
    number: int,
    of: int,
) -> PageGrid:
    heights, widths = layout
    bands_y = _bands([heights[r] for r in rows], TOP + shift[1], 12.8 if how.headings else 0.0)
    bands_x = _bands([widths[c] for c in columns], LEFT + shift[0], 28.4 if how.headings else 0.0)
    first = 1 if how.headings else 0
    cells = [
        _cell(sheet[r][c], i + first, j + first, bands_y, bands_x)
        for i, r in enumerate(rows)
        for j, c in enumerate(columns)
        if sheet[r][c]
    ]
    footer = {"of": f"Sida {number} av {of}", "bare": str(number), "": ""}[how.numbers]
    box = Box(400, 560, 440, 567)
    return PageGrid(
        document_id="d-1",
        page=number,
        width=SIZE[0],
        height=SIZE[1],
        rows=tuple(
            Band(*y, heading=rows[i - first] + 1 if how.headings and i >= first else None)
            for i, y in enumerate(bands_y)
        ),
        columns=tuple(
            Band(*x, heading=columns[j - first] + 1 if how.headings and j >= first else None)
            for j, x in enumerate(bands_x)
        ),
        cells=tuple(cells),
        furniture=(Furniture(FurnitureKind.FOOTER, footer, box),) if footer else (),
        printed_page=number if how.numbers == "of" else None,
        printed_pages=of if how.numbers == "of" else None,
    )


def _bands(sizes: Sequence[float], start: float, heading: float) -> list[tuple[float, float]]:
    out, at = [], start
    for size in [heading, *sizes] if heading else sizes:
        out.append((at, at + size))
        at += size
    return out


def _cell(
    text: str,
    row: int,
    column: int,
    ys: Sequence[tuple[float, float]],
    xs: Sequence[tuple[float, float]],
) -> GridCell:
    x, y = xs[column], ys[row]
    box = Box(x[0] + 2, y[1] - 9, min(x[1] - 2, x[0] + 2 + 4 * len(text)), y[1] - 2)
    return GridCell(row, column, text, box, 0.9, None, "ocr")


def texts(sheet: Sheet) -> list[list[str]]:
    """A rebuilt sheet as rows of texts, from A1."""
    held = {(c.row, c.column): c.raw for c in sheet.cells}
    rows = max(r for r, _ in held)
    columns = max(c for _, c in held)
    return [[held.get((r, c), "") for c in range(1, columns + 1)] for r in range(1, rows + 1)]
