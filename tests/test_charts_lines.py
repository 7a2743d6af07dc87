"""Charts of ledgers: gaps stay gaps, unsure sums are told, and all words stand inside."""

from __future__ import annotations

from decimal import Decimal

import pytest
from analysis_cost_rows import bill, line

from skolkit.analysis.budget_claims import budget_comparison
from skolkit.analysis.ledger_claims import finest_trend
from skolkit.analysis.rows import Invoice
from skolkit.analysis.words import LANGS, Lang
from skolkit.publish import figures_ledgers
from skolkit.publish.charts import Chart, plot_area
from skolkit.publish.charts_lines import GAP

LONG = "Påhittade sammanslutningen för utbildning i Norden AB"
MONTHS = (
    bill(1000, "2019-01-02", row=2, account="6550", hours=1, rate=1000),
    bill(-2000, "2019-03-02", row=3, account="6550"),
    bill(None, "2019-04-02", row=4, account="6550"),
    bill(9_000, "2019-05-02", LONG, row=5, account="6550", hours=9, rate=1000),
    bill(9_500, "2019-05-03", LONG, row=6, account="6550", doubts=("net_sek:low-confidence",)),
)
BUDGETS = (line(("2019-01-01", "2019-12-31"), budget=17_000, account="6550", description=LONG),)
MANY = tuple(
    bill(40_000_000 + at, f"{2015 + at // 12}-{at % 12 + 1:02d}-05", row=at + 2, account="6550")
    for at in range(60)
)


def periods(rows: tuple[Invoice, ...], lang: Lang) -> Chart:
    found = finest_trend(rows)
    assert found is not None
    return figures_ledgers.period_chart(found, rows, "Titel", lang)


def budgeted(rows: tuple[Invoice, ...], lang: Lang) -> Chart:
    (track,) = budget_comparison(rows, BUDGETS).tracks
    return figures_ledgers.budget_chart(track, rows, BUDGETS, "Titel", lang)


def rated(rows: tuple[Invoice, ...], lang: Lang) -> Chart:
    chart = figures_ledgers.rate_chart(rows, "Titel", lang)
    assert chart is not None
    return chart


def test_a_month_without_a_read_amount_is_a_gap_and_a_doubted_sum_is_hatched() -> None:
    chart = periods(MONTHS, "sv")
    assert chart.data.rows == (
        ("2019-01", "1", "false"),
        ("2019-02", "", "false"),  # no row
        ("2019-03", "-2", "false"),
        ("2019-04", "", "false"),  # a row whose amount was not read
        ("2019-05", "18.5", "true"),
    )
    ids = [tuple(name.rpartition("R")[2] for name in one.row_ids) for one in chart.data.points]
    assert ids == [("2",), (), ("3",), ("4",), ("5", "6")]  # row 4 stands behind its question mark
    assert [one.said for one in chart.data.points] == ["1", "?", "\u22122", "?", "18,5"]
    assert chart.data.points[1].source == "ingen rad"
    columns = plot_area(chart).patches
    assert [bool(one.get_hatch()) for one in columns] == [False, False, True]
    assert [text.get_text() for text in plot_area(chart).texts].count(GAP) == 2
    assert "2019-02 ingen rad; 2019-03 -2" in chart.text.alt.replace("\u2212", "-")
    assert "2019-04 olästa rader: 1" in chart.text.alt
    assert chart.text.price_basis == (
        "löpande priser; ?\u00a0= inget läst belopp; streckad stapel = osäker summa"
    )
    assert chart.text.title.startswith("Av det som lästes har maj 2019")
    assert periods(MANY, "sv").text.price_basis == "löpande priser"


def test_steps_cumulate_beside_the_budget_and_break_at_a_gap() -> None:
    chart = budgeted(MONTHS, "en")
    told = [(*one.texts, tuple(name.rpartition("R")[2] for name in one.row_ids))
            for one in chart.data.points]  # fmt: skip
    assert told[::2] == [
        ("2019-01", "Invoiced", "1", ("2",)),
        ("2019-02", "Invoiced", "", ()),
        ("2019-03", "Invoiced", "-1", ("2", "3")),
        ("2019-04", "Invoiced", "", ("4",)),
        ("2019-05", "Invoiced", "17.5", ("2", "3", "5", "6", "4")),
    ]
    assert {one[1:3] for one in told[1::2]} == {("Budget", "17")}
    assert {one.row_ids for one in chart.data.points[1::2]} == {(BUDGETS[0].place.row_id,)}
    words = [text.get_text() for text in plot_area(chart).texts]
    assert words[-2:] == ["Budget 17", "Invoiced 17.5"]


def test_each_line_is_a_point_beside_its_suppliers_median() -> None:
    chart = rated(MONTHS, "sv")
    assert [(*one.texts, one.row_ids) for one in chart.data.points] == [
        (LONG, "Median", "1000", (MONTHS[3].place.row_id,)),
        (LONG, "Timpris, kr", "1000", (MONTHS[3].place.row_id,)),
        ("Påhitt AB", "Median", "1000", (MONTHS[0].place.row_id,)),
        ("Påhitt AB", "Timpris, kr", "1000", (MONTHS[0].place.row_id,)),
    ]
    assert figures_ledgers.rate_chart(MONTHS[1:2], "Titel", "sv") is None


@pytest.mark.parametrize("lang", LANGS)
def test_all_words_stand_inside_and_say_demo(lang: Lang) -> None:
    charts = [periods(MONTHS, lang), periods(MANY, lang), budgeted(MONTHS, lang)]
    for chart in (*charts, rated(MONTHS, lang)):
        assert chart.png() == chart.png()
        width, height = chart.figure.canvas.get_width_height()
        renderer = chart.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        plot = plot_area(chart)
        low, high = plot.get_ylim()
        ticks = [t for t in plot.get_yticklabels() if low <= t.get_position()[1] <= high]
        texts = [*chart.figure.texts, *plot.get_xticklabels(), *ticks, *plot.texts]
        assert any("DEMO" in text.get_text() for text in texts)
        for text in texts:
            if text.get_text() in {"", "DEMO"}:
                continue
            box = text.get_window_extent(renderer)
            assert box.x0 >= 0, text.get_text()
            assert box.x1 <= width, text.get_text()
            assert box.y0 >= 0, text.get_text()
            assert box.y1 <= height, text.get_text()


def test_the_unit_follows_the_largest_amount() -> None:
    assert periods(MANY, "sv").text.unit == "Miljoner kronor exklusive moms"
    assert Decimal(periods(MANY, "sv").data.rows[1][1]) == Decimal("40.000001")
    assert periods(MONTHS, "sv").text.unit == "Tusen kronor exklusive moms"
