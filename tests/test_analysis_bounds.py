"""What is known of a sum: what was read, what was not, and bounds only where there are any."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysis_cost_rows import bill
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.bounds import net_limits, net_sum, rest_of, together
from skolkit.analysis.quality import Missing

LOST = (Missing("ledger.pdf", 3, "W_MISSING_PAGE"),)


def test_a_sum_that_was_read_is_its_own_bounds() -> None:
    found = net_sum([bill("100.50", row=2), bill("-20.50", row=3)])
    assert (found.amount, found.low, found.high) == (80, 80, 80)
    assert found.complete
    assert found.row_ids == ("invoices:d#1!R2", "invoices:d#1!R3")
    assert found.sentence("sv") == "80\u00a0kr på 2 rader."


def test_repeats_and_printed_sums_are_told_and_not_summed() -> None:
    rows = [
        bill(100, row=2),
        bill(100, row=3, duplicate_of="invoices:other#1!R2"),
        bill(200, row=4, row_kind="subtotal"),
        bill(200, row=5, row_kind="total"),
    ]
    found = net_sum(rows)
    assert found.amount == 100
    assert found.repeated == ("invoices:d#1!R3",)
    assert found.printed == ("invoices:d#1!R4", "invoices:d#1!R5")


def test_an_unread_amount_leaves_the_bounds_open() -> None:
    found = net_sum([bill(100), bill(None, row=3)])
    assert (found.amount, found.low, found.high) == (100, None, None)
    assert found.unread == ("invoices:d#1!R3",)
    assert found.why_open == ("an amount was not read for sure, and nothing on its row bounds it",)
    said = found.sentence("sv").replace("\u00a0", " ")
    assert said == "100 kr på 1 rad; 1 rad utan läsbart belopp. Summan kan inte ringas in."
    both = net_sum([bill(100), bill(7, doubts=("net_sek:covered",)), bill(None)], lost=LOST)
    assert both.sentence("en").replace("\u00a0", " ") == (
        "SEK 107 on 2 rows; 1 row unread; 1 amount in doubt; 1 page or file missing. "
        "The sum cannot be bounded."
    )


def test_where_nothing_is_negative_the_sum_read_is_the_least() -> None:
    rows = [bill(100), bill(None)]
    found = net_sum(rows, never_negative=True)
    assert (found.low, found.high) == (100, None)
    assert "at least SEK\u00a0100" in found.sentence("en")
    # A credit note was read, so that the statement of the caller does not hold.
    credited = net_sum([*rows, bill(-5)], never_negative=True)
    assert (credited.amount, credited.low) == (95, None)
    assert "a negative amount was read" in credited.why_open[-1]


def test_gross_and_vat_of_the_line_bound_its_net() -> None:
    # 1250 - 250 = 1000, half a krona either way; with what was read: 100 + 1000 = 1100
    found = net_sum([bill(100), bill(None, gross=1250, vat=250)])
    assert (found.amount, found.low, found.high) == (
        100,
        Decimal("1099.50"),
        Decimal("1100.50"),
    )
    # Without VAT, net is between 1250 / 1.25 = 1000 and 1250
    assert net_limits(bill(None, gross=1250)) == (Decimal("999.50"), Decimal("1250.50"))
    assert net_limits(bill(None, gross=-1250)) == (Decimal("-1250.50"), Decimal("-999.50"))
    assert net_limits(bill(None, gross=1250, doubts=("gross_sek:covered",))) is None
    assert net_limits(bill(None)) is None
    assert net_limits(bill(None, hours=10, rate=1000)) is None  # a line may be billed otherwise


def test_a_doubted_amount_is_in_the_sum_and_not_in_the_bounds() -> None:
    doubts = ("net_sek:readers-disagree",)
    found = net_sum([bill(100), bill(7, row=3, doubts=doubts)])
    assert (found.amount, found.doubted, found.low, found.high) == (107, 7, None, None)
    assert found.doubtful == ("invoices:d#1!R3",)
    # 100 + (1250 - 250 = 1000 either way) although 7 was read
    bounded = net_sum([bill(100), bill(7, doubts=doubts, gross=1250, vat=250)])
    assert (bounded.amount, bounded.low) == (107, Decimal("1099.50"))
    assert net_sum([bill(5, doubts=("supplier:low-confidence",))]).complete


def test_a_lost_page_leaves_the_upper_bound_open() -> None:
    found = net_sum([bill(100)], lost=LOST)
    assert (found.low, found.high, found.lost) == (None, None, ("ledger.pdf p. 3",))
    assert net_sum([bill(100)], lost=LOST, never_negative=True).low == 100


def test_a_printed_total_tells_what_the_unread_give_together() -> None:
    # printed 1000, read 300 + 450 = 750: the unread line gives 250 if the total is right
    known = net_sum([bill(300, row=2), bill(450, row=3), bill(None, row=4)])
    found = rest_of(known, bill(1000, row=5, row_kind="total"))
    assert found is not None
    assert found.rest == 250
    assert found.row_ids == tuple(f"invoices:d#1!R{row}" for row in (5, 2, 3, 4))
    assert rest_of(known, bill(1000)) is None  # a line is no total
    assert rest_of(known, bill(None, row_kind="total")) is None
    doubted = bill(1000, row_kind="total", doubts=("net_sek:covered",))
    assert rest_of(known, doubted) is None


def test_no_row_is_added_twice() -> None:
    row = bill(5)
    with pytest.raises(ValueError, match="in two of the sums"):
        together([net_sum([row]), net_sum([row])])


AMOUNTS = st.one_of(st.none(), st.integers(-10_000, 10_000))


@given(st.lists(AMOUNTS, max_size=12), st.lists(AMOUNTS, max_size=12))
def test_sums_of_parts_are_the_sum_of_the_whole(
    one: list[int | None], two: list[int | None]
) -> None:
    left, right = [bill(net) for net in one], [bill(net) for net in two]
    parts, whole = together([net_sum(left), net_sum(right)]), net_sum([*left, *right])
    assert (parts.amount, parts.low, parts.high) == (whole.amount, whole.low, whole.high)
    assert parts.row_ids == whole.row_ids
    assert parts.unread == whole.unread
    assert len(whole.row_ids) + len(whole.unread) == len(left) + len(right)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from((0, 6, 12, 25)), st.booleans())))
def test_the_true_sum_lies_within_the_bounds(lines: list[tuple[int, int, bool]]) -> None:
    """Whatever VAT the law allows: net that is hidden lies within what gross says."""
    rows = [
        bill(None if hidden else net, gross=Decimal(net) * (100 + vat) / 100)
        for net, vat, hidden in lines
    ]
    found = net_sum(rows)
    truth = sum(net for net, _, _ in lines)
    assert found.low is not None and found.high is not None
    assert found.low <= truth <= found.high
