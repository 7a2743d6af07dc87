"""Each digit is held against the other digits of its page: an 8 that looks like the page's zeros.

Readers know the fonts that they were trained on, and slip together on others: a slashed zero is an
8 to all of them. The page itself is a witness of another kind, since it prints each digit many
times. What was read says which shapes are which; a digit that is more like another one's shape is
doubted, and nothing is corrected. (Prototypes from the page itself: Nagy & Xu 1997; told apart by a
discriminant with one variance a pixel: Hastie, Tibshirani & Friedman 2009, section 18.2.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.glyphs import Spelled, matched, one_character
from skolkit.reading.image import Grey, PixelBox
from skolkit.reading.words import PixelWord, doubted

SIDE = 20  # pixels of the square that a glyph is drawn into
FEWEST = 6  # prints of a digit on the page, before its shape is known
MARK = 0.55  # of the height of a word's highest glyph, below which one is a mark and no digit
SHRUNK = 0.3  # of the mean variance, added to each pixel's: a page has few prints of a digit

Shapes = NDArray[np.float32]


def doubt_odd_shapes(
    words: Sequence[PixelWord], spelled: Sequence[Spelled], clean: Grey
) -> list[PixelWord]:
    """Doubt the words of which a digit looks more like another digit of the page.

    Args:
        words: as settled, one for each of ``spelled``.
        spelled: the words as read, with the boxes of their letters and digits.
        clean: the page without its lines.
    """
    prints = [
        (index, character, _shape(clean, box))
        for index, one in enumerate(spelled)
        for character, box in _digits(one)
    ]
    if not prints:
        return list(words)
    digits = np.array([digit for _, digit, _ in prints])
    odd = more_like_others(np.stack([shape for _, _, shape in prints]), digits)
    return doubted(words, {prints[at][0] for at in np.flatnonzero(odd)})


def _digits(spelled: Spelled) -> list[tuple[str, PixelBox]]:
    """A word's digits with their glyphs, where each surely is one digit; else nothing.

    A comma in bold print is a glyph, and two digits that touch are one: a word with both has as
    many glyphs as digits, and yet other ones.
    """
    least = MARK * max((box.height for box in spelled.glyphs), default=0)
    tall = tuple(box for box in spelled.glyphs if box.height >= least)
    pairs = matched(replace(spelled, glyphs=tall))
    digits = [(character, box) for character, box in pairs if character.isdecimal()]
    return digits if all(one_character(box) for _, box in digits) else []


def more_like_others(shapes: Shapes, digits: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Which prints are nearer to the mean shape of another digit than to that of their own.

    Args:
        shapes: of each print, SIDE by SIDE.
        digits: what each was read as. A digit with fewer than ``FEWEST`` prints is neither judged
            nor compared with.

    Returns:
        For each print. Its own is left out of its digit's mean; each may be moved by a pixel.
    """
    flat = shapes.reshape(len(shapes), -1)
    names, counts = np.unique(digits, return_counts=True)
    known = [name for name, count in zip(names, counts, strict=True) if count >= FEWEST]
    odd = np.zeros(len(shapes), dtype=np.bool_)
    if len(known) < 2:
        return odd
    means = {name: flat[digits == name].mean(axis=0) for name in known}
    spread = np.concatenate([flat[digits == name] - means[name] for name in known]).var(axis=0)
    weight = np.sqrt(1 / (spread + SHRUNK * spread.mean() + 1e-9))
    steps = list(product((-1, 0, 1), repeat=2))
    moved = np.stack([np.roll(shapes, step, axis=(1, 2)).reshape(flat.shape) for step in steps])
    away = {name: _least((moved - means[name]) * weight) for name in known}
    for name in known:
        own = digits == name
        count = int(own.sum())
        without = (count * means[name] - flat[own]) / (count - 1)
        here = _least((moved[:, own] - without) * weight)
        odd[own] = np.min([away[other][own] for other in known if other != name], axis=0) < here
    return odd


def _least(differences: Shapes) -> Shapes:
    """The least distance over the places that a print was moved to."""
    return np.asarray(np.linalg.norm(differences, axis=-1).min(axis=0), dtype=np.float32)


def _shape(clean: Grey, box: PixelBox) -> Shapes:
    """A glyph's ink, drawn into a square as high as itself, its width kept in proportion."""
    ink = 255.0 - clean[box.y0 : box.y1, box.x0 : box.x1].astype(np.float32)
    width = min(SIDE, max(1, round(SIDE * ink.shape[1] / ink.shape[0])))
    square = np.zeros((SIDE, SIDE), np.float32)
    left = (SIDE - width) // 2
    square[:, left : left + width] = cv2.resize(ink, (width, SIDE), interpolation=cv2.INTER_AREA)
    length = float(np.linalg.norm(square))
    soft = cv2.GaussianBlur(square / length, (3, 3), 0) if length else square
    return np.asarray(soft, dtype=np.float32)
