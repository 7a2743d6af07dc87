"""Published amounts -> the same money in the prices of one year, where its year is known.

``real = nominal * index of the price year / index of the year`` (``prices``). A published amount
has a year of its own if it covers a period within one year, or if it is a decided amount that is
told for one year only. A budget that sources tell in 2018, 2019 and 2022 has no known price level,
and is not converted. Claim id: K16.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.prices import PriceIndex, RealAmount, is_spread, real_amounts
from skolkit.analysis.published import path_of, rule_of
from skolkit.analysis.rows import Cost, counted
from skolkit.analysis.words import LANGS, kronor, millions
from skolkit.tables.series import counted_once
from skolkit.tables.series_decisions import Rule

_NO_COST = frozenset({Rule.OFFER, Rule.LIMIT, Rule.UNCLEAR})


class Why(StrEnum):
    """Why an amount is not converted."""

    UNKNOWN = "unknown"  # no amount, or no year
    NO_COST = "no-cost"  # an offer, a limit, or nobody knows what
    SPREAD = "spread"  # the money was spent over several years
    UNDECIDED = "undecided"  # an estimate whose price level no source gives
    SEVERAL = "several"  # told for several years: when it was decided is not known
    NO_INDEX = "no-index"  # the index has no annual mean of the year


@dataclass(frozen=True, slots=True)
class NotReal:
    """Rows that are not converted, and why."""

    why: Why
    rows: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class RealPublished:
    """Published amounts in the money of one year, and those that have no year of their own."""

    price_year: int
    amounts: tuple[RealAmount, ...]
    others: tuple[NotReal, ...]  # in the order of ``Why``

    @property
    def rows(self) -> int:
        """All rows that were judged."""
        return len(self.amounts) + sum(len(one.rows) for one in self.others)


def real_published(rows: Sequence[Cost], index: PriceIndex, price_year: int) -> RealPublished:
    """Convert the published amounts that have a year of their own.

    Rows that repeat another and printed sums are left out; of rows for which one stands, only that
    one is judged.

    Raises:
        ValueError: if the index has no annual mean of the price year.
    """
    if price_year not in index.years:
        raise ValueError(f"there is no annual mean of {price_year}")
    judged: list[Cost] = counted_once([row for row in counted(rows) if row.row_kind == "row"])
    told: dict[tuple[str, str, object], set[int | None]] = {}
    for row in judged:
        told.setdefault((path_of(row), row.category, row.amount), set()).add(row.year)
    amounts: list[RealAmount] = []
    others: dict[Why, list[Cost]] = {}
    for row in judged:
        why = _why_not(row, told[path_of(row), row.category, row.amount])
        made = real_amounts([row], index, price_year) if why is None else ()
        amounts.extend(made)
        if not made:
            others.setdefault(why or Why.NO_INDEX, []).append(row)
    return RealPublished(
        price_year,
        tuple(sorted(amounts, key=lambda one: (one.row.year or 0, one.row.cost_id))),
        tuple(NotReal(why, tuple(others[why])) for why in Why if why in others),
    )


def _why_not(row: Cost, years: set[int | None]) -> Why | None:
    if row.amount is None or row.year is None:
        return Why.UNKNOWN
    if rule_of(row) in _NO_COST:
        return Why.NO_COST
    if is_spread(row):
        return Why.SPREAD
    if all(row.period):
        return None
    if row.is_estimate is not False:
        return Why.UNDECIDED
    return Why.SEVERAL if len(years) > 1 else None


def real_finding(found: RealPublished) -> Finding | None:
    """Say how many amounts have a year of their own, and the largest of them; K16."""
    if not found.amounts:
        return None
    year = [one for one in found.amounts if all(one.row.period) and one.row.qualifier == "exakt"]
    large = max(year or found.amounts, key=lambda one: (one.nominal, one.row.cost_id))
    nominal = {lang: kronor(large.nominal, lang) for lang in LANGS}
    which = {"sv": "", "en": ""}
    if year:
        which = {"sv": " exakta beloppet för ett års kostnader", "en": " exact costs of one year"}
    real = {lang: millions(large.real, lang) for lang in LANGS}
    return finding(
        "K16",
        [one.row for one in found.amounts],
        sv=f"{len(found.amounts)} av {found.rows} belopp har ett känt år och kan räknas om; det "
        f"största{which['sv']}, {nominal['sv']} för {large.row.year}, motsvarar {real['sv']} "
        f"i {found.price_year} års priser.",
        en=f"{len(found.amounts)} of {found.rows} amounts have a known year and can be converted; "
        f"the largest{which['en']}, {nominal['en']} for {large.row.year}, "
        f"equals {real['en']} in the prices of {found.price_year}.",
        number=large.real,
        unit="kr",
        caveat=(
            "KPI följer det hushåll köper och säger vad pengarna var värda, inte vad it eller "
            "konsulter kostade. En budget som anges för flera år räknas inte om: när den "
            "beslutades är inte känt. Av rader om samma belopp räknas en.",
            "KPI follows what households buy and says what the money was worth, not what IT or "
            "consultants cost. A budget told for several years is not converted: when it was "
            "decided is not known. Of rows that tell one amount one is counted.",
        ),
    )
