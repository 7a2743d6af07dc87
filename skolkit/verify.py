"""A bundle of a report, or an exported package, to what in it is not as its manifest says.

With a rerun it is made anew from the documents and compared byte by byte; the first difference of
each file is named by row and column where the file has such.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skolkit.analysis.words import Lang
from skolkit.export import Wanted, export
from skolkit.jobs import deliveries, ingest_all, make_report
from skolkit.pipeline import Plan
from skolkit.problems import SkolkitError
from skolkit.publish.bundle import KIND
from skolkit.publish.exports import MANIFEST
from skolkit.running.progress import Progress
from skolkit.workspace import Workspace

NEWLINE = b"\n"
_LARGEST = 2**31  # bytes of a file that is looked into


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not as it should be, and the first place where it differs."""

    file: str
    place: str

    def __str__(self) -> str:
        """The file and the place, in words."""
        return f"{self.file}: {self.place}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of a bundle found."""

    what: str  # "report" or "package"
    files: int
    differences: tuple[Difference, ...]


def verify(
    path: Path, workspace: Workspace, *, rerun: bool, plan: Plan, progress: Progress
) -> Verified:
    """Check the hashes of a bundle; with ``rerun`` make it anew and compare.

    Args:
        path: the folder of a bundle or package, or the archive of a bundle.
        workspace: the project that holds the documents, for a rerun.
        rerun: whether to make it anew.
        plan: settings and number of workers.
        progress: listener for people.

    Raises:
        SkolkitError: E_NO_BUNDLE if it is none; for a rerun as ``ingest`` and ``make_report``.
    """
    files = _files(path)
    told = _manifest(path, files)
    found = list(_against_manifest(files, told))
    if rerun and not found:
        found += _against_rerun(files, told, workspace, plan, progress)
    what = "report" if told.get("kind") == KIND else "package"
    return Verified(what, len(files), tuple(found))


def _files(path: Path) -> dict[str, bytes]:
    """All files by name, from a folder or an archive."""
    try:
        if path.is_dir():
            return {
                each.relative_to(path).as_posix(): each.read_bytes()
                for each in sorted(path.rglob("*"))
                if each.is_file()
            }
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise SkolkitError.of("E_NO_BUNDLE", str(path), detail="it is too large")
            return {entry.filename.partition("/")[2]: archive.read(entry) for entry in entries}
    except (OSError, zipfile.BadZipFile) as error:
        detail = "it is neither a folder nor an archive that can be read"
        raise SkolkitError.of("E_NO_BUNDLE", str(path), detail=detail) from error


def _manifest(path: Path, files: Mapping[str, bytes]) -> dict[str, object]:
    try:
        told = json.loads(files[MANIFEST])
        if isinstance(told, dict) and isinstance(told["outputs"], list):
            return told
    except (KeyError, ValueError):
        pass
    raise SkolkitError.of("E_NO_BUNDLE", str(path), detail=f"it has no {MANIFEST} of skolkit's")


def _against_manifest(
    files: Mapping[str, bytes], told: Mapping[str, object]
) -> Iterator[Difference]:
    outputs = told["outputs"]
    listed = {str(one["name"]): one for one in outputs} if isinstance(outputs, list) else {}
    for name in sorted(listed.keys() | files.keys() - {MANIFEST}):
        if name not in files:
            yield Difference(name, "is missing")
        elif name not in listed:
            yield Difference(name, "is not in the manifest")
        elif hashlib.sha256(files[name]).hexdigest() != listed[name].get("sha256"):
            size, was = len(files[name]), listed[name].get("bytes")
            how = "" if size == was else f" ({size} bytes, the manifest says {was})"
            yield Difference(name, f"has been changed{how}")


def _against_rerun(
    files: Mapping[str, bytes],
    told: Mapping[str, object],
    workspace: Workspace,
    plan: Plan,
    progress: Progress,
) -> Iterator[Difference]:
    """Make the same again in a private folder and compare."""
    with tempfile.TemporaryDirectory(prefix="verify-", dir=workspace.private) as held:
        scratch = Path(held)
        if told.get("kind") == KIND:
            named = told.get("collections")
            names = [str(name) for name in named] if isinstance(named, list) else []
            ingest_all(deliveries(workspace, names), workspace, plan, progress)
            lang: Lang = "en" if told.get("lang") == "en" else "sv"
            again = _files(make_report(workspace, names, lang, scratch / "report").folder)
        else:
            described = told.get("collection")
            name = str(described.get("name")) if isinstance(described, dict) else ""
            wanted = Wanted(pages=any(each.startswith("pages/") for each in files))
            delivery = workspace.delivery(name)
            made = export(delivery, workspace, scratch, wanted=wanted, plan=plan, progress=progress)
            again = _files(made.folder)
    for name in sorted(files.keys() | again.keys()):
        if name not in again:
            yield Difference(name, "is not made by a rerun")
        elif name not in files:
            yield Difference(name, "is made by a rerun and is not here")
        elif files[name] != again[name]:
            place = first_difference(name, files[name], again[name])
            yield Difference(name, f"differs from a rerun at {place}")


def first_difference(name: str, one: bytes, other: bytes) -> str:
    """Where two files of one name first differ: row and column of a table, else line or byte."""
    if name.endswith(".csv"):
        return _in_tables(one, other)
    if name.endswith((".json", ".md", ".html", ".svg")):
        pairs = zip(one.split(NEWLINE), other.split(NEWLINE), strict=False)
        for number, (first, second) in enumerate(pairs, start=1):
            if first != second:
                return f"line {number}"
        return f"line {min(one.count(NEWLINE), other.count(NEWLINE)) + 1}"
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"byte {at}"


def _in_tables(one: bytes, other: bytes) -> str:
    first, second = (
        list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
        for data in (one, other)
    )
    headings = first[0] if first else []
    for number, (row, again) in enumerate(zip(first, second, strict=False), start=1):
        if row != again:
            column = next(
                (at for at, (a, b) in enumerate(zip(row, again, strict=False)) if a != b),
                min(len(row), len(again)),
            )
            named = headings[column] if column < len(headings) else str(column + 1)
            return f"row {number}, column {named}"
    return f"row {min(len(first), len(second)) + 1}"
