"""Tickets: open over time, time to close with those still open, and classes by rules of words."""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from analysis_data import public_record
from analysis_invented import message, ticket
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.frame_rows import incident_rows
from skolkit.analysis.survival import Duration, durations, kaplan_meier
from skolkit.analysis.ticket_classes import subject_classes, ticket_classes
from skolkit.analysis.tickets import open_tickets, tickets
from skolkit.analysis.word_rules import (
    SUBJECT_RULES_FILE,
    TICKET_RULES_FILE,
    classify,
    read_rules,
    shipped_rules,
)

UNTIL = date(2021, 3, 31)
LIST = [
    ticket("T1", "2021-03-01", "2021-03-03"),
    ticket("T2", "2021-03-01", "2021-03-04"),
    ticket("T3", "2021-03-28"),  # open for 3 days when the list ends
    ticket("T4", "2021-03-02", "2021-03-07"),
    ticket("T5", "2021-03-24", status="Pågår"),  # open for 7 days
]


def test_open_tickets_worked_out_by_hand() -> None:
    found = open_tickets(LIST, UNTIL)
    assert [(one.day.day, len(one.opened), len(one.closed), one.open) for one in found.days] == [
        (1, 2, 0, 2),
        (2, 1, 0, 3),
        (3, 0, 1, 2),
        (4, 0, 1, 1),
        (7, 0, 1, 0),
        (24, 1, 0, 1),
        (28, 1, 0, 2),
    ]
    assert found.still_open == ("T3", "T5")
    assert found.most is not None
    assert (found.most.day.day, found.most.open) == (2, 3)
    assert open_tickets([], UNTIL).most is None


def test_only_what_is_known_to_be_open_is_open() -> None:
    rows = [
        ticket("T1", "2021-03-01", status="Stängt"),  # closed, day unknown
        ticket("T2", "2021-03-01", doubts=("closed:not-a-date",)),  # a date stands there, unread
        ticket("T3", "2021-03"),
        ticket("T4", "2021-03-05", "2021-03-04"),
        ticket("T5", "2021-04-01"),
        ticket("T6", "2021-03-05", "2021-04-02"),  # closed after the list's end: open then
        ticket("T7", "2021-03-05", "2021-03"),
        ticket("T8", "2021-03-05", status="Ej åtgärdat"),
        ticket("T9", "2021-03-05", duplicate_of="T8"),
    ]
    found = tickets(rows, UNTIL)
    assert [one.row_id for one in found.tickets] == ["T6", "T8"]
    assert all(one.closed is None for one in found.tickets)
    assert (found.no_end, found.no_start) == (("T1", "T2", "T7"), ("T3",))
    assert (found.backwards, found.later, found.left_out) == (("T4",), ("T5",), 6)


def test_kaplan_meier_worked_out_by_hand() -> None:
    found = kaplan_meier(durations(tickets(LIST, UNTIL)))
    # Closed after 2, 3 and 5 days; open for 3 and 7. At risk: 5, then 4, then 2 (T3 is gone).
    # S: 4/5; 4/5 x 3/4 = 3/5; 3/5 x 1/2 = 3/10.
    assert [(one.days, one.at_risk, one.open_share) for one in found.steps] == [
        (2, 5, Fraction(4, 5)),
        (3, 4, Fraction(3, 5)),
        (5, 2, Fraction(3, 10)),
    ]
    # Greenwood: 16/25 x 1/20; 9/25 x (1/20 + 1/12); 9/100 x (1/20 + 1/12 + 1/2).
    assert [one.variance for one in found.steps] == [
        Fraction(4, 125),
        Fraction(6, 125),
        Fraction(57, 1000),
    ]
    assert found.median == 5
    assert (found.closed, found.still_open) == (("T1", "T2", "T4"), ("T3", "T5"))
    assert found.open_share(0) == 1
    assert found.open_share(4) == Fraction(3, 5)
    assert found.open_share(8) is None


def test_kaplan_meier_gives_the_published_figures_of_a_known_trial() -> None:
    # Weeks in remission with 6-MP (Freireich and others, Blood 21, 1963); * still in remission.
    weeks = "6 6 6 6* 7 9* 10 10* 11* 13 16 17* 19* 20* 22 23 25* 32* 32* 34* 35*"
    found = kaplan_meier(
        [
            Duration(f"P{at}", int(one.group(1)), not one.group(2))
            for at, one in enumerate(re.finditer(r"([0-9]+)([*]?)", weeks))
        ]
    )
    shares = {one.days: round(float(one.open_share), 3) for one in found.steps}
    assert shares == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448}
    assert found.median == 23
    errors = [round(math.sqrt(one.variance or 0), 4) for one in found.steps]
    assert (errors[0], errors[-1]) == (0.0764, 0.1346)
    low, high = found.steps[0].interval or (0, 0)
    assert (round(low, 3), high) == (0.707, 1.0)


LENGTHS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=40)


@given(LENGTHS)
def test_the_open_share_never_rises_and_stays_within_0_and_1(found: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([Duration(f"T{at}", *one) for at, one in enumerate(found)])
    shares = [Fraction(1), *(one.open_share for one in curve.steps)]
    assert all(a > b for a, b in pairwise(shares))
    assert shares[-1] >= 0
    assert len(curve.closed) + len(curve.still_open) == len(found)
    assert sum(len(one.closed) for one in curve.steps) == len(curve.closed)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_without_open_tickets_it_is_the_plain_share(days: list[int]) -> None:
    curve = kaplan_meier([Duration(f"T{at}", one, True) for at, one in enumerate(days)])
    for at in range(max(days) + 1):
        assert curve.open_share(at) == Fraction(sum(one > at for one in days), len(days))
    assert curve.steps[-1].variance is None
    assert curve.steps[-1].interval is None


@given(
    st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60))), max_size=40)
)
def test_open_is_what_was_opened_and_not_closed(found: list[tuple[int, int | None]]) -> None:
    start = date(2021, 1, 1)
    rows = [
        ticket(
            f"T{at}",
            (start + timedelta(days=opened)).isoformat(),
            "" if wait is None else (start + timedelta(days=opened + wait)).isoformat(),
        )
        for at, (opened, wait) in enumerate(found)
    ]
    counted = open_tickets(rows, UNTIL)
    assert all(one.open >= 0 for one in counted.days)
    last = counted.days[-1].open if counted.days else 0
    assert last == len(counted.still_open)
    assert len(counted.tickets.tickets) + counted.tickets.left_out == len(rows)


def test_nothing_closed_before_it_was_opened_is_measured() -> None:
    with pytest.raises(ValueError, match="T1"):
        kaplan_meier([Duration("T1", -1, True)])
    assert kaplan_meier([]).median is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Uppgift om elev med skyddad identitet visades i klasslista", "exposed"),
        ("Lärare kunde läsa omdömen för elever i andra grupper", "exposed"),
        ("Tidigare anställd hade kvar sin behörighet i tre veckor", "permissions"),
        ("Inloggningen svarade inte mellan kl. 10.35 och 14.20", "login"),
        ("INLOGGNINGEN låg nere", "login"),
        ("Databasen slutade svara", "outage"),
        ("Startsidan laddade på över 30 sekunder", "slow"),
        ("Elever som bytt skola låg kvar i klasslistan", "wrong_data"),
        ("Bilagor större än 10 MB avvisas", "delivery"),
        ("Lärare kunde inte skriva ut klasslistor", "usability"),
        ("En rolig förvaltning", "other"),  # "roll*" would be no word of its own here
        ("Tomtebo skola", "other"),
    ],
)
def test_tickets_are_classed_by_words(text: str, name: str) -> None:
    found = ticket_classes([ticket("T1", text=text)])
    assert found.texts[0].name == name
    assert bool(found.texts[0].word) == (name != "other")
    assert found.count(name).row_ids == ("T1",)


def test_every_text_is_in_one_class_and_empty_ones_are_told() -> None:
    rows = incident_rows(public_record().incidents)
    found = ticket_classes([*rows, ticket("T1"), ticket("T2", text="Inlogg", duplicate_of="T1")])
    assert sum(one.rows for one in found.counts) == len(rows) == 43
    assert found.without == ("T1",)
    assert found.counts[-1].name == "other"
    # By hand: I007, I012-I015, I021 by their words, I016 "få fram andra", I017 "gick att läsa".
    ids = {row.place.row_id: row.incident_id for row in rows}
    assert [ids[one] for one in found.count("exposed").row_ids] == [
        *("I007", "I012", "I013", "I014", "I015", "I016", "I017", "I021")
    ]
    assert Counter(one.name for one in found.texts)["vulnerability"] == 5  # I023 I024 I030 I034-35
    # I001 I002 I005 I019 I020 I022 I026 I027 I029 I031-I033 I036-I040 I042
    assert found.count("other").rows == 18
    with pytest.raises(KeyError):
        found.count("nothing")


def test_masked_and_unmasked_texts_fall_into_the_same_class() -> None:
    plain = "Mejl från inloggning.akut@bolag.example till Läcka Åtkomstsson"
    masked = "Mejl från [e-post 3]@bolag.example till [skyddad uppgift 12]"
    for text in (plain.replace("Läcka Åtkomstsson", "en kollega"), masked):
        assert ticket_classes([ticket("T1", text=text)]).texts[0].name == "other"


def test_subjects_are_classed_without_their_prefix() -> None:
    rows = [
        message("M1", "2021-03-01T08:00", subject="Sv: VB: Faktura 6376 saknar referens"),
        message("M2", "2021-03-01T08:00", subject="Personuppgiftsincident, komplettering"),
        message("M3", "2021-03-01T08:00", subject="Re:"),
        message("M4", "2021-03-01T08:00", subject="Hej"),
    ]
    found = subject_classes(rows)
    assert [one.name for one in found.texts] == ["money", "breach", "other"]
    assert found.without == ("M3",)


RULES = """
[[rule]]
name = "a"
sv = "a"
en = "a"
words = ["fel datum", "röd*"]
unless = ["inte fel datum"]
[[rule]]
name = "b"
sv = "b"
en = "b"
words = ["röda", "datum"]
[other]
sv = "övrigt"
en = "other"
"""


def test_the_first_rule_wins_unless_it_is_excluded() -> None:
    rules = read_rules(RULES)
    texts = [
        ("1", "Fel, datum!"),
        ("2", "RÖDA"),
        ("3", "Inte fel datum"),
        ("4", "förröd"),
        ("5", "-"),
    ]
    found = classify(texts, rules)
    assert [(one.row_id, one.name, one.word) for one in found.texts] == [
        ("1", "a", "fel datum"),
        ("2", "a", "röd*"),
        ("3", "b", "datum"),
        ("4", "other", ""),
    ]
    assert found.without == ("5",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "rules"),
        ("", "list of tables"),
        (RULES.replace('name = "b"', 'name = "a"'), "twice"),
        (RULES.replace('name = "b"', 'name = "other"'), "twice"),
        (RULES.replace("[other]", "[rest]"), "must name what is left"),
        (RULES.replace('words = ["röda", "datum"]', "words = []"), "no words"),
        (RULES.replace('words = ["röda", "datum"]', 'words = ["*"]'), "list of words"),
        (RULES.replace('en = "b"', ""), "en must be a text"),
    ],
)
def test_wrong_rules_are_refused_with_a_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_rules(text)


def test_the_shipped_rules_are_read_and_every_rule_can_hold() -> None:
    for name in (TICKET_RULES_FILE, SUBJECT_RULES_FILE):
        rules = shipped_rules(name)
        for rule in rules.rules:
            own = [
                word
                for word in rule.words
                if classify([("1", word)], rules).texts[0].name == rule.name
            ]
            assert own, rule.name
