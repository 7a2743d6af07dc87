"""Clean tables -> one report in one language: JSON, HTML and PDF with the same numbers.

All is computed once into a :class:`~skolkit.publish.report_model.Report`; the charts are drawn once
as SVG; both templates only lay out. The same tables give the same bytes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skolkit import __version__
from skolkit.analysis.base import CollectionTables, data_version
from skolkit.analysis.quality import Quality, quality
from skolkit.analysis.words import Lang, listed, number
from skolkit.model import CollectionKind
from skolkit.problems import SkolkitError
from skolkit.publish import report_sections as sections
from skolkit.publish.charts import Chart
from skolkit.publish.figures import texts_for
from skolkit.publish.origins import Origins
from skolkit.publish.render import to_html, to_pdf
from skolkit.publish.report_disclosure import add_disclosure
from skolkit.publish.report_model import FindingRecord, Report, Section, printable_report, to_json
from skolkit.publish.report_parts import Part
from skolkit.publish.report_public import add_public_record
from skolkit.publish.texts import Texts


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where a report was written."""

    html: Path
    pdf: Path
    data: Path


@dataclass(frozen=True, slots=True)
class Composed:
    """A report ready to be laid out, and its charts as SVG by file name."""

    report: Report
    charts: Mapping[str, bytes]


def build_report(
    tables: Sequence[CollectionTables],
    *,
    lang: Lang,
    out: Path,
    price_year: int | None = None,
) -> ReportFiles:
    """Write ``report.html``, ``report.pdf`` and ``report.json`` into ``out``.

    Args:
        tables: The clean tables of each collection, real ones and demonstrations alike; they are
            analysed one by one and never mixed.
        lang: ``sv`` gives ``report.*``, ``en`` gives ``report.en.*``.
        out: Folder, made if it is missing.
        price_year: Year of the fixed prices; the latest year of the index if ``None``.

    Raises:
        SkolkitError: E_NO_INPUT without a collection; E_DISK if a file cannot be written.
    """
    if not tables:
        raise SkolkitError.of("E_NO_INPUT", "data/clean")
    composed = compose(tables, lang=lang, price_year=price_year)
    stem = "report" if lang == "sv" else f"report.{lang}"
    files = ReportFiles(out / f"{stem}.html", out / f"{stem}.pdf", out / f"{stem}.json")
    _write(files.data, to_json(composed.report))
    _write(files.html, to_html(composed.report, composed.charts))
    _write(files.pdf, to_pdf(composed.report, composed.charts))
    return files


def compose(
    tables: Sequence[CollectionTables], *, lang: Lang, price_year: int | None = None
) -> Composed:
    """Compute all numbers and draw all charts of a report."""
    t = texts_for(lang)
    ordered = sorted(tables, key=lambda one: (one.demo, one.collection.name))
    states = [quality(one) for one in ordered]
    origins = Origins(ordered)
    parts = _parts(ordered, origins, t, lang, price_year)
    findings = [finding for part in parts for finding in part.findings]
    version = data_version(ordered)
    dated = max((one.collection.received for one in ordered), default="")
    title_list = [_title(one) for one in ordered]
    report = Report(
        lang=lang,
        title=t.title,
        subtitle=t.subtitle.format(collections=listed(title_list, lang)),
        notices=_notices(states, t, lang),
        demo_mark=t.demo_mark,
        caveat_label=t.caveat_label,
        origin_label=t.origin_label,
        footer=t.footer.format(version=__version__, data_version=version),
        dated=dated,
        data_version=version,
        sections=(
            sections.received(ordered, states, t, lang),
            sections.terms(t),
            sections.sources(ordered, t, lang),
            Section("findings", t.findings_heading, ()),
            *(section for part in parts for section in part.sections),
            *sections.data_quality(ordered, states, findings, origins, t, lang),
            sections.rerun(t, version=__version__, data_version=version, dated=dated, lang=lang),
            sections.licence(t),
            *sections.source_list(ordered, t, lang),
        ),
        findings=tuple(
            FindingRecord(
                claim_id=one.claim_id,
                collection=origins.place(one.row_ids[0]).collection,
                demo=one.demo,
                number="" if one.number is None else f"{one.number:f}",
                unit=one.unit,
                row_ids=one.row_ids,
                cell_ids=origins.cell_ids(one.row_ids),
            )
            for one in findings
        ),
    )
    return Composed(
        printable_report(report),
        {name: chart.svg() for part in parts for name, chart in _sorted(part)},
    )


def _parts(
    ordered: Sequence[CollectionTables],
    origins: Origins,
    t: Texts,
    lang: Lang,
    price_year: int | None,
) -> list[Part]:
    parts = []
    others = 0
    demos = 0
    for one in ordered:
        prefix = ""
        if one.demo:
            demos += 1
            prefix = "DEMO-" if demos == 1 else f"DEMO{demos}-"
        else:
            others += 1
            prefix = "" if others == 1 else f"{others}-"
        part = Part(lang, t, one, origins, price_year, prefix)
        if one.collection.kind is CollectionKind.PUBLIC_RECORD:
            add_public_record(part)
        else:
            add_disclosure(part)
        parts.append(part)
    return parts


def _sorted(part: Part) -> list[tuple[str, Chart]]:
    return sorted(part.charts.items())


def _title(one: CollectionTables) -> str:
    return f"DEMO: {one.collection.title}" if one.demo else one.collection.title


def _notices(states: Sequence[Quality], t: Texts, lang: Lang) -> tuple[str, ...]:
    unchecked = sum(one.unchecked_numbers for one in states)
    doubtful = number(sum(one.doubtful_cells for one in states), lang)
    template = t.unchecked_notice if unchecked else t.all_checked_notice
    said = [template.format(unchecked=number(unchecked, lang), doubtful=doubtful)]
    if any(one.demo for one in states):
        said.insert(0, t.demo_notice)
    return tuple(said)


def _write(path: Path, data: bytes) -> None:
    """Write a file so that no one ever sees half of it."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".report-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise SkolkitError.of("E_DISK", str(path), detail=error.strerror or "") from error
