"""A heading to what its column holds, as far as the protection of personal data asks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from skolkit.tables.text import fold, join_lines

_ONE_SLIP = 6  # letters; shorter words have neighbours that mean something else
_TWO_SLIPS = 11
_LONGEST = 60  # a longer text is no heading, nor one of more words
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W_]+")
_AND = re.compile(
    r"\s*(?:[/,;&+(\[)\]]|(?<!\w)(?:och|samt|eller|resp\.?|and|or)(?!\w))\s*", re.IGNORECASE
)
# ``Skapad av``, ``Approved by``: by whom. What something was struck by is no person.
_BY = re.compile(
    r"(?!drabbad|berör|orsakad|påverkad|omfatta|affected|caused)\w+(?:[dt]|en|ed|wn) (?:av|by)",
    re.IGNORECASE,
)
# ``Elevens f.dat``, and not ``Bokf.datum`` or ``Förf. datum``, when something is booked or due.
_BORN = re.compile(r"(?<![^\W\d_])f(?:öd)?[. -]{1,2}dat(?:um)?(?![^\W\d_])", re.IGNORECASE)


class Topic(StrEnum):
    """What a heading says of its column; the names are those of ``words/headings.toml``."""

    PERSON_NUMBER = "person_number"
    LMA = "lma"
    USER_ID = "user_id"
    ORG_NUMBER = "org_number"
    LAST_FOUR = "last_four"
    BIRTH = "birth"
    PHONE = "phone"
    EMAIL = "email"
    MONEY = "money"
    REFERENCE = "reference"
    COUNT = "count"
    MOMENT = "moment"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    GROUP = "group"
    NAME = "name"
    BARE_NAME = "bare_name"  # of persons or of things, as the column shows
    THING = "thing"  # what something is or how far it has come: ``Status``, ``Issue type``
    UNKNOWN = ""

    @property
    def is_personal(self) -> bool:
        """Whether such a column holds data of persons, so that any candidate in it is one."""
        return self in _PERSONAL


_FIGURES = {Topic.MONEY, Topic.COUNT, Topic.MOMENT}
_PERSONAL = {
    *(Topic.PERSON_NUMBER, Topic.LMA, Topic.LAST_FOUR, Topic.BIRTH, Topic.NAME, Topic.USER_ID),
}


@dataclass(frozen=True, slots=True)
class _Words:
    topic: Topic
    words: frozenset[str]
    whole: frozenset[str]
    parts: tuple[str, ...]
    endings: tuple[str, ...]


@lru_cache(maxsize=1)
def _known() -> tuple[_Words, ...]:
    file = resources.files("skolkit.privacy").joinpath("words", "headings.toml")
    data: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(
        _Words(
            Topic(name),
            frozenset(fold(word) for word in entry["words"]),
            frozenset(fold(word) for word in entry.get("whole", ())),
            tuple(fold(part) for part in entry["parts"]),
            tuple(fold(ending) for ending in entry["endings"]),
        )
        for name, entry in data.items()
    )


_OF_FIGURES = {
    *(Topic.MONEY, Topic.COUNT, Topic.REFERENCE, Topic.MOMENT, Topic.ORG_NUMBER),
    *(Topic.PHONE, Topic.EMAIL),
}


@lru_cache(maxsize=4096)
def says_figures(word: str) -> bool:
    """Whether a word by itself heads figures, to the letter, and so begins no name: ``Arvode``."""
    folded = fold(word)
    return any(
        folded in known.words
        or any(folded.endswith(each) and len(folded) > len(each) + 1 for each in known.endings)
        for known in _known()
        if known.topic in _OF_FIGURES
    )


@lru_cache(maxsize=4096)
def is_heading_word(word: str) -> bool:
    """Whether a word by itself heads columns, to the letter."""
    folded = fold(word)
    return any(folded in known.words for known in _known())


@lru_cache(maxsize=4096)
def topic(heading: str) -> Topic:
    """What a heading says of its column.

    Args:
        heading: as printed; wrapped lines, brackets and OCR slips of single letters are allowed.

    Returns:
        The first topic that fits a word of it, else ``Topic.UNKNOWN``. A text that is long, or is
        mostly digits, is no heading.
    """
    text = join_lines(heading)
    if not text or len(text) > _LONGEST or sum(c.isdigit() for c in text) * 2 > len(text):
        return Topic.UNKNOWN
    if len(text.split()) > _MOST_WORDS:
        return Topic.UNKNOWN
    if several := _of_several(text):
        return several
    words = [folded for word in _WORD.findall(text) if (folded := fold(word))]
    if _BY.fullmatch(text.strip(" :.")):
        return Topic.NAME
    if _BORN.search(text):
        return Topic.BIRTH
    whole = fold(re.sub(r"[(\[].*", "", text)) or fold(text)
    for known in _known():
        if (
            whole in known.words
            or whole in known.whole
            or any(word in known.words for word in words)
            or any(part in fold(text) for part in known.parts)
            or any(
                word.endswith(ending) and len(word) > len(ending) + 1
                for word in words
                for ending in known.endings
            )
        ):
            return known.topic
    return _nearly([*words, whole])


def _of_several(text: str) -> Topic:
    """The topic of a heading that names several things, if one of them makes it personal.

    ``Elevens namn och klass`` heads names; ``Org.nr/pers.nr`` heads numbers of which only those of
    persons are to be masked, which their third digit tells.
    """
    parts = [part for part in _AND.split(text) if part.strip()]
    if len(parts) < 2:
        return Topic.UNKNOWN
    topics = [topic(part) for part in parts]
    if Topic.ORG_NUMBER in topics and Topic.PERSON_NUMBER in topics:
        return Topic.ORG_NUMBER
    if _FIGURES.isdisjoint(topics) and Topic.PERSON_NUMBER not in topics and Topic.NAME in topics:
        return Topic.NAME
    return Topic.UNKNOWN


def _nearly(words: list[str]) -> Topic:
    """The topic of a word that a reader got nearly right."""
    longest = [word for word in words if len(word) >= _ONE_SLIP and word.isalpha()]
    for known in _known():
        for word in longest:
            slips = 2 if len(word) >= _TWO_SLIPS else 1
            if process.extractOne(
                word, known.words, scorer=Levenshtein.distance, score_cutoff=slips
            ):
                return known.topic
    return Topic.UNKNOWN
