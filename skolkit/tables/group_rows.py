"""Rows that name what the rows below them have in common, to the field that they tell of these.

A supplier, a cost centre, a category or a day may stand alone in a row above the rows it holds.
Such a row is neither data nor a sum. Its cell is carried down, so that every row leads back to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from skolkit.model import Cell
from skolkit.tables.company_names import company_name
from skolkit.tables.dates import PartialDate, parse_date
from skolkit.tables.fingerprints import Rows
from skolkit.tables.matches import Matched
from skolkit.tables.profile import Profile
from skolkit.tables.text import SumLabels, fold, join_lines

LEAST_CELLS = 3  # of a row that a group may hold
MOST_WORDS = 8  # of what a row names; more are a sentence
LEAST_SHARE = 0.5  # of the names of a table that show what they are
_NUMBER_BEFORE = re.compile(r"(?:\(?[0-9][0-9 -]{1,14}[)]?[\s:,;/–-]+)(?=\D)")
_LETTER = re.compile(r"[^\W\d_]")
_TEXTS = ("text", "id", "word")
_DATES = ("date", "moment")
_BY_PLACE = ("supplier", "kind", "module")  # what a name without a label may be of


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row that names something of the rows below it."""

    row: int  # where it stands
    field: str
    cell: Cell  # with the name alone as its text, without a label before it
    rows: tuple[int, ...]  # that it holds


@dataclass(frozen=True, slots=True)
class _Named:
    """A row that may name what follows: the label before the name, if there is one."""

    row: int
    label: str  # folded
    cell: Cell


@dataclass(frozen=True, slots=True)
class Grouped:
    """The group rows of a table, and what makes them unsure."""

    groups: tuple[GroupRow, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """The fields that rows tell of those below them."""
        return frozenset(each.field for each in self.groups)


def grouped(
    profile: Profile, matched: Matched, rows: Rows, body: Sequence[int], above: int = 0
) -> Grouped:
    """Find the rows that name something of those below them, which no column tells.

    Args:
        profile: the kind of table.
        matched: its columns.
        rows: the sheet's cells.
        body: the rows below the headings, repeated headings left out.
        above: the row right above the first headings, where these are repeated below; 0 if they are
            not.

    Returns:
        The groups top to bottom, and why they are unsure.
    """
    labels = profile.totals
    lines = [above, *body] if above in rows else list(body)
    named = {row: told for row in lines if (told := _named(profile, rows[row], labels))}
    if not named:
        return Grouped()
    held = _held(lines, named, rows)
    groups: list[GroupRow] = []
    reasons: list[str] = []
    data = [row for row in body if _is_data(rows[row], labels)]
    summed = _summed(rows, body, labels)
    for field, members in _fields(profile, matched.present, list(held), summed).items():
        own = [GroupRow(each.row, field, _bare(field, each), held[each]) for each in members]
        covered = {row for each in own for row in each.rows}
        if not covered.issuperset(data):
            reasons.append(f"not every row stands below one that names its {field}")
        if field in _BY_PLACE and not (members[0].label or _are_firms(members)):
            reasons.append(
                f"texts that stand alone above rows were taken for {field} by their place"
            )
        if past := _past_sums(own, rows, labels):
            reasons.append(f"rows below a sum were taken to be of the same {field}: {past}")
        groups.extend(replace(each, rows=_ordinary(each, rows, labels)) for each in own)
    return Grouped(tuple(sorted(groups, key=lambda each: each.row)), tuple(reasons))


def is_name_of_rows(rows: Rows, row: int) -> bool:
    """Whether a row of one text names the rows below it, as a later row like it does too."""
    if not _is_alone(rows[row]):
        return False
    column = min(rows[row])
    below = sorted(each for each in rows if each > row)
    return any(
        _is_alone(rows[one]) and min(rows[one]) == column and len(rows[next_one]) >= LEAST_CELLS
        for one, next_one in pairwise(below)
    )


def _is_alone(cells: Mapping[int, Cell]) -> bool:
    return len(cells) == 1 and all(_LETTER.search(cell.raw) for cell in cells.values())


def _named(profile: Profile, cells: Mapping[int, Cell], labels: SumLabels) -> _Named | None:
    """What a row names, if it can be nothing but a name: one text, or a label and a text."""
    told = [cells[column] for column in sorted(cells)]
    first = told[0]
    text = join_lines(first.raw)
    if any(labels.read(join_lines(cell.raw)) is not None for cell in told):
        return None
    if len(told) == 1:
        label, rest = _split(profile, text)
        if not rest or (not label and isinstance(first.value, Decimal)):
            return None
        return _Named(first.row, label, replace(first, raw=rest, value=rest) if label else first)
    if len(told) > LEAST_CELLS or not _is_label(profile, text):
        return None
    names = [cell for cell in told[1:] if _LETTER.search(cell.raw)] or told[1:2]
    if any(isinstance(cell.value, date) for cell in names):
        return None
    return _Named(first.row, _label(text), names[-1])


def _label(text: str) -> str:
    return fold(text.rstrip(" :"))


def _is_label(profile: Profile, text: str) -> bool:
    name = profile.headings().get(_label(text))
    return text.endswith(":") and name is not None


def _split(profile: Profile, text: str) -> tuple[str, str]:
    """Part a label from what follows: ``Leverantör: Alfa AB``, ``Kst 410 Norr``."""
    known = profile.headings()
    before, colon, rest = text.partition(":")
    if colon and _label(before) in known:
        return _label(before), rest.strip()
    words = text.split(" ")
    if len(words) > 1 and _label(words[0]) in known and words[1][:1].isdigit():
        return _label(words[0]), " ".join(words[1:])
    return "", text


def _held(
    lines: Sequence[int], named: Mapping[int, _Named], rows: Rows
) -> dict[_Named, tuple[int, ...]]:
    """The rows with cells enough that each name holds: those up to the next of its kind."""
    open_ones: dict[str, _Named] = {}
    found: dict[_Named, list[int]] = {}
    for row in lines:
        if row in named:
            told = named[row]
            open_ones[told.label] = told
            found[told] = []
        elif len(rows[row]) >= 2:
            for told in open_ones.values():
                found[told].append(row)
    return {
        told: tuple(below)
        for told, below in found.items()
        if any(len(rows[row]) >= LEAST_CELLS for row in below)
    }


def _fields(
    profile: Profile,
    present: frozenset[str],
    held: Sequence[_Named],
    summed: frozenset[str],
) -> dict[str, list[_Named]]:
    """The names by the field that they are of."""
    free = {each.name for each in profile.used} - present
    known = profile.headings()
    found: dict[str, list[_Named]] = {}
    for each in held:
        name = known.get(each.label, "") if each.label else ""
        if name in free and profile.field(name).type in (*_TEXTS, *_DATES):
            found.setdefault(name, []).append(each)
    bare = [each for each in held if not each.label]
    if field := _field_of_bare(profile, present, free - found.keys(), bare, summed):
        found[field] = bare
    return found


def _field_of_bare(
    profile: Profile,
    present: frozenset[str],
    free: set[str],
    bare: Sequence[_Named],
    summed: frozenset[str],
) -> str:
    """The field that names without a label are of; ``""`` if they are of none.

    Suppliers show themselves by their legal forms; else only by sums that name them again, in a
    table that cannot be without them.
    """
    texts = [join_lines(each.cell.raw) for each in bare]
    if not bare:
        return ""
    days = [read for text in texts if isinstance(read := parse_date(text), PartialDate)]
    if len(days) == len(bare):
        return _date_field(profile, free, days)
    if any(len(text.split()) > MOST_WORDS or text.endswith((".", "!", "?")) for text in texts):
        return ""
    if not all(_LETTER.search(text) for text in texts):
        return ""
    again = all(fold(text) in summed for text in texts) and _is_needed(profile, present, "supplier")
    if "supplier" in free and (_are_firms(bare) or again):
        return "supplier"
    if "kind" in free and ("module" not in free or _mostly(profile, "kind", texts)):
        return "kind"
    if "category" in free and _mostly(profile, "category", texts):
        return "category"
    return "module" if "module" in free and len(bare) > 1 else ""


def _is_needed(profile: Profile, present: frozenset[str], field: str) -> bool:
    """Whether the table cannot be without a field."""
    lacking = [layout.missing(present) for layout in profile.layouts if not layout.lacks]
    return all(lacking) and any((field,) in groups for groups in lacking)


def _mostly(profile: Profile, field: str, texts: Sequence[str]) -> bool:
    """Whether most texts are words that the profile knows of a field."""
    known = dict(profile.vocabulary(field).meanings)
    return 2 * sum(fold(text) in known for text in texts) > len(texts)


def _date_field(profile: Profile, free: set[str], days: Sequence[PartialDate]) -> str:
    """The date that a table lacks, if it lacks one in every way that it may be laid out."""
    for layout in profile.layouts:
        for group in layout.required:
            dates = [name for name in group if profile.field(name).type in _DATES]
            if not dates or len(dates) < len(group) or not set(group) <= free:
                continue
            by_month = any(each.precision != "day" for each in days)
            return "period" if by_month and "period" in free else dates[0]
    return ""


def _bare(field: str, named: _Named) -> Cell:
    """The name of a supplier without the number before it: ``10448 Alfa AB``."""
    text = join_lines(named.cell.raw)
    if field != "supplier" or not _NUMBER_BEFORE.match(text):
        return named.cell
    rest = _NUMBER_BEFORE.sub("", text, count=1)
    return replace(named.cell, raw=rest, value=rest)


def _ordinary(group: GroupRow, rows: Rows, labels: SumLabels) -> tuple[int, ...]:
    return tuple(row for row in group.rows if not _is_sum(rows[row], labels))


def _is_sum(cells: Mapping[int, Cell], labels: SumLabels) -> bool:
    return any(labels.read(join_lines(cell.raw)) is not None for cell in cells.values())


def _is_data(cells: Mapping[int, Cell], labels: SumLabels) -> bool:
    return len(cells) >= LEAST_CELLS and not _is_sum(cells, labels)


def _summed(rows: Rows, body: Sequence[int], labels: SumLabels) -> frozenset[str]:
    """What the sums of a table are said to be of, folded."""
    cells = (cell for row in body for cell in rows[row].values())
    read = (labels.read(join_lines(cell.raw)) for cell in cells)
    return frozenset(fold(label[1]) for label in read if label is not None and label[1])


def _are_firms(named: Sequence[_Named]) -> bool:
    """Whether most names have a legal form: AB, HB, Ltd."""
    firms = sum(bool(company_name(join_lines(each.cell.raw)).form) for each in named)
    return firms >= LEAST_SHARE * len(named)


def _past_sums(own: Sequence[GroupRow], rows: Rows, labels: SumLabels) -> str:
    """The first row that stands below a sum of its own group; ``""`` if none does."""
    for each in own:
        ended = False
        for row in each.rows:
            if ended and _is_data(rows[row], labels):
                return f"row {row}"
            ended = ended or _is_sum(rows[row], labels)
    return ""
