"""Nouns to plain JSON data and back, checked against their types on the way in.

Workers and the cache speak this. What comes back from a worker is data of a known shape or an
error, never code.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from skolkit.model import Box, Cell, Doubt, Sheet, Value, value_type
from skolkit.problems import Problem

T = TypeVar("T")


class WireCell(msgspec.Struct, array_like=True, frozen=True):
    """A cell whose value is spelled as text beside its type: JSON has no decimals or dates."""

    row: int
    column: int
    raw: str
    kind: str
    value: str
    doubt: Doubt | None
    confidence: float | None
    method: str
    page: int | None
    box: Box | None
    hidden: bool
    row_span: int
    column_span: int
    rivals: tuple[str, ...]


class WireSheet(msgspec.Struct, frozen=True):
    """A sheet without the document's identity: the same bytes may come under another name."""

    number: str
    name: str
    cells: tuple[WireCell, ...]
    pages: tuple[int, ...]
    hidden: bool
    title_rows: int
    notes: tuple[str, ...]


class WireNative(msgspec.Struct, frozen=True):
    """All that was read from a native document."""

    sheets: tuple[WireSheet, ...]
    problems: tuple[Problem, ...]


def to_data(noun: object) -> Any:
    """Turn a noun into plain data that ``json`` can write."""
    return msgspec.to_builtins(noun, enc_hook=_plain)


def from_data(data: Any, kind: type[T]) -> T:
    """Turn plain data into a noun.

    Raises:
        msgspec.ValidationError: if the data has not the shape of ``kind``.
    """
    return msgspec.convert(data, kind, dec_hook=_noun)


def encode_native(sheets: Sequence[Sheet], problems: Sequence[Problem]) -> bytes:
    """Write what was read from a native document as JSON."""
    wired = WireNative(tuple(_wire_sheet(sheet) for sheet in sheets), tuple(problems))
    return msgspec.json.encode(wired)


def decode_native(
    data: bytes, document_id: str, name: str
) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """Read what ``encode_native`` wrote, under the document's present name.

    Raises:
        msgspec.MsgspecError, ValueError: if the data is damaged.
    """
    wired = msgspec.json.decode(data, type=WireNative)
    sheets = tuple(
        Sheet(
            sheet_id=f"{document_id}#{sheet.number}",
            document_id=document_id,
            document_name=name,
            name=sheet.name,
            cells=tuple(_cell(cell) for cell in sheet.cells),
            pages=sheet.pages,
            hidden=sheet.hidden,
            title_rows=sheet.title_rows,
            notes=sheet.notes,
        )
        for sheet in wired.sheets
    )
    problems = tuple(
        Problem(p.code, name, p.page, p.sheet, p.cell, p.detail) for p in wired.problems
    )
    return sheets, problems


def _wire_sheet(sheet: Sheet) -> WireSheet:
    cells = tuple(
        WireCell(
            row=cell.row,
            column=cell.column,
            raw=cell.raw,
            kind=value_type(cell.value),
            value=_value_text(cell.value),
            doubt=cell.doubt,
            confidence=cell.confidence,
            method=cell.method,
            page=cell.page,
            box=cell.box,
            hidden=cell.hidden,
            row_span=cell.row_span,
            column_span=cell.column_span,
            rivals=cell.rivals,
        )
        for cell in sheet.cells
    )
    number = sheet.sheet_id.rpartition("#")[2]
    return WireSheet(
        number, sheet.name, cells, sheet.pages, sheet.hidden, sheet.title_rows, sheet.notes
    )


def _value_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(cell: WireCell) -> Cell:
    return Cell(
        row=cell.row,
        column=cell.column,
        raw=cell.raw,
        value=_value(cell.kind, cell.value),
        doubt=cell.doubt,
        confidence=cell.confidence,
        method=cell.method,
        page=cell.page,
        box=cell.box,
        hidden=cell.hidden,
        row_span=cell.row_span,
        column_span=cell.column_span,
        rivals=cell.rivals,
    )


def _value(kind: str, text: str) -> Value:
    if kind == "number":
        return Decimal(text)
    if kind == "datetime":
        return datetime.fromisoformat(text)
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "bool":
        return text == "true"
    return None if kind == "empty" else text


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"no plain form for {type(value).__name__}")


def _noun(kind: type, value: Any) -> Any:
    if issubclass(kind, Path):
        return Path(value)
    raise NotImplementedError(f"no noun for {kind.__name__}")
