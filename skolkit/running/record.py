"""What became of each entry of a delivery: its status, its message, its row in the run record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from skolkit.catalogue import ExitCode
from skolkit.model import Document
from skolkit.problems import Problem, Status
from skolkit.publish.exports import DocumentRow
from skolkit.publish.tabular import csv_line
from skolkit.tables.apostrophes import defused

RECORD_COLUMNS = (
    "file", "status", "error", "message", "warnings", "seconds", "peak_mb", "collection",
)  # fmt: skip
_SHOWN = 8  # kinds of problems spelled out in one message; the others are counted
_NAMES = 6  # cells or sheets named in one message
_DETAILS = 3


@dataclass(frozen=True, slots=True)
class EntryResult:
    """One entry after the run. ``pages_failed`` of ``pages_total`` say how partial it is."""

    name: str
    quoted: str
    size: int
    status: Status
    problems: tuple[Problem, ...] = ()
    document: Document | None = None
    pages_failed: int = 0
    pages_total: int = 0
    seconds: float = 0.0
    peak_bytes: int = 0

    @property
    def error(self) -> str:
        """The code of the first error, or the empty string."""
        return next((p.code for p in self.problems if p.rule.is_error), "")

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of the warnings, each once, sorted."""
        told = (p for p in self.problems if not p.rule.is_error and not p.rule.is_note)
        return tuple(sorted({p.code for p in told}))

    @property
    def message(self) -> str:
        """All problems in words, errors first; what is the same on many pages is said once."""
        told = [problem.message for problem in gathered(self.problems)]
        if self.status is Status.PARTIAL and self.pages_failed:
            good = self.pages_total - self.pages_failed
            told.insert(0, f"{good} of {self.pages_total} pages of {self.name} were read.")
        if len(told) > _SHOWN:
            told[_SHOWN:] = [f"And {len(told) - _SHOWN} more; problems.csv lists them all."]
        return " ".join(told)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a finished run."""

    pages: int = 0
    cells: int = 0
    doubtful_cells: int = 0
    rows: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RunResult:
    """A finished run over one collection."""

    collection: str
    title: str
    folder: str
    entries: tuple[EntryResult, ...]
    tally: Tally = field(default_factory=Tally)
    unchanged: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """How the run ended.

        1 if an entry failed or is partial, 3 if that is for want of the OCR engine, 4 if nothing
        at all could be read; else 0, also with warnings.
        """
        if any(p.code == "E_NO_ENGINE" for entry in self.entries for p in entry.problems):
            return ExitCode.MISSING_DEPENDENCY
        statuses = {entry.status for entry in self.entries}
        if not statuses & {Status.OK, Status.OK_WITH_WARNINGS, Status.PARTIAL}:
            return ExitCode.NO_INPUT
        if statuses & {Status.FAILED, Status.PARTIAL}:
            return ExitCode.WITH_PROBLEMS
        return ExitCode.OK


def status_of(problems: Iterable[Problem], *, something_read: bool) -> Status:
    """Derive the status of a document that was accepted: an error leaves it partial or failed."""
    errors = [problem.rule.is_error for problem in problems if not problem.rule.is_note]
    if any(errors):
        return Status.PARTIAL if something_read else Status.FAILED
    return Status.OK_WITH_WARNINGS if errors else Status.OK


def gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Join problems of one kind into one that lists its pages and cells; errors, then warnings."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    rules = {problem: problem.rule for problem in problems}  # each once
    for problem in sorted(rules, key=lambda p: (rules[p].is_note, not rules[p].is_error)):
        groups.setdefault((problem.code, problem.file), []).append(problem)
    return [same[0] if len(same) == 1 else _joined(same) for same in groups.values()]


def _joined(same: Sequence[Problem]) -> Problem:
    pages = sorted({p.page for p in same if p.page is not None})
    told = {
        "pages" if len(pages) > 1 else "page": ranges(pages),
        "sheets": _listed(p.sheet for p in same),
        "cells": _listed(p.cell for p in same),
    }
    parts = [f"{what} {names}" for what, names in told.items() if names]
    details = [p.detail for p in same if p.detail]
    parts += list(dict.fromkeys(details))[:_DETAILS]
    if len(set(details)) > _DETAILS:
        parts.append("and others")
    return Problem(same[0].code, same[0].file, detail="; ".join(parts))


def _listed(names: Iterable[str]) -> str:
    """List names, each once, the first few spelled out."""
    known = [name for name in dict.fromkeys(names) if name]
    more = f" and {len(known) - _NAMES} more" if len(known) > _NAMES else ""
    return ", ".join(known[:_NAMES]) + more


def ranges(numbers: Sequence[int]) -> str:
    """Spell sorted numbers in short: 1, 2, 3, 7 -> ``1-3, 7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def document_row(entry: EntryResult, collection: str) -> DocumentRow:
    """The entry's row in ``documents.csv``; it holds no times, so that reruns agree."""
    document = entry.document
    return DocumentRow(
        document_id=document.document_id if document else "",
        collection=collection,
        document=entry.name,
        sha256=document.sha256 if document else "",
        size_bytes=entry.size,
        media_type=document.media_type.value if document else "",
        pages=document.pages if document else None,
        status=entry.status.value,
        error=entry.error,
        warnings=entry.warnings,
        message=entry.message,
    )


def record_csv(results: Iterable[RunResult]) -> bytes:
    """The run record: one row for each entry of the deliveries."""
    lines = [csv_line(RECORD_COLUMNS)]
    for result in results:
        for entry in result.entries:
            lines.append(
                csv_line(
                    [
                        entry.quoted,
                        entry.status.value,
                        entry.error,
                        defused(entry.message),
                        ";".join(entry.warnings),
                        f"{entry.seconds:.2f}",
                        f"{entry.peak_bytes / 2**20:.0f}",
                        defused(result.collection),
                    ]
                )
            )
    return "".join(lines).encode("utf-8", "replace")


def summary(result: RunResult) -> str:
    """Tell a finished run in a few lines: counts, where the files lie, what to look at."""
    if not result.entries:
        empty = Problem("E_NO_INPUT", result.folder)
        return f"{result.title} ({result.collection})\n  EMPTY  {empty.message}"
    statuses = [entry.status for entry in result.entries]
    counted = [(status.value.replace("_", " "), statuses.count(status)) for status in Status]
    failed_pages = sum(entry.pages_failed for entry in result.entries)
    tally = result.tally
    lines = [
        f"{result.title} ({result.collection})" + (": unchanged" if result.unchanged else ""),
        f"  files       {', '.join(f'{n} {name}' for name, n in counted if n) or 'none'}",
        f"  pages       {tally.pages}" + (f", {failed_pages} failed" if failed_pages else ""),
        f"  cells       {tally.cells}, {tally.doubtful_cells} doubtful",
        f"  rows        {', '.join(f'{name} {n}' for name, n in tally.rows)}",
        f"  tables in   {result.folder}",
    ]
    look = [
        "problems.csv (what could not be read, and why)"
        if any(entry.problems for entry in result.entries)
        else "",
        "cells.csv, column doubt" if tally.doubtful_cells else "",
        "xlsx/ (the sheets; doubtful cells are coloured)" if tally.cells else "",
    ]
    lines.append(f"  look at     {'; '.join(part for part in look if part) or 'nothing'}")
    for entry in result.entries:
        if entry.status in {Status.FAILED, Status.PARTIAL}:
            lines.append(f"  {entry.status.value.upper()}  {entry.message}")
    return "\n".join(lines)
