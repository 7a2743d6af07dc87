"""Counts what is odd in the cells of one sheet, so that it is told once and not cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from skolkit.intake.formats import DIGITS, Stored
from skolkit.model import Doubt, column_letters
from skolkit.problems import Problem

_BY_DOUBT = {
    Doubt.ERROR_VALUE: "W_CELL_ERROR",
    Doubt.FORMULA_NO_VALUE: "W_FORMULA_NO_VALUE",
    Doubt.AMBIGUOUS_DATE: "W_DATE_SUSPECT",
    Doubt.NOT_A_NUMBER: "W_CELL_ERROR",
    Doubt.AMBIGUOUS_NUMBER: "W_PRECISION",
    Doubt.UNREADABLE: "W_CONTROL_CHARS",
}
_LIVE = re.compile(r"\s*[=@＝＠]|\s*[-+－＋](?![\s\d.,])")
_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+[0-9]+", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """How often each code was met in a sheet, and where first."""

    counts: dict[str, int] = field(default_factory=dict)
    firsts: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, row: int, column: int) -> None:
        """Count one cell under a code."""
        self.counts[code] = self.counts.get(code, 0) + 1
        self.firsts.setdefault(code, f"{column_letters(column)}{row}")

    def look(self, stored: Stored, row: int, column: int) -> None:
        """Count what is odd about one cell."""
        if stored.doubt in _BY_DOUBT:
            self.add(_BY_DOUBT[stored.doubt], row, column)
        elif isinstance(stored.value, Decimal):
            if abs(stored.value) >= 10**DIGITS:
                self.add("W_PRECISION", row, column)
        elif stored.value is None or isinstance(stored.value, str):
            self.look_at_text(stored.raw, row, column)

    def look_at_text(self, text: str, row: int, column: int) -> None:
        """Count text that a spreadsheet would run as a formula, or has already spoilt."""
        if _LIVE.match(text) and len(text.strip()) > 1:
            self.add("W_FORMULA_TEXT", row, column)
        elif _SHORTENED.fullmatch(text.strip()):
            self.add("W_PRECISION", row, column)

    def problems(self, file: str, sheet: str) -> tuple[Problem, ...]:
        """One problem for each code, with the count and the first place."""
        return tuple(
            Problem(code, file, sheet=sheet, cell=self.firsts[code], detail=f"cells: {count}")
            for code, count in sorted(self.counts.items())
        )
