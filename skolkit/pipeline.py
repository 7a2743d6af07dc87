"""The order of the work on a collection; the only file that knows it.

survey -> accept -> read (each page or native document in a worker, into the cache) -> grid ->
stitch -> tabulate (tabulate.py) -> exports -> memory of the run. Each step uses finished results of
the one before, so that a run may be stopped anywhere and taken up again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

import skolkit
from skolkit.files import require_writable, sweep
from skolkit.intake.accept import Accepted
from skolkit.intake.survey import Entry, survey
from skolkit.model import Document
from skolkit.problems import Problem, SkolkitError, Status
from skolkit.publish.exports import CleanData
from skolkit.running.decided import Decided
from skolkit.running.docket import Docket, identity
from skolkit.running.judge import cell_counts
from skolkit.running.memory import Memory
from skolkit.running.progress import Progress, Silent
from skolkit.running.record import RunResult, Tally
from skolkit.running.shelf import write_clean
from skolkit.running.store import (
    Store,
    fingerprint,
    load_native,
    load_page,
    reader_versions,
    settings_data,
    source_hash,
)
from skolkit.running.wire import from_data, to_data
from skolkit.running.workers import Job, Outcome, Pool
from skolkit.settings import Settings
from skolkit.tabulate import Gathered, tabulate
from skolkit.workspace import Delivery, Workspace

TASKS = "skolkit.running.tasks"
COUNTED = ("costs", "invoices", "budgets", "incidents", "messages")
_WRITERS = ("pyarrow", "xlsxwriter")


@dataclass(frozen=True, slots=True)
class Plan:
    """How to do a run. ``tasks`` is the module that workers take their functions from."""

    settings: Settings = field(default_factory=Settings)
    workers: int = 0  # 0: one for each core
    tasks: str = TASKS

    @property
    def processes(self) -> int:
        """The number of worker processes."""
        if self.workers:
            return self.workers
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1


def ingest(
    delivery: Delivery,
    workspace: Workspace,
    *,
    out: Path | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Turn a collection's documents into its clean tables.

    Args:
        delivery: The collection and what in it is documentation.
        workspace: The project, for its cache and its lock.
        out: The folder that gets a folder of the collection's name; ``data/clean`` if not given.
        plan: Settings and number of workers.
        progress: Listener for people.

    Returns:
        What became of each entry, and counts.

    Raises:
        SkolkitError: E_LOCKED, E_NO_INPUT, E_DISK. What is wrong with a file does not raise.
    """
    plan = plan or Plan()
    progress = progress or Silent()
    folder = (out or workspace.clean) / delivery.collection.name
    require_writable(folder)
    with workspace.lock():
        decided = Decided.of(workspace.decisions(delivery.collection.name))
        with _opened(delivery, workspace, plan, progress) as (pool, dockets, engines):
            key = _run_key(delivery, dockets, plan.settings, engines, decided)
            memory = Memory(workspace.runs, folder, key)
            if (known := memory.recall()) is not None:
                progress.say("  unchanged since the last run")
                return known
            store = Store.open(workspace.cache, plan.settings, engines)
            _read(dockets, pool, store, plan, progress)
        progress.say("  building tables")
        made = tabulate(_gathered(delivery, dockets, decided, plan, engines))
        progress.say(f"  writing {folder}")
        write_clean(folder, made.data)
        name, title = delivery.collection.name, delivery.collection.title
        result = RunResult(name, title, str(folder), made.entries, _tally(made.data))
        memory.keep(result)
        return result


def gather(
    delivery: Delivery,
    workspace: Workspace,
    *,
    entries: Sequence[Entry] | None = None,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> Gathered:
    """Read a collection's documents, what the cache has taken from there, and build no tables.

    Args:
        delivery: The collection and what in it is documentation.
        workspace: The project, for its cache and its lock.
        entries: Those of its files that are wanted; all if not given.
        plan: Settings and number of workers.
        progress: Listener for people.

    Raises:
        SkolkitError: as ``ingest``.
    """
    plan = plan or Plan()
    progress = progress or Silent()
    with workspace.lock():
        decided = Decided.of(workspace.decisions(delivery.collection.name))
        with _opened(delivery, workspace, plan, progress, entries) as (pool, dockets, engines):
            store = Store.open(workspace.cache, plan.settings, engines)
            _read(dockets, pool, store, plan, progress)
        return _gathered(delivery, dockets, decided, plan, engines)


def _gathered(
    delivery: Delivery,
    dockets: Sequence[Docket],
    decided: Decided,
    plan: Plan,
    engines: dict[str, str],
) -> Gathered:
    told = settings_data(plan.settings)
    return Gathered(delivery, tuple(dockets), decided, told, _versions(engines), engines)


@contextlib.contextmanager
def _opened(
    delivery: Delivery,
    workspace: Workspace,
    plan: Plan,
    progress: Progress,
    entries: Sequence[Entry] | None = None,
) -> Iterator[tuple[Pool, list[Docket], dict[str, str]]]:
    """Look through a delivery and judge its entries; gives the workers to go on with."""
    sweep(workspace.cache)
    progress.say(f"{delivery.collection.title}: looking through the files")
    dockets = _open_dockets(delivery, entries)
    memory_limit = plan.settings.limits.worker_bytes
    with Pool(plan.tasks, plan.processes, memory_limit, workspace.scratch) as pool:
        engines = _accept(dockets, delivery.documentation, pool, plan.settings)
        _mark_duplicates(dockets)
        yield pool, dockets, engines


def _open_dockets(delivery: Delivery, entries: Sequence[Entry] | None) -> list[Docket]:
    """One docket for each entry of the delivery, or for those that are wanted."""
    entries = survey(delivery.collection.folder) if entries is None else entries
    if not entries:
        raise SkolkitError.of("E_NO_INPUT", str(delivery.collection.folder))
    return [Docket(entry, identity(entry.path)) for entry in entries]


def _accept(
    dockets: Sequence[Docket], documentation: Sequence[str], pool: Pool, settings: Settings
) -> dict[str, str]:
    """Judge each entry by its content, in workers; gives the OCR engine's version."""
    limits = settings.limits
    by_file = {docket.entry.quoted: docket for docket in dockets}
    engines: dict[str, str] = {}

    def jobs() -> Iterator[Job]:
        yield Job("engines", {}, "", None, limits.page_seconds, "page_seconds")
        for quoted, docket in by_file.items():
            payload = {"entry": to_data(docket.entry), "limits": to_data(limits)}
            yield Job("accept_entry", payload, quoted, None, limits.page_seconds, "page_seconds")

    for outcome in pool.run(jobs()):
        if outcome.job.function == "engines":
            engines = outcome.result or {}
            continue
        docket = by_file[outcome.job.file]
        docket.spent(outcome.seconds, outcome.peak_bytes)
        if outcome.problem is not None:
            docket.fail_document(outcome.problem)
            continue
        accepted = from_data(outcome.result, Accepted)
        docket.document = accepted.document
        if docket.entry.name in documentation:
            docket.settle(Status.SKIPPED)
            continue
        docket.problems.extend(accepted.problems)
        docket.unseen = accepted.unseen
        if accepted.document is None or accepted.status in {Status.FAILED, Status.SKIPPED}:
            docket.settle(accepted.status)
    return engines


def _mark_duplicates(dockets: Sequence[Docket]) -> None:
    """Read the same bytes once: where they lie least deep, then first in the survey's order."""
    first: dict[str, str] = {}
    for docket in sorted(dockets, key=lambda docket: docket.entry.quoted.count("/")):
        if docket.document is None or not docket.is_open:
            continue
        original = first.setdefault(docket.document.sha256, docket.entry.name)
        if original != docket.entry.name:
            problem = Problem("W_DUPLICATE", docket.entry.name, detail=original)
            docket.settle(Status.OK_WITH_WARNINGS, problem)


def _read(
    dockets: Sequence[Docket], pool: Pool, store: Store, plan: Plan, progress: Progress
) -> None:
    """Read every page and native document that is not in the cache, and rebuild the sheets."""
    open_ones = {d.entry.quoted: d for d in dockets if d.is_open}
    left: dict[str, int] = {}
    for quoted, docket in open_ones.items():
        document = _document(docket)
        left[quoted] = document.pages if document.media_type.is_paged else 1
    progress.planned(sum(left.values()))

    def part_done(docket: Docket, page: int | None, doubtful: int, *, ok: bool) -> None:
        progress.page_done(docket.entry.name, page, doubtful, ok=ok)
        quoted = docket.entry.quoted
        left[quoted] -= 1
        if left[quoted] == 0:
            _close(docket, store)

    def jobs() -> Iterator[Job]:
        for docket in open_ones.values():
            yield from _jobs_of(docket, store, plan.settings, part_done_if_kept)

    def part_done_if_kept(docket: Docket, page: int | None) -> bool:
        doubtful = _take(docket, store, page)
        if doubtful is None:
            return False
        part_done(docket, page, doubtful, ok=page not in docket.failed_pages)
        return True

    for outcome in pool.run(jobs()):
        docket = open_ones[outcome.job.file]
        docket.spent(outcome.seconds, outcome.peak_bytes)
        page = outcome.job.page
        problem = outcome.problem
        doubtful = None if problem is not None else _take(docket, store, page)
        if doubtful is None:
            _fail(docket, page, problem or _vanished(outcome))
        ok = doubtful is not None and page not in docket.failed_pages
        part_done(docket, page, doubtful or 0, ok=ok)


def _jobs_of(
    docket: Docket,
    store: Store,
    settings: Settings,
    kept: Callable[[Docket, int | None], bool],
) -> Iterator[Job]:
    """The jobs that a document still needs; ``kept`` takes over what the cache has."""
    document, quoted, limits = _document(docket), docket.entry.quoted, settings.limits
    told = to_data(document)
    if not document.media_type.is_paged:
        if not kept(docket, None):
            payload = {
                "document": told,
                "limits": to_data(limits),
                "store": str(store.native_path(document)),
            }
            seconds, limit = limits.file_seconds, "file_seconds"
            yield Job("read_native_document", payload, quoted, None, seconds, limit)
        return
    for page in range(1, document.pages + 1):
        if not kept(docket, page):
            payload = {
                "document": told,
                "page": page,
                "settings": to_data(settings),
                "store": str(store.page_path(document, page)),
            }
            seconds, limit = limits.page_seconds, "page_seconds"
            yield Job("read_one_page", payload, quoted, page, seconds, limit)


def _take(docket: Docket, store: Store, page: int | None) -> int | None:
    """Take a reading from the cache; gives its doubtful cells, ``None`` if it is not there."""
    document = _document(docket)
    if page is None:
        native = load_native(store.native_path(document), document)
        return None if native is None else docket.take_native(*native)
    reading = load_page(store.page_path(document, page), document)
    return None if reading is None else docket.take_page(document, reading)


def _fail(docket: Docket, page: int | None, problem: Problem) -> None:
    if page is None:
        docket.fail_document(problem)
    else:
        docket.fail_page(page, problem)


def _close(docket: Docket, store: Store) -> None:
    """Rebuild a document's sheets, unless its file was changed while it was read."""
    document = _document(docket)
    if identity(docket.entry.path) != docket.before:
        store.forget(document)  # what was read belongs to other bytes
        docket.fail_document(Problem("E_CHANGED", docket.entry.name))
    elif document.media_type.is_paged and docket.is_open:
        docket.rebuild(document)


def _run_key(
    delivery: Delivery,
    dockets: Sequence[Docket],
    settings: Settings,
    engines: dict[str, str],
    decided: Decided,
) -> str:
    """A hash of all that decides a run's result."""
    seen = [
        (
            docket.entry.quoted,
            docket.document.sha256 if docket.document else "",
            docket.status.value if docket.status else "",
            [to_data(problem) for problem in docket.problems],
        )
        for docket in dockets
    ]
    described = to_data(replace(delivery.collection, folder=Path()))
    told = settings_data(settings)
    return fingerprint(described, seen, told, decided.files, _versions(engines), source_hash())


def _versions(engines: dict[str, str]) -> dict[str, str]:
    writers = {name: metadata.version(name) for name in _WRITERS}
    return {**reader_versions(), **writers, **engines, "skolkit": skolkit.__version__}


def _tally(data: CleanData) -> Tally:
    counts = cell_counts(data.tables.sheets).values()
    return Tally(
        pages=len(data.pages),
        cells=sum(cells for cells, _ in counts),
        doubtful_cells=sum(doubtful for _, doubtful in counts),
        rows=tuple((name, len(getattr(data.tables, name))) for name in COUNTED),
    )


def _document(docket: Docket) -> Document:
    if docket.document is None:
        raise ValueError(f"{docket.entry.name} was not accepted")
    return docket.document


def _vanished(outcome: Outcome) -> Problem:
    """The worker said that it is done and left no reading that can be used."""
    return Problem("E_CRASH", outcome.job.file, page=outcome.job.page, detail="no result was kept")
