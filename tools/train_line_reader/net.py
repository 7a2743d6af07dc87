"""The net: convolutions that shrink a window to one row of frames, then wide ones along the row."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def _conv(inside: int, outside: int, size: tuple[int, int], stride: tuple[int, int]) -> nn.Module:
    padding = (0 if size[0] == 4 else size[0] // 2, size[1] // 2)
    return nn.Sequential(
        nn.Conv2d(inside, outside, size, stride, padding, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class _Along(nn.Module):
    """A residual block along the line: a wide look at each channel, then a mix of channels."""

    def __init__(self, channels: int, reach: int, inner: int) -> None:
        super().__init__()
        self.steps = nn.Sequential(
            nn.Conv2d(
                channels, channels, (1, reach), padding=(0, reach // 2), groups=channels, bias=False
            ),
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, inner, 1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(inplace=True),
            nn.Conv2d(inner, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Add what the block finds to what it is given."""
        return x + self.steps(x)


class LineNet(nn.Module):
    """Windows of 0..255 to logarithms of probability: window, frame (2 pixels), code."""

    def __init__(self, classes: int, widths: tuple[int, int, int, int] = (24, 48, 80, 160)) -> None:
        super().__init__()
        a, b, c, d = widths
        self.body = nn.Sequential(
            _conv(1, a, (5, 5), (2, 2)),  # 16 rows
            _conv(a, b, (3, 3), (2, 1)),  # 8
            _conv(b, c, (3, 3), (2, 1)),  # 4
            _conv(c, d, (4, 3), (1, 1)),  # 1
            _Along(d, 9, 2 * d),
            _Along(d, 9, 2 * d),
            _Along(d, 9, 2 * d),
            nn.Dropout(0.05),
            nn.Conv2d(d, classes + 1, 1),  # code 0 is CTC's blank
        )

    def forward(self, windows: Tensor) -> Tensor:
        """Read a batch of windows (N, 1, 32, W) of bytes or floats."""
        ink = 1.0 - windows.float() / 255.0
        frames = self.body(ink).squeeze(2)
        return torch.log_softmax(frames.transpose(1, 2), dim=2)
