"""Compares a page's text layer with what is printed: figures of the file against figures read.

A font may print one digit and copy as another, and a scanner's own reading may be wrong. A few
figures, chosen so that each font shows as many digits as it has, are cut from the drawn page and
read by readers of two kinds. Only where both read the same and the file says something else does
the file's text count as disputed, so that an error of one reader costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from skolkit.intake.images import PageImage
from skolkit.intake.pdf import Char
from skolkit.model import Word
from skolkit.problems import SkolkitError
from skolkit.reading import linenet, tesseract
from skolkit.reading.image import Grey
from skolkit.reading.textlayer import phrases_of
from skolkit.settings import Settings

FONT_SAMPLE = 8  # figures of one font
MOST = 24  # figures of a page
SEVERAL = 2  # figures that differ, from which on the text layer is not believed
LONGEST = 24  # characters of a figure
_FIGURE = re.compile(r"[0-9][0-9.,:%/-]*[0-9]%?|[0-9]")
_DIGIT_HEIGHT = 0.72  # of the font size
_CROP_HEIGHT = 32.0  # pixels of a digit: what Tesseract reads best
_MARGIN = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """How many figures were compared, and how many of them differ from the print."""

    count: int
    differ: int

    @property
    def is_disputed(self) -> bool:
        """Whether the text layer is not to be believed: several differ, or all there are."""
        return self.differ >= SEVERAL or (self.differ > 0 and self.differ == self.count)


def compare_with_print(
    image: PageImage, characters: Sequence[Char], settings: Settings
) -> Compared:
    """Read some figures of a text layer from the drawn page.

    Without Tesseract nothing is compared: a born-digital page can be read without it.

    Raises:
        TimeoutError: when reading takes longer than ``limits.page_seconds``.
    """
    figures = _figures(characters)
    chosen = sample(figures)
    wrong = _misprinted(image, chosen, settings)
    if wrong and len(wrong) < SEVERAL:  # look at more that share a digit with it
        known = set(map(id, chosen))
        more = [
            run
            for run in figures
            if id(run) not in known
            and any(run[0].font == w[0].font and set(_said(run)) & set(_said(w)) for w in wrong)
        ][:FONT_SAMPLE]
        wrong += _misprinted(image, more, settings)
        chosen += more
    return Compared(len(chosen), len(wrong))


def _misprinted(
    image: PageImage, runs: Sequence[list[Char]], settings: Settings
) -> list[list[Char]]:
    """Those figures of which two readers read the same other digits."""
    cuts = [_cut(image, run) for run in runs]
    by_net = linenet.read_lines([_window(cut) for cut in cuts])
    odd = [
        i
        for i, (run, read) in enumerate(zip(runs, by_net, strict=True))
        if digits(read.text) and digits(read.text) != digits(_said(run))
    ]
    if not odd:
        return []
    try:
        by_tesseract = tesseract.read_lines(
            [_crop(cuts[i]) for i in odd],
            settings.number_language,
            seconds=settings.limits.page_seconds,
        )
    except SkolkitError:
        return []
    return [
        runs[i]
        for i, words in zip(odd, by_tesseract, strict=True)
        if digits("".join(word.text for word in words)) == digits(by_net[i].text)
    ]


def _figures(characters: Sequence[Char]) -> list[list[Char]]:
    """The upright figures of a text layer that are seen, each of one font."""
    return [
        run
        for phrase in phrases_of([c for c in characters if c.veil is None], ())
        for run in phrase
        if len(run) <= LONGEST
        and _FIGURE.fullmatch(_said(run))
        and len({c.font for c in run}) == 1
        and all(c.angle == 0 for c in run)
    ]


def sample(figures: Iterable[list[Char]]) -> list[list[Char]]:
    """Choose figures to compare: of each font those that add most digits not chosen yet."""
    by_font: dict[int, list[list[Char]]] = {}
    for run in figures:
        by_font.setdefault(run[0].font, []).append(run)
    chosen: list[list[Char]] = []
    for runs in by_font.values():
        missing = set("0123456789")
        left = sorted(runs, key=len, reverse=True)[:400]
        for _ in range(FONT_SAMPLE):
            best = max(left, key=lambda run: len(missing & set(_said(run))), default=None)
            if best is None or not missing & set(_said(best)):
                break
            missing -= set(_said(best))
            left.remove(best)
            chosen.append(best)
        chosen += left[:: max(1, len(left) // 3)][:3]
    return chosen[:MOST]


def figures_that_differ(layer: Sequence[Char], words: Iterable[Word]) -> Compared:
    """Look for each figure of a scanner's text layer among the figures that were read.

    Places are not compared: a page may have been turned and straightened.
    """
    known = _figures_of(words)
    count = differ = 0
    for phrase in phrases_of(layer, ()):
        whole = "".join(digits(_said(run)) for run in phrase)
        for run in phrase:
            figure = digits(_said(run))
            if len(figure) >= 2:
                count += 1
                differ += figure not in known and whole not in known
    return Compared(count, differ)


def digits(text: str) -> str:
    """The digits 0-9 of a text."""
    return "".join(c for c in text if c in "0123456789")


def _figures_of(words: Iterable[Word]) -> set[str]:
    """Digits of each word, and of up to four words that follow each other on a line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.y_mid):
        last = lines[-1][-1] if lines else None
        same = last is not None and word.box.y_mid - last.box.y_mid < 0.5 * word.box.height
        if same:
            lines[-1].append(word)
        else:
            lines.append([word])
    known: set[str] = set()
    for line in lines:
        said = [digits(w.text) for w in sorted(line, key=lambda w: w.box.x0)]
        for start in range(len(said)):
            for stop in range(start + 1, min(start + 4, len(said)) + 1):
                known.add("".join(said[start:stop]))
    return known


def _said(run: Sequence[Char]) -> str:
    return "".join(char.text for char in run)


@dataclass(frozen=True, slots=True)
class _Cut:
    pixels: Grey
    size: float  # of the font, in pixels


def _cut(image: PageImage, run: Sequence[Char]) -> _Cut:
    """The place of a figure on the drawn page, as high as its font, black on white."""
    scale = image.dpi / 72.0
    size = run[0].font_size * scale
    box = run[0].box
    for char in run[1:]:
        box = box.union(char.box)
    height, width = image.pixels.shape
    x0, x1 = max(int(box.x0 * scale) - 1, 0), min(int(box.x1 * scale) + 2, width)
    y0, y1 = max(int(box.y0 * scale), 0), min(int(box.y1 * scale) + 1, height)
    pixels = image.pixels[y0:y1, x0:x1]
    if pixels.size == 0:
        return _Cut(np.full((8, 8), 255, np.uint8), size)
    if float(np.median(pixels)) < 128:
        pixels = 255 - pixels
    ink = np.flatnonzero((pixels < 160).any(axis=1))
    if len(ink):
        pixels = pixels[ink[0] : ink[-1] + 1]
    return _Cut(np.ascontiguousarray(pixels), max(size, 4.0))


def _window(cut: _Cut) -> Grey:
    """What the net reads: a line of a fixed height, its digits about 0.6 of it."""
    digit = _DIGIT_HEIGHT * cut.size
    high = max(8, round(max(digit / linenet.DIGIT_SHARE, linenet.ROOM * cut.pixels.shape[0])))
    side = max(2, round(linenet.BESIDE * digit))
    above = (high - cut.pixels.shape[0]) // 2
    below = high - cut.pixels.shape[0] - above
    framed = np.pad(cut.pixels, ((above, below), (side, side)), constant_values=255)
    wide = max(8, round(framed.shape[1] * linenet.HEIGHT / high))
    how = cv2.INTER_AREA if high > linenet.HEIGHT else cv2.INTER_CUBIC
    small = cv2.resize(framed, (wide, linenet.HEIGHT), interpolation=how)
    return np.asarray(small, dtype=np.uint8)


def _crop(cut: _Cut) -> Grey:
    """What Tesseract reads: the same, at its best size, with a margin."""
    factor = min(3.0, _CROP_HEIGHT / (_DIGIT_HEIGHT * cut.size))
    pixels = cut.pixels
    if factor > 1.05:
        larger = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        pixels = np.asarray(larger, dtype=np.uint8)
    return np.pad(pixels, _MARGIN, constant_values=255)
