"""Rows of a sheet to the headings of their columns, and headings to a fingerprint that is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from skolkit.model import Cell, Sheet, column_letters
from skolkit.tables.heading_units import with_unit_aside
from skolkit.tables.matches import Heading
from skolkit.tables.periods import read_period
from skolkit.tables.text import fold, join_lines
from skolkit.tables.values import HEADER_ROWS

HEADING_DEPTH = 3  # a heading may take up to three rows
_DIGITS = 12
# Where a word begins in one that is written as several: "totalAmount", "Budget2020".
_JOINT = re.compile(r"(?<=[a-zåäö]{3})(?=[A-ZÅÄÖ]|(?:19|20)[0-9]{2}(?![0-9]))")

Rows = Mapping[int, Mapping[int, Cell]]


def rows_of(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    """The sheet's cells by row and column; cells without text are left out."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sorted(sheet.cells, key=lambda each: (each.row, each.column)):
        if cell.raw.strip():
            rows.setdefault(cell.row, {})[cell.column] = cell
    return rows


def heading_texts(row: Mapping[int, Cell], spread: bool, width: int = 0) -> dict[int, str]:
    """Texts of a heading row by column.

    Args:
        row: its cells.
        spread: whether it stands above other heading rows: the text of a merged cell then stands
            over all its columns, and a period over the empty columns that follow it.
        width: the last column of the table, to which a period may reach.
    """
    texts: dict[int, str] = {}
    for column, cell in row.items():
        for each in range(column, column + (cell.column_span if spread else 1)):
            texts.setdefault(each, join_lines(cell.raw))
    if spread:
        held = ""
        for column in range(min(row, default=1), width + 1):
            if column in texts:
                period, rest = read_period(texts[column])
                held = texts[column] if period is not None and not rest else ""
            elif held:
                texts[column] = held
    return texts


def spaced(text: str) -> str:
    """A heading as programs print it, in words: ``belopp_exkl_moms``, ``FakturaDatum``."""
    return " ".join(_JOINT.sub(" ", text.replace("_", " ")).split())


def headings_of(rows: Rows, first: int, last: int) -> list[Heading]:
    """Headings of one or several rows; of several, all joined, the lower ones and the lowest."""
    width = max(rows.get(last, {}), default=0)
    levels = [heading_texts(rows.get(row, {}), row < last, width) for row in range(first, last + 1)]
    headings = []
    for column in sorted({column for level in levels for column in level}):
        held = [at for at, level in enumerate(levels) if column in level]
        parts = [
            spaced(with_unit_aside(levels[at][column]) if at < held[-1] else levels[at][column])
            for at in held
        ]
        texts = tuple(" ".join(parts[at:]) for at in range(len(parts)))
        headings.append(Heading(column, texts))
    return headings


def fingerprint(headings: Sequence[Heading]) -> str:
    """12 hex digits that name a row of headings: the same words in the same columns give the same.

    Case, accents, spaces and single misread letters make no difference (``fold``).
    """
    told = "|".join(f"{column_letters(each.column)}:{fold(each.texts[0])}" for each in headings)
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]


def fingerprints(rows: Rows) -> Iterator[tuple[str, int, int]]:
    """The fingerprints of all rows that may head a table, with their first and last row."""
    for first in (row for row in sorted(rows) if row <= HEADER_ROWS):
        for last in range(first, first + HEADING_DEPTH):
            if last in rows:
                yield fingerprint(headings_of(rows, first, last)), first, last
