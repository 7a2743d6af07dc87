"""The listed font families become faces that can be drawn with, each with the letters it has."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

LIST = Path(__file__).with_name("fonts.toml")
_SLANTED = re.compile(r"ital|obl|_ri|_rbi|56f|76f|it$|bi$|basi$|bdita")
_HEAVY = re.compile(r"bold|bd|demi|7[567]f|77f|_rb|basb")
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/share/texmf/fonts"))


@dataclass(frozen=True, slots=True)
class Family:
    """A font family: its upright, bold and slanted files, and how often it is drawn."""

    name: str
    weight: float
    held_out: bool
    plain: tuple[Path, ...]
    bold: tuple[Path, ...]
    italic: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A character in one font and size: its advance and its ink box around the pen, in pixels.

    ``cover`` is the share of the box that is ink.
    """

    advance: float
    ink: tuple[int, int, int, int]
    cover: float


class Face:
    """One font file at one size, with the measures of its characters."""

    def __init__(self, path: Path, pixels: int, shaped: bool) -> None:
        layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
        self.font = ImageFont.truetype(str(path), pixels, layout_engine=layout)
        self.pixels = pixels
        self._nothing = bytes(self.font.getmask("\U000f1234"))
        self._shapes: dict[str, Shape | None] = {}

    def shape(self, character: str) -> Shape | None:
        """The measures of a character, or ``None`` where the font has it not."""
        if character not in self._shapes:
            self._shapes[character] = self._measured(character)
        return self._shapes[character]

    def _measured(self, character: str) -> Shape | None:
        drawn = bytes(self.font.getmask(character))
        if not character.isspace() and drawn == self._nothing:
            return None
        mask, (left, top) = self.font.getmask2(character, mode="L", anchor="ls")
        x0, y0, x1, y1 = mask.getbbox() or (0, 0, 0, 0)
        if character.isspace() and x1 > x0:
            return None  # a box that stands for a space that the font has not
        ink = (left + x0, top + y0, left + x1, top + y1)
        cover = sum(drawn) / 255 / max(1, (x1 - x0) * (y1 - y0))
        return Shape(float(self.font.getlength(character)), ink, cover)


@cache
def families() -> tuple[Family, ...]:
    """The listed families.

    Raises:
        FileNotFoundError: when a listed family is not installed, naming its package.
    """
    told = tomllib.loads(LIST.read_text(encoding="utf-8"))["family"]
    return tuple(_family(entry) for entry in told)


def _family(entry: dict[str, object]) -> Family:
    patterns = entry["files"]
    assert isinstance(patterns, list)  # noqa: S101 - the list is ours
    found = sorted({p for f in FOLDERS for pattern in patterns for p in f.glob(pattern)})
    if not found:
        raise FileNotFoundError(f"{entry['name']}: install the package {entry['package']}")
    slanted = {p for p in found if _SLANTED.search(p.stem.lower())}
    heavy = {p for p in found if _HEAVY.search(p.stem.lower())}
    plain = [p for p in found if p not in slanted and p not in heavy] or found
    bold = [p for p in found if p in heavy and p not in slanted] or plain
    italic = [p for p in found if p in slanted and p not in heavy] or plain
    return Family(
        str(entry["name"]),
        float(str(entry.get("weight", 1))),
        bool(entry.get("held_out", False)),
        tuple(plain),
        tuple(bold),
        tuple(italic),
    )
