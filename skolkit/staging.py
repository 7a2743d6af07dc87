"""A folder that appears whole or not at all: files are staged beside it, then renamed in one step.

Nobody ever sees half of it. What a killed run left beside it is removed by the next one; a folder
that is being staged by a living process is held by a lock and left alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skolkit.files import write_atomic
from skolkit.problems import SkolkitError

_PREFIX = ".skolkit-stage-"


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder in the making."""

    folder: Path

    def write(self, name: str, data: bytes) -> None:
        """Write a file; ``name`` may hold folders, "/" between parts.

        Raises:
            ValueError: for a name that leads out of the folder.
            SkolkitError: E_DISK.
        """
        path = self.folder / name
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"leads out of the folder: {name!r}")
        write_atomic(path, data)


@contextlib.contextmanager
def staged(folder: Path, marker: str) -> Iterator[Stage]:
    """Stage a folder; it takes its place when the block ends without an error.

    Args:
        folder: where it shall be. What is there already is replaced as a whole, if it holds
            ``marker``: a folder that is not ours is never touched.
        marker: name of a file that every such folder holds.

    Raises:
        SkolkitError: E_DISK if the place is taken by something else, or cannot be written to.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _require_ours(folder, marker)
        _sweep(folder.parent)
        stage = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
    except OSError as error:
        raise _disk_error(folder, error) from error
    held = os.open(stage, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Stage(stage)
        try:
            _put_in_place(stage, folder, held)
        except OSError as error:
            raise _disk_error(folder, error) from error
    finally:
        os.close(held)
        shutil.rmtree(stage, ignore_errors=True)


def _require_ours(folder: Path, marker: str) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    ours = folder.is_dir() and not folder.is_symlink()
    if ours and ((folder / marker).is_file() or not any(folder.iterdir())):
        return
    detail = "it holds something else; name another folder, or move it away"
    raise SkolkitError.of("E_DISK", str(folder), detail=detail)


def _put_in_place(stage: Path, folder: Path, held: int) -> None:
    stage.chmod(0o755)
    os.fsync(held)
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
        folder.rename(old / "replaced")
        stage.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        stage.rename(folder)
    parent = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _sweep(parent: Path) -> None:
    """Remove stages whose process is gone: the kernel freed their lock."""
    for path in sorted(parent.glob(f"{_PREFIX}*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(handle)


def _disk_error(folder: Path, error: OSError) -> SkolkitError:
    return SkolkitError.of("E_DISK", str(folder), detail=error.strerror or type(error).__name__)
