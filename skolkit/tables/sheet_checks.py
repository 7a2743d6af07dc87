"""Typed sheets that are none of the known tables to checks of the sums they print.

A labelled row ("Summa", "Totalt") is compared with its column wherever the column is one of
amounts: not of shares, rates or averages, which do not add up. A labelled column ("Totalt" to the
right of 2019, 2020, 2021) is compared with the columns to its left, where most rows show that it is
their sum. Nothing is known of units here: figures must add up exactly as printed, but for a sum
that is printed with fewer decimals than its parts, and for parts that have been rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from skolkit.model import Cell, Collection, Sheet, cell_id, column_letters
from skolkit.tables.covers import AGREES, BREAK, DIFFERS, OPEN, START, Covered, Figure, covered
from skolkit.tables.rows import ROW, SUBTOTAL, TOTAL, CheckRow
from skolkit.tables.text import is_missing_mark, is_within, join_lines, total_label
from skolkit.tables.values import UNKNOWN, is_native

LEAST_ROWS = 2  # rows that must show what a labelled column is the sum of
ORE = 2  # decimals of money, which is not rounded further
_YEARS = frozenset(Decimal(year) for year in range(1950, 2051))
_BINARY = Decimal("1e-9")  # share by which sums of binary numbers may be off at 15 digits
# Words of headings over figures that do not add up.
_NOT_ADDED = re.compile(
    r"%|\b(?:andel\w*|procent|\w*snitt|i medel|median|\w*pris|kvot|index)\b"
    r"|\b(?:medel(?:värde|tal|betyg|poäng|lön|kostnad|ålder)|share|rate|average|mean|price)\b"
    r"|^år(?:tal)?$|\bkr/|/(?:elev|tim|h|st|år)\b"
    r"|\bper (?:elev|barn|tim\w*|dag|månad|år|person|anställd|invånare|st\w*|kvm|m2|pupil)\b",
    re.IGNORECASE,
)

_Grid = Mapping[int, Mapping[int, Cell]]


def sheet_checks(sheet: Sheet, collection: Collection) -> Iterable[CheckRow]:
    """Check the labelled sums of a sheet.

    Args:
        sheet: a typed sheet.
        collection: names the rows.

    Yields:
        Checks row by row; ``column`` is the letter of the sheet's column, and the first of the
        cells is the printed sum.
    """
    grid = _grid(sheet)
    kinds = _settled(_without_years(grid, {row: _kind(cells) for row, cells in grid.items()}))
    columns = sorted({column for cells in grid.values() for column in cells})
    found: list[tuple[int, int, Covered, list[Cell]]] = []
    for column in columns:
        found.extend(_down(grid, kinds, column))
    for column in columns:
        found.extend(_across(grid, kinds, column))
    for row, column, made, cells in sorted(found, key=lambda each: each[:2]):
        printed = _number(grid[row][column])
        across = all(cell.row == row for cell in cells)
        rule = "column-total" if across else kinds[row]
        ids = [cell_id(sheet.sheet_id, row, column)]
        ids += [cell_id(sheet.sheet_id, cell.row, cell.column) for cell in cells]
        yield CheckRow(
            check_id=f"{rule}:{ids[0]}",
            collection=collection.name,
            rule=rule,
            table="",
            row_id="",
            document=sheet.document_name,
            page=grid[row][column].page,
            column=column_letters(column),
            printed=printed,
            computed=made.known,
            difference=None if printed is None else printed - made.known,
            verdict=made.verdict,
            parts=len(made.parts),
            unknown_parts=made.unknown,
            cell_ids=tuple(ids),
            demo=collection.is_demo,
        )


def _grid(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    grid: dict[int, dict[int, Cell]] = {}
    for cell in sorted(sheet.cells, key=lambda each: (each.row, each.column)):
        if cell.raw.strip():
            grid.setdefault(cell.row, {})[cell.column] = cell
    return grid


def _number(cell: Cell) -> Decimal | None:
    return cell.value if isinstance(cell.value, Decimal) else None


def _is_lost(cell: Cell) -> bool:
    """Whether a cell may hold a figure that is not known."""
    return cell.doubt in UNKNOWN and _number(cell) is None


def _kind(cells: Mapping[int, Cell]) -> str:
    """What a row is: a sum if a label stands left of its figures; "" where its place decides."""
    figures = [column for column, cell in cells.items() if _number(cell) is not None]
    if not figures and not any(_is_lost(cell) for cell in cells.values()):
        return START if len(cells) > 1 else BREAK
    first = min(figures, default=max(cells) + 1)
    for column, cell in cells.items():
        if column < first and (label := total_label(join_lines(cell.raw))) is not None:
            return {"subtotal": SUBTOTAL, "total": TOTAL}.get(label[0], "")
    return ROW


def _without_years(grid: _Grid, kinds: Mapping[int, str]) -> dict[int, str]:
    """Rows whose figures are all years, above any other figure, are headings (2019, 2020 ...)."""
    told = dict(kinds)
    for row, cells in grid.items():
        figures = [value for cell in cells.values() if (value := _number(cell)) is not None]
        if not figures:
            continue
        if not all(value in _YEARS for value in figures) or len(set(figures)) < len(figures):
            break
        if len(figures) > 1 or len(cells) > LEAST_ROWS:
            told[row] = START
    return told


def _settled(kinds: Mapping[int, str]) -> dict[int, str]:
    """A plain *Summa* is the total unless rows or sums of the same table follow."""
    settled = dict(kinds)
    after = START
    for row in sorted(kinds, reverse=True):
        if not kinds[row]:
            settled[row] = SUBTOTAL if after in (ROW, TOTAL) else TOTAL
        if kinds[row] != BREAK:
            after = settled[row]
    return settled


def _heading(grid: _Grid, kinds: Mapping[int, str], column: int) -> str:
    """The texts above the first figure of a column."""
    texts = []
    for row, cells in grid.items():
        cell = cells.get(column)
        if cell is not None and _number(cell) is not None and kinds[row] in (ROW, SUBTOTAL, TOTAL):
            break
        if cell is not None:
            texts.append(join_lines(cell.raw))
    return " ".join(texts)


def _down(
    grid: _Grid, kinds: Mapping[int, str], column: int
) -> Iterable[tuple[int, int, Covered, list[Cell]]]:
    """The labelled sums of one column."""
    held = [cells[column] for cells in grid.values() if column in cells]
    numbers = [cell for cell in held if _number(cell) is not None]
    if not numbers or _NOT_ADDED.search(_heading(grid, kinds, column)):
        return
    if sum("%" in cell.raw for cell in numbers) * 2 > len(numbers):
        return
    rows = list(grid)
    figures = [_figure(grid[row], kinds[row], column) for row in rows]
    for made in _covered(figures, [grid[row].get(column) for row in rows]):
        row = rows[made.at]
        yield row, column, made, [grid[rows[part]][column] for part in made.parts]


def _figure(cells: Mapping[int, Cell], kind: str, column: int) -> Figure:
    cell = cells.get(column)
    if cell is None:
        return Figure(kind)
    label = join_lines(cells[min(cells)].raw)
    lost = _is_lost(cell) and not is_missing_mark(cell.raw)
    return Figure(kind, _number(cell), unread=lost, hidden=cell.hidden, apart=is_within(label))


def _covered(figures: Sequence[Figure], cells: Sequence[Cell | None]) -> Iterable[Covered]:
    """Sums and their parts, each judged by how exactly its own figures are printed."""
    for made in covered(figures, Decimal(0)):
        cell, printed = cells[made.at], figures[made.at].value
        if cell is None or (printed is None and not figures[made.at].unread):
            continue  # nothing is printed there
        parts = [part for at in made.parts if (part := cells[at]) is not None]
        yield made if made.verdict != DIFFERS or printed is None else _rounded(made, cell, parts)


def _rounded(made: Covered, cell: Cell, parts: Sequence[Cell]) -> Covered:
    """A difference, judged again by how far figures that were rounded may be off."""
    printed = cell.value if isinstance(cell.value, Decimal) else Decimal(0)
    gap = abs(printed - made.known)
    fine = max((_decimals(part.value) for part in parts), default=0)
    if is_native(cell):
        allowed = _BINARY * max(abs(printed), abs(made.known)) if fine else Decimal(0)
        return _with(made, AGREES) if gap <= allowed else made
    coarse = _decimals(printed)
    if coarse < fine and gap <= Decimal("0.5").scaleb(-coarse):
        return _with(made, AGREES)  # the sum is printed with fewer decimals
    loose = fine not in (0, ORE) and gap <= Decimal(len(parts) + 1).scaleb(-fine) / 2
    return _with(made, OPEN) if loose else made


def _with(made: Covered, verdict: str) -> Covered:
    return Covered(made.at, made.parts, made.known, made.unknown, verdict)


def _decimals(value: object) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _across(
    grid: _Grid, kinds: Mapping[int, str], column: int
) -> Iterable[tuple[int, int, Covered, list[Cell]]]:
    """The rows of a column whose heading says that it sums up those to its left."""
    headings = [
        cells[column] for row, cells in grid.items() if column in cells and kinds[row] == START
    ]
    if not any(total_label(join_lines(cell.raw)) is not None for cell in headings):
        return
    tried: list[tuple[int, int, Covered, list[Cell]]] = []
    for row, cells in grid.items():
        cell = cells.get(column)
        if kinds[row] not in (ROW, SUBTOTAL, TOTAL) or cell is None:
            continue
        left = [
            each
            for at, each in cells.items()
            if at < column and (_number(each) is not None or _is_lost(each))
        ]
        figures = [
            *(_figure(cells, ROW, each.column) for each in left),
            _figure(cells, TOTAL, column),
        ]
        for made in _covered(figures, [*left, cell]):
            if made.at == len(left):
                tried.append((row, column, made, [left[part] for part in made.parts]))
    agreeing = sum(made.agrees and len(parts) > 1 for _, _, made, parts in tried)
    if agreeing >= LEAST_ROWS and agreeing * 2 > len(tried):
        yield from tried
