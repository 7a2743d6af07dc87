"""Neighbouring cells to the personnummer that was split between them.

A date of birth in one column and four digits in the next are a personnummer; so is a number that
goes on in the cell at its right or below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from skolkit.model import Cell
from skolkit.privacy.folding import plain
from skolkit.privacy.identity_numbers import check_digit_holds, possible_date
from skolkit.privacy.layout import Layout
from skolkit.privacy.model import Kind, Span
from skolkit.privacy.topics import Topic

_FOUR = re.compile(r"\s*-?\s*([0-9]{4})\s*")
_UP_TO_FOUR = re.compile(r"\s*[0-9]{1,4}(?:[.,]0+)?\s*")
_DAY = re.compile(r"\s*((?:(?:1[89]|20)[0-9]{2}|[0-9]{2})([-./ ]?)[0-9]{2}\2[0-9]{2})\s*")
_CUT = re.compile(
    r"(?:^|[^0-9])((?:(?:1[89]|20)[0-9]{2}|[0-9]{2})[0-9]{4}\s?[-+]\s?(?P<rest>[0-9]{0,3}))\s*$"
)
# A date in full, or six digits, at the end of a cell; the last four may begin the next.
_OPEN = re.compile(r"(?:^|[^0-9.,-])((?:(?:1[89]|20)[0-9]{2}|[0-9]{2})[0-9]{4})\s*$")
_REST = re.compile(r"\s*[-+]?\s*([0-9]{4})(?![0-9.,]|\s?[0-9:/])")
_LEAST_ROWS = 3  # pairs without a telling heading
_MOSTLY = 0.6  # share of the check digits that must hold then; chance gives one in ten
_TELLING = {Topic.BIRTH, Topic.LAST_FOUR, Topic.PERSON_NUMBER}


def pairs(layout: Layout) -> Iterator[tuple[Cell, Span]]:
    """Spans of cells that are a number of a person together with a neighbour."""
    yield from _cut_numbers(layout)
    yield from _open_numbers(layout)
    by_column: dict[tuple[Topic, Topic, int], list[tuple[Cell, Cell, str]]] = {}
    for cell in layout.cells.values():
        right = layout.cells.get((cell.row, cell.column + cell.column_span))
        if right is None or layout.is_heading(cell):
            continue
        day = birth_digits(cell)
        if day and _UP_TO_FOUR.fullmatch(plain(right.raw).text):
            key = (layout.topic_of(cell), layout.topic_of(right), cell.column)
            by_column.setdefault(key, []).append((cell, right, day))
    for (left_topic, right_topic, _), found in by_column.items():
        told = right_topic is Topic.LAST_FOUR or (
            left_topic in _TELLING and right_topic is Topic.UNKNOWN
        )
        if told or _hold_together(found, right_topic):
            for left, right, _ in found:
                yield left, _whole(left, Kind.FODELSEDATUM, "date-beside-four")
                yield right, _whole(right, Kind.PERSONNUMMER, "four-beside-date")


def birth_digits(cell: Cell) -> str:
    """The six digits of a cell that holds a full date and nothing else; ``""`` if it does not."""
    if isinstance(cell.value, date | datetime):
        return f"{cell.value:%y%m%d}"
    match = _DAY.fullmatch(plain(cell.raw).text)
    digits = re.sub(r"[^0-9]", "", match[1])[-6:] if match else ""
    return digits if digits and possible_date(digits[2:4], digits[4:]) else ""


def _hold_together(found: list[tuple[Cell, Cell, str]], right: Topic) -> bool:
    if right is not Topic.UNKNOWN:
        return False
    whole = [day + four[1] for _, cell, day in found if (four := _FOUR.fullmatch(cell.raw))]
    held = sum(check_digit_holds(ten) for ten in whole)
    return len(whole) >= _LEAST_ROWS and held >= len(whole) * _MOSTLY


def _cut_numbers(layout: Layout) -> Iterator[tuple[Cell, Span]]:
    for cell in layout.cells.values():
        view = plain(cell.raw)
        match = _CUT.search(view.text)
        if match is None:
            continue
        missing = 4 - len(match["rest"])
        for place in ((cell.row, cell.column + cell.column_span), (cell.row + 1, cell.column)):
            other = layout.cells.get(place)
            if other is None:
                continue
            rest = re.match(rf"\s*([0-9]{{{missing}}})(?![0-9])", plain(other.raw).text)
            if rest:
                yield cell, Span(Kind.PERSONNUMMER, *view.source(*match.span(1)), "cut-number")
                other_view = plain(other.raw)
                span = other_view.source(*rest.span(1))
                yield other, Span(Kind.PERSONNUMMER, *span, "cut-number")
                break


def _open_numbers(layout: Layout) -> Iterator[tuple[Cell, Span]]:
    """Numbers broken over two cells without a sign of it: only those whose check digit holds.

    Two columns of figures fit each other so in one row of ten, so the two must stand one below the
    other, in a column with words in it.
    """
    worded = {
        column
        for (_, column), cell in layout.cells.items()
        if not layout.is_heading(cell) and any(sign.isalpha() for sign in cell.raw)
    }
    for cell in layout.cells.values():
        below = layout.cells.get((cell.row + 1, cell.column))
        if below is None or cell.column not in worded:
            continue
        view, other = plain(cell.raw), plain(below.raw)
        day, rest = _OPEN.search(view.text), _REST.match(other.text)
        if day is None or rest is None:
            continue
        six = day[1][-6:]
        if possible_date(six[2:4], six[4:]) and check_digit_holds(six + rest[1]):
            yield cell, Span(Kind.PERSONNUMMER, *view.source(*day.span(1)), "cut-number")
            yield below, Span(Kind.PERSONNUMMER, *other.source(*rest.span(1)), "cut-number")


def _whole(cell: Cell, kind: Kind, rule: str) -> Span:
    stripped = cell.raw.strip()
    start = cell.raw.index(stripped)
    return Span(kind, start, start + len(stripped), rule)
