"""Clean tables to tables that count no very small groups of persons, as an export shows them.

The places are found on the sheets as the cells tell them, and hidden in the cells and in all rows
that were made of them. What could give them back goes too: checks, and the words of problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from skolkit.analysis.base import CollectionTables
from skolkit.analysis.frame_values import Record, amount, plain, records, whole
from skolkit.model import Cell, Doubt, Sheet, Value, cell_id
from skolkit.privacy.small_across import small_counts_of
from skolkit.privacy.small_groups import count_in
from skolkit.privacy.small_words import HiddenCounts
from skolkit.privacy.suppress import (
    SMALL,
    WITHHELD,
    shown_as,
    small_group_problems,
    told_places,
)

_UNITS = (1, 1_000, 1_000_000)  # a printed figure may stand for thousands or millions
_ROWS = ("costs", "invoices", "budgets", "incidents", "messages")
_TOLD = "W_SMALL_GROUP"  # told anew, with all that is hidden here
_DIFFERENCES = ("agreement", "differs")


@dataclass(frozen=True, slots=True)
class SmallCounts:
    """What stands in the place of small counts, by cell id, and the figure that stood there."""

    shown: Mapping[str, str]
    figures: Mapping[str, Decimal]
    problems: tuple[Record, ...] = ()  # rows of ``problems`` that tell of them
    words: HiddenCounts = field(default_factory=HiddenCounts)  # what texts must not tell
    told: frozenset[str] = frozenset()  # cells whose texts do

    @property
    def painted(self) -> Mapping[str, str]:
        """What is painted over on pictures of pages, by cell id, with what is written there."""
        return {**dict.fromkeys(sorted(self.told), WITHHELD), **self.shown}

    @property
    def sheets(self) -> frozenset[str]:
        """Sheets on which something is hidden."""
        return frozenset(place.rpartition("!")[0] for place in self.shown)

    @property
    def documents(self) -> frozenset[str]:
        """Ids of documents in which something is hidden."""
        return frozenset(sheet.partition("#")[0] for sheet in self.sheets)


NOTHING = SmallCounts({}, {})


def small_counts(tables: CollectionTables) -> SmallCounts:
    """Find the counts of one to four persons on all sheets, and what would give them back.

    Args:
        tables: as loaded from ``data/clean``, not masked.
    """
    shown: dict[str, str] = {}
    figures: dict[str, Decimal] = {}
    problems: list[Record] = []
    sheets = list(_sheets(tables))
    small = small_counts_of(sheets, tables.collection.titles)
    for sheet in sheets:
        found = small.groups.get(sheet.sheet_id, ())
        by_place = {(cell.row, cell.column): cell.value for cell in sheet.cells}
        for one in found:
            key = cell_id(sheet.sheet_id, one.row, one.column)
            shown[key] = shown_as(one)
            figures[key] = count_in(by_place[one.row, one.column]) or Decimal(0)
        for problem in small_group_problems(sheet, found):
            problems.append(
                {
                    "code": problem.code,
                    "title": problem.rule.title,
                    "collection": tables.collection.name,
                    "document": problem.file,
                    "page": problem.page,
                    "sheet": problem.sheet,
                    "cell": problem.cell,
                    "detail": problem.detail,
                    "message": problem.message,
                    "demo": tables.demo,
                }
            )
    told = frozenset(
        cell_id(one.sheet_id, one.row, one.column)
        for sheet in sheets
        for one in told_places(sheet, small.words)
    )
    return SmallCounts(shown, figures, tuple(problems), small.words, told)


def _sheets(tables: CollectionTables) -> Iterator[Sheet]:
    cells: dict[str, list[Cell]] = {}
    names: dict[str, tuple[str, str, str]] = {}
    for row in records(tables.cells):
        sheet = plain(row.get("sheet_id"))
        names[sheet] = tuple(plain(row.get(key)) for key in ("document_id", "document", "sheet"))  # type: ignore[assignment]
        cells.setdefault(sheet, []).append(
            Cell(
                row=whole(row.get("row")) or 0,
                column=whole(row.get("column")) or 0,
                raw=str(row.get("raw") or ""),
                value=_value(plain(row.get("value")), plain(row.get("value_type"))),
                page=whole(row.get("page")),
                row_span=whole(row.get("row_span")) or 1,
                column_span=whole(row.get("column_span")) or 1,
            )
        )
    titles = {
        plain(row["sheet_id"]): whole(row["title_rows"]) or 0 for row in records(tables.sheets)
    }
    for sheet, held in cells.items():
        yield Sheet(sheet, *names[sheet], cells=tuple(held), title_rows=titles.get(sheet, 0))


def _value(written: str, kind: str) -> Value:
    if kind == "number":
        return amount(written)
    if kind == "datetime":
        return datetime.fromisoformat(written)
    if kind == "date":
        return date.fromisoformat(written)
    if kind == "bool":
        return written == "true"
    return written if kind == "text" else None


def withhold(frames: Mapping[str, pd.DataFrame], hidden: SmallCounts) -> dict[str, pd.DataFrame]:
    """Take small counts out of the frames of a collection.

    Args:
        frames: by name, masked or not, with the ids that the counts were found under.
        hidden: of ``small_counts``.

    Returns:
        New frames. A hidden figure leaves a doubt, so that no sum holds it or loses it in silence.
        Checks of a sheet on which a figure is hidden or masked are left out; what is said of
        problems and of repeated rows where counts are hidden is cut to its title.
    """
    made = dict(frames)
    if hidden.shown:
        made |= _without_counts(frames, hidden)
    gone = hidden.sheets | {
        plain(row.get("sheet_id"))
        for name in _ROWS
        for row in records(frames[name])
        if f":{Doubt.MASKED.value}" in plain(row.get("doubts"))
    }
    if gone:
        made["checks"] = _kept(frames["checks"], lambda row: not _sheets_of(row) & gone)
    return made


def _without_counts(
    frames: Mapping[str, pd.DataFrame], hidden: SmallCounts
) -> dict[str, pd.DataFrame]:
    made = {"cells": _changed(frames["cells"], lambda row: _cell(row, hidden))}
    for name in _ROWS:
        made[name] = _changed(frames[name], lambda row: _row(row, hidden))
    names = {
        plain(row["document"])
        for row in records(frames["documents"])
        if plain(row["document_id"]) in hidden.documents
    }
    made["duplicates"] = _changed(
        frames["duplicates"],
        lambda row: (
            row | dict.fromkeys(_DIFFERENCES, "")
            if {plain(row["document"]), plain(row["of_document"])} & names
            else row
        ),
    )
    others = _kept(frames["problems"], lambda row: plain(row["code"]) != _TOLD)
    problems = _changed(others, lambda row: _problem(row, names))
    told = pd.DataFrame(list(hidden.problems), columns=list(problems.columns), dtype=object)
    made["problems"] = pd.concat([problems, told], ignore_index=True)
    return made


def _changed(frame: pd.DataFrame, change: Any) -> pd.DataFrame:
    columns = list(frame.columns)
    rows = [[new[name] for name in columns] for new in map(change, records(frame))]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _kept(frame: pd.DataFrame, keep: Any) -> pd.DataFrame:
    columns = list(frame.columns)
    rows = [list(row.values()) for row in records(frame) if keep(row)]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _cell(row: Record, hidden: SmallCounts) -> Record:
    text = hidden.shown.get(plain(row["cell_id"]))
    if text is None and plain(row["cell_id"]) in hidden.told:
        sheet_id = plain(row["sheet_id"])
        told = {key: hidden.words.without(plain(row[key]), sheet_id) for key in ("raw", "value")}
        return row | told | {"other_readings": ""}
    if text is None or plain(row["doubt"]) == Doubt.MASKED.value:
        return row
    return row | {
        "raw": text,
        "value": text,
        "value_type": "text",
        "doubt": Doubt.MASKED.value,
        "other_readings": "",
    }


def _cell_ids(row: Record) -> Iterable[str]:
    return plain(row.get("cell_ids")).split(";")


def _sheets_of(row: Record) -> frozenset[str]:
    held = {place.rpartition("!")[0] for place in _cell_ids(row)}
    return frozenset({*held, plain(row.get("row_id")).partition(":")[2].rpartition("!")[0]})


def _row(row: Record, hidden: SmallCounts) -> Record:
    """A row of a table without the hidden figures among its cells, whatever their unit."""
    if hidden.told.intersection(_cell_ids(row)):
        sheet_id = plain(row.get("row_id")).partition(":")[2].rpartition("!")[0]
        row = row | {
            name: hidden.words.without(value, sheet_id)
            for name, value in row.items()
            if isinstance(value, str) and not str(name).endswith(("_id", "_ids"))
        }
    here = [place for place in _cell_ids(row) if place in hidden.shown]
    if not here:
        return row
    taken = {hidden.figures[place] * unit for place in here for unit in _UNITS}
    shown = SMALL if any(hidden.shown[place] == SMALL for place in here) else WITHHELD
    new = dict(row)
    doubts = plain(row.get("doubts"))
    for name, value in row.items():
        if name in {"row", "page", "demo"} or isinstance(value, bool):
            continue
        if isinstance(value, Decimal | int) and value in taken:
            new[name] = None
            doubts = ";".join(part for part in (doubts, f"{name}:{Doubt.MASKED.value}") if part)
        elif isinstance(value, str) and {amount(value), count_in(value)} & taken:
            new[name] = shown
    return new | {"doubts": doubts}


def _problem(row: Record, names: Iterable[str]) -> Record:
    if plain(row["document"]) not in names:
        return row
    return row | {"detail": "", "message": row["title"]}
