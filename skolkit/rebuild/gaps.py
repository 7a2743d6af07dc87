"""What is not on the paper is told by its coordinates: missing pages, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from skolkit.model import PageGrid, column_letters
from skolkit.problems import Problem
from skolkit.rebuild.assemble import Assembled, Line
from skolkit.rebuild.order import total_pages

Speller = Callable[[int], str]
MOST_TOLD = 20  # numbers or ranges that one message lists


def hidden_lines(whole: Assembled, name: str, sheet: str) -> list[Problem]:
    """Tell the rows and columns that printed headings count and that the paper does not show.

    Args:
        whole: the sheet put together.
        name: of the document.
        sheet: its name.
    """
    rows = [_range(a, b, str) for a, b in _hidden(whole.belts)]
    columns = [_range(a, b, column_letters) for a, b in _hidden(whole.strips)]
    told = [f"row {r}" if "-" not in r else f"rows {r}" for r in rows]
    told += [f"column {c}" if "-" not in c else f"columns {c}" for c in columns]
    if not told:
        return []
    return [Problem("W_NOT_PRINTED", name, sheet=sheet, detail=listed(told))]


def _hidden(lines: Mapping[int, Line]) -> list[tuple[int, int]]:
    """Numbers that no page shows, between the first and the last printed one, as ranges.

    A row as high as two beside a gap is two rows between which the line was lost.
    """
    if not any(h is not None for line in lines.values() for h in line.axis.headings):
        return []
    shown: dict[int, float | None] = {}
    sizes = [size for line in lines.values() for size in line.axis.sizes]
    usual = median(sizes) if sizes else 0.0
    for line in lines.values():
        for place, number in enumerate(line.numbers):
            if number is not None:
                shown[number] = line.axis.sizes[place] if line.axis.sizes else None
    out = []
    for a, b in pairwise(sorted(shown)):
        high = max(shown[a] or 0.0, shown[b] or 0.0)
        if b - a > 1 and not (sizes and high > (b - a - 0.3) * usual):
            out.append((a + 1, b - 1))
    return out


def _range(first: int, last: int, spelled: Speller) -> str:
    return spelled(first) if first == last else f"{spelled(first)}-{spelled(last)}"


def listed(parts: Sequence[str]) -> str:
    """Numbers or ranges as a message lists them: the first ones, and how many more there are."""
    more = f" and {len(parts) - MOST_TOLD} more" if len(parts) > MOST_TOLD else ""
    return ", ".join(parts[:MOST_TOLD]) + more


def missing_pages(
    pages: Sequence[PageGrid], missing: Sequence[int], sheets: Iterable[Assembled], name: str
) -> list[Problem]:
    """Tell the printed page numbers that no page bears, and what part of a sheet they held.

    Args:
        pages: of one print job.
        missing: the numbers that are missing among theirs.
        sheets: what was put together from them.
        name: of the document.
    """
    if not missing:
        return []
    detail = f"printed page {listed([str(n) for n in missing])} of {total_pages(pages)}"
    parts = [part for whole in sheets for part in _blank_tiles(whole)]
    if parts and len(parts) <= len(missing):
        detail = f"{detail}: {listed(parts)}"
    return [Problem("W_MISSING_PAGE", name, detail=detail)]


def _blank_tiles(whole: Assembled) -> list[str]:
    """The tiles of a sheet that no page fills, by their rows and columns."""
    out = []
    for down, belt in sorted(whole.belts.items()):
        for over, strip in sorted(whole.strips.items()):
            if (down, over) in whole.filled or belt.span is None or strip.span is None:
                continue
            rows = _range(*belt.span, str)
            columns = _range(*strip.span, column_letters)
            out.append(f"rows {rows} of columns {columns}")
    return out
