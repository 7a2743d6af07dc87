"""Counts, overlaps, persons affected and clusters: each says what it counts and claims no more."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from analysis_data import public_record
from analysis_invented import ticket
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.affected import Affected, affected_persons
from skolkit.analysis.clusters import Anchor, cluster
from skolkit.analysis.day_spans import DaySpan, day_span
from skolkit.analysis.frame_rows import incident_rows
from skolkit.analysis.incidents import by_month, by_year, counts
from skolkit.analysis.milestones import Told
from skolkit.analysis.overlaps import groups

PUBLIC = public_record()
ROWS = incident_rows(PUBLIC.incidents)
ID = {row.place.row_id: row.incident_id for row in ROWS}
YEARS = DaySpan(date(2018, 1, 1), date(2021, 12, 31))


def ids(rows: tuple[str, ...]) -> list[str]:
    return [ID[row] for row in rows]


def test_rows_by_kind_and_severity_counted_by_hand() -> None:
    assert {one.value: one.rows for one in counts(ROWS, lambda row: row.kind)} == {
        "confidentiality": 13,  # I007 I012-I017 without I018, I021 I023 I024 I030 I034 I035
        "availability": 11,  # I003 I004 I008 I009 I010 I018 I029 I031 I033 I041 I043
        "legal": 7,  # I005 I022 I026 I032 I036 I037 I038
        "usability": 4,  # I006 I011 I019 I042
        "integrity": 3,  # I025 I027 I028
        "organisational": 3,  # I002 I020 I039
        "procurement": 2,  # I001 I040
    }
    found = {one.value: one for one in counts(ROWS, lambda row: row.severity)}
    assert {name: one.rows for name, one in found.items()} == {"4": 5, "3": 10, "2": 15, "1": 13}
    assert ids(found["4"].row_ids) == ["I007", "I012", "I014", "I017", "I021"]


def test_a_row_that_repeats_another_is_counted_once() -> None:
    rows = [ticket("T1", "2021-03-01"), ticket("T2", "2021-03-01", duplicate_of="T1")]
    assert [(one.rows, one.row_ids) for one in counts(rows, lambda row: row.kind)] == [(1, ("T1",))]
    assert [one.rows for one in by_year(rows)] == [1]
    assert groups(rows).repeated == 1


def test_rows_by_month_leave_those_dated_by_year_aside() -> None:
    found = by_month(ROWS)
    # From November 2016 to December 2021 are 2 + 5 x 12 months.
    assert len(found.months) == 62
    by_name = {one.value: one for one in found.months}
    assert ids(by_name["2019-08"].row_ids) == ["I017", "I018"]
    assert by_name["2021-02"].rows == 5  # I027-I031
    assert by_name["2021-03"].rows == 4  # I032-I035
    assert by_name["2017-01"].rows == 0
    assert ids(found.vaguer) == [
        *("I001", "I003", "I004", "I005", "I006", "I019", "I020", "I025", "I026")
    ]
    assert sum(one.rows for one in found.months) + len(found.vaguer) == 43
    assert "inte antalet incidenter" in found.caveat[0]
    undated = by_month([ticket("T1")])
    assert (undated.months, undated.undated) == ((), ("T1",))


def test_groups_of_rows_that_may_be_the_same_worked_out_by_hand() -> None:
    found = groups(ROWS)
    several = [ids(group) for group in found.groups if len(group) > 1]
    assert several == [
        ["I003", "I004", "I008", "I009", "I010"],  # availability in autumn 2018, I008 of all parts
        ["I013", "I014", "I015"],  # I015 says itself that it may be those of March
        ["I017", "I018"],  # the alarm, and what followed from it
        ["I025", "I027", "I028"],  # I025 is dated by its year and names all parts
        ["I030", "I034", "I035"],  # the README says that they partly describe the same flaws
        ["I031", "I033"],  # API, 26 February and 18 March
        ["I036", "I037"],  # records, 1 and 13 April
    ]
    # 20 rows in 7 groups, 23 alone.
    assert len(found.groups) == 30
    assert sum(len(group) for group in found.groups) == found.rows == 43
    assert found.said("sv") == "43 rader i 30 grupper som inget i raderna knyter ihop"
    assert "is the number of incidents" in found.caveat[1]
    assert {link.reason for link in found.links} == {"told", "alike"}


def test_rows_are_alike_by_kind_part_and_days_apart() -> None:
    rows = [
        ticket("T1", "2021-03-01"),
        ticket("T2", "2021-04-01"),  # 31 days later
        ticket("T3", "2021-05-03"),  # 32 days after T2
        ticket("T4", "2021-03-01", kind="legal"),
        ticket("T5", "2021-03-01", module="Betyg"),
        ticket("T6"),
    ]
    assert groups(rows, told=Told()).groups == (("T1", "T2"), ("T3",), ("T4",), ("T5",), ("T6",))
    assert len(groups(rows, within_days=32, told=Told()).groups) == 4


def test_persons_affected_in_the_public_record_read_by_hand() -> None:
    found = affected_persons(ROWS)
    said = [
        (one.incident.incident_id, one.least, one.most, one.qualifier, one.agrees)
        for one in found.rows
    ]
    assert said == [
        ("I007", 60, 60, "exakt", True),
        ("I013", 1000, None, "golv", True),
        ("I014", 1, 1, "exakt", True),
        ("I017", 140_000, 140_000, "exakt", True),
        ("I021", 50, 60, "spann", True),
        ("I022", None, 500_000, "tak", True),
    ]
    # Seconds, notifications, pages, hours and marks are no persons.
    assert len(found.without) == 43 - 6
    top = found.largest_floor
    assert top is not None
    assert (top.incident.incident_id, top.least) == ("I017", 140_000)
    assert [one.said("sv") for one in found.rows[1:]] == [
        *("minst 1000", "1", "140000", "50–60", "högst 500000")
    ]
    assert "läggs aldrig ihop" in found.caveat[0]


def read(published: str, affected: int | None = None) -> Affected | None:
    found = affected_persons([ticket("T1", published=published, affected=affected)]).rows
    return found[0] if found else None


@pytest.mark.parametrize(
    ("published", "least", "most", "about"),
    [
        ("fler än 10 000 personer", 10_000, None, None),
        ("minst 25 elever", 25, None, None),
        ("drygt 300 vårdnadshavare", 300, None, None),
        ("upp till 1 302 användare", None, 1302, None),
        ("nästan 400 000 användare", None, 400_000, None),
        ("omkring 200 lärare", None, None, 200),
        ("cirka 12 berörda elever", None, None, 12),
        ("2,5 miljoner användare", 2_500_000, 2_500_000, None),
        ("över 3 tusen elever", 3000, None, None),
        ("1,000 pupils", 1000, 1000, None),
        ("tre elever", 3, 3, None),
        ("20–30 barn", 20, 30, None),
    ],
)
def test_reservations_are_kept(
    published: str, least: int | None, most: int | None, about: int | None
) -> None:
    one = read(published)
    assert one is not None
    assert (one.least, one.most, one.about) == (least, most, about)


def test_numbers_of_other_things_are_no_persons() -> None:
    for text in ("", "omkring 1 800 A4-sidor", "två anmälningar", "30–40 timmar", "1.2 / 1.1"):
        assert read(text) is None
    assert read("a very large number of students") is None
    assert read("30-20 elever") is None


def test_the_column_is_used_and_a_difference_to_the_words_is_told() -> None:
    exact = read("", 12)
    assert exact is not None
    assert (exact.least, exact.most, exact.agrees) == (12, 12, True)
    bare = read("cirka 12", 12)
    assert bare is not None
    assert (bare.about, bare.said("en")) == (12, "about 12")
    vague = read("ett större antal elever", 12)  # words that are not understood: a lower limit
    assert vague is not None
    assert (vague.least, vague.most) == (12, None)
    other = read("60 elever", 600)
    assert other is not None
    assert (other.least, other.agrees) == (60, False)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_together_no_more_is_vouched_for_than_by_one_row(numbers: list[int]) -> None:
    rows = [ticket(f"T{at}", affected=number) for at, number in enumerate(numbers)]
    top = affected_persons(rows).largest_floor
    assert top is not None
    assert top.least == max(numbers)


def test_rows_around_the_launch_beside_an_even_spread() -> None:
    launch = Anchor("Lansering i skolorna", "2018-08", "dn-konsulter")
    found = cluster(ROWS, [launch], YEARS, after_days=30)
    # August and 30 days of September are 61 of 1461 days; 41 rows lie in the four years.
    assert (found.days_near, found.period.days, found.rows) == (61, 1461, 41)
    assert found.expected == Fraction(41 * 61, 1461)  # 1.71
    assert ids(found.near) == ["I008", "I009"]
    assert ids(found.perhaps) == ["I003", "I004", "I005", "I006"]  # "2018"
    assert ids(found.left_out) == ["I001", "I002"]
    assert found.ratio == (2 / found.expected, 6 / found.expected)
    assert "orsak" in found.caveat[0]


def test_windows_that_overlap_are_counted_once_and_cut_to_the_period() -> None:
    anchors = [Anchor("a", "2021-03-01", "påhitt"), Anchor("b", "2021-03-05", "påhitt")]
    period = DaySpan(date(2021, 3, 1), date(2021, 3, 20))
    rows = [
        ticket("T1", "2021-03-01"),
        ticket("T2", "2021-03-10"),
        ticket("T3", "2021-03-11"),
        ticket("T4", "2021-02-28"),
        ticket("T5", "2021-03"),
        ticket("T6", "2021-03-02", duplicate_of="T1"),
    ]
    found = cluster(rows, anchors, period, before_days=3, after_days=5)
    # 1 to 6 March, and 2 to 10 March: ten days of twenty.
    assert found.days_near == 10
    assert (found.near, found.far) == (("T1", "T2"), ("T3",))
    assert found.left_out == ("T4", "T5")
    assert found.expected == Fraction(3, 2)
    nothing = cluster([], anchors, period)
    assert (nothing.expected, nothing.ratio) == (0, None)


def test_clusters_refuse_what_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="at least one"):
        cluster(ROWS, [], YEARS)
    with pytest.raises(ValueError, match="no date"):
        cluster(ROWS, [Anchor("terminsstart", "i augusti", "")], YEARS)
    with pytest.raises(ValueError, match="negative"):
        cluster(ROWS, [Anchor("a", "2019", "")], YEARS, before_days=-1)


@given(
    st.lists(st.dates(date(2018, 1, 1), date(2021, 12, 31)), max_size=30),
    st.lists(st.dates(date(2018, 1, 1), date(2021, 12, 31)), min_size=1, max_size=4),
    st.integers(0, 40),
)
def test_every_row_is_near_or_far_once(days: list[date], near: list[date], wide: int) -> None:
    rows = [ticket(f"T{at}", day.isoformat()) for at, day in enumerate(days)]
    anchors = [Anchor("a", one.isoformat(), "påhitt") for one in near]
    found = cluster(rows, anchors, YEARS, before_days=wide, after_days=wide)
    assert not found.perhaps
    expected_near = [
        row.place.row_id
        for row, day in zip(rows, days, strict=True)
        if any(abs((day - one).days) <= wide for one in near)
    ]
    assert list(found.near) == expected_near
    assert found.rows == len(rows)
    assert found.expected <= len(rows)


def test_a_span_is_within_or_touches() -> None:
    march, day = day_span("2021-03"), day_span("2021-03-31")
    assert march is not None
    assert day is not None
    assert day.within(march)
    assert not march.within(day)
    assert march.touches(day)
