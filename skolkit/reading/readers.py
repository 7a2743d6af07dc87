"""Who reads which line: a fast reader and Tesseract read all, a strong reader what they dispute.

The cheapest arrangement that was found to keep every number twice read: the fast net tells numbers
from words, so that each line goes to one of Tesseract's models only, and the dear reader sees the
few lines on which the two differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading import linenet, ppocr, tesseract
from skolkit.reading.disputes import doubt_disputed_digits
from skolkit.reading.image import Grey, PixelBox
from skolkit.reading.line_reading import LineReading, all_numeric
from skolkit.reading.segments import Segment, Segmented
from skolkit.reading.tesseract import ReadWord
from skolkit.reading.vote import NET, STRONG, Verdict, decide, settled
from skolkit.settings import Settings

CROP_HEIGHT = 32.0  # pixels of a capital letter in a crop: what Tesseract reads best
MARGIN = 10
TIGHT, LOOSE = 0.25, 0.35  # of the letter height: how far a crop reaches beyond the ink


@dataclass(frozen=True, slots=True)
class Crop:
    """A cut-out picture; ``x = left + (column - pad) / scale`` is where a column lies."""

    pixels: Grey
    left: int
    pad: int
    scale: float

    def on_page(self, column: float) -> float:
        """The page's x of a column of the crop."""
        return self.left + (column - self.pad) / self.scale


def tight_crop(grey: Grey, parts: Segmented, piece: Segment) -> Crop:
    """A segment cut out: all other ink painted out, letters at Tesseract's best size."""
    frame = piece.box.grown(round(TIGHT * piece.height), grey.shape)
    window = _window(frame)
    pixels = grey[window].copy()
    labels = parts.labels[window]
    own = np.isin(labels, piece.labels)
    _paint_out(pixels, (labels > 0) & ~own, own)
    scale = _scale(piece)
    if scale > 1:
        larger = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        pixels = np.asarray(larger, dtype=np.uint8)
    return Crop(np.pad(pixels, MARGIN, constant_values=255), frame.x0, MARGIN, scale)


def loose_crop(grey: Grey, parts: Segmented, piece: Segment, taken: NDArray[np.bool_]) -> Crop:
    """A segment cut out wider: only the ink of other segments is painted out.

    What was left out of every segment stays, so that a digit lost in making segments is seen.

    Args:
        grey: the page.
        parts: its segments.
        piece: the one to cut out.
        taken: for each label of ``parts.labels``, whether some segment holds it.
    """
    frame = piece.box.grown(round(LOOSE * piece.height), grey.shape)
    window = _window(frame)
    pixels = grey[window].copy()
    labels = parts.labels[window]
    own = np.isin(labels, piece.labels)
    _paint_out(pixels, taken[labels] & ~own, own)
    return Crop(pixels, frame.x0, 0, 1.0)


def taken_labels(parts: Segmented) -> NDArray[np.bool_]:
    """For each label of the page's ink, whether some segment holds it."""
    taken = np.zeros(int(parts.labels.max()) + 1, dtype=np.bool_)
    for piece in parts.segments:
        taken[list(piece.labels)] = True
    return taken


def _window(frame: PixelBox) -> tuple[slice, slice]:
    return np.s_[frame.y0 : frame.y1, frame.x0 : frame.x1]


def _paint_out(pixels: Grey, foreign: NDArray[np.bool_], own: NDArray[np.bool_]) -> None:
    grown = cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    pixels[grown & ~own] = 255


def _scale(piece: Segment) -> float:
    factor = min(3.0, CROP_HEIGHT / piece.height)
    return factor if factor > 1.05 else 1.0


def read_segments(
    even: Grey, clean: Grey, parts: Segmented, pieces: Sequence[Segment], settings: Settings
) -> list[Verdict | None]:
    """Read segments with as many readers as each needs.

    Each reader gets a cut of its own: what one cut lost, another may hold.

    Args:
        even: the upright page, rulings in it.
        clean: the same, rulings painted out.
        parts: its segments.
        pieces: those to read.
        settings: languages and thresholds.

    Returns:
        For each piece its verdict, or None where no reader read anything.

    Raises:
        SkolkitError: E_NO_ENGINE.
        TimeoutError: when Tesseract takes longer than ``limits.page_seconds``.
    """
    readings = [[reading] for reading in by_net(even, parts, pieces)]
    tight = [tight_crop(clean, parts, piece) for piece in pieces]
    number = [all_numeric(said[0].text) for said in readings]
    for language, wanted in ((settings.number_language, True), (settings.text_language, False)):
        chosen = [i for i, is_number in enumerate(number) if is_number == wanted]
        for i, reading in zip(
            chosen, by_tesseract([tight[i] for i in chosen], language, settings), strict=True
        ):
            readings[i].append(reading)
    disputed = [i for i, said in enumerate(readings) if not settled(said, settings)]
    taken = taken_labels(parts)
    loose = [loose_crop(clean, parts, pieces[i], taken) for i in disputed]
    for i, reading in zip(disputed, by_ppocr(loose), strict=True):
        readings[i].append(reading)
    return doubt_disputed_digits([decide(said, settings) for said in readings])


def by_net(even: Grey, parts: Segmented, pieces: Sequence[Segment]) -> list[LineReading]:
    """The reading of each piece by skolkit's own net."""
    windows = linenet.line_windows(even, parts, pieces)
    out = []
    for piece, read in zip(pieces, linenet.read_lines(windows), strict=True):
        margin = linenet.margin_of(piece)
        left, width = piece.box.x0 - margin, piece.box.width + 2 * margin
        middles = tuple(left + share * width for share in read.middles)
        out.append(LineReading(NET, read.text, read.probability, middles))
    return out


def by_ppocr(crops: Sequence[Crop]) -> list[LineReading]:
    """PP-OCRv6's reading of each crop."""
    out = []
    for crop, read in zip(crops, ppocr.recognise([c.pixels for c in crops]), strict=True):
        width = crop.pixels.shape[1]
        middles = tuple(crop.on_page(share * width) for share in read.middles)
        out.append(LineReading(STRONG, read.text, read.probability, middles))
    return out


def by_tesseract(crops: Sequence[Crop], language: str, settings: Settings) -> list[LineReading]:
    """Tesseract's reading of each crop; characters are taken to stand evenly in their word."""
    read = tesseract.read_lines(
        [c.pixels for c in crops], language, seconds=settings.limits.page_seconds
    )
    return [_line(language, crop, words) for crop, words in zip(crops, read, strict=True)]


def _line(language: str, crop: Crop, words: Sequence[ReadWord]) -> LineReading:
    text = ""
    middles: list[float] = []
    for word in words:
        if text:
            text += " "
            middles.append((middles[-1] + crop.on_page(word.box.x0)) / 2)
        step = word.box.width / len(word.text)
        middles += [crop.on_page(word.box.x0 + (k + 0.5) * step) for k in range(len(word.text))]
        text += word.text
    sure = min((w.confidence for w in words), default=0.0)
    return LineReading(language, text, max(0.0, sure), tuple(middles))
