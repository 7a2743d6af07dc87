"""Rows sorted by their words -> one finding on the class that most of them fall in."""

from __future__ import annotations

from collections.abc import Sequence

from skolkit.analysis.base import Finding, finding
from skolkit.analysis.rows import T, named
from skolkit.analysis.word_rules import OTHER, Classes
from skolkit.analysis.words import number, plural


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
    many_sv, many_en = number(len(found.texts), "sv"), number(len(found.texts), "en")
    of_sv, of_en = of
    if len(found.texts) < len(rows):  # what could not be read is in no class
        of_sv, of_en = f"{of_sv} vars text går att läsa", f"{of_en} whose text can be read"
    sv = (
        f"Efter ord i {where[0]} gäller flest av {many_sv} {of_sv} {top.sv} "
        f"({number(top.rows, 'sv')}); {_outside_sv(other)}."
    )
    en = (
        f"By words of {where[1]} most of {many_en} {of_en} concern {top.en} "
        f"({number(top.rows, 'en')}); {_outside_en(other)}."
    )
    if not top.rows:
        sv = f"Efter ord i {where[0]} passar ingen regel på något av {many_sv} {of_sv}."
        en = f"By words of {where[1]} no rule fits any of {many_en} {of_en}."
    return finding(
        claim_id,
        named(rows, (one.row_id for one in found.texts)),
        sv=sv,
        en=en,
        number=top.rows,
        unit=unit,
        caveat=found.caveat,
    )


def _outside_sv(other: int) -> str:
    return f"{number(other, 'sv')} passar ingen regel" if other else "alla passar någon regel"


def _outside_en(other: int) -> str:
    if not other:
        return "all fit some rule"
    return f"{number(other, 'en')} {plural(other, 'fits', 'fit')} no rule"
