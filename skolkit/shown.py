"""Clean tables of collections to tables that may be shown: masked as their review says.

Reports and notebooks are made from these. Nothing is shown while nobody has decided on a protected
identity, or where decisions have changed since the tables were made.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from skolkit.analysis.base import CollectionTables, load_tables
from skolkit.analysis.frame_values import Record, plain, records
from skolkit.model import Collection, CollectionKind
from skolkit.privacy.model import Decision, Kind
from skolkit.privacy.protected import terms
from skolkit.problems import SkolkitError
from skolkit.publish.bundle import ReadWith
from skolkit.publish.exports import MANIFEST, fingerprints
from skolkit.publish.masked import MaskedTables, mask_tables
from skolkit.publish.report_settings import ReportSettings, read_report_settings
from skolkit.publish.withheld import NOTHING, small_counts
from skolkit.running.decided import Decided
from skolkit.tables.frames import read_table
from skolkit.tables.organisations import known_domains, shipped_domains
from skolkit.workspace import REPORT_FILE, Workspace

_EARLIER = "its tables were made by an earlier version"
_ADDRESSES = ("sender", "recipients")  # of messages
PERSONAL = "personal.csv"
UNSEEN = "unseen.csv"  # private: comments and the like


@dataclass(frozen=True, slots=True)
class Shown:
    """Collections without personal data, and what a leak check must not find."""

    tables: tuple[CollectionTables, ...]
    needles: tuple[str, ...]
    kept: frozenset[str]
    told: Mapping[str, ReportSettings] = field(default_factory=dict)  # by collection
    read_with: Mapping[str, ReadWith] = field(default_factory=dict)


def shown_collections(workspace: Workspace, names: Sequence[str]) -> Shown:
    """Load and mask collections that have clean tables.

    Args:
        workspace: the project.
        names: collections; none means all under ``data/clean``.

    Raises:
        SkolkitError: E_NO_COLLECTION if one has no clean tables; E_STALE if decisions have changed
            since they were made; E_PROTECTED; E_BAD_DECISION, also for a ``report.toml``.
    """
    asked = tuple(names) or workspace.clean_names()
    told = {name: _report_settings(workspace, name) for name in asked}
    masked = [shown_collection(workspace, name) for name in asked]
    return Shown(
        tuple(one.tables for one in masked),
        tuple(dict.fromkeys(needle for one in masked for needle in _needles(one, masked))),
        frozenset().union(*(one.kept for one in masked), *(one.kept for one in told.values())),
        told,
        {name: _read_with(workspace, name) for name in asked},
    )


def _needles(one: MaskedTables, every: Sequence[MaskedTables]) -> Iterator[str]:
    """The values that must not be found, without single words that another collection shows."""
    others = [other for other in every if other is not one]
    shown = frozenset[str]().union(*(other.shows(one.alone) for other in others))
    yield from (needle for needle in one.needles if needle not in shown)


def _report_settings(workspace: Workspace, name: str) -> ReportSettings:
    try:
        return read_report_settings(workspace.report_text(name))
    except tomllib.TOMLDecodeError as error:
        raise SkolkitError.of("E_BAD_DECISION", REPORT_FILE, detail=f"no TOML: {error}") from error
    except ValueError as error:
        raise SkolkitError.of("E_BAD_DECISION", REPORT_FILE, detail=str(error)) from error


def _read_with(workspace: Workspace, name: str) -> ReadWith:
    told = json.loads((workspace.clean / name / MANIFEST).read_text(encoding="utf-8"))
    return ReadWith(told.get("settings", {}), told.get("versions", {}), told.get("decisions", {}))


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
    if decided.privacy.protected is None:
        if protected:
            places = len({(plain(row["sheet_id"]), plain(row["cell"])) for row in protected})
            raise SkolkitError.of("E_PROTECTED", name, detail=f"cells: {places}")
        unseen = _unseen(workspace, name)
        if told := dict.fromkeys(plain(u["place"]) for u in unseen if terms(plain(u["text"]))):
            raise SkolkitError.of("E_PROTECTED", name, detail=f"unseen, in {', '.join(told)}")
    logged = (plain(row[name]) for row in records(tables.messages) for name in _ADDRESSES)
    addresses = (one for held in logged for one in held.split(";"))
    domains = known_domains(addresses, decided.tables.domains.before(shipped_domains()))
    hidden = NOTHING if decided.privacy.shows_small_groups else small_counts(tables)
    return mask_tables(tables, personal, domains, hidden)


def _unseen(workspace: Workspace, name: str) -> tuple[Record, ...]:
    try:
        return tuple(records(read_table(workspace.clean / name / UNSEEN)))
    except FileNotFoundError as error:
        raise SkolkitError.of("E_STALE", name, detail=_EARLIER) from error


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
        return load_tables(folder, described(workspace, name), read_table)
    except FileNotFoundError as error:
        raise SkolkitError.of("E_STALE", name, detail=_EARLIER) from error


def described(workspace: Workspace, name: str) -> Collection:
    """What is known of a collection: from ``data/raw``, else from its clean tables."""
    if name in workspace.collection_names():
        return workspace.delivery(name).collection
    folder = workspace.clean / name
    told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["collection"]
    return Collection(**{**told, "kind": CollectionKind(told["kind"])}, folder=folder)
