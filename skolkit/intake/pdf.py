"""Turns pages of a PDF into pictures and characters; the only module that calls pdfium.

pdfium is not thread-safe: call this from one thread of a process only. Every function opens the
file, takes what it needs and closes every handle again, so that nothing outlives the call.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from skolkit.intake.frame import (
    IDENTITY,
    POINTS_PER_INCH,
    Frame,
    Matrix,
    PlacedImage,
    multiply,
    place_image,
)
from skolkit.intake.images import PageImage
from skolkit.model import Box
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

FORM_NESTING = 12
PAGE_IMAGE_SHARE = 0.6  # an image under this share of the page is an illustration, not a scan
PAGE_IMAGE_DPI = 40.0  # coarser than this it is a tint or a background, not a scan
NO_UNICODE = "\ufffd"
_INVISIBLE_MODES = frozenset(
    {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
)
_NOT_INK = frozenset({0xFFFE, 0xFFFF, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


@dataclass(frozen=True, slots=True)
class Char:
    """One visible character of a text layer.

    ``box`` is loose for text along the paper's edges: as wide as the glyph's advance and as high
    as the font's ascent and descent, so that all characters of a line share their height; for
    slanting text it is the ink's own box. ``text`` is U+FFFD
    where the font does not say which character the glyph is. ``font_size`` is in points as
    displayed; ``angle`` is the turn of the text on the displayed page, degrees clockwise.
    """

    text: str
    box: Box
    font_size: float
    angle: float = 0.0


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


def side_texts(path: Path, most: int) -> list[tuple[str, str]]:
    """Read the titles of bookmarks and the names of embedded files, as (kind, text).

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _document(path) as document:
        try:
            found = [("bookmark", str(b.get_title())) for b in islice(document.get_toc(), most)]
            for index in range(min(document.count_attachments(), most)):
                held = document.get_attachment(index)
                found.append(("name of an embedded file", str(held.get_name())))
        except (pdfium.PdfiumError, ValueError, RuntimeError):
            return []
    return found


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
        for image in _images(opened.raw, frame):
            if image.pixels > limits.page_pixels:
                detail = f"an image of more than page_pixels = {limits.page_pixels} pixels"
                raise SkolkitError.of("E_TOO_BIG", path.name, page=page, detail=detail)
        scale = _scale(frame.width, frame.height, dpi, limits)
        try:
            bitmap = opened.render(scale=scale, grayscale=True, limit_image_cache=True)
        except (pdfium.PdfiumError, ValueError, AssertionError) as error:
            raise _damaged(path, page) from error
        try:
            pixels = np.array(bitmap.to_numpy(), dtype=np.uint8, copy=True)
        finally:
            bitmap.close()
    return PageImage(pixels.reshape(pixels.shape[:2]), scale * POINTS_PER_INCH)


def characters(path: Path, page: int) -> tuple[Char, ...]:
    """Read the text layer of a page (from 1), in the order in which the file holds it.

    Left out are blanks, characters that pdfium made up, text drawn invisibly or fully
    transparent, and what lies off the displayed page.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    with _page(path, page) as opened:
        frame = _frame(opened)
        try:
            text_page = opened.get_textpage()
        except pdfium.PdfiumError as error:
            raise _damaged(path, page) from error
        try:
            return tuple(_visible(text_page.raw, text_page.count_chars(), frame))
        finally:
            text_page.close()


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
        for image in _images(opened.raw, frame):
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


def _visible(raw: Any, count: int, frame: Frame) -> Iterator[Char]:
    seen_objects: dict[int, bool] = {}
    for index in range(count):
        code = int(pdfium_c.FPDFText_GetUnicode(raw, index))
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1 or code in _NOT_INK:
            continue
        text = _text(raw, index, code)
        if text.isspace() or not _is_drawn(raw, index, seen_objects):
            continue
        angle = _angle(raw, index)
        box = _char_box(raw, index, frame, square=angle % 90.0 == 0.0)
        if box is None or not _on_page(box, frame):
            continue
        yield Char(text, box, _font_size(raw, index), (angle + frame.turn) % 360.0)


def _text(raw: Any, index: int, code: int) -> str:
    if code == 0 or pdfium_c.FPDFText_HasUnicodeMapError(raw, index) == 1:
        return NO_UNICODE
    if code in (0x09, 0x0A, 0x0D):
        return " "
    if code == 0x02:  # pdfium's own mark for a hyphen at the end of a line
        return "-"
    if code < 0x20 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return NO_UNICODE
    return chr(code)


def _is_drawn(raw: Any, index: int, seen: dict[int, bool]) -> bool:
    owner = pdfium_c.FPDFText_GetTextObject(raw, index)
    if not owner:
        return True
    address = ctypes.cast(owner, ctypes.c_void_p).value or 0
    known = seen.get(address)
    if known is None:
        known = pdfium_c.FPDFTextObj_GetTextRenderMode(owner) not in _INVISIBLE_MODES
        if known:
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            told = pdfium_c.FPDFText_GetFillColor(raw, index, red, green, blue, alpha)
            known = not (told and alpha.value == 0)
        seen[address] = known
    return known


def _angle(raw: Any, index: int) -> float:
    """Turn of the text in page space, in whole degrees clockwise, 0 when nearly upright."""
    radians = float(pdfium_c.FPDFText_GetCharAngle(raw, index))
    if radians < 0:  # pdfium's way to say that it does not know
        return 0.0
    return float(round(math.degrees(radians)) % 360)


def _char_box(raw: Any, index: int, frame: Frame, *, square: bool) -> Box | None:
    if square:
        loose = pdfium_c.FS_RECTF()
        told = pdfium_c.FPDFText_GetLooseCharBox(raw, index, loose)
        if told and loose.right > loose.left and loose.top > loose.bottom:
            return frame.box(loose.left, loose.bottom, loose.right, loose.top)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium_c.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
        return None
    return frame.box(left.value, bottom.value, right.value, top.value)


def _on_page(box: Box, frame: Frame) -> bool:
    return 0.0 <= box.x_mid <= frame.width and 0.0 <= box.y_mid <= frame.height


def _font_size(raw: Any, index: int) -> float:
    """Font size in points as displayed: the file's size times the text matrix's scale."""
    size = float(pdfium_c.FPDFText_GetFontSize(raw, index))
    matrix = pdfium_c.FS_MATRIX()
    if pdfium_c.FPDFText_GetMatrix(raw, index, matrix):
        size *= math.hypot(matrix.c, matrix.d) or 1.0
    return size


def _images(raw: Any, frame: Frame) -> Iterator[PlacedImage]:
    """Yield the images of a page, those inside form objects too."""
    count = pdfium_c.FPDFPage_CountObjects(raw)
    objects = [pdfium_c.FPDFPage_GetObject(raw, index) for index in range(count)]
    yield from _images_in(objects, IDENTITY, frame, 0)


def _images_in(
    objects: list[Any], outer: Matrix, frame: Frame, level: int
) -> Iterator[PlacedImage]:
    for item in objects:
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind not in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM):
            continue
        raw = pdfium_c.FS_MATRIX()
        if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
            continue
        inner: Matrix = (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)
        matrix = multiply(inner, outer)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            if level < FORM_NESTING:
                count = pdfium_c.FPDFFormObj_CountObjects(item)
                held = [pdfium_c.FPDFFormObj_GetObject(item, index) for index in range(count)]
                yield from _images_in(held, matrix, frame, level + 1)
            continue
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium_c.FPDFImageObj_GetImagePixelSize(item, width, height)
        yield place_image(matrix, width.value, height.value, frame)
