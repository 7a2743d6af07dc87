"""Printed lines that a bad copy broke into dots are found by how the dots line up."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Mask
from skolkit.reading.rulings import PixelRuling

THIN_INCH = 0.022  # a fragment of a line is no thicker
LEAST_INCH = 0.40  # ink that the fragments of one line have along it, together
SPAN_INCH = 1.2  # from the first to the last fragment
SHARE = 0.06  # of that span is ink
FRAGMENTS = 8
BESIDE_INCH = 0.022  # a mark of text (a dot, a colon, a hyphen) stands this close to a letter
LETTER_INCH = 0.045  # the height from which a piece of ink is a letter
REACH_INCH = 1.0  # fragments farther apart than this are not one line


Labels = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Fragments:
    """Thin pieces of ink: level, start and end along the line, and their labels."""

    at: NDArray[np.float64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.int64]
    beside: NDArray[np.bool_]  # whether it stands beside a letter


def take_out_broken_lines(ink: Mask, dpi: float) -> tuple[Mask, tuple[PixelRuling, ...]]:
    """Find lines of fragments and take the fragments out of the ink.

    Random specks fall on one level far too seldom to add up to a line's length of ink. Marks of
    text (decimal commas, colons, hyphens) do line up in a list, but they stand beside letters; a
    line's fragments lie mostly in the open.

    Args:
        ink: the page's ink, whole rulings already taken out.
        dpi: of the picture.

    Returns:
        The ink without the fragments, and the lines.
    """
    out = ink
    lines: list[PixelRuling] = []
    for horizontal in (True, False):
        picture = out if horizontal else np.ascontiguousarray(out.T)
        _, found_labels, found_stats, _ = cv2.connectedComponentsWithStats(picture.astype(np.uint8))
        labels = np.asarray(found_labels, dtype=np.int32)
        stats = np.asarray(found_stats, dtype=np.int32)
        pieces = _thin_pieces(stats, _beside(labels, stats, dpi), dpi)
        found, taken = _lines_among(pieces, picture.shape, dpi, horizontal)
        lines += found
        if len(taken):
            cleaned = picture & ~np.isin(labels, taken)
            out = cleaned if horizontal else np.ascontiguousarray(cleaned.T)
    return out, tuple(lines)


def _beside(labels: Labels, stats: Labels, dpi: float) -> NDArray[np.bool_]:
    """For each label, whether letters stand close to its middle."""
    tall = np.maximum(stats[:, 2], stats[:, 3]) >= dpi * LETTER_INCH
    tall &= np.minimum(stats[:, 2], stats[:, 3]) > dpi * THIN_INCH
    tall[0] = False
    side = 2 * round(dpi * BESIDE_INCH) + 1
    near = cv2.dilate(tall[labels].astype(np.uint8), np.ones((side, side), np.uint8))
    rows = np.clip(stats[:, 1] + stats[:, 3] // 2, 0, labels.shape[0] - 1)
    columns = np.clip(stats[:, 0] + stats[:, 2] // 2, 0, labels.shape[1] - 1)
    return np.asarray(near[rows, columns] > 0)


def _thin_pieces(stats: NDArray[np.int32], beside: NDArray[np.bool_], dpi: float) -> _Fragments:
    thin = np.flatnonzero(stats[:, 3] <= dpi * THIN_INCH)
    thin = thin[thin > 0]
    chosen = stats[thin]
    return _Fragments(
        at=chosen[:, 1] + chosen[:, 3] / 2,
        start=chosen[:, 0].astype(np.int64),
        end=(chosen[:, 0] + chosen[:, 2]).astype(np.int64),
        label=thin.astype(np.int64),
        beside=beside[thin],
    )


def _lines_among(
    pieces: _Fragments, shape: tuple[int, ...], dpi: float, horizontal: bool
) -> tuple[list[PixelRuling], NDArray[np.int64]]:
    length = (pieces.end - pieces.start).astype(np.float64)
    amounts = np.bincount(pieces.at.astype(np.int64), weights=length, minlength=shape[0])
    profile = np.convolve(amounts, np.ones(3), "same")
    lines: list[PixelRuling] = []
    taken: list[NDArray[np.int64]] = []
    near = max(2.0, dpi * 0.011)
    while True:
        level = int(profile.argmax())
        if profile[level] < dpi * LEAST_INCH:
            break
        profile[max(0, level - round(2 * near)) : level + round(2 * near) + 1] = 0
        members = np.flatnonzero(np.abs(pieces.at - level) <= near)
        for run in _runs(pieces, members, dpi * REACH_INCH):
            start, end = int(pieces.start[run].min()), int(pieces.end[run].max())
            ink = float(length[run].sum())
            enough = len(run) >= FRAGMENTS and ink >= dpi * LEAST_INCH
            enough = enough and float(length[run][pieces.beside[run]].sum()) <= 0.5 * ink
            if enough and end - start >= dpi * SPAN_INCH and ink >= SHARE * (end - start):
                at = float(np.average(pieces.at[run], weights=length[run]))
                lines.append(PixelRuling(horizontal, at, start, end, 2))
                taken.append(pieces.label[run])
    return lines, np.concatenate(taken) if taken else np.empty(0, np.int64)


def _runs(pieces: _Fragments, members: NDArray[np.int64], reach: float) -> list[NDArray[np.int64]]:
    """Split fragments of one level where they are too far apart."""
    ordered = members[np.argsort(pieces.start[members], kind="stable")]
    gaps = pieces.start[ordered[1:]] - pieces.end[ordered[:-1]]
    return np.split(ordered, np.flatnonzero(gaps > reach) + 1)
