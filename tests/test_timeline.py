"""The time line: what is on it, where it is drawn, and that no label lies on another."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from analysis_data import public_record
from hypothesis import given
from hypothesis import strategies as st
from test_charts import TEXT

from skolkit.analysis.day_spans import day_span
from skolkit.analysis.events import event_rows
from skolkit.analysis.frame_rows import cost_rows, incident_rows
from skolkit.analysis.timeline import TURNS, sides, timeline, timeline_findings
from skolkit.analysis.words import LANGS, Lang
from skolkit.publish import charts_timeline
from skolkit.publish.charts_timeline import Lane, Moment, Scale, place
from skolkit.publish.figures_public import timeline_chart
from skolkit.publish.texts_public import EN, SV, public_texts

PUBLIC = public_record()
COSTS = cost_rows(PUBLIC.costs)
INCIDENTS = incident_rows(PUBLIC.incidents)
EVENTS = event_rows(PUBLIC.cells)
FOUND = timeline(COSTS, INCIDENTS, EVENTS)


def test_the_rows_are_whole_costs_serious_incidents_and_turns_in_the_order_of_time() -> None:
    assert [one.key for one in FOUND.lane("incident")] == [
        "I007", "I008", "I012", "I013", "I014", "I015", "I016", "I017", "I018", "I021", "I022",
        "I023", "I034", "I035", "I043",
    ]  # fmt: skip
    assert [one.date for one in FOUND.lane("event")] == list(TURNS)
    assert [one.key for one in FOUND.lane("event")][:3] == ["E05", "E10", "E15"]
    costs = [one.key for one in FOUND.lane("cost")]
    assert len(costs) == 26
    assert {"C001", "C063"} <= set(costs)
    assert not {"C025", "C041", "C051"} & set(costs)  # a year's operation, a fine, an offer
    days = [one.when.first for one in FOUND.rows]
    assert days == sorted(days)


def test_figures_and_serious_rows_before_and_since_the_launch() -> None:
    told = {one.claim_id: one for one in timeline_findings(FOUND, COSTS, INCIDENTS)}
    # Of 2013: C001, C003, C005, C007. Of 2018, no month: C011, C012, C013, C015.
    assert told["T1"].number == 26 - 4 - 4
    assert "18 av 26" in told["T1"].sv
    assert "4 är äldre och 4 är bara kända till samma år" in told["T1"].sv
    # I007 began on 2018-05-25; all others are of the launch's month or later.
    assert told["T2"].number == 14
    assert "i augusti 2018, 1 före den." in told["T2"].sv
    for one in told.values():
        assert "orsak" in one.caveat_sv
        assert all(row.startswith(("costs:", "incidents:")) for row in one.row_ids)
    later = timeline(COSTS, INCIDENTS, [one for one in EVENTS if one.date != "2018-08"])
    assert timeline_findings(later, COSTS, INCIDENTS) == ()


def test_a_year_that_holds_the_day_is_on_neither_side() -> None:
    launch = day_span("2018-08")
    assert launch is not None
    row = FOUND.lane("cost")[0]
    spans = {name: day_span(name) for name in ("2018", "2018-07", "2018-08", "2019")}
    rows = [replace(row, row_id=name, when=when) for name, when in spans.items() if when]
    found = sides(rows, launch)
    assert (found.before, found.since, found.either) == (
        ("2018-07",),
        ("2018-08", "2019"),
        ("2018",),
    )


FIRST = date(2013, 1, 1)
MOMENTS = st.lists(
    st.builds(
        lambda start, wide, name: Moment(
            name, FIRST + timedelta(days=start), FIRST + timedelta(days=start + wide), "r"
        ),
        st.integers(0, 4_000),
        st.sampled_from([0, 30, 364]),
        st.text("C0123 ~>", min_size=1, max_size=16),
    ),
    max_size=40,
)


@given(MOMENTS)
def test_marks_and_labels_of_a_line_never_meet(moments: list[Moment]) -> None:
    scale = Scale(2013, 2025, 5.25)
    placed = place(moments, scale)
    assert sorted(one.moment.label for one in placed) == sorted(one.label for one in moments)

    def ends(one: charts_timeline.Placed) -> tuple[float, float]:
        start, end = scale.at(one.moment.first), scale.at(one.moment.last)
        room = 0.0605 * len(one.moment.label) + 0.06
        return (start - room, end) if one.label_left else (start, end + room)

    for one, other in combinations(placed, 2):
        if one.line == other.line:
            (a, b), (c, d) = ends(one), ends(other)
            assert b < c or d < a


def test_days_are_set_out_evenly_over_whole_years() -> None:
    scale = Scale(2019, 2021, 731.0)  # 365 and 366 days
    assert scale.at(date(2019, 1, 1)) == 0
    assert scale.at(date(2020, 1, 1)) == 365
    assert scale.at(date(2020, 12, 31)) == 730


@pytest.mark.parametrize("lang", LANGS)
def test_the_drawn_labels_do_not_lie_on_each_other_and_stand_inside(lang: Lang) -> None:
    chart = timeline_chart(FOUND, (*COSTS, *INCIDENTS, *EVENTS), "Titel", lang)
    chart.png()
    width, height = chart.figure.canvas.get_width_height()
    renderer = chart.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    boxes = [
        (text.get_text(), text.get_window_extent(renderer)) for text in chart.figure.axes[0].texts
    ]
    assert len(boxes) == 26 + 15 + 13 + 3  # with the names of the lanes
    for (name, one), (other_name, other) in combinations(boxes, 2):
        assert not one.overlaps(other), (name, other_name)
    for name, box in boxes:
        assert box.x0 >= 0, name
        assert box.x1 <= width, name
        assert box.y1 <= height, name
    labels = {label for _, label, _, _ in chart.data.rows}
    assert {"C005 340", "I017"} <= labels
    assert "C003 ≤400" in labels  # a ceiling is never an exact figure
    assert ("C045 >1\u00a0000" if lang == "sv" else "C045 >1,000") in labels
    assert chart.svg() == chart.svg()
    assert "(costs.csv, incidents.csv, timeline.csv)" in chart.text.source


def test_a_day_is_a_point_and_a_year_is_a_bar() -> None:
    day, year = date(2019, 8, 21), (date(2019, 1, 1), date(2019, 12, 31))
    lane = Lane("Rader", (Moment("I1", day, day, "i1"), Moment("C1", *year, "c1")), "#000000")
    chart = charts_timeline.timeline(TEXT, [lane, Lane("Tom", (), "#000000")])
    axes = chart.figure.axes[0]
    assert [line.get_marker() for line in axes.lines].count("o") == 1
    assert chart.data.rows == (
        ("Rader", "I1", "2019-08-21", "2019-08-21"),
        ("Rader", "C1", "2019-01-01", "2019-12-31"),
    )
    assert [(one.said, one.row_ids) for one in chart.data.points] == [
        ("2019-08-21", ("i1",)),
        ("2019-01-01 – 2019-12-31", ("c1",)),
    ]
    with pytest.raises(ValueError, match="at least one row"):
        charts_timeline.timeline(TEXT, [])


def test_the_words_are_complete_in_both_languages() -> None:
    for field in fields(SV):
        swedish, english = getattr(SV, field.name), getattr(EN, field.name)
        assert swedish, field.name
        if field.name == "reasons":  # English is the form in which they are made
            continue
        assert english, field.name
        if isinstance(swedish, tuple):
            assert [key for key, _ in swedish] == [key for key, _ in english], field.name
    for lang in LANGS:
        assert {day for day, _ in public_texts(lang).turns} == set(TURNS)
