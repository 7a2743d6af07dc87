"""Leads: what each rule finds, what it leaves alone, and what it could not judge."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysis_cost_rows import bill
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.lead_signs import round_leads, weekend_leads, year_ends
from skolkit.analysis.leads import Leads, bills, duplicate_leads, split_leads
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice

# An invented limit: the public record has no source for the real ones.
LIMITS = {2019: Decimal(1000)}


def numbers(found: Leads) -> list[list[str]]:
    return [[one.number for one in lead.bills] for lead in found.leads]


def test_lines_of_one_number_and_day_are_one_bill() -> None:
    rows = [
        bill(600, number="A1", row=2),
        bill(400, number="A1", row=3),
        bill(5, number="A2", row=4),
        bill(None, number="A2", row=5),
        bill(7, voucher="V9", row=6),
        bill(8, row=7),
        bill(9, row=8),
        bill(1000, row=9, row_kind="total"),
        bill(600, number="A1", row=10, duplicate_of="invoices:d#1!R2"),
    ]
    found = {one.row_ids[0]: one for one in bills(rows)}
    assert found["invoices:d#1!R2"].net == 1000
    assert found["invoices:d#1!R4"].net is None  # one of its amounts was not read
    assert found["invoices:d#1!R6"].number == "V9"
    assert len(found) == 5


def test_bills_alike_with_other_numbers_are_a_lead() -> None:
    rows = [
        bill(500, "2019-03-01", number="A1", row=2),
        bill(500, "2019-03-15", number="A2", row=3),
        bill(500, "2019-03-30", number="A3", row=4),  # 15 days later: another run
        bill(500, "2019-03-02", "Annan Påhitt HB", number="B1", row=5),
        bill(501, "2019-03-02", number="A4", row=6),
    ]
    found = duplicate_leads(rows)
    assert numbers(found) == [["A1", "A2"]]
    (lead,) = found.leads
    assert (lead.amount, lead.limit, found.count, found.judged) == (1000, None, 1, 5)
    assert lead.row_ids == ("invoices:d#1!R2", "invoices:d#1!R3")
    assert numbers(duplicate_leads(rows, days=15)) == [["A1", "A2", "A3"]]
    assert duplicate_leads(rows, days=13).leads == ()


def test_a_credit_note_of_the_same_amount_is_told() -> None:
    rows = [
        bill(500, "2019-03-01", number="A1", row=2),
        bill(500, "2019-03-02", number="A2", row=3),
        bill(-500, "2019-04-01", number="K1", row=4),
    ]
    (lead,) = duplicate_leads(rows).leads
    assert lead.credited_by == ("invoices:d#1!R4",)


def test_what_lacks_a_number_day_supplier_or_amount_is_not_judged() -> None:
    rows = [
        bill(500, "2019-03-01", number="A1"),
        bill(500, "2019-03-02", row=3),
        bill(500, "2019-03", number="A2", row=4),
        bill(500, "2019-03-02", "", number="A3", row=5),
        bill(None, "2019-03-02", number="A4", row=6),
    ]
    found = duplicate_leads(rows)
    assert (found.leads, found.judged) == ((), 1)
    assert sorted(found.not_judged) == [f"invoices:d#1!R{row}" for row in (3, 4, 5, 6)]


def test_the_same_bill_on_two_rows_is_no_lead() -> None:
    rows = [
        bill(500, "2019-03-01", number="A1"),
        bill(500, "2019-03-01", number="A1", duplicate_of="invoices:d#1!R2"),
    ]
    assert duplicate_leads(rows).leads == ()


def test_bills_just_under_the_limit_within_some_days() -> None:
    # limit 1000: 950 and 800 lie between 80 % and 100 % of it, and give 1750 together
    rows = [
        bill(950, "2019-03-01", number="A1"),
        bill(800, "2019-03-31", number="A2"),  # 30 days later
        bill(799, "2019-03-02", number="A3"),  # too small
        bill(1000, "2019-03-03", number="A4"),  # at the limit
        bill(900, "2019-05-01", number="A5"),  # 31 days after A2
        bill(900, "2019-03-02", "Annan Påhitt HB", number="B1"),
    ]
    found = split_leads(rows, LIMITS)
    assert numbers(found) == [["A1", "A2"]]
    assert (found.leads[0].amount, found.leads[0].limit) == (1750, 1000)
    assert split_leads(rows, LIMITS, days=29).leads == ()
    assert split_leads(rows, LIMITS, fewest=3).leads == ()
    assert "80" in found.rule_sv


def test_bills_that_stay_under_the_limit_together_are_no_lead() -> None:
    # from 40 % of 1000: 400 + 450 = 850 are under the limit, 400 + 450 + 500 = 1350 are not
    rows = [bill(net, "2019-03-01", number=str(net)) for net in (400, 450)]
    near = Decimal("0.4")
    assert split_leads(rows, LIMITS, near=near).leads == ()
    (lead,) = split_leads([*rows, bill(500, "2019-03-02")], LIMITS, near=near).leads
    assert lead.amount == 1350


def test_without_a_limit_of_the_year_nothing_is_judged() -> None:
    rows = [bill(950, "2018-03-01", row=2), bill(950, "2018-03-02", row=3)]
    found = split_leads(rows, LIMITS)
    assert (found.leads, found.judged) == ((), 0)
    assert found.not_judged == ("invoices:d#1!R2", "invoices:d#1!R3")
    assert split_leads(rows, {}).judged == 0


@pytest.mark.parametrize("wrong", [{"near": Decimal(1)}, {"near": Decimal(0)}, {"fewest": 1}])
def test_a_rule_that_would_find_anything_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="near must lie"):
        split_leads([], LIMITS, **wrong)  # type: ignore[arg-type]


def test_round_amounts_are_counted_beside_all_bills() -> None:
    rows = [bill(net) for net in (20_000, 15_000, -10_000, 0, None, "10000.50")]
    found = round_leads(rows)
    assert [lead.amount for lead in found.leads] == [20_000, -10_000]
    assert (found.judged, len(found.not_judged)) == (5, 1)
    assert round_leads(rows, step=Decimal(5000)).count == 3
    with pytest.raises(ValueError, match="above 0"):
        round_leads(rows, step=Decimal(0))


def test_weekend_dates_are_saturdays_and_sundays() -> None:
    # 2 March 2019 was a Saturday; 22 April 2019 was Easter Monday, which is not looked at
    dates = ("2019-03-01", "2019-03-02", "2019-03-03", "2019-03-04", "2019-04-22", "2019-03")
    found = weekend_leads([bill(1, date) for date in dates])
    assert sorted(lead.bills[0].date for lead in found.leads) == ["2019-03-02", "2019-03-03"]
    assert (found.judged, len(found.not_judged)) == (5, 1)
    assert "helgdagar räknas inte" in found.rule_sv


def test_december_beside_a_twelfth() -> None:
    # 300 of 1200 is a quarter: three times 1/12
    rows = [bill(900, "2019-06-01", row=2), bill(300, "2019-12-30", row=3)]
    (found,) = year_ends(rows)
    assert found.share == Decimal("0.25")
    assert found.times_even == 3
    assert found.even == Decimal(1) / 12
    assert (found.months, len(found.missing_months)) == (2, 10)
    assert found.december is not None
    assert found.december.row_ids == ("invoices:d#1!R3",)
    assert found.whole.row_ids == ("invoices:d#1!R2", "invoices:d#1!R3")


def test_a_year_without_december_has_no_share_and_never_zero() -> None:
    first, second = year_ends([bill(1, "2018-06-01"), bill(-5, "2019-12-01"), bill(1, "")])
    assert (first.share, first.december) == (None, None)
    assert "2018-12" in first.missing_months
    assert second.share is None  # credit notes alone: a part of less than nothing


def test_rows_of_a_year_without_a_month_are_told() -> None:
    rows = [bill(100, "2019", row=2), bill(300, "2019-12-30", row=3)]
    (found,) = year_ends(rows, lost=(Missing("b.pdf", 2, "W_MISSING_PAGE"),))
    assert found.share == Decimal("0.75")
    assert found.not_monthly == ("invoices:d#1!R2",)
    assert found.whole.lost == ("b.pdf p. 2",)


ROWS = st.lists(
    st.builds(
        bill,
        st.one_of(st.none(), st.integers(-2, 1000), st.sampled_from((850, 900))),
        st.sampled_from(("2019-03-01", "2019-03-02", "2019-03-20", "2019-12", "", "2018-01-06")),
        st.sampled_from(("A", "B", "")),
        number=st.sampled_from(("", "1", "2", "3")),
    ),
    max_size=20,
)


@given(ROWS)
def test_every_row_is_judged_or_told_and_each_lead_leads_to_rows(rows: list[Invoice]) -> None:
    known = {row.place.row_id for row in rows}
    every = bills(rows)
    assert sorted(row for one in every for row in one.row_ids) == sorted(known)
    for found in (
        duplicate_leads(rows),
        split_leads(rows, LIMITS),
        round_leads(rows),
        weekend_leads(rows),
    ):
        rest = set(found.not_judged)
        assert found.judged == sum(not rest & set(one.row_ids) for one in every)
        for lead in found.leads:
            assert lead.row_ids and set(lead.row_ids) <= known - rest
            assert lead.amount == sum(one.net or 0 for one in lead.bills)


@given(ROWS)
def test_leads_do_not_hang_on_the_order_of_the_rows(rows: list[Invoice]) -> None:
    for rule in (duplicate_leads, round_leads, weekend_leads):
        one, other = rule(rows), rule(rows[::-1])
        kept = [{frozenset(lead.row_ids) for lead in each.leads} for each in (one, other)]
        assert kept[0] == kept[1]
