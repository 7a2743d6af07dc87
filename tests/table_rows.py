"""Rows of the clean tables for tests: nothing is known but what is given."""

from __future__ import annotations

import typing
from dataclasses import MISSING, fields
from typing import TypeVar

T = TypeVar("T")
_BASE = {
    "row_id": "t:d#1!R2",
    "collection": "prov",
    "document": "a.pdf",
    "document_id": "d",
    "sheet_id": "d#1",
    "row": 2,
    "row_kind": "row",
}


def plain(row_class: type[T], **given: object) -> T:
    """A row of the class; texts are empty, lists have no parts, values are unknown."""
    hints = typing.get_type_hints(row_class)
    made: dict[str, object] = {}
    for field in fields(row_class):  # type: ignore[arg-type]
        if field.default is MISSING:
            kind = hints[field.name]
            empty = () if typing.get_origin(kind) is tuple else None
            made[field.name] = {str: "", bool: False, int: 0}.get(kind, empty)
    known = {name: value for name, value in _BASE.items() if name in made}
    return row_class(**{**made, **known, **given})
