"""Where a page's rows are: between printed horizontal lines, else line of text by line of text.

A band between two printed lines may hold one row with wrapped text or several rows whose lines a
bad copy lost. Numbers tell: a number is never wrapped, so where columns have numbers on several
lines there are several rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from skolkit.model import Box, Ruling, Word
from skolkit.rebuild.columns import Edge, clusters, covered_length, level_of
from skolkit.rebuild.lines import Line, lines_of, phrases_of, usual_height
from skolkit.rebuild.wrapped import NUMBER, wrapped_rows

FEWEST_ROWS = 6  # before their distances tell that a row stands empty
YEAR = re.compile(r"(?:19|20)\d\d\*?")


@dataclass(frozen=True, slots=True)
class RowBand:
    """One row of the page: its extent in points and its words."""

    top: float
    bottom: float
    words: tuple[Word, ...]


def row_levels(rulings: Sequence[Ruling], words: Sequence[Word] = ()) -> list[float]:
    """Heights of the printed lines that part rows.

    A line counts when it is long: underlining is as short as its text, and the edges of a black
    bar are as short as what it covers. One that runs through the words beside it is a pen's.
    """
    groups = clusters([r for r in rulings if r.horizontal and not _strikes(r, words)])
    lengths = [covered_length(g) for g in groups]
    longest = max(lengths, default=0.0)
    return [
        level_of(g)
        for g, length in zip(groups, lengths, strict=True)
        if length >= max(72.0, 0.30 * longest)
    ]


def _strikes(ruling: Ruling, words: Sequence[Word]) -> bool:
    """Whether a level line goes through most of the words that stand on its way."""
    near = [
        w
        for w in words
        if ruling.start <= w.box.x_mid <= ruling.end
        and w.box.y0 - 3 < ruling.at < w.box.y1 + 3
        and w.box.height < 20
    ]
    struck = [
        w
        for w in near
        if w.box.y0 + 0.3 * w.box.height < ruling.at < w.box.y1 - 0.25 * w.box.height
    ]
    return len(struck) >= 2 and len(struck) >= 0.25 * len(near)


def row_bands(
    words: Sequence[Word],
    rulings: Sequence[Ruling],
    edges: Sequence[Edge],
    blots: Sequence[Box] = (),
) -> list[RowBand]:
    """The rows of a page from top to bottom, each with its words.

    Args:
        words: the words that are data.
        rulings: the printed lines.
        edges: the column edges.
        blots: where several lines of text were taken for one word, or a stamp lies.
    """
    levels = row_levels(rulings, words)
    pitch = _ruled_pitch(levels)
    counting = _counting_column(lines_of(words), edges)
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
        if ruled and not _several_rows(lines, edges, pitch, counting):
            bands.append(RowBand(top, bottom, tuple(inside)))
        else:
            bands.extend(_by_lines(lines, edges, counting, blots))
    return bands


def with_blank_rows(bands: Sequence[RowBand]) -> list[RowBand]:
    """The rows with those that stand empty between a title and its table.

    Without printed lines an empty row is only white; under a title of one text, white that is
    wider by a row than between the other rows.
    """
    lines = lines_of(bands[0].words) if len(bands) >= FEWEST_ROWS else ()
    if len(lines) != 1 or len(phrases_of(lines[0])) != 1:
        return list(bands)
    whites = [below.top - above.bottom for above, below in pairwise(bands)]
    usual = median(whites[1:])
    pitch = usual + median(band.bottom - band.top for band in bands[1:])
    count = int((whites[0] - usual) / pitch + 0.25)
    step = whites[0] / (count + 1)
    top = bands[0].bottom
    blank = [RowBand(top + k * step, top + (k + 1) * step, ()) for k in range(count)]
    return [bands[0], *blank, *bands[1:]]


def _counting_column(lines: Sequence[Line], edges: Sequence[Edge]) -> int | None:
    """The first column that counts lines, as printed row headings do; None where none does."""
    for column in (1, 2):
        held = [_text_in(line, column, edges) for line in lines]
        counts = [int(text) for text in held if text.isdigit() and len(text) <= 5]
        steps = [b - a for a, b in pairwise(counts)]
        if len(counts) >= 5 and steps.count(1) >= 0.6 * len(steps):
            return column
    return None


def _text_in(line: Line, column: int | None, edges: Sequence[Edge]) -> str:
    return " ".join(w.text for w in line.words if column_of(w, edges) == column)


def _ruled_pitch(levels: Sequence[float]) -> float | None:
    """The usual distance of printed row lines; None where there are too few to tell."""
    steps = [b - a for a, b in pairwise(levels) if b - a >= 5]
    return median(steps) if len(steps) >= 4 else None


def column_of(word: Word, edges: Sequence[Edge]) -> int:
    """The column in which a word's middle lies, from 1; 0 is left of all edges."""
    return sum(1 for e in edges if e.at < word.box.x_mid)


def number_columns(line: Line, edges: Sequence[Edge], *, years: bool = True) -> set[int]:
    """The columns in which a line holds a number and nothing else; years count if asked for."""
    texts: dict[int, list[str]] = {}
    for word in line.words:
        texts.setdefault(column_of(word, edges), []).append(word.text)
    return {
        column
        for column, parts in texts.items()
        if NUMBER.fullmatch(" ".join(parts)) and (years or not YEAR.fullmatch(" ".join(parts)))
    }


def _several_rows(
    lines: Sequence[Line], edges: Sequence[Edge], pitch: float | None, counting: int | None
) -> bool:
    """Whether a band between two printed lines holds several rows.

    The column that counts the rows has several numbers; or two columns have numbers on the same
    two lines; or one has, and the lines fill the same columns; or they fill many same columns and
    stand as far apart as ruled rows do.
    """
    if len(lines) < 2:
        return False
    numbers = [number_columns(line, edges) for line in lines]
    if sum(_text_in(line, counting, edges).isdigit() for line in lines) >= 2:
        return True
    plain = [number_columns(line, edges, years=False) for line in lines]
    filled = [{column_of(w, edges) for w in line.words} for line in lines]
    for i in range(len(lines)):
        for j in range(i + 1, len(lines)):
            both, either = filled[i] & filled[j], filled[i] | filled[j]
            same = len(numbers[i] & numbers[j])
            if same >= 2 or (same == 1 and len(both) >= max(2, 0.6 * len(either))):
                return True
            apart = (lines[j].middle - lines[i].middle) / (j - i)
            if pitch is None or len(both) < max(3, 0.6 * len(either)):
                continue
            # Below a heading's text its cell may hold a year, but hardly other numbers.
            mixed = len((plain[i] ^ plain[j]) & both)
            if apart >= 0.95 * pitch or (mixed >= 2 and apart >= 0.88 * pitch):
                return True
    return False


def _by_lines(
    lines: Sequence[Line], edges: Sequence[Edge], counting: int | None, blots: Sequence[Box]
) -> list[RowBand]:
    """One row a line, lines that only continue wrapped text joined to their row."""
    wrapped = wrapped_rows([w for line in lines for w in line.words], edges, counting, blots)
    if wrapped is None:
        wrapped = _lines_joined(lines, edges)
    return [_band(row) for row in wrapped]


def _band(words: Sequence[Word]) -> RowBand:
    """The row of words that no printed lines bound: as high as its lines, by most of their words.

    A single tall word, or the rest of a line that hangs on one, moves no row.
    """
    lines = lines_of(words)
    return RowBand(
        min(line.top for line in lines), max(line.bottom for line in lines), tuple(words)
    )


def _lines_joined(lines: Sequence[Line], edges: Sequence[Edge]) -> list[list[Word]]:
    """The words of each row where nearly every line of text is one."""
    groups: list[list[Line]] = []
    pitch = _usual_pitch(lines)
    for line in lines:
        if groups and _continues(groups[-1], line, edges, pitch):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [[w for line in group for w in line.words] for group in groups]


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
    above = {column_of(w, edges) for member in group for w in member.words}
    here = {column_of(w, edges) for w in line.words}
    if not here <= above or len(here) > 2 or len(here) * 3 > len(above):
        return False
    return not any(NUMBER.fullmatch(w.text) for w in line.words)
