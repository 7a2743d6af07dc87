"""A column whose heading nobody knows is taken for what it can alone be, and that is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tables_sheets import built

from skolkit.tables.rows import Tables


def _read(*lines: str) -> Tables:
    return built(*[[text.strip() for text in line.split("|")] for line in lines], method="csv")


def _told(tables: Tables, column: str, field: str) -> bool:
    said = f"column {column} was taken for {field} by what it holds"
    return any(each.code == "W_UNSURE_TABLE" and said in each.detail for each in tables.problems)


def test_the_only_column_of_dates_is_the_date_that_costs_need() -> None:
    tables = _read(
        "Ändamål | Leverantör | Belopp (kr) | Zum",
        "Licens | Alfa AB | 100 | 2021-03-04",
        "Drift | Beta AB | 200 | 2021-04-04",
    )
    assert [str(row.as_of) for row in tables.costs] == ["2021-03-04", "2021-04-04"]
    assert _told(tables, "D", "as_of")


def test_of_two_columns_of_dates_none_is_taken() -> None:
    tables = _read(
        "Ändamål | Leverantör | Belopp (kr) | Zum | Zam",
        "Licens | Alfa AB | 100 | 2021-03-04 | 2021-03-05",
        "Drift | Beta AB | 200 | 2021-04-04 | 2021-04-09",
    )
    assert tables.costs == ()
    assert any("no rows were taken" in each.detail for each in tables.problems)


def test_names_of_firms_are_the_suppliers() -> None:
    tables = _read(
        "Fakturanr | Fakturadatum | Zum | Text | Belopp exkl. moms",
        "1 | 2021-03-04 | Alfa AB | Licens | 100",
        "2 | 2021-04-04 | Beta HB | Drift | 200",
    )
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Beta HB"]
    assert _told(tables, "C", "supplier")


def test_figures_that_are_vat_and_its_sum_are_taken() -> None:
    tables = _read(
        "Fakturanr | Fakturadatum | Leverantör | Belopp exkl. moms | Zum | Zam",
        "1 | 2021-03-04 | Alfa AB | 100,00 | 25,00 | 125,00",
        "2 | 2021-04-04 | Beta HB | 200,00 | 50,00 | 250,00",
        "3 | 2021-04-05 | Beta HB | 100,00 | 6,00 | 106,00",
    )
    assert [(row.vat_sek, row.gross_sek) for row in tables.invoices] == [
        (Decimal(25), Decimal(125)),
        (Decimal(50), Decimal(250)),
        (Decimal(6), Decimal(106)),
    ]
    assert _told(tables, "E", "vat") and _told(tables, "F", "gross")


def test_a_difference_is_the_deviation() -> None:
    tables = _read(
        "Konto | Benämning | Budget (kr) | Utfall (kr) | +/-",
        "5010 | Löner | 100 | 90 | 10",
        "6421 | Licenser | 50 | 60 | -10",
    )
    assert [row.deviation_sek for row in tables.budgets] == [10, -10]
    assert _told(tables, "E", "deviation")


def test_words_of_a_list_are_the_direction_of_messages() -> None:
    tables = _read(
        "Skickat | Från | Till | Ämne | Zum",
        "2021-03-04 08:00 | a@alfa.example | b@beta.example | Hej | Inkommande",
        "2021-03-04 09:00 | b@beta.example | a@alfa.example | SV: Hej | Utgående",
    )
    assert [row.direction for row in tables.messages] == ["in", "ut"]
    assert _told(tables, "E", "direction")


@pytest.mark.parametrize("heading", ["Kronor", "tkr"])
def test_a_heading_of_a_unit_alone_heads_the_amounts(heading: str) -> None:
    tables = _read(
        f"Fakturanr | Fakturadatum | Leverantör | Text | {heading}",
        "1 | 2021-03-04 | Alfa AB | Licens | 100",
        "2 | 2021-04-04 | Beta HB | Drift | 200",
    )
    times = 1000 if heading == "tkr" else 1
    assert [row.net_sek for row in tables.invoices] == [100 * times, 200 * times]
    assert _told(tables, "E", "net")


def test_the_amounts_of_a_budget_are_never_told_by_what_they_hold() -> None:
    tables = _read(
        "Konto | Benämning | Kostnadsställe | Projekt | Zum (kr)",
        "5010 | Löner | 10 | 1 | 100,00",
        "6421 | Licenser | 10 | 2 | 50,00",
    )
    assert tables.budgets == ()


def test_a_list_of_things_with_a_date_is_no_list_of_incidents() -> None:
    tables = _read(
        "Inv.nr | Typ | Modell | Status | Köpt",
        "D-1 | Bärbar | Kotte | I bruk | 2020-08-12",
        "D-2 | Bärbar | Barr | Stulen | 2021-02-01",
    )
    assert tables.incidents == ()


def test_long_numbers_below_a_supplier_are_its_number() -> None:
    tables = _read(
        "Leverantör | Namn 1 | Dokumentnr | Bokf.datum | Belopp i lok. valuta",
        "100234 | Alfa AB | 51000234 | 2021-03-04 | 12 500,00",
        "100235 | Oskar Nilsson | 51000235 | 2021-03-09 | 2 500,00",
    )
    assert [row.supplier for row in tables.invoices] == ["Alfa AB", "Oskar Nilsson"]
