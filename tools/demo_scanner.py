"""Scan printed pages: skew, uneven light, noise and JPEG, or a bad black-and-white copy."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
from demo_print import set_information
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]
Float = NDArray[np.float32]
_INK = 34.0
_LID = 214.0


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a heap was scanned; ``skew`` in degrees at most, ``light`` and ``noise`` in grey levels.

    ``bilevel`` makes the bad copy: faint toner, ragged edges, specks, one bit per pixel.
    ``upside_down`` holds page numbers from 1.
    """

    dpi: int = 300
    skew: float = 0.5
    light: float = 12.0
    noise: float = 2.0
    blur: float = 0.8
    quality: int = 28
    bilevel: bool = False
    holes: bool = False
    upside_down: frozenset[int] = frozenset()


def scan(printed: Path, target: Path, title: str, scanner: Scanner, seed: int) -> int:
    """Turn a printed PDF into an image-only PDF of its scan.

    Args:
        printed: The PDF as printed.
        target: The scan; overwritten. The same seed and libraries give the same bytes.
        title: Title of the document.
        scanner: How it is scanned.
        seed: Fixes skew, light and noise.

    Returns:
        The number of pages.
    """
    chance = np.random.default_rng(seed)
    pdf = pikepdf.new()
    with pypdfium2.PdfDocument(str(printed)) as source:
        pages = len(source)
        for number in range(1, pages + 1):
            clean = _render(source, number, scanner)
            copy = _bad_copy if scanner.bilevel else _grey_scan
            image = copy(clean, scanner, chance)
            if number in scanner.upside_down:
                image = np.ascontiguousarray(image[::-1, ::-1])
            _add_page(pdf, image, scanner)
    set_information(pdf, title)
    pdf.save(target, deterministic_id=True)
    return pages


def _render(source: pypdfium2.PdfDocument, number: int, scanner: Scanner) -> Grey:
    # The bad copy is drawn at twice its resolution so that its threshold has grey to work on.
    scale = scanner.dpi / 72 * (2 if scanner.bilevel else 1)
    bitmap = source[number - 1].render(scale=scale, grayscale=True)
    return np.ascontiguousarray(bitmap.to_numpy().reshape(bitmap.height, bitmap.width))


def _cloud(shape: tuple[int, int], chance: np.random.Generator, cells: int) -> Float:
    """Smooth random field between -1 and 1, ``cells`` knots across."""
    knots = chance.uniform(-1, 1, (cells, cells)).astype(np.float32)
    field = cv2.resize(knots, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.clip(field, -1, 1).astype(np.float32)


def _lay(page: Float, scanner: Scanner, chance: np.random.Generator, lid: float) -> Float:
    """Lay the sheet on the glass: a small turn and shift; the lid shows where it ends."""
    height, width = page.shape
    angle = chance.uniform(-scanner.skew, scanner.skew)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    matrix[:, 2] += chance.uniform(-0.01, 0.01, 2) * width * 0.5
    return cv2.warpAffine(  # type: ignore[return-value]
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=lid
    )


def _grey_scan(clean: Grey, scanner: Scanner, chance: np.random.Generator) -> Grey:
    height, width = clean.shape
    share = clean.astype(np.float32) / 255
    if scanner.holes:
        share = _punched(share, scanner.dpi)
    share = cv2.GaussianBlur(share, (0, 0), scanner.blur)
    page = _lay(_INK + (246 - _INK) * share, scanner, chance, _LID)
    # Light falls off towards one side, and the paper itself is a little uneven.
    slope = np.linspace(0, 1, width, dtype=np.float32) * chance.choice((-1.0, 1.0))
    light = scanner.light * (0.5 * slope[None, :] + 0.5 * _cloud((height, width), chance, 4))
    page = page + light * (page / 246)
    page += chance.normal(0, scanner.noise, page.shape).astype(np.float32)
    page = _dust(page, chance, 12)
    return np.clip(page, 0, 255).astype(np.uint8)


def _punched(share: Float, dpi: int) -> Float:
    """Two binder holes at the left edge, 80 mm apart, as grey discs of the lid behind."""
    height = share.shape[0]
    made = share.copy()
    mm = dpi / 25.4
    for side in (-40, 40):
        centre = (round(9 * mm), round(height / 2 + side * mm))
        cv2.circle(made, centre, round(3 * mm), 0.62, thickness=-1)
    return made


def _dust(page: Float, chance: np.random.Generator, grains: int) -> Float:
    height, width = page.shape
    for _ in range(grains):
        at = (int(chance.integers(width)), int(chance.integers(height)))
        cv2.circle(page, at, int(chance.integers(1, 3)), float(chance.uniform(90, 190)), -1)
    return page


def _bad_copy(clean: Grey, scanner: Scanner, chance: np.random.Generator) -> Grey:
    share = cv2.GaussianBlur(clean.astype(np.float32), (0, 0), 2 * scanner.blur)
    page = _lay(share, scanner, chance, 0.0)
    half = (page.shape[1] // 2, page.shape[0] // 2)
    page = cv2.resize(page, half, interpolation=cv2.INTER_AREA)
    height, width = page.shape
    # Faint toner in patches: the threshold moves, so strokes thin out without breaking up.
    faint = scanner.light * _cloud((height, width), chance, 6)
    rough = chance.normal(0, scanner.noise, page.shape).astype(np.float32)
    black = page + cv2.GaussianBlur(rough, (0, 0), 0.7) < 158 + faint
    black |= chance.random(page.shape) < 0.00025
    for _ in range(40):
        at = (int(chance.integers(width)), int(chance.integers(height)))
        spot = np.zeros_like(black, dtype=np.uint8)
        cv2.circle(spot, at, int(chance.integers(1, 3)), 1, -1)
        black |= spot.astype(bool)
    # The copier's lid stood open: a black strip along one long edge.
    strip = round(scanner.dpi * 0.06)
    edge = (strip + 3 * _cloud((height, 1), chance, 6)[:, 0]).astype(int)
    black |= np.arange(width)[None, ::-1] < edge[:, None]
    return np.where(black, 0, 255).astype(np.uint8)


def _add_page(pdf: pikepdf.Pdf, image: Grey, scanner: Scanner) -> None:
    height, width = image.shape
    if scanner.bilevel:
        data, keys = _fax(image)
    else:
        options = [cv2.IMWRITE_JPEG_QUALITY, scanner.quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        done, jpeg = cv2.imencode(".jpg", image, options)
        if not done:
            raise RuntimeError("the JPEG encoder gave nothing")
        data = jpeg.tobytes()
        keys = pikepdf.Dictionary(Filter=pikepdf.Name.DCTDecode, BitsPerComponent=8)
    picture = pikepdf.Stream(pdf, data, keys)
    picture.Type = pikepdf.Name.XObject
    picture.Subtype = pikepdf.Name.Image
    picture.Width, picture.Height = width, height
    picture.ColorSpace = pikepdf.Name.DeviceGray
    size = (width * 72 / scanner.dpi, height * 72 / scanner.dpi)
    page = pdf.add_blank_page(page_size=size)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    drawing = f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Im0 Do Q"
    page.Contents = pikepdf.Stream(pdf, drawing.encode("ascii"))


def _fax(image: Grey) -> tuple[bytes, pikepdf.Dictionary]:
    """Pack a black-and-white image as CCITT Group 4, the way copiers store it."""
    height, width = image.shape
    buffer = io.BytesIO()
    one_bit = Image.fromarray(image).convert("1", dither=Image.Dither.NONE)
    # One strip holds the whole page, so that its bytes can stand in the PDF as they are.
    one_bit.save(buffer, "TIFF", compression="group4", tiffinfo={278: height})
    with Image.open(buffer) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (offset,), (length,), photometric = tags[273], tags[279], tags[262]
    # TIFF photometric 0 means that 0 is white, which is what BlackIs1 false expects here.
    parameters = pikepdf.Dictionary(
        K=-1, Columns=width, Rows=height, BlackIs1=bool(photometric != 0)
    )
    keys = pikepdf.Dictionary(
        Filter=pikepdf.Name.CCITTFaxDecode, DecodeParms=parameters, BitsPerComponent=1
    )
    return buffer.getvalue()[offset : offset + length], keys
