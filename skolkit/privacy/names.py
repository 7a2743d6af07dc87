"""Texts to candidates for names of persons, by lists, endings of surnames and their place.

In running text a name needs a known given name, the ending of a surname that no other word has, or
a word before it that says that a person follows. In a column of names everything is one that is not
plainly something else. Bodies that bear a person's name are kept by rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from skolkit.privacy.folding import View
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.topics import says_figures
from skolkit.tables.text import fold

# A digit between letters is a misread letter.
_TOKEN = re.compile(r"[^\W\d_]+(?:[0158|!][^\W\d_]+)*(?:['’´-][^\W\d_]+)*")
_NEXT = re.compile(r"[ _\n]{1,2}|\. ?|-")
_COMMA = re.compile(r" ?, ?\n?")
LONGEST_NAME = 5  # words
_LEAST_ALONE = 7  # letters of a surname that is taken for one by itself
_FIRMS = {"ab", "hb", "kb", "aktiebolag", "handelsbolag", "kommanditbolag", "advokatbyrå", "ltd"}
_MOST_PARTNERS = 5  # words between a surname and the form of its firm
_UNSURE = ("man", "ska", "ski", "ling", "ander", "dal", "sten", "mark", "vall", "fält", "gård")
_LINKS = {"till", "är", "heter", "kallas", "to", "of", "is"}  # mamma till Testa
_CHILD = {
    *(
        "eleven",
        "elevens",
        "barnet",
        "flickan",
        "pojken",
        "dottern",
        "sonen",
        "syskonet",
        "brodern",
    ),
    *("systern", "mamma", "mamman", "pappa", "pappan", "förälder", "vårdnadshavare", "syskon"),
}
_CLASS_AFTER = re.compile(
    r",? \(?[0-9]{1,2} år(?!\w)"
    r"|,? \(?(?:(?:i|från|in|from) )?(?:klass |åk ?|årskurs |class |grade )?"
    r"[1-9][A-ZÅÄÖa-zåäö]?(?![\w:]|[.,/-][0-9])(?<! [1-9])"
    r"| \(?(?:i|från) (?:klass |åk ?|årskurs )[1-9]"
)
_COMPANIES = {"ericsson"}  # known better as companies than as surnames
_BODY_ENDINGS = (
    *("skola", "skolan", "skolans", "skolor", "gymnasium", "gymnasiet", "kommun", "kommunen"),
    *("nämnd", "nämnden", "förvaltning", "förvaltningen", "verket", "bolaget", "föreningen"),
    *("institutet", "styrelsen", "myndigheten", "inspektionen", "gatan", "vägen", "torget"),
    *("plattformen", "systemet", "konsult", "konsulter", "konsulting", "consulting", "byrån"),
    *("byrå", "sjukhuset", "kyrkan", "dagblad", "bladet", "tidningen", "partiet"),
)


@dataclass(frozen=True, slots=True)
class _Lists:
    given: frozenset[str]
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
        family=frozenset(_key(word) for word in words["family"]),
        strong=tuple(fold(word) for word in data["strong_endings"]),
        weak=tuple(fold(word) for word in data["weak_endings"]),
        particles=frozenset(data["particles"]),
        before=frozenset(words["before"]),
        bodies=frozenset(_key(word) for word in words["bodies"]),
        openers=frozenset(words["openers"]),
        not_named=frozenset(words["not_named"]),
    )


def opens_no_name(word: str) -> bool:
    """Whether a word in small letters opens names of places and bodies."""
    return word in _lists().openers


def names_nobody(word: str) -> bool:
    """Whether a word in small letters stands in columns of names and is none."""
    return word in _lists().not_named


@dataclass(frozen=True, slots=True)
class _Facts:
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
def _body_endings() -> tuple[str, ...]:
    return tuple(fold(ending) for ending in _BODY_ENDINGS)


@lru_cache(maxsize=65536)
def _facts(word: str) -> _Facts:
    lists, lower, folded = _lists(), word.casefold(), fold(word)
    pieces = [_key(piece) for piece in word.split("-")]
    given = _key(word) in lists.given or (len(pieces) > 1 and all(p in lists.given for p in pieces))
    body = (_key(word) in lists.bodies and not given) or (
        len(folded) > 6 and folded.endswith(_body_endings())
    )
    bases = {_key(word), folded.removesuffix("s")}
    strong = (
        len(folded) >= 5
        and any(base.endswith(lists.strong) for base in bases)
        and lower not in {"person", "persons"}
    )
    family = (
        strong
        or bool(bases & lists.family)
        or (len(folded) >= 6 and any(base.endswith(lists.weak) for base in bases))
    )
    before = lower in lists.before
    capital = word[0].isupper()
    named = capital and not body and not before and (given or lower not in lists.openers)
    return _Facts(
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
    facts: _Facts

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.facts.lower

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.facts.is_capital


def words_of(text: str) -> list[Word]:
    """The words of a folded text, without numbers and marks."""
    return [Word(match[0], *match.span(), _facts(match[0])) for match in _TOKEN.finditer(text)]


def names(view: View, beside: bytearray | None = None) -> list[Span]:
    """Names of persons in a text, and bodies that bear one, which are kept.

    Args:
        view: the folded text.
        beside: 1 for each folded character near which a number or an address of a person stands,
            so that any two words with capitals are a name.

    Returns:
        Spans in the source that do not overlap, in order.
    """
    tokens = words_of(view.text)
    spans: list[Span] = []
    at = 0
    while at < len(tokens):
        count, rule = _name_at(
            view.text, tokens, at, told=beside is not None and bool(beside[tokens[at].start])
        )
        if not count:
            at += 1
            continue
        decision = Decision.MASK
        if _is_body_after(view.text, tokens, at + count) or (
            rule == "surname-alone" and _is_firm(view.text, tokens, at + count)
        ):
            decision, rule = Decision.KEEP, "body-with-a-name"
        start, end = view.source(tokens[at].start, tokens[at + count - 1].end)
        spans.append(Span(Kind.NAMN, start, end, rule, decision))
        at += count
    return spans


def _name_at(text: str, tokens: Sequence[Word], at: int, *, told: bool) -> tuple[int, str]:
    """How many tokens from ``at`` are a name, and by which rule; 0 if none."""
    first = tokens[at]
    if first.facts.is_body or (not first.facts.is_given and first.facts.goes_before):
        return 0, ""
    if not (first.facts.is_given or first.facts.is_family) and says_figures(first.text):
        return 0, ""  # "Belopp Testa Testsson": the name begins after it
    run = _run(text, tokens, at)
    before = _told_before(text, tokens, at)
    return (
        _family_first(text, tokens, at)
        or _given_first(run, told=before or _in_a_class(text, tokens, at))
        or _surname_last(run, told=before or told, whole=len(run) == len(tokens))
        or _in_lower_case(text, tokens, at)
        or _child_alone(text, tokens, at)
        or (0, "")
    )


def _run(text: str, tokens: Sequence[Word], at: int) -> list[Word]:
    """The tokens from ``at`` that may be one name: capitals and particles side by side."""
    run = [tokens[at]] if tokens[at].facts.may_name else []
    for before, token in zip(tokens[at:], tokens[at + 1 : at + LONGEST_NAME], strict=False):
        gap = text[before.end : token.start]
        dotted = gap.startswith(".") and not before.facts.is_initial
        if not run or not _NEXT.fullmatch(gap) or dotted:
            break
        if not (token.facts.may_name or token.facts.is_particle):
            break
        run.append(token)
    while run and not run[-1].facts.is_capital:
        run.pop()
    return run


def _told_before(text: str, tokens: Sequence[Word], at: int) -> bool:
    if not at:
        return False
    word = tokens[at - 1]
    gap = text[word.end : tokens[at].start]
    if word.facts.lower in _LINKS and at > 1:
        word = tokens[at - 2]
    return word.facts.goes_before and re.fullmatch(r"[ :.,\n-]{1,3}", gap) is not None


def _in_a_class(text: str, tokens: Sequence[Word], at: int) -> bool:
    """Whether a class or an age follows a word: ``Testa i 3B``, ``Testa, 9 år``."""
    return _CLASS_AFTER.match(text, tokens[at].end) is not None


def _child_alone(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A single name right after a word that says whose: ``eleven Testa``, ``mamma till Testa``."""
    word = tokens[at]
    if not (at and word.facts.may_name and word.text[1:].islower() and len(word.text) > 2):
        return None
    before = tokens[at - 1]
    if before.lower in _LINKS and at > 1:
        before = tokens[at - 2]
        if text[before.end : tokens[at - 1].start] != " ":
            return None
    if before.lower not in _CHILD or text[tokens[at - 1].end : word.start] != " ":
        return None
    return 1, "name-told-alone"


def _given_first(run: Sequence[Word], *, told: bool) -> tuple[int, str] | None:
    if not run or not run[0].facts.is_given:
        return None
    count = 1
    while count < len(run) and run[count].facts.is_given and not run[count].facts.is_strong:
        count += 1
    while count < len(run) and (run[count].facts.is_particle or run[count].facts.is_initial):
        count += 1
    if count < len(run):
        count += 1
        while count < len(run) and run[count].facts.is_family and not run[count].facts.is_given:
            count += 1
    if count > 1:
        return count, "given-name"
    return (1, "given-name-told") if told else None


def _surname_last(run: Sequence[Word], *, told: bool, whole: bool) -> tuple[int, str] | None:
    if not run:
        return None
    first = run[0]
    if whole and len(run) > 1 and any(word.facts.is_given for word in run[1:]):
        return len(run), "given-last-in-a-cell"
    if first.facts.is_strong and (len(run) == 1 or not run[1].facts.is_strong):
        alone = len(first.text) >= _LEAST_ALONE and re.search(
            r"(?:sson|dotter)s?$", first.facts.lower
        )
        if alone and first.facts.lower not in _COMPANIES:
            if len(run) == 2 and (whole or run[1].facts.is_given):
                return 2, "surname-and-given"  # LASTNAME FIRSTNAME
            return 1, "surname-alone"
        return (1, "surname-told") if told else None
    if len(run) < 2:
        return None
    for count in range(2, min(len(run), 4) + 1):
        if run[count - 1].facts.is_strong and run[count - 1].facts.is_capital:
            return count, "surname-ending"
    if first.facts.is_initial and run[1].facts.is_family:
        return 2, "initial-and-surname"
    if told:
        return min(len(run), 2), "name-told"
    if whole and len(run) == 2 and run[1].facts.is_family:
        return 2, "surname-in-a-cell"
    unsure = run[1].lower.endswith(_UNSURE) and _key(run[1].text) not in _lists().family
    if run[1].facts.is_family and len(first.text) > 2 and not unsure:
        return 2, "capitals-and-surname"
    return None


def _family_first(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """``Testsson, Testa``: the given name must be known, or the surname sure."""
    if at + 1 >= len(tokens):
        return None
    family, given = tokens[at], tokens[at + 1]
    if not (family.facts.may_name and given.facts.may_name):
        return None
    if not _COMMA.fullmatch(text[family.end : given.start]):
        return None
    whole = len(tokens) <= 3
    if whole and family.facts.is_family and text.strip().startswith(family.text):
        return len(tokens), "surname-comma-given"
    if (family.facts.is_family and given.facts.is_given) or (
        whole and (given.facts.is_given or family.facts.is_strong)
    ):
        further = at + 2 < len(tokens) and tokens[at + 2].facts.is_given
        return 3 if further else 2, "surname-comma-given"
    return None


def _in_lower_case(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    if at + 1 >= len(tokens) or tokens[at].facts.is_capital:
        return None
    first, second = tokens[at], tokens[at + 1]
    gap = text[first.end : second.start]
    if len(gap) != 1 or gap not in " ._-+":
        return None
    sure = second.facts.is_strong and _key(second.text) not in _lists().given
    listed = gap != " " and _key(second.text) in _lists().family and len(first.text) > 2
    if first.facts.is_given and (sure or listed):
        return 2, "lower-case"
    if (
        gap in "._"
        and len(first.text) > 1
        and re.search(r"(?:sson|dotter|[qk]vist)$", second.lower)
    ):
        return 2, "lower-case"
    if gap in "._" and first.facts.is_strong and second.facts.is_given:
        return 2, "lower-case"
    return None


def _is_body_after(text: str, tokens: Sequence[Word], after: int) -> bool:
    """Whether what follows a name makes a company, a school or a street of it."""
    if after >= len(tokens):
        return False
    name, word = tokens[after - 1], tokens[after]
    gap = text[name.end : word.start]
    if not re.fullmatch(r" (?:& |och )?", gap) or not word.facts.is_body:
        return False
    return word.facts.is_capital or name.facts.lower.endswith("s")


def _is_firm(text: str, tokens: Sequence[Word], after: int) -> bool:
    """Whether a surname is the first of a firm's: ``Testsson & Provberg AB``."""
    for at in range(after, min(after + _MOST_PARTNERS, len(tokens))):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if not re.fullmatch(r" (?:& |och )?|, ", gap):
            return False
        if tokens[at].lower in _FIRMS:
            return True
        if not (tokens[at].facts.is_family or tokens[at].lower == "och"):
            return False
    return False


def is_body(text: str) -> bool:
    """Whether a text names a company, an authority, a school or a place."""
    return any(token.facts.is_body for token in words_of(text))
