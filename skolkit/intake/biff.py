"""Reads from an old .xls file what the cell reader does not tell: errors, hiding, percents."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from skolkit.intake import ole
from skolkit.intake.bifflooks import CellLooks
from skolkit.problems import SkolkitError

Place = tuple[int, int]  # row and column, from 1

_BOF, _EOF, _FILEPASS, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_ROW, _COLUMNS, _STYLE, _FORMAT = 0x0208, 0x007D, 0x00E0, 0x041E
_TRUTH_OR_ERROR, _FORMULA, _NUMBER, _RK, _RKS = 0x0205, 0x0006, 0x0203, 0x027E, 0x00BD
_CELLS = {_TRUTH_OR_ERROR, _FORMULA, _NUMBER, _RK, 0x00FD, 0x0204, 0x00D6}  # and three of texts
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_PERCENT_IDS = {9, 10}
_SHORTEST = {_SHEET: 8, _ROW: 14, _COLUMNS: 10, _STYLE: 4, _FORMAT: 5, _TRUTH_OR_ERROR: 8}


@dataclass(slots=True)
class Marks:
    """What one worksheet marks."""

    name: str
    hidden: bool
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    percents: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    veiled: set[Place] = field(default_factory=set)  # shown as nothing, or as their ground

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell lies in a hidden row or column, or cannot be seen."""
        if row in self.hidden_rows or (row, column) in self.veiled:
            return True
        return any(first <= column <= last for first, last in self.hidden_columns)


def read_marks(path: Path, name: str) -> tuple[Marks, ...]:
    """Read the marks of all worksheets, in the file's order.

    Raises:
        SkolkitError: E_ENCRYPTED, or E_CORRUPT when the file is damaged or cut off.
    """
    try:
        file = ole.OleFile.from_path(path)
        data = file.read("Workbook" if "Workbook" in file.names else "Book")
        return _marks(data, name)
    except (ole.OleError, KeyError, struct.error, IndexError) as error:
        detail = str(error) if isinstance(error, ole.OleError) else "its records make no sense"
        raise SkolkitError.of("E_CORRUPT", name, detail=detail) from error


def _marks(data: bytes, name: str) -> tuple[Marks, ...]:
    sheets: list[tuple[int, Marks]] = []
    styles: list[int] = []
    percents = set(_PERCENT_IDS)
    looks = CellLooks()
    for kind, body in _records(data, 0):
        if len(body) < _SHORTEST.get(kind, 0):
            raise ole.OleError("a record is too short")
        if kind == _FILEPASS:
            raise SkolkitError.of("E_ENCRYPTED", name)
        looks.look(kind, body)
        if kind == _STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _FORMAT and b"%" in body[2:]:
            percents.add(struct.unpack_from("<H", body, 0)[0])
        elif kind == _SHEET and body[5] == 0:
            start = struct.unpack_from("<I", body, 0)[0]
            sheets.append((start, Marks(_name(body), body[4] & 3 != 0)))
    veils = looks.veils
    percent_styles = {index for index, number in enumerate(styles) if number in percents}
    for start, marks in sheets:
        for kind, body in _records(data, start):
            if len(body) < _SHORTEST.get(kind, 0):
                raise ole.OleError("a record is too short")
            _mark(marks, kind, body, percent_styles)
            if veils:
                marks.veiled.update(place for place, style in _styled(kind, body) if style in veils)
    return tuple(marks for _, marks in sheets)


def _styled(kind: int, body: bytes) -> Iterator[tuple[Place, int]]:
    """The place and the style of each cell of a record."""
    if kind in _CELLS and len(body) >= 6:
        row, column, style = struct.unpack_from("<3H", body, 0)
        yield (row + 1, column + 1), style
    elif kind == _RKS:
        row, first = struct.unpack_from("<2H", body, 0)
        for offset in range((len(body) - 6) // 6):
            style = struct.unpack_from("<H", body, 4 + 6 * offset)[0]
            yield (row + 1, first + offset + 1), style


def _records(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream; those of charts inside it are passed over."""
    at, depth = start, 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + length]
        if len(body) < length:
            break
        at += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, body
    raise ole.OleError("the file ends inside a worksheet")


def _name(body: bytes) -> str:
    count, wide = body[6], body[7] & 1
    raw = body[8 : 8 + count * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _mark(marks: Marks, kind: int, body: bytes, percent_styles: set[int]) -> None:
    if kind == _ROW:
        if struct.unpack_from("<H", body, 12)[0] & 0x20:
            marks.hidden_rows.add(struct.unpack_from("<H", body, 0)[0] + 1)
    elif kind == _COLUMNS:
        first, last, _, _, flags = struct.unpack_from("<5H", body, 0)
        if flags & 1:
            marks.hidden_columns.append((first + 1, last + 1))
    elif kind == _RKS:
        row, first = struct.unpack_from("<2H", body, 0)
        for offset in range((len(body) - 6) // 6):
            style = struct.unpack_from("<H", body, 4 + 6 * offset)[0]
            if style in percent_styles:
                marks.percents.add((row + 1, first + offset + 1))
    elif kind in (_TRUTH_OR_ERROR, _FORMULA, _NUMBER, _RK):
        row, column, style = struct.unpack_from("<3H", body, 0)
        place = (row + 1, column + 1)
        if style in percent_styles:
            marks.percents.add(place)
        if kind == _TRUTH_OR_ERROR and body[7]:
            marks.errors[place] = _ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA:
            marks.formulas.add(place)
            if body[12:14] == b"\xff\xff" and body[6] == 2:
                marks.errors[place] = _ERRORS.get(body[8], "#N/A")
