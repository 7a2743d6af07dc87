"""Sheets to ones in which very small groups of persons are no longer counted.

A count of one to four becomes ``<5``; what was hidden with it, lest a total or a share give it
back, becomes ``..``, as statistics offices print it. Both have no value and a doubt, so that no sum
holds them or loses them in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from skolkit.model import Doubt, Sheet
from skolkit.privacy.small_groups import SMALLEST_SHOWN, SmallGroup, count_in
from skolkit.privacy.small_words import HiddenCounts
from skolkit.problems import Problem

SMALL = f"<{SMALLEST_SHOWN}"
WITHHELD = ".."


def shown_as(group: SmallGroup) -> str:
    """What stands in the place of a count: that it is small, or that it is withheld."""
    return SMALL if group.is_small else WITHHELD


def hide_small_groups(sheet: Sheet, typed: Sheet, groups: Iterable[SmallGroup]) -> Sheet:
    """A sheet without its small counts.

    Args:
        sheet: as read or rebuilt, or masked already.
        typed: the same sheet with its values typed, as it was when the groups were found.
        groups: of ``small_groups``; those of other sheets are passed over.

    Returns:
        The sheet with ``<5`` and ``..`` in place of the figures, without value and other readings
        and with ``Doubt.MASKED``. A cell whose figure was masked before stays as it is.

    Raises:
        ValueError: if a group points at a cell that holds no figure: it was found on another state
            of the sheet, and hiding would miss what it was meant for.
    """
    shown = {
        (group.row, group.column): shown_as(group)
        for group in groups
        if group.sheet_id == sheet.sheet_id
    }
    if not shown:
        return sheet
    figures = {(cell.row, cell.column) for cell in typed.cells if count_in(cell.value) is not None}
    places = {(cell.row, cell.column) for cell in sheet.cells}
    if lost := sorted(place for place in shown if place not in figures or place not in places):
        raise ValueError(f"no figure at row, column {lost[0]} of {sheet.sheet_id}")
    return replace(
        sheet,
        cells=tuple(
            replace(cell, raw=text, value=None, doubt=Doubt.MASKED, rivals=())
            if (text := shown.get((cell.row, cell.column))) and cell.doubt is not Doubt.MASKED
            else cell
            for cell in sheet.cells
        ),
    )


def hide_told_counts(sheet: Sheet, words: HiddenCounts) -> Sheet:
    """A sheet of which no text tells a hidden count.

    Args:
        sheet: without its small counts, and with the id that they were found under.
        words: what texts must not tell.
    """

    def without(text: str) -> str:
        return words.without(text, sheet.sheet_id)

    return replace(
        sheet,
        name=without(sheet.name),
        notes=tuple(map(without, sheet.notes)),
        cells=tuple(
            cell
            if (raw := without(cell.raw)) == cell.raw
            else replace(cell, raw=raw, value=raw if cell.value else None, rivals=())
            for cell in sheet.cells
        ),
    )


def told_places(sheet: Sheet, words: HiddenCounts) -> list[SmallGroup]:
    """The cells of a sheet whose texts tell a hidden count."""
    return [
        SmallGroup(sheet.sheet_id, cell.row, cell.column, cell.page, False)
        for cell in sheet.cells
        if words.without(cell.raw, sheet.sheet_id) != cell.raw
    ]


def small_group_problems(sheet: Sheet, groups: Iterable[SmallGroup]) -> list[Problem]:
    """Tell how many cells of a sheet are hidden, in one ``W_SMALL_GROUP``; none if none are.

    Args:
        sheet: gives the names that are told.
        groups: of ``small_groups``; those of other sheets are passed over.
    """
    ours = [group for group in groups if group.sheet_id == sheet.sheet_id]
    if not ours:
        return []
    pages = {group.page for group in ours}
    page = next(iter(pages)) if len(pages) == 1 else None
    detail = f"cells: {len(ours)}"
    return [Problem("W_SMALL_GROUP", sheet.document_name, page, sheet.name, detail=detail)]
