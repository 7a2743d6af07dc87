"""Follows the chain of a TIFF's pages: where each begins, and whether it leads back into itself.

Each page names the next by its place in the file. Only these places are read, so that the
last of two thousand pages is found at once.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

_ORDERS = {b"II": "<", b"MM": ">"}
_CLASSIC, _BIG = 42, 43  # the two forms of a TIFF
_MOST_TAGS = 4096  # of a page; pictures have some twenty


@dataclass(frozen=True, slots=True)
class Chain:
    """Where the pages begin, in order; ``loops`` where the last of them names an earlier one."""

    places: tuple[int, ...]
    loops: bool


class NoSuchPageError(Exception):
    """The chain has no page of that number."""


class _StartingAt(io.FileIO):
    """A TIFF whose head names another page as the first; nothing is written."""

    def __init__(self, path: Path, head: bytes) -> None:
        super().__init__(path)
        self._head = head

    def read(self, size: int | None = -1, /) -> bytes:
        at = self.tell()
        data: bytes = super().read(-1 if size is None else size) or b""
        own = self._head[at : at + len(data)]
        return own + data[len(own) :]


def opened_at(path: Path, page: int) -> BinaryIO:
    """Open a picture file so that a page (from 1) of a TIFF is its first.

    Readers of TIFF go through all pages before the one that is asked for, which takes the longer
    the more there are.

    Raises:
        NoSuchPageError: if the chain has no such page.
        OSError: if the file cannot be opened.
    """
    if page == 1:
        return path.open("rb")
    places = follow(path, page).places
    if len(places) < page:
        raise NoSuchPageError
    with path.open("rb") as stream:
        head = stream.read(16)
    order = _ORDERS[head[:2]]
    if struct.unpack(f"{order}H", head[2:4])[0] == _BIG:
        return cast(BinaryIO, _StartingAt(path, head[:8] + struct.pack(f"{order}Q", places[-1])))
    return cast(BinaryIO, _StartingAt(path, head[:4] + struct.pack(f"{order}I", places[-1])))


def follow(path: Path, most: int) -> Chain:
    """Follow the chain as far as it can be followed.

    Args:
        path: a TIFF; of anything else, and of what is cut off, the chain has few places or none.
        most: pages after which to stop.
    """
    places: list[int] = []
    known: set[int] = set()
    with path.open("rb") as stream:
        head = stream.read(16)
        order = _ORDERS.get(head[:2])
        if order is None or len(head) < 8:
            return Chain((), loops=False)
        form = struct.unpack(f"{order}H", head[2:4])[0]
        if form not in {_CLASSIC, _BIG} or (form == _BIG and len(head) < 16):
            return Chain((), loops=False)
        next_place = _first(head, order, form)
        while next_place and len(places) < most:
            if next_place in known:
                return Chain(tuple(places), loops=True)
            following = _after(stream, next_place, order, form)
            if following is None:
                break
            places.append(next_place)
            known.add(next_place)
            next_place = following
    return Chain(tuple(places), loops=False)


def _first(head: bytes, order: str, form: int) -> int:
    field = head[4:8] if form == _CLASSIC else head[8:16]
    return int(struct.unpack(f"{order}{'I' if form == _CLASSIC else 'Q'}", field)[0])


def _after(stream: BinaryIO, place: int, order: str, form: int) -> int | None:
    """The place that the page at ``place`` names as the next; ``None`` where the file ends."""
    counted, tag, named = ("H", 12, "I") if form == _CLASSIC else ("Q", 20, "Q")
    try:
        stream.seek(place)
        count = struct.unpack(f"{order}{counted}", stream.read(struct.calcsize(counted)))[0]
        if count > _MOST_TAGS:
            return None
        stream.seek(count * tag, 1)
        size = struct.calcsize(f"<{named}")
        return int(struct.unpack(f"{order}{named}", stream.read(size))[0])
    except (struct.error, OSError, OverflowError, ValueError):
        return None
