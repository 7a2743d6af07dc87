"""Pages are put into their printed order; pages that are missing or there twice are told."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from skolkit.model import PageGrid
from skolkit.problems import Problem

SAME_PAGE = 92.0  # per cent of likeness of two scans of one page
FEWEST_CELLS = 8


def in_order(grids: Sequence[PageGrid]) -> list[PageGrid]:
    """Sort pages by their printed numbers where these are nearly all there, else as scanned.

    A page whose number was not read takes the one number that is left over, if only one is.
    """
    known = [g.printed_page for g in grids if g.printed_page is not None]
    if len(set(known)) < len(known) or len(known) < max(2, len(grids) - 1):
        return list(grids)
    if len(known) == len(grids):
        return sorted(grids, key=lambda g: (g.printed_page or 0, g.page))
    total = max([g.printed_pages or 0 for g in grids] + [len(grids)])
    left = [n for n in range(1, total + 1) if n not in set(known)]
    if len(left) != 1:
        return list(grids)
    return sorted(grids, key=lambda g: (g.printed_page or left[0], g.page))


def places_of(grids: Sequence[PageGrid]) -> list[int]:
    """The place of each page in the printed sequence from 0, for pages in order.

    Where all bear their number, missing pages leave gaps; else the pages are simply counted.
    """
    known = [g.printed_page for g in grids if g.printed_page is not None]
    if len(known) == len(grids) == len(set(known)) and known == sorted(known):
        return [n - 1 for n in known]
    return list(range(len(grids)))


def without_twins(grids: Sequence[PageGrid], name: str) -> tuple[list[PageGrid], list[Problem]]:
    """Drop second scans of a page: same printed number and nearly the same text.

    Without a printed number nothing is dropped: two pages of a uniform list can look alike.
    """
    kept: list[PageGrid] = []
    problems: list[Problem] = []
    for grid in grids:
        twin = next((k for k in kept if _same(k, grid)), None)
        if twin is None:
            kept.append(grid)
        else:
            detail = f"as page {twin.page}"
            problems.append(Problem("W_DUPLICATE_PAGE", name, page=grid.page, detail=detail))
    return kept, problems


def _same(a: PageGrid, b: PageGrid) -> bool:
    if a.printed_page is None or a.printed_page != b.printed_page:
        return False
    if min(len(a.cells), len(b.cells)) < FEWEST_CELLS:
        return False
    first = " ".join(c.text for c in a.cells)
    second = " ".join(c.text for c in b.cells)
    return fuzz.ratio(first, second) >= SAME_PAGE


def missing_pages(grids: Sequence[PageGrid], name: str) -> list[Problem]:
    """Tell the printed page numbers that no page bears, from 1 to the printed total.

    Only where most pages bear a number; an unread number must not be told as a missing page.
    """
    known = {g.printed_page for g in grids if g.printed_page is not None}
    total = max([g.printed_pages or 0 for g in grids] + [max(known, default=0)])
    unnumbered = sum(g.printed_page is None for g in grids)
    missing = [n for n in range(1, total + 1) if n not in known]
    if not known or len(missing) <= unnumbered or len(known) < 0.6 * len(grids):
        return []
    listed = ", ".join(str(n) for n in missing[:20])
    more = f" and {len(missing) - 20} more" if len(missing) > 20 else ""
    detail = f"printed page {listed}{more} of {total}"
    return [Problem("W_MISSING_PAGE", name, detail=detail)]
