"""Lengths, notifications and the milestones they rest on: ranges where dates are vague."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from analysis_data import RAW, public_record
from analysis_invented import ticket
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.day_spans import (
    Days,
    DaySpan,
    day_span,
    days_between,
    each_day,
    months_between,
)
from skolkit.analysis.events import event_rows
from skolkit.analysis.exposure import exposures
from skolkit.analysis.frame_rows import incident_rows
from skolkit.analysis.milestones import Milestone, Told, courses, read_told, shipped_told
from skolkit.analysis.notification import Notified, is_reported_breach, notifications

PUBLIC = public_record()
ROWS = incident_rows(PUBLIC.incidents)
EVENTS = event_rows(PUBLIC.cells)
COURSES = courses(ROWS, events=EVENTS)


def span(text: str) -> DaySpan:
    found = day_span(text)
    assert found is not None
    return found


def test_a_date_is_the_span_of_days_that_it_may_mean() -> None:
    assert span("2019-08-21") == DaySpan(date(2019, 8, 21), date(2019, 8, 21))
    assert span("2019-08-21T10:15").exact
    assert span("2020-02") == DaySpan(date(2020, 2, 1), date(2020, 2, 29))
    assert span("2019-Q4").iso == "2019-10-01/2019-12-31"
    assert span("2019").days == 365
    for text in ("", "våren 2019", "2019-13", "2019-02-30", "2019-Q5"):
        assert day_span(text) is None
    with pytest.raises(ValueError, match="ends before"):
        DaySpan(date(2019, 1, 2), date(2019, 1, 1))


def test_days_between_a_day_and_a_month_are_a_range() -> None:
    # 2021-03-10 to some day of April: 22 days to the 1st, 51 to the 30th.
    assert days_between(span("2021-03-10"), span("2021-04")) == Days(22, 51)
    assert days_between(span("2021-03"), span("2021-03")) == Days(0, 30)
    assert days_between(span("2021-04"), span("2021-03-31")) is None
    assert (Days(58, 58).said, Days(371, 400).said, Days(365, None).said) == (
        "58",
        "371–400",
        "\u2265\u00a0365",
    )


DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))


@given(DAYS, DAYS, st.sampled_from((4, 7, 10)), st.sampled_from((4, 7, 10)))
def test_the_true_days_always_lie_in_the_range(a: date, b: date, cut: int, also: int) -> None:
    first, last = sorted((a, b))
    found = days_between(span(first.isoformat()[:cut]), span(last.isoformat()[:also]))
    assert found is not None
    assert found.most is not None
    assert found.least <= (last - first).days <= found.most
    assert found.exact or cut < 10 or also < 10


def test_each_day_and_month_is_there_once() -> None:
    assert len(each_day(date(2020, 2, 28), date(2020, 3, 1))) == 3
    assert months_between("2020-11", "2021-02") == ("2020-11", "2020-12", "2021-01", "2021-02")


def test_every_milestone_stands_in_the_row_that_it_quotes() -> None:
    texts = {row.incident_id: row.summary_sv for row in ROWS}
    for event in EVENTS:
        texts[event.date] = texts.get(event.date, "") + " " + event.event_sv
    readme = (RAW / "README.md").read_text(encoding="utf-8")
    texts["README"] = " ".join(readme.split())
    told = shipped_told()
    assert len(told.milestones) == 15
    for one in (*told.milestones, *told.lasting, *told.overlaps):
        assert one.quote in texts[one.row]
    ids = {row.incident_id for row in ROWS}
    assert {one.incident_id for one in (*told.milestones, *told.lasting)} <= ids
    assert {name for one in told.overlaps for name in one.incident_ids} <= ids


def test_lengths_of_the_public_record_worked_out_by_hand() -> None:
    found = exposures(COURSES)
    said = {
        one.incident.incident_id: (one.lengths[0].start, one.lengths[0].end, one.lengths[0].days)
        for one in found.known
    }
    assert said == {
        # 2018-05-25 to 2020-05-25 is 365 + 366 (29 February 2020), and 94 more to 27 August.
        "I007": ("began", "ended", Days(825, 825)),
        # 2018-10-26 to 2019-10-26 is 365; 6 more to 1 November, 35 to the 30th.
        "I012": ("began", "ended", Days(371, 400)),
        # 27 June to 24 August: 3 + 31 + 24.
        "I016": ("began", "ended", Days(58, 58)),
        # "more than a year" after the discovery; no upper limit is told.
        "I021": ("discovered", "ended", Days(365, None)),
        # 18 to 26 March, and 8 to 13 September.
        "I033": ("began", "ended", Days(8, 8)),
        "I041": ("began", "ended", Days(5, 5)),
    }
    assert len(found.unknown) == 43 - 6
    assert found.backwards == ()
    leaks = exposures(COURSES, kinds=frozenset({"confidentiality"}))
    assert (len(leaks.known), len(leaks.unknown)) == (4, 9)  # of 13 rows of the kind


def test_notifications_of_the_public_record_worked_out_by_hand() -> None:
    found = notifications(COURSES)
    assert [one.incident.incident_id for one in found.rows] == [
        *("I007", "I012", "I013", "I014", "I015", "I016", "I017", "I021"),
    ]
    (alarm,) = found.with_outcome("within")
    # A day in August 2019, 21st, to the 23rd: from the end of the 21st to the start of the 23rd
    # are 24 hours, from the start of the 21st to the end of the 23rd 72.
    assert alarm.incident.incident_id == "I017"
    assert (alarm.least_hours, alarm.most_hours) == (Decimal("24.00"), Decimal("72.00"))
    assert alarm.row_ids == ("incidents:incidents-00000000#1!R18", "cells:timeline-00000000#1!R21")
    assert len(found.with_outcome("unknown")) == 7
    start = next(one for one in found.rows if one.incident.incident_id == "I016")
    assert (start.notified, start.discovered, start.least_hours) == ("2019-08-27", "", None)
    assert "72" not in found.caveat[0]
    assert "vetskap" in found.caveat[0]


def judged(discovered: str, notified: str) -> Notified:
    told = Told(
        tuple(
            Milestone("P1", stage, text, "P1", "")
            for stage, text in (("discovered", discovered), ("notified", notified))
            if text
        )
    )
    row = ticket(
        "P1",
        kind="confidentiality",
        reported="Integritetsskyddsmyndigheten (IMY)",
        sources=("påhitt",),
    )
    (one,) = notifications(courses([row], told)).rows
    return one


@pytest.mark.parametrize(
    ("discovered", "notified", "outcome", "least", "most"),
    [
        ("2021-03-01T09:15", "2021-03-04T09:15", "within", "72.00", "72.00"),
        # The hour of the discovery is not counted: 9.15 runs from 10 and ends on the 4th at 10.
        ("2021-03-01T09:15", "2021-03-04T10:00", "within", "72.75", "72.75"),
        ("2021-03-01T09:15", "2021-03-04T10:01", "over", "72.77", "72.77"),
        ("2021-03-01", "2021-03-03", "within", "24.00", "72.00"),
        ("2021-03-01", "2021-03-04", "undecided", "48.00", "96.00"),
        ("2021-03-01", "2021-03-05", "undecided", "72.00", "120.00"),
        ("2021-03-01", "2021-03-06", "over", "96.00", "144.00"),
        ("2021-03", "2021-03-20", "undecided", "0.00", "480.00"),
        # In the night to 28 March 2021 one hour was left out: 73.5 by the clock, 72.5 in truth.
        ("2021-03-27T12:30", "2021-03-30T14:00", "within", "72.50", "72.50"),
        ("2021-03-01", "", "unknown", None, None),
        ("2021-03-05", "2021-03-01", "unknown", None, None),
        ("2017-03-01", "2017-03-20", "unknown", None, None),  # before the GDPR
    ],
)
def test_72_hours_are_judged_only_where_the_dates_allow(
    discovered: str, notified: str, outcome: str, least: str | None, most: str | None
) -> None:
    one = judged(discovered, notified)
    assert one.outcome == outcome
    assert one.least_hours == (None if least is None else Decimal(least))
    assert one.most_hours == (None if most is None else Decimal(most))


@given(st.integers(0, 200), st.booleans())
def test_a_vaguer_date_never_turns_the_outcome(hours: int, vague: bool) -> None:
    day, hour = divmod(9 + hours, 24)
    exact = f"2021-03-{1 + day:02d}T{hour:02d}:00"
    sure = judged("2021-03-01T09:00", exact).outcome
    loose = judged("2021-03-01" if vague else "2021-03-01T09:00", exact[:10]).outcome
    assert loose in (sure, "undecided")


def test_only_breaches_that_reached_the_authority_are_judged() -> None:
    assert not is_reported_breach(ticket("T1", kind="legal", reported="Datainspektionen (IMY)"))
    assert not is_reported_breach(ticket("T1", kind="confidentiality", reported="Rimyngan"))
    assert is_reported_breach(ticket("T1", kind="confidentiality", reported="IMY"))


def test_a_ticket_lasts_from_its_start_to_its_closing_and_a_copy_counts_once() -> None:
    rows = [
        ticket("T1", "2021-03-01", "2021-03-04"),
        ticket("T2", "2021-03-01", "2021-03-04", duplicate_of="T1"),
        ticket("T3", "2021-03", "2021-04-02"),
        ticket("T4", "2021-03-09", "2021-03-08"),
        ticket("T5", "2021-03-09"),
        ticket("T6", "2021-03-01", "2021-03-02", doubts=("closed:readers-disagree",)),
    ]
    found = exposures(courses(rows))
    assert [(one.incident.incident_id, one.lengths[0].days.said) for one in found.known] == [
        ("T1", "3"),
        ("T3", "2–32"),
        ("T6", "1"),
    ]
    assert found.known[2].lengths[0].doubted
    assert (found.unknown, found.backwards) == (("T5",), ("T4",))


def test_a_told_length_lifts_the_least_days_and_one_too_long_is_an_error() -> None:
    text = """
    [[milestone]]
    incident = "P1"
    stage = "began"
    date = "2020"
    row = "P1"
    quote = "x"
    [[milestone]]
    incident = "P1"
    stage = "ended"
    date = "2021"
    row = "P1"
    quote = "x"
    [[lasting]]
    incident = "P1"
    start = "began"
    end = "ended"
    least_days = 400
    row = "P1"
    quote = "x"
    """
    row = ticket("P1", sources=("påhitt",))
    (one,) = exposures(courses([row], read_told(text))).known
    assert one.length("began", "ended") is not None
    assert one.lengths[0].days == Days(400, 730)  # to 2021-12-31 are 366 + 364
    long = read_told(text.replace("400", "731"))
    assert exposures(courses([row], long)).backwards == ("P1",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "milestones"),
        ("milestone = 1", "list of tables"),
        ('[[milestone]]\nincident = "I1"\nstage = "seen"', "one of began"),
        (
            '[[milestone]]\nincident = "I1"\nstage = "began"\ndate = "i våras"\nrow = "a"\n'
            'quote = "b"',
            "no date",
        ),
        ('[[overlap]]\nincidents = "I1"\nrow = "a"\nquote = "b"', "list of texts"),
    ],
)
def test_a_wrong_file_of_milestones_is_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_told(text)


def test_the_time_line_is_read_with_its_places() -> None:
    assert len(EVENTS) == 58
    assert EVENTS[0].date == "2009-10-08"
    assert EVENTS[0].place.row_id == "cells:timeline-00000000#1!R2"
    assert EVENTS[1].date == "2012"
    assert event_rows(PUBLIC.cells, "sources.csv") == ()
    assert event_rows(PUBLIC.cells, "nothing.csv") == ()
