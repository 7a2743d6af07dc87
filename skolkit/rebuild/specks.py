"""Which words of a page are no text: specks, bits of lines, shadows, stamps and pen strokes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from skolkit.model import Ruling, Word
from skolkit.rebuild.lines import Line, lines_of, usual_height

SMALL = 0.66  # of the usual word height: higher than a dot, lower than a letter
TINY = 0.6  # of it: lower than any digit or letter
TALL = 1.7  # of it: higher than a line of text
SET_TO = 1.3  # points by which the dots of a column may stand apart
ON_LINE = 1.2  # points from a printed line's middle; text stands farther off
CROSSING = 2.0  # points from the middles of both lines of a crossing
RECURS = 3  # words of other lines that must be set to the same place as a dot
BLANK = 12.0  # points along the paper's edges that office printers leave blank


def specks(words: Sequence[Word]) -> list[Word]:
    """The small words that are marks on the paper and no text.

    A dot is text where it belongs to a word beside it, or where others of its column are set to
    the same place on their lines (a table prints "." for what is not known).

    Args:
        words: of the page.
    """
    height = usual_height([w for w in words if w.text])
    small = [w for w in words if _is_dot(w, height)]
    taken = {id(w) for w in small}
    real = [w for w in words if id(w) not in taken]
    lines = lines_of(real)
    starts = [(w.box.x0, w.box.y_mid) for w in words]
    ends = [(w.box.x1, w.box.y_mid) for w in words]
    stray = []
    for word in small:
        line = _line_at(lines, word)
        if line is not None and (_belongs(word, line) or _recurs(word, starts, ends)):
            continue
        stray.append(word)
    return stray


def _is_dot(word: Word, height: float) -> bool:
    """Whether a word is as small as a dot; a long stroke is none, for it may be a minus sign."""
    if word.box.width >= 1.6 * word.box.height:
        return False
    alnum = any(c.isalnum() for c in word.text)
    return word.box.height < (TINY if alnum else SMALL) * height and word.box.width < 0.8 * height


def edge_bars(words: Sequence[Word], width: float, height: float) -> list[Word]:
    """The bars along the edges of the paper: shadows of its edge, where no printer prints.

    Args:
        words: of the page.
        width: of the page in points.
        height: of the page in points.
    """
    return [
        w
        for w in words
        if set(w.text) == {"|"}
        and (
            min(w.box.x0, w.box.y0) < BLANK or w.box.x1 > width - BLANK or w.box.y1 > height - BLANK
        )
    ]


def line_bits(words: Sequence[Word], rulings: Sequence[Ruling]) -> list[Word]:
    """The words that are bits of printed lines: low ones on a level line, thin ones on an upright.

    Args:
        words: of the page.
        rulings: lines that part rows or columns of the table, also where they are not printed
            through.
    """
    height = usual_height([w for w in words if w.text])
    return [w for w in words if _is_bit(w, rulings, height)]


def _is_bit(word: Word, rulings: Sequence[Ruling], height: float) -> bool:
    width = word.box.width
    if word.box.height >= 1.4 * height and width < 0.25 * word.box.height and width < 3:
        return not any(c.isalpha() and c not in "Iil" for c in word.text)
    if word.box.height > 1.5 * height:
        return False
    level = min((abs(r.at - word.box.y_mid) for r in rulings if _beside(r, word, True)), default=9)
    upright = min(
        (abs(r.at - word.box.x_mid) for r in rulings if _beside(r, word, False)), default=9
    )
    low = word.box.height < 0.75 * height
    narrow = width < 0.65 * height
    if low and level <= ON_LINE:
        return True
    if low and narrow and level <= CROSSING and upright <= CROSSING:
        return True
    odd = low or width < 0.22 * word.box.height or word.doubt is not None
    return narrow and odd and upright <= ON_LINE


def _beside(ruling: Ruling, word: Word, horizontal: bool) -> bool:
    along = word.box.x_mid if horizontal else word.box.y_mid
    return ruling.horizontal is horizontal and ruling.start - 4 <= along <= ruling.end + 4


def dashed_lines(words: Sequence[Word]) -> list[Word]:
    """The words of lines that are no text: bits of a level line that runs between two rows.

    They hold no letter and no digit, and stand closer to the next line of text than lines do.
    """
    lines = lines_of(words)
    steps = [b.middle - a.middle for a, b in pairwise(lines)]
    if len(steps) < 4:
        return []
    pitch = median(steps)
    height = usual_height([w for w in words if w.text])
    found: list[Word] = []
    for number, line in enumerate(lines):
        near = min(steps[max(0, number - 1) : number + 1])
        marks = all(
            not any(c.isalnum() for c in w.text) and w.box.height < 0.75 * height
            for w in line.words
        )
        if marks and near < 0.7 * pitch:
            found += line.words
    return found


def blots(words: Sequence[Word]) -> list[Word]:
    """The words that lie across several lines of text: stamps, pen strokes, smears.

    A title in large letters stands on nothing, and is read without doubt.
    """
    height = usual_height([w for w in words if w.text])
    tall = [w for w in words if w.box.height > TALL * height]
    usual = [w for w in words if w.box.height <= TALL * height]
    return [w for w in tall if _lies_across(w, usual, height)]


def _lies_across(word: Word, usual: Sequence[Word], height: float) -> bool:
    box = word.box
    beside = [w.box for w in usual if box.y0 < w.box.y_mid < box.y1]
    if any(min(box.x1, b.x1) - max(box.x0, b.x0) > 0.5 * b.width for b in beside):
        return True
    middles = [b.y_mid for b in beside if b.height > SMALL * height]
    return word.doubt is not None and bool(middles) and max(middles) - min(middles) > 0.9 * height


def _line_at(lines: Sequence[Line], word: Word) -> Line | None:
    """The line on which a small mark stands, if any."""
    for line in lines:
        room = 0.2 * (line.bottom - line.top)
        if line.top - room <= word.box.y_mid <= line.bottom + room:
            return line
    return None


def _belongs(word: Word, line: Line) -> bool:
    """Whether a small mark stands as close to a word as marks do, or between words of a phrase."""
    room = max(w.box.height for w in line.words)
    left = [word.box.x0 - w.box.x1 for w in line.words if w.box.x_mid <= word.box.x_mid]
    right = [w.box.x0 - word.box.x1 for w in line.words if w.box.x_mid > word.box.x_mid]
    nearest = (min(left, default=1e9), min(right, default=1e9))
    return min(nearest) <= 0.3 * room or max(nearest) <= 0.7 * room


def _recurs(
    word: Word, starts: Sequence[tuple[float, float]], ends: Sequence[tuple[float, float]]
) -> bool:
    """Whether words of other lines are set to the place where a small mark stands."""
    for place, others in ((word.box.x0, starts), (word.box.x1, ends)):
        rows = {
            round(y / 5)
            for x, y in others
            if abs(x - place) <= SET_TO and abs(y - word.box.y_mid) > 4
        }
        if len(rows) >= RECURS:
            return True
    return False
