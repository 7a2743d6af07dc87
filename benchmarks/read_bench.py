"""Read every PDF of a folder with skolkit and write what came out, page by page and sheet by sheet.

    python benchmarks/read_bench.py FOLDER_OF_PDFS OUT.json [--workers N]

It sees no truth. The output is JSON: for each document its rebuilt sheets, and the grid of each
page, with confidence and doubt of each cell. On the way it prints pages, wall and CPU seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from skolkit.intake import pdf
from skolkit.model import Document, MediaType, PageGrid, PageReading, Sheet
from skolkit.problems import SkolkitError
from skolkit.reading.page import read_page
from skolkit.rebuild.grid import page_grid
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.stitch import stitch
from skolkit.settings import Settings


def document_of(path: Path) -> Document:
    """The document that a PDF of the folder is."""
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    pages = pdf.page_count(path)
    return Document(path.stem, path.name, path, digest, len(data), MediaType.PDF, pages)


def read(task: tuple[Document, int]) -> PageReading | None:
    """Read one page; None where it cannot be read, which is then told on stderr."""
    document, page = task
    try:
        return read_page(document, page, Settings())
    except (SkolkitError, TimeoutError) as error:
        print(f"{document.name}, page {page}: {error}", file=sys.stderr)
        return None


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


def outputs(documents: list[Document], workers: int) -> Iterator[tuple[str, dict[str, object]]]:
    """What came out of each document, in order."""
    tasks = [(d, page) for d in documents for page in range(1, d.pages + 1)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        readings = pool.map(read, tasks)
        for document in documents:
            found = [r for r in (next(readings) for _ in range(document.pages)) if r is not None]
            grids = settle_marks([page_grid(reading) for reading in found])
            sheets = stitch(document, grids).sheets
            print(f"{document.name}: {len(grids)} pages, {len(sheets)} sheets", file=sys.stderr)
            yield (
                document.document_id,
                {"sheets": [sheet_of(s) for s in sheets], "pages": [table_of(g) for g in grids]},
            )


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
    started = time.perf_counter()
    found = dict(outputs(documents, args.workers))
    wall = time.perf_counter() - started
    args.out.write_text(json.dumps({"documents": found}, ensure_ascii=False), encoding="utf-8")
    pages = sum(d.pages for d in documents)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime + own.ru_utime + own.ru_stime
    print(
        f"{pages} pages in {wall:.0f} s wall ({60 * pages / wall:.1f} pages a minute, "
        f"{args.workers} workers), {cpu / pages:.1f} CPU s a page, "
        f"largest process {used.ru_maxrss / 1024:.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
