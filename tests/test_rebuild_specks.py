"""Marks on the paper that are no text: specks, bits of lines, stamps."""

from __future__ import annotations

from drawn import grid_rulings, reading, words_at

from skolkit.model import Box, Doubt, FurnitureKind, PageGrid, Word
from skolkit.rebuild.grid import page_grid
from skolkit.rebuild.marks import settle_marks

XS = [58, 158, 238, 318]
ROWS = [[f"Kommun{i}", str(100 + i), str(40 + i)] for i in range(10)]
RULINGS = grid_rulings([96 + 14 * i for i in range(11)], XS)


def mark(text: str, x: float, y: float, width: float = 1.5, height: float = 3.0) -> Word:
    return Word(text, Box(x, y, x + width, y + height), 0.8, "ocr")


def texts(grid: PageGrid) -> set[str]:
    return {c.text for c in grid.cells}


def words() -> list[Word]:
    return words_at(ROWS, [60, 234, 314], right=(1, 2))


ALL = {text for row in ROWS for text in row}


def test_specks_are_furniture_and_no_text() -> None:
    specks = [mark("..", 185, 103), mark(".", 130, 145), mark("'", 280, 187), mark(".", 400, 40)]
    grid = page_grid(reading([*words(), *specks], RULINGS))
    assert texts(grid) == ALL
    assert sum(f.kind is FurnitureKind.STRAY for f in grid.furniture) == len(specks)


def test_dots_that_a_column_repeats_are_cells() -> None:
    kept = [w for w in words() if w.text not in {"42", "44", "46", "48"}]
    dots = [mark(".", 312.5, 104 + 14 * i) for i in (2, 4, 6, 8)]
    grid = page_grid(reading([*kept, *dots], RULINGS))
    assert sorted(c.row for c in grid.cells if c.text == ".") == [2, 4, 6, 8]


def test_a_mark_close_to_its_word_stays() -> None:
    near = mark("*", 235, 101, 2, 3)
    grid = page_grid(reading([*words(), near], RULINGS))
    assert "100 *" in texts(grid)


def test_a_speck_that_may_be_a_minus_sign_leaves_a_doubt() -> None:
    grid = page_grid(reading([*words(), mark("-", 180, 116)], RULINGS))
    doubts = {c.text: c.doubt for c in grid.cells if c.doubt}
    assert doubts == {"101": Doubt.AMBIGUOUS_NUMBER}


def test_bits_of_printed_lines_are_no_text() -> None:
    bits = [
        mark("1", 237.5, 130, 1.0, 7.5),  # on an upright line
        mark("R..", 250, 136.8, 12, 2.4),  # on a level line
        mark("4", 157, 150.5, 2.5, 3.0),  # on their crossing
    ]
    assert texts(page_grid(reading([*words(), *bits], RULINGS))) == ALL


def test_bits_of_a_lost_level_line_make_no_row() -> None:
    rulings = [r for r in RULINGS if not (r.horizontal and r.at == 96 + 14 * 5)]
    bits = [mark("-", x, 165, 5, 2.5) for x in (70, 120, 190, 260, 300)]
    grid = page_grid(reading([*words(), *bits], rulings))
    assert texts(grid) == ALL
    assert len({c.row for c in grid.cells}) == len(ROWS)


def test_a_stamp_over_cells_leaves_doubts_and_no_text() -> None:
    stamp = Word("KOPIA", Box(180, 110, 300, 142), 0.4, "ocr", Doubt.LOW_CONFIDENCE)
    grid = page_grid(reading([*words(), stamp], RULINGS))
    assert texts(grid) == ALL
    covered = {c.text for c in grid.cells if c.doubt is Doubt.COVERED}
    assert covered == {"101", "41", "102", "42"}


def test_a_title_in_large_letters_stays() -> None:
    title = Word("Kommuner", Box(60, 70, 180, 86), 0.95, "ocr")
    grid = page_grid(reading([*words(), title], RULINGS))
    assert "Kommuner" in texts(grid)


def test_the_shadow_of_the_papers_edge_is_no_text() -> None:
    page = reading([*words(), mark("|", 2.4, 101, 0.6, 7)], RULINGS)
    grid = page_grid(page)
    assert texts(grid) == ALL
    assert [f.kind for f in grid.furniture if f.text == "|"] == [FurnitureKind.STRAY]
    right = page_grid(reading([*words(), mark("|", page.width - 4, 101, 0.6, 7)], RULINGS))
    assert texts(right) == ALL


def test_a_bar_beside_figures_leaves_a_doubt() -> None:
    (grid,) = settle_marks([page_grid(reading([*words(), mark("|", 237, 101, 0.6, 7)], []))])
    assert {c.text: c.doubt for c in grid.cells if c.doubt} == {"100 |": Doubt.AMBIGUOUS_NUMBER}
