"""Of files that we made the text is searched as text, and all else on their pages is read."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
import typst
from PIL import Image, ImageDraw, ImageFont

from skolkit.privacy.detect import spans
from skolkit.privacy.leakcheck import Needles
from skolkit.privacy.leakcheck.ocr import may_hold_letters
from skolkit.privacy.leakcheck.pdfpages import unlettered
from skolkit.privacy.leakcheck.search import search

PNR = "20040101-2398"


def drawn_number() -> bytes:
    picture = Image.new("L", (700, 160), 255)
    font = ImageFont.load_default(34)
    ImageDraw.Draw(picture).text((30, 55), f"Elev {PNR}", font=font, fill=0)
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def pdf(folder: Path, body: str) -> Path:
    (folder / "elev.png").write_bytes(drawn_number())
    (folder / "in.typ").write_text(body, encoding="utf-8")
    made = folder / "made" / "report.pdf"
    made.parent.mkdir()
    typst.compile(str(folder / "in.typ"), output=str(made))
    return made.parent


def kinds(folder: Path) -> list[tuple[str, str]]:
    ours = frozenset({"report.pdf"})
    found = search(folder, Needles.of([]), detect=spans, ocr=True, ours=ours)
    return [(leak.kind, leak.inside) for leak in found.findings]


@pytest.mark.engine
def test_a_number_in_the_text_of_our_pdf_is_found(tmp_path: Path):
    assert ("personnummer", "page 1") in kinds(pdf(tmp_path, f"Elev {PNR}"))


@pytest.mark.engine
def test_a_number_drawn_in_a_picture_of_our_pdf_is_found(tmp_path: Path):
    folder = pdf(tmp_path, 'Under texten:\n#image("elev.png", width: 12cm)')
    assert any("drawn" in inside for kind, inside in kinds(folder) if kind == "personnummer")


def sheet() -> Image.Image:
    """A page with rulings and a bar, as they are left of a report's page without its letters."""
    page = Image.new("L", (800, 600), 255)
    pen = ImageDraw.Draw(page)
    for y in range(50, 550, 40):
        pen.line((40, y, 760, y), fill=120, width=2)
    pen.line((780, 40, 780, 560), fill=0, width=3)
    pen.rectangle((20, 100, 31, 300), fill=60)
    return page


@pytest.mark.parametrize("ink", [0, 128, 225, 240])
@pytest.mark.parametrize("size", [12, 34])
def test_the_faintest_and_smallest_letter_is_read(ink: int, size: int):
    page = sheet()
    assert not may_hold_letters(np.asarray(page))
    ImageDraw.Draw(page).text((100, 62), "7", fill=ink, font=ImageFont.load_default(size))
    assert may_hold_letters(np.asarray(page))


def test_letters_that_are_lighter_than_their_paper_are_read():
    page = Image.new("L", (400, 300), 90)
    assert not may_hold_letters(np.asarray(page))
    ImageDraw.Draw(page).text((100, 60), "7", fill=255, font=ImageFont.load_default(20))
    assert may_hold_letters(np.asarray(page))


def test_a_page_without_its_letters_is_paper_and_pictures_stay(tmp_path: Path):
    folder = pdf(tmp_path, f'= Rubrik åäö\nElev {PNR}, g och j\n#pagebreak()\n#image("elev.png")')
    document = pypdfium2.PdfDocument(folder / "report.pdf")
    scale = 200 / 72

    def ink(number: int) -> tuple[int, int]:
        page = document[number]
        seen = page.render(scale=scale, grayscale=True).to_pil()
        left = unlettered(seen, page, scale, page.get_height())
        return tuple(int((np.asarray(each) < 200).sum()) for each in (seen, left))  # type: ignore

    before, after = ink(0)
    assert before > 1000
    assert after == 0
    before, after = ink(1)
    assert before == after > 1000
