"""Keeps samples in files of some pages each, and hands them out in batches of like width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from skolkit.reading.linenet import ALPHABET, HEIGHT, padded_width
from tools.train_line_reader.damage import LEVELS
from tools.train_line_reader.fonts import families
from tools.train_line_reader.windows import Sample, samples_of_page

PAGES_A_FILE = 30
CODES = {character: code for code, character in enumerate(ALPHABET, start=1)}


@dataclass(frozen=True, slots=True)
class Part:
    """A set of samples: its name, its first seed, and whether it is of the held-out fonts."""

    name: str
    first: int
    held_out: bool = False


TRAIN = Part("train", 0)
CHECK = Part("check", 1_000_000)
UNSEEN = Part("unseen", 2_000_000, held_out=True)


@dataclass(frozen=True, slots=True)
class Stock:
    """Samples side by side: their windows in one strip, where each ends, text and level."""

    strip: NDArray[np.uint8]
    ends: NDArray[np.int64]
    texts: tuple[str, ...]
    levels: NDArray[np.int8]

    def window(self, i: int) -> NDArray[np.uint8]:
        """The window of one sample."""
        return self.strip[:, (self.ends[i - 1] if i else 0) : self.ends[i]]


def make_samples(folder: Path, part: Part, pages: int, seed: int, processes: int) -> None:
    """Draw the pages of a part that are not in the folder yet; levels take turns."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(0, pages, PAGES_A_FILE)
    with ProcessPoolExecutor(processes) as pool:
        for _ in pool.map(partial(_make_file, folder, part, seed), numbers):
            pass


def _make_file(folder: Path, part: Part, seed: int, number: int) -> None:
    path = folder / f"{part.name}-{number:06}.npz"
    if path.exists():
        return
    cv2.setNumThreads(1)
    fonts = tuple(f for f in families() if f.held_out == part.held_out)
    found: list[Sample] = []
    levels: list[int] = []
    for page in range(number, number + PAGES_A_FILE):
        level = page % len(LEVELS)
        made = samples_of_page(seed * 10_000_000 + part.first + page, LEVELS[level], fonts)
        found += made
        levels += [level] * len(made)
    partial_path = path.with_suffix(".part")
    with partial_path.open("wb") as out:
        np.savez(
            out,
            strip=np.concatenate([s.window for s in found], axis=1),
            ends=np.cumsum([s.window.shape[1] for s in found]),
            texts=np.array([s.text for s in found]),
            levels=np.array(levels, np.int8),
        )
    partial_path.rename(path)


def load(paths: Sequence[Path]) -> Stock:
    """All samples of some files, in their order."""
    strips, ends, texts, levels, total = [], [], [], [], 0
    for path in paths:
        with np.load(path) as held:
            strips.append(held["strip"])
            ends.append(held["ends"] + total)
            total += strips[-1].shape[1]
            texts += [str(t) for t in held["texts"]]
            levels.append(held["levels"])
    return Stock(
        np.concatenate(strips, axis=1), np.concatenate(ends), tuple(texts), np.concatenate(levels)
    )


def batches(stock: Stock, rng: Generator, pixels: int) -> Iterator[list[int]]:
    """One pass over the samples: batches of one padded width, together about ``pixels`` wide."""
    widths = np.diff(stock.ends, prepend=0)
    jitter = widths * rng.uniform(0.97, 1.03, len(widths))
    padded = np.vectorize(padded_width)(jitter.astype(np.int64))
    order = np.argsort(padded + rng.random(len(widths)))
    chunks: list[list[int]] = []
    start = 0
    while start < len(order):
        most = max(8, pixels // padded_width(int(widths[order[start]])))
        chunks.append(order[start : start + most].tolist())
        start += most
    for k in rng.permutation(len(chunks)):
        yield chunks[k]


def varied(window: NDArray[np.uint8], rng: Generator) -> NDArray[np.uint8]:
    """A window shifted, stretched, and changed in tone and grain a little."""
    h, w = window.shape
    sx, sy = rng.uniform(0.90, 1.10), rng.uniform(0.93, 1.07)
    out_w = max(8, round(w * sx))
    dx = rng.uniform(-1.0, 1.0)
    dy = (1 - sy) * h / 2 + rng.uniform(-1.8, 1.8)
    lean = rng.normal(0, 0.02)
    matrix = np.array([[sx, lean, dx - lean * h / 2], [0, sy, dy]])
    out = cv2.warpAffine(
        window, matrix, (out_w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if rng.random() < 0.6:
        gain, lift = rng.uniform(0.75, 1.15), rng.uniform(-25, 15)
        tones = 255 + (out.astype(np.float32) - 255) * gain + lift
        if rng.random() < 0.5:
            tones += rng.standard_normal((h, out_w), dtype=np.float32) * rng.uniform(0, 14)
        out = np.clip(tones, 0, 255).astype(np.uint8)
    if rng.random() < 0.12:
        out = cv2.GaussianBlur(out, (0, 0), rng.uniform(0.4, 0.9))
    return np.asarray(out, dtype=np.uint8)


def laid_out(windows: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Windows as one batch, filled up with paper to a common width."""
    width = padded_width(max(w.shape[1] for w in windows))
    batch = np.full((len(windows), 1, HEIGHT, width), 255, np.uint8)
    for row, window in enumerate(windows):
        batch[row, 0, :, : window.shape[1]] = window
    return batch
