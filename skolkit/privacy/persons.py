"""Names found on a sheet to the other places on it where the same persons are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import is_normalized

from skolkit.privacy.folding import plain
from skolkit.privacy.model import Kind, Span
from skolkit.privacy.name_words import words_of

_PIECE = re.compile(r"[^\W\d_]+")
_LEAST = 3  # letters of a part of a name that is looked for by itself


class Known:
    """Names of persons, to be looked for again.

    Whole names, in either order, are looked for anywhere; their parts only near by.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._whole: dict[str, list[tuple[str, ...]]] = {}
        self._parts: set[str] = set()
        self._openings: set[str] = set()  # first letters of whole names, up to the first sign
        for name in names:
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
        """Whole names in a text, whatever their case."""
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
        """Parts of names in a text of the same row; only words that begin with a capital."""
        view = plain(text)
        for word in words_of(view.text):
            lower = word.lower
            if word.is_capital and (lower in self._parts or lower.removesuffix("s") in self._parts):
                yield Span(Kind.NAMN, *view.source(word.start, word.end), "part-of-a-name")
