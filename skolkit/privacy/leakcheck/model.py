"""The nouns of the leak check: parts of a file, what was found in them, what was not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from skolkit.privacy.model import Span
from skolkit.settings import Limits

Detect = Callable[[str], Iterable[Span]]

MASKED_VALUE = "masked value"  # a value that was masked elsewhere in this run
NOT_LOOKED_INTO = "not looked into"
DEPTH = 8  # files inside files
STREAM_BYTES = 128 * 2**20
RATIO = 200
RATIO_FROM_BYTES = 10 * 2**20
_PARTS = 200_000


class CannotLookError(Exception):
    """A file, or a part of one, that the check cannot look into; says why, without its text."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text that was taken out of a file.

    ``prose`` is text that a person may read: patterns are looked for. Otherwise it consists of
    coordinates, raw bytes and the like, where only known values prove anything. ``places`` are
    offsets, rising, and what starts there; without them places are told as lines.
    """

    inside: str
    text: str
    prose: bool = True
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Data:
    """Bytes inside a file that are a file themselves, unless ``known`` says that they need not be.

    Of known bytes (a font, what a base64 text gave) of no type that can be opened only the raw
    strings are searched; of others that is a finding.
    """

    inside: str
    data: bytes
    known: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """Pixels to be read by OCR, unpacked when asked for: grey, 0 is black.

    ``turned`` is whether text in it may stand upside down or on its side.
    """

    inside: str
    pixels: Callable[[], NDArray[np.uint8]]
    turned: bool = True


@dataclass(frozen=True, slots=True)
class Unseen:
    """A part that could not be looked into, and why."""

    inside: str
    reason: str


Part = Text | Data | Picture
Seen = Text | Picture | Unseen


@dataclass(slots=True)
class Budget:
    """What looking into one file may cost. Counts while things are unpacked.

    ``pictures`` is whether pictures will be read; where they are not, none need be drawn. ``ours``
    is whether we made the file: then a page shows what its text layer says, and need not be read.
    """

    limits: Limits = field(default_factory=Limits)
    pictures: bool = True
    ours: bool = False
    _bytes: int = 0
    _parts: int = 0

    def spend(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            CannotLookError: when there are too many of them.
        """
        self._bytes += count
        if self._bytes > self.limits.zip_total_bytes:
            raise CannotLookError(f"expands past zip_total_bytes = {self.limits.zip_total_bytes}")

    def part(self) -> None:
        """Count a part of the file.

        Raises:
            CannotLookError: when there are too many of them.
        """
        self._parts += 1
        if self._parts > _PARTS:
            raise CannotLookError(f"more than {_PARTS} parts")

    def grown(self, packed: int, given: int, most: int) -> None:
        """Refuse what grows beyond all measure while it is unpacked.

        Raises:
            CannotLookError: naming the limit.
        """
        if given > most:
            raise CannotLookError(f"a part of more than {most} bytes")
        if given > RATIO_FROM_BYTES and given > RATIO * max(packed, 1):
            raise CannotLookError(f"a part that grows more than {RATIO} to 1")


@dataclass(frozen=True, slots=True)
class Opener:
    """How one format is taken apart.

    ``fits`` decides by the bytes alone. ``parts`` yields what is inside; it raises
    ``CannotLookError`` for what it cannot read, after having given what it could.
    """

    name: str
    fits: Callable[[bytes], bool]
    parts: Callable[[bytes, Budget], Iterator[Part]]


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """One finding. Never holds the text that was found.

    ``leak_id`` stays the same as long as the file has the same bytes, and follows from the file and
    the place, not from what stands there: a short hash of a personnummer would give it away.
    """

    file: str
    inside: str
    kind: str  # of the data: "personnummer" ...; or MASKED_VALUE, NOT_LOOKED_INTO
    rule: str  # by which it was found, or why a part was not looked into
    leak_id: str


@dataclass(frozen=True, slots=True)
class LeakReport:
    """What became of a leak check."""

    findings: tuple[Leak, ...]
    looked_into: tuple[str, ...]
    pictures_read: int
    ocr: bool  # whether pictures were read

    @property
    def passed(self) -> bool:
        """Whether nothing was found and everything was looked into."""
        return not self.findings

    @property
    def not_looked_into(self) -> tuple[Leak, ...]:
        """The findings that are no personal data, but places where nobody looked."""
        return tuple(leak for leak in self.findings if leak.kind == NOT_LOOKED_INTO)
