"""What a reader says of one line: its text, how sure it is, and where each character stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_NUMERIC = re.compile(r"[-−–+(~*'\"]*[£€$]?[-−–]?\d[\d.,:;'’/%()*€£$\-−–]*")
_SPECKS = frozenset(" .,:;'\"`´*~_|’‘”“")
_ORDINAL = re.compile(r"\d{1,2}\.")
# Where two cells that touch were read as one word: before and after a date, after a time, after %.
_SEAM = re.compile(
    r"(?<=\d\d)(?=\d{4}-\d\d-\d\d(?!\d\d\d))"
    r"|(?<=\d{4}-\d\d-\d\d)(?=\d\d:\d\d|[A-Za-zÅÄÖåäö])"
    r"|(?<=\d\d:\d\d)(?=['’,.]?[A-ZÅÄÖ][a-zåäö])"
    r"|(?<=%)(?=[A-Za-zÅÄÖåäö])"
)
_DATE = re.compile(r"(?<!\d)\d{1,2}[.,]\d{1,2}[.,](?:19|20)\d\d(?!\d)")  # no number looks so
_FOLD = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "”": '"', "“": '"'})


@dataclass(frozen=True, slots=True)
class LineReading:
    """A line as one reader read it.

    ``probability`` is the reader's own, 0..1. ``middles`` are the characters' middles in pixels of
    the page, spaces included, one for each character of ``text``, from left to right.
    """

    reader: str
    text: str
    probability: float
    middles: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.middles) != len(self.text):
            raise ValueError(f"{len(self.middles)} places for {len(self.text)} characters")


def is_numeric(text: str) -> bool:
    """Whether a word is made like a number, a date or a time."""
    return _NUMERIC.fullmatch(text) is not None


def all_numeric(text: str) -> bool:
    """Whether a line is made of numbers alone; currency and per cent signs may stand apart."""
    words = text.split()
    return any(is_numeric(w) for w in words) and all(
        is_numeric(w) or not any(c.isalnum() for c in w) or w in {"kr", "SEK", "EUR"} for w in words
    )


def folded(text: str) -> str:
    """A text without its spaces and with one kind of dash and quote, to compare readings."""
    return "".join(text.split()).translate(_FOLD)


def digits_key(text: str) -> str:
    """Like ``folded``, comma and point alike: which of them it is, is settled for a document."""
    return folded(text).replace(".", ",")


def _parted(reading: LineReading) -> LineReading:
    """A line with the spaces beside dates and times, which readers lose."""
    text, middles = "", list[float]()
    start = 0
    for seam in _SEAM.finditer(reading.text):
        at = seam.start()
        text += reading.text[start:at] + " "
        middles += reading.middles[start:at]
        middles.append((reading.middles[at - 1] + reading.middles[at]) / 2)
        start = at
    if not start:
        return reading
    text += reading.text[start:]
    middles += reading.middles[start:]
    return replace(reading, text=text, middles=tuple(middles))


def tidied(reading: LineReading) -> LineReading:
    """A number without the specks that were read as marks at its ends (``.63,6`` or ``66,7,``).

    A point after one or two digits alone is kept: it may count something. A date and a time get
    the space between them, and the parts of a date points.
    """
    reading = _parted(reading)
    text = _DATE.sub(lambda match: match[0].replace(",", "."), reading.text)
    reading = replace(reading, text=text)
    start, end = 0, len(text)
    while start < end and text[start] in _SPECKS:
        start += 1
    while end > start and text[end - 1] in _SPECKS:
        end -= 1
    core = text[start:end]
    if (start, end) == (0, len(text)) or not all_numeric(core) or _ORDINAL.fullmatch(text):
        return reading
    return replace(reading, text=core, middles=reading.middles[start:end])
