"""A sheet to what each cell is headed by: the topic of its column, or of the label beside it.

Rows of headings are found by their words, anywhere in the sheet, so that a list of persons below
a title block, or a second table on the same sheet, is known for what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from skolkit.model import Cell, Sheet
from skolkit.privacy.topics import Topic, topic
from skolkit.tables.text import fold, is_missing_mark

_LABEL_WORDS = 4  # a longer text beside a value is no label
_LEAST_DIGITS = 9  # two years, as of a budget or a school year, have eight
_DATE = r"(?:19|20)[0-9]{2}[-./]?[0-9]{2}[-./]?[0-9]{2}"
_PERIOD = re.compile(rf"{_DATE} ?(?:[-\u2013/]|till|t\.o\.m\.|to) ?{_DATE}")
_FILLED_LABEL = re.compile(r"[^\W\d_][^:(]{1,29}: ?[^\s:]")  # Projektledare: N.N.
_LEAST_FIGURES = 2  # columns of figures under a row of headings
_KNOWN_SHARE = 1 / 3  # of a row of headings, at least so many words are known


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of a sheet by place, and its rows of headings."""

    cells: Mapping[tuple[int, int], Cell]
    rows: Mapping[int, tuple[Cell, ...]]
    heading_rows: tuple[int, ...]
    _topics: Mapping[tuple[int, int], Topic]  # by (last row of the headings, column)
    _blocks: tuple[int, ...]  # last rows of the blocks of headings, ascending
    _label_columns: frozenset[int]  # of which most cells are labels of what stands at their right

    def is_heading(self, cell: Cell) -> bool:
        """Whether a cell stands in a row of headings."""
        at = bisect_left(self.heading_rows, cell.row)
        return at < len(self.heading_rows) and self.heading_rows[at] == cell.row

    def topic_of(self, cell: Cell) -> Topic:
        """What a cell is headed by: the label at its left if that is one, else its column."""
        if self.is_heading(cell):
            return Topic.UNKNOWN
        return self.label_of(cell) or self.column_topic(cell.row, cell.column)

    def column_topic(self, row: int, column: int) -> Topic:
        """The topic of the nearest heading above a place."""
        at = bisect_left(self._blocks, row) - 1
        return (
            self._topics.get((self._blocks[at], column), Topic.UNKNOWN)
            if at >= 0
            else (Topic.UNKNOWN)
        )

    def heading_of(self, cell: Cell) -> Cell | None:
        """The lowest heading right above a cell, in the nearest rows of headings above it."""
        at = bisect_left(self.heading_rows, cell.row) - 1
        return self.cells.get((self.heading_rows[at], cell.column)) if at >= 0 else None

    def label_of(self, cell: Cell) -> Topic:
        """The topic of a label at the left of a cell whose column has no heading that says more."""
        if self.column_topic(cell.row, cell.column) not in {Topic.UNKNOWN, Topic.BARE_NAME}:
            return Topic.UNKNOWN
        left = self.cells.get((cell.row, cell.column - 1))
        if left is None or self.is_heading(left) or not _is_label(left.raw):
            return Topic.UNKNOWN
        is_marked = left.raw.rstrip().endswith(":")
        if left.column not in self._label_columns and not is_marked:
            return Topic.UNKNOWN
        known = topic(left.raw)
        # What somebody is, under a heading of its own, is a value: Kursledare, under Befattning.
        if known is Topic.NAME and self.column_topic(left.row, left.column) and not is_marked:
            return Topic.UNKNOWN
        return known

    def columns(self) -> Iterator[tuple[Topic, tuple[Cell, ...]]]:
        """Each column of each table: its topic, and its filled cells below the headings."""
        gathered: dict[tuple[int, int], list[Cell]] = {}
        for cell in self.cells.values():
            if cell.raw.strip() and not self.is_heading(cell):
                block = bisect_left(self._blocks, cell.row)
                gathered.setdefault((block, cell.column), []).append(cell)
        for cells in gathered.values():
            ordered = tuple(sorted(cells, key=lambda cell: cell.row))
            yield self.column_topic(ordered[0].row, ordered[0].column), ordered

    def topics(self) -> frozenset[Topic]:
        """All topics that headings of the sheet have."""
        return frozenset(self._topics.values())


def lay_out(sheet: Sheet) -> Layout:
    """Find the headings of a sheet.

    Args:
        sheet: typed; its cells in any order.
    """
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        if cell.raw.strip():
            rows.setdefault(cell.row, []).append(cell)
    ordered = {row: tuple(sorted(rows[row], key=lambda c: c.column)) for row in sorted(rows)}
    heading_rows = _heading_rows(ordered, sheet.title_rows)
    topics: dict[tuple[int, int], Topic] = {}
    blocks: list[int] = []
    for block in _blocks(heading_rows):
        blocks.append(block[-1])
        texts: dict[int, list[str]] = {}
        for row in block:
            for cell in ordered[row]:
                for column in range(cell.column, cell.column + cell.column_span):
                    texts.setdefault(column, []).append(cell.raw)
        for column, parts in texts.items():
            known = topic(" ".join(parts)) or topic(parts[-1])
            if known:
                topics[block[-1], column] = known
    named = {column for (_, column), known in topics.items() if known is Topic.NAME}
    labels = _label_columns(ordered, set(heading_rows)) - named  # Rektor, under Deltagare
    return Layout(cells, ordered, tuple(heading_rows), topics, tuple(blocks), labels)


def _label_columns(
    rows: Mapping[int, Sequence[Cell]], heading_rows: Collection[int]
) -> frozenset[int]:
    """Columns of which most cells are labels.

    Labels of one kind only are no labels but values that sound so, such as names of schools; unless
    they are of what is personal.
    """
    known: dict[int, list[Topic]] = {}
    filled: Counter[int] = Counter()
    for row, cells in rows.items():
        for cell in cells if row not in heading_rows else ():
            filled[cell.column] += 1
            if _is_label(cell.raw) and (found := topic(cell.raw)):
                known.setdefault(cell.column, []).append(found)
    return frozenset(
        column
        for column, topics in known.items()
        if len(topics) * 2 > filled[column]
        and (len(topics) == 1 or len(set(topics)) > 1 or _is_told(topics[0]))
    )


def _is_told(topic: Topic) -> bool:
    return topic.is_personal or topic in {Topic.BARE_NAME, Topic.EMAIL, Topic.PHONE, Topic.ADDRESS}


def _blocks(rows: Sequence[int]) -> list[list[int]]:
    blocks: list[list[int]] = []
    for row in rows:
        if blocks and row == blocks[-1][-1] + 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _heading_rows(rows: Mapping[int, Sequence[Cell]], title_rows: int) -> list[int]:
    """Rows of headings: the first that looks so, what repeats it, and those after a gap."""
    found: list[int] = []
    seen: set[frozenset[str]] = set()
    numbers = list(rows)
    widest = max((len(cells) for cells in rows.values()), default=0)
    for index, row in enumerate(numbers):
        cells = rows[row]
        words = frozenset(fold(cell.raw) for cell in cells)
        previous = numbers[index - 1] if index else 0
        opens = (
            not found
            or row <= title_rows
            or words in seen
            or row > previous + 1
            or len(rows[previous]) <= 1
            or (previous in found and row == previous + 1)
        )
        if not opens:
            continue
        below = rows.get(numbers[index + 1], ()) if index + 1 < len(numbers) else ()
        if words in seen or _is_heading_row(cells, below, widest, second=previous in found):
            found.append(row)
            seen.add(words)
    return found


def _is_heading_row(
    cells: Sequence[Cell], below: Sequence[Cell], widest: int, *, second: bool
) -> bool:
    if any(isinstance(cell.value, Decimal | date) or _is_value(cell.raw) for cell in cells):
        return False
    known = [cell for cell in cells if topic(cell.raw)]
    if known and not second and len(cells) * 4 >= widest * 3 and _have_figures(cells, below):
        return not _form(cells)
    if second or len(known) >= 2:
        return len(known) >= 2 and len(known) >= len(cells) * _KNOWN_SHARE and not _form(cells)
    if len(known) != 1 or (len(cells) < 2 < widest) or len(cells) * 2 < widest:
        return False
    # One known word among others, or alone over a single column: unless what stands below it is
    # a label too, as in a form.
    under = next((cell for cell in below if cell.column == known[0].column), None)
    return under is not None and not (_is_label(under.raw) and topic(under.raw))


def _have_figures(cells: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether figures stand in several columns below a row that is all words, as below headings."""
    columns = {cell.column for cell in cells if not any(map(str.isdigit, cell.raw))}
    figures = [cell for cell in below if any(map(str.isdigit, cell.raw))]
    return (
        len(columns) == len(cells) and sum(c.column in columns for c in figures) >= _LEAST_FIGURES
    )


def _is_value(text: str) -> bool:
    """Whether a text is a number or an address, however misread.

    A heading may hold years, a period, or tell how an address is written.
    """
    digits = sum(sign.isdigit() for sign in _PERIOD.sub("", text))
    return digits >= _LEAST_DIGITS or ("@" in text and len(text.split()) == 1)


def _form(cells: Sequence[Cell]) -> bool:
    """Whether a row reads ``Namn: ... Klass: ...``, labels with their values beside or in them."""
    labels = [cell for cell in cells if cell.raw.rstrip().endswith(":")]
    filled = [cell for cell in cells if _FILLED_LABEL.match(cell.raw.strip())]
    return (len(labels) * 2 >= len(cells) and len(labels) < len(cells)) or len(filled) * 2 >= len(
        cells
    )


def _is_label(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= _LABEL_WORDS
        and not any(sign.isdigit() for sign in text)
        and not is_missing_mark(text)
    )
