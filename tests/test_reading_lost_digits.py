"""A number before which a digit's ink stands that nobody read is doubted."""

from __future__ import annotations

import numpy as np
from drawn import DPI, draw_table

from skolkit.model import Doubt
from skolkit.reading.glyphs import Spelled
from skolkit.reading.image import PixelBox, ink_mask
from skolkit.reading.lost_digits import doubt_lost_digits
from skolkit.reading.segments import segment
from skolkit.reading.words import PixelWord

FIGURES = [str(1000 + 379 * n) for n in range(8)]


def doubted(
    lost: set[int], *, first: str = "", speck: int | None = None, whitened: float = 0.0
) -> list[str]:
    """What is doubted of printed figures.

    Args:
        lost: numbers of the figures of which the first digit is in no word.
        first: how the lost digits were read, as words of their own; "" is not at all.
        speck: number of a figure before which a speck stands.
        whitened: share of the rows of the lost digits that the copy has lost, every so often.
    """
    pixels = np.array(draw_table([[figure] for figure in FIGURES], [400], ruled=False).pixels)
    spelled, marks = [], []
    for n, piece in enumerate(segment(ink_mask(pixels), (), DPI).segments):
        head, *rest = piece.glyphs
        glyphs, text, box = piece.glyphs, FIGURES[n], piece.box
        if n in lost:
            glyphs, text = tuple(rest), FIGURES[n][1:]
            box = PixelBox(rest[0].x0, box.y0, box.x1, box.y1)
            for y in range(head.y0, head.y1):
                if (y * whitened) % 1 + whitened > 1:
                    pixels[y, head.x0 : head.x1] = 255
            if first:
                marks.append(PixelWord(first, head, 0.9, None))
        if n == speck:
            pixels[head.y0 + 5 : head.y0 + 9, head.x0 - 12 : head.x0 - 8] = 0
        spelled.append(Spelled(PixelWord(text, box, 0.99, None, "linenet+eng"), glyphs))
    words = doubt_lost_digits([one.word for one in spelled], spelled, marks, pixels)
    assert [w.text for w in words] == [one.word.text for one in spelled], "nothing is corrected"
    return [word.text for word in words if word.doubt is Doubt.READERS_DISAGREE]


def test_figures_that_were_read_whole_are_not_doubted() -> None:
    assert doubted(set()) == []


def test_a_figure_that_lost_its_first_digit_is_doubted() -> None:
    assert doubted({2, 5}) == ["758", "895"]


def test_a_digit_that_fell_to_pieces_is_one() -> None:
    assert doubted({2}, whitened=0.3) == ["758"]


def test_what_is_left_of_less_than_a_digit_is_none() -> None:
    assert doubted({2}, whitened=0.7) == []


def test_a_digit_that_is_a_word_of_its_own_is_not_lost() -> None:
    assert doubted({2, 5}, first="1") == []


def test_a_speck_before_a_figure_is_no_digit() -> None:
    assert doubted(set(), speck=3) == []
