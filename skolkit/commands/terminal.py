"""The one way to a terminal: lines of text in which nothing steers it."""

from __future__ import annotations

import click


def tell(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Write text; control characters and marks that turn text around are shown as U+FFFD.

    Names of files and sheets come from strangers, and a terminal obeys what stands in them.

    Args:
        text: lines; line feeds part them.
        err: whether it goes to standard error.
        nl: whether a line feed ends it.
    """
    from skolkit.analysis.words import printable

    click.echo(printable(text), err=err, nl=nl)
