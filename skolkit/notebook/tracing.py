"""From a claim, figure point, row or cell in a notebook to its cells and a picture of their paper.

In a collection that is opened masked, which is the rule, cells show labels and the pieces of pages
are painted over where personal data stand, in the pixels. Unmasked pieces are shown only of a
collection opened with ``masked=False``, which no run for copies allows.
"""

from __future__ import annotations

import copy
from dataclasses import asdict

import pandas as pd
from IPython.display import HTML, display

from skolkit.analysis.frame_values import plain, records
from skolkit.notebook.asked import Askable, asked, points_of
from skolkit.notebook.html import picture_html, safe
from skolkit.notebook.opened import Opened
from skolkit.notebook.static import is_static
from skolkit.notebook.tables import marked
from skolkit.notebook.telling import show_picture
from skolkit.painted import Painter
from skolkit.problems import SkolkitError
from skolkit.shown import PERSONAL, stored_collection
from skolkit.tables.frames import read_table
from skolkit.trace import MOST_ROWS, Traced, TracedCell, paper_rows, traced, traced_cell

NO_PAPER = "No picture: these cells stand in a file and not on paper, or cannot be shown."
_NOT_HERE = "No picture: the paper is not in data/raw."
# On a telephone the row of paper is shown at a legible size and moved sideways.
_WIDE = '<div class="scroll paper" tabindex="0" role="group" aria-label="Paper">{picture}</div>'


def trace(opened: Opened, what: Askable, *, picture: bool = True) -> pd.DataFrame:
    """Follow a figure back: a table of its cells with their evidence, and one picture of its paper.

    The picture shows each cell framed on its page with what stands around it. Of a collection
    opened masked the pages are painted where the review of personal data masks something; a page
    on which that place is not known is not shown. With ``open_collection(name, masked=False)`` the
    paper is shown as it is, and the notebook is then private. A page that no run has read is read
    first, which takes some seconds.

    Args:
        opened: The collection.
        what: The id of a claim that ``tell`` showed or of a point of a chart that ``show`` did
            (``drift:3``), of either in a report in ``out/``, of a row or of a cell; the name of a
            figure, for its points; or a finding, a row, or some rows.
        picture: Whether the paper is shown.

    Returns:
        A row for each cell: what was read, where, how, with what doubt, and what other readers
        made of it; without the columns that say nothing of any of them. For a figure a row for
        each point. No row for a point that stands on none: its source is said.

    Raises:
        SkolkitError: E_NO_TRACE if the collection has nothing of that name; what is wrong with
            the document.
    """
    if isinstance(what, str) and (points := points_of(opened, what)):
        return marked(opened, pd.DataFrame([asdict(one) for one in points]))
    found = asked(opened, what)
    cells = opened.tables.cells
    behind = cells[cells["cell_id"].isin(found.cell_ids)]
    if found.source:
        said = f"{safe(found.said)}: {safe(found.source)}"
        display(HTML(f"<p>{said}</p>"))  # type: ignore[no-untyped-call]
    elif behind.empty:
        raise SkolkitError.of("E_NO_TRACE", found.said, detail="it rests on no cell")
    elif picture:
        _picture(opened, found.said, behind)
    columns = (
        *("document", "page", "cell", "raw", "value", "doubt", "confidence", "method"),
        *("other_readings", "cell_id"),
    )
    there = [name for name in columns if any(plain(value) for value in behind.get(name, ()))]
    return marked(opened, behind.loc[:, there].reset_index(drop=True))


def _picture(opened: Opened, said: str, behind: pd.DataFrame) -> None:
    """Show the paper of some cells, or say why there is none."""
    try:
        found = _traced(opened, said, behind)
    except SkolkitError as error:
        if error.problem.code != "E_NO_DOCUMENT":
            raise
        display(HTML(f"<p>{_NOT_HERE}</p>"))  # type: ignore[no-untyped-call]
        return
    if not found.png:
        display(HTML(f"<p>{NO_PAPER}</p>"))  # type: ignore[no-untyped-call]
    elif is_static():
        picture = picture_html(found.png, "image/png", _alt(found), "en")
        display(HTML(_WIDE.format(picture=picture)))  # type: ignore[no-untyped-call]
    else:
        show_picture(found.png, _alt(found))
    for problem in found.problems:
        display(HTML(f"<p>{safe(str(SkolkitError(problem)))}</p>"))  # type: ignore[no-untyped-call]


def _traced(opened: Opened, said: str, behind: pd.DataFrame) -> Traced:
    told = {plain(row["cell_id"]): _as_texts(row) for row in records(behind)}
    if opened.masked is None:
        return traced(opened.workspace, said, opened.name, tuple(told))
    olds = {shown: stored for stored, shown in opened.masked.ids.items()}
    shown = {_stored_id(name, olds): cell for name, cell in told.items()}
    painter = Painter(
        stored_collection(opened.workspace, opened.name).cells,
        read_table(opened.workspace.clean / opened.name / PERSONAL),
        copy.deepcopy(opened.masked.labels),  # a page may hold values that no cell does
        opened.masked.hidden.painted,
    )
    return traced(opened.workspace, said, opened.name, tuple(shown), painter=painter, shown=shown)


def _stored_id(cell_id: str, olds: dict[str, str]) -> str:
    document, mark, rest = cell_id.partition("#")
    return f"{olds.get(document, document)}{mark}{rest}"


def _as_texts(row: object) -> TracedCell:
    told = row if isinstance(row, dict) else {}
    return traced_cell({str(key): plain(value) for key, value in told.items()})


def _alt(found: Traced) -> str:
    mark = "DEMO: " if found.demo else ""
    shown = [cell for row in paper_rows(found.cells)[:MOST_ROWS] for cell in row]
    cells = [
        f"{cell.address} read as {cell.raw!r} by {cell.method}"
        + (f", in doubt: {cell.doubt}" if cell.doubt else "")
        for cell in shown
    ]
    pages = {(cell.document, cell.page): None for cell in shown}
    where = "; ".join(f"{document}, page {page}" for document, page in pages)
    return f"{mark}Pieces of paper ({where}) with the cells of {found.said}: {'; '.join(cells)}."
