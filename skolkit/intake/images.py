"""The picture of a page that intake hands on, and the two numbers that go with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A page as grey pixels, height x width, 0 = black, and how many of them make an inch.

    Pixels are square: pictures with two resolutions (fax) have been stretched to the finer one.
    """

    pixels: NDArray[np.uint8]
    dpi: float

    @property
    def width_points(self) -> float:
        """Width of the paper in points."""
        return float(self.pixels.shape[1]) * 72.0 / self.dpi

    @property
    def height_points(self) -> float:
        """Height of the paper in points."""
        return float(self.pixels.shape[0]) * 72.0 / self.dpi
