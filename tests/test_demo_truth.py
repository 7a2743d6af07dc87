"""The shipped tables of the demo are held against the workbooks that its paper was printed from."""

from __future__ import annotations

import csv
import datetime
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[1]
CLEAN = ROOT / "data" / "clean" / "demo-disclosure"
TRUTH = ROOT / "tests" / "truth" / "demo"

# The least share of a workbook's cells that must stand at their place with their text. The bad
# black-and-white copy loses more. A wrong number without a doubt is never allowed.
LEAST_EQUAL = {
    "epostlogg": 0.99,
    "incidentarenden": 0.98,
    "inkopslista": 1.0,
    "konsultfakturor": 0.99,
    "konsultfakturor-2020-kopia": 0.95,
    "kostnader-och-incidenter": 0.97,
}


def shipped_cells(document: str) -> dict[tuple[int, int, int], tuple[str, str]]:
    """Raw text and doubt by sheet number, row and column."""
    cells = {}
    with (CLEAN / "cells.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["document"] == f"{document}.pdf":
                sheet = int(row["sheet_id"].rsplit("#", 1)[1])
                raw = row["raw"].removeprefix("'")
                cells[sheet, int(row["row"]), int(row["column"])] = (raw, row["doubt"])
    return cells


def printed(value: object) -> str:
    """A workbook's value as the paper shows it."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return " ".join(str(value).split())


def number(text: str) -> Decimal | None:
    """The number that a text states, however it is grouped."""
    try:
        return Decimal(re.sub(r"\s", "", text).replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None


def same(expected: str, found: str) -> bool:
    if expected.replace(" ", "") == found.replace(" ", ""):
        return True
    value = number(expected)
    return value is not None and value == number(found)


@pytest.mark.parametrize("document", sorted(LEAST_EQUAL))
def test_the_tables_are_what_was_printed(document: str) -> None:
    found = shipped_cells(document)
    total = equal = 0
    silent = []
    book = openpyxl.load_workbook(TRUTH / f"{document}.xlsx", data_only=True)
    for sheet_number, sheet in enumerate(book.worksheets, 1):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                expected = printed(cell.value)
                text, doubt = found.get((sheet_number, cell.row, cell.column), ("", "missing"))
                total += 1
                equal += same(expected, text)
                if number(expected) is not None and not same(expected, text) and not doubt:
                    silent.append((sheet.title, cell.coordinate))
    assert equal / total >= LEAST_EQUAL[document]
    assert silent == [], "numbers that differ from the workbook and carry no doubt"


def test_every_message_is_there_once_and_in_order() -> None:
    sheet = openpyxl.load_workbook(TRUTH / "epostlogg.xlsx").worksheets[0]
    subject = [cell.value for cell in sheet[1]].index("Ämne")
    expected = [printed(row[subject].value) for row in sheet.iter_rows(min_row=2)]
    with (CLEAN / "messages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["row"]) for row in rows] == list(range(2, len(expected) + 2))
    assert [row["subject"] for row in rows] == expected
    read = [row for row in rows if "message_no" not in row["doubts"]]
    assert len(read) >= 0.98 * len(rows)
    assert all(row["message_no"] == str(int(row["row"]) - 1) for row in read)
