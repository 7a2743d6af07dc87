"""The sheets of a collection to their small counts, and to what gives them back on other sheets.

A count that is hidden on one sheet stands on another, for the same group. The total that one sheet
does not print stands on another, or in prose: of all groups or of the classes of a school, of one
year, or of a class over years. Each makes a further cell of a sheet hidden, and so may that.
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
    totals_of,
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
    periods: frozenset[str]
    heading: str
    figure: Decimal

    @property
    def keys(self) -> frozenset[str]:
        """All that says which group of which year is counted."""
        return self.labels | self.periods


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
    by_year = [each for sheet in sheets for each in totals_of(sheet)]
    for _ in range(_MOST_ROUNDS):
        places = {(sid, one.row, one.column) for sid, each in groups.items() for one in each}
        more = [
            (sheet_id, place)
            for sheet_id, place in (
                *_same(every, places),
                *_by_totals(every, places, told, by_year),
            )
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
            counts.periods(cell),
            counts.heading(cell),
            count_in(cell.value) or Decimal(0),
        )


def _same(
    every: Sequence[_Count], hidden: set[tuple[str, int, int]]
) -> Iterator[tuple[str, Place]]:
    """The same count of the same group, whatever heads it, on whatever sheet.

    Of years that both tell it must be the same; where one tells none it may be.
    """
    known: dict[tuple[frozenset[str], Decimal], list[frozenset[str]]] = {}
    for one in every:
        if one.labels and (one.sheet_id, *one.place) in hidden:
            known.setdefault((one.labels, one.figure), []).append(one.periods)
    for one in every:
        for periods in known.get((one.labels, one.figure), ()):
            if periods == one.periods or not (periods and one.periods):
                yield one.sheet_id, one.place


@dataclass(slots=True)
class _Known:
    """The figures that are shown, by the group and year they count: what sums are held against."""

    of_all: dict[str, set[Decimal]] = field(default_factory=dict)  # totals, by heading
    of_keys: dict[frozenset[str], set[Decimal]] = field(default_factory=dict)

    def add(self, one: _Count) -> None:
        """Take a count; one of a group in a year may be of all years, if no other year is told."""
        if not one.labels:
            self.of_all.setdefault(one.heading, set()).add(one.figure)
        for keys in {one.keys, one.labels} - {frozenset()}:
            self.of_keys.setdefault(keys, set()).add(one.figure)


def _by_totals(
    every: Sequence[_Count],
    hidden: set[tuple[str, int, int]],
    told: frozenset[Decimal],
    by_year: Iterable[tuple[str, Decimal]],
) -> Iterator[tuple[str, Place]]:
    """Cells to be hidden as a sum of theirs is shown: of all, of a group or of a year."""
    known = _Known()
    for period, figure in by_year:
        known.of_keys.setdefault(frozenset({period}), set()).add(figure)
    troubled = {sheet_id for sheet_id, _, _ in hidden}
    sums: dict[tuple[str, str, frozenset[str]], list[_Count]] = {}
    for one in every:
        if (one.sheet_id, *one.place) not in hidden:
            known.add(one)
        if one.labels and one.sheet_id in troubled:
            for keys in _marginals(one):
                sums.setdefault((one.sheet_id, one.heading, keys), []).append(one)
    for (sheet_id, heading, keys), held in sums.items():
        total = sum((one.figure for one in held), Decimal(0))
        shown = known.of_keys.get(keys, set()) if keys else known.of_all.get(heading, set()) | told
        if len(held) < 2 or total not in shown:
            continue
        cells = {(one.cell.row, one.cell.column): one.place for one in held}
        gone = {place for place, at in cells.items() if (sheet_id, *at) in hidden}
        line = Line(tuple(one.cell for one in held), Cell(0, 0, "", total))
        for cell in needed(line, gone):
            if place := cells.get((cell.row, cell.column)):
                yield sheet_id, place


def _marginals(one: _Count) -> list[frozenset[str]]:
    """The sums that a count is a part of: of all, of each of its labels, of its year, of both."""
    sums = {frozenset[str](), one.labels, *(frozenset({key}) for key in one.keys)}
    sums |= {frozenset({label}) | one.periods for label in one.labels}
    return sorted(sums - {one.keys}, key=sorted)


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
