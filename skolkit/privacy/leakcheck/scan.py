"""Any folder or file to a report for people: what it holds of persons, by place, never the text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck.model import NOT_LOOKED_INTO, Leak, LeakReport
from skolkit.privacy.leakcheck.search import check
from skolkit.privacy.needles import Needles
from skolkit.problems import SkolkitError

_TOLD_PER_FILE = 20


def scan(path: Path, *, ocr: bool) -> LeakReport:
    """Look for personal data by its patterns in every byte of a folder or file.

    Args:
        path: a folder, or one file.
        ocr: whether pictures and drawn pages are read too; takes seconds for each.

    Raises:
        SkolkitError: E_NO_DOCUMENT if there is nothing at the path; as ``check``.
    """
    if not os.path.lexists(path):
        raise SkolkitError.of("E_NO_DOCUMENT", str(path))
    return check(path, Needles.of(()), detect=spans, ocr=ocr, guesses=True)


def rendered(report: LeakReport, *, whole: bool = False) -> str:
    """A report as lines of text: files, places, kinds and ids, and what to make of it.

    Args:
        report: of ``scan`` or ``check``.
        whole: tell every place, and not only the first 20 of a file.
    """
    return "\n".join(_lines(report, whole=whole)) + "\n"


def _lines(report: LeakReport, *, whole: bool) -> Iterator[str]:
    by_file: dict[str, list[Leak]] = {}
    for leak in report.findings:
        by_file.setdefault(leak.file, []).append(leak)
    for file, leaks in by_file.items():
        yield file
        told = leaks if whole else leaks[:_TOLD_PER_FILE]
        for leak in told:
            yield f"  {leak.leak_id}  {_said(leak)}"
        if len(leaks) > len(told):
            yield f"  and {len(leaks) - len(told)} more places"
    counts = Counter(leak.kind for leak in report.findings)
    unseen = counts.pop(NOT_LOOKED_INTO, 0)
    files = len(report.looked_into)
    yield f"Looked into {files} {'file' if files == 1 else 'files'}, {_pictures(report)}."
    if counts:
        listed = ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts))
        yield f"Personal data at {sum(counts.values())} places: {listed}."
    if unseen:
        yield f"Could not look into {unseen} {'place' if unseen == 1 else 'places'}."
    if report.passed:
        yield "Nothing found. Names that are in no list, and what is clear from around, need you."


def _said(leak: Leak) -> str:
    place = leak.inside or "the file"
    return f"{place}: {leak.kind} ({leak.rule})"


def _pictures(report: LeakReport) -> str:
    if not report.ocr:
        return "pictures not read"
    return f"{report.pictures_read} {'picture' if report.pictures_read == 1 else 'pictures'} read"
