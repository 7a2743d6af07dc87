"""Texts and sheets to the personal data in them: what is masked, and what was kept and why."""

from __future__ import annotations

from skolkit.model import Sheet
from skolkit.privacy.cells import inspect_cells
from skolkit.privacy.decoys import Around
from skolkit.privacy.layout import lay_out
from skolkit.privacy.model import Found, Kind, Span
from skolkit.privacy.protected import protect
from skolkit.privacy.small_groups import SmallGroup, small_groups
from skolkit.privacy.texts import find
from skolkit.privacy.topics import topic

__all__ = ["SmallGroup", "inspect", "protected", "small_groups", "spans"]


def spans(text: str, heading: str = "") -> tuple[Span, ...]:
    """Find personal data in one text.

    Args:
        text: a cell, a name of a file or sheet, a line of a page.
        heading: the heading of its column, if it has one.

    Returns:
        Candidates in order, without overlap; those to be masked, and those that looked like
        personal data and are kept by a named rule.
    """
    return find(text, Around(topic(heading)))


def inspect(sheet: Sheet) -> tuple[Found, ...]:
    """Find personal data on a sheet, with all that its cells say of each other.

    Args:
        sheet: typed.

    Returns:
        Candidates by row and column, spans counted in the cell's ``raw`` text; those in the
        sheet's name have row and column 0. Candidates of one cell do not overlap, but for those of
        protected identity (``Kind.SKYDDAD``): they come first, and lie over what else stands there,
        so that it is masked still if a person lets the marking be shown.
    """
    layout = lay_out(sheet)
    called = f"{sheet.document_name} / {sheet.name}"
    spans_of = inspect_cells(layout, called)
    hidden: dict[tuple[int, int], list[Span]] = {}
    for cell, span in protect(layout, spans_of, called):
        hidden.setdefault((cell.row, cell.column), []).append(span)
    found = [Found(sheet.sheet_id, 0, 0, None, span, sheet.name) for span in spans(sheet.name)]
    for place in sorted({*spans_of, *hidden}):
        cell = layout.cells[place]
        found += [
            Found(sheet.sheet_id, cell.row, cell.column, cell.page, span, cell.raw)
            for span in (*hidden.get(place, ()), *spans_of.get(place, ()))
        ]
    return tuple(found)


def protected(sheet: Sheet) -> tuple[Found, ...]:
    """What ``inspect`` finds of protected identities: the rows that go, and the words kept."""
    return tuple(one for one in inspect(sheet) if one.span.kind is Kind.SKYDDAD)
