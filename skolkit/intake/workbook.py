"""Turns the lists of an xlsx package (sheets, strings, styles) into what reading cells needs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as Safe
from defusedxml.common import DefusedXmlException

from skolkit.intake.formats import Look, look_of
from skolkit.intake.zipbox import ZipBox
from skolkit.problems import Problem, SkolkitError

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet of the package; ``part`` is None where the package does not hold it."""

    name: str
    part: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What the package says of itself."""

    sheets: tuple[SheetPart, ...]
    strings_part: str | None
    styles_part: str | None
    from_1904: bool


def walk(box: ZipBox, part: str, events: tuple[str, ...]) -> Iterator[tuple[str, Element]]:
    """Read an XML part piece by piece; the caller clears what it has used.

    Raises:
        SkolkitError: E_UNSAFE_XML, E_CORRUPT or E_BOMB.
    """
    with box.open(part) as stream:
        try:
            yield from Safe.iterparse(stream, events=events, forbid_dtd=True)
        except DefusedXmlException as error:
            raise SkolkitError.of("E_UNSAFE_XML", box.name, detail=f"part {part}") from error
        except (ParseError, ValueError) as error:
            raise box.damaged(f"part {part} is not sound XML") from error


def tree(box: ZipBox, part: str) -> Element:
    """Read a small XML part whole; errors as for ``walk``."""
    root: Element | None = None
    for _, element in walk(box, part, ("end",)):
        root = element
    if root is None:
        raise box.damaged(f"part {part} is empty")
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    found = element.get(name)
    if found is not None:
        return found
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


def is_on(told: str | None) -> bool:
    """Whether an XML truth value is true."""
    return told is not None and told.strip().lower() in {"1", "true", "on"}


def open_workbook(box: ZipBox) -> Workbook:
    """Read which worksheets a package holds and where their parts are.

    Raises:
        SkolkitError: E_CORRUPT when the package's lists are missing or unsound, E_UNSAFE_XML.
    """
    main = "xl/workbook.xml"
    for kind, target in relations(box, "_rels/.rels", "").values():
        if kind == "officeDocument":
            main = target
    folder = posixpath.dirname(main)
    relations_part = f"{folder}/_rels/{posixpath.basename(main)}.rels".lstrip("/")
    related = relations(box, relations_part, folder)
    sheets: list[SheetPart] = []
    from_1904 = False
    for element in tree(box, main).iter():
        if local(element) == "workbookPr":
            from_1904 = is_on(element.get("date1904"))
        if local(element) == "sheet":
            kind, target = related.get(attribute(element, "id") or "", ("worksheet", ""))
            if kind != "worksheet":
                continue  # chart sheets and macro sheets hold no cells of ours
            hidden = element.get("state", "visible") != "visible"
            part = target if target in box.parts else None
            sheets.append(SheetPart(element.get("name") or "", part, hidden))
    by_kind = {kind: target for kind, target in related.values() if target in box.parts}
    return Workbook(tuple(sheets), by_kind.get("sharedStrings"), by_kind.get("styles"), from_1904)


def relations(box: ZipBox, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """Kind and part of each relation by its id; those that point outside are left out."""
    if part not in box.parts:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element in tree(box, part).iter():
        if local(element) != "Relationship" or element.get("TargetMode") == "External":
            continue
        kind = (element.get("Type") or "").rpartition("/")[2]
        target = element.get("Target") or ""
        path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        found[element.get("Id") or ""] = (kind, posixpath.normpath(path))
    return found


def read_strings(box: ZipBox, part: str | None) -> tuple[str, ...]:
    """Read the shared strings; none when the package has no such part."""
    if part is None:
        return ()
    strings: list[str] = []
    holder: Element | None = None
    for event, element in walk(box, part, ("start", "end")):
        if event == "start":
            holder = element if holder is None else holder
        elif local(element) == "si":
            strings.append(rich_text(element))
            if holder is not None:
                holder.clear()
    return tuple(strings)


def rich_text(element: Element) -> str:
    """The text of a string item: all its runs, without phonetic guides, escapes undone."""
    parts: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [run.text or "" for run in child if local(run) == "t"]
    return unescape("".join(parts))


def unescape(text: str) -> str:
    """Undo the _xHHHH_ escapes of control characters."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: _letter(int(found.group(1), 16)), text)


def _letter(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def read_looks(box: ZipBox, part: str | None) -> tuple[Look, ...]:
    """Read what each cell style makes of a number, by the style's index."""
    if part is None:
        return ()
    root = tree(box, part)
    codes: dict[int, str] = {}
    looks: list[Look] = []
    for element in root.iter():
        if local(element) == "numFmt" and "formatCode" in element.attrib:
            codes[_number(element.get("numFmtId"))] = element.get("formatCode") or ""
    for group in root:
        if local(group) != "cellXfs":
            continue
        for style in group:
            format_id = _number(style.get("numFmtId"))
            looks.append(look_of(format_id, codes.get(format_id)))
    return tuple(looks)


def _number(told: Any) -> int:
    try:
        return int(told)
    except (TypeError, ValueError):
        return 0


_CARRIED: tuple[tuple[str, str, str], ...] = (
    ("xl/vbaProject", "W_MACRO", ""),
    ("xl/externalLinks/externalLink", "W_EXTERNAL_LINK", ""),
    ("xl/embeddings/", "W_ATTACHMENT", "an embedded file"),
    ("xl/media/", "W_ATTACHMENT", "a picture"),
    ("xl/pivotCache/", "W_HIDDEN", "the memory of a pivot table, not read"),
)


def carried(box: ZipBox) -> tuple[Problem, ...]:
    """Tell what the package carries besides cells: macros, links, pictures, pivot memory."""
    return tuple(
        Problem(code, box.name, detail=detail)
        for start, code, detail in _CARRIED
        if any(part.startswith(start) for part in box.parts)
    )
