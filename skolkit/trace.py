"""A claim, figure point, row or cell that a reader names to its cells, and their paper.

The picture shows each row of cells on its page with what stands around it. It is as private as the
paper, unless a painter has gone over its pages.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from skolkit.model import Box
from skolkit.onedocument import OpenedDocument, opened_document
from skolkit.painted import Painter
from skolkit.pipeline import Plan
from skolkit.problems import Problem, SkolkitError
from skolkit.publish.tracepicture import Snippet, trace_picture
from skolkit.running.finder import find_document
from skolkit.running.progress import Progress, Silent
from skolkit.traceable import cells_of_rows, resolved, stored_ids, table_rows
from skolkit.workspace import Workspace

MOST_ROWS = 24  # shown in one picture; the others are counted
_LETTERS = 130  # of a line under the name of a row
_IN_NUMBER = re.compile(r"(?<=[0-9]) (?=[0-9]{3}\b)|(?<=[0-9]:) (?=[-\u22120-9])")


@dataclass(frozen=True, slots=True)
class TracedCell:
    """A cell behind a figure, with its evidence."""

    cell_id: str
    document: str
    document_id: str
    sheet: str
    page: int | None  # None for a cell of a workbook or text file
    address: str
    raw: str
    value: str
    doubt: str
    confidence: str
    method: str
    other_readings: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Traced:
    """What a name leads to."""

    said: str  # what it is: "claim K1 of out/report.json", "row costs:..."
    collection: str
    demo: bool
    cells: tuple[TracedCell, ...]
    png: bytes  # b"" where none of the cells stands on paper that can be shown
    problems: tuple[Problem, ...]  # pages that could not be shown
    source: str = ""  # where a point comes from that stands on no row


def trace(
    workspace: Workspace,
    asked: str,
    *,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Traced:
    """Lead a figure back to paper.

    Args:
        workspace: the project, with its clean tables and the report in ``out/``.
        asked: the id of a claim in the report, of a point of a figure in it (``drift:3``), of a
            row of a clean table (``row_id``, ``check_id``), or of a cell (``cell_id``).
        plan: settings and number of workers.
        progress: listener for people.

    Returns:
        The cells in the order of the table, and one picture of their places on paper; neither of
        a point that stands on no row, which has a source instead.

    Raises:
        SkolkitError: E_NO_TRACE if nothing has that id; what ``find_document`` raises.
    """
    found = resolved(workspace, asked)
    if found.source:
        return Traced(found.said, found.collection, False, (), b"", (), found.source)
    rows = stored_ids(workspace, found.collection, found.row_ids)
    cells = (
        *stored_ids(workspace, found.collection, found.cell_ids),
        *cells_of_rows(workspace, found.collection, rows),
    )
    return traced(workspace, found.said, found.collection, cells, plan=plan, progress=progress)


def traced(
    workspace: Workspace,
    said: str,
    collection: str,
    cell_ids: Sequence[str],
    *,
    painter: Painter | None = None,
    shown: Mapping[str, TracedCell] | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Traced:
    """Lead cells back to paper.

    Args:
        workspace: the project.
        said: what they are the cells of; stands on the picture.
        collection: the one that they belong to.
        cell_ids: as stored in ``data/clean``.
        painter: goes over each page before a piece of it is cut out.
        shown: the cells as they may be shown, by their stored id; needed with a painter.
        plan: settings and number of workers.
        progress: listener for people.

    Raises:
        SkolkitError: E_NO_TRACE if there is no such cell; what ``find_document`` raises.
    """
    plan, progress = plan or Plan(), progress or Silent()
    cells, demo = _cells(workspace, collection, cell_ids)
    if not cells:
        raise SkolkitError.of("E_NO_TRACE", said, detail="it rests on no cell")
    told = shown or {cell.cell_id: cell for cell in cells}
    snippets: list[Snippet] = []
    problems: list[Problem] = []
    rows = paper_rows(cells)
    first = rows[:MOST_ROWS]
    for document_id in dict.fromkeys(row[0].document_id for row in first):
        own = [row for row in first if row[0].document_id == document_id]
        found = find_document(workspace, f"{collection}/{own[0][0].document}")
        captions = [_caption([told[cell.cell_id] for cell in row]) for row in own]
        with opened_document(workspace, found, plan, progress) as opened:
            made, failed = _snippets(opened, own, captions, painter)
        snippets += made
        problems += failed
    left = len(rows) - len(first)
    png = trace_picture(said, snippets, left, demo=demo) if snippets else b""
    listed = tuple(told[cell.cell_id] for cell in cells)
    return Traced(said, collection, demo, listed, png, tuple(problems))


def _cells(
    workspace: Workspace, collection: str, cell_ids: Sequence[str]
) -> tuple[tuple[TracedCell, ...], bool]:
    """The cells in the order that they are named in, and whether they are invented."""
    wanted = {cell_id: number for number, cell_id in enumerate(cell_ids)}
    found: dict[str, TracedCell] = {}
    demo = False
    for row in table_rows(workspace, collection, "cells"):
        if row["cell_id"] in wanted:
            found[row["cell_id"]] = traced_cell(row)
            demo = demo or row["demo"] == "true"
    return tuple(sorted(found.values(), key=lambda cell: wanted[cell.cell_id])), demo


def traced_cell(row: Mapping[str, str]) -> TracedCell:
    """A row of ``cells.csv``, as texts."""
    box = [float(edge) for edge in row["box"].split()]
    return TracedCell(
        cell_id=row["cell_id"],
        document=row["document"],
        document_id=row["document_id"],
        sheet=row["sheet"],
        page=int(row["page"]) if row["page"] else None,
        address=row["cell"],
        raw=row["raw"],
        value=row["value"],
        doubt=row["doubt"],
        confidence=row["confidence"],
        method=row["method"],
        other_readings=row["other_readings"],
        box=Box(*box) if len(box) == 4 else None,
    )


def paper_rows(cells: Sequence[TracedCell]) -> list[list[TracedCell]]:
    """The cells that have a place on paper, those of one row on one page together."""
    rows: dict[tuple[str, str, int, str], list[TracedCell]] = {}
    for cell in cells:
        if cell.page is not None and cell.box is not None:
            row = cell.address.lstrip(ascii_uppercase)
            rows.setdefault((cell.document_id, cell.sheet, cell.page, row), []).append(cell)
    return list(rows.values())


def _snippets(
    opened: OpenedDocument,
    rows: Sequence[Sequence[TracedCell]],
    captions: Sequence[tuple[str, ...]],
    painter: Painter | None,
) -> tuple[list[Snippet], list[Problem]]:
    """The places of some rows of one document, page by page."""
    made: dict[int, Snippet] = {}
    problems: list[Problem] = []
    pages = sorted({row[0].page for row in rows if row[0].page is not None})
    problems.extend(opened.read(pages).values())
    readings = opened.readings()
    for page in (page for page in pages if page in readings):
        try:
            image = opened.picture(readings[page])
        except SkolkitError as error:
            problems.append(error.problem)
            continue
        if painter is not None:
            painted = painter.paint(rows[0][0].document_id, readings[page], image)
            if painted is None:
                continue
            image = painted
        for number, row in enumerate(rows):
            if row[0].page == page:
                boxes = [cell.box for cell in row if cell.box is not None]
                made[number] = Snippet.of(image, boxes, captions[number])
    return [made[number] for number in sorted(made)], problems


def _caption(row: Sequence[TracedCell]) -> tuple[str, ...]:
    """Where the cells of a row stand, what was read in each, by whom and how surely."""
    first, last = row[0], row[-1]
    ends = first.address if len(row) == 1 else f"{first.address}–{last.address}"
    place = f"{first.document}, page {first.page}, {first.sheet}!{ends}"
    # A number that is broken over two lines is another one.
    read = _IN_NUMBER.sub("\u00a0", "; ".join(_read(cell) for cell in row))
    by = ", ".join(dict.fromkeys(cell.method for cell in row))
    sure = [float(cell.confidence) for cell in row if cell.confidence]
    least = f"; least confidence {min(sure):g}" if sure else ""
    return place, *textwrap.wrap(f"read: {read}", _LETTERS), f"by {by}{least}"


def _read(cell: TracedCell) -> str:
    notes = (
        f"in doubt: {cell.doubt}" if cell.doubt else "",
        f"others read {cell.other_readings}" if cell.other_readings else "",
    )
    told = "; ".join(filter(None, notes))
    # The colon keeps ``D2 2021-03-01`` from looking like a telephone number to the leak check.
    return f"{cell.address}: {cell.raw}{f' ({told})' if told else ''}"
