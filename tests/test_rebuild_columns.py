"""Columns and rows of bad copies: lost lines, scratches, cells that touch, wrapped text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drawn import grid_rulings, reading, words_at

from skolkit.model import Box, PageGrid, Ruling, Word
from skolkit.rebuild.grid import page_grid, page_grids

NAMES = ["Ale", "Bergsby", "Eda", "Falkenberg", "Gävle", "Hjo", "Kil", "Lund", "Mora", "Nora"]


def table(grid: PageGrid) -> list[list[str]]:
    held = {(c.row, c.column): c.text for c in grid.cells}
    rows = sorted({c.row for c in grid.cells if c.text})
    return [[held.get((r, c), "") for c in range(len(grid.columns))] for r in rows]


def word(text: str, x: float, y: float, *, right: bool = False) -> Word:
    width = 4.5 * len(text)
    left = x - width if right else x
    return Word(text, Box(left, y, left + width, y + 7), 0.9, "ocr")


def touching(first: int = 0) -> tuple[list[Word], list[list[str]]]:
    """Numbers set to the right against texts set to the left: one phrase a line to the eye."""
    words, rows = [], []
    for i, name in enumerate(NAMES):
        y = 100 + 14 * i
        number = str(10 ** (i % 4) + i + first)
        words += [word(number, 119, y, right=True), word(name, 121.5, y), word("Nej", 300, y)]
        rows.append([number, name, "Nej"])
    return words, rows


def test_cells_that_touch_are_parted_where_both_are_set_to_one_edge() -> None:
    words, rows = touching()
    assert table(page_grid(reading(words))) == rows


def test_words_that_every_row_repeats_are_no_columns() -> None:
    rows = [[f"2018-01-{i + 10}", "Brand i byggnad", "Nej"] for i in range(9)]
    words = words_at(rows, [60, 140, 300])
    assert table(page_grid(reading(words))) == rows


def fixed(page: int) -> tuple[list[Word], list[list[str]]]:
    """Columns that nothing but their lines part: all texts are as wide as the others."""
    words, rows = [], []
    for i in range(10):
        y = 100 + 14 * i
        row = [str(211000 + 37 * i + page), "2018-01-01", f"0{i}:11", "Brand"]
        words += [word(t, x, y) for t, x in zip(row, (62, 91, 138, 163), strict=True)]
        rows.append(row)
    return words, rows


FIXED_EDGES = (60, 90, 137, 162, 200)


def test_a_line_lost_on_one_page_is_taken_from_a_page_that_is_set_alike() -> None:
    levels = [96 + 14 * i for i in range(11)]
    whole, torn = grid_rulings(levels, FIXED_EDGES), grid_rulings(levels, FIXED_EDGES)
    torn = [r for r in torn if r.horizontal or r.at not in (90, 137)]
    (words, rows), (other, other_rows) = fixed(1), fixed(2)
    grids = page_grids([reading(words, whole, page=1), reading(other, torn, page=2)])
    assert [table(g) for g in grids] == [rows, other_rows]
    alone = page_grid(reading(other, torn))
    assert table(alone) != other_rows, "the page alone does not tell"


def shifted(words: Sequence[Word], by: float) -> list[Word]:
    return [
        Word(w.text, Box(w.box.x0 + by, w.box.y0, w.box.x1 + by, w.box.y1), 0.9, "ocr")
        for w in words
    ]


def test_pages_that_lie_off_each_other_on_the_glass_are_set_alike_all_the_same() -> None:
    levels = [96 + 14 * i for i in range(11)]
    torn = [r for r in grid_rulings(levels, FIXED_EDGES) if r.horizontal or r.at not in (90, 137)]
    moved = [Ruling(r.horizontal, r.at + (0 if r.horizontal else 4), r.start, r.end) for r in torn]
    (words, _), (other, rows) = fixed(1), fixed(2)
    whole = reading(words, grid_rulings(levels, FIXED_EDGES), page=1)
    grids = page_grids([whole, reading(shifted(other, 4), moved, page=2)])
    assert table(grids[1]) == rows
    assert abs(grids[1].columns[1].start - 94) < 1


def test_a_scratch_through_words_is_no_column_edge() -> None:
    rows = [[name, str(1000 + i), str(40 + i)] for i, name in enumerate(NAMES)]
    rulings = grid_rulings([96 + 14 * i for i in range(11)], [58, 160, 240, 320])
    words = words_at(rows, [60, 235, 315], right=(1, 2))
    scratch = Ruling(False, 226.0, 2, 593)
    assert table(page_grid(reading(words, [*rulings, scratch]))) == rows


def test_a_line_that_runs_out_of_the_table_through_white_is_no_column_edge() -> None:
    rows = [[name, str(1000 + i), str(40 + i)] for i, name in enumerate(NAMES)]
    rulings = grid_rulings([96 + 14 * i for i in range(11)], [58, 160, 240, 320])
    words = words_at(rows, [60, 235, 315], right=(1, 2))
    scratch = Ruling(False, 180.0, 2, 593)
    assert len(page_grid(reading(words, [*rulings, scratch])).columns) == 3


def test_a_merged_heading_is_not_cut_where_its_cells_have_no_line() -> None:
    xs = [58, 160, 190, 220, 250]
    levels = [96 + 14 * i for i in range(12)]
    rulings = [r for r in grid_rulings(levels, xs) if r.horizontal or r.at in (58, 160, 250)]
    for x in (190, 220):
        rulings += [Ruling(False, x, 96, 110), Ruling(False, x, 124, 250)]
    words = [word(t, 163 + k, 114) for t, k in (("Andel", 0), ("i", 28), ("procent", 36))]
    words += [word("A", 65, 100), *(word("x", x + 10, 100) for x in xs[1:4])]
    for i, name in enumerate(NAMES):
        y = 128 + 14 * i
        words += [
            word(name, 60, y),
            *(word(f"{i}{k}", xs[k] - 2, y, right=True) for k in (2, 3, 4)),
        ]
    grid = page_grid(reading(words, rulings))
    assert "Andel i procent" in {c.text for c in grid.cells}


def test_rows_whose_line_a_bad_copy_lost_are_parted() -> None:
    rows = [[name, "Nej", "Skåne", "Mindre stad", "A1"] for name in NAMES]
    levels = [96 + 14 * i for i in range(11) if i not in (3, 7)]
    words = words_at(rows, [60, 160, 240, 320, 400])
    rulings = grid_rulings(levels, [58, 158, 238, 318, 398, 480])
    assert table(page_grid(reading(words, rulings))) == rows


def test_a_pen_stroke_through_a_line_of_text_is_no_row_edge() -> None:
    rows = [[name, str(100 + i), "Skåne"] for i, name in enumerate(NAMES)]
    rulings = grid_rulings([96 + 14 * i for i in range(11)], [58, 158, 238, 318])
    words = words_at(rows, [60, 160, 240])
    stroke = Ruling(True, 103.5 + 14 * 4, 58, 318)
    assert table(page_grid(reading(words, [*rulings, stroke]))) == rows


def test_a_label_of_two_lines_goes_with_the_numbers_at_its_foot() -> None:
    words, rows, y = [], [], 100.0
    for i in range(5):
        for year in ("2015", "2016"):
            words += [word(year, 60, y), *_figures(i, y)]
            rows.append([year, f"{i}1,5", f"{i}2,5", f"{i}3,5"])
            y += 14
        words += [word("Percent", 60, y), word("change", 60, y + 11), *_figures(i, y + 11)]
        rows.append(["Percent change", f"{i}1,5", f"{i}2,5", f"{i}3,5"])
        y += 25
    assert table(page_grid(reading(words))) == rows


def _figures(i: int, y: float) -> list[Word]:
    return [word(f"{i}{k},5", 140 + 60 * k, y, right=True) for k in (1, 2, 3)]


def test_text_set_to_the_middle_of_its_row_is_divided_although_no_gap_shows() -> None:
    words, rows, y = [], [], 100.0
    for i, count in enumerate([3, 5, 1, 7, 3, 5]):
        middle = y + 11 * (count - 1) / 2
        lines = [f"rad{i}{k}" for k in range(count)]
        words += [word(t, 60, y + 11 * k) for k, t in enumerate(lines)]
        words += [word(f"2019-01-0{i + 1}", 200, middle), word(f"{i}4,50", 300, middle)]
        rows.append([" ".join(lines), f"2019-01-0{i + 1}", f"{i}4,50"])
        y += 11 * count + 1
    assert table(page_grid(reading(words))) == rows


def test_printed_row_numbers_part_rows_that_hold_nothing_else() -> None:
    xs = [58, 80, 180, 280]
    levels = [96 + 14 * i for i in range(12) if i not in (3, 4)]
    words = [word("A", 130, 100), word("B", 230, 100)]
    for i in range(1, 11):
        words.append(word(str(i), 66, 100 + 14 * i))
        if i not in (3, 4):
            words += [word("Ale", 82, 100 + 14 * i), word("Lund", 182, 100 + 14 * i)]
    grid = page_grid(reading(words, grid_rulings(levels, xs)))
    assert [b.heading for b in grid.rows] == list(range(1, 11))
    assert [b.heading for b in grid.columns] == [1, 2]


def test_printed_headings_are_found_below_a_stamp() -> None:
    xs = [58, 80, 140, 200, 260, 320]
    words = [word("INKOM", 150, 80), word("2021", 190, 80)]
    words += [word(t, x + 30, 100) for t, x in zip("ABCDE", xs[1:], strict=True)]
    for i in range(1, 11):
        words.append(word(str(i), 66, 100 + 14 * i))
        words += [word(f"text{i}", x + 3, 100 + 14 * i) for x in xs[1:]]
    rulings = grid_rulings([96 + 14 * i for i in range(12)], [*xs, 380])
    grid = page_grid(reading(words, rulings))
    assert [b.heading for b in grid.columns] == [1, 2, 3, 4, 5]
    assert {c.text for c in grid.cells} == {f"text{i}" for i in range(1, 11)}


def test_a_merged_heading_in_the_middle_is_whole_although_a_line_is_said_to_be_there() -> None:
    xs = [58, 160, 200, 240, 280]
    rulings = grid_rulings([96 + 14 * i for i in range(12)], xs)
    words = [word("Andel", 168, 100), word("som", 194, 100), word("slutförde", 211, 100)]
    words += [word("utan", 254, 100)]
    for i, name in enumerate(NAMES):
        y = 114 + 14 * i
        words += [
            word(name, 60, y),
            *(word(f"{i}{k}", xs[k] - 2, y, right=True) for k in (2, 3, 4)),
        ]
    grid = page_grid(reading(words, rulings))
    assert "Andel som slutförde utan" in {c.text for c in grid.cells}


def test_text_cut_at_its_cells_end_does_not_draw_in_the_next_cell() -> None:
    xs = [58, 110, 200]
    rulings = grid_rulings([96 + 14 * i for i in range(11)], xs)
    words, rows = [], []
    for i, name in enumerate(NAMES):
        y = 100 + 14 * i
        words += [word("Långtidsarbets"[:11], 60, y), word(name, 111.5, y)]
        rows.append(["Långtidsarb", name])
    assert table(page_grid(reading(words, rulings))) == rows


def test_headings_at_the_other_end_of_their_cells_go_with_their_columns() -> None:
    rows = [
        ["Namn", "Antal fall", "Andel"],
        *([n, str(i * 7 % 10), "0"] for i, n in enumerate(NAMES)),
    ]
    words = words_at(rows[:1], [52, 155, 256])
    words += words_at(rows[1:], [52, 246, 347], top=114, right=(1, 2))
    assert table(page_grid(reading(words))) == rows


def test_a_heading_is_no_row_with_the_first_numbers_whatever_letters_stand_in_it() -> None:
    rows = [["Namn", "Antal", "Andel"], *(["Åsna", str(i * 7 % 9), "0"] for i in range(9))]
    words = words_at(rows, [52, 155, 256])
    words = [
        replace(w, box=replace(w.box, y0=w.box.y0 - 1.8)) if "Å" in w.text else w for w in words
    ]
    assert table(page_grid(reading(words))) == rows


def test_the_one_number_with_thousands_is_not_parted_where_no_other_reaches() -> None:
    words = words_at([["Namn", "Kolumn B", "Andel"]], [52, 253, 354])
    for i, name in enumerate([*NAMES, "Ystad"]):
        y = 114 + 14 * i
        group = Word("111", Box(331, y, 347, y + 7), 0.9, "ocr")
        words += [word(name, 52, y), group, word("0,5", 448, y, right=True)]
        lead = Box(317, y, 325.8, y + 7)
    words.append(Word("-11", replace(lead, x0=284, x1=325.8), 0.9, "ocr"))
    assert ["Ystad", "-11 111", "0,5"] in table(page_grid(reading(words)))
