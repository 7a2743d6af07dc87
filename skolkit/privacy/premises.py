"""The rows of a sheet to the addresses and telephone numbers that are a body's and no home.

The address of a supplier, a school or a works stands beside persons who are named for what they
do there: a contact, a rektor, an attestant. A row is about a body only if all its persons are
named so. Where a pupil, a tenant, an applicant or anyone without an office stands in it, what
stands beside is taken for theirs. So it is wherever the sheet speaks of pupils or clients, or
gives one body several addresses, as lists of those who go to a school do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from skolkit.model import Cell
from skolkit.privacy.columns import IDENTITY
from skolkit.privacy.firm_names import has_form, is_public
from skolkit.privacy.folding import plain
from skolkit.privacy.layout import Layout
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import words_of
from skolkit.privacy.names import is_body
from skolkit.privacy.offices import is_manned
from skolkit.privacy.premises_words import (
    BUILDINGS,
    HOME,
    HOUSE_NUMBER,
    OF_BODIES,
    OF_CASES,
    OF_DESKS,
    OF_FIRMS,
    OF_MATTERS,
    OF_MEMBERS,
    OF_OFFICE,
    OF_PERSONS,
    OF_SITES,
    TOWNS,
    WAY,
)
from skolkit.privacy.topics import Topic
from skolkit.privacy.whole_names import names_in_column
from skolkit.tables.organisations import domain_of

Place = tuple[int, int]
_PERSONAL = {*IDENTITY, Kind.NAMN, Kind.FODELSEDATUM}
_MOST_WORDS = 6  # of a cell that names a body; a longer one tells of something
_LEAST_WORD = 3  # letters

_CARE_OF = re.compile(r"(?<!\w)c/o\s*(?P<whom>[^,;\n]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[ (]*(?:\+|00)?[0-9(][0-9 ()/.\u00a0\u2013-]{5,18}[0-9]\s*")
_MOBILE = re.compile(r"(?:\+?46|0046)?0?7[02369]")
_SERVICE = re.compile(r"0(?:20|200|77[0-9])")
_SWEDISH = re.compile(r"(?:0[1-9]|(?:00)?46)")
_SHARED = 3  # persons without a name in common who have one number


class _Of(IntEnum):
    """Whom a row is about."""

    BODY = 0
    OFFICIALS = 1  # of a body
    PERSON = 2


class _Told(IntEnum):
    """How surely a cell names a body that is what its row is about."""

    BY_A_WORD = 0
    BY_ITS_HEADING = 1  # of a school or an authority, which persons go to
    SURELY = 2  # a firm, a building, or it stands itself where persons do


@dataclass(frozen=True, slots=True)
class _Row:
    of: _Of
    desks: Mapping[int, bool]  # by column of persons, whether a desk or a vacancy stands in it
    bodies: Mapping[int, tuple[_Told, str]]  # by column
    names: frozenset[str]  # words of the names of its persons
    serves: bool  # among its officials are some who serve persons

    def is_beside_a_desk(self, column: int) -> bool:
        """Whether the nearest person before a column is a desk or a body, in a row of no other."""
        before = [each for each in self.desks if each < column]
        return bool(before) and self.desks[max(before)] and self.of is not _Of.PERSON

    def body(self, column: int) -> tuple[_Told, str]:
        """The surest body before a column, ``""`` if none is; what follows only does something."""
        before = [told for at, told in self.bodies.items() if at < column]
        return max(before, key=lambda told: told[0], default=(_Told.BY_A_WORD, ""))


def of_bodies(
    layout: Layout,
    found: Mapping[Place, Sequence[Span]],
    topics: Mapping[Place, Topic],
    called: str,
) -> frozenset[Place]:
    """Find the cells of columns of addresses and telephone numbers that are no person's.

    Args:
        layout: of a sheet.
        found: by place, what was found in each cell by itself.
        topics: by place, what its column holds.
        called: the names of the document and the sheet.
    """
    return frozenset(_Premises(layout, found, topics, called).kept())


class _Premises:
    def __init__(
        self,
        layout: Layout,
        found: Mapping[Place, Sequence[Span]],
        topics: Mapping[Place, Topic],
        called: str,
    ) -> None:
        self.layout, self.found, self.topics = layout, found, topics
        self.rows = {row: self._row(cells) for row, cells in layout.rows.items()}
        said = [called, *self._said()]
        self.of_persons = any(OF_PERSONS.search(text.replace("_", " ")) for text in said)
        self.of_cases = any(OF_CASES.search(text) for text in said)
        self.numbered = any(HOUSE_NUMBER.fullmatch(text) for text in said)

    def kept(self) -> Iterator[Place]:
        columns: dict[Topic, list[Sequence[Cell]]] = defaultdict(list)
        for _, held in self.layout.columns():
            for topic in {self._topic(cell) for cell in held}:
                columns[topic].append([cell for cell in held if self._topic(cell) is topic])
        for cells in columns[Topic.ADDRESS]:
            yield from self._addresses(cells)
        for cells in columns[Topic.UNKNOWN]:
            yield from ((c.row, c.column) for c in cells if self._is_under_a_desk(c))
        known: set[str] = set()
        for cells in columns[Topic.PHONE]:
            offices = set(self._phones(cells, has_homes=bool(columns[Topic.ADDRESS])))
            known |= {_digits(cell) for cell in cells if (cell.row, cell.column) in offices}
        for cells in columns[Topic.PHONE]:
            yield from ((c.row, c.column) for c in cells if _digits(c) in known and _is_clean(c))

    def _topic(self, cell: Cell) -> Topic:
        return self.topics.get((cell.row, cell.column), Topic.UNKNOWN)

    def _heading(self, cell: Cell) -> str:
        heading = self.layout.heading_of(cell)
        left = self.layout.cells.get((cell.row, cell.column - 1))
        label = left.raw if left is not None and self.layout.label_of(cell) else ""
        return label or (heading.raw if heading else "")

    def _said(self) -> Iterator[str]:
        """The titles and headings of the sheet, without those of what is counted."""
        first = min(self.layout.heading_rows, default=0)
        for row, cells in self.layout.rows.items():
            for cell in cells:
                if self.layout.is_heading(cell):
                    if self.layout.column_topic(row + 1, cell.column) is not Topic.COUNT:
                        yield cell.raw
                elif row < first:
                    yield cell.raw

    def _masked(self, cell: Cell) -> set[Kind]:
        spans = self.found.get((cell.row, cell.column), ())
        return {span.kind for span in spans if span.decision is Decision.MASK}

    def _row(self, cells: Sequence[Cell]) -> _Row:
        of, serves = _Of.BODY, False
        desks: dict[int, bool] = {}
        bodies: dict[int, tuple[_Told, str]] = {}
        names: set[str] = set()
        domains: list[str] = []
        for cell in cells:
            topic, heading = self._topic(cell), self._heading(cell)
            if self.layout.is_heading(cell) or topic in {Topic.PHONE, Topic.ADDRESS}:
                if Kind.NAMN in self._masked(cell) or _is_in_care(cell.raw):
                    of = _Of.PERSON
                continue
            if topic is Topic.EMAIL and self._masked(cell) == {Kind.EPOST}:
                domains.append(domain_of(cell.raw))
                continue
            words = words_of(plain(cell.raw).text)
            here = self._whom(cell, topic, heading)
            of = max(of, here)
            if here is not _Of.BODY:
                names |= {word.lower for word in words if len(word.text) >= _LEAST_WORD}
                serves |= OF_MATTERS.search(heading) is not None
            elif len(words) <= _MOST_WORDS and (told := _told(cell.raw, topic, heading)):
                bodies[cell.column] = told[0], cell.raw.strip()
            if topic is Topic.NAME:
                desks[cell.column] = here is _Of.BODY and is_manned(words)
        if of is _Of.BODY and not all(_is_at(domain, bodies) for domain in domains):
            of = _Of.PERSON
        return _Row(of, desks, bodies, frozenset(names), serves)

    def _whom(self, cell: Cell, topic: Topic, heading: str) -> _Of:
        """Whom a cell says that its row is about."""
        masked = self._masked(cell)
        in_office = OF_OFFICE.search(heading) or OF_MATTERS.search(heading)
        if topic is Topic.NAME:
            held = names_in_column(plain(cell.raw))
            if held and all(span.decision is Decision.KEEP for span in held):
                return _Of.BODY
            if is_manned(words_of(plain(cell.raw).text)) or (in_office and not held):
                return _Of.BODY  # Vakant; or a dash where an official would stand
            return _Of.OFFICIALS if in_office else _Of.PERSON
        if topic.is_personal or not masked.isdisjoint(_PERSONAL - {Kind.NAMN}):
            return _Of.PERSON
        if masked.isdisjoint({Kind.NAMN, Kind.EPOST}):
            return _Of.BODY
        return _Of.OFFICIALS if in_office else _Of.PERSON

    def _addresses(self, cells: Sequence[Cell]) -> Iterator[Place]:
        ways = sum(WAY.fullmatch(cell.raw.strip()) is not None for cell in cells)
        of_ways = ways * 2 > len(cells) and not (self.of_persons or self.numbered)
        of_firms = Topic.ORG_NUMBER in self.layout.topics() and not self.of_persons
        several = self._with_several(cells)
        for cell in cells:
            row = self.rows[cell.row]
            if HOME.search(self._heading(cell)) or row.of is _Of.PERSON:
                continue
            if (
                row.is_beside_a_desk(cell.column)
                or self._is_about_its_body(row, cell, several)
                or (row.of is _Of.BODY and (of_ways or of_firms))
            ):
                yield cell.row, cell.column

    def _is_about_its_body(self, row: _Row, cell: Cell, several: Collection[str]) -> bool:
        """Whether a row is about the body in it, and not about somebody whom it concerns."""
        told, body = row.body(cell.column)
        if not body or self.of_persons or body in several:
            return False
        if told is not _Told.SURELY and (self.of_cases or row.serves):
            return False
        if row.of is _Of.BODY:
            return True
        words = words_of(plain(body).text)
        if OF_MEMBERS.search(body):
            return False  # an association is reached at home
        if has_form(words) or is_public(words):
            return True
        # A firm of one is at home: it bears the name of its contact, or of somebody.
        own = any(word.lower in row.names for word in words)
        named = any(w.facts.is_given or w.facts.is_strong or w.facts.is_family for w in words)
        return not (own or named)

    def _with_several(self, cells: Sequence[Cell]) -> set[str]:
        """The bodies beside which different things stand in a column."""
        beside: dict[str, set[str]] = defaultdict(set)
        for cell in cells:
            _, body = self.rows[cell.row].body(cell.column)
            beside[body].add("".join(cell.raw.casefold().split()))
        return {body for body, each in beside.items() if body and len(each) > 1}

    def _phones(self, cells: Sequence[Cell], *, has_homes: bool) -> Iterator[Place]:
        several = self._with_several(cells)
        shared = set() if has_homes or self.of_persons else self._shared(cells)
        for cell in cells:
            row = self.rows[cell.row]
            if not _is_clean(cell) or HOME.search(self._heading(cell)):
                continue
            if (
                self._is_under_a_desk(cell)
                or row.is_beside_a_desk(cell.column)
                or (row.of is _Of.BODY and self._is_about_its_body(row, cell, several))
                or (row.of is not _Of.PERSON and _SERVICE.match(_digits(cell)))
                or _digits(cell) in shared
            ):
                yield cell.row, cell.column

    def _is_under_a_desk(self, cell: Cell) -> bool:
        """Whether a cell is the number of a desk by its heading: ``Växel``."""
        return OF_DESKS.search(self._heading(cell)) is not None and _is_clean(cell)

    def _shared(self, cells: Sequence[Cell]) -> set[str]:
        """The numbers of several persons who have no name in common: a switchboard's."""
        names: dict[str, list[frozenset[str]]] = defaultdict(list)
        for cell in cells:
            if (held := self.rows[cell.row].names) and held not in names[_digits(cell)]:
                names[_digits(cell)].append(held)
        return {
            number
            for number, held in names.items()
            if len(held) >= _SHARED
            and sum(len(each) for each in held) == len(frozenset().union(*held))
        }


def _told(text: str, topic: Topic, heading: str) -> tuple[_Told] | None:
    """How surely a cell names a body; ``None`` if nothing says so."""
    in_words = is_body(TOWNS.sub("", text))
    of_names = topic is Topic.NAME and not OF_OFFICE.search(heading)
    if (
        BUILDINGS.search(text)
        or OF_FIRMS.search(heading)
        or (in_words and (of_names or OF_SITES.search(heading)))
    ):
        return (_Told.SURELY,)
    if OF_BODIES.search(heading):
        return (_Told.BY_ITS_HEADING,)
    return (_Told.BY_A_WORD,) if in_words else None


def _is_at(domain: str, bodies: Mapping[int, tuple[_Told, str]]) -> bool:
    """Whether a domain is called as a body of the row is."""
    words = {word.lower for _, body in bodies.values() for word in words_of(plain(body).text)}
    return any(len(word) > _LEAST_WORD and word in domain for word in words)


def _is_in_care(text: str) -> bool:
    """Whether an address is in care of somebody who is not plainly a body."""
    care = _CARE_OF.search(text)
    return care is not None and not is_body(care["whom"])


def _digits(cell: Cell) -> str:
    return re.sub(r"[^0-9]", "", cell.raw)


def _is_clean(cell: Cell) -> bool:
    """Whether a cell is one Swedish number of a desk: no mobile, and no letter among its digits."""
    digits = _digits(cell)
    return (
        _NUMBER.fullmatch(cell.raw) is not None
        and _SWEDISH.match(digits) is not None
        and _MOBILE.match(digits) is None
    )
