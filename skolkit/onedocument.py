"""One document opened by itself: its pages read where they were not, its readings, its pictures.

Looking at a page and tracing a figure both start here. What the cache has is not read again; files
of strangers are opened in workers only.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from skolkit.intake.accept import Accepted
from skolkit.intake.images import PageImage
from skolkit.model import Document, PageReading, Sheet
from skolkit.pipeline import Plan
from skolkit.problems import Problem, SkolkitError
from skolkit.running.finder import Found
from skolkit.running.pagepictures import upright_page
from skolkit.running.progress import Progress
from skolkit.running.record import ranges
from skolkit.running.store import Store, load_native, load_page
from skolkit.running.wire import from_data, to_data
from skolkit.running.workers import Job, Pool
from skolkit.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document that was accepted, with the workers and the cache to go on with."""

    found: Found
    document: Document
    workspace: Workspace
    plan: Plan
    progress: Progress
    store: Store
    pool: Pool
    scratch: Path

    def read(self, pages: Sequence[int]) -> dict[int, Problem]:
        """Read the pages that the cache has not; gives the problems of those that failed.

        Raises:
            SkolkitError: E_LOCKED if pages are to be read and another run is under way.
        """
        document, limits = self.document, self.plan.settings.limits
        left = [n for n in pages if self._reading(n) is None]
        if not left:
            return {}
        said = "page" if len(left) == 1 else "pages"
        self.progress.say(f"{document.name}: reading {said} {ranges(left)}")
        self.progress.planned(len(left))
        failed: dict[int, Problem] = {}

        def jobs() -> Iterator[Job]:
            for number in left:
                payload = {
                    "document": to_data(document),
                    "page": number,
                    "settings": to_data(self.plan.settings),
                    "store": str(self.store.page_path(document, number)),
                }
                seconds = limits.page_seconds
                yield Job("read_one_page", payload, document.name, number, seconds, "page_seconds")

        with self.workspace.lock():
            for outcome in self.pool.run(jobs()):
                number = outcome.job.page or 0
                if outcome.problem is not None:
                    failed[number] = replace(outcome.problem, file=document.name, page=number)
                self.progress.page_done(document.name, number, 0, ok=outcome.problem is None)
        return failed

    def readings(self) -> dict[int, PageReading]:
        """All readings of the document that the cache has, by page."""
        pages = range(1, self.document.pages + 1)
        return {page: read for page in pages if (read := self._reading(page)) is not None}

    def picture(self, reading: PageReading) -> PageImage:
        """A page's picture, upright.

        Raises:
            SkolkitError: what is wrong with the page.
        """
        return upright_page(self.document, reading, self.plan.settings, self.pool, self.scratch)

    def native_sheets(self) -> tuple[Sheet, ...]:
        """The sheets of a workbook or text file, as read.

        Raises:
            SkolkitError: what is wrong with the file.
        """
        limits, path = self.plan.settings.limits, self.scratch / "native.json"
        payload = {
            "document": to_data(self.document),
            "limits": to_data(limits),
            "store": str(path),
        }
        name, seconds = self.document.name, limits.file_seconds
        job = Job("read_native_document", payload, name, None, seconds, "file_seconds")
        (outcome,) = self.pool.run([job])
        native = load_native(path, self.document)
        if outcome.problem is not None or native is None:
            raise SkolkitError(outcome.problem or Problem("E_CRASH", name))
        return native[0]

    def _reading(self, page: int) -> PageReading | None:
        return load_page(self.store.page_path(self.document, page), self.document)


@contextlib.contextmanager
def opened_document(
    workspace: Workspace, found: Found, plan: Plan, progress: Progress
) -> Iterator[OpenedDocument]:
    """Open a document as a run does.

    Args:
        workspace: the project, for its cache.
        found: of ``find_document``.
        plan: settings and number of workers.
        progress: listener for people.

    Raises:
        SkolkitError: what is wrong with the file.
    """
    with tempfile.TemporaryDirectory(prefix="look-", dir=workspace.private) as held:
        scratch = Path(held)
        limit = plan.settings.limits.worker_bytes
        with Pool(plan.tasks, plan.processes, limit, scratch) as pool:
            engines, document = _accept(found, pool, plan)
            store = Store.open(workspace.cache, plan.settings, engines)
            yield OpenedDocument(found, document, workspace, plan, progress, store, pool, scratch)


def _accept(found: Found, pool: Pool, plan: Plan) -> tuple[dict[str, str], Document]:
    """Judge the file in a worker, as a run does; what is wrong with it is raised."""
    limits = plan.settings.limits
    payload = {"entry": to_data(found.entry), "limits": to_data(limits)}
    name, seconds = found.entry.name, limits.page_seconds
    jobs = [
        Job("engines", {}, "", None, seconds, "page_seconds"),
        Job("accept_entry", payload, name, None, seconds, "page_seconds"),
    ]
    results = {}
    for outcome in pool.run(jobs):
        if outcome.problem is not None:
            raise SkolkitError(outcome.problem)
        results[outcome.job.function] = outcome.result
    accepted = from_data(results["accept_entry"], Accepted)
    if accepted.document is None:
        raise SkolkitError(accepted.problems[0])
    return results["engines"] or {}, accepted.document
