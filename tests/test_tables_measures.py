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


def test_costs_by_year_are_an_outcome_and_that_is_told() -> None:
    tables = _read("Totalkostnad för plattformen, kr")
    assert [row.outcome_sek for row in tables.budgets][:2] == [Decimal(1240), Decimal(1310)]
    assert _COSTS in tables.problems[0].detail


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
