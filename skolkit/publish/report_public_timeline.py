"""A public record -> the report's section with costs and incidents beside each other in time."""

from __future__ import annotations

from skolkit.analysis.dated_rows import DatedRow
from skolkit.analysis.events import event_rows
from skolkit.analysis.rows import Cost, Incident, Placed
from skolkit.analysis.timeline import timeline, timeline_findings
from skolkit.analysis.words import Lang, mnkr, qualified
from skolkit.publish.figures_public import timeline_chart
from skolkit.publish.report_model import Block, Paragraph, TextCell, row
from skolkit.publish.report_parts import Part, Source, source_cell
from skolkit.publish.texts_public import public_texts


def add_public_timeline(
    part: Part,
    costs: tuple[Cost, ...],
    incidents: tuple[Incident, ...],
    sources: dict[str, Source],
) -> None:
    """Add the time line; nothing unless both cost figures and serious rows are dated."""
    t, p = part.texts, public_texts(part.lang)
    events = event_rows(part.tables.cells)
    found = timeline(costs, incidents, events)
    if not found.lane("cost") or not found.lane("incident"):
        return
    intro = p.timeline_intro.format(
        costs=len(found.lane("cost")),
        incidents=len(found.lane("incident")),
        events=len(found.lane("event")),
    )
    drawn: list[Placed] = [*costs, *incidents, *events]
    blocks: list[Block] = [
        Paragraph(intro),
        *part.claims(timeline_findings(found, costs, incidents)),
        part.figure("timeline", timeline_chart(found, drawn, part.title, part.lang)),
        part.table(
            "timeline-table",
            p.timeline_caption,
            (t.figure_id, t.date, p.sort, t.amount, p.what, t.source),
            [
                row(
                    one.key,
                    one.date,
                    p.named(p.lane_rows, one.sort),
                    _amount(one, part.lang),
                    _said(one, part.lang),
                    source_cell(one.source_ids[0], sources) if one.source_ids else t.not_stated,
                )
                for one in found.rows
            ],
            numeric=(3,),
        ),
    ]
    part.close("timeline", p.timeline_heading.format(title=part.title), blocks)


def _amount(one: DatedRow, lang: Lang) -> str:
    if one.amount is None:
        return ""
    return qualified(mnkr(one.amount, lang), one.qualifier, lang)


def _said(one: DatedRow, lang: Lang) -> TextCell:
    """The row's own words."""
    if lang == "en" and one.text_en:
        return TextCell(one.text_en)
    return TextCell(one.text_sv, lang="" if lang == "sv" else "sv")
