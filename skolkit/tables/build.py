"""Sheets of a collection to its clean tables: typed, recognised, read, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from skolkit.model import Collection, Sheet
from skolkit.problems import Problem
from skolkit.tables.costs import cost_rows
from skolkit.tables.incidents import incident_rows
from skolkit.tables.messages import message_rows
from skolkit.tables.profile import Profile
from skolkit.tables.recognise import recognise, rows_of
from skolkit.tables.rows import CostRow, IncidentRow, MessageRow, Tables
from skolkit.tables.values import type_cells


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
) -> Tables:
    """Build the clean tables of a collection.

    Args:
        collection: what ``collection.toml`` says: decimal mark, whether it is a demo.
        sheets: all sheets of the collection, native and rebuilt, in any order.
        profiles: the kinds of tables to look for; the shipped ones by default.

    Returns:
        Rows and typed sheets ordered by document name, sheet and row, with the problems met: the
        order of ``sheets`` does not matter. A sheet that fits no profile is among ``sheets`` only.
    """
    costs: list[tuple[CostRow, ...]] = []
    incidents: list[tuple[IncidentRow, ...]] = []
    messages: list[tuple[MessageRow, ...]] = []
    problems: list[Problem] = []
    recognised: list[tuple[str, str]] = []
    typed = tuple(
        type_cells(sheet, collection.decimal_mark) for sheet in sorted(sheets, key=_order)
    )
    for sheet in typed:
        found = recognise(sheet, profiles)
        problems.extend(found.problems)
        rows = rows_of(sheet) if found.tables else {}
        for table in found.tables:
            recognised.append((sheet.sheet_id, table.profile.table))
            told: tuple[Problem, ...] = ()
            own = table.within(rows)
            if table.profile.table == "costs":
                cost, told = cost_rows(sheet, collection, table, own)
                costs.append(cost)
            elif table.profile.table == "incidents":
                incident, told = incident_rows(sheet, collection, table, own)
                incidents.append(incident)
            elif table.profile.table == "messages":
                message, told = message_rows(sheet, collection, table, own)
                messages.append(message)
            problems.extend(told)
    return Tables(
        costs=tuple(chain.from_iterable(costs)),
        incidents=tuple(chain.from_iterable(incidents)),
        messages=tuple(chain.from_iterable(messages)),
        sheets=typed,
        problems=tuple(problems),
        recognised=tuple(dict.fromkeys(recognised)),
    )
