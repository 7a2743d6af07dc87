"""A report or package is as it was made, or the first difference is named."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from skolkit import cli
from skolkit.catalogue import ExitCode
from skolkit.verify import first_difference

pytestmark = pytest.mark.engine

LEDGER = (
    "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n"
    "Låtsas AB;559999-9702;F-1001;2021-03-01;120 000,00\n"
    "Påhitt HB;559999-9603;F-1002;2021-03-02;80 000,00\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a report and an export."""
    root = tmp_path_factory.mktemp("project")
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    (raw / "faktura.csv").write_text(LEDGER, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SKOLKIT_ROOT", str(root))
        for command in (["ingest", "heap"], ["report"], ["export", "heap"]):
            assert cli._guarded(command) == ExitCode.OK
    return root


@pytest.fixture
def project(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    monkeypatch.setenv("SKOLKIT_ROOT", str(tmp_path / "copy"))
    return tmp_path / "copy"


def verify(*arguments: object) -> int:
    return cli._guarded(["verify", *map(str, arguments)])


def test_a_report_its_archive_and_a_package_are_as_they_were_made(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ("out/report", "out/report.zip", "publish/heap"):
        assert verify(project / path) == ExitCode.OK
        told = capsys.readouterr().out
        assert "is as it was made (" in told
        assert "made anew" not in told


def test_what_was_changed_added_or_taken_away_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project / "out" / "report"
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"200000", b"300000"))
    (folder / "extra.txt").write_text("x")
    (folder / "tables.xlsx").unlink()
    assert verify(folder) == ExitCode.DIFFERENCE
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "claims.csv: has been changed",
        "extra.txt: is not in the manifest",
        "tables.xlsx: is missing",
    ]
    assert "E_DIFFERS" in told.err


@pytest.mark.slow
def test_a_rerun_gives_the_same_bytes_and_finds_what_the_documents_do_not_say(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(project / "out" / "report.zip", "--rerun") == ExitCode.OK
    assert verify(project / "publish" / "heap", "--rerun") == ExitCode.OK
    assert capsys.readouterr().out.count("comes out the same when made anew") == 2
    document = project / "data" / "raw" / "heap" / "faktura.csv"
    document.write_text(LEDGER.replace("80 000,00", "90 000,00"), encoding="utf-8")
    assert verify(project / "out" / "report", "--rerun") == ExitCode.DIFFERENCE
    told = capsys.readouterr().out
    assert "claims.csv: differs from a rerun at row 2, column " in told
    assert verify(project / "publish" / "heap", "--rerun") == ExitCode.DIFFERENCE
    told = capsys.readouterr().out  # the ids of rows hold the start of the document's hash
    assert "csv/invoices.csv: differs from a rerun at row 2, column row_id" in told


def test_what_is_no_bundle_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SKOLKIT_ROOT", str(tmp_path))
    (tmp_path / "a.zip").write_bytes(b"no zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("report/manifest.json", json.dumps({"outputs": 1}))
    for name in ("a.zip", "b.zip", "nowhere", "."):
        assert verify(tmp_path / name) == ExitCode.USAGE
        assert "E_NO_BUNDLE" in capsys.readouterr().err


def test_the_first_difference_is_named_by_row_and_column_line_or_byte() -> None:
    assert first_difference("a.csv", b"x,y\n1,2\n", b"x,y\n1,3\n") == "row 2, column y"
    assert first_difference("a.csv", b"x\n1\n", b"x\n1\n2\n") == "row 3"
    assert first_difference("a.json", b"{\n1\n}", b"{\n2\n}") == "line 2"
    assert first_difference("a.png", b"abc", b"abd") == "byte 2"
    assert first_difference("a.png", b"abc", b"abcd") == "byte 3"
