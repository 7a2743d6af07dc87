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
    Ruling,
    Word,
)
from skolkit.rebuild.clipped import with_clipped
from skolkit.rebuild.columns import (
    Edge,
    Part,
    column_places,
    edges_at,
    open_places,
    outside_frame,
    printed_places,
)
from skolkit.rebuild.furniture import Margins, take_margins
from skolkit.rebuild.headings import settle_headings
from skolkit.rebuild.layout import alike, moved
from skolkit.rebuild.lines import box_of, lines_of, phrases_of, text_of, without
from skolkit.rebuild.margins import settle_margins
from skolkit.rebuild.onenumber import NUMBER, WORD_SPACE, glued, one_number, stacked
from skolkit.rebuild.printed import with_headings
from skolkit.rebuild.rows import RowBand, row_bands, row_levels, with_blank_rows
from skolkit.rebuild.specks import blots, dashed_lines, edge_bars, line_bits, specks

HASHES = re.compile(r"#{2,}")
DASHES = {"-", "−", "–", "—", "~", "_"}
HIDES = 0.4  # of a row's height: a bar over so much of it leaves no figure to be read
NO_SPACE = 0.15  # of the word height: text that is cut at its cell's end comes closer
DEEP = 2.5  # points by which a word passes an edge on both sides that goes right through it
CENTRED = 6.0  # points by which the white left and right of a centred text may differ
ACROSS = 1.5  # points by which a word must pass an edge on both sides to run across it


@dataclass(frozen=True, slots=True)
class _Page:
    """A page on its way to a grid: what is taken for data so far, and what is not."""

    reading: PageReading
    margins: Margins
    blots: tuple[Box, ...]
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
        printed = printed_places([moved(parts[m.index], -m.shift) for m in group])
        cleaned = [_cleaned(pages[m.index], [at + m.shift for at in printed]) for m in group]
        held = [moved(p.part, -m.shift) for p, m in zip(cleaned, group, strict=True)]
        places = column_places(held)
        is_open = open_places(places, held)
        for page, member in zip(cleaned, group, strict=True):
            edges = edges_at([at + member.shift for at in places], page.part, is_open)
            grids[member.index] = _grid(page, edges)
    return settle_headings(settle_margins([grids[index] for index in range(len(readings))]))


def _opened(reading: PageReading) -> _Page:
    """The page without specks, blots, header and footer."""
    words = with_clipped(reading)
    blot = blots(words)
    left = without(words, blot)
    marks = specks(left)
    marks += edge_bars(without(left, marks), reading.width, reading.height)
    margins = take_margins(without(left, marks), reading.rulings, reading.height)
    boxes = tuple(w.box for w in blot)
    return _Page(reading, margins, boxes, (*marks, *blot), margins.words)


def _cleaned(page: _Page, printed: Sequence[float]) -> _Page:
    """The page without bits of its printed lines, and without what stands beside its table."""
    rulings = page.reading.rulings
    words: Sequence[Word] = page.words
    lines = [
        *(Ruling(False, at, 0, page.reading.height) for at in printed),
        *(Ruling(True, y, 0, page.reading.width) for y in row_levels(rulings, words)),
    ]
    stray = line_bits(words, lines)
    stray += dashed_lines(without(words, stray))
    words = without(words, stray)
    stray += outside_frame(words, rulings, printed)
    return replace(page, stray=(*page.stray, *stray), words=tuple(without(page.words, stray)))


def _grid(page: _Page, edges: Sequence[Edge]) -> PageGrid:
    reading = page.reading
    bands = with_blank_rows(row_bands(page.words, reading.rulings, edges, page.blots))
    cells = [c for row, band in enumerate(bands) for c in _cells_of(row, band, edges)]
    cells = _with_parted(cells, page.words, edges)
    cells = _with_dashes(cells, bands, edges, page.stray)
    cells = _with_covered(cells, bands, edges, reading.covered, page.blots)
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
        phrases = phrases_of(line)
        for phrase in phrases:
            merged = _is_merged(phrase, edges, alone=len(phrases) == 1)
            for piece in _split(phrase, line.middle, edges, merged=merged):
                first = _column_at(piece[0].box.x0 + ACROSS, edges)
                last = _column_at(piece[-1].box.x1 - ACROSS, edges)
                held.setdefault(first, []).extend(piece)
                parts.setdefault((first, number), []).append(text_of(piece))
                spans[first] = max(spans.get(first, 1), last - first + 1)
    odd = {column for (column, _), texts in parts.items() if glued(texts)} | stacked(parts)
    cells = [
        _cell(row, column, _in_reading_order(words), spans[column])
        for column, words in sorted(held.items())
    ]
    return [_doubted(c, Doubt.AMBIGUOUS_NUMBER) if c.column in odd else c for c in cells]


def _with_parted(
    cells: Sequence[GridCell], words: Sequence[Word], edges: Sequence[Edge]
) -> list[GridCell]:
    """Doubt what could be one number and came into two cells where no line is printed.

    Thousands stand as far from their hundreds as some columns from each other, and a number whose
    first group is lost to its neighbour or to another row looks like any other.
    """
    doubted: set[GridCell] = set()
    for last, first in one_number(words):
        if any(
            last.box.x_mid < e.at < first.box.x_mid and e.printed_at(last.box.y_mid) for e in edges
        ):
            continue
        homes = [next((c for c in cells if _holds(c, w)), None) for w in (last, first)]
        if homes[0] != homes[1]:
            doubted |= {home for home in homes if home is not None}
    return [_doubted(c, Doubt.AMBIGUOUS_NUMBER) if c in doubted else c for c in cells]


def _holds(cell: GridCell, word: Word) -> bool:
    box = cell.box
    inside = box.x0 - 0.1 <= word.box.x0 and word.box.x1 <= box.x1 + 0.1
    return inside and box.y0 - 0.1 <= word.box.y_mid <= box.y1 + 0.1 and word.text in cell.text


def _in_reading_order(words: Sequence[Word]) -> list[Word]:
    return [word for line in lines_of(words) for word in line.words]


def _column_at(x: float, edges: Sequence[Edge]) -> int:
    inside = sum(1 for edge in edges if edge.at <= x) - 1
    return min(max(0, inside), max(0, len(edges) - 2))


def _is_merged(phrase: Sequence[Word], edges: Sequence[Edge], *, alone: bool) -> bool:
    """Whether a phrase is the text of one cell that reaches across columns.

    Edges go right through two of its words, or through one and it stands in the middle; or it is
    the only text of its line, and half of the edges in it go through words. Where figures or dates
    are in the phrase, a word across an edge is rather two cells that the reader took for one.
    """
    if any(len(w.text) > 4 and any(c.isdigit() for c in w.text) for w in phrase):
        return False
    cut = [
        (number, e.at)
        for number, w in enumerate(phrase)
        if w.text.isalpha()
        for e in edges
        if w.box.x0 < e.at - DEEP and w.box.x1 > e.at + DEEP
    ]
    # Text that is cut at its cell's end passes it in a text layer, but then comes the next cell.
    free = [
        at
        for i, at in cut
        if i + 1 == len(phrase)
        or phrase[i + 1].box.x0 - phrase[i].box.x1 >= NO_SPACE * phrase[i].box.height
    ]
    if not free:
        return False
    start, end = phrase[0].box.x0, phrase[-1].box.x1
    left = max((e.at for e in edges if e.at <= start + ACROSS), default=start)
    right = min((e.at for e in edges if e.at >= end - ACROSS), default=end)
    inside = sum(start + ACROSS < e.at < end - ACROSS for e in edges)
    if alone and len(phrase) >= 3 and 2 * len(free) >= inside:
        return True
    return len(free) >= 2 or abs((start - left) - (right - end)) <= CENTRED


def _split(
    phrase: list[Word], y: float, edges: Sequence[Edge], *, merged: bool
) -> list[list[Word]]:
    """Cut a phrase at the edges that apply to it.

    A printed edge applies where it is printed. A river applies unless the phrase runs across an
    edge: then it is text that overflows into empty neighbours, and stays in its own cell.
    """
    overflows = any(
        word.box.x0 < edge.at - ACROSS and word.box.x1 > edge.at + ACROSS
        for word in phrase
        for edge in edges
        if not edge.printed_at(y)  # there two cells were read as one word
    )
    pieces: list[list[Word]] = [[phrase[0]]]
    for before, word in pairwise(phrase):
        between = [e for e in edges if before.box.x_mid < e.at < word.box.x_mid and e.reaches(y)]
        gap = word.box.x0 - before.box.x1
        low = min(before.box.height, word.box.height)
        if merged and NO_SPACE * low <= gap <= WORD_SPACE * low:
            pieces[-1].append(word)
            continue
        printed = any(e.printed_at(y) for e in between)
        river = any(not e.spans or e.is_open for e in between) and not overflows
        space = max((1.0 if e.is_merged_at(y) else 0.35 for e in between), default=1.0)
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
    cells: Sequence[GridCell],
    bands: Sequence[RowBand],
    edges: Sequence[Edge],
    bars: Sequence[Box],
    blot: Sequence[Box],
) -> list[GridCell]:
    """Mark the cells under black bars and stamps, and add those of which nothing else is left."""
    held = {(c.row, c.column): c for c in cells}
    if len(edges) < 2:
        return list(cells)
    covers = [(bar, _rows_under(bar, bands)) for bar in bars]
    covers += [(box, {_band_at(y, bands) for y in _middles(bands, box)}) for box in blot]
    for box, rows in covers:
        if not edges[0].at <= box.x_mid <= edges[-1].at:
            continue
        across = range(_column_at(box.x0 + 3, edges), _column_at(box.x1 - 3, edges) + 1)
        for row in sorted(row for row in rows if row is not None):
            for column in across:
                at = (row, column)
                empty = GridCell(row, column, "", box, 0.0, Doubt.COVERED, "ocr")
                held[at] = _doubted(held.get(at, empty), Doubt.COVERED)
    return [held[at] for at in sorted(held)]


def _band_at(y: float, bands: Sequence[RowBand]) -> int | None:
    return next((i for i, b in enumerate(bands) if b.top <= y <= b.bottom), None)


def _rows_under(bar: Box, bands: Sequence[RowBand]) -> set[int | None]:
    """The row that a bar lies in, and those of which it hides enough to hide a figure."""
    hidden = {
        row
        for row, band in enumerate(bands)
        if min(bar.y1, band.bottom) - max(bar.y0, band.top) >= HIDES * (band.bottom - band.top)
    }
    return hidden | {_band_at(bar.y_mid, bands)}


def _middles(bands: Sequence[RowBand], box: Box) -> list[float]:
    middles = [(b.top + b.bottom) / 2 for b in bands]
    return [y for y in middles if box.y0 <= y <= box.y1]


def _with_dashes(
    cells: Sequence[GridCell],
    bands: Sequence[RowBand],
    edges: Sequence[Edge],
    stray: Sequence[Word],
) -> list[GridCell]:
    """Doubt the numbers in whose cells a speck stands that may be their minus sign."""
    spots = {
        (_band_at(w.box.y_mid, bands), _column_at(w.box.x_mid, edges))
        for w in stray
        if w.text in DASHES
    }
    return [
        _doubted(c, Doubt.AMBIGUOUS_NUMBER)
        if c.doubt is None and (c.row, c.column) in spots and NUMBER.fullmatch(c.text)
        else c
        for c in cells
    ]


def _doubted(cell: GridCell, doubt: Doubt) -> GridCell:
    return replace(cell, doubt=doubt)
