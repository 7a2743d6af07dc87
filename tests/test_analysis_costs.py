"""Findings on published costs respect reservations, and ledgers are summed and compared."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from analysis_data import cells_of, demo, public_record

from skolkit.analysis import costs, ledger
from skolkit.analysis.base import data_version, finding
from skolkit.analysis.frame_rows import cost_rows, invoice_rows
from skolkit.analysis.prices import price_index, real_amounts
from skolkit.analysis.rows import Cost
from skolkit.analysis.words import kronor, millions, percent, qualified

PUBLIC = public_record()
ROWS = cost_rows(PUBLIC.costs)
INDEX = price_index(PUBLIC.cells)
BILLS = invoice_rows(demo().invoices)


def by_id(name: str) -> Cost:
    return next(row for row in ROWS if row.cost_id == name)


def claims(rows: tuple[Cost, ...] = ROWS) -> dict[str, object]:
    return {one.claim_id: one for one in costs.public_cost_findings(rows, INDEX, 2023)}


def test_the_eight_modules_fit_the_published_total_within_rounding() -> None:
    found = costs.module_costs(ROWS)
    assert found is not None
    assert len(found.parts) == 8
    assert (found.printed, found.summed) == (Decimal(119253000), Decimal(119200000))
    assert found.within_rounding
    assert costs.module_name(found.parts[0]) == "barn- och elevregistret"


def test_a_misread_module_is_beyond_rounding() -> None:
    wrong = tuple(
        replace(row, amount=Decimal(54000000)) if row.cost_id == "C030" else row for row in ROWS
    )
    found = costs.module_costs(wrong)
    assert found is not None
    assert not found.within_rounding
    (claim,) = [c for c in costs.public_cost_findings(wrong, INDEX, 2023) if c.claim_id == "K3"]
    assert "ryms inte" in claim.sv


def test_no_claim_is_made_without_its_rows() -> None:
    assert costs.module_costs([row for row in ROWS if row.cost_id != "C031"]) is None
    found = costs.public_cost_findings([row for row in ROWS if row.cost_id != "C034"], INDEX, 2023)
    assert "K5" not in {one.claim_id for one in found}
    with pytest.raises(ValueError, match="rests on no row"):
        finding("X", (), sv="", en="", number=None, unit="")


def test_the_fine_counts_once() -> None:
    (fine,) = [c for c in costs.public_cost_findings(ROWS, INDEX, 2023) if c.claim_id == "K6"]
    assert fine.number == Decimal(4000000)
    assert len(fine.row_ids) == 3


def test_695_and_258_are_953_and_said_to_be_our_arithmetic() -> None:
    (sum_,) = [c for c in costs.public_cost_findings(ROWS, INDEX, 2023) if c.claim_id == "K5"]
    assert sum_.number == Decimal(953000000)
    assert "vår uträkning" in sum_.sv
    assert "our arithmetic" in sum_.en


def test_all_eight_cost_claims_are_made_and_name_existing_rows() -> None:
    known = {row.place.row_id for row in ROWS}
    made = costs.public_cost_findings(ROWS, INDEX, 2023)
    assert [one.claim_id for one in made] == [f"K{n}" for n in range(1, 9)]
    assert all(set(one.row_ids) <= known for one in made)
    assert not any(one.demo for one in made)


def test_project_figures_leave_out_parts_and_keep_time_order() -> None:
    whole = costs.project_figures(ROWS)
    assert len(whole) == 26
    assert [row.as_of for row in whole] == sorted(row.as_of for row in whole)
    assert {"C002", "C006", "C016", "C034"}.isdisjoint(row.cost_id for row in whole)


def test_floors_and_ceilings_are_said_in_words() -> None:
    assert qualified("60", "golv", "sv") == "mer än 60"
    assert qualified("100", "tak", "en") == "at most 100"
    assert qualified("4", "exakt", "sv") == "4"
    consultants = claims()["K7"]
    assert "mer än 60 miljoner" in consultants.sv.replace("\u00a0", " ")  # type: ignore[attr-defined]
    assert "högst 100 miljoner" in consultants.sv.replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_prices_follow_the_annual_means() -> None:
    nominal = by_id("C005")
    (one,) = real_amounts([nominal], INDEX, 2023)
    assert one.real == nominal.amount * INDEX.years[2023] / INDEX.years[2013]  # type: ignore[operator]
    assert one.real > one.nominal
    assert real_amounts([nominal], INDEX, 2031) == ()
    assert real_amounts([nominal], INDEX, 2013)[0].real == nominal.amount


def test_money_spent_over_several_years_is_not_converted() -> None:
    whole = real_amounts(costs.project_figures(ROWS), INDEX, 2023)
    assert {one.row.category for one in whole} == {"budget", "forecast"}
    assert len(whole) == 9
    assert real_amounts([by_id("C034"), by_id("C019")], INDEX, 2023) == ()  # 2018-2019, 2017-2018
    assert len(real_amounts([by_id("C025")], INDEX, 2023)) == 1  # all of 2019


def test_the_index_holds_whole_years_only() -> None:
    assert INDEX.latest == 2023
    assert set(INDEX.years) == set(range(2012, 2024))
    assert price_index(PUBLIC.cells.iloc[:0]).latest is None


def test_every_published_row_stands_in_exactly_one_group() -> None:
    groups = costs.by_category_and_year(ROWS)
    grouped = [row.cost_id for group in groups for row in group.rows]
    assert sorted(grouped) == sorted(row.cost_id for row in ROWS)


def test_a_ledger_is_found_and_summed_by_supplier() -> None:
    (found,) = ledger.ledgers(BILLS)
    assert found.document == "ledger.pdf"
    assert found.total == Decimal("24500.00")
    assert [(one.supplier, one.amount) for one in ledger.supplier_sums(found)] == [
        ("Påhitt Ett AB", Decimal("15000.00")),
        ("Påhitt Två AB", Decimal("9500.00")),
    ]


def test_invoices_without_hours_are_a_ledger_too() -> None:
    plain = tuple(replace(row, hours=None, rate=None) for row in BILLS)
    (found,) = ledger.ledgers(plain)
    assert len(ledger.ledger_findings(found, "F1")) == 2  # nothing is said of hours and rates


def test_a_wrong_printed_subtotal_is_seen_with_both_numbers() -> None:
    (found,) = ledger.ledgers(BILLS)
    checks = ledger.total_checks(found)
    assert [one.verdict for one in checks] == ["agrees", "differs", "agrees"]
    assert (checks[1].printed, checks[1].summed) == (Decimal("10500.00"), Decimal("9500.00"))
    claim = ledger.ledger_findings(found, "F1")[1]
    assert "10 500 kr mot 9 500 kr" in claim.sv.replace("\u00a0", " ")
    assert claim.sentence("sv").startswith("DEMO: ")


def test_tables_side_by_side_are_summed_in_the_order_of_the_paper() -> None:
    left = list(BILLS)
    right = [
        replace(row, place=replace(row.place, row_id=f"{row.place.row_id}b")) for row in left[:3]
    ]
    (found,) = ledger.ledgers([*left[:-1], *right])
    assert [one.verdict for one in ledger.total_checks(found)] == ["agrees", "differs", "agrees"]


def test_an_unread_amount_leaves_the_total_open_and_is_counted() -> None:
    unread = tuple(replace(row, net=None) if row.voucher == "V3" else row for row in BILLS)
    (found,) = ledger.ledgers(unread)
    assert [one.verdict for one in ledger.total_checks(found)] == ["open", "differs", "open"]
    assert found.unread == 1
    assert "1 belopp kunde inte läsas" in ledger.ledger_findings(found, "F1")[0].sv


def test_hours_times_rate_is_checked_row_by_row() -> None:
    (found,) = ledger.ledgers(BILLS)
    check = ledger.rate_check(found)
    assert len(check.checked) == 4
    assert [row.voucher for row in check.differing] == ["V6"]


def test_rows_that_repeat_another_document_are_told_of_and_not_summed() -> None:
    copied = tuple(
        replace(row, place=replace(row.place, duplicate_of="invoices:other#1!R2"))
        if row.voucher in {"V2", "V3"}
        else row
        for row in BILLS
    )
    (found,) = ledger.ledgers(copied)
    assert found.total == Decimal("9500.00")
    assert [one.supplier for one in ledger.supplier_sums(found)] == ["Påhitt Två AB"]
    # The totals that are printed cover all that stands above them.
    assert [one.verdict for one in ledger.total_checks(found)] == ["agrees", "differs", "agrees"]
    first, second, *_ = ledger.ledger_findings(found, "F1")
    assert (first.claim_id, first.number) == ("F1.0", 2)
    assert "räknas bara där" in first.sv and "9 500 kr" in second.sv.replace("\u00a0", " ")


def test_a_ledger_that_wholly_repeats_another_is_not_summed() -> None:
    copied = tuple(
        replace(row, place=replace(row.place, duplicate_of="invoices:other#1!R2"))
        if row.row_kind == "row"
        else row
        for row in BILLS
    )
    (found,) = ledger.ledgers(copied)
    assert (found.total, ledger.supplier_sums(found)) == (0, ())
    claims = [one.claim_id for one in ledger.ledger_findings(found, "F1")]
    assert claims == ["F1.0", "F1.2"]


def test_numbers_are_written_as_the_language_does() -> None:
    assert kronor(Decimal("2362.5"), "sv") == "2\u00a0362,50\u00a0kr"
    assert kronor(Decimal(119253000), "en") == "SEK\u00a0119,253,000"
    assert kronor(Decimal(-146000), "sv") == "\u2212146\u00a0000\u00a0kr"
    assert millions(Decimal(119253000), "sv") == "119,3\u00a0miljoner\u00a0kronor"
    assert percent(1, 4, "sv") == "25\u00a0%"
    with pytest.raises(ValueError, match="share of nothing"):
        percent(1, 0, "sv")


def test_the_data_version_changes_with_a_figure() -> None:
    before = data_version([PUBLIC])
    assert before == data_version([public_record()])
    changed = public_record()
    changed.costs.loc[0, "amount_sek"] = Decimal(1)
    assert data_version([changed]) != before


def test_the_test_data_reads_the_shipped_files() -> None:
    assert len(cells_of("kpi.csv")) == 160 * 3
