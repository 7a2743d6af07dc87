"""The pipeline over small deliveries: nothing lost, one bad file harms no other, reruns skip."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from skolkit import tabulate
from skolkit.catalogue import ExitCode
from skolkit.files import write_atomic
from skolkit.model import Collection, Sheet
from skolkit.pipeline import Plan, ingest
from skolkit.problems import SkolkitError, Status
from skolkit.running import shelf
from skolkit.running.progress import Plain
from skolkit.running.record import EntryResult, RunResult
from skolkit.settings import Limits, Settings
from skolkit.tables.build import build_tables
from skolkit.tables.decisions import Decisions
from skolkit.tables.rows import Tables
from skolkit.workspace import Workspace

TABLE = "Namn\tAntal\tPoäng\nAlfa\t1\t10,5\nBeta\t2\t20,5\nGamma\t3\t30,5\nDelta\t4\t40,5"
CSV = "Skola;Elever\nAlmvik;17\nBackby;20\n"


class Heap:
    """A project with one collection, ``heap``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "data" / "raw" / "heap"
        self.folder.mkdir(parents=True)
        self.workspace = Workspace(root)

    def add(self, name: str, *pages: str) -> Path:
        path = self.folder / name
        path.write_text("\f".join(pages), encoding="utf-8")
        return path

    def run(self, *, workers: int = 2, out: Path | None = None, **limits: int) -> RunResult:
        settings = Settings(limits=replace(Limits(), **limits))
        plan = Plan(settings=settings, workers=workers, tasks="fake_readers")
        return ingest(self.workspace.delivery("heap"), self.workspace, out=out, plan=plan)

    @property
    def clean(self) -> Path:
        return self.root / "data" / "clean" / "heap"

    def calls(self) -> list[str]:
        path = self.folder.parent / "calls.log"
        return sorted(path.read_text().splitlines()) if path.exists() else []

    def rows(self, table: str) -> list[dict[str, str]]:
        with (self.clean / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.fixture
def heap(tmp_path: Path) -> Heap:
    return Heap(tmp_path)


def entry(result: RunResult, name: str) -> EntryResult:
    return next(e for e in result.entries if e.name == name)


def digest(folder: Path, names: str = "*.csv") -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob(names))}


def test_pages_and_native_files_become_tables(heap: Heap) -> None:
    heap.add("a.pdf", TABLE, TABLE.replace("Alfa", "Omega"))
    heap.add("b.csv", CSV)
    result = heap.run()
    assert [e.status for e in result.entries] == [Status.OK, Status.OK]
    assert result.exit_code is ExitCode.OK
    assert result.tally.pages == 2
    cells = heap.rows("cells")
    assert {c["document"] for c in cells} == {"a.pdf", "b.csv"}
    assert {c["raw"] for c in cells} >= {"Alfa", "Omega", "10,5", "Almvik", "17"}
    assert {c["page"] for c in cells if c["document"] == "a.pdf"} == {"1", "2"}
    assert all(c["box"] for c in cells if c["document"] == "a.pdf")
    assert [p["status"] for p in heap.rows("pages")] == ["ok", "ok"]
    assert len(list((heap.clean / "xlsx").glob("*.xlsx"))) == 2


def test_every_entry_has_one_row(heap: Heap) -> None:
    heap.add("a.pdf", TABLE)
    heap.add("empty.csv", "")
    heap.add("Thumbs.db", "x")
    heap.add("README.md", "about")
    os.mkfifo(heap.folder / "pipe.csv")
    (heap.folder / "loop.csv").symlink_to("loop.csv")
    result = heap.run()
    names = ["README.md", "Thumbs.db", "a.pdf", "empty.csv", "loop.csv", "pipe.csv"]
    assert [e.name for e in result.entries] == names
    assert [d["document"] for d in heap.rows("documents")] == names
    assert entry(result, "empty.csv").error == "E_EMPTY"
    assert entry(result, "a.pdf").status is Status.OK
    assert result.exit_code is ExitCode.WITH_PROBLEMS


def test_a_page_that_fails_leaves_the_others(heap: Heap) -> None:
    heap.add("a.pdf", TABLE, "RAISE 195001010000", TABLE.replace("Alfa", "Omega"))
    result = heap.run()
    a = entry(result, "a.pdf")
    assert (a.status, a.error, a.pages_failed) == (Status.PARTIAL, "E_CRASH", 1)
    assert "2 of 3 pages of a.pdf were read" in a.message
    assert "page 2" in a.message
    assert "195001010000" not in a.message
    assert [p["status"] for p in heap.rows("pages")] == ["ok", "failed", "ok"]
    assert {c["page"] for c in heap.rows("cells")} == {"1", "3"}
    assert result.exit_code is ExitCode.WITH_PROBLEMS


def test_a_page_that_hangs_is_a_timeout_and_never_empty(heap: Heap) -> None:
    heap.add("a.pdf", TABLE, "HANG")
    result = heap.run(page_seconds=2)
    a = entry(result, "a.pdf")
    assert (a.status, a.error) == (Status.PARTIAL, "E_TIMEOUT")
    assert "page_seconds = 2 s" in a.message


def test_a_page_that_kills_its_worker(heap: Heap) -> None:
    heap.add("a.pdf", "DIE")
    heap.add("b.pdf", TABLE)
    result = heap.run()
    assert (entry(result, "a.pdf").status, entry(result, "a.pdf").error) == (
        Status.FAILED,
        "E_CRASH",
    )
    assert "SIGSEGV" in entry(result, "a.pdf").message
    assert entry(result, "b.pdf").status is Status.OK, entry(result, "b.pdf").message
    assert heap.calls().count("a.pdf 1") == 3


def test_ink_without_words_is_a_failure_and_blank_is_a_warning(heap: Heap) -> None:
    heap.add("ink.pdf", "UNREADABLE")
    heap.add("blank.pdf", "BLANK", TABLE)
    result = heap.run()
    assert entry(result, "ink.pdf").error == "E_UNREADABLE"
    assert entry(result, "ink.pdf").status is Status.FAILED
    blank = entry(result, "blank.pdf")
    assert (blank.status, blank.warnings) == (Status.OK_WITH_WARNINGS, ("W_BLANK_PAGE",))
    assert [p["status"] for p in heap.rows("pages")] == ["blank", "ok", "failed"]


def test_bad_files_do_not_change_what_good_files_give(tmp_path: Path) -> None:
    good, mixed = Heap(tmp_path / "good"), Heap(tmp_path / "mixed")
    for heap in (good, mixed):
        heap.add("b.pdf", TABLE)
        heap.add("c.csv", CSV)
    mixed.add("a.pdf", "DIE")
    mixed.add("bb.pdf", "UNREADABLE")
    mixed.add("d.pdf", "LOCKED")
    good.run()
    mixed.run()
    for table in ("cells", "sheets", "costs", "incidents", "messages"):
        assert (good.clean / f"{table}.csv").read_bytes() == (
            mixed.clean / f"{table}.csv"
        ).read_bytes()
    assert digest(good.clean, "*.xlsx") == digest(mixed.clean, "*.xlsx")


def test_the_same_bytes_with_one_worker_or_three_and_in_another_folder(tmp_path: Path) -> None:
    one, three = Heap(tmp_path / "one"), Heap(tmp_path / "three")
    for heap in (one, three):
        for n in range(4):
            heap.add(f"{n}.pdf", TABLE.replace("Alfa", f"Alfa{n}"), TABLE)
    one.run(workers=1)
    three.run(workers=3)
    assert digest(one.clean, "*.*") == digest(three.clean, "*.*")
    assert str(tmp_path) not in (one.clean / "manifest.json").read_text()


def test_same_bytes_are_read_once(heap: Heap) -> None:
    heap.add("a.pdf", TABLE)
    heap.add("copy.pdf", TABLE)
    result = heap.run()
    assert heap.calls() == ["a.pdf 1"]
    copy = entry(result, "copy.pdf")
    assert (copy.status, copy.warnings) == (Status.OK_WITH_WARNINGS, ("W_DUPLICATE",))
    assert "a.pdf" in copy.message
    assert {c["document"] for c in heap.rows("cells")} == {"a.pdf"}


def test_the_least_deep_of_equal_files_is_the_original(heap: Heap) -> None:
    (heap.folder / "a copy").mkdir()
    heap.add("a copy/t.csv", CSV)
    heap.add("z.csv", CSV)
    result = heap.run()
    assert entry(result, "a copy/t.csv").warnings == ("W_DUPLICATE",)
    assert entry(result, "z.csv").status is Status.OK


def test_documentation_is_listed_and_not_read(heap: Heap) -> None:
    (heap.folder / "collection.toml").write_text('documentation = ["om.csv"]', encoding="utf-8")
    heap.add("om.csv", CSV)
    heap.add("a.csv", CSV + "Cedby;33\n")
    result = heap.run()
    om = entry(result, "om.csv")
    assert om.status is Status.SKIPPED
    assert om.document is not None
    assert {c["document"] for c in heap.rows("cells")} == {"a.csv"}


def test_an_unchanged_run_is_skipped_and_a_changed_file_is_read_alone(heap: Heap) -> None:
    heap.add("a.pdf", TABLE)
    heap.add("b.pdf", TABLE + "\nEta\t5\t1,50")
    first = heap.run()
    before = digest(heap.clean, "*.*")
    again = heap.run()
    assert again.unchanged
    assert again.entries == first.entries
    assert len(heap.calls()) == 2
    heap.add("b.pdf", TABLE + "\nEta\t6\t1,50")
    third = heap.run()
    assert not third.unchanged
    assert heap.calls() == ["a.pdf 1", "b.pdf 1", "b.pdf 1"]
    assert digest(heap.clean, "*.*") != before


def test_a_touched_result_is_made_again(heap: Heap) -> None:
    heap.add("a.pdf", TABLE)
    heap.run()
    before = digest(heap.clean, "*.*")
    (heap.clean / "cells.csv").write_text("broken")
    (heap.clean / "costs.parquet").unlink()
    assert not heap.run().unchanged
    assert digest(heap.clean, "*.*") == before
    assert len(heap.calls()) == 1


def test_a_damaged_cache_is_read_again(heap: Heap) -> None:
    heap.add("a.pdf", TABLE, TABLE + "\nEta\t5\t1,50")
    heap.run()
    before = digest(heap.clean, "*.*")
    [kept, _] = sorted(heap.workspace.cache.rglob("*.json"))
    kept.write_bytes(kept.read_bytes()[:100])
    (heap.clean / "manifest.json").unlink()
    heap.run()
    assert len(heap.calls()) == 3
    assert digest(heap.clean, "*.*") == before


def test_what_may_pass_is_tried_again(heap: Heap) -> None:
    heap.add("a.pdf", TABLE, "HANG")
    heap.run(page_seconds=1)
    assert not heap.run(page_seconds=1).unchanged
    assert heap.calls() == ["a.pdf 1", "a.pdf 2", "a.pdf 2"]


def test_results_of_vanished_documents_are_removed(heap: Heap) -> None:
    heap.add("a.pdf", TABLE)
    gone = heap.add("b.csv", CSV)
    heap.run()
    (heap.clean / "notes.txt").write_text("mine")
    gone.unlink()
    heap.run()
    assert [p.name[:2] for p in (heap.clean / "xlsx").iterdir()] == ["a-"]
    assert (heap.clean / "notes.txt").exists()


def test_a_file_changed_while_read_fails_and_leaves_no_reading(heap: Heap) -> None:
    heap.add("a.pdf", TABLE, "REWRITE\tx\ty")
    heap.add("b.csv", CSV)
    result = heap.run()
    assert (entry(result, "a.pdf").status, entry(result, "a.pdf").error) == (
        Status.FAILED,
        "E_CHANGED",
    )
    assert {c["document"] for c in heap.rows("cells")} == {"b.csv"}
    assert len(list(heap.workspace.cache.rglob("*.json"))) == 1


def test_inputs_are_not_touched(heap: Heap) -> None:
    path = heap.add("a.pdf", TABLE)
    path.chmod(0o444)
    before = path.stat()
    heap.run()
    after = path.stat()
    assert (before.st_mtime_ns, before.st_size, before.st_mode) == (
        after.st_mtime_ns,
        after.st_size,
        after.st_mode,
    )


def test_interrupted_runs_go_on(heap: Heap, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        heap.add(f"{n}.pdf", f"{TABLE}\nEta\t{n}\t1,50")

    class Interrupting(Plain):
        def page_done(self, document: str, page: int | None, doubtful: int, *, ok: bool) -> None:
            if document == "3.pdf":
                raise KeyboardInterrupt

    plan = Plan(workers=1, tasks="fake_readers")
    with pytest.raises(KeyboardInterrupt):
        ingest(heap.workspace.delivery("heap"), heap.workspace, plan=plan, progress=Interrupting())
    assert not heap.clean.exists()
    assert list(heap.workspace.scratch.iterdir()) == []
    result = heap.run()
    assert result.exit_code is ExitCode.OK
    read = heap.calls()
    assert [read.count(f"{n}.pdf 1") for n in range(3)] == [1, 1, 1]
    assert result.tally.pages == 6


@pytest.mark.parametrize("survived", [0, 1, 2, 9, 17, 18, 19])
def test_a_run_killed_while_writing_is_made_whole(
    heap: Heap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, survived: int
) -> None:
    heap.add("a.pdf", TABLE)
    heap.add("b.csv", CSV)
    heap.run(out=tmp_path / "undisturbed")
    heap.run()
    heap.add("b.csv", CSV + "Cedby;33\n")
    heap.run(out=tmp_path / "undisturbed")
    written = []

    def dying(path: Path, data: bytes) -> bool:
        if len(written) == survived:
            raise KeyboardInterrupt
        written.append(path)
        return write_atomic(path, data)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(shelf, "write_atomic", dying)
        heap.run()
    assert survived == 0 or not (heap.clean / "manifest.json").exists()
    heap.run()
    assert digest(heap.clean, "*.*") == digest(tmp_path / "undisturbed" / "heap", "*.*")


def test_a_document_that_breaks_the_tables_is_left_out(
    heap: Heap, monkeypatch: pytest.MonkeyPatch
) -> None:
    heap.add("a.csv", CSV)
    heap.add("b.csv", CSV + "Cedby;33\n")

    def fragile(collection: Collection, sheets: Sequence[Sheet], *, decisions: Decisions) -> Tables:
        if any(sheet.document_name == "a.csv" for sheet in sheets):
            raise ZeroDivisionError
        return build_tables(collection, sheets, decisions=decisions)

    monkeypatch.setattr(tabulate, "build_tables", fragile)
    result = heap.run()
    assert (entry(result, "a.csv").status, entry(result, "a.csv").error) == (
        Status.FAILED,
        "E_CRASH",
    )
    assert entry(result, "b.csv").status is Status.OK
    assert {c["document"] for c in heap.rows("cells")} == {"b.csv"}


def test_an_empty_folder_is_no_input(heap: Heap) -> None:
    with pytest.raises(SkolkitError) as caught:
        heap.run()
    assert caught.value.exit_code is ExitCode.NO_INPUT


def test_a_second_run_at_the_same_time_is_refused(heap: Heap) -> None:
    heap.add("a.pdf", TABLE)
    with heap.workspace.lock(), pytest.raises(SkolkitError) as caught:
        heap.run()
    assert caught.value.exit_code is ExitCode.LOCKED


def test_a_disk_that_cannot_be_written_is_told(heap: Heap, tmp_path: Path) -> None:
    heap.add("a.pdf", TABLE)
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(SkolkitError) as caught:
        heap.run(out=blocked)
    assert caught.value.exit_code is ExitCode.DISK


def test_manifest_lists_inputs_with_their_hashes(heap: Heap) -> None:
    path = heap.add("a.pdf", TABLE)
    heap.run()
    manifest = json.loads((heap.clean / "manifest.json").read_text(encoding="utf-8"))
    [told] = manifest["inputs"]
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert manifest["versions"]["tesseract"] == "fake"


def test_names_that_are_not_utf8(heap: Heap) -> None:
    raw = os.fsencode(heap.folder) + b"/latin1_\xe5.csv"
    with open(raw, "wb") as stream:  # noqa: PTH123 (a name that pathlib cannot spell)
        stream.write(CSV.encode())
    result = heap.run()
    assert result.entries[0].quoted == "latin1_%E5.csv"
    assert result.entries[0].status in {Status.OK, Status.OK_WITH_WARNINGS}
    assert {c["raw"] for c in heap.rows("cells")} >= {"Almvik"}
