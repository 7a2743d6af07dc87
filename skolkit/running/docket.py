"""One document on its way: which pages are read, which failed and why, and the sheets at the end.

The words of all pages are held until the last is there, since pages that are set alike are rebuilt
together: some hundred kilobytes a page. Pictures of pages never come here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from skolkit.intake.survey import Entry
from skolkit.intake.unseen import bounded
from skolkit.model import Document, PageGrid, PageReading, Sheet, UnseenText
from skolkit.problems import Problem, Status
from skolkit.rebuild.grid import page_grid, page_grids
from skolkit.rebuild.stitch import stitch
from skolkit.running.judge import (
    PageFacts,
    facts_of,
    grid_problems,
    reading_problems,
    repeat_problems,
)
from skolkit.running.record import EntryResult, status_of
from skolkit.running.worker import describe

Identity = tuple[int, int, int]


def identity(path: Path) -> Identity | None:
    """What tells whether a file was changed: size, time of writing, inode."""
    try:
        state = os.lstat(path)
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns, state.st_ino


@dataclass(slots=True)
class Docket:
    """The work on one entry. Filled by the pipeline, step by step."""

    entry: Entry
    before: Identity | None
    document: Document | None = None
    status: Status | None = None  # settled when nothing is to be read: skipped or failed
    problems: list[Problem] = field(default_factory=list)
    facts: dict[int, PageFacts] = field(default_factory=dict)
    readings: dict[int, PageReading] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    unseen: tuple[UnseenText, ...] = ()  # carried by the file, not shown; goes into no table
    failed_pages: set[int] = field(default_factory=set)
    seconds: float = 0.0
    peak_bytes: int = 0

    @property
    def is_open(self) -> bool:
        """Whether there is something to read."""
        return self.document is not None and self.status is None

    def spent(self, seconds: float, peak_bytes: int) -> None:
        """Book what a worker used for it."""
        self.seconds += seconds
        self.peak_bytes = max(self.peak_bytes, peak_bytes)

    def settle(self, status: Status, *problems: Problem) -> None:
        """Close it without reading (any further)."""
        self.status = status
        self.problems.extend(problems)
        self.sheets = ()
        self.readings.clear()

    def fail_page(self, page: int, problem: Problem) -> None:
        """Book a page that could not be read."""
        self.failed_pages.add(page)
        self.facts.pop(page, None)
        self.readings.pop(page, None)
        named = replace(problem, file=self.entry.name, page=page)
        self.problems.append(named)

    def take_page(self, document: Document, reading: PageReading) -> int:
        """Judge a page's reading and keep it until all pages are there.

        Returns:
            The number of doubtful words on it.
        """
        problems = reading_problems(document, reading)
        for note in reading.notes:
            told = Problem(note.code, document.name, reading.page, detail=note.detail)
            self.problems.append(told)
        if reading.unseen:
            self.unseen = bounded((*self.unseen, *reading.unseen))
        for problem in problems:
            if problem.rule.is_error:
                self.fail_page(reading.page, problem)
                return 0
        self.problems.extend(problems)
        self.facts[reading.page] = facts_of(reading)
        if not reading.words:
            return 0
        self.readings[reading.page] = reading
        return sum(word.doubt is not None for word in reading.words)

    def rebuild(self, document: Document) -> None:
        """Put the pages together into sheets, once all have been read or have failed."""
        grids = self._grids()
        for grid in grids:
            self.problems.extend(grid_problems(document, grid))
        try:
            stitched = stitch(document, grids)
        except Exception as error:
            for page in range(1, document.pages + 1):
                if page not in self.failed_pages:
                    self.fail_page(page, self._crash(error))
            return
        finally:
            self.readings.clear()
        self.sheets = stitched.sheets
        self.problems.extend(stitched.problems)
        self.problems.extend(repeat_problems(document, stitched.sheets))

    def _grids(self) -> list[PageGrid]:
        """The grids of all pages; each page by itself where they cannot be rebuilt together."""
        readings = [self.readings[page] for page in sorted(self.readings)]
        try:
            return page_grids(readings)
        except Exception:  # a fault of ours on one page must not harm another
            grids = []
            for reading in readings:
                try:
                    grids.append(page_grid(reading))
                except Exception as error:
                    self.fail_page(reading.page, self._crash(error))
            return grids

    def take_native(self, sheets: tuple[Sheet, ...], problems: tuple[Problem, ...]) -> int:
        """Take over what was read from a native document; gives its doubtful cells."""
        self.sheets = sheets
        self.problems.extend(problems)
        return sum(cell.doubt is not None for sheet in sheets for cell in sheet.cells)

    def fail_document(self, problem: Problem) -> None:
        """Book a document that could not be read at all."""
        self.settle(Status.FAILED, replace(problem, file=self.entry.name))

    def result(self) -> EntryResult:
        """What became of the entry."""
        status = self.status or status_of(self.problems, something_read=self._has_read)
        return EntryResult(
            name=self.entry.name,
            quoted=self.entry.quoted,
            size=self.entry.size,
            status=status,
            problems=tuple(dict.fromkeys(self.problems)),
            document=self.document,
            pages_failed=len(self.failed_pages),
            pages_total=self.document.pages if self.document else 0,
            seconds=self.seconds,
            peak_bytes=self.peak_bytes,
        )

    @property
    def _has_read(self) -> bool:
        return bool(self.facts) or any(sheet.cells for sheet in self.sheets)

    def _crash(self, error: Exception) -> Problem:
        return Problem("E_CRASH", self.entry.name, detail=describe(error))
