"""Opens zip containers (xlsx, ods, docx too) and gzip, counting bytes while they are inflated."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from skolkit.privacy.leakcheck.model import Budget, CannotLookError, Data, Part, Text

_CHUNK = 1 << 20
_TAIL = 66_000  # the list of a zip file stands in its last bytes
_LOCAL = b"PK\x03\x04"
_END = b"PK\x05\x06"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


def fits_zip(data: bytes) -> bool:
    """Whether bytes are a zip container, or hide one behind something else."""
    if data[:4] in {_LOCAL, _END}:
        return True
    return _END in data[-_TAIL:] and zipfile.is_zipfile(io.BytesIO(data))


def zip_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """The names, comments and parts of a zip container; what its list does not name is refused."""
    try:
        box = zipfile.ZipFile(io.BytesIO(data))
    except (*_DAMAGE, IndexError) as error:
        raise CannotLookError("a zip container whose list of parts is missing") from error
    entries = box.infolist()
    if len(entries) > budget.limits.zip_parts:
        raise CannotLookError(f"more than zip_parts = {budget.limits.zip_parts}")
    if box.comment:
        yield Data("comment", box.comment, known=True)
    yield Text("names", "\n".join(entry.filename for entry in entries))
    refused = ""
    for entry in entries:
        budget.part()
        if entry.comment or entry.extra:
            yield Data(f"{entry.filename}, comment", entry.comment + entry.extra, known=True)
        if entry.is_dir() and not entry.file_size:
            continue
        if entry.flag_bits & 0x1:
            refused = "a part with a password"
            continue
        try:
            with box.open(entry) as stream:
                held = read_counted(stream, entry.compress_size, budget)
        except _DAMAGE:
            refused = "a damaged part"
            continue
        yield Data(entry.filename, held)
    if refused:
        raise CannotLookError(refused)
    _refuse_hidden(data, box)


def _refuse_hidden(data: bytes, box: zipfile.ZipFile) -> None:
    """Refuse parts that lie between those that the list names."""
    starts = sorted((entry.header_offset, entry.compress_size) for entry in box.infolist())
    if len({start for start, _ in starts}) < len(starts):
        raise CannotLookError("parts that lie over each other")
    at = 0
    for start, size in [*starts, (len(data), 0)]:
        if _LOCAL in data[at:start]:
            raise CannotLookError("parts that the list does not name")
        name, extra = data[start + 26 : start + 28], data[start + 28 : start + 30]
        at = start + 30 + int.from_bytes(name, "little") + int.from_bytes(extra, "little") + size


def fits_gzip(data: bytes) -> bool:
    """Whether bytes are gzip."""
    return data[:3] == b"\x1f\x8b\x08"


def gzip_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """What a gzip file holds; its name and comment are found among its raw strings."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            held = read_counted(stream, len(data), budget)
    except _DAMAGE as error:
        raise CannotLookError("a damaged gzip file") from error
    yield Data("unpacked", held)


def read_counted(stream: IO[bytes] | gzip.GzipFile, packed: int, budget: Budget) -> bytes:
    """Read a stream to its end within the limits.

    Raises:
        CannotLookError: when it gives too much.
    """
    held = bytearray()
    while chunk := stream.read(_CHUNK):
        held += chunk
        budget.spend(len(chunk))
        budget.grown(packed, len(held), budget.limits.zip_part_bytes)
    return bytes(held)
