"""Sheets of a collection to its clean tables: typed, recognised, read, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from skolkit.model import Cell, Collection, Sheet, column_letters
from skolkit.problems import Problem
from skolkit.tables.budgets import budget_rows
from skolkit.tables.contradictions import contradictions
from skolkit.tables.costs import cost_rows
from skolkit.tables.decisions import Decisions
from skolkit.tables.incidents import incident_rows
from skolkit.tables.invoices import invoice_rows
from skolkit.tables.mappings import MAPPINGS_FILE
from skolkit.tables.messages import message_rows
from skolkit.tables.number_forms import form_of
from skolkit.tables.oddities import heading_problems, text_problems
from skolkit.tables.profile import Profile
from skolkit.tables.recognise import Rows, Table, recognise, rows_of, unsure
from skolkit.tables.rows import HIDDEN, Provenance, Tables
from skolkit.tables.values import type_cells

_Read = Callable[[Sheet, Collection, Table, Rows], tuple[tuple[Any, ...], tuple[Problem, ...]]]
_READ: Mapping[str, _Read] = {
    "costs": cost_rows,
    "invoices": invoice_rows,
    "budgets": budget_rows,
    "incidents": incident_rows,
    "messages": message_rows,
}
R = TypeVar("R", bound=Provenance)
_TOLD = 10  # rows named in one message


@dataclass(slots=True)
class _Built:
    """What has been built so far."""

    rows: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in _READ})
    problems: list[Problem] = field(default_factory=list)
    recognised: list[tuple[str, str]] = field(default_factory=list)
    applied: set[int] = field(default_factory=set)


def _order(sheet: Sheet) -> tuple[str, str, int, str]:
    """Sort key: document, then the sheet's number in it."""
    number = sheet.sheet_id.rpartition("#")[2]
    return (
        sheet.document_name,
        sheet.document_id,
        int(number) if number.isascii() and number.isdigit() else 0,
        sheet.sheet_id,
    )


def build_tables(
    collection: Collection,
    sheets: Sequence[Sheet],
    profiles: Sequence[Profile] | None = None,
    decisions: Decisions = Decisions(),  # noqa: B008 (frozen)
) -> Tables:
    """Build the clean tables of a collection.

    Args:
        collection: what ``collection.toml`` says: decimal mark, whether it is a demo.
        sheets: all sheets of the collection, native and rebuilt, in any order.
        profiles: the kinds of tables to look for; by default the collection's own, which are among
            the decisions, and the shipped ones.
        decisions: what persons decided: mappings of sheets and own profiles.

    Returns:
        Rows and typed sheets ordered by document name, sheet and row, with the problems met: the
        order of ``sheets`` does not matter. A sheet that fits no profile is among ``sheets`` only.
        A mapping that fits no sheet is told of.
    """
    known = decisions.all_profiles() if profiles is None else tuple(profiles)
    built = _Built()
    ordered = sorted(sheets, key=_order)
    typed = tuple(type_cells(sheet, form_of(collection, sheet.document_name)) for sheet in ordered)
    for read, sheet in zip(ordered, typed, strict=True):
        known_tables = len(built.recognised)
        _read_sheet(built, sheet, collection, known, decisions)
        has_table = len(built.recognised) > known_tables
        built.problems.extend(text_problems(read, sheet, has_table=has_table))
        built.problems.extend(heading_problems(sheet))
    unused = [each for each in decisions.mappings if each.number not in built.applied]
    built.problems.extend(
        Problem("W_MAPPING", MAPPINGS_FILE, detail=f"mapping number {each.number}")
        for each in unused
    )
    return Tables(
        **{name: tuple(rows) for name, rows in built.rows.items()},
        sheets=typed,
        problems=tuple(built.problems),
        recognised=tuple(dict.fromkeys(built.recognised)),
    )


def _read_sheet(
    built: _Built,
    sheet: Sheet,
    collection: Collection,
    profiles: Sequence[Profile],
    decisions: Decisions,
) -> None:
    found = recognise(sheet, profiles, decisions.mappings)
    built.problems.extend(found.problems)
    built.applied.update(found.mappings)
    rows = rows_of(sheet) if found.tables else {}
    for table in found.tables:
        name = table.profile.table
        built.recognised.append((sheet.sheet_id, name))
        if not table.profile.carried:
            continue
        own = table.within(rows)
        made, told = _READ[name](sheet, collection, table, own)
        built.rows[name].extend(_hidden(sheet, own, made))
        built.problems.extend(told)
        built.problems.extend(
            unsure(sheet, name, [why]) for why in contradictions(table, own, made)
        )
        built.problems.extend(_hidden_told(sheet, table, own, made))


def _is_hidden(sheet: Sheet, cells: Mapping[int, Cell]) -> bool:
    return sheet.hidden or (bool(cells) and all(cell.hidden for cell in cells.values()))


def _hidden(sheet: Sheet, rows: Rows, made: Iterable[R]) -> list[R]:
    """Mark the rows that stand in hidden rows or on a hidden sheet."""
    return [
        replace(each, doubts=(*each.doubts, HIDDEN)) if _is_hidden(sheet, rows[each.row]) else each
        for each in made
    ]


def _hidden_told(
    sheet: Sheet, table: Table, rows: Rows, made: Iterable[Provenance]
) -> Iterable[Problem]:
    """Count the rows and columns of a table that were hidden: they are in it all the same."""
    hidden = list(dict.fromkeys(each.row for each in made if _is_hidden(sheet, rows[each.row])))
    whole = {row for row in table.rows if _is_hidden(sheet, rows[row])}
    shown = [row for row in table.rows if row not in whole]
    columns = [
        column_letters(match.column)
        for match in table.columns.used
        if any(match.column in rows[row] for row in shown)
        and all(rows[row][match.column].hidden for row in shown if match.column in rows[row])
    ]
    said = []
    if hidden:
        listed = ", ".join(str(row) for row in hidden[:_TOLD]) + " ..." * (len(hidden) > _TOLD)
        said.append(f"{len(hidden)} rows come from hidden rows: {listed}")
    if columns:
        said.append(f"hidden columns were read: {', '.join(columns)}")
    if said:
        detail = f"{table.profile.table}: {'; '.join(said)}"
        page = sheet.pages[0] if sheet.pages else None
        yield Problem("W_HIDDEN", sheet.document_name, page, sheet.name, detail=detail)
