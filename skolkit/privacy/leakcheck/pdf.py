"""Opens PDF files: every stream and string, also of earlier versions, each page's text and look.

Streams and strings are found by reading the bytes from start to end, not by the file's list of
objects, so that what no list names any more is found as well. Pages are read by pdfium in a
process of its own that can be ended (``pdfpages``).
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from skolkit.privacy.leakcheck.model import (
    STREAM_BYTES,
    Budget,
    CannotLookError,
    Data,
    Part,
    Picture,
    Text,
)
from skolkit.privacy.needles import BREAK

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+([0-9]+)(?![0-9]*\s+[0-9]+\s+R)")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/[A-Za-z0-9]+)")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_LITERAL = (
    rb"\(((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+\))*+)\)"
)
_HEX = rb"<([0-9A-Fa-f\s]{4,}+)>"
_STRING = re.compile(_LITERAL + b"|" + _HEX)
_SHOWN = re.compile(_LITERAL + b"|" + _HEX + rb"|(\bT[jJ]\b|\bET\b|'|\")")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|([\s\S]))")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b""}
_END = re.compile(rb"%%EOF[\r\n]*")
_DICT_BYTES = 4096
_VERSIONS = 10
_IMAGE_FILTERS = frozenset({"DCTDecode", "DCT", "JPXDecode"})
_PIXEL_FILTERS = frozenset({"CCITTFaxDecode", "CCF", "JBIG2Decode"})
_WORKER = Path(__file__).with_name("pdfpages.py")


def fits_pdf(data: bytes) -> bool:
    """Whether bytes are a PDF file."""
    return b"%PDF-" in data[:1024]


def pdf_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """Streams, strings and pages; what follows the end of the file is a file of its own."""
    locked = re.search(rb"/Encrypt\s+[0-9]+\s+[0-9]+\s+R|/Encrypt\s*<<", data) is not None
    if not locked:
        yield from _streams_and_strings(data, budget)
    ends = [match.end() for match in _END.finditer(data)]
    if ends and (rest := data[ends[-1] :]).strip(b"\0\r\n\t "):
        yield Data("behind its end", rest)
    if len(ends) > _VERSIONS:
        raise CannotLookError(f"more than {_VERSIONS} earlier versions")
    for number, end in enumerate(ends[:-1], start=1):
        try:
            yield from _pages(data[:end], f"version {number}, ", budget)
        except CannotLookError as error:
            # The first part of a file made for the web is no version: it has no pages of its own.
            if str(error) != _NO_PAGES:
                raise
    if locked:
        raise CannotLookError("it is encrypted")
    yield from _pages(data, "", budget)


def _streams_and_strings(data: bytes, budget: Budget) -> Iterator[Part]:
    at = 0
    strings: list[str] = []
    refused = ""
    for number, mark in enumerate(_STREAM.finditer(data), start=1):
        if mark.start() < at:
            continue
        strings += _strings_in(data[at : mark.start()])
        head = data[max(at, mark.start() - _DICT_BYTES) : mark.start()]
        head = head[head.rfind(b" obj") + 1 :]
        at = _stream_end(data, mark.end(), head)
        budget.part()
        try:
            yield from _stream(f"stream {number}", head, data[mark.end() : at], budget)
        except CannotLookError as error:
            refused = refused or str(error)
    strings += _strings_in(data[at:])
    yield Text("strings", BREAK.join(strings))
    if refused:
        raise CannotLookError(refused)


def _stream_end(data: bytes, start: int, head: bytes) -> int:
    length = _LENGTH.search(head)
    if length:
        end = start + int(length[1])
        if data[end : end + 20].lstrip().startswith(b"endstream"):
            return end
    end = data.find(b"endstream", start)
    return len(data) if end < 0 else end


def _stream(where: str, head: bytes, held: bytes, budget: Budget) -> Iterator[Part]:
    if re.search(rb"/Type\s*/XRef", head):
        return
    filters: list[str] = []
    named = _FILTER.search(head)
    if named:
        filters = [name.decode("ascii") for name in _NAME.findall(named[1])]
    is_image = re.search(rb"/Subtype\s*/Image", head) is not None
    for name in filters:
        if name in _IMAGE_FILTERS:
            yield Data(f"{where}, picture", held)
            return
        if name in _PIXEL_FILTERS:
            return  # pixels, seen where the page is drawn
        held = _unpacked(name, held, budget)
    if is_image:
        return
    if re.search(rb"/Predictor\s+(?!1\b)", head):
        raise CannotLookError("a stream with a predictor")
    if b"/EmbeddedFile" in head:
        yield Data(f"{where}, attachment", held)
    elif b"/ObjStm" in head:
        yield Text(where, BREAK.join(_strings_in(held)))
    elif re.search(rb"/Length1\b|/Type1C|/CIDFontType0C|/OpenType|/N\s+[134]\b", head):
        yield Data(where, held, known=True)  # fonts and colour profiles
    elif b"/Metadata" in head or held.lstrip()[:1] == b"<":
        yield Data(where, held, known=True)
    else:
        if b"begincmap" not in held:
            yield Text(where, BREAK.join(_shown_in(held)))
        yield Text(where, held.decode("latin-1"), prose=False)


def _unpacked(name: str, held: bytes, budget: Budget) -> bytes:
    if name in {"FlateDecode", "Fl"}:
        unpacked = _inflated(held)
    elif name in {"ASCIIHexDecode", "AHx"}:
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", held.partition(b">")[0])
        unpacked = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    elif name in {"ASCII85Decode", "A85"}:
        try:
            unpacked = base64.a85decode(held.partition(b"~>")[0].removeprefix(b"<~"))
        except ValueError as error:
            raise CannotLookError("a damaged stream") from error
    else:
        raise CannotLookError("a stream that is packed in a way not known here")
    budget.spend(len(unpacked))
    budget.grown(len(held), len(unpacked), STREAM_BYTES)
    return unpacked


def _inflated(held: bytes) -> bytes:
    """Inflate as far as it goes: a damaged end does not hide the start."""
    out = bytearray()
    machine = zlib.decompressobj()
    try:
        for start in range(0, len(held), 1 << 16):
            out += machine.decompress(held[start : start + (1 << 16)], STREAM_BYTES + 1 - len(out))
            if len(out) > STREAM_BYTES:
                raise CannotLookError(f"a part of more than {STREAM_BYTES} bytes")
    except zlib.error as error:
        if not out and held.strip():
            raise CannotLookError("a damaged stream") from error
    return bytes(out)


def _strings_in(body: bytes) -> list[str]:
    """The texts of all strings of objects."""
    found = (_text(match[1], match[2]) for match in _STRING.finditer(body))
    return [text for text in found if text]


def _shown_in(content: bytes) -> list[str]:
    """What drawing commands show: the strings of one command put together."""
    shown: list[str] = []
    pieces: list[str] = []
    for match in _SHOWN.finditer(content):
        if match[3]:
            shown.append("".join(pieces))
            pieces = []
        else:
            pieces.append(_text(match[1], match[2]))
    shown.append("".join(pieces))
    return [text for text in shown if text]


def _text(literal: bytes | None, digits: bytes | None) -> str:
    """A string as text; numbers of glyphs, which only their font can turn into text, are none."""
    if literal is not None:
        held = _ESCAPE.sub(_escaped, literal) if b"\\" in literal else literal
    else:
        bare = re.sub(rb"\s", b"", digits or b"")
        held = bytes.fromhex((bare + b"0" * (len(bare) % 2)).decode("ascii"))
    if held.startswith((b"\xfe\xff", b"\xff\xfe")):
        return held.decode("utf-16", "replace")
    if held.startswith(b"\xef\xbb\xbf"):
        return held[3:].decode("utf-8", "replace")
    text = held.decode("cp1252", "replace")
    return text if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable() else ""


def _escaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return _ESCAPED.get(match[2], match[2]) if match[2] else b""


_NO_PAGES = "pages that cannot be read"


def _pages(data: bytes, version: str, budget: Budget) -> Iterator[Part]:
    """Each page's text layer, and each page and its pictures as pixels."""
    limits = budget.limits
    with tempfile.TemporaryDirectory(prefix="skolkit-") as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(data)
        environment = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath}
        command = [
            *(sys.executable, "-P", str(_WORKER), str(folder)),
            *(str(limits.page_seconds), str(limits.worker_bytes), str(limits.pages_per_file)),
            *(str(limits.page_pixels), str(limits.render_side_pixels if budget.pictures else 0)),
            str(int(budget.ours)),
        ]
        try:
            subprocess.run(  # noqa: S603 - our own program, with numbers and our own folder
                command,
                check=False,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limits.file_seconds,
            )
        except subprocess.TimeoutExpired as error:
            raise CannotLookError("pages that take too long") from error
        yield from _told(folder, version, budget)


def _told(folder: Path, version: str, budget: Budget) -> Iterator[Part]:
    """What the other process wrote down; its last line says that it came to the end."""
    told = folder / "told.jsonl"
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    for line in lines:
        budget.part()
        try:
            held = json.loads(line)
            page, text, picture = int(held["page"]), str(held["text"]), str(held["picture"])
            turned = bool(held["turned"])
        except (ValueError, KeyError, TypeError) as error:
            raise CannotLookError(_NO_PAGES) from error
        if page < 0:
            return
        where = f"{version}page {page}"
        if text:
            yield Text(where, text)
        if re.fullmatch(r"[0-9]{1,6}\.png", picture):
            # Read now: the folder is gone when the pixels are asked for, the bytes are not.
            packed = (folder / picture).read_bytes()
            yield Picture(f"{where}, drawn", partial(_unpack, packed), turned)
    raise CannotLookError("pages that take too long or too much" if lines else _NO_PAGES)


def _unpack(packed: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(packed)) as image:
        return np.asarray(image.convert("L"), dtype=np.uint8)
