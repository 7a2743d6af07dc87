"""Row ids -> the words that lead a reader from a figure to document, page and row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skolkit.analysis.base import CollectionTables
from skolkit.analysis.events import event_rows
from skolkit.analysis.frame_rows import (
    budget_rows,
    cost_rows,
    incident_rows,
    invoice_rows,
    message_rows,
)
from skolkit.analysis.mail import ranges
from skolkit.analysis.rows import Place, Placed
from skolkit.publish.texts import Texts

MOST_PLACES = 6
_NBSP = "\u00a0"


class Origins:
    """The places of all rows of some collections."""

    def __init__(self, tables: Iterable[CollectionTables]) -> None:
        self._places: dict[str, Place] = {}
        for one in tables:
            rows: list[Placed] = [
                *cost_rows(one.costs),
                *invoice_rows(one.invoices),
                *budget_rows(one.budgets),
                *incident_rows(one.incidents),
                *message_rows(one.messages),
                *event_rows(one.cells),
            ]
            self._places.update({row.place.row_id: row.place for row in rows})

    def place(self, row_id: str) -> Place:
        """Where a row stands.

        Raises:
            KeyError: for a row that no table holds; a claim must never rest on one.
        """
        return self._places[row_id]

    def cell_ids(self, row_ids: Sequence[str]) -> tuple[str, ...]:
        """All cells behind some rows, each once."""
        return tuple(dict.fromkeys(c for row in row_ids for c in self.place(row).cell_ids))

    def said(self, row_ids: Sequence[str], texts: Texts) -> str:
        """Documents, pages and rows in words: ``costs.csv, rad 26–34``.

        A document is named once: ``log.pdf, sida 1, rad 2–52; sida 3, rad 53–103``.
        """
        groups: dict[tuple[str, int | None], list[int]] = {}
        for row_id in row_ids:
            place = self.place(row_id)
            rows = groups.setdefault((place.document, place.page), [])
            if place.row is not None:
                rows.append(place.row)
        said: list[str] = []
        before = ""
        for (document, page), rows in sorted(
            groups.items(), key=lambda item: (item[0][0], item[0][1] or 0)
        ):
            named = [document] if document != before else []
            named += [] if page is None else [f"{texts.page}{_NBSP}{page}"]
            before = document
            each = sorted(set(rows))
            word = texts.row if len(each) == 1 else texts.rows_at
            said.append(", ".join([*named, f"{word} {ranges(each, most=8)}"]))
        left = len(said) - MOST_PLACES
        more = texts.more_places.format(count=left) if left > 0 else ""
        return "; ".join(said[:MOST_PLACES]) + more
