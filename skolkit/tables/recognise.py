"""Sheets to the tables on them: which profile fits, where its headings stand, which rows follow.

A person's mapping always wins. Without one, a recognition that is only partial is told of as
``W_UNSURE_TABLE``; a sheet that fits no profile stays in the sheets and cells alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from skolkit.model import Cell, Doubt, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.fingerprints import HEADING_DEPTH, Rows, heading_texts, headings_of, rows_of
from skolkit.tables.headings import (
    BARE_PERIOD,
    LED,
    SURE,
    ColumnMatch,
    Heading,
    Matched,
    heading_words,
    is_known_heading,
    match_headings,
    split_unit,
)
from skolkit.tables.mappings import NONE, SheetMapping
from skolkit.tables.profile import Layout, Profile, shipped_profiles
from skolkit.tables.telling import contents_reasons, measure_told, sheet_unit, vat_reason
from skolkit.tables.text import fold
from skolkit.tables.values import HEADER_ROWS

__all__ = ["Recognition", "Rows", "Table", "recognise", "rows_of"]

LEAST_FIELDS = 3
LED_ROWS = 50  # that are looked at for a column known by its place
KNOWN_SHARE = 0.4  # least share of known headings in a row of headings
NEAR_SHARE = 0.6  # share of known headings at which a table that lacks a column is told of
WHOLE_WIDTH = (1, 1_000_000)
MAPPED = "mapped"  # the layout of a table that a person mapped


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
    measure: str = ""  # what the amounts under bare periods are: budget, outcome or forecast

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
    mappings: tuple[int, ...] = ()  # numbers of the mappings that were applied


@dataclass(frozen=True, slots=True)
class _Candidate:
    profile: Profile
    layout: Layout
    first: int
    last: int
    matched: Matched
    missing: tuple[tuple[str, ...], ...]
    measure: str = ""


def _is_heading_row(row: Mapping[int, Cell]) -> bool:
    """Whether a row can be part of a heading: few of its cells are figures or dates."""
    figures = sum(_is_figure(cell) for cell in row.values())
    return len(row) > 0 and figures <= len(row) // 3


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal | date) and not _is_year(cell)


def _is_title(row: Mapping[int, Cell], first: int, last: int) -> bool:
    """Whether a row above others is no part of their heading: one text, at the left or over all.

    Args:
        row: its cells.
        first: the first column of the row below.
        last: the last column of it.
    """
    if len(row) != 1:
        return False
    (column, cell), *_ = row.items()
    if column <= first and cell.column_span == 1:
        return True
    return column <= first and column + cell.column_span > last


def _is_year(cell: Cell) -> bool:
    text = cell.raw.strip()
    return len(text) == 4 and text.isascii() and text.isdigit() and text[:2] in {"19", "20"}


def _candidates(
    sheet: Sheet, rows: Rows, profiles: Iterable[Profile], starts: Iterable[int], depth: int
) -> list[_Candidate]:
    found = []
    for first in starts:
        for last in range(first, min(first + depth, max(HEADER_ROWS, first) + 1)):
            if not _is_heading_row(rows.get(last, {})):
                break
            if last > first and any(_is_figure(cell) for cell in rows[last].values()):
                break  # one row of headings may hold a date, the lower ones of several hold none
            below = rows[last]
            if first < last and _is_title(rows[first], min(below), max(below)):
                continue
            headings = headings_of(rows, first, last)
            if len(headings) < LEAST_FIELDS:
                continue
            for profile in profiles:
                matched = _matched(profile, headings, rows, last)
                if matched.whole >= LEAST_FIELDS:
                    found.append(_candidate(sheet, rows, profile, matched, (first, last)))
    return found


def _matched(profile: Profile, headings: Sequence[Heading], rows: Rows, last: int) -> Matched:
    """The columns by their headings, and the column that leads the rows by its place."""
    matched = match_headings(profile, headings)
    leading = profile.named(leads=True)
    if not leading or not matched.used:
        return matched
    named = {name for layout in profile.layouts for group in layout.required for name in group}
    lines = {name for name in named if not profile.field(name).is_money}
    if lines & matched.present:
        return matched
    body = [row for row in sorted(rows) if row > last][:LED_ROWS]
    first = min((column for row in body for column in rows[row]), default=0)
    cells = [rows[row][first] for row in body if first in rows[row]]
    texts = sum(isinstance(cell.value, str) for cell in cells)
    if not first or first >= matched.used[0].column or texts * 2 <= len(cells):
        return matched
    used = (ColumnMatch(leading[0], first, LED), *matched.used)
    reason = f"column {column_letters(first)} was taken for {leading[0]} by its place"
    known = (*matched.known, leading[0])
    return replace(matched, used=used, known=known, reasons=(*matched.reasons, reason))


def _candidate(
    sheet: Sheet, rows: Rows, profile: Profile, matched: Matched, at: tuple[int, int]
) -> _Candidate:
    # The layout that lacks least; the profile's order decides among equals.
    layout = min(profile.layouts, key=lambda each: len(each.missing(matched.present)))
    missing = layout.missing(matched.present)
    measure = ""
    if profile.has_periods and BARE_PERIOD in matched.present:
        measure, reason = measure_told(sheet, rows, at[0], profile)
        if not measure and not missing:
            missing = (profile.named(per_period=True, use=True),)
        if reason:
            matched = replace(matched, reasons=(*matched.reasons, reason))
    return _Candidate(profile, layout, *at, matched, missing, measure)


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
    hits = sum(is_known_heading(cell.raw, words) for cell in row.values())
    return hits >= LEAST_FIELDS and hits >= NEAR_SHARE * len(row)


def recognise(
    sheet: Sheet,
    profiles: Sequence[Profile] | None = None,
    mappings: Sequence[SheetMapping] = (),
) -> Recognition:
    """Find the tables of a sheet.

    The first headings must stand within the first 15 rows. A later row of headings of a known
    table begins another one; rows that repeat the headings are left out.

    Args:
        sheet: a typed sheet (``type_cells``).
        profiles: the kinds of tables to look for; the shipped ones by default.
        mappings: what persons decided about sheets; one that fits this sheet takes the place of
            all recognition.

    Returns:
        The tables, top to bottom, and ``W_UNSURE_TABLE`` for each that was recognised in part,
        or that lacks a single required column (that one gives no table).
    """
    profiles = shipped_profiles() if profiles is None else profiles
    rows = rows_of(sheet)
    decided = _mapped(sheet, rows, profiles, mappings)
    if decided is not None:
        return decided
    starts = [row for row in sorted(rows) if row <= HEADER_ROWS]
    candidates = _candidates(sheet, rows, profiles, starts, HEADING_DEPTH)
    near_misses = tuple(_near_misses(sheet, rows, candidates))
    candidates = _topmost(candidates, rows)
    best = _best(candidates)
    if best is None:
        return Recognition((), near_misses)
    words = heading_words(profiles)
    tables: list[Table] = []
    problems: list[Problem] = []
    while best is not None:
        body, following, later = _body(sheet, rows, best, profiles, words)
        blocks = _blocks(headings_of(rows, best.first, best.last))
        reasons = _reasons(best, candidates) if len(blocks) == 1 else [_beside(len(blocks))]
        reasons.extend(_unheaded(rows, body, blocks))
        for span, headings in blocks:
            made, more = _table(rows, best, body, span, headings)
            reasons.extend(reason for reason in more if reason not in reasons)
            tables.append(made)
        if reasons:
            problems.append(_unsure(sheet, best.profile.table, reasons))
        best, candidates = following, later
    return Recognition(tuple(tables), tuple(problems))


def _table(
    rows: Rows,
    best: _Candidate,
    body: Sequence[int],
    span: tuple[int, int],
    headings: Sequence[Heading],
) -> tuple[Table, list[str]]:
    """One table of the recognised kind, and what is unsure about its contents."""
    matched = _matched(best.profile, headings, rows, best.last)
    matched, reasons = sheet_unit(best.profile, matched, rows, (best.first, best.last))
    reasons += vat_reason(matched, headings)
    own = tuple(row for row in body if any(span[0] <= c <= span[1] for c in rows[row]))
    reasons += contents_reasons(best.profile, matched, rows, own)
    made = Table(
        best.profile, best.layout.name, best.first, best.last, matched, own, span, best.measure
    )
    return made, reasons


def _mapped(
    sheet: Sheet, rows: Rows, profiles: Sequence[Profile], mappings: Sequence[SheetMapping]
) -> Recognition | None:
    """The tables of a sheet that persons decided on; ``None`` if nobody did."""
    placed = [(mapping, at) for mapping in mappings if (at := mapping.rows_on(sheet, rows))]
    if not placed:
        return None
    applied = tuple(mapping.number for mapping, _ in placed)
    if any(mapping.table == NONE for mapping, _ in placed):
        return Recognition((), (), applied)
    # Of several mappings of the same rows the last is taken.
    by_rows = {at: mapping for mapping, at in placed}
    starts = sorted(by_rows)
    tables: list[Table] = []
    problems: list[Problem] = []
    for place, (first, last) in enumerate(starts):
        below = starts[place + 1][0] if place + 1 < len(starts) else max(rows, default=0) + 1
        made, reasons = _mapped_table(rows, profiles, by_rows[(first, last)], (first, last), below)
        tables.append(made)
        if reasons:
            problems.append(_unsure(sheet, made.profile.table, reasons))
    return Recognition(tuple(tables), tuple(problems), applied)


def _mapped_table(
    rows: Rows,
    profiles: Sequence[Profile],
    mapping: SheetMapping,
    at: tuple[int, int],
    below: int,
) -> tuple[Table, list[str]]:
    """A table as a person mapped it; only what it lacks is told of, since the rest was decided."""
    profile = next(each for each in profiles if each.table == mapping.table)
    headings = {each.column: each for each in headings_of(rows, *at)}
    used = []
    for each in mapping.columns:
        texts = headings[each.column].texts if each.column in headings else ("",)
        _, unit, factor = split_unit(texts[0])
        if not unit and mapping.unit is not None and profile.field(each.field).type == "money":
            unit, factor = mapping.unit
        used.append(ColumnMatch(each.field, each.column, 100.0, unit, factor, each.period))
    known = tuple(each.field for each in used)
    matched = Matched(tuple(used), known, len(headings), ())
    matched, _ = sheet_unit(profile, matched, rows, at)
    levels = _levels(rows, *at)
    body = tuple(
        row for row in sorted(rows) if at[1] < row < below and not _repeats(rows[row], levels)
    )
    layout = min(profile.layouts, key=lambda each: len(each.missing(matched.present)))
    reasons = [
        f"the mapping gives no column for {' or '.join(group)}"
        for group in layout.missing(matched.present)
    ]
    return Table(profile, MAPPED, *at, matched, body, measure=mapping.measure), reasons


def _levels(rows: Rows, first: int, last: int) -> list[dict[int, str]]:
    return [
        {column: fold(text) for column, text in heading_texts(rows.get(row, {}), True).items()}
        for row in range(first, last + 1)
    ]


def _body(
    sheet: Sheet,
    rows: Rows,
    best: _Candidate,
    profiles: Sequence[Profile],
    words: frozenset[str],
) -> tuple[list[int], _Candidate | None, list[_Candidate]]:
    """The rows below the headings, and the headings that end them, if another table follows."""
    levels = _levels(rows, best.first, best.last)
    body: list[int] = []
    for row in (row for row in sorted(rows) if row > best.last):
        if _repeats(rows[row], levels):
            continue
        if _may_head(rows[row], words):
            later = _candidates(sheet, rows, profiles, [row], 1)
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


def _near_misses(sheet: Sheet, rows: Rows, candidates: Sequence[_Candidate]) -> Iterable[Problem]:
    """Tell of the nearest table that lacks a required column, or two if it has many others."""
    near = [
        each
        for each in candidates
        if 1 <= len(each.missing) <= (2 if each.matched.whole > LEAST_FIELDS else 1)
        and each.matched.known_share >= NEAR_SHARE
        and (each.measure or BARE_PERIOD not in each.matched.present or _is_about_money(each))
        and (not _lacks_amount(each) or _has_other_figures(rows, each))
    ]
    if near:
        nearest = max(near, key=lambda each: each.matched.weight)
        wanted = " and for ".join(" or ".join(group) for group in nearest.missing)
        yield _unsure(sheet, nearest.profile.table, [f"no column for {wanted}; no rows were taken"])


def _lacks_amount(candidate: _Candidate) -> bool:
    """Whether a table lacks an amount, and not only what its amounts are."""
    if candidate.profile.has_periods and BARE_PERIOD in candidate.matched.present:
        return False
    field = candidate.profile.field
    return any(all(field(name).is_money for name in group) for group in candidate.missing)


def _has_other_figures(rows: Rows, candidate: _Candidate) -> bool:
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


def _is_about_money(candidate: _Candidate) -> bool:
    """Whether amounts under bare periods are in kronor: else they may count anything."""
    return any(match.unit == "SEK" for match in candidate.matched.used)


def _unsure(sheet: Sheet, table: str, reasons: Sequence[str]) -> Problem:
    page = sheet.pages[0] if sheet.pages else None
    detail = f"{table}: {'; '.join(reasons)}"
    return Problem("W_UNSURE_TABLE", sheet.document_name, page, sheet.name, detail=detail)
