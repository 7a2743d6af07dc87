"""Everyday ledgers, mail logs and ticket exports keep what is nobody's, and lose what is."""

from __future__ import annotations

import pytest

from skolkit.model import Cell, Sheet
from skolkit.privacy.detect import inspect, spans
from skolkit.privacy.model import Decision
from skolkit.privacy.topics import Topic, topic
from skolkit.tables.values import type_cells


def masked(*rows: tuple[str, ...]) -> set[str]:
    """The pieces of a sheet's cells that are masked."""
    return set(_found(rows, Decision.MASK))


def kept(*rows: tuple[str, ...]) -> dict[str, str]:
    """The pieces that looked like personal data and are shown, with the rule that says so."""
    return _found(rows, Decision.KEEP)


def _found(rows: tuple[tuple[str, ...], ...], decision: Decision) -> dict[str, str]:
    cells = tuple(
        Cell(row, column, text)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    )
    sheet = type_cells(Sheet("d#1", "d", "d.csv", "Blad1", cells))
    raw = {(cell.row, cell.column): cell.raw for cell in sheet.cells}
    return {
        raw[one.row, one.column][one.span.start : one.span.end]: one.span.rule
        for one in inspect(sheet)
        if one.row and one.span.decision is decision
    }


@pytest.mark.parametrize("due", ["Förf.datum", "Förf. datum", "Bokf.datum", "Förfdat", "Bokf dat"])
def test_a_date_on_which_something_is_due_or_booked_is_no_birth(due: str) -> None:
    """Nor is the account beside it the last four digits of anybody."""
    rows = [("Exempelkonsult AB", f"2021-02-{day}", "6550", "63 750,00") for day in range(10, 16)]
    assert masked(("Leverantör", due, "Kto", "Netto"), *rows) == set()


@pytest.mark.parametrize("born", ["F.dat", "Elevens f. dat", "Födelsedatum", "Föd.dat"])
def test_a_date_of_birth_in_short_is_one(born: str) -> None:
    assert topic(born) is Topic.BIRTH
    rows = [("Testa Testsson", "2011-02-10"), ("Provo Provberg", "2012-03-11")]
    assert {"2011-02-10", "2012-03-11"} <= masked(("Namn", born), *rows)


def test_a_date_and_a_time_with_a_full_stop_are_no_personnummer() -> None:
    rows = [
        ("Testa Testsson", f"2020-10-{day} {hour}.37", "Sv: avtalet")
        for day, hour in [("05", "14"), ("19", "08"), ("21", "16"), ("30", "09"), ("31", "23")]
    ]
    assert masked(("Från", "Skickat", "Ämne"), *rows) == {"Testa Testsson"}


@pytest.mark.parametrize("text", ["2020-10-05 25.37", "2020-10-05 14.87", "20201005-1437"])
def test_what_is_no_time_of_day_may_be_somebodys(text: str) -> None:
    assert text in masked(("Namn", "Nr"), ("Testa Testsson", text))


@pytest.mark.parametrize(
    "text",
    [
        "Period: 202001--202004",
        "1 100 000 | 1 047 250 | 52 750",
        "Skrivare plan 3 skriver tomma sidor",
        "Stadshuset plan 3",
        "Lessons shown one hour late",
        "Kommunalförbundet Skolnät Nord",
        "PER_FROM",
        "PER_TOM",
    ],
)
def test_what_a_sheet_says_of_its_matter_is_nobodys(text: str) -> None:
    assert [one for one in spans(text) if one.decision is Decision.MASK] == []


@pytest.mark.parametrize(
    "text",
    [
        "070|234567",
        "Storgatan 3",
        "Anna Skoldberg",
        "PER_TOMASSON",
        "Per Tomasson",
        "N. Wallgren-Påhitt",
    ],
)
def test_what_looks_like_it_and_is_somebodys_is_masked(text: str) -> None:
    assert [text] == [
        text[one.start : one.end] for one in spans(text) if one.decision is Decision.MASK
    ]


def test_an_export_of_tickets_in_english_loses_its_persons_and_no_more() -> None:
    head = ("Issue key", "Issue Type", "Summary", "Status", "Reporter", "Created", "Resolution")
    rows = [
        (
            "HITTA-1",
            "Bug",
            "Login loop",
            "In Progress",
            "Quo Vadisar",
            "14/Apr/21 8:15 AM",
            "Fixed",
        ),
        ("HITTA-2", "Task", "Grades late", "To Do", "Alder, M.", "16/Apr/21 9:00 AM", "Won't Do"),
        ("HITTA-3", "Bug", "No schedule", "Closed", "qvadis", "19/Apr/21 1:40 PM", "Done"),
    ]
    assert masked(head, *rows) == {"Quo Vadisar", "Alder, M", "qvadis"}


def test_what_somebody_is_in_a_column_of_persons_is_no_name() -> None:
    told = ["It-chef", "Projektledare B", "Rektor 2", "Dataskyddsombudet", "Leverantör", "Jour"]
    rows = [("SD-1", "2021-02-03", one) for one in told]
    assert masked(("Ärende", "Datum", "Ansvarig"), *rows) == set()
    assert kept(("Ärende", "Datum", "Ansvarig"), *rows) == {
        "It-chef": "office",
        "Projektledare B": "office",
        "Rektor": "office",
        "Dataskyddsombudet": "office",
        "Leverantör": "office",
        "Jour": "office",
    }
    named = [("SD-1", "2021-02-03", "Qvido Rektorsson"), ("SD-2", "2021-02-03", "Hauser")]
    assert masked(("Ärende", "Datum", "Ansvarig"), *named) == {"Qvido Rektorsson", "Hauser"}


def test_running_numbers_under_post_are_no_postcodes() -> None:
    rows = [(str(n), "Testa Testsson", "Förstudie", "1 200") for n in range(1, 5)]
    assert masked(("Post nr", "Ansvarig", "Avser", "Belopp"), *rows) == {"Testa Testsson"}
    lived = masked(("Namn", "Postnr"), ("Testa Testsson", "123 45"), ("Provo Prov", "543 21"))
    assert {"123 45", "543 21"} <= lived


def test_a_line_of_labels_with_their_values_heads_no_columns() -> None:
    rows = [("Upphandling", "0,8", "0,75"), ("Införande", "6,2", "5,9")]
    head = (("Projektledare: N.N.", "", "Datum: 2021-06-11"), ("1. Ekonomi (mnkr)",))
    assert masked(*head, ("Delprojekt", "Budget", "Utfall"), *rows) == set()


@pytest.mark.parametrize("more", ["Middag den 10:e?", "BESTRIDD FAKTURA 71980"])
def test_words_beside_a_person_that_say_more_than_a_name_are_none(more: str) -> None:
    rows = [("2021-02-03", "Testa Testsson", more)]
    assert masked(("Datum", "Avsändare", "Rad"), *rows) == {"Testa Testsson"}


def test_the_name_of_an_account_is_no_users() -> None:
    """Nor is what stands beside a system that is called ``Login``."""
    rows = [("5010", "Månadslöner", "1 200"), ("6540", "Licenser", "310")]
    assert masked(("Konto", "Kontonamn", "Utfall"), *rows) == set()
    tickets = [("1", "2021-01-02", "Login", "Confidentiality", "Wrong")] * 2
    assert masked(("No.", "Date", "System", "Nature of breach", "Description"), *tickets) == set()
    assert masked(("Ärende", "Användarnamn"), ("1", "annber01"), ("2", "qvidis")) == {
        "annber01",
        "qvidis",
    }
