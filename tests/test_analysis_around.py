"""Costs and incidents in one time line, and windows around an incident that claim no cause."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from analysis_data import public_record
from analysis_invented import invoice, message, ticket
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.around import spending_around, weeks_around
from skolkit.analysis.dated_rows import dated_rows
from skolkit.analysis.day_spans import DaySpan
from skolkit.analysis.events import event_rows
from skolkit.analysis.frame_rows import cost_rows, incident_rows

PUBLIC = public_record()
COSTS = cost_rows(PUBLIC.costs)
ROWS = incident_rows(PUBLIC.incidents)
EVENTS = event_rows(PUBLIC.cells)


def test_the_public_record_in_the_order_of_time() -> None:
    found = dated_rows(COSTS, ROWS, EVENTS)
    assert Counter(one.sort for one in found.rows) == {"cost": 63, "incident": 43, "event": 58}
    assert found.undated == ()
    assert [one.when.first for one in found.rows] == sorted(one.when.first for one in found.rows)
    assert found.rows[0].date == "2009-10-08"
    day = DaySpan(date(2019, 8, 21), date(2019, 8, 21))
    exact = [(one.sort, one.key) for one in found.touching(day) if one.exact]
    # The alarm in the time line, I017 and I018 are of this very day.
    assert [one for one in exact if one[0] != "cost"] == [
        ("event", "E19"),  # the 19th row of the time line
        ("incident", "I017"),
        ("incident", "I018"),
    ]
    assert "orsak" in found.caveat[0]


def test_the_more_exact_date_stands_first_and_a_period_replaces_a_missing_date() -> None:
    cost = next(row for row in COSTS if row.as_of == "2013")
    period = replace(cost, cost_id="P", as_of="", period=("2013-01-01", "2013-03-31"))
    found = dated_rows(
        [cost, period, replace(cost, as_of="", period=("", "")), replace(cost, row_kind="total")],
        [ticket("T1", "2013-01-01"), ticket("T2", "2013-01"), ticket("T3")],
    )
    assert [(one.sort, one.key, one.date) for one in found.rows] == [
        ("incident", "T1", "2013-01-01"),
        ("incident", "T2", "2013-01"),
        ("cost", "P", "2013-01-01/2013-03-31"),
        ("cost", cost.cost_id, "2013"),
    ]
    assert found.undated == (cost.place.row_id, "T3")
    assert found.rows[3].amount == cost.amount
    assert found.rows[0].demo
    assert not found.rows[3].demo


LEDGER = [
    invoice("V1", "2021-02-01", "500.00"),  # before both windows
    invoice("V2", "2021-02-19", "100.00"),
    invoice("V3", "2021-02-28", "200.50"),
    invoice("V4", "2021-03-01", "999.00"),  # the day of the incident is in neither window
    invoice("V5", "2021-03-02", "40.00"),
    invoice("V6", "2021-03-11", None),
    invoice("V7", "2021-03", "7.00"),  # some day of March: perhaps
    invoice("V8", "2021-03-05", "40.00", duplicate_of="V5"),
    invoice("V9", "2021-03-05", "9999.00", kind="total"),
    invoice("V10", "", "1.00"),
]


def test_spending_before_and_after_worked_out_by_hand() -> None:
    others = [
        ticket("T2", "2021-03-05", severity="4"),
        ticket("T3", "2021-03-05", severity="3"),
        ticket("T4", "2021-04-20", severity="4"),
    ]
    incident = ticket("T1", "2021-03-01", severity="4")
    found = spending_around(LEDGER, incident, [incident, *others], days=10)
    assert found is not None
    # Ten days to 28 February begin on the 19th; ten days from 2 March end on the 11th.
    assert (found.before.days.iso, found.after.days.iso) == (
        "2021-02-19/2021-02-28",
        "2021-03-02/2021-03-11",
    )
    assert (found.before.total, found.before.row_ids) == (Decimal("300.50"), ("V2", "V3"))
    assert (found.after.total, found.after.row_ids) == (Decimal("40.00"), ("V5", "V6"))
    assert (found.after.perhaps, found.after.perhaps_ids) == (Decimal("7.00"), ("V7",))
    assert found.after.unread_ids == ("V6",)
    assert (found.others, found.undated) == (("T2",), ("V10",))
    assert not found.comparable
    assert "inte orsak" in found.caveat[0]
    clean = spending_around([*LEDGER[:5], invoice("V6", "2021-03-12", "1")], incident, days=10)
    assert clean is not None
    assert clean.comparable
    assert clean.after.total == 40


def test_a_window_outside_the_ledger_is_not_covered() -> None:
    found = spending_around(LEDGER[:5], ticket("T1", "2021-03-01"), days=10)
    assert found is not None
    assert (found.before.covered, found.after.covered_days) == (True, 1)
    assert not found.comparable
    empty = spending_around([], ticket("T1", "2021-03-01"), days=10)
    assert empty is not None
    assert (empty.before.total, empty.before.covered_days) == (0, 0)


def test_a_month_is_a_block_between_the_windows_and_a_year_is_refused() -> None:
    found = spending_around(LEDGER, ticket("T1", "2021-03"), days=10)
    assert found is not None
    assert (found.before.days.last, found.after.days.first) == (date(2021, 2, 28), date(2021, 4, 1))
    assert spending_around(LEDGER, ticket("T1", "2021"), days=10) is None
    assert spending_around(LEDGER, ticket("T1"), days=10) is None
    with pytest.raises(ValueError, match="at least one day"):
        spending_around(LEDGER, ticket("T1", "2021-03-01"), days=0)


@given(
    st.lists(st.tuples(st.dates(date(2021, 1, 1), date(2021, 4, 30)), st.integers(-99, 99))),
    st.integers(1, 90),
)
def test_the_windows_are_equal_and_no_krona_is_in_both(
    found: list[tuple[date, int]], wide: int
) -> None:
    rows = [invoice(f"V{at}", day.isoformat(), str(net)) for at, (day, net) in enumerate(found)]
    both = spending_around(rows, ticket("T1", "2021-03-01"), days=wide)
    assert both is not None
    assert both.before.days.days == both.after.days.days == wide
    assert not set(both.before.row_ids) & set(both.after.row_ids)
    near = sum(net for day, net in found if 0 < abs((day - date(2021, 3, 1)).days) <= wide)
    assert both.before.total + both.after.total == near


def test_weeks_around_an_incident_worked_out_by_hand() -> None:
    rows = [
        message("M1", "2021-02-20T08:00"),
        message("M2", "2021-02-22T08:00", direction="in"),  # first day of the week before
        message("M3", "2021-02-28T08:00"),  # last day of it
        message("M4", "2021-03-01T08:00", direction=""),
        message("M5", "2021-03-08T08:00"),  # last day of the week after
        message("M6", "2021-03-09T08:00"),
        message("M7", ""),
    ]
    found = weeks_around(rows, ticket("T1", "2021-03-01"), weeks=2)
    assert found is not None
    assert [(one.offset, one.messages, one.covered_days) for one in found.weeks] == [
        (-2, 1, 2),  # 15 to 21 February; the log begins on the 20th
        (-1, 2, 7),
        (0, 1, 1),
        (1, 1, 7),
        (2, 1, 1),  # 9 to 15 March; the log ends on the 9th
    ]
    week = found.weeks[1]
    assert (week.days.iso, week.incoming, week.outgoing) == (
        "2021-02-22/2021-02-28",
        ("M2",),
        ("M3",),
    )
    assert (found.weeks[2].other, found.undated) == (("M4",), ("M7",))
    assert weeks_around(rows, ticket("T1", "2021"), weeks=2) is None
    empty = weeks_around([], ticket("T1", "2021-03"), weeks=1)
    assert empty is not None
    assert [one.days.days for one in empty.weeks] == [7, 31, 7]
