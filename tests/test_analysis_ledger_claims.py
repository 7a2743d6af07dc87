"""Findings on one ledger: sums with bounds, shares, consultants, and invoices beside a budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from analysis_cost_rows import bill, line
from analysis_data import ROOT
from analysis_invented import invoice, ticket

from skolkit.analysis.base import Finding, load_tables
from skolkit.analysis.budget_claims import (
    budget_comparison,
    budget_finding,
    end_of,
    outcome_finding,
    told_results,
)
from skolkit.analysis.consultant_claims import consultant_findings
from skolkit.analysis.frame_rows import incident_rows, invoice_rows
from skolkit.analysis.ledger import Ledger, ledgers, supplier_sums
from skolkit.analysis.ledger_claims import division, lost_pages, period_name, sum_findings
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice
from skolkit.analysis.spending_claims import serious_spending, spending_findings
from skolkit.tables.frames import read_table
from skolkit.workspace import Workspace


def ledger(*rows: Invoice) -> Ledger:
    (found,) = ledgers(rows)
    return found


def by_id(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {one.claim_id: one for one in found}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


YEARS = (
    bill(100, "2019-03-01", "Påhitt AB", row=2, account="6550"),
    bill(300, "2019-05-02", "Påhitt AB", row=3, account="6540"),
    bill(200, "2020-05-02", "Annan AB", row=4, account="6550"),
    bill(400, "2019", "Tredje AB", row=5, account="6540"),
    bill(999, "2019-03-01", "Påhitt AB", row=6, row_kind="total"),
    bill(100, "2019-03-01", "Påhitt AB", row=7, duplicate_of="invoices:d#1!R2"),
)


def test_a_ledger_tells_its_largest_month_its_years_and_its_gaps() -> None:
    found = by_id(sum_findings(ledger(*YEARS), "F1"))
    assert list(found) == ["F1.4", "F1.5", "F1.6"]
    periods = found["F1.4"]
    assert (periods.number, len(periods.row_ids), periods.demo) == (300, 4, True)
    # March 2019 to May 2020 are 15 months; three of them have rows, and one row has a year alone.
    assert plain(periods.sv) == (
        "Störst belopp efter fakturadatum har maj 2019: 300 kr på 1 rad. Per år: 2019 800 kr och "
        "2020 200 kr. 12 perioder däremellan saknar rad. 1 rad går inte att placera i tiden."
    )
    assert "12 periods between have no row" in periods.en
    assert periods.caveat_sv
    assert periods.caveat_en
    # 300 + 400 of 1 000 on account 6540.
    assert "konto 6540 störst: 700 kr på 2 rader, 70 % av det" in plain(found["F1.5"].sv)


def test_shares_and_index_are_those_worked_out_by_hand() -> None:
    # 400, 400 and 200 of 1 000: 40² + 40² + 20² = 3 600.
    found = by_id(sum_findings(ledger(*YEARS), "F1"))["F1.6"]
    assert found.number == 3600
    assert "av 3 leverantörer, Påhitt AB, står för 40 % av det lästa" in plain(found.sv)
    assert "de 3 största" not in found.sv  # they are all there are
    assert "HHI är 3 600" in plain(found.sv)
    assert "inte en marknad" in found.caveat_sv
    four = (*YEARS, bill(1000, "2020-06-01", "Fjärde AB", row=8, account="6540"))
    # 1 000, 400, 400 of 2 000.
    assert "de 3 största för 90 %" in plain(by_id(sum_findings(ledger(*four), "F1"))["F1.6"].sv)
    one = by_id(sum_findings(ledger(YEARS[0]), "F1"))
    assert list(one) == ["F1.4"]  # one account and one supplier: nothing to divide


def test_an_unread_amount_and_a_lost_page_leave_their_bounds() -> None:
    rows = (
        bill(100, "2019-03-01", row=2),
        # 0 to 25 % VAT: 250 gross is 200 to 250 net, half a krona allowed for rounding.
        bill(None, "2019-04-01", row=3, gross=250),
    )
    (found,) = sum_findings(ledger(*rows), "F1")
    assert plain(found.sv).endswith(
        "Allt: 100 kr på 1 rad; 1 rad utan läsbart belopp. Summan är minst 299,50 kr och högst "
        "350,50 kr."
    )
    missing = (Missing("ledger.csv", 3, "W_MISSING_PAGE"), Missing("log.pdf", 1, "W_MISSING_PAGE"))
    lost = lost_pages(ledger(*rows), missing)
    assert lost == missing[:1]
    (found,) = sum_findings(ledger(*rows), "F1", lost=lost)
    assert "1 page or file missing. The sum cannot be bounded." in found.en
    apart = (replace(rows[0], account="5420"), replace(rows[1], account="6550"), *YEARS[2:3])
    told = by_id(sum_findings(ledger(*apart), "F1", lost=lost))
    assert "The sum is not certain: SEK 200 on 1 row; 1 row unread" in plain(told["F1.5"].en)
    assert "Pages or files missing: 1." in told["F1.6"].en


def test_a_copy_of_another_ledger_makes_no_new_finding() -> None:
    copy = replace(YEARS[0], place=replace(YEARS[0].place, duplicate_of="invoices:x#1!R2"))
    assert sum_findings(ledger(copy), "F1") == ()
    assert consultant_findings(ledger(copy).rows, "F1") == ()


def test_two_spellings_of_one_supplier_are_one_sum() -> None:
    rows = (
        bill(100, supplier="Påhitt AB", supplier_id="name:pahitt", row=2),
        bill(200, supplier="Påhltt AB", supplier_id="name:pahitt", row=3),
        bill(50, supplier="Påhitt AB", supplier_id="name:pahitt", row=4),
        bill(120, supplier="Annan AB", row=5),
    )
    assert [(one.supplier, one.amount) for one in supplier_sums(ledger(*rows))] == [
        ("Påhitt AB", 350),
        ("Annan AB", 120),
    ]


def test_a_division_is_the_first_that_tells_groups_apart() -> None:
    assert division((YEARS[0],)) is None
    found = division(YEARS[:4])
    assert found is not None
    assert (found.by, [one.key for one in found.groups]) == ("account", ["6540", "6550"])
    assert [period_name(one, "sv") for one in ("2019", "2019-Q3", "2019-08")] == [
        "2019",
        "kvartal 3 2019",
        "augusti 2019",
    ]


def test_consultants_hours_and_rates_are_told_with_what_was_not_judged() -> None:
    rows = [
        bill(hours * rate, hours=hours, rate=rate, row=at, description=f"Roll {at}")
        for at, (hours, rate) in enumerate(((10, 900), (20, 1000), (5, 1000), (250, 1300)), start=2)
    ]
    rows.append(bill(4000, hours=5, supplier="Annan AB", row=9))
    rows.append(bill(700, supplier="Varor AB", row=10))  # no hours, no rate: no consultant
    found = by_id(consultant_findings(rows, "F1"))
    assert list(found) == ["F1.7", "F1.8", "F1.9"]
    assert (found["F1.7"].number, len(found["F1.7"].row_ids)) == (290, 5)
    assert (
        "5 konsultrader har 290 lästa timmar; medianpriset är 1 000 kr i timmen. 1 rad ingår"
        in plain(found["F1.7"].sv)
    )
    # 1 300 is 30 % above the median of 1 000, 900 is 10 % below.
    assert found["F1.8"].number == 1
    assert "1 av 4 prövade rader" in found["F1.8"].sv
    assert found["F1.8"].row_ids == found["F1.9"].row_ids == ("invoices:d#1!R5",)
    assert "SEK 1,300 beside a median of SEK 1,000" in plain(found["F1.8"].en)
    assert found["F1.9"].number == 1
    assert "1 av 5 prövade rader har fler än 240 timmar, och i inget fall" in found["F1.9"].sv
    assert "På 1 rad framgår inte vems timmarna är; den prövades för sig." in found["F1.9"].sv
    assert "Roll" not in "".join(one.sv + one.en for one in found.values())  # may be a name


BUDGET = line(
    ("2019-01-01", "2019-12-31"), budget=1000, account="6550", description="Konsultarvoden"
)
LICENCES = line(("2019-01-01", "2019-12-31"), budget=500, account="5420")
BILLED = (
    bill(300, "2019-01-15", row=2, account="6550"),
    bill(900, "2019-03-15", row=3, account="6550"),
    bill(100, "2019-03-15", row=4, account="5420"),
    bill(5000, "2020-01-15", row=5, account="6550"),  # after the period
)


def test_invoices_are_told_beside_the_budget_of_their_account_and_year() -> None:
    lines = (LICENCES, BUDGET)
    found = budget_comparison(BILLED, lines)
    assert [(one.key, end_of(one).cumulative.amount) for one in found.tracks] == [
        ("6550 Konsultarvoden", 1200),
        ("5420", 100),
    ]
    claim = budget_finding(found, BILLED, lines, "F1")
    assert claim is not None
    assert (claim.claim_id, claim.number, len(claim.row_ids)) == ("F1.15", 1200, 5)
    assert plain(claim.sv) == (
        "1 av 2 budgetposter med samma konto har fakturerats över budget. Mest förbrukad är 6550 "
        "Konsultarvoden: 1 200 kr till och med mars 2019, 120 % av 1 000 kr (1 månad saknar rad)."
    )
    assert "låg andel" in claim.caveat_sv
    assert budget_finding(budget_comparison(BILLED, ()), BILLED, (), "F1") is None
    unread = (*BILLED, bill(None, "2019-04-01", row=6, account="6550"))
    claim = budget_finding(budget_comparison(unread, lines), unread, lines, "F1")
    assert claim is not None
    assert plain(claim.sv).endswith("1 rad utan läsbart belopp. Summan kan inte ringas in.")


def test_printed_outcomes_are_told_beside_their_own_budget() -> None:
    year = ("2019-01-01", "2019-12-31")
    lines = [
        line(year, budget=100, outcome=90, account="5010"),
        line(year, budget=100, outcome=140, account="5420"),
        line(year, budget=50, outcome=60, account="6550"),
        line(year, budget=70, account="6910"),
        line(year, budget=320, outcome=290, row_kind="total"),
    ]
    assert [one.key for one in told_results(lines)] == ["5420", "6550", "5010"]
    claim = outcome_finding(lines, "B1")
    assert claim is not None
    assert (claim.claim_id, claim.number, len(claim.row_ids)) == ("B1.1", 2, 3)
    assert plain(claim.sv) == (
        "2 av 3 budgetposter har ett utskrivet utfall över sin budget. Mest över ligger 5420: "
        "140 kr mot 100 kr i budget. 1 post saknar utfall eller budget."
    )
    assert "läggas ihop" in claim.caveat_sv
    assert outcome_finding(lines[3:], "B1") is None


def test_a_budget_line_is_left_alone_where_its_invoices_are_not_certain() -> None:
    # Two lines of one account: each invoice would be held against both.
    twice = (BUDGET, replace(BUDGET, place=LICENCES.place, description="Annan enhet"))
    found = budget_comparison(BILLED, twice)
    assert (found.tracks, len(found.unclear)) == ((), 2)
    # A line of one project, and invoices that name none.
    found = budget_comparison(BILLED, (replace(BUDGET, project="P1"),))
    assert (found.tracks, len(found.unclear)) == ((), 1)
    known = [replace(row, project="P1") for row in BILLED]
    assert len(budget_comparison(known, (replace(BUDGET, project="P1"),)).tracks) == 1
    # The same account in another year is another budget, and is compared.
    later = replace(BUDGET, place=LICENCES.place, period=("2020-01-01", "2020-12-31"))
    assert len(budget_comparison(BILLED, (BUDGET, later)).tracks) == 2


def test_spending_is_set_beside_serious_incidents_only_where_the_ledger_holds_both_windows() -> (
    None
):
    rows = [
        invoice("V1", "2021-01-01", "10.00"),
        invoice("V2", "2021-03-20", "100.00"),
        invoice("V3", "2021-04-10", "250.00"),
        invoice("V4", "2021-06-30", "10.00"),
    ]
    incidents = [
        ticket("T1", "2021-04-01", severity="4"),
        ticket("T2", "2021-06-20", severity="4"),  # 60 days after it are not in the ledger
        ticket("T3", "2021-04-02", severity="3"),
        ticket("T4", "2021", severity="4"),
    ]
    found = serious_spending(rows, incidents)
    assert [one.incident.place.row_id for one in found.found] == ["T1"]
    assert [one.place.row_id for one in found.uncovered] == ["T2"]
    (claim,) = spending_findings(found, rows, "F1")
    assert (claim.claim_id, claim.number) == ("F1.16", Decimal(150))
    assert "1 annan allvarlig rad är daterad i samma tid." in claim.sv  # T4 may be
    assert "inte orsak och verkan" in claim.caveat_sv
    published = [ticket("T1", "2021-04-01", severity="4", sources=("påhitt",))]
    assert serious_spending(rows, published).found == ()  # a copy of the published list


def test_the_shipped_demo_has_a_serious_incident_with_both_windows_in_a_ledger() -> None:
    workspace = Workspace(ROOT)
    held = workspace.delivery("demo-disclosure").collection
    tables = load_tables(workspace.clean / "demo-disclosure", held, read_table)
    incidents = incident_rows(tables.incidents)
    journal, *_ = ledgers(invoice_rows(tables.invoices))
    assert journal.document == "fakturajournal.csv"
    found = serious_spending(journal.rows, incidents)
    (claim,) = spending_findings(found, journal.rows, "DEMO-F1")
    # 22 June to 16 August: 146 389,92 + 151 031,68 + 302 391,48 + 56 757,08 + 259 021,16
    # + 22 629,08 + 134 368,72 + 167 229,72; after it eleven invoices from 26 August on.
    assert plain(claim.sv) == (
        "Under 60 dagar före den allvarliga incidenten DS-002 (20 augusti 2019) fakturerades "
        "1 239 818,84 kr, och under lika många dagar efter den "
        "1 723 825,40 kr. Ingen annan allvarlig rad är daterad i samma tid."
    )
    assert plain(claim.en) == (
        "In the 60 days before the serious incident DS-002 (20 August 2019) "
        "SEK 1,239,818.84 was invoiced, and in as many days after it "
        "SEK 1,723,825.40. No other serious row is dated in the same time."
    )
    assert claim.number == Decimal("484006.56")
    assert claim.demo
    assert len(claim.row_ids) == 1 + 8 + 11
