"""A page image becomes words: upright, even, rulings out, segments, two readings of each segment.

Every segment is read with the model for numbers and with the model for text. A number is taken
from the first and stands undoubted only where the second says the same; words are taken from the
second. Two models of one engine are a weak second opinion, so the doubt is kept with the word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from skolkit.intake.paper import PageImage
from skolkit.model import Box, Doubt, PageReading, Ruling, Word
from skolkit.reading import tesseract
from skolkit.reading.broken import take_out_broken_lines
from skolkit.reading.glyphs import Spelled, glyphs_of, settle_by_glyphs
from skolkit.reading.image import Grey, PixelBox, even_light, ink_mask, open_black_fills
from skolkit.reading.readers import read_segments, tight_crop
from skolkit.reading.rulings import PixelRuling, take_out_rulings
from skolkit.reading.segments import Segment, Segmented, segment
from skolkit.reading.tesseract import ReadWord
from skolkit.reading.upright import lines_run_down, skew_of, straighten, turned
from skolkit.reading.words import PixelWord, words_of
from skolkit.settings import Settings

SAMPLE = 24  # segments that are read both ways up to tell which way is up


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page image turned and straightened, evened, with what was done to it."""

    grey: Grey
    dpi: float
    turn: int
    skew: float
    shear: float
    covered: tuple[PixelBox, ...]


def read_image(document_id: str, page: int, image: PageImage, settings: Settings) -> PageReading:
    """Read one page image.

    Args:
        document_id: whose page it is.
        page: its number from 1.
        image: grey pixels and their resolution.
        settings: languages and limits.

    Returns:
        Words, rulings and covered places in points on the upright page.

    Raises:
        SkolkitError: E_NO_ENGINE.
        TimeoutError: when the page takes longer than ``limits.page_seconds``.
    """
    even = even_light(image.pixels, image.dpi)
    if not ink_mask(even).any():
        return _blank(document_id, page, image)
    upright = make_upright(even, image.dpi, settings)
    ink = ink_mask(upright.grey)
    ruled = take_out_rulings(upright.grey, ink, upright.dpi)
    clean, broken = take_out_broken_lines(ruled.ink, upright.dpi)
    ruled.grey[ruled.ink & ~clean] = 255
    lines = (*ruled.lines, *broken)
    parts = segment(clean, lines, upright.dpi)
    words = _read_segments(upright.grey, ruled.grey, parts, settings)
    point = 72.0 / upright.dpi
    return PageReading(
        document_id=document_id,
        page=page,
        width=upright.grey.shape[1] * point,
        height=upright.grey.shape[0] * point,
        dpi=upright.dpi,
        turn=upright.turn,
        skew=round(upright.skew, 3),
        shear=round(upright.shear, 3),
        method="ocr",
        words=tuple(_on_paper(word, point) for word in words),
        rulings=tuple(_ruling(line, point) for line in lines),
        covered=tuple(_box(box, point) for box in upright.covered),
        ink_share=round(float(ruled.ink.mean()), 5),
    )


def _blank(document_id: str, page: int, image: PageImage) -> PageReading:
    """The reading of a page without any ink: nothing to turn, straighten or read."""
    height, width = image.pixels.shape
    point = 72.0 / image.dpi
    size = (width * point, height * point)
    return PageReading(document_id, page, *size, image.dpi, 0, 0.0, 0.0, "ocr", (), ())


def make_upright(even: Grey, dpi: float, settings: Settings) -> UprightPage:
    """Turn an evened page so that its text stands upright and its lines run straight."""
    opened = open_black_fills(even, dpi)
    grey, turn = opened.grey, 0
    if lines_run_down(ink_mask(grey), dpi):
        grey, turn = turned(grey, 90), 90
    straight, skew, shear = _straight(grey)
    if _upside_down(straight, dpi, settings):
        straight, turn = turned(straight, 180), turn + 180  # which leaves both slopes as they were
    if turn or skew or shear:
        opened = open_black_fills(straight, dpi)
        straight = opened.grey
    return UprightPage(straight, dpi, turn, skew, shear, opened.covered)


def _straight(grey: Grey) -> tuple[Grey, float, float]:
    skew, shear = skew_of(ink_mask(grey))
    if abs(skew) < 0.02 and abs(shear) < 0.02:
        return grey, 0.0, 0.0
    return straighten(grey, skew, shear), skew, shear


def _upside_down(grey: Grey, dpi: float, settings: Settings) -> bool:
    """Whether a sample of the page reads clearly better upside down."""
    ruled = take_out_rulings(grey, ink_mask(grey), dpi)
    parts = segment(ruled.ink, ruled.lines, dpi)
    wordy = [s for s in parts.segments if 3 <= len(s.labels) <= 40]
    wordy.sort(key=lambda s: (-min(len(s.labels), 12), s.box.y0, s.box.x0))
    crops = [tight_crop(ruled.grey, parts, s).pixels for s in wordy[: SAMPLE * 3 : 3] or wordy]
    if len(crops) < 3:
        return False
    both = [*crops, *(turned(crop, 180) for crop in crops)]
    read = tesseract.read_lines(both, settings.text_language, seconds=settings.limits.page_seconds)
    sure = [_weight(words) for words in read]
    this, other = sum(sure[: len(crops)]), sum(sure[len(crops) :])
    return other > 1.3 * this and other > 0.7


def _weight(words: Sequence[ReadWord]) -> float:
    """How sure a reading is: confident words of letters or digits count, the rest does not."""
    clear = [w.confidence for w in words if len(re.findall(r"\w", w.text)) >= 2]
    return sum(max(0.0, c - 0.5) for c in clear)


def _read_segments(
    even: Grey, clean: Grey, parts: Segmented, settings: Settings
) -> list[PixelWord]:
    words = [PixelWord(p.marks, _mark_box(p), 0.9, None) for p in parts.segments if p.marks]
    wordy = [piece for piece in parts.segments if not piece.marks]
    spelled: list[Spelled] = []
    for piece, verdict in zip(
        wordy, read_segments(even, clean, parts, wordy, settings), strict=True
    ):
        hashes = count_hashes(
            tight_crop(clean, parts, piece).pixels, verdict.text if verdict else ""
        )
        if hashes:
            words.append(PixelWord("#" * hashes, piece.box, 0.9, Doubt.HASHES))
        elif verdict is not None:
            spelled += [Spelled(w, glyphs_of(w, piece)) for w in words_of(verdict, piece)]
        elif len(piece.labels) > 1:
            words.append(PixelWord("", piece.box, 0.0, Doubt.UNREADABLE))
    return words + settle_by_glyphs(spelled)


def _mark_box(piece: Segment) -> PixelBox:
    """The box of marks, grown to a letter's height, so that they share a row with letters."""
    grow = max(0, round((0.7 * piece.height - piece.box.height) / 2))
    return PixelBox(piece.box.x0, max(0, piece.box.y0 - grow), piece.box.x1, piece.box.y1 + grow)


def count_hashes(crop: Grey, text: str) -> int:
    """How many # a crop shows if it is ##### all through, as a too narrow column prints; else 0.

    Readers take # for H, E or F. It is told by its shape: glyphs all alike, each with two strokes
    down and two across.
    """
    if not re.fullmatch(r"[#HEFRITLMWBKN4i ]{2,}", text) or not re.search("[#H]", text):
        return 0
    ink = (crop < 140).astype(np.uint8)
    columns = np.flatnonzero(ink.any(axis=0))
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(columns):
        return 0
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height = ink.shape[0]
    # Rows inked nearly all through are the cross strokes: a row of H has one, a row of # two.
    full = (ink.mean(axis=1) > 0.72).astype(np.int8)
    strokes = int((np.diff(np.concatenate(([0], full))) == 1).sum())
    if strokes != 2:
        return 0
    return max(2, round(int(ink.shape[1]) / (0.76 * int(height))))


def _on_paper(word: PixelWord, point: float) -> Word:
    box = _box(word.box, point)
    sure = round(word.confidence, 3)
    return Word(word.text, box, sure, f"ocr/{word.how}", word.doubt, word.rivals)


def _box(box: PixelBox, point: float) -> Box:
    return Box(
        round(box.x0 * point, 2),
        round(box.y0 * point, 2),
        round(box.x1 * point, 2),
        round(box.y1 * point, 2),
    )


def _ruling(line: PixelRuling, point: float) -> Ruling:
    return Ruling(
        line.horizontal,
        round(line.at * point, 2),
        round(line.start * point, 2),
        round(line.end * point, 2),
    )
