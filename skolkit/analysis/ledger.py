"""Invoice ledgers -> hours, rates and sums by supplier, and printed totals beside our own sums.

Each document is judged alone, since the same ledger may have been delivered twice. Only rows of
kind ``row`` are summed; printed subtotals and totals are what we compare with. A row whose amount
was not read is counted, never filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.base import Finding, by_document, finding
from skolkit.analysis.rows import Invoice, counted
from skolkit.analysis.suppliers import printed_names, supplier_key
from skolkit.analysis.words import kronor, listed, number, plural

# An invoice rounds to whole öre or whole kronor; more than half a krona is a difference.
ROUNDING = Decimal("0.50")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one document that holds invoices."""

    document: str
    rows: tuple[Invoice, ...]  # of kind row, those that repeat another document's left out
    repeated: tuple[Invoice, ...]  # of kind row, counted where they were met first
    printed: tuple[Invoice, ...]  # subtotals and totals
    all_rows: tuple[Invoice, ...]  # in the order of the document

    @property
    def total(self) -> Decimal:
        """Our sum of the amounts that were read, in kronor."""
        return sum((row.net for row in self.rows if row.net is not None), Decimal(0))

    @property
    def unread(self) -> int:
        """How many rows lack an amount."""
        return sum(row.net is None for row in self.rows)


@dataclass(frozen=True, slots=True)
class SupplierSum:
    """What one supplier invoiced in a ledger."""

    supplier: str  # as printed most often; empty for rows that name none
    rows: tuple[Invoice, ...]
    hours: Decimal
    amount: Decimal
    unread: int
    lowest_rate: Decimal | None
    highest_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A printed total beside our sum of the rows it covers."""

    printed_row: Invoice
    rows: tuple[Invoice, ...]
    printed: Decimal | None
    summed: Decimal
    unread: int  # rows without an amount: our sum is then too low and nothing is judged

    @property
    def verdict(self) -> str:
        """``agrees``, ``differs`` or ``open`` (a figure on either side was not read)."""
        if self.printed is None or self.unread:
            return "open"
        return "agrees" if abs(self.printed - self.summed) <= ROUNDING else "differs"


@dataclass(frozen=True, slots=True)
class RateCheck:
    """How often hours times rate gives the printed amount."""

    checked: tuple[Invoice, ...]
    differing: tuple[Invoice, ...]
    incomplete: tuple[Invoice, ...]


def ledgers(invoices: Sequence[Invoice]) -> tuple[Ledger, ...]:
    """Find the documents that hold invoices, and their rows in the order of the sheet."""
    found = []
    for document, rows in by_document(invoices).items():
        # The table keeps the order of the paper; a sheet's row numbers may start again where
        # two tables stand side by side.
        billed = [row for row in rows if row.row_kind == "row"]
        if billed:
            rest = counted(billed)
            repeated = tuple(row for row in billed if row.place.duplicate_of)
            printed = tuple(row for row in rows if row.row_kind in {"subtotal", "total"})
            found.append(Ledger(document, rest, repeated, printed, tuple(rows)))
    return tuple(found)


def supplier_sums(ledger: Ledger) -> tuple[SupplierSum, ...]:
    """Sum a ledger by supplier, largest first; spellings of one supplier are told by its id."""
    groups: dict[str, list[Invoice]] = {}
    for row in ledger.rows:
        groups.setdefault(supplier_key(row), []).append(row)
    sums = []
    for rows in groups.values():
        rates = [row.rate for row in rows if row.rate is not None]
        sums.append(
            SupplierSum(
                supplier=next(iter(printed_names(rows)), ""),
                rows=tuple(rows),
                hours=sum((row.hours for row in rows if row.hours is not None), Decimal(0)),
                amount=sum((row.net for row in rows if row.net is not None), Decimal(0)),
                unread=sum(row.net is None for row in rows),
                lowest_rate=min(rates, default=None),
                highest_rate=max(rates, default=None),
            )
        )
    return tuple(sorted(sums, key=lambda each: (-each.amount, each.supplier)))


def total_checks(ledger: Ledger) -> tuple[TotalCheck, ...]:
    """Compare each printed total with our sum: a subtotal covers the rows since the last one.

    A total covers all rows of its sheet above it.
    """
    checks = []
    sheet = ""
    block: list[Invoice] = []
    above: list[Invoice] = []
    for row in ledger.all_rows:
        if row.place.sheet_id != sheet:
            sheet, block, above = row.place.sheet_id, [], []
        if row.row_kind == "row":
            block.append(row)
            above.append(row)
            continue
        covered = tuple(block if row.row_kind == "subtotal" else above)
        block = []
        if covered:
            read = (each.net for each in covered if each.net is not None)
            checks.append(
                TotalCheck(
                    printed_row=row,
                    rows=covered,
                    printed=row.net,
                    summed=sum(read, Decimal(0)),
                    unread=sum(each.net is None for each in covered),
                )
            )
    return tuple(checks)


def rate_check(ledger: Ledger) -> RateCheck:
    """Compare hours times rate with the amount in each row that has all three."""
    checked, differing, incomplete = [], [], []
    for row in ledger.rows:
        if row.hours is None or row.rate is None or row.net is None:
            incomplete.append(row)
            continue
        checked.append(row)
        if abs(row.hours * row.rate - row.net) > ROUNDING:
            differing.append(row)
    return RateCheck(tuple(checked), tuple(differing), tuple(incomplete))


def ledger_findings(ledger: Ledger, prefix: str) -> tuple[Finding, ...]:
    """Make the findings on one ledger; ``prefix`` keeps claim ids apart, e.g. ``F1``."""
    told = [_repeats(ledger, prefix), *_sums(ledger, prefix)]
    made = [*told, _totals(ledger, prefix), _rates(ledger, prefix)]
    return tuple(claim for claim in made if claim is not None)


def _repeats(ledger: Ledger, prefix: str) -> Finding | None:
    """Tell of rows that stand in another document too and are counted there."""
    if not ledger.repeated:
        return None
    times = len(ledger.repeated)
    return finding(
        f"{prefix}.0",
        ledger.repeated,
        sv=f"{times} {plural(times, 'fakturarad', 'fakturarader')} står också i ett annat "
        "dokument och räknas bara där.",
        en=f"{times} invoice {plural(times, 'line stands', 'lines stand')} in another document too "
        f"and {plural(times, 'is', 'are')} counted only there.",
        number=times,
        unit="rows",
    )


def _sums(ledger: Ledger, prefix: str) -> tuple[Finding, ...]:
    """Tell what the counted rows come to; nothing if all of them repeat another document."""
    sums = supplier_sums(ledger)
    if not sums:
        return ()
    largest = sums[0]
    missing_sv = f" ({ledger.unread} belopp kunde inte läsas)" if ledger.unread else ""
    missing_en = f" ({ledger.unread} amounts could not be read)" if ledger.unread else ""
    of_sv = "störst bland de lästa är" if ledger.unread else "störst är"
    of_en = "the largest of those read is" if ledger.unread else "the largest is"
    return (
        finding(
            f"{prefix}.1",
            ledger.rows,
            sv=f"{len(ledger.rows)} fakturarader från {len(sums)} leverantörer ger "
            f"{kronor(ledger.total, 'sv')} exklusive moms{missing_sv}; {of_sv} "
            f"{largest.supplier or 'en leverantör utan namn'} med {kronor(largest.amount, 'sv')}.",
            en=f"{len(ledger.rows)} invoice lines from {len(sums)} suppliers give "
            f"{kronor(ledger.total, 'en')} excluding VAT{missing_en}; {of_en} "
            f"{largest.supplier or 'a supplier without a name'} with "
            f"{kronor(largest.amount, 'en')}.",
            number=ledger.total,
            unit="kr",
        ),
    )


def _totals(ledger: Ledger, prefix: str) -> Finding | None:
    checks = total_checks(ledger)
    if not checks:
        return None
    agreeing = sum(check.verdict == "agrees" for check in checks)
    others_sv, others_en = [], []
    for check in checks:
        if check.verdict == "differs" and check.printed is not None:
            where = check.printed_row.place.row
            printed, summed = check.printed, check.summed
            others_sv.append(f"rad {where}: {kronor(printed, 'sv')} mot {kronor(summed, 'sv')}")
            others_en.append(f"row {where}: {kronor(printed, 'en')} against {kronor(summed, 'en')}")
    undecided = sum(check.verdict == "open" for check in checks)
    tail_sv = f" Avvikelser, utskrivet mot vår summa: {listed(others_sv, 'sv')}." * bool(others_sv)
    tail_en = f" Differences, printed against our sum: {listed(others_en, 'en')}." * bool(others_en)
    open_sv = f" {undecided} kan inte avgöras, eftersom ett belopp inte kunde läsas."
    open_en = f" {undecided} cannot be judged because an amount could not be read."
    return finding(
        f"{prefix}.2",
        tuple(check.printed_row for check in checks),
        sv=f"{agreeing} av {len(checks)} utskrivna delsummor och summor stämmer med vår summering "
        f"av raderna.{tail_sv}{open_sv * bool(undecided)}",
        en=f"{agreeing} of {len(checks)} printed subtotals and totals agree with our sums of the "
        f"rows.{tail_en}{open_en * bool(undecided)}",
        number=agreeing,
        unit="totals",
    )


def _rates(ledger: Ledger, prefix: str) -> Finding | None:
    check = rate_check(ledger)
    if not check.checked:
        return None
    holds = len(check.checked) - len(check.differing)
    rest = len(check.incomplete)
    open_sv = f" {rest} {plural(rest, 'rad saknar', 'rader saknar')} något av talen." * bool(rest)
    open_en = f" {rest} {plural(rest, 'row lacks', 'rows lack')} one of the figures." * bool(rest)
    return finding(
        f"{prefix}.3",
        check.checked,
        sv=f"Timmar gånger timpris ger det fakturerade beloppet på {number(holds, 'sv')} av "
        f"{number(len(check.checked), 'sv')} rader.{open_sv}",
        en=f"Hours times hourly rate give the invoiced amount on {number(holds, 'en')} of "
        f"{number(len(check.checked), 'en')} rows.{open_en}",
        number=holds,
        unit="rows",
    )
