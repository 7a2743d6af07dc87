"""Commands about privacy and profiles: what they say, what they change, and their exit codes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from skolkit import cli
from skolkit.catalogue import ExitCode

LIST = "Elev;Personnummer\nTesta Testsson;20040101-2398\n"
UNKNOWN = (
    "Anlitad firma;Utbetdag;Kronor ut;Nr på bolag\nLåtsas AB;2021-03-01;120 000,00;559999-9914\n"
    "Påhitt HB;2021-03-02;80 000,00;969999-9911\n"
)


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("SKOLKIT_ROOT", str(root))
    return cli._guarded(list(arguments))


def project(root: Path, **files: str) -> Path:
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    for name, text in files.items():
        (raw / f"{name}.csv").write_text(text, encoding="utf-8")
    return root


def test_a_scan_tells_places_and_never_what_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "att skicka"
    folder.mkdir()
    (folder / "lista.csv").write_text(LIST, encoding="utf-8")
    assert run(tmp_path, monkeypatch, "privacy", "scan", str(folder), "--no-ocr") == ExitCode.LEAK
    told = capsys.readouterr().out
    assert "lista.csv" in told
    assert "personnummer" in told
    assert "2398" not in told
    assert "Testsson" not in told
    (folder / "lista.csv").write_text("Skola;Elever\nAlmskolan;214\n", encoding="utf-8")
    assert run(tmp_path, monkeypatch, "privacy", "scan", str(folder), "--no-ocr") == ExitCode.OK
    assert "Nothing found" in capsys.readouterr().out
    missing = run(tmp_path, monkeypatch, "privacy", "scan", str(tmp_path / "borta"))
    assert missing == ExitCode.NO_INPUT
    assert "borta" in capsys.readouterr().err


def test_cleaning_removes_what_was_read_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, lista=LIST)
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK
    cache = root / ".skolkit" / "cache"
    drawn = root / "out" / "look" / "lista-1" / "page-001.png"
    drawn.parent.mkdir(parents=True)
    drawn.write_bytes(b"x")
    held = b"".join(path.read_bytes() for path in cache.rglob("*") if path.is_file())
    assert b"Testa Testsson" in held
    kept = {path for path in (root / "data").rglob("*") if path.is_file()}
    assert run(root, monkeypatch, "clean") == ExitCode.USAGE
    assert drawn.exists()
    capsys.readouterr()
    assert run(root, monkeypatch, "clean", "--private") == ExitCode.OK
    assert str(cache) in capsys.readouterr().out
    assert not drawn.exists()
    assert not [path for path in cache.rglob("*") if path.is_file()]
    assert {path for path in (root / "data").rglob("*") if path.is_file()} == kept
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK


def test_a_proposal_can_be_signed_and_kept_and_then_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, betalt=UNKNOWN)
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK
    assert "invoices 0" in capsys.readouterr().out
    assert run(root, monkeypatch, "profile", "suggest", "betalt.csv") == ExitCode.OK
    told = capsys.readouterr().out
    assert "Most like: invoices" in told
    mapping = told[told.index("[[mapping]]") :]
    signed = mapping.replace('reason = ""', 'reason = "Sett"').replace('by = ""', 'by = "T. Test"')
    wanted = {"A": "supplier", "B": "posting_date", "C": "net", "D": "organisationsnummer"}
    columns = tomllib.loads(signed)["mapping"][0]["columns"]
    assert columns["A"] == "supplier"
    assert columns["D"] == "organisationsnummer"
    lines = "".join(f'{letter} = "{name}"\n' for letter, name in wanted.items())
    signed = signed[: signed.index("[mapping.columns]")] + f"[mapping.columns]\n{lines}"
    review = root / "data" / "review" / "heap"
    review.mkdir(parents=True)
    (review / "mappings.toml").write_text(signed, encoding="utf-8")
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK
    assert "invoices 2" in capsys.readouterr().out
    text = (root / "data" / "clean" / "heap" / "invoices.csv").read_text(encoding="utf-8")
    assert "120000.00" in text


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, betalt=UNKNOWN)
    assert run(root, monkeypatch, "profile", "suggest", "betalt.csv") == ExitCode.OK
    capsys.readouterr()
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK
    clean = (root / "data" / "clean" / "heap" / "sheets.csv").read_text(encoding="utf-8")
    sheet_id = clean.splitlines()[1].split(",")[0]
    assert run(root, monkeypatch, "profile", "suggest", sheet_id) == ExitCode.OK
    capsys.readouterr()
    nine = sheet_id.replace("#1", "#9")
    assert run(root, monkeypatch, "profile", "suggest", nine) == ExitCode.USAGE
    assert sheet_id in capsys.readouterr().err


@pytest.mark.parametrize("name", ["privacy", "mappings", "series", "suppliers", "organisations"])
def test_a_bad_decision_stops_before_anything_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, lista=LIST)
    review = root / "data" / "review" / "heap"
    review.mkdir(parents=True)
    (review / f"{name}.toml").write_text("colour = 1\n", encoding="utf-8")
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.USAGE
    said = capsys.readouterr().err
    assert f"{name}.toml" in said
    assert "colour" in said
    assert not (root / "data" / "clean").exists()
