"""The appendix of a report: what was received, read, doubtful and missing, and what doubts change.

Sums are of what was read; the bounds beside them are those of ``skolkit.analysis.bounds``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from skolkit.analysis.base import CollectionTables, Finding, by_document
from skolkit.analysis.bounds import KnownSum, known_sum, net_sum, part
from skolkit.analysis.frame_rows import budget_rows, cost_rows, invoice_rows
from skolkit.analysis.frame_values import plain, records
from skolkit.analysis.quality import Missing, Quality
from skolkit.analysis.rows import BudgetLine
from skolkit.analysis.words import Lang, kronor, number
from skolkit.publish import report_sections as sections
from skolkit.publish.doubt_words import doubt_words
from skolkit.publish.origins import Origins
from skolkit.publish.report_around import marked
from skolkit.publish.report_model import (
    Block,
    Paragraph,
    Section,
    TableBlock,
    TextCell,
    row,
)
from skolkit.publish.report_package import package_folder
from skolkit.publish.texts import Texts
from skolkit.publish.texts_appendix import AppendixTexts

_NONE = "–"
Line = tuple[TextCell, ...]


def appendix(
    tables: Sequence[CollectionTables],
    states: Sequence[Quality],
    findings: Sequence[Finding],
    origins: Origins,
    t: Texts,
    words: AppendixTexts,
    lang: Lang,
) -> tuple[Section, ...]:
    """Make the appendix: one heading, and a part for each question."""
    places = ", ".join(package_folder(one.collection.name) for one in tables)
    opening = (Paragraph(words.appendix_intro), Paragraph(words.package.format(places=places)))
    return (
        Section("appendix", words.appendix_heading, opening),
        sections.received(tables, states, t, lang),
        Section(
            "read",
            words.read_heading,
            tuple(sections.documents_read(tables, states, t, lang)),
            level=3,
        ),
        _doubtful(tables, t, words, lang),
        sections.missing(states, t, words.missing_heading),
        _change(tables, states, t, words, lang),
        sections.origins_of(findings, origins, t, words.origins_heading),
        *sections.source_list(tables, t, lang),
    )


def _doubtful(
    tables: Sequence[CollectionTables], t: Texts, words: AppendixTexts, lang: Lang
) -> Section:
    blocks: list[Block] = []
    for one in tables:
        counts = Counter(
            (plain(cell.get("document")), plain(cell.get("doubt")))
            for cell in records(one.cells)
            if plain(cell.get("doubt"))
        )
        if not counts:
            continue
        blocks.append(
            TableBlock(
                f"doubts-{one.collection.name}",
                words.doubts_caption.format(title=marked(one, lang)),
                (t.document, words.reason, t.cells),
                tuple(
                    row(document, doubt_words(doubt, lang), number(times, lang))
                    for (document, doubt), times in sorted(counts.items())
                ),
                numeric=(2,),
                demo=one.demo,
            )
        )
    first = Paragraph(words.doubtful_intro if blocks else words.doubtful_none)
    return Section("doubtful", words.doubtful_heading, (first, *blocks), level=3)


def _change(
    tables: Sequence[CollectionTables],
    states: Sequence[Quality],
    t: Texts,
    words: AppendixTexts,
    lang: Lang,
) -> Section:
    headings = (
        words.amounts, words.summed_rows, words.sum_read, words.doubted, words.unread,
        words.at_least, words.at_most,
    )  # fmt: skip
    blocks: list[Block] = []
    for one, state in zip(tables, states, strict=True):
        lines = (
            *_invoices(one, state, words, lang),
            *_budgets(one, state, words, lang),
            *_costs(one, words, lang),
        )
        if lines:
            blocks.append(
                TableBlock(
                    f"doubts-change-{one.collection.name}",
                    words.change_caption.format(title=marked(one, lang)),
                    headings,
                    lines,
                    numeric=(1, 2, 3, 4, 5, 6),
                    demo=one.demo,
                )
            )
    if not blocks:
        return Section("change", words.change_heading, (Paragraph(words.change_none),), level=3)
    told = (Paragraph(words.change_intro), *blocks, Paragraph(words.open_note))
    return Section("change", words.change_heading, told, level=3)


def _invoices(
    one: CollectionTables, state: Quality, words: AppendixTexts, lang: Lang
) -> Iterator[Line]:
    unsure = {document for document, _ in _unsure(one)}
    for document, rows in by_document(invoice_rows(one.invoices)).items():
        known = net_sum(rows, lost=_lost(state, document))
        name = words.unsure.format(name=document) if document in unsure else document
        yield _line(words.invoices.format(count=name), known, lang)


def _budgets(
    one: CollectionTables, state: Quality, words: AppendixTexts, lang: Lang
) -> Iterator[Line]:
    sheets = {plain(each["sheet_id"]): plain(each.get("sheet")) for each in records(one.sheets)}
    unsure = _unsure(one)
    grouped: dict[tuple[str, str], list[BudgetLine]] = {}
    for line in budget_rows(one.budgets):
        grouped.setdefault((line.place.document, line.place.sheet_id), []).append(line)
    for (document, sheet), rows in sorted(grouped.items()):
        place = document, sheets.get(sheet, "")
        name = ", ".join(each for each in place if each)
        if place in unsure:
            name = words.unsure.format(name=name)
        known = known_sum(rows, lambda each: each.budget, "budget_sek", lost=_lost(state, document))
        label = words.budgets.format(count=name)
        if _overlap(each.period for each in part(rows)[0]):
            yield _unsummed(label, known, words, lang)
        else:
            yield _line(label, known, lang)


def _unsure(one: CollectionTables) -> frozenset[tuple[str, str]]:
    """Document and name of each sheet that was taken for a table in doubt, or without a unit."""
    return frozenset(
        (plain(each["document"]), plain(each["sheet"]))
        for each in records(one.problems)
        if plain(each["code"]) == "W_UNSURE_TABLE"
    )


def _overlap(periods: Iterable[tuple[str, str]]) -> bool:
    """Whether periods share days without being the same: months beside their year."""
    return any(later[0] <= earlier[1] for earlier, later in pairwise(sorted(set(periods))))


def _costs(one: CollectionTables, words: AppendixTexts, lang: Lang) -> Iterator[Line]:
    """Published amounts overlap, and are told without a sum."""
    for document, rows in by_document(cost_rows(one.costs)).items():
        known = known_sum(rows, lambda each: each.amount, "amount_sek")
        yield _unsummed(words.costs.format(count=document), known, words, lang)


def _lost(state: Quality, document: str) -> tuple[Missing, ...]:
    return tuple(each for each in state.missing if each.document == document)


def _line(label: str, known: KnownSum, lang: Lang) -> Line:
    return row(
        label,
        number(len(known.row_ids), lang),
        kronor(known.amount, lang),
        kronor(known.doubted, lang),
        number(len(known.unread), lang),
        _bound(known.low, lang),
        _bound(known.high, lang),
    )


def _bound(end: Decimal | None, lang: Lang) -> str:
    return _NONE if end is None else kronor(end, lang)


def _unsummed(label: str, known: KnownSum, words: AppendixTexts, lang: Lang) -> Line:
    return row(
        label,
        number(len(known.row_ids), lang),
        words.no_sum,
        kronor(known.doubted, lang),
        number(len(known.unread), lang),
        _NONE,
        _NONE,
    )
