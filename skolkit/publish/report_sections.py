"""What surrounds the findings: what was read, terms, sources, data quality, rerun, licence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from skolkit.analysis.base import CollectionTables, Finding
from skolkit.analysis.events import event_rows
from skolkit.analysis.frame_rows import cost_rows, incident_rows
from skolkit.analysis.per_pupil import pupil_counts
from skolkit.analysis.quality import CopyCheck, Quality, copy_checks
from skolkit.analysis.words import Lang, day, number
from skolkit.model import CollectionKind
from skolkit.publish.origins import Origins
from skolkit.publish.report_around import marked
from skolkit.publish.report_model import (
    Block,
    ItemList,
    Paragraph,
    Section,
    TableBlock,
    Terms,
    TextCell,
    row,
)
from skolkit.publish.report_parts import Source, sources_of
from skolkit.publish.texts import Texts

MOST_MISSING = 20


def received(
    tables: Sequence[CollectionTables], states: Sequence[Quality], t: Texts, lang: Lang
) -> Section:
    """Count what came in and what was read, one column for each collection."""
    measures = (
        (t.documents, [len(one.documents) for one in states]),
        (t.failed_documents, [one.failed for one in states]),
        (t.paper_pages, [one.paper_pages for one in states]),
        (t.ocr_pages, [one.ocr_pages for one in states]),
        (t.cells, [one.cells for one in states]),
        (t.numbers, [one.numbers for one in states]),
        (t.unchecked_numbers, [one.unchecked_numbers for one in states]),
        (t.doubtful_cells, [one.doubtful_cells for one in states]),
        (t.cost_rows, [one.costs for one in states]),
        (t.invoice_rows, [one.invoices for one in states]),
        (t.budget_rows, [one.budgets for one in states]),
        (t.incident_rows, [one.incidents for one in states]),
        (t.message_rows, [one.messages for one in states]),
    )
    blocks: list[Block] = [
        Paragraph(t.received_intro),
        TableBlock(
            "received",
            t.received_caption,
            (t.measure, *(marked(one, lang) for one in tables)),
            tuple(row(name, *(number(value, lang) for value in line)) for name, line in measures),
            numeric=tuple(range(1, len(states) + 1)),
        ),
    ]
    return Section("received", t.received_heading, tuple(blocks), level=3)


def missing(states: Sequence[Quality], t: Texts, heading: str) -> Section:
    """List the documents and pages that are not in the tables."""
    lines = [
        f"DEMO: {said}" if state.demo else said for state in states for said in _missing(state, t)
    ]
    shown = lines[:MOST_MISSING]
    if len(lines) > len(shown):
        shown.append(f"… (+{len(lines) - len(shown)})")
    block: Block = ItemList(tuple(shown)) if shown else Paragraph(t.missing_none)
    return Section("missing", heading, (block,), level=3)


def _missing(state: Quality, t: Texts) -> list[str]:
    return [
        f"{one.document}{'' if one.page is None else f', {t.page} {one.page}'}: "
        f"{t.named(t.problem_titles, one.code)}"
        for one in state.missing
    ]


def terms(t: Texts) -> Section:
    """Say what the words mean here."""
    return Section("terms", t.terms_heading, (Terms(t.terms),))


def sources(tables: Sequence[CollectionTables], t: Texts, lang: Lang) -> Section:
    """Say where the collections come from and when, and how many sources they quote."""
    headings = (t.collection, t.kind, t.authority, t.sender, t.diary_number, t.received_on)
    rows = [
        row(
            _told(marked(one, lang), bool(one.collection.title_en), one, lang),
            t.named(t.kinds, one.collection.kind.value),
            *(
                _told(said, bool(english), one, lang) if said else TextCell(t.not_stated)
                for said, english in (
                    (one.collection.authority_in(lang), one.collection.authority_en),
                    (one.collection.sender_in(lang), one.collection.sender_en),
                )
            ),
            one.collection.diarienummer or t.not_stated,
            _unbroken(day(one.collection.received, lang)) or t.not_stated,
        )
        for one in tables
    ]
    blocks: list[Block] = [TableBlock("collections", t.collections_caption, headings, tuple(rows))]
    known = [source for one in tables if not one.demo for source in sources_of(one).values()]
    if known:
        dates = sorted(source.published for source in known if source.published)
        parts = Counter(source.reliability for source in known)
        blocks.append(
            Paragraph(
                t.sources_intro.format(
                    count=len(known),
                    listed=sum(len(_used_sources(one)) for one in tables),
                    first=day(dates[0], lang) if dates else t.not_stated,
                    last=day(dates[-1], lang) if dates else t.not_stated,
                )
            )
        )
        said = ", ".join(
            f"{t.named(t.reliability, name)} {many}" for name, many in sorted(parts.items())
        )
        blocks.append(Paragraph(t.source_count.format(parts=said)))
    return Section("sources", t.sources_heading, tuple(blocks))


def _unbroken(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\u00a0")


def _told(text: str, in_english: bool, one: CollectionTables, lang: Lang) -> TextCell:
    """A text that a collection tells of itself, marked with its language where it is another.

    Args:
        text: In the language of the collection, or in English for a reader of it.
        in_english: Whether the collection has that text in English too.
        one: The collection.
        lang: The reader's language.
    """
    language = one.collection.language
    is_readers = language == lang or (lang == "en" and in_english)
    return TextCell(text, lang="" if is_readers else language)


def limits(tables: Sequence[CollectionTables], t: Texts, heading: str) -> Section:
    """Say what the findings cannot tell, and how well copies of known tables were read."""
    blocks: list[Block] = [ItemList(t.limits)]
    checks = _copies(tables)
    if checks:
        blocks += [Paragraph(t.copies_intro), _copy_table(checks, t)]
    return Section("limits", heading, tuple(blocks))


def documents_read(
    tables: Sequence[CollectionTables], states: Sequence[Quality], t: Texts, lang: Lang
) -> Iterator[Block]:
    """Say how each document was read, and what there was to remark."""
    for one, state in zip(tables, states, strict=True):
        yield _document_table(one, state, t, lang)
        if state.problems:
            yield _problem_table(one, state, t, lang)


def origins_of(findings: Sequence[Finding], origins: Origins, t: Texts, heading: str) -> Section:
    """Say where each claim comes from."""
    table = TableBlock(
        "origins",
        t.origins_caption,
        (t.claim, t.origin),
        tuple(row(claim.claim_id, origins.said(claim.row_ids, t)) for claim in findings),
    )
    return Section("origins", heading, (table,), level=3)


def _copies(tables: Sequence[CollectionTables]) -> tuple[CopyCheck, ...]:
    native = [one for one in tables if one.collection.kind is CollectionKind.PUBLIC_RECORD]
    demos = [one for one in tables if one.demo]
    checks: list[CopyCheck] = []
    for truth in native:
        for copy in demos:
            checks += copy_checks(cost_rows(truth.costs), cost_rows(copy.costs))
            checks += copy_checks(incident_rows(truth.incidents), incident_rows(copy.incidents))
    return tuple(checks)


def _copy_table(checks: Sequence[CopyCheck], t: Texts) -> TableBlock:
    names = {"costs": t.copied_costs, "incidents": t.copied_incidents}
    return TableBlock(
        "copies",
        t.copies_caption,
        (t.document, t.copied_table, t.rows, t.found, t.same_id, t.equal, t.differing),
        tuple(
            row(
                one.document,
                names[one.table],
                str(one.rows),
                str(one.found),
                str(one.same_id),
                str(one.equal),
                ", ".join(one.differing) or t.none,
            )
            for one in checks
        ),
        numeric=(2, 3, 4, 5),
        demo=True,
    )


def _document_table(one: CollectionTables, state: Quality, t: Texts, lang: Lang) -> TableBlock:
    return TableBlock(
        f"documents-{one.collection.name}",
        t.documents_caption.format(title=marked(one, lang)),
        (t.document, t.status, t.pages_or_sheets, t.cells, t.unchecked_numbers, t.doubtful_cells),
        tuple(
            row(
                document.name,
                t.named(t.statuses, document.status),
                "–" if document.pages is None else number(document.pages, lang),
                number(document.cells, lang),
                number(document.unchecked_numbers, lang),
                number(document.doubtful_cells, lang),
            )
            for document in state.documents
        ),
        numeric=(2, 3, 4, 5),
        demo=one.demo,
    )


def _problem_table(one: CollectionTables, state: Quality, t: Texts, lang: Lang) -> TableBlock:
    return TableBlock(
        f"problems-{one.collection.name}",
        t.problems_caption.format(title=marked(one, lang)),
        (t.problem, t.times, t.documents),
        tuple(
            row(
                t.named(t.problem_titles, problem.code),
                str(problem.times),
                ", ".join(problem.documents),
            )
            for problem in state.problems
        ),
        numeric=(1,),
        demo=one.demo,
    )


def rerun(
    t: Texts, *, claim: str, version: str, data_version: str, dated: str, lang: Lang
) -> Section:
    """Say how the report is rebuilt and compared, and how ``claim`` is traced to paper."""
    commands = tuple(command.format(claim=claim) for command in t.rerun_commands)
    said = t.rerun_version.format(
        data_version=data_version,
        version=version,
        dated=day(dated, lang) if dated else t.not_stated,
    )
    return Section(
        "rerun",
        t.rerun_heading,
        (Paragraph(t.rerun_intro), ItemList(commands, code=True), Paragraph(said)),
    )


def licence(t: Texts) -> Section:
    """Say on what terms the report may be used."""
    return Section("licence", t.licence_heading, (Paragraph(t.licence),))


def source_list(tables: Sequence[CollectionTables], t: Texts, lang: Lang) -> tuple[Section, ...]:
    """List the sources behind the facts; none for collections without a list."""
    listed = sorted(
        (source for one in tables for source in _used_sources(one)),
        key=lambda source: (source.published or "9999", source.source_id),
    )
    if not listed:
        return ()
    table = TableBlock(
        "source-list",
        t.source_list_caption,
        (t.publisher, t.source_title, t.source_date, t.source_kind),
        tuple(
            row(
                source.publisher,
                _title(source, lang),
                source.published or t.not_stated,
                t.named(t.reliability, source.reliability),
            )
            for source in listed
        ),
    )
    return (Section("source-list", t.source_list_heading, (table,), level=3),)


def _used_sources(one: CollectionTables) -> list[Source]:
    """The sources that the facts of a collection name, in the order of its own list."""
    if one.demo:
        return []
    used = {cost.source_id for cost in cost_rows(one.costs)}
    used |= {name for each in incident_rows(one.incidents) for name in each.source_ids}
    used |= {name for each in event_rows(one.cells) for name in each.source_ids}
    used |= {each.source_id for each in pupil_counts(one.cells).values()}
    return [source for name, source in sources_of(one).items() if name in used]


def _title(source: Source, lang: Lang) -> TextCell:
    href = source.url if source.url.startswith(("https://", "http://")) else ""
    language = source.language if source.language != lang else ""
    return TextCell(source.title or source.source_id, href=href, lang=language)
