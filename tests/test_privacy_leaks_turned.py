"""What stands on its side or upside down in a picture is found, and what only looks so is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck import Needles
from skolkit.privacy.leakcheck.search import search
from skolkit.privacy.leakcheck.turned import believable, turned_back
from skolkit.reading.image import PixelBox
from skolkit.reading.tesseract import ReadWord

# Invented organisation numbers that are telephone numbers when they stand on their heads.
LIST = (
    "Org.nr 999999-990   Exempelbolaget AB   12 500,00",
    "Org.nr 999999-990   Provbolaget AB       8 750,00",
    "Org.nr 999999-990   Testbolaget AB       1 200,00",
)
PHONE = "Ring 070-174 06 05 om fakturan"


def word(text: str, confidence: float, box: tuple[int, int, int, int]) -> ReadWord:
    return ReadWord(text, PixelBox(*box), confidence)


@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    quarter=st.integers(0, 3),
    data=st.data(),
)
def test_a_turned_word_comes_back_to_its_place(
    width: int, height: int, quarter: int, data: st.DataObject
):
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x1 = data.draw(st.integers(x0 + 1, width))
    y1 = data.draw(st.integers(y0 + 1, height))
    page = np.zeros((height, width), np.uint8)
    page[y0:y1, x0:x1] = 1
    ys, xs = np.nonzero(np.rot90(page, quarter))
    seen = word("x", 0.9, (int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1))
    assert turned_back(seen, quarter, width, height).box == PixelBox(x0, y0, x1, y1)


def test_a_turned_word_tells_only_where_the_picture_as_it_stands_knows_no_better():
    standing = [word("999999-990", 0.9, (10, 10, 110, 30)), word("Kol", 0.2, (200, 50, 215, 150))]
    upside_down = [word("066-666666", 0.6, (190, 170, 290, 190))]  # the same place, turned
    aside = [word("070-1740605", 0.9, (50, 85, 150, 100))]  # over the word of low confidence
    assert believable(standing, upside_down, 2, 300, 200) == ()
    assert believable(standing, aside, 1, 300, 200) == tuple(aside)


def test_all_of_a_turned_reading_tells_where_it_is_the_surer_one():
    standing = [word("606990", 0.8, (10, 10, 70, 30)), word("w", 0.3, (80, 10, 90, 30))]
    turned = [word("066909", 0.7, (230, 170, 290, 190)), word("Telefon", 0.9, (10, 10, 90, 30))]
    assert believable(standing, turned, 2, 300, 200) == tuple(turned)


def page(lines: tuple[str, ...]) -> Image.Image:
    drawn = Image.new("L", (1100, 700), 255)
    font = ImageFont.load_default(26)
    for at, line in enumerate(lines):
        ImageDraw.Draw(drawn).text((50, 60 + 60 * at), line, fill=0, font=font)
    return drawn


def kinds(folder: Path, picture: Image.Image) -> set[str]:
    picture.save(folder / "page.png")
    found = search(folder, Needles.of([]), detect=spans, ocr=True)
    return {leak.kind for leak in found.findings}


@pytest.mark.engine
def test_figures_that_only_turned_are_a_telephone_number_are_no_finding(tmp_path: Path):
    assert kinds(tmp_path, page(LIST)) == set()


@pytest.mark.engine
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_telephone_number_is_found_however_the_page_stands(tmp_path: Path, quarter: int):
    stood = page((*LIST, PHONE)).rotate(90 * quarter, expand=True)
    assert kinds(tmp_path, stood) == {"telefon"}


@pytest.mark.engine
@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_turned_note_on_an_upright_page_is_found(tmp_path: Path, quarter: int):
    upright = page(LIST)
    note = page((PHONE,)).crop((0, 40, 560, 110)).rotate(90 * quarter, expand=True)
    upright.paste(note, (800, 100) if quarter != 2 else (100, 400))
    assert kinds(tmp_path, upright) == {"telefon"}
