"""An export is masked, whole, searched and the same everywhere; or there is none.

What must not be found is searched for as plain text in the bytes, without the kit's own detection.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from drawn import draw_table
from PIL import Image

from skolkit import cli, export
from skolkit.catalogue import ExitCode
from skolkit.privacy.leakcheck import LeakReport
from skolkit.privacy.leakcheck.model import Leak

pytestmark = pytest.mark.engine

NUMBER, NAME, MAIL = "20040101-2398", "Testa Testsson", "testa.testsson@example.com"
SECRETS = (NUMBER, "040101-2398", "0401012398", NAME, "Testsson", MAIL)
PUPILS = (
    f"Elev;Personnummer;Skola;Avgift (kr)\n{NAME};{NUMBER};Almskolan;1 200,00\n"
    "Fiktiva Påhittsson;20050202-2385;Backskolan;1 300,00\nSumma;;;2 500,00\n"
)
CONTACTS = f"Ämne;Avsändare\nFråga om {NUMBER};{MAIL}\nSvar;fiktiva@example.com\n"
LEDGER = (
    "Leverantör;Organisationsnummer;Fakturanr;Fakturadatum;Nettobelopp (kr)\n"
    "Låtsas AB;559999-9914;F-1001;2021-03-01;120 000,00\n"
    "Påhitt HB;969999-9911;F-1002;2021-03-02;80 000,00\n"
)
GROUPS = "Skola;Antal elever\nAlmskolan;214\nBackskolan;2\nCedraskolan;187\nSumma;403\n"
PROTECTED = f"Elev;Klass;Anmärkning\n{NAME};3B;skyddad identitet\nFiktiva Påhittsson;2A;\n"


def project(root: Path, files: dict[str, str | bytes], privacy: str = "") -> Path:
    raw = root / "data" / "raw" / "heap"
    raw.mkdir(parents=True)
    for name, held in files.items():
        path = raw / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(held if isinstance(held, bytes) else held.encode())
    if privacy:
        review = root / "data" / "review" / "heap"
        review.mkdir(parents=True)
        (review / "privacy.toml").write_text(privacy, encoding="utf-8")
    return root


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("SKOLKIT_ROOT", str(root))
    return cli._guarded(list(arguments))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def opened(name: str, data: bytes) -> bytes:
    """The bytes of a file, and of all that lies packed in it."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return b"\n".join(book.read(part) for part in book.namelist())
    if name.endswith(".sqlite"):
        base = sqlite3.connect(":memory:")
        base.deserialize(data)
        return data + "\n".join(base.iterdump()).encode()
    return data


def leaked(folder: Path, secrets: tuple[str, ...] = SECRETS) -> list[tuple[str, str]]:
    return [
        (name, secret)
        for name, data in tree(folder).items()
        for secret in secrets
        if secret.encode() in opened(name, data) or secret in name
    ]


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    text = (folder / "csv" / f"{table}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_nothing_personal_gets_out_and_no_figure_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"elever.csv": PUPILS, f"{NAME} {NUMBER}/post.csv": CONTACTS, "faktura.csv": LEDGER}
    root = project(tmp_path, files)
    assert run(root, monkeypatch, "export", "heap") == ExitCode.OK
    made = root / "publish" / "heap"
    assert leaked(made) == []
    told = capsys.readouterr()
    assert leaked_in(told.out + told.err) == []
    cells = {(row["document"], row["cell"]): row for row in rows(made, "cells")}
    assert cells["elever.csv", "B2"]["raw"] == "[personnummer 1]"
    assert cells["elever.csv", "A2"]["raw"] == "[namn 1]"
    assert cells["elever.csv", "D2"]["value"] == "1200.00"
    assert {row["raw"] for row in cells.values()} >= {"559999-9914", "F-1001", "Låtsas AB"}
    invoices = rows(made, "invoices")
    assert [row["net_sek"] for row in invoices] == ["120000.00", "80000.00"]
    assert [row["organisationsnummer"] for row in invoices] == ["559999-9914", "969999-9911"]
    # The same person has the same label wherever it stands, in names too.
    documents = {row["document"] for row in rows(made, "documents")}
    assert "[namn 1] [personnummer 1]/post.csv" in documents
    subject = cells["[namn 1] [personnummer 1]/post.csv", "A2"]["raw"]
    assert subject == "Fråga om [personnummer 1]"


def leaked_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_manifest_lists_every_file_with_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, {"elever.csv": PUPILS})
    assert run(root, monkeypatch, "export", "heap") == ExitCode.OK
    made = tree(root / "publish" / "heap")
    manifest = json.loads(made.pop("manifest.json"))
    assert {one["name"]: one["bytes"] for one in manifest["outputs"]} == {
        name: len(data) for name, data in made.items()
    }
    record = json.loads(made["privacy.json"])
    counts: Counter[tuple[str, str]] = Counter()
    for one in record["candidates"]:
        counts[one["kind"], one["decision"]] += one["places"]
    assert counts == {("personnummer", "mask"): 2, ("namn", "mask"): 2}


def test_a_protected_identity_stops_all_until_a_person_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, {"lista.csv": PROTECTED, "faktura.csv": LEDGER})
    assert run(root, monkeypatch, "export", "heap") == ExitCode.LEAK
    assert "lista.csv speaks of persons with protected identity" in capsys.readouterr().err
    assert not (root / "publish" / "heap").exists()
    assert run(root, monkeypatch, "ingest", "heap") == ExitCode.OK
    assert run(root, monkeypatch, "report") == ExitCode.LEAK
    assert not (root / "out").exists() or not list((root / "out").glob("report*"))
    review = root / "data" / "review" / "heap"
    review.mkdir(parents=True)
    text = '[protected]\ndecision = "mask"\nreason = "Behövs inte"\nby = "T. Test"\n'
    (review / "privacy.toml").write_text(text, encoding="utf-8")
    assert run(root, monkeypatch, "report") == ExitCode.USAGE  # the tables are older than that
    assert run(root, monkeypatch, "export", "heap") == ExitCode.OK
    made = root / "publish" / "heap"
    assert leaked(made) == []
    shown = {row["raw"] for row in rows(made, "cells")}
    assert "2A" in shown
    assert not shown & {"3B", "skyddad identitet"}


def test_counts_of_very_few_persons_are_hidden_with_what_gives_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, {"grupper.csv": GROUPS})
    assert run(root, monkeypatch, "export", "heap") == ExitCode.OK
    raws = [row["raw"] for row in rows(root / "publish" / "heap", "cells") if row["column"] == "2"]
    assert raws == ["Antal elever", "214", "<5", "..", "403"]
    again = project(
        tmp_path / "shown",
        {"grupper.csv": GROUPS},
        '[small_groups]\ndecision = "keep"\nreason = "Datorer"\nby = "T. Test"\n',
    )
    assert run(again, monkeypatch, "export", "heap") == ExitCode.OK
    raws = [row["raw"] for row in rows(again / "publish" / "heap", "cells") if row["column"] == "2"]
    assert raws == ["Antal elever", "214", "2", "187", "403"]


def test_a_leak_stops_the_export_and_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, {"elever.csv": PUPILS})
    assert run(root, monkeypatch, "export", "heap") == ExitCode.OK
    before = tree(root / "publish")
    monkeypatch.setattr("skolkit.privacy.mask.Labels.label", lambda self, kind, text: text)
    assert run(root, monkeypatch, "export", "heap") == ExitCode.LEAK
    said = capsys.readouterr().err
    assert "E_LEAK" in said
    assert "nothing was published" in said
    assert leaked_in(said) == []
    assert tree(root / "publish") == before


def test_a_finding_is_let_pass_by_its_id_with_a_reason_that_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path, {"faktura.csv": LEDGER})
    finding = Leak("README.md", "line 1", "telefon", "mobile", "3f9a2c1b")
    monkeypatch.setattr(
        export, "check", lambda *_, **__: LeakReport((finding,), ("README.md",), 0, ocr=True)
    )
    assert run(root, monkeypatch, "export", "heap") == ExitCode.LEAK
    assert "3f9a2c1b" in capsys.readouterr().err
    accept = ("export", "heap", "--accept-leak", "3f9a2c1b")
    assert run(root, monkeypatch, *accept) == ExitCode.USAGE
    assert not (root / "publish" / "heap").exists()
    assert run(root, monkeypatch, *accept, "--reason", "Ett artikelnummer") == ExitCode.OK
    record = json.loads((root / "publish" / "heap" / "privacy.json").read_text(encoding="utf-8"))
    assert record["accepted_leaks"] == [{"id": "3f9a2c1b", "reason": "Ett artikelnummer"}]


def test_pseudonyms_stay_the_same_and_their_key_can_be_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, {"elever.csv": PUPILS, "post.csv": CONTACTS})

    def labels() -> list[str]:
        assert run(root, monkeypatch, "export", "heap", "--pseudonyms") == ExitCode.OK
        made = root / "publish" / "heap"
        assert leaked(made) == []
        places = {("elever.csv", "B2"), ("elever.csv", "B3"), ("post.csv", "A2")}
        return [
            row["raw"].removeprefix("Fråga om ")
            for row in rows(made, "cells")
            if (row["document"], row["cell"]) in places
        ]

    first = labels()
    assert first[0] == first[2] != first[1]
    assert first[0].startswith("[personnummer ")
    assert len(first[0]) == len("[personnummer 0123456789]")
    assert labels() == first
    key = root / "data" / "private" / "pseudonyms.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_bytes() not in b"".join(tree(root / "publish").values())
    assert run(root, monkeypatch, "forget-key") == ExitCode.OK
    assert not key.exists()
    assert labels() != first


def test_pages_are_shown_with_personal_data_painted_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = [
        ["Elev", "Personnummer", "Avgift"],
        ["Testa Testsson", "20040101-2398", "1200"],
        ["Fiktiva Testberg", "20050202-2385", "1300"],
    ]
    drawn = draw_table(table, (700, 700, 400))
    page = io.BytesIO()
    Image.fromarray(drawn.pixels).save(page, "PNG", dpi=(300, 300))
    root = project(tmp_path, {"lista.png": page.getvalue()})
    assert run(root, monkeypatch, "export", "heap", "--pages") == ExitCode.OK
    made = root / "publish" / "heap"
    (picture,) = made.glob("pages/*/page-001.png")
    image = Image.open(picture)
    assert image.info == {}
    shown = np.asarray(image)
    before = np.asarray(Image.fromarray(drawn.pixels).resize((1754, 1240), Image.Resampling.BOX))
    shown = shown[len(shown) - len(before) :]  # below the strip that says what it is

    def cell(pixels: np.ndarray, row: int, column: int) -> np.ndarray:
        top, bottom = (edge // 2 for edge in drawn.across[row : row + 2])
        left, right = (edge // 2 for edge in drawn.down[column : column + 2])
        return pixels[top + 4 : bottom - 4, left + 4 : right - 4].astype(int)

    for row in (1, 2):
        for column in (0, 1):
            ink, after = cell(before, row, column) < 128, cell(shown, row, column)
            # Black lies where it was printed, with the label's white letters inside.
            down, across = np.where(ink)
            place = slice(down.min(), down.max() + 1), slice(across.min(), across.max() + 1)
            assert ink[place].mean() < 0.45
            assert (after[place] < 128).mean() > 0.55
            # What was printed is not to be told from the paint beside it.
            told = np.corrcoef(ink[place].ravel(), (after[place] < 128).ravel())[0, 1]
            assert abs(told) < 0.35
        kept = (cell(before, row, 2) < 128).mean()
        assert 0.7 * kept < (cell(shown, row, 2) < 128).mean() < 1.3 * kept
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    assert picture.relative_to(made).as_posix() in {one["name"] for one in manifest["outputs"]}


@pytest.mark.slow
def test_day_place_user_locale_and_workers_play_no_part(tmp_path: Path) -> None:
    files = {"elever.csv": PUPILS, "post.csv": CONTACTS, "faktura.csv": LEDGER, "g.csv": GROUPS}
    made = []
    for name, extra, more in (
        ("ett", {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1", "USER": "a"}, "1"),
        ("två ord", {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}, "2"),
    ):
        root = project(tmp_path / name, files)
        subprocess.run(
            [sys.executable, "-m", "skolkit.cli", "export", "heap", "--workers", more],
            env={**os.environ, **extra, "SKOLKIT_ROOT": str(root)},
            cwd=root,
            check=True,
            capture_output=True,
        )
        os.utime(root / "data" / "raw" / "heap" / "post.csv", (1, 1))
        made.append(tree(root / "publish"))
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_amounts_in_billions_are_no_personnummer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 101,8 mnkr and the sum of the rows have the ten digits of a day in 2011, and in 1912."""
    outcome = "Regionens delårsrapport\nBelopp i mnkr\n"
    outcome += "Verksamhet;Budget;Utfall\nVård;1 098,3;1 101,8\nTrafik;110,2;110,4\n"
    outcome += "Summa;1 208,5;1 212,2\n"
    root = project(tmp_path, {"e-post 2021-04-12--16.csv": outcome, "ledger.csv": LEDGER})
    assert (
        run(root, monkeypatch, "export", "heap", "--out", str(tmp_path / "publish")) == ExitCode.OK
    )
    table = (tmp_path / "publish" / "heap" / "csv" / "budgets.csv").read_text(encoding="utf-8")
    assert {"1101800000", "1212200000"} <= set(table.replace("\n", ",").split(","))
