"""A composed report to the files of its bundle: report, figures with their data, claims, tables.

All is computed once, in the composed report; the files are set from it. The same tables give the
same bytes: nothing tells the day, the machine or the folder. The manifest comes last.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import metadata
from itertools import chain

from skolkit import __version__
from skolkit.analysis.base import CollectionTables
from skolkit.analysis.frame_values import plain, records
from skolkit.analysis.prices import price_index
from skolkit.publish.charts import Chart
from skolkit.publish.exports import MANIFEST, Listed, OutputFile
from skolkit.publish.origins import Origins
from skolkit.publish.points import point_table
from skolkit.publish.render import to_html, to_pdf
from skolkit.publish.report_model import Claim, Report, to_json
from skolkit.publish.report_package import package_files
from skolkit.publish.report_xlsx import workbook
from skolkit.publish.tabular import csv_line
from skolkit.tables.apostrophes import defused

KIND = "skolkit-report"
REPORT_DATA, REPORT_PAGE, REPORT_PRINT = "report.json", "report.html", "report.pdf"
_FORMAT = 1
_MAKERS = ("matplotlib", "typst", "xlsxwriter", "jinja2")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CLAIM_COLUMNS = (
    "claim_id", "demo", "collection", "sentence", "caveat", "number", "unit", "row_id", "document",
    "page", "cell_ids",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Composed:
    """A report ready to be laid out, its charts by the name of their SVG, and what it rests on."""

    report: Report
    charts: Mapping[str, Chart]
    tables: tuple[CollectionTables, ...]
    price_year: int | None


def amounts_of(composed: Composed) -> Iterator[object]:
    """All values of the tables with amounts that a report rests on, and its claims' numbers."""
    for tables in composed.tables:
        for frame in (tables.costs, tables.invoices, tables.budgets, tables.checks):
            for column in frame:
                yield from frame[column]
    yield from (Decimal(each.number) for each in composed.report.findings if each.number)


@dataclass(frozen=True, slots=True)
class ReadWith:
    """What the tables of a collection were made with, as their own manifest says."""

    settings: Mapping[str, object]
    versions: Mapping[str, str]
    decisions: Mapping[str, str]  # files by name, as the SHA-256 of their text


def bundle_files(
    composed: Composed,
    read_with: Mapping[str, ReadWith] | None = None,
    notebooks: Iterable[OutputFile] = (),
) -> Iterator[OutputFile]:
    """Make all files of a bundle, the manifest last.

    Args:
        composed: the report.
        read_with: settings, versions and decisions behind the tables, by collection.
        notebooks: pages of the notebooks as they ran on the same tables; asked for last.

    Yields:
        ``report.html``, ``.pdf`` and ``.json``; ``claims.csv`` (claim, number, rows, cells, pages);
        ``tables.xlsx`` with the tables and the data of the figures; for each figure
        ``figures/NAME.svg``, ``.png`` and ``.csv``; for each collection its tables as a data
        package, ``data/NAME/datapackage.json`` and ``csv/``; the notebooks; ``manifest.json``.
    """
    listed: list[Listed] = []
    for made in chain(_contents(composed), notebooks):
        listed.append(Listed.of(made))
        yield made
    yield _manifest(composed, listed, read_with or {})


def _contents(composed: Composed) -> Iterator[OutputFile]:
    report = composed.report
    drawn = {name: chart.svg() for name, chart in composed.charts.items()}
    narrow = {name: chart.for_phone() for name, chart in composed.charts.items()}
    yield OutputFile(REPORT_DATA, to_json(report))
    yield OutputFile(REPORT_PAGE, to_html(report, drawn, narrow))
    yield OutputFile(REPORT_PRINT, to_pdf(report, drawn))
    yield OutputFile("claims.csv", claims_csv(report, composed.tables))
    yield OutputFile("tables.xlsx", workbook(report, composed.charts))
    for name, chart in composed.charts.items():
        place = f"figures/{name.removesuffix('.svg')}"
        yield OutputFile(f"{place}.svg", drawn[name])
        yield OutputFile(f"{place}.png", chart.png())
        yield OutputFile(f"{place}.csv", figure_csv(name.removesuffix(".svg"), chart))
    yield from package_files(composed.tables)


def claims_csv(report: Report, tables: Sequence[CollectionTables]) -> bytes:
    """One line for each row that a claim rests on: from the claim to its cells and their page.

    The words of a claim stand on its first line alone; some claims rest on hundreds of rows.
    """
    origins = Origins(tables)
    spoken = {
        block.claim_id: block
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Claim)
    }
    lines = [csv_line(_CLAIM_COLUMNS)]
    for claim in report.findings:
        said = spoken[claim.claim_id]
        words = (said.sentence, said.caveat)
        for row_id in claim.row_ids:
            place = origins.place(row_id)
            cells = (
                claim.claim_id,
                "true" if claim.demo else "false",
                claim.collection,
                *words,
                claim.number,
                claim.unit,
                row_id,
                place.document,
                "" if place.page is None else str(place.page),
                ";".join(place.cell_ids),
            )
            lines.append(csv_line(_defused(cells)))
            words = ("", "")
    return "".join(lines).encode("utf-8", "replace")


def figure_csv(name: str, chart: Chart) -> bytes:
    """What a chart draws, a line for each point with its rows; an invented one says DEMO."""
    demo = chart.text.demo
    headings, points = point_table(name, chart.data)
    lines = [csv_line(_defused(["demo", *headings] if demo else headings))]
    for point in points:
        lines.append(csv_line(_defused(["DEMO", *point] if demo else point)))
    return "".join(lines).encode("utf-8", "replace")


def _defused(texts: Iterable[str]) -> list[str]:
    return [text if _is_number(text) else defused(text) for text in texts]


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def _manifest(
    composed: Composed, made: Sequence[Listed], read_with: Mapping[str, ReadWith]
) -> OutputFile:
    report = composed.report
    told = {
        "format": _FORMAT,
        "kind": KIND,
        "collections": [one.collection.name for one in composed.tables],
        "data_version": report.data_version,
        "lang": report.lang,
        "inputs": [
            {
                "collection": one.collection.name,
                "document": plain(row["document"]),
                "sha256": plain(row["sha256"]),
                "status": plain(row["status"]),
            }
            for one in composed.tables
            for row in records(one.documents)
        ],
        "outputs": [
            {"name": each.name, "sha256": each.sha256, "bytes": each.size}
            for each in sorted(made, key=lambda each: each.name)
        ],
        "settings": {
            "lang": report.lang,
            "price_year": {
                one.collection.name: composed.price_year or price_index(one.cells).latest
                for one in composed.tables
            },
            "reading": {name: dict(one.settings) for name, one in read_with.items()},
        },
        "decisions": {name: dict(one.decisions) for name, one in read_with.items()},
        "read_with": {name: dict(one.versions) for name, one in read_with.items()},
        "versions": {"skolkit": __version__, **{name: metadata.version(name) for name in _MAKERS}},
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    return OutputFile(MANIFEST, (text + "\n").encode("utf-8", "replace"))


def zip_bytes(files: Iterable[OutputFile], folder: str) -> bytes:
    """Files as one archive: sorted, dated 1980, with the same rights, so that bytes are the same.

    Args:
        files: of a bundle.
        folder: the folder that they unpack into.
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for made in sorted(files, key=lambda each: each.name):
            entry = zipfile.ZipInfo(f"{folder}/{made.name}", _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, made.data)
    return sink.getvalue()
