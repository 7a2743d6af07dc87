"""Clean tables -> one report in one language, composed once, ready to be set in every form.

All is computed once into a :class:`~skolkit.publish.report_model.Report`; ``bundle.py`` makes the
files of it, whose templates only lay out. The same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skolkit import __version__
from skolkit.analysis.base import CollectionTables, data_version
from skolkit.analysis.quality import Quality, quality
from skolkit.analysis.words import Lang, listed, number
from skolkit.model import CollectionKind
from skolkit.problems import SkolkitError
from skolkit.publish import report_around as around
from skolkit.publish import report_sections as sections
from skolkit.publish.alignment import aligned
from skolkit.publish.bundle import Composed
from skolkit.publish.figures import texts_for
from skolkit.publish.origins import Origins
from skolkit.publish.report_appendix import appendix
from skolkit.publish.report_disclosure import add_disclosure
from skolkit.publish.report_model import FindingRecord, Report, Section, printable_report
from skolkit.publish.report_opening import opening
from skolkit.publish.report_parts import Part
from skolkit.publish.report_public import add_public_record
from skolkit.publish.report_settings import ReportSettings
from skolkit.publish.texts import Texts
from skolkit.publish.texts_appendix import appendix_texts


def compose(
    tables: Sequence[CollectionTables],
    *,
    lang: Lang,
    price_year: int | None = None,
    told: Mapping[str, ReportSettings] | None = None,
) -> Composed:
    """Compute all numbers and draw all charts of a report.

    Args:
        tables: The clean tables of each collection, masked; real ones and demonstrations alike.
            They are analysed one by one and never mixed.
        lang: ``sv`` or ``en``.
        price_year: Year of the fixed prices; the latest year of the index if ``None``.
        told: Contact and answers by collection, as their files give them.

    Raises:
        SkolkitError: E_NO_INPUT without a collection.
    """
    if not tables:
        raise SkolkitError.of("E_NO_INPUT", "data/clean")
    t, words, told = texts_for(lang), appendix_texts(lang), told or {}
    ordered = sorted(tables, key=lambda one: (one.demo, one.collection.name))
    states = [quality(one) for one in ordered]
    origins = Origins(ordered)
    parts = _parts(ordered, origins, t, lang, price_year)
    findings = [finding for part in parts for finding in part.findings]
    version = data_version(ordered)
    dated = max((one.collection.received for one in ordered), default="")
    title_list = [around.marked(one, lang) for one in ordered]
    report = Report(
        lang=lang,
        title=t.title,
        subtitle=t.subtitle.format(collections=listed(title_list, lang)),
        notices=_notices(states, t, lang),
        demo_mark=t.demo_mark,
        contents_label=words.contents,
        caveat_label=t.caveat_label,
        origin_label=t.origin_label,
        footer=t.footer.format(version=__version__, data_version=version),
        dated=dated,
        data_version=version,
        opening=opening(ordered, states, parts, words, lang),
        sections=(
            sections.terms(t),
            sections.sources(ordered, t, lang),
            around.steps(ordered, states, findings, origins, words, lang),
            Section("findings", t.findings_heading, ()),
            *(section for part in parts for section in part.sections),
            sections.limits(ordered, t, words.limits_heading),
            around.answers(ordered, told, words, lang),
            sections.rerun(
                t,
                claim=findings[0].claim_id if findings else "ID",
                version=__version__,
                data_version=version,
                dated=dated,
                lang=lang,
            ),
            sections.licence(t),
            around.contact(ordered, told, words, lang),
            *appendix(ordered, states, findings, origins, t, words, lang),
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
        aligned(printable_report(report)),
        {name: chart for part in parts for name, chart in sorted(part.charts.items())},
        tuple(ordered),
        price_year,
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


def _notices(states: Sequence[Quality], t: Texts, lang: Lang) -> tuple[str, ...]:
    unchecked = sum(one.unchecked_numbers for one in states)
    doubtful = number(sum(one.doubtful_cells for one in states), lang)
    template = t.unchecked_notice if unchecked else t.all_checked_notice
    said = [template.format(unchecked=number(unchecked, lang), doubtful=doubtful)]
    if any(one.demo for one in states):
        said.insert(0, t.demo_notice)
    return tuple(said)
