"""Concentration of suppliers: shares and HHI on net amounts, with what is left out told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysis_cost_rows import bill
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.concentration import concentration
from skolkit.analysis.quality import Missing


def test_hhi_by_hand() -> None:
    # shares of 100: 40, 30, 20, 10; 40² + 30² + 20² + 10² = 1600 + 900 + 400 + 100 = 3000
    rows = [bill(net, supplier=name) for name, net in zip("ABCD", (40, 30, 20, 10), strict=True)]
    found = concentration(rows)
    assert found.hhi == 3000
    assert [each.percent for each in found.shares] == [40, 30, 20, 10]
    assert (found.top(1), found.top(2), found.top(9)) == (40, 70, 100)
    assert found.row_ids == tuple(row.place.row_id for row in rows)
    assert found.complete


def test_one_supplier_is_10_000_and_nobody_is_nothing() -> None:
    assert concentration([bill(7)]).hhi == 10_000
    empty = concentration([])
    assert (empty.hhi, empty.top(1), empty.shares) == (None, None, ())
    with pytest.raises(ValueError, match="at least one"):
        empty.top(0)


def test_credit_notes_are_taken_off_their_supplier_and_told() -> None:
    # A: 100 - 40 = 60; B: 40; C has only a credit note. 60² + 40² = 3600 + 1600 = 5200
    rows = [
        bill(100, supplier="A"),
        bill(-40, supplier="A", row=7),
        bill(40, supplier="B"),
        bill(-5, supplier="C", row=8),
    ]
    found = concentration(rows)
    assert (found.hhi, found.total) == (5200, 100)
    assert found.credit_notes.amount == -45
    assert found.credit_notes.row_ids == ("invoices:d#1!R7", "invoices:d#1!R8")
    assert [one.key for one in found.not_positive] == ["printed:C"]


def test_unread_unnamed_and_lost_are_told_and_in_no_share() -> None:
    rows = [bill(10, supplier="A"), bill(None, supplier="A", row=7), bill(90, supplier="", row=8)]
    found = concentration(rows, lost=(Missing("b.pdf", None, "E_BROKEN"),))
    assert (found.hhi, found.total) == (10_000, 10)
    assert found.unread == ("invoices:d#1!R7",)
    assert (found.unnamed.amount, found.unnamed.row_ids) == (90, ("invoices:d#1!R8",))
    assert found.lost == ("b.pdf",)
    assert not found.complete


def test_repeats_and_printed_sums_change_nothing() -> None:
    rows = [bill(40, supplier="A"), bill(60, supplier="B")]
    more = [
        bill(40, supplier="A", duplicate_of="invoices:o#1!R2"),
        bill(100, supplier="A", row_kind="total"),
    ]
    assert concentration([*rows, *more]).hhi == concentration(rows).hhi == 5200


NAMES = st.sampled_from("ABCDEFG")
NETS = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.tuples(NAMES, NETS), max_size=25))
def test_hhi_lies_between_even_shares_and_one_supplier(lines: list[tuple[str, Decimal]]) -> None:
    found = concentration([bill(str(net), supplier=name) for name, net in lines])
    if found.hhi is None:
        assert not found.shares
        return
    assert 0 < found.hhi <= 10_000
    assert found.hhi >= Decimal(10_000) / len(found.shares) - Decimal("0.000001")
    assert abs(sum(each.percent for each in found.shares) - 100) < Decimal("0.000001")
    tops = [found.top(count) for count in range(1, len(found.shares) + 1)]
    assert tops == sorted(tops)  # type: ignore[type-var]
