"""What was found on each sheet of a collection to the other places where the same persons stand.

A name that is known by its heading on one sheet stands in running text on another; a number that is
a person's on one stands among invoice numbers on the next. Where a given name and a surname have a
column each, both together are a name too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from skolkit.model import Cell, Sheet
from skolkit.privacy.folding import plain
from skolkit.privacy.identity_numbers import possible_date
from skolkit.privacy.layout import lay_out
from skolkit.privacy.lone_names import LoneNames
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.privacy.name_words import words_of
from skolkit.privacy.persons import Known, is_user_id, name_of_address
from skolkit.privacy.protected import keys_of, rows_of

IDENTITY = frozenset({Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER})
_MOST_LINKS = 3  # from the sheet that marks a person over others to the last that tells of it
_MOST_WORDS = 4  # of a given name or a surname with a column of its own
_LEAST_LETTERS = 6  # of a whole name that is looked for anywhere


@dataclass(frozen=True, slots=True)
class Persons:
    """Who was found anywhere in a collection."""

    known: Known
    numbers: frozenset[str]  # the last ten digits
    joined: tuple[str, ...]  # names that no cell holds as a whole
    lone: LoneNames = field(default_factory=LoneNames)  # words that tell of them alone

    @classmethod
    def named_so(
        cls, names: Iterable[str], joined: Sequence[str], lone: LoneNames | None = None
    ) -> Persons:
        """Persons by names in cells, by those no cell holds as a whole, and by single words."""
        known = Known(name for name in (*names, *joined) if _is_long(name))
        return cls(known, frozenset(), tuple(joined), lone or LoneNames())

    @property
    def parts(self) -> frozenset[str]:
        """Their given names and surnames in small letters."""
        return self.known.parts

    def named(self, text: str) -> Iterator[Span]:
        """The names of these persons in a text."""
        yield from self.known.anywhere(text)

    def spans(self, text: str, found: Sequence[Span]) -> tuple[Span, ...]:
        """What was found in a text by itself, with the names of these persons in it."""
        bodies = [s for s in found if s.kind is Kind.NAMN and s.decision is Decision.KEEP]
        masked = [s for s in found if s.decision is Decision.MASK]
        new = [s for s in self.named(text) if not any(_meet(s, other) for other in bodies)]
        new = [s for s in new if not any(_covers(other, s) for other in masked)]
        new += self.lone.spans(text, (*found, *new))
        return (*found, *new) if new else tuple(found)


def persons_of(sheets: Iterable[Sheet], found: Mapping[str, Iterable[Found]]) -> Persons:
    """Gather the persons of a collection.

    Args:
        sheets: all of it.
        found: what was found, decided, by sheet_id; what is to be kept names nobody.
    """
    names: dict[str, None] = {}
    joined: dict[str, None] = {}
    numbers: set[str] = set()
    for sheet in sheets:
        parts: dict[tuple[int, int], str] = {}
        for one in found.get(sheet.sheet_id, ()):
            value = one.text[one.span.start : one.span.end]
            if one.span.decision is not Decision.MASK:
                continue
            if one.span.kind is Kind.NAMN:
                names[value] = None
                if one.text.strip() == value.strip():
                    parts[one.row, one.column] = value
            elif one.span.kind in IDENTITY and (ten := _ten(value)):
                numbers.add(ten)
            elif one.span.kind is Kind.EPOST and (name := name_of_address(value)):
                names[name] = None
        for name in joined_names(parts):
            joined[name] = None
    telling = [name for name in (*names, *joined) if _is_long(name)]
    return Persons(Known(telling), frozenset(numbers), tuple(joined))


def _is_long(name: str) -> bool:
    return sum(sign.isalpha() for sign in name) >= _LEAST_LETTERS or is_user_id(name)


def joined_names(parts: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """Names whose parts stand in cells side by side.

    Args:
        parts: the text of each cell that is a name and nothing else, by row and column.

    Yields:
        Both parts with a space between, in the order in which they stand.
    """
    for (row, column), left in sorted(parts.items()):
        right = parts.get((row, column + 1), "")
        words = [len(words_of(plain(part).text)) for part in (left, right)]
        if all(1 <= count <= _MOST_WORDS for count in words) and min(words) == 1:
            yield f"{left.strip()} {right.strip()}"


def _ten(text: str) -> str:
    """The ten digits of a personnummer, its century left out; ``""`` if it is none in full."""
    digits = re.sub(r"[^0-9]", "", plain(text).text)
    if len(digits) not in {10, 12}:
        return ""
    ten = digits[-10:]
    return ten if possible_date(ten[2:4], ten[4:6]) else ""


def elsewhere(sheet: Sheet, found: Sequence[Found], persons: Persons) -> tuple[Found, ...]:
    """What a sheet holds of persons that were found anywhere in the collection.

    Args:
        sheet: typed.
        found: what was found on it, decided.
        persons: of the collection.

    Returns:
        ``found`` with more to be masked: names that stand again (``same-name``), and numbers that
        were kept by a rule for figures though they are some person's (``same-number``).
    """
    by_place: dict[tuple[int, int], list[Found]] = {}
    for one in found:
        by_place.setdefault((one.row, one.column), []).append(one)
    more = [
        Found(sheet.sheet_id, cell.row, cell.column, cell.page, span, cell.raw)
        for cell in sheet.cells
        if cell.raw.strip()
        for span in _again(cell, by_place.get((cell.row, cell.column), ()), persons)
    ]
    if not more:
        return tuple(found)
    replaced = {
        (one.row, one.column, one.span.start, one.span.end)
        for one in more
        if one.span.rule == "same-number"
    }
    left = [
        one
        for one in found
        if (one.row, one.column, one.span.start, one.span.end) not in replaced
        or one.span.decision is Decision.MASK
    ]
    return in_order((*left, *more))


def protected_elsewhere(
    sheets: Sequence[Sheet], found: Mapping[str, Sequence[Found]]
) -> dict[str, tuple[Found, ...]]:
    """The rows of a collection that tell of persons whose identity another row says is protected.

    Args:
        sheets: typed.
        found: what was found on them, decided, by sheet_id.

    Returns:
        What is to be masked besides, by sheet_id: rows with the same number, name or id.
    """
    marked = {sheet.sheet_id: _protected_rows(found.get(sheet.sheet_id, ())) for sheet in sheets}
    if not any(marked.values()):
        return {}
    layouts = {sheet.sheet_id: lay_out(sheet) for sheet in sheets}
    added: dict[str, list[Found]] = {}
    for _ in range(_MOST_LINKS):
        keys: set[tuple[str, str]] = set()
        for sheet_id, rows in marked.items():
            keys |= keys_of(layouts[sheet_id], rows)
            keys |= {key for row, key in _persons_by_row(found.get(sheet_id, ())) if row in rows}
        grown = False
        for sheet in sheets:
            known = marked[sheet.sheet_id]
            layout = layouts[sheet.sheet_id]
            same = {
                row for row, key in _persons_by_row(found.get(sheet.sheet_id, ())) if key in keys
            }
            same |= {row for row in layout.rows if keys & keys_of(layout, (row,))}
            for cell, span in rows_of(layout, same - known - {0}):
                one = Found(sheet.sheet_id, cell.row, cell.column, cell.page, span, cell.raw)
                added.setdefault(sheet.sheet_id, []).append(one)
                grown = True
            marked[sheet.sheet_id] = known | same
        if not grown:
            break
    return {sheet_id: tuple(each) for sheet_id, each in added.items()}


def _protected_rows(found: Iterable[Found]) -> set[int]:
    return {
        one.row
        for one in found
        if one.span.kind is Kind.SKYDDAD and one.span.decision is Decision.MASK
    }


def _persons_by_row(found: Sequence[Found]) -> Iterator[tuple[int, tuple[str, str]]]:
    """The persons of each row: whole names, and numbers in full."""
    parts: dict[tuple[int, int], str] = {}
    for one in found:
        value = one.text[one.span.start : one.span.end]
        if one.span.decision is not Decision.MASK:
            continue
        if one.span.kind in IDENTITY and (ten := _ten(value)):
            yield one.row, ("", ten)
        elif one.span.kind is Kind.NAMN:
            if len(words := _name_key(value).split()) > 1 and _is_long("".join(words)):
                yield one.row, ("", " ".join(words))
            if one.text.strip() == value.strip():
                parts[one.row, one.column] = value
    for (row, column), left in parts.items():
        for name in joined_names({(row, column): left, **_right_of(parts, row, column)}):
            yield row, ("", _name_key(name))


def _right_of(
    parts: Mapping[tuple[int, int], str], row: int, column: int
) -> dict[tuple[int, int], str]:
    beside = (row, column + 1)
    return {beside: parts[beside]} if beside in parts else {}


def _name_key(name: str) -> str:
    """The words of a name in any order."""
    return " ".join(sorted(word.lower.removesuffix("s") for word in words_of(plain(name).text)))


def in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """Findings by row and column, those of protected identity first in their cell."""
    return tuple(
        sorted(
            found,
            key=lambda one: (
                *(one.row, one.column),
                *(one.span.kind is not Kind.SKYDDAD, one.span.start),
            ),
        )
    )


def _again(cell: Cell, found: Iterable[Found], persons: Persons) -> Iterator[Span]:
    spans = [one.span for one in found]
    yield from persons.spans(cell.raw, spans)[len(spans) :]
    for span in spans:
        is_kept = span.kind in IDENTITY and span.decision is Decision.KEEP
        if is_kept and _ten(cell.raw[span.start : span.end]) in persons.numbers:
            yield Span(span.kind, span.start, span.end, "same-number")


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _covers(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end
