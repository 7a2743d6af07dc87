"""Profile files (TOML) to profiles: how a kind of table is recognised and what its words mean.

``docs/profiles.md`` tells a journalist how such a file is written. A collection's own profile of a
shipped table takes from the shipped one what it does not say itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from rapidfuzz import fuzz, process

from skolkit.tables.numbers import parse_unit
from skolkit.tables.text import USUAL_LABELS, SumLabels, fold, join_lines

TABLES = ("costs", "invoices", "budgets", "incidents", "messages")  # clean tables
# Invoices go before costs, so that a list that fits both by its headings is read as the former.
SHIPPED = ("invoices", "budgets", "costs", "incidents", "messages", "orders", "register")
SHORT = 6  # headings and words below this length, folded, must agree exactly
TYPES = (
    "text", "id", "money", "price", "number", "integer", "date", "moment", "time", "word",
    "addresses",
)  # fmt: skip
MONEY = ("money", "price")  # a price is of one unit or hour: "belopp i tkr" is not about it
SIGNS = ("as-printed", "cost")
_PLAIN_UNITS = ("SEK", "h", "kB", "count", "%")
_THRESHOLD = 85.0
_MARGIN = 3.0
_KEYS = {
    "table", "extends", "carried", "subjects", "threshold", "margin", "layout", "fields", "totals",
    "values",
}  # fmt: skip
_LAYOUT_KEYS = {"name", "required", "strong", "lacks", "titled", "called", "without"}
_FIELD_KEYS = {
    "headings", "weak", "use", "type", "unit", "required", "key", "sign", "per_period", "leads",
    "if_words", "if_numbers", "if_codes", "if_swedish", "if_shares",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a profile knows. ``use`` is false for columns known only to be left alone."""

    name: str
    headings: tuple[str, ...]
    use: bool = True
    type: str = "text"
    unit: str = ""  # canonical unit of the clean column, where it has one
    factor: Decimal = Decimal(1)  # to that unit, for columns that print none
    required: bool = False  # an ordinary row without it carries a doubt
    key: bool = False  # tells an ordinary row from a printed sum
    sign: str = "as-printed"
    per_period: bool = False  # may head several columns, each of a period of its own
    leads: bool = False  # stands in the first column of texts, whatever its heading
    weak: tuple[str, ...] = ()  # headings that count only where no other stands for the field
    if_words: str = ""  # the field that such a column is if it holds texts of words: "Avser"
    if_numbers: str = ""  # the field that it is if it holds whole numbers only: "Not"
    if_swedish: str = ""  # the field that it is if its words are Swedish: "Summary"
    if_codes: str = ""  # the field that it is if it holds long numbers only: "Leverantör"
    if_shares: str = ""  # the field that it is if it holds per cents: "Förbrukat"

    @property
    def is_money(self) -> bool:
        """Whether the column holds amounts in kronor."""
        return self.type in MONEY


@dataclass(frozen=True, slots=True)
class Layout:
    """One way that such a table is laid out; of each group at least one field must be there."""

    name: str
    required: tuple[tuple[str, ...], ...]
    strong: frozenset[str] = frozenset()  # fields that a weak heading does not give to it
    lacks: str = ""  # a field that such tables should have and lack, which is told
    titled: bool = False  # the title calls the amounts costs and names their year
    called: bool = False  # the title or a heading calls the amounts costs
    without: frozenset[str] = frozenset()  # fields that such a table does not have

    def missing(
        self, present: frozenset[str], weak: frozenset[str] = frozenset()
    ) -> tuple[tuple[str, ...], ...]:
        """The groups of which no field is present; ``weak`` are those with a weak heading."""
        held = present - (weak & self.strong)
        return tuple(group for group in self.required if not held.intersection(group))


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
    """How one kind of table is recognised and read."""

    table: str
    threshold: float  # least rapidfuzz ratio, 0..100
    margin: float
    layouts: tuple[Layout, ...]
    fields: tuple[Field, ...]
    vocabularies: tuple[tuple[str, Vocabulary], ...]
    totals: SumLabels = USUAL_LABELS
    subjects: tuple[str, ...] = ()  # what a row is: "Ärendets status" is said of it like "Status"
    carried: bool = True  # whether its rows go into a clean table, or the kind is only named

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: if the profile has none.
        """
        for known in self.fields:
            if known.name == name:
                return known
        raise KeyError(f"profile {self.table} has no field {name}")

    @property
    def used(self) -> tuple[Field, ...]:
        """The fields that are carried into the clean table."""
        return tuple(each for each in self.fields if each.use)

    @property
    def has_periods(self) -> bool:
        """Whether headings may name periods."""
        return any(each.per_period for each in self.fields)

    @property
    def tells_measures(self) -> bool:
        """Whether amounts of a period may be of several kinds: budget, outcome, forecast."""
        return sum(each.per_period for each in self.fields) > 1

    def named(self, **flags: bool) -> tuple[str, ...]:
        """Names of the used fields whose attributes have these values, e.g. ``key=True``."""
        return tuple(
            each.name
            for each in self.used
            if all(getattr(each, flag) == wanted for flag, wanted in flags.items())
        )

    def vocabulary(self, name: str) -> Vocabulary:
        """The words of a coded column; empty if the profile lists none."""
        return dict(self.vocabularies).get(name, Vocabulary(()))

    def headings_as_printed(self) -> tuple[str, ...]:
        """All headings, the weak ones last."""
        strong = [heading for each in self.fields for heading in each.headings]
        return (*strong, *(heading for each in self.fields for heading in each.weak))

    def fields_by_heading(self) -> dict[str, str]:
        """Heading as spelt in the profile to field name; one of two fields is the first's."""
        known: dict[str, str] = {}
        for strong in (True, False):
            for each in self.fields:
                for heading in each.headings if strong else each.weak:
                    known.setdefault(heading, each.name)
        return known

    def headings(self) -> dict[str, str]:
        """Folded heading to field name. A heading of two fields belongs to the first."""
        known: dict[str, str] = {}
        for heading, name in self.fields_by_heading().items():
            known.setdefault(fold(heading), name)
        return known

    def weak_headings(self) -> frozenset[str]:
        """The folded headings that count only where no other stands for their field."""
        strong = {fold(heading) for each in self.fields for heading in each.headings}
        return frozenset(fold(h) for each in self.fields for h in each.weak) - strong


def read_profile(text: str, *, shipped: bool = False) -> Profile:
    """Make a profile from the text of its TOML file.

    Args:
        text: the file.
        shipped: whether it defines its table, and so takes nothing from another profile.

    Raises:
        ValueError: naming the key that is missing, unknown or cannot be used.
    """
    data: dict[str, Any] = tomllib.loads(text)
    _only(data, _KEYS, "the profile")
    base = None if shipped else _base(data)
    table = str(data.get("extends") or _needed(data, "table", str, "the profile"))
    entries = _mapping(data, "fields")
    fields = [_field(name, entry, base) for name, entry in entries.items()]
    if base is not None and "extends" in data:
        fields = _extended(fields, base)
    profile = Profile(
        table,
        float(data.get("threshold", base.threshold if base else _THRESHOLD)),
        float(data.get("margin", base.margin if base else _MARGIN)),
        _layouts(data, base),
        tuple(fields),
        _vocabularies(_mapping(data, "values"), base),
        _labels(data["totals"]) if "totals" in data else base.totals if base else USUAL_LABELS,
        _texts(data, "subjects", "the profile") or (base.subjects if base else ()),
        bool(data.get("carried", base.carried if base else True)),
    )
    if profile.carried and profile.table not in TABLES:
        raise ValueError(f"{profile.table} is no clean table, so that carried must be false")
    if not 50 <= profile.threshold <= 100:
        raise ValueError("threshold is a number from 50 to 100")
    names = {each.name for each in profile.fields} | {""}
    for each in profile.fields:
        others = (each.if_words, each.if_numbers, each.if_codes, each.if_swedish, each.if_shares)
        if not names.issuperset(others):
            raise ValueError(f"field {each.name}: if_words and the like name other fields")
    used = {each.name for each in profile.used}
    for layout in profile.layouts:
        for name in (name for group in layout.required for name in group):
            if name not in used:
                raise ValueError(f"layout {layout.name} requires {name}, which is no used field")
    return profile


def _base(data: Mapping[str, Any]) -> Profile | None:
    """The shipped profile behind a collection's own; ``None`` for a kind that is only named."""
    table = data.get("extends", data.get("table"))
    if table in SHIPPED:
        return shipped_profile(str(table))
    if data.get("carried", True):
        raise ValueError(
            f"table must be one of {', '.join(TABLES)}; a kind of your own needs carried = false"
        )
    return None


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise ValueError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(known))}")


def _needed(data: Mapping[str, Any], key: str, kind: type, where: str) -> Any:
    if not isinstance(data.get(key), kind):
        raise ValueError(f"{where}: {key} is missing")
    return data[key]


def _mapping(data: Mapping[str, Any], key: str) -> dict[str, dict[str, Any]]:
    held = data.get(key, {})
    if not isinstance(held, dict) or not all(isinstance(each, dict) for each in held.values()):
        raise ValueError(f"{key} is written as [{key}.name]")
    return held


def _texts(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    held = entry.get(key, [])
    if not isinstance(held, list) or not all(isinstance(each, str) and each for each in held):
        raise ValueError(f"{where}: {key} is a list of texts")
    return tuple(held)


def _field(name: str, entry: Mapping[str, Any], base: Profile | None) -> Field:
    where = f"field {name}"
    _only(entry, _FIELD_KEYS, where)
    known = {each.name: each for each in base.fields} if base else {}
    if base is not None and name not in known and entry.get("use", True):
        names = ", ".join(each.name for each in base.used)
        raise ValueError(f"{where}: the table {base.table} has no such field; it has {names}")
    field = replace(known.get(name, Field(name, ())), headings=_texts(entry, "headings", where))
    if not field.headings:
        raise ValueError(f"{where}: headings is missing")
    if "weak" in entry:
        field = replace(field, weak=_texts(entry, "weak", where))
    flags = {
        key: entry[key] for key in ("use", "required", "key", "per_period", "leads") if key in entry
    }
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise ValueError(f"{where}: {', '.join(flags)} must be true or false")
    field = replace(field, **flags)
    if "type" in entry:
        if entry["type"] not in TYPES:
            raise ValueError(f"{where}: type must be one of {', '.join(TYPES)}")
        if name in known and entry["type"] != known[name].type:
            raise ValueError(f"{where}: the table holds {known[name].type} here")
        field = replace(field, type=str(entry["type"]))
    if "sign" in entry:
        if entry["sign"] not in SIGNS:
            raise ValueError(f"{where}: sign must be one of {', '.join(SIGNS)}")
        field = replace(field, sign=str(entry["sign"]))
    field = replace(
        field,
        if_words=str(entry.get("if_words", field.if_words)),
        if_numbers=str(entry.get("if_numbers", field.if_numbers)),
        if_codes=str(entry.get("if_codes", field.if_codes)),
        if_swedish=str(entry.get("if_swedish", field.if_swedish)),
        if_shares=str(entry.get("if_shares", field.if_shares)),
    )
    if "unit" in entry:
        field = _with_unit(field, str(entry["unit"]), known.get(name))
    return field


def _with_unit(field: Field, unit: str, base: Field | None) -> Field:
    """The unit of the clean column, or (own profiles) what is printed where no unit is: ``tkr``."""
    read = (unit, Decimal(1)) if unit in _PLAIN_UNITS else parse_unit(unit)
    if read is None:
        raise ValueError(f"field {field.name}: unit {unit!r} is not known")
    if base is not None and base.unit and read[0] != base.unit:
        raise ValueError(f"field {field.name}: the table holds {base.unit} here")
    return replace(field, unit=read[0], factor=read[1])


def _extended(fields: Sequence[Field], base: Profile) -> list[Field]:
    """The shipped fields, those that are named with the new headings before their own."""
    own = {each.name: each for each in fields}
    taken = {fold(heading) for each in fields for heading in each.headings}
    merged = []
    for each in base.fields:
        kept = tuple(heading for heading in each.headings if fold(heading) not in taken)
        weak = tuple(heading for heading in each.weak if fold(heading) not in taken)
        mine = own.pop(each.name, replace(each, headings=(), weak=()))
        both = tuple(dict.fromkeys((*mine.weak, *weak)))
        merged.append(replace(mine, headings=(*mine.headings, *kept), weak=both))
    return [*merged, *own.values()]


def _layouts(data: Mapping[str, Any], base: Profile | None) -> tuple[Layout, ...]:
    entries = data.get("layout")
    if entries is None and base is not None:
        return base.layouts
    if not isinstance(entries, list) or not entries:
        raise ValueError("layouts are written as [[layout]] with name and required")
    layouts = []
    for entry in entries:
        name = str(_needed(entry, "name", str, "[[layout]]"))
        _only(entry, _LAYOUT_KEYS, f"layout {name}")
        groups = _needed(entry, "required", list, f"layout {name}")
        required = tuple(tuple(str(one) for one in group) for group in groups)
        strong = frozenset(_texts(entry, "strong", f"layout {name}"))
        lacks = str(entry.get("lacks", ""))
        titled, called = (entry.get(key) is True for key in ("titled", "called"))
        without = frozenset(_texts(entry, "without", f"layout {name}"))
        layouts.append(Layout(name, required, strong, lacks, titled, called, without))
    return tuple(layouts)


def _labels(entry: Any) -> SumLabels:
    if not isinstance(entry, dict):
        raise ValueError("labels of sums are written in [totals]")
    _only(entry, {"subtotal", "total", "sum"}, "[totals]")
    return SumLabels(*(_texts(entry, key, "[totals]") for key in ("subtotal", "total", "sum")))


def _vocabularies(
    entries: Mapping[str, Mapping[str, Any]], base: Profile | None
) -> tuple[tuple[str, Vocabulary], ...]:
    held = dict(base.vocabularies) if base else {}
    for name, entry in entries.items():
        words = tuple(
            (fold(word), meaning)
            for meaning in entry
            for word in (meaning, *_texts(entry, meaning, f"values {name}"))
        )
        own = dict.fromkeys(words)
        usual = held[name].meanings if name in held else ()
        taken = {word for word, _ in words}
        rest = tuple(each for each in usual if each[0] not in taken)
        held[name] = Vocabulary((*own, *rest))
    return tuple(held.items())


@cache
def shipped_profile(table: str) -> Profile:
    """The profile that skolkit ships for one of ``SHIPPED``."""
    file = resources.files("skolkit.tables").joinpath("profiles", f"{table}.toml")
    return read_profile(file.read_text(encoding="utf-8"), shipped=True)


def shipped_profiles() -> tuple[Profile, ...]:
    """All shipped profiles."""
    return tuple(shipped_profile(table) for table in SHIPPED)
