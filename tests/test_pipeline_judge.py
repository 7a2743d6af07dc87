"""Evidence about pages to problems: failures are never empty pages, oddities are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from skolkit.model import (
    Band,
    Box,
    Cell,
    Document,
    Doubt,
    GridCell,
    MediaType,
    PageGrid,
    PageReading,
    Sheet,
    Word,
)
from skolkit.running.judge import (
    cell_counts,
    doubt_problems,
    grid_problems,
    page_row,
    reading_problems,
    repeat_problems,
)

BOX = Box(0, 0, 1, 1)
DOCUMENT = Document("a-1", "a.pdf", Path("/in/a.pdf"), "0" * 64, 9, MediaType.PDF, 2)
READING = PageReading(
    document_id="a-1",
    page=2,
    width=595,
    height=842,
    dpi=300,
    turn=0,
    skew=0.3,
    shear=0.0,
    method="ocr",
    words=(Word("x", BOX, 0.9, "swe"),),
    rulings=(),
    ink_share=0.05,
)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"words": (), "ink_share": 0.0}, ["W_BLANK_PAGE"]),
        ({"words": (), "ink_share": 0.02}, ["E_UNREADABLE"]),
        ({"words": (), "ink_share": 0.97}, ["W_NO_TABLE"]),
        ({"turn": 180}, ["W_ROTATED"]),
        ({"turn": 360}, []),
        ({"skew": -4.0}, ["W_SKEW"]),
        ({"dpi": 72.0}, ["W_DPI"]),
        ({"dpi": 72.0, "method": "text-layer"}, []),
        ({"turn": 90, "skew": 2.0, "dpi": 100.0}, ["W_ROTATED", "W_SKEW", "W_DPI"]),
    ],
)
def test_reading(changes: dict[str, object], codes: list[str]) -> None:
    problems = reading_problems(DOCUMENT, replace(READING, **changes))  # type: ignore[arg-type]
    assert [problem.code for problem in problems] == codes
    assert all(problem.page == 2 for problem in problems)


@pytest.mark.parametrize(
    ("rows", "columns", "is_table"), [(2, 2, True), (9, 1, False), (1, 9, False), (0, 0, False)]
)
def test_a_table_has_two_rows_and_two_columns(rows: int, columns: int, is_table: bool) -> None:
    cells = tuple(
        GridCell(r, c, "x", BOX, 0.9, None, "ocr") for r in range(rows) for c in range(columns)
    )
    bands = (Band(0, 1),)
    grid = PageGrid("a-1", 2, 595, 842, bands, bands, cells)
    assert (grid_problems(DOCUMENT, grid) == ()) is is_table


def sheet(doubtful: int, sure: int, *, page: int | None = 1, title_rows: int = 0) -> Sheet:
    cells = [Cell(n + 1, 1, "x", None, Doubt.CLIPPED, page=page) for n in range(doubtful)]
    cells += [Cell(n + 1, 2, "y", "y", page=page) for n in range(sure)]
    cells.append(Cell(99, 3, "  ", page=page))
    return Sheet("a-1#1", "a-1", "a.pdf", "Blad", tuple(cells), (1, 2), title_rows=title_rows)


@pytest.mark.parametrize(("doubtful", "sure", "page"), [(3, 7, 1), (2, 1, None), (3, 12, None)])
def test_pages_with_many_doubts_are_named(doubtful: int, sure: int, page: int | None) -> None:
    counts = cell_counts([sheet(doubtful, sure)])
    assert counts == {("a-1", 1): (doubtful + sure, doubtful)}
    problems = doubt_problems(DOCUMENT, counts)
    assert [(p.code, p.page) for p in problems] == [("W_LOW_CONFIDENCE", page)]


def test_few_doubts_are_counted_for_the_document() -> None:
    counts = cell_counts([sheet(1, 20), sheet(2, 30, page=2)])
    [problem] = doubt_problems(DOCUMENT, counts)
    assert (problem.code, problem.page) == ("W_LOW_CONFIDENCE", None)
    assert problem.detail == "3 of 53 cells are doubtful, on pages 1, 2"


def test_pages_without_doubts_count_among_the_cells() -> None:
    counts = cell_counts([sheet(1, 20), sheet(0, 30, page=2)])
    [problem] = doubt_problems(DOCUMENT, counts)
    assert problem.detail == "1 of 51 cells is doubtful, on page 1"


def test_a_page_without_doubts_is_not_told() -> None:
    assert doubt_problems(DOCUMENT, cell_counts([sheet(0, 20)])) == ()


def test_a_photograph_is_no_table() -> None:
    dark = [GridCell(r, c, "", BOX, 0.0, Doubt.COVERED, "ocr") for r in range(4) for c in range(4)]
    noise = [GridCell(4, c, "4", BOX, 0.1, Doubt.READERS_DISAGREE, "ocr") for c in range(4)]
    bands = (Band(0, 1),)
    [problem] = grid_problems(DOCUMENT, PageGrid("a-1", 2, 595, 842, bands, bands, (*dark, *noise)))
    assert problem.code == "W_NO_TABLE"
    read = replace(noise[0], doubt=None)
    grid = PageGrid("a-1", 2, 595, 842, bands, bands, (*dark, *noise[1:], read))
    assert grid_problems(DOCUMENT, grid) == ()


def test_doubts_of_native_documents_have_no_page() -> None:
    native = replace(DOCUMENT, media_type=MediaType.XLSX)
    [problem] = doubt_problems(native, cell_counts([sheet(9, 1, page=None)]))
    assert (problem.page, problem.detail) == (None, "9 of 10 cells are doubtful")


def test_many_repeated_rows_are_told() -> None:
    assert repeat_problems(DOCUMENT, [sheet(0, 9, title_rows=6)]) == ()
    [problem] = repeat_problems(DOCUMENT, [sheet(0, 9, title_rows=7)])
    assert problem.code == "W_UNSURE_TABLE"
    assert "first 7 rows of page 1" in problem.message


def test_a_page_without_facts_has_failed() -> None:
    row = page_row(DOCUMENT, 2, None, (7, 1))
    assert (row.status, row.words, row.width_pt) == ("failed", 0, None)
