"""Two numbers that would pass for one, and figures that a letter has got into."""

from __future__ import annotations

import pytest
from drawn import reading, words_at

from skolkit.model import Doubt, PageGrid
from skolkit.rebuild.grid import page_grid
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.onenumber import glued, stacked

ROWS = [[f"Kommun{i}", str(100 + i), f"{40 + i},5"] for i in range(12)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({(0, 0): ["Ale"], (1, 0): ["651"], (1, 1): ["787"]}, {1}),
        # Where two columns hold two numbers, a third text of two lines is of two rows as well.
        (
            {(0, 0): ["a 1"], (0, 1): ["b 2"], (1, 0): ["6"], (1, 1): ["7"]}
            | {(2, 0): ["1,5"], (2, 1): ["2,5"]},
            {0, 1, 2},
        ),
        ({(0, 0): ["Vård och"], (0, 1): ["omsorg"], (1, 0): ["651"]}, set()),
        ({(1, 0): ["651"], (1, 1): ["se not 3"]}, set()),
    ],
)
def test_numbers_on_two_lines_of_a_cell_are_of_two_rows(
    texts: dict[tuple[int, int], list[str]], expected: set[int]
) -> None:
    assert stacked(texts) == expected


def test_a_speck_before_a_number_is_glued_like_a_sign() -> None:
    assert glued(["-", "330"])
    assert glued(["12", "345"])
    assert not glued(["12", "st"])


def column(texts: list[str]) -> PageGrid:
    words = words_at([[f"Kommun{i}", text] for i, text in enumerate(texts)], [60, 234], right=(1,))
    (grid,) = settle_marks([page_grid(reading(words))])
    return grid


def doubts(grid: PageGrid) -> dict[str, Doubt | None]:
    return {c.text: c.doubt for c in grid.cells if c.doubt is not None}


@pytest.mark.parametrize("text", ["I25", "B33", "i08,9", "8,o"])
def test_a_letter_in_a_figure_among_numbers_is_doubted(text: str) -> None:
    numbers = [f"{100 + i},5" if "," in text else str(100 + i) for i in range(20)]
    assert doubts(column([*numbers, text])) == {text: Doubt.AMBIGUOUS_NUMBER}


@pytest.mark.parametrize("text", ["F12", "2018*", "B33 st"])
def test_other_texts_among_numbers_are_left_alone(text: str) -> None:
    assert doubts(column([text, *(str(100 + i) for i in range(20))])) == {}


def test_a_letter_is_in_order_where_ids_have_one() -> None:
    assert doubts(column([f"I{100 + i}" for i in range(20)])) == {}
