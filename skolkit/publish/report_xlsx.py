"""The tables of a report and the data of its figures to one workbook, a sheet each.

Figures are numbers, shown as they are written in the report; those of a column share their
decimals, so that the marks stand under each other.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from skolkit.analysis.words import Lang
from skolkit.publish.alignment import Figure, figure
from skolkit.publish.charts import Chart
from skolkit.publish.points import point_table
from skolkit.publish.report_model import Report, TableBlock
from skolkit.publish.xlsx import (
    MADE,
    encodable,
    exact_number,
    mark_demo,
    new_book,
    sheet_names,
    write_text,
)

_WIDEST = 60  # letters of a column


@dataclass(frozen=True, slots=True)
class _Page:
    """What one sheet holds."""

    told: tuple[str, ...]
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: Sequence[Mapping[int, Figure]]  # by column, for each row
    demo: bool


def workbook(report: Report, charts: Mapping[str, Chart]) -> bytes:
    """Write the tables of the report and the data of its figures."""
    sink = io.BytesIO()
    book = new_book(sink)
    book.set_properties({"created": MADE, "title": encodable(report.title)})
    pages = [*_tables(report), *_figures(charts)]
    formats: dict[tuple[str, str], Any] = {}
    for name, (_, page) in zip(sheet_names([name for name, _ in pages]), pages, strict=True):
        _write(book, name, page, formats)
    book.close()
    return sink.getvalue()


def _tables(report: Report) -> Iterable[tuple[str, _Page]]:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock):
                rows = [tuple(cell.text for cell in row) for row in block.rows]
                numeric = frozenset(block.numeric)
                figures = [_of_texts(row, numeric, report.lang) for row in rows]
                told = (section.heading, block.caption)
                demo = block.demo or section.demo
                yield block.table_id, _Page(told, block.headings, rows, figures, demo)


def _of_texts(row: Sequence[str], numeric: frozenset[int], lang: Lang) -> dict[int, Figure]:
    known = {at: figure(text, lang) for at, text in enumerate(row) if at in numeric}
    return {at: found for at, found in known.items() if found is not None}


def _figures(charts: Mapping[str, Chart]) -> Iterable[tuple[str, _Page]]:
    for file, chart in charts.items():
        text = chart.text
        unit = ", ".join(part for part in (text.unit, text.price_basis) if part)
        name = file.removesuffix(".svg")
        headings, rows = point_table(name, chart.data)
        figures = [
            {at: made for at, one in enumerate(row) if (made := _plain(one)) is not None}
            for row in rows
        ]
        told = (text.title, unit, text.source)
        yield name, _Page(told, headings, rows, figures, text.demo)


def _plain(text: str) -> Figure | None:
    """A number as figures hold it, without groups and with a point."""
    if not text.lstrip("-").replace(".", "", 1).isdigit():
        return None
    value = Decimal(text)
    return Figure(value, len(text.partition(".")[2]), grouped=False, before="", unit="")


def _write(book: Any, name: str, page: _Page, formats: dict[tuple[str, str], Any]) -> None:
    def form(pattern: str, place: str) -> Any:
        if (pattern, place) not in formats:
            look = {"valign": "top"} | ({"align": place} if place else {})
            formats[pattern, place] = book.add_format(
                look | ({"num_format": pattern} if pattern else {})
            )
        return formats[pattern, place]

    sheet = book.add_worksheet(name)
    told = page.told
    if page.demo:
        mark_demo(sheet)
        told = ("DEMO", *told)
    head = {"bold": True, "bg_color": "#D9E1F2", "bottom": 1, "text_wrap": True}
    at = 0
    for line in filter(None, told):
        write_text(sheet, at, 0, line, form("", ""))
        at += 1
    at += 1
    heading = book.add_format(head)
    patterns = {column: _pattern(column, page.figures) for column in range(len(page.headings))}
    for column, text in enumerate(page.headings):
        write_text(sheet, at, column, text, heading)
        widest = max([len(text), *(len(row[column]) for row in page.rows)], default=8)
        sheet.set_column(column, column, min(widest + 2, _WIDEST))
    sheet.freeze_panes(at + 1, 0)
    for number, (row, figures) in enumerate(zip(page.rows, page.figures, strict=True), at + 1):
        for column, text in enumerate(row):
            known = figures.get(column)
            value = exact_number(known.value) if known else None
            if known is not None and value is not None:
                pattern = _with_words(patterns[column], known)
                sheet.write_number(number, column, value, form(pattern, "right"))
            elif text:
                place = "right" if patterns[column] else ""
                write_text(sheet, number, column, text, form("", place))


def _pattern(column: int, figures: Sequence[Mapping[int, Figure]]) -> str:
    """The format of all figures of a column; empty where there are none."""
    held = [row[column] for row in figures if column in row]
    if not held:
        return ""
    decimals = max(one.decimals for one in held)
    whole = "#,##0" if any(one.grouped for one in held) else "0"
    return whole + ("." + "0" * decimals if decimals else "")


def _with_words(pattern: str, known: Figure) -> str:
    before = f'"{known.before}"' if known.before else ""
    after = f'"{known.unit}"' if known.unit else ""
    return f"{before}{pattern}{after}"
