"""Budgets of a disclosure -> sections: printed outcomes, and a ledger beside its budget lines."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.base import by_document
from skolkit.analysis.budget_claims import (
    budget_comparison,
    budget_finding,
    end_of,
    outcome_finding,
    told_results,
)
from skolkit.analysis.frame_rows import budget_rows
from skolkit.analysis.ledger import Ledger
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import BudgetLine
from skolkit.analysis.words import kronor, percent
from skolkit.publish import figures_ledgers
from skolkit.publish.report_model import Block, row
from skolkit.publish.report_parts import Part
from skolkit.publish.texts_ledgers import ledger_texts

MOST_LINES = 15


def add_budgets(part: Part) -> None:
    """Add what each budget document prints of its own outcome; nothing where it prints none."""
    at = 0
    for document, lines in by_document(budget_rows(part.tables.budgets)).items():
        claim = outcome_finding(lines, f"{part.prefix}B{at + 1}")
        if claim is not None:
            at += 1
            blocks = [*part.claims([claim]), _outcomes(part, lines, at)]
            heading = ledger_texts(part.lang).outcome_heading.format(document=document)
            part.close(f"outcome-{at}", heading, blocks)


def _outcomes(part: Part, lines: Sequence[BudgetLine], at: int) -> Block:
    t, lang = ledger_texts(part.lang), part.lang
    told = told_results(lines)
    shown = told[:MOST_LINES]
    caption = t.outcome_caption
    if len(shown) < len(told):
        caption = t.outcome_caption_some.format(shown=len(shown), count=len(told))
    headings = (
        t.budget_line,
        t.period,
        t.budget,
        t.outcome,
        t.difference,
        t.printed_difference,
    )
    rows = [
        row(
            one.key,
            _period(one.period) or part.texts.not_stated,
            *(
                "–" if value is None else kronor(value, lang)
                for value in (one.budget, one.outcome, one.difference, one.printed)
            ),
        )
        for one in shown
    ]
    return part.table(f"outcome-table-{at}", caption, headings, rows, numeric=(2, 3, 4, 5))


def _period(days: tuple[str, ...]) -> str:
    """First and last day, or the year if they are the whole of it."""
    first, last = days[0], days[-1]
    if first[4:] == "-01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    return " – ".join(filter(None, dict.fromkeys(days)))


def budget_section(part: Part, ledger: Ledger, at: int, lost: Sequence[Missing]) -> None:
    """Add one ledger beside the budget lines of the same account; nothing where none fits."""
    t, lang = ledger_texts(part.lang), part.lang
    lines = budget_rows(part.tables.budgets)
    found = budget_comparison(ledger.rows, lines, lost=lost)
    claim = budget_finding(found, ledger.rows, lines, f"{part.prefix}F{at}")
    if claim is None:
        return
    chart = figures_ledgers.budget_chart(found.tracks[0], ledger.rows, lines, part.title, lang)
    blocks = [*part.claims([claim]), part.figure(f"budget-{at}", chart)]
    rows = []
    for track in found.tracks[:MOST_LINES]:
        end = end_of(track)
        if end.budget is None:
            continue
        rows.append(
            row(
                track.key,
                kronor(end.budget.amount, lang),
                kronor(end.cumulative.amount, lang),
                percent(end.cumulative.amount, end.budget.amount, lang),
                f"{track.points[0].period} – {end.period}",
                ", ".join(end.gaps) or "–",
            )
        )
    headings = (t.budget_line, t.budget, t.billed, t.share_budget, t.months_with, t.months_without)
    blocks.append(
        part.table(f"budget-table-{at}", t.budget_caption, headings, rows, numeric=(1, 2, 3))
    )
    part.close(f"budget-{at}", t.budget_heading.format(document=ledger.document), blocks)
