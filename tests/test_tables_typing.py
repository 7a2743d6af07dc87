"""Cells get values from their text and doubts from their column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tables_sheets import sheet

from skolkit.model import Cell, Doubt, Sheet, Value, value_type
from skolkit.tables.number_forms import ENGLISH, GERMAN, NUMBER_FORMS, SWEDISH, SWISS, NumberForm
from skolkit.tables.values import type_cells


def _column(texts: Sequence[str], **more: object) -> Sheet:
    """A sheet whose second column holds the texts, beside a column of names."""
    rows = [["Skola", texts[0]], *([f"Skola {i}", text] for i, text in enumerate(texts[1:]))]
    return sheet(rows, **more)  # type: ignore[arg-type]


def _typed(
    texts: Sequence[str], form: NumberForm = SWEDISH, **more: object
) -> list[tuple[Value, Doubt | None]]:
    cells = type_cells(_column(texts, **more), form).cells
    return [(cell.value, cell.doubt) for cell in cells if cell.column == 2][1:]


def _stored(read: Sheet) -> Sheet:
    """The sheet as a workbook keeps it: each cell a text."""
    return replace(read, cells=tuple(replace(cell, value=cell.raw) for cell in read.cells))


def test_numbers_dates_and_text_are_told_apart() -> None:
    typed = type_cells(
        sheet(
            [
                ["Namn", "Dag", "Skickat", "Belopp"],
                ["Åsa", "2021-04-13", "2021-04-13 08:14", "1 234,50"],
            ]
        )
    )
    assert [cell.value for cell in typed.cells][4:] == [
        "Åsa",
        date(2021, 4, 13),
        datetime(2021, 4, 13, 8, 14),
        Decimal("1234.50"),
    ]
    assert not any(cell.doubt for cell in typed.cells)


def test_what_stands_among_numbers_and_is_none_is_doubted() -> None:
    values = _typed(["Elever", "214", "187", "l2", "99", "1 204"])
    assert values[2] == (None, Doubt.NOT_A_NUMBER)
    assert [value for value, doubt in values if doubt is None] == [
        Decimal(214),
        Decimal(187),
        Decimal(99),
        Decimal(1204),
    ]


def test_raw_text_and_place_are_kept() -> None:
    before = _column(["Elever", "214", "187", "l2", "99", "88", "77"])
    after = type_cells(before)
    assert [replace(cell, value=None, doubt=None) for cell in after.cells] == list(before.cells)


def test_missing_marks_and_labels_of_sums_are_not_doubted() -> None:
    texts = ["Elever", "214", "..", "-", "–", "N/A", "Uppgift saknas", "99", "88", "Summa", "401"]
    assert [doubt for _, doubt in _typed(texts)] == [None] * 10


def test_a_missing_mark_is_never_zero() -> None:
    assert Decimal(0) not in [value for value, _ in _typed(["Elever", "1", "-", "..", "2", "3"])]


def test_few_numbers_in_a_column_of_text_doubt_nothing() -> None:
    texts = ["Anm", "se not 1", "2", "avser kv 1", "3", "text"]
    assert [doubt for _, doubt in _typed(texts)] == [None] * 5


def test_a_two_way_figure_is_doubted_among_numbers_and_text_elsewhere() -> None:
    assert _typed(["Belopp", "1 200", "1.234", "900"])[1] == (None, Doubt.AMBIGUOUS_NUMBER)
    assert _typed(["Version", "app", "1.234", "server", "klient"])[1] == ("1.234", None)


def test_both_notations_in_one_column_make_three_decimals_ambiguous() -> None:
    typed = _typed(["Belopp", "1.234,56", "1,234.56", "1.234", "1,234", "12,34"])
    assert typed == [
        (Decimal("1234.56"), None),
        (None, Doubt.AMBIGUOUS_NUMBER),
        (None, Doubt.AMBIGUOUS_NUMBER),
        (None, Doubt.AMBIGUOUS_NUMBER),
        (Decimal("12.34"), None),
    ]


def test_three_decimals_alone_are_exact() -> None:
    assert _typed(["Index", "1,234", "1,198", "0,950"])[0] == (Decimal("1.234"), None)


def test_the_declared_mark_is_used() -> None:
    assert _typed(["Amount", "1,234.50", "12.5"], ENGLISH) == [
        (Decimal("1234.50"), None),
        (Decimal("12.5"), None),
    ]


def test_codes_with_leading_zeros_stay_text_with_all_their_column() -> None:
    assert _typed(["Postnr", "01234", "99999", "12345"]) == [
        ("01234", None),
        ("99999", None),
        ("12345", None),
    ]


def test_years_among_full_dates_are_not_doubted() -> None:
    texts = ["Avser", *["2013"] * 8, "2017-10", "2020-11-23"]
    assert [doubt for _, doubt in _typed(texts)] == [None] * 10


def test_ambiguous_dates_have_no_value() -> None:
    assert _typed(["Datum", "03/04/2021", "31/12/2019"]) == [
        (None, Doubt.AMBIGUOUS_DATE),
        (date(2019, 12, 31), None),
    ]


def test_a_doubt_from_the_reading_is_kept_and_its_figure_unknown() -> None:
    kept = _typed(
        ["Belopp", "100", "200", "300"],
        doubts={(2, 2): Doubt.READERS_DISAGREE, (3, 2): Doubt.LOW_CONFIDENCE},
    )
    assert kept[:2] == [
        (None, Doubt.READERS_DISAGREE),
        (Decimal(200), Doubt.LOW_CONFIDENCE),
    ]


def test_native_cells_keep_what_the_workbook_says() -> None:
    cells = tuple(
        Cell(row, 1, raw, value=value, method="xlsx/value")
        for row, (raw, value) in enumerate(
            [
                ("Kod", "Kod"),
                ("5", Decimal(5)),
                ("7", Decimal(7)),
                ("x1", "x1"),
                ("öppet", "öppet"),
            ],
            1,
        )
    )
    native = Sheet("a#1", "a", "a.xlsx", "Blad1", cells)
    assert type_cells(native) == native


def test_headings_that_repeat_and_notes_are_not_doubted() -> None:
    rows = [["Nr", "Elever"], ["1", "5"], ["2", "6"], ["Nr", "Elever"], ["3", "7"], ["4", "8"]]
    rows += [["5", "9"], ["Källa: påhittad statistik"]]
    assert not any(cell.doubt for cell in type_cells(sheet(rows)).cells)


def test_title_rows_are_not_doubted() -> None:
    rows = [
        ["", "Elever"],
        ["", "hösten 2019"],
        ["A", "5"],
        ["B", "6"],
        ["C", "7"],
        ["D", "x"],
        ["E", "9"],
    ]
    typed = type_cells(sheet([*rows, ["F", "3"]], title_rows=2))
    assert {(c.row, c.column): c.doubt for c in typed.cells if c.doubt} == {
        (6, 2): Doubt.NOT_A_NUMBER
    }


def test_value_types_have_names() -> None:
    values: list[Value] = [None, Decimal(1), datetime(2021, 1, 1), date(2021, 1, 1), True, "x"]
    assert [value_type(value) for value in values] == [
        "empty",
        "number",
        "datetime",
        "date",
        "bool",
        "text",
    ]


@given(
    st.lists(
        st.lists(
            st.text(max_size=12) | st.text("0123456789 ,.-", max_size=9), min_size=3, max_size=3
        ),
        max_size=25,
    ),
    st.sampled_from(NUMBER_FORMS),
    st.sampled_from(["csv/text", "xlsx/value"]),
)
def test_any_sheet_is_typed_without_losing_a_cell(
    rows: list[list[str]], form: NumberForm, method: str
) -> None:
    before = sheet(rows, method=method)
    if method == "xlsx/value":
        before = _stored(before)
    after = type_cells(before, form)
    assert [(c.row, c.column, c.raw) for c in after.cells] == [
        (c.row, c.column, c.raw) for c in before.cells
    ]
    assert all(cell.value is None for cell in after.cells if cell.doubt)


def test_a_figure_that_may_have_lost_its_decimal_mark_is_doubted_on_paper_only() -> None:
    texts = ["Belopp", *[f"{number} 250,00" for number in range(1, 10)], "725000", "0"]
    assert _typed(texts)[-2:] == [(None, Doubt.AMBIGUOUS_NUMBER), (Decimal(0), None)]
    assert _typed(texts, method="text-layer")[-2] == (Decimal(725000), None)
    assert _typed(["Antal", "1", "2", "3", "4", "5", "6"])[-1] == (Decimal(6), None)
    assert _typed(["Index", "1,5", "2", "3,25", "4", "5,5", "6"])[-1] == (Decimal(6), None)


SLIPS = {"0": "O", "1": "l", "5": "S"}


@given(
    st.lists(st.decimals(1, 10**7, places=2), min_size=12, max_size=12, unique=True),
    st.integers(0, 11),
    st.sampled_from(["letter", "comma to point", "comma lost", "glued", "cut"]),
)
def test_a_misread_figure_is_right_or_doubted(
    numbers: list[Decimal], index: int, slip: str
) -> None:
    """Common slips of a reader in one cell of a column of money never give another number."""
    texts = [f"{number:,.2f}".replace(",", " ").replace(".", ",") for number in numbers]
    text = texts[index]
    texts[index] = {
        "letter": "".join(SLIPS.get(c, c) for c in text),
        "comma to point": text.replace(",", "."),
        "comma lost": text.replace(",", ""),
        "glued": f"{text} {texts[index - 1]}",
        "cut": text[:-3] + ",",
    }[slip]
    value, doubt = _typed(["Belopp", *texts])[index]
    assert doubt is not None or value == numbers[index]


def _typed_store(texts: Sequence[str]) -> list[tuple[Value, Doubt | None]]:
    cells = type_cells(_stored(_column(texts, method="xlsx/value"))).cells
    return [(cell.value, cell.doubt) for cell in cells if cell.column == 2][1:]


def test_numbers_that_a_workbook_keeps_as_text_are_read_in_a_column_of_numbers() -> None:
    assert _typed_store(["Belopp", "1 234", "12,5 %", "-3", "3 tkr", "<5"]) == [
        (Decimal(1234), None),
        (Decimal("12.5"), None),
        (Decimal(-3), None),
        (None, Doubt.NOT_A_NUMBER),
        (None, Doubt.NOT_A_NUMBER),
    ]
    cells = type_cells(_stored(_column(["Belopp", "1 234", "5"], method="xlsx/value"))).cells
    assert [cell.method for cell in cells if cell.column == 2] == ["xlsx/value", *["xlsx/text"] * 2]


def test_text_that_a_workbook_keeps_among_text_stays_text_to_the_letter() -> None:
    texts = ["Värde", " 2004010123 ", "abc", "1.234", "2021-04-13", "UTBN 1"]
    assert _typed_store(texts) == [(text, None) for text in texts[1:]]


def test_digits_of_one_length_that_a_workbook_keeps_as_text_are_ids() -> None:
    ids = ["Fakturanr", "2019123456", "2019123457", "2019123458"]
    assert _typed_store(ids) == [(text, None) for text in ids[1:]]


def test_evidence_against_the_declared_form_is_a_doubt() -> None:
    """1.234 is a thousand in German, unless its column shows that the point is a decimal."""
    assert _typed(["Betrag", "1.234", "2.500,5"], GERMAN)[0] == (Decimal(1234), None)
    doubted = _typed(["Betrag", "1.234", "2,5", "17.25"], GERMAN)
    assert doubted[0] == doubted[2] == (None, Doubt.AMBIGUOUS_NUMBER)
    assert doubted[1] == (Decimal("2.5"), None)
    swiss = _typed(["Betrag", "1.234", "1'234.50", "17,25"], SWISS)
    assert swiss[0] == swiss[2] == (None, Doubt.AMBIGUOUS_NUMBER)


def test_what_stands_among_dates_and_is_none_is_doubted() -> None:
    days = [
        "Datum",
        "2019-12-31",
        "2019-04-03",
        "2019-13-45",
        "v. 14 2019",
        "2019-02-29",
        "2020-01-01",
    ]
    doubts = [doubt for _, doubt in _typed(days)]
    assert doubts == [None, None, *[Doubt.NOT_A_DATE] * 3, None]
