"""Read every PDF of a folder with skolkit and write what came out, page by page and sheet by sheet.

    python benchmarks/read_bench.py FOLDER_OF_PDFS OUT.json [--workers N]

It sees no truth. The output is JSON: for each document its rebuilt sheets, and the grid of each
page, with confidence and doubt of each cell. It prints pages, wall and CPU seconds by level (the
end of a file's name, ``-L0`` to ``-L3``, that says how hard the scan is), and what each stage took.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cv2
from stages import CLOCK, REST, Spent, cpu_seconds, start_timing

from skolkit.intake import pdf
from skolkit.model import Document, MediaType, PageGrid, PageReading, Sheet
from skolkit.problems import SkolkitError
from skolkit.reading.page import read_page
from skolkit.rebuild.grid import page_grids
from skolkit.rebuild.settle import settle
from skolkit.rebuild.stitch import stitch
from skolkit.settings import Settings

BAR = ("L1", "L2")  # the levels of an ordinary office's scans, also told together
REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page's reading, or None if it failed, and what it took, in all and by stage."""

    reading: PageReading | None
    spent: Spent
    stages: dict[str, Spent]


@dataclass(slots=True)
class Level:
    """What the documents of one level took: wall of the whole, processor time of all processes."""

    pages: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    stages: dict[str, Spent] = field(default_factory=dict)

    def book(self, name: str, spent: Spent) -> None:
        """Add to a stage and to the whole processor time."""
        self.stages.setdefault(name, Spent()).add(spent)
        self.cpu += spent.cpu

    def join(self, other: Level) -> None:
        """Take another level in."""
        self.pages += other.pages
        self.wall += other.wall
        for name, spent in other.stages.items():
            self.book(name, spent)


def level_of(document_id: str) -> str:
    """The level that a document's name ends with; ``-`` if it names none."""
    found = re.search(r"-(L\d)$", document_id)
    return found[1] if found else "-"


def document_of(path: Path) -> Document:
    """The document that a PDF of the folder is."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    pages = pdf.page_count(path)
    return Document(path.stem, path.name, path, digest, len(data), MediaType.PDF, pages)


def prepare() -> None:
    """Make a worker ready: one thread each, as in skolkit's own pool, and timers on."""
    cv2.setNumThreads(1)
    start_timing()


def warm(_: int) -> None:
    """Do nothing, so that workers are there before the clock starts."""
    time.sleep(0.2)


def read(task: tuple[Document, int]) -> PageRead:
    """Read one page; what cannot be read is told on stderr."""
    document, page = task
    CLOCK.take()
    wall, cpu = time.perf_counter(), cpu_seconds()
    reading = None
    try:
        reading = read_page(document, page, Settings())
    except (SkolkitError, TimeoutError) as error:
        print(f"{document.name}, page {page}: {error}", file=sys.stderr)
    spent = Spent(time.perf_counter() - wall, cpu_seconds() - cpu)
    return PageRead(reading, spent, CLOCK.take())


def table_of(grid: PageGrid) -> dict[str, object]:
    """A page's grid as rows of cells."""
    blank = {"text": ""}
    rows: list[list[dict[str, object]]] = [[dict(blank) for _ in grid.columns] for _ in grid.rows]
    for cell in grid.cells:
        if cell.text:
            rows[cell.row][cell.column] = {
                "text": cell.text,
                "confidence": cell.confidence,
                "review": cell.doubt is not None,
            }
    return {"page": grid.page, "tables": [{"rows": rows}] if grid.cells else []}


def sheet_of(sheet: Sheet) -> dict[str, object]:
    """A rebuilt sheet as placed cells."""
    cells = [
        {
            "row": cell.row,
            "col": cell.column,
            "text": cell.raw,
            "page": cell.page,
            "confidence": cell.confidence,
            "review": cell.doubt is not None,
        }
        for cell in sheet.cells
        if cell.raw
    ]
    return {"name": sheet.name, "pages": list(sheet.pages), "cells": cells}


def rebuilt(document: Document, readings: Sequence[PageReading]) -> dict[str, object]:
    """The grids and sheets of a document, as they are written."""
    grids = settle(page_grids(readings))
    sheets = stitch(document, grids).sheets
    print(f"{document.name}: {len(grids)} pages, {len(sheets)} sheets", file=sys.stderr)
    return {"sheets": [sheet_of(s) for s in sheets], "pages": [table_of(g) for g in grids]}


def run_level(
    documents: Sequence[Document], pool: ProcessPoolExecutor
) -> tuple[dict[str, dict[str, object]], Level]:
    """Read and rebuild the documents of one level; gives what came out and what it took."""
    level = Level(pages=sum(d.pages for d in documents))
    found: dict[str, dict[str, object]] = {}
    started = time.perf_counter()
    pages = pool.map(read, [(d, page) for d in documents for page in range(1, d.pages + 1)])
    for document in documents:
        readings = []
        for _ in range(document.pages):
            page = next(pages)
            for name, spent in page.stages.items():
                level.book(name, spent)
            level.book(REST, _rest(page))
            if page.reading is not None:
                readings.append(page.reading)
        wall, cpu = time.perf_counter(), cpu_seconds()
        found[document.document_id] = rebuilt(document, readings)
        level.book(REBUILD, Spent(time.perf_counter() - wall, cpu_seconds() - cpu))
    level.wall = time.perf_counter() - started
    return found, level


def _rest(page: PageRead) -> Spent:
    """What no stage took."""
    told = page.stages.values()
    return Spent(
        page.spent.wall - sum(s.wall for s in told), page.spent.cpu - sum(s.cpu for s in told)
    )


def time_table(levels: dict[str, Level], workers: int) -> str:
    """Pages, wall and processor time by level, with sums."""
    lines = [f"{'level':8}{'pages':>7}{'wall s':>9}{'pages/min':>11}{'CPU s':>9}{'CPU s/page':>12}"]
    for name, level in _with_sums(levels).items():
        lines.append(
            f"{name:8}{level.pages:7}{level.wall:9.1f}{60 * level.pages / level.wall:11.1f}"
            f"{level.cpu:9.1f}{level.cpu / level.pages:12.2f}"
        )
    return "\n".join([f"With {workers} workers:", *lines])


def stage_table(levels: dict[str, Level]) -> str:
    """CPU seconds a page of each stage by level, and its wall seconds and share over all."""
    summed = _with_sums(levels)
    whole = summed["all"]
    names = sorted(whole.stages, key=lambda name: -whole.stages[name].cpu)
    head = "".join(f"{name:>8}" for name in summed)
    lines = [f"{'CPU s a page':24}{head}{'share':>8}{'wall all':>10}"]
    for name in names:
        each = "".join(
            f"{level.stages.get(name, Spent()).cpu / level.pages:8.3f}" for level in summed.values()
        )
        spent = whole.stages[name]
        lines.append(f"{name:24}{each}{spent.cpu / whole.cpu:8.1%}{spent.wall / whole.pages:10.3f}")
    return "\n".join(lines)


def _with_sums(levels: dict[str, Level]) -> dict[str, Level]:
    """The levels, with the ordinary ones together and all together where that says more."""
    told = dict(levels)
    for name, parts in (("+".join(BAR), BAR), ("all", tuple(levels))):
        if all(part in levels for part in parts):
            told[name] = Level()
            for part in parts:
                told[name].join(levels[part])
    return told


def main() -> int:
    """Read the folder and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    paths = sorted(args.folder.glob("*.pdf"))
    if not paths:
        parser.error(f"{args.folder} holds no PDF")
    documents = [document_of(path) for path in paths]
    found: dict[str, dict[str, object]] = {}
    levels: dict[str, Level] = {}
    workers: int = args.workers
    with ProcessPoolExecutor(workers, get_context("spawn"), prepare) as pool:
        list(pool.map(warm, range(workers)))
        for name in sorted({level_of(d.document_id) for d in documents}):
            of_level = [d for d in documents if level_of(d.document_id) == name]
            came_out, levels[name] = run_level(of_level, pool)
            found |= came_out
    written = {document.document_id: found[document.document_id] for document in documents}
    args.out.write_text(json.dumps({"documents": written}, ensure_ascii=False), encoding="utf-8")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(time_table(levels, workers))
    print()
    print(stage_table(levels))
    print(f"\nLargest worker or reader: {largest:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
