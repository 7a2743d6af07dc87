"""Decimal marks are settled by column, and numbers that break the form of their column doubted.

Readers confuse comma and point far more than digits, and in one direction: on bad copies a comma
loses its tail and is read as a point (three to seven in ten), while a point is read as a comma two
or three times in a hundred. So a fifth of commas among the marks tells a column of commas.

A lost comma leaves a space, or makes a number ten or a hundred times too large; then its column
tells: where nearly all numbers have one decimal, one without is doubtful. Where the column holds
both, the numbers next to it do, in its column or in its row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from skolkit.model import Doubt, GridCell, PageGrid

_NUMBER = re.compile(r"([-−–+(]?[€£$]?)(\d[\d .,]*)((?:[ )%€]|kr)*)")
_PARTS = re.compile(r"(\d[\d ]*(?:[.,]\d{3})*)([.,])(\d{1,2})")
_GROUPS = re.compile(r"[-−–+(]?[€£$]?\d{1,3}(?:[.,]\d{3})+[ )%€]*")
_SPACED = re.compile(r"[-−–+(]?[€£$]?\d{1,3}(?: \d{3})+[ )%€]*")
_LOST_MARK = re.compile(r"[-−–+(]?[€£$]?\d{1,3}(?: \d{3})* \d{1,2}[ )%€]*")  # "7 7", "1 250 50"
_POSTCODE = "999 99"  # as a column's form; else what a lost decimal mark leaves
_LOOSE_SIGN = re.compile(r"[-−–] \S*\d.*|.*\d\S* ?[-−–]")  # "- 330", "386 -", "43,8-"
_NEARLY = re.compile(r"(?=.*\d)[-−–+(]?[€£$]?[\dIilOoBSZzGgr?€&., ]+[ )%]*")  # "I25", "8,o"
_WHOLE = re.compile(r"[-−–+(]?[€£$]?\d[\d ]*[ )%€]*")
T = TypeVar("T")
COMMA_SHARE = 0.2  # of the marks read as commas: from here on the print has commas
POINT_SHARE = 0.08  # below this it has points
FEWEST = 8  # numbers with a mark, before a column or a document is taken to have settled on one
UNIFORM = 0.9
NEXT = 3  # numbers above and as many below
FEWEST_NEXT = 5
MOST_NEXT = 0.8  # share of the neighbours that have decimals, for a number without to be doubted
COMMON = 3  # prints of a decimal number in a document, before its digits without a mark are odd
TWIN = (
    0.5  # so many such whole numbers for each decimal one, at most: more are numbers of their own
)
FIXED = 0.95  # share of a column's texts that have one fixed form, as dates and ids have


@dataclass(frozen=True, slots=True)
class _Decimal:
    """A number with decimals in its parts: sign, thousands, mark, decimals, what follows."""

    sign: str
    whole: str
    mark: str
    decimals: str
    rest: str

    def with_mark(self, mark: str) -> str:
        """The number spelled with this decimal mark; other marks in it part thousands."""
        whole = self.whole.replace(mark, _other(mark))
        return f"{self.sign}{whole}{mark}{self.decimals}{self.rest}"


def _other(mark: str) -> str:
    return "." if mark == "," else ","


def settle_marks(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Give the numbers of each column one decimal mark, and doubt those that break their form.

    Only cells that were read from a picture are touched. Marks before one or two last digits are
    decimal marks; marks before groups of three digits are settled among themselves. A column with
    too few goes by the whole document. A cell that is changed keeps a doubt if it had one; its
    method tells that the mark was settled.

    Args:
        grids: the pages of one document.
    """
    cells = [cell for grid in grids for cell in grid.cells]
    document = _Settled(_settled(_marks(cells)), _settled(_group_marks(cells)))
    marked = [_with_marks(grid, document) for grid in grids]
    twins = _twins([cell for grid in marked for cell in grid.cells])
    return [_with_forms(grid, twins) for grid in marked]


@dataclass(frozen=True, slots=True)
class _Settled:
    """The decimal mark and the mark between groups of three; None where nothing is settled."""

    decimal: str | None
    group: str | None

    def of(self, cell: GridCell) -> str:
        """The cell's text with these marks."""
        parts = _decimal(cell)
        if parts is not None:
            return parts.with_mark(self.decimal) if self.decimal else cell.text
        if self.group and cell.method.startswith("ocr") and _GROUPS.fullmatch(cell.text):
            return cell.text.replace(_other(self.group), self.group)
        return cell.text


def _marks(cells: Iterable[GridCell]) -> Counter[str]:
    parts = (_decimal(cell) for cell in cells)
    return Counter(part.mark for part in parts if part is not None)


def _group_marks(cells: Iterable[GridCell]) -> Counter[str]:
    """The marks in numbers that consist of groups of three digits."""
    grouped = [c.text for c in cells if c.method.startswith("ocr") and _GROUPS.fullmatch(c.text)]
    return Counter(mark for text in grouped for mark in text if mark in ".,")


def _settled(votes: Counter[str]) -> str | None:
    """The mark that the votes tell, None where they are too few or tell nothing."""
    total = votes.total()
    if total < FEWEST:
        return None
    share = votes[","] / total
    if share >= COMMA_SHARE:
        return ","
    return "." if share <= POINT_SHARE else None


def _decimal(cell: GridCell) -> _Decimal | None:
    if not cell.method.startswith("ocr"):
        return None
    number = _NUMBER.fullmatch(cell.text)
    parts = _PARTS.fullmatch(number[2].strip()) if number else None
    if number is None or parts is None:
        return None
    trailing = number[2][len(number[2].rstrip()) :] + number[3]
    return _Decimal(number[1], parts[1], parts[2], parts[3], trailing)


def _with_marks(grid: PageGrid, document: _Settled) -> PageGrid:
    columns: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        columns.setdefault(cell.column, []).append(cell)
    settled = {
        column: _Settled(
            _settled(_marks(cells)) or document.decimal,
            _settled(_group_marks(cells)) or document.group,
        )
        for column, cells in columns.items()
    }
    cells = []
    for cell in grid.cells:
        text = settled[cell.column].of(cell)
        cells.append(replace(cell, text=text, method="ocr/mark") if text != cell.text else cell)
    return replace(grid, cells=tuple(cells))


def _with_forms(grid: PageGrid, twins: Collection[str]) -> PageGrid:
    """Doubt the cells that are otherwise made than nearly all of their column."""
    places: dict[int, Counter[int]] = {}
    shapes: dict[int, Counter[str]] = {}
    for cell in grid.cells:
        count = _places(cell)
        if count is not None:
            places.setdefault(cell.column, Counter())[count] += 1
        if any(c.isdigit() for c in cell.text):
            shapes.setdefault(cell.column, Counter())[_shape(cell.text)] += 1
    spaced = Counter(c.column for c in grid.cells if _SPACED.fullmatch(c.text))
    usual = {column: _usual(counts, UNIFORM) for column, counts in places.items()}
    fixed = {column: _usual(counts, FIXED) for column, counts in shapes.items()}
    lacking = _lacking_decimals(grid)
    numeric = _numeric(grid)
    cells = []
    for cell in grid.cells:
        count, shape = usual.get(cell.column), fixed.get(cell.column)
        own = _places(cell)
        odd = bool(count) and own is not None and own != count
        odd |= (cell.row, cell.column) in lacking
        odd |= cell.text in twins and bool(_held(places, cell.column))
        odd |= shape is not None and _has_form(shape) and _shape(cell.text) != shape
        odd |= _GROUPS.fullmatch(cell.text) is not None and spaced.get(cell.column, 0) >= FEWEST
        odd |= _LOST_MARK.fullmatch(cell.text) is not None and shape != _POSTCODE
        odd |= _LOOSE_SIGN.fullmatch(cell.text) is not None
        odd |= "|" in cell.text  # the rest of a ruling, or a 1
        odd |= cell.column in numeric and _is_nearly_number(cell.text)
        if odd and cell.doubt is None and cell.method.startswith("ocr") and _is_digits(cell.text):
            cell = replace(cell, doubt=Doubt.AMBIGUOUS_NUMBER)
        cells.append(cell)
    return replace(grid, cells=tuple(cells))


def _twins(cells: Iterable[GridCell]) -> set[str]:
    """The whole numbers that are a common decimal number of the document without its mark."""
    texts = Counter(cell.text for cell in cells if cell.method.startswith("ocr"))
    bare = {
        re.sub("[.,]", "", text): count for text, count in texts.items() if _PARTS.fullmatch(text)
    }
    return {text for text, count in bare.items() if count >= COMMON and texts[text] <= TWIN * count}


def _held(places: dict[int, Counter[int]], column: int) -> int:
    """How many numbers of a column have decimals."""
    return sum(count for number, count in places.get(column, Counter()).items() if number)


def _numeric(grid: PageGrid) -> set[int]:
    """The columns of which nearly all that holds a digit is a number."""
    told: dict[int, Counter[bool]] = {}
    for cell in grid.cells:
        if any(c.isdigit() for c in cell.text):
            told.setdefault(cell.column, Counter())[bool(_NUMBER.fullmatch(cell.text))] += 1
    return {column for column, counts in told.items() if _usual(counts, UNIFORM)}


def _is_nearly_number(text: str) -> bool:
    """Whether a text is no number, but would be if a letter or mark in it were a digit: "I25"."""
    return not _NUMBER.fullmatch(text) and bool(_NEARLY.fullmatch(text))


def _lacking_decimals(grid: PageGrid) -> set[tuple[int, int]]:
    """Rows and columns of the whole numbers whose neighbours nearly all have decimals.

    Neighbours are the numbers next above and below, and those of the row in columns that hold
    decimals: in a column of whole numbers alone one more is in order.
    """
    found = {(c.row, c.column): n for c in grid.cells if (n := _places(c)) is not None}
    columns: dict[int, list[int]] = {}
    for row, column in sorted(found):
        columns.setdefault(column, []).append(row)
    mixed = {c for c, rows in columns.items() if any(found[row, c] for row in rows)}
    rows_of: dict[int, list[int]] = {}
    for row, column in found:
        if column in mixed:
            rows_of.setdefault(row, []).append(column)
    lacking = set()
    for column in mixed:
        held = columns[column]
        for at, row in enumerate(held):
            if found[row, column]:
                continue
            near = [*held[max(0, at - NEXT) : at], *held[at + 1 : at + 1 + NEXT]]
            above_below = [found[other, column] > 0 for other in near]
            beside = [found[row, other] > 0 for other in rows_of[row] if other != column]
            if _nearly_all(above_below) or _nearly_all(beside):
                lacking.add((row, column))
    return lacking


def _nearly_all(told: Sequence[bool]) -> bool:
    return len(told) >= FEWEST_NEXT and sum(told) >= MOST_NEXT * len(told)


def _usual(counts: Counter[T], share: float) -> T | None:
    """What nearly all of a column have, where there are enough of them."""
    form, count = counts.most_common(1)[0]
    return form if counts.total() >= FEWEST and count >= share * counts.total() else None


def _shape(text: str) -> str:
    return re.sub(r"\d", "9", text)


def _has_form(shape: str) -> bool:
    """Whether a shape is that of dates, times or ids with marks: plain numbers vary in length."""
    return bool(re.search(r"9[-/:.]9", shape)) and not _NUMBER.fullmatch(shape.replace("9", "1"))


def _is_digits(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return 2 * digits >= sum(c.isalnum() for c in text) > 0


def _places(cell: GridCell) -> int | None:
    """How many decimals a number has; None for what is no number."""
    parts = _decimal(cell)
    if parts is not None:
        return len(parts.decimals)
    return 0 if _WHOLE.fullmatch(cell.text) else None
