"""Sheets by people who had not seen the recogniser, read on finished code: known, or told of."""

from __future__ import annotations

from typing import Any

from test_tables_layouts import differences, is_told, layouts

ELEVENTH, TWELFTH = layouts("blind-eleventh.toml"), layouts("blind-twelfth.toml")
THIRTEENTH = layouts("blind-thirteenth.toml")


def wrong_in(entries: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The first difference of each sheet that is not as its writer told."""
    return {
        name: told[0].split(" {")[0]
        for name, entry in entries.items()
        if (told := differences(entry))
    }


def test_an_eleventh_set_of_traps_is_known_or_told_of() -> None:
    wrong = wrong_in(ELEVENTH)
    assert len(ELEVENTH) == 36
    assert wrong == {
        "eleventh-w3d3-incidenter": "incidents: I None",  # "Beslut" is what was done, or a state
        "eleventh-skola-fragor": "incidents: G None",  # "Är det klart nu?" over yes and no
        "eleventh-message-trace": "messages: G None",  # the id of a message as its number
        "eleventh-brev-fraser": "messages: E None",  # "Följde något med?"
        "other-eleventh-taxa": "tables ['costs']",  # fees of two years
        "other-eleventh-arendelista": "tables ['incidents']",  # cases of the environmental office
    }
    assert [name for name in wrong if not is_told(ELEVENTH[name])] == []


def test_a_twelfth_set_of_ordinary_sheets_is_known_or_told_of() -> None:
    wrong = wrong_in(TWELFTH)
    assert len(TWELFTH) == 40
    assert wrong == {
        "twelfth-museum-utstallning": "costs: A scope, B None",  # "Område" over "Post"
        "twelfth-evakuering-forskola": "costs: D is_estimate",  # "Faktisk/uppskattad"
        "twelfth-agency-budget-en": "budgets: rows and sums (10, 2)",  # 3,450 thousand: doubted
        "twelfth-larplattform-fel": "incidents: F affected_persons",  # "Berörda konton"
        "twelfth-diarium-post": "messages: B subject, G None",  # "Ärende" over diary numbers
        "other-twelfth-livsmedelstillsyn": "tables ['incidents']",
        "other-twelfth-avtalsregister": "tables ['register']",  # known, and carried nowhere
        "other-twelfth-lokalbokningar": "tables ['messages']",
        "other-twelfth-bidragsansokningar": "tables ['budgets']",
    }
    assert [name for name in wrong if not is_told(TWELFTH[name])] == []


def test_a_thirteenth_set_of_ordinary_sheets_is_known_or_told_of() -> None:
    wrong = wrong_in(THIRTEENTH)
    assert len(THIRTEENTH) == 36
    assert wrong == {
        "thirteenth-kyrka-orgel": "tables ['invoices']",  # a list of payments in "Kronor"
        "thirteenth-budget-en": "budgets: budget_sek 0",  # 4,150 thousand: doubted
    }
    assert [name for name in wrong if not is_told(THIRTEENTH[name])] == []
