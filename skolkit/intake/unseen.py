"""Gathers what a file carries besides what it shows: texts for a private look, counts to tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from skolkit.model import UnseenText
from skolkit.problems import Problem

_RECENT = 100  # texts among which a name is not told twice
# What programs write among the properties that a user may add.
BY_PROGRAMS = frozenset(
    {"AppVersion", "ContentTypeId", "DocSecurity", "HyperlinksChanged", "LinksUpToDate"}
    | {"ScaleCrop", "ShareDoc", "WorkbookGuid", "KSOProductBuildVer"}
)
LONGEST = 10_000  # characters of one text
MOST = 2_000  # texts of one file
_MOST_CHARACTERS = 4_000_000  # of all texts of a file: they go to the parent in one message
THAT_IS_ALL = UnseenText("the rest", "more texts follow that were not kept")
# A program that enters itself where a person's name is meant to stand.
_PROGRAM = re.compile(
    r"(?i)\s*(skolkit|openpyxl|xlsxwriter|apache poi|python|libre ?office|open ?office|microsoft "
    r"(office|excel|word)( user)?|excel|calc|writer|google|unknown|ok[äa]nd|default|user|none)"
    r"([ /:._-]+(v?\d[\w./:()$-]*|sheets|docx|calc|for mac))*\s*"
)
# What a header or footer holds by itself: the page, how many there are, a date.
_PAGING = re.compile(
    r"(?<![^\W\d])(sheet|blad|sida|sid|page|of|av)(?![^\W\d])|[\W\d_]", re.IGNORECASE
)
_READABLE = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufffd]{4,}")


def bounded(texts: Iterable[UnseenText]) -> tuple[UnseenText, ...]:
    """Cut each text, and end the list with a word about it where there are too many."""
    kept: list[UnseenText] = []
    characters = 0
    for text in texts:
        if text == THAT_IS_ALL:
            continue
        if len(kept) == MOST or characters > _MOST_CHARACTERS:
            return (*kept, THAT_IS_ALL)
        kept.append(UnseenText(text.place, text.text[:LONGEST]))
        characters += len(kept[-1].text)
    return tuple(kept)


def readable(data: bytes) -> list[str]:
    """The runs of readable characters in bytes of unknown form, in UTF-8 or Latin-1."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    found = _READABLE.findall(text)
    if data.count(b"\0") * 3 > len(data):  # perhaps two bytes a letter
        found += _READABLE.findall(data.decode("utf-16-le", "replace"))
    return found


def is_program(name: str) -> bool:
    """Whether a name is only that of the program that wrote the file."""
    return _PROGRAM.fullmatch(name) is not None


def is_paging(text: str) -> bool:
    """Whether a header or footer, its codes taken out, says no more than "page 1 of 2"."""
    return not _PAGING.sub("", text)


class Carried:
    """What one file carries: kinds and counts for the warning, texts for the private look."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kinds: Counter[str] = Counter()
        self._texts: list[UnseenText] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether no more texts are kept."""
        return len(self._texts) > MOST or self._characters > _MOST_CHARACTERS

    def keep(self, place: str, text: str) -> None:
        """Keep a text for the private look without a word in the warning."""
        text = text.strip()
        if not text or self.is_full:
            return
        self._texts.append(UnseenText(place, text[:LONGEST]))
        self._characters += len(self._texts[-1].text)

    def tell(self, kind: str, text: str = "") -> None:
        """Count one thing of a kind, and keep its text."""
        self.tell_many(kind, 1)
        self.keep(kind, text)

    def tell_many(self, kind: str, count: int) -> None:
        """Count things of a kind."""
        self._kinds[kind] += count

    def name(self, kind: str, text: str) -> None:
        """Count what should name a person or a matter, once each, and no program's name."""
        known = UnseenText(kind, text.strip()[:LONGEST])
        if known.text and not is_program(text) and known not in self._texts[-_RECENT:]:
            self.tell(kind, text)

    @property
    def texts(self) -> tuple[UnseenText, ...]:
        """The texts that were kept, within their limits."""
        return bounded(self._texts)

    @property
    def detail(self) -> str:
        """The kinds in the order in which they were met: "author, 2 comments"."""
        return ", ".join(_counted(kind, count) for kind, count in self._kinds.items())

    def problems(self, file: str) -> tuple[Problem, ...]:
        """W_METADATA with the kinds, or nothing where there is no more than a title."""
        if not set(self._kinds) - {"title"}:
            return ()
        return (Problem("W_METADATA", file, detail=self.detail),)


_ONCE = frozenset({"author", "last editor", "manager", "company", "title", "subject", "keywords"})
_PLURALS = {
    "header or footer": "headers or footers",
    "small copy of the picture": "small copies of the picture",
    "person who printed it": "persons who printed it",
    "record of a change": "records of changes",
    "company": "companies",
    "property": "properties",
    "custom property": "custom properties",
}


def _counted(kind: str, count: int) -> str:
    if count == 1:
        return kind if kind in _ONCE else f"1 {kind}"
    return f"{count} {_PLURALS.get(kind) or _plural(kind)}"


def _plural(kind: str) -> str:
    """Spell many of a kind: the s goes to the first noun of "header of a page"."""
    head, joint, rest = re.split(r"( of | in | after | that |$)", kind, maxsplit=1)
    return f"{head}s{joint}{rest}"
