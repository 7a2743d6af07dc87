"""One page of a document becomes words with boxes: its text layer where it has one, else OCR."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from skolkit.intake import pdf
from skolkit.intake.paper import PageImage, page_image
from skolkit.intake.unread import MOST_BYTES, texts_in
from skolkit.intake.unseen import bounded
from skolkit.model import Document, MediaType, PageNote, PageReading, Ruling, UnseenText
from skolkit.problems import SkolkitError
from skolkit.reading.agreement import Compared, compare_with_print, figures_that_differ
from skolkit.reading.image import even_light, ink_mask
from skolkit.reading.ocr import read_image
from skolkit.reading.rulings import take_out_rulings
from skolkit.reading.textlayer import words_of
from skolkit.reading.unseen import Unseen, layer_text, unseen_of
from skolkit.settings import Settings

SMALLEST_PAGE = 200  # pixels; a smaller picture is no page, whatever its resolution
FEWEST_CHARACTERS = 3  # fewer is no text layer
SCANNED_SHARE = 0.25  # of the page's own characters: so many more, behind a picture, are a scan


def read_page(document: Document, page: int, settings: Settings) -> PageReading:
    """Read one page.

    A text layer that lies over a picture of the page is somebody else's OCR: it is not trusted,
    and the picture is read. Text that cannot be seen on the page is not read from the text layer
    either; it is told of, and kept apart. Where figures of the text layer differ from those that
    are printed, the picture is read.

    Args:
        document: an accepted document of pages.
        page: from 1.
        settings: resolution, languages, limits.

    Raises:
        SkolkitError: what opening the page raises; E_NO_ENGINE.
        TimeoutError: when reading takes longer than ``limits.page_seconds``.
    """
    image = page_image(document, page, dpi=settings.render_dpi, limits=settings.limits)
    characters: tuple[pdf.Char, ...] = ()
    noted: list[tuple[str, str]] = []
    if document.media_type is MediaType.PDF:
        characters = pdf.characters(document.path, page, image)
        noted = pdf.notes(document.path, page)
    unseen = unseen_of(characters, noted)
    if document.media_type is MediaType.PDF:
        unseen = _with_pinned(unseen, document, page, settings)
    notes, texts = unseen.notes, unseen.texts
    seen = sum(char.veil is None for char in characters)
    layer = [char for char in characters if char.veil is pdf.Veil.BEHIND]
    printed = seen >= FEWEST_CHARACTERS and len(layer) <= SCANNED_SHARE * seen
    if printed and not pdf.has_page_image(document.path, page):
        compared = compare_with_print(image, characters, settings)
        if not compared.is_disputed:
            return _from_text_layer(document, page, image, characters, unseen)
        notes = (*notes, _disputed(compared, "printed"))
        texts = bounded((*texts, layer_text(characters, "text layer that differs from the print")))
    reading = read_image(document.document_id, page, at_working_size(image, settings), settings)
    compared = figures_that_differ(layer, reading.words)
    if compared.differ:
        notes = (*notes, _disputed(compared, "read"))
        texts = bounded((*texts, layer_text(layer, "text layer of a picture")))
    return replace(reading, notes=notes, unseen=texts)


def _with_pinned(unseen: Unseen, document: Document, page: int, settings: Settings) -> Unseen:
    """Add what is in files that are pinned to the page."""
    files = pdf.pinned_files(document.path, page, MOST_BYTES)
    if not files:
        return unseen
    told = PageNote("W_ATTACHMENT", f"files pinned to the page: {len(files)}")
    said = [UnseenText("name of an embedded file", name) for name, _ in files if name]
    said += [UnseenText("file inside it", text) for text in texts_in(files, settings.limits)]
    return replace(unseen, notes=(*unseen.notes, told), texts=bounded((*unseen.texts, *said)))


def _disputed(compared: Compared, how: str) -> PageNote:
    detail = f"of {compared.count} figures compared, {compared.differ} differ from what was {how}"
    return PageNote("W_TEXT_LAYER", detail)


def _from_text_layer(
    document: Document,
    page: int,
    image: PageImage,
    characters: tuple[pdf.Char, ...],
    unseen: Unseen,
) -> PageReading:
    even = even_light(image.pixels, image.dpi)
    ink = ink_mask(even)
    point = 72.0 / image.dpi
    lines = tuple(
        Ruling(r.horizontal, r.at * point, r.start * point, r.end * point)
        for r in take_out_rulings(even, ink, image.dpi).lines
    )
    width, height = pdf.page_size(document.path, page)
    return PageReading(
        document_id=document.document_id,
        page=page,
        width=width,
        height=height,
        dpi=image.dpi,
        turn=0,
        skew=0.0,
        shear=0.0,
        method="text-layer",
        words=words_of(characters, lines),
        rulings=lines,
        covered=unseen.covered,
        ink_share=round(float(ink.mean()), 5),
        notes=unseen.notes,
        unseen=unseen.texts,
    )


def at_working_size(image: PageImage, settings: Settings) -> PageImage:
    """Scale a picture to about the working resolution, so that lengths mean the same.

    A picture without a believable resolution is taken for a sheet of A4.
    """
    height, width = image.pixels.shape
    if max(height, width) < SMALLEST_PAGE:
        return image
    long_inch = max(height, width) / image.dpi
    dpi = image.dpi if 5.0 <= long_inch <= 18.0 else max(height, width) / 11.69
    factor = settings.render_dpi / dpi
    if min(height, width) * factor < 1:
        raise SkolkitError.of(
            "E_TOO_BIG", "the page", detail="render_side_pixels: too long a strip"
        )
    if 0.95 <= factor <= 1.05:
        return PageImage(image.pixels, dpi)
    flags = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    pixels = cv2.resize(image.pixels, None, fx=factor, fy=factor, interpolation=flags)
    return PageImage(np.asarray(pixels, dtype=np.uint8), float(settings.render_dpi))
