"""Clean tables of a collection to tables that may be shown in a report: personal data as labels.

The places come from ``personal.csv``: what a run found, and what persons decided about it.
Texts of a table row are masked where one of its cells is; names of files and sheets by what they
say. A masked figure is taken out with a doubt, so that no sum holds it or loses it in silence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd

from skolkit.analysis.base import CollectionTables
from skolkit.analysis.frame_values import Record, plain, records, whole
from skolkit.intake.accept import document_id
from skolkit.model import Doubt, MediaType, cell_id
from skolkit.privacy.across import Persons, joined_names
from skolkit.privacy.detect import spans
from skolkit.privacy.lone_told import Told, lone_names
from skolkit.privacy.mask import Labels, mask_words
from skolkit.privacy.model import Decision, Kind
from skolkit.privacy.needles import Needles
from skolkit.publish.caption_words import telling_words
from skolkit.publish.masked_suppliers import rename_suppliers
from skolkit.publish.withheld import NOTHING, SmallCounts, withhold
from skolkit.tables.organisations import KnownDomains, is_organisation, organisation_of

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_SUPPLIER = ("name", "names")  # of a supplier, as printed in many cells
_RIVALS = "other_readings"
_NAMES = ("document", "of_document", "sheet", "detail", "message", "notes", "agreement", "differs")


@dataclass(frozen=True, slots=True, eq=False)
class MaskedTables:
    """Tables without personal data, and what a leak check must not find in what is made of them."""

    tables: CollectionTables
    labels: Labels  # as filled; private, for they know the values
    kept: frozenset[str]
    ids: Mapping[str, str]  # of documents that are shown under others: old to shown
    hidden: SmallCounts

    @property
    def needles(self) -> tuple[str, ...]:
        """The values that must stand nowhere in what is made of the tables."""
        return self.labels.needles

    @property
    def alone(self) -> tuple[str, ...]:
        """Those of them that are single words; another collection may show them by right."""
        return self.labels.alone

    def shows(self, words: Sequence[str]) -> frozenset[str]:
        """Which of some words its cells show."""
        cells = "\n".join(str(raw) for raw in self.tables.cells["raw"])
        return frozenset(words[number] for number in Needles.of(words).find(cells))


def mask_tables(
    tables: CollectionTables,
    personal: pd.DataFrame,
    domains: KnownDomains,
    hidden: SmallCounts = NOTHING,
) -> MaskedTables:
    """Mask the frames of a collection.

    Args:
        tables: as loaded from ``data/clean``.
        personal: ``personal.csv`` of the same folder.
        domains: what is known of e-mail domains, also by the addresses of the collection.
        hidden: counts of very few persons, which are shown as such.
    """
    raws = {plain(cell["cell_id"]): plain(cell["raw"]) for cell in records(tables.cells)}
    values, kept = _values(personal, raws)
    persons = _persons(personal, raws)
    labels = Labels(
        lambda text: persons.spans(text, spans(text)),
        shows_domain=cache(lambda domain: is_organisation(domain, domains, persons.parts)),
        joined=persons.joined,
        alone=telling_words(persons.lone.needles),
        counts=hidden.words.without,
    )
    frames: dict[str, pd.DataFrame] = {
        field.name: _masked_frame(getattr(tables, field.name), values, labels)
        for field in fields(tables)
        if isinstance(getattr(tables, field.name), pd.DataFrame)
    }
    own = {name: getattr(tables, name) for name in ("costs", "invoices", "suppliers")}
    frames |= rename_suppliers(own, frames)
    frames["messages"] = _with_organisations(frames["messages"], domains)
    told = tuple(_masked_row(row, values, labels) for row in hidden.problems)
    frames = withhold(frames, replace(hidden, problems=told))
    telling = _telling_hashes(tables, {*values, *hidden.shown})
    keys = _document_keys(tables, labels, telling, frames["cells"])
    if telling:
        tells = frames["documents"]["document_id"].isin(telling)
        frames["documents"].loc[tells, "sha256"] = ""
    if keys:
        frames = {name: _renamed(frame, keys) for name, frame in frames.items()}
    changed: dict[str, Any] = dict(frames)
    masked = replace(tables, collection=mask_words(tables.collection, labels), **changed)
    return MaskedTables(masked, labels, kept, keys, hidden)


def _with_organisations(messages: pd.DataFrame, domains: KnownDomains) -> pd.DataFrame:
    """Messages with the organisations that their masked addresses tell.

    Where no address stands, what is printed beside the name stays, masked as its cell is.
    """
    if "sender_organisation" not in messages:
        return messages
    made = messages.copy()
    told = cache(lambda address: organisation_of(address, domains))
    senders = [
        told(plain(one)) or _printed(one, known)
        for one, known in zip(messages["sender"], messages["sender_organisation"], strict=True)
    ]
    recipients = [
        ";".join(dict.fromkeys(filter(None, map(told, plain(one).split(";")))))
        or _printed(one, known)
        for one, known in zip(
            messages["recipients"], messages["recipient_organisations"], strict=True
        )
    ]
    made["sender_organisation"] = pd.Series(senders, index=made.index, dtype=object)
    made["recipient_organisations"] = pd.Series(recipients, index=made.index, dtype=object)
    return made


def _printed(names: object, organisation: object) -> str:
    """The organisation printed beside names; nothing beside addresses, whose domain may tell."""
    written = plain(names)
    return "" if "@" in written or f"[{Kind.EPOST.value}" in written else plain(organisation)


def _telling_hashes(tables: CollectionTables, changed: Iterable[str]) -> frozenset[str]:
    """Documents whose hash would give back what is masked: text files in which something is.

    All the rest of such a file may be published, so that a single number can be found by hashing
    the file with every number there is.
    """
    masked = {cell.partition("#")[0] for cell in changed}
    return frozenset(
        plain(row["document_id"])
        for row in records(tables.documents)
        if plain(row["media_type"]) == MediaType.CSV.value and plain(row["document_id"]) in masked
    )


def _persons(personal: pd.DataFrame, raws: Mapping[str, str]) -> Persons:
    """The names that were masked anywhere, whole or with a cell for each part."""
    names: dict[str, None] = {}
    parts: dict[str, dict[tuple[int, int], str]] = {}
    for row in records(personal):
        place = place_of(plain(row["cell"]))
        is_name = plain(row["kind"]) == Kind.NAMN.value
        if place is None or not is_name or plain(row["decision"]) != Decision.MASK.value:
            continue
        raw = raws.get(cell_id(plain(row["sheet_id"]), *place), "")
        value = raw[whole(row["start"]) or 0 : whole(row["end"]) or 0]
        names[value] = None
        if value.strip() == raw.strip():
            parts.setdefault(plain(row["sheet_id"]), {})[place] = value
    joined = tuple(dict.fromkeys(name for each in parts.values() for name in joined_names(each)))
    return Persons.named_so(names, joined, lone_names(_told(personal, raws)))


def _told(personal: pd.DataFrame, raws: Mapping[str, str]) -> Iterator[Told]:
    """What was found in cells, as ``lone_names`` asks for it."""
    for row in records(personal):
        if (place := place_of(plain(row["cell"]))) is None:
            continue
        sheet_id = plain(row["sheet_id"])
        raw = raws.get(cell_id(sheet_id, *place), "")
        value = raw[whole(row["start"]) or 0 : whole(row["end"]) or 0]
        kind, decision = Kind(plain(row["kind"])), Decision(plain(row["decision"]))
        is_whole = value.strip() == raw.strip()
        yield Told(sheet_id, *place, kind, plain(row["rule"]), decision, value, is_whole)


def _document_keys(
    tables: CollectionTables, labels: Labels, telling: frozenset[str], cells: pd.DataFrame
) -> dict[str, str]:
    """New ids for documents whose name is masked or whose hash tells; old ones hold both."""
    keys: dict[str, str] = {}
    for row in records(tables.documents):
        name, known = plain(row["document"]), plain(row["document_id"])
        shown = labels.text(name)
        if known in telling:
            keys[known] = document_id(shown, _hash_of(cells, known))
        elif known and shown != name:
            keys[known] = document_id(shown, known.rpartition("-")[2])
    return keys


def _hash_of(cells: pd.DataFrame, document: str) -> str:
    """A hash of what is shown of a document, in the place of the document's own."""
    own = cells[cells["document_id"] == document]
    texts = [[plain(row["cell"]), plain(row["raw"])] for row in records(own)]
    return hashlib.sha256(repr(texts).encode("utf-8", "backslashreplace")).hexdigest()


def _renamed(frame: pd.DataFrame, keys: Mapping[str, str]) -> pd.DataFrame:
    """A frame in which all keys, alone or as the beginning of others, are the new ones."""
    longest = sorted(keys, key=len, reverse=True)
    known = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    # Not by frame.map, which makes floats of whole numbers where some are missing.
    rows = [
        [
            known.sub(lambda key: keys[key[0]], value) if isinstance(value, str) else value
            for value in row.values()
        ]
        for row in records(frame)
    ]
    return pd.DataFrame(rows, columns=list(frame.columns), dtype=object)


def place_of(cell: str) -> tuple[int, int] | None:
    """The row and column of an address such as ``B7``."""
    address = _ADDRESS.fullmatch(cell)
    if address is None:
        return None
    column = 0
    for letter in address[1]:
        column = column * 26 + ord(letter) - 64
    return int(address[2]), column


def _values(
    personal: pd.DataFrame, raws: Mapping[str, str]
) -> tuple[dict[str, list[tuple[Kind, str]]], frozenset[str]]:
    """The values to mask by cell id, longest first, and the candidates that were kept."""
    masked: dict[str, list[tuple[Kind, str]]] = {}
    kept: set[str] = set()
    for row in records(personal):
        address = place_of(plain(row["cell"]))
        if address is None:
            continue
        place = cell_id(plain(row["sheet_id"]), *address)
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
        if isinstance(value, str) and (name in _NAMES or (name in _SUPPLIER and not cells[0])):
            new[name] = labels.text(value)
        elif name == _RIVALS and isinstance(value, str):
            # What another reader made of a masked cell is the same value with a slip.
            new[name] = "" if found else labels.text(value)
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
