"""The command line: help at once, an example everywhere, exit codes that say how it ended."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import click
import openpyxl
import pytest

from skolkit import cli, files
from skolkit.catalogue import ExitCode
from skolkit.problems import Problem, SkolkitError
from skolkit.tables.schemas import SCHEMAS

CSV = "Skola;Elever\nAlmvik;17\nBackby;20\n"
HEAVY = (
    "pandas",
    "pandera",
    "matplotlib",
    "cv2",
    "nbclient",
    "pyarrow",
    "numpy",
    "openpyxl",
    "rich",
    "typst",
)


def skolkit(*arguments: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "skolkit.cli", *arguments],
        env={**os.environ, "SKOLKIT_ROOT": str(root), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def project(tmp_path: Path, *files: tuple[str, str]) -> Path:
    folder = tmp_path / "data" / "raw" / "heap"
    folder.mkdir(parents=True)
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def help_of(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        sys.exit(cli._guarded([*arguments, "--help"]))
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from skolkit import cli; cli._guarded(['--help']); "
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_reads_like_a_table_of_contents(capsys: pytest.CaptureFixture[str]) -> None:
    text = help_of(capsys=capsys)
    places = [text.index(f"{title}:") for title, _ in cli.SECTIONS]
    assert places == sorted(places)
    for _, names in cli.SECTIONS:
        for name in names:
            assert re.search(rf"^  {name}  +\w", text, re.MULTILINE)
    assert "..." not in text.split("Options:")[1]
    assert "Exit codes: 0 all well" in text


def test_every_command_is_in_a_section() -> None:
    listed = [name for _, names in cli.SECTIONS for name in names]
    assert sorted(listed) == sorted(cli.cli.commands)


@pytest.mark.parametrize("name", sorted(cli.cli.commands))
def test_every_command_has_an_example_and_help_for_each_option(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = help_of(name, capsys=capsys)
    assert f"Example:\n    skolkit {name}" in text
    for parameter in cli.cli.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_ingest_writes_tables_and_a_record(tmp_path: Path) -> None:
    root = project(tmp_path, ("a.csv", CSV), ("b.csv", ""))
    done = skolkit("ingest", "heap", "--record", str(tmp_path / "r.csv"), root=root)
    assert done.returncode == ExitCode.WITH_PROBLEMS
    with (tmp_path / "r.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [r["file"] for r in rows] == ["a.csv", "b.csv"]
    assert (rows[1]["status"], rows[1]["error"]) == ("failed", "E_EMPTY")
    assert float(rows[0]["peak_mb"]) > 1
    assert (root / "data" / "clean" / "heap" / "cells.csv").is_file()
    assert "heap (heap)" in done.stdout
    assert "FAILED  b.csv is empty" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_name_of_a_sheet_steers_no_terminal_and_begins_no_line(tmp_path: Path) -> None:
    """C1 marks begin commands as ESC does, U+202E turns text around; both may stand in XML."""
    root = project(tmp_path)
    book = openpyxl.Workbook()
    book.active["A1"] = "Almvik"
    book.create_sheet("S\x9b31m\u202eT\n  FAILED  c.pdf")
    packed = io.BytesIO()
    book.save(packed)
    with (
        zipfile.ZipFile(packed) as whole,
        zipfile.ZipFile(root / "data/raw/heap/a.xlsx", "w") as damaged,
    ):
        for part in whole.namelist():
            if not part.endswith("sheet2.xml"):
                damaged.writestr(part, whole.read(part))
    done = skolkit("ingest", "heap", root=root)
    assert "PARTIAL  a.xlsx is damaged or cut off, sheet S\ufffd31m\ufffdT FAILED" in done.stdout
    assert not re.search("[\x80-\x9f\u202a-\u202e]", done.stdout + done.stderr)
    assert [line for line in done.stdout.splitlines() if "FAILED  c.pdf" in line] == []


def test_all_commands_write_to_the_terminal_in_one_way() -> None:
    home = Path(cli.__file__).parent
    sources = [home / "cli.py", *sorted((home / "commands").glob("*.py"))]
    assert len(sources) > 5
    echoing = [path.name for path in sources if re.search(r"\becho\(|\bprint\(", path.read_text())]
    assert echoing == ["terminal.py"]


def test_ingest_of_all_good_files_ends_with_zero(tmp_path: Path) -> None:
    root = project(tmp_path, ("a.csv", CSV))
    out = tmp_path / "elsewhere"
    done = skolkit("ingest", "--out", str(out), "--workers", "1", root=root)
    assert done.returncode == ExitCode.OK
    assert (out / "heap" / "manifest.json").is_file()
    assert not (root / "data" / "clean").exists()


def test_ingest_of_a_folder_by_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "delivery").mkdir()
    (tmp_path / "delivery" / "a.csv").write_text(CSV)
    monkeypatch.chdir(tmp_path)
    done = skolkit("ingest", "delivery", root=tmp_path)
    assert done.returncode == ExitCode.OK
    assert (tmp_path / "data" / "clean" / "delivery" / "cells.csv").is_file()


def test_an_empty_collection_does_not_stop_the_others(tmp_path: Path) -> None:
    root = project(tmp_path, ("a.csv", CSV))
    (root / "data" / "raw" / "an-empty-one").mkdir()
    record = tmp_path / "r.csv"
    done = skolkit("ingest", "--record", str(record), root=root)
    assert done.returncode == ExitCode.WITH_PROBLEMS
    assert "EMPTY" in done.stdout
    assert f"{root / 'data' / 'raw' / 'an-empty-one'} holds no file" in done.stdout
    assert (root / "data" / "clean" / "heap" / "manifest.json").is_file()
    assert len(record.read_text().splitlines()) == 2
    alone = skolkit("ingest", "an-empty-one", root=root)
    assert alone.returncode == ExitCode.NO_INPUT
    assert "holds no file" in alone.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ingest", "nowhere"], ExitCode.NO_INPUT, "nowhere"),
        (["ingest"], ExitCode.NO_INPUT, "holds no file"),
        (["ingest", "--workers", "0"], ExitCode.USAGE, "--workers"),
        (["ingest", "--nonsense"], ExitCode.USAGE, "--nonsense"),
        (["frobnicate"], ExitCode.USAGE, "frobnicate"),
        (["report", "--lang", "de"], ExitCode.USAGE, "'sv'"),
        (["report", "--collection", "nowhere"], ExitCode.NO_INPUT, "nowhere"),
        (["report"], ExitCode.NO_INPUT, "data/clean"),
        (["notebooks"], ExitCode.NO_INPUT, "notebooks"),
    ],
)
def test_wrong_use_says_what_is_wrong(
    tmp_path: Path, arguments: list[str], code: ExitCode, words: str
) -> None:
    done = skolkit(*arguments, root=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_name_that_is_not_found_comes_with_a_hint(tmp_path: Path) -> None:
    root = project(tmp_path, ("a.csv", CSV))
    assert "did you mean heap?" in skolkit("ingest", "haep", root=root).stderr
    told = skolkit("ingest", str(root / "data" / "raw" / "heap" / "a.csv"), root=root).stderr
    assert "it is a file; name the folder that it lies in" in told
    told = skolkit("report", "--collection", "heap", root=root).stderr
    assert "no clean tables yet; run: skolkit ingest heap" in told


@pytest.mark.parametrize("option", ["--out", "--record"])
def test_where_to_write_is_checked_before_any_work(tmp_path: Path, option: str) -> None:
    root = project(tmp_path, ("a.csv", CSV))
    target = root / "data" / "raw" / "heap" / "a.csv" / "below"
    done = skolkit("ingest", "heap", option, str(target / "r.csv"), root=root)
    assert done.returncode == ExitCode.DISK
    assert "a.csv is a file" in done.stderr
    assert "choose another folder" in done.stderr
    assert "pages and workbooks read" not in done.stderr
    assert not list((root / ".skolkit").rglob("*.json"))


def test_a_folder_that_may_not_be_written_to_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    with pytest.raises(SkolkitError, match="cannot be written to") as caught:
        files.require_writable(tmp_path / "new" / "folder")
    assert caught.value.exit_code is ExitCode.DISK
    assert not (tmp_path / "new").exists()


def test_all_names_are_checked_before_any_work(tmp_path: Path) -> None:
    root = project(tmp_path, ("a.csv", CSV))
    done = skolkit("ingest", "heap", "nowhere", root=root)
    assert done.returncode == ExitCode.NO_INPUT
    assert not (root / "data" / "clean").exists()


def test_a_bad_collection_file_names_the_key(tmp_path: Path) -> None:
    root = project(tmp_path, ("a.csv", CSV), ("collection.toml", 'kind = "pile"'))
    done = skolkit("ingest", root=root)
    assert done.returncode == ExitCode.USAGE
    assert "'kind'" in done.stderr
    assert "E_BAD_COLLECTION" in done.stderr


def test_a_fault_of_ours_leaves_no_data_in_messages_or_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SKOLKIT_ROOT", str(tmp_path))

    def broken() -> int:
        raise ValueError("1950" + "01010000")

    monkeypatch.setitem(cli.cli.commands, "doctor", click.Command("doctor", callback=broken))
    assert cli._guarded(["doctor"]) == ExitCode.OUR_FAULT
    log = tmp_path / ".skolkit" / "faults.log"
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert str(log) in told
    assert "in broken" in log.read_text()
    assert "195001010000" not in told + log.read_text()
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (SkolkitError(Problem("E_LOCKED", "x")), ExitCode.LOCKED),
        (SkolkitError(Problem("E_DISK", "x")), ExitCode.DISK),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        (click.Abort(), ExitCode.INTERRUPTED),
        (click.UsageError("x"), ExitCode.USAGE),
        (BrokenPipeError(), ExitCode.OK),
    ],
)
def test_exit_codes(monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: ExitCode) -> None:
    def broken() -> int:
        raise raised

    monkeypatch.setitem(cli.cli.commands, "doctor", click.Command("doctor", callback=broken))
    monkeypatch.setattr(sys, "stderr", open(os.devnull, "w"))  # noqa: PTH123, SIM115
    assert cli._guarded(["doctor"]) == code


# So many that a run is under way for as long as it takes to notice it, on any machine.
MANY = 300


def test_control_c_ends_the_workers_and_a_second_run_goes_on(tmp_path: Path) -> None:
    root = project(tmp_path, *((f"{n}.csv", CSV + f"Cedby;{n}\n") for n in range(MANY)))
    running = subprocess.Popen(
        [sys.executable, "-m", "skolkit.cli", "ingest", "heap", "--workers", "1"],
        env={**os.environ, "SKOLKIT_ROOT": str(root)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # A shell that runs the tests in the background has its children ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert running.stderr is not None
    running.stderr.readline()
    assert f"10 of {MANY}" in running.stderr.readline()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == ExitCode.INTERRUPTED
    assert "run the same command to go on" in told
    kept = len(list((root / ".skolkit" / "cache").rglob("*.json")))
    assert 10 <= kept < MANY
    assert skolkit("ingest", "heap", root=root).returncode == ExitCode.OK
    assert len(list((root / ".skolkit" / "cache").rglob("*.json"))) == MANY


def test_kill_9_leaves_no_worker_and_the_next_run_gives_the_same_bytes(tmp_path: Path) -> None:
    files = [(f"{n}.csv", CSV + f"Cedby;{n}\n") for n in range(40)]
    killed = project(tmp_path / "killed", *files)
    whole = project(tmp_path / "whole", *files)
    running = subprocess.Popen(
        [sys.executable, "-m", "skolkit.cli", "ingest", "heap", "--workers", "1"],
        env={**os.environ, "SKOLKIT_ROOT": str(killed)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert running.stderr is not None
    running.stderr.readline()
    assert "10 of 40" in running.stderr.readline()
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    workers = children.read_text().split() if children.exists() else []
    running.kill()
    running.communicate()
    for worker in workers:
        for _ in range(200):
            if not Path(f"/proc/{worker}/cmdline").exists():
                break
            time.sleep(0.05)
        else:
            pytest.fail("a worker outlived its parent")
    assert skolkit("ingest", "heap", root=killed).returncode == ExitCode.OK
    assert skolkit("ingest", "heap", root=whole).returncode == ExitCode.OK
    clean = Path("data", "clean", "heap")
    names = sorted(p.relative_to(whole) for p in (whole / clean).rglob("*") if p.is_file())
    # CSV and Parquet of each table and of the private unseen.csv, 40 workbooks, the manifest.
    assert len(names) == 2 * (len(SCHEMAS) + 1) + 40 + 1
    for name in names:
        assert (killed / name).read_bytes() == (whole / name).read_bytes()
    assert list((killed / ".skolkit" / "tmp").iterdir()) == []


def test_doctor_names_the_engine(tmp_path: Path) -> None:
    done = skolkit("doctor", root=tmp_path)
    assert done.returncode in {ExitCode.OK, ExitCode.MISSING_DEPENDENCY}
    assert "Tesseract" in done.stdout
