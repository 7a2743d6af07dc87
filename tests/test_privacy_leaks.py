"""The leak check: sees into each format, says what it cannot see, and cries for nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import sqlite3
import time
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from skolkit.catalogue import ExitCode
from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck import Needles, check, rendered, scan
from skolkit.privacy.leakcheck import canary as canaries
from skolkit.privacy.leakcheck.canary import (
    DRAWN,
    NAME,
    NUMBER,
    PLANTS,
    blind_to,
    kinds_not_seen,
    require_sight,
)
from skolkit.privacy.leakcheck.markup import markup_parts
from skolkit.privacy.leakcheck.model import MASKED_VALUE, NOT_LOOKED_INTO, Leak, LeakReport
from skolkit.privacy.leakcheck.ocr import lines_of
from skolkit.privacy.leakcheck.openers import ALL
from skolkit.privacy.leakcheck.patterns import Patterns
from skolkit.privacy.leakcheck.search import search
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.problems import SkolkitError
from skolkit.reading.image import PixelBox
from skolkit.reading.tesseract import ReadWord
from skolkit.settings import Limits

PNR = "20040101-2398"  # of Skatteverket's published test series
SHAPE = re.compile(r"(?:19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][1-9]|3[01])\s?[-–]?\s?[0-9]{4}")


def shaped(text: str) -> list[Span]:
    """A detector for these tests only: the bare shape, wherever it stands."""
    return [Span(Kind.PERSONNUMMER, m.start(), m.end(), "shape") for m in SHAPE.finditer(text)]


def nothing(text: str) -> tuple[Span, ...]:
    return ()


def looked(
    folder: Path, *values: str, detect: Callable[..., object] = shaped, **more: object
) -> LeakReport:
    return search(folder, Needles.of(values), detect=detect, ocr=False, **more)  # type: ignore[arg-type]


def put(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def told(report: LeakReport) -> list[tuple[str, str, str]]:
    return [(leak.file, leak.inside, leak.kind) for leak in report.findings]


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data)
    return out.getvalue()


# The proof of its own sight


def test_it_sees_what_it_plants():
    assert blind_to(spans, ocr=False) == []


@pytest.mark.engine
def test_it_sees_what_it_draws():
    assert blind_to(spans, ocr=True) == []


@pytest.mark.parametrize("missing", [opener.name for opener in ALL])
def test_without_one_opener_it_refuses_to_go_on(missing: str):
    left = [opener for opener in ALL if opener.name != missing]
    with pytest.raises(SkolkitError, match="planted") as raised:
        require_sight(spans, ocr=False, openers=left)
    assert raised.value.problem.code == "E_BLIND"
    assert raised.value.exit_code == ExitCode.LEAK


@pytest.mark.parametrize(
    ("missing", "plant"),
    [
        ("zip", "shared strings"),
        ("gzip", "gzip"),
        ("pdf", "a page of a PDF"),
        ("pdf", "packed objects of a PDF"),
        ("png", "text of a PNG"),
        ("jpeg", "the end of a JPEG"),
        ("sqlite", "SQLite"),
        ("parquet", "Parquet"),
        ("text", "HTML"),
    ],
)
def test_what_an_opener_finds_is_not_found_without_it(tmp_path: Path, missing: str, plant: str):
    put(tmp_path, "plant", PLANTS[plant]())
    whole = looked(tmp_path, NUMBER, NAME, detect=nothing)
    assert [leak.kind for leak in whole.findings].count(MASKED_VALUE) >= 1
    left = [opener for opener in ALL if opener.name != missing]
    blind = looked(tmp_path, NUMBER, NAME, detect=nothing, openers=left)
    assert [leak.kind for leak in blind.findings if leak.kind == MASKED_VALUE] == []


@pytest.mark.parametrize("missing", sorted(set(Kind) - {Kind.SKYDDAD}))
def test_a_detector_that_is_blind_to_one_kind_is_known(missing: Kind):
    assert kinds_not_seen(lambda t: [s for s in spans(t) if s.kind is not missing]) == [missing]


def test_a_detector_that_keeps_what_it_finds_is_blind_too():
    kept = kinds_not_seen(lambda t: [replace(s, decision=Decision.KEEP) for s in spans(t)])
    assert set(kept) == set(Kind) - {Kind.SKYDDAD}


def test_without_one_kind_of_detection_it_refuses_to_go_on():
    def without_telephones(text: str) -> list[Span]:
        return [span for span in spans(text) if span.kind is not Kind.TELEFON]

    with pytest.raises(SkolkitError, match="telefon by its pattern") as raised:
        require_sight(without_telephones, ocr=False)
    assert raised.value.exit_code == ExitCode.LEAK


def test_the_check_begins_with_its_proof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(canaries.PLANTS, "a format that nobody reads", lambda: b"\0\1\2\3unread")
    with pytest.raises(SkolkitError, match="a format that nobody reads"):
        check(tmp_path, Needles.of(()), detect=spans, ocr=False)


@pytest.mark.parametrize(
    "plant",
    [
        "CSV",
        "a log",
        "HTML",
        "an attribute",
        "SVG",
        "a data address",
        "base64",
        "a notebook's picture",
        "zip in zip",
        "a name in zip",
        "shared strings",
        "a worksheet",
        "media of a workbook",
        "gzip",
        "text of a PNG",
        "the end of a PNG",
        "a small picture in a JPEG",
        "the end of a JPEG",
        "tags of a TIFF",
        "packed objects of a PDF",
        "a string of a PDF",
        "a file in a PDF",
        "SQLite",
        "deleted rows of SQLite",
        "Parquet",
    ],
)
def test_a_pattern_is_found_where_a_text_can_be_read(tmp_path: Path, plant: str):
    put(tmp_path, "plant", PLANTS[plant]())
    assert {leak.kind for leak in looked(tmp_path).findings} == {"personnummer"}


@pytest.mark.parametrize("attribute", ["src", "srcset", "title"])
def test_a_drawing_in_a_page_is_read_and_its_packed_letters_are_not(tmp_path: Path, attribute: str):
    drawing = f"<?xml version='1.0'?><svg><text>{PNR}</text></svg>"
    letters = base64.b64encode(drawing.encode()).decode()
    page = f"<html><img {attribute}='data:image/svg+xml;base64,{letters}' alt='x'></html>"
    (tmp_path / "a.html").write_text(page)
    (leak,) = looked(tmp_path).findings
    assert (leak.kind, leak.inside) == ("personnummer", "data address 1, line 1")
    parts = list(markup_parts(page, "", unpacked=True))
    assert not any(letters in part.text for part in parts)
    assert any("data:image/svg+xml;base64," in part.text for part in parts)
    assert any(letters in part.text for part in markup_parts(page, ""))


@pytest.mark.parametrize(
    "value",
    [
        f"data:image/svg+xml;base64,{base64.b64encode(b'no drawing').decode()}",
        f"data:image/png;base64,{base64.b64encode(b'<svg/>').decode()}",
        "data:image/svg+xml;base64,200401012398",
        "data:image/svg+xml;base64,20040101-2398",
        "data:image/svg+xml,%3Csvg%3E",
        f"x data:image/svg+xml;base64,{base64.b64encode(b'<svg/>').decode()}",
    ],
)
def test_what_packs_no_drawing_is_looked_at_as_it_stands(value: str):
    page = f"<html><img src='{value}'></html>"
    assert any(value in part.text for part in markup_parts(page, "", unpacked=True))


@given(st.text(st.characters(max_codepoint=127)))
def test_letters_that_pack_ascii_show_no_number(text: str):
    assert not re.search("[0-9]{4}", base64.b64encode(text.encode()).decode())


# What it cannot look into


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.bin", bytes(range(256)) * 9, "cannot be opened"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be opened"),
        ("a.zip", packed({"a.bin": bytes(range(256)) * 9}), "cannot be opened"),
        ("a.docx", packed({"a.txt": b"x"})[:60], "list of parts is missing"),
        ("a.zip", packed({"a.txt": b"x"}) + packed({"b.txt": b"y"}), "does not name"),
        ("a.gz", gzip.compress(b"x" * 999)[:20], "damaged gzip"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(60), "damaged picture"),
        ("a.pdf", b"%PDF-1.7\nnothing more", "cannot be read"),
        ("a.ps", b"%!PS-Adobe\n(text) show", "cannot be opened"),
        ("a.parquet", b"PAR1" + bytes(50) + b"PAR1", "damaged Parquet"),
        ("a.sqlite", b"SQLite format 3\0" + bytes(2000), "damaged"),
    ],
    ids=[
        "unknown", "broken-xls", "unknown-in-zip", "cut-docx", "zip-behind-zip", "cut-gzip",
        "broken-png", "broken-pdf", "postscript", "broken-parquet", "broken-sqlite",
    ],  # packed bytes hold the time, and would name the test otherwise in each process
)  # fmt: skip
def test_what_it_cannot_look_into_is_a_finding(tmp_path: Path, name: str, data: bytes, reason: str):
    put(tmp_path, name, data)
    report = looked(tmp_path)
    assert not report.passed
    assert [leak.kind for leak in report.not_looked_into] == [NOT_LOOKED_INTO]
    assert reason in report.not_looked_into[0].rule


def test_what_is_no_ordinary_file_is_a_finding_and_is_not_followed(tmp_path: Path):
    outside = put(tmp_path, "outside/secret.txt", PNR)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    (folder / "folder").symlink_to(outside.parent)
    os.mkfifo(folder / "fifo")
    report = looked(folder)
    assert {leak.kind for leak in report.findings} == {NOT_LOOKED_INTO}
    assert {leak.file for leak in report.findings} == {"link.txt", "folder", "fifo"}


def test_a_folder_that_cannot_be_listed_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    put(tmp_path, "closed/a.txt", PNR)
    listed = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert told(looked(tmp_path)) == [("closed", "", NOT_LOOKED_INTO)]


def test_an_encrypted_part_is_a_finding(tmp_path: Path):
    data = bytearray(packed({"a.txt": b"x"}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    put(tmp_path, "a.zip", bytes(data))
    assert "password" in looked(tmp_path).findings[0].rule


def test_an_encrypted_pdf_is_a_finding(tmp_path: Path):
    pikepdf = pytest.importorskip("pikepdf")
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="a", user=""))
    assert "encrypted" in looked(tmp_path).findings[0].rule


def test_a_file_over_the_limit_is_a_finding(tmp_path: Path):
    put(tmp_path, "a.txt", "x" * 100)
    assert "file_bytes" in looked(tmp_path, limits=Limits(file_bytes=99)).findings[0].rule


# Hostile files


def nested(depth: int) -> bytes:
    data = PNR.encode()
    for _ in range(depth):
        data = gzip.compress(data, mtime=0)
    return data


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomb.gz", lambda: gzip.compress(bytes(40 * 2**20), mtime=0)),
        ("bomb.zip", lambda: packed({"a": bytes(40 * 2**20)})),
        ("nested.gz", lambda: nested(12)),
        ("tags.html", lambda: b"<html>" + b"<a '" * 200_000),
        ("comments.html", lambda: b"<html>" + b"<!--" * 400_000),
        ("open.html", lambda: b"<html>" + b"<" * 2_000_000),
        ("deep.json", lambda: b"[" * 500_000),
        ("brackets.pdf", lambda: b"%PDF-1.7\n" + b"(" * 200_000),
        ("base64.txt", lambda: b"QUJD" * 500_000),
    ],
)
def test_a_hostile_file_ends_soon(tmp_path: Path, name: str, make: Callable[[], bytes]):
    put(tmp_path, name, make())
    start = time.process_time()
    looked(tmp_path, PNR)
    assert time.process_time() - start < 20


def test_files_inside_files_have_an_end(tmp_path: Path):
    put(tmp_path, "a.gz", nested(12))
    assert "inside each other" in looked(tmp_path).findings[0].rule
    put(tmp_path, "a.gz", nested(5))
    assert {leak.kind for leak in looked(tmp_path).findings} == {"personnummer"}


# Places and ids


def test_places_are_told_and_never_the_text(tmp_path: Path):
    put(tmp_path, "lista.csv", f"Namn;Elev\nx;{PNR}\n")
    put(tmp_path, "text.md", f"rad\nrad två {PNR}\n")
    put(tmp_path, "b.xlsx", packed({"xl/worksheets/sheet1.xml": sheet(f"<v>{NUMBER}</v>")}))
    report = looked(tmp_path)
    assert told(report) == [
        ("b.xlsx", "xl/worksheets/sheet1.xml, cell B7", "personnummer"),
        ("lista.csv", "cell B2", "personnummer"),
        ("text.md", "line 2", "personnummer"),
    ]
    assert "2398" not in rendered(report)
    assert "2398" not in repr(report)


def sheet(content: str) -> bytes:
    return f'<worksheet><row r="7"><c r="B7">{content}</c></row></worksheet>'.encode()


def test_names_are_looked_at_and_shown_without_what_they_hold(tmp_path: Path):
    put(tmp_path, f"Elev {PNR}/Fiktiva Handläggarson.txt", "inget")
    put(tmp_path, "a.zip", packed({f"{PNR}.txt": b"inget"}))
    report = looked(tmp_path, "Fiktiva Handläggarson")
    assert {leak.kind for leak in report.findings} == {"personnummer", MASKED_VALUE}
    assert {leak.file for leak in report.findings} == {
        "a.zip",
        "Elev [personnummer]",
        "Elev [personnummer]/[masked value].txt",
    }
    shown = rendered(report) + repr(report)
    assert "2398" not in shown
    assert "Fiktiva" not in shown


def test_an_id_stays_while_the_file_does_and_tells_nothing_of_the_text(tmp_path: Path):
    def only(text: str) -> Leak:
        put(tmp_path, "a.txt", text)
        (leak,) = looked(tmp_path).findings
        return leak

    first = only(f"Elev {PNR}")
    assert only(f"Elev {PNR}").leak_id == first.leak_id
    assert only(f"Elev {PNR} mer").leak_id != first.leak_id
    assert re.fullmatch("[0-9a-f]{8}", first.leak_id)
    for spelled in (PNR, NUMBER, NUMBER[2:]):
        assert not hashlib.sha256(spelled.encode()).hexdigest().startswith(first.leak_id)


def test_a_masked_value_is_found_in_all_formats_at_once(tmp_path: Path):
    table = pa.table({"raw": ["ja", "Fiktiva Handläggarson"]})
    pq.write_table(table, tmp_path / "a.parquet")
    base = sqlite3.connect(tmp_path / "a.sqlite")
    base.execute("CREATE TABLE t (raw TEXT)")
    base.execute("INSERT INTO t VALUES ('FIKTIVA HANDLÄGGARSON')")
    base.commit()
    base.close()
    put(tmp_path, "a.json", json.dumps({"x": ["Handläggarson, Fiktiva"]}))
    put(tmp_path, "a.html", "<html><p>Fiktiva <b>Handl&auml;ggarson</b></p></html>")
    put(tmp_path, "a.csv", "a;b\n1;Fiktiva  Handläggarson\n".encode("cp1252"))
    report = looked(tmp_path, "Fiktiva Handläggarson", detect=nothing)
    assert {leak.file for leak in report.findings} == {
        "a.parquet",
        "a.sqlite",
        "a.json",
        "a.html",
        "a.csv",
    }
    assert len(report.looked_into) == 5


# What only looks like personal data

DECOYS = {
    "hash.json": lambda: json.dumps(
        {str(n): hashlib.sha256(b"%d" % n).hexdigest() for n in range(4000)}
    ),
    "uuid.csv": lambda: (
        "id;n\n" + "".join(f"{uuid.uuid5(uuid.NAMESPACE_URL, str(n))};{n}\n" for n in range(6000))
    ),
    "short.csv": lambda: (
        "id;n\n"
        + "".join(f"{hashlib.sha256(b'%d' % n).hexdigest()[:20]};{n}\n" for n in range(6000))
    ),
    "base64.txt": lambda: "x = " + base64.b64encode(bytes(range(256)) * 40).decode(),
    "floats.csv": lambda: (
        "a;b\n" + "".join(f"{n};0.{n}20040101239{n}\n" for n in range(1000, 3000))
    ),
    "path.svg": lambda: (
        "<svg><path d='" + " ".join(f"L {n}.20040101 0101.2398" for n in range(2000)) + "'/></svg>"
    ),
    "columns.html": lambda: (
        "<html><table>"
        + "".join(f"<tr><td>2004-01-{n:02d}<td>2398</tr>" for n in range(1, 29))
        + "</table></html>"
    ),
    "columns.csv": lambda: (
        "datum;antal\n" + "".join(f"2004-01-{n:02d};2398\n" for n in range(1, 29))
    ),
    "times.log": lambda: "20040101T239812 D:20040101239812 20040101239812\n",
    "label.csv": lambda: "namn;nr\n[personnummer 3];[e-post 2]@example.se\n",
}


@pytest.mark.parametrize("name", DECOYS)
def test_decoys_are_no_findings(tmp_path: Path, name: str):
    put(tmp_path, name, DECOYS[name]())
    assert told(looked(tmp_path)) == []


def test_cells_of_a_workbook_or_database_are_not_read_together(tmp_path: Path):
    cells = '<row><c r="A1"><v>20040101</v></c><c r="B1"><v>2398</v></c></row>'
    put(tmp_path, "a.xlsx", packed({"xl/worksheets/sheet1.xml": f"<x>{cells}</x>".encode()}))
    base = sqlite3.connect(tmp_path / "a.sqlite")
    base.execute("CREATE TABLE t (a, b)")
    base.execute("INSERT INTO t VALUES ('20040101', '2398')")
    base.commit()
    base.close()
    assert told(looked(tmp_path)) == []


def test_columns_of_a_pdf_are_not_read_together(tmp_path: Path):
    far = b"BT /F 10 Tf 20 50 Td (20040101) Tj 150 0 Td (2398) Tj ET"
    put(tmp_path, "a.pdf", canaries._pdf(far))
    assert told(looked(tmp_path)) == []
    near = b"BT /F 10 Tf 20 50 Td (20040101) Tj 48 0 Td (2398) Tj ET"
    put(tmp_path, "a.pdf", canaries._pdf(near))
    assert told(looked(tmp_path)) == [("a.pdf", "page 1", "personnummer")]


def test_columns_of_a_picture_are_not_read_together():
    def line(gap: int) -> str:
        left, right = PixelBox(0, 0, 160, 20), PixelBox(160 + gap, 2, 240 + gap, 22)
        return lines_of([ReadWord("2398", right, 0.9), ReadWord("20040101", left, 0.9)])

    assert shaped(line(12))
    assert not shaped(line(60))


def test_what_was_decided_to_be_none_is_no_finding_in_any_form(tmp_path: Path):
    put(tmp_path, "a.csv", f"belopp\n{NUMBER}\n{NUMBER}.00\n2004 0101 2398\n")
    assert len(looked(tmp_path).findings) > 0
    assert told(looked(tmp_path, kept=frozenset({"200 401 012 398"}))) == []
    assert told(looked(tmp_path, kept=frozenset({"200 401 012 398,00 kr"}))) == []
    assert told(looked(tmp_path, NUMBER, kept=frozenset({NUMBER}))) != [], "masked elsewhere"


def test_what_the_detector_keeps_is_no_finding(tmp_path: Path):
    put(tmp_path, "a.txt", PNR)
    kept = [Span(Kind.PERSONNUMMER, 0, len(PNR), "orgnr", Decision.KEEP)]
    assert told(looked(tmp_path, detect=lambda _: kept)) == []


@pytest.mark.parametrize(
    ("text", "rule", "found"),
    [
        ("190717.4253", "date-and-four-wrong-check", False),
        ("040101.2398", "date-and-four", True),
        ("20040101.2398", "date-and-four-wrong-check", True),
        ("0.040101239", "date-and-four", False),
    ],
)
def test_a_measure_is_no_number_of_a_person(tmp_path: Path, text: str, rule: str, found: bool):
    put(tmp_path, "a.csv", f"a;b\nx;{text}\n")

    def whole(held: str) -> list[Span]:
        return [Span(Kind.PERSONNUMMER, 0, len(held), rule)] if held[0].isdigit() else []

    assert bool(looked(tmp_path, detect=whole).findings) is found


def test_a_number_stands_for_itself_among_letters_too(tmp_path: Path):
    for number, text in enumerate(
        [
            f"facade{NUMBER}",
            f"/home/a/{NUMBER}.py",
            f"x{PNR}x",
            f"SE{NUMBER}",
            f"20040101.2398 {PNR}",
        ]
    ):
        put(tmp_path, f"{number}.txt", text)
    assert {leak.file for leak in looked(tmp_path).findings} == {f"{n}.txt" for n in range(5)}


# For people


def test_a_scan_tells_places_and_what_it_did_not_do(tmp_path: Path):
    put(tmp_path, "lista.csv", "Elev;Klass\n" + "".join(f"{PNR};{n}\n" for n in range(3)))
    put(tmp_path, "a.bin", bytes(range(256)) * 9)
    text = rendered(scan(tmp_path, ocr=False))
    assert re.search(r"(?m)^  [0-9a-f]{8}  cell A2: personnummer", text)
    assert "pictures not read" in text
    assert "Could not look into 1 place." in text
    assert "2398" not in text


def test_a_scan_of_nothing_is_refused(tmp_path: Path):
    with pytest.raises(SkolkitError) as raised:
        scan(tmp_path / "nowhere", ocr=False)
    assert raised.value.problem.code == "E_NO_DOCUMENT"


def test_a_long_list_is_cut_and_says_so(tmp_path: Path):
    put(tmp_path, "a.txt", "".join(f"200401{n:02d}-2398\n" for n in range(1, 30) if n % 10))
    report = looked(tmp_path)
    assert f"and {len(report.findings) - 20} more places" in rendered(report)
    assert rendered(report, whole=True).count("personnummer (shape)") == len(report.findings)


def test_a_clean_folder_passes(tmp_path: Path):
    put(tmp_path, "a.csv", "Skola;Elever\nKråkvik;214\n")
    image = io.BytesIO()
    Image.new("L", (20, 20), 255).save(image, "PNG")
    put(tmp_path, "a.png", image.getvalue())
    report = looked(tmp_path, "Fiktiva Handläggarson")
    assert report.passed
    assert report.looked_into == ("a.csv", "a.png")
    assert rendered(report).startswith("Looked into 2 files")


def test_the_drawn_plants_hold_no_text(tmp_path: Path):
    for number, make in enumerate(DRAWN.values()):
        put(tmp_path, f"{number}", make())
    assert told(looked(tmp_path, NUMBER)) == [], "only OCR may find these"


def test_a_misread_address_that_may_be_shown_is_none_and_another_is() -> None:
    patterns = Patterns(spans, ["registrator@stad.example.se"])
    assert list(patterns.find_in_reading("till reqistrator@stad.exarnple.se om")) == []
    (found,) = patterns.find_in_reading("till testa.testsson@privat.example.com om")
    assert found.kind is Kind.EPOST


def test_the_same_text_is_found_in_each_file_that_holds_it(tmp_path: Path):
    """A text that was found clean is not searched twice; one with a finding is told every time."""
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("<p>Ring Kim, 070-174 06 33</p>", encoding="utf-8")
    for name in ("c.html", "d.html"):
        (tmp_path / name).write_text("<p>Inget att se.</p>", encoding="utf-8")
    found = search(tmp_path, Needles.of(()), detect=spans, ocr=False)
    assert {leak.file for leak in found.findings} == {"a.html", "b.html"}
    assert len(found.looked_into) == 4
