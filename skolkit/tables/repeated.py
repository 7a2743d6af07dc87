"""Rows of a table that a page prints anew: its headings, and the title above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from skolkit.model import Cell
from skolkit.tables.candidates import figures_in
from skolkit.tables.fingerprints import Rows
from skolkit.tables.text import fold

LEAST_TITLE = 2  # words without figures


def repeats(row: Mapping[int, Cell], headings: Sequence[Mapping[int, str]]) -> bool:
    """Whether a row repeats a row of headings, single misread letters allowed."""
    for level in headings:
        hits = sum(
            fuzz.ratio(fold(cell.raw), level[column]) >= 85
            for column, cell in row.items()
            if column in level
        )
        if hits >= 2 and hits >= 0.6 * len(row):
            return True
    return False


def titles_above(rows: Rows, first: int) -> frozenset[str]:
    """The first texts of the rows above a table, without figures: "SIDA 1" differs in them."""
    return frozenset(_title_of(rows[row]) for row in rows if row < first) - {""}


def repeats_title(row: Mapping[int, Cell], titles: frozenset[str]) -> bool:
    """Whether a row is a title that stood above the table already, and holds no figures."""
    return not figures_in(row) and _title_of(row) in titles


def _title_of(row: Mapping[int, Cell]) -> str:
    words = [word for word in row[min(row)].raw.split() if not any(sign.isdigit() for sign in word)]
    return fold(" ".join(words)) if len(words) >= LEAST_TITLE else ""
