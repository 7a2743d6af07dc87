"""Leads as findings: what was examined and what was not, with counts and ordinary reasons."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from analysis_cost_rows import bill

from skolkit.analysis.lead_claims import examine, lead_findings
from skolkit.analysis.procurement_limits import ProcurementLimit, procurement_limits

ROWS = (
    bill(900, "2019-03-01", number="A1", row=2),  # a Friday
    bill(900, "2019-03-04", number="A2", row=3),
    bill(20_000, "2019-03-05", number="A3", row=4),
    bill(7, "2019-03-09", number="A4", row=5),  # a Saturday
    bill(None, "2019-03-06", number="A5", row=6),
)
LIMITS = {2019: Decimal(1000)}  # invented


def test_each_rule_tells_what_it_found_among_how_many() -> None:
    found = {one.claim_id: one for one in lead_findings(examine(ROWS), ROWS, "F1")}
    assert list(found) == ["F1.10", "F1.12", "F1.13"]
    alike = found["F1.10"]
    assert (alike.number, alike.row_ids) == (1, ("invoices:d#1!R2", "invoices:d#1!R3"))
    assert alike.sv.replace("\u00a0", " ") == (
        "Att granska, lika stora fakturor nära i tiden: 1 uppslag med 2 av 4 prövade fakturor, "
        "tillsammans 1 800 kr. 1 rad kunde inte prövas."
    )
    assert found["F1.12"].row_ids == ("invoices:d#1!R4",)
    # 5 bills with a day, 2 of 7 by chance.
    assert "1 av 5 prövade fakturor, tillsammans 7" in found["F1.13"].sv.replace("\u00a0", " ")
    assert "hade det blivit omkring 1." in found["F1.13"].sv
    for one in found.values():
        assert "inget påstående om fel" in one.caveat_sv
        assert "no claim that anything is wrong" in one.caveat_en


def test_splits_are_examined_only_with_a_limit_of_the_year() -> None:
    assert not examine(ROWS).split_examined
    assert not examine(ROWS, {2018: Decimal(1000)}).split_examined
    found = examine(ROWS, LIMITS)
    assert found.split_examined
    claim = {one.claim_id: one for one in lead_findings(found, ROWS, "F1")}["F1.11"]
    # Two bills of 900 are each below 1 000 and at least 800, and come to 1 800.
    assert (claim.number, claim.row_ids) == (1, ("invoices:d#1!R2", "invoices:d#1!R3"))
    assert "ramavtal" in claim.caveat_sv.lower()


def test_december_is_a_lead_only_above_two_twelfths_of_the_year() -> None:
    even = [bill(100, f"2019-{month:02d}-02", row=month + 1) for month in range(1, 13)]
    assert lead_findings(examine(even), even, "F1")[-1].claim_id != "F1.14"
    late = [*even, bill(300, "2019-12-03", row=20)]
    claim = lead_findings(examine(late), late, "F1")[-1]
    # 400 of 1 500 is 27 %.
    assert (claim.claim_id, claim.number) == ("F1.14", 400)
    assert "27 % av årets 1 500 kr." in claim.sv.replace("\u00a0", " ")
    assert "saknar rad" not in claim.sv
    unread = [*late, bill(None, "2019-05-02", row=21)]
    claim = lead_findings(examine(unread), unread, "F1")[-1]
    assert "Summan är inte säker: 1 500 kr på 13 rader; 1 rad" in claim.sv.replace("\u00a0", " ")
    assert "saknar rad" not in claim.sv
    short = [late[-1], late[0]]
    # 300 of 400, and ten months without a row.
    assert "10 månader av året saknar rad" in lead_findings(examine(short), short, "F1")[-1].sv


def cells(*rows: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"document": "direct-procurement-limits.csv", "row": at, "column": column, "raw": text}
            for at, row in enumerate((("year", "limit_sek", "source"), *rows), start=1)
            for column, text in enumerate(row, start=1)
        ]
    )


def test_a_limit_counts_only_with_year_amount_and_source() -> None:
    told = cells(
        ("2020", "1200", "Påhittad källa"),
        ("2019", "1000.50", "Påhittad källa"),
        ("2018", "1000", ""),
        ("2017", "", "Påhittad källa"),
        ("2021", "1300", "En källa"),
        ("2021", "1400", "En annan källa"),  # they disagree: none is believed
    )
    assert procurement_limits(told) == (
        ProcurementLimit(2019, Decimal("1000.50"), "Påhittad källa"),
        ProcurementLimit(2020, Decimal(1200), "Påhittad källa"),
    )


def test_without_a_table_of_its_own_a_collection_is_held_against_the_published_limits() -> None:
    shipped = procurement_limits(pd.DataFrame(columns=["document"]))
    assert [one.year for one in shipped] == list(range(2015, 2022))
    assert all(one.source and one.url.startswith("http") for one in shipped)
    limits = {one.year: one.limit for one in shipped}
    assert limits[2015] == 505_800
    # 28 % of the EU threshold that the same sources state for municipalities, cut to kronor.
    for year, threshold in ((2016, 1_910_323), (2018, 2_096_097), (2020, 2_197_545)):
        assert limits[year] == limits[year + 1] == threshold * 28 // 100
