"""Measures a net on samples that it was not trained on: how much is wrong, and does it know."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from skolkit.reading.linenet import read_lines
from tools.train_line_reader.damage import LEVELS
from tools.train_line_reader.samples import Stock

BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)


def _tight(text: str) -> str:
    return "".join(text.split())


def digits_of(text: str) -> str:
    """The digits of a text."""
    return "".join(c for c in text if c.isdigit())


def is_number(text: str) -> bool:
    """Whether a text is a number, date or id: more digits than letters."""
    return sum(c.isdigit() for c in text) > sum(c.isalpha() for c in text)


def report(stock: Stock) -> list[str]:
    """Lines that tell, by level and kind, how many texts (spaces ignored) and digits are right.

    And by the probability that the net gave, how many are wrong.
    """
    read = read_lines([stock.window(i) for i in range(len(stock.texts))])
    both = list(zip(read, stock.texts, strict=True))
    right = np.array([_tight(r.text) == _tight(t) for r, t in both])
    same = np.array([digits_of(r.text) == digits_of(t) for r, t in both])
    numeric = np.array([is_number(t) for t in stock.texts])
    sure = np.array([r.probability for r in read])
    lines = []
    for kind, of in (("numbers", numeric), ("words", ~numeric)):
        for level, called in enumerate(LEVELS):
            held = of & (stock.levels == level)
            lines.append(
                f"{called} {kind}: {held.sum()}, texts right {right[held].mean():.4f}, "
                f"digits right {same[held].mean():.4f}"
            )
        for low, high in pairwise(BINS):
            held = of & (sure > low) & (sure <= high)
            if held.any():
                lines.append(
                    f"{kind} of probability {low} to {high}: {held.sum()}, "
                    f"texts wrong {1 - right[held].mean():.4f}, "
                    f"digits wrong {1 - same[held].mean():.4f}"
                )
    return lines
