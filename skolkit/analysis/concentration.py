"""Invoice lines -> how much of the money went to the largest suppliers: shares and HHI.

Shares are of net amounts, credit notes taken off their own supplier. They describe what is in the
disclosed documents, not a market.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from skolkit.analysis.bounds import KnownSum, net_sum
from skolkit.analysis.cost_trends import GroupSum, grouped
from skolkit.analysis.quality import Missing
from skolkit.analysis.rows import Invoice

_DIGITS = 100  # the squares of kronor and their sum are exact within these


@dataclass(frozen=True, slots=True)
class SupplierShare:
    """What one supplier was paid, and its part of the whole in percent."""

    supplier: str  # supplier_id, or ``printed:`` and the name
    names: tuple[str, ...]
    sum: KnownSum
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Concentration:
    """The suppliers of some invoice lines, and how the money is spread over them."""

    shares: tuple[SupplierShare, ...]  # largest first
    total: Decimal  # of the suppliers in ``shares``, in kronor
    credit_notes: KnownSum  # negative lines; they are taken off their supplier in ``shares``
    not_positive: tuple[GroupSum, ...]  # suppliers with no more than their credit notes: no share
    unnamed: KnownSum  # lines without a supplier: in no share
    unread: tuple[str, ...]  # lines without an amount, whoever sent them
    lost: tuple[str, ...]  # pages and documents that are missing

    @property
    def complete(self) -> bool:
        """Whether every line has a supplier and an amount, and no page is missing."""
        return not (self.unread or self.lost or self.unnamed.row_ids or self.unnamed.unread)

    @property
    def hhi(self) -> Decimal | None:
        """The Herfindahl-Hirschman index: the sum of the squared shares in percent.

        Formula: ``sum(percent ** 2)``; 10,000 with one supplier, near 0 with very many, and
        10,000 / n with n equal ones. Source: U.S. Department of Justice and Federal Trade
        Commission, Merger Guidelines (2023), 2.1. Limits: the guidelines judge markets by it; here
        it describes one buyer's invoices, as far as they were read, and their thresholds say
        nothing. ``None`` if nobody has a share.
        """
        if not self.shares:
            return None
        with localcontext(prec=_DIGITS):  # so that rounding never lifts it above 10,000
            squares = sum((each.sum.amount**2 for each in self.shares), Decimal(0))
            exact = squares * 10_000 / self.total**2
        return +exact

    def top(self, count: int) -> Decimal | None:
        """The part of the ``count`` largest suppliers together, in percent; ``None`` if no shares.

        Raises:
            ValueError: if ``count`` is below 1.
        """
        if count < 1:
            raise ValueError("at least one supplier is asked for")
        if not self.shares:
            return None
        largest = sum((each.sum.amount for each in self.shares[:count]), Decimal(0))
        return largest * 100 / self.total

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The lines that the shares rest on."""
        return tuple(row for each in self.shares for row in each.sum.row_ids)


def concentration(rows: Iterable[Invoice], *, lost: Sequence[Missing] = ()) -> Concentration:
    """Work out each supplier's part of the net amounts.

    Formula: ``percent = 100 * net of the supplier / net of all suppliers with more than 0``. Lines
    without a supplier are in no share: they may be of one supplier or of many.

    Args:
        rows: Invoice lines; repeats and printed sums are left out.
        lost: Missing pages, told in the result.
    """
    rows = tuple(rows)
    groups = grouped(rows, "supplier", lost=lost)
    named = [each for each in groups if each.key]
    paid = [each for each in named if each.sum.amount > 0]
    whole = sum((each.sum.amount for each in paid), Decimal(0))
    nameless = [each.sum for each in groups if not each.key]
    everything = net_sum(rows, lost=lost)
    return Concentration(
        shares=tuple(
            SupplierShare(each.key, each.names, each.sum, each.sum.amount * 100 / whole)
            for each in paid
        ),
        total=whole,
        credit_notes=net_sum(row for row in rows if row.net is not None and row.net < 0),
        not_positive=tuple(each for each in named if each.sum.amount <= 0),
        unnamed=nameless[0] if nameless else net_sum(()),
        unread=everything.unread,
        lost=everything.lost,
    )
