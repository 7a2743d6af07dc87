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
from skolkit.notebook.tables import pick, table

STATIC_ROWS = 20
_PAGE = 10
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
        frame = table(listed, *columns, most=len(listed))
    if is_static():
        display(frame.head(STATIC_ROWS))  # type: ignore[no-untyped-call]
        if len(frame) > STATIC_ROWS:
            more = (
                f"The first {STATIC_ROWS} of {len(frame)} rows; in JupyterLab all can be searched."
            )
            display(HTML(f"<p>{more}</p>"))  # type: ignore[no-untyped-call]
        return
    if not _STARTED:
        itables.init_notebook_mode(all_interactive=False, connected=False)
        _STARTED.append(True)
    page = itables.to_html_datatable(
        frame.astype(str), connected=False, showIndex=False, pageLength=_PAGE, maxBytes=0
    )
    display(HTML(page))  # type: ignore[no-untyped-call]
