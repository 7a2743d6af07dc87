"""Turns delimited text into one sheet of text cells, saying what had to be guessed."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from skolkit.intake.formats import Stored
from skolkit.intake.sniff import looks_like_utf16
from skolkit.intake.tally import Tally
from skolkit.model import Cell, Document, Doubt, Sheet
from skolkit.problems import Problem, SkolkitError
from skolkit.settings import Limits

FIELD_CHARACTERS = 1 << 20
SEPARATORS = (";", "\t", ",", "|")
_SAMPLE_ROWS = 500
_MANY_LINES = 5  # so many line numbers are named, the rest counted
# Where å ä ö Å Ä Ö lie in the three 8-bit encodings of Swedish offices.
_SWEDISH = {
    "cp1252": b"\xe5\xe4\xf6\xc5\xc4\xd6",
    "cp850": b"\x86\x84\x94\x8f\x8e\x99",
    "mac_roman": b"\x8c\x8a\x9a\x81\x80\x85",
}
_SHOWN_AS = {"cp1252": "Windows-1252", "cp850": "DOS code page 850", "mac_roman": "Mac Roman"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file and, where the encoding had to be guessed, which one and how."""

    text: str
    guessed: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    line: int  # the line of the file on which the row begins, from 1
    fields: tuple[str, ...]


def read_csv(document: Document, limits: Limits) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read a delimited text file; every field stays text.

    Raises:
        SkolkitError: E_EMPTY when it holds nothing but blanks, E_TOO_BIG for an endless field or
            too many cells.
    """
    name = document.name
    problems: list[Problem] = []
    decoded = decode(document.path.read_bytes())
    if not decoded.text.strip():
        raise SkolkitError.of("E_EMPTY", name, detail="nothing but blanks")
    if decoded.guessed:
        problems.append(Problem("W_ENCODING_GUESSED", name, detail=decoded.guessed))
    text, separator, unsure = dialect(decoded.text)
    if unsure:
        problems.append(Problem("W_DIALECT_GUESSED", name, detail=unsure))
    rows, quoting = _parse(name, text, separator)
    if quoting:
        problems.append(Problem("W_RAGGED", name, detail=quoting))
    problems += _shape(name, rows)
    tally = Tally()
    cells = _cells(rows, tally)
    if len(cells) > limits.cells_per_sheet:
        detail = f"cells_per_sheet = {limits.cells_per_sheet}"
        raise SkolkitError.of("E_TOO_BIG", name, detail=detail)
    problems += tally.problems(name, "")
    sheet = Sheet(
        sheet_id=f"{document.document_id}#1",
        document_id=document.document_id,
        document_name=name,
        name=document.path.stem if document.path.stem.isprintable() else document.document_id,
        cells=cells,
    )
    return (sheet,), tuple(problems)


def decode(data: bytes) -> Decoded:
    """Turn bytes into text: by the mark at the start, as UTF-8, else by what Swedish asks for."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text, "marked, yet not sound" if "\ufffd" in text else "")
    if looks_like_utf16(data[: 1 << 16]):
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        return Decoded(data.decode(encoding, "replace"), "read as UTF-16")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_8bit(data)


def _decode_8bit(data: bytes) -> Decoded:
    counts = Counter(data)
    scores = {name: sum(counts[code] for code in codes) for name, codes in _SWEDISH.items()}
    best = max(scores, key=lambda name: scores[name])  # the first of equals: Windows-1252
    lines = data.split(b"\n")
    odd = [number for number, line in enumerate(lines, start=1) if not _is_utf8(line)]
    if any(max(line, default=0) > 127 and _is_utf8(line) for line in lines):
        # Sound UTF-8 beyond ASCII does not come about by chance: two encodings in one file.
        text = "\n".join(
            line.decode("utf-8") if _is_utf8(line) else line.decode(best, "replace")
            for line in lines
        )
        return Decoded(text, f"UTF-8, but {_lines(odd)} read as {_SHOWN_AS[best]}")
    return Decoded(data.decode(best, "replace"), f"read as {_SHOWN_AS[best]}")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def dialect(text: str) -> tuple[str, str, str]:
    """Find the separator of a text.

    Returns:
        The text without Excel's ``sep=`` line, the separator, and why it is unsure, if it is.
    """
    first, _, rest = text.partition("\n")
    stated = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    if stated:
        return rest, stated.group(1), ""
    sample = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_SAMPLE_ROWS])
    scores = {separator: _consistency(sample, separator) for separator in SEPARATORS}
    # Of equals the first wins, not the one with most columns: 1,5;2,5 is two numbers, not three.
    best = max(SEPARATORS, key=lambda separator: scores[separator][0])
    if scores[best][1] < 2:
        return text, ";", "no separator was found; it was read as one column"
    rivals = [
        separator
        for separator in SEPARATORS
        if separator != best and _rivals(sample, separator, scores[best])
    ]
    if rivals:
        names = " or ".join(_named(separator) for separator in (best, *rivals))
        return text, best, f"{names} would fit; {_named(best)} was used"
    if scores[best][0] < 0.5:
        return text, best, f"{_named(best)} was used, but the rows differ in length"
    return text, best, ""


def _named(separator: str) -> str:
    return {";": "semicolon", "\t": "tab", ",": "comma", "|": "bar"}[separator]


def _consistency(sample: str, separator: str) -> tuple[float, int]:
    """Share of rows with the commonest number of fields, and that number; (0, 1) for one."""
    try:
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
    except csv.Error:
        return 0.0, 1
    widths = Counter(len(row) for row in rows if any(field.strip() for field in row))
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return 0.0, 1
    width = max(several, key=lambda width: (several[width], width))
    return several[width] / widths.total(), width


def _rivals(sample: str, separator: str, best: tuple[float, int]) -> bool:
    if separator == ",":
        sample = _DECIMAL_COMMA.sub(".", sample)  # commas inside numbers separate nothing
    share, width = _consistency(sample, separator)
    return width > 1 and share >= best[0]


def _parse(name: str, text: str, separator: str) -> tuple[tuple[_Row, ...], str]:
    """Split text into rows; without heed to quotation marks where one is never closed."""
    try:
        return _split(name, text, separator, csv.QUOTE_MINIMAL), ""
    except _UnclosedError as unclosed:
        told = f"line {unclosed.line}: a quotation mark is never closed; all were read as text"
        return _split(name, text, separator, csv.QUOTE_NONE), told


class _UnclosedError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _split(name: str, text: str, separator: str, quoting: int) -> tuple[_Row, ...]:
    csv.field_size_limit(FIELD_CHARACTERS)
    rows: list[_Row] = []
    line = 1
    strict = quoting != csv.QUOTE_NONE
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator, quoting=quoting, strict=False)  # type: ignore[arg-type]
    try:
        for fields in reader:
            rows.append(_Row(line, tuple(fields)))
            line = reader.line_num + 1
    except csv.Error as error:
        if strict and _odd_quotes(text):
            raise _UnclosedError(line) from error
        detail = f"line {line}: a field of more than {FIELD_CHARACTERS:,} characters"
        raise SkolkitError.of("E_TOO_BIG", name, detail=detail) from error
    if strict and rows and _swallowed(rows[-1], separator, reader.line_num):
        raise _UnclosedError(rows[-1].line)
    while rows and not any(field.strip() for field in rows[-1].fields):
        rows.pop()
    return tuple(rows)


def _odd_quotes(text: str) -> bool:
    return text.count('"') % 2 == 1


def _swallowed(row: _Row, separator: str, last_line: int) -> bool:
    """Whether the last row ran over many lines to the file's end, swallowing separators."""
    held = [field for field in row.fields if "\n" in field or "\r" in field]
    return last_line - row.line > 1 and any(separator in field for field in held)


def _shape(name: str, rows: tuple[_Row, ...]) -> tuple[Problem, ...]:
    filled = [row for row in rows if any(field.strip() for field in row.fields)]
    if len(filled) < 2:
        return (Problem("W_NO_ROWS", name),)
    widths = Counter(len(row.fields) for row in filled)
    usual = widths.most_common(1)[0][0]
    odd = [row.line for row in filled if len(row.fields) != usual]
    if not odd:
        return ()
    return (Problem("W_RAGGED", name, detail=f"{_lines(odd)}, not {usual} fields"),)


def _lines(numbers: list[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:_MANY_LINES])
    more = len(numbers) - _MANY_LINES
    return f"line {named}" + (f" and {more} more" if more > 0 else "")


def _cells(rows: tuple[_Row, ...], tally: Tally) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for number, row in enumerate(rows, start=1):
        for column, told in enumerate(row.fields, start=1):
            if not told:
                continue
            raw = _CONTROLS.sub("\ufffd", told)
            doubt = Doubt.UNREADABLE if raw != told else None
            cells.append(Cell(row=number, column=column, raw=raw, doubt=doubt, method="csv/text"))
            tally.look(Stored(raw, None, doubt), number, column)
    return tuple(cells)
