"""Sheets to the tables on them: which profile fits, where its headings stand, which rows follow.

A recognition that is only partial is told of as ``W_UNSURE_TABLE``; a sheet that fits no profile
stays in the sheets and cells alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from skolkit.model import Cell, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.headings import SURE, UNIT_UNCLEAR, Heading, Matched, match_headings, split_unit
from skolkit.tables.numbers import parse_unit
from skolkit.tables.profile import Layout, Profile, shipped_profiles
from skolkit.tables.text import fold, join_lines
from skolkit.tables.values import HEADER_ROWS

HEADING_DEPTH = 3  # a heading may take up to three rows
LEAST_FIELDS = 3
KNOWN_SHARE = 0.4  # least share of known headings in a row of headings
NEAR_SHARE = 0.6  # share of known headings at which a table that lacks a column is told of
# "Alla belopp i tkr", "i miljoner kronor"; an amount in a title ("300 mkr") is no such statement.
_MONEY_UNIT = re.compile(
    r"\b(?:i|enhet:?|anges i)\s+(tkr|kkr|mkr|mnkr|msek|ksek|tusental|miljoner)\b", re.IGNORECASE
)
_NET = re.compile(r"\b(?:ex\w*|utan|netto\w*|net)\b", re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(r".*\d\s*$", re.DOTALL)
_YEAR_BEFORE = re.compile(r"(?:.*\D)?(?:19|20)\d\d\s*$", re.DOTALL)

Rows = Mapping[int, Mapping[int, Cell]]
WHOLE_WIDTH = (1, 1_000_000)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet: which it is, its headings, its columns and its rows."""

    profile: Profile
    layout: str
    first_heading: int  # row
    last_heading: int
    columns: Matched
    rows: tuple[int, ...]  # below the headings, repeated headings left out
    span: tuple[int, int] = WHOLE_WIDTH  # first and last column, of tables that stand side by side

    @property
    def is_beside(self) -> bool:
        """Whether the table stands to the right of another one with the same headings."""
        return self.span[0] > 1

    def within(self, rows: Rows) -> dict[int, dict[int, Cell]]:
        """The table's own cells by row and column."""
        first, last = self.span
        return {
            row: {column: cell for column, cell in cells.items() if first <= column <= last}
            for row, cells in rows.items()
        }

    def column_of(self, field: str) -> int | None:
        """The sheet column of a field."""
        return next((m.column for m in self.columns.used if m.field == field), None)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The tables of a sheet and what was unsure about them."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    profile: Profile
    layout: Layout
    first: int
    last: int
    matched: Matched
    missing: tuple[tuple[str, ...], ...]


def rows_of(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    """The sheet's cells by row and column; cells without text are left out."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sorted(sheet.cells, key=lambda each: (each.row, each.column)):
        if cell.raw.strip():
            rows.setdefault(cell.row, {})[cell.column] = cell
    return rows


def _heading_texts(row: Mapping[int, Cell], spread: bool) -> dict[int, str]:
    """Texts of a heading row by column; those of merged cells spread over their columns."""
    texts: dict[int, str] = {}
    for column, cell in row.items():
        for each in range(column, column + (cell.column_span if spread else 1)):
            texts.setdefault(each, join_lines(cell.raw))
    return texts


def _headings(rows: Rows, first: int, last: int) -> list[Heading]:
    """Headings of one or several rows; of several, the joined text and the lowest are tried."""
    levels = [_heading_texts(rows.get(row, {}), row < last) for row in range(first, last + 1)]
    headings = []
    for column in sorted({column for level in levels for column in level}):
        parts = [level[column] for level in levels if column in level]
        texts = (" ".join(parts), parts[-1]) if len(parts) > 1 else (parts[0],)
        headings.append(Heading(column, texts))
    return headings


def _is_heading_row(row: Mapping[int, Cell]) -> bool:
    """Whether a row can be part of a heading: few of its cells are figures or dates."""
    figures = sum(isinstance(cell.value, Decimal | date) for cell in row.values())
    return len(row) > 0 and figures <= len(row) // 3


def _candidates(
    rows: Rows, profiles: Iterable[Profile], starts: Iterable[int], depth: int
) -> list[_Candidate]:
    found = []
    for first in starts:
        for last in range(first, min(first + depth, max(HEADER_ROWS, first) + 1)):
            if any(not _is_heading_row(rows.get(row, {})) for row in range(first, last + 1)):
                break
            headings = _headings(rows, first, last)
            if len(headings) < LEAST_FIELDS:
                continue
            for profile in profiles:
                matched = match_headings(profile, headings)
                if len(matched.used) < LEAST_FIELDS:
                    continue
                # The layout that lacks least; the profile's order decides among equals.
                layout = min(profile.layouts, key=lambda each: len(each.missing(matched.present)))
                missing = layout.missing(matched.present)
                found.append(_Candidate(profile, layout, first, last, matched, missing))
    return found


def _best(candidates: Iterable[_Candidate]) -> _Candidate | None:
    """The complete candidate with the most fields; fewer and earlier rows decide among equals."""
    complete = [
        each for each in candidates if not each.missing and each.matched.known_share >= KNOWN_SHARE
    ]
    if not complete:
        return None
    return min(
        complete, key=lambda each: (-each.matched.weight, each.last - each.first, each.first)
    )


def _topmost(candidates: Sequence[_Candidate], rows: Rows) -> list[_Candidate]:
    """The candidates for the first table of a sheet: no row of figures lies between their tops."""
    complete = [each for each in candidates if _best([each]) is not None]
    if not complete:
        return []
    top = min(each.first for each in complete)
    return [
        each
        for each in complete
        if each.first < top + HEADING_DEPTH
        and all(_is_heading_row(rows.get(row, {})) for row in range(top, each.first))
    ]


def _reasons(best: _Candidate, candidates: Sequence[_Candidate]) -> list[str]:
    """Why the recognition is not sure, in places and field names."""
    reasons = list(best.matched.reasons)
    required = {name for group in best.layout.required for name in group}
    weak = [m.field for m in best.matched.used if m.field in required and m.score < SURE]
    if weak:
        reasons.append(f"headings not clearly read: {', '.join(weak)}")
    others = [each for each in candidates if each.profile.table != best.profile.table]
    rival = _best(others)
    if rival is not None and rival.matched.weight >= best.matched.weight - 1:
        reasons.append(f"fits the table {rival.profile.table} nearly as well")
    return reasons


def _with_sheet_unit(matched: Matched, rows: Rows, first: int) -> tuple[Matched, list[str]]:
    """Apply a unit that is told once above the headings ("Belopp i tkr") to money without one."""
    units: set[tuple[str, Decimal]] = set()
    for row in range(1, first):
        for cell in rows.get(row, {}).values():
            text = join_lines(cell.raw)
            rest, unit, factor = split_unit(text)
            is_amount = _AMOUNT_BEFORE.match(rest) and not _YEAR_BEFORE.match(rest)
            if unit == "SEK" and factor > 1 and not is_amount:
                units.add((unit, factor))
            elif spoken := _MONEY_UNIT.search(text):
                word = "tkr" if spoken[1].casefold() == "tusental" else spoken[1]
                units.add(parse_unit(word) or (UNIT_UNCLEAR, Decimal(1)))
    if not units:
        return matched, []
    unit, factor = units.pop() if len(units) == 1 else (UNIT_UNCLEAR, Decimal(1))
    used = tuple(
        replace(match, unit=unit, factor=factor)
        if match.field == "amount" and not match.unit
        else match
        for match in matched.used
    )
    if used == matched.used:
        return matched, []
    return replace(matched, used=used), ["the unit of the amounts stands above the headings"]


def _repeats(row: Mapping[int, Cell], headings: Sequence[Mapping[int, str]]) -> bool:
    """Whether a row repeats a row of headings, single misread letters allowed."""
    for level in headings:
        hits = sum(
            fuzz.ratio(fold(cell.raw), level[column]) >= 85
            for column, cell in row.items()
            if column in level
        )
        if hits >= 2 and hits >= 0.6 * len(row):
            return True
    return False


def _may_head(row: Mapping[int, Cell], words: frozenset[str]) -> bool:
    """Whether a row far down may head another table: most of its texts are known headings."""
    hits = sum(fold(split_unit(cell.raw)[0]) in words for cell in row.values())
    return hits >= LEAST_FIELDS and hits >= NEAR_SHARE * len(row)


def recognise(sheet: Sheet, profiles: Sequence[Profile] | None = None) -> Recognition:
    """Find the tables of a sheet.

    The first headings must stand within the first 15 rows. A later row of headings of a known
    table begins another one; rows that repeat the headings are left out.

    Args:
        sheet: a typed sheet (``type_cells``).
        profiles: the kinds of tables to look for; the shipped ones by default.

    Returns:
        The tables, top to bottom, and ``W_UNSURE_TABLE`` for each that was recognised in part,
        or that lacks a single required column (that one gives no table).
    """
    profiles = shipped_profiles() if profiles is None else profiles
    rows = rows_of(sheet)
    starts = [row for row in sorted(rows) if row <= HEADER_ROWS]
    candidates = _candidates(rows, profiles, starts, HEADING_DEPTH)
    near_misses = tuple(_near_misses(sheet, candidates))
    candidates = _topmost(candidates, rows)
    best = _best(candidates)
    if best is None:
        return Recognition((), near_misses)
    words = frozenset(word for profile in profiles for word in profile.headings())
    tables: list[Table] = []
    problems: list[Problem] = []
    while best is not None:
        body, following, later = _body(rows, best, profiles, words)
        blocks = _blocks(_headings(rows, best.first, best.last))
        reasons = _reasons(best, candidates) if len(blocks) == 1 else [_beside(len(blocks))]
        reasons.extend(_unheaded(rows, body, blocks))
        for span, headings in blocks:
            matched = match_headings(best.profile, headings)
            matched, unit_reasons = _with_sheet_unit(matched, rows, best.first)
            more = [*unit_reasons, *_vat(matched, headings)]
            reasons.extend(reason for reason in more if reason not in reasons)
            own = tuple(row for row in body if any(span[0] <= c <= span[1] for c in rows[row]))
            tables.append(
                Table(best.profile, best.layout.name, best.first, best.last, matched, own, span)
            )
        if reasons:
            problems.append(_unsure(sheet, best.profile.table, reasons))
        best, candidates = following, later
    return Recognition(tuple(tables), tuple(problems))


def _body(
    rows: Rows, best: _Candidate, profiles: Sequence[Profile], words: frozenset[str]
) -> tuple[list[int], _Candidate | None, list[_Candidate]]:
    """The rows below the headings, and the headings that end them, if another table follows."""
    levels = [
        {column: fold(text) for column, text in _heading_texts(rows.get(row, {}), True).items()}
        for row in range(best.first, best.last + 1)
    ]
    body: list[int] = []
    for row in (row for row in sorted(rows) if row > best.last):
        if _repeats(rows[row], levels):
            continue
        if _may_head(rows[row], words):
            later = _candidates(rows, profiles, [row], 1)
            following = _best(later)
            if following is not None:
                return body, following, later
        body.append(row)
    return body, None, []


def _blocks(headings: Sequence[Heading]) -> list[tuple[tuple[int, int], Sequence[Heading]]]:
    """Part headings that repeat from left to right: the same table twice, side by side."""
    texts = [fold(heading.texts[0]) for heading in headings]
    for width in range(LEAST_FIELDS, len(texts) // 2 + 1):
        count, rest = divmod(len(texts), width)
        if rest or any(
            fuzz.ratio(texts[index], texts[index % width]) < 85 for index in range(len(texts))
        ):
            continue
        starts = [headings[width * block].column for block in range(count)]
        ends = [start - 1 for start in starts[1:]] + [WHOLE_WIDTH[1]]
        return [
            ((1 if block == 0 else starts[block], ends[block]), headings[width * block :][:width])
            for block in range(count)
        ]
    return [(WHOLE_WIDTH, headings)]


def _vat(matched: Matched, headings: Sequence[Heading]) -> Iterable[str]:
    """Tell of amounts beside VAT whose heading does not say whether it is within them."""
    column = next((match.column for match in matched.used if match.field == "amount"), None)
    if column is None or "vat" not in matched.known or "gross" in matched.known:
        return
    texts = [text for heading in headings if heading.column == column for text in heading.texts]
    if not any(_NET.search(text) for text in texts):
        yield "the heading of the amounts does not say whether they include VAT"


def _beside(count: int) -> str:
    return f"the same headings stand {count} times side by side; read one after the other"


def _unheaded(
    rows: Rows,
    body: Iterable[int],
    blocks: Sequence[tuple[tuple[int, int], Sequence[Heading]]],
) -> Iterable[str]:
    """Tell of columns that hold something between the headings and have none."""
    headed = {heading.column for _, headings in blocks for heading in headings}
    found = {column for row in body for column in rows[row]} - headed
    inside = sorted(column for column in found if min(headed) < column < max(headed))
    if inside:
        letters = ", ".join(column_letters(column) for column in inside)
        yield f"columns without a heading were not taken: {letters}"


def _near_misses(sheet: Sheet, candidates: Sequence[_Candidate]) -> Iterable[Problem]:
    """Tell of the nearest table that lacks one required column."""
    near = [
        each
        for each in candidates
        if len(each.missing) == 1 and each.matched.known_share >= NEAR_SHARE
    ]
    if near:
        nearest = max(near, key=lambda each: each.matched.weight)
        wanted = " or ".join(nearest.missing[0])
        yield _unsure(sheet, nearest.profile.table, [f"no column for {wanted}; no rows were taken"])


def _unsure(sheet: Sheet, table: str, reasons: Sequence[str]) -> Problem:
    page = sheet.pages[0] if sheet.pages else None
    detail = f"{table}: {'; '.join(reasons)}"
    return Problem("W_UNSURE_TABLE", sheet.document_name, page, sheet.name, detail=detail)
