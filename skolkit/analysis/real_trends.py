"""Sums by year -> the same sums in the money of one year, with the index numbers beside them.

``real = nominal * index of the price year / index of the year``, with SCB's KPI (1980 = 100, annual
means; source ``scb-kpi`` of the public record). The nominal sum always stands beside. KPI follows
what households buy: it says what money was worth, not what IT or consultants cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.bounds import KnownSum
from skolkit.analysis.cost_trends import Trend
from skolkit.analysis.prices import PriceIndex


@dataclass(frozen=True, slots=True)
class RealPeriod:
    """The sum of one year, nominal and in the money of the price year, in kronor."""

    year: int
    nominal: KnownSum
    real: Decimal
    from_index: Decimal
    to_index: Decimal
    index_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RealTrend:
    """Sums by year in the money of one year."""

    price_year: int
    years: tuple[RealPeriod, ...]
    gaps: tuple[str, ...]  # years without any row
    without_index: tuple[str, ...]  # years with rows that have no annual mean: not converted
    unplaced: KnownSum  # rows without a year: not converted


def real_trend(found: Trend, index: PriceIndex, price_year: int) -> RealTrend:
    """Convert the sums of a trend by year.

    Args:
        found: Sums by year; quarters and months have no annual mean.
        index: Annual means.
        price_year: The year in whose money the sums are told.

    Raises:
        ValueError: if the trend is not by year, or the price year has no annual mean.
    """
    if found.span != "year":
        raise ValueError(f"only sums by year are converted, not by {found.span}")
    if price_year not in index.years:
        raise ValueError(f"there is no annual mean of {price_year}")
    years, without = [], []
    for each in found.periods:
        year = int(each.period)
        real = index.real(each.sum.amount, year, price_year)
        if real is None:
            without.append(each.period)
            continue
        years.append(
            RealPeriod(
                year=year,
                nominal=each.sum,
                real=real,
                from_index=index.years[year],
                to_index=index.years[price_year],
                index_cells=index.cells_of(year, price_year),
            )
        )
    return RealTrend(price_year, tuple(years), found.gaps, tuple(without), found.unplaced)
