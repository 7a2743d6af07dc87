"""The sheets of a collection to their small counts, and to what gives them back on other sheets.

A count that is hidden on one sheet stands on another, for the same group under the same heading.
The total that one sheet does not print stands on another, or in prose, or as the count of a school
whose classes are counted here. Each makes a further cell of a sheet hidden, and so may that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from skolkit.model import Cell, Sheet
from skolkit.privacy.small_groups import (
    SMALLEST_SHOWN,
    Counts,
    Line,
    SmallGroup,
    count_in,
    counts_of,
    hidden_in,
    needed,
)
from skolkit.privacy.small_words import HiddenCounts, totals_in
from skolkit.privacy.suppress import SMALL, WITHHELD

_MOST_ROUNDS = 6
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SmallCounts:
    """The hidden cells by sheet_id, and the words that would tell them."""

    groups: Mapping[str, tuple[SmallGroup, ...]] = field(default_factory=dict)
    words: HiddenCounts = field(default_factory=HiddenCounts)


@dataclass(frozen=True, slots=True)
class _Count:
    sheet_id: str
    place: Place
    cell: Cell
    labels: frozenset[str]  # none for a total
    heading: str
    figure: Decimal


def small_counts_of(sheets: Sequence[Sheet], notes: Iterable[str] = ()) -> SmallCounts:
    """Find all counts that are not to be shown, on all sheets of a collection.

    Args:
        sheets: typed, each once.
        notes: texts that stand outside the sheets.
    """
    counts = [counts_of(sheet) for sheet in sheets]
    given: dict[str, set[Place]] = {}
    groups = _hidden(counts, given)
    if not groups:
        return SmallCounts()
    every = [one for each in counts for one in _counts(each)]
    texts = (c.raw for sheet in sheets for c in sheet.cells if isinstance(c.value, str))
    names = (text for sheet in sheets for text in (sheet.name, *sheet.notes))
    told = frozenset(totals_in((*texts, *names, *notes)))
    for _ in range(_MOST_ROUNDS):
        places = {(sid, one.row, one.column) for sid, each in groups.items() for one in each}
        more = [
            (sheet_id, place)
            for sheet_id, place in (*_same(every, places), *_by_totals(every, places, told))
            if (sheet_id, *place) not in places
        ]
        if not more:
            break
        for sheet_id, place in more:
            given.setdefault(sheet_id, set()).add(place)
        groups = _hidden(counts, given)
    return SmallCounts(groups, _words(every, groups))


def _hidden(
    counts: Iterable[Counts], given: Mapping[str, set[Place]]
) -> dict[str, tuple[SmallGroup, ...]]:
    found: dict[str, dict[Place, SmallGroup]] = {}
    for each in counts:
        for one in hidden_in(each, given.get(each.sheet_id, ())):
            found.setdefault(each.sheet_id, {})[one.row, one.column] = one
    return {
        sheet_id: tuple(places[place] for place in sorted(places))
        for sheet_id, places in found.items()
    }


def _counts(counts: Counts) -> Iterator[_Count]:
    for place, cell in counts.cells.items():
        yield _Count(
            counts.sheet_id,
            counts.at(place),
            cell,
            counts.labels(cell),
            counts.heading(cell),
            count_in(cell.value) or Decimal(0),
        )


def _same(
    every: Iterable[_Count], hidden: set[tuple[str, int, int]]
) -> Iterator[tuple[str, Place]]:
    """The same count of the same group under the same heading, on whatever sheet."""
    every = list(every)
    keys = {
        (one.labels, one.heading, one.figure)
        for one in every
        if one.labels and (one.sheet_id, *one.place) in hidden
    }
    for one in every:
        if (one.labels, one.heading, one.figure) in keys:
            yield one.sheet_id, one.place


def _by_totals(
    every: Sequence[_Count], hidden: set[tuple[str, int, int]], told: frozenset[Decimal]
) -> Iterator[tuple[str, Place]]:
    """Cells to be hidden as the total of their column, or of their school, stands elsewhere."""
    columns: dict[tuple[str, str], dict[Place, _Count]] = {}
    totals: dict[str, set[Decimal]] = {}
    of_label: dict[tuple[str, str], set[Decimal]] = {}
    for one in every:
        shown = (one.sheet_id, *one.place) not in hidden
        if one.labels:
            columns.setdefault((one.sheet_id, one.heading), {})[one.place] = one
        elif shown:
            totals.setdefault(one.heading, set()).add(one.figure)
        if len(one.labels) == 1 and shown:
            (label,) = one.labels
            of_label.setdefault((one.heading, label), set()).add(one.figure)
    for (sheet_id, heading), column in columns.items():
        parts = list(column.values())
        sums = [(parts, totals.get(heading, set()) | told)]
        for label in sorted({label for one in parts for label in one.labels}):
            inside = [one for one in parts if label in one.labels and len(one.labels) > 1]
            sums.append((inside, of_label.get((heading, label), set())))
        for held, known in sums:
            total = sum((one.figure for one in held), Decimal(0))
            if len(held) < 2 or total not in known:
                continue
            cells = {(one.cell.row, one.cell.column): one.place for one in held}
            gone = {
                (one.cell.row, one.cell.column) for one in held if (sheet_id, *one.place) in hidden
            }
            line = Line(tuple(one.cell for one in held), Cell(0, 0, "", total))
            for cell in needed(line, gone):
                if place := cells.get((cell.row, cell.column)):
                    yield sheet_id, place


def _words(every: Iterable[_Count], groups: Mapping[str, Sequence[SmallGroup]]) -> HiddenCounts:
    hidden = {(sid, one.row, one.column) for sid, each in groups.items() for one in each}
    by_label: dict[str, dict[int, str]] = {}
    by_sheet: dict[str, dict[int, str]] = {}
    for one in every:
        if (one.sheet_id, *one.place) not in hidden:
            continue
        is_small = 0 < one.figure < SMALLEST_SHOWN
        shown, figure = SMALL if is_small else WITHHELD, int(one.figure)
        for label in one.labels:
            by_label.setdefault(label, {}).setdefault(figure, shown)
        if is_small:
            by_sheet.setdefault(one.sheet_id, {})[figure] = shown
    return HiddenCounts(by_label, by_sheet)
