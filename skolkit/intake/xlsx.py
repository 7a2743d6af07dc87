"""Turns the worksheets of an xlsx or xlsm file into sheets of cells, exactly as stored.

The XML is read here and not through a spreadsheet library, because three things would be lost:
numbers at the 15 digits that the file means, formulas told apart from their saved values, and
safety from claims (a declared size, a merged range) that a few bytes make and gigabytes obey.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from skolkit.intake import formats
from skolkit.intake.colours import read_veils, table_heads
from skolkit.intake.formats import Look, Stored
from skolkit.intake.tally import Tally
from skolkit.intake.workbook import (
    SheetPart,
    Workbook,
    carried,
    is_on,
    local,
    open_workbook,
    read_looks,
    read_strings,
    rich_text,
    unescape,
    walk,
)
from skolkit.intake.zipbox import ZipBox
from skolkit.model import Cell, Document, Doubt, Sheet
from skolkit.problems import Problem, SkolkitError
from skolkit.settings import Limits

ROWS, COLUMNS = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_REACHES_OUT = re.compile(
    r"\b(WEBSERVICE|HYPERLINK|FILTERXML|RTD|DDE|CALL|REGISTER)\s*\(|\|'?", re.IGNORECASE
)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Book:
    box: ZipBox
    strings: tuple[str, ...]
    looks: tuple[Look, ...]
    veils: tuple[bool, ...]  # by style: text in it has the colour of its ground
    from_1904: bool
    limits: Limits


@dataclass(slots=True)
class _Page:
    """What is gathered while one worksheet is read."""

    cells: list[Cell] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    heads: tuple[tuple[Place, Place], ...] = ()  # tables, which colour their own headings
    veiled: int = 0  # cells whose number format shows nothing
    blended: int = 0  # cells in the colour of their ground
    tally: Tally = field(default_factory=Tally)

    def hides(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)

    def heads_table(self, row: int, column: int) -> bool:
        return any(
            row in (first[0], last[0]) and first[1] <= column <= last[1]
            for first, last in self.heads
        )


def read_xlsx(document: Document, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read all worksheets, hidden ones too.

    Returns:
        The sheets that could be read, and the problems; a sheet that could not be read is an
        E_CORRUPT with its name among them.

    Raises:
        SkolkitError: when nothing can be read, or the file is unsafe (E_BOMB, E_UNSAFE_XML).
    """
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    with ZipBox(document.path, document.name, limits) as box:
        workbook = open_workbook(box)
        problems += carried(box)
        book = _open_book(box, workbook, limits)
        for number, part in enumerate(workbook.sheets, start=1):
            try:
                sheet, told = _read_sheet(book, document, number, part)
            except SkolkitError as error:
                if error.problem.code != "E_CORRUPT":
                    raise
                problems.append(replace(error.problem, sheet=part.name))
                continue
            sheets.append(sheet)
            problems += told
    return tuple(sheets), tuple(problems)


def _open_book(box: ZipBox, workbook: Workbook, limits: Limits) -> _Book:
    strings = read_strings(box, workbook.strings_part)
    looks = read_looks(box, workbook.styles_part)
    veils = read_veils(box, workbook.styles_part)
    return _Book(box, strings, looks, veils, workbook.from_1904, limits)


def _read_sheet(
    book: _Book, document: Document, number: int, part: SheetPart
) -> tuple[Sheet, tuple[Problem, ...]]:
    if part.part is None:
        raise book.box.damaged("the part that holds this sheet is missing")
    page = _Page()
    if any(book.veils):
        ranges = (_corners(told) for told in table_heads(book.box, part.part))
        page.heads = tuple(found for found in ranges if found is not None)
    for row, hidden, element in _rows(book, part.part, page):
        page.hidden_rows += hidden
        _read_row(book, page, part.name, row, hidden, element)
    cells = _with_spans(page)
    told = list(page.tally.problems(document.name, part.name))
    hidden_columns = len({cell.column for cell in cells if page.hides(cell.column)})
    told += _hidden(document.name, part, page, hidden_columns)
    if page.merged:
        detail = f"ranges: {len(page.merged)}"
        told.append(Problem("W_MERGED", document.name, sheet=part.name, detail=detail))
    sheet = Sheet(
        sheet_id=f"{document.document_id}#{number}",
        document_id=document.document_id,
        document_name=document.name,
        name=part.name,
        cells=cells,
        hidden=part.hidden,
    )
    return sheet, tuple(told)


def _hidden(file: str, part: SheetPart, page: _Page, columns: int) -> tuple[Problem, ...]:
    parts = [
        "the whole sheet" if part.hidden else "",
        f"rows: {page.hidden_rows}" if page.hidden_rows else "",
        f"columns: {columns}" if columns else "",
        f"cells hidden by their format: {page.veiled}" if page.veiled else "",
        f"cells in the colour of their ground: {page.blended}" if page.blended else "",
    ]
    detail = ", ".join(told for told in parts if told)
    return (Problem("W_HIDDEN", file, sheet=part.name, detail=detail),) if detail else ()


def _rows(book: _Book, part: str, page: _Page) -> Iterator[tuple[int, bool, Element]]:
    """Yield each row with its number; gather columns and merged ranges on the way."""
    holder: Element | None = None
    row = 0
    for event, element in walk(book.box, part, ("start", "end")):
        name = local(element)
        if event == "start":
            if name == "sheetData":
                holder = element
            continue
        if name == "row":
            row = _index(element.get("r")) or row + 1
            if row > ROWS:
                raise book.box.damaged("a row lies outside the sheet")
            yield row, is_on(element.get("hidden")) or element.get("ht") == "0", element
            if holder is not None:
                holder.clear()
        elif name == "col":
            if is_on(element.get("hidden")) or element.get("width") == "0":
                first, last = _index(element.get("min")), _index(element.get("max"))
                if first and last:
                    page.hidden_columns.append((first, last))
        elif name == "mergeCell":
            corners = _corners(element.get("ref") or "")
            if corners is not None:
                page.merged.append(corners)


def _index(told: str | None) -> int | None:
    return int(told) if told is not None and told.isascii() and told.isdigit() else None


def place(address: str) -> Place | None:
    """Row and column, from 1, of an address such as B7."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found.group(1).upper():
        column = column * 26 + ord(letter) - 64
    row = int(found.group(2))
    return (row, column) if 1 <= row <= ROWS and column <= COLUMNS else None


def _corners(told: str) -> tuple[Place, Place] | None:
    """The corners of a range such as A1:B7."""
    corners = [place(corner) for corner in told.split(":")]
    if len(corners) == 2 and corners[0] and corners[1]:
        return corners[0], corners[1]
    return None


def _read_row(
    book: _Book, page: _Page, sheet: str, row: int, hidden: bool, element: Element
) -> None:
    column = 0
    for item in element:
        if local(item) != "c":
            continue
        at = place(item.get("r") or "")
        column = at[1] if at else column + 1
        found = _read_cell(book, page, row, column, item)
        if found is None:
            continue
        stored, method = found
        style = _index(item.get("s")) or 0
        veiled = style < len(book.looks) and book.looks[style] is Look.NOTHING
        blended = style < len(book.veils) and book.veils[style]
        blended = blended and not page.heads_table(row, column)
        page.cells.append(
            Cell(
                row=row,
                column=column,
                raw=stored.raw,
                value=stored.value,
                doubt=stored.doubt,
                method=method,
                hidden=hidden or veiled or blended or page.hides(column),
            )
        )
        page.veiled += veiled
        page.blended += blended
        page.tally.look(stored, row, column)
        if len(page.cells) > book.limits.cells_per_sheet:
            detail = f"cells_per_sheet = {book.limits.cells_per_sheet}"
            raise SkolkitError.of("E_TOO_BIG", book.box.name, sheet=sheet, detail=detail)


def _read_cell(
    book: _Book, page: _Page, row: int, column: int, item: Element
) -> tuple[Stored, str] | None:
    """What a cell holds and how it was read; None when empty."""
    kind = item.get("t", "n")
    formula: str | None = None
    told: str | None = None
    inline: Element | None = None
    for child in item:
        name = local(child)
        if name == "f":
            formula = child.text or ""
        elif name == "v":
            told = child.text or ""
        elif name == "is":
            inline = child
    if formula and _REACHES_OUT.search(formula):
        page.tally.add("W_FORMULA_TEXT", row, column)
    method = "xlsx/value" if formula is None else "xlsx/formula"
    if kind == "inlineStr" and inline is not None:
        text = rich_text(inline)
        return (Stored(text, text), method) if text else None
    if told is None or (told == "" and kind != "str"):
        if formula is None:
            return None
        return Stored(f"={formula}", None, Doubt.FORMULA_NO_VALUE), method
    style = _index(item.get("s")) or 0
    look = book.looks[style] if style < len(book.looks) else Look.NUMBER
    stored = _stored(book, kind, told, look)
    if not stored.raw and stored.doubt is None:
        return None
    return stored, method


def _stored(book: _Book, kind: str, told: str, look: Look) -> Stored:
    if kind == "s":
        index = _index(told.strip())
        if index is None or index >= len(book.strings):
            return Stored("", None, Doubt.ERROR_VALUE)
        return Stored(book.strings[index], book.strings[index])
    if kind in ("str", "inlineStr"):
        text = unescape(told)
        return Stored(text, text)
    if kind == "b":
        return formats.truth(is_on(told))
    if kind == "e":
        return Stored(told, None, Doubt.ERROR_VALUE)
    if kind == "d":
        return formats.iso_moment(told)
    return formats.number(told, look, from_1904=book.from_1904)


def _with_spans(page: _Page) -> tuple[Cell, ...]:
    """Give the top left cell of each merged range its span; the range itself is no data."""
    spans = {
        first: (last[0] - first[0] + 1, last[1] - first[1] + 1)
        for first, last in page.merged
        if last[0] >= first[0] and last[1] >= first[1]
    }
    placed = {(cell.row, cell.column): cell for cell in page.cells}  # a place holds one cell
    for at, (rows, columns) in spans.items():
        if at in placed:
            placed[at] = replace(placed[at], row_span=rows, column_span=columns)
    return tuple(placed[at] for at in sorted(placed))
