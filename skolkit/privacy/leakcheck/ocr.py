"""Reads the text in pictures, several at a time, upright and turned, the same picture once only."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.privacy.leakcheck.model import CannotLookError
from skolkit.privacy.leakcheck.turned import believable
from skolkit.privacy.needles import BREAK
from skolkit.reading.tesseract import ReadWord, read_whole

_WORDS, _DIGITS = "swe", "eng"  # the languages that read them best
_LEAST_SIDE = 1400  # pictures are enlarged to about this, so that small print can be read
_MOST_SIDE = 5000
_LEAST = 12  # pixels of a side that may hold text
_FAINT = 8  # levels of grey between paper and the faintest ink
_THIN = 3  # pixels: the most that a ruling is wide
_SOLID = 0.97  # part of its box that a bar covers
_WIDTH, _HEIGHT, _AREA = cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA
_GAP = 1.5  # heights of a word between two columns
_BLOCK, _SPARSE = 6, 11  # one reads lines of prose, the other what stands among rulings


@dataclass(frozen=True, slots=True)
class Reading:
    """The text in a picture.

    ``all`` is what every way of reading it gave, ``likely`` without the words of turned readings
    that the picture as it stands contradicts.
    """

    all: str
    likely: str


class PictureReader:
    """Reads pictures and remembers them by their pixels.

    Each reading is a process of Tesseract's own, so that threads are enough to use all cores.
    """

    def __init__(self, seconds: int = 120) -> None:
        """Allow ``seconds`` for each reading of a picture."""
        self._seconds = seconds
        self._readings: dict[bytes, Future[Reading]] = {}
        self._pool: ThreadPoolExecutor | None = None
        self.count = 0

    def later(self, pixels: NDArray[np.uint8], *, turned: bool) -> Future[Reading]:
        """Begin to read a picture.

        Args:
            pixels: grey, 0 is black.
            turned: whether it may be a scan: then it is read in two ways, and upside down and on
                both sides too (measured: 5 s for a page, 2 s without).

        Returns:
            Its text to come. Asking for it may raise CannotLookError, when it could not be read in
            the time allowed, and SkolkitError: E_NO_ENGINE.
        """
        if not may_hold_letters(pixels):
            empty: Future[Reading] = Future()
            empty.set_result(Reading("", ""))
            return empty
        size = repr((pixels.shape, turned)).encode()
        key = hashlib.sha256(size + np.ascontiguousarray(pixels).tobytes()).digest()
        if key not in self._readings:
            self.count += 1
            if self._pool is None:
                self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "skolkit-leak-ocr")
            self._readings[key] = self._pool.submit(self._read, _sized(pixels), turned=turned)
        return self._readings[key]

    def close(self) -> None:
        """Wait for what is being read, and let the threads go."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _read(self, grey: NDArray[np.uint8], *, turned: bool) -> Reading:
        standing = [self._words(grey, _SPARSE, _WORDS)]
        if turned:
            standing.append(self._words(grey, _BLOCK, _DIGITS))
        every = [lines_of(words) for words in standing]
        likely = list(every)
        known = [word for words in standing for word in words]
        height, width = grey.shape[:2]
        for quarter in (1, 2, 3) if turned else ():
            words = self._words(np.rot90(grey, quarter), _SPARSE, _WORDS)
            every.append(lines_of(words))
            likely.append(lines_of(believable(known, words, quarter, width, height)))
        return Reading(BREAK.join(filter(None, every)), BREAK.join(filter(None, likely)))

    def _words(self, view: NDArray[np.uint8], way: int, language: str) -> tuple[ReadWord, ...]:
        try:
            return read_whole(np.ascontiguousarray(view), language, psm=way, seconds=self._seconds)
        except TimeoutError as error:
            raise CannotLookError("a picture that takes too long to read") from error


def may_hold_letters(pixels: NDArray[np.uint8]) -> bool:
    """Whether a picture has any shape that may be a letter: no blank, no rulings and bars alone.

    Each shape that is not thin and does not fill its box counts, however faint; so do those that
    are lighter than what is around them.
    """
    if min(pixels.shape[:2]) < _LEAST or int(pixels.max()) - int(pixels.min()) < _FAINT:
        return False
    paper = int(np.percentile(pixels, 90))
    for other in (paper - pixels.astype(np.int16), pixels.astype(np.int16) - paper):
        ink = np.asarray(other >= _FAINT, np.uint8)
        _, _, facts, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        wide, high, area = (facts[1:, at] for at in (_WIDTH, _HEIGHT, _AREA))
        solid = area >= _SOLID * wide * high
        if bool(np.any((np.minimum(wide, high) > _THIN) & ~solid)):
            return True
    return False


def _sized(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture at a size that its print can be read at, with paper around it."""
    longest = max(pixels.shape[:2])
    scale = 1.0
    if longest < _LEAST_SIDE:
        scale = min(3.0, _LEAST_SIDE / longest)
    elif longest > _MOST_SIDE:
        scale = _MOST_SIDE / longest
    if scale != 1.0:
        way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
        pixels = np.asarray(
            cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way), np.uint8
        )
    paper = int(np.percentile(pixels, 90))
    return np.asarray(
        cv2.copyMakeBorder(pixels, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=paper), np.uint8
    )


def lines_of(words: Sequence[ReadWord]) -> str:
    """Words to lines of text; words as far apart as columns are do not belong together."""
    lines: list[list[ReadWord]] = []
    for word in sorted(words, key=lambda each: each.box.y0 + each.box.y1):
        middle = (word.box.y0 + word.box.y1) / 2
        for line in reversed(lines[-6:]):
            last = line[0].box
            if last.y0 <= middle <= last.y1:
                line.append(word)
                break
        else:
            lines.append([word])
    return "\n".join(_joined(sorted(line, key=lambda each: each.box.x0)) for line in lines)


def _joined(line: Sequence[ReadWord]) -> str:
    text = line[0].text
    for before, word in pairwise(line):
        high = max(before.box.height, word.box.height)
        far = word.box.x0 - before.box.x1 > _GAP * high
        text += (BREAK if far else " ") + word.text
    return text
