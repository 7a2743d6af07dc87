"""The leak check on packages as they are published: full text indexes too, and no false alarm."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from exports_data import sample
from openpyxl import Workbook

from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck import Needles
from skolkit.privacy.leakcheck.model import MASKED_VALUE, NOT_LOOKED_INTO, LeakReport
from skolkit.privacy.leakcheck.search import search
from skolkit.privacy.model import Kind
from skolkit.publish.package import package_files

CLEAN = Path(__file__).parents[1] / "data" / "clean"
PNR = "20040101-2398"  # of Skatteverket's published test series
NAME = "Påhitta Provberg"


def looked(folder: Path, *values: str) -> LeakReport:
    return search(folder, Needles.of(values), detect=spans, ocr=False)


def places(report: LeakReport) -> list[tuple[str, str]]:
    return [(leak.inside, leak.kind) for leak in report.findings]


def database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for statement in statements:
            base.execute(statement)


# Indexes for full text

WITH_TEXTS = "CREATE VIRTUAL TABLE found USING fts5(raw)"
OF_A_TABLE = "CREATE VIRTUAL TABLE found USING fts5(raw, content='held')"
WITHOUT_TEXTS = "CREATE VIRTUAL TABLE found USING fts5(raw, content='')"


def index(path: Path, kind: str, text: str) -> None:
    """A database with an index of one text, which its table has no longer."""
    database(
        path,
        "CREATE TABLE held (raw TEXT)",
        kind,
        f"INSERT INTO held (rowid, raw) VALUES (1, '{text}')",  # noqa: S608 - our own text
        f"INSERT INTO found (rowid, raw) VALUES (1, '{text}')",  # noqa: S608 - our own text
        "DELETE FROM held",
        "VACUUM",
    )


@pytest.mark.parametrize("value", [PNR, NAME])
@pytest.mark.parametrize("kind", [OF_A_TABLE, WITHOUT_TEXTS])
def test_what_only_an_index_still_holds_is_found(tmp_path: Path, kind: str, value: str) -> None:
    index(tmp_path / "a.sqlite", kind, f"Samtal med {value} om schemat")
    assert ("index found", MASKED_VALUE) in places(looked(tmp_path, value))


def test_an_index_without_order_is_told_of(tmp_path: Path) -> None:
    index(tmp_path / "a.sqlite", OF_A_TABLE.replace(")", ", detail=column)"), "Samtal")
    assert [kind for _, kind in places(looked(tmp_path))] == [NOT_LOOKED_INTO]


def test_patterns_are_looked_for_in_an_index_that_has_no_texts(tmp_path: Path) -> None:
    index(tmp_path / "a.sqlite", WITHOUT_TEXTS, f"elev {PNR}")
    assert Kind.PERSONNUMMER.value in [kind for _, kind in places(looked(tmp_path))]


def test_dates_and_counts_side_by_side_in_an_index_are_no_number(tmp_path: Path) -> None:
    text = "INSERT INTO found (raw) VALUES ('2004-01-01: 2398 kronor')"
    database(tmp_path / "a.sqlite", WITH_TEXTS, text)
    assert places(looked(tmp_path)) == []


def test_another_virtual_table_is_told_of(tmp_path: Path) -> None:
    database(tmp_path / "a.sqlite", "CREATE VIRTUAL TABLE found USING rtree(id, x0, x1)")
    assert [kind for _, kind in places(looked(tmp_path))] == [NOT_LOOKED_INTO]


# What may be published

FACTS = (
    *("Exempelstads kommun", "Stockholm", "Sundsvall", "Tieto Sweden AB", "Skolplattformen"),
    *("Barn- och elevregister", "Modul Schema", "Microsoft Teams", "Google Workspace"),
    *("https://www.example.se/nyheter/2019-03-04/upphandling-2004010123-skolplattform",),
    *("https://insyn.example.se/arende?id=20190304&dnr=2019-1234-5", "1 234 567,50 kr"),
    *(
        "20 140 203 711",
        "2019-01-01 12:34",
        "2019-01-01 – 2019-12-31",
        "2019-01-01/2019-12-31",
        "556036-0793",
    ),
    *("UTBN 2020/1234-5", "DI-2019-7024", "costs-e7a428c6#1!R12C4", "190101-191231"),
    *(hashlib.sha256(b"1").hexdigest(), hashlib.sha1(b"2").hexdigest()),  # noqa: S324 - a name
    *("ocr/linenet+eng", "[personnummer 3]", "[e-post 2]@example.se", "[född 2004]", "<5", ".."),
    *("Skolinspektionen", "Konkurrensverket", "Version 4.12.0", "978-91-0-012345-6", "19 %"),
)


def published(folder: Path) -> None:
    """The same facts in each kind of file, as cells beside numbers, dates and ids."""
    head = ("cell_id", "page", "as_of", "amount", "raw")
    rows = [
        (f"costs-e7a428c6#1!R{n}C4", n, f"20{10 + n % 12}-{1 + n % 12:02}-{1 + n % 28:02}",
         n * 1234567 % 98765432, FACTS[n % len(FACTS)])
        for n in range(2000)
    ]  # fmt: skip
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    (folder / "cells.csv").write_text(text.getvalue(), encoding="utf-8")
    named = [dict(zip(head, row, strict=True)) for row in rows]
    (folder / "cells.json").write_text(json.dumps(named, ensure_ascii=False), encoding="utf-8")
    listed = "".join(f"- `{row[0]}` {row[2]}: {row[4]}, {row[3]} kr\n" for row in rows[:200])
    (folder / "README.md").write_text(f"# Data\n\n{listed}", encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(named), folder / "cells.parquet")  # type: ignore[no-untyped-call]
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (head, *rows):
        sheet.append(row)
    book.save(folder / "cells.xlsx")
    with closing(sqlite3.connect(folder / "cells.sqlite", isolation_level=None)) as base:
        base.execute(f"CREATE TABLE held ({', '.join(head)})")
        base.execute("BEGIN")
        base.executemany("INSERT INTO held VALUES (?, ?, ?, ?, ?)", rows)
        base.execute("COMMIT")
        base.execute(OF_A_TABLE)
        base.execute("INSERT INTO found (found) VALUES ('rebuild')")


def test_public_facts_are_no_findings_in_any_kind_of_file_and_it_takes_no_time(
    tmp_path: Path,
) -> None:
    published(tmp_path)
    begun = time.process_time()
    report = looked(tmp_path, PNR, NAME)
    assert places(report) == []
    assert len(report.looked_into) == 6
    # 10 000 cells in six kinds of file; it takes about three seconds.
    assert time.process_time() - begun < 30


def test_one_value_among_them_is_found_in_each_kind_of_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.FACTS", (*FACTS, f"Ring {NAME} om {PNR}"))
    published(tmp_path)
    told = {(leak.file, leak.kind) for leak in looked(tmp_path, PNR, NAME).findings}
    for name in ("cells.csv", "cells.json", "README.md", "cells.parquet", "cells.xlsx"):
        assert (name, MASKED_VALUE) in told
        assert (name, Kind.PERSONNUMMER.value) in told
    assert ("cells.sqlite", MASKED_VALUE) in told


def test_a_whole_package_passes(tmp_path: Path) -> None:
    for made in package_files(sample()):
        path = tmp_path / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    assert places(looked(tmp_path)) == []


def test_of_the_public_record_only_names_that_the_press_named_are_findings(tmp_path: Path) -> None:
    for table in (CLEAN / "public-record").glob("*.csv"):
        shutil.copy(table, tmp_path)
    report = looked(tmp_path)
    assert len(report.looked_into) >= 8
    assert {leak.kind for leak in report.findings} == {Kind.NAMN.value}
    assert {leak.file for leak in report.findings} == {"cells.csv"}
