"""A collection opened in a notebook: its clean tables as frames and as typed rows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, display

from skolkit.analysis.base import CollectionTables, Finding, data_version, sheet_table
from skolkit.analysis.events import Event, event_rows
from skolkit.analysis.frame_rows import (
    budget_rows,
    cost_rows,
    incident_rows,
    invoice_rows,
    message_rows,
)
from skolkit.analysis.prices import PriceIndex, price_index
from skolkit.analysis.rows import BudgetLine, Cost, Incident, Invoice, Message
from skolkit.analysis.words import Lang
from skolkit.notebook.html import safe
from skolkit.notebook.static import refuse_unmasked
from skolkit.publish.charts import DEMO_MARK, Chart
from skolkit.publish.exports import MANIFEST
from skolkit.publish.masked import MaskedTables
from skolkit.shown import PERSONAL, shown_collection, stored_collection
from skolkit.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A collection opened in a notebook: frames as they are on disk, and typed rows."""

    tables: CollectionTables
    lang: Lang
    workspace: Workspace
    masked: MaskedTables | None  # None: all is shown as it is, and the notebook is private
    costs: tuple[Cost, ...]
    invoices: tuple[Invoice, ...]
    budgets: tuple[BudgetLine, ...]
    incidents: tuple[Incident, ...]
    messages: tuple[Message, ...]
    told: dict[str, Finding] = field(default_factory=dict)  # by claim id, as ``tell`` showed them
    drawn: dict[str, Chart] = field(default_factory=dict)  # by name, as ``show`` showed them

    @property
    def name(self) -> str:
        """The collection's folder."""
        return self.tables.collection.name

    @property
    def title(self) -> str:
        """The collection's title, for source lines."""
        return self.tables.collection.title_in(self.lang)

    @property
    def heading(self) -> str:
        """The collection's title, with DEMO before it where the data are invented."""
        return f"DEMO: {self.title}" if self.tables.demo else self.title

    @property
    def prefix(self) -> str:
        """What ids of claims and names of figures begin with; as in a report on it alone."""
        return "DEMO-" if self.tables.demo else ""

    @property
    def publishers(self) -> dict[str, str]:
        """Publisher by source id; empty for collections without a list of sources."""
        rows = sheet_table(self.tables.cells, "sources.csv")
        return {row["source_id"]: row.get("publisher", "") for row in rows}

    @property
    def prices(self) -> PriceIndex:
        """The consumer price index that ships with the public record."""
        return price_index(self.tables.cells)

    @property
    def events(self) -> tuple[Event, ...]:
        """The time line of a public record; none in other collections."""
        return event_rows(self.tables.cells)


def open_collection(
    name: str, lang: Lang = "sv", workspace: Workspace | None = None, *, masked: bool = True
) -> Opened:
    """Open the clean tables of a collection and say what they are.

    Args:
        name: A folder under ``data/clean``.
        lang: Language of charts and sentences, ``sv`` or ``en``.
        workspace: The project; found from the working folder if ``None``.
        masked: Whether personal data are shown as labels, and painted over on the pages that
            ``trace`` shows. Without that the notebook is private.

    Raises:
        SkolkitError: E_NO_COLLECTION if it has no clean tables yet; masked, E_STALE if decisions
            have changed since they were made, and E_PROTECTED; unmasked, E_UNMASKED in a run for
            copies.
    """
    pd.set_option("display.max_colwidth", 300)
    place = workspace or Workspace.find()
    if masked:
        hidden = _own(_masked(place, name, _state(place, name)))
        opened = _opened(hidden.tables, lang, place, hidden)
    else:
        refuse_unmasked(name)
        opened = _opened(stored_collection(place, name), lang, place, None)
    banner(opened)
    return opened


def _opened(
    tables: CollectionTables, lang: Lang, workspace: Workspace, masked: MaskedTables | None
) -> Opened:
    return Opened(
        tables,
        lang,
        workspace,
        masked,
        cost_rows(tables.costs),
        invoice_rows(tables.invoices),
        budget_rows(tables.budgets),
        incident_rows(tables.incidents),
        message_rows(tables.messages),
    )


@lru_cache(maxsize=4)
def _masked(workspace: Workspace, name: str, state: str) -> MaskedTables:
    """Masking takes seconds; the same tables and decisions are masked once."""
    return shown_collection(workspace, name)


def _state(workspace: Workspace, name: str) -> str:
    """A hash of what masking starts from."""
    digest = hashlib.sha256()
    folder = workspace.clean / name
    for path in (folder / MANIFEST, folder / PERSONAL):
        digest.update(_bytes(path) + b"\0")
    for file, text in workspace.decisions(name):
        digest.update(f"{file}\0{text}\0".encode())
    return digest.hexdigest()


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _own(held: MaskedTables) -> MaskedTables:
    """Frames of the caller's own, which it may change."""
    tables = held.tables
    frames: dict[str, Any] = {
        one.name: frame.copy()
        for one in fields(tables)
        if isinstance(frame := getattr(tables, one.name), pd.DataFrame)
    }
    return replace(held, tables=replace(tables, **frames))


def banner(opened: Opened) -> None:
    """Show title and data version, and DEMO in capitals where the data are invented."""
    mark = DEMO_MARK[opened.lang]
    demo = f'<p class="demo"><strong>{mark}</strong></p>' if opened.tables.demo else ""
    version = data_version([opened.tables])
    said = f"<p><em>{safe(opened.title)}</em> (data version <code>{version}</code>)</p>"
    display(HTML(f'{demo}<div class="banner">{said}</div>'))  # type: ignore[no-untyped-call]
