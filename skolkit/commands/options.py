"""What several commands share: options, and progress for people."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from skolkit.running.progress import Progress

WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Pages read at the same time. Default: one for each processor core.",
)
LANG = click.option(
    "--lang",
    type=click.Choice(["sv", "en"]),
    default="sv",
    show_default=True,
    help="Language of the report.",
)


@contextlib.contextmanager
def shown_progress() -> Iterator[Progress]:
    """Give a live line in a terminal, plain lines elsewhere."""
    from skolkit.running.progress import Live, Plain

    if sys.stderr.isatty():
        with Live() as live:
            yield live
    else:
        yield Plain()
