"""Which pages of a document are set alike: their columns lie at the same places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from skolkit.model import Box, Ruling, Word
from skolkit.rebuild.columns import SHORTEST, Part
from skolkit.rebuild.lines import Line, phrases_of

STEP = 0.5  # points
SHIFT = 12.0  # points by which pages may lie off each other on the scanner's glass
ALIKE = 0.7  # cosine of two profiles from which pages count as set alike
BLUR = 1.0  # points
OFTEN = 0.2  # share of lines that begin at a place, from which the place counts in full


@dataclass(frozen=True, slots=True)
class Member:
    """A page of a group, and how far its columns lie right of the group's, in points."""

    index: int
    shift: float


def alike(parts: Sequence[Part]) -> list[list[Member]]:
    """Group pages whose texts begin and end, and whose lines stand, at the same places.

    The profile of a page counts at every place how many texts begin and end there; two pages are
    compared by the cosine of their profiles at the best shift.

    Args:
        parts: the pages of one document.

    Returns:
        Groups in the order of their first pages; each member with its shift against the group.
    """
    profiles = [_profile(part) for part in parts]
    order = sorted(range(len(parts)), key=lambda i: -len(parts[i].lines))
    groups: list[list[Member]] = []
    for index in order:
        best, home, shift = ALIKE, None, 0.0
        for group in groups:
            likeness, at = _likeness(profiles[group[0].index], profiles[index])
            if likeness >= best:
                best, home, shift = likeness, group, at
        if home is None:
            groups.append([Member(index, 0.0)])
        else:
            home.append(Member(index, shift))
    return sorted(
        (sorted(group, key=lambda m: m.index) for group in groups), key=lambda g: g[0].index
    )


def moved(part: Part, by: float) -> Part:
    """A page's evidence, moved to the right by so many points."""
    if not by:
        return part
    lines = tuple(
        Line(tuple(_moved_word(w, by) for w in line.words), line.top, line.bottom)
        for line in part.lines
    )
    rulings = tuple(
        Ruling(True, r.at, r.start + by, r.end + by)
        if r.horizontal
        else Ruling(False, r.at + by, r.start, r.end)
        for r in part.rulings
    )
    return Part(lines, rulings)


def _moved_word(word: Word, by: float) -> Word:
    box = word.box
    return replace(word, box=Box(box.x0 + by, box.y0, box.x1 + by, box.y1))


def _profile(part: Part) -> NDArray[np.float64]:
    """How many texts begin, and end, at each place, and where upright lines stand."""
    size = int(1300 / STEP)
    counts = np.zeros((3, size))
    for line in part.lines:
        for phrase in phrases_of(line):
            counts[0, min(size - 1, max(0, int(phrase[0].box.x0 / STEP)))] += 1
            counts[1, min(size - 1, max(0, int(phrase[-1].box.x1 / STEP)))] += 1
    full = max(2.0, OFTEN * len(part.lines))
    for ruling in part.rulings:
        if not ruling.horizontal and ruling.end - ruling.start >= 3 * SHORTEST:
            counts[2, min(size - 1, max(0, int(ruling.at / STEP)))] += full
    reach = np.arange(-int(3 * BLUR / STEP), int(3 * BLUR / STEP) + 1) * STEP
    kernel = np.exp(-0.5 * (reach / BLUR) ** 2)
    blurred = np.array([np.convolve(row, kernel, mode="same") for row in counts])
    return np.minimum(1.0, blurred / full)


def _likeness(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float]:
    """The cosine of two profiles at the best shift, and how far right the other page lies."""
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    if norm == 0:
        return 0.0, 0.0
    steps = int(SHIFT / STEP)
    found = [
        (float((one * np.roll(other, -k, axis=1)).sum()) / norm, -abs(k), k)
        for k in range(-steps, steps + 1)
    ]
    likeness, _, k = max(found)
    return likeness, k * STEP
