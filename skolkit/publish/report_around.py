"""What stands between the findings and the appendix: steps with counts, answers, contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skolkit.analysis.base import CollectionTables, Finding
from skolkit.analysis.frame_values import plain, records
from skolkit.analysis.quality import Quality
from skolkit.analysis.words import Lang, day, number, some
from skolkit.publish.origins import Origins
from skolkit.publish.report_model import Block, ItemList, Paragraph, Section
from skolkit.publish.report_settings import Answer, Contact, ReportSettings
from skolkit.publish.texts_appendix import AppendixTexts

_TABLES = ("costs", "invoices", "budgets", "incidents", "messages")


def marked(one: CollectionTables, lang: Lang) -> str:
    """The title of a collection, with DEMO before it where it is invented."""
    title = one.collection.title_in(lang)
    return f"DEMO: {title}" if one.demo else title


def steps(
    tables: Sequence[CollectionTables],
    states: Sequence[Quality],
    findings: Sequence[Finding],
    origins: Origins,
    t: AppendixTexts,
    lang: Lang,
) -> Section:
    """Say what was done, in numbered steps with their counts, for each collection."""
    blocks: list[Block] = [Paragraph(t.steps_intro)]
    for one, state in zip(tables, states, strict=True):
        own = [
            each
            for each in findings
            if origins.place(each.row_ids[0]).collection == one.collection.name
        ]
        blocks.append(Paragraph(marked(one, lang), strong=True))
        blocks.append(ItemList(_steps(one, state, own, t, lang), ordered=True))
    return Section("steps", t.steps_heading, tuple(blocks))


def _steps(
    one: CollectionTables, state: Quality, own: Sequence[Finding], t: AppendixTexts, lang: Lang
) -> tuple[str, ...]:
    def said(count: int) -> str:
        return number(count, lang)

    frames = {name: getattr(one, name) for name in _TABLES}
    rows = [row for frame in frames.values() for row in records(frame)]
    kinds = [plain(row.get("row_kind")) in {"subtotal", "total"} for row in rows]
    copies = [bool(plain(row.get("duplicate_of"))) for row in rows]
    counts = [
        getattr(t, name).format(count=said(len(frame)))
        for name, frame in frames.items()
        if len(frame)
    ]
    apart = "".join(
        words.format(count=said(count))
        for words, count in ((t.step_failed, state.failed), (t.step_skipped, state.skipped))
        if count
    )
    paper = (t.step_pages.format(pages=said(state.paper_pages), ocr=said(state.ocr_pages)),)
    return (
        t.step_documents.format(documents=said(len(state.documents)), apart=apart),
        *(paper if state.paper_pages else ()),
        t.step_cells.format(
            cells=said(state.cells),
            sheets=said(len(one.sheets)),
            numbers=said(state.numbers),
            doubtful=some(state.doubtful_cells, lang, none=t.step_none),
        ),
        *((t.step_rows.format(rows=", ".join(counts)),) if counts else ()),
        t.step_left_out.format(
            copies=some(
                sum(c and not k for c, k in zip(copies, kinds, strict=True)), lang, none=t.step_none
            ),
            printed=some(sum(kinds), lang, none=t.step_none),
        ),
        t.step_claims.format(
            claims=said(len(own)), rows=said(len({row for each in own for row in each.row_ids}))
        ),
    )


def answers(
    tables: Sequence[CollectionTables],
    told: Mapping[str, ReportSettings],
    t: AppendixTexts,
    lang: Lang,
) -> Section:
    """Say what the other side answered, or that no answer is recorded."""
    blocks: list[Block] = []
    for one in tables:
        title = marked(one, lang)
        given = told.get(one.collection.name, ReportSettings()).answers
        if given:
            blocks.append(Paragraph(t.answers_of.format(title=title), strong=True))
            blocks.append(ItemList(tuple(_answer(each, t, lang) for each in given)))
        else:
            blocks.append(Paragraph(t.answers_none.format(title=title)))
    return Section("answers", t.answers_heading, tuple(blocks))


def _answer(one: Answer, t: AppendixTexts, lang: Lang) -> str:
    asked = t.asked.format(party=one.party, asked=day(one.asked, lang))
    if not one.text:
        return f"{asked} {t.not_answered}"
    answered = t.answered.format(answered=day(one.answered, lang), text=one.text, source=one.source)
    return f"{asked} {answered}"


def contact(
    tables: Sequence[CollectionTables],
    told: Mapping[str, ReportSettings],
    t: AppendixTexts,
    lang: Lang,
) -> Section:
    """Say who answers for the report, or that nobody is named."""
    items = []
    for one in tables:
        title = marked(one, lang)
        who = told.get(one.collection.name, ReportSettings()).contact
        # In brackets, so that no reader takes what stands on the next line for a part of it.
        address = f"<{who.email}>" if who.email else ""
        mailbox = " ".join(part for part in (who.name, address) if part)
        said = ", ".join(part for part in (mailbox, who.url) if part)
        if who == Contact():
            items.append(t.contact_none.format(title=title))
        else:
            items.append(t.contact_of.format(title=title, contact=said))
    return Section("contact", t.contact_heading, (ItemList(tuple(items)),))
