"""What was found in a collection to the words of masked names that are looked for alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from skolkit.privacy.common_words import is_common, is_never_a_name
from skolkit.privacy.folding import plain
from skolkit.privacy.lone_names import (
    BODIES,
    KNOWN_BODY,
    RULES,
    SMALL_LETTERS,
    TOKEN,
    TRADER,
    LoneNames,
    Mark,
    name_key,
)
from skolkit.privacy.model import Decision, Kind
from skolkit.privacy.name_words import Word, is_listed_given, names_nobody, words_of
from skolkit.privacy.persons import name_of_address
from skolkit.privacy.whole_names import is_name_shaped

_LEAST = 4  # letters of a word that is masked alone, whatever stands around it
_LEAST_TELLING = 2


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate of a collection, decided: where it is, what it is and what it says."""

    sheet_id: str
    row: int
    column: int
    kind: Kind
    rule: str
    decision: Decision
    value: str
    is_whole: bool = False  # nothing else stands in its cell


def lone_names(told: Iterable[Told]) -> LoneNames:
    """Gather the words of masked names that are looked for alone.

    Args:
        told: all that was found in a collection, decided. What earlier came of single words says
            which of them are shown; no new word comes of it.
    """
    told = tuple(told)
    names = dict.fromkeys(_names(told))
    officials = {
        name_key(word.text)
        for one in told
        if one.kind is Kind.NAMN and one.decision is Decision.KEEP
        if one.rule not in BODIES and one.rule not in RULES
        for word in words_of(plain(one.value).text)
    }
    marks: dict[str, Mark] = {}
    for name, is_protected in names:
        for word in _pieces(name):
            key = name_key(word)
            known = marks.get(key)
            if len(word) < _LEAST_TELLING or is_never_a_name(word):
                continue
            if key in officials and not is_protected:
                continue
            facts = words_of(word)[0].facts
            is_hidden = is_protected or (known is not None and known.is_protected)
            is_weak = len(word) < _LEAST or is_common(word) or is_listed_given(word)
            made = Mark(
                tuple(dict.fromkeys((*(known.words if known else ()), word.casefold()))),
                is_hidden,
                not is_weak and not facts.is_family and not facts.is_given,
                not is_common(word) and (facts.is_family or facts.is_strong),
                is_weak and not is_hidden,
            )
            marks[key] = made
    return LoneNames(
        marks,
        frozenset(_keys(name) for name, _ in names if len(_keys(name)) > 1),
        frozenset(_keys(name) for name, hidden in names if hidden and len(_keys(name)) > 1),
        frozenset(
            _keys(one.value)
            for one in told
            if one.rule == TRADER and _masks_name(one) and len(_keys(one.value)) > 1
        ),
        _rejected(told, marks),
        frozenset(officials).union(_shown(told)),
    )


def _names(told: Sequence[Told]) -> Iterator[tuple[str, bool]]:
    """The masked names, each with whether its person's identity is protected."""
    rows = {(t.sheet_id, t.row) for t in told if _protects(t) and t.rule == "protected-row"}
    cells = {(t.sheet_id, t.row, t.column) for t in told if _protects(t)}
    parts: dict[tuple[str, int], dict[int, str]] = {}
    for one in told:
        is_mail = one.kind is Kind.EPOST and one.decision is Decision.MASK
        if is_mail and (name := name_of_address(one.value)):
            yield name, (one.sheet_id, one.row) in rows
        if not _masks_name(one) or one.rule in RULES or one.rule == TRADER:
            continue
        row = (one.sheet_id, one.row)
        is_protected = row in rows or (*row, one.column) in cells
        if one.is_whole:
            parts.setdefault(row, {})[one.column] = one.value
        is_alone = one.rule == "name-column" and len(words_of(plain(one.value).text)) == 1
        if _is_name(one) or (is_alone and is_protected):
            yield one.value, is_protected
    for row, held in parts.items():
        for column, left in held.items():
            right = held.get(column + 1, "")
            if right and len(words_of(left)) == 1 == len(words_of(right)):
                yield f"{left.strip()} {right.strip()}", row in rows


def _is_name(one: Told) -> bool:
    """Whether a masked value is the name of a person, given name and surname."""
    words = words_of(plain(one.value).text)
    led = len(words) > 1 and words[0].facts.is_given and not any(map(_is_no_name, words))
    return led or one.rule == "lower-case" or is_name_shaped(one.value)


def _is_no_name(word: Word) -> bool:
    return names_nobody(word.lower) or not (word.facts.may_name or word.facts.is_particle)


def _masks_name(one: Told) -> bool:
    return one.kind is Kind.NAMN and one.decision is Decision.MASK


def _protects(one: Told) -> bool:
    return one.kind is Kind.SKYDDAD and one.decision is Decision.MASK


def _pieces(name: str) -> list[str]:
    return [token for token in TOKEN.findall(plain(name).text) if token.isalpha()]


def _keys(name: str) -> frozenset[str]:
    return frozenset(name_key(piece) for piece in _pieces(name) if len(piece) > 1)


def _rejected(told: Iterable[Told], marks: Mapping[str, Mark]) -> frozenset[str]:
    """Words that the collection itself shows to be something else: kept by a rule, somewhere."""
    return frozenset(
        key
        for one in told
        if one.decision is Decision.KEEP and one.rule in {KNOWN_BODY, SMALL_LETTERS}
        for key in _stems(one.value)
        if key in marks and not marks[key].is_protected
    )


def _shown(told: Iterable[Told]) -> Iterator[str]:
    """The words that some rule or person shows somewhere, so that they prove no leak."""
    for one in told:
        if one.decision is Decision.KEEP and one.kind in {Kind.NAMN, Kind.EPOST, Kind.ADRESS}:
            yield from _stems(one.value)


def _stems(text: str) -> Iterator[str]:
    for token in TOKEN.findall(text):
        key = name_key(token)
        yield from (key, key.removesuffix("s"))
