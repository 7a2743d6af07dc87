"""Tables are recognised by their headings, whatever house style, and never in silence if unsure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tables_sheets import COLLECTION, built, codes, sheet

from skolkit.tables.build import build_tables
from skolkit.tables.decisions import Decisions
from skolkit.tables.heading_units import split_unit
from skolkit.tables.profile import TABLES, read_profile, shipped_profile, shipped_profiles
from skolkit.tables.recognise import recognise
from skolkit.tables.rows import Tables
from skolkit.tables.text import fold, join_lines, total_label
from skolkit.tables.values import type_cells


def rows_in(tables: Tables) -> int:
    """How many rows of any kind were read."""
    names = ("costs", "invoices", "budgets", "incidents", "messages")
    return sum(len(getattr(tables, name)) for name in names)


INVOICE = ["V1", "2021-02-08", "Alfa AB", "10", "1 000", "10 000", "2 500", "12 500"]


def _found(rows: Sequence[Sequence[str]], **more: object) -> dict[str, int]:
    """Fields and their columns of the only table on a sheet."""
    found = recognise(type_cells(sheet(rows, **more)))  # type: ignore[arg-type]
    assert len(found.tables) == 1, [p.detail for p in found.problems]
    return {match.field: match.column for match in found.tables[0].columns.used}


LEDGER_STYLES = {
    "invoice ledger": [
        "Verifikat",
        "Fakturadatum",
        "Leverantör",
        "Timmar",
        "Timpris (kr)",
        "Belopp exkl. moms (kr)",
        "Moms (kr)",
        "Summa inkl. moms (kr)",
    ],
    "posting dates": [
        "Ver.nr",
        "Bokföringsdatum",
        "Leverantörsnamn",
        "Antal timmar",
        "Timarvode",
        "Nettobelopp",
        "Momsbelopp",
        "Bruttobelopp",
    ],
    "English": [
        "Invoice no",
        "Invoice date",
        "Supplier",
        "Hours",
        "Hourly rate",
        "Net amount",
        "VAT",
        "Gross amount",
    ],
    "capitals": [
        "FAKTURANR",
        "FAKTURADATUM",
        "LEVERANTÖR",
        "TIMMAR",
        "TIMPRIS",
        "BELOPP EXKL MOMS",
        "MOMS",
        "ATT BETALA",
    ],
    "wrapped": [
        "Faktura-\nnummer",
        "Faktura-\ndatum",
        "Leverantör",
        "Debiterade\ntimmar",
        "Pris/tim",
        "Belopp\nexkl. moms",
        "Moms",
        "Belopp\ninkl. moms",
    ],
    "misread": [
        "Verlfikat",
        "Fakturadaturn",
        "Leverantor",
        "Tirnmar",
        "Tlmpris (kr)",
        "Be1opp exk1. moms (kr)",
        "Moms (kr)",
        "Summa inkI. moms (kr)",
    ],
}


@pytest.mark.parametrize("style", LEDGER_STYLES)
def test_invoice_ledgers_in_many_styles(style: str) -> None:
    tables = built(LEDGER_STYLES[style], INVOICE, [*INVOICE[:-1], "12 500"])
    (row, _) = tables.invoices
    assert (row.voucher or row.invoice_no, row.supplier) == ("V1", "Alfa AB")
    assert row.category == "consultant"
    assert (str(row.net_sek), str(row.hours), str(row.rate_sek)) == ("10000", "10", "1000")
    assert (str(row.vat_sek), str(row.gross_sek)) == ("2500", "12500")
    assert row.invoice_date is not None and row.invoice_date.isoformat() == "2021-02-08"
    assert "W_VALUE" not in codes(tables)


def test_gross_is_never_taken_for_net() -> None:
    headings = ["Fakturanr", "Fakturadatum", "Leverantör", "Moms", "Summa inkl. moms"]
    tables = built(headings, ["1", "2021-01-02", "Alfa AB", "25", "125"])
    assert tables.costs == ()
    assert [(row.net_sek, str(row.gross_sek)) for row in tables.invoices] == [(None, "125")]
    assert tables.problems == ()


def test_two_row_headings_and_merged_ones() -> None:
    rows = [
        ["Konsultkostnader 2021"],
        ["Verifikat", "Faktura-", "Leverantör", "Belopp (kr)", "", ""],
        ["", "datum", "", "exkl. moms", "moms", "inkl. moms"],
        ["V1", "2021-02-08", "Alfa AB", "100", "25", "125"],
    ]
    assert _found(rows, spans={(2, 4): (1, 3)}) == {
        "voucher": 1,
        "invoice_date": 2,
        "supplier": 3,
        "net": 4,
        "vat": 5,
        "gross": 6,
    }


def test_title_block_and_headings_far_down() -> None:
    title = [["Rapport"], ["Uttag", "2021-05-01"], [""], ["Avser", "2020"], [""]] * 2
    rows = [*title, ["År", "Modul", "Kostnad (mnkr)"], ["2019", "Schema", "9,3"]]
    tables = built(*rows)
    assert str(tables.costs[0].amount_sek) == "9300000"
    assert tables.costs[0].row == len(rows)


def test_headings_below_the_fifteenth_row_are_not_looked_for() -> None:
    rows = [["text", "mer"]] * 15 + [["År", "Modul", "Kostnad"], ["2019", "Schema", "9"]]
    assert built(*rows).costs == ()


INCIDENT_STYLES = {
    "tickets": ["Ärende-id", "Anmält datum", "Modul", "Typ", "Allvarlighet", "Beskrivning"],
    "service desk": ["Ticketnr", "Skapad", "System", "Kategori", "Allvarlighetsgrad", "Rubrik"],
    "disruptions": [
        "Störningsnr",
        "Startdatum",
        "Berörd tjänst",
        "Typ av störning",
        "Allvarlighet",
        "Händelsebeskrivning",
    ],
    "English": ["Incident id", "Date", "Module", "Type", "Severity", "Description"],
    "misread": ["Arende-ld", "Anmalt daturn", "Modul", "Typ", "Allvarlighel", "Beskrlvning"],
}


@pytest.mark.parametrize("style", INCIDENT_STYLES)
def test_incident_lists_in_many_styles(style: str) -> None:
    rows = [INCIDENT_STYLES[style], ["A-1", "2021-02-03", "Schema", "Avbrott", "3", "Låg nere"]]
    row = built(*rows).incidents[0]
    assert (row.incident_id, row.module, row.kind, row.severity) == (
        "A-1",
        "Schema",
        "availability",
        3,
    )
    assert "Låg nere" in (row.summary_sv, row.summary_en)


MESSAGE_STYLES = {
    "two columns": ["Nr", "Datum", "Tid", "Riktning", "Avsändare", "Mottagare", "Ämne"],
    "English": ["No", "Date", "Time", "Direction", "From", "To", "Subject"],
    "short": ["Löpnr", "Dag", "Kl", "In/ut", "Från", "Till", "Ärende"],
    "misread": ["Nr", "Datum", "Tid", "Riktnlng", "Avsandare", "Mottagara", "Ämne"],
}


@pytest.mark.parametrize("style", MESSAGE_STYLES)
def test_mail_logs_in_many_styles(style: str) -> None:
    row = ["7", "2021-03-01", "08:14", "in", "a@x.example.se", "b@y.example.se", "Hej"]
    message = built(MESSAGE_STYLES[style], row).messages[0]
    assert (message.message_no, message.direction) == ("7", "in")
    assert message.sent is not None and message.sent.isoformat() == "2021-03-01T08:14:00"
    assert (message.sender, message.recipients) == ("a@x.example.se", "b@y.example.se")
    assert message.subject == "Hej"


OTHER_SHEETS = {
    "quarters of nothing": ["Modul", "Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4", "Helår"],
    "schools": ["Skolkod", "Skola", "Elever", "Andel behöriga (%)", "Meritvärde"],
    "timeline": ["date", "precision", "event_sv", "event_en", "source_ids"],
    "fires": ["handelseId", "datum", "tid", "kommun", "antalPersonbil"],
}


@pytest.mark.parametrize("kind", OTHER_SHEETS)
def test_other_sheets_stay_cells(kind: str) -> None:
    headings = OTHER_SHEETS[kind]
    tables = built(headings, *([f"{i}{j}" for j in range(len(headings))] for i in range(1, 6)))
    assert rows_in(tables) == 0
    assert tables.table_of(tables.sheets[0].sheet_id) == ""
    assert len(tables.sheets[0].cells) == 6 * len(headings)


NAMED_KINDS = {
    "register": [
        "Leverantörsnr",
        "Leverantör",
        "Organisationsnummer",
        "Avtal från",
        "Avtalsvärde",
    ],
    "orders": ["Beställningsnr", "Beställningsdatum", "Leverantör", "Artikel", "Belopp (kr)"],
}


@pytest.mark.parametrize("kind", NAMED_KINDS)
def test_what_was_neither_billed_nor_published_is_named_and_stays_cells(kind: str) -> None:
    headings = NAMED_KINDS[kind]
    row = ["1", "2021-01-02", "Alfa AB", "2021-01-02", "100"]
    tables = built(headings, row, row, row)
    assert rows_in(tables) == 0
    assert tables.table_of(tables.sheets[0].sheet_id) == kind
    assert [(each.code, each.detail) for each in tables.problems] == [("N_SHEET_LEFT", kind)]


def test_a_sheet_that_is_no_known_table_is_noted_if_it_looks_like_one() -> None:
    tables = built(["Skola", "Rektor", "Ort"], *[["Norr", "Alva", "Norrköping"]] * 2)
    assert [(each.code, each.detail) for each in tables.problems] == [
        ("N_SHEET_LEFT", "no kind that is known")
    ]
    assert built(["Brev"], ["Hej", "du"], ["Tack"]).problems == ()


def test_prose_is_no_table() -> None:
    assert built(["Belopp, datum och kategori avser kostnaden"], ["Nr", "se text"]).costs == ()


def test_unknown_columns_are_told_of_by_letter_only() -> None:
    tables = built(["År", "Modul", "Kostnad", "Hemlig rubrik"], ["2019", "Schema", "9", "x"])
    assert codes(tables) == ["W_UNSURE_TABLE"]
    assert "D (heading not known, texts)" in tables.problems[0].detail
    assert "Hemlig" not in tables.problems[0].message


def test_two_columns_of_one_meaning_are_told_of() -> None:
    tables = built(["År", "Modul", "Kostnad", "Belopp"], ["2019", "Schema", "9", "7"])
    assert str(tables.costs[0].amount_sek) == "9"
    assert "columns C and D both read as amount" in tables.problems[0].detail


def test_repeated_headings_are_left_out() -> None:
    head = ["Nr", "Datum", "Avsändare", "Mottagare", "Ämne"]
    row = ["1", "2021-03-01 08:14", "a@x.example.se", "b@y.example.se", "Hej"]
    again = ["Nr", "Daturn", "Avsandare", "Mottagare", "Ämne"]
    tables = built(head, row, again, ["2", *row[1:]], head, ["3", *row[1:]])
    assert [message.message_no for message in tables.messages] == ["1", "2", "3"]


def test_two_tables_on_one_sheet() -> None:
    tables = built(
        ["Kostnader"],
        ["År", "Modul", "Kostnad (tkr)"],
        ["2019", "Schema", "9"],
        [""],
        ["Driftstörningar"],
        ["Ärende-id", "Datum", "Modul", "Beskrivning"],
        ["A-1", "2021-02-03", "Schema", "Låg nere"],
    )
    assert [str(row.amount_sek) for row in tables.costs] == ["9000"]
    assert [row.incident_id for row in tables.incidents] == ["A-1"]


def test_units_are_parted_from_headings() -> None:
    assert split_unit("Belopp (tkr)") == ("Belopp", "SEK", 1000)
    assert split_unit("Belopp i miljoner kronor") == ("Belopp", "SEK", 1_000_000)
    assert split_unit("Belopp, kr") == ("Belopp", "SEK", 1)
    assert split_unit("Belopp (tkr, exkl. moms)") == ("Belopp exkl. moms", "SEK", 1000)
    assert split_unit("Belopp (exkl. moms)") == ("Belopp (exkl. moms)", "", 1)
    assert split_unit("Belopp (lkr)") == ("Belopp", "?", 1)
    assert split_unit("Timmar") == ("Timmar", "", 1)


def test_lines_of_a_wrapped_cell_are_joined() -> None:
    assert join_lines("mitti-\nsakerhet") == "mitti-sakerhet"
    assert join_lines("barn-\noch elevregister") == "barn- och elevregister"
    assert join_lines(" två \n  rader ") == "två rader"


def test_headings_fold_over_single_misread_letters() -> None:
    assert fold("Ärende-id") == fold("Arende ld")
    assert fold("Belopp") == fold("Be1opp")
    assert fold("Från") != fold("Till")


def test_labels_of_sums() -> None:
    assert total_label("Delsumma Alfa AB") == ("subtotal", "Alfa AB")
    assert total_label("S:a") == ("sum", "")
    assert total_label("Summa totalt") == ("total", "")
    assert total_label("Tota1t") == ("total", "")
    assert total_label("De1summa Alfa AB") == ("subtotal", "Alfa AB")
    assert total_label("Summering: mars") == ("sum", "mars")
    assert total_label("∑ 202104") == ("sum", "202104")
    assert total_label("∑∑") == ("total", "")
    assert total_label("– varav konsulter") == ("subtotal", "konsulter")
    assert total_label("Varavagnen AB") is None
    assert total_label("Totalentreprenad AB") is None or total_label("Alfa AB") is None


def test_profiles_state_their_thresholds_and_name_only_known_fields() -> None:
    carried = {profile.table for profile in shipped_profiles() if profile.carried}
    assert carried == set(TABLES)
    for profile in shipped_profiles():
        assert 80 <= profile.threshold <= 95
        headings = [fold(h) for field in profile.fields for h in set(field.headings)]
        by_field = {(fold(h), field.name) for field in profile.fields for h in field.headings}
        assert len({heading for heading, _ in by_field}) == len(by_field), "a heading of two fields"
        assert all(headings)


BAD_PROFILES = {
    'table="t"': "carried = false",
    'table="costs"\nfolder="x"': "unknown key 'folder'",
    'table="costs"\n[fields.colour]\nheadings=["Färg"]': "no such field",
    'table="costs"\n[fields.amount]\nheadings=[]': "headings is missing",
    'table="costs"\n[fields.amount]\nheadings=["A"]\ntype="date"': "holds money",
    'table="costs"\n[fields.amount]\nheadings=["A"]\nunit="kg"': "unit 'kg'",
    'table="costs"\n[fields.amount]\nheadings=["A"]\nsign="up"': "sign must be",
    'table="costs"\n[fields.amount]\nheadings=["A"]': "requires as_of",
    'table="x"\ncarried=false\n[fields.y]\nheadings=["Y"]': r"\[\[layout\]\]",
    'extends="orders"\ncarried=true\n[fields.order_no]\nheadings=["A"]': "no clean table",
    'table="x"\ncarried=false\n[[layout]]\nname="a"\nrequired=[["y"]]\ncolour=1\n'
    '[fields.y]\nheadings=["Y"]': "unknown key 'colour'",
    'extends="costs"\nthreshold=5\n[fields.amount]\nheadings=["A"]': "threshold",
}


@pytest.mark.parametrize("text", BAD_PROFILES)
def test_a_profile_that_cannot_be_used_says_which_key(text: str) -> None:
    with pytest.raises(ValueError, match=BAD_PROFILES[text]):
        read_profile(text)


def test_an_own_profile_adds_headings_to_a_shipped_one() -> None:
    own = read_profile(
        'extends = "invoices"\n[fields.supplier]\nheadings = ["Anlitad"]\n'
        '[fields.net]\nheadings = ["Kronor ut"]\nunit = "tkr"\n'
    )
    head = ["Ver.nr", "Datum", "Anlitad", "Kronor ut"]
    tables = build_tables(
        COLLECTION,
        [sheet([head, ["V1", "2021-01-02", "Alfa AB", "10"]])],
        decisions=Decisions(profiles=(own,)),
    )
    (row,) = tables.invoices
    assert (row.supplier, row.net_sek) == ("Alfa AB", 10_000)
    assert "the profile's own unit" in " ".join(each.detail for each in tables.problems)
    assert built(head, ["V1", "2021-01-02", "Alfa AB", "10"]).invoices == ()


def test_words_of_coded_columns_forgive_a_misread_letter_but_not_another_word() -> None:
    words = shipped_profile("costs").vocabulary("category")
    assert words.meaning("Sanktlonsavgifl") == "fine"
    assert words.meaning("Drift") == "operation"
    assert words.meaning("Kontorsmaterial") is None


def test_the_same_table_twice_side_by_side() -> None:
    head = ["År", "Modul", "Kostnad (tkr)"]
    tables = built(
        [*head, "", *head],
        ["2018", "Schema", "9", "", "2019", "Schema", "10"],
        ["2018", "Betyg", "7", "", "", "", ""],
        ["Totalt", "", "16", "", "Totalt", "", "10"],
    )
    assert [(row.row_id, row.amount_sek, row.row_kind) for row in tables.costs] == [
        ("costs:papper-pdf#1!R2", 9000, "row"),
        ("costs:papper-pdf#1!R3", 7000, "row"),
        ("costs:papper-pdf#1!R4", 16000, "total"),
        ("costs:papper-pdf#1!R2C5", 10000, "row"),
        ("costs:papper-pdf#1!R4C5", 10000, "total"),
    ]
    assert codes(tables) == ["W_UNSURE_TABLE"]
    assert "side by side" in tables.problems[0].detail
