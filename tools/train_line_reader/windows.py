"""A drawn page goes through the project's own reading up to the segments; each gives a sample."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from skolkit.intake.paper import PageImage
from skolkit.reading.broken import take_out_broken_lines
from skolkit.reading.image import Grey, PixelBox, even_light, ink_mask, open_black_fills
from skolkit.reading.linenet import BESIDE, line_window, owners_of
from skolkit.reading.page import at_working_size
from skolkit.reading.rulings import take_out_rulings
from skolkit.reading.segments import Segment, Segmented, segment
from skolkit.settings import Settings
from tools.train_line_reader.damage import scanned
from tools.train_line_reader.fonts import Family
from tools.train_line_reader.sheets import DPI, Sheet, draw_sheet
from tools.train_line_reader.texts import folded

WIDEST = 640  # pixels of a window that is trained on
INK, DARK = 204, 128  # grey levels of an evened page below which a pixel counts as ink, as dark
KEPT = 0.72  # of a character's ink that is still there; with less nobody could read it ...
KEPT_MARK = 0.40  # ... of a comma's or a dash's
OPEN = 0.12  # of a character's white that is still white
OWNED = 0.65  # of a character's ink that one segment has; else it is broken over several
UPRIGHT = 0.65  # of its letters' height that a segment takes for its height


@dataclass(frozen=True, slots=True)
class Sample:
    """A window and what it says."""

    window: Grey
    text: str


def samples_of_page(seed: int, level: str, fonts: tuple[Family, ...]) -> list[Sample]:
    """Draw, damage and segment one page; the samples of all segments whose truth is clear."""
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    sheet = draw_sheet(rng, fonts)
    scan = scanned(sheet.pixels, level, np.random.default_rng(seed))
    settings = Settings()
    image = at_working_size(PageImage(scan.pixels, scan.dpi), settings)
    even = open_black_fills(even_light(image.pixels, image.dpi), image.dpi).grey
    ruled = take_out_rulings(even, ink_mask(even), image.dpi)
    clean, broken = take_out_broken_lines(ruled.ink, image.dpi)
    parts = segment(clean, (*ruled.lines, *broken), image.dpi)
    boxes = _moved(sheet, scan.placed, image.dpi / DPI)
    return _matched(even, parts, sheet, boxes)


def _moved(sheet: Sheet, placed: NDArray[np.float64], scale: float) -> NDArray[np.int64]:
    """The characters' boxes on the scanned page, in whole pixels."""
    corners = sheet.boxes.reshape(-1, 2) @ placed[:, :2].T + placed[:, 2]
    boxes = (corners * scale).reshape(-1, 4)
    boxes[:, :2] = np.floor(boxes[:, :2])
    boxes[:, 2:] = np.ceil(boxes[:, 2:])
    return boxes.astype(np.int64)


def _matched(even: Grey, parts: Segmented, sheet: Sheet, boxes: NDArray[np.int64]) -> list[Sample]:
    owners = owners_of(parts)
    h, w = even.shape
    usual = parts.glyph_height
    truth = _Truth(sheet, boxes, np.zeros(len(boxes), np.int64), np.zeros(len(boxes), np.bool_))
    groups: dict[int, list[int]] = {}
    for i, (left, top, right, bottom) in enumerate(boxes.tolist()):
        x0, y0, x1, y1 = max(0, left), max(0, top), min(w, right), min(h, bottom)
        if x1 <= x0 or y1 <= y0 or sheet.characters[i].isspace():
            continue
        mine = owners[parts.labels[y0:y1, x0:x1]]
        mine = mine[mine > 0]
        whole = True
        if len(mine):
            counts = np.bincount(mine)
            truth.owner[i] = int(counts.argmax())
            groups.setdefault(int(truth.owner[i]), []).append(i)
            whole = bool(counts.max() >= OWNED * len(mine))
        shown = even[y0:y1, x0:x1]
        truth.seen[i] = whole and _readable(shown, float(sheet.covers[i]), usual)
    samples = []
    for number, piece in enumerate(parts.segments, start=1):
        members = groups.get(number)
        if members is None:
            # Noise that was taken for a segment reads as nothing.
            text = "" if number % 3 == 0 and not truth.any_in(piece.box) else None
        else:
            text = truth.text_of(piece, members)
        if text is None:
            continue
        window = line_window(even, parts.labels, piece, owners)
        if window.shape[1] <= WIDEST:
            samples.append(Sample(window, text))
    return samples


def _readable(shown: Grey, cover: float, usual: float) -> bool:
    """Whether enough of a character's ink and of its white is left for anybody to read it."""
    mark = max(shown.shape) < 0.5 * usual
    if (shown < INK).mean() < (KEPT_MARK if mark else KEPT) * cover:
        return False
    return mark or cover > 0.75 or bool((shown >= DARK).mean() >= OPEN * (1 - cover))


@dataclass(frozen=True, slots=True)
class _Truth:
    """The characters of a page, the segment with most of each one's ink, and whether it shows."""

    sheet: Sheet
    boxes: NDArray[np.int64]
    owner: NDArray[np.int64]
    seen: NDArray[np.bool_]

    def any_in(self, box: PixelBox) -> bool:
        """Whether any character's ink box meets this place."""
        b = self.boxes
        across = (b[:, 0] < box.x1) & (b[:, 2] > box.x0)
        return bool((across & (b[:, 1] < box.y1) & (b[:, 3] > box.y0)).any())

    def text_of(self, piece: Segment, members: list[int]) -> str | None:
        """What a segment says, or ``None`` where that is not clear."""
        if piece.height < UPRIGHT * np.median(self.boxes[members, 3] - self.boxes[members, 1]):
            return None  # a piece of broken letters
        by_line: dict[int, list[int]] = {}
        for i in members:
            by_line.setdefault(int(self.sheet.lines[i]), []).append(i)
        spans = []
        for line in by_line.values():
            span = self._span(piece, min(line), max(line))
            if span is None:
                return None
            spans.append(span)
        spans.sort(key=lambda s: int(self.boxes[s[0], 0]))
        text, end, level = "", 0, (0, 0)
        for low, high in spans:
            chosen = self.boxes[low : high + 1]
            now = (int(chosen[:, 1].min()), int(chosen[:, 3].max()))
            if text:
                shared = min(level[1], now[1]) - max(level[0], now[0])
                if shared < 0.5 * min(level[1] - level[0], now[1] - now[0]):
                    return None  # two lines of text in one segment
                gap = int(chosen[:, 0].min()) - end
                if gap < -0.2 * piece.height:
                    return None  # one text over another
                text += " " if gap > 0.25 * piece.height else ""
            text += self.sheet.characters[low : high + 1]
            end, level = int(chosen[:, 2].max()), now
        return " ".join(folded(text).split())

    def _span(self, piece: Segment, low: int, high: int) -> tuple[int, int] | None:
        """First and last character of one line that a segment's window shows."""
        number = int(self.owner[low])
        margin = BESIDE * piece.height
        left, right = piece.box.x0 - margin, piece.box.x1 + margin
        for step in (-1, 1):
            # Ink that no segment claims stays in the window: it is read if it is in it whole.
            at = low if step < 0 else high
            while True:
                at += step
                if not 0 <= at < len(self.boxes) or self.sheet.lines[at] != self.sheet.lines[low]:
                    break
                if self.sheet.characters[at].isspace():
                    continue
                x0, x1 = int(self.boxes[at, 0]), int(self.boxes[at, 2])
                if self.owner[at] != 0 or x1 <= left or x0 >= right or not self.seen[at]:
                    break
                if x0 < left or x1 > right:
                    return None
                low, high = min(low, at), max(high, at)
        for at in range(low, high + 1):
            if self.sheet.characters[at].isspace():
                continue
            if self.owner[at] not in (0, number) or not self.seen[at] or not self.sheet.whole[at]:
                return None
        return low, high
