"""Charts of courses draw what was counted, say it in words, and are not made of nothing."""

from __future__ import annotations

from datetime import date

import pytest
from analysis_invented import message, ticket

from skolkit.analysis.mail import days
from skolkit.analysis.rows import Incident
from skolkit.analysis.survival import durations, kaplan_meier
from skolkit.analysis.tickets import tickets
from skolkit.analysis.words import Lang
from skolkit.publish.charts import Chart, plot_area
from skolkit.publish.figures_courses import day_chart, open_share_chart

UNTIL = date(2021, 3, 31)


def left(rows: list[Incident], lang: Lang = "sv") -> Chart | None:
    return open_share_chart(kaplan_meier(durations(tickets(rows, UNTIL))), rows, "Påhittat", lang)


def test_the_share_that_is_open_is_drawn_with_its_uncertainty() -> None:
    # Four tickets: closed after 2 and 4 days, open since 10 and 30 days. S: 3/4, then 1/2.
    rows = [
        ticket("r1", date="2021-03-01", closed="2021-03-03"),
        ticket("r2", date="2021-03-01", closed="2021-03-05"),
        ticket("r3", date="2021-03-21", closed=""),
        ticket("r4", date="2021-03-01", closed=""),
    ]
    made = left(rows)
    assert made is not None
    assert [row[:2] for row in made.data.rows] == [("2", "0.7500"), ("4", "0.5000")]
    # Greenwood: 0.75 ** 2 * 1 / (4 * 3) = 0.046875, root 0.2165, 0.75 - 1.96 * 0.2165 = 0.3257.
    assert made.data.rows[0][2:] == ("0.3257", "1.0000")
    assert [one.row_ids for one in made.data.points] == [("r1",), ("r2",)]  # closed just then
    assert [(one.label, one.said) for one in made.data.points] == [
        ("öppna efter dag 2 (steget: 1 avslutade då)", "75\u00a0%"),
        ("öppna efter dag 4 (steget: 1 avslutade då)", "50\u00a0%"),
    ]
    assert made.text.title == "Hälften av ärendena var avslutade efter 4\u00a0dagar"
    assert "2 av 4 är öppna vid listans slut" in made.text.unit
    assert made.text.alt.startswith(
        "Trappa nedåt från alla ärenden till 50\u00a0% öppna efter 30\u00a0dagar"
    )
    assert made.text.demo
    assert made.svg() == left(rows).svg()  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_half_that_was_never_reached_is_said(lang: Lang) -> None:
    rows = [
        ticket("r1", date="2021-03-01", closed="2021-03-03"),
        ticket("r2", date="2021-03-01", closed=""),
        ticket("r3", date="2021-03-01", closed=""),
    ]
    made = left(rows, lang)
    assert made is not None
    said = {"sv": "Mindre än hälften av ärendena avslutades på 30\u00a0dagar"}
    said["en"] = "Fewer than half of the tickets were closed within 30\u00a0days"
    assert made.text.title == said[lang]


def test_the_interval_is_drawn_until_the_next_step_and_not_where_it_is_unknown() -> None:
    # After day 0 two of four are left, after day 1 one, after day 3 none: no interval for none.
    days = ("2021-03-01", "2021-03-01", "2021-03-02", "2021-03-04")
    made = left([ticket(f"r{at}", date="2021-03-01", closed=day) for at, day in enumerate(days)])
    assert made is not None
    (band,) = plot_area(made).collections[:1]
    (path,) = band.get_paths()
    assert {point[0] for point in path.vertices.tolist()} == {0.0, 1.0, 3.0}


def test_a_half_that_was_closed_at_once_is_said_so() -> None:
    rows = [
        ticket("r1", date="2021-03-01", closed="2021-03-01"),
        ticket("r2", date="2021-03-01", closed="2021-03-02"),
    ]
    made = left(rows)
    assert made is not None
    assert made.text.title == "Minst hälften av ärendena avslutades samma dag"


def test_no_chart_is_made_where_nothing_was_closed_or_no_time_passed() -> None:
    assert left([ticket("r1", date="2021-03-01", closed="")]) is None
    assert left([ticket("r1", date="2021-03-01", closed="2021-03-01")]) is None


def test_every_day_of_a_log_is_drawn_and_undated_messages_are_told() -> None:
    rows = [
        message("r1", sent="2021-03-01T09:00", direction="in"),
        message("r2", sent="2021-03-04T09:00", direction="in"),
        message("r3", sent="2021-03-04T10:00", direction="ut"),
        message("r4", sent="", direction="in"),
    ]
    made = day_chart(days(rows), rows, "Påhittat", "sv")
    assert made is not None
    assert [(*one.texts, one.row_ids) for one in made.data.points] == [
        ("2021-03-01", "Inkommande", "1", ("r1",)),
        ("2021-03-01", "Utgående", "0", ()),
        ("2021-03-02", "Inkommande", "0", ()),
        ("2021-03-02", "Utgående", "0", ()),
        ("2021-03-03", "Inkommande", "0", ()),
        ("2021-03-03", "Utgående", "0", ()),
        ("2021-03-04", "Inkommande", "1", ("r2",)),
        ("2021-03-04", "Utgående", "1", ("r3",)),
    ]
    assert made.text.title == "Flest meddelanden 4 mars 2021: 2"
    assert made.text.unit == "Meddelanden per dag; 1 utan läsbar dag är inte med"
    assert "2 in och 1 ut på 4 dagar" in made.text.alt
    assert day_chart(days(rows[1:]), rows[1:], "Påhittat", "sv") is None
