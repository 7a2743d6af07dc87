"""Periods in headings are parted from their words, and days and prose are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skolkit.tables.periods import Period, read_period, union, year_in

HEADINGS = {
    "2019": ("2019", ""),
    "Budget 2019": ("2019", "Budget"),
    "2021 Budget": ("2021", "Budget"),
    "Budget helår 2020": ("2020", "Budget"),
    "Utfall år 2019": ("2019", "Utfall"),
    "Prognos 2 2020": ("2020", "Prognos 2"),
    "Utfall jan–jun 2020": ("2020-01--2020-06", "Utfall"),
    "Utfall t.o.m. juni 2020": ("2020-01--2020-06", "Utfall"),
    "Förbrukat t.o.m. 2021": ("--2021", "Förbrukat"),
    "Nedlagt t.o.m. 2021-12": ("--2021", "Nedlagt"),
    "Utfall t.o.m. 2021-08": ("2021-01--2021-08", "Utfall"),
    "Utfall till och med år 2020": ("--2020", "Utfall"),
    "2013–2016": ("2013--2016", ""),
    "Kvartal 1": ("Q1", ""),
    "1:a kvartalet 2020": ("2020-Q1", ""),
    "Q3 2020": ("2020-Q3", ""),
    "T1 2021": ("2021-01--2021-04", ""),
    "Halvår 2 2021": ("2021-07--2021-12", ""),
    "Mars": ("mar", ""),
    "Utfall jan-21": ("2021-01", "Utfall"),
    "dec-2020": ("2020-12", ""),
    "Okt'19": ("2019-10", ""),
    "2020-04": ("2020-04", ""),
    "2020-01--2020-06": ("2020-01--2020-06", ""),
    "2019-2022": ("2019--2022", ""),
    "Helår": ("helår", ""),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_periods_are_parted_from_their_words(heading: str) -> None:
    period, rest = read_period(heading)
    assert period is not None
    assert (period.label, rest) == HEADINGS[heading]


@pytest.mark.parametrize(
    "heading", ["Budget", "Utfall 2020-06-30", "Marknad", "Maja", "2019 eller 2020", "1234", ""]
)
def test_what_names_no_period_is_left_alone(heading: str) -> None:
    assert read_period(heading) == (None, heading)


months = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(sorted)


@given(st.one_of(st.just(0), st.integers(1900, 2099)), months)
def test_a_label_reads_back_as_its_period(year: int, held: list[int]) -> None:
    period = Period(year, year, *held)
    assert read_period(period.label) == (period, "")


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_a_period_without_a_beginning_ends_and_reads_back(year: int, last: int) -> None:
    period = Period(0, year, 1, last)
    assert read_period(period.label) == (period, "")
    assert (period.start, period.end and period.end.year) == (None, year)
    assert period.in_year(year - 1) == period
    assert period.holds(Period(year - 1, year - 1))


def test_up_to_a_year_after_a_beginning_is_no_open_period() -> None:
    assert read_period("Utfall 2013 t.o.m. 2016")[0] is None


def test_periods_hold_their_parts_and_have_days() -> None:
    year = Period(2020, 2020)
    quarters = [Period(2020, 2020, first, first + 2) for first in (1, 4, 7, 10)]
    assert all(year.holds(each) for each in quarters) and not year.holds(year)
    assert union(quarters) == year
    assert (Period(2020, 2020, 2, 2).start, Period(2020, 2020, 2, 2).end) == (
        date(2020, 2, 1),
        date(2020, 2, 29),
    )
    assert (Period(0, 0, 1, 3).start, Period(0, 0, 1, 3).end) == (None, None)


def test_a_title_tells_a_year_only_if_it_names_one() -> None:
    assert year_in("Budgetuppföljning 2019, förvaltningen") == 2019
    assert year_in("budget-2019.xlsx") == 2019
    assert year_in("UPPFOLJNING PERIOD 202301-202309") == 2023
    assert year_in("PERIOD 202211-202302") is None
    assert year_in("Projekt 202399") is None
    assert year_in("Budget 2019 och 2020") is None
    assert year_in("Budget") is None


def test_up_to_a_part_of_a_year_is_from_its_beginning() -> None:
    assert read_period("Upparbetat t.o.m. T2") == (Period(0, 0, 1, 8), "Upparbetat")
    assert read_period("Utfall ack kv 3 2023") == (Period(2023, 2023, 1, 9), "Utfall")
    assert read_period("Utfall T2 2023") == (Period(2023, 2023, 5, 8), "Utfall")
