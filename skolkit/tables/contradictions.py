"""The rows of a table to what shows that two of its columns were taken for each other.

Net and VAT make gross, hours times rate make net, what is closed was opened before: where most rows
of a table say otherwise, a column was taken for another one, whatever its heading. A single row
that does not add up is no such sign; the checks tell of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from skolkit.model import Cell
from skolkit.tables.dates import PartialDate, parse_date
from skolkit.tables.fingerprints import Rows
from skolkit.tables.recognise import Table
from skolkit.tables.rows import ROW, BudgetRow, InvoiceRow, MessageRow

LEAST_ROWS = 2  # that must speak against the columns
MOSTLY = Decimal("0.5")  # share of the rows that can tell, past which they do
NEAR = Decimal("0.01")  # of an amount: rounding to thousands is less, a swap is more
ROUNDING = Decimal("0.50")  # kronor
OWN_SHARE = Decimal("0.8")  # of the messages, which the domain of a mailbox is in
LEAST_RATE = 10  # kronor; an hour was never sold for less
HIGHEST_VAT = Decimal("0.25")  # mervärdesskattelagen 9 kap.
# Fields of dates of which the first is never after the second.
_IN_ORDER = {
    "invoices": (("invoice_date", "posting_date"),),
    "incidents": (("date", "closed"),),
    "costs": (("period_start", "period_end"),),
}
_Verdicts = Iterable[bool | None]  # whether a row agrees; None if it cannot tell


def contradictions(table: Table, rows: Rows, made: Sequence[Any]) -> tuple[str, ...]:
    """Tell of columns that most rows of a table speak against.

    Args:
        table: as recognised.
        rows: its cells by row and column.
        made: the rows that were read from it.

    Returns:
        One sentence for each relation that does not hold, with the fields and how many rows.
    """
    lines = [each for each in made if getattr(each, "row_kind", ROW) == ROW]
    found: list[str] = []
    invoices = [each for each in lines if isinstance(each, InvoiceRow)]
    budgets = [each for each in lines if isinstance(each, BudgetRow)]
    messages = [each for each in lines if isinstance(each, MessageRow)]
    relations: tuple[tuple[str, _Verdicts], ...] = (
        ("net and VAT are not gross", map(_adds_up, invoices)),
        ("VAT is more than the highest rate, or less than nothing", map(_is_vat, invoices)),
        ("gross is no net with VAT", map(_is_gross, invoices)),
        ("hours times rate are neither net nor gross", map(_is_worked, invoices)),
        ("there are as many hours as kronor", map(_is_priced, invoices)),
        ("direction does not fit sender and recipients", _directions(messages)),
    )
    for said, verdicts in relations:
        found.extend(_told(said, verdicts))
    for own in _by_period(budgets):
        found.extend(_told("deviation is no difference of two amounts", map(_deviates, own)))
        found.extend(_told("deviation is greater than budget or outcome", map(_is_less, own)))
    for first, second in _IN_ORDER.get(table.profile.table, ()):
        order = _in_order(table, rows, first, second)
        found.extend(_told(f"{first} is after {second}", order, alone=True))
    found.extend(_many_senders(messages))
    return tuple(dict.fromkeys(found))


def _by_period(rows: Sequence[BudgetRow]) -> Iterable[list[BudgetRow]]:
    """The rows of each period, which columns of their own give."""
    groups: dict[tuple[date | None, date | None], list[BudgetRow]] = {}
    for row in rows:
        groups.setdefault((row.period_start, row.period_end), []).append(row)
    return groups.values()


def _told(said: str, verdicts: _Verdicts, *, alone: bool = False) -> Iterator[str]:
    """Tell of a relation that most rows speak against; ``alone``: one row will do if all do."""
    judged = [each for each in verdicts if each is not None]
    against = judged.count(False)
    least = 1 if alone and True not in judged else LEAST_ROWS
    if against >= least and against > MOSTLY * len(judged):
        yield (
            f"in {against} of {len(judged)} rows {said}: columns may have been taken for each other"
        )


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= max(ROUNDING, NEAR * max(abs(one), abs(other)))


def _adds_up(row: InvoiceRow) -> bool | None:
    if row.net_sek is None or row.gross_sek is None or not row.vat_sek:
        return None
    return _near(row.net_sek + row.vat_sek, row.gross_sek)


def _is_vat(row: InvoiceRow) -> bool | None:
    """Whether VAT lies between nothing and the highest rate: of net, or else within gross."""
    within = HIGHEST_VAT / (1 + HIGHEST_VAT)
    amount, highest = (row.net_sek, HIGHEST_VAT) if row.net_sek else (row.gross_sek, within)
    if not amount or not row.vat_sek:
        return None
    return Decimal(0) < row.vat_sek / amount <= highest + NEAR


def _is_gross(row: InvoiceRow) -> bool | None:
    """Whether gross is net and at most the highest VAT, of a list that does not print the VAT."""
    if not row.net_sek or not row.gross_sek or row.vat_sek is not None:
        return None
    return 1 - NEAR <= row.gross_sek / row.net_sek <= 1 + HIGHEST_VAT + NEAR


def _is_worked(row: InvoiceRow) -> bool | None:
    amounts = [each for each in (row.net_sek, row.gross_sek) if each]
    if not row.hours or not row.rate_sek or not amounts:
        return None
    worked = abs(row.hours * row.rate_sek)
    if row.net_sek is None:  # the rate may be without VAT
        amounts.append(amounts[0] / (1 + HIGHEST_VAT))
    return any(_near(worked, abs(each)) for each in amounts)


def _is_priced(row: InvoiceRow) -> bool | None:
    """Whether an hour costs more than there are hours; a product does not tell them apart.

    Without a rate, whether the amount is at least ten kronor for each hour.
    """
    amount = row.net_sek or row.gross_sek
    if not row.hours or not (row.rate_sek or amount):
        return None
    if row.rate_sek:
        return abs(row.hours) < row.rate_sek
    return LEAST_RATE * abs(row.hours) <= abs(amount or Decimal(0))


def _deviates(row: BudgetRow) -> bool | None:
    known = [row.budget_sek, row.outcome_sek, row.forecast_sek]
    amounts = [each for each in known if each is not None]
    if not row.deviation_sek or len(amounts) < 2:
        return None
    pairs = ((one, other) for one in amounts for other in amounts if one is not other)
    allowed = max(ROUNDING, _step((*amounts, row.deviation_sek)))
    return any(abs(one - other - row.deviation_sek) <= allowed for one, other in pairs)


def _is_less(row: BudgetRow) -> bool | None:
    """Whether a deviation is the least of three amounts, as it is once half of a budget is used.

    Budget less outcome is the deviation, and budget less deviation the outcome: only their sizes
    tell the two apart.
    """
    used = row.outcome_sek if row.outcome_sek is not None else row.forecast_sek
    if row.deviation_sek is None or row.budget_sek is None or used is None:
        return None
    return abs(row.deviation_sek) <= min(abs(row.budget_sek), abs(used))


def _directions(rows: Sequence[MessageRow]) -> Iterator[bool | None]:
    """Whether messages go the way that their direction says, of and to the domain of most of them.

    Nothing is said where no domain, or more than one, stands at an end of most messages, nor where
    it stands at both.
    """
    ends = [(_domain(row.sender), _domain(row.recipients), row.direction) for row in rows]
    told = [each for each in ends if all(each)]
    counts = Counter(domain for sender, to, _ in told for domain in {sender, to})
    owners = [domain for domain, count in counts.items() if count > OWN_SHARE * len(told)]
    if len(owners) != 1:
        return
    own = owners[0]
    for sender, to, direction in told:
        if (sender == own) != (to == own):
            yield (sender == own) == (direction == "ut")


def _domain(addresses: str) -> str:
    _, at, domain = addresses.partition(";")[0].rpartition("@")
    return domain.strip(" >").casefold() if at else ""


def _many_senders(rows: Sequence[MessageRow]) -> Iterator[str]:
    """Tell of messages of several senders, where none has several recipients."""
    several = sum(row.sender.count("@") > 1 for row in rows)
    if several and not any(row.recipients.count("@") > 1 for row in rows):
        yield (
            f"in {several} of {len(rows)} rows there are several senders, and in none several"
            " recipients: columns may have been taken for each other"
        )


def _step(amounts: Iterable[Decimal]) -> Decimal:
    """The whole thousands or millions, or tenths of them, in which all amounts are printed."""
    held = tuple(amounts)
    steps = (Decimal(10) ** power for power in range(6, 1, -1))
    return next((step for step in steps if not any(each % step for each in held)), Decimal(0))


def _in_order(table: Table, rows: Rows, first: str, second: str) -> Iterator[bool | None]:
    columns = table.column_of(first), table.column_of(second)
    if columns[0] is None or columns[1] is None:
        return
    for row in table.rows:
        begin, end = (_time(rows[row].get(column)) for column in columns if column is not None)
        if begin is not None and end is not None and begin != end:  # the same day says nothing
            yield begin[0] <= end[1]


def _time(cell: Cell | None) -> tuple[datetime, datetime] | None:
    """The first and the last moment that a cell may mean."""
    if cell is None or cell.doubt is not None:
        return None
    if isinstance(cell.value, datetime):
        return cell.value, cell.value
    day = cell.value if isinstance(cell.value, date) else parse_date(cell.raw.strip())
    if isinstance(day, PartialDate):
        return datetime.combine(day.value, time.min), datetime.combine(day.last, time.max)
    if isinstance(day, date):
        return datetime.combine(day, time.min), datetime.combine(day, time.max)
    return None
