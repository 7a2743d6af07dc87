"""The project's own line reader: a small net that reads one segment from its own, looser window.

It differs from Tesseract in kind (a convolutional net with CTC, A. Graves et al. 2006, trained on
drawn and damaged prints only, see ``tools/train_line_reader``) and in what it is shown: its window
is cut before rulings are painted out, because two readers behind one crop make the same errors
(measured: both lose the same minus signs and commas to a tight crop).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Grey
from skolkit.reading.nets import Recognised, open_net, trimmed
from skolkit.reading.segments import Segment, Segmented

WEIGHTS = Path(__file__).with_name("weights") / "lines.onnx"
ALPHABET = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
    "abcdefghijklmnopqrstuvwxyz{|}~"
    "åäöÅÄÖéèêëàâçùûîïôœÉüÜßñæøÆØšžčŠŽČćđ§°½²€£…"
)
HEIGHT = 32  # pixels of a window
DIGIT_SHARE = 0.61  # of the window's height that a digit takes
ROOM = 1.2  # a window is at least this many times as high as its ink
BESIDE = 0.35  # of the letter height, left at each side
FRAME = 2  # pixels of a window for each frame of the net's answer
STEP = 16  # windows are filled up with paper to a multiple of this width ...
WIDE_STEP = 64  # ... or of this one, from WIDE on
WIDE = 320
BATCH_PIXELS = 6400  # width of the windows that go through the net at once, together
LEAST = 1e-300  # stands for a probability of nothing


def owners_of(parts: Segmented) -> NDArray[np.int32]:
    """For each label of a page's ink, the number from 1 of the segment that has it, or 0."""
    owners = np.zeros(int(parts.labels.max(initial=0)) + 1, np.int32)
    for number, piece in enumerate(parts.segments, start=1):
        owners[list(piece.labels)] = number
    return owners


def line_windows(
    even: Grey, parts: Segmented, pieces: Sequence[Segment] | None = None
) -> list[Grey]:
    """Cut the windows of some or all segments of a page; see ``line_window``."""
    owners = owners_of(parts)
    chosen = parts.segments if pieces is None else pieces
    return [line_window(even, parts.labels, piece, owners) for piece in chosen]


def margin_of(piece: Segment) -> int:
    """How many pixels of the page a window shows on each side of its segment."""
    return max(2, round(BESIDE * piece.height))


def line_window(
    even: Grey,
    labels: NDArray[np.int32],
    piece: Segment,
    owners: NDArray[np.int32] | None = None,
) -> Grey:
    """Cut one segment's window: only what belongs to other segments is painted out.

    Rulings, specks and lost commas stay: the net has learnt what is a ruling, and ink that no
    segment claims may be what the segmentation missed.

    Args:
        even: the evened upright page, its rulings still in it.
        labels: the page's numbered ink, as the segmentation gives it.
        piece: the segment.
        owners: of ``owners_of``; without it all numbered ink that is not the segment's is painted.

    Returns:
        A window HEIGHT pixels high, with digits about 0.6 of it.
    """
    box = piece.box
    high = max(8, round(max(piece.height / DIGIT_SHARE, ROOM * box.height)))
    margin = margin_of(piece)
    top = (box.y0 + box.y1 - high) // 2
    left, right = box.x0 - margin, box.x1 + margin
    y0, y1 = max(0, top), min(even.shape[0], top + high)
    x0, x1 = max(0, left), min(even.shape[1], right)
    crop: Grey = even[y0:y1, x0:x1]
    numbers = labels[y0:y1, x0:x1]
    if owners is None:
        own = np.isin(numbers, piece.labels)
        foreign = (numbers > 0) & ~own
    else:
        of = owners[numbers]
        own = of == owners[piece.labels[0]]
        foreign = (of > 0) & ~own
    if foreign.any():
        grown = cv2.dilate(foreign.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        crop = np.where(grown & ~own, np.uint8(255), crop)
    if crop.shape != (high, right - left):
        edges = (y0 - top, top + high - y1, x0 - left, right - x1)
        crop = np.pad(crop, (edges[:2], edges[2:]), constant_values=255)
    wide = max(8, round((right - left) * HEIGHT / high))
    how = cv2.INTER_AREA if high > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, (wide, HEIGHT), interpolation=how), dtype=np.uint8)


def padded_width(width: int) -> int:
    """The width to which a window is filled up; windows of one padded width go together.

    So a window is read the same alone and among others.
    """
    step = STEP if width < WIDE else WIDE_STEP
    return -(-(width + 4) // step) * step


def read_lines(windows: Sequence[Grey]) -> list[Recognised]:
    """Read windows of ``line_window``, in the order given."""
    found: list[Recognised | None] = [None] * len(windows)
    for chosen, answers in _answers(windows):
        texts, middles = zip(*(_spelled(answer) for answer in answers), strict=True)
        sure = np.exp(_log_posteriors(answers, texts))
        for i, text, middle, probability in zip(chosen, texts, middles, sure, strict=True):
            ends = tuple(min(1.0, m * FRAME / windows[i].shape[1]) for m in middle)
            spelled = "".join(ALPHABET[code - 1] for code in text)
            found[i] = trimmed(spelled, float(min(1.0, probability)), ends)
    return [reading for reading in found if reading is not None]


def probabilities_of(windows: Sequence[Grey], texts: Sequence[str]) -> list[float]:
    """The posterior of a given text for each window: 0 where the alphabet cannot spell it.

    For choices that are made elsewhere, as that of a decimal comma over a point.
    """
    codes = {character: code for code, character in enumerate(ALPHABET, start=1)}
    found = [0.0] * len(windows)
    can = [i for i, text in enumerate(texts) if all(c in codes for c in text)]
    for chosen, answers in _answers([windows[i] for i in can]):
        wanted = [tuple(codes[c] for c in texts[can[i]]) for i in chosen]
        for i, value in zip(chosen, _log_posteriors(answers, wanted), strict=True):
            found[can[i]] = float(min(1.0, np.exp(value)))
    return found


def probability_of(window: Grey, text: str) -> float:
    """The posterior of one text for one window."""
    return probabilities_of([window], [text])[0]


@cache
def _session() -> Any:
    """The net, on one thread.

    Raises:
        ValueError: when the weights were made for another alphabet or height.
    """
    session = open_net(WEIGHTS)
    told = json.loads(session.get_modelmeta().custom_metadata_map["skolkit"])
    if told["alphabet"] != ALPHABET or told["height"] != HEIGHT:
        raise ValueError("the line reader's weights and its code do not belong together")
    return session


def _answers(
    windows: Sequence[Grey],
) -> list[tuple[list[int], NDArray[np.float32]]]:
    """Logarithms of probability (window, frame, code), for windows of one width at a time."""
    by_width: dict[int, list[int]] = {}
    for i, window in enumerate(windows):
        by_width.setdefault(padded_width(window.shape[1]), []).append(i)
    found = []
    for width in sorted(by_width):
        most = max(1, BATCH_PIXELS // width)
        members = by_width[width]
        for start in range(0, len(members), most):
            chosen = members[start : start + most]
            batch = np.full((len(chosen), 1, HEIGHT, width), 255, np.uint8)
            for row, i in enumerate(chosen):
                batch[row, 0, :, : windows[i].shape[1]] = windows[i]
            answer = _session().run(None, {"windows": batch})[0]
            found.append((chosen, np.asarray(answer, dtype=np.float32)))
    return found


def _spelled(answer: NDArray[np.float32]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """The characters' codes along the best path, and the frame of each one's middle."""
    path = answer.argmax(axis=1)
    starts = np.flatnonzero(np.diff(path, prepend=-1))
    stops = np.append(starts[1:], len(path))
    marked = path[starts] > 0
    codes = tuple(int(c) for c in path[starts][marked])
    middles = tuple(float(m) for m in ((starts + stops) / 2)[marked])
    return codes, middles


def _log_posteriors(
    answers: NDArray[np.float32], texts: Sequence[tuple[int, ...]]
) -> NDArray[np.float64]:
    """Logarithm of each text's probability, over all its paths (the CTC forward recursion)."""
    count, frames, _ = answers.shape
    states = 2 * max(len(text) for text in texts) + 1
    codes = np.zeros((count, states), np.int64)
    for row, text in enumerate(texts):
        codes[row, 1 : 2 * len(text) : 2] = text
    spread = np.broadcast_to(codes[:, None, :], (count, frames, states))
    emitted = np.exp(np.take_along_axis(answers, spread, 2).astype(np.float64))
    # A blank between two characters may be left out unless they are equal.
    skip = np.zeros((count, states))
    skip[:, 2:] = (codes[:, 2:] > 0) & (codes[:, 2:] != codes[:, :-2])
    ways = np.zeros((count, states + 2))  # two states before the first, which nothing reaches
    ways[:, 2:4] = emitted[:, 0, :2]
    scale = np.zeros(count)
    for frame in range(1, frames):
        now = ways[:, 2:] + ways[:, 1:-1] + ways[:, :-2] * skip
        now *= emitted[:, frame]
        total = np.maximum(now.sum(axis=1), LEAST)
        ways[:, 2:] = now / total[:, None]
        scale += np.log(total)
    rows = np.arange(count)
    last = np.array([2 * len(text) for text in texts])
    ended = ways[rows, 2 + last] + np.where(last > 0, ways[rows, 1 + last], 0.0)
    return np.asarray(np.log(np.maximum(ended, LEAST)) + scale, dtype=np.float64)
