"""The package that is published: a valid data package, described, the same bytes anywhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from exports_data import empty, sample

from skolkit.model import CollectionKind
from skolkit.pipeline import Plan, gather
from skolkit.publish.exports import CleanData, OutputFile, clean_tables
from skolkit.publish.package import package_files, package_name
from skolkit.publish.tabular import spell
from skolkit.tables.apostrophes import defused
from skolkit.tables.schemas import SCHEMAS
from skolkit.tables.violations import table_violations
from skolkit.tabulate import tabulate
from skolkit.workspace import Workspace


def files(data: CleanData) -> dict[str, OutputFile]:
    return {made.name: made for made in package_files(data)}


def written(data: CleanData, folder: Path) -> Path:
    for made in package_files(data):
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    return folder


def descriptor(data: CleanData) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(files(data)["datapackage.json"].data)
    return read


def text(data: CleanData, name: str) -> str:
    return files(data)[name].data.decode("utf-8")


# --- the whole --------------------------------------------------------------------------------


def test_all_files_are_there_and_the_manifest_comes_last() -> None:
    names = [made.name for made in package_files(sample())]
    assert names[:5] == [
        "README.md", "ordlista.md", "data-dictionary.md", "heap.xlsx", "heap.sqlite",
    ]  # fmt: skip
    tables = [f"{kind}/{name}.{kind}" for name in SCHEMAS for kind in ("csv", "parquet")]
    assert names[5:-4] == tables
    assert names[-4:] == ["xlsx/d-1.xlsx", "xlsx/n-1.xlsx", "datapackage.json", "manifest.json"]


def test_the_manifest_lists_every_file_with_its_hash() -> None:
    more = OutputFile("privacy.json", b"{}\n")
    made = {one.name: one for one in package_files(sample(), more=[more])}
    assert made["privacy.json"] == more
    manifest = json.loads(made["manifest.json"].data)
    assert {one["name"] for one in manifest["outputs"]} == set(made) - {"manifest.json"}
    for one in manifest["outputs"]:
        assert hashlib.sha256(made[one["name"]].data).hexdigest() == one["sha256"]
        assert len(made[one["name"]].data) == one["bytes"]
    assert manifest["collection"]["name"] == "heap"


def test_nothing_tells_where_or_when_it_was_made() -> None:
    for made in files(sample()).values():
        assert b"/somewhere" not in made.data
        assert not re.search(rb"202[5-9]-\d\d-\d\d[T ]", made.data), made.name


BUILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from exports_data import INJECTIONS, sample
from skolkit.publish.package import package_files
for made in package_files(sample(texts=INJECTIONS)):
    print(made.name, hashlib.sha256(made.data).hexdigest())
"""


def test_the_same_bytes_in_another_place_zone_language_and_hash_seed(tmp_path: Path) -> None:
    told = []
    for number, (zone, language, seed) in enumerate(
        [("UTC", "C.UTF-8", "0"), ("Pacific/Kiritimati", "sv_SE.UTF-8", "77")]
    ):
        folder = tmp_path / f"é {number}"
        folder.mkdir()
        env = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language}
        env |= {"PYTHONHASHSEED": seed, "HOME": str(folder), "TMPDIR": str(folder)}
        command = [sys.executable, "-c", BUILD, str(Path(__file__).parent)]
        done = subprocess.run(
            command, cwd=folder, env=env, capture_output=True, text=True, check=True
        )
        told.append(done.stdout)
        assert list(folder.iterdir()) == [], "nothing is left behind"
    assert told[0] == told[1]
    assert told[0].count("\n") > 30


@pytest.mark.parametrize(
    ("name", "made"),
    [("demo-disclosure", "demo-disclosure"), ("a_1", "a_1"), ("=cmd", "cmd-"),
     ("Ärende 1", "arende-1-"), ("../x", "x-"), ("", "collection-"), ("-a", "a-"),
     ("x" * 200, "x" * 100 + "-")],
)  # fmt: skip
def test_files_are_named_after_the_collection_and_safely(name: str, made: str) -> None:
    found = package_name(name)
    assert re.fullmatch("[a-z0-9][a-z0-9_-]{0,119}", found)
    assert found == made or (made.endswith("-") and re.fullmatch(f"{made}[0-9a-f]{{8}}", found))


def test_names_that_look_alike_stay_apart() -> None:
    assert len({package_name(name) for name in ("Å", "å", "a", "A", "ä")}) == 5


# --- the data package -------------------------------------------------------------------------


def problems(folder: Path) -> list[str]:
    from frictionless import system, validate

    with system.use_context(trusted=True):
        report = validate(str(folder / "datapackage.json"))
    return [str(line) for line in report.flatten(["type", "message"])]


@pytest.mark.parametrize("kind", list(CollectionKind))
def test_frictionless_finds_it_valid(kind: CollectionKind, tmp_path: Path) -> None:
    data = sample(kind, licence="CC-BY-4.0", authority="Påhittad nämnd")
    assert problems(written(data, tmp_path)) == []


def test_an_empty_collection_is_valid_too(tmp_path: Path) -> None:
    assert problems(written(empty(), tmp_path)) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("cells", b"not-a-number", b"not-a-reason", "constraint-error"),
        ("invoices", b"name:pahittade bolaget", b"name:annan", "foreign-key"),
        ("costs", b"1234567.50", b"tolv", "type-error"),
        ("pages", b"a.pdf", b"x.pdf", "foreign-key"),
        ("documents", b"b.xlsx", b"a.pdf", "primary-key"),
        ("messages", b"in,", b"IN,", "hash"),
    ],
)
def test_frictionless_sees_what_is_changed(
    table: str, old: bytes, new: bytes, told: str, tmp_path: Path
) -> None:
    path = written(sample(), tmp_path) / "csv" / f"{table}.csv"
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    assert any(told in line for line in problems(tmp_path))


def test_resources_are_described() -> None:
    made = files(sample())
    package = descriptor(sample())
    assert [one["name"] for one in package["resources"]] == list(SCHEMAS)
    for one in package["resources"]:
        data = made[one["path"]].data
        assert not one["path"].startswith(("/", "."))
        assert (one["bytes"], one["hash"]) == (
            len(data), f"sha256:{hashlib.sha256(data).hexdigest()}",
        )  # fmt: skip
        header = next(csv.reader(io.StringIO(data.decode())))
        assert [field["name"] for field in one["schema"]["fields"]] == header
        assert one["schema"]["missingValues"] == [""]
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["amount_sek"]["type"] == "number"
    assert fields["amount_sek"]["description"].endswith("(kronor)")
    assert fields["row_kind"]["constraints"] == {
        "required": True, "enum": ["row", "subtotal", "total"],
    }  # fmt: skip
    assert package["resources"][1]["schema"]["primaryKey"] == ["row_id"]


def test_licence_source_and_demo_are_named_where_they_are_known() -> None:
    licensed = descriptor(sample(licence="CC-BY-4.0", authority="Nämnden", diarienummer="1/21"))
    assert licensed["licenses"][0]["name"] == "CC-BY-4.0"
    assert licensed["licenses"][0]["path"].startswith("https://creativecommons.org/")
    assert licensed["sources"] == [{"title": "Nämnden, 1/21"}]
    assert licensed["keywords"] == ["DEMO"]
    bare = descriptor(sample(CollectionKind.DISCLOSURE))
    assert not {"licenses", "sources", "keywords"} & set(bare)


# --- tables read back -------------------------------------------------------------------------


def test_csv_and_parquet_hold_the_rows() -> None:
    data = sample()
    made = files(data)
    for table in clean_tables(data):
        rows = list(table.rows())
        back = pq.read_table(io.BytesIO(made[f"parquet/{table.name}.parquet"].data)).to_pylist()
        lines = list(csv.DictReader(io.StringIO(made[f"csv/{table.name}.csv"].data.decode())))
        assert len(back) == len(lines) == len(rows) > 0
        for row, packed, line in zip(rows, back, lines, strict=True):
            for name in line:
                value = getattr(row, name)
                assert line[name] in {spell(value), defused(spell(value))}
                assert packed[name] == (spell(value) if isinstance(packed[name], str) else value)


# --- words ------------------------------------------------------------------------------------


def test_the_readme_begins_in_the_language_of_the_collection() -> None:
    swedish, english = text(sample(), "README.md"), text(sample(language="en"), "README.md")
    assert swedish.index("## Läs detta före siffrorna") < swedish.index("## Read this before")
    assert english.index("## Read this before") < english.index("## Läs detta före siffrorna")
    assert text(sample(language="fi"), "README.md") == english


def test_the_readme_tells_origin_counts_and_limits() -> None:
    told = text(sample(authority="Nämnden", licence="CC-BY-4.0"), "README.md")
    assert told.startswith("# Hög\n\n- **DEMO:** DEMO: allt är påhittat")
    for words in (
        "**Myndighet:** Nämnden", "CC-BY-4.0", "Celler med tvivel: 2",
        "Dokument: 3 (1 lästa, 1 lästa, med varningar, 1 gick inte att läsa)",
        "1 dolda, 0 kvar enligt en regel", "1 (1 stämmer inte)", "| `costs` | 2 |", "`heap.sqlite`",
    ):  # fmt: skip
        assert words in told, words
    disclosed = text(sample(CollectionKind.DISCLOSURE), "README.md")
    assert "DEMO" not in disclosed
    assert "Ingen licens är angiven" in disclosed


def test_links_of_the_readme_lead_to_files_of_the_package() -> None:
    made = files(sample())
    for target in re.findall(r"(?<!\\)\]\(([^)]+)\)", text(sample(), "README.md")):
        assert target in made
    for name in re.findall(r"`(heap\.\w+)`", text(sample(), "README.md")):
        assert name in made


@pytest.mark.parametrize(
    ("name", "language"), [("ordlista.md", "sv"), ("data-dictionary.md", "en")]
)
def test_the_dictionary_has_every_column_of_every_table(name: str, language: str) -> None:
    told = text(sample(), name)
    for schema in SCHEMAS.values():
        section = told.partition(f"## {schema.name}: {schema.title(language)}\n")[2]
        section = section.partition("\n## ")[0]
        listed = re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
        assert listed == [column.name for column in schema.columns]
    money = "| `amount_sek` | decimal"
    assert money in told
    assert "| `masked` |" in told


def test_more_rows_change_only_what_they_should() -> None:
    one, two = files(sample()), files(sample(texts=("ny",)))
    same = {name for name in one if one[name].data == two[name].data}
    assert {"ordlista.md", "csv/messages.csv", "parquet/pages.parquet", "xlsx/n-1.xlsx"} <= same
    assert not {"csv/costs.csv", "csv/cells.csv", "heap.sqlite", "heap.xlsx"} & same


def test_odd_letters_do_not_stop_a_package() -> None:
    data = sample(texts=("a\udce5b\x01\x00",))
    odd = replace(data, collection=replace(data.collection, title="\udce5\x07", authority="\ud800"))
    assert len(files(odd)) == len(files(sample()))


def test_the_public_record_makes_a_valid_package(tmp_path: Path, project: Path) -> None:
    raw = tmp_path / "data" / "raw" / "public-record"
    shutil.copytree(project / "data" / "raw" / "public-record", raw)
    workspace = Workspace(tmp_path)
    gathered = gather(workspace.delivery(raw.name), workspace, plan=Plan(workers=1))
    data = tabulate(gathered).data
    assert len(data.tables.costs) == 63
    assert table_violations(data.tables) == ()
    folder = written(data, tmp_path / "out")
    assert problems(folder) == []
    with closing(sqlite3.connect(f"file:{folder}/public-record.sqlite?mode=ro", uri=True)) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        linked = base.execute(
            "SELECT count(DISTINCT r.row_id) FROM costs r JOIN row_cells l ON l.row_no = r.row_no"
            " JOIN cells c ON c.cell_id = l.cell_id JOIN sheets s ON s.sheet_id = c.sheet_id"
            " JOIN documents d ON d.document = s.document"
        ).fetchone()
    assert linked == (63,)
