"""A born-digital page's characters become words, split at gaps and at printed lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skolkit.intake.pdf import Char, Veil
from skolkit.model import Box, Doubt, Ruling, Word

WORD_GAP = 0.18  # of the font size: narrower than any space, wider than kerning
TOUCH = 0.05  # of the font size: characters this close belong to one run of text
BACK_STEP = 0.50  # of the font size: the next character lies left of here only in another cell
SURE = 1.0


Phrase = list[list[Char]]  # runs of characters that follow each other on a line
# Text that goes on, unseen, where a reader sees its beginning.
_PARTLY = frozenset({None, Veil.CUT_OFF, Veil.COVERED, Veil.OFF_PAGE})


def words_of(characters: Sequence[Char], rulings: Sequence[Ruling]) -> tuple[Word, ...]:
    """Join characters, in the order of the file, into words.

    Text that its cell is too narrow for is in the file whole although the print shows only its
    beginning: what lies under the next cell's text, and what cannot be seen, is left out, and the
    word before it is marked clipped, or covered.

    Args:
        characters: characters with boxes in points, those with a veil too.
        rulings: the page's printed lines; a vertical one parts the characters on both sides.

    Returns:
        Words with confidence 1: the text is the file's own. A glyph of which the font does not
        say what it is stays in the word as U+FFFD.
    """
    phrases = phrases_of([c for c in characters if c.veil in _PARTLY], rulings)
    words: list[Word] = []
    for number, phrase in enumerate(phrases):
        limit = _hidden_from(phrase, number, phrases)
        first = len(words)
        for run in phrase:
            seen = _longest_seen(_mended(run), limit)
            doubt = None
            if len(seen) < len(run):
                covered = any(c.veil is Veil.COVERED for c in run)
                doubt = Doubt.COVERED if covered else Doubt.CLIPPED
            if seen:
                words.append(_word(seen, doubt))
            elif len(words) > first and words[-1].doubt is None and run[0].box.x0 < limit:
                words[-1] = replace(words[-1], doubt=doubt)
    return tuple(words)


def phrases_of(characters: Sequence[Char], rulings: Sequence[Ruling]) -> list[Phrase]:
    """Join characters into runs, and runs that follow each other on a line into phrases."""
    upright = [r for r in rulings if not r.horizontal]
    phrases: list[Phrase] = []
    for char in characters:
        last = phrases[-1][-1][-1] if phrases else None
        if last is not None and _goes_on(last, char, upright):
            phrases[-1][-1].append(char)
        elif last is not None and _same_phrase(last, char):
            phrases[-1].append([char])
        else:
            phrases.append([[char]])
    return phrases


def _longest_seen(run: list[Char], limit: float) -> list[Char]:
    """The longest part of a run that is seen without a break, left of a limit.

    Beyond a frame's edge other text may stand, whose ink makes single letters seem to be seen.
    """
    longest: list[Char] = []
    part: list[Char] = []
    for char in run:
        part = [*part, char] if char.veil is None and char.box.x0 < limit else []
        longest = part if len(part) > len(longest) else longest
    return longest


def _mended(run: list[Char]) -> list[Char]:
    """Believe that a lone character between two that are seen is seen too: a frame cuts ends."""
    return [
        replace(char, veil=None)
        if char.veil is Veil.CUT_OFF
        and 0 < index < len(run) - 1
        and run[index - 1].veil is None
        and run[index + 1].veil is None
        else char
        for index, char in enumerate(run)
    ]


def _same_phrase(last: Char, char: Char) -> bool:
    """Whether a character is the next word of the same text: one space further on the line."""
    size = max(last.font_size, 1.0)
    level = abs(char.box.y1 - last.box.y1) <= 0.1 * size and last.angle == char.angle == 0
    return level and WORD_GAP * size < char.box.x0 - last.box.x1 <= 0.45 * size


def _hidden_from(phrase: Phrase, number: int, phrases: list[Phrase]) -> float:
    """The x from which on a phrase is hidden below other text of its line; infinity if nowhere."""
    first, last = phrase[0][0].box, phrase[-1][-1].box
    limit = float("inf")
    for other_number, other in enumerate(phrases):
        if other_number == number:
            continue
        start, end = other[0][0].box, other[-1][-1].box
        level = min(start.y1, first.y1) - max(start.y0, first.y0) > 0.5 * first.height
        inside = first.x0 + 1 < start.x0 < last.x1 - 0.3 * first.height
        if level and inside and end.x1 > start.x0:
            limit = min(limit, start.x0)
    return limit


def _goes_on(last: Char, char: Char, upright: Sequence[Ruling]) -> bool:
    if last.angle != char.angle:
        return False
    if char.box == last.box:  # letters of one ligature share its box
        return True
    size = max(last.font_size, 1.0)
    if last.angle % 180 == 90:
        along = abs(char.box.y_mid - last.box.y_mid) <= 1.2 * size
        return along and abs(char.box.x_mid - last.box.x_mid) <= 0.3 * size
    if abs(char.box.y1 - last.box.y1) > 0.4 * size:
        return False
    gap = char.box.x0 - last.box.x1
    if gap > WORD_GAP * size or gap < -BACK_STEP * size:
        return False
    if abs(gap) <= TOUCH * size:
        return True
    middle = (last.box.y0 + last.box.y1) / 2
    return not any(
        last.box.x_mid < r.at < char.box.x_mid and r.start <= middle <= r.end for r in upright
    )


def _word(run: Sequence[Char], doubt: Doubt | None) -> Word:
    box = run[0].box
    for char in run[1:]:
        box = box.union(char.box)
    # Loose boxes are as high as the font; letters fill about the middle of them.
    slack = 0.12 * box.height
    tight = Box(box.x0, box.y0 + slack, box.x1, box.y1 - slack)
    return Word("".join(c.text for c in run), tight, SURE, "text-layer", doubt)
