"""Words become text lines and phrases: the runs of words that one reads together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from skolkit.model import Box, Word

TOUCH = 0.10  # of the word height: narrower than any space
PHRASE_GAP = 1.0  # of the word height: a wider gap parts two phrases


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[Word, ...]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Height of the line's middle on the page, in points."""
        return (self.top + self.bottom) / 2


def usual_height(words: Sequence[Word]) -> float:
    """The usual height of words on the page in points; 7 where there are none."""
    return median(w.box.height for w in words) if words else 7.0


def without(words: Sequence[Word], gone: Sequence[Word]) -> list[Word]:
    """The words that are not among ``gone``, told apart by what they are and not by their texts."""
    taken = {id(word) for word in gone}
    return [word for word in words if id(word) not in taken]


def lines_of(words: Sequence[Word]) -> tuple[Line, ...]:
    """Group words into lines from top to bottom; a word joins the line it overlaps most.

    Words of the usual height make the lines; a line is as high as the median of its words, so one
    tall word does not join two lines. Much taller and much lower ones are then put where they fit.
    """
    usual = usual_height(words)
    lines: list[list[Word]] = []
    odd = [w for w in words if not 0.62 * usual <= w.box.height <= 1.6 * usual]
    apart = {id(w) for w in odd}
    for word in sorted(words, key=lambda w: (id(w) in apart, w.box.y_mid, w.box.x0)):
        best, share = None, 0.0
        for line in lines if id(word) in apart else lines[-12:]:
            top, bottom = _extent(line)
            shared = min(bottom, word.box.y1) - max(top, word.box.y0)
            least = max(0.1, min(bottom - top, word.box.height))
            if shared / least > max(share, 0.45) and not _below_each_other(line, word):
                best, share = line, shared / least
        if best is None:
            lines.append([word])
        else:
            best.append(word)
    made = [Line(tuple(sorted(line, key=lambda w: w.box.x0)), *_extent(line)) for line in lines]
    return tuple(sorted(made, key=lambda line: (line.middle, line.words[0].box.x0)))


def _below_each_other(line: Sequence[Word], word: Word) -> bool:
    """Whether a word stands under or over one of the line: then it is of another line."""
    for other in line:
        shared = min(other.box.x1, word.box.x1) - max(other.box.x0, word.box.x0)
        if shared > 0.5 * max(0.1, min(other.box.width, word.box.width)) and (
            abs(other.box.y_mid - word.box.y_mid) > 0.5 * min(other.box.height, word.box.height)
        ):
            return True
    return False


def _extent(words: Sequence[Word]) -> tuple[float, float]:
    return median(w.box.y0 for w in words), median(w.box.y1 for w in words)


def phrases_of(line: Line, gap: float = PHRASE_GAP) -> list[list[Word]]:
    """Split a line where the gap between words is wider than ``gap`` times their height."""
    phrases: list[list[Word]] = []
    for word in line.words:
        if phrases:
            last = phrases[-1][-1]
            height = max(last.box.height, word.box.height)
            if word.box.x0 - last.box.x1 <= gap * height:
                phrases[-1].append(word)
                continue
        phrases.append([word])
    return phrases


def box_of(words: Sequence[Word]) -> Box:
    """The box around words; at least one."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def text_of(words: Sequence[Word]) -> str:
    """The words' texts with single spaces, unread words left out.

    A word that the reader cut at an apostrophe or an at sign is put together again. One that was
    broken at its hyphen goes on with a small letter or a digit on the next line.
    """
    text, last = "", None
    for word in words:
        if not word.text:
            continue
        joined = last is None or _touch(last, word) or _broken(last, word)
        text += ("" if joined else " ") + word.text
        last = word
    return text


def _broken(last: Word, word: Word) -> bool:
    below = word.box.y_mid - last.box.y_mid > 0.5 * last.box.height
    hyphen = len(last.text) > 1 and last.text[-1] == "-" and last.text[-2].isalnum()
    return below and hyphen and (word.text[0].islower() or word.text[0].isdigit())


def _touch(last: Word, word: Word) -> bool:
    level = min(last.box.y1, word.box.y1) - max(last.box.y0, word.box.y0)
    gap = word.box.x0 - last.box.x1
    # The reader's boxes are too loose around narrow letters to tell a space by them alone. But
    # an @ has white on both sides and no space, and an apostrophe binds what nearly touches it.
    if last.text.endswith("@") or word.text.startswith("@"):
        limit = 0.5
    elif last.text.endswith(("'", "’")):
        limit = TOUCH
    else:
        return False
    return level > 0.5 * last.box.height and -2 < gap < limit * word.box.height
