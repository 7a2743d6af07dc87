"""Whole collections: the public record comes out exactly, the demo's workbooks too."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_sheets import COLLECTION, built, sheet

from skolkit.intake.accept import accept
from skolkit.intake.native import read_native
from skolkit.intake.survey import survey
from skolkit.model import Collection, CollectionKind, Doubt, Sheet, cell_id
from skolkit.publish.tabular import Table, csv_text, spell
from skolkit.settings import Limits
from skolkit.tables.build import build_tables
from skolkit.tables.frames import column_types, read_table
from skolkit.tables.profile import shipped_profiles
from skolkit.tables.rows import CostRow, IncidentRow, MessageRow, Provenance, Tables
from skolkit.tables.text import is_missing_mark
from skolkit.tables.values import UNKNOWN
from skolkit.workspace import read_delivery

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "data" / "raw" / "public-record"
DEMO = ROOT / "data" / "raw" / "demo-disclosure"
TRUTH = Path(__file__).resolve().parent / "truth" / "demo"


def _native_sheets(folder: Path) -> list[Sheet]:
    sheets: list[Sheet] = []
    for entry in survey(folder):
        document = accept(entry, Limits()).document
        if document is not None and not document.media_type.is_paged:
            sheets.extend(read_native(document, Limits()).sheets)
    return sheets


def _tables(folder: Path, kind: CollectionKind = CollectionKind.DISCLOSURE) -> Tables:
    """What a run builds of a folder: the collection is what its ``collection.toml`` says."""
    collection = replace(read_delivery(folder, folder.name).collection, kind=kind)
    return build_tables(collection, _native_sheets(folder))


@pytest.fixture(scope="module")
def record() -> Tables:
    return _tables(RECORD, CollectionKind.PUBLIC_RECORD)


@pytest.fixture(scope="module")
def truth() -> Tables:
    return _tables(TRUTH, CollectionKind.DEMO)


def _read(name: str) -> list[dict[str, str]]:
    with (RECORD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_public_record_is_recognised_without_a_warning(record: Tables) -> None:
    assert (len(record.costs), len(record.incidents), len(record.messages)) == (63, 43, 0)
    assert [(each.code, each.file) for each in record.problems] == [
        ("N_SHEET_LEFT", f"{name}.csv") for name in ("kpi", "pupils", "sources", "timeline")
    ]
    assert [record.table_of(each.sheet_id) for each in record.sheets] == [
        {"costs.csv": "costs", "incidents.csv": "incidents"}.get(each.document_name, "")
        for each in record.sheets
    ]


def test_an_index_with_decimal_points_is_read_as_its_collection_declares(record: Tables) -> None:
    index = next(each for each in record.sheets if each.document_name == "kpi.csv")
    values = [cell.value for cell in index.cells if cell.column == 2 and cell.row > 1]
    assert values == [Decimal(row["kpi_1980_100"]) for row in _read("kpi.csv")]
    assert len(values) > 150


def test_an_index_with_decimal_points_declares_them_itself_and_is_told_of() -> None:
    plain = Collection("plain", RECORD, "plain")
    sheets = [each for each in _native_sheets(RECORD) if each.document_name == "kpi.csv"]
    tables = build_tables(plain, sheets)
    values = [cell.value for cell in tables.sheets[0].cells if cell.column == 2 and cell.row > 1]
    assert values == [Decimal(row["kpi_1980_100"]) for row in _read("kpi.csv")]
    assert [(each.code, each.detail) for each in tables.problems] == [
        ("N_SHEET_LEFT", "no kind that is known"),
        ("N_NUMBER_FORM", "columns B as en"),
    ]


def test_every_published_amount_is_exact(record: Tables) -> None:
    for row, published in zip(record.costs, _read("costs.csv"), strict=True):
        assert row.cost_id == published["cost_id"]
        assert row.amount_sek == Decimal(published["amount_sek"])
        assert row.as_of is not None and row.as_of.isoformat().startswith(published["as_of"])
        assert row.as_of_precision == {4: "year", 7: "month", 10: "day"}[len(published["as_of"])]
        assert row.category == published["category"]
        assert row.is_estimate is (published["is_estimate"] == "true")
        assert f"[{row.qualifier}]" == published["note"].split("]")[0] + "]"
        assert row.note == published["note"].strip()
        assert (row.scope, row.supplier) == (published["scope"], published["supplier"])
        assert row.amount_as_published == published["amount_as_published"]
        assert (row.source_id, row.row_kind, row.doubts) == (published["source_id"], "row", ())


def test_every_published_incident_is_exact(record: Tables) -> None:
    for row, published in zip(record.incidents, _read("incidents.csv"), strict=True):
        assert row.incident_id == published["incident_id"]
        assert row.date is not None and row.date.isoformat().startswith(published["date"])
        assert row.date_precision == published["date_precision"]
        assert (row.kind, row.severity) == (published["kind"], int(published["severity"]))
        affected = published["affected_persons"]
        assert row.affected_persons == (int(affected) if affected else None)
        assert row.affected_as_published == published["affected_as_published"]
        assert row.reported_to_authority == published["reported_to_authority"]
        assert row.summary_sv == published["summary_sv"]
        assert row.summary_en == published["summary_en"]
        assert ";".join(row.source_ids) == published["source_ids"]


def test_the_module_rows_sum_to_the_published_figure(record: Tables) -> None:
    by_id = {row.cost_id: row.amount_sek or Decimal(0) for row in record.costs}
    modules = sum(by_id[f"C{number:03}"] for number in range(26, 34))
    assert modules == 119_200_000
    assert by_id["C025"] == 119_253_000


def _content(row: object) -> list[object]:
    own = {field.name for field in fields(Provenance)}
    return [getattr(row, field.name) for field in fields(row) if field.name not in own]  # type: ignore[arg-type]


def test_the_printed_record_with_swedish_headings_gives_the_same_rows(
    record: Tables, truth: Tables
) -> None:
    """The workbook behind the demo's print says the same as the public record."""
    name = "kostnader-och-incidenter.xlsx"
    for printed, published in (
        (truth.costs, record.costs),
        (truth.incidents, record.incidents),
    ):
        rows = [row for row in printed if row.document == name]
        assert [_content(row) for row in rows] == [_content(row) for row in published]


def test_the_demo_workbooks_are_read_whole(truth: Tables) -> None:
    assert {problem.rule.is_note for problem in truth.problems} == {True}
    assert len(truth.messages) == 400
    assert [row.message_no for row in truth.messages] == [str(n) for n in range(1, 401)]
    assert all(row.demo for row in (*truth.costs, *truth.incidents, *truth.messages))
    assert all(row.sent and row.sender and row.recipients for row in truth.messages)


def test_the_sums_of_the_demo_ledgers_hold(truth: Tables) -> None:
    ledgers = {row.document for row in truth.invoices if row.row_kind == "total"}
    assert len(ledgers) == 2
    for name in ledgers:
        rows = [row for row in truth.invoices if row.document == name]
        for column in ("net_sek", "vat_sek", "gross_sek", "hours"):
            sums = {
                kind: sum(
                    (getattr(row, column) or Decimal(0)) for row in rows if row.row_kind == kind
                )
                for kind in ("row", "subtotal", "total")
            }
            assert sums["row"] == sums["subtotal"] == sums["total"] > 0
        for row in (row for row in rows if row.row_kind == "row"):
            assert row.hours is not None and row.rate_sek is not None and row.net_sek is not None
            assert row.vat_sek is not None
            assert row.hours * row.rate_sek == row.net_sek
            assert row.net_sek + row.vat_sek == row.gross_sek
            assert row.organisationsnummer and row.voucher and row.invoice_date


def test_the_printed_demo_sheets_are_what_they_are(truth: Tables) -> None:
    found = {
        (each.document_name, each.name): truth.table_of(each.sheet_id) for each in truth.sheets
    }
    assert found == {
        ("epostlogg.xlsx", "E-postlogg"): "messages",
        ("incidentarenden.xlsx", "Ärenden"): "incidents",
        ("inkopslista.xlsx", "Inköp 2021"): "orders",
        ("konsultfakturor-2020-kopia.xlsx", "Konsultfakturor 2020"): "invoices",
        ("konsultfakturor.xlsx", "Konsultfakturor 2021"): "invoices",
        ("kostnader-och-incidenter.xlsx", "Kostnader"): "costs",
        ("kostnader-och-incidenter.xlsx", "Incidenter"): "incidents",
    }


def test_the_native_demo_files() -> None:
    tables = _tables(DEMO, CollectionKind.DEMO)
    found = {
        (each.document_name, each.name): tables.table_of(each.sheet_id) for each in tables.sheets
    }
    assert found == {
        ("budget-2019.xlsx", "Budget 2019"): "budgets",
        ("budget-2019.xlsx", "Per modul"): "budgets",
        ("driftstorningar.ods", "Driftstörningar"): "incidents",
        ("fakturajournal.csv", "fakturajournal"): "invoices",
        ("leverantorer.xls", "Leverantörer"): "register",
    }
    # The quarters of "Per modul" are told of: only the document's name says what they are.
    assert [(each.code, each.sheet) for each in tables.problems if not each.rule.is_note] == [
        ("W_UNSURE_TABLE", "Per modul")
    ]


def test_the_demo_budget_is_in_kronor_by_line_and_period() -> None:
    rows = _tables(DEMO, CollectionKind.DEMO).budgets
    lines = [row for row in rows if row.sheet_id.endswith("#1")]
    assert {(str(row.period_start), str(row.period_end)) for row in lines} == {
        ("2019-01-01", "2019-12-31")
    }
    assert [row.row_kind for row in lines] == ["row"] * 9 + ["total"]
    for column in ("budget_sek", "outcome_sek", "deviation_sek"):
        *parts, total = (getattr(row, column) for row in lines)
        assert sum(parts) == total
    assert (lines[0].account, lines[0].description, lines[0].budget_sek) == (
        "5010",
        "Lokalhyra",
        Decimal(790_000),
    )
    quarters = [row for row in rows if row.sheet_id.endswith("#2")]
    assert sum(row.row_kind == "row" for row in quarters) == 4 * 7
    assert sum(row.budget_sek or 0 for row in quarters if row.row_kind == "row") == sum(
        row.budget_sek or 0 for row in quarters if row.row_kind == "total"
    )


def test_the_order_of_the_sheets_does_not_matter() -> None:
    sheets = _native_sheets(RECORD) + _native_sheets(TRUTH)
    expected = build_tables(COLLECTION, sheets)
    assert build_tables(COLLECTION, sheets[::-1]) == expected
    assert build_tables(COLLECTION, sheets[5:] + sheets[:5]) == expected


def test_sheets_of_one_document_are_ordered_by_number() -> None:
    head, row = ["År", "Modul", "Kostnad"], ["2019", "Schema", "9"]
    sheets = [sheet([head, row], number=number) for number in (10, 2, 1)]
    found = build_tables(COLLECTION, sheets).costs
    assert [each.sheet_id.split("#")[1] for each in found] == ["1", "2", "10"]


def test_nothing_in_nothing_out() -> None:
    assert build_tables(COLLECTION, []) == Tables((), (), (), (), ())
    assert built(["Bara", "rubriker"]).costs == ()
    assert built(["År", "Modul", "Kostnad"]).costs == ()


_WORDS = sorted({heading for p in shipped_profiles() for f in p.fields for heading in f.headings})
_VALUES = ("2021-03-01", "03/04/2021", "08:14", "1 234,50", "1.234", "12 kr", "Summa", "Delsumma A")
_TEXTS = st.sampled_from(_WORDS) | st.sampled_from(_VALUES) | st.text(max_size=8) | st.just("")


@given(
    st.lists(st.sampled_from(_WORDS), min_size=3, max_size=9),
    st.lists(st.lists(_TEXTS, max_size=9), max_size=12),
    st.dictionaries(
        st.tuples(st.integers(1, 12), st.integers(1, 9)), st.sampled_from(Doubt), max_size=5
    ),
)
@settings(deadline=None, max_examples=60)
def test_any_sheet_gives_tables_and_keeps_its_cells(
    head: list[str], rows: list[list[str]], doubts: dict[tuple[int, int], Doubt]
) -> None:
    made = sheet([head, *rows], doubts=doubts)
    tables = build_tables(COLLECTION, [made])
    assert len(tables.sheets[0].cells) == len(made.cells)
    found = (
        *tables.costs,
        *tables.invoices,
        *tables.budgets,
        *tables.incidents,
        *tables.messages,
    )
    assert len({row.row_id for row in found}) == len(found)
    known = {cell_id(made.sheet_id, cell.row, cell.column) for cell in made.cells}
    assert all(known.issuperset(row.cell_ids) for row in found)
    for row in tables.costs:
        doubted = {entry.partition(":")[0] for entry in row.doubts}
        unknown = {f"amount_sek:{doubt.value}" for doubt in UNKNOWN}.intersection(row.doubts)
        assert row.amount_sek is None if unknown else True
        assert (
            "amount_sek" in doubted
            or row.amount_sek is not None
            or row.row_kind != "row"
            or (is_missing_mark(row.amount_as_published))
        )


def _written(folder: Path, name: str, rows: Sequence[object], row_class: type) -> Path:
    path = folder / f"{name}.csv"
    path.write_bytes(csv_text(Table(name, row_class, lambda: rows)).data)
    return path


@pytest.mark.parametrize(
    ("name", "row_class"),
    [("costs", CostRow), ("incidents", IncidentRow), ("messages", MessageRow)],
)
def test_a_table_read_back_is_the_table(
    name: str, row_class: type, record: Tables, truth: Tables, tmp_path: Path
) -> None:
    rows = (*getattr(record, name), *getattr(truth, name))
    assert rows
    back = read_table(_written(tmp_path, name, rows, row_class))
    assert list(back.columns) == [field.name for field in fields(row_class)]
    typed = column_types(name)
    for column in back.columns:
        values = [getattr(row, column) for row in rows]
        if column not in typed:
            values = [spell(value) for value in values]
        assert list(back[column]) == values, column


def test_text_stays_text_when_read_back(tmp_path: Path) -> None:
    row = built(["Kostnadsid", "År", "Modul", "Kostnad"], ["0180", "2019", "N/A", "9"]).costs[0]
    rows = [replace(row, scope="=1+1", note="nan", supplier="007")]
    path = _written(tmp_path, "costs", rows, CostRow)
    assert "'=1+1" in path.read_text("utf-8")
    back = read_table(path).iloc[0]
    assert (back["cost_id"], back["scope"], back["note"]) == ("0180", "=1+1", "nan")
    assert (back["supplier"], back["is_estimate"]) == ("007", None)


def test_a_broken_table_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text("message_no,sent\n1,2021-03-01T08:14:00,x\n")
    with pytest.raises(ValueError, match=r"messages\.csv, line 2: 3 fields"):
        read_table(tmp_path / "messages.csv")
    (tmp_path / "costs.csv").write_text("cost_id,amount_sek\n1,tolv\n")
    with pytest.raises(ValueError, match=r"costs\.csv, line 2"):
        read_table(tmp_path / "costs.csv")


def test_other_tables_have_types_too(tmp_path: Path) -> None:
    (tmp_path / "cells.csv").write_text(
        "cell_id,row,hidden,confidence,raw,page\na,3,true,0.5,007,\n"
    )
    back = read_table(tmp_path / "cells.csv").iloc[0]
    assert list(back) == ["a", 3, True, 0.5, "007", None]


def test_rows_are_typed_as_the_contract_says() -> None:
    assert [field.name for field in fields(MessageRow)][12:] == [
        "message_no",
        "direction",
        "sent",
        "sender",
        "sender_organisation",
        "recipients",
        "recipient_organisations",
        "subject",
        "size_kb",
        "attachments",
    ]
