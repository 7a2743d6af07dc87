"""Bills -> leads by their look: round amounts, weekend dates, and the share of December.

Each comes with what chance alone would give, because a round amount or a Sunday is common. See
``leads`` for what a lead is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.bounds import KnownSum, net_sum
from skolkit.analysis.cost_trends import trend
from skolkit.analysis.leads import Bill, Leads, bills, single
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice
from skolkit.analysis.spans import period_of
from skolkit.analysis.words import number

ROUND_STEP = Decimal(10_000)
TWELFTH = Decimal(1) / 12
WEEKEND = Decimal(2) / 7


@dataclass(frozen=True, slots=True)
class YearEnd:
    """How much of a year's net amount is dated December."""

    year: int
    december: KnownSum | None  # None: no row of December, and nobody knows why
    whole: KnownSum
    share: Decimal | None  # of the year, 1 for all; None if the year has no amount above 0
    even: Decimal  # what an even year would give, 1/12
    times_even: Decimal | None  # share / even
    months: int  # months of the year that have a row
    missing_months: tuple[str, ...]  # the others: with them the share may be another
    not_monthly: tuple[str, ...]  # rows of the year without a known month; in ``whole``


def round_leads(rows: Iterable[Invoice], *, step: Decimal = ROUND_STEP) -> Leads:
    """Bills whose net amount is a whole multiple of ``step`` kronor, credit notes too.

    Fixed prices and advances are round by nature, and so are hours x rate often enough: it is the
    count beside the number of judged bills that may say something, not a single bill.

    Raises:
        ValueError: if ``step`` is not above 0.
    """
    if step <= 0:
        raise ValueError("the step must be above 0")
    every = bills(rows)
    able = [bill for bill in every if bill.net is not None]
    found = [bill for bill in able if bill.net and bill.net % step == 0]
    return Leads(
        kind="round",
        rule_sv=f"Nettobeloppet är en jämn multipel av {number(step, 'sv')} kr.",
        rule_en=f"The net amount is a whole multiple of SEK {number(step, 'en')}.",
        reasons_sv="Fasta priser, förskott och uppskattade belopp är ofta jämna.",
        reasons_en="Fixed prices, advances and estimates are often round.",
        judged=len(able),
        not_judged=_rows(bill for bill in every if bill.net is None),
        leads=tuple(single(bill) for bill in _largest(found)),
    )


def weekend_leads(rows: Iterable[Invoice]) -> Leads:
    """Bills dated on a Saturday or Sunday.

    If all days were alike, 2 of 7 bills would be here (``WEEKEND``). Swedish public holidays are
    left out of scope: they move, and the kit has no source for them. Many systems date invoices by
    machine, on any day.
    """
    every = bills(rows)
    able = [(bill, day) for bill in every if (day := bill.day) is not None]
    found = [bill for bill, day in able if day.weekday() >= 5]
    return Leads(
        kind="weekend",
        rule_sv="Fakturadatum är en lördag eller söndag; helgdagar räknas inte.",
        rule_en="The date is a Saturday or Sunday; public holidays are not counted.",
        reasons_sv="Fakturor dateras ofta maskinellt, den sista i månaden oavsett veckodag.",
        reasons_en="Invoices are often dated by machine, at the end of a month on any weekday.",
        judged=len(able),
        not_judged=_rows(bill for bill in every if bill.day is None),
        leads=tuple(single(bill) for bill in _largest(found)),
    )


def year_ends(rows: Iterable[Invoice], *, lost: Sequence[Missing] = ()) -> tuple[YearEnd, ...]:
    """The share of December in each year's net amount, beside 1/12.

    Formula: ``share = net dated December / net of the year``. Licences for the next year and yearly
    settlements fall in December by nature. A year with missing months is told with them: its share
    is of what was disclosed.
    """
    rows = tuple(rows)
    by_year: dict[str, list[Invoice]] = {}
    for row in rows:
        by_year.setdefault(period_of(row.date, "year"), []).append(row)
    by_year.pop("", None)
    made = []
    for year, own in sorted(by_year.items()):
        months = {each.period: each.sum for each in trend(own, "month", lost=lost).periods}
        whole = net_sum(own, lost=lost)
        if not (whole.row_ids or whole.unread):
            continue
        december = months.get(f"{year}-12")
        share = None
        if whole.amount > 0 and december is not None:
            share = december.amount / whole.amount
        every = [f"{year}-{month:02d}" for month in range(1, 13)]
        placed = {row for each in months.values() for row in (*each.row_ids, *each.unread)}
        made.append(
            YearEnd(
                year=int(year),
                december=december,
                whole=whole,
                share=share,
                even=TWELFTH,
                times_even=None if share is None else share * 12,
                months=len(months),
                missing_months=tuple(month for month in every if month not in months),
                not_monthly=tuple(
                    row for row in (*whole.row_ids, *whole.unread) if row not in placed
                ),
            )
        )
    return tuple(made)


def _largest(found: Iterable[Bill]) -> list[Bill]:
    return sorted(found, key=lambda bill: (-(bill.net or Decimal(0)), bill.date, bill.row_ids))


def _rows(some: Iterable[Bill]) -> tuple[str, ...]:
    return tuple(row for bill in some for row in bill.row_ids)
