"""Needles: a known value is found in all its spellings, and nothing else is taken for it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skolkit.privacy.needles import BREAK, Needles

PNR = "200401012398"  # of Skatteverket's published test series
DATE, FOUR = PNR[:8], PNR[8:]


@pytest.mark.parametrize("value", ["20040101-2398", "040101-2398", "0401012398", "2OO4O1O1-2398"])
@pytest.mark.parametrize(
    "text",
    [
        PNR,
        PNR[2:],
        f"{DATE}-{FOUR}",
        f"{PNR[2:8]}+{FOUR}",
        f"{DATE} {FOUR}",
        f"{DATE}\u2013{FOUR}",
        f"{DATE}\u2011{FOUR}",
        f"{DATE}\u2212{FOUR}",
        f"{DATE}\u00a0{FOUR}",
        f"{DATE}\u200b-{FOUR}",
        f"{DATE}\u00ad{FOUR}",
        "2004.01.01-2398",
        "2004-01-01 / 2398",
        " ".join(PNR),
        f"{DATE}-\n    {FOUR}",
        f"Pnr{DATE}-{FOUR}",
        f"x{DATE}-{FOUR}x",
        f"SE{PNR}",
        f"elev_{DATE}_{FOUR}.csv",
        "".join(chr(0xFF10 + int(digit)) for digit in PNR),
        "401012398",
        "2.00401012398E+11",
        f"7{PNR}3",
        f"{DATE}&#45;{FOUR}",
        f"{DATE}&ndash;{FOUR}",
        f"{DATE}%2D{FOUR}",
        f"{DATE}\\u2013{FOUR}",
        f"{DATE}\\n{FOUR}",
        "20040l0l-2398",
        "2oo4o1o1-2398",
        "20040I0I-239B",
    ],
)
def test_a_number_is_found_in_each_spelling(value: str, text: str):
    assert Needles.of([value]).find(f"Elev: {text}; klass 7B") == {0}


@pytest.mark.parametrize(
    "text",
    [
        "200401012397",
        "2004-01-01;2398",
        f"20040101{BREAK}2398",
        "0.401012399",
        "1 401 012 398 kr",
        "401012398001",
        "2004-01-01 23:98",
    ],
)
def test_other_numbers_are_not_taken_for_it(text: str):
    assert Needles.of(["20040101-2398"]).find(text) == frozenset()


@pytest.mark.parametrize("text", ["2,00401E+11", "2.00401e+11", "id 2,00401E+11;5"])
def test_a_number_in_the_short_form_of_a_spreadsheet_is_found(text: str):
    assert Needles.of([PNR]).find(text) == {0}


@pytest.mark.parametrize(
    "text",
    ["070 17 40 605", "+46 701 74 06 05", "0046701740605", "+46(0)701740605", "O7O-174O6O5"],
)
def test_a_telephone_number_is_found_in_each_spelling(text: str):
    assert Needles.of(["0701-740605"]).find(text) == {0}
    assert Needles.of(["+46 701 740 605"]).find(text) == {0}


@pytest.mark.parametrize(
    "text",
    [
        "FIKTIVA  HANDLÄGGARSON",
        "Handläggarson, Fiktiva",
        "Fiktiva Handläggarsons",
        "Fiktiva Handlaggarson",
        "Fiktiva Handla\u0308ggarson",
        "Fiktiva HandlÃ¤ggarson",
        "Fiktiva Hand-\nläggarson",
        "Fiktiva&nbsp;Handl&auml;ggarson",
        "Fiktiva%20Handl%C3%A4ggarson",
        "Fiktiva Handl\\u00e4ggarson",
        "fiktiva_handlaggarson.csv",
        "fiktiva.handlaggarson@example.com",
    ],
)
def test_a_name_is_found_in_each_spelling(text: str):
    assert Needles.of(["Fiktiva Handläggarson"]).find(f"Av: {text}.") == {0}


def test_a_name_in_another_script_is_found():
    assert Needles.of(["Тест Образцов"]).find("Elev: ТЕСТ ОБРАЗЦОВ, 7B") == {0}


def test_a_name_is_not_a_part_of_longer_names():
    needles = Needles.of(["Anna Lindson"])
    assert needles.find("Anna Lindsonen") == frozenset()
    assert needles.find("Hanna Lindson") == frozenset()
    assert needles.find(f"Anna{BREAK}Lindson") == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "TESTA.TESTSSON@EXAMPLE.COM",
        "testa . testsson @ example . com",
        "testa.testsson(at)example.com",
        "testa.testsson [at] example [dot] com",
        "testa.testsson＠example.com",
        "mailto:testa.testsson%40example.com",
        "testa.testsson@annan.example",
    ],
)
def test_an_address_is_found_in_each_spelling(text: str):
    assert Needles.of(["testa.testsson@example.com"]).find(text) == {0}


def test_a_label_with_its_domain_is_no_address():
    assert Needles.of(["testa.testsson@example.com"]).find("[e-post 2]@example.com") == frozenset()


def test_what_is_found_everywhere_is_not_looked_for():
    needles = Needles.of(["2398", "2004-01-01", "20040101", "123456"])
    assert needles.find("2004-01-01;2398;123456;Test") == frozenset()


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=4))
def test_any_text_can_be_looked_through(text: str, values: list[str]):
    assert Needles.of(values).find(text) <= set(range(len(values)))


@given(st.text(alphabet="abc ;\n<>&%\\¦0123456789", max_size=80), st.sampled_from("-–− \u00a0"))
def test_a_value_is_found_whatever_stands_around_it(around: str, dash: str):
    text = f"{around};{DATE}{dash}{FOUR};{around}"
    assert Needles.of([PNR]).find(text) == {0}


@pytest.mark.parametrize(
    "text", ["o" * 10**6, "0 " * 10**6, "1" * 10**6, "&" * 10**6, "\\" * 10**6]
)
def test_hostile_text_ends_soon(text: str):
    start = time.process_time()
    Needles.of([PNR, "Fiktiva Handläggarson"]).find(text)
    assert time.process_time() - start < 8
