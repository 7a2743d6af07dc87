"""Sheets and names to masked ones: each personal value becomes a label before any export exists.

The same value gets the same label throughout a collection, ``[personnummer 3]``, so that a reader
can follow a case without knowing whose it is. Labels are counted in the order of the sheets; they
say nothing about the value. A masked figure leaves a doubt, so that no sum loses it in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skolkit.model import Cell, Collection, Doubt, Sheet
from skolkit.privacy.model import Decision, Found, Kind, Span
from skolkit.privacy.names import is_body
from skolkit.privacy.protected import terms

_NUMBERS = {Kind.PERSONNUMMER, Kind.SAMORDNINGSNUMMER, Kind.TELEFON, Kind.LMA_NUMMER}
_FULL_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LEAST_DIGITS = 6  # a shorter number is found everywhere and proves nothing
_LEAST_LETTERS = 7
_MOST_NAMES = 4  # words of a name
Spans = Callable[[str], Sequence[Span]]


@dataclass(slots=True)
class Labels:
    """Labels for values, counted by kind. Filled as values are met.

    Args:
        spans: finds personal data in a text that has no context.
        shows_domain: whether the domain of an e-mail address is that of an organisation and may
            stand beside the label.
        pseudonyms: what stands in the place of the number, for values that are to be followed.
        joined: names of which each part was masked by itself; they must not be found either.
        alone: single words of names that must not be found either.
        counts: a text without the small counts of persons that are hidden in the tables.
    """

    spans: Spans
    shows_domain: Callable[[str], bool] = lambda domain: False
    pseudonyms: Mapping[tuple[Kind, str], str] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    counts: Callable[[str], str] = lambda text: text
    _numbers: dict[tuple[Kind, str], int] = field(default_factory=dict)
    _counts: dict[Kind, int] = field(default_factory=dict)
    _values: dict[tuple[Kind, str], None] = field(default_factory=dict)

    def label(self, kind: Kind, text: str) -> str:
        """The label of a value; it is remembered for the leak check."""
        self._values.setdefault((kind, text))
        if kind is Kind.FODELSEDATUM and (year := _FULL_YEAR.match(text.strip())):
            return f"[född {year[0]}]"
        key = (kind, _folded(kind, text))
        if key not in self._numbers:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._numbers[key] = self._counts[kind]
        label = f"[{kind.value} {self.pseudonyms.get((kind, text), self._numbers[key])}]"
        domain = text.rpartition("@")[2].strip().casefold()
        if kind is Kind.EPOST and "@" in text and self.shows_domain(domain):
            return f"{label}@{domain}"
        return label

    def text(self, text: str) -> str:
        """A text that stands outside the cells, masked by what it says alone."""
        return self.counts(self.replaced(text, self.spans(text)))

    def replaced(self, text: str, spans: Iterable[Span]) -> str:
        """A text with the spans that are to be masked replaced by their labels."""
        masked, at = [], 0
        for span in sorted(spans, key=lambda each: (each.start, -each.end)):
            if span.decision is not Decision.MASK or span.end <= span.start:
                continue
            value = text[span.start : span.end]
            if span.start >= at:
                masked += [text[at : span.start], self.label(span.kind, value)]
                at = span.end
            else:  # it went with a larger one, and must not be found elsewhere either
                self._values.setdefault((span.kind, value))
        return "".join((*masked, text[at:]))

    @property
    def needles(self) -> tuple[str, ...]:
        """The masked values that can be looked for anywhere, without those found everywhere.

        A row of a protected identity goes as a whole; of its cells only those that may be a name
        are looked for: its school, its class and the marking itself stand elsewhere by right.
        """
        names = (name for name in self.joined if _is_telling(name))
        values = (
            value
            for kind, value in self._values
            if _is_telling(value) and (kind is not Kind.SKYDDAD or _may_be_name(value))
        )
        return tuple(dict.fromkeys((*values, *names, *self.alone)))

    @property
    def met(self) -> tuple[tuple[Kind, str], ...]:
        """All values that were given a label."""
        return tuple(self._values)

    def named(self, pseudonyms: Mapping[tuple[Kind, str], str]) -> Labels:
        """New labels, none given yet, that call values by pseudonyms."""
        return Labels(
            self.spans, self.shows_domain, pseudonyms, self.joined, self.alone, self.counts
        )


def _folded(kind: Kind, text: str) -> str:
    """What is the same in all spellings of a value."""
    if kind in _NUMBERS:
        digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))
        return digits[-10:] if kind is not Kind.TELEFON else digits[-8:]
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _is_telling(value: str) -> bool:
    """Whether finding a value somewhere says that it leaked: four digits or a first name do not."""
    if sum(character.isdigit() for character in value) >= _LEAST_DIGITS or "@" in value:
        return True
    letters = sum(character.isalpha() for character in value)
    return len(value.split()) > 1 and letters >= _LEAST_LETTERS


def _may_be_name(value: str) -> bool:
    words = value.split()
    named = all(word[0].isupper() and not any(map(str.isdigit, word)) for word in words)
    return 1 < len(words) <= _MOST_NAMES and named and not is_body(value) and not terms(value)


def mask_words(collection: Collection, labels: Labels) -> Collection:
    """A collection whose own words, those of its ``collection.toml``, name no person."""
    return replace(
        collection,
        title=labels.text(collection.title),
        title_en=labels.text(collection.title_en),
        sender=labels.text(collection.sender),
        sender_en=labels.text(collection.sender_en),
        authority=labels.text(collection.authority),
        authority_en=labels.text(collection.authority_en),
        diarienummer=labels.text(collection.diarienummer),
        received=labels.text(collection.received),
        licence=labels.text(collection.licence),
    )


def mask_sheet(sheet: Sheet, typed: Sheet, found: Iterable[Found], labels: Labels) -> Sheet:
    """A sheet without the personal data that was found in it.

    Args:
        sheet: as read or rebuilt.
        typed: the same sheet with its values typed; says which cells held figures or dates.
        found: what was found on it, decided; spans count in the cell's ``raw`` text.
        labels: gives each value its label.

    Returns:
        The sheet with masked texts. A cell that held a figure or a date and was masked has no value
        and ``Doubt.MASKED``. Other readings of a masked cell are dropped.
    """
    by_cell: dict[tuple[int, int], list[Span]] = {}
    for one in found:
        by_cell.setdefault((one.row, one.column), []).append(one.span)
    texts = {(cell.row, cell.column) for cell in typed.cells if isinstance(cell.value, str)}
    names = by_cell.pop((0, 0), [])
    return replace(
        sheet,
        name=labels.text(labels.replaced(sheet.name, names)),
        document_name=labels.text(sheet.document_name),
        cells=tuple(
            _mask_cell(cell, by_cell.get(place, ()), labels, is_text=place in texts)
            for cell in sheet.cells
            for place in [(cell.row, cell.column)]
        ),
        notes=tuple(labels.text(note) for note in sheet.notes),
    )


def _mask_cell(cell: Cell, spans: Sequence[Span], labels: Labels, *, is_text: bool) -> Cell:
    masked = [span for span in spans if span.decision is Decision.MASK]
    if not masked:
        safe = tuple(rival for rival in cell.rivals if labels.text(rival) == rival)
        return cell if safe == cell.rivals else replace(cell, rivals=safe)
    raw = labels.replaced(cell.raw, masked)
    if is_text:
        return replace(cell, raw=raw, value=raw if cell.value else None, rivals=())
    return replace(cell, raw=raw, value=None, doubt=Doubt.MASKED, rivals=())
