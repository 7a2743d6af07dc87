"""What the readers that are neural nets share: how a net is opened, and what it says of a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a net reads in one picture of a line.

    ``probability`` is the net's own, 0..1; ``middles`` are the middles of the characters as shares
    0..1 of the picture's width.
    """

    text: str
    probability: float
    middles: tuple[float, ...]


def trimmed(text: str, probability: float, middles: Sequence[float]) -> Recognised:
    """A reading without spaces at its ends; nothing at all has the probability 0."""
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    if start >= stop:
        return Recognised("", 0.0, ())
    return Recognised(
        text[start:stop], probability, tuple(min(1.0, m) for m in middles[start:stop])
    )


def open_net(path: Path) -> onnxruntime.InferenceSession:
    """Open a net on one thread, since pages are read side by side.

    Args:
        path: an ONNX file.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it never gives back what the widest line took
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
