"""Invoice rows: exact amounts, signs, sums kept apart, doubts instead of guesses."""

from __future__ import annotations

from decimal import Decimal

from tables_sheets import built, codes

from skolkit.model import Box, Doubt
from skolkit.tables.rows import InvoiceRow

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


def _kinds(rows: tuple[InvoiceRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.row_kind, row.description, row.supplier) for row in rows]


def test_a_row_leads_back_to_paper() -> None:
    row = built(["Titel"], LEDGER, FIRST).invoices[0]
    assert row.row_id == "invoices:papper-pdf#1!R3"
    assert (row.document, row.page, row.row) == ("papper.pdf", 3, 3)
    assert row.box == Box(100, 60, 690, 75)
    assert row.cell_ids == tuple(f"papper-pdf#1!R3C{column}" for column in range(1, 7))
    assert row.doubts == ()


def test_invoices_are_consultant_costs_excluding_vat() -> None:
    row = built(LEDGER, FIRST).invoices[0]
    assert (row.category, row.voucher, row.invoice_no) == ("consultant", "V1", "")
    assert (row.hours, row.rate_sek, row.net_sek) == (
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
    assert [row.category for row in tables.invoices] == ["other", "consultant"]
    assert [row.description for row in tables.invoices] == ["Licenser", "Konsulttimmar januari"]


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
    assert _kinds(tables.invoices) == [
        ("row", "", "Alfa AB"),
        ("row", "", "Alfa AB"),
        ("subtotal", "Delsumma Alfa AB", "Alfa AB"),
        ("row", "", "Beta HB"),
        ("subtotal", "Summa Beta HB", "Beta HB"),
        ("total", "Totalt", ""),
    ]
    ordinary = sum(row.net_sek or 0 for row in tables.invoices if row.row_kind == "row")
    assert ordinary == tables.invoices[-1].net_sek == Decimal("13400.00")
    assert tables.problems == ()


def test_the_sum_of_a_month_names_it_and_is_no_invoice() -> None:
    head = ["VT", "Ver.nr", "Period", "Leverantör", "Netto"]
    tables = built(
        head,
        ["LF", "1", "202104", "Alfa AB", "100,00"],
        ["LF", "2", "202104", "Beta HB", "50,00"],
        ["∑", "", "202104", "", "150,00"],
        ["LF", "3", "202105", "Total Konsult AB", "20,00-"],
        ["", "", "202105", "Summa", "20,00-"],
        ["∑∑", "", "", "", "130,00"],
    )
    assert [row.row_kind for row in tables.invoices] == [
        "row",
        "row",
        "subtotal",
        "row",
        "subtotal",
        "total",
    ]
    ordinary = sum(row.net_sek or 0 for row in tables.invoices if row.row_kind == "row")
    assert ordinary == tables.invoices[-1].net_sek == Decimal("130.00")
    assert [p.detail for p in tables.problems] == ["invoices: A VT (texts)"]  # a note


def test_a_sum_is_a_subtotal_until_the_last_row() -> None:
    rows = built(
        LEDGER,
        FIRST,
        ["Summa", "", "", "", "", "10 500,00"],
        THIRD,
        ["S:a", "", "", "", "", "11 400,00"],
    ).invoices
    assert [row.row_kind for row in rows] == ["row", "subtotal", "row", "total"]


def test_misread_labels_of_sums_are_sums() -> None:
    rows = built(LEDGER, FIRST, ["Tota1t", "", "", "", "", "10 500,00"]).invoices
    assert [row.row_kind for row in rows] == ["row", "total"]


def test_a_sum_without_a_label_is_doubted() -> None:
    tables = built(LEDGER, FIRST, ["", "", "Alfa AB", "10,5", "", "10 500,00"], THIRD)
    assert [row.row_kind for row in tables.invoices] == ["row", "subtotal", "row"]
    assert tables.invoices[1].doubts == ("row_kind:missing",)
    assert codes(tables) == ["W_VALUE"]


def test_what_is_no_amount_is_empty_doubted_and_told_of_by_place() -> None:
    rows = [[f"V{i}", "2021-02-08", "Alfa AB", "1", "900", "900"] for i in range(1, 8)]
    rows[3][5] = "9O0"
    tables = built(LEDGER, *rows)
    assert tables.invoices[3].net_sek is None
    assert tables.invoices[3].doubts == ("net_sek:not-a-number",)
    assert tables.invoices[3].amount_as_published == "9O0"
    (problem,) = tables.problems
    assert (problem.code, problem.page, problem.cell) == ("W_VALUE", 3, "F5")
    assert "9O0" not in problem.message


def test_a_missing_amount_is_neither_zero_nor_silent() -> None:
    tables = built(LEDGER, FIRST, [*SECOND[:5], ""], THIRD)
    assert tables.invoices[1].net_sek is None
    assert tables.invoices[1].doubts == ("net_sek:missing",)
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
    assert [(row.net_sek, row.doubts) for row in tables.invoices] == [
        (None, ("net_sek:readers-disagree",)),
        (Decimal("2000.00"), ("net_sek:low-confidence", "voucher:clipped")),
    ]
    assert tables.problems == ()


def test_two_way_dates_are_empty_and_doubted() -> None:
    row = built(LEDGER, ["V1", "03/04/2021", *FIRST[2:]]).invoices[0]
    assert (row.invoice_date, row.invoice_date_precision, row.doubts) == (
        None,
        "",
        ("invoice_date:ambiguous-date",),
    )


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    rows = [LEDGER, FIRST, ["V2", "2021-02-09", "", "2", "1 000,00", "2 000,00"]]
    assert [r.supplier for r in built(*rows, spans={(2, 3): (2, 1)}).invoices] == ["Alfa AB"] * 2


def test_notes_under_the_table_are_no_rows() -> None:
    tables = built(LEDGER, FIRST, ["Källa: påhittad redovisning"])
    assert len(tables.invoices) == 1
    assert tables.problems == ()


def test_a_column_that_does_not_hold_amounts_is_told_of() -> None:
    rows = [[f"V{i}", "2021-02-08", "Alfa AB", "1", "900", "se bilaga"] for i in range(5)]
    tables = built(LEDGER, *rows)
    assert [row.net_sek for row in tables.invoices] == [None] * 5
    assert "5 of 5 rows" in tables.problems[-1].detail


def test_kronor_with_three_decimals_may_be_thousands() -> None:
    tables = built(LEDGER, [*FIRST[:5], "1,234"], [*SECOND[:5], "1 234"])
    assert [(row.net_sek, row.doubts) for row in tables.invoices] == [
        (None, ("net_sek:ambiguous-number",)),
        (Decimal(1234), ()),
    ]


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
    assert [str(row.invoice_date) for row in built(LEDGER, *days).invoices] == [
        "2020-01-12",
        "2020-01-31",
    ]
    assert [row.invoice_date_precision for row in built(LEDGER, *months).invoices] == [
        "month",
        "month",
    ]
    assert built(LEDGER, days[0]).invoices[0].doubts == ("invoice_date:ambiguous-date",)


def test_invoices_of_which_only_the_arrival_is_known_are_told_to_lack_their_date() -> None:
    head = ["Ank.datum", "Leverantör", "Fakturanr", "Förfaller", "Summa inkl. moms"]
    tables = built(head, ["2022-03-21", "Alfa AB", "8812", "2022-04-20", "12 500,00"])
    assert [(row.invoice_no, row.invoice_date) for row in tables.invoices] == [("8812", None)]
    assert "no column tells the invoice_date" in tables.problems[0].detail


def _days(*days: str):
    return built(LEDGER, *[[f"V{n}", day, *FIRST[2:]] for n, day in enumerate(days)]).invoices


def test_days_and_months_are_told_apart_by_three_dates_of_their_column() -> None:
    rows = _days("14.01.2019", "28.01.2019", "25.02.2019", "03.04.2019")
    assert str(rows[-1].invoice_date) == "2019-04-03"
    rows = _days("01/14/2019", "1/28/2019", "2/25/2019", "3/4/2019")
    assert str(rows[-1].invoice_date) == "2019-03-04"


def test_two_dates_are_too_few_and_one_of_the_other_form_speaks_against_them() -> None:
    doubts = ("invoice_date:ambiguous-date",)
    for days in (
        ("14.01.2019", "28.01.2019", "03.04.2019"),
        ("14.01.2019", "28.01.2019", "25.02.2019", "01.14.2019", "03.04.2019"),
    ):
        assert (_days(*days)[-1].invoice_date, _days(*days)[-1].doubts) == (None, doubts)


def test_a_sum_below_a_merged_key_is_still_a_sum() -> None:
    rows = [LEDGER, FIRST, ["", "", "Delsumma Alfa AB", "", "", "10 500,00"]]
    tables = built(*rows, spans={(2, 1): (2, 1), (2, 2): (2, 1)})
    assert [row.row_kind for row in tables.invoices] == ["row", "subtotal"]


def test_a_missing_voucher_and_an_organisationsnummer_stay_as_printed() -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Org.nr", "Kst", "Projekt", "Netto", "Moms"]
    tables = built(head, ["007", "2021-01-02", "A", "559999-9901", "0180", "P1", "100", "25"])
    (row,) = tables.invoices
    assert (row.invoice_no, row.organisationsnummer, row.cost_centre, row.project) == (
        "007",
        "559999-9901",
        "0180",
        "P1",
    )
    assert (row.net_sek, row.vat_sek, row.gross_sek, row.category) == (100, 25, None, "other")


def test_gross_alone_is_gross_and_no_net_is_made_up() -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Belopp inkl. moms"]
    tables = built(head, ["1", "2021-01-02", "Alfa AB", "125"])
    (row,) = tables.invoices
    assert (row.net_sek, row.vat_sek, row.gross_sek) == (None, None, 125)
    assert row.amount_as_published == "125"


def _signed(*amounts: str, kind: str = "") -> list[list[str]]:
    head = ["Fakturatyp", "Fakturanr", "Fakturadatum", "Leverantör", "Netto (kr)"]
    rows = [[kind, f"{n}", "2021-01-02", "Alfa AB", each] for n, each in enumerate(amounts, 1)]
    return [head, *rows]


def test_costs_that_are_printed_with_a_minus_are_turned_and_told_of() -> None:
    rows = [*_signed("-100", "-200", "-300", "-400", "50"), ["", "Summa", "", "", "-950"]]
    tables = built(*rows)
    assert [row.net_sek for row in tables.invoices] == [100, 200, 300, 400, -50, 950]
    assert tables.invoices[0].amount_as_published == "-100"
    assert "printed with a minus" in tables.problems[-1].detail


def test_a_ledger_with_a_few_credits_is_not_turned() -> None:
    tables = built(*_signed("100", "-200", "300", "400"))
    assert [row.net_sek for row in tables.invoices] == [100, -200, 300, 400]
    assert tables.problems == ()


def test_credit_notes_reduce_whether_a_minus_is_printed_or_not() -> None:
    rows = _signed("100", "40", "-30")
    rows[2][0] = rows[3][0] = "Kreditfaktura"
    tables = built(*rows)
    assert [row.net_sek for row in tables.invoices] == [100, -40, -30]
    assert "1 credit notes" in tables.problems[-1].detail and "rows 3" in tables.problems[-1].detail


def test_a_list_of_nothing_but_credit_notes_is_not_turned() -> None:
    tables = built(*_signed("-100", "-200", "-300", kind="Kredit"))
    assert [row.net_sek for row in tables.invoices] == [-100, -200, -300]


def test_amounts_in_another_currency_are_unknown() -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Belopp exkl. moms", "Valuta"]
    rows = [["1", "2021-01-02", "A", "100", "SEK"], ["2", "2021-01-02", "B", "200", "EUR"]]
    tables = built(head, *rows)
    assert [(row.net_sek, row.doubts) for row in tables.invoices] == [
        (100, ()),
        (None, ("net_sek:unit-unknown",)),
    ]


def test_a_rate_is_not_in_the_unit_of_the_amounts() -> None:
    head = ["Fakturanr", "Datum", "Leverantör", "Timmar", "Timpris", "Belopp"]
    tables = built(["Belopp i tkr"], head, ["1", "2021-01-02", "A", "10", "1 000", "10"])
    (row,) = tables.invoices
    assert (row.rate_sek, row.net_sek) == (1000, 10_000)
