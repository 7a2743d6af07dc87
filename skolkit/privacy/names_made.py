"""Words side by side to a name, by how they are made and by lists and dictionaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from skolkit.privacy.common_words import is_common, is_surname_too, is_thing, means_something
from skolkit.privacy.firm_names import is_school_of
from skolkit.privacy.known_names import is_surname_somewhere
from skolkit.privacy.lexicon import is_english, is_other_name, is_persons_name, is_swedish, is_word
from skolkit.privacy.name_words import Word, is_listed_given, is_listed_surname

_COMMA = re.compile(r" ?, ?\n?")
LONGEST_NAME = 5  # words
UNKNOWN = "names-of-no-dictionary"  # only in what people wrote: files of programs are full of such
NOBLE = {"von", "af", "van"}
_SURE_ENDING = re.compile(r"(?:sson|dotter)s?$")
_TWIG = re.compile(r"(?:[qk]vist|quist)s?$")  # Lindqvist, and a grankvist
_LEAST_THING = 3  # letters of what is more than two initials: A-K Testgren
_LEAST_ALONE = 7  # letters of a surname that is taken for one by itself
_UNSURE = ("man", "ska", "ski", "ling", "ander", "dal", "sten", "mark", "vall", "fält", "gård")
_LINKS = {"till", "är", "heter", "kallas", "to", "of", "is"}  # mamma till Testa
_CALLED_SO = re.compile(r"(?:heter|mitt namn är|my name is) $", re.IGNORECASE)
_ENDS_NAME = {"och", "o", "från", "and", "from", "i", "på", "som", "jag", "har", "är", "mvh", "in"}
_COMPANIES = {"ericsson"}  # known better as companies than as surnames


def given_first(run: Sequence[Word], *, told: bool) -> tuple[int, str] | None:
    """A given name of the list and what follows it: ``Testa Testsson``; alone only if ``told``."""
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


def surname_last(
    run: Sequence[Word], *, told: bool, led: bool, whole: bool
) -> tuple[int, str] | None:
    """A name by its surname, where the given name is in no list.

    Args:
        run: words that may be one name.
        told: whether something before or near says that a person is meant.
        led: whether the word before does.
        whole: whether the run is all of its text.
    """
    if not run:
        return None
    first = run[0]
    if first.lower in NOBLE and len(run) > 1 and _may_be_noble(run[1]):
        return 2, "initial-of"
    if whole and len(run) > 1 and any(map(_is_known_given, run[1:])):
        if means_something(first.text):
            return None  # Avtackning Testa: the name comes after it
        return len(run), "given-last-in-a-cell"
    if first.facts.is_strong and (len(run) == 1 or not run[1].facts.is_strong):
        alone = len(first.text) >= _LEAST_ALONE and (
            _SURE_ENDING.search(first.facts.lower)
            or (_TWIG.search(first.facts.lower) and not is_swedish(first.text.removesuffix("s")))
        )
        if alone and first.facts.lower not in _COMPANIES:
            if len(run) == 2 and (whole or run[1].facts.is_given):
                return 2, "surname-and-given"  # LASTNAME FIRSTNAME
            return 1, "surname-alone"
        return (1, "surname-told") if told else None
    if len(run) < 2:
        return None
    listed = is_listed_surname(first.text) and not means_something(first.text)
    if listed and run[1].facts.is_given and not is_swedish(run[1].text):
        further = takewhile(lambda word: word.facts.is_given or word.facts.is_family, run[2:])
        return 2 + len(list(further)), "surname-and-given"
    for count in range(2, min(len(run), 4) + 1):
        last = run[count - 1]
        if last.facts.is_strong and last.is_capital and not is_thing(last.text):
            return count, "surname-ending"
    if first.facts.is_initial and run[1].facts.is_particle:
        return next(i for i, word in enumerate(run) if i and word.is_capital) + 1, "initial-of"
    second = run[1].text
    # Column I: Åtgärd; Larm Brandstationen
    means_a_thing = means_something(second) or (is_thing(second) and not is_listed_surname(second))
    if first.facts.is_initial and run[1].facts.is_family and not means_a_thing:
        return 2, "initial-and-surname"
    if first.facts.is_initial and run[1].start - first.end > 1 and means_nothing(second):
        return 2, "initial-and-surname"  # S. Testaraghavan
    if told and not all(word.facts.is_initial for word in run[:3]):
        named = list(takewhile(lambda word: not means_something(word.text), run[:3]))
        return (len(named), "name-told") if len(named) > 1 - led else None
    if run[1].facts.is_family and _is_of_a_thing(first, second):
        return None  # Detaljplan Hamnen; a surname that is no other word goes by itself
    if whole and len(run) == 2 and run[1].facts.is_family and not means_a_thing:
        return 2, "surname-in-a-cell"
    unsure = run[1].lower.endswith(_UNSURE) and not is_listed_surname(run[1].text)
    of_elsewhere = is_surname_somewhere(second) and not is_listed_surname(second)
    plain = is_word(first.text) and not is_surname_too(first.text)
    unsure = unsure or (of_elsewhere and plain)  # Northern Sami
    if run[1].facts.is_family and len(first.text) > 2 and not (unsure or means_something(second)):
        count = 2
        while count < len(run) and (run[count].facts.is_family or run[count].facts.is_given):
            count += 1
        return count, "capitals-and-surname"
    return None


def _is_known_given(word: Word) -> bool:
    """Whether a word is a given name of our own list, or a double one: ``Testa-Helene``."""
    return word.facts.is_given and (is_listed_given(word.text) or "-" in word.text)


def _is_of_a_thing(first: Word, second: str) -> bool:
    """Whether a word before what may be a surname is that of a matter, a place or a make."""
    named = first.facts.is_family or first.facts.is_given
    is_make = len(first.text) > _LEAST_THING and is_thing(first.text) and not named
    in_english = is_english(first.text) and is_english(second)
    return means_something(first.text) or is_make or is_other_name(first.text) or in_english


def _may_be_noble(word: Word) -> bool:
    return word.is_capital and (word.facts.is_family or means_nothing(word.text))


def surname_after_a_word(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A surname that is no other word, after a word that is no name: ``Ärende Testberg``."""
    word, before = tokens[at], tokens[at - 1] if at else None
    if before is None or not (word.facts.may_name and word.facts.is_family):
        return None
    if not (before.facts.may_name and means_something(before.text)) or word.text.isupper():
        return None
    if text[before.end : word.start] != " " or is_common(word.text) or is_other_name(word.text):
        return None
    if means_something(word.text):
        return None  # Telefonkö Bygglov
    sure = len(word.text) >= _LEAST_ALONE or is_listed_surname(word.text)
    return (1, "surname-after-a-word") if sure else None


def family_first(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
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


def in_lower_case(text: str, tokens: Sequence[Word], at: int) -> tuple[int, str] | None:
    """A name in small letters, also as in an address: ``testa testsson``, ``testa.testsson``."""
    if at + 1 >= len(tokens) or tokens[at].facts.is_capital:
        return None
    first, second = tokens[at], tokens[at + 1]
    if (said := _said_to_be(text, tokens, at)) > 1:
        return said, "lower-case"
    gap = text[first.end : second.start]
    if len(gap) != 1 or gap not in " ._-+":
        return None
    sure = second.facts.is_strong and not is_listed_given(second.text)
    listed = gap != " " and is_listed_surname(second.text) and len(first.text) > 2
    unlike = second.facts.is_family and not (is_word(first.text) or is_word(second.text))
    if first.facts.is_given and (sure or listed or (unlike and len(second.text) >= _LEAST_ALONE)):
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


def _said_to_be(text: str, tokens: Sequence[Word], at: int) -> int:
    """How many words after ``mitt namn är`` are a name in small letters."""
    start = tokens[at].start
    if not at or tokens[at - 1].lower not in _LINKS:
        return 0
    if not _CALLED_SO.search(text[max(0, start - 20) : start]):
        return 0
    count = 0
    while count < min(LONGEST_NAME, len(tokens) - at):
        word = tokens[at + count]
        if word.lower in _ENDS_NAME or (is_common(word.text) and not word.facts.is_given):
            break
        if count and text[tokens[at + count - 1].end : word.start] not in {" ", "-"}:
            break
        count += 1
    return count


def of_dictionary(text: str, tokens: Sequence[Word], run: Sequence[Word]) -> tuple[int, str] | None:
    """Two words side by side that mean nothing, or that a dictionary has as names only.

    In 13 000 different texts of ledgers, tickets and diaries one pair was none, and was German.
    """
    pair = [word.text for word in run[:2] if word.is_capital]
    if len(pair) < 2 or not all(map(means_nothing, pair)):
        return None
    named = [is_persons_name(word) for word in pair]
    shouted = any(word.isupper() for word in pair)
    if not any(named) and (shouted or _is_foreign(tokens)):
        return None
    if is_school_of(text, run[1].end, run[1].text):
        return None
    further = len(run) > 2 and run[2].is_capital and is_persons_name(run[2].text)
    return 3 if further else 2, "names-of-a-dictionary" if any(named) else UNKNOWN


def means_nothing(word: str) -> bool:
    """Whether no dictionary has any part of a word but as a name."""
    pieces = [piece for piece in re.split("[-'’´]", word) if len(piece) > 1]
    return bool(pieces) and all(
        len(piece) > 2
        and not (is_common(piece) or is_other_name(piece) or is_branded(piece))
        and ((is_persons_name(piece) and not is_english(piece)) or not is_word(piece))
        for piece in pieces
    )


def is_branded(word: str) -> bool:
    """Whether capitals stand inside a word, as in ``XCover``; ``McTesta`` is a name."""
    inside = any(sign.isupper() for sign in word[1:])
    return inside and not word.isupper() and not word.startswith(("Mc", "Mac"))


def _is_foreign(tokens: Sequence[Word]) -> bool:
    """Whether a text has more words in small letters that no dictionary knows than others."""
    small = [word.text for word in tokens if len(word.text) > 2 and word.text.islower()]
    return sum(not is_word(word) for word in small) * 2 > len(small)
