"""Whole sheets are rebuilt from recorded readings of scanned pages; no engine."""

from __future__ import annotations

from pathlib import Path

import msgspec
import openpyxl
import pytest
from rapidfuzz import fuzz

from skolkit.model import Cell, Document, MediaType, PageReading
from skolkit.rebuild.grid import page_grid
from skolkit.rebuild.stitch import stitch

HERE = Path(__file__).resolve().parent


def rebuilt(name: str) -> dict[tuple[int, int], Cell]:
    """The one sheet that the recorded pages of a document make, by row and column."""
    paths = sorted((HERE / "recorded").glob(f"{name}-*.json"))
    readings = [msgspec.json.decode(path.read_bytes(), type=PageReading) for path in paths]
    document = Document(name, f"{name}.pdf", Path(name), "", 0, MediaType.PDF, len(readings))
    (sheet,) = stitch(document, [page_grid(reading) for reading in readings]).sheets
    return {(cell.row, cell.column): cell for cell in sheet.cells}


def truth(name: str) -> dict[tuple[int, int], str]:
    book = openpyxl.load_workbook(HERE / "truth" / "demo" / f"{name}.xlsx", data_only=True)
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    return {(c.row, c.column): str(c.value) for c in cells if isinstance(c.value, str)}


def alike(found: str, expected: str) -> bool:
    return fuzz.ratio(found.replace(" ", ""), expected.replace(" ", "")) >= 80


@pytest.mark.parametrize(("name", "last_row"), [("konsultfakturor", 56), ("epostlogg", 103)])
def test_every_text_stands_in_its_row_and_column(name: str, last_row: int) -> None:
    found = rebuilt(name)
    expected = {place: text for place, text in truth(name).items() if place[0] <= last_row}
    # Whether the engine spelled it right is not asked here, only whether it stands in its place.
    placed = [p for p, text in expected.items() if p in found and alike(found[p].raw, text)]
    assert len(placed) >= 0.995 * len(expected)
    assert max(row for row, _ in found) == last_row
    assert max(column for _, column in found) == max(column for _, column in expected)
