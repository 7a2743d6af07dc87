"""Texts of a column to whether they are Swedish, by small words and letters that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERS = frozenset("åäö")
_WORD = re.compile(r"[^\W\d_]+")
# Words that the other language does not have; "in", "for" and "ha" are in neither list.
_SWEDISH_WORDS = """
och att det som på av till med inte ej är var har hade kan ut efter vid från under utan elev
elever eleven vårdnadshavare fel kunde gick blev går syns saknas fungerar visas tog fick nere
låg ett alla andra klass lärare rektor skola betyg schema
"""
_ENGLISH_WORDS = """
the and of to with not is was were are has had cannot could after at from by on an this that
which users user student students pupil pupils teacher guardian guardians failed down wrong
missing shown grades during without no error
"""
_SWEDISH = frozenset(_SWEDISH_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def is_swedish(texts: Iterable[str]) -> bool:
    """Whether more of the texts that tell their language tell Swedish than English.

    A letter å, ä or ö tells Swedish, and so does a small word of it; a text tells what most of its
    telling words do. Texts that tell nothing count for neither.
    """
    swedish = english = 0
    for text in texts:
        words = [word.casefold() for word in _WORD.findall(text)]
        for_swedish = sum(word in _SWEDISH or not _LETTERS.isdisjoint(word) for word in words)
        for_english = sum(word in _ENGLISH for word in words)
        swedish += for_swedish > for_english
        english += for_english > for_swedish
    return swedish > english
