"""Spellings are held against the shapes on paper."""

from __future__ import annotations

from skolkit.reading.glyphs import Spelled, settle_by_glyphs
from skolkit.reading.image import PixelBox
from skolkit.reading.words import PixelWord


def spelled(text: str, widths: list[int]) -> Spelled:
    glyphs, x = [], 0
    for width in widths:
        glyphs.append(PixelBox(x, 0, x + width, 27))
        x += width + 4
    return Spelled(PixelWord(text, PixelBox(0, 0, x, 27), 0.9, None), tuple(glyphs))


FLAGGED = [spelled("2111", [16, 15, 15, 15]) for _ in range(3)]


def text_of(word: Spelled) -> str:
    return settle_by_glyphs([*FLAGGED, word])[-1].text


def test_a_letter_written_twice_is_written_once() -> None:
    assert text_of(spelled("Vv21137", [19, 16, 15, 15, 16, 16])) == "V21137"
    assert text_of(spelled("Vv21137", [40, 15, 15, 16, 16])) == "V21137", "V and 2 touch"
    assert text_of(spelled("C0O35", [19, 16, 16, 16])) == "C035"


def test_as_many_glyphs_as_letters_prove_the_spelling() -> None:
    assert text_of(spelled("Vv21", [19, 17, 16, 15])) == "Vv21"
    assert text_of(spelled("Uusimaa", [19, 17, 15, 6, 24, 16, 16])) == "Uusimaa"


def test_a_bare_bar_before_digits_is_an_i() -> None:
    assert text_of(spelled("1001", [5, 16, 16, 15])) == "I001"
    assert text_of(spelled("1001", [5, 38, 15])) == "I001", "the two 0 touch"


def test_a_flagged_one_stays_a_one() -> None:
    assert text_of(spelled("1001", [15, 16, 16, 15])) == "1001"


def test_nothing_is_said_where_every_one_is_a_bar() -> None:
    bars = [spelled("2111", [16, 5, 5, 5]) for _ in range(3)]
    assert settle_by_glyphs([*bars, spelled("1001", [5, 16, 16, 5])])[-1].text == "1001"


def stepped(text: str, steps: list[int]) -> Spelled:
    """A word whose glyphs' left edges stand these steps apart."""
    x, glyphs = 0, [PixelBox(0, 0, 16, 27)]
    for step in steps:
        x += step
        glyphs.append(PixelBox(x, 0, x + 16, 27))
    return Spelled(PixelWord(text, PixelBox(0, 0, x + 16, 27), 0.9, None), tuple(glyphs))


def test_a_lost_space_between_thousands_is_put_back() -> None:
    assert text_of(stepped("1000", [29, 20, 20])) == "1 000"
    assert text_of(stepped("71500", [20, 29, 20, 20])) == "71 500"
    assert text_of(stepped("1040,00", [29, 20, 20, 24, 20])) == "1 040,00"


def test_digits_that_stand_evenly_get_no_space() -> None:
    assert text_of(stepped("2019", [20, 20, 20])) == "2019"
    assert text_of(stepped("2019", [20, 29, 20])) == "2019", "two and two are no thousands"
