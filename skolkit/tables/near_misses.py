"""Sheets that fit no table to what they nearly are, so that none is left without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from skolkit.model import Cell, Doubt, column_letters
from skolkit.tables.candidates import LEAST_FIELDS, LED_ROWS, Candidate, is_figure, is_heading_row
from skolkit.tables.fingerprints import Rows, headings_of
from skolkit.tables.headings import is_amount
from skolkit.tables.matches import BARE_PERIOD
from skolkit.tables.profile import Profile
from skolkit.tables.values import HEADER_ROWS

NEAR_SHARE = 0.5  # share of known headings at which a table that lacks a column is told of
_MONEY_WORD = re.compile(
    r"kostnad|utgift|budget|anslag|utfall|\bkonto|\bcosts?\b|expenditure|spend|account",
    re.IGNORECASE,
)


def near_misses(rows: Rows, candidates: Sequence[Candidate]) -> Iterable[tuple[str, str]]:
    """Name the nearest table that lacks a required column, or two if it has many others.

    Args:
        rows: the sheet's cells.
        candidates: the tables that its rows may head.

    Returns:
        At most one table, and what is to be told of it.
    """
    near = [
        each
        for each in candidates
        if 1 <= len(each.missing) <= (2 if each.matched.whole > LEAST_FIELDS else 1)
        and each.matched.known_share >= NEAR_SHARE
        and (each.measure or not _is_bare(each) or _is_about_money(rows, each))
        and (not _lacks_amount(each) or _has_other_figures(rows, each))
    ]
    if near:
        nearest = max(near, key=lambda each: each.matched.weight)
        wanted = " and for ".join(" or ".join(group) for group in nearest.missing)
        yield nearest.profile.table, f"no column for {wanted}; no rows were taken"


def missed(rows: Rows, profiles: Iterable[Profile]) -> Iterable[str]:
    """Tell of a sheet that fits no table though a column of it holds amounts or mail addresses.

    Args:
        rows: the sheet's cells.
        profiles: the kinds of tables; a heading of an amount in any of them counts, and so does a
            unit of money.
    """
    carried = [profile for profile in profiles if profile.carried]
    heads = [row for row in sorted(rows) if row <= HEADER_ROWS and may_be_heads(rows[row])]
    for row in heads:
        below = [rows[each] for each in sorted(rows) if each > row][:LED_ROWS]
        for heading in headings_of(rows, row, row):
            cells = [cells[heading.column] for cells in below if heading.column in cells]
            told = column_letters(heading.column)
            if _mostly(cells, is_figure) and is_amount(heading, carried):
                yield f"column {told} may hold amounts; no rows were taken"
                return
            if _mostly(cells, lambda cell: "@" in cell.raw):
                yield f"column {told} may hold mail addresses; no rows were taken"
                return


def may_be_heads(row: Mapping[int, Cell]) -> bool:
    """Whether a row has enough texts, and few enough figures, to head a table."""
    return len(row) >= LEAST_FIELDS and is_heading_row(row)


def _mostly(cells: Sequence[Cell], is_so: Callable[[Cell], bool]) -> bool:
    return len(cells) > 1 and 2 * sum(is_so(cell) for cell in cells) > len(cells)


def _is_bare(candidate: Candidate) -> bool:
    """Whether amounts of a budget stand under bare periods."""
    return candidate.profile.tells_measures and BARE_PERIOD in candidate.matched.present


def _lacks_amount(candidate: Candidate) -> bool:
    """Whether a table lacks an amount, and not only what its amounts are."""
    if _is_bare(candidate):
        return False
    field = candidate.profile.field
    return any(all(field(name).is_money for name in group) for group in candidate.missing)


def _has_other_figures(rows: Rows, candidate: Candidate) -> bool:
    """Whether a column that is not known by its heading holds figures: the amount may be there."""
    known = {match.column for match in candidate.matched.used}
    figures = Counter(
        column
        for row in sorted(rows)[:LED_ROWS]
        if row > candidate.last
        for column, cell in rows[row].items()
        if isinstance(cell.value, Decimal) or cell.doubt is Doubt.AMBIGUOUS_NUMBER
    )
    return any(column not in known for column in figures)


def _is_about_money(rows: Rows, candidate: Candidate) -> bool:
    """Whether amounts under bare periods are in kronor: else they may count anything."""
    if any(match.unit == "SEK" for match in candidate.matched.used):
        return True
    above = (rows[row].values() for row in rows if row <= candidate.last)
    return any(_MONEY_WORD.search(cell.raw) for cells in above for cell in cells)
