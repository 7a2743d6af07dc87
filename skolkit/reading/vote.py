"""What several readers say of one line becomes one text, and what they dispute a doubt.

Two readers that differ in kind and say the same are believed: on crops of scanned numbers none of
2,317 agreed readings of Tesseract and PP-OCRv6 was wrong. A number that no two readers agree on
keeps a doubt. Words that no two agree on are voted on letter by letter (ROVER, J. Fiscus 1997).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from skolkit.model import Doubt
from skolkit.reading.line_reading import (
    LineReading,
    all_numeric,
    digits_key,
    folded,
    tidied,
)
from skolkit.settings import Settings

NET = "linenet"
STRONG = "ppocr"  # the reader whose accents are not to be trusted
KINDS = frozenset({NET, STRONG})  # readers of their own kind; all others are Tesseract's


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text of a line with its characters' places, and how far readers agreed on it.

    ``readers`` agreed on it, none where letters were voted on; ``rivals`` are what others said.
    """

    text: str
    middles: tuple[float, ...]
    confidence: float
    doubt: Doubt | None
    readers: tuple[str, ...]
    rivals: tuple[str, ...] = ()

    @property
    def how(self) -> str:
        """How the text came about, for the record."""
        return "+".join(self.readers) or "vote"


def agree(a: LineReading, b: LineReading) -> bool:
    """Whether two readings say the same: letters and digits, comma and point taken for one."""
    return bool(a.text) and digits_key(a.text) == digits_key(b.text)


def _differ(camp: Sequence[LineReading]) -> bool:
    """Whether readers of two kinds are in a camp; two models of one engine are one kind."""
    return len({r.reader if r.reader in KINDS else "tesseract" for r in camp}) >= 2


def settled(readings: Sequence[LineReading], settings: Settings) -> bool:
    """Whether the readings so far need no further reader."""
    readings = [tidied(r) for r in readings]
    if len(readings) < 2 or not agree(readings[0], readings[1]):
        return False
    needed = settings.low_number_confidence if _has_digit(readings[0]) else settings.low_confidence
    return _together(readings[:2]) >= needed


def decide(readings: Sequence[LineReading], settings: Settings) -> Verdict | None:
    """One verdict from one to four readings of a line; None where nobody read anything."""
    said = [r for r in map(tidied, readings) if r.text]
    if not said:
        return None
    camps = _camps(said)
    best = max(camps, key=lambda camp: (_differ(camp), sum(r.probability for r in camp)))
    rivals = tuple(r.text for r in said if r not in best)
    names = tuple(r.reader for r in best)
    numeric = any(_has_digit(r) for r in best)
    if _differ(best):
        chosen = _with_accents(_best_spelled(best), said)
        sure = _together(best)
        needed = settings.low_number_confidence if numeric else settings.low_confidence
        doubt = None if sure >= needed else Doubt.LOW_CONFIDENCE
        if rivals:
            sure *= 0.97
        return Verdict(chosen.text, chosen.middles, sure, doubt, names, rivals)
    if any(_mostly_digits(r) for r in said):
        chosen = max(said, key=lambda r: (all_numeric(r.text), r.probability))
        others = tuple(r.text for r in said if r is not chosen)
        sure = 0.5 * chosen.probability
        doubt = Doubt.READERS_DISAGREE
        return Verdict(chosen.text, chosen.middles, sure, doubt, (chosen.reader,), others)
    return _by_letters(said, settings)


def _has_digit(reading: LineReading) -> bool:
    return any(c.isdigit() for c in reading.text)


def _mostly_digits(reading: LineReading) -> bool:
    digits = sum(c.isdigit() for c in reading.text)
    return digits > 0 and 2 * digits >= sum(c.isalnum() for c in reading.text)


def _camps(said: Sequence[LineReading]) -> list[list[LineReading]]:
    """Readings that say the same, together; an accent that only the strong reader lost counts."""
    camps: list[list[LineReading]] = []
    for reading in sorted(said, key=lambda r: r.reader == STRONG):
        home = next((c for c in camps if agree(c[0], reading)), None)
        if home is None and reading.reader == STRONG and not _has_digit(reading):
            bare = _bare(folded(reading.text))
            home = next((c for c in camps if _bare(folded(c[0].text)) == bare), None)
        if home is None:
            camps.append([reading])
        else:
            home.append(reading)
    return camps


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _together(camp: Sequence[LineReading]) -> float:
    """Chance that not all of them err, were they independent."""
    wrong = 1.0
    for reading in camp:
        wrong *= 1.0 - reading.probability
    return 1.0 - wrong


def _best_spelled(camp: Sequence[LineReading]) -> LineReading:
    """Whose spaces, marks and accents to take: the strong reader's last.

    On bad copies the net reads a comma as a point far more seldom than the others; spaces between
    words it loses, which Tesseract does not.
    """
    first = NET if any(_mostly_digits(r) for r in camp) else ""
    return max(camp, key=lambda r: (r.reader == first, r.reader not in KINDS, r.reader == NET))


def _with_accents(chosen: LineReading, said: Sequence[LineReading]) -> LineReading:
    """The reading with the Swedish accents that another reader of its letters saw.

    Rings and dots get lost on paper and in readers far more often than they are made up; other
    accents are made up of specks as often as they are lost.
    """
    bare = _bare(folded(chosen.text))
    alike = [folded(r.text) for r in said if r.reader != STRONG and _bare(folded(r.text)) == bare]
    if _has_digit(chosen) or len(alike) < 2 or len(bare) != len(folded(chosen.text)):
        return chosen
    text, at = "", 0
    for letter in chosen.text:
        if letter.isspace():
            text += letter
            continue
        seen = [other[at] for other in alike if len(other) == len(bare) and other[at] in "åäöÅÄÖ"]
        text += seen[0] if seen and _bare(seen[0]) == letter else letter
        at += 1
    return replace(chosen, text=text) if len(text) == len(chosen.text) else chosen


def _by_letters(said: Sequence[LineReading], settings: Settings) -> Verdict:
    """Vote letter by letter on words that no two readers agree on."""
    pivot = max(said, key=lambda r: (_likeness(r, said), r.probability))
    votes: list[dict[str, float]] = [{c: _weight(pivot, c)} for c in pivot.text]
    added: dict[int, dict[str, float]] = {}
    for reading in said:
        if reading is pivot:
            continue
        for op in Levenshtein.opcodes(pivot.text, reading.text):
            span = reading.text[op.dest_start : op.dest_end]
            if op.tag in {"equal", "replace"}:
                for k, c in zip(range(op.src_start, op.src_end), span, strict=True):
                    _cast(votes[k], c, reading)
            elif op.tag == "delete":
                for k in range(op.src_start, op.src_end):
                    _cast(votes[k], "", reading)
            else:
                place = added.setdefault(op.src_start, {})
                place[span] = place.get(span, 0.0) + reading.probability
    most = sum(r.probability for r in said)
    text, middles, sure = "", [], 1.0
    for k in range(len(pivot.text) + 1):
        extra = max(added.get(k, {"": 0.0}).items(), key=lambda item: item[1])
        if extra[0] and extra[1] > 0.5 * most:
            at = pivot.middles[min(k, len(pivot.middles) - 1)]
            text += extra[0]
            middles += [at] * len(extra[0])
        if k < len(pivot.text):
            letter, weight = max(votes[k].items(), key=lambda item: item[1])
            text += letter
            middles += [pivot.middles[k]] * len(letter)
            sure = min(sure, weight / max(most, 1e-9))
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    text, places = text[start:end], tuple(middles[start:end])
    sure *= max(r.probability for r in said)
    numbers = {"".join(c for c in r.text if c.isdigit()) for r in said}
    disputed = len(numbers) > 1 or sure < settings.low_confidence
    doubt = Doubt.READERS_DISAGREE if disputed else None
    rivals = tuple(r.text for r in said if r.text != text)
    return Verdict(text, places, sure, doubt, (), rivals)


def _weight(reading: LineReading, letter: str) -> float:
    bare = reading.reader == STRONG and letter.lower() in "aoe"
    return reading.probability * (0.3 if bare else 1.0)


def _cast(place: dict[str, float], letter: str, reading: LineReading) -> None:
    place[letter] = place.get(letter, 0.0) + _weight(reading, letter)


def _likeness(reading: LineReading, said: Sequence[LineReading]) -> float:
    others = [r for r in said if r is not reading]
    return sum(
        Levenshtein.normalized_similarity(reading.text, r.text) * r.probability for r in others
    )
