"""A drawn page: each mark lies where its thing is, and words tell what colour alone would not."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from skolkit.intake.images import PageImage
from skolkit.model import (
    Band,
    Box,
    Cell,
    Doubt,
    Furniture,
    FurnitureKind,
    GridCell,
    PageGrid,
    PageReading,
    Word,
)
from skolkit.publish import pagelegend
from skolkit.publish.pagemarks import (
    COVERED,
    DOUBTFUL,
    FURNITURE,
    GRID,
    WORD,
    PageView,
    Rect,
    doubtful_cells,
    extents,
    row_and_column_names,
)
from skolkit.publish.pageview import describe_page, draw_page, page_origin, page_scale

WIDTH, HEIGHT = 595.0, 842.0  # A4
BAR = Box(300, 500, 400, 540)
ROWS = (Band(100, 120), Band(120, 140), Band(140, 160))
COLUMNS = (Band(50, 150), Band(150, 300), Band(300, 400))


def grid_cell(row: int, column: int, text: str, **more: object) -> GridCell:
    box = Box(
        COLUMNS[column].start + 5, ROWS[row].start + 5, COLUMNS[column].start + 60,
        ROWS[row].start + 14,
    )  # fmt: skip
    return GridCell(row, column, text, box, 0.9, None, "ocr", **more)  # type: ignore[arg-type]


CELLS = (
    grid_cell(0, 0, "Namn"),
    grid_cell(0, 1, "Belopp"),
    grid_cell(1, 0, "Alfa"),
    GridCell(
        1,
        1,
        "1 234",
        Box(240, 125, 295, 134),
        0.41,
        Doubt.READERS_DISAGREE,
        "ocr/eng",
        rivals=("1 284",),
    ),  # set to the right, where a label would like to stand
    grid_cell(2, 0, "Beta"),
)
GRID_OF_PAGE = PageGrid(
    document_id="doc-00000000",
    page=2,
    width=WIDTH,
    height=HEIGHT,
    rows=ROWS,
    columns=COLUMNS,
    cells=CELLS,
    furniture=(Furniture(FurnitureKind.FOOTER, "Sida 2 av 3", Box(250, 800, 330, 812)),),
)
READING = PageReading(
    document_id="doc-00000000",
    page=2,
    width=WIDTH,
    height=HEIGHT,
    dpi=150.0,
    turn=90,
    skew=0.4,
    shear=0.0,
    method="ocr",
    words=tuple(Word(c.text, c.box, c.confidence, "ocr") for c in CELLS),
    rulings=(),
    covered=(BAR,),
)
SHEET_CELLS = tuple(
    Cell(
        row=c.row + 41,
        column=c.column + 3,
        raw=c.text,
        doubt=c.doubt,
        confidence=c.confidence,
        method=c.method,
        page=2,
        box=c.box,
        rivals=c.rivals,
    )
    for c in CELLS
    if c.row > 0
)
VIEW = PageView(
    document="heap/list.pdf",
    pages=3,
    reading=READING,
    grid=GRID_OF_PAGE,
    cells=SHEET_CELLS,
    sheets=("Blad1",),
    whole=True,
)


def page_image() -> PageImage:
    """White paper with one black square, in the second cell of the second row."""
    pixels = np.full((round(HEIGHT * 150 / 72), round(WIDTH * 150 / 72)), 255, dtype=np.uint8)
    x, y = round(265 * 150 / 72), round(130 * 150 / 72)
    pixels[y - 8 : y + 8, x - 8 : x + 8] = 0
    return PageImage(pixels, 150.0)


def drawn(view: PageView) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(draw_page(page_image(), view))).convert("RGB"))


def at(view: PageView, x: float, y: float) -> tuple[int, int]:
    """The pixel of a point on the page: row, column."""
    left, top = page_origin(view)
    scale = page_scale(view.reading)
    return round(top + y * scale), round(left + x * scale)


def near(picture: NDArray[np.uint8], place: tuple[int, int], colour: tuple[int, ...]) -> bool:
    """Whether a pixel within one of the place has exactly this colour."""
    y, x = place
    return bool((picture[y - 1 : y + 2, x - 1 : x + 2] == colour).all(axis=2).any())


def share(picture: NDArray[np.uint8], view: PageView, box: Box, colour: tuple[int, ...]) -> float:
    """The share of a box's pixels that have a colour."""
    y0, x0 = at(view, box.x0, box.y0)
    y1, x1 = at(view, box.x1, box.y1)
    return float((picture[y0 : y1 + 1, x0 : x1 + 1] == colour).all(axis=2).mean())


@pytest.fixture(scope="module")
def picture() -> NDArray[np.uint8]:
    return drawn(VIEW)


# --- the drawing -------------------------------------------------------------------------------


def test_an_upright_sheet_is_about_1600_pixels_wide_and_a_strip_is_not_endless() -> None:
    assert drawn(VIEW).shape[1] == 1600
    strip = replace(READING, width=60.0, height=6000.0)
    assert page_scale(strip) * 6000 <= 4000


def test_the_same_page_gives_the_same_bytes() -> None:
    assert draw_page(page_image(), VIEW) == draw_page(page_image(), VIEW)


def test_the_grid_lies_at_the_edges_of_rows_and_columns(picture: NDArray[np.uint8]) -> None:
    for band in COLUMNS:
        assert near(picture, at(VIEW, band.start, 150), GRID.line)
    assert near(picture, at(VIEW, 400, 150), GRID.line)
    for band in ROWS:
        assert near(picture, at(VIEW, 350, band.end), GRID.line)
    assert not near(picture, at(VIEW, 350, 150), GRID.line)
    assert not near(picture, at(VIEW, 350, 170), GRID.line)
    assert not near(picture, at(VIEW, 50, 170), GRID.line)


def test_each_word_has_a_box(picture: NDArray[np.uint8]) -> None:
    for word in READING.words:
        if word.text != "1 234":
            assert near(picture, at(VIEW, word.box.x0, word.box.y0), WORD.line), word
            assert near(picture, at(VIEW, word.box.x1, word.box.y_mid), WORD.line), word
    assert not near(picture, at(VIEW, 480, 150), WORD.line)


def test_a_doubtful_cell_is_tinted_framed_and_its_ink_stays(picture: NDArray[np.uint8]) -> None:
    assert near(picture, at(VIEW, 151, 130), DOUBTFUL.line)
    assert near(picture, at(VIEW, 299, 130), DOUBTFUL.line)
    tinted = picture[at(VIEW, 155, 122)]
    assert tuple(tinted) == DOUBTFUL.fill
    ink = picture[at(VIEW, 265, 130)]
    assert ink.max() < 60
    certain = picture[at(VIEW, 130, 130)]
    assert tuple(certain) == (255, 255, 255)


def test_furniture_and_covered_places_are_hatched_each_in_its_way(
    picture: NDArray[np.uint8],
) -> None:
    footer = GRID_OF_PAGE.furniture[0].box
    assert 0.08 < share(picture, VIEW, footer, FURNITURE.line) < 0.4
    assert 0.15 < share(picture, VIEW, BAR, COVERED.line) < 0.5
    away = Box(300, 600, 400, 640)
    assert share(picture, VIEW, away, FURNITURE.line) == 0
    assert share(picture, VIEW, away, (255, 255, 255)) == 1


def test_labels_stand_beside_words_and_never_on_them() -> None:
    doubtless = replace(
        VIEW,
        grid=replace(GRID_OF_PAGE, cells=tuple(replace(c, doubt=None) for c in CELLS)),
        cells=tuple(replace(c, doubt=None) for c in SHEET_CELLS),
    )
    plain, marked = drawn(doubtless), drawn(VIEW)
    for cell in CELLS:
        y0, x0 = at(VIEW, cell.box.x0, cell.box.y0)
        y1, x1 = at(VIEW, cell.box.x1, cell.box.y1)
        before = plain[y0 + 2 : y1 - 1, x0 + 2 : x1 - 1].astype(int)
        after = marked[y0 + 2 : y1 - 1, x0 + 2 : x1 - 1].astype(int)
        tinted = before * np.array(DOUBTFUL.fill) // 255 if cell.doubt else before
        assert np.abs(after - tinted).max() <= 1, cell.text
    free = at(VIEW, 153, 122), at(VIEW, 215, 138)  # left of the word in the doubtful cell
    label = marked[free[0][0] : free[1][0], free[0][1] : free[1][1]]
    assert (label == (255, 255, 255)).all(axis=2).mean() > 0.15, "the doubt's name on white"


def test_demo_stands_on_the_drawing_and_only_there() -> None:
    plain, demo = drawn(VIEW), drawn(replace(VIEW, demo=True))
    corner = np.s_[0:48, -420:]
    assert (plain[corner] == 255).all()
    assert (demo[corner] < 60).all(axis=2).mean() > 0.05
    assert describe_page(replace(VIEW, demo=True)).startswith("DEMO")
    assert "DEMO" not in describe_page(VIEW)


def test_the_legend_grows_with_the_doubts_and_stops_at_some_point() -> None:
    few, wide = doubtful_cells(VIEW), 1600
    none = pagelegend.legend_height((), wide)
    assert pagelegend.legend_height(few, wide) > none
    many = few * pagelegend.MOST_LISTED
    more = few * (pagelegend.MOST_LISTED + 500)
    assert 0 < pagelegend.legend_height(more, wide) - pagelegend.legend_height(many, wide) < 60
    busy = replace(VIEW, cells=SHEET_CELLS * 200)
    assert drawn(busy).shape[0] < drawn(VIEW).shape[0] + 2000


def test_a_page_without_words_or_grid_is_drawn_all_the_same() -> None:
    bare = replace(VIEW, reading=replace(READING, words=()), grid=None, cells=(), sheets=())
    picture = drawn(bare)
    assert picture[at(bare, 265, 130)].max() < 60
    assert "no text was read" in describe_page(bare)


# --- what is said of it ------------------------------------------------------------------------


def test_doubtful_cells_are_listed_with_address_and_place() -> None:
    (one,) = doubtful_cells(VIEW)
    assert (one.number, one.address, one.text, one.doubt) == (
        1, "D42", "1 234", Doubt.READERS_DISAGREE,
    )  # fmt: skip
    assert one.area == Box(150, 120, 300, 140)
    assert pagelegend._told(one) == (
        "D42  readers-disagree: “1 234” (ocr/eng 0.41); others read “1 284”"
    )


def test_a_doubtful_cell_that_no_sheet_has_is_listed_without_address() -> None:
    cells = tuple(replace(c, doubt=Doubt.CLIPPED) if c.row == 0 else c for c in CELLS)
    found = doubtful_cells(replace(VIEW, grid=replace(GRID_OF_PAGE, cells=cells)))
    assert [(d.number, d.address, d.text) for d in found] == [
        (1, "", "Namn"), (2, "", "Belopp"), (3, "D42", "1 234"),
    ]  # fmt: skip


def test_a_doubt_that_came_with_the_type_is_shown() -> None:
    typed = tuple(
        replace(c, doubt=Doubt.NOT_A_NUMBER) if c.raw == "Beta" else c for c in SHEET_CELLS
    )
    found = doubtful_cells(replace(VIEW, cells=typed))
    assert [d.doubt for d in found] == [Doubt.READERS_DISAGREE, Doubt.NOT_A_NUMBER]


def test_margins_name_the_rows_and_columns_of_the_sheet() -> None:
    rows, columns = row_and_column_names(VIEW)
    assert [r.text for r in rows] == ["–", "42", "43"]  # the first row went to no sheet
    assert [c.text for c in columns] == ["C", "D", ""]  # and the last column is empty


def test_printed_headings_stand_before_what_was_counted() -> None:
    headed = replace(GRID_OF_PAGE, rows=(ROWS[0], replace(ROWS[1], heading=7), ROWS[2]))
    rows, _ = row_and_column_names(replace(VIEW, grid=headed))
    assert [(r.text, r.printed) for r in rows] == [("–", False), ("7", True), ("43", False)]


def test_without_the_whole_sheet_the_page_counts_for_itself() -> None:
    rows, columns = row_and_column_names(replace(VIEW, whole=False, cells=(), sheets=()))
    assert [r.text for r in rows] == ["(1)", "(2)", "(3)"]
    assert [c.text for c in columns] == ["(A)", "(B)", ""]


def test_rows_as_tall_as_their_text_meet_halfway_but_a_wide_gap_stays() -> None:
    bands = [Band(100, 108), Band(112, 120), Band(150, 158)]
    assert extents(bands) == [(100, 110), (110, 120), (150, 158)]


def test_the_text_alternative_tells_the_counts() -> None:
    assert describe_page(VIEW) == (
        "Page 2 of 3 of heap/list.pdf with what skolkit found on it: 3 rows and 3 columns, "
        "5 words, 1 piece of furniture; 1 doubtful cell (1 readers-disagree)."
    )


def test_a_rectangle_is_cut_and_moved_to_the_paper() -> None:
    paper = Rect(0, 0, 100, 100)
    assert Rect(90, 90, 120, 130).within(paper) == Rect(90, 90, 100, 100)
    assert Rect(200, 200, 210, 210).within(paper) == Rect(100, 100, 100, 100)
    assert Rect(90, -5, 120, 10).moved_into(paper) == Rect(70, 0, 100, 15)
