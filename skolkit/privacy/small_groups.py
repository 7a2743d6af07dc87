"""A sheet to the counts of one to four persons on it, and the cells that would give them back.

Where a total is printed, a single hidden count is the total less the others. A second cell is then
told of, and more where the hidden counts could only be one thing. So is a share that stands in the
row of a hidden count: with the total it gives the count back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from skolkit.model import Cell, Sheet, Value
from skolkit.privacy.layout import Layout, lay_out
from skolkit.privacy.topics import Topic
from skolkit.tables.text import fold, total_label

SMALLEST_SHOWN = 5
_PERSONS = re.compile(
    r"elever|barn|personer|individer|pupils|students|persons|children|flickor|pojkar|anställda"
    r"|lärare|kvinnor|\bmän\b|headcount"
    r"|(?:drabbade|berörda|affected)(?! (?:skolor|enheter|system|moduler|schools|units|modules))",
    re.IGNORECASE,
)
_BARE_COUNT = re.compile(r"\bantal\b|\bnumber\b|\bcount\b|\bn\b", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"andel|procent|%|poäng|betyg|medel|snitt|median|index|kostnad|pris|belopp|kr\b|budget|timmar"
    r"|share|percent|average|score|points|mean|år\b|årskurs|åk\b|nr\b|nummer|kod|per elev|\bid\b"
    r"|(?<!an)tal\b|kvot|dagar|minuter",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"andel|procent|%|share|percent|kvot|\bper (?:elev|barn|person|anställd|pupil|student|child)",
    re.IGNORECASE,
)
_DIAGNOSES = re.compile(
    r"\b(?:adhd|add|ast|autism\w*|asperger\w*|tourettes?|dyslexi\w*|dyskalkyli|språkstörning|dld"
    r"|npf|epilepsi|diabetes|allergi\w*|intellektuell funktionsnedsättning|hörselnedsättning"
    r"|synnedsättning|rörelsehinder|dyslexia|diagnos(?:er)?)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(r"(?:skola|skolan|gymnasium|gymnasiet|school)\s*$", re.IGNORECASE)
_WORDED = re.compile(
    r"\s*([0-9]{1,6})\s*(?:st|elev(?:er)?|barn|pers(?:on(?:er)?)?|individ(?:er)?|anställda?"
    r"|vårdnadshavare|lärare|pupils?|students?|child(?:ren)?|persons?|people)\.?\s*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^antalet|^antal|^numberof|^noof")
_CLASS = re.compile(r"^(?:klass|class|åk|ak|grade)(?=[0-9])")  # as folded: klass 3 b is 3b
# A calendar year, a school year, a term.
_YEAR = re.compile(
    r"(?<![0-9])(?:(?:ht|vt|läsåret|läsår|år|year)\.? ?)?(?:19|20)[0-9]{2}(?: ?/ ?[0-9]{2,4})?"
    r"(?![0-9])",
    re.IGNORECASE,
)
_MOST_RELATED = 12  # columns among which sums are looked for
_WHOLE = re.compile(r"total|summa|samtliga|alla\b|s:a|all\b", re.IGNORECASE)
_THINGS = {
    Topic.MONEY,
    Topic.REFERENCE,
    Topic.ORG_NUMBER,
}  # beside these, a bare count is of things


@dataclass(frozen=True, slots=True)
class SmallGroup:
    """A count to be shown as ``<5``, or hidden so that no total gives such a count back."""

    sheet_id: str
    row: int
    column: int
    page: int | None
    is_small: bool  # else it is hidden to protect another


@dataclass(frozen=True, slots=True)
class Line:
    """Cells that a total is the sum of."""

    parts: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Counts:
    """The cells of a sheet that count persons; a sheet with groups across is turned first."""

    sheet_id: str
    layout: Layout
    cells: dict[tuple[int, int], Cell]
    is_turned: bool

    def at(self, place: tuple[int, int]) -> tuple[int, int]:
        """A place on the sheet as printed; back and forth alike."""
        return place[::-1] if self.is_turned else place

    def heading(self, cell: Cell) -> str:
        """What is counted, in one spelling, the word for a count and the year left out."""
        above = self.layout.heading_of(cell)
        return "" if above is None else _COUNTED.sub("", fold(_YEAR.sub("", above.raw)))

    def periods(self, cell: Cell) -> frozenset[str]:
        """The years of a count, in one spelling, by its heading and by its row."""
        above = self.layout.heading_of(cell)
        beside = (c.raw for c in self.layout.rows[cell.row] if c.column != cell.column)
        years = [text for text in beside if _YEAR.fullmatch(text.strip())]
        return frozenset(map(_period, (*years, *(_YEAR.findall(above.raw) if above else ()))))

    def labels(self, cell: Cell) -> frozenset[str]:
        """The groups that a row counts, in one spelling; none for a total."""
        texts = [c.raw for c in self.layout.rows[cell.row] if isinstance(c.value, str)]
        if any(total_label(text) for text in texts):
            return frozenset()
        columns = _group_columns(self.layout)
        held = (c for c in self.layout.rows[cell.row] if c.column in columns)
        return frozenset(label for c in held if (label := _CLASS.sub("", fold(c.raw))))


def _period(text: str) -> str:
    """A year in one spelling: ``2019`` of ``år 2019``, ``2019/20`` of ``läsåret 2019/2020``."""
    term = re.match(r"\s*([hv]t)", text, re.IGNORECASE)
    years = re.findall(r"[0-9]+", text)
    return "/".join(([term[1].lower()] if term else []) + [years[0], *(y[-2:] for y in years[1:])])


def totals_of(sheet: Sheet) -> Iterator[tuple[str, Decimal]]:
    """Counts of persons by year alone on a sheet that names no groups, each with its year."""
    layout = lay_out(sheet)
    if _group_columns(layout):
        return
    for cell in layout.cells.values():
        above = layout.heading_of(cell)
        if above is None or layout.is_heading(cell) or not _PERSONS.search(above.raw):
            continue
        beside = [c.raw for c in layout.rows[cell.row] if _YEAR.fullmatch(c.raw.strip())]
        figure = count_in(cell.value)
        if figure is not None and len(beside) == 1 and not _NO_COUNT.search(above.raw):
            yield _period(beside[0]), figure


def small_groups(sheet: Sheet) -> tuple[SmallGroup, ...]:
    """Find counts of one to four persons by school, class, sex, diagnosis and the like.

    Args:
        sheet: typed.

    Returns:
        Positions in order of the sheet. Nothing for sheets without a column that counts persons
        beside a column of groups. What other sheets give back is found by ``small_across``.
    """
    return hidden_in(counts_of(sheet))


def counts_of(sheet: Sheet) -> Counts:
    """The counts of persons on a typed sheet."""
    layout = lay_out(sheet)
    upright = Counts(sheet.sheet_id, layout, _count_cells(layout), False)
    if any(map(_is_small, upright.cells.values())):
        return upright
    turned = lay_out(_turned(sheet))
    across = Counts(sheet.sheet_id, turned, _count_cells(turned), True)
    is_across = any(map(_is_small, across.cells.values())) or not upright.cells
    return across if is_across else upright


def _is_small(cell: Cell) -> bool:
    return 0 < _figure(cell) < SMALLEST_SHOWN


def _turned(sheet: Sheet) -> Sheet:
    """The sheet with rows for columns: groups may stand across and what is counted down."""
    cells = tuple(
        replace(
            cell,
            row=cell.column,
            column=cell.row,
            row_span=cell.column_span,
            column_span=cell.row_span,
        )
        for cell in sheet.cells
    )
    return replace(sheet, cells=cells, title_rows=0)


def hidden_in(counts: Counts, given: Collection[tuple[int, int]] = ()) -> tuple[SmallGroup, ...]:
    """The cells of a sheet that are not to be shown.

    Args:
        counts: of the sheet.
        given: places that must be hidden besides, since others would give small counts back.
    """
    layout, cells = counts.layout, counts.cells
    small = {place for place, cell in cells.items() if _is_small(cell)}
    hidden = small | ({counts.at(place) for place in given} & cells.keys())
    if hidden:
        lines = [*_down(layout, cells), *_across(layout, cells), *_related(layout, cells)]
        while more := next((cell for line in lines for cell in needed(line, hidden)), None):
            hidden.add((more.row, more.column))
        hidden |= set(_shares(layout, {row for row, _ in hidden}))
    return tuple(
        sorted(
            (
                SmallGroup(
                    counts.sheet_id, *counts.at(place), layout.cells[place].page, place in small
                )
                for place in hidden
            ),
            key=lambda one: (one.row, one.column),
        )
    )


def count_in(value: Value) -> Decimal | None:
    """The figure of a cell, also where what is counted stands beside it: ``3 elever``."""
    if isinstance(value, Decimal):
        return value
    worded = _WORDED.fullmatch(value) if isinstance(value, str) else None
    return Decimal(worded[1]) if worded else None


def _figure(cell: Cell) -> Decimal:
    return count_in(cell.value) or Decimal(0)


def _count_cells(layout: Layout) -> dict[tuple[int, int], Cell]:
    """Whole numbers in the columns that count persons, or a part of those that another counts."""
    headings = {cell.column: cell.raw for row in layout.heading_rows for cell in layout.rows[row]}
    columns: dict[int, list[Cell]] = {}
    for cell in layout.cells.values():
        if count_in(cell.value) is not None and not layout.is_heading(cell):
            columns.setdefault(cell.column, []).append(cell)
    groups = _group_columns(layout)
    if not groups:
        return {}
    whole = {
        column: cells
        for column, cells in columns.items()
        if column in headings
        and column not in groups
        and not _NO_COUNT.search(headings[column])
        and all(_figure(c) == int(_figure(c)) and _figure(c) >= 0 for c in cells)
    }
    of_things = bool(layout.topics() & _THINGS)
    counted = {
        column
        for column in whole
        if _PERSONS.search(headings[column])
        or _DIAGNOSES.search(headings[column])
        or (not of_things and _BARE_COUNT.search(headings[column]))
    }
    if not counted:
        return {}
    counted |= {column for column in whole if _WHOLE.search(headings[column])}
    most = {
        row: max((_figure(c) for col in counted for c in whole[col] if c.row == row), default=None)
        for row in layout.rows
    }
    parts = {
        column
        for column, cells in whole.items()
        if all((top := most[c.row]) is not None and _figure(c) <= top for c in cells)
    }
    return {(cell.row, cell.column): cell for col in sorted(counted | parts) for cell in whole[col]}


def _group_columns(layout: Layout) -> set[int]:
    """Columns that name classes, schools, diagnoses and the like."""
    headed = {cell.column for row in layout.heading_rows for cell in layout.rows[row]}
    last = max(layout.rows, default=0) + 1
    groups = {column for column in headed if layout.column_topic(last, column) is Topic.GROUP}
    return groups | _columns_of_schools(layout)


def _columns_of_schools(layout: Layout) -> set[int]:
    """Columns that name schools, though nothing heads them."""
    filled: Counter[int] = Counter()
    schools: Counter[int] = Counter()
    for cell in layout.cells.values():
        if isinstance(cell.value, str) and not layout.is_heading(cell):
            filled[cell.column] += 1
            schools[cell.column] += _SCHOOL.search(cell.raw) is not None
    return {column for column, count in schools.items() if count * 2 > filled[column]}


def _shares(layout: Layout, rows: Collection[int]) -> Iterator[tuple[int, int]]:
    """Figures of these rows in the columns of shares."""
    headings = {cell.column: cell.raw for row in layout.heading_rows for cell in layout.rows[row]}
    shares = {column for column, heading in headings.items() if _SHARE.search(heading)}
    for (row, column), cell in layout.cells.items():
        if row in rows and column in shares and isinstance(cell.value, Decimal):
            yield row, column


def _down(layout: Layout, counts: dict[tuple[int, int], Cell]) -> Iterator[Line]:
    """Columns with a total below their parts."""
    for column in sorted({column for _, column in counts}):
        parts: list[Cell] = []
        everything: list[Cell] = []
        for row in sorted(row for row, col in counts if col == column):
            cell = counts[row, column]
            label = next((k for c in layout.rows[row] if (k := total_label(c.raw))), None)
            if label is None:
                parts.append(cell)
                everything.append(cell)
                continue
            of_all = sum(map(_figure, everything), Decimal(0)) == _figure(cell)
            if everything and (of_all or not parts):
                yield Line(tuple(everything), cell)
            elif parts:
                yield Line(tuple(parts), cell)
            parts = []


def _across(layout: Layout, counts: dict[tuple[int, int], Cell]) -> Iterator[Line]:
    """Rows with a total beside its parts."""
    headings = {cell.column: cell.raw for row in layout.heading_rows for cell in layout.rows[row]}
    columns = sorted({column for _, column in counts})
    totals = [c for c in columns if _WHOLE.search(fold(headings[c])) or _WHOLE.search(headings[c])]
    for total in totals:
        for row in sorted(row for row, col in counts if col == total):
            cells = tuple(counts[row, c] for c in columns if c not in totals and (row, c) in counts)
            if cells and sum(map(_figure, cells), Decimal(0)) == _figure(counts[row, total]):
                yield Line(cells, counts[row, total])


def _related(layout: Layout, counts: dict[tuple[int, int], Cell]) -> Iterator[Line]:
    """Rows in which one figure is the sum of two or three others, in all rows alike.

    Nobody need have called it a total: ``Antal elever`` beside ``Flickor`` and ``Pojkar``, or this
    year's count beside last year's and the change.
    """
    figures: dict[int, dict[int, Cell]] = {}
    for cell in layout.cells.values():
        if count_in(cell.value) is not None and not layout.is_heading(cell):
            figures.setdefault(cell.column, {})[cell.row] = cell
    counted = {column for _, column in counts}
    columns = sorted(figures)[:_MOST_RELATED]
    for total in columns:
        others = [column for column in columns if column != total]
        for parts in (*combinations(others, 2), *combinations(others, 3)):
            if not counted & {total, *parts}:
                continue
            lines = [*_sums([figures[column] for column in parts], figures[total])]
            if len(lines) > 1 or (lines and total in counted):
                yield from lines


def _sums(parts: Sequence[dict[int, Cell]], totals: dict[int, Cell]) -> Iterator[Line]:
    """The rows of columns, if in each of them the parts make the total; else none."""
    lines = []
    for row, total in totals.items():
        cells = tuple(part[row] for part in parts if row in part)
        if len(cells) < len(parts):
            continue
        if sum(map(_figure, cells), Decimal(0)) != _figure(total):
            return
        lines.append(Line(cells, total))
    yield from lines


def needed(line: Line, hidden: Iterable[tuple[int, int]]) -> Sequence[Cell]:
    """The cell that must be hidden too, if the total gives what is hidden on a line back."""
    places = set(hidden)
    gone = [cell for cell in line.parts if (cell.row, cell.column) in places]
    if not gone or (line.total.row, line.total.column) in places:
        return ()
    known = sum(map(_figure, gone), Decimal(0))
    only_one = len(gone) == 1 or known in {len(gone), len(gone) * (SMALLEST_SHOWN - 1)}
    if not only_one:
        return ()
    left = sorted(
        (cell for cell in line.parts if (cell.row, cell.column) not in places),
        key=lambda cell: (_figure(cell) == 0, _figure(cell), cell.row, cell.column),
    )
    return (left[0] if left else line.total,)
