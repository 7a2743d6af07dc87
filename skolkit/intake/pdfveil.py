"""Tells which characters of an open PDF page a reader of the paper can see, by drawing it again.

The page is drawn a second time without its text. A character can be seen where the two pictures
differ. This holds for every way to hide text: white on white, under a box, cut off, in a layer
that is switched off, transparent, invisible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c
from numpy.typing import NDArray

from skolkit.intake.frame import Frame, PlacedImage
from skolkit.intake.pdfchars import Char, Owner, Placed, Veil
from skolkit.intake.pdfobjects import Painted, painted
from skolkit.model import Box

Grey = NDArray[np.uint8]
Draw = Callable[[], Grey]

STEP = 16  # grey levels that an eye tells apart on paper
INK_SHARE = 0.03  # of a character's box: less is what a neighbour's edge leaves there
THIN = 4  # pixels: strokes so thin are drawn up to a pixel beside their place
DARK = 100  # grey level below which a flat place is a bar
FLAT = 40  # grey levels within which a place is flat
FINE_DPI, SCAN_SHARE = 40.0, 0.25  # a picture under or over text from which on it is a scan


def judge(
    raw: Any, placed: Sequence[Placed], frame: Frame, picture: Grey, scale: float, draw: Draw
) -> list[Char]:
    """Give each character the reason why it cannot be seen, or none.

    Args:
        raw: the open page; the text objects on it are made invisible for good.
        placed: its characters.
        frame: its place on paper.
        picture: the page as it is displayed.
        scale: pixels of the picture for a point.
        draw: draws the page again as it then is.
    """
    owners = {p.owner.address: p.owner for p in placed if p.owner is not None}
    for owner in owners.values():
        _set_mode(owner, pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE)
    bare = draw()
    if bare.shape != picture.shape:
        return [p.char for p in placed if p.owner is None or p.owner.is_drawn]
    look = _Look(picture, bare, scale)
    layers = [owner for owner in owners.values() if owner.in_layer and owner.is_drawn]
    in_layers = look
    if layers:  # they may lie where other text is seen, so they are drawn alone
        for owner in layers:
            _set_mode(owner, owner.mode)
        in_layers = _Look(draw(), bare, scale)
    unseen: list[int] = []
    for index, p in enumerate(placed):
        seen = in_layers if p.owner is not None and p.owner.in_layer else look
        if p.char.veil is not None or not _is_seen(p, seen):
            unseen.append(index)
    chars = [p.char for p in placed]
    if not unseen:
        return chars
    page = painted(raw, frame)
    for index in unseen:
        veil = chars[index].veil or _why(placed[index], look, page, frame)
        chars[index] = replace(chars[index], veil=veil)
    return chars


def _set_mode(owner: Owner, mode: int) -> None:
    pdfium_c.FPDFTextObj_SetTextRenderMode(owner.handle, mode)


class _Look:
    """Counts, for any box on the page, the pixels that text has made darker or lighter."""

    def __init__(self, picture: Grey, bare: Grey, scale: float) -> None:
        self._bare = bare
        self._scale = scale
        self._darker = cv2.integral((cv2.subtract(bare, picture) > STEP).astype(np.uint8))
        self._lighter = cv2.integral((cv2.subtract(picture, bare) > STEP).astype(np.uint8))

    def _pixels(self, box: Box, grow: float = 0.0) -> tuple[int, int, int, int]:
        height, width = self._bare.shape
        x0 = min(max(int((box.x0 - grow) * self._scale), 0), width - 1)
        y0 = min(max(int((box.y0 - grow) * self._scale), 0), height - 1)
        x1 = min(max(int((box.x1 + grow) * self._scale) + 1, x0 + 1), width)
        y1 = min(max(int((box.y1 + grow) * self._scale) + 1, y0 + 1), height)
        return x0, y0, x1, y1

    def shares(self, box: Box) -> tuple[float, float]:
        """The shares of a box that became darker and lighter."""
        thin = min(box.width, box.height) * self._scale < THIN
        x0, y0, x1, y1 = self._pixels(box, 1 / self._scale if thin else 0.0)
        area = (x1 - x0) * (y1 - y0)
        darker, lighter = (
            int(s[y1, x1]) - int(s[y0, x1]) - int(s[y1, x0]) + int(s[y0, x0])
            for s in (self._darker, self._lighter)
        )
        return darker / area, lighter / area

    def ground(self, box: Box, grow: float) -> tuple[float, bool]:
        """Grey level of a place without its text, and whether it is flat."""
        x0, y0, x1, y1 = self._pixels(box, grow)
        held = self._bare[y0:y1, x0:x1]
        return float(np.median(held)), int(held.max()) - int(held.min()) <= FLAT


def _is_seen(p: Placed, look: _Look) -> bool:
    if p.owner is None:
        return True
    if not p.owner.is_drawn:
        return False
    if p.ink.width <= 0 or p.ink.height <= 0:
        return True  # without ink of its own there is nothing to look for
    darker, lighter = look.shares(p.ink)
    light = p.owner.luminance
    if light is not None and light >= 250:
        return lighter >= INK_SHARE
    if light is not None and light <= 55:
        return darker >= INK_SHARE
    return max(darker, lighter) >= INK_SHARE


def _why(p: Placed, look: _Look, page: Painted, frame: Frame) -> Veil:
    """Why a character that the page draws, or leaves out, cannot be seen."""
    owner = p.owner
    x, y = p.ink.x_mid, p.ink.y_mid
    order = page.texts.get(owner.address, 0) if owner is not None else 0
    level, flat = look.ground(p.ink, 0.08 * p.char.font_size)
    under = [(at, image) for at, image in page.pictures if _holds(image.box, x, y)]
    if any(at > order and _holds(box, x, y) for at, box in page.covers):
        return Veil.COVERED
    if flat and level < DARK:
        return Veil.COVERED
    scans = [image for _, image in under if _is_scan(image, frame)]
    if owner is not None and not owner.is_drawn:
        return Veil.BEHIND if under else Veil.INVISIBLE
    if any(at > order for at, _ in under):
        return Veil.BEHIND if scans else Veil.COVERED
    if owner is not None and owner.in_layer:
        return Veil.SWITCHED_OFF
    light = owner.luminance if owner is not None else None
    blends = light is not None and abs(light - level) <= 2 * STEP
    return Veil.BLENDED if blends else Veil.CUT_OFF


def _is_scan(image: PlacedImage, frame: Frame) -> bool:
    share = image.box.width * image.box.height / max(frame.width * frame.height, 1.0)
    return image.dpi >= FINE_DPI and share >= SCAN_SHARE


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
