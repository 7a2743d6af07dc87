"""Where columns end: printed vertical lines, and where there are none, how the words stand.

Pages that are set alike are looked at together: a line that a bad copy lost on one page is there on
the next, and more rows show rivers of white more surely. A line that cuts through words, or that
runs out of the table, was drawn by the copier's drum or by a pen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from skolkit.model import Ruling, Word
from skolkit.rebuild.lines import Line, phrases_of
from skolkit.rebuild.rivers import aligned_places, river_places, within

NEAR = 2.5  # points: rulings closer than this are one edge
SHORTEST = 14.0  # points: shorter vertical lines are edges of a bar or strokes of a stamp
OUT = 25.0  # points by which a line that runs out of the table passes its texts
SOLID = 0.7  # of the longest line of the table: one as long is whole, and not a bad copy's pieces
PASSES = 1.5  # points by which a word must pass a line on both sides to be cut by it


@dataclass(frozen=True, slots=True)
class Edge:
    """A boundary between columns; ``spans`` are where a line is printed, empty for a river.

    ``is_open`` says that it parts columns above and below its lines as well, ``is_solid`` that its
    line is printed nearly everywhere: where it is not, one cell reaches across.
    """

    at: float
    spans: tuple[tuple[float, float], ...] = ()
    is_open: bool = False
    is_solid: bool = False

    def printed_at(self, y: float) -> bool:
        """Whether the line is printed at this height."""
        return any(start - 2 <= y <= end + 2 for start, end in self.spans)

    def reaches(self, y: float) -> bool:
        """Whether the edge parts columns at this height: beside its lines, or where it is white."""
        if not self.spans or self.is_open:
            return True
        return min(s for s, _ in self.spans) - 2 <= y <= max(e for _, e in self.spans) + 2


@dataclass(frozen=True, slots=True)
class Part:
    """What one page tells of its columns: its lines of text and its printed lines."""

    lines: tuple[Line, ...]
    rulings: tuple[Ruling, ...]


def clusters(rulings: Sequence[Ruling], near: float = NEAR) -> list[list[Ruling]]:
    """Rulings of one direction that lie at one level, in order."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.at):
        if groups and ruling.at - groups[-1][-1].at <= near:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return groups


def covered_length(group: Sequence[Ruling]) -> float:
    """How much of its direction a group of rulings covers, overlaps counted once."""
    total, reached = 0.0, -1e9
    for ruling in sorted(group, key=lambda r: r.start):
        total += max(0.0, ruling.end - max(ruling.start, reached))
        reached = max(reached, ruling.end)
    return total


def level_of(group: Sequence[Ruling]) -> float:
    """The level of a group, longer rulings counting more."""
    weight = sum(r.end - r.start for r in group)
    return sum(r.at * (r.end - r.start) for r in group) / weight


def printed_places(parts: Sequence[Part]) -> list[float]:
    """Column edges from the vertical lines that are a table's.

    A line of a table is long on one page at least, stays beside the words, and ends with the table.
    """
    good: list[tuple[Ruling, Part]] = []
    for part in parts:
        good += [(r, part) for r in _of_table(part)]
    owner = {id(r): part for r, part in good}
    groups = clusters([r for r, _ in good])
    longest = {id(part): 0.0 for part in parts}
    lengths: list[dict[int, float]] = []
    for group in groups:
        held: dict[int, list[Ruling]] = {}
        for ruling in group:
            held.setdefault(id(owner[id(ruling)]), []).append(ruling)
        lengths.append({key: covered_length(rulings) for key, rulings in held.items()})
        for key, length in lengths[-1].items():
            longest[key] = max(longest[key], length)
    return [
        level_of(group)
        for group, held_lengths in zip(groups, lengths, strict=True)
        if any(n >= max(SHORTEST, 0.12 * longest[key]) for key, n in held_lengths.items())
    ]


def _of_table(part: Part) -> list[Ruling]:
    """The vertical lines of a page without those of drums and pens."""
    if not part.lines:
        return []
    upright = [r for r in part.rulings if not r.horizontal]
    long = [r for r in upright if r.end - r.start >= 3 * SHORTEST]
    # A form's empty rows are ruled below its texts: most lines end there alike.
    top = min([part.lines[0].top, *([median(r.start for r in long)] if long else [])]) - OUT
    bottom = max([part.lines[-1].bottom, *([median(r.end for r in long)] if long else [])]) + OUT
    kept = []
    for ruling in upright:
        cut, clean = _passed(part.lines, ruling)
        beside = sum(_stands_beside(line, ruling) for line in part.lines)
        if cut > max(1.0, 0.3 * (cut + clean)) and beside < 0.5 * (cut + clean):
            continue
        runs_out = ruling.start < top or ruling.end > bottom
        if runs_out and len(long) > 1 and (cut > 0.1 * (cut + clean) or beside < 4):
            continue
        kept.append(ruling)
    return kept


def _passed(lines: Sequence[Line], ruling: Ruling) -> tuple[int, int]:
    """How many lines of text a vertical line cuts through, and how many it passes between words."""
    cut = clean = 0
    for line in lines:
        if not ruling.start <= line.middle <= ruling.end:
            continue
        if any(w.box.x0 < ruling.at - PASSES and w.box.x1 > ruling.at + PASSES for w in line.words):
            cut += 1
        elif line.words[0].box.x0 < ruling.at < line.words[-1].box.x1:
            clean += 1
    return cut, clean


def _stands_beside(line: Line, ruling: Ruling) -> bool:
    """Whether a word of the line begins or ends right at a vertical line, as cells do."""
    return ruling.start <= line.middle <= ruling.end and any(
        0 <= w.box.x0 - ruling.at <= 4 or 0 <= ruling.at - w.box.x1 <= 4 for w in line.words
    )


def outside_frame(
    words: Sequence[Word], rulings: Sequence[Ruling], edges: Sequence[float]
) -> list[Word]:
    """Words beside a ruled table that are too few to be a column: holes, staples, pen marks.

    A column that is printed beside the lines has words in at least three lines.

    Args:
        words: of the page.
        rulings: its printed lines.
        edges: the places of its printed column edges.
    """
    if len(edges) < 3:
        return []
    stray: list[Word] = []
    for beside in (
        [w for w in words if w.box.x_mid < edges[0] - 3],
        [w for w in words if w.box.x_mid > edges[-1] + 3],
    ):
        ruled = [w for w in beside if _beside_lines(w, rulings)]
        if len({round(w.box.y_mid / 6) for w in ruled if w.text}) < 3:
            stray += ruled
    return stray


def _beside_lines(word: Word, rulings: Sequence[Ruling]) -> bool:
    """Whether a word stands at the height of the ruled table."""
    levels = [r.at for r in rulings if r.horizontal]
    return bool(levels) and min(levels) <= word.box.y_mid <= max(levels)


def _unprinted(lines: Sequence[Line], left: float, right: float) -> list[float]:
    """Edges between two printed ones, where a bad copy lost the line between two columns.

    Most lines of text must stand in two parts there; wrapped text or a wide gap in a cell does not
    make a column.
    """
    inside = [part for line in lines if (part := within(line, left, right)) is not None]
    parted = [part for part in inside if len(phrases_of(part)) >= 2]
    if len(parted) < 4 or len(parted) < 0.6 * len(inside):
        return []
    return river_places(lines, left, right)


def column_places(parts: Sequence[Part]) -> list[float]:
    """All column edges of pages that are set alike, from left to right, the outermost included.

    Where vertical lines are printed they are the edges; what lies outside them, and pages without
    them, is parted by rivers, and by places where the words of many lines are set to one edge.

    Args:
        parts: the pages, moved so that their columns lie above each other.
    """
    lines = [line for part in parts for line in part.lines]
    if not lines:
        return []
    left = min(line.words[0].box.x0 for line in lines) - 1
    right = max(max(w.box.x1 for w in line.words) for line in lines) + 1
    printed = printed_places(parts)
    if len(printed) < 3:
        places = [left, *river_places(lines, left, right), right]
    else:
        places = [printed[0]]
        for before, after in pairwise(printed):
            places += [*_unprinted(lines, before, after), after]
        if left < printed[0] - 3:
            places = [left, *river_places(lines, left, printed[0]), *places]
        if right > printed[-1] + 3:
            places = [*places, *river_places(lines, printed[-1], right), right]
    full = [places[0]]
    for before, after in pairwise(places):
        full += [*aligned_places(lines, before, after), after]
    return full


def edges_at(places: Sequence[float], part: Part) -> list[Edge]:
    """The column edges of one page, with the lines that are printed along them on it."""
    edges = []
    upright = [r for r in part.rulings if not r.horizontal]
    lengths = sorted(
        covered_length([r for r in upright if abs(r.at - at) <= NEAR]) for at in places
    )
    height = lengths[-1] if lengths else 0.0
    for at in places:
        along = [r for r in upright if abs(r.at - at) <= NEAR]
        spans = tuple((r.start, r.end) for r in along)
        solid = covered_length(along) >= SOLID * height > 0
        edges.append(Edge(at, spans, _is_open(part, at, along), solid))
    return edges


def _is_open(part: Part, at: float, along: Sequence[Ruling]) -> bool:
    """Whether words keep clear of an edge where its line is not printed, too."""
    if not along:
        return True
    first, last = min(r.start for r in along) - 2, max(r.end for r in along) + 2
    beyond = [line for line in part.lines if not first <= line.middle <= last]
    parted = [x for x in beyond if x.words[0].box.x_mid < at < x.words[-1].box.x_mid]
    cut = sum(
        any(w.box.x0 < at - PASSES and w.box.x1 > at + PASSES for w in line.words)
        for line in parted
    )
    return len(parted) >= 3 and cut <= 0.1 * len(parted)
