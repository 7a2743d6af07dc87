"""The text of a collection's report.toml to who answers for the report, and what others answered.

What stands here was written to be published; nothing of it is guessed or filled in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_CONTACT_KEYS = ("name", "email", "url")
_ANSWER_KEYS = ("from", "asked", "date", "text", "source", "keep")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for the report; what is not given is empty."""

    name: str = ""
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one party was asked and answered; without an answer, ``text`` is empty."""

    party: str
    asked: str  # ISO day
    answered: str = ""  # ISO day
    text: str = ""
    source: str = ""
    keep: tuple[str, ...] = ()  # personal data in it that shall stand, exactly as written


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What a collection's file says for the report."""

    contact: Contact = Contact()
    answers: tuple[Answer, ...] = ()

    @property
    def kept(self) -> frozenset[str]:
        """Exactly what the leak check must let pass: the contact, and what answers keep."""
        told = (self.contact.name, self.contact.email, *(k for a in self.answers for k in a.keep))
        return frozenset(text for text in told if text)


def read_report_settings(text: str) -> ReportSettings:
    """Read a ``report.toml``.

    Args:
        text: the file; ``[contact]`` and an ``[[answer]]`` for each party that was asked.

    Raises:
        ValueError: naming the key that cannot be used.
    """
    data = tomllib.loads(text)
    _known(data, ("contact", "answer"), "the file")
    entries = data.get("answer", [])
    if not isinstance(entries, list):
        raise ValueError("answers are written as [[answer]]")
    return ReportSettings(
        _contact(data["contact"]) if "contact" in data else Contact(),
        tuple(_answer(entry, f"[[answer]] number {n}") for n, entry in enumerate(entries, 1)),
    )


def _contact(entry: Any) -> Contact:
    where = "[contact]"
    if not isinstance(entry, dict) or not entry:
        raise ValueError(f"{where} has the keys {', '.join(_CONTACT_KEYS)}")
    _known(entry, _CONTACT_KEYS, where)
    made = Contact(**{key: _text(entry, key, where) for key in entry})
    if made.email and not _EMAIL.fullmatch(made.email):
        raise ValueError(f"{where}: email must be one address such as 'tips@example.com'")
    if made.url and not made.url.startswith(("https://", "http://")):
        raise ValueError(f"{where}: url must begin with https:// or http://")
    return made


def _answer(entry: Mapping[str, Any], where: str) -> Answer:
    _known(entry, _ANSWER_KEYS, where)
    party, asked = _text(entry, "from", where), _day(entry, "asked", where)
    given = [key for key in ("date", "text", "source") if key in entry]
    if given and len(given) < 3:
        raise ValueError(f"{where}: an answer has date, text and source; leave out all of them")
    if not given:
        if "keep" in entry:
            raise ValueError(f"{where}: there is no answer, so that nothing in it can be kept")
        return Answer(party, asked)
    made = Answer(
        party,
        asked,
        _day(entry, "date", where),
        _text(entry, "text", where),
        _text(entry, "source", where),
        tuple(_kept(entry, where)),
    )
    if made.answered < asked:
        raise ValueError(f"{where}: date is before asked")
    return made


def _kept(entry: Mapping[str, Any], where: str) -> Iterator[str]:
    held = entry.get("keep", [])
    if not isinstance(held, list) or not all(isinstance(one, str) and one for one in held):
        raise ValueError(f"{where}: keep must be a list of texts in quotes")
    written = "\n".join(str(entry[key]) for key in ("from", "text", "source"))
    for one in held:
        if one not in written:
            raise ValueError(f"{where}: keep names what does not stand in the answer")
        yield one


def _known(entry: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in entry:
        if key not in keys:
            raise ValueError(f"{where}: unknown key {key!r}; known are {', '.join(keys)}")


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{where}: {key} is missing or no text in quotes")
    return text.strip()


def _day(entry: Mapping[str, Any], key: str, where: str) -> str:
    day = entry.get(key)
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError(f"{where}: {key} must be a day such as 2021-05-03, without quotes")
    return day.isoformat()
