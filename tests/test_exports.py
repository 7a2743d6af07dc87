"""Clean tables as CSV, Parquet and xlsx: complete, safe to open, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skolkit.model import Box, Cell, Collection, CollectionKind, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.publish import xlsx
from skolkit.publish.exports import (
    CleanData,
    DocumentRow,
    OutputFile,
    PageRow,
    export_files,
    output_names,
)
from skolkit.tables.apostrophes import is_formula_like
from skolkit.tables.rows import CostRow, InvoiceRow, MessageRow, Provenance, Tables

CELLS = (
    Cell(1, 1, "Belopp", "Belopp", method="ocr", page=1, box=Box(1, 2, 3.25, 4)),
    Cell(2, 1, "1 234,50", Decimal("1234.50"), method="ocr", page=1, confidence=0.98765),
    Cell(3, 1, "12 3?4", None, Doubt.NOT_A_NUMBER, 0.4, "ocr", 2, Box(0, 0, 9, 9)),
    Cell(4, 1, "=1+1", "=1+1", method="ocr", page=2),
    Cell(5, 1, "12345678901234567890", Decimal("12345678901234567890"), page=2),
    Cell(6, 1, "2019-08-21", date(2019, 8, 21), page=2),
    Cell(7, 1, "2019-08-21 10:30", datetime(2019, 8, 21, 10, 30), page=2),
    Cell(8, 3, "ja", True, hidden=True),
    Cell(9, 1, "1890-01-01", date(1890, 1, 1), page=2),
)
SHEET = Sheet("d-1#1", "d-1", "påhitt.pdf", "Blad/1", CELLS, (1, 2), title_rows=1, notes=("x",))
COST = CostRow(
    row_id="costs:d-1#1!R2",
    collection="heap",
    demo=True,
    document="påhitt.pdf",
    document_id="d-1",
    sheet_id="d-1#1",
    page=1,
    row=2,
    box=Box(1, 2, 3.25, 4),
    cell_ids=("a", "b"),
    doubts=("supplier:clipped",),
    duplicate_of="",
    cost_id="7",
    as_of=date(2019, 1, 1),
    as_of_precision="year",
    period_start=None,
    period_end=None,
    category="it",
    amount_sek=Decimal("1234.505"),
    amount_as_published="1 234,505",
    scope="@SUM(A1)",
    supplier='Påhittade "Bolaget", AB',
    supplier_id="",
    is_estimate=None,
    qualifier="cirka",
    source_id="",
    note="-5,5",
    row_kind="row",
    series="",
)
PLACE = {field.name: getattr(COST, field.name) for field in fields(Provenance)}
INVOICE = InvoiceRow(
    **{name: value for name, value in PLACE.items() if name != "row_id"},
    row_id="invoices:d-1#1!R2",
    **dict.fromkeys(("invoice_no", "voucher", "invoice_date_precision", "supplier"), ""),
    **dict.fromkeys(("supplier_id", "organisationsnummer", "account", "cost_centre"), ""),
    **dict.fromkeys(("project", "description", "category", "amount_as_published", "note"), ""),
    **dict.fromkeys(("invoice_date", "hours", "rate_sek", "vat_sek", "gross_sek"), None),
    net_sek=Decimal("10.5"),
    row_kind="row",
)


def data(kind: CollectionKind = CollectionKind.DEMO) -> CleanData:
    return CleanData(
        collection=Collection("heap", Path("/somewhere/heap"), "Hög", kind),
        tables=Tables((COST,), (), (), (SHEET,), (), (("d-1#1", "costs"),)),
        documents=(
            DocumentRow(
                "d-1", "heap", "påhitt.pdf", "ab" * 32, 10, "pdf", 2, "ok", "", ("W_SKEW",), ""
            ),
        ),
        pages=(PageRow("d-1", "påhitt.pdf", 1, "ocr", 595.3, 841.9, 300.0, 0, 0.2, 9, 3, 1, "ok"),),
        problems=(Problem("W_SKEW", "påhitt.pdf", page=1, detail="1.4 degrees"),),
        settings={"render_dpi": 300},
        versions={"skolkit": "0"},
    )


def files(kind: CollectionKind = CollectionKind.DEMO) -> dict[str, OutputFile]:
    return {made.name: made for made in export_files(data(kind))}


def rows(made: OutputFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.data.decode("utf-8"), newline="")))


def workbook(made: OutputFile) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made.data))


def test_all_tables_are_there_and_the_manifest_comes_last() -> None:
    names = [made.name for made in export_files(data())]
    tables = [
        "costs", "invoices", "budgets", "incidents", "messages", "suppliers", "duplicates",
        "checks", "cells", "sheets", "documents", "pages", "problems", "personal",
    ]  # fmt: skip
    assert names[:28] == [f"{table}.{end}" for table in tables for end in ("csv", "parquet")]
    assert names[28:] == ["unseen.csv", "unseen.parquet", "xlsx/d-1.xlsx", "manifest.json"]
    assert list(output_names(data())) == names[:-1]


def test_the_same_bytes_every_time() -> None:
    assert files() == files()


def test_costs_are_spelled_plainly() -> None:
    [row] = rows(files()["costs.csv"])
    assert list(row)[:4] == ["row_id", "collection", "demo", "document"]
    assert row["demo"] == "true"
    assert row["box"] == "1.0 2.0 3.2 4.0"
    assert row["cell_ids"] == "a;b"
    assert row["amount_sek"] == "1234.505"
    assert row["as_of"] == "2019-01-01"
    assert row["is_estimate"] == row["period_start"] == ""
    assert row["supplier"] == 'Påhittade "Bolaget", AB'


@pytest.mark.parametrize("text", ["a\rb", "a\nb", "a\r\nb", 'a"b', '"', "a,b", " a ", "", "a;b"])
def test_any_text_survives_the_csv(text: str) -> None:
    sheet = replace(SHEET, cells=(Cell(1, 1, text, text), Cell(1, 2, "next", "next")))
    base = data()
    odd = replace(base, tables=replace(base.tables, sheets=(sheet,)))
    made = {m.name: m for m in export_files(odd)}
    read = rows(made["cells.csv"])
    assert [row["raw"] for row in read] == [text, "next"]
    assert [row["column"] for row in read] == ["1", "2"]


def test_empty_tables_have_headings() -> None:
    made = files()["messages.csv"]
    assert made.data.decode().count("\n") == 1
    assert made.data.decode().startswith("row_id,collection,demo,")
    assert made.data.decode().rstrip().endswith(",subject,size_kb,attachments")
    assert made.rows == 0


def test_formulas_are_guarded_in_csv_only_and_told() -> None:
    made = files()
    [row] = rows(made["costs.csv"])
    assert row["scope"] == "'@SUM(A1)"
    assert row["note"] == "-5,5"
    assert rows(made["cells.csv"])[3]["raw"] == "'=1+1"
    manifest = json.loads(made["manifest.json"].data)
    assert manifest["csv_apostrophes"] == {
        "costs.csv": {"scope": 1},
        "cells.csv": {"raw": 1, "value": 1},
    }
    [kept] = pq.read_table(io.BytesIO(made["costs.parquet"].data)).to_pylist()
    assert kept["scope"] == "@SUM(A1)"


@pytest.mark.parametrize(
    "text", ["=A1", "+a", "-a", "@x", "\tx", "\rx", "\nx", "＝1", "-1+2", "=-5"]
)
def test_formula_like(text: str) -> None:
    assert is_formula_like(text)


@pytest.mark.parametrize("text", ["", "-5", "-5,5", "+3", "-1 234", "a=1", "5-3", "-", "−5"])
def test_not_formula_like(text: str) -> None:
    assert not is_formula_like(text)


def test_parquet_is_typed() -> None:
    table = pq.read_table(io.BytesIO(files()["costs.parquet"].data))
    [row] = table.to_pylist()
    assert row["amount_sek"] == Decimal("1234.505")
    assert row["as_of"] == date(2019, 1, 1)
    assert row["demo"] is True
    bills = pq.read_table(io.BytesIO(files()["invoices.parquet"].data))
    assert bills.schema.field("hours").type == pa.decimal128(38, 2)
    assert len(pq.read_table(io.BytesIO(files()["cells.parquet"].data))) == len(CELLS)
    empty = pq.read_table(io.BytesIO(files()["messages.parquet"].data))
    assert empty.num_rows == 0
    assert empty.column_names[-1] == "attachments"


def test_parquet_keeps_what_no_decimal_column_holds() -> None:
    bill = replace(
        INVOICE,
        net_sek=Decimal("1E+30"),
        hours=Decimal("1E-30"),
        rate_sek=Decimal("1E+40"),
        row=10**30,
    )
    huge = replace(data(), tables=replace(data().tables, invoices=(bill,)))
    made = {m.name: m for m in export_files(huge)}
    [row] = pq.read_table(io.BytesIO(made["invoices.parquet"].data)).to_pylist()
    assert row["net_sek"] == Decimal("1E+30")
    assert row["hours"] == Decimal("1E-30")
    assert row["rate_sek"] == "1" + "0" * 40
    assert row["row"] == "1" + "0" * 30


def test_columns_follow_the_row_classes() -> None:
    table = pq.read_table(io.BytesIO(files()["messages.parquet"].data))
    assert table.column_names == list(MessageRow.__dataclass_fields__)


def test_cells_and_sheets_lead_to_paper() -> None:
    made = files()
    cells = rows(made["cells.csv"])
    assert len(cells) == len(CELLS)
    assert cells[1]["cell_id"] == "d-1#1!R2C1"
    assert (cells[1]["value"], cells[1]["value_type"]) == ("1234.50", "number")
    assert cells[1]["confidence"] == "0.988"
    assert (cells[2]["doubt"], cells[2]["value_type"]) == ("not-a-number", "empty")
    assert cells[7]["cell"] == "C8"
    [sheet] = rows(made["sheets.csv"])
    assert (sheet["rows"], sheet["columns"], sheet["cells"], sheet["doubtful_cells"]) == (
        "9", "3", "9", "1",
    )  # fmt: skip
    assert (sheet["pages"], sheet["table"]) == ("1;2", "costs")


def test_manifest_names_every_file_and_no_place_or_day() -> None:
    made = files()
    manifest = json.loads(made["manifest.json"].data)
    for output in manifest["outputs"]:
        assert hashlib.sha256(made[output["name"]].data).hexdigest() == output["sha256"]
    assert {o["name"] for o in manifest["outputs"]} == set(made) - {"manifest.json"}
    assert "/somewhere" not in made["manifest.json"].data.decode()


def test_workbook_keeps_values_at_their_place() -> None:
    page = workbook(files()["xlsx/d-1.xlsx"])["Blad_1"]
    assert page["A2"].value == 1234.5
    assert page["A2"].number_format == "#,##0.00"
    assert page["A3"].value == "12 3?4"
    assert (page["A4"].value, page["A4"].data_type) == ("=1+1", "s")
    assert page["A5"].value == "12345678901234567890"
    assert page["A6"].value == datetime(2019, 8, 21)
    assert page["A7"].value == datetime(2019, 8, 21, 10, 30)
    assert page["C8"].value is True
    assert page["A9"].value == "1890-01-01"
    assert page.freeze_panes == "A2"


def test_workbook_has_no_formula_and_no_link() -> None:
    with zipfile.ZipFile(io.BytesIO(files()["xlsx/d-1.xlsx"].data)) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if "worksheets/sheet" in n]
        assert not any("hyperlink" in n.lower() for n in parts.namelist())
    assert sheets
    assert not any("<f>" in text or "<hyperlink" in text for text in sheets)


def test_doubtful_cells_are_coloured_and_say_why() -> None:
    page = workbook(files()["xlsx/d-1.xlsx"])["Blad_1"]
    assert page["A3"].fill.start_color.rgb == "FFFFD966"
    assert page["A2"].fill.fill_type is None
    assert page["A3"].comment is not None
    assert "not-a-number" in page["A3"].comment.text
    assert "Sida 2" in page["A3"].comment.text
    assert page["A2"].comment is not None
    assert page["A2"].comment.text == "Sida 1."


def test_many_cells_get_fewer_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "COMMENTS_AT_MOST", 3)
    page = workbook(files()["xlsx/d-1.xlsx"])["Blad_1"]
    commented = [cell.coordinate for line in page.iter_rows() for cell in line if cell.comment]
    assert commented == ["A1", "A3", "C8"] or commented == ["A1", "A3"]


def test_demo_is_marked_in_every_place() -> None:
    book = workbook(files()["xlsx/d-1.xlsx"])
    assert book.sheetnames == ["DEMO", "Blad_1"]
    for page in book:
        assert page.sheet_properties.tabColor.rgb == "FFC00000"
        assert "DEMO" in (page.oddHeader.center.text or "")
    real = workbook(files(CollectionKind.DISCLOSURE)["xlsx/d-1.xlsx"])
    assert real.sheetnames == ["Blad_1"]
    assert real["Blad_1"].oddHeader.center.text is None


def test_sheet_names_are_legal_and_unique() -> None:
    wanted = ["A" * 40, "a" * 40, "", "History", "x:y*?", "'q'", "DEMO"]
    names = xlsx.sheet_names(wanted, taken=("DEMO",))
    assert names == [
        "A" * 31, "a" * 27 + " (2)", "Blad3", "History (2)", "x_y__", "q", "DEMO (2)",
    ]  # fmt: skip


def test_exact_number_loses_nothing() -> None:
    assert xlsx.exact_number(Decimal("0.1")) == 0.1
    assert xlsx.exact_number(Decimal("123456789012345")) == 123456789012345
    assert xlsx.exact_number(Decimal("1234567890123456")) is None
    assert xlsx.exact_number(Decimal("1.2E+400")) is None


def test_odd_letters_do_not_stop_an_export() -> None:
    sheet = replace(SHEET, cells=(Cell(1, 1, "a\udce5b\x01", "a\udce5b\x01"),), name="\udce5")
    base = data()
    odd = replace(base, tables=replace(base.tables, sheets=(sheet,)))
    made = {m.name: m for m in export_files(odd)}
    assert rows(made["cells.csv"])[0]["raw"] == "a?b\x01"
    assert workbook(made["xlsx/d-1.xlsx"]).sheetnames == ["DEMO", "_"]
