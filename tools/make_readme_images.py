"""Make the pictures of the docs: a page beside its table, a page looked at, a chart, the pipeline.

Run it from the project's folder after ``./skol run``: it reads ``data/raw`` and ``data/clean``, and
reads the demo's pages anew where the cache has them not.
"""

from __future__ import annotations

import argparse
import csv
import io
import itertools
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image

from skolkit.analysis.costs import module_costs
from skolkit.analysis.frame_rows import cost_rows
from skolkit.intake.pdf import render
from skolkit.look import look_at
from skolkit.model import Box
from skolkit.publish.figures_public import module_chart
from skolkit.settings import Limits
from skolkit.tables.frames import read_table
from skolkit.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = "konsultfakturor.pdf"
PAGE = 1
CORNER = "Timmar"  # the heading at the top left of the part shown: hours, rate and amounts
ROWS = 15
DPI = 200
LOOKED_AT = "demo-disclosure/konsultfakturor-2020-kopia.pdf"  # a copy, with cells in doubt
LOOK_SIZE = (1240, 760)  # pixels of the drawn page that are shown
INK, QUIET, DOUBTFUL = "#1b1b1b", "#595959", "#ffd58a"
STEPS = ("intake", "reading", "rebuild", "tables", "analysis", "publish")


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is drawn."""

    row: int
    column: int
    text: str
    doubtful: bool
    box: Box


def shown_cells(path: Path, document: str, page: int) -> list[Shown]:
    """Read from a cells table what stands right of and below the corner heading of a page."""
    with path.open(encoding="utf-8", newline="") as file:
        cells = [
            Shown(
                row=int(line["row"]),
                column=int(line["column"]),
                text=line["raw"].removeprefix("'"),
                doubtful=bool(line["doubt"]),
                box=Box(*(float(part) for part in line["box"].split())),
            )
            for line in csv.DictReader(file)
            if line["document"] == document and line["page"] == str(page) and line["box"]
        ]
    corner = next(cell for cell in cells if cell.text == CORNER)
    return [
        cell
        for cell in cells
        if cell.column >= corner.column and corner.row <= cell.row < corner.row + ROWS
    ]


def edges(starts_and_ends: dict[int, tuple[float, float]]) -> list[float]:
    """Turn the extents of neighbouring bands into the lines between them."""
    bands = [starts_and_ends[key] for key in sorted(starts_and_ends)]
    between = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(bands)]
    return [bands[0][0], *between, bands[-1][1]]


def extents(
    cells: Sequence[Shown], key: Callable[[Shown], int], sides: Callable[[Box], tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """Find how far each row or column reaches, over all its cells."""
    found: dict[int, tuple[float, float]] = {}
    for cell in cells:
        low, high = sides(cell.box)
        old = found.get(key(cell), (low, high))
        found[key(cell)] = (min(old[0], low), max(old[1], high))
    return found


def page_and_table(pdf: Path, cells: Sequence[Shown]) -> bytes:
    """Draw a part of a page and, beside it and at the same scale, the cells read from it."""
    columns = extents(cells, lambda cell: cell.column, lambda box: (box.x0, box.x1))
    rows = extents(cells, lambda cell: cell.row, lambda box: (box.y0, box.y1))
    xs, ys = edges(columns), edges(rows)
    pad = 6.0
    x0, x1, y0, y1 = xs[0] - pad, xs[-1] + pad, ys[0] - pad, ys[-1] + pad
    picture = render(pdf, PAGE, dpi=DPI, limits=Limits())
    scale = picture.dpi / 72
    cut = np.s_[int(y0 * scale) : int(y1 * scale), int(x0 * scale) : int(x1 * scale)]

    wide, high = (x1 - x0) / 72, (y1 - y0) / 72
    figure = Figure(figsize=(2 * wide + 0.25, high + 0.55), facecolor="white")
    total = figure.get_size_inches()
    left = figure.add_axes((0, 0.15 / total[1], wide / total[0], high / total[1]))
    left.imshow(picture.pixels[cut], cmap="gray", vmin=0, vmax=255, aspect="auto")
    right = figure.add_axes(
        ((wide + 0.25) / total[0], 0.15 / total[1], wide / total[0], high / total[1])
    )
    right.set_xlim(x0, x1)
    right.set_ylim(y1, y0)
    at_row = {row: number for number, row in enumerate(sorted(rows))}
    at_column = {column: number for number, column in enumerate(sorted(columns))}
    for cell in cells:
        c, r = at_column[cell.column], at_row[cell.row]
        box = (xs[c], ys[r])
        fill = DOUBTFUL if cell.doubtful else "white"
        right.add_patch(
            Rectangle(box, xs[c + 1] - xs[c], ys[r + 1] - ys[r], facecolor=fill, edgecolor="none")
        )
        number = cell.text[-1:].isdigit()
        right.text(
            xs[c + 1] - 3 if number else xs[c] + 3,
            (ys[r] + ys[r + 1]) / 2,
            wrapped(cell.text, xs[c + 1] - xs[c]),
            ha="right" if number else "left",
            va="center",
            fontsize=6.5,
            color=INK,
            linespacing=1.0,
        )
    right.hlines(ys, xs[0], xs[-1], color="#bbbbbb", linewidth=0.5)
    right.vlines(xs, ys[0], ys[-1], color="#bbbbbb", linewidth=0.5)
    for axes in (left, right):
        axes.set_axis_off()
    top = 1 - 0.22 / total[1]
    figure.text(0.01, top, "The page, as scanned (DEMO: invented)", fontsize=9, color=QUIET)
    figure.text(
        (wide + 0.25) / total[0] + 0.01, top, "The table read from it", fontsize=9, color=QUIET
    )
    FigureCanvasAgg(figure)
    return small_png(figure, DPI)


def wrapped(text: str, width: float) -> str:
    """Break a text so that it fits a cell of this width in points."""
    return "\n".join(textwrap.wrap(text, width=max(4, int(width / 4.2)), break_long_words=False))


def small_png(figure: Figure, dpi: int) -> bytes:
    """Save with few colours and without metadata: the same small bytes each time."""
    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=dpi, metadata={"Software": None})
    return fewer_colours(held.getvalue())


def fewer_colours(png: bytes) -> bytes:
    """Reduce a picture to 64 colours, which suits paper and charts and is a third of the size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    held = io.BytesIO()
    picture.save(held, format="PNG", optimize=True)
    return held.getvalue()


def looked_at(document: str, page: int) -> bytes:
    """Cut the top left corner, with the margins' row and column names, out of a drawn page."""
    drawn = list(look_at(Workspace(ROOT), document))[page - 1]
    held = io.BytesIO()
    Image.open(io.BytesIO(drawn.png)).crop((0, 0, *LOOK_SIZE)).save(held, format="PNG")
    return fewer_colours(held.getvalue())


def cost_chart(clean: Path) -> bytes:
    """Draw the report's chart of what the platform's modules cost, in English."""
    frame = read_table(clean / "public-record" / "costs.csv")
    modules = module_costs(cost_rows(frame))
    if modules is None:
        raise SystemExit("The public record's costs have no modules to draw.")
    return fewer_colours(
        module_chart(modules, "Skolplattformen: the public record", "en").png(dpi=130)
    )


def pipeline_svg() -> str:
    """Draw the way of the data as boxes and arrows."""
    names = ("data/raw", *STEPS[:4], "data/clean", *STEPS[4:], "report")
    wide, high, gap = 84, 40, 16
    parts: list[str] = []
    for at, name in enumerate(names):
        x = 4 + at * (wide + gap)
        room = name in STEPS
        fill, text = ("#0072b2", "#ffffff") if room else ("#f2f2f2", INK)
        parts.append(
            f'<rect x="{x}" y="10" width="{wide}" height="{high}" rx="5" fill="{fill}" '
            f'stroke="{QUIET}"/>'
            f'<text x="{x + wide / 2:g}" y="35" fill="{text}" text-anchor="middle">'
            f"{escape(name)}</text>"
        )
        if at:
            tip = x - 2
            parts.append(
                f'<path d="M{x - gap + 1} 30H{tip - 5}M{tip - 6} 25.5L{tip} 30L{tip - 6} 34.5" '
                f'fill="none" stroke="{QUIET}" stroke-width="1.5"/>'
            )
    width = 8 + len(names) * wide + (len(names) - 1) * gap
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="60" '
        f'viewBox="0 0 {width} 60" font-family="sans-serif" font-size="14">'
        f'<rect width="{width}" height="60" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def main() -> int:
    """Write the pictures into docs/images."""
    parser = argparse.ArgumentParser(description="Make the pictures of the docs.")
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw")
    parser.add_argument("--clean", type=Path, default=ROOT / "data" / "clean")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    (asked.out / "pipeline.svg").write_text(pipeline_svg(), encoding="utf-8")
    cells_file = asked.clean / "demo-disclosure" / "cells.csv"
    if not cells_file.is_file():
        print("No clean tables yet: run ./skol run first. Only pipeline.svg was made.")
        return 1
    cells = shown_cells(cells_file, DOCUMENT, PAGE)
    pdf = asked.raw / "demo-disclosure" / DOCUMENT
    (asked.out / "page-and-table.png").write_bytes(page_and_table(pdf, cells))
    (asked.out / "look.png").write_bytes(looked_at(LOOKED_AT, PAGE))
    (asked.out / "chart.png").write_bytes(cost_chart(asked.clean))
    return 0


if __name__ == "__main__":
    sys.exit(main())
