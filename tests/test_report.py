"""The report: the same bytes each time, complete in both languages, escaped, and marked DEMO."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import string
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pandas as pd
import pikepdf
import pypdfium2 as pdfium
import pytest
from analysis_data import ROOT, demo, provenance, public_record

from skolkit.analysis.base import CollectionTables, load_tables
from skolkit.analysis.events import event_rows
from skolkit.analysis.procurement_limits import LIMITS_DOCUMENT
from skolkit.analysis.words import LANGS, Lang
from skolkit.catalogue import CATALOGUE
from skolkit.problems import SkolkitError
from skolkit.publish import texts_ledgers
from skolkit.publish.bundle import bundle_files, zip_bytes
from skolkit.publish.render import to_html, to_pdf
from skolkit.publish.report import compose
from skolkit.publish.report_model import (
    Claim,
    FigureBlock,
    Paragraph,
    Section,
    TableBlock,
    TextCell,
    to_json,
)
from skolkit.publish.texts_en import EN
from skolkit.publish.texts_sv import SV
from skolkit.tables.frames import read_table
from skolkit.workspace import Workspace

# Lists whose keys come from the data.
PAIRED = {"kinds", "reliability", "qualifiers", "categories", "verdicts", "statuses"}
# Words that are the same in both languages.
SAME = {"licence_heading", "rerun_commands", "footer"}


@dataclass(frozen=True)
class ReportFiles:
    """A bundle that was written."""

    folder: Path
    html: Path
    pdf: Path
    data: Path


def build_report(tables: Sequence[CollectionTables], *, lang: Lang, out: Path) -> ReportFiles:
    composed = compose(tables, lang=lang)
    for made in bundle_files(composed):
        path = out / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    return ReportFiles(out, out / "report.html", out / "report.pdf", out / "report.json")


@pytest.fixture(scope="module", params=["sv", "en"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    out = tmp_path_factory.mktemp("report")
    return build_report([public_record(), demo()], lang=request.param, out=out)


def language(files: ReportFiles) -> Lang:
    """The language of a report, which is that of its manifest too."""
    told = json.loads((files.folder / "manifest.json").read_text(encoding="utf-8"))["lang"]
    assert told == json.loads(files.data.read_text(encoding="utf-8"))["lang"]
    return "en" if told == "en" else "sv"


class Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def pdf_text(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_a_rerun_gives_the_same_bytes(files: ReportFiles, tmp_path: Path) -> None:
    lang = language(files)
    # Another order of the collections must not matter either.
    again = build_report([demo(), public_record()], lang=lang, out=tmp_path)
    for one, other in zip(
        (files.html, files.pdf, files.data), (again.html, again.pdf, again.data), strict=True
    ):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes(), one.name


def test_place_time_zone_locale_and_hash_seed_play_no_part(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from analysis_data import *;"
        "from test_report import build_report;"
        "build_report([public_record(), demo()], lang='sv', out=Path(sys.argv[1]))"
    )
    made = []
    for at, settings in enumerate(
        ({"TZ": "Asia/Tokyo", "LC_ALL": "C"}, {"TZ": "America/New_York", "LC_ALL": "C.UTF-8"})
    ):
        out = tmp_path / str(at)
        home = tmp_path / f"home{at}"
        home.mkdir()
        environment = os.environ | settings | {"PYTHONHASHSEED": str(at + 1), "HOME": str(home)}
        environment["PYTHONPATH"] = str(Path(__file__).parent)
        subprocess.run(
            [sys.executable, "-c", script, str(out)], env=environment, cwd=home, check=True
        )
        made.append({path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert len(made[0]) > 25
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_the_shipped_tables_make_a_report() -> None:
    workspace = Workspace(ROOT)
    names = ("public-record", "demo-disclosure")
    if not all((workspace.clean / name / "documents.csv").is_file() for name in names):
        pytest.skip("data/clean holds no tables yet; skolkit run makes them")
    tables = [
        load_tables(workspace.clean / name, workspace.delivery(name).collection, read_table)
        for name in names
    ]
    report = compose(tables, lang="sv").report
    numbers = {one.claim_id: one.number for one in report.findings}
    assert [numbers[f"K{at}"] for at in (3, 5, 6)] == ["119253000", "953000000", "4000000"]
    assert numbers["S1"] == "19"
    log = tables[-1].messages["doubts"].astype(str)
    unread = int(log.str.contains("message_no:not-a-number").sum())
    assert unread <= 1
    assert numbers["DEMO-M1.1"] == "400"
    assert numbers["DEMO-M1.2"] == str(unread)  # all there, but for a number not read
    for record in report.findings:
        assert record.cell_ids, record.claim_id


def test_the_page_fetches_nothing_and_runs_nothing(files: ReportFiles) -> None:
    html = files.html.read_text(encoding="utf-8")
    page = Page(html)
    (policy,) = [m for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert not page.all("script")
    assert not page.all("link")
    assert all(
        (img["src"] or "").startswith("data:image/svg+xml;base64,") for img in page.all("img")
    )
    assert page.all("html")[0]["lang"] == language(files)


def test_each_part_of_the_page_has_an_id_of_its_own(files: ReportFiles) -> None:
    page = Page(files.html.read_text(encoding="utf-8"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) > 100
    assert len(set(ids)) == len(ids)
    assert {
        (a["href"] or "")[1:] for a in page.all("a") if (a["href"] or "").startswith("#")
    } <= set(ids)


def test_each_chart_has_its_text_and_each_invented_one_says_demo(files: ReportFiles) -> None:
    images = Page(files.html.read_text(encoding="utf-8")).all("img")
    assert len(images) == 11
    assert all(len(image["alt"] or "") > 60 for image in images)
    assert sum((image["alt"] or "").startswith("DEMO") for image in images) == 6


def test_the_pdf_is_tagged_and_dated_by_the_data(files: ReportFiles) -> None:
    with pikepdf.open(files.pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language(files)
        xmp = pdf.Root.Metadata.read_bytes()
        assert b"pdfuaid" in xmp
        assert b"2026-11-23" in xmp
        assert str(pdf.docinfo["/Title"]) in {SV.title, EN.title}


def test_both_forms_tell_every_finding_with_its_id(files: ReportFiles) -> None:
    data = json.loads(files.data.read_text(encoding="utf-8"))
    claims = [b for s in data["sections"] for b in s["blocks"] if b["kind"] == "claim"]
    assert [c["claim_id"] for c in claims] == [f["claim_id"] for f in data["findings"]]
    assert len({c["claim_id"] for c in claims}) == len(claims) == 49
    html = Page(files.html.read_text(encoding="utf-8")).text
    pdf = re.sub(r"\s+", "", pdf_text(files.pdf)).replace("\u00ad", "").replace("-", "")
    for claim in claims:
        assert claim["sentence"] in html
        assert claim["claim_id"].replace("-", "") in pdf


def test_each_figure_leads_to_rows_and_cells(files: ReportFiles) -> None:
    data = json.loads(files.data.read_text(encoding="utf-8"))
    known = set(public_record().costs["row_id"]) | set(public_record().incidents["row_id"])
    invented = demo()
    known_demo = {
        row
        for frame in (invented.costs, invented.invoices, invented.incidents, invented.messages)
        for row in frame["row_id"]
    }
    for finding in data["findings"]:
        assert set(finding["row_ids"]) <= (known_demo if finding["demo"] else known)
        assert finding["cell_ids"]
        assert finding["collection"] == ("demo-disclosure" if finding["demo"] else "public-record")


def test_the_first_page_counts_unchecked_figures_and_says_demo(files: ReportFiles) -> None:
    document = pdfium.PdfDocument(files.pdf)
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert re.search(r"\b12 (tal|numbers)", first)
    assert "DEMO" in first


def test_demo_stands_on_all_that_is_invented() -> None:
    composed = compose([public_record(), demo()], lang="sv")
    invented = [s for s in composed.report.sections if s.demo]
    assert len(invented) == 5  # invoices, consultants, leads, log, tickets
    for section in invented:
        for block in section.blocks:
            if hasattr(block, "demo"):
                assert block.demo, section.section_id
    for section in composed.report.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock | FigureBlock) and "demo" in getattr(
                block, "table_id", ""
            ):
                assert block.demo


def budget(start: str, end: str, amount: int) -> dict[str, object]:
    return provenance("demo-disclosure", True, "budget.xlsx", "budgets", int(start[:4])) | {
        "period_start": start,
        "period_end": end,
        "description": "Påhittad post",
        "account": "6550",
        "budget_sek": amount,
        "outcome_sek": amount + 1000,
        "row_kind": "row",
    }


def test_a_ledger_is_told_with_budget_leads_and_the_limits_that_the_newsroom_gave() -> None:
    one = demo()
    invoices = one.invoices.assign(account="6550")
    invoices.loc[0, "invoice_date"] = "2030-03-29"
    limits = (("year", "limit_sek", "source"), ("2030", "10500", "Påhittad källa"))
    cells = [
        {"document": LIMITS_DOCUMENT, "row": at, "column": column, "raw": text, "value": text}
        for at, line in enumerate(limits, start=1)
        for column, text in enumerate(line, start=1)
    ]
    told = replace(
        one,
        invoices=invoices,
        budgets=pd.DataFrame([budget("2030-01-01", "2030-12-31", 20_000)]),
        cells=pd.concat([one.cells, pd.DataFrame(cells)]),
    )
    for lang in LANGS:
        composed = compose([told], lang=lang)
        report = composed.report
        numbers = {record.claim_id: record.number for record in report.findings}
        # 10 000 + 5 000 + 7 000 + 2 500, all under account 6550, and one round amount.
        assert numbers["DEMO-F1.15"] == "24500.00"
        assert numbers["DEMO-F1.12"] == "1"
        assert numbers["DEMO-B1.1"] == "1"  # its printed outcome is 1 000 above
        assert "DEMO-F1.11" not in numbers  # 10 000 alone is near 10 500
        assert "DEMO-budget-1.svg" in composed.charts
        words = to_json(report).decode()
        limit = {
            "sv": "2030: 10\u00a0500\u00a0kr (Påhittad källa)",
            "en": "2030: SEK\u00a010,500 (",
        }
        assert limit[lang] in words  # the year is no part of the number
        assert LIMITS_DOCUMENT not in words
        plain = to_json(compose([one], lang=lang).report).decode()
        assert LIMITS_DOCUMENT in plain  # without a limit it says what is needed
        assert "DEMO-budget-1" not in plain


def test_a_ledger_that_copies_another_gets_no_sections_of_its_own() -> None:
    one = demo()
    copy = one.invoices.copy()
    copy["duplicate_of"] = copy["row_id"]
    copy["row_id"] = copy["row_id"].str.replace("ledger", "zcopy")
    copy["document"] = "zcopy.pdf"
    both = replace(one, invoices=pd.concat([one.invoices, copy]))
    sections = {each.section_id: each for each in compose([both], lang="sv").report.sections}
    assert {"DEMO-ledger-1", "DEMO-consultants-1", "DEMO-leads-1", "DEMO-ledger-2"} <= set(sections)
    assert not {"DEMO-consultants-2", "DEMO-leads-2", "DEMO-budget-2"} & set(sections)
    claims = [b.claim_id for b in sections["DEMO-ledger-2"].blocks if isinstance(b, Claim)]
    assert claims == ["DEMO-F2.0", "DEMO-F2.2"]


def test_a_report_without_demo_does_not_say_so(tmp_path: Path) -> None:
    files = build_report([public_record()], lang="sv", out=tmp_path)
    html = Page(files.html.read_text(encoding="utf-8"))
    assert not any("DEMO" in (image["alt"] or "") for image in html.all("img"))
    assert SV.demo_notice not in html.text
    assert "Inget tal har lästs ur bild" in html.text


def test_what_a_cell_holds_is_text_and_never_markup(tmp_path: Path) -> None:
    attack = '<script>alert(1)</script>#eval("1") {{7*7}} =1+1'
    invented = demo()
    invented.invoices.loc[0, "supplier"] = attack
    invented.incidents.loc[0, "module"] = attack
    files = build_report([invented], lang="sv", out=tmp_path)
    html = files.html.read_text(encoding="utf-8")
    assert "<script" not in html
    assert attack in Page(html).text
    assert '#eval("1")' in re.sub(r"\s+", " ", pdf_text(files.pdf))
    with pytest.raises(ValueError, match="not a web address"):
        TextCell("x", href="javascript:alert(1)")


def test_control_and_direction_marks_are_shown_and_not_obeyed(tmp_path: Path) -> None:
    invented = demo()
    invented.invoices.loc[0, "supplier"] = "Kropp\x1b[31m\u202eBA $\\frac{ \U0001f600 \u4e2d"
    files = build_report([invented], lang="sv", out=tmp_path)
    for path in (files.html, files.data):
        text = path.read_text(encoding="utf-8")
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "Kropp\ufffd[31m\ufffdBA $" in text


def test_an_empty_collection_still_makes_a_report(tmp_path: Path) -> None:
    one = public_record()
    empty = replace(one, costs=one.costs.iloc[:0], incidents=one.incidents.iloc[:0])
    files = build_report([empty], lang="en", out=tmp_path)
    assert json.loads(files.data.read_text(encoding="utf-8"))["findings"] == []
    with pytest.raises(SkolkitError) as caught:
        build_report([], lang="sv", out=tmp_path)
    assert caught.value.problem.code == "E_NO_INPUT"


def test_every_figure_has_its_picture_its_drawing_and_its_data(files: ReportFiles) -> None:
    named = {path.stem for path in (files.folder / "figures").iterdir()}
    assert len(named) == 11
    for name in named:
        place = files.folder / "figures" / name
        assert place.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
        assert place.with_suffix(".svg").read_bytes().startswith(b"<?xml")
        lines = place.with_suffix(".csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) > 1
        if name.startswith("DEMO-"):
            assert lines[0].startswith("demo,")
            assert all(line.startswith("DEMO,") for line in lines[1:])
    rows = figure_lines(files, "modules")
    assert [row["value"] for row in rows][:2] == ["45000000", "20200000"]


def figure_lines(files: ReportFiles, name: str) -> list[dict[str, str]]:
    path = files.folder / "figures" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_point_of_a_figure_names_its_rows_alike_in_all_files(files: ReportFiles) -> None:
    tables = (public_record(), demo())
    names = ("costs", "invoices", "incidents", "messages")
    frames = [frame for one in tables for name in names if len(frame := getattr(one, name))]
    known = {row for frame in frames for row in frame["row_id"]}
    known |= {event.place.row_id for one in tables for event in event_rows(one.cells)}
    data = json.loads(files.data.read_text(encoding="utf-8"))
    figures = [b for s in data["sections"] for b in s["blocks"] if b["kind"] == "figure"]
    html = Page(files.html.read_text(encoding="utf-8"))
    for figure in figures:
        name = figure["figure_id"]
        lines = figure_lines(files, name)
        told = [(one["point_id"], ";".join(one["row_ids"])) for one in figure["points"]]
        assert [(line["point"], line["row_ids"]) for line in lines] == told
        assert [point for point, _ in told] == [
            f"{name}:{at}" for at, _ in enumerate(told, start=1)
        ]
        for point in figure["points"]:
            assert set(point["row_ids"]) <= known
            assert point["stands_on"]
            assert point["said"]
            assert point["point_id"] in html.text
        assert figure["called"] in html.text
        assert f"skolkit trace {name}:1" in html.text
    pdf = re.sub(r"\s+", "", pdf_text(files.pdf)).replace("\u00ad", "")
    for figure in figures:
        assert f"skolkittrace{figure['figure_id']}:1" in pdf


def test_points_carry_the_rows_that_make_their_figure(files: ReportFiles) -> None:
    costs = public_record().costs.set_index("row_id")["amount_sek"]
    for line in figure_lines(files, "modules"):
        assert Decimal(str(costs[line["row_ids"]])) == Decimal(line["value"])
    years = figure_lines(files, "years")
    for line in years:
        assert int(line["value"]) == len(list(filter(None, line["row_ids"].split(";"))))
    whole = [line for line in years if line["series"] in {"Alla", "All"}]
    assert sum(int(line["value"]) for line in whole) == 43
    bills = demo().invoices.set_index("row_id")["net_sek"]
    for line in figure_lines(files, "DEMO-suppliers-1"):
        own = [bills[row] for row in line["row_ids"].split(";")]
        read = [Decimal(str(one)) for one in own if one is not None and one == one]
        assert sum(read, Decimal(0)) == Decimal(line["value"])


def test_a_point_says_no_more_than_its_published_rows(tmp_path: Path) -> None:
    """An amount that was masked or withheld is in no sum, though its row is named behind it."""
    one = demo()
    secret = one.invoices.loc[0, "net_sek"]
    supplier = one.invoices.loc[0, "supplier"]
    one.invoices.loc[0, ["net_sek", "gross_sek", "vat_sek"]] = None
    one.invoices.loc[0, "doubts"] = "net_sek:masked"
    files = build_report([one], lang="sv", out=tmp_path)
    bills = one.invoices.set_index("row_id")
    hidden = one.invoices.loc[0, "row_id"]
    seen = 0
    for name, scale in (("DEMO-suppliers-1", 1), ("DEMO-periods-1", 1000)):
        for point in figure_lines(files, name):
            own = list(filter(None, point["row_ids"].split(";")))
            read = [Decimal(str(bills.loc[row, "net_sek"])) for row in own if row != hidden]
            assert Decimal(point["value"] or 0) * scale == sum(read, Decimal(0))
            seen += hidden in own
    assert seen == 2  # its supplier and its month
    (told,) = [
        line for line in figure_lines(files, "DEMO-suppliers-1") if line["label"] == supplier
    ]
    assert "1 olästa belopp" in told["written"]
    whole = Decimal(told["value"]) + Decimal(str(secret))
    assert str(whole) not in (tmp_path / "report.json").read_text(encoding="utf-8")


def test_each_claim_leads_to_rows_cells_and_pages(files: ReportFiles) -> None:
    with (files.folder / "claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    told = json.loads(files.data.read_text(encoding="utf-8"))["findings"]
    assert {row["claim_id"] for row in rows} == {one["claim_id"] for one in told}
    for one in told:
        own = [row for row in rows if row["claim_id"] == one["claim_id"]]
        assert [row["row_id"] for row in own] == one["row_ids"]
        assert {row["number"] for row in own} == {one["number"]}
        cells = [cell for row in own for cell in row["cell_ids"].split(";")]
        assert list(dict.fromkeys(cells)) == one["cell_ids"]
        first, *others = own
        assert first["sentence"].startswith("DEMO: ") == (first["demo"] == "true")
        assert {row["demo"] for row in own} == {first["demo"]}
        assert {(row["sentence"], row["caveat"]) for row in others} <= {("", "")}


def test_the_manifest_lists_every_other_file_of_the_bundle(files: ReportFiles) -> None:
    made = {
        path.relative_to(files.folder).as_posix(): path.read_bytes()
        for path in files.folder.rglob("*")
        if path.is_file()
    }
    told = json.loads(made.pop("manifest.json"))
    assert {one["name"]: one["sha256"] for one in told["outputs"]} == {
        name: hashlib.sha256(data).hexdigest() for name, data in made.items()
    }
    assert told["collections"] == ["public-record", "demo-disclosure"]
    assert len(told["inputs"]) > 6


def test_the_workbook_holds_tables_and_figures_as_numbers(files: ReportFiles) -> None:
    book = openpyxl.load_workbook(files.folder / "tables.xlsx")
    numbers = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 20_200_000 in numbers
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row
                if cell.data_type == "f"]  # fmt: skip
    assert book["DEMO-suppliers-1"]["A1"].value == "DEMO"


def test_an_archive_has_the_same_bytes_every_time() -> None:
    composed = compose([public_record()], lang="sv")
    files = list(bundle_files(composed))
    packed = zip_bytes(files, "report")
    assert packed == zip_bytes(files[::-1], "report")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == sorted(f"report/{made.name}" for made in files)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def _names(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def test_both_languages_say_everything_with_the_same_names() -> None:
    for field in fields(SV):
        swedish, english = getattr(SV, field.name), getattr(EN, field.name)
        assert swedish, field.name
        assert english, field.name
        if isinstance(swedish, str):
            assert _names(swedish) == _names(english), field.name
            if field.name not in SAME:
                assert swedish != english or len(swedish) < 6, field.name
        elif field.name in PAIRED:
            assert [key for key, _ in swedish] == [key for key, _ in english], field.name
        elif field.name != "problem_titles":
            assert len(swedish) == len(english), field.name


def test_ledgers_are_told_in_both_languages_with_the_same_names() -> None:
    for field in fields(texts_ledgers.SV):
        swedish = getattr(texts_ledgers.SV, field.name)
        english = getattr(texts_ledgers.EN, field.name)
        assert swedish, field.name
        assert english, field.name
        assert _names(swedish) == _names(english), field.name
        same = {"period", "budget", "median", "rates_median"}
        assert (swedish != english) == (field.name not in same), field.name


def test_every_problem_has_a_title_in_both_languages() -> None:
    for texts in (SV, EN):
        assert {code for code, _ in texts.problem_titles} == set(CATALOGUE)


def test_what_follows_a_figure_fills_the_page_that_it_does_not_fit_on() -> None:
    report = compose([public_record()], lang="sv").report
    figure = next(b for one in report.sections for b in one.blocks if isinstance(b, FigureBlock))
    box = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {}"><path d="M0 0h9v9z"/></svg>'
    charts = {"hög": box.format(90).encode(), "låg": box.format(20).encode()}
    told = [
        Paragraph(f"{name} {at} " + "ord " * 90) for name in ("före", "efter") for at in range(6)
    ]
    high, low = (replace(figure, figure_id=one, file=one, called=f"Bild {one}") for one in charts)
    blocks = (*told[:6], high, *told[6:], low, Paragraph("sist"))
    section, opening = Section("x", "Avsnitt", blocks), Section("o", "Början", ())
    whole = replace(report, notices=(), opening=opening, sections=(section,))
    made = to_pdf(whole, charts)
    assert to_pdf(whole, charts) == made
    document = pdfium.PdfDocument(made)
    first, second = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert "före 5" in first
    assert "efter 3" in first  # the place that the figure left is filled
    assert second.lstrip().startswith("Bild hög")
    order = [second.index(said) for said in ("efter 5", "Bild låg", "sist")]
    assert order == sorted(order)  # one that fits stands where it is told


def test_dates_and_ranges_are_not_broken_at_their_dashes() -> None:
    report = compose([public_record()], lang="sv").report
    told = 'Från 2021-12 & 2018-08-21, rad 37–40, mål 7837-21, <b>"kl"</b> PUI-2021-1654'
    table = TableBlock("t", "Rubrik", ("A",), ((TextCell(told),),))
    whole = replace(report, sections=(Section("x", "Avsnitt", (Paragraph(told), table)),))
    page = to_html(whole, {}, {}).decode()
    kept = [
        f'<span class="s">{one}</span>' for one in ("2021-12", "2018-08-21", "37–40", "7837-21")
    ]
    said = (
        f"<span>Från {kept[0]} &amp; {kept[1]}, rad {kept[2]}, mål {kept[3]}, "
        "&lt;b&gt;&#34;kl&#34;&lt;/b&gt; PUI-2021-1654</span>"
    )
    assert f"<p>{said}</p>" in page
    assert f">{said}</th>" in page  # one element: a telephone gives each child of a cell a place
