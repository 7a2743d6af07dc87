"""Rows of a sheet to the tables they may head: profile, layout, columns, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from skolkit.model import Cell, Sheet, column_letters
from skolkit.tables.cost_kinds import INVOICES, are_called_costs, kind_said
from skolkit.tables.fingerprints import HEADING_DEPTH, Rows, headings_of
from skolkit.tables.group_rows import grouped, is_name_of_rows
from skolkit.tables.heading_periods import LEAST_PERIODS
from skolkit.tables.heading_units import stated_unit
from skolkit.tables.headings import match_headings
from skolkit.tables.languages import is_swedish
from skolkit.tables.matches import (
    BARE_PERIOD,
    CODES,
    LED,
    NUMBERS,
    SHARES,
    SURE,
    SWEDISH,
    WORDS,
    ColumnMatch,
    Heading,
    Matched,
)
from skolkit.tables.other_kinds import (
    OF_OTHER_MATTERS,
    OF_PRICES,
    are_counts,
    are_other_matters,
    are_prices,
)
from skolkit.tables.period_kinds import (
    BUDGETS,
    COSTS,
    measure_told,
    mere_outcome,
    period_kind,
    says_costs,
    year_told,
)
from skolkit.tables.profile import Layout, Profile
from skolkit.tables.telling import is_words
from skolkit.tables.text import is_missing_mark
from skolkit.tables.value_evidence import are_firms, with_evidence
from skolkit.tables.values import HEADER_ROWS

SUPPLIER, INCIDENTS = "supplier", "incidents"
LEAST_FIELDS = 3
LEAST_WHOLE = 2  # known by their headings as a whole; one more field is needed then
LEAST_HELD = 2  # fewer cells do not say what a column holds
MOSTLY_WORDS = 0.75  # least share of cells of words in a column of a language
LED_ROWS = 50  # that are looked at for a column known by its place
# Fields whose headings are alike, so that one may be taken for another of them.
ALIKE = (
    ("net", "vat", "gross"), ("invoice_date", "posting_date", "period"), ("hours", "rate"),
    ("budget", "outcome", "forecast", "deviation"), ("date", "closed"), ("sender", "recipients"),
    ("period_start", "period_end"),
)  # fmt: skip
_LONG = re.compile(r"[0-9]{3,}")
KNOWN_SHARE = 0.4  # least share of known headings in a row of headings
_SMALL = re.compile(r"[0-9]{1,2}(?:[,;] ?[0-9]{1,2})*\)?")  # numbers of notes: "3", "2, 4", "1)"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table that some rows may head."""

    profile: Profile
    layout: Layout  # the one that lacks least
    first: int  # row of the headings
    last: int
    matched: Matched
    missing: tuple[tuple[str, ...], ...]  # groups of fields of which the layout needs one each
    measure: str = ""  # what amounts under bare periods are
    said: str = ""  # of invoices: costs or invoices, where nothing else is spoken of


def is_heading_row(row: Mapping[int, Cell]) -> bool:
    """Whether a row can be part of a heading: few of its cells are figures or dates."""
    return len(row) > 0 and figures_in(row) <= len(row) // 3


def figures_in(row: Mapping[int, Cell]) -> int:
    """How many numbers and dates a row holds; years are as well part of headings."""
    return sum(is_figure(cell) for cell in row.values())


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number or a date, and no year."""
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


def _goes_on(rows: Rows, last: int) -> bool:
    """Whether a heading is broken off and goes on in the next row: ``Utbetalt,`` and ``kronor``."""
    above, below = rows[last], rows.get(last + 1, {})
    if not below or any(is_figure(cell) for cell in below.values()):
        return False
    return all(
        column in above
        and (above[column].raw.rstrip().endswith((",", "-", "/")) or stated_unit(cell.raw))
        for column, cell in below.items()
    )


def _is_year(cell: Cell) -> bool:
    text = cell.raw.strip()
    return len(text) == 4 and text.isascii() and text.isdigit() and text[:2] in {"19", "20"}


def find_candidates(
    sheet: Sheet, rows: Rows, profiles: Iterable[Profile], starts: Iterable[int], depth: int
) -> list[Candidate]:
    """The tables that rows may head, with as many of their fields as the headings name.

    Args:
        sheet: typed; its name and document may say what amounts are.
        rows: its cells.
        profiles: the kinds of tables.
        starts: the rows at which headings may begin.
        depth: how many rows of headings are tried.
    """
    found: list[Candidate] = []
    for first in starts:
        for last in range(first, min(first + depth, max(HEADER_ROWS, first) + 1)):
            if not is_heading_row(rows.get(last, {})):
                break
            if last > first and any(
                is_figure(cell) and "%" not in cell.raw for cell in rows[last].values()
            ):
                break  # one row of headings may hold a date, the lower ones of several hold none
            if last > first and is_name_of_rows(rows, last):
                break
            if last < first + depth - 1 and _goes_on(rows, last):
                continue
            below = rows[last]
            if first < last and _is_title(rows[first], min(below), max(below)):
                continue
            headings = headings_of(rows, first, last)
            if len(headings) < LEAST_FIELDS:
                continue
            here = []
            for profile in profiles:
                matched = matched_columns(profile, headings, rows, last)
                enough = LEAST_FIELDS if matched.whole >= LEAST_FIELDS else LEAST_FIELDS + 1
                if matched.whole >= LEAST_WHOLE and len(matched.used) >= enough:
                    here.append(_candidate(sheet, rows, profile, matched, (first, last)))
            found.extend(_of_one_kind(sheet, rows, headings, here, profiles))
    return found


def _of_one_kind(
    sheet: Sheet,
    rows: Rows,
    headings: Sequence[Heading],
    here: Sequence[Candidate],
    profiles: Iterable[Profile],
) -> Sequence[Candidate]:
    """Candidates of the same rows, of which those are left out whose amounts by period are others.

    A budget's own kinds of amounts, side by side, are never costs.
    """
    costs = next((each for each in here if each.profile.table == COSTS), None)
    budgets = next((each for each in here if each.profile.table == BUDGETS), None)
    plan = next((each for each in profiles if each.table == BUDGETS), None)
    if costs is None or plan is None or not _amounts_of_periods(costs.matched):
        return here
    kind, reason = period_kind(
        sheet,
        rows,
        costs.first,
        headings,
        costs.matched,
        budgets.matched if budgets else None,
        plan,
    )
    kept = [each for each in here if each is not (budgets if kind == COSTS else costs)]
    if not reason:
        return kept
    return [
        replace(each, matched=_with_reason(each.matched, reason))
        if each.profile.table == kind
        else each
        for each in kept
    ]


def _with_reason(matched: Matched, reason: str) -> Matched:
    kept = (each for each in matched.reasons if each != reason)
    return replace(matched, reasons=(*kept, reason))


def _amounts_of_periods(matched: Matched) -> tuple[ColumnMatch, ...]:
    """The columns of amounts whose headings name a period."""
    return tuple(
        each for each in matched.used if each.field == BARE_PERIOD and each.period is not None
    )


def matched_columns(
    profile: Profile, headings: Sequence[Heading], rows: Rows, last: int
) -> Matched:
    """The columns by their headings, and those known by their place or by what they hold."""
    body = [row for row in sorted(rows) if row > last][:LED_ROWS]
    matched = _by_headings(profile, headings, rows, body)
    return with_evidence(profile, headings, matched, rows, body)


def _by_headings(
    profile: Profile, headings: Sequence[Heading], rows: Rows, body: Sequence[int]
) -> Matched:
    """The columns by their headings, and the column that leads the rows by its place."""
    matched = match_headings(
        profile,
        headings,
        lambda column: held_by([rows[row].get(column) for row in body if len(rows[row]) > 1]),
    )
    leading = profile.named(leads=True)
    if not leading or not matched.used:
        return matched
    if not profile.tells_measures and len(_amounts_of_periods(matched)) < LEAST_PERIODS:
        return matched
    named = {name for layout in profile.layouts for group in layout.required for name in group}
    lines = {name for name in named if profile.field(name).type in ("text", "id", "word")}
    if lines & matched.present:
        return matched
    first = min((column for row in body for column in rows[row]), default=0)
    cells = [rows[row][first] for row in body if first in rows[row]]
    texts = sum(isinstance(cell.value, str) for cell in cells)
    if not first or texts * 2 <= len(cells):
        return matched
    # "Anslag" over names is no amount, though it is a word for one.
    kept = matched.used[1:] if _is_amount_at(profile, matched.used[0], first) else matched.used
    if not kept or first >= kept[0].column:
        return matched
    carried = {each.name for each in profile.used} - matched.present
    name = SUPPLIER if SUPPLIER in carried and are_firms(cells) else leading[0]
    used = (ColumnMatch(name, first, LED), *kept)
    reason = f"column {column_letters(first)} was taken for {name} by its place"
    known = (*matched.known, (first, name))
    return replace(matched, used=used, known=known, reasons=(*matched.reasons, reason))


def held_by(cells: Iterable[Cell | None]) -> str:
    """What most cells of a column are: words, per cents, small or long whole numbers; else "".

    Words are told to be Swedish where most of those that tell a language are.
    """
    filled = [cell for cell in cells if cell is not None and not is_missing_mark(cell.raw)]
    if len(filled) < LEAST_HELD:
        return ""
    worded = sum(is_words(cell) for cell in filled)
    if 2 * worded > len(filled):
        mostly = worded >= MOSTLY_WORDS * len(filled)  # ids may stand over another table's words
        return SWEDISH if mostly and is_swedish(cell.raw for cell in filled) else WORDS
    if 2 * sum(cell.raw.rstrip().endswith("%") for cell in filled) > len(filled):
        return SHARES
    if all(_SMALL.fullmatch(cell.raw.strip()) for cell in filled):
        return NUMBERS
    return CODES if all(_LONG.fullmatch(cell.raw.strip()) for cell in filled) else ""


def _is_amount_at(profile: Profile, match: ColumnMatch, column: int) -> bool:
    return match.column == column and profile.field(match.field).is_money


def _candidate(
    sheet: Sheet, rows: Rows, profile: Profile, matched: Matched, at: tuple[int, int]
) -> Candidate:
    # The layout that lacks least; the profile's order decides among equals.
    present, weak = matched.present, matched.weak
    if not profile.tells_measures and _amounts_of_periods(matched):
        present |= {"period_start"}  # told by the heading
        if "supplier" in present:
            present |= {"scope"}  # amounts by supplier and year say what they are
    known = {name for _, name in matched.known}
    layouts = tuple(each for each in profile.layouts if known.isdisjoint(each.without))
    if not _is_titled(sheet, rows, at):
        layouts = tuple(each for each in layouts if not each.titled)
    headings = headings_of(rows, *at)
    if not are_called_costs(sheet, rows, at[0], headings, matched):
        layouts = tuple(each for each in layouts if not each.called)
    if all(each.missing(present, weak) for each in layouts if not each.lacks):
        body = [row for row in sorted(rows) if row > at[1]]
        present |= grouped(profile, matched, rows, body).fields
    layout = min(layouts, key=lambda each: len(each.missing(present, weak)))
    missing = layout.missing(present, weak)
    measure = ""
    if profile.tells_measures and BARE_PERIOD in matched.present:
        measure, reason = measure_told(sheet, rows, at[0], profile)
        if not measure and not missing:
            missing = (profile.named(per_period=True, use=True),)
        if reason:
            matched = replace(matched, reasons=(*matched.reasons, reason))
    if profile.table == BUDGETS and (reason := mere_outcome(sheet, rows, at[0], matched, profile)):
        matched = _with_reason(matched, reason)
    if missing == () and profile.table in (COSTS, BUDGETS):
        money = tuple(each.name for each in profile.used if each.is_money)
        if are_counts(sheet, rows, at, headings, matched):
            missing = (money,)
        elif profile.table == COSTS and SUPPLIER not in present and are_prices(sheet, rows, at[0]):
            matched = _with_reason(matched, OF_PRICES)
    if profile.table == INCIDENTS and are_other_matters(sheet, rows, at, headings, matched):
        matched = _with_reason(matched, OF_OTHER_MATTERS)
    is_list = profile.table == INVOICES
    said = kind_said(sheet, rows, at[0], headings, matched) if is_list else ""
    return Candidate(profile, layout, *at, matched, missing, measure, said)


def _is_titled(sheet: Sheet, rows: Rows, at: tuple[int, int]) -> bool:
    """Whether the title calls amounts costs, and names one year."""
    return says_costs(sheet, rows, at[0]) and year_told(sheet, rows, at[0]) is not None


def best_of(candidates: Iterable[Candidate]) -> Candidate | None:
    """The complete candidate with the most fields; fewer and earlier rows decide among equals.

    Between invoices and costs of the same rows it is what is spoken of, if only one of them is.
    """
    complete = [
        each for each in candidates if not each.missing and each.matched.known_share >= KNOWN_SHARE
    ]
    if not complete:
        return None
    best = min(
        complete, key=lambda each: (-each.matched.weight, each.last - each.first, each.first)
    )
    if best.profile.table not in (COSTS, INVOICES):
        return best
    same = [each for each in complete if (each.first, each.last) == (best.first, best.last)]
    said = next((each.said for each in same if each.profile.table == INVOICES), "")
    return next((each for each in same if each.profile.table == said), best)


def topmost(candidates: Sequence[Candidate], rows: Rows) -> list[Candidate]:
    """The candidates for the first table of a sheet: no row of figures lies between their tops."""
    complete = [each for each in candidates if best_of([each]) is not None]
    if not complete:
        return []
    top = min(each.first for each in complete)
    return [
        each
        for each in complete
        if each.first < top + HEADING_DEPTH
        and all(is_heading_row(rows.get(row, {})) for row in range(top, each.first))
    ]


def unsure_reasons(best: Candidate, candidates: Sequence[Candidate]) -> list[str]:
    """Why the recognition is not sure, in places and field names."""
    reasons = list(best.matched.reasons)
    if best.layout.lacks:
        reasons.append(f"no column tells the {best.layout.lacks}")
    required = {name for group in best.layout.required for name in group}
    required |= {name for alike in ALIKE for name in alike if name in best.matched.present}
    weak = [m.field for m in best.matched.used if m.field in required and m.score < SURE]
    if weak:
        reasons.append(f"headings not clearly read: {', '.join(weak)}")
    others = [each for each in candidates if each.profile.table != best.profile.table]
    rival = best_of(others)
    if rival is not None and rival.matched.weight >= best.matched.weight - 1:
        reasons.append(f"fits the table {rival.profile.table} nearly as well")
    return reasons
