"""A cell of senders or recipients to its parties: addresses and names, one after the other."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile(r"\s*\n\s*")
_BROKEN_ADDRESS = re.compile(r"[a-z0-9]\.[a-z]{2,}$")
_ADDRESS = re.compile(r"[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+")
_LEAST_WORDS = 2  # of a name after a comma; one word is a title, a place or a given name


def parties_in(text: str, *, one: bool = False) -> tuple[str, ...]:
    """The parties of a cell, as printed; an address broken over two lines is joined.

    A semicolon always parts two. A comma does between addresses and between whole names, and not
    within "Forsman, Anneli" or "Anneli Forsman, rektor".

    Args:
        text: of the cell.
        one: whether it is the sender, of whom there is one: commas part addresses alone.
    """
    found: list[str] = []
    for group in text.split(";"):
        parts = [tidy for part in group.split(",") if (tidy := _tidy(part))]
        own: list[str] = []
        for part in parts:
            begins = _is_address(part) or (not one and _is_whole_name(part))
            before = own and (_is_address(own[-1]) or _is_whole_name(own[-1]))
            if own and not (begins and before):
                own[-1] = f"{own[-1]}, {part}"
            else:
                own.append(part)
        found.extend(own)
    return tuple(found)


def is_broken_address(party: str) -> bool:
    """Whether a party ends like an address and has no at sign: it was misread."""
    return _BROKEN_ADDRESS.search(party) is not None and "@" not in party


def _tidy(part: str) -> str:
    tight = _LINE_BREAK.sub("", part.strip())
    return tight if _ADDRESS.fullmatch(tight) else " ".join(part.split())


def _is_address(part: str) -> bool:
    return " " not in part and ("@" in part or is_broken_address(part))


def _is_whole_name(part: str) -> bool:
    return len(part.split()) >= _LEAST_WORDS and part[:1].isupper()
