"""Columns whose headings nobody knows, to the fields that what they hold can alone be.

A table that is known by its other headings may lack a date, and have one column of dates whose
heading is not known: nothing else can be meant. Figures that are a difference, a share of VAT or a
product show what they are too. Every column that is taken so is told of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from skolkit.model import Cell, column_letters
from skolkit.tables.company_names import company_name
from skolkit.tables.fingerprints import Rows
from skolkit.tables.heading_units import split_unit, stated_unit
from skolkit.tables.matches import HELD, SURE, ColumnMatch, Heading, Matched
from skolkit.tables.profile import Profile
from skolkit.tables.telling import fits_type, is_words
from skolkit.tables.text import fold, is_missing_mark, join_lines, total_label

LEAST_KNOWN = 3  # columns that are surely known
LEAST_OF_EVENTS = 4  # the same of a table without amounts and addresses: many lists have dates
LEAST_SHARE = 0.5  # of the headings that the profile knows
LEAST_ROWS = 2  # cells that show what a column holds
MOSTLY = 0.8  # share of them that must
LEAST_WORDS = 3  # a cell, on average, of a text that tells what happened
ROUNDING = Decimal("0.50")
_VAT = (Decimal("0.25"), Decimal("0.12"), Decimal("0.06"))  # mervärdesskattelagen 9 kap.
_NUMBER = re.compile(r"[0-9]{2}[2-9][0-9]{3}-[0-9]{4}")  # organisationsnummer
_CLOCK = re.compile(r"[0-9][:.][0-9]{2}")
_MONEY = re.compile(r"[0-9],[0-9]{2}$|\.[0-9]{2}$|[0-9][  ][0-9]{3}|\bkr\b", re.IGNORECASE)
_CODED = ("direction", "kind", "category", "currency")  # words that say what they are of
_DATES = ("date", "moment")
_TEXTS = ("text",)

_Column = Sequence[Cell]


def with_evidence(
    profile: Profile, headings: Sequence[Heading], matched: Matched, rows: Rows, body: Sequence[int]
) -> Matched:
    """The columns of a table, with those that what they hold alone tells.

    Args:
        profile: the kind of table.
        headings: of the table.
        matched: the columns that their headings tell.
        rows: the sheet's cells.
        body: the rows below the headings.
    """
    if not _is_known(profile, matched):
        return matched
    lines = [rows[row] for row in body if len(rows[row]) > 1 and not _is_sum(rows[row])]
    named = {column for column, _ in matched.known}
    unknown = {
        heading.column: cells
        for heading in headings
        if heading.column not in named
        and len(cells := _filled(lines, heading.column)) >= LEAST_ROWS
    }
    if not unknown:
        return matched
    found: dict[str, int] = {}
    for field, column in _told(profile, headings, matched, lines, unknown):
        if field not in found and column not in found.values():
            found[field] = column
    if not found:
        return matched
    used = [*matched.used]
    reasons = [*matched.reasons]
    for field, column in found.items():
        text = next(heading.texts[-1] for heading in headings if heading.column == column)
        unit, factor = _unit(text)
        money = profile.field(field).is_money and unit == "SEK"
        used.append(
            ColumnMatch(field, column, HELD, unit if money else "", factor if money else Decimal(1))
        )
        letters = column_letters(column)
        reasons.append(f"column {letters} was taken for {field} by what it holds")
    used.sort(key=lambda each: each.column)
    known = (*matched.known, *((column, field) for field, column in found.items()))
    return replace(matched, used=tuple(used), known=known, reasons=tuple(reasons))


def _is_known(profile: Profile, matched: Matched) -> bool:
    """Whether a table is known well enough for its other columns to be judged."""
    sure = sum(each.score >= SURE for each in matched.used)
    types = {profile.field(each.field).type for each in matched.used}
    least = LEAST_KNOWN if types & {"money", "addresses"} else LEAST_OF_EVENTS
    return sure >= least and matched.known_share >= LEAST_SHARE


def _is_sum(cells: Mapping[int, Cell]) -> bool:
    return any(total_label(join_lines(cell.raw)) is not None for cell in cells.values())


def _unit(heading: str) -> tuple[str, Decimal]:
    """The unit that a heading is or prints."""
    alone = stated_unit(heading)
    return alone if alone is not None else split_unit(heading)[1:]


def _filled(lines: Iterable[Mapping[int, Cell]], column: int) -> list[Cell]:
    cells = (cells[column] for cells in lines if column in cells)
    return [cell for cell in cells if not is_missing_mark(cell.raw)]


def _told(
    profile: Profile,
    headings: Sequence[Heading],
    matched: Matched,
    lines: Sequence[Mapping[int, Cell]],
    unknown: Mapping[int, _Column],
) -> Iterator[tuple[str, int]]:
    """Fields and the columns that can alone be meant, the surest first."""
    free = {each.name for each in profile.used} - matched.present
    yield from _reckoned(profile, free, matched, lines, unknown)
    for field in _CODED:
        if field in free:
            yield from _only(field, unknown, partial(_are_words, profile, field))
    if "organisationsnummer" in free:
        yield from _only(
            "organisationsnummer", unknown, lambda column: _mostly(column, _is_org_number)
        )
    if "supplier" in free:
        yield from _only("supplier", unknown, are_firms)
    lacking = _lacking(profile, matched)
    for group in lacking:
        kinds = {profile.field(name).type for name in group}
        if kinds <= set(_DATES):
            yield from _only(_date(group, unknown), unknown, _are_dates)
        elif kinds == {"addresses"}:
            yield from _only(group[0], unknown, lambda column: _mostly(column, _is_address))
        elif kinds <= {"money"} and not profile.tells_measures:
            units = frozenset(each.column for each in headings if _unit(each.texts[-1])[0] == "SEK")
            used = {each.column for each in matched.used}
            left = {each.column: _filled(lines, each.column) for each in headings}
            left = {column: cells for column, cells in left.items() if cells and column not in used}
            for field, column in _only(group[0], left, partial(_are_amounts, units)):
                if column in unknown:  # and no column that is known to be another amount
                    yield field, column
        elif kinds <= set(_TEXTS):
            field = _language(group, unknown)
            yield from _only(field, unknown, _are_sentences)


def _lacking(profile: Profile, matched: Matched) -> Sequence[tuple[str, ...]]:
    """The groups of fields that a table lacks, of the layout that lacks one alone."""
    layouts = [layout for layout in profile.layouts if not layout.lacks]
    missing = [layout.missing(matched.present, matched.weak) for layout in layouts]
    return min(missing, key=len) if missing and min(map(len, missing)) == 1 else ()


def _only(
    field: str, unknown: Mapping[int, _Column], is_so: Callable[[_Column], bool]
) -> Iterator[tuple[str, int]]:
    """The column that is so, if it is the only one."""
    columns = [column for column, cells in unknown.items() if is_so(cells)]
    if len(columns) == 1:
        yield field, columns[0]


def _mostly(column: _Column, is_so: Callable[[Cell], bool]) -> bool:
    return sum(map(is_so, column)) >= MOSTLY * len(column)


def _are_dates(column: _Column) -> bool:
    return _mostly(column, lambda cell: fits_type("date", cell))


def _date(group: Sequence[str], unknown: Mapping[int, _Column]) -> str:
    """The field of a date: a moment if the column holds times of day."""
    dated = next((cells for cells in unknown.values() if _are_dates(cells)), ())
    timed = bool(dated) and _mostly(dated, lambda cell: bool(_CLOCK.search(cell.raw)))
    return "sent" if "sent" in group and timed else group[0]


def _is_org_number(cell: Cell) -> bool:
    return _NUMBER.fullmatch(cell.raw.strip()) is not None


def _is_address(cell: Cell) -> bool:
    return "@" in cell.raw


def _are_words(profile: Profile, field: str, column: _Column) -> bool:
    """Whether a column holds two words or more of a field's list, and hardly any other."""
    words = dict(profile.vocabulary(field).meanings)
    told = {fold(cell.raw) for cell in column}
    return len(told) > 1 and sum(word in words for word in told) >= MOSTLY * len(told)


def are_firms(column: Sequence[Cell]) -> bool:
    """Whether most cells of a column are names with a legal form: AB, HB, Ltd."""
    firms = sum(bool(company_name(join_lines(cell.raw)).form) for cell in column)
    return 2 * firms > len(column) and _mostly(column, is_words)


def _are_amounts(units: frozenset[int], column: _Column) -> bool:
    """Whether a column holds figures, and they or its heading show that these are of money."""
    if not _mostly(column, lambda cell: isinstance(cell.value, Decimal)):
        return False
    return column[0].column in units or 2 * sum(
        bool(_MONEY.search(cell.raw.strip())) for cell in column
    ) > len(column)


def _are_sentences(column: _Column) -> bool:
    words = sum(len(join_lines(cell.raw).split()) for cell in column)
    return words >= LEAST_WORDS * len(column) and _mostly(column, is_words)


def _language(group: Sequence[str], unknown: Mapping[int, _Column]) -> str:
    """The field of a text, by its language where there is one for each."""
    text = " ".join(cell.raw for cells in unknown.values() for cell in cells).casefold()
    swedish = any(sign in text for sign in "åäö")
    ending = "_sv" if swedish else "_en"
    return next((name for name in group if name.endswith(ending)), group[0])


def _reckoned(
    profile: Profile,
    free: set[str],
    matched: Matched,
    lines: Sequence[Mapping[int, Cell]],
    unknown: Mapping[int, _Column],
) -> Iterator[tuple[str, int]]:
    """Columns of figures that others give: a deviation, VAT, or an amount with or without it."""
    place = {each.field: each.column for each in matched.used if each.period is None}

    def holds(is_so: Callable[..., bool], *fields: str) -> Callable[[_Column], bool]:
        def judged(column: _Column) -> bool:
            if not all(name in place for name in fields):
                return False
            figures = [[_figure(cells.get(place[name])) for name in fields] for cells in lines]
            own = [_figure(cells.get(column[0].column)) for cells in lines]
            told = [
                is_so(value, *others)
                for value, others in zip(own, figures, strict=True)
                if value and all(other is not None for other in others)
            ]
            return len(told) >= LEAST_ROWS and sum(told) >= MOSTLY * len(told)

        return judged

    if profile.tells_measures and "deviation" in free:
        for pair in (("budget", "outcome"), ("budget", "forecast")):
            yield from _only("deviation", unknown, holds(_is_difference, *pair))
    if {"net", "vat", "gross"} <= {each.name for each in profile.used}:
        if "vat" in free:
            yield from _only("vat", unknown, holds(_is_vat, "net"))
        if "gross" in free:
            yield from _only("gross", unknown, holds(_is_with_vat, "net"))
        if "net" in free:
            yield from _only("net", unknown, holds(_is_without_vat, "gross"))
            yield from _only("net", unknown, holds(_is_product, "hours", "rate"))


def _figure(cell: Cell | None) -> Decimal | None:
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else None


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= ROUNDING


def _is_difference(value: Decimal, one: Decimal, other: Decimal) -> bool:
    return _near(abs(value), abs(one - other))


def _is_vat(value: Decimal, net: Decimal) -> bool:
    return any(_near(value, net * rate) for rate in _VAT)


def _is_with_vat(value: Decimal, net: Decimal) -> bool:
    return any(_near(value, net * (1 + rate)) for rate in _VAT)


def _is_without_vat(value: Decimal, gross: Decimal) -> bool:
    return any(_near(value * (1 + rate), gross) for rate in _VAT)


def _is_product(value: Decimal, hours: Decimal, rate: Decimal) -> bool:
    return _near(value, hours * rate)
