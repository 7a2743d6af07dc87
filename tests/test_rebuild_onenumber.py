"""Two numbers that would pass for one, and figures that a letter has got into."""

from __future__ import annotations

import pytest
from drawn import reading, words_at

from skolkit.model import Box, Doubt, PageGrid, Word
from skolkit.rebuild.grid import page_grid
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.onenumber import glued, one_number, stacked

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


def test_a_whole_number_that_is_a_common_decimal_one_without_its_comma_is_doubted() -> None:
    hours = ["8", "7,5", "4", "7,5", "6", "3", "7,5", "8", "75", "1", "12"]
    assert doubts(column(hours)) == {"75": Doubt.AMBIGUOUS_NUMBER}


def test_a_whole_number_that_is_more_common_than_its_twin_is_left_alone() -> None:
    assert doubts(column(["75", "7,5", "75", "4", "75", "7,5", "75", "3,5", "7,5", "12"])) == {}


def mono(x: float, y: float, text: str) -> Word:
    """A word in type of equal widths: 6 points a character."""
    return Word(text, Box(x, y, x + 6 * len(text) - 1.5, y + 7), 0.95, "ocr")


def test_a_space_of_equal_width_parts_no_thousands_in_silence() -> None:
    # 7.5 points of white between 1 and 807,81, more than in a text of narrow spaces.
    figures = [mono(220, 100 + 14 * i, "107") for i in range(8)]
    figures += [mono(320, 100 + 14 * i, "807,81") for i in range(8)]
    thousand = mono(308, 100 + 14 * 5, "1")
    assert one_number([*figures, thousand]) == [(thousand, figures[13])]
    # Where a comma is narrow, so is a space, and as much white parts two columns.
    narrow = [w for w in figures if w.text == "107"]
    narrow += [
        Word(w.text, Box(w.box.x0, w.box.y0, w.box.x1 - 4, w.box.y1), 0.95, "ocr")
        for w in figures[8:]
    ]
    assert one_number([*narrow, thousand]) == []
