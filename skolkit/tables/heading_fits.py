"""Whether what a heading prints beside its words, a unit or "exkl. moms", fits a field."""

from __future__ import annotations

from skolkit.tables.heading_words import plain_words
from skolkit.tables.profile import Profile
from skolkit.tables.text import fold

_COUNTS = frozenset({"%", "‰", "h", "kB", "count"})  # units of what is no amount of money
_TEXTS = ("text", "id", "word", "addresses", "date", "moment")
_AS_SAID = ("amount_as_published", "qualifier", "is_estimate")
_ACTORS = frozenset({"av", "by"})  # after "Mottaget" or "Closed": somebody, and no date
_VAT, _EXCLUDING, _INCLUDING = map(fold, ("moms", "exkl", "inkl"))
_WITH_VAT, _WITHOUT_VAT = frozenset({"gross"}), frozenset({"net", "amount"})


def fits_unit(profile: Profile, name: str, unit: str) -> bool:
    """Whether a unit that a heading prints can be that of a field.

    No amount is in per cent, and no text is in kronor but one that tells an amount as it was said.
    """
    field = profile.field(name)
    if unit == "SEK" and field.use and name not in _AS_SAID:
        return field.type not in _TEXTS
    return unit not in _COUNTS or not field.is_money


def fits_actor(profile: Profile, name: str, words: str) -> bool:
    """Whether a field that a heading nearly tells may be of who did it: "Åtgärdat av"."""
    last = words.split()[-1:]
    is_actor = bool(last) and last[0].casefold() in _ACTORS
    return not is_actor or profile.field(name).type not in ("date", "moment")


def fits_vat(name: str, words: str) -> bool:
    """Whether an amount known in part can be the field: "Att betala exkl. moms" is no gross."""
    said = set(plain_words(words))
    if _VAT not in said:
        return True
    without, within = _EXCLUDING in said, _INCLUDING in said
    return not (without and name in _WITH_VAT) and not (within and name in _WITHOUT_VAT)


def may_be_hourly(profile: Profile, name: str) -> bool:
    """Whether a column of kronor an hour may have been taken for this field by its words."""
    return not profile.field(name).use or profile.field(name).is_money
