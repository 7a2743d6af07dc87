"""Names of masked persons to the places where a single word of them stands alone.

``Kwamoe Oforix`` is masked by his whole name; then ``Oforix kan inte logga in`` tells of him as
well. A word of a masked name is masked alone, in any case, genitive, compound and misreading, if it
has no meaning of its own: it is in no list of common words, places and things, is no name that
many bear as a given name, and no supplier, school or unit of the collection is called just so.
A word that has one (``Berg``, ``Ek``, ``Nils``), or is of two or three letters, is masked only
where the words around it speak of a person: ``Berg ringde``, ``Eks lösenord``.

Of a person whose identity is protected every word of the name is masked where it begins with a
capital, unless it is one that is never a name.

A company that bears a masked name is a public fact and stays, but for two: one with a rare surname
or a whole name and without a legal form (``Oforix Konsult``) is taken for the person's own firm;
and one with a rare surname or a whole name of a protected person is masked whatever its form.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from skolkit.privacy.common_words import is_common, is_never_a_name, is_place
from skolkit.privacy.firm_names import FirmName, firm_at, is_school_of
from skolkit.privacy.folding import plain
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import Word, is_listed_given, words_of
from skolkit.privacy.person_context import Sure, person_at
from skolkit.tables.organisations import domain_of, is_organisation
from skolkit.tables.text import fold

LONE = "lone-name"
OWN_FIRM = "firm-of-a-person"
HIDDEN_FIRM = "firm-of-a-protected-person"
FIRM = "firm-with-a-name"
KNOWN_BODY = "known-body"
SMALL_LETTERS = "word-in-small-letters"
OWN_ADDRESS = "address-at-a-name"
TRADER = "trader"
RULES = frozenset({LONE, OWN_FIRM, HIDDEN_FIRM, FIRM, KNOWN_BODY, SMALL_LETTERS, OWN_ADDRESS})
BODIES = {"body-with-a-name", "body-in-a-name-column"}
TOKEN = re.compile(r"[^\W_]+")
_OVER_LINES = re.compile(r"[^\W\d_]+-\n[^\W\d_]+")
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "s", "æ": "a", "þ": "t", "e": "c"})
_WEB = re.compile(r"(?:www\.|//|@)(?:[\w-]+\.)*$")
_TAILS = (
    *("familjen", "familj", "ärendet", "ärende", "fallet", "barnen", "barnet", "syskonen", "saken"),
    *("pojken", "pojkarna", "flickan", "flickorna", "mamman", "pappan", "föräldrarna"),
)
_LEAST = 4  # letters of a word in capitals that is no abbreviation
_LEAST_SMALL = 5  # in small letters
_LEAST_NEEDLE = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a masked name; ``words`` are its spellings."""

    words: tuple[str, ...]
    is_protected: bool
    is_rare: bool  # nothing says that others are called so
    is_sure: bool  # made as surnames are, whatever its case
    is_weak: bool = False  # means something else too: only where the words around speak of a person


@dataclass(frozen=True, slots=True)
class Place:
    """A single word of a masked name in a text, and by which rule it is to be judged."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class LoneNames:
    """The words of masked names that are looked for alone, folded over misreadings."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    whole: frozenset[frozenset[str]] = frozenset()  # names of masked persons
    hidden: frozenset[frozenset[str]] = frozenset()  # of those that are protected
    traders: frozenset[frozenset[str]] = frozenset()  # firms with the number of a person
    rejected: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()  # words that are shown somewhere by a rule

    @property
    def needles(self) -> tuple[str, ...]:
        """The words that must stand nowhere in what is published."""
        return tuple(
            word
            for key, mark in self.marks.items()
            if key not in self.rejected and key not in self.shown and not mark.is_weak
            for word in mark.words
            if len(word) >= _LEAST_NEEDLE and not is_common(word) and not is_listed_given(word)
        )

    def spans(self, text: str, found: Sequence[Span]) -> tuple[Span, ...]:
        """What is to be masked in a text with a name standing alone.

        Args:
            text: as it stands.
            found: what was found in it by itself.
        """
        return tuple(
            place.span
            for place in self.places(text, found)
            if place.span.decision is Decision.MASK and not self.is_rejected(place.key)
        )

    def is_rejected(self, key: str) -> bool:
        """Whether a word is shown in this collection where it stands alone."""
        return key in self.rejected

    def places(
        self, text: str, found: Sequence[Span], *, names_a_body: bool = False
    ) -> Iterator[Place]:
        """Where single words of masked names stand in a text, and firms that bear them.

        Args:
            text: as it stands.
            found: what was found in it so far.
            names_a_body: whether its column says that it names a supplier, a school or the like.
        """
        if not self.may_stand_in(text):
            return
        view = plain(text)
        words = words_of(view.text)
        taken = bytearray(len(view.text))
        for token in _tokens(view.text):
            key, mark = self._mark(token[0])
            if mark is None or taken.find(1, *token.span()) >= 0:
                continue
            if mark.is_weak and not _in_its_place(view.text, *token.span()):
                continue
            span = Span(Kind.NAMN, *view.source(*token.span()), LONE)
            if any(_meet(span, other) and self._rules(other, mark) for other in found):
                continue
            at = next((i for i, w in enumerate(words) if w.end >= token.end()), None)
            firm = None if at is None else firm_at(view.text, words, at)
            if firm is not None:
                start, end = words[firm.first].start, words[firm.last].end
                taken[start:end] = b"\1" * (end - start)
                whole = Span(Kind.NAMN, *view.source(start, end), FIRM, Decision.KEEP)
                yield Place(key, self._judged(whole, mark, words, firm))
                continue
            taken[token.start() : token.end()] = b"\1" * len(token[0])
            if _WEB.search(view.text[: token.start()]):
                yield Place(key, span)
            elif names_a_body and not TOKEN.search(
                view.text[: token.start()] + view.text[token.end() :]
            ):
                is_hidden = mark.is_protected and mark.is_rare
                rule, decision = (
                    (HIDDEN_FIRM, Decision.MASK) if is_hidden else (KNOWN_BODY, Decision.KEEP)
                )
                yield Place(key, replace(span, rule=rule, decision=decision))
            elif not (mark.is_rare or mark.is_protected) and is_school_of(
                view.text, token.end(), token[0]
            ):
                yield Place(key, replace(span, rule=FIRM, decision=Decision.KEEP))
            elif rule := self._rule(token[0], mark):
                yield Place(key, replace(span, rule=rule))
        yield from self._own_addresses(text, found)
        yield from self._own_firms(text, found)

    def _rules(self, other: Span, mark: Mark) -> bool:
        """Whether what was found already decides on a word inside it."""
        if other.decision is Decision.MASK or _keeps_a_person(other):
            return True
        is_body = other.kind is Kind.NAMN and other.rule in BODIES
        return is_body and not (mark.is_protected and mark.is_rare)

    def is_protected(self, key: str) -> bool:
        """Whether a word is of the name of a person whose identity is protected."""
        return key in self.marks and self.marks[key].is_protected

    def may_stand_in(self, text: str) -> bool:
        """Whether a text holds a word of a masked name at all."""
        if not (self.marks or self.traders):
            return False
        tokens = {token[0] for token in _tokens(text)}
        return any(self._mark(token)[1] is not None for token in tokens) or any(
            trader <= set(map(name_key, tokens)) for trader in self.traders
        )

    def _mark(self, token: str) -> tuple[str, Mark | None]:
        key = name_key(token)
        for each in (key, key.removesuffix("s")):
            if mark := self.marks.get(each):
                return each, mark
        for tail in _tails() if key.endswith(_tails()) else ():
            if key.endswith(tail):
                base = key.removesuffix(tail)
                for each in (base, base.removesuffix("s")):
                    if len(each) >= _LEAST_SMALL and (mark := self.marks.get(each)):
                        return each, mark
        return key, None

    def _rule(self, token: str, mark: Mark) -> str:
        """The rule by which a word that stands alone is judged; ``""`` if it is another word."""
        if mark.is_weak:
            return LONE
        is_capital = next((c.isupper() for c in token if c.isalpha()), False)
        if mark.is_protected:
            short = len(token) < _LEAST and token.isupper()  # EK is a programme, Ek a person
            if is_never_a_name(token) or short:
                return ""
            if is_capital:
                return LONE
        lower = token.casefold()
        is_its_own = any(lower in {word, f"{word}s"} and not is_common(word) for word in mark.words)
        if not is_its_own and (is_common(token) or is_listed_given(token)):
            return ""
        if is_capital:
            return LONE
        if len(token) < _LEAST_SMALL:
            return ""
        return LONE if mark.is_sure or mark.is_protected else SMALL_LETTERS

    def _judged(self, whole: Span, mark: Mark, words: Sequence[Word], firm: FirmName) -> Span:
        held = words[firm.first : firm.last + 1]
        keys = {name_key(piece) for word in held for piece in TOKEN.findall(word.text)}
        keys |= {key.removesuffix("s") for key in keys}
        if (mark.is_protected and mark.is_rare) or _bears(keys, self.hidden):
            return replace(whole, rule=HIDDEN_FIRM, decision=Decision.MASK)
        own = not firm.has_form and not firm.is_public
        if own and (mark.is_rare or _bears(keys, self.whole)):
            return replace(whole, rule=OWN_FIRM, decision=Decision.MASK)
        return whole

    def _own_firms(self, text: str, found: Sequence[Span]) -> Iterator[Place]:
        """Firms of traders, and those of which a rule kept the name that a masked person bears."""
        keys = {name_key(token) for token in TOKEN.findall(text)}
        keys |= {key.removesuffix("s") for key in keys}
        if any(trader <= keys for trader in self.traders):
            if not any(_meet(Span(Kind.NAMN, 0, len(text), ""), s) for s in found if _masks(s)):
                stripped = text.strip()
                start = text.index(stripped)
                yield Place("", Span(Kind.NAMN, start, start + len(stripped), OWN_FIRM))
            return
        for span in found:
            if span.kind is not Kind.NAMN or span.rule not in BODIES:
                continue
            view = plain(text[span.start :])
            words = words_of(view.text)
            firm = firm_at(view.text, words, 0) if words else None
            if firm is None:
                continue
            start, end = view.source(words[0].start, words[firm.last].end)
            whole = replace(span, start=span.start + start, end=span.start + end, rule=FIRM)
            judged = self._judged(whole, _NOBODY, words, firm)
            if judged.decision is Decision.MASK:
                yield Place("", judged)

    def _own_addresses(self, text: str, found: Sequence[Span]) -> Iterator[Place]:
        """Addresses of functions, ``info@``, at a domain that bears a masked name."""
        for span in found:
            if span.kind is not Kind.EPOST or span.decision is not Decision.KEEP:
                continue
            domain = domain_of(text[span.start : span.end])
            held = [self._mark(token) for token in TOKEN.findall(domain.rpartition(".")[0])]
            marks = [mark for _, mark in held if mark and not mark.is_weak]
            names = [word for mark in marks for word in mark.words if not is_common(word)]
            if names and is_organisation(domain) and not is_organisation(domain, None, names):
                yield Place("", replace(span, rule=OWN_ADDRESS, decision=Decision.MASK))


_NOBODY = Mark((), False, False, False)


def _in_its_place(text: str, start: int, end: int) -> bool:
    """Whether the words around a word that means something else too speak of a person."""
    word = text[start:end]
    if not word[:1].isupper() or (word.isupper() and len(word) < _LEAST):
        return False
    sure = person_at(text, start, end)
    return sure is Sure.PERSON or (sure is Sure.MAY_BE_A_BODY and not is_place(word))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """The words of a text, first those that are broken over two lines."""
    if "-\n" in text:
        yield from _OVER_LINES.finditer(text)
    yield from TOKEN.finditer(text)


@lru_cache(maxsize=65536)
def name_key(word: str) -> str:
    """A word folded over case, accents and what readers confuse."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return fold(bare.translate(_SPECIAL)) or bare


@lru_cache(maxsize=1)
def _tails() -> tuple[str, ...]:
    return tuple(map(name_key, _TAILS))


def _bears(keys: set[str], names: Iterable[frozenset[str]]) -> bool:
    return any(name <= keys for name in names)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _masks(span: Span) -> bool:
    return span.decision is Decision.MASK


def _keeps_a_person(span: Span) -> bool:
    """Whether a person decided that a name may be shown."""
    is_name = span.kind is Kind.NAMN and span.decision is Decision.KEEP
    return is_name and span.rule not in BODIES and span.rule not in RULES


def settled(places: Sequence[tuple[Place, bool]]) -> frozenset[str]:
    """The words that a collection uses as something else.

    Args:
        places: all places of a collection, each with whether its word is of a protected person.

    Returns:
        Keys of words after which a supplier, school or unit is just called, and of such as stand
        more often in small letters than with a capital.
    """
    known = {place.key for place, hidden in places if place.span.rule == KNOWN_BODY and not hidden}
    small = Counter(place.key for place, _ in places if place.span.rule == SMALL_LETTERS)
    capital = Counter(place.key for place, hidden in places if place.span.rule == LONE)
    return frozenset(known | {key for key, count in small.items() if count > capital[key]})
