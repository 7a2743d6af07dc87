"""The data package of a report: valid, whole, and no more telling than an export."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from frictionless import system, validate
from heap import project

from skolkit import jobs
from skolkit.export import export
from skolkit.publish.report_package import package_files, table_csv
from skolkit.shown import shown_collection, stored_collection
from skolkit.tables.frames import read_table
from skolkit.workspace import Workspace

GROUPS = "Skola;Antal elever\nAlmskolan;214\nBackskolan;2\nCedraskolan;187\nSumma;403\n"
DIAGNOSES = "Diagnos;Antal elever 2019;Antal elever 2020;Förändring\nADHD;3;9;6\nX;12;25;13\n"
AFFECTED = (
    "Ärendenr;Datum;Modul;Typ;Skola;Antal berörda elever;Beskrivning\n"
    "A-1;2021-03-01;Betyg;Fel;Almskolan;3;Kan inte logga in\n"
    "A-2;2021-03-02;Betyg;Fel;Backskolan;40;Sidan är långsam\n"
    "A-3;2021-03-03;Betyg;Fel;Cedraskolan;17;Sidan är långsam\n"
)
OWNER = "850202-2386"  # a sole trader: the number of the company is that of its owner
LEDGER = (
    "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n"
    f"Låtsas AB;559999-9914;F-1001;2021-03-01;120 000,00\n"
    f"Testa Testssons firma;{OWNER};F-1002;2021-03-02;80 000,00\n"
)


def packed(workspace: Workspace, name: str = "heap") -> dict[str, bytes]:
    shown = shown_collection(workspace, name)
    return {made.name: made.data for made in package_files([shown.tables])}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def faults(folder: Path) -> list[str]:
    with system.use_context(trusted=True):
        report = validate(str(folder / "datapackage.json"))
    return [str(line) for line in report.flatten(["name", "type", "message"])]


@pytest.mark.parametrize("name", ["public-record", "demo-disclosure"])
def test_the_shipped_tables_come_out_as_they_lie_in_the_clean_folder(name: str) -> None:
    folder = ROOT / "data" / "clean" / name
    for table in ("costs", "invoices", "incidents", "messages", "cells", "pages", "problems"):
        path = folder / f"{table}.csv"
        assert table_csv(table, read_table(path)).data == path.read_bytes(), table


@pytest.mark.parametrize("name", ["public-record", "demo-disclosure"])
def test_frictionless_finds_the_shipped_packages_valid(name: str, tmp_path: Path) -> None:
    for path, data in packed(Workspace(ROOT), name).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    folder = tmp_path / "data" / name
    assert faults(folder) == []
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert len(told["resources"]) == 13
    assert (told.get("keywords") == ["DEMO"]) == (name == "demo-disclosure")
    costs = folder / "csv" / "costs.csv"
    costs.write_bytes(costs.read_bytes().replace(b",row,", b",rad,", 1))
    assert faults(folder) != []


@pytest.mark.parametrize(
    "files",
    [{"grupper.csv": GROUPS}, {"diagnoser.csv": DIAGNOSES}, {"arenden.csv": AFFECTED}],
    ids=["total", "change", "incidents"],
)
def test_small_groups_are_hidden_where_an_export_hides_them(
    files: dict[str, str], tmp_path: Path
) -> None:
    workspace = project(tmp_path, files)
    exported = export(workspace.delivery("heap"), workspace, tmp_path / "ut").folder
    made = packed(workspace)
    cells = rows(made["data/heap/csv/cells.csv"])
    wanted = rows((exported / "csv" / "cells.csv").read_bytes())
    told = ("cell", "raw", "value", "doubt")
    assert [[row[key] for key in told] for row in cells] == [
        [row[key] for key in told] for row in wanted
    ]
    assert "<5" in {row["raw"] for row in cells}
    for table in ("incidents", "documents"):
        ours = rows(made[f"data/heap/csv/{table}.csv"])
        theirs = rows((exported / "csv" / f"{table}.csv").read_bytes())
        for key in ("affected_persons", "sha256", "document"):
            assert [row.get(key) for row in ours] == [row.get(key) for row in theirs], key
    problems = rows(made["data/heap/csv/problems.csv"])
    assert "W_SMALL_GROUP" in {row["code"] for row in problems}


def test_small_groups_are_shown_where_a_person_decided_so(tmp_path: Path) -> None:
    keep = '[small_groups]\ndecision = "keep"\nreason = "Datorer"\nby = "T. Test"\n'
    made = packed(project(tmp_path, {"grupper.csv": GROUPS}, keep))
    raws = [row["raw"] for row in rows(made["data/heap/csv/cells.csv"]) if row["column"] == "2"]
    assert raws == ["Antal elever", "214", "2", "187", "403"]


def test_checks_that_give_a_hidden_count_back_are_left_out(tmp_path: Path) -> None:
    table = (
        "Leverantör;Fakturanr;Fakturadatum;Skola;Antal elever;Nettobelopp (kr)\n"
        "Låtsas AB;F-1;2021-03-01;Almskolan;3;100,00\n"
        "Låtsas AB;F-2;2021-03-02;Backskolan;20;200,00\nSumma;;;;23;300,00\n"
    )
    workspace = project(tmp_path, {"faktura.csv": table})
    stored = stored_collection(workspace, "heap")
    shown = shown_collection(workspace, "heap").tables
    assert len(stored.checks) > 0
    assert set(shown.cells["raw"]) & {"<5"}
    assert len(shown.checks) == 0


@pytest.mark.engine
def test_a_sole_trader_is_in_no_file_of_the_report(tmp_path: Path) -> None:
    workspace = project(tmp_path, {"faktura.csv": LEDGER})
    made = jobs.make_report(workspace, ["heap"], "sv", tmp_path / "ut" / "rapport")
    for path in made.folder.rglob("*"):
        if path.is_file():
            assert OWNER.encode() not in path.read_bytes(), path.name
    folder = made.folder / "data" / "heap"
    assert faults(folder) == []


def test_a_frame_without_rows_or_columns_is_a_table_of_headings() -> None:
    public = stored_collection(Workspace(ROOT), "public-record")
    empty = replace(public, costs=public.costs.iloc[:0][[]])
    text = table_csv("costs", empty.costs)
    assert text.data.decode().startswith("row_id,")
    assert text.rows == 0
