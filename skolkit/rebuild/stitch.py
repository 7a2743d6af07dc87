"""The page grids of a document become whole worksheets: the printer's tiling undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.model import Document, PageGrid, Sheet
from skolkit.problems import Problem
from skolkit.rebuild.assemble import Assembled, assemble
from skolkit.rebuild.evidence import Evidence
from skolkit.rebuild.gaps import hidden_lines, missing_pages
from skolkit.rebuild.headings import settle_headings
from skolkit.rebuild.margins import settle_margins, sheet_names
from skolkit.rebuild.marks import settle_marks
from skolkit.rebuild.order import (
    PrintOrder,
    missing_numbers,
    numbered,
    print_jobs,
    sequences,
    with_bare_numbers,
    without_twins,
)
from skolkit.rebuild.tiling import Tiling, tilings_of


@dataclass(frozen=True, slots=True)
class Stitched:
    """The worksheets of a document and what was noticed while joining them."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """One sheet's name, if its header tells it, and where its pages lie."""

    name: str | None
    tiling: Tiling


def stitch(document: Document, grids: Sequence[PageGrid]) -> Stitched:
    """Join the pages of a document into worksheets.

    Decimal marks, headers and printed headings are settled over all pages first. Then the pages of
    each print job are laid out by the tiling for which most evidence speaks, and each sheet is put
    together: pages beside each other share their rows, pages below each other their columns, and
    titles that the printer repeated are kept once.

    Args:
        document: whose pages they are.
        grids: one for each page that was read, as scanned.
    """
    held = [g for g in settle_marks(grids) if g.cells and g.columns and g.rows]
    held, problems = without_twins(with_bare_numbers(held), document.name)
    sheets: list[Sheet] = []
    for job in print_jobs(held):
        pages = settle_headings(settle_margins(job))
        laid_out, pages = _laid_out(pages)
        assembled: list[Assembled] = []
        for laid in laid_out:
            whole = assemble(laid.tiling.tiles, pages)
            if whole.cells:
                name = laid.name or f"Blad{len(sheets) + 1}"
                hidden = hidden_lines(whole, document.name, name)
                problems += hidden
                sheets.append(_sheet(document, len(sheets) + 1, name, whole, hidden))
                assembled.append(whole)
        problems += missing_pages(pages, missing_numbers(pages), assembled, document.name)
    return Stitched(tuple(sheets), tuple(problems))


def _laid_out(pages: Sequence[PageGrid]) -> tuple[list[_Laid], list[PageGrid]]:
    """The tilings of a print job's sheets, under the order for which most speaks.

    Returns:
        The sheets, and the pages with the numbers that the order gives to those not read.
    """
    if not pages:
        return [], []
    evidence = Evidence(pages)
    found = [(_in_order(evidence, pages, order), order) for order in sequences(pages)]
    laid, order = max(found, key=lambda one: sum(sheet.tiling.weight for sheet in one[0]))
    return laid, numbered(pages, order)


def _in_order(evidence: Evidence, pages: Sequence[PageGrid], order: PrintOrder) -> list[_Laid]:
    places = dict(zip(order.pages, order.places, strict=True))
    out = []
    for name, indexes in sheet_names([pages[i] for i in order.pages]):
        held = [order.pages[i] for i in indexes]
        at = [places[page] for page in held]
        tilings = tilings_of(evidence, held, at, one_sheet=name is not None)
        out += [_Laid(name, tiling) for tiling in tilings]
    return out


def _sheet(
    document: Document, number: int, name: str, whole: Assembled, hidden: Sequence[Problem]
) -> Sheet:
    pages = tuple(sorted({c.page for c in whole.cells if c.page is not None}))
    return Sheet(
        sheet_id=f"{document.document_id}#{number}",
        document_id=document.document_id,
        document_name=document.name,
        name=name,
        cells=whole.cells,
        pages=pages,
        title_rows=whole.title_rows,
        notes=tuple(problem.detail for problem in hidden),
    )
