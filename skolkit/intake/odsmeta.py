"""Gathers what an OpenDocument workbook carries besides its cells: author, notes, versions."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from skolkit.intake.unseen import BY_PROGRAMS, Carried, is_paging
from skolkit.intake.workbook import attribute, local, walk
from skolkit.intake.zipbox import ZipBox
from skolkit.problems import SkolkitError

_META = {
    "initial-creator": "author",
    "creator": "last editor",
    "printed-by": "person who printed it",
    "title": "title",
    "subject": "subject",
    "keyword": "keywords",
    "description": "remark",
}
_ANCHORED = frozenset({"header", "footer", "header-left", "footer-left"})


def read(box: ZipBox) -> Carried:
    """Look through the package; what of it cannot be read is no reason to refuse the cells."""
    carried = Carried()
    for part, look in (("meta.xml", _meta), ("content.xml", _content), ("styles.xml", _styles)):
        if part not in box.parts:
            continue
        try:
            parents: list[Element] = []
            for event, element in walk(box, part, ("start", "end")):
                if event == "start":
                    parents.append(element)
                    continue
                parents.pop()
                look(element, carried)
                if local(element) == "table-row" and parents:
                    parents[-1].remove(element)
        except SkolkitError:
            carried.tell("part that could not be read")
    for part in sorted(box.parts):
        if part.startswith("Versions/"):
            carried.tell("earlier version")
    return carried


def _meta(element: Element, carried: Carried) -> None:
    name = local(element)
    if name in _META:
        carried.name(_META[name], element.text or "")
    elif name == "user-defined" and (element.text or "").strip():
        key = attribute(element, "name") or ""
        if key not in BY_PROGRAMS:
            carried.tell("custom property", f"{key}: {element.text}")
    elif name == "template":
        carried.keep("template", attribute(element, "href") or "")


def _content(element: Element, carried: Carried) -> None:
    name = local(element)
    if name == "annotation":
        carried.tell("comment", " ".join(element.itertext()))
    elif name in {"named-range", "named-expression"}:
        if (attribute(element, "name") or "").startswith("_xlnm"):
            return  # a program's own: what is printed, which rows are repeated
        carried.tell("defined name", " ".join(element.attrib.values()))
    elif name == "change-info":
        carried.tell("record of a change", " ".join(element.itertext()))
    elif name in {"help-message", "error-message"}:
        carried.keep("message or link of a cell", " ".join(element.itertext()))
    elif name in {"database-range", "table-source", "dde-source"}:
        carried.keep("data connection", " ".join(element.attrib.values()))


def _styles(element: Element, carried: Carried) -> None:
    if local(element) in _ANCHORED:
        said = "".join(element.itertext())
        if attribute(element, "display") != "false" and not is_paging(said):
            carried.tell("header or footer", said)
