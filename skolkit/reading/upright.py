"""A page that lies askew or on its side becomes upright: quarter turns, skew and shear.

Text tells its direction by its gaps: letters stand closer to their neighbours on the line than to
those on the next line. Skew is the angle at which the ink's profile across the lines is sharpest
(the projection-profile method, W. Postl 1986), found for lines and for columns apart, because a
scanner's feed may shear the page.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Grey, Mask

MAX_SKEW = 3.0  # degrees looked at on both sides
LOWEST, HIGHEST = 0.03, 0.3  # inches: smaller than a letter, larger than one
TALLER = 1.15  # times as tall as wide
FEWEST_GLYPHS = 30
CLEAR = 1.5  # times as many that stand as lie, or the other way round
POINTS = 60_000  # ink pixels that the search looks at


def lines_run_down(ink: Mask, dpi: float) -> bool | None:
    """Whether the lines of text run from top to bottom of the image.

    Returns:
        ``None`` when there is too little evidence (fewer than 30 neighbours, or no clear majority).
    """
    high = dpi * HIGHEST
    boxes = _glyphs(ink, dpi)
    if len(boxes) > 4000:
        boxes = boxes[:: len(boxes) // 4000 + 1]
    across = down = 0
    x0, y0 = boxes[:, 0].astype(float), boxes[:, 1].astype(float)
    x1, y1 = x0 + boxes[:, 2], y0 + boxes[:, 3]
    for i in range(len(boxes)):
        y_share = np.minimum(y1, y1[i]) - np.maximum(y0, y0[i])
        x_share = np.minimum(x1, x1[i]) - np.maximum(x0, x0[i])
        right = (y_share > 0.3 * np.minimum(y1 - y0, y1[i] - y0[i])) & (x0 >= x1[i] - 1)
        below = (x_share > 0.3 * np.minimum(x1 - x0, x1[i] - x0[i])) & (y0 >= y1[i] - 1)
        gap_right = float((x0[right] - x1[i]).min()) if right.any() else np.inf
        gap_below = float((y0[below] - y1[i]).min()) if below.any() else np.inf
        if min(gap_right, gap_below) > high:
            continue
        if gap_right < 0.7 * gap_below:
            across += 1
        elif gap_below < 0.7 * gap_right:
            down += 1
    if across + down < 30 or 0.4 < down / (across + down) < 0.6:
        return None
    return down > across


def glyphs_lie(ink: Mask, dpi: float) -> bool | None:
    """Whether letters and digits lie on their side, by their shape: upright, most are tall.

    Where letters touch, a word is one wide piece; so this is a witness beside others and no judge.

    Returns:
        ``None`` when there is too little evidence (fewer than 30 pieces, or no clear majority).
    """
    boxes = _glyphs(ink, dpi)
    standing = int((boxes[:, 3] > TALLER * boxes[:, 2]).sum())
    lying = int((boxes[:, 2] > TALLER * boxes[:, 3]).sum())
    if standing + lying < FEWEST_GLYPHS or max(standing, lying) < CLEAR * min(standing, lying):
        return None
    return lying > standing


def _glyphs(ink: Mask, dpi: float) -> NDArray[np.int32]:
    """The pieces of ink of the size of letters: left, top, width and height in pixels, by row."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    boxes = stats[1:]
    longest = np.maximum(boxes[:, 2], boxes[:, 3])
    held = boxes[(longest > dpi * LOWEST) & (longest < dpi * HIGHEST)]
    return np.asarray(held, dtype=np.int32)


def turned(grey: Grey, degrees: int) -> Grey:
    """Turn an image clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(grey, -(degrees // 90)))


def _sharpest(along: NDArray[np.float32], across: NDArray[np.float32], limit: float) -> float:
    """The slope in degrees at which ``across`` is most concentrated."""

    def score(degrees: float) -> float:
        level = across - along * np.tan(np.radians(degrees))
        counts = np.bincount((level - level.min()).astype(np.int64)).astype(np.float64)
        return float(np.square(counts).sum())

    best, step = 0.0, 0.2
    candidates = np.arange(-limit, limit + 1e-9, step)
    while step > 0.005:
        best = float(max(candidates, key=score))
        step /= 4
        candidates = best + np.arange(-5, 6) * step
    return float(max(candidates, key=score))


def skew_of(ink: Mask) -> tuple[float, float]:
    """How far lines and columns lean, in degrees.

    Returns:
        The slope of the text lines (positive: they fall towards the right) and of the columns
        (positive: they lean towards the right going down).
    """
    # Only the lower edges of lines and the left edges of columns count: they are sharpest.
    bottom = ink[:-1] & ~ink[1:]
    left = ink[:, 1:] & ~ink[:, :-1]
    angles = []
    for mask, lines in ((bottom, True), (left, False)):
        ys, xs = np.nonzero(mask)
        if len(xs) < 200:
            angles.append(0.0)
            continue
        every = max(1, len(xs) // POINTS)
        x, y = xs[::every].astype(np.float32), ys[::every].astype(np.float32)
        angles.append(_sharpest(x, y, MAX_SKEW) if lines else _sharpest(y, x, MAX_SKEW))
    return angles[0], angles[1]


def straighten(grey: Grey, lines: float, columns: float) -> Grey:
    """Undo the slopes that ``skew_of`` found; the page keeps its size, its middle stays put."""
    h, w = grey.shape
    # Where a point of the straight page lies on the slanted one (to first order in the angles).
    slope, lean = np.tan(np.radians(lines)), np.tan(np.radians(columns))
    matrix = np.array(
        [[1.0, lean, -lean * h / 2], [slope, 1.0, -slope * w / 2]],
        dtype=np.float64,
    )
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    straight = cv2.warpAffine(grey, matrix, (w, h), flags=flags, borderValue=255)
    return np.asarray(straight, dtype=np.uint8)
