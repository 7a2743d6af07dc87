"""The clean tables that ship are those that the shipped documents give."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from skolkit.pipeline import Plan, ingest
from skolkit.privacy.lone_names import RULES
from skolkit.publish.exports import MANIFEST
from skolkit.workspace import Workspace

TABLES = (
    "costs", "invoices", "budgets", "incidents", "messages", "checks", "cells", "sheets",
    "documents", "pages", "problems", "personal",
)  # fmt: skip
# The scans of the demo take minutes; these are its native files and its print with a text layer.
QUICK_DEMO = ("*.xlsx", "*.xls", "*.ods", "*.csv", "inkopslista.pdf", "collection.toml")


def made_anew(tmp_path: Path, source: Path, *patterns: str) -> Path:
    """Copy (a part of) a collection, ingest it, and give its clean folder."""
    folder = tmp_path / "data" / "raw" / source.name
    folder.mkdir(parents=True)
    for pattern in patterns:
        for path in source.glob(pattern):
            shutil.copy(path, folder)
    review = source.parents[1] / "review" / source.name
    shutil.copytree(review, tmp_path / "data" / "review" / source.name)
    workspace = Workspace(tmp_path)
    ingest(workspace.delivery(source.name), workspace, plan=Plan(workers=1))
    return workspace.clean / source.name


def rows(path: Path, keep: Callable[[dict[str, str]], bool]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if keep(row)]


@pytest.mark.parametrize("name", ["public-record", "demo-disclosure"])
def test_shipped_tables_belong_to_the_shipped_documents(project: Path, name: str) -> None:
    manifest = json.loads((project / "data" / "clean" / name / MANIFEST).read_text("utf-8"))
    shipped = {p.name for p in (project / "data" / "raw" / name).iterdir()}
    assert {told["name"] for told in manifest["inputs"]} == shipped - {"collection.toml"}


def test_the_public_record_gives_the_shipped_tables(project: Path, tmp_path: Path) -> None:
    clean = made_anew(tmp_path, project / "data" / "raw" / "public-record", "*")
    for table in (*TABLES, "suppliers", "duplicates"):
        shipped = project / "data" / "clean" / "public-record" / f"{table}.csv"
        assert (clean / f"{table}.csv").read_bytes() == shipped.read_bytes(), table
    for workbook in (clean / "xlsx").iterdir():
        shipped = project / "data" / "clean" / "public-record" / "xlsx" / workbook.name
        assert workbook.read_bytes() == shipped.read_bytes(), workbook.name


def test_quick_files_of_the_demo_give_the_shipped_rows(project: Path, tmp_path: Path) -> None:
    source = project / "data" / "raw" / "demo-disclosure"
    clean = made_anew(tmp_path, source, *QUICK_DEMO)
    names = {row["document"] for row in rows(clean / "documents.csv", lambda row: True)}
    assert "inkopslista.pdf" in names
    assert len(names) == 5
    for table in TABLES:
        shipped = source.parents[1] / "clean" / source.name / f"{table}.csv"
        # Single words of names may be known from documents that are not read here.
        expected = rows(shipped, lambda r: r["document"] in names and r.get("rule") not in RULES)
        assert rows(clean / f"{table}.csv", lambda row: True) == expected, table


@pytest.mark.engine
@pytest.mark.slow
def test_a_scan_of_the_demo_gives_the_shipped_rows(project: Path, tmp_path: Path) -> None:
    source = project / "data" / "raw" / "demo-disclosure"
    shipped = source.parents[1] / "clean" / source.name
    read_by = json.loads((shipped / MANIFEST).read_text("utf-8"))["versions"]["tesseract"]
    here = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    if f"tesseract {read_by}" not in here.stdout + here.stderr:
        pytest.skip(f"the shipped tables were read by Tesseract {read_by}; another is installed")
    name = "konsultfakturor-2020-kopia.pdf"
    clean = made_anew(tmp_path, source, name, "collection.toml")
    for table in ("invoices", "cells", "pages"):
        expected = rows(shipped / f"{table}.csv", lambda row: row["document"] == name)
        assert rows(clean / f"{table}.csv", lambda row: True) == expected, table
