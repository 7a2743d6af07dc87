"""Intake against the shared bad inputs: nothing lost, the bad refused, the good exact."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from skolkit.intake.accept import accept, status_of
from skolkit.intake.native import read_native
from skolkit.intake.survey import Entry, survey
from skolkit.model import Cell, Document
from skolkit.problems import Problem, SkolkitError, Status
from skolkit.settings import Limits

pytestmark = [pytest.mark.shared, pytest.mark.slow]

# Refused only once pages are read, or by a worker's time limit.
LATER = {"D12", "D14"}
# Numbers kept as text get their value when their column is typed.
TYPED_LATER = {"V10"}


@pytest.fixture(scope="module")
def bad(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    maker = shared / "badinputs" / "make_badinputs.py"
    subprocess.run([sys.executable, str(maker), str(folder)], check=True, capture_output=True)
    return folder


def expected(bad: Path) -> Iterator[dict[str, str]]:
    with (bad / "expected.csv").open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def entries(bad: Path) -> dict[str, Entry]:
    return {entry.quoted: entry for entry in survey(bad / "in")}


def outcome(entry: Entry) -> tuple[Status, tuple[Problem, ...], Document | None]:
    """What becomes of an entry, native files read to their end."""
    accepted = accept(entry, Limits())
    document, problems = accepted.document, accepted.problems
    if document is None or document.media_type.is_paged:
        return accepted.status, problems, document
    try:
        reading = read_native(document, Limits())
    except SkolkitError as error:
        return Status.FAILED, (*problems, error.problem), document
    problems += reading.problems
    return status_of(problems, anything_read=bool(reading.sheets)), problems, document


def test_everything_delivered_is_found_once(bad: Path) -> None:
    found = [entry.quoted for entry in survey(bad / "in")]
    assert len(found) == len(set(found))
    assert {row["file"] for row in expected(bad)} <= set(found)


def test_what_must_be_refused_is_refused_with_the_right_code(bad: Path) -> None:
    known = entries(bad)
    wrong = []
    for row in expected(bad):
        if row["verdict"] != "reject" or row["case"] in LATER:
            continue
        status, problems, _ = outcome(known[row["file"]])
        codes = [problem.code for problem in problems if problem.rule.is_error]
        message = " ".join(problem.message for problem in problems)
        said = all(
            any(word.lower() in message.lower() for word in words.split("|"))
            for words in row["must_mention"].split(";")
        )
        if status is not Status.FAILED or codes[0] not in row["error"].split("|") or not said:
            wrong.append((row["case"], status, codes, message))
    assert wrong == []


def test_what_must_be_accepted_is_accepted(bad: Path) -> None:
    known = entries(bad)
    refused = [
        (row["case"], problems)
        for row in expected(bad)
        if set(row["verdict"].split("|")) <= {"accept", "accept_warn"}
        for status, problems, _ in [outcome(known[row["file"]])]
        if status not in {Status.OK, Status.OK_WITH_WARNINGS}
    ]
    assert refused == []


def test_values_of_native_files_equal_the_truth(bad: Path) -> None:
    known = entries(bad)
    compared, wrong = 0, []
    for line in (bad / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        _, _, document = outcome(known[truth["file"]])
        if document is None or document.media_type.value not in {"xlsx", "xlsm", "ods"}:
            continue
        if truth["case"] in TYPED_LATER:
            continue
        sheets = {sheet.name: sheet for sheet in read_native(document, Limits()).sheets}
        for table in truth["tables"]:
            grid: dict[int, dict[int, Cell]] = {}
            for cell in sheets[table["sheet"]].cells:
                grid.setdefault(cell.row, {})[cell.column] = cell
            rows = [grid[number] for number in sorted(grid)]
            for row, wanted in zip(rows, table["rows"], strict=False):
                for column, value in enumerate(wanted, start=1):
                    compared += 1
                    if not same(value, row.get(column)):
                        wrong.append((truth["case"], column, value, row.get(column)))
            assert len(rows) >= len(table["rows"]), truth["case"]
    assert wrong == []
    assert compared > 1000


def same(wanted: object, cell: Cell | None) -> bool:
    if wanted is None:
        return cell is None or cell.value is None
    if cell is None:
        return wanted == ""
    if isinstance(wanted, bool):
        return cell.value is wanted
    if isinstance(wanted, int | float):
        return isinstance(cell.value, Decimal) and cell.value == Decimal(str(wanted))
    if isinstance(cell.value, date):
        return cell.value.isoformat() == wanted
    return cell.raw == wanted
