"""The real readers on drawn lines and pages with known answers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from drawn import DPI, FONT, draw_table
from PIL import Image, ImageDraw, ImageFont

from skolkit.intake.paper import PageImage
from skolkit.reading import ppocr
from skolkit.reading.image import Grey
from skolkit.reading.ocr import count_hashes, read_image
from skolkit.reading.tesseract import read_lines
from skolkit.reading.upright import turned
from skolkit.settings import Settings

SETTINGS = Settings()
ROWS = [["Leverantör", "Belopp", "År"]] + [
    [f"Bolaget {name}", f"{i * 1357},50", str(2010 + i)]
    for i, name in enumerate(["Åsna", "Öland", "Ärlig", "Berg", "Ceder", "Dunge", "Ek"], 1)
]


def test_hashes_are_told_by_their_shape() -> None:
    image = Image.new("L", (220, 60), 255)
    pen = ImageDraw.Draw(image)
    pen.text((20, 30), "###", font=ImageFont.truetype(str(FONT), 40), fill=0, anchor="lm")
    assert count_hashes(np.asarray(image), "HHH") in {3, 4}
    other = Image.new("L", (220, 60), 255)
    pen = ImageDraw.Draw(other)
    pen.text((20, 30), "HEH", font=ImageFont.truetype(str(FONT), 40), fill=0, anchor="lm")
    assert count_hashes(np.asarray(other), "HEH") == 0


def line(text: str) -> Grey:
    font = ImageFont.truetype(str(FONT), 40)
    image = Image.new("L", (40 + round(font.getlength(text)), 64), 255)
    ImageDraw.Draw(image).text((20, 32), text, font=font, fill=0, anchor="lm")
    return np.asarray(image)


TEXTS = ["2 362,50", "567 000", "119 253 000", "-4,5"]


@pytest.mark.engine
def test_lines_come_back_in_the_order_given() -> None:
    read = read_lines([line(text) for text in TEXTS], "eng")
    assert [" ".join(w.text for w in words) for words in read] == TEXTS


def test_the_strong_reader_reads_lines_in_the_order_given() -> None:
    read = ppocr.recognise([line(text) for text in TEXTS])
    assert ["".join(r.text.split()) for r in read] == ["".join(t.split()) for t in TEXTS]
    assert all(r.probability > 0.5 for r in read)


def test_the_strong_reader_tells_where_each_character_stands() -> None:
    (read,) = ppocr.recognise([line("1000,50")])
    steps = [b - a for a, b in pairwise(read.middles)]
    assert len(read.middles) == len(read.text) == 7
    assert all(step > 0 for step in steps)
    assert read.middles[0] < 0.25
    assert read.middles[-1] > 0.75


def test_the_strong_reader_says_nothing_of_empty_paper() -> None:
    assert ppocr.recognise([np.full((40, 90), 255, np.uint8)])[0].text == ""
    assert ppocr.recognise([]) == []


def test_the_strong_reader_gives_no_letters_from_elsewhere() -> None:
    noise = np.random.default_rng(7).integers(0, 255, (48, 200), dtype=np.uint8)
    assert set(ppocr.recognise([noise])[0].text) <= ppocr.ALPHABET


@pytest.mark.engine
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_ruled_page_is_read_whichever_way_it_lay(turn: int) -> None:
    page = turned(draw_table(ROWS, [700, 420, 300]).pixels, turn)
    reading = read_image("doc", 1, PageImage(page, DPI), SETTINGS)
    assert reading.turn == (360 - turn) % 360
    texts = [w.text for w in reading.words]
    for row in ROWS[1:]:
        for text in row:
            assert all(part in texts for part in text.split()), text
    assert len(reading.rulings) == len(ROWS) + 1 + 4


@pytest.mark.engine
def test_an_empty_page_has_no_ink_and_no_words() -> None:
    reading = read_image("doc", 1, PageImage(np.full((2480, 3508), 250, np.uint8), DPI), SETTINGS)
    assert reading.words == ()
    assert reading.ink_share == 0.0
