"""Pages become pictures and characters that stand where a person sees them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from skolkit.intake import pdf, raster
from skolkit.intake.paper import page_image
from skolkit.model import Document, MediaType
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

UPRIGHT = {  # text matrices that read upright on a page turned by so many degrees
    0: "1 0 0 1 120 700",
    90: "0 1 -1 0 300 200",
    180: "-1 0 0 -1 400 300",
    270: "0 -1 1 0 200 600",
}


def make_pdf(path: Path, stream: str, turn: int = 0) -> Path:
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=file.make_indirect(font)))
    page.CropBox = [50, 60, 550, 800]
    page.Rotate = turn
    page.Contents = file.make_stream(stream.encode())
    file.save(path)
    return path


def scan_pdf(path: Path, width: float, pixels: int = 800) -> Path:
    held = Image.effect_noise((pixels, pixels), 80)
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(600, 600))
    image = pikepdf.Stream(
        file,
        held.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels,
        Height=pixels,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
    page.Contents = file.make_stream(f"q {width} 0 0 {width} 0 0 cm /Im Do Q".encode())
    file.save(path)
    return path


def paper(path: Path, media_type: MediaType, pages: int = 1) -> Document:
    return Document("d", "namn/" + path.name, path, "0" * 64, 1, media_type, pages)


@pytest.mark.parametrize("turn", UPRIGHT)
def test_characters_stand_over_their_ink(tmp_path: Path, turn: int) -> None:
    path = make_pdf(tmp_path / "t.pdf", f"BT /F1 12 Tf {UPRIGHT[turn]} Tm (Agx 12) Tj ET", turn)
    image = pdf.render(path, 1, 300, Limits())
    chars = pdf.characters(path, 1)
    assert [char.text for char in chars] == ["A", "g", "x", "1", "2"]
    assert {(char.angle, round(char.font_size, 3)) for char in chars} == {(0.0, 12.0)}
    rows, columns = np.nonzero(image.pixels < 128)
    scale = 72 / image.dpi
    assert abs(columns.min() * scale - chars[0].box.x0) < 1
    assert abs(columns.max() * scale - chars[-1].box.x1) < 1
    heights = {(round(char.box.y0, 1), round(char.box.y1, 1)) for char in chars}
    assert len(heights) == 1
    (top, bottom) = heights.pop()
    assert top < rows.min() * scale < rows.max() * scale < bottom + 0.3
    assert pdf.page_size(path, 1) == ((740, 500) if turn in (90, 270) else (500, 740))


def test_invisible_and_off_page_text_says_so(tmp_path: Path) -> None:
    stream = (
        "BT /F1 12 Tf 1 0 0 1 120 700 Tm (S) Tj ET BT 3 Tr /F1 12 Tf 1 0 0 1 160 700 Tm (H) Tj ET "
        "BT 0 Tr /F1 12 Tf 1 0 0 1 10 700 Tm (O) Tj ET"
    )
    chars = pdf.characters(make_pdf(tmp_path / "t.pdf", stream), 1)
    veils = {char.text: char.veil for char in chars}
    assert veils == {"S": None, "H": pdf.Veil.INVISIBLE, "O": pdf.Veil.OFF_PAGE}


def test_a_large_page_is_drawn_within_the_limit(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "t.pdf", "")
    image = pdf.render(path, 1, 300, Limits(render_side_pixels=1000))
    assert max(image.pixels.shape) <= 1000
    assert image.dpi == pytest.approx(999 * 72 / 740, rel=0.001)
    assert image.height_points == pytest.approx(740, abs=1)


@pytest.mark.parametrize(
    ("width", "pixels", "scan"), [(600, 800, True), (300, 800, False), (600, 20, False)]
)
def test_a_scan_is_an_image_over_most_of_the_page(
    tmp_path: Path, width: float, pixels: int, scan: bool
) -> None:
    assert pdf.has_page_image(scan_pdf(tmp_path / "s.pdf", width, pixels), 1) is scan


def test_an_image_over_the_pixel_limit_is_an_error_and_no_blank_page(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "s.pdf", 600)
    with pytest.raises(SkolkitError) as caught:
        page_image(paper(path, MediaType.PDF), 1, dpi=300, limits=Limits(page_pixels=1000))
    assert (caught.value.problem.code, caught.value.problem.page) == ("E_TOO_BIG", 1)
    assert caught.value.problem.file == "namn/s.pdf"


def test_each_page_of_a_tiff_keeps_its_own_size_and_resolution(tmp_path: Path) -> None:
    path = tmp_path / "t.tif"
    first, second = Image.new("L", (300, 200), 255), Image.new("1", (100, 400), 1)
    first.save(path, save_all=True, append_images=[second], dpi=(200, 200))
    document = paper(path, MediaType.TIFF, 2)
    assert raster.page_count(path) == 2
    one = page_image(document, 1, dpi=300, limits=Limits())
    two = page_image(document, 2, dpi=300, limits=Limits())
    assert (one.pixels.shape, two.pixels.shape) == ((200, 300), (400, 100))
    assert one.dpi == pytest.approx(200)


@pytest.mark.parametrize(
    "make",
    [
        lambda ink: Image.fromarray(np.where(ink, 0, 65535).astype(np.uint16)),
        lambda ink: Image.fromarray(np.where(ink, 0, 255).astype(np.uint8)).convert("P"),
        lambda ink: Image.fromarray(
            np.dstack([np.zeros((*ink.shape, 3), np.uint8), np.where(ink, 255, 0).astype(np.uint8)])
        ),
    ],
    ids=["16 bits", "palette", "black on transparent"],
)
def test_unusual_pictures_become_black_ink_on_white(tmp_path: Path, make) -> None:
    ink = np.zeros((40, 60), bool)
    ink[10:20, 5:25] = True
    path = tmp_path / "bild.png"
    make(ink).save(path, dpi=(300, 300))
    pixels = raster.load(path, 1, Limits()).pixels
    assert ((pixels < 128) == ink).all()
    assert pixels[~ink].min() > 250


def test_a_turned_photograph_is_turned_back(tmp_path: Path) -> None:
    path = tmp_path / "foto.jpg"
    image = Image.new("L", (400, 200), 255)
    image.paste(0, (0, 0, 200, 100))  # ink in the stored picture's top left corner
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    image.save(path, exif=exif, dpi=(300, 300))
    pixels = raster.load(path, 1, Limits()).pixels
    assert pixels.shape == (400, 200)
    assert pixels[50, 150] < 50 < 200 < pixels[50, 50]


def test_fax_pixels_are_made_square(tmp_path: Path) -> None:
    path = tmp_path / "fax.tif"
    Image.new("1", (1728, 1078), 1).save(path, dpi=(204, 98))
    image = raster.load(path, 1, Limits())
    assert image.dpi == pytest.approx(204, abs=0.1)
    assert image.pixels.shape == (2244, 1728)


@pytest.mark.parametrize("dpi", [None, (1, 1), (30000, 30000)])
def test_without_a_believable_resolution_the_page_counts_as_a4(tmp_path: Path, dpi) -> None:
    path = tmp_path / "bild.png"
    extra = {"dpi": dpi} if dpi else {}
    Image.new("L", (1654, 2339), 255).save(path, **extra)
    assert raster.load(path, 1, Limits()).dpi == pytest.approx(200, rel=0.01)
    assert not raster.read_heads(path, Limits()).pages[0].dpi_is_stated


def test_pages_that_do_not_exist_cannot_be_asked_for(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "t.pdf", "")
    with pytest.raises(ValueError, match="not page 2"):
        page_image(paper(path, MediaType.PDF), 2, dpi=300, limits=Limits())
    with pytest.raises(ValueError, match="worksheets"):
        page_image(paper(path, MediaType.CSV), 1, dpi=300, limits=Limits())
