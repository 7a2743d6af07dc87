"""The sheets of a collection to the places where single words of masked names stand on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import PurePath

from skolkit.model import Cell, Sheet
from skolkit.privacy.decoys import Around
from skolkit.privacy.layout import Layout, lay_out
from skolkit.privacy.lone_names import (
    HIDDEN_FIRM,
    KNOWN_BODY,
    LONE,
    SMALL_LETTERS,
    LoneNames,
    Place,
    settled,
)
from skolkit.privacy.lone_told import Told, lone_names
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.privacy.texts import find
from skolkit.privacy.topics import Topic

_OF_BODIES = {Topic.ORGANISATION, Topic.GROUP}
_NUMBER = "number-of-a-hidden-firm"


@dataclass(frozen=True, slots=True)
class _Here:
    cell: Cell
    place: Place


@lru_cache(maxsize=1024)
def _in_name(name: str) -> tuple[Span, ...]:
    """What is found in the name of a document, looked at once for all of its sheets."""
    return find(name, Around(Topic.UNKNOWN))


def told_of(sheet: Sheet, found: Iterable[Found]) -> Iterator[Told]:
    """What was found on a sheet and in the name of its document, as ``lone_names`` asks for it."""
    name = PurePath(sheet.document_name).stem
    for span in _in_name(name):
        value = name[span.start : span.end].replace("_", " ")
        yield Told(sheet.sheet_id, 0, 0, span.kind, span.rule, span.decision, value)
    for one in found:
        value = one.text[one.span.start : one.span.end]
        yield Told(
            sheet.sheet_id,
            one.row,
            one.column,
            one.span.kind,
            one.span.rule,
            one.span.decision,
            value,
            value.strip() == one.text.strip(),
        )


def standing_alone(
    sheets: Sequence[Sheet], found: Mapping[str, Sequence[Found]]
) -> dict[str, tuple[Found, ...]]:
    """Find the single words of masked names on all sheets, and the firms that bear them.

    Args:
        sheets: typed.
        found: what was found on them, decided, by sheet_id.

    Returns:
        What is found besides, by sheet_id: masked, or kept by a rule that is told of. Numbers of
        the firms of protected persons are among it.
    """
    names = lone_names(
        one for sheet in sheets for one in told_of(sheet, found.get(sheet.sheet_id, ()))
    )
    here = {
        sheet.sheet_id: list(_places(sheet, found.get(sheet.sheet_id, ()), names))
        for sheet in sheets
    }
    every = [one.place for each in here.values() for one in each]
    others = settled([(place, names.is_protected(place.key)) for place in every])
    bodies = {place.key for place in every if place.span.rule == KNOWN_BODY}
    added: dict[str, list[Found]] = {}
    for sheet_id, places in here.items():
        for one in places:
            span = one.place.span
            if span.rule in {LONE, SMALL_LETTERS}:
                if one.place.key in others and not names.is_protected(one.place.key):
                    rule = KNOWN_BODY if one.place.key in bodies else SMALL_LETTERS
                    span = replace(span, rule=rule, decision=Decision.KEEP)
                else:
                    span = replace(span, rule=LONE)
            added.setdefault(sheet_id, []).append(_found(sheet_id, one.cell, span))
    for sheet_id, number in _numbers_of_hidden_firms(found, added):
        added.setdefault(sheet_id, []).append(number)
    return {sheet_id: tuple(each) for sheet_id, each in added.items()}


def _found(sheet_id: str, cell: Cell, span: Span) -> Found:
    return Found(sheet_id, cell.row, cell.column, cell.page, span, cell.raw)


def _places(sheet: Sheet, found: Iterable[Found], names: LoneNames) -> Iterator[_Here]:
    spans: dict[tuple[int, int], list[Span]] = {}
    for one in found:
        spans.setdefault((one.row, one.column), []).append(one.span)

    @cache
    def layout() -> Layout:
        return lay_out(sheet)

    for cell in sheet.cells:
        if not cell.raw.strip() or not names.may_stand_in(cell.raw):
            continue
        of_body = layout().topic_of(cell) in _OF_BODIES
        inside = spans.get((cell.row, cell.column), ())
        for place in names.places(cell.raw, inside, names_a_body=of_body):
            yield _Here(cell, place)


def _numbers_of_hidden_firms(
    found: Mapping[str, Sequence[Found]], added: Mapping[str, Sequence[Found]]
) -> list[tuple[str, Found]]:
    """The organisationsnummer of firms that are masked for a protected person, wherever they stand.

    Anyone can look up whose they are.
    """
    rows = {
        (sheet_id, one.row)
        for sheet_id, each in added.items()
        for one in each
        if one.span.rule == HIDDEN_FIRM
    }
    kept = [
        (sheet_id, one)
        for sheet_id, each in found.items()
        for one in each
        if one.span.decision is Decision.KEEP and one.span.rule.startswith("orgnr")
    ]
    numbers = {_digits(one) for sheet_id, one in kept if (sheet_id, one.row) in rows}
    return [
        (
            sheet_id,
            replace(
                one,
                span=replace(one.span, kind=Kind.SKYDDAD, rule=_NUMBER, decision=Decision.MASK),
            ),
        )
        for sheet_id, one in kept
        if _digits(one) in numbers
    ]


def _digits(one: Found) -> str:
    return re.sub(r"[^0-9]", "", one.text[one.span.start : one.span.end])[-10:]


def with_places(found: Sequence[Found], more: Sequence[Found]) -> tuple[Found, ...]:
    """What was found on a sheet with more; what was kept where more is masked is left out."""
    masked = [one for one in more if one.span.decision is Decision.MASK]
    left = [
        one
        for one in found
        if one.span.decision is Decision.MASK
        or not any(
            (one.row, one.column) == (new.row, new.column)
            and one.span.start < new.span.end
            and new.span.start < one.span.end
            for new in masked
        )
    ]
    return (*left, *more)
