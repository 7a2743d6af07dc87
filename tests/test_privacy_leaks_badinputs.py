"""The leak check against the shared bad inputs: what was planted there is found, decoys are left.

The truth is the list that came with the inputs, and not the kit's own detector.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from skolkit.intake.accept import accept
from skolkit.intake.native import read_native
from skolkit.intake.survey import survey
from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck.model import MASKED_VALUE, Budget, Picture, Text, Unseen
from skolkit.privacy.leakcheck.ocr import PictureReader
from skolkit.privacy.leakcheck.openers import look_into
from skolkit.privacy.leakcheck.patterns import Patterns
from skolkit.privacy.leakcheck.search import search
from skolkit.privacy.needles import Needles
from skolkit.settings import Limits

pytestmark = [pytest.mark.shared, pytest.mark.slow]

OUTSIDE = {"X08", "X09", "F53"}  # stands in another file, which only a careless reader would fetch
TOO_SHORT = {"cell"}  # four digits alone prove nothing; the table check masks them
DRAWN = {"P16"}


@pytest.fixture(scope="module")
def bad(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    maker = shared / "badinputs" / "make_badinputs.py"
    command = [sys.executable, str(maker), str(folder), "--no-special"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


def files(bad: Path) -> dict[str, str]:
    return {row["case"]: row["file"] for row in rows(bad / "expected.csv")}


def planted(bad: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows(bad / "leaks.csv"):
        if row["how"] not in TOO_SHORT and row["case"] not in OUTSIDE:
            found.setdefault(row["case"], []).append(row["needle"])
    return found


def texts(path: Path, reader: PictureReader | None = None) -> Iterator[str]:
    for part in look_into(path.read_bytes(), Budget(pictures=reader is not None)):
        if isinstance(part, Text):
            yield part.text
        elif isinstance(part, Picture) and reader:
            yield reader.later(part.pixels(), turned=part.turned).result().all


def missed(values: list[str], path: Path, name: str, reader: PictureReader | None) -> list[str]:
    """The values that are not found, each looked for alone."""
    held = [name, *texts(path, reader)]
    return [value for value in values if not any(Needles.of([value]).find(text) for text in held)]


def test_all_that_was_planted_is_found(bad: Path):
    names, compared, wrong = files(bad), 0, {}
    for case, values in planted(bad).items():
        path = bad / "in" / names[case]
        if case in DRAWN or not path.exists():
            continue
        compared += len(values)
        if left := missed(values, path, names[case], None):
            wrong[case] = left
    assert wrong == {}
    assert compared > 80


@pytest.mark.engine
def test_what_was_drawn_is_found_too(bad: Path):
    names, leaks = files(bad), planted(bad)
    drawn = leaks["P16"]
    reader = PictureReader()
    # P18 holds the list as a small copy inside a picture, P19 inside a workbook.
    for case in ("P16", "P18", "P19"):
        path = bad / "in" / names[case]
        assert missed(drawn, path, names[case], reader) == [], case
        assert missed(drawn, path, names[case], None) == drawn, f"{case} is not only pixels"


def test_a_notebook_with_outputs_fails(bad: Path):
    path = bad / "in" / files(bad)["P21"]
    report = search(path, Needles.of(()), detect=spans, ocr=False)
    places = {leak.inside for leak in report.findings if leak.kind == "personnummer"}
    assert any("/outputs/1/traceback" in place for place in places)
    assert any("text/html" in place for place in places)
    values = planted(bad)["P21"]
    known = search(path, Needles.of(values), detect=lambda _: (), ocr=False)
    assert {leak.kind for leak in known.findings} == {MASKED_VALUE}


@pytest.mark.parametrize("case", ["P01", "P02", "P03", "P07", "P10", "P11", "P12", "P13", "D16"])
def test_patterns_alone_stop_what_nobody_masked(bad: Path, case: str):
    path = bad / "in" / files(bad)[case]
    report = search(path, Needles.of(()), detect=spans, ocr=False)
    assert not report.passed
    assert report.not_looked_into == ()


def test_decoys_are_left(bad: Path):
    path = bad / "in" / files(bad)["P20"]
    flagged = {
        text[span.start : span.end]
        for text in texts(path)
        for span in Patterns(spans, ()).find(text)
    }
    assert flagged.isdisjoint(row["needle"] for row in rows(bad / "decoys.csv"))
    # What is left is what only a column can tell, and the export says what its columns told.
    kept = frozenset(cell.raw for sheet in sheets(path) for cell in sheet.cells)
    assert search(path, Needles.of(()), detect=spans, ocr=False, kept=kept).passed


def sheets(path: Path):
    (entry,) = (each for each in survey(path.parent) if each.quoted == path.name)
    document = accept(entry, Limits()).document
    assert document is not None
    return read_native(document, Limits()).sheets


def test_every_bad_input_ends_and_is_looked_into_or_told_of(bad: Path):
    refused = {"X01", "X02", "X05", "D12", "D13", "I03"}  # expand beyond all measure
    names = files(bad)
    for case in sorted(refused | {"X04", "X13", "D01", "I06", "F09"}):
        parts = list(look_into((bad / "in" / names[case]).read_bytes(), Budget(pictures=False)))
        assert any(isinstance(part, Unseen) for part in parts), case
