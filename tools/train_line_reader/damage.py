"""Turns a drawn page into a scan: a good grey one, an office copier's, or a bad bilevel copy.

The models are general knowledge of printers, glass and fax machines, with wide ranges: paper and
toner tone, blur, grain, bands of weak toner, uneven light, JPEG, thresholds that break strokes or
fill counters, specks, scratches of the drum, a residue of skew.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Tones = NDArray[np.float32]
LEVELS = ("good", "office", "bad")


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page, its resolution, and the map from the drawn page's pixels to 300-dpi ones."""

    pixels: Picture
    dpi: float
    placed: NDArray[np.float64]


def scanned(page: Picture, level: str, rng: Generator) -> Scan:
    """Scan a page drawn at 300 dpi, at one of LEVELS."""
    askew, placed = _askew(page, rng)
    if level == "good":
        dpi = float(rng.choice([300, 200, 240, 400, 150], p=[0.55, 0.22, 0.07, 0.06, 0.10]))
        return Scan(_good(_sized(askew, dpi), rng), dpi, placed)
    if level == "office":
        dpi = float(rng.choice([200, 150, 240, 300], p=[0.62, 0.12, 0.10, 0.16]))
        return Scan(_office(_sized(askew, dpi), rng), dpi, placed)
    return _bad(askew, rng, placed)


def _askew(page: Picture, rng: Generator) -> tuple[Picture, NDArray[np.float64]]:
    """Lean the page by what straightening leaves over, shift it by parts of a pixel."""
    h, w = page.shape
    angle = np.radians(np.clip(rng.normal(0, 0.10), -0.3, 0.3))
    lean = np.radians(np.clip(rng.normal(0, 0.06), -0.2, 0.2))
    scale = rng.uniform(0.985, 1.015)
    matrix = scale * np.array([[1.0, -np.tan(angle + lean)], [np.tan(angle), 1.0]])
    shift = np.array([w / 2, h / 2]) - matrix @ [w / 2, h / 2] + rng.uniform(-1, 1, 2)
    placed = np.column_stack([matrix, shift])
    out = cv2.warpAffine(page, placed, (w, h), flags=cv2.INTER_LINEAR, borderValue=255)
    return np.asarray(out, dtype=np.uint8), placed


def _sized(page: Picture, dpi: float) -> Picture:
    if dpi == 300:
        return page
    how = cv2.INTER_AREA if dpi < 300 else cv2.INTER_LINEAR
    sized = cv2.resize(page, None, fx=dpi / 300, fy=dpi / 300, interpolation=how)
    return np.asarray(sized, dtype=np.uint8)


def _blurred(tones: Tones, sigma: float) -> Tones:
    return np.asarray(cv2.GaussianBlur(tones, (0, 0), sigma), dtype=np.float32)


def _grain(shape: tuple[int, ...], rng: Generator, size: float = 0.0) -> Tones:
    """Noise of spread 1 whose spots are about ``size`` pixels wide."""
    h, w = shape
    if size <= 1:
        # One tile is enough grain; it is turned and laid several times.
        tile = rng.standard_normal((min(h, 700), min(w, 700)), dtype=np.float32)
        return np.asarray(np.tile(tile, (h // tile.shape[0] + 1, w // tile.shape[1] + 1))[:h, :w])
    rough = rng.standard_normal((int(h / size) + 2, int(w / size) + 2), dtype=np.float32)
    smooth = cv2.resize(rough, (w, h), interpolation=cv2.INTER_CUBIC)
    return np.asarray(smooth, dtype=np.float32)


def _spread_ink(page: Picture, rng: Generator, most: float) -> Tones:
    """Let the toner spread or thin: 0 ink, 1 paper."""
    tones = page.astype(np.float32) / 255
    soft = _blurred(tones, float(rng.uniform(0.4, 0.9)))
    width = float(rng.uniform(0.12, 0.45))
    level = 0.5 + float(rng.uniform(-most, most))
    sharp = np.clip((soft - level) / width + 0.5, 0, 1)
    # Grey fills and grey letters keep their tone: only edges are set anew.
    return np.asarray(0.6 * sharp + 0.4 * soft, dtype=np.float32)


def _jpeg(picture: Picture, quality: int) -> Picture:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def _lit(tones: Tones, rng: Generator, uneven: float) -> Tones:
    """Lay paper tone and ink tone, and light that falls off over the page."""
    paper = float(rng.uniform(215, 253))
    ink = float(rng.uniform(5, 85))
    out = ink + (paper - ink) * tones
    if uneven:
        h, w = tones.shape
        coarse = 1 - uneven * np.abs(rng.standard_normal((3, 4))).astype(np.float32) * 0.5
        out = out * cv2.resize(coarse, (w, h), interpolation=cv2.INTER_CUBIC)
    return np.asarray(out, dtype=np.float32)


def _good(page: Picture, rng: Generator) -> Picture:
    tones = _spread_ink(page, rng, 0.15) if rng.random() < 0.7 else page.astype(np.float32) / 255
    tones = _blurred(tones, float(rng.uniform(0.3, 0.9)))
    lit = _lit(tones, rng, 0.05 if rng.random() < 0.4 else 0.0)
    lit += float(rng.uniform(0.5, 6)) * _grain(page.shape, rng)
    out = np.clip(lit, 0, 255).astype(np.uint8)
    return _jpeg(out, int(rng.integers(60, 95))) if rng.random() < 0.6 else out


def _banded(tones: Tones, rng: Generator) -> Tones:
    """Weak toner in stripes across or along the page."""
    h, w = tones.shape
    strength = np.ones((h, w), np.float32)
    for _ in range(int(rng.integers(1, 5))):
        along = rng.random() < 0.5
        length = h if along else w
        middle, half = rng.uniform(0, length), rng.uniform(0.01, 0.09) * length
        at = np.arange(length, dtype=np.float32)
        fade = 1 - rng.uniform(0.15, 0.62) * np.exp(-(((at - middle) / half) ** 2))
        strength *= (fade[:, None] if along else fade[None, :]).astype(np.float32)
    return np.asarray(1 - (1 - tones) * strength, dtype=np.float32)


def _office(page: Picture, rng: Generator) -> Picture:
    tones = _spread_ink(page, rng, 0.25)
    if rng.random() < 0.45:
        tones = _banded(tones, rng)
    if rng.random() < 0.4:
        mottle = float(rng.uniform(0, 0.35)) * np.abs(_grain(page.shape, rng, 2.5))
        tones = np.asarray(1 - (1 - tones) * (1 - mottle), dtype=np.float32)
    tones = _blurred(tones, float(rng.uniform(0.4, 1.05)))
    lit = _lit(tones, rng, float(rng.uniform(0, 0.22)))
    lit += float(rng.uniform(1, 9)) * _grain(page.shape, rng, float(rng.choice([0.0, 2.0])))
    out = np.clip(lit, 0, 255).astype(np.uint8)
    return _jpeg(out, int(rng.integers(25, 80))) if rng.random() < 0.85 else out


def _specks(marks: NDArray[np.bool_], rng: Generator) -> None:
    """Pepper, salt and small clusters of it, in place (True is ink)."""
    h, w = marks.shape
    for value, share in ((True, 0.0012), (False, 0.0012)):
        count = int(h * w * share * rng.random() ** 2)
        marks[rng.integers(0, h, count), rng.integers(0, w, count)] = value
    for _ in range(int(rng.integers(0, 160) * rng.random())):
        y, x = int(rng.integers(0, h - 6)), int(rng.integers(0, w - 6))
        size = int(rng.integers(2, 5))
        blot = rng.random((size, size)) < 0.7
        marks[y : y + size, x : x + size] |= blot


def _scratches(marks: NDArray[np.bool_], rng: Generator) -> None:
    """Lines that a worn drum leaves down the page, black or white, in place."""
    h, w = marks.shape
    for _ in range(int(rng.integers(0, 5))):
        x, thick = int(rng.integers(0, w - 3)), int(rng.integers(1, 3))
        y0 = 0 if rng.random() < 0.6 else int(rng.integers(0, h // 2))
        y1 = h if rng.random() < 0.6 else int(rng.integers(h // 2, h))
        on = rng.random(y1 - y0) < rng.uniform(0.5, 1.0)
        marks[y0:y1, x : x + thick][on] = rng.random() < 0.75


def _copied(page: Picture, rng: Generator) -> Picture:
    """One generation of a copier or fax: blur, mottled toner, a hard threshold."""
    tones = page.astype(np.float32) / 255
    tones = _blurred(tones, float(rng.uniform(0.45, 1.0)))
    mottle = float(rng.uniform(0, 0.11)) * _grain(page.shape, rng, float(rng.uniform(1.5, 5)))
    fine = float(rng.uniform(0.01, 0.11)) * _grain(page.shape, rng)
    level = float(np.clip(rng.normal(0.56, 0.08), 0.42, 0.72))
    if rng.random() < 0.3:
        h, w = page.shape
        drift = rng.normal(0, 0.05, (3, 3)).astype(np.float32)
        tones = tones + cv2.resize(drift, (w, h), interpolation=cv2.INTER_CUBIC)
    marks = tones + mottle + fine < level
    _specks(marks, rng)
    return np.where(marks, 0, 255).astype(np.uint8)


def _bad(page: Picture, rng: Generator, placed: NDArray[np.float64]) -> Scan:
    """One or two generations of copies, scanned in black and white (some in grey, with JPEG)."""
    h, w = page.shape
    if rng.random() < 0.4:
        copied = _copied(_sized(page, float(rng.choice([200, 300, 400]))), rng)
        page = np.asarray(cv2.resize(copied, (w, h), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    dpi = float(rng.choice([200, 300, 240], p=[0.76, 0.12, 0.12]))
    last = _copied(_sized(page, dpi), rng)
    marks = last < 128
    _scratches(marks, rng)
    last = np.where(marks, 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        tones = _blurred(last.astype(np.float32) / 255, float(rng.uniform(0.4, 0.8)))
        lit = _lit(tones, rng, 0.05) + 3 * _grain(last.shape, rng)
        last = _jpeg(np.clip(lit, 0, 255).astype(np.uint8), int(rng.integers(30, 80)))
    return Scan(last, dpi, placed)
