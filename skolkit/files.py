"""Files that are written whole or not at all, and the folders that hold results."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from skolkit.problems import SkolkitError

_TEMPORARY = ".skolkit-tmp-"


def require_writable(folder: Path) -> None:
    """Find out before long work whether files can be written to a folder, which may not be there.

    Raises:
        SkolkitError: E_DISK if they cannot.
    """
    try:
        there = next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
        good = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    except OSError as error:
        raise disk_error(folder, error) from error
    if not good:
        why = "cannot be written to" if there.is_dir() else "is a file"
        raise SkolkitError.of("E_DISK", str(folder), detail=f"{there} {why}")


def write_atomic(path: Path, data: bytes) -> bool:
    """Write a file so that no one ever sees half of it; leave it alone if it is already so.

    Returns:
        Whether the file was written (False: it had these bytes).

    Raises:
        SkolkitError: E_DISK if it cannot be written; nothing half-written is left.
    """
    temporary = None
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        inside_private = ".skolkit" in path.parts
        Path(temporary).chmod(0o600 if inside_private else 0o644)
        Path(temporary).replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise disk_error(path, error) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
    return True


def remove_stale(folder: Path, before: Iterable[str], now: Iterable[str]) -> None:
    """Remove what an earlier run wrote into ``folder`` and this one did not.

    Args:
        folder: A folder of results.
        before: Names that the earlier manifest lists, "/" between parts; only these, and
            temporaries of killed runs, are ever removed.
        now: Names that this run wrote.
    """
    home = folder.resolve()
    for name in sorted(set(before) - set(now)):
        path = home / name
        if path.is_file() and path.parent.resolve().is_relative_to(home):
            path.unlink()
    sweep(folder)


def sweep(folder: Path) -> None:
    """Remove the temporaries of runs that were killed; only while holding the lock."""
    for path in sorted(folder.rglob(f"{_TEMPORARY}*")):
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def disk_error(path: Path, error: OSError) -> SkolkitError:
    """The error to raise when the disk refuses a file or folder."""
    return SkolkitError.of("E_DISK", str(path), detail=error.strerror or type(error).__name__)
