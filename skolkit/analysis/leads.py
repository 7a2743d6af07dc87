"""Invoice lines -> leads for a reporter: bills alike, and several bills just under a limit.

A lead is a list of rows and a question. It is no accusation and no finding: each rule says what it
looked at, how many bills it could not judge, and which ordinary reasons there may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 -- a bill has a field of that name
from decimal import Decimal
from itertools import pairwise

from skolkit.analysis.bounds import part
from skolkit.analysis.rows import Invoice, row_ids
from skolkit.analysis.spans import day_of
from skolkit.analysis.suppliers import printed_names, supplier_key

NEAR_DAYS = 14  # less than a month, or every monthly fee would be a lead
SPLIT_DAYS = 30
NEAR_LIMIT = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Bill:
    """The lines of one invoice: of one supplier, number and date."""

    supplier: str  # supplier_id, or ``printed:`` and the name; may be empty
    names: tuple[str, ...]
    number: str  # of the invoice, else of the voucher; may be empty
    date: str
    net: Decimal | None  # in kronor; None if the amount of a line was not read
    row_ids: tuple[str, ...]
    doubted: bool  # whether an amount, date or number of a line is doubted

    @property
    def day(self) -> Day | None:
        """The day, if it is known."""
        return day_of(self.date)


@dataclass(frozen=True, slots=True)
class Lead:
    """Bills that belong together under one rule."""

    supplier: str
    names: tuple[str, ...]
    bills: tuple[Bill, ...]  # by date
    amount: Decimal  # of all bills together, in kronor
    limit: Decimal | None  # that the bills lie under; None for other rules
    credited_by: tuple[str, ...]  # rows of a credit note of the same amount: it may be settled

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The rows of all bills, then of the credit notes."""
        own = tuple(row for bill in self.bills for row in bill.row_ids)
        return own + self.credited_by


@dataclass(frozen=True, slots=True)
class Leads:
    """What one rule found, and what it could not judge."""

    kind: str  # duplicate, split, round or weekend
    rule_sv: str
    rule_en: str
    reasons_sv: str  # ordinary reasons, to be read before anything is asked
    reasons_en: str
    judged: int  # bills
    not_judged: tuple[str, ...]  # rows of bills that lack what the rule needs
    leads: tuple[Lead, ...]

    @property
    def count(self) -> int:
        """Number of leads."""
        return len(self.leads)


def bills(rows: Iterable[Invoice]) -> tuple[Bill, ...]:
    """Put lines together to bills; a line without a number is a bill of its own.

    Repeats and printed sums are left out. The number is that of the invoice, or of the voucher
    where no invoice number is printed.
    """
    kept, _ = part(rows)
    groups: dict[tuple[str, ...], list[Invoice]] = {}
    for row in kept:
        number = row.number or row.voucher
        alone = row.place.row_id if not number else ""
        groups.setdefault((supplier_key(row), number, row.date, alone), []).append(row)
    made = []
    for (supplier, number, when, _), own in groups.items():
        read = [row.net for row in own if row.net is not None]
        made.append(
            Bill(
                supplier=supplier,
                names=printed_names(own),
                number=number,
                date=when,
                net=sum(read, Decimal(0)) if len(read) == len(own) else None,
                row_ids=row_ids(own),
                doubted=any(
                    row.place.doubts_on("net_sek", "invoice_date", "invoice_no", "voucher")
                    for row in own
                ),
            )
        )
    return tuple(sorted(made, key=lambda bill: (bill.date, bill.supplier, bill.row_ids)))


def duplicate_leads(rows: Iterable[Invoice], *, days: int = NEAR_DAYS) -> Leads:
    """Bills of one supplier with the same amount, another number, and dates near each other.

    Rule: same supplier, same net amount above 0, different numbers, at most ``days`` days between
    one bill and the next. Bills without supplier, number, day or amount are not judged. Rows that
    are the same bill twice are found by ``skolkit.tables.duplicates`` and counted once already.
    """
    able: list[Bill] = []
    rest: list[Bill] = []
    for bill in bills(rows):
        known = bill.supplier and bill.number and bill.day and bill.net is not None
        (able if known else rest).append(bill)
    groups: dict[tuple[str, Decimal], list[Bill]] = {}
    for bill in able:
        if bill.net:
            groups.setdefault((bill.supplier, bill.net), []).append(bill)
    found = []
    for (supplier, net), own in groups.items():
        for run in _runs(own, days) if net > 0 else ():
            if len({bill.number for bill in run}) > 1:
                found.append(_lead(run, None, groups.get((supplier, -net), ())))
    return Leads(
        kind="duplicate",
        rule_sv=f"Samma leverantör och nettobelopp, olika nummer, högst {days} dagar emellan.",
        rule_en=f"Same supplier and net amount, other number, at most {days} days between.",
        reasons_sv="Lika stora leveranser, avgifter per enhet och delbetalningar ser likadana ut.",
        reasons_en="Equal deliveries, fees for each unit and instalments look the same.",
        judged=len(able),
        not_judged=_rows(rest),
        leads=_ordered(found),
    )


def split_leads(
    rows: Iterable[Invoice],
    limits: Mapping[int, Decimal],
    *,
    days: int = SPLIT_DAYS,
    near: Decimal = NEAR_LIMIT,
    fewest: int = 2,
) -> Leads:
    """Several bills of one supplier just under a limit, within some days.

    Rule: at least ``fewest`` bills of one supplier, each of at least ``near`` times the limit of
    its year and below the limit, together at or above it, all within ``days`` days from the first.

    Limits: the limit for direct procurement applies to the value of a purchase and to purchases of
    the same kind taken together, not to a single invoice; bills under a framework agreement are
    no direct procurement at all. Bills on both sides of a New Year with another limit are not put
    together. ``procurement_limits`` has the limits of the years.

    Args:
        rows: Invoice lines.
        limits: The limit by year in kronor without VAT, with the caller's own source.
        days: Days from the first bill to the last.
        near: Part of the limit from which a bill is just under it.
        fewest: Fewest bills.

    Returns:
        The leads. Bills without supplier, day or amount, or of a year without a limit, are not
        judged.

    Raises:
        ValueError: if ``near`` is not between 0 and 1, or ``fewest`` is below 2.
    """
    if not 0 < near < 1 or fewest < 2:
        raise ValueError("near must lie between 0 and 1, and fewest be 2 or more")
    able: list[tuple[Bill, Day, Decimal, Decimal]] = []
    rest = []
    for bill in bills(rows):
        day = bill.day
        limit = limits.get(day.year) if day else None
        if not bill.supplier or day is None or limit is None or bill.net is None:
            rest.append(bill)
        else:
            able.append((bill, day, bill.net, limit))
    groups: dict[tuple[str, Decimal], list[tuple[Bill, Day]]] = {}
    for bill, day, net, limit in able:
        if near * limit <= net < limit:
            groups.setdefault((bill.supplier, limit), []).append((bill, day))
    found = []
    for (_, limit), dated in groups.items():
        own = sorted(dated, key=lambda each: (each[1], each[0].row_ids))
        while own:
            start = own[0][1]
            inside = [bill for bill, day in own if (day - start).days <= days]
            together = sum((bill.net or Decimal(0) for bill in inside), Decimal(0))
            if len(inside) >= fewest and together >= limit:
                found.append(_lead(inside, limit, ()))
                own = own[len(inside) :]
            else:
                own = own[1:]
    percent = (near * 100).normalize()
    return Leads(
        kind="split",
        rule_sv=f"Minst {fewest} fakturor från en leverantör inom {days} dagar, var och en mellan "
        f"{percent:f} och 100\u00a0% av årets gräns och tillsammans minst gränsen.",
        rule_en=f"At least {fewest} bills of one supplier within {days} days, each between "
        f"{percent:f} and 100% of the year's limit, and together at least the limit.",
        reasons_sv="Ramavtal, konkurrensutsatta avtal och löpande avrop faktureras också i delar.",
        reasons_en="Framework agreements, tendered contracts and call-offs come in parts too.",
        judged=len(able),
        not_judged=_rows(rest),
        leads=_ordered(found),
    )


def single(bill: Bill) -> Lead:
    """One bill as a lead."""
    return _lead([bill], None, ())


def _runs(own: Sequence[Bill], days: int) -> list[list[Bill]]:
    """Bills in the order of their days, parted where more than ``days`` lie between two."""
    ordered = sorted(own, key=lambda bill: (bill.date, bill.row_ids))
    runs = [[ordered[0]]]
    for before, after in pairwise(ordered):
        near = before.day and after.day and (after.day - before.day).days <= days
        if near:
            runs[-1].append(after)
        else:
            runs.append([after])
    return runs


def _lead(run: Sequence[Bill], limit: Decimal | None, credits: Sequence[Bill]) -> Lead:
    names = dict.fromkeys(name for bill in run for name in bill.names)
    return Lead(
        supplier=run[0].supplier,
        names=tuple(names),
        bills=tuple(run),
        amount=sum((bill.net or Decimal(0) for bill in run), Decimal(0)),
        limit=limit,
        credited_by=_rows(credits),
    )


def _ordered(found: Iterable[Lead]) -> tuple[Lead, ...]:
    return tuple(sorted(found, key=lambda lead: (-lead.amount, lead.row_ids)))


def _rows(some: Iterable[Bill]) -> tuple[str, ...]:
    return tuple(row for bill in some for row in bill.row_ids)
