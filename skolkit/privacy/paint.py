"""A page's picture without personal data: what is to go is painted over in the pixels themselves.

Where to paint comes from the words that were read on the page. The picture is packed anew from its
pixels, so that nothing of the file it came from (metadata, thumbnails, what lay under a box) goes
along.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from skolkit.model import Box, PageReading, Sheet, Word
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.privacy.needles import Needles
from skolkit.privacy.small_groups import SmallGroup
from skolkit.privacy.suppress import shown_as
from skolkit.reading.image import PixelBox

MARGIN = 1.5  # points around a word: letters reach over the box that a reader gives them
_FILL, _INK = 0, 255
_COLUMN_GAP = 1.5  # heights of a word from which neighbours stand in different columns
_RUN = 8  # words that a value may be broken over
_LEAST_LETTERS = 7  # pixels; smaller labels cannot be read

Spans = Callable[[str], Sequence[Span]]
Label = Callable[[Kind, str], str]


@dataclass(frozen=True, slots=True)
class Cover:
    """A box to paint, in points, and what to write on it, e.g. ``[personnummer 3]``."""

    box: Box
    label: str = ""


@dataclass(frozen=True, slots=True)
class PixelCover:
    """A box to paint, in pixels, and what to write on it."""

    box: PixelBox
    label: str = ""


def covers(
    reading: PageReading,
    spans: Spans,
    *,
    needles: Needles | None = None,
    label: Label = lambda kind, text: "",
) -> tuple[Cover, ...]:
    """The boxes of a page that hold personal data.

    Args:
        reading: the words of the page with their boxes.
        spans: finds personal data in a text.
        needles: values that were masked elsewhere, and are to go here too.
        label: names what was found.

    Returns:
        A box for each stretch of words on a line, in points of the reading. A value broken over
        several words, or over the end of a line, is covered whole; where only another reading of a
        word tells, its whole part of the line is covered. What only the table shows (a date of
        birth in one column, four digits in the next) is not found here: add those of
        ``cell_covers``.
    """
    found: list[Cover] = []
    parts = [part for line in _lines(reading.words) for part in _columns(line)]
    for words in parts:
        if any(_tells(rival, spans, needles) for word in words for rival in word.rivals):
            found += [Cover(box) for box in _by_line(words)]
    for words in (*parts, *_over_line_ends(parts)):
        text, starts = _joined(words)
        for span in spans(text):
            if span.decision is Decision.MASK:
                held = [
                    word
                    for word, start in zip(words, starts, strict=True)
                    if start < span.end and span.start < start + len(word.text)
                ]
                name = label(span.kind, text[span.start : span.end])
                found += [Cover(box, name) for box in _by_line(held)]
        if needles is not None and needles.find(text):
            for run in _least_runs(words, needles):
                found += [Cover(box) for box in _by_line(run)]
    return tuple(_without_doubles(found))


def cell_covers(
    sheet: Sheet,
    found: Iterable[Found],
    page: int,
    *,
    groups: Iterable[SmallGroup] = (),
    label: Label = lambda kind, text: "",
) -> tuple[Cover, ...]:
    """The boxes of a page's cells in which something was masked, whole.

    Args:
        sheet: as rebuilt, with the boxes of its cells.
        found: what was found on it, decided; what is kept is passed over.
        page: the page that is painted.
        groups: of ``small_groups``; they are painted too.
        label: names what was found.

    Returns:
        A box for each cell, in points of the page, by place. A cell gives the page that it was
        taken from alone: a copy of it on another page is for ``covers`` with needles to find.

    Raises:
        ValueError: if a masked cell of the page has no box. The page must not be shown then, since
            nobody knows where to paint.
    """
    names: dict[tuple[int, int], dict[str, None]] = {}
    for one in sorted(found, key=lambda one: (one.row, one.column, one.span.start)):
        if one.sheet_id == sheet.sheet_id and one.span.decision is Decision.MASK:
            name = label(one.span.kind, one.text[one.span.start : one.span.end])
            names.setdefault((one.row, one.column), {}).setdefault(name)
    for group in groups:
        if group.sheet_id == sheet.sheet_id:
            names.setdefault((group.row, group.column), {shown_as(group): None})
    placed: list[Cover] = []
    for cell in sheet.cells:
        told = names.get((cell.row, cell.column))
        if told is None or cell.page != page:
            continue
        if cell.box is None:
            raise ValueError(f"no box for row {cell.row}, column {cell.column} of {sheet.sheet_id}")
        placed.append(Cover(cell.box, " ".join(filter(None, told))))
    return tuple(_without_doubles(placed))


def to_pixels(
    found: Iterable[Cover], dpi: float, shape: tuple[int, ...], *, margin: float = MARGIN
) -> tuple[PixelCover, ...]:
    """Boxes in points to boxes in pixels with a margin, rounded outwards, inside the picture.

    Args:
        found: boxes of ``covers``.
        dpi: pixels an inch of the picture that they are painted on.
        shape: height and width of the picture.
        margin: points added on each side.
    """
    scale = dpi / 72
    placed = []
    for cover in found:
        box = cover.box
        pixels = PixelBox(
            min(max(0, math.floor((box.x0 - margin) * scale)), shape[1]),
            min(max(0, math.floor((box.y0 - margin) * scale)), shape[0]),
            min(max(0, math.ceil((box.x1 + margin) * scale)), shape[1]),
            min(max(0, math.ceil((box.y1 + margin) * scale)), shape[0]),
        )
        if pixels.width and pixels.height:
            placed.append(PixelCover(pixels, cover.label))
    return tuple(placed)


def paint(pixels: NDArray[np.uint8], found: Iterable[PixelCover]) -> NDArray[np.uint8]:
    """A copy of a picture with boxes filled black, and their labels in white where they fit.

    Args:
        pixels: height x width grey, or height x width x 3.
        found: boxes of ``to_pixels``. Of two labels at one place the later one is written.
    """
    painted = pixels.copy()
    placed = tuple(found)
    for cover in placed:
        box = cover.box
        painted[box.y0 : box.y1, box.x0 : box.x1] = _FILL
    labelled = _apart([cover for cover in placed if cover.label])
    if not labelled:
        return painted
    image = Image.fromarray(painted)
    pen = ImageDraw.Draw(image)
    ink = _INK if painted.ndim == 2 else (_INK, _INK, _INK)
    for cover in labelled:
        _write(pen, cover, ink)
    return np.asarray(image, dtype=np.uint8)


def _apart(labelled: Sequence[PixelCover]) -> list[PixelCover]:
    """Those whose labels lie over none that comes later."""
    kept: list[PixelCover] = []
    for cover in reversed(labelled):
        if not any(_share_a_place(cover.box, other.box) for other in kept):
            kept.append(cover)
    return kept


def _share_a_place(one: PixelBox, two: PixelBox) -> bool:
    """Whether two boxes have half of the smaller in common."""
    width = min(one.x1, two.x1) - max(one.x0, two.x0)
    height = min(one.y1, two.y1) - max(one.y0, two.y0)
    smaller = min(one.width * one.height, two.width * two.height)
    return width > 0 and height > 0 and 2 * width * height >= smaller


def _write(pen: ImageDraw.ImageDraw, cover: PixelCover, ink: int | tuple[int, int, int]) -> None:
    box = cover.box
    size = box.height * 0.8
    wide = ImageFont.load_default(size=max(size, 1.0)).getlength(cover.label)
    size *= min(1.0, 0.95 * box.width / max(wide, 1.0))
    if size < _LEAST_LETTERS:
        return
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    pen.text(middle, cover.label, font=ImageFont.load_default(size=size), fill=ink, anchor="mm")


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Pack pixels as PNG: the pixels and nothing else, the same bytes every time."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Words by the line that they stand on, from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.box.y0 + each.box.y1, each.box.x0)):
        middle = (word.box.y0 + word.box.y1) / 2
        for line in reversed(lines[-8:]):
            last = line[-1].box
            if last.y0 <= middle <= last.y1:
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda each: each.box.x0) for line in lines]


def _columns(line: Sequence[Word]) -> Iterator[list[Word]]:
    """The parts of a line that stand in one column."""
    part = [line[0]]
    for before, word in pairwise(line):
        far = word.box.x0 - before.box.x1
        if far > _COLUMN_GAP * max(before.box.height, word.box.height):
            yield part
            part = []
        part.append(word)
    yield part


def _over_line_ends(parts: Sequence[list[Word]]) -> Iterator[list[Word]]:
    """The end of each part with the start of the part right below it."""
    for index, part in enumerate(parts):
        box = part[-1].box
        for below in parts[index + 1 : index + 24]:
            first = below[0].box
            near = 0 <= first.y0 - box.y0 <= 2.5 * max(box.height, first.height)
            if near and first.y0 >= (box.y0 + box.y1) / 2 and _side_by_side(part, below):
                yield [*part[-_RUN:], *below[:_RUN]]
                break


def _side_by_side(upper: Sequence[Word], lower: Sequence[Word]) -> bool:
    return upper[0].box.x0 < lower[-1].box.x1 and lower[0].box.x0 < upper[-1].box.x1


def _joined(words: Sequence[Word]) -> tuple[str, list[int]]:
    """The words as a text, with the offset of each."""
    text = ""
    starts = []
    for before, word in zip([None, *words], words, strict=False):
        if before is not None:
            below = word.box.y0 >= (before.box.y0 + before.box.y1) / 2
            text += "\n" if below else " "
        starts.append(len(text))
        text += word.text
    return text, starts


def _least_runs(words: Sequence[Word], needles: Needles) -> Iterator[Sequence[Word]]:
    """The shortest runs of words that hold a known value."""
    taken: set[int] = set()
    for length in range(1, min(_RUN, len(words)) + 1):
        for start in range(len(words) - length + 1):
            run = range(start, start + length)
            if taken.isdisjoint(run) and needles.find(_joined(words[start : start + length])[0]):
                taken.update(run)
                yield words[start : start + length]
    if not taken:
        yield words


def _by_line(words: Sequence[Word]) -> list[Box]:
    """One box for the words of each line."""
    boxes: list[Box] = []
    for word in words:
        middle = (word.box.y0 + word.box.y1) / 2
        if boxes and boxes[-1].y0 <= middle <= boxes[-1].y1:
            boxes[-1] = boxes[-1].union(word.box)
        else:
            boxes.append(word.box)
    return boxes


def _tells(text: str, spans: Spans, needles: Needles | None) -> bool:
    if needles is not None and needles.find(text):
        return True
    return any(span.decision is Decision.MASK for span in spans(text))


def _without_doubles(found: Sequence[Cover]) -> Iterator[Cover]:
    """Each box once, with its label if one of its finders had one; none inside another."""
    largest = sorted(
        found, key=lambda each: (-each.box.width * each.box.height, not each.label, each.label)
    )
    kept: list[Cover] = []
    for cover in largest:
        if not any(_holds(other.box, cover.box) for other in kept):
            kept.append(cover)
    yield from sorted(kept, key=lambda each: (each.box.y0, each.box.x0, each.box.x1, each.box.y1))


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 <= inner.x0
        and outer.y0 <= inner.y0
        and inner.x1 <= outer.x1
        and inner.y1 <= outer.y1
    )
