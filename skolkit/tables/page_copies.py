"""Sheets to pages that repeat other pages: the same paper scanned twice, or printed from a file.

Pages are compared by what stands in their cells, line by line. Two copies agree in nearly all of
their figures, also where a reader slipped; a form that is filled in every month agrees in its words
and in some figures, but a whole column or a title tells another date.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from skolkit.model import Cell, Sheet

FEWEST_FIGURES = 8  # on a page, below which it says too little to be told for a copy
ALIKE = 0.85  # share of the smaller page's figures that the other page has too, slips counted
EQUAL = 0.6  # share that agrees to the letter
MOST_SHARING = 8  # pages, none a copy, that have a text in common: above it says nothing
FEWEST_SHARED = 0.2  # share of the telling texts of a page, below which it is not compared
_TITLE_CELLS = 2  # a line of so few cells above the table is a title
_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"[0-9]+")
_SLIPS = str.maketrans("oqdil|!szbg", "00011115289")
PICTURE, TEXT_LAYER, NATIVE = 2, 1, 0

Place = tuple[str, int]  # sheet_id and row


@dataclass(frozen=True, slots=True)
class PageCopy:
    """A page (or native sheet) and the one it repeats, with the lines that fit each other."""

    document: str
    page: int | None
    of_document: str
    of_page: int | None
    lines: tuple[tuple[Place, Place], ...]
    figures: int  # of the repeating page
    agreeing: int
    differing: int  # known on both, and neither equal nor a slip
    is_whole: bool  # whether the other page has hardly anything more


@dataclass(eq=False, slots=True)
class _Page:
    """A page of a sheet, or a native sheet: its lines, and where its texts stand."""

    sheet: Sheet
    page: int | None
    lines: dict[int, list[Cell]] = field(default_factory=dict)
    evidence: int = NATIVE
    doubts: int = 0
    figures: int = 0
    where: dict[str, list[int]] = field(default_factory=dict)  # telling text -> rows

    @property
    def key(self) -> tuple[int, int, str, str, int]:
        """Better evidenced pages come first."""
        return (
            self.evidence,
            self.doubts,
            self.sheet.document_name,
            self.sheet.sheet_id,
            self.page or 0,
        )


def evidence_of(method: str) -> int:
    """Rank how a cell was read: native before a text layer before a picture."""
    if method.startswith("ocr"):
        return PICTURE
    return TEXT_LAYER if method.startswith("text-layer") else NATIVE


def page_copies(sheets: Iterable[Sheet]) -> tuple[PageCopy, ...]:
    """Find the pages that repeat others.

    Each page is compared only with those that share texts which hardly any other page has, so that
    the work grows with the number of cells.

    Args:
        sheets: all sheets of a collection.

    Returns:
        One copy for each page that repeats a better evidenced (or, where all else is alike, an
        earlier) one. A page that was found to be a copy is no original of others.
    """
    pages = sorted((page for sheet in sheets for page in _pages(sheet)), key=lambda page: page.key)
    sharing: dict[str, list[int]] = defaultdict(list)  # text -> the originals that hold it
    copies: list[PageCopy] = []
    for index, page in enumerate(pages):
        shared = Counter(
            other
            for text in page.where
            if len(sharing[text]) <= MOST_SHARING
            for other in sharing[text]
        )
        copy = _best_copy(page, pages, shared)
        if copy is not None:
            copies.append(copy)
            continue  # however often a page is repeated, its texts lead to its original
        for text in page.where:
            if len(sharing[text]) <= MOST_SHARING:
                sharing[text].append(index)
    return tuple(sorted(copies, key=lambda c: (c.document, c.page or 0, c.of_document)))


def _best_copy(page: _Page, pages: Sequence[_Page], shared: Counter[int]) -> PageCopy | None:
    """The page as a copy of one of the three with which it shares most texts."""
    for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:3]:
        if count < FEWEST_SHARED * min(len(page.where), len(pages[other].where)):
            continue
        copy = _compared(page, pages[other])
        if copy is not None:
            return copy
    return None


def _pages(sheet: Sheet) -> list[_Page]:
    made: dict[int | None, _Page] = {}
    for cell in sheet.cells:
        if not cell.raw.strip():
            continue
        page = made.get(cell.page)
        if page is None:
            page = made[cell.page] = _Page(sheet, cell.page)
        page.lines.setdefault(cell.row, []).append(cell)
        page.evidence = max(page.evidence, evidence_of(cell.method))
        page.doubts += cell.doubt is not None
        text = _said(cell)
        page.figures += _is_figure(text)
        if _is_telling(text):
            rows = page.where.setdefault(text, [])
            if not rows or rows[-1] != cell.row:
                rows.append(cell.row)
    for page in made.values():
        for cells in page.lines.values():
            cells.sort(key=lambda cell: cell.column)
    return [page for page in made.values() if page.figures >= FEWEST_FIGURES]


def _folded(text: str) -> str:
    return _SPACE.sub("", text).casefold()


def _said(cell: Cell) -> str:
    """What a cell says, alike for a file and its print: numbers and dates are spelled one way."""
    if isinstance(cell.value, Decimal):
        return f"{cell.value.normalize():f}"
    if isinstance(cell.value, date):
        return cell.value.isoformat().removesuffix("T00:00:00")
    return _folded(cell.raw)


def _is_figure(folded: str) -> bool:
    return any(character.isdigit() for character in folded)


def _is_telling(folded: str) -> bool:
    """Whether a text is rare enough to lead to its copy: three digits, or a word of some length."""
    return sum(c.isdigit() for c in folded) >= 3 or len(folded) >= 12


def _compared(page: _Page, other: _Page) -> PageCopy | None:
    """Compare two pages; ``None`` if neither repeats the other."""
    small, large = sorted((page, other), key=lambda each: each.figures)
    pairs = _line_pairs(small, large)
    agreeing = differing = equal = 0
    columns: Counter[int] = Counter()
    wrong: Counter[int] = Counter()
    for ours, theirs in pairs:
        for one, two in _cell_pairs(small.lines[ours], large.lines[theirs]):
            a, b = _said(one), _said(two)
            if not _is_figure(a) and not _is_figure(b):
                continue
            columns[one.column] += 1
            if a == b:
                equal += 1
                agreeing += 1
            elif _is_slip(one, two, a, b):
                agreeing += 1
            else:
                differing += 1
                wrong[one.column] += 1
    if agreeing < ALIKE * small.figures or equal < EQUAL * small.figures:
        return None
    # A column of which half is another says so: other dates, or another month's running numbers.
    if any(2 * wrong[column] >= columns[column] > 2 for column in wrong):
        return None
    if _titles_differ(small, large):
        return None
    lines = [((small.sheet.sheet_id, a), (large.sheet.sheet_id, b)) for a, b in pairs]
    if small is not page:
        lines = [(theirs, ours) for ours, theirs in lines]
    return PageCopy(
        document=page.sheet.document_name,
        page=page.page,
        of_document=other.sheet.document_name,
        of_page=other.page,
        lines=tuple(lines),
        figures=page.figures,
        agreeing=agreeing,
        differing=differing,
        is_whole=agreeing >= ALIKE * large.figures,
    )


def _line_pairs(small: _Page, large: _Page) -> list[tuple[int, int]]:
    """Lines of two pages that share most of their telling texts, each one used once."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for text, rows in small.where.items():
        there = large.where.get(text, ())
        if len(there) <= MOST_SHARING and len(rows) <= MOST_SHARING:
            for row in rows:
                votes[row].update(there)
    ranked = sorted(
        (
            (-count, abs(row - other), row, other)
            for row, counts in votes.items()
            for other, count in counts.items()
        )
    )
    used: set[int] = set()
    paired: dict[int, int] = {}
    for _, _, row, other in ranked:
        if row not in paired and other not in used:
            paired[row] = other
            used.add(other)
    _fill_gaps(small, large, paired, used)
    return sorted(paired.items())


def _fill_gaps(small: _Page, large: _Page, paired: dict[int, int], used: set[int]) -> None:
    """Pair a line between two paired ones with the line at the same place on the other page."""
    ours, theirs = sorted(small.lines), sorted(large.lines)
    at = {row: index for index, row in enumerate(theirs)}
    for before, row in pairwise(ours):
        if row in paired or before not in paired:
            continue
        index = at[paired[before]] + 1
        other = theirs[index] if index < len(theirs) else 0
        if other and other not in used and len(small.lines[row]) == len(large.lines[other]):
            paired[row] = other
            used.add(other)


def _cell_pairs(ours: Sequence[Cell], theirs: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """Cells of two lines that stand in the same place; by equal texts where a cell is missing."""
    if len(ours) == len(theirs):
        return list(zip(ours, theirs, strict=True))
    by_text: dict[str, list[Cell]] = defaultdict(list)
    for cell in theirs:
        by_text[_said(cell)].append(cell)
    return [(cell, by_text[said].pop(0)) for cell in ours if by_text.get(said := _said(cell))]


def _is_slip(one: Cell, two: Cell, a: str, b: str) -> bool:
    """Whether two texts may be one, misread on paper: doubted, a rival, or letters that look alike.

    A native cell and a text layer hold no slips; so two of these that differ do differ.
    """
    if max(evidence_of(one.method), evidence_of(two.method)) < PICTURE:
        return False
    if one.doubt is not None or two.doubt is not None:
        return True
    if b in map(_folded, one.rivals) or a in map(_folded, two.rivals):
        return True
    return a.translate(_SLIPS) == b.translate(_SLIPS)


def _titles_differ(small: _Page, large: _Page) -> bool:
    """Whether the titles above the tables tell different figures: another month, another year."""
    ours, theirs = _title_figures(small), _title_figures(large)
    return bool(ours - theirs) and bool(theirs - ours)


def _title_figures(page: _Page) -> set[str]:
    told: set[str] = set()
    for row in sorted(page.lines):
        cells = page.lines[row]
        if len(cells) > _TITLE_CELLS:
            break
        told.update(n for cell in cells if cell.doubt is None for n in _DIGITS.findall(cell.raw))
    return told
