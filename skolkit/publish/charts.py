"""One house style for charts: figures that say what they show, in what unit, and from where.

A chart is refused without a finding as its title, a unit, a source and a text alternative, and a
money chart also without its price basis. Sizes are inches and set outright, colours are safe for
colour-blind readers, and the bytes are the same on every run: no dates, fixed ids, bundled fonts.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial, wraps
from io import BytesIO
from typing import Any, Concatenate, ParamSpec

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from skolkit.analysis.words import Lang, number, printable
from skolkit.publish.charts_layout import PHONE, WIDE, Layout, lines
from skolkit.publish.points import NO_DATA, ChartData, Point

P = ParamSpec("P")
INK = "#1b1b1b"
QUIET = "#595959"
GRID = "#dddddd"
BLUE, ORANGE, GREEN, RED = "#0072b2", "#b35900", "#007a5a", "#a4262c"
# One hue from pale to dark, for levels that have an order.
LEVELS = ("#cfe1f2", "#93c4de", "#4a97c9", "#08519c", "#04264d")
DEMO_MARK = {"sv": "DEMO – påhittade uppgifter", "en": "DEMO – invented data"}
_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.parse_math": False,  # a dollar sign in the data is a dollar sign
    "svg.fonttype": "path",
    "svg.hashsalt": "skolkit",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
_LINE = 0.19  # height of a line of text, inches


def house_style() -> AbstractContextManager[None]:
    """The style of the house from the ground up: what the machine has set plays no part."""
    held: AbstractContextManager[None] = style.context(["default", _STYLE])
    return held


class ChartRefusedError(ValueError):
    """A chart that does not say what it shows is not drawn."""


@dataclass(frozen=True, slots=True)
class ChartText:
    """What must be said of a chart before it is drawn.

    ``title`` is the finding in words; ``unit`` what the numbers count; ``source`` where they come
    from; ``alt`` what a reader who cannot see it needs; ``price_basis`` e.g. "löpande priser".
    """

    title: str
    unit: str
    source: str
    alt: str
    lang: Lang
    demo: bool = False
    money: bool = False
    price_basis: str = ""

    def check(self) -> None:
        """Refuse a chart with something unsaid.

        Raises:
            ChartRefusedError: naming what is missing.
        """
        needed = {
            "title": self.title,
            "unit": self.unit,
            "source": self.source,
            "alt": self.alt,
            **({"price_basis": self.price_basis} if self.money else {}),
        }
        missing = [name for name, said in needed.items() if not said.strip()]
        if missing:
            raise ChartRefusedError(f"a chart needs {', '.join(missing)}")


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A drawn chart, what is said of it, the points that it draws, and how to draw it narrow."""

    text: ChartText
    figure: Figure
    data: ChartData = NO_DATA
    layout: Layout = WIDE
    narrow: Callable[[], Chart] | None = None

    def for_phone(self) -> bytes:
        """The same chart as SVG, laid out for the width of a telephone."""
        return self.narrow().svg() if self.narrow else self.svg()

    def svg(self) -> bytes:
        """The chart as SVG, the same bytes each time."""
        drawn = self._save("svg", {"Date": None, "Creator": None}, 72).decode()
        # Labels also stand in comments, where XML allows no control characters.
        return printable(drawn).encode()

    def png(self, *, dpi: int = 160) -> bytes:
        """The chart as PNG, the same bytes each time."""
        return self._save("png", {"Software": None}, dpi)

    def _save(self, form: str, metadata: dict[str, None], dpi: int) -> bytes:
        held = BytesIO()
        canvas = FigureCanvasSVG if form == "svg" else FigureCanvasAgg
        with house_style(), warnings.catch_warnings():
            canvas(self.figure)
            # A character that the font lacks is drawn as a box; nobody need be told.
            warnings.filterwarnings("ignore", message="Glyph ")
            self.figure.savefig(held, format=form, metadata=metadata, dpi=dpi)
        return held.getvalue()


def in_layouts(draw: Callable[Concatenate[Layout, P], Chart]) -> Callable[P, Chart]:
    """Make a chart's function draw for a page, and leave the narrow chart to be drawn on demand."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Chart:
        return replace(draw(WIDE, *args, **kwargs), narrow=partial(draw, PHONE, *args, **kwargs))

    return drawn


def canvas(
    layout: Layout, text: ChartText, *, height: float, left: float = 0.6, foot: float = 0.3
) -> Chart:
    """Open a chart with its words in place and an empty plot of ``height`` inches.

    Args:
        layout: How wide it is.
        text: What the chart says; checked first.
        height: Height of the plot area in inches.
        left: Room for labels to the left of it, inches.
        foot: Room for labels below it, inches.

    Raises:
        ChartRefusedError: if something is unsaid.
    """
    text.check()
    title = lines(text.title, layout.title)
    basis = f", {text.price_basis}" if text.price_basis else ""
    unit = lines(f"{text.unit}{basis}", layout.unit)
    label = "Källa" if text.lang == "sv" else "Source"
    source = lines(f"{label}: {text.source}", layout.source)
    mark = 0.3 if text.demo else 0.0
    head = 0.12 + mark + len(title) * (_LINE + 0.03) + len(unit) * _LINE + 0.12
    tail = foot + 0.12 + len(source) * (_LINE - 0.03) + 0.06
    total = head + height + tail
    with house_style():
        wide = layout.width
        figure = Figure(figsize=(wide, total))
        axes = figure.add_axes(
            (left / wide, tail / total, (wide - left - 0.2) / wide, height / total)
        )
        _words(figure, layout, total, mark, text, title, unit, source)
        if text.demo:
            axes.text(
                0.5, 0.5, "DEMO", transform=axes.transAxes, ha="center", va="center",
                fontsize=min(64, 42 * height, 22 * (wide - left)), color="#000000", alpha=0.06,
                rotation=20, zorder=0,
            )  # fmt: skip
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=5.0)  # clear of the nought beside the first one
    axes.set_axisbelow(True)
    return Chart(text, figure, layout=layout)


def _words(
    figure: Figure,
    layout: Layout,
    total: float,
    mark: float,
    text: ChartText,
    title: list[str],
    unit: list[str],
    source: list[str],
) -> None:
    x, y = 0.1 / layout.width, total - 0.1
    if text.demo:
        figure.text(
            x, y / total, DEMO_MARK[text.lang], va="top", fontsize=9, fontweight="bold",
            color="white", bbox={"facecolor": RED, "edgecolor": RED, "pad": 3.0},
        )  # fmt: skip
    y -= mark
    for line in title:
        figure.text(x, y / total, line, va="top", fontsize=11, fontweight="bold")
        y -= _LINE + 0.03
    for line in unit:
        figure.text(x, y / total, line, va="top", fontsize=9, color=QUIET)
        y -= _LINE
    y = 0.06 + len(source) * (_LINE - 0.03)
    for line in source:
        figure.text(x, y / total, line, va="top", fontsize=layout.size(7.5), color=QUIET)
        y -= _LINE - 0.03


def plot_area(chart: Chart) -> Axes:
    """The axes of a chart opened by :func:`canvas`."""
    return chart.figure.axes[0]


def number_axis(axes: Axes, lang: Lang, *, vertical: bool, steps: int = 5) -> None:
    """Write one axis in the language's number format, with light lines for the eye."""
    axis = axes.yaxis if vertical else axes.xaxis
    axis.set_major_locator(MaxNLocator(steps, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda at, _: number(Decimal(str(at)), lang)))
    axes.grid(axis="y" if vertical else "x", color=GRID, linewidth=0.8)
    axes.spines["left" if vertical else "bottom"].set_visible(False)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length, the figure written at its end, and the rows behind it.

    ``value`` is ``None`` where the figure is unknown: a gap with the words in ``written``.
    ``source`` says where it comes from if it stands on no row.
    """

    label: str
    value: Decimal | None
    written: str
    row_ids: tuple[str, ...]
    source: str = ""


@in_layouts
def bars(layout: Layout, text: ChartText, items: Sequence[Bar], *, color: str = BLUE) -> Chart:
    """Draw horizontal bars, first item on top, each labelled directly."""
    words = [len(word) for item in items for word in item.label.split()]
    wrap = max(layout.label, min(max(words, default=0), WIDE.label))  # no word broken if it fits
    labels = ["\n".join(lines(item.label, wrap)) for item in items]
    many = [1 + label.count("\n") for label in labels]
    left = 0.25 + 0.072 * max((len(p) for label in labels for p in label.split("\n")), default=0)
    rooms = [0.11 + 0.16 * of for of in many]  # inches for each bar with its label
    chart = canvas(layout, text, height=sum(rooms), left=left, foot=0.0)
    axes = plot_area(chart)
    at = [sum(rooms[:index]) + room / 2 for index, room in enumerate(rooms)]
    lengths = [float(item.value) if item.value is not None else 0.0 for item in items]
    with house_style():
        axes.barh(at, lengths, height=0.18, color=color)
        axes.set_yticks(at, labels, linespacing=1.05)
        axes.set_ylim(sum(rooms), 0)
        axes.set_xlim(0, axis_reach(layout, lengths, [item.written for item in items], left))
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        for y, length, item in zip(at, lengths, items, strict=True):
            axes.annotate(
                item.written, (length, y), xytext=(4, 0), textcoords="offset points", va="center"
            )
    points = tuple(
        Point(
            (item.label, plain_text(item.value), item.written),
            item.label,
            item.written,
            item.row_ids,
            item.source,
        )
        for item in items
    )
    return replace(chart, data=ChartData(("label", "value", "written"), points))


def plain_text(value: Decimal | int | None) -> str:
    """A figure as the table of a chart has it; an unknown one is an empty text."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def axis_reach(
    layout: Layout,
    lengths: Sequence[float],
    written: Sequence[str],
    left: float,
    *,
    letter: float = 0.082,
) -> float:
    """How far the axis must go so that each figure fits at the end of its bar.

    Args:
        layout: How wide the chart is.
        lengths: In the unit of the axis.
        written: The figure at the end of each.
        left: Room to the left of the plot, inches.
        letter: Width of a letter, inches.
    """
    plot = layout.width - left - 0.2
    rooms = [min(0.15 + letter * len(words), 0.8 * plot) for words in written]
    ends = [length * plot / (plot - room) for length, room in zip(lengths, rooms, strict=True)]
    return max(ends, default=0.0) or 1.0
