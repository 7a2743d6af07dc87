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
NARROWEST = 4.5  # points: no column is narrower; of two lines that close, one is a scratch
SHORTEST = 14.0  # points: shorter vertical lines are edges of a bar or strokes of a stamp
OUT = 25.0  # points by which a line that runs out of the table passes its texts
LONG_LEVEL = 200.0  # points: a level line as long tells how far the table reaches
LOST_END = 36.0  # points that a bad copy may lose at the end of a line
SOLID = 0.7  # of the longest line of the table: one as long is whole, and not a bad copy's pieces
TOUCHING = 0.9  # points between two words that are closer than cells with their margins
PASSES = 1.5  # points by which a word must pass a line on both sides to be cut by it


@dataclass(frozen=True, slots=True)
class Edge:
    """A boundary between columns; ``spans`` are where a line is printed, empty for a river.

    ``is_open`` says that it parts columns above and below its lines as well, ``is_solid`` that its
    line is printed nearly everywhere: where it is not, one cell reaches across. From ``top`` to
    ``bottom`` its table reaches, although a bad copy may have lost the ends of its line.
    """

    at: float
    spans: tuple[tuple[float, float], ...] = ()
    is_open: bool = False
    is_solid: bool = False
    top: float = 0.0
    bottom: float = 0.0

    def printed_at(self, y: float) -> bool:
        """Whether the line is printed at this height."""
        return any(start - 2 <= y <= end + 2 for start, end in self.spans)

    def is_merged_at(self, y: float) -> bool:
        """Whether the line stops and goes on here, as it does beside a cell that reaches across."""
        before = any(end < y for _, end in self.spans)
        after = any(start > y for start, _ in self.spans)
        return self.is_solid and before and after and not self.printed_at(y)

    def reaches(self, y: float) -> bool:
        """Whether the edge parts columns at this height: beside its lines, or where it is white."""
        return not self.spans or self.is_open or self.top - 2 <= y <= self.bottom + 2


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

    A line of a table stays beside the words, ends with the table, and is long on one page or found
    on half of them.
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
    heights = {id(p): p.lines[-1].bottom - p.lines[0].top for p in parts if p.lines}
    found: list[tuple[int, float, float]] = []
    for group, held_lengths in zip(groups, lengths, strict=True):
        seen = sum(n >= max(SHORTEST, 0.12 * longest[k]) for k, n in held_lengths.items())
        long = any(n >= 0.5 * heights[k] for k, n in held_lengths.items())
        if seen and (long or seen >= 0.5 * len(heights)):
            found.append((seen, sum(held_lengths.values()), level_of(group)))
    chosen: list[float] = []
    for _, _, at in sorted(found, reverse=True):
        if all(abs(at - other) >= NARROWEST for other in chosen):
            chosen.append(at)
    return sorted(chosen)


def _of_table(part: Part) -> list[Ruling]:
    """The vertical lines of a page without those of drums and pens.

    What lies on one level is judged as one: a drum's scratch may come in pieces.
    """
    if not part.lines:
        return []
    upright = [r for r in part.rulings if not r.horizontal]
    long = [r for r in upright if r.end - r.start >= 3 * SHORTEST]
    # A form's empty rows are ruled below its texts: most lines end there alike.
    top = min([part.lines[0].top, *([median(r.start for r in long)] if long else [])]) - OUT
    bottom = max([part.lines[-1].bottom, *([median(r.end for r in long)] if long else [])]) + OUT
    kept: list[Ruling] = []
    for group in clusters(upright):
        passed = [_passed(part.lines, r) for r in group]
        cut, clean = sum(c for c, _ in passed), sum(c for _, c in passed)
        beside = sum(_set_beside(part.lines, r) for r in group)
        if cut > max(1.0, 0.3 * (cut + clean)) and beside < 0.5 * (cut + clean):
            continue
        runs_out = any(r.start < top or r.end > bottom for r in group)
        if runs_out and len(long) > 1 and (cut > 0.1 * (cut + clean) or beside < 0.5 * clean + 1):
            continue
        kept += group
    return kept


def _passed(lines: Sequence[Line], ruling: Ruling) -> tuple[int, int]:
    """How many lines of text a vertical line cuts through, and how many it passes between words.

    Words that nearly touch at the line were one word before the reader took the line for an edge.
    """
    cut = clean = 0
    for line in lines:
        if not ruling.start <= line.middle <= ruling.end:
            continue
        left = max((w.box.x1 for w in line.words if w.box.x_mid < ruling.at), default=None)
        right = min((w.box.x0 for w in line.words if w.box.x_mid >= ruling.at), default=None)
        if any(w.box.x0 < ruling.at - PASSES and w.box.x1 > ruling.at + PASSES for w in line.words):
            cut += 1
        elif left is not None and right is not None:
            cut += right - left < TOUCHING
            clean += right - left >= TOUCHING
    return cut, clean


def _set_beside(lines: Sequence[Line], ruling: Ruling) -> int:
    """How many lines of text have a word that is set to a vertical line, as cells are.

    The words of a column begin, or end, all at the same small distance from its line.
    """
    along = [line for line in lines if ruling.start <= line.middle <= ruling.end]
    found: set[int] = set()
    for sign in (1, -1):
        offsets = [
            (number, sign * ((w.box.x0 if sign > 0 else w.box.x1) - ruling.at))
            for number, line in enumerate(along)
            for w in line.words
        ]
        near = [(number, offset) for number, offset in offsets if -1 <= offset <= 5]
        if near:
            usual = median(offset for _, offset in near)
            found |= {number for number, offset in near if abs(offset - usual) <= 0.8}
    return len(found)


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
        ruled = len(printed) >= 3 and printed[0] <= before and after <= printed[-1]
        full += [*aligned_places(lines, before, after, 0.5 if ruled else 0.25), after]
    return full


def edges_at(places: Sequence[float], part: Part, is_open: Sequence[bool]) -> list[Edge]:
    """The column edges of one page, with the lines that are printed along them on it.

    Args:
        places: of the edges, from left to right.
        part: the page.
        is_open: for each edge, whether it parts columns where its line is not printed, too.
    """
    upright = [r for r in part.rulings if not r.horizontal]
    if not part.lines:
        return [Edge(at) for at in places]
    beside = [[r for r in upright if abs(r.at - at) <= NEAR] for at in places]
    extents = [(min(r.start for r in x), max(r.end for r in x)) for x in beside if x]
    level = [r for r in part.rulings if r.horizontal and r.end - r.start >= LONG_LEVEL]
    if len(level) >= 4:
        extents.append((min(r.at for r in level), max(r.at for r in level)))
    height = max(
        max((covered_length(x) for x in beside), default=0.0),
        0.8 * (part.lines[-1].middle - part.lines[0].middle),
    )
    edges = []
    for at, along, opened in zip(places, beside, is_open, strict=True):
        if not along:
            edges.append(Edge(at))
            continue
        top, bottom = min(r.start for r in along), max(r.end for r in along)
        usual_top = min(start for start, _ in extents if start > top - LOST_END)
        usual_bottom = max(end for _, end in extents if end < bottom + LOST_END)
        edges.append(
            Edge(
                at,
                tuple((r.start, r.end) for r in along),
                opened or _is_open(at, [part]),
                covered_length(along) >= SOLID * height,
                min(top, usual_top),
                max(bottom, usual_bottom),
            )
        )
    return edges


def open_places(places: Sequence[float], parts: Sequence[Part]) -> list[bool]:
    """For each edge, whether words keep clear of it where its line is not printed, too."""
    return [_is_open(at, parts) for at in places]


def _is_open(at: float, parts: Sequence[Part]) -> bool:
    parted = cut = 0
    for part in parts:
        along = [r for r in part.rulings if not r.horizontal and abs(r.at - at) <= NEAR]
        first = min((r.start for r in along), default=1e9) - 2
        last = max((r.end for r in along), default=-1e9) + 2
        for line in part.lines:
            if first <= line.middle <= last:
                continue
            if line.words[0].box.x_mid < at < line.words[-1].box.x_mid:
                parted += 1
                cut += any(w.box.x0 < at - PASSES and w.box.x1 > at + PASSES for w in line.words)
    return parted >= 3 and cut <= 0.15 * parted
