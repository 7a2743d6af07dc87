"""Consultants' hours and rates, and the lines that stated rules find."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from analysis_cost_rows import bill, cost
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.consultants import (
    consultant_lines,
    far_rates,
    many_hours,
    products,
    rate_summaries,
)
from skolkit.analysis.rows import Invoice


def time(hours: str | int | None, rate: str | int | None, **given: object) -> Invoice:
    """A line of hours at a rate, billed as their product."""
    both = hours is not None and rate is not None
    net = str(Decimal(str(hours)) * Decimal(str(rate))) if both else None
    net = given.pop("net", net)  # type: ignore[assignment]
    options = {"category": "consultant", **given}
    return bill(net, hours=hours, rate=rate, **options)  # type: ignore[arg-type]


# --- hours times rate ---------------------------------------------------------------------------


def gartner(hours: int, rate: Decimal) -> Invoice:
    """The published invoice of October 2017 (C010) as a line."""
    billed = cost("C010").amount
    return time(hours, str(rate), net=str(billed), date="2017-10", supplier="Gartner")


def test_240_hours_at_2_362_50_are_567_000() -> None:
    # 2 362.50 x 240 = 567 000. The rate is printed as "2.362,50 kronor per timme" (C009); its
    # column holds whole kronor, so that 2 362 x 240 = 566 880 would be 120 short.
    printed = re.match(r"([\d.]+),(\d\d) kronor per timme", cost("C009").published)
    assert printed is not None
    rate = Decimal(f"{printed[1].replace('.', '')}.{printed[2]}")
    assert rate == Decimal("2362.50")
    assert cost("C010").amount == Decimal(567_000)
    line = gartner(240, rate)
    assert products([line]).agreeing == (line.place.row_id,)
    whole = cost("C009").amount
    assert whole == 2362
    (found,) = products([gartner(240, whole)]).differing
    assert (found.product, found.net, found.difference) == (566_880, 567_000, 120)
    # Told as 2 363 kronor an hour (C043): 2 363 x 240 = 567 120, 120 too much.
    told = cost("C043").amount
    assert told is not None
    assert products([gartner(240, told)]).differing[0].difference == -120


def test_7_3_million_at_that_rate_are_3090_hours() -> None:
    # 7 300 000 / 2 362.50 = 3 089.95 hours between January 2017 and October 2018: 22 months, so
    # 140 hours a month on average; 240 in October 2017 is 100 more.
    total = cost("C021").amount
    assert total is not None
    hours = total / Decimal("2362.50")
    assert round(hours, 2) == Decimal("3089.95")
    assert round(hours / 22) == 140


def test_rounding_is_no_difference_and_unread_is_not_judged() -> None:
    rows = [
        time("7.5", "1333.33", net="9999.98", row=2),  # 9999.975
        time(10, 100, net=1001, row=3),
        time(10, None, net=1000, row=4),
        time(10, 100, net=900, row=5, doubts=("hours:readers-disagree",)),
    ]
    found = products(rows)
    assert found.agreeing == ("invoices:d#1!R2",)
    assert [(each.row_id, each.difference, each.doubted) for each in found.differing] == [
        ("invoices:d#1!R3", Decimal(1), False),
        ("invoices:d#1!R5", Decimal(-100), True),
    ]
    assert found.incomplete == ("invoices:d#1!R4",)
    assert products(rows, allowed=Decimal(1)).agreeing[1] == "invoices:d#1!R3"


# --- rates --------------------------------------------------------------------------------------


def test_hours_and_rates_of_a_supplier_by_hand() -> None:
    # rates 1000, 1200, 2000: mean 4200 / 3 = 1400, median 1200. By hours:
    # (10 x 1000 + 30 x 1200 + 10 x 2000) / 50 = 66 000 / 50 = 1320
    rows = [
        time(10, 1000),
        time(30, 1200),
        time(10, 2000),
        time(-5, 1000, row=6),  # a credit note: off the hours, in no rate
        time(4, None, row=7),
        time(2, 9000, row=8, doubts=("rate_sek:low-confidence",)),
    ]
    (found,) = rate_summaries(rows)
    assert (found.mean, found.median, found.mean_by_hours) == (1400, 1200, 1320)
    assert (found.lowest, found.highest, found.rates) == (1000, 2000, 3)
    assert found.hours.amount == 51  # 10 + 30 + 10 - 5 + 4 + 2
    assert found.without_rate == ("invoices:d#1!R7",)
    assert found.doubtful == ("invoices:d#1!R8",)
    assert found.rate_row_ids == tuple(row.place.row_id for row in rows[:3])
    assert found.net.unread == ("invoices:d#1!R7",)


def test_a_supplier_without_rates_has_none() -> None:
    (found,) = rate_summaries([bill(100, category="consultant")])
    assert (found.mean, found.median, found.mean_by_hours, found.rates) == (None, None, None, 0)
    assert rate_summaries([bill(100, category="other")]) == ()


def test_repeats_and_printed_sums_are_no_consultants() -> None:
    rows = [
        time(1, 1000),
        time(1, 1000, duplicate_of="invoices:o#1!R2"),
        time(2, 1000, row_kind="subtotal"),
    ]
    assert len(consultant_lines(rows)) == 1


def test_a_rate_far_from_its_suppliers_own_median() -> None:
    # median of 1000, 1000, 1000, 1260 is 1000: 260 is more than a quarter of it, 250 is not
    rows = [time(1, 1000, row=row) for row in (2, 3, 4)]
    (found,) = far_rates([*rows, time(1, 1260, row=5)])
    assert (found.row_id, found.median) == ("invoices:d#1!R5", 1000)
    assert found.deviation == Decimal("0.26")
    assert found.median_row_ids == tuple(f"invoices:d#1!R{row}" for row in (2, 3, 4, 5))
    assert far_rates([*rows, time(1, 1250)]) == ()
    assert far_rates([*rows, time(1, 1250)], far=Decimal("0.2"))[0].rate == 1250
    assert far_rates([*rows[:2], time(1, 5000)]) == ()  # three lines: no median to go by
    elsewhere = [time(1, 1260, supplier="Annan Påhitt HB") for _ in range(4)]
    assert far_rates([*rows, rows[0], *elsewhere]) == ()  # each beside its own


# --- hours --------------------------------------------------------------------------------------


def test_more_than_240_hours_on_a_line() -> None:
    # The published 240 hours are the limit and not above it.
    published = gartner(240, Decimal("2362.50"))
    assert many_hours([published]).found == ()
    (found,) = many_hours([published], line_limit=Decimal(200)).found
    assert (found.rule, found.hours, found.month) == ("line", 240, "2017-10")
    (more,) = many_hours([time("240.5", 1000)]).found
    assert more.limit == 240


def test_more_than_744_hours_of_one_name_in_a_month() -> None:
    # 4 x 186 = 744 is what a month of 31 days has; 745 is more
    rows = [time(186, 1000, description="Konsult A", row=row) for row in (2, 3, 4, 5)]
    assert many_hours(rows).found == ()
    (found,) = many_hours([*rows, time(1, 1000, description="Konsult A", row=6)]).found
    assert (found.rule, found.hours, found.name) == ("month", 745, "Konsult A")
    assert found.row_ids == tuple(f"invoices:d#1!R{row}" for row in (2, 3, 4, 5, 6))
    others = [
        time(1, 1000, description="Konsult B"),
        time(1, 1000, description="Konsult A", date="2019-04-01"),
        time(1, 1000, description="Konsult A", supplier="Annan Påhitt HB"),
    ]
    assert many_hours([*rows, *others]).found == ()


def test_nameless_lines_are_not_put_together_and_unknown_months_not_judged() -> None:
    rows = [time(240, 1000, row=row) for row in (2, 3, 4, 5)]
    found = many_hours([*rows, time(300, 1000, date="2019", row=6), time(None, 1000, row=7)])
    assert (found.found, found.judged) == ((), 4)
    assert found.nameless == tuple(f"invoices:d#1!R{row}" for row in (2, 3, 4, 5))
    assert found.not_judged == ("invoices:d#1!R6", "invoices:d#1!R7")


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 5000)), min_size=1, max_size=15))
def test_means_lie_between_the_lowest_and_the_highest_rate(lines: list[tuple[int, int]]) -> None:
    rows = [time(hours, rate) for hours, rate in lines]
    (found,) = rate_summaries(rows)
    assert found.lowest is not None and found.highest is not None
    for middle in (found.mean, found.median, found.mean_by_hours):
        assert middle is not None
        assert found.lowest - Decimal("1e-9") <= middle <= found.highest + Decimal("1e-9")
    checked = products(rows)
    assert (len(checked.agreeing), checked.differing) == (len(rows), ())


@pytest.mark.parametrize("limit", [Decimal(1), Decimal(240)])
def test_a_stricter_limit_finds_no_less(limit: Decimal) -> None:
    rows = [time(hours, 1000) for hours in (0, 1, 2, 240, 241)]
    strict, loose = many_hours(rows, line_limit=limit), many_hours(rows, line_limit=limit + 1)
    assert len(strict.found) > len(loose.found)
