"""A text to the form in which personal data is looked for, with the way back to each character.

Numbers are printed with all kinds of dashes and spaces, and with signs that nobody sees. They are
folded before anything is matched; a match leads back to the characters as they stand.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Letters and marks that readers take for digits, and people type instead of them.
_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "º": "0", "°": "0"}
    | {"l": "1", "I": "1", "|": "1", "i": "1", "!": "1", "ı": "1"}
    | {"Z": "2", "z": "2", "S": "5", "s": "5", "§": "5", "G": "6", "b": "6"}
    | {"B": "8", "ß": "8", "&": "8", "g": "9", "q": "9"}
)
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
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        folded = "".join(_sign(each) for each in unicodedata.normalize("NFKC", text[at:end]))
        out.append(folded)
        origin += [at] * len(folded)
        ends += [end] * len(folded)
        at = end
    return View("".join(out), tuple(origin), tuple(ends))


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
    """The view with letters that look like digits turned into them; places stay the same."""
    return View(view.text.translate(_LOOKALIKES), view.origin, view.ends)


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
