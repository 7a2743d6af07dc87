"""Cells that touch are cut apart where other rows show that a column begins or ends."""

from __future__ import annotations

import numpy as np

from skolkit.reading.touching import Extents, cuts

USUAL = 20.0


def glyphs(*starts: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array([[x, 0, 12, 20] for x in starts], dtype=np.int64)


# Dates end at 162 and names begin at 165, on eight rows of the page.
ROWS = [(40.0, 162.0)] * 8 + [(165.0, 240.0)] * 8
TOUCHING = glyphs(40, 55, 70, 85, 100, 115, 135, 150, 165, 180, 195)


def test_two_cells_that_touch_are_cut_where_a_column_begins() -> None:
    (cut,) = cuts(TOUCHING, Extents.of([*ROWS, (40.0, 207.0)]), USUAL)
    assert 162 < cut < 165


def test_a_text_is_whole_where_no_column_begins() -> None:
    assert cuts(glyphs(40, 55, 70, 95, 110), Extents.of(ROWS), USUAL) == []


def test_a_place_that_many_texts_run_across_is_no_columns_edge() -> None:
    overflowing = [(40.0, 300.0)] * 4
    assert cuts(TOUCHING, Extents.of([*ROWS, *overflowing]), USUAL) == []


def test_a_few_rows_prove_a_cut_at_a_wide_gap_only() -> None:
    few = [(40.0, 162.0)] * 4 + [(175.0, 240.0)] * 4
    wide = glyphs(40, 55, 70, 85, 100, 115, 135, 150, 175, 190)
    assert len(cuts(wide, Extents.of(few), USUAL)) == 1
    assert cuts(TOUCHING, Extents.of(few), USUAL) == []


def test_thousands_are_not_cut_off_their_number() -> None:
    # Right-aligned numbers: those of three digits begin where the last group of "1 592" does.
    numbers = [(100.0, 145.0)] * 9 + [(70.0, 145.0)]
    assert cuts(glyphs(70, 100, 115, 132), Extents.of(numbers), USUAL) == []
