"""A program: writes the text layer and the look of each page of a PDF into a folder.

It runs alone in a process, since pdfium can crash, hang or take all memory on a hostile file. It
imports nothing of skolkit, so that it starts fast. Arguments: the folder with ``in.pdf``, seconds
a page, bytes of memory, pages, pixels of a picture, pixels of a side (0: text only), and 1 if what
the text layer says is to be left out of the drawn page. It writes
``told.jsonl``: an object per text or picture, and one with page -1 when it came to the end.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import resource
import signal
import sys
from pathlib import Path
from typing import IO, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import ImageDraw

BREAK = "\n¦\n"
GAP = 1.2  # heights of a character between two columns
DPI = 200
PICTURES = 200  # of a page
FORM_NESTING = 12
FILE_BYTES = 512 * 2**20


def main(
    folder: Path, seconds: int, memory: int, pages: int, pixels: int, side: int, without_text: int
) -> None:
    """Write down all pages of ``folder / "in.pdf"``."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(seconds)
    document = pdfium.PdfDocument(folder / "in.pdf")
    if len(document) > pages or not len(document):
        return
    with contextlib.suppress(pdfium.PdfiumError):
        document.init_forms()
    with (folder / "told.jsonl").open("w", encoding="utf-8") as told:
        shots = Shots(folder, told, pixels, side, without_text=bool(without_text))
        for number in range(1, len(document) + 1):
            signal.alarm(seconds)
            page = document[number - 1]
            tell(told, number, text=page_text(page))
            if side:
                shots.take(number, page)
            page.close()
        tell(told, -1)


def tell(
    told: IO[str], page: int, *, text: str = "", picture: str = "", turned: bool = True
) -> None:
    """Write one line."""
    line = {"page": page, "text": text, "picture": picture, "turned": turned}
    told.write(json.dumps(line, ensure_ascii=True) + "\n")
    told.flush()


class Shots:
    """Draws pages and takes out their pictures, which may lie under something else."""

    def __init__(
        self, folder: Path, told: IO[str], pixels: int, side: int, *, without_text: bool
    ) -> None:
        self._folder = folder
        self._told = told
        self._pixels = pixels
        self._side = side
        self._without_text = without_text
        self._count = 0

    def take(self, number: int, page: Any) -> None:
        """Write the page and its pictures as PNG."""
        images = list(
            page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=FORM_NESTING)
        )
        width, height = page.get_size()
        scale = min(DPI / 72, self._side / max(width, height, 1))
        drawn = page.render(scale=scale, grayscale=True).to_pil()
        if self._without_text:
            drawn = unlettered(drawn, page, scale, height)
        self._save(number, drawn, turned=bool(images))
        if len(images) > PICTURES:
            raise SystemExit(1)
        for image in images:
            wide, high = image.get_px_size()
            if wide * high > self._pixels:
                raise SystemExit(1)
            with contextlib.suppress(pdfium.PdfiumError):
                self._save(number, image.get_bitmap().to_pil(), turned=True)

    def _save(self, number: int, image: Any, *, turned: bool) -> None:
        self._count += 1
        name = f"{self._count}.png"
        image.convert("L").save(self._folder / name, compress_level=1)
        tell(self._told, number, picture=name, turned=turned)


def unlettered(drawn: Any, page: Any, scale: float, height: float) -> Any:
    """The drawn page with paper over each character of its text layer, at ``scale`` to points."""
    painted = drawn.convert("L")
    brush = ImageDraw.Draw(painted)
    held = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(held.count_chars()):
        pdfium_c.FPDFText_GetCharBox(held.raw, index, left, right, bottom, top)
        x0, x1 = left.value * scale - 1, right.value * scale + 1
        y0, y1 = (height - top.value) * scale - 1, (height - bottom.value) * scale + 1
        if x1 > x0 and y1 > y0:
            brush.rectangle((x0, y0, x1, y1), fill=255)
    held.close()
    return painted


def page_text(page: Any) -> str:
    """All characters of a page, also hidden ones, with breaks where columns lie apart."""
    held = page.get_textpage()
    raw = held.raw
    out: list[str] = []
    space = ""
    before: tuple[float, float, float, float] | None = None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(held.count_chars()):
        letter = chr(pdfium_c.FPDFText_GetUnicode(raw, index) or 0xFFFD)
        if 0xD800 <= ord(letter) <= 0xDFFF:
            continue
        if letter.isspace():
            space = "\n" if letter in "\r\n" or space == "\n" else " "
            continue
        if letter in "\x02\ufffe":  # a hyphen at the end of a line
            letter = "-"
        pdfium_c.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
        box = (left.value, bottom.value, right.value, top.value)
        if before is not None and space != "\n" and _apart(before, box):
            space = BREAK
        out += [space, letter]
        space, before = "", box
    held.close()
    return "".join(out)


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two neighbours on a line are as far apart as columns are."""
    high = max(one[3] - one[1], other[3] - other[1])
    if min(one[3], other[3]) <= max(one[1], other[1]):
        return False
    return max(other[0] - one[2], one[0] - other[2]) > GAP * max(high, 1.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(argument) for argument in sys.argv[2:8]))
