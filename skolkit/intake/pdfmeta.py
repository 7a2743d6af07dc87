"""Gathers what a PDF says of itself and its makers, and what the files inside it say."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from skolkit.intake import pdf
from skolkit.intake.unread import MOST_BYTES, texts_in
from skolkit.intake.unseen import MOST, Carried
from skolkit.intake.xmp import read_xmp
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

# "Creator" and "Producer" name programs; dates are no names.
_PROPERTIES = {
    "Author": "author",
    "Title": "title",
    "Subject": "subject",
    "Keywords": "keywords",
    "Company": "company",
    "Manager": "manager",
    "Comments": "remark",
    "LastModifiedBy": "last editor",
    "Last Saved By": "last editor",
    "Owner": "owner",
}
_XMP = re.compile(rb"<x:xmpmeta|<rdf:RDF")
_XMP_END = {b"<x:xmpmeta": b"</x:xmpmeta>", b"<rdf:RDF": b"</rdf:RDF>"}
_PACKED = re.compile(rb"/Subtype\s*/XML\b[^\0]{0,400}?(?<!end)stream\r?\n", re.DOTALL)
_MOST_BYTES = 1 << 21
_MOST_PACKETS = 200
_EARLIER_PAGES = 50
_EMBEDDED = 20  # files inside a PDF that are looked into


def read(path: Path, limits: Limits) -> Carried:
    """Look through a PDF; what of it cannot be read is no reason to refuse its pages."""
    carried = Carried()
    try:
        for name, text in pdf.properties(path, _PROPERTIES).items():
            carried.name(_PROPERTIES[name], text)
        for title in pdf.bookmarks(path, MOST):
            carried.keep("bookmark", title)
        for text in pdf.earlier_texts(path, _EARLIER_PAGES):
            carried.keep("earlier version", text)
        files = pdf.embedded_files(path, _EMBEDDED, MOST_BYTES)
        for name, _ in files:
            carried.keep("name of an embedded file", name)
        for text in texts_in(files, limits):
            carried.keep("file inside it", text)
    except SkolkitError:
        carried.tell("part that could not be read")
    said: set[bytes] = set()
    for packet in _packets(path):
        if packet not in said:
            said.add(packet)
            read_xmp(packet, carried)
    return carried


def _packets(path: Path) -> Iterator[bytes]:
    """The XMP packets of a file, those of its pictures too, packed or not."""
    count = 0
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        at = 0
        while (found := _XMP.search(data, at)) is not None and count < _MOST_PACKETS:
            closing = _XMP_END[found.group()]
            end = data.find(closing, found.start(), found.start() + _MOST_BYTES)
            at = found.end() if end < 0 else end + len(closing)
            count += 1
            if end >= 0:
                yield data[found.start() : at]
        for found in _PACKED.finditer(data):
            if b"FlateDecode" not in found.group() and b"FlateDecode" not in _before(data, found):
                continue
            count += 1
            if count > _MOST_PACKETS:
                return
            try:
                packed = data[found.end() : found.end() + _MOST_BYTES]
                yield zlib.decompressobj().decompress(packed, _MOST_BYTES)
            except zlib.error:
                continue  # encrypted or damaged


def _before(data: mmap.mmap, found: re.Match[bytes]) -> bytes:
    """The beginning of the dictionary in which something was found."""
    held = data[max(found.start() - 400, 0) : found.start()]
    return held[max(held.rfind(b" obj"), 0) :]
