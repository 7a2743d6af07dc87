"""A name that stands alone in a row is carried to the rows below it, and is no row of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tables_sheets import built

from skolkit.tables.rows import Tables

HEAD = ["Fakturanr", "Fakturadatum", "Text", "Belopp exkl. moms"]
ONE = ["101", "2021-03-04", "Licens", "1 000"]
TWO = ["102", "2021-04-04", "Drift", "500"]
THREE = ["7", "2021-04-09", "Kurs", "250"]


def _codes(tables: Tables) -> list[tuple[str, str]]:
    return [(each.code, each.detail) for each in tables.problems]


def test_suppliers_above_their_rows_are_carried_down() -> None:
    tables = built(
        ["Fakturor 2021"],
        HEAD,
        ["Alfa AB"],
        ONE,
        TWO,
        ["Delsumma", "", "", "1 500"],
        ["Beta Kurs HB"],
        THREE,
        ["Totalt", "", "", "1 750"],
        ["Alla belopp i kronor."],
        method="csv",
    )
    assert [(row.supplier, row.net_sek, row.row_kind) for row in tables.invoices] == [
        ("Alfa AB", Decimal(1000), "row"),
        ("Alfa AB", Decimal(500), "row"),
        ("", Decimal(1500), "subtotal"),
        ("Beta Kurs HB", Decimal(250), "row"),
        ("", Decimal(1750), "total"),
    ]
    assert tables.invoices[1].cell_ids[0] == "papper-pdf#1!R3C1"
    assert tables.invoices[2].cell_ids == ("papper-pdf#1!R6C1", "papper-pdf#1!R6C4")
    assert _codes(tables) == [("N_GROUP_ROWS", "invoices: supplier from rows 3, 7")]


def test_a_label_and_a_number_before_the_name_are_left_out() -> None:
    tables = built(
        HEAD, ["Leverantör: 10448 Alfa AB"], ONE, TWO, ["Leverantör: 10977 Oskar Nilsson"], THREE
    )
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Alfa AB", "Oskar Nilsson"]
    assert _codes(tables) == [("N_GROUP_ROWS", "invoices: supplier from rows 2, 5")]


def test_a_label_in_a_cell_of_its_own_is_read_too() -> None:
    tables = built(HEAD, ["Leverantör:", "Alfa AB"], ONE, TWO, ["Leverantör:", "Beta HB"], THREE)
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Alfa AB", "Beta HB"]


def test_headings_that_are_repeated_for_each_supplier() -> None:
    tables = built(["Alfa AB"], HEAD, ONE, TWO, ["Beta HB"], HEAD, THREE)
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Alfa AB", "Beta HB"]


def test_names_that_sums_alone_show_to_be_groups_are_told_of() -> None:
    first, second = ["Summa Norra", "", "", "1 500"], ["Summa Södra", "", "", "250"]
    tables = built(HEAD, ["Norra"], ONE, TWO, first, ["Södra"], THREE, second)
    assert [row.supplier for row in tables.invoices if row.row_kind == "row"] == [
        "Norra",
        "Norra",
        "Södra",
    ]
    told = "texts that stand alone above rows were taken for supplier by their place"
    assert any(code == "W_UNSURE_TABLE" and told in detail for code, detail in _codes(tables))


def test_names_that_nothing_shows_to_be_suppliers_are_not_taken() -> None:
    tables = built(HEAD, ["Norra skolan"], ONE, TWO, ["Södra skolan"], THREE)
    assert [(row.net_sek, row.supplier) for row in tables.invoices] == [
        (1000, ""),
        (500, ""),
        (250, ""),
    ]
    assert ("W_UNSURE_TABLE", "invoices: no column tells the supplier") in _codes(tables)


def test_a_row_below_the_sum_of_its_group_is_told_of() -> None:
    tables = built(HEAD, ["Alfa AB"], ONE, ["Summa Alfa AB", "", "", "1 000"], TWO)
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Alfa AB", "Alfa AB"]
    told = "rows below a sum were taken to be of the same supplier: row 5"
    assert any(told in detail for _, detail in _codes(tables))


def test_a_column_of_suppliers_goes_before_rows_of_one_text() -> None:
    head = ["Leverantör", *HEAD]
    tables = built(
        head,
        ["Första kvartalet"],
        ["Alfa AB", *ONE],
        ["Beta HB", *TWO],
        ["Andra"],
        ["C AB", *THREE],
    )
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Beta HB", "C AB"]
    assert not any(code == "N_GROUP_ROWS" for code, _ in _codes(tables))


def test_cost_centres_above_the_lines_of_a_budget() -> None:
    tables = built(
        ["Konto", "Benämning", "Budget (kr)", "Utfall (kr)"],
        ["Ansvar: 3120 IT-drift"],
        ["5010", "Löner", "100", "90"],
        ["6421", "Licenser", "50", "60"],
        ["Ansvar: 3140 Skolor"],
        ["5010", "Löner", "70", "70"],
    )
    assert [(row.cost_centre, row.account, row.outcome_sek) for row in tables.budgets] == [
        ("3120 IT-drift", "5010", 90),
        ("3120 IT-drift", "6421", 60),
        ("3140 Skolor", "5010", 70),
    ]


@pytest.mark.parametrize("label", ["", "Kategori: "])
def test_kinds_of_incidents_above_their_rows(label: str) -> None:
    tables = built(
        ["Nr", "Datum", "Beskrivning", "System"],
        [f"{label}Driftstörning"],
        ["1", "2021-03-04", "Ingen kom in", "Inloggning"],
        ["2", "2021-03-05", "Stod stilla", "E-post"],
        [f"{label}Säkerhetsincident"],
        ["3", "2021-03-09", "Fel mottagare", "E-post"],
    )
    kinds = [row.kind for row in tables.incidents]
    assert kinds[0] == kinds[1] != kinds[2]
    assert tables.incidents[2].cell_ids[0] == "papper-pdf#1!R5C1"
    assert ("N_GROUP_ROWS", "incidents: kind from rows 2, 5") in _codes(tables)


def test_days_above_the_messages_of_each() -> None:
    tables = built(
        ["Tid", "Från", "Till", "Ämne"],
        ["2021-03-04"],
        ["08:15", "a@alfa.example", "b@beta.example", "Hej"],
        ["09:40", "b@beta.example", "a@alfa.example", "SV: Hej"],
        ["2021-03-05"],
        ["07:00", "a@alfa.example", "b@beta.example", "Tack"],
    )
    assert [str(row.sent) for row in tables.messages] == [
        "2021-03-04 08:15:00",
        "2021-03-04 09:40:00",
        "2021-03-05 07:00:00",
    ]


def test_months_above_invoices_without_a_date_are_their_period() -> None:
    head = ["Faktura", "Leverantör", "Avser", "Netto"]
    one, two = ["1", "Alfa AB", "Licens", "100"], ["2", "Beta AB", "Drift", "200"]
    tables = built(head, ["Januari 2021"], one, ["Februari 2021"], two)
    assert [(str(row.invoice_date), row.invoice_date_precision) for row in tables.invoices] == [
        ("2021-01-01", "month"),
        ("2021-02-01", "month"),
    ]
