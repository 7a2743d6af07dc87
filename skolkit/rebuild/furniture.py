"""What is printed on a page and is not data: page headers and footers, printed headings."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from skolkit.model import Furniture, FurnitureKind, Ruling, Word, column_letters
from skolkit.rebuild.lines import Line, box_of, lines_of, phrases_of, text_of, usual_height

EDGE_SHARE = 0.17  # of the page's height: headers and footers stand inside this
MARGIN_POINTS = 76.0  # and inside this
LONGEST_HEADING = 8  # characters, with what is read of the rulings beside it
PAGE_OF = re.compile(
    r"(?:sida|sid|page|seite|s\.|p\.)?\s*(\d{1,4})\s*(?:av|of|von|sur|de|/|\()\s*(\d{1,4})\)?", re.I
)
PAGE_ONLY = re.compile(r"(?:sida|sid|page|seite|s\.|p\.)\s*(\d{1,4})", re.I)


@dataclass(frozen=True, slots=True)
class Margins:
    """The page without its header and footer, and what those said."""

    words: tuple[Word, ...]
    furniture: tuple[Furniture, ...]
    printed_page: int | None
    printed_pages: int | None
    header: str | None


def page_numbers(text: str) -> tuple[int | None, int | None]:
    """Read "Sida 3 av 12" or "Page 3"; (None, None) where the text is no page number."""
    match = PAGE_OF.fullmatch(text.strip(" .-–|"))
    if match:
        page, pages = int(match[1]), int(match[2])
        return (page, pages) if page <= pages else (None, None)
    match = PAGE_ONLY.fullmatch(text.strip(" .-–|"))
    return (int(match[1]), None) if match else (None, None)


def take_margins(words: Sequence[Word], rulings: Sequence[Ruling], height: float) -> Margins:
    """Take headers and footers off a page.

    A header is one line of text at the very top (a page number may stand on another), parted from
    what follows by more than the rows are from each other, holding at most three phrases; where the
    table is ruled, outside its lines. A page number is a footer wherever it stands at the edge.

    Args:
        words: all words of the page.
        rulings: its printed lines.
        height: of the page in points.
    """
    lines = list(lines_of(words))
    first, last = _ruled_extent(rulings)
    usual = usual_height(words)
    furniture: list[Furniture] = []
    printed: tuple[int | None, int | None] = (None, None)
    header = None
    for kind in (FurnitureKind.HEADER, FurnitureKind.FOOTER):
        for _ in range(2):
            line = _outermost(lines, kind, first, last, height, usual)
            if line is None or (header is not None and kind is FurnitureKind.HEADER):
                break
            lines.remove(line)
            text = text_of(line.words)
            for phrase in phrases_of(line, 2.0):
                found = page_numbers(text_of(phrase))
                if found != (None, None):
                    printed = found
                elif kind is FurnitureKind.HEADER and header is None:
                    name = text_of(phrase)
                    header = name if len(re.findall(r"\w", name)) >= 2 else None
            furniture.append(Furniture(kind, text, box_of(line.words)))
    lone = _lone_number(lines, words) if printed == (None, None) else []
    if lone:
        printed = page_numbers(text_of(lone))
        furniture.append(Furniture(FurnitureKind.FOOTER, text_of(lone), box_of(lone)))
    left = tuple(w for line in lines for w in line.words if w not in lone)
    return Margins(left, tuple(furniture), printed[0], printed[1], header)


def _lone_number(lines: Sequence[Line], words: Sequence[Word]) -> list[Word]:
    """A page number that stands beside the table: with nothing above or below it, or in its line.

    With its word and both numbers, "Sida 1 (3)" can be nothing else, wherever it stands.
    """
    for line in lines:
        phrases = phrases_of(line, 2.0)
        for phrase in phrases:
            text = text_of(phrase)
            if None in page_numbers(text) or not text[:1].isalpha():
                continue
            box = box_of(phrase)
            others = (w.box for w in words if w not in phrase)
            alone = all(other.x1 < box.x0 or other.x0 > box.x1 for other in others)
            if alone or len(phrases) == 1:
                return list(phrase)
    return []


def _ruled_extent(rulings: Sequence[Ruling]) -> tuple[float | None, float | None]:
    """Top and bottom of the printed lines, where there are enough of them to be a table's."""
    levels = [r.at for r in rulings if r.horizontal and r.end - r.start > 100]
    return (min(levels), max(levels)) if len(levels) >= 4 else (None, None)


def _outermost(
    lines: list[Line],
    kind: FurnitureKind,
    first: float | None,
    last: float | None,
    height: float,
    usual: float,
) -> Line | None:
    """The outermost line if it is a header or footer, else None."""
    if len(lines) < 2:
        if len(lines) == 1 and page_numbers(text_of(lines[0].words)) != (None, None):
            return lines[0]
        return None
    top = kind is FurnitureKind.HEADER
    line, inner = (lines[0], lines[1]) if top else (lines[-1], lines[-2])
    distance = inner.top - line.bottom if top else line.top - inner.bottom
    reach = max(MARGIN_POINTS, EDGE_SHARE * height)
    at_edge = line.bottom < reach if top else line.top > height - reach
    if not at_edge:
        return None
    if any(page_numbers(text_of(p)) != (None, None) for p in phrases_of(line, 2.0)):
        return line
    border = first if top else last
    outside = border is not None and (line.bottom < border if top else line.top > border)
    few = len(phrases_of(line, 2.0)) <= 3
    steps = sorted(b.middle - a.middle for a, b in pairwise(lines))
    pitch = steps[len(steps) // 2]
    parted = distance > max(1.3 * usual, 0.9 * pitch)
    very_edge = line.bottom < 62 if top else line.top > height - 62
    if border is not None and outside and few:
        gap = border - line.bottom if top else line.top - border
        return line if gap > 0.35 * usual and very_edge else None
    return line if few and parted and very_edge and border is None else None


def heading_numbers(
    texts: Sequence[str], *, letters: bool, share: float = 0.66
) -> tuple[int | None, ...] | None:
    """Recognise printed row or column headings: 1, 2, 3 or A, B, C.

    OCR reads single letters badly, so the run is told by its majority: most of the texts must fit
    one ascending run; the others are filled in where their neighbours leave one possibility.

    Args:
        texts: what is printed in the heading's cells, in order.
        letters: A, B, C rather than 1, 2, 3.
        share: how many of the texts must fit the run.

    Returns:
        The number of each row or column (A is 1), or None when these are no headings.
    """
    read = [_as_heading(text, letters) for text in texts]
    best = _ascending(read)
    needed = max(min(2, len(texts)), math.ceil(share * len(texts)))
    if len(best) < needed:
        return None
    full: list[int | None] = [None] * len(texts)
    for i in best:
        full[i] = read[i]
    for (i, a), (j, b) in zip(
        [(i, full[i]) for i in best][:-1], [(i, full[i]) for i in best][1:], strict=True
    ):
        if a is not None and b is not None and b - a == j - i:
            for k in range(i + 1, j):
                full[k] = a + k - i
    for i in range(best[0] - 1, -1, -1):
        below = full[i + 1]
        full[i] = below - 1 if below is not None and below > 1 else None
    for i in range(best[-1] + 1, len(texts)):
        above = full[i - 1]
        full[i] = above + 1 if above is not None else None
    return tuple(full)


def _as_heading(text: str, letters: bool) -> int | None:
    # A bit of ruling beside the heading is read as a letter of its own: the last word counts.
    if len(text) > LONGEST_HEADING:
        return None
    words = [word.strip(" .,'|-_\"[](){}:;") for word in text.split()]
    kind = str.isalpha if letters else str.isdigit
    text = next((w for w in reversed(words) if kind(w)), words[-1] if words else "")
    if not letters:
        return int(text) if text.isdigit() and len(text) <= 5 else None
    text = {"0": "O", "|": "I", "1": "I", "l": "I", "5": "S", "8": "B"}.get(text, text)
    if len(text) == 2 and text[0].upper() == text[1].upper() and text[0] != text[1]:
        text = text[0]  # one letter read twice: "Vv"
    text = text.upper()
    if not re.fullmatch(r"[A-Z]{1,3}", text):
        return None
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - 64
    return number if column_letters(number) == text else None


def _ascending(read: Sequence[int | None]) -> list[int]:
    """Places of the longest run that rises by about one a step (hidden rows may leave gaps)."""
    best: list[int] = []
    for start, first in enumerate(read):
        if first is None:
            continue
        run, value = [start], first
        for i in range(start + 1, len(read)):
            now = read[i]
            if now is not None and i - run[-1] <= now - value <= (i - run[-1]) + 60:
                step_back = now - value == i - run[-1]
                if step_back or not _fits_later(read, i, value, run[-1]):
                    run.append(i)
                    value = now
        if len(run) > len(best):
            best = run
    return best


def _fits_later(read: Sequence[int | None], i: int, value: int, at: int) -> bool:
    """Whether a later entry goes on from ``value`` without a gap: then entry ``i`` is misread."""
    later = range(i + 1, min(len(read), i + 4))
    return any(read[k] == value + k - at for k in later)
