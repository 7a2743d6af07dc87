"""HTML, XML and SVG to what stands in them: visible text, attributes, comments.

No XML parser is used: nothing is expanded, fetched or refused, and broken markup is read too. A
number whose digits are formatted one by one (runs of a cell, ``<b>``) comes out whole.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator

from skolkit.privacy.leakcheck.model import Text
from skolkit.privacy.needles import BREAK

_TAG = re.compile(r"<(/?+)([A-Za-z_][\w:.-]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(r"([\w:.-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
# fmt: off
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "charset", "color", "del", "em", "family", "font",
        "i", "ins", "label", "lang", "mark", "noproof", "prooferr", "r", "rfont", "rpr", "rstyle",
        "s", "scheme", "shadow", "small", "span", "strike", "strong", "sub", "sup", "sz", "szcs",
        "t", "tspan", "tt", "u", "vertalign", "wbr"
    }
)
_GEOMETRY = frozenset(
    {
        "cx", "cy", "d", "dx", "dy", "gradienttransform", "height", "ht", "offset",
        "patterntransform", "points", "rx", "ry", "spans", "sqref", "stroke-dasharray",
        "stroke-width", "transform", "viewbox", "width", "x", "x1", "x2", "xsi:schemalocation",
        "y", "y1", "y2"
    }
)
# fmt: on
_DRAWING = re.compile(r"(data:image/svg\+xml;base64,)([A-Za-z0-9+/]++={0,2})")
_SPACES = frozenset({"br", "tab", "cr", "line-break"})
_LONG_LINE = 200
_CELLS = frozenset({"c", "row"})
_CELL_PLACE = re.compile(r"[A-Z]{0,3}[0-9]{1,7}")
_NAMESPACES = ("xmlns",)


def _without_drawing(value: str) -> str:
    """An address without the SVG that it holds as base64; any other value as it is.

    No number can be seen in such letters: four digits in a row pack no ASCII text.
    """
    packed = _DRAWING.fullmatch(value)
    if packed is None:
        return value
    try:
        drawing = base64.b64decode(packed[2], validate=True).decode()
    except ValueError:
        return value
    return packed[1] if drawing.lstrip()[:1] == "<" else value


def looks_like_markup(text: str) -> bool:
    """Whether a text holds tags."""
    return "</" in text or "/>" in text or text.lstrip()[:5].lower() in {"<html", "<!doc", "<?xml"}


def markup_parts(text: str, inside: str, *, unpacked: bool = False) -> Iterator[Text]:
    """Take a markup text apart.

    Args:
        text: the whole of it.
        inside: the place that the parts are told to be in.
        unpacked: whether drawings that are packed into it are also looked into by themselves: then
            the letters that they are packed as are left out.

    Returns:
        Its visible text with places (cells of a worksheet, else lines), its attributes, each value
        once, and its comments, as far as there are any; without coordinates, which no pattern may
        look at.
    """
    shown = _Collected()
    values = _Collected()
    comments = _Collected()
    seen = {""}
    at, line, begun, counted, cell = 0, 1, 0, 0, ""
    end = len(text)
    while at < end:
        start = text.find("<", at)
        if start < 0:
            start = end
        if start > at:
            shown.add(html.unescape(text[at:start]))
        if start == end:
            break
        if new := text.count("\n", counted, start):
            line, begun = line + new, text.rfind("\n", counted, start) + 1
        counted = start
        at = _special(text, start, shown, comments, line)
        if at > start:
            continue
        tag = _TAG.match(text, start)
        if tag is None:
            shown.add("<")
            at = start + 1
            continue
        at = tag.end()
        name = tag[2].rpartition(":")[2].lower()
        if name in _CELLS:
            cell = ""
        place = cell or _line(line, start - begun + 1)
        for attribute in _ATTRIBUTE.finditer(tag[3]):
            value = attribute[2] or attribute[3] or attribute[4] or ""
            key = attribute[1].lower()
            if key == "r" and name in _CELLS and _CELL_PLACE.fullmatch(value):
                if name == "c":
                    place = cell = f"cell {value}"
                continue
            if value in seen or key in _GEOMETRY or key.startswith(_NAMESPACES):
                continue
            seen.add(value)
            if unpacked:
                value = _without_drawing(value)
            values.part(f"{place}, attribute", html.unescape(value))
        if name in _SPACES or (name == "s" and tag[2].lower() == "text:s"):
            shown.add("\n" if name in {"br", "cr", "line-break"} else " ")
        elif name not in _INLINE:
            shown.turn(place)
    for name, collected in (("", shown), ("", values), ("comment", comments)):
        if collected.text:
            where = ", ".join(part for part in (inside, name) if part)
            yield Text(where, collected.text, places=collected.places)


def _line(line: int, column: int) -> str:
    """A place by its line, and within it where the line is long."""
    return f"line {line}" if column <= _LONG_LINE else f"line {line}, character {column}"


def _special(text: str, start: int, shown: _Collected, comments: _Collected, line: int) -> int:
    """Take a comment or CDATA at ``start``; returns its end, or ``start`` if there is none."""
    for head, tail in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if text.startswith(head, start):
            stop = text.find(tail, start + len(head))
            stop = len(text) if stop < 0 else stop
            held = text[start + len(head) : stop]
            if head == "<!--":
                comments.part(f"line {line}", held)
            else:
                shown.add(held)
            return stop + len(tail)
    return start


class _Collected:
    """Text in the making, with the places where its parts begin."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._places: list[tuple[int, str]] = []
        self._broken = True

    def add(self, text: str) -> None:
        """Add to what is there without a break."""
        self._parts.append(text)
        self._length += len(text)
        self._broken = self._broken and not text.strip()

    def turn(self, place: str) -> None:
        """Break: what comes next stands at another place."""
        if not self._broken:
            self.add(BREAK)
            self._broken = True
        if self._places and self._places[-1][0] == self._length:
            self._places.pop()
        self._places.append((self._length, place))

    def part(self, place: str, text: str) -> None:
        """Add a text of its own."""
        self.turn(place)
        self.add(text)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)

    @property
    def places(self) -> tuple[tuple[int, str], ...]:
        """Offsets and places, rising."""
        return tuple(self._places)
