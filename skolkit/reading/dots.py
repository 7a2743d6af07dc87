"""Single dots that stand for a missing value are told from specks by where they stand.

Statistics print "." where a value is missing. A speck of dust looks the same, but dust does not
stand on the baseline of a row and flush with other such dots above and below it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SMALLEST, LARGEST = 0.08, 0.34  # of the glyph height: how wide and high a full stop is
ROUND = 1.8  # longest side to shortest
ON_LINE = 0.16  # of the glyph height: how far from the baseline a full stop may end
FLUSH = 0.16  # of the glyph height: how far edges of one column may lie apart
FELLOWS = 3  # dots of one column that stand on baselines, before any is believed


def full_stops(
    specks: NDArray[np.int64], baselines: Sequence[tuple[float, float, float]], usual: float
) -> list[int]:
    """Numbers of the specks that are full stops standing alone in their cells.

    Args:
        specks: x, y, width, height of each piece of ink that stands alone.
        baselines: left, right and foot of each piece of text on the page, in pixels.
        usual: the page's glyph height in pixels.
    """
    if not len(specks) or len(baselines) < FELLOWS:
        return []
    size = specks[:, 2:4]
    shaped = (
        (size.min(axis=1) >= SMALLEST * usual)
        & (size.max(axis=1) <= LARGEST * usual)
        & (size.max(axis=1) <= ROUND * size.min(axis=1))
    )
    text = np.array(baselines, dtype=np.float64)
    believed = [int(i) for i in np.flatnonzero(shaped) if _on_a_line(specks[i], text, usual)]
    if len(believed) < FELLOWS:
        return []
    dots = specks[believed].astype(np.float64)
    sides = (dots[:, 0], dots[:, 0] + dots[:, 2] / 2, dots[:, 0] + dots[:, 2])
    fellows = np.zeros(len(believed), dtype=np.int64)
    for side in sides:
        near = np.abs(side[:, None] - side[None, :]) <= FLUSH * usual
        fellows = np.maximum(fellows, near.sum(axis=1))
    return [i for i, count in zip(believed, fellows.tolist(), strict=True) if count >= FELLOWS]


def _on_a_line(speck: NDArray[np.int64], text: NDArray[np.float64], usual: float) -> bool:
    """Whether at least two texts of its row stand on the same level as the speck."""
    x, y, width, height = (float(v) for v in speck)
    beside = (text[:, 0] > x + width) | (text[:, 1] < x)
    level = np.abs(text[:, 2] - (y + height)) <= ON_LINE * usual
    return int((level & beside).sum()) >= 2
