"""Dates keep their precision, and those that can be read two ways are not read."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skolkit.model import Doubt
from skolkit.tables.dates import two_readings
from skolkit.tables.values import PartialDate, parse_date, parse_moment, parse_time


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2021-04-13", date(2021, 4, 13), "day"),
        ("2021/04/13", date(2021, 4, 13), "day"),
        ("20210413", date(2021, 4, 13), "day"),
        ("210413", date(2021, 4, 13), "day"),
        ("990413", date(1999, 4, 13), "day"),
        ("13/4 2021", date(2021, 4, 13), "day"),
        ("3/4 2021", date(2021, 4, 3), "day"),
        ("13/4-21", date(2021, 4, 13), "day"),
        ("13/Apr/21", date(2021, 4, 13), "day"),
        ("3-May-1998", date(1998, 5, 3), "day"),
        ("ti 2021-04-13", date(2021, 4, 13), "day"),
        ("Tisdagen den 13 april 2021", date(2021, 4, 13), "day"),
        ("Tue 13/Apr/21", date(2021, 4, 13), "day"),
        ("13 april 2021", date(2021, 4, 13), "day"),
        ("den 3:e maj 2020", date(2020, 5, 3), "day"),
        ("13 Apr. 2021", date(2021, 4, 13), "day"),
        ("April 13, 2021", date(2021, 4, 13), "day"),
        ("31/12/2019", date(2019, 12, 31), "day"),
        ("04/04/2021", date(2021, 4, 4), "day"),
        ("2021-04", date(2021, 4, 1), "month"),
        ("april 2021", date(2021, 4, 1), "month"),
        ("202104", date(2021, 4, 1), "month"),
        ("Q1 2020", date(2020, 1, 1), "quarter"),
        ("2020-Q4", date(2020, 10, 1), "quarter"),
        ("2020q2", date(2020, 4, 1), "quarter"),
        ("kvartal 3 2020", date(2020, 7, 1), "quarter"),
        ("Kv. 3, 2020", date(2020, 7, 1), "quarter"),
        ("2:a kvartalet 2020", date(2020, 4, 1), "quarter"),
        ("Fjärde kvartalet 2020", date(2020, 10, 1), "quarter"),
        ("ht 2018", date(2018, 7, 1), "season"),
        ("HT18", date(2018, 7, 1), "season"),
        ("vt-2019", date(2019, 1, 1), "season"),
        ("hösten 2018", date(2018, 9, 1), "season"),
        ("2021", date(2021, 1, 1), "year"),
    ],
)
def test_dates_with_their_precision(text: str, value: date, precision: str) -> None:
    assert parse_date(text) == PartialDate(value, precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["03/04/2021", "3-4-2021", "03.04.2021", "19-04-03", "200112", "vintern 2018"]
)
def test_two_way_dates_are_not_guessed(text: str) -> None:
    assert parse_date(text) is Doubt.AMBIGUOUS_DATE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019-13-45",
        "2019-02-29",
        "v. 14 2019",
        "2021-W15",
        "v. 15 2021",
        "2018/19",
        "2018/2019",
        "läsåret 2018/2019",
        "Q5 2020",
        "Q1",
        "kvartal 1",
        "maj 21",
        "1899",
        "21",
        "abc",
        "٢٠٢١",
        "2021-4-",
        "31 juni 2020",
        "2021-04-13 08:14",
        "maj",
        "0",
        "13:e 2020",
        "on 2021-04-13",  # a Tuesday
        "ti 2021-04",
        "31/6-21",
        "13/Kal/21",
        "x" * 100,
    ],
)
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    assert parse_date(text) is Doubt.NOT_A_DATE


def test_the_last_day_of_a_period() -> None:
    last = {
        text: parse_date(text)
        for text in ("2018-10", "2020", "2020-02-29", "ht 2018", "vt 2019", "Q1 2020", "Q4 2020")
    }
    assert {text: read.last for text, read in last.items() if isinstance(read, PartialDate)} == {
        "2018-10": date(2018, 10, 31),
        "2020": date(2020, 12, 31),
        "2020-02-29": date(2020, 2, 29),
        "ht 2018": date(2018, 12, 31),
        "vt 2019": date(2019, 6, 30),
        "Q1 2020": date(2020, 3, 31),
        "Q4 2020": date(2020, 12, 31),
    }


def test_iso_text_is_cut_to_what_is_known() -> None:
    read = [
        parse_date(text) for text in ("april 2021", "2021", "13/4 2021", "hösten 2018", "kv 3 2019")
    ]
    assert [r.iso for r in read if isinstance(r, PartialDate)] == [
        "2021-04",
        "2021",
        "2021-04-13",
        "2018",
        "2019-Q3",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-13 08:14",
        "2021-04-13T08:14",
        "13/4 2021 8.14",
        "13 april 2021 kl. 08.14",
        "2021-04-13, 08:14",
        "20210413 08:14",
        "2021-04-13T08:14:00.000Z",
        "2021-04-13 08:14+02:00",
    ],
)
def test_moments(text: str) -> None:
    assert parse_moment(text) == datetime(2021, 4, 13, 8, 14)


@pytest.mark.parametrize(
    "text", ["2021-04-13", "2021-04 08:14", "2021-04-13 25:00", "08:14", "2021-04-13 08:14X"]
)
def test_a_moment_needs_a_day_and_a_time(text: str) -> None:
    assert isinstance(parse_moment(text), Doubt)


def test_times() -> None:
    assert [parse_time(t) for t in ("08:14", "8.14", "kl. 23.59", "08:14:22")] == [
        time(8, 14),
        time(8, 14),
        time(23, 59),
        time(8, 14, 22),
    ]
    assert parse_time("24:00") is Doubt.NOT_A_DATE


MONTHS = "januari februari mars april maj juni juli augusti september oktober november december"


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_each_spelling_of_a_day_is_that_day_or_a_doubt(day: date) -> None:
    month = MONTHS.split()[day.month - 1]
    sure = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        f"{day.day} {month} {day.year}",
    )
    assert {parse_date(text) for text in sure} == {PartialDate(day, "day")}
    for text in (f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day:%d.%m.%Y}", f"{day:%y%m%d}"):
        assert parse_date(text) in {PartialDate(day, "day"), Doubt.AMBIGUOUS_DATE}


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_each_spelling_of_a_period_holds_the_day_and_no_more(day: date) -> None:
    """Month, quarter, term and year of a day begin on or before it and end on or after it."""
    month, quarter = MONTHS.split()[day.month - 1], (day.month + 2) // 3
    term = "vt" if day.month <= 6 else "ht"
    lengths = {
        f"{day:%Y-%m}": 31,
        f"{month} {day.year}": 31,
        f"Q{quarter} {day.year}": 92,
        f"{day.year} kv {quarter}": 92,
        f"kvartal {quarter} {day.year}": 92,
        f"{term} {day.year}": 184,
        f"{day.year}": 366,
    }
    for text, longest in lengths.items():
        read = parse_date(text)
        assert isinstance(read, PartialDate)
        assert read.value <= day <= read.last
        assert (read.last - read.value).days < longest
        assert read.last.year == read.value.year


@given(st.text(max_size=50) | st.text(alphabet="0123456789-/. :klqvhtW", max_size=20))
def test_any_text_gives_a_date_or_a_doubt(text: str) -> None:
    assert isinstance(parse_date(text), PartialDate | Doubt)
    assert isinstance(parse_moment(text), datetime | Doubt)
    assert isinstance(parse_time(text), time | Doubt)


@given(
    st.dates(date(1970, 1, 1), date(2069, 12, 31)),
    st.times().map(lambda clock: clock.replace(microsecond=0)),
)
def test_each_spelling_of_a_moment_is_that_moment(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock)
    month = MONTHS.split()[day.month - 1]
    for text in (
        f"{day.isoformat()} {clock:%H:%M:%S}",
        f"{day.isoformat()}T{clock:%H:%M:%S}",
        f"{day.day} {month} {day.year} kl. {clock:%H.%M.%S}",
    ):
        assert parse_moment(text) == moment
    assert parse_moment(f"{day:%d/%m/%Y} {clock:%H:%M:%S}") in {moment, Doubt.AMBIGUOUS_DATE}


@given(st.text(max_size=12) | st.text(alphabet="0123456789", min_size=6, max_size=6))
def test_six_digits_are_dates_or_doubts_both_ways(text: str) -> None:
    for read in two_readings(text).values():
        assert isinstance(read, PartialDate | Doubt)


def test_the_clock_of_twelve_hours() -> None:
    assert parse_time("4:02 PM") == time(16, 2)
    assert parse_time("12:31 a.m.") == time(0, 31)
    assert parse_time("12:00 PM") == time(12, 0)
    assert parse_time("13:00 PM") is Doubt.NOT_A_DATE
    assert parse_moment("13/Apr/21 4:02 PM") == datetime(2021, 4, 13, 16, 2)
    assert parse_moment("ti 2021-04-13 08:32") == datetime(2021, 4, 13, 8, 32)
    assert parse_moment("on 2021-04-13 08:32") is Doubt.NOT_A_DATE
