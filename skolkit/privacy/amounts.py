"""Amounts of clean tables to the texts that a leak check lets pass as what they are.

A billion kronor has ten digits, as a personnummer has: 1 101 800 000. A printed figure was judged
by its column when it was read, but an amount may have been printed in millions (``1 101,8``), or be
a sum of ours; it then stands for the first time in what is published.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

LEAST_DIGITS = 9  # of a number that may be taken for one of a person


def long_amounts(values: Iterable[object]) -> frozenset[str]:
    """The exact numbers among values that are as long as numbers of persons, as plain texts.

    Args:
        values: of masked tables and of what is made from them; only ``Decimal`` is looked at.
    """
    return frozenset(
        format(each.normalize(), "f")
        for each in values
        if isinstance(each, Decimal)
        and each.is_finite()
        and abs(each) >= Decimal(10) ** (LEAST_DIGITS - 1)
    )
