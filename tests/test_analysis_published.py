"""Published amounts: the sums of the public record worked by hand, and refusals with reasons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from analysis_cost_rows import COSTS, cost, costs, public_id, repeated

from skolkit.analysis.costs import MODULES, module_costs, public_cost_findings
from skolkit.analysis.drift import Drift, Kind, drifts, step
from skolkit.analysis.prices import PriceIndex
from skolkit.analysis.published import (
    PublishedSum,
    Refusal,
    SeriesSum,
    published_sum,
    rounding,
    series_sums,
    summed_or_refused,
    whole_and_parts,
)
from skolkit.tables.series import NotSummable

PARTS = costs(*MODULES)


def refused(*names: str, ours: str = "") -> str:
    result = summed_or_refused(costs(*names), ours=ours)
    assert isinstance(result, Refusal)
    assert result.row_ids == tuple(public_id(name) for name in names)
    return result.reason


def series(path: str) -> SeriesSum:
    return next(each for each in series_sums(COSTS) if each.path == path)


def drift(path: str, category: str, **options: bool) -> Drift:
    found = drifts(COSTS, categories={category}, **options)
    return next(each for each in found if each.path == path)


# --- sums ---------------------------------------------------------------------------------------


def test_the_eight_modules_are_53_000_short_of_the_published_total() -> None:
    # 7.8 + 8.6 + 6.2 + 5.4 = 28.0; 45.0 + 20.2 = 65.2; 16.7 + 9.3 = 26.0; 28.0 + 65.2 + 26.0
    # = 119.2 million. The published total is 119 253 000: 53 000 more. Eight figures with one
    # decimal of a million leave 8 x 50 000 = 400 000 either way, so that rounding explains it.
    found = whole_and_parts(cost("C025"), PARTS)
    assert found is not None
    assert found.parts.amount == Decimal(119_200_000)
    assert found.whole == Decimal(119_253_000)
    assert found.difference == Decimal(53_000)
    assert (found.parts.low, found.parts.high) == (Decimal(118_800_000), Decimal(119_600_000))
    assert found.explained is True
    assert found.row_ids == tuple(public_id(name) for name in ("C025", *MODULES))
    assert (found.parts.ours, found.parts.bound_sv, found.parts.estimated) == ("", "exakt", True)


def test_a_misread_module_is_not_explained_by_rounding() -> None:
    # 5.4 read as 54: 119.2 - 5.4 + 54 = 167.8 million, 48 547 000 more than the total.
    misread = replace(cost("C029"), amount=Decimal(54_000_000))
    wrong = [misread if row.cost_id == "C029" else row for row in PARTS]
    found = whole_and_parts(cost("C025"), wrong)
    assert found is not None
    assert (found.difference, found.explained) == (Decimal(-48_547_000), False)


def test_a_part_from_elsewhere_is_no_part() -> None:
    with pytest.raises(ValueError, match="outside the series"):
        whole_and_parts(cost("C025"), costs("C026", "C017"))


def test_258_is_139_and_119() -> None:
    # 139 + 119.253 = 258.253 million; the published 258 is 253 000 less. 139 is a whole million,
    # of which nobody knows the rounding.
    parts = costs("C016", "C025")
    found = whole_and_parts(cost("C034"), parts, ours="åren 2018 och 2019, vår uträkning")
    assert found is not None
    assert found.parts.amount == Decimal(258_253_000)
    assert (found.difference, found.explained) == (Decimal(-253_000), None)
    with pytest.raises(NotSummable, match="only as our own arithmetic"):
        whole_and_parts(cost("C034"), parts)


def test_695_and_258_are_953_million_as_our_arithmetic_only() -> None:
    # 695 000 000 + 258 000 000 = 953 000 000
    assert refused("C022", "C034") == (
        "different series are added only as our own arithmetic (ours=...)"
    )
    made = published_sum(costs("C022", "C034"), ours="projektram plus det utöver, vår uträkning")
    assert made.amount == Decimal(953_000_000)
    assert made.ours == "projektram plus det utöver, vår uträkning"
    assert (made.bound_sv, made.bound_en) == ("omkring", "about")
    assert (made.low, made.high) == (None, None)  # 258 is about: nothing bounds the sum


def test_the_fine_counts_once() -> None:
    # 4, 3 and 4 million kronor are one fine: decision, reduction, ruling that stands. Not 11.
    assert refused("C041", "C049", "C059", ours="x").startswith("the rows tell one and the same")
    found = series("fine")
    assert isinstance(found.result, PublishedSum)
    assert found.result.amount == Decimal(4_000_000)
    assert found.row_ids == (public_id("C059"),)
    assert found.left_out == (public_id("C041"), public_id("C049"))


def test_one_off_costs_of_2018_are_parts() -> None:
    # 71.5 + 22.3 = 93.8 million; two figures with one decimal: 2 x 50 000 either way.
    found = series("platform/beyond-project/2018-2019/2018/one-off").result
    assert isinstance(found, PublishedSum)
    assert found.amount == Decimal(93_800_000)
    assert (found.low, found.high) == (Decimal(93_700_000), Decimal(93_900_000))


def test_rounding_follows_the_printed_decimals() -> None:
    assert rounding(cost("C026")) == Decimal(50_000)  # 7,8 miljoner kronor
    assert rounding(cost("C017")) == Decimal(50_000)  # 71,5 mkr
    assert rounding(cost("C025")) == 0  # 119 253 000 kronor
    assert rounding(cost("C010")) == 0  # 567.000 kronor
    assert rounding(cost("C005")) is None  # 340 miljoner kronor: rounded, nobody knows how
    assert rounding(cost("C034")) is None  # about


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("C005", "C011"), "each amount replaces the one before"),
        (("C025", "C030"), "a whole is not added to what it contains"),
        (("C034", "C016"), "a whole is not added to what it contains"),
        (("C059", "C042"), "what could have been decided at most is no cost"),
        (("C051", "C059"), "an offer that was never paid is no cost"),
        (("C009", "C010"), "a price or cost for each hour, month, year or head is no sum"),
        (("C008", "C005"), "the source does not say what the amount covers"),
        (("C019", "C044"), "the rows tell one and the same amount"),
    ],
)
def test_what_overlaps_is_refused_whoever_asks(names: tuple[str, str], reason: str) -> None:
    assert refused(*names, ours="vår uträkning").startswith(reason)


def test_what_nobody_has_placed_what_repeats_and_what_is_printed_is_refused() -> None:
    unplaced = [replace(row, series="") for row in costs("C026", "C027")]
    with pytest.raises(NotSummable, match="nobody has decided"):
        published_sum(unplaced)
    with pytest.raises(NotSummable, match="repeats another"):
        published_sum([cost("C026"), repeated(cost("C027"))])
    with pytest.raises(NotSummable, match="printed sum"):
        published_sum([cost("C026"), replace(cost("C027"), row_kind="total")])
    with pytest.raises(NotSummable, match="not known"):
        published_sum([cost("C026"), replace(cost("C027"), amount=None)])
    with pytest.raises(ValueError, match="no rows"):
        published_sum([])


def test_every_row_stands_in_one_series_and_no_limit_or_offer_is_a_sum() -> None:
    found = series_sums(COSTS)
    told = [row for each in found for row in (*each.row_ids, *each.left_out)]
    assert sorted(told) == sorted(row.place.row_id for row in COSTS)
    for path in ("fine/highest", "open-platform", "platform/per-pupil", "platform/project/margin"):
        assert isinstance(series(path).result, Refusal)
    many = [each for each in found if isinstance(each.result, PublishedSum) and each.row_ids[1:]]
    assert [each.rules for each in many] == [("parts",), ("parts",)]


def test_repeats_and_printed_sums_are_told_and_not_summed() -> None:
    copies = [repeated(cost("C026")), replace(cost("C025"), row_kind="total", series="")]
    first, second = series_sums([*copies, *PARTS])
    assert (first.path, first.result) == (
        "",
        Refusal("every row repeats another one or is a printed sum", (public_id("C025"),)),
    )
    assert isinstance(second.result, PublishedSum)
    assert second.result.amount == Decimal(119_200_000)
    assert second.left_out == ("x",)


def test_claims_on_sums_are_not_made_without_decisions() -> None:
    bare = [replace(row, series="") for row in COSTS]
    assert module_costs(bare) is None
    made = {claim.claim_id for claim in public_cost_findings(bare, PriceIndex({}), None)}
    assert {"K3", "K4", "K5"}.isdisjoint(made)


# --- drift --------------------------------------------------------------------------------------


def test_decided_budgets_of_the_project_rise_by_355_million() -> None:
    # 695 - 340 = 355 million between 2013 (C005) and 2018 (C011); afterwards 695 each time.
    found = drift("platform/project", "budget", decided_only=True)
    assert [claim.cost_id for claim in found.claims] == ["C005", "C011", "C022", "C023", "C058"]
    assert [each.difference for each in found.steps] == [Decimal(355_000_000), 0, 0, 0]
    assert {each.kind for each in found.steps} == {Kind.POINT}
    assert found.steps[0].row_ids == (public_id("C005"), public_id("C011"))
    # C022 and C023 are both of 2019: which came first is not known.
    assert [each.order_known for each in found.steps] == [True, True, False, True]


def test_forecasts_keep_their_reservations() -> None:
    # about 340 (2013), at most 400 (2013), about 675 (2018). 400 - 340 = 60: at most, and about;
    # 675 - 400 = 275: at least, and about.
    found = drift("platform/project", "forecast")
    assert [claim.kind for claim in found.claims] == [Kind.ABOUT, Kind.CEILING, Kind.ABOUT]
    assert found.claims[0].published == "340 miljoner kronor"
    assert [(each.difference, each.kind, each.soft) for each in found.steps] == [
        (Decimal(60_000_000), Kind.CEILING, True),
        (Decimal(275_000_000), Kind.FLOOR, True),
    ]


def test_the_spent_total_rose_by_about_25_million_to_2020() -> None:
    # 675 - 650 = 25 million, both about; the two of 2020 agree.
    found = drift("platform/project", "total")
    assert [each.difference for each in found.steps] == [Decimal(25_000_000), 0]
    assert found.steps[0].kind is Kind.ABOUT


def test_above_the_frame_256_became_258() -> None:
    # 258 - 256 = 2 million, both about. "Minst" 250 (2020) after about 258: at least 8 less.
    found = drift("platform/beyond-project/2018-2019", "other")
    assert [each.difference for each in found.steps] == [
        Decimal(2_000_000),
        Decimal(0),
        Decimal(-8_000_000),
    ]
    assert found.steps[2].kind is Kind.FLOOR


def test_two_bounds_of_the_same_side_bound_no_difference() -> None:
    # "över en miljard" 2021 and "minst 1 miljard" 2022: the second may be higher or lower.
    claims = {claim.cost_id: claim for claim in drift("platform", "total").claims}
    found = step(claims["C050"], claims["C057"])
    assert (found.difference, found.kind) == (None, Kind.OPEN)


def test_the_fine_went_down_by_one_million_and_up_again() -> None:
    # 3 - 4 = -1, 4 - 3 = 1
    found = drift("fine", "fine")
    assert [each.difference for each in found.steps] == [Decimal(-1_000_000), Decimal(1_000_000)]
    assert [claim.when for claim in found.claims] == ["2020-11-23", "2021-10-04", "2022-09-16"]


def test_parts_rates_and_offers_do_not_follow_each_other() -> None:
    found = {each.path: each for each in drifts(COSTS) if each.why_no_steps}
    assert set(found) == {
        "open-platform",
        "platform/beyond-project/2018-2019/2019/modules",
        "platform/consultants/gartner/hour",
    }
    assert not any(each.steps for each in found.values())


def test_claims_of_different_series_are_not_compared() -> None:
    one, other = drift("fine", "fine").claims[0], drift("platform", "total").claims[0]
    with pytest.raises(ValueError, match="different series"):
        step(one, other)
    for each in drifts(COSTS, across_categories=True):
        assert {claim.path for claim in each.claims} == {each.path}
        assert all(one.earlier.path == one.later.path for one in each.steps)


def test_unplaced_and_repeated_rows_are_in_no_drift() -> None:
    assert drifts([replace(cost("C005"), series=""), repeated(cost("C011"))]) == ()
    (found,) = drifts([replace(cost("C005"), amount=None), cost("C011")])
    assert found.without_amount == (public_id("C005"),)
    assert found.row_ids == (public_id("C011"),)
