"""Charts of amounts over time and of their spread: columns with gaps, steps against a limit, dots.

Built on the canvas of ``charts``. Values are exact decimals in the unit that the chart names, and
``None`` is a gap: nothing is drawn there but a mark, since nobody knows whether it is a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from matplotlib.axes import Axes

from skolkit.publish.charts import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    Chart,
    ChartText,
    canvas,
    house_style,
    in_layouts,
    number_axis,
    plain_text,
    plot_area,
)
from skolkit.publish.charts_layout import Layout, lines
from skolkit.publish.points import ChartData, Point, counted_point

GAP = "?"
_HEIGHT = 2.1
_LEFT = 0.6  # room for the numbers beside the plot, inches
_MOST_LABELLED = 14  # columns that each have room for a figure


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its label, its value, the figure written over it, and the rows behind it."""

    label: str
    value: Decimal | None  # None is a gap
    written: str
    row_ids: tuple[str, ...]  # those that could not be read too
    unsure: bool = False  # the value may be another: it is hatched


@dataclass(frozen=True, slots=True)
class Level:
    """How high a line of steps stands in a period: its value, its figure, the rows behind it."""

    value: Decimal | None  # None: no row of this period, so that the line breaks
    written: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where a cumulative sum and its limit, if any is known, stand at the end of a period."""

    label: str
    value: Level
    limit: Level | None


@dataclass(frozen=True, slots=True)
class Dot:
    """The value of one row, and its figure."""

    value: Decimal
    written: str
    row_id: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of one group, their median, and the words at their end."""

    label: str
    dots: tuple[Dot, ...]
    middle: Decimal
    written: str

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The lowest and the highest value."""
        values = [dot.value for dot in self.dots]
        return min(values), max(values)


@in_layouts
def amount_columns(layout: Layout, text: ChartText, items: Sequence[Column]) -> Chart:
    """Draw one column for each period; a gap is a mark, an unsure sum is hatched.

    Args:
        layout: How wide it is.
        text: What the chart says; its unit explains mark and hatch where they occur.
        items: The periods in order; at least one has a value.
    """
    chart = canvas(layout, text, height=_HEIGHT, left=_LEFT)
    axes = plot_area(chart)
    known = [item.value for item in items if item.value is not None]
    top, low = max([*known, Decimal(0)]), min([*known, Decimal(0)])
    with house_style():
        for at, item in enumerate(items):
            if item.value is None:
                _write(axes, at, 0.0, GAP, size=10)
                continue
            look: dict[str, Any] = (
                {"facecolor": "white", "edgecolor": BLUE, "hatch": "////"}
                if item.unsure
                else {"facecolor": BLUE, "edgecolor": BLUE}
            )
            axes.bar([at], [float(item.value)], width=0.72, linewidth=0.8, **look)
            if len(items) <= layout.most(_MOST_LABELLED, 7) or item.value == top:
                _write(axes, at, max(float(item.value), 0.0), item.written, size=layout.size(7.5))
        _positions(layout, axes, [item.label for item in items], _LEFT)
        axes.set_ylim(float(low) * 1.1, float(top) * 1.15 or 1.0)
        number_axis(axes, text.lang, vertical=True)
        axes.axhline(0, color=QUIET, linewidth=0.8)
    points = tuple(
        counted_point(
            (item.label, plain_text(item.value), "true" if item.unsure else "false"),
            item.label,
            GAP if item.value is None else item.written,
            item.row_ids,
            text.lang,
        )
        for item in items
    )
    return replace(chart, data=ChartData(("label", "value", "unsure"), points))


@in_layouts
def steps(
    layout: Layout, text: ChartText, items: Sequence[Step], *, value_name: str, limit_name: str
) -> Chart:
    """Draw a cumulative sum as steps beside its limit, both named with their last figure.

    Args:
        layout: How wide it is.
        text: What the chart says.
        items: The periods in order; one or more has a value, and one or more a limit.
        value_name: What the steps are.
        limit_name: What the limit is.
    """
    reached = [item.value for item in items if item.value.value is not None]
    limits = [item.limit for item in items if item.limit is not None]
    gap = "\n" if layout.narrow else " "
    ends = (f"{value_name}{gap}{reached[-1].written}", f"{limit_name}{gap}{limits[-1].written}")
    right = 0.3 + 0.068 * max(len(part) for end in ends for part in end.split("\n"))
    chart = canvas(layout, text, height=_HEIGHT, left=_LEFT)
    axes = plot_area(chart)
    place = axes.get_position()
    axes.set_position((place.x0, place.y0, place.width - right / layout.width, place.height))
    with house_style():
        top = max(_height(level) for level in (*reached, *limits))
        before: float | None = 0.0
        stands = 0.0
        for at, item in enumerate(items):
            if item.limit is not None:
                axes.hlines(
                    _height(item.limit), at - 0.5, at + 0.5, color=ORANGE, linestyles="dashed",
                    linewidth=1.6,
                )  # fmt: skip
            if item.value.value is None:
                _write(axes, at, stands, GAP, size=10)
                before = None
                continue
            stands = _height(item.value)
            axes.hlines(stands, at - 0.5, at + 0.5, color=BLUE, linewidth=2.2)
            if before is not None:
                low, high = sorted((before, stands))
                axes.vlines(at - 0.5, low, high, color=BLUE, linewidth=2.2)
            before = stands
        _positions(layout, axes, [item.label for item in items], _LEFT + right)
        axes.set_ylim(0, top * 1.12 or 1.0)
        number_axis(axes, text.lang, vertical=True)
        _ends(axes, len(items), (_height(reached[-1]), _height(limits[-1])), ends, top)
    points = tuple(
        counted_point(
            (item.label, name, plain_text(level.value)),
            f"{item.label}, {name}",
            GAP if level.value is None else level.written,
            level.row_ids,
            text.lang,
        )
        for item in items
        for name, level in ((value_name, item.value), (limit_name, item.limit))
        if level is not None
    )
    return replace(chart, data=ChartData(("label", "series", "value"), points))


def _height(level: Level) -> float:
    return float(level.value or 0)


@in_layouts
def spreads(
    layout: Layout, text: ChartText, items: Sequence[Spread], *, value_name: str, middle_name: str
) -> Chart:
    """Draw the values of each group as dots on a line, with a stroke for their median.

    Args:
        layout: How wide it is.
        text: What the chart says.
        items: The groups, first on top.
        value_name: What a dot is.
        middle_name: What the stroke is.
    """
    labels = ["\n".join(lines(item.label, layout.most(24, 14))) for item in items]
    written = [
        item.written.replace(" ", "\n", 1) if layout.narrow else item.written for item in items
    ]
    left = 0.25 + 0.088 * max(len(part) for label in labels for part in label.split("\n"))
    right = 0.3 + 0.072 * max(len(part) for words in written for part in words.split("\n"))
    chart = canvas(layout, text, height=0.36 * len(items) + 0.1, left=left)
    axes = plot_area(chart)
    place = axes.get_position()
    axes.set_position((place.x0, place.y0, place.width - right / layout.width, place.height))
    with house_style():
        for y, item in enumerate(items):
            dots = [float(dot.value) for dot in item.dots]
            axes.plot(
                dots, [y] * len(dots), linestyle="none", marker="o", markersize=5.5,
                markerfacecolor=BLUE, markeredgecolor="white", markeredgewidth=0.5, alpha=0.55,
            )  # fmt: skip
            axes.vlines(float(item.middle), y - 0.3, y + 0.3, color=ORANGE, linewidth=2.4)
            axes.annotate(
                written[y], (1.0, y), xycoords=("axes fraction", "data"), xytext=(8, 0),
                textcoords="offset points", va="center", fontsize=8.5, color=INK,
            )  # fmt: skip
        axes.set_yticks(range(len(items)), labels, linespacing=1.05)
        axes.set_ylim(len(items) - 0.5, -0.5)
        every = [float(dot.value) for item in items for dot in item.dots]
        room = (max(every) - min(every)) * 0.06 or 1.0
        axes.set_xlim(min(every) - room, max(every) + room)
        number_axis(axes, text.lang, vertical=False, steps=layout.most(5, 2))
        axes.spines["left"].set_visible(False)
    points = tuple(point for item in items for point in _spread(item, value_name, middle_name))
    return replace(chart, data=ChartData(("label", "series", "value"), points))


def _spread(item: Spread, value_name: str, middle_name: str) -> list[Point]:
    """The median of a group, and its dots."""
    middle = Point(
        (item.label, middle_name, plain_text(item.middle)),
        item.label,
        item.written,
        tuple(dot.row_id for dot in item.dots),
    )
    dots = [
        Point(
            (item.label, value_name, plain_text(dot.value)),
            f"{item.label}, {value_name}",
            dot.written,
            (dot.row_id,),
        )
        for dot in item.dots
    ]
    return [middle, *dots]


def _write(axes: Axes, x: float, y: float, words: str, *, size: float) -> None:
    axes.annotate(
        words, (x, y), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom",
        fontsize=size,
    )  # fmt: skip


def _positions(layout: Layout, axes: Axes, labels: Sequence[str], left: float) -> None:
    shown = layout.named(labels, left)
    axes.set_xticks(list(shown), [labels[at] for at in shown], fontsize=8)
    axes.set_xlim(-0.6, len(labels) - 0.4)


def _ends(
    axes: Axes, many: int, heights: tuple[float, float], names: tuple[str, str], top: float
) -> None:
    """Name both lines at their right end, pushed apart where they end near each other."""
    ends = sorted(zip(heights, names, (BLUE, ORANGE), strict=True))
    lines = 1 + names[0].count("\n")
    least = top * 1.12 * 0.17 * lines / _HEIGHT  # height of a name
    if ends[1][0] - ends[0][0] < least:
        low = max(ends[0][0], least / 2)
        ends = [(low, *ends[0][1:]), (low + least, *ends[1][1:])]
    for y, name, color in ends:
        axes.annotate(
            name, (many - 0.5, y), xytext=(6, 0), textcoords="offset points", va="center",
            fontsize=8.5, color=color, annotation_clip=False,
        )  # fmt: skip
