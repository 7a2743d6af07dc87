"""The workbook for people: what it shows, how, and that LibreOffice opens it as it is."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from exports_data import INJECTIONS, empty, sample
from openpyxl.worksheet.worksheet import Worksheet

from skolkit.model import CollectionKind, Doubt
from skolkit.publish import people_xlsx
from skolkit.publish.about import about
from skolkit.publish.doubt_words import doubt_words
from skolkit.publish.exports import CleanData, clean_tables
from skolkit.publish.people_xlsx import people_workbook
from skolkit.tables.rows import HIDDEN
from skolkit.tables.schemas import SCHEMAS

OFFICE = shutil.which("soffice")


def made(data: CleanData, language: str = "sv") -> bytes:
    return people_workbook(
        clean_tables(data),
        about(data, language),
        language=language,
        demo=data.collection.is_demo,
    )


def book(data: CleanData, language: str = "sv") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(data, language)))


def head(page: Worksheet) -> list[str]:
    return [str(cell.value) for cell in page[1]]


def column(page: Worksheet, name: str) -> str:
    return page.cell(1, head(page).index(name) + 1).column_letter


def test_every_table_is_a_sheet_between_origin_and_dictionary() -> None:
    swedish = book(sample())
    assert swedish.sheetnames[0] == "Om materialet"
    assert swedish.sheetnames[1:-1] == [schema.title_sv for schema in SCHEMAS.values()]
    assert swedish.sheetnames[-1] == "Ordlista"
    english = book(sample(), "en")
    assert english.sheetnames == [
        "About", *(schema.title_en for schema in SCHEMAS.values()), "Dictionary",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [sample(), empty()], ids=["filled", "empty"])
def test_headers_are_frozen_filtered_wide_enough_and_explained(data: CleanData) -> None:
    opened = book(data)
    for schema in SCHEMAS.values():
        page = opened[schema.title_sv]
        assert set(head(page)) == {each.name for each in schema.columns}
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions or page.max_row == 1
        widths = {
            number: each.width
            for each in page.column_dimensions.values()
            for number in range(each.min, each.max + 1)
        }
        for cell in page[1]:
            assert 60 > widths[cell.column] >= len(str(cell.value))
            described = schema.column(str(cell.value)).sv
            assert cell.comment is not None and cell.comment.text.startswith(described)


def test_what_it_says_comes_before_where_it_stands() -> None:
    names = head(book(sample())["Kostnader"])
    assert names.index("cost_id") == 0
    assert names.index("amount_sek") < names.index("document") < names.index("row_id")
    assert names[-1] == "cell_ids"


def test_values_keep_their_types_and_show_their_units() -> None:
    opened = book(sample())
    costs, bills = opened["Kostnader"], opened["Fakturor"]
    amount = costs[f"{column(costs, 'amount_sek')}2"]
    assert (amount.value, amount.number_format) == (1234567.5, "[$-41D]#,##0.00")
    day = costs[f"{column(costs, 'as_of')}2"]
    assert (day.value.isoformat()[:10], day.number_format) == ("2019-08-21", "yyyy-mm-dd")
    assert costs[f"{column(costs, 'is_estimate')}2"].value is False
    assert costs[f"{column(costs, 'page')}2"].number_format == "0"
    assert bills[f"{column(bills, 'invoice_no')}2"].value == "0017"
    assert bills[f"{column(bills, 'hours')}2"].number_format == "[$-41D]#,##0.0"
    assert bills[f"{column(bills, 'rate_sek')}2"].number_format == "[$-41D]#,##0"
    people = opened["Incidenter"]
    count = people[f"{column(people, 'affected_persons')}2"]
    assert (count.value, count.number_format) == (130_000, "[$-41D]#,##0")


def test_numbers_longer_than_a_spreadsheet_keeps_are_text() -> None:
    data = sample()
    [invoice] = data.tables.invoices
    long = replace(invoice, net_sek=Decimal("12345678901234567.89"))
    page = book(replace(data, tables=replace(data.tables, invoices=(long,))))["Fakturor"]
    assert page[f"{column(page, 'net_sek')}2"].value == "12345678901234567.89"


def test_doubtful_values_are_coloured_and_say_why() -> None:
    opened = book(sample())
    costs, cells = opened["Kostnader"], opened["Celler"]
    letter = column(costs, "amount_sek")
    sure, unsure = costs[f"{letter}2"], costs[f"{letter}3"]
    assert sure.fill.fill_type is None and sure.comment is None
    assert unsure.value is None and unsure.fill.start_color.rgb == "FFFFD966"
    assert unsure.comment is not None
    assert unsure.comment.text == "Osäker: personuppgift, borttagen före publicering."
    raw = cells[f"{column(cells, 'raw')}4"]
    assert (raw.value, raw.fill.start_color.rgb) == ("12 3?4", "FFFFD966")


def test_every_doubt_has_words_in_both_languages() -> None:
    for doubt in (*Doubt, HIDDEN.partition(":")[2]):
        assert doubt_words(doubt, "sv") != doubt_words(doubt, "en") != doubt


def test_notes_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sample()
    doubted = tuple(replace(data.tables.costs[1], row_id=f"costs:{number}") for number in range(5))
    monkeypatch.setattr(people_xlsx, "COMMENTS_AT_MOST", 3)
    page = book(replace(data, tables=replace(data.tables, costs=doubted)))["Kostnader"]
    letter = column(page, "amount_sek")
    noted = [page[f"{letter}{row}"].comment is not None for row in range(2, 7)]
    coloured = [page[f"{letter}{row}"].fill.fill_type is not None for row in range(2, 7)]
    assert (noted, coloured) == ([True] * 3 + [False] * 2, [True] * 5)


def test_a_table_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_xlsx, "ROWS_AT_MOST", 3)
    opened = book(sample(texts=("a", "b", "c")))
    page = opened["Celler"]
    assert (page.max_row, page["A5"].value) == (5, "3 av 9; resten står i csv/cells.csv")
    told = [cell.value for line in opened["Om materialet"].iter_rows() for cell in line]
    assert "3 av 9; resten står i csv/cells.csv" in told


def test_the_first_sheet_tells_origin_counts_and_limits() -> None:
    data = sample(authority="Påhittad nämnd", diarienummer="N 2021/7", licence="CC-BY-4.0")
    page = book(data)["Om materialet"]
    told = {str(line[0].value): line[1].value for line in page.iter_rows()}
    assert page["A1"].value == "Hög"
    assert told["Myndighet"] == "Påhittad nämnd"
    assert told["Diarienummer"] == "N 2021/7"
    assert "CC-BY-4.0" in str(told["Licens"])
    assert told["Celler med tvivel"] == "2"
    assert told["Kostnader"] == "costs"
    assert any("Tomt betyder okänt" in text for text in told)


def test_demo_stands_on_every_sheet_and_only_there() -> None:
    for page in book(sample()):
        assert page.sheet_properties.tabColor.rgb == "FFC00000"
        assert "DEMO" in (page.oddHeader.center.text or "")
    real = made(sample(CollectionKind.DISCLOSURE))
    for page in openpyxl.load_workbook(io.BytesIO(real)):
        assert page.oddHeader.center.text is None
    assert made(sample()) == made(sample())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_shows_the_same(tmp_path: Path) -> None:
    data = sample(texts=INJECTIONS)
    (tmp_path / "people.xlsx").write_bytes(made(data))
    shown, plain = _converted(tmp_path, "true"), _converted(tmp_path, "false")
    for table in clean_tables(data):
        schema = SCHEMAS[table.name]
        lines, rows = plain[schema.title_sv], list(table.rows())
        assert len(lines) == len(rows)
        for row, line in zip(rows, lines, strict=True):
            for name in line:
                value = getattr(row, name)
                if isinstance(value, str) and value.strip("\r\n\t") == value:
                    assert line[name].replace("\r\n", "\n") == value.replace("\r\n", "\n"), name
    assert [line["amount_sek"] for line in shown["Kostnader"]][:2] == ["1\u00a0234\u00a0567,50", ""]
    assert shown["Incidenter"][0]["affected_persons"] == "130\u00a0000"


def _converted(folder: Path, as_shown: str) -> dict[str, list[dict[str, str]]]:
    """The workbook's sheets as LibreOffice writes them to CSV."""
    out = folder / as_shown
    options = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,{as_shown},false,false,-1"
    subprocess.run(
        [
            str(OFFICE), f"-env:UserInstallation=file://{folder}/home", "--headless",
            "--convert-to", options, "--outdir", str(out), str(folder / "people.xlsx"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    found = {}
    for path in out.iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix("people-")] = list(csv.DictReader(file))
    return found
