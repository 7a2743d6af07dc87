"""Finds the one document that a person means: by its path, its name or its id.

Only names are looked at, and a file is hashed only where its name fits an id that was given.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from skolkit.intake.accept import document_id
from skolkit.intake.survey import Entry, EntryKind, entry_of, survey
from skolkit.model import Collection
from skolkit.problems import SkolkitError
from skolkit.workspace import COLLECTION_FILE, Workspace, folder_slug, read_delivery

_SHOWN = 6  # candidates named in one message


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a delivery, and the collection that says what it is."""

    collection: Collection
    entry: Entry

    @property
    def full_name(self) -> str:
        """A name that no other document of the project has."""
        return f"{self.collection.name}/{self.entry.name}"


def find_document(workspace: Workspace, asked: str) -> Found:
    """Find a document.

    Args:
        workspace: whose collections under ``data/raw`` are searched.
        asked: the path of a file; else ``COLLECTION/NAME``, the name with or without its folders
            or its ending, or the id of a document, also with a sheet or cell behind it.

    Raises:
        SkolkitError: E_NO_DOCUMENT, with names that come near; E_AMBIGUOUS, with what fits.
    """
    path = _path(asked)
    if path is not None and path.is_file():
        return _by_path(workspace, path)
    if path is not None and path.is_dir():
        inside = [entry.name for entry in survey(path) if entry.kind is EntryKind.FILE]
        held = f"; it holds {_listed(inside)}" if inside else ""
        raise SkolkitError.of("E_NO_DOCUMENT", asked, detail=f"it is a folder{held}")
    there = list(_all(workspace))
    for fits in _ways(asked):
        found = [one for one in there if fits(one)]
        if len(found) == 1:
            return found[0]
        if found:
            names = _listed([one.full_name for one in found])
            raise SkolkitError.of("E_AMBIGUOUS", asked, detail=names)
    raise SkolkitError.of("E_NO_DOCUMENT", asked, detail=_near(asked, there))


def _path(asked: str) -> Path | None:
    """The path of what is there under the words as a path, if anything is."""
    try:
        return Path(asked).expanduser().resolve(strict=True) if asked else None
    except (OSError, RuntimeError, ValueError):
        return None


def _all(workspace: Workspace) -> Iterator[Found]:
    for name in workspace.collection_names():
        collection = read_delivery(workspace.raw / name, name).collection
        for entry in survey(collection.folder):
            if entry.kind is EntryKind.FILE:
                yield Found(collection, entry)


def _ways(asked: str) -> tuple[Callable[[Found], bool], ...]:
    """Ways to mean a document, the exact ones first."""
    plain = asked.casefold()

    def last(one: Found) -> PurePosixPath:
        return PurePosixPath(one.entry.name.casefold())

    return (
        lambda one: asked in {one.full_name, one.entry.name},
        lambda one: plain in {one.full_name.casefold(), one.entry.name.casefold(), last(one).name},
        lambda one: plain == last(one).stem,
        lambda one: _has_id(one.entry, asked.partition("#")[0]),
    )


def _has_id(entry: Entry, asked: str) -> bool:
    if document_id(entry.name, asked[-8:]) != asked:
        return False
    try:
        with entry.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return False
    return document_id(entry.name, digest) == asked


def _by_path(workspace: Workspace, path: Path) -> Found:
    """A file by its path: of the collection that it lies in, or of none."""
    raw = workspace.raw.resolve()
    if path.is_relative_to(raw) and len(path.relative_to(raw).parts) > 1:
        name = path.relative_to(raw).parts[0]
        return Found(read_delivery(raw / name, name).collection, entry_of(raw / name, path))
    home = next((f for f in path.parents if (f / COLLECTION_FILE).is_file()), path.parent)
    collection = read_delivery(home, folder_slug(home.name)).collection
    return Found(collection, entry_of(home, path))


def _near(asked: str, there: list[Found]) -> str:
    """What was perhaps meant; else what there is."""
    names = {one.entry.name.rpartition("/")[2]: one.full_name for one in there}
    near = difflib.get_close_matches(asked.rpartition("/")[2], names, n=3, cutoff=0.5)
    if near:
        return f"did you mean {_listed([names[name] for name in near])}?"
    return f"there are {_listed(sorted(names.values()))}" if names else "data/raw holds no document"


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
