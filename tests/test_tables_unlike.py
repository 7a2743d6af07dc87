"""Tables that lack a column, or say more in a cell than a figure, are read or told of."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tables_sheets import built

from skolkit.tables.rows import CostRow

HEAD = ["Uppgift nr", "Vad som kostar", "Belopp, mnkr", "År", "Leverantör", "Källa nr"]


def _cost(amount: str) -> CostRow:
    rows = [
        ["1", "Upphandlat avtal", "48,5", "2017", "Exempel AB", "2"],
        ["2", "Hela systemet", amount, "2018", "", "3"],
        ["3", "Förlikning", "6,25", "2021", "Exempel AB", "8"],
    ]
    return built(HEAD, *rows).costs[1]


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [("ca 70", "cirka"), ("minst 70", "golv"), ("Högst 70,0", "tak"), ("upp till 70", "tak")],
)
def test_a_word_before_an_amount_is_its_qualifier(printed: str, qualifier: str) -> None:
    row = _cost(printed)
    assert (row.amount_sek, row.qualifier, row.amount_as_published) == (
        Decimal(70_000_000),
        qualifier,
        printed,
    )


def test_any_other_word_before_an_amount_is_a_doubt() -> None:
    row = _cost("exklusive 70")
    assert (row.amount_sek, row.qualifier) == (None, "")
    assert row.doubts == ("amount_sek:not-a-number",)


def test_thousands_with_three_decimals_are_doubted() -> None:
    """12,400 tkr is 12 400 kr in the Swedish form and 12,4 million in the English one."""
    head = ["Vendor", "Cost type", "2019", "2020"]
    tables = built(
        ["Spend by vendor"],
        ["Thousands of SEK"],
        head,
        ["Exempel AB", "Licences", "12,400", "12,900"],
        ["Påhitt AB", "Hosting", "3,100", "3,300"],
    )
    assert [row.amount_sek for row in tables.costs] == [None] * 4
    assert {row.doubts for row in tables.costs} == {("amount_sek:ambiguous-number",)}


def test_sizes_and_hours_with_three_decimals_are_doubted() -> None:
    """A log of mail prints 1,204 kB in English form, and 1.204 kB nowhere; so with hours."""
    logged = built(
        ["Date", "Time", "Sender", "Recipients", "Subject", "Size (KB)"],
        ["2023-10-09", "07:58", "a@alfa.example", "b@beta.example", "Report", "1,204"],
        ["2023-10-10", "08:01", "b@beta.example", "a@alfa.example", "Re: Report", "48"],
    )
    assert [row.size_kb for row in logged.messages] == [None, Decimal(48)]
    assert logged.messages[0].doubts == ("size_kb:ambiguous-number",)
    worked = built(
        ["Leverantör", "Fakturanr", "Fakturadatum", "Timmar", "Netto (kr)"],
        ["Exempel AB", "F-1", "2023-10-09", "1,240", "992 000,00"],
        ["Exempel AB", "F-2", "2023-10-10", "12,5", "10 000,00"],
    )
    assert [row.hours for row in worked.invoices] == [None, Decimal("12.5")]
    assert worked.invoices[0].doubts == ("hours:ambiguous-number",)


ISSUED = ["Invoice", "Invoice date", "Text", "Hours", "Excl. VAT (SEK)", "VAT (SEK)"]
LINES = [
    ["LR-1", "2021-01-15", "Licence", "", "8 000", "2 000"],
    ["LR-2", "2021-02-15", "Change request", "4", "400", "100"],
]


def test_a_suppliers_own_list_is_one_of_invoices_and_told_of() -> None:
    tables = built(["Exempel AB"], ISSUED, *LINES)
    assert [row.net_sek for row in tables.invoices] == [Decimal(8000), Decimal(400)]
    assert tables.costs == ()
    assert any("no column tells the supplier" in each.detail for each in tables.problems)


def test_what_an_authority_bills_others_is_none() -> None:
    rows = [[*line, "Alfa AB"] for line in LINES]
    assert built([*ISSUED, "Kund"], *rows).invoices == ()


def test_a_price_by_the_hour_is_a_rate_whatever_it_is_called() -> None:
    head = ["Faktura nr", "Fakturadatum", "Avser", "Antal (tim)", "Á-pris (kr/tim)", "Summa (kr)"]
    lines = [
        ["1", "2020-01-31", "Utveckling", "10", "1 100", "11 000"],
        ["2", "2020-02-28", "Utveckling", "2", "1 150", "2 300"],
    ]
    assert [row.rate_sek for row in built(head, *lines).invoices] == [Decimal(1100), Decimal(1150)]


def test_the_way_that_tickets_came_in_is_told_to_be_no_source() -> None:
    head = ["Ticket ID", "Subject", "Type", "Created Time", "Source"]
    lines = [
        [str(number), "Portal down", "Problem", "2022-03-03 08:12", way]
        for number, way in enumerate(["Phone", "Email", "Portal"], 1)
    ]
    problems = built(head, *lines).problems
    assert any("how something came in" in each.detail for each in problems)
