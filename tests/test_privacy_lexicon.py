"""What dictionaries know a word as, and what that makes of words beside persons."""

from __future__ import annotations

import pytest
from test_privacy_everyday import kept, masked

from skolkit.privacy.common_words import means_something
from skolkit.privacy.detect import spans
from skolkit.privacy.lexicon import (
    is_english,
    is_other_name,
    is_persons_name,
    is_swedish,
    is_swedish_without_accents,
    is_word,
)
from skolkit.privacy.model import Decision


def masked_in(text: str) -> list[str]:
    """The pieces of a text that are masked as names."""
    return [text[span.start : span.end] for span in spans(text) if span.decision is Decision.MASK]


@pytest.mark.parametrize("word", ["detaljplan", "BYGGNADSNÄMNDENS", "Inloggningsproblem", "berg"])
def test_words_are_known_bent_compound_and_in_any_case(word: str) -> None:
    assert is_swedish(word)


@pytest.mark.parametrize("word", ["Lindberg", "Andersson", "Ossian", "Skövde", "Proceedo"])
def test_names_are_no_words(word: str) -> None:
    assert not is_swedish(word)
    assert not is_word(word)


@pytest.mark.parametrize("word", ["HANDLAGGARE", "arende", "BYGGLOVSANSOKAN", "Lokalvard"])
def test_words_without_their_accents_are_known(word: str) -> None:
    assert is_swedish_without_accents(word)


@pytest.mark.parametrize("word", ["SODERSTROM", "Sjoberg", "HAGGLUND", "AKERMAN", "HÖGBOM"])
def test_surnames_without_their_accents_are_no_words(word: str) -> None:
    assert not is_swedish_without_accents(word)


def test_names_of_persons_are_told_from_those_of_places_and_firms() -> None:
    assert all(map(is_persons_name, ["Ossian", "TROLLE", "Hussein", "leia"]))
    assert not any(map(is_persons_name, ["Skövde", "Volvo", "Berg", "Qwyx"]))
    assert all(map(is_other_name, ["Skövde", "Volvo"]))
    assert not any(map(is_other_name, ["Ossian", "Berg", "Qwyx"]))


@pytest.mark.parametrize("word", ["Hadžiselimović", "Πέτρος", "x" * 5000, "", "4711", "a-b"])
def test_what_no_dictionary_can_spell_is_no_word(word: str) -> None:
    assert not is_english(word)
    assert not is_swedish(word)
    assert not is_other_name(word)


def test_a_word_means_something_if_it_is_long_and_no_name() -> None:
    assert means_something("Detaljplan")
    assert not any(map(means_something, ["Läcka", "Sandberg", "Qwyxelim", "Tindra"]))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Trolle Ossian har ny mentor", "Trolle Ossian"),
        ("Mbekixo Xolandine behöver konto", "Mbekixo Xolandine"),
        ("Samtal med Qwabixalyn Thandix om frånvaro", "Qwabixalyn Thandix"),
    ],
)
def test_two_words_that_mean_nothing_are_a_name(text: str, name: str) -> None:
    assert masked_in(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Access Denied when opening the console",
        "Creative Commons Attribution 4.0",
        "Skövde Falun anmäler avbrott",
        "Appen hänger sig på Qwyx XCover",
        "Diese Liste zeigt Bremenix Listow der Vorhaben nach Ländern",
        "Adolf Fredriks musikklasser har fel schema",
    ],
)
def test_words_places_makes_and_other_languages_are_none(text: str) -> None:
    assert masked_in(text) == []


def test_matters_and_places_beside_a_person_stay() -> None:
    head = ("Nr", "Avser", "Handläggare")
    avser = ["Rivningslov Hamnmagasinet", "Fika Kulturnatten", "Electricity, Pump House"]
    rows = [(str(n), text, "Testa Testsson") for n, text in enumerate(avser)]
    assert masked(head, *rows) == {"Testa Testsson"}


def test_an_export_in_capitals_without_accents_loses_its_persons_only() -> None:
    head = ("ARENDE", "BESKRIVNING", "ROLL", "REGISTRERAD AV")
    rows = [
        ("1", "FASTIGHETSGRANSER VISAS FORSKJUTNA", "HANDLAGGARE", "TESTA TESTSSON"),
        ("2", "UTSKRIFT I A3 SAKNAS", "HANDLAGGARE", "LINDBERG EVA"),
        ("3", "BILAGOR OVER 10 MB FORSVINNER", "HANDLAGGARE", "VON QWABIX KARL"),
    ]
    assert masked(head, *rows) == {"TESTA TESTSSON", "LINDBERG EVA", "VON QWABIX KARL"}


def test_a_name_in_a_sentence_in_capitals_goes_without_the_words_around_it() -> None:
    assert masked_in("SAMTAL MED TESTSSON, TUVA OM INLOGGNING") == ["TESTSSON, TUVA"]
    assert masked_in("DRIFTSTOPP I HALL B FREDAG") == []


def test_bodies_and_offices_in_a_column_of_persons_stay() -> None:
    told = ["STADSBYGGNADSKONTORET", "Hyresvärden Tornet", "Specialpedagog", "Jourhavande"]
    rows = [("2021-02-03", one) for one in (*told, "Testa Testsson", "Qwabix")]
    assert masked(("Datum", "Ansvarig"), *rows) == {"Testa Testsson", "Qwabix"}
    assert set(kept(("Datum", "Ansvarig"), *rows)) == set(told)


def test_a_surname_after_a_word_goes_without_it() -> None:
    assert masked_in("Klagomål Qwabgren avslutas") == ["Qwabgren"]
    assert masked_in("Detaljplan Hamnen antas") == []
