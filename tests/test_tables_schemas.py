"""Schemas: they fit the row classes, rows are checked by them, and nothing personal is told."""

from __future__ import annotations

import subprocess
import sys
import typing
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from exports_data import empty, plain

from skolkit.catalogue import CATALOGUE
from skolkit.model import Box, Cell, Sheet
from skolkit.publish.exports import clean_tables
from skolkit.publish.tabular import columns
from skolkit.tables.frames import column_types
from skolkit.tables.rows import (
    CheckRow,
    CostRow,
    DuplicateRow,
    IncidentRow,
    InvoiceRow,
    SupplierRow,
    Tables,
)
from skolkit.tables.schema import Kind, Unit
from skolkit.tables.schema_columns import ROWS
from skolkit.tables.schemas import SCHEMAS
from skolkit.tables.violations import table_violations, violations

ROW_CLASSES = {table.name: table.row_class for table in clean_tables(empty())}
SHEET = Sheet("d-1#1", "d-1", "a.pdf", "Blad1", tuple(Cell(7, c, "x") for c in range(2, 7)), (3,))


COST = plain(CostRow, amount_sek=Decimal("12.50"))


def rules(found: tuple[Any, ...]) -> list[str]:
    return [problem.detail for problem in found]


# --- the declaration --------------------------------------------------------------------------


def test_every_table_has_a_schema_and_every_schema_a_table() -> None:
    assert list(SCHEMAS) == list(ROW_CLASSES)


@pytest.mark.parametrize("table", SCHEMAS)
def test_schema_and_row_class_say_the_same(table: str) -> None:
    schema = SCHEMAS[table]
    typed = columns(ROW_CLASSES[table])
    assert [column.name for column in schema.columns] == [name for name, _ in typed]
    kinds = {
        str: {Kind.TEXT, Kind.LIST, Kind.BOX},
        int: {Kind.INTEGER},
        float: {Kind.NUMBER},
        bool: {Kind.BOOLEAN},
        Decimal: {Kind.DECIMAL},
        date: {Kind.DATE},
        datetime: {Kind.DATETIME},
    }
    hints = typing.get_type_hints(ROW_CLASSES[table])
    for column, (name, kind) in zip(schema.columns, typed, strict=True):
        assert column.kind in kinds[kind], name
        assert (column.kind is Kind.LIST) == (typing.get_origin(hints[name]) is tuple), name
        if column.required and column.kind is not Kind.TEXT:
            assert type(None) not in typing.get_args(hints[name]), name
    types = column_types(table)
    assert {name for name, kind in typed if kind is not str} == set(types)


def test_keys_searches_and_references_name_columns_that_exist() -> None:
    for schema in SCHEMAS.values():
        names = {column.name for column in schema.columns}
        assert names.issuperset((*schema.key, *schema.searched))
        assert names.issuperset(name for span in schema.spans for name in span)
        assert all(schema.column(name).required for name in schema.key)
        for column in schema.columns:
            if column.reference and column.reference != ROWS:
                table, _, name = column.reference.partition(".")
                assert SCHEMAS[table].key == (name,)


def test_everything_is_described_in_two_languages() -> None:
    for schema in SCHEMAS.values():
        assert schema.title("sv") and schema.title("en")
        for thing in (schema, *schema.columns):
            assert thing.described("sv").endswith(".")
            assert thing.described("en").endswith(".")


def test_same_name_same_kind_and_unit_and_the_unit_stands_in_the_name() -> None:
    first: dict[str, Any] = {}
    for schema in SCHEMAS.values():
        for column in schema.columns:
            known = first.setdefault(column.name, column)
            # A document's pages are counted, a sheet's listed; a check names a table's column.
            if column.name not in {"pages", "column"}:
                assert (known.kind, known.unit) == (column.kind, column.unit), column.name
            assert column.name.endswith(column.unit.suffix), column.name
            for unit in Unit:
                ends = unit.suffix.startswith("_") and column.name.endswith(unit.suffix)
                assert not ends or column.unit.suffix == unit.suffix, column.name


# --- violations -------------------------------------------------------------------------------


def test_a_good_row_breaks_nothing() -> None:
    assert violations("costs", [COST]) == ()
    assert violations("costs", []) == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"row_kind": ""}, "costs.row_kind is missing"),
        ({"row_kind": "sum"}, "costs.row_kind is none of the values that the column may hold"),
        ({"qualifier": "minst"}, "costs.qualifier is none of the values that the column may hold"),
        ({"amount_sek": Decimal("1e13")}, "costs.amount_sek (1E+13) is more than 1000000000000"),
        ({"amount_sek": 12.5}, "costs.amount_sek is not a decimal number"),
        ({"amount_sek": Decimal("NaN")}, "costs.amount_sek (NaN) is not a decimal number"),
        ({"amount_sek": None}, "costs.amount_sek is unknown, and doubts does not say why"),
        ({"as_of": date(219, 1, 1)}, "costs.as_of (0219-01-01) is not between 1900 and 2100"),
        ({"as_of": datetime(2019, 1, 1)}, "costs.as_of (2019-01-01 00:00:00) is not a date"),
        ({"doubts": ("amount",)}, "costs.doubts does not have the form that the column asks for"),
        ({"page": 0}, "costs.page (0) is less than 1"),
        ({"is_estimate": "ja"}, "costs.is_estimate is neither true nor false"),
        ({"note": 7}, "costs.note (7) is not text"),
        (
            {"period_start": date(2020, 1, 2), "period_end": date(2020, 1, 1)},
            "costs.period_end (2020-01-01) is before period_start",
        ),
    ],
)
def test_each_rule_is_told_with_its_place(change: dict[str, Any], told: str) -> None:
    [problem] = violations("costs", [COST, replace(COST, row_id="t:2", **change)], {"d-1#1": "B"})
    assert problem.code == "W_SCHEMA"
    assert (problem.file, problem.page, problem.sheet, problem.cell) == (
        "a.pdf", change.get("page", 3), "B", "B7:F7",
    )  # fmt: skip
    assert problem.detail == told
    assert problem.code in CATALOGUE


def test_one_problem_for_each_violation_in_the_order_of_the_rows() -> None:
    bad = replace(COST, row_kind="x", page=0)
    found = violations("costs", [bad, replace(bad, row_id="t:2")])
    assert rules(found) == 2 * [
        "costs.page (0) is less than 1",
        "costs.row_kind is none of the values that the column may hold",
    ]


def test_a_doubt_explains_what_is_unknown_and_sums_need_none() -> None:
    doubted = replace(COST, amount_sek=None, doubts=("amount_sek:masked",))
    total = replace(COST, row_id="t:2", amount_sek=None, row_kind="total")
    assert violations("costs", [doubted, total]) == ()
    silent = replace(doubted, doubts=("as_of:masked",))
    assert len(violations("costs", [silent])) == 1


def test_a_key_that_stands_twice_is_told_for_both_rows() -> None:
    assert rules(violations("costs", [COST, COST])) == 2 * [
        "costs.row_id is the key of more than one row"
    ]


def test_texts_and_counts_of_people_are_never_told() -> None:
    incident = plain(
        IncidentRow, date=date(2020, 1, 1), severity=9, affected_persons=-3, date_precision="Anna"
    )
    found = violations("incidents", [incident])
    assert rules(found) == [
        "incidents.date_precision is none of the values that the column may hold",
        "incidents.severity (9) is more than 4",
        "incidents.affected_persons is less than 0",
    ]
    assert not any("Anna" in problem.message for problem in found)


def test_rows_without_a_document_name_their_collection() -> None:
    supplier = plain(SupplierRow, supplier_id="Bolaget", name="Bolaget")
    [problem] = violations("suppliers", [supplier])
    assert (problem.file, problem.page, problem.cell) == ("heap", None, "")


def test_pages_are_keyed_by_two_columns() -> None:
    from skolkit.publish.exports import PageRow

    page = PageRow("d-1", "a.pdf", 1, "ocr", 1.0, 1.0, 300.0, 0, 0.0, 1, 1, 0, "ok")
    assert violations("pages", [page, replace(page, page=2)]) == ()
    assert len(violations("pages", [page, page])) == 2


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(KeyError):
        violations("kostnader", [])


# --- all tables at once -----------------------------------------------------------------------


def tables(**given: Any) -> Tables:
    return replace(Tables((COST,), (), (), (SHEET,), ()), **given)


def broken() -> Iterator[tuple[Tables, str]]:
    yield tables(costs=(replace(COST, sheet_id="d-9#1"),)), "costs.sheet_id is not in sheets"
    yield (
        tables(costs=(replace(COST, cell_ids=("d-1#1!R7C99",)),)),
        "costs.cell_ids is not in cells",
    )
    yield tables(costs=(replace(COST, duplicate_of="t:0"),)), "costs.duplicate_of is not in rows"
    invoice = plain(InvoiceRow, row_id="i:1", supplier_id="name:bolaget")
    yield tables(invoices=(invoice,)), "invoices.supplier_id is not in suppliers"
    check = plain(CheckRow, check_id="c", rule="total", verdict="open", row_id="t:0")
    yield tables(checks=(check,)), "checks.row_id is not in rows"


@pytest.mark.parametrize(("all_tables", "told"), list(broken()))
def test_what_a_row_refers_to_must_exist(all_tables: Tables, told: str) -> None:
    assert rules(table_violations(all_tables)) == [told]


def test_references_that_hold_are_no_violation() -> None:
    again = replace(COST, row_id="t:2", duplicate_of=COST.row_id)
    supplier = plain(SupplierRow, supplier_id="name:bolaget", name="Bolaget")
    invoice = plain(InvoiceRow, row_id="i:1", supplier_id="name:bolaget", box=Box(0, 0, 1, 1))
    link = plain(
        DuplicateRow, duplicate_id="1", kind="same-row", of_document="a.pdf",
        row_id="t:2", of_row_id=COST.row_id,
    )  # fmt: skip
    found = table_violations(
        tables(costs=(COST, again), invoices=(invoice,), suppliers=(supplier,), duplicates=(link,))
    )
    assert found == ()


def test_pandera_is_not_imported_for_nothing() -> None:
    code = (
        "import sys; from skolkit.tables.violations import violations; violations('costs', []);"
        "print([m for m in ('pandera', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
