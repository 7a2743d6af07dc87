"""The limit for direct procurement of each year, with its source: a newsroom's own, else shipped.

The limits change with the years and the kind of purchase. A collection may hold
``direct-procurement-limits.csv`` with the columns ``year``, ``limit_sek`` and ``source``; a line
without all three is not used. Without that table those of ``procurement_limits.toml`` are taken.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

import pandas as pd

from skolkit.analysis.base import sheet_table
from skolkit.analysis.frame_values import amount

LIMITS_DOCUMENT = "direct-procurement-limits.csv"


@dataclass(frozen=True, slots=True)
class ProcurementLimit:
    """Below this value without VAT, in kronor, a purchase of the year might be direct."""

    year: int
    limit: Decimal
    source: str
    url: str = ""


def procurement_limits(cells: pd.DataFrame) -> tuple[ProcurementLimit, ...]:
    """The limits that a collection is to be held against, oldest first.

    Returns:
        Those of the collection's own table, without years that it tells twice; the shipped ones if
        it has no such table.
    """
    told = sheet_table(cells, LIMITS_DOCUMENT)
    if not told:
        return shipped_limits()
    found: dict[int, list[ProcurementLimit]] = {}
    for one in told:
        year, limit = one.get("year", ""), amount(one.get("limit_sek", ""))
        source = one.get("source", "")
        if year.isdigit() and len(year) == 4 and limit is not None and limit > 0 and source:
            found.setdefault(int(year), []).append(ProcurementLimit(int(year), limit, source))
    return tuple(held[0] for _, held in sorted(found.items()) if len(held) == 1)


@cache
def shipped_limits() -> tuple[ProcurementLimit, ...]:
    """The limits under LOU for goods and services that a published source states, by year."""
    file = resources.files("skolkit.analysis").joinpath("procurement_limits.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))["limit"]
    return tuple(
        ProcurementLimit(year, Decimal(one["limit"]), one["source"], one["url"])
        for one in told
        for year in range(one["first"], one["last"] + 1)
    )
