"""Something that happened, where, and what to do: told in the run record, or raised as an error.

The API raises ``SkolkitError``; only the command line turns errors into exit codes. What does not
stop the work is a ``Problem`` in the run record. Messages never hold the contents of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skolkit.catalogue import CATALOGUE, ExitCode, Rule


class Status(StrEnum):
    """What became of one entry of a delivery."""

    OK = "ok"
    OK_WITH_WARNINGS = "ok_with_warnings"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that happened and its place. ``detail`` holds positions and sizes, no cell text."""

    code: str
    file: str
    page: int | None = None
    sheet: str = ""
    cell: str = ""
    detail: str = ""

    @property
    def rule(self) -> Rule:
        """The catalogue's entry for the code."""
        return CATALOGUE[self.code]

    @property
    def where(self) -> str:
        """The place in words, with a leading comma, or nothing."""
        parts = [
            f"page {self.page}" if self.page is not None else "",
            f"sheet {' '.join(self.sheet.split())}" if self.sheet else "",  # on one line
            f"cell {self.cell}" if self.cell else "",
        ]
        told = ", ".join(part for part in parts if part)
        return f", {told}" if told else ""

    @property
    def message(self) -> str:
        """What happened, where, and what to do, in two sentences."""
        detail = f" ({self.detail})" if self.detail and self.code != "W_DUPLICATE" else self.detail
        said = self.rule.template.format(file=self.file, where=self.where, detail=detail)
        return f"{said} {self.rule.cure}"


class SkolkitError(Exception):
    """A problem that stops the work on a file, or the command."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem

    @classmethod
    def of(
        cls, code: str, file: str, *, page: int | None = None, sheet: str = "", detail: str = ""
    ) -> SkolkitError:
        """Make the error for a code of the catalogue."""
        return cls(Problem(code, file, page=page, sheet=sheet, detail=detail))

    @property
    def exit_code(self) -> ExitCode:
        """The exit code that the command line gives for it."""
        return self.problem.rule.exit_code
