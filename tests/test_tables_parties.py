"""Senders and recipients of a cell are told apart where they are several, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skolkit.tables.parties import is_broken_address, parties_in


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("anna@a.example, bo@b.example", ("anna@a.example", "bo@b.example")),
        ("anna@a.example;bo@b.example", ("anna@a.example", "bo@b.example")),
        ("anna.ek@\nskola.example", ("anna.ek@skola.example",)),
        ("anna@a.example, bo(b.example", ("anna@a.example", "bo(b.example")),
        ("Anna Ek, Bo Al", ("Anna Ek", "Bo Al")),
        ("Anna Ek, rektor", ("Anna Ek, rektor",)),
        ("Anna Ek, rektor, Bo Al, kurator", ("Anna Ek, rektor", "Bo Al, kurator")),
        ("Ek, Anna", ("Ek, Anna",)),
        ("Ek, Anna; Al, Bo", ("Ek, Anna", "Al, Bo")),
        ("Ek, Anna Maria", ("Ek, Anna Maria",)),
        ("Ek, Anna <anna@a.example>", ("Ek, Anna <anna@a.example>",)),
        ("vårdnadshavare årskurs 4, 5 och 6", ("vårdnadshavare årskurs 4, 5 och 6",)),
        ("", ()),
        (" ; , ", ()),
    ],
)
def test_commas_part_addresses_and_whole_names(text: str, parties: tuple[str, ...]) -> None:
    assert parties_in(text) == parties


def test_a_sender_is_one_unless_it_is_addresses() -> None:
    assert parties_in("Anna Ek, Norra skolan", one=True) == ("Anna Ek, Norra skolan",)
    assert parties_in("anna@a.example, bo@b.example", one=True) == (
        "anna@a.example",
        "bo@b.example",
    )


def test_an_address_without_its_at_sign_is_broken() -> None:
    assert is_broken_address("anna.ek(skola.example")
    assert not is_broken_address("anna.ek@skola.example")
    assert not is_broken_address("Anna Ek")


@given(st.text(alphabet="aBö @.;,\n-()"), st.booleans())
def test_nothing_but_marks_between_parties_is_lost(text: str, one: bool) -> None:
    kept = "".join(parties_in(text, one=one))
    assert [c for c in kept if c not in ";, \n"] == [c for c in text if c not in ";, \n"]
