"""Turns the worksheets of an old .xls file into sheets of cells; the only user of calamine."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine as calamine

from skolkit.intake import formats
from skolkit.intake.biff import Marks, read_marks
from skolkit.intake.formats import Look, Stored
from skolkit.intake.tally import Tally
from skolkit.model import Cell, Document, Doubt, Sheet
from skolkit.problems import Problem, SkolkitError
from skolkit.settings import Limits


def sheet_count(document_path: Any, name: str) -> int:
    """Count the worksheets.

    Raises:
        SkolkitError: E_ENCRYPTED or E_CORRUPT.
    """
    return len(read_marks(document_path, name))


def read_xls(document: Document, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read all worksheets, hidden ones too.

    Raises:
        SkolkitError: E_ENCRYPTED, E_CORRUPT or E_TOO_BIG.
    """
    marks = read_marks(document.path, document.name)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    try:
        with document.path.open("rb") as stream:
            book = calamine.CalamineWorkbook.from_filelike(stream)
            known = set(book.sheet_names)
            for number, marked in enumerate(marks, start=1):
                if marked.name not in known:
                    problems.append(
                        Problem("E_CORRUPT", document.name, sheet=marked.name, detail="no cells")
                    )
                    continue
                opened = book.get_sheet_by_name(marked.name)
                sheet, told = _sheet(document, number, opened, marked, limits)
                sheets.append(sheet)
                problems += told
    except calamine.PasswordError as error:
        raise SkolkitError.of("E_ENCRYPTED", document.name) from error
    except calamine.CalamineError as error:
        raise SkolkitError.of("E_CORRUPT", document.name) from error
    return tuple(sheets), tuple(problems)


def _sheet(
    document: Document, number: int, opened: Any, marks: Marks, limits: Limits
) -> tuple[Sheet, tuple[Problem, ...]]:
    top, left = opened.start or (0, 0)
    stored: dict[tuple[int, int], Stored] = {}
    for row, values in enumerate(opened.to_python(), start=top + 1):
        for column, value in enumerate(values, start=left + 1):
            found = _stored(value, (row, column) in marks.percents)
            if found is not None:
                stored[row, column] = found
        if len(stored) > limits.cells_per_sheet:
            detail = f"cells_per_sheet = {limits.cells_per_sheet}"
            raise SkolkitError.of("E_TOO_BIG", document.name, sheet=marks.name, detail=detail)
    for place, text in marks.errors.items():  # calamine leaves these cells empty
        stored[place] = Stored(text, None, Doubt.ERROR_VALUE)
    spans = {
        (first[0] + 1, first[1] + 1): (last[0] - first[0] + 1, last[1] - first[1] + 1)
        for first, last in opened.merged_cell_ranges or ()
    }
    tally = Tally()
    cells: list[Cell] = []
    for place in sorted(stored):
        row, column = place
        tally.look(stored[place], row, column)
        rows, columns = spans.get(place, (1, 1))
        cells.append(
            Cell(
                row=row,
                column=column,
                raw=stored[place].raw,
                value=stored[place].value,
                doubt=stored[place].doubt,
                method="xls/formula" if place in marks.formulas else "xls/value",
                hidden=marks.hides(row, column),
                row_span=rows,
                column_span=columns,
            )
        )
    sheet = Sheet(
        sheet_id=f"{document.document_id}#{number}",
        document_id=document.document_id,
        document_name=document.name,
        name=marks.name,
        cells=tuple(cells),
        hidden=marks.hidden,
    )
    told = [*tally.problems(document.name, marks.name)]
    if spans:
        detail = f"ranges: {len(spans)}"
        told.append(Problem("W_MERGED", document.name, sheet=marks.name, detail=detail))
    veiled = _veiled(marks, cells)
    if veiled:
        told.append(Problem("W_HIDDEN", document.name, sheet=marks.name, detail=veiled))
    return sheet, tuple(told)


def _veiled(marks: Marks, cells: list[Cell]) -> str:
    rows = {cell.row for cell in cells if cell.row in marks.hidden_rows}
    columns = {
        cell.column
        for cell in cells
        if any(first <= cell.column <= last for first, last in marks.hidden_columns)
    }
    unseen = sum((cell.row, cell.column) in marks.veiled for cell in cells)
    parts = [
        "the whole sheet" if marks.hidden else "",
        f"rows: {len(rows)}" if rows else "",
        f"columns: {len(columns)}" if columns else "",
        f"cells that show nothing of their text: {unseen}" if unseen else "",
    ]
    return ", ".join(part for part in parts if part)


def _stored(value: Any, is_percent: bool) -> Stored | None:
    """What a value of calamine's means; None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return formats.truth(value)
    if isinstance(value, int | float):
        # repr gives the shortest text that means this number; 15 digits of it are what counts.
        return formats.number(repr(value), Look.PERCENT if is_percent else Look.NUMBER)
    if isinstance(value, datetime):
        return formats.shown_moment(value)
    if isinstance(value, date):
        return Stored(value.isoformat(), value)
    if isinstance(value, time):
        shown = value.strftime("%H:%M:%S" if value.second else "%H:%M")
        return Stored(shown, shown)
    if isinstance(value, timedelta):
        days = repr(value.total_seconds() / 86_400)
        return formats.number(days, Look.DURATION)
    return Stored(str(value), str(value))
