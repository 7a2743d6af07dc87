"""Notebooks to executed copies: run from top to bottom, with parameters, in one kernel.

Each notebook starts with an empty namespace; the kernel is shared because loading the libraries
takes longer than most notebooks. The copies are made to be passed on: see ``notebook.static``.
"""

from __future__ import annotations

import ast
import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbclient
import nbformat
from traitlets.config import Config

from skolkit.analysis.base import TABLES
from skolkit.analysis.words import Lang
from skolkit.files import write_atomic
from skolkit.problems import Problem, SkolkitError
from skolkit.publish.notebook_page import to_page
from skolkit.shown import described
from skolkit.workspace import Workspace

CELL_SECONDS = 300
PARAMETERS = "parameters"  # tag of the cell that holds them
_INJECTED = "injected-parameters"
_QUIET_KERNEL = ["--HistoryManager.enabled=False"]
_BEGIN = "from skolkit.notebook.static import make_static\nmake_static()\ndel make_static"
_END = "%reset -f"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the notebooks are run on; what is not set stays as the notebook says."""

    collection: str = ""
    lang: Lang | None = None
    price_year: int | None = None
    among: tuple[str, ...] = ()  # collections to choose from; none means any
    only_shipped: bool = False  # leave out notebooks that do not say which table they need


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """One notebook that ran to its end, or that was skipped since there is nothing to run it on."""

    name: str
    cells: int
    copy: Path | None  # as it ran, with outputs; None if it was skipped
    page: bytes  # the same as a page of HTML
    needs: str  # the table that it says it needs; such notebooks go into reports

    @property
    def page_name(self) -> str:
        """The name of its page."""
        return f"{Path(self.name).stem}.html"


@dataclass(frozen=True, slots=True)
class _Planned:
    path: Path
    notebook: nbformat.NotebookNode
    needs: str
    collection: str  # "" if nothing fits


def run_notebooks(
    workspace: Workspace, folder: Path, out: Path, wanted: Wanted | None = None
) -> tuple[NotebookRun, ...]:
    """Run all notebooks of a folder, in the order of their names.

    Args:
        workspace: The project, whose clean tables they are run on.
        folder: Holds ``*.ipynb``; the notebooks there are never changed.
        out: Where the executed copies go as ``.ipynb`` and ``.html``, also that of a notebook that
            fails.
        wanted: Parameters for the cell tagged ``parameters``.

    Returns:
        One entry for each notebook.

    Raises:
        SkolkitError: E_NOTEBOOK naming notebook, cell and executed copy; E_NO_INPUT without one;
            E_NO_COLLECTION if the wanted one has no clean tables.
    """
    wanted = wanted or Wanted()
    if wanted.collection and wanted.collection not in workspace.clean_names():
        raise SkolkitError.of("E_NO_COLLECTION", wanted.collection)
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise SkolkitError.of("E_NO_INPUT", str(folder))
    planned = [_planned(workspace, path, wanted) for path in paths]
    if wanted.only_shipped:
        planned = [one for one in planned if one.needs]
    made = []
    with _kernel(folder) as kernel:
        for one in planned:
            if one.needs and not one.collection:
                made.append(NotebookRun(one.path.name, 0, None, b"", one.needs))
                continue
            _inject(one, wanted)
            made.append(_run(workspace, kernel, one, out))
    return tuple(made)


def _planned(workspace: Workspace, path: Path, wanted: Wanted) -> _Planned:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    needs = str(notebook.metadata.get("skolkit", {}).get("needs", ""))
    said = str(_said(notebook).get("collection", ""))
    names: Sequence[str] = (said,)
    if wanted.collection:
        names = (wanted.collection,)
    elif wanted.among:
        names = sorted(wanted.among, key=lambda name: (name != said, wanted.among.index(name)))
    if needs not in TABLES:
        return _Planned(path, notebook, "", names[0])
    fitting = (name for name in names if _has_rows(workspace, name, needs))
    return _Planned(path, notebook, needs, next(fitting, ""))


def _has_rows(workspace: Workspace, name: str, table: str) -> bool:
    path = workspace.clean / name / f"{table}.csv"
    if not path.is_file():
        return False
    with path.open("rb") as held:
        return len([line for line, _ in zip(held, range(2), strict=False)]) == 2


def _parameters(notebook: nbformat.NotebookNode) -> int | None:
    """Position of the cell with the parameters."""
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and PARAMETERS in cell.metadata.get("tags", ()):
            return at
    return None


def _said(notebook: nbformat.NotebookNode) -> dict[str, object]:
    """The parameters as the notebook sets them: plain values only."""
    at = _parameters(notebook)
    if at is None:
        return {}
    found: dict[str, object] = {}
    for line in ast.parse(notebook.cells[at].source).body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            with contextlib.suppress(ValueError):
                found[line.targets[0].id] = ast.literal_eval(line.value)
    return found


def _inject(one: _Planned, wanted: Wanted) -> None:
    """Put a cell after that of the parameters, as papermill does, with those that differ."""
    at, said = _parameters(one.notebook), _said(one.notebook)
    values: dict[str, object] = {
        "collection": one.collection or None,
        **{name: _other(str(said[name]), wanted) for name in said if name.endswith("_collection")},
        "lang": wanted.lang,
        "price_year": wanted.price_year,
    }
    lines = [
        f"{name} = {value!r}"
        for name, value in values.items()
        if value is not None and name in said and said[name] != value
    ]
    if at is None or not lines:
        return
    cell = nbformat.v4.new_code_cell("\n".join(lines), id=_INJECTED)  # type: ignore[no-untyped-call]
    cell.metadata["tags"] = [_INJECTED]
    one.notebook.cells.insert(at + 1, cell)


def _other(said: str, wanted: Wanted) -> str:
    """A further collection of a notebook: none where a report is not on it."""
    if wanted.collection:
        return wanted.collection
    return said if not wanted.among or said in wanted.among else ""


@contextlib.contextmanager
def _kernel(folder: Path) -> Iterator[nbclient.NotebookClient]:
    """A kernel that stands in the notebooks' folder; nothing listens on a port."""
    with tempfile.TemporaryDirectory(prefix="skolkit-") as held:
        connection = {"transport": "ipc", "connection_file": str(Path(held) / "kernel.json")}
        client = nbclient.NotebookClient(
            nbformat.v4.new_notebook(),  # type: ignore[no-untyped-call]
            kernel_name="python3",
            config=Config({"KernelManager": connection}),
            timeout=CELL_SECONDS,
            record_timing=False,
            extra_arguments=_QUIET_KERNEL,
            resources={"metadata": {"path": str(folder)}},
        )
        with client.setup_kernel():
            yield client


def _run(
    workspace: Workspace, kernel: nbclient.NotebookClient, one: _Planned, out: Path
) -> NotebookRun:
    notebook, copy = one.notebook, out / one.path.name
    _silently(kernel, _BEGIN)
    kernel.nb = notebook
    kernel.reset_execution_trackers()
    try:
        for at, cell in enumerate(notebook.cells):
            kernel.execute_cell(cell, at)
    except nbclient.exceptions.CellExecutionError as error:
        raise _failed(one.path, notebook, copy, error.ename) from error
    except nbclient.exceptions.CellTimeoutError as error:
        raise _failed(one.path, notebook, copy, f"over {CELL_SECONDS} s") from error
    except nbclient.exceptions.DeadKernelError as error:
        raise _failed(one.path, notebook, copy, "the kernel died") from error
    _silently(kernel, _END)
    _tidy(notebook)
    _keep(notebook, copy)
    known = one.collection in workspace.clean_names()
    demo = known and described(workspace, one.collection).is_demo
    page = to_page(notebook, demo=demo)
    write_atomic(copy.with_suffix(".html"), page)
    return NotebookRun(one.path.name, len(notebook.cells), copy, page, one.needs)


def _silently(kernel: nbclient.NotebookClient, source: str) -> None:
    """Run what belongs to no notebook."""
    cell = nbformat.v4.new_code_cell(source)  # type: ignore[no-untyped-call]
    kernel.nb = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    kernel.execute_cell(cell, 0)


def _tidy(notebook: nbformat.NotebookNode) -> None:
    """Take out what differs from run to run: counts of a shared kernel, and how lines arrived."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        cell.execution_count = number
        kept: list[nbformat.NotebookNode] = []
        for output in cell.outputs:
            if "execution_count" in output:
                output["execution_count"] = number
            last = kept[-1] if kept else {}
            is_stream = output["output_type"] == "stream"
            if is_stream and last.get("output_type") == "stream" and last["name"] == output["name"]:
                last["text"] += output["text"]
            else:
                kept.append(output)
        cell.outputs = kept


def _failed(path: Path, notebook: nbformat.NotebookNode, copy: Path, why: str) -> SkolkitError:
    """Keep the executed copy and name the cell; the message holds no data, only its place."""
    _keep(notebook, copy)
    at = _failing_cell(notebook)
    return SkolkitError(
        Problem("E_NOTEBOOK", path.name, cell=at, detail=f"{why}; executed copy: {copy}")
    )


def _keep(notebook: nbformat.NotebookNode, copy: Path) -> None:
    written = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    write_atomic(copy, f"{written}\n".encode())


def _failing_cell(notebook: nbformat.NotebookNode) -> str:
    """Position and id of the cell with an error, else of the first that did not run."""
    for position, cell in enumerate(notebook.cells, start=1):
        outputs = cell.get("outputs", [])
        if any(output.get("output_type") == "error" for output in outputs):
            return f"{position} ({cell.get('id', '')})"
    for position, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code" and cell.get("execution_count") is None:
            return f"{position} ({cell.get('id', '')})"
    return "unknown"
