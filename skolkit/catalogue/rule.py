"""What an entry of the catalogue of problems consists of, and how commands end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    WITH_PROBLEMS = 1
    USAGE = 2
    MISSING_DEPENDENCY = 3
    NO_INPUT = 4
    DISK = 5
    LOCKED = 6
    LEAK = 7
    DIFFERENCE = 8
    OUR_FAULT = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue. Templates may use ``{file}``, ``{where}`` and ``{detail}``."""

    code: str
    title: str
    template: str
    cure: str
    exit_code: ExitCode = ExitCode.WITH_PROBLEMS

    @property
    def is_error(self) -> bool:
        """Whether the file or page failed (``E_``); else it was read."""
        return self.code.startswith("E_")

    @property
    def is_note(self) -> bool:
        """Whether it is only to be known (``N_``), and no warning (``W_``)."""
        return self.code.startswith("N_")
