"""A project with one collection, "heap", made of a few files and read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from skolkit.pipeline import ingest
from skolkit.workspace import Workspace


def project(root: Path, files: Mapping[str, str | bytes], privacy: str = "") -> Workspace:
    """The project, its tables made; ``privacy`` is what persons decided, as TOML."""
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    for name, held in files.items():
        (raw / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    if privacy:
        review = root / "data" / "review" / "heap"
        review.mkdir(parents=True)
        (review / "privacy.toml").write_text(privacy, encoding="utf-8")
    workspace = Workspace(root)
    ingest(workspace.delivery("heap"), workspace)
    return workspace
