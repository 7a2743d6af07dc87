"""Turns the tables of an OpenDocument workbook (.ods) into sheets of cells."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from skolkit.intake import formats
from skolkit.intake.formats import Look, Stored
from skolkit.intake.odsstyles import CellStyles
from skolkit.intake.tally import Tally
from skolkit.intake.workbook import attribute, local, walk
from skolkit.intake.zipbox import ZipBox
from skolkit.model import Cell, Document, Doubt, Sheet
from skolkit.problems import Problem, SkolkitError
from skolkit.settings import Limits

CONTENT, STYLES = "content.xml", "styles.xml"
_VEILED = {"collapse", "filter"}
_NUMERIC = {"float", "currency", "percentage"}


@dataclass(slots=True)
class _Table:
    """What is gathered while one table is read."""

    name: str
    hidden: bool
    cells: list[Cell] = field(default_factory=list)
    row: int = 0
    columns: list[tuple[int, int]] = field(default_factory=list)  # hidden, from and to
    next_column: int = 1
    hidden_rows: int = 0
    veils: frozenset[str] = frozenset()  # styles of cells in which text cannot be seen
    styles: list[tuple[int, int, str]] = field(default_factory=list)  # of columns, from and to
    veiled: int = 0
    merged: int = 0
    tally: Tally = field(default_factory=Tally)


def sheet_count(box: ZipBox) -> int:
    """Count the tables of a workbook without keeping any.

    Raises:
        SkolkitError: E_CORRUPT, E_BOMB or E_UNSAFE_XML.
    """
    return sum(1 for _ in _tables(box, None))


def read_ods(document: Document, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read all tables, hidden ones too.

    Raises:
        SkolkitError: E_CORRUPT, E_BOMB, E_TOO_BIG or E_UNSAFE_XML.
    """
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    with ZipBox(document.path, document.name, limits) as box:
        for number, table in enumerate(_tables(box, limits), start=1):
            sheets.append(
                Sheet(
                    sheet_id=f"{document.document_id}#{number}",
                    document_id=document.document_id,
                    document_name=document.name,
                    name=table.name,
                    cells=tuple(table.cells),
                    hidden=table.hidden,
                )
            )
            problems += _told(document.name, table)
    return tuple(sheets), tuple(problems)


def _told(file: str, table: _Table) -> Iterator[Problem]:
    yield from table.tally.problems(file, table.name)
    hidden_columns = len({cell.column for cell in table.cells if _hides(table, cell.column)})
    parts = [
        "the whole sheet" if table.hidden else "",
        f"rows: {table.hidden_rows}" if table.hidden_rows else "",
        f"columns: {hidden_columns}" if hidden_columns else "",
        f"cells that show nothing of their text: {table.veiled}" if table.veiled else "",
    ]
    detail = ", ".join(part for part in parts if part)
    if detail:
        yield Problem("W_HIDDEN", file, sheet=table.name, detail=detail)
    if table.merged:
        yield Problem("W_MERGED", file, sheet=table.name, detail=f"ranges: {table.merged}")


def _tables(box: ZipBox, limits: Limits | None) -> Iterator[_Table]:
    """Yield each table when it is complete; without limits only count, keep no cells."""
    parents: list[Element] = []
    veiled_styles: set[str] = set()
    style = ""
    cell_styles = _styles(box)
    table: _Table | None = None
    for event, element in walk(box, CONTENT, ("start", "end")):
        name = local(element)
        if event == "start":
            parents.append(element)
            if name == "style":
                style = attribute(element, "name") or ""
            elif name == "table" and table is None:
                hidden = (attribute(element, "style-name") or "") in veiled_styles
                table = _Table(attribute(element, "name") or "", hidden)
                table.veils = cell_styles.veils
            continue
        parents.pop()
        if name == "table-properties" and attribute(element, "display") == "false":
            veiled_styles.add(style)
        elif table is None:
            cell_styles.look(element)
        elif name == "table-column":
            _read_column(table, element)
        elif name == "table-row":
            if limits is not None:
                _read_row(box, table, element, _in_hidden_group(parents), limits)
            if parents:
                parents[-1].remove(element)
        elif name == "table" and not any(local(parent) == "table" for parent in parents):
            yield table
            table = None


def _styles(box: ZipBox) -> CellStyles:
    """The styles of the workbook's other part; without it the cells are read all the same."""
    found = CellStyles()
    if STYLES in box.parts:
        with contextlib.suppress(SkolkitError):
            for _, element in walk(box, STYLES, ("end",)):
                found.look(element)
    return found


def _in_hidden_group(parents: list[Element]) -> bool:
    return any(
        local(parent) == "table-row-group" and attribute(parent, "display") == "false"
        for parent in parents
    )


def _repeated(element: Element, name: str) -> int:
    told = attribute(element, name) or "1"
    return max(int(told), 1) if told.isascii() and told.isdigit() else 1


def _read_column(table: _Table, element: Element) -> None:
    count = _repeated(element, "number-columns-repeated")
    if attribute(element, "visibility") in _VEILED:
        table.columns.append((table.next_column, table.next_column + count - 1))
    usual = attribute(element, "default-cell-style-name")
    if usual in table.veils:
        table.styles.append((table.next_column, table.next_column + count - 1, usual))
    table.next_column += count


def _hides(table: _Table, column: int) -> bool:
    return any(first <= column <= last for first, last in table.columns)


def _is_veiled(table: _Table, row: Element, item: Element, column: int) -> bool:
    """Whether the style of a cell, its own or that of its row or column, shows nothing."""
    if not table.veils:
        return False
    style = attribute(item, "style-name") or attribute(row, "default-cell-style-name")
    if style is None:
        return any(first <= column <= last for first, last, _ in table.styles)
    return style in table.veils


def _read_row(box: ZipBox, table: _Table, element: Element, veiled: bool, limits: Limits) -> None:
    times = _repeated(element, "number-rows-repeated")
    hidden = veiled or attribute(element, "visibility") in _VEILED
    found: list[Cell] = []
    column = 1
    for item in element:
        if local(item) not in {"table-cell", "covered-table-cell"}:
            continue
        across = _repeated(item, "number-columns-repeated")
        stored = _stored(item)
        if stored is not None:
            _refuse_flood(box, table, len(found) + across * times, limits)
            span = _span(item)
            table.merged += span != (1, 1)
            for at in range(column, column + across):
                veiled = _is_veiled(table, element, item, at)
                table.veiled += veiled * times
                found.append(
                    Cell(
                        row=table.row + 1,
                        column=at,
                        raw=stored.raw,
                        value=stored.value,
                        doubt=stored.doubt,
                        method=_method(item),
                        hidden=hidden or veiled or _hides(table, at),
                        row_span=span[0],
                        column_span=span[1],
                    )
                )
                table.tally.look(stored, table.row + 1, at)
        column += across
    if found:
        _refuse_flood(box, table, len(found) * times, limits)
        table.hidden_rows += times if hidden else 0
        for row in range(table.row + 1, table.row + times + 1):
            table.cells += [_moved(cell, row) for cell in found]
    table.row += times


def _refuse_flood(box: ZipBox, table: _Table, fresh: int, limits: Limits) -> None:
    if len(table.cells) + fresh > limits.cells_per_sheet:
        detail = f"repeated cells, cells_per_sheet = {limits.cells_per_sheet}"
        raise SkolkitError.of("E_TOO_BIG", box.name, sheet=table.name, detail=detail)


def _moved(cell: Cell, row: int) -> Cell:
    if cell.row == row:
        return cell
    return Cell(
        row=row,
        column=cell.column,
        raw=cell.raw,
        value=cell.value,
        doubt=cell.doubt,
        method=cell.method,
        hidden=cell.hidden,
        row_span=cell.row_span,
        column_span=cell.column_span,
    )


def _span(item: Element) -> tuple[int, int]:
    rows = _repeated(item, "number-rows-spanned")
    return rows, _repeated(item, "number-columns-spanned")


def _method(item: Element) -> str:
    return "ods/value" if attribute(item, "formula") is None else "ods/formula"


def _stored(item: Element) -> Stored | None:
    """What a cell holds; None when it is empty."""
    kinds = {v for k, v in item.items() if k.rpartition("}")[2] == "value-type"}
    shown = "\n".join(_text(child) for child in item if local(child) == "p")
    shown = shown or attribute(item, "string-value") or ""  # its format may show nothing
    if "error" in kinds or (attribute(item, "formula") and shown.startswith(("#", "Err:"))):
        return Stored(shown, None, Doubt.ERROR_VALUE)
    value = attribute(item, "value")
    if kinds & _NUMERIC and value is not None:
        look = Look.PERCENT if "percentage" in kinds else Look.NUMBER
        return formats.number(value, look)
    if "date" in kinds:
        return formats.iso_moment(attribute(item, "date-value") or shown)
    if "boolean" in kinds:
        return formats.truth(attribute(item, "boolean-value") == "true")
    if shown:
        return Stored(shown, shown)
    formula = attribute(item, "formula")
    if formula and not kinds:
        return Stored(formula, None, Doubt.FORMULA_NO_VALUE)
    return None


def _text(paragraph: Element) -> str:
    """The text of a paragraph with the blanks, tabs and breaks that are written as elements."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        name = local(child)
        if name == "s":
            parts.append(" " * min(_repeated(child, "c"), 1000))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name != "annotation":
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
