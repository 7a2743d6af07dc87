"""Sheets to the tables on them: which profile fits, where its headings stand, which rows follow.

A person's mapping always wins. Without one, a recognition that is only partial is told of as
``W_UNSURE_TABLE``; a sheet that fits no profile stays in the sheets and cells alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from skolkit.model import Cell, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.candidates import (
    LEAST_FIELDS,
    Candidate,
    best_of,
    figures_in,
    find_candidates,
    matched_columns,
    topmost,
    unsure_reasons,
)
from skolkit.tables.fingerprints import HEADING_DEPTH, Rows, heading_texts, headings_of, rows_of
from skolkit.tables.group_rows import GroupRow, grouped
from skolkit.tables.heading_units import split_unit
from skolkit.tables.headings import heading_words, is_known_heading
from skolkit.tables.left_columns import LeftColumn, grave_reason, left_columns, left_note
from skolkit.tables.mappings import NONE, SheetMapping
from skolkit.tables.matches import ColumnMatch, Heading, Matched
from skolkit.tables.near_misses import may_be_heads, missed, near_misses
from skolkit.tables.profile import Profile, shipped_profiles
from skolkit.tables.repeated import repeats, repeats_title, titles_above
from skolkit.tables.telling import contents_reasons, scale_reason, sheet_unit, vat_reason
from skolkit.tables.text import fold
from skolkit.tables.values import HEADER_ROWS

__all__ = ["Recognition", "Rows", "Table", "recognise", "rows_of"]

HEADING_SHARE = 0.6  # share of known headings at which a row far down may head a table
LEAST_FIGURES = 2  # in a row above the headings that may belong to another table
WHOLE_WIDTH = (1, 1_000_000)
UNKNOWN_KIND = "no kind that is known"
_GROUPS_TOLD = 10  # rows named in one note
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
    groups: tuple[GroupRow, ...] = ()  # rows that name something of the rows below them

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


def _may_head(row: Mapping[int, Cell], words: frozenset[str]) -> bool:
    """Whether a row far down may head another table: most of its texts are known headings."""
    hits = sum(is_known_heading(cell.raw, words) for cell in row.values())
    return hits >= LEAST_FIELDS and hits >= HEADING_SHARE * len(row)


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
    candidates = find_candidates(sheet, rows, profiles, starts, HEADING_DEPTH)
    near = tuple(unsure(sheet, table, [why]) for table, why in near_misses(rows, candidates))
    candidates = topmost(candidates, rows)
    best = best_of(candidates)
    if best is None:
        told = near or tuple(unsure(sheet, "no table", [why]) for why in missed(rows, profiles))
        return Recognition((), told or tuple(_unknown(sheet, rows)))
    words = heading_words(profiles)
    tables: list[Table] = []
    # A list of orders may be one of invoices of which a heading was not read.
    doubtful = not best.profile.carried and best.matched.known_share < 1
    problems: list[Problem] = list(near) if doubtful else []
    left: dict[str, list[LeftColumn]] = {}
    while best is not None:
        body, following, later = _body(sheet, rows, best, profiles, words)
        blocks = _blocks(headings_of(rows, best.first, best.last))
        reasons = unsure_reasons(best, candidates) if len(blocks) == 1 else [_beside(len(blocks))]
        reasons.extend(_shared(rows, best))
        if not tables:
            reasons.extend(_above(rows, best))
        own: list[LeftColumn] = []
        repeated = any(best.last < row < body[-1] and row not in body for row in rows if body)
        above = best.first - 1 if repeated and not tables else 0
        for span, headings in blocks:
            made, more = _table(rows, best, body, span, headings, above)
            reasons.extend(reason for reason in more if reason not in reasons)
            tables.append(made)
            if made.profile.carried:
                own.extend(
                    left_columns(
                        made.profile, headings, made.columns, made.within(rows), made.rows, words
                    )
                )
        reasons.extend(grave_reason(own))
        left.setdefault(best.profile.table, []).extend(own)
        if reasons:
            problems.append(unsure(sheet, best.profile.table, reasons))
        best, candidates = following, later
    return Recognition(
        tuple(tables),
        (
            *problems,
            *left_note(sheet, left),
            *_group_notes(sheet, tables),
            *_only_named(sheet, tables),
        ),
    )


def _table(
    rows: Rows,
    best: Candidate,
    body: Sequence[int],
    span: tuple[int, int],
    headings: Sequence[Heading],
    above: int,
) -> tuple[Table, list[str]]:
    """One table of the recognised kind, and what is unsure about its contents.

    ``above`` is the row right above headings that are repeated below, 0 if they are not.
    """
    matched = matched_columns(best.profile, headings, rows, best.last)
    matched, reasons = sheet_unit(best.profile, matched, rows, (best.first, best.last))
    own = tuple(row for row in body if any(span[0] <= c <= span[1] for c in rows[row]))
    groups = grouped(best.profile, matched, rows, own, above)
    heads = {each.row for each in groups.groups}
    own = tuple(row for row in own if row not in heads)
    reasons += groups.reasons
    reasons += vat_reason(matched, headings, rows, own)
    reasons += scale_reason(best.profile, matched, headings, rows, best.first)
    reasons += contents_reasons(best.profile, matched, rows, own)
    made = Table(
        best.profile,
        best.layout.name,
        best.first,
        best.last,
        matched,
        own,
        span,
        best.measure,
        groups.groups,
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
            problems.append(unsure(sheet, made.profile.table, reasons))
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
    known = tuple((each.column, each.field) for each in used)
    matched = Matched(tuple(used), known, len(headings), ())
    matched, _ = sheet_unit(profile, matched, rows, at)
    levels = _levels(rows, *at)
    body = tuple(
        row for row in sorted(rows) if at[1] < row < below and not repeats(rows[row], levels)
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
    best: Candidate,
    profiles: Sequence[Profile],
    words: frozenset[str],
) -> tuple[list[int], Candidate | None, list[Candidate]]:
    """The rows below the headings, and the headings that end them, if another table follows."""
    levels = _levels(rows, best.first, best.last)
    titles = titles_above(rows, best.first)
    body: list[int] = []
    for row in (row for row in sorted(rows) if row > best.last):
        if repeats(rows[row], levels) or repeats_title(rows[row], titles):
            continue
        if _may_head(rows[row], words):
            later = find_candidates(sheet, rows, profiles, [row], 1)
            following = best_of(later)
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


def _shared(rows: Rows, best: Candidate) -> Iterable[str]:
    """Tell of columns whose own heading may be lost: only a merged one stands over them."""
    lowest = rows.get(best.last, {})
    shared = {
        column
        for row in range(best.first, best.last)
        for cell in rows.get(row, {}).values()
        if any(column in lowest for column in _under(cell))
        for column in _under(cell)
        if cell.column_span > 1 and column not in lowest
    }
    if untold := [each.column for each in best.matched.used if each.column in shared]:
        letters = ", ".join(column_letters(column) for column in untold)
        yield f"only a heading over several columns stands over {letters}"


def _under(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _above(rows: Rows, best: Candidate) -> Iterable[str]:
    """Tell of rows of figures above the first table: they may be another one."""
    above = [
        row for row in sorted(rows) if row < best.first and figures_in(rows[row]) >= LEAST_FIGURES
    ]
    if above:
        yield f"rows above the headings hold figures and were not read: {above[0]}-{above[-1]}"


def _group_notes(sheet: Sheet, tables: Sequence[Table]) -> Iterable[Problem]:
    """A note on what was carried down from rows that name what is below them."""
    for table in tables:
        fields = dict.fromkeys(each.field for each in table.groups if table.profile.carried)
        page = sheet.pages[0] if sheet.pages else None
        for field in fields:
            own = [str(each.row) for each in table.groups if each.field == field]
            more = " ..." if len(own) > _GROUPS_TOLD else ""
            told = f"{table.profile.table}: {field} from rows {', '.join(own[:_GROUPS_TOLD])}{more}"
            yield Problem("N_GROUP_ROWS", sheet.document_name, page, sheet.name, detail=told)


def _only_named(sheet: Sheet, tables: Sequence[Table]) -> Iterable[Problem]:
    """A note on tables of a kind whose rows go nowhere: registers, orders."""
    names = dict.fromkeys(each.profile.table for each in tables if not each.profile.carried)
    if names:
        page = sheet.pages[0] if sheet.pages else None
        detail = ", ".join(names)
        yield Problem("N_SHEET_LEFT", sheet.document_name, page, sheet.name, detail=detail)


def _unknown(sheet: Sheet, rows: Rows) -> Iterable[Problem]:
    """A note on a sheet that has rows like those of a table, and is none that is known."""
    heads = [row for row in sorted(rows) if row <= HEADER_ROWS and may_be_heads(rows[row])]
    if heads and sum(len(rows[row]) >= LEAST_FIELDS for row in rows if row > heads[0]) > 1:
        page = sheet.pages[0] if sheet.pages else None
        yield Problem("N_SHEET_LEFT", sheet.document_name, page, sheet.name, detail=UNKNOWN_KIND)


def unsure(sheet: Sheet, table: str, reasons: Sequence[str]) -> Problem:
    """The warning that a table was recognised in part, or may be another one."""
    page = sheet.pages[0] if sheet.pages else None
    detail = f"{table}: {'; '.join(reasons)}"
    return Problem("W_UNSURE_TABLE", sheet.document_name, page, sheet.name, detail=detail)
