"""Columns that most rows of a table speak against are told of, whatever their headings."""

from __future__ import annotations

import pytest
from tables_sheets import built

SAID = "columns may have been taken for each other"
_LEDGER = ["Fakturanr", "Fakturadatum", "Bokföringsdatum", "Leverantör"]
_DAYS = ["2021-01-02", "2021-01-09"]


def _told(head, *rows) -> list[str]:
    problems = built(head, *rows).problems
    return [each.detail.partition(": ")[2] for each in problems if SAID in each.detail]


def _ledger(columns, *amounts, days=_DAYS) -> list[str]:
    rows = [[f"F{n}", *days, "Alfa AB", *each] for n, each in enumerate(amounts)]
    return _told([*_LEDGER, *columns], *rows)


GOOD = (
    ("100,00", "25,00", "125,00"),
    ("200,00", "12,00", "212,00"),
    ("40,00-", "10,00-", "50,00-"),
)


def test_amounts_that_add_up_are_in_their_columns() -> None:
    assert _ledger(["Netto", "Moms", "Brutto"], *GOOD) == []


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["Brutto", "Moms", "Netto"], "in 3 of 3 rows net and VAT are not gross"),
        (["Moms", "Netto", "Brutto"], "in 3 of 3 rows VAT is more than the highest rate"),
    ],
)
def test_amounts_under_each_others_headings_are_told_of(columns, said) -> None:
    assert _ledger(columns, *GOOD)[0].startswith(said)


def test_one_row_that_does_not_add_up_is_left_to_the_checks() -> None:
    assert _ledger(["Netto", "Moms", "Brutto"], *GOOD, ("100,00", "25,00", "152,00")) == []


def test_gross_below_net_is_told_of_where_no_vat_is_printed() -> None:
    told = _ledger(["Brutto", "Netto"], ("100,00", "125,00"), ("200,00", "250,00"))
    assert told == [f"in 2 of 2 rows gross is no net with VAT: {SAID}"]


def test_an_invoice_is_not_posted_before_it_is_written() -> None:
    told = _ledger(["Netto"], ("100,00",), ("200,00",), days=_DAYS[::-1])
    assert told == [f"in 2 of 2 rows invoice_date is after posting_date: {SAID}"]
    assert _ledger(["Netto"], ("100,00",), ("200,00",)) == []


HOURS = (("10", "950", "9500"), ("8,5", "1000", "8500"))


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["Timmar", "Timpris", "Netto"], []),
        (["Timpris", "Timmar", "Netto"], ["there are as many hours as kronor"]),
        (["Timmar", "Netto", "Timpris"], ["hours times rate are neither net nor gross"]),
    ],
)
def test_hours_times_rate_tell_the_columns_apart(columns, said) -> None:
    told = _ledger(columns, *HOURS)
    assert told == [f"in 2 of 2 rows {each}: {SAID}" for each in said]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("2021-01-02", "2021-01-09"), False),
        (("2021-01-09", "2021-01-02"), True),
        (("2021-01-09", "2021-01-09"), False),
        (("2021-01-09 14:00", "2021-01-09 08:30"), True),
        (("2021-01-09", "jan 2021"), False),  # some day of January
    ],
)
def test_nothing_is_closed_before_it_was_opened(dates, told) -> None:
    head = ["Ärendenr", "Öppnat datum", "Stängt datum", "System", "Beskrivning"]
    rows = [[f"INC-{n}", *dates, "Schema", "Nere"] for n in range(3)]
    assert bool(_told(head, *rows)) == told


def test_a_deviation_is_a_difference_under_either_sign() -> None:
    head = ["Benämning", "Budget (tkr)", "Utfall (tkr)", "Avvikelse (tkr)"]
    rows = [["Hyra", "790", "895", "-105"], ["El", "100", "90", "10"]]
    assert _told(head, *rows) == []
    assert _told(head, *[[name, b, u, d.lstrip("-")] for name, b, u, d in rows]) == []
    other = [["Hyra", "790", "895", "300"], ["El", "100", "90", "50"]]
    assert _told(head, *other) == [
        f"in 2 of 2 rows deviation is no difference of two amounts: {SAID}"
    ]


@pytest.mark.parametrize(
    ("vat", "reason"),
    [
        (["25,00", "50,00", "6,00"], ""),
        (["20,00", "40,00", "10,71"], "the figures say that the amounts include VAT"),
        (["25,00", "40,00", "7,00"], "the heading of the amounts does not say whether"),
    ],
)
def test_the_rate_of_vat_says_whether_amounts_include_it(vat, reason) -> None:
    rows = [
        [f"F{n}", "2021-01-02", "Alfa AB", amount, each]
        for n, (amount, each) in enumerate(zip(["100,00", "200,00", "100,00"], vat, strict=True))
    ]
    problems = built(["Fakturanr", "Fakturadatum", "Leverantör", "Belopp", "Moms"], *rows).problems
    assert [each.detail.partition(": ")[2][: len(reason)] for each in problems] == [reason] * bool(
        reason
    )


FOLLOW_UP = (("Löner", "100", "98", "2"), ("Lokaler", "50", "55", "-5"))


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (["Budget (kr)", "Utfall (kr)", "Avvikelse (kr)"], False),
        (["Budget (kr)", "Avvikelse (kr)", "Utfall (kr)"], True),
        (["Avvikelse (kr)", "Utfall (kr)", "Budget (kr)"], True),
    ],
)
def test_a_deviation_is_the_least_of_three_amounts(columns, told) -> None:
    said = f"in 2 of 2 rows deviation is greater than budget or outcome: {SAID}"
    assert (said in _told(["Benämning", *columns], *FOLLOW_UP)) is told


def test_each_period_of_a_follow_up_is_judged_by_itself() -> None:
    head = ["Benämning", "Budget jan-aug 2021", "Avvikelse jan-aug 2021", "Utfall jan-aug 2021"]
    head += ["Budget helår 2021", "Prognos helår 2021", "Avvikelse helår 2021"]
    told = _told(
        head,
        ["Löner", "100", "98", "2", "150", "149", "1"],
        ["Lokaler", "50", "55", "-5", "75", "76", "-1"],
    )
    assert told == [f"in 2 of 2 rows deviation is greater than budget or outcome: {SAID}"]


def test_what_is_closed_the_same_day_says_nothing_of_the_order() -> None:
    head = ["Ärendenr", "Inträffade", "Avslutad", "Beskrivning", "Typ"]
    same = ["1", "2021-03-04", "2021-03-04", "Nere", "Avbrott"]
    assert _told(head, same, same) == []
    assert _told(head, same, same, ["2", "2021-03-04", "2021-03-05", "Nere", "Fel"]) == []
    told = _told(head, same, same, ["2", "2021-03-05", "2021-03-04", "Nere", "Fel"])
    assert told == [f"in 1 of 1 rows date is after closed: {SAID}"]


MAIL = ["Skickat", "Riktning", "Från", "Till", "Ämne"]
_OWN, _ONE, _TWO = "reg@stad.example", "a@alfa.example", "b@beta.example"
MESSAGES = (
    ["2021-03-04 08:00", "In", _ONE, _OWN, "Hej"],
    ["2021-03-04 09:00", "Ut", _OWN, _ONE, "SV: Hej"],
    ["2021-03-05 08:00", "In", _TWO, _OWN, "Fråga"],
)


def test_the_direction_of_messages_tells_senders_from_recipients() -> None:
    assert _told(MAIL, *MESSAGES) == []
    turned = [MAIL[index] for index in (0, 1, 3, 2, 4)]
    said = f"in 3 of 3 rows direction does not fit sender and recipients: {SAID}"
    assert _told(turned, *MESSAGES) == [said]


def test_several_senders_and_never_several_recipients_are_told_of() -> None:
    head = ["Skickat", "Från", "Till", "Ämne"]
    one = ["2021-03-04 08:00", f"{_ONE}; {_TWO}", _OWN, "Hej"]
    assert _told(head, one) == [
        f"in 1 of 1 rows there are several senders, and in none several recipients: {SAID}"
    ]
    assert _told(head, ["2021-03-04 08:00", _OWN, f"{_ONE}; {_TWO}", "Hej"]) == []
