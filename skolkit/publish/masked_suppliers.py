"""Suppliers to the names that their rows still show, and rows to keys that tell no masked name.

A key is made of a supplier's number or name. Where rows of a supplier hide its name, they get a key
made of the label instead; where others of the same supplier show it (a row of a protected identity
goes as a whole), those keep theirs, so that nothing leads from one to the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from skolkit.analysis.frame_values import Record, plain, records
from skolkit.tables.company_names import company_name
from skolkit.tables.rows import ROW

_TABLES = ("costs", "invoices")
_KEY, _NUMBER = "supplier_id", "organisationsnummer"
_ALONE = "own-name"


@dataclass(frozen=True, slots=True)
class _Named:
    """One row of a table: its supplier as printed and as shown."""

    place: tuple[str, int]  # table, position
    row: Record  # as shown
    printed: str
    shown: str

    @property
    def is_hidden(self) -> bool:
        return self.printed != self.shown


def rename_suppliers(
    before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Name suppliers as their masked rows do.

    Args:
        before: ``costs``, ``invoices`` and ``suppliers`` as loaded.
        after: the same, masked.

    Returns:
        The three frames with suppliers of whom some row hides the name under new keys.
    """
    by_supplier: dict[str, list[_Named]] = {}
    for table in _TABLES:
        pairs = zip(records(before[table]), records(after[table]), strict=True)
        for position, (old, new) in enumerate(pairs):
            names = _spelling(old), _spelling(new)
            named = _Named((table, position), new, *names)
            by_supplier.setdefault(plain(old.get(_KEY)), []).append(named)
    keys: dict[tuple[str, int], str] = {}
    suppliers: dict[str, Record] = {}
    pairs = zip(records(before["suppliers"]), records(after["suppliers"]), strict=True)
    for old, new in pairs:
        rows = by_supplier.get(plain(old[_KEY]), [])
        if not any(row.is_hidden for row in rows):
            suppliers[plain(old[_KEY])] = new
            continue
        for key, part in _parts(old, rows):
            keys |= {row.place: key for row in part}
            made = _supplier(old, key, part)
            known = suppliers.get(key)
            suppliers[key] = made if known is None else _joined(known, made)
    columns = list(after["suppliers"].columns)
    told = [[row[name] for name in columns] for _, row in sorted(suppliers.items())]
    return {
        "suppliers": pd.DataFrame(told, columns=columns, dtype=object),
        **{table: _with_keys(after[table], table, keys) for table in _TABLES},
    }


def _spelling(row: Record) -> str:
    return " ".join(plain(row.get("supplier")).split())


def _parts(supplier: Record, rows: Sequence[_Named]) -> Iterator[tuple[str, list[_Named]]]:
    """The rows that show the name and those that hide it, with the key of each."""
    known, number = plain(supplier[_KEY]), plain(supplier[_NUMBER])
    for hidden in (False, True):
        part = [row for row in rows if row.is_hidden is hidden]
        if not part:
            continue
        shows_number = number and any(plain(row.row.get(_NUMBER)) == number for row in part)
        if known.startswith("org:") and (shows_number or not hidden):
            yield known, part
        else:
            yield f"name:{company_name(_names(part)[0]).slug}", part


def _names(rows: Iterable[_Named]) -> list[str]:
    """The names as shown, most frequent first."""
    often = Counter(row.shown for row in rows)
    return sorted(often, key=lambda name: (-often[name], name))


def _supplier(old: Record, key: str, rows: Sequence[_Named]) -> Record:
    why = dict(
        zip(plain(old["names"]).split(";"), plain(old["merged_by"]).split(";"), strict=False)
    )
    reasons = {row.shown: why.get(row.printed, _ALONE) for row in reversed(rows)}
    names = _names(rows)
    return dict(old) | {
        _KEY: key,
        "name": names[0],
        _NUMBER: old[_NUMBER] if key.startswith("org:") else "",
        "names": ";".join(names),
        "rows": sum(plain(row.row["row_kind"]) == ROW for row in rows),
        "merged_by": ";".join(reasons[name] for name in names),
    }


def _joined(one: Record, other: Record) -> Record:
    """Two suppliers under the same key, as one."""
    names = plain(one["names"]).split(";")
    why = plain(one["merged_by"]).split(";")
    for name, reason in zip(
        plain(other["names"]).split(";"), plain(other["merged_by"]).split(";"), strict=True
    ):
        if name not in names:
            names.append(name)
            why.append(reason)
    return dict(one) | {
        "names": ";".join(names),
        "merged_by": ";".join(why),
        "rows": int(plain(one["rows"])) + int(plain(other["rows"])),
    }


def _with_keys(
    frame: pd.DataFrame, table: str, keys: Mapping[tuple[str, int], str]
) -> pd.DataFrame:
    if _KEY not in frame:
        return frame
    made = frame.copy()
    told = [keys.get((table, at), held) for at, held in enumerate(frame[_KEY])]
    made[_KEY] = pd.Series(told, index=frame.index, dtype=object)
    return made
