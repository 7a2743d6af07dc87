"""Sheets in many house styles are recognised as what they are, or are told of as unsure."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tables_sheets import COLLECTION, sheet

from skolkit.model import Sheet, column_letters
from skolkit.tables.build import build_tables
from skolkit.tables.mappings import column_number
from skolkit.tables.recognise import Table, recognise
from skolkit.tables.rows import ROW
from skolkit.tables.values import type_cells

FOLDER = Path(__file__).resolve().parent / "layouts"


@cache
def layouts(name: str) -> dict[str, dict[str, Any]]:
    """The sheets of one set by id."""
    data = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in data["sheet"]}


def laid_out(entry: dict[str, Any]) -> Sheet:
    """The sheet of an entry: texts as a CSV file or a text layer gives them."""
    rows = [
        [cell.strip() for cell in line.split("|")] for line in entry["grid"].strip("\n").split("\n")
    ]
    spans = {}
    for told in entry.get("spans", ()):
        first, last = (re.fullmatch(r"([A-Z]+)([0-9]+)", end) for end in told.split(":"))
        assert first and last
        columns = column_number(last[1]) - column_number(first[1]) + 1
        spans[(int(first[2]), column_number(first[1]))] = (
            int(last[2]) - int(first[2]) + 1,
            columns,
        )
    return sheet(rows, method="csv", document=entry["document"], name=entry["name"], spans=spans)


def columns_of(table: Table, made: tuple[Any, ...]) -> dict[str, str]:
    """Field and period of each column, as the sets spell them."""
    year = next(
        (str(row.period_start.year) for row in made if getattr(row, "period_start", None)), ""
    )
    spelt = {}
    for match in table.columns.used:
        label = "all" if match.is_sum else match.period.label if match.period else ""
        if match.period is not None and not match.period.is_dated and year:
            label = match.period.in_year(int(year)).label
        spelt[column_letters(match.column)] = f"{match.field} {label}".strip()
    return spelt


def differences(entry: dict[str, Any]) -> list[str]:
    """What of a sheet was recognised otherwise than it should be; empty if all is right."""
    made = laid_out(entry)
    found = recognise(type_cells(made)).tables
    tables = build_tables(COLLECTION, [made])
    wanted = entry.get("table", [])
    names = [table.profile.table for table in found]
    if names != [each["table"] for each in wanted]:
        return [f"tables {names}"]
    said = []
    for table, want in zip(found, wanted, strict=True):
        name = want["table"]
        rows = getattr(tables, name, ())
        if (got := columns_of(table, rows)) != want["columns"]:
            keys = sorted(set(got) | set(want["columns"]))
            unlike = [k for k in keys if got.get(k) != want["columns"].get(k)]
            said.append(f"{name}: " + ", ".join(f"{k} {got.get(k)}" for k in unlike))
        if not table.profile.carried:
            continue
        ordinary = [row for row in rows if getattr(row, "row_kind", ROW) == ROW]
        counts = (len(ordinary), len(rows) - len(ordinary))
        if counts != (want["rows"], want.get("sums", 0)):
            said.append(f"{name}: rows and sums {counts}")
        for column, total in want.get("total", {}).items():
            summed = sum((getattr(row, column) or Decimal(0) for row in ordinary), Decimal(0))
            if summed != Decimal(total):
                said.append(f"{name}: {column} {summed}")
    return said


def is_told(entry: dict[str, Any]) -> bool:
    """Whether the sheet carries a warning about its recognition."""
    problems = build_tables(COLLECTION, [laid_out(entry)]).problems
    return any(problem.code in {"W_UNSURE_TABLE", "W_VALUE"} for problem in problems)


FITTED = layouts("fitted.toml")
HELD_OUT = layouts("held-out.toml")


@pytest.mark.parametrize("name", FITTED)
def test_the_fitted_styles_are_recognised(name: str) -> None:
    assert differences(FITTED[name]) == []


@pytest.mark.parametrize("entries", [FITTED, HELD_OUT], ids=["fitted", "held-out"])
def test_nine_of_ten_are_right_and_no_wrong_one_is_silent(
    entries: dict[str, dict[str, Any]],
) -> None:
    wrong = {name: told for name, entry in entries.items() if (told := differences(entry))}
    assert len(entries) >= 10
    assert len(wrong) * 10 <= len(entries), wrong
    assert [name for name in wrong if not is_told(entries[name])] == []
