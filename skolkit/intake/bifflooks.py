"""Tells which cell styles of an old .xls file make text unseen, record by record."""

from __future__ import annotations

import struct

from skolkit.intake.colours import BLACK, WHITE, Colour, basic_colour, same

_FONT, _STYLE, _FORMAT, _PALETTE = 0x0031, 0x00E0, 0x041E, 0x0092
_FIRST_OF_PALETTE = 8
_SOLID = 1
_AUTOMATIC = 0x7FFF
_SMALLEST = 40  # twentieths of a point


class CellLooks:
    """Gathers fonts, formats, colours and styles; what it cannot read it takes to be seen."""

    def __init__(self) -> None:
        """Begin with none."""
        self._fonts: list[tuple[int, int]] = []  # height and colour
        self._styles: list[tuple[int, int, int, int]] = []  # font, format, pattern, ground
        self._empty: set[int] = set()
        self._palette: list[Colour] = []

    def look(self, kind: int, body: bytes) -> None:
        """Look at a record of the workbook's first part."""
        if kind == _FONT and len(body) >= 6:
            height, _, colour = struct.unpack_from("<3H", body, 0)
            self._fonts.append((height, colour))
        elif kind == _FORMAT and len(body) > 5:
            number, count, wide = struct.unpack_from("<HHB", body, 0)
            code = body[5:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")
            if count and not code.strip("; "):
                self._empty.add(number)
        elif kind == _PALETTE and len(body) >= 2:
            steps = range(2, len(body) - 3, 4)
            self._palette = [(body[at], body[at + 1], body[at + 2]) for at in steps]
        elif kind == _STYLE:
            font, form = struct.unpack_from("<2H", body, 0)
            pattern = ground = 0
            if len(body) >= 20:
                pattern = struct.unpack_from("<I", body, 14)[0] >> 26
                ground = struct.unpack_from("<H", body, 18)[0] & 0x7F
            self._styles.append((font, form, pattern, ground))

    @property
    def veils(self) -> frozenset[int]:
        """The numbers of the styles in which text cannot be seen."""
        return frozenset(n for n, style in enumerate(self._styles) if self._is_veil(*style))

    def _is_veil(self, font: int, form: int, pattern: int, ground: int) -> bool:
        if form in self._empty:
            return True
        index = font - (font > 4)  # there is no font number 4
        if index >= len(self._fonts):
            return False
        height, colour = self._fonts[index]
        if 0 < height < _SMALLEST:
            return True
        if pattern not in (0, _SOLID):
            return False
        under = self._colour(ground, WHITE) if pattern == _SOLID else WHITE
        return same(self._colour(colour, BLACK), under)

    def _colour(self, index: int, automatic: Colour) -> Colour:
        if index == _AUTOMATIC:
            return automatic
        at = index - _FIRST_OF_PALETTE
        if 0 <= at < len(self._palette):
            return self._palette[at]
        return basic_colour(index)
