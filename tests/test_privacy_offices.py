"""Columns of persons: titles, offices, desks and firms in them are no names, and names go still."""

from __future__ import annotations

import pytest
from test_privacy_everyday import masked

from skolkit.privacy.detect import spans
from skolkit.privacy.model import Decision

HEAD = ("Ärende", "Datum", "Ansvarig")


def named(*cells: str) -> set[str]:
    """What is masked of cells in a column of persons."""
    return masked(HEAD, *((f"SD-{n}", "2021-02-03", cell) for n, cell in enumerate(cells, start=1)))


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Prof. Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("adv. Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("Ms. Mbekixo Zol", "Mbekixo Zol"),
        ("DSO Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("Rektor Kvast", "Kvast"),
        ("dödsboet efter Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("tvillingarna Mbekixo", "Mbekixo"),
        ("Zolanthe Mbekixo m.fl.", "Zolanthe Mbekixo"),
        ("Mbekixo, se 80112", "Mbekixo"),
        ("Kvartersvärd Stig-Åke", "Stig-Åke"),
        ("Antal elever: 9  Mentor: Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("Assistent Tall", "Tall"),
        ("T.f. rektor Zolanthe Mbekixo", "Zolanthe Mbekixo"),
        ("Lämnas till Sara Mbekixo", "Sara Mbekixo"),
        ("Zolanthe von Mbekixo", "Zolanthe von Mbekixo"),
        ("PROF ZOLANTHE MBEKIXO", "ZOLANTHE MBEKIXO"),
        ("KENTA BÅNG", "KENTA BÅNG"),
        ("zolanthe mbekixo", "zolanthe mbekixo"),
    ],
)
def test_a_title_stays_and_the_name_beside_it_goes(cell: str, name: str) -> None:
    assert named(cell, "Testa Provberg", "Påhitta Lekvik") == {
        name,
        "Testa Provberg",
        "Påhitta Lekvik",
    }


def test_two_persons_in_a_cell_are_two() -> None:
    assert named("Testa och Provo Blomster", "Lo & Bo Tall") == {
        *("Testa", "Provo Blomster"),
        *("Lo", "Bo Tall"),
    }


@pytest.mark.parametrize(
    "cell",
    [
        *("VAKANT", "Vikarie", "tbd", "Unassigned", "Egen personal"),
        *("Upphandling", "Systemförvaltare", "Snickare", "Kvartersvärd", "FASTIGHET", "Pool"),
        *("Order desk", "Inside sales", "Steering group", "Integration User"),
        *("Automation for Jira", "Bravida", "Entreprenör NCC", "SOS Alarm", "Driftgruppen"),
        *("Mark- och exploatering", "Registratorn", "IF Brisen", "Kören Mbekixo", "backup-svc"),
        *("Cleaning crew", "Elevdator 7A", "Hemtjänst Norr", "Stf räddningschef"),
        *("Trapphus", "Pizzeria Prov", "LISTAN FORVARAS I PARM HOS CHEFEN"),
    ],
)
def test_what_stands_in_the_place_of_a_name_stays(cell: str) -> None:
    assert named(cell, "Testa Provberg", "Påhitta Lekvik") == {"Testa Provberg", "Påhitta Lekvik"}


@pytest.mark.parametrize(
    "cell",
    [
        *("Hägg", "Rektor Kvast", "Tall", "Zol", "Order Kvast", "Bravida Kvast"),
        *("Assistent Gran", "Vikarie Löfbom", "Mbekixo NCC", "Rektor Norr", "Sara trädgård"),
    ],
)
def test_a_word_that_may_be_somebodys_goes(cell: str) -> None:
    last = cell.split()[-1] if "NCC" not in cell else "Mbekixo"
    assert any(last in one for one in named(cell, "Testa Provberg", "Påhitta Lekvik"))


def test_letters_are_a_body_beside_names_and_a_sign_beside_signs() -> None:
    full = ("Testa Provberg", "Påhitta Lekvik", "Låtsa Lek")
    assert named("HR", "NCC", *full, "Provo Prov", "Lo Tall") == {*full, "Provo Prov", "Lo Tall"}
    assert named("LWK", *full) == {"LWK", *full}  # of nobody's letters
    assert {"SEB", "LWK", "MSA"} <= named("SEB", "LWK", "MSA", "Testa Provberg")


def test_a_room_beside_a_person_is_none() -> None:
    rows = [("A12", "Lokal Mbekixo", "Testa Provberg"), ("A13", "Kafé Quovadis", "Låtsa Lek")]
    assert masked(("Nyckel", "Gäller", "Utlämnad av"), *rows) == {"Testa Provberg", "Låtsa Lek"}
    other = [("A12", "Quo Vadisar", "Testa Provberg"), ("A13", "Låtsa Lek", "Låtsa Lek")]
    assert "Quo Vadisar" in masked(("Nyckel", "Gäller", "Utlämnad av"), *other)
    cars = [("KLM 48R", "QUANGOO E-TECH", "TESTA PROVBERG"), ("HRU 221", "PROBIL", "LO TALL")]
    assert masked(("REGNR", "MODELL", "FÖRARE"), *cars) == {"TESTA PROVBERG", "LO TALL"}


def test_the_name_begins_after_its_title_in_running_text_too() -> None:
    text = "DSO Fredrika Provqvist"
    held = [one for one in spans(text) if one.decision is Decision.MASK]
    assert "".join(text[one.start : one.end] for one in held) == "Fredrika Provqvist"
    assert spans("Telefonkö Bygglov svarar inte") == ()


@pytest.mark.parametrize("heading", ["Kursledare", "Inspektör", "Brukare", "Förare", "Sköterska"])
def test_columns_of_what_persons_do_or_are_hold_persons(heading: str) -> None:
    rows = [("A", "2021-02-03", "Quo Vadisar"), ("B", "2021-02-03", "Zol Mbekixo")]
    assert masked(("Grupp", "Datum", heading), *rows) == {"Quo Vadisar", "Zol Mbekixo"}


def test_what_somebody_is_under_its_own_heading_labels_nothing() -> None:
    rows = [("1", "Lärare", "2010-08-01", "Almby"), ("2", "Rektor", "2012-01-01", "Furuby")]
    assert masked(("Anst.nr", "Befattning", "Från", "Område"), *rows) == set()
    form = [("Kursledare", "Quo Vadisar"), ("Inspektör", "Zol Mbekixo")]
    assert masked(*form) == {"Quo Vadisar", "Zol Mbekixo"}
