"""Knows which opener takes a file apart, and follows the files inside files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skolkit.privacy.leakcheck.archives import fits_gzip, fits_zip, gzip_parts, zip_parts
from skolkit.privacy.leakcheck.databases import (
    fits_parquet,
    fits_sqlite,
    parquet_parts,
    sqlite_parts,
)
from skolkit.privacy.leakcheck.model import (
    DEPTH,
    Budget,
    CannotLookError,
    Data,
    Opener,
    Picture,
    Seen,
    Text,
    Unseen,
)
from skolkit.privacy.leakcheck.pdf import fits_pdf, pdf_parts
from skolkit.privacy.leakcheck.pictures import (
    fits_jpeg,
    fits_picture,
    fits_png,
    jpeg_parts,
    picture_parts,
    png_parts,
)
from skolkit.privacy.leakcheck.strings import encoding_of, strings
from skolkit.privacy.leakcheck.texts import fits_text, text_parts

OPENERS = (
    Opener("zip", fits_zip, zip_parts),
    Opener("gzip", fits_gzip, gzip_parts),
    Opener("pdf", fits_pdf, pdf_parts),
    Opener("png", fits_png, png_parts),
    Opener("jpeg", fits_jpeg, jpeg_parts),
    Opener("picture", fits_picture, picture_parts),
    Opener("sqlite", fits_sqlite, sqlite_parts),
    Opener("parquet", fits_parquet, parquet_parts),
)
TEXT = Opener("text", fits_text, text_parts)
ALL = (*OPENERS, TEXT)


def look_into(
    data: bytes, budget: Budget, openers: Sequence[Opener] = ALL, *, known: bool = False
) -> Iterator[Seen]:
    """All texts and pictures of a file, at any depth, and what could not be looked into.

    Args:
        data: the bytes of the file.
        budget: what it may cost.
        openers: the formats that can be opened; text is tried where no other fits.
        known: whether the bytes may be of no type, as in ``Data``.
    """
    yield from _look(data, "", 0, budget, openers, known=known)


def _look(
    data: bytes, inside: str, depth: int, budget: Budget, openers: Sequence[Opener], *, known: bool
) -> Iterator[Seen]:
    if not data:
        return
    if depth > DEPTH:
        yield Unseen(inside, f"more than {DEPTH} files inside each other")
        return
    fitting = [each for each in openers if each.name != "text" and each.fits(data)]
    if not fitting:
        fitting = [each for each in openers if each.name == "text" and each.fits(data)]
        # 8-bit text can be anything: bytes that need not be a file are none because of it.
        if known and encoding_of(data) == "cp1252":
            fitting = []
    for opener in fitting:
        try:
            for part in opener.parts(data, budget):
                where = " > ".join(each for each in (inside, part.inside) if each)
                if isinstance(part, Data):
                    yield from _look(part.data, where, depth + 1, budget, openers, known=part.known)
                elif isinstance(part, Text):
                    yield Text(where, part.text, part.prose, part.places)
                else:
                    yield Picture(where, part.pixels, part.turned)
        except CannotLookError as error:
            yield Unseen(inside, f"{opener.name}: {error}")
    if not fitting and not known:
        yield Unseen(inside, "a type of file that cannot be opened")
    if not any(opener.name == "text" for opener in fitting):
        yield Text(inside, strings(data), prose=False)
