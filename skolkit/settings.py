"""What can be set, with units and defaults; every message about a limit names the setting."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything is read before it is refused (sizes in bytes, times in seconds)."""

    file_bytes: int = 512 * 2**20
    page_seconds: int = 120
    file_seconds: int = 1800
    worker_bytes: int = 2 * 2**30
    page_pixels: int = 180_000_000
    render_side_pixels: int = 10_000
    pages_per_file: int = 2_000
    zip_parts: int = 5_000
    zip_part_bytes: int = 256 * 2**20
    zip_total_bytes: int = 512 * 2**20
    cells_per_sheet: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that change results; they are part of every cache key and of the manifest."""

    render_dpi: int = 300
    text_language: str = "swe"
    number_language: str = "eng"
    low_confidence: float = 0.60  # a word below it is doubtful
    low_number_confidence: float = 0.93  # a number below it is doubtful, also where readings agree
    limits: Limits = Limits()
