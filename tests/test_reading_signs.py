"""Minus signs that fade leave a doubt; where they vanish, so do the numbers of their columns."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import DPI, draw_table

from skolkit.model import Doubt
from skolkit.reading.glyphs import Spelled, glyphs_of
from skolkit.reading.image import PixelBox, ink_mask
from skolkit.reading.segments import segment
from skolkit.reading.sign_marks import Mark, has_faint_sign, mark_at, sign_place
from skolkit.reading.signs import _chance, _gone_share, doubt_faint_signs
from skolkit.reading.words import PixelWord

FIGURES = [str(1000 + 379 * n) for n in range(20)]
SIGN = 14  # pixels long, of digits that are 28 high


def stroke(pixels: np.ndarray, box: PixelBox, grey: int, shown: int = SIGN, up: int = 0) -> None:
    """Draw what is left of a sign before a number, or a speck ``up`` pixels above its place."""
    level = (box.y0 + box.y1) // 2 - up
    pixels[level : level + 3, box.x0 - SIGN - 4 : box.x0 - SIGN - 4 + shown] = grey


def page(
    faint: dict[int, int],
    signed: int,
    shown: int = SIGN,
    specks: dict[int, int] | None = None,
) -> list[str]:
    """The figures that are doubted.

    Args:
        faint: numbers of figures before which a stroke stands that is no ink, and its grey.
        signed: how many of the others, from the end, are read with a sign.
        shown: how much of the strokes is left, in pixels.
        specks: numbers of figures before which another one stands, and how far above the place of
            signs, in pixels.
    """
    rows = [[f"Enhet {n}", figure] for n, figure in enumerate(FIGURES)]
    pixels = draw_table(rows, [300, 400], ruled=False).pixels
    parts = segment(ink_mask(pixels), (), DPI)
    pieces = sorted((p for p in parts.segments if p.box.x0 > 700), key=lambda p: p.box.y0)
    for n, grey in faint.items():
        stroke(pixels, pieces[n].box, grey, shown)
    for n, up in (specks or {}).items():
        stroke(pixels, pieces[n].box, 190, up=up)
    spelled = []
    for n, piece in enumerate(pieces):
        has_sign = n >= len(FIGURES) - signed
        if has_sign:
            stroke(pixels, piece.box, 0)
        word = PixelWord(("-" if has_sign else "") + FIGURES[n], piece.box, 0.99, None, "eng")
        spelled.append(Spelled(word, glyphs_of(word, piece)))
    assert len(spelled) == len(FIGURES)
    words = doubt_faint_signs([one.word for one in spelled], spelled, pixels)
    assert [w.text for w in words] == [one.word.text for one in spelled], "nothing is corrected"
    return [word.text for word in words if word.doubt is Doubt.READERS_DISAGREE]


def test_a_sign_too_faint_for_ink_leaves_a_doubt() -> None:
    assert page({4: 190, 9: 206}, signed=8) == [FIGURES[4], FIGURES[9]]


def test_the_dot_that_a_copy_leaves_of_a_sign_is_a_doubt() -> None:
    assert page({4: 0}, signed=8, shown=3) == [FIGURES[4]]


def test_numbers_without_a_sign_are_left_alone() -> None:
    assert page({}, signed=8) == []


def test_no_sign_is_looked_for_where_a_page_prints_none() -> None:
    assert page({4: 190, 9: 210}, signed=0) == []


def test_where_signs_vanish_the_numbers_of_their_column_are_doubted() -> None:
    doubted = page(dict.fromkeys((1, 4, 7), 200), signed=8)
    assert doubted == FIGURES[:12], "all that are read without a sign"


def test_where_specks_stand_beside_the_place_of_signs_as_often_none_are_gone() -> None:
    # Three marks at the place of signs, and six specks a third of a digit above it.
    at = dict.fromkeys((1, 4, 7), 200)
    assert page(at, signed=8, specks=dict.fromkeys((0, 2, 3, 5, 6, 8), 9)) == [
        FIGURES[n] for n in at
    ]
    # Six at the place against a single one above are no chance.
    more = dict.fromkeys((1, 3, 4, 5, 7, 8), 200)
    assert page(more, signed=8, specks={0: 9}) == FIGURES[:12]


def test_where_no_mark_is_weak_no_sign_is_gone() -> None:
    # Grey strokes that fade alike, to two thirds of a digit's darkness: the next is no fainter.
    dark = dict.fromkeys((1, 4, 7), 85)
    assert page(dark, signed=8) == [FIGURES[n] for n in dark]


def test_few_faint_signs_of_many_tell_of_none_that_is_gone() -> None:
    # Three of 43 are 7 %.
    marks = [Mark(0.3, 0)] * 3 + [Mark(0.0, 0)] * 20
    assert _gone_share(marks, 40) is None
    assert _gone_share(marks, 30) == pytest.approx(3 / 33)


@pytest.mark.parametrize(
    ("there", "marks", "chance"),
    [(3, 3, 1 / 27), (3, 4, 1 / 81 + 4 * 2 / 81), (1, 1, 1 / 3), (0, 0, 1.0)],
)
def test_the_chance_that_specks_stand_at_the_place_of_signs(
    there: int, marks: int, chance: float
) -> None:
    # Each mark is at the place, above or below it: (1/3)^4 for all of four, 4 (1/3)^3 (2/3) more.
    assert _chance(there, marks) == pytest.approx(chance)


def test_a_sign_stands_where_the_others_of_its_page_do() -> None:
    pixels = draw_table([[figure] for figure in FIGURES], [400], ruled=False).pixels
    pieces = segment(ink_mask(pixels), (), DPI).segments
    digits = [piece.glyphs[0] for piece in pieces]
    for piece in pieces[:6]:
        stroke(pixels, piece.box, 0)
    place = sign_place(np.asarray(pixels), digits[:6])
    assert place is not None
    height = digits[0].height
    assert place.level == pytest.approx(0.5, abs=2 / height)
    assert place.start == pytest.approx((SIGN + 4) / height, abs=2 / height)
    assert place.end == pytest.approx(4 / height, abs=2 / height)
    assert sign_place(np.asarray(pixels), digits[6:]) is None
    stroke(pixels, pieces[7].box, 180)
    stroke(pixels, pieces[8].box, 180, up=round(0.3 * height))
    marks = [mark_at(np.asarray(pixels), digit, place) for digit in digits[6:9]]
    assert [(mark.is_there, mark.beside) for mark in marks] == [(False, 0), (True, 0), (False, 1)]
    assert marks[1].dark == pytest.approx(75 / 255, abs=0.02)


@pytest.mark.parametrize(("signed", "beside"), [(12, False), (6, True)])
def test_a_column_is_doubted_without_signs_only_where_most_may_be_gone(
    signed: int, beside: bool
) -> None:
    # Three faint signs of fifteen leave the next column alone; three of nine do not.
    rows = [[figure, str(7000 + 13 * n)] for n, figure in enumerate(FIGURES)]
    pixels = draw_table(rows, [400, 400], ruled=False).pixels
    pieces = segment(ink_mask(pixels), (), DPI).segments
    first = sorted((p for p in pieces if p.box.x0 < 600), key=lambda p: p.box.y0)
    second = sorted((p for p in pieces if p.box.x0 > 600), key=lambda p: p.box.y0)
    for piece in first[:3]:
        stroke(pixels, piece.box, 200)
    for piece in first[len(FIGURES) - signed :]:
        stroke(pixels, piece.box, 0)
    texts = [("-" if n >= len(FIGURES) - signed else "") + FIGURES[n] for n in range(len(FIGURES))]
    texts += [row[1] for row in rows]
    spelled = []
    for piece, text in zip([*first, *second], texts, strict=True):
        word = PixelWord(text, piece.box, 0.99, None, "linenet+eng")
        spelled.append(Spelled(word, glyphs_of(word, piece)))
    words = doubt_faint_signs([one.word for one in spelled], spelled, pixels)
    assert all(word.doubt for word in words[:3])
    assert [word.doubt is not None for word in words[len(FIGURES) :]] == [beside] * len(FIGURES)


def test_a_number_behind_a_word_has_no_sign_of_its_own() -> None:
    rows = [[f"Enhet {n}", f"-{figure}"] for n, figure in enumerate(FIGURES)]
    pixels = draw_table(rows, [400, 400], ruled=False).pixels
    spelled = []
    for piece in segment(ink_mask(pixels), (), DPI).segments:
        if piece.box.x0 > 600:
            word = PixelWord("-1000", piece.box, 0.99, None, "linenet+eng")
            spelled.append(Spelled(word, piece.glyphs))
        else:  # the digits of "Enhet 12" as a word of their own, a mark before them
            digits = piece.glyphs[5:]
            box = PixelBox(digits[0].x0, piece.box.y0, piece.box.x1, piece.box.y1)
            name = PixelBox(piece.box.x0, piece.box.y0, piece.glyphs[4].x1, piece.box.y1)
            spelled.append(Spelled(PixelWord("Enhet", name, 0.99, None), piece.glyphs[:5]))
            spelled.append(Spelled(PixelWord("1" * len(digits), box, 0.99, None), digits))
            level = (box.y0 + box.y1) // 2
            pixels[level : level + 3, box.x0 - 10 : box.x0 - 4] = 190
    words = doubt_faint_signs([one.word for one in spelled], spelled, pixels)
    assert [word for word in words if word.doubt is not None] == []


def test_a_digit_before_a_figure_is_no_sign() -> None:
    pixels = draw_table([["1 234"], ["5 678"]], [400], ruled=False).pixels
    for piece in segment(ink_mask(pixels), (), DPI).segments:
        hundreds = piece.glyphs[-3]
        assert not has_faint_sign(np.asarray(pixels), hundreds)
