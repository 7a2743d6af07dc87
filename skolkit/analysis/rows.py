"""Frames of the clean tables -> typed rows that keep their place on paper.

The frames come from ``skolkit.tables.frames.read_table`` or from the pipeline; columns may hold
text, ``Decimal``, dates or missing values. Nothing is guessed here: what is missing is ``None`` or
``""`` and is counted by the analyses that meet it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, TypeVar

import pandas as pd

Record = dict[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the way from a figure back to cells and pages."""

    row_id: str
    collection: str
    demo: bool
    document: str
    document_id: str
    sheet_id: str
    page: int | None
    row: int | None
    box: str
    cell_ids: tuple[str, ...]
    doubts: tuple[str, ...]  # "column:doubt"
    duplicate_of: str  # id of the row that this one repeats; it is not counted then

    def doubts_on(self, *columns: str) -> bool:
        """Whether any of the columns carries a doubt in this row."""
        return any(doubt.partition(":")[0] in columns for doubt in self.doubts)


class Placed(Protocol):
    """A row of any clean table."""

    @property
    def place(self) -> Place:
        """Where the row stands."""
        ...


@dataclass(frozen=True, slots=True)
class Cost:
    """One published amount; ``amount`` in kronor."""

    place: Place
    cost_id: str
    as_of: str  # as precise as known: "2019", "2019-08" or "2019-08-21"
    period: tuple[str, str]  # first and last day that the amount covers, or empty texts
    category: str
    amount: Decimal | None
    published: str
    scope: str
    supplier: str
    is_estimate: bool | None
    qualifier: str  # exakt, cirka, golv, tak or ""
    source_id: str
    note: str
    row_kind: str  # row, subtotal or total
    supplier_id: str = ""
    series: str = ""  # rule:path, what the amount is part of; empty if nobody has decided

    @property
    def duplicate_of(self) -> str:
        """Id of the row that this one repeats, where ``skolkit.tables.series.total`` looks."""
        return self.place.duplicate_of

    @property
    def year(self) -> int | None:
        """The year that the figure refers to."""
        return int(self.as_of[:4]) if self.as_of[:4].isdigit() else None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One line of a ledger; money in kronor, ``net`` without VAT, ``hours`` x ``rate`` if given."""

    place: Place
    number: str  # of the invoice
    voucher: str
    date: str  # as precise as known
    supplier: str
    supplier_id: str
    organisationsnummer: str
    account: str
    cost_centre: str
    project: str
    description: str
    category: str
    hours: Decimal | None
    rate: Decimal | None
    net: Decimal | None
    vat: Decimal | None
    gross: Decimal | None
    published: str
    note: str
    row_kind: str  # row, subtotal or total

    @property
    def year(self) -> int | None:
        """The year of the invoice."""
        return int(self.date[:4]) if self.date[:4].isdigit() else None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a budget for one period, in kronor."""

    place: Place
    period: tuple[str, str]  # first and last day, or empty texts
    description: str
    account: str
    cost_centre: str
    project: str
    budget: Decimal | None
    outcome: Decimal | None
    forecast: Decimal | None
    deviation: Decimal | None
    note: str
    row_kind: str  # row, subtotal or total


@dataclass(frozen=True, slots=True)
class Incident:
    """One documented incident, or one ticket; never a proof that exactly one thing happened."""

    place: Place
    incident_id: str
    date: str
    precision: str
    module: str
    kind: str
    severity: str
    affected: Decimal | None
    affected_as_published: str
    reported_to: str
    summary_sv: str
    summary_en: str
    source_ids: tuple[str, ...]
    status: str
    closed: str

    @property
    def year(self) -> int | None:
        """The year of the incident, or of its publication where the event date is unknown."""
        return int(self.date[:4]) if self.date[:4].isdigit() else None


@dataclass(frozen=True, slots=True)
class Message:
    """One line of an e-mail log."""

    place: Place
    number: str
    direction: str  # in or ut
    sent: str  # ISO date and time
    sender: str
    recipients: tuple[str, ...]
    subject: str
    size_kb: Decimal | None
    attachments: int | None
    sender_organisation: str = ""  # name or domain; "private" for private persons
    recipient_organisations: tuple[str, ...] = ()

    @property
    def month(self) -> str:
        """``YYYY-MM``, or nothing if the time was not read."""
        return self.sent[:7] if self.sent[:4].isdigit() else ""


T = TypeVar("T", bound=Placed)


def counted(rows: Iterable[T]) -> tuple[T, ...]:
    """The rows that count: those that repeat no other row."""
    return tuple(row for row in rows if not row.place.duplicate_of)


def named(rows: Iterable[T], ids: Iterable[str]) -> tuple[T, ...]:
    """The rows with the given ids, in the order of the rows."""
    wanted = set(ids)
    return tuple(row for row in rows if row.place.row_id in wanted)


def of_document(frame: pd.DataFrame, document: str) -> pd.DataFrame:
    """The rows of a clean table that stand in a document; none if it tells no documents."""
    if "document" not in frame:
        return frame.iloc[:0]
    return frame[frame["document"].isin([document])]


def plain(value: object) -> str:
    """The value as text; missing values are empty and dates are ISO."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def amount(value: object) -> Decimal | None:
    """The value as an exact number, or ``None`` if there is none."""
    written = plain(value)
    if not written:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def whole(value: object) -> int | None:
    """The value as a whole number, or ``None``."""
    number = amount(value)
    return int(number) if number is not None and number == int(number) else None


def truth(value: object) -> bool | None:
    """The value as true or false, or ``None`` where the table is silent."""
    return {"true": True, "false": False}.get(plain(value).lower())


def partial_date(value: object, precision: object) -> str:
    """An ISO date cut to the precision that the table states for it."""
    written = plain(value)
    if plain(precision) == "quarter" and written[5:7].isdigit():
        return f"{written[:4]}-Q{(int(written[5:7]) + 2) // 3}"
    length = {"year": 4, "season": 4, "month": 7}.get(plain(precision), 10)
    return written[:length]


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


def records(frame: pd.DataFrame) -> Iterator[Record]:
    """The rows of a frame as plain records, in the frame's order."""
    columns = list(frame.columns)
    for values in frame.itertuples(index=False, name=None):
        yield dict(zip(columns, values, strict=True))


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
            recipients=tuple(
                part.strip()
                for part in plain(record.get("recipients")).replace(",", ";").split(";")
                if part.strip()
            ),
            subject=plain(record.get("subject")),
            size_kb=amount(record.get("size_kb")),
            attachments=whole(record.get("attachments")),
            sender_organisation=plain(record.get("sender_organisation")),
            recipient_organisations=_parts(record.get("recipient_organisations")),
        )
        for record in records(frame)
    )


def row_ids(rows: Iterable[Placed]) -> tuple[str, ...]:
    """The ids of the rows, in order: what a finding rests on."""
    return tuple(row.place.row_id for row in rows)
