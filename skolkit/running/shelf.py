"""The files of a clean folder to disk: a folder with a manifest is whole, whatever happened before.

While files are written, a hidden list names all that was or will be there. So a run that follows
one that was killed knows what is skolkit's and what is not, and removes only its own leftovers.
"""

from __future__ import annotations

import json
from pathlib import Path

from skolkit.files import remove_stale, write_atomic
from skolkit.problems import SkolkitError
from skolkit.publish.exports import MANIFEST, CleanData, export_files, output_names

_UNFINISHED = ".unfinished.json"


def write_clean(folder: Path, data: CleanData) -> None:
    """Write all files of a collection's clean folder, the manifest last.

    Raises:
        SkolkitError: E_DISK; what was written is taken up by the next run.
    """
    unfinished = folder / _UNFINISHED
    now = output_names(data)
    before = {*_listed(folder / MANIFEST), *_listed(unfinished)}
    names = [{"name": name} for name in sorted(before.union(now))]
    write_atomic(unfinished, json.dumps({"outputs": names}).encode("ascii"))
    _remove(folder / MANIFEST)
    for made in export_files(data):
        if made.name == MANIFEST:
            remove_stale(folder, before, now)
        write_atomic(folder / made.name, made.data)
    _remove(unfinished)


def _listed(path: Path) -> tuple[str, ...]:
    """Names that a manifest, or the hidden list, gives; none if there is no such file."""
    try:
        listed = json.loads(path.read_bytes())["outputs"]
        return tuple(str(made["name"]) for made in listed)
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SkolkitError.of("E_DISK", str(path), detail=error.strerror or "") from error
