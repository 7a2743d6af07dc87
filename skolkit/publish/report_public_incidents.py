"""A public record -> the report's section on documented incidents."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis import incidents as incident_analysis
from skolkit.analysis.events import Event, event_rows
from skolkit.analysis.incident_claims import (
    course_findings,
    decimal_words,
    near_words,
    school_findings,
)
from skolkit.analysis.rows import Incident
from skolkit.analysis.school_year import school_clusters, school_days
from skolkit.analysis.words import percent
from skolkit.publish import figures_public
from skolkit.publish.report_model import Block, TableBlock, row
from skolkit.publish.report_parts import Part, Source, source_cell
from skolkit.publish.texts_public import public_texts


def add_public_incidents(
    part: Part, rows: tuple[Incident, ...], sources: dict[str, Source]
) -> None:
    """Add the findings on documented incidents; needs at least one row."""
    t, lang = part.texts, part.lang
    found = {one.claim_id: one for one in incident_analysis.public_incident_findings(rows)}
    events = event_rows(part.tables.cells)
    courses = course_findings(rows, events)

    def take(*names: str) -> list[Block]:
        return part.claims([found[name] for name in names if name in found])

    years = incident_analysis.by_year(rows)
    levels = incident_analysis.severities(rows)
    blocks: list[Block] = take("S1")
    if years:
        blocks.append(part.figure("years", figures_public.year_chart(rows, part.title, lang)))
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
    blocks += _near_blocks(part, rows, events)
    blocks.append(part.figure("kinds", figures_public.kind_chart(rows, part.title, lang)))
    blocks.append(
        _share_table(
            part,
            "kinds-table",
            (t.kinds_caption, t.incident_kind),
            [
                (incident_analysis.kind_name(one.value, lang), one.rows)
                for one in incident_analysis.counts(rows, lambda one: one.kind)
            ],
            len(rows),
        )
    )
    blocks.append(
        _share_table(
            part,
            "parts-table",
            (t.parts_caption, t.module),
            [
                (
                    one.value if lang == "sv" else incident_analysis.module_english(one.value),
                    one.rows,
                )
                for one in incident_analysis.counts(rows, lambda one: one.module)
            ],
            len(rows),
        )
    )
    part.close("incidents", t.incidents_heading.format(title=part.title), blocks)


def _share_table(
    part: Part, name: str, words: tuple[str, str], counts: Sequence[tuple[str, int]], of: int
) -> TableBlock:
    """How many rows each value has, and their share of all; ``words`` are caption and heading."""
    t, lang = part.texts, part.lang
    caption, heading = words
    lines = [row(value, str(rows), percent(rows, of, lang)) for value, rows in counts]
    return part.table(name, caption, (heading, t.rows, t.share), lines, numeric=(1, 2))


def _near_blocks(part: Part, rows: Sequence[Incident], events: Sequence[Event]) -> list[Block]:
    """Rows near launch, start of term and marks; nothing without launch in the time line."""
    p, lang = public_texts(part.lang), part.lang
    days = school_days(events)
    if days is None:
        return []
    counted = school_clusters(rows, days)
    listed = [
        row(
            near_words(one, lang),
            str(one.days_near),
            str(len(one.near)),
            str(len(one.perhaps)),
            str(one.rows),
            decimal_words(one.expected, lang),
        )
        for one in counted.values()
    ]
    caption = p.near_caption.format(first=days.period.first, last=days.period.last)
    headings = (
        p.anchors,
        p.near_days,
        p.near_rows,
        p.perhaps_rows,
        p.judged_rows,
        p.expected_rows,
    )
    return [
        *part.claims(school_findings(rows, events)),
        part.table("near", caption, headings, listed, numeric=(1, 2, 3, 4, 5)),
    ]


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
