"""A column declares its number form by figures that leave no other reading, and by no others."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_sheets import built

from skolkit.tables.column_forms import LEAST_SHOWN, declared_form
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


_WRITTEN = st.decimals(min_value=0, max_value=10**9, places=2)


@given(st.lists(_WRITTEN, min_size=LEAST_SHOWN, max_size=8))
def test_english_amounts_in_a_swedish_delivery_come_out_as_they_were_written(values) -> None:
    tables = _list(*[f"{value:,.2f}" for value in values])
    assert [row.net_sek for row in tables.invoices] == values
