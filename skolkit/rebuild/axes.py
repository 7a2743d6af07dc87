"""The common rows of pages beside each other, or the common columns of pages below each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows of a belt of pages, or the columns of a strip, with the place of each page's own.

    ``places[page][band]`` is the place, from 0, of a page's band; ``headings[place]`` is the
    printed number, where it was read. ``starts[page][band]`` names the lower ends of the places
    into which a band falls that another page shows to be several, as heights on that page.
    ``sizes[place]`` is a row's height in points.
    """

    length: int
    places: Mapping[int, Mapping[int, int]]
    headings: tuple[int | None, ...]
    starts: Mapping[int, Mapping[int, tuple[float, ...]]] = field(default_factory=dict)
    sizes: tuple[float, ...] = ()

    def place(self, page: int, band: int, at: float) -> int | None:
        """The place of what stands at ``at`` points in a band of a page; None for mere specks."""
        place = self.places[page].get(band)
        ends = self.starts.get(page, {}).get(band, ())
        return None if place is None else place + sum(1 for end in ends if at > end)


def usual_heading(read: Sequence[int]) -> int | None:
    """The printed number that most pages read at a place; None where none read any."""
    return max(set(read), key=read.count) if read else None
