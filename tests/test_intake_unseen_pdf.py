"""Text of a PDF that a reader of the paper cannot see: told of, kept apart, in no table."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from skolkit.intake import pdf
from skolkit.intake.accept import accept
from skolkit.intake.pdf import Veil
from skolkit.intake.survey import entry_of
from skolkit.model import Box, Document, Doubt, MediaType, PageReading, Word
from skolkit.reading.agreement import Compared, figures_that_differ
from skolkit.reading.page import read_page
from skolkit.rebuild.grid import page_grids
from skolkit.settings import Limits, Settings

TABLE = (
    "BT /F1 11 Tf 1 0 0 1 60 700 Tm (Skola) Tj 200 0 Td (Elever) Tj -200 -20 Td (Almvik) Tj "
    "200 0 Td (314) Tj ET "
)
UNSEEN = "BT /F1 11 Tf 1 0 0 1 60 600 Tm (Hemlig 7731) Tj ET "
BOX = "{} rg 50 590 200 24 re f "


def make(
    path: Path, stream: str, *, annotation: bool = False, image: bool = False, layer: bool = False
) -> Path:
    """A page with Helvetica as F1, and if asked for a layer L that is off and an image I."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=file.make_indirect(font)))
    if layer:
        group = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Dolt"))
        resources.Properties = pikepdf.Dictionary(L=group)
        file.Root.OCProperties = pikepdf.Dictionary(OCGs=[group], D=pikepdf.Dictionary(OFF=[group]))
    if image:
        held = pikepdf.Stream(
            file, bytes([255, 200] * 20_000), Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image, Width=200, Height=200,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        resources.XObject = pikepdf.Dictionary(I=held)
    page.Resources = resources
    page.Contents = file.make_stream(stream.encode())
    if annotation:
        drawn = pikepdf.Stream(
            file, b"0 g 0 0 200 24 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 200, 24],
        )  # fmt: skip
        page.Annots = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[50, 590, 250, 614],
                    AP=pikepdf.Dictionary(N=drawn), F=4,
                )
            ]
        )  # fmt: skip
    file.save(path)
    return path


def read(path: Path) -> PageReading:
    return read_page(Document("d", path.name, path, "0" * 64, 1, MediaType.PDF, 1), 1, Settings())


@pytest.mark.parametrize(
    ("stream", "extra", "veil"),
    [
        (TABLE + UNSEEN + BOX.format("0 0 0"), {}, Veil.COVERED),
        (TABLE + UNSEEN + BOX.format("1 1 1"), {}, Veil.COVERED),
        (TABLE + BOX.format("0 0 0") + "0 g " + UNSEEN, {}, Veil.COVERED),  # black on black
        (TABLE + UNSEEN, {"annotation": True}, Veil.COVERED),
        (TABLE + "3 Tr " + UNSEEN + BOX.format("0 0 0"), {}, Veil.COVERED),
        (TABLE + UNSEEN + "q 220 0 0 30 50 590 cm /I Do Q", {"image": True}, Veil.COVERED),
        (TABLE + "1 g " + UNSEEN, {}, Veil.BLENDED),
        (TABLE + BOX.format("0.5 0.5 0.5") + "0.5 g " + UNSEEN, {}, Veil.BLENDED),
        (TABLE + "3 Tr " + UNSEEN, {}, Veil.INVISIBLE),
        (TABLE + UNSEEN.replace("60 600", "700 600"), {}, Veil.OFF_PAGE),
        (TABLE + "/OC /L BDC " + UNSEEN + "EMC", {"layer": True}, Veil.SWITCHED_OFF),
        (  # a layer that is off, right under text that is seen
            TABLE + "/OC /L BDC " + UNSEEN.replace("60 600", "60 700") + "EMC",
            {"layer": True},
            Veil.SWITCHED_OFF,
        ),
        (TABLE + "q 300 100 10 10 re W n " + UNSEEN + "Q", {}, Veil.CUT_OFF),
    ],
)
def test_text_that_cannot_be_seen_is_told_of_and_not_read(
    tmp_path: Path, stream: str, extra: dict[str, bool], veil: Veil
) -> None:
    reading = read(make(tmp_path / "t.pdf", stream, **extra))
    assert [word.text for word in reading.words] == ["Skola", "Elever", "Almvik", "314"]
    (note,) = reading.notes
    assert note.code == ("W_BAD_REDACTION" if veil is Veil.COVERED else "W_HIDDEN")
    assert "1" in note.detail
    assert "7731" not in note.detail
    assert [(kept.place, kept.text) for kept in reading.unseen] == [(veil.value, "Hemlig 7731")]
    assert bool(reading.covered) == (veil is Veil.COVERED)


@pytest.mark.parametrize(
    "stream",
    [
        TABLE + BOX.format("0.1 0.1 0.4") + "1 g " + UNSEEN,  # white on a dark heading
        TABLE + BOX.format("0 0 0") + BOX.format("1 1 1") + "0 g " + UNSEEN,
        TABLE + "0.85 g " + UNSEEN,  # light grey
        TABLE + "1 0.9 0.2 rg " + UNSEEN + BOX.format("1 1 1").replace("590", "400"),
        TABLE + "1 Tr 0 G 1 g " + UNSEEN,  # outlines only
    ],
)
def test_text_that_is_seen_is_read(tmp_path: Path, stream: str) -> None:
    reading = read(make(tmp_path / "t.pdf", stream))
    assert [word.text for word in reading.words][-2:] == ["Hemlig", "7731"]
    assert (reading.notes, reading.unseen, reading.covered) == ((), (), ())


def test_a_figure_cut_off_by_its_frame_is_marked_and_not_completed(tmp_path: Path) -> None:
    stream = TABLE + "q 55 590 40 24 re W n BT /F1 11 Tf 1 0 0 1 60 600 Tm (1234567890) Tj ET Q"
    reading = read(make(tmp_path / "t.pdf", stream))
    last = reading.words[-1]
    assert last.doubt is Doubt.CLIPPED
    assert last.text in {"123456", "12345"}
    assert reading.notes == ()  # the mark of the word tells it
    assert reading.unseen[0].text.endswith("7890")


def test_the_text_layer_behind_a_scan_is_no_secret(tmp_path: Path) -> None:
    path = make(tmp_path / "t.pdf", "q 595 0 0 842 0 0 cm /I Do Q 3 Tr " + TABLE, image=True)
    assert {char.veil for char in pdf.characters(path, 1)} == {Veil.BEHIND}


def liar(path: Path, rows: list[str], codes: dict[str, str]) -> Path:
    """Figures in a font that prints one digit and says another."""
    text = " ".join(f"(Rad) Tj 200 0 Td ({row}) Tj -200 -20 Td" for row in rows)
    make(path, f"BT /F1 11 Tf 1 0 0 1 60 700 Tm {text} ET")
    said = "".join(f"<{ord(a):02x}> <{ord(b):04x}> " for a, b in codes.items())
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
            "1 begincodespacerange <00> <FF> endcodespacerange "
            "1 beginbfrange <20> <7E> <0020> endbfrange "
            f"{len(codes)} beginbfchar {said}endbfchar endcmap end end"
        )
        file.pages[0].Resources.Font.F1.ToUnicode = file.make_stream(cmap.encode())
        file.save(path)
    return path


FIGURES = ["17 520", "20 346", "98 451", "33 702", "64 205", "55 908", "71 333", "40 962"]


@pytest.mark.engine
def test_a_font_that_says_other_digits_than_it_prints_is_not_believed(tmp_path: Path) -> None:
    reading = read(liar(tmp_path / "t.pdf", FIGURES, {"1": "7", "7": "1"}))
    assert reading.method == "ocr"
    assert [note.code for note in reading.notes] == ["W_TEXT_LAYER"]
    printed = " ".join(word.text for word in reading.words)
    assert all(figure in printed for figure in FIGURES)
    assert "71 520" in reading.unseen[0].text


def test_a_font_that_says_what_it_prints_is_believed(tmp_path: Path) -> None:
    reading = read(liar(tmp_path / "t.pdf", FIGURES, {"1": "1"}))
    assert (reading.method, reading.notes) == ("text-layer", ())


def test_one_odd_reading_among_many_figures_is_no_dispute() -> None:
    assert not Compared(12, 1).is_disputed
    assert Compared(12, 2).is_disputed
    assert Compared(1, 1).is_disputed
    assert not Compared(0, 0).is_disputed


def test_a_scanners_text_layer_that_says_other_figures_is_told_of(tmp_path: Path) -> None:
    layer = pdf.characters(make(tmp_path / "t.pdf", TABLE), 1)
    box = Box(0, 0, 10, 10)
    same = [Word("Skola", box, 1.0, "ocr"), Word("314", box, 1.0, "ocr")]
    other = [Word("Skola", box, 1.0, "ocr"), Word("374", box, 1.0, "ocr")]
    assert figures_that_differ(layer, same) == Compared(1, 0)
    assert figures_that_differ(layer, other) == Compared(1, 1)
    split = [Word("3", box, 1.0, "ocr"), Word("14", Box(12, 0, 20, 10), 1.0, "ocr")]
    assert figures_that_differ(layer, split) == Compared(1, 0)


def test_a_note_on_a_page_is_told_of_and_kept(tmp_path: Path) -> None:
    path = make(tmp_path / "t.pdf", TABLE)
    with pikepdf.open(path, allow_overwriting_input=True) as file:
        kinds = {"Text": "Ring Testa Testsson", "Link": "se example.se"}
        file.pages[0].Annots = pikepdf.Array(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name("/" + kind),
                Rect=[300, 300, 320, 320], Contents=said,
            )
            for kind, said in kinds.items()
        )  # fmt: skip
        file.save(path)
    reading = read(path)
    assert [(kept.place, kept.text) for kept in reading.unseen] == [
        ("note", "Ring Testa Testsson"),
        ("link", "se example.se"),
    ]
    assert [(note.code, note.detail) for note in reading.notes] == [("W_FORM", "texts of notes: 1")]
    assert not any("Testa" in word.text for word in reading.words)


def test_an_earlier_version_of_a_page_is_kept_and_not_read(tmp_path: Path) -> None:
    path = make(tmp_path / "t.pdf", TABLE + UNSEEN)
    old = path.read_bytes()
    number = max(int(n) for n in re.findall(rb"(\d+) 0 obj", old))
    with pikepdf.open(path) as file:
        contents, root = file.pages[0].Contents.objgen[0], file.Root.objgen[0]
    start = int(re.findall(rb"startxref\s+(\d+)", old)[-1])
    fresh = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        contents, len(TABLE), TABLE.encode()
    )  # fmt: skip
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (
        contents, len(old), number + 1, root, start
    )  # fmt: skip
    end = b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(fresh))
    path.write_bytes(old + fresh + table + end)
    accepted = accept(entry_of(tmp_path, path), Limits())
    assert "W_REVISIONS" in {problem.code for problem in accepted.problems}
    (text,) = [kept.text for kept in accepted.unseen if kept.place == "earlier version"]
    assert "Hemlig 7731" in text
    assert "7731" not in {word.text for word in read(path).words}


def test_a_covered_cell_of_a_table_is_marked_and_empty(tmp_path: Path) -> None:
    rows = "".join(
        f"BT /F1 11 Tf 1 0 0 1 60 {700 - 20 * k} Tm (Skola {k}) Tj 200 0 Td ({310 + k}) Tj ET "
        for k in range(5)
    )
    path = make(tmp_path / "t.pdf", rows + "0 g 250 656 60 16 re f")
    (grid,) = page_grids([read(path)])
    cells = {(cell.row, cell.column): (cell.text, cell.doubt) for cell in grid.cells}
    assert cells[2, 1] == ("", Doubt.COVERED)
    assert cells[1, 1] == ("311", None)
    assert not any("312" in text for text, _ in cells.values())


def test_a_scanned_table_under_printed_words_is_read_from_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_from: list[str] = []

    def by_picture(document_id: str, page: int, *_: object) -> PageReading:
        read_from.append(document_id)
        return PageReading(document_id, page, 1, 1, 300, 0, 0, 0, "ocr", (), ())

    monkeypatch.setattr("skolkit.reading.page.read_image", by_picture)
    table = TABLE.replace("60 700", "60 400")
    picture = "q 500 0 0 300 50 300 cm /I Do Q "
    stream = "BT /F1 11 Tf 1 0 0 1 60 780 Tm (Bilaga 1) Tj ET " + picture + "3 Tr " + table
    assert read(make(tmp_path / "t.pdf", stream, image=True)).method == "ocr"
    assert read_from == ["d"]


@pytest.mark.engine
def test_a_picture_file_is_read_as_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("L", (1240, 1754), 255).save(path, dpi=(150, 150))
    reading = read_page(Document("d", "a.png", path, "0" * 64, 1, MediaType.PNG, 1), 1, Settings())
    assert (reading.method, reading.words, reading.notes) == ("ocr", (), ())
