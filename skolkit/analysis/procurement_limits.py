"""A newsroom's own table of limits for direct procurement -> the limit of each year, with source.

The limits change with the years and the kind of purchase, and the kit holds no source for them. A
collection may hold ``direct-procurement-limits.csv`` with the columns ``year``, ``limit_sek`` and
``source``; a line without all three is not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from skolkit.analysis.base import sheet_table
from skolkit.analysis.rows import amount

LIMITS_DOCUMENT = "direct-procurement-limits.csv"


@dataclass(frozen=True, slots=True)
class ProcurementLimit:
    """Below this value without VAT, in kronor, a purchase of the year might be direct."""

    year: int
    limit: Decimal
    source: str


def procurement_limits(cells: pd.DataFrame) -> tuple[ProcurementLimit, ...]:
    """Read the limits of a collection, oldest first; a year that is told twice is left out."""
    found: dict[int, list[ProcurementLimit]] = {}
    for one in sheet_table(cells, LIMITS_DOCUMENT):
        year, limit = one.get("year", ""), amount(one.get("limit_sek", ""))
        source = one.get("source", "")
        if year.isdigit() and len(year) == 4 and limit is not None and limit > 0 and source:
            found.setdefault(int(year), []).append(ProcurementLimit(int(year), limit, source))
    return tuple(held[0] for _, held in sorted(found.items()) if len(held) == 1)
