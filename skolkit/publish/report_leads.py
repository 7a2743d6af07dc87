"""Leads of one ledger -> a section of their own: the rules, their reasons, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.lead_claims import LEAD_NAMES, Examined, examine, lead_findings
from skolkit.analysis.leads import Lead, Leads
from skolkit.analysis.ledger import Ledger
from skolkit.analysis.procurement_limits import LIMITS_DOCUMENT, procurement_limits
from skolkit.analysis.quality import Missing
from skolkit.analysis.words import Lang, kronor, percent
from skolkit.publish.report_model import Block, Paragraph, TableBlock, TextCell, row
from skolkit.publish.report_parts import Part
from skolkit.publish.texts_ledgers import ledger_texts

MOST_LEADS = 10
_MOST_BILLS = 6  # named in one row


def leads_section(part: Part, ledger: Ledger, at: int, lost: Sequence[Missing]) -> None:
    """Add what a reporter may look into in one ledger; no rule is left out unsaid."""
    t = ledger_texts(part.lang)
    limits = procurement_limits(part.tables.cells)
    found = examine(ledger.rows, {one.year: one.limit for one in limits}, lost=lost)
    blocks: list[Block] = [Paragraph(t.leads_intro, strong=True), _rules(part, found, at)]
    if found.split_examined:
        years = {int(row.date[:4]) for row in ledger.rows if row.date[:4].isdigit()}
        said = "; ".join(
            f"{one.year}: {kronor(one.limit, part.lang)} ({one.source})"
            for one in limits
            if one.year in years
        )
        blocks.append(Paragraph(t.limits_used.format(limits=said)))
    else:
        blocks.append(Paragraph(t.no_limits.format(document=LIMITS_DOCUMENT)))
    tables = {one.kind: _table(part, one, at) for one in found.rules if one.leads}
    kinds = [*tables, ""]  # the year's end comes last and has no list
    claims = part.claims(lead_findings(found, ledger.rows, f"{part.prefix}F{at}"))
    for kind, claim in zip(kinds, claims, strict=False):
        blocks.append(claim)
        if kind:
            blocks.append(tables[kind])
    part.close(f"leads-{at}", t.leads_heading.format(document=ledger.document), blocks)


def _name(kind: str, lang: Lang) -> str:
    said = LEAD_NAMES[kind][lang == "en"]
    return said[:1].upper() + said[1:]


def _rules(part: Part, found: Examined, at: int) -> TableBlock:
    t, lang = ledger_texts(part.lang), part.lang
    sv = lang == "sv"
    rows = [
        row(
            f"{_name(one.kind, lang)}. {one.rule_sv if sv else one.rule_en}",
            str(one.judged),
            str(len(one.not_judged)),
            str(one.count),
            one.reasons_sv if sv else one.reasons_en,
        )
        for one in found.rules
    ]
    if not found.split_examined:
        name = _name("split", lang)
        rows.insert(1, row(f"{name}: {t.not_examined}.", "–", "–", "–", "–"))
    top = found.year_end
    share = "–"
    if top is not None and top.december is not None:
        share = f"{top.year}: {percent(top.december.amount, top.whole.amount, lang)}"
    rows.append(row(t.year_end_rule, str(found.bills), "–", share, t.year_end_reasons))
    headings = (t.rule, t.judged, t.not_judged, t.found, t.reasons)
    return part.table(f"lead-rules-{at}", t.rules_caption, headings, rows, numeric=(1, 2, 3))


def _table(part: Part, found: Leads, at: int) -> TableBlock:
    t, lang = ledger_texts(part.lang), part.lang
    name = LEAD_NAMES[found.kind][lang == "en"]
    shown = found.leads[:MOST_LEADS]
    caption = t.leads_caption.format(name=name)
    if len(shown) < found.count:
        caption = t.leads_caption_some.format(name=name, shown=len(shown), count=found.count)
    return part.table(
        f"leads-{found.kind}-{at}",
        caption,
        (
            part.texts.supplier,
            t.bill_numbers,
            part.texts.date,
            part.texts.kronor_heading,
            t.place,
        ),
        [_lead(part, one) for one in shown],
        numeric=(3,),
    )


def _lead(part: Part, one: Lead) -> tuple[TextCell, ...]:
    t = ledger_texts(part.lang)
    bills = one.bills[:_MOST_BILLS]
    more = [f"+{len(one.bills) - len(bills)}"] if len(bills) < len(one.bills) else []
    amount = kronor(one.amount, part.lang)
    return row(
        ", ".join(one.names) or part.texts.not_stated,
        ", ".join([*(bill.number or "–" for bill in bills), *more]),
        ", ".join([*dict.fromkeys(bill.date for bill in bills), *more]),
        f"{amount} ({t.settled})" if one.credited_by else amount,
        part.origins.said(one.row_ids, part.texts),
    )
