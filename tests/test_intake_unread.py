"""Files of which no table is made: what they say is looked at for personal data, and kept apart."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from skolkit.intake import unread
from skolkit.intake.accept import Accepted, accept
from skolkit.intake.survey import entry_of
from skolkit.model import Document, MediaType, PageReading
from skolkit.pipeline import ingest
from skolkit.problems import Status
from skolkit.reading.page import read_page
from skolkit.settings import Limits, Settings
from skolkit.workspace import Workspace

PERSON = "Testa Testsson"
NUMBER = "20040101-2398"  # of Skatteverket's numbers for tests
INSIDE, NOT_READ = "file inside it", "file that is not read"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Elev", "Personnummer"])
    book.active.append([PERSON, NUMBER])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def packed(parts: dict[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return sink.getvalue()


def word() -> bytes:
    types = '<Types><Override ContentType="application/wordprocessingml.main+xml"/></Types>'
    said = f"<w:p><w:t>Elev {PERSON}</w:t></w:p><w:p><w:t>{NUMBER[:4]}</w:t><w:t>{NUMBER[4:]}</w:t>"
    return packed({"[Content_Types].xml": types, "word/document.xml": f"<w:d>{said}</w:p></w:d>"})


def notebook() -> bytes:
    output = {"output_type": "stream", "name": "stdout", "text": [f"{PERSON} {NUMBER}\n"]}
    cell = {"cell_type": "code", "source": [], "outputs": [output]}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


def pdf_of(path: Path, text: str) -> Path:
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = file.make_stream(f"BT /F1 12 Tf 60 700 Td ({text}) Tj ET".encode())
    file.save(path)
    return path


def with_file(path: Path, name: str, data: bytes, *, pinned: bool = False) -> Path:
    """A page that says 314, with a file in the document or pinned to the page."""
    pdf_of(path, "Almvik 314")
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        if pinned:
            held = pikepdf.AttachedFileSpec(file, data, filename=name)
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment,
                Rect=[9, 9, 29, 29], FS=held.obj,
            )  # fmt: skip
            file.pages[0].Annots = pikepdf.Array([file.make_indirect(note)])
        else:
            file.attachments[name] = data
        file.save(path)
    return path


def texts(held: Accepted | PageReading, place: str) -> str:
    return "\n".join(each.text for each in held.unseen if each.place == place)


def look(path: Path) -> Accepted:
    return accept(entry_of(path.parent, path), Limits())


FILES = {
    "elever.xlsx": workbook,
    "elever.docx": word,
    "elever.ipynb": notebook,
    "elever.csv": lambda: f"Elev;Nummer\n{PERSON};{NUMBER}\n".encode("cp1252"),
    "elever.html": lambda: f"<html><p>{PERSON.replace('a', '&#97;')}<br>{NUMBER}</p>".encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_inside_a_pdf_is_looked_into(tmp_path: Path, name: str) -> None:
    accepted = look(with_file(tmp_path / "brev.pdf", name, FILES[name]()))
    said = texts(accepted, INSIDE)
    assert PERSON in said
    assert NUMBER in said
    assert [problem.code for problem in accepted.problems] == ["W_ATTACHMENT"]


def test_a_pdf_inside_a_pdf_is_looked_into(tmp_path: Path) -> None:
    inner = pdf_of(tmp_path / "inre.pdf", f"{PERSON} {NUMBER}").read_bytes()
    assert NUMBER in texts(look(with_file(tmp_path / "brev.pdf", "inre.pdf", inner)), INSIDE)


def test_a_file_pinned_to_a_page_is_told_of_and_looked_into(tmp_path: Path) -> None:
    path = with_file(tmp_path / "brev.pdf", "elever.xlsx", workbook(), pinned=True)
    document = Document("d", path.name, path, "0" * 64, 1, MediaType.PDF, 1)
    reading = read_page(document, 1, Settings())
    assert NUMBER in texts(reading, INSIDE)
    assert [(note.code, note.detail) for note in reading.notes] == [
        ("W_ATTACHMENT", "files pinned to the page: 1")
    ]
    assert [word.text for word in reading.words] == ["Almvik", "314"]


def test_a_file_inside_a_workbook_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/embeddings/Microsoft_Word_Document1.docx", word())
    assert PERSON in texts(look(path), INSIDE)


@pytest.mark.parametrize("name", ["elever.docx", "elever.ipynb", "elever.html"])
def test_a_file_of_a_kind_that_is_not_read_is_looked_into(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    accepted = look(path)
    assert (accepted.document, accepted.status) == (None, Status.FAILED)
    assert [problem.code for problem in accepted.problems] == ["E_UNSUPPORTED"]
    assert PERSON in texts(accepted, NOT_READ)
    assert NUMBER in texts(accepted, NOT_READ)


@pytest.mark.parametrize(
    "data",
    [
        workbook()[:900],  # cut off
        packed({"[Content_Types].xml": "spreadsheetml.sheet.main+xml", "xl/w": "0" * 40_000_000}),
        b"%PDF-1.7 and no more",
        b"II*\0" + b"\xff" * 60,
        b"\0\1\2" * 500,
        b"",
    ],
)
def test_what_cannot_be_looked_into_harms_nothing(tmp_path: Path, data: bytes) -> None:
    accepted = look(with_file(tmp_path / "brev.pdf", "x.bin", data))
    assert accepted.status is Status.OK_WITH_WARNINGS
    assert accepted.document is not None
    assert texts(accepted, INSIDE) == ""


def test_large_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_file(tmp_path / "brev.pdf", "elever.xlsx", workbook())
    assert NUMBER in texts(look(path), INSIDE)
    monkeypatch.setattr("skolkit.intake.pdfmeta.MOST_BYTES", 1000)
    assert texts(look(path), INSIDE) == ""
    monkeypatch.setattr(unread, "MOST_BYTES", 50)
    (tmp_path / "a.ipynb").write_bytes(notebook())
    assert look(tmp_path / "a.ipynb").unseen == ()


def test_many_files_are_looked_into_until_they_are_large_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = [(f"{n}.txt", f"elev {n:04} ".encode() * 10) for n in range(9)]
    size = len(files[0][1])
    monkeypatch.setattr(unread, "MOST_BYTES", 3 * size)
    assert [text[:9] for text in unread.texts_in(files, Limits())] == [
        "elev 0000", "elev 0001", "elev 0002",
    ]  # fmt: skip


def test_personal_data_in_them_are_counted_and_stand_in_no_table(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "raw" / "heap"
    folder.mkdir(parents=True)
    with_file(folder / "brev.pdf", "elever.xlsx", workbook())
    (folder / "a.ipynb").write_bytes(notebook())
    workspace = Workspace(tmp_path)
    result = ingest(workspace.delivery("heap"), workspace)
    assert {entry.name: entry.warnings for entry in result.entries} == {
        "a.ipynb": ("W_PII",),
        "brev.pdf": ("W_ATTACHMENT", "W_NO_TABLE", "W_PII"),
    }
    clean = workspace.clean / "heap"
    holding = {path.name for path in clean.rglob("*.csv") if NUMBER in path.read_text("utf-8")}
    assert holding == {"unseen.csv"}
