"""Opens text files: CSV by cells, JSON by values, markup by its text, base64 by what it hides."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from skolkit.model import column_letters
from skolkit.privacy.leakcheck.markup import looks_like_markup, markup_parts
from skolkit.privacy.leakcheck.model import Budget, CannotLookError, Data, Part, Text
from skolkit.privacy.leakcheck.strings import decodings, encoding_of
from skolkit.privacy.needles import BREAK

_SEPARATORS = ";\t,|"
_ROWS_SAMPLED = 50
_DATA_URI = re.compile(r"data:([\w/+.-]*+)((?:;[\w=.-]++)*+),([^\"'\s)<>]*+)", re.IGNORECASE)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{20,}+(?:\\r|\\n|\s){0,8}+)++[A-Za-z0-9+/_-]*+={0,2}")
_NOT_BASE64 = re.compile(r"\\[rn]|\s|=")
_WHOLE = re.compile(r"^(-?[0-9]++)\.0++$")
_NO_DATA = frozenset({b"%!PS", b"{\\rt"})  # text by its looks, with text of its own spelling inside


def fits_text(data: bytes) -> bool:
    """Whether bytes are a text file in an encoding that can be told."""
    return encoding_of(data) is not None and data[:4] not in _NO_DATA


def text_parts(data: bytes, budget: Budget) -> Iterator[Part]:
    """Take a text file apart."""
    encoding = encoding_of(data)
    if encoding is None:
        raise CannotLookError("a text in an unknown encoding")
    texts = decodings(data, encoding)
    _, text = next(texts)
    yield from parts_of_text(text, budget)
    yield Text("", text, prose=False)
    for other, again in texts:
        yield Text(f"as {other}", again, prose=False)


def parts_of_text(text: str, budget: Budget) -> Iterator[Part]:
    """Take a text apart by what it looks like, and open the files that are written in it."""
    head = text.lstrip()[:1]
    markup = looks_like_markup(text)
    values = _json_values(text) if head in {"{", "["} else None
    if values is not None:
        yield from _json_parts(values, budget)
    elif markup and head == "<":
        yield from markup_parts(text, "", unpacked=True)
    elif (separator := _separator(text)) is not None:
        yield from _cells(text, separator)
    else:
        yield Text("", text)
        if markup:
            yield from markup_parts(text, "markup")
    yield from _written_files(text, budget)


def _json_values(text: str) -> list[object] | None:
    """The value of a JSON text, or those of its lines; ``None`` if it is neither."""
    try:
        return [json.loads(text, parse_int=str, parse_float=whole)]
    except (ValueError, RecursionError):
        pass
    values: list[object] = []
    try:
        for line in text.splitlines():
            if line.strip():
                values.append(json.loads(line, parse_int=str, parse_float=whole))
    except (ValueError, RecursionError):
        return None
    return values


def _json_parts(values: list[object], budget: Budget) -> Iterator[Part]:
    """All keys and values. Lines of a list of texts (a notebook's) are put together again."""
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    length = 0
    stack: list[tuple[str, object]] = [("", value) for value in reversed(values)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            stack += [(f"{path}/{key}", each) for key, each in reversed(value.items())]
            text = BREAK.join(value)
        elif isinstance(value, list):
            if (
                value
                and all(isinstance(each, str) for each in value)
                and all(each.endswith("\n") for each in value[:-1])
            ):
                text = "".join(value)
            else:
                text = ""
                stack += [(f"{path}/{n}", each) for n, each in enumerate(value)][::-1]
        else:
            text = "" if value is None or isinstance(value, bool) else str(value)
        if not text:
            continue
        if looks_like_markup(text):
            budget.part()
            yield from markup_parts(text, path)
        places.append((length, path))
        parts += [text, BREAK]
        length += len(text) + len(BREAK)
    yield Text("", "".join(parts), places=tuple(places))


def _separator(text: str) -> str | None:
    """What separates the columns, if the text is a table: all of its first rows are of a length."""
    sample = io.StringIO(text[: 1 << 16])
    lines = [line for line, _ in zip(sample, range(_ROWS_SAMPLED), strict=False)]
    if len(text) > 1 << 16 and len(lines) > 1:
        lines.pop()
    for separator in sorted(_SEPARATORS, key=lambda each: -sum(each in line for line in lines)):
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=separator) if row}
        except csv.Error:
            continue
        if len(widths) == 1 and widths != {1}:
            return separator
    return None


def _cells(text: str, separator: str) -> Iterator[Text]:
    """Each distinct text of a table once, where it first stands."""
    first: dict[str, str] = {}
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1
        ):
            for column, value in enumerate(row, start=1):
                if value:
                    first.setdefault(whole(value), f"cell {column_letters(column)}{number}")
    except csv.Error:
        yield Text("", text)
        return
    yield joined("", first)


def whole(text: str) -> str:
    """A number without the decimals that say nothing: an id that was stored as 200401012398.0."""
    return _WHOLE.sub(r"\1", text)


def joined(inside: str, places: dict[str, str]) -> Text:
    """Distinct texts, each with its place, as one text that no spelling reaches through."""
    marks: list[tuple[int, str]] = []
    length = 0
    for text, place in places.items():
        marks.append((length, place))
        length += len(text) + len(BREAK)
    return Text(inside, BREAK.join(places), places=tuple(marks))


def _written_files(text: str, budget: Budget) -> Iterator[Part]:
    """Files written as base64 or as data addresses, each once."""
    seen: set[str] = set()
    for number, uri in enumerate(_DATA_URI.finditer(text), start=1):
        budget.part()
        inside = f"data address {number}"
        if ";base64" in uri[2].lower():
            data = _from_base64(unquote_to_bytes(uri[3]).decode("latin-1"))
            if uri[1]:  # else what is of no known type is passed over below, and not here
                seen.add(uri[3])
        else:
            data = unquote_to_bytes(uri[3])
        if data:
            budget.spend(len(data))
            yield Data(inside, data, known=not uri[1])
    for number, run in enumerate(_BASE64.finditer(text), start=1):
        if run[0] in seen or run[0].isdecimal():
            continue
        seen.add(run[0])
        data = _from_base64(run[0])
        if data and _is_telling(data):
            budget.part()
            budget.spend(len(data))
            yield Data(f"base64 {number}", data, known=True)


def _from_base64(text: str) -> bytes:
    plain = _NOT_BASE64.sub("", text).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain[: len(plain) // 4 * 4] + _rest(plain))
    except (binascii.Error, ValueError):
        return b""


def _rest(plain: str) -> str:
    rest = plain[len(plain) // 4 * 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""


def _is_telling(data: bytes) -> bool:
    """Whether what came out of base64 may be a text or a file; most of it is neither."""
    return encoding_of(data) in {"utf-8", "utf-16-le", "utf-16-be"} or len(data) >= 48
