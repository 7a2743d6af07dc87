"""Published cost figures -> findings that respect each source's reservation.

The rows of a public record are claims by different sources about overlapping things. They are
listed with date and source and never summed, with two exceptions that the sources themselves make:
the module costs of 2019, and the years 2018 and 2019 above the budget. What we add up is said to be
our arithmetic. Sums are made by ``skolkit.tables.series.total`` alone: without the decisions on
what may be added (``series.toml``) the claims that rest on a sum are not made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.prices import PriceIndex
from skolkit.analysis.published import Refusal, summed_or_refused
from skolkit.analysis.rows import Cost
from skolkit.analysis.words import LANGS, kronor, listed, millions, percent, qualified
from skolkit.tables.series import total

# Figures for the project as a whole; smaller ones in these categories describe a part of it.
WHOLE_PROJECT = frozenset({"budget", "forecast", "investment", "total"})
WHOLE_PROJECT_FROM = Decimal(300_000_000)
# The published decomposition of 2019: one total and its eight modules.
MODULE_TOTAL = "C025"
MODULES = tuple(f"C{number:03d}" for number in range(26, 34))
# Each module is published in million kronor with one decimal: half of the last digit either way.
MODULE_ROUNDING = Decimal(50_000)
FRAME_2019, ABOVE_FRAME = "C022", "C034"
OURS_TO_2019 = "projektram plus kostnader 2018-2019 utöver den, vår uträkning"
FIRST_FRAME, LATER_FRAME = "C005", "C011"
CONSULTANTS = ("C019", "C020", "C044")
_FORECAST = (
    "En prognos för året från stadsledningskontoret, inte ett utfall.",
    "A forecast for the year from the city executive office, not an outcome.",
)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A published total, its published parts, and what the parts give."""

    total: Cost
    parts: tuple[Cost, ...]  # largest first

    @property
    def printed(self) -> Decimal:
        """The total as published, in kronor."""
        return self.total.amount or Decimal(0)

    @property
    def summed(self) -> Decimal:
        """The sum of the published parts, in kronor.

        Raises:
            NotSummable: if they may not be added; ``module_costs`` gives no such parts.
        """
        return total(self.parts).amount

    @property
    def within_rounding(self) -> bool:
        """Whether the rounding of the parts alone can explain the difference."""
        return abs(self.printed - self.summed) <= MODULE_ROUNDING * len(self.parts)


@dataclass(frozen=True, slots=True)
class CategoryYear:
    """All published figures of one category and year, side by side and not summed."""

    category: str
    year: int | None
    rows: tuple[Cost, ...]


def _by_id(rows: Sequence[Cost]) -> dict[str, Cost]:
    return {row.cost_id: row for row in rows if row.cost_id and row.amount is not None}


def project_figures(rows: Sequence[Cost]) -> tuple[Cost, ...]:
    """The published figures for the project as a whole, oldest first: how they drifted."""
    chosen = (
        row
        for row in rows
        if row.category in WHOLE_PROJECT
        and row.amount is not None
        and row.amount >= WHOLE_PROJECT_FROM
    )
    return tuple(sorted(chosen, key=lambda row: (row.as_of, row.amount or 0, row.cost_id)))


def module_costs(rows: Sequence[Cost]) -> Decomposition | None:
    """The module costs of 2019; ``None`` if the total or a part is missing or may not be added."""
    known = _by_id(rows)
    if MODULE_TOTAL not in known or any(part not in known for part in MODULES):
        return None
    parts = sorted((known[part] for part in MODULES), key=lambda row: -(row.amount or 0))
    if isinstance(summed_or_refused(parts), Refusal):
        return None
    return Decomposition(known[MODULE_TOTAL], tuple(parts))


def module_name(row: Cost) -> str:
    """The module named in a row's scope: ``Modul: schema, 2019`` gives ``schema``."""
    name = row.scope.removeprefix("Modul:").strip()
    return name.rpartition(",")[0].strip() or name


def by_category_and_year(rows: Sequence[Cost]) -> tuple[CategoryYear, ...]:
    """Group published figures by category and year; they stand beside each other, unsummed."""
    groups: dict[tuple[str, int], list[Cost]] = {}
    for row in rows:
        groups.setdefault((row.category, row.year or 0), []).append(row)
    return tuple(
        CategoryYear(category, year or None, tuple(group))
        for (category, year), group in sorted(groups.items())
    )


def public_cost_findings(
    rows: Sequence[Cost], index: PriceIndex, price_year: int | None
) -> tuple[Finding, ...]:
    """Make the findings on published costs; a claim whose rows are missing is not made."""
    known = _by_id(rows)
    made = [
        _frames(known),
        _drift(project_figures(rows)),
        _modules(module_costs(rows)),
        _largest_module(module_costs(rows)),
        _to_2019(known),
        _fine(rows),
        _consultants(known),
        _real_frame(known, index, price_year),
    ]
    return tuple(claim for claim in made if claim is not None)


def _frames(known: dict[str, Cost]) -> Finding | None:
    first, later = known.get(FIRST_FRAME), known.get(LATER_FRAME)
    if first is None or later is None or first.amount is None or later.amount is None:
        return None
    gap = later.amount - first.amount
    return finding(
        "K1",
        (first, later),
        sv=f"Anslaget för projektet anges till {millions(first.amount, 'sv')} år {first.year} och "
        f"{millions(later.amount, 'sv')} i uppgifter från {later.year}, en skillnad på "
        f"{millions(gap, 'sv')}.",
        en=f"The project's allotment is given as {millions(first.amount, 'en')} in {first.year} and"
        f" {millions(later.amount, 'en')} in figures from {later.year}, a difference of "
        f"{millions(gap, 'en')}.",
        number=gap,
        unit="kr",
        caveat=(
            "Beslutet som höjde ramen har inte hittats; två källor knyter det senare beloppet till "
            "augusti 2013.",
            "The decision that raised the frame was not found; two sources attach the later amount "
            "to August 2013.",
        ),
    )


def _drift(rows: tuple[Cost, ...]) -> Finding | None:
    if not rows:
        return None
    low = min(rows, key=lambda row: (row.amount or 0, row.qualifier != "exakt"))
    high = max(rows, key=lambda row: row.amount or 0)
    exact = sum(row.qualifier == "exakt" for row in rows)
    low_amount, high_amount = low.amount or Decimal(0), high.amount or Decimal(0)
    return finding(
        "K2",
        rows,
        sv=f"{len(rows)} publicerade uppgifter om projektets hela kostnad, ram eller prognos går "
        f"från {qualified(millions(low_amount, 'sv'), low.qualifier, 'sv')} ({low.year}) till "
        f"kring {millions(high_amount, 'sv')}; bara {exact} av dem är exakta.",
        en=f"{len(rows)} published figures for the whole project's cost, frame or forecast run "
        f"from {qualified(millions(low_amount, 'en'), low.qualifier, 'en')} ({low.year}) to "
        f"around {millions(high_amount, 'en')}; only {exact} of them are exact.",
        number=len(rows),
        unit="rows",
        caveat=(
            "De är olika källors uppgifter om samma projekt, med och utan drift. De får inte "
            "summeras.",
            "They are different sources' figures for the same project, with and without operation. "
            "They must not be summed.",
        ),
    )


def _modules(found: Decomposition | None) -> Finding | None:
    if found is None:
        return None
    gap = abs(found.printed - found.summed)
    fits = found.within_rounding
    return finding(
        "K3",
        (found.total, *found.parts),
        sv=f"De {len(found.parts)} modulernas kostnader 2019 ger {kronor(found.summed, 'sv')} och "
        f"den publicerade summan är {kronor(found.printed, 'sv')}: skillnaden "
        f"{kronor(gap, 'sv')} {'ryms' if fits else 'ryms inte'} i avrundningen.",
        en=f"The {len(found.parts)} module costs of 2019 give {kronor(found.summed, 'en')} and the "
        f"published total is {kronor(found.printed, 'en')}: the difference of "
        f"{kronor(gap, 'en')} is {'within' if fits else 'beyond'} rounding.",
        number=found.printed,
        unit="kr",
        caveat=_FORECAST,
    )


def _largest_module(found: Decomposition | None) -> Finding | None:
    if found is None:
        return None
    largest = found.parts[0]
    part = largest.amount or Decimal(0)
    name = module_name(largest)
    return finding(
        "K4",
        (largest, found.total),
        sv=f"Den dyraste modulen 2019, {name}, beräknades kosta {millions(part, 'sv')}, "
        f"{percent(part, found.printed, 'sv')} av vad modulerna beräknades kosta.",
        en=f"The costliest module of 2019, {MODULES_EN.get(name, name)}, was forecast to cost "
        f"{millions(part, 'en')}, {percent(part, found.printed, 'en')} of the forecast for all "
        "modules.",
        number=part,
        unit="kr",
        caveat=_FORECAST,
    )


def _to_2019(known: dict[str, Cost]) -> Finding | None:
    frame, above = known.get(FRAME_2019), known.get(ABOVE_FRAME)
    if frame is None or above is None or frame.amount is None or above.amount is None:
        return None
    summed = summed_or_refused((frame, above), ours=OURS_TO_2019)
    if isinstance(summed, Refusal):
        return None
    both = summed.amount
    return finding(
        "K5",
        (frame, above),
        sv=f"Projektramen {millions(frame.amount, 'sv')} och kostnaderna 2018–2019 utöver den, "
        f"omkring {millions(above.amount, 'sv')}, ger tillsammans omkring {millions(both, 'sv')} "
        "till och med 2019 (vår uträkning).",
        en=f"The project frame of {millions(frame.amount, 'en')} and the costs of 2018–2019 above "
        f"it, about {millions(above.amount, 'en')}, give about {millions(both, 'en')} to the end of"
        " 2019 (our arithmetic).",
        number=both,
        unit="kr",
        caveat=(
            "Ramen är ett beslutat belopp och inte ett utfall. En annan uppgift om överskjutande "
            "kostnader är 256 miljoner.",
            "The frame is a decided amount and not an outcome. Another figure for the costs above "
            "it is 256 million.",
        ),
    )


def _fine(rows: Sequence[Cost]) -> Finding | None:
    fines = sorted((row for row in rows if row.category == "fine"), key=lambda row: row.as_of)
    if not fines or fines[-1].amount is None:
        return None
    final = fines[-1].amount
    return finding(
        "K6",
        fines,
        sv=f"Sanktionsavgiften är {millions(final, 'sv')} och räknas en gång, fast den står på "
        f"{len(fines)} rader: beslut, sänkning och fastställande.",
        en=f"The fine is {millions(final, 'en')} and counts once, though it stands on {len(fines)} "
        "rows: decision, reduction and final ruling.",
        number=final,
        unit="kr",
    )


def _consultants(known: dict[str, Cost]) -> Finding | None:
    rows = tuple(known[name] for name in CONSULTANTS if name in known)
    if len(rows) < 2:
        return None
    said = {
        lang: listed(
            [
                qualified(millions(row.amount or Decimal(0), lang), row.qualifier, lang)
                for row in rows[1:]
            ],
            lang,
        )
        for lang in LANGS
    }
    first = rows[0].amount or Decimal(0)
    return finding(
        "K7",
        rows,
        sv=f"Fyra konsultföretags fakturor från augusti 2017 till oktober 2018 uppges till "
        f"{qualified(millions(first, 'sv'), rows[0].qualifier, 'sv')}; andra uppgifter är "
        f"{said['sv']}.",
        en=f"The invoices of four consultancies from August 2017 to October 2018 are given as "
        f"{qualified(millions(first, 'en'), rows[0].qualifier, 'en')}; other figures are "
        f"{said['en']}.",
        number=first,
        unit="kr",
        caveat=(
            "Uppgifterna avgränsar olika saker och får inte summeras.",
            "The figures cover different things and must not be summed.",
        ),
    )


def _real_frame(
    known: dict[str, Cost], index: PriceIndex, price_year: int | None
) -> Finding | None:
    row = known.get(FIRST_FRAME)
    if row is None or row.amount is None or row.year is None or price_year is None:
        return None
    real = index.real(row.amount, row.year, price_year)
    if real is None:
        return None
    return finding(
        "K8",
        (row,),
        sv=f"Anslaget {millions(row.amount, 'sv')} från {row.year} motsvarar "
        f"{millions(real, 'sv', decimals=0)} i {price_year} års priser (KPI, årsmedel).",
        en=f"The allotment of {millions(row.amount, 'en')} of {row.year} equals "
        f"{millions(real, 'en', decimals=0)} in the prices of {price_year} (KPI, annual means).",
        number=real,
        unit="kr",
        caveat=(
            "Räknat från det år som källan anger för anslaget. Pengar som används under flera år "
            "har ingen enskild prisnivå.",
            "Counted from the year that the source gives for the allotment. Money that is used "
            "over several years has no single price level.",
        ),
    )


# The eight modules as the source names them, and what we call them in English.
MODULES_EN = {
    "startsida för elever och pedagoger": "start page for pupils and teachers",
    "startsida för vårdnadshavare": "start page for guardians",
    "pedagogiskt genomförande": "teaching",
    "planering och bedömning": "planning and assessment",
    "barn- och elevregistret": "child and pupil register",
    "elevdokumentation": "pupil documentation",
    "frånvaro och närvaro": "absence and attendance",
    "schema": "timetable",
}
