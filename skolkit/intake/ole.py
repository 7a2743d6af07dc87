"""Reads the directory and streams of OLE2 compound files (.xls, .doc, encrypted .xlsx)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFE
_LAST_REGULAR = 0xFFFFFFFA
_MINI_CUTOFF = 4096


class OleError(ValueError):
    """The file is damaged or ends early."""


@dataclass(frozen=True, slots=True)
class _Stream:
    name: str
    kind: int
    start: int
    size: int


class OleFile:
    """A compound file held in memory; only what is asked for is put together."""

    def __init__(self, data: bytes) -> None:
        """Read the tables of the file.

        Raises:
            OleError: when they are damaged or cut off.
        """
        if len(data) < 512 or data[:8] != MAGIC:
            raise OleError("no compound file")
        self._data = data
        self._sector = 1 << struct.unpack_from("<H", data, 30)[0]
        self._mini = 1 << struct.unpack_from("<H", data, 32)[0]
        if self._sector not in (512, 4096) or self._mini != 64:
            raise OleError("odd sector size")
        self._fat = self._read_fat()
        first_directory = struct.unpack_from("<I", data, 48)[0]
        self._streams = self._read_directory(self._chain(first_directory))
        self._mini_fat: tuple[int, ...] | None = None

    @classmethod
    def from_path(cls, path: Path) -> OleFile:
        """Read a file whole; the caller has checked its size."""
        return cls(path.read_bytes())

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and storages."""
        return frozenset(stream.name for stream in self._streams)

    def read(self, name: str) -> bytes:
        """Put together the stream of this name (the first, where there are several).

        Raises:
            KeyError: when there is none.
            OleError: when it is damaged or cut off.
        """
        for stream in self._streams:
            if stream.name == name and stream.kind == 2:
                break
        else:
            raise KeyError(name)
        if stream.size >= _MINI_CUTOFF:
            data = self._chain(stream.start)
        else:
            data = self._mini_chain(stream.start)
        if len(data) < stream.size:
            raise OleError(f"stream {name} is cut off")
        return data[: stream.size]

    def _sector_at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        data = self._data[start : start + self._sector]
        if not data:
            raise OleError("the file ends before its contents do")
        return data

    def _read_fat(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        further = struct.unpack_from("<I", self._data, 68)[0]
        per_sector = self._sector // 4
        seen: set[int] = set()
        while further <= _LAST_REGULAR:
            if further in seen:
                raise OleError("the sector list runs in a circle")
            seen.add(further)
            block = self._whole(further)
            numbers += struct.unpack(f"<{per_sector - 1}I", block[:-4])
            further = struct.unpack("<I", block[-4:])[0]
        fat: list[int] = []
        for number in numbers:
            if number <= _LAST_REGULAR:
                fat += struct.unpack(f"<{per_sector}I", self._whole(number))
        return tuple(fat)

    def _whole(self, number: int) -> bytes:
        block = self._sector_at(number)
        if len(block) < self._sector:
            raise OleError("the file ends inside its sector list")
        return block

    def _chain(self, start: int) -> bytes:
        blocks: list[bytes] = []
        number = start
        while number != _END:
            if number >= len(self._fat) or len(blocks) > len(self._fat):
                raise OleError("a chain of sectors is broken")
            blocks.append(self._sector_at(number))
            number = self._fat[number]
        return b"".join(blocks)

    def _mini_chain(self, start: int) -> bytes:
        if self._mini_fat is None:
            raw = self._chain(struct.unpack_from("<I", self._data, 60)[0])
            self._mini_fat = struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])
        root = next((stream for stream in self._streams if stream.kind == 5), None)
        if root is None:
            raise OleError("the file has no root")
        store = self._chain(root.start)
        blocks: list[bytes] = []
        number = start
        while number != _END:
            if number >= len(self._mini_fat) or len(blocks) > len(self._mini_fat):
                raise OleError("a chain of small sectors is broken")
            blocks.append(store[number * self._mini : (number + 1) * self._mini])
            number = self._mini_fat[number]
        return b"".join(blocks)

    def _read_directory(self, raw: bytes) -> tuple[_Stream, ...]:
        streams: list[_Stream] = []
        for at in range(0, len(raw) - 127, 128):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            if kind == 0 or not 2 <= length <= 64:
                continue
            name = raw[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<IQ", raw, at + 116)
            # Old writers leave rubbish in the upper half of the size.
            streams.append(_Stream(name, kind, start, size & 0xFFFFFFFF))
        return tuple(streams)
