"""Painting over: the pixels are gone, nothing of the old file comes along, broken numbers too."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from skolkit.model import Box, PageReading, Word
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.needles import Needles
from skolkit.privacy.paint import Cover, covers, paint, png, to_pixels
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
