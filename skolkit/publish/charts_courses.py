"""Charts of courses in days: the share that is left over time, and two counts by day face to face.

Built on the canvas of ``charts``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from matplotlib.ticker import FuncFormatter, MaxNLocator

from skolkit.analysis.words import Lang, number
from skolkit.publish.charts import (
    BLUE,
    GRID,
    ORANGE,
    QUIET,
    Chart,
    ChartText,
    canvas,
    house_style,
    in_layouts,
    plain_text,
    plot_area,
)
from skolkit.publish.charts_layout import Layout
from skolkit.publish.points import ChartData, Point, counted_point

_HEIGHT = 2.1


@dataclass(frozen=True, slots=True)
class Left:
    """The share that is left from a day on, 0..1, and between what it lies with 95 % certainty.

    ``ended`` are the rows that end on that day: the step is theirs, the share that of all rows.
    """

    days: int
    share: Decimal
    low: Decimal | None  # None where the uncertainty is not known
    high: Decimal | None
    ended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayPair:
    """Two counts of one day, as the ids of the rows that are counted."""

    day: date
    above: tuple[str, ...]
    below: tuple[str, ...]


@in_layouts
def share_left(
    layout: Layout,
    text: ChartText,
    steps: Sequence[Left],
    *,
    last: int,
    half: int | None,
    label: str,
) -> Chart:
    """Draw the share that is left as steps down from all, with the 95 % interval around it.

    Args:
        layout: How wide it is.
        text: What the chart says; its unit names both axes.
        steps: Where the share changes, by rising days; before the first, all are left.
        last: How many days were seen; nothing is drawn beyond.
        half: The day from which half or less is left, marked; ``None`` if that was never reached.
        label: What to call a step, with ``{days}`` and ``{ended}`` in it.
    """
    chart = canvas(layout, text, height=_HEIGHT, left=0.65)
    axes = plot_area(chart)
    days = [0, *(one.days for one in steps), last]
    shares = [1.0, *(float(one.share) for one in steps)]
    shares.append(shares[-1])
    with house_style():
        axes.fill_between(*_band(steps, last), color=BLUE, alpha=0.18, linewidth=0)
        axes.step(days, shares, where="post", color=BLUE, linewidth=2.0)
        if half is not None:
            axes.vlines(half, 0, 0.5, color=ORANGE, linewidth=1.6, linestyles="dashed")
            axes.annotate(
                number(half, text.lang), (half, 0.5), xytext=(4, 3), textcoords="offset points",
                fontsize=9, color=ORANGE, fontweight="bold",
            )  # fmt: skip
        axes.set_xlim(0, max(last, 1))
        axes.set_ylim(0, 1.03)
        quarters = [0.0, 0.25, 0.5, 0.75, 1.0]
        axes.set_yticks(quarters, [_percent(at, text.lang) for at in quarters])
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        axes.grid(axis="y", color=GRID, linewidth=0.8)
        axes.spines["left"].set_visible(False)
    points = tuple(
        Point(
            (str(one.days), plain_text(one.share), plain_text(one.low), plain_text(one.high)),
            label.format(days=number(one.days, text.lang), ended=number(len(one.ended), text.lang)),
            _percent(float(one.share), text.lang),
            one.ended,
        )
        for one in steps
    )
    return replace(chart, data=ChartData(("days", "share_left", "low_95", "high_95"), points))


@in_layouts
def facing(
    layout: Layout, text: ChartText, days: Sequence[DayPair], *, above: str, below: str
) -> Chart:
    """Draw one count of each day upwards and the other downwards.

    Args:
        layout: How wide it is.
        text: What the chart says.
        days: Every day in order, also those with nothing.
        above: The words for what stands above the line.
        below: And below it.
    """
    chart = canvas(layout, text, height=_HEIGHT, left=0.5)
    axes = plot_area(chart)
    at = list(range(len(days)))
    up, down = [len(one.above) for one in days], [len(one.below) for one in days]
    top, bottom = max(up, default=0) or 1, max(down, default=0) or 1
    with house_style():
        axes.bar(at, up, width=0.8, color=BLUE)
        axes.bar(at, [-many for many in down], width=0.8, color=ORANGE)
        axes.axhline(0, color=QUIET, linewidth=0.8)
        axes.set_ylim(-bottom * 1.3, top * 1.3)
        axes.set_xlim(-0.6, len(days) - 0.4)
        dates = [one.day.isoformat() for one in days]
        shown = list(layout.named(dates, 0.5))
        axes.set_xticks(shown, [dates[place] for place in shown], fontsize=8)
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 5, 10]))
        axes.yaxis.set_major_formatter(
            FuncFormatter(lambda height, _: number(abs(round(height)), text.lang))
        )
        axes.grid(axis="y", color=GRID, linewidth=0.8)
        axes.spines["left"].set_visible(False)
        for words, place, color in ((above, 0.98, BLUE), (below, 0.02, ORANGE)):
            axes.text(
                0.01, place, words, transform=axes.transAxes, fontsize=9, color=color,
                fontweight="bold", va="top" if place > 0.5 else "bottom",
            )  # fmt: skip
    points = tuple(
        counted_point(
            (one.day.isoformat(), name, str(len(ids))),
            f"{one.day}, {name}",
            number(len(ids), text.lang),
            ids,
            text.lang,
        )
        for one in days
        for name, ids in ((above, one.above), (below, one.below))
    )
    return replace(chart, data=ChartData(("label", "series", "value"), points))


def _band(steps: Sequence[Left], last: int) -> tuple[list[float], list[float], list[float]]:
    """Days and both ends of the interval as one staircase, with a gap where they are not known."""
    days: list[float] = []
    low: list[float] = []
    high: list[float] = []
    for one, until in zip(steps, [*(after.days for after in steps[1:]), last], strict=True):
        days += [float(one.days), float(until)]
        low += [math.nan if one.low is None else float(one.low)] * 2
        high += [math.nan if one.high is None else float(one.high)] * 2
    return days, low, high


def _percent(share: float, lang: Lang) -> str:
    written = number(round(share * 100), lang)
    return f"{written}\u00a0%" if lang == "sv" else f"{written}%"
