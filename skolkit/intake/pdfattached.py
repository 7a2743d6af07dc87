"""Reads the files that a PDF carries: of the whole document, or pinned to an open page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium_c

from skolkit.intake.pdfobjects import opened_annotations

_LONGEST_NAME = 1 << 12  # bytes


def of_document(raw: Any, most: int, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the first ``most`` files; no bytes of one over ``most_bytes``."""
    for index in range(min(pdfium_c.FPDFDoc_GetAttachmentCount(raw), most)):
        held = pdfium_c.FPDFDoc_GetAttachment(raw, index)
        if held:
            yield _name(held), _data(held, most_bytes)


def of_page(raw: Any, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the files that are pinned to a page, as ``of_document`` does."""
    for annotation in opened_annotations(raw):
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
            held = pdfium_c.FPDFAnnot_GetFileAttachment(annotation)
            yield (_name(held), _data(held, most_bytes)) if held else ("", b"")


def _name(held: Any) -> str:
    size = pdfium_c.FPDFAttachment_GetName(held, None, 0)
    if not 2 < size <= _LONGEST_NAME:
        return ""
    told = (ctypes.c_ushort * (size // 2))()
    pdfium_c.FPDFAttachment_GetName(held, told, size)
    return bytes(told).decode("utf-16-le", "replace").rstrip("\0")


def _data(held: Any, most_bytes: int) -> bytes:
    size = ctypes.c_ulong()
    if not pdfium_c.FPDFAttachment_GetFile(held, None, 0, size) or size.value > most_bytes:
        return b""
    told = (ctypes.c_char * size.value)()
    pdfium_c.FPDFAttachment_GetFile(held, told, size.value, size)
    return bytes(told)
