"""Which pages make one sheet, and how they lie: the tiling under which the evidence adds up best.

A printer cuts a sheet into tiles and prints them down, then over, or over, then down. Every
tiling that can have made the pages at hand is weighed by the evidence of its neighbours, pages
above each other by their columns and pages beside each other by their rows; so is the tiling that
simply follows the pages' own likeness, which needs no full rectangle (a printer leaves out empty
tiles). A document is cut into several sheets where that adds up better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from skolkit.rebuild.evidence import Evidence

Weigher = Callable[[int, int], float]
SHEET_COST = 5.5  # log odds against one more sheet
RAGGED_COST = 1.5  # against a tiling that does not come out even
SAMPLE = 60  # neighbours weighed of a tiling, at most; the sum is scaled
MOST_CUT = 24  # pages up to which every cut into sheets is tried
MOST_MISSING = 8  # pages of a strip that may be missing without its match being looked for further
JOINS = 0.8  # log odds from which a page joins others of its columns


@dataclass(frozen=True, slots=True)
class Tile:
    """Where a page lies in its sheet: ``down`` and ``over`` count tiles from 0."""

    index: int  # of the page among those given
    down: int
    over: int


@dataclass(frozen=True, slots=True)
class Tiling:
    """One sheet's pages, and how strongly (log odds) the evidence speaks for them."""

    tiles: tuple[Tile, ...]
    weight: float


def tilings_of(
    evidence: Evidence, pages: Sequence[int], places: Sequence[int], *, one_sheet: bool
) -> list[Tiling]:
    """Lay out pages as sheets.

    Args:
        evidence: on pairs of the pages.
        pages: their indexes in the evidence, in printed order as far as known.
        places: for each, its place in the printed sequence from 0; gaps are missing pages.
        one_sheet: whether the pages are known to be of one sheet, by its printed name.
    """
    if len(pages) == 1:
        return [Tiling((Tile(pages[0], 0, 0),), 0.0)]
    printed = _by_headings(evidence, pages)
    if printed is not None:
        return printed
    best = _sorted(evidence, _whole(evidence, pages, places))
    loose = _by_likeness(evidence, pages)
    if one_sheet:
        found = [[best], loose] if len(loose) == 1 else [[best]]
    else:
        found = [[best], loose]
        if len(pages) <= MOST_CUT:
            found.append(_cut(evidence, pages, places))
    chosen = max(found, key=_total)
    if len(chosen) > 1:
        return chosen
    at = dict(zip(pages, places, strict=True))
    parts = _parts(evidence, pages, chosen[0])
    if len(parts) == 1:
        return chosen
    return [
        tiling
        for part in parts
        for tiling in tilings_of(evidence, part, [at[p] for p in part], one_sheet=True)
    ]


def _by_headings(evidence: Evidence, pages: Sequence[int]) -> list[Tiling] | None:
    """Pages in the places that their printed headings name; None where few pages have any.

    A page whose place is taken shows another sheet. A page without headings of its own goes where
    pages with the same columns, or the same rows, go.
    """
    sure = [p for p in pages if evidence.headed(p)]
    if 2 * len(sure) <= len(pages):
        return None
    strips = _alike(sure + [p for p in pages if p not in sure], evidence.same_columns)
    belts = _alike(sure + [p for p in pages if p not in sure], evidence.same_rows)
    strips.sort(key=lambda held: evidence.first_column(held))
    belts.sort(key=lambda held: evidence.first_row(held))
    over = {page: n for n, strip in enumerate(strips) for page in strip}
    down = {page: n for n, belt in enumerate(belts) for page in belt}
    sheets: list[dict[tuple[int, int], int]] = []
    for page in pages:
        place = (down[page], over[page])
        home = next((s for s in sheets if place not in s), None)
        if home is None:
            sheets.append({place: page})
        else:
            home[place] = page
    out = []
    for sheet in sheets:
        tiles = tuple(Tile(page, d, o) for (d, o), page in sorted(sheet.items()))
        out.append(Tiling(tiles, weigh(evidence, tiles)))
    return out


def _alike(pages: Sequence[int], weight: Weigher) -> list[list[int]]:
    """Group pages by the evidence against the first of each group."""
    groups: list[list[int]] = []
    for page in pages:
        best = max(groups, key=lambda g: weight(g[0], page), default=None)
        if best is not None and weight(best[0], page) >= JOINS:
            best.append(page)
        else:
            groups.append([page])
    return groups


def _parts(evidence: Evidence, pages: Sequence[int], whole: Tiling) -> list[list[int]]:
    """Cut the sequence where the headings of its first page begin once more.

    Headings that stand again on most pages of the same columns are repeated by the printer; those
    that stand again on few are headings of further sheets that are set alike.
    """
    strip = [t.index for t in sorted(whole.tiles, key=_by_down) if t.over == 0]
    again = [p for p in strip[1:] if evidence.begins_again(strip[0], p)]
    if not again or 2 * len(again) > len(strip) - 1:
        return [list(pages)]
    parts: list[list[int]] = []
    for page in pages:
        if not parts or page in again:
            parts.append([])
        parts[-1].append(page)
    return parts


def _total(tilings: Sequence[Tiling]) -> float:
    return sum(t.weight for t in tilings) - SHEET_COST * (len(tilings) - 1)


def _whole(evidence: Evidence, pages: Sequence[int], places: Sequence[int]) -> Tiling:
    """The best tiling of all pages as one sheet."""
    first = places[0]
    total = places[-1] - first + 1
    found: list[Tiling] = []
    at = [place - first for place in places]
    for side in range(1, total + 1):
        even = total % side == 0
        if not even and total > SAMPLE:
            continue
        down = [Tile(page, k % side, k // side) for page, k in zip(pages, at, strict=True)]
        over = [Tile(page, k // side, k % side) for page, k in zip(pages, at, strict=True)]
        for tiles in (down, over):
            weight = weigh(evidence, tiles) - (0.0 if even else RAGGED_COST)
            found.append(Tiling(tuple(tiles), weight))
    return max(found, key=lambda t: t.weight)


def _sorted(evidence: Evidence, tiling: Tiling) -> Tiling:
    """A single strip of pages without numbers, in the order in which its contents are sorted."""
    if any(tile.over for tile in tiling.tiles):
        return tiling
    pages = evidence.sorted_pages([t.index for t in sorted(tiling.tiles, key=_by_down)])
    return Tiling(tuple(Tile(page, down, 0) for down, page in enumerate(pages)), tiling.weight)


def weigh(evidence: Evidence, tiles: Sequence[Tile]) -> float:
    """What the evidence of neighbouring tiles adds up to, in log odds."""
    strips: dict[int, list[Tile]] = {}
    belts: dict[int, list[Tile]] = {}
    for tile in tiles:
        strips.setdefault(tile.over, []).append(tile)
        belts.setdefault(tile.down, []).append(tile)
    above = [pair for strip in strips.values() for pair in _neighbours(sorted(strip, key=_by_down))]
    beside = [pair for belt in belts.values() for pair in _neighbours(sorted(belt, key=_by_over))]
    return _sum(above, evidence.above) + _sum(beside, evidence.beside)


def _by_down(tile: Tile) -> int:
    return tile.down


def _by_over(tile: Tile) -> int:
    return tile.over


def _neighbours(tiles: Sequence[Tile]) -> list[tuple[int, int]]:
    """Each page with the one before it."""
    return [(a.index, b.index) for a, b in pairwise(tiles)]


def _sum(pairs: Sequence[tuple[int, int]], weight: Weigher) -> float:
    if not pairs:
        return 0.0
    step = -(-len(pairs) // SAMPLE)
    taken = pairs[::step]
    return sum(weight(a, b) for a, b in taken) * len(pairs) / len(taken)


def _by_likeness(evidence: Evidence, pages: Sequence[int]) -> list[Tiling]:
    """Pages of like columns below each other, and what has like rows beside each other."""
    strips: list[list[int]] = []
    for page in pages:
        fits = [
            max(evidence.same_columns(s[0], page), evidence.same_columns(s[-1], page))
            for s in strips
        ]
        best = max(range(len(strips)), key=fits.__getitem__, default=None)
        if best is not None and fits[best] >= JOINS:
            strips[best].append(page)
        else:
            strips.append([page])
    sheets: list[list[Tile]] = []
    for strip in map(evidence.sorted_pages, strips):
        options = [(_beside(evidence, sheet, strip), n) for n, sheet in enumerate(sheets)]
        options = [o for o in options if o[0][0] > 0]
        if options:
            (_, downs), number = max(options, key=lambda o: o[0][0])
            over = 1 + max(t.over for t in sheets[number])
            tiles = [Tile(p, d, over) for p, d in zip(strip, downs, strict=True)]
            sheets[number] += tiles
        else:
            sheets.append([Tile(page, down, 0) for down, page in enumerate(strip)])
    return [
        Tiling(tuple(tiles), weigh(evidence, tiles) - (0.0 if _is_even(tiles) else RAGGED_COST))
        for tiles in sheets
    ]


def _is_even(tiles: Sequence[Tile]) -> bool:
    deep = 1 + max(t.down for t in tiles)
    wide = 1 + max(t.over for t in tiles)
    return deep * wide == len(tiles)


def _beside(
    evidence: Evidence, sheet: Sequence[Tile], strip: Sequence[int]
) -> tuple[float, list[int]]:
    """How well a strip lies beside the last strip of a sheet, and at which tiles, in order."""
    last = max(t.over for t in sheet)
    mates = sorted((t for t in sheet if t.over == last), key=_by_down)
    deep = 1 + max(t.down for t in sheet)
    if len(strip) > deep:
        return -1.0, []
    by_down = {t.down: t.index for t in mates}
    # best[k][d]: the first k pages of the strip placed above tile d
    best = [[0.0] * (deep + 1)] + [[-1e9] * (deep + 1) for _ in strip]
    for k, page in enumerate(strip, 1):
        for d in range(1, deep + 1):
            mate = by_down.get(d - 1) if abs(d - k) <= MOST_MISSING else None
            here = evidence.beside(mate, page) if mate is not None else 0.0
            best[k][d] = max(best[k][d - 1], best[k - 1][d - 1] + here)
    downs, d = [], deep
    for k in range(len(strip), 0, -1):
        while d > 1 and best[k][d] == best[k][d - 1]:
            d -= 1
        d -= 1
        downs.append(d)
    return best[len(strip)][deep], downs[::-1]


def _cut(evidence: Evidence, pages: Sequence[int], places: Sequence[int]) -> list[Tiling]:
    """The best cut of the sequence into sheets that follow each other."""
    n = len(pages)
    best: list[tuple[float, list[Tiling]]] = [(SHEET_COST, [])]
    for end in range(1, n + 1):
        options: list[tuple[float, list[Tiling]]] = []
        for start in range(end):
            part = (
                _whole(evidence, pages[start:end], places[start:end])
                if end - start > 1
                else Tiling((Tile(pages[start], 0, 0),), 0.0)
            )
            options.append((best[start][0] + part.weight - SHEET_COST, [*best[start][1], part]))
        best.append(max(options, key=lambda o: o[0]))
    return best[n][1]
