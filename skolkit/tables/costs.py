"""Cost tables and invoice ledgers to cost rows; printed sums are kept apart from their parts.

Two layouts meet here. *Published* tables hold one published amount a row, with source and
qualifier. *Ledgers* hold one invoice a row: ``amount_sek`` is then the net amount, ``as_of`` the
invoice date, ``cost_id`` the voucher or invoice number, ``scope`` the text of the line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from skolkit.model import Cell, Collection, Doubt, Sheet
from skolkit.problems import Problem
from skolkit.tables.dates import PartialDate
from skolkit.tables.extract import (
    RowReader,
    fill_spans,
    is_note,
    left_out,
    six_digit_columns,
    unsure_values,
)
from skolkit.tables.recognise import Rows, Table
from skolkit.tables.rows import ROW, SUBTOTAL, TOTAL, CostRow, provenance_fields
from skolkit.tables.text import fold, is_missing_mark, join_lines, total_label

LEDGER = "ledger"
CONSULTANT, OTHER = "consultant", "other"
QUALIFIERS = ("exakt", "cirka", "golv", "tak")
# The brackets are often misread as other upright marks; the word itself must be exact.
_QUALIFIER = re.compile(rf"(?:[^\w\s]|[fltTIE1])?\s*({'|'.join(QUALIFIERS)})\s*[\])|}}IlJ1]")
_KEYS = ("cost_id", "voucher", "invoice", "as_of", "period_start")
_TEXTS = ("supplier", "scope", "category", "source_id", "note", "amount_as_published")
_IDS = ("cost_id", "voucher", "invoice")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What sort of row it is, and of what it is the sum."""

    kind: str  # ROW, SUBTOTAL, TOTAL or "" for a bare Summa
    label: str = ""
    of: str = ""
    unlabelled: bool = False


def cost_rows(
    sheet: Sheet, collection: Collection, table: Table, rows: Rows
) -> tuple[tuple[CostRow, ...], tuple[Problem, ...]]:
    """Read the rows of a cost table or ledger.

    Args:
        sheet: the typed sheet.
        collection: names the rows' collection and its decimal mark.
        table: where the table stands on the sheet.
        rows: the sheet's cells by row and column (``rows_of``).

    Returns:
        The rows top to bottom, and the problems met on the way.
    """
    filled = fill_spans({row: rows[row] for row in table.rows})
    six_digit = six_digit_columns(table, filled)
    about = _is_about_consultants(sheet, table, rows)
    found: list[CostRow] = []
    problems: list[Problem] = []
    dropped: list[int] = []
    bad = 0
    for row in table.rows:
        reader = RowReader(sheet, collection, table, row, filled[row], six_digit)
        kind = _kind_of(reader, filled[row])
        if kind is None:
            if not is_note(reader, rows[row]):
                dropped.append(row)
            continue
        made = _cost_row(reader, kind, about)
        bad += made.row_kind == ROW and made.amount_sek is None
        found.append(made)
        problems.extend(reader.problems)
    ordinary = [each for each in found if each.row_kind == ROW]
    problems.extend(unsure_values(sheet, table, len(ordinary), bad, "amount_sek"))
    problems.extend(left_out(sheet, table, dropped, "have no key and no amount"))
    return _settled(found), tuple(problems)


def _settled(found: Sequence[CostRow]) -> tuple[CostRow, ...]:
    """Decide whether a plain *Summa* is a subtotal or the total.

    It is a subtotal if it names a supplier or text of an ordinary row, or if ordinary rows or a
    labelled total follow; else the total.
    """
    names = {fold(name) for each in found if each.row_kind == ROW for name in _names(each)}
    last = max((each.row for each in found if each.row_kind in (ROW, TOTAL)), default=0)
    return tuple(
        each
        if each.row_kind
        else replace(
            each,
            row_kind=SUBTOTAL if each.row < last or fold(each.supplier) in names else TOTAL,
        )
        for each in found
    )


def _names(row: CostRow) -> tuple[str, ...]:
    return tuple(name for name in (row.supplier, row.scope, row.category) if name)


def _kind_of(reader: RowReader, cells: Mapping[int, Cell]) -> _Kind | None:
    """Tell ordinary rows from printed sums; ``None`` for notes and blank separators.

    A row is a sum if a label such as *Delsumma* stands in it and its keys (id, date) are empty or
    hold the label. So an ordinary row whose text begins with *Summa* stays one. A row whose keys
    are all empty and that has an amount is taken for a sum without a label, and is doubted.
    """
    keys = {name: text for name in _KEYS if not is_missing_mark(text := reader.raw(name))}
    # A key that is merged from a row above does not make an ordinary row of a labelled sum.
    own = [text for name, text in keys.items() if _row_of(reader, name) == reader.row]
    for cell in (cells[column] for column in sorted(cells)):
        text = join_lines(cell.raw)
        label = total_label(text) if cell.row == reader.row else None
        if label is None or any(total_label(key) is None for key in own):
            continue
        kind = {"subtotal": SUBTOTAL, "total": TOTAL}.get(label[0], "")
        return _Kind(kind, text, label[1])
    if not reader.filled(("amount",)):
        return None if not keys or reader.count < 2 else _Kind(ROW)
    has_ids = any(reader.has_column(name) for name in _IDS)
    if not keys and (has_ids or not reader.filled(_TEXTS)):
        return _Kind("", reader.raw("scope"), reader.raw("supplier"), unlabelled=True)
    return _Kind(ROW)


def _row_of(reader: RowReader, field: str) -> int:
    cell = reader.cell(field)
    return cell.row if cell else 0


def _cost_row(reader: RowReader, kind: _Kind, about_consultants: bool) -> CostRow:
    ledger = reader.table.layout == LEDGER
    ordinary = kind.kind == ROW
    amount = reader.quantity("amount", "amount_sek")
    as_of = reader.date("as_of") if ordinary else None
    start = reader.date("period_start") if ordinary else None
    end = reader.date("period_end") if ordinary else None
    if as_of is None and start is not None and not reader.has_column("as_of"):
        as_of = start
    note = reader.text("note")
    published = reader.text("amount_as_published")
    if not published and reader.cell("amount"):
        published = reader.raw("amount")
    hours = reader.quantity("hours")
    rate = reader.quantity("rate", "rate_sek")
    cost_id = next((text for name in _IDS if (text := _id(reader, name))), "") if ordinary else ""
    scope, supplier = reader.text("scope"), reader.text("supplier")
    if not ordinary:
        scope, supplier = kind.label, kind.of
    if ordinary and amount is None and not reader.filled(("amount",)):
        reader.doubt("amount_sek", Doubt.MISSING, "amount")
    if ordinary and as_of is None and not reader.filled(("as_of", "period_start")):
        reader.doubt("as_of", Doubt.MISSING, "as_of")
    if kind.unlabelled:
        reader.doubt("row_kind", Doubt.MISSING, "amount")
    category = _category(reader, ledger, about_consultants) if ordinary else ""
    is_estimate = _flag(reader) if ordinary else None
    qualifier = _qualifier(reader, note)
    source_id = reader.source_ids("source_id")
    return CostRow(
        **provenance_fields(reader.provenance()),
        cost_id=cost_id,
        as_of=as_of.value if as_of else None,
        as_of_precision=as_of.precision if as_of else "",
        period_start=start.value if start else None,
        period_end=_last_day(end),
        category=category,
        amount_sek=amount,
        amount_as_published=published,
        scope=scope,
        supplier=supplier,
        supplier_id="",
        is_estimate=False if ledger and ordinary and is_estimate is None else is_estimate,
        qualifier=qualifier,
        source_id=source_id,
        note=note,
        hours=hours,
        rate_sek=rate,
        row_kind=kind.kind,
        series="",
    )


def _id(reader: RowReader, name: str) -> str:
    return reader.text(name, "cost_id", key=True)


def _last_day(end: PartialDate | None) -> dt.date | None:
    return end.last if end else None


def _flag(reader: RowReader) -> bool | None:
    meaning = reader.coded("is_estimate", "flag")
    return None if meaning is None else meaning == "true"


def _category(reader: RowReader, ledger: bool, about_consultants: bool) -> str:
    """The category as in the public record; invoices of consultants are told by their table."""
    if reader.has_column("category") and not ledger:
        return reader.worded("category", "category")
    if about_consultants or (ledger and "konsult" in reader.raw("scope").casefold()):
        return CONSULTANT
    return OTHER if ledger else ""


def _qualifier(reader: RowReader, note: str) -> str:
    """The qualifier, from its own column or from the beginning of the note."""
    for text in (reader.raw("qualifier"), note):
        word = text.casefold().strip("[]() ")
        match = _QUALIFIER.match(text)
        if word in QUALIFIERS or match:
            return match[1] if match else word
    return ""


def _is_about_consultants(sheet: Sheet, table: Table, rows: Rows) -> bool:
    """Whether a ledger is one of consultants: by its hours or rates, its names or its title."""
    if table.layout != LEDGER:
        return False
    if table.column_of("hours") is not None or table.column_of("rate") is not None:
        return True
    title = [cell.raw for row in rows if row < table.first_heading for cell in rows[row].values()]
    return any(fold("konsult") in fold(text) for text in (sheet.document_name, sheet.name, *title))
