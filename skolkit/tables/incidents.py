"""Incident tables and ticket lists to incident rows."""

from __future__ import annotations

import re

from skolkit.model import Collection, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.extract import (
    RowReader,
    date_forms,
    fill_spans,
    is_note,
    left_out,
    unsure_values,
)
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import IncidentRow, provenance_fields
from skolkit.tables.text import total_label

_LEVEL = re.compile(r"([1-4])(?:\s*[-–—:.)(].*|\s+\D.*)?", re.DOTALL)  # "3", "3 - Hög"
_PARTS = re.compile(r"\s*[;,]\s*")


def incident_rows(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows
) -> tuple[tuple[IncidentRow, ...], tuple[Problem, ...]]:
    """Read the rows of an incident table or a list of tickets.

    Printed sums under such a list ("Totalt 34 ärenden") are no incidents and are left out; they
    are told of, as is every row that has neither id nor date.

    Args:
        sheet: the typed sheet.
        collection: names the rows' collection and its decimal mark.
        table: where the table stands on the sheet.
        rows: the sheet's cells by row and column (``rows_of``).

    Returns:
        The rows top to bottom, and the problems met on the way.
    """
    filled = fill_spans({row: rows[row] for row in table.rows})
    forms = date_forms(table, filled)
    found: list[IncidentRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    for row in table.rows:
        reader = RowReader(sheet, collection, table, row, filled[row], forms)
        if is_note(reader, rows[row]):
            continue
        sums = any(total_label(cell.raw) for cell in rows[row].values())
        keys = reader.filled(("incident_id", "date"))
        labelled = any(total_label(reader.raw(name)) for name in ("incident_id", "date"))
        if labelled or not keys or (sums and not reader.filled(("date",))):
            dropped.append(row)
            continue
        found.append(_incident_row(reader))
        problems.extend(reader.problems)
    undated = sum(each.date is None for each in found)
    problems.extend(unsure_values(sheet, table, len(found), undated, "date"))
    problems.extend(left_out(sheet, table, dropped, "are sums or have no key"))
    return tuple(found), tuple(problems)


def _incident_row(reader: RowReader) -> IncidentRow:
    precision = reader.coded("date_precision", "date_precision") or ""
    date = reader.date("date", precision=precision)
    if date is None and not reader.filled(("date",)):
        reader.doubt("date", Doubt.MISSING, "date")
    closed = reader.date("closed")
    affected = reader.integer("affected_persons")
    published = reader.text("affected_as_published")
    if affected is None and not published:
        published = reader.text("affected_persons", "affected_as_published")
    incident_id = reader.text("incident_id", key=True)
    module = reader.text("module")
    kind = reader.worded("kind", "kind")
    severity = _severity(reader)
    authority = reader.text("reported_to_authority")
    summary_sv, summary_en = reader.text("summary_sv"), reader.text("summary_en")
    sources = tuple(part for part in _PARTS.split(reader.source_ids("source_ids")) if part)
    status = reader.text("status")
    return IncidentRow(
        **provenance_fields(reader.provenance()),
        incident_id=incident_id,
        date=date.value if date else None,
        date_precision=date.precision if date else "",
        module=module,
        kind=kind,
        severity=severity,
        affected_persons=affected,
        affected_as_published=published,
        reported_to_authority=authority,
        summary_sv=summary_sv,
        summary_en=summary_en,
        source_ids=sources,
        status=status,
        closed=closed.last if closed else None,
    )


def _severity(reader: RowReader) -> int | None:
    """Severity 1 (least) to 4: a digit as it stands, else a word that the profile lists."""
    match = _LEVEL.fullmatch(reader.raw("severity"))
    if match is None:
        meaning = reader.coded("severity", "severity")
        return int(meaning) if meaning else None
    cell = reader.cell("severity")
    if cell is not None and cell.doubt is not None:
        reader.doubt("severity", cell.doubt, "severity")
    return int(match[1])
