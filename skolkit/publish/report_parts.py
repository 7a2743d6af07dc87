"""What a collection's part of the report is built with: claims, charts, tables, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from skolkit.analysis.base import CollectionTables, Finding, sheet_table
from skolkit.analysis.words import Lang
from skolkit.publish.charts import Chart
from skolkit.publish.origins import Origins
from skolkit.publish.points import point_id
from skolkit.publish.report_model import (
    Block,
    Claim,
    FigureBlock,
    FigurePoint,
    Section,
    TableBlock,
    TextCell,
)
from skolkit.publish.texts import Texts
from skolkit.publish.texts_figures import figure_texts

SOURCES_DOCUMENT = "sources.csv"


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
        return self.tables.collection.title_in(self.lang)

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
        figure = f"{self.prefix}{name}"
        self.charts[f"{figure}.svg"] = chart
        words = figure_texts(self.lang)
        points = tuple(
            FigurePoint(
                point_id(figure, at),
                one.label,
                one.said,
                words.standing(len(one.row_ids), one.source, self.lang),
                one.row_ids,
            )
            for at, one in enumerate(chart.data.points, start=1)
        )
        first, last = points[0].point_id, points[-1].point_id
        return FigureBlock(
            figure_id=figure,
            file=f"{figure}.svg",
            alt=chart.text.alt,
            demo=chart.text.demo,
            collection=self.tables.collection.name,
            called=words.called.format(figure=figure, first=first, last=last),
            traced=words.traced,
            command=f"skolkit trace {first}",
            headings=(words.point, words.label, words.figure, words.stands_on),
            points=points,
        )

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
