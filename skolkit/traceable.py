"""The name that a reader gives (a claim, figure point, row or cell) to the cells that it stands on.

Claims and points come from the data files of the reports in ``out/``, rows and cells from the clean
tables. A name that leads nowhere is answered with those that are near it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from skolkit.problems import SkolkitError
from skolkit.shown import shown_collection
from skolkit.workspace import Workspace

TABLES = ("costs", "invoices", "budgets", "incidents", "messages", "checks")
_CELL = re.compile(r"(?P<sheet>.+#[0-9]+)!R[0-9]+C[0-9]+")
_SHEET_ROW = re.compile(r"cells:(?P<sheet>.+#[0-9]+)!R(?P<row>[0-9]+)")
_DOCUMENT = re.compile(r"[^:#]+(?=#)")  # its id, in the id of a row or cell
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Named:
    """What a name is, and what it stands on, under the ids of the place where it was found."""

    said: str  # "claim K1 of out/report/report.json", "row costs:..."
    collection: str
    cell_ids: tuple[str, ...] = ()
    row_ids: tuple[str, ...] = ()
    source: str = ""  # of a point that stands on no row


@dataclass(frozen=True, slots=True)
class ToldPoint:
    """A point of a figure as a report tells it."""

    point_id: str
    label: str
    said: str
    stands_on: str
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure of a report."""

    name: str
    collection: str
    demo: bool
    place: str  # the report, from the project's folder
    points: tuple[ToldPoint, ...]


def resolved(workspace: Workspace, asked: str) -> Named:
    """Find what has a name.

    Args:
        workspace: the project.
        asked: the id of a claim or of a point of a figure in a report (``K1``, ``drift:3``), of a
            row of a clean table (``row_id``, ``check_id``), or of a cell (``cell_id``).

    Raises:
        SkolkitError: E_NO_TRACE if nothing has that name.
    """
    found = _in_reports(workspace, asked) or _in_tables(workspace, asked)
    if found is None:
        raise SkolkitError.of("E_NO_TRACE", asked, detail=_near(workspace, asked))
    return found


def told_figures(workspace: Workspace) -> Iterator[ToldFigure]:
    """All figures of the reports in ``out/``, report by report."""
    for place, told in _reports(workspace):
        for section in _held(told, "sections"):
            for block in _held(section, "blocks"):
                if block.get("kind") == "figure" and _held(block, "points"):
                    yield _figure(block, place)


def told_figure(workspace: Workspace, name: str) -> ToldFigure | None:
    """The figure of that name in the first report that has it."""
    return next((one for one in told_figures(workspace) if one.name == name), None)


def stored_ids(workspace: Workspace, collection: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Ids of rows or cells as the clean tables have them; a report shows some under others."""
    there = {row["document_id"] for row in table_rows(workspace, collection, "documents")}
    if all(found[0] in there for one in ids if (found := _DOCUMENT.search(one))):
        return tuple(ids)
    stored = {new: old for old, new in shown_collection(workspace, collection).ids.items()}
    return tuple(_DOCUMENT.sub(lambda at: stored.get(at[0], at[0]), one, 1) for one in ids)


def cells_of_rows(workspace: Workspace, collection: str, row_ids: Sequence[str]) -> tuple[str, ...]:
    """The cells of rows of the clean tables, in the order in which the rows are named.

    Raises:
        SkolkitError: E_NO_TRACE if no table has one of the rows.
    """
    wanted = dict.fromkeys(row_ids)
    cells = dict(_own_cells(workspace, collection, wanted))
    for row_id in wanted:
        if row_id not in cells:
            detail = "no clean table has that row; was the report made of others?"
            raise SkolkitError.of("E_NO_TRACE", row_id, detail=detail)
    return tuple(dict.fromkeys(cell for row_id in wanted for cell in cells[row_id]))


def table_rows(workspace: Workspace, collection: str, table: str) -> Iterable[dict[str, str]]:
    """The rows of a clean table as texts; none without the table."""
    path = workspace.clean / collection / f"{table}.csv"
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from csv.DictReader(stream)


def _own_cells(
    workspace: Workspace, collection: str, wanted: Collection[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The cells of each wanted row that a table has."""
    tables = {name.partition(":")[0] for name in wanted}
    for table in (table for table in TABLES if table in tables):
        for row in table_rows(workspace, collection, table):
            if row.get("row_id", "") in wanted:
                yield row["row_id"], _parts(row.get("cell_ids", ""))
    if "cells" in tables:
        whole: dict[str, list[str]] = {}
        for row in table_rows(workspace, collection, "cells"):
            whole.setdefault(f"cells:{row['sheet_id']}!R{row['row']}", []).append(row["cell_id"])
        yield from ((name, tuple(whole[name])) for name in wanted if name in whole)


def _in_reports(workspace: Workspace, asked: str) -> Named | None:
    for place, told in _reports(workspace):
        for claim in _held(told, "findings"):
            if claim.get("claim_id") == asked:
                cells = tuple(str(cell) for cell in claim.get("cell_ids", ()))
                return Named(f"claim {asked} of {place}", str(claim.get("collection")), cells)
    figure = asked.rpartition(":")[0]
    for one in told_figures(workspace) if figure else ():
        for point in one.points if one.name == figure else ():
            if point.point_id == asked:
                said = f"point {asked} of {one.place} ({point.label}: {point.said})"
                source = "" if point.row_ids else point.stands_on
                return Named(said, one.collection, row_ids=point.row_ids, source=source)
    return None


def _in_tables(workspace: Workspace, asked: str) -> Named | None:
    names = workspace.clean_names()
    for name in names:
        sheets = {row["sheet_id"] for row in table_rows(workspace, name, "sheets")}
        if (match := _CELL.fullmatch(asked)) and match["sheet"] in sheets:
            return Named(f"cell {asked}", name, (asked,))
        if (match := _SHEET_ROW.fullmatch(asked)) and match["sheet"] in sheets:
            return Named(f"row {asked} of {name}/cells", name, row_ids=(asked,))
        for table in TABLES:
            for row in table_rows(workspace, name, table):
                if asked in {row.get("row_id"), row.get("check_id")} - {""}:
                    ids = _parts(row.get("cell_ids", ""))
                    return Named(f"row {asked} of {name}/{table}", name, ids)
    return None


def _near(workspace: Workspace, asked: str) -> str:
    """What to say of a name that nothing has."""
    said = "it is no claim or figure of a report in out/, and no row or cell of data/clean"
    figures = {one.name: one for one in told_figures(workspace)}
    if "#" in asked or not figures:
        return said
    claims = [
        str(claim.get("claim_id"))
        for _, told in _reports(workspace)
        for claim in _held(told, "findings")
    ]
    own = figures.get(asked.rpartition(":")[0])
    points = [point.point_id for one in figures.values() for point in one.points]
    near = get_close_matches(asked, dict.fromkeys([*claims, *figures, *points]), _MOST_NEAR)
    if own is not None:
        said += f"; {own.name} has the points {own.points[0].point_id} to {own.points[-1].point_id}"
    elif near:
        said += f"; near it: {', '.join(near)}"
    return f"{said}; figures: {', '.join(figures)}"


def _reports(workspace: Workspace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each report in ``out/`` with its place."""
    for path in sorted(workspace.reports.rglob("report*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(told, dict):
            yield path.relative_to(workspace.root).as_posix(), told


def _held(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The records of a list in a data file; none where it has no such list."""
    held = told.get(name)
    return [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _figure(block: dict[str, Any], place: str) -> ToldFigure:
    points = tuple(
        ToldPoint(
            str(point["point_id"]),
            str(point["label"]),
            str(point["said"]),
            str(point["stands_on"]),
            tuple(point["row_ids"]),
        )
        for point in _held(block, "points")
    )
    return ToldFigure(
        str(block["figure_id"]), str(block["collection"]), bool(block["demo"]), place, points
    )


def _parts(ids: str) -> tuple[str, ...]:
    return tuple(filter(None, ids.split(";")))
