"""Two readings of a segment become one list of words, and what they disagree on becomes a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skolkit.model import Doubt
from skolkit.reading.image import PixelBox
from skolkit.reading.tesseract import ReadWord
from skolkit.settings import Settings

_NUMERIC = re.compile(r"[-−–+(~*'\"]*[£€$]?[-−–]?\d[\d.,:;'’/%()*€£$\-−–]*")
_FOLD = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "”": '"', "“": '"'})


def is_numeric(text: str) -> bool:
    """Whether a word is made like a number, a date or a time."""
    return _NUMERIC.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class PixelWord:
    """A word with its box in pixels."""

    text: str
    box: PixelBox
    confidence: float
    doubt: Doubt | None


def merge_readings(
    as_number: Sequence[ReadWord], as_text: Sequence[ReadWord], settings: Settings
) -> list[PixelWord]:
    """One list of words from the two readings of a segment.

    A word that both made in the same place is a number if the number model says so and is
    undoubted if both spell it alike. Where the two split the line differently, a line that is all
    numbers is taken from the number model, with a doubt unless the digits are the same.
    """
    if not as_number and not as_text:
        return []
    if not as_number or not as_text:
        return [_doubted(w, Doubt.READERS_DISAGREE) for w in (as_number or as_text)]
    if any("@" in w.text for w in as_number) and not any("@" in w.text for w in as_text):
        # The text model takes @ for Q; addresses have no letters that the number model lacks.
        return [_kept(w, _low(w, None, settings)) for w in as_number]
    if len(as_number) == len(as_text):
        return [_one(n, t, settings) for n, t in zip(as_number, as_text, strict=True)]
    if all(is_numeric(w.text) for w in as_number):
        same = _letters(as_number) == _letters(as_text)
        doubt = None if same else Doubt.READERS_DISAGREE
        return [_kept(w, _low(w, doubt, settings)) for w in as_number]
    out = []
    for word in as_text:
        partner = [n for n in as_number if _overlap(n.box, word.box) > 0.7]
        out.append(
            _one(partner[0], word, settings) if len(partner) == 1 else _alone(word, settings)
        )
    return out


def _one(number: ReadWord, text: ReadWord, settings: Settings) -> PixelWord:
    same = number.text.translate(_FOLD) == text.text.translate(_FOLD)
    if same:
        sure = 1 - (1 - number.confidence) * (1 - text.confidence)
        weak = is_numeric(text.text) and sure < settings.low_number_confidence
        return PixelWord(text.text, text.box, sure, Doubt.LOW_CONFIDENCE if weak else None)
    if "%" in text.text and "%" not in number.text:
        # The number model takes % for 96 or X; the text model does not take digits for %.
        return _doubted(text, Doubt.READERS_DISAGREE)
    if is_numeric(number.text):
        return _doubted(number, Doubt.READERS_DISAGREE)
    if is_numeric(text.text):
        return _doubted(text, Doubt.READERS_DISAGREE)
    return _alone(text, settings)


def _alone(word: ReadWord, settings: Settings) -> PixelWord:
    doubt = Doubt.READERS_DISAGREE if is_numeric(word.text) else None
    return _kept(word, _low(word, doubt, settings))


def _low(word: ReadWord, doubt: Doubt | None, settings: Settings) -> Doubt | None:
    if doubt is None and word.confidence < settings.low_confidence:
        return Doubt.LOW_CONFIDENCE
    return doubt


def _kept(word: ReadWord, doubt: Doubt | None) -> PixelWord:
    return PixelWord(word.text, word.box, word.confidence, doubt)


def _doubted(word: ReadWord, doubt: Doubt) -> PixelWord:
    return PixelWord(word.text, word.box, word.confidence * 0.5, doubt)


def _letters(words: Sequence[ReadWord]) -> str:
    return "".join(w.text for w in words).translate(_FOLD)


def _overlap(a: PixelBox, b: PixelBox) -> float:
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return shared / max(1, min(a.width, b.width))
