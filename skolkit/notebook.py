"""What the notebooks call: load a collection's clean tables, show charts and counts, run in order.

The notebooks hold no logic. Nothing here chooses a matplotlib backend: charts are drawn to PNG and
displayed with their text alternative, so that an export keeps it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import nbclient
import nbformat
import pandas as pd
from IPython.display import Image, Markdown, display
from traitlets.config import Config

from skolkit.analysis.base import (
    CollectionTables,
    Finding,
    data_version,
    sheet_table,
)
from skolkit.analysis.prices import PriceIndex, RealAmount, price_index
from skolkit.analysis.rows import (
    BudgetLine,
    Cost,
    Incident,
    Invoice,
    Message,
    Placed,
    budget_rows,
    cost_rows,
    incident_rows,
    invoice_rows,
    message_rows,
)
from skolkit.analysis.words import Lang, number, printable
from skolkit.look import look_at
from skolkit.problems import Problem, SkolkitError
from skolkit.publish.charts import DEMO_MARK, Chart
from skolkit.shown import shown_collection, stored_collection
from skolkit.workspace import Workspace, write_atomic

CELL_SECONDS = 300
_QUIET_KERNEL = ["--HistoryManager.enabled=False"]


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A collection opened in a notebook: frames as they are on disk, and typed rows."""

    tables: CollectionTables
    lang: Lang
    costs: tuple[Cost, ...]
    invoices: tuple[Invoice, ...]
    budgets: tuple[BudgetLine, ...]
    incidents: tuple[Incident, ...]
    messages: tuple[Message, ...]

    @property
    def title(self) -> str:
        """The collection's title, for source lines."""
        return self.tables.collection.title

    @property
    def heading(self) -> str:
        """The collection's title, with DEMO before it where the data are invented."""
        return f"DEMO: {self.title}" if self.tables.demo else self.title

    @property
    def publishers(self) -> dict[str, str]:
        """Publisher by source id; empty for collections without a list of sources."""
        rows = sheet_table(self.tables.cells, "sources.csv")
        return {row["source_id"]: row.get("publisher", "") for row in rows}

    @property
    def prices(self) -> PriceIndex:
        """The consumer price index that ships with the public record."""
        return price_index(self.tables.cells)


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """One notebook that ran to its end."""

    name: str
    cells: int
    copy: Path  # as it ran, with outputs


def open_collection(
    name: str, lang: Lang = "sv", workspace: Workspace | None = None, *, masked: bool = True
) -> Opened:
    """Open the clean tables of a collection and say what they are.

    Args:
        name: A folder under ``data/clean``.
        lang: Language of charts and sentences, ``sv`` or ``en``.
        workspace: The project; found from the working folder if ``None``.
        masked: Whether personal data are shown as labels. Without that the notebook is private.

    Raises:
        SkolkitError: E_NO_COLLECTION if it has no clean tables yet; masked, E_STALE if decisions
            have changed since they were made, and E_PROTECTED.
    """
    pd.set_option("display.max_colwidth", 300)
    place = workspace or Workspace.find()
    tables = shown_collection(place, name).tables if masked else stored_collection(place, name)
    opened = Opened(
        tables,
        lang,
        cost_rows(tables.costs),
        invoice_rows(tables.invoices),
        budget_rows(tables.budgets),
        incident_rows(tables.incidents),
        message_rows(tables.messages),
    )
    banner(opened)
    return opened


def banner(opened: Opened) -> None:
    """Show title and data version, and DEMO in capitals where the data are invented."""
    mark = f"**{DEMO_MARK[opened.lang]}**\n\n" if opened.tables.demo else ""
    version = data_version([opened.tables])
    display(  # type: ignore[no-untyped-call]
        Markdown(f"{mark}*{_escaped(opened.title)}* (data version `{version}`)")  # type: ignore[no-untyped-call]
    )


def _escaped(text: str) -> str:
    """Text from documents as Markdown that shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~&$-])", r"\\\1", printable(text))


def show(chart: Chart) -> None:
    """Show a chart with its text alternative."""
    display(  # type: ignore[no-untyped-call]
        Image(data=chart.png()),  # type: ignore[no-untyped-call]
        metadata={"image/png": {"alt": chart.text.alt}},
    )


def tell(findings: Iterable[Finding], lang: Lang) -> None:
    """Show findings: claim id, sentence, caveat."""
    lines = []
    for one in findings:
        caveat = one.caveat(lang)
        said = _escaped(one.sentence(lang))
        lines.append(f"- **{one.claim_id}** {said}{f' *{caveat}*' if caveat else ''}")
    display(Markdown("\n".join(lines)))  # type: ignore[no-untyped-call]


def count(what: str, rows: Sequence[object] | pd.DataFrame) -> None:
    """Say how many rows are left after a step."""
    print(printable(f"{number(len(rows), 'en')} {what}"))


def look(document: str, page: int = 1, workspace: Workspace | None = None) -> None:
    """Show a page with all that was found on it: grid, words, what was left out, doubts.

    Args:
        document: Path of a file, or name or id of a document under ``data/raw``.
        page: From 1.
        workspace: The project; found from the working folder if ``None``.

    Raises:
        SkolkitError: E_NO_DOCUMENT, E_AMBIGUOUS, E_NO_PAGE, E_NO_PAPER, or why it cannot be read.
    """
    (drawn,) = look_at(workspace or Workspace.find(), document, page)
    if drawn.problem is not None:
        raise SkolkitError(drawn.problem)
    display(  # type: ignore[no-untyped-call]
        Image(data=drawn.png),  # type: ignore[no-untyped-call]
        metadata={"image/png": {"alt": drawn.alt}},
    )


def pick(opened: Opened, frame: pd.DataFrame, *columns: str, most: int = 30) -> pd.DataFrame:
    """Pick columns of a clean table to look at; invented rows say DEMO in their first column.

    Args:
        opened: The collection that the frame comes from.
        frame: One of its tables, whole or filtered.
        columns: Which columns, in which order; all if none is named.
        most: How many rows at most.
    """
    shown = frame.loc[:, list(columns) or list(frame.columns)].head(most).reset_index(drop=True)
    if opened.tables.demo:
        shown.insert(0, "demo", "DEMO")
    return shown


def table(rows: Iterable[Placed], *columns: str, most: int = 50) -> pd.DataFrame:
    """Put typed rows into a frame to look at, with document, page and row first.

    Args:
        rows: From ``Opened.costs`` and the like.
        columns: Names of the row's fields.
        most: How many rows at most.
    """
    shown = []
    for row in list(rows)[:most]:
        place = {
            "demo": "DEMO" if row.place.demo else "",
            "document": row.place.document,
            "page": row.place.page,
            "row": row.place.row,
        }
        shown.append(place | {name: _plain(getattr(row, name)) for name in columns})
    return pd.DataFrame(shown, columns=["demo", "document", "page", "row", *columns])


def real_table(converted: Iterable[RealAmount], price_year: int) -> pd.DataFrame:
    """Nominal amounts beside those in the prices of one year, in million kronor."""
    million = Decimal(1_000_000)
    return pd.DataFrame(
        [
            {
                "cost_id": one.row.cost_id,
                "as_of": one.row.as_of,
                "qualifier": one.row.qualifier,
                "nominal_mnkr": f"{one.nominal / million:.1f}",
                f"mnkr_in_{price_year}": f"{one.real / million:.1f}",
            }
            for one in converted
        ]
    )


def trace(opened: Opened, row: Placed) -> pd.DataFrame:
    """Follow a row back to its cells: what was read, where, how, and with what doubt."""
    cells = opened.tables.cells
    behind = cells[cells["cell_id"].isin(row.place.cell_ids)]
    columns = ("cell_id", "page", "cell", "raw", "value", "doubt", "confidence", "method", "box")
    return pick(opened, behind, *columns)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:,}".replace(",", " ")
    return "" if value is None else value


def run_notebooks(folder: Path, out: Path) -> tuple[NotebookRun, ...]:
    """Run all notebooks of a folder from top to bottom, in the order of their names.

    Args:
        folder: Holds ``*.ipynb``; the notebooks there are never changed.
        out: Where the executed copies go, also that of a notebook that fails.

    Returns:
        One entry for each notebook.

    Raises:
        SkolkitError: E_NOTEBOOK naming notebook, cell and executed copy; E_NO_INPUT without one.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise SkolkitError.of("E_NO_INPUT", str(folder))
    return tuple(_run(path, out) for path in paths)


def _run(path: Path, out: Path) -> NotebookRun:
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    copy = out / path.name
    with tempfile.TemporaryDirectory(prefix="skolkit-") as held:
        # Sockets in a private folder: nothing listens on a port.
        connection = {"transport": "ipc", "connection_file": str(Path(held) / "kernel.json")}
        client = nbclient.NotebookClient(
            notebook,
            kernel_name="python3",
            config=Config({"KernelManager": connection}),
            timeout=CELL_SECONDS,
            record_timing=False,
            extra_arguments=_QUIET_KERNEL,
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            client.execute()
        except nbclient.exceptions.CellExecutionError as error:
            raise _failed(path, notebook, copy, error.ename) from error
        except nbclient.exceptions.CellTimeoutError as error:
            raise _failed(path, notebook, copy, f"over {CELL_SECONDS} s") from error
        except nbclient.exceptions.DeadKernelError as error:
            raise _failed(path, notebook, copy, "the kernel died") from error
    _keep(notebook, copy)
    return NotebookRun(path.name, len(notebook.cells), copy)


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
