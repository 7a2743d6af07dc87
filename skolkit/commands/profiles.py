"""Commands about the kinds of tables that sheets are read as."""

from __future__ import annotations

import click

from skolkit.catalogue import ExitCode
from skolkit.commands.options import WORKERS, shown_progress
from skolkit.commands.terminal import tell


@click.group()
def profile() -> None:
    """Say how sheets that were not recognised may be read.

    \b
    Example:
      skolkit profile suggest leverantorer.xls
    """  # noqa: D301 (\b keeps click from joining the lines)


@profile.command()
@click.argument("sheet", metavar="SHEET")
@WORKERS
def suggest(sheet: str, workers: int | None) -> int:
    """Propose how a sheet may be read, and how sure that is.

    SHEET is a sheet_id of sheets.csv; or a document (path, name or id), which tells of all its
    sheets. Prints which table it may be, which field each column, and a mapping to correct, sign
    and keep in data/review/COLLECTION/mappings.toml; docs/profiles.md tells more. Decides nothing.

    \b
    Example:
      skolkit profile suggest leverantorer.xls
      skolkit profile suggest budget-2019-33894d95#2
    """  # noqa: D301 (\b keeps click from joining the lines)
    from skolkit.pipeline import Plan
    from skolkit.propose import proposals
    from skolkit.workspace import Workspace

    with shown_progress() as progress:
        made = proposals(
            Workspace.find(), sheet, plan=Plan(workers=workers or 0), progress=progress
        )
    tell("\n".join(made), nl=False)
    return ExitCode.OK
