"""A born-digital page's characters become words, split at gaps and at printed lines."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.intake.pdf import Char
from skolkit.model import Box, Ruling, Word

WORD_GAP = 0.18  # of the font size: narrower than any space, wider than kerning
BACK_STEP = 0.50  # of the font size: the next character lies left of here only in another cell
SURE = 1.0


def words_of(characters: Sequence[Char], rulings: Sequence[Ruling]) -> tuple[Word, ...]:
    """Join characters, in the order of the file, into words.

    Args:
        characters: visible characters with boxes in points.
        rulings: the page's printed lines; a vertical one parts the characters on both sides.

    Returns:
        Words with confidence 1: the text is the file's own. A glyph of which the font does not
        say what it is stays in the word as U+FFFD.
    """
    upright = [r for r in rulings if not r.horizontal]
    words: list[Word] = []
    run: list[Char] = []
    for char in characters:
        if run and not _goes_on(run[-1], char, upright):
            words.append(_word(run))
            run = []
        run.append(char)
    if run:
        words.append(_word(run))
    return tuple(words)


def _goes_on(last: Char, char: Char, upright: Sequence[Ruling]) -> bool:
    if last.angle != char.angle:
        return False
    size = max(last.font_size, 1.0)
    if last.angle % 180 == 90:
        along = abs(char.box.y_mid - last.box.y_mid) <= 1.2 * size
        return along and abs(char.box.x_mid - last.box.x_mid) <= 0.3 * size
    if abs(char.box.y1 - last.box.y1) > 0.4 * size:
        return False
    gap = char.box.x0 - last.box.x1
    if gap > WORD_GAP * size or gap < -BACK_STEP * size:
        return False
    middle = (last.box.y0 + last.box.y1) / 2
    return not any(
        last.box.x_mid < r.at < char.box.x_mid and r.start <= middle <= r.end for r in upright
    )


def _word(run: Sequence[Char]) -> Word:
    box = run[0].box
    for char in run[1:]:
        box = box.union(char.box)
    # Loose boxes are as high as the font; letters fill about the middle of them.
    slack = 0.12 * box.height
    tight = Box(box.x0, box.y0 + slack, box.x1, box.y1 - slack)
    return Word("".join(c.text for c in run), tight, SURE, "text-layer")
