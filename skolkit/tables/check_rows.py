"""What one check found to a row of the table of checks; what of a row is known, and how exactly."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from skolkit.model import Sheet, cell_id
from skolkit.tables.covers import AGREES, DIFFERS, OPEN
from skolkit.tables.rows import BudgetRow, CheckRow, CostRow, InvoiceRow

Checked = CostRow | InvoiceRow | BudgetRow
T = TypeVar("T")
_SCALES = (Decimal(1000), Decimal(10) ** 6, Decimal(10) ** 9)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A printed figure, what its parts give, and what follows.

    While a part is unknown ``computed`` is the sum of the others, and the difference is what the
    unknown ones must make together if the print is right.
    """

    printed: Decimal | None
    computed: Decimal
    verdict: str
    parts: int
    unknown: int = 0


def judged(printed: Decimal, computed: Decimal, tolerance: Decimal, parts: int) -> Conclusion:
    """Compare two known figures."""
    close = abs(printed - computed) <= tolerance
    return Conclusion(printed, computed, AGREES if close else DIFFERS, parts)


def undecided(printed: Decimal, computed: Decimal, parts: int) -> Conclusion:
    """Two figures of which nobody can say whether they ought to agree."""
    return Conclusion(printed, computed, OPEN, parts)


def check_row(rule: str, table: str, row: Checked, column: str, found: Conclusion) -> CheckRow:
    """The row of the table of checks."""
    return CheckRow(
        check_id=f"{rule}:{row.row_id}:{column}",
        collection=row.collection,
        rule=rule,
        table=table,
        row_id=row.row_id,
        document=row.document,
        page=row.page,
        column=column,
        printed=found.printed,
        computed=found.computed,
        difference=None if found.printed is None else found.printed - found.computed,
        verdict=found.verdict,
        parts=found.parts,
        unknown_parts=found.unknown,
        cell_ids=row.cell_ids,
        demo=row.demo,
    )


def state(row: Checked, column: str) -> tuple[Decimal | None, bool, bool]:
    """A figure of a row; whether there is one that was not read; whether there may be one."""
    value: Decimal | None = getattr(row, column)
    if value is not None:
        return value, False, False
    doubts = [doubt for doubt in row.doubts if doubt.startswith(f"{column}:")]
    return None, any(not each.endswith(":missing") for each in doubts), bool(doubts)


def grouped(rows: Iterable[T], key: Callable[[T], Hashable]) -> list[tuple[T, ...]]:
    """Rows with the same key, keys in the order in which they come."""
    groups: dict[Hashable, list[T]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return [tuple(group) for group in groups.values()]


class Prints:
    """How figures of the clean tables were printed, by the cells that they come from."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._numbers = {
            cell_id(sheet.sheet_id, cell.row, cell.column): cell.value
            for sheet in sheets
            for cell in sheet.cells
            if isinstance(cell.value, Decimal)
        }

    def step(self, row: Checked, value: Decimal | None) -> Decimal:
        """The least difference that an amount printed in thousands or more can show, in kronor.

        0 for one that is printed in kronor, and where the print is not found.
        """
        numbers = [self._numbers[name] for name in row.cell_ids if name in self._numbers]
        if not value or any(abs(number) == abs(value) for number in numbers):
            return Decimal(0)
        for number in numbers:
            for scale in _SCALES:
                if number and abs(number * scale) == abs(value):
                    return scale * _last_place(number)
        return Decimal(0)


def _last_place(number: Decimal) -> Decimal:
    """One in the last printed place: 0.1 for 71.5, 1 for 100."""
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
