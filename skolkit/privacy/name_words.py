"""Texts to words, and what the lists of names say of each: given name, surname, body, particle."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

from skolkit.privacy.known_names import is_given_somewhere, is_surname_somewhere
from skolkit.privacy.lexicon import is_swedish, is_word
from skolkit.tables.text import fold

# A digit between letters is a misread letter.
_TOKEN = re.compile(r"[^\W\d_]+(?:[0158|!][^\W\d_]+)*(?:['’´-][^\W\d_]+)*")
_OF_SCHOOLS = re.compile("skol[a-zåäö]{3}")  # Skolnät, Skolportal
_BODY_ENDINGS = (
    *("skola", "skolan", "skolans", "skolor", "gymnasium", "gymnasiet", "kommun", "kommunen"),
    *("nämnd", "nämnden", "förvaltning", "förvaltningen", "verket", "bolaget", "föreningen"),
    *("institutet", "styrelsen", "myndigheten", "inspektionen", "gatan", "vägen", "torget"),
    *("plattformen", "systemet", "konsult", "konsulter", "konsulting", "consulting", "byrån"),
    *("förmedling", "åkeri", "mäkleri", "snickeri", "tryckeri", "bageri", "verkstad", "måleri"),
    *("byrå", "sjukhuset", "kyrkan", "dagblad", "bladet", "tidningen", "partiet"),
    *("sällskap", "sällskapet", "klubben", "förbundet", "samfundet", "kåren", "vägen"),
    *("enheten", "avdelningen", "gruppen", "kansliet", "ledningen", "centralen", "terminalen"),
    *("hallen", "stationen", "parken", "bron", "kajen", "arenan", "badet"),
    *("kontoret", "expeditionen", "receptionen", "disken", "växeln", "sekretariatet", "teamet"),
    *("tjänsten", "jouren"),
)
# Of words for what somebody does; hardly any surname ends so.
_ROLES = """
chef chefen chefer direktör direktören ombud ombudet ledare ledaren ansvarig ansvariga
samordnare samordnaren handläggare handläggaren sekreterare sekreteraren administratör
administratören tekniker teknikern controller jurist juristen upphandlare upphandlaren attestant
rektor rektorn rektorer leverantör leverantören registrator beställare beställaren utvecklare
utvecklaren arkitekt strateg strategen konsult konsulten ekonom ekonomen assistent assistenten
lärare läraren pedagog pedagogen kurator kuratorn psykolog psykologen sköterska sköterskan
vaktmästare vaktmästaren kommunikatör kommunikatören operatör operatören
bibliotekarie bibliotekarien inspektör inspektören
manager director developer administrator coordinator supporten it-support it-jour
"""
_ROLE_ENDINGS = tuple(_ROLES.split())


_SHORT = 3  # words of a text in capitals that may be a surname and a given name
_PREPOSITIONS = {"I", "Å"}
_LEAST_PLAIN = 3  # letters; a word of the dictionary that is as short is no surname in capitals

# Of words for what somebody is at work: a name follows.
_OFFICES = (
    *("chef", "chefen", "direktör", "direktören", "ledare", "ledaren", "sekreterare"),
    *("sekreteraren", "pedagog", "pedagogen", "sköterska", "sköterskan", "psykolog", "psykologen"),
    *("samordnare", "samordnaren", "handläggaren", "läraren", "rektorn", "kuratorn", "mentorn"),
)


@dataclass(frozen=True, slots=True)
class _Lists:
    given: frozenset[str]
    spelled: frozenset[str]  # given names as they are written, in small letters
    family: frozenset[str]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    particles: frozenset[str]
    before: frozenset[str]
    bodies: frozenset[str]
    openers: frozenset[str]
    not_named: frozenset[str]


def _key(word: str) -> str:
    """A word folded over misread letters; a short one as it is, lest ``all`` be ``Ali``."""
    return fold(word) if len(word) > 3 else word.casefold()


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    file = resources.files("skolkit.privacy").joinpath("words", "names.toml")
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {key: value.split() for key, value in data.items() if isinstance(value, str)}
    return _Lists(
        given=frozenset(_key(word) for word in words["given"]),
        spelled=frozenset(word.casefold() for word in words["given"]),
        family=frozenset(_key(word) for word in words["family"]),
        strong=tuple(fold(word) for word in data["strong_endings"]),
        weak=tuple(fold(word) for word in data["weak_endings"]),
        particles=frozenset(data["particles"]),
        before=frozenset(words["before"]),
        bodies=frozenset(_key(word) for word in words["bodies"]),
        openers=frozenset(words["openers"]),
        not_named=frozenset(words["not_named"]),
    )


def is_listed_given(word: str) -> bool:
    """Whether a word is a given name of the list."""
    return _key(word) in _lists().given


def is_spelled_given(word: str) -> bool:
    """Whether a word is a given name of the list to the letter: ``Lillan``, and not ``Lillån``."""
    return word.casefold() in _lists().spelled


def is_listed_surname(word: str) -> bool:
    """Whether a word is a surname of the list."""
    return _key(word) in _lists().family


def opens_no_name(word: str) -> bool:
    """Whether a word in small letters opens names of places and bodies."""
    return word in _lists().openers


def names_nobody(word: str) -> bool:
    """Whether a word in small letters stands in columns of names and is none."""
    return word in _lists().not_named or is_role(word)


@lru_cache(maxsize=4096)
def is_role(word: str) -> bool:
    """Whether a word in small letters says what somebody does: ``it-chef``, ``projektledare``."""
    role = fold(word).endswith(_role_endings())
    return role and not (is_listed_surname(word) or is_listed_given(word))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the lists say of a word."""

    lower: str
    is_capital: bool
    is_initial: bool
    is_given: bool
    is_body: bool
    is_strong: bool  # ends as only surnames do, also in the genitive
    is_family: bool  # may be a surname by list or ending
    may_name: bool  # may be a part of a name at all
    is_particle: bool
    goes_before: bool  # says that a person follows


@lru_cache(maxsize=1)
def _role_endings() -> tuple[str, ...]:
    return tuple(fold(ending) for ending in _ROLE_ENDINGS)


@lru_cache(maxsize=1)
def _body_endings() -> tuple[str, ...]:
    return tuple(fold(ending) for ending in _BODY_ENDINGS)


@lru_cache(maxsize=65536)
def _facts(word: str) -> Facts:
    lists, lower, folded = _lists(), word.casefold(), fold(word)
    pieces = [_key(piece) for piece in word.split("-")]
    given = (
        _key(word) in lists.given
        or (len(pieces) > 1 and all(p in lists.given for p in pieces))
        or (_key(word) not in lists.family and is_given_somewhere(word))
    )
    body = (_key(word) in lists.bodies and not given) or (
        len(folded) > 6 and folded.endswith(_body_endings())
    )
    # A double surname is one if either part is: Wallgren-Påhitt.
    double = [fold(piece) for piece in word.split("-")] if word[0].isupper() else []
    bases = {_key(word), folded.removesuffix("s"), *(each for each in double if len(each) >= 5)}
    strong = (
        len(folded) >= 5
        and any(base.endswith(lists.strong) for base in bases)
        and lower not in {"person", "persons", "lesson", "lessons"}
    )
    family = (
        strong
        or bool(bases & lists.family)
        or is_surname_somewhere(word)
        or (len(folded) >= 6 and any(base.endswith(lists.weak) for base in bases))
        or ("-" in word and any(_facts(p).is_family for p in word.split("-") if p[:1].isupper()))
    )
    of_schools = _OF_SCHOOLS.match(folded) is not None and not (family or given)
    before = lower in lists.before or (len(lower) > 6 and lower.endswith(_OFFICES))
    capital = word[0].isupper()
    opens = not given and lower in lists.openers
    named = capital and not (body or of_schools or before or opens)
    return Facts(
        lower,
        capital,
        capital and len(word) == 1,
        given,
        body,
        strong,
        family,
        named,
        lower in lists.particles,
        before,
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a folded text and what is known of it."""

    text: str
    start: int
    end: int
    facts: Facts

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.facts.lower

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.facts.is_capital


def words_of(text: str) -> list[Word]:
    """The words of a folded text, without numbers and marks.

    Where all of a text is in capitals they tell nothing: a word that dictionaries know, and that no
    list has as a name, counts as one in small letters, unless it stands beside a part of a name.
    """
    words = [Word(match[0], *match.span(), _facts(match[0])) for match in _TOKEN.finditer(text)]
    if len(words) < 2 or not text.isupper():
        return words
    return [
        word if _may_name(text, words, at) else replace(word, facts=_in_small(word.text))
        for at, word in enumerate(words)
    ]


def _may_name(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether a word of a text in capitals may be a part of a name; ``I`` without a dot is none."""
    word = words[at]
    if word.text in _PREPOSITIONS and text[word.end : word.end + 1] != ".":
        return False
    facts = word.facts
    if (
        len(word.text) < 2
        or facts.is_particle
        or not (facts.may_name and is_unlisted_word(word.text))
    ):
        return True
    after_given = at > 0 and _is_sure_given(words[at - 1])
    before_name = at + 1 < len(words) <= _SHORT and (
        _is_sure_given(words[at + 1]) or words[at + 1].facts.is_strong
    )
    return len(word.text) > _LEAST_PLAIN and (after_given or before_name)


def _is_sure_given(word: Word) -> bool:
    return word.facts.is_given and not is_swedish(word.text)


@lru_cache(maxsize=65536)
def is_unlisted_word(word: str) -> bool:
    """Whether a word is one of a dictionary, and in no list of names."""
    return is_word(word) and not (is_listed_given(word) or is_listed_surname(word))


@lru_cache(maxsize=65536)
def _in_small(word: str) -> Facts:
    return replace(_facts(word), is_capital=False, is_initial=False, may_name=False)
