"""The one module that knows Tesseract: what is installed, and many line crops read in one run.

A process for every cell would cost more than the reading (measured: 0.13 s against 0.006 s), so
the crops of a page go to one process as a list. Its answer is read as TSV text: the wrapper's
data frame would turn "0012" into 12.0.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2

from skolkit.problems import SkolkitError
from skolkit.reading.image import Grey, PixelBox

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # two threads cost four times the CPU (measured)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word of a crop: text, box in the crop's pixels, the engine's confidence 0..1."""

    text: str
    box: PixelBox
    confidence: float


@cache
def version() -> str:
    """The installed version, e.g. ``5.3.0``.

    Raises:
        SkolkitError: E_NO_ENGINE when Tesseract is not there.
    """
    import pytesseract

    try:
        return str(pytesseract.get_tesseract_version()).split()[0]
    except (pytesseract.TesseractNotFoundError, SystemExit) as error:
        raise SkolkitError.of("E_NO_ENGINE", "tesseract") from error


@cache
def languages() -> tuple[str, ...]:
    """The installed language data, sorted."""
    import pytesseract

    version()
    return tuple(sorted(pytesseract.get_languages(config="")))


def _require(language: str) -> None:
    if language not in languages():
        raise SkolkitError.of("E_NO_ENGINE", "tesseract", detail=f"language {language} is missing")


def read_lines(
    crops: Sequence[Grey], language: str, *, seconds: int = 120
) -> list[tuple[ReadWord, ...]]:
    """Read crops that each hold one line of text.

    Args:
        crops: grey pictures, dark on white.
        language: a Tesseract language such as ``swe``.
        seconds: the time allowed for all of them.

    Returns:
        The words of each crop, in the order given.

    Raises:
        SkolkitError: E_NO_ENGINE when Tesseract or the language is missing.
        TimeoutError: when the time is up.
    """
    import pytesseract

    if not crops:
        return []
    _require(language)
    with tempfile.TemporaryDirectory(prefix="skolkit-") as folder:
        paths = []
        for number, crop in enumerate(crops):
            path = Path(folder) / f"{number}.pgm"
            cv2.imwrite(str(path), crop)
            paths.append(str(path))
        listed = Path(folder) / "crops.txt"
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        try:
            tsv = pytesseract.image_to_data(
                str(listed),
                lang=language,
                config="--psm 7 --dpi 300 -c tessedit_do_invert=0",
                timeout=seconds,
            )
        except RuntimeError as error:
            if "timeout" in str(error).lower():
                raise TimeoutError(f"reading {len(crops)} lines took over {seconds} s") from error
            raise
    return _words_by_crop(tsv, len(crops))


def read_whole(
    picture: Grey, language: str, *, psm: int, seconds: int = 120
) -> tuple[ReadWord, ...]:
    """Read a whole picture, wherever in it text stands.

    Args:
        picture: grey, dark on white.
        language: a Tesseract language such as ``swe``.
        psm: Tesseract's way of looking for text: 6 one block, 11 as much as there is.
        seconds: the time allowed.

    Returns:
        The words from top to bottom as Tesseract orders them.

    Raises:
        SkolkitError: E_NO_ENGINE when Tesseract or the language is missing.
        TimeoutError: when the time is up.
    """
    import pytesseract

    _require(language)
    with tempfile.TemporaryDirectory(prefix="skolkit-") as folder:
        path = Path(folder) / "picture.pgm"
        cv2.imwrite(str(path), picture)
        try:
            tsv = pytesseract.image_to_data(
                str(path), lang=language, config=f"--psm {psm} --dpi 300", timeout=seconds
            )
        except RuntimeError as error:
            if "timeout" in str(error).lower():
                raise TimeoutError(f"reading a picture took over {seconds} s") from error
            raise
    return _words_by_crop(tsv, 1)[0]


def _words_by_crop(tsv: str, count: int) -> list[tuple[ReadWord, ...]]:
    words: list[list[ReadWord]] = [[] for _ in range(count)]
    for line in tsv.splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        page, x, y, w, h = (int(fields[k]) for k in (1, 6, 7, 8, 9))
        box = PixelBox(x, y, x + w, y + h)
        words[page - 1].append(ReadWord(fields[11].strip(), box, float(fields[10]) / 100))
    return [tuple(found) for found in words]
