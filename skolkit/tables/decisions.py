"""The files of data/review/<collection> to what persons decided about the collection's tables."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from skolkit.problems import SkolkitError
from skolkit.tables.mappings import MAPPINGS_FILE, SheetMapping, read_mappings
from skolkit.tables.organisations import ORGANISATIONS_FILE, KnownDomains, read_organisations
from skolkit.tables.profile import Profile, read_profile, shipped_profiles
from skolkit.tables.series_decisions import SERIES_FILE, SeriesDecisions, read_series
from skolkit.tables.supplier_decisions import SUPPLIERS_FILE, SupplierDecisions, read_suppliers

PROFILES_FOLDER = "profiles"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What persons decided about the tables of a collection."""

    mappings: tuple[SheetMapping, ...] = ()
    profiles: tuple[Profile, ...] = ()  # the collection's own; they are tried before the shipped
    suppliers: SupplierDecisions = field(default_factory=SupplierDecisions)
    series: SeriesDecisions = field(default_factory=SeriesDecisions)
    # The collection's own go before the shipped.
    domains: KnownDomains = field(default_factory=KnownDomains)

    def all_profiles(self) -> tuple[Profile, ...]:
        """The collection's own profiles and the shipped ones, in the order they are tried."""
        return (*self.profiles, *shipped_profiles())


def read_decisions(files: Iterable[tuple[str, str]]) -> Decisions:
    """Read the files of a collection's decisions that are about tables.

    Args:
        files: name under ``data/review/<collection>`` (``/`` between parts) and text of each TOML
            file (``Workspace.decisions``); files about other things are passed over.

    Raises:
        SkolkitError: E_BAD_DECISION naming the file, and the key in it that cannot be used.
    """
    held = dict(files)
    profiles = tuple(
        _read(name, lambda text=text: read_profile(text))  # type: ignore[misc]
        for name, text in sorted(held.items())
        if name.startswith(f"{PROFILES_FOLDER}/")
    )
    known = (*profiles, *shipped_profiles())
    text = held.get(MAPPINGS_FILE, "")
    mappings = _read(MAPPINGS_FILE, lambda: read_mappings(text, known))
    return Decisions(
        mappings,
        profiles,
        suppliers=_read(SUPPLIERS_FILE, lambda: read_suppliers(held.get(SUPPLIERS_FILE, ""))),
        series=_read(SERIES_FILE, lambda: read_series(held.get(SERIES_FILE, ""))),
        domains=_read(
            ORGANISATIONS_FILE, lambda: read_organisations(held.get(ORGANISATIONS_FILE, ""))
        ),
    )


def _read(name: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except tomllib.TOMLDecodeError as error:
        raise SkolkitError.of("E_BAD_DECISION", name, detail=f"no TOML: {error}") from error
    except ValueError as error:
        raise SkolkitError.of("E_BAD_DECISION", name, detail=str(error)) from error
