"""Print pages of invented people, scan them, read them, and count what detection lets through.

    python benchmarks/privacy_bench.py [--pages 20] [--seed 1] [--keep FOLDER]

Each page is read twice, as an office's good scan (``scan``, as L1) and as its machine gives it
(``office``, as L2). A personal value leaks if four letters in a row of a name, or six digits or
letters of a number or an address, are left where it was printed once all that was found is masked;
of the four last digits of a number, and of words of protected identity, four.
A decoy is falsely masked if anything of it is. The judge knows what was printed and where; it does
not use the detector.
"""

from __future__ import annotations

import argparse
import math
import os
import pickle
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import LCSseq

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from damaged import DPI_OF, Damage, damaged
from drawn import FONT
from planted import Page, Text, pages
from planted_office import office_pages

from skolkit.model import Cell, Document, MediaType, Sheet
from skolkit.privacy.detect import inspect
from skolkit.privacy.model import Decision, Span
from skolkit.reading.page import read_page
from skolkit.rebuild.grid import page_grids
from skolkit.rebuild.settle import settle
from skolkit.rebuild.stitch import stitch
from skolkit.settings import Settings
from skolkit.tables.values import type_cells

SIZE = (3508, 2480)  # A4 across at 300 dpi
LEFT, TOP, WIDTH, PITCH = 150, 220, 3200, 66
NUMERIC = frozenset(
    {
        *("personnummer", "samordningsnummer", "tf-nummer", "lma-nummer"),
        *("telefon", "födelsedatum", "fyra sista"),
    }
)
LEVELS = (Damage.SCAN, Damage.OFFICE)


def drawn(page: Page, font: ImageFont.FreeTypeFont) -> NDArray[np.uint8]:
    """The page as printed."""
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    edges = [LEFT + int(WIDTH * sum(page.widths[:i])) for i in range(len(page.widths) + 1)]
    for row in range(len(page.rows) + 1) if page.ruled else ():
        y = TOP + row * PITCH
        pen.line((edges[0], y, edges[-1], y), fill=0, width=2)
    for edge in edges if page.ruled else ():
        pen.line((edge, TOP, edge, TOP + len(page.rows) * PITCH), fill=0, width=2)
    for row, texts in enumerate(page.rows):
        for column, text in enumerate(texts):
            pen.text(
                (edges[column] + 14, TOP + row * PITCH + PITCH // 2),
                text.text,
                font=font,
                fill=0,
                anchor="lm",
            )
    return np.asarray(image)


def read(page: NDArray[np.uint8], folder: Path, damage: Damage, number: int) -> list[Sheet]:
    """The sheets that skolkit makes of a scan, typed."""
    name = f"page{number}-{damage}"
    path = folder / f"{name}.png"
    angle = ((number * 37) % 9 - 4) / (10 if damage is Damage.SCAN else 4)
    scanned = damaged(page, damage, degrees=angle, seed=number)
    dpi = DPI_OF[damage]
    Image.fromarray(scanned).save(path, dpi=(dpi, dpi))
    size = path.stat().st_size
    document = Document(name, path.name, path, "0" * 64, size, MediaType.PNG, 1)
    reading = read_page(document, 1, Settings())
    sheets = stitch(document, settle(page_grids([reading]))).sheets
    path.unlink()
    return [type_cells(sheet) for sheet in sheets]


def masked(sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    """Each cell with what is left of its text."""
    spans: dict[tuple[int, int], list[Span]] = {}
    for one in inspect(sheet):
        if one.span.decision is Decision.MASK:
            spans.setdefault((one.row, one.column), []).append(one.span)
    for cell in sheet.cells:
        left = list(cell.raw)
        for span in spans.get((cell.row, cell.column), ()):
            left[span.start : span.end] = "\0" * (span.end - span.start)
        yield cell, "".join(left)


def leaks(kind: str, value: str, left: str) -> bool:
    """Whether what is left of a cell still holds a telling part of a value."""
    drop = r"[^0-9]" if kind in NUMERIC else r"[^\w]"
    least = 4 if kind in {"namn", "fyra sista", "skyddad uppgift"} else 6
    one, other = (re.sub(drop, "", text.casefold()) for text in (value, left.replace("\0", "  ")))
    return any(one[i : i + least] in other for i in range(len(one) - least + 1))


def judge(page: Page, sheets: Sequence[Sheet], counts: Counter[tuple[str, str]]) -> list[str]:
    """Count what leaked and what was falsely masked; gives a line on each."""
    told: list[str] = []
    cells = [each for sheet in sheets for each in masked(sheet)]
    points = 72 / 300
    edges = [LEFT + int(WIDTH * sum(page.widths[:i])) for i in range(len(page.widths) + 1)]
    for row, texts in enumerate(page.rows):
        y = (TOP + (row + 0.5) * PITCH) * points
        for column, text in enumerate(texts):
            at = (edges[column] + edges[column + 1]) / 2 * points
            here = [
                (cell, left)
                for cell, left in cells
                if cell.box
                and cell.box.y0 - PITCH * points / 3 <= y <= cell.box.y1 + PITCH * points / 3
                and _beside(cell, at, (edges[column + 1] - edges[column]) * points)
            ]
            _count(text, here, counts, told)
    return told


def _beside(cell: Cell, middle: float, width: float) -> bool:
    return (
        cell.box is not None
        and cell.box.x0 < middle + width / 2
        and cell.box.x1 > middle - width / 2
    )


def _count(
    text: Text,
    here: Sequence[tuple[Cell, str]],
    counts: Counter[tuple[str, str]],
    told: list[str],
) -> None:
    for kind, value in text.personal:
        counts[kind, "planted"] += 1
        counts[kind, "read"] += any(_alike(value, cell.raw) * 2 >= len(value) for cell, _ in here)
        leaking = [left for _, left in here if leaks(kind, value, left)]
        if leaking:
            counts[kind, "leaked"] += 1
            told.append(f"{kind}: {value!r} left in {leaking[0]!r}")
    for decoy in text.decoys:
        counts["decoys", "planted"] += 1
        best = max(here, key=lambda each: _alike(decoy, each[0].raw), default=None)
        if best is None:
            continue
        counts["decoys", "read"] += 1
        whole, left = _alike(decoy, best[0].raw), _alike(decoy, best[1])
        if left < whole:
            counts["decoys", "masked"] += 1
            told.append(f"decoy: {decoy!r} masked in {best[0].raw!r}: {best[1]!r}")


def _alike(value: str, text: str) -> int:
    """How many characters of a value stand in a text, in order."""
    return int(LCSseq.similarity(value, text))


def at_least(bad: int, planted: int) -> float:
    """The share that can be said with 95 % confidence: of 600 without a failure it is 0.995."""
    z = 1.645  # one-sided
    share = 1 - bad / planted
    middle = share + z * z / (2 * planted)
    width = z * math.sqrt(share * (1 - share) / planted + (z / (2 * planted)) ** 2)
    return (middle - width) / (1 + z * z / planted)


def main() -> int:
    """Measure and print the table; 1 if the goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("out"))
    parser.add_argument("--keep", type=Path, help="a folder for what was read; read once only")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    font = ImageFont.truetype(str(FONT), 32)
    registers = office_pages(args.seed, max(2, args.pages // 5))
    printed = [*pages(args.seed, args.pages), *registers]
    missed = False
    for damage in LEVELS:
        counts: Counter[tuple[str, str]] = Counter()
        for number, page in enumerate(printed, start=1):
            kept = args.keep and args.keep / f"{args.seed}-{args.pages}-{damage}-{number}.pickle"
            if kept and kept.exists():
                sheets = pickle.loads(kept.read_bytes())  # noqa: S301 - written below
            else:
                sheets = read(drawn(page, font), args.folder, damage, number)
            if kept:
                kept.write_bytes(pickle.dumps(sheets))
            for line in judge(page, sheets, counts):
                print(f"  {damage} page {number}: {line}", flush=True)
        print(f"{damage:22}{'planted':>9}{'read':>6}{'failed':>8}{'share':>8}{'sure':>8}")
        for kind in sorted({kind for kind, _ in counts}):
            planted = counts[kind, "planted"]
            bad = counts[kind, "leaked"] + counts[kind, "masked"]
            share = 1 - bad / planted
            missed |= share < (0.999 if kind == "decoys" else 0.995)
            seen = f"{planted:9}{counts[kind, 'read']:6}{bad:8}{share:8.4f}"
            print(f"  {kind:20}{seen}{at_least(bad, planted):8.4f}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
