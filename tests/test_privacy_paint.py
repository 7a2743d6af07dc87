"""Painting over: the pixels are gone, nothing of the old file comes along, broken numbers too."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from skolkit.model import Box, Cell, PageReading, Sheet, Word
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.privacy.needles import Needles
from skolkit.privacy.paint import Cover, PixelCover, cell_covers, covers, paint, png, to_pixels
from skolkit.privacy.small_groups import SmallGroup
from skolkit.reading.image import PixelBox

DPI = 144.0  # two pixels a point


def numbers(text: str) -> list[Span]:
    """A detector for these tests only."""
    found = re.finditer(r"[0-9]{8}\s?-\s?[0-9]{4}", text)
    return [Span(Kind.PERSONNUMMER, m.start(), m.end(), "test") for m in found]


def word(text: str, x: float, y: float, *, width: float = 0, rivals: tuple[str, ...] = ()) -> Word:
    return Word(text, Box(x, y, x + (width or 6 * len(text)), y + 10), 0.9, "test", rivals=rivals)


def reading(*words: Word) -> PageReading:
    return PageReading("d-1", 1, 600, 800, 300, 0, 0, 0, "ocr", words, ())


def boxes(*words: Word, needles: Needles | None = None) -> list[tuple[float, ...]]:
    found = covers(reading(*words), numbers, needles=needles)
    return [(c.box.x0, c.box.y0, c.box.x1, c.box.y1) for c in found]


def test_only_the_words_with_personal_data_are_covered():
    found = boxes(word("Elev", 10, 10), word("20040101-2398", 40, 10), word("betyg", 130, 10))
    assert found == [(40, 10, 118, 20)]


def test_a_number_broken_over_words_is_covered_whole():
    found = boxes(word("20040101", 40, 10), word("-", 92, 11), word("2398", 102, 10))
    assert found == [(40, 10, 126, 21)]


def test_a_number_broken_over_lines_is_covered_on_both():
    found = boxes(word("Elev", 10, 10), word("20040101-", 40, 10), word("2398", 40, 22))
    assert found == [(40, 10, 94, 20), (40, 22, 64, 32)]


def test_figures_of_neighbouring_columns_are_no_number():
    assert boxes(word("20040101", 40, 10), word("-2398", 140, 10)) == []


def test_what_was_masked_elsewhere_is_covered_here_too():
    needles = Needles.of(["Testa Testsson"])
    words = (word("Av", 10, 10), word("TESTA", 25, 10), word("Testssons", 58, 10))
    assert boxes(*words, needles=needles) == [(25, 10, 112, 20)]
    assert boxes(*words) == []


def test_another_reading_of_a_word_is_enough():
    found = boxes(word("2oo4olol-z3q8", 40, 10, rivals=("20040101-2398",)))
    assert found == [(40, 10, 118, 20)]


def test_another_reading_of_a_word_leaves_the_line_above_alone():
    """The heading of a column stands right above its first value, and says nothing of it."""
    heading, value = word("Nummer", 40, 10), word("2oo4olol", 40, 22, rivals=("20040101-2398",))
    assert boxes(heading, value) == [(40, 22, 88, 32)]


def test_a_candidate_that_is_kept_is_not_covered():
    kept = [Span(Kind.PERSONNUMMER, 0, 13, "orgnr", Decision.KEEP)]
    assert covers(reading(word("20040101-2398", 40, 10)), lambda _: kept) == ()


def test_labels_name_what_was_covered():
    (cover,) = covers(
        reading(word("20040101-2398", 40, 10)),
        numbers,
        label=lambda kind, text: f"[{kind.value} {len(text)}]",
    )
    assert cover.label == "[personnummer 13]"


def cell(row: int, column: int, text: str, *, page: int = 1, boxed: bool = True) -> Cell:
    box = Box(column * 100, row * 20, column * 100 + 80, row * 20 + 10) if boxed else None
    return Cell(row, column, text, page=page, box=box)


def sheet(*cells: Cell) -> Sheet:
    return Sheet("d-1#1", "d-1", "lista.pdf", "Blad1", cells)


def in_cell(one: Cell, start: int, end: int, *, decision: Decision = Decision.MASK) -> Found:
    span = Span(Kind.NAMN, start, end, "test", decision)
    return Found("d-1#1", one.row, one.column, one.page, span, one.raw)


def test_cells_in_which_something_was_masked_are_covered_whole():
    born, four, kept = cell(2, 1, "2004-01-01"), cell(2, 2, "2398"), cell(2, 3, "Granskolan")
    found = [in_cell(born, 0, 10), in_cell(four, 0, 4)]
    found += [in_cell(kept, 0, 10, decision=Decision.KEEP)]
    covered = cell_covers(sheet(born, four, kept, cell(2, 4, "7B")), found, 1)
    assert covered == (Cover(Box(100, 40, 180, 50)), Cover(Box(200, 40, 280, 50)))


def test_cells_of_other_pages_and_sheets_and_names_of_sheets_have_no_cover_here():
    here, there = cell(2, 1, "Testa Testsson"), cell(3, 1, "Påhitta Provberg", page=2)
    name = Found("d-1#1", 0, 0, None, Span(Kind.NAMN, 0, 5, "test"), "Testa Testsson")
    other = Found("d-1#2", 2, 1, 1, Span(Kind.NAMN, 0, 5, "test"), "Testa Testsson")
    assert cell_covers(sheet(here, there), [in_cell(there, 0, 16), name, other], 1) == ()


def test_labels_of_a_cell_stand_in_order_each_once():
    one = cell(2, 1, "Testa Testsson och Påhitta Provberg och Testa Testsson")
    found = [in_cell(one, 19, 35), in_cell(one, 0, 14), in_cell(one, 40, 54)]
    (cover,) = cell_covers(sheet(one), found, 1, label=lambda kind, text: f"[{text.split()[0]}]")
    assert cover.label == "[Testa] [Påhitta]"


def test_small_groups_are_covered_by_what_the_table_shows_for_them():
    groups = [SmallGroup("d-1#1", 2, 1, 1, is_small=True), SmallGroup("d-1#1", 3, 1, 1, False)]
    covered = cell_covers(sheet(cell(2, 1, "3"), cell(3, 1, "9")), [], 1, groups=groups)
    assert [cover.label for cover in covered] == ["<5", ".."]


def test_a_masked_cell_whose_place_is_unknown_stops_the_page():
    one = cell(2, 1, "Testa Testsson", boxed=False)
    with pytest.raises(ValueError, match="no box"):
        cell_covers(sheet(one), [in_cell(one, 0, 14)], 1)
    assert cell_covers(sheet(one), [in_cell(one, 0, 14)], 2) == ()


def test_boxes_in_pixels_have_a_margin_and_stay_inside_the_picture():
    covered = [Cover(Box(0, 10, 20, 20)), Cover(Box(90, 90, 99, 99)), Cover(Box(300, 0, 310, 9))]
    placed = to_pixels(covered, DPI, (200, 199), margin=1.0)
    assert [cover.box for cover in placed] == [
        PixelBox(0, 18, 42, 42),
        PixelBox(178, 178, 199, 200),
    ]


@pytest.mark.parametrize("shape", [(120, 400), (120, 400, 3)])
def test_nothing_of_the_old_pixels_is_left_in_a_box(shape: tuple[int, ...]):
    page = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    cover = to_pixels([Cover(Box(20, 20, 150, 40), "[personnummer 1]")], DPI, shape)
    other = page.copy()
    box = cover[0].box
    other[box.y0 : box.y1, box.x0 : box.x1] = 7
    painted = paint(page, cover)
    assert np.array_equal(painted, paint(other, cover))  # does not depend on what was there
    outside = np.ones(shape[:2], dtype=bool)
    outside[box.y0 : box.y1, box.x0 : box.x1] = False
    assert np.array_equal(painted[outside], page[outside])
    assert painted[~outside].max() > 200, "the label is drawn"
    assert not np.array_equal(page, painted)


def test_of_two_labels_at_one_place_the_later_is_written():
    """The words of a page and the cell they stand in may be known by different labels."""
    white = np.full((60, 400), 255, np.uint8)
    words = PixelCover(PixelBox(20, 10, 360, 50), "[e-post 87]")
    cell = PixelCover(PixelBox(10, 12, 350, 52), "[e-post 3]")
    beside = PixelCover(PixelBox(352, 10, 400, 52), "")
    alone = paint(white, [PixelCover(words.box), cell, beside])
    assert np.array_equal(paint(white, [words, cell, beside]), alone)
    assert not np.array_equal(alone, paint(white, [cell, words, beside]))


def test_a_label_that_does_not_fit_is_left_out():
    page = np.full((40, 40), 255, np.uint8)
    cover = to_pixels([Cover(Box(2, 2, 8, 8), "[personnummer 123456]")], DPI, page.shape)
    box = cover[0].box
    assert paint(page, cover)[box.y0 : box.y1, box.x0 : box.x1].max() == 0


def test_a_packed_picture_is_pixels_and_nothing_else():
    page = np.full((30, 50), 200, np.uint8)
    packed = png(page)
    assert packed == png(page.copy())
    kinds = re.findall(rb"IHDR|IDAT|IEND|tEXt|zTXt|iTXt|eXIf|pHYs|tIME|iCCP", packed)
    assert set(kinds) == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.engine
def test_a_painted_number_cannot_be_read_any_more():
    from skolkit.reading.tesseract import read_whole

    image = Image.new("L", (900, 200), 255)
    font = ImageFont.load_default(size=40)
    ImageDraw.Draw(image).text((40, 70), "Elev 20040101-2398 slut", font=font, fill=0)
    page = np.asarray(image, dtype=np.uint8)
    words = read_whole(page, "swe", psm=6)
    assert any("2398" in one.text for one in words)
    scale = 72 / 300
    read = [
        Word(w.text, Box(*(v * scale for v in (w.box.x0, w.box.y0, w.box.x1, w.box.y1))), 0.9, "t")
        for w in words
    ]
    found = to_pixels(covers(reading(*read), numbers), 300, page.shape)
    text = " ".join(one.text for one in read_whole(paint(page, found), "swe", psm=6))
    assert "Elev" in text
    assert not re.search("2004|2398|0101", text)
