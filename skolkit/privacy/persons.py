"""Names found on a sheet to the other places on it where the same persons are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import is_normalized

from skolkit.privacy.folding import plain
from skolkit.privacy.lexicon import is_word
from skolkit.privacy.model import Kind, Span
from skolkit.privacy.name_words import words_of

_PIECE = re.compile(r"[^\W\d_]+")
_LEAST = 3  # letters of a part of a name that is looked for by itself
_ID = re.compile(r"(?<!\w)[^\W_](?:[\w.-]*[^\W_])?(?!\w)")
_LEAST_ID = 5  # signs of what a person is called by a system: AB1234
_OF_ADDRESS = re.compile(r"([^\W\d_]{2,})[._-](?:[^\W\d_]{1,}[._-])?([^\W\d_]{2,})[0-9]{0,4}")


def is_user_id(text: str) -> bool:
    """Whether a text is one word of letters and digits, as systems call persons: ``AB1234``."""
    word = text.strip()
    digits = sum(sign.isdigit() for sign in word)
    letters = sum(sign.isalpha() for sign in word)
    return digits > 1 and letters > 0 and len(word) >= _LEAST_ID and _ID.fullmatch(word) is not None


def name_of_address(address: str) -> str:
    """The name that an e-mail address tells: ``Testa Testsson`` of ``testa.testsson@...``.

    Returns:
        ``""`` unless its first part is a known given name or its last one made as surnames are.
    """
    match = _OF_ADDRESS.fullmatch(address.partition("@")[0].strip())
    if match is None:
        return ""
    given, family = (word for part in match.groups() for word in words_of(part.title()))
    may_be = given.facts.may_name and family.facts.may_name
    known = given.facts.is_given or family.facts.is_given or family.facts.is_family
    return f"{given.text} {family.text}" if may_be and known else ""


class Known:
    """Names of persons, to be looked for again.

    Whole names, in either order, are looked for anywhere; their parts only near by.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._whole: dict[str, list[tuple[str, ...]]] = {}
        self._parts: set[str] = set()
        self._openings: set[str] = set()  # first letters of whole names, up to the first sign
        self._ids: set[str] = set()
        for name in dict.fromkeys(names):  # a ledger names the same persons on thousands of rows
            if is_user_id(name):
                self._ids.add(name.strip().casefold())
            words = tuple(word.lower for word in words_of(plain(name).text))
            self._parts.update(word for word in words if len(word) >= _LEAST)
            if len(words) > 1:
                for order in {words, words[::-1], (words[-1], *words[:-1])}:
                    self._whole.setdefault(order[0], []).append(order)
                    self._openings.update(_PIECE.findall(order[0])[:1])

    @property
    def parts(self) -> frozenset[str]:
        """Given names and surnames in small letters."""
        return frozenset(self._parts)

    def anywhere(self, text: str) -> Iterator[Span]:
        """Whole names in a text, whatever their case, and ids of users."""
        if self._ids and any(sign.isdigit() for sign in text):
            for match in _ID.finditer(text):
                if match[0].casefold() in self._ids:
                    yield Span(Kind.NAMN, *match.span(), "same-name")
        if is_normalized("NFKC", text) and self._openings.isdisjoint(
            _PIECE.findall(text.casefold())
        ):
            return
        view = plain(text)
        words = words_of(view.text)
        for index, word in enumerate(words):
            for name in self._whole.get(word.lower, ()):
                found = words[index : index + len(name)]
                if tuple(each.lower.removesuffix("s") for each in found) == tuple(
                    each.removesuffix("s") for each in name
                ):
                    span = view.source(found[0].start, found[-1].end)
                    yield Span(Kind.NAMN, *span, "same-name")

    def near(self, text: str) -> Iterator[Span]:
        """Parts of names in a text of the same row; in small letters only what is no other word."""
        view = plain(text)
        for word in words_of(view.text):
            lower = word.lower
            may_name = word.text[0].isupper() or not is_word(word.text)
            if may_name and (lower in self._parts or lower.removesuffix("s") in self._parts):
                yield Span(Kind.NAMN, *view.source(word.start, word.end), "part-of-a-name")
