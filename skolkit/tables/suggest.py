"""An unknown sheet to a proposal: which table it may be, which field each column, and how surely.

A proposal decides nothing. Its text ends with a mapping in TOML that a person may correct, sign and
keep in ``data/review/<collection>/mappings.toml``. Headings are compared more freely here than in
recognition, and what the columns hold is weighed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz

from skolkit.model import Cell, Sheet, column_letters
from skolkit.tables.candidates import held_by
from skolkit.tables.fingerprints import (
    HEADING_DEPTH,
    Rows,
    fingerprint,
    headings_of,
    rows_of,
)
from skolkit.tables.heading_units import split_unit
from skolkit.tables.matches import BARE_PERIOD, WORDED, Heading
from skolkit.tables.periods import Period, read_period
from skolkit.tables.profile import SHORT, Field, Profile
from skolkit.tables.recognise import recognise
from skolkit.tables.telling import fits_type
from skolkit.tables.text import fold, is_missing_mark
from skolkit.tables.values import HEADER_ROWS

LEAST = 0.35  # a lower score proposes nothing
ALTERNATIVES = 2
_HEADING_WEIGHT = 0.6  # of a field's score; what the column holds has the rest
_CONTENTS_WEIGHT = 1 - _HEADING_WEIGHT
_NEAR = 0.55  # headings less alike than this say nothing
_NEAR_SHORT = 0.8  # the same of short ones
_BY_CONTENTS = 0.6  # score of a column whose contents alone say what they are
_BY_KIND = 0.5  # score of amounts or dates that the table needs, under whatever heading
_NEARLY_ALL = 0.9  # share of a column's cells that makes it one of amounts or of dates
_BODY = 200  # rows that are looked at
_AMOUNT = re.compile(r"[0-9]\s[0-9]{3}(?![0-9])|[.,][0-9]{2}$")
_TYPED = frozenset({"money", "price", "number", "integer", "date", "moment"})
_SHORTEST = 3  # folded letters of a heading that is compared freely
_PATTERNS = {
    "organisationsnummer": re.compile(r"(?:16)?[0-9]{6}[-–]?[0-9]{4}"),
    "sender": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+.*"),
}


@dataclass(frozen=True, slots=True)
class ColumnSuggestion:
    """What one column may hold."""

    column: int
    heading: str
    field: str  # "" where nothing is proposed
    score: float  # 0 to 1: how alike the headings are, and how well the contents fit
    period: Period | None = None
    alternatives: tuple[tuple[str, float], ...] = ()

    @property
    def told(self) -> str:
        """The field and its period as a mapping spells them."""
        return self.field if self.period is None else f"{self.field} {self.period.label}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a sheet may be."""

    document: str
    sheet: str
    table: str  # "" if nothing comes near
    confidence: float  # 0 to 1: share of what the table requires, by how sure each of it is
    heading_rows: tuple[int, int]
    headings: str  # their fingerprint
    columns: tuple[ColumnSuggestion, ...]
    missing: tuple[tuple[str, ...], ...]  # groups of fields of which the table needs one
    recognised: tuple[str, ...]  # what the sheet is recognised as without a mapping


def suggest(sheet: Sheet, profiles: Sequence[Profile]) -> Suggestion:
    """Propose how an unknown sheet may be read.

    Args:
        sheet: typed (``type_cells``).
        profiles: the kinds of tables that come into question.

    Returns:
        The best proposal; one without a table and columns if no heading comes near to any.
    """
    rows = rows_of(sheet)
    recognised = tuple(each.profile.table for each in recognise(sheet, profiles).tables)
    best: tuple[tuple[float, float], Suggestion] | None = None
    for first in (row for row in sorted(rows) if row <= HEADER_ROWS):
        for last in range(first, first + HEADING_DEPTH):
            if last not in rows:
                break
            headings = headings_of(rows, first, last)
            body = [row for row in sorted(rows) if row > last][:_BODY]
            if not body:
                continue
            for profile in (each for each in profiles if each.carried):
                columns = _columns(profile, headings, rows, body)
                missing, confidence = _judged(profile, columns)
                weight = sum(each.score for each in columns if each.field)
                made = Suggestion(
                    sheet.document_name,
                    sheet.name,
                    profile.table,
                    confidence,
                    (first, last),
                    fingerprint(headings),
                    columns,
                    missing,
                    recognised,
                )
                # Fewer rows of headings go before more that say no more.
                rank = (round(weight * (0.5 + confidence), 3), -float(last - first))
                if confidence >= LEAST and (best is None or rank > best[0]):
                    best = (rank, made)
    if best is None:
        return Suggestion(sheet.document_name, sheet.name, "", 0.0, (1, 1), "", (), (), recognised)
    return best[1]


def _columns(
    profile: Profile, headings: Sequence[Heading], rows: Rows, body: Sequence[int]
) -> tuple[ColumnSuggestion, ...]:
    """The best field of each column; each field is given once, per period where it may repeat."""
    used = profile.used
    needed = {group[0] for layout in profile.layouts for group in layout.required}
    scored: dict[int, list[tuple[float, str]]] = {}
    periods: dict[int, Period | None] = {}
    for heading in headings:
        cells = [rows[row][heading.column] for row in body if heading.column in rows[row]]
        periods[heading.column], words = _words(profile, heading)
        scores = {each.name: _score(each, words, cells, each.name in needed) for each in used}
        _turn_over(used, words, cells, scores)
        fields = [(score, name) for name, score in scores.items()]
        scored[heading.column] = sorted((each for each in fields if each[0] >= LEAST), reverse=True)
    given: dict[int, tuple[float, str]] = {}
    taken: set[tuple[str, Period | None]] = set()
    ranked = [(score, -column, name) for column, held in scored.items() for score, name in held]
    for score, column, name in sorted(ranked, reverse=True):
        key = (name, periods[-column] if profile.field(name).per_period else None)
        if -column not in given and key not in taken:
            given[-column] = (score, name)
            taken.add(key)
    made = []
    for heading in headings:
        score, name = given.get(heading.column, (0.0, ""))
        period = periods[heading.column] if name and profile.field(name).per_period else None
        others = tuple(
            (other, round(held, 2)) for held, other in scored[heading.column] if other != name
        )
        made.append(
            ColumnSuggestion(
                heading.column,
                heading.texts[0],
                name,
                round(score, 2),
                period,
                others[:ALTERNATIVES],
            )
        )
    return tuple(made)


def _turn_over(
    used: Sequence[Field],
    words: Sequence[str],
    cells: Sequence[Cell],
    scores: dict[str, float],
) -> None:
    """Give what a heading says of one field to the other that it stands for over words.

    Recognition does so too (``headings``): "Avser" over words is what an amount is for.
    """
    if held_by(cells) not in WORDED:
        return
    for each in used:
        other = next((field for field in used if field.name == each.if_words), None)
        if other is not None and each.type != "id":
            as_other = replace(other, headings=each.headings, weak=each.weak)
            scores[other.name] = max(scores[other.name], _score(as_other, words, cells, False))
            scores[each.name] = 0.0


def _words(profile: Profile, heading: Heading) -> tuple[Period | None, tuple[str, ...]]:
    """The period that a heading names, and its folded readings; empty for a bare period."""
    words: list[str] = []
    named: Period | None = None
    for text in heading.texts:
        rest = split_unit(text)[0]
        if profile.has_periods:
            period, left = read_period(rest)
            if period is not None:
                named = named or period
                words.append(fold(left))
        words.append(fold(rest))
    return named, tuple(dict.fromkeys(words))


def _score(field: Field, words: Sequence[str], cells: Sequence[Cell], needed: bool) -> float:
    """How well a column fits a field: by its heading and by what it holds.

    A field that the table needs may be told by what a column holds alone: then it is proposed.
    """
    fitting = _fitting(field, cells)
    if "" in words:
        alike = 1.0 if field.name == BARE_PERIOD else 0.0
    else:
        alike = max((_alike(word, _folded(field)) for word in words), default=0.0)
    pattern = _PATTERNS.get(field.name)
    texts = [cell.raw.strip() for cell in cells if not is_missing_mark(cell.raw)]
    told = pattern is not None and len(texts) >= 2 and all(map(pattern.fullmatch, texts))
    by_heading = 0.0 if alike < _NEAR else alike * (_HEADING_WEIGHT + _CONTENTS_WEIGHT * fitting)
    by_kind = _BY_KIND if needed and len(texts) >= 2 and _is_of_kind(field, cells) else 0.0
    return max(by_heading, _BY_CONTENTS if told else 0.0, by_kind)


def _is_of_kind(field: Field, cells: Sequence[Cell]) -> bool:
    """Whether a column holds amounts with öre or parted thousands, or dates, as the field does."""
    held = [cell for cell in cells if not is_missing_mark(cell.raw)]
    if field.type == "money":
        return sum(map(_is_amount, held)) >= _NEARLY_ALL * len(held)
    if field.type == "date":
        return sum(isinstance(cell.value, date) for cell in held) >= _NEARLY_ALL * len(held)
    return False


def _is_amount(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal) and bool(_AMOUNT.search(cell.raw.strip()))


@lru_cache(maxsize=1024)
def _folded(field: Field) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(h) for h in (*field.headings, *field.weak)))


def _alike(word: str, synonyms: Iterable[str]) -> float:
    """How alike a heading is to the nearest synonym; one within the other counts in part."""
    best = 0.0
    for synonym in synonyms:
        alike = fuzz.ratio(word, synonym) / 100
        if len(word) < SHORT and alike < _NEAR_SHORT:
            alike = 0.0
        shorter, longer = sorted((word, synonym), key=len)
        if len(shorter) >= _SHORTEST and shorter in longer:
            alike = max(alike, 0.6 + 0.4 * len(shorter) / len(longer))
        best = max(best, alike)
    return best


def _fitting(field: Field, cells: Sequence[Cell]) -> float:
    """Share of a column's cells that are of the field's type; figures fit no column of text."""
    held = [cell for cell in cells if not is_missing_mark(cell.raw)]
    if not held:
        return 0.5
    if field.type in _TYPED:
        return sum(fits_type(field.type, cell) for cell in held) / len(held)
    if field.type in {"text", "addresses", "word"}:
        return sum(any(map(str.isalpha, cell.raw)) for cell in held) / len(held)
    if field.type == "id":
        return sum(not _is_amount(cell) for cell in held) / len(held)
    return 1.0


def _judged(
    profile: Profile, columns: Sequence[ColumnSuggestion]
) -> tuple[tuple[tuple[str, ...], ...], float]:
    """What the nearest layout lacks, and how sure its required columns are together."""
    scores: dict[str, float] = {}
    for each in columns:
        if each.field:
            scores[each.field] = max(each.score, scores.get(each.field, 0.0))
    present = frozenset(scores)
    layout = min(profile.layouts, key=lambda each: len(each.missing(present)))
    sure = [max((scores.get(name, 0.0) for name in group), default=0) for group in layout.required]
    return layout.missing(present), round(sum(sure) / len(sure), 2) if sure else 0.0


def render(suggestion: Suggestion) -> str:
    """The proposal as text: what each column may be, and a mapping to correct, sign and keep."""
    one = suggestion
    lines = [f'Sheet "{_shown(one.sheet)}" of {_shown(one.document)}']
    lines.append(f"Recognised without a mapping as: {', '.join(one.recognised) or 'nothing'}")
    if not one.table:
        lines.append("No heading comes near to those of any table.")
        return "\n".join([*lines, "", *_left_alone(one)]) + "\n"
    first, last = one.heading_rows
    at = f"row {first}" if first == last else f"rows {first}-{last}"
    lines.append(f"Most like: {one.table}, confidence {one.confidence:.2f}, headings in {at}")
    lines += [f"No column for: {' or '.join(group)}" for group in one.missing]
    width = max(len(_shown(each.heading)) for each in one.columns)
    lines += ["", f"{'':4}{'heading':{width}}  {'field':22} sure  or"]
    for each in one.columns:
        others = ", ".join(f"{name} {score:.2f}" for name, score in each.alternatives)
        sure = f"{each.score:.2f}" if each.field else "    "
        said = f"{column_letters(each.column):4}{_shown(each.heading):{width}}  "
        lines.append(f"{said}{each.told or '-':22} {sure}  {others}".rstrip())
    lines += ["", *_mapping(one)]
    return "\n".join(lines) + "\n"


def _mapping(one: Suggestion) -> list[str]:
    lines = [
        "# Correct the columns, say why and who you are, and keep it in",
        "# data/review/<collection>/mappings.toml; it then goes before recognition. With headings",
        "# alone (no document and sheet) it fits every sheet with these headings.",
        "[[mapping]]",
        f"document = {_quoted(one.document)}",
        f"sheet = {_quoted(one.sheet)}",
        f"headings = {_quoted(one.headings)}",
        f"table = {_quoted(one.table)}",
    ]
    if any(each.field == BARE_PERIOD and one.table == "budgets" for each in one.columns):
        lines.append('measure = ""  # budget, outcome or forecast')
    lines += ['reason = ""', 'by = ""', "[mapping.columns]"]
    lines += [
        f"{column_letters(each.column)} = {_quoted(each.told)}  # {_shown(each.heading)}"
        for each in one.columns
        if each.field
    ]
    return lines


def _left_alone(one: Suggestion) -> list[str]:
    return [
        "# To leave the sheet alone, keep this in data/review/<collection>/mappings.toml.",
        "[[mapping]]",
        f"document = {_quoted(one.document)}",
        f"sheet = {_quoted(one.sheet)}",
        'table = "none"',
        'reason = ""',
        'by = ""',
    ]


def _quoted(text: str) -> str:
    """A text as TOML spells it."""
    quoted = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in quoted)


def _shown(text: str) -> str:
    """A text on one line, without marks that steer a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
