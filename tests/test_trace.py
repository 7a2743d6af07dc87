"""From a claim, a row or a cell to the cells behind it and their paper."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from drawn import draw_table
from heap import project
from PIL import Image

from skolkit import cli
from skolkit.catalogue import ExitCode
from skolkit.model import Box
from skolkit.problems import SkolkitError
from skolkit.publish.report import compose
from skolkit.publish.report_model import to_json
from skolkit.publish.tracepicture import Snippet, trace_picture
from skolkit.shown import shown_collection
from skolkit.trace import MOST_ROWS, TracedCell, _caption, trace
from skolkit.traceable import told_figures
from skolkit.workspace import Workspace

LEDGER = [
    ["Leverantör", "Fakturanr", "Fakturadatum", "Nettobelopp (kr)"],
    ["Låtsas AB", "F-1001", "2021-03-01", "120 000,00"],
    ["Påhitt HB", "F-1002", "2021-03-02", "80 000,00"],
]


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("SKOLKIT_ROOT", str(root))
    return cli._guarded(list(arguments))


def native(root: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    text = "\n".join(";".join(row) for row in LEDGER) + "\n"
    (raw / "faktura.csv").write_text(text, encoding="utf-8")
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK
    return Workspace(root)


def rows(workspace: Workspace, table: str) -> list[dict[str, str]]:
    path = workspace.clean / "heap" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_row_a_cell_and_a_claim_lead_to_their_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = native(tmp_path, monkeypatch)
    row = rows(workspace, "invoices")[0]
    found = trace(workspace, row["row_id"])
    assert [cell.raw for cell in found.cells] == LEDGER[1]
    assert found.cells[-1].value == "120000.00"
    assert found.png == b""  # a text file has no paper
    cell_id = row["cell_ids"].split(";")[-1]
    assert [cell.raw for cell in trace(workspace, cell_id).cells] == ["120 000,00"]
    claim = {"claim_id": "F1.1", "collection": "heap", "cell_ids": row["cell_ids"].split(";")[::-1]}
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.json").write_text(json.dumps({"findings": [claim]}))
    led = trace(workspace, "F1.1")
    assert [cell.raw for cell in led.cells] == LEDGER[1][::-1]
    capsys.readouterr()
    assert run(tmp_path, monkeypatch, "trace", "F1.1") == ExitCode.OK
    told = capsys.readouterr().out
    assert "claim F1.1 of out/report.json: 4 cells" in told
    assert "120 000,00 (value 120000.00" in told


def tell_figure(root: Path, name: str, *points: tuple[str, str, list[str]]) -> None:
    """Write a report with one figure; points are label, figure and row ids."""
    told = [
        {
            "point_id": f"{name}:{at}",
            "label": label,
            "said": said,
            "stands_on": f"{len(ids)} rader" if ids else "ingen rad",
            "row_ids": ids,
        }
        for at, (label, said, ids) in enumerate(points, start=1)
    ]
    figure = {"kind": "figure", "figure_id": name, "collection": "heap", "demo": False}
    blocks = [{"kind": "claim"}, figure | {"points": told}]
    path = root / "out" / "report" / "report.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"findings": [], "sections": [{"blocks": blocks}]}))


def test_a_point_of_a_figure_leads_to_the_cells_of_all_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = native(tmp_path, monkeypatch)
    first, second = (row["row_id"] for row in rows(workspace, "invoices"))
    bars = (("Påhitt HB", "80 000 kr", [second]), ("Alla", "200 000 kr", [second, first]))
    tell_figure(tmp_path, "suppliers-1", *bars, ("Ingen", "?", []))
    assert [cell.raw for cell in trace(workspace, "suppliers-1:1").cells] == LEDGER[2]
    assert [cell.raw for cell in trace(workspace, "suppliers-1:2").cells] == LEDGER[2] + LEDGER[1]
    bare = trace(workspace, "suppliers-1:3")
    assert (bare.cells, bare.png, bare.source) == ((), b"", "ingen rad")
    capsys.readouterr()
    assert run(tmp_path, monkeypatch, "trace", "suppliers-1:1") == ExitCode.OK
    out = capsys.readouterr().out
    said = "point suppliers-1:1 of out/report/report.json (Påhitt HB: 80 000 kr)"
    assert out.startswith(f"{said}: 4 cells")
    assert run(tmp_path, monkeypatch, "trace", "suppliers-1:3") == ExitCode.OK
    assert "(Ingen: ?): no row, ingen rad" in capsys.readouterr().out
    assert run(tmp_path, monkeypatch, "trace", "suppliers-1") == ExitCode.OK
    assert capsys.readouterr().out.splitlines() == [
        "figure suppliers-1 of out/report/report.json: 3 points",
        "  suppliers-1:1  Påhitt HB: 80 000 kr (1 rader)",
        "  suppliers-1:2  Alla: 200 000 kr (2 rader)",
        "  suppliers-1:3  Ingen: ? (ingen rad)",
    ]


def test_a_row_of_any_sheet_is_traced_by_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = native(tmp_path, monkeypatch)
    sheet = rows(workspace, "sheets")[0]["sheet_id"]
    assert [cell.raw for cell in trace(workspace, f"cells:{sheet}!R3").cells] == LEDGER[2]
    tell_figure(tmp_path, "timeline", ("E1", "2021", [f"cells:{sheet}!R2"]))
    assert [cell.raw for cell in trace(workspace, "timeline:1").cells] == LEDGER[1]
    with pytest.raises(SkolkitError, match="no clean table has that row"):
        trace(workspace, f"cells:{sheet}!R9")


def test_a_point_leads_back_where_its_document_is_shown_under_another_id(tmp_path: Path) -> None:
    """A text file in which something is masked is shown under another id than it is stored."""
    person = "Firma K. Oforix;040101-2398;F-1;2021-03-01;12 000,00"
    ledger = f"Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n{person}\n"
    workspace = project(tmp_path, {"f.csv": ledger})
    report = compose([shown_collection(workspace, "heap").tables], lang="sv").report
    (tmp_path / "out").mkdir(exist_ok=True)
    (tmp_path / "out" / "report.json").write_bytes(to_json(report))
    (figure,) = [one for one in told_figures(workspace) if one.name == "suppliers-1"]
    (shown,) = figure.points[0].row_ids
    (stored,) = [row["row_id"] for row in rows(workspace, "invoices")]
    assert shown != stored
    told = trace(workspace, "suppliers-1:1")
    assert [cell.raw for cell in told.cells] == person.split(";")
    assert [cell.raw for cell in trace(workspace, "F1.1").cells] == person.split(";")


def test_a_wrong_point_is_answered_with_what_is_near(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = native(tmp_path, monkeypatch)
    row = rows(workspace, "invoices")[0]["row_id"]
    tell_figure(tmp_path, "suppliers-1", ("A", "1", [row]), ("B", "2", [row]))
    for asked, said in (
        ("suppliers-1:3", "suppliers-1 has the points suppliers-1:1 to suppliers-1:2"),
        ("suppliers-1:0", "suppliers-1 has the points suppliers-1:1 to suppliers-1:2"),
        ("supliers-1", "near it: suppliers-1"),
        ("xyz:1", "figures: suppliers-1"),
    ):
        with pytest.raises(SkolkitError) as raised:
            trace(workspace, asked)
        assert raised.value.problem.code == "E_NO_TRACE"
        assert said in raised.value.problem.detail
        assert "figures: suppliers-1" in raised.value.problem.detail
    tell_figure(tmp_path, "suppliers-1", ("A", "1", ["invoices:faktura-00000000#1!R2"]))
    with pytest.raises(SkolkitError, match="was the report made of others"):
        trace(workspace, "suppliers-1:1")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sections": 3}', '{"findings": [1]}'])
def test_a_file_that_is_no_report_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    workspace = native(tmp_path, monkeypatch)
    (tmp_path / "out").mkdir(exist_ok=True)
    (tmp_path / "out" / "report-a.json").write_text(text)
    tell_figure(tmp_path, "x", ("A", "1", [rows(workspace, "invoices")[0]["row_id"]]))
    assert len(trace(workspace, "x:1").cells) == 4


def test_what_leads_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    native(tmp_path, monkeypatch)
    for asked in ("K99", "faktura-00000000#1!R2C1", "invoices:faktura#1!R99"):
        with pytest.raises(SkolkitError) as raised:
            trace(Workspace(tmp_path), asked)
        assert raised.value.problem.code == "E_NO_TRACE"
    assert run(tmp_path, monkeypatch, "trace", "K99") == ExitCode.USAGE
    assert "K99 leads to no cell" in capsys.readouterr().err


@pytest.mark.engine
def test_a_scanned_figure_is_shown_on_its_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = draw_table(LEDGER, (700, 500, 500, 700))
    raw = tmp_path / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    Image.fromarray(drawn.pixels).save(raw / "faktura.png", "PNG", dpi=(300, 300))
    assert run(tmp_path, monkeypatch, "ingest", "heap") == ExitCode.OK
    workspace = Workspace(tmp_path)
    (row,) = [one for one in rows(workspace, "invoices") if one["net_sek"] == "80000.00"]
    target = tmp_path / "bild.png"
    assert run(tmp_path, monkeypatch, "trace", row["row_id"], "--out", str(target)) == ExitCode.OK
    assert "page 1" in capsys.readouterr().out
    found = trace(workspace, row["row_id"])
    assert target.read_bytes() == found.png
    picture = np.asarray(Image.open(io.BytesIO(found.png)).convert("RGB")).astype(int)
    marks = (picture[..., 0] > 180) & (picture[..., 1] < 60) & (picture[..., 2] < 60)
    assert marks.sum() > 4 * 100  # a red frame around each of four cells
    one = trace(workspace, next(cell.cell_id for cell in found.cells if cell.box is not None))
    several = Image.open(io.BytesIO(found.png))
    # The four cells of a row stand in one strip, as high as one of them alone.
    assert abs(several.height - Image.open(io.BytesIO(one.png)).height) < 30
    box = next(cell.box for cell in found.cells if cell.raw == "80 000,00")
    assert box is not None
    top, left = drawn.across[2] * 72 / 300, drawn.down[3] * 72 / 300
    assert abs(box.y0 - top) < 15
    assert box.x0 > left - 5


def test_a_number_in_the_caption_of_a_row_is_never_broken() -> None:
    row = [
        TracedCell(
            "id", "a.pdf", "a", "Blad", 1, f"F{at}", "1 234 567,89", "", "", "", "ocr", "", None
        )
        for at in range(1, 30)
    ]
    _, *read, _ = _caption(row)
    assert len(read) > 2
    for line in read:
        assert line.rstrip("; ").endswith("1\u00a0234\u00a0567,89")


def test_the_picture_is_the_same_every_time_and_counts_what_it_leaves_out() -> None:
    class Page:
        pixels = np.full((3508, 2480), 255, dtype=np.uint8)
        dpi = 300.0

    made = Snippet.of(Page(), [Box(100.0, 100.0, 150.0, 110.0)], ("a.pdf, page 1", "read: 1"))  # type: ignore[arg-type]
    ((x0, y0, x1, y1),) = made.frames
    assert 0 < x0 < x1 <= made.pixels.shape[1]
    assert 0 < y0 < y1 <= made.pixels.shape[0]
    # 50 x 10 points at 150 dots an inch, and three pixels on each side.
    assert (x1 - x0, y1 - y0) == (round(50 * 150 / 72) + 6, round(10 * 150 / 72) + 6)
    first = trace_picture("claim K1", [made] * 2, 5, demo=False)
    assert first == trace_picture("claim K1", [made] * 2, 5, demo=False)
    assert first != trace_picture("claim K1", [made] * 2, 5, demo=True)
    taller = Image.open(io.BytesIO(first)).height
    assert (
        taller > Image.open(io.BytesIO(trace_picture("claim K1", [made] * 2, 0, demo=False))).height
    )
    assert MOST_ROWS >= 10
