"""Tables, checks and the look for personal data come together, and one document harms no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from skolkit import tabulate as module
from skolkit.export import mask_collection
from skolkit.pipeline import gather
from skolkit.problems import Status
from skolkit.publish.exports import clean_tables, output_names
from skolkit.publish.tabular import csv_text
from skolkit.tabulate import Gathered, tabulate
from skolkit.workspace import Workspace

LEDGER = (
    "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n"
    "Låtsas AB;559999-9702;F-1001;2021-03-01;120 000,00\n"
    "LÅTSAS AKTIEBOLAG;559999-9702;F-1002;2021-03-02;80 000,00\nSumma;;;;210 000,00\n"
)
PUPILS = "Elev;Personnummer\nTesta Testsson;20040101-2398\n"


def gathered(root: Path, **files: str) -> Gathered:
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
    workspace = Workspace(root)
    return gather(workspace.delivery("heap"), workspace)


def told(made: module.Tabulated) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in made.data.problems:
        found.setdefault(problem.code, []).append(problem.file)
    return found


def test_every_step_leaves_its_result_and_its_problems(tmp_path: Path) -> None:
    made = tabulate(gathered(tmp_path, faktura=LEDGER, elever=PUPILS, igen=LEDGER + "\n"))
    tables = made.data.tables
    assert [row.supplier_id for row in tables.suppliers] == ["org:559999-9702"]
    assert len(tables.invoices) == 6
    counted = [row for row in tables.invoices if row.row_kind == "row" and not row.duplicate_of]
    assert [row.net_sek for row in counted] == [120_000, 80_000]
    assert {row.kind for row in tables.duplicates} & {"same-document", "same-invoice", "same-row"}
    (check, _) = [row for row in tables.checks if row.verdict == "differs"]
    assert (check.printed, check.computed) == (210_000, 200_000)
    problems = told(made)
    assert set(problems["W_TOTAL_MISMATCH"]) == {"faktura.csv", "igen.csv"}
    assert problems["W_PII"] == ["elever.csv"]
    assert {row.kind for row in made.data.personal} >= {"personnummer", "namn"}


def test_what_a_file_carries_unseen_is_told_in_a_private_table_only(tmp_path: Path) -> None:
    gathered(tmp_path, faktura=LEDGER)
    book = openpyxl.Workbook()
    book.active.append(["Leverantör", "Nettobelopp (kr)"])
    book.active.append(["Låtsas AB", 100])
    book.properties.creator = "Fiktiva Handläggarson"
    book.save(tmp_path / "data" / "raw" / "heap" / "bok.xlsx")
    workspace = Workspace(tmp_path)
    read = gather(workspace.delivery("heap"), workspace)
    whole = tabulate(read).data
    (author,) = [row for row in whole.unseen if row.place == "author"]
    assert (author.document, author.text) == ("bok.xlsx", "Fiktiva Handläggarson")
    assert author.document_id == next(
        row.document_id for row in whole.documents if row.document == "bok.xlsx"
    )
    masked = mask_collection(read).data
    assert masked.unseen == ()
    held = [csv_text(table).data.decode() for table in clean_tables(masked)]
    assert not any("Handläggarson" in text for text in held)
    assert {"unseen.csv", "unseen.parquet"} <= set(output_names(whole))


def test_what_was_gathered_is_not_changed(tmp_path: Path) -> None:
    read = gathered(tmp_path, faktura=LEDGER, elever=PUPILS)
    before = [tuple(docket.problems) for docket in read.dockets]
    first, again = tabulate(read), tabulate(read)
    assert [tuple(docket.problems) for docket in read.dockets] == before
    assert first.data == again.data


def fail_on_pupils(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the look for personal data fail on the list of pupils."""
    whole = module.inspect

    def failing(sheet):  # type: ignore[no-untyped-def]
        if sheet.document_name == "elever.csv":
            raise RuntimeError("a fault of ours")
        return whole(sheet)

    monkeypatch.setattr(module, "inspect", failing)


def test_a_document_that_makes_a_step_fail_is_left_out_and_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = gathered(tmp_path, faktura=LEDGER, elever=PUPILS)
    alone = tabulate(replace(read, dockets=tuple(
        docket for docket in read.dockets if docket.entry.name == "faktura.csv"
    )))  # fmt: skip
    fail_on_pupils(monkeypatch)
    made = tabulate(read)
    by_name = {entry.name: entry for entry in made.entries}
    assert by_name["elever.csv"].status is Status.FAILED
    assert by_name["elever.csv"].error == "E_CRASH"
    assert made.data.tables == alone.data.tables


def test_nothing_of_a_document_that_could_not_be_looked_through_goes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = gathered(tmp_path, faktura=LEDGER, elever=PUPILS)
    fail_on_pupils(monkeypatch)
    made = mask_collection(read)
    assert {sheet.document_name for sheet in made.data.tables.sheets} == {"faktura.csv"}
    assert "elever.csv" in {p.file for p in made.data.problems if p.code == "E_CRASH"}
    held = "".join(csv_text(table).data.decode() for table in clean_tables(made.data))
    names = [line.split(";")[0] for line in PUPILS.splitlines()[1:]]
    assert names
    assert not [name for name in names if name in held]
    assert [d.entry.name for d in made.paper.dockets if d.sheets] == ["faktura.csv"]


def test_personal_data_in_what_a_file_carries_unseen_are_told_by_place(tmp_path: Path) -> None:
    raw = tmp_path / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    book = openpyxl.Workbook()
    book.active.append(["Skola", "Elever"])
    book.active.append(["Almskolan", 214])
    book.properties.creator = "Testa Testsson"
    book.properties.description = "Gäller 20040101-2398"
    book.save(raw / "bok.xlsx")
    made = tabulate(gathered(tmp_path))
    found = [each for each in made.data.problems if each.code == "W_PII"]
    details = " | ".join(each.detail for each in found)
    assert details.startswith("unseen, in ")
    assert "1 personnummer" in details
    assert "1 namn" in details
    assert not any("Testsson" in each.message or "2398" in each.message for each in found)
    cells = [cell.raw for sheet in made.data.tables.sheets for cell in sheet.cells]
    assert cells == ["Skola", "Elever", "Almskolan", "214"]
