"""Paths, collection.toml, atomic writes and the lock."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from skolkit import files
from skolkit import workspace as ws
from skolkit.catalogue import ExitCode
from skolkit.model import CollectionKind
from skolkit.problems import SkolkitError


def collection(root: Path, text: str, name: str = "heap") -> Path:
    folder = root / "data" / "raw" / name
    folder.mkdir(parents=True)
    (folder / "collection.toml").write_text(text, encoding="utf-8")
    return folder


def test_root_is_the_nearest_folder_with_data_raw(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert ws.Workspace.find(deep, {}).root == tmp_path.resolve()
    assert ws.Workspace.find(deep, {"SKOLKIT_ROOT": str(deep)}).root == deep.resolve()


def test_root_without_data_raw_is_here(tmp_path: Path) -> None:
    assert ws.Workspace.find(tmp_path, {}).root == tmp_path.resolve()


def test_collection_toml_is_read(tmp_path: Path) -> None:
    collection(
        tmp_path,
        'title = "Påhittad leverans"\nkind = "demo"\ndecimal_mark = "."\n'
        'received = 2026-01-02\ndocumentation = ["LÄS.md"]\n',
    )
    found = ws.Workspace(tmp_path).delivery("heap")
    assert found.collection.title == "Påhittad leverans"
    assert found.collection.kind is CollectionKind.DEMO
    assert found.collection.received == "2026-01-02"
    assert found.documentation == ("LÄS.md",)


def test_number_forms_are_read_for_the_collection_and_its_documents(tmp_path: Path) -> None:
    text = 'number_form = "fr"\n[documents."collection.toml"]\nnumber_form = "ch"\n'
    collection(tmp_path, text)
    found = ws.Workspace(tmp_path).delivery("heap").collection
    assert found.number_form == "fr"
    assert found.document_forms == (("collection.toml", "ch"),)


def test_plain_folder_gets_defaults(tmp_path: Path) -> None:
    folder = tmp_path / "Leverans Ö 1"
    folder.mkdir()
    found = ws.Workspace(tmp_path).delivery(str(folder)).collection
    assert (found.name, found.title, found.decimal_mark) == ("leverans-o-1", "Leverans Ö 1", ",")
    assert found.kind is CollectionKind.DISCLOSURE


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('kind = "heap"', "kind"),
        ("title = 3", "title"),
        ('decimal_mark = ";"', "decimal_mark"),
        ('number_form = "us"', "number_form"),
        ('documents = "a.csv"', "documents"),
        ('[documents."a.csv"]\nform = "de"', "a.csv"),
        ('[documents."collection.toml"]\nnumber_form = "x"', "number_form"),
        ('[documents."a.csv"]\nnumber_form = "de"', "not in the folder"),
        ('language = "svenska!"', "language"),
        ('documentation = "a.md"', "documentation"),
        ('titel = "x"', "titel"),
        ("title = nope\n", "line 1"),
    ],
)
def test_bad_collection_names_the_key(tmp_path: Path, text: str, named: str) -> None:
    collection(tmp_path, text)
    with pytest.raises(SkolkitError) as caught:
        ws.Workspace(tmp_path).delivery("heap")
    assert caught.value.problem.code == "E_BAD_COLLECTION"
    assert caught.value.exit_code is ExitCode.USAGE
    assert named in str(caught.value)


def test_unknown_collection(tmp_path: Path) -> None:
    with pytest.raises(SkolkitError) as caught:
        ws.Workspace(tmp_path).delivery("nowhere")
    assert caught.value.exit_code is ExitCode.NO_INPUT


def test_folder_may_not_take_the_name_of_a_collection(tmp_path: Path) -> None:
    collection(tmp_path, "", "heap")
    other = tmp_path / "other" / "Heap"
    other.mkdir(parents=True)
    with pytest.raises(SkolkitError, match="rename this folder"):
        ws.Workspace(tmp_path).delivery(str(other))


def test_write_atomic_writes_once_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a" / "t.csv"
    assert files.write_atomic(path, b"one")
    before = path.stat().st_mtime_ns
    assert not files.write_atomic(path, b"one")
    assert path.stat().st_mtime_ns == before
    assert files.write_atomic(path, b"two")
    assert [p.name for p in path.parent.iterdir()] == ["t.csv"]


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    files.write_atomic(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(SkolkitError) as caught:
        files.write_atomic(path, b"new")
    assert caught.value.exit_code is ExitCode.DISK
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


def test_private_folder_is_private(tmp_path: Path) -> None:
    place = ws.Workspace(tmp_path)
    for folder in (place.private, place.cache, place.runs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_remove_stale_touches_only_what_was_listed(tmp_path: Path) -> None:
    home = tmp_path / "clean"
    for name in ("old.csv", "new.csv", "mine.csv", ".skolkit-tmp-x"):
        files.write_atomic(home / name, b"x")
    files.write_atomic(tmp_path / "outside.csv", b"x")
    files.remove_stale(home, ["old.csv", "new.csv", "../outside.csv"], ["new.csv"])
    assert sorted(p.name for p in home.iterdir()) == ["mine.csv", "new.csv"]
    assert (tmp_path / "outside.csv").exists()


def test_second_run_is_refused_and_a_dead_owner_frees_the_lock(tmp_path: Path) -> None:
    place = ws.Workspace(tmp_path)
    code = (
        "import sys, pathlib; from skolkit.workspace import Workspace\n"
        "with Workspace(pathlib.Path(sys.argv[1])).lock():\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(SkolkitError) as caught, place.lock():
        pass
    assert caught.value.exit_code is ExitCode.LOCKED
    assert str(other.pid) in str(caught.value)
    other.kill()
    other.communicate()
    with place.lock():
        assert (place.private / "lock").is_file()
