"""The rows of the clean tables: costs, incidents and messages, each row leading back to paper.

The fields stand in the order of the exported columns, provenance first. What is unknown is
``None`` (values) or the empty string (texts); why it is unknown stands in ``doubts`` as
``column:doubt``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from skolkit.model import Box, Sheet
from skolkit.problems import Problem

ROW = "row"
SUBTOTAL = "subtotal"
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from; the first fields of every row."""

    row_id: str  # table:sheet_id!Rrow
    collection: str
    demo: bool
    document: str
    document_id: str
    sheet_id: str
    page: int | None
    row: int
    box: Box | None  # union of the row's cells on ``page``; None for native cells
    cell_ids: tuple[str, ...]
    doubts: tuple[str, ...]


def provenance_fields(provenance: Provenance) -> dict[str, Any]:
    """The provenance as arguments for a row's constructor."""
    return {field.name: getattr(provenance, field.name) for field in fields(Provenance)}


@dataclass(frozen=True, slots=True)
class CostRow(Provenance):
    """One amount of money: a published figure, an invoice, or a printed sum of such."""

    cost_id: str
    as_of: dt.date | None  # first day of what ``as_of_precision`` covers
    as_of_precision: str  # day, month, season, year or ""
    period_start: dt.date | None
    period_end: dt.date | None  # last day of the period
    category: str
    amount_sek: Decimal | None  # kronor; excluding VAT for invoices
    amount_as_published: str
    scope: str
    supplier: str
    is_estimate: bool | None
    qualifier: str  # exakt, cirka, golv, tak or ""
    source_id: str
    note: str
    hours: Decimal | None
    rate_sek: Decimal | None  # kronor an hour, excluding VAT
    row_kind: str  # row, subtotal or total: sums are never added to their parts


@dataclass(frozen=True, slots=True)
class IncidentRow(Provenance):
    """One incident, disruption or ticket."""

    incident_id: str
    date: dt.date | None  # first day of what ``date_precision`` covers
    date_precision: str
    module: str
    kind: str
    severity: int | None  # 1 (least) to 4
    affected_persons: int | None
    affected_as_published: str
    reported_to_authority: str
    summary_sv: str
    summary_en: str
    source_ids: tuple[str, ...]
    status: str
    closed: dt.date | None  # day when it was closed or over


@dataclass(frozen=True, slots=True)
class MessageRow(Provenance):
    """One message of an e-mail log."""

    message_no: str
    direction: str  # in, ut or ""
    sent: dt.datetime | None  # local time as printed
    sender: str
    recipients: str
    subject: str
    size_kb: Decimal | None
    attachments: int | None


@dataclass(frozen=True, slots=True)
class Tables:
    """All that came out of a collection's sheets."""

    costs: tuple[CostRow, ...]
    incidents: tuple[IncidentRow, ...]
    messages: tuple[MessageRow, ...]
    sheets: tuple[Sheet, ...]  # typed
    problems: tuple[Problem, ...]
    recognised: tuple[tuple[str, str], ...] = ()  # (sheet_id, table)

    def table_of(self, sheet_id: str) -> str:
        """The (first) table that a sheet was recognised as, or the empty string."""
        return next((table for sheet, table in self.recognised if sheet == sheet_id), "")
