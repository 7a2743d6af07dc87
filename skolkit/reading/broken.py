"""Printed lines that a bad copy broke into dots are found by how the dots line up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skolkit.reading.image import Mask, PixelRuling

THIN_INCH = 0.022  # a fragment of a line is no thicker
LEAST_INCH = 0.40  # ink that the fragments of one line have along it, together
SPAN_INCH = 1.2  # from the first to the last fragment
SHARE = 0.06  # of that span is ink
FRAGMENTS = 8
LETTER_INCH = 0.045  # the height from which a piece of ink is a letter
REACH_INCH = 1.0  # fragments farther apart than this are not one line


@dataclass(frozen=True, slots=True)
class _Fragments:
    """Thin pieces of ink: level, start and end along the line, and their labels."""

    at: NDArray[np.float64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    label: NDArray[np.int64]


def take_out_broken_lines(ink: Mask, dpi: float) -> tuple[Mask, tuple[PixelRuling, ...]]:
    """Find lines of fragments and take the fragments out of the ink.

    Random specks fall on one level far too seldom to add up to a line's length of ink. Marks of
    text (decimal commas, colons, hyphens) do line up in a list, but always at the height of the
    text; a line's fragments lie between the rows of text as well.

    Args:
        ink: the page's ink, whole rulings already taken out.
        dpi: of the picture.

    Returns:
        The ink without the fragments, and the lines.
    """
    between = _between_rows(ink, dpi)
    out = ink
    lines: list[PixelRuling] = []
    for horizontal in (True, False):
        picture = out if horizontal else np.ascontiguousarray(out.T)
        _, numbered, measured, _ = cv2.connectedComponentsWithStats(picture.astype(np.uint8))
        pieces = _thin_pieces(np.asarray(measured, dtype=np.int32), dpi)
        found: list[PixelRuling] = []
        taken: list[NDArray[np.int64]] = []
        for at, run in _candidates(pieces, picture.shape[0], dpi):
            start, end = int(pieces.start[run].min()), int(pieces.end[run].max())
            weight = (pieces.end[run] - pieces.start[run]).astype(np.float64)
            if horizontal:
                real = bool(between[max(0, round(at) - 1) : round(at) + 2].any())
            else:
                # A comma hangs out of its line of text: only what lies outside wholly is a line's.
                outside = between[pieces.start[run]] & between[pieces.end[run] - 1]
                open_share = float(between[start:end].mean())
                real = float(weight[outside].sum()) >= 0.5 * open_share * weight.sum()
            if real:
                found.append(PixelRuling(horizontal, at, start, end, 2))
                taken.append(pieces.label[run])
        lines += found
        if taken:
            labels = np.asarray(numbered, dtype=np.int32)
            cleaned = picture & ~np.isin(labels, np.concatenate(taken))
            out = cleaned if horizontal else np.ascontiguousarray(cleaned.T)
    return out, tuple(lines)


def _between_rows(ink: Mask, dpi: float) -> NDArray[np.bool_]:
    """For each row of pixels, whether it lies between rows of text: hardly any letter is there."""
    _, numbered, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    labels = np.asarray(numbered, dtype=np.int32)
    letters = (stats[:, 3] >= dpi * LETTER_INCH) & (stats[:, 3] <= dpi * 0.3)
    letters[0] = False
    amount = letters[labels].sum(axis=1).astype(np.float64)
    return np.asarray(amount <= 0.2 * np.percentile(amount, 90))


def _thin_pieces(stats: NDArray[np.int32], dpi: float) -> _Fragments:
    thin = np.flatnonzero(stats[:, 3] <= dpi * THIN_INCH)
    thin = thin[thin > 0]
    chosen = stats[thin]
    return _Fragments(
        at=chosen[:, 1] + chosen[:, 3] / 2,
        start=chosen[:, 0].astype(np.int64),
        end=(chosen[:, 0] + chosen[:, 2]).astype(np.int64),
        label=thin.astype(np.int64),
    )


def _candidates(
    pieces: _Fragments, height: int, dpi: float
) -> Iterator[tuple[float, NDArray[np.int64]]]:
    """Level and fragments of each run of fragments that has a line's ink."""
    length = (pieces.end - pieces.start).astype(np.float64)
    amounts = np.bincount(pieces.at.astype(np.int64), weights=length, minlength=height)
    profile = np.convolve(amounts, np.ones(3), "same")
    near = max(2.0, dpi * 0.011)
    while len(profile):
        level = int(profile.argmax())
        if profile[level] < dpi * LEAST_INCH:
            break
        profile[max(0, level - round(2 * near)) : level + round(2 * near) + 1] = 0
        members = np.flatnonzero(np.abs(pieces.at - level) <= near)
        for run in _runs(pieces, members, dpi * REACH_INCH):
            span = float(pieces.end[run].max() - pieces.start[run].min())
            ink = float(length[run].sum())
            enough = len(run) >= FRAGMENTS and ink >= dpi * LEAST_INCH
            if enough and span >= dpi * SPAN_INCH and ink >= SHARE * span:
                yield float(np.average(pieces.at[run], weights=length[run])), run


def _runs(pieces: _Fragments, members: NDArray[np.int64], reach: float) -> list[NDArray[np.int64]]:
    """Split fragments of one level where they are too far apart."""
    ordered = members[np.argsort(pieces.start[members], kind="stable")]
    gaps = pieces.start[ordered[1:]] - pieces.end[ordered[:-1]]
    return np.split(ordered, np.flatnonzero(gaps > reach) + 1)
