"""Sheets: headings, columns, rows and neighbours tell what a cell hides; decoys are kept."""

from __future__ import annotations

import csv
import random
from collections import Counter
from pathlib import Path

import pytest
from planted import Page, pages, with_check_digit
from planted_office import office_pages

from skolkit.model import Cell, Sheet
from skolkit.privacy.detect import inspect, protected
from skolkit.privacy.model import Decision, Found, Kind
from skolkit.tables.values import type_cells

CLEAN = Path(__file__).parents[1] / "data" / "clean"
LOOKALIKES = {"0": "Oo8", "1": "lI|", "2": "Z", "5": "S", "8": "B", "9": "g", "-": "~–_ ", ".": ","}


def _sheet(*rows: tuple[object, ...], name: str = "Blad1") -> Sheet:
    cells = tuple(
        Cell(row, column, str(text))
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text != ""
    )
    return type_cells(Sheet("d#1", "d", "d.csv", name, cells))


def _left(sheet: Sheet) -> dict[tuple[int, int], str]:
    """What is left of each cell once all that must be masked is."""
    left = {(cell.row, cell.column): list(cell.raw) for cell in sheet.cells}
    for one in inspect(sheet):
        if one.row and one.span.decision is Decision.MASK:
            span = one.span
            left[one.row, one.column][span.start : span.end] = "\0" * (span.end - span.start)
    return {place: "".join(text).replace("\0", "").strip() for place, text in left.items()}


def _rules(sheet: Sheet, decision: Decision) -> set[str]:
    return {one.span.rule for one in inspect(sheet) if one.span.decision is decision}


def test_columns_of_persons_are_masked_whatever_is_in_them() -> None:
    sheet = _sheet(
        ("Elevlista",),
        ("Förnamn", "Efternamn", "Pnr", "Mobil", "Klass"),
        ("Krim", "Bogga", "040101-2398", "0701740605", "7B"),
        ("Lo", "Ek", "0401O1-23", "701740612", "7B"),
        ("Skog", "Björk", "401022389", "O7O-174 O6", "7B"),
    )
    left = _left(sheet)
    assert [left[row, column] for row in (3, 4, 5) for column in range(1, 6)] == [
        *("", "", "", "", "7B") * 3
    ]


def test_a_column_without_a_heading_is_known_by_most_of_its_cells() -> None:
    rows = [("Sara Kråk", f"200401{day:02}-23{day:02}", "7B") for day in range(1, 6)]
    sheet = _sheet(*rows, ("Krim Bogga", "2004O1-77", "7B"))
    assert _left(sheet)[6, 1] == _left(sheet)[6, 2] == ""


def test_a_heading_that_counts_says_nothing_over_a_column_of_names() -> None:
    rows = [("Påhitta Provberg", "20040101-2398"), ("Låtsa Lekvik", "20040102-2389")] * 2
    left = _left(_sheet(("Barn", "Personnummer"), *rows))
    assert {text for (row, _), text in left.items() if row > 1} == {""}
    counted = _sheet(("Skola", "Barn"), ("Granskolan", 214), ("Almskolan", 98))
    assert _rules(counted, Decision.MASK) == set()


@pytest.mark.parametrize("heading", ["Skapad av", "Beställd av", "Approved by"])
def test_who_did_something_is_a_person(heading: str) -> None:
    left = _left(_sheet(("Ärende", heading), ("Lås", "Påhitta Provberg"), ("Dörr", "Låtsa Lek")))
    assert (left[2, 2], left[3, 2]) == ("", "")


def test_what_something_was_struck_by_is_none() -> None:
    sheet = _sheet(("Ärende", "Orsakad av"), ("Lås", "Trasig Server"), ("Dörr", "Nytt Nät"))
    assert _rules(sheet, Decision.MASK) == set()


def test_a_row_with_a_number_is_no_row_of_headings_however_misread() -> None:
    """``I6`` for 16 leaves the row without a figure, and a school is a word of headings.

    Nor is a school a label of the name at its right.
    """
    rows = [
        (number, "Låtsa Lektorp", f"2004010{number}-2398", "9C", "Östra skolan", "Exempla Åsmo")
        for number in ("1", "2", "3", "I", "5")
    ]
    left = _left(_sheet(*rows))
    assert {left[row, column] for row in range(1, 6) for column in (2, 3, 6)} == {""}


@pytest.mark.parametrize(
    "heading",
    ["Utfall 2019-01-01 – 2019-12-31", "2019/2020", "Budget 20190101-20191231", "E-post (x@y.se)"],
)
def test_a_row_of_headings_may_hold_a_period(heading: str) -> None:
    left = _left(_sheet(("Elev", "Skola", heading), ("Dumina", "Granskolan", "1")))
    assert left[2, 1] == ""


def test_a_misread_term_or_class_is_no_name() -> None:
    rows = [
        ("Påhitta Provberg", "20040101-2398", "VT 2O1O", "7B"),
        ("Låtsa Lek", "", "HT 20|I", ""),
    ]
    left = _left(_sheet(("Elev", "Personnummer", "Start", "Grupp"), *rows))
    assert (left[2, 3], left[3, 3], left[2, 4]) == ("VT 2O1O", "HT 20|I", "7B")


def test_forms_are_read_by_the_labels_beside_the_values() -> None:
    sheet = _sheet(("Namn:", "Krim Bogga"), ("Personnummer:", "2004 01"), ("Belopp:", "2004010123"))
    left = _left(sheet)
    assert (left[1, 2], left[2, 2], left[3, 2]) == ("", "", "2004010123")


def test_decoys_among_labels_are_kept_and_told_of() -> None:
    sheet = _sheet(
        ("Vad", "Värde"),
        ("Organisationsnummer", "212000-0142"),
        ("Belopp", "2004010123"),
        ("Diarienummer", "UTBN 2020/1234-5"),
        ("Bankgiro", "5050-1055"),
        ("Period", "20190101-20191231"),
        ("Tid", "2019-01-01 12:34"),
        ("Telefontid", "08.00-16.30"),
        ("ISBN", "978-91-0-012345-6"),
        ("Kostnad", "2004010199"),
    )
    assert not _rules(sheet, Decision.MASK)
    assert _rules(sheet, Decision.KEEP) == {
        *("orgnr-third-digit", "money-column", "date-and-time", "time-range")
    }


@pytest.mark.parametrize(
    ("left", "right"), [("Född", "Sista fyra"), ("Date of birth", "Last four"), ("Född", "X")]
)
def test_a_date_and_four_digits_beside_it_are_one_number(left: str, right: str) -> None:
    sheet = _sheet(
        (left, right, "Klass"), ("2004-01-01", "2398", "7B"), ("2010-01-01", "2382", "4A")
    )
    found = {(one.row, one.column): one.span for one in inspect(sheet)}
    assert {found[row, 1].kind for row in (2, 3)} == {Kind.FODELSEDATUM}
    assert {found[row, 2].kind for row in (2, 3)} == {Kind.PERSONNUMMER}
    assert set(_left(sheet).values()) == {left, right, "Klass", "", "7B", "4A"}


def test_a_date_beside_an_account_is_two_figures() -> None:
    rows = [(f"2019-01-{day:02}", 5410 + day, "Kablar") for day in range(1, 9)]
    assert inspect(_sheet(("Fakturadatum", "Konto", "Text"), *rows)) == ()
    assert inspect(_sheet(("A", "B", "C"), *rows)) == ()


def test_check_digits_tell_a_split_number_where_no_heading_does() -> None:
    tens = [with_check_digit(f"04{month:02}15239") for month in range(1, 6)]
    rows = [(f"2004-{ten[2:4]}-{ten[4:6]}", ten[6:]) for ten in tens]
    assert "four-beside-date" in _rules(_sheet(("A", "B"), *rows), Decision.MASK)


@pytest.mark.parametrize(
    "rows",
    [
        (("20040101-", "2398", "7B"),),
        (("040101-23", "98", "7B"),),
        (("1", "elev 20040101-"), ("", "2398")),
    ],
)
def test_a_number_cut_by_the_edge_of_a_cell_is_masked(rows: tuple[tuple[str, ...], ...]) -> None:
    text = " ".join(_left(_sheet(*rows)).values())
    assert not any(c.isdigit() for c in text.replace("7B", "").replace("1 elev", ""))


def test_figures_that_hold_a_date_by_chance_are_kept() -> None:
    numbers = ("2004010124", "9871234567", "5512345678", "1234567890", "4455667788", "7766554433")
    sheet = _sheet(("Löpande", "Mätvärden"), *((i, n) for i, n in enumerate(numbers)))
    assert _rules(sheet, Decision.KEEP) == {"column-of-numbers"}
    assert not _rules(sheet, Decision.MASK)


def test_measures_with_decimals_are_kept_and_persons_with_a_misread_hyphen_are_not() -> None:
    chance = random.Random(5)  # noqa: S311
    measures = [f"{chance.uniform(100000, 999999):.4f}" for _ in range(300)]
    sheet = _sheet(("Kommun", "Utfall"), *(("Exempelstad", each) for each in measures))
    assert _rules(sheet, Decision.MASK) == set()
    assert "column-of-measures" in _rules(sheet, Decision.KEEP)
    persons = _sheet(("Post", "Utfall"), *(("Post", f"0401{day:02}.2398") for day in range(1, 20)))
    assert {text for (row, column), text in _left(persons).items() if row > 1 < column} == {""}


def test_a_column_of_references_that_are_persons_is_masked() -> None:
    tens = [with_check_digit(f"0401{day:02}239") for day in range(1, 6)]
    persons = _sheet(("Referens", "Kr"), *((f"20{ten[:6]}-{ten[6:]}", 1) for ten in tens))
    wrong = [f"20{ten[:6]}-{ten[6:9]}{(int(ten[9]) + 1) % 10}" for ten in tens]
    invoices = _sheet(("Referens", "Kr"), *((each, 1) for each in wrong))
    assert not any("-" in text for text in _left(persons).values())
    assert not _rules(invoices, Decision.MASK)


def test_names_are_masked_where_they_stand_again() -> None:
    sheet = _sheet(
        ("Ärende", "Anmälare", "Beskrivning"),
        ("INC-1", "Kråkan Bogga", "Kråkan ringde om Boggas konto"),
        ("INC-2", "Kundtjänst", "KRÅKAN BOGGA är nöjd"),
    )
    left = _left(sheet)
    assert left[2, 3] == "ringde om  konto"
    assert left[3, 3] == "är nöjd"
    assert left[3, 2] == "Kundtjänst"


def test_things_and_bodies_in_a_column_of_names_are_kept() -> None:
    things = _sheet(("Modul", "Namn", "Version"), ("A", "Frånvaro", 1), ("B", "Schema", 2))
    assert inspect(things) == ()
    suppliers = _sheet(
        ("Leverantör", "Org.nr", "Adress"), ("Påhittade Data AB", "556036-0793", "Storgatan 1")
    )
    assert _rules(suppliers, Decision.KEEP) == {"orgnr-third-digit", "address-of-a-body"}
    assert not _rules(suppliers, Decision.MASK)


def test_another_reading_tells_what_a_misread_cell_hides() -> None:
    for raw in ("se 2004010172398 åter", "se 2x04U1U1 23y8 åter"):
        alone = Sheet("d#1", "d", "d.pdf", "", (Cell(2, 2, raw),))
        assert inspect(alone) == ()
        cell = Cell(2, 2, raw, rivals=("se 20040101-2398 åter",))
        read = Sheet("d#1", "d", "d.pdf", "", (cell,))
        (one,) = inspect(read)
        assert one.span.rule == "another-reading"
        assert raw[: one.span.start] + raw[one.span.end :] == "se  åter"


def test_the_name_of_a_sheet_and_its_headings_are_looked_into() -> None:
    sheet = _sheet(
        ("Skola", "Elev 20160101-2394", "a.b@example.com"),
        ("Kråkvik", 4, 5),
        name="Testsson 140101-2396",
    )
    named = [one for one in inspect(sheet) if one.row == 0]
    assert [(one.column, one.span.kind) for one in named] == [
        (0, Kind.NAMN),
        (0, Kind.PERSONNUMMER),
    ]
    assert (_left(sheet)[1, 2], _left(sheet)[1, 3]) == ("Elev", "")


@pytest.mark.parametrize(
    "marking",
    [
        *("Skyddad identitet", "sekretessmarkering", "skydd. folkbokf.", "SEKR. MARK."),
        *("skyddade personuppg.", "Kvarskrivning", "spärrmarkerad", "fingerade personuppgifter"),
        *("Protected identity", "5kyddad ldentitet", "SPU", "sekretess", "Skyddad\nidentitet"),
    ],
)
def test_a_marking_takes_name_class_and_school_with_it(marking: str) -> None:
    sheet = _sheet(
        ("Elev", "Klass", "Skola", "Anm"),
        ("Krim Bogga", "7B", "Kråkvik", marking),
        ("Krom Begga", "4A", "Duvhöjden", "glutenfri"),
    )
    assert _masked_rows(sheet) == {2}
    left = _left(sheet)
    assert [left[2, column] for column in range(1, 5)] == [""] * 4
    assert [left[3, column] for column in range(2, 5)] == ["4A", "Duvhöjden", "glutenfri"]


def test_a_class_and_a_school_are_enough_beside_a_marking() -> None:
    sheet = _sheet(("Klass", "Skola", "Anm"), ("7B", "Kråkvik", "skyddad identitet"))
    assert _masked_rows(sheet) == {2}


def test_answers_below_a_heading_mark_rows() -> None:
    rows = (("Krim Bogga", "Ja"), ("Krom Begga", "Nej"), ("Krum Bigga", ""))
    assert _masked_rows(_sheet(("Elev", "Skyddad identitet"), *rows)) == {2}


def test_a_title_or_a_sheet_name_marks_a_whole_list() -> None:
    rows = (("Elev", "Klass"), ("Krim Bogga", "7B"), ("Krom Begga", "7C"))
    assert _masked_rows(_sheet(("Elever med skyddad identitet",), *rows)) == {3, 4}
    assert _masked_rows(_sheet(*rows, name="Skyddade personuppgifter")) == {2, 3}


@pytest.mark.parametrize(
    "text",
    [
        "Kostnad för skyddade personuppgifter",
        "60 elever med skyddad identitet",
        "Skyddad identitet ska hanteras enligt rutin",
        "Utbildning om kvarskrivning",
    ],
)
def test_words_that_speak_of_nobody_are_kept_and_told_of(text: str) -> None:
    sheet = _sheet(("Konto", "Text", "Belopp"), ("5410", text, "12 000"))
    assert [(one.span.rule, one.span.decision) for one in protected(sheet)] == [
        ("concept", Decision.KEEP)
    ]


def test_running_text_of_one_person_and_a_school_is_masked() -> None:
    text = "Uppgift om elev med skyddad identitet visades för alla på Granskolan"
    sheet = _sheet(("Id", "Modul", "Beskrivning"), ("1", "Betyg", text))
    assert _left(sheet)[2, 3] == ""
    assert _left(sheet)[2, 2] == "Betyg"


def _masked_rows(sheet: Sheet) -> set[int]:
    return {one.row for one in protected(sheet) if one.span.decision is Decision.MASK}


def _slipped(text: str, chance: random.Random, rate: float) -> str:
    """The text as a reader may give it: some digits and marks turned into their look-alikes."""
    return "".join(
        chance.choice(LOOKALIKES[c]) if c in LOOKALIKES and chance.random() < rate else c
        for c in text
    )


def _as_sheet(page: Page, chance: random.Random, rate: float) -> Sheet:
    return _sheet(*([_slipped(t.text, chance, rate) for t in row] for row in page.rows))  # type: ignore[arg-type]


@pytest.mark.parametrize("rate", [0.0, 0.01])
def test_planted_pages_leak_nothing_and_keep_their_decoys(rate: float) -> None:
    chance = random.Random(11)  # noqa: S311
    planted: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for page in (*pages(seed=3, count=20), *office_pages(seed=3, count=6)):
        sheet = _as_sheet(page, chance, rate)
        left = _left(sheet)
        for row, texts in enumerate(page.rows, start=1):
            for column, text in enumerate(texts, start=1):
                rest = left.get((row, column), "")
                for kind, value in text.personal:
                    planted[kind] += 1
                    failed[kind] += _tells(value, rest)
                for _ in text.decoys:
                    planted["decoys"] += 1
                    whole = next(
                        (c.raw for c in sheet.cells if (c.row, c.column) == (row, column)), ""
                    )
                    failed["decoys"] += rest != whole.strip()
    assert planted.total() > 1500
    allowed = {
        kind: count * (0.001 if kind == "decoys" else 0.005) for kind, count in planted.items()
    }
    slack = 0 if rate == 0 else 1  # of a few hundred, one is more than the share allows
    assert {k: n for k, n in failed.items() if n > allowed[k] + slack} == {}


def _tells(value: str, rest: str) -> bool:
    words = [word for word in value.replace("-", " ").replace("@", " ").split() if len(word) > 3]
    return any(word in rest for word in words)


def _found_in(collection: str) -> list[Found]:
    cells: dict[str, list[Cell]] = {}
    with (CLEAN / collection / "cells.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = int(row["row"]), int(row["column"])
            cells.setdefault(row["sheet_id"], []).append(Cell(*place, row["raw"]))
    return [
        one
        for sheet_id, each in cells.items()
        for one in inspect(type_cells(Sheet(sheet_id, "", "", "", tuple(each))))
    ]


def test_of_the_public_record_only_persons_that_the_press_named_are_masked() -> None:
    """Officials and consultants in sources; no figure, date, code or body in 2 700 cells."""
    masked = [one for one in _found_in("public-record") if one.span.decision is Decision.MASK]
    assert {one.span.kind for one in masked} == {Kind.NAMN}
    assert len({one.text[one.span.start : one.span.end] for one in masked}) <= 6


def test_of_the_demo_every_address_and_contact_is_masked_and_no_figure() -> None:
    found = _found_in("demo-disclosure")
    masked = Counter(one.span.kind for one in found if one.span.decision is Decision.MASK)
    assert set(masked) == {Kind.EPOST, Kind.NAMN, Kind.SKYDDAD}
    assert masked[Kind.EPOST] > 700
    assert masked[Kind.NAMN] == 10
    kept = Counter(one.span.rule for one in found if one.span.decision is Decision.KEEP)
    assert set(kept) == {"function-address", "orgnr-third-digit", "concept"}
