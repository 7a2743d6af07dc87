"""A cell of a column of persons to what in it is no name: a title, an office, a desk, a firm.

``Prof. Testa Testsson`` and ``dödsboet efter Testa Testsson`` have a name after such words, and
``Vikarie``, ``Upphandling``, ``Order desk`` and ``NCC`` stand where a name would.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from skolkit.privacy.common_words import is_plain, means_something
from skolkit.privacy.name_words import (
    Word,
    is_listed_given,
    is_listed_surname,
    is_role,
    names_nobody,
)

_SHORT = 3  # letters; so few may be somebody's initials or sign as well
_AFTER = {"efter", "for", "för", "of"}  # dödsboet efter Testa Testsson
_LABEL = re.compile(r"[^\W\d_]: ")  # Antal elever: 9  Mentor: Testa Testsson
# How words end for what several use: Elevdator, Utlåningsplatta, Gruppbrevlåda.
_THINGS = (
    *("dator", "datorn", "surfplatta", "plattan", "skrivare", "skrivaren", "telefon", "telefonen"),
    *("brevlåda", "brevlådan", "konto", "kontot", "mötesrum", "grupprum", "klassrum", "datasal"),
    *("lånebil", "tjänstebil", "servicebil", "larm", "larmet", "kassa", "kassan"),
)
_LEAST_THING = 7  # letters
_AREAS = {
    *("norr", "söder", "öster", "väster", "öst", "väst", "nord", "syd", "centrum", "city", "inre"),
    *("yttre", "norra", "södra", "östra", "västra", "mitt", "north", "south", "east", "west"),
}
_AND = {"och", "samt", "o", "and"}
_NO_PART = {"fl", "mfl", "et", "al", "se", "tf", "vik", "resp", "ca"}
_VACANT = {"vakant", "vakans", "vakanta", "vacant", "vikarie", "vikarien", "unassigned"}


@dataclass(frozen=True, slots=True)
class _Lists:
    titles: frozenset[str]
    trades: frozenset[str]
    desks: frozenset[str]
    letters: frozenset[str]
    firms: frozenset[str]
    rooms: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    file = resources.files("skolkit.privacy").joinpath("words", "offices.toml")
    data: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return _Lists(**{key: frozenset(text.split()) for key, text in data.items()})


def is_title(word: str) -> bool:
    """Whether a word before a name says what its bearer is: ``Prof``, ``adv``, ``DSO``."""
    lower = word.casefold()
    return lower in _lists().titles or lower in _lists().trades or is_role(lower)


def is_desk_word(word: str) -> bool:
    """Whether a word in small letters is a desk, a trade or a part of a house."""
    lists = _lists()
    if word in lists.desks or word in lists.trades or word in lists.rooms:
        return True
    is_service = "svc" in word.split("-")
    return is_service or (word.endswith(_THINGS) and len(word) > _LEAST_THING)


def bare_name(text: str, words: Sequence[Word]) -> list[Word]:
    """The words of a cell without those before and after the name: titles, labels, links.

    Args:
        text: folded.
        words: of the cell.

    Returns:
        At least one word.
    """
    held = list(words)
    told = max((match.end() for match in _LABEL.finditer(text)), default=0)
    while held[0].start < told < held[-1].end:
        held.pop(0)  # a name stands after the last of its labels
    while len(held) > 1 and (led := _leads(held)):
        del held[:led]
    while len(held) > 1 and _trails(text, held):
        held.pop()
    return held


def _leads(words: Sequence[Word]) -> int:
    """How many of the first words are no part of the name that follows, and not all of them."""
    told = [is_title(word.text) or word.lower in _AFTER for word in words[:-1]]
    if True in told and all(word.facts.is_initial for word in words[: told.index(True)]):
        return told.index(True) + 1  # T.f. rektor
    if _is_no_part(words[0], words[1:]):
        return 1
    # Lämnas till Testa Testsson; and not of two who are named: Trast och Testa.
    if len(words) > 2 and is_plain(words[0].text) and words[2].facts.is_given:
        return 2 * (words[1].lower not in _AND and _is_no_part(words[1], words[2:]))
    return 0


def _trails(text: str, words: Sequence[Word]) -> bool:
    """Whether the last word is no part of the name: ``, se``; of ``Sara trädgård`` it may be."""
    *others, last = words
    is_apart = text[others[-1].end : last.start].strip() != "" or last.lower in _NO_PART
    is_named = sum(word.is_capital for word in others) > 1
    return (is_apart or is_named) and _is_no_part(last, others)


def _is_no_part(word: Word, others: Sequence[Word]) -> bool:
    """Whether a word in small letters beside words with capitals is of the language: ``, se``."""
    if not word.text.islower() or word.facts.is_particle:
        return False
    if not any(other.text[0].isupper() for other in others):
        return False
    return word.lower in _NO_PART or is_plain(word.text)


def is_desk(words: Sequence[Word]) -> bool:
    """Whether words in a column of persons name a desk, a trade or a firm: ``Order desk``, ``NCC``.

    So few letters that they may be initials count only beside others: ``ENTREPRENÖR NCC``.
    """
    whole = [word for word in words if len(word.text) > 1]
    sure = [word for word in whole if is_title(word.text) or _is_desk(word) or _is_firm(word)]
    is_long = len(whole) > 1 or any(len(word.text) > _SHORT for word in whole)
    areas = _AREAS if any(word.lower in _lists().desks for word in sure) else ()
    along = all(word in sure or _goes_along(word) or word.lower in areas for word in whole)
    return _is_phrase(words) or (bool(sure) and is_long and along)


def _is_phrase(words: Sequence[Word]) -> bool:
    """Whether words are written as a sentence is, and none is a name: ``Cleaning crew``."""
    if len(words) < 2 or not words[0].text.istitle():
        return False
    small = all(word.text.islower() for word in words[1:])
    return small and all(is_plain(word.text) for word in words)


def _goes_along(word: Word) -> bool:
    """Whether a word beside a desk or a title is no name: ``Rektor Kvast`` has one."""
    if word.facts.is_body or _has_letters(word) or names_nobody(word.lower):
        return True
    if means_something(word.text):
        return True
    return word.text.islower() and is_plain(word.text)


def is_manned(words: Sequence[Word]) -> bool:
    """Whether what stands for a person is surely an office, a desk or a vacancy, and no relative.

    ``Vårdnadshavaren`` and ``Okänd`` are nobody's name either, but a person's telephone may stand
    beside them.
    """
    whole = [word for word in words if len(word.text) > 1]
    if not whole:
        return False
    if all(word.lower in _VACANT for word in whole):
        return True
    told = any(
        word.facts.is_body or is_role(word.lower) or _is_desk(word) or _is_firm(word)
        for word in whole
    )
    return told and (is_desk(whole) or any(word.facts.is_body for word in whole))


def letters_among_names(texts: Sequence[Sequence[Word]]) -> list[bool]:
    """Which cells of a column are the letters of a body (``HR``, ``NCC``) beside names in full.

    In a column in which many are as short they may be the signs of persons.
    """
    short = [len(words) == 1 and len(words[0].text) <= _SHORT for words in texts]
    if sum(short) * 3 > len(texts):
        return [False] * len(texts)
    return [
        is_short and words[0].text.isupper() and words[0].lower in _lists().letters
        for is_short, words in zip(short, texts, strict=True)
    ]


def _is_desk(word: Word) -> bool:
    return is_desk_word(word.lower) and not _is_named(word)


def _is_firm(word: Word) -> bool:
    return word.lower in _lists().firms and not _is_named(word)


def _has_letters(word: Word) -> bool:
    return word.lower in _lists().letters and word.text.isupper()


def _is_named(word: Word) -> bool:
    return is_listed_given(word.text) or is_listed_surname(word.text)
