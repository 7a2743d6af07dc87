"""Consultants' invoice lines -> hours, rates, and lines to look at: far rates, many hours, sums.

The rules are stated with each result. A line that a rule finds is a question to ask and nothing
more: rates differ by role, and a line may bill several persons or months.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from skolkit.analysis.bounds import KnownSum, known_sum, net_sum, part
from skolkit.analysis.cost_trends import split
from skolkit.analysis.ledger import ROUNDING
from skolkit.analysis.rows import Invoice, row_ids
from skolkit.analysis.spans import period_of
from skolkit.analysis.suppliers import printed_names, supplier_key

FAR = Decimal("0.25")  # of the median
FEWEST_RATES = 4  # a median of fewer lines says little
LINE_HOURS = Decimal(240)  # on one line, in one month
MONTH_HOURS = Decimal(744)  # 31 days of 24 hours


@dataclass(frozen=True, slots=True)
class RateSummary:
    """The hours and rates of one supplier; rates in kronor an hour without VAT."""

    supplier: str
    names: tuple[str, ...]
    hours: KnownSum  # in hours, credit notes taken off
    net: KnownSum  # in kronor
    rates: int  # lines that the rates below rest on
    mean: Decimal | None  # of the lines, each line once
    mean_by_hours: Decimal | None  # hours x rate / hours, of lines with both
    median: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    rate_row_ids: tuple[str, ...]
    without_rate: tuple[str, ...]
    doubtful: tuple[str, ...]  # lines whose rate is doubted; they are not in the rates


@dataclass(frozen=True, slots=True)
class FarRate:
    """A rate far from the median of its own supplier."""

    row_id: str
    supplier: str
    rate: Decimal
    median: Decimal
    deviation: Decimal  # (rate - median) / median
    median_row_ids: tuple[str, ...]  # all lines of the median, this one too


@dataclass(frozen=True, slots=True)
class ManyHours:
    """More hours in a month than the stated limit."""

    rule: str  # "line" or "month"
    supplier: str
    name: str  # of the line, as printed: a person or role; may be empty for the rule "line"
    month: str
    hours: Decimal
    limit: Decimal
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursFound:
    """Lines with many hours, and the lines that could not be judged."""

    found: tuple[ManyHours, ...]
    judged: int
    not_judged: tuple[str, ...]  # no hours, or a date that does not name a month
    nameless: tuple[str, ...]  # judged by the line alone: nobody knows whose hours to add


@dataclass(frozen=True, slots=True)
class RateDifference:
    """A line where hours times rate is not the net amount; in kronor."""

    row_id: str
    hours: Decimal
    rate: Decimal
    product: Decimal
    net: Decimal
    difference: Decimal  # net - hours x rate
    doubted: bool  # whether one of the three was read with doubt: then it may be a misreading


@dataclass(frozen=True, slots=True)
class ProductsChecked:
    """Hours times rate beside net on each line that has all three."""

    differing: tuple[RateDifference, ...]
    agreeing: tuple[str, ...]
    incomplete: tuple[str, ...]


def consultant_lines(rows: Iterable[Invoice]) -> tuple[Invoice, ...]:
    """Lines that bill consultants' time: of category consultant, or with hours or a rate.

    Repeats and printed sums are left out.
    """
    kept, _ = part(rows)
    return tuple(
        row
        for row in kept
        if row.category == "consultant" or row.hours is not None or row.rate is not None
    )


def rate_summaries(rows: Iterable[Invoice]) -> tuple[RateSummary, ...]:
    """Hours and rates by supplier, the one with the most hours first.

    Formulas: ``mean = sum of rates / lines``, ``mean_by_hours = sum of hours x rate / sum of
    hours``, ``median`` the middle rate of the lines. Lines with negative hours (credit notes) and
    doubted rates are in no rate; they are in the hours.
    """
    made = []
    for supplier, own in split(consultant_lines(rows), "supplier").items():
        held = _rated(own)
        rates = [rate for _, rate in held]
        timed = [(row.hours, rate) for row, rate in held if row.hours is not None]
        hours = sum((each for each, _ in timed), Decimal(0))
        made.append(
            RateSummary(
                supplier=supplier,
                names=printed_names(own),
                hours=known_sum(own, lambda row: row.hours, "hours"),
                net=net_sum(own),
                rates=len(rates),
                mean=sum(rates, Decimal(0)) / len(rates) if rates else None,
                mean_by_hours=sum((h * r for h, r in timed), Decimal(0)) / hours if hours else None,
                median=median(rates) if rates else None,
                lowest=min(rates, default=None),
                highest=max(rates, default=None),
                rate_row_ids=row_ids(row for row, _ in held),
                without_rate=row_ids(row for row in own if row.rate is None),
                doubtful=row_ids(
                    row for row in own if row.rate is not None and row.place.doubts_on("rate_sek")
                ),
            )
        )
    return tuple(sorted(made, key=lambda each: (-each.hours.amount, each.supplier)))


def far_rates(
    rows: Iterable[Invoice], *, far: Decimal = FAR, fewest: int = FEWEST_RATES
) -> tuple[FarRate, ...]:
    """Rates that lie more than ``far`` from the median of their own supplier.

    Rule: ``|rate - median| > far x median``, for suppliers with at least ``fewest`` lines with a
    rate. The median holds the line itself. A supplier with two roles may have half of its lines
    here: that is a fact about its prices and no fault.

    Args:
        rows: Invoice lines.
        far: Part of the median, 0.25 for a quarter.
        fewest: Fewest lines for a median.

    Returns:
        The lines, the farthest first.
    """
    found = []
    for supplier, own in split(consultant_lines(rows), "supplier").items():
        held = _rated(own)
        if not supplier or len(held) < max(fewest, 1):
            continue
        middle = median(rate for _, rate in held)
        ids = row_ids(row for row, _ in held)
        for row, rate in held:
            if middle and abs(rate - middle) > far * middle:
                deviation = (rate - middle) / middle
                found.append(FarRate(row.place.row_id, supplier, rate, middle, deviation, ids))
    return tuple(sorted(found, key=lambda each: (-abs(each.deviation), each.row_id)))


def many_hours(
    rows: Iterable[Invoice],
    *,
    line_limit: Decimal = LINE_HOURS,
    month_limit: Decimal = MONTH_HOURS,
) -> HoursFound:
    """Lines and months with more hours than one person is likely to work, or than there are.

    Rules: one line with more than ``line_limit`` hours; and all lines of one supplier, one printed
    name and one month with more than ``month_limit`` hours together. The month is that of the
    invoice date: the work may be older, and one line may bill several persons or months. Lines
    without a printed name are judged alone.

    Args:
        rows: Invoice lines; the name is the text of the line.
        line_limit: Hours on one line, by default 240 (ten hours on each of 24 days).
        month_limit: Hours in a month, by default the 744 of 31 days.
    """
    found: list[ManyHours] = []
    not_judged: list[str] = []
    nameless: list[str] = []
    months: dict[tuple[str, str, str], list[tuple[Invoice, Decimal]]] = {}
    judged = 0
    for row in consultant_lines(rows):
        month, supplier = period_of(row.date, "month"), supplier_key(row)
        if row.hours is None or not month:
            not_judged.append(row.place.row_id)
            continue
        judged += 1
        if row.hours > line_limit:
            own = row_ids((row,))
            found.append(
                ManyHours("line", supplier, row.description, month, row.hours, line_limit, own)
            )
        if row.description:
            months.setdefault((supplier, row.description, month), []).append((row, row.hours))
        else:
            nameless.append(row.place.row_id)
    for (supplier, name, month), held in months.items():
        hours = sum((each for _, each in held), Decimal(0))
        if hours > month_limit:
            ids = row_ids(row for row, _ in held)
            found.append(ManyHours("month", supplier, name, month, hours, month_limit, ids))
    ordered = sorted(found, key=lambda each: (each.month, each.supplier, each.row_ids))
    return HoursFound(tuple(ordered), judged, tuple(not_judged), tuple(nameless))


def products(rows: Iterable[Invoice], *, allowed: Decimal = ROUNDING) -> ProductsChecked:
    """Compare hours times rate with net on each line that has all three.

    Args:
        rows: Invoice lines.
        allowed: Difference in kronor that rounding explains, by default half a krona.
    """
    differing, agreeing, incomplete = [], [], []
    for row in consultant_lines(rows):
        if row.hours is None or row.rate is None or row.net is None:
            incomplete.append(row.place.row_id)
            continue
        product = row.hours * row.rate
        if abs(row.net - product) <= allowed:
            agreeing.append(row.place.row_id)
            continue
        differing.append(
            RateDifference(
                row_id=row.place.row_id,
                hours=row.hours,
                rate=row.rate,
                product=product,
                net=row.net,
                difference=row.net - product,
                doubted=row.place.doubts_on("hours", "rate_sek", "net_sek"),
            )
        )
    return ProductsChecked(tuple(differing), tuple(agreeing), tuple(incomplete))


def _rated(rows: Iterable[Invoice]) -> list[tuple[Invoice, Decimal]]:
    """Lines whose rate may be compared: read without doubt, and no credit note."""
    return [
        (row, row.rate)
        for row in rows
        if row.rate is not None
        and not row.place.doubts_on("rate_sek")
        and (row.hours is None or row.hours > 0)
        and (row.net is None or row.net >= 0)
    ]
