"""The ledgers of a disclosure -> sections: sums and consultants; budgets and leads come in too."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis import ledger as ledger_analysis
from skolkit.analysis.bounds import KnownSum
from skolkit.analysis.consultant_claims import consultant_findings
from skolkit.analysis.consultants import consultant_lines, far_rates, rate_summaries
from skolkit.analysis.cost_trends import trend
from skolkit.analysis.frame_rows import incident_rows, invoice_rows
from skolkit.analysis.ledger_claims import (
    GROUP_WORDS,
    division,
    finest_trend,
    group_name,
    lost_pages,
    sum_findings,
)
from skolkit.analysis.quality import Missing, quality
from skolkit.analysis.spans import SPANS
from skolkit.analysis.spending_claims import AROUND_DAYS, serious_spending, spending_findings
from skolkit.analysis.words import Lang, kronor, number, percent
from skolkit.publish import figures, figures_ledgers
from skolkit.publish.report_budgets import budget_section
from skolkit.publish.report_leads import leads_section
from skolkit.publish.report_model import Block, Paragraph, TableBlock, row
from skolkit.publish.report_parts import Part
from skolkit.publish.texts_ledgers import LedgerTexts, ledger_texts

MOST_MONTHS = 24  # listed in a table; with more the chart alone shows them
MOST_GROUPS = 15


def add_ledgers(part: Part) -> None:
    """Add what the invoice ledgers of a collection say, each document by itself."""
    missing = quality(part.tables).missing
    ledgers = ledger_analysis.ledgers(invoice_rows(part.tables.invoices))
    for at, one in enumerate(ledgers, start=1):
        lost = lost_pages(one, missing)
        _ledger(part, one, at, lost)
        if one.rows:  # a copy, whose rows are all counted elsewhere, gets no more than that
            budget_section(part, one, at, lost)
            _consultants(part, one, at)
            leads_section(part, one, at, lost)


def _ledger(part: Part, ledger: ledger_analysis.Ledger, at: int, lost: Sequence[Missing]) -> None:
    t, lang = part.texts, part.lang
    prefix = f"{part.prefix}F{at}"
    sums = ledger_analysis.supplier_sums(ledger)
    first, *rest = part.claims(ledger_analysis.ledger_findings(ledger, prefix))
    blocks: list[Block] = [first]
    if sums:
        blocks.append(
            part.figure(f"suppliers-{at}", figures.supplier_chart(sums, part.title, lang))
        )
        blocks.append(
            part.table(
                f"suppliers-table-{at}",
                t.suppliers_caption,
                (t.supplier, t.rows, t.hours, t.rate, t.kronor_heading, t.unread),
                [
                    row(
                        one.supplier or t.not_stated,
                        str(len(one.rows)),
                        number(one.hours, lang, decimals=2) if one.hours else "–",
                        _rates(one, lang),
                        kronor(one.amount, lang),
                        str(one.unread),
                    )
                    for one in sums
                ],
                numeric=(1, 2, 3, 4, 5),
            )
        )
    blocks += rest
    checks = ledger_analysis.total_checks(ledger)
    if checks:
        blocks.append(
            part.table(
                f"totals-{at}",
                t.totals_caption,
                (t.printed_on, t.supplier, t.printed_total, t.our_sum, t.difference, t.verdict),
                [
                    row(
                        str(one.printed_row.place.row or ""),
                        one.printed_row.supplier
                        or (t.total if one.printed_row.row_kind == "total" else "–"),
                        "–" if one.printed is None else kronor(one.printed, lang),
                        kronor(one.summed, lang),
                        "–" if one.printed is None else kronor(one.printed - one.summed, lang),
                        t.named(t.verdicts, one.verdict),
                    )
                    for one in checks
                ],
                numeric=(0, 2, 3, 4),
            )
        )
    claims = {one.claim_id: one for one in sum_findings(ledger, prefix, lost=lost)}
    for number_of, made in ((4, _periods), (5, _division), (6, None)):
        found = claims.get(f"{prefix}.{number_of}")
        if found is not None:
            blocks += part.claims([found])
            blocks += made(part, ledger, at, lost) if made else []
    blocks += _around(part, ledger, prefix)
    part.close(f"ledger-{at}", t.ledger_heading.format(document=ledger.document), blocks)


def _rates(one: ledger_analysis.SupplierSum, lang: Lang) -> str:
    if one.lowest_rate is None or one.highest_rate is None:
        return "–"
    low, high = (number(rate, lang, decimals=2) for rate in (one.lowest_rate, one.highest_rate))
    return low if low == high else f"{low}–{high}"


def _periods(
    part: Part, ledger: ledger_analysis.Ledger, at: int, lost: Sequence[Missing]
) -> list[Block]:
    t, lang = ledger_texts(part.lang), part.lang
    found = finest_trend(ledger.rows, lost=lost)
    if found is None:
        return []
    chart = figures_ledgers.period_chart(found, ledger.rows, part.title, lang)
    lines: list[tuple[str, KnownSum | None]] = []
    for span in SPANS:
        points = trend(ledger.rows, span, lost=lost).points()
        if span != "month" or len(points) <= MOST_MONTHS:
            lines += points
    if found.unplaced.behind:
        lines.append((t.undated, found.unplaced))
    unsure = any(one is not None and not one.complete for _, one in lines)
    table = part.table(
        f"periods-table-{at}",
        t.periods_caption,
        (t.period, part.texts.rows, part.texts.kronor_heading, *[t.open_sum] * unsure),
        [
            row(
                period,
                "–" if one is None else str(len(one.behind)),
                t.no_row if one is None else figures_ledgers.kronor_read(one, t, lang),
                *[open_words(one, t, lang)] * unsure,
            )
            for period, one in lines
        ],
        numeric=(1, 2),
    )
    return [part.figure(f"periods-{at}", chart), table]


def _division(
    part: Part, ledger: ledger_analysis.Ledger, at: int, lost: Sequence[Missing]
) -> list[Block]:
    t, lang = ledger_texts(part.lang), part.lang
    found = division(ledger.rows, lost=lost)
    if found is None:
        return []
    name = GROUP_WORDS[found.by][lang][0]
    unsure = any(not one.sum.complete for one in found.groups)
    return [
        part.table(
            f"divisions-table-{at}",
            t.division_caption.format(division=name),
            (
                name.capitalize(),
                part.texts.rows,
                part.texts.kronor_heading,
                t.share_read,
                *[t.open_sum] * unsure,
            ),
            [
                row(
                    group_name(one, found.by, lang) or part.texts.not_stated,
                    str(len(one.sum.behind)),
                    figures_ledgers.kronor_read(one.sum, t, lang),
                    percent(one.sum.amount, ledger.total, lang),
                    *[open_words(one.sum, t, lang)] * unsure,
                )
                for one in found.groups[:MOST_GROUPS]
            ],
            numeric=(1, 2, 3),
        )
    ]


def open_words(one: KnownSum | None, t: LedgerTexts, lang: Lang) -> str:
    """What is not certain of a sum, and the bounds that it leaves; a stroke if nothing."""
    if one is None or one.complete:
        return "–"
    said = [
        words.format(count=len(ids))
        for words, ids in ((t.unread, one.unread), (t.doubtful, one.doubtful), (t.lost, one.lost))
        if ids
    ]
    ends = [
        words.format(amount=kronor(end, lang))
        for words, end in ((t.at_least, one.low), (t.at_most, one.high))
        if end is not None
    ]
    return ", ".join([*said, *(ends or [t.not_bounded])])


def _around(part: Part, ledger: ledger_analysis.Ledger, prefix: str) -> list[Block]:
    """Spending before and after serious incidents, where the collection holds both."""
    incidents = incident_rows(part.tables.incidents)
    found = serious_spending(ledger.rows, incidents)
    blocks = part.claims(spending_findings(found, ledger.rows, prefix))
    if found.uncovered:
        said = ledger_texts(part.lang).around_short
        blocks.append(Paragraph(said.format(count=len(found.uncovered), days=AROUND_DAYS)))
    return blocks


def _consultants(part: Part, ledger: ledger_analysis.Ledger, at: int) -> None:
    t, lang = ledger_texts(part.lang), part.lang
    claims = consultant_findings(ledger.rows, f"{part.prefix}F{at}")
    if not claims:
        return
    first, *rest = part.claims(claims)
    blocks: list[Block] = [first]
    chart = figures_ledgers.rate_chart(ledger.rows, part.title, lang)
    if chart is not None:
        blocks.append(part.figure(f"rates-{at}", chart))
    blocks.append(_rate_table(part, ledger, at))
    blocks += rest
    part.close(f"consultants-{at}", t.consultants_heading.format(document=ledger.document), blocks)


def _rate_table(part: Part, ledger: ledger_analysis.Ledger, at: int) -> TableBlock:
    t, lang = ledger_texts(part.lang), part.lang
    lines = consultant_lines(ledger.rows)
    far = [one.supplier for one in far_rates(lines)]
    rows = []
    for one in rate_summaries(lines):
        middle, mean, low, high = (
            "–" if value is None else number(value, lang, decimals=2)
            for value in (one.median, one.mean_by_hours, one.lowest, one.highest)
        )
        rows.append(
            row(
                one.names[0] if one.names else part.texts.not_stated,
                number(one.hours.amount, lang, decimals=2),
                str(one.rates),
                middle,
                mean,
                low if low == high else f"{low}–{high}",
                str(far.count(one.supplier)),
            )
        )
    return part.table(
        f"rates-table-{at}",
        t.consultants_caption,
        (
            part.texts.supplier,
            part.texts.hours,
            t.rated_rows,
            t.median,
            t.mean_by_hours,
            t.range,
            t.far_rows,
        ),
        rows,
        numeric=(1, 2, 3, 4, 5, 6),
    )
