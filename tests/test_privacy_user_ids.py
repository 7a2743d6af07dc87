"""Ids of users that a text, a folder or a column shows to be such."""

from __future__ import annotations

import pytest
from test_privacy_everyday import masked
from test_privacy_lexicon import masked_in

from skolkit.privacy.user_ids import shape_of, shape_of_most


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Utskrivet av andkar02 2022-04-04", "andkar02"),
        ("Skapad av: AB1234", "AB1234"),
        ("Printed by evali01", "evali01"),
        ("Elevens alias är xiame01, syns som okänd", "xiame01"),
        ("Mappen C:\\Users\\tovefermhag\\OneDrive är låst", "tovefermhag"),
        ("/home/qvido.p/filer", "qvido.p"),
    ],
)
def test_an_id_that_is_told_goes(text: str, told: str) -> None:
    assert masked_in(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Levererat av hus12",
        "C:\\Users\\Public\\Desktop",
        "Kontot är låst sedan 2021",
        "v1234 finns",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert masked_in(text) == []


def test_a_column_made_as_a_column_of_ids_is_one_too() -> None:
    head = ("Nummer", "Användarid", "Operatör", "Server")
    rows = [
        ("I 1", "maralm01", "niljov01", "srv-app-1"),
        ("I 2", "fattes02", "johstr04", "srv-app-2"),
        ("I 3", "persod01", "niljov01", "srv-app-1"),
    ]
    ids = {text for row in rows for text in row[1:3]}
    assert masked(head, *rows) == ids


def test_without_a_known_column_of_ids_codes_stay() -> None:
    rows = [("I 1", "qwabix01"), ("I 2", "qwebox02"), ("I 3", "qwubax03")]
    assert masked(("Nummer", "Komponent"), *rows) == set()


def test_the_shape_of_an_id_is_its_letters_and_digits() -> None:
    assert shape_of("niljov01") == (6, 2)
    assert shape_of("vecka12") is None  # a word
    assert shape_of("niljov") is None
    assert shape_of_most(["niljov01", "johstr04", "okänd"]) == (6, 2)
    assert shape_of_most(["niljov01", "okänd"]) is None
    assert shape_of_most([]) is None
