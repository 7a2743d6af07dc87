"""Commands about what may leave the house: export, search for personal data, private files."""

from __future__ import annotations

from pathlib import Path

import click

from skolkit.catalogue import ExitCode
from skolkit.commands.options import WORKERS, shown_progress
from skolkit.commands.terminal import tell


@click.command()
@click.argument("collections", metavar="[COLLECTION or FOLDER]...", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write to DIR/COLLECTION. Default: publish/COLLECTION.",
)
@click.option(
    "--pages",
    is_flag=True,
    help="Add a picture of each page of paper, with personal data painted over.",
)
@click.option(
    "--pseudonyms",
    is_flag=True,
    help="Label each person by a keyed pseudonym that stays the same in all your exports.",
)
@click.option(
    "--accept-leak",
    "accepted",
    multiple=True,
    metavar="ID",
    help="Let a finding of the leak check pass; may be given several times. Needs --reason.",
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar="TEXT",
    help="Why the finding is none: one for each --accept-leak. It is written into the export.",
)
@WORKERS
def export(
    collections: tuple[str, ...],
    out: Path | None,
    pages: bool,
    pseudonyms: bool,
    accepted: tuple[str, ...],
    reasons: tuple[str, ...],
    workers: int | None,
) -> int:
    """Write what may be published: masked and searched.

    Personal data become labels, counts of one to four persons become <5. The package holds a
    workbook for people, SQLite, CSV, Parquet, a data package and a dictionary. Its bytes are
    searched before it is put in place; one finding and nothing is published (exit code 7).
    docs/privacy.md tells more.

    \b
    Example:
      skolkit export demo-disclosure
      skolkit export ~/utlämnat --out ~/publicera
    """  # noqa: D301 (\b keeps click from joining the lines)
    from skolkit.export import AcceptedLeak, Wanted, export
    from skolkit.jobs import deliveries
    from skolkit.pipeline import Plan
    from skolkit.workspace import Workspace

    if len(accepted) != len(reasons):
        raise click.UsageError("Each --accept-leak needs a --reason of its own, in the same order.")
    if any(not reason.strip() for reason in reasons):
        raise click.UsageError("A --reason must say something.")
    leaks = tuple(AcceptedLeak(*both) for both in zip(accepted, reasons, strict=True))
    workspace = Workspace.find()
    for delivery in deliveries(workspace, collections):
        with shown_progress() as progress:
            made = export(
                delivery,
                workspace,
                out or workspace.published,
                wanted=Wanted(pages=pages, pseudonyms=pseudonyms, accepted=leaks),
                plan=Plan(workers=workers or 0),
                progress=progress,
            )
        tell(f"{delivery.collection.title}: {made.folder}")
        tell(f"  files       {made.files}, searched byte by byte")
        tell(f"  masked      {made.masked} places; {made.kept} looked alike and were kept")
        if made.accepted:
            tell(f"  let pass    {made.accepted} findings, named in privacy.json")
    return ExitCode.OK


@click.group()
def privacy() -> None:
    """Look for personal data in any folder or file.

    \b
    Example:
      skolkit privacy scan ~/att-skicka
    """  # noqa: D301


@privacy.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@click.option("--no-ocr", is_flag=True, help="Do not read pictures; takes less time, sees less.")
@click.option("--all", "whole", is_flag=True, help="Tell every place, not the first 20 of a file.")
def scan(path: Path, no_ocr: bool, whole: bool) -> int:
    """Search every byte of a folder or file for personal data.

    Looks inside workbooks, PDFs, pictures, databases and archives, and at names. Tells places,
    kinds and ids, never the data. Ends with exit code 7 if there is anything, or anything that
    it cannot look into. Works on any folder; nothing is changed.

    \b
    Example:
      skolkit privacy scan ~/att-skicka
    """  # noqa: D301
    from skolkit.privacy.leakcheck import rendered
    from skolkit.privacy.leakcheck import scan as look_through

    report = look_through(path, ocr=not no_ocr)
    tell(rendered(report, whole=whole), nl=False)
    return ExitCode.OK if report.passed else ExitCode.LEAK


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="BUNDLE")
@click.option("--rerun", is_flag=True, help="Make it anew from data/raw and compare byte by byte.")
@WORKERS
def verify(path: Path, rerun: bool, workers: int | None) -> int:
    """Check that a report or an exported package is as it was made.

    BUNDLE is the folder or the zip of a report, or the folder of an export. Compares every file
    with the manifest; with --rerun also with what the documents give now. Ends with exit code 8
    and names file, row and column if anything differs.

    \b
    Example:
      skolkit verify out/report.zip
      skolkit verify publish/demo-disclosure --rerun
    """  # noqa: D301
    from skolkit.pipeline import Plan
    from skolkit.problems import SkolkitError
    from skolkit.verify import verify as check
    from skolkit.workspace import Workspace

    with shown_progress() as progress:
        found = check(
            path, Workspace.find(), rerun=rerun, plan=Plan(workers=workers or 0), progress=progress
        )
    if found.differences:
        for one in found.differences:
            tell(str(one))
        raise SkolkitError.of("E_DIFFERS", str(path), detail=str(found.differences[0]))
    again = " and comes out the same when made anew" if rerun else ""
    tell(f"{path}: this {found.what} is as it was made{again} ({found.files} files).")
    return ExitCode.OK


@click.command("forget-key")
def forget_key() -> int:
    """Destroy the key of the pseudonyms, for good.

    None can then be led back.

    Pseudonyms that are published stay; no later export makes the same ones. Copies of the key in
    backups are not reached.

    \b
    Example:
      skolkit forget-key
    """  # noqa: D301
    from skolkit.privacy.pseudonyms import forget_key
    from skolkit.workspace import Workspace

    path = Workspace.find().pseudonym_key
    tell(f"Destroyed: {path}" if forget_key(path) else f"There is no key: {path}")
    return ExitCode.OK


@click.command()
@click.option("--private", is_flag=True, required=True, help="Needed, since it cannot be undone.")
def clean(private: bool) -> int:
    """Remove the private cache and the drawn pages.

    That is readings of pages, drawings of them, and what stopped runs left: what was disclosed,
    unmasked. Documents, clean tables, decisions, reports and the key of the pseudonyms stay. The
    next run reads everything anew.

    \b
    Example:
      skolkit clean --private
    """  # noqa: D301
    from skolkit.workspace import Workspace

    workspace = Workspace.find()
    for removed in workspace.remove_private():
        tell(f"Removed: {removed}")
    return ExitCode.OK
