"""The report on one screen: what was received, read and doubted, and its first findings.

Invented findings are listed only in a report of nothing else, never beside real ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.base import CollectionTables
from skolkit.analysis.quality import Quality
from skolkit.analysis.words import Lang, number, some
from skolkit.publish.report_around import marked
from skolkit.publish.report_model import Block, Brief, Claim, Paragraph, Section, TableBlock, row
from skolkit.publish.report_parts import Part
from skolkit.publish.texts_appendix import AppendixTexts

MOST_TOLD = 8


def opening(
    tables: Sequence[CollectionTables],
    states: Sequence[Quality],
    parts: Sequence[Part],
    t: AppendixTexts,
    lang: Lang,
) -> Section:
    """Say what the report rests on and what it finds, before anything else.

    Args:
        tables: The collections, in the order of the report.
        states: What became of each.
        parts: The findings of each, in the same order.
        t: The words.
        lang: Their language.
    """
    headings = (
        t.opening_collection,
        t.opening_received,
        t.opening_read,
        t.opening_doubted,
        t.opening_missing,
        t.opening_claims,
    )
    rows = [
        row(
            marked(one, lang),
            *_counts(state, t, lang),
            number(len(part.findings), lang),
        )
        for one, state, part in zip(tables, states, parts, strict=True)
    ]
    blocks: list[Block] = [TableBlock("opening-table", t.opening_caption, headings, tuple(rows))]
    real = [part for part in parts if not part.tables.demo]
    told = _first(real or parts)
    if told:
        blocks += [Paragraph(t.opening_found), Brief(told)]
    unlisted = sum(len(part.findings) for part in parts if part not in (real or parts))
    if unlisted:
        blocks.append(Paragraph(t.opening_demo.format(claims=number(unlisted, lang))))
    return Section("opening", t.opening_heading, tuple(blocks))


def _counts(state: Quality, t: AppendixTexts, lang: Lang) -> tuple[str, str, str, str]:
    def said(count: int) -> str:
        return number(count, lang)

    papers = t.opening_pages.format(pages=said(state.paper_pages)) if state.paper_pages else ""
    pictures = ""
    if state.unchecked_numbers:
        pictures = t.opening_unchecked.format(numbers=said(state.unchecked_numbers))
    return (
        t.opening_documents.format(documents=said(len(state.documents))) + papers,
        t.opening_cells.format(cells=said(state.cells)) + pictures,
        t.opening_cells.format(cells=some(state.doubtful_cells, lang, none=t.opening_no_cell)),
        some(len(state.missing), lang, none=t.opening_nothing),
    )


def _first(parts: Sequence[Part]) -> tuple[tuple[str, str], ...]:
    """The first claim of each section, then their second ones as far as there is room."""
    claims = [
        [block for block in section.blocks if isinstance(block, Claim)]
        for part in parts
        for section in part.sections
    ]
    chosen = [held[at].claim_id for at in (0, 1) for held in claims if len(held) > at][:MOST_TOLD]
    return tuple(
        (one.claim_id, one.sentence) for held in claims for one in held if one.claim_id in chosen
    )
