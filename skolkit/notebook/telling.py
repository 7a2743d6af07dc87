"""Findings, charts and pages shown in a notebook, each with its words."""

from __future__ import annotations

from collections.abc import Iterable

from IPython.display import HTML, Image, display

from skolkit.analysis.base import Finding
from skolkit.look import look_at
from skolkit.notebook.html import picture_html, safe
from skolkit.notebook.opened import Opened
from skolkit.notebook.static import is_static, refuse_unmasked
from skolkit.problems import SkolkitError
from skolkit.publish.charts import Chart
from skolkit.publish.points import point_id
from skolkit.workspace import Workspace


def show(opened: Opened, chart: Chart, name: str) -> None:
    """Show a chart with its text alternative, and the ids of its points.

    Args:
        opened: The collection that it is made from.
        chart: From ``skolkit.publish.figures`` and the like.
        name: As the report has it, without ``DEMO-``; ``trace`` follows ``NAME:1`` to paper.
    """
    text, figure = chart.text, f"{opened.prefix}{name}"
    opened.drawn[figure] = chart
    if is_static():  # lines and letters that stay sharp
        page = picture_html(chart.svg(), "image/svg+xml", text.alt, text.lang, chart.for_phone())
        display(HTML(page))  # type: ignore[no-untyped-call]
    else:
        show_picture(chart.png(), text.alt)
    first, last = point_id(figure, 1), point_id(figure, len(chart.data.points))
    told = f"Points to trace: <code>{safe(first)}</code> to <code>{safe(last)}</code>"
    display(HTML(f'<p class="points">{told}</p>'))  # type: ignore[no-untyped-call]


def show_picture(png: bytes, alt: str) -> None:
    """Show a PNG with its text alternative."""
    display(  # type: ignore[no-untyped-call]
        Image(data=png),  # type: ignore[no-untyped-call]
        metadata={"image/png": {"alt": alt}},
    )


def tell(opened: Opened, findings: Iterable[Finding]) -> None:
    """Show findings: claim id, sentence, caveat. ``trace`` follows their ids to paper.

    Args:
        opened: The collection that they are made from.
        findings: Made from its rows.
    """
    items = []
    for one in findings:
        opened.told[one.claim_id] = one
        caveat = one.caveat(opened.lang)
        tail = f" <em>{safe(caveat)}</em>" if caveat else ""
        said = safe(one.sentence(opened.lang))
        items.append(f"<li><strong>{safe(one.claim_id)}</strong> {said}{tail}</li>")
    listed = "\n".join(items)
    display(  # type: ignore[no-untyped-call]
        HTML(f'<ul class="findings" lang="{opened.lang}">\n{listed}\n</ul>')  # type: ignore[no-untyped-call]
    )


def look(document: str, page: int = 1, workspace: Workspace | None = None) -> None:
    """Show a page with all that was found on it: grid, words, what was left out, doubts. Private.

    Args:
        document: Path of a file, or name or id of a document under ``data/raw``.
        page: From 1.
        workspace: The project; found from the working folder if ``None``.

    Raises:
        SkolkitError: E_NO_DOCUMENT, E_AMBIGUOUS, E_NO_PAGE, E_NO_PAPER, or why it cannot be read;
            E_UNMASKED in a run for copies, since the page is shown as it is.
    """
    refuse_unmasked(document)
    (drawn,) = look_at(workspace or Workspace.find(), document, page)
    if drawn.problem is not None:
        raise SkolkitError(drawn.problem)
    show_picture(drawn.png, drawn.alt)
