"""Cost rows: exact amounts, units, sums kept apart, doubts instead of guesses."""

from __future__ import annotations

from decimal import Decimal

from tables_sheets import built, codes

from skolkit.model import Box, Doubt
from skolkit.tables.rows import CostRow

LEDGER = [
    "Verifikat",
    "Fakturadatum",
    "Leverantör",
    "Timmar",
    "Timpris (kr)",
    "Belopp exkl. moms (kr)",
]
FIRST = ["V1", "2021-02-08", "Alfa AB", "10,5", "1 000,00", "10 500,00"]
SECOND = ["V2", "2021-02-09", "Alfa AB", "2", "1 000,00", "2 000,00"]
THIRD = ["V3", "2021-03-01", "Beta HB", "1", "900,00", "900,00"]
PUBLISHED = [
    "Kostnadsid",
    "Avser datum",
    "Period från",
    "Period till",
    "Kategori",
    "Belopp (kr)",
    "Belopp enligt källan",
    "Omfattning",
    "Leverantör",
    "Uppskattat",
    "Källa",
    "Anmärkning",
]


def _kinds(rows: tuple[CostRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.row_kind, row.scope, row.supplier) for row in rows]


def test_a_row_leads_back_to_paper() -> None:
    row = built(["Titel"], LEDGER, FIRST).costs[0]
    assert row.row_id == "costs:papper-pdf#1!R3"
    assert (row.document, row.page, row.row) == ("papper.pdf", 3, 3)
    assert row.box == Box(100, 60, 690, 75)
    assert row.cell_ids == tuple(f"papper-pdf#1!R3C{column}" for column in range(1, 7))
    assert row.doubts == ()


def test_invoices_are_consultant_costs_excluding_vat() -> None:
    row = built(LEDGER, FIRST).costs[0]
    assert (row.category, row.is_estimate, row.cost_id) == ("consultant", False, "V1")
    assert (row.hours, row.rate_sek, row.amount_sek) == (
        Decimal("10.5"),
        Decimal("1000.00"),
        Decimal("10500.00"),
    )
    assert row.amount_as_published == "10 500,00"


def test_other_invoices_are_not_called_consultants() -> None:
    head = [
        "Verifikatnr",
        "Fakturadatum",
        "Leverantör",
        "Konto",
        "Text",
        "Belopp (kr)",
        "Moms (kr)",
    ]
    tables = built(
        head,
        ["1", "2021-01-02", "Alfa AB", "5420", "Licenser", "100,00", "25,00"],
        ["2", "2021-01-03", "Beta AB", "6550", "Konsulttimmar januari", "200,00", "50,00"],
    )
    assert [row.category for row in tables.costs] == ["other", "consultant"]
    assert [row.scope for row in tables.costs] == ["Licenser", "Konsulttimmar januari"]


def test_sums_are_kept_apart_from_their_parts() -> None:
    tables = built(
        LEDGER,
        FIRST,
        SECOND,
        ["", "", "Delsumma Alfa AB", "12,5", "", "12 500,00"],
        THIRD,
        ["", "", "Summa Beta HB", "1", "", "900,00"],
        ["", "", "", "", "", ""],
        ["Totalt", "", "", "13,5", "", "13 400,00"],
    )
    assert _kinds(tables.costs) == [
        ("row", "", "Alfa AB"),
        ("row", "", "Alfa AB"),
        ("subtotal", "Delsumma Alfa AB", "Alfa AB"),
        ("row", "", "Beta HB"),
        ("subtotal", "Summa Beta HB", "Beta HB"),
        ("total", "Totalt", ""),
    ]
    ordinary = sum(row.amount_sek or 0 for row in tables.costs if row.row_kind == "row")
    assert ordinary == tables.costs[-1].amount_sek == Decimal("13400.00")
    assert tables.problems == ()


def test_a_sum_is_a_subtotal_until_the_last_row() -> None:
    rows = built(
        LEDGER,
        FIRST,
        ["Summa", "", "", "", "", "10 500,00"],
        THIRD,
        ["S:a", "", "", "", "", "11 400,00"],
    ).costs
    assert [row.row_kind for row in rows] == ["row", "subtotal", "row", "total"]


def test_misread_labels_of_sums_are_sums() -> None:
    rows = built(LEDGER, FIRST, ["Tota1t", "", "", "", "", "10 500,00"]).costs
    assert [row.row_kind for row in rows] == ["row", "total"]


def test_an_ordinary_row_whose_text_begins_with_summa_stays_ordinary() -> None:
    row = [
        "C025",
        "2019",
        "",
        "",
        "Drift",
        "119 253 000",
        "",
        "Summa för modulerna",
        "",
        "Ja",
        "x",
        "",
    ]
    tables = built(PUBLISHED, row)
    assert [(r.row_kind, r.scope) for r in tables.costs] == [("row", "Summa för modulerna")]


def test_a_sum_without_a_label_is_doubted() -> None:
    tables = built(LEDGER, FIRST, ["", "", "Alfa AB", "10,5", "", "10 500,00"], THIRD)
    assert [row.row_kind for row in tables.costs] == ["row", "subtotal", "row"]
    assert tables.costs[1].doubts == ("row_kind:missing",)
    assert codes(tables) == ["W_VALUE"]


def test_units_of_headings_and_cells() -> None:
    tables = built(
        ["År", "Modul", "Kostnad (tkr)"],
        ["2019", "Schema", "9 300"],
        ["2019", "Frånvaro", "16,7 mnkr"],
        ["2019", "Betyg", "500 kr"],
        ["2019", "Utland", "10 €"],
    )
    assert [row.amount_sek for row in tables.costs] == [9_300_000, 16_700_000, 500, None]
    assert tables.costs[3].doubts == ("amount_sek:unit-unknown",)


def test_a_unit_told_once_above_the_headings_is_applied_and_told_of() -> None:
    tables = built(["Alla belopp i tkr"], ["År", "Modul", "Kostnad"], ["2019", "Schema", "9 300"])
    assert tables.costs[0].amount_sek == 9_300_000
    assert codes(tables) == ["W_UNSURE_TABLE"]


def test_an_amount_in_the_title_is_no_unit() -> None:
    rows = [["Projektet kostade 300 mkr"], ["År", "Modul", "Kostnad"], ["2019", "Schema", "9 300"]]
    assert built(*rows).costs[0].amount_sek == 9300


def test_an_unclear_unit_gives_no_amounts() -> None:
    tables = built(["År", "Modul", "Kostnad (lkr)"], ["2019", "Schema", "9 300"])
    assert tables.costs[0].amount_sek is None
    assert tables.costs[0].doubts == ("amount_sek:unit-unknown",)


def test_what_is_no_amount_is_empty_doubted_and_told_of_by_place() -> None:
    rows = [[f"V{i}", "2021-02-08", "Alfa AB", "1", "900", "900"] for i in range(1, 8)]
    rows[3][5] = "9O0"
    tables = built(LEDGER, *rows)
    assert tables.costs[3].amount_sek is None
    assert tables.costs[3].doubts == ("amount_sek:not-a-number",)
    assert tables.costs[3].amount_as_published == "9O0"
    (problem,) = tables.problems
    assert (problem.code, problem.page, problem.cell) == ("W_VALUE", 3, "F5")
    assert "9O0" not in problem.message


def test_a_missing_amount_is_neither_zero_nor_silent() -> None:
    tables = built(LEDGER, FIRST, [*SECOND[:5], ""], THIRD)
    assert tables.costs[1].amount_sek is None
    assert tables.costs[1].doubts == ("amount_sek:missing",)
    assert codes(tables) == ["W_VALUE"]


def test_doubts_of_the_reading_follow_the_row() -> None:
    tables = built(
        LEDGER,
        FIRST,
        SECOND,
        doubts={
            (2, 6): Doubt.READERS_DISAGREE,
            (3, 6): Doubt.LOW_CONFIDENCE,
            (3, 1): Doubt.CLIPPED,
        },
    )
    assert [(row.amount_sek, row.doubts) for row in tables.costs] == [
        (None, ("amount_sek:readers-disagree",)),
        (Decimal("2000.00"), ("amount_sek:low-confidence", "cost_id:clipped")),
    ]
    assert tables.problems == ()


def test_published_amounts_keep_qualifier_period_and_words() -> None:
    tables = built(
        PUBLISHED,
        [
            "C019",
            "2018-10",
            "2017-08",
            "2018-10",
            "Konsult",
            "60 000 000",
            "drygt 60 miljoner kronor",
            "Fyra konsultföretags\nsammanlagda fakturering",
            "",
            "Ja",
            "dn-\nkonsulter",
            "[golv] Perioden",
        ],
        [
            "C041",
            "2020-11-23",
            "",
            "",
            "Sanktionsavgift",
            "4 000 000",
            "fyra miljoner",
            "Beslut",
            "",
            "Nej",
            "imy-tillsyn",
            "|exakt] Dnr",
        ],
    )
    first, second = tables.costs
    assert (str(first.as_of), first.as_of_precision) == ("2018-10-01", "month")
    assert (str(first.period_start), str(first.period_end)) == ("2017-08-01", "2018-10-31")
    assert (first.category, first.qualifier, first.is_estimate) == ("consultant", "golv", True)
    assert first.scope == "Fyra konsultföretags sammanlagda fakturering"
    assert first.source_id == "dn-konsulter"
    assert first.note == "[golv] Perioden"
    assert (second.category, second.qualifier, second.is_estimate) == ("fine", "exakt", False)


def test_two_way_dates_are_empty_and_doubted() -> None:
    row = built(LEDGER, ["V1", "03/04/2021", *FIRST[2:]]).costs[0]
    assert (row.as_of, row.as_of_precision, row.doubts) == (None, "", ("as_of:ambiguous-date",))


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    rows = [LEDGER, FIRST, ["V2", "2021-02-09", "", "2", "1 000,00", "2 000,00"]]
    assert [r.supplier for r in built(*rows, spans={(2, 3): (2, 1)}).costs] == ["Alfa AB"] * 2


def test_notes_under_the_table_are_no_rows() -> None:
    tables = built(LEDGER, FIRST, ["Källa: påhittad redovisning"])
    assert len(tables.costs) == 1
    assert tables.problems == ()


def test_a_column_that_does_not_hold_amounts_is_told_of() -> None:
    rows = [[f"V{i}", "2021-02-08", "Alfa AB", "1", "900", "se bilaga"] for i in range(5)]
    tables = built(LEDGER, *rows)
    assert [row.amount_sek for row in tables.costs] == [None] * 5
    assert "5 of 5 rows" in tables.problems[-1].detail


def test_kronor_with_three_decimals_may_be_thousands() -> None:
    tables = built(LEDGER, [*FIRST[:5], "1,234"], [*SECOND[:5], "1 234"])
    assert [(row.amount_sek, row.doubts) for row in tables.costs] == [
        (None, ("amount_sek:ambiguous-number",)),
        (Decimal(1234), ()),
    ]
    assert built(["År", "Modul", "Kostnad (mnkr)"], ["2019", "x", "1,234"]).costs[0].amount_sek == (
        1_234_000
    )


def test_amounts_that_may_include_vat_are_told_of() -> None:
    rows = [
        ["Fakturanr", "Fakturadatum", "Leverantör", "Moms", "Summa"],
        ["1", "2021-01-02", "A", "25", "125"],
    ]
    tables = built(*rows)
    assert codes(tables) == ["W_UNSURE_TABLE"]
    assert "VAT" in tables.problems[0].detail
    rows[0][4] = "Summa exkl. moms"
    assert built(*rows).problems == ()


def test_six_digits_that_may_be_a_day_or_a_month_are_settled_by_their_column() -> None:
    days = [["V1", "200112", *FIRST[2:]], ["V2", "200131", *FIRST[2:]]]
    months = [["V1", "200112", *FIRST[2:]], ["V2", "202112", *FIRST[2:]]]
    assert [str(row.as_of) for row in built(LEDGER, *days).costs] == ["2020-01-12", "2020-01-31"]
    assert [row.as_of_precision for row in built(LEDGER, *months).costs] == ["month", "month"]
    assert built(LEDGER, days[0]).costs[0].doubts == ("as_of:ambiguous-date",)


def test_a_sum_below_a_merged_key_is_still_a_sum() -> None:
    rows = [LEDGER, FIRST, ["", "", "Delsumma Alfa AB", "", "", "10 500,00"]]
    tables = built(*rows, spans={(2, 1): (2, 1), (2, 2): (2, 1)})
    assert [row.row_kind for row in tables.costs] == ["row", "subtotal"]
