"""The words of our own captions: found in what is published, they prove no leak."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources

from skolkit.privacy.lone_names import name_key

_FOLDERS = ("analysis", "catalogue", "publish", "publish/templates", "tables")
_LEAST = 6  # letters; the last check looks for no shorter word by itself


@cache
def _words() -> frozenset[str]:
    found: set[str] = set()
    for folder in _FOLDERS:
        for file in resources.files("skolkit").joinpath(folder).iterdir():
            if file.is_file() and not file.name.endswith(".pyc"):
                text = file.read_text(encoding="utf-8")
                found.update(word for word in re.findall(r"[^\W\d_]+", text) if len(word) >= _LEAST)
    return frozenset(map(name_key, found))


def telling_words(words: Iterable[str]) -> tuple[str, ...]:
    """Those of some words that stand in no caption, so that finding one says that it leaked."""
    return tuple(word for word in words if name_key(word) not in _words())
