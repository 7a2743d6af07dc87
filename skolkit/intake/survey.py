"""Turns a delivered folder into one entry for everything that lies in it; opens nothing."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

SETTINGS_FILE = "collection.toml"
_FILE_LIKE = re.compile(
    r"\.(pdf|xls[xm]?|ods|csv|tsv|txt|tiff?|png|jpe?g|docx?|zip)$", re.IGNORECASE
)


class EntryKind(StrEnum):
    """What an entry of a delivery is to the file system; links are not followed."""

    FILE = "file"
    LINK = "link"
    FOLDER = "folder"  # only folders that are named like a file become entries
    FIFO = "fifo"
    SOCKET = "socket"
    DEVICE = "device"
    UNREADABLE = "unreadable"  # a folder that could not be listed, or an entry without a state


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was delivered.

    ``name`` is its path inside the delivery with "/" between parts, made printable: bytes that
    are not UTF-8, control characters and marks that turn the writing direction are spelled
    out. ``quoted`` is the true name, percent-encoded byte by byte. ``size`` is in bytes.
    """

    name: str
    path: Path
    quoted: str
    kind: EntryKind
    size: int

    @property
    def root(self) -> Path:
        """The folder of the delivery that the entry was found in."""
        depth = self.quoted.count("/") + 1
        return self.path.parents[depth - 1]


def survey(folder: Path) -> tuple[Entry, ...]:
    """Walk a delivery and list all that is in it, sorted by the bytes of the names.

    Ordinary folders are walked into and are no entries; links are entries and are never
    followed; ``collection.toml`` at the top is left out.

    Raises:
        NotADirectoryError, FileNotFoundError: when ``folder`` is no folder.
    """
    if not folder.is_dir():
        raise NotADirectoryError(folder)
    found: list[Entry] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            inside = list(here.iterdir())
        except OSError:
            found.append(_entry(folder, here, EntryKind.UNREADABLE, 0))
            continue
        for path in inside:
            if here == folder and path.name == SETTINGS_FILE:
                continue
            kind, size = _look(path)
            if kind is EntryKind.FOLDER:
                waiting.append(path)
                if not _FILE_LIKE.search(path.name):
                    continue
            found.append(_entry(folder, path, kind, size))
    return tuple(sorted(found, key=lambda entry: os.fsencode(entry.path.relative_to(folder))))


def entry_of(folder: Path, path: Path) -> Entry:
    """The entry that one path is in a delivery, without looking at anything else in it.

    Raises:
        ValueError: when ``path`` does not lie in ``folder``.
    """
    return _entry(folder, path, *_look(path))


def _look(path: Path) -> tuple[EntryKind, int]:
    try:
        state = path.lstat()
    except OSError:
        return EntryKind.UNREADABLE, 0
    mode = state.st_mode
    if stat.S_ISLNK(mode):
        return EntryKind.LINK, 0
    if stat.S_ISDIR(mode):
        return EntryKind.FOLDER, 0
    if stat.S_ISREG(mode):
        return EntryKind.FILE, state.st_size
    if stat.S_ISFIFO(mode):
        return EntryKind.FIFO, 0
    if stat.S_ISSOCK(mode):
        return EntryKind.SOCKET, 0
    return EntryKind.DEVICE, 0


def _entry(folder: Path, path: Path, kind: EntryKind, size: int) -> Entry:
    raw = os.fsencode(path.relative_to(folder).as_posix())
    return Entry(printable(raw), path, quote(raw, safe="/"), kind, size)


def printable(raw: bytes) -> str:
    r"""Spell a file name so that it can be shown anywhere, e.g. ``\xe5`` for a stray byte."""
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(_shown(letter) for letter in text)


def _shown(letter: str) -> str:
    # Cc: control characters; Cf: among them the marks that turn text right to left.
    if unicodedata.category(letter) not in {"Cc", "Cf", "Zl", "Zp"}:
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
