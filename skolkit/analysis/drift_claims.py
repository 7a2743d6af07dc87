"""How published figures for the project drifted -> findings, each with its reservation.

The difference of two figures is no surer than they are: it is said as exact, about, at least or at
most (``drift.step``). A figure is held against the budget that was told last when it was given.
Claim ids go on from those of ``costs``: K9 to K12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.budget_tracks import BudgetStep, in_force, published_budgets
from skolkit.analysis.drift import Kind, Step, claim_of, drifts, step
from skolkit.analysis.published import path_of, whole_and_parts
from skolkit.analysis.rows import Cost, counted, row_ids
from skolkit.analysis.spans import last_day
from skolkit.analysis.words import LANGS, Lang, millions, number, plural, qualified
from skolkit.tables.series import NotSummable

PROJECT, PLATFORM = "platform/project", "platform"
# What the project was said to cost, whoever said it; a budget is what it was allowed to cost.
COSTS_OF_PROJECT = frozenset({"total", "investment", "forecast"})
# The calculation of 2013, its margin and its highest amount; what was expected in 2018.
CALCULATED, MARGIN, HIGHEST, EXPECTED = "C001", "C002", "C003", "C013"
# 258 million above the budget in 2018-2019, told as 139 for the one year and 119 for the other.
BEYOND, BEYOND_PARTS = "C034", ("C016", "C024")
OURS_BEYOND = "årens uppgifter om kostnader utöver budgeten, vår uträkning"
_SAID = {
    Kind.POINT: {"sv": "", "en": ""},
    Kind.ABOUT: {"sv": "omkring ", "en": "about "},
    Kind.FLOOR: {"sv": "minst ", "en": "at least "},
    Kind.CEILING: {"sv": "högst ", "en": "at most "},
}


@dataclass(frozen=True, slots=True)
class BudgetGap:
    """A figure for the project's cost, and the budget that was told last when it was given."""

    cost: Cost
    budget: BudgetStep
    step: Step  # from the budget to the figure, in kronor


@dataclass(frozen=True, slots=True)
class PublishedRange:
    """What a source gives around its own figure, in kronor, and the rows of figure and margin."""

    low: Decimal
    high: Decimal
    row_ids: tuple[str, ...]


def project_steps(rows: Sequence[Cost]) -> tuple[Step, ...]:
    """The steps from claim to claim within each category of the project, oldest first."""
    return tuple(
        one
        for found in drifts(rows)
        if found.path == PROJECT
        for one in sorted(found.steps, key=lambda each: (each.earlier.when, each.later.when))
    )


def budget_gaps(rows: Sequence[Cost], path: str = PROJECT) -> tuple[BudgetGap, ...]:
    """Hold each figure for a cost of one series against the budget of its time, oldest first.

    Limits: of a budget that sources tell with a year only, it is not known when in the year it
    began. A budget that was raised earlier than the sources say makes a figure look dearer.
    """
    budgets = published_budgets(rows, path)
    by_id = {row.place.row_id: row for row in rows}
    made = []
    for row in sorted(counted(rows), key=lambda one: (one.as_of, one.cost_id)):
        later = claim_of(row)
        if later is None or path_of(row) != path or row.category not in COSTS_OF_PROJECT:
            continue
        held = in_force(budgets, last_day(row.as_of)) if row.as_of else None
        earlier = claim_of(by_id[held.row_ids[0]]) if held else None
        if held is not None and earlier is not None:
            made.append(BudgetGap(row, held, step(earlier, later)))
    return tuple(made)


def published_ranges(rows: Sequence[Cost]) -> dict[str, PublishedRange]:
    """The range that a source gives around its own figure, by ``cost_id``.

    A row of the path ``<series>/margin`` is a margin either way, of the rounded figure of the same
    source, category and series; what could at most be added is none. The range is our arithmetic.
    """
    known = [row for row in counted(rows) if row.amount is not None]
    found = {}
    for margin in known:
        path, _, last = path_of(margin).rpartition("/")
        if last != "margin" or margin.qualifier != "cirka":
            continue
        of = (path, margin.source_id, margin.category)
        own = [row for row in known if (path_of(row), row.source_id, row.category) == of]
        around = [row for row in own if row.qualifier == "cirka"]
        if len(around) == 1:
            amount, wide = around[0].amount or Decimal(0), margin.amount or Decimal(0)
            ids = row_ids((around[0], margin))
            found[around[0].cost_id] = PublishedRange(amount - wide, amount + wide, ids)
    return found


def step_words(one: Step, lang: Lang) -> str:
    """The size of a step in million kronor, with sign and how exactly it is known.

    Returns:
        E.g. ``minst +275``; empty if nothing bounds it.
    """
    if one.difference is None:
        return ""
    kind = _SAID[one.kind][lang]
    if one.soft and one.kind is not Kind.ABOUT:
        kind += _SAID[Kind.ABOUT][lang]
    size = number(abs(one.difference) / 1_000_000, lang, decimals=1)
    sign = "+" if one.difference > 0 else "\u2212" if one.difference < 0 else "±"
    return f"{kind}{sign}{size}"


def drift_findings(rows: Sequence[Cost]) -> tuple[Finding, ...]:
    """Make the findings on drift; a claim whose rows are missing is not made."""
    known = {row.cost_id: row for row in counted(rows) if row.cost_id and row.amount is not None}
    made = (_calculation(known), _against_budget(rows), _billion(rows), _beyond(known))
    return tuple(one for one in made if one is not None)


def _calculation(known: dict[str, Cost]) -> Finding | None:
    if not {CALCULATED, MARGIN, HIGHEST, EXPECTED} <= known.keys():
        return None
    about, margin, highest, expected = (
        known[name] for name in (CALCULATED, MARGIN, HIGHEST, EXPECTED)
    )
    gap = _between(highest, expected)
    if gap is None or gap.difference is None or gap.kind is not Kind.FLOOR:
        return None
    said = {
        lang: [millions(row.amount or Decimal(0), lang) for row in (about, margin, highest)]
        for lang in LANGS
    }
    last = {
        lang: qualified(millions(expected.amount or Decimal(0), lang), expected.qualifier, lang)
        for lang in LANGS
    }
    more = {
        lang: f"{_SAID[gap.kind][lang]}{_SAID[Kind.ABOUT][lang] if gap.soft else ''}"
        f"{millions(gap.difference, lang)}"
        for lang in LANGS
    }
    return finding(
        "K9",
        (about, margin, highest, expected),
        sv=f"Kalkylen {about.year} anges till omkring {said['sv'][0]}, osäker med {said['sv'][1]} "
        f"åt båda håll och i rubriken högst {said['sv'][2]}; den slutkostnad som staden väntade "
        f"{expected.year}, {last['sv']}, ligger {more['sv']} över det högsta beloppet.",
        en=f"The calculation of {about.year} is given as about {said['en'][0]}, uncertain by "
        f"{said['en'][1]} either way and at most {said['en'][2]} in the headline; the final cost "
        f"that the city expected in {expected.year}, {last['en']}, lies {more['en']} above the "
        "highest amount.",
        number=gap.difference,
        unit="kr",
        caveat=(
            "Skillnaden är vår uträkning. Kalkylen gällde köp och införande utan löpande drift; om "
            "uppgiften från 2018 omfattar samma sak sägs inte.",
            "The difference is our arithmetic. The calculation covered purchase and roll-out "
            "without operation; whether the figure of 2018 covers the same is not said.",
        ),
    )


def _between(earlier: Cost, later: Cost) -> Step | None:
    first, second = claim_of(earlier), claim_of(later)
    if first is None or second is None or first.path != second.path or not first.path:
        return None
    return step(first, second)


def _against_budget(rows: Sequence[Cost]) -> Finding | None:
    gaps = budget_gaps(rows)
    last = [gap for gap in gaps if gap.budget == gaps[-1].budget]
    bounded = [gap for gap in last if gap.step.kind in {Kind.POINT, Kind.ABOUT}]
    if not bounded:
        return None
    low = min(bounded, key=_difference)
    high = max(bounded, key=_difference)
    frame = last[0].budget
    by_id = {row.place.row_id: row for row in rows}
    return finding(
        "K10",
        [*(by_id[name] for name in frame.row_ids), *(gap.cost for gap in last)],
        sv=f"Mot den budget som då var känd, {millions(frame.amount, 'sv')}, ligger {len(last)} "
        f"uppgifter om projektets kostnad från {_beside(low, 'sv')} till {_beside(high, 'sv')}.",
        en=f"Against the budget known at the time, {millions(frame.amount, 'en')}, {len(last)} "
        f"figures for the project's cost run from {_beside(low, 'en')} to {_beside(high, 'en')}.",
        number=_difference(high),
        unit="kr",
        caveat=(
            "Uppgifterna är olika källors och gäller projektet utan drift. När ramen höjdes är "
            "inte känt; här gäller den från det år då en källa först anger den.",
            "The figures are different sources' and concern the project without operation. When "
            "the frame was raised is not known; here it holds from the year when a source first "
            "gives it.",
        ),
    )


def _difference(gap: BudgetGap) -> Decimal:
    return gap.step.difference or Decimal(0)


def _beside(gap: BudgetGap, lang: Lang) -> str:
    size = _difference(gap)
    words = f"{_SAID[gap.step.kind][lang]}{millions(abs(size), lang)}"
    under, over = ("under", "över") if lang == "sv" else ("below", "above")
    return f"{words} {under if size < 0 else over} ({gap.cost.year})"


def _billion(rows: Sequence[Cost]) -> Finding | None:
    own = [row for row in counted(rows) if path_of(row) == PLATFORM and row.amount is not None]
    if len(own) < 2 or len({row.amount for row in own}) > 1:
        return None
    floors = sorted(row.as_of for row in own if row.qualifier == "golv")
    ceilings = sorted(row.as_of for row in own if row.qualifier == "tak")
    about = sum(row.qualifier == "cirka" for row in own)
    exact = sum(row.qualifier == "exakt" for row in own)
    if not floors or not ceilings:
        return None
    said = {lang: millions(own[0].amount or Decimal(0), lang) for lang in LANGS}
    return finding(
        "K11",
        own,
        sv=f"{len(own)} uppgifter sätter plattformens samlade kostnad vid {said['sv']}: "
        f"{len(ceilings)} säger högst eller nästan så mycket ({ceilings[0]} till {ceilings[-1]}), "
        f"{about} omkring och {len(floors)} mer ({floors[0]} till {floors[-1]}); "
        f"{exact or 'ingen'} är exakt.",
        en=f"{len(own)} figures put the platform's whole cost at {said['en']}: {len(ceilings)} "
        f"say at most or nearly that ({ceilings[0]} to {ceilings[-1]}), {about} about and "
        f"{len(floors)} more ({floors[0]} to {floors[-1]}); {exact or 'none'} "
        f"{plural(exact or 1, 'is', 'are')} exact.",
        number=len(own),
        unit="rows",
        caveat=(
            "Hur mycket kostnaden steg går inte att räkna ut: mellan ett tak och ett golv, eller "
            "två golv, finns ingen säker skillnad. Källorna anger sällan vad som räknats in.",
            "How much the cost rose cannot be worked out: between a ceiling and a floor, or two "
            "floors, no difference is certain. The sources rarely say what they counted.",
        ),
    )


def _beyond(known: dict[str, Cost]) -> Finding | None:
    if BEYOND not in known or any(part not in known for part in BEYOND_PARTS):
        return None
    whole, parts = known[BEYOND], [known[part] for part in BEYOND_PARTS]
    try:
        found = whole_and_parts(whole, parts, ours=OURS_BEYOND)
    except (NotSummable, ValueError):  # nobody has placed them, or in another way
        return None
    if found is None:
        return None
    each = {lang: [mnkr_of(row, lang) for row in parts] for lang in LANGS}
    both = {lang: millions(found.parts.amount, lang) for lang in LANGS}
    agree = not found.difference
    said_sv = "samma belopp som" if agree else f"{both['sv']}, och inte som"
    said_en = "the same amount as" if agree else f"{both['en']}, and not as"
    return finding(
        "K12",
        (whole, *parts),
        sv=f"Årens uppgifter om kostnader utöver budgeten, {' och '.join(each['sv'])}, ger "
        f"tillsammans {said_sv} uppgiften för 2018–2019: {mnkr_of(whole, 'sv')}.",
        en=f"The years' figures for costs above the budget, {' and '.join(each['en'])}, give "
        f"together {said_en} the figure for 2018–2019: {mnkr_of(whole, 'en')}.",
        number=found.difference,
        unit="kr",
        caveat=(
            "Helheten och dess delar är samma pengar och läggs aldrig ihop med varandra. Alla är "
            "avrundade.",
            "The whole and its parts are the same money and are never added to each other. All "
            "are rounded.",
        ),
    )


def mnkr_of(row: Cost, lang: Lang) -> str:
    """A row's amount in million kronor, in words, with its reservation."""
    return qualified(millions(row.amount or Decimal(0), lang), row.qualifier, lang)
