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
from skolkit.privacy.name_words import words_of
from skolkit.privacy.topics import Topic
from skolkit.tables.text import total_label

_SHORT = 6  # words; a marking is shorter, a sentence longer
_ONE = re.compile(
    r"(?<!\w)(?:(?:en|ett|1|a|an|one|om|för|som|of)? ?(?:elev|barn|flicka|pojke|student|pupil|child"
    r"|lärare|vårdnadshavare|anställd|person)"
    r"|(?:två|tre|fyra|[2-4]|two|three|four) (?:elever|barn|flickor|pojkar|syskon|lärare|personer"
    r"|pupils|children|students|siblings))(?!\w)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?<![\w-])(?:[1-9][A-ZÅÄÖ]|åk ?[1-9]|årskurs [1-9]|klass [0-9A-Z]\w*)(?!\w)"
    r"|[A-ZÅÄÖ][\w-]*(?: [\w-]+)? ?(?:skola|skolan|skolans|gymnasium|gymnasiet|förskola|förskolan)"
    r"(?!\w)|(?<!\w)[A-Z][\w-]+ (?:[Ss]chool|[Pp]reschool)(?!\w)"
)
_IN_A_CLASS = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][^\W\d_][\w-]*,? (?:i (?:klass )?|\()?[1-9][A-ZÅÄÖ](?!\w)"
)
# Under a heading such as ``Skydd (J/N)``: what tells how to answer.
_HOW = re.compile(r"[(\[]?\s*(?:j(?:a)?\s*/\s*n(?:ej)?|y(?:es)?\s*/\s*n(?:o)?)\s*[)\]]?|[?*]", re.I)
# ``* = skyddad identitet`` below a list.
_LEGEND = re.compile(
    r"\s*(?:(?P<sign>[^\w\s]{1,3})\s*(?:[=:\N{EN DASH}-]|betyder|avser|är|means)?"
    r"|(?P<letter>[A-ZÅÄÖa-zåäö]{1,3})\s*(?:[=:]|betyder|avser|means))\s+\S"
)
_LIST_OF_PERSONS = {Topic.PERSON_NUMBER, Topic.BIRTH, Topic.LAST_FOUR, Topic.LMA}
_PUPIL = re.compile(
    r"(?<![^\W\d_])(?:elev|barn|flick|pojk|klass|pupil|child|student|class)", re.IGNORECASE
)
_TITLE_REACH = 3  # rows between a title and the list that it speaks of
_KEY = re.compile(r"(?<![^\W\d_])(?:id|nr|nummer|no|löpnr|löpnummer|kod|number)$|(?:id|nr|nummer)$")
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
    no: frozenset[str]


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
        frozenset(data["no"]),
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
    if marks and not found and letters(plain(_HOW.sub("", text))).text in _words().marks:
        found.append((0, len(text)))
    return found


def protect(
    layout: Layout,
    spans: Mapping[tuple[int, int], Sequence[Span]],
    title: str = "",
) -> Iterator[tuple[Cell, Span]]:
    """The cells that protect, or would give away, a protected identity.

    Args:
        layout: the sheet.
        spans: what was found in its cells so far; it says which rows are of persons.
        title: names of the sheet and its file, which may be named for what all their rows are.

    Yields:
        Cells with a span over their text. ``Decision.KEEP`` where the words are used and no person
        stands beside them.
    """
    persons = {row for (row, _), each in spans.items() if _has_person(each)}
    pupils = _is_list_of_pupils(layout)
    marked: set[int] = set()
    told: list[Cell] = []
    discussed: list[tuple[Cell, Span]] = []
    if terms(title):
        marked |= persons
    for row, cells in layout.rows.items():
        for cell in cells:
            marks = pupils and (layout.is_heading(cell) or _is_title(layout, cell))
            for start, end in terms(cell.raw, marks=marks or _in_list(layout, cell, persons)):
                if layout.is_heading(cell):
                    marked |= _answered(layout, cell, persons)
                marked |= _keyed(layout, cell)
                if _means_one(layout, cell, persons):
                    marked.add(row)
                elif _points_at_one(layout, cell):
                    told.append(cell)
                else:
                    span = Span(Kind.SKYDDAD, start, end, "concept", Decision.KEEP)
                    discussed.append((cell, span))
                    if _is_title(layout, cell):
                        marked |= _below(layout, cell, persons)
    yield from rows_of(layout, marked)
    for cell in told:
        if cell.row not in marked:
            yield cell, Span(Kind.SKYDDAD, 0, len(cell.raw), "one-person-told-of")
    yield from (each for each in discussed if each[0].row not in marked)


def rows_of(layout: Layout, rows: Collection[int]) -> Iterator[tuple[Cell, Span]]:
    """All cells of rows of protected identities that could point at the person."""
    for row in sorted(rows):
        for cell in layout.rows[row]:
            if _identifies(layout, cell):
                yield cell, Span(Kind.SKYDDAD, 0, len(cell.raw), "protected-row")


def keys_of(layout: Layout, rows: Collection[int]) -> frozenset[tuple[str, str]]:
    """What leads from rows to others of the same person: ids, each with the heading of its column.

    Args:
        layout: a sheet.
        rows: those that are asked for.
    """
    return frozenset(
        (heading, " ".join(cell.raw.split()).casefold().removesuffix(".0"))
        for row in rows
        for cell in layout.rows.get(row, ())
        if not layout.is_heading(cell) and (heading := _key_heading(layout, cell))
    )


def _key_heading(layout: Layout, cell: Cell) -> str:
    """The heading of a column of ids of persons, in one spelling; ``""`` for other columns."""
    heading = layout.heading_of(cell)
    if heading is None or not _KEY.search(heading.raw.strip().casefold()):
        return ""
    words = _squeezed(heading.raw)
    told = _PUPIL.search(heading.raw) or layout.topic_of(cell) in _LIST_OF_PERSONS
    return words if told or words in _words_of_keys() else ""


@lru_cache(maxsize=1)
def _words_of_keys() -> frozenset[str]:
    return frozenset(map(_squeezed, ("id", "löpnr", "löpnummer", "nr", "nummer", "personid")))


def _is_list_of_pupils(layout: Layout) -> bool:
    """Whether a sheet lists pupils, so that a mere ``Sekretess`` over a column speaks of them."""
    headings = (cell.raw for row in layout.heading_rows for cell in layout.rows[row])
    return bool(layout.topics() & _LIST_OF_PERSONS) or any(map(_PUPIL.search, headings))


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
    if _IN_A_CLASS.search(text):
        return True
    one = any(word.lower in _words().one_person for word in words)
    return (one or _ONE.search(text) is not None) and _PLACE.search(text) is not None


def _answered(layout: Layout, heading: Cell, persons: Collection[int]) -> set[int]:
    """Rows in which a column headed by the words says yes, or says anything of a person but no."""
    below = [
        cell
        for (row, column), cell in layout.cells.items()
        if row > heading.row and column == heading.column and not layout.is_heading(cell)
    ]
    numbers = {cell.value for cell in below if isinstance(cell.value, Decimal)}
    counts = not numbers <= {Decimal(0), Decimal(1)}
    rows = set()
    for cell in below:
        said = " ".join(cell.raw.split()).casefold()
        if isinstance(cell.value, Decimal):
            if cell.value == 1 and not counts:
                rows.add(cell.row)
        elif said in _words().yes or (cell.row in persons and said not in _words().no):
            rows.add(cell.row)
    return rows


def _keyed(layout: Layout, legend: Cell) -> set[int]:
    """Rows that bear a mark which a legend explains with the words."""
    match = _LEGEND.match(plain(legend.raw).text)
    if match is None:
        return set()
    mark, is_sign = match["sign"] or match["letter"], bool(match["sign"])
    return {
        cell.row
        for cell in layout.cells.values()
        if cell is not legend
        and not layout.is_heading(cell)
        and ((said := cell.raw.strip()) == mark or (is_sign and said.endswith(mark)))
        and len(words_of(said)) <= _SHORT
        and cell.row != legend.row
    }


def _is_title(layout: Layout, cell: Cell) -> bool:
    """Whether a text stands alone above a list: nothing beside it, headings soon below."""
    if layout.is_heading(cell) or len(layout.rows[cell.row]) > 1:
        return False
    first = min(layout.rows)
    return cell.row <= first + _TITLE_REACH or any(
        cell.row < row <= cell.row + _TITLE_REACH for row in layout.heading_rows
    )


def _below(layout: Layout, title: Cell, persons: Collection[int]) -> set[int]:
    """The rows of persons of the list that a title stands above, down to the next title."""
    seen = False
    rows: set[int] = set()
    for row, cells in layout.rows.items():
        if row <= title.row:
            continue
        if seen and len(cells) == 1 and row not in persons:
            break
        if row in persons:
            seen = True
            rows.add(row)
    return rows


def _identifies(layout: Layout, cell: Cell) -> bool:
    """Whether a cell of a protected row could point at the person: all but measured figures."""
    if not cell.raw.strip():
        return False
    measured = isinstance(cell.value, Decimal) and layout.topic_of(cell) in _MEASURES
    return not measured
