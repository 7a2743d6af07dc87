"""The text of a collection's series.toml to what persons decided on published amounts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SERIES_FILE = "series.toml"
_KEYS = {"path", "rule", "costs", "counts", "document", "reason"}
_PATH = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")


class Rule(StrEnum):
    """What the amounts of one path are to each other."""

    PARTS = "parts"  # of one whole, none twice: they may be added
    SAME = "same"  # one amount, told several times
    COUNTS = "counts"  # the one of several rows that stands for all of them
    SUCCESSIVE = "successive"  # each replaces the one before
    RATE = "rate"  # a price or cost for each hour, month, year, pupil
    OFFER = "offer"  # never paid
    LIMIT = "limit"  # what could at most, or might, be decided
    UNCLEAR = "unclear"  # the source does not say what the amount covers
    FREE = "free"  # overlaps with nothing: may be added to others like it

    @property
    def adds(self) -> bool:
        """Whether rows of one path may be added."""
        return self in {Rule.PARTS, Rule.FREE}

    @property
    def never(self) -> bool:
        """Whether a row is no cost, and may be added to nothing."""
        return self in {Rule.RATE, Rule.OFFER, Rule.LIMIT, Rule.UNCLEAR}

    @property
    def reason(self) -> str:
        """Why rows of the rule are not added."""
        return {
            Rule.SAME: "the rows tell one and the same amount",
            Rule.COUNTS: "one of the rows stands for all of them",
            Rule.SUCCESSIVE: "each amount replaces the one before",
            Rule.RATE: "a price or cost for each hour, month, year or head is no sum",
            Rule.OFFER: "an offer that was never paid is no cost",
            Rule.LIMIT: "what could have been decided at most is no cost",
            Rule.UNCLEAR: "the source does not say what the amount covers",
        }.get(self, "")


RULES = tuple(rule.value for rule in Rule)


@dataclass(frozen=True, slots=True)
class SeriesDecisions:
    """What persons decided on published amounts.

    ``placed`` gives the series (``rule:path``) by the number of the cost and its document, which is
    "*" where the number is enough; ``reasons`` gives the reason by path.
    """

    placed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


def read_series(text: str) -> SeriesDecisions:
    """Read a ``series.toml``: one ``[[series]]`` for each path, with its costs and the reason.

    Raises:
        ValueError: naming the entry and the key that cannot be used (``tomllib.TOMLDecodeError``,
            which is one too, if it is no TOML). Every series needs a reason, and no cost may be
            placed twice.
    """
    data = tomllib.loads(text)
    for key in data:
        if key != "series":
            raise ValueError(f"unknown key {key!r}; known is series")
    entries = data.get("series", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ValueError("series are written as [[series]]")
    placed: dict[tuple[str, str], str] = {}
    reasons: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        where = f"[[series]] number {number}"
        path, rule = _path(entry, where), _rule(entry, where)
        if path in reasons:
            raise ValueError(f"{where}: path {path!r} has a series of its own above")
        reasons[path] = _text(entry, "reason", where)
        document = _text(entry, "document", where) if "document" in entry else "*"
        costs = _costs(entry, where)
        counts = entry.get("counts")
        if counts is not None and (counts not in costs or rule.adds or rule.never):
            raise ValueError(
                f"{where}: counts must be one of the costs, of a rule same or successive"
            )
        for cost in costs:
            if (cost, document) in placed:
                raise ValueError(f"{where}: {cost} is in another series already")
            own = Rule.COUNTS if cost == counts else rule
            placed[cost, document] = f"{own.value}:{path}"
    return SeriesDecisions(placed, reasons)


def _path(entry: Mapping[str, Any], where: str) -> str:
    for key in entry:
        if key not in _KEYS:
            raise ValueError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
    path = _text(entry, "path", where)
    if not _PATH.fullmatch(path):
        raise ValueError(f"{where}: path must be words of a-z, 0-9 and -, with / between")
    return path


def _rule(entry: Mapping[str, Any], where: str) -> Rule:
    rules = [rule for rule in RULES if rule != Rule.COUNTS]
    rule = _text(entry, "rule", where)
    if rule not in rules:
        raise ValueError(f"{where}: rule must be one of {', '.join(rules)}")
    return Rule(rule)


def _costs(entry: Mapping[str, Any], where: str) -> tuple[str, ...]:
    costs = entry.get("costs")
    if not isinstance(costs, list) or not costs or not all(isinstance(c, str) and c for c in costs):
        raise ValueError(f"{where}: costs must be a list of the numbers of costs")
    return tuple(costs)


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{where}: {key} is missing")
    return text.strip()
