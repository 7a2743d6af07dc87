"""Columns of amounts to the period that each is of: bare periods, and sums over the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from skolkit.model import column_letters
from skolkit.tables.heading_units import split_unit
from skolkit.tables.matches import BARE_PERIOD, ColumnMatch, Heading
from skolkit.tables.periods import Period, read_period
from skolkit.tables.text import fold

_LETTER = re.compile(r"[^\W\d_]")
LEAST_PERIODS = 2  # fewer columns of bare periods, or of periods to sum, are none
_OVER_ALL = re.compile(
    r"(?:total\w*|summa\w*|sum|sammanlag\w*|hela|overall|whole)\b", re.IGNORECASE
)
_IN_ALL = re.compile(r"\s(?:total\w*|summa|sum)$", re.IGNORECASE)

OVER_PERIODS = frozenset(
    fold(word)
    for word in (
        "totalt", "total", "summa", "sum", "sammanlagt", "totalsumma", "totalkostnad", "total cost",
        "totals", "grand total", "hela perioden", "whole period", "totalt belopp", "summa kostnad",
        "total kostnad", "kostnad totalt", "summa kostnader", "totala kostnader", "overall",
    )
)  # fmt: skip


def is_period(heading: Heading) -> bool:
    """Whether the lowest row of a heading is nothing but a period."""
    return _is_bare(heading.texts[-1])


def names_period(heading: Heading) -> bool:
    """Whether the lowest row of a heading names a period, beside other words or alone."""
    return read_period(split_unit(heading.texts[-1])[0])[0] is not None


def says_nothing_else(heading: Heading) -> bool:
    """Whether no row of a heading of a period has any other words."""
    return all(_is_bare(text) or not _LETTER.search(text) for text in heading.texts)


def _is_bare(text: str) -> bool:
    period, rest = read_period(split_unit(text)[0])
    return period is not None and not rest


def says_all(words: str) -> bool:
    """Whether a heading without a period says that its amounts are of all.

    ``Total ram``, or ``Utfall Summa`` of two rows of headings.
    """
    return _OVER_ALL.match(words) is not None or _IN_ALL.search(words) is not None


def settled_periods(
    matches: Sequence[ColumnMatch],
) -> tuple[list[ColumnMatch], list[ColumnMatch], list[str]]:
    """Decide which columns of amounts are of a period, which sum up others, and which are none.

    Columns of bare periods are kept if there are two or more; ``Totalt`` beside them sums them. A
    whole year is a period only beside others ("Helårsbudget" beside "Budget jan-aug"). A column of
    nothing but a sum or a longer period ("Summa 2018-2021") is of the only measure beside it.

    Args:
        matches: the columns of a table whose headings may name periods; ``is_sum`` says so far
            only that the heading speaks of all.

    Returns:
        The columns kept and those dropped, and what is unsure.
    """
    if not {each.period for each in matches} - {None, Period()}:
        matches = [
            replace(each, period=None) if each.field != BARE_PERIOD else each for each in matches
        ]
    bare = [each for each in matches if each.field == BARE_PERIOD]
    measured = [each for each in matches if each.field != BARE_PERIOD and each.period is not None]
    dropped: list[ColumnMatch] = []
    if sum(each.period is not None for each in bare) < LEAST_PERIODS:
        summed = [made for each in bare if (made := _summing(each, measured)) is not None]
        columns = {each.column for each in summed}
        dropped = [each for each in bare if each.column not in columns]
        matches = [*(each for each in matches if each.field != BARE_PERIOD), *summed]
    kept = [replace(each, is_sum=_is_sum(each, measured)) for each in matches]
    once, reasons = _of_one_period(kept)
    return once, dropped, reasons


def settled_amounts(matches: Sequence[ColumnMatch]) -> tuple[list[ColumnMatch], list[ColumnMatch]]:
    """Decide of what period each amount is, of a table whose amounts are all of one kind.

    With two or more columns of periods the others are sums over them, if their headings say so, and
    else none of them. Fewer are no columns of periods: ``Helår`` alone is the amount.

    Returns:
        The columns kept and those dropped.
    """
    amounts = [each for each in matches if each.field == BARE_PERIOD]
    parts = {each.period for each in amounts} - {None, Period()}
    if len(parts) < LEAST_PERIODS:
        told = {each.column: each.period if each.period != Period() else None for each in amounts}
        kept = [replace(each, period=told.get(each.column), is_sum=False) for each in matches]
        plain = [each for each in kept if each.field == BARE_PERIOD and each.period is None]
        dropped = (
            [each for each in kept if each.field == BARE_PERIOD and each.period] if plain else []
        )
    else:
        kept = [
            replace(each, is_sum=each.period is None) if each.field == BARE_PERIOD else each
            for each in matches
        ]
        columns = {each.column for each in amounts if each.period is None and not each.is_sum}
        dropped = [each for each in kept if each.column in columns]
    return [each for each in kept if each not in dropped], dropped


def _is_sum(match: ColumnMatch, measured: Sequence[ColumnMatch]) -> bool:
    if match.period is not None:
        return False
    if match.field == BARE_PERIOD:
        return True
    own = {each.period for each in measured if each.field == match.field}
    return match.is_sum and len(own) >= LEAST_PERIODS


def _summing(match: ColumnMatch, measured: Sequence[ColumnMatch]) -> ColumnMatch | None:
    """A column without words of its own as the sum of the only measure beside it, if it is one."""
    fields = {each.field for each in measured}
    periods = {each.period for each in measured if each.period is not None}
    if len(fields) != 1 or len(periods) < LEAST_PERIODS:
        return None
    if match.period is not None and not all(match.period.holds(each) for each in periods):
        return None
    return replace(match, field=fields.pop(), is_sum=match.period is None)


def _of_one_period(matches: Sequence[ColumnMatch]) -> tuple[list[ColumnMatch], list[str]]:
    """Keep the first of several columns of one field and period, and tell of the others."""
    kept: dict[tuple[str, Period | None, bool], ColumnMatch] = {}
    reasons = []
    for match in sorted(matches, key=lambda each: each.column):
        first = kept.setdefault((match.field, match.period, match.is_sum), match)
        if first is not match:
            both = f"{column_letters(first.column)} and {column_letters(match.column)}"
            reasons.append(f"columns {both} both read as {match.field}")
    return list(kept.values()), reasons
