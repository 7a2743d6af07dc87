"""The text of a collection's suppliers.toml to what persons decided on suppliers.

A merge says that names (or a name and a number) are one supplier, a separation that they are not.
Removing the entry undoes it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from skolkit.tables.company_names import NumberKind, company_number

SUPPLIERS_FILE = "suppliers.toml"


@dataclass(frozen=True, slots=True)
class Merge:
    """Names that are one supplier; ``number`` is its organisationsnummer if it was given."""

    names: tuple[str, ...]
    number: str  # ten digits, or ""
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Separation:
    """Names that are different suppliers, whatever they have in common."""

    names: tuple[str, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class SupplierDecisions:
    """All that persons decided on the suppliers of a collection."""

    merges: tuple[Merge, ...] = ()
    separations: tuple[Separation, ...] = ()


def read_suppliers(text: str) -> SupplierDecisions:
    """Read a ``suppliers.toml``: ``[[merge]]`` and ``[[separate]]`` entries.

    Raises:
        ValueError: naming the entry and the key that cannot be used (``tomllib.TOMLDecodeError``,
            which is one too, if it is no TOML). Every decision needs a reason and a name.
    """
    data = tomllib.loads(text)
    for key in data:
        if key not in {"merge", "separate"}:
            raise ValueError(f"unknown key {key!r}; known are merge, separate")
    merges = []
    for where, entry in _entries(data, "merge", {"names", "number", "reason", "by"}):
        number = _number(entry, where)
        names = _names(entry, where, least=1 if number else 2)
        reason, by = _text(entry, "reason", where), _text(entry, "by", where)
        merges.append(Merge(names, number, reason, by))
    separations = []
    for where, entry in _entries(data, "separate", {"names", "reason", "by"}):
        names = _names(entry, where, least=2)
        for merge in merges:
            if len(set(names) & set(merge.names)) > 1:
                raise ValueError(f"{where}: names are merged by a [[merge]]")
        reason, by = _text(entry, "reason", where), _text(entry, "by", where)
        separations.append(Separation(names, reason, by))
    return SupplierDecisions(tuple(merges), tuple(separations))


def _entries(
    data: Mapping[str, Any], key: str, known: set[str]
) -> list[tuple[str, Mapping[str, Any]]]:
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError(f"{key}: decisions are written as [[{key}]]")
    told = []
    for number, entry in enumerate(entries, start=1):
        where = f"[[{key}]] number {number}"
        for name in entry:
            if name not in known:
                raise ValueError(
                    f"{where}: unknown key {name!r}; known are {', '.join(sorted(known))}"
                )
        told.append((where, entry))
    return told


def _names(entry: Mapping[str, Any], where: str, least: int) -> tuple[str, ...]:
    names = entry.get("names")
    if not isinstance(names, list) or not all(isinstance(n, str) and n.strip() for n in names):
        raise ValueError(f"{where}: names must be a list of names as they are printed")
    if len(set(names)) < least:
        raise ValueError(f"{where}: names needs at least {least} different names")
    return tuple(dict.fromkeys(names))


def _number(entry: Mapping[str, Any], where: str) -> str:
    text = entry.get("number", "")
    read = company_number(text) if isinstance(text, str) else None
    if text and (read is None or read.kind is not NumberKind.RIGHT):
        raise ValueError(f"{where}: number must be an organisationsnummer with a right check digit")
    return read.digits if read else ""


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{where}: {key} is missing")
    return text
