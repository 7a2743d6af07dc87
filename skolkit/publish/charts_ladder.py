"""Figures of the same thing by different sources -> a ladder: one under the other, never a line.

Only an exact figure is a full point; one that is rounded is hollow, a floor or a ceiling is an
arrow towards where the truth lies, and a figure with a margin has a bar over its range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from matplotlib.axes import Axes

from skolkit.publish.charts import (
    BLUE,
    GREEN,
    ORANGE,
    Chart,
    ChartText,
    axis_reach,
    canvas,
    house_style,
    in_layouts,
    number_axis,
    plain_text,
    plot_area,
)
from skolkit.publish.charts_layout import Layout, lines
from skolkit.publish.points import ChartData, Point


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure on a ladder: exact, about, a floor (truth is higher) or a ceiling (lower).

    ``row_ids`` are the rows of the figure and of ``between``, the range that its source gives
    around it, if any.
    """

    label: str
    value: Decimal
    qualifier: str
    written: str
    row_ids: tuple[str, ...]
    between: tuple[Decimal, Decimal] | None = None

    def end(self, reach: Decimal) -> float:
        """How far to the right it is drawn; an arrow to the right is ``reach`` long."""
        past = reach if self.qualifier == "golv" else Decimal(0)
        return float(max(self.value + past, self.between[1] if self.between else self.value))


@in_layouts
def ladder(
    layout: Layout,
    text: ChartText,
    marks: Sequence[Mark],
    names: Sequence[tuple[str, str]],
    *,
    reach: Decimal,
) -> Chart:
    """Draw figures of the same thing under each other; only exact ones as full points.

    Args:
        layout: How wide it is; on a narrow one what follows a comma stands on its own line.
        text: What the chart says.
        marks: The figures, first on top.
        names: Qualifier and its name in the legend.
        reach: How far the arrow of a floor or ceiling goes, in the unit of the values.
    """
    if layout.narrow:
        reach = 2 * reach  # as long to the eye: an inch holds twice as much
    labels = [_broken(mark.label, layout) for mark in marks]
    left = 0.25 + 0.068 * max((len(part) for label in labels for part in label), default=0)
    rooms = [0.05 + 0.14 * len(label) for label in labels]  # inches for each mark
    at = [sum(rooms[:index]) + room / 2 for index, room in enumerate(rooms)]
    chart = canvas(layout, text, height=sum(rooms) + 0.15, left=left, foot=0.62)
    axes = plot_area(chart)
    with house_style():
        for y, mark in zip(at, marks, strict=True):
            if mark.between:
                _range(axes, mark.between, y)
            _point(axes, float(mark.value), y, mark.qualifier, float(reach))
            axes.annotate(
                mark.written,
                (mark.end(reach), y),
                xytext=(7, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        axes.set_yticks(at, ["\n".join(label) for label in labels], fontsize=8, linespacing=1.05)
        axes.set_ylim(sum(rooms) + 0.04, -0.11)
        ends = [mark.end(reach) for mark in marks]
        axes.set_xlim(
            0, axis_reach(layout, ends, [mark.written for mark in marks], left, letter=0.066)
        )
        number_axis(axes, text.lang, vertical=False, steps=layout.most(5, 3))
        axes.spines["left"].set_visible(False)
        _ladder_legend(chart, names)
    points = tuple(
        Point(
            (
                m.label,
                plain_text(m.value),
                m.qualifier,
                m.written,
                *map(plain_text, m.between or (None, None)),
            ),
            m.label,
            m.written,
            m.row_ids,
        )
        for m in marks
    )
    headings = ("label", "value", "qualifier", "written", "low", "high")
    return replace(chart, data=ChartData(headings, points))


def _broken(label: str, layout: Layout) -> list[str]:
    """The lines of a label: one, or on a narrow chart what stands before and after its comma."""
    if not layout.narrow:
        return [label]
    first, comma, rest = label.partition(", ")
    return [f"{first}{comma.strip()}", *lines(rest, layout.label)]


def _range(axes: Axes, between: tuple[Decimal, Decimal], y: float) -> None:
    ends = [float(end) for end in between]
    axes.plot(
        ends, [y, y], color=BLUE, linewidth=1.2, marker="|", markersize=7, markeredgewidth=1.2,
        zorder=1.5,
    )  # fmt: skip


def _point(axes: Axes, x: float, y: float, qualifier: str, reach: float) -> None:
    if qualifier in {"golv", "tak"}:
        toward = x + reach if qualifier == "golv" else x - reach
        color = GREEN if qualifier == "golv" else ORANGE
        axes.annotate(
            "", (toward, y), xytext=(x, y),
            arrowprops={"arrowstyle": "->", "color": color, "linewidth": 1.4, "shrinkA": 0,
                        "shrinkB": 0},
        )  # fmt: skip
        axes.plot([x], [y], marker="|", color=color, markersize=9, markeredgewidth=1.8)
        return
    filled = qualifier == "exakt"
    axes.plot(
        [x], [y], marker="o", markersize=6.5, markeredgecolor=BLUE, markeredgewidth=1.4,
        markerfacecolor=BLUE if filled else "white", linestyle="none",
    )  # fmt: skip


def _ladder_legend(chart: Chart, names: Sequence[tuple[str, str]]) -> None:
    height = chart.figure.get_size_inches()[1]
    bottom = plot_area(chart).get_position().y0 - 0.58 / height
    wide = chart.layout.width
    key = chart.figure.add_axes((0.1 / wide, bottom, (wide - 0.2) / wide, 0.34 / height))
    key.set_axis_off()
    key.set_xlim(0, wide - 0.2)
    key.set_ylim(2, 0)
    for index, (qualifier, name) in enumerate(names):
        x, y = 0.25 + (index % 2) * wide * 0.48, 0.5 + index // 2
        _point(key, x, y, qualifier, 0.16)
        key.text(x + 0.26, y, name, va="center", fontsize=8.5)
