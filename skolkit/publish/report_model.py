"""The report as data: sections of blocks, ready for print, the same for HTML and PDF.

All numbers are computed and spelled before they come here; the two templates only lay out. What is
quoted from the data in another language says so, so that a screen reader speaks it rightly.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any, Literal

from skolkit.analysis.words import Lang, printable


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell of a table; ``href`` only ever http(s), ``lang`` if not the report's own.

    ``pad`` is set unseen after the text, so that decimal marks stand under each other.
    """

    text: str
    href: str = ""
    lang: str = ""
    pad: str = ""

    def __post_init__(self) -> None:
        if self.href and not self.href.startswith(("https://", "http://")):
            raise ValueError(f"not a web address: {self.href!r}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A plain paragraph; ``strong`` for a warning that must not be missed."""

    text: str
    strong: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; ``code`` for commands, ``ordered`` for steps."""

    items: tuple[str, ...]
    code: bool = False
    ordered: bool = False
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms and what they mean here."""

    items: tuple[tuple[str, str], ...]
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True, slots=True)
class Claim:
    """A finding: its id, its sentence, its caveat, and where it comes from."""

    claim_id: str
    sentence: str
    caveat: str
    origin: str
    demo: bool
    kind: Literal["claim"] = "claim"


@dataclass(frozen=True, slots=True)
class Brief:
    """Findings in short: the id of each claim, which leads to it, and its sentence."""

    items: tuple[tuple[str, str], ...]
    kind: Literal["brief"] = "brief"


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; ``numeric`` lists the columns (from 0) that are set flush right."""

    table_id: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[TextCell, ...], ...]
    numeric: tuple[int, ...] = ()
    demo: bool = False
    kind: Literal["table"] = "table"

    @property
    def is_wide(self) -> bool:
        """Whether a phone is too narrow for it, so that its rows are shown as lists."""
        many = len(self.headings)
        longest = max((len(cell.text) for row in self.rows for cell in row), default=0)
        return many > 3 and longest > 8 and (many > 5 or many - len(self.numeric) > 1)

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(f"table {self.table_id}: rows and headings differ in length")


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """One drawn element of a figure: which it is, what is shown there, and what it stands on."""

    point_id: str
    label: str
    said: str
    stands_on: str  # how many rows, or where it comes from if it stands on none
    row_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A chart, kept as a file of its own beside the data, with its points as a table."""

    figure_id: str
    file: str
    alt: str
    demo: bool
    collection: str
    called: str
    traced: str  # how a point leads to paper, with a command in ``command``
    command: str
    headings: tuple[str, str, str, str]
    points: tuple[FigurePoint, ...]
    kind: Literal["figure"] = "figure"


Block = Paragraph | ItemList | Terms | Claim | Brief | TableBlock | FigureBlock


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under one heading; ``level`` 2 for parts, 3 for their parts."""

    section_id: str
    heading: str
    blocks: tuple[Block, ...]
    level: int = 2
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report in one language."""

    lang: Lang
    title: str
    subtitle: str
    notices: tuple[str, ...]  # first page: DEMO, unchecked figures
    demo_mark: str
    contents_label: str
    caveat_label: str
    origin_label: str
    footer: str
    dated: str  # ISO day taken from the data, never from the clock
    data_version: str
    opening: Section  # stands before the contents
    sections: tuple[Section, ...]
    findings: tuple[FindingRecord, ...]


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding for machines: its figure and the rows and cells behind it."""

    claim_id: str
    collection: str
    demo: bool
    number: str  # exact decimal, or empty
    unit: str
    row_ids: tuple[str, ...]
    cell_ids: tuple[str, ...]


def to_json(report: Report) -> bytes:
    """The report as JSON, keys in the order of the fields, the same bytes each time."""
    return (json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n").encode()


def printable_report(report: Report) -> Report:
    """The report with all its texts made safe to show: no control and no direction marks."""
    safe: Report = _printable(report)
    return safe


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_printable(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _printable(getattr(value, f.name)) for f in fields(value)})
    return value


def row(*cells: str | TextCell) -> tuple[TextCell, ...]:
    """A table row of plain texts and ready cells."""
    return tuple(cell if isinstance(cell, TextCell) else TextCell(cell) for cell in cells)
