"""A word's spelling is held against the shapes on paper: how many glyphs, and how wide the first.

Where a letter looks alike large and small, the engine may write it twice ("Vv20268" for V20268),
and it takes a leading I for 1. Both show in the glyphs: one too few, or a bare bar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from skolkit.reading.image import PixelBox
from skolkit.reading.merge import PixelWord
from skolkit.reading.segments import Segment

BAR = 0.20  # width to height below which a glyph is a bare bar
FLAGGED_ONE = 0.28  # width to height from which the page's 1 is more than a bar
FEWEST_ONES = 4
_TWICE = re.compile(r"([A-ZÅÄÖ])(?=([a-zåäö]))|(?<=\d)O0|(?<=\d)0O|O0(?=\d)|0O(?=\d)")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word with the boxes of its letters and digits in the picture."""

    word: PixelWord
    glyphs: tuple[PixelBox, ...]


def glyphs_of(word: PixelWord, piece: Segment) -> tuple[PixelBox, ...]:
    """The glyphs of a segment that stand within a word's box."""
    return tuple(g for g in piece.glyphs if word.box.x0 - 1 <= (g.x0 + g.x1) / 2 <= word.box.x1 + 1)


def settle_by_glyphs(words: Sequence[Spelled]) -> list[PixelWord]:
    """Mend the two slips that glyphs can prove; every other word stays as it was read."""
    shapes = [
        glyph.width / max(1, glyph.height)
        for spelled in words
        for character, glyph in _matched(spelled)[1:]
        if character == "1"
    ]
    has_flag = len(shapes) >= FEWEST_ONES and median(shapes) >= FLAGGED_ONE
    return [_mended(spelled, has_flag) for spelled in words]


def _matched(spelled: Spelled) -> list[tuple[str, PixelBox]]:
    """Each letter or digit with its glyph, where there are as many of both; else nothing."""
    characters = [c for c in spelled.word.text if c.isalnum()]
    if len(characters) != len(spelled.glyphs):
        return []
    return list(zip(characters, spelled.glyphs, strict=True))


def _mended(spelled: Spelled, has_flag: bool) -> PixelWord:
    word = spelled.word
    characters = sum(c.isalnum() for c in word.text)
    if characters == len(spelled.glyphs) + 1:
        return replace(word, text=_written_once(word.text))
    pairs = _matched(spelled)
    if has_flag and len(pairs) >= 3 and word.text.isdigit() and word.text[0] == "1":
        first = pairs[0][1]
        if first.width < BAR * first.height:
            return replace(word, text="I" + word.text[1:])
    return word


def _written_once(text: str) -> str:
    """Take out one character that was written twice, large and small, or as O and 0."""
    for match in _TWICE.finditer(text):
        at = match.start()
        pair = text[at : at + 2]
        if pair in {"O0", "0O"}:
            return text[:at] + "0" + text[at + 2 :]
        if pair[0].lower() == pair[1]:
            return text[: at + 1] + text[at + 2 :]
    return text
