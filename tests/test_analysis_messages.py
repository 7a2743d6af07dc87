"""Logs of messages: days, other sides, answers and gaps; the same before and after masking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pandas as pd
from analysis_data import demo
from analysis_invented import message
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.frame_rows import message_rows
from skolkit.analysis.holidays import easter, holiday, swedish_holidays
from skolkit.analysis.log_gaps import filled_pages, log_gaps, page_gaps
from skolkit.analysis.mail import days
from skolkit.analysis.parties import (
    address_key,
    counterpart_organisations,
    own_organisation,
)
from skolkit.analysis.replies import bare_subject, is_answer, replies
from skolkit.analysis.rows import Message

STAD, BOLAG, SKOLA = "eva@stad.example", "bo@bolag.example", "pia@skola.example"


def test_days_without_messages_are_kept() -> None:
    rows = [
        message("M1", "2021-03-01T08:00", direction="in"),
        message("M2", "2021-03-01T09:00"),
        message("M3", "2021-03-03T09:00", direction=""),
        message("M4", ""),
        message("M5", "2021-03-03T09:00", duplicate_of="M3"),
    ]
    found = days(rows)
    assert [(one.day.day, one.incoming, one.outgoing, one.other) for one in found.days] == [
        (1, ("M1",), ("M2",), ()),
        (2, (), (), ()),
        (3, (), (), ("M3",)),
    ]
    assert found.undated == ("M4",)
    assert days([]).days == ()


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.dates(date(2021, 1, 1), date(2021, 6, 30))),
            st.sampled_from(("in", "ut", "")),
        ),
        max_size=40,
    )
)
def test_counts_by_day_sum_to_all_dated_rows(found: list[tuple[date | None, str]]) -> None:
    rows = [
        message(f"M{at}", f"{day.isoformat()}T08:00" if day else "", direction=way)
        for at, (day, way) in enumerate(found)
    ]
    counted = days(rows)
    assert sum(one.messages for one in counted.days) + len(counted.undated) == len(rows)
    assert all(b.day - a.day == timedelta(days=1) for a, b in pairwise(counted.days))


LOG = [
    message("M1", "2021-03-01T08:00", BOLAG, STAD, direction="in"),
    message("M2", "2021-03-01T09:00", STAD, f"{BOLAG}; {SKOLA}"),
    message("M3", "2021-03-01T09:30", STAD, "ola@stad.example"),
    message("M4", "2021-03-01T10:00", "oläslig", STAD, direction="in"),
    message("M5", "2021-03-01T11:00", SKOLA, STAD, direction=""),
    message("M6", "2021-03-01T11:00", SKOLA, BOLAG, direction=""),
    message("M7", "2021-03-01T12:00", "Kim <kim@gmail.com>", STAD, direction="in"),
    message("M8", "2021-03-01T08:00", BOLAG, STAD, direction="in", duplicate_of="M1"),
]


def test_the_other_side_worked_out_by_hand() -> None:
    found = counterpart_organisations(LOG)
    assert found.own == "stad.example"
    assert [(one.organisation, one.incoming, one.outgoing) for one in found.organisations] == [
        ("bolag.example", ("M1",), ("M2",)),
        ("skola.example", ("M5",), ("M2",)),  # M5: no direction, but it went to the own side
        ("private", ("M7",), ()),
    ]
    assert (found.internal, found.silent, found.no_direction) == (("M3",), ("M4",), ("M6",))


def test_the_columns_of_the_table_go_before_the_domain() -> None:
    row = replace(
        LOG[0], sender_organisation="Bolaget AB", recipient_organisations=("Staden", "Staden")
    )
    found = counterpart_organisations([row])
    assert (found.own, found.organisations[0].organisation) == ("Staden", "Bolaget AB")
    shipped = message_rows(
        demo().messages.assign(sender_organisation="Bolaget", recipient_organisations="A;B")
    )
    assert shipped[0].sender_organisation == "Bolaget"
    assert shipped[0].recipient_organisations == ("A", "B")


def test_no_organisation_is_own_where_two_are_as_frequent() -> None:
    assert own_organisation([LOG[0], message("M9", "", SKOLA, BOLAG)]) == ""
    assert own_organisation([]) == ""


def test_subjects_lose_all_prefixes() -> None:
    assert bare_subject("SV: Re: VB: Sv[2]: Möte") == "Möte"
    assert bare_subject("Svar på remiss") == "Svar på remiss"
    assert bare_subject("Revision: utkast") == "Revision: utkast"
    assert is_answer("SV: Möte")
    assert not is_answer("Vbulletin: möte")


ASKED = [
    message("Q1", "2021-03-01T08:00", BOLAG, STAD, "Faktura 7"),
    message("A1", "2021-03-01T10:30", STAD, BOLAG, "SV: Faktura 7"),
    message("A2", "2021-03-02T10:30", STAD, BOLAG, "Sv: Faktura 7"),  # a second answer
    message("Q2", "2021-03-01T09:00", BOLAG, STAD, "Faktura 8"),
    message("F1", "2021-03-01T09:30", STAD, SKOLA, "VB: Faktura 8"),  # passed on, no answer
    message("Q3", "2021-03-03T08:00", BOLAG, f"{STAD}; {SKOLA}", "Möte"),
    message("A3", "2021-03-03T14:00", SKOLA, BOLAG, "RE:  möte"),
    message("Q4", "2021-03-04T08:00", BOLAG, STAD, "Lista"),
    message("Q5", "2021-03-05T08:00", BOLAG, STAD, "Lista"),
    message("A5", "2021-03-05T08:15", STAD, BOLAG, "Sv: Lista"),  # of Q5, the latest
    message("L1", "2021-03-06T08:00", BOLAG, STAD, "Sv: Gammalt"),
    message("U1", "", BOLAG, STAD, "Odaterat"),
    message("N1", "2021-03-07T08:00", STAD, BOLAG, "Faktura 8"),  # no prefix: a new matter
]


def test_first_answers_worked_out_by_hand() -> None:
    found = replies(ASKED)
    told = {(one.question, one.asked): (one.answer, one.hours) for one in found.exchanges}
    assert told == {
        ("Q1", "stad.example"): ("A1", Decimal("2.50")),
        ("Q2", "stad.example"): ("", None),
        ("Q3", "stad.example"): ("", None),
        ("Q3", "skola.example"): ("A3", Decimal("6.00")),
        ("Q4", "stad.example"): ("", None),
        ("Q5", "stad.example"): ("A5", Decimal("0.25")),
        ("N1", "bolag.example"): ("", None),
    }
    assert found.questions == ("Q1", "Q2", "Q3", "Q4", "Q5", "N1")
    assert found.unanswered == ("Q2", "Q4", "N1")  # Q3 was answered by one of two
    assert found.median_hours == Decimal("2.50")  # of 0.25, 2.5 and 6
    assert (found.loose, found.unplaced) == (("F1", "L1"), ("U1",))
    first = found.pairs[0]
    assert (first.asker, first.asked) == ("bolag.example", "stad.example")
    assert (len(first.answered), len(first.unanswered)) == (2, 3)
    assert first.median_hours == Decimal("1.375")  # half way between 0.25 and 2.5


def test_a_log_in_any_order_gives_the_same() -> None:
    assert set(replies(ASKED).exchanges) == set(replies(ASKED[::-1]).exchanges)


def test_within_an_organisation_the_addresses_must_swap() -> None:
    other = "ola@stad.example"
    rows = [
        message("Q1", "2021-03-01T08:00", STAD, other, "Möte"),
        message("R1", "2021-03-01T09:00", STAD, other, "Sv: Möte"),  # a reminder
        message("A1", "2021-03-01T10:00", other, STAD, "Sv: Möte"),
        message("Q2", "2021-03-01T08:00", "kim@gmail.com", STAD, "Skola"),
        message("X2", "2021-03-01T08:30", STAD, "bo@gmail.com", "Sv: Skola"),  # somebody else
        message("A2", "2021-03-01T09:00", "ola@stad.example", "kim@gmail.com", "Sv: Skola"),
    ]
    told = {one.question: one.answer for one in replies(rows).exchanges}
    assert told == {"Q1": "A1", "Q2": "A2"}


def masked(row: Message, labels: dict[str, str]) -> Message:
    def hidden(text: str) -> str:
        key = address_key(text)
        label = labels.setdefault(key, f"[e-post {len(labels) + 1}]")
        domain = key.partition("@")[2]
        return label if domain in ("", "gmail.com") else f"{label}@{domain}"

    return replace(row, sender=hidden(row.sender), recipients=tuple(map(hidden, row.recipients)))


def test_masked_and_unmasked_logs_give_the_same() -> None:
    private = [
        message("P1", "2021-03-08T08:00", "Kim P <kim@gmail.com>", STAD, "Fråga", direction="in"),
        message("P2", "2021-03-08T09:00", "KIM@gmail.com", STAD, "Fråga", direction="in"),
        message("P3", "2021-03-08T10:00", STAD, "kim@gmail.com", "Sv: Fråga"),
        message("P4", "2021-03-08T11:00", STAD, "lo@gmail.com", "Sv: Fråga"),
    ]
    rows = [row for row in (*LOG, *ASKED, *private) if row.sender != "oläslig"]
    labels: dict[str, str] = {}
    hidden = [masked(row, labels) for row in rows]
    assert all("@gmail" not in row.sender for row in hidden)
    assert counterpart_organisations(hidden) == counterpart_organisations(rows)
    assert replies(hidden) == replies(rows)
    assert {one.question: one.answer for one in replies(hidden).exchanges}["P2"] == "P3"


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 3), st.booleans()), max_size=30))
def test_each_answer_is_used_once_and_comes_after(found: list[tuple[int, int, bool]]) -> None:
    start = datetime(2021, 3, 1, 8)
    rows = [
        message(
            f"M{at}",
            (start + timedelta(minutes=minutes)).isoformat(timespec="minutes"),
            *((BOLAG, STAD) if way % 2 else (STAD, BOLAG)),
            ("Sv: " if answer else "") + f"Ärende {way // 2}",
        )
        for at, (minutes, way, answer) in enumerate(found)
    ]
    told = replies(rows)
    used = [one.answer for one in told.exchanges if one.answer]
    assert len(used) == len(set(used))
    assert all(one.hours is None or one.hours >= 0 for one in told.exchanges)
    assert len(told.questions) == sum(not answer for _, _, answer in found)
    assert set(told.unanswered) <= set(told.questions)


def workdays(first: date, weeks: int, without: tuple[date, ...] = ()) -> list[Message]:
    at = [first + timedelta(days=day) for day in range(weeks * 7)]
    held = [day for day in at if day.weekday() < 5 and day not in without]
    return [
        message(f"M{2 * number + half}", f"{day.isoformat()}T08:00", number=str(2 * number + half))
        for number, day in enumerate(held, start=1)
        for half in (0, 1)
    ]


def test_missing_days_stand_out_by_the_logs_own_rhythm() -> None:
    # Five weeks from Monday 1 February 2021, two messages each workday; Tuesday 16 and Wednesday
    # 17 are missing. Four of five Tuesdays are 4/5: usual. Weekends never have any: no gap.
    gone = (date(2021, 2, 16), date(2021, 2, 17))
    rows = workdays(date(2021, 2, 1), 5, gone)
    found = log_gaps(rows)
    (gap,) = found.days
    assert (gap.first, gap.last, gap.unusual) == (*gone, gone)
    assert gap.expected == 4
    assert (gap.unexplained, gap.holidays) == (2, ())
    assert [len(one) for one in (gap.before, gap.after)] == [2, 2]
    # The period ends on Friday 5 March: five of each workday, four of Saturday and Sunday.
    assert [(one.days, one.with_messages, one.share) for one in found.weekdays[:2]] == [
        (5, 5, 1),
        (5, 4, Fraction(4, 5)),
    ]
    assert [(one.days, one.median) for one in found.weekdays[5:]] == [(4, 0), (4, 0)]
    assert log_gaps(rows, usual=Fraction(9, 10)).days == ()
    assert (found.messages, found.pages, found.undated) == (46, None, ())
    assert "uppslag" in found.caveat[0]


def test_a_long_gap_runs_over_weekends_and_holidays_explain_themselves() -> None:
    # Good Friday 2 April and Easter Monday 5 April 2021.
    easter_days = (date(2021, 4, 2), date(2021, 4, 5))
    (gap,) = log_gaps(workdays(date(2021, 3, 1), 8, easter_days)).days
    assert (gap.first, gap.last) == easter_days
    assert gap.holidays == ((easter_days[0], "långfredagen"), (easter_days[1], "annandag påsk"))
    assert gap.unexplained == 0


def test_a_short_log_has_no_rhythm() -> None:
    rows = workdays(date(2021, 2, 1), 3, (date(2021, 2, 10),))
    assert log_gaps(rows).days == ()
    assert log_gaps([]).weekdays[0].share == 0


def test_missing_numbers_and_pages_are_told_with_the_gaps() -> None:
    rows = [
        message("M1", "2021-03-01T08:00", number="1", page=1),
        message("M2", "2021-03-01T08:00", number="2", page=1),
        message("M3", "2021-03-01T08:00", number="5", page=5),
    ]
    # Page 2 holds the right half of page 1, page 3 is blank and page 4 was not delivered.
    told = [(1, 9), (2, 4), (3, 0), (5, 4)]
    pages = pd.DataFrame(
        [{"document": "påhitt.pdf", "page": page, "cells": cells} for page, cells in told]
    )
    filled = filled_pages(pages)
    assert filled == {"påhitt.pdf": frozenset({1, 2, 5})}
    found = log_gaps(rows, filled=filled)
    assert found.numbers is not None
    assert found.numbers.missing == (3, 4)
    (gap,) = page_gaps(rows, filled)
    assert (gap.document, gap.first, gap.last, gap.missing) == ("påhitt.pdf", 1, 5, (3, 4))
    assert found.pages == (gap,)
    assert log_gaps(rows).pages is None
    assert page_gaps([message("M1", "")], {}) == ()


def test_holidays_are_those_of_the_calendar() -> None:
    assert [easter(year) for year in (2018, 2019, 2020, 2021, 2024)] == [
        date(2018, 4, 1),
        date(2019, 4, 21),
        date(2020, 4, 12),
        date(2021, 4, 4),
        date(2024, 3, 31),
    ]
    assert holiday(date(2021, 5, 13)) == "Kristi himmelsfärdsdag"
    assert holiday(date(2021, 6, 25)) == "midsommarafton"
    assert holiday(date(2021, 11, 6)) == "alla helgons dag"
    assert holiday(date(2021, 5, 23)) == "pingstdagen"
    assert holiday(date(2021, 3, 1)) == ""
    assert len(swedish_holidays(2021)) == 16
