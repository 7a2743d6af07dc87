"""A line's text becomes words with boxes: a word takes the glyphs that stand where it was read."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from skolkit.model import Doubt
from skolkit.reading.image import PixelBox
from skolkit.reading.line_reading import all_numeric
from skolkit.reading.segments import Segment
from skolkit.reading.vote import Verdict

_MINUS = frozenset("-−–")
SIGN_REACH = 0.9  # of the letter height: how far off a number its sign may stand
FEWEST_GAPS = 6  # between letters of a line, before they tell what is usual
WORD_GAP = 0.33  # of the letter height: the narrowest space between words
WIDER = 3.0  # times the usual gap between letters
SPACE = 0.2  # of the letter height: narrower white is no space


@dataclass(frozen=True, slots=True)
class PixelWord:
    """A word with its box in pixels.

    ``how`` it was read: the readers that agreed on its line ("linenet+eng"), "vote" where letters
    were voted on, or "shape"; ``rivals`` are the line's other readings.
    """

    text: str
    box: PixelBox
    confidence: float
    doubt: Doubt | None
    how: str = "shape"
    rivals: tuple[str, ...] = ()


def doubted(words: Sequence[PixelWord], which: Collection[int]) -> list[PixelWord]:
    """The words, those at the given places doubted; a doubt that one already has stays."""
    return [
        replace(word, doubt=Doubt.READERS_DISAGREE) if n in which and word.doubt is None else word
        for n, word in enumerate(words)
    ]


def words_of(verdict: Verdict, piece: Segment) -> list[PixelWord]:
    """The words of a line, left to right, each as high as the whole segment.

    The segment's height and not the word's, so that "-" and "g" lie on one row.
    """
    verdict = _with_true_spaces(verdict, piece)
    spans = [(m.start(), m.end()) for m in re.finditer(r"\S+", verdict.text)]
    bounds = [float(piece.box.x0)]
    for (_, end), (start, _) in pairwise(spans):
        bounds.append(_gap(verdict.middles[end - 1], verdict.middles[start], piece.glyphs)[0])
    bounds.append(float(piece.box.x1))
    words = []
    for (start, end), left, right in zip(spans, bounds[:-1], bounds[1:], strict=True):
        x0, x1 = _extent(verdict.middles[start:end], left, right, piece)
        box = PixelBox(x0, piece.box.y0, max(x1, x0 + 1), piece.box.y1)
        text = verdict.text[start:end]
        words.append(
            PixelWord(text, box, verdict.confidence, verdict.doubt, verdict.how, verdict.rivals)
        )
    return _with_proved_signs(words, piece)


def _with_proved_signs(words: list[PixelWord], piece: Segment) -> list[PixelWord]:
    """Doubt a number whose minus sign is not on paper, or has one there that nobody read.

    A speck or the rest of a ruling is read as a minus by all readers alike, and a faint minus is
    lost by all alike: only the shape tells.
    """
    if len(piece.glyphs) == 0 or not words or not all_numeric(" ".join(w.text for w in words)):
        return words
    first, last = piece.glyphs[0], piece.glyphs[-1]
    reach = SIGN_REACH * piece.height
    before = any(0 <= first.x0 - d.x1 + 2 <= reach for d in piece.dashes)
    after = any(0 <= d.x0 - last.x1 + 2 <= reach for d in piece.dashes)
    signed = words[0].text[0] in _MINUS or words[0].text[1:2] in _MINUS
    if signed == before and (words[-1].text[-1] in _MINUS) == after:
        return words
    return [replace(w, doubt=w.doubt or Doubt.READERS_DISAGREE) for w in words]


def _with_true_spaces(verdict: Verdict, piece: Segment) -> Verdict:
    """The verdict with the spaces that are on paper: none in "Nam n", one in "GmbHfür".

    Readers place their characters to about half a letter. So a space is moved only where the line
    has more spaces, or fewer, than wide gaps between its letters.
    """
    spaces = verdict.text.count(" ")
    gaps = _gaps(piece.glyphs)
    if spaces > sum(gap >= SPACE * piece.height for gap in gaps):
        return _without_false(verdict, piece)
    if len(gaps) >= FEWEST_GAPS:
        least = max(WORD_GAP * piece.height, WIDER * median(gaps))
        marks = sum(not c.isalnum() and not c.isspace() for c in verdict.text)  # stand in gaps
        if spaces + marks < sum(gap >= least for gap in gaps):
            return _with_lost(verdict, piece, least)
    return verdict


def _gaps(glyphs: Sequence[PixelBox]) -> list[int]:
    """The white between neighbouring letters, in pixels; 0 where they overlap."""
    found, reached = [], None
    for glyph in glyphs:
        if reached is not None:
            found.append(max(0, glyph.x0 - reached))
        reached = glyph.x1 if reached is None else max(reached, glyph.x1)
    return found


def _without_false(verdict: Verdict, piece: Segment) -> Verdict:
    """Without the spaces between letters that stand too close for one."""
    text, middles = verdict.text, verdict.middles
    false = {
        k
        for k in range(1, len(text) - 1)
        if text[k] == " "
        and text[k - 1].isalnum()
        and text[k + 1].isalnum()
        and 0 <= _gap(middles[k - 1], middles[k + 1], piece.glyphs)[1] < SPACE * piece.height
    }
    kept = [k for k in range(len(text)) if k not in false]
    return replace(
        verdict, text="".join(text[k] for k in kept), middles=tuple(middles[k] for k in kept)
    )


def _with_lost(verdict: Verdict, piece: Segment, least: float) -> Verdict:
    """With a space where two letters stand as far apart as words do."""
    text, places = verdict.text, verdict.middles
    lost = [
        k
        for k in range(1, len(text))
        if text[k - 1].isalpha()
        and text[k].isalpha()
        and _gap(places[k - 1], places[k], piece.glyphs)[1] >= least
    ]
    for k in reversed(lost):
        between = (places[k - 1] + places[k]) / 2
        text = f"{text[:k]} {text[k:]}"
        places = (*places[:k], between, *places[k:])
    return replace(verdict, text=text, middles=places)


def _gap(last: float, first: float, glyphs: Sequence[PixelBox]) -> tuple[float, float]:
    """The widest white between a word's last letter and the next word's first.

    Returns:
        Its middle and its width in pixels; a width of -1 where there are no two glyphs.
    """
    inside = sorted((g.x0, g.x1) for g in glyphs if g.x1 > last - 1 and g.x0 < first + 1)
    best, width, reached = (last + first) / 2, -1.0, None
    for x0, x1 in inside:
        if reached is not None and x0 - reached > width:
            best, width = (x0 + reached) / 2, x0 - reached
        reached = x1 if reached is None else max(reached, x1)
    return best, width


def _extent(middles: Sequence[float], left: float, right: float, piece: Segment) -> tuple[int, int]:
    own = [g for g in piece.glyphs if left <= (g.x0 + g.x1) / 2 <= right]
    half = 0.25 * piece.height
    x0, x1 = min(middles) - half, max(middles) + half
    if own:
        x0, x1 = min(g.x0 for g in own), max(g.x1 for g in own)
    if left == piece.box.x0:
        x0 = min(x0, left)
    if right == piece.box.x1:
        x1 = max(x1, right)
    return round(max(x0, left)), round(min(x1, right))
