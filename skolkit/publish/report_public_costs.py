"""A public record -> the report's section on published costs: figures, drift and modules."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from skolkit.analysis import costs as cost_analysis
from skolkit.analysis.drift_claims import (
    budget_gaps,
    drift_findings,
    project_steps,
    published_ranges,
    step_words,
)
from skolkit.analysis.prices import PriceIndex
from skolkit.analysis.rows import Cost
from skolkit.analysis.words import kronor, mnkr, percent, qualified
from skolkit.publish import figures_public
from skolkit.publish.report_model import Block, Paragraph, TableBlock, TextCell, row
from skolkit.publish.report_parts import Part, Source, source_cell
from skolkit.publish.report_public_prices import pupil_blocks, real_blocks
from skolkit.publish.report_public_sums import sum_blocks
from skolkit.publish.texts_public import public_texts


def add_public_costs(
    part: Part, rows: tuple[Cost, ...], sources: dict[str, Source], index: PriceIndex
) -> None:
    """Add the findings on published costs; needs at least one row."""
    t, lang = part.texts, part.lang
    year = part.price_year or index.latest
    made = (*cost_analysis.public_cost_findings(rows, index, year), *drift_findings(rows))
    found = {one.claim_id: one for one in made}
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
        drawn = figures_public.drift_chart(
            whole, names, part.title, lang, ranges=published_ranges(rows)
        )
        blocks.append(part.figure("drift", drawn))
        blocks.append(_project_table(part, whole, sources))
    blocks += take("K9")
    blocks += _steps_table(part, rows)
    blocks += take("K10")
    blocks += _gaps_table(part, rows, sources)
    blocks += take("K11", "K12")
    blocks += take("K3", "K4")
    modules = cost_analysis.module_costs(rows)
    if modules is not None:
        blocks.append(
            part.figure("modules", figures_public.module_chart(modules, part.title, lang))
        )
        blocks.append(_module_table(part, modules))
    blocks += take("K5", "K6", "K7")
    blocks += sum_blocks(part, rows)
    blocks += take("K8")
    blocks += real_blocks(part, rows, sources, index, year)
    blocks += pupil_blocks(part, rows)
    blocks.append(_other_table(part, rest, sources))
    part.close("costs", t.costs_heading.format(title=part.title), blocks)


def _project_table(part: Part, rows: Sequence[Cost], sources: dict[str, Source]) -> TableBlock:
    t, lang = part.texts, part.lang
    return part.table(
        "project",
        t.project_caption,
        (t.figure_id, t.as_of, t.category, t.amount, t.source),
        [
            row(
                one.cost_id,
                one.as_of,
                t.named(t.categories, one.category),
                qualified(mnkr(one.amount or Decimal(0), lang), one.qualifier, lang),
                source_cell(one.source_id, sources),
            )
            for one in rows
        ],
        numeric=(3,),
    )


def _steps_table(part: Part, rows: Sequence[Cost]) -> list[Block]:
    t, p, lang = part.texts, public_texts(part.lang), part.lang
    steps = project_steps(rows)
    if not steps:
        return []
    listed = [
        row(
            t.named(t.categories, one.earlier.category),
            f"{one.earlier.cost_id} ({one.earlier.when})",
            f"{one.later.cost_id} ({one.later.when})",
            step_words(one, lang) or "–",
            p.order_known if one.order_known else p.order_unknown,
        )
        for one in steps
    ]
    headings = (t.category, p.earlier, p.later, p.change, p.order)
    return [part.table("steps", p.steps_caption, headings, listed, numeric=(3,))]


def _gaps_table(part: Part, rows: Sequence[Cost], sources: dict[str, Source]) -> list[Block]:
    t, p, lang = part.texts, public_texts(part.lang), part.lang
    gaps = budget_gaps(rows)
    if not gaps:
        return []
    listed = [
        row(
            one.cost.cost_id,
            one.cost.as_of,
            t.named(t.categories, one.cost.category),
            qualified(mnkr(one.cost.amount or Decimal(0), lang), one.cost.qualifier, lang),
            mnkr(one.budget.amount, lang),
            step_words(one.step, lang) or "–",
            source_cell(one.cost.source_id, sources),
        )
        for one in gaps
    ]
    headings = (
        t.figure_id,
        t.as_of,
        t.category,
        t.amount,
        p.known_budget,
        p.beside_budget,
        t.source,
    )
    return [part.table("gaps", p.gaps_caption, headings, listed, numeric=(3, 4, 5))]


def _module_table(part: Part, found: cost_analysis.Decomposition) -> TableBlock:
    t, lang = part.texts, part.lang
    rows = [
        row(
            figures_public.module_in(one, lang),
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
