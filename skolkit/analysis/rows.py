"""The rows of the clean tables as analyses take them, each with its place on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar


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


def row_ids(rows: Iterable[Placed]) -> tuple[str, ...]:
    """The ids of the rows, in order: what a finding rests on."""
    return tuple(row.place.row_id for row in rows)
