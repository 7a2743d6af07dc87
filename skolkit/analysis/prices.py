"""Consumer price index -> amounts in the money of another year.

The index is SCB's KPI (1980 = 100); a year is its published annual mean. Only figures that refer to
one year or one date are converted: money spent over several years has no single price level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from skolkit.analysis.base import sheet_table
from skolkit.analysis.frame_values import amount, plain, records
from skolkit.analysis.rows import Cost

KPI_DOCUMENT = "kpi.csv"
# What a platform has cost in all was paid over many years; a decided frame has a year.
SPREAD = frozenset({"total", "investment"})


@dataclass(frozen=True, slots=True)
class PriceIndex:
    """The index by year."""

    years: Mapping[int, Decimal]
    cell_ids: Mapping[int, str] = field(default_factory=dict)  # where each number stands

    def cells_of(self, *years: int) -> tuple[str, ...]:
        """The cells that the index numbers of some years were read from, as far as known."""
        return tuple(self.cell_ids[year] for year in dict.fromkeys(years) if year in self.cell_ids)

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
    """A published amount beside its value in the money of ``price_year``.

    ``real = nominal * to_index / from_index``.
    """

    row: Cost
    nominal: Decimal
    real: Decimal
    price_year: int
    from_index: Decimal  # of the year of the amount
    to_index: Decimal  # of ``price_year``
    index_cells: tuple[str, ...]  # the cells of both

    @property
    def rounded(self) -> Decimal:
        """``real`` in whole kronor; three digits of what is only about so much."""
        digits = max(self.real.adjusted() - 2, 0) if self.row.qualifier == "cirka" else 0
        return self.real.quantize(Decimal(1).scaleb(digits))


def price_index(cells: pd.DataFrame) -> PriceIndex:
    """Read the annual means from the cells of ``kpi.csv``; no years if it is not there.

    Months are left alone: the year that is not over yet has no mean, and none is made up.
    """
    years: dict[int, Decimal] = {}
    places: dict[int, str] = {}
    rows = sheet_table(cells, KPI_DOCUMENT)
    for row, ids in zip(rows, sheet_cell_ids(cells, KPI_DOCUMENT), strict=True):
        value = amount(row.get("kpi_1980_100", "").replace(",", "."))
        if row.get("period_kind") == "year" and row.get("period", "").isdigit() and value:
            year = int(row["period"])
            years[year] = value
            if ids.get("kpi_1980_100"):
                places[year] = ids["kpi_1980_100"]
    return PriceIndex(years, places)


def sheet_cell_ids(cells: pd.DataFrame, document: str) -> tuple[dict[str, str], ...]:
    """The ids of the cells that ``sheet_table`` reads, row for row, by heading."""
    grid: dict[int, dict[int, tuple[str, str]]] = {}
    for cell in records(cells):
        if plain(cell.get("document")) == document:
            row, column = int(plain(cell["row"])), int(plain(cell["column"]))
            grid.setdefault(row, {})[column] = plain(cell.get("raw")), plain(cell.get("cell_id"))
    if not grid:
        return ()
    headings = grid[min(grid)]
    return tuple(
        {name: grid[row].get(column, ("", ""))[1] for column, (name, _) in headings.items()}
        for row in sorted(grid)[1:]
    )


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
            start, end = index.years[row.year], index.years[price_year]
            places = index.cells_of(row.year, price_year)
            converted.append(RealAmount(row, row.amount, real, price_year, start, end, places))
    return tuple(converted)
