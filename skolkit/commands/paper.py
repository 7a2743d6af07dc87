"""Commands that lead from figures back to paper, and show what was read there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skolkit.catalogue import ExitCode
from skolkit.commands.options import WORKERS, shown_progress
from skolkit.commands.terminal import tell
from skolkit.problems import SkolkitError

if TYPE_CHECKING:
    from skolkit.trace import TracedCell
    from skolkit.traceable import ToldFigure


@click.command()
@click.argument("asked", metavar="ID")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.png",
    help="Write the picture here instead of out/trace/.",
)
@WORKERS
def trace(asked: str, out: Path | None, workers: int | None) -> int:
    """Lead a figure back to its cells and their paper, as one PNG.

    ID is the id of a claim in the report (K1), of a point in one of its figures (drift:3), a
    row_id or check_id of a clean table, or a cell_id. Prints each cell with what was read, by
    whom, and any doubt. The picture shows the paper as it is: it is private. The name of a figure
    alone (drift) lists its points.

    \b
    Example:
      skolkit trace K1
      skolkit trace drift:3
      skolkit trace "invoices:konsultfakturor-781cdc39#1!R5"
    """  # noqa: D301 (\b keeps click from joining the lines)
    from skolkit.files import require_writable, write_atomic
    from skolkit.pipeline import Plan
    from skolkit.trace import trace as lead_back
    from skolkit.traceable import told_figure
    from skolkit.workspace import Workspace, folder_slug

    workspace = Workspace.find()
    if (figure := told_figure(workspace, asked)) is not None:
        _list_points(figure)
        return ExitCode.OK
    path = out.absolute() if out else workspace.reports / "trace" / f"{folder_slug(asked)}.png"
    require_writable(path.parent)
    with shown_progress() as progress:
        found = lead_back(workspace, asked, plan=Plan(workers=workers or 0), progress=progress)
    mark = "DEMO  " if found.demo else ""
    stands_on = f"no row, {found.source}" if found.source else f"{len(found.cells)} cells"
    tell(_one_line(f"{mark}{found.said}: {stands_on}"))
    for cell in found.cells:
        tell(_line(cell))
    for problem in found.problems:
        tell(f"skolkit: {SkolkitError(problem)} [{problem.code}]", err=True)
    if found.png:
        write_atomic(path, found.png)
        tell(f"Picture: {path}")
    return ExitCode.WITH_PROBLEMS if found.problems else ExitCode.OK


def _list_points(figure: ToldFigure) -> None:
    """Print the points of a figure with what is shown at each."""
    mark = "DEMO  " if figure.demo else ""
    tell(f"{mark}figure {figure.name} of {figure.place}: {len(figure.points)} points")
    for one in figure.points:
        tell(_one_line(f"  {one.point_id}  {one.label}: {one.said} ({one.stands_on})"))


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _line(cell: TracedCell) -> str:
    """A cell on one line."""
    place = f"page {cell.page}, " if cell.page is not None else ""
    said = f"  {cell.document}, {place}{cell.sheet}!{cell.address}: {cell.raw}"
    told = [
        f"value {cell.value}" if cell.value != cell.raw else "",
        cell.method,
        f"doubt {cell.doubt}" if cell.doubt else "",
        f"others read {cell.other_readings}" if cell.other_readings else "",
    ]
    return _one_line(f"{said} ({'; '.join(filter(None, told))})")


@click.command()
@click.argument("document", metavar="DOCUMENT")
@click.argument("page", metavar="[PAGE]", type=click.IntRange(min=1), required=False)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.png",
    help="Write here instead of out/look/DOCUMENT/; for several pages the number is added.",
)
@WORKERS
def look(document: str, page: int | None, out: Path | None, workers: int | None) -> int:
    """Draw a page with all that was found on it, as PNG.

    Shows grid, words, what was kept out of the table, and each doubtful cell with its reason.
    DOCUMENT is a file, or the name or id of a document in data/raw. Without PAGE all pages are
    drawn. A page that was read before is not read again. Nothing is opened.

    \b
    Example:
      skolkit look konsultfakturor.pdf 1
      skolkit look ~/utlämnat/lista.pdf 3 --out sida3.png
    """  # noqa: D301
    from skolkit.files import require_writable, write_atomic
    from skolkit.look import look_at
    from skolkit.pipeline import Plan
    from skolkit.workspace import Workspace

    workspace = Workspace.find()
    require_writable(workspace.reports if out is None else out.absolute().parent)
    code = ExitCode.OK
    with shown_progress() as progress:
        plan = Plan(workers=workers or 0)
        for drawn in look_at(workspace, document, page, plan=plan, progress=progress):
            if drawn.problem is not None:
                failure = SkolkitError(drawn.problem)
                if page is not None:
                    raise failure
                tell(f"skolkit: {failure} [{drawn.problem.code}]", err=True)
                code = max(code, failure.exit_code)
                continue
            path = _picture_path(workspace.reports, drawn.document_id, drawn.page)
            if out is not None and page is not None:
                path = out.absolute()
            elif out is not None:
                path = out.absolute().with_name(f"{out.stem}-{drawn.page:03}{out.suffix}")
            write_atomic(path, drawn.png)
            tell(f"Page {drawn.page}: {path}")
    return code


def _picture_path(reports: Path, document_id: str, page: int) -> Path:
    """Where the drawing of a page goes unless told otherwise."""
    return reports / "look" / document_id / f"page-{page:03}.png"
