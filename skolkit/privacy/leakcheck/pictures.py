"""Opens pictures: text chunks, tags, thumbnails, what lies behind the end, and the pixels."""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageSequence

from skolkit.privacy.leakcheck.model import Budget, CannotLookError, Data, Part, Picture, Text
from skolkit.privacy.leakcheck.strings import strings
from skolkit.privacy.needles import BREAK
from skolkit.settings import Limits

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PIXELS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"fdAT"})
_EMBEDDED = (_JPEG, _PNG)
_FRAMES = 200
_OTHERS = (
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"GIF8",
    b"BM",
    b"\0\0\0\x0cjP  ",
    b"\xff\x4f\xff\x51",
)
_CHUNK_BYTES = 16 * 2**20


def fits_png(data: bytes) -> bool:
    """Whether bytes are a PNG picture."""
    return data.startswith(_PNG)


def png_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """The chunks that are no pixels, unpacked where they are packed, the trailer, the pixels."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        held = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in _PIXELS:
            yield from _chunk(kind.decode("latin-1"), held, budget)
        if kind == b"IEND":
            break
    yield from _trailer(data[at:])
    yield from _pictures(data, budget)


def _chunk(name: str, held: bytes, budget: Budget) -> Iterator[Part]:
    budget.part()
    where = f"chunk {name}"
    # A profile's bytes are no text of a person's; its name, and what else it hides, is searched.
    yield Text(where, _as_text(held), prose=name != "iCCP")
    start = 0
    while 0 <= (start := held.find(b"\x78", start)) < 400:
        try:
            unpacked = zlib.decompressobj().decompress(held[start:], _CHUNK_BYTES + 1)
        except zlib.error:
            unpacked = b""
        if unpacked:
            budget.spend(len(unpacked))
            budget.grown(len(held), len(unpacked), _CHUNK_BYTES)
            yield Text(f"{where}, unpacked", _as_text(unpacked), prose=name != "iCCP")
        start += 1
    yield from _embedded(where, held, budget)


def fits_jpeg(data: bytes) -> bool:
    """Whether bytes are a JPEG picture."""
    return data.startswith(_JPEG)


def jpeg_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """The segments before the pixels with the pictures in them, the trailer, the pixels."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        kind = data[at + 1]
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        held = data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)
        if 0xE0 <= kind <= 0xEF or kind == 0xFE:
            budget.part()
            where = f"segment {kind:02X}"
            yield Text(where, _as_text(held), prose=not held.startswith(b"ICC_PROFILE"))
            yield from _embedded(where, held, budget)
    end = data.find(b"\xff\xd9", at)
    yield from _trailer(data[end + 2 :] if end >= 0 else b"")
    yield from _pictures(data, budget)


def fits_picture(data: bytes) -> bool:
    """Whether bytes are a picture of another kind: TIFF, GIF, BMP, WebP, JPEG 2000."""
    return data.startswith(_OTHERS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def picture_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """The tags of each frame, and the pixels."""
    told: list[str] = []
    with _opened(data, budget.limits) as image:
        for number, frame in enumerate(ImageSequence.Iterator(image)):
            if number >= _FRAMES:
                raise CannotLookError(f"more than {_FRAMES} pictures in one")
            tags = dict(getattr(frame, "tag_v2", {}))
            told += [_value(value) for value in (*tags.values(), *frame.info.values())]
    yield Text("tags", BREAK.join(text for text in told if text))
    yield from _pictures(data, budget)


def _value(value: object) -> str:
    if isinstance(value, bytes):
        return _as_text(value)
    return value if isinstance(value, str) else ""


def _as_text(held: bytes) -> str:
    """Text in bytes that are partly text; short ones too where all of it is."""
    try:
        plain = held.replace(b"\0", b"\n").decode("utf-8")
    except UnicodeDecodeError:
        return strings(held)
    return plain if plain.isprintable() or plain.replace("\n", "").isprintable() else strings(held)


def _embedded(where: str, held: bytes, budget: Budget) -> Iterator[Data]:
    for mark in _EMBEDDED:
        start = held.find(mark)
        while start >= 0:
            budget.part()
            budget.spend(len(held) - start)
            yield Data(f"{where}, picture at byte {start}", held[start:])
            start = held.find(mark, start + 1)


def _trailer(held: bytes) -> Iterator[Data]:
    if held.strip(b"\0\r\n \xff"):
        yield Data("behind its end", held)


def _pictures(data: bytes, budget: Budget) -> Iterator[Picture]:
    with _opened(data, budget.limits) as image:
        frames = int(getattr(image, "n_frames", 1))
        clear = image.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in image.info
    if frames > _FRAMES:
        raise CannotLookError(f"more than {_FRAMES} pictures in one")
    for frame in range(frames):
        where = f"picture {frame + 1}" if frames > 1 else "picture"
        yield Picture(where, partial(_pixels, data, frame, budget.limits, opaque=True))
        if clear:
            yield Picture(where, partial(_pixels, data, frame, budget.limits, opaque=False))


def _pixels(data: bytes, frame: int, limits: Limits, *, opaque: bool) -> NDArray[np.uint8]:
    """A frame as grey pixels: as it is stored, or on white where it can be seen through."""
    with _opened(data, limits) as image:
        image.seek(frame)
        if not opaque:
            seen = image.convert("RGBA")
            paper = Image.new("RGBA", seen.size, "white")
            return np.asarray(Image.alpha_composite(paper, seen).convert("L"), dtype=np.uint8)
        if image.mode in {"I", "I;16", "I;16B", "I;16L", "F"}:
            deep = np.asarray(image, dtype=np.float64)
            span = float(deep.max() - deep.min()) or 1.0
            return np.asarray((deep - deep.min()) * (255.0 / span), dtype=np.uint8)
        return np.asarray(image.convert("RGB").convert("L"), dtype=np.uint8)


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[Image.Image]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damage: what can be read of it is read
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > limits.page_pixels:
                    raise CannotLookError(f"more than page_pixels = {limits.page_pixels}")
                yield image
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise CannotLookError("a damaged picture") from error
