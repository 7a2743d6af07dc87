"""What a notebook asks to trace (a name, finding, row or rows) to the cells of its collection.

Names are looked up among what the notebook has shown, then among the rows and cells of the
collection, then in the reports in ``out/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeGuard

from skolkit.analysis.base import Finding
from skolkit.analysis.frame_values import plain, records
from skolkit.analysis.rows import Placed
from skolkit.notebook.opened import Opened
from skolkit.problems import SkolkitError
from skolkit.publish.origins import Origins
from skolkit.publish.points import point_id
from skolkit.publish.texts_figures import figure_texts
from skolkit.traceable import TABLES, Named, resolved, stored_ids, told_figure


class HasRows(Protocol):
    """A result of the analysis that names the rows behind it."""

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The ids of the rows."""
        ...


Askable = str | Placed | HasRows | Iterable[Placed]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for in words, and its cells as the opened tables name them."""

    said: str
    cell_ids: tuple[str, ...]
    source: str = ""  # of a point that stands on no row


@dataclass(frozen=True, slots=True)
class ListedPoint:
    """A point of a figure, for a table of them."""

    point: str
    label: str
    figure: str
    stands_on: str


def asked(opened: Opened, what: Askable) -> Asked:
    """Find the cells of what was asked for.

    Raises:
        SkolkitError: E_NO_TRACE if the collection has nothing of that name.
    """
    if isinstance(what, str):
        return _named(opened, what)
    if isinstance(what, Finding) or _has_rows(what):
        name = f"claim {what.claim_id}" if isinstance(what, Finding) else "rows"
        return Asked(name, _cells(opened, what.row_ids))
    if _is_row(what):
        return Asked(f"row {what.place.row_id}", what.place.cell_ids)
    rows = [row for row in what if _is_row(row)] if isinstance(what, Iterable) else []
    ids = dict.fromkeys(cell for row in rows for cell in row.place.cell_ids)
    return Asked(f"{len(rows)} rows", tuple(ids))


def points_of(opened: Opened, figure: str) -> tuple[ListedPoint, ...]:
    """The points of a figure that the notebook has shown, or a report has; none if neither has."""
    chart = opened.drawn.get(figure)
    if chart is not None:
        words = figure_texts(opened.lang)
        return tuple(
            ListedPoint(
                point_id(figure, at),
                one.label,
                one.said,
                words.standing(len(one.row_ids), one.source, opened.lang),
            )
            for at, one in enumerate(chart.data.points, start=1)
        )
    told = told_figure(opened.workspace, figure)
    if told is None or told.collection != opened.name:
        return ()
    return tuple(
        ListedPoint(one.point_id, one.label, one.said, one.stands_on) for one in told.points
    )


def _named(opened: Opened, name: str) -> Asked:
    """Look a name up."""
    if name in opened.told:
        return Asked(f"claim {name}", _cells(opened, opened.told[name].row_ids))
    if (point := _drawn(opened, name)) is not None:
        return point
    if (opened.tables.cells["cell_id"] == name).any():
        return Asked(f"cell {name}", (name,))
    for table in TABLES:
        for row in records(getattr(opened.tables, table)):
            if name in {plain(row.get("row_id")), plain(row.get("check_id"))} - {""}:
                ids = plain(row.get("cell_ids")).split(";")
                return Asked(f"row {name}", tuple(filter(None, ids)))
    found = resolved(opened.workspace, name)
    if found.collection != opened.name:
        detail = f"it belongs to {found.collection}, and {opened.name} is open"
        raise SkolkitError.of("E_NO_TRACE", name, detail=detail)
    return _of_report(opened, found)


def _drawn(opened: Opened, name: str) -> Asked | None:
    """A point of a chart that the notebook has shown."""
    figure, _, number = name.rpartition(":")
    chart = opened.drawn.get(figure)
    if chart is None:
        return None
    points = chart.data.points
    if not number.isdecimal() or not 1 <= int(number) <= len(points):
        ends = f"{point_id(figure, 1)} to {point_id(figure, len(points))}"
        raise SkolkitError.of("E_NO_TRACE", name, detail=f"{figure} has the points {ends}")
    point = points[int(number) - 1]
    said = f"point {point_id(figure, int(number))} ({point.label}: {point.said})"
    return Asked(said, _cells(opened, point.row_ids), point.source)


def _of_report(opened: Opened, found: Named) -> Asked:
    """A claim or point of a report, by the ids that the opened tables have."""
    cells, rows = found.cell_ids, found.row_ids
    if opened.masked is None:
        cells = stored_ids(opened.workspace, opened.name, cells)
        rows = stored_ids(opened.workspace, opened.name, rows)
    return Asked(found.said, (*cells, *_cells(opened, rows)), found.source)


def _cells(opened: Opened, row_ids: Sequence[str]) -> tuple[str, ...]:
    origins = Origins([opened.tables])
    try:
        return origins.cell_ids(row_ids)
    except KeyError as error:
        detail = "the tables that are open have no such row"
        raise SkolkitError.of("E_NO_TRACE", str(error.args[0]), detail=detail) from error


def _is_row(what: object) -> TypeGuard[Placed]:
    return hasattr(what, "place")


def _has_rows(what: object) -> TypeGuard[HasRows]:
    return hasattr(what, "row_ids")
