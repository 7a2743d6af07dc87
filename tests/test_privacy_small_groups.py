"""Very small groups: hidden with what would give them back, told of, and nothing else touched."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from skolkit.model import Cell, Doubt, Sheet
from skolkit.privacy.small_groups import SmallGroup, small_groups
from skolkit.privacy.suppress import hide_small_groups, small_group_problems
from skolkit.tables.values import type_cells

PUPILS = (("Skola", "Elever"), ("A", 3), ("B", 12), ("C", 9), ("Summa", 24))


def read(*rows: tuple[object, ...], pages: tuple[int, ...] = (1,)) -> Sheet:
    cells = tuple(
        Cell(row, column, str(text), page=pages[row % len(pages)], rivals=(f"{text}1",))
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text != ""
    )
    return Sheet("d#1", "d", "d.csv", "Blad1", cells)


def typed(*rows: tuple[object, ...]) -> Sheet:
    return type_cells(read(*rows))


def _positions(sheet: Sheet) -> list[tuple[int, int, bool]]:
    return [(one.row, one.column, one.is_small) for one in small_groups(sheet)]


def test_small_groups_are_told_with_the_cells_that_would_give_them_back() -> None:
    alone = typed(("Skola", "Elever"), ("A", 3), ("B", 12), ("C", 9), ("Summa", 24))
    assert _positions(alone) == [(2, 2, True), (4, 2, False)]
    two = typed(("Skola", "Elever"), ("A", 3), ("B", 2), ("C", 9), ("Summa", 14))
    assert _positions(two) == [(2, 2, True), (3, 2, True)]
    ones = typed(("Skola", "Elever"), ("A", 1), ("B", 1), ("C", 9), ("Summa", 11))
    assert _positions(ones) == [(2, 2, True), (3, 2, True), (4, 2, False)]
    untold = typed(("Skola", "Elever"), ("A", 3), ("B", 12))
    assert _positions(untold) == [(2, 2, True)]


def test_totals_across_and_down_are_both_closed() -> None:
    sheet = typed(
        ("Skola", "Flickor", "Pojkar", "Totalt"),
        ("A", 3, 10, 13),
        ("B", 12, 11, 23),
        ("C", 20, 30, 50),
        ("Totalt", 35, 51, 86),
    )
    hidden = {(row, column) for row, column, _ in _positions(sheet)}
    assert (2, 2) in hidden
    for row in (2, 3, 4):
        assert len({(row, 2), (row, 3)} & hidden) != 1
    for column in (2, 3):
        assert len({(row, column) for row in (2, 3, 4)} & hidden) != 1


def test_parts_of_counted_pupils_are_counts_too_and_things_are_none() -> None:
    sheet = typed(
        ("Skola", "Klass", "Kön", "Antal", "Åtgärdsprogram"),
        ("Kråkvik", "7B", "F", 1, 1),
        ("Kråkvik", "7B", "P", 24, 3),
        ("Duvhöjden", "4A", "F", 2, 2),
        ("Summa", "", "", 27, 6),
    )
    assert _positions(sheet) == [(r, c, True) for r, c in ((2, 4), (2, 5), (3, 5), (4, 4), (4, 5))]
    assert small_groups(typed(("Artikel", "Antal", "Pris (kr)"), ("Dator", 3, 9000))) == ()
    assert small_groups(typed(("Skola", "Kostnad (kr)"), ("A", 3))) == ()


def hidden(sheet: Sheet) -> Sheet:
    typed = type_cells(sheet)
    return hide_small_groups(sheet, typed, small_groups(typed))


def column(sheet: Sheet, number: int) -> list[str]:
    return [cell.raw for cell in sheet.cells if cell.column == number]


def test_a_small_count_is_shown_as_fewer_than_five_and_its_helper_as_withheld() -> None:
    shown = hidden(read(*PUPILS))
    assert column(shown, 2) == ["Elever", "<5", "12", "..", "24"]
    gone = [cell for cell in shown.cells if cell.raw in {"<5", ".."}]
    assert all(c.value is None and c.doubt is Doubt.MASKED and c.rivals == () for c in gone)


def test_no_other_cell_is_touched() -> None:
    before = read(*PUPILS)
    after = hidden(before)
    changed = {(c.row, c.column) for c, d in zip(before.cells, after.cells, strict=True) if c != d}
    assert changed == {(2, 2), (4, 2)}
    assert replace(after, cells=()) == replace(before, cells=())


def test_hidden_cells_are_no_figures_when_the_sheet_is_typed_anew() -> None:
    again = {(c.row, c.column): c for c in type_cells(hidden(read(*PUPILS))).cells}
    for place in ((2, 2), (4, 2)):
        assert not isinstance(again[place].value, Decimal)
        assert again[place].doubt is Doubt.MASKED
    assert again[3, 2].value == Decimal(12)


def test_a_cell_that_was_masked_before_stays_masked() -> None:
    sheet = read(*PUPILS)
    typed = type_cells(sheet)
    masked = replace(
        sheet,
        cells=tuple(
            replace(cell, raw="[personnummer 1]", doubt=Doubt.MASKED) if cell.raw == "3" else cell
            for cell in sheet.cells
        ),
    )
    shown = hide_small_groups(masked, typed, small_groups(typed))
    assert column(shown, 2) == ["Elever", "[personnummer 1]", "12", "..", "24"]


def test_groups_of_other_sheets_are_passed_over() -> None:
    sheet = read(*PUPILS)
    other = (SmallGroup("e#1", 3, 2, 1, is_small=True),)
    assert hide_small_groups(sheet, type_cells(sheet), other) is sheet
    assert small_group_problems(sheet, other) == []


@pytest.mark.parametrize("place", [(2, 1), (9, 9)])
def test_a_group_at_no_figure_is_refused(place: tuple[int, int]) -> None:
    sheet = read(*PUPILS)
    group = SmallGroup("d#1", *place, 1, is_small=True)
    with pytest.raises(ValueError, match=r"no figure at row"):
        hide_small_groups(sheet, type_cells(sheet), [group])


def test_one_problem_a_sheet_counts_the_cells() -> None:
    sheet = read(*PUPILS)
    (told,) = small_group_problems(sheet, small_groups(type_cells(sheet)))
    assert (told.code, told.file, told.page, told.sheet) == ("W_SMALL_GROUP", "d.csv", 1, "Blad1")
    assert told.detail == "cells: 2"
    many = read(*PUPILS, ("D", 2), pages=(1, 2, 3))
    (told,) = small_group_problems(many, small_groups(type_cells(many)))
    assert told.page is None


def test_a_share_that_gives_a_hidden_count_back_is_hidden_too() -> None:
    shown = hidden(
        read(
            ("Skola", "Elever", "Andel (%)"),
            ("A", 3, "12,5"),
            ("B", 12, "50,0"),
            ("C", 9, "37,5"),
            ("Summa", 24, "100,0"),
        )
    )
    assert column(shown, 2) == ["Elever", "<5", "12", "..", "24"]
    assert column(shown, 3) == ["Andel (%)", "..", "50,0", "..", "100,0"]


def test_a_share_beside_counts_that_are_shown_stays() -> None:
    sheet = read(("Skola", "Elever", "Andel (%)"), ("A", 30, "75,0"), ("B", 10, "25,0"))
    assert hidden(sheet) is sheet
