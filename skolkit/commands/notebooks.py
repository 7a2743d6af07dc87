"""The command that runs the notebooks."""

from __future__ import annotations

from pathlib import Path

import click

from skolkit.catalogue import ExitCode
from skolkit.commands.options import shown_progress
from skolkit.commands.terminal import tell


@click.command()
@click.option(
    "--collection",
    metavar="NAME",
    default="",
    help="Run them on this collection; those that it has nothing for are skipped.",
)
@click.option(
    "--lang",
    type=click.Choice(["sv", "en"]),
    help="Language of charts and findings. Default: as each notebook says.",
)
@click.option(
    "--price-year",
    type=int,
    metavar="YEAR",
    help="Year of the fixed prices. Default: as each notebook says.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the executed copies go. Default: out/notebooks.",
)
def notebooks(collection: str, lang: str | None, price_year: int | None, out: Path | None) -> int:
    """Run the notebooks from top to bottom on the clean tables.

    The notebooks themselves are not changed; the copies as they ran are kept as notebook and as
    HTML, also that of one that fails. The options replace what the cell tagged "parameters" sets.
    Personal data are labels, and painted over on pieces of pages.

    \b
    Example:
      skolkit notebooks
      skolkit notebooks --collection min-utlamning --lang en --price-year 2021
    """  # noqa: D301 (\b keeps click from joining the lines)
    from skolkit.files import require_writable
    from skolkit.notebook_runs import Wanted, run_notebooks
    from skolkit.workspace import Workspace

    workspace = Workspace.find()
    folder = out.absolute() if out else workspace.reports / "notebooks"
    require_writable(folder)
    wanted = Wanted(collection, "en" if lang == "en" else "sv" if lang else None, price_year)
    with shown_progress() as progress:
        progress.say("Running the notebooks")
        ran = run_notebooks(workspace, workspace.notebooks, folder, wanted)
    for one in ran:
        if one.copy is None:
            tell(f"{one.name}: skipped, {collection} has no {one.needs}")
        else:
            tell(f"{one.name}: {one.cells} cells, {one.copy.with_suffix('.html')}")
    return ExitCode.OK
