"""Pages of a sorted list are put in order by what they are sorted by: running numbers or dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from skolkit.model import PageGrid
from skolkit.rebuild.places import texts_by_row

FEWEST = 5  # keys that a page must show
SORTED = 0.95  # share of neighbours that must rise, misread ones excepted
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WHOLE = re.compile(r"\d{1,12}")


def by_sort_keys(pages: Sequence[PageGrid]) -> list[int] | None:
    """The order of pages with the same columns by a column in which all of them rise.

    A column counts where its numbers or dates rise on every page and the pages' ranges follow each
    other without overlap.

    Args:
        pages: in any order.

    Returns:
        Their indexes from the first page to the last; None where no column tells.
    """
    if len(pages) < 2 or len({len(p.columns) for p in pages}) > 1:
        return None
    texts = [texts_by_row(page) for page in pages]
    for column in range(len(pages[0].columns)):
        keys = [[k for row in t.values() if (k := _key(row.get(column, "")))] for t in texts]
        if not all(_rises(one) for one in keys):
            continue
        order = sorted(range(len(pages)), key=lambda n: (_low(keys[n]), _high(keys[n])))
        ranges = [(_low(keys[n]), _high(keys[n])) for n in order]
        if ranges[0][0] < ranges[-1][1] and all(a[1] <= b[0] for a, b in pairwise(ranges)):
            return order
    return None


def _key(text: str) -> int | None:
    date = _DATE.fullmatch(text)
    if date:
        return int("".join(date.groups()))
    plain = text.replace(" ", "")
    return int(plain) if _WHOLE.fullmatch(plain) else None


def _rises(keys: Sequence[int]) -> bool:
    steps = [a <= b for a, b in pairwise(keys)]
    return len(keys) >= FEWEST and keys[0] < keys[-1] and sum(steps) >= SORTED * len(steps)


def _low(keys: Sequence[int]) -> int:
    """The key near the top of a page; one may be misread."""
    return sorted(keys[:3])[1]


def _high(keys: Sequence[int]) -> int:
    """The key near the foot of a page; one may be misread."""
    return sorted(keys[-3:])[1]
