"""What a drawn page is made of: what is shown, the marks' looks, and rectangles of pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import matplotlib
from PIL import ImageDraw, ImageFont

from skolkit.model import (
    Band,
    Box,
    Cell,
    Doubt,
    GridCell,
    PageGrid,
    PageReading,
    column_letters,
)

Colour = tuple[int, int, int]
INK: Colour = (27, 27, 27)
QUIET: Colour = (89, 89, 89)


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of mark is drawn; the colours differ in lightness too (Okabe and Ito 2008)."""

    line: Colour
    fill: Colour = (255, 255, 255)


GRID = Look((0, 114, 178))
WORD = Look((0, 110, 80))
FURNITURE = Look((110, 110, 110))
DOUBTFUL = Look((150, 75, 0), (255, 213, 138))
COVERED = Look((152, 52, 118))


@dataclass(frozen=True, slots=True)
class PageView:
    """All that is drawn of one page.

    ``cells`` are those cells of its sheets that came from this page, typed; ``whole`` says whether
    the sheets were rebuilt from all pages, so that rows and columns of a sheet are known.
    """

    document: str
    pages: int
    reading: PageReading
    grid: PageGrid | None
    cells: tuple[Cell, ...] = ()
    sheets: tuple[str, ...] = ()
    whole: bool = False
    demo: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A doubtful cell: its number on the drawing, its place on paper, what was read and by whom."""

    number: int
    area: Box
    address: str
    text: str
    doubt: Doubt
    confidence: float | None
    method: str
    rivals: tuple[str, ...]  # what other readers read


@dataclass(frozen=True, slots=True)
class BandName:
    """What stands in the margin at a row or column, and whether it is printed on the paper."""

    text: str
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of pixels with its edges, for drawing."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """As Pillow wants it."""
        return (self.x0, self.y0, self.x1, self.y1)

    def grown(self, by: int) -> Rect:
        """With ``by`` pixels more on each side."""
        return Rect(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def within(self, other: Rect) -> Rect:
        """The part that lies in ``other``: a point on its edge if there is none."""
        x0 = min(max(self.x0, other.x0), other.x1)
        y0 = min(max(self.y0, other.y0), other.y1)
        return Rect(x0, y0, max(x0, min(self.x1, other.x1)), max(y0, min(self.y1, other.y1)))

    def moved_into(self, other: Rect) -> Rect:
        """Pushed back by as much as it sticks out of ``other``."""
        right = max(0, other.x0 - self.x0) - max(0, self.x1 - other.x1)
        down = max(0, other.y0 - self.y0) - max(0, self.y1 - other.y1)
        return Rect(self.x0 + right, self.y0 + down, self.x1 + right, self.y1 + down)

    def lies_in(self, other: Rect) -> bool:
        """Whether all of it lies in ``other``."""
        return (
            self.x0 >= other.x0
            and self.y0 >= other.y0
            and self.x1 <= other.x1
            and self.y1 <= other.y1
        )

    def meets(self, other: Rect) -> bool:
        """Whether the two have a pixel in common."""
        return (
            self.x0 <= other.x1
            and other.x0 <= self.x1
            and self.y0 <= other.y1
            and other.y0 <= self.y1
        )


ToCanvas = Callable[[float, float, float, float], Rect]


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The font of all words on a drawing: the one that comes with the charts' library."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name), size)


def counted(number: int, what: str) -> str:
    """Say a count: ``1 word``, ``2 words``."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def doubtful_cells(view: PageView) -> tuple[Doubtful, ...]:
    """The doubtful cells of a page from top to bottom, numbered from 1.

    Those of the rebuilt sheets, and those of the page that no sheet has (of a repeated heading,
    say): these have no address.
    """
    by_box = {cell.box: cell for cell in view.grid.cells} if view.grid else {}
    found: list[tuple[Box, str, Doubt, Cell | GridCell]] = []
    for cell in view.cells:
        if cell.doubt is not None and cell.box is not None:
            on_page = by_box.get(cell.box)
            area = _area(on_page, view.grid) if on_page and view.grid else cell.box
            address = f"{column_letters(cell.column)}{cell.row}"
            found.append((area, address, cell.doubt, cell))
    in_sheet = {cell.box for cell in view.cells}
    for box, on_page in by_box.items():
        if on_page.doubt is not None and box not in in_sheet and view.grid:
            found.append((_area(on_page, view.grid), "", on_page.doubt, on_page))
    found.sort(key=lambda one: (one[0].y0, one[0].x0))
    return tuple(_doubtful(number, *one) for number, one in enumerate(found, start=1))


def _doubtful(
    number: int, area: Box, address: str, doubt: Doubt, cell: Cell | GridCell
) -> Doubtful:
    return Doubtful(
        number=number,
        area=area,
        address=address,
        text=cell.text if isinstance(cell, GridCell) else cell.raw,
        doubt=doubt,
        confidence=cell.confidence,
        method=cell.method,
        rivals=cell.rivals,
    )


def _area(cell: GridCell, grid: PageGrid) -> Box:
    """The rectangle of a cell between the edges of its rows and columns."""
    rows = extents(grid.rows)[cell.row : cell.row + cell.row_span]
    columns = extents(grid.columns)[cell.column : cell.column + cell.column_span]
    if not rows or not columns:
        return cell.box
    return Box(columns[0][0], rows[0][0], columns[-1][1], rows[-1][1])


def extents(bands: Sequence[Band]) -> list[tuple[float, float]]:
    """Where rows or columns begin and end on the drawing, in points.

    Bands that are as tall as their text alone meet halfway; a gap as large as a band stays.
    """
    spans = [[band.start, band.end] for band in bands]
    for before, after in pairwise(spans):
        gap = after[0] - before[1]
        if 0 < gap <= max(before[1] - before[0], after[1] - after[0]):
            before[1] = after[0] = (before[1] + after[0]) / 2
    return [(start, max(start, end)) for start, end in spans]


def row_and_column_names(view: PageView) -> tuple[list[BandName], list[BandName]]:
    """What the sheet calls the rows and the columns of a page's grid.

    A printed heading stands first; then the row or column of the sheet that most cells of the band
    went to; ``–`` for a band whose cells no sheet has. Where the sheet is not known the page's own
    count stands in parentheses.
    """
    grid = view.grid
    if grid is None:
        return [], []
    row_votes: list[Counter[int]] = [Counter() for _ in grid.rows]
    column_votes: list[Counter[int]] = [Counter() for _ in grid.columns]
    by_box = {cell.box: cell for cell in grid.cells}
    for cell in view.cells:
        on_page = by_box.get(cell.box) if cell.box is not None else None
        if on_page is not None:
            row_votes[on_page.row][cell.row] += 1
            column_votes[on_page.column][cell.column] += 1
    filled_rows = {cell.row for cell in grid.cells}
    filled_columns = {cell.column for cell in grid.cells}
    return (
        _names(grid.rows, row_votes, filled_rows, view.whole, str),
        _names(grid.columns, column_votes, filled_columns, view.whole, column_letters),
    )


def _names(
    bands: Sequence[Band],
    votes: Sequence[Counter[int]],
    filled: set[int],
    whole: bool,
    spell: Callable[[int], str],
) -> list[BandName]:
    names = []
    for at, band in enumerate(bands):
        if band.heading is not None:
            names.append(BandName(spell(band.heading), printed=True))
        elif at not in filled:
            names.append(BandName(""))
        elif not whole:
            names.append(BandName(f"({spell(at + 1)})"))
        elif votes[at]:
            names.append(BandName(spell(votes[at].most_common(1)[0][0])))
        else:
            names.append(BandName("–"))
    return names


def dotted(pen: ImageDraw.ImageDraw, rect: Rect, colour: Colour) -> None:
    """Outline a rectangle with dots."""
    across = [(x, y) for y in (rect.y0, rect.y1) for x in range(rect.x0, rect.x1 + 1, 2)]
    down = [(x, y) for x in (rect.x0, rect.x1) for y in range(rect.y0, rect.y1 + 1, 2)]
    pen.point([*across, *down], fill=colour)


def hatch(pen: ImageDraw.ImageDraw, rect: Rect, colour: Colour) -> None:
    """Fill a rectangle with slanting lines, and outline it."""
    _slanting(pen, rect, colour, rising=True)
    pen.rectangle(rect.corners, outline=colour)


def cross_hatch(pen: ImageDraw.ImageDraw, rect: Rect, colour: Colour) -> None:
    """Fill a rectangle with crossing lines, and outline it."""
    _slanting(pen, rect, colour, rising=True)
    _slanting(pen, rect, colour, rising=False)
    pen.rectangle(rect.corners, outline=colour, width=3)


def _slanting(pen: ImageDraw.ImageDraw, rect: Rect, colour: Colour, *, rising: bool) -> None:
    """Draw parallel lines at 45 degrees, clipped to the rectangle."""
    wide, high = rect.x1 - rect.x0, rect.y1 - rect.y0
    for offset in range(8, wide + high, 8):
        near, far = max(0, offset - high), min(wide, offset)
        if rising:
            ends = (rect.x0 + near, rect.y0 + offset - near, rect.x0 + far, rect.y0 + offset - far)
        else:
            ends = (rect.x1 - near, rect.y0 + offset - near, rect.x1 - far, rect.y0 + offset - far)
        pen.line(ends, fill=colour)
