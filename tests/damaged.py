"""What scanners and copiers do to a drawn page: light, blur, noise, skew, one bit, specks."""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


class Damage(StrEnum):
    """How the page was copied."""

    NONE = "none"
    SCAN = "scan"  # 300 dpi grey
    OFFICE = "office"  # 200 dpi grey, strongly compressed, uneven light
    COPY = "copy"  # 200 dpi in black and white, with specks


DPI_OF = {Damage.NONE: 300, Damage.SCAN: 300, Damage.OFFICE: 200, Damage.COPY: 200}


def damaged(page: Grey, damage: Damage, *, degrees: float, seed: int) -> Grey:
    """The page (300 dpi) as a machine would give it back, at ``DPI_OF[damage]``."""
    if damage is Damage.NONE:
        return page
    rng = np.random.default_rng(seed)
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, DPI_OF[damage] / 300)
    size = (width * DPI_OF[damage] // 300, height * DPI_OF[damage] // 300)
    turn[0, 2] += size[0] / 2 - width / 2
    turn[1, 2] += size[1] / 2 - height / 2
    soft = cv2.GaussianBlur(page, (0, 0), 1.0 if damage is Damage.SCAN else 1.5)
    out = cv2.warpAffine(soft, turn, size, flags=cv2.INTER_AREA, borderValue=255)
    light = np.linspace(1.0, 0.8 if damage is Damage.OFFICE else 0.95, size[0])[None, :]
    grey = out.astype(np.float64) * light * 0.85 + 25
    grey += rng.normal(0, 5 if damage is Damage.SCAN else 8, out.shape)
    if damage is Damage.COPY:
        bits = np.where(grey > 150, 255, 0).astype(np.uint8)
        for x, y in rng.integers((0, 0), size, (120, 2)):
            bits[y : y + 2, x : x + 2] = 0
        return bits
    quality = 85 if damage is Damage.SCAN else 60
    _, packed = cv2.imencode(
        ".jpg", np.clip(grey, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
