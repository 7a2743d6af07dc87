"""Words, units and sums that keep a table from being read as what it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tables_sheets import built

_SUMMED = [["1", "Konsulter", "Alfa AB", "100"], ["2", "Resor", "Beta AB", "40"]]


def told(tables) -> str:
    return "; ".join(each.detail for each in tables.problems)


def test_counts_of_pupils_are_no_budget() -> None:
    rows = [["Alskolan", "380", "372", "-8"], ["Bergskolan", "61", "58", "-3"]]
    heads = ["Skola", "Budget 2023", "Utfall 2023", "Avvikelse"]
    counts = built(["Elevtal per skola (antal elever)"], heads, *rows)
    assert counts.budgets == ()
    assert "no rows were taken" in told(counts)
    assert len(built(["Budget per skola, kr"], heads, *rows).budgets) == 2
    assert len(built(["Kostnad för antal elever, tkr"], heads, *rows).budgets) == 2
    assert len(built(["Kostnader och antal elever"], heads, *rows).budgets) == 2
    amounts = [*heads[:1], "Belopp, budget 2023", "Belopp, utfall 2023", "Avvikelse"]
    assert len(built(["Antal elever och budget"], amounts, *rows).budgets) == 2


def test_a_price_list_is_told_of() -> None:
    rows = [["A1", "Bygglov", "24 800", "26 100"], ["A2", "Eldstad", "1 450", "1 525"]]
    heads = ["Nr", "Beskrivning", "Belopp 2023", "Belopp 2024"]
    said = "the title speaks of prices or fees, and not of what was paid"
    assert said in told(built(["Taxa för bygglov, kostnader i kr"], heads, *rows))
    assert said not in told(built(["Kostnader för bygglov, kr"], heads, *rows))


def test_matters_that_nothing_calls_incidents_are_told_of() -> None:
    heads = ["Diarienr", "Beskrivning", "Startdatum", "Ärendetyp", "Status"]
    said = "nothing around the rows speaks of incidents; they may be other matters"
    matters = [["MN 1", "Tillsyn av avlopp", "2023-06-12", "Tillsyn", "Pågår"]] * 2
    faults = [["IT 1", "Avbrott i nätet", "2023-06-12", "Drift", "Klart"]] * 2
    assert said in told(built(["Öppna ärenden"], heads, *matters))
    assert said not in told(built(["Öppna ärenden"], heads, *faults))
    assert said not in told(built(["Incidenter"], heads, *matters))


def test_a_last_row_that_is_the_sum_of_all_is_taken_for_it_and_told() -> None:
    heads = ["Kostnader 2023, kr"], ["Nr", "Vad", "Leverantör", "Belopp"]
    rows = [*_SUMMED, ["3", "Ersättning", "Gamma AB", "-15"]]
    tables = built(*heads, *rows, ["Nettokostnad", "", "", "125"])
    assert [row.row_kind for row in tables.costs] == ["row"] * 3 + ["total"]
    assert "is the sum of those above it, and no label says so; it was taken" in told(tables)
    by_chance = built(*heads, *_SUMMED, ["3", "Hyra", "Gamma AB", "140"])
    assert [row.row_kind for row in by_chance.costs] == ["row"] * 3, "of two it may be by chance"
    assert "is the sum of" not in told(by_chance)
    another = built(*heads, *rows, ["4", "Hyra", "Delta AB", "126"])
    assert [row.row_kind for row in another.costs] == ["row"] * 4


def test_invoices_are_summed_by_a_last_row_without_a_label_too() -> None:
    heads = ["Fakturanr", "Fakturadatum", "Leverantör", "Belopp exkl. moms"]
    rows = [[f"{at}", f"2023-01-0{at}", "Alfa AB", f"{at * 10}"] for at in range(1, 5)]
    tables = built(heads, *rows, ["Fyra st", "", "", "100"])
    assert [row.net_sek for row in tables.invoices if row.row_kind == "row"] == [10, 20, 30, 40]
    assert "row 6 is the sum of those above it" in told(tables)


@pytest.mark.parametrize(
    ("above", "kronor"), [("Utbetalt exkl. moms, mnkr", 3_420_000), ("Utbetalt exkl. moms", 3.42)]
)
def test_the_unit_of_a_merged_heading_is_that_of_the_years_below(above: str, kronor: float) -> None:
    tables = built(
        ["Leverantör", "Avtalsområde", above, ""],
        ["", "", "2022", "2023"],
        ["Alfa AB", "Resor", "3,42", "4,08"],
        ["Beta AB", "Bilar", "1,10", "2,20"],
        spans={(1, 1): (2, 1), (1, 2): (2, 1), (1, 3): (1, 2)},
    )
    assert tables.costs[0].amount_sek == Decimal(str(kronor))


def test_a_scale_that_no_amount_was_read_in_is_told_of() -> None:
    said = "a scale such as tkr or mnkr stands above amounts that were read as kronor"
    heads = ["Vad", "Leverantör", "Datum", "Kostnad (kr)"]
    rows = [["Resa", "Alfa AB", "2023-01-02", "10"], ["Bil", "Beta AB", "2023-01-03", "20"]]
    assert said in told(built(["Kostnader, redovisas inte i tkr"], heads, *rows))
    assert said not in told(built(["Kostnader, kr"], heads, *rows))


def test_outcomes_by_supplier_are_costs_though_the_title_speaks_of_a_budget() -> None:
    tables = built(
        ["Budgetuppföljning, utfall per leverantör"],
        ["Ändamål", "Leverantör", "Utfall 2023 (tkr)", "Andel av ramen"],
        ["Rivning", "Alfa AB", "412,5", "14,7 %"],
        ["Golv", "Beta AB", "344,1", "12,3 %"],
    )
    assert [(row.supplier, row.amount_sek) for row in tables.costs] == [
        ("Alfa AB", 412_500),
        ("Beta AB", 344_100),
    ]
    assert "outcomes beside a supplier or a source were taken for costs" in told(tables)


def test_a_title_printed_anew_on_each_page_is_no_row() -> None:
    heads = ["Vernr", "Bokfdatum", "Leverantör", "Fakturanr", "Belopp exkl. moms"]
    title = ["LEVERANTÖRSFAKTUROR MARS 2023", "", "", "", "SIDA 1"]
    again = [*title[:4], "SIDA 2"]
    first = ["400011", "2023-03-06", "Alfa AB", "3381", "27 600,00"]
    last = ["400015", "2023-03-09", "Beta AB", "778", "2 150,00"]
    tables = built(title, heads, first, again, heads, last)
    assert [row.voucher for row in tables.invoices] == ["400011", "400015"]


def test_a_question_for_who_approved_is_none_for_the_supplier() -> None:
    tables = built(
        ["Vad köptes?", "Av vem?", "När?", "Vad kostade det?", "Vem godkände?"],
        ["Däck", "Gummi AB", "2023-01-12", "41 700:-", "Maj Testgren"],
        ["Ramp", "Buss AB", "2023-03-03", "28 950:-", "Maj Testgren"],
    )
    assert [(row.supplier, row.amount_sek) for row in tables.costs] == [
        ("Gummi AB", 41_700),
        ("Buss AB", 28_950),
    ]
