"""A sheet to the cells that speak of protected identities, and all that stands beside them.

Name, class, school and the marking itself go together: the marking beside a school points someone
out. Text that speaks of protected identities in general, a budget line or a count, is kept and told
of.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from skolkit.model import Cell
from skolkit.privacy.folding import letters, plain
from skolkit.privacy.layout import Layout
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.names import words_of
from skolkit.privacy.topics import Topic
from skolkit.tables.text import total_label

_SHORT = 6  # words; a marking is shorter, a sentence longer
_ONE = re.compile(
    r"(?<!\w)(?:en|ett|1|a|an|one|om|för|som|of)? ?(?:elev|barn|flicka|pojke|student|pupil|child"
    r"|lärare|vårdnadshavare|anställd|person)(?!\w)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?<![\w-])(?:[1-9][A-ZÅÄÖ]|åk ?[1-9]|årskurs [1-9]|klass [0-9A-Z]\w*)(?!\w)"
    r"|[A-ZÅÄÖ][\w-]*(?: [\w-]+)? ?(?:skola|skolan|skolans|gymnasium|gymnasiet|förskola|förskolan)"
    r"(?!\w)|(?<!\w)[A-Z][\w-]+ (?:[Ss]chool|[Pp]reschool)(?!\w)"
)
_OF_A_PERSON = {Topic.GROUP, Topic.NAME, Topic.PERSON_NUMBER, Topic.BIRTH}
_MEASURES = {Topic.MONEY, Topic.COUNT}
_PERSONAL_KINDS = {
    *(Kind.NAMN, Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER, Kind.TF_NUMMER, Kind.LMA_NUMMER),
    *(Kind.FODELSEDATUM, Kind.EPOST, Kind.TELEFON, Kind.ADRESS),
}


@dataclass(frozen=True, slots=True)
class _Words:
    stems: re.Pattern[str]
    marks: frozenset[str]
    one_person: frozenset[str]
    yes: frozenset[str]


def _squeezed(text: str) -> str:
    return letters(plain(text)).text


@lru_cache(maxsize=1)
def _words() -> _Words:
    file = resources.files("skolkit.privacy").joinpath("words", "protected.toml")
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    stems = sorted({_squeezed(stem) for stem in data["stems"]}, key=len, reverse=True)
    return _Words(
        re.compile("|".join(map(re.escape, stems))),
        frozenset(_squeezed(mark) for mark in data["marks"]),
        frozenset(data["one_person"].split()),
        frozenset(data["yes"]),
    )


def terms(text: str, *, marks: bool = False) -> list[tuple[int, int]]:
    """Where a text says that an identity is protected, in whatever abbreviation.

    Args:
        text: a cell, a heading, a name of a sheet.
        marks: whether the text stands beside a person, so that a mere ``Sekretess`` says it too.

    Returns:
        Spans in the text, in order.
    """
    view = plain(text)
    squeezed = letters(view)
    found = []
    for match in _words().stems.finditer(squeezed.text):
        start = squeezed.origin[match.start()]
        if start == 0 or not view.text[start - 1].isalpha():
            end = squeezed.origin[match.end() - 1] + 1
            while end < len(view.text) and (view.text[end].isalpha() or view.text[end] == "."):
                end += 1
            found.append(view.source(start, end))
    if marks and not found and squeezed.text in _words().marks:
        found.append((0, len(text)))
    return found


def protect(
    layout: Layout,
    spans: Mapping[tuple[int, int], Sequence[Span]],
    sheet_name: str = "",
) -> Iterator[tuple[Cell, Span]]:
    """The cells that protect, or would give away, a protected identity.

    Args:
        layout: the sheet.
        spans: what was found in its cells so far; it says which rows are of persons.
        sheet_name: a sheet may be named for what all its rows are.

    Yields:
        Cells with a span over their text. ``Decision.KEEP`` where the words are used and no person
        stands beside them.
    """
    persons = {row for (row, _), each in spans.items() if _has_person(each)}
    marked: set[int] = set()
    told: list[Cell] = []
    discussed: list[tuple[Cell, Span]] = []
    lists = bool(terms(sheet_name)) and bool(persons)
    for row, cells in layout.rows.items():
        for cell in cells:
            for start, end in terms(cell.raw, marks=_in_list(layout, cell, persons)):
                if layout.is_heading(cell):
                    marked |= _answered(layout, cell)
                if _means_one(layout, cell, persons):
                    marked.add(row)
                elif _points_at_one(layout, cell):
                    told.append(cell)
                else:
                    span = Span(Kind.SKYDDAD, start, end, "concept", Decision.KEEP)
                    discussed.append((cell, span))
                    lists = lists or _titles_a_list(layout, cell, persons)
    if lists:
        marked |= persons
    for row in sorted(marked):
        for cell in layout.rows[row]:
            if _identifies(layout, cell):
                yield cell, Span(Kind.SKYDDAD, 0, len(cell.raw), "protected-row")
    for cell in told:
        if cell.row not in marked:
            yield cell, Span(Kind.SKYDDAD, 0, len(cell.raw), "one-person-told-of")
    yield from (each for each in discussed if each[0].row not in marked)


def _has_person(spans: Sequence[Span]) -> bool:
    return any(s.kind in _PERSONAL_KINDS and s.decision is Decision.MASK for s in spans)


def _in_list(layout: Layout, cell: Cell, persons: Collection[int]) -> bool:
    """Whether a short text stands in a row of a list of persons, where it marks one of them."""
    if layout.is_heading(cell) or len(words_of(plain(cell.raw).text)) > _SHORT:
        return False
    if cell.row in persons:
        return True
    row = layout.rows[cell.row]
    topics = [layout.topic_of(other) for other in row if other is not cell]
    counts = any(isinstance(c.value, Decimal) and layout.topic_of(c) in _MEASURES for c in row)
    is_label = cell is row[0] or total_label(cell.raw) is not None
    return bool(_OF_A_PERSON & set(topics)) and not is_label and not counts


def _means_one(layout: Layout, cell: Cell, persons: Collection[int]) -> bool:
    """Whether the words are said of a person in whose row they stand."""
    if layout.is_heading(cell):
        return False
    return cell.row in persons or _in_list(layout, cell, persons)


def _points_at_one(layout: Layout, cell: Cell) -> bool:
    """Whether running text tells of one person and of the class or school."""
    text = plain(cell.raw).text
    words = words_of(text)
    if layout.is_heading(cell) and len(words) <= _SHORT:
        return False
    one = any(word.lower in _words().one_person for word in words)
    return (one or _ONE.search(text) is not None) and _PLACE.search(text) is not None


def _answered(layout: Layout, heading: Cell) -> set[int]:
    """Rows in which a column headed by the words says yes."""
    rows = set()
    for (row, column), cell in layout.cells.items():
        if row <= heading.row or column != heading.column or layout.is_heading(cell):
            continue
        if " ".join(cell.raw.split()).casefold() in _words().yes:
            rows.add(row)
    return rows


def _titles_a_list(layout: Layout, cell: Cell, persons: Collection[int]) -> bool:
    """Whether a title above a list says that all persons in it are protected."""
    alone = len(layout.rows[cell.row]) == 1
    first = min(layout.rows)
    return alone and cell.row <= first + 3 and any(row > cell.row for row in persons)


def _identifies(layout: Layout, cell: Cell) -> bool:
    """Whether a cell of a protected row could point at the person: all but measured figures."""
    if not cell.raw.strip():
        return False
    measured = isinstance(cell.value, Decimal) and layout.topic_of(cell) in _MEASURES
    return not measured
