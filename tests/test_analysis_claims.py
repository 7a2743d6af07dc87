"""Findings from the results: one sentence with figure, rows and reservation, in two languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from analysis_data import demo, public_record
from analysis_invented import invoice, message, ticket

from skolkit.analysis import incidents
from skolkit.analysis.around import spending_around
from skolkit.analysis.base import Finding
from skolkit.analysis.clusters import Anchor, cluster
from skolkit.analysis.day_spans import DaySpan
from skolkit.analysis.events import event_rows
from skolkit.analysis.frame_rows import incident_rows, message_rows
from skolkit.analysis.incident_claims import (
    cluster_finding,
    course_findings,
    school_findings,
    ticket_course_findings,
)
from skolkit.analysis.log_claims import log_findings
from skolkit.analysis.school_year import school_clusters, school_days
from skolkit.analysis.spending_claims import spending_finding

PUBLIC = public_record()
ROWS = incident_rows(PUBLIC.incidents)
EVENTS = event_rows(PUBLIC.cells)
NAMES = {row.place.row_id: row.incident_id for row in ROWS}
KNOWN = {row.place.row_id for row in ROWS}


def by_id(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {one.claim_id: one for one in found}


def test_claims_on_the_public_record_say_what_was_worked_out_by_hand() -> None:
    found = by_id(course_findings(ROWS, event_rows(PUBLIC.cells)))
    assert list(found) == ["S6", "S7", "S8", "S9"]
    assert {name: one.number for name, one in found.items()} == {
        "S6": 30,
        "S7": 825,
        "S8": 1,
        "S9": 140_000,
    }
    assert "20 rader i 7 grupper" in found["S6"].sv
    assert "den längsta som är belagd är 825 dagar (Skolpliktsbevakning)" in found["S7"].sv
    assert "1 inom, 0 över, 0 går inte att avgöra, 7 saknar uppgift" in found["S8"].sv
    assert "140,000" in found["S9"].en
    for one in found.values():
        assert set(one.row_ids) <= KNOWN  # rows of a table, so that the report can lead to them
        assert one.caveat_sv
        assert one.caveat_en
        assert not one.demo
    assert course_findings(()) == ()


def test_without_the_time_line_the_dates_stay_and_no_claim_is_lost() -> None:
    assert by_id(course_findings(ROWS))["S8"].number == 1


def test_a_cluster_is_told_with_the_even_spread_beside_it() -> None:
    years = DaySpan(date(2018, 1, 1), date(2021, 12, 31))
    launch = Anchor("lanseringen", "2018-08", "dn-konsulter")
    found = cluster_finding(cluster(ROWS, [launch], years, after_days=30), ROWS, "S10")
    assert found is not None
    assert "2 av 41 rader (kanske 4 till)" in found.sv
    assert "1,7" in found.sv
    assert "1.7" in found.en
    assert len(found.row_ids) == 41
    empty = DaySpan(date(2001, 1, 1), date(2001, 12, 31))
    assert cluster_finding(cluster(ROWS, [launch], empty), ROWS, "S10") is None


def test_rows_near_launch_term_and_marks_are_counted_by_months_of_the_law() -> None:
    days = school_days(EVENTS)
    assert days is not None
    assert days.period == DaySpan(date(2018, 8, 1), date(2024, 7, 31))
    assert [one.date for one in days.term_starts] == [f"{y}-08" for y in range(2018, 2024)]
    assert [one.date for one in days.marks][:3] == ["2018-12", "2019-06", "2019-12"]
    assert len(days.marks) == 12
    found = school_clusters(ROWS, days)
    # 31 and 30 days; six Augusts of 31; six Junes of 30 and six Decembers of 31.
    assert [one.days_near for one in found.values()] == [61, 186, 366]
    near = {name: [NAMES[row] for row in one.near] for name, one in found.items()}
    assert near == {
        "S10": ["I008", "I009"],
        "S11": ["I008", "I009", "I017", "I018"],
        "S12": ["I016", "I023", "I024", "I038", "I039", "I043"],
    }
    # Of these only the year is known.
    assert [NAMES[row] for row in found["S12"].perhaps] == ["I019", "I020", "I025", "I026"]
    assert found["S12"].expected == Fraction(36 * 366, 2192)
    told = by_id(school_findings(ROWS, EVENTS))
    assert {name: one.number for name, one in told.items()} == {"S10": 2, "S11": 4, "S12": 6}
    assert "från lanseringen (2018-08) till 30 dagar efter" in told["S10"].sv
    assert "(2018-12 till 2024-06, 12 gånger)" in told["S12"].sv
    assert "skollagen" in told["S12"].caveat_sv
    assert "orsak" in told["S10"].caveat_sv
    assert school_findings(ROWS, [one for one in EVENTS if one.date != "2018-08"]) == ()


def test_claims_on_tickets_name_those_left_out() -> None:
    rows = [
        ticket("T1", "2021-03-01", "2021-03-03", text="Kan inte logga in"),
        ticket("T2", "2021-03-01", "2021-03-04", text="Okänt"),
        ticket("T3", "2021-03-28"),
        ticket("T4", text="Inloggningen hänger"),
        ticket("T5", "2021-03-28", duplicate_of="T3"),
    ]
    found = by_id(ticket_course_findings(rows, "2021-03-31", "A1"))
    assert list(found) == ["A1.2", "A1.3", "A1.4"]
    assert found["A1.2"].number == 1
    assert "1 av 3 ärenden" in found["A1.2"].sv
    assert "1 rad utan säkra dagar är inte med" in found["A1.2"].sv
    # Closed after 2 and 3 days, open for 3: S is 2/3, then 1/3.
    assert found["A1.3"].number == 3
    assert found["A1.4"].number == 2
    assert all(one.sentence("sv").startswith("DEMO: ") for one in found.values())
    slow = by_id(ticket_course_findings([rows[2]], "2021-03-31", "A1"))
    assert list(slow) == ["A1.2", "A1.3"]
    assert slow["A1.3"].number is None
    assert "Mindre än hälften" in slow["A1.3"].sv
    assert "(Kaplan–Meier; 1 ännu öppet ärende räknas efter sin ålder)" in slow["A1.3"].sv
    all_fit = by_id(ticket_course_findings(rows[:1], "2021-03-31", "A1"))["A1.4"]
    assert all_fit.sv.endswith("(1); alla passar någon regel.")
    assert all_fit.en.endswith("(1); all fit some rule.")
    assert ticket_course_findings([], "2021-03-31", "A1") == ()


def test_claims_on_a_log() -> None:
    rows = [
        message("M1", "2021-03-01T08:00", "bo@bolag.example", "eva@stad.example", direction="in"),
        message("M2", "2021-03-01T09:30", subject="Sv: Påhitt", number="7"),
        message("M3", "2021-03-02T09:30", subject="Faktura 8", number="9"),
    ]
    found = by_id(log_findings(rows, "M1", {}))
    assert list(found) == ["M1.4", "M1.5", "M1.6", "M1.7"]
    assert "bolag.example på andra sidan: 1 därifrån och 2 dit" in found["M1.4"].sv
    assert "Av 2 meddelanden som öppnar en sak har 1 ett svar" in found["M1.5"].sv
    assert "(mediantid 1,5 timmar); 1 har inget" in found["M1.5"].sv
    assert "Ingen vanlig dag saknar meddelanden, mätt mot loggens egen rytm" in found["M1.6"].sv
    assert (
        "1 löpnummer saknas, och ingen sida inne i loggen saknas eller är tom." in found["M1.6"].sv
    )
    assert "sida" not in by_id(log_findings(rows, "M1"))["M1.6"].sv
    assert "pengar och avtal (1); 2 passar ingen regel" in found["M1.7"].sv
    assert log_findings([], "M1") == ()
    shipped = log_findings(message_rows(demo().messages), "M1")
    assert all(one.demo for one in shipped)


def test_spending_is_told_only_where_the_ledger_covers_both_windows() -> None:
    rows = [
        invoice("V1", "2021-02-19", "100.00"),
        invoice("V2", "2021-03-05", "250.00"),
        invoice("V3", "2021-03-11", None),
    ]
    incident = ticket("T1", "2021-03-01", severity="4")
    around = spending_around(rows, incident, days=10)
    assert around is not None
    found = spending_finding(around, rows, "D1")
    assert found is not None
    assert (found.number, found.row_ids) == (150, ("T1", "V1", "V2", "V3"))
    assert "1 oläst belopp" in found.sv
    assert "orsak" in found.caveat_sv
    wide = spending_around(rows, incident, days=11)
    assert wide is not None
    assert spending_finding(wide, rows, "D1") is None


def test_rows_that_all_repeat_others_make_no_claim() -> None:
    rows = [ticket("T1", "2021-03-01", duplicate_of="T9", sources=("påhitt",))]
    assert incidents.public_incident_findings(rows) == ()
    assert incidents.ticket_findings(rows, "A1") == ()
    assert course_findings(rows) == ()
