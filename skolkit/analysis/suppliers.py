"""Invoice lines -> who sent them: one key for each supplier, and the names as printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from skolkit.analysis.rows import Invoice


def supplier_key(row: Invoice) -> str:
    """The id of the supplier, or ``printed:`` and the name; empty if the row names none."""
    if row.supplier_id:
        return row.supplier_id
    return f"printed:{row.supplier}" if row.supplier else ""


def printed_names(rows: Iterable[Invoice]) -> tuple[str, ...]:
    """The names of suppliers as printed, the most frequent first."""
    return by_frequency(row.supplier for row in rows)


def by_frequency(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, the most frequent first, without the empty one."""
    said = Counter(words)
    said.pop("", None)
    return tuple(word for word, _ in sorted(said.items(), key=lambda each: (-each[1], each[0])))
