"""The page grids of a document become whole worksheets: the printer's tiling undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from skolkit.model import Document, PageGrid, Sheet
from skolkit.problems import Problem
from skolkit.rebuild.assemble import Assembled, assemble
from skolkit.rebuild.evidence import Evidence
from skolkit.rebuild.headings import settle_headings
from skolkit.rebuild.margins import settle_margins
from skolkit.rebuild.order import in_order, missing_pages, places_of, without_twins
from skolkit.rebuild.settle import settle
from skolkit.rebuild.tiling import tilings_of

SAME_NAME = 80.0


@dataclass(frozen=True, slots=True)
class Stitched:
    """The worksheets of a document and what was noticed while joining them."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def stitch(document: Document, grids: Sequence[PageGrid]) -> Stitched:
    """Join the pages of a document into worksheets.

    Decimal marks and printed headings are settled over all pages first. Then the pages are laid
    out by the tiling for which most evidence speaks, and each sheet is put together: pages beside
    each other share their rows, pages below each other their columns, and titles that the printer
    repeated are kept once.

    Args:
        document: whose pages they are.
        grids: one for each page that was read, as scanned.
    """
    held = [g for g in settle(grids) if g.cells and g.columns and g.rows]
    held, problems = without_twins(held, document.name)
    ordered = in_order(settle_headings(settle_margins(held)))
    problems += missing_pages(ordered, document.name)
    sheets: list[Sheet] = []
    if ordered:
        evidence = Evidence(ordered)
        places = places_of(ordered)
        for name, pages in _by_sheet_name(ordered):
            parts = tilings_of(
                evidence, pages, [places[p] for p in pages], one_sheet=name is not None
            )
            for part in parts:
                number = len(sheets) + 1
                whole = assemble(part.tiles, ordered)
                if whole.cells:
                    sheets.append(_sheet(document, number, name or f"Blad{number}", whole))
    return Stitched(tuple(sheets), tuple(problems))


def _by_sheet_name(grids: Sequence[PageGrid]) -> list[tuple[str | None, list[int]]]:
    """Split the pages where the header names another sheet; all in one where headers lack."""
    groups: list[tuple[str | None, list[int]]] = []
    for index, grid in enumerate(grids):
        name = grid.sheet_name
        home = None
        if name is None:
            home = groups[-1] if groups else None
        else:
            home = next((g for g in groups if g[0] and fuzz.ratio(g[0], name) >= SAME_NAME), None)
        if home is None:
            groups.append((name, [index]))
        else:
            home[1].append(index)
    return groups


def _sheet(document: Document, number: int, name: str, whole: Assembled) -> Sheet:
    pages = tuple(sorted({c.page for c in whole.cells if c.page is not None}))
    return Sheet(
        sheet_id=f"{document.document_id}#{number}",
        document_id=document.document_id,
        document_name=document.name,
        name=name,
        cells=whole.cells,
        pages=pages,
        title_rows=whole.title_rows,
    )
