"""The nouns of a schema: what a column of a clean table holds, and what is true of its values.

One declaration serves the checks of the rows, the data package, the SQLite database, the workbook
and the data dictionary, so that these cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Kind(StrEnum):
    """What a column holds. Unknown is ``None``, or the empty text where it holds text."""

    TEXT = "text"
    LIST = "list"  # texts, ";" between
    INTEGER = "integer"
    NUMBER = "number"  # measured; a float
    DECIMAL = "decimal"  # exact
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    BOX = "box"  # "x0 y0 x1 y1" in points

    @property
    def is_text(self) -> bool:
        """Whether exported files hold it as text."""
        return self in {Kind.TEXT, Kind.LIST, Kind.BOX}


class Unit(Enum):
    """The unit of a column: the suffix of its name, and its name in Swedish and English."""

    NONE = ("", "", "")
    SEK = ("_sek", "kronor", "kronor")
    SEK_PER_HOUR = ("_sek", "kronor per timme", "kronor an hour")
    HOURS = ("hours", "timmar", "hours")
    KILOBYTES = ("_kb", "kilobyte", "kilobytes")
    BYTES = ("_bytes", "byte", "bytes")
    POINTS = ("_pt", "punkter (1/72 tum)", "points (1/72 inch)")
    DEGREES = ("_deg", "grader", "degrees")
    DPI = ("dpi", "punkter per tum", "dots an inch")

    @property
    def suffix(self) -> str:
        """How the name of a column with this unit ends."""
        return self.value[0]

    def spelled(self, language: str) -> str:
        """The unit in words."""
        return self.value[1] if language == "sv" else self.value[2]


@dataclass(frozen=True, slots=True)
class Column:
    """One column, and the rules for its values.

    ``reference`` is ``table.column``: each value that is known stands there too. ``pattern`` is a
    regular expression for a whole text, or for each text of a list.
    """

    name: str
    kind: Kind
    sv: str
    en: str
    unit: Unit = Unit.NONE
    required: bool = False
    allowed: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    pattern: str = ""
    reference: str = ""
    explained: bool = False  # unknown in a row only if ``doubts`` says why
    told: bool = True  # whether a message about a violation may name the value

    def described(self, language: str) -> str:
        """What the column holds, in Swedish or English."""
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Schema:
    """One clean table: its columns in the order in which they are written, and its key.

    ``searched`` are the columns that full-text search goes through. ``spans`` are pairs of columns
    of which the second is never before the first.
    """

    name: str
    title_sv: str
    title_en: str
    sv: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    searched: tuple[str, ...] = ()
    spans: tuple[tuple[str, str], ...] = ()

    def title(self, language: str) -> str:
        """The table's name for people."""
        return self.title_sv if language == "sv" else self.title_en

    def described(self, language: str) -> str:
        """What one row is, and what to mind."""
        return self.sv if language == "sv" else self.en

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: if there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
