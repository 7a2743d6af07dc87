"""Single dots that stand for a missing value are told from specks."""

from __future__ import annotations

import numpy as np

from skolkit.reading.dots import full_stops

HEIGHT = 22.0
ROWS = [100.0 + 36 * i for i in range(6)]
TEXTS = [(x, x + 60.0, foot) for foot in ROWS for x in (10.0, 200.0)]


def dot(x: int, foot: float) -> list[int]:
    return [x, round(foot) - 4, 4, 4]


def test_dots_flush_with_each_other_on_baselines_are_full_stops() -> None:
    specks = np.array([dot(400, foot) for foot in ROWS[:3]], dtype=np.int64)
    assert full_stops(specks, TEXTS, HEIGHT) == [0, 1, 2]


def test_dust_is_not() -> None:
    rng = np.random.default_rng(3)
    places = rng.integers((0, 80), (2000, 320), size=(60, 2))
    dust = np.array([[x, y, 4, 4] for x, y in places], dtype=np.int64)
    believed = full_stops(dust, TEXTS, HEIGHT)
    assert len(believed) <= 3, "dust rarely stands on a baseline and flush with two more"


def test_a_dot_between_the_rows_or_alone_in_its_column_is_a_speck() -> None:
    between = [dot(400, foot + 12) for foot in ROWS]
    alone = [dot(700, ROWS[0])]
    assert full_stops(np.array(between + alone, dtype=np.int64), TEXTS, HEIGHT) == []


def test_a_blot_is_no_full_stop() -> None:
    blots = np.array([[400, round(foot) - 15, 15, 15] for foot in ROWS], dtype=np.int64)
    assert full_stops(blots, TEXTS, HEIGHT) == []


def test_no_specks_and_no_text() -> None:
    assert full_stops(np.zeros((0, 4), dtype=np.int64), TEXTS, HEIGHT) == []
    assert full_stops(np.array([dot(400, 100)], dtype=np.int64), [], HEIGHT) == []
