"""Frames of the clean tables -> typed rows that keep their place on paper.

Nothing is guessed here: what is missing is ``None`` or ``""`` and is counted by the analyses that
meet it.
"""

from __future__ import annotations

import pandas as pd

from skolkit.analysis.frame_values import (
    Record,
    amount,
    partial_date,
    plain,
    records,
    truth,
    whole,
)
from skolkit.analysis.rows import BudgetLine, Cost, Incident, Invoice, Message, Place


def cost_rows(frame: pd.DataFrame) -> tuple[Cost, ...]:
    """Read the ``costs`` table."""
    return tuple(
        Cost(
            place=_place(record),
            cost_id=plain(record.get("cost_id")),
            as_of=partial_date(record.get("as_of"), record.get("as_of_precision")),
            period=(plain(record.get("period_start")), plain(record.get("period_end"))),
            category=plain(record.get("category")),
            amount=amount(record.get("amount_sek")),
            published=plain(record.get("amount_as_published")),
            scope=plain(record.get("scope")),
            supplier=plain(record.get("supplier")),
            is_estimate=truth(record.get("is_estimate")),
            qualifier=plain(record.get("qualifier")),
            source_id=plain(record.get("source_id")),
            note=plain(record.get("note")),
            row_kind=plain(record.get("row_kind")) or "row",
            supplier_id=plain(record.get("supplier_id")),
            series=plain(record.get("series")),
        )
        for record in records(frame)
    )


def invoice_rows(frame: pd.DataFrame) -> tuple[Invoice, ...]:
    """Read the ``invoices`` table."""
    return tuple(
        Invoice(
            place=_place(record),
            number=plain(record.get("invoice_no")),
            voucher=plain(record.get("voucher")),
            date=partial_date(record.get("invoice_date"), record.get("invoice_date_precision")),
            supplier=plain(record.get("supplier")),
            supplier_id=plain(record.get("supplier_id")),
            organisationsnummer=plain(record.get("organisationsnummer")),
            account=plain(record.get("account")),
            cost_centre=plain(record.get("cost_centre")),
            project=plain(record.get("project")),
            description=plain(record.get("description")),
            category=plain(record.get("category")),
            hours=amount(record.get("hours")),
            rate=amount(record.get("rate_sek")),
            net=amount(record.get("net_sek")),
            vat=amount(record.get("vat_sek")),
            gross=amount(record.get("gross_sek")),
            published=plain(record.get("amount_as_published")),
            note=plain(record.get("note")),
            row_kind=plain(record.get("row_kind")) or "row",
        )
        for record in records(frame)
    )


def budget_rows(frame: pd.DataFrame) -> tuple[BudgetLine, ...]:
    """Read the ``budgets`` table."""
    return tuple(
        BudgetLine(
            place=_place(record),
            period=(plain(record.get("period_start")), plain(record.get("period_end"))),
            description=plain(record.get("description")),
            account=plain(record.get("account")),
            cost_centre=plain(record.get("cost_centre")),
            project=plain(record.get("project")),
            budget=amount(record.get("budget_sek")),
            outcome=amount(record.get("outcome_sek")),
            forecast=amount(record.get("forecast_sek")),
            deviation=amount(record.get("deviation_sek")),
            note=plain(record.get("note")),
            row_kind=plain(record.get("row_kind")) or "row",
        )
        for record in records(frame)
    )


def incident_rows(frame: pd.DataFrame) -> tuple[Incident, ...]:
    """Read the ``incidents`` table."""
    return tuple(
        Incident(
            place=_place(record),
            incident_id=plain(record.get("incident_id")),
            date=partial_date(record.get("date"), record.get("date_precision")),
            precision=plain(record.get("date_precision")),
            module=plain(record.get("module")),
            kind=plain(record.get("kind")),
            severity=plain(record.get("severity")),
            affected=amount(record.get("affected_persons")),
            affected_as_published=plain(record.get("affected_as_published")),
            reported_to=plain(record.get("reported_to_authority")),
            summary_sv=plain(record.get("summary_sv")),
            summary_en=plain(record.get("summary_en")),
            source_ids=_parts(record.get("source_ids")),
            status=plain(record.get("status")),
            closed=plain(record.get("closed")),
        )
        for record in records(frame)
    )


def message_rows(frame: pd.DataFrame) -> tuple[Message, ...]:
    """Read the ``messages`` table."""
    return tuple(
        Message(
            place=_place(record),
            number=plain(record.get("message_no")),
            direction=plain(record.get("direction")),
            sent=plain(record.get("sent")).replace(" ", "T", 1),
            sender=plain(record.get("sender")),
            recipients=_parts(record.get("recipients")),
            subject=plain(record.get("subject")),
            size_kb=amount(record.get("size_kb")),
            attachments=whole(record.get("attachments")),
            sender_organisation=plain(record.get("sender_organisation")),
            recipient_organisations=_parts(record.get("recipient_organisations")),
        )
        for record in records(frame)
    )


def _parts(value: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in plain(value).split(";") if part.strip())


def _place(record: Record) -> Place:
    return Place(
        row_id=plain(record.get("row_id")),
        collection=plain(record.get("collection")),
        demo=truth(record.get("demo")) is True,
        document=plain(record.get("document")),
        document_id=plain(record.get("document_id")),
        sheet_id=plain(record.get("sheet_id")),
        page=whole(record.get("page")),
        row=whole(record.get("row")),
        box=plain(record.get("box")),
        cell_ids=_parts(record.get("cell_ids")),
        doubts=_parts(record.get("doubts")),
        duplicate_of=plain(record.get("duplicate_of")),
    )
