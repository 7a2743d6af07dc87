"""Cells and their pages to one picture: each row as a strip of its paper, its cells outlined."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from skolkit.analysis.words import printable
from skolkit.intake.images import PageImage
from skolkit.model import Box
from skolkit.publish.pagemarks import font

_AROUND = (150.0, 26.0)  # points beside and above cells that are shown with them
_SCALE = 150.0  # dots an inch of the picture
_WIDE, _PAD, _LINE = 1240, 14, 22
_INK, _FAINT, _MARK, _DEMO = (20, 20, 20), (90, 90, 90), (200, 30, 30), (180, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Snippet:
    """A piece of a page around some cells; ``frames`` are the cells in pixels of the piece."""

    pixels: NDArray[np.uint8]
    frames: tuple[tuple[int, int, int, int], ...]
    caption: tuple[str, ...]

    @classmethod
    def of(cls, image: PageImage, boxes: Sequence[Box], caption: tuple[str, ...]) -> Self:
        """Cut the piece out of a page.

        Args:
            image: the upright page.
            boxes: the cells, one or more, in points of the upright page.
            caption: lines that say where they are and how they were read.
        """
        around = reduce(Box.union, boxes)
        scale = image.dpi / 72
        height, width = image.pixels.shape[:2]
        left = max(0, round((around.x0 - _AROUND[0]) * scale))
        top = max(0, round((around.y0 - _AROUND[1]) * scale))
        right = min(width, round((around.x1 + _AROUND[0]) * scale))
        bottom = min(height, round((around.y1 + _AROUND[1]) * scale))
        shrink = _SCALE / image.dpi
        piece = Image.fromarray(image.pixels[top:bottom, left:right])
        size = max(1, round(piece.width * shrink)), max(1, round(piece.height * shrink))
        frames = tuple(
            (
                round((box.x0 * scale - left) * shrink) - 3,
                round((box.y0 * scale - top) * shrink) - 3,
                round((box.x1 * scale - left) * shrink) + 3,
                round((box.y1 * scale - top) * shrink) + 3,
            )
            for box in boxes
        )
        small = piece.resize(size, Image.Resampling.BOX)
        return cls(np.asarray(small, dtype=np.uint8), frames, caption)


def trace_picture(said: str, snippets: Sequence[Snippet], left_out: int, *, demo: bool) -> bytes:
    """Draw the pieces below each other as PNG; the same pieces give the same bytes.

    Args:
        said: what was asked for; stands on top.
        snippets: the pieces, in order.
        left_out: how many rows are not shown.
        demo: whether the picture says DEMO.
    """
    tall = [len(one.caption) * _LINE + one.pixels.shape[0] + 2 * _PAD for one in snippets]
    height = 2 * _PAD + 2 * _LINE + sum(tall) + (_LINE + _PAD if left_out else 0)
    wide = max([_WIDE, *(one.pixels.shape[1] + 2 * _PAD for one in snippets)])
    canvas = Image.new("RGB", (wide, height), "white")
    pen = ImageDraw.Draw(canvas)
    y = _PAD
    pen.text((_PAD, y), _cut(said, wide), font=font(18, bold=True), fill=_INK)
    if demo:
        pen.text((wide - _PAD, y), "DEMO", font=font(18, bold=True), fill=_DEMO, anchor="ra")
    y += 2 * _LINE
    for number, one in enumerate(snippets, start=1):
        for at, line in enumerate(one.caption):
            named = f"{number}. {line}" if at == 0 else line
            pen.text(
                (_PAD, y),
                _cut(named, wide),
                font=font(15, bold=at == 0),
                fill=_INK if at == 0 else _FAINT,
            )
            y += _LINE
        canvas.paste(Image.fromarray(one.pixels).convert("RGB"), (_PAD, y))
        for x0, y0, x1, y1 in one.frames:
            pen.rectangle((_PAD + x0, y + y0, _PAD + x1, y + y1), outline=_MARK, width=2)
        pen.rectangle(
            (_PAD, y, _PAD + one.pixels.shape[1], y + one.pixels.shape[0]), outline=_FAINT
        )
        y += one.pixels.shape[0] + 2 * _PAD
    if left_out:
        more = f"{left_out} more {'row' if left_out == 1 else 'rows'}; cells.csv has them all."
        pen.text((_PAD, y), more, font=font(15), fill=_INK)
    out = io.BytesIO()
    few = canvas.quantize(palette=_palette(), dither=Image.Dither.NONE)
    few.save(out, "PNG", compress_level=9, optimize=True)
    return out.getvalue()


def _palette() -> Image.Image:
    """Twelve greys and the red marks: enough to read paper by, in a third of the bytes."""
    greys = [round(step * 255 / 11) for step in range(12)]
    colours = [(grey, grey, grey) for grey in greys]
    for red in (_MARK, _DEMO):  # and half way to the white around it, for smooth letters
        r, g, b = red
        colours += [red, ((r + 255) // 2, (g + 255) // 2, (b + 255) // 2)]
    held = Image.new("P", (1, 1))
    held.putpalette([part for colour in colours for part in colour])
    return held


def _cut(text: str, wide: int) -> str:
    """A line that fits; what does not is cut."""
    plain = printable(text).replace("\n", " ")
    most = (wide - 2 * _PAD) // 9
    return plain if len(plain) <= most else plain[: most - 1] + "…"
