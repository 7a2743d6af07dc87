"""What a person sees while a run goes on: a live line in a terminal, plain lines elsewhere.

All of it goes to standard error. Names of files are shown, never what stands in them.
"""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import IO, Any, Protocol

from skolkit.analysis.words import printable

_PLAIN_EVERY = 10  # pages between two plain lines


class Progress(Protocol):
    """Listens to a run. All counts are steps, not totals."""

    def say(self, text: str) -> None:
        """Tell a stage in words."""

    def planned(self, pages: int) -> None:
        """So many more pages (or native documents) are to be read."""

    def page_done(self, document: str, page: int | None, doubtful: int, *, ok: bool) -> None:
        """A page, or a native document (``page`` None), is read or has failed."""


class Silent:
    """Shows nothing; for use from Python and in tests."""

    def say(self, text: str) -> None:
        """Ignore."""

    def planned(self, pages: int) -> None:
        """Ignore."""

    def page_done(self, document: str, page: int | None, doubtful: int, *, ok: bool) -> None:
        """Ignore."""


class Plain:
    """Quiet lines for logs and pipes: a stage when it begins, and every ten pages."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        """Write to ``stream``, standard error unless told otherwise."""
        self._stream = stream or sys.stderr
        self._planned = self._done = self._doubtful = self._failed = 0

    def say(self, text: str) -> None:
        """Write the stage."""
        print(printable(text), file=self._stream, flush=True)

    def planned(self, pages: int) -> None:
        """Count what is to be done."""
        self._planned += pages

    def page_done(self, document: str, page: int | None, doubtful: int, *, ok: bool) -> None:
        """Count, and write a line every ten pages and at the end."""
        self._done += 1
        self._doubtful += doubtful
        self._failed += not ok
        if self._done % _PLAIN_EVERY == 0 or self._done == self._planned:
            failed = f", {self._failed} failed" if self._failed else ""
            self.say(
                f"  {self._done} of {self._planned} pages and workbooks read{failed}, "
                f"{self._doubtful} doubtful cells"
            )


class Live:
    """One line that moves: pages done and left, pages a minute, doubtful cells."""

    def __init__(self) -> None:
        """Prepare the line; it appears inside ``with``."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]} left"),
            TextColumn("{task.fields[rate]:.0f} pages/min"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[doubtful]} doubtful cells"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: Any = self._bar.add_task(
            "Reading", total=0, left=0, rate=0.0, doubtful=0, visible=False
        )
        self._started = time.monotonic()
        self._total = self._done = self._doubtful = 0

    def __enter__(self) -> Live:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def say(self, text: str) -> None:
        """Write the stage above the line."""
        self._bar.console.print(printable(text), markup=False, highlight=False)

    def planned(self, pages: int) -> None:
        """Lengthen the bar; the clock for the rate starts with the first page."""
        if self._total == 0:
            self._started = time.monotonic()
        self._total += pages
        self._show("")

    def page_done(self, document: str, page: int | None, doubtful: int, *, ok: bool) -> None:
        """Move the bar."""
        self._done += 1
        self._doubtful += doubtful
        self._show(document if page is None else f"{document}, page {page}")

    def _show(self, what: str) -> None:
        minutes = (time.monotonic() - self._started) / 60
        self._bar.update(
            self._task,
            description=printable(what[-40:]) or "Reading",
            total=self._total,
            completed=self._done,
            left=self._total - self._done,
            rate=self._done / minutes if minutes > 0 else 0.0,
            doubtful=self._doubtful,
            visible=True,
        )
