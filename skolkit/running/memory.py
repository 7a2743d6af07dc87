"""What is remembered of finished runs: the same inputs, settings and code need no second run.

A memory counts only if every file of the clean folder still has the bytes that its manifest names,
and if nothing in the run failed for a reason that may pass, such as a time limit.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from skolkit.files import write_atomic
from skolkit.publish.exports import MANIFEST
from skolkit.running.record import RunResult
from skolkit.running.wire import from_data, to_data

_MAY_PASS = frozenset({"E_TIMEOUT", "E_CRASH", "E_MEMORY", "E_NO_ENGINE", "E_READ", "E_CHANGED"})


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of runs that write to one folder. ``key`` stands for all that decides them."""

    runs: Path
    folder: Path
    key: str

    @property
    def _path(self) -> Path:
        place = hashlib.sha256(str(self.folder.resolve()).encode("utf-8", "surrogateescape"))
        return self.runs / f"{place.hexdigest()[:32]}.json"

    def recall(self) -> RunResult | None:
        """Give the result of an equal finished run whose files are all still there."""
        try:
            kept = json.loads(self._path.read_text(encoding="ascii"))
            if kept["key"] != self.key or not self._is_whole(kept["manifest"]):
                return None
            return replace(from_data(kept["result"], RunResult), unchanged=True)
        except (OSError, ValueError, KeyError, TypeError, msgspec.MsgspecError):
            return None

    def keep(self, result: RunResult) -> None:
        """Remember a run, unless something in it may turn out otherwise next time."""
        codes = {problem.code for entry in result.entries for problem in entry.problems}
        if codes & _MAY_PASS:
            self._path.unlink(missing_ok=True)
            return
        manifest = hashlib.sha256((self.folder / MANIFEST).read_bytes()).hexdigest()
        kept = {"key": self.key, "manifest": manifest, "result": to_data(result)}
        write_atomic(self._path, json.dumps(kept).encode("ascii"))

    def _is_whole(self, manifest: str) -> bool:
        data = (self.folder / MANIFEST).read_bytes()
        if hashlib.sha256(data).hexdigest() != manifest:
            return False
        return all(
            hashlib.sha256((self.folder / made["name"]).read_bytes()).hexdigest() == made["sha256"]
            for made in json.loads(data)["outputs"]
        )
