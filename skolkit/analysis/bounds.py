"""Rows of which some amounts were not read -> what is known of their sum, with bounds if any.

A sum is always the sum of what was read. Rows without a value, doubted values and lost pages are
told beside it, and nothing is put in their place. Bounds are given only where the same row bounds
the unread amount, or where the caller states that no amount is negative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeVar

from skolkit.analysis.ledger import ROUNDING
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice, Placed
from skolkit.analysis.words import Lang, kronor, number, plural
from skolkit.tables.checks import HIGHEST_VAT

Limits = tuple[Decimal, Decimal]  # the least and the most that an unread amount can be
_NONE = Decimal(0)
_UNREAD = {"sv": ("rad", "rader", "utan läsbart belopp"), "en": ("row", "rows", "unread")}
_DOUBTED = {"sv": ("belopp", "belopp", "i tvivel"), "en": ("amount", "amounts", "in doubt")}
_LOST = {
    "sv": ("sida eller fil", "sidor eller filer", "saknas"),
    "en": ("page or file", "pages or files", "missing"),
}


class Counted(Placed, Protocol):
    """A row of a table that may hold printed sums."""

    @property
    def row_kind(self) -> str:
        """``row``, ``subtotal`` or ``total``."""
        ...


T = TypeVar("T", bound=Counted)


@dataclass(frozen=True, slots=True)
class KnownSum:
    """The sum of what was read, the rows it rests on, and what is not known."""

    amount: Decimal  # of all values that were read, doubted ones too
    row_ids: tuple[str, ...]  # rows with a value
    unread: tuple[str, ...] = ()  # rows without a value
    doubtful: tuple[str, ...] = ()  # rows whose value was read and is doubted
    doubted: Decimal = _NONE  # the part of ``amount`` that stands on doubtful rows
    repeated: tuple[str, ...] = ()  # left out: rows that repeat another one
    printed: tuple[str, ...] = ()  # left out: printed subtotals and totals
    lost: tuple[str, ...] = ()  # documents and pages that are missing
    low: Decimal | None = None  # the true sum is at least this
    high: Decimal | None = None  # and at most this
    why_open: tuple[str, ...] = ()  # why a bound is missing

    @property
    def complete(self) -> bool:
        """Whether every row has a value without doubt, and no page is missing."""
        return not (self.unread or self.doubtful or self.lost)

    @property
    def behind(self) -> tuple[str, ...]:
        """All rows that the sum tells of: those with a value, then those without."""
        return self.row_ids + self.unread

    def reservation(self, lang: Lang) -> str:
        """What is not certain, as a sentence to follow one with the sum; empty if nothing."""
        if self.complete:
            return ""
        said = "Summan är inte säker" if lang == "sv" else "The sum is not certain"
        return f" {said}: {self.sentence(lang)}"

    def sentence(self, lang: Lang) -> str:
        """What is known, in one or two sentences."""
        sv = lang == "sv"
        rows = len(self.row_ids)
        said = f"{kronor(self.amount, lang)} {'på' if sv else 'on'} {number(rows, lang)} "
        said += plural(rows, "rad", "rader") if sv else plural(rows, "row", "rows")
        for ids, words in ((self.unread, _UNREAD), (self.doubtful, _DOUBTED), (self.lost, _LOST)):
            if ids:
                one, many, state = words[lang]
                said += f"; {number(len(ids), lang)} {plural(len(ids), one, many)} {state}"
        if self.complete:
            return f"{said}."
        ends = {"low": ("minst", "at least"), "high": ("högst", "at most")}
        bounds = [
            f"{words[not sv]} {kronor(end, lang)}"
            for end, words in ((self.low, ends["low"]), (self.high, ends["high"]))
            if end is not None
        ]
        if not bounds:
            tail = "Summan kan inte ringas in" if sv else "The sum cannot be bounded"
        else:
            both = (" och " if sv else " and ").join(bounds)
            tail = f"Summan är {both}" if sv else f"The sum is {both}"
        return f"{said}. {tail}."


@dataclass(frozen=True, slots=True)
class Rest:
    """What the unread rows must give together, if a printed total is right."""

    known: KnownSum
    printed: Decimal
    rest: Decimal
    row_ids: tuple[str, ...]  # the printed row first


@dataclass(frozen=True, slots=True)
class Parted:
    """Rows that may be summed, and the ids of those that may not."""

    rows: tuple[str, ...]
    repeated: tuple[str, ...]
    printed: tuple[str, ...]


def part(rows: Iterable[T]) -> tuple[tuple[T, ...], Parted]:
    """Split rows into those to be summed and those that are told but never summed."""
    kept, repeated, printed = [], [], []
    for row in rows:
        if row.row_kind != "row":
            printed.append(row.place.row_id)
        elif row.place.duplicate_of:
            repeated.append(row.place.row_id)
        else:
            kept.append(row)
    ids = tuple(row.place.row_id for row in kept)
    return tuple(kept), Parted(ids, tuple(repeated), tuple(printed))


def net_limits(row: Invoice) -> Limits | None:
    """What the other amounts of the same line say of its net amount.

    Net is gross minus VAT; without VAT it lies between ``gross / 1.25`` and gross, because VAT is
    0 to 25 % of net (mervärdesskattelagen 9 kap., as in ``skolkit.tables.checks``). Half a krona
    is allowed for rounding on the line. Hours times rate gives no bound: a line may be billed
    otherwise.

    Returns:
        The least and the most in kronor, or ``None`` if gross was not read or is doubted.
    """
    if row.gross is None or row.place.doubts_on("gross_sek"):
        return None
    if row.vat is not None and not row.place.doubts_on("vat_sek"):
        net = row.gross - row.vat
        return net - ROUNDING, net + ROUNDING
    low, high = sorted((row.gross / (1 + HIGHEST_VAT), row.gross))
    return low - ROUNDING, high + ROUNDING


def known_sum(
    rows: Iterable[T],
    value: Callable[[T], Decimal | None],
    column: str,
    *,
    limits: Callable[[T], Limits | None] = lambda row: None,
    lost: Sequence[Missing] = (),
    never_negative: bool = False,
) -> KnownSum:
    """Sum a column: each row once, printed sums never, and tell what is not known.

    Bounds: ``low`` is the sum of the undoubted values plus the least that the unread and doubted
    ones can be; ``high`` likewise. A bound is missing as soon as one of them has no limit. Lost
    pages may hold any number of rows, so that they leave ``high`` open, and ``low`` too unless no
    amount can be negative.

    Args:
        rows: Typed rows of one table.
        value: The amount of a row.
        column: Name of the column in the clean table, by which doubts are found.
        limits: What bounds the amount of a row that was not read or is doubted.
        lost: Pages and documents that are missing, as ``quality`` tells; the caller chooses those
            that may hold such rows.
        never_negative: The caller's statement that there are no credit notes among the unread. It
            is not heeded if a negative amount was read, and ``why_open`` says so.

    Returns:
        The sum in the unit of the column; 0 with no ``row_ids`` if nothing was read.
    """
    kept, parted = part(rows)
    read, unread, doubtful = [], [], []
    sure = doubted = Decimal(0)
    unsure: list[T] = []
    negative = False
    for row in kept:
        amount = value(row)
        if amount is None:
            unread.append(row.place.row_id)
            unsure.append(row)
            continue
        read.append(row.place.row_id)
        negative = negative or amount < 0
        if row.place.doubts_on(column):
            doubtful.append(row.place.row_id)
            doubted += amount
            unsure.append(row)
        else:
            sure += amount
    places = tuple(dict.fromkeys(_named(each) for each in lost))
    low, high, why = _ends(sure, [limits(row) for row in unsure], places, never_negative, negative)
    return KnownSum(
        amount=sure + doubted,
        row_ids=tuple(read),
        unread=tuple(unread),
        doubtful=tuple(doubtful),
        doubted=doubted,
        repeated=parted.repeated,
        printed=parted.printed,
        lost=places,
        low=low,
        high=high,
        why_open=why,
    )


def net_sum(
    rows: Iterable[Invoice], *, lost: Sequence[Missing] = (), never_negative: bool = False
) -> KnownSum:
    """Sum the net amounts of invoice lines in kronor; see ``known_sum`` and ``net_limits``."""
    return known_sum(
        rows,
        lambda row: row.net,
        "net_sek",
        limits=net_limits,
        lost=lost,
        never_negative=never_negative,
    )


def together(sums: Sequence[KnownSum]) -> KnownSum:
    """Add sums of different rows of one table, for instance of months to a year.

    Raises:
        ValueError: if a row is in two of them; it would be counted twice.
    """
    counted = [row for one in sums for row in (*one.row_ids, *one.unread)]
    if len(set(counted)) < len(counted):
        raise ValueError("a row is in two of the sums")
    lows, highs = [one.low for one in sums], [one.high for one in sums]
    return KnownSum(
        amount=sum((one.amount for one in sums), Decimal(0)),
        row_ids=tuple(row for one in sums for row in one.row_ids),
        unread=tuple(row for one in sums for row in one.unread),
        doubtful=tuple(row for one in sums for row in one.doubtful),
        doubted=sum((one.doubted for one in sums), Decimal(0)),
        repeated=tuple(row for one in sums for row in one.repeated),
        printed=tuple(row for one in sums for row in one.printed),
        lost=tuple(dict.fromkeys(place for one in sums for place in one.lost)),
        low=_all(lows),
        high=_all(highs),
        why_open=tuple(dict.fromkeys(why for one in sums for why in one.why_open)),
    )


def rest_of(known: KnownSum, printed: Invoice) -> Rest | None:
    """What the unread rows give together, if a printed total covers exactly the rows of ``known``.

    ``rest = printed - read``. It rests on the total being right and rightly read: it is arithmetic
    with a printed figure, not a reading. ``None`` if the total was not read, is doubted, or is not
    a printed sum.
    """
    doubted = printed.place.doubts_on("net_sek")
    if printed.net is None or printed.row_kind == "row" or doubted:
        return None
    rows = (printed.place.row_id, *known.row_ids, *known.unread)
    return Rest(known, printed.net, printed.net - known.amount, rows)


def _named(missing: Missing) -> str:
    return missing.document if missing.page is None else f"{missing.document} p. {missing.page}"


def _all(ends: Sequence[Decimal | None]) -> Decimal | None:
    known = [end for end in ends if end is not None]
    return sum(known, Decimal(0)) if len(known) == len(ends) else None


def _ends(
    sure: Decimal,
    limits: Sequence[Limits | None],
    lost: tuple[str, ...],
    never_negative: bool,
    negative: bool,
) -> tuple[Decimal | None, Decimal | None, tuple[str, ...]]:
    """The bounds, and why one is missing."""
    held = never_negative and not negative
    bounded = [each for each in limits if each is not None]
    unbounded = len(limits) - len(bounded)
    low: Decimal | None = sure + sum((each[0] for each in bounded), Decimal(0))
    high: Decimal | None = sure + sum((each[1] for each in bounded), Decimal(0))
    why = []
    if unbounded:
        why.append("an amount was not read for sure, and nothing on its row bounds it")
    if lost:
        why.append("pages or documents are missing")
    if unbounded or lost:
        high = None
        low = low if held else None
        if never_negative and negative:
            why.append("a negative amount was read, so unread ones may be negative too")
    return low, high, tuple(why)
