"""The strict number grammar: what it reads exactly, and what it refuses to guess."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skolkit.model import Collection, Doubt
from skolkit.tables.number_forms import (
    ENGLISH,
    FRENCH,
    GERMAN,
    NUMBER_FORMS,
    SWEDISH,
    SWISS,
    NumberForm,
    form_named,
    form_of,
)
from skolkit.tables.numbers import (
    Quantity,
    fits_other_form_only,
    is_code,
    parse_figure,
    parse_quantity,
    parse_unit,
)
from skolkit.tables.values import parse_number

NO_BREAK, THIN, NARROW = "\u00a0", "\u2009", "\u202f"
SPACES = (" ", NO_BREAK, THIN, NARROW)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"),
        ("1 234 567,89", "1234567.89"),
        (f"1{NO_BREAK}234", "1234"),
        (f"1{THIN}234", "1234"),
        (f"1{NARROW}234{NARROW}567", "1234567"),
        ("  77 ", "77"),
        ("0", "0"),
        ("-0", "0"),
        ("0,50", "0.50"),
        ("-1 234", "-1234"),
        ("−1 234", "-1234"),
        ("–1 234", "-1234"),
        ("1 234-", "-1234"),
        ("1 234−", "-1234"),
        ("(1 234)", "-1234"),
        ("(1 234 kr)", "-1234"),
        ("(1 234) kr", "-1234"),
        ("+3", "3"),
        ("1 234,50 kr", "1234.50"),
        ("kr 1 234,50", "1234.50"),
        ("-kr 5", "-5"),
        ("kr -5", "-5"),
        ("1 234 SEK", "1234"),
        ("SEK 1 234", "1234"),
        ("1 234:-", "1234"),
        ("12,5 %", "12.5"),
        ("12,5%", "12.5"),
        ("€5", "5"),
        ("5 £", "5"),
        ("1.234.567,89", "1234567.89"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("99999999999999999", "99999999999999999"),
    ],
)
def test_swedish_spellings_are_exact(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "−",
        "–",
        "..",
        "O",
        "l2",
        "1e3",
        "2,00401E+11",
        "½",
        "٣",
        "214¹",
        "<5",
        "5,",
        ",5",
        "12 34",
        "1 2,5",
        "1 23",
        "1  234",
        "1234 567",
        "0180",
        "00",
        "007,5",
        "0 123",
        "--5",
        "-(5)",
        "((5))",
        "(5",
        "5)",
        "-5-",
        "kr 5 kr",
        "3 apor",
        "2021-04-13",
        "5 m",
        "1/2",
        "+46701740605",
        "9" * 100,
        "1,2,3",
        "1.23.456",
        "1.2345,6",
        "５",
    ],
)
def test_what_does_not_fit_is_no_number(text: str) -> None:
    assert parse_number(text) is Doubt.NOT_A_NUMBER


@pytest.mark.parametrize(
    "text", ["1.234", "-1.234", "567.000 kr", "12.34", "1,234.56", "1,234,567", "1'234", "1’234.50"]
)
def test_figures_in_the_other_notation_are_ambiguous(text: str) -> None:
    assert parse_number(text) is Doubt.AMBIGUOUS_NUMBER


@pytest.mark.parametrize(
    ("form", "text", "number"),
    [
        (GERMAN, "1.234.567,89", "1234567.89"),
        (GERMAN, "1.234", "1234"),
        (GERMAN, "1.234,5 €", "1234.5"),
        (GERMAN, "-12,50", "-12.50"),
        (GERMAN, "1 234,5", "1234.5"),
        (SWISS, "1'234.50", "1234.50"),
        (SWISS, "1’234’567", "1234567"),
        (SWISS, "1 234.50", "1234.50"),
        (ENGLISH, "1,234.50", "1234.50"),
        (ENGLISH, "(1,234,567)", "-1234567"),
        (FRENCH, f"1{NARROW}234,50", "1234.50"),
        (FRENCH, f"1{THIN}234{THIN}567,5 €", "1234567.5"),
        (FRENCH, "1234,50", "1234.50"),
    ],
)
def test_the_other_european_forms_where_declared(form: NumberForm, text: str, number: str) -> None:
    assert parse_number(text, form) == Decimal(number)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (GERMAN, "12.34"),
        (GERMAN, "1,234.50"),
        (GERMAN, "1'234"),
        (SWISS, "1,234"),
        (SWISS, "1'234,50"),
        (SWISS, "1.234.567"),
        (ENGLISH, "12,5"),
        (ENGLISH, "1'234"),
        (FRENCH, "1.234"),
        (FRENCH, "1.234,50"),
        (FRENCH, "12.5"),
    ],
)
def test_a_figure_in_another_form_than_the_declared_one_is_never_read(
    form: NumberForm, text: str
) -> None:
    assert isinstance(parse_number(text, form), Doubt)


@pytest.mark.parametrize("text", ["12,34,567", "1,23,456.00", "1'234’567", "1.234'567", "1''234"])
def test_other_groupings_are_numbers_in_no_form(text: str) -> None:
    assert {parse_number(text, form) for form in NUMBER_FORMS} == {Doubt.NOT_A_NUMBER}


@pytest.mark.parametrize("unit", ["tkr", "Tkr", "t.kr", "mnkr", "Mnkr", "mkr", "mdkr", "kr", "%"])
@pytest.mark.parametrize("space", ["", *SPACES])
@pytest.mark.parametrize(
    "sign", ["{}{}{}", "-{}{}{}", "−{}{}{}", "{}-{}{}", "({}){}{}", "({}{}{})"]
)
def test_signs_and_units_combine(sign: str, space: str, unit: str) -> None:
    """Each sign with each unit and space: the number, its sign and its unit, or no reading."""
    known = parse_unit(unit)
    assert known is not None
    read = parse_quantity(sign.format(f"1{NO_BREAK}234,5", space, unit))
    assert isinstance(read, Quantity)
    wanted = Decimal("1234.5") if sign == "{}{}{}" else Decimal("-1234.5")
    assert (read.number, read.unit, read.factor) == (wanted, *known)


def _collection(**more: object) -> Collection:
    return Collection(name="c", folder=Path(), title="c", **more)  # type: ignore[arg-type]


def test_the_form_of_a_document_goes_before_that_of_its_collection() -> None:
    assert form_of(_collection()) is SWEDISH
    assert form_of(_collection(decimal_mark=".")) is ENGLISH
    assert form_of(_collection(decimal_mark=".", number_form="ch")) is SWISS
    declared = _collection(number_form="fr", document_forms=(("a.csv", "da"),))
    assert form_of(declared, "a.csv") is GERMAN
    assert form_of(declared, "b.csv") is FRENCH


def test_a_form_that_is_none_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="number form"):
        form_named("xx")
    with pytest.raises(ValueError, match="decimal mark"):
        form_of(_collection(decimal_mark=";"))


def test_the_declared_point_reads_english_figures_and_doubts_swedish_ones() -> None:
    assert parse_number("1,234.56", ENGLISH) == Decimal("1234.56")
    assert parse_number("1,234", ENGLISH) == Decimal(1234)
    assert parse_number("1.234", ENGLISH) == Decimal("1.234")
    assert parse_number("12,5", ENGLISH) is Doubt.AMBIGUOUS_NUMBER
    assert parse_number("1,234.567,8", ENGLISH) is Doubt.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "scaled", "unit"),
    [
        ("71,5 mkr", "71500000", "SEK"),
        ("1 234 tkr", "1234000", "SEK"),
        ("1,2 Mkr", "1200000", "SEK"),
        ("5 miljoner kronor", "5000000", "SEK"),
        ("5 milj. kr", "5000000", "SEK"),
        ("2 mdkr", "2000000000", "SEK"),
        ("2.362,50 kronor per timme", "2362.50", "SEK/h"),
        ("7,5 tim", "7.5", "h"),
        ("1,5 MB", "1500", "kB"),
        ("€ 10", "10", "EUR"),
    ],
)
def test_units_scale_exactly(text: str, scaled: str, unit: str) -> None:
    quantity = parse_quantity(text)
    assert isinstance(quantity, Quantity)
    assert (quantity.scaled, quantity.unit) == (Decimal(scaled), unit)


def test_thousands_and_millions_are_no_plain_numbers() -> None:
    assert parse_number("1 234 tkr") is Doubt.NOT_A_NUMBER
    assert parse_number("71,5 mkr") is Doubt.NOT_A_NUMBER


def test_unknown_words_after_a_figure_are_said_to_be_no_unit() -> None:
    assert parse_quantity("3 apor") is Doubt.UNIT_UNKNOWN
    assert parse_unit("apor") is None
    assert parse_unit("T.kr") == ("SEK", 1000)


def test_long_figures_are_not_rounded() -> None:
    digits = "9" * 40
    assert parse_number("-" + digits) == Decimal("-" + digits)
    quantity = parse_quantity(digits + " tkr")
    assert isinstance(quantity, Quantity)
    assert quantity.scaled == Decimal(digits + "000")


def _grouped(digits: str, space: str) -> str:
    head = len(digits) % 3 or 3
    return space.join([digits[:head], *(digits[i : i + 3] for i in range(head, len(digits), 3))])


def _spell(number: Decimal, mark: str, group: str, sign: str, unit: str) -> str:
    whole, _, part = format(abs(number), "f").partition(".")
    figure = _grouped(whole, group) + (mark + part if part else "")
    if number < 0:
        figure = {"(": f"({figure})", "after": f"{figure}-"}.get(sign, f"{sign}{figure}")
    return f"{figure}{unit}"


numbers = st.decimals(
    min_value=Decimal("-1e15"), max_value=Decimal("1e15"), allow_nan=False, places=2
) | st.integers(min_value=-(10**18), max_value=10**18).map(Decimal)


@given(
    numbers,
    st.sampled_from((*SPACES, "")),
    st.sampled_from(("-", "−", "–", "(", "after")),
    st.sampled_from(("", " kr", "\u00a0SEK", "%", " %", ":-", " €")),
)
def test_a_number_spelt_in_swedish_is_read_back(
    number: Decimal, group: str, sign: str, unit: str
) -> None:
    if unit == ":-" and sign == "after":
        unit = ""
    assert parse_number(_spell(number, ",", group, sign, unit)) == number


@given(
    numbers,
    st.sampled_from(NUMBER_FORMS),
    st.sampled_from(("-", "−", "–", "(", "after")),
    st.sampled_from(("", " kr", "%", "\u00a0€")),
    st.data(),
)
def test_a_number_spelt_in_a_form_is_read_back_in_it(
    number: Decimal, form: NumberForm, sign: str, unit: str, data: st.DataObject
) -> None:
    """Only what the form itself leaves open (1.234 in Swedish) may come back as a doubt."""
    group = data.draw(st.sampled_from((*SPACES, "", *form.groups)))
    read = parse_number(_spell(number, form.decimal, group, sign, unit), form)
    assert read == number or (group in form.groups and group and not form.one_group)


@given(numbers, st.sampled_from(NUMBER_FORMS), st.sampled_from(NUMBER_FORMS), st.data())
def test_a_number_in_another_form_is_itself_or_a_doubt(
    number: Decimal, spelt: NumberForm, declared: NumberForm, data: st.DataObject
) -> None:
    """Only the thousand that is a decimal by declaration (1.234) may be read otherwise."""
    group = data.draw(st.sampled_from((" ", "", *spelt.groups)))
    text = _spell(number, spelt.decimal, group, "-", "")
    read = parse_number(text, declared)
    lone = sum(text.count(mark) for mark in ".,'’") == 1
    two_way = lone and re.search(r"[.,][0-9]{3}$", text) is not None
    assert read == number or isinstance(read, Doubt) or two_way


@given(numbers, st.sampled_from((",", " ", "", ".")), st.sampled_from(",."))
def test_no_spelling_is_read_as_another_number_but_the_two_way_ones(
    number: Decimal, group: str, mark: str
) -> None:
    """Whatever notation a figure has, the Swedish reading is the figure or a doubt."""
    if group == mark or (group == "," and mark == "."):
        return  # no notation, or 1,234 which is decimal under the Swedish mark by declaration
    read = parse_number(_spell(number, mark, group, "-", ""))
    assert read == number or isinstance(read, Doubt)


@given(st.text(max_size=80) | st.text(alphabet="0123456789 .,-()kr%\u00a0−+:", max_size=40))
@example("1" * 61)
@example("\x00")
def test_any_text_gives_a_finite_number_or_a_doubt(text: str) -> None:
    for form in NUMBER_FORMS:
        read = parse_number(text, form)
        assert isinstance(read, Doubt) or read.is_finite()
        quantity = parse_quantity(text, form)
        assert isinstance(quantity, Doubt) or quantity.scaled.is_finite()


@given(st.text(alphabet="0123456789 ,", min_size=1, max_size=12))
def test_digits_are_never_lost_or_added(text: str) -> None:
    read = parse_number(text)
    if not isinstance(read, Doubt):
        assert format(read, "f").replace(".", "") == "".join(c for c in text if c.isdigit())


@given(
    numbers,
    st.sampled_from((*SPACES, "")),
    st.sampled_from(("-", "−", "–", "(", "after")),
    st.sampled_from(
        [("tkr", 10**3), ("kkr", 10**3), ("Mkr", 10**6), ("mnkr", 10**6), ("miljoner kr", 10**6)]
    ),
)
def test_an_amount_in_thousands_or_millions_is_the_amount_or_a_doubt(
    number: Decimal, group: str, sign: str, unit: tuple[str, int]
) -> None:
    """Its number alone is never given: 3 would be wrong for ``3 tkr``."""
    text = _spell(number, ",", group, sign, f" {unit[0]}")
    quantity = parse_quantity(text)
    assert isinstance(quantity, Quantity)
    assert (quantity.number, quantity.unit, quantity.factor) == (number, "SEK", unit[1])
    assert quantity.scaled == number * unit[1]
    assert isinstance(parse_number(text), Doubt)


@given(st.text(max_size=80) | st.text(alphabet="0123456789 .,'tkrmnsek%€-", max_size=20))
def test_any_text_gives_a_figure_and_a_unit_or_none(text: str) -> None:
    unit = parse_unit(text)
    assert unit is None or (unit[0] and unit[1] > 0)
    for form in NUMBER_FORMS:
        figure = parse_figure(text, form)
        assert isinstance(figure, Doubt) or (figure.is_finite() and figure >= 0)
        assert isinstance(fits_other_form_only(text, form), bool)
    if is_code(text):
        assert isinstance(parse_number(text), Doubt)


def test_a_true_minus_may_stand_apart_from_its_figure() -> None:
    assert parse_number("\u2212 25 000,00") == Decimal("-25000.00")


@pytest.mark.parametrize(
    "text", ["- 25 000,00", "\u2013 25 000,00", "\u2212  25", "\u2212 (25)", "\u2212 0180"]
)
def test_a_dash_or_more_than_a_space_apart_is_no_sign(text: str) -> None:
    assert parse_number(text) is Doubt.NOT_A_NUMBER
