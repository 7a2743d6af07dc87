"""E-mail addresses to the organisations behind them; private persons become ``private``.

A domain that is known gives the organisation's name. Any other gives the registrable domain (by
the public suffix list), unless private persons have their mail there or it looks like a person's
own domain. The label of a masked address keeps the domain of an organisation,
``[e-post 3]@stockholm.se``, so that the same comes out before and after masking.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from publicsuffixlist import PublicSuffixList

from skolkit.tables.rows import MessageRow, Tables

ORGANISATIONS_FILE = "organisations.toml"
PRIVATE = "private"
_ADDRESS = re.compile(r"(?P<local>[^\s@<>;,]*)@(?P<domain>[^\s@<>;,()]+\.[^\s@<>;,()]+)")
_MASKED = re.compile(r"\[e-post [0-9]+\](?!@)")
_LISTS = ("private", "shared", "given_names", "surname_endings")
_LEAST_NAME = 5  # letters of a masked name by which a domain is known
_LEAST_SURNAME = 6  # letters; shorter ones with such endings are places (Katrine-holm)


@dataclass(frozen=True, slots=True)
class KnownDomains:
    """What is known of domains; a domain speaks for all that lies under it."""

    organisations: Mapping[str, str] = field(default_factory=dict)
    private: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    given_names: frozenset[str] = frozenset()
    surname_endings: frozenset[str] = frozenset()

    def before(self, other: KnownDomains) -> KnownDomains:
        """Both together; where they contradict each other, this one is right."""
        kept = {d: name for d, name in other.organisations.items() if d not in self.private}
        return KnownDomains(
            organisations={**kept, **self.organisations},
            private=(other.private - self.organisations.keys()) | self.private,
            shared=self.shared | other.shared,
            given_names=self.given_names | other.given_names,
            surname_endings=self.surname_endings | other.surname_endings,
        )


def read_organisations(text: str) -> KnownDomains:
    """Read an ``organisations.toml``: a table ``organisations``, and lists such as ``private``.

    Raises:
        ValueError: naming the key that cannot be used (``tomllib.TOMLDecodeError``, which is one
            too, if it is no TOML), or a domain that is both private and an organisation's.
    """
    data = tomllib.loads(text)
    for key in data:
        if key not in {"organisations", *_LISTS}:
            known = ", ".join(("organisations", *_LISTS))
            raise ValueError(f"unknown key {key!r}; known are {known}")
    organisations = data.get("organisations", {})
    if not isinstance(organisations, dict):
        raise ValueError("organisations must be a table of domains and names")
    for domain, name in organisations.items():
        if domain in _LISTS:
            raise ValueError(f"{domain} must stand before [organisations]")
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"organisations: {domain!r} needs the name of an organisation")
    lists = {name: frozenset(map(_folded, _texts(data, name))) for name in _LISTS}
    names = {_folded(domain): name.strip() for domain, name in organisations.items()}
    both = sorted(names.keys() & lists["private"])
    if both:
        raise ValueError(f"private: {both[0]!r} is an organisation's domain too")
    return KnownDomains(names, **lists)


def _texts(data: Mapping[str, Any], name: str) -> list[str]:
    texts = data.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
        raise ValueError(f"{name} must be a list of texts")
    return texts


def _folded(text: str) -> str:
    return text.strip().strip(".").casefold()


@cache
def shipped_domains() -> KnownDomains:
    """What is known everywhere, from the file beside this one."""
    file = resources.files(__package__).joinpath(ORGANISATIONS_FILE)
    return read_organisations(file.read_text(encoding="utf-8"))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def domain_of(text: str) -> str:
    """The domain of the (last) e-mail address in a text; empty if there is none."""
    found = [match["domain"] for match in _ADDRESS.finditer(text)]
    return _spelled(found[-1]) if found else ""


def _spelled(domain: str) -> str:
    """A domain in lower case, with å, ä and ö as letters, without marks around it."""
    domain = unicodedata.normalize("NFC", domain).strip(".:'\"[]>").casefold()
    try:
        return ".".join(
            part.encode("ascii").decode("idna") if part.startswith("xn--") else part
            for part in domain.split(".")
        )
    except UnicodeError:
        return domain


def organisation_of(address: str, known: KnownDomains | None = None) -> str:
    """The organisation behind an address.

    Args:
        address: an address, a name with one (``Eva <eva@stad.se>``), or the label of a masked one.
        known: what is known of domains; that of everywhere by default.

    Returns:
        Its name; else its domain; ``private`` for a private person, also for a masked address
        without a domain; empty for a text without an address.
    """
    known = known or shipped_domains()
    if _MASKED.search(address) and "@" not in address:
        return PRIVATE
    found = list(_ADDRESS.finditer(address))
    if not found:
        return ""
    domain = _spelled(found[-1]["domain"])
    told = _by_domain(domain, known)
    if told == PRIVATE or domain in known.organisations:
        return told
    own = _is_own_domain(found[-1]["local"], _registrable(domain, known), known)
    return PRIVATE if own and told == _registrable(domain, known) else told


def is_organisation(
    domain: str, known: KnownDomains | None = None, persons: Collection[str] = ()
) -> bool:
    """Whether a domain is that of an organisation, and may be shown beside a masked address.

    Args:
        domain: of an address.
        known: what is known of domains; that of everywhere by default.
        persons: given names and surnames of persons who are masked. A domain that bears one tells
            who they are, unless it is listed as that of an organisation.
    """
    known, domain = known or shipped_domains(), _spelled(domain)
    told, registrable = _by_domain(domain, known), _registrable(domain, known)
    if told in {"", PRIVATE}:
        return False
    return told != registrable or not _bears_a_name(registrable, persons)


def _bears_a_name(registrable: str, persons: Collection[str]) -> bool:
    names = {_bare(name) for name in persons if len(name) >= _LEAST_NAME}
    label = _label(registrable)
    whole = _bare(label)
    return not names.isdisjoint(map(_bare, label.split("-"))) or any(
        whole.startswith(name) and whole[len(name) :] in names for name in names
    )


def _by_domain(domain: str, known: KnownDomains) -> str:
    parts = domain.split(".")
    above = [".".join(parts[start:]) for start in range(len(parts))]
    for each in above:  # the longest, and so the most special, first
        if each in known.organisations:
            return known.organisations[each]
        if each in known.private:
            return PRIVATE
    registrable = _registrable(domain, known)
    return PRIVATE if registrable and _looks_personal(registrable, known) else registrable


def _registrable(domain: str, known: KnownDomains) -> str:
    """The part of a domain that somebody registered: ``b.se`` of ``a.b.se``; empty for none."""
    parts = domain.split(".")
    for start in range(1, len(parts)):
        if ".".join(parts[start:]) in known.shared:
            return ".".join(parts[start - 1 :])
    if domain in known.shared:
        return ""
    return _suffixes().privatesuffix(domain) or ""


def _label(registrable: str) -> str:
    return registrable.partition(".")[0]


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if c.isalnum())


def _looks_personal(registrable: str, known: KnownDomains) -> bool:
    """Whether a domain consists of a given name and a surname, or of a surname in ``-sson``."""
    label = _label(registrable)
    parts = [_bare(part) for part in label.split("-")]
    given = {_bare(name) for name in known.given_names}
    if len(parts) > 1:
        return parts[0] in given and _is_surname(parts[-1], known)
    whole = parts[0]
    if whole.endswith("sson"):
        return True
    return any(whole.startswith(name) and _is_surname(whole[len(name) :], known) for name in given)


def _is_surname(text: str, known: KnownDomains) -> bool:
    if text.endswith("sson") and len(text) > len("sson"):
        return True
    endings = tuple(_bare(ending) for ending in known.surname_endings)
    return len(text) >= _LEAST_SURNAME and text.endswith(endings)


def _is_own_domain(local: str, registrable: str, known: KnownDomains) -> bool:
    """Whether an address as ``anna@lindqvist.se`` or ``anna.lind@lind.se`` is a person's own."""
    given = {_bare(name) for name in known.given_names}
    names = [_bare(part) for part in re.split(r"[._-]", local.casefold()) if part]
    label = _bare(_label(registrable))
    if not names or names[0] not in given:
        return False
    return label in names[1:] or label == "".join(names) or _is_surname(label, known)


def addresses_of(messages: Iterable[MessageRow]) -> Iterator[str]:
    """All addresses of a log as printed, of senders and recipients."""
    for row in messages:
        yield from (row.sender, *row.recipients.split(";"))


def known_domains(addresses: Iterable[str], known: KnownDomains | None = None) -> KnownDomains:
    """Add what the addresses of a log say: a domain with one person's own address is private.

    Call it on unmasked addresses; with the result, masked ones give the same organisations.
    """
    known = known or shipped_domains()
    own = {
        _registrable(domain_of(address), known)
        for address in addresses
        if domain_of(address) and organisation_of(address, known) == PRIVATE
    }
    return replace(known, private=known.private | {domain for domain in own if domain})


def assign_organisations(tables: Tables, known: KnownDomains | None = None) -> Tables:
    """Fill the organisations of who sent and who received each message.

    The domain of an address says it; where there is none, what is printed beside the name stays.

    Args:
        tables: with messages as read, or as read from masked sheets.
        known: what is known of domains (``known_domains``).
    """
    if not tables.messages:
        return tables
    known = known or known_domains(addresses_of(tables.messages))
    told: dict[str, str] = {}

    def organisation(address: str) -> str:
        if address not in told:
            told[address] = organisation_of(address, known)
        return told[address]

    messages = tuple(
        replace(
            row,
            sender_organisation=organisation(row.sender) or row.sender_organisation,
            recipient_organisations=tuple(
                dict.fromkeys(filter(None, map(organisation, row.recipients.split(";"))))
            )
            or row.recipient_organisations,
        )
        for row in tables.messages
    )
    return replace(tables, messages=messages)
