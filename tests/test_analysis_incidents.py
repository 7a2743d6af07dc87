"""Counts of incidents and messages say what they count; quality counts what is unchecked."""

from __future__ import annotations

from dataclasses import replace

from analysis_data import demo, public_record

from skolkit.analysis import incidents, mail, quality
from skolkit.analysis.frame_rows import cost_rows, incident_rows, message_rows
from skolkit.analysis.frame_values import partial_date, plain, truth
from skolkit.analysis.rows import Message

PUBLIC = public_record()
DEMO = demo()
ROWS = incident_rows(PUBLIC.incidents)
TICKETS = incident_rows(DEMO.incidents)
LOG = message_rows(DEMO.messages)


def test_rows_are_counted_by_year_with_empty_years_kept() -> None:
    years = {one.year: one.rows for one in incidents.by_year(ROWS)}
    assert years == {2016: 2, 2017: 0, 2018: 10, 2019: 6, 2020: 6, 2021: 19}
    assert sum(years.values()) == len(ROWS) == 43


def test_each_count_of_rows_says_that_rows_are_not_incidents() -> None:
    found = {one.claim_id: one for one in incidents.public_incident_findings(ROWS)}
    assert list(found) == ["S1", "S2", "S3", "S4", "S5"]
    for name in ("S1", "S3", "S4"):
        assert "inte antalet incidenter" in found[name].caveat_sv
        assert "not an incident count" in found[name].caveat_en
    assert found["S2"].number == 5
    assert len(found["S2"].row_ids) == 5


def test_kinds_are_named_in_both_languages() -> None:
    assert {incidents.kind_name(row.kind, "sv") for row in ROWS} <= {
        pair[0] for pair in incidents.KINDS.values()
    }
    assert all(incidents.module_english(row.module) for row in ROWS)
    assert {row.module for row in ROWS} <= set(incidents.MODULES_EN)


def test_a_ticket_without_a_date_is_counted_and_said() -> None:
    (claim,) = incidents.ticket_findings(TICKETS, "A1")
    assert claim.demo
    assert "2 rader saknar läst datum" in claim.sv
    assert incidents.ticket_findings((), "A1") == ()
    assert incidents.is_copy(ROWS)
    assert not incidents.is_copy(TICKETS)


def test_gaps_and_repeats_in_the_numbering_are_found() -> None:
    found = mail.numbering(LOG)
    assert found is not None
    assert (found.first, found.last, found.missing, found.repeated) == (1, 10, (4,), ())
    twice = mail.numbering((*LOG, LOG[0], replace(LOG[1], number="l7")))
    assert twice is not None
    assert twice.repeated == (1, 7)
    assert mail.numbering([replace(LOG[0], number="?")]) is None


def test_a_number_in_doubt_is_never_taken_for_read_in_silence() -> None:
    def doubting(at: int, doubt: str) -> Message:
        place = replace(LOG[at].place, doubts=(f"message_no:{doubt}",))
        return replace(LOG[at], place=place)

    log = (LOG[0], doubting(1, "not-a-number"), doubting(2, "readers-disagree"), *LOG[3:])
    found = mail.numbering(log)
    assert found is not None
    assert (found.unread, found.doubted) == (1, 1)
    assert found.missing == (2, 4)
    said = next(claim.sv for claim in mail.mail_findings(log, "M1") if "M1.2" in claim.claim_id)
    assert "saknade: 2 (2, 4)" in said
    assert "olästa: 1, lästa med tvivel: 1." in said


def test_months_without_messages_are_kept_as_zero() -> None:
    assert [(m.month, len(m.incoming), len(m.outgoing)) for m in mail.months(LOG)] == [
        ("2030-04", 3, 2),
        ("2030-05", 0, 0),
        ("2030-06", 3, 1),
    ]


def test_the_counterpart_is_the_other_side() -> None:
    assert mail.counterparts(LOG) == (("bolag.example", 6), ("forening.example", 3))
    assert mail.domains("Å Ä <a@bolag.example>; b@BOLAG.example") == ("bolag.example",)


def test_a_message_to_several_is_said_to_count_for_each() -> None:
    assert mail.mail_findings(LOG, "M1")[2].caveat_sv == ""
    both = replace(LOG[0], direction="ut", recipients=("a@bolag.example", "b@forening.example"))
    caveat = mail.mail_findings((*LOG, both), "M1")[2].caveat_sv
    assert caveat.startswith("Ett meddelande till flera räknas hos var och en")


def test_ranges_are_short_and_whole() -> None:
    assert mail.ranges((1, 2, 3, 7, 9, 10)) == "1–3, 7, 9–10"
    assert mail.ranges(tuple(range(1, 41, 2)), most=3) == "1, 3, 5\u00a0…"


def test_unchecked_numbers_come_from_pictures_only() -> None:
    read = quality.quality(DEMO)
    assert (read.unchecked_numbers, read.doubtful_cells, read.ocr_pages) == (12, 4, 8)
    assert [one.code for one in read.missing] == ["W_MISSING_PAGE"]
    native = quality.quality(PUBLIC)
    assert native.unchecked_numbers == 0
    assert native.numbers > 300


def test_a_misread_amount_in_the_paper_copy_is_named() -> None:
    (check,) = quality.copy_checks(cost_rows(PUBLIC.costs), cost_rows(DEMO.costs))
    assert (check.document, check.rows, check.found, check.equal) == ("copy.pdf", 63, 63, 62)
    assert check.same_id == 63
    assert check.differing == ("C005",)


def test_a_copy_with_misread_ids_is_paired_by_order_and_a_short_one_by_id() -> None:
    read = [
        replace(
            row, place=replace(row.place, document="scan.pdf"), incident_id="1" + row.incident_id
        )
        for row in ROWS
    ]
    (whole,) = quality.copy_checks(ROWS, read)
    assert (whole.found, whole.same_id, whole.equal, whole.differing) == (43, 0, 43, ())
    short = [replace(row, place=replace(row.place, document="scan.pdf")) for row in ROWS[5:]]
    (check,) = quality.copy_checks(ROWS, short)
    assert (check.found, check.same_id, check.equal) == (38, 38, 38)
    assert quality.copy_checks(ROWS, TICKETS) == ()


def test_addresses_without_an_at_sign_are_counted_and_not_guessed() -> None:
    blind = [replace(row, sender="aQbolag.example", recipients=("bQx.example",)) for row in LOG]
    assert mail.counterparts(blind) == ()
    claim = mail.mail_findings(blind, "M1")[2]
    assert "9 meddelanden saknar en adress" in claim.sv
    partly = mail.mail_findings((*LOG, blind[0]), "M1")[2]
    assert partly.number == 6
    assert "1 meddelande saknar" in partly.sv


def test_missing_values_stay_missing() -> None:
    assert plain(float("nan")) == plain(None) == ""
    assert truth("True") is True
    assert truth("") is None
    assert partial_date("2018-01-01", "season") == "2018"
    assert partial_date("2018-05-01", "month") == "2018-05"
