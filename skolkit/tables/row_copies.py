"""Table rows to the rows that they repeat: the same invoice in ledger and list, the same record.

Numbers of invoices and vouchers identify; without them several things must agree, and only between
documents: two equal invoices in one document may well be two invoices.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from skolkit.tables.rows import InvoiceRow, Provenance
from skolkit.tables.text import fold

SAME_INVOICE, SAME_ROW = "same-invoice", "same-row"
FEWEST_PAIRS = 3  # of rows that agree, before two documents are taken to list the same invoices
MOST_OF = 0.5  # share of the smaller one's rows that must agree then
_MOST_LINES = 100  # of one key in one place, above which equal rows are only taken in order
_SHORT_NUMBER = 3  # characters; a shorter number needs the same date
_NOT_WORD = re.compile(r"[\W_]+")
R = TypeVar("R", bound=Provenance)
Rank = Callable[[Provenance], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class RowCopy:
    """A row that repeats another; ``by`` says by what it was recognised."""

    row_id: str
    of_row_id: str
    kind: str
    by: str


def invoice_copies(rows: Iterable[InvoiceRow], rank: Rank) -> list[RowCopy]:
    """Find invoices that stand in two places.

    By invoice number, then by voucher number: the same supplier, number and amount; several lines
    in one place may be one line with their sum in the other. Then, between documents, by supplier,
    day and amount, if the texts are the same too, or if the two documents share many such rows.

    Args:
        rows: ordinary rows, none of which is known to repeat another.
        rank: orders rows by evidence, the best first; no two rows rank alike.
    """
    held = [row for row in rows if _supplier(row)]
    copies: list[RowCopy] = []
    linked: set[str] = set()
    for field in ("invoice_no", "voucher"):
        groups: dict[Hashable, list[InvoiceRow]] = defaultdict(list)
        for row in held:
            number = _NOT_WORD.sub("", getattr(row, field).casefold())
            if number and row.row_id not in linked:
                groups[_supplier(row), number].append(row)
        for (_, number), group in groups.items():  # type: ignore[misc]
            found = _by_number(group, field, len(str(number)) < _SHORT_NUMBER, rank)
            copies += found
            linked.update(copy.row_id for copy in found)
    copies += _by_amount([row for row in held if row.row_id not in linked], rank)
    return copies


def _supplier(row: InvoiceRow) -> str:
    return row.supplier_id or fold(row.supplier)


def _by_place(rows: Iterable[R], place: Callable[[R], str], rank: Rank) -> list[list[R]]:
    """Rows by sheet or document; the place of the best evidenced row comes first."""
    places: dict[str, list[R]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.sheet_id, row.row, row.row_id)):
        places[place(row)].append(row)
    return sorted(places.values(), key=lambda own: min(map(rank, own)))


def _by_number(
    group: Sequence[InvoiceRow], field: str, is_short: bool, rank: Rank
) -> list[RowCopy]:
    """The copies among rows of one supplier and number; those of one sheet are no copies."""
    if len(group) < 2 or len({row.sheet_id for row in group}) < 2:
        return []
    first, *others = _by_place(group, lambda row: row.sheet_id, rank)
    found: list[RowCopy] = []
    for own in others:
        found += _matched(own, first, field, is_short)
    return found


def _matched(
    ours: Sequence[InvoiceRow], theirs: Sequence[InvoiceRow], field: str, is_short: bool
) -> list[RowCopy]:
    """Match the lines of one invoice in two places: one by one, else all of them as a sum."""
    left, free = [], list(theirs)
    found: list[RowCopy] = []
    if max(len(ours), len(theirs)) > _MOST_LINES:
        return [
            RowCopy(row.row_id, other.row_id, SAME_INVOICE, f"{field}, amount")
            for row, other in _in_order(ours, theirs)
            if _same_amount(row, other)
        ]
    for row in ours:
        fits = [other for other in free if _same_amount(row, other)]
        if is_short or field == "voucher":
            fits = [other for other in fits if _dates_agree(row, other, exact=is_short)]
        if fits:
            free.remove(fits[0])
            found.append(RowCopy(row.row_id, fits[0].row_id, SAME_INVOICE, f"{field}, amount"))
        else:
            left.append(row)
    if not left or not free:
        return found
    if len(left) + len(free) > 2:
        sums = [_sums(left), _sums(free)]
        if any(a is not None and a == b for a, b in zip(*sums, strict=True)):
            by = f"{field}, sum of {len(left)} and {len(free)} lines"
            found += [RowCopy(row.row_id, free[0].row_id, SAME_INVOICE, by) for row in left]
        return found
    [row], [other] = left, free
    if not _is_credit(row, other) and _dates_agree(row, other, exact=True):
        found.append(RowCopy(row.row_id, other.row_id, SAME_INVOICE, f"{field}, invoice_date"))
    return found


def _in_order(
    ours: Iterable[InvoiceRow], theirs: Iterable[InvoiceRow]
) -> list[tuple[InvoiceRow, InvoiceRow]]:
    """Pair rows that are alike in all that identifies them, the first with the first."""
    free: dict[Hashable, list[InvoiceRow]] = defaultdict(list)
    for row in theirs:
        free[_identity(row)].append(row)
    for rows_left in free.values():
        rows_left.reverse()
    return [(row, free[key].pop()) for row in ours if free.get(key := _identity(row))]


def _identity(row: InvoiceRow) -> Hashable:
    text = fold(row.description)
    return (*_amounts(row), row.invoice_date, row.invoice_no, row.voucher, text)


def _amounts(row: InvoiceRow) -> tuple[Decimal | None, Decimal | None]:
    return row.net_sek, row.gross_sek


def _same_amount(row: InvoiceRow, other: InvoiceRow) -> bool:
    """Whether the net amounts, or else the gross amounts, are known and equal."""
    known = [
        (a, b)
        for a, b in zip(_amounts(row), _amounts(other), strict=True)
        if a is not None and b is not None
    ]
    return bool(known) and all(a == b for a, b in known)


def _sums(rows: Sequence[InvoiceRow]) -> list[Decimal | None]:
    sums: list[Decimal | None] = []
    for amounts in zip(*map(_amounts, rows), strict=True):
        known = [amount for amount in amounts if amount is not None]
        sums.append(sum(known, Decimal(0)) if len(known) == len(amounts) else None)
    return sums


def _is_credit(row: InvoiceRow, other: InvoiceRow) -> bool:
    """Whether one row takes back what the other bills."""
    return any(
        a is not None and b is not None and a * b < 0
        for a, b in zip(_amounts(row), _amounts(other), strict=True)
    )


def _dates_agree(row: InvoiceRow, other: InvoiceRow, *, exact: bool) -> bool:
    """Whether the days are the same (``exact``), or unknown or of one year (else)."""
    ours, theirs = row.invoice_date, other.invoice_date
    if ours is None or theirs is None:
        return not exact
    return ours == theirs if exact else ours.year == theirs.year


def _by_amount(rows: Sequence[InvoiceRow], rank: Rank) -> list[RowCopy]:
    """The copies among rows without a number in common: supplier, day and amount agree."""
    groups: dict[Hashable, list[InvoiceRow]] = defaultdict(list)
    size: Counter[str] = Counter()
    for row in rows:
        amount = row.gross_sek if row.net_sek is None else row.net_sek
        if amount and row.invoice_date and row.invoice_date_precision == "day":
            kind = "gross" if row.net_sek is None else "net"
            groups[_supplier(row), row.invoice_date, kind, amount].append(row)
            size[row.document_id] += 1
    pairs: list[tuple[InvoiceRow, InvoiceRow]] = []
    for group in groups.values():
        if len({row.document_id for row in group}) < 2:
            continue
        first, *others = _by_place(group, lambda row: row.document_id, rank)
        for own in others:
            if max(len(own), len(first)) > _MOST_LINES:
                pairs += _in_order(own, first)
                continue
            free = list(first)
            # Rows with the same text first, so that others do not take their places.
            for row in sorted(own, key=lambda row: not any(_same_text(row, o) for o in free)):
                fits = [other for other in free if not _numbers_differ(row, other)]
                fits.sort(key=lambda other: not _same_text(row, other))
                if fits:
                    free.remove(fits[0])
                    pairs.append((row, fits[0]))
    shared = Counter(_documents(row, other) for row, other in pairs)
    copies = []
    for row, other in pairs:
        both = _documents(row, other)
        enough = max(FEWEST_PAIRS, MOST_OF * min(size[document] for document in both))
        if _same_text(row, other):
            by = "supplier, invoice_date, amount, description"
        elif shared[both] >= enough:
            by = f"supplier, invoice_date, amount; {shared[both]} rows of both documents"
        else:
            continue
        copies.append(RowCopy(row.row_id, other.row_id, SAME_INVOICE, by))
    return copies


def _documents(row: InvoiceRow, other: InvoiceRow) -> frozenset[str]:
    return frozenset({row.document_id, other.document_id})


def _same_text(row: InvoiceRow, other: InvoiceRow) -> bool:
    text = fold(row.description)
    return bool(text) and text == fold(other.description)


def _numbers_differ(row: InvoiceRow, other: InvoiceRow) -> bool:
    """Whether both rows have numbers of one kind, and different ones."""
    return any(
        ours and theirs and ours != theirs
        for ours, theirs in (
            (row.invoice_no, other.invoice_no),
            (row.voucher, other.voucher),
        )
    )


_KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # the columns that must be known, and those that must be equal besides
    "costs": (
        ("amount_sek", "scope", "as_of"),
        ("cost_id", "category", "source_id", "supplier", "qualifier"),
    ),
    "budgets": (
        ("description", "period_start"),
        ("account", "cost_centre", "project", "budget_sek", "outcome_sek", "forecast_sek"),
    ),
    "incidents": (("incident_id", "date"), ("module", "kind", "summary_sv", "summary_en")),
    "messages": (("sent", "sender", "recipients"), ("subject", "direction", "message_no")),
}


def record_copies(table: str, rows: Iterable[R], rank: Rank) -> list[RowCopy]:
    """Find rows that stand in two documents with all that identifies them alike.

    Args:
        table: costs, budgets, incidents or messages.
        rows: ordinary rows, none of which is known to repeat another.
        rank: orders rows by evidence, the best first.
    """
    known, besides = _KEYS[table]
    groups: dict[Hashable, list[R]] = defaultdict(list)
    for row in rows:
        values = [_comparable(getattr(row, name)) for name in (*known, *besides)]
        if all(value not in (None, "") for value in values[: len(known)]):
            groups[tuple(values)].append(row)
    copies = []
    by = ", ".join((*known, *besides))
    for group in groups.values():
        if len(group) < 2 or len({row.document_id for row in group}) < 2:
            continue
        first, *others = _by_place(group, lambda row: row.document_id, rank)
        for own in others:
            copies += [
                RowCopy(row.row_id, other.row_id, SAME_ROW, by)
                for row, other in zip(own, first, strict=False)
            ]
    return copies


def _comparable(value: object) -> object:
    return fold(value) if isinstance(value, str) else value
