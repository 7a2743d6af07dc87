"""Pages of paper to pictures: upright as they were read, or with personal data painted over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from skolkit.intake.images import PageImage
from skolkit.model import Document, PageReading, Sheet
from skolkit.privacy.mask import Labels
from skolkit.privacy.model import Found, Kind
from skolkit.privacy.needles import Needles
from skolkit.privacy.paint import cell_covers, covers, paint, png, to_pixels
from skolkit.privacy.small_groups import SmallGroup
from skolkit.problems import SkolkitError
from skolkit.running.docket import Docket
from skolkit.running.store import Store, load_page
from skolkit.running.wire import to_data
from skolkit.running.workers import Job, Pool
from skolkit.settings import Settings

SHOWN_DPI = 150.0  # what a screen or a printed report needs
_HEAD = 26  # pixels of the strip that says where a page is from


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of the pages that are to be shown, unmasked."""

    dockets: Sequence[Docket]
    sheets: Sequence[Sheet]  # typed
    found: Mapping[str, Sequence[Found]]  # by sheet_id
    groups: Mapping[str, Sequence[SmallGroup]]  # by sheet_id
    published_ids: Mapping[str, str]  # the document_id under which a document is published
    demo: bool


@dataclass(frozen=True, slots=True)
class MaskedPage:
    """One page with personal data painted over; ``png`` is None where nobody knows where."""

    document_id: str  # as published
    page: int
    png: bytes | None


def upright_page(
    document: Document, reading: PageReading, settings: Settings, pool: Pool, scratch: Path
) -> PageImage:
    """Have a worker stand a page's picture upright; files of strangers are opened only there.

    Args:
        document: what the page is of.
        reading: how it was read; says how it was turned.
        settings: the run's.
        pool: the workers.
        scratch: a private folder; nothing is left in it.

    Raises:
        SkolkitError: what is wrong with the page.
    """
    path = scratch / "page.npy"
    payload = {
        "document": to_data(document),
        "page": reading.page,
        "settings": to_data(settings),
        "reading": to_data(replace(reading, words=(), rulings=())),
        "out": str(path),
    }
    seconds = settings.limits.page_seconds
    job = Job("picture_one_page", payload, document.name, reading.page, seconds, "page_seconds")
    (outcome,) = pool.run([job])
    if outcome.problem is not None:
        raise SkolkitError(outcome.problem)
    pixels = np.load(path, allow_pickle=False)
    path.unlink()
    return PageImage(pixels, float(outcome.result["dpi"]))


def masked_pages(
    paper: Paper, labels: Labels, store: Store, settings: Settings, pool: Pool, scratch: Path
) -> Iterator[MaskedPage]:
    """Paint over the personal data of all pages.

    Args:
        paper: the collection, with all that was found in it.
        labels: those that its sheets were masked with; what is found only here is added.
        store: holds the readings of the pages.
        settings: the run's.
        pool: the workers.
        scratch: a private folder; nothing is left in it.

    Yields:
        Each page that was read, in the order of the documents.
    """
    needles = Needles.of(labels.needles)
    for docket in paper.dockets:
        document = docket.document
        if document is None or not docket.is_open or not document.media_type.is_paged:
            continue
        shown_id = paper.published_ids[document.document_id]
        for page in sorted(docket.facts):
            reading = load_page(store.page_path(document, page), document)
            if reading is None:
                continue
            image = upright_page(document, reading, settings, pool, scratch)
            drawn = _painted(paper, document, reading, image, labels, needles)
            if drawn is not None:
                drawn = _headed(drawn, f"{shown_id}, {page}/{document.pages}", demo=paper.demo)
            yield MaskedPage(shown_id, page, None if drawn is None else png(drawn))


def _painted(
    paper: Paper,
    document: Document,
    reading: PageReading,
    image: PageImage,
    labels: Labels,
    needles: Needles,
) -> NDArray[np.uint8] | None:
    def label(kind: Kind, text: str) -> str:
        """The label alone: a domain in white on black would be read as an address again."""
        return labels.label(kind, text).partition("@")[0]

    found = list(covers(reading, labels.spans, needles=needles, label=label))
    for sheet in paper.sheets:
        if sheet.document_id != document.document_id:
            continue
        own = paper.found.get(sheet.sheet_id, ())
        groups = paper.groups.get(sheet.sheet_id, ())
        try:
            found += cell_covers(sheet, own, reading.page, groups=groups, label=label)
        except ValueError:  # a masked cell without a place: the page must not be shown
            return None
    small = _shrunk(image)
    return paint(small, to_pixels(found, SHOWN_DPI, small.shape))


def _shrunk(image: PageImage) -> NDArray[np.uint8]:
    scale = SHOWN_DPI / image.dpi
    height, width = image.pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    shrunk = cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, dtype=np.uint8)


def _headed(pixels: NDArray[np.uint8], said: str, *, demo: bool) -> NDArray[np.uint8]:
    """A page under a strip that says what it is, and DEMO on what is invented."""
    strip = Image.new("L", (pixels.shape[1], _HEAD), 40)
    told = f"DEMO  {said}" if demo else said
    font = ImageFont.load_default(size=_HEAD * 0.6)
    ImageDraw.Draw(strip).text((8, _HEAD / 2), told, font=font, fill=255, anchor="lm")
    return np.vstack([np.asarray(strip, dtype=np.uint8), pixels])
