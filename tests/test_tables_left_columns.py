"""No column with values is left without a word: what it holds decides how grave that is."""

from __future__ import annotations

import pytest
from tables_sheets import built, codes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("7,50", "figures"),
        ("2021-02-03", "dates"),
        ("K-17", "codes"),
    ],
)
def test_a_column_that_may_be_what_the_table_lacks_is_warned_of(text: str, told: str) -> None:
    tables = built(
        ["Fakturanr", "Fakturadatum", "Leverantör", "Netto", "Qvastzon"],
        *[["1", "2021-01-02", "Alfa AB", "100,00", text]] * 3,
    )
    reason = "columns were not taken that may be what the table lacks"
    assert [(each.code, each.detail) for each in tables.problems] == [
        ("W_UNSURE_TABLE", f"invoices: {reason}: E (heading not known, {told})")
    ]


def test_columns_known_to_be_something_else_are_noted_with_their_headings() -> None:
    tables = built(
        ["Fakturanr", "Fakturadatum", "Förfallodatum", "Leverantör", "Lev.nr", "Netto", "Attest"],
        *[["1", "2021-01-02", "2021-02-02", "Alfa AB", "77", "100,00", ""]] * 2,
    )
    assert [(each.code, each.detail) for each in tables.problems] == [
        ("N_COLUMNS_LEFT", "invoices: C Förfallodatum (dates), E Lev.nr (figures)")
    ]


def test_who_was_paid_may_stand_in_a_column_that_is_not_known() -> None:
    tables = built(
        ["Ver.nr", "Bokföringsdatum", "Konto", "Text", "Belopp", "Qvastzon"],
        *[["1", "2021-01-02", "5420", "Licenser", "100,00", "Alfa"]] * 2,
    )
    reason = "columns were not taken that may be what the table lacks"
    assert tables.problems[0].detail.endswith(f"{reason}: F (heading not known, texts)")


def test_a_heading_over_several_columns_does_not_say_what_one_of_them_is() -> None:
    tables = built(
        ["", "", "", "Belopp", ""],
        ["Fakturanr", "Fakturadatum", "Leverantör", "", "moms"],
        *[["1", "2021-01-02", "Alfa AB", "100,00", "25,00"]] * 2,
        spans={(1, 4): (1, 2)},
    )
    assert "only a heading over several columns stands over D" in tables.problems[0].detail


def test_a_list_of_orders_may_be_one_of_invoices_whose_heading_was_not_read() -> None:
    tables = built(
        ["Inköpsdatum", "Qvastzon", "Vad som köptes", "Pris exkl. moms (kr)", "Fakturanr"],
        *[["2021-01-02", "Alfa", "Stolar", "100,00", "1"]] * 2,
    )
    assert codes(tables) == ["W_UNSURE_TABLE", "W_UNSURE_TABLE", "N_SHEET_LEFT"]
    assert [each.detail for each in tables.problems[:2]] == [
        "invoices: no column for supplier; no rows were taken",
        "orders: fits the table costs nearly as well",
    ]


def test_a_column_without_a_heading_is_told_of() -> None:
    tables = built(["År", "Modul", "", "Kostnad"], ["2018", "Sche", "ma", "9"])
    assert codes(tables) == ["W_UNSURE_TABLE"]
    assert tables.problems[0].detail.endswith("table lacks: C (no heading, texts)")


def test_a_last_column_without_a_heading_is_told_of_if_only_a_few_cells_are_filled() -> None:
    rows = [["2018", "Skola", "9", ""]] * 5
    tables = built(["År", "Modul", "Kostnad", ""], *rows, ["2018", "Skola", "9", "se not"])
    assert [(each.code, each.detail) for each in tables.problems] == [
        ("N_COLUMNS_LEFT", "costs: D (no heading, texts)")
    ]
    tables = built(["År", "Modul", "Kostnad", ""], *rows, ["2018", "Skola", "9", "12,50"])
    assert tables.problems[0].detail.endswith("table lacks: D (no heading, figures)")
