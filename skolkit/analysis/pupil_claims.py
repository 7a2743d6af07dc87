"""Published amounts per pupil -> one finding: what is published, what we can divide, what not.

No year is filled in from another one (``per_pupil``). Claim id: K17.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.per_pupil import PupilCount, costs_per_pupil
from skolkit.analysis.rows import Cost, counted
from skolkit.analysis.words import LANGS, kronor, listed, qualified

PER_PUPIL = "per-pupil"


def pupil_finding(rows: Sequence[Cost], counts: Mapping[int, PupilCount]) -> Finding | None:
    """Say how many amounts can be divided by the pupils of their year, and what is published.

    Returns:
        The finding; ``None`` without a row that was judged.
    """
    divided, others = costs_per_pupil(rows, counts)
    judged = [row for row in counted(rows) if row.row_kind == "row"]
    if not judged:
        return None
    missing = {name for one in others if one.missing is not None for name in one.row_ids}
    published = [row for row in judged if row.category == PER_PUPIL and row.amount is not None]
    years = [str(year) for year in sorted(counts)]
    known = {lang: listed(years, lang) if years else "–" for lang in LANGS}
    said = {
        lang: listed(
            [
                f"{qualified(kronor(row.amount or Decimal(0), lang), row.qualifier, lang)} "
                f"({row.year})"
                for row in published
            ],
            lang,
        )
        for lang in LANGS
    }
    told_sv = f" Publicerat per elev är {said['sv']}." if published else ""
    told_en = f" Published per pupil is {said['en']}." if published else ""
    none_sv, none_en = len(divided) or "Inget", len(divided) or "None"
    return finding(
        "K17",
        judged,
        sv=f"{none_sv} av {len(judged)} belopp kan slås ut på elever av samma år: för "
        f"{len(missing)} saknas elevtal för året (elevtal finns för {known['sv']}) och "
        f"{len(judged) - len(divided) - len(missing)} gäller flera år, är ett pris per enhet eller "
        f"är ingen säker kostnad.{told_sv}",
        en=f"{none_en} of {len(judged)} amounts can be divided by the pupils of the same year: for "
        f"{len(missing)} the number of pupils is missing (numbers exist for {known['en']}) and "
        f"{len(judged) - len(divided) - len(missing)} cover several years, are a price of a unit "
        f"or are no certain cost.{told_en}",
        number=len(divided),
        unit="rows",
        caveat=(
            "Ett annat års elevtal sätts inte in. Elevtalen gäller stadens förskoleklasser och "
            "grundskolor; förskolor och gymnasier använde också plattformen.",
            "No other year's number is put in. The numbers are of the city's preschool classes "
            "and compulsory schools; preschools and upper secondary schools used the platform too.",
        ),
    )
