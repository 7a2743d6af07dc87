"""Counts over positions in order (years, months) -> columns, stacked or side by side.

Built on the canvas of ``charts``. A column is as high as there are rows behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from skolkit.analysis.words import number
from skolkit.publish.charts import (
    QUIET,
    Chart,
    ChartText,
    canvas,
    house_style,
    in_layouts,
    number_axis,
    plot_area,
)
from skolkit.publish.charts_layout import Layout
from skolkit.publish.points import ChartData, Point, counted_point

_MOST_LABELLED = 14  # positions whose columns each have room for a figure
_LEFT = 0.5  # room for the numbers beside the plot, inches


@dataclass(frozen=True, slots=True)
class Series:
    """One series of columns: its name, and the ids of the rows counted at each position."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    color: str


@in_layouts
def columns(
    layout: Layout,
    text: ChartText,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    total: str = "",
) -> Chart:
    """Draw counts as columns.

    Args:
        layout: How wide it is.
        text: What the chart says.
        labels: The positions in order.
        series: With as many counts as there are labels.
        total: The words for a whole column, if the series are stacked; else they stand side by
            side.
    """
    legend_lines = -(-len(series) // 2) if len(series) > 2 else 1
    chart = canvas(layout, text, height=2.3, left=_LEFT, foot=0.3 + 0.2 * legend_lines + 0.08)
    axes = plot_area(chart)
    count = len(labels)
    with house_style():
        base = [0] * count
        width = 0.72 if total else 0.8 / max(len(series), 1)
        for order, one in enumerate(series):
            shift = 0.0 if total else (order - (len(series) - 1) / 2) * width
            heights = [len(ids) for ids in one.rows]
            axes.bar(
                [at + shift for at in range(count)],
                heights,
                width=width,
                bottom=list(base) if total else None,
                color=one.color,
                label=one.name,
                edgecolor=QUIET,
                linewidth=0.4,
            )
            for at, height in enumerate(heights):
                if not total and height and count <= layout.most(_MOST_LABELLED, 4):
                    _over(
                        axes, at + shift, height, number(height, text.lang), size=layout.size(7.5)
                    )
                base[at] += height
        if total:
            for at, height in enumerate(base):
                _over(axes, at, height, number(height, text.lang), size=9)
        shown = layout.named(labels, _LEFT)
        axes.set_xticks(list(shown), [labels[at] for at in shown], fontsize=8)
        tallest = max(base) if total else max(len(ids) for one in series for ids in one.rows)
        axes.set_ylim(0, tallest * 1.15 or 1)
        axes.set_xlim(-0.6, count - 0.4)
        number_axis(axes, text.lang, vertical=True)
        axes.legend(
            loc="upper left",
            bbox_to_anchor=(-0.08, -0.1),
            ncols=2,
            frameon=False,
            fontsize=8.5,
            handlelength=1.0,
            handleheight=1.0,
            columnspacing=1.5,
            borderaxespad=0.0,
        )
    made = tuple(
        point
        for at, label in enumerate(labels)
        for point in _points(text, at, label, series, total)
    )
    return replace(chart, data=ChartData(("label", "series", "value"), made))


def _points(
    text: ChartText, at: int, label: str, series: Sequence[Series], total: str
) -> list[Point]:
    """What is drawn at one position; a stack has no part without rows."""
    parts = [(one.name, one.rows[at]) for one in series if one.rows[at] or not total]
    whole = [(total, tuple(row for _, ids in parts for row in ids))] if total else []
    return [
        counted_point(
            (label, name, str(len(ids))),
            f"{label}, {name}",
            number(len(ids), text.lang),
            ids,
            text.lang,
        )
        for name, ids in (*whole, *parts)
    ]


def _over(axes: Axes, x: float, y: float, words: str, *, size: float) -> None:
    axes.annotate(
        words,
        (x, y),
        xytext=(0, 2),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=size,
    )
