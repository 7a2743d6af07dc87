"""Consumer price index -> amounts in the money of another year.

The index is SCB's KPI (1980 = 100); a year is its published annual mean. Only figures that refer to
one year or one date are converted: money spent over several years has no single price level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from skolkit.analysis.base import sheet_table
from skolkit.analysis.rows import Cost, amount

KPI_DOCUMENT = "kpi.csv"
# What a platform has cost in all was paid over many years; a decided frame has a year.
SPREAD = frozenset({"total", "investment"})


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """The index by year."""

    years: Mapping[int, Decimal]

    @property
    def latest(self) -> int | None:
        """The last year with a published annual mean."""
        return max(self.years, default=None)

    def real(self, nominal: Decimal, year: int, price_year: int) -> Decimal | None:
        """Convert kronor of ``year`` to kronor of ``price_year``; ``None`` if a year is missing."""
        if year not in self.years or price_year not in self.years:
            return None
        return nominal * self.years[price_year] / self.years[year]


@dataclass(frozen=True, slots=True)
class RealAmount:
    """A published amount beside its value in the money of ``price_year``."""

    row: Cost
    nominal: Decimal
    real: Decimal
    price_year: int


def price_index(cells: pd.DataFrame) -> PriceIndex:
    """Read the annual means from the cells of ``kpi.csv``; no years if it is not there."""
    years: dict[int, Decimal] = {}
    for row in sheet_table(cells, KPI_DOCUMENT):
        value = amount(row.get("kpi_1980_100", "").replace(",", "."))
        if row.get("period_kind") == "year" and row.get("period", "").isdigit() and value:
            years[int(row["period"])] = value
    return PriceIndex(years)


def is_spread(row: Cost) -> bool:
    """Whether an amount was spent over several years, so that it has no single price level."""
    first, last = (day[:4] for day in row.period)
    return row.category in SPREAD or (bool(first or last) and first != last)


def real_amounts(
    rows: Sequence[Cost], index: PriceIndex, price_year: int
) -> tuple[RealAmount, ...]:
    """Convert the rows that refer to one year; money spent over several years is left out."""
    converted = []
    for row in rows:
        if row.amount is None or row.year is None or is_spread(row):
            continue
        real = index.real(row.amount, row.year, price_year)
        if real is not None:
            converted.append(RealAmount(row, row.amount, real, price_year))
    return tuple(converted)
