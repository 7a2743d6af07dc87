"""The real engine on drawn pages with known answers, and how its two readings are merged."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import DPI, FONT, draw_table
from PIL import Image, ImageDraw, ImageFont

from skolkit.intake.paper import PageImage
from skolkit.model import Doubt
from skolkit.reading.image import PixelBox
from skolkit.reading.merge import is_numeric, merge_readings
from skolkit.reading.ocr import count_hashes, read_image
from skolkit.reading.tesseract import ReadWord, read_lines
from skolkit.reading.upright import turned
from skolkit.settings import Settings

SETTINGS = Settings()
ROWS = [["Leverantör", "Belopp", "År"]] + [
    [f"Bolaget {name}", f"{i * 1357},50", str(2010 + i)]
    for i, name in enumerate(["Åsna", "Öland", "Ärlig", "Berg", "Ceder", "Dunge", "Ek"], 1)
]


def word(text: str, x: int = 0, confidence: float = 0.9) -> ReadWord:
    return ReadWord(text, PixelBox(x, 0, x + 12 * len(text), 30), confidence)


def test_two_readings_alike_are_surer_than_each() -> None:
    (merged,) = merge_readings([word("1357,50")], [word("1357,50")], SETTINGS)
    assert merged.text == "1357,50"
    assert merged.doubt is None
    assert merged.confidence > 0.9


def test_a_weak_number_is_doubted_although_the_readings_agree() -> None:
    (merged,) = merge_readings([word("1357", 0, 0.7)], [word("1357", 0, 0.7)], SETTINGS)
    assert (merged.text, merged.doubt) == ("1357", Doubt.LOW_CONFIDENCE)
    (weak,) = merge_readings([word("Ale", 0, 0.7)], [word("Ale", 0, 0.7)], SETTINGS)
    assert weak.doubt is None, "a word is no number"


def test_readings_of_a_number_that_differ_leave_a_doubt() -> None:
    (merged,) = merge_readings([word("1357,50")], [word("1857,50")], SETTINGS)
    assert merged.text == "1357,50"
    assert merged.doubt is Doubt.READERS_DISAGREE


def test_words_are_taken_from_the_text_model() -> None:
    (merged,) = merge_readings([word("Vastra")], [word("Västra")], SETTINGS)
    assert merged.text == "Västra"
    assert merged.doubt is None


def test_a_per_cent_sign_is_not_digits() -> None:
    merged = merge_readings(
        [word("57,75"), word("96", 90)], [word("57,75"), word("%", 90)], SETTINGS
    )
    assert [m.text for m in merged] == ["57,75", "%"]
    assert merged[1].doubt is Doubt.READERS_DISAGREE


def test_nothing_read_by_one_reader_is_a_doubt() -> None:
    (merged,) = merge_readings([], [word("12")], SETTINGS)
    assert merged.doubt is Doubt.READERS_DISAGREE


@pytest.mark.parametrize("text", ["12", "-4,5", "2018-01-04", "18:30", "(1 234)", "€0", "+4.0"])
def test_numbers_dates_and_times_are_numeric(text: str) -> None:
    assert all(is_numeric(part) for part in text.split())


@pytest.mark.parametrize("text", ["Ale", "A1", "", "-", ".."])
def test_other_texts_are_not_numeric(text: str) -> None:
    assert not is_numeric(text)


def test_hashes_are_told_by_their_shape() -> None:
    image = Image.new("L", (220, 60), 255)
    pen = ImageDraw.Draw(image)
    pen.text((20, 30), "###", font=ImageFont.truetype(str(FONT), 40), fill=0, anchor="lm")
    assert count_hashes(np.asarray(image), "HHH") in {3, 4}
    other = Image.new("L", (220, 60), 255)
    pen = ImageDraw.Draw(other)
    pen.text((20, 30), "HEH", font=ImageFont.truetype(str(FONT), 40), fill=0, anchor="lm")
    assert count_hashes(np.asarray(other), "HEH") == 0


@pytest.mark.engine
def test_lines_come_back_in_the_order_given() -> None:
    crops = []
    for text in ("2 362,50", "567 000", "119 253 000"):
        image = Image.new("L", (420, 64), 255)
        font = ImageFont.truetype(str(FONT), 40)
        ImageDraw.Draw(image).text((20, 32), text, font=font, fill=0, anchor="lm")
        crops.append(np.asarray(image))
    read = [" ".join(w.text for w in words) for words in read_lines(crops, "eng")]
    assert read == ["2 362,50", "567 000", "119 253 000"]


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
