"""Whether a notebook runs for a copy that is passed on, and what then differs.

``skolkit notebooks``, ``run`` and ``report`` run the notebooks without a person. Their copies hold
no scripts, show tables as plain HTML, and never anything unmasked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from IPython.core.getipython import get_ipython

from skolkit.notebook.html import table_html
from skolkit.problems import SkolkitError


@dataclass(slots=True)
class _State:
    static: bool = False


_STATE = _State()


def make_static() -> None:
    """Run from here on for a copy; the runner calls it before the first cell."""
    _STATE.static = True
    shell: Any = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, table_html)


def is_static() -> bool:
    """Whether the notebook runs for a copy."""
    return _STATE.static


def refuse_unmasked(what: str) -> None:
    """Stop what would put unmasked data into a copy.

    Raises:
        SkolkitError: E_UNMASKED naming it, in a copy.
    """
    if _STATE.static:
        raise SkolkitError.of("E_UNMASKED", what)
