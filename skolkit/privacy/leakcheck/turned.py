"""Words of a picture that was read on its side or upside down, to those that may stand there so.

Figures that are read upside down are figures too: 999999-990 becomes the telephone number
066-666666. So a word of a turned reading tells only where reading the picture as it stands knows
no better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from skolkit.reading.image import PixelBox
from skolkit.reading.tesseract import ReadWord

_COVERED = 0.5  # part of the smaller word's box that two words at one place share


def turned_back(word: ReadWord, quarter: int, width: int, height: int) -> ReadWord:
    """A word of a turned picture at its place in the picture as it stands.

    Args:
        word: its box in pixels of the turned picture.
        quarter: how many quarters the picture was turned, as ``numpy.rot90`` counts.
        width: of the picture as it stands, pixels.
        height: likewise.
    """
    box = word.box
    x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
    back = {
        0: box,
        1: PixelBox(width - y1, x0, width - y0, x1),
        2: PixelBox(width - x1, height - y1, width - x0, height - y0),
        3: PixelBox(y0, height - x1, y1, height - x0),
    }
    return replace(word, box=back[quarter % 4])


def believable(
    standing: Sequence[ReadWord], turned: Sequence[ReadWord], quarter: int, width: int, height: int
) -> tuple[ReadWord, ...]:
    """The words of a turned reading that a reading of the picture as it stands does not contradict.

    Args:
        standing: words read from the picture as it stands.
        turned: words read from the turned picture, boxes in its own pixels.
        quarter: how it was turned.
        width: of the picture as it stands, pixels.
        height: likewise.

    Returns:
        All of ``turned`` if the whole was read with no less confidence so: then the picture may
        well stand wrongly. Else those at whose place no word was read with more confidence.
    """
    if confidence(turned) >= confidence(standing):
        return tuple(turned)
    return tuple(
        word
        for word in turned
        if not any(
            other.confidence > word.confidence and _share_a_place(other.box, back.box)
            for back in (turned_back(word, quarter, width, height),)
            for other in standing
        )
    )


def confidence(words: Sequence[ReadWord]) -> float:
    """The confidence of a letter on average, 0..1; 0 without words."""
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0


def _share_a_place(a: PixelBox, b: PixelBox) -> bool:
    width = min(a.x1, b.x1) - max(a.x0, b.x0)
    height = min(a.y1, b.y1) - max(a.y0, b.y0)
    if width <= 0 or height <= 0:
        return False
    return width * height >= _COVERED * min(a.width * a.height, b.width * b.height)
