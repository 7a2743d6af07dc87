"""Pages drawn with known answers: a table of texts, ruled or not, as an even grey picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from skolkit.model import Box, PageReading, Ruling, Word

FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
DPI = 300


@dataclass(frozen=True)
class Drawn:
    """A drawn page and where its lines are, in pixels."""

    pixels: NDArray[np.uint8]
    across: tuple[int, ...]
    down: tuple[int, ...]


def draw_table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    ruled: bool = True,
    size: int = 38,
    pitch: int = 62,
    top: int = 300,
    left: int = 200,
    font: Path = FONT,
) -> Drawn:
    """Draw rows of texts: numbers to the right, texts to the left of their cells."""
    image = Image.new("L", (3508, 2480), 255)
    pen = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(font), size)
    down = [left]
    for width in widths:
        down.append(down[-1] + width)
    across = [top + i * pitch for i in range(len(rows) + 1)]
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            y = across[i] + pitch // 2
            if text[:1].isdigit() or text[:1] == "-":
                pen.text((down[j + 1] - 12, y), text, font=face, fill=0, anchor="rm")
            else:
                pen.text((down[j] + 12, y), text, font=face, fill=0, anchor="lm")
    if ruled:
        for y in across:
            pen.line((down[0], y, down[-1], y), fill=0, width=3)
        for x in down:
            pen.line((x, across[0], x, across[-1]), fill=0, width=3)
    return Drawn(np.asarray(image, dtype=np.uint8).copy(), tuple(across), tuple(down))


def words_at(
    rows: Sequence[Sequence[str]],
    xs: Sequence[float],
    *,
    top: float = 100.0,
    pitch: float = 14.0,
    right: Sequence[int] = (),
) -> list[Word]:
    """Words of a table in points, one line a row; columns in ``right`` are set flush right."""
    words = []
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            y = top + i * pitch
            parts = text.split()
            widths = [4.5 * len(p) for p in parts]
            x = xs[j] - (sum(widths) + 2.5 * (len(parts) - 1)) if j in right else xs[j]
            for part, width in zip(parts, widths, strict=True):
                words.append(Word(part, Box(x, y, x + width, y + 7), 0.95, "ocr"))
                x += width + 2.5
    return words


def reading(
    words: Sequence[Word], rulings: Sequence[Ruling] = (), page: int = 1, **more: object
) -> PageReading:
    """A landscape A4 page reading of these words."""
    return PageReading(
        document_id="doc-00000000",
        page=page,
        width=842.0,
        height=595.0,
        dpi=300.0,
        turn=0,
        skew=0.0,
        shear=0.0,
        method="ocr",
        words=tuple(words),
        rulings=tuple(rulings),
        **more,  # type: ignore[arg-type]
    )


def grid_rulings(ys: Sequence[float], xs: Sequence[float]) -> list[Ruling]:
    """Rulings of a full grid, in points."""
    across = [Ruling(True, y, xs[0], xs[-1]) for y in ys]
    return across + [Ruling(False, x, ys[0], ys[-1]) for x in xs]
