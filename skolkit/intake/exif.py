"""Reads the tags of TIFF and EXIF that can name people or places, and counts small copies."""

from __future__ import annotations

import mmap
import struct

from skolkit.intake.unseen import LONGEST, Carried
from skolkit.intake.xmp import read_xmp

_NAMED = {
    0x010D: "name of the document",
    0x010E: "description",
    0x011D: "name of the page",
    0x013B: "author",
    0x013C: "computer",
    0x8298: "copyright",
    0x9286: "comment",
    0xA430: "owner of the camera",
    0xA431: "number of the camera",
    0xA435: "number of the lens",
    0x9C9B: "title",
    0x9C9C: "comment",
    0x9C9D: "author",
    0x9C9E: "keywords",
    0x9C9F: "subject",
    0xC615: "local name of the camera",
}
_WIDE = range(0x9C9B, 0x9CA0)  # Windows' own, in two bytes a letter
_XMP, _IPTC, _EXIF, _GPS, _INTEROP, _SUB = 0x02BC, 0x83BB, 0x8769, 0x8825, 0xA005, 0x014A
_THUMBNAIL = 0x0201
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_FOLDERS = 5_000
_MOST_ENTRIES = 1_000
# What cameras and scanners write of themselves where a description could stand.
_MACHINE = ("olympus digital camera", "sony dsc", "digital camera", "dcim", "jpeg", "screenshot")


def read_tiff(data: bytes | mmap.mmap, carried: Carried, *, thumbnails: bool = True) -> None:
    """Look through all folders of tags of a TIFF file or an EXIF block.

    Args:
        data: from the mark of the byte order on.
        carried: gets what is found.
        thumbnails: whether a second picture is a small copy (EXIF) and not a page (TIFF).

    Raises:
        struct.error: where the data are cut off.
    """
    if data[:2] not in (b"II", b"MM"):
        return
    order = "<" if data[:2] == b"II" else ">"
    version = struct.unpack_from(f"{order}H", data, 2)[0]
    if version != 42:
        return  # the large form of TIFF: rare, and its pages say nothing else
    waiting = [struct.unpack_from(f"{order}I", data, 4)[0]]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_FOLDERS:
        at = waiting.pop()
        if not at or at in seen:
            continue
        seen.add(at)
        try:
            waiting += _folder(data, order, at, carried, thumbnails)
        except struct.error:
            continue


def _folder(
    data: bytes | mmap.mmap, order: str, at: int, carried: Carried, thumbnails: bool
) -> list[int]:
    count = min(struct.unpack_from(f"{order}H", data, at)[0], _MOST_ENTRIES)
    further: list[int] = []
    for index in range(count):
        entry = at + 2 + 12 * index
        tag, kind, values = struct.unpack_from(f"{order}HHI", data, entry)
        size = _SIZES.get(kind, 1) * values
        start = entry + 8
        if size > 4:
            start = struct.unpack_from(f"{order}I", data, entry + 8)[0]
        raw = data[start : start + min(size, 1 << 20)]
        if tag in (_EXIF, _INTEROP):
            further.append(struct.unpack_from(f"{order}I", data, entry + 8)[0])
        elif tag == _SUB and len(raw) >= 4:
            further += [n for (n,) in struct.iter_unpack(f"{order}I", raw[: len(raw) // 4 * 4])]
        elif tag == _GPS:
            carried.tell("position of the camera")
        elif tag == _XMP:
            read_xmp(raw, carried)
        elif tag == _THUMBNAIL and thumbnails:
            carried.tell("small copy of the picture")
        elif tag in _NAMED:
            text = _text(tag, raw)
            if not text.lower().startswith(_MACHINE):
                carried.name(_NAMED[tag], text)
    next_at = at + 2 + 12 * struct.unpack_from(f"{order}H", data, at)[0]
    further.append(struct.unpack_from(f"{order}I", data, next_at)[0])
    return further


def _text(tag: int, raw: bytes) -> str:
    if tag in _WIDE:
        text = raw.decode("utf-16-le", "replace")
    elif tag == 0x9286:  # eight bytes name the coding
        wide = raw.startswith(b"UNICODE")
        text = raw[8:].decode("utf-16-le" if wide else "latin-1", "replace")
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("latin-1")
    return text.replace("\0", " ").strip()[:LONGEST]
