"""What stands twice in a collection, linked: files, pages, invoices and rows are counted once.

Of two copies the better evidenced one is kept: a native cell before a text layer before a picture,
then the one with fewer unknown figures and doubts, then the first by name. The other's row names it
in ``duplicate_of``. Nothing is dropped, and where the two say different things that is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from skolkit.model import Collection, Sheet
from skolkit.problems import Problem
from skolkit.tables.page_copies import (
    FEWEST_FIGURES,
    NATIVE,
    PICTURE,
    PageCopy,
    Place,
    evidence_of,
    page_copies,
)
from skolkit.tables.row_copies import (
    SAME_INVOICE,
    SAME_ROW,
    RowCopy,
    invoice_copies,
    record_copies,
)
from skolkit.tables.rows import (
    ROW,
    BudgetRow,
    CostRow,
    DuplicateRow,
    IncidentRow,
    InvoiceRow,
    MessageRow,
    Provenance,
    Tables,
)
from skolkit.tables.text import fold

TABLES = ("costs", "invoices", "budgets", "incidents", "messages")
_RECORDS = ("costs", "budgets", "incidents", "messages")
_PROVENANCE = frozenset(field.name for field in fields(Provenance)) | {
    "row_kind", "series", "amount_as_published", "supplier_id", "invoice_date_precision",
    "as_of_precision", "date_precision",
}  # fmt: skip
_EMPTY = (None, "", ())
_AS_PAGE = re.compile(r"as page ([0-9]+)")
_TOLD = 10  # rows that a message names


_COLUMNS: dict[type[Provenance], tuple[str, ...]] = {
    row_class: tuple(f.name for f in fields(row_class) if f.name not in _PROVENANCE)
    for row_class in (CostRow, InvoiceRow, BudgetRow, IncidentRow, MessageRow)
}
_FIGURES: dict[type[Provenance], tuple[str, ...]] = {
    row_class: tuple(n for n in names if Decimal in get_args(get_type_hints(row_class)[n]))
    for row_class, names in _COLUMNS.items()
}


def link_duplicates(
    tables: Tables, collection: Collection, received: Iterable[Problem] = ()
) -> Tables:
    """Link what repeats something else, and say what agrees and what differs.

    Args:
        tables: with all rows, suppliers assigned, and typed sheets.
        collection: whose tables they are.
        received: the problems of reading; ``W_DUPLICATE`` and ``W_DUPLICATE_PAGE`` among them name
            the files and pages that were read once already.

    Returns:
        The tables with ``duplicates``, with ``duplicate_of`` in the rows that repeat others, and
        one ``W_NEAR_DUPLICATE`` for each two documents that share pages, and one
        ``W_COPY_DIFFERS`` for each page whose rows say other figures than what they repeat.
    """
    rows: dict[str, Any] = {row.row_id: row for name in TABLES for row in getattr(tables, name)}
    links = _Links(rows, _evidence(tables.sheets))
    copies = page_copies(tables.sheets)
    for copy in copies:
        links.follow(copy)
    invoices = [row for row in tables.invoices if links.is_open(row)]
    for row_copy in invoice_copies(invoices, links.rank):
        links.add(row_copy)
    for name in _RECORDS:
        open_rows = [row for row in getattr(tables, name) if links.is_open(row)]
        for row_copy in record_copies(name, open_rows, links.rank):
            links.add(row_copy)
    linked = links.copies()
    made = [
        *_received(received, collection),
        *_documents(copies, tables.sheets, collection),
        *(_page_row(copy, collection) for copy in copies),
        *(_link_row(copy, rows) for copy in linked),
    ]
    roots = {copy.row_id: copy.of_row_id for copy in linked}

    def marked(row: Any) -> Any:
        return replace(row, duplicate_of=roots[row.row_id]) if row.row_id in roots else row

    return replace(
        tables,
        **{name: tuple(map(marked, getattr(tables, name))) for name in TABLES},
        duplicates=tuple(sorted(made, key=lambda row: row.duplicate_id)),
        problems=(*tables.problems, *_repeats(copies), *_differences(linked, rows)),
    )


def _evidence(sheets: Iterable[Sheet]) -> dict[tuple[str, int | None], int]:
    """How well each page of a sheet is evidenced: as its worst cell."""
    found: dict[tuple[str, int | None], int] = {}
    for sheet in sheets:
        for cell in sheet.cells:
            place = (sheet.sheet_id, cell.page)
            if found.get(place) != PICTURE:
                found[place] = max(found.get(place, NATIVE), evidence_of(cell.method))
    return found


class _Links:
    """The rows that repeat others, gathered rule by rule; a row repeats one other at most."""

    def __init__(
        self, rows: Mapping[str, Any], evidence: Mapping[tuple[str, int | None], int]
    ) -> None:
        self._copies: dict[str, RowCopy] = {}
        self._evidence = evidence
        self._at: dict[Place, list[Any]] = defaultdict(list)
        for row in rows.values():
            self._at[row.sheet_id, row.row].append(row)

    def copies(self) -> list[RowCopy]:
        """All links, each straight to the row that is counted."""
        return [
            replace(copy, of_row_id=self._root(copy.of_row_id)) for copy in self._copies.values()
        ]

    def is_open(self, row: Any) -> bool:
        """Whether an ordinary row repeats none that is known."""
        return row.row_id not in self._copies and getattr(row, "row_kind", ROW) == ROW

    def rank(self, row: Provenance) -> tuple[Any, ...]:
        """Better evidenced rows come first."""
        unknown = sum(getattr(row, name) is None for name in _FIGURES[type(row)])
        return (
            self._evidence.get((row.sheet_id, row.page), NATIVE),
            unknown,
            len(row.doubts),
            row.document,
            row.sheet_id,
            row.row,
            row.row_id,
        )

    def add(self, copy: RowCopy) -> None:
        """Link a row to the one that it repeats, unless it repeats another already."""
        if copy.row_id not in self._copies and self._root(copy.of_row_id) != copy.row_id:
            self._copies[copy.row_id] = copy

    def follow(self, copy: PageCopy) -> None:
        """Link the table rows that stand in the lines of a repeated page."""
        by = f"{copy.agreeing} of {copy.figures} figures of the page"
        for ours, theirs in copy.lines:
            for row, other in zip(self._at.get(ours, ()), self._at.get(theirs, ()), strict=False):
                if type(row) is type(other):
                    kept, repeated = sorted((row, other), key=self.rank)
                    self.add(RowCopy(repeated.row_id, kept.row_id, SAME_ROW, by))

    def _root(self, row_id: str) -> str:
        while row_id in self._copies:
            row_id = self._copies[row_id].of_row_id
        return row_id


def _compared(row: Provenance, other: Provenance) -> tuple[list[str], list[str], list[str]]:
    """The columns in which two rows agree, those in which not in words, and those with figures.

    A figure or date is told for both, the repeating row's first; of texts only the column.
    """
    agree, differ, figures = [], [], []
    for name in _COLUMNS[type(row)]:
        ours, theirs = getattr(row, name), getattr(other, name)
        if ours in _EMPTY or theirs in _EMPTY:
            if name in _FIGURES[type(row)] and ours != theirs:
                differ.append(f"{name} (unknown {'here' if ours is None else 'in the original'})")
        elif ours == theirs or (isinstance(ours, str) and fold(ours) == fold(theirs)):
            agree.append(name)
        elif isinstance(ours, Decimal | date):
            differ.append(f"{name} ({ours} / {theirs})")
            figures.append(name)
        else:
            differ.append(name)
    return agree, differ, figures


def _link_row(copy: RowCopy, rows: Mapping[str, Any]) -> DuplicateRow:
    row, other = rows[copy.row_id], rows[copy.of_row_id]
    agree, differ, _ = _compared(row, other)
    return DuplicateRow(
        duplicate_id=f"{copy.kind}:{copy.row_id}",
        collection=row.collection,
        kind=copy.kind,
        document=row.document,
        page=row.page,
        row_id=copy.row_id,
        of_document=other.document,
        of_page=other.page,
        of_row_id=copy.of_row_id,
        agreement=f"{copy.by}: {', '.join(agree)}",
        differs=", ".join(differ),
        demo=row.demo,
    )


def _place_row(
    kind: str,
    collection: Collection,
    place: tuple[str, int | None],
    of: tuple[str, int | None],
    agreement: str,
    differs: str = "",
) -> DuplicateRow:
    """A file, document or page that repeats another."""
    at = f"!{place[1]}" if place[1] is not None else ""
    return DuplicateRow(
        duplicate_id=f"{kind}:{place[0]}{at}",
        collection=collection.name,
        kind=kind,
        document=place[0],
        page=place[1],
        row_id="",
        of_document=of[0],
        of_page=of[1],
        of_row_id="",
        agreement=agreement,
        differs=differs,
        demo=collection.is_demo,
    )


def _page_row(copy: PageCopy, collection: Collection) -> DuplicateRow:
    missing = copy.figures - copy.agreeing
    return _place_row(
        "same-page" if copy.is_whole else "same-lines",
        collection,
        (copy.document, copy.page),
        (copy.of_document, copy.of_page),
        f"{copy.agreeing} of {copy.figures} figures, {len(copy.lines)} lines",
        f"{missing} figures, {copy.differing} of them known in both" if missing else "",
    )


def _received(received: Iterable[Problem], collection: Collection) -> list[DuplicateRow]:
    """What the reading left out because it had read the same already."""
    made = []
    for problem in received:
        if problem.code == "W_DUPLICATE":
            place, of = (problem.file, None), (problem.detail, None)
            made.append(_place_row("same-file", collection, place, of, "all bytes"))
        elif problem.code == "W_DUPLICATE_PAGE" and (told := _AS_PAGE.search(problem.detail)):
            where = (problem.file, problem.page)
            original = (problem.file, int(told[1]))
            made.append(_place_row("same-page", collection, where, original, "text of the page"))
    return made


def _documents(
    copies: Iterable[PageCopy], sheets: Iterable[Sheet], collection: Collection
) -> list[DuplicateRow]:
    """Documents all of whose pages (with figures enough to compare) repeat one other document."""
    figures: Counter[tuple[str, str, int | None]] = Counter()
    for sheet in sheets:
        for cell in sheet.cells:
            has_figure = any(character.isdigit() for character in cell.raw)
            figures[sheet.document_name, sheet.sheet_id, cell.page] += has_figure
    held: dict[str, set[tuple[str, int | None]]] = defaultdict(set)
    for (document, sheet_id, page), count in figures.items():
        if count >= FEWEST_FIGURES:
            held[document].add((sheet_id, page))
    copied: dict[tuple[str, str], set[tuple[str, int | None]]] = defaultdict(set)
    for copy in copies:
        if copy.document != copy.of_document:
            copied[copy.document, copy.of_document].add((copy.lines[0][0][0], copy.page))
    return [
        _place_row("same-document", collection, (name, None), (of, None), f"{len(found)} pages")
        for (name, of), found in copied.items()
        if found == held[name]
    ]


def _repeats(copies: Iterable[PageCopy]) -> list[Problem]:
    """Tell of documents whose pages, or some of them, repeat those of another."""
    found: dict[tuple[str, str], list[PageCopy]] = defaultdict(list)
    for copy in copies:
        if copy.document != copy.of_document:
            found[copy.document, copy.of_document].append(copy)
    told = []
    for (document, of), pages in sorted(found.items()):
        agreeing, figures = sum(p.agreeing for p in pages), sum(p.figures for p in pages)
        on = sorted({p.page for p in pages if p.page is not None})
        shown = f"page {', '.join(map(str, on[:_TOLD]))}{' ...' * (len(on) > _TOLD)}: " * bool(on)
        detail = f"{shown}{agreeing} of {figures} figures stand in {of}"
        told.append(Problem("W_NEAR_DUPLICATE", document, detail=detail))
    return told


def _differences(copies: Iterable[RowCopy], rows: Mapping[str, Any]) -> list[Problem]:
    """Tell of copies whose figures differ, page by page."""
    found: dict[tuple[str, int | None, str], dict[int, list[str]]] = defaultdict(dict)
    for copy in copies:
        row, other = rows[copy.row_id], rows[copy.of_row_id]
        figures = _compared(row, other)[2]
        if copy.kind == SAME_INVOICE:  # a ledger may give the day of booking
            figures = [name for name in figures if name in _FIGURES[type(row)]]
        if figures and " lines" not in copy.by:
            found[row.document, row.page, other.document][row.row] = figures
    told = []
    for document, page, of in sorted(found, key=lambda key: (key[0], key[1] or 0, key[2])):
        own = found[document, page, of]
        columns = ", ".join(dict.fromkeys(name for row in sorted(own) for name in own[row]))
        listed = ", ".join(map(str, sorted(own)[:_TOLD])) + " ..." * (len(own) > _TOLD)
        detail = f"{columns} in rows {listed}, against {of}"
        told.append(Problem("W_COPY_DIFFERS", document, page=page, detail=detail))
    return told
