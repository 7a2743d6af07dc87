"""Clean tables of collections to tables that may be shown: masked as their review says.

Reports and notebooks are made from these. Nothing is shown while nobody has decided on a protected
identity, or where decisions have changed since the tables were made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from skolkit.analysis.base import CollectionTables, load_tables
from skolkit.analysis.rows import plain, records
from skolkit.model import Collection, CollectionKind
from skolkit.privacy.detect import spans
from skolkit.privacy.mask import Labels
from skolkit.privacy.model import Decision, Kind
from skolkit.problems import SkolkitError
from skolkit.publish.exports import MANIFEST, fingerprints
from skolkit.publish.masked import MaskedTables, mask_tables
from skolkit.publish.withheld import NOTHING, small_counts
from skolkit.running.decided import Decided
from skolkit.tables.frames import read_table
from skolkit.tables.organisations import is_organisation, shipped_domains
from skolkit.workspace import Workspace

PERSONAL = "personal.csv"


@dataclass(frozen=True, slots=True)
class Shown:
    """Collections without personal data, and what a leak check must not find."""

    tables: tuple[CollectionTables, ...]
    needles: tuple[str, ...]
    kept: frozenset[str]


def shown_collections(workspace: Workspace, names: Sequence[str]) -> Shown:
    """Load and mask collections that have clean tables.

    Args:
        workspace: the project.
        names: collections; none means all under ``data/clean``.

    Raises:
        SkolkitError: E_NO_COLLECTION if one has no clean tables; E_STALE if decisions have changed
            since they were made; E_PROTECTED; E_BAD_DECISION.
    """
    masked = [shown_collection(workspace, name) for name in names or workspace.clean_names()]
    return Shown(
        tuple(one.tables for one in masked),
        tuple(dict.fromkeys(needle for one in masked for needle in one.needles)),
        frozenset(text for one in masked for text in one.kept),
    )


def shown_collection(workspace: Workspace, name: str) -> MaskedTables:
    """Load one collection and mask it.

    Raises:
        SkolkitError: as ``shown_collections``.
    """
    tables = stored_collection(workspace, name)
    decided = Decided.of(workspace.decisions(name))
    told = json.loads((workspace.clean / name / MANIFEST).read_text(encoding="utf-8"))
    if told.get("decisions") != fingerprints(decided.files):
        detail = "its decisions have changed since its tables were made"
        raise SkolkitError.of("E_STALE", name, detail=detail)
    personal = read_table(workspace.clean / name / PERSONAL)
    protected = [
        row
        for row in records(personal)
        if plain(row["kind"]) == Kind.SKYDDAD.value
        and plain(row["decision"]) == Decision.MASK.value
    ]
    if protected and decided.privacy.protected is None:
        places = len({(plain(row["sheet_id"]), plain(row["cell"])) for row in protected})
        raise SkolkitError.of("E_PROTECTED", name, detail=f"cells: {places}")
    domains = decided.tables.domains.before(shipped_domains())
    labels = Labels(spans, shows_domain=lambda domain: is_organisation(domain, domains))
    hidden = NOTHING if decided.privacy.shows_small_groups else small_counts(tables)
    return mask_tables(tables, personal, labels, hidden)


def stored_collection(workspace: Workspace, name: str) -> CollectionTables:
    """Load the clean tables of a collection as they are; they are private.

    Raises:
        SkolkitError: E_NO_COLLECTION if it has none yet.
    """
    folder = workspace.clean / name
    if not (folder / MANIFEST).is_file():
        there = name in workspace.collection_names()
        hint = f"it has no clean tables yet; run: skolkit ingest {name}" if there else ""
        raise SkolkitError.of("E_NO_COLLECTION", name, detail=hint)
    try:
        return load_tables(folder, _described(workspace, name, folder), read_table)
    except FileNotFoundError as error:
        detail = "its tables were made by an earlier version"
        raise SkolkitError.of("E_STALE", name, detail=detail) from error


def _described(workspace: Workspace, name: str, folder: Path) -> Collection:
    """What is known of a collection: from ``data/raw``, else from its clean tables."""
    if name in workspace.collection_names():
        return workspace.delivery(name).collection
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["collection"]
    return Collection(**{**told, "kind": CollectionKind(told["kind"])}, folder=folder)
