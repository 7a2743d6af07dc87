"""Gathers the texts of a file of which no table is made, for the private look at personal data.

Such are files inside other files, and those of a kind that is not read. Little of each is looked
at, and what cannot be opened is left: nothing here is a reason to refuse anything.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from skolkit.intake import pdf
from skolkit.intake.native import read_native
from skolkit.intake.paperfile import inspect_pdf
from skolkit.intake.sniff import HEAD, is_text, sniff
from skolkit.intake.unseen import LONGEST, readable
from skolkit.intake.zipbox import ZipBox
from skolkit.model import Document, MediaType, Sheet
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

MOST_BYTES = 4 * 2**20  # of a file that is looked into, and of all that lie in one together
_PART_BYTES = 64 * 2**20
_CELLS = 100_000
_PAGES = 50
_PARTS = 50
_WRITTEN = re.compile(r"(word|ppt)/.*\.xml|content\.xml")  # parts of documents that hold prose
_ENDS = re.compile(r"</(?:\w+:)?(?:p|tr|row|h)>|<(?:\w+:)?(?:br|tab)/>")
_TAG = re.compile(r"<[^>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_JOINT = " | "


def texts_of(path: Path, name: str, limits: Limits) -> list[str]:
    """Read what a file says, as far as it can be had without its program and without OCR.

    Args:
        path: the file.
        name: what it is called.
        limits: of the run; lower ones hold here.
    """
    if path.stat().st_size > MOST_BYTES:
        return []
    limits = replace(
        limits,
        pages_per_file=_PAGES,
        zip_part_bytes=min(_PART_BYTES, limits.zip_part_bytes),
        zip_total_bytes=min(2 * _PART_BYTES, limits.zip_total_bytes),
        cells_per_sheet=min(_CELLS, limits.cells_per_sheet),
    )
    try:
        return list(_together(_lines(path, name, limits)))
    except (SkolkitError, OSError, ValueError):
        return []


def texts_in(files: Iterable[tuple[str, bytes]], limits: Limits) -> list[str]:
    """Read what files say that lie in another, until they are too large together.

    Args:
        files: name and bytes of each.
        limits: of the run.
    """
    texts: list[str] = []
    left = MOST_BYTES
    for name, data in files:
        left -= len(data)
        if left < 0:
            break
        texts += _texts_in(name, data, limits)
    return texts


def _texts_in(name: str, data: bytes, limits: Limits) -> list[str]:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:8]) as held:
        held.write(data)
        held.flush()
        return texts_of(Path(held.name), name, limits)


def _lines(path: Path, name: str, limits: Limits) -> Iterator[str]:
    found = sniff(path, name, limits)
    if found.locked:
        return
    kind = found.media_type
    if kind is MediaType.PDF:
        inspect_pdf(path, name, limits)
        yield from pdf.page_texts(path, _PAGES)
    elif kind is not None and kind is not MediaType.CSV and not kind.is_paged:
        document = Document("unread", name, path, "", path.stat().st_size, kind, 1)
        for sheet in read_native(document, limits).sheets:
            yield from _rows(sheet)
    elif kind is None or kind is MediaType.CSV:
        yield from _prose(path, name, limits)


def _rows(sheet: Sheet) -> Iterator[str]:
    yield sheet.name
    rows: dict[int, list[str]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, []).append(cell.raw)
    for number in sorted(rows):
        yield _JOINT.join(rows[number])


def _prose(path: Path, name: str, limits: Limits) -> Iterator[str]:
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        if head.startswith(b"PK"):
            yield from _parts(path, name, limits)
            return
        data = head + stream.read(MOST_BYTES)
    if is_text(head):
        for text in readable(data):
            yield html.unescape(_ESCAPE.sub(lambda told: chr(int(told[1], 16)), text))


def _parts(path: Path, name: str, limits: Limits) -> Iterator[str]:
    with ZipBox(path, name, limits) as box:
        for part in sorted(filter(_WRITTEN.fullmatch, box.parts))[:_PARTS]:
            written = box.read(part).decode("utf-8", "replace")
            yield from html.unescape(_TAG.sub("", _ENDS.sub("\n", written))).splitlines()


def _together(lines: Iterable[str]) -> Iterator[str]:
    """Lines to texts of some length, since only so many texts of a file are kept."""
    held: list[str] = []
    size = 0
    for line in lines:
        if held and size + len(line) > LONGEST // 2:
            yield "\n".join(held)
            held, size = [], 0
        held.append(line)
        size += len(line) + 1
    if held:
        yield "\n".join(held)
