"""One page's words become its grid: rows x columns of cells, furniture apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from skolkit.model import (
    Band,
    Box,
    Doubt,
    Furniture,
    FurnitureKind,
    GridCell,
    PageGrid,
    PageReading,
    Word,
)
from skolkit.rebuild.columns import (
    Edge,
    Part,
    column_places,
    edges_at,
    outside_frame,
    printed_places,
)
from skolkit.rebuild.furniture import Margins, take_margins
from skolkit.rebuild.headings import settle_headings
from skolkit.rebuild.layout import alike, moved
from skolkit.rebuild.lines import box_of, lines_of, phrases_of, text_of
from skolkit.rebuild.margins import settle_margins
from skolkit.rebuild.printed import with_headings
from skolkit.rebuild.rows import RowBand, row_bands
from skolkit.rebuild.specks import specks

NUMBER = re.compile(r"[-−–+(]?[€£$]?\d[\d\s.,:%\-/)]*")
HASHES = re.compile(r"#{2,}")
ACROSS = 1.5  # points by which a word must pass an edge on both sides to run across it


@dataclass(frozen=True, slots=True)
class _Page:
    """A page on its way to a grid: what is taken for data so far, and what is not."""

    reading: PageReading
    margins: Margins
    stray: tuple[Word, ...]
    words: tuple[Word, ...]

    @property
    def part(self) -> Part:
        return Part(lines_of(self.words), self.reading.rulings)


def page_grid(reading: PageReading) -> PageGrid:
    """Rebuild the grid of one page by itself; see ``page_grids``."""
    return page_grids([reading])[0]


def page_grids(readings: Sequence[PageReading]) -> list[PageGrid]:
    """Rebuild the grids of the pages of one document, pages that are set alike together.

    Args:
        readings: words and rulings in points.

    Returns:
        A grid for each page. Row and column bands in order, with cells that index them from 0.
        Headers, footers and printed headings are furniture; printed headings are also kept as the
        bands' numbers.
    """
    pages = [_opened(reading) for reading in readings]
    parts = [page.part for page in pages]
    grids: dict[int, PageGrid] = {}
    for group in alike(parts):
        held = [moved(parts[m.index], -m.shift) for m in group]
        printed = printed_places(held)
        within = []
        for member in group:
            page = pages[member.index]
            frame = [at + member.shift for at in printed]
            stray = outside_frame(page.words, page.reading.rulings, frame)
            within.append(_without(page, stray))
        held = [moved(p.part, -m.shift) for p, m in zip(within, group, strict=True)]
        places = column_places(held)
        for page, member in zip(within, group, strict=True):
            edges = edges_at([at + member.shift for at in places], page.part)
            grids[member.index] = _grid(page, edges)
    return settle_headings(settle_margins([grids[index] for index in range(len(readings))]))


def _opened(reading: PageReading) -> _Page:
    marks = specks(reading.words, reading.rulings)
    gone = {id(w) for w in marks}
    words = [w for w in reading.words if id(w) not in gone]
    margins = take_margins(words, reading.rulings, reading.height)
    return _Page(reading, margins, tuple(marks), margins.words)


def _without(page: _Page, stray: Sequence[Word]) -> _Page:
    gone = {id(w) for w in stray}
    words = tuple(w for w in page.words if id(w) not in gone)
    return _Page(page.reading, page.margins, (*page.stray, *stray), words)


def _grid(page: _Page, edges: Sequence[Edge]) -> PageGrid:
    reading = page.reading
    bands = row_bands(page.words, reading.rulings, edges)
    cells = [c for row, band in enumerate(bands) for c in _cells_of(row, band, edges)]
    cells = _with_covered(cells, bands, edges, reading)
    furniture = list(page.margins.furniture)
    furniture += [Furniture(FurnitureKind.STRAY, word.text, word.box) for word in page.stray]
    grid = PageGrid(
        document_id=reading.document_id,
        page=reading.page,
        width=reading.width,
        height=reading.height,
        rows=tuple(Band(b.top, b.bottom) for b in bands),
        columns=tuple(Band(a.at, b.at) for a, b in pairwise(edges)),
        cells=tuple(cells),
        furniture=tuple(furniture),
        sheet_name=page.margins.header,
        printed_page=page.margins.printed_page,
        printed_pages=page.margins.printed_pages,
    )
    return with_headings(grid)


def _cells_of(row: int, band: RowBand, edges: Sequence[Edge]) -> list[GridCell]:
    """The cells of one row: the pieces of its lines, column by column, lines joined by a space."""
    held: dict[int, list[Word]] = {}
    spans: dict[int, int] = {}
    parts: dict[tuple[int, int], list[str]] = {}
    for number, line in enumerate(lines_of(band.words)):
        for phrase in phrases_of(line):
            for piece in _split(phrase, line.middle, edges):
                first = _column_at(piece[0].box.x0 + ACROSS, edges)
                last = _column_at(piece[-1].box.x1 - ACROSS, edges)
                held.setdefault(first, []).extend(piece)
                parts.setdefault((first, number), []).append(text_of(piece))
                spans[first] = max(spans.get(first, 1), last - first + 1)
    glued = {column for (column, _), texts in parts.items() if _glued(texts)}
    cells = [
        _cell(row, column, _in_reading_order(words), spans[column])
        for column, words in sorted(held.items())
    ]
    return [_doubted(c, Doubt.AMBIGUOUS_NUMBER) if c.column in glued else c for c in cells]


def _in_reading_order(words: Sequence[Word]) -> list[Word]:
    return [word for line in lines_of(words) for word in line.words]


def _glued(texts: Sequence[str]) -> bool:
    """Whether parts that stand apart in one cell and on one line could pass for one number.

    Two numbers of neighbouring columns read like thousands and hundreds; a speck before a number
    reads like its minus sign, which would stand close to it.
    """
    said = [text for text in texts if text]
    numbers = sum(bool(NUMBER.fullmatch(text)) for text in said)
    return len(said) >= 2 and numbers >= 1 and numbers + said.count("-") == len(said)


def _column_at(x: float, edges: Sequence[Edge]) -> int:
    inside = sum(1 for edge in edges if edge.at <= x) - 1
    return min(max(0, inside), max(0, len(edges) - 2))


def _split(phrase: list[Word], y: float, edges: Sequence[Edge]) -> list[list[Word]]:
    """Cut a phrase at the edges that apply to it.

    A printed edge applies where it is printed. A river applies unless the phrase runs across an
    edge: then it is text that overflows into empty neighbours, and stays in its own cell.
    """
    overflows = any(
        word.box.x0 < edge.at - ACROSS and word.box.x1 > edge.at + ACROSS
        for word in phrase
        for edge in edges
    )
    pieces: list[list[Word]] = [[phrase[0]]]
    for before, word in pairwise(phrase):
        between = [e for e in edges if before.box.x_mid < e.at < word.box.x_mid and e.reaches(y)]
        gap = word.box.x0 - before.box.x1
        printed = any(e.printed_at(y) for e in between)
        river = any(not e.spans or e.is_open for e in between) and not overflows
        space = max((1.0 if e.is_solid else 0.35 for e in between), default=1.0)
        patchy = bool(between) and not overflows and gap > space * word.box.height
        if printed or river or patchy:
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return pieces


def _cell(row: int, column: int, words: list[Word], span: int) -> GridCell:
    text = text_of(words)
    doubt = next((w.doubt for w in words if w.doubt is not None), None)
    if HASHES.fullmatch(text.replace(" ", "")):
        doubt = Doubt.HASHES
    sure = [w.confidence for w in words if w.confidence is not None]
    return GridCell(
        row=row,
        column=column,
        text=text,
        box=box_of(words),
        confidence=min(sure) if sure else None,
        doubt=doubt,
        method=min(words, key=lambda w: 1.0 if w.confidence is None else w.confidence).engine,
        column_span=span,
        rivals=tuple(dict.fromkeys(rival for word in words for rival in word.rivals)),
    )


def _with_covered(
    cells: list[GridCell], bands: Sequence[RowBand], edges: Sequence[Edge], reading: PageReading
) -> list[GridCell]:
    """Mark the cells under black bars, and add those of which nothing else is left."""
    out = list(cells)
    for bar in reading.covered:
        row = next((i for i, b in enumerate(bands) if b.top <= bar.y_mid <= b.bottom), None)
        if row is None or len(edges) < 2 or not edges[0].at <= bar.x_mid <= edges[-1].at:
            continue
        for column in range(_column_at(bar.x0 + 3, edges), _column_at(bar.x1 - 3, edges) + 1):
            found = [i for i, c in enumerate(out) if (c.row, c.column) == (row, column)]
            if found:
                out[found[0]] = _doubted(out[found[0]], Doubt.COVERED)
            else:
                box = Box(bar.x0, bar.y0, bar.x1, bar.y1)
                out.append(GridCell(row, column, "", box, 0.0, Doubt.COVERED, "ocr"))
    return sorted(out, key=lambda c: (c.row, c.column))


def _doubted(cell: GridCell, doubt: Doubt) -> GridCell:
    return replace(cell, doubt=doubt)
