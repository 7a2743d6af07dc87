"""A public record -> the report's findings on published costs and incidents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from skolkit.analysis import costs as cost_analysis
from skolkit.analysis import incidents as incident_analysis
from skolkit.analysis.events import event_rows
from skolkit.analysis.incident_claims import course_findings
from skolkit.analysis.prices import PriceIndex, price_index, real_amounts
from skolkit.analysis.rows import Cost, Incident, cost_rows, incident_rows
from skolkit.analysis.words import kronor, mnkr, percent, qualified
from skolkit.publish import figures
from skolkit.publish.report_model import Block, Paragraph, TableBlock, TextCell, row
from skolkit.publish.report_parts import Part, Source, source_cell, sources_of


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
    rows.append(row(t.published_total, kronor(found.printed, lang), ""))
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
    courses = course_findings(rows, event_rows(part.tables.cells))

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
    blocks += part.claims(courses)
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
    parts = incident_analysis.counts(rows, lambda one: one.module)
    blocks.append(
        part.table(
            "parts-table",
            t.parts_caption,
            (t.module, t.rows, t.share),
            [
                row(
                    one.value if lang == "sv" else incident_analysis.module_english(one.value),
                    str(one.rows),
                    percent(one.rows, len(rows), lang),
                )
                for one in parts
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
