"""The picture stages on pages drawn with known answers; no engine."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn import DPI, FONT, draw_table
from PIL import Image, ImageDraw, ImageFont

from skolkit.reading.broken import take_out_broken_lines
from skolkit.reading.image import even_light, ink_mask, open_black_fills
from skolkit.reading.laid import lay_out
from skolkit.reading.rulings import take_out_rulings
from skolkit.reading.segments import segment
from skolkit.reading.upright import glyphs_lie, lines_run_down, skew_of, straighten, turned

ROWS = [["Leverantör", "Belopp", "År"]] + [
    [f"Bolag nummer {i}", f"{i * 1234},50", str(2010 + i)] for i in range(1, 13)
]
WIDTHS = [700, 420, 300]


def rotated(pixels: np.ndarray, degrees: float) -> np.ndarray:
    h, w = pixels.shape
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0)
    return cv2.warpAffine(pixels, matrix, (w, h), borderValue=255)


@pytest.mark.parametrize("degrees", [-1.7, -0.4, 0.25, 1.1])
@pytest.mark.parametrize("ruled", [True, False])
def test_skew_is_found_to_a_twentieth_of_a_degree(degrees: float, ruled: bool) -> None:
    slanted = rotated(draw_table(ROWS, WIDTHS, ruled=ruled).pixels, degrees)
    lines, columns = skew_of(ink_mask(slanted))
    assert lines == pytest.approx(-degrees, abs=0.05)
    if ruled:
        assert columns == pytest.approx(degrees, abs=0.05)
    again, _ = skew_of(ink_mask(straighten(slanted, lines, columns)))
    assert abs(again) <= 0.05


def test_a_page_on_its_side_is_told_from_one_that_stands() -> None:
    page = draw_table(ROWS, WIDTHS).pixels
    assert lines_run_down(ink_mask(page), DPI) is False
    assert lines_run_down(ink_mask(turned(page, 90)), DPI) is True


def test_columns_of_single_digits_stand_as_they_were_delivered() -> None:
    # Yes-and-no sheets: the nearest neighbour of a digit is the one below it.
    rows = [["1" if (i * j) % 3 == 1 else "0" for j in range(1, 8)] for i in range(1, 31)]
    drawn = draw_table(rows, [260] * 7, pitch=44, size=34, top=200).pixels
    ImageDraw.Draw(image := Image.fromarray(drawn)).text(
        (1500, 2300), "Sida 2 av 6", font=ImageFont.truetype(str(FONT), 40), fill=0
    )
    page = np.asarray(image)
    assert lines_run_down(ink_mask(page), DPI) is not False
    assert glyphs_lie(ink_mask(page), DPI) is False
    assert glyphs_lie(ink_mask(turned(page, 90)), DPI) is True
    assert lay_out(page, DPI).turn == 0
    assert lay_out(turned(page, 90), DPI).turn in (90, 270)


def test_a_page_of_words_on_its_side_is_stood_upright() -> None:
    page = draw_table(ROWS, WIDTHS).pixels
    assert [lay_out(turned(page, degrees), DPI).turn for degrees in (0, 90, 180, 270)] == [
        0,
        270,
        180,
        90,
    ]


@pytest.mark.parametrize("most", [99, 9])
def test_a_page_of_short_figures_is_turned_the_right_way_up(most: int) -> None:
    # No words but the page's number; 69 is 69 upside down, and 36 is no number.
    rows = [[str((7 * i + 13 * j) % (most + 1)) for j in range(6)] for i in range(30)]
    drawn = draw_table(rows, [300] * 6, size=36, pitch=60, top=200).pixels
    ImageDraw.Draw(image := Image.fromarray(drawn)).text(
        (1500, 2300), "Sida 4 av 4", font=ImageFont.truetype(str(FONT), 40), fill=0
    )
    page = np.asarray(image)
    assert lay_out(page, DPI).turn == 0
    assert lay_out(turned(page, 180), DPI).turn == 180


def test_a_nearly_empty_page_is_not_turned() -> None:
    page = draw_table([["x"]], [300], ruled=False).pixels
    assert lines_run_down(ink_mask(page), DPI) is None


def test_uneven_light_leaves_paper_white_and_ink_dark() -> None:
    page = draw_table(ROWS, WIDTHS).pixels
    shade = np.linspace(1.0, 0.62, page.shape[1])[None, :]
    even = even_light((page * shade).astype(np.uint8), DPI)
    assert np.percentile(even[page == 255], 5) > 235
    assert np.median(even[page == 0]) < 60


def test_rulings_are_found_where_they_are_and_digits_keep_their_ink() -> None:
    drawn, bare = draw_table(ROWS, WIDTHS), draw_table(ROWS, WIDTHS, ruled=False)
    ruled = take_out_rulings(drawn.pixels, ink_mask(drawn.pixels), DPI)
    across = sorted(r.at for r in ruled.lines if r.horizontal)
    down = sorted(r.at for r in ruled.lines if not r.horizontal)
    assert across == pytest.approx(drawn.across, abs=2)
    assert down == pytest.approx(drawn.down, abs=2)
    text = ink_mask(bare.pixels)
    assert (ruled.ink & text).sum() >= 0.98 * text.sum()
    assert (ruled.ink & ~text).sum() <= 0.02 * text.sum()


def test_a_line_that_text_touches_on_both_sides_is_found() -> None:
    image = Image.new("L", (2000, 1400), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 38)
    for i in range(18):
        y = 120 + i * 62
        pen.text((998, y), "10:48", font=font, fill=0, anchor="rm")
        pen.text((1004, y), "Brand", font=font, fill=0, anchor="lm")
    pen.line((1000, 80, 1000, 1210), fill=0, width=3)
    page = np.asarray(image, dtype=np.uint8).copy()
    ruled = take_out_rulings(page, ink_mask(page), DPI)
    found = [r for r in ruled.lines if not r.horizontal]
    assert [r.at for r in found] == pytest.approx([1000], abs=2)
    assert found[0].end - found[0].start > 1000
    parts = segment(ruled.ink, ruled.lines, DPI).segments
    assert len(parts) == 36, "each row is two cells, not one"


def test_dotted_lines_are_taken_out_and_decimal_commas_stay() -> None:
    drawn = draw_table(ROWS, WIDTHS, ruled=False)
    page = drawn.pixels
    rng = np.random.default_rng(1)
    for y in drawn.across:
        for x in rng.choice(np.arange(drawn.down[0], drawn.down[-1], 9), 70, replace=False):
            page[y : y + 3, x : x + 5] = 0
    text = ink_mask(draw_table(ROWS, WIDTHS, ruled=False).pixels)
    clean, lines = take_out_broken_lines(ink_mask(page), DPI)
    levels = sorted(r.at for r in lines if r.horizontal)
    assert levels == pytest.approx(drawn.across, abs=4)
    assert not [r for r in lines if not r.horizontal], "commas that line up are no ruling"
    assert (clean & text).sum() == text.sum()
    assert (clean & ~text).sum() < 200


def test_white_text_on_black_is_opened_and_a_black_bar_is_covered() -> None:
    image = Image.new("L", (2000, 800), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), 38)
    pen.rectangle((200, 200, 1400, 300), fill=20)
    pen.text((240, 250), "Kostnadsställe", font=font, fill=250, anchor="lm")
    pen.rectangle((300, 500, 700, 550), fill=10)
    page = np.asarray(image, dtype=np.uint8).copy()
    opened = open_black_fills(even_light(page, DPI), DPI)
    assert len(opened.covered) == 1
    bar = opened.covered[0]
    assert (bar.x0, bar.y0) == (pytest.approx(300, abs=12), pytest.approx(500, abs=12))
    heading = opened.grey[205:295, 210:1390]
    assert 0.01 < (heading < 120).mean() < 0.2, "the heading is dark letters on paper now"


def test_marks_alone_are_told_by_their_shape() -> None:
    rows = [["Ale", "-", ".."], ["Berg", "-", ".."], ["Lund", "-", ".."]]
    page = draw_table(rows, WIDTHS, ruled=False).pixels
    parts = segment(ink_mask(page), (), DPI).segments
    assert sorted(p.marks for p in parts if p.marks) == ["-"] * 3 + [".."] * 3


@pytest.mark.parametrize("text", ["278,5", "12.4.1049", "16:29"])
def test_a_mark_in_type_of_equal_widths_stays_with_its_digits(text: str) -> None:
    page = draw_table([[text]] * 6, [700], ruled=False, font=FONT.with_name("DejaVuSansMono.ttf"))
    wide = cv2.resize(page.pixels, None, fx=1.2, fy=1.0, interpolation=cv2.INTER_AREA)
    parts = segment(ink_mask(wide), (), DPI)
    assert len(parts.segments) == 6
    assert {len(piece.glyphs) for piece in parts.segments} == {sum(c.isdigit() for c in text)}


def test_a_speck_between_two_cells_joins_them_not() -> None:
    page = draw_table([["12", "34"]] * 6, [200, 130], ruled=False).pixels
    apart = segment(ink_mask(page), (), DPI).segments
    right, left = apart[0].box.x1, apart[1].box.x0
    page[
        apart[0].box.y1 - 6 : apart[0].box.y1, (right + left) // 2 - 3 : (right + left) // 2 + 3
    ] = 0
    assert len([p for p in segment(ink_mask(page), (), DPI).segments if p.glyphs]) == len(apart)


def test_specks_are_no_segments() -> None:
    page = np.full((1200, 1600), 255, np.uint8)
    rng = np.random.default_rng(2)
    for y, x in rng.integers(50, 1150, (150, 2)):
        page[y : y + 4, x : x + 4] = 0
    assert len(segment(ink_mask(page), (), DPI).segments) <= 3


def scratched(rows: list[list[str]], at: int) -> np.ndarray:
    """An unruled table with a thin line down the page, broken here and there."""
    page = draw_table(rows, [500, 300, 300], ruled=False).pixels
    rng = np.random.default_rng(5)
    for y in range(150, 1900):
        if rng.random() > 0.04:
            page[y, at : at + 3] = 0
    return page


def test_a_scratch_through_figures_parts_none() -> None:
    rows = [[f"Skola {i}", str(100 + 37 * i), str(5000 + i)] for i in range(1, 25)]
    # The figures of the second column end 12 pixels before 1,000.
    laid = lay_out(scratched(rows, 976), DPI)
    assert [round(line.at) for line in laid.scratches] == pytest.approx([977], abs=3)
    assert not [line for line in laid.lines if not line.horizontal]
    figures = [p for p in laid.parts.segments if 850 < p.box.x0 < 1000]
    assert len(figures) == 24
    assert all(p.box.x1 > 976 for p in figures), "no figure ends at the scratch"


def test_a_line_between_columns_is_no_scratch() -> None:
    rows = [[f"Skola {i}", str(100 + 37 * i), str(5000 + i)] for i in range(1, 25)]
    laid = lay_out(scratched(rows, 1000), DPI)
    assert laid.scratches == ()
    assert [round(r.at) for r in laid.lines if not r.horizontal] == pytest.approx([1001], abs=3)
