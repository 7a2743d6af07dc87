"""From a heap of disclosed paper to figures that anyone can trace and rerun."""

__version__ = "0.1.0"
