"""What the commands do, without the command line: report and the whole job from raw to report."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from skolkit.pipeline import Plan, ingest
from skolkit.problems import ExitCode, SkolkitError
from skolkit.running.progress import Progress
from skolkit.running.record import RunResult
from skolkit.workspace import Delivery, Workspace, require_writable, write_atomic

if TYPE_CHECKING:
    from skolkit.analysis.words import Lang
    from skolkit.publish.report import ReportFiles


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


def make_report(workspace: Workspace, names: Sequence[str], lang: Lang, out: Path) -> ReportFiles:
    """Write the report on collections that have clean tables: masked, and searched for leaks.

    Args:
        workspace: The project.
        names: Collections; none means all under ``data/clean``.
        lang: ``sv`` or ``en``.
        out: Folder for ``report.html``, ``report.pdf`` and ``report.json``.

    Raises:
        SkolkitError: as ``shown_collections``; E_NO_INPUT if there is no collection; E_LEAK,
            nothing is written then.
    """
    from skolkit.privacy.detect import spans
    from skolkit.privacy.leakcheck import Needles, check, refuse_leaks
    from skolkit.publish.report import ReportFiles, build_report
    from skolkit.shown import shown_collections

    require_writable(out.absolute())
    shown = shown_collections(workspace, names)
    with tempfile.TemporaryDirectory(prefix="report-", dir=workspace.private) as held:
        draft = Path(held)
        made = build_report(shown.tables, lang=lang, out=draft)
        needles = Needles.of(shown.needles)
        found = check(draft, needles, detect=spans, ocr=True, kept=shown.kept)
        refuse_leaks(out, found)
        for file in (made.data, made.html, made.pdf):
            write_atomic(out.absolute() / file.name, file.read_bytes())
    return ReportFiles(out / made.html.name, out / made.pdf.name, out / made.data.name)


def do_everything(
    workspace: Workspace, names: Sequence[str], lang: Lang, plan: Plan, progress: Progress
) -> Done:
    """Read the collections, run the notebooks on them, write the report.

    Raises:
        SkolkitError: what stops the work; a file that cannot be read does not.
    """
    from skolkit.notebook import run_notebooks

    wanted = deliveries(workspace, names)
    results = ingest_all(wanted, workspace, plan, progress)
    progress.say("Running the notebooks")
    ran = run_notebooks(workspace.notebooks, workspace.reports / "notebooks")
    progress.say("Writing the report")
    named = [result.collection for result in results if result.entries]
    made = make_report(workspace, named, lang, workspace.reports)
    return Done(results, tuple(run.copy for run in ran), made)
