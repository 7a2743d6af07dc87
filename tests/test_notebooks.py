"""The notebooks are stripped, tell what they must, run to the end, and name a failing cell."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from analysis_data import ROOT, write_project

from skolkit.analysis.base import TABLES
from skolkit.notebook import _escaped, open_collection, run_notebooks, table, trace
from skolkit.problems import ExitCode, SkolkitError
from skolkit.workspace import Workspace

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = ["00_start_here", "01_documents", "02_cost_trends", "03_security_incidents"]


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    write_project(root)
    return root


def test_the_four_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stripped_and_its_cells_have_fixed_ids(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z-]+", one) for one in ids)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_begins_with_question_answer_data_and_limits(path: Path) -> None:
    first, second = json.loads(path.read_text(encoding="utf-8"))["cells"][:2]
    said = "".join(first["source"])
    for word in ("**Question.**", "**Answer.**", "**Data.**", "**Limits.**", "DEMO"):
        assert word in said
    assert second["metadata"]["tags"] == ["parameters"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_logic_and_counts_its_rows(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    assert not re.search(r"^\s*(def|class) ", code, re.MULTILINE)
    assert "matplotlib" not in code
    assert code.count("nb.count(") >= 3


@pytest.mark.slow
def test_the_notebooks_run_from_top_to_bottom(
    laid_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKOLKIT_ROOT", str(laid_out))
    before = [path.read_bytes() for path in NOTEBOOKS]
    runs = run_notebooks(ROOT / "notebooks", tmp_path)
    assert [run.name for run in runs] == [f"{name}.ipynb" for name in NAMES]
    assert [path.read_bytes() for path in NOTEBOOKS] == before
    shown = {run.name: json.loads(run.copy.read_text(encoding="utf-8")) for run in runs}
    assert "43 rows in incidents" in json.dumps(shown["03_security_incidents.ipynb"])
    assert "26 rows for the whole project" in json.dumps(shown["02_cost_trends.ipynb"])
    pictures = [
        output["metadata"]["image/png"]["alt"]
        for notebook in shown.values()
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 7
    assert all(len(alt) > 40 for alt in pictures)


def test_a_failing_notebook_is_kept_and_its_cell_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "books"
    folder.mkdir()
    cells = [
        {"cell_type": "code", "id": name, "metadata": {}, "outputs": [], "execution_count": None,
         "source": [source]}
        for name, source in (("fine", "x = 1"), ("broken", "x / 0"), ("never", "x = 2"))
    ]  # fmt: skip
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "a.ipynb").write_text(json.dumps(book), encoding="utf-8")
    with pytest.raises(SkolkitError) as caught:
        run_notebooks(folder, tmp_path / "out")
    problem = caught.value.problem
    assert problem.code == "E_NOTEBOOK"
    assert caught.value.exit_code is ExitCode.WITH_PROBLEMS
    assert problem.cell == "2 (broken)"
    assert "ZeroDivisionError" in problem.detail
    kept = json.loads((tmp_path / "out" / "a.ipynb").read_text(encoding="utf-8"))
    assert kept["cells"][1]["outputs"][0]["output_type"] == "error"


def test_a_folder_without_notebooks_is_told(tmp_path: Path) -> None:
    with pytest.raises(SkolkitError) as caught:
        run_notebooks(tmp_path, tmp_path)
    assert caught.value.problem.code == "E_NO_INPUT"


def test_a_row_is_traced_to_its_cells_and_demo_is_said(laid_out: Path) -> None:
    workspace = Workspace(laid_out)
    public = open_collection("public-record", "sv", workspace)
    cells = trace(public, public.costs[0])
    assert list(cells["raw"]) == ["C001", "2013"]
    assert "demo" not in cells.columns
    invented = open_collection("demo-disclosure", "sv", workspace)
    assert set(table(invented.messages, "number")["demo"]) == {"DEMO"}
    with pytest.raises(SkolkitError) as caught:
        open_collection("no-such", "sv", workspace)
    assert caught.value.problem.code == "E_NO_COLLECTION"


@pytest.mark.parametrize("name", ["public-record", "demo-disclosure"])
def test_the_shipped_clean_tables_open(name: str) -> None:
    folder = ROOT / "data" / "clean" / name
    if not folder.is_dir():
        pytest.skip(f"{folder.name} has no clean tables yet; skolkit run makes them")
    opened = open_collection(name, "sv", Workspace(ROOT))
    assert all((folder / f"{each}.csv").is_file() for each in TABLES)
    assert len(opened.costs) >= 63


def test_text_from_documents_is_shown_and_not_rendered() -> None:
    assert _escaped("<b>*x*</b> $y$ [a](b)\x1b") == (
        r"\<b\>\*x\*\</b\> \$y\$ \[a\]\(b\)" + "\ufffd"
    )
