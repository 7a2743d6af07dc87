"""Pages become pictures and characters that stand where a person sees them."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import numpy as np
import pikepdf
import pytest
from PIL import Image, TiffImagePlugin

from skolkit.intake import pdf, raster
from skolkit.intake.paper import page_image
from skolkit.intake.paperfile import inspect_pdf
from skolkit.model import Document, MediaType
from skolkit.problems import SkolkitError
from skolkit.running.wire import to_data
from skolkit.running.workers import Job, Pool
from skolkit.settings import Limits, Settings

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
        lambda ink: Image.fromarray(np.where(ink, 0, 4095).astype(np.uint16)),
        lambda ink: Image.fromarray(np.where(ink, 20_000, 20_700).astype(np.uint16)),
        lambda ink: Image.fromarray(np.where(ink, 0, 255).astype(np.uint8)).convert("P"),
        lambda ink: Image.fromarray(
            np.dstack([np.zeros((*ink.shape, 3), np.uint8), np.where(ink, 255, 0).astype(np.uint8)])
        ),
    ],
    ids=["16 bits", "12 bits in 16", "16 bits, dark and faint", "palette", "black on transparent"],
)
def test_unusual_pictures_become_black_ink_on_white(tmp_path: Path, make) -> None:
    ink = np.zeros((40, 60), bool)
    ink[10:20, 5:25] = True
    path = tmp_path / "bild.png"
    make(ink).save(path, dpi=(300, 300))
    pixels = raster.load(path, 1, Limits()).pixels
    assert ((pixels < 128) == ink).all()
    assert pixels[~ink].min() > 250


@pytest.mark.parametrize("tone", [0, 3_000, 20_000, 60_000])
def test_noise_of_many_greys_does_not_become_ink(tmp_path: Path, tone: int) -> None:
    noise = np.random.default_rng(1).normal(0, 60, (400, 300))
    path = tmp_path / "n.png"
    Image.fromarray((tone + np.abs(noise)).astype(np.uint16)).save(path)
    pixels = raster.load(path, 1, Limits()).pixels
    assert int(pixels.max()) - int(pixels.min()) <= 2


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


# --- what has no end --------------------------------------------------------------------------


def nested_forms(path: Path, times: int, depth: int, *, aside: bool = False) -> Path:
    """Each form draws the next so many times; ``aside`` puts what it draws with into an object."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(200, 200))
    form = file.make_stream(b"0 0 9 9 re f")
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = [0, 0, 99, 99]
    for _ in range(depth):
        outer = file.make_stream(b"/In Do " * times)
        outer.Type, outer.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        outer.BBox = [0, 0, 99, 99]
        held = pikepdf.Dictionary(XObject=pikepdf.Dictionary(In=form))
        outer.Resources = file.make_indirect(held) if aside else held
        form = outer
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(In=form))
    page.Contents = file.make_stream(b"/In Do")
    file.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return path


@pytest.mark.parametrize("aside", [False, True])
def test_forms_that_hold_each_other_a_million_times_over_are_refused(
    tmp_path: Path, *, aside: bool
) -> None:
    """4 to the 16th: pdfium had no end on it, and took all memory that it was given."""
    path = nested_forms(tmp_path / "a.pdf", 4, 16, aside=aside)
    assert path.stat().st_size < 20_000
    with pytest.raises(SkolkitError, match="more than 1,000,000 times") as raised:
        inspect_pdf(path, "a.pdf", Limits())
    assert (raised.value.problem.code, raised.value.problem.page) == ("E_TIMEOUT", 1)


@pytest.mark.parametrize(("times", "depth"), [(3, 5), (1, 16), (900, 1), (30, 3)])
def test_forms_in_forms_as_programs_write_them_are_read(
    tmp_path: Path, times: int, depth: int
) -> None:
    path = nested_forms(tmp_path / "a.pdf", times, depth)
    assert inspect_pdf(path, "a.pdf", Limits())[0] == 1
    assert (pdf.render(path, 1, 72, Limits()).pixels < 100).sum() >= 64


def with_index_before(path: Path, place: int | None) -> Path:
    """A file of which the index says that another one, at a place in the file, goes before it."""
    file = pikepdf.new()
    file.add_blank_page(page_size=(200, 200))
    file.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    data = path.read_bytes()
    own = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    before = own if place is None else place
    path.write_bytes(data.replace(b"trailer <<", b"trailer << /Prev %d " % before))
    return path


def test_an_index_that_names_itself_as_the_one_before_is_refused(tmp_path: Path) -> None:
    path = with_index_before(tmp_path / "a.pdf", None)
    with pytest.raises(SkolkitError, match="leads back into itself") as raised:
        inspect_pdf(path, "a.pdf", Limits())
    assert raised.value.problem.code == "E_CORRUPT"
    assert inspect_pdf(with_index_before(path, 0), "a.pdf", Limits())[0] == 1


def test_a_file_that_was_changed_after_it_was_made_is_read(tmp_path: Path) -> None:
    """Its second index names the first as the one before; that is no way back."""
    path = with_index_before(tmp_path / "a.pdf", 0)
    data = path.read_bytes()
    at = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    size, root = re.findall(rb"/Size (\d+)", data)[0], re.findall(rb"/Root (\d+ 0 R)", data)[0]
    more = b"xref\n0 0\ntrailer << /Size %s /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(data + more % (size, root, at, len(data)))
    count, problems = inspect_pdf(path, "a.pdf", Limits())
    assert (count, [problem.code for problem in problems]) == (1, ["W_REVISIONS"])


# --- many pages, large pages ------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"compression": "tiff_lzw"}, {"big_tiff": True}])
def test_each_page_of_a_long_tiff_is_found_at_once(
    tmp_path: Path, more: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pillow goes through all pages before the one asked for: 2,000 pages took 2,000,000 steps."""
    path = tmp_path / "long.tif"
    first, *others = [Image.new("L", (20 + page, 30), 100 + page) for page in range(60)]
    first.save(path, save_all=True, append_images=others, **more)
    steps = 0
    load_tags = TiffImagePlugin.ImageFileDirectory_v2.load

    def counted(self: TiffImagePlugin.ImageFileDirectory_v2, stream: IO[bytes]) -> None:
        nonlocal steps
        steps += 1
        load_tags(self, stream)

    monkeypatch.setattr(TiffImagePlugin.ImageFileDirectory_v2, "load", counted)
    for page in (60, 31, 2, 1):
        image = raster.load(path, page, Limits())
        assert image.pixels.shape == (30, 19 + page)
        assert np.unique(image.pixels).tolist() == [99 + page]
    assert steps <= 4 * 3
    with pytest.raises(SkolkitError, match="the page is missing"):
        raster.load(path, 61, Limits())


def chained(order: str, nexts: Sequence[int]) -> bytes:
    """A TIFF of grey pages of one pixel; each names the page that follows, 0 for none."""
    mark = {"<": b"II", ">": b"MM"}[order]
    pages, size = [], 2 + 6 * 12 + 4 + 2
    for index, following in enumerate(nexts):
        at = 8 + index * size
        tags = ((256, 3, 1), (257, 3, 1), (258, 3, 8), (262, 3, 1), (273, 4, at), (279, 4, 1))
        listed = b"".join(
            struct.pack(f"{order}HHI", tag, kind, 1)
            + (struct.pack(f"{order}HH", held, 0) if kind == 3 else struct.pack(f"{order}I", held))
            for tag, kind, held in tags
        )
        place = 8 + (following - 1) * size if following else 0
        pages.append(struct.pack(f"{order}H", 6) + listed + struct.pack(f"{order}I", place) + b"  ")
    return mark + struct.pack(f"{order}HI", 42, 8) + b"".join(pages)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("nexts", [(1,), (2, 1), (2, 3, 2)])
def test_a_tiff_whose_pages_lead_back_is_refused(
    tmp_path: Path, order: str, nexts: tuple[int, ...]
) -> None:
    path = tmp_path / "loop.tif"
    path.write_bytes(chained(order, nexts))
    with pytest.raises(SkolkitError, match=f"after page {len(nexts)} it leads back") as raised:
        raster.read_heads(path, Limits())
    assert raised.value.problem.code == "E_CORRUPT"
    path.write_bytes(chained(order, (*range(2, len(nexts) + 1), 0)))
    assert len(raster.read_heads(path, Limits()).pages) == len(nexts)


def test_a_page_without_a_resolution_has_not_that_of_the_page_before(tmp_path: Path) -> None:
    path = tmp_path / "two.tif"
    pages = [Image.new("L", (1169, 800), 255), Image.new("L", (1169, 827), 255)]
    with TiffImagePlugin.AppendingTiffWriter(path, new=True) as out:
        pages[0].save(out, "TIFF", dpi=(400, 400))
        out.newFrame()
        pages[1].save(out, "TIFF")
    heads = raster.read_heads(path, Limits()).pages
    assert [page.dpi_is_stated for page in heads] == [True, False]
    assert raster.load(path, 2, Limits()).dpi == pytest.approx(heads[1].dpi)
    assert heads[1].dpi == pytest.approx(100, rel=0.001)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_largest_page_in_colours_is_read_in_the_memory_of_a_worker(
    tmp_path: Path, mode: str
) -> None:
    """177 million pixels, just under page_pixels: 710 MB when decoded, of the 2 GiB allowed."""
    side, channels = 13_300, len(mode)
    packer = zlib.compressobj(1)
    line = b"\0" + b"\xff" * (side * channels)
    data = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2 if mode == "RGB" else 6, 0, 0, 0)
    blocks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    path = tmp_path / "large.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))
            for kind, held in blocks
        )
    )
    payload = {
        "document": to_data(paper(path, MediaType.PNG)),
        "page": 1,
        "settings": to_data(Settings()),
        "store": str(tmp_path / "page"),
    }
    job = Job("read_one_page", payload, "large.png", 1, 120, "page_seconds")
    with Pool("skolkit.running.tasks", 1, Limits().worker_bytes, tmp_path / "w") as pool:
        (outcome,) = pool.run([job])
    assert outcome.problem is None
    assert outcome.result == {"words": 0}
    assert outcome.peak_bytes < 1.5 * 2**30
