"""A typed sheet to what is odd in its texts and headings, told once and not cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from skolkit.model import Cell, Doubt, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.shape import READ_TEXT, data_begins
from skolkit.tables.text import fold, join_lines

HEADING_DEPTH = 3  # rows that a heading may take
_NAMED = 10  # columns named in one message
_YEARS = range(1900, 2100)
_PAPER = ("ocr", "text-layer")
_NUMBERS = (Doubt.NOT_A_NUMBER, Doubt.AMBIGUOUS_NUMBER)
_DATES = (Doubt.AMBIGUOUS_DATE, Doubt.NOT_A_DATE)


def text_problems(read: Sheet, typed: Sheet, *, has_table: bool) -> tuple[Problem, ...]:
    """Tell of numbers and dates spelt as text that were read, or could not be.

    Args:
        read: the sheet before ``type_cells``.
        typed: the same sheet after it.
        has_table: whether rows were read from the sheet, which then tell themselves of what they
            could not read in their own columns (times and ids are no numbers there).

    Returns:
        W_NUMBER_TEXT for numbers that a workbook keeps as text, W_NUMBER_AMBIGUOUS and
        W_DATE_SUSPECT for what was left empty; each with the count and the first place. And
        N_NUMBER_FORM for columns that declare a form of their own.
    """
    before = {(cell.row, cell.column): cell.doubt for cell in read.cells}
    new = [cell for cell in typed.cells if before.get((cell.row, cell.column)) != cell.doubt]
    # All cells of a CSV file are text; only a workbook tells text from numbers.
    spelt = [
        cell
        for cell in typed.cells
        if cell.method.endswith(f"/{READ_TEXT}")
        and not cell.method.startswith("csv")
        and (isinstance(cell.value, Decimal) or cell.doubt in _NUMBERS)
    ]
    told = list(_told(typed, "W_NUMBER_TEXT", spelt))
    if not has_table:
        numbers = [cell for cell in new if cell.doubt is Doubt.AMBIGUOUS_NUMBER]
        told.extend(_told(typed, "W_NUMBER_AMBIGUOUS", numbers))
        dates = [cell for cell in new if cell.doubt in _DATES]
        told.extend(_told(typed, "W_DATE_SUSPECT", dates))
    if typed.column_forms:
        parts = [f"{column_letters(column)} as {form}" for column, form in typed.column_forms]
        page = typed.pages[0] if typed.pages else None
        detail = f"columns {', '.join(parts)}"
        told.append(Problem("N_NUMBER_FORM", typed.document_name, page, typed.name, detail=detail))
    return tuple(told)


def _told(sheet: Sheet, code: str, cells: list[Cell]) -> Iterable[Problem]:
    if cells:
        first = min(cells, key=lambda cell: (cell.row, cell.column))
        place = f"{column_letters(first.column)}{first.row}"
        detail = f"cells: {len(cells)}"
        yield Problem(code, sheet.document_name, first.page, sheet.name, place, detail)


def heading_problems(sheet: Sheet) -> tuple[Problem, ...]:
    """Tell of a sheet from a file whose headings do not name its columns.

    Paper is left out: what is not read of its headings is told by the reading. Several rows of
    headings count together, and a merged one for all its columns.

    Args:
        sheet: a typed sheet.

    Returns:
        At most one W_HEADER.
    """
    filled = [cell for cell in sheet.cells if cell.raw.strip()]
    rows = sorted({cell.row for cell in filled})
    if len(rows) < 2 or any(cell.method.startswith(_PAPER) for cell in filled):
        return ()
    begin = data_begins(sheet)
    below = sorted({cell.column for cell in filled if cell.row >= begin})
    if begin <= rows[0]:
        first = [cell.value for cell in filled if cell.row == rows[0]]
        figures = [value for value in first if isinstance(value, Decimal)]
        if not figures or all(value in _YEARS for value in figures):
            return ()
        return (_problem(sheet, f"row {rows[0]}", "there is no row of headings"),)
    heads = [row for row in rows if row < begin][-HEADING_DEPTH:]
    texts = _headings([cell for cell in filled if cell.row in heads])
    unnamed = [column for column in below if column not in texts]
    counts = Counter(fold(text) for text in texts.values())
    twice = [column for column in sorted(texts) if counts[fold(texts[column])] > 1]
    parts = [
        f"{what}: {_letters(columns)}"
        for what, columns in (("without a heading", unnamed), ("with the same heading", twice))
        if columns
    ]
    return (_problem(sheet, f"row {heads[-1]}", "; ".join(parts)),) if parts else ()


def _headings(cells: Iterable[Cell]) -> dict[int, str]:
    """The heading of each column, those above it joined."""
    parts: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda each: (each.row, each.column)):
        for column in range(cell.column, cell.column + min(cell.column_span, 1000)):
            parts.setdefault(column, []).append(join_lines(cell.raw))
    return {column: " ".join(texts) for column, texts in parts.items()}


def _letters(columns: list[int]) -> str:
    named = ", ".join(column_letters(column) for column in columns[:_NAMED])
    more = len(columns) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _problem(sheet: Sheet, place: str, detail: str) -> Problem:
    return Problem("W_HEADER", sheet.document_name, None, sheet.name, place, detail)
