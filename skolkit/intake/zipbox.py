"""Opens zip containers (xlsx, ods) without trusting them: bytes are counted while inflating."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from skolkit.problems import SkolkitError
from skolkit.settings import Limits

CHUNK = 1 << 20
RATIO = 200
RATIO_FROM_BYTES = 10 * 2**20
_HEAD = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


class _Counted(io.RawIOBase):
    """A part of the archive that stops with E_BOMB once it gives more than it may."""

    def __init__(self, box: ZipBox, part: str, source: IO[bytes], packed: int) -> None:
        self._box = box
        self._part = part
        self._source = source
        self._packed = max(packed, 1)
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(CHUNK), b""))
        try:
            data = self._source.read(min(size, CHUNK))
        except _DAMAGE as error:
            raise self._box.damaged(f"part {self._part} is damaged or cut off") from error
        self._given += len(data)
        self._box.count(self._part, len(data), self._given, self._packed)
        return data


class ZipBox:
    """A zip container whose parts may be read within the limits of the settings."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        """Read the list of parts.

        Raises:
            SkolkitError: E_CORRUPT without a sound list, E_TOO_BIG with too many parts.
        """
        self.name = name
        self._limits = limits
        self._total = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except _DAMAGE as error:
            detail = "the list of its parts, which stands at the end, is missing"
            raise self.damaged(detail) from error
        except (ValueError, IndexError, UnicodeError) as error:
            raise self.damaged("the list of its parts makes no sense") from error
        self.parts = frozenset(self._zip.namelist())
        if len(self._zip.namelist()) > limits.zip_parts:
            self.close()
            told = f"{len(self._zip.namelist())} parts, zip_parts = {limits.zip_parts}"
            raise SkolkitError.of("E_TOO_BIG", name, detail=told)

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def __enter__(self) -> ZipBox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_locked(self) -> bool:
        """Whether parts are encrypted by the zip format itself."""
        return any(info.flag_bits & 0x1 for info in self._zip.infolist())

    @contextmanager
    def open(self, part: str) -> Iterator[io.RawIOBase]:
        """Open a part for reading from its start.

        Raises:
            SkolkitError: E_CORRUPT when it is missing or damaged, here or while reading;
                E_BOMB while reading; E_ENCRYPTED.
        """
        try:
            info = self._zip.getinfo(part)
        except KeyError as error:
            raise self.damaged(f"part {part} is missing") from error
        if info.flag_bits & 0x1:
            raise SkolkitError.of("E_ENCRYPTED", self.name)
        try:
            source = self._zip.open(info)
        except (*_DAMAGE, RuntimeError) as error:
            raise self.damaged(f"part {part} is damaged or cut off") from error
        with source:
            yield _Counted(self, part, source, info.compress_size)

    def read(self, part: str, most: int | None = None) -> bytes:
        """Inflate a whole part, or nothing of one over ``most`` bytes; errors as for ``open``."""
        held = bytearray()
        with self.open(part) as stream:
            while data := stream.read(CHUNK):
                held += data
                if most is not None and len(held) > most:
                    return b""
        return bytes(held)

    def check(self, parts: Iterable[str], watch: Callable[[bytes], None] | None = None) -> None:
        """Inflate parts to their end and throw the bytes away.

        Args:
            parts: names of parts.
            watch: is shown the bytes, piece by piece.

        Raises:
            SkolkitError: E_CORRUPT (a check sum is wrong, a part ends early), E_BOMB, or
                E_UNSAFE_XML when a part declares a document type.
        """
        for part in parts:
            with self.open(part) as stream:
                head = b""
                while data := stream.read(CHUNK):
                    if len(head) < _HEAD:
                        head += data[:_HEAD]
                    if watch is not None:
                        watch(data)
            if declares_doctype(head):
                raise SkolkitError.of("E_UNSAFE_XML", self.name, detail=f"part {part}")

    def count(self, part: str, fresh: int, given: int, packed: int) -> None:
        """Add inflated bytes to the account and stop a bomb."""
        self._total += fresh
        limits = self._limits
        if given > RATIO_FROM_BYTES and given > RATIO * packed:
            raise self._bomb(f"part {part} grows more than {RATIO} to 1")
        if given > limits.zip_part_bytes:
            raise self._bomb(f"part {part}, limit zip_part_bytes = {limits.zip_part_bytes}")
        if self._total > limits.zip_total_bytes * 3:
            # Parts are inflated up to three times: checked, shared strings, read.
            raise self._bomb(f"limit zip_total_bytes = {limits.zip_total_bytes}")

    def damaged(self, detail: str) -> SkolkitError:
        """Make the E_CORRUPT error of this file."""
        return SkolkitError.of("E_CORRUPT", self.name, detail=detail)

    def _bomb(self, detail: str) -> SkolkitError:
        return SkolkitError.of("E_BOMB", self.name, detail=detail)


def declares_doctype(head: bytes) -> bool:
    """Whether the start of an XML text, in any usual encoding, holds a DTD or an entity."""
    plain = head.replace(b"\0", b"")
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain
