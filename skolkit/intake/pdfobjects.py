"""Finds the pictures and filled boxes of an open PDF page, in the order of drawing."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium_c

from skolkit.intake.frame import (
    IDENTITY,
    Frame,
    Matrix,
    PlacedImage,
    multiply,
    place_image,
)
from skolkit.model import Box

FORM_NESTING = 12
_MOST_OBJECTS = 200_000
_MOST_ANNOTATIONS = 2_000
_LONGEST_NOTE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Painted:
    """What can lie over or under text, and the text objects themselves, by order of drawing.

    ``covers`` are opaque filled paths, ``pictures`` images; each with its place in the order.
    """

    covers: tuple[tuple[int, Box], ...]
    pictures: tuple[tuple[int, PlacedImage], ...]
    texts: dict[int, int]  # address of a text object -> place in the order


def painted(raw: Any, frame: Frame) -> Painted:
    """Go through all objects of a page, those inside form objects too, and its annotations."""
    covers: list[tuple[int, Box]] = []
    pictures: list[tuple[int, PlacedImage]] = []
    texts: dict[int, int] = {}
    order = 0
    for order, (kind, item, outer) in enumerate(_all_objects(raw)):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts[ctypes.cast(item, ctypes.c_void_p).value or 0] = order
        elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            placed = _placed(item, outer, frame)
            if placed is not None:
                pictures.append((order, placed))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH and _is_opaque_fill(item):
            box = _bounds(item, outer, frame)
            if box is not None:
                covers.append((order, box))
    covers += [(order + 1, box) for box in _annotations(raw, frame)]
    return Painted(tuple(covers), tuple(pictures), texts)


def images(raw: Any, frame: Frame) -> Iterator[PlacedImage]:
    """Yield the images of a page, those inside form objects too."""
    for kind, item, outer in _all_objects(raw):
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            placed = _placed(item, outer, frame)
            if placed is not None:
                yield placed


def _all_objects(raw: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Kind, handle and outer matrix of each object that draws, forms opened.

    Forms that hold each other many times over are given up: drawing them has a limit of its own.
    """
    count = pdfium_c.FPDFPage_CountObjects(raw)
    first = (pdfium_c.FPDFPage_GetObject(raw, index) for index in range(count))
    yield from islice(_objects_in(first, IDENTITY, 0), _MOST_OBJECTS)


def _objects_in(
    objects: Iterator[Any], outer: Matrix, level: int
) -> Iterator[tuple[int, Any, Matrix]]:
    for item in objects:
        kind = int(pdfium_c.FPDFPageObj_GetType(item))
        if kind != pdfium_c.FPDF_PAGEOBJ_FORM:
            yield kind, item, outer
            continue
        matrix = _matrix(item)
        if matrix is not None and level < FORM_NESTING:
            count = pdfium_c.FPDFFormObj_CountObjects(item)
            held = (pdfium_c.FPDFFormObj_GetObject(item, index) for index in range(count))
            yield from _objects_in(held, multiply(matrix, outer), level + 1)


def _matrix(item: Any) -> Matrix | None:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
        return None
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _placed(item: Any, outer: Matrix, frame: Frame) -> PlacedImage | None:
    inner = _matrix(item)
    if inner is None:
        return None
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFImageObj_GetImagePixelSize(item, width, height)
    return place_image(multiply(inner, outer), width.value, height.value, frame)


def _is_opaque_fill(item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(item, mode, stroke) or not mode.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = pdfium_c.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return not told or alpha.value >= 250


def _bounds(item: Any, outer: Matrix, frame: Frame) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    a, b, c, d, e, f = outer
    corners = [
        frame.point(a * x + c * y + e, b * x + d * y + f)
        for x in (left.value, right.value)
        for y in (bottom.value, top.value)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


_KINDS = {pdfium_c.FPDF_ANNOT_LINK: "link", pdfium_c.FPDF_ANNOT_WIDGET: "form field"}
_COVERING = frozenset(
    {
        pdfium_c.FPDF_ANNOT_SQUARE,
        pdfium_c.FPDF_ANNOT_CIRCLE,
        pdfium_c.FPDF_ANNOT_POLYGON,
        pdfium_c.FPDF_ANNOT_INK,
        pdfium_c.FPDF_ANNOT_STAMP,
        pdfium_c.FPDF_ANNOT_FREETEXT,
        pdfium_c.FPDF_ANNOT_REDACT,
    }
)


def _annotations(raw: Any, frame: Frame) -> Iterator[Box]:
    """Where annotations lie that can cover text."""
    for annotation in opened_annotations(raw):
        rect = pdfium_c.FS_RECTF()
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) in _COVERING and (
            pdfium_c.FPDFAnnot_GetRect(annotation, rect)
        ):
            yield frame.box(rect.left, rect.bottom, rect.right, rect.top)


def note_texts(raw: Any) -> Iterator[tuple[str, str]]:
    """What notes, form fields and links of a page say, by kind: text, author, a field's value."""
    for annotation in opened_annotations(raw):
        subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation)
        for key in (b"Contents", b"T", b"V", b"Subj", b"TU"):
            size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
            if not 2 < size <= _LONGEST_NOTE:
                continue
            held = (ctypes.c_ushort * (size // 2))()
            pdfium_c.FPDFAnnot_GetStringValue(annotation, key, held, size)
            text = bytes(held).decode("utf-16-le", "replace").rstrip("\0")
            if text.strip():
                yield _KINDS.get(subtype, "note"), text


def opened_annotations(raw: Any) -> Iterator[Any]:
    """Yield the annotations of an open page, each open until the next."""
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(raw), _MOST_ANNOTATIONS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(raw, index)
        if not annotation:
            continue
        try:
            yield annotation
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
