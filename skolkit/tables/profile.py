"""Profile files (TOML) to profiles: how a kind of table is recognised and what its words mean."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from rapidfuzz import fuzz, process

from skolkit.tables.text import fold, join_lines

SHIPPED = ("costs", "incidents", "messages")
SHORT = 6  # headings and words below this length, folded, must agree exactly


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a profile knows. ``use`` is false for columns known only to be left alone."""

    name: str
    headings: tuple[str, ...]
    use: bool = True
    unit: str = ""  # canonical unit of the clean column, where it has one


@dataclass(frozen=True, slots=True)
class Layout:
    """One way that such a table is laid out; of each group at least one field must be there."""

    name: str
    required: tuple[tuple[str, ...], ...]

    def missing(self, present: frozenset[str]) -> tuple[tuple[str, ...], ...]:
        """The groups of which no field is present."""
        return tuple(group for group in self.required if not present.intersection(group))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of a coded column, folded, with what they mean."""

    meanings: tuple[tuple[str, str], ...]  # (folded word, meaning)

    def meaning(self, text: str, threshold: float = 80.0) -> str | None:
        """What a printed word means: exact once folded, else nearest within the threshold."""
        folded = fold(join_lines(text))
        words = dict(self.meanings)
        if folded in words or len(folded) < SHORT:
            return words.get(folded)
        near = process.extractOne(folded, list(words), scorer=fuzz.ratio, score_cutoff=threshold)
        return words[near[0]] if near and len(near[0]) >= SHORT - 1 else None


@dataclass(frozen=True, slots=True)
class Profile:
    """How one kind of table is recognised."""

    table: str
    threshold: float  # least rapidfuzz ratio, 0..100
    margin: float
    layouts: tuple[Layout, ...]
    fields: tuple[Field, ...]
    vocabularies: tuple[tuple[str, Vocabulary], ...]

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: if the profile has none.
        """
        for known in self.fields:
            if known.name == name:
                return known
        raise KeyError(f"profile {self.table} has no field {name}")

    def vocabulary(self, name: str) -> Vocabulary:
        """The words of a coded column; empty if the profile lists none."""
        return dict(self.vocabularies).get(name, Vocabulary(()))

    def headings(self) -> dict[str, str]:
        """Folded heading to field name. A heading of two fields belongs to the first."""
        known: dict[str, str] = {}
        for each in self.fields:
            for heading in each.headings:
                known.setdefault(fold(heading), each.name)
        return known


def read_profile(text: str) -> Profile:
    """Make a profile from the text of its TOML file.

    Raises:
        ValueError: if the text is not TOML, or a layout requires a field that is not listed.
        KeyError: if a required key is absent.
    """
    data: dict[str, Any] = tomllib.loads(text)
    fields = tuple(
        Field(name, tuple(entry["headings"]), entry.get("use", True), entry.get("unit", ""))
        for name, entry in data["fields"].items()
    )
    layouts = tuple(
        Layout(entry["name"], tuple(tuple(group) for group in entry["required"]))
        for entry in data["layout"]
    )
    names = {each.name for each in fields if each.use}
    for layout in layouts:
        for name in (name for group in layout.required for name in group):
            if name not in names:
                raise ValueError(f"layout {layout.name} requires {name}, which is no used field")
    vocabularies = tuple(
        (
            name,
            Vocabulary(
                tuple(
                    dict.fromkeys(
                        (fold(word), meaning)
                        for meaning, words in entry.items()
                        for word in (meaning, *words)
                    )
                )
            ),
        )
        for name, entry in data.get("values", {}).items()
    )
    return Profile(
        data["table"],
        float(data["threshold"]),
        float(data["margin"]),
        layouts,
        fields,
        vocabularies,
    )


@cache
def shipped_profile(table: str) -> Profile:
    """The profile that skolkit ships for ``costs``, ``incidents`` or ``messages``."""
    file = resources.files("skolkit.tables").joinpath("profiles", f"{table}.toml")
    return read_profile(file.read_text(encoding="utf-8"))


def shipped_profiles() -> tuple[Profile, ...]:
    """All shipped profiles."""
    return tuple(shipped_profile(table) for table in SHIPPED)
