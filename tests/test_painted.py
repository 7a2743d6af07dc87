"""Pieces of pages that notebooks show: painted where the review masks, or not shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from skolkit.intake.images import PageImage
from skolkit.model import Box, PageReading, Word
from skolkit.painted import Painter
from skolkit.privacy.detect import spans
from skolkit.privacy.mask import Labels

SHEET = "lista-00000000#1"
PAGE = PageImage(np.full((300, 300), 255, dtype=np.uint8), 72.0)  # a point is a pixel
PERSON = ["Kim Påhittsson", "4"]


def cells(box: str = "100.0 100.0 180.0 110.0") -> pd.DataFrame:
    rows = [
        {"cell_id": f"{SHEET}!R2C1", "raw": PERSON[0], "box": box, "page": "1"},
        {"cell_id": f"{SHEET}!R2C2", "raw": PERSON[1], "box": "200.0 100.0 220.0 110.0",
         "page": "1"},
        {"cell_id": f"{SHEET}!R3C1", "raw": "annan sida", "box": "", "page": "2"},
    ]  # fmt: skip
    return pd.DataFrame([row | {"document_id": "lista-00000000"} for row in rows])


def personal(cell: str = "A2", decision: str = "mask") -> pd.DataFrame:
    row = {"document_id": "lista-00000000", "sheet_id": SHEET, "cell": cell, "kind": "namn",
           "decision": decision, "start": "0", "end": "14"}  # fmt: skip
    return pd.DataFrame([row])


def reading(*words: Word) -> PageReading:
    return PageReading("lista-00000000", 1, 300.0, 300.0, 72.0, 0, 0.0, 0.0, "ocr", words, ())


def is_black(image: PageImage | None, left: int, top: int, right: int, bottom: int) -> bool:
    assert image is not None
    piece = image.pixels[top:bottom, left:right]
    return bool((piece < 255).all() or (piece == 0).mean() > 0.5)


def painter(
    stored: pd.DataFrame, review: pd.DataFrame, hidden: dict[str, str] | None = None
) -> Painter:
    return Painter(stored, review, Labels(spans), hidden or {})


def test_a_masked_cell_is_painted_in_the_pixels_and_nothing_else() -> None:
    made = painter(cells(), personal()).paint("lista-00000000", reading(), PAGE)
    assert is_black(made, 100, 100, 180, 110)
    assert made is not None
    outside = made.pixels.copy()
    outside[98:112, 98:182] = 255  # the box and its margin
    assert (outside == 255).all()
    assert (PAGE.pixels == 255).all()


def test_what_is_kept_is_not_painted_and_a_small_count_is() -> None:
    review = personal(decision="keep")
    made = painter(cells(), review).paint("lista-00000000", reading(), PAGE)
    assert made is not None
    assert (made.pixels == 255).all()
    hidden = {f"{SHEET}!R2C2": "<5"}
    made = painter(cells(), review, hidden).paint("lista-00000000", reading(), PAGE)
    assert is_black(made, 200, 100, 220, 110)


def test_a_page_is_not_shown_where_nobody_knows_where_to_paint() -> None:
    assert painter(cells(box=""), personal()).paint("lista-00000000", reading(), PAGE) is None
    gone = personal(cell="B99")
    assert painter(cells(), gone).paint("lista-00000000", reading(), PAGE) is None
    elsewhere = personal(cell="A3")  # without a box, but on another page
    assert painter(cells(), elsewhere).paint("lista-00000000", reading(), PAGE) is not None


def test_words_of_the_page_that_no_cell_holds_are_painted_too() -> None:
    word = Word("kim@example.se", Box(20.0, 20.0, 90.0, 30.0), 0.9, "made up")
    made = painter(cells(), personal()).paint("lista-00000000", reading(word), PAGE)
    assert is_black(made, 20, 20, 90, 30)


def test_a_cell_has_one_label_although_its_words_were_read_otherwise() -> None:
    word = Word("kim.p@example.se", Box(101.0, 101.0, 179.0, 109.0), 0.9, "made up")
    twice = painter(cells(), personal()).paint("lista-00000000", reading(word), PAGE)
    once = painter(cells(), personal()).paint("lista-00000000", reading(), PAGE)
    assert twice is not None
    assert once is not None
    assert (twice.pixels == once.pixels).all()
