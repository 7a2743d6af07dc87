"""Looks over PDF and picture files before their pages are read: are they whole, and how long?"""

from __future__ import annotations

import mmap
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from skolkit.intake import pdf, raster
from skolkit.intake.frame import POINTS_PER_INCH
from skolkit.intake.pdfbytes import refuse_endless
from skolkit.model import MediaType
from skolkit.problems import Problem, SkolkitError
from skolkit.settings import Limits

Findings = tuple[int, tuple[Problem, ...]]

_TAIL = 1 << 13
_LOWEST_RENDER_DPI = 60.0
_USUAL_DPI = 300.0
_MANY = 5  # so many page numbers are named, the rest counted
_CUT = "the end of the file is missing"
_START = re.compile(rb"startxref\s+(\d{1,12})")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_TABLE = re.compile(rb"\s*(xref|\d{1,10}\s+\d{1,5}\s+obj)")
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch)\b")


def inspect_pdf(path: Path, name: str, limits: Limits) -> Findings:
    """Count the pages of a PDF and tell what is odd about the file.

    Returns:
        The page count and the problems; an E_CORRUPT among them means that the file is cut off
        and the count is what was found in the rest.

    Raises:
        SkolkitError: E_ENCRYPTED, E_CORRUPT, E_TOO_BIG, E_BOMB or E_TIMEOUT when no page can be
            read.
    """
    try:
        facts = pdf.look_over(path)
    except SkolkitError as error:
        detail = _what_is_left(path) if error.problem.code == "E_CORRUPT" else ""
        told = replace(error.problem, file=name, detail=detail or error.problem.detail)
        raise SkolkitError(told) from error
    count = len(facts.sizes)
    if count > limits.pages_per_file:
        detail = f"{count} pages, pages_per_file = {limits.pages_per_file}"
        raise SkolkitError.of("E_TOO_BIG", name, detail=detail)
    problems = list(_pdf_structure(path, name, count))
    if facts.encrypted:
        problems.append(Problem("W_ENCRYPTED", name))
    if facts.attachments:
        detail = f"embedded files: {facts.attachments}"
        problems.append(Problem("W_ATTACHMENT", name, detail=detail))
    if facts.form:
        problems.append(Problem("W_FORM", name))
    problems += _page_sizes(name, facts.sizes, limits)
    bad = [problem for problem in problems if problem.code in ("E_TOO_BIG", "E_CORRUPT")]
    if count and len([problem for problem in bad if problem.page is not None]) == count:
        raise SkolkitError(bad[0])
    return count, tuple(problems)


def _what_is_left(path: Path) -> str:
    """Say of a PDF that cannot be opened whether it is cut off, and how much came through."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if _START.search(data[max(len(data) - _TAIL, 0) :]):
            return ""
        pages = sum(1 for _ in _PAGE.finditer(data))
    return f"{_CUT}; traces of pages that came through: {pages}"


def _page_sizes(
    name: str, sizes: tuple[tuple[float, float], ...], limits: Limits
) -> Iterator[Problem]:
    coarse: list[int] = []
    for page, (width, height) in enumerate(sizes, start=1):
        if width <= 0 or height <= 0:
            yield Problem("E_CORRUPT", name, page=page, detail="the page has no area")
            continue
        dpi = (limits.render_side_pixels - 1) * POINTS_PER_INCH / max(width, height)
        if dpi < _LOWEST_RENDER_DPI:
            metres = f"{width / 2835:.1f} x {height / 2835:.1f} m"
            detail = f"{metres}, render_side_pixels = {limits.render_side_pixels}"
            yield Problem("E_TOO_BIG", name, page=page, detail=detail)
        elif dpi < _USUAL_DPI:
            coarse.append(page)
    if coarse:
        detail = f"{_pages(coarse)} of a large format, drawn at less than {_USUAL_DPI:.0f} dpi"
        yield Problem("W_DPI", name, page=coarse[0], detail=detail)


def _pages(numbers: list[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:_MANY])
    more = len(numbers) - _MANY
    kind = "page" if len(numbers) == 1 else "pages"
    return f"{kind} {named}" + (f" and {more} more" if more > 0 else "")


def _pdf_structure(path: Path, name: str, count: int) -> Iterator[Problem]:
    """Compare what the file says of itself with what stands in it, byte by byte."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        junk = data.find(b"%PDF-", 0, 1024)
        starts = list(_START.finditer(data[max(len(data) - _TAIL, 0) :]))
        if not starts:
            detail = f"{_CUT}; {count} pages were found in the rest"
            yield Problem("E_CORRUPT", name, detail=detail)
        else:
            at = int(starts[-1].group(1))
            if junk > 0:
                detail = f"{junk} bytes before the PDF begins"
                yield Problem("W_REPAIRED", name, detail=detail)
            elif not _TABLE.match(data[at : at + 64]):
                yield Problem("W_REPAIRED", name, detail="its page index is not where it says")
            endings = len(re.findall(rb"%%EOF", data))
            linear = b"/Linearized" in data[:2048]
            if endings > (2 if linear else 1):
                yield Problem("W_REVISIONS", name, detail=f"saved {endings} times")
        refuse_endless(data, name, 1 if count == 1 else None)
        if _ACTIVE.search(data):
            yield Problem("W_ACTIVE_CONTENT", name)


def inspect_picture(path: Path, name: str, media_type: MediaType, limits: Limits) -> Findings:
    """Count the pages of a picture file and tell which are cut off.

    Raises:
        SkolkitError: E_CORRUPT or E_TOO_BIG when no page can be read.
    """
    try:
        heads = raster.read_heads(path, limits)
    except SkolkitError as error:
        raise SkolkitError(replace(error.problem, file=name)) from error
    count = len(heads.pages)
    if count > limits.pages_per_file:
        detail = f"more than {limits.pages_per_file} pages, pages_per_file"
        raise SkolkitError.of("E_TOO_BIG", name, detail=detail)
    problems = list(_picture_pages(name, heads, limits))
    if media_type is not MediaType.TIFF:
        damage = _png_damage(path) if media_type is MediaType.PNG else _jpeg_damage(path)
        if damage:
            raise SkolkitError.of("E_CORRUPT", name, page=1, detail=damage)
    lost = [problem for problem in problems if problem.rule.is_error and problem.page]
    if count == 0 or len(lost) >= count:
        raise SkolkitError(lost[0] if lost else Problem("E_CORRUPT", name, page=1))
    return count, tuple(problems)


def _picture_pages(name: str, heads: raster.Heads, limits: Limits) -> Iterator[Problem]:
    for page, info in enumerate(heads.pages, start=1):
        if info.width * info.height > limits.page_pixels:
            detail = f"{info.width} x {info.height} pixels, page_pixels = {limits.page_pixels}"
            yield Problem("E_TOO_BIG", name, page=page, detail=detail)
        elif not info.whole:
            yield Problem("E_CORRUPT", name, page=page, detail=raster.CUT_OFF)
    silent = [page for page, info in enumerate(heads.pages, start=1) if not info.dpi_is_stated]
    if silent:
        detail = f"{_pages(silent)} taken as if of A4 size"
        yield Problem("W_DPI", name, page=silent[0], detail=detail)
    if heads.broken:
        whole = sum(info.whole for info in heads.pages)
        detail = f"{_CUT}; {whole} whole pages were found, how many follow is not known"
        yield Problem("E_CORRUPT", name, detail=detail)


def _png_damage(path: Path) -> str:
    """Check the sums of a PNG's blocks and that its last one is there."""
    with path.open("rb") as stream:
        stream.seek(8)
        while True:
            head = stream.read(8)
            if len(head) < 8:
                return raster.CUT_OFF
            length, kind = struct.unpack(">I4s", head)
            body = stream.read(length)
            told = stream.read(4)
            if len(body) < length or len(told) < 4:
                return raster.CUT_OFF
            if zlib.crc32(body, zlib.crc32(kind)) != struct.unpack(">I", told)[0]:
                return "a check sum is wrong, so some of its data were changed"
            if kind == b"IEND":
                return ""


def _jpeg_damage(path: Path) -> str:
    """A JPEG ends with a mark of its own, at times with other data behind it."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        scan = data.rfind(b"\xff\xda")
        if scan < 0 or data.find(b"\xff\xd9", scan) < 0:
            return raster.CUT_OFF
    return ""
