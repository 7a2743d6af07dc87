"""Which words of a page are no text: specks, and bits of printed lines and of stamps."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.model import Ruling, Word
from skolkit.rebuild.lines import Line, lines_of, usual_height

SMALL = 0.5  # of the usual word height: higher than a dot, lower than a letter
SET_TO = 1.3  # points by which the dots of a column may stand apart
ON_LINE = 2.0  # points from a printed line's middle
RECURS = 3  # words of other lines that must be set to the same place as a dot


def specks(words: Sequence[Word], rulings: Sequence[Ruling]) -> list[Word]:
    """The words that are marks on the paper and no text.

    A dot is text where it belongs to a word beside it, or where others of its column are set to
    the same place on their lines (a table prints "." for what is not known). Strokes are never
    taken for specks: one may be a minus sign. A thin upright stroke on a printed line is a bit of
    that line.

    Args:
        words: of the page.
        rulings: its printed lines.
    """
    height = usual_height([w for w in words if w.text])
    small = [w for w in words if _is_dot(w, height)]
    bits = [w for w in words if _is_bit(w, rulings, height)]
    taken = {id(w) for w in [*small, *bits]}
    real = [w for w in words if id(w) not in taken]
    lines = lines_of(real)
    starts, ends = _places(real, small)
    stray = list(bits)
    for word in small:
        line = _line_at(lines, word)
        if line is not None and (_belongs(word, line) or _recurs(word, starts, ends)):
            continue
        stray.append(word)
    return stray


def _is_dot(word: Word, height: float) -> bool:
    low = word.box.height < SMALL * height
    dash = word.box.width >= 1.6 * word.box.height and word.box.width >= 0.25 * height
    return low and word.box.width < 0.8 * height and not dash and not word.text.isalnum()


def _is_bit(word: Word, rulings: Sequence[Ruling], height: float) -> bool:
    thin = word.box.width < 0.3 * height and word.box.height > 0.5 * height
    crossing = word.box.height < 0.7 * height and word.box.width < 0.7 * height
    if not thin and not crossing:
        return False
    upright = any(
        not r.horizontal
        and abs(r.at - word.box.x_mid) <= ON_LINE
        and r.start - 4 <= word.box.y_mid <= r.end + 4
        for r in rulings
    )
    if thin and not word.text.isdigit():
        return upright
    level = any(
        r.horizontal
        and abs(r.at - word.box.y_mid) <= ON_LINE
        and r.start - 4 <= word.box.x_mid <= r.end + 4
        for r in rulings
    )
    return crossing and upright and level


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


def _places(
    real: Sequence[Word], small: Sequence[Word]
) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """Where words begin and end on the page, with their heights."""
    both = [*real, *small]
    return [(w.box.x0, w.box.y_mid) for w in both], [(w.box.x1, w.box.y_mid) for w in both]


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
