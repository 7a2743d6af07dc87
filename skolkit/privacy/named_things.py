"""A name in a text to whether it is one of a thing: a firm, a ruler, a make, a place, an event.

Such a name has a given name in it as persons' names have, and what follows or what it is tells it
apart: ``Lars Testsson Åkeri AB``, ``Oskar II``, ``Testa Testsson-dagen``, ``Testa Provberg skola``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from skolkit.privacy.name_words import Word

_MOST = 5  # words from a name to the form of its firm
_GAP = re.compile(r" (?:& |och |\+ )?|, |-")
# In capitals as they are written: "as" and "inc" in prose are other words.
_FORMS = {"AB", "HB", "KB", "Aktiebolag", "Handelsbolag", "Kommanditbolag", "Ltd", "GmbH", "Inc"}
_NUMERAL = re.compile(r"(?:X{0,2}(?:I{2,3}|IV|VI{1,3}|IX|X[IV]{1,4}))(?::?s)?")
# One letter is an initial as well: only with its country or its ordinal after it.
_OF_A_COUNTRY = re.compile(r"[IVX](?::?s)? av [A-ZÅÄÖ]|[IVX]:[es] ")
# What is called after somebody, as ``Testa Testsson-veckan``; matters and cases are a person's own.
_THINGS = (
    *("dagen", "dagar", "veckan", "året", "priset", "priser", "salen", "salar", "huset", "husen"),
    *(
        "gården",
        "gårdarna",
        "rummet",
        "museet",
        "biblioteket",
        "parken",
        "parkerna",
        "sällskapet",
        "fonden",
    ),
    *("stipendiet", "stiftelsen", "modellen", "metoden", "testet", "kursen", "klubben"),
    *("appen", "modulen", "systemet", "registret", "rapporten", "skolan", "torget", "gatan"),
    *("boken", "böckerna", "filmen", "filmerna", "serien", "figurer", "tapeter", "pedagogik"),
    *("pedagogiken", "utställningen", "föreställningen", "projektet", "plattformen", "kortet"),
    *("licens", "licensen", "licenser", "dator", "datorn", "appar", "motorn", "programmet"),
)
# What is called by the name after it: ``Hörsalen Testa Testsson``, ``Kafé Testa``.
_LEAST_HOUSE = 6  # letters of a compound: Hörsalen, Kulturhus
_PREMISES = (
    *(
        "sal",
        "salen",
        "lokal",
        "lokalen",
        "hus",
        "huset",
        "kafé",
        "kaféet",
        "café",
        "caféet",
        "rum",
    ),
    *("rummet", "pizzeria", "pizzerian", "restaurang", "restaurangen", "källaren", "krogen"),
    *("wärdshuset", "värdshuset", "kvarteret", "förskolan", "förskola", "skolan", "kv", "brf"),
    *("stormen", "orkanen", "servern", "server", "portalen", "systemet", "projekt", "projektet"),
    *("pilot", "piloten", "modellen", "model", "building", "room", "hall", "trio", "orkestern"),
)
# Without an s of the genitive before it a word such as these belongs to the name.
_CALLED = {"skola", "gymnasium", "förskola", "kyrka", "församling", "grundskola", "särskola"}
_GENITIVE = ("s", "x", "z")
# What a town calls after somebody; a plats is a person's own as well, but for one that is passed.
_IN_TOWNS = re.compile(
    r" (?:torg|park|gränd|allé|kaj|esplanad|stipendium|stipendiefond|arena)(?![^\W\d_]|\s?[0-9])"
)
_SQUARE = re.compile(r" plats(?![^\W\d_]|\s?[0-9])")
_PASSED = {"vid", "mot", "från"}


@lru_cache(maxsize=1)
def _renowned() -> frozenset[tuple[str, ...]]:
    file = resources.files("skolkit.privacy").joinpath("words", "renowned.toml")
    data: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    lines = (line for text in data.values() for line in text.splitlines())
    return frozenset(tuple(line.casefold().split()) for line in lines if line.strip())


def is_ruler(words: Sequence[Word], text: str, at: int) -> bool:
    """Whether a Roman numeral follows a single given name: ``Karl XII``."""
    if at + 1 >= len(words) or text[words[at].end : words[at + 1].start] != " ":
        return False
    start, end = words[at + 1].start, words[at + 1].end
    if _OF_A_COUNTRY.match(text, start):
        return True
    return _NUMERAL.fullmatch(text[start:end]) is not None


def is_of_premises(words: Sequence[Word], text: str, at: int, count: int) -> bool:
    """Whether the word before, or the first, says that a room, a house or a system is called so."""
    if count > 1 and words[at].lower in _PREMISES and not words[at].facts.is_given:
        return True
    if not at or text[words[at - 1].end : words[at].start] != " ":
        return False
    before = words[at - 1]
    compound = len(before.text) > _LEAST_HOUSE and before.lower.endswith(_PREMISES)
    return (before.lower in _PREMISES or compound) and not before.facts.is_family


def is_renowned(words: Sequence[Word], at: int, count: int) -> bool:
    """Whether the ``count`` words from ``at`` are a name that is known to all."""
    *first, last = (word.lower for word in words[at : at + count])
    bare = last.partition("-")[0]  # Testsson-domen
    return any((*first, each) in _renowned() for each in (last, last.removesuffix("s"), bare))


def thing_after(text: str, words: Sequence[Word], at: int, count: int) -> int:
    """How many words from ``at`` are the name of a thing that begins with ``count`` of a person's.

    Returns:
        0 if nothing says so.
    """
    last = words[at + count - 1]
    if "-" in last.text and last.text.rpartition("-")[2].endswith(_THINGS):
        return count
    if count > 1 and last.lower.endswith(_GENITIVE):
        passed = at > 0 and words[at - 1].lower in _PASSED and _SQUARE.match(text, last.end)
        if passed or _IN_TOWNS.match(text, last.end):
            return count  # vid Testa Provbergs plats
    for here in range(at + count, min(at + count + _MOST, len(words))):
        if not _GAP.fullmatch(text[words[here - 1].end : words[here].start]):
            return 0
        if words[here].text in _FORMS:
            return here - at + 1
        if here == at + count and words[here].lower in _CALLED:
            return here - at + 1 if _belongs(text, words, here) else 0
        if not (words[here].is_capital or words[here].lower == "och"):
            return 0
    return 0


def _belongs(text: str, words: Sequence[Word], here: int) -> bool:
    """Whether a word such as ``skola`` is a part of the name before it, and no label of a form."""
    before = words[here - 1].lower
    after = re.match(r" ?[:=]| [A-ZÅÄÖ]", text[words[here].end :])
    return not (before.endswith(_GENITIVE) or words[here].is_capital or after)
