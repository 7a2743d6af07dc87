"""A word to whether it is something else as well as a person's name, where it stands alone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from skolkit.privacy.lexicon import (
    is_persons_name,
    is_swedish,
    is_swedish_however_written,
)
from skolkit.privacy.name_words import (
    is_listed_surname,
    is_unlisted_word,
    names_nobody,
    opens_no_name,
    words_of,
)
from skolkit.privacy.topics import is_heading_word

_INFLECTED = ("s", "en", "ens", "et", "ets", "ar", "arna", "erna", "orna")
_LEAST_STEM = 3
_LEAST_TELLING = 6
# How surnames end and other words as well: Löv and Bygglov, Hedling and Handling.
_OF_NOUNS = ("lov", "ling", "nen")
# Of words that are made of others, and of hardly any surname.
_MADE = (
    *("ning", "ningen", "ningar", "heten", "tion", "tionen", "tioner", "skap", "skapet", "else"),
    *("elsen", "elser", "ismen", "itet", "iteten", "iska", "iskt", "lig", "liga", "ligt", "ande"),
    *("ende", "arna", "orna", "aren", "ades", "mentet", "eringen", "ering", "agent"),
)
_LEAST_MADE = 7  # letters


@dataclass(frozen=True, slots=True)
class _Lists:
    never: frozenset[str]
    common: frozenset[str]
    places: frozenset[str]
    makes: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    file = resources.files("skolkit.privacy").joinpath("words", "common.toml")
    data: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    held = {name: frozenset(text.split()) for name, text in data.items()}
    common = held["words"] | held["places"] | held["things"]
    return _Lists(held["never"], common, held["places"], held["things"])


@lru_cache(maxsize=16384)
def is_never_a_name(word: str) -> bool:
    """Whether a word is never masked alone, whoever is called so: ``den``, ``Kommun``, ``mars``."""
    lower = word.casefold()
    facts = [each.facts for each in words_of(word)]
    return (
        lower in _lists().never
        or names_nobody(lower)
        or opens_no_name(lower)
        or is_heading_word(lower)
        or any(each.is_body or each.goes_before or each.is_particle for each in facts)
    )


@lru_cache(maxsize=16384)
def means_something(word: str) -> bool:
    """Whether a word is a longer one of Swedish and in no list of names: ``Detaljplan``.

    A shorter one is easily a part of a name as well.
    """
    facts = [each.facts for each in words_of(word)]
    if len(word) < _LEAST_TELLING or any(each.is_strong or each.is_given for each in facts):
        return False
    if any(each.is_family for each in facts) and (
        is_listed_surname(word) or not word.casefold().removesuffix("s").endswith(_OF_NOUNS)
    ):
        return False
    return is_swedish_however_written(word)


@lru_cache(maxsize=16384)
def is_plain(word: str) -> bool:
    """Whether a word of Swedish or English is in no list of names nor of words borne as such."""
    if not is_unlisted_word(word) or is_surname_too(word) or is_persons_name(word):
        return False
    return not any(each.facts.is_strong or each.facts.is_given for each in words_of(word))


def is_surname_too(word: str) -> bool:
    """Whether a word of nature, trades or virtues is borne as a surname as well: ``Blad``."""
    return word.casefold() in _lists().common


def is_make(word: str) -> bool:
    """Whether a maker, a make or a program is called so: ``Freja``."""
    return word.casefold() in _lists().makes


def is_place(word: str) -> bool:
    """Whether a town, a municipality or a country is called so: ``Lund`` answers and decides."""
    lower = word.casefold()
    return lower in _lists().places or lower.removesuffix("s") in _lists().places


@lru_cache(maxsize=16384)
def is_common(word: str) -> bool:
    """Whether a word has a meaning of its own: a thing, a place, a product, an adjective.

    ``Berg``, ``Lind``, ``Falkenberg`` and ``Visma`` do, and ``Lindberg`` does not. Accents count,
    so that ``Linden`` is a tree and ``Lindén`` is not.
    """
    return is_thing(word) or (
        is_swedish(word) and not any(each.facts.is_family for each in words_of(word))
    )


@lru_cache(maxsize=16384)
def is_thing(word: str) -> bool:
    """Whether a word is so common that it is a thing even after an initial: ``A. Kostnader``."""
    lower, common = word.casefold(), _lists().common
    if is_never_a_name(word) or lower in common:
        return True
    if any(
        lower.endswith(ending) and len(lower) - len(ending) >= _LEAST_STEM
        and lower[: -len(ending)] in common
        for ending in _INFLECTED
    ):  # fmt: skip
        return True
    return len(lower) >= _LEAST_MADE and lower.endswith(_MADE)
