"""Clean tables of a collection to tables that may be shown in a report: personal data as labels.

The places come from ``personal.csv``: what a run found, and what persons decided about it.
Texts of a table row are masked where one of its cells is; names of files and sheets by what they
say. A masked figure is taken out with a doubt, so that no sum holds it or loses it in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from skolkit.analysis.base import CollectionTables
from skolkit.analysis.rows import Record, plain, records, whole
from skolkit.model import Doubt, cell_id
from skolkit.privacy.mask import Labels
from skolkit.privacy.model import Decision, Kind

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_NAMES = ("document", "sheet", "detail", "message", "notes")


@dataclass(frozen=True, slots=True, eq=False)
class MaskedTables:
    """Tables without personal data, and what a leak check must not find in what is made of them."""

    tables: CollectionTables
    needles: tuple[str, ...]
    kept: frozenset[str]


def mask_tables(tables: CollectionTables, personal: pd.DataFrame, labels: Labels) -> MaskedTables:
    """Mask the frames of a collection.

    Args:
        tables: as loaded from ``data/clean``.
        personal: ``personal.csv`` of the same folder.
        labels: gives each value its label.
    """
    raws = {plain(cell["cell_id"]): plain(cell["raw"]) for cell in records(tables.cells)}
    values, kept = _values(personal, raws)
    frames: dict[str, Any] = {
        field.name: _masked_frame(getattr(tables, field.name), values, labels)
        for field in fields(tables)
        if isinstance(getattr(tables, field.name), pd.DataFrame)
    }
    return MaskedTables(replace(tables, **frames), labels.needles, kept)


def _values(
    personal: pd.DataFrame, raws: Mapping[str, str]
) -> tuple[dict[str, list[tuple[Kind, str]]], frozenset[str]]:
    """The values to mask by cell id, longest first, and the candidates that were kept."""
    masked: dict[str, list[tuple[Kind, str]]] = {}
    kept: set[str] = set()
    for row in records(personal):
        address = _ADDRESS.fullmatch(plain(row["cell"]))
        if address is None:
            continue
        column = 0
        for letter in address[1]:
            column = column * 26 + ord(letter) - 64
        place = cell_id(plain(row["sheet_id"]), int(address[2]), column)
        start, end = whole(row["start"]) or 0, whole(row["end"]) or 0
        value = raws.get(place, "")[start:end]
        if not value:
            continue
        if plain(row["decision"]) == Decision.KEEP.value:
            kept.add(value)
        else:
            masked.setdefault(place, []).append((Kind(plain(row["kind"])), value))
    for found in masked.values():
        found.sort(key=lambda each: -len(each[1]))
    return masked, frozenset(kept)


def _masked_frame(
    frame: pd.DataFrame, values: Mapping[str, list[tuple[Kind, str]]], labels: Labels
) -> pd.DataFrame:
    columns = list(frame.columns)
    made = [_masked_row(row, values, labels) for row in records(frame)]
    return pd.DataFrame(
        [[row[name] for name in columns] for row in made], columns=columns, dtype=object
    )


def _masked_row(
    row: Record, values: Mapping[str, list[tuple[Kind, str]]], labels: Labels
) -> Record:
    cells = (
        plain(row.get("cell_ids")).split(";") if "cell_ids" in row else [plain(row.get("cell_id"))]
    )
    found = [each for cell in cells for each in values.get(cell, ())]
    doubts = plain(row.get("doubts"))
    new = dict(row)
    for name, value in row.items():
        if name in _NAMES and isinstance(value, str):
            new[name] = labels.text(value)
        elif not found or name in {"cell_ids", "row_id", "cell_id"}:
            continue
        elif isinstance(value, str):
            new[name] = _without(value, found, labels)
        elif isinstance(value, Decimal) and _is_one_of(value, found):
            new[name] = None
            doubts = ";".join(part for part in (doubts, f"{name}:{Doubt.MASKED.value}") if part)
    if "doubts" in row:
        new["doubts"] = doubts
    return new


def _without(text: str, found: Iterable[tuple[Kind, str]], labels: Labels) -> str:
    """A text without the values, however their lines were joined."""
    for kind, value in found:
        spelled = r"\s+".join(re.escape(part) for part in value.split())
        if spelled:
            label = labels.label(kind, value).replace("\\", r"\\")
            text = re.sub(rf"(?<!\w){spelled}(?!\w)", label, text)
    return text


def _is_one_of(number: Decimal, found: Iterable[tuple[Kind, str]]) -> bool:
    digits = format(abs(number), "f").lstrip("0")
    return any(re.sub(r"[^0-9]", "", value).lstrip("0") == digits for _, value in found)
