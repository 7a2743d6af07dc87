"""Texts and rules of words in a TOML file -> one class per text, and why.

The first rule that has a word in the text wins; a text without any is ``other`` and is counted like
the rest. Anybody can read, change and rerun the rules. A class says which words a text holds, not
what the matter was.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

OTHER = "other"
TICKET_RULES_FILE = "ticket_classes.toml"
SUBJECT_RULES_FILE = "subject_classes.toml"
RULES_CAVEAT = (
    "Klassen följer av ord i texten enligt en lista med regler, den första träffen gäller. Den "
    "säger inte vad saken i grunden gällde.",
    "The class follows from words in the text by a list of rules, the first hit counts. It does "
    "not say what the matter was at bottom.",
)
# Labels of masked values and addresses: the same class must come out before and after masking.
_PERSONAL = re.compile(r"\[[^\[\]]*[0-9a-f]+\](?:@[\w.-]+)?|[^\s@<>;,]+@[^\s@<>;,]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """A class, and the words of which one is enough."""

    name: str
    sv: str
    en: str
    words: tuple[str, ...]  # "betyg*" begins a word; "skyddad* identitet*" are words in a row
    unless: tuple[str, ...] = ()  # words that keep the rule from holding


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in the order in which they are tried."""

    rules: tuple[Rule, ...]
    other: Rule


@dataclass(frozen=True, slots=True)
class Classed:
    """The class of one text, and the word of the rule that decided it."""

    row_id: str
    name: str
    word: str  # empty for other


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many texts fell into one class; a class without any is kept as zero."""

    name: str
    sv: str
    en: str
    row_ids: tuple[str, ...]

    @property
    def rows(self) -> int:
        """The number of texts."""
        return len(self.row_ids)


@dataclass(frozen=True, slots=True)
class Classes:
    """All texts, each in one class; ``other`` stands last."""

    counts: tuple[ClassCount, ...]
    texts: tuple[Classed, ...]
    without: tuple[str, ...]  # row ids of rows without a text; they are in no class
    caveat: tuple[str, str] = RULES_CAVEAT

    def count(self, name: str) -> ClassCount:
        """The count of one class.

        Raises:
            KeyError: if there is no such class.
        """
        for one in self.counts:
            if one.name == name:
                return one
        raise KeyError(name)


def classify(texts: Iterable[tuple[str, str]], rules: Rules) -> Classes:
    """Sort texts into classes.

    Formula: case, accents' spelling and marks between words do not matter; a word of a rule holds
    as a whole word, with ``*`` behind it as the beginning of one. The first rule with a word in
    the text, and none that it excludes, is the class.

    Args:
        texts: row id and text.
        rules: as ``read_rules`` reads them.

    Limits: words alone. "Inget fel på inloggningen" falls under login. What was masked and mail
    addresses are not looked at.
    """
    tried = [(rule, _patterns(rule.words), _patterns(rule.unless)) for rule in rules.rules]
    made: list[Classed] = []
    without: list[str] = []
    for row_id, text in texts:
        words = _words(text)
        if not words.strip():
            without.append(row_id)
            continue
        for rule, patterns, unless in tried:
            hit = _hit(patterns, words)
            if hit and not _hit(unless, words):
                made.append(Classed(row_id, rule.name, hit))
                break
        else:
            made.append(Classed(row_id, OTHER, ""))
    counts = tuple(
        ClassCount(
            rule.name, rule.sv, rule.en, tuple(x.row_id for x in made if x.name == rule.name)
        )
        for rule in (*rules.rules, rules.other)
    )
    return Classes(counts, tuple(made), tuple(without))


def _words(text: str) -> str:
    """The words of a text in small letters, each with a blank on both sides."""
    plain = unicodedata.normalize("NFC", _PERSONAL.sub(" ", text)).casefold()
    return " " + "".join(f"{word} " for word in _WORD.findall(plain))


def _patterns(words: Sequence[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((word, _pattern(word)) for word in words)


@cache
def _pattern(words: str) -> re.Pattern[str]:
    parts = []
    for word in unicodedata.normalize("NFC", words).casefold().split():
        stem = re.escape(word.removesuffix("*"))
        parts.append(stem + (r"\S*" if word.endswith("*") else ""))
    return re.compile(f" {' '.join(parts)} ")


def _hit(patterns: tuple[tuple[str, re.Pattern[str]], ...], words: str) -> str:
    return next((word for word, pattern in patterns if pattern.search(words)), "")


@cache
def shipped_rules(name: str) -> Rules:
    """The rules in a file beside this module, e.g. ``ticket_classes.toml``."""
    file = resources.files(__package__).joinpath(name)
    return read_rules(file.read_text(encoding="utf-8"))


def read_rules(text: str) -> Rules:
    """Read rules from TOML: ``[other]`` with ``sv`` and ``en``, and ``[[rule]]`` in their order.

    Raises:
        ValueError: if the text is no TOML, a key is missing or a class stands twice; which one is
            said.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"rules: {error}") from error
    listed = data.get("rule", [])
    if not isinstance(listed, list) or not listed:
        raise ValueError("rules: there must be a list of tables, [[rule]]")
    rules = tuple(_rule(one) for one in listed)
    names = [rule.name for rule in rules]
    twice = sorted({name for name in names if names.count(name) > 1 or name == OTHER})
    if twice:
        raise ValueError(f"rules: {twice[0]!r} stands twice")
    other = data.get("other")
    if not isinstance(other, dict):
        raise ValueError("rules: [other] must name what is left, in sv and en")
    return Rules(rules, Rule(OTHER, _text(other, "sv"), _text(other, "en"), ()))


def _rule(entry: Mapping[str, Any]) -> Rule:
    words = _texts(entry, "words")
    if not words:
        raise ValueError(f"rules: {entry.get('name')!r} has no words")
    name = _text(entry, "name")
    return Rule(name, _text(entry, "sv"), _text(entry, "en"), words, _texts(entry, "unless"))


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"rules: {key} must be a text, in {dict(entry)}")
    return value.strip()


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    good = isinstance(value, list) and all(isinstance(x, str) and x.strip("* ") for x in value)
    if not good:
        raise ValueError(f"rules: {key} must be a list of words, in {dict(entry)}")
    return tuple(value)
