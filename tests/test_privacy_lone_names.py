"""Single words of masked names where they stand alone, and words that only look like them.

Whole deliveries are masked as an export does it; what comes out is searched as plain text.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from heap import project
from hypothesis import given
from hypothesis import strategies as st
from test_export_redteam import MASK_PROTECTED, cells, masked, published, still
from test_report_redteam import published as bundled

from skolkit.privacy.common_words import is_common, is_never_a_name
from skolkit.privacy.detect import spans
from skolkit.privacy.lone_told import Told, lone_names
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.needles import Needles
from skolkit.publish.caption_words import telling_words
from skolkit.shown import shown_collection

PUPILS = (
    "Elev;Klass\nKwamoe Oforix;3B\nXolanda Mbekix;2A\nZubinna Wällstråle;2A\nAnna Lindberg;5C\n"
    "Sara Berg;5C\nNils Ek;5C\nErik Holm;5C\nMaja Strand;4B\nTilda Skog;4B\nIda Blom;4B\n"
    "Otto Frid;4B\nTova Månadsdotter;4B\nElsa Falkenberg;4B\nHugo Lund;4B\nLova Visma;4B\n"
    "Per Österblad;4B\nOlle Hedenstierna;4B\nEmil Blad;4B\nAli Hossinade;4B\n"
)
LONE = (
    ("Oforix kan inte logga in", "Oforix"),
    ("3B: Mbekix saknas", "Mbekix"),
    ("Oforix' lösenord är återställt", "Oforix"),
    ("Mbekixs närvaro är fel", "Mbekix"),
    ("OFORIX SAKNAS I LISTAN", "OFORIX"),
    ("Mötet med Wällstråle flyttas", "Wällstråle"),
    ("Wallstrale har fel klass", "Wallstrale"),
    ("Möte med 0forix om schemat", "0forix"),
    ("Oforlx syns inte", "Oforlx"),
    ("Lindberg ringde igen", "Lindberg"),
    ("familjen Lindberg undrar", "Lindberg"),
    ("Frågan gäller Lindbergs konto", "Lindberg"),
    ("Oforix-ärendet är löst", "Oforix"),
    ("Mbekixfamiljen har fått svar", "Mbekix"),
    ("Kwamoe i kön sedan mars", "Kwamoe"),
    ("Svar till Oforix, Mbekix och Wällstråle", "Mbekix"),
    ("(Oforix)", "Oforix"),
    ("oforix får felkod 12 igen", "oforix"),
    ("se www.mbekix.se", "mbekix"),
    ("Syskonen Mbekix i samma grupp", "Mbekix"),
    ("Re: Taraporx/Oforix", "Oforix"),
    ("lindberg kommer inte åt schemat", "lindberg"),
    ("Osterblad är frånvarande", "Osterblad"),
    ("Hedenstierna; vh ej kopplad", "Hedenstierna"),
    ("Kom Wäll-\nstråle? Oforix kom", "Oforix"),
    ("Blad Emil, jfr Mbekix", "Emil"),
    ("Hossinades schema är tomt", "Hossinade"),  # ends as participles do
)
DECOYS = (
    "Berget vid skolan är avspärrat", "Berg och dalbana i Liseberg", "Ek planterades på gården",
    "Möte i Ek-salen", "Holm hör till kommunen", "Vid Strand badar vi", "Skog och mark, åk 4",
    "Blom och löv, naturruta", "Frid och ro i biblioteket", "Månad för månad",
    "Lund ligger i Skåne", "Resa till Falkenberg", "Visma Proceedo ligger nere",
    "Svensson Bygg AB har fakturerat", "Lindbergs Bygg AB har fakturerat",
    "Lindberg & Holm Arkitekter AB", "Strandskolan är stängd", "Skogsskolan har ny rektor",
    "Bergs kommun svarar", "Holmgatan är avstängd", "Lindbergsskolan", "Blommor till avslutningen",
    "Ekonomi och personal", "Dahlia i rabatten", "Skolplattformen", "Stockholms stad",
    "Tieto Sweden AB", "Ericsson levererar", "Björk och gran", "Linden vid porten", "Stark ström",
    "Frost i natt", "Sten på vägen", "Sjö och hav", "Ros och lilja", "Palm i foajén",
    "Holmen Paper AB", "Microsoft Teams", "Google Classroom", "Skolverket", "Bergslagen",
    "Nora kommun", "Ledighet beviljad", "Ingen har svarat", "Lista över böcker",
    "Oskar Fredriks kyrka",
)  # fmt: skip


def numbered(texts: tuple[str, ...]) -> str:
    return "Nr;Text\n" + "".join(f'{n};"{text}"\n' for n, text in enumerate(texts, start=1))


def test_a_lone_surname_is_masked_wherever_it_stands(tmp_path: Path) -> None:
    files = {"elever.csv": PUPILS, "dagbok.csv": numbered(tuple(text for text, _ in LONE))}
    texts = cells(masked(tmp_path, files))
    left = [
        (text, texts[f"dagbok!B{row}"])
        for row, (text, name) in enumerate(LONE, start=2)
        if name.casefold() in texts[f"dagbok!B{row}"].casefold()
    ]
    assert left == []


def test_words_that_are_surnames_too_are_left_alone(tmp_path: Path) -> None:
    files = {"elever.csv": PUPILS, "dagbok.csv": numbered(DECOYS)}
    texts = cells(masked(tmp_path, files))
    assert [
        (text, texts[f"dagbok!B{row}"])
        for row, text in enumerate(DECOYS, start=2)
        if texts[f"dagbok!B{row}"] != text
    ] == []


def test_a_report_masks_the_same_and_its_last_check_finds_nothing(tmp_path: Path) -> None:
    files = {
        "elever.csv": PUPILS,
        "dagbok_oforix.csv": numbered(tuple(text for text, _ in LONE)),
        "annat.csv": numbered(DECOYS),
    }
    exported = masked(tmp_path / "export", files)
    shown = shown_collection(project(tmp_path / "report", files), "heap")
    assert set(shown.tables.cells["raw"]) == set(cells(exported).values())
    assert set(shown.labels.alone) == set(exported.labels.alone) >= {"oforix", "mbekix"}
    for needles, text in (
        (exported.labels.needles, published(exported)),
        (shown.needles, bundled(shown)),
    ):
        assert [needles[number] for number in Needles.of(needles).find(text)] == []


def test_names_of_files_sheets_and_the_collection_name_nobody_by_a_surname(tmp_path: Path) -> None:
    made = masked(
        tmp_path,
        {"elever.csv": PUPILS, "samtal_oforix_2021.csv": "Nr;Text\n1;x\n"},
        described='title = "Ärendet Oforix"\nsender = "Mbekix"\nauthority = "Bergs kommun"\n',
    )
    assert still(made, "Oforix", "oforix", "Mbekix") == []
    assert "Bergs kommun" in published(made)


def test_what_the_collection_calls_a_supplier_or_a_school_is_one(tmp_path: Path) -> None:
    bills = "Leverantör;Fakturanr;Belopp (kr)\nLindberg;F-1;10,00\nMbekix Bygg AB;F-2;20,00\n"
    texts = ("Lindberg har levererat", "Mbekix Bygg AB har levererat", "Mbekix saknas")
    files = {"elever.csv": PUPILS, "f.csv": bills, "t.csv": numbered(texts)}
    made = masked(tmp_path, files)
    held = cells(made)
    assert [held[place] for place in ("f!A2", "f!A3", "t!B2", "t!B3")] == [
        "Lindberg",
        "Mbekix Bygg AB",
        "Lindberg har levererat",
        "Mbekix Bygg AB har levererat",
    ]
    assert held["t!B4"].startswith("[namn")
    assert "mbekix" not in made.labels.needles  # shown by a rule: it proves no leak


def test_a_word_that_stands_in_small_letters_more_often_is_a_word(tmp_path: Path) -> None:
    texts = ("Ny rexpo i dag", "en rexpo till", "Rexpo i morgon", "två rexpor", "rexpo, vanlig")
    names = "Elev;Klass\nKwamoe Rexpo;3B\nXolanda Mbekix;2A\n"
    held = cells(masked(tmp_path, {"e.csv": names, "t.csv": numbered(texts)}))
    assert [held[f"t!B{row}"] for row in range(2, 7)] == list(texts)


HEAD = "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n"


def test_a_firm_of_a_masked_person_goes_and_a_company_stays(tmp_path: Path) -> None:
    rows = (
        "Oforix Konsult;;F-1;2021-03-01;10,00\n"
        "Oforix AB;559999-9914;F-2;2021-03-02;20,00\n"
        "Lindberg Konsult;;F-3;2021-03-03;30,00\n"
        "Anna Lindberg Konsult;;F-4;2021-03-04;40,00\n"
        "Svensson Bygg AB;559999-9914;F-5;2021-03-05;50,00\n"
        "Sagobruket Design;040101-2398;F-6;2021-03-06;60,00\n"
        "Sagobruket Design;;F-7;2021-03-07;70,00\n"
    )
    pupils = PUPILS + "Eva Svensson;1A\n"
    made = masked(tmp_path, {"e.csv": pupils, "f.csv": HEAD + rows})
    held = cells(made)
    shown = [held[f"f!A{row}"] for row in range(2, 9)]
    assert shown[0].startswith("[namn") and "Konsult" not in shown[0]
    assert shown[1:3] == ["Oforix AB", "Lindberg Konsult"]
    assert shown[3].startswith("[namn")
    assert shown[4] == "Svensson Bygg AB"
    assert shown[5] == shown[6] and shown[5].startswith("[namn")
    sums = [row.net_sek for row in made.data.tables.invoices]
    assert sums == [10, 20, 30, 40, 50, 60, 70]


def test_a_firm_of_a_protected_person_goes_with_its_number(tmp_path: Path) -> None:
    pupils = "Elev;Klass;Skyddad identitet\nKwamoe Oforix;3B;Ja\nEva Svensson;2A;Ja\nX Y;1A;Nej\n"
    rows = (
        "Oforix AB;559999-9914;F-1;2021-03-01;10,00\n"
        "Låtsas AB;556036-0793;F-2;2021-03-02;20,00\n"
        "Svensson Bygg AB;212000-0142;F-3;2021-03-03;30,00\n"
        "Eva Svensson Redovisning AB;;F-4;2021-03-04;40,00\n"
    )
    other = "Orgnr;Belopp (kr)\n559999-9914;10,00\n556036-0793;20,00\n"
    files = {"e.csv": pupils, "f.csv": HEAD + rows, "o.csv": other}
    made = masked(tmp_path, files, MASK_PROTECTED)
    assert still(made, "Oforix", "559999-9914", "Eva Svensson") == []
    text = published(made)
    kept = ("Låtsas AB", "556036-0793", "Svensson Bygg AB", "212000-0142")
    assert [one for one in kept if one not in text] == []
    assert [row.net_sek for row in made.data.tables.invoices] == [10, 20, 30, 40]


def test_of_a_protected_person_words_with_a_meaning_go_too(tmp_path: Path) -> None:
    pupils = "Elev;Klass;Skyddad identitet\nElsa Strand;3B;Ja\nXolanda Mbekix;2A;Nej\n"
    texts = ("Strand kan inte logga in", "Samtal om Elsa", "Vi badar vid en strand", "Strandskolan")
    made = masked(tmp_path, {"e.csv": pupils, "t.csv": numbered(texts)}, MASK_PROTECTED)
    held = [cells(made)[f"t!B{row}"] for row in range(2, 6)]
    assert held[0] == "[namn 1] kan inte logga in" or held[0].startswith("[")
    assert "Elsa" not in held[1]
    assert held[2:] == list(texts[2:])


def test_an_address_of_a_function_at_a_persons_domain_goes(tmp_path: Path) -> None:
    texts = ("Skriv till info@oforix.se", "Skriv till info@stockholm.se", "info@sagobruket.se")
    held = cells(masked(tmp_path, {"e.csv": PUPILS, "t.csv": numbered(texts)}))
    assert held["t!B2"] == "Skriv till [e-post 1]"
    assert [held["t!B3"], held["t!B4"]] == list(texts[1:])


def test_a_name_that_a_person_lets_be_shown_is_shown(tmp_path: Path) -> None:
    keep = (
        '[[decision]]\ndocument = "k.csv"\nkind = "namn"\ndecision = "keep"\n'
        'reason = "in office"\nby = "B. Beslutare"\n'
    )
    files = {
        "k.csv": "Ordförande;Nämnd\nAnna Lindberg;Utbildningsnämnden\n",
        "e.csv": "Elev;Klass\nNils Lindberg;3B\nXolanda Mbekix;2A\n",
        "t.csv": numbered(("Lindberg ledde mötet", "Mbekix saknas")),
    }
    made = masked(tmp_path, files, keep)
    held = cells(made)
    assert held["k!A2"] == "Anna Lindberg"
    assert held["t!B2"] == "Lindberg ledde mötet"
    assert "Mbekix" not in held["t!B3"]
    assert "lindberg" not in made.labels.needles and "mbekix" in made.labels.needles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oforix kom", True),
        ("oforixs konto", True),
        ("[namn 3] <b>OFORIX</b>", True),
        ("Oforixskolan", False),
        ("o for ix", False),
        ("of or ix 3", False),
    ],
)
def test_the_last_check_looks_for_a_single_word_as_a_word(text: str, found: bool) -> None:
    assert bool(Needles.of(["oforix"]).find(text)) is found


def test_words_of_our_own_captions_prove_no_leak() -> None:
    assert telling_words(("oforix", "organisationsnummer", "källor", "mbekix")) == (
        "oforix",
        "mbekix",
    )


def test_words_with_a_meaning_are_told_from_names() -> None:
    assert all(map(is_common, ("Berg", "Linden", "Skogen", "Falkenberg", "Visma", "Behörighet")))
    assert not any(map(is_common, ("Lindberg", "Lindén", "Oforix", "Hellström", "Ahmadi")))
    assert is_never_a_name("Skolan") and is_never_a_name("Och") and not is_never_a_name("Berg")


MASKED = [
    Told("d#1", row, 1, Kind.NAMN, "name-column", Decision.MASK, name, True)
    for row, name in enumerate(("Kwamoe Oforix", "Nils Al-Khatib", "Sagobruket Design"), start=2)
]
PIECES = ("Oforix", "oforixs", "0forix", "Khatib", "AB", "Konsult", "skola", "och", "&", "-\n", "@")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12))
def test_what_is_found_lies_in_the_text_and_once(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = sorted((one.start, one.end) for one in lone_names(MASKED).spans(text, ()))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def test_a_letter_of_a_column_and_its_heading_are_no_initial_and_surname() -> None:
    assert spans("incidents: I Åtgärd (texts)") == ()
    assert [one.rule for one in spans("Möte med A Sandberg")] == ["initial-and-surname"]
    assert [one.rule for one in spans("Möte med A Berg")] == ["initial-and-surname"]


def test_nothing_is_looked_for_where_nobody_is_masked() -> None:
    kept = Told("d#1", 2, 1, Kind.NAMN, "name-column", Decision.KEEP, "Kwamoe Oforix", True)
    names = lone_names([kept])
    assert names.spans("Oforix kom", ()) == () and names.needles == ()
    whole = Span(Kind.NAMN, 0, 6, "name-column")
    masked_one = lone_names(
        [Told("d#1", 2, 1, Kind.NAMN, "name-column", Decision.MASK, "A Oforix")]
    )
    assert masked_one.spans("Oforix kom", (whole,)) == ()  # masked already
