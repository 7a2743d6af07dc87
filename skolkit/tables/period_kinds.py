"""Amounts in a column for each period, to what they are: costs, or the amounts of a budget.

The rule stands in ``docs/profiles.md``. Words of plans and follow-ups (budget, ram, utfall,
bokslut, prognos, intäkter) make a budget. Without them costs are costs, unless account, cost
centre or project code the lines: those come from the accounts, and are the outcome of a budget.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skolkit.model import Sheet
from skolkit.tables.fingerprints import Rows
from skolkit.tables.matches import BARE_PERIOD, Heading, Matched
from skolkit.tables.periods import year_in
from skolkit.tables.profile import SHORT, Profile, Vocabulary
from skolkit.tables.text import fold

COSTS, BUDGETS = "costs", "budgets"
AS_OUTCOME = "costs with a column for each period were taken for the outcome of a budget"
MERE_OUTCOME = "outcomes alone that are called costs were taken for those of a budget"
OUTCOME_BY_PAYEE = "outcomes beside a supplier or a source were taken for costs"
BY_PAYEE = "amounts by period beside a supplier or a source were taken for costs"
BY_NAME = "only the name of the document says what the amounts are"
_CODES = frozenset({"account", "cost_centre", "project"})
_COST = re.compile(
    r"(?:kostnad|utgift|utbetalning|inköp)(?:ar|er|en|erna)?$|(?:cost|expenditure|payment)s?$"
    r"|spend(?:ing)?$|^(?:ut)?betal[dt](?:a|at)?$|^fakturera[dt]e?$|^kosta(?:t|de?|r)?$|^paid$|^spent$"
    r"|^invoiced$|^purchases?$",
    re.IGNORECASE,
)
_ACCOUNTED = re.compile(r"redovisning(?:en)?$|^report(?:ed|ing)?$|^account$", re.IGNORECASE)
_INCOME = re.compile(r"intäkt(?:er|en|erna)?$|^(?:revenue|income)s?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Said:
    """What some text says that amounts are."""

    measures: frozenset[str]  # of words that are no mere words for costs
    costs: bool


def measure_told(sheet: Sheet, rows: Rows, first: int, profile: Profile) -> tuple[str, str]:
    """What amounts under bare periods are, by the title, the sheet's name or the document's.

    Returns:
        ``budget``, ``outcome`` or ``forecast`` (``""`` if nothing says it, or several do), and what
        is to be told if only the document's name says it, or only that they are costs.
    """
    for text, reason in _around(sheet, rows, first):
        said = _said(text, profile)
        if said.measures:
            return (min(said.measures), reason) if len(said.measures) == 1 else ("", "")
        if said.costs:
            return "outcome", reason or AS_OUTCOME
    return "", ""


def period_kind(
    sheet: Sheet,
    rows: Rows,
    first: int,
    headings: Sequence[Heading],
    costs: Matched,
    budgets: Matched | None,
    profile: Profile,
) -> tuple[str, str]:
    """Whether amounts in a column for each period are costs or those of a budget.

    Args:
        sheet: its name and its document's may say it.
        rows: its cells.
        first: the row of the headings.
        headings: of the table.
        costs: the columns, read as those of costs.
        budgets: the same as those of a budget; ``None`` if they are none.
        profile: of budgets, with the words for measures.

    Returns:
        ``costs``, ``budgets`` or ``""`` if nothing says it, and what is to be told of it.
    """
    payee = bool({"supplier", "source_id"} & costs.present)
    coded = budgets is not None and bool(_CODES & budgets.present)
    title, *names = _around(sheet, rows, first)
    own = " ".join(text for heading in headings for text in heading.texts[-1:])
    above = " ".join(heading.texts[0] for heading in headings)
    spoken = _said(f"{own} {above}", profile)
    if payee and not coded and _are_outcomes(headings, costs, budgets, profile):
        return COSTS, OUTCOME_BY_PAYEE
    if spoken.measures:
        return BUDGETS, ""
    for text, reason in (title, (above, ""), *names):
        said = _said(text, profile)
        if said.measures == {"outcome"} and payee and not coded:
            return COSTS, reason
        if said.measures:
            return BUDGETS, ""
        if said.costs:
            return (BUDGETS, AS_OUTCOME) if coded else (COSTS, reason)
    return (COSTS, BY_PAYEE) if payee and not coded else ("", "")


def mere_outcome(sheet: Sheet, rows: Rows, first: int, matched: Matched, profile: Profile) -> str:
    """What is to be told of outcomes with no budget beside them, where they are called costs.

    ``Utfall 2022 | Utfall 2023`` under "Kostnader för elevdatorer" may be either, whoever reads it.

    Args:
        sheet: its name and its document's may call them costs.
        rows: its cells.
        first: the row of the headings.
        matched: the columns, read as those of a budget.
        profile: of budgets.
    """
    if _measures(matched, profile) != {"outcome"} or _CODES & matched.present:
        return ""
    said = (_said(text, profile) for text, _ in _around(sheet, rows, first))
    nearest = next((each for each in said if each.costs or each.measures), None)
    return MERE_OUTCOME if nearest is not None and nearest.costs else ""


def _are_outcomes(
    headings: Sequence[Heading], costs: Matched, budgets: Matched | None, profile: Profile
) -> bool:
    """Whether all amounts are outcomes by their own headings, and no other kind stands there."""
    columns = {each.column for each in costs.used if each.field == BARE_PERIOD}
    own = " ".join(text for each in headings if each.column in columns for text in each.texts)
    others = _measures(budgets, profile) - {"outcome"} if budgets is not None else set()
    return _said(own, profile).measures == {"outcome"} and not others


def _measures(matched: Matched, profile: Profile) -> set[str]:
    """The kinds of amounts of a budget that stand in columns of their own."""
    return {name for name in profile.named(per_period=True) if name in matched.present}


def year_told(sheet: Sheet, rows: Rows, first: int) -> int | None:
    """The year that the title, the sheet's name or the document's name tells."""
    years = (year_in(text) for text, _ in _around(sheet, rows, first))
    return next((year for year in years if year is not None), None)


def says_costs(sheet: Sheet, rows: Rows, first: int) -> bool:
    """Whether the title or a name says that amounts are costs."""
    texts = (text for text, _ in _around(sheet, rows, first))
    return any(_COST.search(word) for text in texts for word in _WORD.findall(text))


def _around(sheet: Sheet, rows: Rows, first: int) -> tuple[tuple[str, str], ...]:
    """The texts that may say it, the nearest first, and what is to be told if one does."""
    title = " ".join(cell.raw for row in rows if row < first for cell in rows[row].values())
    return (title, ""), (sheet.name, ""), (sheet.document_name, BY_NAME)


def _said(text: str, profile: Profile) -> _Said:
    words = dict(profile.vocabulary("measure").meanings)
    nearer = profile.vocabulary("said_of_costs")
    spoken = _WORD.findall(text)
    costs = [word for word in spoken if _COST.search(word)]
    own = {
        word: said
        for word in spoken
        if not _COST.search(word)
        and not (costs and _ACCOUNTED.search(word))  # "Redovisning av kostnader"
        and (said := _measure_of(word, words))
    }
    measures = set(own.values())
    said_of = {said for word in spoken if word not in own and (said := _meaning(nearer, word))}
    if costs:  # "Kostnader mot budget" tells of both
        measures |= said_of or ({"outcome"} if measures else set())
    if not measures and any(_INCOME.search(word) for word in spoken):
        measures = {"outcome"}
    return _Said(frozenset(measures), bool(costs))


def _meaning(words: Vocabulary, word: str) -> str:
    return dict(words.meanings).get(fold(word), "")


def _measure_of(word: str, words: Mapping[str, str]) -> str:
    """What a word says that amounts are; of a compound its last part: "kostnadsredovisning"."""
    folded = fold(word)
    if folded in words:
        return words[folded]
    ends = [each for each in words if len(each) >= SHORT - 1 and folded.endswith(each)]
    return words[max(ends, key=len)] if ends else ""
