"""Incident rows and e-mail rows: dates with precision, levels, people, moments and addresses."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tables_sheets import built, codes

from skolkit.model import Doubt

TICKETS = [
    "Ärende-id",
    "Anmält datum",
    "Modul",
    "Typ",
    "Allvarlighet",
    "Antal drabbade",
    "Beskrivning",
    "Status",
    "Stängt datum",
]
TICKET = [
    "INC-1",
    "2021-01-07",
    "Frånvaro",
    "Tillgänglighet",
    "2",
    "1 302",
    "Gick\ninte att nå",
    "Stängt",
    "2021-01-15",
]
LOG = [
    "Nr",
    "Datum",
    "Tid",
    "Riktning",
    "Avsändare",
    "Mottagare",
    "Ämne",
    "Storlek (kB)",
    "Bilagor",
]
MAIL = ["1", "2021-03-01", "08:14", "ut", "a@x.example.se", "b@y.example.se", "Hej", "1 858", "2"]


def _ticket(**changes: str) -> list[str]:
    names = ["id", "date", "module", "kind", "severity", "affected", "text", "status", "closed"]
    return [changes.get(name, text) for name, text in zip(names, TICKET, strict=True)]


def _mail(**changes: str) -> list[str]:
    names = ["no", "date", "time", "way", "sender", "to", "subject", "size", "files"]
    return [changes.get(name, text) for name, text in zip(names, MAIL, strict=True)]


def test_a_ticket() -> None:
    row = built(TICKETS, TICKET).incidents[0]
    assert (row.incident_id, row.date, row.date_precision) == ("INC-1", date(2021, 1, 7), "day")
    assert (row.module, row.kind, row.severity) == ("Frånvaro", "availability", 2)
    assert (row.affected_persons, row.summary_sv) == (1302, "Gick inte att nå")
    assert (row.status, row.closed) == ("Stängt", date(2021, 1, 15))
    assert row.row_id == "incidents:papper-pdf#1!R2"


def test_levels_in_words_and_digits() -> None:
    texts = ["3 - Hög", "Kritisk", "Låg", "4", "Medel", "7", "röd"]
    tables = built(TICKETS, *(_ticket(severity=text) for text in texts))
    assert [row.severity for row in tables.incidents] == [3, 4, 1, 4, 2, None, None]
    assert [row.doubts for row in tables.incidents[5:]] == [("severity:not-in-list",)] * 2
    assert codes(tables) == ["W_VALUE", "W_VALUE"]


def test_priority_is_not_severity() -> None:
    head = [text if text != "Allvarlighet" else "Prioritet" for text in TICKETS]
    assert built(head, TICKET).incidents[0].severity is None


def test_a_head_count_that_is_none_is_kept_as_text_and_doubted() -> None:
    tables = built(TICKETS, *[_ticket()] * 5, _ticket(affected="ca 50"), _ticket(affected="-"))
    row, empty = tables.incidents[5:]
    assert (row.affected_persons, row.affected_as_published) == (None, "ca 50")
    assert row.doubts == ("affected_persons:not-a-number",)
    assert (empty.affected_persons, empty.doubts) == (None, ())


def test_the_column_for_precision_can_only_lower_it() -> None:
    head = ["Incidentid", "Datum", "Datumprecision", "Modul", "Typ", "Sammanfattning"]
    rows = [
        ["I1", "2018", "årstid", "x", "Juridik", "a"],
        ["I2", "2018-10-01", "månad", "x", "Juridik", "b"],
        ["I3", "2016", "dag", "x", "Juridik", "c"],
        ["I4", "hösten 2018", "", "x", "Juridik", "d"],
    ]
    read = [(row.date, row.date_precision) for row in built(head, *rows).incidents]
    assert read == [
        (date(2018, 1, 1), "season"),
        (date(2018, 10, 1), "month"),
        (date(2016, 1, 1), "year"),
        (date(2018, 9, 1), "season"),
    ]


def test_sources_and_moments() -> None:
    head = ["Incident id", "Skapad", "Beskrivning", "Källor"]
    row = built(
        head, ["I1", "2021-04-13 08:14", "text", "mitti-forskola;\nmitti-\nsakerhet"]
    ).incidents[0]
    assert row.date == date(2021, 4, 13)
    assert row.source_ids == ("mitti-forskola", "mitti-sakerhet")


def test_sums_under_a_list_are_no_incidents_and_told_of() -> None:
    tables = built(TICKETS, TICKET, ["Totalt", "", "", "", "", "1 302", "", "", ""])
    assert len(tables.incidents) == 1
    assert codes(tables) == ["W_UNSURE_TABLE"]
    assert "3" in tables.problems[0].detail


def test_an_incident_without_a_date_is_kept_and_doubted() -> None:
    row = built(TICKETS, _ticket(date="")).incidents[0]
    assert (row.date, row.doubts) == (None, ("date:missing",))


def test_a_message() -> None:
    row = built(LOG, MAIL).messages[0]
    assert (row.message_no, row.direction, row.sent) == ("1", "ut", datetime(2021, 3, 1, 8, 14))
    assert (row.size_kb, row.attachments) == (Decimal(1858), 2)
    assert row.doubts == ()


def test_moments_in_one_column() -> None:
    head = ["Skickat", "Från", "Till", "Ämne"]
    texts = ["2021-03-01 08:14", "1/3 2021 08.14", "1 mars 2021 kl. 08.14"]
    tables = built(head, *([text, "a@x.example.se", "b@y.example.se", "Hej"] for text in texts))
    assert [row.sent for row in tables.messages] == [datetime(2021, 3, 1, 8, 14)] * 3


def test_times_with_a_full_stop_are_times_and_no_numbers() -> None:
    texts = ["10.14", "11.05", "08.30", "9.59"]
    tables = built(LOG, *(_mail(time=text) for text in texts))
    assert [row.sent.strftime("%H:%M") for row in tables.messages if row.sent] == [
        "10:14",
        "11:05",
        "08:30",
        "09:59",
    ]
    assert tables.problems == ()


def test_a_day_without_a_time_keeps_the_day_and_is_doubted() -> None:
    tables = built(LOG, MAIL, _mail(time=""), _mail(time="8l14"), _mail(date="2021-03-99"))
    assert [(row.sent, row.doubts) for row in tables.messages[1:]] == [
        (datetime(2021, 3, 1), ("sent:missing",)),
        (datetime(2021, 3, 1), ("sent:not-a-date",)),
        (None, ("sent:not-a-date",)),
    ]
    assert codes(tables) == ["W_VALUE"] * 3


def test_directions() -> None:
    texts = ["in", "Inkommande", "U", "Utgående", "skickat", "?"]
    tables = built(LOG, *(_mail(way=text) for text in texts))
    assert [row.direction for row in tables.messages] == ["in", "in", "ut", "ut", "ut", ""]
    assert tables.messages[5].doubts == ("direction:not-in-list",)


def test_addresses_broken_over_lines_are_joined() -> None:
    mail = _mail(
        sender="anna.andersson@exempel\nskolan.example.se",
        to="a@x.example.se;\nBo Bo\nBosson, c@z.example.se",
    )
    row = built(LOG, mail).messages[0]
    assert row.sender == "anna.andersson@exempelskolan.example.se"
    assert row.recipients == "a@x.example.se; Bo Bo Bosson; c@z.example.se"


def test_sizes_in_other_units_and_names_of_attachments() -> None:
    head = ["Datum och tid", "Från", "Till", "Ämne", "Storlek", "Bilagor"]
    when = "2021-03-01 08:14"
    tables = built(
        head,
        [when, "a", "b", "x", "1,5 MB", "avtal.pdf; bilaga 1.docx"],
        [when, "a", "b", "x", "12 kB", "0"],
        [when, "a", "b", "x", "12 kr", "-"],
    )
    assert [row.size_kb for row in tables.messages] == [1500, 12, None]
    assert [row.attachments for row in tables.messages] == [2, 0, None]
    assert tables.messages[2].doubts == ("size_kb:unit-unknown",)


def test_a_doubted_subject_is_kept_and_marked() -> None:
    row = built(LOG, MAIL, doubts={(2, 7): Doubt.CLIPPED}).messages[0]
    assert (row.subject, row.doubts) == ("Hej", ("subject:clipped",))


def test_an_address_without_its_at_sign_is_doubted_and_a_name_is_not() -> None:
    tables = built(LOG, _mail(sender="annaQx.example.se"), _mail(sender="Anna Annasson"))
    assert [row.doubts for row in tables.messages] == [("sender:not-an-address",), ()]
    assert tables.messages[0].sender == "annaQx.example.se"
    assert codes(tables) == ["W_VALUE"]


def test_ids_of_sources_are_joined_however_the_lines_came() -> None:
    head = ["Incident id", "Skapad", "Beskrivning", "Källor"]
    texts = ["mitti- sakerhet; cs-gdpr.", "mitti-\nsakerhet;cs-gdpr"]
    tables = built(head, *(["I1", "2021-04-13", "text", text] for text in texts))
    assert {row.source_ids for row in tables.incidents} == {("mitti-sakerhet", "cs-gdpr")}
