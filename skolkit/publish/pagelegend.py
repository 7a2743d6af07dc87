"""The words around a drawn page: what it is above, what the marks mean and the doubts below."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import ImageDraw

from skolkit.analysis.words import printable
from skolkit.publish.charts import DEMO_MARK
from skolkit.publish.pagemarks import (
    COVERED,
    DOUBTFUL,
    FURNITURE,
    GRID,
    INK,
    QUIET,
    WORD,
    Doubtful,
    PageView,
    Rect,
    counted,
    cross_hatch,
    dotted,
    font,
    hatch,
)

LINE = 24  # pixels from one line of words to the next
EDGE = 20  # pixels left free at the sides
MOST_LISTED = 160  # doubtful cells; a page with more is best scanned again
_COLUMN = 680  # pixels for one column of the list
_MEANINGS = (
    ("word", "a word that was read"),
    ("grid", "edges of rows and columns"),
    ("furniture", "kept out of the table, with its kind"),
    ("doubtful", "doubtful cell, listed below"),
    ("covered", "covered place"),
)
_MARGIN_WORDS = (
    "Beside the page: rows and columns of the sheet. Bold: printed on the paper. –: in no sheet"
    " (a repeated heading, say). In parentheses: counted on this page alone."
)


def _said_above(view: PageView) -> list[str]:
    """The lines below the title: how the page was read, what was found, and notes."""
    reading = view.reading
    how = "text layer of the PDF" if reading.method == "text-layer" else "OCR"
    parts = [f"{how} at {reading.dpi:.0f} dpi"]
    if reading.turn % 360:
        parts.append(f"turned by {reading.turn % 360}° clockwise")
    if abs(reading.skew) >= 0.05 or abs(reading.shear) >= 0.05:
        parts.append(f"skew of {reading.skew:.2f}° and {reading.shear:.2f}° undone")
    if view.sheets:
        parts.append(f"sheet {', '.join(view.sheets)}")
    grid = view.grid
    if grid is not None:
        found = [
            counted(len(grid.rows), "row"),
            counted(len(grid.columns), "column"),
            counted(len(grid.cells), "filled cell"),
            counted(len(reading.words), "word"),
        ]
    else:
        found = ["no text was read from this page"]
    return [printable("; ".join(parts)), ", ".join(found), *view.notes]


def head_height(view: PageView) -> int:
    """Pixels that the words above the page take."""
    return 14 + 34 + LINE * len(_said_above(view)) + 6


def draw_head(
    pen: ImageDraw.ImageDraw, view: PageView, doubts: Sequence[Doubtful], wide: int
) -> None:
    """Write what page this is and how it was read; DEMO beside it where the data are invented."""
    room = wide - 2 * EDGE
    if view.demo:
        words = DEMO_MARK["en"]
        long = round(font(24, True).getlength(words)) + 24
        box = (wide - EDGE - long, 8, wide - EDGE, 46)
        pen.rectangle(box, fill=(255, 255, 255), outline=INK, width=3)
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        pen.text(middle, words, font=font(24, True), fill=INK, anchor="mm")
        room -= long + 20
    title = f", page {view.reading.page} of {view.pages}"
    name = printable(view.document)
    name = _cut(name, room - round(font(24, True).getlength(title)), 24, bold=True)
    pen.text((EDGE, 28), name + title, font=font(24, True), fill=INK, anchor="lm")
    told = _said_above(view)
    told[1] += f", {counted(len(doubts), 'doubtful cell')}"
    for at, line in enumerate(told):
        y = 48 + LINE * at + LINE / 2
        pen.text((EDGE, y), _cut(line, wide - 2 * EDGE, 16), font=font(16), fill=QUIET, anchor="lm")


def _cut(text: str, room: int, size: int, *, bold: bool = False) -> str:
    """Shorten a text in its middle so that it fits into ``room`` pixels."""
    face = font(size, bold)
    if face.getlength(text) <= room:
        return text
    keep = len(text)
    while keep > 2:
        keep -= 1
        half = keep // 2
        short = f"{text[: keep - half]}…{text[len(text) - half :]}"
        if face.getlength(short) <= room:
            return short
    return "…"


def _per_line(wide: int) -> int:
    return max(1, (wide - 2 * EDGE) // 310)


def _columns(wide: int) -> int:
    return max(1, (wide - 2 * EDGE) // _COLUMN)


def legend_height(doubts: Sequence[Doubtful], wide: int) -> int:
    """Pixels that the legend and the list of doubtful cells take."""
    lines = -(-len(_MEANINGS) // _per_line(wide)) + 1
    listed = min(len(doubts), MOST_LISTED)
    lines += 1 + -(-listed // _columns(wide)) + (len(doubts) > MOST_LISTED)
    return lines * LINE + 30


def draw_legend(
    pen: ImageDraw.ImageDraw,
    view: PageView,
    doubts: Sequence[Doubtful],
    at: tuple[int, int],
    wide: int,
) -> None:
    """Show what each mark means, and list the doubtful cells with what was read."""
    x, y = at[0] + EDGE, at[1] + 4
    across = _per_line(wide)
    for number, (kind, meaning) in enumerate(_MEANINGS):
        left = x + (number % across) * 310
        top = y + (number // across) * LINE
        _sample(pen, kind, Rect(left, top, left + 44, top + 17))
        pen.text((left + 52, top + 9), meaning, font=font(14), fill=INK, anchor="lm")
    y += -(-len(_MEANINGS) // across) * LINE
    words = _cut(_MARGIN_WORDS, wide - 2 * EDGE, 14)
    pen.text((x, y + 9), words, font=font(14), fill=INK, anchor="lm")
    y += LINE + 6
    said = "Doubtful cells, with what was read:" if doubts else "No doubtful cells."
    pen.text((x, y + 9), said, font=font(15, True), fill=INK, anchor="lm")
    y += LINE
    columns = _columns(wide)
    shown = doubts[:MOST_LISTED]
    deep = -(-len(shown) // columns)
    for number, doubt in enumerate(shown):
        left, top = x + (number // deep) * _COLUMN, y + (number % deep) * LINE
        pen.text((left + 28, top + 9), f"{doubt.number}", font=font(14), fill=INK, anchor="rm")
        line = _cut(_told(doubt), _COLUMN - 60, 14)
        pen.text((left + 40, top + 9), line, font=font(14), fill=INK, anchor="lm")
    if len(doubts) > MOST_LISTED:
        more = f"and {len(doubts) - MOST_LISTED} more"
        pen.text((x + 40, y + deep * LINE + 9), more, font=font(14), fill=INK, anchor="lm")


def _told(doubt: Doubtful) -> str:
    """One doubtful cell in a line: address, doubt, what was read and by whom, other readings."""
    text = f"“{printable(doubt.text)}”" if doubt.text else "nothing read"
    sure = "" if doubt.confidence is None else f" {doubt.confidence:.2f}"
    rivals = ", ".join(f"“{printable(rival)}”" for rival in doubt.rivals)
    others = f"; others read {rivals}" if rivals else ""
    return f"{doubt.address or '–'}  {doubt.doubt}: {text} ({doubt.method}{sure}){others}"


def _sample(pen: ImageDraw.ImageDraw, kind: str, rect: Rect) -> None:
    """Draw a small example of a mark."""
    if kind == "word":
        dotted(pen, rect, WORD.line)
    elif kind == "grid":
        for share in (0.25, 0.75):
            x = round(rect.x0 + share * (rect.x1 - rect.x0))
            y = round(rect.y0 + share * (rect.y1 - rect.y0))
            pen.line((x, rect.y0, x, rect.y1), fill=GRID.line, width=2)
            pen.line((rect.x0, y, rect.x1, y), fill=GRID.line, width=1)
    elif kind == "furniture":
        hatch(pen, rect, FURNITURE.line)
    elif kind == "doubtful":
        pen.rectangle(rect.corners, fill=DOUBTFUL.fill, outline=DOUBTFUL.line, width=3)
    else:
        cross_hatch(pen, rect, COVERED.line)
