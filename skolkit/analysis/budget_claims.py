"""Budgets beside printed outcomes and beside invoices -> what can be compared, and findings.

The claim ids are ``<prefix>.1`` of a budget document and ``<prefix>.15`` of a ledger. For a ledger
a budget line is compared only where it is certain which invoices fall under it: its account stands
on one line of the period, and where the line names a cost centre or project, so do all invoices of
the account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.budget_tracks import (
    LineResult,
    Track,
    TrackPoint,
    invoices_against_lines,
    line_results,
)
from skolkit.analysis.ledger_claims import period_name
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import BudgetLine, Invoice, Placed, named
from skolkit.analysis.words import kronor, listed, percent, plural

BUDGET_CAVEAT = (
    "Kontot jämförs som det är utskrivet. Löner, avskrivningar och fakturor som inte lämnats ut "
    "ingår i budgeten men inte i det fakturerade, så att en låg andel inte visar något, och ett "
    "konto i ett annat underlag kan gälla en annan verksamhet.",
    "The account is compared as printed. Salaries, depreciation and invoices that were not "
    "disclosed are in the budget and not in what was billed, so that a low share shows nothing, "
    "and an account of another document may be that of another unit.",
)


OUTCOME_CAVEAT = (
    "Utfallet är det som budgethandlingen själv anger. Poster kan ingå i varandra och gälla olika "
    "perioder, så de får inte läggas ihop.",
    "The outcome is the one that the budget document itself gives. Lines may be part of each other "
    "and be of different periods, so they must not be added.",
)


@dataclass(frozen=True, slots=True)
class BudgetComparison:
    """The budget lines under which invoices fall, the one of which most is used first."""

    tracks: tuple[Track, ...]  # each with at least one point and a budget above 0
    unclear: tuple[BudgetLine, ...]  # several lines or units share the account: not compared

    @property
    def over(self) -> tuple[Track, ...]:
        """The lines of which more was billed than the budget."""
        return tuple(one for one in self.tracks if (end_of(one).share or 0) > 1)


def told_results(lines: Sequence[BudgetLine]) -> tuple[LineResult, ...]:
    """The lines with a budget and a printed outcome, those furthest above the budget first."""
    told = [one for one in line_results(lines) if one.difference is not None]
    return tuple(sorted(told, key=lambda one: (one.difference or 0, one.key, one.row_id)))


def outcome_finding(lines: Sequence[BudgetLine], prefix: str) -> Finding | None:
    """Say of one budget document how many lines had an outcome above the budget.

    Args:
        lines: Its lines; printed sums and lines that repeat another are left out.
        prefix: Keeps claim ids apart, e.g. ``B1``; the finding is ``B1.1``.

    Returns:
        The finding; ``None`` if no line has both a budget and an outcome.
    """
    told = told_results(lines)
    if not told:
        return None
    over = [one for one in told if one.difference is not None and one.difference < 0]
    rest = len(line_results(lines)) - len(told)
    most_sv = most_en = ""
    if over and over[0].budget is not None and over[0].outcome is not None:
        name, budget, outcome = over[0].key, over[0].budget, over[0].outcome
        most_sv = (
            f" Mest över ligger {name}: {kronor(outcome, 'sv')} mot {kronor(budget, 'sv')} i "
            "budget."
        )
        most_en = (
            f" Most above is {name}: {kronor(outcome, 'en')} against a budget of "
            f"{kronor(budget, 'en')}."
        )
    rest_sv = f" {rest} {plural(rest, 'post', 'poster')} saknar utfall eller budget." * bool(rest)
    rest_en = f" {rest} {plural(rest, 'line lacks', 'lines lack')} one of the two." * bool(rest)
    return finding(
        f"{prefix}.1",
        named(lines, (one.row_id for one in told)),
        sv=f"{len(over)} av {len(told)} budgetposter har ett utskrivet utfall över sin budget."
        f"{most_sv}{rest_sv}",
        en=f"{len(over)} of {len(told)} budget lines have a printed outcome above their budget."
        f"{most_en}{rest_en}",
        number=len(over),
        unit="lines",
        caveat=OUTCOME_CAVEAT,
    )


def end_of(track: Track) -> TrackPoint:
    """The last point of a track.

    Raises:
        IndexError: if it has none.
    """
    return track.points[-1]


def budget_comparison(
    rows: Sequence[Invoice], lines: Sequence[BudgetLine], *, lost: Sequence[Missing] = ()
) -> BudgetComparison:
    """Cumulate the invoices of one ledger by month beside the budget of the same account and time.

    Args:
        rows: Lines of one ledger; repeats and printed sums are left out.
        lines: Budget lines of the collection.
        lost: Missing pages that may hold rows of the ledger.
    """
    able = [line for line in lines if _is_able(line) and any(_falls(row, line) for row in rows)]
    unclear = tuple(line for line in able if not _is_clear(line, able, rows))
    clear = [line for line in able if line not in unclear]
    tracks = invoices_against_lines(rows, clear, "month", lost=lost)
    told = [one for one in tracks if one.points and end_of(one).share is not None]
    told.sort(key=lambda one: (-(end_of(one).share or 0), one.key))
    return BudgetComparison(tuple(told), unclear)


def budget_finding(
    found: BudgetComparison,
    rows: Sequence[Invoice],
    lines: Sequence[BudgetLine],
    prefix: str,
) -> Finding | None:
    """Say of how many budget lines more was billed than planned, and which is used most.

    Args:
        found: As ``budget_comparison`` found it.
        rows: The invoices that it was made from.
        lines: The budget lines that it was made from.
        prefix: Keeps claim ids apart; the finding is ``<prefix>.15``.

    Returns:
        The finding; ``None`` if no line could be compared.
    """
    if not found.tracks:
        return None
    wanted = {row for track in found.tracks for row in end_of(track).row_ids}
    behind: list[Placed] = [*named(rows, wanted), *named(lines, wanted)]
    top = found.tracks[0]
    end = end_of(top)
    budget = end.budget.amount if end.budget else end.cumulative.amount
    many, over = len(found.tracks), len(found.over)
    told_sv, told_en = [], []
    if end.gaps:
        told_sv.append(f"{len(end.gaps)} {plural(len(end.gaps), 'månad', 'månader')} saknar rad")
        told_en.append(
            f"{len(end.gaps)} {plural(len(end.gaps), 'month has', 'months have')} no row"
        )
    if found.unclear:
        rest = len(found.unclear)
        told_sv.append(f"{rest} {plural(rest, 'post', 'poster')} utan säker koppling jämförs inte")
        told_en.append(
            f"{rest} {plural(rest, 'line', 'lines')} without a certain link not compared"
        )
    tail_sv = f" ({listed(told_sv, 'sv')})" * bool(told_sv)
    tail_en = f" ({listed(told_en, 'en')})" * bool(told_en)
    share = {lang: percent(end.cumulative.amount, budget, lang) for lang in ("sv", "en")}
    return finding(
        f"{prefix}.15",
        behind,
        sv=f"{over} av {many} {plural(many, 'budgetpost', 'budgetposter')} med samma konto har "
        f"fakturerats över budget. Mest förbrukad är {top.key}: "
        f"{kronor(end.cumulative.amount, 'sv')} till och med {period_name(end.period, 'sv')}, "
        f"{share['sv']} av {kronor(budget, 'sv')}{tail_sv}."
        f"{end.cumulative.reservation('sv')}",
        en=f"{over} of {many} budget {plural(many, 'line', 'lines')} with the same account "
        f"{plural(over, 'is', 'are')} billed above the budget. Most used is {top.key}: "
        f"{kronor(end.cumulative.amount, 'en')} by {period_name(end.period, 'en')}, "
        f"{share['en']} of {kronor(budget, 'en')}{tail_en}."
        f"{end.cumulative.reservation('en')}",
        number=end.cumulative.amount,
        unit="kr",
        caveat=BUDGET_CAVEAT,
    )


def _is_able(line: BudgetLine) -> bool:
    ordinary = line.row_kind == "row" and not line.place.duplicate_of
    return ordinary and bool(line.account and line.budget and all(line.period))


def _falls(row: Invoice, line: BudgetLine) -> bool:
    years = range(int(line.period[0][:4]), int(line.period[1][:4]) + 1)
    return row.account == line.account and row.year in years


def _is_clear(line: BudgetLine, able: Sequence[BudgetLine], rows: Sequence[Invoice]) -> bool:
    for other in able:
        apart = other.period[1] < line.period[0] or line.period[1] < other.period[0]
        if other is not line and other.account == line.account and not apart:
            return False
    return all(
        (not line.cost_centre or row.cost_centre == line.cost_centre)
        and (not line.project or row.project == line.project)
        for row in rows
        if _falls(row, line)
    )
