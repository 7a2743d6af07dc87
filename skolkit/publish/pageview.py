"""A page as it was read, drawn as PNG: its picture with grid, words, furniture and doubts on it.

Nothing on the drawing is told by colour alone: each kind of mark has its own pattern or words, and
the legend below the page shows them. Doubtful cells are numbered and listed with what was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from skolkit.intake.images import PageImage
from skolkit.model import FurnitureKind, PageGrid, PageReading
from skolkit.publish.pagelegend import draw_head, draw_legend, head_height, legend_height
from skolkit.publish.pagemarks import (
    COVERED,
    DOUBTFUL,
    FURNITURE,
    GRID,
    INK,
    QUIET,
    WORD,
    Colour,
    Doubtful,
    PageView,
    Rect,
    ToCanvas,
    counted,
    cross_hatch,
    dotted,
    doubtful_cells,
    extents,
    font,
    hatch,
    row_and_column_names,
)

SHORT_SIDE = 1480  # pixels for the shorter side of the paper
LONGEST_SIDE = 4000  # pixels at most, so that a strip of paper makes no giant picture
LEFT, RIGHT, LETTERS = 76, 44, 34  # pixels of margin for row numbers, and for column letters
FADED = 0.85  # of the ink's darkness, so that marks stand out from it
GREYS = 32  # grey levels kept: enough for paper and ink, and half the file


def page_scale(reading: PageReading) -> float:
    """Pixels of the drawing to a point of the page."""
    short, long = sorted((max(1.0, reading.width), max(1.0, reading.height)))
    return min(SHORT_SIDE / short, LONGEST_SIDE / long)


def page_origin(view: PageView) -> tuple[int, int]:
    """Where on the drawing the page's top left corner lies, in pixels."""
    return LEFT, head_height(view) + LETTERS


def draw_page(image: PageImage, view: PageView) -> bytes:
    """Draw a page with what was found on it.

    Args:
        image: the upright picture that the reading's points refer to.
        view: the page's reading, its grid and the cells of the sheet that came from it.

    Returns:
        PNG, the same bytes each time: about 1600 pixels wide for an upright sheet of A4.
    """
    scale = page_scale(view.reading)
    width = max(1, round(view.reading.width * scale))
    height = max(1, round(view.reading.height * scale))
    left, top = page_origin(view)
    doubts = doubtful_cells(view)
    wide = left + width + RIGHT
    below = top + height + 12
    canvas = np.full((below + legend_height(doubts, wide), wide, 3), 255, dtype=np.uint8)
    canvas[top : top + height, left : left + width] = _paper(image, width, height)

    def on_canvas(x0: float, y0: float, x1: float, y1: float) -> Rect:
        return Rect(
            round(left + x0 * scale),
            round(top + y0 * scale),
            round(left + x1 * scale),
            round(top + y1 * scale),
        )

    paper = Rect(left, top, left + width - 1, top + height - 1)
    areas = [on_canvas(d.area.x0, d.area.y0, d.area.x1, d.area.y1).within(paper) for d in doubts]
    words = [
        on_canvas(w.box.x0, w.box.y0, w.box.x1, w.box.y1).within(paper) for w in view.reading.words
    ]
    for area in areas:
        _tint(canvas, area, DOUBTFUL.fill)
    drawing = Image.fromarray(canvas)
    pen = ImageDraw.Draw(drawing)
    pen.rectangle((paper.x0 - 1, paper.y0 - 1, paper.x1 + 1, paper.y1 + 1), outline=QUIET)
    if view.grid is not None:
        furniture = [
            (f.kind, on_canvas(f.box.x0, f.box.y0, f.box.x1, f.box.y1).grown(3).within(paper))
            for f in view.grid.furniture
        ]
        for _, rect in furniture:
            hatch(pen, rect, FURNITURE.line)
        _grid_lines(pen, view.grid, on_canvas)
        _margins(pen, view, on_canvas, paper)
    for rect in words:
        dotted(pen, rect, WORD.line)
    covered = [on_canvas(b.x0, b.y0, b.x1, b.y1).within(paper) for b in view.reading.covered]
    for rect in covered:
        cross_hatch(pen, rect, COVERED.line)
    for area in areas:
        pen.rectangle(area.corners, outline=DOUBTFUL.line, width=3)
    taken = list(words)
    for rect in covered:
        _label_near(pen, "covered", rect, taken, paper, COVERED.line)
    if view.grid is not None:
        _name_furniture(pen, furniture, taken, paper)
    for doubt, area in zip(doubts, areas, strict=True):
        _tag(pen, doubt, area, taken, paper)
    draw_head(pen, view, doubts, wide)
    draw_legend(pen, view, doubts, (0, below), wide)
    held = BytesIO()
    drawing.save(held, format="PNG", compress_level=9)
    return held.getvalue()


def _paper(image: PageImage, width: int, height: int) -> NDArray[np.uint8]:
    """The page's picture at the size of the drawing, somewhat faded."""
    small = Image.fromarray(image.pixels).resize((width, height), Image.Resampling.BOX)
    dark = 255.0 - np.asarray(small, dtype=np.float32)
    step = 255.0 / (GREYS - 1)
    faded = 255.0 - np.round(dark / step) * step * FADED
    return np.repeat(faded.astype(np.uint8)[:, :, None], 3, axis=2)


def _tint(canvas: NDArray[np.uint8], area: Rect, colour: Colour) -> None:
    """Colour the paper of an area and leave its ink as dark as it is."""
    part = canvas[area.y0 : area.y1 + 1, area.x0 : area.x1 + 1]
    part[:] = (part.astype(np.uint16) * np.array(colour, dtype=np.uint16) // 255).astype(np.uint8)


def _grid_lines(pen: ImageDraw.ImageDraw, grid: PageGrid, on_canvas: ToCanvas) -> None:
    """Draw the edges of rows and columns over the extent of the grid."""
    if not grid.rows or not grid.columns:
        return
    rows, columns = extents(grid.rows), extents(grid.columns)
    x0, x1 = columns[0][0], columns[-1][1]
    y0, y1 = rows[0][0], rows[-1][1]
    for y in sorted({at for row in rows for at in row}):
        rect = on_canvas(x0, y, x1, y)
        pen.line(rect.corners, fill=GRID.line, width=1)
    for x in sorted({at for column in columns for at in column}):
        rect = on_canvas(x, y0, x, y1)
        pen.line(rect.corners, fill=GRID.line, width=2)


def _margins(pen: ImageDraw.ImageDraw, view: PageView, on_canvas: ToCanvas, paper: Rect) -> None:
    """Write the sheet's row numbers left of the page and its column letters above it."""
    if view.grid is None:
        return
    rows, columns = row_and_column_names(view)
    last = float("-inf")
    for band, name in zip(view.grid.rows, rows, strict=True):
        rect = on_canvas(0, band.start, 0, band.end)
        y = (rect.y0 + rect.y1) / 2
        if name.text and y - last >= 13:
            ink = INK if name.printed else QUIET
            pen.text(
                (paper.x0 - 10, y), name.text, font=font(15, name.printed), fill=ink, anchor="rm"
            )
            last = y
    last = float("-inf")
    for band, name in zip(view.grid.columns, columns, strict=True):
        rect = on_canvas(band.start, 0, band.end, 0)
        x = (rect.x0 + rect.x1) / 2
        face = font(17, name.printed)
        half = face.getlength(name.text) / 2
        if name.text and x - half > last + 3:
            ink = INK if name.printed else QUIET
            pen.text((x, paper.y0 - 8), name.text, font=face, fill=ink, anchor="ms")
            last = x + half


def _name_furniture(
    pen: ImageDraw.ImageDraw,
    furniture: Sequence[tuple[FurnitureKind, Rect]],
    taken: list[Rect],
    paper: Rect,
) -> None:
    """Write the kind at each piece of furniture, once for a run of printed headings."""
    named: set[FurnitureKind] = set()
    for kind, rect in furniture:
        if kind in {FurnitureKind.ROW_HEADING, FurnitureKind.COLUMN_HEADING} and kind in named:
            continue
        _label_near(pen, f"{kind}", rect, taken, paper, FURNITURE.line)
        named.add(kind)


def _tag(
    pen: ImageDraw.ImageDraw, doubt: Doubtful, area: Rect, taken: list[Rect], paper: Rect
) -> None:
    """Write a doubt's number at its cell, with its name where there is room for it."""
    text = f"{doubt.number} {doubt.doubt}"
    if _free_place(text, area, taken, paper) is None:
        text = f"{doubt.number}"
    _label_near(pen, text, area, taken, paper, DOUBTFUL.line)


def _label_near(
    pen: ImageDraw.ImageDraw,
    text: str,
    area: Rect,
    taken: list[Rect],
    paper: Rect,
    colour: Colour,
) -> None:
    """Write a label where it is free, else over the area's top edge."""
    place = _free_place(text, area, taken, paper)
    if place is None:
        wide, high = _size(text)
        place = Rect(area.x0, area.y0 - high + 4, area.x0 + wide, area.y0 + 4).moved_into(paper)
    pen.rectangle(place.corners, fill=(255, 255, 255), outline=colour)
    middle = (place.y0 + place.y1) / 2
    pen.text((place.x0 + 4, middle), text, font=font(14), fill=INK, anchor="lm")
    taken.append(place)


def _free_place(text: str, area: Rect, taken: Sequence[Rect], paper: Rect) -> Rect | None:
    """Where a label covers no word and no other label: in the area, beside, above or below it."""
    wide, high = _size(text)
    middle = (area.y0 + area.y1 - high) // 2
    corners = (
        (area.x1 - wide - 3, middle),
        (area.x0 + 3, middle),
        (area.x1 + 3, middle),
        (area.x0 - wide - 3, middle),
        (area.x0, area.y0 - high - 1),
        (area.x0, area.y1 + 1),
    )
    for x, y in corners:
        place = Rect(x, y, x + wide, y + high)
        if place.lies_in(paper) and not any(place.meets(other) for other in taken):
            return place
    return None


def _size(text: str) -> tuple[int, int]:
    return round(font(14).getlength(text)) + 7, 18


def describe_page(view: PageView) -> str:
    """Say in words what the drawing shows, for those who cannot see it."""
    doubts = doubtful_cells(view)
    grid = view.grid
    if grid is None:
        found = "no text was read from it"
    else:
        found = (
            f"{counted(len(grid.rows), 'row')} and {counted(len(grid.columns), 'column')}, "
            f"{counted(len(view.reading.words), 'word')}, "
            f"{counted(len(grid.furniture), 'piece')} of furniture"
        )
    kinds = sorted({d.doubt for d in doubts})
    each = ", ".join(f"{sum(d.doubt == kind for d in doubts)} {kind}" for kind in kinds)
    doubtful = counted(len(doubts), "doubtful cell") + (f" ({each})" if each else "")
    demo = "DEMO, invented data. " if view.demo else ""
    return (
        f"{demo}Page {view.reading.page} of {view.pages} of {view.document} with what skolkit found"
        f" on it: {found}; {doubtful}."
    )
