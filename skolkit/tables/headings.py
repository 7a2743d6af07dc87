"""Printed headings to the fields of a profile, with their units and how sure the match is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz, process

from skolkit.model import column_letters
from skolkit.tables.numbers import parse_unit
from skolkit.tables.profile import SHORT, Profile
from skolkit.tables.text import fold, join_lines

_ONE = Decimal(1)
UNIT_UNCLEAR = "?"  # something stands where the unit does, and it is no unit known here
SURE = 90.0  # a required heading matched below this makes the recognition unsure
_BRACKETS = re.compile(r"(.*?)[(\[]([^()\[\]]*)[)\]]\s*$", re.DOTALL)
_TRAILING_YEAR = re.compile(r"(.*\D)\s(?:19|20)[0-9]{2}$")
_VAT_WORDS = ("moms", "vat")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading; ``texts`` are its readings, the fullest first (two-row headings)."""

    column: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column that was recognised as a field."""

    field: str
    column: int
    score: float  # 100 if exact once folded
    unit: str = ""  # canonical, "" if none was printed, "?" if unclear
    factor: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class Matched:
    """What a row of headings gave."""

    used: tuple[ColumnMatch, ...]
    known: tuple[str, ...]  # the field of each column that the profile knows, carried or not
    headings: int
    reasons: tuple[str, ...]  # why the match is unsure; places and fields, no cell text

    @property
    def present(self) -> frozenset[str]:
        """The fields that were found."""
        return frozenset(match.field for match in self.used)

    @property
    def weight(self) -> float:
        """How many fields were found, each counted by its score."""
        return sum(match.score for match in self.used) / 100

    @property
    def known_share(self) -> float:
        """Share of the headings that the profile knows."""
        return len(self.known) / self.headings if self.headings else 0.0


def split_unit(heading: str) -> tuple[str, str, Decimal]:
    """Part a heading from its unit: ``Belopp (tkr)`` is ``Belopp``, ``SEK``, 1000.

    Args:
        heading: as printed; ``Belopp i tkr``, ``Belopp, kr`` and ``Belopp (tkr, exkl. moms)`` too.

    Returns:
        The rest of the heading, the canonical unit (``""`` if none, ``"?"`` if what stands in the
        brackets is short and no unit) and the factor to it.
    """
    text = join_lines(heading)
    if match := _BRACKETS.fullmatch(text):
        rest, inside = match[1].strip(), match[2].strip()
        pieces = [piece.strip() for piece in re.split(r"[,;]", inside)]
        for piece in pieces:
            unit = parse_unit(re.sub(r"^i\s+", "", piece, flags=re.IGNORECASE))
            if unit:
                kept = " ".join(other for other in pieces if other != piece)
                return f"{rest} {kept}".strip(), *unit
        vat = any(word in fold(inside) for word in _VAT_WORDS)
        if vat or inside.isdigit() or len(inside) > 6:
            return text, "", _ONE
        return rest, UNIT_UNCLEAR, _ONE
    words = text.split(" ")
    for count in (3, 2, 1):
        if len(words) > count and (unit := parse_unit(" ".join(words[-count:]))):
            rest = re.sub(r"(?:,|\s+i)$", "", " ".join(words[:-count]), flags=re.IGNORECASE)
            return rest, *unit
    return text, "", _ONE


def _readings(heading: Heading) -> list[tuple[str, str, Decimal]]:
    """Folded readings of a heading, the fullest first, each with the unit it leaves."""
    readings: list[tuple[str, str, Decimal]] = []
    for text in heading.texts:
        rest, unit, factor = split_unit(text)
        readings.append((fold(join_lines(text)), unit, factor))
        readings.append((fold(rest), unit, factor))
        if year := _TRAILING_YEAR.fullmatch(rest):
            readings.append((fold(year[1]), unit, factor))
    return [reading for reading in readings if reading[0]]


def _match(
    profile: Profile, known: dict[str, str], heading: Heading
) -> tuple[str, ColumnMatch] | str | None:
    """The field of one heading; a text that says why not, where two fields are as near."""
    readings = _readings(heading)
    for folded, unit, factor in readings:
        if folded in known:
            return known[folded], ColumnMatch(known[folded], heading.column, 100.0, unit, factor)
    best: tuple[float, str, str, Decimal] | None = None
    for folded, unit, factor in readings:
        if len(folded) < SHORT:
            continue
        near = process.extract(
            folded, list(known), scorer=fuzz.ratio, score_cutoff=profile.threshold, limit=6
        )
        fields: dict[str, float] = {}
        for synonym, score, _ in near:
            if len(synonym) >= SHORT - 1:
                name = known[synonym]
                fields[name] = max(score, fields.get(name, 0.0))
        ranked = sorted(fields.items(), key=lambda item: -item[1])
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < profile.margin:
            return (
                f"column {column_letters(heading.column)} may be {ranked[0][0]} or {ranked[1][0]}"
            )
        if ranked and (best is None or ranked[0][1] > best[0]):
            best = (ranked[0][1], ranked[0][0], unit, factor)
    if best is None:
        return None
    return best[1], ColumnMatch(best[1], heading.column, best[0], best[2], best[3])


@lru_cache(maxsize=32)
def _known(profile: Profile) -> dict[str, str]:
    return profile.headings()


def match_headings(profile: Profile, headings: Sequence[Heading]) -> Matched:
    """Match a row of headings to a profile's fields.

    Each field is given to one column at most: the best match, the leftmost among equals.

    Args:
        profile: the kind of table.
        headings: the row's headings, empty ones left out.

    Returns:
        The columns found, how many headings are known at all, and why the match is unsure.
    """
    known_headings = _known(profile)
    used: dict[str, ColumnMatch] = {}
    reasons: list[str] = []
    unknown: list[str] = []
    known: list[str] = []
    for heading in sorted(headings, key=lambda each: each.column):
        found = _match(profile, known_headings, heading)
        letters = column_letters(heading.column)
        if found is None:
            unknown.append(letters)
        elif isinstance(found, str):
            reasons.append(found)
        else:
            name, match = found
            known.append(name)
            if not profile.field(name).use:
                continue
            rival = used.get(name)
            if rival is not None:
                pair = f"{column_letters(rival.column)} and {letters}"
                reasons.append(f"columns {pair} both read as {name}")
            if rival is None or match.score > rival.score:
                used[name] = match
    if unknown:
        reasons.append(f"headings not known in columns {', '.join(unknown)}")
    return Matched(tuple(used.values()), tuple(known), len(headings), tuple(reasons))
