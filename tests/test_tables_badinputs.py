"""Values of the shared bad inputs, read and typed: each equals the truth or carries a doubt."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from skolkit.intake.accept import accept
from skolkit.intake.native import read_native
from skolkit.intake.survey import survey
from skolkit.model import Cell, Collection, Document, Sheet
from skolkit.settings import Limits
from skolkit.tables.build import build_tables

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# A doubt that spares the kit from being right must stay rare.
FLAGGED_AT_MOST = 0.01
# No file of the bad inputs is an .xls; tests/test_intake_native.py reads those.
FORMATS = {"xlsx", "xlsm", "ods", "csv"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One cell of the truth beside what became of it."""

    case: str
    media_type: str
    place: str
    wanted: object
    cell: Cell | None

    @property
    def is_right(self) -> bool:
        """Whether the typed value is exactly the one that must come out."""
        value = None if self.cell is None else self.cell.value
        if self.wanted is None or self.wanted == "":
            return value in (None, "")
        if isinstance(self.wanted, bool):
            return value is self.wanted
        if isinstance(self.wanted, int | float):
            return isinstance(value, Decimal) and value == Decimal(str(self.wanted))
        if isinstance(value, date):
            return value.isoformat() == self.wanted
        return isinstance(value, str) and value == self.wanted

    @property
    def is_flagged(self) -> bool:
        """Whether the cell says itself that it is not known, and gives no other value."""
        return self.cell is not None and self.cell.doubt is not None and self.cell.value is None


def native(entry: Any) -> Document | None:
    document = accept(entry, Limits()).document
    return None if document is None or document.media_type.is_paged else document


def cells_of(sheet: Sheet) -> list[dict[int, Cell]]:
    """The filled rows of a sheet from the top, as the truth lists them."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    return [rows[number] for number in sorted(rows)]


def compared(case: str, document: Document, truth: list[dict[str, Any]]) -> Iterator[Compared]:
    """Every cell of the truth of a file, typed as in a folder that nothing is said about."""
    plain = Collection("bad", document.path.parent, "bad")
    typed = build_tables(plain, read_native(document, Limits()).sheets).sheets
    for table in truth:
        sheet = next(each for each in typed if table["sheet"] in {each.name, ""})
        rows = cells_of(sheet)
        assert len(rows) >= len(table["rows"]), f"{case} lost rows"
        for number, (row, wanted) in enumerate(zip(rows, table["rows"], strict=False), 1):
            for column, value in enumerate(wanted, 1):
                place = f"R{number}C{column}"
                yield Compared(case, document.media_type.value, place, value, row.get(column))


@pytest.fixture(scope="module")
def cells(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    """All cells of native files whose value is known."""
    folder = tmp_path_factory.mktemp("bad")
    maker = shared / "badinputs" / "make_badinputs.py"
    subprocess.run([sys.executable, str(maker), str(folder)], check=True, capture_output=True)
    known = {entry.quoted: entry for entry in survey(folder / "in")}
    found: list[Compared] = []
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        document = native(known[truth["file"]])
        if document is not None:
            found.extend(compared(truth["case"], document, truth["tables"]))
    return found


def test_every_value_is_right_or_flagged(cells: list[Compared]) -> None:
    wrong = [
        (each.case, each.place, each.wanted, each.cell)
        for each in cells
        if not each.is_right and not each.is_flagged
    ]
    assert wrong == []


def test_many_cells_of_every_format_are_compared(cells: list[Compared]) -> None:
    counts = Counter(each.media_type for each in cells)
    assert set(counts) == FORMATS
    assert counts["xlsx"] > 12_000
    assert counts["csv"] > 150
    assert len({each.case for each in cells}) > 60


def test_few_cells_are_flagged_and_only_where_traps_are(cells: list[Compared]) -> None:
    flagged = [each for each in cells if not each.is_right]
    assert 0 < len(flagged) <= FLAGGED_AT_MOST * len(cells)
    # V10: numbers kept as text; C05: two decimal marks in one column; C16: dates of two orders;
    # V11: more digits than a workbook keeps.
    assert {each.case for each in flagged} <= {"V10", "C05", "C16", "V11"}


def test_what_the_truth_keeps_as_text_is_never_a_number(cells: list[Compared]) -> None:
    """A string in the truth means: keep it as it stands, and do not guess."""
    guessed = [
        (each.case, each.place, each.wanted)
        for each in cells
        if isinstance(each.wanted, str)
        and each.cell is not None
        and isinstance(each.cell.value, Decimal)
    ]
    assert guessed == []


def test_what_is_missing_has_no_value(cells: list[Compared]) -> None:
    empty = [each for each in cells if each.wanted is None]
    assert len(empty) > 10
    assert [each for each in empty if each.cell is not None and each.cell.value is not None] == []


def test_what_was_not_typed_keeps_its_text(cells: list[Compared]) -> None:
    """All but an apostrophe in front, with which Excel marks text and which stands in the file."""
    kept = [each for each in cells if isinstance(each.wanted, str) and each.is_flagged]
    assert len(kept) >= 10
    for each in kept:
        assert each.cell is not None and each.cell.raw.removeprefix("'") == each.wanted
