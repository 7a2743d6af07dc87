"""Rows or a frame to a table that can be searched and sorted; a plain table in copies.

The table's script comes from the installed package and is put into the notebook: nothing is
fetched from a network.
"""

from __future__ import annotations

from collections.abc import Iterable

import itables
import pandas as pd
from IPython.display import HTML, display

from skolkit.analysis.rows import Placed
from skolkit.notebook.opened import Opened
from skolkit.notebook.static import is_static
from skolkit.notebook.tables import counted, pick, table

STATIC_ROWS = 20
_PAGE = 10
_MARKS = {"sv": {"decimal": ",", "thousands": "\u00a0"}, "en": {"decimal": ".", "thousands": ","}}
_STARTED: list[bool] = []  # whether this notebook holds the table's script


def browse(opened: Opened, rows: Iterable[Placed] | pd.DataFrame, *columns: str) -> None:
    """Show rows so that they can be searched, sorted and leafed through.

    Args:
        opened: The collection that they come from.
        rows: Typed rows, or one of the collection's frames, whole or filtered.
        columns: Which columns; of a frame all if none is named.
    """
    if isinstance(rows, pd.DataFrame):
        frame = pick(opened, rows, *columns, most=len(rows))
    else:
        listed = list(rows)
        frame = table(listed, *columns, most=len(listed), lang=opened.lang)
    if is_static():
        display(frame.head(STATIC_ROWS))  # type: ignore[no-untyped-call]
        if len(frame) > STATIC_ROWS:
            told = f"The first {STATIC_ROWS} of {counted(len(frame))} rows"
            more = f"<p>{told}; in JupyterLab all can be searched.</p>"
            display(HTML(more))  # type: ignore[no-untyped-call]
        return
    if not _STARTED:
        itables.init_notebook_mode(all_interactive=False, connected=False)
        _STARTED.append(True)
    # The script sorts numbers whose minus is a hyphen, and must be told the decimal mark.
    page = itables.to_html_datatable(
        frame.astype(str).replace("^−(?=[0-9])", "-", regex=True),
        connected=False,
        showIndex=False,
        pageLength=_PAGE,
        maxBytes=0,
        language=_MARKS[opened.lang],
    )
    display(HTML(page))  # type: ignore[no-untyped-call]
