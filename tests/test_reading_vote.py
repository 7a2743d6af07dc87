"""Readings of one line become one text, and what readers dispute becomes a doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skolkit.model import Doubt
from skolkit.reading.image import PixelBox
from skolkit.reading.line_reading import LineReading, all_numeric, is_numeric, tidied
from skolkit.reading.segments import Segment
from skolkit.reading.vote import Verdict, decide, settled
from skolkit.reading.words import words_of
from skolkit.settings import Settings

SETTINGS = Settings()


def said(reader: str, text: str, probability: float = 0.9) -> LineReading:
    return LineReading(reader, text, probability, tuple(10.0 * k for k in range(len(text))))


def verdict(*readings: LineReading) -> Verdict:
    decided = decide(readings, SETTINGS)
    assert decided is not None
    return decided


def test_two_kinds_of_reader_that_agree_are_surer_than_each() -> None:
    agreed = verdict(said("ppocr", "1357,50"), said("eng", "1357,50"))
    assert (agreed.text, agreed.doubt) == ("1357,50", None)
    assert agreed.confidence > 0.9
    assert set(agreed.readers) == {"ppocr", "eng"}
    assert agreed.rivals == ()


def test_two_models_of_one_engine_are_no_second_opinion() -> None:
    disputed = verdict(said("ppocr", "211730"), said("eng", "211720"), said("swe", "211720"))
    assert disputed.doubt is Doubt.READERS_DISAGREE


def test_a_third_reader_settles_what_two_dispute() -> None:
    settled_by = verdict(said("linenet", "1857"), said("eng", "1357"), said("ppocr", "1857"))
    assert (settled_by.text, settled_by.doubt) == ("1857", None)
    assert settled_by.rivals == ("1357",)


def test_a_number_that_no_two_readers_agree_on_keeps_a_doubt_and_what_each_said() -> None:
    disputed = verdict(said("linenet", "1857"), said("eng", "1357"), said("ppocr", "1851"))
    assert disputed.doubt is Doubt.READERS_DISAGREE
    assert {disputed.text, *disputed.rivals} == {"1857", "1357", "1851"}


def test_a_weak_number_is_doubted_although_the_readers_agree() -> None:
    weak = verdict(said("ppocr", "1357", 0.6), said("eng", "1357", 0.6))
    assert (weak.text, weak.doubt) == ("1357", Doubt.LOW_CONFIDENCE)
    assert verdict(said("ppocr", "Ale", 0.6), said("swe", "Ale", 0.6)).doubt is None


def test_comma_and_point_are_no_dispute() -> None:
    assert verdict(said("ppocr", "4.5"), said("eng", "4,5")).doubt is None


def test_a_lost_minus_is_a_dispute() -> None:
    assert verdict(said("ppocr", "4,5"), said("eng", "-4,5")).doubt is Doubt.READERS_DISAGREE


def test_the_accent_that_the_strong_reader_loses_is_kept() -> None:
    agreed = verdict(said("ppocr", "Vastra", 0.99), said("swe", "Västra", 0.7))
    assert (agreed.text, agreed.doubt) == ("Västra", None)


def test_a_ring_that_one_reader_saw_is_kept_though_two_lost_it() -> None:
    agreed = verdict(
        said("linenet", "nara storre"), said("swe", "nära större"), said("ppocr", "nara storre")
    )
    assert agreed.text == "nära större"
    other = verdict(said("linenet", "Pendling"), said("swe", "Pèndling"), said("ppocr", "Pendling"))
    assert other.text == "Pendling"


def test_words_are_voted_on_letter_by_letter() -> None:
    voted = verdict(
        said("linenet", "Brand eller brandtlllbud"),
        said("swe", "Brand efler brandtillbud"),
        said("ppocr", "Bran eller brandtillbud"),
    )
    assert voted.text == "Brand eller brandtillbud"
    assert len(voted.middles) == len(voted.text)


def test_one_reading_alone_of_a_number_is_a_doubt() -> None:
    assert verdict(said("ppocr", ""), said("eng", "12")).doubt is Doubt.READERS_DISAGREE


def test_nothing_read_is_no_verdict() -> None:
    assert decide([said("ppocr", ""), said("eng", "")], SETTINGS) is None


def test_what_is_agreed_and_sure_needs_no_further_reader() -> None:
    assert settled([said("linenet", "1357"), said("eng", "1357")], SETTINGS)
    assert not settled([said("linenet", "1357"), said("eng", "1351")], SETTINGS)
    assert not settled([said("linenet", "1357", 0.5), said("eng", "1357", 0.5)], SETTINGS)


@given(st.text("0123456789", min_size=1, max_size=9), st.text("0123456789", min_size=1, max_size=9))
def test_numbers_that_differ_are_never_believed(one: str, other: str) -> None:
    doubt = verdict(said("ppocr", one), said("eng", other)).doubt
    assert (doubt is None) == (one == other)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        (".63,6", "63,6"),
        ("66,7,", "66,7"),
        ("'0582", "0582"),
        ("1.", "1."),
        ("-4,5", "-4,5"),
        ("Ale.", "Ale."),
        ("(1 234)", "(1 234)"),
    ],
)
def test_specks_at_the_ends_of_numbers_are_no_marks(text: str, tidy: str) -> None:
    reading = tidied(said("eng", text))
    assert reading.text == tidy
    assert len(reading.middles) == len(tidy)


@pytest.mark.parametrize("text", ["12", "-4,5", "2018-01-04", "18:30", "(1 234)", "€0", "+4.0"])
def test_numbers_dates_and_times_are_numeric(text: str) -> None:
    assert all(is_numeric(part) for part in text.split())
    assert all_numeric(text)


@pytest.mark.parametrize("text", ["Ale", "A1", "", "-", "..", "12 Ale"])
def test_other_texts_are_not_numeric(text: str) -> None:
    assert not is_numeric(text)
    assert not all_numeric(text)


def test_each_word_takes_the_glyphs_that_stand_where_it_was_read() -> None:
    glyphs = tuple(PixelBox(x, 0, x + 8, 20) for x in (0, 10, 20, 50, 60))
    piece = Segment(PixelBox(0, 0, 68, 20), 20.0, (1, 2, 3, 4, 5), glyphs=glyphs)
    line = Verdict("123 45", (4, 14, 24, 39, 54, 64), 0.9, None, ("eng",), ("l23 45",))
    first, second = words_of(line, piece)
    assert (first.text, first.box.x0, first.box.x1) == ("123", 0, 28)
    assert (second.text, second.box.x0, second.box.x1) == ("45", 50, 68)
    assert first.rivals == ("l23 45",)


def test_a_space_where_letters_stand_too_close_is_none() -> None:
    glyphs = tuple(PixelBox(x, 0, x + 8, 20) for x in (0, 9, 18, 27))
    piece = Segment(PixelBox(0, 0, 35, 20), 20.0, (1, 2, 3, 4), glyphs=glyphs)
    line = Verdict("Nam n", (4, 13, 22, 26, 31), 0.9, None, ("swe", "ppocr"))
    assert [w.text for w in words_of(line, piece)] == ["Namn"]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("2015-09-0100:00:00", "2015-09-01 00:00:00"),
        ("2198262018-01-18 08:38", "219826 2018-01-18 08:38"),
        ("2023-01-04A1000", "2023-01-04 A1000"),
        ("17:14Brand i byggnad", "17:14 Brand i byggnad"),
        ("26,54 %Altstadt", "26,54 % Altstadt"),
        ("2015-09-01", "2015-09-01"),
        ("119 253 000", "119 253 000"),
        ("08-123 45 67", "08-123 45 67"),
    ],
)
def test_what_touches_a_date_a_time_or_a_per_cent_sign_is_a_word_of_its_own(
    text: str, parted: str
) -> None:
    reading = tidied(said("linenet", text))
    assert reading.text == parted
    assert len(reading.middles) == len(reading.text)


DIGITS = tuple(PixelBox(x, 0, x + 12, 20) for x in (30, 45, 60))
DASH = PixelBox(18, 9, 26, 11)


@pytest.mark.parametrize(
    ("text", "dashes", "doubted"),
    [("461", (), False), ("-461", (DASH,), False), ("-461", (), True), ("461", (DASH,), True)],
)
def test_a_minus_sign_is_believed_where_its_shape_is_on_paper(
    text: str, dashes: tuple[PixelBox, ...], doubted: bool
) -> None:
    piece = Segment(PixelBox(18, 0, 72, 20), 20.0, (1, 2, 3), glyphs=DIGITS, dashes=dashes)
    line = Verdict(text, tuple(22.0 + 14 * k for k in range(len(text))), 0.99, None, ("eng",))
    (found,) = words_of(line, piece)
    assert (found.doubt is not None) == doubted


def test_a_space_that_readers_lost_shows_in_the_white_between_letters() -> None:
    starts = (0, 10, 20, 30, 49, 59, 69, 79)
    glyphs = tuple(PixelBox(x, 0, x + 8, 20) for x in starts)
    piece = Segment(PixelBox(0, 0, 87, 20), 20.0, tuple(range(1, 9)), glyphs=glyphs)
    line = Verdict("GmbHfora", tuple(x + 4.0 for x in starts), 0.9, None, ("linenet", "ppocr"))
    assert [w.text for w in words_of(line, piece)] == ["GmbH", "fora"]


def test_the_parts_of_a_date_are_parted_by_points() -> None:
    assert tidied(said("eng", "31,01.2016")).text == "31.01.2016"
    assert tidied(said("eng", "31,01")).text == "31,01"
