"""Texts of a column are told to be Swedish by what their words tell, and by nothing else."""

from __future__ import annotations

import pytest
from tables_sheets import built

from skolkit.tables.languages import is_swedish


@pytest.mark.parametrize(
    ("texts", "swedish"),
    [
        (["Elever hamnar i fel skola efter inloggning", "Schema saknas"], True),
        (["Users cannot log in", "The grades were wrong"], False),
        (["Login loop", "Timeout"], False),
        (["Timeout", "Betyg syns inte", "Error on save"], False),
        ([], False),
    ],
)
def test_small_words_tell_a_language(texts: list[str], swedish: bool) -> None:
    assert is_swedish(texts) is swedish


HEAD = ["Issue key", "Created", "Component", "Summary", "Status"]


def test_swedish_under_an_english_heading_is_a_swedish_summary() -> None:
    rows = [
        ["SD-1", "2021-02-03", "Login", "Elever hamnar i fel skola", "Done"],
        ["SD-2", "2021-02-04", "Betyg", "Betygen syns inte för alla", "Done"],
        ["SD-3", "2021-02-05", "Login", "Timeout", "Done"],
    ]
    incidents = built(HEAD, *rows, document="jira.xlsx").incidents
    assert [row.summary_sv for row in incidents] == [row[3] for row in rows]
    assert {row.summary_en for row in incidents} == {""}


def test_english_stays_english() -> None:
    rows = [
        ["SD-1", "2021-02-03", "Login", "Users cannot log in", "Done"],
        ["SD-2", "2021-02-04", "Grades", "The grades of Älvskolan were wrong", "Done"],
    ]
    incidents = built(HEAD, *rows, document="jira.xlsx").incidents
    assert [row.summary_en for row in incidents] == [row[3] for row in rows]
