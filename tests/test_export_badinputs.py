"""Exports of the shared bad inputs with personal data, judged by a program that is not the kit's.

The judge knows what was planted and looks at bytes, packed parts and pictures.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from skolkit import export
from skolkit.model import Cell
from skolkit.pipeline import ingest
from skolkit.privacy.leakcheck import LeakReport
from skolkit.privacy.mask import Labels
from skolkit.workspace import Workspace

pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.engine]

MORE = {"P05", "P06", "P09", "P19", "V19"}
DECIDED = '[protected]\ndecision = "mask"\nreason = "Behövs inte"\nby = "T. Test"\n'
# What lies outside of the delivery, behind a link or an entity of XML: it must never be read.
OUTSIDE = {"X08", "X09", "F53"}


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@pytest.fixture(scope="module")
def bad(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    maker = shared / "badinputs" / "make_badinputs.py"
    command = [sys.executable, str(maker), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def root(bad: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all cases that hold personal data, or decoys, in one collection."""
    root = tmp_path_factory.mktemp("project")
    cases = {row["case"] for name in ("leaks", "decoys") for row in rows(bad / f"{name}.csv")}
    for row in rows(bad / "expected.csv"):
        if row["case"] in cases | MORE:
            name = unquote_to_bytes(row["file"]).decode("utf-8", "surrogateescape")
            source, target = bad / "in" / name, root / "data" / "raw" / "heap" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target, follow_symlinks=False)
    review = root / "data" / "review" / "heap"
    review.mkdir(parents=True)
    (review / "privacy.toml").write_text(DECIDED, encoding="utf-8")
    return root


def exported(root: Path, out: Path) -> Path:
    workspace = Workspace(root)
    wanted = export.Wanted(pages=True)
    return export.export(workspace.delivery("heap"), workspace, out, wanted=wanted).folder


def judged(shared: Path, bad: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    judge = shared / "badinputs" / "scan_leaks.py"
    command = [sys.executable, str(judge), str(bad / "leaks.csv"), str(folder), "--ocr", "--json"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def lasts_of(bad: Path) -> set[str]:
    """Four digits alone are looked for by the cell: elsewhere they prove nothing."""
    lasts = {row["needle"] for row in rows(bad / "leaks.csv") if row["how"] == "cell"}
    assert len(lasts) == 3
    return lasts


def test_the_judge_finds_nothing_and_decoys_survive(
    shared: Path, bad: Path, root: Path, tmp_path: Path
) -> None:
    made = exported(root, tmp_path)
    verdict = judged(shared, bad, made)
    assert verdict.returncode == 0, verdict.stdout
    cells = [row["raw"] for row in rows(made / "csv" / "cells.csv")]
    held = [row["needle"] for row in rows(bad / "decoys.csv")]
    assert len(held) == 5
    assert [needle for needle in held if not any(needle in raw for raw in cells)] == []
    assert lasts_of(bad).isdisjoint(cells)
    assert cells.count("<5") >= 5


def test_without_masking_the_judge_finds_what_was_planted(
    shared: Path, bad: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judge sees: with masking and the kit's own check off, it finds all that was planted.

    What files carry unseen stands in no export, masked or not, but in a private table.
    """
    nothing = LeakReport((), (), 0, ocr=True)
    monkeypatch.setattr(export, "check", lambda *_, **__: nothing)
    monkeypatch.setattr(Labels, "replaced", lambda _self, text, _spans: text)
    monkeypatch.setattr("skolkit.privacy.mask._mask_cell", _as_it_was)
    monkeypatch.setattr("skolkit.running.pagepictures.paint", lambda pixels, _found: pixels)
    made = exported(root, tmp_path)
    workspace = Workspace(root)
    ingest(workspace.delivery("heap"), workspace)
    private = workspace.clean / "heap" / "unseen.csv"
    assert not (made / "csv" / private.name).exists()
    shutil.copy(private, made)
    verdict = judged(shared, bad, made)
    assert verdict.returncode == 1
    found = {(leak["case"], leak["needle"]) for leak in json.loads(verdict.stdout)}
    planted = {
        (row["case"], row["needle"])
        for row in rows(bad / "leaks.csv")
        if row["case"] not in OUTSIDE and row["how"] != "cell"
    }
    assert len(planted) > 80
    assert planted - found == set()
    cells = {row["raw"] for row in rows(made / "csv" / "cells.csv")}
    assert lasts_of(bad) <= cells
    assert not {case for case, _ in found} & OUTSIDE


def _as_it_was(cell: Cell, *_: object, **__: object) -> Cell:
    return replace(cell)
