"""Refuses a PDF by its bytes, before any page of it is opened: what has no end or leads back.

pdfium took 7 GB for such files, and 9 seconds to a death for want of memory on one of 6 kB. Only
what stands openly in the file is looked at; what is packed meets the limits of a worker.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

from skolkit.problems import SkolkitError

MOST_DRAWN = 1_000_000  # form objects that one of them draws, all that they hold counted
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_STREAM_BYTES = 128 * 2**20
_DICTIONARY = 1 << 12  # how far before a stream its dictionary is looked for
_PIECE = 1 << 16
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_PREVIOUS = re.compile(rb"/Prev\s+(\d{1,12})(?!\s+\d+\s+R)(?!\d)")
_INDEX = 1 << 16  # of a packed index, where it names the one before
_MOST_INDEXES = 10_000
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_FORM_BYTES = 1 << 20  # of a form's drawing commands that are looked at
_MOST_LOOKED_UP = 200  # lists of what forms draw with that stand elsewhere in the file
_DEEPEST = 40  # forms in forms, below which pdfium draws no more


def refuse_endless(data: mmap.mmap, name: str, page: int | None) -> None:
    """Raise where reading a PDF would not end, or where its index leads back into itself.

    Args:
        data: the file.
        name: what it is called.
        page: the page to name, where there is only one.

    Raises:
        SkolkitError: E_CORRUPT, E_BOMB or E_TIMEOUT.
    """
    if _index_leads_back(data):
        detail = "the index of its parts leads back into itself; older parts cannot be found"
        raise SkolkitError.of("E_CORRUPT", name, detail=detail)
    forms = dict(_forms(data, name))
    if _most_drawn(forms) > MOST_DRAWN:
        detail = f"forms that hold each other would be drawn more than {MOST_DRAWN:,} times"
        raise SkolkitError.of("E_TIMEOUT", name, page=page, detail=detail)


def _index_leads_back(data: mmap.mmap) -> bool:
    """Whether following an index to the one before it, again and again, comes back."""
    last = data.rfind(b"startxref")
    told = re.compile(rb"startxref\s+(\d{1,12})").match(data, last) if last >= 0 else None
    shift = max(data.find(b"%PDF-", 0, 1024), 0)  # what stands before the PDF moves all places
    seen: set[int] = set()
    while told is not None and len(seen) < _MOST_INDEXES:
        at = int(told[1]) + shift
        if at in seen:
            return True
        seen.add(at)
        told = _PREVIOUS.search(_index_dictionary(data, at))
    return False


def _index_dictionary(data: mmap.mmap, at: int) -> bytes:
    """What an index says of itself: behind its table, or before its packed form."""
    if data[at : at + 4] == b"xref":
        end = data.find(b"startxref", at)
        start = data.rfind(b"trailer", at, end) if end >= 0 else -1
        return data[start:end] if start >= 0 else b""
    end = data.find(b"stream", at, at + _INDEX)
    return data[at:end] if end >= 0 else b""


def _forms(data: mmap.mmap, name: str) -> Iterator[tuple[int, Counter[int]]]:
    """Each form object by its number, with the objects that it draws.

    All streams but pictures, which are measured by their pixels, are inflated and thrown away.

    Raises:
        SkolkitError: E_BOMB where a stream has no end.
    """
    looked_up: dict[int, bytes] = {}
    for found in _STREAM.finditer(data):
        before = data[max(found.start() - _DICTIONARY, 0) : found.start()]
        begins = max(before.rfind(b" obj"), 0)
        said = before[begins:]
        if b"/Image" in said:
            continue
        packed = b"FlateDecode" in said
        commands = _inflated(data, found.end(), name) if packed else _plain(data, found.end())
        numbers = _NUMBER.findall(before[: begins + 4])
        if b"/Form" in said and numbers:
            names = _names(data, said, looked_up)
            drawn = Counter(names[told] for told in _DRAWN.findall(commands) if told in names)
            yield int(numbers[-1]), drawn


def _inflated(data: mmap.mmap, at: int, name: str) -> bytes:
    """The beginning of a packed stream; all of it is inflated."""
    inflater, size, kept = zlib.decompressobj(), 0, bytearray()
    try:
        while not inflater.eof and at < len(data):
            packed = data[at : at + _PIECE]
            at += _PIECE
            while packed and not inflater.eof:
                piece = inflater.decompress(packed, _PIECE * 16)
                size += len(piece)
                kept += piece[: max(_FORM_BYTES - len(kept), 0)]
                packed = inflater.unconsumed_tail
                if size > _STREAM_BYTES:
                    detail = f"a stream of more than {_STREAM_BYTES >> 20} MiB"
                    raise SkolkitError.of("E_BOMB", name, detail=detail)
    except zlib.error:
        pass  # encrypted or damaged: pdfium tells
    return bytes(kept)


def _plain(data: mmap.mmap, at: int) -> bytes:
    """The beginning of a stream that is not packed."""
    end = data.find(b"endstream", at, at + _FORM_BYTES)
    return data[at : end if end >= 0 else at + _FORM_BYTES]


def _names(data: mmap.mmap, said: bytes, looked_up: dict[int, bytes]) -> Mapping[bytes, int]:
    """What a form calls the objects that it may draw, two steps away at most."""
    found: dict[bytes, int] = {}
    pending = [said]
    for _ in range(3):
        told = [pair for text in pending for pair in _NAMED.findall(text)]
        found |= {name: int(number) for name, number in told}
        lists = [int(number) for name, number in told if name in {b"Resources", b"XObject"}]
        pending = [_object(data, number, looked_up) for number in lists]
    return found


def _object(data: mmap.mmap, number: int, looked_up: dict[int, bytes]) -> bytes:
    """The beginning of an object that stands openly in the file."""
    if number not in looked_up and len(looked_up) < _MOST_LOOKED_UP:
        place = re.compile(rb"(?<!\d)%d\s+\d{1,5}\s+obj\b" % number).search(data)
        start = place.end() if place else 0
        held = data[start : start + _DICTIONARY] if place else b""
        looked_up[number] = held.partition(b"endobj")[0]
    return looked_up.get(number, b"")


def _most_drawn(forms: Mapping[int, Counter[int]]) -> int:
    """How many objects one form draws at most, with all that these draw, counted to the limit."""
    known: dict[int, int] = {}

    def drawn(number: int, above: frozenset[int]) -> int:
        if number in known:
            return known[number]
        if number in above or len(above) > _DEEPEST:
            return 1
        inside = above | {number}
        held = forms.get(number, Counter())
        total = 1 + sum(count * drawn(each, inside) for each, count in sorted(held.items()))
        known[number] = min(total, MOST_DRAWN + 1)
        return known[number]

    return max((drawn(number, frozenset()) for number in sorted(forms)), default=0)
