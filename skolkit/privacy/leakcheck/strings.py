"""Bytes to the text in them: the usual encodings, and runs of characters among other bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skolkit.privacy.needles import BREAK

_SAMPLE = 1 << 16
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)
_RUNS = (
    (
        "utf-8",
        re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|\xe2\x80[\x80-\xbf]){7,}+"),
    ),
    ("cp1252", re.compile(rb"[\x20-\x7e\xa0\xad\xc4\xc5\xc9\xd6\xdc\xe4\xe5\xe9\xf6\xfc]{7,}+")),
    ("utf-16-le", re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\x00){6,}+")),
    ("utf-16-be", re.compile(rb"(?:\x00[\t\n\r\x20-\x7e\xa0-\xff]){6,}+")),
)
_OLD_ENCODINGS = ("cp1252", "cp850", "mac-roman")


def encoding_of(data: bytes) -> str | None:
    """The encoding of a text file by its bytes, or ``None`` if it is no text.

    UTF-16 and UTF-32 are known by their mark, or UTF-16 by its many zero bytes; 8-bit text that is
    not UTF-8 is given as ``cp1252``.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    if b"\0" in data[: _SAMPLE * 16]:
        return _wide(sample)
    if _CONTROL.search(sample):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _wide(sample: bytes) -> str | None:
    even, odd = sample[::2], sample[1::2]
    for name, zeros, letters in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) >= 0.8 * len(zeros) and letters.count(0) == 0:
            return None if _CONTROL.search(letters.replace(b"\0", b"")) else name
    return None


def decodings(data: bytes, encoding: str) -> Iterator[tuple[str, str]]:
    """The text of a text file, and what it may be in other encodings: (encoding, text).

    The first is the one to take; the others are there so that a name with å, ä or ö is found
    whatever wrote the file.
    """
    yield encoding, data.decode(encoding, "replace").removeprefix("\ufeff")
    if encoding in {"utf-8", "cp1252"} and not data.isascii():
        for other in _OLD_ENCODINGS:
            if other != encoding:
                yield other, data.decode(other, "replace")


def strings(data: bytes) -> str:
    """All runs of seven or more characters among other bytes, in the usual encodings."""
    found: list[str] = []
    for encoding, run in _RUNS:
        seen = [match[0].decode(encoding, "replace") for match in run.finditer(data)]
        # What is plain ASCII has been found as UTF-8 already.
        found += [text for text in seen if encoding != "cp1252" or not text.isascii()]
    return BREAK.join(found)
