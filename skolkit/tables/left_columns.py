"""Columns of a table that no field took, to what is told of them: what they hold, and how grave.

A column that is known and left alone, or that holds nothing but texts, is worth a note. One that
may hold what the table lacks (amounts, dates, numbers) makes the recognition unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from skolkit.model import Cell, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.fingerprints import Rows
from skolkit.tables.headings import is_known_heading, known_spelling
from skolkit.tables.matches import Heading, Matched
from skolkit.tables.profile import Profile
from skolkit.tables.telling import fits_type
from skolkit.tables.text import is_missing_mark, join_lines, total_label

FIGURES, DATES, CODES, TEXTS, NOTHING = "figures", "dates", "codes", "texts", "nothing"
_MOSTLY = 0.5  # share of a column's cells that tells what it holds
# The types of fields that a column may be meant for, by what it holds. Accounts are figures too.
_MAY_BE = {
    FIGURES: frozenset({"money", "price", "number", "integer", "id"}),
    DATES: frozenset({"date", "moment", "time"}),
    CODES: frozenset({"id"}),
}
_WORDED = frozenset({"text", "word", "addresses"})
_TIMED = frozenset({"date", "moment"})


@dataclass(frozen=True, slots=True)
class LeftColumn:
    """A column that was given to no field."""

    column: int
    heading: str  # if a profile knows it, else ""
    has_heading: bool
    holds: str
    is_grave: bool  # it may be what the table lacks

    @property
    def told(self) -> str:
        """The column in words; a heading that is not known is not repeated."""
        letters = column_letters(self.column)
        if self.heading:
            return f"{letters} {self.heading} ({self.holds})"
        what = "heading not known" if self.has_heading else "no heading"
        return f"{letters} ({what}, {self.holds})"


def left_columns(
    profile: Profile,
    headings: Sequence[Heading],
    matched: Matched,
    rows: Rows,
    body: Iterable[int],
    words: frozenset[str],
) -> tuple[LeftColumn, ...]:
    """The columns of a table that no field took, left to right.

    Args:
        profile: the kind of table.
        headings: of the table.
        matched: its columns.
        rows: the table's own cells by row and column.
        body: the rows below the headings.
        words: all headings that any profile knows, folded.

    Returns:
        Every column with values: rows with one cell alone, marks for nothing and labels of sums are
        none. And every one whose heading is not known, since what stood there may be lost.
    """
    lines = [rows[row] for row in body if len(rows[row]) > 1]
    used = {match.column for match in matched.used}
    headed = {heading.column: heading for heading in headings}
    values: dict[int, list[Cell]] = {}
    for cells in lines:
        for column, cell in cells.items():
            if not is_missing_mark(cell.raw) and total_label(cell.raw) is None:
                values.setdefault(column, []).append(cell)
    named = dict(matched.known)
    left = []
    for column in sorted({*headed, *values} - used):
        held = _held(values.get(column, ()))
        heading = headed.get(column)
        if heading is None:
            inside = min(headed) < column < max(headed)
            half = 2 * len(values[column]) >= len(lines)
            grave = inside or half or held != TEXTS
        else:
            grave = _may_be_lacking(profile, matched, named.get(column, ""), held)
        known = _spelling(profile, heading, words) if heading is not None else ""
        if not known or held != NOTHING:
            left.append(LeftColumn(column, known, heading is not None, held, grave))
    return tuple(left)


def _spelling(profile: Profile, heading: Heading, words: frozenset[str]) -> str:
    """A heading that this or another profile knows; "" for any other."""
    own = known_spelling(profile, heading)
    text = join_lines(heading.texts[-1])
    return own or (text if is_known_heading(text, words) else "")


def _held(cells: Sequence[Cell]) -> str:
    if not cells:
        return NOTHING
    for held, kind in ((DATES, "date"), (FIGURES, "number")):
        if sum(fits_type(kind, cell) for cell in cells) > _MOSTLY * len(cells):
            return held
    codes = sum(_is_code(cell.raw.strip()) for cell in cells)
    return CODES if codes > _MOSTLY * len(cells) else TEXTS


def _is_code(text: str) -> bool:
    return " " not in text and any(sign.isdigit() for sign in text)


def _may_be_lacking(profile: Profile, matched: Matched, named: str, held: str) -> bool:
    """Whether a column may be what the table lacks.

    Args:
        profile: the kind of table.
        matched: the columns that were taken.
        named: the field that its heading speaks of; "" if that is not known.
        held: what is in it.
    """
    free = [each for each in profile.used if each.per_period or each.name not in matched.present]
    if named:
        field = profile.field(named)
        if not field.use:
            return False  # known to be something else
        # "Datum" beside the date of the invoice: another column went before it.
        alike = {each.type for each in free} & ({field.type} if field.is_money else _TIMED)
        fits = held == (FIGURES if field.is_money else DATES)
        return fits and bool(alike) and field.type in {"money", *_TIMED}
    if held == TEXTS:
        return _lacks_text(profile, matched.present)
    return any(each.type in _MAY_BE.get(held, ()) for each in free)


def _lacks_text(profile: Profile, present: frozenset[str]) -> bool:
    """Whether another layout of the table needs a text that is not there: who was paid, say."""
    groups = (group for layout in profile.layouts for group in layout.required)
    return any(
        not present.intersection(group)
        and all(profile.field(name).type in _WORDED for name in group)
        for group in groups
    )


def grave_reason(left: Iterable[LeftColumn]) -> list[str]:
    """What makes the recognition unsure, in one sentence; nothing if all can be left."""
    told = ", ".join(each.told for each in left if each.is_grave)
    return [f"columns were not taken that may be what the table lacks: {told}"] if told else []


def left_note(sheet: Sheet, left: Mapping[str, Iterable[LeftColumn]]) -> tuple[Problem, ...]:
    """One note of a sheet on the columns that were left, by the name of the table."""
    parts = []
    for table, columns in left.items():
        told = ", ".join(dict.fromkeys(each.told for each in columns if not each.is_grave))
        if told:
            parts.append(f"{table}: {told}")
    if not parts:
        return ()
    page = sheet.pages[0] if sheet.pages else None
    detail = "; ".join(parts)
    return (Problem("N_COLUMNS_LEFT", sheet.document_name, page, sheet.name, detail=detail),)
