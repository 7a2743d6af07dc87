"""Budget rows: one for each line and period, sums kept apart, nothing said that is not printed."""

from __future__ import annotations

from decimal import Decimal

from tables_sheets import built, codes

from skolkit.model import Doubt
from skolkit.tables.rows import BudgetRow, Tables

HEAD = ["Konto", "Benämning", "Budget 2019 (tkr)", "Utfall 2019 (tkr)", "Avvikelse (tkr)"]
FIRST = ["5010", "Lokalhyra", "790", "895", "-105"]
SECOND = ["5020", "El", "100", "90", "10"]


def _periods(tables: Tables) -> list[tuple[str, str, str]]:
    return [(row.description, str(row.period_start), str(row.period_end)) for row in tables.budgets]


def _amounts(row: BudgetRow) -> tuple[Decimal | None, ...]:
    return row.budget_sek, row.outcome_sek, row.forecast_sek, row.deviation_sek


def test_a_line_leads_back_to_paper_and_keeps_the_printed_sign() -> None:
    tables = built(HEAD, FIRST)
    (row,) = tables.budgets
    assert row.row_id == "budgets:papper-pdf#1!R2"
    assert (row.page, row.row, row.account, row.description) == (3, 2, "5010", "Lokalhyra")
    assert _amounts(row) == (790_000, 895_000, None, -105_000)
    assert row.amount_as_published == "790 | 895 | -105"
    assert _periods(tables) == [("Lokalhyra", "2019-01-01", "2019-12-31")]
    assert tables.problems == ()


def test_sums_and_headings_of_groups_are_no_lines() -> None:
    tables = built(
        HEAD,
        ["50", "Lokaler", "", "", ""],
        FIRST,
        SECOND,
        ["50", "Summa lokaler", "890", "985", "-95"],
        ["6110", "Papper", "20", "25", "-5"],
        ["Totalt", "", "910", "1 010", "-100"],
        ["Källa: ekonomisystemet"],
    )
    assert [(row.description, row.row_kind) for row in tables.budgets] == [
        ("Lokalhyra", "row"),
        ("El", "row"),
        ("Summa lokaler", "subtotal"),
        ("Papper", "row"),
        ("Totalt", "total"),
    ]
    ordinary = sum(row.budget_sek or 0 for row in tables.budgets if row.row_kind == "row")
    assert ordinary == tables.budgets[-1].budget_sek == 910_000
    assert tables.problems == ()


def test_years_as_columns_become_rows_with_cells_of_their_own() -> None:
    head = ["Projekt", "Budget 2019", "Utfall 2019", "Budget 2020", "Kommentar"]
    tables = built(["Belopp i kronor"], head, ["P1", "10", "11", "20", "x"])
    assert [(str(row.period_start), _amounts(row)) for row in tables.budgets] == [
        ("2019-01-01", (10, 11, None, None)),
        ("2020-01-01", (20, None, None, None)),
    ]
    assert [row.row_id for row in tables.budgets] == [
        "budgets:papper-pdf#1!R3C2",
        "budgets:papper-pdf#1!R3C4",
    ]
    assert tables.budgets[1].cell_ids == tuple(f"papper-pdf#1!R3C{c}" for c in (1, 4, 5))
    assert {row.note for row in tables.budgets} == {"x"}


def test_parts_of_a_line_are_not_added_to_it() -> None:
    tables = built(
        HEAD,
        FIRST,
        ["", "varav garage", "90", "95", "-5"],
        SECOND,
        ["", "Summa", "890", "985", "-95"],
    )
    assert [row.row_kind for row in tables.budgets] == ["row", "subtotal", "row", "total"]
    assert tables.problems == ()
    assert sum(row.budget_sek or 0 for row in tables.budgets if row.row_kind == "row") == 890_000


def test_a_dash_for_a_year_gives_no_row_of_that_year() -> None:
    tables = built(
        ["Utfall för plattformen, tkr"], ["Modul", "2019", "2020"], ["Schema", "10", "–"]
    )
    assert [(str(row.period_start), row.outcome_sek) for row in tables.budgets] == [
        ("2019-01-01", 10_000)
    ]


def test_a_sum_of_all_groups_that_no_label_tells_is_told_of() -> None:
    tables = built(
        HEAD,
        FIRST,
        SECOND,
        ["", "Summa lokaler", "890", "985", "-95"],
        ["6110", "Papper", "20", "25", "-5"],
        ["", "Verksamhetens kostnader", "910", "1 010", "-100"],
        ["6120", "Porto", "5", "5", "0"],
    )
    assert "row 6 is the sum of those above it" in " ".join(p.detail for p in tables.problems)


def test_a_column_of_a_sum_beside_one_measure_is_a_total() -> None:
    tables = built(
        ["", "Utfall (tkr)", "Utfall (tkr)", ""],
        ["Post", "2019", "2020", "Summa 2019–2020"],
        ["Drift", "10", "20", "30"],
    )
    assert [(str(r.period_end), r.outcome_sek, r.row_kind) for r in tables.budgets] == [
        ("2019-12-31", 10_000, "row"),
        ("2020-12-31", 20_000, "row"),
        ("2020-12-31", 30_000, "total"),
    ]


def test_what_was_spent_before_has_an_end_and_no_beginning() -> None:
    tables = built(
        [
            "Projekt",
            "Total ram (tkr)",
            "Förbrukat t.o.m. 2020 (tkr)",
            "Budget 2021 (tkr)",
            "Budget 2022 (tkr)",
        ],
        ["Skola A", "60", "10", "20", "30"],
    )
    assert [
        (row.period_start and row.period_start.year, row.period_end and row.period_end.year)
        for row in tables.budgets
    ] == [(None, 2022), (None, 2020), (2021, 2021), (2022, 2022)]
    assert [row.row_kind for row in tables.budgets] == ["total", "row", "row", "row"]
    assert [row.budget_sek for row in tables.budgets] == [60_000, None, 20_000, 30_000]
    assert tables.budgets[1].outcome_sek == 10_000


def test_a_column_over_quarters_is_a_total_and_never_summed_with_them() -> None:
    head = ["Modul", "Kvartal 1", "Kvartal 2", "Totalt"]
    tables = built(["Utfall 2020 (tkr)"], head, ["Schema", "1", "2", "3"])
    assert [(row.row_kind, row.outcome_sek) for row in tables.budgets] == [
        ("row", 1000),
        ("row", 2000),
        ("total", 3000),
    ]
    assert _periods(tables)[2] == ("Schema", "2020-01-01", "2020-06-30")


def test_amounts_that_nothing_names_give_no_rows() -> None:
    rows = [["Modul", "Kvartal 1 (tkr)", "Kvartal 2 (tkr)"], ["Schema", "1", "2"]]
    tables = built(*rows)
    assert tables.budgets == ()
    assert codes(tables) == ["W_UNSURE_TABLE"]
    assert "no rows were taken" in tables.problems[0].detail
    # A title that speaks of two things says of neither that it stands below.
    assert built(["Budget och utfall 2020"], *rows).budgets == ()
    # Figures of which nothing says that they are money are let be.
    assert built(["Skola", "2019", "2020"], ["Granskolan", "400", "410"]).problems == ()


def test_what_only_the_document_says_is_told_of() -> None:
    rows = [["Modul", "Kvartal 1 (tkr)", "Kvartal 2 (tkr)"], ["Schema", "1", "2"]]
    tables = built(*rows, document="budget-2019.pdf")
    assert [row.budget_sek for row in tables.budgets] == [1000, 2000]
    assert "only the name of the document" in tables.problems[0].detail


def test_no_unit_and_no_year_are_told_of() -> None:
    tables = built(["Modul", "Budget", "Utfall"], ["Schema", "1", "2"])
    (row,) = tables.budgets
    assert (row.budget_sek, row.period_start) == (1, None)
    assert "no unit is printed" in tables.problems[0].detail
    tables = built(["Modul", "Budget kv 1 (kr)", "Budget kv 2 (kr)"], ["Schema", "1", "2"])
    assert [row.period_start for row in tables.budgets] == [None, None]
    assert "of which year" in tables.problems[-1].detail


def test_a_column_of_years_tells_the_period_of_each_line() -> None:
    head = ["År", "Modul", "Budget (kr)", "Utfall (kr)"]
    tables = built(head, ["2019", "Schema", "1", "2"], ["2020", "Schema", "3", "4"])
    assert _periods(tables) == [
        ("Schema", "2019-01-01", "2019-12-31"),
        ("Schema", "2020-01-01", "2020-12-31"),
    ]


def test_a_unit_under_the_table_counts_too() -> None:
    tables = built(["Modul", "Budget 2020", "Utfall 2020"], ["A", "1", "2"], ["Alla belopp i tkr."])
    assert [row.budget_sek for row in tables.budgets] == [1000]


def test_doubts_follow_their_own_amount() -> None:
    tables = built(HEAD, FIRST, SECOND, doubts={(2, 3): Doubt.COVERED, (3, 4): Doubt.CLIPPED})
    first, second = tables.budgets
    assert (first.budget_sek, first.outcome_sek, first.doubts) == (
        None,
        895_000,
        ("budget_sek:covered",),
    )
    assert (second.outcome_sek, second.doubts) == (None, ("outcome_sek:clipped",))


def test_a_column_that_does_not_hold_amounts_is_told_of() -> None:
    rows = [[f"{n}", "Post", "se bilaga", "1", "1"] for n in range(5010, 5016)]
    tables = built(HEAD, *rows)
    assert "column C does not hold what budget should" in tables.problems[0].detail
