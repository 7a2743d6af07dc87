"""An executed notebook to one page of HTML that needs nothing else: no script, nothing fetched.

The prose is set from Markdown, code is folded away, outputs are shown as they are: pictures with
their text alternative, tables, lines of text. Numbers of runs, errors and warnings are not shown,
so that the same notebook on the same data gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import count
from typing import Any

import mistune

from skolkit.publish.charts import DEMO_MARK
from skolkit.publish.render import page_template

# What every table says of itself; on a page each needs a name of its own for who hears it.
TABLE_LABEL = re.compile(r'aria-label="Table"')


def to_page(notebook: Mapping[str, Any], *, demo: bool) -> bytes:
    """Lay an executed notebook out.

    Args:
        notebook: As ``nbformat`` reads it. HTML outputs are put in as they are: what notebooks
            show is escaped by ``skolkit.notebook``.
        demo: Whether the page says DEMO on top.
    """
    tables = count(1)
    blocks = [
        (kind, TABLE_LABEL.sub(lambda _: f'aria-label="Table {next(tables)}"', held))
        if kind == "html"
        else (kind, held)
        for cell in notebook["cells"]
        for kind, held in _blocks(cell)
    ]
    page = page_template("notebook.html.j2").render(
        title=_title(notebook), blocks=blocks, demo_mark=DEMO_MARK["en"] if demo else ""
    )
    return page.encode()


def _title(notebook: Mapping[str, Any]) -> str:
    """The first heading."""
    for cell in notebook["cells"]:
        for line in _text(cell["source"]).splitlines():
            if cell["cell_type"] == "markdown" and line.startswith("# "):
                return line[2:].strip()
    return "Notebook"


def _blocks(cell: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a cell shows: pairs of a kind and its HTML or text."""
    if cell["cell_type"] == "markdown":
        render = mistune.create_markdown(escape=True, plugins=["table"])
        yield "html", str(render(_text(cell["source"])))
    elif cell["cell_type"] == "code":
        yield "code", _text(cell["source"])
        for output in cell.get("outputs", ()):
            yield from _output(output)


def _output(output: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if output["output_type"] == "stream":
        if output["name"] == "stdout":
            yield "text", _text(output["text"])
        return
    data = output.get("data", {})
    if "text/html" in data:
        yield "html", _text(data["text/html"])
    elif "image/png" in data:
        alt = output.get("metadata", {}).get("image/png", {}).get("alt", "")
        packed = _text(data["image/png"]).replace("\n", "")
        source = f"data:image/png;base64,{escape(packed)}"
        yield "html", f'<figure><img alt="{escape(alt)}" src="{source}"></figure>'
    elif "text/plain" in data:
        yield "text", _text(data["text/plain"])


def _text(held: object) -> str:
    return "".join(held) if isinstance(held, list) else str(held)
