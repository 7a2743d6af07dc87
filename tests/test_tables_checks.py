"""Printed figures are held against their parts: told where they differ, open where unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_sheets import COLLECTION, sheet

from skolkit.model import Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.checks import TOLD_EACH, check_tables
from skolkit.tables.rows import (
    HIDDEN,
    BudgetRow,
    CheckRow,
    CostRow,
    InvoiceRow,
    Provenance,
    Tables,
    provenance_fields,
)
from skolkit.tables.values import type_cells

Checks = tuple[tuple[CheckRow, ...], tuple[Problem, ...]]


def place(
    table: str, row: int, document: str = "a.xlsx", doubts: Sequence[str] = ()
) -> dict[str, object]:
    return provenance_fields(
        Provenance(
            row_id=f"{table}:{document}#1!R{row}",
            collection="prov",
            demo=False,
            document=document,
            document_id=document,
            sheet_id=f"{document}#1",
            page=None,
            row=row,
            box=None,
            cell_ids=(f"{document}#1!R{row}C2",),
            doubts=tuple(doubts),
            duplicate_of="",
        )
    )


def number(value: str | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def invoice(
    row: int, net: str | int | None = None, kind: str = "row", *, doubts: Sequence[str] = (),
    document: str = "a.xlsx", **more: str | int | None,
) -> InvoiceRow:  # fmt: skip
    texts = dict.fromkeys(
        (
            "invoice_no", "voucher", "invoice_date_precision", "supplier", "supplier_id",
            "organisationsnummer", "account", "cost_centre", "project", "description",
            "category", "amount_as_published", "note",
        ),
        "",
    )  # fmt: skip
    money = {name: number(more.get(name)) for name in ("hours", "rate_sek", "vat_sek", "gross_sek")}
    return InvoiceRow(
        **place("invoices", row, document, doubts),  # type: ignore[arg-type]
        **texts,
        **money,
        invoice_date=None,
        net_sek=number(net),
        row_kind=kind,
    )


def budget(
    row: int, budgeted: int | None, outcome: int | None, deviation: int | None,
    kind: str = "row", quarter: int = 0,
) -> BudgetRow:  # fmt: skip
    start = dt.date(2020, 3 * quarter - 2, 1) if quarter else dt.date(2020, 1, 1)
    ends = {0: (12, 31), 1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
    found = place("budgets", row)
    return BudgetRow(
        **(found | {"row_id": f"{found['row_id']}C{quarter}"}),  # type: ignore[arg-type]
        period_start=start,
        period_end=dt.date(2020, *ends[quarter]),
        description="Konsulter",
        account="",
        cost_centre="",
        project="",
        budget_sek=number(budgeted),
        outcome_sek=number(outcome),
        forecast_sek=None,
        deviation_sek=number(deviation),
        amount_as_published="",
        note="",
        row_kind=kind,
    )


def tables(**more: object) -> Tables:
    return replace(Tables((), (), (), (), ()), **more)  # type: ignore[arg-type]


def run(**more: object) -> Checks:
    return check_tables(COLLECTION, tables(**more))


def found(checks: Checks, rule: str, column: str = "net_sek") -> list[tuple[str, str, str]]:
    """Verdict, printed and computed figure of the checks of one rule."""
    return [
        (each.verdict, str(each.printed), str(each.computed))
        for each in checks[0]
        if each.rule == rule and each.column == column
    ]


def test_subtotals_and_totals_of_a_ledger() -> None:
    rows = (
        invoice(2, 100),
        invoice(3, "50.50"),
        invoice(4, "150.50", "subtotal"),
        invoice(5, 20),
        invoice(6, 25, "subtotal"),
        invoice(7, 171, "total"),
    )
    checks = run(invoices=rows)
    assert found(checks, "subtotal") == [("agrees", "150.50", "150.50"), ("differs", "25", "20")]
    assert found(checks, "total") == [("agrees", "171", "170.50")]  # öresavrundning
    (told,) = checks[1]
    assert (told.code, told.file, told.cell) == ("W_TOTAL_MISMATCH", "a.xlsx", "row 6")
    assert "25" in told.detail
    assert "20" in told.detail


def test_documents_are_checked_apart() -> None:
    rows = (
        invoice(2, 100),
        invoice(3, 100, "total"),
        invoice(2, 7, document="b.xlsx"),
        invoice(3, 8, "total", document="b.xlsx"),
    )
    checks = run(invoices=rows)
    assert found(checks, "total") == [("agrees", "100", "100"), ("differs", "8", "7")]


def test_an_unknown_amount_leaves_the_sum_open_with_what_is_left_for_it() -> None:
    rows = (
        invoice(2, 100),
        invoice(3, None, doubts=["net_sek:hashes"]),
        invoice(4, 130, "total"),
    )
    checks = run(invoices=rows)
    (check,) = (each for each in checks[0] if each.rule == "total")
    assert (check.verdict, check.difference, check.unknown_parts) == ("open", Decimal(30), 1)
    assert checks[1] == ()


def test_a_masked_amount_blocks_the_sum() -> None:
    rows = (
        invoice(2, 100),
        invoice(3, None, doubts=["net_sek:masked"]),
        invoice(4, 100, "total"),
    )
    assert found(run(invoices=rows), "total") == [("open", "100", "100")]


def test_a_hidden_row_may_be_in_the_sum_or_not() -> None:
    rows = [invoice(2, 100), invoice(3, 50, doubts=[HIDDEN])]
    for printed, verdict in (("100", "agrees"), ("150", "agrees"), ("120", "differs")):
        checks = run(invoices=(*rows, invoice(4, printed, "total")))
        assert [each[0] for each in found(checks, "total")] == [verdict]


@pytest.mark.parametrize(
    ("hours", "rate", "net", "verdict"),
    [
        ("10", "1000", "10000", "agrees"),
        ("7.5", "1083.33", "8125", "agrees"),  # 8124.98, rounded to whole kronor
        ("160", "1083.33", "173333.33", "agrees"),  # the rate was 1083.3333
        ("10", "1000", "10001", "differs"),
        ("10", "1000", "1000", "differs"),
    ],
)
def test_hours_times_rate(hours: str, rate: str, net: str, verdict: str) -> None:
    checks = run(invoices=(invoice(2, net, hours=hours, rate_sek=rate),))
    assert [each[0] for each in found(checks, "hours-rate")] == [verdict]
    assert len(checks[1]) == (verdict == "differs")


@pytest.mark.parametrize(
    ("net", "vat", "gross", "sums", "rate"),
    [
        ("1000", "250", "1250", "agrees", "agrees"),
        ("999.50", "249.88", "1249", "agrees", "agrees"),
        ("1000", "120", "1120", "agrees", "agrees"),
        ("1000", "0", "1000", "agrees", "agrees"),
        ("-1000", "-250", "-1250", "agrees", "agrees"),
        ("1000", "250", "1520", "differs", "agrees"),
        ("1000", "200", "1200", "agrees", "open"),  # perhaps of two rates
        ("1000", "520", "1520", "agrees", "differs"),
        ("1000", "-250", "750", "agrees", "differs"),
    ],
)
def test_net_and_vat(net: str, vat: str, gross: str, sums: str, rate: str) -> None:
    checks = run(invoices=(invoice(2, net, vat_sek=vat, gross_sek=gross),))
    assert [each[0] for each in found(checks, "net-vat", "gross_sek")] == [sums]
    assert [each[0] for each in found(checks, "vat-rate", "vat_sek")] == [rate]


def test_many_differences_are_told_up_to_a_number_and_then_counted() -> None:
    rows = tuple(invoice(row, 5, hours=2, rate_sek=2) for row in range(2, 2 + TOLD_EACH + 3))
    checks = run(invoices=rows)
    assert len(checks[1]) == TOLD_EACH + 1
    assert "3 more" in checks[1][-1].detail


@pytest.mark.parametrize(("sign", "rule"), [(1, "budget - outcome"), (-1, "outcome - budget")])
def test_the_sign_of_deviations_is_settled_by_the_sheet_and_told(sign: int, rule: str) -> None:
    rows = [budget(row, 100 * row, 90 * row, sign * 10 * row) for row in range(2, 6)]
    rows.append(budget(6, 100, 70, -sign * 30))
    checks = run(budgets=tuple(rows))
    verdicts = [each[0] for each in found(checks, f"deviation: {rule}", "deviation_sek")]
    assert verdicts == [*["agrees"] * 4, "differs"]
    assert rule in checks[1][0].detail


def test_deviations_under_no_sign_are_open() -> None:
    rows = tuple(budget(row, 100, 90, row * 7) for row in range(2, 6))
    checks = run(budgets=rows)
    assert {each.verdict for each in checks[0] if "deviation" in each.rule} == {"open"}


def test_budget_totals_by_period_and_across_quarters() -> None:
    rows = []
    for row, kind in ((2, "row"), (3, "row"), (4, "total")):
        times = 2 if kind == "total" else 1
        rows += [budget(row, 10 * times, None, None, kind, quarter) for quarter in (1, 2, 3, 4)]
        rows.append(budget(row, 41 if row == 3 else 40 * times, None, None, "total", 0))
    checks = run(budgets=tuple(rows))
    assert found(checks, "total", "budget_sek") == [
        *[("agrees", "20", "20")] * 4,
        ("differs", "80", "81"),
    ]
    assert [each[0] for each in found(checks, "periods", "budget_sek")] == [
        "agrees",
        "differs",
        "agrees",
    ]


def test_half_a_year_beside_a_year_is_no_part_of_a_sum() -> None:
    rows = (budget(2, 10, 5, None, "row", 1), budget(2, 40, 5, None, "total", 0))
    assert found(run(budgets=rows), "periods", "budget_sek") == []


def test_amounts_in_thousands_may_differ_by_rounding() -> None:
    """33.3 + 33.3 + 33.3 tkr may be 100.0 tkr; 33.3 + 33.3 kr is not 67 kr."""
    printed = sheet([["", "33,3"], ["", "33,3"], ["", "33,3"], ["", "100,0"]], method="csv/text",
                    document="a.xlsx")  # fmt: skip
    printed = type_cells(replace(printed, sheet_id="a.xlsx#1"))
    rows = [invoice(row, 33300) for row in (1, 2, 3)]
    for total, verdict in ((100000, "open"), (99900, "agrees"), (105000, "differs")):
        own = replace(printed, cells=tuple(
            replace(c, value=Decimal(total) / 1000) if c.row == 4 else c for c in printed.cells
        ))  # fmt: skip
        checks = run(invoices=(*rows, invoice(4, total, "total")), sheets=(own,))
        assert [each[0] for each in found(checks, "total")] == [verdict]


def cost(row: int, amount: int | None, kind: str = "row", scope: str = "") -> CostRow:
    names = (
        "cost_id", "as_of_precision", "category", "amount_as_published", "supplier",
        "supplier_id", "qualifier", "source_id", "note", "series",
    )  # fmt: skip
    rest = dict.fromkeys(("as_of", "period_start", "period_end", "is_estimate"))
    return CostRow(
        **place("costs", row),  # type: ignore[arg-type]
        **dict.fromkeys(names, ""),
        **rest,  # type: ignore[arg-type]
        scope=scope,
        amount_sek=number(amount),
        row_kind=kind,
    )


def test_lines_that_are_within_another_are_not_added() -> None:
    rows = (cost(2, 100), cost(3, 40, scope="varav konsulter"), cost(4, 100, "total"))
    assert found(run(costs=rows), "total", "amount_sek") == [("agrees", "100", "100")]


# Sheets that are no table.


def on_sheet(rows: Sequence[Sequence[str]], **more: object) -> list[tuple[str, str, str, str, str]]:
    """Rule, column, verdict, printed and computed figure of a sheet's checks."""
    typed = type_cells(sheet(rows, method="csv/text", **more))  # type: ignore[arg-type]
    return [
        (each.rule, each.column, each.verdict, str(each.printed), str(each.computed))
        for each in run(sheets=(typed,))[0]
    ]


def test_a_wrong_total_on_a_plain_sheet_is_told_with_both_numbers() -> None:
    typed: Sheet = type_cells(
        sheet([["Skola", "Elever"], ["A", "10"], ["B", "20"], ["Summa", "31"]])
    )
    checks, problems = run(sheets=(typed,))
    assert [(each.verdict, each.printed, each.computed, each.parts) for each in checks] == [
        ("differs", Decimal(31), Decimal(30), 2)
    ]
    (told,) = problems
    assert (told.code, told.sheet, told.cell) == ("W_TOTAL_MISMATCH", "Blad1", "B4")
    assert "31" in told.detail
    assert "30" in told.detail


def test_sums_on_plain_sheets() -> None:
    assert on_sheet(
        [
            ["Lista 2021"],
            ["Skola", "2019", "2020", "Andel %", "Pris"],
            ["Norr"],
            ["A", "10", "1,5", "40", "7"],
            ["B", "20", "2,5", "60", "9"],
            ["Delsumma", "30", "4,0", "50", ""],
            ["Söder"],
            ["C", "5", "1", "30", "5"],
            ["Delsumma", "6", "1", "30", "5"],
            ["Totalt", "35", "5", "55", ""],
        ]
    ) == [
        ("subtotal", "B", "agrees", "30", "30"),
        ("subtotal", "C", "agrees", "4.0", "4.0"),
        ("subtotal", "B", "differs", "6", "5"),
        ("subtotal", "C", "agrees", "1", "1"),
        ("total", "B", "agrees", "35", "35"),
        ("total", "C", "agrees", "5", "5.0"),
    ]


def test_a_total_with_fewer_decimals_than_its_parts_was_rounded() -> None:
    rows = [["Skola", "Kr"], ["A", "10,40"], ["B", "20,35"]]
    assert on_sheet([*rows, ["Summa", "31"]])[0][2] == "agrees"
    assert on_sheet([*rows, ["Summa", "32"]])[0][2] == "differs"
    assert on_sheet([*rows, ["Summa", "30,76"]])[0][2] == "differs"
    tenths = [["Skola", "Mkr"], ["A", "10,4"], ["B", "20,4"]]
    assert on_sheet([*tenths, ["Summa", "30,9"]])[0][2] == "open"
    assert on_sheet([*tenths, ["Summa", "31,9"]])[0][2] == "differs"


def test_an_unreadable_cell_leaves_the_sum_of_a_sheet_open() -> None:
    rows = [["Skola", "Elever"], ["A", "10"], ["B", "###"], ["C", "7"], ["D", "8"], ["Summa", "31"]]
    doubts = {(3, 2): Doubt.HASHES}
    assert on_sheet(rows, doubts=doubts) == [("total", "B", "open", "31", "25")]


def test_a_column_of_sums_is_found_where_most_rows_show_it() -> None:
    rows = [
        ["Skola", "2019", "2020", "Totalt"],
        ["A", "1", "2", "3"],
        ["B", "4", "5", "9"],
        ["C", "6", "7", "14"],
    ]
    assert [each for each in on_sheet(rows) if each[0] == "column-total"] == [
        ("column-total", "D", "agrees", "3", "3"),
        ("column-total", "D", "agrees", "9", "9"),
        ("column-total", "D", "differs", "14", "13"),
    ]
    assert on_sheet([rows[0], ["A", "1", "2", "9"], ["B", "4", "5", "8"]]) == []


@given(
    st.lists(st.lists(st.integers(0, 10**6), min_size=2, max_size=2), min_size=2, max_size=12),
    st.integers(0, 1),
    st.integers(1, 10**6),
)
def test_a_right_total_always_agrees_and_a_wrong_one_never(
    lines: list[list[int]], column: int, off: int
) -> None:
    totals = [sum(line[at] for line in lines) for at in (0, 1)]
    rows = [["Skola", "Elever", "Lärare"], *([f"S{n}x", *map(str, v)] for n, v in enumerate(lines))]
    right = on_sheet([*rows, ["Summa", *map(str, totals)]])
    assert [each[2] for each in right] == ["agrees", "agrees"]
    totals[column] += off
    wrong = on_sheet([*rows, ["Summa", *map(str, totals)]])
    assert wrong[column][2] == "differs"


@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["Summa", "Totalt", "Delsumma", "12", "7,5", "2019", "", "-", "x", "12 %"]
            ),
            min_size=1,
            max_size=5,
        ),
        max_size=12,
    )
)
def test_any_sheet_is_checked(rows: list[list[str]]) -> None:
    for _, _, verdict, _, _ in on_sheet(rows):
        assert verdict in {"agrees", "differs", "open"}
