"""A page image becomes words: taken apart into segments, each read by readers of two kinds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from skolkit.intake.paper import PageImage
from skolkit.model import Box, Doubt, PageReading, Ruling, Word
from skolkit.reading.glyphs import Spelled, glyphs_of, settle_by_glyphs
from skolkit.reading.image import Grey, PixelBox, PixelRuling, even_light, ink_mask
from skolkit.reading.laid import LaidPage, lay_out
from skolkit.reading.lost_digits import doubt_lost_digits
from skolkit.reading.readers import read_segments, tight_crop
from skolkit.reading.segments import Segment
from skolkit.reading.shapes import doubt_odd_shapes
from skolkit.reading.signs import doubt_faint_signs
from skolkit.reading.words import PixelWord, words_of
from skolkit.settings import Settings


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
    laid = lay_out(even, image.dpi)
    words = [_scratched(word, laid.scratches) for word in _read_segments(laid, settings)]
    point = 72.0 / laid.dpi
    return PageReading(
        document_id=document_id,
        page=page,
        width=laid.even.shape[1] * point,
        height=laid.even.shape[0] * point,
        dpi=laid.dpi,
        turn=laid.turn,
        skew=round(laid.skew, 3),
        shear=round(laid.shear, 3),
        method="ocr",
        words=tuple(_on_paper(word, point) for word in words),
        rulings=tuple(_ruling(line, point) for line in laid.lines),
        covered=tuple(_box(box, point) for box in laid.covered),
        ink_share=round(laid.ink_share, 5),
    )


def _blank(document_id: str, page: int, image: PageImage) -> PageReading:
    """The reading of a page without any ink: nothing to turn, straighten or read."""
    height, width = image.pixels.shape
    point = 72.0 / image.dpi
    size = (width * point, height * point)
    return PageReading(document_id, page, *size, image.dpi, 0, 0.0, 0.0, "ocr", (), ())


def _read_segments(laid: LaidPage, settings: Settings) -> list[PixelWord]:
    parts = laid.parts
    words = [PixelWord(p.marks, _mark_box(p), 0.9, None) for p in parts.segments if p.marks]
    wordy = [piece for piece in parts.segments if not piece.marks]
    spelled: list[Spelled] = []
    for piece, verdict in zip(
        wordy, read_segments(laid.even, laid.clean, parts, wordy, settings), strict=True
    ):
        hashes = count_hashes(
            tight_crop(laid.clean, parts, piece).pixels, verdict.text if verdict else ""
        )
        if hashes:
            words.append(PixelWord("#" * hashes, piece.box, 0.9, Doubt.HASHES))
        elif verdict is not None:
            spelled += [Spelled(w, glyphs_of(w, piece)) for w in words_of(verdict, piece)]
        elif len(piece.labels) > 1:
            words.append(PixelWord("", piece.box, 0.0, Doubt.UNREADABLE))
    settled = doubt_faint_signs(settle_by_glyphs(spelled), spelled, laid.clean)
    settled = doubt_lost_digits(settled, spelled, words, laid.clean)
    return words + doubt_odd_shapes(settled, spelled, laid.clean)


def _scratched(word: PixelWord, scratches: Sequence[PixelRuling]) -> PixelWord:
    """The word, doubted where a scratch runs through a figure: a stroke more makes a 3 an 8."""
    box = word.box
    if word.doubt is None and any(c.isdigit() for c in word.text):
        for line in scratches:
            across, along = ((box.y0, box.y1), (box.x0, box.x1))
            if not line.horizontal:
                across, along = along, across
            if across[0] < line.at < across[1] and line.start < along[1] and line.end > along[0]:
                return replace(word, doubt=Doubt.COVERED)
    return word


def _mark_box(piece: Segment) -> PixelBox:
    """The box of marks, grown to a letter's height, so that they share a row with letters."""
    grow = max(0, round((0.7 * piece.height - piece.box.height) / 2))
    return PixelBox(piece.box.x0, max(0, piece.box.y0 - grow), piece.box.x1, piece.box.y1 + grow)


def count_hashes(crop: Grey, text: str) -> int:
    """How many # a crop shows if it is ##### all through, as a too narrow column prints; else 0.

    Where the readers take most of it for #, it is. Some take # for H, E or F: then it is told by
    its shape, glyphs all alike, each with two strokes down and two across.
    """
    said = text.replace(" ", "")
    if re.fullmatch(r"[#HIlit1+*]{2,}", said) and 2 * said.count("#") >= len(said):
        return len(said)
    if not re.fullmatch(r"[#HEFRITLMWBKN4i]{2,}", said) or not re.search("[#H]", said):
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
    sure = round(word.confidence, 2)
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
