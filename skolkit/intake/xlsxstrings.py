"""Tells which shared strings of an xlsx package no cell uses, from the bytes as they go by.

Sheets may be of hundreds of megabytes, and are taken apart only when they are read; here a search
over the bytes that are inflated anyway is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from skolkit.intake.workbook import local, rich_text, walk
from skolkit.intake.zipbox import ZipBox

_OVERLAP = 4096  # bytes: a cell may be cut in two between pieces
_MOST = 1 << 24  # strings
# A cell says t="s" and then the string's number; each search begins with plain bytes, for speed.
_USES = tuple(
    re.compile(
        b"t=" + mark + b"s" + mark + rb"[^<>]*>\s*(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</[^>]*>))?"
        rb"\s*<(?:\w+:)?v\b[^>]*>\s*(\d{1,8})\s*<"
    )
    for mark in (b'"', b"'")
)
_CELLS_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MOST_AFTER = 1 << 22  # bytes
_ITEM = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")


class SheetWatch:
    """Looks at one sheet as it goes by: which strings it uses, and what follows its cells."""

    def __init__(self, strings: Strings) -> None:
        """Begin a sheet."""
        self._strings = strings
        self._tail = b""
        self._after: bytearray | None = None

    def __call__(self, data: bytes) -> None:
        """Look at the next piece."""
        if self._after is not None:
            self._after += data[: max(_MOST_AFTER - len(self._after), 0)]
            return
        joined = self._tail + data
        self._strings.watch(joined)
        ending = _CELLS_END.search(joined) if b"sheetData" in joined else None
        if ending is not None:
            self._after = bytearray(joined[ending.end() : ending.end() + _MOST_AFTER])
        self._tail = joined[-_OVERLAP:]

    @property
    def after(self) -> str:
        """The XML after the cells: headers, footers, links and the like."""
        return bytes(self._after or b"").decode("utf-8", "replace")


class Strings:
    """How many strings there are, and which of them are used."""

    def __init__(self) -> None:
        """Begin with none."""
        self._used = bytearray()
        self._count = 0
        self._tail = b""
        self._wide = False

    def count(self, data: bytes) -> None:
        """Look at the next piece of the part that holds the strings."""
        self._wide = self._wide or data[:64].count(0) > 8  # two bytes a letter: not searched
        joined = self._tail + data
        self._count += sum(1 for _ in _ITEM.finditer(joined))
        cut = joined.rfind(b"<", max(len(joined) - 16, 0))
        held = joined[cut:] if cut >= 0 else b""
        self._tail = b"" if _ITEM.match(held) else held

    def watch(self, data: bytes) -> None:
        """Look at a piece of a sheet for the strings that its cells use."""
        self._wide = self._wide or data[:64].count(0) > 8
        for pattern in _USES:
            for found in pattern.finditer(data):
                self._use(int(found.group(1)))

    def _use(self, index: int) -> None:
        if index >= _MOST:
            return
        if index >= len(self._used):
            self._used.extend(bytes(index + 1 - len(self._used)))
        self._used[index] = 1

    @property
    def unused(self) -> int:
        """How many strings no cell uses; 0 where that cannot be told."""
        if self._wide or self._count > _MOST:
            return 0
        return self._count - sum(self._used[: self._count])

    def unused_texts(self, box: ZipBox, part: str) -> Iterator[str]:
        """The strings that no cell uses."""
        index = -1
        for event, element in walk(box, part, ("start", "end")):
            if event == "end" and local(element) == "si":
                index += 1
                if index >= len(self._used) or not self._used[index]:
                    yield rich_text(element)
                element.clear()
