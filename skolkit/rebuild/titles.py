"""Rows that a printer repeats at the top of every page, and columns at its left, are found.

Dropping what is no repetition would lose data. So a row counts as repeated only where all its
columns together say what rows near the top of the first page say, where this fits better than with
a row more or less, where the rows below say something else, and where it is no row of figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from skolkit.rebuild.places import FIGURE, YEAR

ALIKE = 84.0  # per cent, all columns together
SURE = 95.0  # needed where nothing else stands on the later page
LOOSELY = 60.0  # enough where the rows below are not alike at all
APART = 12.0  # per cent by which the rows below must be less alike
FAR_APART = 35.0  # the same where the repetition itself is only loosely alike
HARDLY = 45.0  # per cent, enough where rows are as high as repeated headings of other pages
SAME_SIZE = 1.5  # points
MOST_BELOW = 12  # rows below that a repeated row is held against
MORE = 0.5  # per cent that a block of one row more may be less alike
FIRST_ALIKE = 60.0  # of the first row alone, before longer blocks are compared
MOST_ABOVE = 24  # rows on the first page that may stand above the repeated ones
MOST_STARTS = 3  # rows of the first page at which the repeated ones may begin
MOST_TITLES = 8  # rows that may be repeated
MOST_COLUMNS = 4
FEWEST_ROWS = 4  # rows that must show that a column is repeated

RowTexts = Mapping[int, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Rows of a later page that repeat rows of the first: both as places, the ends excluded."""

    end: int  # on the later page, the place after the last repeated row
    first: int  # on the first page, the place of the first repeated row
    last: int  # on the first page, the place after the last repeated row


def repeated_rows(first: RowTexts, later: RowTexts) -> Repeat | None:
    """Find the rows at the top of a later page that repeat rows of the first.

    The two may have parted the same wrapped headings into rows differently, so blocks of rows are
    compared, column by column, and the pair of blocks that fits best is taken.

    Args:
        first: texts of the rows at the top of the first page, by place and sheet column.
        later: the same of the later page.
    """
    top, own = sorted(first)[: MOST_ABOVE + MOST_TITLES], sorted(later)[:MOST_TITLES]
    if not own:
        return None
    likeness = {
        n: _alike([first[row]], [later[own[0]]], shorter=True)
        for n, row in enumerate(top[:MOST_ABOVE])
    }
    likely = sorted(likeness, key=lambda n: -likeness[n])[:MOST_STARTS]
    best: tuple[float, int, int, int] | None = None
    for start in sorted(n for n in likely if likeness[n] >= FIRST_ALIKE):
        for end in range(start + 1, min(start + MOST_TITLES, len(top)) + 1):
            block = [first[row] for row in top[start:end]]
            for count in range(max(1, end - start - 3), min(len(own), end - start + 3) + 1):
                found = _alike(block, [later[row] for row in own[:count]])
                if best is None or found + MORE * count > best[0] + MORE * best[3]:
                    best = (found, start, end, count)
    if best is None or best[0] < LOOSELY:
        return None
    found, start, end, count = best
    while (
        end < min(start + MOST_TITLES, len(top))
        and count < len(own)
        and _alike([first[top[end]]], [later[own[count]]]) >= ALIKE
        and not _is_data([first[top[end]]])
    ):
        end, count = end + 1, count + 1
    block = [first[row] for row in top[start:end]]
    if _is_data(block) or len(first) <= end or (count >= len(later) and found < SURE):
        return None
    usual = max(_likeness_below(first, start, end), _likeness_below(later, 0, count))
    if found - usual < (APART if found >= ALIKE else FAR_APART):
        return None
    return Repeat(own[count - 1] + 1, top[start], top[end - 1] + 1)


def repeated_like(
    mate: RowTexts, mate_sizes: Sequence[float], later: RowTexts, sizes: Sequence[float], end: int
) -> bool:
    """Whether a page repeats the headings that another later page repeats, though hard to read.

    Its first rows must be as high as those, what was read in both must be somewhat alike, and the
    rows below must say something else.

    Args:
        mate: texts of the other page, whose first rows up to ``end`` are repeated headings.
        mate_sizes: heights of its rows in points.
        later: texts of the page in question.
        sizes: heights of its rows.
        end: number of repeated rows.
    """
    if len(sizes) <= end or any(abs(mate_sizes[n] - sizes[n]) > SAME_SIZE for n in range(end)):
        return False
    one = _joined([mate[row] for row in sorted(mate) if row < end])
    two = _joined([later[row] for row in sorted(later) if row < end])
    both = [(one[c], two[c]) for c in one if c in two]
    if not both or 3 * len(both) < len(one):
        return False
    weight = sum(max(len(a), len(b)) for a, b in both)
    alike = sum(max(len(a), len(b)) * fuzz.ratio(a, b) for a, b in both) / weight
    return (
        alike >= HARDLY
        and alike - _likeness_below(later, 0, len([r for r in later if r < end])) >= APART
    )


def _likeness_below(rows: RowTexts, start: int, end: int) -> float:
    """How alike the rows of a block are to rows below them: rows of data are like other such."""
    order = sorted(rows)
    if end >= len(order):
        return 0.0
    likeness = [
        max(_alike([rows[row]], [rows[other]]) for other in order[n + 1 : end + MOST_BELOW])
        for n, row in enumerate(order[:end])
        if n >= start
    ]
    return sum(likeness) / len(likeness)


def _alike(
    first: Sequence[Mapping[int, str]], other: Sequence[Mapping[int, str]], *, shorter: bool = False
) -> float:
    """How alike two blocks of rows are in per cent, column by column, longer texts counting more.

    With ``shorter`` a text may also be the beginning or the end of the other, as a heading that
    one page parted into more lines.
    """
    one, two = _joined(first), _joined(other)
    total = weight = 0.0
    for column in set(one) | set(two):
        a, b = one.get(column, ""), two.get(column, "")
        length = max(len(a), len(b))
        ratio = fuzz.partial_ratio(a, b) if shorter and a and b else fuzz.ratio(a, b)
        total += length * ratio
        weight += length
    return total / weight if weight else 0.0


def _joined(rows: Sequence[Mapping[int, str]]) -> dict[int, str]:
    out: dict[int, str] = {}
    for texts in rows:
        for column, text in texts.items():
            out[column] = f"{out[column]} {text}" if column in out else text
    return out


def _is_data(block: Sequence[Mapping[int, str]]) -> bool:
    """Whether the last row is mostly figures: the same figures may stand on two pages."""
    last = list(block[-1].values())
    figures = [t for t in last if FIGURE.fullmatch(t) and not YEAR.fullmatch(t.strip(" .,"))]
    return 2 * len(figures) >= len(last)


def repeated_columns(first: RowTexts, later: RowTexts, offset: int) -> int:
    """How many columns at the left of a strip repeat those of the first strip.

    Args:
        first: texts of the first strip by row and column from 0.
        later: texts of another strip, the same rows, by column from ``offset``.
        offset: number of the later strip's first column.
    """
    count = 0
    while count < MOST_COLUMNS:
        both = [
            (first[row][count], later[row][offset + count])
            for row in sorted(set(first) & set(later))
            if count in first[row] and offset + count in later[row]
        ]
        unequal = {a for a, _ in both}
        if len(both) < FEWEST_ROWS or len(unequal) < max(3, 0.3 * len(both)):
            break
        if sum(fuzz.ratio(a, b) for a, b in both) / len(both) < ALIKE:
            break
        count += 1
    return count
