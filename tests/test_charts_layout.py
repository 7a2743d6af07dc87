"""All charts of the shipped report, for a page and a telephone: whole, legible, not overlapping."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from analysis_data import ROOT
from matplotlib.text import Text

from skolkit.analysis.base import load_tables
from skolkit.analysis.words import Lang
from skolkit.publish.bundle import Composed
from skolkit.publish.charts import Chart
from skolkit.publish.charts_layout import PHONE, WIDE
from skolkit.publish.render import to_html
from skolkit.publish.report import compose
from skolkit.tables.frames import read_table
from skolkit.workspace import Workspace

COLLECTIONS = ("public-record", "demo-disclosure")
# 390 CSS pixels of a telephone leave 390 - 2 x 12.8 for a chart; 72 points are 96 pixels.
SHOWN = 390 - 2 * 12.8
SCALE = SHOWN / (PHONE.width * 96)


@pytest.fixture(scope="module", params=["sv", "en"])
def composed(request: pytest.FixtureRequest) -> Composed:
    lang: Lang = request.param
    workspace = Workspace(ROOT)
    tables = [
        load_tables(workspace.clean / name, workspace.delivery(name).collection, read_table)
        for name in COLLECTIONS
    ]
    return compose(tables, lang=lang)


def narrow(chart: Chart) -> Chart:
    assert chart.narrow is not None
    return chart.narrow()


def texts(chart: Chart) -> Iterator[Text]:
    """The words that are drawn, but the mark that lies under everything."""
    chart.png(dpi=72)
    for axes in chart.figure.axes:
        low, high = sorted(axes.get_xlim())
        ticks = [one for one in axes.get_xticklabels() if low <= one.get_position()[0] <= high]
        bottom, top = sorted(axes.get_ylim())
        ticks += [one for one in axes.get_yticklabels() if bottom <= one.get_position()[1] <= top]
        legend = axes.get_legend()
        shown = ticks if axes.axison else []
        for one in (*axes.texts, *shown, *(legend.get_texts() if legend else ())):
            if one.get_text() and one.get_text() != "DEMO":
                yield one
    yield from (one for one in chart.figure.texts if one.get_text())


@pytest.mark.parametrize("phone", [False, True])
def test_words_of_a_chart_stand_inside_and_not_on_each_other(
    composed: Composed, phone: bool
) -> None:
    assert len(composed.charts) > 15
    for name, wide in composed.charts.items():
        chart = narrow(wide) if phone else wide
        drawn = list(texts(chart))
        renderer = chart.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        width, height = chart.figure.canvas.get_width_height()
        boxes = [(one.get_text(), one.get_window_extent(renderer)) for one in drawn]
        for said, box in boxes:
            assert box.x0 >= 0, (name, said)
            assert box.y0 >= 0, (name, said)
            assert box.x1 <= width, (name, said)
            assert box.y1 <= height, (name, said)
        for (said, one), (other, two) in combinations(boxes, 2):
            across = min(one.x1, two.x1) - max(one.x0, two.x0)
            down = min(one.y1, two.y1) - max(one.y0, two.y0)
            # A box of letters has room above and below them: lines may share two pixels.
            assert across <= 0.5 or down <= 2.5, (name, said, other)


def test_no_letter_is_smaller_than_eleven_pixels_on_a_telephone(composed: Composed) -> None:
    for name, wide in composed.charts.items():
        chart = narrow(wide)
        assert chart.layout is PHONE
        assert chart.figure.get_size_inches()[0] == PHONE.width
        for one in texts(chart):
            assert one.get_fontsize() * 96 / 72 * SCALE >= 11, (name, one.get_text())


def test_both_layouts_draw_the_same_points(composed: Composed) -> None:
    for wide in composed.charts.values():
        chart = narrow(wide)
        assert wide.layout is WIDE
        assert (chart.data, chart.text) == (wide.data, wide.text)
        assert chart.svg() == wide.for_phone()
        break


def test_the_page_shows_the_narrow_charts_to_telephones(composed: Composed) -> None:
    name, chart = next(iter(composed.charts.items()))
    same = dict.fromkeys(composed.charts, b"<svg>wide</svg>")
    phones = {**same, name: chart.for_phone()}
    html = to_html(composed.report, same, phones).decode()
    sources = re.findall(r'<source media="\(max-width: 36rem\)" srcset="([^"]+)">\n<img ', html)
    assert len(sources) == len(composed.charts)
    head, packed = sources[0].split(",")
    assert head == "data:image/svg+xml;base64"
    drawn = base64.b64decode(packed)
    assert drawn in phones.values()
    assert f'width="{PHONE.width * 72:.0f}pt"'.encode() in phones[name]
