"""Tells which cell styles of an OpenDocument workbook make text unseen, as they are read."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from skolkit.intake.workbook import attribute, local

_FORMATS = frozenset(
    {"number-style", "text-style", "date-style", "time-style", "currency-style"}
    | {"percentage-style", "boolean-style"}
)
_SHOWS_NOTHING = frozenset({"map", "text-properties"})
_PLAIN_WHITE = frozenset({"transparent", "#ffffff", ""})


class CellStyles:
    """Gathers the styles that stand before the tables."""

    def __init__(self) -> None:
        """Begin with none."""
        self._veils: set[str] = set()
        self._empty: set[str] = set()

    def look(self, element: Element) -> None:
        """Look at an element that has just ended."""
        name = attribute(element, "name") or ""
        if local(element) in _FORMATS:
            if self._is_empty(element):
                self._empty.add(name)
        elif (
            local(element) == "style"
            and attribute(element, "family") == "table-cell"
            and (attribute(element, "data-style-name") in self._empty or _blends(element))
        ):
            self._veils.add(name)

    def _is_empty(self, style: Element) -> bool:
        """Whether a number format shows nothing at all, as ";;;" does."""
        for child in style:
            if local(child) == "map":
                if attribute(child, "apply-style-name") not in self._empty:
                    return False
            elif local(child) not in _SHOWS_NOTHING and not (
                local(child) == "text" and not (child.text or "").strip()
            ):
                return False
        return True

    @property
    def veils(self) -> frozenset[str]:
        """The styles in which text cannot be seen."""
        return frozenset(self._veils)


def _blends(style: Element) -> bool:
    colour = ground = ""
    for child in style:
        if local(child) == "text-properties":
            colour = (attribute(child, "color") or "").lower()
        elif local(child) == "table-cell-properties":
            ground = (attribute(child, "background-color") or "").lower()
    if colour == "#ffffff":
        return ground in _PLAIN_WHITE
    return bool(colour) and colour == ground
