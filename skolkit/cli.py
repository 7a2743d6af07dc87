"""The command line: one verb for each thing that skolkit does.

Only this module turns errors into exit codes. Anything heavy is imported inside the commands, so
that help comes at once. Progress goes to standard error, results to standard output.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import click

from skolkit import __version__
from skolkit.catalogue import ExitCode
from skolkit.commands import notebooks, paper, profiles, publishing
from skolkit.commands.options import LANG, WORKERS, shown_progress
from skolkit.commands.terminal import tell
from skolkit.problems import SkolkitError

SECTIONS = (
    ("Everything at once", ("run",)),
    ("Step by step", ("ingest", "notebooks", "report")),
    ("What may be published", ("export", "verify", "privacy", "forget-key", "clean")),
    ("From a figure to paper", ("trace", "look")),
    ("When something is wrong", ("profile", "doctor")),
)
_EXIT_CODES = """\b
Exit codes: 0 all well (warnings included), 1 a file or page could not be read
(the record and problems.csv say which), 2 wrong use, 3 Tesseract or another
part is missing, 4 nothing that can be read, 5 disk or permission, 6 another
run is under way, 7 personal data was found and nothing published, 8 a bundle
is not as it was made, 70 a fault of skolkit, 130 interrupted."""


class Contents(click.Group):
    """A group whose help reads like a table of contents."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of the sections."""
        return [name for _, names in SECTIONS for name in names]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each section with its commands."""
        for title, names in SECTIONS:
            rows = [
                (name, command.get_short_help_str(66))
                for name in names
                if (command := self.get_command(ctx, name)) is not None
            ]
            with formatter.section(title):
                formatter.write_dl(rows)


@click.group(
    cls=Contents,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EXIT_CODES,
)
@click.version_option(__version__, "-V", "--version", prog_name="skolkit")
def cli() -> None:
    """From a heap of disclosed paper to figures that anyone can trace and rerun.

    \b
    Documents lie in data/raw/COLLECTION/ and are never changed.
    Clean tables go to data/clean/COLLECTION/, the report to out/.

    \b
    Example:
      skolkit run
    """  # noqa: D301 (\b keeps click from joining the lines)


@cli.command()
@click.argument("collections", metavar="[COLLECTION]...", nargs=-1)
@LANG
@WORKERS
def run(collections: tuple[str, ...], lang: str, workers: int | None) -> int:
    """Read the documents, run the notebooks, write the report.

    Takes all collections in data/raw, or those named. What was read before is not read again, so
    an interrupted run can be taken up by the same command.

    \b
    Example:
      skolkit run
      skolkit run demo-disclosure --lang en
    """  # noqa: D301
    from skolkit.jobs import do_everything
    from skolkit.pipeline import Plan
    from skolkit.running.record import summary
    from skolkit.workspace import Workspace

    workspace = Workspace.find()
    with shown_progress() as progress:
        done = do_everything(
            workspace,
            collections,
            "en" if lang == "en" else "sv",
            Plan(workers=workers or 0),
            progress,
        )
    for result in done.results:
        tell(summary(result))
    if done.notebooks:
        tell(f"Notebooks as they ran: {done.notebooks[0].parent}")
    tell(f"Report: {done.report.html}")
    tell(f"        {done.report.pdf}")
    tell(f"        {done.report.archive} (all of it)")
    return done.exit_code


@cli.command()
@click.argument("collections", metavar="[COLLECTION or FOLDER]...", nargs=-1)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write to DIR/COLLECTION instead of data/clean/COLLECTION.",
)
@click.option(
    "--record",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Write a run record: one row for each file, folder or link of the delivery.",
)
@WORKERS
def ingest(
    collections: tuple[str, ...], out: Path | None, record: Path | None, workers: int | None
) -> int:
    """Turn documents into clean tables.

    Reads Excel (.xlsx, .xlsm, .xls), .ods, CSV, PDF, TIFF, PNG and JPEG. Takes collections under
    data/raw by name, or any folder; without arguments all of data/raw. The tables are costs,
    incidents, messages, and cells and sheets for everything; documents, pages and problems tell
    what became of each file. CSV and Parquet, and an xlsx for each document.

    \b
    Example:
      skolkit ingest demo-disclosure
      skolkit ingest ~/utlämnat --out ~/tabeller --record ~/tabeller/record.csv
    """  # noqa: D301
    from skolkit.files import require_writable, write_atomic
    from skolkit.jobs import deliveries, ingest_all, worst
    from skolkit.pipeline import Plan
    from skolkit.running.record import record_csv, summary
    from skolkit.workspace import Workspace

    workspace = Workspace.find()
    wanted = deliveries(workspace, collections)
    if record is not None:
        require_writable(record.absolute().parent)
    with shown_progress() as progress:
        results = ingest_all(wanted, workspace, Plan(workers=workers or 0), progress, out)
    for result in results:
        tell(summary(result))
    if record is not None:
        write_atomic(record.absolute(), record_csv(results))
        tell(f"Record: {record}")
    return worst(results)


@cli.command()
@click.option(
    "--collection",
    "collections",
    multiple=True,
    metavar="NAME",
    help="A collection with clean tables; may be given several times. Default: all of them.",
)
@LANG
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of the report's bundle. Default: out/report, or out/report-en.",
)
def report(collections: tuple[str, ...], lang: str, out: Path | None) -> int:
    """Write the report from the clean tables: HTML, PDF, figures.

    Makes a folder and its zip, with a list that leads from each claim to its cells. Personal data
    are labels; every byte is searched before anything is put in place, and with one finding
    nothing is (exit code 7). The same tables give the same bytes on every machine; skolkit verify
    checks them.

    \b
    Example:
      skolkit report
      skolkit report --collection public-record --lang en --out ~/rapport
    """  # noqa: D301
    from skolkit.jobs import make_report
    from skolkit.workspace import Workspace

    workspace = Workspace.find()
    with shown_progress() as progress:
        progress.say("Writing the report")
        made = make_report(workspace, collections, "en" if lang == "en" else "sv", out)
    tell(f"Report: {made.html}")
    tell(f"        {made.pdf}")
    tell(f"        {made.archive} (all of it)")
    return ExitCode.OK


@cli.command()
def doctor() -> int:
    """Say what is installed, what is missing, and how to get it.

    \b
    Example:
      skolkit doctor
    """  # noqa: D301
    from skolkit import doctor as examination

    findings = examination.examine()
    tell(examination.render(findings))
    return examination.exit_code(findings)


cli.add_command(paper.trace)
cli.add_command(paper.look)
cli.add_command(notebooks.notebooks)
cli.add_command(publishing.export)
cli.add_command(publishing.privacy)
cli.add_command(publishing.verify)
cli.add_command(publishing.forget_key)
cli.add_command(publishing.clean)
cli.add_command(profiles.profile)


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(int(_guarded(sys.argv[1:])))


def _guarded(arguments: list[str]) -> int:
    """Run a command; turn whatever it raises into a message and an exit code."""
    try:
        code = cli.main(args=arguments, prog_name="skolkit", standalone_mode=False)
        return int(code or ExitCode.OK)
    except SkolkitError as error:
        tell(f"skolkit: {error} [{error.problem.code}]", err=True)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except (KeyboardInterrupt, click.Abort):
        tell(
            "\nskolkit: interrupted. What is read is kept; run the same command to go on.", err=True
        )
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return ExitCode.OK
    except Exception as error:
        place = _log_fault(error)
        tell(
            f"skolkit: a fault of skolkit itself ({type(error).__name__}). Nothing half-written is"
            f" left. {place}",
            err=True,
        )
        return ExitCode.OUR_FAULT


def _log_fault(error: Exception) -> str:
    """Write where it happened to a private log: code positions, and no words of the exception."""
    from skolkit.workspace import Workspace

    lines = traceback.format_list(traceback.extract_tb(error.__traceback__))
    try:
        log = Workspace.find().log
        log.touch(mode=0o600)
        with log.open("a", encoding="utf-8") as stream:
            stream.write(f"skolkit {__version__}: {type(error).__name__}\n{''.join(lines)}\n")
    except (OSError, SkolkitError):
        return "Its log could not be written."
    return f"Report it with the end of {log}; it holds no data."


if __name__ == "__main__":
    main()
