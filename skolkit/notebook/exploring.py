"""Rows to a small panel: filter by supplier, module and period, choose one, see its paper.

In copies the same call shows the first rows as a plain table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import ipywidgets as widgets
from IPython.display import HTML, display

from skolkit.analysis.rows import Placed
from skolkit.analysis.words import printable
from skolkit.notebook.browsing import browse
from skolkit.notebook.opened import Opened
from skolkit.notebook.static import is_static
from skolkit.notebook.tables import count, counted, table
from skolkit.notebook.tracing import trace

ALL = "all"
FACETS = ("supplier", "module", "direction", "document")
_DATES = ("date", "as_of", "sent")
_LISTED = 200  # rows in the list to choose from
_LABEL = 90  # letters of a row there


def explore(opened: Opened, rows: Iterable[Placed], *columns: str) -> Explorer | None:
    """Show a panel over rows; ``None`` in copies, which show a plain table instead.

    Args:
        opened: The collection that the rows come from.
        rows: From ``Opened.invoices`` and the like.
        columns: Names of the fields that tell one row from another.
    """
    listed = tuple(rows)
    if is_static():
        said = "In JupyterLab the rows can be filtered here, and one chosen to see its paper."
        display(HTML(f"<p>{said}</p>"))  # type: ignore[no-untyped-call]
        browse(opened, listed, *columns)
        return None
    panel = Explorer(opened, listed, columns)
    display(panel.box)  # type: ignore[no-untyped-call]
    return panel


class Explorer:
    """The panel. ``rows`` are those that pass the filters; ``chosen`` is the one picked, if any."""

    def __init__(self, opened: Opened, rows: Sequence[Placed], columns: Sequence[str]) -> None:
        self._opened, self._all, self._columns = opened, tuple(rows), tuple(columns)
        self.filters: dict[str, Any] = {
            name: _dropdown(name, values)
            for name in (*FACETS, "period")
            if len(values := _values(self._all, name)) > 1
        }
        self.listed: Any = widgets.Select(rows=8, layout=widgets.Layout(width="98%"))
        self.button: Any = widgets.Button(description="Show its paper", icon="search")
        self.told: Any = widgets.Output()
        self.paper: Any = widgets.Output()
        for one in self.filters.values():
            one.observe(self._filtered, names="value")
        self.button.on_click(self._show)
        self.box: Any = widgets.VBox(
            [
                widgets.HBox(
                    list(self.filters.values()), layout=widgets.Layout(flex_flow="row wrap")
                ),
                self.told,
                self.listed,
                self.button,
                self.paper,
            ]
        )
        self._filtered()

    @property
    def rows(self) -> tuple[Placed, ...]:
        """The rows that pass all filters."""
        wanted = {name: one.value for name, one in self.filters.items() if one.value != ALL}
        return tuple(row for row in self._all if matches(row, wanted))

    @property
    def chosen(self) -> Placed | None:
        """The row that is picked."""
        at = self.listed.index
        return None if at is None else self.rows[at]

    def _filtered(self, _: object = None) -> None:
        rows = self.rows
        shown = table(rows[:_LISTED], *self._columns, most=_LISTED, lang=self._opened.lang)
        self.listed.options = [_label(row) for row in shown.itertuples(index=False, name=None)]
        self.told.clear_output(wait=True)
        with self.told:
            count(f"of {counted(len(self._all))} rows", rows)
            if len(rows) > _LISTED:
                print(f"the first {_LISTED} are listed")

    def _show(self, _: object) -> None:
        self.paper.clear_output(wait=True)
        row = self.chosen
        if row is not None:
            with self.paper:
                display(trace(self._opened, row))  # type: ignore[no-untyped-call]


def matches(row: Placed, wanted: dict[str, str]) -> bool:
    """Whether a row has all wanted values; a period is a year or a month, e.g. ``2020-03``."""
    return all(
        _value(row, name).startswith(value) if name == "period" else _value(row, name) == value
        for name, value in wanted.items()
    )


def _value(row: Placed, name: str) -> str:
    if name == "document":
        return row.place.document
    if name == "period":
        return next((str(getattr(row, at)) for at in _DATES if hasattr(row, at)), "")
    return str(getattr(row, name, ""))


def _values(rows: Sequence[Placed], name: str) -> list[str]:
    """What a filter offers: the values that occur; for the period years and their months."""
    found = {_value(row, name) for row in rows} - {""}
    if name == "period":
        found = {when[:length] for when in found for length in (4, 7) if len(when) >= length}
    return sorted(found)


def _dropdown(name: str, values: Sequence[str]) -> Any:
    options = [(ALL, ALL), *((printable(value), value) for value in values)]
    return widgets.Dropdown(options=options, value=ALL, description=name.capitalize())


def _label(row: Sequence[object]) -> str:
    return printable(", ".join(str(one) for one in row if one != ""))[:_LABEL]
