"""Where things are on disk: collections, clean tables, the private cache; and safe writing.

This is the only module that knows paths. ``data/raw`` is read and never written; ``data/clean``
holds results; ``.skolkit`` (private, mode 0700) holds what may be deleted at any time. No file is
ever seen half-written: a temporary in the same folder is flushed to disk and renamed.
"""

from __future__ import annotations

import contextlib
import difflib
import fcntl
import os
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skolkit.files import disk_error
from skolkit.model import Collection, CollectionKind
from skolkit.problems import SkolkitError
from skolkit.tables.number_forms import FORM_NAMES

COLLECTION_FILE = "collection.toml"
REPORT_FILE = "report.toml"
ROOT_VARIABLE = "SKOLKIT_ROOT"
_TEXT_KEYS = (
    "title", "authority", "diarienummer", "received", "sender", "language", "decimal_mark", "kind",
    "licence", "number_form", "title_en", "authority_en", "sender_en",
)  # fmt: skip
_DOCUMENTATION = "documentation"
_DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A collection and the names in it that only document the rest (a README, say)."""

    collection: Collection
    documentation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """The places of one project."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None, environ: Mapping[str, str] = os.environ) -> Workspace:
        """Take ``SKOLKIT_ROOT``, else the nearest folder upwards with ``data/raw``, else here."""
        if environ.get(ROOT_VARIABLE):
            return cls(Path(environ[ROOT_VARIABLE]).resolve())
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "data" / "raw").is_dir():
                return cls(folder)
        return cls(here)

    @property
    def raw(self) -> Path:
        """What was received; never written by code."""
        return self.root / "data" / "raw"

    @property
    def clean(self) -> Path:
        """Clean tables, one folder for each collection."""
        return self.root / "data" / "clean"

    @property
    def review(self) -> Path:
        """What persons decided, one folder for each collection; version-controlled."""
        return self.root / "data" / "review"

    @property
    def notebooks(self) -> Path:
        """The notebooks that ship with the project."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """Where reports go unless told otherwise."""
        return self.root / "out"

    @property
    def published(self) -> Path:
        """Where exports go unless told otherwise: masked and checked, and nothing else."""
        return self.root / "publish"

    @property
    def pseudonym_key(self) -> Path:
        """The key of the pseudonyms; not in ``private``, since it cannot be made again."""
        return self.root / "data" / "private" / "pseudonyms.key"

    @property
    def private(self) -> Path:
        """Cache, run state and logs: mode 0700, may be deleted at any time."""
        return private_folder(self.root / ".skolkit")

    @property
    def cache(self) -> Path:
        """Readings under their content key."""
        return private_folder(self.private / "cache")

    @property
    def scratch(self) -> Path:
        """Work folders of running workers."""
        return private_folder(self.private / "tmp")

    @property
    def runs(self) -> Path:
        """What is remembered of finished runs, so that unchanged ones are skipped."""
        return private_folder(self.private / "runs")

    @property
    def log(self) -> Path:
        """Private log of faults of our own; holds code positions, never cell text."""
        return self.private / "faults.log"

    def collection_names(self) -> tuple[str, ...]:
        """Names of the folders in ``data/raw``, sorted; empty if there are none."""
        return _folders(self.raw)

    def clean_names(self) -> tuple[str, ...]:
        """Names of the folders in ``data/clean``, sorted; empty if there are none."""
        return _folders(self.clean)

    def delivery(self, name_or_folder: str) -> Delivery:
        """Find a collection by name under ``data/raw``, else take it as the path of a folder.

        Raises:
            SkolkitError: E_NO_COLLECTION if there is neither; E_BAD_COLLECTION if its
                ``collection.toml`` cannot be used.
        """
        if name_or_folder in self.collection_names():
            return read_delivery(self.raw / name_or_folder, name_or_folder)
        folder = Path(name_or_folder)
        if not name_or_folder or not folder.is_dir():
            raise SkolkitError.of("E_NO_COLLECTION", name_or_folder, detail=self._hint(folder))
        name = folder_slug(folder.resolve().name)
        if name in self.collection_names() and folder.resolve() != (self.raw / name).resolve():
            raise SkolkitError.of(
                "E_BAD_COLLECTION",
                name_or_folder,
                detail=f"data/raw already has a collection named {name}; rename this folder",
            )
        return read_delivery(folder, name)

    def _hint(self, asked: Path) -> str:
        """What was perhaps meant by a name that is no folder; empty if nothing comes near."""
        if asked.is_file():
            return "it is a file; name the folder that it lies in"
        near = difflib.get_close_matches(asked.name, self.collection_names(), n=1)
        return f"did you mean {near[0]}?" if near else ""

    def decisions(self, name: str) -> tuple[tuple[str, str], ...]:
        """Read what persons decided on a collection.

        Returns:
            Name (``/`` between parts) and text of each TOML file under ``data/review/<name>``,
            sorted; none if there is no such folder. ``report.toml`` is none of them.

        Raises:
            SkolkitError: E_BAD_DECISION if a file is not readable UTF-8.
        """
        folder = self.review / name
        told = []
        for path in sorted(folder.rglob("*.toml")):
            if path != folder / REPORT_FILE:
                told.append((path.relative_to(folder).as_posix(), _decision_text(path)))
        return tuple(told)

    def report_text(self, name: str) -> str:
        """Read what a collection's ``report.toml`` says; empty without one.

        It changes no table, and is no decision that makes tables stale.

        Raises:
            SkolkitError: E_BAD_DECISION if it is not readable UTF-8.
        """
        path = self.review / name / REPORT_FILE
        return _decision_text(path) if path.is_file() else ""

    def remove_private(self) -> tuple[Path, ...]:
        """Remove the cache and what runs and drawings of pages left.

        Returns:
            What was there and is gone.

        Raises:
            SkolkitError: E_LOCKED while a run is under way; E_DISK.
        """
        removed = []
        with self.lock():
            drawn = self.reports / "look"
            for folder in (self.cache, self.runs, self.scratch, drawn):
                if folder.is_dir() and any(folder.iterdir()):
                    try:
                        shutil.rmtree(folder)
                    except OSError as error:
                        raise disk_error(folder, error) from error
                    removed.append(folder)
            if self.log.is_file():
                self.log.unlink()
                removed.append(self.log)
        return tuple(removed)

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the project for one run; the kernel frees it if the process dies.

        Raises:
            SkolkitError: E_LOCKED if another run holds it.
        """
        path = self.private / "lock"
        with path.open("a+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                handle.seek(0)
                owner = handle.read(100).strip()
                raise SkolkitError.of(
                    "E_LOCKED", str(self.root), detail=owner and f"process {owner}"
                ) from None
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            shutil.rmtree(self.scratch, ignore_errors=True)  # of runs that were killed
            yield


def _decision_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SkolkitError.of("E_BAD_DECISION", str(path), detail="not readable UTF-8") from error


def _folders(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    )


def private_folder(path: Path) -> Path:
    """Make a folder that only its owner may look into, and return it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(path, error) from error
    return path


def folder_slug(name: str) -> str:
    """Turn a folder's name into a collection's name: a-z, 0-9, ``-`` and ``_``, 60 at most."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-")[:60] or "collection"


def read_delivery(folder: Path, name: str) -> Delivery:
    """Read what ``collection.toml`` says of a folder; a plain folder gets the defaults.

    Raises:
        SkolkitError: E_BAD_COLLECTION naming the key.
    """
    folder = folder.absolute()  # workers stand in another folder
    path = folder / COLLECTION_FILE
    if not path.is_file():
        return Delivery(Collection(name=name, folder=folder, title=folder.name))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "not readable UTF-8"
        raise _bad(path, reason) from error
    known = {*_TEXT_KEYS, _DOCUMENTATION, _DOCUMENTS}
    for key in data:
        if key not in known:
            raise _bad(path, f"unknown key {key!r}; known are {', '.join(sorted(known))}")
    # A bare TOML date is the natural way to write `received`; it is kept in ISO form.
    given = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in data.items()}
    for key in _TEXT_KEYS:
        if key in given and not isinstance(given[key], str):
            raise _bad(path, f"key {key!r} must be text in quotes")
    names = given.pop(_DOCUMENTATION, [])
    if not isinstance(names, list) or not all(isinstance(item, str) for item in names):
        raise _bad(path, f"key {_DOCUMENTATION!r} must be a list of file names in quotes")
    kinds = [kind.value for kind in CollectionKind]
    kind = given.pop("kind", CollectionKind.DISCLOSURE.value)
    if kind not in kinds:
        raise _bad(path, f"key 'kind' must be one of {', '.join(kinds)}, not {kind!r}")
    if given.get("decimal_mark", ",") not in {",", "."}:
        raise _bad(path, "key 'decimal_mark' must be ',' or '.'")
    if "number_form" in given and given["number_form"] not in FORM_NAMES:
        raise _bad(path, f"key 'number_form' must be one of {', '.join(FORM_NAMES)}")
    forms = _document_forms(path, given.pop(_DOCUMENTS, {}))
    if not re.fullmatch(r"[a-z]{2,3}", given.get("language", "sv")):
        raise _bad(path, "key 'language' must be a code of two or three letters such as 'sv'")
    title = given.pop("title", "") or folder.name
    collection = Collection(
        name=name,
        folder=folder,
        title=title,
        kind=CollectionKind(kind),
        document_forms=forms,
        **given,
    )
    return Delivery(collection, tuple(names))


def _document_forms(path: Path, told: object) -> tuple[tuple[str, str], ...]:
    """How numbers are written in single documents: ``[documents."name.csv"] number_form``."""
    if not isinstance(told, dict):
        raise _bad(path, f"key {_DOCUMENTS!r} must be tables, one for each document")
    forms = []
    for name, settings in told.items():
        place = f"[{_DOCUMENTS}.{name!r}]"
        if not isinstance(settings, dict) or not settings.keys() <= {"number_form"}:
            raise _bad(path, f"{place} may hold 'number_form' and nothing else")
        if settings.get("number_form") not in FORM_NAMES:
            raise _bad(path, f"'number_form' of {place} must be one of {', '.join(FORM_NAMES)}")
        if not (path.parent / name).is_file():
            raise _bad(path, f"{place} names a document that is not in the folder")
        forms.append((name, settings["number_form"]))
    return tuple(sorted(forms))


def _bad(path: Path, why: str) -> SkolkitError:
    return SkolkitError.of("E_BAD_COLLECTION", str(path), detail=why)
