"""Times the stages of reading from outside: functions of skolkit are wrapped by name.

The product's code knows nothing of it. A stage's time is its own: what another stage takes inside
it counts for that one alone, unless the stage is said to swallow what it calls.
"""

from __future__ import annotations

import functools
import importlib
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: the function that does it, and how it is told in the table.

    ``by`` names the position of an argument that is told too (a language, say).
    """

    name: str
    target: str  # "package.module:function"
    swallows: bool = False
    by: int | None = None


STAGES = (
    Stage("render", "skolkit.intake.paper:page_image"),
    Stage("light", "skolkit.reading.image:even_light"),
    Stage("upright: fills", "skolkit.reading.image:open_black_fills"),
    Stage("upright: direction", "skolkit.reading.upright:lines_run_down"),
    Stage("upright: skew", "skolkit.reading.upright:skew_of"),
    Stage("upright: straighten", "skolkit.reading.upright:straighten"),
    Stage("upright: which way up", "skolkit.reading.laid:_upside_down", swallows=True),
    Stage("rulings", "skolkit.reading.rulings:take_out_rulings"),
    Stage("rulings", "skolkit.reading.broken:take_out_broken_lines"),
    Stage("segments", "skolkit.reading.segments:segment"),
    Stage("linenet: windows", "skolkit.reading.linenet:line_windows"),
    Stage("linenet", "skolkit.reading.linenet:read_lines"),
    Stage("crops", "skolkit.reading.readers:tight_crop"),
    Stage("crops", "skolkit.reading.readers:loose_crop"),
    Stage("tesseract", "skolkit.reading.tesseract:read_lines", by=1),
    Stage("ppocr", "skolkit.reading.ppocr:recognise"),
    Stage("vote", "skolkit.reading.vote:decide"),
    Stage("glyphs", "skolkit.reading.glyphs:settle_by_glyphs"),
    Stage("shapes", "skolkit.reading.shapes:doubt_odd_shapes"),
    Stage("text layer", "skolkit.intake.pdf:characters"),
    Stage("text layer", "skolkit.reading.textlayer:words_of"),
)
REST = "rest of reading"


@dataclass(slots=True)
class Spent:
    """Wall and processor seconds; the latter with those of ended children."""

    wall: float = 0.0
    cpu: float = 0.0

    def add(self, other: Spent) -> None:
        """Count another's time too."""
        self.wall += other.wall
        self.cpu += other.cpu


@dataclass(slots=True)
class Clock:
    """What each stage took in this process since it was last asked."""

    spent: dict[str, Spent] = field(default_factory=dict)
    inner: list[Spent] = field(default_factory=list)  # of each open stage: what is not its own
    swallowed: bool = False

    def take(self) -> dict[str, Spent]:
        """Give the times so far and start anew."""
        spent, self.spent = self.spent, {}
        return spent


CLOCK = Clock()


def cpu_seconds() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def resolve(target: str) -> Callable[..., Any]:
    """The function that a target names.

    Raises:
        AttributeError, ModuleNotFoundError: if there is none: the table above is out of date.
    """
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def start_timing(clock: Clock = CLOCK, stages: tuple[Stage, ...] = STAGES) -> None:
    """Wrap every stage's function wherever skolkit's modules hold it."""
    for stage in stages:
        original = resolve(stage.target)
        wrapped = _timed(stage, original, clock)
        for name, module in list(sys.modules.items()):
            if name.startswith("skolkit"):
                for held, value in list(vars(module).items()):
                    if value is original:
                        setattr(module, held, wrapped)


def _timed(stage: Stage, function: Callable[..., Any], clock: Clock) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*args: Any, **named: Any) -> Any:
        if clock.swallowed:
            return function(*args, **named)
        name = stage.name if stage.by is None else f"{stage.name} {args[stage.by]}"
        clock.swallowed = stage.swallows
        clock.inner.append(Spent())
        wall, cpu = time.perf_counter(), cpu_seconds()
        try:
            return function(*args, **named)
        finally:
            whole = Spent(time.perf_counter() - wall, cpu_seconds() - cpu)
            clock.swallowed = False
            not_own = clock.inner.pop()
            if clock.inner:
                clock.inner[-1].add(whole)
            own = Spent(whole.wall - not_own.wall, whole.cpu - not_own.cpu)
            clock.spent.setdefault(name, Spent()).add(own)

    return timed
