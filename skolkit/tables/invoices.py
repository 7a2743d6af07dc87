"""Ledgers and lists of invoices to invoice rows; printed sums are kept apart from their parts.

Costs are positive and credits negative, whatever sign the paper gives them: a ledger that prints
most of its costs negative is turned as a whole, and a row of a credit note is negative. Both are
told of. Amounts in another currency than kronor stay unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from skolkit.model import Collection, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.dates import PartialDate
from skolkit.tables.extract import (
    RowReader,
    date_forms,
    fill_spans,
    is_note,
    left_out,
    unsure,
    unsure_values,
)
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import ROW, InvoiceRow, provenance_fields
from skolkit.tables.sums import (
    LEAST_CLOSED,
    RowKind,
    RowRules,
    closed,
    kind_of,
    last_settled,
    settled_kind,
)
from skolkit.tables.text import fold

CONSULTANT, OTHER = "consultant", "other"
MOSTLY_NEGATIVE = 0.8  # share of negative amounts from which a ledger prints its costs negative
LEAST_NEGATIVE = 3
_AMOUNTS = ("net", "gross", "vat")
_DATES = ("invoice_date", "posting_date", "period")
_IDS = ("voucher", "invoice_no")
_TEXTS = ("supplier", "description", "organisationsnummer", "account", "note", "rate")


def invoice_rows(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows
) -> tuple[tuple[InvoiceRow, ...], tuple[Problem, ...]]:
    """Read the rows of a ledger or list of invoices.

    Args:
        sheet: the typed sheet.
        collection: names the rows' collection and its decimal mark.
        table: where the table stands on the sheet.
        rows: the sheet's cells by row and column (``rows_of``).

    Returns:
        The rows top to bottom, and the problems met on the way.
    """
    filled = fill_spans({row: rows[row] for row in table.rows})
    forms = date_forms(table, filled)
    about = _is_about_consultants(sheet, table, rows)
    rules = RowRules(_AMOUNTS, table.profile.named(key=True), _TEXTS, ids=_IDS)
    found: list[InvoiceRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    credits: list[int] = []
    for row in table.rows:
        reader = RowReader(sheet, collection, table, row, filled[row], forms)
        kind = kind_of(reader, filled[row], rules)
        if kind is None:
            if not is_note(reader, rows[row]):
                dropped.append(row)
            continue
        found.append(_invoice_row(reader, kind, about))
        if kind.is_ordinary and reader.coded("document_kind", "document_kind") == "credit":
            credits.append(row)
        problems.extend(reader.problems)
    amounts = [each.column for each in table.columns.used if each.field in _AMOUNTS]
    lines, sums = closed(found, amounts, filled, LEAST_CLOSED)
    settled, told = _signed(table, _settled(lines), frozenset(credits))
    told.extend(sums)
    ordinary = [each for each in settled if each.row_kind == ROW]
    main = "net_sek" if table.column_of("net") is not None else "gross_sek"
    bad = sum(getattr(each, main) is None for each in ordinary)
    problems.extend(unsure_values(sheet, table, len(ordinary), bad, main))
    problems.extend(left_out(sheet, table, dropped, "have no key and no amount"))
    problems.extend(unsure(sheet, table, told))
    return settled, tuple(problems)


def _settled(found: Sequence[InvoiceRow]) -> tuple[InvoiceRow, ...]:
    ordinary = [each for each in found if each.row_kind == ROW]
    names = frozenset(
        fold(name) for each in ordinary for name in (each.supplier, each.description) if name
    )
    last = last_settled([(each.row, each.row_kind) for each in found])
    return tuple(
        replace(each, row_kind=settled_kind(each.row_kind, each.row, last, each.supplier, names))
        for each in found
    )


def _signed(
    table: Table, rows: tuple[InvoiceRow, ...], credits: frozenset[int]
) -> tuple[tuple[InvoiceRow, ...], list[str]]:
    """Give costs a plus and credits a minus, where the profile says so; tell what was turned."""
    if table.profile.field("net").sign != "cost":
        return rows, []
    told = []
    # Credit notes say nothing about how costs are printed.
    plain = [each for each in rows if each.row_kind == ROW and each.row not in credits]
    amounts = [amount for each in plain if (amount := _main(each))]
    negative = sum(amount < 0 for amount in amounts)
    if negative >= LEAST_NEGATIVE and negative >= MOSTLY_NEGATIVE * len(amounts):
        rows = tuple(_turned(each) for each in rows)
        told.append("costs are printed with a minus; all amounts were turned")
    positive = [each.row for each in rows if each.row in credits and (_main(each) or 0) > 0]
    if positive:
        rows = tuple(_turned(each) if each.row in positive else each for each in rows)
        listed = ", ".join(str(row) for row in positive[:10])
        more = " ..." if len(positive) > 10 else ""
        told.append(
            f"{len(positive)} credit notes are printed without a minus and were given one: "
            f"rows {listed}{more}"
        )
    return rows, told


def _main(row: InvoiceRow) -> Decimal | None:
    return row.gross_sek if row.net_sek is None else row.net_sek


def _turned(row: InvoiceRow) -> InvoiceRow:
    net, vat, gross = (
        None if amount is None else Decimal(0) - amount
        for amount in (row.net_sek, row.vat_sek, row.gross_sek)
    )
    return replace(row, net_sek=net, vat_sek=vat, gross_sek=gross)


def _invoice_row(reader: RowReader, kind: RowKind, about_consultants: bool) -> InvoiceRow:
    ordinary = kind.is_ordinary
    foreign = reader.coded("currency", "currency") not in (None, "SEK")
    net, vat, gross = (
        None if foreign else _amount(reader, name) for name in ("net", "vat", "gross")
    )
    for name in ("net", "vat", "gross"):
        if foreign and reader.filled((name,)):
            reader.doubt(f"{name}_sek", Doubt.UNIT_UNKNOWN, name)
    date = _date(reader) if ordinary else None
    supplier, description = reader.text("supplier"), reader.text("description")
    if not ordinary and not kind.unlabelled:
        supplier, description = kind.of, kind.label
    if ordinary:
        _tell_missing(reader, date)
    if kind.unlabelled:
        reader.doubt("row_kind", Doubt.MISSING, "net" if reader.has_column("net") else "gross")
    voucher = reader.text("voucher", key=True) if ordinary else ""
    invoice_no = reader.text("invoice_no", key=True) if ordinary else ""
    organisationsnummer = reader.text("organisationsnummer", key=True)
    account, cost_centre = reader.text("account", key=True), reader.text("cost_centre", key=True)
    project = reader.text("project", key=True)
    hours, rate = reader.quantity("hours"), reader.quantity("rate", "rate_sek")
    note = reader.text("note")
    is_consultant = about_consultants or "konsult" in reader.raw("description").casefold()
    return InvoiceRow(
        **provenance_fields(reader.provenance()),
        invoice_no=invoice_no,
        voucher=voucher,
        invoice_date=date.value if date else None,
        invoice_date_precision=date.precision if date else "",
        supplier=supplier,
        supplier_id="",
        organisationsnummer=organisationsnummer,
        account=account,
        cost_centre=cost_centre,
        project=project,
        description=description,
        category=(CONSULTANT if is_consultant else OTHER) if ordinary else "",
        hours=hours,
        rate_sek=rate,
        net_sek=net,
        vat_sek=vat,
        gross_sek=gross,
        amount_as_published=reader.raw("net") or reader.raw("gross"),
        note=note,
        row_kind=kind.kind,
    )


def _amount(reader: RowReader, name: str) -> Decimal | None:
    return reader.quantity(name, f"{name}_sek") if reader.has_column(name) else None


def _date(reader: RowReader) -> PartialDate | None:
    """The date of the invoice, else of its posting, else its period."""
    name = next((each for each in _DATES if reader.cell(each) is not None), "")
    return reader.date(name, "invoice_date") if name else None


def _tell_missing(reader: RowReader, date: PartialDate | None) -> None:
    """Doubt what the profile requires and the row leaves empty."""
    required = set(reader.table.profile.named(required=True))
    for name in _AMOUNTS:
        if name in required and reader.has_column(name) and not reader.filled((name,)):
            reader.doubt(f"{name}_sek", Doubt.MISSING, name)
    column = next((each for each in _DATES if reader.has_column(each)), "")
    if date is None and column in required and not any(map(reader.cell, _DATES)):
        reader.doubt("invoice_date", Doubt.MISSING, column)


def _is_about_consultants(sheet: Sheet, table: Table, rows: Rows) -> bool:
    """Whether a ledger is one of consultants: by its hours or rates, its names or its title."""
    if table.column_of("hours") is not None or table.column_of("rate") is not None:
        return True
    title = [cell.raw for row in rows if row < table.first_heading for cell in rows[row].values()]
    return any(fold("konsult") in fold(text) for text in (sheet.document_name, sheet.name, *title))
