"""A digit that looks like another of its page is doubted, whatever the readers agreed on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn import DPI, draw_table

from skolkit.model import Doubt
from skolkit.reading.glyphs import Spelled, glyphs_of
from skolkit.reading.image import PixelBox, ink_mask
from skolkit.reading.segments import segment
from skolkit.reading.shapes import FEWEST, doubt_odd_shapes, more_like_others
from skolkit.reading.words import PixelWord

FIGURES = [str(1000 + 379 * n) for n in range(24)]


def page(said: list[str]) -> tuple[list[Spelled], np.ndarray]:
    """Printed figures, and what was read of them."""
    drawn = draw_table([[figure] for figure in FIGURES], [400], ruled=False).pixels
    parts = segment(ink_mask(drawn), (), DPI)
    spelled = []
    for piece, text in zip(parts.segments, said, strict=True):
        word = PixelWord(text, piece.box, 0.99, None, "linenet+eng")
        spelled.append(Spelled(word, glyphs_of(word, piece)))
    return spelled, drawn


def doubted(said: list[str]) -> list[str]:
    spelled, drawn = page(said)
    words = doubt_odd_shapes([one.word for one in spelled], spelled, drawn)
    assert [word.text for word in words] == said, "nothing is corrected"
    return [word.text for word in words if word.doubt is Doubt.READERS_DISAGREE]


def test_figures_that_were_read_right_are_not_doubted() -> None:
    assert doubted(FIGURES) == []


@pytest.mark.parametrize(("printed", "read"), [("0", "8"), ("3", "8"), ("1", "7"), ("6", "5")])
def test_a_digit_read_as_another_is_doubted(printed: str, read: str) -> None:
    at = next(n for n, figure in enumerate(FIGURES) if printed in figure)
    wrong = FIGURES[at].replace(printed, read, 1)
    assert doubted([*FIGURES[:at], wrong, *FIGURES[at + 1 :]]) == [wrong]


TOUCHING = {3, 12, 20}


def with_comma_and_touching(said: list[str], touching: set[int]) -> list[str]:
    """The figures doubted, where each second one's comma is a glyph, and two digits touch in some.

    Args:
        said: what was read of FIGURES, a comma before the last digit.
        touching: numbers of the figures whose first two digits touch; their comma is a glyph.
    """
    spelled, drawn = page(FIGURES)
    prints = []
    for n, (one, text) in enumerate(zip(spelled, said, strict=True)):
        first, second, third, last = one.glyphs
        low = PixelBox(third.x1, third.y1 - third.height // 3, third.x1 + 4, third.y1 + 4)
        joined = PixelBox(first.x0, first.y0, second.x1, second.y1)
        comma = (low,) if n in touching or n % 2 else ()
        digits = (joined, third) if n in touching else (first, second, third)
        word = replace(one.word, text=f"{text[:3]},{text[3]}")
        prints.append(Spelled(word, (*digits, *comma, last)))
    words = doubt_odd_shapes([one.word for one in prints], prints, drawn)
    return [word.text for word in words if word.doubt is Doubt.READERS_DISAGREE]


def test_touching_digits_and_a_comma_as_glyphs_are_no_digits_of_other_shape() -> None:
    # Where both are in one word, it has as many glyphs as digits: each next one stands for another.
    assert with_comma_and_touching(FIGURES, set()) == []
    assert with_comma_and_touching(FIGURES, TOUCHING) == []


def test_a_comma_as_a_glyph_leaves_the_digits_judged() -> None:
    at = next(n for n, figure in enumerate(FIGURES) if n % 2 and "3" in figure[1:])
    wrong = FIGURES[at].replace("3", "8", 1)
    said = [*FIGURES[:at], wrong, *FIGURES[at + 1 :]]
    assert with_comma_and_touching(said, TOUCHING) == [f"{wrong[:3]},{wrong[3]}"]


def test_a_digit_of_few_prints_is_no_witness() -> None:
    rng = np.random.default_rng(3)
    zeros = rng.random((FEWEST, 20, 20)).astype(np.float32)
    ones = 5 + rng.random((FEWEST, 20, 20)).astype(np.float32)
    shapes = np.concatenate([zeros, ones[:-1]])
    digits = np.array(["0"] * FEWEST + ["1"] * (FEWEST - 1))
    assert not more_like_others(shapes, digits).any()
    # With one print more the ones are known, and a one that was read as 0 is found.
    shapes = np.concatenate([zeros, ones, ones[:1]])
    digits = np.array(["0"] * FEWEST + ["1"] * FEWEST + ["0"])
    assert np.flatnonzero(more_like_others(shapes, digits)).tolist() == [2 * FEWEST]
