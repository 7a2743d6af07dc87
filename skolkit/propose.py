"""A document or sheet that a person names to proposals of how it may be read."""

from __future__ import annotations

from skolkit.model import Sheet
from skolkit.pipeline import Plan, gather
from skolkit.problems import SkolkitError
from skolkit.running.finder import find_document
from skolkit.running.progress import Progress
from skolkit.tables.number_forms import form_of
from skolkit.tables.suggest import render, suggest
from skolkit.tables.values import type_cells
from skolkit.workspace import Delivery, Workspace


def proposals(
    workspace: Workspace,
    asked: str,
    *,
    plan: Plan | None = None,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Propose how the sheets of a document may be read.

    Args:
        workspace: the project.
        asked: a document as ``find_document`` takes it; with ``#2`` behind it, its second sheet.
        plan: settings and number of workers.
        progress: listener for people.

    Returns:
        A text for each sheet, ending with a mapping in TOML.

    Raises:
        SkolkitError: as ``find_document``; what is wrong with the document; E_NO_SHEET.
    """
    found = find_document(workspace, asked)
    collection = found.collection
    gathered = gather(
        Delivery(collection), workspace, entries=(found.entry,), plan=plan, progress=progress
    )
    (docket,) = gathered.dockets
    errors = [problem for problem in docket.problems if problem.rule.is_error]
    if errors and not docket.sheets:
        raise SkolkitError(errors[0])
    sheets = _wanted(docket.sheets, asked)
    if not sheets:
        held = ", ".join(sheet.sheet_id for sheet in docket.sheets) or "no sheet at all"
        raise SkolkitError.of("E_NO_SHEET", asked, detail=f"{found.full_name} holds {held}")
    form = form_of(collection, found.entry.name)
    profiles = gathered.decided.tables.all_profiles()
    return tuple(render(suggest(type_cells(sheet, form), profiles)) for sheet in sheets)


def _wanted(sheets: tuple[Sheet, ...], asked: str) -> tuple[Sheet, ...]:
    number = asked.rpartition("#")[2] if "#" in asked else ""
    if not number.isdigit():
        return sheets
    return tuple(sheet for sheet in sheets if sheet.sheet_id.rpartition("#")[2] == number)
