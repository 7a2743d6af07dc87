"""A word's spelling is held against the shapes on paper: how many glyphs, and how wide the first.

Where a letter looks alike large and small, the engine may write it twice ("Vv20268" for V20268),
it takes a leading I for 1, and it loses the thin space between thousands ("1000 000 000"). All show
in the glyphs: one too few, a bare bar, a wider step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from skolkit.reading.image import PixelBox
from skolkit.reading.segments import Segment
from skolkit.reading.words import PixelWord

BAR = 0.25  # width to height below which a glyph is a bare bar
FLAGGED_ONE = 0.28  # width to height from which the page's 1 is more than a bar
FEWEST_ONES = 4
WIDER_STEP = 1.25  # times the usual step from digit to digit: a space stands between
PITCH = 0.78  # width to height of a digit with the white beside it
_TWICE = re.compile(r"([A-ZÅÄÖ])(?=([a-zåäö]))|(?<=\d)O0|(?<=\d)0O|O0(?=\d)|0O(?=\d)")
_DIGITS = re.compile(r"([-−–+(]?)(\d{4,})((?:,\d+)?\)?)")
_GROUPED = re.compile(r"\d{1,3}( \d{3})+")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A word with the boxes of its letters and digits in the picture."""

    word: PixelWord
    glyphs: tuple[PixelBox, ...]


def glyphs_of(word: PixelWord, piece: Segment) -> tuple[PixelBox, ...]:
    """The glyphs of a segment that stand within a word's box."""
    return tuple(g for g in piece.glyphs if word.box.x0 - 1 <= (g.x0 + g.x1) / 2 <= word.box.x1 + 1)


def settle_by_glyphs(words: Sequence[Spelled]) -> list[PixelWord]:
    """Mend the slips that glyphs can prove; every other word stays as it was read."""
    shapes = [
        glyph.width / max(1, glyph.height)
        for spelled in words
        for character, glyph in matched(spelled)[1:]
        if character == "1"
    ]
    has_flag = len(shapes) >= FEWEST_ONES and median(shapes) >= FLAGGED_ONE
    return [_mended(spelled, has_flag) for spelled in words]


def _count(glyphs: Sequence[PixelBox]) -> int:
    """How many characters the glyphs are, told by width: digits that touch are one wide glyph."""
    return sum(_characters(glyph) for glyph in glyphs)


def _characters(glyph: PixelBox) -> int:
    return max(1, round((glyph.width / max(1, glyph.height) + 0.15) / PITCH))


def one_character(glyph: PixelBox) -> bool:
    """Whether a glyph is no wider than one letter or digit."""
    return _characters(glyph) == 1


def matched(spelled: Spelled) -> list[tuple[str, PixelBox]]:
    """Each letter or digit with its glyph, where there are as many of both; else nothing."""
    characters = [c for c in spelled.word.text if c.isalnum()]
    if len(characters) != len(spelled.glyphs):
        return []
    return list(zip(characters, spelled.glyphs, strict=True))


def _mended(spelled: Spelled, has_flag: bool) -> PixelWord:
    word = spelled.word
    characters = [c for c in word.text if c.isalnum()]
    if len(characters) < 3 or not spelled.glyphs:
        return word
    surplus = len(characters) - _count(spelled.glyphs)
    digits = sum(c.isdigit() for c in characters)
    if surplus >= 1 and 2 * digits >= len(characters):
        return replace(word, text=_written_once(word.text))
    first = spelled.glyphs[0]
    if surplus == 0:
        word = _spaced(word, spelled)
    bar = first.width < BAR * first.height
    if has_flag and bar and surplus == 0 and word.text.isdigit() and word.text[0] == "1":
        return replace(word, text="I" + word.text[1:])
    return word


def _spaced(word: PixelWord, spelled: Spelled) -> PixelWord:
    """Put back the space between thousands where the step between two digits is a space wider.

    Only where it leaves groups of three, so that no other number can come of it.
    """
    match = _DIGITS.fullmatch(word.text)
    if match is None or len(spelled.glyphs) != sum(c.isdigit() for c in word.text):
        return word
    whole = match[2]
    skipped = sum(c.isdigit() for c in match[1])
    centres = [(g.x0 + g.x1) / 2 for g in spelled.glyphs][skipped : skipped + len(whole)]
    steps = [b - a for a, b in pairwise(centres)]
    usual = median(steps)
    spaced = whole[0]
    for step, digit in zip(steps, whole[1:], strict=True):
        spaced += (" " if step > WIDER_STEP * usual else "") + digit
    if _GROUPED.fullmatch(spaced):
        return replace(word, text=match[1] + spaced + match[3])
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
