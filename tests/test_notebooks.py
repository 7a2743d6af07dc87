"""The notebooks are stripped, tell what they must, run to the end, and name a failing cell."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from analysis_data import ROOT, write_project

from skolkit.analysis.base import TABLES, finding
from skolkit.analysis.prices import RealAmount
from skolkit.catalogue import ExitCode
from skolkit.notebook import (
    Explorer,
    browse,
    count,
    explore,
    listing,
    open_collection,
    pick,
    real_table,
    rounded,
    show,
    static,
    table,
    tell,
    trace,
)
from skolkit.notebook.html import safe, table_html
from skolkit.notebook_runs import Wanted, run_notebooks
from skolkit.problems import SkolkitError
from skolkit.publish.charts import Bar, bars
from skolkit.publish.figures import ticket_chart
from skolkit.publish.figures_public import year_chart
from skolkit.publish.notebook_page import to_page
from skolkit.workspace import Workspace

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [
    "00_start_here",
    "01_documents",
    "02_published_costs",
    "03_security_incidents",
    "04_invoice_ledgers",
    "05_tickets",
    "06_messages",
    "07_costs_and_incidents",
]
BEGINNING = ("**Question.**", "**Answer.**", "**Data.**", "**Limits.**", "DEMO")
Book = dict[str, Any]


def book_of(path: Path) -> Book:
    held: Book = json.loads(path.read_text(encoding="utf-8"))
    return held


def write_book(folder: Path, name: str, *sources: str, needs: str = "") -> None:
    """A notebook whose first cell holds the parameters."""
    folder.mkdir(exist_ok=True)
    cells = [
        {"cell_type": "code", "id": f"cell-{at}", "metadata": {"tags": ["parameters"] * (at == 0)},
         "outputs": [], "execution_count": None, "source": [source]}
        for at, source in enumerate(sources)
    ]  # fmt: skip
    metadata = {"skolkit": {"needs": needs}} if needs else {}
    book = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    (folder / name).write_text(json.dumps(book), encoding="utf-8")


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    write_project(root)
    return root


@pytest.fixture
def workspace(laid_out: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("SKOLKIT_ROOT", str(laid_out))
    return Workspace(laid_out)


@pytest.fixture
def copies() -> Iterator[None]:
    """As in a run for copies."""
    static.make_static()
    yield
    static._STATE.static = False


def test_the_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stripped_and_its_cells_have_fixed_ids(path: Path) -> None:
    notebook = book_of(path)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z-]+", one) for one in ids)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    assert set(notebook["metadata"]) == {"kernelspec", "language_info", "skolkit"}
    assert notebook["metadata"]["skolkit"]["needs"] in TABLES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_begins_with_what_it_asks_and_ends_with_what_is_not_known(path: Path) -> None:
    cells = book_of(path)["cells"]
    first, last = cells[0], cells[-1]
    said = "".join(first["source"])
    assert all(word in said for word in BEGINNING)
    answer = said.partition("**Answer.**")[2].partition("**Data.**")[0].strip()
    assert re.search(r"[.;][^.]*$", answer)
    assert answer.count(". ") == 0  # one sentence
    assert "".join(last["source"]).startswith("## What is not known\n")
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    assert len(tagged) == 1
    names = re.findall(r"^(\w+) = ", "".join(tagged[0]["source"]), re.MULTILINE)
    assert names[0] == "collection"
    assert set(names) <= {"collection", "ledger_collection", "lang", "price_year"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_logic_and_counts_after_each_filter(path: Path) -> None:
    cells = book_of(path)["cells"]
    codes = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    code = "\n".join(codes)
    assert not re.search(r"^\s*(def|class) ", code, re.MULTILINE)
    assert "matplotlib" not in code
    assert "masked=False" not in code
    assert "nb.look" not in code
    assert code.count("nb.count(") >= 3
    # A filter is a name made by a comprehension with an "if", or a frame cut by a condition.
    for source in codes:
        for name in re.findall(r"^(\w+) = [\[{].* if .*[\]}]$|^(\w+) = \w+\[\w+\[", source, re.M):
            made = "".join(name)
            assert re.search(rf"nb\.count\(.*\b{made}\b.*\)", source), made


def test_the_notebooks_run_from_top_to_bottom(workspace: Workspace, tmp_path: Path) -> None:
    before = [path.read_bytes() for path in NOTEBOOKS]
    runs = run_notebooks(workspace, ROOT / "notebooks", tmp_path)
    assert [run.name for run in runs] == [f"{name}.ipynb" for name in NAMES]
    assert [path.read_bytes() for path in NOTEBOOKS] == before
    pages = {Path(run.name).stem: run.page.decode() for run in runs}
    assert "43 rows in incidents" in pages["03_security_incidents"]
    assert "26 rows for the whole project" in pages["02_published_costs"]
    for run in runs:
        page = run.page.decode()
        assert (tmp_path / run.page_name).read_bytes() == run.page
        assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
        assert not re.search(r"<script|https?://(?!www\.w3\.org/)[^\s<]*\.(?:js|css)", page)
        assert str(ROOT) not in page
        assert str(workspace.root) not in page
        shown = re.findall(r"<img[^>]*>", page)
        assert all(re.search(r'alt="[^"]{40,}"', one) for one in shown)
        executed = book_of(tmp_path / run.name)
        streams = [o.get("name") for c in executed["cells"] for o in c.get("outputs", ())]
        assert "stderr" not in streams  # a warning names files of this machine
    drawn = {name[:2]: page.count("<img") for name, page in pages.items() if "<img" in page}
    assert drawn == {"02": 2, "03": 2, "04": 3, "05": 1, "06": 2, "07": 1}
    demo = [name for name, page in pages.items() if "DEMO – invented data" in page]
    assert demo == [name for name in NAMES if name[:2] in {"00", "01", "04", "05", "06"}]


def test_each_table_of_a_page_has_a_name_of_its_own() -> None:
    shown = table_html(pd.DataFrame({"a": ['aria-label="Table"']}))
    output = {"output_type": "display_data", "data": {"text/html": shown}}
    cell = {"cell_type": "code", "source": "x", "outputs": [output, output]}
    page = to_page({"cells": [cell]}, demo=False).decode()
    assert re.findall(r'aria-label="([^"]*)"', page) == ["Table 1", "Table 2"]
    assert page.count("aria-label=&quot;Table&quot;") == 2  # what a document says stays as it is


def test_the_same_run_gives_the_same_pages(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in another folder, time zone and order of hashes, and alone or after others."""
    folder = tmp_path / "books"
    folder.mkdir()
    for name in ("02_published_costs", "03_security_incidents"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    first = run_notebooks(workspace, folder, tmp_path / "one")
    elsewhere = tmp_path / "other place"
    write_project(elsewhere)
    monkeypatch.setenv("SKOLKIT_ROOT", str(elsewhere))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    (folder / "02_published_costs.ipynb").unlink()
    (again,) = run_notebooks(Workspace(elsewhere), folder, tmp_path / "two")
    assert again.page == first[1].page


def test_parameters_are_set_by_a_cell_after_theirs(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    write_book(folder, "a.ipynb", 'collection = "x"\nlang = "sv"', "print(collection, lang)",
               needs="messages")  # fmt: skip
    write_book(folder, "b.ipynb", "price_year = 2020", "print(price_year)")
    wanted = Wanted("demo-disclosure", "en", 2019)
    a, b = run_notebooks(workspace, folder, tmp_path / "out", wanted)
    assert ">demo-disclosure en\n<" in a.page.decode()
    assert ">2019\n<" in b.page.decode()
    cells = book_of(tmp_path / "out" / "a.ipynb")["cells"]
    assert "".join(cells[1]["source"]) == "collection = 'demo-disclosure'\nlang = 'en'"
    assert [cell["execution_count"] for cell in cells] == [1, 2, 3]
    skipped, _ = run_notebooks(workspace, folder, tmp_path / "out", Wanted("public-record"))
    assert skipped.copy is None  # the public record holds no messages
    with pytest.raises(SkolkitError) as caught:
        run_notebooks(workspace, folder, tmp_path / "out", Wanted("no-such"))
    assert caught.value.problem.code == "E_NO_COLLECTION"


def test_a_report_takes_only_notebooks_that_say_what_they_need(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    write_book(folder, "a.ipynb", 'collection = "public-record"', "print(collection)",
               needs="incidents")  # fmt: skip
    write_book(folder, "mine.ipynb", "x = 1")
    for among, said in ((("demo-disclosure",), "demo-disclosure"),
                        (("demo-disclosure", "public-record"), "public-record")):  # fmt: skip
        wanted = Wanted(among=among, only_shipped=True)
        (run,) = run_notebooks(workspace, folder, tmp_path / "out", wanted)
        assert f">{said}\n<" in run.page.decode()


def test_a_report_shows_no_second_collection_that_it_is_not_on(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    said = 'collection = "public-record"\nledger_collection = "demo-disclosure"'
    write_book(folder, "a.ipynb", said, "print([ledger_collection])", needs="incidents")
    for wanted, shown in (
        (Wanted(among=("public-record",)), ""),
        (Wanted(among=("public-record", "demo-disclosure")), "demo-disclosure"),
        (Wanted("demo-disclosure"), "demo-disclosure"),
    ):
        (run,) = run_notebooks(workspace, folder, tmp_path / "out", wanted)
        assert f">[&#39;{shown}&#39;]\n<" in run.page.decode()


def test_no_notebook_sees_what_another_left(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "books"
    write_book(folder, "a.ipynb", "left = 1")
    write_book(folder, "b.ipynb", "print('left' in globals(), 'make_static' in globals())")
    _, b = run_notebooks(workspace, folder, tmp_path / "out")
    assert ">False False\n<" in b.page.decode()


@pytest.mark.parametrize("source", [
    "nb.open_collection('demo-disclosure', masked=False)", "nb.look('ledger.pdf')",
])  # fmt: skip
def test_nothing_unmasked_gets_into_a_copy(
    workspace: Workspace, tmp_path: Path, source: str
) -> None:
    folder = tmp_path / "books"
    write_book(folder, "a.ipynb", "from skolkit import notebook as nb", source)
    with pytest.raises(SkolkitError) as caught:
        run_notebooks(workspace, folder, tmp_path / "out")
    assert caught.value.problem.code == "E_NOTEBOOK"
    assert "E_UNMASKED" in (tmp_path / "out" / "a.ipynb").read_text() or "unmasked" in (
        tmp_path / "out" / "a.ipynb"
    ).read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "a.html").exists()


def test_a_failing_notebook_is_kept_and_its_cell_is_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "books"
    write_book(folder, "a.ipynb", "x = 1", "x / 0", "x = 2")
    with pytest.raises(SkolkitError) as caught:
        run_notebooks(workspace, folder, tmp_path / "out")
    problem = caught.value.problem
    assert problem.code == "E_NOTEBOOK"
    assert caught.value.exit_code is ExitCode.WITH_PROBLEMS
    assert problem.cell == "2 (cell-1)"
    assert "ZeroDivisionError" in problem.detail
    kept = book_of(tmp_path / "out" / "a.ipynb")
    assert kept["cells"][1]["outputs"][0]["output_type"] == "error"


def test_a_folder_without_notebooks_is_told(tmp_path: Path) -> None:
    with pytest.raises(SkolkitError) as caught:
        run_notebooks(Workspace(tmp_path), tmp_path, tmp_path)
    assert caught.value.problem.code == "E_NO_INPUT"


# --- what notebooks call ----------------------------------------------------------------------


def test_a_row_a_cell_and_a_claim_are_traced_and_demo_is_said(workspace: Workspace) -> None:
    public = open_collection("public-record", "sv", workspace)
    row = public.costs[0]
    for what in (row, [row], row.place.row_id):
        cells = trace(public, what, picture=False)
        assert list(cells["raw"]) == ["C001", "2013"]
        assert "demo" not in cells.columns
    assert list(trace(public, row.place.cell_ids[1], picture=False)["raw"]) == ["2013"]
    said = finding("K9", [row], sv="Ett.", en="One.", number=1, unit="rows")
    tell(public, [said])
    assert list(trace(public, "K9", picture=False)["raw"]) == ["C001", "2013"]
    assert list(trace(public, said, picture=False)["raw"]) == ["C001", "2013"]
    with pytest.raises(SkolkitError) as caught:
        trace(public, "K10")
    assert caught.value.problem.code == "E_NO_TRACE"
    invented = open_collection("demo-disclosure", "sv", workspace)
    assert set(table(invented.messages, "number")["demo"]) == {"DEMO"}
    assert set(listing(invented, [{"x": 1}])["demo"]) == {"DEMO"}
    assert "demo" not in listing(public, [{"x": 1}]).columns
    with pytest.raises(SkolkitError) as caught:
        open_collection("no-such", "sv", workspace)
    assert caught.value.problem.code == "E_NO_COLLECTION"


def test_a_point_of_a_chart_is_traced_by_its_id(workspace: Workspace) -> None:
    public = open_collection("public-record", "sv", workspace)
    chart = year_chart(public.incidents, public.title, "sv")
    show(public, chart, "years")
    listed = trace(public, "years")
    assert list(listed["point"]) == [f"years:{at}" for at in range(1, len(chart.data.points) + 1)]
    assert list(listed["label"][:2]) == ["2016, Alla", "2016, Allvarsgrad 2"]
    assert list(listed["stands_on"][:2]) == ["2 rader", "2 rader"]
    ids = chart.data.points[0].row_ids
    behind = [row for row in public.incidents if row.place.row_id in ids]
    told = trace(public, "years:1", picture=False)
    assert list(told["cell_id"]) == [cell for row in behind for cell in row.place.cell_ids]
    for wrong in ("years:0", "years:99", "years:x"):
        with pytest.raises(SkolkitError, match="years has the points years:1 to"):
            trace(public, wrong)
    invented = open_collection("demo-disclosure", "en", workspace)
    show(invented, ticket_chart(invented.incidents, invented.title, "en"), "tickets-1")
    assert set(trace(invented, "DEMO-tickets-1")["demo"]) == {"DEMO"}
    with pytest.raises(SkolkitError, match="leads to no cell"):
        trace(invented, "tickets-1:1")


def test_a_point_that_stands_on_no_row_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("skolkit.notebook.tracing.display", lambda one: shown.append(one.data))
    public = open_collection("public-record", "sv", workspace)
    text = year_chart(public.incidents, public.title, "sv").text
    show(public, bars(text, [Bar("KPI", Decimal(1), "1", (), "SCB <PR0101>")]), "index")
    assert trace(public, "index:1").empty
    assert shown == ["<p>point index:1 (KPI: 1): SCB &lt;PR0101&gt;</p>"]


def test_what_a_notebook_does_to_its_tables_stays_with_it(workspace: Workspace) -> None:
    first = open_collection("public-record", "sv", workspace)
    first.tables.costs["scope"] = "changed"
    again = open_collection("public-record", "sv", workspace)
    assert "changed" not in set(again.tables.costs["scope"])


def test_the_panel_filters_by_supplier_module_and_period(workspace: Workspace) -> None:
    one = open_collection("demo-disclosure", "sv", workspace)
    panel = explore(one, one.invoices, "supplier", "net")
    assert panel is not None
    assert list(panel.filters) == ["supplier", "period"]
    assert len(panel.rows) == 7
    panel.filters["supplier"].value = "Påhitt Två AB"
    assert [row.place.row for row in panel.rows] == [5, 6, 7]
    assert len(panel.listed.options) == 3
    panel.listed.index = 1
    assert panel.chosen is not None
    assert panel.chosen.place.row == 6
    panel.filters["period"].value = "2030-03"
    assert len(panel.rows) == 3
    tickets = Explorer(one, one.incidents, ["incident_id"])
    tickets.filters["module"].value = "Närvaro"
    assert [row.place.row for row in tickets.rows] == [4, 5]
    tickets.filters["period"].value = "2030"
    assert tickets.rows == ()
    assert tickets.chosen is None


def test_a_table_to_browse_fetches_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    for name in ("IPython.display.display", "skolkit.notebook.browsing.display"):
        monkeypatch.setattr(name, lambda one: shown.append(one.data))
    one = open_collection("demo-disclosure", "sv", workspace)
    browse(one, one.invoices, "supplier", "net")
    page = "".join(shown)
    assert "7\u00a0000,00" in page
    assert re.search(r'"language": ?{"decimal": ?","', page)  # or the script sorts them as words
    assert not re.search(r"unpkg|cdn|jsdelivr|<script[^>]*src=", page)
    assert len(page) > 100_000  # the script itself


def test_a_copy_shows_plain_tables(
    workspace: Workspace, copies: None, capsys: pytest.CaptureFixture[str]
) -> None:
    one = open_collection("demo-disclosure", "sv", workspace)
    assert explore(one, one.invoices, "supplier") is None
    browse(one, one.tables.messages)
    assert "widget" not in capsys.readouterr().out.casefold()


def test_a_table_says_its_columns_and_shows_text_as_text() -> None:
    frame = pd.DataFrame([["<b>x</b>", 1, "long-" * 9], ["y", 20, ""]], columns=["a&b", "n", "w"])
    page = table_html(frame)
    assert "<b>" not in page
    assert '<td data-label="a&amp;b" class="s">&lt;b&gt;x&lt;/b&gt;</td>' in page
    assert page.count('class="n"') == 3
    assert page.count('class="w"') == 1
    assert page.count('<th scope="col"') == 3


def test_dates_and_masks_stay_whole_and_addresses_break_at_their_signs() -> None:
    page = table_html(pd.DataFrame([["2021-03-02", "[e-post 15]@pahittadekonsulter.example.se"]]))
    assert 'class="s">2021-03-02<' in page
    assert '<span class="s">[e-post 15]</span>@<wbr>pahittadekonsulter.<wbr>example.se' in page
    assert re.search(r"<td[^>]*><span><span.*?</span>[^<>]*(<wbr>[^<>]*)*</span></td>", page)
    several = table_html(pd.DataFrame([["a.b@x-y.example.se;registrator.kontor@namnden.example"]]))
    assert "a.b@<wbr>x-y.<wbr>example.se;<wbr>registrator.kontor@<wbr>namnden.example" in several


def test_a_table_that_is_cut_says_so(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    one = open_collection("demo-disclosure", "sv", workspace)
    capsys.readouterr()
    assert len(listing(one, ({"n": at} for at in range(60)))) == 50
    assert len(table([one.invoices[0]] * 1001, "supplier", most=1000)) == 1000
    assert len(pick(one, one.tables.cells, "raw", most=2)) == 2
    told = capsys.readouterr().out.splitlines()
    cells = len(one.tables.cells)
    assert told == [
        "the first 50 of 60 rows:",
        "the first 1\u00a0000 of 1\u00a0001 rows:",
        f"the first 2 of {cells:,} rows:".replace(",", "\u00a0"),
    ]
    listing(one, ({"n": at} for at in range(50)))
    assert capsys.readouterr().out == ""


def test_numbers_to_look_at_have_a_minus_and_the_readers_marks(workspace: Workspace) -> None:
    row = {"net": Decimal("-1234567.50"), "skew": -0.5, "week": -3, "year": 2019, "id": "-7"}
    one = open_collection("demo-disclosure", "sv", workspace)
    said = [*listing(one, [row]).iloc[0]]
    assert said == ["DEMO", "−1\u00a0234\u00a0567,50", "−0,5", "−3", 2019, "-7"]
    english = [*listing(replace(one, lang="en"), [row]).iloc[0]]
    assert english == ["DEMO", "−1,234,567.50", "−0.5", "−3", 2019, "-7"]
    frame = pd.DataFrame({"skew_deg": [-0.25, 2.0], "page": [1.0, float("nan")]})
    page = table_html(pick(one, frame))
    assert page.count('class="n"') == 6  # still columns of numbers
    assert ">−0,25<" in page
    assert [*map(str, pick(one, frame)["page"])] == ["1.0", "nan"]
    assert rounded(Decimal("0.125"), 1) == "0,1"
    assert rounded(Decimal(2781), 0, "sv") == "2\u00a0781"
    assert rounded(0.5, 2, "en") == "0.50"


def test_a_single_row_is_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    count("logs", [1], one="log")
    count("logs", [1, 2], one="log")
    assert capsys.readouterr().out.splitlines() == ["1 log", "2 logs"]


def test_a_small_amount_in_the_prices_of_another_year_is_no_nought(workspace: Workspace) -> None:
    row = open_collection("public-record", "sv", workspace).costs[0]
    pairs = (("exakt", "2362", "2960.2"), ("cirka", "139000000", "170867123"))
    shown = real_table(
        [
            RealAmount(
                replace(row, qualifier=qualifier),
                *map(Decimal, (nominal, real)),
                2023,
                Decimal(1),
                Decimal(1),
                (),
            )
            for qualifier, nominal, real in pairs
        ],
        2023,
    )
    assert [*shown["nominal, kr"]] == ["2\u00a0362", "139\u00a0000\u00a0000"]
    assert [*shown["in prices of 2023, kr"]] == [
        "2\u00a0960",
        "171\u00a0000\u00a0000",
    ]  # no false sharpness


@pytest.mark.parametrize("name", ["public-record", "demo-disclosure"])
def test_the_shipped_clean_tables_open(name: str) -> None:
    folder = ROOT / "data" / "clean" / name
    if not folder.is_dir():
        pytest.skip(f"{folder.name} has no clean tables yet; skolkit run makes them")
    opened = open_collection(name, "sv", Workspace(ROOT))
    assert all((folder / f"{each}.csv").is_file() for each in TABLES)
    assert len(opened.costs) >= 63


def test_text_from_documents_is_shown_and_not_rendered() -> None:
    assert safe('<b>*x*</b> "y"\x1b') == "&lt;b&gt;*x*&lt;/b&gt; &quot;y&quot;\ufffd"
