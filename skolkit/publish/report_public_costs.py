"""A public record -> the report's section on published costs: figures, drift and modules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
        blocks.append(_figures(part, "project", t.project_caption, whole, sources))
    blocks += take("K9")
    blocks += _steps_table(part, rows)
    blocks += take("K10")
    blocks += _gaps(part, rows, sources)
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
    blocks.append(_other_figures(part, rest, sources))
    part.close("costs", t.costs_heading.format(title=part.title), blocks)


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


def _gaps(part: Part, rows: Sequence[Cost], sources: dict[str, Source]) -> list[Block]:
    """Figures for the project's cost beside the budget of their time; nothing without both."""
    p, lang = public_texts(part.lang), part.lang
    gaps = budget_gaps(rows)
    if not gaps:
        return []
    budgets = _Beside(p.known_budget, [mnkr(one.budget.amount, lang) for one in gaps])
    steps = _Beside(p.beside_budget, [step_words(one.step, lang) or "–" for one in gaps])
    costs = [one.cost for one in gaps]
    return [_figures(part, "gaps", p.gaps_caption, costs, sources, (budgets, steps))]


def _other_figures(part: Part, rows: Sequence[Cost], sources: dict[str, Source]) -> TableBlock:
    """The figures that are for no whole project, by category and year."""
    t, lang = part.texts, part.lang
    ordered = [one for group in cost_analysis.by_category_and_year(rows) for one in group.rows]
    language = "" if lang == "sv" else "sv"
    scope = _Beside(t.scope, [TextCell(one.scope, lang=language) for one in ordered], figures=False)
    return _figures(part, "other", t.other_caption, ordered, sources, (scope,), in_full=True)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A column beside the amounts of published figures."""

    heading: str
    cells: Sequence[str | TextCell]
    figures: bool = True


def _figures(
    part: Part,
    name: str,
    caption: str,
    rows: Sequence[Cost],
    sources: dict[str, Source],
    beside: Sequence[_Beside] = (),
    *,
    in_full: bool = False,
) -> TableBlock:
    """A table of published figures: id, date, category, amount, what is beside it, source.

    Args:
        part: What is being built.
        name: Of the table.
        caption: Its heading.
        rows: The figures.
        sources: By their ids.
        beside: Columns between amount and source, a cell for each row.
        in_full: Amounts in kronor instead of million kronor.
    """
    t, lang = part.texts, part.lang
    amounts = [
        t.unread
        if one.amount is None
        else qualified((kronor if in_full else mnkr)(one.amount, lang), one.qualifier, lang)
        for one in rows
    ]
    lines = [
        row(
            one.cost_id,
            one.as_of,
            t.named(t.categories, one.category),
            amounts[at],
            *(column.cells[at] for column in beside),
            source_cell(one.source_id, sources),
        )
        for at, one in enumerate(rows)
    ]
    amount = t.amount_kronor if in_full else t.amount
    headings = (t.figure_id, t.as_of, t.category, amount, *(c.heading for c in beside), t.source)
    numeric = (3, *(at for at, column in enumerate(beside, start=4) if column.figures))
    return part.table(name, caption, headings, lines, numeric)
