"""What the commands do, without the command line: report and the whole job from raw to report."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from skolkit.catalogue import ExitCode
from skolkit.files import require_writable, write_atomic
from skolkit.pipeline import Plan, ingest
from skolkit.problems import SkolkitError
from skolkit.publish.exports import MANIFEST, OutputFile
from skolkit.running.progress import Progress
from skolkit.running.record import RunResult
from skolkit.staging import staged
from skolkit.workspace import Delivery, Workspace

if TYPE_CHECKING:
    from skolkit.analysis.words import Lang
    from skolkit.notebook_runs import NotebookRun


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where a report was written."""

    folder: Path
    html: Path
    pdf: Path
    archive: Path


@dataclass(frozen=True, slots=True)
class Done:
    """The whole job, done."""

    results: tuple[RunResult, ...]
    notebooks: tuple[Path, ...]
    report: ReportFiles

    @property
    def exit_code(self) -> ExitCode:
        """The gravest of the collections'."""
        return worst(self.results)


def worst(results: Sequence[RunResult]) -> ExitCode:
    """The gravest exit code of several runs; 4 only if nothing could be read in any of them."""
    codes = {result.exit_code for result in results} or {ExitCode.OK}
    if ExitCode.NO_INPUT in codes and len(codes) > 1:
        codes = codes - {ExitCode.NO_INPUT} | {ExitCode.WITH_PROBLEMS}
    return max(codes)


def deliveries(workspace: Workspace, names: Sequence[str]) -> tuple[Delivery, ...]:
    """Find all collections that are asked for, before any work is done.

    Args:
        workspace: The project.
        names: Names under ``data/raw`` or folders; none means all of ``data/raw``.

    Raises:
        SkolkitError: E_NO_COLLECTION, E_BAD_COLLECTION; E_NO_INPUT if ``data/raw`` is empty.
    """
    asked = tuple(dict.fromkeys(names)) or workspace.collection_names()
    if not asked:
        raise SkolkitError.of("E_NO_INPUT", str(workspace.raw))
    return tuple(workspace.delivery(name) for name in asked)


def ingest_all(
    wanted: Sequence[Delivery],
    workspace: Workspace,
    plan: Plan,
    progress: Progress,
    out: Path | None = None,
) -> tuple[RunResult, ...]:
    """Read several collections; one with no file in it is told of and does not stop the others.

    Raises:
        SkolkitError: what stops the work; E_NO_INPUT if none of them holds a file.
    """
    results = []
    for delivery in wanted:
        told = delivery.collection
        try:
            results.append(ingest(delivery, workspace, out=out, plan=plan, progress=progress))
        except SkolkitError as error:
            if error.problem.code != "E_NO_INPUT":
                raise
            empty = error
            results.append(RunResult(told.name, told.title, str(told.folder), ()))
    if not any(result.entries for result in results):
        raise empty
    return tuple(results)


def make_report(
    workspace: Workspace,
    names: Sequence[str],
    lang: Lang,
    out: Path | None = None,
    *,
    pages: Sequence[OutputFile] | None = None,
) -> ReportFiles:
    """Write the bundle of the report on collections: masked, searched for leaks, or nothing.

    Args:
        workspace: The project.
        names: Collections; none means all under ``data/clean``.
        lang: ``sv`` or ``en``.
        out: The bundle's folder; ``out/report`` or ``out/report-en`` if not given. Its archive lies
            beside it. An earlier bundle there is replaced as a whole.
        pages: Of notebooks that have run on the same collections; they are run if ``None``.

    Raises:
        SkolkitError: as ``shown_collections`` and ``run_notebooks``; E_NO_INPUT if there is no
            collection; E_DISK; E_LEAK (nothing is written then).
    """
    # Loaded whole before a thread begins: matplotlib looks into IPython and would find half of it.
    import IPython  # noqa: F401

    from skolkit.privacy.amounts import long_amounts
    from skolkit.privacy.detect import spans
    from skolkit.privacy.leakcheck import Needles, check, refuse_leaks
    from skolkit.publish.bundle import (
        REPORT_PAGE,
        REPORT_PRINT,
        amounts_of,
        bundle_files,
        zip_bytes,
    )
    from skolkit.publish.report import compose
    from skolkit.shown import shown_collections

    folder = out or workspace.reports / ("report" if lang == "sv" else f"report-{lang}")
    require_writable(folder)
    with ThreadPoolExecutor(max_workers=1) as beside:  # they run in a process of their own
        running = beside.submit(notebook_pages, workspace, names, lang) if pages is None else None
        shown = shown_collections(workspace, names)
        composed = compose(shown.tables, lang=lang, told=shown.told)
        ready = _when_done(running) if running else pages or ()
        files = list(bundle_files(composed, shown.read_with, ready))
    with staged(folder, MANIFEST) as stage:
        for made in files:
            stage.write(made.name, made.data)
        needles = Needles.of(shown.needles)
        ours = frozenset(made.name for made in files)
        kept = shown.kept | long_amounts(amounts_of(composed))
        found = check(stage.folder, needles, detect=spans, ocr=True, kept=kept, ours=ours)
        refuse_leaks(folder, found)
    archive = folder.with_name(f"{folder.name}.zip")
    write_atomic(archive.absolute(), zip_bytes(files, folder.name))
    return ReportFiles(folder, folder / REPORT_PAGE, folder / REPORT_PRINT, archive)


def _when_done(running: Future[tuple[OutputFile, ...]]) -> Iterator[OutputFile]:
    """What is waited for only when it is asked for."""
    yield from running.result()


def notebook_pages(
    workspace: Workspace, names: Sequence[str], lang: Lang
) -> tuple[OutputFile, ...]:
    """Run the notebooks that ship with the project on collections, for their report.

    Raises:
        SkolkitError: as ``run_notebooks``.
    """
    from skolkit.notebook_runs import Wanted, run_notebooks

    if not any(workspace.notebooks.glob("*.ipynb")):
        return ()
    among = tuple(names) or workspace.clean_names()
    wanted = Wanted(lang=lang, among=among, only_shipped=True)
    with tempfile.TemporaryDirectory(prefix="notebooks-", dir=workspace.private) as held:
        return _pages(run_notebooks(workspace, workspace.notebooks, Path(held), wanted))


def _pages(runs: Sequence[NotebookRun]) -> tuple[OutputFile, ...]:
    """What of the notebooks goes into a report."""
    return tuple(
        OutputFile(f"notebooks/{run.page_name}", run.page)
        for run in runs
        if run.needs and run.copy is not None
    )


def do_everything(
    workspace: Workspace, names: Sequence[str], lang: Lang, plan: Plan, progress: Progress
) -> Done:
    """Read the collections, run the notebooks on them, write the report.

    Raises:
        SkolkitError: what stops the work; a file that cannot be read does not.
    """
    from skolkit.notebook_runs import Wanted, run_notebooks

    wanted = deliveries(workspace, names)
    results = ingest_all(wanted, workspace, plan, progress)
    named = tuple(result.collection for result in results if result.entries)
    progress.say("Running the notebooks")
    folder = workspace.reports / "notebooks"
    ran = run_notebooks(workspace, workspace.notebooks, folder, Wanted(lang=lang, among=named))
    progress.say("Writing the report")
    made = make_report(workspace, named, lang, pages=_pages(ran))
    return Done(results, tuple(run.copy for run in ran if run.copy is not None), made)
