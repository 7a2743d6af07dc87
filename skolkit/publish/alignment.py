"""A report to one in which the figures of a column stand with their decimal marks under each other.

The written figure stays as it is; what is missing to the longest decimals is set unseen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from skolkit.analysis.words import Lang
from skolkit.publish.report_model import Report, TableBlock, TextCell

_MARK: dict[Lang, str] = {"sv": ",", "en": "."}
_GROUP: dict[Lang, str] = {"sv": "\u00a0\u202f ", "en": ","}
_CURRENCY = {"sv": "", "en": "SEK"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A written figure: its value, its decimals, and the words before and after it."""

    value: Decimal
    decimals: int
    grouped: bool
    before: str
    unit: str


def figure(text: str, lang: Lang) -> Figure | None:
    """Read a figure as it is written in a report; ``None`` if the text is more or less than one."""
    mark, group = re.escape(_MARK[lang]), _GROUP[lang]
    found = re.fullmatch(
        rf"(?P<before>(?:{_CURRENCY[lang]}[\u00a0 ])?)(?P<sign>[-\u2212]?)"
        rf"(?P<whole>[0-9]{{1,3}}(?:[{group}][0-9]{{3}})+|[0-9]+)"
        rf"(?:{mark}(?P<decimals>[0-9]+))?(?P<unit>(?:[\u00a0 ]?[^\W\d]+|[\u00a0 ]?%)?)",
        text,
    )
    if found is None:
        return None
    whole = re.sub(r"[^0-9]", "", found["whole"])
    decimals = found["decimals"] or ""
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    signed = -value if found["sign"] else value
    grouped = len(whole) < len(found["whole"])
    return Figure(signed, len(decimals), grouped, found["before"], found["unit"])


def aligned(report: Report) -> Report:
    """Pad the columns of figures in all tables of a report."""
    return replace(
        report,
        sections=tuple(
            replace(
                section,
                blocks=tuple(
                    _aligned(block, report.lang) if isinstance(block, TableBlock) else block
                    for block in section.blocks
                ),
            )
            for section in report.sections
        ),
    )


def _aligned(table: TableBlock, lang: Lang) -> TableBlock:
    rows = [list(line) for line in table.rows]
    for column in table.numeric:
        ends = [_end(line[column].text, lang) for line in rows]
        most = max((len(decimals) for decimals in ends if decimals is not None), default=0)
        for line, end in zip(rows, ends, strict=True):
            if end is not None and most:
                line[column] = _padded(line[column], end, most, _MARK[lang])
    return replace(table, rows=tuple(tuple(line) for line in rows))


def _end(text: str, lang: Lang) -> str | None:
    """The decimals, with their mark, of the last figure in a text; ``None`` without a figure."""
    found = re.search(rf"[0-9]({re.escape(_MARK[lang])}[0-9]+)?[^0-9]*$", text)
    return found[1] or "" if found else None


def _padded(cell: TextCell, decimals: str, most: int, mark: str) -> TextCell:
    if cell.href or cell.lang or len(decimals) >= most:
        return cell
    full = (decimals or mark).ljust(most, "0")
    return replace(cell, pad=full[len(decimals) :])
