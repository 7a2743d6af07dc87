"""What files carry besides what they show is told by kind, and kept apart for a private look."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pikepdf
import pytest
import xlsxwriter
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from skolkit.intake.accept import Accepted, accept
from skolkit.intake.bifflooks import CellLooks
from skolkit.intake.native import read_native
from skolkit.intake.survey import entry_of
from skolkit.intake.unseen import LONGEST, MOST, THAT_IS_ALL, Carried, bounded, is_program
from skolkit.model import UnseenText
from skolkit.pipeline import Plan, gather, ingest
from skolkit.problems import Status
from skolkit.running.wire import from_data, to_data
from skolkit.settings import Limits
from skolkit.workspace import Workspace

PERSON = "Fiktiva Handläggarson"
NUMBER = "20080101-2386"


def look(path: Path) -> Accepted:
    accepted = accept(entry_of(path.parent, path), Limits())
    assert accepted.document is not None, accepted.problems
    assert not any(PERSON in problem.message or NUMBER in problem.message
                   for problem in accepted.problems)  # fmt: skip
    return accepted


def told(accepted: Accepted) -> str:
    """The detail of W_METADATA, or nothing."""
    return "; ".join(p.detail for p in accepted.problems if p.code == "W_METADATA")


def kept(accepted: Accepted) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in accepted.unseen:
        found.setdefault(item.place, []).append(item.text)
    return found


def with_parts(path: Path, parts: dict[str, str | bytes]) -> Path:
    """Put parts into a package, in place of those of the same name."""
    held = io.BytesIO()
    with zipfile.ZipFile(path) as box, zipfile.ZipFile(held, "w") as out:
        for name in box.namelist():
            if name not in parts:
                out.writestr(name, box.read(name))
        for name, body in parts.items():
            out.writestr(name, body)
    path.write_bytes(held.getvalue())
    return path


def plain_book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Blad1").write_row(0, 0, ["Skola", "Elever"])
    return path


def test_a_workbook_says_what_kinds_it_carries(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.set_properties({"author": PERSON, "manager": "Påhitta Chefsdotter"})
        made.set_custom_property("elev", NUMBER)
        sheet = made.add_worksheet("Blad1")
        made.define_name("Elev_A", "=Blad1!$A$1")
        sheet.print_area("A1:B2")
        sheet.write_row(0, 0, ["Skola", "Elever"])
        sheet.write_comment("A1", f"Ring {PERSON}", {"author": "Testa Testsson"})
        sheet.set_footer(f"&L{PERSON}&RSida &P av &N")
        sheet.write_url("B2", "mailto:testa@example.se", string="post")
    accepted = look(path)
    assert told(accepted) == (
        "manager, author, last editor, 1 custom property, 1 comment, 1 defined name, "
        "1 header or footer"
    )
    texts = kept(accepted)
    assert texts["author"] == [PERSON]
    assert NUMBER in texts["custom property"][0]
    assert texts["comment"] == [f"Ring {PERSON}"]
    assert texts["comment author"] == ["Testa Testsson"]
    assert texts["link"] == ["mailto:testa@example.se"]
    assert PERSON in texts["header or footer"][0]


MEMORY = {
    "xl/pivotCache/pivotCacheDefinition1.xml": (
        f'<pivotCacheDefinition xmlns="x" refreshedBy="{PERSON}"><cacheFields>'
        f'<cacheField name="Elev"><sharedItems><s v="{NUMBER}"/></sharedItems></cacheField>'
        "</cacheFields></pivotCacheDefinition>"
    ),
    "xl/pivotCache/pivotCacheRecords1.xml": (
        '<pivotCacheRecords xmlns="x"><r><s v="Testa Testsson"/></r></pivotCacheRecords>'
    ),
    "xl/connections.xml": (
        '<connections xmlns="x"><connection id="1"><dbPr connection="UID=sa"/></connection>'
        "</connections>"
    ),
    "xl/externalLinks/externalLink1.xml": (
        '<externalLink xmlns="x"><cell><v>Påhitta Dolddotter</v></cell></externalLink>'
    ),
    "xl/threadedComments/threadedComment1.xml": (
        '<ThreadedComments xmlns="x"><threadedComment><text>Svar</text></threadedComment>'
        "</ThreadedComments>"
    ),
    "xl/persons/person.xml": f'<personList xmlns="x"><person displayName="{PERSON}"/></personList>',
}


def test_memories_of_a_workbook_are_kept_apart(tmp_path: Path) -> None:
    path = with_parts(plain_book(tmp_path / "bok.xlsx"), dict(MEMORY))
    accepted = look(path)
    texts = kept(accepted)
    assert set(texts["pivot memory"]) == {"Elev", NUMBER, "Testa Testsson"}
    assert texts["refresher of a pivot table"] == [PERSON]
    assert texts["data connection"] == ["UID=sa"]
    assert texts["memory of another workbook"] == ["Påhitta Dolddotter"]
    assert texts["comment"] == ["Svar"]
    assert texts["person"] == [PERSON]
    assert accepted.document is not None
    reading = read_native(accepted.document, Limits())
    assert [p.code for p in reading.problems if p.code == "W_HIDDEN"] == ["W_HIDDEN"]
    assert [c.raw for sheet in reading.sheets for c in sheet.cells] == ["Skola", "Elever"]


def test_a_string_that_no_cell_uses_is_told_of(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "bok.xlsx")
    assert told(look(path)) == ""
    with zipfile.ZipFile(path) as box:
        strings = box.read("xl/sharedStrings.xml").decode()
    more = strings.replace("</sst>", f"<si><t>{NUMBER}</t></si></sst>")
    accepted = look(with_parts(path, {"xl/sharedStrings.xml": more}))
    assert told(accepted) == "1 text that no cell uses"
    assert kept(accepted)["unused text"] == [NUMBER]


def test_metadata_that_cannot_be_read_harm_no_cells(tmp_path: Path) -> None:
    parts = {
        "docProps/core.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "docProps/custom.xml": "<a><b>",
    }
    accepted = look(with_parts(plain_book(tmp_path / "bok.xlsx"), dict(parts)))
    assert told(accepted) == "2 parts that could not be read"


def test_an_honest_workbook_gives_no_warning(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"] = "Skola"
    made.active.oddFooter.right.text = "Sida &P av &N"
    made.properties.title = "Elever 2024"
    made.save(tmp_path / "bok.xlsx")
    assert look(tmp_path / "bok.xlsx").status is Status.OK


@pytest.mark.parametrize("name", ["openpyxl", "XlsxWriter", "Microsoft Office User", "Apache POI"])
def test_a_program_is_no_author(name: str) -> None:
    assert is_program(name)
    assert is_program(f"{name} 3.1.5")
    assert not is_program(f"{name} {PERSON}")


COLOURS = [
    ({"font_color": "#FFFFFF"}, True),
    ({"font_color": "#FEFEFE", "bg_color": "#FFFFFF"}, True),
    ({"font_color": "#123456", "bg_color": "#123456"}, True),
    ({"bg_color": "#000000"}, True),
    ({"num_format": ";;;"}, True),
    ({"font_size": 1}, True),
    ({"font_color": "#FFFFFF", "bg_color": "#000080"}, False),
    ({"font_color": "#C0C0C0"}, False),
    ({"bold": True, "bg_color": "#FFFF00"}, False),
]


@pytest.mark.parametrize(("look_of_it", "hidden"), COLOURS)
def test_cells_in_the_colour_of_their_ground_are_hidden(
    tmp_path: Path, look_of_it: dict[str, object], hidden: bool
) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Blad1")
        sheet.write(0, 0, "Skola")
        sheet.write(0, 1, "Testa Testsson", made.add_format(look_of_it))
        sheet.write(1, 1, 214, made.add_format(look_of_it))
    accepted = look(path)
    assert accepted.document is not None
    reading = read_native(accepted.document, Limits())
    assert [c.hidden for c in reading.sheets[0].cells] == [False, hidden, hidden]
    details = [p.detail for p in reading.problems if p.code == "W_HIDDEN"]
    assert (len(details) == 1 and details[0].endswith(": 2")) is hidden


def test_white_headings_of_a_table_are_coloured_by_the_table(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    with xlsxwriter.Workbook(path) as made:
        white = made.add_format({"font_color": "#FFFFFF"})
        sheet = made.add_worksheet("Blad1")
        sheet.add_table("A1:B3", {"columns": [{"header": "Skola"}, {"header": "Elever"}]})
        sheet.write_row(0, 0, ["Skola", "Elever"], white)
        sheet.write_row(1, 0, ["Almvik", "dold"], white)
    accepted = look(path)
    assert accepted.document is not None
    cells = read_native(accepted.document, Limits()).sheets[0].cells
    assert [(c.raw, c.hidden) for c in cells if c.row < 3] == [
        ("Skola", False), ("Elever", False), ("Almvik", True), ("dold", True)
    ]  # fmt: skip


def test_styles_of_an_old_workbook_hide_cells_too() -> None:
    looks = CellLooks()
    font = struct.pack("<3H", 220, 0, 0x7FFF)
    white = struct.pack("<3H", 220, 0, 9)
    for body in (font, font, font, font, white):  # number 4 is left out: the last is number 5
        looks.look(0x31, body)
    looks.look(0x41E, struct.pack("<HHB", 170, 3, 0) + b";;;")
    for number, form, pattern, ground in [
        (0, 0, 0, 0), (5, 0, 0, 0), (5, 0, 1, 12), (0, 170, 0, 0), (5, 0, 1, 9)
    ]:  # fmt: skip
        body = struct.pack("<2H", number, form) + bytes(10)
        looks.look(0xE0, body + struct.pack("<IH", pattern << 26, ground))
    assert looks.veils == {1, 3, 4}


ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{ODF}:{long}"'
    for short, long in {
        "office": "office:1.0", "table": "table:1.0", "text": "text:1.0", "style": "style:1.0",
        "fo": "xsl-fo-compatible:1.0", "number": "datastyle:1.0", "meta": "meta:1.0",
    }.items()
)  # fmt: skip


def ods(path: Path) -> Path:
    cell = (
        '<table:table-cell table:style-name="{}" office:value-type="string">{}</table:table-cell>'
    )
    annotation = f"<office:annotation><text:p>Ring {PERSON}</text:p></office:annotation>"
    rows = [
        cell.format("", "<text:p>Skola</text:p>" + annotation),
        cell.format("white", "<text:p>Testa Testsson</text:p>"),
        cell.format(f'none" office:string-value="{NUMBER}', ""),
        cell.format("banner", "<text:p>Rubrik</text:p>"),
    ]  # fmt: skip
    style = '<style:style style:name="{}" style:family="table-cell" {}>{}</style:style>'
    white = '<style:text-properties fo:color="#FFFFFF"/>'
    blue = '<style:table-cell-properties fo:background-color="#000080"/>'
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>"
        '<number:text-style style:name="N1"/>'
        + style.format("white", "", white)
        + style.format("banner", "", blue + white)
        + style.format("none", 'style:data-style-name="N1"', "")
        + "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Blad1"><table:table-row>{"".join(rows)}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    meta = (
        f"<office:document-meta {NAMES}><office:meta><meta:generator>LibreOffice</meta:generator>"
        f"<meta:initial-creator>{PERSON}</meta:initial-creator></office:meta>"
        "</office:document-meta>"
    )
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", content)
        box.writestr("meta.xml", meta)
    return path


def test_an_ods_workbook_says_who_wrote_it_and_what_it_hides(tmp_path: Path) -> None:
    accepted = look(ods(tmp_path / "bok.ods"))
    assert told(accepted) == "author, 1 comment"
    assert kept(accepted) == {"author": [PERSON], "comment": [f"Ring {PERSON}"]}
    assert accepted.document is not None
    (sheet,) = read_native(accepted.document, Limits()).sheets
    assert [(c.raw, c.hidden) for c in sheet.cells] == [
        ("Skola", False), ("Testa Testsson", True), (NUMBER, True), ("Rubrik", False)
    ]  # fmt: skip


def test_texts_in_a_png_are_told_of_but_not_its_program(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Software", "Paint 3")
    info.add_text("Creation Time", "2024-01-01")
    picture = Image.new("L", (400, 300), 255)
    picture.save(tmp_path / "a.png", pnginfo=info, dpi=(300, 300))
    assert told(look(tmp_path / "a.png")) == ""
    info.add_text("Author", PERSON)
    info.add_text("Comment", NUMBER, zip=True)
    info.add_itxt("Notis", "elev", zip=True)
    exif = Image.Exif()
    exif[315] = "Testa Testsson"
    picture.save(tmp_path / "b.png", pnginfo=info, dpi=(300, 300), exif=exif)
    with (tmp_path / "b.png").open("ab") as stream:
        stream.write(b"rest of an uncut picture")
    accepted = look(tmp_path / "b.png")
    assert told(accepted) == ("3 texts in the picture file, author, 1 data after the picture's end")
    assert kept(accepted)["text in the picture file"] == [
        f"Author: {PERSON}", f"Comment: {NUMBER}", "Notis: elev"
    ]  # fmt: skip


def test_a_jpeg_tells_of_names_notes_and_small_copies(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0110] = "Kamera 1"
    picture = Image.new("L", (400, 300), 255)
    picture.save(path, exif=exif, dpi=(300, 300))
    assert told(look(path)) == ""
    exif[0x013B] = "Fiktiva Persson"
    exif[0x8825] = {1: "N"}
    picture.save(path, exif=exif, comment=NUMBER.encode(), dpi=(300, 300))
    small = io.BytesIO()
    picture.resize((80, 60)).save(small, "JPEG")
    data = path.read_bytes()
    iptc = b"\x1c\x02\x50" + struct.pack(">H", 14) + b"Testa Testsson"
    photoshop = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + XMP.encode()
    segments = [(0xED, photoshop), (0xEE, b"liten\0" + small.getvalue()), (0xE1, xmp)]
    packed = b"".join(
        bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body for mark, body in segments
    )
    path.write_bytes(data[:2] + packed + data[2:])
    accepted = look(path)
    assert set(told(accepted).split(", ")) == {
        "3 authors", "1 small copy of the picture", "1 position of the camera", "1 comment"
    }  # fmt: skip
    assert sorted(kept(accepted)["author"]) == sorted(
        ["Fiktiva Persson", "Testa Testsson", "testa@example.se"]
    )
    assert kept(accepted)["comment"] == [NUMBER]


def test_tags_of_a_tiff_name_people(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    first, second = Image.new("L", (400, 300), 255), Image.new("L", (400, 300), 250)
    first.save(path, save_all=True, append_images=[second], dpi=(300, 300), software="Scan 2")
    assert told(look(path)) == ""
    first.save(path, dpi=(300, 300), tiffinfo={315: PERSON, 270: NUMBER})
    assert told(look(path)) == "1 description, author"


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmp:CreatorTool="Program 1"><xmp:CreateDate>2024-01-01</xmp:CreateDate>'
    "<dc:creator><rdf:Seq><rdf:li>testa@example.se</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_says_who_made_it(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "a.pdf"
    file = pikepdf.new()
    file.add_blank_page(page_size=(595, 842))
    file.docinfo["/Producer"] = "Program 1"
    file.docinfo["/Creator"] = "Program 2"
    file.docinfo["/CreationDate"] = "D:20240101000000"
    file.docinfo["/Title"] = "Elever"
    file.save(path)
    assert told(look(path)) == ""
    file.docinfo["/Author"] = PERSON
    body = zlib.compress(XMP.encode()) if packed else XMP.encode()
    held = pikepdf.Stream(file, b"", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    if packed:
        held.write(body, filter=pikepdf.Name.FlateDecode)
    else:
        held.write(body)
    file.Root.Metadata = file.make_indirect(held)
    file.save(path, compress_streams=packed, fix_metadata_version=False)
    accepted = look(path)
    assert told(accepted) == "2 authors, title"
    assert kept(accepted)["author"] == [PERSON, "testa@example.se"]


def test_texts_and_their_number_are_bounded() -> None:
    carried = Carried()
    for number in range(MOST + 50):
        carried.tell("comment", f"{number} " + "x" * 20)
    carried.keep("long", "y" * (2 * LONGEST))
    assert len(carried.texts) == MOST + 1
    assert carried.texts[-1] == THAT_IS_ALL
    assert carried.detail == f"{MOST + 50} comments"
    assert [len(t.text) for t in bounded([UnseenText("long", "y" * (2 * LONGEST))])] == [LONGEST]
    heavy = bounded(UnseenText("x", "z" * LONGEST) for _ in range(MOST))
    assert sum(len(t.text) for t in heavy) < 5_000_000
    assert heavy[-1] == THAT_IS_ALL
    assert bounded([*carried.texts, UnseenText("x", "more")])[-1] == THAT_IS_ALL


def test_unseen_texts_reach_the_docket_and_their_private_table_and_nothing_else(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "data" / "raw" / "heap"
    folder.mkdir(parents=True)
    with_parts(plain_book(folder / "bok.xlsx"), dict(MEMORY))
    workspace = Workspace(tmp_path)
    plan = Plan(workers=1)
    (docket,) = gather(workspace.delivery("heap"), workspace, plan=plan).dockets
    assert UnseenText("pivot memory", NUMBER) in docket.unseen
    result = ingest(workspace.delivery("heap"), workspace, plan=plan)
    assert "W_METADATA" in {p.code for e in result.entries for p in e.problems}
    assert NUMBER not in json.dumps(to_data(result.entries))
    clean = tmp_path / "data" / "clean"
    assert f"pivot memory,{NUMBER}" in (clean / "heap" / "unseen.csv").read_text(encoding="utf-8")
    for path in clean.rglob("*"):
        if path.stem == "unseen":
            continue
        if path.is_file():
            body = path.read_bytes()
            assert NUMBER.encode() not in body, path
            assert PERSON.encode() not in body, path


def test_unseen_texts_pass_the_wire(tmp_path: Path) -> None:
    accepted = look(with_parts(plain_book(tmp_path / "bok.xlsx"), dict(MEMORY)))
    assert accepted.unseen
    assert from_data(json.loads(json.dumps(to_data(accepted))), Accepted) == accepted
