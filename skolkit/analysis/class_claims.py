"""Rows sorted by their words -> one finding on the class that most of them fall in."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.rows import T, named
from skolkit.analysis.word_rules import OTHER, Classes
from skolkit.analysis.words import number


def class_finding(
    rows: Sequence[T],
    found: Classes,
    claim_id: str,
    *,
    of: tuple[str, str],
    where: tuple[str, str],
    unit: str,
) -> Finding | None:
    """Say what most rows concern, by words.

    Args:
        rows: what was sorted.
        found: as ``word_rules.classify`` sorted it.
        claim_id: e.g. ``D1.4``.
        of: what the rows are, in Swedish and English, many of them.
        where: where the words stand, in Swedish and English.
        unit: of the number.

    Returns:
        The finding; ``None`` if there was no text.
    """
    if not found.texts:
        return None
    top = max((one for one in found.counts if one.name != OTHER), key=lambda one: one.rows)
    other = found.count(OTHER).rows
    return finding(
        claim_id,
        named(rows, (one.row_id for one in found.texts)),
        sv=f"Efter ord i {where[0]} gäller flest av {number(len(found.texts), 'sv')} {of[0]} "
        f"{top.sv} ({number(top.rows, 'sv')}); {number(other, 'sv')} passar ingen regel.",
        en=f"By words of {where[1]} most of {number(len(found.texts), 'en')} {of[1]} concern "
        f"{top.en} ({number(top.rows, 'en')}); {number(other, 'en')} fit no rule.",
        number=top.rows,
        unit=unit,
        caveat=found.caveat,
    )
