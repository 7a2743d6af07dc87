"""A chart says what it shows or is not drawn, says DEMO where it must, and has fixed bytes."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from decimal import Decimal

import matplotlib as mpl
import pytest
from analysis_data import demo, public_record
from hypothesis import given
from hypothesis import strategies as st

from skolkit.analysis.costs import module_costs, project_figures
from skolkit.analysis.drift_claims import PublishedRange
from skolkit.analysis.frame_rows import cost_rows, incident_rows, invoice_rows, message_rows
from skolkit.analysis.ledger import ledgers, supplier_sums
from skolkit.analysis.words import LANGS
from skolkit.publish import figures, figures_public
from skolkit.publish.charts import Bar, ChartRefusedError, ChartText, bars
from skolkit.publish.charts_columns import Series, columns
from skolkit.publish.charts_layout import lines
from skolkit.publish.points import told_ids

TEXT = ChartText(
    title="Ett fynd",
    unit="Kronor",
    source="En källa",
    alt="Två staplar: A 1, B 2.",
    lang="sv",
    money=True,
    price_basis="löpande priser",
)
ITEMS = [Bar("A", Decimal(1), "1", ("r1",)), Bar("B", Decimal(2), "2", ("r2", "r3"))]


@pytest.mark.parametrize("field", ["title", "unit", "source", "alt", "price_basis"])
def test_a_chart_with_something_unsaid_is_refused(field: str) -> None:
    with pytest.raises(ChartRefusedError, match=field):
        bars(replace(TEXT, **{field: " "}), ITEMS)


def test_a_chart_that_is_not_about_money_needs_no_price_basis() -> None:
    assert bars(replace(TEXT, money=False, price_basis=""), ITEMS).png()


def test_a_title_is_broken_evenly_and_its_number_does_not_stand_alone() -> None:
    assert lines("Flest meddelanden 15 mars 2021: 36", 33) == [
        "Flest meddelanden",
        "15 mars 2021: 36",
    ]
    assert lines("Kort", 33) == ["Kort"]
    assert lines("", 33) == []


@given(
    st.lists(st.text("abå", min_size=1, max_size=12), max_size=12).map(" ".join), st.integers(8, 40)
)
def test_even_lines_are_as_few_and_hold_the_same_words(text: str, width: int) -> None:
    made = lines(text, width)
    assert len(made) == len(textwrap.wrap(text, width))
    assert max(map(len, made), default=0) <= width
    assert "".join(made).replace(" ", "") == text.replace(" ", "")


def test_the_bytes_are_the_same_each_time_and_hold_no_date() -> None:
    one, two = bars(TEXT, ITEMS), bars(TEXT, ITEMS)
    assert one.svg() == two.svg() == one.svg()
    assert one.png() == two.png()
    assert b"<dc:date>" not in one.svg()
    assert b"Software" not in one.png()


def test_the_settings_of_the_machine_play_no_part() -> None:
    here = bars(TEXT, ITEMS)
    with mpl.rc_context({"axes.grid": True, "font.size": 30, "figure.dpi": 300, "axes.xmargin": 1}):
        there = bars(TEXT, ITEMS)
        assert there.svg() == here.svg()
        assert there.png() == here.png()


def test_a_column_is_as_high_as_there_are_rows_behind_it() -> None:
    series = [Series("x", (("a", "b"), ()), "#000000"), Series("y", (("c",), ()), "#ffffff")]
    beside = columns(TEXT, ["2018", "2019"], series)
    assert [patch.get_height() for patch in beside.figure.axes[0].patches] == [2, 0, 1, 0]
    assert [(one.texts, one.row_ids, one.source) for one in beside.data.points] == [
        (("2018", "x", "2"), ("a", "b"), ""),
        (("2018", "y", "1"), ("c",), ""),
        (("2019", "x", "0"), (), "ingen rad"),
        (("2019", "y", "0"), (), "ingen rad"),
    ]
    stacked = columns(TEXT, ["2018", "2019"], series, total="Alla")
    assert [patch.get_y() for patch in stacked.figure.axes[0].patches] == [0, 0, 2, 0]
    assert [(one.texts, one.row_ids) for one in stacked.data.points] == [
        (("2018", "Alla", "3"), ("a", "b", "c")),
        (("2018", "x", "2"), ("a", "b")),
        (("2018", "y", "1"), ("c",)),
        (("2019", "Alla", "0"), ()),  # of a stack without rows no part is drawn
    ]


def test_what_stands_on_no_row_says_its_source_or_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="what 'KPI 2013' stands on"):
        bars(TEXT, [Bar("KPI 2013", Decimal("314.06"), "314,06", ())])
    chart = bars(TEXT, [Bar("KPI 2013", Decimal("314.06"), "314,06", (), "SCB, tabell PR0101")])
    assert chart.data.points[0].source == "SCB, tabell PR0101"


@given(st.lists(st.text("ab#!R1", min_size=1, max_size=40), min_size=1, max_size=3000))
def test_ids_fit_into_a_cell_of_a_spreadsheet_and_none_is_lost_in_silence(ids: list[str]) -> None:
    told = told_ids(ids)
    assert len(told) <= 32_767
    *named, last = told.split(";")
    if found := re.fullmatch(r"… \(\+(\d+)\)", last):
        assert named == ids[: len(named)]
        assert len(named) + int(found[1]) == len(ids)
        assert len(";".join(ids)) > 32_767
    else:
        assert [*named, last] == ids


def test_a_long_list_of_ids_names_as_many_as_fit_and_counts_the_others() -> None:
    ids = [f"invoices:liggare-00000000#1!R{at:05d}" for at in range(1000)]  # 34 letters each
    told = told_ids(ids)
    # 935 ids with 934 marks take 32 724 letters; one more would leave no room for the count.
    assert told.endswith(";invoices:liggare-00000000#1!R00934;… (+65)")
    assert told_ids(ids[:3]) == ";".join(ids[:3])


def drawn(lang: figures.Lang) -> dict[str, figures.Chart]:
    public, invented = public_record(), demo()
    costs, bills = cost_rows(public.costs), invoice_rows(invented.invoices)
    incidents = incident_rows(public.incidents)
    modules = module_costs(costs)
    assert modules is not None
    return {
        "drift": figures_public.drift_chart(project_figures(costs), {}, "Titel", lang),
        "modules": figures_public.module_chart(modules, "Titel", lang),
        "years": figures_public.year_chart(incidents, "Titel", lang),
        "kinds": figures_public.kind_chart(incidents, "Titel", lang),
        "demo suppliers": figures.supplier_chart(supplier_sums(ledgers(bills)[0]), "Titel", lang),
        "demo months": figures.month_chart(message_rows(invented.messages), "Titel", lang),
        "demo tickets": figures.ticket_chart(incident_rows(invented.incidents), "Titel", lang),
    }


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_charts_of_invented_rows_say_demo_and_others_do_not(lang: figures.Lang) -> None:
    for name, chart in drawn(lang).items():
        words = [text.get_text() for text in chart.figure.texts]
        words += [text.get_text() for text in chart.figure.axes[0].texts]
        assert any("DEMO" in word for word in words) == name.startswith("demo"), name
        assert ("DEMO" in chart.text.source) == name.startswith("demo"), name


def test_all_words_of_a_chart_stand_inside_it() -> None:
    long = [
        Bar(
            "Mycket långa namn och sammanslutningar i Norden AB",
            Decimal(7),
            "SEK 12,345,678.90",
            ("r1",),
        ),
        Bar("Kort", Decimal(6), "655 570 kr + 5 olästa belopp", ("r2",)),
    ]
    charts = {f"{name} {lang}": c for lang in LANGS for name, c in drawn(lang).items()}
    for name, chart in {**charts, "long": bars(TEXT, long)}.items():
        chart.png()
        width, height = chart.figure.canvas.get_width_height()
        renderer = chart.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        plot = chart.figure.axes[0]
        right = plot.get_xlim()[1]  # ticks past it are not drawn
        ticks = [tick for tick in plot.get_xticklabels() if tick.get_position()[0] <= right]
        texts = [*chart.figure.texts, *plot.get_yticklabels(), *ticks]
        texts += [text for axes in chart.figure.axes for text in axes.texts]
        for text in texts:
            if not text.get_text() or text.get_text() == "DEMO":
                continue
            box = text.get_window_extent(renderer)
            assert box.x0 >= 0, (name, text.get_text())
            assert box.x1 <= width, (name, text.get_text())
            assert box.y0 >= 0, (name, text.get_text())
            assert box.y1 <= height, (name, text.get_text())


def test_floors_and_ceilings_are_never_drawn_as_points() -> None:
    rows = project_figures(cost_rows(public_record().costs))
    chart = figures_public.drift_chart(rows, {}, "Titel", "sv")
    points = [line for line in chart.figure.axes[0].lines if line.get_marker() == "o"]
    assert len(points) == sum(row.qualifier in {"exakt", "cirka"} for row in rows)
    full = [line for line in points if line.get_markerfacecolor() != "white"]
    assert len(full) == sum(row.qualifier == "exakt" for row in rows) == 6


def test_a_range_is_drawn_from_end_to_end_with_the_figure_in_it() -> None:
    rows = project_figures(cost_rows(public_record().costs))
    ids = {row.cost_id: row.place.row_id for row in cost_rows(public_record().costs)}
    around = PublishedRange(Decimal(280_000_000), Decimal(400_000_000), (ids["C001"], ids["C002"]))
    ranges = {"C001": around}
    chart = figures_public.drift_chart(rows, {}, "Titel", "sv", ranges=ranges)
    (drawn,) = [line for line in chart.figure.axes[0].lines if len(line.get_xdata()) == 2]  # type: ignore[arg-type]
    assert list(drawn.get_xdata()) == [280, 400]  # type: ignore[arg-type]
    (told,) = [point for point in chart.data.points if point.texts[4]]
    assert told.texts[1:] == ("340", "cirka", "omkring 340 (280–400)", "280", "400")
    assert told.row_ids == (ids["C001"], ids["C002"])  # the margin is a row of its own
