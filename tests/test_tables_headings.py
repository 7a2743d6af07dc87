"""Headings, units and labels: known by their words, and any text is read without an error."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_sheets import built, codes, sheet

from skolkit.model import Cell
from skolkit.tables.fingerprints import headings_of, rows_of
from skolkit.tables.heading_fits import fits_vat
from skolkit.tables.heading_units import UNIT_UNCLEAR, split_unit, stated_unit
from skolkit.tables.heading_words import plain_words, same_words, spoken_of
from skolkit.tables.headings import match_headings
from skolkit.tables.matches import ABBREVIATED, Heading
from skolkit.tables.numbers import parse_unit
from skolkit.tables.periods import read_period
from skolkit.tables.profile import shipped_profile, shipped_profiles
from skolkit.tables.recognise import recognise
from skolkit.tables.telling import sheet_unit
from skolkit.tables.text import fold, is_missing_mark, join_lines, total_label
from skolkit.tables.values import type_cells

SAME_WORDS = [
    ("Lev nr", "Leverantörsnummer"),
    ("Fakt. dat", "Fakturadatum"),
    ("Ver.datum", "Verifikationsdatum"),
    ("Bokf. dag", "Bokföringsdatum"),
    ("Belopp exkl moms", "Belopp (utan moms)"),
    ("Org nr", "Organisationsnummer"),
    ("Utfall i procent", "Utfall %"),
]


@pytest.mark.parametrize(("short", "long"), SAME_WORDS)
def test_abbreviations_are_the_words_they_stand_for(short: str, long: str) -> None:
    joined = ["".join(word for word in plain_words(text) if word != "l") for text in (short, long)]
    assert joined[0] == joined[1]


def fields_of(table: str, *headings: str) -> dict[str, str]:
    """Field by heading, for one row of headings."""
    made = [Heading(at, (text,)) for at, text in enumerate(headings, 1)]
    used = match_headings(shipped_profile(table), made).used
    return {headings[match.column - 1]: match.field for match in used}


def test_the_longest_known_heading_within_a_heading_counts() -> None:
    assert fields_of("invoices", "Leverantörens fakturabelopp inkl. moms totalt") == {
        "Leverantörens fakturabelopp inkl. moms totalt": "gross"
    }


def test_what_stands_before_a_preposition_is_meant() -> None:
    found = fields_of("budgets", "Benämning", "Andel av anslaget", "Avvikelse mot årsbudgeten")
    assert found == {"Benämning": "description", "Avvikelse mot årsbudgeten": "deviation"}


def test_a_price_per_hour_is_no_number_of_hours() -> None:
    assert fields_of("invoices", "Pris per timme", "Timmar") == {
        "Pris per timme": "rate",
        "Timmar": "hours",
    }


def test_the_text_of_a_number_is_not_the_number() -> None:
    found = fields_of("invoices", "LevNr", "LevNr(T)", "Konto", "Konto(T)", "Motpart(T)")
    assert found == {"LevNr(T)": "supplier", "Konto": "account"}


def test_letters_that_stand_for_words_are_told_of() -> None:
    tables = built(
        ["Datum", "System", "Vad hände", "Klass"],
        ["2021-04-13", "Schema", "Nere", "A"],
        ["2021-04-14", "Betyg", "Segt", "B"],
        ["2021-04-15", "Betyg", "Segt", "B"],
    )
    assert [row.kind for row in tables.incidents] == ["A", "B", "B"]
    assert "column D holds signs and no words for kind" in tables.problems[0].detail


def held_fields(table: str, headings: list[str], holds: str) -> dict[str, str]:
    made = [Heading(at, (text,)) for at, text in enumerate(headings, 1)]
    said = {at: {"w": "words", "n": "numbers"}.get(one, "") for at, one in enumerate(holds, 1)}
    used = match_headings(shipped_profile(table), made, lambda column: said[column]).used
    return {headings[match.column - 1]: match.field for match in used}


def test_what_a_column_holds_decides_between_two_fields_of_one_heading() -> None:
    headings = ["Post", "Avser", "Belopp"]
    assert held_fields("costs", headings, "-w-") == {
        "Post": "cost_id",
        "Avser": "scope",
        "Belopp": "amount",
    }
    assert held_fields("costs", headings, "w--") == {
        "Post": "scope",
        "Avser": "as_of",
        "Belopp": "amount",
    }
    assert held_fields("budgets", ["Not", "Post", "Budget"], "nw-") == {
        "Post": "description",
        "Budget": "budget",
    }


def test_a_project_beside_its_number_is_its_name() -> None:
    assert held_fields("budgets", ["Projektnr", "Projekt", "Budget"], "-w-") == {
        "Projektnr": "project",
        "Projekt": "description",
        "Budget": "budget",
    }
    assert held_fields("budgets", ["Projekt", "Budget"], "w-") == {
        "Projekt": "project",
        "Budget": "budget",
    }


def test_an_amount_is_never_chosen_between_two_kinds() -> None:
    assert fields_of("budgets", "Budget prognos", "Budgetens utfall hittills") == {
        "Budgetens utfall hittills": "outcome"
    }


def test_another_amount_beside_the_amount_is_told_of_and_left() -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Belopp exkl. moms", "Restbelopp"]
    tables = built(head, ["1", "2021-01-02", "Alfa AB", "100", "7"])
    assert [row.net_sek for row in tables.invoices] == [100]
    assert codes(tables) == ["W_UNSURE_TABLE"]


def test_a_category_is_no_account() -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Kostnadsslag", "Belopp exkl. moms"]
    line = ["1", "2021-01-02", "Alfa AB", "Konsult", "100"]
    assert [row.account for row in built(head, *[line] * 3).invoices] == [""] * 3
    line[3] = "6550"
    assert [row.account for row in built(head, *[line] * 3).invoices] == ["6550"] * 3


def test_words_below_the_proper_heading_of_an_account_are_told_of() -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Konto", "Belopp exkl. moms"]
    tables = built(head, *[["1", "2021-01-02", "Alfa AB", "Konsult", "100"]] * 3)
    assert [p.detail for p in tables.problems] == [
        "invoices: column D does not hold what account should"
    ]


def test_yes_and_no_below_a_heading_that_may_be_a_date_are_told_of() -> None:
    head = ["Ärendenr", "Datum", "System", "Beskrivning", "Registrerad"]
    tables = built(head, *[["1", "2021-01-02", "Schema", "Nere", "ja"]] * 3)
    [told] = tables.problems
    assert told.code == "W_UNSURE_TABLE"
    assert told.detail.endswith("may be what the table lacks: E Registrerad (texts)")


@pytest.mark.parametrize(("third", "told"), [("1,240", True), ("1,24", False)])
def test_amounts_that_may_be_thousands_are_told_of(third: str, told: bool) -> None:
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Belopp exkl. moms"]
    amounts = ["410", "1,105", "3,690", third]
    tables = built(head, *[[str(n), "2021-01-02", "Alfa AB", a] for n, a in enumerate(amounts)])
    reason = "invoices: amounts with three decimals, or none, may be thousands"
    assert (reason in [p.detail for p in tables.problems]) == told


def test_a_share_is_no_amount() -> None:
    assert fields_of("budgets", "Post", "Budget", "Utfall (%)", "Avvikelse i %") == {
        "Post": "description",
        "Budget": "budget",
    }


def test_who_did_it_is_no_date_and_an_amount_without_vat_no_gross() -> None:
    assert "date" not in fields_of("incidents", "Ärendenr", "Mottaget av", "Rubrik").values()
    assert not fits_vat("gross", "Summa att betala exkl. moms")
    assert not fits_vat("net", "Belopp inkl moms")
    assert fits_vat("net", "Belopp exklusive mervärdesskatt")


def test_a_column_in_kronor_is_no_text() -> None:
    head = ["Project", "Budget (MSEK)", "Actual (MSEK)", "Committed (MSEK)"]
    assert "description" not in fields_of("budgets", *head).values()


def test_per_cents_are_no_amounts() -> None:
    head = ["Konto", "Benämning", "Budget (kr)", "Redovisat (kr)", "Förbrukat"]
    tables = built(head, *[[str(n), "Löner", "100", "90", "90,0 %"] for n in range(5010, 5013)])
    assert {row.outcome_sek for row in tables.budgets} == {90}
    assert [each.code for each in tables.problems] == ["N_COLUMNS_LEFT"]


def test_a_unit_of_the_middle_of_three_rows_of_headings_is_that_of_all_below_it() -> None:
    rows = [
        ["Kst", "Driftbudget", "", ""],
        ["", "Januari-oktober 2021, tkr", "", ""],
        ["", "Budget", "Redovisat", "Skillnad"],
    ]
    spans = {(1, 1): (3, 1), (1, 2): (1, 3), (2, 2): (1, 3)}
    lines = [["8100", "3 150", "2 980", "170"], ["8110", "9 840", "10 115", "-275"]]
    first, second = built(*rows, *lines, spans=spans).budgets
    assert (first.budget_sek, first.outcome_sek, first.deviation_sek) == (3150000, 2980000, 170000)
    assert (str(second.period_end), second.deviation_sek) == ("2021-10-31", -275000)


def test_letters_between_organisations_are_messages_and_told_to_lack_a_sender() -> None:
    head = ["Datum", "Avsändande organisation", "Mottagande organisation", "Ärendemening"]
    tables = built(head, ["2021-01-02", "Länsstyrelsen", "Miljökontoret", "Remiss"])
    (row,) = tables.messages
    assert (row.sender_organisation, row.recipient_organisations) == (
        "Länsstyrelsen",
        ("Miljökontoret",),
    )
    assert "no column tells the sender" in tables.problems[0].detail


def test_a_weak_heading_counts_only_where_no_other_stands_for_its_field() -> None:
    assert fields_of("invoices", "Nr", "Datum", "Belopp") == {
        "Nr": "invoice_no",
        "Datum": "invoice_date",
        "Belopp": "net",
    }
    assert fields_of("invoices", "Nr", "Fakturanr", "Datum", "Fakturadatum") == {
        "Fakturanr": "invoice_no",
        "Fakturadatum": "invoice_date",
    }


def test_no_two_fields_are_known_by_the_same_words() -> None:
    for profile in shipped_profiles():
        for text, name in profile.fields_by_heading().items():
            same = same_words(profile, text)
            if same is not None and fold(text) != fold(same):
                other = profile.headings()[fold(same)]
                allowed = {"date", "sent"}  # "Sent date", "Date sent": each is known to the letter
                assert other == name or {other, name} == allowed, (profile.table, text, same)


def test_a_title_is_no_part_of_the_headings_under_it() -> None:
    rows = [["Period: 2020-2021"], ["Nr", "Fakturadatum", "Leverantör", "Belopp"]]
    (table,) = recognise(type_cells(sheet([*rows, ["1", "2020-01-02", "Alfa AB", "9"]]))).tables
    assert (table.first_heading, table.last_heading) == (2, 2)


def test_the_first_row_of_data_is_no_part_of_the_headings() -> None:
    head = ["Datum", "Ärendenr", "Typ av fel", "Beskrivning", "Status"]
    tables = built(head, ["2021-01-02", "1", "Avbrott", "Nere", "Klar"])
    assert len(tables.incidents) == 1


def test_figures_above_the_first_table_are_told_of() -> None:
    rows = [["Projekt", "Vad", "Hur"], ["P1", "10", "11"], ["Modul", "År", "Kostnad (kr)"]]
    tables = built(*rows, ["Schema", "2019", "9"])
    assert len(tables.costs) == 1
    assert "rows above the headings hold figures" in tables.problems[0].detail


def test_a_sum_without_a_label_is_told_of() -> None:
    head = ["Post", "Budget (kr)", "Utfall (kr)"]
    tables = built(head, ["A", "10", "11"], ["B", "20", "21"], ["Verksamheten", "30", "32"])
    assert [row.row_kind for row in tables.budgets] == ["row"] * 3
    assert "row 4 is the sum of those above it" in tables.problems[-1].detail


def test_a_year_budget_beside_part_of_a_year_keeps_its_period() -> None:
    rows = [["Tertialrapport 2023"], ["Post", "Utfall jan-aug (kr)", "Helårsbudget (kr)"]]
    tables = built(*rows, ["A", "10", "20"])
    periods = {(str(row.period_start), str(row.period_end)) for row in tables.budgets}
    assert periods == {("2023-01-01", "2023-08-31"), ("2023-01-01", "2023-12-31")}


def test_a_sheet_with_amounts_that_fits_no_table_is_told_of() -> None:
    rows = [["Objekt", "Ort", "Årshyra (kr)"], ["A", "X", "100"], ["B", "Y", "200"]]
    tables = built(*rows)
    assert tables.recognised == ()
    assert [each.detail for each in tables.problems if each.code == "W_UNSURE_TABLE"] == [
        "no table: column C may hold amounts; no rows were taken"
    ]


def test_a_register_of_letters_is_no_list_of_incidents() -> None:
    rows = [["Dnr", "Datum", "Ärendemening", "Status"], ["1", "2021-01-02", "Begäran", "Öppet"]]
    tables = built(*rows)
    assert tables.incidents == ()
    assert "W_UNSURE_TABLE" in codes(tables)


STATED = {
    "Belopp i tusental kronor": 1000,
    "Alla belopp anges i miljoner kronor": 10**6,
    "Belopp i 1000-tals kronor": 1000,
    "Amounts in SEK thousand": 1000,
    "Budget (tkr) 2021": 1000,
    "Budget 2021, mnkr": 10**6,
    "(1 000 kr)": 1000,
    "Belopp i kr exkl. moms": 1,
}


@pytest.mark.parametrize("title", STATED)
def test_a_unit_above_the_headings_is_that_of_the_amounts(title: str) -> None:
    tables = built([title], ["Post", "Budget", "Utfall"], ["A", "2", "3"])
    assert [row.budget_sek for row in tables.budgets] == [2 * STATED[title]]


@pytest.mark.parametrize("title", ["Belopp i hundratal kronor", "Amounts in hundreds of SEK"])
def test_a_scale_that_is_not_understood_leaves_the_amounts_unknown(title: str) -> None:
    tables = built([title], ["Post", "Budget (kr)", "Utfall"], ["A", "2", "3"])
    assert [(row.budget_sek, row.outcome_sek) for row in tables.budgets] == [(2, None)]
    assert "W_UNSURE_TABLE" in codes(tables)


def test_an_amount_in_a_title_is_no_unit() -> None:
    tables = built(["Inköp över 300 mkr"], ["Post", "Budget", "Utfall"], ["A", "2", "3"])
    assert [row.budget_sek for row in tables.budgets] == [2]


def test_a_unit_in_the_middle_of_a_heading_is_parted() -> None:
    assert split_unit("Helår (tkr) Budget 2021") == ("Helår Budget 2021", "SEK", 1000)
    assert split_unit("Inköp (över 300) 2021") == ("Inköp (över 300) 2021", "", 1)
    assert stated_unit("1 000 kr") == ("SEK", 1000)
    assert parse_unit("1 000 kr") is None


_TEXTS = st.text(max_size=40) | st.text(alphabet="Belopp utfal(kr%)20219 -.,åäö\n", max_size=30)


@given(_TEXTS)
def test_any_heading_is_read_without_an_error(text: str) -> None:
    rest, unit, factor = split_unit(text)
    assert factor > 0 and (unit or factor == 1) and isinstance(rest, str)
    known = parse_unit(text)
    assert known is None or (known[0] and known[1] > 0)
    stated = stated_unit(text)
    assert stated is None or stated[1] > 0
    period, words = read_period(rest)
    assert period is not None or words == rest
    assert period is None or 1 <= period.first <= 12
    label = total_label(text)
    assert label is None or label[0] in {"subtotal", "total", "sum"}
    assert isinstance(is_missing_mark(text), bool)
    assert join_lines(join_lines(text)) == join_lines(text)
    assert fold(fold(text)) == fold(text)


@given(_TEXTS, st.sampled_from(shipped_profiles()))
def test_any_heading_is_a_field_of_its_profile_or_none(text: str, profile: object) -> None:
    known = next(each for each in shipped_profiles() if each is profile)
    names = {each.name for each in known.fields}
    same = same_words(known, text)
    assert same is None or same in known.fields_by_heading()
    assert spoken_of(known, text, frozenset(names)) in {*names, None}
    matched = match_headings(known, [Heading(1, (text,)), Heading(2, (text, "Belopp"))])
    assert matched.present <= names
    assert len({match.column for match in matched.used}) == len(matched.used)


@given(_TEXTS)
def test_any_title_states_one_unit_or_none(text: str) -> None:
    profile = shipped_profile("budgets")
    matched = match_headings(profile, [Heading(1, ("Post",)), Heading(2, ("Budget",))])
    rows = {1: {1: Cell(1, 1, text, method="csv")}, 2: {1: Cell(2, 1, "Post"), 2: Cell(2, 2, "B")}}
    with_units, _ = sheet_unit(profile, matched, rows, (2, 2))
    units = {(match.unit, match.factor) for match in with_units.used if match.field == "budget"}
    assert len(units) == 1
    unit, factor = units.pop()
    assert unit in {"", "SEK", UNIT_UNCLEAR} and factor >= 1
    assert factor == 1 or unit == "SEK"
    assert isinstance(factor, Decimal)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("belopp_exkl_moms", "net"),
        ("LEVERANTOR", "supplier"),
        ("leverantorsNamn", "supplier"),
        ("FakturaDatum", "invoice_date"),
        ("NETTOBEL", "net"),
        ("Momsbel.", "vat"),
        ("Lev/Kund(T)", "supplier"),
        ("Moms 25 %", "vat"),
        ("Vem", "supplier"),
        ("När", "invoice_date"),
        ("För vad", "description"),
    ],
)
def test_headings_of_programs_and_of_hand_made_lists(heading: str, field: str) -> None:
    made = sheet([["Fakturanr", heading, "Konto"], ["1", "2", "3"]], method="csv")
    (first,) = [each for each in headings_of(rows_of(made), 1, 1) if each.column == 2]
    used = match_headings(shipped_profile("invoices"), [first]).used
    assert [match.field for match in used] == [field]


def test_words_cut_off_are_told_of_and_taken_only_where_one_field_begins_so() -> None:
    cut = [Heading(1, ("NETTOBEL",)), Heading(2, ("FAKTU",)), Heading(3, ("Leverans",))]
    matched = match_headings(shipped_profile("invoices"), cut)
    assert [(match.column, match.field) for match in matched.used] == [(1, "net")]
    assert matched.reasons == ("the heading of column A was read as an abbreviation",)


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Stör.nr", "incident_id"), ("Händ. dat", "date"), ("Felanm.nr", "incident_id")],
)
def test_a_compound_cut_off_before_its_last_part_is_known(heading: str, field: str) -> None:
    matched = match_headings(shipped_profile("incidents"), [Heading(1, (heading,))])
    assert [(each.field, each.score) for each in matched.used] == [(field, ABBREVIATED)]
    assert matched.reasons == ("the heading of column A was read as an abbreviation",)
    assert match_headings(shipped_profile("incidents"), [Heading(1, ("Stö.plats",))]).used == ()


def test_a_heading_that_is_broken_off_goes_on_in_the_next_row() -> None:
    tables = built(
        ["Fakturanr", "Leverantör", "Faktura-", "Belopp,"],
        ["", "", "datum", "kronor"],
        ["1", "Alfa AB", "2021-03-04", "1 000"],
        ["2", "Beta AB", "2021-03-05", "500"],
        method="csv",
    )
    assert [(str(row.invoice_date), row.net_sek) for row in tables.invoices] == [
        ("2021-03-04", Decimal(1000)),
        ("2021-03-05", Decimal(500)),
    ]


def test_the_three_rows_of_a_heading_are_read_together_and_apart() -> None:
    tables = built(
        ["Fakturanr", "Konsult", "Tid,", "Pris", "Att betala, kronor", "", ""],
        ["", "", "antal", "per", "Exkl.", "Moms", "Inkl."],
        ["", "", "timmar", "timme", "moms", "25 %", "moms"],
        ["1", "A", "10", "100", "1 000,00", "250,00", "1 250,00"],
        ["2", "B", "20", "100", "2 000,00", "500,00", "2 500,00"],
        method="csv",
        spans={(1, 5): (1, 3)},
    )
    assert [(row.hours, row.net_sek, row.vat_sek, row.gross_sek) for row in tables.invoices] == [
        (10, 1000, 250, 1250),
        (20, 2000, 500, 2500),
    ]
    assert any("no column tells the supplier" in each.detail for each in tables.problems)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("När kom felet in till oss", "date"),
        ("När åtgärdades felet", "closed"),
        ("Hur många blev utan", "affected_persons"),
        ("Vad som då hände där", "summary_sv"),
    ],
)
def test_a_question_asks_for_what_its_first_words_do(question: str, field: str) -> None:
    matched = match_headings(shipped_profile("incidents"), [Heading(1, (question,))])
    assert [match.field for match in matched.used] == [field]
    assert any("by a part of its heading" in each for each in matched.reasons)


def test_a_word_of_another_kind_of_table_is_no_abbreviation() -> None:
    assert fields_of("incidents", "Säkerhet") == {}


def test_the_sum_of_a_pivot_table_is_of_what_it_names() -> None:
    assert fields_of("invoices", "Summa av Belopp exkl. moms") == {
        "Summa av Belopp exkl. moms": "net"
    }
