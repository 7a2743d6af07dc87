"""Gathers what PNG, JPEG and TIFF files carry besides their pixels: names, notes, small copies."""

from __future__ import annotations

import contextlib
import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from skolkit.intake import exif
from skolkit.intake.unseen import LONGEST, Carried, readable
from skolkit.intake.xmp import read_xmp
from skolkit.model import MediaType

_MOST_TEXT = 1 << 20  # bytes that a packed text may grow to
_JPEG_START = b"\xff\xd8\xff"
_SHORTEST_PICTURE = 100  # bytes
# Keywords of PNG texts by which programs sign and date their work.
_SIGNED = re.compile(
    r"(?i)(software|creation ?time|creator ?tool|date:\w+|date|png:.*|pdf:.*|icc:.*|dpi|signature"
    r"|colorspace|exif:(orientation|datetime.*|software|make|model|.*resolution.*))"
)
_QUIET_SEGMENTS = (b"JFIF\0", b"JFXX\0", b"ICC_PROFILE\0", b"Adobe", b"MPF\0", b"Ducky", b"AROT\0")
_IPTC_KINDS = {5: "title", 25: "keywords", 80: "author", 116: "copyright", 120: "description"}


def read(path: Path, media_type: MediaType) -> Carried:
    """Look through a picture file; what of it cannot be understood is left out."""
    carried = Carried()
    with (
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
        contextlib.suppress(struct.error, IndexError, ValueError, zlib.error),
    ):
        if media_type is MediaType.PNG:
            _png(data, carried)
        elif media_type is MediaType.JPEG:
            _jpeg(data, carried)
        elif media_type is MediaType.TIFF:
            exif.read_tiff(data, carried, thumbnails=False)
    return carried


def _png(data: mmap.mmap, carried: Carried) -> None:
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            _png_text(kind, body, carried)
        elif kind == b"eXIf":
            exif.read_tiff(body, carried)
        elif kind == b"IEND":
            _after_end(data[at:], carried)
            return


def _png_text(kind: bytes, body: bytes, carried: Carried) -> None:
    keyword, _, rest = body.partition(b"\0")
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        rest = rest[2:].split(b"\0", 2)[-1]
    if packed:
        rest = zlib.decompressobj().decompress(rest, _MOST_TEXT)
    name = keyword.decode("latin-1")
    text = rest.decode("latin-1" if kind != b"iTXt" else "utf-8", "replace")
    if name.startswith("Raw profile type"):
        _raw_profile(name, text, carried)
    elif name == "XML:com.adobe.xmp" or "<x:xmpmeta" in text:
        read_xmp(rest, carried)
    elif not _SIGNED.fullmatch(name.strip()):
        carried.tell("text in the picture file", f"{name}: {text}")


def _raw_profile(name: str, text: str, carried: Carried) -> None:
    """Undo the form in which ImageMagick keeps the data of cameras: hexadecimal, with a head."""
    held = bytes.fromhex("".join(text.split()[2:]))
    if "exif" in name or "APP1" in name:
        _segment(held, carried)
    elif "iptc" in name or "8bim" in name:
        _photoshop(held, carried)
    elif "xmp" in name:
        read_xmp(held, carried)


def _jpeg(data: mmap.mmap, carried: Carried) -> None:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        size = struct.unpack_from(">H", data, at + 2)[0]
        body = data[at + 4 : at + 2 + size]
        at += 2 + size
        if mark == 0xFE:
            for text in readable(body):
                carried.name("comment", text)
        elif 0xE0 <= mark <= 0xEF:
            _segment(body, carried)
        elif mark == 0xDA:
            end = _end_of_scan(data, at)
            _after_end(data[end:], carried)
            return


def _end_of_scan(data: mmap.mmap, at: int) -> int:
    """Where a JPEG ends: the first end mark in its scans, in which it cannot stand by chance."""
    found = data.find(b"\xff\xd9", at)
    return len(data) if found < 0 else found + 2


def _segment(body: bytes, carried: Carried) -> None:
    """Look through what a program has put beside the pixels of a JPEG."""
    if body.startswith(b"Exif\0"):
        exif.read_tiff(body[6:], carried)
    elif body.startswith((b"http://ns.adobe.com/xap/", b"http://ns.adobe.com/xmp/")):
        read_xmp(body[body.index(b"\0") + 1 :], carried)
    elif body.startswith(b"Photoshop 3.0\0"):
        _photoshop(body[14:], carried)
    elif _has_picture(body):
        _small_picture(body, carried)
    elif body.startswith(b"JFIF\0") and len(body) >= 14 and body[12] * body[13]:
        carried.tell("small copy of the picture")
    elif not body.startswith(_QUIET_SEGMENTS):
        for text in readable(body):
            if len(text) >= 8:
                carried.tell("text in the picture file", text)


def _has_picture(body: bytes) -> bool:
    at = body.find(_JPEG_START)
    return at >= 0 and len(body) - at >= _SHORTEST_PICTURE


def _small_picture(body: bytes, carried: Carried) -> None:
    at = body.find(_JPEG_START)
    carried.tell("small copy of the picture")
    for text in readable(body[:at]):
        carried.keep("small copy of the picture", text)


def _photoshop(data: bytes, carried: Carried) -> None:
    """Look through resources of Photoshop: captions of press pictures, and small copies."""
    at = data.find(b"8BIM")
    if at < 0:
        at, data = 0, b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data
    while data[at : at + 4] == b"8BIM":
        number, name = struct.unpack_from(">HB", data, at + 4)
        start = at + 6 + (name + 2) // 2 * 2
        size = struct.unpack_from(">I", data, start)[0]
        body = data[start + 4 : start + 4 + size]
        at = start + 4 + (size + 1) // 2 * 2
        if number == 0x0404:
            for kind, text in _iptc(body):
                carried.tell(_IPTC_KINDS.get(kind, "press caption"), text)
        elif number in (0x0409, 0x040C):
            carried.tell("small copy of the picture")
        elif number in (0x0422, 0x0423):
            exif.read_tiff(body, carried)
        elif number == 0x0424:
            read_xmp(body, carried)


def _iptc(data: bytes) -> Iterator[tuple[int, str]]:
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        record, number, size = struct.unpack_from(">BBH", data, at + 1)
        raw = data[at + 5 : at + 5 + size][:LONGEST]
        at += 5 + size
        text = raw.decode("utf-8", "replace") if b"\xc3" in raw else raw.decode("latin-1")
        if record == 2 and number not in (0, 55, 60, 62, 63, 65, 70) and text.strip("\0 "):
            yield number, text


def _after_end(rest: bytes, carried: Carried) -> None:
    """Tell of what follows the end of a picture: at times the rest of a larger one."""
    if len(rest.strip(b"\0\r\n \xff")) < 16:
        return
    carried.tell("data after the picture's end")
    for text in readable(rest[: 1 << 16])[:50]:
        carried.keep("data after the picture's end", text)
