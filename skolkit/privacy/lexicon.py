"""A word to what dictionaries know it as: a word of Swedish or English, or somebody's name.

The dictionaries are those of spell checkers: the Swedish one of *Den stora svenska ordlistan*,
which spylls carries, and the English one of chunspell, asked by Hunspell. What they know in small
letters is a word (``berg``), and what they know with a capital only is a name (``Ossian``,
``Skövde``). Hunspell takes compounds apart, so that ``byggnadsnämndens`` is a word, and it knows
which names look like compounds, so that ``lindberg`` is none.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib import resources

from hunspell import Hunspell

# Flags of the Swedish dictionary (sv_SE.aff) that names of places and firms bear and names of
# persons do not: compounds are made of them (Volvobil), and somebody lives there (Skövdebo).
_OF_NO_PERSON = frozenset("XZQeEdvz")
_LONGEST = 60  # letters; no word is longer, and a compound of more takes long to take apart
_LEAST_STEM = 3  # letters of a part of a word without accents
_BENT = (
    *("", "s", "n", "en", "et", "ar", "er", "or", "na", "arna", "erna", "orna", "ens", "ets", "ts"),
    *("t", "a", "r", "de", "te", "ande", "ning", "ningen", "ningar", "are", "aren", "arens"),
)
# Surnames are compounds of words too: without accents nothing else tells them apart.
_OF_SURNAMES = (
    *("strom", "berg", "bergh", "lund", "lundh", "lind", "lindh", "gren", "qvist", "kvist", "mark"),
    *("dahl", "dal", "man", "lof", "holm", "stedt", "sten", "fors", "falt", "ling", "vall", "wall"),
    *("hammar", "stal", "gard", "ander", "blad", "borg", "rot", "roth", "bom", "backe", "nacke"),
    *("hielm", "hjelm", "skold", "svard", "ros", "back", "bach", "ros", "gran", "son", "sjo", "as"),
)


@lru_cache(maxsize=1)
def _swedish() -> Hunspell:
    with resources.as_file(_folder()) as folder:
        return Hunspell("sv_SE", hunspell_data_dir=str(folder))


@lru_cache(maxsize=1)
def _english() -> Hunspell:
    return Hunspell("en_US")


def _folder() -> resources.abc.Traversable:
    return resources.files("spylls.hunspell").joinpath("data", "sv")


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[str, str], ...]:
    """The words of the Swedish dictionary, each with its flags."""
    text = _folder().joinpath("sv_SE.dic").read_text(encoding="utf-8")
    parts = (line.partition("/") for line in text.splitlines()[1:])
    return tuple((word, flags) for word, _, flags in parts if word and "!" not in flags)


@lru_cache(maxsize=1)
def _persons() -> frozenset[str]:
    return frozenset(
        word
        for word, flags in _entries()
        if word.istitle() and word.isalpha() and _OF_NO_PERSON.isdisjoint(flags)
    )


@lru_cache(maxsize=1)
def _stems_without_accents() -> frozenset[str]:
    small = (word for word, _ in _entries() if word.isalpha() and word.islower())
    return frozenset(_bare(word) for word in small if is_swedish(word))


def _bare(word: str) -> str:
    """A word without accents, in small letters."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def is_swedish(word: str) -> bool:
    """Whether a word is one of Swedish, bent or compound, and not only a name."""
    return _knows(_swedish(), word.casefold())


@lru_cache(maxsize=65536)
def is_english(word: str) -> bool:
    """Whether a word is one of English, and not only a name."""
    return _knows(_english(), word.casefold())


def _knows(dictionary: Hunspell, word: str) -> bool:
    try:
        return word.isalpha() and len(word) <= _LONGEST and bool(dictionary.spell(word))
    except UnicodeEncodeError:  # a letter that the dictionary's alphabet does not have
        return False


@lru_cache(maxsize=65536)
def is_swedish_without_accents(word: str) -> bool:
    """Whether a word is one of Swedish as systems write that know no å, ä, ö: ``HANDLAGGARE``.

    Of compounds only those are taken that no surname is made as.
    """
    bare = _bare(word)
    if bare != word.casefold() or not bare.isalpha():
        return False  # accents are written
    stems = _stems_without_accents()
    if _is_bent(bare, stems):
        return True
    if bare.endswith(_OF_SURNAMES):
        return False
    return any(
        bare[:at].removesuffix("s") in stems and _is_bent(bare[at:], stems)
        for at in range(_LEAST_STEM + 1, len(bare) - _LEAST_STEM)
    )


def _is_bent(bare: str, stems: frozenset[str]) -> bool:
    return any(
        bare.endswith(ending)
        and len(bare) - len(ending) >= _LEAST_STEM
        and bare[: len(bare) - len(ending)] in stems
        for ending in _BENT
    )


@lru_cache(maxsize=65536)
def is_persons_name(word: str) -> bool:
    """Whether the dictionary knows a word with a capital only, and as no place and no firm."""
    return word.title() in _persons() and not is_swedish(word)


@lru_cache(maxsize=65536)
def is_other_name(word: str) -> bool:
    """Whether the Swedish dictionary knows a word as the name of a place or a firm only."""
    title = word.title()
    return title not in _persons() and not is_swedish(word) and _knows(_swedish(), title)


def is_swedish_however_written(word: str) -> bool:
    """Whether a word is one of Swedish, with its accents or without them."""
    return is_swedish(word) or is_swedish_without_accents(word)


def is_word(word: str) -> bool:
    """Whether a word is one of Swedish, with or without its accents, or of English."""
    return is_swedish_however_written(word) or is_english(word)
