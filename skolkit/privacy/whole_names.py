"""The text of a whole cell to the name that it is: by its column, or by its shape."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from skolkit.privacy.common_words import is_place, is_plain, is_surname_too, means_something
from skolkit.privacy.folding import View
from skolkit.privacy.lexicon import is_english, is_other_name
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.name_words import Word, is_role, names_nobody, opens_no_name, words_of
from skolkit.privacy.named_things import is_of_premises
from skolkit.privacy.names_made import LONGEST_NAME, is_branded
from skolkit.privacy.offices import bare_name, is_desk

_MOST_SHAPED = 4  # words of what looks like a name without a heading
_MOST_DIGITS = 3  # beside a name, as of a class; or misread letters
_ASSOCIATION = re.compile(
    r"(?<!\w)(?i:ek\.? ?för)(?!\w)"
    r"|^\s*(?:IF|IK|BK|SK|FF|GF|KFUM|KFUK|BTK|GK|SPF|PRO) [A-ZÅÄÖ][a-zåäö]"  # clubs
    r"|[a-zåäö]- (?:och|eller|samt|&) [a-zåäö]"  # Barn- och utbildning
)
_PART = re.compile(r"[^,;/()\[\]\n|]+")
_AND = re.compile(r" (?:och|samt|and|&|\+) ")
_OFFICE = "office"
_OF_MANY = "association"
_LEAST_PROSE = 5  # words
_LONG = 9  # letters of a word of the dictionary that names an office and nobody: Hyresvärden
_DEFINITE = ("en", "et", "an", "na", "ens", "ets", "ans", "nas", "ande", "summa")
_LONGEST_LIST = 12  # words of a cell that names persons and tells no story


def _by_digit(text: str, word: Word) -> bool:
    beside = text[max(word.start - 1, 0) : word.start] + text[word.end : word.end + 1]
    return any(sign.isdigit() or sign in "|!" for sign in beside)


def names_in_column(view: View) -> list[Span]:
    """What a cell of a column of names holds: one name, or persons beside bodies.

    ``Testa Testsson, Almskolan``: where commas, brackets and the like part a person from a body,
    the person is masked and the body kept.
    """
    words = words_of(view.text)
    if len(words) >= _LEAST_PROSE and all(
        is_plain(word.text) or (word.text.isupper() and not word.facts.may_name) for word in words
    ):
        return []  # a note below a list
    whole = whole_name(view)
    if whole is not None and whole.decision is Decision.MASK:
        return _apart(view, whole)
    if whole is None or whole.rule in {_OFFICE, _OF_MANY}:
        return [whole] if whole else []
    spans: list[Span] = []
    for part in _PART.finditer(view.text):
        words = words_of(part[0])
        is_person = not any(word.facts.is_body for word in words) and (
            sum(word.facts.may_name for word in words) > 1
            or any(w.facts.is_given or w.facts.is_strong for w in words if w.is_capital)
        )
        if is_person and len(words) <= LONGEST_NAME:
            words = bare_name(part[0], words)
            start, end = part.start() + words[0].start, part.start() + words[-1].end
            spans.append(Span(Kind.NAMN, *view.source(start, end), "name-beside-a-body"))
    return [*spans, whole] if spans else [whole]


def _apart(view: View, whole: Span) -> list[Span]:
    """One span for each of several names: ``Testa och Provo Testsson``."""
    first = bisect_left(view.origin, whole.start)
    last = bisect_left(view.origin, whole.end)
    cuts = [match.span() for match in _AND.finditer(view.text, first, last)]
    starts, ends = [first, *(end for _, end in cuts)], [*(start for start, _ in cuts), last]
    return [
        replace(whole, start=view.source(start, end)[0], end=view.source(start, end)[1])
        for start, end in zip(starts, ends, strict=True)
        if any(sign.isalnum() for sign in view.text[start:end])
    ]


def _says_more(text: str) -> bool:
    """Whether figures or marks beside words say that they are no name: ``13/Apr/21 8:15 AM``."""
    return sum(sign.isdigit() for sign in text) > _MOST_DIGITS or "?" in text


def is_name_shaped(text: str) -> bool:
    """Whether a text is two to four words with capitals, none of which names a body or a thing."""
    view_text = text.strip()
    words = words_of(view_text)
    letters = sum(len(word.text) for word in words)
    return (
        2 <= len(words) <= _MOST_SHAPED
        and letters >= len(re.sub(r"[\s.,'-]", "", view_text))
        and all(word.facts.may_name or word.facts.is_particle for word in words)
        and words[-1].is_capital
        and not any(opens_no_name(word.lower) for word in words[:1])
        and not any(names_nobody(word.lower) for word in words)
    )


def _is_given_and_surname(words: Sequence[Word]) -> bool:
    """``Emil Blad`` is a person, though papers are called so."""
    return len(words) == 2 and words[0].facts.is_given and is_surname_too(words[1].text)


def _names_nobody(words: Sequence[Word]) -> bool:
    """Whether words stand for nobody by name: ``Okänd``, ``It-chef``, ``Projektledare B``."""
    lettered = len(words) == 2 and len(words[1].text) == 1
    whole = [word for word in words if len(word.text) > 1]
    in_prose = any(word.text.islower() for word in whole)  # Vårdnadshavare årskurs 4
    told = any(_is_office(word, in_prose=in_prose) for word in whole)
    if told and all(means_something(word.text) or _is_placed(word) for word in whole):
        return True
    opened = opens_no_name(whole[0].lower) if whole else False  # Nya chefer
    long = max((len(word.text) for word in whole), default=0) >= _LONG  # Event Management
    if (
        len(whole) > 1
        and all(map(_is_plain, whole[opened:]))
        and (opened or (long and all(is_english(word.text) for word in whole)))
    ):
        return True
    return all(names_nobody(word.lower) for word in (words[:1] if lettered else words))


def _is_office(word: Word, *, in_prose: bool) -> bool:
    """Whether a word is a long one of the dictionary; not ``in_prose`` only one for the thing."""
    is_long = len(word.text) >= _LONG and means_something(word.text)
    return is_long and (word.lower.endswith(_DEFINITE) or in_prose)


def _is_plain(word: Word) -> bool:
    return is_plain(word.text)


def _is_placed(word: Word) -> bool:
    return is_place(word.text) or is_other_name(word.text)


def _mean_something(words: Sequence[Word]) -> bool:
    """Whether words that look like a name are others: ``Rivningslov Hamnmagasinet``."""
    named = [word for word in words if word.facts.is_given or word.facts.is_family]
    english = [word for word in words if is_english(word.text) and word not in named]
    if len(english) * 2 > len(words) or any(is_branded(word.text) for word in words):
        return True
    if any(_is_placed(word) and word not in named for word in words):
        return True
    return any(means_something(word.text) for word in words)


def whole_name(view: View, *, least_words: int = 1) -> Span | None:
    """A text of a column of names as one name.

    Args:
        view: the folded text of the cell.
        least_words: how many capitalised words it must have at least.

    Returns:
        The span of its words; ``Decision.KEEP`` by a rule if it names a body or an office; ``None``
        if it holds no letters, a mark for nothing, or more words than a name.
    """
    tokens = words_of(view.text)
    words = [token for token in tokens if len(token.text) > 1 or token.facts.is_initial]
    while len(words) > 1 and is_role(words[-1].lower) and view.text[words[-1].start - 2] == ",":
        words.pop()  # Testa Testsson, rektor
    if not words or len(words) > _LONGEST_LIST:
        return None
    if _names_nobody(words) or is_desk(words):
        is_office = least_words == 1 and (
            is_desk(words)
            or any(is_role(word.lower) or _is_office(word, in_prose=True) for word in words)
        )
        place = view.source(words[0].start, words[-1].end)
        return Span(Kind.NAMN, *place, _OFFICE, Decision.KEEP) if is_office else None
    if least_words > 1:
        # A letter beside a digit is a class (7B) or a misread digit (2O10), and no initial.
        words = [word for word in words if len(word.text) > 1 or not _by_digit(view.text, word)]
        if not least_words <= len(words) <= LONGEST_NAME or not all(
            word.facts.may_name or word.facts.is_particle for word in words
        ):
            return None
        if not words[-1].is_capital or _says_more(view.text) or _mean_something(words):
            return None
        if is_of_premises(words, view.text, 0, len(words)):
            return None  # Sal Testa Testsson
    start, end = view.source(words[0].start, words[-1].end)
    if _ASSOCIATION.search(view.text):
        return Span(Kind.NAMN, start, end, _OF_MANY, Decision.KEEP)
    if any(token.facts.is_body for token in words) and not _is_given_and_surname(words):
        return Span(Kind.NAMN, start, end, "body-in-a-name-column", Decision.KEEP)
    words = bare_name(view.text, words)
    if all(names_nobody(word.lower) for word in words):
        return None  # Tbd (upphandlas)
    start, end = view.source(words[0].start, words[-1].end)
    return Span(Kind.NAMN, start, end, "name-column")
