"""A column declares its number form by figures that leave no other reading, and by no others."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_sheets import built

from skolkit.tables.column_forms import LEAST_SHOWN, declared_form, shared_forms, summed_form
from skolkit.tables.number_forms import ENGLISH, GERMAN, SWEDISH, SWISS

SHOWN = ["1,234.50", "12,000.00", "1,234,567.89"]


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (SHOWN, ENGLISH),
        ([*SHOWN, "1,234"], ENGLISH),
        (["99.95", "12.50", "7.25"], ENGLISH),
        (["1.234,50", "2.000,00", "1.500,00", "1.234"], GERMAN),
        (["1'234.50", "2'000.00", "1'500.00"], SWISS),
        ([*SHOWN, "$1,000.00", "(3,000.25)"], ENGLISH),
    ],
)
def test_figures_that_leave_no_other_reading_declare_a_form(texts, form) -> None:
    assert declared_form(texts, SWEDISH) == form


@pytest.mark.parametrize(
    "texts",
    [
        ["1,234.50"],
        ["1,234.50", "12,000.00"],  # two are too few
        ["1,234.50", "12,000.00", "1,234", "5,000"],  # and those that fit both show nothing
        [*SHOWN, "1 234,50"],  # a figure of another form
        ["1,234", "5,000", "2,500"],  # 1.234 and 1234 are both possible
        ["1.234", "5.000", "2.500"],
        ["410", "1 234,50", "12,5"],  # the usual form reads all
        [*SHOWN, "se not", "ingår ej"],  # texts with figures among them
        [],
    ],
)
def test_nothing_else_does(texts) -> None:
    assert declared_form(texts, SWEDISH) is None


def test_a_swedish_column_in_an_english_delivery_declares_its_form() -> None:
    assert declared_form(["1 234,50", "99,95", "7,25"], ENGLISH) == SWEDISH


def _list(*amounts: str):
    head = ["Fakturanr", "Fakturadatum", "Leverantör", "Netto"]
    return built(head, *[[f"F{n}", "2021-01-02", "Alfa AB", a] for n, a in enumerate(amounts)])


def test_a_column_is_read_in_its_form_and_told_of() -> None:
    tables = _list(*SHOWN, "1,234")
    assert [row.net_sek for row in tables.invoices] == [
        Decimal("1234.50"),
        Decimal("12000.00"),
        Decimal("1234567.89"),
        Decimal(1234),
    ]
    assert [(each.code, each.detail) for each in tables.problems] == [
        ("N_NUMBER_FORM", "columns D as en")
    ]


def test_two_figures_of_another_form_are_doubts_and_so_is_what_stands_beside_them() -> None:
    tables = _list("1,234.50", "12,000.00", "1,234", "410")
    assert [row.net_sek for row in tables.invoices] == [None, None, None, Decimal(410)]
    assert {each.code for each in tables.problems} >= {"W_VALUE"}
    assert all(not each.rule.is_note for each in tables.problems)


MILLIONS = {1: ["4,860,000", "900,000"], 2: ["3,598,200", "1,912,450"], 3: ["70,000", "-35,000"]}


def test_the_columns_of_a_sheet_declare_a_form_together() -> None:
    assert shared_forms(MILLIONS, SWEDISH) == dict.fromkeys(MILLIONS, ENGLISH)
    # What both forms read alike needs none.
    assert shared_forms({**MILLIONS, 4: ["5410", "12"]}, SWEDISH) == dict.fromkeys(
        MILLIONS, ENGLISH
    )


@pytest.mark.parametrize(
    "other",
    [
        {4: ["12,5", "7,25"]},  # one figure of the sheet speaks against it
        {2: ["410", "520"]},  # and two figures, or one column, are too few
        {1: ["4,860,000", "3,598,200", "1,912,450", "se not", "ingår"], 2: ["410", "520"]},
    ],
)
def test_they_declare_none_otherwise(other) -> None:
    assert shared_forms({**MILLIONS, **other}, SWEDISH) == {}


def test_a_printed_sum_tells_the_form_in_which_alone_it_adds_up() -> None:
    assert summed_form(["410", "1,240", "520"], "2,170", SWEDISH) == ENGLISH
    assert summed_form(["410", "1.240", "520"], "2.170", SWEDISH) == GERMAN
    assert summed_form(["410", "1,240", "520"], "2,171", SWEDISH) is None
    assert summed_form(["1,410", "1,240", "1,520"], "4,170", SWEDISH) is None  # in both forms
    assert summed_form(["410", "1,240"], "1,650", SWEDISH) is None  # two are too few
    assert shared_forms({1: ["410", "1,240"], 2: ["1,105"]}, SWEDISH, {ENGLISH}) == {
        1: ENGLISH,
        2: ENGLISH,
    }
    assert shared_forms({1: ["410", "1,240"], 2: ["12,5"]}, SWEDISH, {ENGLISH}) == {}


def test_amounts_are_read_in_the_form_of_their_sum_and_that_is_told() -> None:
    head = ["Post", "Budget (kr)", "Utfall (kr)"]
    rows = [["A", "410", "1,105"], ["B", "1,240", "95"], ["C", "520", "3"]]
    tables = built(head, *rows, ["Totalt", "2,170", "1,203"])
    assert [row.budget_sek for row in tables.budgets] == [410, 1240, 520, 2170]
    assert [row.outcome_sek for row in tables.budgets] == [1105, 95, 3, 1203]
    told = [each.detail for each in tables.problems if each.code == "N_NUMBER_FORM"]
    assert told == ["columns B as en, C as en"]
    doubted = built(head, *rows, ["Totalt", "2,171", "1,204"])
    assert [row.budget_sek for row in doubted.budgets] == [410, None, 520, None]


_WRITTEN = st.decimals(min_value=0, max_value=10**9, places=2)


@given(st.lists(_WRITTEN, min_size=LEAST_SHOWN, max_size=8))
def test_english_amounts_in_a_swedish_delivery_come_out_as_they_were_written(values) -> None:
    tables = _list(*[f"{value:,.2f}" for value in values])
    assert [row.net_sek for row in tables.invoices] == values
