"""Everything known of a collection to the files of its clean folder, as names and bytes.

The files come one by one and in a fixed order, the manifest last, so that a folder with a manifest
is a whole one. Nothing in them depends on the day, the machine or the number of workers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from skolkit.model import Box, Cell, Collection, Doubt, Sheet, cell_id, column_letters, value_type
from skolkit.privacy.review import PersonalRow
from skolkit.problems import Problem
from skolkit.publish.tabular import Table, csv_text, parquet_bytes, spell
from skolkit.publish.xlsx import workbook_bytes
from skolkit.tables.rows import (
    BudgetRow,
    CheckRow,
    CostRow,
    DuplicateRow,
    IncidentRow,
    InvoiceRow,
    MessageRow,
    SupplierRow,
    Tables,
)

MANIFEST = "manifest.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of ``cells.csv``."""

    cell_id: str
    collection: str
    document: str
    document_id: str
    sheet_id: str
    sheet: str
    page: int | None
    row: int
    column: int
    cell: str  # "C12"
    raw: str
    value: str
    value_type: str
    doubt: Doubt | None
    confidence: float | None
    method: str
    other_readings: tuple[str, ...]
    box: Box | None
    hidden: bool
    row_span: int
    column_span: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet of ``sheets.csv``; ``rows`` and ``columns`` are the highest numbers in use."""

    sheet_id: str
    collection: str
    document: str
    document_id: str
    sheet: str
    pages: tuple[int, ...]
    rows: int
    columns: int
    title_rows: int
    cells: int
    doubtful_cells: int
    hidden: bool
    table: str
    notes: tuple[str, ...]
    demo: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One entry of the delivery in ``documents.csv``, read or not."""

    document_id: str
    collection: str
    document: str
    sha256: str
    size_bytes: int
    media_type: str
    pages: int | None
    status: str
    error: str
    warnings: tuple[str, ...]
    message: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page of paper in ``pages.csv``; ``turn_deg`` and ``skew_deg`` clockwise."""

    document_id: str
    document: str
    page: int
    method: str
    width_pt: float | None
    height_pt: float | None
    dpi: float | None
    turn_deg: int | None
    skew_deg: float | None
    words: int
    cells: int
    doubtful_cells: int
    status: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in ``problems.csv``."""

    code: str
    title: str
    collection: str
    document: str
    page: int | None
    sheet: str
    cell: str
    detail: str
    message: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class UnseenRow:
    """One text in ``unseen.csv`` that a file carries and its print does not show; private."""

    collection: str
    document: str
    document_id: str
    place: str  # "author", "comment", "earlier version", "text under a box"
    text: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class CleanData:
    """All that a run found out about a collection."""

    collection: Collection
    tables: Tables
    documents: tuple[DocumentRow, ...]
    pages: tuple[PageRow, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[PersonalRow, ...] = ()
    unseen: tuple[UnseenRow, ...] = ()  # only in the clean folder, in no package
    decisions: tuple[tuple[str, str], ...] = ()  # name and text of each file of decisions


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file to write: its name inside the clean folder, its bytes, and rows if it is a table."""

    name: str
    data: bytes
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it: size in bytes, rows if it is a table."""

    name: str
    sha256: str
    size: int
    rows: int | None

    @classmethod
    def of(cls, made: OutputFile) -> Listed:
        """List a file that was made."""
        return cls(made.name, hashlib.sha256(made.data).hexdigest(), len(made.data), made.rows)


def export_files(data: CleanData) -> Iterator[OutputFile]:
    """Make all files of the clean folder, one at a time, the manifest last."""
    outputs: list[Listed] = []
    guarded: dict[str, dict[str, int]] = {}
    for table in (*clean_tables(data), _unseen_table(data)):
        text = csv_text(table)
        if text.guarded:
            guarded[f"{table.name}.csv"] = dict(text.guarded)
        for made in (
            OutputFile(f"{table.name}.csv", text.data, text.rows),
            OutputFile(f"{table.name}.parquet", parquet_bytes(table), text.rows),
        ):
            outputs.append(Listed.of(made))
            yield made
    for made in document_workbooks(data):
        outputs.append(Listed.of(made))
        yield made
    yield manifest_file(data, outputs, guarded)


def document_workbooks(data: CleanData) -> Iterator[OutputFile]:
    """Make the workbook of each document that has sheets."""
    for document_id, sheets in _by_document(data.tables.sheets).items():
        book = workbook_bytes(sheets, demo=data.collection.is_demo)
        yield OutputFile(f"xlsx/{document_id}.xlsx", book)


def manifest_file(
    data: CleanData, outputs: Iterable[Listed], guarded: Mapping[str, Mapping[str, int]]
) -> OutputFile:
    """Make the manifest: all that was written, of what, with which settings and versions.

    Args:
        data: the collection.
        outputs: the other files of the folder.
        guarded: for each CSV, how many texts got an apostrophe, by column.
    """
    manifest = {
        "format": _FORMAT,
        "collection": _described(data.collection),
        "inputs": [
            {
                "name": document.document,
                "document_id": document.document_id,
                "sha256": document.sha256,
                "bytes": document.size_bytes,
                "status": document.status,
            }
            for document in data.documents
        ],
        "outputs": [
            {"name": made.name, "sha256": made.sha256, "bytes": made.size}
            | ({} if made.rows is None else {"rows": made.rows})
            for made in sorted(outputs, key=lambda made: made.name)
        ],
        "decisions": fingerprints(data.decisions),
        "settings": dict(data.settings),
        "versions": dict(data.versions),
        "csv_apostrophes": {name: dict(columns) for name, columns in guarded.items()},
    }
    text_form = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return OutputFile(MANIFEST, (text_form + "\n").encode("utf-8", "replace"))


def fingerprints(decisions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The files of decisions by name, each as the SHA-256 of its text."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in decisions}


def output_names(data: CleanData) -> tuple[str, ...]:
    """Names of all files that ``export_files`` makes, the manifest left out."""
    named = (*clean_tables(data), _unseen_table(data))
    tables = [f"{table.name}.{end}" for table in named for end in ("csv", "parquet")]
    workbooks = [f"xlsx/{document_id}.xlsx" for document_id in _by_document(data.tables.sheets)]
    return (*tables, *workbooks)


def clean_tables(data: CleanData) -> tuple[Table, ...]:
    """The clean tables that may be published once masked, in the order in which they are written.

    Every row says whether it comes from a demo collection, so that no table of one can be taken
    for fact, however it is cut or renamed.
    """
    tables = data.tables
    name, demo = data.collection.name, data.collection.is_demo
    problems = [_problem_row(problem, name) for problem in data.problems]
    sheets = [_sheet_row(sheet, name, tables.table_of) for sheet in tables.sheets]
    return (
        Table("costs", CostRow, lambda: tables.costs),
        Table("invoices", InvoiceRow, lambda: tables.invoices),
        Table("budgets", BudgetRow, lambda: tables.budgets),
        Table("incidents", IncidentRow, lambda: tables.incidents),
        Table("messages", MessageRow, lambda: tables.messages),
        Table("suppliers", SupplierRow, lambda: tables.suppliers),
        Table("duplicates", DuplicateRow, lambda: tables.duplicates),
        Table("checks", CheckRow, lambda: tables.checks),
        Table("cells", CellRow, lambda: _cell_rows(tables.sheets, name, demo=demo)),
        Table("sheets", SheetRow, lambda: _marked(sheets, demo)),
        Table("documents", DocumentRow, lambda: _marked(data.documents, demo)),
        Table("pages", PageRow, lambda: _marked(data.pages, demo)),
        Table("problems", ProblemRow, lambda: _marked(problems, demo)),
        Table("personal", PersonalRow, lambda: data.personal),
    )


def _unseen_table(data: CleanData) -> Table:
    return Table("unseen", UnseenRow, lambda: data.unseen)


_Row = TypeVar("_Row", SheetRow, DocumentRow, PageRow, ProblemRow)


def _marked(rows: Iterable[_Row], demo: bool) -> Iterator[_Row]:
    return (replace(row, demo=demo) for row in rows)


def is_filled(cell: Cell) -> bool:
    """Whether a cell holds something, be it only a doubt."""
    return bool(cell.raw.strip()) or cell.doubt is not None


def _cell_rows(sheets: Sequence[Sheet], collection: str, *, demo: bool) -> Iterator[CellRow]:
    for sheet in sheets:
        for cell in sorted(sheet.cells, key=lambda c: (c.row, c.column)):
            yield CellRow(
                cell_id=cell_id(sheet.sheet_id, cell.row, cell.column),
                collection=collection,
                document=sheet.document_name,
                document_id=sheet.document_id,
                sheet_id=sheet.sheet_id,
                sheet=sheet.name,
                page=cell.page,
                row=cell.row,
                column=cell.column,
                cell=f"{column_letters(cell.column)}{cell.row}",
                raw=cell.raw,
                value=spell(cell.value),
                value_type=value_type(cell.value),
                doubt=cell.doubt,
                confidence=None if cell.confidence is None else round(cell.confidence, 3),
                method=cell.method,
                other_readings=cell.rivals,
                box=cell.box,
                hidden=cell.hidden,
                row_span=cell.row_span,
                column_span=cell.column_span,
                demo=demo,
            )


def _sheet_row(sheet: Sheet, collection: str, table_of: Callable[[str], str]) -> SheetRow:
    filled = [cell for cell in sheet.cells if is_filled(cell)]
    return SheetRow(
        sheet_id=sheet.sheet_id,
        collection=collection,
        document=sheet.document_name,
        document_id=sheet.document_id,
        sheet=sheet.name,
        pages=sheet.pages,
        rows=max((cell.row for cell in filled), default=0),
        columns=max((cell.column for cell in filled), default=0),
        title_rows=sheet.title_rows,
        cells=len(filled),
        doubtful_cells=sum(cell.doubt is not None for cell in filled),
        hidden=sheet.hidden,
        table=table_of(sheet.sheet_id),
        notes=sheet.notes,
    )


def _problem_row(problem: Problem, collection: str) -> ProblemRow:
    return ProblemRow(
        code=problem.code,
        title=problem.rule.title,
        collection=collection,
        document=problem.file,
        page=problem.page,
        sheet=problem.sheet,
        cell=problem.cell,
        detail=problem.detail,
        message=problem.message,
    )


def _by_document(sheets: Sequence[Sheet]) -> dict[str, list[Sheet]]:
    grouped: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        grouped.setdefault(sheet.document_id, []).append(sheet)
    return grouped


def _described(collection: Collection) -> dict[str, str]:
    told = (
        "name", "title", "language", "authority", "diarienummer", "received", "sender", "licence",
    )  # fmt: skip
    described = {name: str(getattr(collection, name)) for name in told}
    if collection.number_form:
        described["number_form"] = collection.number_form
    return described | {"kind": collection.kind.value, "decimal_mark": collection.decimal_mark}
