"""Invent the consultant-invoice ledgers: hours times rate, VAT, subtotals and a grand total."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from demo_sheet import Book, Cell, Column, PageSetup, Sheet

VAT = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Supplier:
    """A supplier that does not exist; the check digit of the number is wrong on purpose."""

    name: str
    number: str
    rates: tuple[tuple[str, int], ...]


SUPPLIERS = (
    Supplier(
        "Påhittade Konsulter AB",
        "559999-9901",
        (("Projektledare", 1190), ("Kravanalytiker", 980), ("Testledare", 1040)),
    ),
    Supplier(
        "Exempelsystem Sverige AB",
        "559999-9902",
        (("Systemarkitekt", 1350), ("Utvecklare", 1090)),
    ),
    Supplier(
        "Fiktiv Förändring HB",
        "969999-9903",
        (("Förändringsledare", 1280), ("Utbildare", 890)),
    ),
    Supplier(
        "Låtsas IT-säkerhet AB",
        "559999-9904",
        (("Säkerhetsgranskare", 1420), ("Incidentutredare", 1310)),
    ),
)

COLUMNS = (
    Column("Verifikat", 52),
    Column("Fakturadatum", 62, "date"),
    Column("Leverantör", 152),
    Column("Organisationsnummer", 100),
    Column("Konsultroll", 92),
    Column("Timmar", 48, "hours"),
    Column("Timpris (kr)", 58, "money"),
    Column("Belopp exkl. moms (kr)", 76, "money"),
    Column("Moms (kr)", 68, "money"),
    Column("Summa inkl. moms (kr)", 80, "money"),
)


def invoice_book(year: int, months: range, seed: int, name: str) -> Book:
    """Make one ledger: rows by supplier, a subtotal after each and a total last.

    Args:
        year: Year of the work that is invoiced; invoices follow the month after.
        months: Months of the work.
        seed: Fixes the invented hours.
        name: File name without extension.

    Returns:
        A workbook in which hours times rate is the amount to the öre, VAT is 25 per cent of
        it, and every subtotal is the sum of its rows. One row is a credit note.
    """
    chance = random.Random(seed)  # noqa: S311 - invented data, not a secret
    rows: list[tuple[Cell, ...]] = []
    bold: set[int] = set()
    totals: list[tuple[Decimal, ...]] = []
    voucher = 1000 * (year - 2000) + chance.randint(100, 300)
    for supplier in SUPPLIERS:
        of_supplier: list[tuple[Cell, ...]] = []
        for month in months:
            for role, rate in supplier.rates:
                if chance.random() < 0.25:
                    continue
                voucher += chance.randint(1, 9)
                hours = Decimal(chance.randint(30, 348)) / 2
                of_supplier.append(_line(voucher, year, month, supplier, role, hours, rate))
        if supplier is SUPPLIERS[0]:
            voucher += 2
            role, rate = supplier.rates[1]
            credit = Decimal(-16)
            of_supplier.append(_line(voucher, year, months[-1], supplier, role, credit, rate))
        sums = _sums(of_supplier)
        totals.append(sums)
        rows += of_supplier
        bold.add(len(rows))
        rows.append(_sum_row(None, f"Delsumma {supplier.name}", sums))
    bold.add(len(rows))
    grand = tuple(sum(column, Decimal(0)) for column in zip(*totals, strict=True))
    rows.append(_sum_row("Totalt", None, grand))
    title = f"Konsultfakturor {year}"
    ledger = Sheet(
        title,
        COLUMNS,
        tuple(rows),
        above=(f"{title}, Exempelstads skolförvaltning",),
        bold=frozenset(bold),
        page=PageSetup(margins=(0.5, 0.4, 0.8, 0.7), scale=96),
        size=10,
    )
    return Book(name, title, (ledger,))


def _line(
    voucher: int, year: int, month: int, supplier: Supplier, role: str, hours: Decimal, rate: int
) -> tuple[Cell, ...]:
    net = hours * rate
    vat = net * VAT
    invoiced = date(year + month // 12, month % 12 + 1, 1) + timedelta(days=voucher % 9 + 2)
    return (
        f"V{voucher}",
        invoiced,
        supplier.name,
        supplier.number,
        role,
        hours,
        Decimal(rate),
        net,
        vat,
        net + vat,
    )


def _sums(rows: list[tuple[Cell, ...]]) -> tuple[Decimal, ...]:
    return tuple(
        sum((row[column] for row in rows if isinstance(row[column], Decimal)), Decimal(0))  # type: ignore[misc]
        for column in (5, 7, 8, 9)
    )


def _sum_row(first: str | None, name: str | None, sums: tuple[Decimal, ...]) -> tuple[Cell, ...]:
    hours, net, vat, gross = sums
    return (first, None, name, None, None, hours, None, net, vat, gross)
