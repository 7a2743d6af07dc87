"""A proposal for an unknown sheet, and the mapping that a person keeps of it: it always wins."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_sheets import COLLECTION, sheet

from skolkit.model import Sheet
from skolkit.problems import SkolkitError
from skolkit.tables.build import build_tables
from skolkit.tables.decisions import Decisions, read_decisions
from skolkit.tables.fingerprints import fingerprint, headings_of, rows_of
from skolkit.tables.profile import shipped_profiles
from skolkit.tables.rows import HIDDEN, Tables
from skolkit.tables.suggest import Suggestion, render, suggest
from skolkit.tables.values import type_cells

UNKNOWN = [
    ["Rapport över utbetalt"],
    ["Anlitad", "Bet.dag", "Kronor ut", "Ver-ref", "Momsbel.", "Nr på bolag"],
    ["Alfa AB", "2021-01-02", "100,00", "A1", "25,00", "559999-9901"],
    ["Beta AB", "2021-01-03", "200,00", "A2", "50,00", "559999-9902"],
]
MAPPING = """
[[mapping]]
{place}
table = "invoices"
unit = "tkr"
reason = "kolumnerna förklarades av registratorn"
by = "A. Granskare"
[mapping.columns]
A = "supplier"
B = "posting_date"
C = "net"
D = "voucher"
E = "vat"
F = "organisationsnummer"
"""
BY_SHEET = 'document = "papper.pdf"\nsheet = "Blad1"\nheading_rows = [2, 2]'


def _suggested(made: Sheet) -> Suggestion:
    return suggest(type_cells(made), shipped_profiles())


def _decided(text: str) -> Decisions:
    return read_decisions([("mappings.toml", text)])


def _read(made: Sheet, mapping: str) -> Tables:
    return build_tables(COLLECTION, [made], decisions=_decided(mapping))


def test_an_unknown_sheet_gets_a_field_with_its_confidence_for_each_column() -> None:
    assert build_tables(COLLECTION, [sheet(UNKNOWN)]).invoices == ()
    found = _suggested(sheet(UNKNOWN))
    assert (found.table, found.heading_rows, found.recognised) == ("invoices", (2, 2), ())
    fields = {each.heading: each.field for each in found.columns}
    assert fields["Bet.dag"] == "posting_date"
    assert fields["Ver-ref"] == "voucher"
    assert fields["Momsbel."] == "vat"
    # Nothing in the heading says so; the contents do.
    assert fields["Nr på bolag"] == "organisationsnummer"
    assert all(0 < each.score <= 1 for each in found.columns if each.field)
    assert 0 < found.confidence < 1


def test_a_known_sheet_is_proposed_as_what_it_is_recognised_as() -> None:
    rows = [["Ver.nr", "Datum", "Leverantör", "Netto"], ["1", "2021-01-02", "A", "10"]]
    found = _suggested(sheet(rows))
    assert (found.table, found.recognised, found.missing) == ("invoices", ("invoices",), ())
    assert found.confidence > 0.9


def test_contents_that_do_not_fit_lower_the_confidence() -> None:
    good = [["Ver.nr", "Datum", "Leverantör", "Netto"], *[["1", "2021-01-02", "A", "10"]] * 4]
    bad = [good[0], *[["1", "2021-01-02", "A", "se bilaga"]] * 4]
    assert _suggested(sheet(bad)).confidence < _suggested(sheet(good)).confidence


def test_prose_is_proposed_as_nothing_and_may_be_left_alone() -> None:
    found = _suggested(sheet([["Hej", "på", "dig"], ["ett", "två", "tre"]]))
    assert (found.table, found.columns) == ("", ())
    assert 'table = "none"' in render(found)


def test_the_rendered_mapping_can_be_kept_once_it_is_signed() -> None:
    text = render(_suggested(sheet(UNKNOWN)))
    assert "confidence" in text and "Momsbel." in text
    mapping = text[text.index("[[mapping]]") :]
    with pytest.raises(SkolkitError) as caught:
        _decided(mapping)
    assert "reason is missing" in caught.value.problem.detail
    signed = mapping.replace('reason = ""', 'reason = "x"').replace('by = ""', 'by = "y"')
    tables = _read(sheet(UNKNOWN), signed)
    assert [row.voucher for row in tables.invoices] == ["A1", "A2"]
    assert [row.organisationsnummer for row in tables.invoices] == ["559999-9901", "559999-9902"]


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=6), st.text(max_size=9))
@settings(deadline=None, max_examples=60)
def test_any_sheet_gives_a_proposal_whose_mapping_is_toml(rows: list[list[str]], name: str) -> None:
    text = render(_suggested(sheet(rows, name=name)))
    assert text.isprintable() or text.replace("\n", "").isprintable()
    (entry,) = tomllib.loads(text[text.index("[[mapping]]") :])["mapping"]
    assert entry["sheet"] == name


def test_a_mapping_reads_what_recognition_does_not() -> None:
    tables = _read(sheet(UNKNOWN), MAPPING.format(place=BY_SHEET))
    assert [(row.supplier, row.net_sek, row.vat_sek) for row in tables.invoices] == [
        ("Alfa AB", 100_000, 25_000),
        ("Beta AB", 200_000, 50_000),
    ]
    assert tables.problems == ()
    assert tables.table_of("papper-pdf#1") == "invoices"


def test_a_mapping_goes_before_a_recognised_table() -> None:
    rows = [["År", "Modul", "Kostnad", "Belopp"], ["2019", "Schema", "9", "7"]]
    assert build_tables(COLLECTION, [sheet(rows)]).costs[0].amount_sek == 9
    text = """
[[mapping]]
document = "papper.pdf"
heading_rows = [1, 1]
table = "costs"
reason = "x"
by = "y"
columns = {A = "as_of", B = "scope", D = "amount"}
"""
    tables = _read(sheet(rows), text)
    assert [row.amount_sek for row in tables.costs] == [7]
    assert tables.problems == ()
    alone = text.partition("heading_rows")[0] + 'table = "none"\nreason = "x"\nby = "y"\n'
    left = _read(sheet(rows), alone)
    assert (left.costs, left.problems, left.recognised) == ((), (), ())


def test_a_fingerprint_fits_all_sheets_with_the_same_headings() -> None:
    place = f'headings = "{fingerprint(headings_of(rows_of(sheet(UNKNOWN)), 2, 2))}"'
    moved = [["Titel"], [""], *UNKNOWN[1:]]
    sheets = [sheet(UNKNOWN), sheet(moved, document="annat.pdf", number=2)]
    tables = build_tables(COLLECTION, sheets, decisions=_decided(MAPPING.format(place=place)))
    assert len(tables.invoices) == 4
    other = [UNKNOWN[0], ["Annan", *UNKNOWN[1][1:]], *UNKNOWN[2:]]
    assert _read(sheet(other), MAPPING.format(place=place)).invoices == ()


def test_a_mapping_that_fits_no_sheet_is_told_of() -> None:
    place = BY_SHEET.replace("papper.pdf", "papper-2.pdf")
    (problem,) = _read(sheet([["x"]]), MAPPING.format(place=place)).problems
    assert (problem.code, problem.file) == ("W_MAPPING", "mappings.toml")


def test_a_mapping_without_a_required_column_is_told_of_and_read() -> None:
    text = MAPPING.format(place=BY_SHEET).replace('A = "supplier"\n', "")
    text = text.replace('D = "voucher"\n', "")
    tables = _read(sheet(UNKNOWN), text)
    assert len(tables.invoices) == 2
    assert "the mapping gives no column for supplier" in tables.problems[0].detail


def test_mapped_budgets_take_periods_and_what_they_measure() -> None:
    rows = [["Post", "A", "B"], ["Hyra", "1", "2"]]
    text = """
[[mapping]]
document = "papper.pdf"
heading_rows = [1, 1]
table = "budgets"
measure = "outcome"
unit = "tkr"
reason = "x"
by = "y"
columns = {A = "description", B = "amount 2019-Q1", C = "amount 2019-Q2"}
"""
    tables = _read(sheet(rows), text)
    assert [(str(row.period_start), row.outcome_sek) for row in tables.budgets] == [
        ("2019-01-01", 1000),
        ("2019-04-01", 2000),
    ]


GOOD = MAPPING.format(place=BY_SHEET)
BAD = {
    "unknown key 'colour'": GOOD.replace("[mapping.columns]", "colour = 1\n[mapping.columns]"),
    "table must be": GOOD.replace('"invoices"', '"bills"'),
    "no field 'price'": GOOD.replace('"net"', '"price"'),
    "heading_rows is": GOOD.replace("[2, 2]", "[2, 9]"),
    "heading_rows or headings": GOOD.replace("heading_rows = [2, 2]", ""),
    "document or headings": GOOD.replace('document = "papper.pdf"', ""),
    "fingerprint": GOOD.replace("heading_rows = [2, 2]", 'headings = "xyz"'),
    "letters such as": GOOD.replace('A = "supplier"', '1 = "supplier"'),
    "two columns are": GOOD.replace('"vat"', '"net"'),
    "takes no period": GOOD.replace('"vat"', '"vat 2019"'),
    "unit 'kg'": GOOD.replace('"tkr"', '"kg"'),
    "reason is missing": GOOD.replace("reason", "by", 1).replace('by = "A. Granskare"', ""),
    "measure must say": GOOD.replace('"invoices"', '"budgets"').split("A =")[0] + 'A = "amount"',
    "no TOML": "[[mapping",
    "known is mapping": "[mapings]",
}


@pytest.mark.parametrize("told", BAD)
def test_a_file_that_cannot_be_used_names_file_and_key(told: str) -> None:
    with pytest.raises(SkolkitError) as caught:
        _decided(BAD[told])
    problem = caught.value.problem
    assert (problem.code, problem.file) == ("E_BAD_DECISION", "mappings.toml")
    assert told in problem.detail


def test_own_profiles_are_read_from_the_decisions() -> None:
    text = 'extends = "invoices"\n[fields.supplier]\nheadings = ["Anlitad"]\n'
    decisions = read_decisions([("profiles/egen.toml", text), ("privacy.toml", "")])
    assert decisions.profiles[0].table == "invoices"
    with pytest.raises(SkolkitError) as caught:
        read_decisions([("profiles/egen.toml", 'table = "okänd"')])
    assert caught.value.problem.file == "profiles/egen.toml"


def test_rows_from_hidden_rows_and_sheets_are_marked_and_counted() -> None:
    rows = [["Ver.nr", "Datum", "Leverantör", "Netto"]]
    rows += [[f"V{n}", "2021-01-02", "A", "10"] for n in range(3)]
    made = sheet(rows)
    cells = tuple(replace(c, hidden=c.row == 3 or c.column == 3) for c in made.cells)
    tables = build_tables(COLLECTION, [replace(made, cells=cells)])
    assert [HIDDEN in row.doubts for row in tables.invoices] == [False, True, False]
    (problem,) = tables.problems
    assert problem.code == "W_HIDDEN"
    assert "1 rows come from hidden rows: 3" in problem.detail
    assert "hidden columns were read: C" in problem.detail
    whole = build_tables(COLLECTION, [replace(made, hidden=True)])
    assert all(HIDDEN in row.doubts for row in whole.invoices)


def test_a_proposal_heeds_what_a_heading_means_over_words() -> None:
    rows = [
        ["Avser", "Uppgift per", "Belopp i kronorna", "Källan"],
        ["Inköp av licenser", "2019-12-31", "4 300 000", "AV-1"],
        ["Utbildning av lärare", "2020-03-31", "640 000", "AV-2"],
        ["Drift under ett år", "2021-12-31", "2 100 000", "AV-3"],
    ]
    proposed = suggest(type_cells(sheet(rows)), shipped_profiles())
    assert proposed.table == "costs"
    assert [each.field for each in proposed.columns[:3]] == ["scope", "as_of", "amount"]
