"""Turns pages of a PDF into pictures and characters; with its parts alone it calls pdfium.

Its parts are ``pdfattached``, ``pdfchars``, ``pdfobjects`` and ``pdfveil``, which work on what is
opened here.
pdfium is not thread-safe: call this from one thread of a process only. Every function opens the
file, takes what it needs and closes every handle again, so that nothing outlives the call.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from skolkit.intake import pdfattached
from skolkit.intake.frame import POINTS_PER_INCH, Frame
from skolkit.intake.images import PageImage
from skolkit.intake.pdfchars import Char, Veil, read_placed
from skolkit.intake.pdfobjects import images, note_texts
from skolkit.intake.pdfveil import judge
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

PAGE_IMAGE_SHARE = 0.6  # an image under this share of the page is an illustration, not a scan
PAGE_IMAGE_DPI = 40.0  # coarser than this it is a tint or a background, not a scan
_LOOK_DPI = 150.0
_MOST_VERSIONS = 5
_MOST_VERSION_BYTES = 64 * 2**20

__all__ = ["Char", "PdfFacts", "Veil"]


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a PDF is before any page is drawn: page sizes as displayed, in points, and more."""

    sizes: tuple[tuple[float, float], ...]
    encrypted: bool  # it opened, so no password is needed
    attachments: int
    form: bool


def page_count(path: Path) -> int:
    """Count the pages of a PDF.

    Raises:
        SkolkitError: E_ENCRYPTED, or E_CORRUPT when the file is damaged or holds no page.
    """
    with _document(path) as document:
        count = len(document)
    if count < 1:
        raise SkolkitError.of("E_CORRUPT", path.name, detail="no page was found in it")
    return count


def look_over(path: Path) -> PdfFacts:
    """Read page sizes and what else the file carries, without opening a page.

    Raises:
        SkolkitError: E_ENCRYPTED, or E_CORRUPT when the file is damaged or holds no page.
    """
    with _document(path) as document:
        count = len(document)
        if count < 1:
            raise SkolkitError.of("E_CORRUPT", path.name, detail="no page was found in it")
        return PdfFacts(
            sizes=tuple(_listed_size(document, index) for index in range(count)),
            encrypted=pdfium_c.FPDF_GetSecurityHandlerRevision(document.raw) != -1,
            attachments=document.count_attachments(),
            form=document.get_formtype() != pdfium_c.FORMTYPE_NONE,
        )


def properties(path: Path, names: Iterable[str]) -> dict[str, str]:
    """Read entries of the document's own description, those that are there.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _document(path) as document:
        found = {name: str(document.get_metadata_value(name)) for name in names}
    return {name: text for name, text in found.items() if text.strip()}


def bookmarks(path: Path, most: int) -> list[str]:
    """Read the titles of the first bookmarks.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _document(path) as document:
        try:
            return [str(each.get_title()) for each in islice(document.get_toc(), most)]
        except (pdfium.PdfiumError, ValueError, RuntimeError):
            return []


def earlier_texts(path: Path, most: int) -> list[str]:
    """Read the pages of the versions of a file that lie before its last one.

    A program that appends its changes leaves what was before them in place.

    Args:
        path: the file.
        most: pages of each version.

    Returns:
        The texts of their pages; none for files over a size that is worth the memory.
    """
    if path.stat().st_size > _MOST_VERSION_BYTES:
        return []
    data = path.read_bytes()
    ends = [found.end() for found in re.finditer(rb"%%EOF", data)][:-1][-_MOST_VERSIONS:]
    texts: list[str] = []
    for end in ends:
        try:
            document = pdfium.PdfDocument(data[:end])
        except pdfium.PdfiumError:
            continue  # the first end of a file made for the web closes no version
        with closing(document):
            texts += _texts(document, most)
    return list(dict.fromkeys(texts))


def page_texts(path: Path, most: int) -> list[str]:
    """Read the text layers of the first ``most`` pages.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _document(path) as document:
        return _texts(document, most)


def embedded_files(path: Path, most: int, most_bytes: int) -> list[tuple[str, bytes]]:
    """Read the files that a PDF carries, as (name, bytes); of larger ones the name only.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _document(path) as document:
        return list(pdfattached.of_document(document.raw, most, most_bytes))


def pinned_files(path: Path, page: int, most_bytes: int) -> list[tuple[str, bytes]]:
    """Read the files that are pinned to a page (from 1), as ``embedded_files`` does.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _page(path, page) as opened:
        return list(pdfattached.of_page(opened.raw, most_bytes))


def _texts(document: Any, most: int) -> list[str]:
    """The text layers of the first pages of an open document, as far as they can be read."""
    texts: list[str] = []
    with suppress(pdfium.PdfiumError, ValueError):
        for index in range(min(len(document), most)):
            opened = document.get_page(index)
            text_page = opened.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            opened.close()
    return [text for text in texts if text.strip()]


def notes(path: Path, page: int) -> list[tuple[str, str]]:
    """Read kind and text of the notes, form fields and links that lie on a page (from 1).

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _page(path, page) as opened:
        return list(note_texts(opened.raw))


def _listed_size(document: Any, index: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(index)
    except pdfium.PdfiumError:
        return 0.0, 0.0
    return float(width), float(height)


def page_size(path: Path, page: int) -> tuple[float, float]:
    """Tell width and height of a page (from 1) as displayed, in points.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _page(path, page) as opened:
        frame = _frame(opened)
    return frame.width, frame.height


def render(path: Path, page: int, dpi: float, limits: Limits) -> PageImage:
    """Draw a page (from 1) in grey as it is displayed, annotations and filled forms included.

    The resolution is lowered where the page would pass ``limits.render_side_pixels`` or
    ``limits.page_pixels``; the picture says which resolution it has.

    Raises:
        SkolkitError: E_ENCRYPTED, E_CORRUPT, or E_TOO_BIG for an image over
            ``limits.page_pixels``, which pdfium would leave out without a word.
    """
    with _page(path, page, forms=True) as opened:
        frame = _frame(opened)
        for image in images(opened.raw, frame):
            if image.pixels > limits.page_pixels:
                detail = f"an image of more than page_pixels = {limits.page_pixels} pixels"
                raise SkolkitError.of("E_TOO_BIG", path.name, page=page, detail=detail)
        scale = _scale(frame.width, frame.height, dpi, limits)
        pixels = _draw(opened, path, page, scale)
    return PageImage(pixels, scale * POINTS_PER_INCH)


def characters(path: Path, page: int, image: PageImage | None = None) -> tuple[Char, ...]:
    """Read the text layer of a page (from 1), in the order in which the file holds it.

    Left out are blanks and characters that pdfium made up. What cannot be seen on the page has a
    ``veil`` that says why.

    Args:
        path: the file.
        page: from 1.
        image: the page as ``render`` drew it; without it, it is drawn.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _page(path, page, forms=True) as opened:
        frame = _frame(opened)
        try:
            text_page = opened.get_textpage()
        except pdfium.PdfiumError as error:
            raise _damaged(path, page) from error
        try:
            placed = list(read_placed(text_page.raw, text_page.count_chars(), frame))
            if not placed:
                return ()
            dpi = image.dpi if image is not None else _LOOK_DPI
            scale = dpi / POINTS_PER_INCH
            picture = image.pixels if image is not None else _draw(opened, path, page, scale)

            def draw() -> NDArray[np.uint8]:
                return _draw(opened, path, page, scale)

            return tuple(judge(opened.raw, placed, frame, picture, scale, draw))
        finally:
            text_page.close()


def _draw(opened: Any, path: Path, page: int, scale: float) -> NDArray[np.uint8]:
    """Draw an open page in grey, annotations and filled forms included."""
    try:
        bitmap = opened.render(scale=scale, grayscale=True, limit_image_cache=True)
    except (pdfium.PdfiumError, ValueError, AssertionError) as error:
        raise _damaged(path, page) from error
    try:
        pixels = np.array(bitmap.to_numpy(), dtype=np.uint8, copy=True)
    finally:
        bitmap.close()
    return pixels.reshape(pixels.shape[:2])


def has_page_image(path: Path, page: int) -> bool:
    """Tell whether images fine enough to be a scan cover most of a page (from 1).

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _page(path, page) as opened:
        frame = _frame(opened)
        area = frame.width * frame.height
        if area <= 0:
            return False
        covered = 0.0
        for image in images(opened.raw, frame):
            box = image.box
            if image.dpi < PAGE_IMAGE_DPI:
                continue
            width = min(box.x1, frame.width) - max(box.x0, 0.0)
            height = min(box.y1, frame.height) - max(box.y0, 0.0)
            covered += max(width, 0.0) * max(height, 0.0)
    return covered >= PAGE_IMAGE_SHARE * area


@contextmanager
def _document(path: Path, *, forms: bool = False) -> Iterator[Any]:
    with ExitStack() as stack:
        try:
            path.as_posix().encode("utf-8")
            source: Any = path
        except UnicodeEncodeError:  # a name that is not UTF-8: pdfium cannot open it by name
            source = stack.enter_context(path.open("rb"))
        try:
            document = pdfium.PdfDocument(source)
        except pdfium.PdfiumError as error:
            raise _refused(path, error) from error
        except FileNotFoundError as error:
            raise SkolkitError.of("E_READ", path.name, detail="it is gone") from error
        stack.callback(document.close)
        if forms and document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
        yield document


@contextmanager
def _page(path: Path, page: int, *, forms: bool = False) -> Iterator[Any]:
    with _document(path, forms=forms) as document:
        if not 1 <= page <= len(document):
            raise ValueError(f"{path.name} has {len(document)} pages, not page {page}")
        try:
            opened = document.get_page(page - 1)
        except pdfium.PdfiumError as error:
            raise _damaged(path, page) from error
        try:
            yield opened
        finally:
            opened.close()


def _refused(path: Path, error: Any) -> SkolkitError:
    code = getattr(error, "err_code", None)
    if code == pdfium_c.FPDF_ERR_PASSWORD:
        return SkolkitError.of("E_ENCRYPTED", path.name)
    if code == pdfium_c.FPDF_ERR_SECURITY:
        return SkolkitError.of("E_ENCRYPTED", path.name, detail="an unusual kind of protection")
    return SkolkitError.of("E_CORRUPT", path.name, detail="its page index cannot be read")


def _damaged(path: Path, page: int) -> SkolkitError:
    return SkolkitError.of("E_CORRUPT", path.name, page=page)


def _frame(page: Any) -> Frame:
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, int(page.get_rotation()) % 360)


def _scale(width: float, height: float, dpi: float, limits: Limits) -> float:
    scale = dpi / POINTS_PER_INCH
    longest = max(width, height, 1.0)
    scale = min(scale, (limits.render_side_pixels - 1) / longest)
    area = max(width * height, 1.0)
    return min(scale, math.sqrt(limits.page_pixels / area) * 0.999)
