"""Real prices and values per pupil, worked by hand from the shipped index and counts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from analysis_cost_rows import COSTS, PUBLIC, bill, cost, costs, public_id

from skolkit.analysis.bounds import net_sum
from skolkit.analysis.cost_trends import trend
from skolkit.analysis.per_pupil import (
    NotPerPupil,
    PerPupil,
    cost_per_pupil,
    costs_per_pupil,
    pupil_counts,
    sum_per_pupil,
)
from skolkit.analysis.prices import price_index, real_amounts
from skolkit.analysis.real_trends import real_trend

INDEX = price_index(PUBLIC.cells)
PUPILS = pupil_counts(PUBLIC.cells)
LATER = "elevtal efter 2016 hittades inte"


@pytest.mark.parametrize(
    ("name", "from_index", "real"),
    [
        # 340 000 000 x 403.70 / 314.06 = 437 043 876.97 (2013 to 2023)
        ("C005", "314.06", "437043876.97"),
        # 695 000 000 x 403.70 / 328.40 = 854 359 013.40 (2018)
        ("C011", "328.40", "854359013.40"),
        # 567 000 x 403.70 / 322.11 = 710 620.28 (2017)
        ("C010", "322.11", "710620.28"),
        # 139 000 000 x 403.70 / 328.40 = 170 871 802.68 (2018)
        ("C016", "328.40", "170871802.68"),
        # 119 253 000 x 403.70 / 334.26 = 144 026 913.48 (2019)
        ("C025", "334.26", "144026913.48"),
        # 4 000 000 x 403.70 / 371.91 = 4 341 910.68 (2022)
        ("C059", "371.91", "4341910.68"),
    ],
)
def test_real_values_by_hand_with_the_index_numbers_used(
    name: str, from_index: str, real: str
) -> None:
    (found,) = real_amounts(costs(name), INDEX, 2023)
    assert (found.from_index, found.to_index) == (Decimal(from_index), Decimal("403.70"))
    assert round(found.real, 2) == Decimal(real)
    assert found.nominal == cost(name).amount
    assert len(found.index_cells) == 2


def test_the_index_numbers_lead_to_their_cells() -> None:
    (found,) = real_amounts(costs("C005"), INDEX, 2023)
    cells = PUBLIC.cells.set_index("cell_id")["raw"]
    assert [cells[cell] for cell in found.index_cells] == ["314.06", "403.70"]
    (same,) = real_amounts(costs("C005"), INDEX, 2013)
    assert (same.real, len(same.index_cells)) == (same.nominal, 1)


def test_sums_by_year_are_converted_and_others_told() -> None:
    rows = [
        bill(1000, "2017-01-10"),
        bill(500, "2017-11-10"),
        bill(800, "2019-05-05"),
        bill(900, "2024-01-01"),
        bill(70, ""),
    ]
    found = real_trend(trend(rows, "year"), INDEX, 2019)
    # 1500 x 334.26 / 322.11 = 1556.58 in the money of 2019; 800 of 2019 stay 800
    assert [(one.year, one.nominal.amount, round(one.real, 2)) for one in found.years] == [
        (2017, Decimal(1500), Decimal("1556.58")),
        (2019, Decimal(800), Decimal("800.00")),
    ]
    assert (found.years[0].from_index, found.years[0].to_index) == (
        Decimal("322.11"),
        Decimal("334.26"),
    )
    assert found.without_index == ("2024",)  # a year that has months and no mean
    assert found.gaps == ("2018", "2020", "2021", "2022", "2023")
    assert found.unplaced.amount == 70


def test_only_years_are_converted() -> None:
    rows = [bill(1000, "2017-01-10")]
    with pytest.raises(ValueError, match="only sums by year"):
        real_trend(trend(rows, "month"), INDEX, 2019)
    with pytest.raises(ValueError, match="no annual mean of 2024"):
        real_trend(trend(rows, "year"), INDEX, 2024)


# --- per pupil ----------------------------------------------------------------------------------


def test_pupils_by_hand() -> None:
    # 7146 + 53120 = 60266; 8457 + 58505 = 66962; 8549 + 60660 = 69209; 8915 + 62482 = 71397
    assert {year: one.pupils for year, one in PUPILS.items()} == {
        2010: 60266,
        2014: 66962,
        2015: 69209,
        2016: 71397,
    }
    cells = PUBLIC.cells.set_index("cell_id")["raw"]
    assert [cells[cell] for cell in PUPILS[2016].cell_ids] == ["8915", "62482"]


def test_no_published_cost_is_of_a_year_with_known_pupils() -> None:
    # The counts end in 2016. The only amount of 2016 is C008, of which nobody knows what it covers.
    values, others = costs_per_pupil(COSTS, PUPILS)
    assert values == ()
    assert len(others) == 63
    reasons = {each.row_ids[0]: each.reason for each in others}
    assert reasons[public_id("C008")] == "the source does not say what the amount covers"
    assert reasons[public_id("C025")] == "the number of pupils in the autumn of 2019 is not known"
    assert reasons[public_id("C034")] == "the money was spent over several years"
    assert reasons[public_id("C056")].startswith("a price or cost for each")


def test_pupils_of_another_year_are_taken_with_a_reason_only() -> None:
    # 119 253 000 / 71 397 = 1670.28 kronor per pupil of 2016
    with pytest.raises(ValueError, match="with a reason"):
        cost_per_pupil(cost("C025"), PUPILS, pupils_of=2016)
    found = cost_per_pupil(cost("C025"), PUPILS, pupils_of=2016, ours=LATER)
    assert isinstance(found, PerPupil)
    assert round(found.value, 2) == Decimal("1670.28")
    assert (found.year, found.pupils_year, found.pupils, found.ours) == (2019, 2016, 71397, LATER)
    assert (found.row_ids, found.qualifier) == ((public_id("C025"),), "exakt")
    assert found.pupil_cells == PUPILS[2016].cell_ids
    # 340 000 000 / 66 962 = 5077.51 kronor per pupil of 2014
    frame = cost_per_pupil(cost("C005"), PUPILS, pupils_of=2014, ours="elevtal 2013 hittades inte")
    assert isinstance(frame, PerPupil)
    assert round(frame.value, 2) == Decimal("5077.51")


def test_invoices_of_a_year_per_pupil() -> None:
    # 71 397 000 kr / 71 397 pupils of 2016 = 1000 kr
    known = net_sum([bill(71_000_000, "2016-02-01"), bill(397_000, "2016-09-01")])
    found = sum_per_pupil(2016, known, PUPILS)
    assert isinstance(found, PerPupil)
    assert (found.value, found.qualifier, found.ours) == (Decimal(1000), "exakt", "")
    unread = net_sum([bill(71_397_000, "2016-02-01"), bill(None, "2016-09-01")])
    partly = sum_per_pupil(2016, unread, PUPILS)
    assert isinstance(partly, PerPupil)
    assert partly.qualifier == ""  # of what was read, and not exact
    nothing = sum_per_pupil(2016, net_sum([bill(None)]), PUPILS)
    assert isinstance(nothing, NotPerPupil)


def test_a_count_with_a_missing_half_is_no_count() -> None:
    cells = PUBLIC.cells.copy()
    cells.loc[cells["raw"] == "62482", "raw"] = "#####"
    assert set(pupil_counts(cells)) == {2010, 2014, 2015}
    assert pupil_counts(cells.iloc[:0]) == {}


def test_what_has_no_amount_or_year_has_no_value() -> None:
    for row, reason in (
        (replace(cost("C025"), amount=None), "the amount is not known"),
        (replace(cost("C025"), as_of=""), "the year of the amount is not known"),
        (replace(cost("C025"), category="per-pupil"), "the amount is per pupil already"),
    ):
        found = cost_per_pupil(row, PUPILS, pupils_of=2016, ours=LATER)
        assert isinstance(found, NotPerPupil)
        assert found.reason == reason
