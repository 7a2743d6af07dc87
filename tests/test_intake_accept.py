"""Files are told by their content; what cannot be read is refused with place and cure."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PIL import Image

from skolkit.intake.accept import Accepted, accept, document_id
from skolkit.intake.survey import survey
from skolkit.model import MediaType
from skolkit.problems import Status
from skolkit.settings import Limits

ROWS = [["Skola", "Elever"], ["Kråkvik", 214]]


def judge(path: Path, limits: Limits | None = None) -> Accepted:
    entry = next(entry for entry in survey(path.parent) if entry.path == path)
    return accept(entry, limits or Limits())


def codes(judged: Accepted) -> list[str]:
    return [problem.code for problem in judged.problems]


def xlsx_bytes() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("Två")["A1"] = "x"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def pdf_bytes(pages: int = 2, user: str = "", owner: str = "") -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    held = io.BytesIO()
    if user or owner:
        pdf.save(held, encryption=pikepdf.Encryption(user=user, owner=owner or "x", R=6))
    else:
        pdf.save(held)
    return held.getvalue()


def picture_bytes(form: str, pages: int = 1, side: int = 400) -> bytes:
    held = io.BytesIO()
    frames = [Image.effect_noise((side, side), 90) for _ in range(pages)]
    extra = {"save_all": True, "append_images": frames[1:]} if pages > 1 else {}
    frames[0].save(held, format=form, dpi=(300, 300), **extra)
    return held.getvalue()


def ods_bytes() -> bytes:
    content = (
        '<?xml version="1.0"?><o:document-content xmlns:o="urn:o" xmlns:table="urn:t">'
        '<table:table table:name="Blad1"/></o:document-content>'
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        for name, body in parts.items():
            box.writestr(name, body)
    return held.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        for name in box.namelist():
            body = change(name, box.read(name))
            if body is not None:
                parts[name] = body
    return zipped(parts)


def compound(streams: list[str]) -> bytes:
    """A compound file (OLE2) with these empty streams."""
    names = ["Root Entry", *streams]
    directory = b""
    for number, name in enumerate(names):
        told = name.encode("utf-16-le") + b"\0\0"
        entry = told.ljust(64, b"\0") + struct.pack("<HBB", len(told), 5 if number == 0 else 2, 1)
        entry += struct.pack("<iii", -1, -1, 1 if number == 0 else -1)
        entry += bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
        directory += entry
    directory = directory.ljust(512, b"\0")
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    return head + fat + directory


GOOD: dict[str, tuple[Callable[[], bytes], MediaType, int]] = {
    "a.xlsx": (xlsx_bytes, MediaType.XLSX, 2),
    "a.ods": (ods_bytes, MediaType.ODS, 1),
    "a.csv": (lambda: b"Skola;Elever\nX;1\n", MediaType.CSV, 1),
    "a.pdf": (pdf_bytes, MediaType.PDF, 2),
    "a.tif": (lambda: picture_bytes("TIFF", 3), MediaType.TIFF, 3),
    "a.png": (lambda: picture_bytes("PNG"), MediaType.PNG, 1),
    "a.jpg": (lambda: picture_bytes("JPEG"), MediaType.JPEG, 1),
}


@pytest.mark.parametrize("name", GOOD)
def test_sound_files_are_accepted_with_their_pages(tmp_path: Path, name: str) -> None:
    make, media_type, pages = GOOD[name]
    path = tmp_path / name
    path.write_bytes(make())
    judged = judge(path)
    assert (judged.status, judged.problems) == (Status.OK, ())
    assert judged.document is not None
    assert (judged.document.media_type, judged.document.pages) == (media_type, pages)


@pytest.mark.parametrize("name", GOOD)
def test_an_empty_file_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    judged = judge(path)
    assert (judged.status, codes(judged)) == (Status.FAILED, ["E_EMPTY"])
    assert "0 bytes" in judged.problems[0].message
    assert "sender" in judged.problems[0].message


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.png", "a.jpg"])
def test_a_file_cut_off_in_the_middle_is_refused(tmp_path: Path, name: str) -> None:
    whole = GOOD[name][0]()
    path = tmp_path / name
    path.write_bytes(whole[: len(whole) * 6 // 10])
    judged = judge(path)
    assert (judged.status, codes(judged)[:1]) == (Status.FAILED, ["E_CORRUPT"])
    assert judged.document is None


def test_a_pdf_without_its_end_never_counts_as_whole(tmp_path: Path) -> None:
    whole = pdf_bytes(5)
    for share in (3, 6, 9):
        path = tmp_path / f"cut{share}.pdf"
        path.write_bytes(whole[: len(whole) * share // 10])
        judged = judge(path)
        assert "E_CORRUPT" in codes(judged)
        assert judged.status in {Status.FAILED, Status.PARTIAL}
        assert "end of the file is missing" in judged.problems[0].message


def test_a_tiff_cut_off_names_the_pages_that_are_lost(tmp_path: Path) -> None:
    whole = picture_bytes("TIFF", 4)
    path = tmp_path / "bunt.tif"
    path.write_bytes(whole[: len(whole) * 6 // 10])
    judged = judge(path)
    assert judged.status is Status.PARTIAL
    assert judged.document is not None
    assert judged.document.pages in {2, 3}
    assert any("2 whole pages" in problem.message for problem in judged.problems)
    assert all(problem.page in {None, 3} for problem in judged.problems)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("brev.xlsx", lambda: zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "Word"),
        ("text.pdf", lambda: b"Bara text, ingen PDF.\n" * 9, "plain text"),
        ("export.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        ("brev.xls", lambda: compound(["WordDocument"]), "Word"),
        ("program.pdf", lambda: b"MZ\x90\0" + bytes(200), "program"),
        ("bild.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    ],
)
def test_a_wrong_name_over_an_unknown_type_is_told_with_the_true_one(
    tmp_path: Path, name: str, make: Callable[[], bytes], said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    judged = judge(path)
    assert codes(judged) == ["E_TYPE_MISMATCH"]
    assert said in judged.problems[0].message


@pytest.mark.parametrize(
    ("name", "make", "media_type"),
    [
        ("bild.png", lambda: picture_bytes("JPEG"), MediaType.JPEG),
        ("blad.csv", xlsx_bytes, MediaType.XLSX),
        ("blad.xls", lambda: b"a;b\n1;2\n", MediaType.CSV),
        ("skannat.pdf", lambda: picture_bytes("PNG"), MediaType.PNG),
    ],
)
def test_a_wrong_name_over_a_known_type_is_read_with_a_warning(
    tmp_path: Path, name: str, make: Callable[[], bytes], media_type: MediaType
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    judged = judge(path)
    assert (judged.status, codes(judged)) == (Status.OK_WITH_WARNINGS, ["W_TYPE_MISMATCH"])
    assert judged.document is not None
    assert judged.document.media_type is media_type


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("last.pdf", lambda: pdf_bytes(user="hemligt")),
        ("last.xlsx", lambda: compound(["EncryptionInfo", "EncryptedPackage"])),
        (
            "last.ods",
            lambda: zipped(
                {
                    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                    "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>",
                    "content.xml": b"\x93\x12\x55",
                }
            ),
        ),
    ],
)
def test_files_with_a_password_are_refused_with_the_cure(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    judged = judge(path)
    assert (judged.status, codes(judged)) == (Status.FAILED, ["E_ENCRYPTED"])
    assert "password" in judged.problems[0].message


def test_an_owner_password_only_bars_printing(tmp_path: Path) -> None:
    path = tmp_path / "oppen.pdf"
    path.write_bytes(pdf_bytes(owner="agare"))
    judged = judge(path)
    assert (judged.status, codes(judged)) == (Status.OK_WITH_WARNINGS, ["W_ENCRYPTED"])


def test_a_flipped_bit_is_found_by_the_check_sum(tmp_path: Path) -> None:
    data = bytearray(picture_bytes("PNG"))
    data[len(data) // 2] ^= 1
    path = tmp_path / "bild.png"
    path.write_bytes(bytes(data))
    judged = judge(path)
    assert codes(judged) == ["E_CORRUPT"]
    assert "check sum" in judged.problems[0].message


def test_a_missing_sheet_makes_a_workbook_partial(tmp_path: Path) -> None:
    broken = repacked(xlsx_bytes(), lambda name, body: None if "sheet2" in name else body)
    path = tmp_path / "halv.xlsx"
    path.write_bytes(broken)
    judged = judge(path)
    assert judged.status is Status.PARTIAL
    assert [problem.sheet for problem in judged.problems] == ["Två"]


def test_a_part_that_grows_beyond_its_limit_stops_while_it_is_inflated(tmp_path: Path) -> None:
    def grow(name: str, body: bytes) -> bytes:
        return body.replace(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000)

    path = tmp_path / "bomb.xlsx"
    path.write_bytes(repacked(xlsx_bytes(), grow))
    judged = judge(path)
    assert codes(judged) == ["E_BOMB"]


def test_a_document_type_declaration_is_refused(tmp_path: Path) -> None:
    def declare(name: str, body: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return body
        return b'<!DOCTYPE x [<!ENTITY a "b">]>' + body.partition(b"?>")[2]

    path = tmp_path / "dtd.xlsx"
    path.write_bytes(repacked(xlsx_bytes(), declare))
    assert codes(judge(path)) == ["E_UNSAFE_XML"]


def test_a_pdf_stream_without_end_is_refused(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"0 0 m " * 25_000_000)
    path = tmp_path / "bomb.pdf"
    pdf.save(path, compress_streams=True)
    assert path.stat().st_size < 2_000_000
    assert codes(judge(path)) == ["E_BOMB"]


@pytest.mark.parametrize(
    ("name", "make", "limits", "setting"),
    [
        ("lang.pdf", lambda: pdf_bytes(3), Limits(pages_per_file=2), "pages_per_file"),
        ("stor.png", lambda: picture_bytes("PNG"), Limits(page_pixels=1000), "page_pixels"),
        ("stor.csv", lambda: b"a;b\n" * 100, Limits(file_bytes=100), "file_bytes"),
        ("manga.xlsx", xlsx_bytes, Limits(zip_parts=3), "zip_parts"),
    ],
)
def test_a_limit_that_is_passed_is_named(
    tmp_path: Path, name: str, make: Callable[[], bytes], limits: Limits, setting: str
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    judged = judge(path, limits)
    assert codes(judged) == ["E_TOO_BIG"]
    assert setting in judged.problems[0].message


def test_a_pdf_with_a_wrong_index_is_repaired_and_told(tmp_path: Path) -> None:
    whole = pdf_bytes()
    start = whole.rindex(b"startxref")
    path = tmp_path / "fel.pdf"
    path.write_bytes(whole[:start] + b"startxref\n7\n%%EOF\n")
    judged = judge(path)
    assert judged.document is not None
    assert (judged.document.pages, codes(judged)) == (2, ["W_REPAIRED"])


def test_document_ids_are_safe_short_and_differ_by_content() -> None:
    long = document_id("Mäppen/" + "Årsredovisning 2019 " * 9 + ".pdf", "ab" * 32)
    assert long.startswith("mappen-arsredovisning-2019-")
    assert len(long) <= 69
    assert document_id("../../etc/passwd", "0" * 64) == "etc-passwd-00000000"
    assert document_id("a.csv", f"08311742b0c1{'0' * 52}") == "a-8311742b"  # no telephone number
    hashed = f"61e5b452{'0' * 56}"
    assert document_id("post 2021-04-12--16.csv", hashed) == "post-2021-04-12-16-e5b45200"
    assert document_id("budget-2019.csv", hashed) == "budget-2019-61e5b452"
    assert document_id("報告.pdf", "1" * 64) == "document-11111111"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (b"latin1_\xe5.csv", "bytes that are not UTF-8"),
        ("r\u202egpj.csv".encode(), "control characters"),
        (b"kostnad?.csv", "Windows cannot hold it"),
        (b"con.csv", "Windows cannot hold it"),
        (b"kostnad.csv", ""),
        ("Kostnader åäö (2).csv".encode(), ""),
    ],
)
def test_a_name_that_other_programs_stumble_over_is_told(
    tmp_path: Path, name: bytes, told: str
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text("Skola;Elever\nA;1\n", encoding="utf-8")
    judged = judge(path)
    details = [p.detail for p in judged.problems if p.code == "W_NAME"]
    assert [detail.startswith(told) for detail in details] == ([True] if told else [])
