"""Tells personal data from what only has its digits: hashes, ids, decimals, dates of a program.

A false finding stops a publication, so a number counts only where it stands for itself. Values that
were masked are looked for without any of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rapidfuzz import fuzz, process

from skolkit.privacy.leakcheck.model import Detect
from skolkit.privacy.model import Decision, Kind, Span
from skolkit.privacy.names_made import UNKNOWN

_PARAGRAPH = re.compile(r"\n\s*¦\s*\n|\n[ \t\r]*\n\s*")
_MAY_TELL = re.compile(r"[^\W\d_]{2}|@|(?:[0-9OolI][^0-9]{0,4}){6}")
_REMEMBERED = 2000
_SURE_KINDS = frozenset(
    {
        Kind.PERSONNUMMER,
        Kind.SAMORDNINGSNUMMER,
        Kind.TF_NUMMER,
        Kind.LMA_NUMMER,
        Kind.TELEFON,
        Kind.EPOST,
    }
)
_UNSURE_RULES = ("spread-digits", "cut-address", "bare-phone")
_AROUND = 100
_MISREAD = 75.0  # rapidfuzz.fuzz.ratio from which an address in a picture is one that is known
_NUMBER_DIGITS = 6
_LABEL = re.compile(
    rf"\[(?:{'|'.join(re.escape(kind.value) for kind in Kind)}|född) [0-9]+\](?:@[\w.-]+)?"
)
_UUID = re.compile(
    r"(?<![0-9a-fA-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F])"
)
_HEX = re.compile(r"[0-9a-fA-F]{16,}")
_PACKED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
_DECIMAL = re.compile(r"(?<![\w.,])[-+]?([0-9]+)[.,]([0-9]+)(?:[eE][-+]?[0-9]+)?(?![\w]|[.,][0-9])")
_STAMP = re.compile(r"D:[0-9]{8,14}|(?<![0-9])[0-9]{8}T[0-9]{4,6}|(?<![0-9])[0-9]{14}(?![0-9])")
_DECIMALS = re.compile(r"[.,][0-9]{1,2}(?=[^0-9]*$)")  # an export may write 5 for 5,00
_WRONG_CHECK = "wrong-check"  # how the rules end of numbers whose check digit does not fit


class Patterns:
    """Finds personal data in texts, and remembers those that hold none: exports repeat themselves.

    Args:
        detect: finds candidates in one text, such as a cell; those that it keeps are none.
        kept: texts that were decided to be none.
    """

    def __init__(self, detect: Detect, kept: Iterable[str]) -> None:
        kept = tuple(kept)
        self._detect = detect
        self._kept = frozenset(
            folded(form) for text in kept for form in (text, _DECIMALS.sub("", text))
        )
        self._kept_addresses = tuple(sorted(each.casefold() for each in kept if "@" in each))
        self._clean: set[str] = set()

    def find_in_reading(self, text: str) -> Iterator[Span]:
        """The personal data in what OCR made of a picture, where misreadings look like anything.

        Only numbers of persons in one of their usual shapes, telephone numbers with their usual
        spacing and whole addresses count; names are found as needles. An address that is nearly
        one that may be shown is that one, misread.
        """
        for span in self.find(text):
            unsure = span.rule.startswith(_UNSURE_RULES)
            if span.kind in _SURE_KINDS and not unsure:
                if span.kind is Kind.EPOST and self._is_kept_misread(text[span.start : span.end]):
                    continue
                yield span

    def _is_kept_misread(self, address: str) -> bool:
        read, known = address.casefold(), self._kept_addresses
        near = process.extractOne(read, known, scorer=fuzz.ratio, score_cutoff=_MISREAD)
        return near is not None

    def find(self, text: str) -> Iterator[Span]:
        """The personal data in a text; each stretch of it is looked at by itself."""
        at = 0
        for part in _PARAGRAPH.split(text):
            start = text.index(part, at)
            at = start + len(part)
            for span in self._in_part(part):
                yield replace(span, start=span.start + start, end=span.end + start)

    def _in_part(self, text: str) -> list[Span]:
        if text in self._clean or not _MAY_TELL.search(text):
            return []
        spans = [
            span
            for span in self._detect(text)
            if span.decision is Decision.MASK
            and span.end > span.start
            and folded(text[span.start : span.end]) not in self._kept
            and not _incidental(text, span)
        ]
        if not spans and len(text) <= _REMEMBERED:
            self._clean.add(text)
        return spans


def folded(text: str) -> str:
    """What is the same in a decided text and where an export writes it: digits, or the letters."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) >= _NUMBER_DIGITS:
        return digits
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _incidental(text: str, span: Span) -> bool:
    if span.rule == UNKNOWN:
        return True
    start, end = span.start, span.end
    low = max(0, start - _AROUND)
    around = text[low : end + _AROUND]
    start, end = start - low, end - low
    if any(match.start() < end and start < match.end() for match in _LABEL.finditer(around)):
        return True
    held = around[start:end]
    if sum(character.isdecimal() for character in held) < _NUMBER_DIGITS or "@" in held:
        return False
    if around[end : end + 1].isdecimal() or around[start - 1 : start].isdecimal():
        return True  # a part of a longer number
    return any(
        match.start() <= start and end <= match.end() and told(match, start, end, span.rule)
        for pattern, told in (
            (_UUID, _always),
            (_STAMP, _always),
            (_HEX, _has_more_digits),
            (_PACKED, _is_embedded),
            (_DECIMAL, _is_decimal),
        )
        for match in pattern.finditer(around)
    )


def _always(match: re.Match[str], start: int, end: int, rule: str) -> bool:
    return True


def _has_more_digits(match: re.Match[str], start: int, end: int, rule: str) -> bool:
    """Whether a run of hexadecimal digits is a hash, and no number with letters before it."""
    rest = match[0][: start - match.start()] + match[0][end - match.start() :]
    return any(each.isdecimal() for each in rest) and any(each.isalpha() for each in rest)


def _is_embedded(match: re.Match[str], start: int, end: int, rule: str) -> bool:
    """Whether letters stand right before and after, as in base64 and never in a path."""
    before = match[0][: start - match.start()][-1:]
    after = match[0][end - match.start() :][:1]
    return before.isalnum() and after.isalnum()


def _is_decimal(match: re.Match[str], start: int, end: int, rule: str) -> bool:
    """Whether digits belong to a measure; 20040101.2398 is a personnummer with a misread hyphen.

    So is 040101.2398, as its check digit fits; nine in ten measures of that shape have none.
    """
    if len(match[2]) != 4:
        return True
    if len(match[1]) == 6:
        return rule.endswith(_WRONG_CHECK)
    return len(match[1]) != 8
