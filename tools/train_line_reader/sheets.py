"""Draws pages of tables as spreadsheets print them, and keeps where every character stands."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.train_line_reader.fonts import Face, Family
from tools.train_line_reader.texts import can_be_read, column, phrase

DPI = 300
POINT = DPI / 72


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn page at 300 dpi and its characters.

    ``boxes`` are the characters' ink boxes (x0, y0, x1, y1 in pixels), ``covers`` the share of each
    that is ink, ``lines`` the number of the text line that each is of, in reading order; ``whole``
    tells which are drawn whole.
    """

    pixels: NDArray[np.uint8]
    characters: str
    boxes: NDArray[np.float32]
    covers: NDArray[np.float32]
    lines: NDArray[np.int32]
    whole: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a table is set: faces, pitch and padding in pixels, tones and lines."""

    plain: Face
    bold: Face
    pitch: int
    pad: int
    ink: int
    ruled: str
    thick: int
    line_tone: int
    fill: int
    bands: bool


@lru_cache(maxsize=400)
def _face(path: Path, pixels: int, shaped: bool) -> Face:
    return Face(path, pixels, shaped)


class _Page:
    """A page in the making."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("L", (width, height), 255)
        self.pen = ImageDraw.Draw(self.image)
        self.characters: list[str] = []
        self.boxes: list[tuple[float, float, float, float]] = []
        self.covers: list[float] = []
        self.lines: list[int] = []
        self.whole: list[bool] = []
        self.count = 0
        self.overflow: list[tuple[float, float, int]] = []  # x0, x1 and baseline

    def write(
        self,
        text: str,
        x: float,
        base: int,
        face: Face,
        tone: int,
        right: bool = False,
        clip: tuple[int, int] | None = None,
    ) -> None:
        """Write one line of text from ``x`` (or up to it), cut off outside ``clip``."""
        text = "".join(" " if c.isspace() and face.shape(c) is None else c for c in text)
        shapes = [face.shape(c) for c in text]
        if any(s is None for s in shapes):
            return
        length = float(face.font.getlength(text))
        if right:
            x -= length
        x = float(round(x))
        advances = np.cumsum([0.0, *(s.advance for s in shapes if s is not None)])
        stretch = length / advances[-1] if advances[-1] else 1.0
        if clip is None:
            self.pen.text((x, base), text, font=face.font, fill=tone, anchor="ls")
        else:
            # Letters that the cell's edge cuts are drawn to the edge, as spreadsheets do.
            patch = (clip[0], base - 2 * face.pixels, clip[1], base + face.pixels)
            part = self.image.crop(patch)
            ImageDraw.Draw(part).text(
                (x - patch[0], base - patch[1]), text, font=face.font, fill=tone, anchor="ls"
            )
            self.image.paste(part, patch[:2])
        for character, shape, start in zip(text, shapes, advances[:-1], strict=True):
            assert shape is not None  # noqa: S101 - looked at above
            left = x + float(start) * stretch
            x0, y0, x1, y1 = shape.ink
            box = (left + x0, base + y0, left + x1, base + y1)
            if clip and (box[2] <= clip[0] or box[0] >= clip[1]):
                continue
            self.characters.append(character)
            self.boxes.append(box)
            self.covers.append(shape.cover)
            self.lines.append(self.count)
            self.whole.append(clip is None or (box[0] >= clip[0] - 1 and box[2] <= clip[1] + 1))
        self.count += 1


def draw_sheet(rng: random.Random, fonts: tuple[Family, ...]) -> Sheet:
    """Draw one page of tables below each other."""
    width, height = (2480, 1754) if rng.random() < 0.6 else (1754, 2480)
    page = _Page(width, height)
    top = rng.randrange(60, 160)
    while top < height - 200:
        top = _draw_table(rng, page, fonts, top) + rng.randrange(20, 80)
    return Sheet(
        np.asarray(page.image, dtype=np.uint8).copy(),
        "".join(page.characters),
        np.array(page.boxes, dtype=np.float32).reshape(-1, 4),
        np.array(page.covers, dtype=np.float32),
        np.array(page.lines, dtype=np.int32),
        np.array(page.whole, dtype=np.bool_),
    )


def _look(rng: random.Random, fonts: tuple[Family, ...]) -> _Look:
    family = rng.choices(fonts, [f.weight for f in fonts])[0]
    points = min(14.0, max(5.5, rng.gauss(8.3, 1.9)))
    pixels = round(points * POINT)
    shaped = rng.random() < 0.5
    kind = rng.random()
    files = family.plain if kind < 0.82 else family.bold if kind < 0.92 else family.italic
    plain = _face(rng.choice(files), pixels, shaped)
    bold = _face(rng.choice(family.bold), pixels, shaped)
    return _Look(
        plain,
        bold,
        pitch=round(pixels * rng.uniform(1.12, 1.75)),
        pad=round(pixels * rng.choice([0.03, 0.08, 0.15, 0.2, 0.3, 0.5])),
        ink=rng.choices([0, 60, 100], [86, 9, 5])[0],
        ruled=rng.choices(["no", "full", "across", "down", "some"], [26, 40, 14, 5, 15])[0],
        thick=rng.choices([1, 2, 3, 4, 6], [25, 34, 24, 12, 5])[0],
        line_tone=rng.choices([0, 90, 160, 200], [70, 12, 12, 6])[0],
        fill=rng.choices([255, 235, 215, 190, 20], [68, 12, 11, 6, 3])[0],
        bands=rng.random() < 0.1,
    )


def _draw_table(rng: random.Random, page: _Page, fonts: tuple[Family, ...], top: int) -> int:
    """Draw one table from ``top`` down and tell where it ends."""
    look = _look(rng, fonts)
    rows = rng.randrange(4, 24)
    rows = min(rows, (page.image.height - 60 - top) // look.pitch)
    if rows < 1:
        return page.image.height
    em = look.plain.pixels
    left = rng.randrange(40, 120)
    edges, makers = [left], []
    while True:
        width = round(em * rng.choice([2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0, 14.0]))
        if edges[-1] + width > page.image.width - 50:
            break
        edges.append(edges[-1] + width)
        makers.append(column(rng))
    if not makers:
        return top + look.pitch
    heads = rng.randrange(0, 3)
    for row in range(rows):
        y = top + row * look.pitch
        filled = (row < heads and look.fill < 255) or (look.bands and row % 2 and look.fill > 200)
        if filled:
            page.pen.rectangle((edges[0], y, edges[-1], y + look.pitch), fill=look.fill)
        tone = 255 if filled and look.fill < 100 else look.ink
        _write_row(rng, page, look, edges, makers, y, tone, row < heads)
    _rule(rng, page, look, edges, top, rows)
    if rng.random() < 0.3:
        # Text that wraps: its lines stand as close as the font sets them.
        y = top + rows * look.pitch + look.pitch
        for _ in range(rng.randrange(2, 5)):
            if y > page.image.height - 60:
                break
            text = phrase(rng) + " " + phrase(rng)
            if can_be_read(text):
                page.write(text, left, y, look.plain, look.ink)
            y += round(em * 1.16)
        return y
    return top + rows * look.pitch


def _write_row(
    rng: random.Random,
    page: _Page,
    look: _Look,
    edges: list[int],
    makers: list[tuple[object, bool]],
    y: int,
    tone: int,
    head: bool,
) -> None:
    base = y + round((look.pitch + 0.70 * look.plain.pixels) / 2)
    face = look.bold if head or rng.random() < 0.04 else look.plain
    skip = 0
    for number, (make, right) in enumerate(makers):
        if skip:
            skip -= 1
            continue
        if rng.random() < 0.04:
            continue
        text = phrase(rng) if head else make()  # type: ignore[operator]
        if not text.strip() or not can_be_read(text):
            continue
        start, end = edges[number], edges[number + 1]
        length = face.font.getlength(text)
        room = end - start - look.pad
        if length > room and rng.random() < 0.55:
            while text and length > room:
                text = text[:-1].strip()
                length = face.font.getlength(text)
            if not text:
                continue
        if length <= room:
            if right and not head:
                page.write(text, end - look.pad, base, face, tone, right=True)
            elif head and rng.random() < 0.3:
                page.write(text, start + (end - start - length) / 2, base, face, tone)
            else:
                page.write(text, start + look.pad, base, face, tone)
        elif length <= page.image.width - 40 - start - look.pad and rng.random() < 0.7:
            # Text runs over the empty cells to its right.
            while edges[min(number + 1 + skip, len(edges) - 1)] < start + length + look.pad:
                if number + 1 + skip >= len(edges) - 1:
                    break
                skip += 1
            page.overflow.append((start, start + look.pad + length, base))
            page.write(text, start + look.pad, base, face, tone)
        else:
            page.write(text, start + look.pad, base, face, tone, clip=(start, end))


def _rule(
    rng: random.Random, page: _Page, look: _Look, edges: list[int], top: int, rows: int
) -> None:
    if look.ruled == "no":
        return
    half = look.thick // 2

    def across(y: int, x0: int, x1: int) -> None:
        page.pen.rectangle((x0, y - half, x1, y - half + look.thick - 1), fill=look.line_tone)

    def down(x: int, y0: int, y1: int) -> None:
        # No line is printed where a text runs over the column's edge.
        if any(a < x < b and y0 < base <= y1 for a, b, base in page.overflow):
            return
        page.pen.rectangle((x - half, y0, x - half + look.thick - 1, y1), fill=look.line_tone)

    if look.ruled in ("full", "across"):
        for row in range(rows + 1):
            across(top + row * look.pitch, edges[0], edges[-1])
    if look.ruled in ("full", "down"):
        for x in edges:
            for row in range(rows):
                down(x, top + row * look.pitch, top + (row + 1) * look.pitch)
    if look.ruled == "some":
        for row in range(rows + 1):
            for i in range(len(edges) - 1):
                if rng.random() < 0.4:
                    across(top + row * look.pitch, edges[i], edges[i + 1])
        for x in edges:
            for row in range(rows):
                if rng.random() < 0.4:
                    down(x, top + row * look.pitch, top + (row + 1) * look.pitch)
