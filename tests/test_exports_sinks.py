"""Text that acts elsewhere lies still in every file that is published, and can be had back."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import marko
import openpyxl
import pyarrow.parquet as pq
import pytest
from exports_data import INJECTIONS, plain, sample
from hypothesis import given
from hypothesis import strategies as st
from marko.ext.gfm import GFM

from skolkit.problems import Problem, Status
from skolkit.publish.exports import OutputFile
from skolkit.publish.markdown import escaped, table
from skolkit.publish.package import package_files, package_name
from skolkit.publish.tabular import Table, csv_text
from skolkit.running.record import EntryResult, RunResult, record_csv
from skolkit.tables.apostrophes import defused, freed, is_formula_like
from skolkit.tables.frames import read_table
from skolkit.tables.rows import CostRow

OFFICE = shutil.which("soffice")
TRICKY = st.text(alphabet="'=+-@＝;,\t\r\n\" 1a\0\xa0\ufeff", max_size=12)
LIVE = re.compile(r"[\s\0\ufeff]*[=+\-@＝](?![0-9 ]*$)")  # what programs may take for a formula


@pytest.fixture(scope="module")
def files() -> dict[str, OutputFile]:
    return {made.name: made for made in package_files(sample(texts=INJECTIONS))}


# --- CSV --------------------------------------------------------------------------------------


def fields(data: bytes, delimiter: str) -> list[str]:
    read = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter)
    return [field for line in read for field in line]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["costs", "cells", "sheets"])
def test_no_field_of_a_csv_begins_a_formula(
    files: dict[str, OutputFile], name: str, delimiter: str
) -> None:
    """Swedish spreadsheet programs part lines at ";", others at tabs, whatever the file means."""
    found = fields(files[f"csv/{name}.csv"].data, delimiter)
    assert len(found) > 2
    # What follows a number in a line that is parted elsewhere makes it no formula either.
    assert [text for text in found if is_formula_like(text.partition(",")[0].strip('"'))] == []


@pytest.mark.parametrize("text", ["-5", "-5,5", "+3", "-", "plain", "a;b", "x\n-5", "1;-5"])
def test_numbers_and_plain_text_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize("text", INJECTIONS)
def test_texts_of_a_csv_can_be_had_back(text: str, tmp_path: Path) -> None:
    path = tmp_path / "costs.csv"
    rows = [plain(CostRow, note=text, supplier=text, cost_id="1")]
    path.write_bytes(csv_text(Table("costs", CostRow, lambda: rows)).data)
    back = read_table(path).iloc[0]
    assert (back["note"], back["supplier"]) == (text, text)


@given(TRICKY)
def test_any_text_of_a_csv_can_be_had_back(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "costs.csv"
    rows = [plain(CostRow, note=text, cost_id="1")]
    path.write_bytes(csv_text(Table("costs", CostRow, lambda: rows)).data)
    assert read_table(path).iloc[0]["note"] == text


@given(TRICKY)
def test_what_is_defused_begins_no_formula_anywhere(text: str) -> None:
    for part in re.split(r"[;\t\r\n]", defused(text)):
        assert not is_formula_like(part)


HIDDEN = (
    'x;"=1+1;y', "\0=1+1", 'a\t"@SUM(1)\tb', 'x;""=1+1;', "x; \0=1+1", "\xa0+cmd|' /C calc'!A0",
    "\ufeff=1+1", "a\n\"=1+1", "\x1f=1+1",
)  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("text", HIDDEN)
def test_no_formula_hides_behind_what_programs_pass_over(text: str, delimiter: str) -> None:
    """A quotation mark opens a field when a line is parted elsewhere; NUL and blanks are dropped.

    The first is read so by Python's reader, the second was seen to run in LibreOffice.
    """
    rows = [plain(CostRow, note=text, cost_id="1")]
    found = fields(csv_text(Table("costs", CostRow, lambda: rows)).data, delimiter)
    assert [field for field in found if LIVE.match(field)] == []
    assert freed(defused(text)) == text


def test_the_manifest_tells_where_apostrophes_were_put(files: dict[str, OutputFile]) -> None:
    told = json.loads(files["manifest.json"].data)["csv_apostrophes"]
    changed = sum(defused(text) != text for text in INJECTIONS)
    assert told["csv/costs.csv"] == {"note": changed}
    assert told["csv/cells.csv"]["raw"] == changed


def test_the_run_record_holds_no_formula() -> None:
    problem = Problem("E_EMPTY", "=1+1.pdf")
    entry = EntryResult("=1+1.pdf", "%3D1%2B1.pdf", 0, Status.FAILED, (problem,))
    assert is_formula_like(entry.message)
    data = record_csv([RunResult("heap", "Hög", "out", (entry,))])
    assert b"=1+1.pdf" in data
    assert not any(is_formula_like(text) for text in fields(data, ","))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("delimiter", [44, 59])
def test_libreoffice_finds_no_formula_in_the_csv(
    files: dict[str, OutputFile], delimiter: int, tmp_path: Path
) -> None:
    data = files["csv/costs.csv"].data
    assert "Påhittade" in "".join(_parts(_opened(data, delimiter, tmp_path)).values())
    assert "<f" not in "".join(_sheets(_opened(data, delimiter, tmp_path)))
    live = b"a,b\nc;=1+1;d,=2+2,e\n"  # what it would do with them
    assert "<f" in "".join(_sheets(_opened(live, delimiter, tmp_path)))


def _opened(data: bytes, delimiter: int, folder: Path) -> bytes:
    """A CSV as LibreOffice opens it, as xlsx."""
    (folder / "table.csv").write_bytes(data)
    subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation=file://{folder}/home", "--headless",
            f"--infilter=CSV:{delimiter},34,76,1,,1053,false,true,false,false,false,0,true",
            "--convert-to", "xlsx", str(folder / "table.csv"), "--outdir", str(folder),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "table.xlsx").read_bytes()


# --- workbooks --------------------------------------------------------------------------------


def _parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return {name: parts.read(name).decode("utf-8") for name in parts.namelist()}


def _sheets(data: bytes) -> list[str]:
    return [part for name, part in _parts(data).items() if "worksheets/sheet" in name]


@pytest.mark.parametrize("name", ["heap.xlsx", "xlsx/d-1.xlsx"])
def test_workbooks_have_no_formula_and_no_link(files: dict[str, OutputFile], name: str) -> None:
    parts = _parts(files[name].data)
    assert len(_sheets(files[name].data)) >= 2
    for part in parts.values():
        assert "<f>" not in part and "<f " not in part
        assert "<hyperlink " not in part and "relationships/hyperlink" not in part
    assert not [part for part in parts if "external" in part.lower() or "vba" in part.lower()]


@pytest.mark.parametrize(("name", "sheet"), [("heap.xlsx", "Celler"), ("xlsx/d-1.xlsx", "Blad_1")])
def test_workbooks_show_the_text_itself(
    files: dict[str, OutputFile], name: str, sheet: str
) -> None:
    page = openpyxl.load_workbook(io.BytesIO(files[name].data))[sheet]
    shown = {cell.value for line in page.iter_rows() for cell in line if cell.data_type == "s"}
    for text in INJECTIONS:
        read = text.replace("\r\n", "\n").replace("\r", "\n")
        assert read in {str(each).replace("_x000D_", "\n").replace("\n\n", "\n") for each in shown}
    assert not [cell for line in page.iter_rows() for cell in line if cell.data_type == "f"]


MARKUP = "<r><t>A</t></r></si><si><t>another</t></si><si><r><t>B</t></r>"


@pytest.mark.parametrize("text", [MARKUP, "<r></r>", "<r>&</r>", "<r><t>5</t></r>"])
def test_a_text_that_is_markup_of_a_workbook_is_shown_and_moves_no_other(text: str) -> None:
    """xlsxwriter takes a text from <r> to </r> for finished XML; every text after it would slip."""
    files = {made.name: made for made in package_files(sample(texts=(text, "the next cell")))}
    for name, sheet in (("heap.xlsx", "Celler"), ("xlsx/d-1.xlsx", "Blad_1")):
        page = openpyxl.load_workbook(io.BytesIO(files[name].data))[sheet]
        shown = [cell.value for line in page.iter_rows() for cell in line]
        assert text in shown
        assert "the next cell" in shown
        assert "another" not in shown


# --- Parquet, SQLite, JSON --------------------------------------------------------------------


def test_parquet_holds_the_text_itself(files: dict[str, OutputFile]) -> None:
    notes = pq.read_table(io.BytesIO(files["parquet/costs.parquet"].data))["note"].to_pylist()
    assert notes[2:] == list(INJECTIONS)
    raws = pq.read_table(io.BytesIO(files["parquet/cells.parquet"].data))["raw"].to_pylist()
    assert set(INJECTIONS) <= set(raws)


@pytest.mark.parametrize("text", INJECTIONS)
def test_json_holds_the_text_itself(text: str) -> None:
    data = sample(authority=text)
    odd = replace(data, collection=replace(data.collection, title=text))
    made = {one.name: one for one in package_files(odd)}
    assert json.loads(made["datapackage.json"].data)["title"] == text
    assert json.loads(made["manifest.json"].data)["collection"]["authority"] == text


# --- Markdown ---------------------------------------------------------------------------------


def rendered(text: str) -> str:
    return str(marko.Markdown(extensions=[GFM]).convert(text))


MARKDOWN = (
    *INJECTIONS, "# x", "- x", "1. x", "1) x", "---", "===", "> x", "*a* _b_ **c** `d` ~~e~~",
    "https://e.se/", "www.e.se", "<https://e.se>", "[x]: http://e.se", "![x](y)", "a\n\n# b",
    "&lt;", "\\", "a\\", "|", "a\u202eb", "\x1b[31m", "    x", "\tx", "- [ ] x", "$x$", "a_b_c",
)  # fmt: skip


@pytest.mark.parametrize("text", MARKDOWN)
def test_markdown_shows_the_text_and_does_nothing(text: str) -> None:
    html = rendered(f"{escaped(text)}\n")
    assert re.sub(r"<p>|</p>", "", html).count("<") == 0
    shown = " ".join(text.split()).replace("\u202e", "\ufffd").replace("\x1b", "\ufffd")
    unescaped = re.sub(r"</?p>", "", html).strip()
    for mark, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        unescaped = unescaped.replace(entity, mark)
    assert unescaped == shown


@pytest.mark.parametrize("text", MARKDOWN)
def test_a_text_stays_in_its_cell_of_a_table(text: str) -> None:
    html = rendered("\n".join(table(("a", "b"), [("x", escaped(text)), ("y", "z")])) + "\n")
    assert html.count("<tr>") == 3
    assert html.count("<td>") == 4
    assert set(re.findall(r"<(\w+)", html)) <= {"table", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("text", MARKDOWN)
def test_the_readme_gets_nothing_from_a_title(text: str) -> None:
    data = sample(authority=text, diarienummer=text, sender=text, licence=text)
    odd = replace(data, collection=replace(data.collection, title=text))
    made = {
        one.name: one.data.decode("utf-8") for one in package_files(odd) if one.name.endswith("md")
    }
    html, plain_html = rendered(made["README.md"]), rendered(_readme())
    for tag in ("a", "img", "h1", "h2", "table", "tr", "td", "li", "script", "code", "em", "hr"):
        assert len(re.findall(rf"<{tag}\b", html)) == len(re.findall(rf"<{tag}\b", plain_html)), tag


def _readme() -> str:
    data = sample(authority="x", diarienummer="x", sender="x", licence="x")
    return next(one.data.decode("utf-8") for one in package_files(data) if one.name == "README.md")


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", INJECTIONS)
def test_files_have_plain_names_whatever_the_collection_is_called(text: str) -> None:
    assert re.fullmatch("[a-z0-9][a-z0-9_-]{0,119}", package_name(text))
    data = sample()
    odd = replace(data, collection=replace(data.collection, name=text))
    for made in package_files(odd):
        assert re.fullmatch(r"([a-z]+/)?[A-Za-z0-9_.-]+\.[a-z]+", made.name)
        assert ".." not in made.name
