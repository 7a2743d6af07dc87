"""Turns the text layer of an open PDF page into characters, seen and unseen; called by pdf.py."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pypdfium2.raw as pdfium_c

from skolkit.intake.frame import Frame
from skolkit.model import Box

NO_UNICODE = "\ufffd"
_INVISIBLE_MODES = frozenset(
    {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
)
_STROKED = pdfium_c.FPDF_TEXTRENDERMODE_STROKE
_NOT_INK = frozenset({0xFFFE, 0xFFFF, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


class Veil(StrEnum):
    """Why a character of the text layer cannot be seen on the page."""

    COVERED = "text under a box"
    BLENDED = "text in the colour of its ground"
    SWITCHED_OFF = "text in a layer that is switched off"
    INVISIBLE = "invisible text"
    OFF_PAGE = "text outside the page"
    CUT_OFF = "text cut off by a frame"
    BEHIND = "text layer of a picture"  # what scanners add; no secret, and no evidence


@dataclass(frozen=True, slots=True)
class Char:
    """One character of a text layer.

    ``box`` is loose for text along the paper's edges: as wide as the glyph's advance and as high
    as the font's ascent and descent, so that all characters of a line share their height; for
    slanting text it is the ink's own box. ``text`` is U+FFFD
    where the font does not say which character the glyph is. ``font_size`` is in points as
    displayed; ``angle`` is the turn of the text on the displayed page, degrees clockwise.
    ``veil`` says why it cannot be seen, if it cannot; ``font`` tells the page's fonts apart.
    """

    text: str
    box: Box
    font_size: float
    angle: float = 0.0
    veil: Veil | None = None
    font: int = 0


@dataclass(slots=True)
class Owner:
    """The text object of a page that a character belongs to."""

    handle: Any
    address: int
    mode: int
    luminance: float | None  # of its fill, 0 black to 255 white; None where that does not count
    opaque: bool
    in_layer: bool  # it belongs to a layer that can be switched off
    font: int

    @property
    def is_drawn(self) -> bool:
        """Whether it is meant to leave ink at all."""
        return self.opaque and self.mode not in _INVISIBLE_MODES


@dataclass(slots=True)
class Placed:
    """A character with the box of its ink and its text object."""

    char: Char
    ink: Box
    owner: Owner | None


def read_placed(raw: Any, count: int, frame: Frame) -> Iterator[Placed]:
    """Read all characters, in the order of the file; blanks and what pdfium made up left out."""
    owners: dict[int, Owner] = {}
    for index in range(count):
        code = int(pdfium_c.FPDFText_GetUnicode(raw, index))
        if pdfium_c.FPDFText_IsGenerated(raw, index) == 1 or code in _NOT_INK:
            continue
        text = _text(raw, index, code)
        if text.isspace():
            continue
        angle = _angle(raw, index)
        box = _char_box(raw, index, frame, square=angle % 90.0 == 0.0)
        if box is None:
            continue
        owner = _owner(raw, index, owners)
        char = Char(
            text,
            box,
            _font_size(raw, index),
            (angle + frame.turn) % 360.0,
            None if _on_page(box, frame) else Veil.OFF_PAGE,
            owner.font if owner else 0,
        )
        yield Placed(char, _char_box(raw, index, frame, square=False) or box, owner)


def _owner(raw: Any, index: int, owners: dict[int, Owner]) -> Owner | None:
    handle = pdfium_c.FPDFText_GetTextObject(raw, index)
    if not handle:
        return None
    address = ctypes.cast(handle, ctypes.c_void_p).value or 0
    if address not in owners:
        mode = int(pdfium_c.FPDFTextObj_GetTextRenderMode(handle))
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        told = pdfium_c.FPDFText_GetFillColor(raw, index, red, green, blue, alpha)
        light = (30 * red.value + 59 * green.value + 11 * blue.value) / 100
        font = ctypes.cast(pdfium_c.FPDFTextObj_GetFont(handle), ctypes.c_void_p).value or 0
        owners[address] = Owner(
            handle=handle,
            address=address,
            mode=mode,
            luminance=light if told and mode != _STROKED else None,
            opaque=not (told and alpha.value == 0),
            in_layer=_is_marked(handle, "OC"),
            font=font,
        )
    return owners[address]


def _is_marked(handle: Any, wanted: str) -> bool:
    for index in range(min(pdfium_c.FPDFPageObj_CountMarks(handle), 50)):
        mark = pdfium_c.FPDFPageObj_GetMark(handle, index)
        name = (ctypes.c_ushort * 32)()
        size = ctypes.c_ulong()
        if pdfium_c.FPDFPageObjMark_GetName(mark, name, 64, size):
            said = bytes(name)[: max(size.value - 2, 0)].decode("utf-16-le", "replace")
            if said == wanted:
                return True
    return False


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
