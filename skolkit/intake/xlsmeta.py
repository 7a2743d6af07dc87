"""Gathers what an old .xls file carries besides its cells: who wrote it, headers, names."""

from __future__ import annotations

import contextlib
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from skolkit.intake import ole
from skolkit.intake.unseen import Carried, is_paging, readable

_SUMMARY = {2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "remark", 8: "last editor"}
_MORE = {2: "category", 14: "manager", 15: "company"}
_STREAMS = (("\x05SummaryInformation", _SUMMARY), ("\x05DocumentSummaryInformation", _MORE))
_TEXT, _WIDE_TEXT = 30, 31
_LAST_WRITER, _HEADER, _FOOTER, _NAME, _TXO, _CONTINUE = 0x5C, 0x14, 0x15, 0x18, 0x1B6, 0x3C
_CODES = re.compile(r'&"[^"]*"|&[0-9]+|&.')


def read(path: Path) -> Carried:
    """Look through the file; what of it cannot be read is no reason to refuse the cells."""
    carried = Carried()
    with contextlib.suppress(ole.OleError, KeyError, struct.error, IndexError):
        file = ole.OleFile.from_path(path)
        for name, kinds in (
            ("SummaryInformation", _SUMMARY),
            ("DocumentSummaryInformation", _MORE),
        ):
            with contextlib.suppress(ole.OleError, KeyError, struct.error, IndexError):
                for number, text in _properties(file.read(f"\x05{name}")):
                    if number in kinds:
                        carried.name(kinds[number], text)
        _records(file.read("Workbook" if "Workbook" in file.names else "Book"), carried)
    return carried


def _properties(data: bytes) -> Iterator[tuple[int, str]]:
    """The texts of the first set of properties, by number."""
    start = struct.unpack_from("<I", data, 44)[0]
    count = struct.unpack_from("<I", data, start + 4)[0]
    page = 1252
    for index in range(min(count, 200)):
        number, offset = struct.unpack_from("<2I", data, start + 8 + 8 * index)
        kind, value = struct.unpack_from("<2I", data, start + offset)
        if number == 1:
            page = value & 0xFFFF
        if kind not in (_TEXT, _WIDE_TEXT):
            continue
        size = value * (2 if kind == _WIDE_TEXT else 1)
        raw = data[start + offset + 8 : start + offset + 8 + size]
        wide = kind == _WIDE_TEXT or page == 1200
        coding = "utf-16-le" if wide else "utf-8" if page == 65001 else "cp1252"
        yield number, raw.decode(coding, "replace").rstrip("\0")


def _records(data: bytes, carried: Carried) -> None:
    at, previous = 0, 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _LAST_WRITER:
            carried.name("last editor", " ".join(readable(body[2:])))
        elif kind in (_HEADER, _FOOTER) and len(body) > 3:
            said = _string(body)
            if not is_paging(_CODES.sub(" ", said)):
                carried.tell("header or footer", said)
        elif kind == _NAME and len(body) > 15 and not body[0] & 0x20:
            wide = body[14] & 1
            raw = body[15 : 15 + body[3] * (2 if wide else 1)]
            told = raw.decode("utf-16-le" if wide else "latin-1", "replace")
            if not told.startswith("_xlnm"):
                carried.tell("defined name", told)
        elif kind == _CONTINUE and previous == _TXO and len(body) > 1:
            said = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")
            carried.tell("note or text box", said)
        previous = kind


def _string(body: bytes) -> str:
    count, wide = struct.unpack_from("<HB", body, 0)
    raw = body[3 : 3 + count * (2 if wide & 1 else 1)]
    return raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
