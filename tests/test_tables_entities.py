"""Suppliers and organisations: what is the same is told why, and what is not sure stays apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rows import plain

from skolkit.model import Cell, Sheet
from skolkit.problems import Problem
from skolkit.tables.company_names import (
    NumberKind,
    company_name,
    company_number,
    has_right_check_digit,
    number_in_name,
)
from skolkit.tables.entities import assign_suppliers
from skolkit.tables.rows import CostRow, InvoiceRow, Tables
from skolkit.tables.supplier_decisions import read_suppliers
from skolkit.tables.violations import violations

ALFA, BETA = "556700-1127", "969712-3454"


def invoice(supplier: str, number: str = "", *, native: bool = False, **more: object) -> InvoiceRow:
    return plain(
        InvoiceRow,
        supplier=supplier,
        organisationsnummer=number,
        sheet_id="csv#1" if native else "scan#1",
        document="a.csv" if native else "a.pdf",
        page=None if native else 1,
        net_sek=Decimal(100),
        **more,
    )


SHEETS = (
    Sheet("scan#1", "scan", "a.pdf", "Blad1", (Cell(1, 1, "x", method="ocr/a+b"),), (1,)),
    Sheet("csv#1", "csv", "a.csv", "Blad1", (Cell(1, 1, "x", method="csv/text"),)),
)


def assigned(*rows: InvoiceRow, decisions: str = "") -> Tables:
    numbered = tuple(
        replace(row, row=n, row_id=f"invoices:{row.sheet_id}!R{n}") for n, row in enumerate(rows, 2)
    )
    return assign_suppliers(
        Tables((), (), (), SHEETS, (), invoices=numbered), read_suppliers(decisions)
    )


def ids(tables: Tables) -> list[str]:
    return [row.supplier_id for row in tables.invoices]


def merged(tables: Tables, supplier_id: str) -> dict[str, str]:
    [row] = [row for row in tables.suppliers if row.supplier_id == supplier_id]
    return dict(zip(row.names, row.merged_by, strict=True))


# --- numbers ----------------------------------------------------------------------------------


def test_check_digit_by_hand() -> None:
    # 5 5 6 7 0 0 1 1 2 times 2 1 2 1 2 1 2 1 2 is 10 5 12 7 0 0 2 1 4, whose digits sum to
    # 1+0 +5 +1+2 +7 +0 +0 +2 +1 +4 = 23: the check digit is 7.
    assert has_right_check_digit("5567001127")
    assert not has_right_check_digit("5567001128")
    assert not has_right_check_digit("556700112")


@given(st.integers(10**8, 10**9 - 1))
def test_every_slip_of_one_digit_is_found(stem: int) -> None:
    right = next(f"{stem}{d}" for d in range(10) if has_right_check_digit(f"{stem}{d}"))
    for place in range(10):
        for digit in "0123456789":
            slip = f"{right[:place]}{digit}{right[place + 1 :]}"
            assert has_right_check_digit(slip) == (slip == right)


@pytest.mark.parametrize(
    ("text", "digits", "kind"),
    [
        ("556700-1127", "5567001127", NumberKind.RIGHT),
        ("5567001127", "5567001127", NumberKind.RIGHT),
        ("16556700-1127", "5567001127", NumberKind.RIGHT),
        ("SE556700112701", "5567001127", NumberKind.RIGHT),
        ("556700–1127", "5567001127", NumberKind.RIGHT),
        ("556700-1128", "5567001128", NumberKind.WRONG),
        ("55670O-1127", "5567001127", NumberKind.WRONG),  # read as O: compared, never corrected
        ("556700-112", "556700112", NumberKind.WRONG),
        ("811218-9876", "8112189876", NumberKind.PERSON),
        ("19811218-9876", "8112189876", NumberKind.PERSON),
    ],
)
def test_printed_numbers(text: str, digits: str, kind: NumberKind) -> None:
    read = company_number(text)
    assert read is not None
    assert (read.digits, read.kind) == (digits, kind)


@pytest.mark.parametrize("text", ["", "-", "[personnummer 3]", "saknas", "12", "5567001127556"])
def test_what_is_no_number(text: str) -> None:
    assert company_number(text) is None


# --- names ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Påhittade Konsulter AB",
        "PÅHITTADE KONSULTER AB",
        "Pahittade Konsulter Aktiebolag",
        "Påhittade  Konsulter A8",
        "PåhittadeKonsulter AB (publ)",
        "AB Påhittade Konsulter",
        "Påhittade-Konsulter, AB.",
    ],
)
def test_spellings_of_one_name(text: str) -> None:
    name = company_name(text)
    assert (name.key, name.form) == ("pahittadekonsulter", "ab")


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("Mall & Utkast HB", ("mall", "och", "utkast"), "hb"),
        ("Fisk A/S", ("fisk",), "as"),
        ("Byn ekonomisk förening", ("byn",), "ekf"),
        ("Nordic Oyj", ("nordic",), "oy"),
        ("AB", ("ab",), ""),
        ("Kb Handel", ("handel",), "kb"),
        ("---", (), ""),
    ],
)
def test_names_and_legal_forms(text: str, words: tuple[str, ...], form: str) -> None:
    name = company_name(text)
    assert (name.words, name.form) == (words, form)


@given(st.text(max_size=60))
def test_names_and_numbers_are_total(text: str) -> None:
    assert "".join(company_name(text).key.split()) == company_name(text).key
    company_number(text)
    number_in_name(text)


# --- what is one supplier ---------------------------------------------------------------------


def test_one_number_is_one_supplier() -> None:
    tables = assigned(invoice("Alfa AB", ALFA), invoice("Alfa Konsult", "5567001127"))
    assert ids(tables) == ["org:556700-1127"] * 2
    [row] = tables.suppliers
    assert (row.name, row.organisationsnummer, row.rows) == ("Alfa AB", ALFA, 2)
    assert merged(tables, "org:556700-1127") == {
        "Alfa AB": "same-number",
        "Alfa Konsult": "same-number",
    }


def test_a_number_in_the_name_counts() -> None:
    tables = assigned(invoice(f"Alfa AB, {ALFA}"), invoice(f"Alfa AB (org.nr {ALFA})"))
    assert ids(tables) == ["org:556700-1127"] * 2
    assert tables.suppliers[0].names == ("Alfa AB",)


def test_a_name_without_number_joins_the_one_company_of_that_name() -> None:
    tables = assigned(invoice("Alfa Konsult AB", ALFA), invoice("ALFA KONSULT"), invoice("Beta HB"))
    assert ids(tables) == ["org:556700-1127", "org:556700-1127", "name:beta-hb"]
    assert merged(tables, "org:556700-1127")["ALFA KONSULT"] == "same-name"
    assert merged(tables, "name:beta-hb") == {"Beta HB": "own-name"}


def test_two_right_numbers_are_never_one_company_though_the_name_is() -> None:
    tables = assigned(
        invoice("Alfa Konsult AB", ALFA),
        invoice("Alfa Konsult AB", BETA),
        invoice("Alfa Konsult AB"),
    )
    assert ids(tables) == ["org:556700-1127", "org:969712-3454", "name:alfa-konsult-ab"]
    assert merged(tables, "name:alfa-konsult-ab") == {"Alfa Konsult AB": "ambiguous-name"}


def test_a_slip_in_the_number_is_told_and_kept_as_printed() -> None:
    slipped = "556700-1121"
    tables = assigned(invoice("Alfa AB", ALFA), invoice("Alfa AB", slipped, row=9))
    assert ids(tables) == ["org:556700-1127"] * 2
    assert tables.invoices[1].organisationsnummer == slipped
    assert merged(tables, "org:556700-1127") == {"Alfa AB": "same-number, number-slip"}
    assert tables.problems == (
        Problem(
            "W_CHECK_DIGIT",
            "a.pdf",
            page=1,
            detail="1 different numbers in 1 rows; the first in row 3",
        ),
    )


def test_a_wrong_number_of_another_shape_keeps_a_name_apart() -> None:
    tables = assigned(invoice("Alfa AB", ALFA), invoice("Alfa AB", "712345-9990"))
    assert ids(tables) == ["org:556700-1127", "name:alfa-ab"]


def test_a_slip_in_the_number_alone_joins_nothing() -> None:
    tables = assigned(invoice("Alfa AB", ALFA), invoice("Gamma AB", "556700-1121"))
    assert ids(tables) == ["org:556700-1127", "name:gamma-ab"]


def test_legal_forms_keep_companies_apart() -> None:
    tables = assigned(invoice("Bygg i Norr AB"), invoice("Bygg i Norr HB"), invoice("Bygg i Norr"))
    assert ids(tables) == ["name:bygg-i-norr-ab", "name:bygg-i-norr-hb", "name:bygg-i-norr"]
    assert merged(tables, "name:bygg-i-norr") == {"Bygg i Norr": "ambiguous-name"}


def test_lost_accents_are_one_name_and_different_ones_are_two() -> None:
    tables = assigned(
        invoice("Hårverket AB", native=True),
        invoice("Harverket AB", native=True),
        invoice("Härverket Två AB", native=True),
        invoice("Hårverket Två AB", native=True),
    )
    assert ids(tables)[0] == ids(tables)[1]
    assert ids(tables)[2] != ids(tables)[3]


def misread(wrong: str, right: str, times: int = 4, *, native: bool = False) -> bool:
    rows = [invoice(right)] * times + [invoice(wrong, native=native)]
    return len(set(ids(assigned(*rows)))) == 1


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Exempelsystern Sverige AB", "Exempelsystem Sverige AB"),
        ("Exempelsystem Svenige AB", "Exempelsystem Sverige AB"),
        ("Exempe1system Sverige AB", "Exempelsystem Sverige AB"),
        ("Låtsas IT-säkerhct AB", "Låtsas IT-säkerhet AB"),
        ("Skenbara Servar AB", "Skenbara Servrar AB"),
    ],
)
def test_one_misread_letter(wrong: str, right: str) -> None:
    assert misread(wrong, right)
    assert not misread(wrong, right, times=3), "printed a fourth as often: too often for a slip"
    assert not misread(wrong, right, native=True), "no reader misreads a native cell"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Jansson Bygg AB", "Hansson Bygg AB"),  # first letters make names
        ("Alfa AB", "Alpa AB"),  # short
        ("Konsulterna 1 AB", "Konsulterna 2 AB"),
        ("Konsulterna Syd AB", "Konsulterna Sid AB"),  # a short word
        ("Konsulterna A AB", "Konsulterna B AB"),
        ("Exempelsystem Sverige HB", "Exempelsystem Svenige AB"),
        ("[namn 3] Konsult", "[namn 8] Konsult"),
        ("Exempelsystom Svenige AB", "Exempelsystem Sverige AB"),  # two letters
    ],
)
def test_what_is_no_misreading(wrong: str, right: str) -> None:
    assert not misread(wrong, right, times=10)


def test_a_misreading_of_two_names_stays_alone() -> None:
    rows = [invoice("Nordkonsulten AB")] * 8 + [invoice("Nordkansulton AB")] * 8
    tables = assigned(*rows, invoice("Nordkonsulton AB"))
    assert len(tables.suppliers) == 3


def test_numbers_speak_against_a_misreading() -> None:
    rows = [invoice("Exempelsystem Sverige AB", ALFA)] * 9
    right = assigned(*rows, invoice("Exempelsystem Svenige AB", "556700-1121"))
    assert merged(right, "org:556700-1127")["Exempelsystem Svenige AB"] == "misread-name"
    assert len(assigned(*rows, invoice("Exempelsystem Svenige AB", BETA)).suppliers) == 2
    assert len(assigned(*rows, invoice("Exempelsystem Svenige AB", "712345-9990")).suppliers) == 2


# --- persons decide ---------------------------------------------------------------------------

MERGE = """
[[merge]]
names = ["Alfa AB", "Alfa Norden AB"]
number = "556700-1127"
reason = "Bytte namn 2020, Bolagsverket"
by = "Redaktionen"
"""
SEPARATE = """
[[separate]]
names = ["Alfa AB", "ALFA"]
reason = "Två företag"
by = "Redaktionen"
"""


def test_a_person_merges_and_taking_the_entry_away_undoes_it() -> None:
    rows = (invoice("Alfa AB"), invoice("Alfa Norden AB"), invoice("Beta HB"))
    assert ids(assigned(*rows)) == ["name:alfa-ab", "name:alfa-norden-ab", "name:beta-hb"]
    tables = assigned(*rows, decisions=MERGE)
    assert ids(tables) == ["org:556700-1127", "org:556700-1127", "name:beta-hb"]
    assert "decided" in merged(tables, "org:556700-1127").values()
    assert not tables.problems


def test_a_person_separates_what_a_rule_would_join() -> None:
    rows = (invoice("Alfa AB"), invoice("ALFA"))
    assert len(assigned(*rows).suppliers) == 1
    assert len(assigned(*rows, decisions=SEPARATE).suppliers) == 2
    numbered = (invoice("ALFA", ALFA), *[invoice("Alfa AB", ALFA)] * 2, invoice("Alfa AB"))
    assert ids(assigned(*numbered, decisions=SEPARATE)) == [
        "name:alfa", "org:556700-1127", "org:556700-1127", "org:556700-1127",
    ]  # fmt: skip


def test_a_decision_on_a_name_that_is_not_printed_is_told() -> None:
    tables = assigned(invoice("Alfa AB"), decisions=MERGE)
    assert tables.problems == (
        Problem("W_UNUSED_DECISION", "suppliers.toml", detail="[[merge]] number 1, names number 2"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[merge]\nnames = 1", "merge: decisions are written as [[merge]]"),
        ("[[join]]", "unknown key 'join'"),
        ("[[merge]]\nnames = ['A']\nreason = 'x'\nby = 'y'", "names needs at least 2"),
        ("[[merge]]\nname = ['A', 'B']", "[[merge]] number 1: unknown key 'name'"),
        ("[[merge]]\nnames = ['A', 'B']\nby = 'y'", "[[merge]] number 1: reason is missing"),
        ("[[merge]]\nnames = ['A', 'B']\nreason = 'x'", "by is missing"),
        ("[[merge]]\nnames = ['A']\nnumber = '556700-1128'", "a right check digit"),
        ("[[separate]]\nnames = 'A'", "[[separate]] number 1: names must be a list"),
        (MERGE + SEPARATE.replace("ALFA", "Alfa Norden AB"), "names are merged by a [[merge]]"),
    ],
)
def test_a_bad_file_is_told_by_entry_and_key(text: str, told: str) -> None:
    with pytest.raises(ValueError) as raised:
        read_suppliers(text)
    assert told in str(raised.value)


# --- rows and scale ---------------------------------------------------------------------------


def test_costs_and_printed_sums_get_the_key_too() -> None:
    cost = plain(CostRow, supplier="Alfa", sheet_id="csv#1", row_id="costs:csv#1!R2")
    tables = Tables(
        (cost,),
        (),
        (),
        SHEETS,
        (),
        invoices=(
            invoice("Alfa AB", ALFA),
            invoice("Alfa AB", row_kind="subtotal"),
            invoice("", row_kind="total"),
        ),
    )
    tables = assign_suppliers(tables)
    assert tables.costs[0].supplier_id == "org:556700-1127"
    assert ids(tables) == ["org:556700-1127", "org:556700-1127", ""]
    assert tables.suppliers[0].rows == 2


def test_suppliers_keep_their_schema_and_do_not_mind_the_order_of_rows() -> None:
    rows = [
        invoice(name, number)
        for name in ("Alfa AB", "Alfa", "Beta HB", "Betta HB", "Gamma Delta Konsult AB")
        for number in ("", ALFA, "556700-1121")
    ]
    first = assigned(*rows)
    assert violations("suppliers", first.suppliers) == ()
    Random(1).shuffle(rows)  # noqa: S311
    assert assigned(*rows).suppliers == first.suppliers


def test_forty_thousand_rows_take_seconds() -> None:
    random = Random(2)  # noqa: S311
    syllables = [
        "nord",
        "syd",
        "bygg",
        "data",
        "kon",
        "sult",
        "plan",
        "tek",
        "nik",
        "vård",
        "skol",
        "mat",
        "tak",
        "rör",
        "el",
        "ljus",
    ]
    names = ["".join(random.choices(syllables, k=4)).title() + " AB" for _ in range(10_000)]
    one = invoice("")
    rows = tuple(
        replace(
            one,
            supplier=random.choice(names),
            organisationsnummer=f"{random.randrange(5 * 10**9, 6 * 10**9)}",
        )
        for _ in range(40_000)
    )
    began = process_time()
    tables = assign_suppliers(Tables((), (), (), SHEETS, (), invoices=rows))
    assert process_time() - began < 15
    assert all(row.supplier_id for row in tables.invoices)
