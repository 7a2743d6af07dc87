"""Pages with the same columns make a strip; strips that lie side by side make a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

from rapidfuzz import fuzz

from skolkit.model import PageGrid

EDGE_NEAR = 4.0  # points
MOST_TITLE_ROWS = 5
MOST_ROWS_ABOVE = 5  # title rows that stand on the first page only
ALIKE = 85.0
_YEAR = re.compile(r"(19|20)\d\d")
_NUMBER = re.compile(r"[-−–+(]?[€£$]?\d[\d\s.,:%\-/)]*")


@dataclass(frozen=True, slots=True)
class Strip:
    """Pages below each other with the same columns, in order.

    ``title_rows`` is how many filled rows of the first page stand again at the top of the others,
    ``title_end`` how many rows of the first page there are down to the last of these.
    """

    pages: tuple[PageGrid, ...]
    title_rows: int
    title_end: int

    @property
    def columns(self) -> int:
        """How many columns the strip has."""
        return max(len(page.columns) for page in self.pages)


def strips_of(grids: Sequence[PageGrid]) -> list[Strip]:
    """Group pages, given in order, by their columns.

    Pages of one strip need not follow each other: printed "over, then down" they alternate.
    """
    groups: list[list[PageGrid]] = []
    for grid in grids:
        home = next((g for g in groups if same_columns(g[0], grid)), None)
        if home is None:
            groups.append([grid])
        else:
            home.append(grid)
    return [Strip(tuple(group), *repeated_rows(group)) for group in groups]


def same_columns(a: PageGrid, b: PageGrid) -> bool:
    """Whether two pages have the same columns: edges, kinds of content, and title rows."""
    if _same_heads(a, b):
        return True
    if abs(len(a.columns) - len(b.columns)) > 0.25 * max(len(a.columns), len(b.columns)):
        return False
    if max(_edges_alike(a, b), _anchors_alike(a, b)) < 0.75:
        return False
    title = max(title_likeness(a, b, nth, 0) for nth in range(MOST_ROWS_ABOVE + 1))
    if title >= ALIKE:
        return True
    kinds_a, kinds_b = _kinds(a), _kinds(b)
    both = [c for c in kinds_a if c in kinds_b]
    if both and mean([float(kinds_a[c] == kinds_b[c]) for c in both]) < 0.7:
        return False
    # Two rows of headings that say different things head different columns.
    return not (_heads(a) and _heads(b) and title < 60)


def _same_heads(a: PageGrid, b: PageGrid) -> bool:
    """Whether the first row of a page says what a row at the top of the other says, all in all.

    This holds also where the columns of one page were found otherwise than those of the other.
    """
    rows_a, rows_b = filled_rows(a), filled_rows(b)
    if not rows_b:
        return False
    second = list(row_texts(b, rows_b[0]).values())
    numbers = sum(bool(_NUMBER.fullmatch(t)) for t in second)
    if len(second) < 2 or 2 * numbers > len(second):
        return False
    said = [" ".join(row_texts(a, row).values()) for row in rows_a[: MOST_ROWS_ABOVE + 1]]
    return max(fuzz.ratio(text, " ".join(second)) for text in said) >= 88


def _edges_alike(a: PageGrid, b: PageGrid) -> float:
    """Share of column edges that the two pages have in common, up to a shift of the paper."""
    first, second = _edges(a), _edges(b)
    shift = median(second) - median(first) if len(first) == len(second) else second[0] - first[0]
    shift = max(-12.0, min(12.0, shift))
    moved = [x - shift for x in second]
    return mean([_near_share(moved, first), _near_share(first, moved)])


def _anchors_alike(a: PageGrid, b: PageGrid) -> float:
    """Share of columns whose texts stand flush at the same left or right edge on both pages."""
    first, second = column_anchors(a), column_anchors(b)
    pairs = anchored_columns(first, second)
    return len(pairs) / max(1, len(first), len(second))


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the texts of a column usually begin and end, in points."""

    column: int
    left: float
    right: float


def column_anchors(grid: PageGrid) -> list[Anchor]:
    """The usual left and right edges of the texts in each column that holds any."""
    held: dict[int, list[tuple[float, float]]] = {}
    for cell in grid.cells:
        if cell.text and cell.column_span == 1:
            held.setdefault(cell.column, []).append((cell.box.x0, cell.box.x1))
    return [
        Anchor(column, median(x0 for x0, _ in spans), median(x1 for _, x1 in spans))
        for column, spans in sorted(held.items())
    ]


def anchored_columns(first: Sequence[Anchor], second: Sequence[Anchor]) -> dict[int, int]:
    """Columns of the second page that stand where columns of the first stand: second -> first.

    The paper may be shifted by up to 12 points; the shift that pairs the most columns is taken.
    """
    best: dict[int, int] = {}
    shifts = {0.0} | {b.left - a.left for a in first for b in second if abs(b.left - a.left) <= 12}
    for shift in sorted(shifts, key=abs):
        pairs: dict[int, int] = {}
        free = list(first)
        for anchor in second:
            near = [
                a
                for a in free
                if min(abs(anchor.left - shift - a.left), abs(anchor.right - shift - a.right))
                <= EDGE_NEAR
            ]
            if near:
                chosen = min(near, key=lambda a: abs(anchor.left - shift - a.left))
                pairs[anchor.column] = chosen.column
                free = [a for a in free if a.column > chosen.column]
        if len(pairs) > len(best):
            best = pairs
    return best


def column_places(page: PageGrid, reference: PageGrid) -> dict[int, int]:
    """Which column of the reference page each column of a page is, left to right.

    Pages of one strip mostly have the same columns; on a page without lines a column may be
    missing because it is empty there. Columns that match none take the nearest free place.
    """
    if len(page.columns) == len(reference.columns):
        return {i: i for i in range(len(page.columns))}
    places = anchored_columns(column_anchors(reference), column_anchors(page))
    full: dict[int, int] = {}
    last = -1
    for column in range(len(page.columns)):
        following = [places[c] for c in sorted(places) if c > column]
        place = places.get(column, last + 1)
        if column not in places and following and place >= following[0]:
            place = max(last, following[0] - 1)
        full[column] = max(place, last if last >= 0 else 0)
        last = full[column]
    return full


def _edges(grid: PageGrid) -> list[float]:
    edges = [band.start for band in grid.columns] + [grid.columns[-1].end]
    return edges[1:-1] if len(edges) > 4 else edges


def _near_share(xs: Sequence[float], others: Sequence[float]) -> float:
    return mean([float(min(abs(x - o) for o in others) <= EDGE_NEAR) for x in xs])


def row_texts(grid: PageGrid, row: int) -> dict[int, str]:
    """The texts of one row by column."""
    return {c.column: c.text for c in grid.cells if c.row == row and c.text}


def filled_rows(grid: PageGrid) -> list[int]:
    """The rows that hold text, in order."""
    return sorted({c.row for c in grid.cells if c.text})


def title_likeness(a: PageGrid, b: PageGrid, nth: int, mth: int) -> float:
    """How alike the nth filled row of one page and the mth of another are, in per cent.

    0 where there is no such row, or where the row holds nothing but numbers.
    """
    rows_a, rows_b = filled_rows(a), filled_rows(b)
    if nth >= len(rows_a) or mth >= len(rows_b):
        return 0.0
    first, second = row_texts(a, rows_a[nth]), row_texts(b, rows_b[mth])
    columns = sorted(set(first) | set(second))
    if not columns or all(_NUMBER.fullmatch(t) for t in first.values()):
        return 0.0
    return mean([fuzz.ratio(first.get(c, ""), second.get(c, "")) for c in columns])


def _heads(grid: PageGrid) -> bool:
    """Whether the first filled row looks like headings: several texts, hardly a number."""
    rows = filled_rows(grid)
    if len(rows) < 3:
        return False
    texts = list(row_texts(grid, rows[0]).values())
    return len(texts) >= 2 and mean([float(bool(_NUMBER.fullmatch(t))) for t in texts]) < 0.2


def _kinds(grid: PageGrid) -> dict[int, bool]:
    """Per column with at least three texts: whether most are numbers."""
    held: dict[int, list[str]] = {}
    for cell in grid.cells:
        if cell.text:
            held.setdefault(cell.column, []).append(cell.text)
    return {
        column: mean([float(bool(_NUMBER.fullmatch(t))) for t in texts]) >= 0.5
        for column, texts in held.items()
        if len(texts) >= 3
    }


def repeated_rows(pages: Sequence[PageGrid]) -> tuple[int, int]:
    """How many rows at the top of the later pages repeat rows of the first, and where these end.

    On the first page a title may stand above the rows that are repeated. Dropping a row that is no
    repetition would lose data, so every page must repeat it, and the digits in it must be the same
    to the last; a misread letter may differ.
    """
    if len(pages) < 2:
        return 0, 0
    best, end = 0, 0
    for above in range(MOST_ROWS_ABOVE + 1):
        count = 0
        while count < MOST_TITLE_ROWS and all(
            _repeats(pages[0], above + count, page, count) for page in pages[1:]
        ):
            count += 1
        if count > best:
            best, end = count, filled_rows(pages[0])[above + count - 1] + 1
    return best, end


def _repeats(first: PageGrid, nth: int, page: PageGrid, mth: int) -> bool:
    """Whether the mth filled row of a page is the nth filled row of the first page once more."""
    if title_likeness(first, page, nth, mth) < ALIKE:
        return False
    a = row_texts(first, filled_rows(first)[nth])
    b = row_texts(page, filled_rows(page)[mth])
    counts = [t for t in b.values() if _NUMBER.fullmatch(t) and not _YEAR.fullmatch(t)]
    if 2 * len(counts) >= len(b):
        return False  # a row of figures is data, also where the same figures stand on two pages
    for column in set(a) | set(b):
        one, other = a.get(column, ""), b.get(column, "")
        if re.sub(r"\D", "", one) != re.sub(r"\D", "", other) or fuzz.ratio(one, other) < 60:
            return False
    return True


def side_by_side(strips: Sequence[Strip]) -> bool:
    """Whether strips continue each other to the right: page by page the same rows."""
    if len(strips) < 2 or len({len(s.pages) for s in strips}) != 1:
        return False
    for left, right in zip(strips[0].pages, strips[-1].pages, strict=True):
        pairs = matched_rows(left, right)
        if len(pairs) < 0.6 * min(len(filled_rows(left)), len(filled_rows(right))):
            return False
    return True


def matched_rows(left: PageGrid, right: PageGrid) -> list[tuple[int, int]]:
    """Pairs of rows (left, right) at the same height, under the shift that pairs the most.

    Two sheets of paper are never fed alike, so heights are compared up to a shift.
    """
    a = [(b.start + b.end) / 2 if b.start > -1e8 else b.end for b in left.rows]
    b = [(x.start + x.end) / 2 if x.start > -1e8 else x.end for x in right.rows]
    if not a or not b:
        return []
    steps = [y - x for x, y in pairwise(a)]
    near = 0.42 * median(steps) if steps else 4.0
    shifts = {y - x for x in a[:6] for y in b[:6] if abs(y - x) < 40} | {0.0}
    best: list[tuple[int, int]] = []
    for shift in sorted(shifts, key=abs):
        pairs = _pairs(a, [y - shift for y in b], near)
        if len(pairs) > len(best):
            best = pairs
    return best


def _pairs(a: Sequence[float], b: Sequence[float], near: float) -> list[tuple[int, int]]:
    pairs, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if abs(a[i] - b[j]) <= near:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return pairs


def repeated_columns(left: Strip, right: Strip) -> int:
    """How many columns at the left of a strip repeat those of the first strip (print titles)."""
    count = 0
    while count < min(3, left.columns - 1, right.columns - 1):
        likeness = []
        for a, b in zip(left.pages, right.pages, strict=True):
            texts_a = {c.row: c.text for c in a.cells if c.column == count and c.text}
            texts_b = {c.row: c.text for c in b.cells if c.column == count and c.text}
            pairs = [(i, j) for i, j in matched_rows(a, b) if i in texts_a and j in texts_b]
            likeness += [fuzz.ratio(texts_a[i], texts_b[j]) for i, j in pairs]
        if len(likeness) < 3 or mean(likeness) < ALIKE:
            break
        count += 1
    return count
