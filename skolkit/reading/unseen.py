"""Turns characters that cannot be seen on a page into texts for a private look, and into notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.intake.pdf import Char, Veil
from skolkit.intake.unseen import bounded
from skolkit.model import Box, PageNote, UnseenText
from skolkit.reading.textlayer import Phrase, phrases_of

LEAST = 2  # letters or digits; less is a speck of a frame or a stray mark
LEAST_ON_SCAN = 4  # where a scanner's own reading may have made letters of a dark edge


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a page's text layer holds that a reader of the paper does not see."""

    notes: tuple[PageNote, ...]
    texts: tuple[UnseenText, ...]
    covered: tuple[Box, ...]


def unseen_of(characters: Sequence[Char], noted: Sequence[tuple[str, str]] = ()) -> Unseen:
    """Gather unseen text by why it cannot be seen, and what notes and form fields say.

    The rest of a text of which the beginning is seen is kept and not told of: its word is marked.
    The text layer that a scanner adds behind its picture is no secret and is left out.
    """
    texts = [UnseenText(kind, text) for kind, text in noted]
    told: Counter[Veil] = Counter()
    boxes: list[Box] = []
    on_scan = any(char.veil is Veil.BEHIND for char in characters)
    for phrase in phrases_of(characters, ()):
        letters = [char for run in phrase for char in run]
        seen = any(char.veil in (None, Veil.BEHIND) for char in letters)
        for veil in Veil:
            part = [char for char in letters if char.veil is veil]
            count = sum(char.text.isalnum() for char in part)
            if veil is Veil.BEHIND or count < (LEAST_ON_SCAN if on_scan else LEAST):
                continue
            texts.append(UnseenText(veil.value, _text(phrase, veil)))
            if veil is Veil.COVERED or not seen:
                told[veil] += 1
            if veil is Veil.COVERED:
                boxes.append(_around(part))
    notes = _notes(told, sum(kind == "note" for kind, _ in noted))
    return Unseen(notes, bounded(texts), tuple(boxes))


def layer_text(characters: Sequence[Char], place: str) -> UnseenText:
    """All of a text layer as one text."""
    lines = [_text(phrase, None) for phrase in phrases_of(characters, ())]
    return UnseenText(place, "\n".join(lines))


def _notes(told: Counter[Veil], noted: int) -> tuple[PageNote, ...]:
    notes = []
    if told[Veil.COVERED]:
        notes.append(PageNote("W_BAD_REDACTION", f"texts: {told[Veil.COVERED]}"))
    hidden = [f"{veil.value}: {told[veil]}" for veil in Veil if veil is not Veil.COVERED]
    hidden = [said for said in hidden if not said.endswith(": 0")]
    if hidden:
        notes.append(PageNote("W_HIDDEN", ", ".join(hidden)))
    if noted:
        notes.append(PageNote("W_FORM", f"texts of notes: {noted}"))
    return tuple(notes)


def _text(phrase: Phrase, veil: Veil | None) -> str:
    runs = ["".join(c.text for c in run if veil is None or c.veil is veil) for run in phrase]
    return " ".join(run for run in runs if run)


def _around(characters: Sequence[Char]) -> Box:
    box = characters[0].box
    for char in characters[1:]:
        box = box.union(char.box)
    return box
