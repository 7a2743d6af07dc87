"""What reports and notebooks show holds labels where the clean tables hold persons."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from skolkit import jobs
from skolkit.analysis.words import Lang
from skolkit.notebook import open_collection
from skolkit.pipeline import ingest
from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck import Needles
from skolkit.privacy.leakcheck.search import search
from skolkit.problems import SkolkitError
from skolkit.publish.bundle import bundle_files
from skolkit.publish.report import compose
from skolkit.shown import shown_collection, shown_collections, stored_collection
from skolkit.trace import trace
from skolkit.workspace import Workspace

LOG = """Nr;Tidpunkt;Riktning;Avsändare;Mottagare;Ämne
1;2021-03-01 10:30;in;testa.testsson@example.com;registrator@stad.example.se;Fråga om 20040101-2398
2;2021-03-02 11:00;ut;registrator@stad.example.se;testa.testsson@example.com;Svar
3;2021-03-03 09:00;in;fiktiva.pahittsson@example.com;registrator@stad.example.se;Begäran
"""
TICKETS = """Ärendenr;Datum;Modul;Typ;Beskrivning
A-1;2021-03-01;Betyg;Fel;Testa Testsson kan inte logga in
A-2;2021-03-02;Betyg;Fel;Sidan är långsam
"""
SECRETS = ("testa.testsson", "20040101-2398", "0401012398", "pahittsson", "Testa Testsson")


def project(root: Path, log: str = LOG) -> Workspace:
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    (raw / "epostlogg.csv").write_text(log, encoding="utf-8")
    (raw / "arenden.csv").write_text(TICKETS, encoding="utf-8")
    workspace = Workspace(root)
    ingest(workspace.delivery("heap"), workspace)
    return workspace


def held(tables: object) -> str:
    frames = ("messages", "incidents", "cells", "sheets", "documents", "problems", "suppliers")
    return "\n".join(getattr(tables, name).to_csv() for name in frames)


def test_labels_stand_where_persons_stood(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    stored, shown = stored_collection(workspace, "heap"), shown_collection(workspace, "heap")
    assert all(secret in held(stored) for secret in ("testa.testsson", "20040101-2398"))
    assert [secret for secret in SECRETS if secret in held(shown.tables)] == []
    assert len(shown.tables.messages) == 3
    messages = shown.tables.messages
    assert messages["sender"].iloc[0] == messages["recipients"].iloc[1]
    assert "registrator@stad.example.se" in held(shown.tables)
    assert "20040101-2398" in shown.needles


def test_a_notebook_shows_labels_unless_it_is_told_not_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = project(tmp_path)
    assert "@" not in open_collection("heap", "sv", workspace).messages[0].sender.split("]")[0]
    opened = open_collection("heap", "sv", workspace, masked=False)
    assert opened.messages[0].sender == "testa.testsson@example.com"


@pytest.mark.engine
def test_a_report_holds_no_person_in_any_of_its_files(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    made = jobs.make_report(workspace, ["heap"], "sv", tmp_path / "ut" / "rapport")
    paths = [path for path in made.folder.rglob("*") if path.is_file()]
    assert len(paths) > 6
    for path in (*paths, made.archive):
        assert [secret for secret in SECRETS if secret.encode() in path.read_bytes()] == []
    with zipfile.ZipFile(made.archive) as archive:
        assert len(archive.namelist()) == len(paths)


@pytest.mark.engine
def test_a_report_that_would_leak_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = project(tmp_path)
    told = "Testa Testsson, 20040101-2398"
    monkeypatch.setattr("skolkit.publish.bundle.to_json", lambda _: json.dumps(told).encode())
    with pytest.raises(SkolkitError) as raised:
        jobs.make_report(workspace, ["heap"], "sv", tmp_path / "ut" / "rapport")
    assert raised.value.problem.code == "E_LEAK"
    assert list((tmp_path / "ut").iterdir()) == []


def test_changed_decisions_make_the_tables_stale(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    review = tmp_path / "data" / "review" / "heap"
    review.mkdir(parents=True)
    text = '[[decision]]\ndocument = "*"\ndecision = "keep"\nreason = "Prov"\nby = "T. Test"\n'
    (review / "privacy.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SkolkitError) as raised:
        shown_collection(workspace, "heap")
    assert raised.value.problem.code == "E_STALE"
    ingest(workspace.delivery("heap"), workspace)
    shown = shown_collection(workspace, "heap")
    assert "testa.testsson@example.com" in held(shown.tables)
    assert "testa.testsson@example.com" in shown.kept


@pytest.mark.engine
def test_a_report_gives_no_hash_to_try_numbers_against_and_its_claims_are_traced_all_the_same(
    tmp_path: Path,
) -> None:
    workspace = project(tmp_path)
    raw = tmp_path / "data" / "raw" / "heap"
    digests = {
        name: hashlib.sha256((raw / f"{name}.csv").read_bytes()).hexdigest()
        for name in ("epostlogg", "arenden")
    }
    made = jobs.make_report(workspace, ["heap"], "sv", tmp_path / "ut" / "rapport")
    for path in made.folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert not [one for one in digests.values() if one[:8].encode() in held], path.name
    told = json.loads((made.folder / "report.json").read_text(encoding="utf-8"))
    shutil.copytree(made.folder, tmp_path / "out" / "report")
    claims = [one["claim_id"] for one in told["findings"]]
    assert len(claims) >= 4
    for claim in claims:
        found = trace(workspace, claim)
        assert found.cells
        assert all(digests[cell.document.partition(".")[0]][:8] in cell.document_id
                   for cell in found.cells)  # fmt: skip


def leaks_of(workspace: Workspace, told: str, folder: Path) -> set[tuple[str, str]]:
    """What is found in the report of a collection whose report.toml says something."""
    review = workspace.review / "heap"
    review.mkdir(parents=True, exist_ok=True)
    (review / "report.toml").write_text(told, encoding="utf-8")
    shown = shown_collections(workspace, ["heap"])
    for made in bundle_files(compose(shown.tables, lang="sv", told=shown.told)):
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    found = search(folder, Needles.of(shown.needles), detect=spans, ocr=False, kept=shown.kept)
    return {(leak.file, leak.kind) for leak in found.findings}


def test_a_contact_may_stand_and_nothing_that_is_only_like_it(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    contact = '[contact]\nname = "Anna Andersson"\nemail = "anna.andersson@example.com"\n'
    assert leaks_of(workspace, contact, tmp_path / "a") == set()
    page = (tmp_path / "a" / "report.html").read_text(encoding="utf-8")
    assert "Anna Andersson &lt;anna.andersson@example.com&gt;" in page
    answer = (
        '[[answer]]\nfrom = "Nämnden"\nasked = 2021-05-03\ndate = 2021-05-04\nsource = "brev"\n'
        'text = "Fråga anna.anderson@example.com om saken."\n'
    )
    found = leaks_of(workspace, contact + answer, tmp_path / "b")
    assert {"report.html", "report.json", "report.pdf"} <= {file for file, _ in found}
    assert {kind for _, kind in found} == {"e-post"}
    kept = answer + 'keep = ["anna.anderson@example.com"]\n'
    assert leaks_of(workspace, contact + kept, tmp_path / "c") == set()


def test_a_contact_that_is_a_masked_person_is_found(tmp_path: Path) -> None:
    workspace = project(tmp_path)
    contact = '[contact]\nemail = "testa.testsson@example.com"\n'
    found = leaks_of(workspace, contact, tmp_path / "a")
    assert "report.html" in {file for file, _ in found}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_shipped_collections_make_a_report_in_which_nothing_is_found(
    lang: Lang, tmp_path: Path
) -> None:
    shown = shown_collections(Workspace(ROOT), ("public-record", "demo-disclosure"))
    for made in bundle_files(compose(shown.tables, lang=lang)):
        path = tmp_path / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
    found = search(tmp_path, Needles.of(shown.needles), detect=spans, ocr=False, kept=shown.kept)
    assert len(found.looked_into) > 20
    assert found.findings == ()
