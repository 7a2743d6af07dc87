"""Gathers what an xlsx or xlsm package carries besides its cells: names, notes, memories."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element

from skolkit.intake.unread import MOST_BYTES, texts_in
from skolkit.intake.unseen import BY_PROGRAMS, MOST, Carried, is_paging
from skolkit.intake.workbook import local, walk
from skolkit.intake.xlsxstrings import Strings
from skolkit.intake.zipbox import ZipBox
from skolkit.problems import SkolkitError
from skolkit.settings import Limits

_PROPERTIES = {
    "creator": "author",
    "lastModifiedBy": "last editor",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "description": "remark",
    "category": "category",
    "contentStatus": "status",
    "identifier": "identifier",
    "Manager": "manager",
    "Company": "company",
    "HyperlinkBase": "address",
}
# Codes of headers and footers: font, size, colour, page, date, sheet, file.
_CODES = re.compile(r'&"[^"]*"|&[0-9]+|&K[0-9A-Fa-f+-]{6}|&.')
_HEADER = re.compile(
    r"<(?:\w+:)?((?:odd|even|first)(?:Header|Footer))\b[^>]*>([^<]*)</", re.IGNORECASE
)
_SCENARIO = re.compile(r"<(?:\w+:)?scenario\b([^>]*)>")
_INVITED = re.compile(r"<(?:\w+:)?(?:dataValidation|hyperlink)\b([^>]*)>")


def read(
    box: ZipBox,
    strings_part: str | None,
    strings: Strings,
    after_cells: Iterable[str],
    limits: Limits,
) -> Carried:
    """Look through the parts of a package that hold no cells.

    What of it cannot be read is left out: it is no reason to refuse the cells.

    Args:
        box: the package.
        strings_part: where its shared strings are; None where it is not known which are used.
        strings: which of them are used.
        after_cells: the XML that follows the cells of each sheet.
        limits: of the run, for files inside the workbook.
    """
    carried = Carried()
    for pattern, look in _PARTS:
        for part in sorted(part for part in box.parts if pattern.fullmatch(part)):
            _look_at(box, part, look, carried)
    for said in after_cells:
        _after_cells(said, carried)
    if strings_part is not None and strings.unused:
        _unused(box, strings_part, strings, carried)
    for part in sorted(box.parts):
        if part.startswith("docProps/thumbnail"):
            carried.tell("small picture of the first page")
        elif part.startswith("xl/model/"):
            carried.tell("data model")
    for text in texts_in(_embedded(box), limits):
        carried.keep("file inside it", text)
    return carried


def _embedded(box: ZipBox) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of the files inside the workbook that are not too large."""
    for part in sorted(part for part in box.parts if part.startswith("xl/embeddings/")):
        with suppress(SkolkitError):
            yield part, box.read(part, MOST_BYTES)


Look = Callable[[Element, Carried], None]


def _look_at(box: ZipBox, part: str, look: Look, carried: Carried) -> None:
    """Show each element of a part to ``look``."""
    try:
        for _, element in walk(box, part, ("end",)):
            look(element, carried)
            if local(element) in _FINISHED:
                element.clear()
            if carried.is_full:
                return
    except SkolkitError:
        carried.tell("part that could not be read")


_FINISHED = frozenset({"comment", "threadedComment", "row", "pivotCacheRecords"})


def _properties(element: Element, carried: Carried) -> None:
    kind = _PROPERTIES.get(local(element))
    if kind is not None:
        carried.name(kind, element.text or "")


def _custom(element: Element, carried: Carried) -> None:
    if local(element) == "property" and element.get("name") not in BY_PROGRAMS:
        said = " ".join(element.itertext())
        carried.tell("custom property", f"{element.get('name') or ''}: {said}")


def _comments(element: Element, carried: Carried) -> None:
    name = local(element)
    if name == "author":
        carried.keep("comment author", element.text or "")
    elif name in {"comment", "threadedComment"}:
        carried.tell("comment", "".join(element.itertext()))


def _persons(element: Element, carried: Carried) -> None:
    if local(element) in {"person", "userInfo"}:
        carried.tell("person", " ".join(element.attrib.values()))


def _book(element: Element, carried: Carried) -> None:
    name = local(element)
    if name == "definedName":
        said = element.get("name") or ""
        if not said.startswith("_xlnm."):
            carried.tell("defined name", f"{said} = {element.text or ''}")
            carried.keep("defined name", element.get("comment") or "")
    elif name == "fileSharing":
        carried.name("last editor", element.get("userName") or "")
    elif name == "absPath":
        carried.name("folder of the author", element.get("url") or "")


def _after_cells(said: str, carried: Carried) -> None:
    for found in _HEADER.finditer(said):
        text = html.unescape(found.group(2))
        if not is_paging(_CODES.sub(" ", text)):
            carried.tell("header or footer", text)
    for found in _SCENARIO.finditer(said):
        carried.tell("scenario", html.unescape(found.group(1)))
    for found in _INVITED.finditer(said):
        carried.keep("message or link of a cell", html.unescape(found.group(1)))


def _pivot(element: Element, carried: Carried) -> None:
    name = local(element)
    if name == "pivotCacheDefinition":
        carried.name("refresher of a pivot table", element.get("refreshedBy") or "")
    for key in ("v", "name", "caption", "f"):
        said = element.get(key)
        if said and name != "pivotCacheRecords":
            carried.keep("pivot memory", said)
    if name == "r":
        element.clear()


def _connections(element: Element, carried: Carried) -> None:
    name = local(element)
    if name in {"connections", "extLst"}:
        return
    if name == "connection":
        carried.tell("data connection")
    for key in ("connection", "command", "url", "sourceFile", "description", "name"):
        carried.keep("data connection", element.get(key) or "")


def _external(element: Element, carried: Carried) -> None:
    carried.keep("memory of another workbook", element.get("val") or "")
    if local(element) == "v":
        carried.keep("memory of another workbook", element.text or "")


def _targets(element: Element, carried: Carried) -> None:
    if element.get("TargetMode") == "External":
        carried.keep("link", element.get("Target") or "")


def _drawing(element: Element, carried: Carried) -> None:
    if local(element) in {"p", "v"}:
        carried.keep("text box or chart", "".join(element.itertext()))
    carried.keep("description of a picture", element.get("descr") or "")


def _texts(element: Element, carried: Carried) -> None:
    carried.keep("attached data", element.text or "")


def _revisions(element: Element, carried: Carried) -> None:
    if local(element) in {"header", "rcc", "rcmt"}:
        said = " ".join([*element.attrib.values(), *element.itertext()])
        carried.tell("record of a change", said)


_PARTS: tuple[tuple[re.Pattern[str], Look], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), look)
    for pattern, look in (
        (r"docProps/(core|app)\.xml", _properties),
        (r"docProps/custom\.xml", _custom),
        (r"xl/(.*/)?(threaded)?comments?/?[^/]*\.xml", _comments),
        (r"xl/persons/.*\.xml|xl/revisions/userNames\.xml", _persons),
        (r"xl/workbook\.xml", _book),
        (r"xl/pivotCache/[^/]*\.xml", _pivot),
        (r"xl/connections\.xml", _connections),
        (r"xl/externalLinks/[^/]*\.xml", _external),
        (r".*\.rels", _targets),
        (r"xl/(drawings|charts)/[^/]*\.xml", _drawing),
        (r"xl/revisions/rev.*\.xml", _revisions),
        (r"customXml/item[0-9]*\.xml", _texts),
    )
)


def _unused(box: ZipBox, part: str, strings: Strings, carried: Carried) -> None:
    carried.tell_many("text that no cell uses", strings.unused)
    try:
        for text in itertools.islice(strings.unused_texts(box, part), MOST):
            carried.keep("unused text", text)
    except SkolkitError:
        carried.tell("part that could not be read")
