"""Sums of invoices by period and group, and outcomes beside budgets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysis_cost_rows import COSTS, bill, line, public_id
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.bounds import together
from skolkit.analysis.budget_tracks import (
    BudgetStep,
    against_budgets,
    invoices_against_lines,
    line_results,
    printed_tracks,
    published_budgets,
)
from skolkit.analysis.cost_trends import GROUPS, grouped, grouped_trends, trend
from skolkit.analysis.spans import SPANS, Span, first_day, last_day, period_of, periods_between

YEAR = ("2019-01-01", "2019-12-31")
QUARTERS = (
    ("2019-01-01", "2019-03-31"),
    ("2019-04-01", "2019-06-30"),
    ("2019-07-01", "2019-09-30"),
    ("2019-10-01", "2019-12-31"),
)


@pytest.mark.parametrize(
    ("when", "year", "quarter", "month"),
    [
        ("2019", "2019", "", ""),
        ("2019-Q3", "2019", "2019-Q3", ""),
        ("2019-08", "2019", "2019-Q3", "2019-08"),
        ("2019-12-31", "2019", "2019-Q4", "2019-12"),
        ("", "", "", ""),
        ("våren", "", "", ""),
    ],
)
def test_a_date_is_placed_no_more_exactly_than_it_is_known(
    when: str, year: str, quarter: str, month: str
) -> None:
    assert [period_of(when, span) for span in SPANS] == [year, quarter, month]


def test_periods_run_over_new_year() -> None:
    assert periods_between("2019-Q4", "2020-Q2", "quarter") == ("2019-Q4", "2020-Q1", "2020-Q2")
    assert periods_between("2019-11", "2020-01", "month") == ("2019-11", "2019-12", "2020-01")
    assert periods_between("2019", "2019", "year") == ("2019",)
    assert [first_day(each) for each in ("2020", "2020-Q2", "2020-02", "2020-02-05")] == [
        "2020-01-01",
        "2020-04-01",
        "2020-02-01",
        "2020-02-05",
    ]
    assert [last_day(each) for each in ("2020", "2020-Q2", "2020-02", "2019-02")] == [
        "2020-12-31",
        "2020-06-30",
        "2020-02-29",
        "2019-02-28",
    ]


def test_missing_periods_are_gaps_and_no_zeros() -> None:
    rows = [bill(100, "2019-01-10"), bill(50, "2019-01-20"), bill(70, "2019-04-01")]
    found = trend(rows, "month")
    assert [(one.period, one.sum.amount) for one in found.periods] == [
        ("2019-01", Decimal(150)),
        ("2019-04", Decimal(70)),
    ]
    assert found.gaps == ("2019-02", "2019-03")
    assert [known and known.amount for _, known in found.points()] == [150, None, None, 70]
    assert [one.period for one in trend(rows, "quarter").periods] == ["2019-Q1", "2019-Q2"]


def test_rows_without_an_exact_date_are_summed_apart() -> None:
    rows = [bill(100, "2019-01-10"), bill(40, "2019"), bill(2, "")]
    assert trend(rows, "month").unplaced.amount == 42
    assert trend(rows, "year").unplaced.amount == 2


def test_a_month_with_printed_sums_and_repeats_alone_is_a_gap() -> None:
    rows = [
        bill(1, "2019-01-10"),
        bill(1, "2019-02-10", row_kind="subtotal"),
        bill(1, "2019-02-11", duplicate_of="invoices:o#1!R2"),
        bill(1, "2019-03-10"),
    ]
    assert trend(rows, "month").gaps == ("2019-02",)
    assert trend([], "month").points() == ()


def test_a_month_of_unread_amounts_is_no_gap() -> None:
    found = trend([bill(1, "2019-01-10"), bill(None, "2019-02-10", row=9)], "month")
    assert found.gaps == ()
    assert found.periods[1].sum.unread == ("invoices:d#1!R9",)
    assert found.periods[1].sum.row_ids == ()


def test_suppliers_are_one_by_id_and_keep_their_names() -> None:
    rows = [
        bill(100, supplier="Påhitt AB", supplier_id="name:pahitt-ab"),
        bill(50, supplier="PÅHITT AB", supplier_id="name:pahitt-ab"),
        bill(25, supplier="Påhitt AB", supplier_id="name:pahitt-ab"),
        bill(400, supplier="Annan Påhitt HB"),
        bill(5, supplier=""),
    ]
    found = grouped(rows, "supplier")
    assert [(one.key, one.names, one.sum.amount) for one in found] == [
        ("printed:Annan Påhitt HB", ("Annan Påhitt HB",), Decimal(400)),
        ("name:pahitt-ab", ("Påhitt AB", "PÅHITT AB"), Decimal(175)),
        ("", (), Decimal(5)),
    ]


def test_accounts_projects_and_their_trends() -> None:
    rows = [
        bill(10, "2019-01-01", account="5420", project="Schema", category="other"),
        bill(20, "2020-01-01", account="5420", project="Närvaro", category="other"),
        bill(40, "2020-01-01", account="6550", project="Schema", category="consultant"),
    ]
    assert [(one.key, one.sum.amount) for one in grouped(rows, "project")] == [
        ("Schema", Decimal(50)),
        ("Närvaro", Decimal(20)),
    ]
    first, second = grouped_trends(rows, "account", "year")
    assert (first.key, second.key) == ("6550", "5420")
    assert [one.sum.amount for one in second.trend.periods] == [10, 20]


DATES = st.sampled_from(
    ("", "2019", "2019-Q2", "2019-05", "2019-05-07", "2019-12-31", "2020-01-01", "2021-03-09")
)
LINES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.decimals(-9999, 9999, places=2)),
        DATES,
        st.sampled_from(("A", "B", "")),
        st.sampled_from(("row", "row", "subtotal", "total")),
        st.booleans(),
    ),
    max_size=20,
)


@given(LINES, st.sampled_from(SPANS))
def test_periods_groups_and_the_rest_give_the_whole(
    lines: list[tuple[Decimal | None, str, str, str, bool]], span: Span
) -> None:
    """By year, quarter or month, by any group: the same rows, and the same sum."""
    rows = [
        bill(
            None if net is None else str(net),
            date,
            name,
            account=name,
            row_kind=kind,
            duplicate_of="invoices:o#1!R1" if repeats else "",
        )
        for net, date, name, kind, repeats in lines
    ]
    truth = sum(
        (row.net for row in rows
         if row.net is not None and row.row_kind == "row" and not row.place.duplicate_of),
        Decimal(0),
    )  # fmt: skip
    found = trend(rows, span)
    together_ = together([*(one.sum for one in found.periods), found.unplaced])
    assert together_.amount == truth
    assert {one.period for one in found.periods}.isdisjoint(found.gaps)
    for by in GROUPS:
        assert together([one.sum for one in grouped(rows, by)]).amount == truth


@given(st.lists(st.tuples(st.integers(-99, 99), st.dates()), max_size=20))
def test_months_of_a_year_give_the_year(lines: list[tuple[int, object]]) -> None:
    rows = [bill(net, str(day)) for net, day in lines]
    months = trend(rows, "month").periods
    for year in trend(rows, "year").periods:
        own = [one.sum for one in months if one.period[:4] == year.period]
        assert together(own).amount == year.sum.amount
        assert sorted(together(own).row_ids) == sorted(year.sum.row_ids)


# --- budgets ------------------------------------------------------------------------------------


def test_the_published_budgets_are_340_and_then_695_million() -> None:
    first, second = published_budgets(COSTS, "platform/project")
    assert (first.since, first.amount) == ("2013", Decimal(340_000_000))
    assert first.row_ids == (public_id("C005"),)
    assert (second.since, second.amount) == ("2018", Decimal(695_000_000))
    assert second.row_ids == tuple(public_id(name) for name in ("C011", "C022", "C023", "C058"))
    # 700 million (C007) is a party's figure: only with what is not decided.
    loose = published_budgets(COSTS, "platform/project", decided_only=False)
    assert [step.amount / 1_000_000 for step in loose] == [340, 700, 695]


def test_cumulative_outcome_beside_the_budget_of_the_time() -> None:
    # 200 + 150 = 350 million by 2017: 10 above the 340 of the time. + 300 = 650 by 2018: 45 left
    # of 695, 650 / 695 = 0.9353. Nothing is disclosed for 2016.
    rows = [
        bill(200_000_000, "2015-06-01", row=2),
        bill(150_000_000, "2017-06-01", row=3),
        bill(300_000_000, "2018-06-01", row=4),
    ]
    steps = published_budgets(COSTS, "platform/project")
    found = against_budgets(trend(rows, "year"), steps, key="projekt")
    assert [(one.period, one.cumulative.amount, one.left) for one in found.points] == [
        ("2015", Decimal(200_000_000), Decimal(140_000_000)),
        ("2016", Decimal(200_000_000), Decimal(140_000_000)),
        ("2017", Decimal(350_000_000), Decimal(-10_000_000)),
        ("2018", Decimal(650_000_000), Decimal(45_000_000)),
    ]
    assert found.points[1].outcome is None
    assert [one.gaps for one in found.points] == [(), ("2016",), ("2016",), ("2016",)]
    last = found.points[-1]
    assert last.share is not None and round(last.share, 4) == Decimal("0.9353")
    assert last.row_ids[:4] == (
        "invoices:d#1!R2", "invoices:d#1!R3", "invoices:d#1!R4", public_id("C011")
    )  # fmt: skip


def test_no_budget_is_told_before_the_first_or_where_two_disagree() -> None:
    found = trend([bill(1, "2012-01-01"), bill(1, "2013-01-01")], "year")
    steps = published_budgets(COSTS, "platform/project")
    assert [one.budget and one.budget.since for one in against_budgets(found, steps).points] == [
        None,
        "2013",
    ]
    two = [BudgetStep("2012", Decimal(value), ("exakt",), ("x",)) for value in (1, 2)]
    assert [one.left for one in against_budgets(found, two).points] == [None, None]


def test_invoices_are_held_against_the_line_of_their_account_and_period() -> None:
    rows = [
        bill(30, "2019-02-01", account="5420"),
        bill(50, "2019-08-01", account="5420"),
        bill(9, "2020-01-01", account="5420"),
        bill(9, "2019-02-01", account="6550"),
    ]
    lines = [
        line(YEAR, budget=100, account="5420"),
        line(YEAR, budget=10, account="7010"),
        line(YEAR, budget=110, row_kind="total"),
    ]
    licences, wages = invoices_against_lines(rows, lines, "quarter")
    # 30 by Q1 and Q2, 30 + 50 = 80 by Q3: 20 of 100 left
    assert [(one.period, one.left) for one in licences.points] == [
        ("2019-Q1", Decimal(70)),
        ("2019-Q2", Decimal(70)),
        ("2019-Q3", Decimal(20)),
    ]
    assert (wages.points, wages.why_none) == ((), "there are no rows")


def test_printed_lines_give_budget_minus_outcome() -> None:
    rows = [
        line(YEAR, budget=790_000, outcome=895_000),
        line(YEAR, budget=1, row_kind="total"),
        line(YEAR, budget=5, outcome=None),
    ]
    # 790 000 - 895 000 = -105 000
    assert [one.difference for one in line_results(rows)] == [Decimal(-105_000), None]


def test_printed_outcomes_are_cumulated_beside_the_budget_of_the_year() -> None:
    rows = [
        line(YEAR, budget=100, description="Schema"),
        *(
            line(period, outcome=value, description="Schema")
            for period, value in zip(QUARTERS, (10, 20, None, 45), strict=True)
        ),
        line(YEAR, outcome=75, description="Schema", row_kind="total"),
    ]
    (found,) = printed_tracks(rows)
    # 10; 10 + 20 = 30; the third quarter was not read; 30 + 45 = 75, 25 left of 100
    assert [(one.cumulative.amount, one.left) for one in found.points] == [
        (10, 90),
        (30, 70),
        (75, 25),
    ]
    assert [one.gaps for one in found.points] == [(), (), ("2019-07-01–2019-09-30",)]


def test_overlapping_periods_are_not_cumulated() -> None:
    rows = [line(YEAR, outcome=75), line(QUARTERS[0], outcome=10)]
    (found,) = printed_tracks(rows)
    assert (found.points, found.why_none) == ((), "the periods overlap")
