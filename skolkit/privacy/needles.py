"""Looks for known personal values in a text, however they are spelled there.

A value is folded to what all its spellings share, and so is the text. Digits: any dashes, spaces
and line breaks between them, with or without a century, a leading zero or a country code, as a
spreadsheet's number, misread letters for digits. Words: case, accents, spacing, order of names,
``(at)``. Both: escapes of HTML, JSON and URLs, compatibility forms and characters of no width.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

LEAST_DIGITS = 7  # shorter numbers are found everywhere and prove nothing
LEAST_LETTERS = 5
BREAK = "\n¦\n"  # between texts that do not belong together; no spelling reaches over it
_ALONE = 10  # digits from which a number is telling even glued into a longer one

_NO_WIDTH = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\u02d7\ufe58\ufe63\uff0d]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([nrt])")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_SCIENTIFIC = re.compile(r"(?<![\w.,])([0-9](?:[.,][0-9]{1,17}+)?+)[eE]\+?([0-9]{1,2}+)(?!\w)")
_POWER = re.compile(r"[0-9][eE]\+?(?:0?[5-9]|1[0-5])(?!\w)")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u2018-\u203a€Žž]")
_AT = re.compile(r"[(\[{<]\s*+(?:at|a|snabel-?a)\s*+[)\]}>]")
_DOT = re.compile(r"[(\[{<]\s*+(?:dot|punkt)\s*+[)\]}>]")
_NO_WORD = re.compile(r"[^\w@]|_")
_SEPARATOR = r"[\s\-~_=./+()]"
_NUMBERS = re.compile(rf"[0-9]++(?:{_SEPARATOR}{{1,8}}+[0-9]++)*+")
_DIGITS = re.compile("[0-9]+")
_LETTERS = "OoQIl|!iZzSsGbBßgq"
_ALIKE = str.maketrans(_LETTERS, "000111112255668899")
_ALIKE_BYTES = bytes.maketrans(_LETTERS.encode("latin-1"), b"000111112255668899")
_MISREAD = re.compile(
    f"(?<![0-9{_LETTERS}])(?:[0-9]++[{_LETTERS}]|[{_LETTERS}]++[0-9])[0-9{_LETTERS}]*+"
)
_DATE = re.compile(r"(?:(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))")
_LITTLE = r"(?:[^\w¦]|_){0,8}"  # between the letters of a value
_BROKEN_LINE = r"(?:-\s{1,3})?"  # of a single word, which chance spells otherwise: "en bom"
_TABLE = 1 << 20
_SEPARATORS = b" \t\n\r\v\f-~_=./+()"
_SIGNS = bytes(each for each in range(256) if not chr(each).isalnum() and each != ord("@"))


class _Starts:
    """Finds where one of many strings may begin, in one pass over a text.

    The first letters of all places are hashed at once and looked up in a table; what is left is
    compared. Thousands of strings cost no more than one.
    """

    def __init__(self, strings: Iterable[bytes], length: int) -> None:
        """Take strings of at least ``length`` bytes."""
        self._length = length
        self._heads = frozenset(string[:length] for string in strings)
        self._table = np.zeros(_TABLE, dtype=np.bool_)
        for head in self._heads:
            self._table[self._hashes(head)] = True

    def _hashes(self, text: bytes) -> NDArray[np.uint32]:
        letters = np.frombuffer(text, dtype=np.uint8)
        count = max(len(letters) - self._length + 1, 0)
        hashes = np.zeros(count, dtype=np.uint32)
        for place in range(self._length):
            hashes *= np.uint32(0x01000193)
            hashes ^= letters[place : place + count]
        return (hashes ^ (hashes >> np.uint32(15))) & np.uint32(_TABLE - 1)

    def places(self, text: bytes) -> Iterator[int]:
        """The places in a text where one of the strings may begin."""
        for place in np.flatnonzero(self._table[self._hashes(text)]).tolist():
            if text[place : place + self._length] in self._heads:
                yield place


@dataclass(frozen=True, slots=True)
class _Words:
    """A value with letters: the bare letters, and how they may stand in a text."""

    number: int
    bare: bytes
    spelled: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Needles:
    """Values to look for. Made with ``of``; knows them by number only, in the order given."""

    count: int
    _digits: dict[str, int]
    _bare: dict[str, int]  # without leading zeros: only where nothing is between the digits
    _lengths: tuple[int, ...]
    _heads: _Starts
    _words: dict[bytes, tuple[_Words, ...]]  # by their first letters
    _initials: _Starts
    _foreign: tuple[_Words, ...]  # in other scripts

    @classmethod
    def of(cls, values: Iterable[str]) -> Needles:
        """Fold values to what is looked for.

        Args:
            values: as they stood before they were masked. Dates and numbers of fewer than seven
                digits, and words of fewer than five letters, are taken for too common to be
                looked for.
        """
        digits: dict[str, int] = {}
        bare: dict[str, int] = {}
        words: dict[bytes, tuple[_Words, ...]] = {}
        foreign: list[_Words] = []
        count = 0
        for number, value in enumerate(values):
            count += 1
            for form in _digit_forms(value):
                digits.setdefault(form, number)
                if len(short := form.lstrip("0")) > LEAST_DIGITS and short != form:
                    bare.setdefault(short, number)
            for one in _word_forms(number, value):
                head = one.bare[:LEAST_LETTERS]
                if head:
                    words[head] = (*words.get(head, ()), one)
                else:
                    foreign.append(one)
        return cls(
            count,
            digits,
            bare,
            tuple(sorted({len(form) for form in (*digits, *bare)})),
            _Starts((form.encode() for form in (*digits, *bare)), LEAST_DIGITS),
            words,
            _Starts(words, LEAST_LETTERS),
            tuple(foreign),
        )

    def find(self, text: str) -> frozenset[int]:
        """The numbers of the values that stand in a text, in any spelling."""
        if not self.count:
            return frozenset()
        plain = unveiled(text)
        found: set[int] = set()
        if self._digits:
            found.update(self._numbers_in(plain))
        if self._words or self._foreign:
            found.update(self._words_in(_folded(plain)))
        return frozenset(found)

    def _words_in(self, folded: str) -> Iterator[int]:
        bare = _bare_letters(folded)
        seen: set[bytes] = set()
        for place in self._initials.places(bare):
            for one in self._words[bare[place : place + LEAST_LETTERS]]:
                if one.bare not in seen and bare.startswith(one.bare, place):
                    seen.add(one.bare)
                    if one.spelled.search(folded):
                        yield one.number
        for one in self._foreign:
            if one.spelled.search(folded):
                yield one.number

    def _numbers_in(self, plain: str) -> Iterator[int]:
        flat = plain.encode("latin-1", "replace").translate(None, _SEPARATORS)
        if self._may_hold(flat):
            yield from self._runs(plain)
        mended = flat.translate(_ALIKE_BYTES)
        if mended != flat and self._may_hold(mended):
            yield from self._runs(_MISREAD.sub(_mend, plain))

    def _may_hold(self, flat: bytes) -> bool:
        """Whether the digits of a value follow each other, whatever stood between them."""
        return any(
            (form := flat[place : place + length].decode("latin-1")) in self._digits
            or form in self._bare
            for place in self._heads.places(flat)
            for length in self._lengths
        )

    def _runs(self, text: str) -> Iterator[int]:
        """The values in a text by its numbers: where they begin and end counts."""
        for run in _NUMBERS.finditer(text):
            if run.end() - run.start() < LEAST_DIGITS:
                continue
            parts = _DIGITS.findall(run[0])
            flat = "".join(parts)
            starts = [0, *accumulate(len(part) for part in parts)]
            ends = frozenset(starts[1:])
            for start in starts[:-1]:
                for length in self._lengths:
                    number = self._digits.get(flat[start : start + length])
                    if number is not None and start + length in ends:
                        yield number
            for part in parts:
                if part in self._bare:
                    yield self._bare[part]
                yield from self._inside(part)

    def _inside(self, part: str) -> Iterator[int]:
        """Long numbers glued to other digits."""
        for start in range(len(part) - _ALONE + 1):
            number = self._digits.get(part[start : start + _ALONE])
            if number is not None:
                yield number


def _mend(run: re.Match[str]) -> str:
    """Digits for the letters that a reader takes them for."""
    return run[0].translate(_ALIKE)


def unveiled(text: str) -> str:
    """A text as a person would read it: escapes undone, one kind of dash, no hidden characters.

    Where undoing may go wrong, both forms are kept, one after the other.
    """
    if "&" in text:
        text = html.unescape(text)
    if "\\" in text:
        text = _ESCAPED.sub(_character, text)
    if _PERCENT.search(text):
        text = f"{text}{BREAK}{unquote(text, errors='replace')}"
    if _MOJIBAKE.search(text):
        text = f"{text}{BREAK}{text.encode('cp1252', 'ignore').decode('utf-8', 'ignore')}"
    if not text.isascii():
        text = _NO_WIDTH.sub("", unicodedata.normalize("NFKC", text))
        text = _DASHES.sub("-", text)
    if _POWER.search(text):
        text = _SCIENTIFIC.sub(_whole_number, text)
    return text


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else {"n": "\n", "r": "\r", "t": "\t"}[escape[3]]


def _whole_number(number: re.Match[str]) -> str:
    """``2.00401012398E+11`` with the whole number after it."""
    digits, power = number[1].replace(",", "").replace(".", ""), int(number[2])
    if not len(digits) - 1 <= power <= 15:
        return number[0]
    return f"{number[0]} {BREAK}{digits.ljust(power + 1, '0')}{BREAK}"


def _folded(plain: str) -> str:
    """Without case and accents, with signs for the words in brackets that stand for them."""
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
        plain = plain.replace("ø", "o").replace("Ø", "O").replace("æ", "ae").replace("Æ", "AE")
    plain = plain.casefold()
    return _signed(_DOT, ".", _signed(_AT, "@", plain))


def _signed(spoken: re.Pattern[str], sign: str, text: str) -> str:
    """The sign for the word in brackets that stands for it, and for the space around that.

    The space is no part of the pattern: a long run of it would be tried from each of its places.
    """
    first, *others = spoken.split(text)
    if not others:
        return text
    *middle, last = others
    return sign.join((first.rstrip(), *(each.strip() for each in middle), last.lstrip()))


def _bare_letters(folded: str) -> bytes:
    """Only letters, digits and at signs, as far as they are of the Latin alphabet."""
    return folded.encode("latin-1", "replace").translate(None, _SIGNS)


def _digit_forms(value: str) -> Iterator[str]:
    """The runs of digits that a value may be written as."""
    plain = unveiled(value).split(BREAK)[0]
    if "@" in plain:
        return
    mended = _MISREAD.sub(_mend, plain)
    digits = "".join(_DIGITS.findall(mended))
    letters = sum(character.isalpha() for character in mended)
    if len(digits) < LEAST_DIGITS or letters > len(digits) or _DATE.fullmatch(digits):
        return
    if letters and len(digits) < _ALONE:
        return  # an address or the like: looked for as words
    yield digits
    if len(digits) == 12 and digits[:2] in {"16", "18", "19", "20"}:
        digits = digits[2:]
        yield digits
    if len(digits) == 10:
        yield from (century + digits for century in ("18", "19", "20"))
    yield from _national_forms(plain, digits)


def _national_forms(plain: str, digits: str) -> Iterator[str]:
    """A telephone number with and without the country's code."""
    national = digits
    if plain.lstrip(" (").startswith(("+46", "0046")) or (
        digits.startswith("46") and len(digits) in {11, 12}
    ):
        national = digits.removeprefix("00").removeprefix("46")
    national = national.lstrip("0")
    if national != digits and len(national) > LEAST_DIGITS:
        yield from (f"0{national}", f"46{national}", f"460{national}", f"0046{national}")


def _word_forms(number: int, value: str) -> Iterator[_Words]:
    """How a value with letters, or a number in short, may be written."""
    plain = unveiled(value).split(BREAK)[0]
    folded = _folded(plain)
    spellings = {folded}
    if "@" in folded:
        local = folded.partition("@")[0]
        if sum(character.isalnum() for character in local) >= LEAST_LETTERS:
            spellings = {f"{local}@"}
    elif not any(character.isdigit() for character in folded):
        words = folded.split()
        if 2 <= len(words) <= 4:
            spellings.add(" ".join((words[-1], *words[:-1])))
    else:
        digits = re.sub(_SEPARATOR, "", plain)
        if len(digits) == 12 and digits.isdecimal():  # 2,00401E+11 in a spreadsheet
            spellings.add(f"{int(digits):.5e}")
    for spelling in sorted(spellings):
        bare = _NO_WORD.sub("", spelling)
        if len(bare) >= LEAST_LETTERS and any(letter.isalpha() for letter in bare):
            latin = _bare_letters(bare)
            is_one_word = bare.isalpha() and len(plain.split()) == 1
            pattern = _spelled(bare, _BROKEN_LINE if is_one_word else _LITTLE)
            yield _Words(number, latin if len(latin) == len(bare) else b"", pattern)


def _spelled(bare: str, between: str) -> re.Pattern[str]:
    """The letters with little between them, not as a part of longer words; ``s`` of a genitive."""
    before = r"(?<!\d)" if bare[0].isdigit() else r"(?<![^\W\d_])"
    after = "" if bare[-1] == "@" else r"(?!\d)" if bare[-1].isdigit() else r"s?(?![^\W\d_])"
    return re.compile(before + between.join(map(re.escape, bare)) + after)
