"""A text to the form in which personal data is looked for, with the way back to each character.

Numbers are printed with all kinds of dashes and spaces, and with signs that nobody sees. They are
folded before anything is matched; a match leads back to the characters as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# One character that may fold, with the accents that follow it.
_ODD = re.compile("[^ -~\\n][\u0300-\u036f\u20d0-\u20ff]*")

# Letters and marks that readers take for digits, and people type instead of them.
_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "º": "0", "°": "0"}
    | {"l": "1", "I": "1", "|": "1", "i": "1", "!": "1", "ı": "1"}
    | {"Z": "2", "z": "2", "S": "5", "s": "5", "§": "5", "G": "6", "b": "6"}
    | {"B": "8", "ß": "8", "&": "8", "g": "9", "q": "9"}
)
_LETTER_RUN = re.compile(r"[^\W\d_]+|[!°§&]|(?<! )\||\|(?! )")
# The other way round, for words: digits that stand where a letter should.
_LETTERS = str.maketrans("åäàáâöòóôéèêüïíiı1|!058", "aaaaaooooeeeulllllllosb")


@dataclass(frozen=True, slots=True)
class View:
    """A folded text; ``origin[i]`` is the place in the source of folded character ``i``."""

    text: str
    origin: tuple[int, ...]
    ends: tuple[int, ...]  # where the source of each folded character ends

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of a span that is not empty."""
        return self.origin[start], self.ends[end - 1]


def plain(text: str) -> View:
    """Fold width, spaces and dashes, and drop what is invisible; lines stay lines.

    Compatibility forms are composed (NFKC), all dashes become ``-``, all spaces and tabs a space.
    """
    out: list[str] = []
    origin: list[int] = []
    ends: list[int] = []
    at = 0
    for odd in _ODD.finditer(text):
        start, end = odd.span()
        if unicodedata.combining(odd[0][0]) and start > at:
            start -= 1
        out.append(text[at:start])
        origin += range(at, start)
        ends += range(at + 1, start + 1)
        folded = _folded(text[start:end])
        out.append(folded)
        origin += [start] * len(folded)
        ends += [end] * len(folded)
        at = end
    out.append(text[at:])
    origin += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return View("".join(out), tuple(origin), tuple(ends))


@lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    return "".join(_sign(each) for each in unicodedata.normalize("NFKC", cluster))


def _sign(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Pd" or character == "\u2212":
        return "-"
    if character in "\n\r\v\f\u2028\u2029":
        return "\n"
    if category == "Zs" or character == "\t":
        return " "
    if category in {"Cf", "Cc"}:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character


def lookalikes(view: View) -> View:
    """The view with letters that look like digits turned into them; places stay the same.

    Words that hold another letter too are left as they are, and so is a bar between two spaces,
    which parts values.
    """
    text = _LETTER_RUN.sub(lambda run: _as_digits(run[0]), view.text)
    return View(text, view.origin, view.ends)


def _as_digits(run: str) -> str:
    digits = run.translate(_LOOKALIKES)
    return digits if digits.isdigit() else run


def unwrapped(view: View) -> View:
    """The view without its line breaks, for values that were broken in mid-word."""
    kept = [index for index, sign in enumerate(view.text) if sign != "\n"]
    return View(
        "".join(view.text[index] for index in kept),
        tuple(view.origin[index] for index in kept),
        tuple(view.ends[index] for index in kept),
    )


def letters(view: View) -> View:
    """Only letters and digits, in lower case, accents and look-alikes folded to one form."""
    out: list[str] = []
    kept: list[int] = []
    for index, sign in enumerate(view.text):
        if sign.isalnum() or sign in "|!":
            folded = sign.casefold().translate(_LETTERS)
            out.append(folded)
            kept += [index] * len(folded)
    return View(
        "".join(out),
        tuple(view.origin[index] for index in kept),
        tuple(view.ends[index] for index in kept),
    )
