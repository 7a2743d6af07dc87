"""Addresses to organisations: the same before and after masking, private persons never named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_rows import plain
from tables_sheets import built

from skolkit.tables.organisations import (
    PRIVATE,
    addresses_of,
    assign_organisations,
    domain_of,
    is_organisation,
    known_domains,
    organisation_of,
    read_organisations,
    shipped_domains,
)
from skolkit.tables.rows import MessageRow, Tables


@pytest.mark.parametrize(
    ("address", "organisation"),
    [
        ("eva@stockholm.se", "Stockholms stad"),
        ("eva@edu.stockholm.se", "Stockholms stad"),
        ("Eva Ek <eva@STOCKHOLM.se>", "Stockholms stad"),
        ("eva@skolforvaltningen.example.se", "skolforvaltningen.example.se"),
        ("info@mail.bolaget.se", "bolaget.se"),
        ("info@mail.bolaget.co.uk", "bolaget.co.uk"),
        ("info@örebro.se", "örebro.se"),
        ("info@" + "örebro".encode("idna").decode() + ".se", "örebro.se"),
        ("info@karlsborg.se", "karlsborg.se"),  # places with a given name in them
        ("info@gustavsberg.se", "gustavsberg.se"),
        ("info@katrineholm.se", "katrineholm.se"),
        ("bolaget@bolaget.se", "bolaget.se"),
        ("eva@gmail.com", PRIVATE),
        ("eva@eva.pp.se", PRIVATE),
        ("eva@ek.name", PRIVATE),
        ("info@annasvensson.se", PRIVATE),
        ("info@anna-svensson.se", PRIVATE),
        ("info@svensson.se", PRIVATE),
        ("karl@karllindström.se", PRIVATE),
        ("anna.ek@ek.se", PRIVATE),
        ("[e-post 3]", PRIVATE),
        ("[e-post 3]@edu.stockholm.se", "Stockholms stad"),
        ("[e-post 3]@bolaget.se", "bolaget.se"),
        ("Eva Ek", ""),
        ("[namn 4]", ""),
        ("", ""),
    ],
)
def test_organisation_of_an_address(address: str, organisation: str) -> None:
    assert organisation_of(address) == organisation


@given(st.text(max_size=40))
def test_any_text_has_an_organisation_or_none(text: str) -> None:
    assert isinstance(organisation_of(text), str)
    if "@" not in text:
        assert not is_organisation(domain_of(text))


def log(*pairs: tuple[str, str]) -> Tables:
    rows = tuple(plain(MessageRow, sender=s, recipients=r) for s, r in pairs)
    return Tables((), (), rows, (), ())


def test_senders_and_recipients() -> None:
    tables = assign_organisations(
        log(("eva@stockholm.se", "bo@bolaget.se; ulf@gmail.com; pia@bolaget.se; Kim"))
    )
    [row] = tables.messages
    assert row.sender_organisation == "Stockholms stad"
    assert row.recipient_organisations == ("bolaget.se", PRIVATE)


def test_masked_and_unmasked_rows_say_the_same() -> None:
    """A person's own domain is found by one address, and hides the others of that domain."""
    open_rows = log(
        ("anna.ek@ek.se", "info@ek.se; eva@stockholm.se"), ("eva@gmail.com", "bo@bolaget.se")
    )
    known = known_domains(addresses_of(open_rows.messages))
    labels: dict[str, str] = {}

    def masked(text: str) -> str:
        parts = []
        for address in text.split("; "):
            label = labels.setdefault(address, f"[e-post {len(labels) + 1}]")
            domain = domain_of(address)
            parts.append(f"{label}@{domain}" if is_organisation(domain, known) else label)
        return "; ".join(parts)

    shut = log(*[(masked(row.sender), masked(row.recipients)) for row in open_rows.messages])
    assert "ek.se" not in shut.messages[0].sender + shut.messages[0].recipients
    told = [
        [(row.sender_organisation, row.recipient_organisations) for row in tables.messages]
        for tables in (
            assign_organisations(open_rows, known),
            assign_organisations(shut, known),
            assign_organisations(shut),
        )
    ]
    assert told[0] == told[1] == told[2]
    assert told[0] == [
        (PRIVATE, (PRIVATE, "Stockholms stad")),
        (PRIVATE, ("bolaget.se",)),
    ]


def test_a_collection_knows_better() -> None:
    own = read_organisations(
        'private = ["bolaget.se"]\n[organisations]\n"svensson.se" = "Svenssons Åkeri"\n'
        '"telia.com" = "Telia"\n'
    )
    known = own.before(shipped_domains())
    assert organisation_of("x@svensson.se", known) == "Svenssons Åkeri"
    assert organisation_of("anna.svensson@svensson.se", known) == "Svenssons Åkeri"
    assert organisation_of("x@telia.com", known) == "Telia"
    assert organisation_of("x@bolaget.se", known) == PRIVATE
    assert organisation_of("x@stockholm.se", known) == "Stockholms stad"
    assert organisation_of("x@svensson.se") == PRIVATE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("privat = []", "unknown key 'privat'"),
        ("private = 'a.se'", "private must be a list"),
        ("organisations = 1", "organisations must be a table"),
        ('[organisations]\n"a.se" = ""', "'a.se' needs the name"),
        ('[organisations]\n"a.se" = "A"\nprivate = ["b.se"]', "must stand before"),
        ('private = ["a.se"]\n[organisations]\n"A.se" = "A"', "private: 'a.se' is an"),
    ],
)
def test_a_bad_file_is_told_by_key(text: str, told: str) -> None:
    with pytest.raises(ValueError) as raised:
        read_organisations(text)
    assert told in str(raised.value)


def test_where_no_address_stands_the_printed_organisation_does() -> None:
    head = ["Datum och tid", "Avsändare", "Avs. organisation", "Mottagare", "Mott. organisation"]
    tables = built(
        [*head, "Ämne"],
        ["2022-01-10 07:31", "Lisa Lund", "Exempelby kommun", "Jour", "Påhitt Drift AB", "Stopp"],
        ["2022-01-10 07:50", "jour@drift.example", "Fel AB", "Lisa Lund", "Exempelby kommun", "Sv"],
    )
    first, second = assign_organisations(tables).messages
    assert first.sender_organisation == "Exempelby kommun"
    assert first.recipient_organisations == ("Påhitt Drift AB",)
    assert second.sender_organisation == "drift.example"
    assert second.recipient_organisations == ("Exempelby kommun",)
