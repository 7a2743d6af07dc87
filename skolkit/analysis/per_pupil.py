"""Amounts and numbers of pupils -> kronor per pupil, where both are of one year.

``per pupil = amount / (preschool class + years 1 to 9)``, pupils in the city's own schools in the
autumn of the year (``pupils.csv``, source ``stockholm-statistik``). Preschools and upper secondary
schools use the platform too and are not in the count, so that a value per user would be lower. No
year is filled in from another one; a caller who sets an amount against the pupils of another year
says why, and the result carries it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from skolkit.analysis.base import sheet_table
from skolkit.analysis.bounds import KnownSum
from skolkit.analysis.frame_values import whole
from skolkit.analysis.prices import is_spread, sheet_cell_ids
from skolkit.analysis.published import rule_of
from skolkit.analysis.rows import Cost

PUPILS_DOCUMENT = "pupils.csv"
_PARTS = ("municipal_preschool_class", "municipal_years_1_9")


@dataclass(frozen=True, slots=True)
class PupilCount:
    """Pupils in the city's own schools in the autumn of a year."""

    year: int
    preschool_class: int
    years_1_9: int
    source_id: str
    cell_ids: tuple[str, ...]

    @property
    def pupils(self) -> int:
        """Preschool class and years 1 to 9 together."""
        return self.preschool_class + self.years_1_9


@dataclass(frozen=True, slots=True)
class PerPupil:
    """An amount in kronor, and what it comes to per pupil."""

    year: int  # of the amount
    amount: Decimal
    qualifier: str  # of the amount, and so of the value
    pupils: int
    pupils_year: int
    value: Decimal  # kronor per pupil
    ours: str  # why the pupils are of another year; empty if they are of the same
    row_ids: tuple[str, ...]
    pupil_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotPerPupil:
    """Rows that have no value per pupil, and why."""

    reason: str
    row_ids: tuple[str, ...]
    missing: int | None = None  # the year whose pupils are not known, if that is the reason


def pupil_counts(cells: pd.DataFrame) -> dict[int, PupilCount]:
    """Read ``pupils.csv`` from the cells, by year; empty if it is not there.

    A year of which one of the two counts was not read is left out: half of the pupils is no count.
    """
    counts: dict[int, PupilCount] = {}
    rows = sheet_table(cells, PUPILS_DOCUMENT)
    for row, ids in zip(rows, sheet_cell_ids(cells, PUPILS_DOCUMENT), strict=True):
        year = whole(row.get("school_year_autumn"))
        first, rest = (whole(row.get(part)) for part in _PARTS)
        if year is None or first is None or rest is None:
            continue
        cells_read = tuple(ids[part] for part in _PARTS if ids.get(part))
        counts[year] = PupilCount(year, first, rest, row.get("source_id", ""), cells_read)
    return counts


def cost_per_pupil(
    row: Cost, counts: Mapping[int, PupilCount], *, pupils_of: int | None = None, ours: str = ""
) -> PerPupil | NotPerPupil:
    """Divide a published amount by the pupils of its year.

    Args:
        row: A published amount.
        counts: Pupils by year.
        pupils_of: Another year, whose pupils are taken; only with ``ours``.
        ours: Why ("elevtal efter 2016 hittades inte"); it is carried in the result.

    Returns:
        The value with the qualifier of the amount, or why there is none: no amount or year, money
        of several years, a rate, offer or limit, or no count of that year.

    Raises:
        ValueError: if pupils of another year are asked for and nothing is said of why.
    """
    ids = (row.place.row_id,)
    rule = rule_of(row)
    if row.amount is None:
        return NotPerPupil("the amount is not known", ids)
    if row.year is None:
        return NotPerPupil("the year of the amount is not known", ids)
    if rule is not None and rule.never:
        return NotPerPupil(rule.reason, ids)
    if row.category == "per-pupil":
        return NotPerPupil("the amount is per pupil already", ids)
    if is_spread(row):
        return NotPerPupil("the money was spent over several years", ids)
    return _divided(row.year, row.amount, row.qualifier, ids, counts, pupils_of, ours)


def sum_per_pupil(
    year: int,
    known: KnownSum,
    counts: Mapping[int, PupilCount],
    *,
    pupils_of: int | None = None,
    ours: str = "",
) -> PerPupil | NotPerPupil:
    """Divide what was billed in a year by its pupils; see ``cost_per_pupil``.

    The qualifier is ``exakt`` only if every row was read without doubt; else it is empty, because
    the sum is of what was read.
    """
    if not known.row_ids:
        return NotPerPupil("no amount was read", known.unread)
    qualifier = "exakt" if known.complete else ""
    return _divided(year, known.amount, qualifier, known.row_ids, counts, pupils_of, ours)


def costs_per_pupil(
    rows: Sequence[Cost], counts: Mapping[int, PupilCount]
) -> tuple[tuple[PerPupil, ...], tuple[NotPerPupil, ...]]:
    """Go through published amounts: those with a value per pupil, and the others with reasons."""
    made = [
        cost_per_pupil(row, counts)
        for row in rows
        if row.row_kind == "row" and not row.duplicate_of
    ]
    return (
        tuple(each for each in made if isinstance(each, PerPupil)),
        tuple(each for each in made if isinstance(each, NotPerPupil)),
    )


def _divided(
    year: int,
    amount: Decimal,
    qualifier: str,
    ids: tuple[str, ...],
    counts: Mapping[int, PupilCount],
    pupils_of: int | None,
    ours: str,
) -> PerPupil | NotPerPupil:
    chosen = year if pupils_of is None else pupils_of
    if chosen != year and not ours.strip():
        raise ValueError("pupils of another year are taken only with a reason (ours=...)")
    count = counts.get(chosen)
    if count is None or not count.pupils:
        reason = f"the number of pupils in the autumn of {chosen} is not known"
        return NotPerPupil(reason, ids, missing=chosen)
    return PerPupil(
        year=year,
        amount=amount,
        qualifier=qualifier,
        pupils=count.pupils,
        pupils_year=chosen,
        value=amount / count.pupils,
        ours=ours.strip() if chosen != year else "",
        row_ids=ids,
        pupil_cells=count.cell_ids,
    )
