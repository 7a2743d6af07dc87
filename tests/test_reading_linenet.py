from __future__ import annotations

import itertools
import json

import numpy as np
import onnxruntime
import pytest
from drawn import FONT, draw_table
from PIL import Image, ImageDraw, ImageFont

from skolkit.reading import linenet
from skolkit.reading.image import even_light, ink_mask
from skolkit.reading.linenet import (
    ALPHABET,
    HEIGHT,
    line_window,
    line_windows,
    owners_of,
    padded_width,
    probabilities_of,
    probability_of,
    read_lines,
)
from skolkit.reading.rulings import take_out_rulings
from skolkit.reading.segments import segment

ROWS = [
    ["Konto", "Benämning", "Belopp", "Datum"],
    ["4010", "Inköp av läromedel", "1 234 567,50", "2018-01-23"],
    ["5460", "Förbrukningsmaterial", "-98,00", "2019-12-31"],
    ["6212", "Mobiltelefon", "0,7", "23:59"],
    ["7010", "Löner till tjänstemän", "12 800", "2020-02-29"],
]
WIDTHS = [220, 620, 420, 380]


def _windows(ruled: bool) -> list[np.ndarray]:
    """The windows of a drawn table, row by row from left to right."""
    even = even_light(draw_table(ROWS, WIDTHS, ruled=ruled).pixels, 300)
    found = take_out_rulings(even, ink_mask(even), 300)
    parts = segment(found.ink, found.lines, 300)
    order = sorted(parts.segments, key=lambda s: (round((s.box.y0 + s.box.y1) / 124), s.box.x0))
    return line_windows(even, parts, order)


def _line(text: str, size: int = 22) -> np.ndarray:
    """A window drawn straight from a text."""
    font = ImageFont.truetype(str(FONT), size)
    wide = round(font.getlength(text)) + 16
    image = Image.new("L", (wide, HEIGHT), 255)
    ImageDraw.Draw(image).text((8, HEIGHT // 2 + 8), text, font=font, fill=0, anchor="ls")
    return np.asarray(image, dtype=np.uint8)


def _every_path(answer: np.ndarray, text: tuple[int, ...]) -> float:
    """A text's probability by adding up all paths that spell it."""
    total = 0.0
    for path in itertools.product(range(answer.shape[1]), repeat=answer.shape[0]):
        spelled = tuple(k for k, _ in itertools.groupby(path) if k)
        if spelled == text:
            total += float(np.exp(sum(answer[t, k] for t, k in enumerate(path))))
    return total


# --- the weights ------------------------------------------------------------------------------


def test_alphabet_has_no_character_twice_and_the_letters_of_office_prints():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert set("0123456789,.-%()€£$ åäöÅÄÖéüÜßæøšžčŠŽČ§") <= set(ALPHABET)


def test_weights_are_of_this_alphabet_small_and_take_any_width():
    assert linenet.WEIGHTS.stat().st_size < 4_000_000
    session = onnxruntime.InferenceSession(str(linenet.WEIGHTS))
    told = json.loads(session.get_modelmeta().custom_metadata_map["skolkit"])
    assert told["alphabet"] == ALPHABET
    assert told["height"] == HEIGHT
    for width in (16, 160, 1280):
        paper = np.full((1, 1, HEIGHT, width), 255, np.uint8)
        (answer,) = session.run(None, {"windows": paper})
        assert answer.shape == (1, width // 2, len(ALPHABET) + 1)
        np.testing.assert_allclose(np.exp(answer).sum(axis=2), 1, atol=1e-4)


def test_weights_of_another_alphabet_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(linenet, "ALPHABET", ALPHABET + "Ж")
    linenet._session.cache_clear()
    try:
        with pytest.raises(ValueError, match="belong together"):
            read_lines([_line("1")])
    finally:
        monkeypatch.undo()
        linenet._session.cache_clear()


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("ruled", [True, False])
def test_a_drawn_table_is_read_with_its_rulings_in_the_windows(ruled: bool):
    readings = read_lines(_windows(ruled))
    assert [r.text for r in readings] == [text for row in ROWS for text in row]
    assert min(r.probability for r in readings) > 0.3


def test_nothing_gives_nothing():
    assert read_lines([]) == []
    assert probabilities_of([], []) == []


def test_blank_paper_reads_as_nothing():
    (reading,) = read_lines([np.full((HEIGHT, 90), 255, np.uint8)])
    assert reading.text == ""
    assert reading.middles == ()


def test_a_line_reads_the_same_alone_and_among_others():
    lines = [_line(t) for t in ("1 234,50", "Kommun", "7", "2018-01-23", "Örebro län", "-15 %")]
    together = read_lines(lines)
    for window, found in zip(lines, together, strict=True):
        (alone,) = read_lines([window])
        assert alone.text == found.text
        assert alone.probability == pytest.approx(found.probability, abs=1e-4)
        assert alone.middles == found.middles


def test_middles_lie_in_order_at_the_characters():
    font = ImageFont.truetype(str(FONT), 22)
    text = "2018-01-23 belopp"
    window = _line(text)
    (reading,) = read_lines([window])
    assert reading.text == text
    assert len(reading.middles) == len(text)
    assert list(reading.middles) == sorted(reading.middles)
    for k, end in enumerate(reading.middles):
        middle = 8 + (font.getlength(text[:k]) + font.getlength(text[: k + 1])) / 2
        assert end * window.shape[1] == pytest.approx(middle, abs=9)


# --- probabilities ----------------------------------------------------------------------------


def test_the_probability_of_the_text_read_is_that_of_the_reading():
    lines = [_line(t) for t in ("882,50", "Västerås", "11 100")]
    for window, found in zip(lines, read_lines(lines), strict=True):
        assert probability_of(window, found.text) == pytest.approx(found.probability, abs=1e-4)


def test_a_point_for_a_comma_is_far_less_likely_on_a_clean_print():
    comma, point, longer = probabilities_of([_line("882,50")] * 3, ["882,50", "882.50", "8882,50"])
    assert comma > 0.5
    assert point < 0.2 * comma
    assert longer < 0.01
    assert comma + point + longer <= 1 + 1e-6


def test_a_text_that_the_alphabet_cannot_spell_has_no_probability():
    assert probabilities_of([_line("12"), _line("12")], ["Ж", "12"])[0] == 0.0


def test_the_forward_sum_is_that_of_all_paths():
    rng = np.random.default_rng(3)
    raw = rng.normal(0, 1.5, (2, 5, 4))
    answers = (raw - np.log(np.exp(raw).sum(axis=2, keepdims=True))).astype(np.float32)
    for texts in ([(1,), (2, 2)], [(1, 2, 3), ()], [(1, 1), (3, 1, 3)]):
        found = np.exp(linenet._log_posteriors(answers, texts))
        wanted = [_every_path(a, t) for a, t in zip(answers, texts, strict=True)]
        np.testing.assert_allclose(found, wanted, rtol=1e-5)


# --- windows ----------------------------------------------------------------------------------


def _page_with(text: str, size: int = 40) -> np.ndarray:
    image = Image.new("L", (1400, 500), 255)
    font = ImageFont.truetype(str(FONT), size)
    ImageDraw.Draw(image).text((300, 260), text, font=font, fill=0, anchor="ls")
    return np.asarray(image, dtype=np.uint8).copy()


def test_a_window_keeps_the_ruling_and_paints_out_the_neighbour():
    page = _page_with("4750")
    page[180:320, 293:296] = 0  # a ruling close to the left
    pen = Image.fromarray(page)
    font = ImageFont.truetype(str(FONT), 40)
    ImageDraw.Draw(pen).text((300, 212), "Wg", font=font, fill=0, anchor="ls")
    page = np.asarray(pen).copy()
    without = page.copy()
    without[180:320, 293:296] = 255
    parts = segment(ink_mask(without), (), 300)
    below = max(parts.segments, key=lambda s: s.box.y0)
    window = line_window(page, parts.labels, below, owners_of(parts))
    assert window.shape[0] == HEIGHT
    left = window[:, : round(0.35 * HEIGHT)]
    assert (left.min(axis=1) < 128).all()  # the ruling runs through the whole window
    assert read_lines([window])[0].text == "4750"  # and the line above is gone


def test_unclaimed_ink_stays_in_a_window():
    page = _page_with("4750")
    page[240:246, 290:296] = 0  # a speck that no segment has
    parts = segment(ink_mask(page), (), 300)
    piece = max(parts.segments, key=lambda s: s.box.width)
    numbers = tuple(n for n in piece.labels if n != parts.labels[242, 292])
    owners = owners_of(parts)
    owners[parts.labels[242, 292]] = 0
    speckled = line_window(page, parts.labels, piece, owners)
    page[240:246, 290:296] = 255
    clean = line_window(page, parts.labels, piece, owners)
    assert len(numbers) >= 4
    assert (speckled.astype(int) - clean).min() < -100


def test_digits_take_about_the_same_height_of_every_window():
    for size in (24, 40, 64):
        page = _page_with("4750", size)
        parts = segment(ink_mask(page), (), 300)
        (window,) = line_windows(page, parts)
        rows = np.flatnonzero((window < 128).any(axis=1))
        assert 0.55 * HEIGHT <= rows[-1] - rows[0] + 1 <= 0.70 * HEIGHT


def test_a_window_at_the_pages_edge_is_filled_up_with_paper():
    page = _page_with("4750")[225:262, 296:420]
    parts = segment(ink_mask(page), (), 300)
    (window,) = line_windows(page, parts)
    assert window.shape[0] == HEIGHT
    assert (window[0] == 255).all()
    assert read_lines([window])[0].text == "4750"


def test_padded_widths_are_even_steps_and_hold_the_window():
    for width in range(8, 1500, 7):
        padded = padded_width(width)
        assert padded % 16 == 0
        assert width + 4 <= padded <= width + 68
