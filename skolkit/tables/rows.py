"""The rows of the clean tables, each leading back to paper.

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

HIDDEN = "row:hidden"  # among the doubts of a row that stands in a hidden row or sheet
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
    duplicate_of: str  # row_id of the row that this one repeats; such a row is not counted


def provenance_fields(provenance: Provenance) -> dict[str, Any]:
    """The provenance as arguments for a row's constructor."""
    return {field.name: getattr(provenance, field.name) for field in fields(Provenance)}


@dataclass(frozen=True, slots=True)
class CostRow(Provenance):
    """One published amount of money, or a printed sum of such."""

    cost_id: str
    as_of: dt.date | None  # first day of what ``as_of_precision`` covers
    as_of_precision: str  # day, month, season, year or ""
    period_start: dt.date | None
    period_end: dt.date | None  # last day of the period
    category: str
    amount_sek: Decimal | None  # kronor
    amount_as_published: str
    scope: str
    supplier: str  # as printed
    supplier_id: str  # key of ``suppliers``; "" where the supplier is not known
    is_estimate: bool | None
    qualifier: str  # exakt, cirka, golv, tak or ""
    source_id: str
    note: str
    row_kind: str  # row, subtotal or total: sums are never added to their parts
    series: str  # "rule:series", as ``tables/series.py`` reads it; "" where nobody has decided


@dataclass(frozen=True, slots=True)
class InvoiceRow(Provenance):
    """One line of a ledger or list of invoices, or a printed sum of such lines.

    Money is in kronor; ``net_sek`` + ``vat_sek`` = ``gross_sek`` where the paper gives all three.
    """

    invoice_no: str
    voucher: str  # verifikat
    invoice_date: dt.date | None
    invoice_date_precision: str  # day, month, year or ""
    supplier: str  # as printed
    supplier_id: str  # key of ``suppliers``; "" where the supplier is not known
    organisationsnummer: str  # as printed
    account: str
    cost_centre: str  # kostnadsställe
    project: str
    description: str
    category: str  # consultant or other
    hours: Decimal | None
    rate_sek: Decimal | None  # kronor an hour, excluding VAT
    net_sek: Decimal | None
    vat_sek: Decimal | None
    gross_sek: Decimal | None
    amount_as_published: str
    note: str
    row_kind: str  # row, subtotal or total: sums are never added to their parts


@dataclass(frozen=True, slots=True)
class BudgetRow(Provenance):
    """One line of a budget: what was planned beside what came of it, in kronor."""

    period_start: dt.date | None
    period_end: dt.date | None  # last day of the period
    description: str
    account: str
    cost_centre: str
    project: str
    budget_sek: Decimal | None
    outcome_sek: Decimal | None  # utfall
    forecast_sek: Decimal | None  # prognos
    deviation_sek: Decimal | None  # avvikelse, with the sign as printed
    amount_as_published: str
    note: str
    row_kind: str


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
    sender_organisation: str  # a name, a domain, "private", or "" where it is not known
    recipients: str
    recipient_organisations: tuple[str, ...]  # each one once, in the order of the recipients
    subject: str
    size_kb: Decimal | None
    attachments: int | None


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """One supplier as an entity: all printed names that were taken for the same company."""

    supplier_id: str  # "org:556677-8899", else "name:" and the normalised name
    collection: str
    name: str  # the name printed most often
    organisationsnummer: str  # "" where none with a right check digit was printed
    names: tuple[str, ...]  # all spellings, by how often they are printed
    rows: int  # how many table rows name it
    merged_by: tuple[str, ...]  # for each spelling why it belongs here: same-number, same-name ...
    demo: bool = False


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A document, page or row that repeats another one and is counted once."""

    duplicate_id: str
    collection: str
    kind: str  # same-file, same-page, same-invoice, same-row
    document: str
    page: int | None
    row_id: str  # "" for whole documents and pages
    of_document: str
    of_page: int | None
    of_row_id: str
    agreement: str  # what agrees, e.g. "invoice_no, supplier, net_sek"
    differs: str  # what does not
    demo: bool = False


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A printed figure beside what its parts give. Nothing is corrected here."""

    check_id: str
    collection: str
    rule: str  # total, subtotal, column-total, periods, hours-rate, net-vat, vat-rate, deviation
    table: str
    row_id: str
    document: str
    page: int | None
    column: str  # column of the clean table that was checked
    printed: Decimal | None
    computed: Decimal | None  # while a part is unknown: the sum of the others
    difference: Decimal | None  # printed - computed: then what the unknown ones must make together
    verdict: str  # agrees, differs or open
    parts: int  # how many figures the computed one rests on
    unknown_parts: int
    cell_ids: tuple[str, ...]
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """All that came out of a collection's sheets."""

    costs: tuple[CostRow, ...]
    incidents: tuple[IncidentRow, ...]
    messages: tuple[MessageRow, ...]
    sheets: tuple[Sheet, ...]  # typed
    problems: tuple[Problem, ...]
    recognised: tuple[tuple[str, str], ...] = ()  # (sheet_id, table)
    invoices: tuple[InvoiceRow, ...] = ()
    budgets: tuple[BudgetRow, ...] = ()
    suppliers: tuple[SupplierRow, ...] = ()
    duplicates: tuple[DuplicateRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()

    def table_of(self, sheet_id: str) -> str:
        """The (first) table that a sheet was recognised as, or the empty string."""
        return next((table for sheet, table in self.recognised if sheet == sheet_id), "")
