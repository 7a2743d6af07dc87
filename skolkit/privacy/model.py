"""The nouns of privacy: what was found, where, by which rule, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of personal data a text holds; the value is the Swedish word of its label."""

    PERSONNUMMER = "personnummer"
    SAMORDNINGSNUMMER = "samordningsnummer"
    TF_NUMMER = "tf-nummer"  # of pupils without a personnummer
    LMA_NUMMER = "lma-nummer"  # of asylum seekers; dossier numbers too
    FODELSEDATUM = "födelsedatum"
    EPOST = "e-post"
    TELEFON = "telefon"
    NAMN = "namn"
    ADRESS = "adress"
    SKYDDAD = "skyddad uppgift"  # protected identity, and what stands in the same row


class Decision(StrEnum):
    """What becomes of a candidate."""

    MASK = "mask"
    KEEP = "keep"  # looked like personal data and is none, by the rule that is named


@dataclass(frozen=True, slots=True)
class Span:
    """A candidate inside one text: ``text[start:end]``."""

    kind: Kind
    start: int
    end: int
    rule: str  # short stable name, e.g. "date-and-four", "orgnr-third-digit"
    decision: Decision = Decision.MASK


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate in a cell, or in a name (of a file, a sheet) where ``row`` is 0."""

    sheet_id: str
    row: int
    column: int
    page: int | None
    span: Span
    text: str  # as it stands; private, never in a problem, a log or a published file
