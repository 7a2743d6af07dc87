"""What the cells of a column hold, to the field of a heading that may stand for several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from skolkit.tables.matches import CODES, NUMBERS, SHARES, SWEDISH, WEAK, WORDED, ColumnMatch
from skolkit.tables.profile import Profile


def by_contents(profile: Profile, match: ColumnMatch, holds: Callable[[int], str]) -> str:
    """The field of a column whose heading says one thing over words and another over figures.

    "Avser" over words is what an amount is for, and else its date. The words under the proper
    heading of a number are its name only beside a column of the numbers (``id_and_name``).
    """
    field = profile.field(match.field)
    if field.if_numbers and holds(match.column) == NUMBERS:
        return field.if_numbers
    if field.if_codes and holds(match.column) == CODES:
        return field.if_codes
    if field.if_shares and holds(match.column) == SHARES:
        return field.if_shares
    if field.if_swedish and holds(match.column) == SWEDISH:
        return field.if_swedish
    if field.if_words and (field.type != "id" or match.score == WEAK):
        return field.if_words if holds(match.column) in WORDED else match.field
    return match.field


def is_no_date(profile: Profile, name: str, held: str) -> bool:
    """Whether words stand where a heading weakly tells a date: "Rapporterad" over yes and no."""
    return profile.field(name).type in ("date", "moment") and held in WORDED


def id_and_name(
    profile: Profile, rival: ColumnMatch, match: ColumnMatch, holds: Callable[[int], str]
) -> tuple[ColumnMatch, ColumnMatch] | None:
    """Two columns of one number as the number and its name ("Projektnr", "Projekt")."""
    field = profile.field(match.field)
    if field.type != "id" or not field.if_words:
        return None
    named = [each for each in (rival, match) if holds(each.column) in WORDED]
    if len(named) != 1:
        return None
    number = rival if named[0] is match else match
    return number, replace(named[0], field=field.if_words)
