"""Pages become worksheets: the printer's tiling undone, nothing lost and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drawn import grid_rulings, reading, words_at

from skolkit.model import Box, Document, Doubt, MediaType, PageGrid, Sheet, Word
from skolkit.rebuild.grid import page_grid
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.stitch import stitch

DOCUMENT = Document("d-00000000", "d.pdf", Path("d.pdf"), "0" * 64, 1, MediaType.PDF, 4)
LEFT = [["Nr", "Ämne", "Datum"]] + [
    [str(i), f"Ämne nummer {chr(65 + i % 20)}", f"2021-03-{1 + i % 28:02}"] for i in range(1, 41)
]
RIGHT = [["Nr", "Avsändare", "Storlek"]] + [
    [str(i), f"Avsändare {chr(85 - i % 20)}", str(1000 + 7 * i)] for i in range(1, 41)
]


def page(
    rows: list[list[str]],
    number: int,
    of: int,
    *,
    printed: int | None = None,
    scan: int | None = None,
) -> PageGrid:
    """A ruled page with a page number, as the printer would make it."""
    xs = [50.0, 90.0, 260.0, 380.0] if rows[0][1] == "Ämne" else [50.0, 90.0, 240.0, 330.0]
    words = words_at(rows, [x + 3 for x in xs[:-1]], top=100.0)
    mark = f"Sida {printed or number} av {of}"
    words += words_at([[mark]], [380.0], top=560.0)
    ys = [96.5 + 14 * i for i in range(len(rows) + 1)]
    return page_grid(reading(words, grid_rulings(ys, xs), page=scan or number))


def texts(sheet: Sheet) -> list[list[str]]:
    held = {(c.row, c.column): c.raw for c in sheet.cells}
    rows = max(r for r, _ in held)
    columns = max(c for _, c in held)
    return [[held.get((r, c), "") for c in range(1, columns + 1)] for r in range(1, rows + 1)]


def two_across() -> tuple[list[PageGrid], list[list[str]]]:
    """Four pages, over then down, with title row and title column repeated; and the sheet."""
    first, second = slice(1, 21), slice(21, 41)
    pages = [
        page([LEFT[0], *LEFT[first]], 1, 4),
        page([RIGHT[0], *RIGHT[first]], 2, 4),
        page([LEFT[0], *LEFT[second]], 3, 4),
        page([RIGHT[0], *RIGHT[second]], 4, 4),
    ]
    return pages, [left + right[1:] for left, right in zip(LEFT, RIGHT, strict=True)]


def test_over_then_down_with_repeated_titles() -> None:
    pages, whole = two_across()
    stitched = stitch(DOCUMENT, pages)
    assert [texts(s) for s in stitched.sheets] == [whole]
    assert stitched.sheets[0].title_rows == 1
    assert stitched.sheets[0].pages == (1, 2, 3, 4)
    assert stitched.problems == ()


def test_down_then_over_gives_the_same_sheet() -> None:
    (a, b, c, d), whole = two_across()
    pages = [page_in(a, 1), page_in(c, 2), page_in(b, 3), page_in(d, 4)]
    assert [texts(s) for s in stitch(DOCUMENT, pages).sheets] == [whole]


def page_in(grid: PageGrid, printed: int) -> PageGrid:
    return replace(grid, printed_page=printed, page=printed)


def test_shuffled_papers_are_ordered_by_their_numbers() -> None:
    pages, whole = two_across()
    shuffled = [pages[2], pages[0], pages[3], pages[1]]
    assert [texts(s) for s in stitch(DOCUMENT, shuffled).sheets] == [whole]


def test_a_missing_page_is_told_and_the_rest_is_there() -> None:
    rows = LEFT[1:]
    pages = [page([LEFT[0], *rows[:20]], 1, 3), page([LEFT[0], *rows[20:]], 3, 3, scan=2)]
    stitched = stitch(DOCUMENT, pages)
    assert [p.code for p in stitched.problems] == ["W_MISSING_PAGE"]
    assert "page 2 of 3" in stitched.problems[0].message
    assert texts(stitched.sheets[0]) == [LEFT[0], *rows]


def test_a_page_scanned_twice_is_counted_once() -> None:
    rows = LEFT[1:]
    one = page([LEFT[0], *rows[:20]], 1, 2)
    again = page([LEFT[0], *rows[:20]], 1, 2, scan=2)
    last = page([LEFT[0], *rows[20:]], 2, 2, scan=3)
    stitched = stitch(DOCUMENT, [one, again, last])
    assert [p.code for p in stitched.problems] == ["W_DUPLICATE_PAGE"]
    assert texts(stitched.sheets[0]) == [LEFT[0], *rows]


def test_a_form_filled_in_anew_is_no_second_scan_of_the_page() -> None:
    # The same words and page number and most letters alike: every figure is another.
    rows = [[str(i), f"Avsändare {chr(85 - i % 20)}", str(1000 + 7 * i)] for i in range(1, 21)]
    other = [[number, name, str(int(figure) + 1)] for number, name, figure in rows]
    one = page([RIGHT[0], *rows], 1, 1)
    anew = page([RIGHT[0], *other], 1, 1, scan=2)
    stitched = stitch(DOCUMENT, [one, anew])
    assert "W_DUPLICATE_PAGE" not in [p.code for p in stitched.problems]
    told = {cell.raw for sheet in stitched.sheets for cell in sheet.cells}
    assert {row[2] for row in rows} | {row[2] for row in other} <= told


def test_a_page_number_beside_the_table_is_no_cell_and_tells_a_missing_page() -> None:
    rows = [["Skola", "Elever"], *([f"Skola {c}", str(10 + n)] for n, c in enumerate("ABCDEFGH"))]

    def side(number: int, scan: int) -> PageGrid:
        words = words_at(rows, [60, 220])
        words += words_at([[f"Sida {number} (3)"]], [420.0], top=156.0)
        return page_grid(reading(words, page=scan))

    grid = side(1, 1)
    assert (grid.printed_page, grid.printed_pages) == (1, 3)
    assert {c.text for c in grid.cells} == {text for row in rows for text in row}
    stitched = stitch(DOCUMENT, [grid, side(3, 2)])
    [missing] = [p for p in stitched.problems if p.code == "W_MISSING_PAGE"]
    assert missing.detail.startswith("printed page 2 of 3")
    assert "W_DUPLICATE_PAGE" not in [p.code for p in stitched.problems]


def headed(rows: range, columns: str, number: int) -> PageGrid:
    """A page with printed headings; each cell says where it is."""
    head = ["", *columns]
    body = [[str(r), *[f"{c}{r}" for c in columns]] for r in rows]
    xs = [50.0] + [90.0 + 80 * i for i in range(len(columns) + 1)]
    words = []
    for i, row in enumerate([head, *body]):
        words += [
            w
            for j, t in enumerate(row)
            if t
            for w in words_at([[t]], [xs[j] + 4], top=100.0 + 14 * i)
        ]
    ys = [96.5 + 14 * i for i in range(len(rows) + 2)]
    return page_grid(reading(words, grid_rulings(ys, xs), page=number))


def test_printed_headings_place_the_pages() -> None:
    pages = [headed(range(1, 9), "ABC", 1), headed(range(9, 15), "ABC", 2)]
    pages += [headed(range(1, 9), "DE", 3), headed(range(9, 15), "DE", 4)]
    (sheet,) = stitch(DOCUMENT, pages).sheets
    assert {c.raw: (c.row, c.column) for c in sheet.cells} == {
        f"{letter}{row}": (row, column)
        for column, letter in enumerate("ABCDE", 1)
        for row in range(1, 15)
    }


def number_page(texts: list[str]) -> PageGrid:
    words = [
        Word(t, Box(200, 100 + 14 * i, 225, 107 + 14 * i), 0.9, "ocr") for i, t in enumerate(texts)
    ]
    names = [Word("Ale", Box(60, w.box.y0, 80, w.box.y1), 0.9, "ocr") for w in words]
    return page_grid(reading([*words, *names]))


def test_a_point_read_for_a_comma_is_settled_by_the_document() -> None:
    (grid,) = settle_marks([number_page([f"{i},5" for i in range(11)] + ["73.8"])])
    numbers = [c for c in grid.cells if c.column == 1]
    assert numbers[-1].text == "73,8"
    assert numbers[-1].method == "ocr/mark"
    assert all(c.doubt is None for c in numbers)


def test_commas_between_thousands_are_settled_apart_from_decimal_points() -> None:
    texts = [f"{i},{i}45" for i in range(1, 9)] + ["2.974", "11,614.373"]
    (grid,) = settle_marks([number_page(texts), number_page([f"{i}.5" for i in range(12)])])[:1]
    assert [c.text for c in grid.cells if c.column == 1][-2:] == ["2,974", "11,614,373"]


@pytest.mark.parametrize("text", ["- 330", "386 -", "43,8-"])
def test_a_sign_that_stands_off_is_doubted(text: str) -> None:
    (grid,) = settle_marks([number_page([f"{i}1,5" for i in range(1, 15)] + [text])])
    assert grid.cells[-1].doubt is not None or grid.cells[-2].doubt is not None


LOST = [f"{i},5" for i in range(1, 10)]


def test_a_lost_comma_among_figures_of_two_kinds_is_doubted() -> None:
    # Shares above and counts below, in one column: the neighbours tell which kind a figure is of.
    column = [*LOST[:5], "48", *LOST[5:], *(str(n) for n in range(20, 40))]
    (grid,) = settle_marks([number_page(column)])
    doubted = [c.text for c in grid.cells if c.column == 1 and c.doubt is not None]
    assert doubted == ["48"]


def test_a_lost_comma_is_doubted_and_not_guessed() -> None:
    (grid,) = settle_marks([number_page([f"{i}1,5" for i in range(1, 15)] + ["714"])])
    odd = [c for c in grid.cells if c.text == "714"]
    assert [c.doubt for c in odd] == [Doubt.AMBIGUOUS_NUMBER]


@pytest.mark.parametrize("texts", [["1.5"] * 9 + ["2,5"], ["12", "13"] * 8])
def test_marks_are_left_alone_where_nothing_is_settled(texts: list[str]) -> None:
    grid = number_page(texts)
    assert settle_marks([grid]) == [grid]
