"""Dated rows in lanes -> a time line: each row a point or a bar of its days, with its label.

A day is a point; a month or a year is a bar over all days that may be meant. Labels stand beside
their mark and never on each other: a lane grows by lines until each has room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from matplotlib.axes import Axes

from skolkit.publish.charts import (
    GRID,
    INK,
    QUIET,
    Chart,
    ChartText,
    canvas,
    house_style,
    in_layouts,
    plot_area,
)
from skolkit.publish.charts_layout import Layout
from skolkit.publish.points import ChartData, Point

_LINE = 0.125 / 6.5  # inches for a line of marks, for each point of the size of its labels
_HEAD = 0.24  # inches for the name of a lane
_LETTER = 0.0605 / 6.5  # inches for a letter of a label, for each point of its size
_GAP = 0.06  # inches between a mark and its label, and after the label
_SHORTEST = 0.06  # inches of a bar
_LEFT = 0.15
_SIZE = 6.5


@dataclass(frozen=True, slots=True)
class Moment:
    """One row: its label, the first and last day that its date may mean, and its id."""

    label: str
    first: date
    last: date
    row_id: str

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last

    @property
    def said(self) -> str:
        """The day, or the days between which it lies."""
        return f"{self.first}" if self.exact else f"{self.first} – {self.last}"


@dataclass(frozen=True, slots=True)
class Lane:
    """Rows of one sort under their name, oldest first."""

    name: str
    moments: tuple[Moment, ...]
    color: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a row is drawn: its line within the lane, and on which side its label stands."""

    moment: Moment
    line: int
    label_left: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """Days -> inches from the left edge of the plot, over whole years."""

    first: int
    last: int  # the year after the last one
    width: float

    def at(self, when: date) -> float:
        """Where a day begins, in inches."""
        span = date(self.last, 1, 1).toordinal() - date(self.first, 1, 1).toordinal()
        return (when.toordinal() - date(self.first, 1, 1).toordinal()) * self.width / span


def place(moments: Sequence[Moment], scale: Scale, *, size: float = _SIZE) -> tuple[Placed, ...]:
    """Give each row the first line on which mark and label overlap with no other.

    The label stands to the right of its mark, or to the left where the plot ends.
    """
    lines: list[list[tuple[float, float]]] = []
    made = []
    for moment in sorted(moments, key=lambda one: (one.first, one.last, one.label)):
        start, end = scale.at(moment.first), scale.at(moment.last)
        room = _LETTER * size * len(moment.label) + 2 * _GAP
        left = end + room > scale.width
        used = (start - room, end + _GAP) if left else (start - _GAP, end + room)
        line = next(
            (at for at, taken in enumerate(lines) if all(_apart(used, one) for one in taken)),
            len(lines),
        )
        if line == len(lines):
            lines.append([])
        lines[line].append(used)
        made.append(Placed(moment, line, left))
    return tuple(made)


@in_layouts
def timeline(layout: Layout, text: ChartText, lanes: Sequence[Lane]) -> Chart:
    """Draw rows in lanes over years; needs at least one row.

    Raises:
        ChartRefusedError: if something is unsaid.
        ValueError: without a row.
    """
    shown = [lane for lane in lanes if lane.moments]
    days = [one for lane in shown for one in lane.moments]
    if not days:
        raise ValueError("a time line needs at least one row")
    scale = Scale(
        min(one.first.year for one in days),
        max(one.last.year for one in days) + 1,
        layout.width - _LEFT - 0.2,
    )
    size = layout.size(_SIZE)
    line = _LINE * size
    placed = [place(lane.moments, scale, size=size) for lane in shown]
    rooms = [_HEAD + line * (1 + max(one.line for one in own)) + 0.06 for own in placed]
    chart = canvas(layout, text, height=sum(rooms), left=_LEFT, foot=0.22)
    axes = plot_area(chart)
    with house_style():
        axes.set_xlim(0, scale.width)
        axes.set_ylim(sum(rooms), 0)
        top = 0.0
        for lane, own, room in zip(shown, placed, rooms, strict=True):
            axes.axhline(top, color=QUIET, linewidth=0.6)
            axes.text(
                0.03, top + 0.12, lane.name, va="center", fontsize=8.5, fontweight="bold",
                color=lane.color, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            )  # fmt: skip
            for one in own:
                _draw(axes, one, scale, top + _HEAD + line * (one.line + 0.5), lane.color, size)
            top += room
        years = list(range(scale.first, scale.last + 1))
        for year in years:
            axes.axvline(scale.at(date(year, 1, 1)), color=GRID, linewidth=0.6, zorder=0)
        step = -(-len(years) // layout.most(17, 7))
        named = years[:-1:step]
        axes.set_xticks(
            [scale.at(date(year, 7, 1)) for year in named], [str(year) for year in named],
            fontsize=8,
        )  # fmt: skip
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
    points = tuple(
        Point(
            (lane.name, one.label, one.first.isoformat(), one.last.isoformat()),
            one.label,
            one.said,
            (one.row_id,),
        )
        for lane in shown
        for one in lane.moments
    )
    return replace(chart, data=ChartData(("lane", "label", "first_day", "last_day"), points))


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _draw(axes: Axes, one: Placed, scale: Scale, y: float, color: str, size: float) -> None:
    start, end = scale.at(one.moment.first), scale.at(one.moment.last)
    if one.moment.exact:
        axes.plot([start], [y], marker="o", markersize=3.4, color=color, linestyle="none")
    else:
        more = max(0.0, _SHORTEST - (end - start)) / 2  # a month would not be seen on a telephone
        axes.plot(
            [start - more, end + more], [y, y], color=color, linewidth=2.4,
            solid_capstyle="butt", alpha=0.45,
        )  # fmt: skip
    x = start - _GAP if one.label_left else end + _GAP
    axes.text(
        x, y, one.moment.label, va="center", ha="right" if one.label_left else "left",
        fontsize=size, color=INK,
    )  # fmt: skip
