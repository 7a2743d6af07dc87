"""Words, frames and pictures to plain HTML that shows what it is given and does nothing."""

from __future__ import annotations

import base64
import re
from html import escape

import pandas as pd

from skolkit.analysis.frame_values import plain
from skolkit.analysis.words import Lang, printable

_NUMBER = re.compile(r"[-+−]?[0-9](?:[0-9 \u00a0]|,[0-9]{3})*(?:[.,][0-9]+)?")
_MASK = re.compile(r"\[[a-zåäö-]+(?: uppgift)? [0-9a-f]+\]")  # of what is masked
# Where a long word may break: not before the last part of a domain, which looks lost by itself.
_SIGN = re.compile(r"[@;](?=\w)|(?<=\w)\.(?=[\w-]+\.\w)")
_SHORT = 12  # letters of a cell that stays on one line
_LONG = 28  # letters of a word that would make its column too wide


def safe(text: str) -> str:
    """Text from documents as HTML that shows it as it is."""
    return escape(printable(text))


def table_html(frame: pd.DataFrame) -> str:
    """A frame as a table without its index; each cell names its column, for narrow screens."""
    if frame.empty:
        return "<p>No rows.</p>"
    names = [plain(name) for name in frame.columns]
    rows = [*frame.itertuples(index=False, name=None)]
    right = [_is_numeric([row[at] for row in rows]) for at in range(len(names))]
    head = "".join(
        f'<th scope="col"{_marked(number, "")}>{safe(name)}</th>'
        for name, number in zip(names, right, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{safe(name)}"{_marked(number, text)}>{_breakable(text)}</td>'
            for name, number, text in zip(names, right, map(plain, row), strict=True)
        )
        + "</tr>\n"
        for row in rows
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-label="Table">'
        f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def _is_numeric(values: list[object]) -> bool:
    """Whether a column holds numbers alone, besides gaps."""
    texts = [text for text in map(plain, values) if text]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def _marked(number: bool, text: str) -> str:
    """The class of a cell: numbers stand right, dates stay whole, long words may break."""
    if number:
        return ' class="n"'
    if 0 < len(text) <= _SHORT:
        return ' class="s"'
    return ' class="w"' if any(map(_is_long, text.split())) else ""


def _breakable(text: str) -> str:
    """Text as HTML whose long words break at their signs, and whose masks stay whole.

    It is text or one element: on a narrow screen each child of a cell has a place of its own.
    """
    said = _MASK.sub(r'<span class="s">\g<0></span>', safe(text))
    if ("@" in text or ";" in text) and any(map(_is_long, text.split())):
        said = _SIGN.sub(r"\g<0><wbr>", said)
    return f"<span>{said}</span>" if "<" in said else said


def _is_long(word: str) -> bool:
    return len(word) > _LONG


def picture_html(data: bytes, media_type: str, alt: str, lang: Lang, narrow: bytes = b"") -> str:
    """A picture inside the page, with its text alternative.

    Args:
        data: The picture.
        media_type: Its type.
        alt: What a reader who cannot see it needs.
        lang: Language of ``alt``.
        narrow: The same for the width of a telephone; empty if there is none.
    """
    image = f'<img lang="{lang}" alt="{safe(alt)}" src="{_embedded(data, media_type)}">'
    if narrow:
        source = f'<source media="(max-width: 36rem)" srcset="{_embedded(narrow, media_type)}">'
        image = f"<picture>{source}{image}</picture>"
    return f"<figure>{image}</figure>"


def _embedded(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
