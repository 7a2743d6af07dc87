"""The cells of a sheet to what was found in each: alone, by column and row, and by the sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

from skolkit.model import Cell
from skolkit.privacy.columns import IDENTITY, by_topic, column_of, figures_by_chance, holds_user_ids
from skolkit.privacy.common_words import is_plain
from skolkit.privacy.decoys import Around
from skolkit.privacy.diaries import RULE as DIARY_COLUMN
from skolkit.privacy.diaries import is_headed_so, kept_as_diary
from skolkit.privacy.firm_names import has_form
from skolkit.privacy.folding import plain
from skolkit.privacy.layout import Layout
from skolkit.privacy.lone_names import TRADER
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import words_of
from skolkit.privacy.offices import letters_among_names
from skolkit.privacy.pairs import pairs
from skolkit.privacy.persons import Known
from skolkit.privacy.premises import of_bodies
from skolkit.privacy.protected import terms
from skolkit.privacy.texts import find, settle
from skolkit.privacy.topics import Topic
from skolkit.privacy.user_ids import is_made_of, shape_of_most
from skolkit.privacy.whole_names import is_name_shaped, whole_name

Place = tuple[int, int]
_OF_PERSONS = frozenset({*IDENTITY, Kind.NAMN, Kind.FODELSEDATUM})
_SURE_OF_RIVAL = frozenset({*IDENTITY, Kind.EPOST, Kind.TELEFON})
# Topics that make a column or label ``Namn`` beside them one of persons, or of bodies.
_PERSONS_BESIDE = {Topic.PERSON_NUMBER, Topic.BIRTH, Topic.LAST_FOUR, Topic.NAME}
_BODIES_BESIDE = {Topic.ORG_NUMBER, Topic.ORGANISATION}
# 3B, 7 c, F-klass, åk 4, 9.2
_CLASS = re.compile(
    r"\s*(?:(?:klass|åk\.?|årskurs|class|grade)\s*[0-9F][\s-]?[A-ZÅÄÖa-zåäö]?|[1-9F]\s?[A-ZÅÄÖa-zåäö]"
    r"|F-klass|(?:NA|SA|TE|EK|ES|HU|BF|BA|EE|FT|HA|HV|IN|VO|RL|NB|VF)[0-9]{1,2}[a-zA-Z]?)\s*",
    re.IGNORECASE,
)
_OF_BODY = "phone-of-a-body"
_TRADER = "orgnr-of-a-person"
_BY_COLUMN = {"column-of-numbers", DIARY_COLUMN}  # what a column pardons, no row takes back
_SHORT = 60  # characters; a longer cell is no name and no number


def inspect_cells(layout: Layout, called: str) -> dict[Place, tuple[Span, ...]]:
    """Find personal data in the cells of a sheet.

    Args:
        layout: of the sheet.
        called: the names of its document and of the sheet.

    Returns:
        Spans by place, without overlap, in order; places with none are left out.
    """
    years = _years(layout)
    since = min(years, default=0)
    found: dict[Place, list[Span]] = {
        _place(cell): list(find(cell.raw, Around(layout.topic_of(cell), since=since)))
        for cell in layout.cells.values()
        if cell.raw.strip()
    }
    topics = _columns(layout, found, years)
    for cell, span in pairs(layout):
        found[_place(cell)].append(span)
    lone = _words_among_names(layout, topics)
    persons = _rows_of_persons(layout, found, topics)
    bodies = of_bodies(layout, found, topics, called)
    traders = {place[0] for place, each in found.items() if any(s.rule == _TRADER for s in each)}
    for place, cell in layout.cells.items():
        if cell.raw.strip() and not layout.is_heading(cell):
            topic = Topic.THING if place in lone else topics.get(place, Topic.UNKNOWN)
            found[place] = _look_again(
                cell,
                topic,
                found[place],
                is_personal=cell.row in persons,
                of_body=place in bodies,
                of_trader=cell.row in traders,
                since=since,
            )
    _same_names(layout, found)
    for place, cell in layout.cells.items():
        if cell.rivals and cell.raw.strip():
            found[place] += _by_rivals(cell, found[place], topics.get(place, Topic.UNKNOWN))
    return {
        place: _whole_names(settled, layout.cells[place].raw)
        for place, spans in found.items()
        if (settled := settle(spans))
    }


def _place(cell: Cell) -> Place:
    return cell.row, cell.column


def _years(layout: Layout) -> list[int]:
    """The years of the dates on a sheet, where nothing says that they are of birth."""
    return [
        cell.value.year
        for cell in layout.cells.values()
        if isinstance(cell.value, date) and layout.topic_of(cell) is Topic.MOMENT
    ]


def _dates_beside(layout: Layout, cell: Cell) -> list[date]:
    """The dates in the row of a cell, where nothing says that they are of birth."""
    return [
        other.value
        for other in layout.rows[cell.row]
        if isinstance(other.value, date) and layout.topic_of(other) is Topic.MOMENT
    ]


def _columns(
    layout: Layout, found: dict[Place, list[Span]], years: Sequence[int]
) -> dict[Place, Topic]:
    """What each cell's column holds, once its cells were looked at together."""
    topics: dict[Place, Topic] = {}
    columns = [
        (heading, cells, _name_or_not(heading, layout, cells, [found[_place(c)] for c in cells]))
        for heading, cells in layout.columns()
    ]
    names = {_series(layout, cells[0]) for _, cells, told in columns if told is Topic.NAME}
    for heading, cells, told in columns:
        spans = [found[_place(cell)] for cell in cells]
        if heading is Topic.BARE_NAME and _series(layout, cells[0]) in names - {""}:
            told = Topic.NAME  # Namn 2 beside Namn 1
        above = layout.heading_of(cells[0])
        is_diary = above is not None and is_headed_so(above.raw)
        if above is not None and holds_user_ids(above.raw, cells):
            told = Topic.USER_ID
        known = column_of(told, cells, spans, is_diary=is_diary, dated=bool(years))
        if known is Topic.REFERENCE:
            texts = [cell.raw for cell in cells]
            dates = [_dates_beside(layout, cell) for cell in cells]
            kept = kept_as_diary(texts, spans, is_headed=is_diary, years=years, beside=dates)
            spans = kept or spans
        for cell, each in zip(cells, figures_by_chance(known, cells, spans), strict=True):
            found[_place(cell)] = each
            topics[_place(cell)] = layout.label_of(cell) or known
    _like_other_ids([cells for _, cells, _ in columns], topics)
    labels = {topic for topic in topics.values() if topic in _PERSONS_BESIDE}
    bare = Topic.NAME if labels else Topic.UNKNOWN
    return {place: bare if t is Topic.BARE_NAME else t for place, t in topics.items()}


def _like_other_ids(columns: Sequence[Sequence[Cell]], topics: dict[Place, Topic]) -> None:
    """Take a column for ids of users whose cells are made as those of another such column are."""
    shapes = [shape_of_most([cell.raw for cell in cells]) for cells in columns]
    known = {
        shape
        for shape, cells in zip(shapes, columns, strict=True)
        if shape and topics[_place(cells[0])] in {Topic.USER_ID, Topic.NAME}
    }
    for shape, cells in zip(shapes, columns, strict=True):
        if shape in known:
            for cell in cells:
                if topics[_place(cell)] is Topic.UNKNOWN:
                    topics[_place(cell)] = Topic.USER_ID


def _words_among_names(layout: Layout, topics: Mapping[Place, Topic]) -> set[Place]:
    """Where single words of the dictionary, and letters of bodies, stand in columns of names."""
    lone: set[Place] = set()
    for _, cells in layout.columns():
        named = [cell for cell in cells if topics.get(_place(cell)) is Topic.NAME]
        words = {_place(cell): words_of(plain(cell.raw).text) for cell in named}
        whole = sum(len(each) > 1 for each in words.values())
        if whole * 2 > len(words):
            lone |= {
                place for place, each in words.items() if len(each) == 1 and is_plain(each[0].text)
            }
        letters = letters_among_names(list(words.values()))
        lone |= {place for place, is_body in zip(words, letters, strict=True) if is_body}
    return lone


def _series(layout: Layout, cell: Cell) -> str:
    """The heading above a cell without its number: ``Namn 1`` and ``Namn 2`` go together."""
    heading = layout.heading_of(cell)
    return "" if heading is None else re.sub(r"[\W\d_]+", "", heading.raw.casefold())


def _name_or_not(
    heading: Topic, layout: Layout, cells: Sequence[Cell], spans: Sequence[Sequence[Span]]
) -> Topic:
    """Whether a column headed ``Namn`` or ``Från`` holds names of persons.

    So may one headed ``Barn`` or ``Personal`` that counts nobody, as its cells have no digits.
    """
    worded = sum(not any(sign.isdigit() for sign in cell.raw) for cell in cells)
    shaped = sum(is_name_shaped(cell.raw) for cell in cells) * 2 > len(cells)
    if heading is Topic.COUNT and worded * 2 > len(cells):
        heading = Topic.NAME if shaped else Topic.BARE_NAME
    if shaped and heading in {Topic.UNKNOWN, Topic.BARE_NAME} and _beside_classes(layout, cells):
        return Topic.NAME
    if heading is not Topic.BARE_NAME:
        return heading
    if sum(isinstance(cell.value, str) for cell in cells) * 2 < len(cells):
        return Topic.UNKNOWN
    named = sum(any(_masks(span, {Kind.NAMN}) for span in each) for each in spans)
    topics = layout.topics()
    of_persons = bool(topics & _PERSONS_BESIDE) or (
        bool(topics & {Topic.PHONE, Topic.EMAIL}) and not topics & _BODIES_BESIDE
    )
    return Topic.NAME if of_persons or named * 4 >= len(spans) else Topic.UNKNOWN


def _beside_classes(layout: Layout, cells: Sequence[Cell]) -> bool:
    """Whether classes of a school stand in most rows of a column, as in a list of pupils."""
    beside = sum(
        any(other is not cell and _CLASS.fullmatch(other.raw) for other in layout.rows[cell.row])
        for cell in cells
    )
    return len(cells) > 1 and beside * 2 > len(cells)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _masks(span: Span, kinds: frozenset[Kind] | set[Kind]) -> bool:
    return span.kind in kinds and span.decision is Decision.MASK


def _rows_of_persons(
    layout: Layout, found: Mapping[Place, Sequence[Span]], topics: Mapping[Place, Topic]
) -> set[int]:
    """Rows in which a person stands: a number, a date of birth, a name; or a column of names."""
    rows = {place[0] for place, each in found.items() if any(_masks(s, _OF_PERSONS) for s in each)}
    named = {
        place[0]
        for place, topic in topics.items()
        if topic.is_personal and layout.cells[place].raw.strip()
    }
    return rows | named


def _look_again(
    cell: Cell,
    topic: Topic,
    spans: Sequence[Span],
    *,
    is_personal: bool,
    of_body: bool,
    of_trader: bool,
    since: int,
) -> list[Span]:
    """What was found in a cell, with what its column and its row say of it.

    ``of_body``: it holds the address or the telephone number of a body. ``of_trader``: the
    organisationsnummer of its row is a person's, so that the name is too.
    """
    spans = list(spans)
    if any(s.rule == "date-beside-four" for s in spans):
        return spans
    if is_personal or topic.is_personal:
        again = [
            s
            for s in find(cell.raw, Around(topic, is_personal=True, since=since))
            if s not in spans
        ]
        kept = {(s.start, s.end) for s in spans if s.rule in _BY_COLUMN}
        spans += [s for s in again if s not in spans and (s.start, s.end) not in kept]
    if topic is Topic.ADDRESS and of_body:
        spans = [s for s in spans if s.kind is not Kind.ADRESS]
    if not (topic is Topic.PERSON_NUMBER and _is_settled(cell, spans)):
        spans += by_topic(cell, topic, of_body=of_body)
    if of_body:
        spans = [
            replace(s, rule=_OF_BODY, decision=Decision.KEEP) if s.kind is Kind.TELEFON else s
            for s in spans
        ]
    numbered = any(_masks(s, IDENTITY) for s in spans)
    of_trader = of_trader and topic is Topic.ORGANISATION
    may_name = topic is Topic.UNKNOWN or of_trader
    if is_personal and may_name and not numbered and len(cell.raw) <= _SHORT:
        name = (
            None
            if terms(cell.raw)
            else whole_name(plain(cell.raw), least_words=1 if of_trader else 2)
        )
        is_firm = name is not None and name.decision is Decision.KEEP
        if name and is_firm and of_trader and not has_form(words_of(plain(cell.raw).text)):
            name = replace(name, rule=TRADER, decision=Decision.MASK)  # the firm is the person
        if name and not any(_masks(s, {Kind.NAMN}) for s in spans):
            spans.append(name)
    return spans


def _is_settled(cell: Cell, spans: Sequence[Span]) -> bool:
    """Whether all digits of a cell are masked already."""
    covered = {at for s in spans if s.decision is Decision.MASK for at in range(s.start, s.end)}
    return all(at in covered for at, sign in enumerate(cell.raw) if sign.isdigit())


def _same_names(layout: Layout, found: dict[Place, list[Span]]) -> None:
    """Mask the names that were found where they stand again."""
    by_row: dict[int, set[str]] = {}
    for place, spans in found.items():
        for span in spans:
            if _masks(span, {Kind.NAMN}):
                name = layout.cells[place].raw[span.start : span.end]
                by_row.setdefault(place[0], set()).add(name)
    if not by_row:
        return
    everywhere = Known(name for names in by_row.values() for name in names)
    rows = {row: Known(names) for row, names in by_row.items()}
    for place, spans in found.items():
        text = layout.cells[place].raw
        again = list(everywhere.anywhere(text))
        if place[0] in rows:
            again += rows[place[0]].near(text)
            if any(is_made_of(text, name) for name in by_row[place[0]]):
                again.append(Span(Kind.NAMN, 0, len(text), "id-made-of-a-name"))
        bodies = [s for s in spans if s.kind is Kind.NAMN and s.decision is Decision.KEEP]
        spans += [s for s in again if not any(_meet(s, body) for body in bodies)]


def _whole_names(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Parts of a name that stand side by side as one name, so that it is known elsewhere too."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and _masks(last, {Kind.NAMN})
            and _masks(span, {Kind.NAMN})
            and "part-of-a-name" in {last.rule, span.rule}
            and text[last.end : span.start] in {" ", "\u00a0", "-"}
        ):
            joined[-1] = replace(last, end=span.end)
        else:
            joined.append(span)
    return tuple(joined)


def _by_rivals(cell: Cell, spans: Sequence[Span], topic: Topic) -> list[Span]:
    """What another reader read as personal data where the chosen reading hides it."""
    added: list[Span] = []
    for rival in cell.rivals:
        for span in find(rival, Around(topic)):
            if not _masks(span, _SURE_OF_RIVAL):
                continue
            start, end = _counterpart(rival, cell.raw, span)
            digits = sum(sign.isdigit() for sign in cell.raw[start:end])
            told = span.kind is Kind.EPOST or digits >= 6
            other = Span(span.kind, start, end, "another-reading")
            if end > start and told and not any(_meet(s, other) for s in spans):
                added.append(other)
    return added


def _counterpart(rival: str, raw: str, span: Span) -> tuple[int, int]:
    """The part of a text that stands where a span of another reading of it does."""
    start = end = -1
    for _, a0, a1, b0, b1 in SequenceMatcher(None, rival, raw, autojunk=False).get_opcodes():
        if a0 < span.end and a1 > span.start:
            whole = a1 - a0 == b1 - b0
            low = b0 + max(0, span.start - a0) if whole else b0
            high = b1 - max(0, a1 - span.end) if whole else b1
            start = low if start < 0 else min(start, low)
            end = max(end, high)
    return start, end
