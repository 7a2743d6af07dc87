"""Maps a PDF's own coordinates to the displayed page: origin top left, turned as asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from skolkit.model import Box

POINTS_PER_INCH = 72.0

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """How page space maps to the displayed page: the visible rectangle and the quarter turn."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def width(self) -> float:
        """Width as displayed, in points."""
        sideways = self.turn in (90, 270)
        return self.top - self.bottom if sideways else self.right - self.left

    @property
    def height(self) -> float:
        """Height as displayed, in points."""
        sideways = self.turn in (90, 270)
        return self.right - self.left if sideways else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of page space to points from the displayed page's top left."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Map a rectangle of page space to a box on the displayed page."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image's place on the displayed page, its coarser resolution and its pixels."""

    box: Box
    dpi: float
    pixels: int


def place_image(matrix: Matrix, width: int, height: int, frame: Frame) -> PlacedImage:
    """Where an image of so many pixels comes to stand under a matrix."""
    a, b, c, d, e, f = matrix
    corners = [(e, f), (a + e, b + f), (c + e, d + f), (a + c + e, b + d + f)]
    xs = [x for x, _ in corners]
    ys = [y for _, y in corners]
    across, along = math.hypot(a, b), math.hypot(c, d)
    dpi = min(
        width * POINTS_PER_INCH / across if across else 0.0,
        height * POINTS_PER_INCH / along if along else 0.0,
    )
    return PlacedImage(frame.box(min(xs), min(ys), max(xs), max(ys)), dpi, width * height)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does first the one and then the other."""
    a, b, c, d, e, f = first
    k, m, n, p, q, r = then
    return (
        a * k + b * n,
        a * m + b * p,
        c * k + d * n,
        c * m + d * p,
        e * k + f * n + q,
        e * m + f * p + r,
    )
