"""Turns TIFF, PNG and JPEG pages into grey pictures; the only module that decodes pictures."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, TiffImagePlugin, UnidentifiedImageError

from skolkit.intake.images import PageImage
from skolkit.intake.tiffchain import NoSuchPageError, follow, opened_at
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

FORMATS = ("TIFF", "PNG", "JPEG")
LOWEST_DPI = 50.0
HIGHEST_DPI = 2400.0
A4_LONG_SIDE_INCHES = 297 / 25.4
CUT_OFF = "its data end before the picture does"
_UNEVEN = 0.02  # resolutions further apart than this are a fax's, not a rounding
_RESOLUTION = 282
_STRIPS = (273, 279)
_TILES = (324, 325)
_BAND = 512  # rows that are turned grey at a time
_DEEP = frozenset({"I;16", "I;16L", "I;16B", "I", "F"})
_PAPER = 0.6  # of the pixels are paper, at least
_FEWEST_GREYS = 1024  # of the scale: a picture of less than one of them in range is of one tone

# What Pillow raises on damaged files is no small set; it is translated at this one border.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    RuntimeError,
    ZeroDivisionError,
    AttributeError,
    AssertionError,
)


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What the head of one picture says, before anything is decoded."""

    width: int
    height: int
    dpi: float
    dpi_is_stated: bool
    whole: bool  # False where the file ends before the picture's data do


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of all pages; ``broken`` where the chain of pages breaks off."""

    pages: tuple[PageInfo, ...]
    broken: bool


def page_count(path: Path) -> int:
    """Count the pages of a picture file (a TIFF may hold many).

    Raises:
        SkolkitError: E_CORRUPT when not a single page can be found.
    """
    with _opened(path, None) as image:
        return max(len(_walk(image, path).pages), 1)


def read_heads(path: Path, limits: Limits) -> Heads:
    """Read sizes and resolutions of all pages without decoding them.

    Raises:
        SkolkitError: E_CORRUPT when the first page cannot be found or the chain of pages leads back
            into itself, E_TOO_BIG for the first page's size.
    """
    with _opened(path, limits) as image:
        chain = follow(path, limits.pages_per_file + 1)
        if chain.loops:
            at = len(chain.places)
            detail = f"after page {at} it leads back to a page before; what should follow is lost"
            raise SkolkitError.of("E_CORRUPT", path.name, detail=detail)
        return _walk(image, path, limits.pages_per_file)


def page_size(path: Path, page: int, limits: Limits) -> tuple[float, float]:
    """Tell width and height of a page (from 1) in points.

    Raises:
        SkolkitError: E_CORRUPT.
    """
    image = load(path, page, limits)
    return image.width_points, image.height_points


def load(path: Path, page: int, limits: Limits) -> PageImage:
    """Decode a page (from 1) to grey, turned as its head asks for, on white where transparent.

    Raises:
        SkolkitError: E_CORRUPT when it is damaged or cut off, E_TOO_BIG above
            ``limits.page_pixels``.
    """
    with _opened(path, limits, page) as image:
        _check_size(path, page, image.size, limits)
        across, down, stated = _resolutions(image)
        try:
            image.draft("L", None)  # lets a JPEG be decoded straight to grey
            image.load()
            delivered = image.size
            if image.format != "TIFF":  # a TIFF is turned while it is loaded
                ImageOps.exif_transpose(image, in_place=True)
            grey = _grey(image)
            turned = image.size != delivered
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_big(path, page, limits) from error
        except MemoryError:
            raise
        except _DAMAGE as error:
            raise _damaged(path, page, CUT_OFF) from error
    if turned:
        across, down = down, across
    height, width = grey.shape
    if not stated:
        across = down = _guess_dpi((width, height))
    finest = max(across, down)
    if abs(across - down) > _UNEVEN * finest:
        size = (round(width * finest / across), round(height * finest / down))
        _check_size(path, page, size, limits)
        even = Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC)
        grey = np.array(even, dtype=np.uint8)
    return PageImage(grey, finest)


@contextmanager
def _opened(path: Path, limits: Limits | None, page: int = 1) -> Iterator[Image.Image]:
    """Open a picture file at a page (from 1)."""
    most = (limits or Limits()).page_pixels
    with ExitStack() as opened, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        usual, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, most
        try:
            image = Image.open(opened.enter_context(opened_at(path, page)), formats=FORMATS)
        except NoSuchPageError as error:
            raise _damaged(path, page, "the page is missing") from error
        except UnidentifiedImageError as error:
            raise _damaged(path, page, "where its pages are cannot be read") from error
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_big(path, page, limits or Limits()) from error
        except ValueError as error:
            # Pillow inflates text blocks under a limit of its own and says no more than this.
            if "too large" in str(error).lower():
                raise SkolkitError.of("E_BOMB", path.name, detail="a text block") from error
            raise _damaged(path, page, "where its pages are cannot be read") from error
        except FileNotFoundError as error:
            raise SkolkitError.of("E_READ", path.name, detail="it is gone") from error
        except PermissionError as error:
            raise SkolkitError.of("E_READ", path.name, detail="permission denied") from error
        except _DAMAGE as error:
            raise _damaged(path, page, "where its pages are cannot be read") from error
        finally:
            Image.MAX_IMAGE_PIXELS = usual
        with image:
            yield image


def _walk(image: Image.Image, path: Path, most: int = 100_000) -> Heads:
    """Follow the chain of pages by seeking, which decodes nothing."""
    size = path.stat().st_size
    pages: list[PageInfo] = []
    while len(pages) < most + 1:
        try:
            image.seek(len(pages))
        except EOFError:
            return Heads(tuple(pages), broken=False)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            # The size of this page is refused when it is loaded; later ones cannot be reached.
            return Heads(tuple(pages), broken=True)
        except _DAMAGE:
            return Heads(tuple(pages), broken=True)
        across, down, stated = _resolutions(image)
        dpi = max(across, down) if stated else _guess_dpi(image.size)
        pages.append(PageInfo(*image.size, dpi, stated, _data_lie_inside(image, size)))
        if image.format != "TIFF":
            break
    return Heads(tuple(pages), broken=False)


def _data_lie_inside(image: Image.Image, size: int) -> bool:
    """Whether the strips or tiles of a TIFF page end inside the file."""
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return True
    for offsets_tag, counts_tag in (_STRIPS, _TILES):
        offsets, counts = image.tag_v2.get(offsets_tag), image.tag_v2.get(counts_tag)
        if not offsets or not counts:
            continue
        starts = offsets if isinstance(offsets, tuple) else (offsets,)
        lengths = counts if isinstance(counts, tuple) else (counts,)
        if any(start + length > size for start, length in zip(starts, lengths, strict=False)):
            return False
    return True


def _resolutions(image: Image.Image) -> tuple[float, float, bool]:
    """Dots per inch across and down, and whether the file states them believably."""
    stated = image.info.get("dpi")
    if isinstance(image, TiffImagePlugin.TiffImageFile) and _RESOLUTION not in image.tag_v2:
        stated = None  # what is held then is that of a page before
    try:
        across, down = (float(value) for value in stated)  # type: ignore[union-attr]
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0, False
    good = all(LOWEST_DPI <= value <= HIGHEST_DPI for value in (across, down))
    if not good or ((across, down) == (72.0, 72.0) and max(image.size) > 2000):
        return 0.0, 0.0, False  # 72 is what programs write when they do not know
    return across, down, True


def _guess_dpi(size: tuple[int, int]) -> float:
    """The resolution at which the picture is as long as an A4 page."""
    guess = max(size) / A4_LONG_SIDE_INCHES
    return min(max(guess, LOWEST_DPI), HIGHEST_DPI)


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    """The grey pixels of a picture, on white where it can be seen through.

    Made band by band: a page of the largest size in colours takes 700 MB by itself.
    """
    grey = np.empty((image.height, image.width), dtype=np.uint8)
    span = _span(image) if image.mode in _DEEP else (0.0, 255.0)
    for start, band in _bands(image):
        grey[start : start + _BAND] = _grey_band(band, span)
    return grey


def _span(image: Image.Image) -> tuple[float, float]:
    """What is black and white in a picture of more than 256 greys.

    Mostly the ends of its scale. Where nothing is even half white, the scale is not that of the
    paper (12 bits in 16, or a dark exposure), and the picture's own darkest and brightest are, if
    it has paper: much that is bright, and little else. Noise has not.
    """
    low, high = (float(end) for end in image.getextrema())  # type: ignore[arg-type]
    top = 1.0 if image.mode == "F" and high <= 1.0 else 65535.0
    if high < top / 2 and high - low >= top / _FEWEST_GREYS:
        bright = sum(
            int((np.asarray(band) > high - (high - low) / 4).sum()) for _, band in _bands(image)
        )
        if bright >= _PAPER * image.width * image.height:
            return low, high
    return 0.0, top


def _bands(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Some rows of a picture at a time, with the number of the first."""
    for start in range(0, image.height, _BAND):
        yield start, image.crop((0, start, image.width, min(start + _BAND, image.height)))


def _grey_band(band: Image.Image, span: tuple[float, float]) -> NDArray[np.uint8]:
    if band.mode in _DEEP:
        low, high = span
        deep = np.asarray(band).astype(np.float64)
        return np.clip((deep - low) / (high - low) * 255.0, 0, 255).astype(np.uint8)
    if band.has_transparency_data:
        colours = band.convert("RGBA")
        paper = Image.new("RGBA", colours.size, (255, 255, 255, 255))
        band = Image.alpha_composite(paper, colours)
    return np.asarray(band.convert("L"), dtype=np.uint8)


def _check_size(path: Path, page: int, size: tuple[int, int], limits: Limits) -> None:
    if size[0] * size[1] > limits.page_pixels or min(size) < 1:
        raise _too_big(path, page, limits)


def _too_big(path: Path, page: int, limits: Limits) -> SkolkitError:
    return SkolkitError.of(
        "E_TOO_BIG",
        path.name,
        page=page,
        detail=f"more than page_pixels = {limits.page_pixels:,} pixels",
    )


def _damaged(path: Path, page: int, detail: str) -> SkolkitError:
    return SkolkitError.of("E_CORRUPT", path.name, page=page, detail=detail)
