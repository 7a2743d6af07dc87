"""Where a page's rows are: between printed horizontal lines, else line of text by line of text.

A band between two printed lines may hold one row with wrapped text or several rows. Numbers tell:
a number is never wrapped, so where two columns have numbers on several lines there are several
rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from skolkit.model import Ruling, Word
from skolkit.rebuild.columns import Edge, clusters, covered_length, level_of
from skolkit.rebuild.lines import Line, lines_of, usual_height

_NUMBER = re.compile(r"[-−–+(]?[€£$]?\d[\d\s.,:%\-/)]*|\.\.|[-−–]|N/A")


@dataclass(frozen=True, slots=True)
class RowBand:
    """One row of the page: its extent in points and its words."""

    top: float
    bottom: float
    words: tuple[Word, ...]


def row_levels(rulings: Sequence[Ruling]) -> list[float]:
    """Heights of the printed lines that part rows.

    A line counts when it is long: underlining is as short as its text, and the edges of a black
    bar are as short as what it covers.
    """
    groups = clusters([r for r in rulings if r.horizontal])
    lengths = [covered_length(g) for g in groups]
    longest = max(lengths, default=0.0)
    return [
        level_of(g)
        for g, length in zip(groups, lengths, strict=True)
        if length >= max(72.0, 0.30 * longest)
    ]


def row_bands(
    words: Sequence[Word], rulings: Sequence[Ruling], edges: Sequence[Edge]
) -> list[RowBand]:
    """The rows of a page from top to bottom, each with its words.

    Args:
        words: the words that are data.
        rulings: the printed lines.
        edges: the column edges.
    """
    levels = row_levels(rulings)
    bounds = [-1e9, *levels, 1e9]
    bands: list[RowBand] = []
    for top, bottom in pairwise(bounds):
        inside = [w for w in words if top < w.box.y_mid <= bottom]
        ruled = top > -1e8 and bottom < 1e8
        if not inside:
            if ruled and bottom - top >= 5:
                bands.append(RowBand(top, bottom, ()))
            continue
        lines = lines_of(inside)
        if ruled and not _several_rows(lines, edges):
            bands.append(RowBand(top, bottom, tuple(inside)))
        else:
            bands.extend(_by_lines(lines, edges))
    return bands


def _column(word: Word, edges: Sequence[Edge]) -> int:
    return sum(1 for e in edges if e.at < word.box.x_mid)


def _several_rows(lines: Sequence[Line], edges: Sequence[Edge]) -> bool:
    """Whether two columns have numbers on the same two lines or more."""
    if len(lines) < 2:
        return False
    held: dict[int, set[int]] = {}
    texts: dict[tuple[int, int], list[str]] = {}
    for number, line in enumerate(lines):
        for word in line.words:
            texts.setdefault((_column(word, edges), number), []).append(word.text)
    for (column, number), parts in texts.items():
        if _NUMBER.fullmatch(" ".join(parts)):
            held.setdefault(column, set()).add(number)
    many = [numbers for numbers in held.values() if len(numbers) >= 2]
    return any(len(a & b) >= 2 for i, a in enumerate(many) for b in many[i + 1 :])


def _by_lines(lines: Sequence[Line], edges: Sequence[Edge]) -> list[RowBand]:
    """One row a line, lines that only continue wrapped text joined to their row."""
    wrapped = _around_anchors(lines, edges)
    if wrapped is not None:
        return wrapped
    groups: list[list[Line]] = []
    pitch = _usual_pitch(lines)
    for line in lines:
        if groups and _continues(groups[-1], line, edges, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_band(group) for group in groups]


def _band(group: Sequence[Line]) -> RowBand:
    return RowBand(
        min(line.top for line in group),
        max(line.bottom for line in group),
        tuple(w for line in group for w in line.words),
    )


def _around_anchors(lines: Sequence[Line], edges: Sequence[Edge]) -> list[RowBand] | None:
    """Rows where most lines are wrapped text: each row has one line that holds its numbers.

    Numbers are never wrapped, so a line with numbers in two columns or more is a row's one line
    of numbers, whether the text beside it is set at the top, the middle or the bottom of the cell.
    Between two such lines the row ends at the widest gap between lines of text.

    Returns:
        None where this is not how the page is set: too few such lines, or hardly any others.
    """
    anchors = [i for i, line in enumerate(lines) if _number_columns(line, edges) >= 2]
    if len(anchors) < 2:
        return None
    between = (anchors[-1] - anchors[0] + 1) - len(anchors)
    if between < 1.5 * len(anchors):
        return None
    starts = [_row_start(lines, 0, anchors[0])]
    for above, below in pairwise(anchors):
        starts.append(_widest_gap(lines, above, below))
    groups = [[line] for line in lines[: starts[0]]]
    for start, end in pairwise([*starts, len(lines)]):
        groups.append(list(lines[start:end]))
    return [_band(group) for group in groups if group]


def _number_columns(line: Line, edges: Sequence[Edge]) -> int:
    texts: dict[int, list[str]] = {}
    for word in line.words:
        texts.setdefault(_column(word, edges), []).append(word.text)
    return sum(1 for parts in texts.values() if _NUMBER.fullmatch(" ".join(parts)))


def _widest_gap(lines: Sequence[Line], above: int, below: int) -> int:
    """The first line after the widest gap between two lines."""
    gaps = {
        i: lines[i].top - max(x.bottom for x in lines[above:i]) for i in range(above + 1, below + 1)
    }
    return max(gaps, key=lambda i: (round(gaps[i], 1), -i))


def _row_start(lines: Sequence[Line], first: int, anchor: int) -> int:
    """Where the first row begins: below the last gap that is wider than between its own lines."""
    height = usual_height([w for line in lines for w in line.words])
    start = anchor
    while start > first and lines[start].top - lines[start - 1].bottom < 0.5 * height:
        start -= 1
    return start


def _usual_pitch(lines: Sequence[Line]) -> float:
    steps = [b.middle - a.middle for a, b in pairwise(lines)]
    return median(steps) if steps else 12.0


def _continues(group: Sequence[Line], line: Line, edges: Sequence[Edge], pitch: float) -> bool:
    """Whether a line only goes on with the text of the row above it.

    It holds few cells and no number, each below a cell of the row, and stands closer than rows do.
    """
    last = group[-1]
    height = usual_height(line.words)
    if line.middle - last.middle > min(1.9 * height, 1.02 * pitch):
        return False
    above = {_column(w, edges) for member in group for w in member.words}
    here = {_column(w, edges) for w in line.words}
    if not here <= above or len(here) > 2 or len(here) * 3 > len(above):
        return False
    return not any(_NUMBER.fullmatch(w.text) for w in line.words)
