"""One page's words become its grid: ruled or not, wrapped, headed, with furniture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn import grid_rulings, reading, words_at

from skolkit.model import Box, Doubt, FurnitureKind, PageGrid, Ruling, Word
from skolkit.rebuild.furniture import heading_numbers, page_numbers
from skolkit.rebuild.grid import page_grid

ROWS = [["Kommun", "Antal", "Andel"]] + [
    [name, str(100 + i), f"{i},5"]
    for i, name in enumerate(["Ale", "Berg", "Eda", "Falun", "Gävle", "Hjo", "Kil", "Lund"])
]


def table(grid: PageGrid) -> list[list[str]]:
    """The grid's filled rows as texts."""
    held = {(c.row, c.column): c.text for c in grid.cells}
    rows = sorted({c.row for c in grid.cells if c.text})
    return [[held.get((r, c), "") for c in range(len(grid.columns))] for r in rows]


def word(text: str, x: float, y: float, width: float | None = None) -> Word:
    return Word(text, Box(x, y, x + (width or 4.5 * len(text)), y + 7), 0.9, "ocr")


def test_columns_without_lines_are_found_by_alignment() -> None:
    grid = page_grid(reading(words_at(ROWS, [60, 220, 300], right=(1, 2))))
    assert table(grid) == ROWS


def test_thousands_are_not_parted_from_their_hundreds() -> None:
    rows = [["Ale", "1 536"], ["Berg", "1 366"], ["Eda", "432"], ["Falun", "28"], ["Hjo", "2 001"]]
    assert table(page_grid(reading(words_at(rows, [60, 220], right=(1,))))) == rows


def test_a_number_that_comes_into_two_cells_is_doubted() -> None:
    # The first group stands in line with the dashes of another row, the rest on its own.
    rows = [["Ale", "592"], ["Berg", "366"], ["Eda", "432"], ["Falun", "281"], ["Hjo", "201"]]
    words = [*words_at(rows, [60, 220]), word("1", 213, 114, 4)]
    doubted = [c for c in page_grid(reading(words)).cells if "366" in c.text]
    assert [c.doubt for c in doubted] == [Doubt.AMBIGUOUS_NUMBER] or doubted[0].text == "1 366"


def test_touching_cells_are_parted_by_their_line_only() -> None:
    rows = [["10:32", "Brand"]] * 6
    rulings = grid_rulings([94 + 14 * i for i in range(7)], [60, 120.5, 200])
    words = [
        w
        for i in range(6)
        for w in (word("10:32", 97, 100 + 14 * i, 23), word("Brand", 121, 100 + 14 * i))
    ]
    assert table(page_grid(reading(words, rulings))) == rows


def test_a_wrapped_cell_between_lines_is_one_cell() -> None:
    rulings = grid_rulings([90, 130, 170, 210], [60, 200, 300])
    words = []
    for i in range(3):
        top = 92 + 40 * i
        words += [word("Beskrivning", 64, top), word("som", 116, top)]
        words += [
            word("bryts", 64, top + 10),
            word("två", 64, top + 20),
            word("gånger", 80, top + 20),
        ]
        words += [word(str(10 + i), 285, top + 20)]
    grid = page_grid(reading(words, rulings))
    assert table(grid) == [["Beskrivning som bryts två gånger", str(10 + i)] for i in range(3)]


def test_several_rows_of_numbers_between_two_lines_stay_rows() -> None:
    rulings = grid_rulings([90, 150, 210], [60, 200, 300, 400])
    words = []
    for i in range(8):
        y = 93 + 14 * i + (4 if i >= 4 else 0)
        words += [word(f"Post{i}", 64, y), word(str(20 + i), 280, y), word(str(30 + i), 380, y)]
    grid = page_grid(reading(words, rulings))
    assert table(grid) == [[f"Post{i}", str(20 + i), str(30 + i)] for i in range(8)]


def test_wrapped_text_without_lines_stays_with_its_numbers() -> None:
    words = []
    for i in range(4):
        top = 100 + 46 * i
        words += [
            word(t, 60, top + 10 * k) for k, t in enumerate(["Första", "raden", "av", "text"])
        ]
        words += [word("2019-01-0" + str(i + 1), 200, top + 15), word(f"{i}4,50", 300, top + 15)]
    grid = page_grid(reading(words))
    assert table(grid) == [
        ["Första raden av text", f"2019-01-0{i + 1}", f"{i}4,50"] for i in range(4)
    ]


def test_overflowing_text_stays_in_its_own_cell() -> None:
    title = [
        word(t, 60 + 42 * k, 72, 40) for k, t in enumerate(["Kostnader", "skolplatt", "per", "år"])
    ]
    grid = page_grid(reading([*title, *words_at(ROWS, [60, 140, 220], right=(1, 2))]))
    assert table(grid)[0][0] == "Kostnader skolplatt per år"
    assert table(grid)[1:] == ROWS


def test_headers_and_footers_are_furniture() -> None:
    words = [
        word("Blad1", 400, 30),
        word("Sida", 390, 560),
        word("3", 412, 560),
        word("av", 420, 560),
    ]
    words += [word("12", 432, 560), *words_at(ROWS, [60, 220, 300], right=(1, 2))]
    grid = page_grid(reading(words))
    assert table(grid) == ROWS
    assert (grid.sheet_name, grid.printed_page, grid.printed_pages) == ("Blad1", 3, 12)
    assert {f.kind for f in grid.furniture} == {FurnitureKind.HEADER, FurnitureKind.FOOTER}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Sida 3 av 12", (3, 12)),
        ("Page 2 of 4", (2, 4)),
        ("Seite 1 von 9", (1, 9)),
        ("Sida 7", (7, None)),
        ("3/12", (3, 12)),
        ("12", (None, None)),
        ("Sida 9 av 4", (None, None)),
        ("2021 av 2022 kr", (None, None)),
    ],
)
def test_page_numbers_are_read(text: str, numbers: tuple[int | None, int | None]) -> None:
    assert page_numbers(text) == numbers


def test_printed_headings_become_coordinates() -> None:
    rows = [["", "C", "D", "E"]] + [[str(i), "Ale", str(i * 3), "x"] for i in (5, 6, 7, 9, 10)]
    xs = [50, 80, 200, 280, 360]
    words = [
        word(text, xs[j] + 5, 100 + 14 * i)
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
        if text
    ]
    rulings = grid_rulings([96 + 14 * i for i in range(7)], xs)
    grid = page_grid(reading(words, rulings))
    assert [b.heading for b in grid.columns] == [3, 4, 5]
    assert [b.heading for b in grid.rows] == [5, 6, 7, 9, 10], "row 8 is hidden"
    assert table(grid)[0] == ["Ale", "15", "x"]


def test_a_column_of_running_numbers_is_no_heading() -> None:
    rows = [["Nr", "Namn", "Ort"]] + [[str(i), "Ale", "Lund"] for i in range(1, 8)]
    grid = page_grid(reading(words_at(rows, [60, 120, 220])))
    assert table(grid) == rows


def test_a_numbered_list_beside_one_column_of_figures_has_no_headings() -> None:
    rows = [[str(i), "0" if i % 2 else "8"] for i in range(1, 12)]
    assert {c.text for c in page_grid(reading(words_at(rows, [60, 150]))).cells} >= {"0", "8", "7"}


def test_misread_headings_are_filled_in_from_their_neighbours() -> None:
    assert heading_numbers(["A", "8", "C", "é", "E"], letters=True) == (1, 2, 3, 4, 5)
    assert heading_numbers(["29", "3O", "31", "32"], letters=False) == (29, 30, 31, 32)
    assert heading_numbers(["Ale", "Berg", "Eda"], letters=True) is None


def test_hashes_and_bars_are_doubts_and_never_values() -> None:
    rulings = grid_rulings([96, 110, 124, 138, 152], [60, 160, 260])
    words = [word("Ale", 64, 100), word("###", 240, 100), word("Berg", 64, 114)]
    words += [
        word("Eda", 64, 128),
        word("12", 245, 128),
        word("Hjo", 64, 142),
        word("14", 245, 142),
    ]
    bar = Box(170, 113, 255, 123)
    grid = page_grid(reading(words, rulings, covered=(bar,)))
    doubts = {(c.text, c.doubt) for c in grid.cells if c.doubt}
    assert doubts == {("###", Doubt.HASHES), ("", Doubt.COVERED)}


def test_a_stamp_over_two_rows_hides_the_figures_of_both() -> None:
    rulings = grid_rulings([96, 110, 124, 138, 152], [60, 160, 260])
    words = [word(name, 64, 100 + 14 * i) for i, name in enumerate(["Ale", "Berg", "Eda", "Hjo"])]
    words += [word("12", 245, 100), word("14", 245, 142)]
    stamp = Box(230, 111, 258, 131)  # all of Berg's row, half of Eda's
    grid = page_grid(reading(words, rulings, covered=(stamp,)))
    covered = {(c.row, c.column) for c in grid.cells if c.doubt is Doubt.COVERED}
    assert covered == {(1, 1), (2, 1)}


@pytest.mark.parametrize("turn", [0, 180])
def test_a_column_that_the_scan_cuts_off_is_doubted(turn: int) -> None:
    rows = [["Skola", "Elever", "Andel"]] + [[f"Skola {c}", "120", "94,1"] for c in "ABCDEFGH"]
    words = words_at(rows, [60, 220, 300], right=(1, 2))
    last = [w for w in words if w.text == "94,1"]
    edge = max(w.box.x1 for w in last) + 1.0
    # Of one figure the last two characters are gone: it ends short of the edge, and is cut too.
    cut = replace(last[3], text="94", box=replace(last[3].box, x1=last[3].box.x1 - 9.0))
    words[words.index(last[3])] = cut
    page = replace(reading(words), width=edge, turn=turn)
    grid = page_grid(page)
    doubted = [c.text for c in grid.cells if c.doubt is Doubt.CLIPPED]
    assert doubted == ["Andel", *["94,1"] * 3, "94", *["94,1"] * 4]
    whole = page_grid(replace(page, width=edge + 20.0))
    assert not [c for c in whole.cells if c.doubt is Doubt.CLIPPED]


def test_the_edge_of_an_askew_scan_is_where_it_was_delivered() -> None:
    # Straightening by 2 degrees moves the middle of the left edge by nothing, its top by 14 points.
    rows = [["Nr", "Antal"]] + [[str(10 + i), str(500 + i)] for i in range(40)]
    words = words_at(rows, [8, 120], top=60.0, pitch=12.0)
    straight = reading(words)
    leaning = replace(straight, shear=2.0)
    held = {c.text for c in page_grid(leaning).cells if c.doubt is Doubt.CLIPPED}
    assert "10" in held
    assert "49" not in held
    assert not [c for c in page_grid(straight).cells if c.doubt is Doubt.CLIPPED]


def test_underlining_is_no_row_edge() -> None:
    rulings = grid_rulings([96, 124, 152, 180], [60, 260, 400])
    rulings.append(Ruling(True, 108.0, 64, 120))
    words = []
    for i in range(3):
        words += [
            word("adress.example.se", 64, 99 + 28 * i),
            word("fortsättning", 64, 111 + 28 * i),
        ]
        words += [word(str(i), 390, 105 + 28 * i)]
    grid = page_grid(reading(words, rulings))
    assert [row[1] for row in table(grid)] == ["0", "1", "2"]


def test_numbers_that_stand_apart_in_one_cell_are_doubted() -> None:
    rulings = grid_rulings([96 + 14 * i for i in range(6)], [60, 120, 260])
    words = [word(name, 64, 100 + 14 * i) for i, name in enumerate(["Ale", "Eda", "Kil", "Hjo"])]
    words += [word("736", 150, 100), word("668", 240, 100), word("344", 240, 114)]
    words += [
        word("-", 215, 128, 3),
        word("505", 240, 128),
        word("1", 232, 142),
        word("505", 240, 142),
    ]
    grid = page_grid(reading(words, rulings))
    doubts = {c.text: c.doubt for c in grid.cells if c.column == 1}
    assert doubts == {
        "736 668": Doubt.AMBIGUOUS_NUMBER,
        "344": None,
        "- 505": Doubt.AMBIGUOUS_NUMBER,
        "1 505": None,
    }


def test_the_empty_row_under_a_title_is_a_row() -> None:
    table_words = words_at(ROWS, [60, 220, 300], right=(1, 2), top=128)
    grid = page_grid(reading([word("Statistik", 60, 100), *table_words]))
    filled = sorted({c.row for c in grid.cells})
    assert filled == [0, *range(2, 2 + len(ROWS))]
    close = page_grid(reading([word("Statistik", 60, 114), *table_words]))
    assert sorted({c.row for c in close.cells}) == list(range(1 + len(ROWS)))
