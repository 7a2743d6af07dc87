"""Names of persons in many languages: given names and surnames of the lists that Faker carries.

Faker makes up persons for tests from lists of real names, some forty languages of Latin letters.
Here only the lists are asked. A name that is a word of Swedish or English as well (``Dawn``,
``Sten``), or of a place or a firm, is left out: where it stands alone it says little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from faker.providers import person

from skolkit.privacy.lexicon import is_other_name, is_word

_LEAST = 4  # letters; shorter ones are abbreviations or words of some language
_PATRONYMS = "is_IS"
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f'’]+(?:-[A-Za-z\u00c0-\u024f'’]+)*")


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    """Given names that are no surname anywhere: those tell more than a given name alone does."""
    return frozenset(_listed("first_name")) - frozenset(_listed("last_name"))


@lru_cache(maxsize=1)
def _family() -> frozenset[str]:
    """Surnames; a father's name in the genitive, as Icelanders have it, is none here."""
    return frozenset(_listed("last_name", without=_PATRONYMS))


def _listed(field: str, without: str = "") -> Iterator[str]:
    """The names of all languages but one whose lists begin with a word, in small letters."""
    for module in iter_modules(person.__path__):
        if module.name == without:
            continue
        provider = import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            if attribute.startswith(field):
                names = getattr(provider, attribute)
                if isinstance(names, tuple | list | dict | set):
                    yield from (
                        name.casefold()
                        for name in names
                        if isinstance(name, str) and len(name) >= _LEAST and _LATIN.fullmatch(name)
                    )


@lru_cache(maxsize=65536)
def is_given_somewhere(word: str) -> bool:
    """Whether a word is a given name in some language, and nothing else in Swedish or English."""
    return word.casefold() in _given() and not (is_word(word) or is_other_name(word))


@lru_cache(maxsize=65536)
def is_surname_somewhere(word: str) -> bool:
    """Whether a word is a surname in some language, and nothing else in Swedish or English."""
    return word.casefold() in _family() and not (is_word(word) or is_other_name(word))
