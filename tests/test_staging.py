"""A staged folder is whole or absent, and nothing that is not ours is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from skolkit.problems import SkolkitError
from skolkit.staging import staged

MARK = "made-by.json"


def tree(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def publish(folder, *names):
    with staged(folder, MARK) as stage:
        for name in (*names, MARK):
            stage.write(name, name.encode())


def test_the_folder_appears_when_all_is_written(tmp_path):
    place = tmp_path / "ut" / "heap"
    with staged(place, MARK) as stage:
        stage.write("a/b.csv", b"1")
        stage.write(MARK, b"")
        assert not place.exists()
    assert tree(place) == {"a/b.csv", MARK}
    assert tree(tmp_path / "ut") == {"heap/a/b.csv", f"heap/{MARK}"}


def test_an_earlier_folder_of_ours_is_replaced_as_a_whole(tmp_path):
    publish(tmp_path / "heap", "old.csv")
    publish(tmp_path / "heap", "new.csv")
    assert tree(tmp_path / "heap") == {"new.csv", MARK}


def test_an_error_leaves_what_was_there_and_nothing_beside_it(tmp_path):
    publish(tmp_path / "heap", "old.csv")
    with pytest.raises(RuntimeError), staged(tmp_path / "heap", MARK) as stage:
        stage.write("new.csv", b"")
        raise RuntimeError
    assert tree(tmp_path) == {"heap/old.csv", f"heap/{MARK}"}


def test_a_folder_of_someone_else_is_never_touched(tmp_path):
    (tmp_path / "heap").mkdir()
    (tmp_path / "heap" / "my notes.txt").write_text("keep")
    with pytest.raises(SkolkitError) as caught, staged(tmp_path / "heap", MARK):
        pass
    assert caught.value.problem.code == "E_DISK"
    assert tree(tmp_path) == {"heap/my notes.txt"}


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "heap").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SkolkitError), staged(tmp_path / "heap", MARK):
        pass


def test_a_name_that_leads_out_is_refused(tmp_path):
    with pytest.raises(ValueError, match="leads out"), staged(tmp_path / "heap", MARK) as stage:
        stage.write("../out.csv", b"")
    assert tree(tmp_path) == set()


def test_what_a_killed_run_left_is_removed_and_a_living_one_is_left_alone(tmp_path):
    script = (
        "import os, sys, pathlib\n"
        "from skolkit.staging import staged\n"
        "with staged(pathlib.Path(sys.argv[1]), 'm') as stage:\n"
        "    stage.write('half.csv', b'')\n"
        "    print('ready', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    place = tmp_path / "heap"
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(place)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    publish(tmp_path / "other", "a.csv")
    assert any(name.endswith("half.csv") for name in tree(tmp_path))
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    publish(tmp_path / "other", "b.csv")
    assert tree(tmp_path) == {"other/b.csv", f"other/{MARK}"}
