"""Text that runs into the edge of the scan may go on beyond it: it is doubted.

A scanner that was fed askew, or set to a smaller format, cuts a column off, and "94,1" becomes
"94". No printer sets type so near to the edge of its paper, so text that touches the edge of the
picture was cut there, or may have been.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from skolkit.model import Box, Doubt, PageReading, Word

NEAR = 2.0  # points from the edge; office printers leave 12 (a sixth of an inch) blank
BESIDE = 1.5  # heights of a text from an edge that cuts others: its last characters may be gone


def with_clipped(reading: PageReading) -> tuple[Word, ...]:
    """The words of a page, those at an edge of the scan that cuts text marked as clipped.

    Where one text is cut, others in its column may have lost whole characters and touch nothing;
    so all that stand close to that edge are marked.

    Args:
        reading: words in points on the upright page; its turn, skew and shear tell where the
            edges of the delivered picture lie. A text layer knows its letters whole, so there only
            what runs beyond the page is marked.
    """
    near, beside = (0.0, 0.0) if reading.method == "text-layer" else (NEAR, BESIDE)
    spaces = [_to_edges(word.box, reading) for word in reading.words]
    cuts = {side for space in spaces for side, points in enumerate(space) if points < near}
    if not cuts:
        return reading.words
    return tuple(
        replace(word, doubt=Doubt.CLIPPED)
        if word.doubt is None
        and any(space[side] < max(near, beside * word.box.height) for side in cuts)
        else word
        for word, space in zip(reading.words, spaces, strict=True)
    )


def _to_edges(box: Box, reading: PageReading) -> tuple[float, float, float, float]:
    """Points from a box to the left, upper, right and lower edge of the scan."""
    scanned = _as_scanned([(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)], reading)
    across, down = [x for x, _ in scanned], [y for _, y in scanned]
    return (
        min(across),
        min(down),
        reading.width - max(across),
        reading.height - max(down),
    )


def _as_scanned(
    corners: Sequence[tuple[float, float]], reading: PageReading
) -> list[tuple[float, float]]:
    """Where points of the upright page lie in the picture before it was straightened."""
    width, height = reading.width, reading.height
    slope = math.tan(math.radians(reading.skew))
    lean = math.tan(math.radians(reading.shear))
    if reading.turn % 360 >= 180:  # it was straightened first, and then turned
        corners = [(width - x, height - y) for x, y in corners]
    return [(x + lean * (y - height / 2), y + slope * (x - width / 2)) for x, y in corners]
