"""Tables of a collection -> the report's findings: claims, each with its chart and its table.

Each function returns sections with blocks; charts go into ``Figures`` under their file names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from skolkit.analysis import costs as cost_analysis
from skolkit.analysis import incidents as incident_analysis
from skolkit.analysis import ledger as ledger_analysis
from skolkit.analysis import mail as mail_analysis
from skolkit.analysis.base import CollectionTables, Finding, by_document, sheet_table
from skolkit.analysis.prices import PriceIndex, price_index, real_amounts
from skolkit.analysis.rows import Cost, Incident, Message, cost_rows, incident_rows, message_rows
from skolkit.analysis.words import Lang, kronor, mnkr, number, percent, qualified
from skolkit.publish import figures
from skolkit.publish.charts import Chart
from skolkit.publish.origins import Origins
from skolkit.publish.report_model import (
    Block,
    Claim,
    FigureBlock,
    Paragraph,
    Section,
    TableBlock,
    TextCell,
    row,
)
from skolkit.publish.texts import Texts

SOURCES_DOCUMENT = "sources.csv"
TOP_DOMAINS = 8


@dataclass(frozen=True, slots=True)
class Source:
    """A published source."""

    source_id: str
    publisher: str
    title: str
    published: str
    url: str
    language: str
    reliability: str


@dataclass(slots=True)
class Part:
    """What is being built for one collection: sections, charts by file name, findings."""

    lang: Lang
    texts: Texts
    tables: CollectionTables
    origins: Origins
    price_year: int | None
    prefix: str = ""  # keeps figure and claim ids of several collections apart
    sections: list[Section] = field(default_factory=list)
    charts: dict[str, Chart] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The collection's title, for source lines."""
        return self.tables.collection.title

    def claims(self, found: Sequence[Finding]) -> list[Block]:
        """Take findings into the report and return them as blocks."""
        self.findings.extend(found)
        return [
            Claim(
                claim_id=one.claim_id,
                sentence=one.sentence(self.lang),
                caveat=one.caveat(self.lang),
                origin=self.origins.said(one.row_ids, self.texts),
                demo=one.demo,
            )
            for one in found
        ]

    def figure(self, name: str, chart: Chart) -> FigureBlock:
        """Take a chart into the report and return its block."""
        file = f"{self.prefix}{name}.svg"
        self.charts[file] = chart
        return FigureBlock(f"{self.prefix}{name}", file, chart.text.alt, chart.text.demo)

    def table(
        self,
        name: str,
        caption: str,
        headings: Sequence[str],
        rows: Sequence[tuple[TextCell, ...]],
        numeric: Sequence[int] = (),
    ) -> TableBlock:
        """Make a table that says DEMO where the collection is invented."""
        return TableBlock(
            f"{self.prefix}{name}",
            caption,
            tuple(headings),
            tuple(rows),
            tuple(numeric),
            demo=self.tables.demo,
        )

    def close(self, name: str, heading: str, blocks: Sequence[Block]) -> None:
        """End a section."""
        self.sections.append(
            Section(f"{self.prefix}{name}", heading, tuple(blocks), 3, self.tables.demo)
        )


def sources_of(tables: CollectionTables) -> dict[str, Source]:
    """Read the list of sources by id; empty for collections without one."""
    return {
        one["source_id"]: Source(
            one["source_id"],
            one.get("publisher", ""),
            one.get("title", ""),
            one.get("published", ""),
            one.get("url", ""),
            one.get("language", ""),
            one.get("reliability", ""),
        )
        for one in sheet_table(tables.cells, SOURCES_DOCUMENT)
        if one.get("source_id")
    }


def source_cell(source_id: str, sources: dict[str, Source]) -> TextCell:
    """Name a source by its publisher, with its address where one is known."""
    known = sources.get(source_id)
    if known is None:
        return TextCell(source_id)
    href = known.url if known.url.startswith(("https://", "http://")) else ""
    return TextCell(known.publisher or source_id, href=href)


def add_public_record(part: Part) -> None:
    """Add the findings on published costs and incidents."""
    sources = sources_of(part.tables)
    index = price_index(part.tables.cells)
    rows = cost_rows(part.tables.costs)
    if rows:
        _costs(part, rows, sources, index)
    incidents = incident_rows(part.tables.incidents)
    if incidents:
        _incidents(part, incidents, sources)


def _costs(
    part: Part, rows: tuple[Cost, ...], sources: dict[str, Source], index: PriceIndex
) -> None:
    t, lang = part.texts, part.lang
    year = part.price_year or index.latest
    found = {one.claim_id: one for one in cost_analysis.public_cost_findings(rows, index, year)}
    whole = cost_analysis.project_figures(rows)
    chosen = {one.place.row_id for one in whole}
    rest = [one for one in rows if one.place.row_id not in chosen]

    def take(*names: str) -> list[Block]:
        return part.claims([found[name] for name in names if name in found])

    blocks: list[Block] = [
        Paragraph(t.filter_counts.format(all=len(rows), whole=len(whole), rest=len(rest)))
    ]
    blocks += take("K1", "K2")
    if whole:
        names = {key: source.publisher for key, source in sources.items()}
        blocks.append(part.figure("drift", figures.drift_chart(whole, names, part.title, lang)))
        blocks += take("K8")
        blocks.append(_project_table(part, whole, sources, index, year))
    blocks += take("K3", "K4")
    modules = cost_analysis.module_costs(rows)
    if modules is not None:
        blocks.append(part.figure("modules", figures.module_chart(modules, part.title, lang)))
        blocks.append(_module_table(part, modules))
    blocks += take("K5", "K6", "K7")
    blocks.append(_other_table(part, rest, sources))
    part.close("costs", t.costs_heading.format(title=part.title), blocks)


def _project_table(
    part: Part,
    rows: Sequence[Cost],
    sources: dict[str, Source],
    index: PriceIndex,
    year: int | None,
) -> TableBlock:
    t, lang = part.texts, part.lang
    converted = real_amounts(rows, index, year) if year else ()
    real = {one.row.place.row_id: mnkr(one.real, lang, decimals=0) for one in converted}
    return part.table(
        "project",
        t.project_caption,
        (t.figure_id, t.as_of, t.category, t.amount, t.real_amount.format(year=year), t.source),
        [
            row(
                one.cost_id,
                one.as_of,
                t.named(t.categories, one.category),
                qualified(mnkr(one.amount or Decimal(0), lang), one.qualifier, lang),
                real.get(one.place.row_id, "–"),
                source_cell(one.source_id, sources),
            )
            for one in rows
        ],
        numeric=(3, 4),
    )


def _module_table(part: Part, found: cost_analysis.Decomposition) -> TableBlock:
    t, lang = part.texts, part.lang
    rows = [
        row(
            figures.module_in(one, lang),
            kronor(one.amount or Decimal(0), lang),
            percent(one.amount or Decimal(0), found.summed, lang),
        )
        for one in found.parts
    ]
    rows.append(row(t.our_sum, kronor(found.summed, lang), percent(1, 1, lang)))
    rows.append(row(t.printed_total, kronor(found.printed, lang), ""))
    rows.append(row(t.difference, kronor(found.printed - found.summed, lang), ""))
    return part.table(
        "modules-table",
        t.modules_caption.format(year=found.total.year),
        (t.module, t.kronor_heading, t.share),
        rows,
        numeric=(1, 2),
    )


def _other_table(part: Part, rows: Sequence[Cost], sources: dict[str, Source]) -> TableBlock:
    t, lang = part.texts, part.lang
    listed = [
        row(
            one.cost_id,
            t.named(t.categories, one.category),
            one.as_of,
            qualified(kronor(one.amount, lang), one.qualifier, lang)
            if one.amount is not None
            else t.unread,
            TextCell(one.scope, lang="" if lang == "sv" else "sv"),
            source_cell(one.source_id, sources),
        )
        for group in cost_analysis.by_category_and_year(rows)
        for one in group.rows
    ]
    return part.table(
        "other",
        t.other_caption,
        (t.figure_id, t.category, t.as_of, t.amount_kronor, t.scope, t.source),
        listed,
        numeric=(3,),
    )


def _incidents(part: Part, rows: tuple[Incident, ...], sources: dict[str, Source]) -> None:
    t, lang = part.texts, part.lang
    found = {one.claim_id: one for one in incident_analysis.public_incident_findings(rows)}

    def take(*names: str) -> list[Block]:
        return part.claims([found[name] for name in names if name in found])

    years = incident_analysis.by_year(rows)
    levels = incident_analysis.severities(rows)
    blocks: list[Block] = take("S1")
    if years:
        blocks.append(part.figure("years", figures.year_chart(rows, part.title, lang)))
        blocks.append(
            part.table(
                "years-table",
                t.years_caption,
                (t.year, *(t.severity_level.format(level=one) for one in levels), t.total),
                [
                    row(str(y.year), *(str(c.rows) for c in y.by_severity), str(y.rows))
                    for y in years
                ],
                numeric=range(1, len(levels) + 2),
            )
        )
    blocks += take("S2")
    grave = [one for one in rows if one.severity == "4"]
    if grave:
        blocks.append(_grave_table(part, grave, sources))
    blocks += take("S3", "S4", "S5")
    blocks.append(part.figure("kinds", figures.kind_chart(rows, part.title, lang)))
    kinds = incident_analysis.counts(rows, lambda one: one.kind)
    blocks.append(
        part.table(
            "kinds-table",
            t.kinds_caption,
            (t.incident_kind, t.rows, t.share),
            [
                row(
                    incident_analysis.kind_name(one.value, lang),
                    str(one.rows),
                    percent(one.rows, len(rows), lang),
                )
                for one in kinds
            ],
            numeric=(1, 2),
        )
    )
    part.close("incidents", t.incidents_heading.format(title=part.title), blocks)


def _grave_table(part: Part, rows: Sequence[Incident], sources: dict[str, Source]) -> TableBlock:
    t, lang = part.texts, part.lang
    return part.table(
        "grave",
        t.grave_caption,
        (t.figure_id, t.date, t.module, t.what, t.source),
        [
            row(
                one.incident_id,
                one.date,
                one.module if lang == "sv" else incident_analysis.module_english(one.module),
                one.summary_sv if lang == "sv" else one.summary_en,
                source_cell(one.source_ids[0], sources) if one.source_ids else t.not_stated,
            )
            for one in rows
        ],
    )


def add_disclosure(part: Part) -> None:
    """Add the findings on ledgers, e-mail logs and ticket lists of a disclosure (or a demo)."""
    costs = cost_rows(part.tables.costs)
    for at, one in enumerate(ledger_analysis.ledgers(costs), start=1):
        _ledger(part, one, at)
    for at, (document, messages) in enumerate(
        by_document(message_rows(part.tables.messages)).items(), start=1
    ):
        _mail(part, document, messages, at)
    tickets = {
        document: rows
        for document, rows in by_document(incident_rows(part.tables.incidents)).items()
        if not incident_analysis.is_copy(rows)
    }
    for at, (document, rows) in enumerate(tickets.items(), start=1):
        _tickets(part, document, rows, at)


def _ledger(part: Part, ledger: ledger_analysis.Ledger, at: int) -> None:
    t, lang = part.texts, part.lang
    sums = ledger_analysis.supplier_sums(ledger)
    first, *rest = part.claims(ledger_analysis.ledger_findings(ledger, f"{part.prefix}F{at}"))
    blocks: list[Block] = [first]
    blocks.append(part.figure(f"suppliers-{at}", figures.supplier_chart(sums, part.title, lang)))
    blocks.append(
        part.table(
            f"suppliers-table-{at}",
            t.suppliers_caption,
            (t.supplier, t.rows, t.hours, t.rate, t.kronor_heading, t.unread),
            [
                row(
                    one.supplier or t.not_stated,
                    str(len(one.rows)),
                    number(one.hours, lang, decimals=2),
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
                        one.printed_row.supplier or "–",
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
    part.close(f"ledger-{at}", t.ledger_heading.format(document=ledger.document), blocks)


def _rates(one: ledger_analysis.SupplierSum, lang: Lang) -> str:
    if one.lowest_rate is None or one.highest_rate is None:
        return "–"
    low, high = (number(rate, lang, decimals=2) for rate in (one.lowest_rate, one.highest_rate))
    return low if low == high else f"{low}–{high}"


def _mail(part: Part, document: str, rows: tuple[Message, ...], at: int) -> None:
    t, lang = part.texts, part.lang
    first, *rest = part.claims(mail_analysis.mail_findings(rows, f"{part.prefix}M{at}"))
    blocks: list[Block] = [first]
    months = mail_analysis.months(rows)
    if months:
        blocks.append(part.figure(f"months-{at}", figures.month_chart(rows, part.title, lang)))
        blocks.append(
            part.table(
                f"months-table-{at}",
                t.months_caption,
                (t.month, t.incoming, t.outgoing),
                [row(m.month, str(m.incoming), str(m.outgoing)) for m in months],
                numeric=(1, 2),
            )
        )
    blocks += rest
    domains = mail_analysis.counterparts(rows)[:TOP_DOMAINS]
    if domains:
        blocks.append(
            part.table(
                f"domains-{at}",
                t.counterparts_caption,
                (t.domain, t.messages),
                [row(name, number(times, lang)) for name, times in domains],
                numeric=(1,),
            )
        )
    part.close(f"mail-{at}", t.mail_heading.format(document=document), blocks)


def _tickets(part: Part, document: str, rows: tuple[Incident, ...], at: int) -> None:
    t, lang = part.texts, part.lang
    blocks = part.claims(incident_analysis.ticket_findings(rows, f"{part.prefix}A{at}"))
    blocks.append(part.figure(f"tickets-{at}", figures.ticket_chart(rows, part.title, lang)))
    counted = incident_analysis.counts(rows, lambda one: one.module)
    blocks.append(
        part.table(
            f"tickets-table-{at}",
            t.tickets_caption,
            (t.module, t.rows),
            [row(one.value or t.not_stated, str(one.rows)) for one in counted],
            numeric=(1,),
        )
    )
    part.close(f"tickets-{at}", t.tickets_heading.format(document=document), blocks)
