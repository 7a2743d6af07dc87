"""E-mail logs to message rows: date and time may stand in one column or in two."""

from __future__ import annotations

import re
from datetime import datetime, time

from skolkit.model import Collection, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.dates import parse_time
from skolkit.tables.extract import (
    TYPING,
    RowReader,
    date_forms,
    fill_spans,
    is_note,
    left_out,
    unsure_values,
)
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import MessageRow, provenance_fields
from skolkit.tables.text import is_missing_mark
from skolkit.tables.values import UNKNOWN

_FILE_NAME = re.compile(r"[^;]+\.[A-Za-z0-9]{2,5}")


def message_rows(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows
) -> tuple[tuple[MessageRow, ...], tuple[Problem, ...]]:
    """Read the rows of an e-mail log.

    Args:
        sheet: the typed sheet.
        collection: names the rows' collection and its decimal mark.
        table: where the table stands on the sheet.
        rows: the sheet's cells by row and column (``rows_of``).

    Returns:
        The rows top to bottom, and the problems met on the way. A row of which no moment, sender
        or recipient is filled is left out and told of.
    """
    filled = fill_spans({row: rows[row] for row in table.rows})
    forms = date_forms(table, filled)
    found: list[MessageRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    for row in table.rows:
        reader = RowReader(sheet, collection, table, row, filled[row], forms)
        if is_note(reader, rows[row]):
            continue
        if not reader.filled(("sent", "date", "sender", "recipients")):
            dropped.append(row)
            continue
        found.append(_message_row(reader))
        problems.extend(reader.problems)
    unsent = sum(each.sent is None for each in found)
    problems.extend(unsure_values(sheet, table, len(found), unsent, "sent"))
    problems.extend(left_out(sheet, table, dropped, "have no date and no address"))
    return tuple(found), tuple(problems)


def _message_row(reader: RowReader) -> MessageRow:
    message_no = reader.text("message_no", key=True)
    sent = _sent(reader)
    direction = reader.coded("direction", "direction") or ""
    sender, recipients = reader.addresses("sender", one=True), reader.addresses("recipients")
    subject = reader.text("subject")
    size = reader.quantity("size_kb")
    attachments = _attachments(reader)
    return MessageRow(
        **provenance_fields(reader.provenance()),
        message_no=message_no,
        direction=direction,
        sent=sent,
        sender=sender,
        sender_organisation=reader.text("sender_organisation"),
        recipients=recipients,
        recipient_organisations=_listed(reader.text("recipient_organisations")),
        subject=subject,
        size_kb=size,
        attachments=attachments,
    )


def _listed(text: str) -> tuple[str, ...]:
    """The names of a list with semicolons, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))


def _sent(reader: RowReader) -> datetime | None:
    """The moment of the message, from one column or from date and time.

    A day without a time keeps its day at 00:00 and the doubt ``sent:missing``.
    """
    field = "sent" if reader.filled(("sent",)) else "date"
    cell = reader.cell(field)
    if cell is None or is_missing_mark(cell.raw):
        reader.doubt("sent", Doubt.MISSING, field)
        return None
    if cell.doubt and cell.doubt not in TYPING:
        reader.doubt("sent", cell.doubt, field)
        if cell.doubt in UNKNOWN:
            return None
    if isinstance(cell.value, datetime) and (field == "sent" or cell.value.time() != time()):
        return cell.value
    moment = reader.moment(field)
    if isinstance(moment, datetime):
        return moment
    day = reader.date(field, "sent")
    if day is None:
        return None
    if day.precision != "day":
        reader.doubt("sent", Doubt.NOT_A_DATE, field)
        return None
    return datetime.combine(day.value, _clock(reader))


def _clock(reader: RowReader) -> time:
    """The time of day from its own column; 00:00 and a doubt where there is none to read."""
    cell = reader.cell("time")
    if cell is None:
        reader.doubt("sent", Doubt.MISSING, "time")
        return time()
    if cell.doubt and cell.doubt not in TYPING:
        reader.doubt("sent", cell.doubt, "time")
    if isinstance(cell.value, datetime):
        return cell.value.time()
    clock = parse_time(reader.raw("time"))
    if isinstance(clock, Doubt):
        reader.doubt("sent", Doubt.NOT_A_DATE, "time")
        return time()
    return clock


def _attachments(reader: RowReader) -> int | None:
    """How many attachments: a number, or as many as the file names that are listed."""
    text = reader.raw("attachments")
    names = [name.strip() for name in text.split(";") if name.strip()]
    if names and all(_FILE_NAME.fullmatch(name) for name in names) and not text[:1].isdigit():
        return len(names)
    if text.casefold() in {"nej", "no", "inga", "ingen"}:
        return 0
    return reader.integer("attachments")
