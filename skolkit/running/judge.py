"""Evidence about a page to problems and rows: blank, unreadable, turned, no table, doubtful.

Ink and no words is a failure, never an empty page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skolkit.model import Document, Doubt, PageGrid, PageReading, Sheet
from skolkit.problems import Problem
from skolkit.publish.exports import PageRow, is_filled
from skolkit.rebuild.gaps import listed

BLANK_INK = 0.001  # share of the page below which it counts as blank
BLACK_INK = 0.9  # share above which no paper shows
ASKEW = 1.0  # degrees; less is what any office scanner does
COARSE_DPI = 140.0
DOUBTFUL_SHARE = 0.2  # of a page's cells, above which the page is named
DOUBTFUL_LEAST = 3  # cells
MOST_DARK = 0.5  # of the cells covered, and none without doubt: a photograph
MANY_TITLE_ROWS = 7  # a title block and its headings rarely take more


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What is kept of a page's reading once its words have become a grid."""

    page: int
    method: str
    width: float
    height: float
    dpi: float
    turn: int
    skew: float
    words: int
    blank: bool


def facts_of(reading: PageReading) -> PageFacts:
    """Keep what ``pages.csv`` tells."""
    return PageFacts(
        page=reading.page,
        method=reading.method,
        width=reading.width,
        height=reading.height,
        dpi=reading.dpi,
        turn=reading.turn,
        skew=reading.skew,
        words=len(reading.words),
        blank=not reading.words,
    )


def reading_problems(document: Document, reading: PageReading) -> tuple[Problem, ...]:
    """Judge a page by its reading; an error among the problems means that the page failed."""
    found: list[Problem] = []

    def note(code: str, detail: str = "") -> None:
        found.append(Problem(code, document.name, page=reading.page, detail=detail))

    if not reading.words:
        if reading.ink_share <= BLANK_INK:
            note("W_BLANK_PAGE")
        elif reading.ink_share >= BLACK_INK:
            note("W_NO_TABLE", "the page is dark all over")
        else:
            note("E_UNREADABLE")
        return tuple(found)
    if reading.turn % 360:
        note("W_ROTATED", f"by {reading.turn % 360} degrees")
    if abs(reading.skew) >= ASKEW:
        note("W_SKEW", f"by {abs(reading.skew):.1f} degrees")
    if reading.method == "ocr" and reading.dpi < COARSE_DPI:
        note("W_DPI", f"{reading.dpi:.0f} dpi")
    return tuple(found)


def grid_problems(document: Document, grid: PageGrid) -> tuple[Problem, ...]:
    """Say if a page has no table: fewer than two rows or two columns, or nothing that was read.

    On a photograph dark places pass for covered cells, and no cell is read without doubt.
    """
    rows = {cell.row for cell in grid.cells}
    columns = {cell.column for cell in grid.cells}
    dark = sum(cell.doubt is Doubt.COVERED for cell in grid.cells)
    is_picture = dark > MOST_DARK * len(grid.cells) and all(c.doubt for c in grid.cells)
    if len(rows) >= 2 and len(columns) >= 2 and not is_picture:
        return ()
    return (Problem("W_NO_TABLE", document.name, page=grid.page),)


def repeat_problems(document: Document, sheets: Iterable[Sheet]) -> tuple[Problem, ...]:
    """Tell where so many rows were taken for repeated headings that they may have been data."""
    return tuple(
        Problem(
            "W_UNSURE_TABLE",
            document.name,
            sheet=sheet.name,
            detail=f"the first {sheet.title_rows} rows of page {sheet.pages[0]} stand again on"
            " later pages and were taken once, as headings",
        )
        for sheet in sheets
        if sheet.title_rows >= MANY_TITLE_ROWS and len(sheet.pages) > 1
    )


def cell_counts(sheets: Iterable[Sheet]) -> dict[tuple[str, int | None], tuple[int, int]]:
    """Count cells and doubtful cells by (document_id, page); native cells have page None."""
    cells: Counter[tuple[str, int | None]] = Counter()
    doubtful: Counter[tuple[str, int | None]] = Counter()
    for sheet in sheets:
        for cell in sheet.cells:
            if is_filled(cell):
                place = (sheet.document_id, cell.page)
                cells[place] += 1
                doubtful[place] += cell.doubt is not None
    return {place: (cells[place], doubtful[place]) for place in cells}


def doubt_problems(
    document: Document, counts: dict[tuple[str, int | None], tuple[int, int]]
) -> tuple[Problem, ...]:
    """Name the pages where many cells are doubtful, and count those of the other pages."""
    found = []
    few = others = 0
    scattered: list[int] = []
    pages: Sequence[int | None] = (
        range(1, document.pages + 1) if document.media_type.is_paged else [None]
    )
    for page in pages:
        cells, doubtful = counts.get((document.document_id, page), (0, 0))
        if doubtful >= DOUBTFUL_LEAST and doubtful > DOUBTFUL_SHARE * cells:
            detail = f"{doubtful} of {cells} cells are doubtful"
            found.append(Problem("W_LOW_CONFIDENCE", document.name, page=page, detail=detail))
            continue
        few, others = few + doubtful, others + cells
        scattered += [page] if doubtful and page is not None else []
    if few:
        noun = "page" if len(scattered) == 1 else "pages"
        on = f", on {noun} {listed([str(page) for page in scattered])}" if scattered else ""
        detail = f"{few} of {others} cells {'is' if few == 1 else 'are'} doubtful{on}"
        found.append(Problem("W_LOW_CONFIDENCE", document.name, detail=detail))
    return tuple(found)


def page_row(
    document: Document, page: int, facts: PageFacts | None, counts: tuple[int, int]
) -> PageRow:
    """The page's row in ``pages.csv``; without facts it has failed."""
    if facts is None:
        return PageRow(
            document_id=document.document_id,
            document=document.name,
            page=page,
            method="",
            width_pt=None,
            height_pt=None,
            dpi=None,
            turn_deg=None,
            skew_deg=None,
            words=0,
            cells=0,
            doubtful_cells=0,
            status="failed",
        )
    return PageRow(
        document_id=document.document_id,
        document=document.name,
        page=page,
        method=facts.method,
        width_pt=round(facts.width, 1),
        height_pt=round(facts.height, 1),
        dpi=round(facts.dpi, 1),
        turn_deg=facts.turn,
        skew_deg=round(facts.skew, 2),
        words=facts.words,
        cells=counts[0],
        doubtful_cells=counts[1],
        status="blank" if facts.blank else "ok",
    )
