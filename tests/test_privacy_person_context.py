"""Names by the words around them, and names of things that have a given name in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_export_redteam import MASK_PROTECTED, book, cells, masked, published, still

from skolkit.privacy.detect import spans
from skolkit.privacy.folding import plain
from skolkit.privacy.model import Decision
from skolkit.privacy.name_words import words_of
from skolkit.privacy.named_things import is_renowned, is_ruler, thing_after
from skolkit.privacy.person_context import Sure, follows_a_class, is_titled, person_at
from skolkit.privacy.persons import is_user_id, name_of_address
from skolkit.privacy.topics import Topic, topic
from skolkit.publish.about import LICENCES

PUPILS = (
    "Elev;Klass\nSara Berg;5C\nNils Ek;5C\nKarin Lind;5C\nHugo Lund;4B\nLi Wu;4B\nTuan Ng;4B\n"
    "Elsa Falkenberg;4B\nPetra Ros;4B\nTemitope Oyelaran;4B\n"
)
MEANT = (
    "Berg ringde igen om schemat", "Pratade med Ek om schemat", "Linds lösenord är återställt",
    "Wu kan inte logga in", "Möte med Lind i morgon", "Svar till Lind skickat",
    "Ek har glömt sitt kort", "Fru Ros har sökt plats", "Lund undrar varför", "Ng är sjukanmäld",
    "Klart. /Berg", "Har pratat med Nils i dag", "Mötte Sara? Hälsning från Sara",
    "Falkenbergs mamma hör av sig", "BERG RINGDE IGEN", "Ros svarade inte",
)  # fmt: skip
OTHERS = (
    "Ek levereras i plank", "Berg i dagen vid skolgården", "Lind och björk fälldes",
    "Lund svarar att taxan gäller", "Falkenbergs ärende hos länsstyrelsen", "Berg kommun svarar",
    "Ros och lilja i rabatten", "EK ringde", "Ek behöver oljas", "Möte med Lund om taxan",
    "ek ringde i skogen", "Frågan om NG och WU", "Berg Bygg AB ringde", "Lind får inte beskäras",
    "Kontakta Falkenberg om taxan", "Berg svarade inte på remissen",
)  # fmt: skip


def numbered(texts: tuple[str, ...]) -> str:
    return "Nr;Text\n" + "".join(f'{n};"{text}"\n' for n, text in enumerate(texts, start=1))


def test_a_word_with_a_meaning_is_masked_where_a_person_is_meant(tmp_path: Path) -> None:
    held = cells(masked(tmp_path, {"e.csv": PUPILS, "t.csv": numbered((*MEANT, *OTHERS))}))
    shown = [held[f"t!B{row}"] for row in range(2, len(MEANT) + len(OTHERS) + 2)]
    assert [text for text in shown[: len(MEANT)] if "[namn" not in text] == []
    assert shown[len(MEANT) :] == list(OTHERS)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Robin och Kim i 6A är syskon", "Robin"),
        ("Har pratat med Robin i dag", "Robin"),
        ("Elev i 5A, Robin, saknar kort", "Robin"),
        ("Tindras schema är fel", "Tindras"),
        ("Zolanthe Mbekixo undrar varför", "Zolanthe Mbekixo"),
        ("Hej, jag heter Zolanthe och går i 8B", "Zolanthe"),
        ("Fru Mbekixo-Raan har sökt", "Mbekixo-Raan"),
        ("Intyg från dr Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("The family Mbekixo in 3A moved", "Mbekixo"),
        ("Mother of Zolanthe called", "Zolanthe"),
        ("Vårdnadshavare (Zolanthe Mbekixo) nekades", "Zolanthe Mbekixo"),
        ("O. af Mbekixo begär ut", "O. af Mbekixo"),
        ("Mohamud Abdi Farah (3C) sitter fel", "Mohamud Abdi Farah"),
        ("eleven Gustav Vasa i 3B", "Gustav Vasa"),
        ("Gustav Vasa ringde", "Gustav Vasa"),
    ],
)
def test_a_name_is_told_by_its_place(text: str, name: str) -> None:
    found = {text[s.start : s.end] for s in spans(text) if s.decision is Decision.MASK}
    assert name in found


@pytest.mark.parametrize(
    "text",
    [
        "Lunch från Max Burgers igen", "Oskar II byggde huset", "Avstängt vid Karl XI:s torg",
        "Gustav Vasa skola får ny lokal", "Ellen Provberg skola är stängd",
        "Clas Ohlson har kablar",
        "Lars Magnusson Åkeri AB plogar", "Svensson & Söner Bygg AB målar",
        "Erik Olsson Fastighetsförmedling hyr ut", "Adam Taxi kör skolskjuts",
        "Martin Luther King-dagen firas", "Philip Morris-domen", "Tapeter från Carl Larsson-gården",
        "Hanna-appen kräver uppdatering", "MS Gothic", "MS Office är nere",
        "These Parents Built a School App. Then the City Called the Cops",
        "Verifikat V1904102234 bokat", "Version 2019.0412.1234 installerad",
        "Google Classroom svarar inte", "Sofia skola ringde",
        *(title for title, _ in LICENCES.values()),  # our own words stop no export
    ],
)  # fmt: skip
def test_names_of_things_are_kept(text: str) -> None:
    assert [text[s.start : s.end] for s in spans(text) if s.decision is Decision.MASK] == []


def test_a_number_after_a_pupil_is_the_pupils() -> None:
    (found,) = spans("eleven 1002142394 finns dubbelt")
    assert found.decision is Decision.MASK


@pytest.mark.parametrize(
    ("before", "name", "after", "sure"),
    [
        ("", "Ek", " undrar", Sure.PERSON),
        ("", "Ek", " har glömt", Sure.PERSON),
        ("", "Ek", " godkände", Sure.MAY_BE_A_BODY),
        ("Svar till ", "Ek", "", Sure.MAY_BE_A_BODY),
        ("", "Eks", " mamma", Sure.PERSON),
        ("", "Eks", " ärende", Sure.MAY_BE_A_BODY),
        ("", "Ek", " Called", Sure.NO),
        ("golv av ", "Ek", " och ask", Sure.NO),
        ("", "Ek", " borde väljas", Sure.NO),
    ],
)
def test_what_the_words_around_say(before: str, name: str, after: str, sure: Sure) -> None:
    text = f"{before}{name}{after}"
    assert person_at(text, len(before), len(before) + len(name)) is sure


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 8))
def test_context_is_total(text: str, start: int, length: int) -> None:
    folded = plain(text).text
    end = min(len(folded), start + length)
    if start < end:
        assert person_at(folded, start, end) in set(Sure)
        assert is_titled(folded, start) in {True, False}
        assert follows_a_class(folded, start) in {True, False}


def test_rulers_renowned_and_things() -> None:
    def told(text: str) -> tuple[bool, bool, int]:
        words = words_of(text)
        count = min(2, len(words))
        return (
            is_ruler(words, text, 0),
            is_renowned(words, 0, count),
            thing_after(text, words, 0, count),
        )

    assert told("Karl XII dog") == (True, False, 0)
    assert told("Anna V saknas") == (False, False, 0)  # an initial
    assert told("Astrid Lindgrens bok") == (False, True, 0)
    assert told("Testa Testsson Schakt AB grävde") == (False, False, 4)
    assert told("Testa Testsson as a pupil") == (False, False, 0)
    assert told("Testa Provberg skola") == (False, False, 3)
    assert told("Testa Testsson skola: Almskolan") == (False, False, 0)
    assert told("Testa Provberg skola Almskolan") == (False, False, 0)


USERS = (
    ("Användar-id", "Enhet", "Senast inloggad"),
    ("anna.berg", "Almskolan", "2021-03-01"),
    ("AB1234", "Almskolan", "2021-03-02"),
    ("lindqvist_hedda", "Backskolan", "2021-03-02"),
    ("system", "Backskolan", "2021-03-02"),
)


def test_ids_of_users_are_masked_where_they_stand_and_elsewhere(tmp_path: Path) -> None:
    texts = ("AB1234 saknar behörighet", "Konto lindqvist_hedda spärrat", "AB12345 är en artikel")
    files = {"k.xlsx": book(("Konton", USERS)), "t.csv": numbered(texts)}
    made = masked(tmp_path, files)
    assert still(made, "AB1234 ", "AB1234,", "anna.berg", "lindqvist", "hedda") == []
    held = cells(made)
    assert (held["t!B4"], held["Konton!A5"]) == (texts[2], "system")
    assert topic("User ID") is topic("Signatur") is topic("AD-konto") is Topic.USER_ID


def test_a_login_is_a_users_where_most_cells_show_it(tmp_path: Path) -> None:
    ids = "Login;Enhet\nhodaab02;Almskolan\nvasilo01;Backskolan\nsystem;Backskolan\n"
    ledger = "Konto;Kontonamn\n5010;Löner\n6540;Licenser\n7010;Arvoden\n"
    made = masked(tmp_path, {"i.csv": ids, "l.csv": ledger})
    assert still(made, "hodaab02", "vasilo01") == []
    assert {"system", "5010", "Löner"} <= set(cells(made).values())


def test_an_address_tells_a_name_that_is_looked_for(tmp_path: Path) -> None:
    mail = "Datum;Från;Ämne\n2021-03-02;tindra.waldenstam@elev.example.se;Plats\n"
    texts = ("Waldenstam saknas", "Tindra Waldenstam kom", "Skolplattformen support")
    held = cells(masked(tmp_path, {"m.csv": mail, "t.csv": numbered(texts)}))
    assert "aldenstam" not in held["t!B2"] + held["t!B3"]
    assert held["t!B4"] == texts[2]
    assert name_of_address("tindra.waldenstam09@x.se") == "Tindra Waldenstam"
    assert name_of_address("skolplattformen.support@x.se") == name_of_address("info@x.se") == ""
    assert is_user_id("AB1234") and not is_user_id("AB 1234") and not is_user_id("1234567")


def test_prose_that_names_many_is_no_column_of_names(tmp_path: Path) -> None:
    texts = (
        "Eleven Testa Testsson i 3B har fel schema sedan i måndags och vill ha ett nytt",
        "Eleven Provo Provsson i 3B har fel schema sedan i tisdags och vill ha ett nytt",
        "Eleven Tilda Tildasson i 3B har fel schema sedan i onsdags och vill ha ett nytt",
        "Google Classroom ligger nere sedan i torsdags och ingen vet varför",
    )
    held = cells(masked(tmp_path, {"t.csv": numbered(texts)}))
    assert held["t!B5"] == texts[3]
    assert held["t!B2"].endswith("i 3B har fel schema sedan i måndags och vill ha ett nytt")


@pytest.mark.parametrize(
    "words",
    [
        "har spärrad adress", "Adressen är skyddad", "secret address", "their address is protected",
        "sekretessadress", "undisclosed address",
    ],
)  # fmt: skip
def test_other_words_for_protected_identity_stop_the_row(tmp_path: Path, words: str) -> None:
    rows = f"Elev;Klass;Anm\nTesta Testsson;3B;{words}\nProvo Provsson;2A;\n"
    made = masked(tmp_path, {"e.csv": rows}, MASK_PROTECTED)
    assert words not in published(made) and "3B" not in published(made)


def test_protected_words_beside_a_name_in_a_class_hide_the_cell(tmp_path: Path) -> None:
    texts = ("Skyddad adress pga hot: Zolanthe i 4B", "Rutin för skyddad adress i kommunen")
    held = cells(masked(tmp_path, {"t.csv": numbered(texts)}, MASK_PROTECTED))
    assert "Zolanthe" not in held["t!B2"] and held["t!B3"] == texts[1]


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("Elever: Alva, Noel och Tuva (2B) fick fel bok", ("Alva", "Noel", "Tuva")),
        ("Tvillingarna Zolanthe och Fritiof Mbekixo delar konto", ("Zolanthe", "Fritiof Mbekixo")),
        ("Beslutet togs av skolchef Zolanthe Mbekixo i maj", ("Zolanthe Mbekixo",)),
        ("hej mitt namn är zola mbekixo-raan och jag går i 9d", ("zola mbekixo-raan",)),
        ("Plats åt Ottar Brännvall-Sy?", ("Ottar Brännvall-Sy",)),
        ("Dottern Zolanthe-Marie i 1A bytte efternamn till Mbekixo", ("Zolanthe-Marie", "Mbekixo")),
        ("Enligt mormor, Gudny Mbekixdottir, ska hon flytta", ("Gudny Mbekixdottir",)),
        ("We met her son Tobe on Monday", ("Tobe",)),
        ("Pupil Zolanthe's guardian phoned", ("Zolanthe's",)),
        ("Mamman (Zolanthe) är orolig", ("Zolanthe",)),
        ("Hon nås på 0 7 3 - 5 5 5 0 1 4 4", ("0 7 3 - 5 5 5 0 1 4 4",)),
        ("födelsetid saknas, sista fyra 0462", ("0462",)),
        ("Bor Kvarnbacksvägen 8, lgh 1102", ("Kvarnbacksvägen 8, lgh 1102",)),
        ("Bor Skeppargränd 2B, 4tr, 118 23 Solna", ("Skeppargränd 2B, 4tr, 118 23 Solna",)),
    ],
)
def test_what_a_second_and_third_attack_found(text: str, secrets: tuple[str, ...]) -> None:
    found = [text[s.start : s.end] for s in spans(text) if s.decision is Decision.MASK]
    assert [one for one in secrets if not any(one in each for each in found)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Firma Olle Holm levererar mat", "Filip V av Spanien, åk 8", "Victoria Park-husen hyrs ut",
        "Projektledare: N.N.", "Art.nr 0918-2417-55 utgår", "0 7 3 1 0 5 5 5 0 1 4 4 elever",
        "de fyra sista kapitlen, sista fyra av 2019", "The Twins Paradox, film",
        "Barnen Underbara i biblioteket?", "Systemet heter Unikum och är nytt",
    ],
)  # fmt: skip
def test_decoys_of_the_second_and_third_attack(text: str) -> None:
    assert [text[s.start : s.end] for s in spans(text) if s.decision is Decision.MASK] == []
