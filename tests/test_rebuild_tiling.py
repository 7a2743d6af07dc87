"""The printer's tiling is undone by evidence: any tiling, any order, pages missing or misread."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Print, layout_of, printed, sheet_of, texts

from skolkit.model import (
    Band,
    Box,
    Document,
    Furniture,
    FurnitureKind,
    GridCell,
    MediaType,
    PageGrid,
)
from skolkit.rebuild.columnaxis import column_axis
from skolkit.rebuild.headings import settle_headings
from skolkit.rebuild.margins import same_name, settle_margins
from skolkit.rebuild.order import print_jobs, sequences, with_bare_numbers, without_twins
from skolkit.rebuild.rowaxis import row_axis
from skolkit.rebuild.sortkeys import by_sort_keys
from skolkit.rebuild.stitch import Stitched, stitch
from skolkit.rebuild.titles import repeated_columns, repeated_like, repeated_rows

DOCUMENT = Document("d-1", "d.pdf", Path("d.pdf"), "0" * 64, 1, MediaType.PDF, 4)


def scanned(pages: Sequence[PageGrid]) -> Stitched:
    """Stitch pages, numbered as they lie in the scanner."""
    return stitch(DOCUMENT, [replace(p, page=n) for n, p in enumerate(pages, 1)])


def cuts(total: int, parts: int) -> tuple[int, ...]:
    return tuple(total * n // parts for n in range(parts))


@pytest.mark.parametrize("seed", range(24))
def test_any_tiling_is_undone(seed: int) -> None:
    rng = random.Random(f"tiling {seed}")  # noqa: S311
    deep, wide = rng.randint(1, 4), rng.randint(1, 4)
    rows, columns = 14 * deep, 5 * wide
    sheet = sheet_of(rows, columns, seed)
    how = Print(
        cuts(rows, deep),
        cuts(columns, wide),
        over=rng.random() < 0.5,
        titles=rng.randint(0, 1),
        numbers=rng.choice(["of", "bare", ""]),
    )
    pages = printed(sheet, layout_of(rows, columns, seed), how, seed=seed)
    if how.numbers:
        rng.shuffle(pages)
    stitched = scanned(pages)
    assert [texts(s) for s in stitched.sheets] == [sheet]
    assert stitched.problems == ()


def test_geometry_alone_is_enough() -> None:
    """No number, no heading, not one text read right: row heights and widths still tell."""
    rng = random.Random("noise")  # noqa: S311
    sheet = sheet_of(30, 12)
    pages = printed(sheet, layout_of(30, 12), Print((0, 15), (0, 6), numbers=""))
    noisy = [
        replace(
            page,
            cells=tuple(
                replace(c, text="".join(rng.choice("lI1|.,") for _ in range(4))) for c in page.cells
            ),
        )
        for page in pages
    ]
    [rebuilt] = scanned(noisy).sheets
    assert {c.page: (c.row > 15, c.column > 6) for c in rebuilt.cells} == {
        1: (False, False),
        2: (True, False),
        3: (False, True),
        4: (True, True),
    }


def test_uniform_rows_do_not_pull_stacked_pages_beside_each_other() -> None:
    sheet = sheet_of(40, 6)
    layout = ([12.0] * 40, layout_of(40, 6)[1])
    [rebuilt] = scanned(printed(sheet, layout, Print((0, 20), (0,), numbers=""))).sheets
    assert texts(rebuilt) == sheet


def test_a_missing_page_is_told_by_rows_and_columns() -> None:
    sheet = sheet_of(45, 12)
    pages = printed(sheet, layout_of(45, 12), Print((0, 15, 30), (0, 6)))
    stitched = scanned([p for p in pages if p.printed_page != 5])
    [rebuilt] = stitched.sheets
    told = [p for p in stitched.problems if p.code == "W_MISSING_PAGE"]
    assert [p.detail for p in told] == ["printed page 5 of 6: rows 16-30 of columns G-L"]
    assert {(c.row, c.column): c.raw for c in rebuilt.cells} == {
        (r, c): text
        for r, row in enumerate(sheet, 1)
        for c, text in enumerate(row, 1)
        if not (16 <= r <= 30 and c > 6)
    }


def test_a_number_that_was_not_read_is_one_that_is_left() -> None:
    sheet = sheet_of(48, 10)
    pages = printed(sheet, layout_of(48, 10), Print((0, 16, 32), (0, 5)))
    pages = [replace(p, printed_page=None) if p.page in (2, 5) else p for p in pages]
    shuffled = [pages[i] for i in (4, 2, 0, 5, 1, 3)]
    [rebuilt] = scanned(shuffled).sheets
    assert texts(rebuilt) == sheet


def test_papers_on_the_floor_are_sorted_by_their_headings() -> None:
    sheet = sheet_of(30, 8)
    pages = printed(sheet, layout_of(30, 8), Print((0, 10, 20), (0, 4), headings=True, numbers=""))
    [rebuilt] = scanned([pages[i] for i in (3, 5, 0, 2, 4, 1)]).sheets
    assert texts(rebuilt) == sheet


def test_hidden_columns_are_told() -> None:
    sheet = sheet_of(24, 8)
    how = Print((0, 12), (0, 4), headings=True, hidden=(2,))
    stitched = scanned(printed(sheet, layout_of(24, 8), how))
    assert [(p.code, p.detail) for p in stitched.problems] == [("W_NOT_PRINTED", "column C")]
    assert stitched.sheets[0].notes == ("column C",)
    assert {c.column for c in stitched.sheets[0].cells} == {1, 2, 4, 5, 6, 7, 8}


def misread(page: PageGrid) -> PageGrid:
    """The page as if its headings were not recognised: they are cells, and hard to read."""
    side = [
        GridCell(i, 0, str(b.heading), Box(44, b.start + 1, 60, b.end - 1), 0.5, None, "ocr")
        for i, b in enumerate(page.rows)
        if b.heading
    ]
    top = [
        GridCell(
            0,
            j,
            "&",
            Box(b.start + 2, page.rows[0].start, b.end - 2, page.rows[0].end),
            0.2,
            None,
            "ocr",
        )
        for j, b in enumerate(page.columns)
        if b.heading
    ]
    return replace(
        page,
        rows=tuple(replace(b, heading=None) for b in page.rows),
        columns=tuple(replace(b, heading=None) for b in page.columns),
        cells=(*page.cells, *side, *top),
    )


def test_a_page_whose_headings_were_misread_is_placed_by_the_others() -> None:
    sheet = sheet_of(24, 8)
    pages = printed(sheet, layout_of(24, 8), Print((0, 12), (0, 4), headings=True))
    pages[3] = misread(pages[3])
    [rebuilt] = scanned(pages).sheets
    assert texts(rebuilt) == sheet


def test_years_on_one_page_are_no_row_numbers() -> None:
    sheet = sheet_of(12, 9)
    pages = printed(sheet, layout_of(12, 9), Print((0,), (0, 3, 6), numbers=""))
    odd = pages[1]
    fake = replace(
        odd,
        rows=tuple(replace(b, heading=2006 + i if i else None) for i, b in enumerate(odd.rows)),
        columns=tuple(replace(b, heading=j or None) for j, b in enumerate(odd.columns)),
        cells=tuple(c for c in odd.cells if c.row and c.column),
        furniture=tuple(
            Furniture(
                FurnitureKind.ROW_HEADING if c.row else FurnitureKind.COLUMN_HEADING, c.text, c.box
            )
            for c in odd.cells
            if not (c.row and c.column)
        ),
    )
    settled = settle_headings([pages[0], fake, pages[2]])
    assert {(c.row, c.column, c.text) for c in settled[1].cells} == {
        (c.row, c.column, c.text) for c in odd.cells
    }
    [rebuilt] = scanned([pages[0], fake, pages[2]]).sheets
    assert texts(rebuilt) == sheet


def test_sheets_that_are_set_alike_are_told_apart_where_the_headings_begin_again() -> None:
    heights, widths = layout_of(40, 6)
    one, two = sheet_of(40, 6, 1), sheet_of(40, 6, 2)
    two[0] = one[0]
    how = Print((0, 14, 28), (0,), numbers="")
    pages = printed(one, (heights, widths), how)
    pages += printed(two, (layout_of(40, 6, 2)[0], widths), how, seed=2)
    assert [texts(s) for s in scanned(pages).sheets] == [one, two]


def test_two_print_jobs_in_one_scan_are_two_sheets() -> None:
    one, two = sheet_of(28, 6, 1), sheet_of(42, 4, 2)
    pages = printed(one, layout_of(28, 6, 1), Print((0, 14), (0,)))
    pages += printed(two, layout_of(42, 4, 2), Print((0, 14, 28), (0,)))
    assert [texts(s) for s in scanned(pages).sheets] == [one, two]
    again = [replace(p, printed_pages=None) for p in pages]
    assert [len(job) for job in print_jobs(again)] == [2, 3]


def test_other_paper_is_another_sheet() -> None:
    one, two = sheet_of(14, 6, 1), sheet_of(14, 6, 2)
    upright = [
        replace(p, width=595.0, height=842.0)
        for p in printed(two, layout_of(14, 6, 2), Print((0,), (0,), numbers=""))
    ]
    pages = [*printed(one, layout_of(14, 6, 1), Print((0,), (0,), numbers="")), *upright]
    assert [texts(s) for s in scanned(pages).sheets] == [one, two]


def test_a_page_scanned_twice_without_numbers_is_dropped() -> None:
    sheet = sheet_of(28, 6)
    pages = printed(sheet, layout_of(28, 6), Print((0, 14), (0,), numbers=""))
    stitched = scanned([pages[0], pages[0], pages[1]])
    assert [p.code for p in stitched.problems] == ["W_DUPLICATE_PAGE"]
    assert texts(stitched.sheets[0]) == sheet
    kept, _ = without_twins(pages, "d.pdf")
    assert len(kept) == 2


def test_a_sorted_list_without_numbers_is_put_in_order() -> None:
    sheet = [["Nr", "Ärende"]] + [[str(4000 + r), f"Ärende {r % 7}"] for r in range(1, 120)]
    pages = printed(sheet, ([12.0] * 120, [60.0, 180.0]), Print((0, 40, 80), (0,), numbers=""))
    [rebuilt] = scanned([pages[1], pages[2], pages[0]]).sheets
    assert texts(rebuilt) == sheet
    assert by_sort_keys([pages[2], pages[0], pages[1]]) == [1, 2, 0]


def test_bare_numbers_count_only_where_nearly_all_pages_have_one() -> None:
    sheet = sheet_of(42, 6)
    pages = printed(sheet, layout_of(42, 6), Print((0, 14, 28), (0,), numbers="bare"))
    assert [p.printed_page for p in with_bare_numbers(pages)] == [1, 2, 3]
    few = [replace(p, furniture=()) if n else p for n, p in enumerate(pages)]
    assert [p.printed_page for p in with_bare_numbers(few)] == [None, None, None]


def test_unread_numbers_of_papers_in_order_are_filled_in() -> None:
    pages = printed(sheet_of(56, 6), layout_of(56, 6), Print((0, 14, 28, 42), (0,)))
    pages[2] = replace(pages[2], printed_page=None)
    [order] = sequences(pages)
    assert (order.pages, order.places) == ((0, 1, 2, 3), (0, 1, 2, 3))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Gymnasieskolan totalt", "Gymnasieskolan totaht", True),
        ("16tbl02", "I6tbl02", True),
        ("Blad1", "Blad2", False),
        ("Bilaga A", "Bilaga B", False),
        ("ERDF", "ESF", False),
        ("Samhällsvetenskapsprogrammet", "Naturvetenskapsprogrammet", False),
    ],
)
def test_names_of_sheets(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_what_one_page_took_for_a_header_is_its_first_row() -> None:
    sheet = sheet_of(28, 6)
    pages = printed(sheet, layout_of(28, 6), Print((0, 14), (0,), numbers=""))
    title = Furniture(FurnitureKind.HEADER, "Kostnader 2020", Box(44, 20, 140, 28))
    first = replace(pages[0], furniture=(title,), sheet_name="Kostnader 2020")
    settled = settle_margins([first, pages[1], pages[1]])
    assert [g.sheet_name for g in settled] == [None, None, None]
    assert next((c.row, c.column, c.text) for c in settled[0].cells) == (0, 0, "Kostnader 2020")
    assert len(settled[0].rows) == len(pages[0].rows) + 1


def test_a_header_that_one_page_took_for_a_row_is_a_header() -> None:
    pages = printed(sheet_of(42, 6), layout_of(42, 6), Print((0, 14, 28), (0,), numbers=""))
    header = Furniture(FurnitureKind.HEADER, "ERDF", Box(400, 20, 430, 28))
    named = [replace(p, furniture=(header,), sheet_name="ERDF") for p in pages[:2]]
    cell = GridCell(0, 3, "ERDF", Box(400, 21, 430, 29), 0.9, None, "ocr")
    last = replace(
        pages[2],
        rows=(Band(20, 30), *pages[2].rows),
        cells=(cell, *(replace(c, row=c.row + 1) for c in pages[2].cells)),
    )
    settled = settle_margins([*named, last])
    assert settled[2].sheet_name == "ERDF"
    assert "ERDF" not in {c.text for c in settled[2].cells}


def lines(page: int, rows: Sequence[tuple[float, float, Sequence[str]]]) -> PageGrid:
    """A page with columns of 60 points and the rows given as start, end and texts."""
    wide = max(len(row) for _, _, row in rows)
    return PageGrid(
        document_id="d-1",
        page=page,
        width=842,
        height=595,
        rows=tuple(Band(a, b) for a, b, _ in rows),
        columns=tuple(Band(50 + 60.0 * j, 110 + 60.0 * j) for j in range(wide)),
        cells=tuple(
            GridCell(i, j, t, Box(52 + 60 * j, a, 52 + 60 * j + 4 * len(t), b), 0.9, None, "ocr")
            for i, (a, b, row) in enumerate(rows)
            for j, t in enumerate(row)
            if t
        ),
    )


def test_lines_of_one_cell_are_one_row_where_the_page_beside_shows_it() -> None:
    left = lines(1, [(50, 58, ["Nr"]), (64, 72, ["Lång"]), (73, 81, ["text"]), (90, 98, ["B"])])
    right = lines(2, [(51, 59, ["Kr"]), (65, 82, ["10"]), (91, 99, ["20"])])
    axis = row_axis([left, right])
    assert axis.length == 3
    assert dict(axis.places[1]) == {0: 0, 1: 1, 2: 1, 3: 2}
    assert dict(axis.places[2]) == {0: 0, 1: 1, 2: 2}


def test_rows_with_figures_stay_rows_although_the_page_beside_joined_them() -> None:
    left = lines(1, [(50, 58, ["a", "1"]), (62, 70, ["b", "2"]), (74, 82, ["c", "3"])])
    right = lines(2, [(50, 58, ["x"]), (62, 82, ["y z"])])
    axis = row_axis([left, right])
    assert axis.length == 3
    assert axis.place(2, 1, 66) == 1
    assert axis.place(2, 1, 80) == 2


def test_specks_make_no_row() -> None:
    left = lines(1, [(50, 58, ["a", "1", "2"]), (60, 63, ["-", "", ""]), (74, 82, ["c", "3", "4"])])
    axis = row_axis([left])
    assert axis.length == 2
    assert axis.place(1, 1, 61) is None


def test_lines_that_were_lost_leave_their_places() -> None:
    """Three rows of 12 points whose lines the copy lost, the middle one read in two pieces."""
    rows: list[tuple[float, float, list[str]]] = [
        (50 + 12.0 * n, 62 + 12.0 * n, [f"Ort {n}", str(n)]) for n in range(10)
    ]
    rows += [(171, 177, ["Ort 10", "10"]), (182, 186, ["Ort 11", ""]), (187, 192, ["", "11"])]
    rows += [(196, 203, ["Ort 12", "12"])]
    rows += [(206 + 12.0 * n, 218 + 12.0 * n, [f"Ort {13 + n}", str(13 + n)]) for n in range(9)]
    axis = row_axis([lines(1, rows)])
    assert axis.length == 22
    assert [axis.places[1][n] for n in range(10, 15)] == [10, 11, 11, 12, 13]


def test_a_row_as_high_as_two_is_not_told_as_a_hidden_one() -> None:
    sheet = sheet_of(14, 5)
    layout = ([12.0] * 14, layout_of(14, 5)[1])
    [page] = printed(sheet, layout, Print((0,), (0,), headings=True, numbers=""))
    kept = [n for n in range(len(page.rows)) if n != 7]
    taller = replace(page.rows[6], end=page.rows[7].end)
    joined = replace(
        page,
        rows=tuple(taller if n == 6 else page.rows[n] for n in kept),
        cells=tuple(replace(c, row=kept.index(c.row)) for c in page.cells if c.row != 7),
    )
    assert scanned([joined]).problems == ()
    assert [c.row for c in scanned([joined]).sheets[0].cells][-1] == 14


def test_headings_that_can_hardly_be_read_are_told_by_their_height() -> None:
    high = [30.0, 12.0, 12.0]
    dim = {0: {0: "K~mm.n", 1: "..ta1", 2: "Surn~n kr0n."}, **NEXT}
    assert repeated_like({**HEAD, **NEXT}, high, dim, [30.4, 12.0, 12.0], 1)
    assert not repeated_like({**HEAD, **NEXT}, high, dim, [12.0, 12.0, 12.0], 1)
    assert not repeated_like({**HEAD, **NEXT}, high, BODY, [30.4, 12.0, 12.0], 1)


def test_a_column_that_is_empty_on_one_page_keeps_its_place() -> None:
    full = lines(1, [(50 + 12 * i, 58 + 12 * i, ["a", "b", "c"]) for i in range(6)])
    sparse = lines(2, [(50 + 12 * i, 58 + 12 * i, ["a", "", "c"]) for i in range(6)])
    gap = replace(
        sparse,
        columns=(Band(50, 140), Band(140, 230)),
        cells=tuple(replace(c, column=min(c.column, 1)) for c in sparse.cells),
    )
    axis = column_axis([full, gap])
    assert axis.length == 3
    assert dict(axis.places[2]) == {0: 0, 1: 2}


HEAD = {0: {0: "Kommun", 1: "Antal", 2: "Summa kronor"}}
BODY = {r: {0: f"{chr(64 + 2 * r)}lby", 1: str(r), 2: str(100 * r)} for r in range(1, 9)}
NEXT = {r: {0: f"{chr(65 + 2 * r)}rstad", 1: str(9 * r), 2: str(70 * r)} for r in range(1, 9)}


def test_misread_headings_are_still_a_repetition() -> None:
    later = {0: {0: "Kornmun", 1: "Anta1", 2: "Sumrna kronor"}, **NEXT}
    found = repeated_rows({**HEAD, **BODY}, later)
    assert found is not None
    assert (found.end, found.first, found.last) == (1, 0, 1)


def test_headings_below_a_title_and_parted_otherwise_are_a_repetition() -> None:
    first = {0: {0: "Statistik över kommuner"}, 1: HEAD[0]}
    first |= {r + 1: texts for r, texts in BODY.items()}
    later = {0: {0: "Kommun", 2: "Summa"}, 1: {1: "Antal", 2: "kronor"}}
    later |= {r + 1: texts for r, texts in NEXT.items()}
    found = repeated_rows(first, later)
    assert found is not None
    assert (found.end, found.first, found.last) == (2, 1, 2)


def test_rows_that_are_always_alike_are_no_headings() -> None:
    same = {r: {0: "Brand i byggnad", 1: "Nej", 2: "Storstad"} for r in range(8)}
    assert repeated_rows(same, same) is None
    assert repeated_rows(same, {**same, 7: BODY[7]}) is None


def test_a_row_of_figures_is_no_heading() -> None:
    assert (
        repeated_rows({0: BODY[3], **{r: BODY[r] for r in (4, 5)}}, {0: BODY[3], 1: BODY[7]})
        is None
    )


def test_repeated_columns_are_found_and_constant_ones_are_not() -> None:
    first = {r: {0: f"Ort {chr(64 + r)}", 1: "Nej"} for r in range(1, 9)}
    again = {r: {4: f"Ort {chr(64 + r)}", 5: str(r)} for r in range(1, 9)}
    other = {r: {4: "Nej", 5: str(r)} for r in range(1, 9)}
    assert repeated_columns(first, again, 4) == 1
    assert repeated_columns({r: {0: "Nej"} for r in first}, other, 4) == 0
