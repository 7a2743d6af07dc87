"""Claims on the public record's sums, drift, real prices and pupils, with values by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from analysis_cost_rows import COSTS, PUBLIC, cost, costs, public_id

from skolkit.analysis.base import Finding
from skolkit.analysis.drift_claims import (
    BEYOND_PARTS,
    PublishedRange,
    budget_gaps,
    drift_findings,
    project_steps,
    published_ranges,
    step_words,
)
from skolkit.analysis.per_pupil import costs_per_pupil, pupil_counts
from skolkit.analysis.prices import PriceIndex, price_index
from skolkit.analysis.published import PublishedSum, Refusal, published_sum, series_sums
from skolkit.analysis.pupil_claims import pupil_finding
from skolkit.analysis.real_published import Why, real_finding, real_published
from skolkit.analysis.rows import Cost
from skolkit.analysis.sum_claims import GroupSum, group_sums, sum_findings, verdicts
from skolkit.analysis.words import LANGS
from skolkit.publish.report_public_sums import result_words
from skolkit.publish.texts_public import EN, SV, public_texts
from skolkit.tables.series import NotSummable
from skolkit.tables.series_decisions import Rule

INDEX = price_index(PUBLIC.cells)
NAMES = {row.place.row_id: row.cost_id for row in COSTS}
MINUS = "\u2212"


def by_id(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {one.claim_id: one for one in found}


def group(by: str, value: str) -> GroupSum:
    return next(one for one in group_sums(COSTS) if (one.by, one.value) == (by, value))


def test_the_drift_is_said_no_more_surely_than_its_figures() -> None:
    found = by_id(drift_findings(COSTS))
    assert set(found) == {"K9", "K10", "K11", "K12"}
    # At most 400 in 2013, about 675 in 2018: at least about 275 more.
    assert found["K9"].number == 275_000_000
    assert "ligger minst omkring 275" in found["K9"].sv
    assert "lies at least about SEK" in found["K9"].en
    assert found["K9"].row_ids == tuple(public_id(f"C{n:03d}") for n in (1, 2, 3, 13))
    assert all(one.caveat_sv and one.caveat_en for one in found.values())


def test_a_figure_stands_beside_the_budget_of_its_time() -> None:
    gaps = budget_gaps(COSTS)
    assert [(one.cost.cost_id, step_words(one.step, "sv")) for one in gaps] == [
        ("C001", "omkring ±0"),  # about 340 against 340
        ("C003", "högst +60"),  # at most 400
        ("C012", f"omkring {MINUS}45"),  # about 650 against 695
        ("C013", f"omkring {MINUS}20"),
        ("C037", f"omkring {MINUS}20"),
        ("C038", f"omkring {MINUS}20"),
        ("C039", f"omkring {MINUS}20"),
        ("C055", "±0"),
        ("C060", "omkring +5"),
        ("C061", "högst +5"),
    ]
    assert [one.budget.amount / 1_000_000 for one in gaps] == [340] * 2 + [695] * 8
    told = by_id(drift_findings(COSTS))["K10"]
    assert "8 uppgifter" in told.sv
    assert "från omkring 45" in told.sv
    assert "till omkring 5" in told.sv
    assert told.number == 5_000_000


def test_a_step_is_taken_within_a_category_and_says_if_the_order_is_not_known() -> None:
    steps = {
        (one.earlier.cost_id, one.later.cost_id): (step_words(one, "en"), one.order_known)
        for one in project_steps(COSTS)
    }
    assert len(steps) == 12
    assert steps["C001", "C003"] == ("at most about +60", False)  # both of 2013
    assert steps["C003", "C013"] == ("at least about +275", True)
    assert steps["C012", "C037"] == ("about +25", True)
    assert ("C001", "C005") not in steps  # a forecast and a budget


def test_a_margin_makes_a_range_of_the_figure_of_its_source_only() -> None:
    # C001 is 340 and C002 60 either way; C006 could at most be added and is no margin.
    (around,) = costs("C001")
    (margin,) = costs("C002")
    ids = (around.place.row_id, margin.place.row_id)
    found = PublishedRange(Decimal(280_000_000), Decimal(400_000_000), ids)
    assert published_ranges(COSTS) == {"C001": found}
    assert published_ranges(costs("C001", "C006")) == {}


def test_a_billion_is_bounded_from_both_sides_and_gets_no_difference() -> None:
    told = by_id(drift_findings(COSTS))["K11"]
    # tak: C015, C036, C054. cirka: C048, C053. golv: C045, C046, C050, C057, C063.
    assert (told.number, len(told.row_ids)) == (10, 10)
    assert "3 säger högst eller nästan så mycket (2018 till 2021-12), 2 omkring" in told.sv
    assert "5 mer (2021 till 2023); ingen är exakt" in told.sv


def test_the_years_above_the_budget_are_held_against_their_whole() -> None:
    told = by_id(drift_findings(COSTS))["K12"]
    assert told.number == 0  # 258 - (139 + 119)
    assert "samma belopp" in told.sv
    other = [replace(row, amount=Decimal(100_000_000)) if row.cost_id == "C024" else row
             for row in COSTS]  # fmt: skip
    told = by_id(drift_findings(other))["K12"]
    assert told.number == 19_000_000
    assert "samma belopp" not in told.sv
    assert BEYOND_PARTS == ("C016", "C024")


def test_without_decisions_no_claim_rests_on_a_sum_or_a_series() -> None:
    bare = [replace(row, series="") for row in COSTS]
    assert drift_findings(bare) == ()
    assert sum_findings(bare) == ()


def test_series_are_sorted_by_what_may_be_done_with_them() -> None:
    found = verdicts(series_sums(COSTS))
    assert [one.path.rpartition("/")[2] for one in found.added] == ["one-off", "modules"]
    assert [one.path for one in found.once] == ["fine", "platform/beyond-project/2018-2019/2019"]
    assert (len(found.single), len(found.refused)) == (5, 11)
    fine = found.once[0].result
    assert isinstance(fine, PublishedSum)
    assert fine.amount == 4_000_000  # not 4 + 3 + 4
    told = by_id(sum_findings(COSTS))
    assert (told["K13"].number, told["K14"].number, told["K15"].number) == (11, 93_800_000, 2)
    assert "93,7 till 93,9" in told["K14"].sv  # 71,5 and 22,3, each half of 0,1 either way


def test_years_categories_and_suppliers_are_added_only_where_they_may_be() -> None:
    modules = group("module", "*").result
    assert isinstance(modules, PublishedSum)
    # 7,8 + 8,6 + 6,2 + 5,4 + 45,0 + 20,2 + 16,7 + 9,3
    assert modules.amount == 119_200_000
    fine = group("category", "fine")
    assert isinstance(fine.result, PublishedSum)
    assert fine.result.amount == 4_000_000
    assert [NAMES[name] for name in fine.left_out] == ["C041", "C049"]
    for by, value in (
        ("year", "2019"),  # 695 twice, the year and its modules
        ("category", "operation"),
        ("category", "total"),
        ("supplier", "Gartner"),  # an hour, a month and all of it
    ):
        assert isinstance(group(by, value).result, Refusal), (by, value)
    assert not any(one.value == "Tieto" for one in group_sums(COSTS))  # a single figure


@pytest.mark.parametrize(
    "rows",
    [
        costs("C025", "C026"),  # the year and a module of it
        costs("C022", "C023"),  # the same frame twice
        costs("C041", "C049", "C059"),  # the same fine three times
        costs("C051", "C052"),  # never paid
        costs("C022", "C034"),  # ours, and not said to be
        COSTS,
    ],
)
def test_a_sum_that_must_not_be_made_is_refused(rows: tuple[Cost, ...]) -> None:
    with pytest.raises(NotSummable):
        published_sum(rows)


def test_the_frame_and_the_years_above_it_are_added_only_as_our_own() -> None:
    made = published_sum(costs("C022", "C034"), ours="vår uträkning")
    assert (made.amount, made.bound_sv) == (953_000_000, "omkring")


def test_an_amount_is_converted_only_where_it_has_a_year_of_its_own() -> None:
    found = real_published(COSTS, INDEX, 2023)
    real = {one.row.cost_id: one for one in found.amounts}
    # Index 334,26 in 2019 and 403,70 in 2023: 119 253 000 x 403,70 / 334,26.
    year = real["C025"]
    assert (year.from_index, year.to_index) == (Decimal("334.26"), Decimal("403.70"))
    assert year.real.quantize(Decimal(1)) == 144_026_913
    assert real["C005"].real.quantize(Decimal(1)) == 437_043_877  # 340 of 2013, index 314,06
    others = {one.why: [row.cost_id for row in one.rows] for one in found.others}
    assert others[Why.SEVERAL] == ["C011", "C022", "C023", "C058"]  # 695, told for three years
    assert others[Why.NO_COST] == ["C002", "C006", "C008", "C042", "C051", "C052"]
    assert "C013" in others[Why.UNDECIDED]
    assert "C034" in others[Why.SPREAD]  # 2018 and 2019
    assert {"C024", "C041", "C049"}.isdisjoint(real)  # others stand for them
    assert found.rows == 60
    told = real_finding(found)
    assert told is not None
    assert "17 av 60" in told.sv
    assert "144\u00a0miljoner" in told.sv


def test_a_year_without_an_index_is_said_and_a_price_year_without_one_is_refused() -> None:
    short = PriceIndex({2013: Decimal("314.06"), 2019: Decimal("334.26")})
    found = real_published(COSTS, short, 2019)
    missing = next(one for one in found.others if one.why is Why.NO_INDEX)
    assert "C056" in [row.cost_id for row in missing.rows]  # of 2022
    with pytest.raises(ValueError, match="2023"):
        real_published(COSTS, short, 2023)
    assert real_finding(real_published(costs("C012"), short, 2019)) is None


def test_no_amount_is_divided_by_the_pupils_of_another_year() -> None:
    counts = pupil_counts(PUBLIC.cells)
    told = pupil_finding(COSTS, counts)
    assert told is not None
    assert told.number == 0
    assert "för 31 saknas elevtal för året (elevtal finns för 2010, 2014, 2015 och 2016)" in told.sv
    assert "mer än 1\u00a0000\u00a0kr (2022)" in told.sv
    assert {one.missing for one in costs_per_pupil(COSTS, counts)[1]} == {
        None, 2013, 2017, 2018, 2019, 2020, 2021, 2022,
    }  # fmt: skip
    one = replace(cost("C025"), as_of="2016")
    told = pupil_finding([one], counts)
    assert told is not None
    assert told.number == 1
    assert pupil_finding((), counts) is None


def test_each_refusal_is_in_words_in_swedish_too() -> None:
    results = [one.result for one in (*series_sums(COSTS), *group_sums(COSTS))]
    reasons = {one.reason for one in results if isinstance(one, Refusal)}
    reasons |= {one.reason for one in costs_per_pupil(COSTS, {})[1] if one.missing is None}
    reasons |= {rule.reason for rule in Rule if rule.reason}
    assert len(reasons) > 6
    for reason in reasons:
        assert SV.reason(reason) != reason, reason
        assert EN.reason(reason) == reason
    for rows in (costs("C022", "C034"), costs("C017", "C024"), costs("C001", "C002")):
        with pytest.raises(NotSummable) as refused:
            published_sum(rows)
        assert SV.reason(refused.value.reason) != refused.value.reason


def test_a_sum_is_written_with_its_bound_and_whose_it_is() -> None:
    found = {one.path: one for one in series_sums(COSTS)}

    def words(path: str, rows: int) -> str:
        return result_words(found[path].result, rows, SV, "sv")

    assert words("fine", 3) == "räknas en gång: 4\u00a0000\u00a0000\u00a0kr"
    assert words("platform/beyond-project", 1) == "en uppgift: mer än 300\u00a0000\u00a0000\u00a0kr"
    one_off = "platform/beyond-project/2018-2019/2018/one-off"
    assert words(one_off, 2) == "93\u00a0800\u00a0000\u00a0kr (vår summering)"


def test_every_series_of_the_record_has_a_name_in_both_languages() -> None:
    paths = {one.path for one in series_sums(COSTS)}
    for lang in LANGS:
        assert paths == set(dict(public_texts(lang).names))
