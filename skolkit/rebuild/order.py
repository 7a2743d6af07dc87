"""Pages are told apart by print job and put into their printed order; what is missing is told.

Printed numbers are the best witness of an order, and not the only one: papers that lie as printed
need none, and a number that could not be read is one of those that are left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, permutations

from rapidfuzz import fuzz

from skolkit.model import FurnitureKind, PageGrid
from skolkit.problems import Problem

SAME_PAGE = 92.0  # per cent of likeness of two scans of one page
FEWEST_CELLS = 8
FEWEST_SHARED = 0.3  # share of the texts that two scans of a numbered page have in common
NEARLY_ALL = 0.8  # the same where no number is printed
MOST_SHARING = 4  # pages with a text in common that are compared
MOST_OTHER = 0.1  # share of the figures read without doubt that two scans of a page may differ in
FEWEST_TEXTS = 20  # different texts that a page without a number must have
FEWEST_NUMBERED = 0.6  # share of the pages that must bear a number
MOST_ORDERS = 24  # orders that are weighed where numbers are missing
EDGES = (FurnitureKind.HEADER, FurnitureKind.FOOTER)


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """Pages in one possible printed order: their indexes, and their places from 0."""

    pages: tuple[int, ...]
    places: tuple[int, ...]


def with_bare_numbers(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Take lone numbers in headers or footers for page numbers, where the pages' differ and rise.

    A footer that says nothing but "7" may be anything; that most pages have one, each another and
    none above the count of pages by much, makes it their number.
    """
    if any(g.printed_page is not None for g in grids) or len(grids) < 2:
        return list(grids)
    for kind in EDGES:
        read = [_lone_number(g, kind) for g in grids]
        known = [n for n in read if n is not None]
        if (
            len(known) >= max(2, FEWEST_NUMBERED * len(grids))
            and len(set(known)) == len(known)
            and max(known) - min(known) < 2 * len(grids)
        ):
            return [replace(g, printed_page=n) for g, n in zip(grids, read, strict=True)]
    return list(grids)


def _lone_number(grid: PageGrid, kind: FurnitureKind) -> int | None:
    found = [f.text.strip(" .-–|") for f in grid.furniture if f.kind is kind]
    numbers = [int(t) for t in found if t.isdigit() and 0 < len(t) <= 4]
    return numbers[0] if len(numbers) == 1 and numbers[0] > 0 else None


def print_jobs(grids: Sequence[PageGrid]) -> list[list[PageGrid]]:
    """Part the pages of several print jobs that were scanned into one document.

    "Page 2 of 4" and "page 2 of 9" are of two jobs, and numbers that begin once more begin another.
    """
    totals = [g.printed_pages for g in grids if g.printed_pages is not None]
    sure = [t for t in dict.fromkeys(totals) if totals.count(t) >= min(2, t)]
    jobs: dict[int | None, list[PageGrid]] = {}
    last = sure[0] if sure else None
    for grid in grids:
        last = grid.printed_pages if grid.printed_pages in sure else last
        jobs.setdefault(last, []).append(grid)
    return [part for job in jobs.values() for part in _restarts(job)]


def _restarts(grids: Sequence[PageGrid]) -> list[list[PageGrid]]:
    """Cut where the printed numbers begin once more, if that leaves no number twice."""
    known = [g.printed_page for g in grids if g.printed_page is not None]
    if len(set(known)) == len(known):
        return [list(grids)]
    parts: list[list[PageGrid]] = [[]]
    last = 0
    for grid in grids:
        number = grid.printed_page
        if number is not None and number <= last:
            parts.append([])
        last = number if number is not None else last
        parts[-1].append(grid)
    return parts if len(parts) <= 1 + len(known) // 2 else [list(grids)]


def sequences(grids: Sequence[PageGrid]) -> list[PrintOrder]:
    """The printed orders that the pages may have, the likeliest first.

    Args:
        grids: the pages of one print job, as scanned.
    """
    scanned = tuple(range(len(grids)))
    as_is = PrintOrder(scanned, scanned)
    known = {i: g.printed_page for i, g in enumerate(grids) if g.printed_page is not None}
    numbers = list(known.values())
    if len(set(numbers)) < len(numbers) or len(numbers) < max(2, FEWEST_NUMBERED * len(grids)):
        return [as_is]
    if numbers == sorted(numbers):
        filled = _filled(grids)
        return [PrintOrder(scanned, tuple(n - 1 for n in filled)) if filled else as_is]
    return list(islice(_shuffled(grids, known), MOST_ORDERS))


def numbered(grids: Sequence[PageGrid], order: PrintOrder) -> list[PageGrid]:
    """The pages of a print job, as scanned, with the numbers that an order gives to unread ones."""
    places = dict(zip(order.pages, order.places, strict=True))
    fits = [g.printed_page in (None, places[n] + 1) for n, g in enumerate(grids)]
    if not all(fits) or all(g.printed_page is None for g in grids):
        return list(grids)
    return [replace(g, printed_page=places[n] + 1) for n, g in enumerate(grids)]


def _filled(grids: Sequence[PageGrid]) -> list[int] | None:
    """The numbers of pages that lie in order, unread ones filled in; None where they do not fit."""
    out: list[int] = []
    for grid in grids:
        out.append(grid.printed_page or (out[-1] + 1 if out else 1))
    return out if all(a < b for a, b in pairwise(out)) else None


def _shuffled(grids: Sequence[PageGrid], known: Mapping[int, int]) -> Iterator[PrintOrder]:
    """Orders in which unread pages take the numbers that are left over."""
    total = max([g.printed_pages or 0 for g in grids] + [len(grids), *known.values()])
    left = [n for n in range(1, total + 1) if n not in set(known.values())]
    unread = [i for i in range(len(grids)) if i not in known]
    if len(left) < len(unread):
        left += [total + 1 + i for i in range(len(unread) - len(left))]
    for taken in permutations(left, len(unread)):
        number = {**known, **dict(zip(unread, taken, strict=True))}
        pages = sorted(number, key=lambda i: number[i])
        yield PrintOrder(tuple(pages), tuple(number[i] - 1 for i in pages))


def without_twins(grids: Sequence[PageGrid], name: str) -> tuple[list[PageGrid], list[Problem]]:
    """Drop second scans of a page: the same text, and the same printed number where there is one.

    Pages of a uniform list look alike, but their figures differ; so without a printed number
    nearly every text must be there again.
    """
    kept: dict[int, tuple[PageGrid, frozenset[str]]] = {}
    by_text: dict[str, list[int]] = {}
    problems: list[Problem] = []
    for index, grid in enumerate(grids):
        said = frozenset(c.text for c in grid.cells if c.text)
        # Two scans of one page share texts that hardly any other page has.
        shared = Counter(n for t in said for n in by_text.get(t, [])[:MOST_SHARING])
        near = [n for n, _ in shared.most_common(MOST_SHARING)]
        twin = next((kept[n][0] for n in near if _same(kept[n][0], grid, kept[n][1], said)), None)
        if twin is None:
            kept[index] = (grid, said)
            for text in said:
                by_text.setdefault(text, []).append(index)
        else:
            detail = f"as page {twin.page}"
            problems.append(Problem("W_DUPLICATE_PAGE", name, page=grid.page, detail=detail))
    return [grid for grid, _ in kept.values()], problems


def _same(a: PageGrid, b: PageGrid, said: frozenset[str], again: frozenset[str]) -> bool:
    if a.printed_page != b.printed_page or min(len(a.cells), len(b.cells)) < FEWEST_CELLS:
        return False
    numbered = a.printed_page is not None
    shared = len(said & again) / max(1, len(said | again))
    if shared < (FEWEST_SHARED if numbered else NEARLY_ALL):
        return False
    if not numbered and len(said) < FEWEST_TEXTS:
        return False
    if _figures_differ(a, b):
        return False
    first = " ".join(c.text for c in a.cells)
    second = " ".join(c.text for c in b.cells)
    return fuzz.ratio(first, second) >= SAME_PAGE


def _figures_differ(a: PageGrid, b: PageGrid) -> bool:
    """Whether two pages state other figures: a form that is filled in anew is no second scan.

    Only what was read without doubt counts; and where one page has figures more than the other, but
    not the other way round, a scan lost them.
    """
    ours, theirs = _figures(a), _figures(b)
    other = min((ours - theirs).total(), (theirs - ours).total())
    return other > MOST_OTHER * min(ours.total(), theirs.total())


def _figures(grid: PageGrid) -> Counter[str]:
    sure = (c.text for c in grid.cells if c.doubt is None)
    digits = ("".join(d for d in text if d.isdigit()) for text in sure)
    return Counter(d for d in digits if d)


def missing_numbers(grids: Sequence[PageGrid]) -> list[int]:
    """The printed page numbers that no page of a print job bears, from 1 to the printed total.

    Only where most pages bear a number; an unread number must not be told as a missing page.
    """
    known = {g.printed_page for g in grids if g.printed_page is not None}
    total = total_pages(grids)
    unnumbered = sum(g.printed_page is None for g in grids)
    missing = [n for n in range(1, total + 1) if n not in known]
    if not known or len(missing) <= unnumbered or len(known) < FEWEST_NUMBERED * len(grids):
        return []
    return missing


def total_pages(grids: Sequence[PageGrid]) -> int:
    """How many pages a print job had, by its printed numbers; 0 where it has none."""
    known = {g.printed_page for g in grids if g.printed_page is not None}
    return max([g.printed_pages or 0 for g in grids] + [max(known, default=0)])
