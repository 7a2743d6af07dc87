"""Any text to Markdown that shows it and does nothing else: no link, picture, HTML or heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_MARKS = re.compile(r"([\\`*\[\]<>|~&#$!]|(?<![^\W_])_|_(?![^\W_]))")  # "_" inside a word is one
_LINK = re.compile(r"(?i)(?<=[a-z]):(?=//)|(?<=www)\.")
_START = re.compile(
    r"\A(?:(?=[-+=:])|([0-9]+)(?=[.)]))"
)  # of a list, a rule or an underlined heading


def escaped(text: str) -> str:
    """Make a text safe for any place on a line of Markdown, a table's cell included.

    Line breaks become spaces; control characters and marks that turn the writing direction become
    the replacement character.
    """
    shown = "".join(
        letter if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} else "\ufffd"
        for letter in " ".join(text.split())
    )
    shown = _LINK.sub(lambda match: "\\" + match[0], _MARKS.sub(r"\\\1", shown))
    return _START.sub(r"\1\\", shown, count=1)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table; the cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]
