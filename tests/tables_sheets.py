"""Sheets for the tests of ``skolkit.tables``: rows of text as a reader would give them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from skolkit.model import Box, Cell, Collection, CollectionKind, Doubt, Sheet
from skolkit.tables.build import build_tables
from skolkit.tables.rows import Tables

COLLECTION = Collection("prov", Path("prov"), "Prov", CollectionKind.DISCLOSURE)


def sheet(
    rows: Sequence[Sequence[str]],
    *,
    method: str = "ocr/test",
    document: str = "papper.pdf",
    number: int = 1,
    name: str = "Blad1",
    doubts: dict[tuple[int, int], Doubt] | None = None,
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
    title_rows: int = 0,
) -> Sheet:
    """A sheet of one page; ``doubts`` and ``spans`` (rows, columns) by row and column from 1."""
    cells = []
    paper = method.startswith(("ocr", "text-layer"))
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            if not text:
                continue
            span = (spans or {}).get((row, column), (1, 1))
            box = Box(100 * column, 20 * row, 100 * column + 90, 20 * row + 15) if paper else None
            cells.append(
                Cell(
                    row,
                    column,
                    text,
                    doubt=(doubts or {}).get((row, column)),
                    method=method,
                    page=3 if paper else None,
                    box=box,
                    row_span=span[0],
                    column_span=span[1],
                )
            )
    stem = document.replace(".", "-")
    return Sheet(
        f"{stem}#{number}",
        stem,
        document,
        name,
        tuple(cells),
        (3,) if paper else (),
        title_rows=title_rows,
    )


def built(*rows: Sequence[str], **more: object) -> Tables:
    """The tables of one sheet made of these rows."""
    return build_tables(COLLECTION, [sheet(rows, **more)])  # type: ignore[arg-type]


def codes(tables: Tables) -> list[str]:
    """The codes of the problems, in order."""
    return [problem.code for problem in tables.problems]
