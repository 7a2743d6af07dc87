"""What amounts under bare periods are: the words of the title decide, or nothing is read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tables_sheets import built

_ROWS = [["Licenser", "1 240", "1 310"], ["Konsulter", "3 875", "2 960"]]
_COSTS = "costs with a column for each period were taken for the outcome of a budget"


def _read(title: str, first: str = "Post"):
    return built([title], [first, "2018", "2019"], *_ROWS, document="tabell.xlsx")


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("Budget per år, kr", "budget"),
        ("Ramar per nämnd, kr", "budget"),
        ("Budgeterade kostnader, kr", "budget"),
        ("Planned costs, SEK", "budget"),
        ("Utfall per år, kr", "outcome"),
        ("Bokfört per år, kr", "outcome"),
        ("Outturn by year, SEK", "outcome"),
        ("Faktiska kostnader, kr", "outcome"),
        ("Prognos per år, kr", "forecast"),
        ("Beräknade kostnader, kr", "forecast"),
        ("Estimated cost by year, SEK", "forecast"),
    ],
)
def test_the_words_of_the_title_say_what_the_amounts_are(title, measure) -> None:
    tables = _read(title)
    amounts = {
        name: [getattr(row, f"{name}_sek") for row in tables.budgets]
        for name in ("budget", "outcome", "forecast")
    }
    assert amounts.pop(measure) == [Decimal(n) for n in (1240, 1310, 3875, 2960)]
    assert set(map(tuple, amounts.values())) == {(None,) * 4}
    assert _COSTS not in tables.problems[0].detail if tables.problems else True


@pytest.mark.parametrize(
    "title",
    ["Totalkostnad för plattformen, kr", "Redovisning av utgifter, kr", "Inköp per år, kr"],
)
def test_costs_by_year_are_costs_each_of_its_own_year(title) -> None:
    tables = _read(title)
    assert [row.amount_sek for row in tables.costs][:2] == [Decimal(1240), Decimal(1310)]
    assert [(str(row.as_of), row.as_of_precision) for row in tables.costs[:2]] == [
        ("2018-01-01", "year"),
        ("2019-01-01", "year"),
    ]
    assert (str(tables.costs[1].period_start), str(tables.costs[1].period_end)) == (
        "2019-01-01",
        "2019-12-31",
    )
    assert [row.scope for row in tables.costs[::2]] == ["Licenser", "Konsulter"]
    assert tables.budgets == ()


def test_costs_of_accounts_by_year_are_an_outcome_and_that_is_told() -> None:
    tables = built(
        ["Kostnader, kr"],
        ["Konto", "Post", "2018", "2019"],
        ["6421", *_ROWS[0]],
        ["7431", *_ROWS[1]],
    )
    assert [row.outcome_sek for row in tables.budgets][:2] == [Decimal(1240), Decimal(1310)]
    assert _COSTS in tables.problems[0].detail


def test_outcomes_alone_that_are_called_costs_may_be_either_and_that_is_told() -> None:
    told = "outcomes alone that are called costs were taken for those of a budget"
    columns = ["Post", "Utfall 2018, kr", "Utfall 2019, kr"]
    costs = built(["Kostnader för datorer"], columns, *_ROWS)
    assert [row.outcome_sek for row in costs.budgets][:2] == [Decimal(1240), Decimal(1310)]
    assert told in costs.problems[0].detail
    for title, more in (("Uppföljning", []), ("Kostnader", ["Budget 2019, kr"])):
        rows = [[*row, *(["1 000"] if more else [])] for row in _ROWS]
        others = built([title], [*columns, *more], *rows).problems
        assert not any(told in each.detail for each in others)


@pytest.mark.parametrize("title", ["Utfall, kr", "Kostnader, kr", "Belopp, kr"])
def test_amounts_by_year_beside_suppliers_are_costs(title) -> None:
    tables = built(
        [title],
        ["Vad", "Leverantör", "2018", "2019", "Totalt"],
        ["Licenser", "Alfa AB", "10", "20", "30"],
        ["Drift", "Beta AB", "5", "–", "5"],
        ["Summa", "", "15", "20", "35"],
    )
    assert tables.budgets == ()
    rows = [(row.supplier, row.amount_sek) for row in tables.costs if row.row_kind == "row"]
    assert rows == [("Alfa AB", 10), ("Alfa AB", 20), ("Beta AB", 5)]
    sums = [row.amount_sek for row in tables.costs if row.row_kind != "row"]
    assert sums == [30, 5, 15, 20, 35]


def test_a_budget_by_year_beside_suppliers_stays_a_budget() -> None:
    tables = built(
        ["Budget, kr"],
        ["Vad", "Leverantör", "2018", "2019"],
        ["Licenser", "Alfa AB", "10", "20"],
        ["Drift", "Beta AB", "5", "6"],
    )
    assert tables.costs == ()
    assert [row.budget_sek for row in tables.budgets] == [10, 20, 5, 6]


@pytest.mark.parametrize("title", ["Budget och utfall", "Kostnader mot budget", "Sammanställning"])
def test_where_no_word_or_several_decide_nothing_is_read_and_that_is_told(title) -> None:
    tables = _read(title, "Kostnadsslag")
    assert tables.budgets == ()
    assert [each.code for each in tables.problems] == ["W_UNSURE_TABLE"]
    assert "no rows were taken" in tables.problems[0].detail


def test_counts_by_year_are_no_amounts() -> None:
    tables = _read("Elever per skola", "Skola")
    assert tables.budgets == ()
    assert [each.code for each in tables.problems] == ["N_SHEET_LEFT"]


def test_costs_without_a_date_are_of_the_one_year_of_their_title_and_that_is_told() -> None:
    rows = [["Alfa AB", "Licens", "1 000"], ["Beta HB", "Drift", "500"], ["Totalt", "", "1 500"]]
    tables = built(["Kostnader 2021, kr"], ["Leverantör", "Vad", "Belopp"], *rows)
    lines = [row for row in tables.costs if row.row_kind == "row"]
    assert [(row.supplier, row.amount_sek) for row in lines] == [
        ("Alfa AB", 1000),
        ("Beta HB", 500),
    ]
    assert {(str(row.as_of), row.as_of_precision) for row in lines} == {("2021-01-01", "year")}
    assert "no column tells the as_of" in tables.problems[0].detail
    assert built(["Avtal 2021, kr"], ["Leverantör", "Vad", "Belopp"], *rows).costs == ()


def test_costs_of_which_no_date_is_told_have_none_and_that_is_told() -> None:
    rows = [["Alfa AB", "Licens", "1 000"], ["Beta HB", "Drift", "500"]]
    for title in ("Kostnader 2020 och 2021, kr", "Vad flytten kostade, kr"):
        tables = built([title], ["Leverantör", "Vad", "Belopp"], *rows)
        assert [(row.as_of, row.amount_sek) for row in tables.costs] == [(None, 1000), (None, 500)]
        assert all("as_of:missing" in row.doubts for row in tables.costs)
        assert "no column tells the as_of" in tables.problems[0].detail


def test_amounts_that_are_called_costs_are_no_invoices_where_nothing_speaks_of_those() -> None:
    line = ["Plogning", "Alfa AB", "2021-01-02", "100"]
    head = ["Vad", "Leverantör", "Datum", "Kostnad (kr)"]
    tables = built(head, line)
    assert [row.amount_sek for row in tables.costs] == [100]
    assert "fits the table invoices nearly as well" in tables.problems[0].detail
    for first, title in (
        ([*head[:3], "Belopp (kr)"], "Inkomna fakturor"),
        ([*head[:2], "Fakturadatum", "Belopp (kr)"], ""),
        (["Vad", "Leverantör", "Betaldatum", "Verifikat", "Kostnad (kr)"], ""),
    ):
        cells = line if len(first) == len(line) else [*line[:3], "V1", line[3]]
        assert built(*([[title]] if title else []), first, cells).costs == ()


def test_costs_by_supplier_alone_are_told_to_lack_what_they_are_for() -> None:
    tables = built(["Månad", "Leverantör", "Kostnad (kr)"], ["2021-01", "Alfa AB", "100"])
    assert [(str(row.as_of), row.supplier) for row in tables.costs] == [("2021-01-01", "Alfa AB")]
    assert "no column tells the scope" in tables.problems[0].detail
