"""What stands around a table and in its columns to what is told about it: unit, measure, doubts.

A unit above the headings ("Belopp i tkr") or under the table is said of all its amounts. Columns
that do not hold what their headings promise make a recognition unsure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from skolkit.model import Cell, Doubt, column_letters
from skolkit.tables.dates import PartialDate, parse_date, parse_moment
from skolkit.tables.fingerprints import Rows
from skolkit.tables.heading_units import UNIT_UNCLEAR, split_unit, stated_unit
from skolkit.tables.matches import Heading, Matched
from skolkit.tables.numbers import Quantity, parse_quantity
from skolkit.tables.profile import Profile
from skolkit.tables.text import is_missing_mark, join_lines
from skolkit.tables.values import UNKNOWN

LEAST_CELLS = 3  # fewer cells say nothing about their column
FITTING = 0.5  # least share of a column's cells that are what its heading promises
# "Alla belopp i tkr", "in SEK thousand"; an amount in a title ("300 mkr") is no such statement.
_BEFORE_UNIT = re.compile(
    r"(?:\b(?:i|in|enhet|unit|belopp|amounts?)\b[:,]?|[(\[])\s*", re.IGNORECASE
)
_UNIT_WORDS = re.compile(
    r"(?:1[ \u00a0.]?000(?!\d)|['\u2019]?\w)[\w.-]*(?:\s[^\W\d_][\w.-]*){0,2}", re.IGNORECASE
)
_ALONE = dict.fromkeys(("tusental", "tusentals", "tusen", "thousands"), "tkr")
_SCALED = re.compile(r"hundra|hundred|tusen|1[ \u00a0.]?000|milj|million|thousand|mdr|\bmn\b", re.I)
_SCALE = re.compile(
    r"(?<![^\W\d_])(?:[tkm]kr|mnkr|mdkr|[tkm]sek|mnsek|tusen(?:tals?)?|miljon(?:er|tals?)?|thousands?|millions?)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_MONEY = re.compile(r"kr\b|kronor\b|sek\b", re.IGNORECASE)
_NET = re.compile(r"\b(?:ex\w*|utan|netto\w*|net)\b", re.IGNORECASE)
_VAT_RATES = (Decimal("0.25"), Decimal("0.12"), Decimal("0.06"))  # mervärdesskattelagen 9 kap.
_RATE_NEAR = Decimal("0.002")  # less than what lies between 6 % and 6 of 106
_AMOUNT_BEFORE = re.compile(r".*\d\s*$", re.DOTALL)
_YEAR_BEFORE = re.compile(r"(?:.*\D)?(?:19|20)\d\d\s*$", re.DOTALL)
_ZONE = re.compile(r"[0-9] ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:[0-9]{2})$")
_WORD = re.compile(r"[^\W\d_]+")
_WAYS_IN = """
phone telephone telefon tel email e-mail e-post epost mejl mail portal web webb webbformulär form
formulär chat chatt self-service självservice walk-in besök sms api event monitoring automatiskt
"""
_CHANNELS = frozenset(_WAYS_IN.split())
_NUMBERS = frozenset({"money", "price", "number", "integer"})
_DATES = frozenset({"date", "moment"})


def sheet_unit(
    profile: Profile, matched: Matched, rows: Rows, at: tuple[int, int]
) -> tuple[Matched, list[str]]:
    """Apply a unit that is told once, above the headings or under the table, to amounts without.

    Args:
        profile: says which fields are amounts of money; a price of one hour is none.
        matched: the columns, with the units of their headings.
        rows: the sheet's cells.
        at: first and last row of the headings; a heading may be nothing but a unit.

    Returns:
        The columns with their units, and what is to be told: that another unit than kronor was
        applied, be it printed or the profile's, or (budgets) that no unit is printed anywhere.
    """
    units = {
        spoken
        for row, cells in rows.items()
        for cell in cells.values()
        if (spoken := _said_unit(cell, row, len(cells), at)) is not None
    }
    amounts = [each for each in matched.used if profile.field(each.field).type == "money"]
    bare = {each.column for each in amounts if not each.unit}
    if not bare:
        return matched, []
    if not units:
        factors = {profile.field(each.field).factor for each in amounts if not each.unit}
        if factors != {Decimal(1)}:
            told = ["no unit is printed for the amounts; they were read in the profile's own unit"]
            return _with_own_units(profile, matched, bare), told
        told = ["no unit is printed for the amounts; they were read as kronor"]
        return matched, told if profile.tells_measures else []
    unit, factor = units.pop() if len(units) == 1 else (UNIT_UNCLEAR, Decimal(1))
    used = tuple(
        replace(match, unit=unit, factor=factor) if match.column in bare else match
        for match in matched.used
    )
    told = (
        [] if factor == 1 and unit == "SEK" else ["the unit of the amounts stands beside the table"]
    )
    return replace(matched, used=used), told


def _said_unit(cell: Cell, row: int, count: int, at: tuple[int, int]) -> tuple[str, Decimal] | None:
    """The unit that a cell states for the table, by where it stands."""
    if at[0] <= row <= at[1]:
        unit = stated_unit(join_lines(cell.raw))
        return unit if unit is not None and unit[0] == "SEK" else _in_words(join_lines(cell.raw))
    return _spoken_unit(cell, row < at[0]) if row < at[0] or count == 1 else None


def _with_own_units(profile: Profile, matched: Matched, bare: Iterable[int]) -> Matched:
    """Amounts without a printed unit in the one that the profile states for them."""
    used = tuple(
        replace(
            match, unit=profile.field(match.field).unit, factor=profile.field(match.field).factor
        )
        if match.column in bare
        else match
        for match in matched.used
    )
    return replace(matched, used=used)


def _spoken_unit(cell: Cell, above: bool) -> tuple[str, Decimal] | None:
    """The unit of money that a title or note states for all amounts."""
    text = join_lines(cell.raw)
    stated = _in_words(text)
    if stated is not None or not above:
        return stated
    for piece in re.split(r"[,;]", text):  # "Tkr, löpande priser"
        alone = stated_unit(piece)
        if alone is not None and alone[0] == "SEK":
            return alone
    rest, unit, factor = split_unit(text)
    is_amount = _AMOUNT_BEFORE.match(rest) and not _YEAR_BEFORE.match(rest)
    if unit != "SEK" or is_amount or (factor == 1 and rest == text):
        return None
    return (UNIT_UNCLEAR, Decimal(1)) if factor == 1 and _SCALED.search(rest) else (unit, factor)


def _in_words(text: str) -> tuple[str, Decimal] | None:
    """The unit of "belopp i tkr"; a scale that is not understood makes it unclear."""
    unclear = False
    for before in _BEFORE_UNIT.finditer(text):
        said = _UNIT_WORDS.match(text, before.end())
        if said is None:
            continue
        words = said[0].rstrip(".").split()
        for count in range(len(words), 0, -1):
            phrase = " ".join(words[:count])
            unit = stated_unit(_ALONE.get(phrase.casefold(), phrase))
            if unit is not None and unit[0] == "SEK":
                return unit
        unclear = unclear or bool(_SCALED.search(said[0]) and _MONEY.search(said[0]))
    return (UNIT_UNCLEAR, Decimal(1)) if unclear else None


def scale_reason(
    profile: Profile, matched: Matched, headings: Sequence[Heading], rows: Rows, first: int
) -> list[str]:
    """Tell of a scale (``mnkr``, ``tusen``) in a heading or title that no amount was read in.

    Args:
        profile: says which fields are amounts of money; a price of one hour is none.
        matched: the columns with the units that they were given.
        headings: of the table.
        rows: the sheet's cells.
        first: the row of the headings.
    """
    amounts = [each for each in matched.used if profile.field(each.field).type == "money"]
    plain = {each.column for each in amounts if each.factor == 1 and each.unit != UNIT_UNCLEAR}
    if not plain:
        return []
    own = [text for each in headings if each.column in plain for text in each.texts]
    above = (rows[row] for row in rows if row < first and len(rows[row]) == 1)
    title = [cell.raw for row in above for cell in row.values()]
    if all(each.factor == 1 for each in amounts):
        own += [join_lines(text) for text in title]
    if any(_SCALE.search(text) for text in own):
        return ["a scale such as tkr or mnkr stands above amounts that were read as kronor"]
    return []


def vat_reason(
    matched: Matched, headings: Sequence[Heading], rows: Rows, body: Iterable[int]
) -> list[str]:
    """Tell of amounts beside VAT of which neither heading nor figures say if it is within them."""
    amounts = {"amount", "net"}
    column = next((match.column for match in matched.used if match.field in amounts), None)
    if column is None or "vat" not in matched.named or "gross" in matched.named:
        return []
    texts = [text for heading in headings if heading.column == column for text in heading.texts]
    if any(_NET.search(text) for text in texts):
        return []
    beside = next(each for each, name in matched.known if name == "vat")
    pairs = [(_figure(rows[row].get(column)), _figure(rows[row].get(beside))) for row in body]
    rates = [vat / amount for amount, vat in pairs if amount and vat]
    if len(rates) >= LEAST_CELLS and all(_is_rate(rate, _VAT_RATES) for rate in rates):
        return []  # of an amount with VAT it would be another share: 20 and not 25 %
    within = tuple(rate / (1 + rate) for rate in _VAT_RATES)
    if len(rates) >= LEAST_CELLS and all(_is_rate(rate, within) for rate in rates):
        return ["the figures say that the amounts include VAT"]
    return ["the heading of the amounts does not say whether they include VAT"]


def _figure(cell: Cell | None) -> Decimal | None:
    return cell.value if cell is not None and isinstance(cell.value, Decimal) else None


def _is_rate(rate: Decimal, of: Iterable[Decimal]) -> bool:
    return any(abs(rate - each) < _RATE_NEAR for each in of)


def contents_reasons(
    profile: Profile, matched: Matched, rows: Rows, body: Iterable[int]
) -> list[str]:
    """Tell of columns most of whose cells are not of the type that the profile states."""
    own = list(body)
    reasons = []
    amounts = [match for match in matched.used if profile.field(match.field).is_money]
    if _may_be_thousands(
        rows[row][match.column] for row in own for match in amounts if match.column in rows[row]
    ):
        reasons.append("amounts with three decimals, or none, may be thousands")
    for match in matched.used:
        kind = profile.field(match.field).type
        cells = [rows[row][match.column] for row in own if match.column in rows[row]]
        if kind == "word" and _are_signs(profile, match.field, cells):
            letters = column_letters(match.column)
            reasons.append(f"column {letters} holds signs and no words for {match.field}")
        if match.field == "source_ids" and _are_channels(cells):
            letters = column_letters(match.column)
            reasons.append(f"column {letters} says how something came in, and no source")
        if kind == "id" and _are_names(profile, match.field, cells):
            letters = column_letters(match.column)
            reasons.append(f"column {letters} does not hold what {match.field} should")
        if kind not in _NUMBERS | _DATES:
            continue
        if kind in _DATES and any(_ZONE.search(cell.raw.strip()) for cell in cells):
            letters = column_letters(match.column)
            reasons.append(f"column {letters} states a time zone; its clock was taken as printed")
        judged = [fits_type(kind, cell) for cell in cells if not _is_silent(cell)]
        if len(judged) >= LEAST_CELLS and sum(judged) < FITTING * len(judged):
            letters = column_letters(match.column)
            reasons.append(f"column {letters} does not hold what {match.field} should")
    return reasons


def _are_signs(profile: Profile, field: str, cells: Sequence[Cell]) -> bool:
    """Whether the words of a column are single letters or digits that the profile does not know.

    What they stand for is told elsewhere, if at all: "Klass A" may be a kind, or how grave it is.
    """
    signs = {text for cell in cells if (text := cell.raw.strip()) and not is_missing_mark(text)}
    known = profile.vocabulary("flag" if field == "is_estimate" else field)
    unknown = [sign for sign in signs if len(sign) == 1 and known.meaning(sign) is None]
    return len(cells) >= LEAST_CELLS and 2 * len(unknown) > len(signs)


def _are_channels(cells: Sequence[Cell]) -> bool:
    """Whether a column says by which way tickets came in: ``Source`` over Phone and Email."""
    said = [cell.raw.strip().casefold() for cell in cells if not _is_silent(cell)]
    return bool(said) and sum(one in _CHANNELS for one in said) > FITTING * len(said)


def _may_be_thousands(cells: Iterable[Cell]) -> bool:
    """Whether all amounts have three decimals or none, as if another mark parted thousands.

    "1,240" beside "410" is 1.24 in the number form of the collection, and may mean 1 240.
    """
    values = [cell.value for cell in cells if isinstance(cell.value, Decimal)]
    decimals = Counter(-min(int(value.as_tuple().exponent), 0) for value in values)
    return set(decimals) in ({0, 3}, {3}) and decimals[3] >= LEAST_CELLS


def _are_names(profile: Profile, field: str, cells: Sequence[Cell]) -> bool:
    """Whether most cells of a column of numbers are words that the table would leave alone."""
    named = profile.field(field).if_words
    if not named or profile.field(named).use:
        return False
    judged = [is_words(cell) for cell in cells if not _is_silent(cell)]
    return len(judged) >= LEAST_CELLS and 2 * sum(judged) > len(judged)


def _is_silent(cell: Cell) -> bool:
    """Whether a cell says nothing about its column: a mark for nothing, or unreadable."""
    typing = {Doubt.NOT_A_NUMBER, Doubt.AMBIGUOUS_NUMBER, Doubt.AMBIGUOUS_DATE}
    return is_missing_mark(cell.raw) or (cell.doubt in UNKNOWN and cell.doubt not in typing)


def is_words(cell: Cell) -> bool:
    """Whether a cell holds words, and no number, date, id or amount: it may hold a figure too."""
    text = join_lines(cell.raw)
    if _WORD.search(text) is None or fits_type("number", cell) or fits_type("date", cell):
        return False
    return not any(sign.isdigit() for sign in text) or len(text.split()) > 2  # "P812", "INC 4"


def fits_type(kind: str, cell: Cell) -> bool:
    """Whether a cell holds what a column of a type holds; text fits every type but these.

    Args:
        kind: a field's type (``profile.TYPES``).
        cell: typed.
    """
    text = join_lines(cell.raw)
    if kind in _NUMBERS:
        if isinstance(cell.value, Decimal) or cell.doubt is Doubt.AMBIGUOUS_NUMBER:
            return True
        return isinstance(parse_quantity(text), Quantity)
    if kind in _DATES:
        if isinstance(cell.value, date) or cell.doubt is Doubt.AMBIGUOUS_DATE:
            return True
        read: PartialDate | Doubt = parse_date(text)
        is_day = isinstance(read, PartialDate) or read is Doubt.AMBIGUOUS_DATE
        return is_day or isinstance(parse_moment(text), datetime)
    return True
