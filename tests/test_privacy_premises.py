"""Addresses and numbers of bodies stay beside their officials, and those of persons go."""

from __future__ import annotations

import pytest
from test_privacy_everyday import kept, masked

PUPIL = ("Testa Provberg", "Tallvägen 3", "08-465 004 19")


def test_the_address_of_a_supplier_stays_beside_its_contact() -> None:
    head = ("Leverantör", "Kontaktperson", "Adress")
    rows = [
        ("Provkabel Norden", "Testa Provberg", "Verkstadsgatan 11, Borås"),
        ("Exempelkemi AB", "Påhitta Lekvik", "Industrigatan 70"),
    ]
    assert masked(head, *rows) == {"Testa Provberg", "Påhitta Lekvik"}
    assert kept(head, *rows)["Industrigatan 70"] == "address-of-a-body"


def test_the_address_of_a_school_stays_beside_its_rektor() -> None:
    rows = [("Granskolan", "Testa Provberg", "Alvägen 4"), ("Almskolan", "Låtsa Lek", "Ekgatan 2")]
    found = masked(("Skola", "Rektor", "Besöksadress"), *rows)
    assert found == {"Testa Provberg", "Låtsa Lek"}


@pytest.mark.parametrize(
    "head",
    [
        ("Skola", "Elev", "Adress"),
        ("Skola", "Vårdnadshavare", "Adress"),
        ("Skola", "Namn", "Adress"),
        ("Skola", "Mentor", "Adress"),  # of the pupil
        ("Skola", "Handläggare", "Adress"),  # of the matter
        ("Skola", "Kontaktperson", "Hemadress"),
        ("Skola", "Kontaktperson", "Elevens adress"),
        ("Skola", "Ägare", "Adress"),
    ],
)
def test_an_address_that_may_be_a_persons_goes_though_a_school_stands_beside_it(
    head: tuple[str, ...],
) -> None:
    rows = [("Granskolan", "Testa Provberg", "Alvägen 4"), ("Almskolan", "Låtsa Lek", "Ekgatan 2")]
    assert {"Alvägen 4", "Ekgatan 2"} <= masked(head, *rows)


@pytest.mark.parametrize("title", ["Skolskjuts 2024", "Hemtjänst, besök", "Placerade barn"])
def test_a_title_that_speaks_of_clients_hides_all_addresses_beside_officials(title: str) -> None:
    rows = [
        ("Provbuss AB", "Testa Provberg", "Alvägen 4"),
        ("Lekbuss AB", "Låtsa Lek", "Ekgatan 2"),
    ]
    found = masked((title,), ("Leverantör", "Kontaktperson", "Adress"), *rows)
    assert {"Alvägen 4", "Ekgatan 2"} <= found


def test_a_body_with_several_addresses_is_one_that_persons_go_to() -> None:
    rows = [
        ("Granskolan", "Testa Provberg", "Alvägen 4"),
        ("Granskolan", "Testa Provberg", "Ekgatan 2"),
        ("Almskolan", "Låtsa Lek", "Tallvägen 3"),
    ]
    found = masked(("Skola", "Kontaktperson", "Adress"), *rows)
    assert {"Alvägen 4", "Ekgatan 2"} <= found
    assert "Tallvägen 3" not in found
    unnamed = [(school, "7B", address) for school, _, address in rows]
    assert {"Alvägen 4", "Ekgatan 2"} <= masked(("Skola", "Klass", "Adress"), *unnamed)


def test_a_firm_that_bears_its_contacts_name_may_be_at_home() -> None:
    rows = [
        ("Provbergs Rör", "Testa Provberg", "Alvägen 4"),
        ("Lekviks Bygg AB", "Låtsa Lekvik", "Industrigatan 2"),
    ]
    found = masked(("Leverantör", "Kontakt", "Adress"), *rows)
    assert "Alvägen 4" in found
    assert "Industrigatan 2" not in found


def test_a_sheet_of_buildings_without_persons_keeps_its_addresses() -> None:
    rows = [
        ("Sporthallen", "Arenavägen 5", "Golvslipning", "380"),
        ("Kommunhuset", "Torget 1", "Hissbyte", "1 400"),
        ("Brandstationen", "Industrigatan 9", "Portar", "640"),
    ]
    assert masked(("Objekt", "Adress", "Åtgärd", "Kostnad"), *rows) == set()
    unknown = [("A12", "Arenavägen 5", "Besök"), ("A13", "Alvägen 4", "Besök")]
    assert masked(("Nr", "Adress", "Insats"), *unknown) == {"Arenavägen 5", "Alvägen 4"}
    homes = [("Villa Solbacken", "Alvägen 4"), ("Södergården", "Byvägen 3")]
    assert masked(("Ställe", "Adress"), *homes) >= {"Alvägen 4", "Byvägen 3"}


def test_works_in_streets_are_in_nobodys_home() -> None:
    head = ("TA-nr", "Gata", "Sträcka", "Arbete")
    rows = [
        ("TA-1", "Testa Provbergs väg", "nr 2-18", "Fiber"),
        ("TA-2", "Norra Esplanaden", "hela", "Linjemålning"),
        ("TA-3", "Bergsgatan 11", "trottoar", "Byggställning"),
    ]
    assert masked(head, *rows) == set()
    numbered = [("Storgatan", "11", "Hembesök"), ("Bergsgatan", "4", "Hembesök")]
    assert {"Storgatan", "Bergsgatan"} <= masked(("Gata", "Nr", "Avser"), *numbered)


def test_a_body_among_tenants_and_applicants_keeps_its_address_and_number() -> None:
    head = ("Nr", "Hyresgäst", "Adress", "Telefon")
    rows = [
        ("1", *PUPIL),
        ("2", "Förskolan Delfinen", "Mårdgatan 46", "040-628 04 11"),
        ("3", "Tvättstuga", "Korpvägen 5", ""),
    ]
    assert masked(head, *rows) == set(PUPIL)


def test_a_person_in_care_of_a_body_is_no_body() -> None:
    rows = [("1", "Exempelbolaget AB", "c/o Testa Provberg, Alvägen 4")]
    assert any("Testa Provberg" in one for one in masked(("Nr", "Sökande", "Adress"), *rows))


@pytest.mark.parametrize("desk", ["Receptionen", "VAKANT", "Kansliet", "Order desk", "Rektor"])
def test_the_number_of_a_desk_stays_in_a_column_of_persons_numbers(desk: str) -> None:
    rows = [
        ("Testa Provberg", "070-174 06 05"),
        (desk, "08-465 004 00"),
        ("Låtsa Lek", "08-465 004 00"),
        ("Påhitta Lekvik", "08-465 004 07"),
    ]
    found = masked(("Kontaktperson", "Telefon"), *rows)
    assert {"070-174 06 05", "08-465 004 07"} <= found  # one's own
    assert "08-465 004 00" not in found  # the desk's, wherever it stands


@pytest.mark.parametrize("nobody", ["Okänd", "-", "Mormodern", "Vårdnadshavaren", "Sekretess"])
def test_the_number_of_somebody_without_a_name_goes(nobody: str) -> None:
    rows = [("Testa Provberg", "070-174 06 05"), (nobody, "08-465 004 00")]
    assert "08-465 004 00" in masked(("Anhörig", "Telefon"), *rows)


def test_a_desks_mobile_and_a_misread_number_go() -> None:
    rows = [("Receptionen", "070-174 06 05"), ("Kansliet", "O8-465 OO4 OO")]
    assert len(masked(("Kontaktperson", "Telefon"), *rows)) == 2


def test_a_number_that_three_officials_share_is_a_switchboards() -> None:
    head = ("Enhet", "Ansvarig", "Telefon")
    named = ["Testa Provberg", "Låtsa Lek", "Påhitta Lekvik"]
    rows = [("Drift", name, "08-465 004 00") for name in named]
    assert masked(head, *rows) == set(named)
    family = [("Drift", f"{given} Provberg", "08-465 004 00") for given in ("Testa", "Lo", "Bo")]
    assert "08-465 004 00" in masked(head, *family)
    pupils = [("7B", name, "08-465 004 00") for name in named]
    assert "08-465 004 00" in masked(("Klass", "Elev", "Telefon"), *pupils)


@pytest.mark.parametrize(
    "text",
    [
        "Ring växeln 08-465 004 00 vid fel",
        "Frågor: Kontaktcenter 08-465 004 00.",
        "Nycklar, tfn 08-465 004 00 (växel)",
        "Skriv till support@provkommun.se eller 08-465 004 00",
    ],
)
def test_a_switchboard_that_is_told_stays(text: str) -> None:
    assert masked(("Nr", "Anteckning"), ("1", text)) == set()
    assert masked(("Nr", "Anteckning"), ("1", text.replace("08-465 004 00", "070-174 06 05")))


@pytest.mark.parametrize(
    "text", ["Ring mamma på kontoret 08-465 004 00", "Växelvis boende, 08-465 004 00"]
)
def test_a_number_after_other_words_goes(text: str) -> None:
    assert "08-465 004 00" in masked(("Nr", "Anteckning"), ("1", text))


def test_numbers_under_the_heading_of_a_desk_stay() -> None:
    head = ("Skola", "Rektor", "Växel", "Direkt")
    rows = [
        ("Granskolan", "Testa Provberg", "08-465 004 00", "08-465 004 19"),
        ("Almskolan", "Låtsa Lek", "08-465 005 00", "08-465 005 19"),
    ]
    assert masked(head, *rows) == {"Testa Provberg", "Låtsa Lek", "08-465 004 19", "08-465 005 19"}


@pytest.mark.parametrize("association", ["Leksjö hembygdsförening", "Provby idrottsklubb"])
def test_an_association_is_reached_at_somebodys_home(association: str) -> None:
    rows = [
        (association, "Testa Provberg", "Alvägen 4"),
        ("Provbolaget AB", "Låtsa Lek", "Kajen 2"),
    ]
    found = masked(("Organisation", "Kontaktperson", "Adress"), *rows)
    assert "Alvägen 4" in found
    assert "Kajen 2" not in found


def test_who_works_somewhere_does_not_make_a_home_theirs() -> None:
    """A firm behind an address, and a property or a plant of somebody's own, say nothing of it."""
    worked = [("1", "Alvägen 4", "Provbygg AB"), ("2", "Ekgatan 2", "Lekbygg AB")]
    assert {"Alvägen 4", "Ekgatan 2"} <= masked(("Nr", "Adress", "Leverantör"), *worked)
    owned = [("Provet 1:2", "Minireningsverk", "Alvägen 4"), ("Leken 3", "Brunn", "Ekgatan 2")]
    found = masked(("Fastighet", "Anläggning", "Adress"), *owned)
    assert {"Alvägen 4", "Ekgatan 2"} <= found


def test_an_address_for_mail_at_the_bodys_own_domain_is_an_officials() -> None:
    head = ("Leverantör", "E-post", "Telefon")
    rows = [
        ("Provkabel Norden", "testa.provberg@provkabel.se", "08-465 004 00"),
        ("Exempelkemi AB", "lo.tall@hotmail.com", "08-465 004 07"),
    ]
    assert masked(head, *rows) == {
        *("testa.provberg@provkabel.se", "lo.tall@hotmail.com"),
        "08-465 004 07",
    }
