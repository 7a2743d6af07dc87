"""Cells of a time line -> typed events that keep their place.

A time line (``timeline.csv`` of the public record) fits none of the clean tables; it is read from
the generic cells. An event has the row id ``cells:<sheet>!R<row>``, since it is no row of a table,
and for readers a number by its order in the document: ``E01``.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from skolkit.analysis.frame_values import of_document, partial_date, plain, records, truth
from skolkit.analysis.rows import Place

_NEEDED = frozenset({"date", "precision", "event_sv"})


@dataclass(frozen=True, slots=True)
class Event:
    """One decision or event of a time line."""

    place: Place
    event_id: str
    date: str  # as precise as known
    precision: str
    event_sv: str
    event_en: str
    source_ids: tuple[str, ...]


def event_rows(cells: pd.DataFrame, document: str = "timeline.csv") -> tuple[Event, ...]:
    """Read the events of a document from the table ``cells``.

    Args:
        cells: the generic cells of a collection.
        document: the name of the file; its first row must hold the headings ``date``,
            ``precision`` and ``event_sv``; ``event_en`` and ``source_ids`` may be there.

    Returns:
        One event per row below the headings; nothing if the document is not there or has other
        headings.
    """
    grid: dict[int, dict[int, str]] = {}
    ids: dict[int, list[str]] = {}
    seen: dict[str, object] = {}
    for cell in records(of_document(cells, document)):
        row, column = int(plain(cell["row"])), int(plain(cell["column"]))
        grid.setdefault(row, {})[column] = plain(cell.get("raw"))
        ids.setdefault(row, []).append(plain(cell.get("cell_id")))
        for name in ("collection", "demo", "document_id", "sheet_id"):
            seen.setdefault(name, cell.get(name))
    if not grid or not set(grid[min(grid)].values()) >= _NEEDED:
        return ()
    names = grid[min(grid)]
    made = []
    for at, row in enumerate(sorted(grid)[1:], start=1):
        told = {name: grid[row].get(column, "") for column, name in names.items()}
        sheet = plain(seen["sheet_id"])
        made.append(
            Event(
                place=Place(
                    row_id=f"cells:{sheet}!R{row}",
                    collection=plain(seen["collection"]),
                    demo=truth(seen["demo"]) is True,
                    document=document,
                    document_id=plain(seen["document_id"]),
                    sheet_id=sheet,
                    page=None,
                    row=row,
                    box="",
                    cell_ids=tuple(ids[row]),
                    doubts=(),
                    duplicate_of="",
                ),
                event_id=f"E{at:02d}",
                date=partial_date(_day(told["date"]), told["precision"]),
                precision=told["precision"],
                event_sv=told["event_sv"],
                event_en=told.get("event_en", ""),
                source_ids=tuple(
                    part.strip() for part in told.get("source_ids", "").split(";") if part.strip()
                ),
            )
        )
    return tuple(made)


def _day(text: str) -> str:
    """The first day of a date that may be a month or year, for ``partial_date`` to cut again."""
    return (text + "-01-01")[:10] if text else ""
