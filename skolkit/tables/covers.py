"""A column of figures with printed sums among them, to what each sum covers and whether it holds.

Nothing says on paper which rows a sum is of; its place does. A subtotal is of the rows since the
sum before it, a total of all rows since the total before it. Sums may be nested, so that every run
of whole groups that ends at the sum is tried as well; and they may stand above their parts. A sum
that equals one of these is right. One that equals none differs from what its place says it covers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from skolkit.tables.rows import ROW, SUBTOTAL, TOTAL

BREAK = "break"  # a line without figures: a heading within the table, or a blank separator
START = "start"  # headings of another table

AGREES, DIFFERS, OPEN = "agrees", "differs", "open"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line's figure in a column, or a line that parts groups of them.

    ``value`` is ``None`` where nothing is known; ``unread`` tells that there is a figure all the
    same, ``missing`` that there may be one. ``apart`` lines ("varav ...") are within another line.
    """

    kind: str  # row, subtotal, total, break or start
    value: Decimal | None = None
    unread: bool = False
    missing: bool = False
    hidden: bool = False
    apart: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether it is a printed sum."""
        return self.kind in (SUBTOTAL, TOTAL) and not self.apart

    @property
    def is_part(self) -> bool:
        """Whether it may be a part of a sum."""
        known = self.value is not None or self.unread or self.missing
        return self.kind == ROW and known and not self.apart


@dataclass(frozen=True, slots=True)
class Covered:
    """A printed sum and the lines that it covers, by their index."""

    at: int
    parts: tuple[int, ...]
    known: Decimal  # sum of the parts that are known
    unknown: int
    verdict: str

    @property
    def agrees(self) -> bool:
        """Whether the printed sum is that of its parts."""
        return self.verdict == AGREES


def covered(figures: Sequence[Figure], tolerance: Decimal) -> tuple[Covered, ...]:
    """Find what each printed sum of a column covers.

    Args:
        figures: the column's lines, top to bottom.
        tolerance: how far a sum may be from its parts and still agree, in the column's unit.

    Returns:
        One entry for each sum with parts. The sums of a column stand all below or all above their
        parts, whichever makes more of them agree; below if neither does.
    """
    below = _covers(figures, tolerance)
    last = len(figures) - 1
    above = {
        last - at: tuple(tuple(last - part for part in run) for run in runs)
        for at, runs in _runs(tuple(reversed(figures))).items()
    }
    turned = _judged(figures, above, tolerance)
    if sum(each.agrees for each in turned) > sum(each.agrees for each in below):
        return turned
    told = {each.at for each in below}
    alone = tuple(each for each in turned if each.at not in told)  # nothing stands above them
    return tuple(sorted((*below, *alone), key=lambda each: each.at))


def _covers(figures: Sequence[Figure], tolerance: Decimal) -> tuple[Covered, ...]:
    return _judged(figures, _runs(figures), tolerance)


def _runs(figures: Sequence[Figure]) -> dict[int, tuple[tuple[int, ...], ...]]:
    """For each sum the runs of lines before it that it may be of, the likeliest first."""
    runs: dict[int, tuple[tuple[int, ...], ...]] = {}
    groups: list[list[int]] = [[]]
    table = nested = 0  # group at which this table, and this level of subtotals, begins
    for at, figure in enumerate(figures):
        if figure.is_part:
            groups[-1].append(at)
        if not figure.is_sum:
            if figure.kind in (BREAK, START) and groups[-1]:
                groups.append([])
            if figure.kind == START:
                table = nested = len(groups) - 1
            continue
        own = bool(groups[-1])
        filled = [index for index, group in enumerate(groups) if group]
        likely = table if figure.kind == TOTAL else (len(groups) - 1 if own else nested)
        starts = [index for index in filled if index >= likely][:1]
        starts += [index for index in reversed(filled) if index not in starts]
        found = tuple(tuple(part for group in groups[start:] for part in group) for start in starts)
        if found:
            runs[at] = found
        if own:
            groups.append([])
        if figure.kind == TOTAL:
            table = nested = len(groups) - 1
        elif not own:
            nested = len(groups) - 1
    return runs


def _judged(
    figures: Sequence[Figure],
    runs: dict[int, tuple[tuple[int, ...], ...]],
    tolerance: Decimal,
) -> tuple[Covered, ...]:
    found = []
    for at in sorted(runs):
        tried = [_against(figures, at, run, tolerance) for run in runs[at]]
        shown = [
            _against(figures, at, tuple(p for p in run if not figures[p].hidden), tolerance)
            for run in runs[at]
        ]
        agreeing = (each for each in (*tried, *shown) if each.agrees and each.parts)
        found.append(next(agreeing, tried[0]))
    return tuple(found)


def _against(
    figures: Sequence[Figure], at: int, parts: tuple[int, ...], tolerance: Decimal
) -> Covered:
    known = sum((value for p in parts if (value := figures[p].value) is not None), Decimal(0))
    unknown = sum(figures[p].value is None for p in parts)
    unread = any(figures[p].unread for p in parts)
    printed = figures[at].value
    close = printed is not None and abs(printed - known) <= tolerance
    if printed is None or unread or (unknown and not close):
        verdict = OPEN
    else:
        verdict = AGREES if close else DIFFERS
    return Covered(at, parts, known, unknown, verdict)
