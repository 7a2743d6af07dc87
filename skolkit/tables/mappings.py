"""The text of a collection's mappings.toml to what persons decided about the columns of sheets.

A mapping names a sheet, by document and name or by the fingerprint of its headings, and tells which
column holds which field. It always wins over recognition; ``table = "none"`` leaves a sheet alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from skolkit.model import Sheet
from skolkit.tables.fingerprints import HEADING_DEPTH, Rows, fingerprints
from skolkit.tables.numbers import parse_unit
from skolkit.tables.periods import Period, read_period
from skolkit.tables.profile import Profile

MAPPINGS_FILE = "mappings.toml"
NONE = "none"
_KEYS = {
    "document", "sheet", "headings", "table", "heading_rows", "unit", "measure", "columns",
    "reason", "by",
}  # fmt: skip
_LETTERS = re.compile(r"[A-Z]{1,3}")
_PRINT = re.compile(r"[0-9a-f]{12}")
_MEASURES = ("budget", "outcome", "forecast")


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of a mapping."""

    column: int
    field: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What a person decided on a sheet, or on all sheets with the same headings."""

    number: int  # in the file, from 1
    table: str  # a profile's table, or ``NONE``
    document: str  # "" for any
    sheet: str  # "" for any
    headings: str  # fingerprint, or ""
    heading_rows: tuple[int, int] | None
    columns: tuple[MappedColumn, ...]
    unit: tuple[str, Decimal] | None  # of amounts that print none
    measure: str  # what the amounts of bare periods are: budget, outcome or forecast
    reason: str
    by: str

    def rows_on(self, sheet: Sheet, rows: Rows) -> tuple[int, int] | None:
        """First and last row of the headings it speaks of; ``None`` if it does not fit the sheet.

        A mapping that leaves a whole sheet alone gives (0, 0).
        """
        if self.document not in {"", sheet.document_name} or self.sheet not in {"", sheet.name}:
            return None
        if self.headings:
            found = (each[1:] for each in fingerprints(rows) if each[0] == self.headings)
            return next(found, None)
        return self.heading_rows or (0, 0)


def read_mappings(text: str, profiles: Sequence[Profile]) -> tuple[SheetMapping, ...]:
    """Read a ``mappings.toml``.

    Args:
        text: the file; ``[[mapping]]`` entries, each with ``[mapping.columns]``.
        profiles: the kinds of tables that may be named, own ones first.

    Raises:
        ValueError: naming the mapping and the key that cannot be used. Every mapping needs a reason
            and a name.
    """
    data: dict[str, Any] = tomllib.loads(text)
    for key in data:
        if key != "mapping":
            raise ValueError(f"unknown key {key!r}; known is mapping")
    entries = data.get("mapping", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ValueError("mappings are written as [[mapping]]")
    return tuple(_mapping(entry, at, profiles) for at, entry in enumerate(entries, start=1))


def _mapping(entry: Mapping[str, Any], number: int, profiles: Sequence[Profile]) -> SheetMapping:
    where = f"[[mapping]] number {number}"
    for key in entry:
        if key not in _KEYS:
            raise ValueError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
    table = _text(entry, "table", where)
    profile = next((each for each in profiles if each.table == table), None)
    if profile is None and table != NONE:
        known = ", ".join(dict.fromkeys(each.table for each in profiles))
        raise ValueError(f"{where}: table must be {NONE} or one of {known}")
    document, sheet, headings = (
        str(entry.get(key, "")) for key in ("document", "sheet", "headings")
    )
    if not document and not headings:
        raise ValueError(f"{where}: document or headings must say which sheets it is about")
    if headings and not _PRINT.fullmatch(headings):
        raise ValueError(f"{where}: headings is a fingerprint of 12 hex digits")
    heading_rows = _heading_rows(entry, where)
    columns = _columns(entry, profile, where) if profile else ()
    if profile is not None and not headings and heading_rows is None:
        raise ValueError(f"{where}: heading_rows or headings must say where the headings stand")
    measure = str(entry.get("measure", ""))
    if measure and measure not in _MEASURES:
        raise ValueError(f"{where}: measure must be one of {', '.join(_MEASURES)}")
    if any(each.field == "amount" for each in columns) and table == "budgets" and not measure:
        raise ValueError(f"{where}: measure must say what the columns of amount are")
    return SheetMapping(
        number,
        table,
        document,
        sheet,
        headings,
        heading_rows,
        columns,
        _unit(entry, where),
        measure,
        _text(entry, "reason", where),
        _text(entry, "by", where),
    )


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"{where}: {key} is missing")
    return text


def _heading_rows(entry: Mapping[str, Any], where: str) -> tuple[int, int] | None:
    held = entry.get("heading_rows")
    if held is None:
        return None
    is_pair = isinstance(held, list) and len(held) == 2 and all(type(each) is int for each in held)
    if not is_pair or not 1 <= held[0] <= held[1] < held[0] + HEADING_DEPTH:
        raise ValueError(f"{where}: heading_rows is [first, last], of at most {HEADING_DEPTH} rows")
    return held[0], held[1]


def _columns(entry: Mapping[str, Any], profile: Profile, where: str) -> tuple[MappedColumn, ...]:
    held = entry.get("columns")
    if not isinstance(held, dict) or not held:
        raise ValueError(f"{where}: [mapping.columns] is missing")
    known = {each.name: each for each in profile.used}
    columns: list[MappedColumn] = []
    for letters, told in held.items():
        if not _LETTERS.fullmatch(letters):
            raise ValueError(f"{where}: column {letters!r} must be letters such as 'C'")
        if not isinstance(told, str) or not told.strip():
            raise ValueError(f"{where}: column {letters} must name a field")
        name, _, rest = told.strip().partition(" ")
        if name not in known:
            raise ValueError(
                f"{where}: column {letters}: the table {profile.table} has no field {name!r}; "
                f"it has {', '.join(known)}"
            )
        period = _period(rest, f"{where}: column {letters}") if rest else None
        if period is not None and not known[name].per_period:
            raise ValueError(f"{where}: column {letters}: {name} takes no period")
        made = MappedColumn(column_number(letters), name, period)
        if any((each.field, each.period) == (name, period) for each in columns):
            raise ValueError(f"{where}: two columns are {told}")
        columns.append(made)
    return tuple(sorted(columns, key=lambda each: each.column))


def _period(text: str, where: str) -> Period:
    period, rest = read_period(text)
    if period is None or rest:
        raise ValueError(f"{where}: {text!r} is no period such as 2019, 2019-Q1 or 2019-04")
    return period


def _unit(entry: Mapping[str, Any], where: str) -> tuple[str, Decimal] | None:
    if "unit" not in entry:
        return None
    unit = parse_unit(str(entry["unit"]))
    if unit is None:
        raise ValueError(f"{where}: unit {entry['unit']!r} is not known")
    return unit


def column_number(letters: str) -> int:
    """The number of a column from its letters: A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
