"""Tells which cell styles of a workbook make text unseen: in the colour of its ground, or tiny."""

from __future__ import annotations

import posixpath
from typing import TypeVar
from xml.etree.ElementTree import Element

from skolkit.intake.workbook import local, relations, tree
from skolkit.intake.zipbox import ZipBox
from skolkit.problems import SkolkitError

T = TypeVar("T")
Colour = tuple[int, int, int] | str  # red, green, blue; or a name where its value is not known
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
NEAR = 10  # levels within which two colours look the same
SMALLEST = 2.0  # points: smaller text is no text to read
_FIRST_INDEXED = (
    BLACK, WHITE, (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255), (0, 255, 255)
)  # fmt: skip
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink")


def read_veils(box: ZipBox, styles_part: str | None) -> tuple[bool, ...]:
    """Tell of each cell style, by its index, whether text in it cannot be seen.

    Raises:
        SkolkitError: E_CORRUPT, E_UNSAFE_XML or E_BOMB.
    """
    if styles_part is None:
        return ()
    root = tree(box, styles_part)
    theme = _theme(box, styles_part)
    palette = [_hex(element.get("rgb")) for element in root.iter() if local(element) == "rgbColor"]
    fonts, grounds = [], []
    for group in root:
        if local(group) == "fonts":
            fonts = [_font(font, theme, palette) for font in group]
        elif local(group) == "fills":
            grounds = [_ground(fill, theme, palette) for fill in group]
    veils = []
    for group in root:
        if local(group) != "cellXfs":
            continue
        for style in group:
            colour, size = _pick(fonts, style.get("fontId"), (BLACK, 11.0))
            ground = _pick(grounds, style.get("fillId"), WHITE)
            veils.append(size < SMALLEST or same(colour, ground))
    return tuple(veils)


def table_heads(box: ZipBox, sheet_part: str) -> tuple[str, ...]:
    """The ranges of the tables on a sheet: a table colours its headings itself."""
    folder, name = posixpath.split(sheet_part)
    found = []
    try:
        for kind, part in relations(box, f"{folder}/_rels/{name}.rels", folder).values():
            if kind == "table" and part in box.parts:
                found.append(tree(box, part).get("ref") or "")
    except SkolkitError:
        return ()
    return tuple(found)


def _pick(items: list[T], told: str | None, otherwise: T) -> T:
    index = int(told) if told and told.isascii() and told.isdigit() else 0
    return items[index] if index < len(items) else otherwise


def _font(font: Element, theme: list[Colour], palette: list[Colour]) -> tuple[Colour, float]:
    colour: Colour = BLACK
    size = 11.0
    for child in font:
        if local(child) == "color":
            colour = _colour(child, theme, palette, BLACK)
        elif local(child) == "sz":
            size = _float(child.get("val"), size)
    return colour, size


def _ground(fill: Element, theme: list[Colour], palette: list[Colour]) -> Colour:
    for child in fill:
        pattern = child.get("patternType", "none")
        if local(child) != "patternFill":
            return "a gradient"
        if pattern == "none":
            return WHITE
        if pattern != "solid":
            return "a pattern"
        for end in child:
            if local(end) == "fgColor":
                return _colour(end, theme, palette, WHITE)
    return WHITE


def _colour(
    element: Element, theme: list[Colour], palette: list[Colour], automatic: Colour
) -> Colour:
    """What a colour element means; a name of its own where that is not known."""
    tint = _float(element.get("tint"), 0.0)
    if (rgb := element.get("rgb")) is not None:
        return _tinted(_hex(rgb), tint)
    if (told := element.get("theme")) is not None:
        return _tinted(_pick(theme, told, f"theme {told}"), tint)
    if (told := element.get("indexed")) is not None and told.isdigit():
        index = int(told)
        if index < len(palette):
            return palette[index]
        return basic_colour(index)
    return automatic


def basic_colour(index: int) -> Colour:
    """What a number means that old programs give a colour; a name of its own where not known."""
    if index < 16:
        return _FIRST_INDEXED[index % 8]
    return {64: BLACK, 65: WHITE}.get(index, f"indexed {index}")


def _hex(told: str | None) -> Colour:
    try:
        number = int((told or "")[-6:], 16)
    except ValueError:
        return f"rgb {told}"
    return number >> 16, number >> 8 & 255, number & 255


def _tinted(colour: Colour, tint: float) -> Colour:
    if isinstance(colour, str):
        return f"{colour} {tint}"
    towards = 255 if tint > 0 else 0
    red, green, blue = (round(level + (towards - level) * abs(tint)) for level in colour)
    return red, green, blue


def same(one: Colour, other: Colour) -> bool:
    """Whether an eye does not tell two colours apart."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _float(told: str | None, otherwise: float) -> float:
    try:
        return float(told) if told is not None else otherwise
    except ValueError:
        return otherwise


def _theme(box: ZipBox, styles_part: str) -> list[Colour]:
    """The colours of the theme in the order in which styles count them."""
    part = f"{posixpath.dirname(styles_part)}/theme/theme1.xml"
    named: dict[str, Colour] = {"lt1": WHITE, "dk1": BLACK}
    if part in box.parts:
        try:
            for element in tree(box, part).iter():
                if local(element) in _THEME_ORDER and len(element):
                    told = element[0].get("lastClr") or element[0].get("val")
                    named[local(element)] = _hex(told)
        except SkolkitError:
            pass  # without its theme a workbook is read all the same
    return [named.get(name, f"theme {name}") for name in _THEME_ORDER]
