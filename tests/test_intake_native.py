"""Native workbooks come out exactly as they were stored, with every doubt as a flag."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from skolkit.intake.accept import accept
from skolkit.intake.formats import Look, exact, look_of, number, spell
from skolkit.intake.native import NativeReading, read_native
from skolkit.intake.survey import survey
from skolkit.model import Cell, Doubt, Sheet
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

LIMITS = Limits()


def read(path: Path, limits: Limits = LIMITS) -> NativeReading:
    entry = next(entry for entry in survey(path.parent) if entry.path == path)
    accepted = accept(entry, limits)
    assert accepted.document is not None, accepted.problems
    return read_native(accepted.document, limits)


def at(sheet: Sheet, row: int, column: int) -> Cell:
    return next(cell for cell in sheet.cells if (cell.row, cell.column) == (row, column))


def codes(reading: NativeReading) -> list[str]:
    return [problem.code for problem in reading.problems]


def patched(path: Path, part: str, old: str, new: str) -> Path:
    """Change the XML of one part, as other programs than the writer would have written it."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as box, zipfile.ZipFile(held, "w") as out:
        for name in box.namelist():
            body = box.read(name)
            if name == part:
                changed = re.sub(old, new, body.decode(), count=1, flags=re.DOTALL)
                assert changed != body.decode()
                body = changed.encode()
            out.writestr(name, body)
    path.write_bytes(held.getvalue())
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Blad1")
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        moment = made.add_format({"num_format": 'yyyy-mm-dd" kl "hh:mm'})
        percent = made.add_format({"num_format": "0.0%"})
        kronor = made.add_format({"num_format": '#,##0.00 "kr d"'})
        veiled = made.add_format({"num_format": ";;;"})
        for column, text in enumerate(["Text", "=inte en formel", "  kvar  "]):
            sheet.write_string(0, column, text)
        sheet.write_number(1, 0, 0.1 + 0.2)
        sheet.write_number(1, 1, 1234.5, kronor)
        sheet.write_number(1, 2, 0.125, percent)
        sheet.write_number(2, 0, 43831, day)
        sheet.write_number(2, 1, 43831.75, moment)
        sheet.write_number(2, 2, 60, day)
        sheet.write_boolean(3, 0, True)
        sheet.write_formula(3, 1, "=A2*2", None, 0.6)
        sheet.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        sheet.write_number(4, 0, 7, veiled)
        sheet.merge_range(5, 0, 6, 1, "sammanslagen")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write_number(7, 0, 5)
        sheet.set_column(25, 25, None, None, {"hidden": True})
        sheet.write_string(0, 25, "dold")
        made.add_worksheet("Dolt").write(0, 0, "x")
        made.get_worksheet_by_name("Dolt").hide()
    return path


def test_values_of_every_kind(book: Path) -> None:
    sheet = read(book).sheets[0]
    found = {
        (cell.row, cell.column): (cell.raw, cell.value, cell.doubt)
        for cell in sheet.cells
        if cell.column < 20
    }
    assert found == {
        (1, 1): ("Text", "Text", None),
        (1, 2): ("=inte en formel", "=inte en formel", None),
        (1, 3): ("  kvar  ", "  kvar  ", None),
        (2, 1): ("0,3", Decimal("0.3"), None),
        (2, 2): ("1234,5", Decimal("1234.5"), None),
        (2, 3): ("12,5 %", Decimal("0.125"), None),
        (3, 1): ("2020-01-01", date(2020, 1, 1), None),
        (3, 2): ("2020-01-01 18:00", datetime(2020, 1, 1, 18, 0), None),
        (3, 3): ("60", None, Doubt.AMBIGUOUS_DATE),
        (4, 1): ("SANT", True, None),
        (4, 2): ("0,6", Decimal("0.6"), None),
        (4, 3): ("#DIV/0!", None, Doubt.ERROR_VALUE),
        (5, 1): ("7", Decimal(7), None),
        (6, 1): ("sammanslagen", "sammanslagen", None),
        (8, 1): ("5", Decimal(5), None),
    }


def test_methods_spans_and_hiding_are_kept(book: Path) -> None:
    reading = read(book)
    first, second = reading.sheets
    assert at(first, 2, 1).method == "xlsx/value"
    assert at(first, 4, 2).method == "xlsx/formula"
    assert (at(first, 6, 1).row_span, at(first, 6, 1).column_span) == (2, 2)
    hidden = {(cell.row, cell.column) for cell in first.cells if cell.hidden}
    assert hidden == {(8, 1), (1, 26), (5, 1)}
    assert (first.hidden, second.hidden, second.name) == (False, True, "Dolt")
    assert second.sheet_id.endswith("#2")
    assert {"W_HIDDEN", "W_MERGED", "W_CELL_ERROR", "W_DATE_SUSPECT"} <= set(codes(reading))


def test_a_formula_without_a_saved_value_is_a_doubt_and_no_zero(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = "=SUM(B1:B9)"
    made.save(tmp_path / "f.xlsx")
    reading = read(tmp_path / "f.xlsx")
    cell = at(reading.sheets[0], 1, 1)
    assert (cell.value, cell.doubt) == (None, Doubt.FORMULA_NO_VALUE)
    assert codes(reading) == ["W_FORMULA_NO_VALUE"]


def test_a_claimed_size_is_not_believed(book: Path) -> None:
    whole = len(read(book).sheets[0].cells)
    patched(book, "xl/worksheets/sheet1.xml", r'<dimension ref="[^"]*"', '<dimension ref="A1"')
    assert len(read(book).sheets[0].cells) == whole
    patched(book, "xl/worksheets/sheet1.xml", r'ref="A1"', 'ref="A1:XFD1048576"')
    assert len(read(book).sheets[0].cells) == whole


def test_cells_without_addresses_are_counted_from_the_left(book: Path) -> None:
    before = read(book).sheets[0]
    patched(book, "xl/worksheets/sheet1.xml", r'<row r="2"', "<row")
    patched(book, "xl/worksheets/sheet1.xml", r'<c r="B2"', "<c")
    after = read(book).sheets[0]
    assert after.cells == tuple(c.__class__(**_fields(c)) for c in before.cells)


def _fields(cell: Cell) -> dict[str, object]:
    return {name: getattr(cell, name) for name in Cell.__dataclass_fields__}


def test_the_1904_date_system_is_heeded(book: Path) -> None:
    patched(book, "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    assert at(read(book).sheets[0], 3, 1).value == date(2024, 1, 2)


def test_a_string_that_is_not_there_is_an_error_value(book: Path) -> None:
    patched(book, "xl/worksheets/sheet1.xml", r't="s"><v>0<', 't="s"><v>999<')
    assert at(read(book).sheets[0], 1, 1).doubt is Doubt.ERROR_VALUE


def test_rich_text_loses_its_phonetic_guide_and_keeps_its_runs(book: Path) -> None:
    rich = "<si><r><t>Te</t></r><r><t>xt_x0041_</t></r><rPh><t>nej</t></rPh></si>"
    patched(book, "xl/sharedStrings.xml", r"<si><t>Text</t></si>", rich)
    assert at(read(book).sheets[0], 1, 1).raw == "TextA"


def test_an_id_longer_than_a_number_holds_stays_text(book: Path) -> None:
    patched(book, "xl/worksheets/sheet1.xml", r"<v>1234\.5</v>", "<v>99999999999999999</v>")
    reading = read(book)
    cell = at(reading.sheets[0], 2, 2)
    assert (cell.raw, cell.value, cell.doubt) == (
        "99999999999999999",
        None,
        Doubt.AMBIGUOUS_NUMBER,
    )
    assert "W_PRECISION" in codes(reading)


def test_too_many_cells_stop_at_the_limit(book: Path) -> None:
    with pytest.raises(SkolkitError) as caught:
        read(book, Limits(cells_per_sheet=5))
    assert caught.value.problem.code == "E_TOO_BIG"
    assert "cells_per_sheet" in str(caught.value)


def test_one_damaged_sheet_leaves_the_others(book: Path) -> None:
    patched(book, "xl/worksheets/sheet2.xml", r"</sheetData>.*", "")
    reading = read(book)
    assert [sheet.name for sheet in reading.sheets] == ["Blad1"]
    lost = next(problem for problem in reading.problems if problem.rule.is_error)
    assert (lost.code, lost.sheet) == ("E_CORRUPT", "Dolt")


def test_macros_and_links_are_told(book: Path) -> None:
    with zipfile.ZipFile(book, "a") as box:
        box.writestr("xl/vbaProject.bin", b"x")
        box.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    assert {"W_MACRO", "W_EXTERNAL_LINK"} <= set(codes(read(book)))


ODS = """<?xml version="1.0"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
<office:spreadsheet>
<table:table table:name="Blad1">
<table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>
<table:table-row>
 <table:table-cell office:value-type="string"><text:p>Kr<text:s text:c="2"/>åk</text:p>
  <text:p>vik</text:p></table:table-cell>
 <table:table-cell office:value-type="float" office:value="0.30000000000000004"/>
 <table:table-cell office:value-type="percentage" office:value="0.25"/>
</table:table-row>
<table:table-row table:number-rows-repeated="2" table:visibility="collapse">
 <table:table-cell office:value-type="date" office:date-value="2020-02-29"/>
 <table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p>
 </table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000">
 <table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"
 office:value-type="boolean" office:boolean-value="false"/><table:covered-table-cell/>
</table:table-row>
</table:table>
<table:table table:name="Dolt" table:style-name="ta2"/>
</office:spreadsheet></office:document-content>"""


def make_ods(path: Path, content: str) -> Path:
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", content)
    return path


def test_an_ods_workbook_is_read_with_its_repeats_and_hiding(tmp_path: Path) -> None:
    reading = read(make_ods(tmp_path / "a.ods", ODS))
    first, second = reading.sheets
    assert [(c.row, c.column, c.raw, c.value, c.doubt, c.hidden) for c in first.cells] == [
        (1, 1, "Kr  åk\nvik", "Kr  åk\nvik", None, False),
        (1, 2, "0,3", Decimal("0.3"), None, False),
        (1, 3, "25 %", Decimal("0.25"), None, True),
        (2, 1, "2020-02-29", date(2020, 2, 29), None, True),
        (2, 2, "#DIV/0!", None, Doubt.ERROR_VALUE, True),
        (3, 1, "2020-02-29", date(2020, 2, 29), None, True),
        (3, 2, "#DIV/0!", None, Doubt.ERROR_VALUE, True),
        (1048004, 1, "FALSKT", False, None, False),
    ]
    assert (first.cells[-1].row_span, first.cells[-1].column_span) == (1, 2)
    assert (second.name, second.hidden) == ("Dolt", True)


def test_an_ods_that_repeats_a_value_for_ever_is_refused(tmp_path: Path) -> None:
    flood = ODS.replace(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="1"/>',
    )
    with pytest.raises(SkolkitError) as caught:
        read(make_ods(tmp_path / "a.ods", flood))
    assert caught.value.problem.code == "E_TOO_BIG"


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("yyyy-mm-dd", Look.DATE),
        ('[$-41D]d" "mmmm" "yyyy', Look.DATE),
        ("yyyy-mm-dd hh:mm:ss.000", Look.DATETIME),
        ("hh:mm", Look.TIME),
        ("[h]:mm", Look.DURATION),
        ("0.00%", Look.PERCENT),
        ("# ##0 kr", Look.NUMBER),
        ("0 st", Look.NUMBER),
        ('[Red]0.00" dagar"', Look.NUMBER),
        ("General", Look.NUMBER),
        ("@", Look.NUMBER),
        (";;;", Look.NOTHING),
    ],
)
def test_number_formats_are_told_apart(code: str, look: Look) -> None:
    assert look_of(200, code) is look


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("43830.999999", "2020-01-01"),
        ("2958465", "9999-12-31"),
    ],
)
def test_serials_become_days(serial: str, shown: str) -> None:
    assert number(serial, Look.DATE).raw == shown


@pytest.mark.parametrize("serial", ["60", "0", "-1", "2958466", "1e300"])
def test_serials_of_no_day_are_doubts(serial: str) -> None:
    stored = number(serial, Look.DATE)
    assert (stored.value, stored.doubt) == (None, Doubt.AMBIGUOUS_DATE)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1e12, max_value=1e12)
)
def test_money_survives_binary_storage(amount: Decimal) -> None:
    stored = exact(repr(float(amount)))
    assert stored == amount
    assert Decimal(spell(stored).replace(",", ".")) == amount


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_of_numbers(text: str) -> None:
    found = exact(text)
    assert found is None or found.is_finite()
