"""Printed headings to the fields of a profile, with their units and how sure the match is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz, process

from skolkit.model import column_letters
from skolkit.tables.heading_contents import by_contents, id_and_name, is_no_date
from skolkit.tables.heading_fits import fits_actor, fits_unit, fits_vat, may_be_hourly
from skolkit.tables.heading_periods import (
    LEAST_PERIODS,
    OVER_PERIODS,
    is_period,
    names_period,
    says_all,
    says_nothing_else,
    settled_amounts,
    settled_periods,
)
from skolkit.tables.heading_readings import Reading, readings_of
from skolkit.tables.heading_units import split_unit
from skolkit.tables.heading_words import abbreviated, asked, same_words, spoken_of
from skolkit.tables.matches import (
    ABBREVIATED,
    BARE_PERIOD,
    BY_PART,
    WEAK,
    ColumnMatch,
    Heading,
    Matched,
)
from skolkit.tables.periods import Period, read_period
from skolkit.tables.profile import SHORT, Profile
from skolkit.tables.text import fold

_ONE = Decimal(1)
_PER_HOUR, _HOURLY = "SEK/h", "rate"
SAME_WORDS = 95.0  # of one that is known once abbreviations are written out
LEAST_LETTERS = 3
LEAST_PARTS = 2  # of "Leverantör/Kund"


def _match(
    profile: Profile, known: dict[str, str], heading: Heading
) -> tuple[str, ColumnMatch] | str | None:
    """The field of one heading; a text that says why not, where two fields are as near."""
    readings = readings_of(heading, profile.has_periods)
    # "Avvikelse helår" is a deviation of a whole year before it is any other known heading.
    for each in sorted(readings, key=lambda each: each.period is None or not each.folded):
        word, score = each.folded, 100.0
        if word and word not in known:
            word, score = fold(same_words(profile, each.words) or ""), SAME_WORDS
        name = known.get(word) if word else None if each.folded else BARE_PERIOD
        if each.period is not None and (name is None or not profile.field(name).use):
            measures = dict(profile.vocabulary("measure").meanings)
            name = measures.get(each.folded, name)  # "Kostnad 2019"
        if name is not None and fits_unit(profile, name, each.unit):
            return name, _column(
                profile, name, heading, WEAK if word in _weak(profile) else score, each
            )
    best: tuple[float, str, Reading] | None = None
    for each in readings:
        ranked = _near_fields(profile, each.folded)
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < profile.margin:
            return (
                f"column {column_letters(heading.column)} may be {ranked[0][0]} or {ranked[1][0]}"
            )
        ranked = [one for one in ranked if fits_actor(profile, one[0], each.words)]
        if ranked and (best is None or ranked[0][1] > best[0]):
            best = (ranked[0][1], ranked[0][0], each)
    if best is not None and fits_unit(profile, best[1], best[2].unit):
        return best[1], _column(profile, best[1], heading, best[0], best[2])
    for score, tells in ((ABBREVIATED, abbreviated), (BY_PART, asked)):
        for each in readings:
            field = tells(profile, each.words)
            if field is not None and fits_unit(profile, field, each.unit):
                return field, _column(profile, field, heading, score, each)
    return _either(profile, known, heading) or _by_part(profile, heading, readings)


def _either(
    profile: Profile, known: dict[str, str], heading: Heading
) -> tuple[str, ColumnMatch] | None:
    """The only carried field among the parts of ``Lev/Kund``, where each part is one of several."""
    for text in heading.texts:
        rest, unit, factor = split_unit(text)
        stem, aside = (text[:-3].rstrip(), " (T)") if text.endswith("(T)") else (rest, "")
        unit = "" if aside else unit
        parts = [part for part in stem.split("/") if part.strip()]
        if len(parts) < LEAST_PARTS:
            continue
        whole = [f"{part}{aside}" for part in parts]
        names = {
            name
            for part in whole
            if (name := known.get(fold(part)) or known.get(fold(same_words(profile, part) or "-")))
            and profile.field(name).use
        }
        if len(names) == 1:
            name = names.pop()
            return name, _column(profile, name, heading, BY_PART, Reading(rest, unit, factor))
    return None


def _by_part(
    profile: Profile, heading: Heading, readings: Sequence[Reading]
) -> tuple[str, ColumnMatch] | None:
    """The only field that the words of a heading speak of (``heading_words.spoken_of``).

    A printed unit of money says that an amount is meant, any other unit that none is.
    """
    for each in reversed(readings):  # without unit and period
        if not each.words:
            continue
        names = [field.name for field in profile.fields]
        if profile.tells_measures:
            names.remove(BARE_PERIOD)
        if each.unit == "SEK":
            names = [name for name in names if profile.field(name).is_money] or names
        else:
            names = [name for name in names if fits_unit(profile, name, each.unit)]
        names = [
            name
            for name in names
            if fits_vat(name, each.words) and fits_actor(profile, name, each.words)
        ]
        # Beside a unit of money a short word for an amount will do: "Claimed cost (MSEK)".
        least = LEAST_LETTERS if each.unit == "SEK" else SHORT - 1
        field = spoken_of(profile, each.words, frozenset(names), least)
        if field == BARE_PERIOD and each.period is not None:
            continue  # a sentence that tells of costs and a year heads no amounts
        if field is not None:
            return field, _column(profile, field, heading, BY_PART, each)
    return None


def _column(
    profile: Profile, name: str, heading: Heading, score: float, read: Reading
) -> ColumnMatch:
    whole = read.period is None and says_all(read.words)
    unit, factor = read.unit, read.factor
    if not unit and profile.field(name).is_money:  # "Utbetalt, mnkr" over "2022"
        _, above, by = split_unit(heading.texts[0])
        unit, factor = (above, by) if above == "SEK" else (unit, factor)
    return ColumnMatch(name, heading.column, score, unit, factor, read.period, whole)


def _near_fields(profile: Profile, folded: str) -> list[tuple[str, float]]:
    """The fields whose headings come near a folded one, the nearest first; none to a short one."""
    if len(folded) < SHORT:
        return []
    known = _known(profile)
    near = process.extract(
        folded, list(known), scorer=fuzz.ratio, score_cutoff=profile.threshold, limit=6
    )
    fields: dict[str, float] = {}
    for synonym, score, _ in near:
        if len(synonym) >= SHORT - 1:
            name = known[synonym]
            fields[name] = max(score, fields.get(name, 0.0))
    return sorted(fields.items(), key=lambda item: -item[1])


def known_spelling(profile: Profile, heading: Heading) -> str:
    """The known heading that a heading was read as, as a profile or the sheet spells it.

    It says nothing that no profile says, so that it may be told of: a heading that is not known at
    all (``""``) may be anything, the name of a person as well.
    """
    readings = readings_of(heading, profile.has_periods)
    for each in readings:
        if each.folded in _known(profile):
            return each.words
    return next((said for each in readings if (said := same_words(profile, each.words))), "")


def heading_words(profiles: Iterable[Profile]) -> frozenset[str]:
    """All headings that some profiles know, folded."""
    return frozenset(word for profile in profiles for word in _known(profile))


def is_known_heading(text: str, words: frozenset[str]) -> bool:
    """Whether a text alone is a known heading, a unit or a period in it left aside."""
    rest = split_unit(text)[0]
    if fold(rest) in words:
        return True
    period, left = read_period(rest)
    return period is not None and fold(left) in words


def is_amount(heading: Heading, profiles: Iterable[Profile]) -> bool:
    """Whether a heading prints a unit of money or is, as a whole, that of an amount in a table."""
    for profile in profiles:
        found = _match(profile, _known(profile), heading)
        if isinstance(found, tuple):
            name, match = found
            is_money = profile.field(name).type == "money" and match.score > BY_PART
            is_bare = name == BARE_PERIOD and (profile.tells_measures or match.period is not None)
            if match.unit == "SEK" or (is_money and not is_bare):
                return True
    return any(split_unit(text)[1] == "SEK" for text in heading.texts)


@lru_cache(maxsize=32)
def _known(profile: Profile) -> dict[str, str]:
    return profile.headings()


@lru_cache(maxsize=32)
def _weak(profile: Profile) -> frozenset[str]:
    return profile.weak_headings()


def _nothing(_: int) -> str:
    return ""


def match_headings(
    profile: Profile, headings: Sequence[Heading], holds: Callable[[int], str] = _nothing
) -> Matched:
    """Match a row of headings to a profile's fields.

    Each field is given to one column at most: the best match, the leftmost among equals.

    Args:
        profile: the kind of table.
        headings: the row's headings, empty ones left out.
        holds: what the cells of a column mostly are, ``words``, ``numbers``, ``codes``,
            ``per cents`` or none of these; it decides between two fields that one heading may
            stand for.

    Returns:
        The columns found, how many headings are known at all, and why the match is unsure.
    """
    known_headings = _known(profile)
    used: dict[tuple[str, Period | None], ColumnMatch] = {}
    reasons: list[str] = []
    known: dict[int, str] = {}
    fields = {field.name for field in profile.used}
    weak: list[ColumnMatch] = []
    by_period = profile.has_periods and not profile.tells_measures
    bare = {heading.column for heading in headings if by_period and is_period(heading)}
    sums_up = by_period and sum(map(names_period, headings)) >= LEAST_PERIODS
    for heading in sorted(headings, key=lambda each: each.column):
        found = _match(profile, known_headings, heading)
        if heading.column in bare and len(bare) < LEAST_PERIODS and says_nothing_else(heading):
            continue  # one year alone heads no amounts: it may be a value
        if sums_up and not isinstance(found, str) and says_all(heading.texts[-1]):
            found = _sum_over_periods(profile, heading, found)
        if isinstance(found, str):
            reasons.append(found)
        elif found is not None:
            name = by_contents(profile, found[1], holds)
            if found[1].unit == _PER_HOUR and _HOURLY in fields and may_be_hourly(profile, name):
                name = _HOURLY  # "À-pris (kr/tim)"; without its unit it may be of anything
            sums = found[1].is_sum and profile.field(name).per_period
            match = replace(found[1], field=name, is_sum=sums)
            if match.score in (WEAK, BY_PART) and is_no_date(profile, name, holds(heading.column)):
                continue
            known[heading.column] = name
            if match.score == ABBREVIATED and profile.field(name).use:
                letters = column_letters(heading.column)
                reasons.append(f"the heading of column {letters} was read as an abbreviation")
            if not profile.field(name).use:
                if match.score == BY_PART:
                    letters = column_letters(heading.column)
                    reasons.append(f"the heading of column {letters} is known in part")
                continue
            if match.score in (BY_PART, WEAK):
                weak.append(match)
                continue
            key = (name, match.period if profile.field(name).per_period else None)
            rival = used.get(key)
            if rival is not None and (pair := id_and_name(profile, rival, match, holds)):
                used[key], match = pair
                key = (match.field, None)
                if not profile.field(match.field).use:
                    known[match.column] = match.field
                    continue
                rival = used.pop(key, None)  # the name of the number goes before another text
            if rival is not None:
                letters = f"{column_letters(rival.column)} and {column_letters(match.column)}"
                reasons.append(f"columns {letters} both read as {match.field}")
            if key not in used or match.score > used[key].score:
                used[key] = match
    reasons.extend(_filled(profile, used, weak))
    matches, dropped = list(used.values()), list[ColumnMatch]()
    if by_period:
        matches, dropped = settled_amounts(matches)
    elif profile.has_periods:
        matches, dropped, twice = settled_periods(matches)
        reasons.extend(twice)
    unknown = {each.column for each in dropped}
    names = tuple(each for each in known.items() if each[0] not in unknown)
    matches.sort(key=lambda each: each.column)
    return Matched(tuple(matches), names, len(headings), tuple(reasons))


def _sum_over_periods(
    profile: Profile, heading: Heading, found: tuple[str, ColumnMatch] | None
) -> tuple[str, ColumnMatch] | None:
    """``Totalt`` or ``Totalt 2022`` beside columns of periods as the sum over them."""
    if found is not None and profile.field(found[0]).use and found[0] != BARE_PERIOD:
        return found
    for text in reversed(heading.texts):
        rest, unit, factor = split_unit(text)
        if fold(rest) in OVER_PERIODS or fold(read_period(rest)[1]) in OVER_PERIODS:
            read = Reading(rest, unit, factor)
            match = _column(profile, BARE_PERIOD, heading, 100.0, read)
            return BARE_PERIOD, replace(match, is_sum=True)
    return found


def _filled(
    profile: Profile,
    used: dict[tuple[str, Period | None], ColumnMatch],
    weak: Sequence[ColumnMatch],
) -> list[str]:
    """Give columns that are weakly known the fields that no other heading stands for.

    An amount is known by a part of its heading only where the table has no other: "Restbelopp"
    beside the amount is another one, as is "Startdatum" beside the date of the row. A budget has
    several amounts.
    """
    reasons = []
    whole = {match.field for match in used.values()}
    for match in sorted(weak, key=lambda each: (each.score != WEAK, each.column)):
        field = profile.field(match.field)
        key = (match.field, match.period if field.per_period else None)
        letters = column_letters(match.column)
        rival = used.get(key)
        if rival is not None or (match.field in whole and not field.per_period):
            if rival is not None and match.field not in whole and match.score == WEAK:
                both = f"{column_letters(rival.column)} and {letters}"
                reasons.append(f"columns {both} both read as {match.field}")
            elif match.score == BY_PART:
                reasons.append(f"column {letters} may be another {match.field}")
            continue
        if match.score == BY_PART:
            amounts = {name for name, _ in used if profile.field(name).type == "money"}
            if field.type == "money" and field.required and amounts and not profile.has_periods:
                reasons.append(f"column {letters} may be another {match.field}")
                continue
            if field.required and field.type == "date" and _has_date(profile, used):
                reasons.append(f"column {letters} may be another date")
                continue
            reasons.append(f"column {letters} was taken for {match.field} by a part of its heading")
        used[key] = match
    return reasons


def _has_date(profile: Profile, used: Iterable[tuple[str, Period | None]]) -> bool:
    """Whether a date that a row cannot be without is there already."""
    fields = (profile.field(name) for name, _ in used)
    return any(field.required and field.type == "date" for field in fields)
