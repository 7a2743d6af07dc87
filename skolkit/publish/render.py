"""A report as data -> HTML (own template) and tagged PDF (typst), without network or clock."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import jinja2
import matplotlib
import typst
from matplotlib.ft2font import FT2Font

from skolkit.publish.report_model import FigureBlock, Report, to_json

# Bundled with matplotlib, so that it is the same on every machine.
FALLBACK_FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
# A date or a range that is broken at its dash is read as something else.
_WHOLE = re.compile(r"\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b|\b[0-9]+–[0-9]+\b")
TEMPLATES = Path(__file__).parent / "templates"
# Enforced by the compiler: title, language, order of headings, alternative texts.
PDF_STANDARD: Literal["ua-1"] = "ua-1"


def to_html(report: Report, charts: Mapping[str, bytes], narrow: Mapping[str, bytes]) -> bytes:
    """Lay the report out as one self-contained page: no script, nothing fetched.

    Args:
        report: The report; every text in it is escaped.
        charts: SVG by file name; embedded as images.
        narrow: The same charts for the width of a telephone.
    """
    page = page_template("report.html.j2").render(
        report=report, images=_embedded(charts), narrow=_embedded(narrow)
    )
    return page.encode()


def _embedded(charts: Mapping[str, bytes]) -> dict[str, str]:
    return {
        name: f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
        for name, svg in charts.items()
    }


def page_template(name: str) -> jinja2.Template:
    """A template of a page, in which every text is escaped and no name may be missing."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = _unbroken
    return environment.get_template(name)


@jinja2.pass_environment
def _unbroken(environment: jinja2.Environment, text: str) -> object:
    """Text as HTML whose dates and ranges of numbers stay on one line: text or one element."""
    escaped = str(environment.call_filter("escape", text))
    said, found = _WHOLE.subn(r'<span class="s">\g<0></span>', escaped)
    return environment.call_filter("safe", f"<span>{said}</span>" if found else said)


@cache
def _drawable() -> frozenset[int]:
    """The characters that the fallback font can draw; PDF/UA allows no others."""
    return frozenset(FT2Font(str(FALLBACK_FONT)).get_charmap())


def _shown(text: str) -> str:
    """The text with what no font here can draw replaced by the replacement character."""
    can = _drawable()
    return "".join(one if ord(one) in can or one in "\n\t" else "\ufffd" for one in text)


def to_pdf(report: Report, charts: Mapping[str, bytes]) -> bytes:
    """Typeset the report as PDF/UA-1, with the compiler's own fonts and the data's own date."""
    with tempfile.TemporaryDirectory(prefix="skolkit-report-") as held:
        root = Path(held)
        told = to_json(_for_print(report)).decode()
        (root / "report.json").write_text(_shown(told), encoding="utf-8")
        for name, svg in charts.items():
            (root / name).write_bytes(svg)
        template = root / "report.typ"
        template.write_bytes((TEMPLATES / "report.typ").read_bytes())
        compiler = typst.Compiler(
            template, root=root, font_paths=[FALLBACK_FONT.parent], ignore_system_fonts=True
        )
        _move_figures(compiler, root / "moved.json")
        made = compiler.compile(pdf_standards=[PDF_STANDARD], timestamp=_timestamp(report.dated))
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one PDF")
    return made


def _move_figures(compiler: typst.Compiler, moved: Path) -> None:
    """Write which figures go to the top of the next page, so that no page before one is half empty.

    A figure is moved if it would begin a page since it did not fit on the one before. One is moved
    at a time, from the front: what stands before it does not change by that, and those after it may
    fit then.
    """
    figures: list[str] = []
    while True:
        moved.write_text(json.dumps(figures), encoding="utf-8")
        places = json.loads(compiler.query("<figure-place>", field="value"))
        begins = (one["figure"] for one in places if one["begins"])
        found = next((figure for figure in begins if figure not in figures), "")
        if not found:
            return
        figures.append(found)


def _for_print(report: Report) -> Report:
    """The report without the ids of rows and cells, which are for machines and are not printed."""
    sections = tuple(
        replace(
            section,
            blocks=tuple(
                replace(block, points=()) if isinstance(block, FigureBlock) else block
                for block in section.blocks
            ),
        )
        for section in report.sections
    )
    return replace(report, sections=sections, findings=())


def _timestamp(day: str) -> int:
    """Seconds since 1970 at midnight UTC of the report's day; 1980-01-01 if it has none."""
    try:
        when = dt.date.fromisoformat(day)
    except ValueError:
        when = dt.date(1980, 1, 1)
    return int(dt.datetime(when.year, when.month, when.day, tzinfo=dt.UTC).timestamp())
