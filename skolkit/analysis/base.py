"""The nouns of the analysis: the tables of a collection, and the findings made from them.

A finding is one sentence with one claim id, and the rows it rests on, so that each figure leads to
rows, cells and pages. Findings of a demonstration say so in the sentence itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pandas as pd

from skolkit.analysis.frame_values import of_document, plain, records
from skolkit.analysis.rows import Placed, row_ids
from skolkit.analysis.words import Lang
from skolkit.model import Collection

TABLES = (
    "costs",
    "invoices",
    "budgets",
    "incidents",
    "messages",
    "suppliers",
    "duplicates",
    "checks",
    "cells",
    "sheets",
    "documents",
    "pages",
    "problems",
)
Reader = Callable[[Path], pd.DataFrame]
T = TypeVar("T", bound=Placed)


@dataclass(frozen=True, slots=True, eq=False)
class CollectionTables:
    """The clean tables of one collection, as frames."""

    collection: Collection
    costs: pd.DataFrame
    invoices: pd.DataFrame
    budgets: pd.DataFrame
    incidents: pd.DataFrame
    messages: pd.DataFrame
    suppliers: pd.DataFrame
    duplicates: pd.DataFrame
    checks: pd.DataFrame
    cells: pd.DataFrame
    sheets: pd.DataFrame
    documents: pd.DataFrame
    pages: pd.DataFrame
    problems: pd.DataFrame

    @property
    def demo(self) -> bool:
        """Whether all that is made from the tables must say DEMO."""
        return self.collection.is_demo


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim: an id, a sentence in each language, the figure, and the rows behind it."""

    claim_id: str
    sv: str
    en: str
    number: Decimal | None
    unit: str  # "kr", "rows", "pages", ...
    row_ids: tuple[str, ...]
    demo: bool = False
    caveat_sv: str = ""
    caveat_en: str = ""

    def sentence(self, lang: Lang) -> str:
        """The claim in one sentence, marked DEMO where it is made from invented data."""
        said = self.sv if lang == "sv" else self.en
        return f"DEMO: {said}" if self.demo else said

    def caveat(self, lang: Lang) -> str:
        """What must be known before the claim is used."""
        return self.caveat_sv if lang == "sv" else self.caveat_en


def finding(
    claim_id: str,
    rows: Iterable[Placed],
    *,
    sv: str,
    en: str,
    number: Decimal | int | None,
    unit: str,
    caveat: tuple[str, str] = ("", ""),
) -> Finding:
    """Make a finding from typed rows; it is a demonstration as soon as one of its rows is.

    Raises:
        ValueError: without a row: a claim that rests on nothing is not made.
    """
    rows = tuple(rows)
    if not rows:
        raise ValueError(f"claim {claim_id} rests on no row")
    return Finding(
        claim_id=claim_id,
        sv=sv,
        en=en,
        number=None if number is None else Decimal(number),
        unit=unit,
        row_ids=row_ids(rows),
        demo=any(row.place.demo for row in rows),
        caveat_sv=caveat[0],
        caveat_en=caveat[1],
    )


def load_tables(folder: Path, collection: Collection, read: Reader) -> CollectionTables:
    """Read the clean tables of a collection from ``folder`` (``data/clean/<collection>``).

    Args:
        folder: Holds ``costs.csv`` and the other tables.
        collection: What ``collection.toml`` says.
        read: Turns one CSV file into a frame; ``skolkit.tables.frames.read_table``.

    Raises:
        FileNotFoundError: if a table is missing; an empty table has a file with headings.
    """
    return CollectionTables(collection, **{name: read(folder / f"{name}.csv") for name in TABLES})


def by_document(rows: Iterable[T]) -> dict[str, tuple[T, ...]]:
    """Split rows by document, because two documents may hold the same rows twice."""
    groups: dict[str, list[T]] = {}
    for row in rows:
        groups.setdefault(row.place.document, []).append(row)
    return {name: tuple(group) for name, group in sorted(groups.items())}


def sheet_table(cells: pd.DataFrame, document: str) -> tuple[dict[str, str], ...]:
    """Read a document of one plain table from the generic cells: headings in its first row.

    Returns:
        One dictionary per row below the headings, texts as they stand in the document; empty if
        the document is not there. Used for tables that fit none of the clean ones (sources, KPI).
    """
    grid: dict[int, dict[int, str]] = {}
    for cell in records(of_document(cells, document)):
        row, column = int(plain(cell["row"])), int(plain(cell["column"]))
        grid.setdefault(row, {})[column] = plain(cell.get("raw"))
    if not grid:
        return ()
    headings = grid[min(grid)]
    return tuple(
        {name: grid[row].get(column, "") for column, name in headings.items()}
        for row in sorted(grid)[1:]
    )


def data_version(tables: Iterable[CollectionTables]) -> str:
    """Name the data that figures were made from: 12 hex digits of a hash over the clean tables."""
    digest = hashlib.sha256()
    for one in sorted(tables, key=lambda each: each.collection.name):
        digest.update(one.collection.name.encode())
        frames = (
            one.documents,
            one.costs,
            one.invoices,
            one.budgets,
            one.incidents,
            one.messages,
        )
        for frame in frames:
            for record in records(frame):
                for value in record.values():
                    digest.update(plain(value).encode() + b"\x1f")
    return digest.hexdigest()[:12]
